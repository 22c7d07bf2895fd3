"""What an opponent tried: free words as an opinion, another's dissent, contents that say nothing."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import replace
from importlib import metadata
from typing import Any

import pytest

from appraisal import filing
from appraisal.after import follow
from appraisal.case import Case
from appraisal.dossier import Dossier
from appraisal.errors import CaseError
from appraisal.finding import Finding, Verdict
from appraisal.gates import View, findings
from appraisal.paper import Paper
from appraisal.papers import files
from appraisal.procedure import Decision, Kind
from reports.build import build
from reports.document import Heading, Language
from reports.sections.desk import Desk
from reports.sections.paper import gates as gates_section
from tests.papers import whole
from tests.papers.test_gates import COURT, decide, edited, gates, people, text

FREE = "B1与A1文字逐字相同，来源于A1。"


@pytest.mark.parametrize("paper", [name for name in files.names() if files.find(name).opinion])
def test_the_cell_of_the_opinion_is_no_way_round_the_vocabulary(dossier: Dossier, paper: str) -> None:
    found = [gap for gap in findings(text(dossier, "opinion", FREE), files.find(paper)) if gap.gate == "opinion/free"]
    assert len(found) == 1 and "规范用语" in found[0].said.zh and "phrases only" in found[0].said.en
    assert "opinion/free" not in gates(text(dossier, "opinion", " \n"), paper)


def test_what_was_passed_over_stands_above_dissents_under_a_heading_of_its_own(dossier: Dossier) -> None:
    held = edited(dossier, Kind.OPINION, dissents=[{"is": "Dissent", "by": "乙", "text": "不同意采信。"}])
    free = decide(text(held, "opinion", FREE), "gate:opinion/free")
    assert "opinion/free" not in gates(free)
    blocks = [block for part in build(replace(free, paper=COURT)).parts for block in part.blocks]
    at = {one.text: n for n, one in enumerate(blocks) if isinstance(one, Heading)}
    assert at["（一）规范用语以外的文字"] < at["（三）不同意见"]
    assert FREE in str(blocks[at["（一）规范用语以外的文字"] : at["（三）不同意见"]])


def differing(dossier: Dossier, *verdicts: tuple[str, Verdict]) -> Dossier:
    record = dossier.comparisons[0]
    match = record.comparison.matches[0].id
    given = [Finding(record.key, match, verdict, by, "2026-01-06") for by, verdict in verdicts]
    return replace(dossier, findings=tuple(given))


def heard(dossier: Dossier, *dissents: tuple[str, str]) -> list[Any]:
    """The gate ``dissent`` where each of these put the own dissent on file, and the opinion prints it."""
    rows = [{"is": "Dissent", "by": by, "text": said} for by, said in dissents]
    held = edited(dossier, Kind.OPINION, dissents=rows)
    for by, said in dissents:
        held = decide(held, "dissent", said)
        held = replace(held, entries=(*held.entries[:-1], replace(held.entries[-1], by=by)))
    found = findings(held, COURT)
    return [gap for gap in found if gap.gate == "dissent"]


REAL = "本人认为该处系惯用语。"


def test_a_dissent_is_of_who_differed_and_in_words(dossier: Dossier) -> None:
    two = differing(dossier, ("甲", Verdict.ACCEPTED), ("乙", Verdict.REJECTED))
    for dissents in ([], [("丙", REAL)], [("乙", "。")], [("乙", "无")], [("乙", "同意。")], [("乙", " ")]):
        (gap,) = heard(two, *dissents)
        assert "：乙" in gap.said.zh and gap.said.en.endswith("differed: 乙"), dissents
    assert not heard(two, ("乙", REAL)) and heard(two, ("甲", REAL)), "乙 is not heard by what 甲 says"
    three = differing(dossier, ("甲", Verdict.ACCEPTED), ("乙", Verdict.REJECTED), ("戊", Verdict.DOUBTFUL))
    assert "乙、戊" in heard(three)[0].said.zh
    assert heard(three, ("乙", REAL)) and not heard(three, ("乙", REAL), ("戊", REAL))
    most = differing(dossier, ("甲", Verdict.REJECTED), ("乙", Verdict.REJECTED), ("戊", Verdict.ACCEPTED))
    assert heard(most, ("乙", REAL))[0].said.zh.endswith("：戊") and not heard(most, ("戊", REAL))
    taken_back = differing(dossier, ("甲", Verdict.ACCEPTED), ("乙", Verdict.UNREVIEWED))
    assert not heard(taken_back)


@pytest.mark.parametrize(
    "words", [".", "无", "无。", "-", "——", "略", "n/a", "None.", "**无**", "123", "\u200b", "待补"]
)
def test_contents_that_say_nothing_are_missing(dossier: Dossier, words: str) -> None:
    made = {
        "analysis": text(dossier, "analysis", words),
        "limits": text(dossier, "limits", words),
        "range-of-opinion": edited(dossier, Kind.OPINION, range=words),
    }
    if words != "123":
        made["qualification"] = people(dossier, qualification=words)
        made["certificate"] = people(dossier, certificate=words)
        made["material-source"] = edited(dossier, Kind.MATERIAL, from_whom=words)
        made["commission-number"] = edited(dossier, Kind.COMMISSION, number=words)
    for name, lacking in made.items():
        paper = next(one for one in files.names() if name in files.find(one).required)
        assert f"content/{name}" in gates(lacking, paper), name


def test_none_is_an_answer_to_publications_and_nothing_is_not(dossier: Dossier) -> None:
    for field in ("publications", "testimony"):
        assert f"content/{field}" not in gates(people(dossier, **{field: ["无"]}), "us-rule26")
        assert f"content/{field}" in gates(people(dossier, **{field: ["-"]}), "us-rule26")


@pytest.mark.parametrize("reason", ["无。", "ok", "OK!", ".", "——", "n/a", "**略**", "啊啊啊啊", "xxxx", "无 无", "好"])
def test_a_reason_that_says_nothing_passes_nothing_over(dossier: Dossier, own: Case, reason: str) -> None:
    assert "content/limits" in gates(decide(text(dossier, "limits", ""), "gate:content/limits", reason))
    with pytest.raises(CaseError, match="for a reason in words"):
        filing.decide(own, Decision("gate:content/limits", reason), whole.JIA)
    open_ = [{"is": "Unanswered", "propositions": [1], "reason": reason}]
    put = edited(edited(dossier, Kind.SCHEME, propositions=["甲"]), Kind.OPINION, unanswered=open_)
    assert "opinion/proposition-1" in gates(put)
    with pytest.raises(CaseError, match="say why"):
        follow.Follows("1", "", reason)


def test_a_decision_without_a_reason_puts_no_evidence_on_file(dossier: Dossier) -> None:
    about = "evidence:prior-art-search"
    assert View(decide(dossier, about, "无。"), COURT).decided(about) is None
    assert View(decide(dossier, about, "检索报告"), COURT).decided(about) is not None


def test_an_authority_is_named(dossier: Dossier) -> None:
    full = {"is": "Licence", "number": "1", "category": "声像资料", "authority": "司法部", "until": "2030-01-01"}
    for changes, missing in (
        ({}, False),
        ({"authority": "无。"}, True),
        ({"authority": "."}, True),
        ({"number": "无"}, True),
    ):
        listed = edited(dossier, Kind.INSTITUTION, licences=[{**full, **changes}])
        assert ("licence" in gates(listed, "cn-judicial")) is missing, changes


def stated_of_form(dossier: Dossier, paper: Paper, language: Language) -> str:
    desk = Desk(replace(dossier, paper=paper), language)
    return "".join(piece.text for piece in next(iter(gates_section(desk))).content)  # type: ignore[union-attr]


@pytest.mark.parametrize("name", files.names())
def test_a_report_says_whether_its_form_is_the_one_that_the_program_brings(dossier: Dossier, name: str) -> None:
    brought = files.find(name)
    sha256 = hashlib.sha256((files.folder() / f"{name}.toml").read_bytes()).hexdigest()
    zh, en = stated_of_form(dossier, brought, "zh"), stated_of_form(dossier, brought, "en")
    assert sha256 in zh and sha256 in en and "逐字相同" in zh and "letter by letter" in en
    text = f"{brought.text}\n# 机构修改\n"
    zh, en = (stated_of_form(dossier, files.whole(files.read(text)), language) for language in ("zh", "en"))
    own = hashlib.sha256(text.encode()).hexdigest()
    assert own in zh and own in en and "由机构自行制定或修改" in zh and "altered by the institution" in en


def test_a_form_edited_in_its_place_is_none_that_the_program_brings(monkeypatch: pytest.MonkeyPatch) -> None:
    """An installation lists its files with their digests."""
    listed = metadata.PackagePath("appraisal/_papers/cn-copyright.toml")
    listed.hash = metadata.FileHash("sha256=" + base64.urlsafe_b64encode(bytes(32)).decode().rstrip("="))
    monkeypatch.setattr(metadata, "files", lambda name: [listed])
    files._brought_digests.cache_clear()
    assert not files.as_brought(COURT) and files._brought_digests() == {"00" * 32}
    files._brought_digests.cache_clear()
