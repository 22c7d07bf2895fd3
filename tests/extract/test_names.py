"""Names as stored and as shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appraisal.extract.names import decode_names, display_of, guess_encoding, visible
from appraisal.work import unique


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("a/b.txt", "a/b.txt"),
        ("../../etc/passwd", "⟨..⟩/⟨..⟩/etc/passwd"),
        ("/etc/passwd", "⟨/⟩/etc/passwd"),
        ("//host/share/x", "⟨/⟩/host/share/x"),
        ("C:\\Windows\\x.dll", "⟨C:⟩/Windows/x.dll"),
        ("C:x", "⟨C:⟩/x"),
        ("a\\..\\b", "a/⟨..⟩/b"),
        ("./a//b/.", "a/b"),
        ("", "⟨⟩"),
        (".", "⟨⟩"),
        ("a\x00b\x1b[31m\n", "a⟦U+0000⟧b⟦U+001B⟧[31m⟦U+000A⟧"),
        ("cod\u202etxt.exe", "cod⟦U+202E⟧txt.exe"),
        ("zero\u200bwidth\ufeff", "zero⟦U+200B⟧width⟦U+FEFF⟧"),
        ("⟦U+202E⟧", "⟦U+27E6⟧U+202E⟧"),
        ("\udc80", "⟦U+DC80⟧"),
        ("月光城/战斗.lua", "月光城/战斗.lua"),
        ("<img src=x onerror=alert(1)>", "<img src=x onerror=alert(1)>"),
    ],
)
def test_what_would_leave_the_folder_or_deceive_the_eye_is_shown(name, shown):
    assert display_of(name, backslashes=True) == shown


def test_a_backslash_is_a_character_in_a_tar():
    assert display_of("a\\b", backslashes=False) == "a\\b"


@given(st.text())
def test_shown_names_are_relative_and_plain(name):
    shown = display_of(name, backslashes=True)
    assert shown and not shown.startswith("/") and "\\" not in shown
    assert not {"", ".", ".."} & set(shown.split("/"))
    assert visible(shown.replace("⟦", "")) == shown.replace("⟦", "")


def test_names_are_made_unique():
    taken: dict[str, int] = {}
    shown = [unique(name, taken) for name in ("a.txt", "a.txt", "a.txt", "a⟨2⟩.txt", "d/.rc", "d/.rc", "d/x", "d/x")]
    assert shown == ["a.txt", "a⟨2⟩.txt", "a⟨3⟩.txt", "a⟨2⟩⟨2⟩.txt", "d/.rc", "d/.rc⟨2⟩", "d/x", "d/x⟨2⟩"]


def test_a_hundred_thousand_equal_names_stay_quick():
    taken: dict[str, int] = {}
    assert len({unique("same.txt", taken) for _ in range(100_000)}) == 100_000


def test_chinese_names_without_a_mark_are_guessed():
    names = ["月光城/服务端/战斗脚本.lua", "月光城/说明.txt", "素材/音乐（一）.mid"]
    found = decode_names([name.encode("gb18030") for name in names])
    assert [name for name, _, _ in found] == names
    assert {encoding for _, encoding, _ in found} == {"gb18030?"}
    assert bytes.fromhex(found[0][2] or "") == names[0].encode("gb18030")


def test_utf8_is_read_as_such_marked_or_not():
    assert decode_names(["战斗.lua".encode(), b"a.txt"]) == [("战斗.lua", "utf-8", None), ("a.txt", "utf-8", None)]


def test_western_names_are_code_page_437():
    found = decode_names(["café.txt".encode("cp437"), "Übung.doc".encode("cp437"), b"plain"])
    assert [name for name, _, _ in found] == ["café.txt", "Übung.doc", "plain"]
    assert [encoding for _, encoding, _ in found] == ["cp437?", "cp437?", "utf-8"]


@given(st.lists(st.binary(max_size=40), max_size=5))
def test_any_bytes_are_some_name(raws):
    assert guess_encoding(raws) in ("gb18030", "cp437")
    for raw, (name, encoding, stored) in zip(raws, decode_names(raws), strict=True):
        assert (name.encode("utf-8") if stored is None else bytes.fromhex(stored)) == raw
        assert encoding in ("utf-8", "gb18030?", "cp437?")
