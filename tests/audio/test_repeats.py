"""``audio-recording`` on music that repeats its bars: the true place first, each place with its own evidence."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest
import soundfile

from appraisal import choosing, registry, wording
from appraisal.api import case_of
from appraisal.comparator import Context
from appraisal.comparison import JSON, Comparison, Mask, Match, Measures
from appraisal.counted import repeated, strength
from appraisal.engine import compare
from appraisal.exhibit import Plot
from appraisal.freeze import standing_records
from appraisal.job import Job
from appraisal.span import second
from appraisal.summing import print_summary
from appraisal.work import Work
from comparators.audio.recording import AudioRecording
from comparators.audio.recording.explaining import Place, places, told_once
from comparators.audio.recording.hearing import clips
from comparators.audio.recording.landmarks import Recording, take
from comparators.audio.recording.method import _snapped, _strength, _unable, _waves
from comparators.audio.recording.reasons import BESIDE, HIGH, OFF, QUIET, SHORT, UNREAD, WEAKER
from comparators.audio.recording.searching import Segment, _along
from comparators.audio.recording.tracing import Trace
from reports.document import Language
from reports.notebook import stretches
from reports.sections.desk import Desk
from reports.sections.shares import share_said
from tests.audio.sounds import RATE, bar, member, save, tune
from tests.reports import specimen
from tests.shown import untagged

MEASURES = Measures(0.5, 0.5, 0.5, {})
FROM, TO, BEFORE = 4, 20, 5  # seconds of the loop that are taken over, and where they come to stand


def run(left: Path, right: Path) -> Comparison:
    works = [Work.open(path, label=label) for path, label in ((left, "A1"), (right, "B1"))]
    return compare(Job("audio-recording", works[0], works[1]))


@pytest.fixture(scope="module")
def looped(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Twelve times one bar of two seconds under a melody that does not repeat; sixteen seconds of it elsewhere."""
    folder = tmp_path_factory.mktemp("loops")
    one = bar(3)
    loop = np.tile(one, 12)
    loop = loop + 0.5 * tune(53, 24.2)[: len(loop)]
    noise = np.random.default_rng(3).normal(0, 0.003, (TO - FROM) * RATE).astype(np.float32)
    taken = loop[FROM * RATE : TO * RATE] * 0.7 + noise
    host = np.concatenate([tune(9, BEFORE), taken, tune(10, 5)])
    return save(folder / "loop.wav", loop), save(folder / "host.wav", host)


@pytest.fixture(scope="module")
def found(looped: tuple[Path, Path]) -> Comparison:
    return run(*looped)


def test_the_true_place_comes_first_not_the_longest(found: Comparison) -> None:
    counting = registry.counting("audio-recording")
    shown = choosing.chosen(found.matches, {}, 1, Mask(), counting)
    best = shown[0][1]
    assert abs(float(best.left.start) - FROM) < 0.3 and abs(float(best.right.start) - BEFORE) < 0.3
    assert best.details["digits"] == max(float(m.details["digits"]) for m in found.matches)
    assert strength(best, counting) == max(strength(m, counting) for m in found.matches)
    longer = [m for m in found.matches if m.left.length > best.left.length - 3 and m is not best]
    assert longer, "the loop gives places about as long"
    assert best.details["residual"] < -15 and all(m.details.get("residual", 0) > -10 for m in longer)


def test_each_occurrence_has_its_own_evidence(found: Comparison) -> None:
    several: dict[int, list[float]] = {}
    for match in found.matches:
        digits = float(match.details["digits"])
        assert match.details["chance"] == pytest.approx(min(1.0, 10**-digits), rel=0.02)
        several.setdefault(match.details["number"], []).append(digits)
    group = max(several.values(), key=len)
    assert len(group) > 1 and len(set(group)) == len(group)
    alone = [m for m in found.matches if m.details["occurrences"] == 1]
    assert not any("digits_together" in m.details for m in alone)
    together = [m for m in found.matches if m.details["occurrences"] > 1]
    assert all(m.details["digits_together"] >= max(several[m.details["number"]]) - 0.02 for m in together)
    assert all((m.kind == "possible-occurrence") == (m.details["digits"] < 2) for m in found.matches)
    sure = [m for m in together if m.kind == "same-sound"]
    firsts = [m.details["digits"] for m in sorted(sure, key=lambda m: m.details["occurrence"])]
    assert firsts and [max(v) for _, v in sorted(several.items())] == sorted(map(max, several.values()), reverse=True)


def test_a_repeated_bar_has_no_other_pace(found: Comparison, tmp_path: Path) -> None:
    assert {m.details["tempo"] for m in found.matches if m.details["digits"] > 2} <= {0.9999, 1.0, 1.0001, 1.0002}
    # A wave that agrees for four seconds has one pace: what landmarks say of a shorter stretch is no other.
    loop = np.concatenate([bar(15 if (i // 4) % 2 == 0 else 1015, 4, 170) for i in range(28)])
    loop = loop + 0.25 * tune(105, len(loop) / RATE + 1)[: len(loop)]
    noise = np.random.default_rng(0).normal(0, 0.15, len(loop)).astype(np.float32)
    again = run(save(tmp_path / "loop.wav", loop), save(tmp_path / "noisy.wav", loop * 0.5 + noise))
    waves = [m for m in again.matches if m.details["evidence"] == "wave"]
    assert len(waves) > 5 and all(abs(m.details["tempo"] - 1) < 0.002 for m in waves)


def trace(left: tuple[float, float], right: float, tempo: float, digits: float, shift: float = 0.0) -> Trace:
    offset = right - tempo * left[0]
    return Trace(left, (right, offset + tempo * left[1]), tempo, offset, shift, 100, 120, 9.0, digits)


def bare(seconds: float) -> Recording:
    """A recording without landmarks."""
    none = np.zeros(0, np.float32)
    return cast(Recording, SimpleNamespace(seconds=seconds, times=none, pitches=none))


def test_another_pace_that_repeats_explain_is_no_place_of_its_own() -> None:
    sides = bare(40.0)
    true = [trace((0, 30), 5, 1.0, 80), trace((0, 20), 15, 1.0, 40), trace((10, 30), 5, 1.0, 41)]
    false = trace((4, 16), 12, 1.1, 20)
    up = trace((4, 16), 12, 1.0, 20, shift=2.0)
    faster = trace((0, 5), 36, 1.1, 20)  # stands where nothing else lies: taken over once more, faster
    short = trace((2, 3.5), 10.01, 1.009, 8)
    groups = places([Segment((one,), one.digits) for one in (*true, false, up, faster, short)], sides, sides)
    kept = [one for group in groups for one in group]
    assert [one.trace for one in kept[:3]] == sorted(true, key=lambda one: -one.digits)
    assert faster in [one.trace for one in kept] and not {false, up} & {one.trace for one in kept}
    assert [told for told, _ in kept[0].alternates] == [up, false]
    told = next(one.trace for one in kept if one.trace.left == short.left)
    assert told.tempo == 1.0 and told.at(2.75) == pytest.approx(short.at(2.75))
    assert not _along(false, true[0]) and _along(trace((4, 16), 9.01, 1.0, 9), true[0])


def test_what_was_read_in_part_is_said_in_words(
    looped: tuple[Path, Path], tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    data = looped[1].read_bytes()
    (tmp_path / "host.wav").write_bytes(data[: len(data) * 2 // 3])
    folder = tmp_path / "several"
    folder.mkdir()
    for name in ("one.wav", "two.wav"):
        save(folder / name, tune(70 + len(name), 8))
    cut = run(looped[0], tmp_path / "host.wav")
    told = [(o.side, o.span.file, o.details) for o in cut.observations if o.kind == "read-in-part"]
    assert told == [("right", "host.wav", {"cut_off": True})]
    assert all(m.details["notes_right"] == {"cut_off": True} for m in cut.matches)
    labels: Any = registry.counting("audio-recording")
    for language in ("zh", "en"):
        assert {"cut_off", "damaged", "missing_seconds", "read-in-part"} <= set(labels[language]["labels"])
    print_summary(cut)
    said = capsysbinary.readouterr().out.decode()
    assert "the file ends before its sound does" in said and "cut_off" not in said
    assert "tempo (right ÷ left): 1; places like this one expected" in said
    several = [o for o in run(folder, tmp_path / "host.wav").observations if o.kind == "read-in-part"]
    assert len(several) == 1, "said once of a file that is compared with several"


def test_why_waves_were_not_subtracted_is_said_in_words(
    found: Comparison, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    """One reason each, and the one that holds of the passage as it is told."""
    told = [(str(m.details["subtracted"]), max(float(m.left.length), float(m.right.length))) for m in found.matches]
    assert {said for said, _ in told} >= {"done", WEAKER} and sum(said == "done" for said, _ in told) == 6
    assert all((said == SHORT) == (length < 2.0) for said, length in told)
    for match in found.matches:
        stronger = [m for m in found.matches if m.details["digits"] >= match.details["digits"] and m is not match]
        assert match.details["subtracted"] != WEAKER or len(stronger) >= 6
    # Each by itself: what only repeats or resembles a place stands below it without its details.
    listed = tuple(replace(m, details={k: v for k, v in m.details.items() if k != "counted"}) for m in found.matches)
    print_summary(replace(found, matches=listed))
    said = capsysbinary.readouterr().out.decode()
    assert "not done: of two recordings the six strongest" in said and "not-done" not in said
    labels: Any = registry.counting("audio-recording")
    for language in ("zh", "en"):
        assert {OFF, SHORT, WEAKER, QUIET, UNREAD, "not-done"} <= set(labels[language]["labels"])
        assert "、或" not in labels[language]["labels"][QUIET] and " or " not in labels[language]["labels"][QUIET]


def test_passages_of_two_seconds_as_told_are_subtracted() -> None:
    """A place whose end is moved to that of the recording has two seconds with it; what is less on both sides, not."""
    one = trace((4, 5.5), 0, 1.0, 60)
    assert _unable(one) == SHORT and _unable(_snapped(one, 40.0, 2.004)) is None
    assert _unable(trace((4, 5.9), 0, 1.06, 60, shift=-1.01)) is None, "the right side has two seconds"
    assert _unable(trace((4, 9), 0, 1.06, 60)) == "stretched" and _unable(trace((4, 9), 0, 1, 9, 2.0)) == "repitched"


def test_what_is_too_quiet_or_cannot_be_read_again_is_told_apart(tmp_path: Path) -> None:
    one = tune(5, 8)
    left, right = save(tmp_path / "left.wav", one), save(tmp_path / "right.wav", one * 1e-4)
    works = Work.open(left, label="A1"), Work.open(right, label="B1")
    features = take(works[0].members[0], max_seconds=60, min_seconds=1)
    place = trace((0, 7), 0, 1.0, 60)

    def said(one: Work | None, other: Work | None) -> JSON:
        context = cast(Context, SimpleNamespace(left_work=one, right_work=other))
        return _waves(context, "left.wav", features, "right.wav", features)(place)[1]["subtracted"]

    assert said(*works) == QUIET and said(None, works[1]) == UNREAD
    right.write_bytes(b"no sound")
    assert said(*works) == UNREAD


def test_no_waves_are_subtracted_where_it_is_not_asked_for(looped: tuple[Path, Path]) -> None:
    works = [Work.open(path, label=label) for path, label in zip(looped, ("A1", "B1"), strict=True)]
    off = compare(Job("audio-recording", works[0], works[1], parameters={"subtract": False}))
    assert {m.details["subtracted"] for m in off.matches} <= {OFF, SHORT} and off.matches
    assert tuple(wording.explained(off).matches) == tuple(off.matches)
    for earlier in (replace(off, version="3"), replace(off, comparator="none-such"),
                    replace(off, parameters={"no-more": 1})):  # fmt: skip
        assert wording.explained(earlier) == earlier


def test_a_high_residual_is_said_to_be_no_evidence_against_one_master() -> None:
    """Beside the residual, where people read it; below the limit, and where none was taken, nothing is added."""

    def match(at: float, residual: float | None) -> Match:
        details: dict[str, JSON] = {"digits": 9.0, "subtracted": "done"}
        return Match(second("a", at, at + 9), second("b", at, at + 9), "same-sound", id=str(at),
                     details=details if residual is None else {**details, "residual": residual})  # fmt: skip

    every = [match(0, -1.1), match(20, -20.0), match(40, -20.1), match(60, -90.0), match(80, None)]
    told = AudioRecording().explained(every)
    assert [m.details["subtracted"] for m in told] == [HIGH, HIGH, "done", "done", "done"]
    assert every[0].details["subtracted"] == "done", "the record stays as it is"
    labels: Any = registry.counting("audio-recording")
    assert "no evidence against one master" in labels["en"]["labels"][HIGH]
    assert "不能否定出自同一母带" in labels["zh"]["labels"][HIGH]


def test_beside_a_place_of_the_same_seconds_that_cancels_no_other_sound_is_said_to_be_there() -> None:
    """A repeat of what was pasted in lies on the same seconds of the accused work, and does not cancel."""

    def match(at: float, start: float, residual: float, file: str = "b") -> Match:
        details: dict[str, JSON] = {"digits": 9.0, "subtracted": "done", "residual": residual}
        return Match(second("a", at, at + 9), second(file, start, start + 9), "same-sound", details=details)

    every = [match(0, 20, -90.0), match(40, 21, -9.7), match(60, 24, -9.7), match(40, 21, -9.7, "c")]
    told = AudioRecording().explained(every)
    assert [m.details["subtracted"] for m in told] == ["done", BESIDE, HIGH, HIGH]
    for language in ("zh", "en"):
        assert BESIDE in registry.counting("audio-recording")[language]["labels"]


def test_pitch_moved_at_one_pace_is_not_called_stretched(looped: tuple[Path, Path], tmp_path: Path) -> None:
    """Two semitones up at the same pace: no null test, but both can be heard in step."""
    work = Work.open(save(tmp_path / "plain.wav", tune(5, 12)), label="A1")
    other = Work.open(save(tmp_path / "up.wav", tune(5, 12, up=2)), label="B1")
    match = max(compare(Job("audio-recording", work, other)).matches, key=lambda m: float(m.details["digits"]))
    assert abs(match.details["pitch"] - 2) < 0.1 and abs(match.details["tempo"] - 1) < 0.002
    assert match.details["subtracted"] == "repitched"
    drawn = AudioRecording().exhibit(work, other, match)
    assert isinstance(drawn, Plot) and len(drawn.clips) == 3
    both = soundfile.read(io.BytesIO(drawn.clips[2].flac))[0]
    assert both.shape[1] == 2 and abs(len(both) / 16000 - 10) < 0.1
    pair = member(tmp_path / "plain.wav"), member(tmp_path / "up.wav")
    assert clips(pair, match, 3600)[2] == drawn.clips[2]


def test_each_occurrence_needs_evidence_of_its_own_or_of_one_like_it() -> None:
    """What a work repeats resembles by chance, all repeats resemble: added up they bear out nothing."""
    sides = bare(40.0)
    some = [trace((4 * n, 4 * n + 2.5), 1 + 4 * n, pace, digits) for n, pace, digits in
            ((0, 0.9057, 9.0), (2, 0.9095, 8.0), (5, 0.9024, 5.0))]  # fmt: skip
    assert len(places([Segment(tuple(some), 7.9)], sides, sides)) == 1
    assert not places([Segment(tuple(some), 7.9)], sides, sides, 2.0)
    loop = [
        trace((2, 4), 4 * n + 1, pace, digits) for n, pace, digits in ((0, 1.0, 12.0), (2, 1.003, 6.0), (4, 1.1, 6.0))
    ]
    (group,) = places([Segment(tuple(loop), 20.0)], sides, sides, 2.0)
    assert [one.trace for one in group] == loop[:2], "a repeat at the pace of a sure one is listed, however faint"
    assert [one.possible for one in group] == [False, True], "and is no match where its own evidence is too little"


def test_two_stretches_that_the_wave_tells_as_one_passage_are_one_place() -> None:
    """What comes out twice with one pair of ends was an error of the whole comparison."""
    one, again = trace((4, 7), 5, 1.0, 60), trace((4, 7.02), 5, 1.0, 20)
    other, apart = trace((4, 7), 9, 1.0, 30), trace((12, 15), 5, 1.0, 10)
    made = [Place(t, Segment((t,), t.digits), t.digits) for t in (one, again, other, apart)]
    assert told_once([made[:2], made[2:]]) == [made[:1], made[2:]]
    assert told_once([made[1:2], made[:1]]) == [made[:1]]


def test_a_place_whose_waves_cancel_stands_before_any_digits() -> None:
    one = trace((4, 24), 5, 1.0, 60)
    held = Place(one, Segment((one,), 60.0), 50.0)
    exact, near, none = (_strength(one, held, {"residual": value}) for value in (-90.0, -45.0, -19.0))
    assert exact > near > 1e5 and none == _strength(one, held, {"subtracted": WEAKER}) == 50.0
    half = {"residual": -90.0, "residual_mean": -54.0}
    assert _strength(one, held, half) < exact, "two fifths of it do not cancel"
    shorter = replace(one, left=(4.0, 12.0))
    assert _strength(shorter, held, {"residual": -71.0}) < near, "length counts as depth does"


def test_the_copy_that_cancels_comes_before_repeats_with_more_digits(tmp_path: Path) -> None:
    """Wholes of four seconds in the order P P P Q P P Q P P P, of which P P Q P P is taken over."""
    p, q = np.concatenate([bar(21), bar(22)]), np.concatenate([bar(23), bar(24)])
    song = np.concatenate([p, p, p, q, p, p, q])
    host = np.concatenate([tune(9, 5), song[4 * RATE : 24 * RATE], tune(10, 3)])
    found = run(save(tmp_path / "song.wav", song), save(tmp_path / "host.wav", host)).matches
    counting = registry.counting("audio-recording")
    best = choosing.chosen(found, {}, 1, Mask(), counting)[0][1]
    assert abs(float(best.left.start) - 4) < 0.3 and abs(float(best.right.start) - 5) < 0.3
    assert best.details["residual"] < -60


def test_what_repeats_is_in_no_share_and_not_without_a_counterpart() -> None:
    counting = AudioRecording.counting
    values: dict[str, JSON] = {"seconds_right": 85.0, "seconds_matched_right": 21.25, "seconds_repeated_right": 13.6}
    measures = Measures(0.0, 0.25, 0.25, values)
    assert repeated(measures, counting["zh"], "right") == pytest.approx(0.16)
    assert repeated(measures, counting["zh"], "left") == 0.0  # no figures of that side
    assert repeated(measures, {}, "right") == 0.0
    base = specimen.dossier()
    filed = replace(specimen.text_filed(), counting=counting)
    desk = Desk(replace(base, comparisons=(filed,)), "zh")
    assert share_said(desk, filed, "right", measures) == "25.00%"
    assert share_said(desk, filed, "right", measures, unmatched=True) == "59.00%"
    assert share_said(desk, replace(filed, counting={}), "right", measures, unmatched=True) == "75.00%"


@pytest.mark.parametrize(
    ("language", "kind", "meant"),
    [
        ("zh", "可能的再次出现", "自身证据不足；速度、音高与证据充分的一处一致；不计入"),
        ("en", "possible further occurrence", "too little evidence of its own"),
    ],
)
def test_notebooks_explain_a_kind_once_below_the_table(
    looped: tuple[Path, Path], tmp_path: Path, language: Language, kind: str, meant: str
) -> None:
    case = case_of(*looped, folder=tmp_path / "two", methods=["audio-recording"])
    record = standing_records(case, "A1", "B1")["audio-recording"]
    possible = sum(m.kind == "possible-occurrence" for m in record.comparison.matches)
    shown = stretches(case, record, record.comparison.matches, ["digits"], language)._repr_html_()
    shown = untagged(shown)
    assert possible > 1 and shown.count(kind) == possible + 1 and shown.count(meant) == 1
