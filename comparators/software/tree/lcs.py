"""How many lines a plain ``diff`` leaves as they are."""

from __future__ import annotations

from collections.abc import Sequence


def common_lines(left: Sequence[int], right: Sequence[int]) -> int:
    """Lines that the shortest ``diff`` leaves as they are: longest common subsequence, 64 and more lines at a time.

    Hyyrö, *Bit-parallel LCS-length computation revisited*, AWOCA 2004.
    """
    start = 0
    while start < min(len(left), len(right)) and left[start] == right[start]:
        start += 1
    end = 0
    while end < min(len(left), len(right)) - start and left[-1 - end] == right[-1 - end]:
        end += 1
    own, other = left[start : len(left) - end], right[start : len(right) - end]
    at: dict[int, int] = {}
    for number, value in enumerate(own):
        at[value] = at.get(value, 0) | 1 << number
    full = (1 << len(own)) - 1
    row = full
    for value in other:
        hit = row & at.get(value, 0)
        row = ((row + hit) | (row - hit)) & full
    return start + end + len(own) - row.bit_count()
