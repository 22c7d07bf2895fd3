"""A note at figures by kind of match that are more than the matches: what is deducted parts a match into pieces, which
such figures count one by one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from appraisal.comparison import Match, Measures
from appraisal.dossier import Filed
from reports.document import Paragraph
from reports.sections.desk import Desk, paragraph, result_of


def parted(desk: Desk, filed: Filed, matches: Iterable[Match], columns: Iterable[Measures]) -> Iterator[Paragraph]:
    """The note, where a figure by kind in one of the columns counts more of a kind than there are ``matches`` of it."""
    known = {match.kind for match in filed.comparison.matches}
    counted = Counter(match.kind for match in matches)
    for figure in (held for measures in columns for held in measures.values.values() if isinstance(held, Mapping)):
        numbers = {kind: held for kind, held in figure.items() if isinstance(held, int) and held}
        if numbers.keys() <= known and any(held > counted[kind] for kind, held in numbers.items()):
            yield paragraph(desk.say("pieces-counted"), "note", result_of(filed))
            return
