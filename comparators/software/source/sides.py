"""Source text as a side that ``software-functions`` can pair: each function with the keys that a program compiled from
it would hold, as far as the text tells them."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, replace
from itertools import chain
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from comparators.software.functions.features import TOLD, bounds_of
from comparators.software.functions.reading import (
    CLASSES,
    GRAMS,
    IMPORTS,
    LONGEST,
    MASK,
    MOST_STEPS,
    MOST_TIMES,
    NUMBERS,
    ODD,
    STEPS,
    TEXTS,
    hashed,
    number_key,
    text_of,
)
from comparators.software.functions.sides import Side
from comparators.software.source.features import SourceFeatures
from comparators.software.source.literals import single
from comparators.software.source.naming import Meaning, Names

INSTRUCTIONS = 1.4  # of a program for each word or sign of the text: for comparing sizes alone
SORTS = {"eq": ("eq",), "lt": ("si", "un"), "le": ("si", "un")}


@dataclass(frozen=True)
class SourceSide(Side):
    """``links``: which function calls which, by their names (n × n). All files are one whole, as they are compiled to
    one program."""

    links: sparse.csr_array
    twice: ClassVar[bool] = True

    @property
    def wholes(self) -> int:
        """How many wholes there are."""
        return 1

    @property
    def whole(self) -> NDArray[np.int64]:
        """Number of the whole of each function: one."""
        return np.zeros(len(self), np.int64)

    @property
    def calls(self) -> sparse.csr_array:
        """Which function calls which."""
        return self.links


def source_side(side: dict[str, SourceFeatures]) -> SourceSide:
    """The side of source texts, files in order of their names."""
    names = sorted(side)
    meant = Names({name: side[name].source for name in names})
    made: list[SourceFeatures] = []
    of: list[int] = []
    to: list[int] = []
    number = 0
    for name in names:
        told: dict[int, str] = {}
        rows: list[list[int]] = []
        sizes, shapes = [], []
        for piece in side[name].source.functions:
            meaning = meant.meaning(piece, name)
            keys = _keys(meaning, told)
            rows += [sorted(one) for one in keys]
            sizes.append(max(1, round(INSTRUCTIONS * meaning.size)))
            branches, loops, calls = (max(0, count) for count in meaning.shape)
            shapes.append([1 + 2 * branches, 3 * branches, loops, calls])
            of += [number] * len(meaning.calls)
            to += sorted(meaning.calls)
            number += 1
        words = sorted(told)
        made.append(
            replace(
                side[name],
                counts=np.array(sizes, np.int32),
                normal=np.arange(number - len(sizes), number).astype(np.uint64),
                shape=np.array(shapes, np.int32).reshape(-1, 4),
                keys=np.fromiter(chain.from_iterable(rows), np.uint64, sum(map(len, rows))),
                bounds=bounds_of(rows),
                told_keys=np.array(words, np.uint64),
                told=json.dumps([told[key][:TOLD] for key in words]),
            )
        )
    links = sparse.csr_array((np.ones(len(of)), (of, to)), shape=(number, number))
    links.sum_duplicates()
    return SourceSide(names, list(made), links)


def _keys(meaning: Meaning, told: dict[int, str]) -> tuple[set[int], ...]:
    """Keys of each class as ``software-functions`` makes them of machine code."""
    keys: tuple[set[int], ...] = tuple(set() for _ in range(CLASSES))

    def keep(kind: int, text: str, words: str) -> None:
        key = hashed(text)
        keys[kind].add(key)
        told.setdefault(key, words)

    numbers: Counter[int] = Counter()
    for value, times in meaning.numbers.items():
        numbers[number_key(value)] += times
    steps: Counter[str] = Counter()
    tokens: list[str] = []
    for token, constant in meaning.steps:
        for step in _steps(token, constant, numbers):
            steps[step] += 1
        tokens += _tokens(token)
    for value, times in numbers.items():
        if value > 1:
            key = hashed(f"{NUMBERS} {value}")
            if value > 0xFF:
                told.setdefault(key, hex(value))
            keys[NUMBERS].update((key + time * ODD) & MASK for time in range(min(times, MOST_TIMES)))
    for real in meaning.floats:
        for one in {real, single(real)}:
            if one:
                keep(NUMBERS, f"f {one!r}", repr(one))
    for text in meaning.texts:
        for data in {text, text.removesuffix(b"\n")}:  # printf of one line becomes puts
            if read := text_of((data + b"\0")[:LONGEST]):
                keep(TEXTS, f"{TEXTS} {read}", read)
    for data in meaning.data:
        if read := text_of(data):
            keep(TEXTS, f"{TEXTS} {read}", read)
        elif len(set(data)) >= 4:
            keep(TEXTS, f"d {data.hex()}", "data " + data.hex())
    for name in meaning.outside:
        keep(IMPORTS, f"{IMPORTS} {name}", name)
    for step, times in steps.items():
        key = hashed(f"{STEPS} {step}")
        keys[STEPS].update((key + time * ODD) & MASK for time in range(min(times, MOST_STEPS)))
    for size in (2, 3):
        for at in range(len(tokens) - size + 1):
            keys[GRAMS].add(hashed(" ".join(tokens[at : at + size])))
    return keys


def _tokens(token: str) -> tuple[str, ...]:
    """What stands in a sequence of steps: comparisons by the sort of their condition."""
    if token.startswith("cmp-"):
        return (SORTS[token[4:]][0],)
    return {"cmp": (), "fcmp": (), "mod": ("div",)}.get(token, (token,))


def _steps(token: str, value: int | None, numbers: Counter[int]) -> list[str]:
    """Steps that compilers make of one, each with its number; numbers that come in are added."""
    if token.startswith("cmp"):
        found = list(SORTS.get(token[4:], ()))
        if value == 0:
            return [*found, "test", "test 0"]
        found.append("cmp")
        if value is not None:
            near = {"cmp-lt": value - 1, "cmp-le": value + 1}.get(token)
            for other in (value, near):
                if other is not None:
                    found.append(f"cmp {number_key(other)}")
                    numbers[number_key(other)] += other != value
        return found
    if token in ("call", "eq"):
        return [token]
    names = {"shr": ("shr", "sar"), "mod": ("div",)}.get(token, (token,))
    found = list(names)
    if value is not None:
        known = number_key(value)
        found += [f"{name} {known}" for name in names]
        if token in ("mul", "div", "mod") and value > 1 and value & (value - 1) == 0:
            shift = value.bit_length() - 1
            found += {"mul": [f"shl {shift}"], "div": [f"shr {shift}", f"sar {shift}"]}.get(token, [f"and {value - 1}"])
    return found
