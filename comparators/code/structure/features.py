"""What is kept of one source file: its functions, their statements, the stream of shapes, and the uses of names."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from appraisal.comparator import Resources
from comparators.code import features as plain_features
from comparators.code.features import CodeFeatures
from comparators.code.grams import mixed
from comparators.code.kinds import Kind, value
from comparators.code.source import Source
from comparators.code.structure import information
from comparators.code.structure.inlining import flattened
from comparators.code.structure.walking import Walk, walk

Array = NDArray[Any]


TABLE = 100  # tokens of a statement whose literals are data


class UnitKind(IntEnum):
    """What a unit is. ``OUTSIDE``: code between functions; ``FILE``: a file of a language without a grammar here."""

    FUNCTION = 1
    OUTSIDE = 2
    FILE = 3


@dataclass(frozen=True)
class StructureFeatures:
    """One file. Arrays that begin alike are read together.

    ``unit_…``: ``kind`` (``UnitKind``), ``first`` and ``last`` line, ``name`` (digest, 0 without), ``tokens``, ``bits``
    (see ``information``). ``statement_…``, in the order of the text: ``unit``, ``first`` and ``last`` line of its own
    first tokens, ``tokens`` of its own, and digests of them: ``written``, ``normal`` (names and literals one each),
    ``shape`` (its shapes in any order), ``head`` (its first shape) and ``form`` (the kind of node it is). ``shapes`` in
    the order of units, with ``shape_of`` (statement); ``flat`` and ``flat_unit``: see ``inlining``. ``literals`` as
    written (digest), with ``literal_length`` in characters and ``literal_of`` (statement). ``use_…`` of names, in the
    order of the text: ``name`` digest, ``context``, ``of`` (statement). ``names``: those of the units, a line each.
    ``known_…``: keys, and how many of ``known_works`` of a named background hold them; empty without one. The rest as
    in ``CodeFeatures``.
    """

    unit_kind: Array
    unit_first: Array
    unit_last: Array
    unit_name: Array
    unit_tokens: Array
    unit_bits: Array
    statement_unit: Array
    statement_first: Array
    statement_last: Array
    statement_tokens: Array
    statement_written: Array
    statement_normal: Array
    statement_shape: Array
    statement_head: Array
    statement_form: Array
    shapes: Array
    shape_of: Array
    flat: Array
    flat_unit: Array
    literals: Array
    literal_length: Array
    literal_of: Array
    use_name: Array
    use_context: Array
    use_of: Array
    known_keys: Array
    known_counts: Array
    known_works: int
    names: str
    line_count: int
    comment_count: int
    characters: int
    errors: int
    longest_line: int
    encoding: str
    language: str
    maturity: str
    reader: str

    def __len__(self) -> int:
        return int(self.statement_tokens.sum())

    @property
    def is_minified(self) -> bool:
        """As in ``CodeFeatures``."""
        return self.longest_line > plain_features.LONG_LINE and self.longest_line * 2 > self.characters

    def name(self, unit: int) -> str:
        """Name of a unit as written; empty where it has none."""
        return self._names[unit]

    @cached_property
    def _names(self) -> list[str]:
        return self.names.split("\n")


def of(found: Source, resources: Resources) -> StructureFeatures:
    """Features of a file that was read with its tree."""
    code = CodeFeatures.of(found)
    walked, owners = statements(found, code)
    units, kinds = _units(np.array(walked.units, np.int64), found.reader == "grammar")
    tokens = np.bincount(owners, minlength=len(units)) if len(owners) else np.zeros(len(units), np.int64)
    first, last = _lines(code, owners, len(units))
    order = (
        np.argsort(units[np.array(walked.owners, np.int64)], kind="stable") if walked.owners else np.zeros(0, np.int64)
    )
    shapes = np.array(walked.shapes, np.uint32)[order]
    shape_of = np.array(walked.owners, np.int32)[order]
    names = [
        _said(walked.functions[k - 1][2]) if k else "" for k in _functions(np.array(walked.units), units, len(kinds))
    ]
    unit_first, unit_last = _extents(found, walked, units, kinds, first, last, tokens)
    uses = sorted(walked.uses)
    places = np.empty(len(order), np.int64)
    places[order] = np.arange(len(order))
    heads = np.zeros(len(units), np.bool_)
    heads[np.unique(units, return_index=True)[1]] = True
    calls = [(int(places[place]), _said(name)) for place, name in walked.calls if place < len(places)]
    flat, flat_unit = flattened(units[shape_of], heads[shape_of], calls, names)
    is_literal = _literals(code, tokens[owners])
    rows: dict[str, Any] = {
        "unit_kind": kinds, "unit_first": unit_first, "unit_last": unit_last,
        "unit_name": np.array([value(name) if name else 0 for name in names], np.uint64),
        "unit_tokens": np.bincount(units, tokens, minlength=len(kinds)).astype(np.int32),
        "statement_unit": units.astype(np.int32), "statement_first": first, "statement_last": last,
        "statement_tokens": tokens.astype(np.int32),
        "statement_written": _digests(code.values, owners, len(units)),
        "statement_normal": _digests(code.symbols, owners, len(units)),
        "statement_shape": _bags(shapes, shape_of, len(units)),
        "statement_head": _heads(shapes, shape_of, len(units)),
        "statement_form": np.array(walked.forms or [0] * len(units), np.uint32),
        "shapes": shapes, "shape_of": shape_of,
        "flat": flat, "flat_unit": flat_unit,
        "literals": code.values[is_literal],
        "literal_length": (found.tokens.stops - found.tokens.starts)[is_literal].astype(np.int32),
        "literal_of": owners[is_literal].astype(np.int32),
        "use_name": np.array([value(_said(use[2])) for use in uses], np.uint64),
        "use_context": np.array([_context(*use[3:]) for use in uses], np.uint32),
        "use_of": np.array([use[1] for use in uses], np.int32),
        "names": "\n".join(names), "line_count": code.line_count, "comment_count": code.comment_count,
        "characters": code.characters, "errors": code.errors, "longest_line": code.longest_line,
        "encoding": code.encoding, "language": code.language, "maturity": code.maturity, "reader": code.reader,
    }  # fmt: skip
    keys, counts, works = information.known(rows, resources)
    rows |= {"known_keys": keys, "known_counts": counts, "known_works": works}
    bits = information.unit_bits(
        shapes, rows["statement_unit"][shape_of], len(kinds), information.Weights.of(code.language, keys, counts, works)
    )
    return StructureFeatures(unit_bits=bits, **rows)


def statements(found: Source, code: CodeFeatures) -> tuple[Walk, Array]:
    """What the tree of a file says, and the statement of each of its tokens."""
    if found.tree is None or found.reader != "grammar":
        return _by_lines(code)
    walked = walk(found.tree.root_node, found.read.encode("utf-8", "replace"))
    return walked, _owners(found, walked)


def _literals(code: CodeFeatures, beside: Array) -> Array:
    """Strings and numbers, without strings that are a statement by themselves (documentation) and those of tables.
    ``beside``: tokens of the statement of each token."""
    documents = (code.kinds == Kind.STRING) & (beside == 1)
    found: Array = ((code.kinds == Kind.STRING) | (code.kinds == Kind.NUMBER)) & ~documents & (beside <= TABLE)
    return found


def _context(context: int, above: int, role: int) -> int:
    """One number for what a name stands in."""
    return (context * 0x9E3779B1 + above * 0x85EBCA77 + role * 0xC2B2AE3D) & 0xFFFFFFFF


def _said(name: bytes) -> str:
    return " ".join(name.decode("utf-8", "replace").split())


def _owners(found: Source, walked: Walk) -> Array:
    """Statement of each token: the one whose mark is the last at or before its beginning."""
    places = np.array([place for place, _ in walked.marks], np.int64)
    statements = np.array([statement for _, statement in walked.marks], np.int64)
    order = np.argsort(places, kind="stable")
    places, statements = places[order], statements[order]
    if found.chars is not None:
        places = found.chars[np.minimum(places, len(found.chars) - 1)]
    owners: Array = statements[np.searchsorted(places, found.tokens.starts, side="right") - 1]
    return owners


def _by_lines(code: CodeFeatures) -> tuple[Walk, Array]:
    """Without a tree each line with tokens is a statement, and the normalised tokens are its shapes."""
    lines, owners = np.unique(code.lines, return_inverse=True)
    walked = Walk(units=[0] * max(len(lines), 1), shapes=code.symbols.tolist(), owners=owners.tolist())
    return walked, owners.astype(np.int64)


def _units(functions: Array, parsed: bool) -> tuple[Array, Array]:
    """Unit of each statement, numbered in the order of their beginning, and the kind of each unit.

    Code outside of functions falls into a unit wherever a function stands between.
    """
    if not parsed:
        return np.zeros(len(functions), np.int64), np.array([UnitKind.FILE], np.uint8)
    new = np.ones(len(functions), np.bool_)
    new[1:] = functions[1:] != functions[:-1]
    segment = np.cumsum(new)
    label = np.where(functions == 0, -1 * segment.astype(np.int64), functions)
    _, begins, units = np.unique(label, return_index=True, return_inverse=True)
    rank = np.empty(len(begins), np.int64)
    rank[np.argsort(begins)] = np.arange(len(begins))
    units = rank[units]
    kinds = np.full(len(begins), UnitKind.FUNCTION, np.uint8)
    kinds[units[functions == 0]] = UnitKind.OUTSIDE
    return units, kinds


def _functions(functions: Array, units: Array, count: int) -> list[int]:
    found = np.zeros(count, np.int64)
    found[units] = functions
    return [int(number) for number in found]


def _lines(code: CodeFeatures, owners: Array, count: int) -> tuple[Array, Array]:
    """First line of each statement's own tokens, and last line of the run of tokens that it begins with; 0 and -1
    where it has none."""
    first, last = np.zeros(count, np.int32), np.full(count, -1, np.int32)
    if not len(owners):
        return first, last
    begins = np.flatnonzero(np.append(True, owners[1:] != owners[:-1]))
    ends = np.append(begins[1:], len(owners)) - 1
    for begin, end in zip(begins[::-1].tolist(), ends[::-1].tolist(), strict=True):  # the first run of each stays
        first[owners[begin]], last[owners[begin]] = code.lines[begin], code.last_lines[end]
    return first, last


def _extents(
    found: Source, walked: Walk, units: Array, kinds: Array, first: Array, last: Array, tokens: Array
) -> tuple[Array, Array]:
    """First and last line of each unit."""
    begin, end = np.full(len(kinds), 1 << 30, np.int64), np.zeros(len(kinds), np.int64)
    own = tokens > 0
    np.minimum.at(begin, units[own], first[own])
    np.maximum.at(end, units[own], last[own])
    starts, chars = found.line_starts, found.chars
    functions = _functions(np.array(walked.units), units, len(kinds))
    for unit, function in enumerate(functions):
        if function and end[unit]:
            a, b, _ = walked.functions[function - 1]
            if chars is not None:
                a, b = int(chars[a]), int(chars[b])
            line_a, line_b = np.searchsorted(starts, [a, max(a, b - 1)], side="right")
            begin[unit], end[unit] = min(begin[unit], line_a), max(end[unit], line_b)
    begin[end == 0] = 1
    return begin.astype(np.int32), np.maximum(end, begin).astype(np.int32)


def _digests(numbers: Array, owners: Array, count: int) -> Array:
    """Digest of the tokens of each statement in their order (uint64)."""
    found = np.zeros(count, np.uint64)
    if len(owners):
        order = np.argsort(owners, kind="stable")
        mine = owners[order]
        begins = np.flatnonzero(np.append(True, mine[1:] != mine[:-1]))
        place = np.arange(len(mine)) - np.repeat(begins, np.diff(np.append(begins, len(mine))))
        terms = mixed(mixed(numbers[order]) + mixed(place + 1))
        found[mine[begins]] = np.add.reduceat(terms, begins)
    return found


def _bags(shapes: Array, owners: Array, count: int) -> Array:
    """Digest of the shapes of each statement whatever their order (uint64)."""
    found = np.zeros(count, np.uint64)
    np.add.at(found, owners, mixed(shapes.astype(np.uint64) + np.uint64(1)))
    return found


def _heads(shapes: Array, owners: Array, count: int) -> Array:
    found = np.zeros(count, np.uint32)
    found[owners[::-1]] = shapes[::-1]
    return found
