"""The words of scores as texts: verses in order, words whole, every syllable with its bar and beat."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appraisal.api import compare
from appraisal.deriver import Derived
from appraisal.work import Work
from comparators.audio.music import abc
from comparators.audio.music import heard as hearing
from comparators.audio.music.heard import Heard, Syllable
from comparators.audio.music.sung import SungWords, joined, view
from tests.music import scores

ABC = """X:1
T:Harbour
M:4/4
L:1/4
K:C
C D E F|G A B c|
w: The lit-tle boats go out to sea,
w: The lamps are lit a-long the quay,
c B A G|F E D C|
w: dawn|sees them come a-gain with the tide
W: Nobody sings this verse.
"""


def derived(tmp_path: Path, name: str, data: bytes) -> list[Derived]:
    (tmp_path / name).write_bytes(data)
    (member,) = Work.open(tmp_path / name).members
    return list(SungWords().derive(member))


def place(found: Derived, word: str) -> tuple[object, object]:
    at = found.placing.at(found.data.decode().index(word))
    return at.get("bar"), at.get("beat")


def test_verses_under_the_notes_are_paragraphs_and_words_are_whole(tmp_path: Path) -> None:
    (found,) = derived(tmp_path, "a.abc", ABC.encode())
    assert found.data.decode() == (
        "The little boats go out to sea,\ndawn sees them come again with the tide\n"
        "The lamps are lit along the quay,\nNobody sings this verse.\n"
    )
    assert place(found, "tle") == (1, 3) and place(found, "sea") == (2, 4) and place(found, "dawn") == (3, 1)
    assert place(found, "tide") == (4, 4)  # there are more words than notes: it stands at the last
    assert place(found, "Nobody") == (None, None)
    assert found.notes["read"] == {"syllables": 26, "verses": 3} and found.placing.chapters == [(0, "Harbour")]


def test_chinese_has_no_blanks_between_syllables(tmp_path: Path) -> None:
    music = "X:1\nT:渔歌\nM:4/4\nL:1/4\nK:C\nC D E F|G A B c|\nw: 月 亮 出 来，照 渔 船 OK\n"
    (found,) = derived(tmp_path, "a.abc", music.encode())
    assert found.data.decode() == "月亮出来，照渔船OK\n" and place(found, "船") == (2, 3)


XML = """<score-partwise><part-list><score-part id="P1"><part-name>Soprano</part-name></score-part>
<score-part id="P2"><part-name>Alto</part-name></score-part></part-list>{parts}</score-partwise>"""
NOTE = "<note>{chord}<pitch><step>{step}</step><octave>4</octave></pitch><duration>1</duration>{lyrics}</note>"


def lyric(verse: int, text: str, syllabic: str = "single", more: str = "") -> str:
    return f'<lyric number="{verse}"><syllabic>{syllabic}</syllabic><text>{text}</text>{more}</lyric>'


def part(name: str) -> str:
    under = [
        lyric(1, "riv", "begin") + lyric(2, "又"),
        lyric(1, "er", "end", "<end-line/>") + lyric(2, "绿"),
        lyric(1, "so", "single", "<elision>‿</elision><text>a</text>") + lyric(2, "江"),
    ]
    notes = [NOTE.format(chord="", step=step, lyrics=words) for step, words in zip("CDE", under, strict=True)]
    notes.insert(1, NOTE.format(chord="<chord/>", step="G", lyrics=""))
    head = "<attributes><divisions>1</divisions><time><beats>3</beats><beat-type>4</beat-type></time></attributes>"
    return f'<part id="{name}"><measure number="7">{head}{"".join(notes)}</measure></part>'


def test_verses_of_musicxml_are_apart_and_a_part_with_the_same_words_adds_nothing(tmp_path: Path) -> None:
    (found,) = derived(tmp_path, "a.musicxml", XML.format(parts=part("P1") + part("P2")).encode())
    assert found.data.decode() == "river\nso a\n又绿江\n"
    assert place(found, "er") == (7, 2) and place(found, "江") == (7, 3)
    assert found.notes["left_out"] == {"repeated-verses": 2}


def test_musescore_words_are_read_with_their_verses(tmp_path: Path) -> None:
    second = "<Lyrics><no>1</no><syllabic>begin</syllabic><text>se<i>c</i></text></Lyrics>"
    data = scores.MUSCX.replace("<Lyrics>", second + "<Lyrics>", 1)
    assert data != scores.MUSCX
    (found,) = derived(tmp_path, "a.mscx", data.encode())
    assert found.data.decode().splitlines() == ["流水", "sec"] or found.data.decode().splitlines() == ["sec", "流水"]


def midi(*events: tuple[int, int, str]) -> bytes:
    """One track: (ticks since the last, kind of text event, text), 4 ticks a quarter; a note ends it."""
    body = b"\x00\xff\x58\x04\x03\x02\x18\x08"
    for ticks, kind, text in events:
        said = text.encode("utf-8")
        body += bytes((ticks, 0xFF, kind, len(said))) + said
    body += b"\x00\x90\x3c\x40\x04\x80\x3c\x40\x00\xff\x2f\x00"
    head = b"MThd\x00\x00\x00\x06\x00\x00\x00\x01\x00\x04"
    return head + b"MTrk" + len(body).to_bytes(4, "big") + body


@pytest.mark.parametrize(
    ("events", "text"),
    [
        ([(0, 5, "Lit-"), (4, 5, "tle"), (4, 5, "boat\r"), (4, 5, "sails")], "Little boat\nsails\n"),
        ([(0, 5, "Lit"), (4, 5, "tle "), (4, 5, "well-"), (4, 5, "made")], "Little well-made\n"),
        ([(0, 5, "Lit"), (4, 5, "tle"), (4, 5, " boat")], "Little boat\n"),
        ([(0, 1, "@KMIDI"), (0, 1, "\\A "), (4, 1, "ship"), (4, 1, "/is "), (4, 1, "in")], "A ship\nis in\n"),
        ([(0, 5, "月"), (4, 5, "亮")], "月亮\n"),
    ],
)
def test_midi_writes_words_in_several_ways(events: list[tuple[int, int, str]], text: str, tmp_path: Path) -> None:
    (found,) = derived(tmp_path, "a.mid", midi(*events))
    assert found.data.decode() == text
    assert found.placing.at(found.data.decode().index(text.split()[-1][-1]))["bar"] in (1, 2)


def test_tildes_of_abc_are_spaces(tmp_path: Path) -> None:
    """Within a syllable they part words on one note; alone they are a note without one."""
    (found,) = derived(tmp_path, "a.abc", b"X:1\nL:1/4\nK:C\nC D E F|\nw: go~out ~ to sea\n")
    assert found.data.decode().split() == ["go", "out", "to", "sea"]
    tune = abc.read("a.abc", (tmp_path / "a.abc").read_bytes())
    assert [note.lyric for part in tune.parts for note in part.notes] == ["go out", "", "to", "sea"]


def test_scores_without_words_and_scores_that_cannot_be_read_have_no_view(tmp_path: Path) -> None:
    assert derived(tmp_path, "a.mid", midi((0, 1, "a remark, no karaoke"))) == []
    assert derived(tmp_path, "b.mid", midi((0, 5, "la"))[:30]) == []
    assert derived(tmp_path, "c.abc", b"no tune") == []


def test_too_many_syllables_have_no_view(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hearing, "MOST_NOTES", 20)
    assert derived(tmp_path, "a.abc", ABC.encode()) == []


@given(st.lists(st.tuples(st.text("月a，-~ b", min_size=1), st.sampled_from(["", " ", "\n"])), min_size=1, max_size=20))
def test_every_syllable_stays_in_its_order(pieces: list[tuple[str, str]]) -> None:
    found = Heard("a.abc", "abc")
    for n, (text, after) in enumerate(pieces):
        found.sing(text, after, onset=Fraction(n), verse=1, part="Voice")
    if not found.sung:
        return
    seen = view(found)
    assert "".join(seen.data.decode().split()) == "".join("".join(text.split()) for text, _ in pieces)
    assert list(seen.placing.starts) == sorted(set(seen.placing.starts)) and seen.data.endswith(b"\n")


def test_the_last_syllable_ends_its_verse() -> None:
    one = Syllable(Fraction(0), "la", "", 1, "Voice", 0)
    assert joined([one, one]) == ["la", "la\n"]


def test_text_methods_compare_what_is_sung_and_name_bar_and_beat(tmp_path: Path) -> None:
    (tmp_path / "a.abc").write_text(ABC, encoding="utf-8")
    (tmp_path / "b.abc").write_text(ABC.replace("C D E F", "E F G A").replace("T:Harbour", "T:Quay"), encoding="utf-8")
    found = compare("text-exact", tmp_path / "a.abc", tmp_path / "b.abc")
    assert found.status == "ok" and found.coverage_of_left == 1
    (match,) = found.matches
    first = next(row for row in found.tables["places"]["rows"] if row[:2] == ["left", match.left.file])
    assert first[4]["bar"] == 1 and first[4]["beat"] == 1
