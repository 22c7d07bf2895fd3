"""Functional tests: what a record holds and lacks, how it is filed, what an opinion may rest on."""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appraisal import examined, examiner
from appraisal.case import Case
from appraisal.cli import main
from appraisal.comparison import Examination, Observation, WorkRef
from appraisal.demo import fixed_clock
from appraisal.errors import CaseError
from appraisal.functional.filing import file_form, read_form, record_test, standing, template
from appraisal.functional.tests import WEIGHTY, Artefact, ArtefactKind, FunctionalTest, Lack, Switch, Trial
from appraisal.procedure import Kind
from appraisal.span import whole
from appraisal.verify.outcome import Answer, Check
from appraisal.verify.verifying import verify

DIGEST = "ab" * 32
MP4 = b"\0\0\0\x18ftypisom\0\0\2\0isomiso2"


@pytest.fixture
def case(tmp_path: Path) -> Case:
    (tmp_path / "client").mkdir()
    (tmp_path / "client" / "client.exe").write_bytes(b"MZ client")
    (tmp_path / "bot.exe").write_bytes(b"MZ bot")
    (tmp_path / "rec.mp4").write_bytes(MP4)
    case = Case.create(tmp_path / "case", clock=fixed_clock(), number="T-1")
    case.receive("A1", tmp_path / "client", "claimed")
    case.receive("B1", tmp_path / "bot.exe", "accused")
    return case


def trial(state: str, repetitions: int, shown: int, **more: str) -> dict[str, Any]:
    return {"switched": state, "repetitions": repetitions, "shown": shown, "before": "900", "after": "620", **more}


def row(**more: Any) -> dict[str, Any]:
    whole = {
        "id": "T1", "function": "锁定生命值", "label": "B1", "file": "bot.exe", "steps": "启动",
        "environment": "虚拟机",
        "account": "lab-01", "authorised_by": "委托方", "performed_on": "2026-05-01", "examiners": ["甲", "乙"],
        "trials": [trial("off", 3, 0), trial("on", 5, 5)],
        "artefacts": [{"kind": "screen-recording", "file": "rec.mp4"}],
    }  # fmt: skip
    return {**whole, **more}


def test_a_whole_record_is_filed_with_its_artefacts(case: Case, tmp_path: Path) -> None:
    (entry,) = file_form(case, {"tests": [row()]}, "甲", folder=tmp_path)
    test = standing(case)["T1"]
    assert test.lacks() == () and test.sound and test.counted(Switch.ON) == (5, 5)
    (artefact,) = test.artefacts
    digest = hashlib.sha256(MP4).hexdigest()
    assert artefact.sha256 == digest and entry.files == {artefact.document: digest}
    assert (case.root / artefact.document).read_bytes() == MP4
    assert file_form(case, {"tests": [row()]}, "甲", folder=tmp_path) == []
    assert {o.check: o.answer for o in verify(case.root)}[Check.INTEGRITY] is Answer.HOLDS


def test_what_is_lacking_is_told_and_not_refused(case: Case, tmp_path: Path) -> None:
    bare = {"id": "T2", "function": "加速", "label": "B1", "steps": "启用"}
    file_form(case, {"tests": [bare]}, "甲")
    assert set(standing(case)["T2"].lacks()) == set(Lack) - {Lack.REPETITIONS, Lack.NOT_SHOWN, Lack.UNLIKE}
    for change, lack in (
        ({"examiners": ["甲"]}, Lack.EXAMINERS),
        ({"trials": [trial("on", 3, 3)]}, Lack.OFF),
        ({"trials": [trial("off", 3, 0)]}, Lack.ON),
        ({"trials": [trial("off", 3, 0), trial("on", 2, 2)]}, Lack.REPETITIONS),
        ({"trials": [trial("off", 2, 0), trial("on", 3, 3)]}, Lack.REPETITIONS),
        ({"trials": [trial("off", 3, 1), trial("on", 3, 3)]}, Lack.NOT_SHOWN),
        ({"trials": [trial("off", 3, 0), trial("on", 3, 2)]}, Lack.NOT_SHOWN),
    ):
        file_form(case, {"tests": [row(**change)]}, "甲", folder=tmp_path)
        assert set(standing(case)["T1"].lacks()) & WEIGHTY == {lack}


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"label": "B9"}, "B9"),
        ({"label": "A1", "file": ""}, "accused"),
        ({"file": "other.exe"}, "other.exe"),
        ({"steps": " "}, "steps"),
        ({"function": ""}, "function"),
        ({"id": "../T"}, "id"),
        ({"component": "engine"}, "component"),
        ({"performed_on": "yesterday"}, "performed_on"),
        ({"performed_on": "2999-01-01"}, "later than today"),
        ({"capabilities": ["writes-memory", "does-magic"]}, "does-magic.*reads-memory"),
        ({"examiners": ["甲", "甲"]}, "examiner"),
        ({"examiners": ["甲", ""]}, "examiner"),
        ({"examiners": ["Expert One", "Expert  One"]}, "examiner"),
        ({"examiners": ["张三", "张 三"]}, "examiner"),
        ({"trials": [trial("on", 3, 4)]}, "more than the 3"),
        ({"trials": [trial("on", 0, 0)]}, "whole number"),
        ({"trials": [trial("on", True, 0)]}, "whole number"),
        ({"trials": [{**trial("on", 1, 0), "shown": "3"}]}, "whole number"),
        ({"trials": [trial("half", 3, 0)]}, "switched"),
        ({"trials": "x"}, "trials"),
        ({"artefacts": [{"kind": "screen-recording", "file": "gone.mp4"}]}, "gone.mp4"),
        ({"artefacts": [{"kind": "screen-recording", "file": 3}]}, "no path"),
        ({"artefacts": [{"kind": "screen-recording", "file": "rec.mp4", "sha256": DIGEST}]}, "digest"),
        ({"artefacts": [{"kind": "memory-dump", "name": "d", "sha256": DIGEST}]}, "kept"),
        ({"artefacts": [{"kind": "memory-dump", "name": "d", "sha256": "AB", "kept": "柜"}]}, "sha256"),
        ({"artefacts": [{"kind": "other", "name": "d", "sha256": DIGEST, "document": "documents/x"}]}, "document"),
        ({"artefacts": {}}, "artefacts"),
        ({"verdict": "guilty"}, "verdict"),
        ({"steps": "x" * 20_001}, "steps"),
    ],
)
def test_what_is_wrong_is_refused_by_name_and_nothing_is_written(
    case: Case, tmp_path: Path, change: dict[str, Any], why: str
) -> None:
    with pytest.raises(CaseError, match=why):
        file_form(case, {"tests": [row(id="T0"), row(**change)]}, "甲", folder=tmp_path)
    assert case.history().of(Kind.TEST) == () and not (case.root / "documents").exists()


def test_one_examiner_written_in_two_ways_is_one() -> None:
    """A record of before that names one person twice is read, and lacks the second."""
    one = FunctionalTest("T1", "加速", "B1", "启用", examiners=("Expert One", "expert  one"))
    two = replace(one, examiners=("Expert One", "Expert Two"))
    assert Lack.EXAMINERS in one.lacks() and Lack.EXAMINERS not in two.lacks()


def test_a_form_that_is_not_there(case: Case, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["functional-test", str(case.root), str(tmp_path / "none.toml"), "--by", "甲"]) == 2
    told = capsys.readouterr().err
    assert "No such file" in told and "UTF-8" not in told and "不能打开" in told


def test_a_case_that_received_nothing_says_so(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match="none was received yet"):
        Case.create(tmp_path / "empty", number="T-2").received("B1")


def test_forms_that_are_none(case: Case) -> None:
    for text, why in (("[[", "cannot be read"), ("other = 1", "other"), ("tests = 1", "under")):
        with pytest.raises(CaseError, match=why):
            read_form(text)
    with pytest.raises(CaseError, match="two have one id"):
        file_form(case, {"tests": [row(artefacts=[]), row(artefacts=[])]}, "甲")
    with pytest.raises(CaseError, match="--by"):
        file_form(case, {"tests": []}, " ")


def test_a_later_record_takes_the_place_of_an_earlier_one_which_stays(case: Case) -> None:
    test = FunctionalTest("T1", "加速", "B1", "启用")
    record_test(case, test, "甲")
    record_test(case, replace(test, withdrawn="环境有误"), "甲")
    assert len(case.history().of(Kind.TEST)) == 2 and standing(case)["T1"].withdrawn and not standing(case)["T1"].sound
    kept = Artefact(ArtefactKind.DUMP, "dump.raw", DIGEST, kept="三号柜")
    record_test(case, replace(test, artefacts=(kept,)), "甲")
    assert standing(case)["T1"].artefacts == (kept,)


def test_python_takes_files_too(case: Case, tmp_path: Path) -> None:
    entry = record_test(case, FunctionalTest("T1", "加速", "B1", "启用"), "甲", files=[tmp_path / "rec.mp4"])
    assert record_test(case, FunctionalTest("T1", "加速", "B1", "启用"), "甲", files=[tmp_path / "rec.mp4"]) == entry
    assert standing(case)["T1"].artefacts[0].document in entry.files


def test_the_form_that_is_printed_can_be_filled_in(
    case: Case, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["functional-test", str(case.root)]) == 0
    form = capsys.readouterr().out
    assert form == template(case)
    (body,) = tomllib.loads(form)["tests"]
    assert (body["label"], body["client"]) == ("B1", "A1")
    filled = form.replace('function = ""', 'function = "加速"').replace('steps = ""', 'steps = "启用"', 1)
    (tmp_path / "form.toml").write_text(filled.replace('["", ""]', '["甲", "乙"]'), "utf-8")
    assert main(["functional-test", str(case.root), str(tmp_path / "form.toml"), "--by", "甲"]) == 0
    assert "lacks" in capsys.readouterr().err and standing(case)["T1"].sound


@given(
    st.lists(
        st.builds(
            lambda state, n, k: Trial(state, n, min(k, n), "a", "b"),
            st.sampled_from(list(Switch)), st.integers(1, 6), st.integers(0, 6),
        ), max_size=5,
    )
)  # fmt: skip
def test_a_sound_test_shows_the_effect_on_and_never_off(trials: list[Trial]) -> None:
    test = FunctionalTest("T1", "加速", "B1", "启用", trials=tuple(trials), examiners=("甲", "乙"))
    on = [trial for trial in trials if trial.switched is Switch.ON]
    off = [trial for trial in trials if trial.switched is Switch.OFF]
    wanted = (
        sum(t.repetitions for t in on) >= 3
        and sum(t.repetitions for t in off) >= 3
        and all(t.shown == t.repetitions for t in on)
        and not any(t.shown for t in off)
    )
    assert test.sound is wanted


def test_a_test_is_withdrawn_by_its_id_and_the_reason_alone(case: Case, tmp_path: Path) -> None:
    withdrawal = {"tests": [{"id": "T1", "withdrawn": "检材拿错"}]}
    with pytest.raises(CaseError, match="T1"):
        file_form(case, withdrawal, "甲")  # none is on file yet
    file_form(case, {"tests": [row()]}, "甲", folder=tmp_path)
    before = standing(case)["T1"]
    (entry,) = file_form(case, withdrawal, "甲")
    assert standing(case)["T1"] == replace(before, withdrawn="检材拿错") and not standing(case)["T1"].sound
    (first, _) = case.history().of(Kind.TEST)
    assert {**entry.body} == {"id": "T1", "withdrawn": "检材拿错", "withdraws": first.seq, "note": ""}
    assert not entry.files and "withdrawn" in template(case)
    assert file_form(case, withdrawal, "甲") == []
    (again,) = file_form(case, {"tests": [{"id": "T1", "withdrawn": "检材拿错，另行检验", "note": "见笔录"}]}, "甲")
    assert again.body["withdraws"] == first.seq and standing(case)["T1"].note == "见笔录"
    file_form(case, {"tests": [row()]}, "甲", folder=tmp_path)
    assert standing(case)["T1"] == before


def test_a_withdrawal_of_before_that_holds_the_whole_test_is_read(case: Case) -> None:
    test = FunctionalTest("T1", "加速", "B1", "启用")
    record_test(case, test, "甲")
    whole = replace(test, withdrawn="环境有误")
    case.log.write(Kind.TEST, whole, "甲")
    again = {"tests": [{"id": "T1", "withdrawn": "环境有误"}]}
    assert standing(case) == {"T1": whole} and file_form(case, again, "甲") == []


def test_who_withdraws_a_test_is_warned_of_their_own_words_alone(
    case: Case, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file_form(case, {"tests": [row(steps="启动；该程序系抄袭")]}, "甲", folder=tmp_path)
    for reason, warned in (("所填有误", False), ("该程序系抄袭", True)):
        (tmp_path / "form.toml").write_text(f'[[tests]]\nid = "T1"\nwithdrawn = "{reason}"\n', "utf-8")
        assert main(["functional-test", str(case.root), str(tmp_path / "form.toml"), "--by", "甲"]) == 0
        assert ("抄袭" in capsys.readouterr().err) is warned


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"capabilities": ["{other}"]}, "is a finding of work B2, file 'other.exe'"),
        ({"capabilities": ["{pointer}"]}, "is no finding that rests on evidence"),
        ({"client": "Q7"}, "no work Q7 in this case, which holds A1, B1"),
        ({"capabilities": ["{own}"], "client": "A1"}, None),
        ({"capabilities": ["reads-screen"], "client": "月光城 2.1"}, None),
    ],
)
def test_what_a_test_is_tied_to_is_there(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: dict[str, Any], said: str | None
) -> None:
    evidence = {"evidence": [{"address": "0x1"}]}
    seen = {
        "B1": [Observation("left", whole("bot.exe"), "hooks", evidence), Observation("left", whole("bot.exe"), "x", {})]
    }
    seen["B2"] = [Observation("left", whole("other.exe"), "hooks", evidence)]
    made = [
        Examination("software-capabilities", "1", {}, WorkRef(label, "0" * 64), observations=tuple(held))
        for label, held in seen.items()
    ]
    kept = [examined.Record("e" * 64, "", "", one, True) for one in made]
    monkeypatch.setattr(examined, "records", lambda case: iter(kept))
    (own, pointer), (other,) = map(examiner.ids, made)
    named = {"{own}": own, "{pointer}": pointer, "{other}": other}
    form = {
        "tests": [row(**{**change, "capabilities": [named.get(one, one) for one in change.get("capabilities", [])]})]
    }
    if said is None:
        assert file_form(case, form, "甲", folder=tmp_path)
        return
    with pytest.raises(CaseError, match=said):
        file_form(case, form, "甲", folder=tmp_path)


@pytest.mark.parametrize(
    ("kind", "content", "looks"),
    [
        ("screen-recording", b"root:x:0:0:root:/root:/bin/bash\n", "text"),
        ("screen-recording", "检验记录\n".encode("gb18030"), "text"),
        ("packet-capture", b"\x89PNG\r\n\x1a\n\0", "picture"),
        ("server-log", b"MZ\x90\0\3", "program"),
        ("memory-dump", b"", "empty"),
        # What is of its kind, or may be: formats are many.
        ("screen-recording", MP4, ""),
        ("screen-recording", b"\x1aE\xdf\xa3\1", ""),
        ("screen-recording", b"a recorder's own\0\1\2", ""),
        ("screen-recording", b'{"version": 2, "width": 80}\n[0.1, "o", "x"]\n', ""),
        ("packet-capture", b"\xd4\xc3\xb2\xa1\2\0", ""),
        ("packet-capture", b"\n\r\r\n\x1c\0\0\0", ""),
        ("server-log", b"MZ-17 connected\n", ""),
        ("server-log", b"ElfFile\0\0", ""),
        ("api-trace", b"CreateFileW(x)\n", ""),
        ("memory-dump", b"MZ\x90\0", ""),
        ("minutes", b"minutes\n", ""),
    ],
)
def test_what_plainly_is_not_of_its_kind_is_received_and_told(
    case: Case, tmp_path: Path, kind: str, content: bytes, looks: str
) -> None:
    (tmp_path / "given").write_bytes(content)
    body = {"tests": [row(artefacts=[{"kind": kind, "file": "given"}])]}
    file_form(case, body, "甲", folder=tmp_path)
    test = standing(case)["T1"]
    assert [one.looks for one in test.artefacts] == [looks] and test.sound
    assert test.lacks() == ((Lack.UNLIKE,) if looks else ())
    assert file_form(case, body, "甲", folder=tmp_path) == []


def test_what_a_file_looks_like_is_not_for_forms(case: Case, tmp_path: Path) -> None:
    body = {"tests": [row(artefacts=[{"kind": "minutes", "file": "rec.mp4", "looks": "text"}])]}
    with pytest.raises(CaseError, match="the program fills in document and looks"):
        file_form(case, body, "甲", folder=tmp_path)
