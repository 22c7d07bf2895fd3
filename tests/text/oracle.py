"""The definition of a common passage, spelled out by brute force over every place of two small texts."""

from collections.abc import Sequence

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
    found = longest_at_some_place(left, right, min_zi, min_letters)
    found |= longest_at_some_place(right, left, min_zi, min_letters)
    return {piece: (occurrences(piece, left), occurrences(piece, right)) for piece in found}


def covered(places: Sequence[Places], lengths: Sequence[int]) -> int:
    """Characters under at least one place."""
    return len({(m, at + k) for spots, n in zip(places, lengths, strict=True) for m, at in spots for k in range(n)})
