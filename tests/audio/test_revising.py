"""Notes heard in a recording, corrected by an expert: what was altered, and a case that is compared with it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from appraisal import cli, codec, derive, dispatch, freeze, registry
from appraisal.case import Case, Record
from appraisal.demo import fixed_clock
from appraisal.errors import CaseError, Refused, Unreadable
from appraisal.finding import Finding
from appraisal.procedure import Kind
from appraisal.revising import export, revise, revisions, shown
from appraisal.run import run
from appraisal.verify.outcome import Answer
from appraisal.verify.verifying import verify
from appraisal.work import Member, Work
from comparators.audio.music import heard_notes, writing
from comparators.audio.transcription import deriver, listening, revising
from comparators.audio.transcription import notes as decoding
from comparators.audio.transcription.notes import Note
from comparators.audio.transcription.revising import Edit, Sung
from reports import html
from reports.build import build
from reports.cells import stretches
from tests.audio.sounds import save
from tests.shown import untagged

MELODY = [60, 64, 67, 72, 71, 69, 65, 62, 64, 60, 55, 59, 62, 67, 65, 64]
HEARD = [Sung(n * 0.5, n * 0.5 + 0.4, pitch, 0.8) for n, pitch in enumerate(MELODY)]
NOTES = st.lists(
    st.builds(
        lambda start, length, pitch: Sung(round(start / 100, 3), round((start + length) / 100, 3), pitch, 0.5),
        st.integers(0, 900), st.integers(5, 90), st.integers(30, 90),
    ),
    min_size=1, max_size=20, unique_by=lambda n: (n.start, n.pitch),
).map(sorted)  # fmt: skip


def midi(path: Path, notes: list[Sung], tempo: float = revising.TEMPO) -> Path:
    quarter = 60 / tempo
    path.write_bytes(
        writing.midi([("x", 0, [(n.start / quarter, (n.stop - n.start) / quarter, n.pitch) for n in notes])], tempo)
    )
    return path


def edited(path: Path) -> Member:
    return Work.open(path).members[0]


@given(NOTES)
def test_what_nobody_touched_is_as_it_was_heard(notes: list[Sung]) -> None:
    assert revising.compare(notes, notes) == (notes, [])


@given(NOTES, NOTES)
def test_every_note_is_accounted_for(before: list[Sung], after: list[Sung]) -> None:
    kept, edits = revising.compare(before, after)
    altered = [e for e in edits if e.before and e.after]
    same = len(before) - len(altered) - sum(e.after is None for e in edits)
    assert same + len(altered) + sum(e.before is None for e in edits) == len(after) == len(kept)
    assert set(kept) <= {*before, *after}
    assert sum(int(str(n)) for k, n in revising.told(edits).items() if k.startswith("notes_")) == len(edits)


def test_each_kind_of_alteration_is_told() -> None:
    after = [*HEARD[:3], HEARD[3]._replace(pitch=74), HEARD[4]._replace(start=2.3), HEARD[5]._replace(stop=2.6)]
    after += [*HEARD[7:], Sung(9.0, 9.5, 60, 1.0)]
    kept, edits = revising.compare(HEARD, sorted(after))
    assert edits == [
        Edit("pitch", HEARD[3], after[3]),
        Edit("moved", HEARD[4], after[4]),
        Edit("length", HEARD[5], after[5]),
        Edit("removed", HEARD[6], None),
        Edit("added", None, after[-1]),
    ]
    assert len(kept) == 16 and kept[0] is HEARD[0]
    told = revising.told(edits)
    assert told["edits"][0][0] == "pitch" and [told[f"notes_{k}"] for k in revising.KINDS] == [1] * 5
    assert ["added", None, None, 9.0, 60] in told["edits"] and ["removed", 3.0, 65, None, None] in told["edits"]


def test_the_midi_file_holds_the_notes_where_they_are(tmp_path: Path) -> None:
    raw = heard_notes.written(HEARD)
    (tmp_path / "a.mid").write_bytes(revising.editable(raw))
    again = revising.read(edited(tmp_path / "a.mid"))
    assert revising.compare(revising.notes_of("a", raw), again) == (HEARD, [])
    slow = revising.read(edited(midi(tmp_path / "b.mid", HEARD, tempo=90)))
    assert revising.compare(HEARD, slow) == (HEARD, []), "seconds follow from the tempo that is written"


def test_files_that_say_no_seconds_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.abc").write_text("X:1\nK:C\nCDEF|\n", "utf-8")
    with pytest.raises(Refused, match=r"a\.abc.*MIDI or MusicXML"):
        revising.read(edited(tmp_path / "a.abc"))
    with pytest.raises(Refused, match=r"b\.mid: no notes"):
        revising.read(edited(midi(tmp_path / "b.mid", [])))
    two = midi(tmp_path / "c.mid", HEARD).read_bytes()
    at, more = two.index(b"\xff\x51\x03") + 6, b"\x60\xff\x51\x03\x01\x00\x00"
    size = (int.from_bytes(two[18:22], "big") + len(more)).to_bytes(4, "big")
    two = two[:18] + size + two[22:at] + more + two[at:]
    (tmp_path / "c.mid").write_bytes(two)
    with pytest.raises(Refused, match=r"c\.mid: its tempo changes"):
        revising.read(edited(tmp_path / "c.mid"))


@pytest.fixture
def case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Case:
    """Two recordings with notes as a network would have heard them: views lie there, as an earlier run left them."""
    monkeypatch.setattr(deriver.Transcription, "takes", lambda *_: True)
    monkeypatch.setattr(deriver.Transcription, "libraries", lambda _: {})
    monkeypatch.setattr(listening, "listen", lambda _: None)
    made = Case.create(tmp_path / "case", clock=fixed_clock(), title="t", experts=("甲",), signers=lambda name: None)
    (maker,) = (d for d in registry.derivers() if d.name == "transcription")
    for label, role, shift in (("A1", "claimed", 0), ("B1", "accused", 3)):
        rng = np.random.default_rng(shift)
        save(tmp_path / f"{label}.wav", rng.normal(0, 0.1, 22050 * 9).astype(np.float32), 22050)
        made.receive(label, tmp_path / f"{label}.wav", role)
        member = made[label].members[0]
        played = [Note(n.start, n.stop, n.pitch + shift, n.likely) for n in HEARD]
        monkeypatch.setattr(decoding, "notes", lambda _, played=played: played)
        out = made.root / "derived" / derive.FOLDER / member.sha256[:24]
        monkeypatch.setattr(registry, "deriver", lambda name: maker)
        answer = derive.handle({"deriver": maker.name, "member": codec.encode(member), "out": str(out).encode().hex()})
        derive._remember(member, maker, answer)
    monkeypatch.undo()
    monkeypatch.setattr(deriver.Transcription, "takes", lambda *_: True)
    monkeypatch.setattr(deriver.Transcription, "libraries", lambda _: {})
    return made


def test_a_case_is_compared_with_the_revision_and_both_are_kept(case: Case, tmp_path: Path) -> None:
    assert export(case, "B1", "", tmp_path / "b.mid").by == ""
    with pytest.raises(CaseError, match="name a new file"):
        export(case, "B1", "", tmp_path / "b.mid")
    other = [n._replace(pitch=n.pitch + 3) for n in HEARD]
    midi(tmp_path / "b2.mid", [*other[:8], *(n._replace(pitch=96 - n.pitch) for n in other[8:])])
    entry, view = revise(case, "B1", "", tmp_path / "b2.mid", by="甲", reason="heard bar by bar")
    assert entry.kind == Kind.REVISED and view.notes["revised_by"] == "甲" and view.notes["notes_heard"] == 16
    assert {(case.root / name).suffix for name in entry.files} == {".json", ".mid"}
    assert heard_notes.listed("raw", (case.root / entry.body["raw"][0]).read_bytes()) == [tuple(n) for n in other]
    export(case, "A1", "", tmp_path / "a.mid")
    revise(case, "A1", "", tmp_path / "a.mid", by="甲", reason="heard bar by bar")
    run(case, comparators=["music-melody"], host="")
    (after,) = case.records()
    told = [o.details for o in after.comparison.observations if o.kind == "derived" and o.side == "right"]
    assert told[0]["deriver"].startswith("transcription 4; revised by 甲, ") and "f1_all_notes" not in told[0]
    assert len(told[0]["edits"]) == sum(told[0][f"notes_{k}"] for k in revising.KINDS) > 0
    assert after.comparison.coverage_of_right == pytest.approx(0.5, abs=0.1), "half of the notes are others now"
    assert shown(case, "B1").by == "甲"
    midi(tmp_path / "b3.mid", other)
    _, again = revise(case, "B1", "B1.wav", tmp_path / "b3.mid", by="甲", reason="the first hearing was right")
    assert again.notes["edits"] == [] and len(revisions(case, "B1")) == 1
    remarks = [r for outcome in verify(case.root, every=True) for r in outcome.remarks]
    assert not [r for r in remarks if r.answer is Answer.FAILS]
    assert [r.what for r in remarks if r.path.startswith("comparisons/")] == ["recomputed"], (
        "with the revisions of then"
    )
    (case.root / entry.body["raw"][0]).write_bytes(b"{}")
    (right,) = dispatch.opened(case["B1"], case.root / "derived", None, revisions(case, "B1")).members
    assert right.views[0].problem is not None and "restore it" in right.views[0].problem[1]


def test_a_verdict_on_notes_that_a_revision_left_stands_beside_the_new_match(case: Case, tmp_path: Path) -> None:
    """A note that is added far behind the passage makes another match of the same notes; one that is altered in it, or
    of another length, is another matter."""

    def compared(*notes: Sung) -> tuple[Record, dict[str, tuple[Finding, ...]]]:
        if notes:
            path = midi(tmp_path / "b.mid", [*notes])
            revise(case, "B1", "", path, by="甲", reason="heard bar by bar")
        run(case, comparators=["music-melody"], host="")
        record = freeze.standing_records(case, "A1", "B1")["music-melody"]
        return record, freeze.earlier_of(case, record)

    there = [n._replace(pitch=n.pitch + 3) for n in HEARD]
    first, none = compared()
    (match,) = first.comparison.matches
    case.judge(first.key, match.id, "accepted", by="甲", note="one tune")
    assert none == {}
    second, held = compared(*there, Sung(20.0, 20.4, 70, 1.0))
    (again,) = second.comparison.matches
    assert again.id != match.id and (again.left, again.right.start) == (match.left, match.right.start)
    assert freeze.verdicts_of(case, second) == {}, "it counts nowhere"
    ((name, (finding,)),) = held.items()
    assert name == again.id and (finding.by, finding.verdict, finding.match) == ("甲", "accepted", match.id)
    said = {
        "zh": "订正前对同一处、同样音符的认定：采信（甲，",
        "en": "before the revision, of the same notes here: accepted (甲,",
    }
    for language in ("zh", "en"):
        table = stretches(case, second, second.comparison.matches, ["bits"], language)
        assert said[language] in untagged(table._repr_html_())
    assert said["zh"] in untagged(html.render(build(freeze.freeze(case), "zh")).decode())
    case.judge(second.key, again.id, "doubtful", by="甲", note="")
    assert freeze.verdicts_of(case, second) == {again.id: "doubtful"}
    for altered in (there[5]._replace(pitch=there[5].pitch + 12), there[5]._replace(stop=there[5].stop - 0.2)):
        other, nothing = compared(*there[:5], altered, *there[6:], Sung(20.0, 20.4, 70, 1.0))
        assert other.comparison.matches and nothing == {}
    back, found = compared(*there)  # as it was heard: the first match again, with the verdict itself
    assert freeze.verdicts_of(case, back) == {match.id: "accepted"}
    assert {name: [(f.match, f.verdict) for f in given] for name, given in found.items()} == {
        match.id: [(again.id, "doubtful")]
    }


def test_what_cannot_be_revised_is_said(case: Case, tmp_path: Path) -> None:
    (tmp_path / "no.mid").write_bytes(b"MThd")
    for path, error in ((tmp_path / "no.mid", Unreadable), (tmp_path / "lacking.mid", CaseError)):
        with pytest.raises(error, match=path.name.replace(".", r"\.")):
            revise(case, "B1", "", path, by="甲", reason="r")
    with pytest.raises(CaseError, match="reason"):
        revise(case, "B1", "", tmp_path / "no.mid", by="甲", reason=" ")
    with pytest.raises(CaseError, match="no view that can be revised"):
        shown(case, "B1", "x.wav")
    with pytest.raises(CaseError, match=r"\.mid"):
        export(case, "B1", "", tmp_path / "b.xml")
    assert not list(case.history().of(Kind.REVISED))


def test_a_score_has_no_view_to_revise(tmp_path: Path) -> None:
    score = midi(tmp_path / "a.mid", HEARD)
    held = Case.create(tmp_path / "scores", clock=fixed_clock(), number="x")
    held.receive("A1", score, "claimed")
    for file in ("", "a.mid"):
        with pytest.raises(CaseError, match="a score has notes already") as told:
            shown(held, "A1", file)
        assert "make transcription" not in str(told.value)


def test_from_the_command_line(case: Case, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "a.mid"
    assert cli.main(["view", str(case.root), "A1", "--out", str(out)]) == 0
    assert "notes heard 16" in capsys.readouterr().out
    assert cli.main(["view", str(case.root), "A1", "--revised", str(out)]) == 2
    assert "--reason" in capsys.readouterr().err
    done = cli.main(["view", str(case.root), "A1", "--revised", str(out), "--by", "甲", "--reason", "as heard"])
    assert done == 0 and "revised-view" in capsys.readouterr().out


def test_a_correction_that_cannot_be_one_is_refused_or_warned_of(
    case: Case, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.abc").write_text("X:1\nK:C\nCDEF|\n", "utf-8")
    more = ["--by", "甲", "--reason", "as heard"]
    assert cli.main(["view", str(case.root), "A1", "--revised", str(tmp_path / "a.abc"), *more]) == 3, "bad input"
    assert "MIDI or MusicXML" in capsys.readouterr().err and not list(case.history().of(Kind.REVISED))
    other = [Sung(n * 0.7 + 0.1, n * 0.7 + 0.3, 40 + n % 5, 1.0) for n in range(40)]
    wrong = str(midi(tmp_path / "other piece.mid", other))
    assert cli.main(["view", str(case.root), "A1", "--revised", wrong, *more]) == 0
    said = capsys.readouterr().err
    assert "warning: of 16 notes that were heard 0 are kept (0.0%)" in said
    assert "warning: the notes end at 27.6 seconds, those that were heard at 7.9" in said
    assert len(list(case.history().of(Kind.REVISED))) == 1, "a person decides: it is on file"
    right = [*HEARD[:10], *(n._replace(pitch=n.pitch + 1) for n in HEARD[10:])]
    assert cli.main(["view", str(case.root), "A1", "--revised", str(midi(tmp_path / "a.mid", right)), *more]) == 0
    assert "warning" not in capsys.readouterr().err
