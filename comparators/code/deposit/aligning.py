"""Which line of the source each printed line is: equal lines in the longest runs first, then small differences.

Two works are told apart by what is printed: blanks are set aside for looking up, so that indentation and the wrapping
of long lines hinder nothing; how a line was found is said of each.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import IntEnum

from comparators.code.deposit.features import DepositFeatures

MOST_PIECES = 6  # printed lines that one wrapped line of source may take
MOST_PLACES = 32  # places of one line that begin a run; commoner lines only go on in one
EVIDENCE = 40  # letters and digits that the equal lines of a stretch have together, at least
HERE, THERE = 8, 60  # lines with text that a stretch may miss in the print, and in the source
NEAR, FAR = 0.6, 0.8  # share of characters that a changed line keeps: between found neighbours, and anywhere
RARE = 20  # lines of source that a word may stand in to lead to a changed line
MOST_FAR = 20_000  # printed lines that are looked for anywhere
WIDEST = 400  # characters of a line that are compared sign by sign
CONTINUED = "\\↵¬»"
Place = tuple[int, int]  # file, line: indices


class How(IntEnum):
    """How a printed line stands in the source."""

    WRITTEN = 0
    SPACING = 1
    WRAPPED = 2
    CHANGED = 3


@dataclass(frozen=True, slots=True)
class Pair:
    """Printed lines ``first`` … ``first + pieces - 1`` of file ``print_file`` are line ``line`` of file ``file``
    (indices from 0). ``stretch``: number of the run of lines that it belongs to."""

    print_file: int
    first: int
    pieces: int
    file: int
    line: int
    how: How
    stretch: int = 0


@dataclass(frozen=True, slots=True)
class _Printed:
    file: int
    first: int
    pieces: int
    key: str
    weight: int


@dataclass(frozen=True)
class _Source:
    """All lines with text, one after the other, a blank one between files."""

    keys: list[str]
    places: list[Place]
    found: Mapping[str, list[int]]


def aligned(prints: Sequence[DepositFeatures], sources: Sequence[DepositFeatures]) -> tuple[list[Pair], list[Pair]]:
    """Pairs of lines that stretches bear out, in the order of the print; and equal lines that stand alone, which are
    too short to say anything."""
    source = _source(sources)
    texts = [one.lines() for one in prints]
    printed = [line for number, one in enumerate(prints) for line in _printed(number, one, texts[number], source)]
    at = _runs(printed, source)
    _fill(printed, source, at)
    theirs = [one.lines() for one in sources]
    how = {i: _how(printed[i], texts, theirs[source.places[g][0]][source.places[g][1]]) for i, g in at.items()}
    for i, g in _changed(printed, source, at, texts, theirs).items():
        at[i], how[i] = g, How.CHANGED
    strong, weak = [], []
    for number, stretch in enumerate(_stretches(printed, source, at)):
        equal = sum(printed[i].weight for i in stretch if how[i] != How.CHANGED)
        for i in stretch:
            line, (file, row) = printed[i], source.places[at[i]]
            pair = Pair(line.file, line.first, line.pieces, file, row, how[i], number)
            if equal >= EVIDENCE:
                strong.append(pair)
            elif how[i] != How.CHANGED:
                weak.append(pair)
    return strong, weak


def _key(line: str) -> str:
    return "".join(line.split())


def _source(sources: Sequence[DepositFeatures]) -> _Source:
    keys: list[str] = []
    places: list[Place] = []
    found: dict[str, list[int]] = defaultdict(list)
    for number, one in enumerate(sources):
        for row, line in enumerate(one.lines()):
            if key := _key(line):
                found[key].append(len(keys))
                keys.append(key)
                places.append((number, row))
        keys.append("")
        places.append((number, -1))
    return _Source(keys, places, found)


def _printed(number: int, one: DepositFeatures, texts: Sequence[str], source: _Source) -> list[_Printed]:
    """Lines with text that are no heads; those that together make a line of source are one. A head that is a line of
    source as it stands is none."""
    rows = [at for at, text in enumerate(texts) if text and not one.heads[at]]
    keys = [_key(texts[at]) for at in rows]
    made: list[_Printed] = []
    at = 0
    while at < len(rows):
        key, pieces = keys[at], 1
        if key not in source.found and (joined := _joined(keys, at, source)):
            key, pieces = joined
        last = rows[at + pieces - 1]
        weight = int(one.weights[rows[at] : last + 1].sum())
        made.append(_Printed(number, rows[at], last - rows[at] + 1, key, weight))
        at += pieces
    return made


def _joined(keys: Sequence[str], at: int, source: _Source) -> tuple[str, int] | None:
    """The line of source that some printed lines from ``at`` make together. A hyphen at the end of a line is lost in
    some PDF, a mark may say that a line goes on."""
    if keys[at] + "-" in source.found:
        return keys[at] + "-", 1
    made = [keys[at]]
    for pieces in range(2, min(MOST_PIECES, len(keys) - at) + 1):
        piece = keys[at + pieces - 1]
        made = [head + joint + piece for one in made for head in {one, one.rstrip(CONTINUED)} for joint in ("", "-")]
        made = sorted(set(made))[:64]
        for one in made:
            if one in source.found:
                return one, pieces
    return None


def _runs(printed: Sequence[_Printed], source: _Source) -> dict[int, int]:
    """Printed line -> line of source, by the runs of equal lines that weigh most."""
    runs: list[dict[int, tuple[int, int]]] = [{} for _ in printed]  # place -> letters and lines from here on
    after: dict[int, tuple[int, int]] = {}
    for i in range(len(printed) - 1, -1, -1):
        places = source.found.get(printed[i].key, [])
        if len(places) > MOST_PLACES:
            places = [g - 1 for g in after if g and source.keys[g - 1] == printed[i].key]
        own = printed[i].weight + 1
        runs[i] = after = {g: (own + after.get(g + 1, (0, 0))[0], 1 + after.get(g + 1, (0, 0))[1]) for g in places}
    at: dict[int, int] = {}
    i, last = 0, None
    while i < len(printed):
        if not runs[i]:
            i += 1
            continue
        best = min(runs[i], key=lambda g: (-runs[i][g][0], g))
        if last is not None:
            near = [g for g in runs[i] if last < g <= last + THERE and source.places[g][0] == source.places[last][0]]
            nearest = min(near, default=None)
            if nearest is not None and 2 * runs[i][nearest][0] >= runs[i][best][0]:
                best = nearest
        for step in range(runs[i][best][1]):
            at[i + step] = best + step
        last = best + runs[i][best][1] - 1
        i += runs[i][best][1]
    return at


def _fill(printed: Sequence[_Printed], source: _Source, at: dict[int, int]) -> None:
    """Common lines beside lines that are placed."""
    for order, step in ((range(len(printed) - 1, -1, -1), -1), (range(len(printed)), 1)):
        for i in order:
            beside = at.get(i - step)
            if i in at or beside is None:
                continue
            g = beside + step
            if 0 <= g < len(source.keys) and source.keys[g] == printed[i].key:
                at[i] = g


def _how(line: _Printed, texts: Sequence[Sequence[str]], theirs: str) -> How:
    if line.pieces > 1 and any(texts[line.file][line.first + n] for n in range(1, line.pieces)):
        return How.WRAPPED
    return How.WRITTEN if texts[line.file][line.first] == theirs else How.SPACING


def _changed(
    printed: Sequence[_Printed],
    source: _Source,
    at: Mapping[int, int],
    texts: Sequence[Sequence[str]],
    theirs: Sequence[Sequence[str]],
) -> dict[int, int]:
    """Lines that are not found as they are but with small differences."""
    taken = set(at.values())
    made: dict[int, int] = {}
    words: dict[str, list[int]] | None = None
    far = 0
    behind = [-1] * (len(printed) + 1)
    for i in range(len(printed) - 1, -1, -1):
        behind[i] = at.get(i, behind[i + 1])
    last = -1
    for i, line in enumerate(printed):
        if i in at:
            last = at[i]
            continue
        text = texts[line.file][line.first]
        choice: list[int] = []
        if last >= 0:
            stop = behind[i] if last < behind[i] <= last + THERE else last + HERE
            choice = [g for g in range(last + 1, min(stop, len(source.keys))) if g not in taken and source.keys[g]]
        elif behind[i] >= 0:
            choice = [g for g in range(max(0, behind[i] - HERE), behind[i]) if g not in taken and source.keys[g]]
        choice = [g for g in choice if source.places[g][0] == source.places[last if last >= 0 else behind[i]][0]]
        best = _closest(text, choice, source, theirs, NEAR)
        if best is None and line.weight >= EVIDENCE // 2 and far < MOST_FAR:
            words = _words(source, theirs) if words is None else words
            far += 1
            votes: dict[int, int] = defaultdict(int)
            for word in set(_split(text)):
                for g in words.get(word, ()):
                    if g not in taken:
                        votes[g] += 1
            best = _closest(text, sorted(votes, key=lambda g: (-votes[g], g))[:5], source, theirs, FAR)
        if best is not None:
            made[i], last = best, best
            taken.add(best)
    return made


def _split(text: str) -> list[str]:
    return "".join(sign if sign.isalnum() or sign == "_" else " " for sign in text[:WIDEST]).split()


def _words(source: _Source, theirs: Sequence[Sequence[str]]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for g, (file, row) in enumerate(source.places):
        if row >= 0:
            for word in set(_split(theirs[file][row])):
                if len(found[word]) <= RARE:
                    found[word].append(g)
    return {word: places for word, places in found.items() if len(places) <= RARE}


def _closest(
    text: str, choice: Sequence[int], source: _Source, theirs: Sequence[Sequence[str]], least: float
) -> int | None:
    found: tuple[float, int] | None = None
    compared = SequenceMatcher(None, "", text[:WIDEST], autojunk=False)
    for g in choice:
        compared.set_seq1(theirs[source.places[g][0]][source.places[g][1]][:WIDEST])
        if compared.real_quick_ratio() >= least and compared.quick_ratio() >= least:
            ratio = compared.ratio()
            if ratio >= least and (found is None or ratio > found[0]):
                found = ratio, g
    return None if found is None else found[1]


def _stretches(printed: Sequence[_Printed], source: _Source, at: Mapping[int, int]) -> list[list[int]]:
    """Placed lines that follow each other on both sides, but for small gaps."""
    made: list[list[int]] = []
    for i in sorted(at):
        if made:
            before = made[-1][-1]
            same = source.places[at[before]][0] == source.places[at[i]][0] and printed[before].file == printed[i].file
            if same and i - before <= HERE and 0 < at[i] - at[before] <= THERE:
                made[-1].append(i)
                continue
        made.append([i])
    return made
