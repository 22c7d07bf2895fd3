"""From whom a step says that a work came is from whom it is on file to have come."""

from __future__ import annotations

from dataclasses import replace

import pytest

from appraisal.dossier import Dossier
from appraisal.gates import View, sources
from appraisal.procedure import Kind
from tests.papers.test_gates import COURT, edited, gates


@pytest.fixture
def two(dossier: Dossier) -> Dossier:
    """A1 came from who commissioned it, B1 from a company."""
    first, second = dossier.works
    return replace(dossier, works=(first, replace(second, received_from="海盐文化公司")))


def told(dossier: Dossier, words: str, field: str = "what") -> bool:
    from_b1 = tuple(
        replace(one, body={**one.body, "from_whom": "海盐文化公司"})
        if one.kind == Kind.MATERIAL and one.body["label"] == "B1"
        else one
        for one in dossier.entries
    )
    made = edited(replace(dossier, entries=from_b1), Kind.HANDLED, **{field: words})
    return next(sources.received(View(made, COURT)), None) is not None


@pytest.mark.parametrize(
    "words",
    [
        "核对某委托人提交的B1",
        "B1系自某委托人处取得",
        "收到某委托人寄来的B1光盘",
        "A1由海盐文化公司移交，封条完好",
        "B1 was received on a disc from 某委托人",
        "B1 was handed in by 某委托人",
    ],
)
def test_a_work_from_another_than_it_came_from(two: Dossier, words: str) -> None:
    assert told(two, words)
    assert told(two, words, "note")


def test_the_gate_stands_open(dossier: Dossier) -> None:
    first, second = dossier.works
    held = replace(dossier, works=(first, replace(second, received_from="海盐文化公司")))
    assert "told/received" in gates(edited(held, Kind.HANDLED, what="核对海盐文化公司提交的A1"))


def test_where_nobody_is_on_file_nothing_is_compared(dossier: Dossier) -> None:
    works = tuple(replace(one, received_from="") for one in dossier.works)
    bare = tuple(
        replace(one, body={**one.body, "from_whom": ""}) if one.kind == Kind.MATERIAL else one
        for one in dossier.entries
    )
    made = edited(replace(dossier, works=works, entries=bare), Kind.HANDLED, what="核对某委托人提交的B1")
    assert next(sources.received(View(made, COURT)), None) is None


@pytest.mark.parametrize(
    "words",
    [
        "核对海盐文化公司提交的B1",
        "核对某委托人提交的A1",
        "B1由海盐文化公司经某委托人转来",
        "B1的报告副本送交某委托人",
        "B1已退还，另函告某委托人",
        "收某律师来函，附B1的说明",
        "由被告提交的B1封条完好",
        "某委托人未到场，B1由甲核对",
        "B1 was handed in by 海盐文化公司",
        "Counsel for 某委托人 was told that B1 is sealed",
    ],
)
def test_what_the_record_has_as_well(two: Dossier, words: str) -> None:
    assert not told(two, words)
