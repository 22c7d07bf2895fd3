"""How wide the columns of a table are: no word is broken while another column has room to spare."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, lru_cache, partial
from itertools import accumulate, pairwise

from reports import fonts
from reports.document import Inline, Line
from reports.whole import NAMED_PLACE, REGION, wholes

PAGE = 97.0  # letters of a line of a table (``view.TEXT_WIDTH`` / ``view.LETTER``)
LINE = 70.0  # such letters that a line of a paragraph surely holds, of a list too
EM = 1.82  # letters of a square: of a hanzi in the size of a table
PADDING = 1.8  # letters beside each cell
LONGEST = 18  # longer words are broken anyway, after these signs, or where none stands after so many letters
SIGNS = "/\\_.-:,;=&?"
STAMP = re.compile(r"(\d{4}-\d\d-\d\dT)(\d\d:\d\d(?::\d\d)?(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)?)")  # broken at its T only
# Not before the numbers of a place (combat.py:17:1), within a range (160-1774), between signs but before a name
# (a/__init__), behind signs that begin one, nor, in what is not too long for that, before the ending of a file (.py).
# Behind a bracket Typst breaks no line.
KEPT = rf"(?<![/\\])[{re.escape(SIGNS)}]|[/\\]|(?<=:)\d|\w{{1,5}}:\d|(?<=\d-)\d"
ENDING = r"(?<=\.)\w{1,5}(?![\w/\\_.\-:])"
BEGINS = "".join(rf"(?<!{before}{signs})" for before in ("^", r"[/\\]") for signs in ("_", "__"))
CUT, SHORT_CUT = (
    re.compile(rf"(?<=[{re.escape(SIGNS)}]){BEGINS}(?!{kept})(?=.)|(?<=\w)(?=[(\[{{])")
    for kept in (f"{KEPT}|{ENDING}", KEPT)
)
PIECE = 8
GAP = re.compile(r"[ \n\t]+")  # not a space that does not break
WORD = re.compile(r"[^ \n\t]+")
WIDEST, MOST = 60, 110  # letters that a column asks for where nobody says how wide it is; of more, a quarter of them
SMALL = {"code": 0.86, "digest": 0.74}  # of these styles beside others, as in report.typ; both are monospaced
GAP_BEHIND = 1.3  # letters between a number at the right of its column and what begins at the left of the next
FEW = 20  # rows of a table in which the longest cell, too, counts for the width of its column
HEAD = 0.99  # of a head beside what is below it
WIDE = "\u2e80"  # from here on letters are squares
MONO = 0.602  # squares that a letter of DejaVu Sans Mono takes
SAFE = 1.02  # offices place letters on whole pixels
SURELY = 1.06  # typesetters put gaps between hanzi and letters, which ``extent`` does not count
LEAST_SCALE = 0.75  # letters are made no smaller than this for the sake of a word
FRAME = 2.0  # letters that the frame of a status word takes beside it
STATUS = 12  # letters of a status word that stands on one line; a hanzi is two
NAMED = 8  # the same of the head of a column, where all heads have the room
REFERENCE = 24  # the same of the name of a record or match, with the word before it
WHOLE_LINE = 21.0  # letters of what stands on one line of a cell (``whole``) where all columns have the room
# Hanzi of a line of any column that holds as many, as far as all columns have the room; more than that below heads, of
# sentences in other letters too: no column of them is a strip of a word or two beside wide ones.
ABREAST, SENTENCES = (2, 3, 4, 5, 6, 8), 5
ONE_LINE = ((REGION, SURELY), (NAMED_PLACE, SAFE))
HALF = 32  # digits of a digest that stand on a line where all columns have the room
DIGEST = re.compile("[0-9a-f]{64}")
MORE = 2  # of these, which come behind the room for regions of pictures
HEAD_LINES, SLIGHT = 3, 1e-6
WIDE_REGION = 30.0  # letters of these
EVIDENCE = frozenset({"same", "changed", "moved", "dropped", "folded"})  # styles of words of a work
QUOTED = "\u0000"  # in place of a letter of it
QUOTIENT = 30  # and of what a cell of a column of numbers says in a line, as 917604 / 1064960 = 86.16%

Columns = Sequence[Sequence[Line]]
Step = Callable[[Columns, str, Sequence[float], bool], list[float]]  # of what columns ask for, one after another


class _Advances(dict[str, float]):
    """Letters of a line that one character takes in a font, measured once."""

    def __init__(self, font: str) -> None:
        super().__init__()
        self.font = font

    def __missing__(self, letter: str) -> float:
        if letter >= WIDE:
            made = EM
        elif self.font == fonts.MONO:
            made = MONO * EM
        else:
            made = _face(self.font).getlength(letter) / 100 * EM
        self[letter] = made
        return made


@cache
def _face(font: str):  # type: ignore[no-untyped-def]  # Pillow's own type is loaded with it
    from PIL import ImageFont  # takes 0.1 s to import

    path = fonts.sans() if font == fonts.SANS else fonts.serif()
    return ImageFont.truetype(str(path), 100, layout_engine=ImageFont.Layout.BASIC)


SERIF, SANS, MONOSPACED = _Advances(fonts.SERIF), _Advances(fonts.SANS), _Advances(fonts.MONO)


def extent(text: str, style: str = "plain", *, head: bool = False) -> float:
    """Letters of a line that a text takes in a table, in the style of the model that it stands in."""
    if head:
        return sum(map(SANS.__getitem__, text)) * HEAD
    if style in SMALL:
        return sum(map(MONOSPACED.__getitem__, text)) * SMALL[style]
    return sum(map(SERIF.__getitem__, text))


def fitted(
    head: Sequence[Line],
    rows: Iterable[Sequence[Line]],
    wanted: Sequence[float] = (),
    *,
    align: str = "",
    pairs: Sequence[tuple[int, int]] = (),
) -> tuple[float, ...]:
    """Relative widths of the columns: as ``wanted``, or as what nine tenths of the cells below their heads hold asks
    for, since heads may stand on several lines; each at least as wide as its longest word, and wider by a gap where
    it begins at the left behind a number (``align``), which is room for no letter. Columns for which the same is
    wanted, and ``pairs``, which hold the same of both works, are equally wide where a line has the room. Together
    ``PAGE``, to the tenth; more than that where all do not fit a line: then letters have to be smaller (``scale``).
    A column of which no cell says anything asks for no more than its head needs. Empty without columns."""
    columns = list(zip(*([head] if head else []), *rows, strict=True))
    if not columns:
        return ()
    least = [
        max(_word(cell, head=bool(head) and at == 0) for at, cell in enumerate(column)) * SAFE for column in columns
    ]
    gaps = [GAP_BEHIND * behind_number(align, at) for at in range(len(columns))]
    room = PAGE - PADDING * len(columns) - sum(gaps)
    asked = list(wanted) if len(wanted) == len(columns) else [float(_most(column[bool(head) :])) for column in columns]
    bare = [_nothing(column[bool(head) :]) for column in columns]
    asked = [want * (all(bare) or not none) for want, none in zip(asked, bare, strict=True)]
    for both in pairs:
        asked[both[0]] = asked[both[1]] = max(asked[at] for at in both)

    def even(least: Sequence[float]) -> list[float]:
        alike = [max(other for at, other in enumerate(least) if asked[at] == want) for want in asked]
        return alike if (wanted or pairs) and sum(alike) <= room else [*least]

    least = even(least)
    abreast = [partial(_abreast, hanzi=each) for each in ABREAST]
    steps: list[Step] = [_lines, _heads, _numbers, _references, *abreast[:-MORE], _digests, _low_heads]
    steps += [_regions, *abreast[-MORE:]]
    for wider in (*steps, _wholes):
        whole = even(wider(columns, align, least, bool(head)))
        least = whole if sum(whole) <= room else least
    made = least if sum(least) >= room else _shared(least, asked, room)
    made = [width + gap + PADDING for width, gap in zip(made, gaps, strict=True)]
    edges = [round(edge, 1) for edge in accumulate(made, initial=0.0)]
    return tuple(round(stop - start, 1) for start, stop in pairwise(edges))


def _nothing(cells: Sequence[Line]) -> bool:
    """Whether none of some cells says anything (—), nor is room to write in by hand."""
    said = ["".join(piece.text for piece in cell) for cell in cells]
    return bool(said) and not any("\n" in words or any(map(str.isalnum, words)) for words in said)


def behind_number(align: str, at: int) -> bool:
    """Whether a column begins at the left right behind one that ends at the right: without a gap both run together."""
    return at > 0 and align[at - 1 : at + 1] == "rl"


def scale(widths: Sequence[float]) -> float:
    """How large letters of a table are beside those of others, in [``LEAST_SCALE``, 1]: smaller where its columns ask
    for more than a line."""
    asked = sum(widths) - PADDING * len(widths)
    room = PAGE - PADDING * len(widths)
    return 1.0 if asked <= room + 0.1 * len(widths) else max(LEAST_SCALE, round(room / asked, 3))


def rooms(widths: Sequence[float], align: str = "") -> list[float]:
    """Letters that a line of each column holds, in the size that ``scale`` gives them; ``align``: of the columns, for
    behind a number there is a gap that is room for no letter."""
    total = sum(widths) or 1.0
    besides = [PADDING + GAP_BEHIND * behind_number(align, at) for at in range(len(widths))]
    return [
        max(2.0, (PAGE * width / total - beside) / scale(widths)) for width, beside in zip(widths, besides, strict=True)
    ]


def _shared(least: Sequence[float], asked: Sequence[float], room: float) -> list[float]:
    """Widths in proportion to what is asked for, none below its least: columns that would be take theirs first."""
    held: set[int] = set()
    while True:
        left = room - sum(least[at] for at in held)
        free = [at for at in range(len(least)) if at not in held]
        share = left / (sum(asked[at] for at in free) or 1.0)
        short = {at for at in free if asked[at] * share < least[at]}
        if not short:
            return [least[at] if at in held else asked[at] * share for at in range(len(least))]
        held |= short


def _word(cell: Line, *, head: bool = False) -> float:
    """Letters of the longest word that stays on one line; a hanzi may stand alone, and long words are broken. A short
    status word stays whole in its frame."""
    marks = (one.text for one in cell if one.style == "mark")
    framed = max((extent(word) + FRAME for word in marks if letters(word) <= STATUS and " " not in word), default=0.0)
    return max(framed, _word_of(cell, head))


def own_words(cell: Line) -> str:
    """The text of a cell with a sign that is part of no word in place of each letter of what it quotes from a work:
    lines of evidence end where they are full."""
    return "".join(QUOTED * len(piece.text) if piece.style in EVIDENCE else piece.text for piece in cell)


def longest_line(cell: Line) -> float:
    """Letters of the longest line of a cell."""
    return float(max(map(letters, "".join(piece.text for piece in cell).split("\n"))))


def longest_whole(cell: Line) -> float:
    """Letters of the longest of what stays on one line of a cell, with the frame of a status word."""
    words, framed = own_words(cell), {piece.text for piece in cell if piece.style == "mark"}
    sizes = (size + FRAME * (told in framed) for told, size in _sizes(words))
    return max((size for size in sizes if size <= WHOLE_LINE), default=0.0)


def _lines(columns: Columns, align: str, least: Sequence[float], head: bool) -> list[float]:
    """``least``, such that lines that are nothing else than what should not be parted stand whole."""

    def longest(column: Sequence[Line]) -> float:
        said = {line for cell in column[head:] for line in own_words(cell).split("\n")}
        alone = (size for line in said for told, size in _sizes(line) if told == line and size <= WHOLE_LINE)
        return max(alone, default=0.0) * SAFE

    return [max(one, longest(column)) for one, column in zip(least, columns, strict=True)]


@lru_cache(1 << 16)
def _sizes(words: str) -> tuple[tuple[str, float], ...]:
    return tuple((words[start:stop], extent(words[start:stop])) for start, stop in wholes(words))


def _wholes(columns: Columns, align: str, least: Sequence[float], head: bool) -> list[float]:
    """``least``, such that what should not be parted (``whole``) stands on one line."""
    wide = (max(map(longest_whole, column[head:]), default=0.0) * SAFE for column in columns)
    return [*map(max, least, wide)]


def _regions(columns: Columns, align: str, least: Sequence[float], head: bool) -> list[float]:
    """``least``, such that regions of pictures, and names of files with their places, stand on one line in columns of
    them (half of the cells that hold anything): these are alike, since they mostly hold the same of both works."""

    def longest(column: Sequence[Line]) -> float:
        said = [one for one in map(own_words, column[head:]) if one.strip()]
        found = [
            [extent(one[start:stop]) * surely for kind, surely in ONE_LINE for start, stop in wholes(one, kind)]
            for one in said
        ]
        many = 2 * sum(map(bool, found)) >= len(said)
        return max((size for some in found for size in some if size <= WIDE_REGION and many), default=0.0)

    sizes = [longest(column) for column in columns]
    return [max(one, max(sizes)) if size else one for one, size in zip(least, sizes, strict=True)]


def _heads(columns: Columns, align: str, least: Sequence[float], head: bool) -> list[float]:
    """``least``, such that short heads stand on one line, of which hanzi are else parted."""
    names = ["".join(piece.text for piece in column[0]) if head else "" for column in columns]
    wide = (extent(name, head=True) * SAFE if letters(name) <= NAMED else 0.0 for name in names)
    return [*map(max, least, wide)]


def _low_heads(columns: Columns, align: str, least: Sequence[float], head: bool) -> list[float]:
    """``least``, such that heads of words stand on a few lines (``HEAD_LINES``)."""

    def enough(cell: Line, wide: float) -> float:
        name = "".join(piece.text for piece in cell)
        if any(letter >= WIDE for letter in name):  # hanzi are parted anywhere
            return wide
        words = [extent(f"{word} ", head=True) * SAFE for word in GAP.split(name)]
        sums = [*accumulate(words, initial=0.0)]
        some = sorted(stop - start for at, start in enumerate(sums) for stop in sums[at + 1 :] if stop - start > wide)
        return next(one for one in (wide, *some) if _filling(words, one) <= HEAD_LINES)

    return [enough(column[0], one) if head else one for one, column in zip(least, columns, strict=True)]


def _filling(words: Sequence[float], wide: float) -> int:
    """Lines that words fill."""
    count, full = 1, 0.0
    for word in words:
        count, full = (count + 1, word) if full + word > wide + SLIGHT else (count, full + word)
    return count


def _numbers(columns: Columns, align: str, least: Sequence[float], head: bool) -> list[float]:
    """``least``, such that a quotient with its share stands on one line of a column of numbers."""

    def longest(column: Sequence[Line]) -> float:
        said = [line for cell in column[head:] for line in "".join(piece.text for piece in cell).split("\n")]
        short = (one for one in said if letters(one) <= QUOTIENT)
        told = (one for one in short if sum(map(str.isdigit, one)) > sum(map(str.isalpha, one)))
        return max(map(extent, told), default=0.0) * SAFE

    wide = (longest(column) if align[at : at + 1] == "r" else 0.0 for at, column in enumerate(columns))
    return [*map(max, least, wide)]


def _references(columns: Columns, align: str, least: Sequence[float], head: bool) -> list[float]:
    """``least``, such that names of records stand beside the word before them."""
    named = ([piece for cell in column for piece in cell if reference(piece)] for column in columns)
    wide = (max(map(_bracketed, some), default=0.0) for some in named)
    return [*map(max, least, wide)]


def _abreast(columns: Columns, align: str, least: Sequence[float], head: bool, *, hanzi: int) -> list[float]:
    """``least``, such that words of hanzi, which may be parted anywhere, do not stand a letter below the other."""
    more = hanzi > SENTENCES

    def longest(column: Sequence[Line]) -> float:
        said = (line for cell in column[head and more :] for line in own_words(cell).split("\n"))
        some = (one for one in said if any(letter >= WIDE for letter in one) or (more and one.count(" ") >= SENTENCES))
        return max(map(extent, some), default=0.0)

    return [max(one, min(longest(column), hanzi * EM) * SAFE) for one, column in zip(least, columns, strict=True)]


def _digests(columns: Columns, align: str, least: Sequence[float], head: bool) -> list[float]:
    """``least``, such that a digest that has lines of its own has two of them, not four."""

    def held(cell: Line) -> bool:
        lines = "".join(piece.text for piece in cell).split("\n") if any(p.style == "digest" for p in cell) else ()
        return any(map(DIGEST.fullmatch, lines))

    half = extent("0" * HALF, "digest") * SAFE
    return [max(one, half if any(map(held, column)) else 0.0) for one, column in zip(least, columns, strict=True)]


def reference(piece: Inline, room: float = PAGE) -> bool:
    """Whether a piece names a record or match with a word before it, which stand on one line where that has the
    room."""
    named = piece.style == "code" and piece.result is not None and " " in piece.text
    return named and letters(piece.text) <= REFERENCE and _bracketed(piece) <= room


def _bracketed(piece: Inline) -> float:
    """Letters of such a piece between brackets."""
    return extent(piece.text, piece.style) * SAFE + 2 * (1.0 if piece.text.isascii() else EM)


def _word_of(cell: Line, head: bool) -> float:
    """See ``_word``; each word in the style of its piece, one of several pieces in the widest."""
    if len(cell) == 1:
        return _longest(cell[0].text, cell[0].style, head)
    words = "".join(piece.text for piece in cell)
    if len({piece.style in SMALL for piece in cell}) <= 1:
        return _longest(words, cell[0].style if cell else "plain", head)
    edges = [*accumulate(len(piece.text) for piece in cell)]
    across = [hit[0] for hit in WORD.finditer(words) if any(hit.start() < edge < hit.end() for edge in edges)]
    own = [_longest(piece.text, piece.style, head) for piece in cell]
    return max(_longest(" ".join(across), "plain", head), *own)


@lru_cache(1 << 16)
def _longest(words: str, style: str, head: bool) -> float:
    parts = (part for word in GAP.split(words) for part in _parts(word))
    return max((extent(part, style, head=head) for part in parts), default=1.0)


def _parts(word: str) -> Iterator[str]:
    """What of a word is not parted."""
    for run in re.split("(?<=[\u2e80-\U0010ffff])", word):  # with each hanzi what stands before it
        for part in pieces(run) if long(run) else re.split(r"(?<=-)(?!\d)", run):  # a date stays whole
            yield part[:PIECE] if long(part) else part


def pieces(run: str) -> list[str]:
    """A long word cut after each of its signs, and before a bracket that something stands before; a date with its time
    between both."""
    made: list[str] = []
    for at, part in enumerate(STAMP.split(run)):  # what stands between stamps, a date, its time, and so on
        cut = CUT.split(part) if at % 3 == 0 else [part]
        made += [one for piece in cut for one in (SHORT_CUT.split(piece) if long(piece) else [piece])]
    return [part for part in made if part] or [""]


def long(run: str) -> bool:
    """Whether a word is broken anyway; a sign of full width at its end does not count."""
    return sum(letter < WIDE for letter in run) > LONGEST


def letters(word: str) -> int:
    """Letters of a line that a word takes, roughly; a hanzi counts two."""
    return sum(2 if letter >= WIDE else 1 for letter in word)


def _most(column: Sequence[Line]) -> int:
    sizes = sorted(max(map(letters, "".join(piece.text for piece in cell).split("\n"))) for cell in column)
    most = max(4, 0 if not sizes else sizes[-1] if len(sizes) <= FEW else sizes[len(sizes) * 9 // 10])
    return min(most, MOST, WIDEST + max(0, most - WIDEST) // 4)
