"""A page of a deposit beside its source: each printed line opposite the line of source that it was found to be."""

from __future__ import annotations

from collections.abc import Mapping

from appraisal.comparison import Match
from appraisal.errors import MaterialError
from appraisal.exhibit import Listing, Role, Run
from appraisal.work import Work
from comparators.code.deposit import counting
from comparators.code.deposit.features import DepositFeatures, read
from comparators.code.languages import Language, language_of
from comparators.code.listing import coloured, parts_of_speech
from comparators.code.source import source_of
from comparators.matching.encodings import Decoded

SHOWN = 240  # lines of a match that are shown; of more the rest is counted
WIDEST = 400  # characters of a line that are shown
ROLES: Mapping[str, Role] = {"as_written": "same", "spacing_only": "folded", "wrapped": "moved", "changed": "changed"}


def listing(left: Work, right: Work, match: Match) -> Listing:
    """Rows of both sides. Raises ``MaterialError`` for another work."""
    one, other = _member(left, match.left.file), _member(right, match.right.file)
    on_left = match.details["deposit_on"] == "left"
    printed, source = (one, other) if on_left else (other, one)
    file = match.right.file if on_left else match.left.file
    language = language_of(file, source.text)
    rows = []
    for name, role in ROLES.items():
        for first, pieces, row in counting.unpacked(str(match.details.get(name, ""))):
            rows += [(first + n, row if n == 0 else None, role) for n in range(pieces)]
    rows.sort(key=lambda item: item[0])
    own, theirs = _Lines(printed, language), _Lines(source, language)
    mine = tuple((str(at + 1), own(at, role)) for at, _, role in rows[:SHOWN])
    there = tuple(("", ()) if row is None else (str(row + 1), theirs(row, role)) for _, row, role in rows[:SHOWN])
    if len(rows) > SHOWN:
        more = (("…", (Run(f"〔… {len(rows) - SHOWN} …〕", "folded"),)),)
        mine, there = mine + more, there + more
    shown = (mine, there) if on_left else (there, mine)
    return Listing(shown[0], shown[1], match.left.file, match.right.file, f"{match.left.file} / {match.right.file}")


class _Lines:
    """Lines of a file as runs. The print is read in the language of its source: it is that code, set in pages."""

    def __init__(self, read: DepositFeatures, language: Language) -> None:
        self.read = read
        self.kinds = parts_of_speech(source_of("", Decoded(read.text, read.encoding), language=language))

    def __call__(self, at: int, role: Role) -> tuple[Run, ...]:
        start = int(self.read.starts[at])
        end = int(self.read.stops[at])
        stop = min(end, start + WIDEST)
        made = coloured(self.read.text[start:stop], self.kinds[start:stop], role)
        return (*made, Run("…", "context")) if stop < end else made


def _member(work: Work, file: str) -> DepositFeatures:
    member = work.by_file.get(file)
    if member is None:
        raise MaterialError(f"{work.label}: holds no file {file}: is it the work that was compared?")
    return read(member)
