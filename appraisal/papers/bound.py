"""What a form of the institution's own may not leave out of the form that the program brings.

Headings, order, letterhead, numbering, declarations and looks are free; contents may be added. Licence, required
contents, who signs, procedures, clients and whether it states an opinion are those of the form that it comes from.
Declaration and statement of truth are altered in both languages or in none: both stand in the report.
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
    said = [("declaration", own.declaration, held.declaration)]
    said += [("truth", (own.truth,), (held.truth,))] if own.truth is not None and held.truth is not None else []
    for name, mine, theirs in said:
        for words in mine:
            if (missing := _half(words, theirs)) is not None:
                yield f"{name} is altered in one language alone, not beside {missing[:40]!r}"


def _half(words: Words, held: Iterable[Words]) -> str | None:
    """Of words that are the other form's own in one language alone: those. Punctuation and spaces alter nothing."""
    for one in held if words.zh and words.en else ():
        alike = [_flat(mine) == _flat(theirs) for mine, theirs in ((words.zh, one.zh), (words.en, one.en))]
        if any(alike) and not all(alike):
            return one.zh if alike[0] else one.en
    return None


def _titled(own: Paper, held: Paper) -> bool:
    """Whether a title holds what names the other form: its whole title, or one of the words kept for it."""
    mine = (_flat(own.title.zh), _flat(own.title.en))
    kept = (held.title.zh, held.title.en, *held.titles)
    return any(_flat(words) in title for words in kept if _flat(words) for title in mine)


def _flat(words: str) -> str:
    return re.sub(r"[\W_]", "", words).casefold()
