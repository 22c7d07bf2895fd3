"""The definition of a common passage, spelled out by brute force over every place of two small texts."""

from collections.abc import Sequence
from itertools import product, takewhile

Places = tuple[tuple[int, int], ...]  # (member, folded position)


def occurrences(piece: str, members: Sequence[str]) -> Places:
    """Every place at which ``piece`` stands, overlapping ones too."""
    return tuple(
        (number, at)
        for number, text in enumerate(members)
        for at in range(len(text) - len(piece) + 1)
        if text.startswith(piece, at)
    )


def weight(piece: str, min_zi: int, min_letters: int) -> int:
    return sum(min_letters if c >= "\u3000" else min_zi for c in piece)


def longest_at_some_place(these: Sequence[str], those: Sequence[str], min_zi: int, min_letters: int) -> set[str]:
    """Passages that are, somewhere in ``these``, the longest one there and inside no longer one that starts earlier."""
    found = set()
    for text in these:
        reach = 0
        for at in range(len(text)):
            length = max(n for n in range(len(text) - at + 1) if any(text[at : at + n] in other for other in those))
            if at + length > reach and weight(text[at : at + length], min_zi, min_letters) >= min_zi * min_letters:
                found.add(text[at : at + length])
            reach = max(reach, at + length)
    return found


def passages(
    left: Sequence[str], right: Sequence[str], min_zi: int, min_letters: int
) -> dict[str, tuple[Places, Places]]:
    """Each distinct common passage of folded texts with all its places."""
    found = longest(left, right, min_zi, min_letters)
    found |= {
        piece: (occurrences(piece, left), occurrences(piece, right))
        for piece in linking(left, right, found, min_zi, min_letters)
    }
    return found


def longest(
    left: Sequence[str], right: Sequence[str], min_zi: int, min_letters: int
) -> dict[str, tuple[Places, Places]]:
    """Those that are the longest at some place of either text."""
    found = longest_at_some_place(left, right, min_zi, min_letters)
    found |= longest_at_some_place(right, left, min_zi, min_letters)
    return {piece: (occurrences(piece, left), occurrences(piece, right)) for piece in found}


def linking(
    left: Sequence[str], right: Sequence[str], known: dict[str, tuple[Places, Places]], min_zi: int, min_letters: int
) -> set[str]:
    """Strings with a pair of places that can be extended on neither side and lies inside the places of none known on
    both sides."""
    found = set()
    for (m, a), (n, b) in product(enumerate(left), enumerate(right)):
        for i, j in product(range(len(a)), range(len(b))):
            if i and j and a[i - 1] == b[j - 1]:
                continue
            piece = "".join(c for c, _ in takewhile(lambda both: both[0] == both[1], zip(a[i:], b[j:], strict=False)))
            if weight(piece, min_zi, min_letters) >= min_zi * min_letters and not any(
                holds(spots[0], len(other), m, i, len(piece)) and holds(spots[1], len(other), n, j, len(piece))
                for other, spots in known.items()
            ):
                found.add(piece)
    return found


def holds(places: Places, size: int, member: int, at: int, length: int) -> bool:
    return any(number == member and start <= at and at + length <= start + size for number, start in places)


def covered(places: Sequence[Places], lengths: Sequence[int]) -> int:
    """Characters under at least one place."""
    return len({(m, at + k) for spots, n in zip(places, lengths, strict=True) for m, at in spots for k in range(n)})
