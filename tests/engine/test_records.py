"""The record on disk: canonical, strict, described by a checked-in schema, and readable for ever."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from appraisal import codec, records
from appraisal.comparison import (
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
from appraisal.exhibit import AlignedText, Excerpt, Overlay, Picture, Run
from appraisal.span import box, char, whole

GOLDEN = Path(__file__).parent.parent / "golden"
SCHEMA, SCOPED = (
    json.loads((Path(records.__file__).parent / "schemas" / f"comparison-{at}.json").read_text("utf-8"))
    for at in (1, 2)
)
D = "0" * 64

FULL = Comparison(
    comparator="toy",
    version="1",
    parameters={"least": 4, "share": 0.1},
    left=WorkRef("A1", D),
    right=WorkRef("B1", "1" * 64),
    resources=({"kind": "background", "name": "b", "sha256": D, "works": 3},),
    ancestors=(Ancestor("C1", "2" * 64, {"shared_by_all_three": 5}, {"shared_by_all_three": 4.5}),),
    all=Measures(0.5, 0.5, 0.5, {"longest": 17}),
    filtered=Measures(1 / 3, 0.25, None, {"longest": 12}),
    matches=(
        Match(
            char("甲.txt", 10, 60),
            char("b.txt", 0, 50),
            "verbatim",
            also=Places((char("甲.txt", 90, 140),)),
            blocks=((10, 0, 50),),
            details={"zi": 50},
            id="a" * 16,
        ),
        Match(box("p.png", 0, 0, 10.5, 20), box("q.png", 0, 0, 1, 2), "whole-picture", id="b" * 16),
    ),
    excluded=(Exclusion(Reason.QUOTATION, "left", char("甲.txt", 0, 5), by="某甲", after_results=True),),
    observations=(Observation("right", whole("x.bin"), "unread", {"reason": "encrypted"}),),
    children=(Child("toy", "a", "b", D, "toy/x.json", "ok", 2),),
    tables={"files": [["a", 1]]},
)


def test_round_trip_and_schema() -> None:
    text = records.dumps(FULL)
    assert records.dumps(records.loads(text)) == text
    jsonschema.Draft202012Validator(SCHEMA).validate(json.loads(text))
    assert text.startswith('{"schema":"appraisal.comparison/1","status":"ok"')


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("comparison-*.json")), ids=lambda p: p.name)
def test_golden_records_load_for_ever(path: Path) -> None:
    text = path.read_text("utf-8")
    assert records.dumps(records.loads(text)) == text
    jsonschema.Draft202012Validator(SCOPED if "-2-" in path.name else SCHEMA).validate(json.loads(text))


def test_the_full_record_is_golden() -> None:
    assert (GOLDEN / "comparison-1-full.json").read_text("utf-8") == records.dumps(FULL)


LEFT_OUT = Exclusion(Reason.OUT_OF_SCOPE, "left", whole("甲.csv"), "A1", D, "某甲", "2026-01-05T01:00:00Z", "数据表")
WITH_SCOPE = replace(FULL, excluded=(LEFT_OUT, *FULL.excluded))


def test_a_record_with_files_left_out_is_of_the_next_schema() -> None:
    """Only such records are of schema 2, so that all others keep their bytes and their names."""
    text = records.dumps(WITH_SCOPE)
    assert text.startswith('{"schema":"appraisal.comparison/2",') and records.dumps(records.loads(text)) == text
    assert (GOLDEN / "comparison-2-scope.json").read_text("utf-8") == text
    assert list(jsonschema.Draft202012Validator(SCHEMA).iter_errors(json.loads(text)))
    for false in (text.replace("comparison/2", "comparison/1"), records.dumps(FULL).replace("son/1", "son/2")):
        with pytest.raises(RecordError, match="not written so"):
            records.loads(false)


@pytest.mark.parametrize("place", ["", "all", "matches", "excluded"])
def test_unknown_fields_are_refused(place: str) -> None:
    body = json.loads(records.dumps(FULL))
    target = body[place] if place else body
    (target[0] if isinstance(target, list) else target)["surprise"] = 1
    with pytest.raises(RecordError, match="surprise"):
        records.loads(json.dumps(body))
    assert list(jsonschema.Draft202012Validator(SCHEMA).iter_errors(body))


def test_what_is_no_record() -> None:
    for text in ("", "[]", "{}", '{"schema":"appraisal.comparison/99"}', "[" * 100_000, '{"schema":NaN}'):
        with pytest.raises(RecordError):
            records.loads(text)


def test_no_nan_no_minus_zero_nine_digits() -> None:
    assert records.number(-0.0) == 0 and str(records.number(-0.0)) == "0"
    assert records.number(1 / 3) == 0.333333333
    for bad in (float("nan"), float("inf")):
        with pytest.raises(RecordError):
            records.number(bad)


SCALARS = (
    st.none() | st.booleans() | st.integers(-10, 10) | st.floats(allow_nan=False, allow_infinity=False) | st.text()
)


@given(st.recursive(SCALARS, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)))
def test_canonical_form_is_a_fixed_point(value: object) -> None:
    once = records.canonical(records.plain(value))
    assert records.canonical(records.plain(json.loads(once))) == once


def test_exhibits_travel_as_json() -> None:
    text = AlignedText(Excerpt("a", "p", (Run("月", "same"),)), Excerpt("b", "q", (Run("光", "changed"),), 3), "c")
    picture = Picture("p", b"\x89PNG", 1, 1, (((0.0, 0.0), (1.0, 0.0), (1.0, 1.0)),))
    from appraisal.exhibit import Exhibit

    for exhibit in (text, Overlay(picture, picture, None, (("scale", "1"),))):
        assert codec.decode(Exhibit, json.loads(json.dumps(codec.encode(exhibit)))) == exhibit
    with pytest.raises(RecordError):
        codec.decode(Exhibit, {"is": "AlignedText", "left": 1})
    with pytest.raises(RecordError):
        codec.decode(Exhibit, {**codec.encode(text), "more": 1})


@pytest.mark.parametrize("value", [[], {}, 5, "x", None, True, [5], [[]], [None], {"a": 1}, -1.5])
def test_odd_values_are_named_errors(value: object) -> None:
    whole_body = json.loads(records.dumps(FULL))

    def places(body: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
        yield from [path] if path else []
        if isinstance(body, (dict, list)):
            for key in body if isinstance(body, dict) else range(len(body)):
                yield from places(body[key], (*path, key))

    for *path, last in places(whole_body):
        body = json.loads(json.dumps(whole_body))
        target = body
        for key in path:
            target = target[key]
        target[last] = value
        with suppress(RecordError):
            records.loads(json.dumps(body))
    for field in ("left", "right", "all", "matches", "excluded", "status"):
        with pytest.raises(RecordError):
            records.loads(json.dumps({**whole_body, field: 5}))
    with pytest.raises(RecordError):
        records.loads(json.dumps({**whole_body, "matches": [{**whole_body["matches"][0], "left": value}]}))
