"""One gate's findings alone, for tests that go through many words and ask of one gate each time.

Which functions of ``RULES`` yield what is listed here, and every run of all gates in these tests holds it against them
(``watched``, set up in conftest.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import wraps

from appraisal.dossier import Dossier
from appraisal.gates import Gap, View, answers, authority, claims, language, prose, rules, standards
from appraisal.gates.contents import CONTENTS
from appraisal.gates.gap import Found
from appraisal.paper import Paper
from appraisal.papers import files

Gate = Callable[[View], Found]
YIELDED_BY: Mapping[str, tuple[Gate, ...]] = {
    "content/licensed": (authority.licensed,),
    "entries": (claims.entries,),
    "hedges": (prose.slips,),
    "language": (language.prose,),
    "numbers": (prose.slips,),
    "procedure/authority": (authority.borrowed,),
    "standards": (standards.standards,),
    "words-of-law": (answers.independent, prose.slips),
    **{f"content/{name}": (rules.contents,) for name in CONTENTS},
}
"""By the beginning of its id, which gates yield a gap."""


def is_of(gate: str, family: str) -> bool:
    """Whether the id of a gap is that of a family, or begins with it (content/licensed-text)."""
    return gate == family or gate.startswith((f"{family}/", f"{family}-"))


def found(dossier: Dossier, *families: str, paper: str | Paper = "cn-copyright") -> list[Gap]:
    """The open gaps of some families, as all gates together find them."""
    view = View(dossier, files.find(paper) if isinstance(paper, str) else paper)
    wanted = dict.fromkeys(gate for family in families for gate in YIELDED_BY[family])
    gaps = (rules._passed(view, gap) for gate in wanted for gap in gate(view))
    return [gap for gap in gaps if gap.open and any(is_of(gap.gate, family) for family in families)]


def only(dossier: Dossier, *families: str, paper: str | Paper = "cn-copyright") -> list[str]:
    """Their ids."""
    return [gap.gate for gap in found(dossier, *families, paper=paper)]


def watched(gate: Gate) -> Gate:
    """The gate, which fails where it yields what is listed as others'."""

    @wraps(gate)
    def yields(view: View) -> Iterator[Gap]:
        for gap in gate(view):
            listed = [YIELDED_BY[one] for one in YIELDED_BY if is_of(gap.gate, one)]
            assert all(gate in some for some in listed), f"{gap.gate} comes of {gate.__name__}: add it to YIELDED_BY"
            yield gap

    return yields
