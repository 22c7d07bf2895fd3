"""What a form of the institution's own may not leave out of the form that the program brings.

Headings, order, letterhead, numbering and looks are free; contents, sections and sentences of the declaration may be
added. Licence, required contents, who signs, procedures, clients, whether it states an opinion, what is declared and
the statement of truth are those of the form that it comes from.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain

from appraisal.errors import UsageError
from appraisal.paper import Paper
from appraisal.profile import Words


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
    wrong = list(dict.fromkeys(chain.from_iterable(lacks(own, one) for one in bound)))
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
