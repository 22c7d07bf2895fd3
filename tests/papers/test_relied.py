"""Standards that a report takes from beside its prose: instructions, literature, what people say of themselves."""

from __future__ import annotations

import pytest

from appraisal.dossier import Dossier
from appraisal.procedure import Kind
from tests.papers.narrow import only
from tests.papers.test_gates import edited, people, text

OTHER = "GB/T 36451-2018"


def open_(dossier: Dossier) -> list[str]:
    return only(dossier, "standards")


def literature(dossier: Dossier, title: str, relied_for: str) -> Dossier:
    rows = [{"is": "Source", "title": title, "relied_for": relied_for}]
    return edited(dossier, Kind.LITERATURE, literature=rows)


@pytest.mark.parametrize(
    "why",
    [
        *("全文", "整个鉴定", "得出意见", "比对之所循", "术语与各步骤", "the whole report", "how it was done"),
        *("all that is said here", "认定相同之处", "this opinion", "terms, and the procedure"),
    ],
)  # fmt: skip
def test_a_numbered_standard_among_the_literature_is_followed(dossier: Dossier, why: str) -> None:
    assert f"standards/{OTHER}" in open_(literature(dossier, f"{OTHER} 网络文学检验规程", why))


@pytest.mark.parametrize(
    "why",
    [
        *("术语", "“检材”一词的定义", "历史沿革", "参照", "引文著录格式", "the meaning of a term"),
        *("the history of the field", "definitions", "字符编码", "for reference"),
    ],
)  # fmt: skip
def test_one_that_lends_a_word_is_none(dossier: Dossier, why: str) -> None:
    assert open_(literature(dossier, OTHER, why)) == []
    assert open_(literature(dossier, "王某：《网络文学研究》，2020", "全文")) == []


def instructed(dossier: Dossier, asked: str, section: str, words: str) -> list[str]:
    rows = [{"is": "Instruction", "on": "2026-01-03", "by": "某委托人", "text": asked, "kind": "oral"}]
    return open_(text(edited(dossier, Kind.COMMISSION, instructions=rows), section, words))


@pytest.mark.parametrize(
    "words",
    [
        *("比对按委托要求进行。", "各步均照委托人所嘱办理。", "委托方的指示已逐项落实。", "检验遵照委托书执行。"),
        *(
            "It was carried out as instructed.",
            "The instructions were followed.",
            "The work accords with the commission.",
        ),
    ],
)
def test_a_standard_of_an_instruction_is_read_or_denied(dossier: Dossier, words: str) -> None:
    asked = f"请依据{OTHER}比对。"
    assert f"standards/instructed {OTHER}" in instructed(dossier, asked, "process", words)
    assert instructed(dossier, asked, "process", f"{words}未依据{OTHER}。") == []
    assert instructed(dossier, "请依据SF/T 0075-2020比对。", "process", words) == []
    assert instructed(dossier, "请逐字比对。", "process", words) == []


@pytest.mark.parametrize("words", ["按方案进行。", "未按委托要求执行。", "双方材料逐页通读。", "As the scheme says."])
def test_who_does_not_say_so_follows_none(dossier: Dossier, words: str) -> None:
    assert instructed(dossier, f"请依据{OTHER}比对。", "process", words) == []


@pytest.mark.parametrize("field", ["qualification", "experience", "certificate", "compensation"])
@pytest.mark.parametrize("words", ["比对一向依据GB/T 36451-2018进行", "所办各案均依GB/T 36451-2018比对"])
def test_what_is_done_in_each_case_is_done_in_this(dossier: Dossier, field: str, words: str) -> None:
    assert f"standards/{OTHER}" in open_(people(dossier, **{field: f"高级工程师；{words}"}))


@pytest.mark.parametrize(
    "words",
    [
        *("ISO/IEC 17025 lead assessor", "ISO/IEC 17025授权签字人", "从业十年，参与起草GB/T 36451-2018"),
        *("曾任某实验室主任，比对均依GB/T 36451-2018进行", "讲授GB/T 36451-2018多年"),
    ],
)
def test_what_people_are_and_did_is_told_freely(dossier: Dossier, words: str) -> None:
    assert open_(people(dossier, qualification=words)) == []
