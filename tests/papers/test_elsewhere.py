"""That experts agree, and that nothing was left out after results, is read wherever a report prints it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from appraisal import freeze
from appraisal.case import Case
from appraisal.comparison import Reason
from appraisal.dossier import Dossier
from appraisal.finding import Verdict
from appraisal.procedure import Kind
from tests.papers import whole
from tests.papers.test_gates import edited, gates

Placed = Callable[[Dossier, str], Dossier]


def cited(dossier: Dossier, title: str) -> Dossier:
    rows = [{"is": "Source", "title": title, "relied_for": "改写的辨认"}]
    return edited(dossier, Kind.LITERATURE, literature=rows)


def instructed(dossier: Dossier, words: str, by: str = whole.JIA) -> Dossier:
    rows = [{"is": "Instruction", "on": "2026-01-03", "by": by, "text": words, "kind": "oral"}]
    return edited(dossier, Kind.COMMISSION, instructions=rows)


PLACES: tuple[Placed, ...] = (
    lambda made, words: replace(made, watermark=words),
    lambda made, words: replace(made, role_words={"accused": {"zh": f"检材（{words}）", "en": "accused work"}}),
    lambda made, words: edited(made, Kind.COMMISSION, number=f"委1号（{words}）"),
    lambda made, words: edited(made, Kind.COMMISSION, contacts=["周某", words]),
    cited,
    instructed,
    lambda made, words: cited(made, f"某甲：{words}，2020"),
    lambda made, words: edited(made, Kind.SCHEME, criteria=[{"is": "Criterion", "reason": "quotation", "text": words}]),
    lambda made, words: edited(
        made, Kind.MATERIAL, carrier={"is": "Carrier", "kind": "other", "make": words, "serial": "", "capacity": ""}
    ),
    lambda made, words: replace(made, watermark=f"“{words}”"),
)


def differs(dossier: Dossier) -> Dossier:
    rows = [{"is": "Dissent", "by": whole.YI, "text": "该段系惯用语，第一句不成立。"}]
    return edited(dossier, Kind.OPINION, dissents=rows)


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("words", ["全体鉴定人意见一致", "鉴定组并无分歧", "the panel is unanimous"])
def test_beside_a_dissent_nothing_says_that_all_agree(dossier: Dossier, place: Placed, words: str) -> None:
    assert "contradiction/unanimous" in gates(place(differs(dossier), words))
    assert "contradiction/unanimous" not in gates(place(dossier, words))


def test_titles_on_a_field_and_what_clients_say_pass(dossier: Dossier) -> None:
    held = differs(dossier)
    for title in ("网络文学检验专家共识（2020）", "Consensus methods: how experts agree", "著作一种（2020）"):
        assert "contradiction/unanimous" not in gates(cited(held, title)), title
    assert "contradiction/unanimous" not in gates(instructed(held, "双方鉴定人意见一致的，请一并写明", "某委托人"))


@pytest.fixture
def late(own: Case) -> Dossier:
    record = next(own.records())
    for expert in (whole.JIA, whole.YI):
        own.judge(
            *(record.key, record.comparison.matches[0].id, Verdict.EXCLUDED, expert),
            **{"reason": Reason.QUOTATION, "note": "两书均引自同一公文"},
        )
    return freeze.freeze(own)


@pytest.mark.parametrize("words", ["各处排除均在比对前商定", "All exclusions had been made before the comparison"])
def test_nothing_denies_what_was_left_out_after_results(late: Dossier, dossier: Dossier, words: str) -> None:
    assert "told/denied" not in gates(late)
    for place in PLACES:
        assert "told/denied" in gates(place(late, words))
        assert "told/denied" not in gates(place(dossier, words))


@pytest.mark.parametrize("text", ["第一处不成立；各处排除均在比对前商定。"])
def test_nor_does_a_dissent(late: Dossier, text: str) -> None:
    rows = [{"is": "Dissent", "by": whole.YI, "text": text}]
    assert "told/denied" in gates(edited(late, Kind.OPINION, dissents=rows))
