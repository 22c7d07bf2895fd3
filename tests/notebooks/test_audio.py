"""The notebook of recordings and music: two tunes without a case, a case of recordings alone, one of scores alone."""

from __future__ import annotations

import html
import re
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soxr

from appraisal.case import Case
from appraisal.demo import SAMPLE, fixed_clock
from appraisal.freeze import freeze, standing_records
from appraisal.reporting import place_notebooks
from appraisal.run import run
from appraisal.template import folder
from comparators.audio.transcription import listening
from reports.build import build
from reports.cells import no_result
from reports.html import render as page_of
from tests.audio.sounds import RATE, chords, save, tune
from tests.notebooks.test_notebooks import execute, html_of
from tests.shown import untagged

AUDIO = ["audio-recording", "music-cover", "audio-effect"]


def case_at(base: Path, comparators: list[str]) -> Case:
    """A case of what lies in ``A1`` and ``B1`` below a folder."""
    case = Case.create(base / "case", clock=fixed_clock(), number="乐-1")
    for label, role in (("A1", "claimed"), ("B1", "accused")):
        case.receive(label, base / label, role)
    run(case, comparators=comparators, host="")
    place_notebooks(case)
    return case


def whole(outputs: list[Any]) -> str:
    """The page of a notebook that ran without an error, the players' own pages opened."""
    assert not [o for o in outputs if o.output_type == "error"]
    return html.unescape(html_of(outputs))


def test_a_refusal_is_told_as_the_report_tells_it(tmp_path: Path) -> None:
    for label, seed in (("A1", 1), ("B1", 2)):
        (tmp_path / label).mkdir()
        save(tmp_path / label / "long.wav", tune(seed, 4))
    case = case_at(tmp_path, ["audio-effect"])
    record = standing_records(case, "A1", "B1")["audio-effect"]
    told = no_result(case, record)
    assert "超过 2 秒" in told and "refused" not in told and told.startswith("音效：")
    page = untagged(page_of(build(freeze(case), "zh")).decode())
    assert told.split("：", 1)[1] in html.unescape(page)
    assert no_result(case, record, "en").endswith("compared as a recording, not as an effect")
    assert "no_result(case, found[name], LANGUAGE)" in (folder() / "audio.ipynb").read_text("utf-8")


def test_two_tunes_without_a_case(tmp_path: Path) -> None:
    shutil.copy(folder() / "audio.ipynb", tmp_path)
    for name in ("claimed/music/theme.abc", "accused/bgm/login.abc"):
        shutil.copy(SAMPLE / name, tmp_path)
    outputs = execute(tmp_path / "audio.ipynb", WORKS=("theme.abc", "login.abc"), LANGUAGE="en")
    page = html_of(outputs)
    assert not [o for o in outputs if o.output_type == "error"]
    assert "46/49" in page and "other pitch" in page and "1:1–16:1" in page
    assert "score" not in page.lower().replace("scores", "").replace("format of the score", "")


@pytest.fixture(scope="module")
def recordings(tmp_path_factory: pytest.TempPathFactory) -> Case:
    """A passage played faster inside other music, an arrangement in another key, and three sounds of a library."""
    base = tmp_path_factory.mktemp("recordings")
    for label in ("A1", "B1"):
        (base / label).mkdir()
    one = tune(5, 24)
    faster = np.asarray(soxr.resample(one[8 * RATE : 16 * RATE], RATE * 1.06, RATE))
    save(base / "A1" / "原曲 <b>.flac", one)
    inside = [tune(6, 6, pace=0.232), faster.astype(np.float32) * np.float32(0.5), tune(7, 6, pace=0.232)]
    save(base / "B1" / "bgm.flac", np.concatenate(inside))
    course = [int(n) for n in np.random.default_rng(4).integers(0, 24, 40)]
    save(base / "A1" / "song.wav", chords(course))
    save(base / "B1" / "cover.wav", chords(course, up=3, pace=1.1, bright=True))
    for n in range(4):
        dice, time = np.random.default_rng(n), np.arange(RATE // 2) / RATE
        loud = dice.normal(size=len(time)) * np.exp(-12 * time) * np.sin(900 * (n + 1) * time)
        hit = np.asarray(loud / 4, np.float32)
        save(base / "A1" / f"hit{n}.wav", hit)
        save(base / "B1" / f"fx{n}.wav", np.concatenate([np.zeros(500, np.float32), hit / 2]))
    return case_at(base, AUDIO)


def test_a_case_of_recordings_alone(recordings: Case) -> None:
    outputs = execute(recordings.root / "notebooks" / "audio.ipynb", SHOW=2)
    page = whole(outputs)
    said = "".join(str(o.get("text", "")) for o in outputs)
    assert "music-melody: 无记录" in said and "audio-recording" not in said
    found = standing_records(recordings, "A1", "B1")
    assert {name: len(found[name].comparison.matches) > 0 for name in AUDIO} == dict.fromkeys(AUDIO, True)
    for name in AUDIO:
        assert all(match.id in page for match in found[name].comparison.matches), name
    for words in (
        "移调（右比左，半音）",
        "速度（右÷左）",
        "相减后残差（分贝，中位数）",
        "期望次数（上限）",
        "强度",
        "声谱相似度",
    ):
        assert words in page, words
    best = max(found["audio-recording"].comparison.matches, key=lambda m: m.details.get("digits", 0))
    assert best.details["subtracted"] == "done" and str(best.details["residual"]).replace("-", "−") in page
    assert page.count("按其在左侧作品中的位置") >= 4 and "不是表中的序号" in page, "what numbers follow"
    assert "not-done" not in page
    assert page.count('<iframe class="player"') == 3 and page.count("data:audio/flac;base64,") >= 5
    assert "0:00:08" in page, "where the passage lies in the left recording"
    assert "<b>.flac" not in html_of(outputs) and "score" not in re.sub('"flac":.*?]', "", html_of(outputs)).lower()


def test_a_case_of_recordings_in_english_with_a_verdict(recordings: Case) -> None:
    record = standing_records(recordings, "A1", "B1")["audio-recording"]
    recordings.judge(record.key, record.comparison.matches[0].id, "doubtful", by="Expert", note="loop of a library")
    page = whole(execute(recordings.root / "notebooks" / "audio.ipynb", SHOW=1, LANGUAGE="en"))
    assert "doubtful" in page.lower() and "pitch shift (right above left, semitones)" in page
    assert "One in either ear" in page and "residual after subtraction" in page


def test_a_case_of_scores_alone(tmp_path: Path) -> None:
    for label, name in (("A1", "claimed/music"), ("B1", "accused/bgm")):
        (tmp_path / label).mkdir()
        for path in sorted((SAMPLE / name).glob("*.abc")):
            shutil.copy(path, tmp_path / label)
    case = case_at(tmp_path, ["music-melody"])
    outputs = execute(case.root / "notebooks" / "audio.ipynb", SHOW=1)
    page = untagged(whole(outputs))
    assert "46/49" in page and "<iframe" not in html_of(outputs)
    for words in ("其中偶然概率低于 0.001 的段落", "占全部", "仅有一个声部", "旋律线音数", "旋律段落", "证据（比特）"):
        assert words in page, words
    assert not re.search("only-part|other-pitch|same_pitch|pitch_left|difference<|prior_art", page), "a raw code"
    best = max(standing_records(case, "A1", "B1")["music-melody"].comparison.matches, key=lambda m: m.details["bits"])
    shown = page[page.index("<figure") if "<figure" in page else 0 :]
    assert best.left.file in shown and best.right.file in shown
    assert all(f"{name}: 无记录" in "".join(str(o.get("text", "")) for o in outputs) for name in AUDIO)


def test_two_recordings_without_a_case(tmp_path: Path) -> None:
    shutil.copy(folder() / "audio.ipynb", tmp_path)
    one = tune(5, 20)
    save(tmp_path / "a.flac", one)
    save(tmp_path / "b.wav", one[5 * RATE : 15 * RATE])
    outputs = execute(tmp_path / "audio.ipynb", WORKS=("a.flac", "b.wav"), SHOW=1)
    page = whole(outputs)
    assert "声音相同的片段" in page and '<iframe class="player"' in page
    said = "".join(str(o.get("text", "")) for o in outputs)
    assert "音效：无结果：拒绝。" in said and "refused" not in said
    assert listening.available() or "音乐旋律比对：无结果：拒绝。" in said
