"""What a form of the institution's own may not leave out of the form that the program brings.

Headings, order, letterhead, numbering and looks are free; contents, sections and sentences of the declaration may be
added. Licence, required contents, who signs, procedures, clients, whether it states an opinion, what is declared and
the statement of truth are those of the form that it comes from. Sentences that are added to a declaration stand behind
all of those, say something of their own, and nothing of the declaration: none of them binds less for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain, pairwise

from appraisal.errors import UsageError
from appraisal.paper import Paper
from appraisal.papers.as_read import printed
from appraisal.profile import Words

# What a sentence says of the declaration itself, of other sentences, or of those who sign it
_OF_IT = re.compile(
    "声明|承诺|保证|具结|宣誓|[以如]上|[上前后]述|[上前下后](?:[列款文条项]|各)|[以如]下|[各本该此前后上下]句|所列|签[名字署]"
    r"|\b(?:declar\w*|undertak\w*|statements?|sentences?|paragraphs?|wording|above|below|foregoing|preceding|aforesaid"
    r"|following|follows?|here(?:of|in|by|to|under)|there(?:of|in|by|to|under)|sign(?:s|ed|ing|ature|atures|atory"
    r"|atories)?|signer|undersigned|oaths?|affirm\w*|confirm\w*)\b"
)
# Whoever declares something more says so
_MORE = re.compile(
    r"(?:本人|本机构|我们?)[并亦也还]?(?:承诺|保证|声明|确认)|\b(?:i|we)\s+(?:also\s+|further\s+)?(?:confirm|declare|undertake"
    r"|affirm)\b"
)
# That it does not hold, or holds less: of whatever was said
_TAKES_BACK = re.compile(
    "约束|拘束|效力|有效|无效|生效|责任|免责|除外|例外|不适用|不承担|不负|不代表|不作数|保留[^，。；]{0,6}权|撤[回销]|仅供|仅为"
    "|但书|格式要求|形式|样[本张稿]|示例|草[案稿]|[以为]限|[仅只][在限]|另有|视为|放弃"
    r"|\b(?:bind\w*|bound|void|valid\w*|invalid\w*|in\s+force|effect(?:ive)?|liab\w+|responsib\w+|disclaim\w*|waiv\w+"
    r"|except\w*|unless|insofar|so\s+far\s+as|to\s+the\s+extent|subject\s+to|without\s+prejudice|notwithstanding"
    r"|reserv\w+|revok\w+|withdraw\w*|retract\w*|cancel\w*|take[ns]?\s+back|appl(?:y|ies|icable)|required\s+by"
    r"|only\s+(?:where|if|when|as|so|in)"
    r"|formalit\w+|specimen|samples?|drafts?|pro\s+forma|deemed)\b"
)


def check(own: Paper, brought: Iterable[Paper]) -> None:
    """``UsageError`` names each line in which ``own`` is less than a form that it is bound to: by ``base``, by its
    name, or by its title, Chinese or English. One that is bound to none must name its ``base``."""
    shipped = tuple(brought)
    if any(own == one for one in shipped):
        return
    known = ", ".join(one.name for one in shipped)
    if own.base and own.base not in [one.name for one in shipped]:
        raise UsageError(f"form of paper: base: no form {own.base!r}; there are: {known}")
    bound = [one for one in shipped if one.name in (own.base, own.name) or _titled(own, one)]
    if not bound:
        raise UsageError(f'form of paper: name the form that it comes from: base = "NAME", one of {known}')
    wrong = list(dict.fromkeys(chain(chain.from_iterable(lacks(own, one) for one in bound), _added(own, bound))))
    if wrong:
        listed = "; ".join(wrong)
        raise UsageError(
            f"form of paper {own.name}: it asks for less than {', '.join(one.name for one in bound)}: {listed}"
        )


def lacks(own: Paper, held: Paper) -> Iterator[str]:
    """Lines of ``held`` that ``own`` lacks or weakens."""
    if held.licence and own.licence != held.licence:
        yield f'licence = "{held.licence}" is missing'
    if gone := [name for name in held.required if name not in own.required]:
        yield f"required lacks {', '.join(gone)}"
    if own.signing.experts < held.signing.experts:
        yield f"signing: experts = {held.signing.experts} at least"
    for name in ("reviewer", "signatory", "seal"):
        if getattr(held.signing, name) and not getattr(own.signing, name):
            yield f"signing: {name} = true is missing"
    for name in ("procedures", "clients"):
        allowed, asked = getattr(held, name), getattr(own, name)
        if allowed and (not asked or set(asked) - set(allowed)):
            yield f"{name} may hold {', '.join(allowed)} only"
    if own.opinion != held.opinion:
        yield f"opinion = {str(held.opinion).lower()} is missing"
    if held.similarity == "never" and own.similarity != "never":
        yield 'similarity = "never" is missing'
    if held.truth is not None and own.truth is None:
        yield "truth is missing"
    elif held.truth is not None and own.truth is not None and _words(own.truth) != _words(held.truth):
        yield "truth is altered"
    said = {_words(one) for one in own.declaration}
    for one in held.declaration:
        if _words(one) not in said:
            yield f"declaration lacks {one.zh[:20]!r} / {one.en[:40]!r}"
    placed = {name for chapter in own.chapters for name in chapter.sections} | set(own.annexed)
    if gone := [name for chapter in held.chapters for name in chapter.sections if name not in placed]:
        yield f"chapters lack {', '.join(gone)}"


def _added(own: Paper, bound: Iterable[Paper]) -> Iterator[str]:
    """What is wrong with sentences of the declaration that ``own`` adds."""
    brought = {_words(one) for held in bound for one in held.declaration}
    added = [_words(one) not in brought for one in own.declaration]
    if brought and any(before and not after for before, after in pairwise(added)):
        yield "declaration: sentences that are added stand behind all that are brought"
    for one in (one for one, new in zip(own.declaration, added, strict=True) if brought and new):
        texts = [_MORE.sub(" ", printed(words).text) for words in (one.zh, one.en)]
        hits = (hit for text in texts for form in (_OF_IT, _TAKES_BACK) for hit in form.finditer(text))
        if said := next(hits, None):
            yield (
                f"declaration: {one.zh[:20]!r} / {one.en[:40]!r} speaks of the declaration, or takes something back"
                f" ({said.group()})"
            )


def _words(said: Words) -> tuple[str, str]:
    """Both languages without punctuation and spaces, which alter nothing."""
    return _flat(said.zh), _flat(said.en)


def _titled(own: Paper, held: Paper) -> bool:
    """Whether a title holds what names the other form: its whole title; or one of the words kept for it, which bind
    in what the paper calls its author and its house too."""
    title = _words(own.title)
    called = (*title, *_words(own.author), *_words(own.house))
    whole = any(_flat(words) in one for words in (held.title.zh, held.title.en) if _flat(words) for one in title)
    return whole or any(_flat(words) in one for words in held.titles if _flat(words) for one in called)


def _flat(words: str) -> str:
    return re.sub(r"[\W_]", "", words).casefold()
