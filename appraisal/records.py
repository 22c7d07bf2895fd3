"""Reading and writing of comparison records: the one place that knows schemas ``appraisal.comparison/1`` and ``/2``.
``/2`` is ``/1`` with one more reason of exclusion (``Reason.OUT_OF_SCOPE``), and only records that hold it are of it.

Canonical form: UTF-8, keys in the fixed order below (free mappings sorted), no spaces, floats to 9 significant digits,
no NaN, no infinity, no negative zero, a newline at the end. The same comparison always gives the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from types import NoneType
from typing import Any

from appraisal import span as spans
from appraisal.comparison import (
    JSON,
    Ancestor,
    Child,
    Comparison,
    Exclusion,
    Match,
    Measures,
    Observation,
    Places,
    Reason,
    WorkRef,
)
from appraisal.errors import RecordError
from appraisal.garbage import seldom

SCHEMA, SCOPED = "appraisal.comparison/1", "appraisal.comparison/2"
DIGITS = 9
FIELDS = [
    "schema",
    "status",
    "reason",
    "message",
    "comparator",
    "version",
    "parameters",
    "resources",
    "left",
    "right",
    "ancestors",
    "score",
    "coverage_of_left",
    "coverage_of_right",
    "measures",
    "all",
    "likelihood_ratio",
    "excluded",
    "children",
    "observations",
    "tables",
    "matches",
]


def number(value: float) -> float | int:
    """Canonical number: 9 significant digits, integral values as integers, finite or ``RecordError``."""
    if isinstance(value, bool) or not isinstance(value, float):
        return value
    if not math.isfinite(value):
        raise RecordError(f"a figure is not finite: {value}")
    short = float(f"{value:.{DIGITS}g}")
    return int(short) if short.is_integer() and abs(short) < 2**53 else short


def plain(value: JSON) -> JSON:
    """Free JSON (parameters, details, tables) in canonical form: sorted keys, canonical numbers, clean strings."""
    kind = type(value)
    if kind is str:
        return value if value.isascii() else _text(value)
    if kind is int or kind is bool or value is None:
        return value
    if kind is float:
        return number(value)
    if kind is list or kind is tuple:  # before the protocols below, which are slow to ask
        return [item if type(item) is int else plain(item) for item in value]
    if kind is dict or isinstance(value, Mapping):
        return {_key(key): item if type(item := value[key]) is int else plain(item) for key in sorted(value)}
    if isinstance(value, str):  # a member of an enumeration
        return _text(str(value))
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float):
        return number(float(value))
    if isinstance(value, Sequence):
        return [plain(item) for item in value]
    raise RecordError(f"not a value for a record: {kind.__name__}")


def _key(key: object) -> str:
    return key if type(key) is str and key.isascii() else _text(str(key))


def _text(value: str) -> str:
    try:
        value.encode()
    except UnicodeEncodeError:  # a lone surrogate cannot stand in UTF-8: make it visible instead of failing later
        return value.encode("utf-8", "backslashreplace").decode()
    return str(value)


_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"), check_circular=False)


def canonical(body: JSON) -> str:
    """JSON text without spaces, keys as they stand. One encoder for all: making one costs more than a small record."""
    return _ENCODER.encode(body)


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _span(span: spans.Span) -> dict[str, Any]:
    body = spans.to_json(span)
    if span.unit == "pixel":
        body["polygon"] = [[number(x), number(y)] for x, y in span.polygon]
    elif span.unit != "file":
        body["start"], body["stop"] = number(span.start), number(span.stop)
    return body


def match_to_json(match: Match) -> dict[str, Any]:
    """One match as it stands in a record."""
    return {
        "id": match.id,
        "left": _span(match.left),
        "right": _span(match.right),
        "also": {"left": [_span(s) for s in match.also.left], "right": [_span(s) for s in match.also.right]},
        "kind": match.kind,
        "weight": number(match.weight),
        "blocks": [[number(n) for n in block] for block in match.blocks],
        "details": plain(match.details),
    }


def _measures(figures: Measures) -> dict[str, Any]:
    return {
        "score": number(figures.score),
        "coverage_of_left": None if figures.coverage_of_left is None else number(figures.coverage_of_left),
        "coverage_of_right": None if figures.coverage_of_right is None else number(figures.coverage_of_right),
        "measures": plain(figures.values),
    }


def exclusion_to_json(exclusion: Exclusion) -> dict[str, Any]:
    return {
        "reason": str(exclusion.reason),
        "side": exclusion.side,
        "span": None if exclusion.span is None else _span(exclusion.span),
        "work": exclusion.work,
        "sha256": exclusion.sha256,
        "by": exclusion.by,
        "on": exclusion.on,
        "note": _text(exclusion.note),
        "after_results": exclusion.after_results,
    }


def exclusion_from_json(body: Mapping[str, Any]) -> Exclusion:
    _only(body, ["reason", "side", "span", "work", "sha256", "by", "on", "note", "after_results"], "exclusion")
    return Exclusion(
        **{
            **body,
            "reason": Reason(body["reason"]),
            "span": None if body["span"] is None else spans.from_json(body["span"]),
        }
    )


def _schema_of(comparison: Comparison) -> str:
    return SCOPED if any(e.reason is Reason.OUT_OF_SCOPE for e in comparison.excluded) else SCHEMA


def _front(comparison: Comparison) -> dict[str, Any]:
    """Fields of the schema before the figures."""
    return {
        "schema": _schema_of(comparison),
        "status": comparison.status,
        "reason": comparison.reason,
        "message": None if comparison.message is None else _text(comparison.message),
        "comparator": comparison.comparator,
        "version": comparison.version,
        "parameters": plain(comparison.parameters),
        "resources": [plain(r) for r in comparison.resources],
        "left": {"label": _text(comparison.left.label), "sha256": comparison.left.sha256},
        "right": {"label": _text(comparison.right.label), "sha256": comparison.right.sha256},
        "ancestors": [
            {"label": _text(a.label), "sha256": a.sha256, "left": plain(a.left), "right": plain(a.right)}
            for a in comparison.ancestors
        ],
    }


def _back(comparison: Comparison) -> dict[str, Any]:
    """Fields of the schema after the figures."""
    return {
        "likelihood_ratio": None,
        "excluded": [exclusion_to_json(e) for e in comparison.excluded],
        "children": [
            {
                "comparator": c.comparator,
                "left": _text(c.left),
                "right": _text(c.right),
                "record_sha256": c.record_sha256,
                "file": c.file,
                "status": c.status,
                "matches": c.matches,
            }
            for c in comparison.children
        ],
        "observations": [
            {"side": o.side, "span": _span(o.span), "kind": o.kind, "details": plain(o.details)}
            for o in comparison.observations
        ],
        "tables": plain(comparison.tables),
        "matches": [match_to_json(m) for m in comparison.matches],
    }


def to_json(comparison: Comparison) -> dict[str, Any]:
    """The record as JSON, keys in schema order."""
    everything = _measures(comparison.all)
    top = everything if comparison.filtered is comparison.all else _measures(comparison.filtered)
    return {**_front(comparison), **top, "all": everything, **_back(comparison)}


HEAD = frozenset(
    ("comparator", "version", "status", "reason", "message", "left", "right", "score", "coverage_of_left",
     "coverage_of_right", "matches")
)  # fmt: skip


def head(comparison: Comparison) -> dict[str, Any]:
    """What a table of results says of a record, and the digests of the works it is about."""
    left, right = comparison.coverage_of_left, comparison.coverage_of_right
    return {
        "comparator": comparison.comparator,
        "version": comparison.version,
        "status": comparison.status,
        "reason": comparison.reason,
        "message": None if comparison.message is None else _text(comparison.message),
        "left": comparison.left.sha256,
        "right": comparison.right.sha256,
        "score": number(comparison.score),
        "coverage_of_left": None if left is None else number(left),
        "coverage_of_right": None if right is None else number(right),
        "matches": len(comparison.matches),
    }


@seldom()
def dumps(comparison: Comparison) -> str:
    """Canonical text of a record, ending in a newline: that of ``to_json``, with the figures, which stand twice, spelt
    once. (Spelling a record took a tenth of a small comparison: measured.)"""
    everything = _figures(comparison.all)
    top = everything if comparison.filtered is comparison.all else _figures(comparison.filtered)
    front, back = canonical(_front(comparison)), canonical(_back(comparison))
    return f'{front[:-1]},{top[1:-1]},"all":{everything},{back[1:]}\n'


def _figures(figures: Measures) -> str:
    """Canonical text of ``_measures``."""
    values = figures.values
    spelt = [
        f"{_quoted(key)}:{item if type(item := values[key]) is int else canonical(plain(item))}"
        for key in sorted(values)
    ]
    shares = canonical(_measures(Measures(figures.score, figures.coverage_of_left, figures.coverage_of_right, {})))
    return f"{shares[:-3]}{{{','.join(spelt)}}}}}"


@lru_cache(maxsize=4096)
def _quoted(key: object) -> str:
    return canonical(_key(key))


def _only(body: Mapping[str, Any], fields: Sequence[str], what: str) -> None:
    if not isinstance(body, Mapping):
        raise RecordError(f"{what}: not an object but {type(body).__name__}")
    if body.keys() != set(fields):
        odd = sorted(set(body) ^ set(fields))
        raise RecordError(f"{what}: unknown or missing fields {odd}")


def _read_measures(body: Mapping[str, Any]) -> Measures:
    return Measures(body["score"], body["coverage_of_left"], body["coverage_of_right"], body["measures"])


def match_from_json(body: Mapping[str, Any]) -> Match:
    """Read one match of a record."""
    _only(body, ("id", "left", "right", "also", "kind", "weight", "blocks", "details"), "match")
    _only(body["also"], ("left", "right"), "match.also")
    also = body["also"]
    places = (
        Places(tuple(map(spans.from_json, also["left"])), tuple(map(spans.from_json, also["right"])))
        if also["left"] or also["right"]
        else _NOWHERE
    )
    return Match(
        left=spans.from_json(body["left"]),
        right=spans.from_json(body["right"]),
        kind=body["kind"],
        weight=body["weight"],
        also=places,
        blocks=tuple((b[0], b[1], b[2]) for b in body["blocks"]),
        details=body["details"],
        id=body["id"],
    )


_NOWHERE = Places()


def _no_constant(name: str) -> float:
    raise RecordError(f"a record holds {name}")


_TEXT: tuple[type, ...] = (str,)
_TEXT_OR_NONE: tuple[type, ...] = (str, NoneType)
_FIGURE: tuple[type, ...] = (int, float, NoneType)
_TYPES: Mapping[str, tuple[type, ...]] = {
    **dict.fromkeys(("status", "comparator", "version"), _TEXT),
    **dict.fromkeys(("reason", "message"), _TEXT_OR_NONE),
    **dict.fromkeys(("score", "coverage_of_left", "coverage_of_right"), _FIGURE),
    **dict.fromkeys(("parameters", "left", "right", "measures", "all", "tables"), (dict,)),
    **dict.fromkeys(("resources", "ancestors", "excluded", "children", "observations", "matches"), (list,)),
}

_DECODER = json.JSONDecoder(parse_constant=_no_constant)


def framed(text: str | bytes) -> dict[str, Any]:
    """Record text as JSON with the fields a record has, each of its type; what stands inside is not looked at yet."""
    try:
        body = _DECODER.decode(text if isinstance(text, str) else text.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise RecordError(f"record is not JSON: {error}") from error
    if not isinstance(body, dict) or "schema" not in body:
        raise RecordError("not a comparison record: no schema field")
    if body["schema"] not in (SCHEMA, SCOPED):
        raise RecordError(
            f"unknown schema {body['schema']!r}; this program reads {SCHEMA} and {SCOPED}: use a newer version"
        )
    _only(body, FIELDS, "comparison")
    for name, kinds in _TYPES.items():
        if not isinstance(body[name], kinds):
            raise RecordError(f"comparison.{name}: not a value for it: {type(body[name]).__name__}")
    for side in ("left", "right"):
        _only(body[side], ("label", "sha256"), f"comparison.{side}")
        if not (isinstance(body[side]["label"], str) and isinstance(body[side]["sha256"], str)):
            raise RecordError(f"comparison.{side}: label and sha256 must be text")
    if body["status"] not in ("ok", "refused", "failed"):
        raise RecordError(f"unknown status {body['status']!r}")
    return body


def from_json(body: Mapping[str, Any]) -> Comparison:
    """The comparison in a framed record. Unknown or malformed fields raise ``RecordError``."""
    try:
        _only(body["all"], ("score", "coverage_of_left", "coverage_of_right", "measures"), "comparison.all")
        found = Comparison(
            comparator=body["comparator"],
            version=body["version"],
            parameters=body["parameters"],
            left=WorkRef(**body["left"]),
            right=WorkRef(**body["right"]),
            status=body["status"],
            reason=body["reason"],
            message=body["message"],
            resources=tuple(body["resources"]),
            ancestors=tuple(Ancestor(**a) for a in body["ancestors"]),
            all=_read_measures(body["all"]),
            filtered=_read_measures(body),
            matches=tuple(map(match_from_json, body["matches"])),
            excluded=tuple(map(exclusion_from_json, body["excluded"])),
            observations=tuple(
                replace(Observation(**o), span=spans.from_json(o["span"])) for o in body["observations"]
            ),
            children=tuple(Child(**c) for c in body["children"]),
            tables=body["tables"],
        )
        if body["schema"] != _schema_of(found):
            raise RecordError(f"a record of {body['schema']} holds what {_schema_of(found)} has: it was not written so")
        return found
    except (AttributeError, KeyError, TypeError, ValueError, IndexError, ArithmeticError, RecursionError) as error:
        raise RecordError(f"record does not follow {SCHEMA}: {error}") from error


def loads(text: str | bytes) -> Comparison:
    """Read a record of any version this program has ever written, from JSON text. Strict: see ``RecordError``."""
    return from_json(framed(text))
