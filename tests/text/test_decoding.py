"""Encodings: recognised, or a named error that says which byte."""

from pathlib import Path

import pytest

from appraisal.errors import OverLimit, Unreadable
from comparators.text import decoding
from comparators.text.decoding import decode, decode_bytes
from tests.text.sides import member

SIMPLIFIED = "月光照在旧城的瓦上，守门人把灯举得很高。他说今晚不会有人进城，因为河水已经漫过了第三级石阶。"
TRADITIONAL = "月光照在舊城的瓦上，守門人把燈舉得很高。他說今晚不會有人進城，因為河水已經漫過了第三級石階。"
ENGLISH = "The keeper’s lamp – lit at dusk – was seen from the harbour."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "gb18030"])
@pytest.mark.parametrize("text", [SIMPLIFIED, TRADITIONAL])
@pytest.mark.parametrize("times", [1, 40])
def test_chinese(text: str, encoding: str, times: int) -> None:
    decoded = decode_bytes((text * times).encode(encoding), "a.txt")
    assert (decoded.text, decoded.encoding) == (text * times, encoding)


@pytest.mark.parametrize("times", [1, 40])
def test_big5(times: int) -> None:
    decoded = decode_bytes((TRADITIONAL * times).encode("big5"), "a.txt")
    assert (decoded.text, decoded.encoding) == (TRADITIONAL * times, "big5hkscs")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be"])
def test_english(encoding: str) -> None:
    assert decode_bytes(ENGLISH.encode(encoding), "a.txt").text == ENGLISH


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_byte_order_mark_is_no_character(encoding: str) -> None:
    assert decode_bytes(SIMPLIFIED.encode(encoding), "a.txt").text == SIMPLIFIED


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (SIMPLIFIED.encode() + b"\xff" + SIMPLIFIED.encode(), f"byte {len(SIMPLIFIED.encode())}"),
        (b"\xff\xfe" + "甲乙".encode("utf-16-le") + b"\x00\xd8", "byte 6"),
        (b"\xef\xbb\xbfabc\xff", "byte 6"),
        (bytes(range(256)) * 40, "zero bytes"),
        (b"\x89PNG\r\n\x1a\n" + bytes(64), "zero bytes from byte 8"),
        (b"\x01\x02\x03abc" * 30, "control characters from byte 0"),
        ("안녕하세요 이것은 한국어 텍스트입니다.".encode("euc-kr") * 9, "not UTF-8"),
        (ENGLISH.encode("cp1252") * 9, "not UTF-8"),
    ],
)
def test_what_is_no_text_is_named(data: bytes, says: str) -> None:
    with pytest.raises(Unreadable, match=r"chapter/a\.txt: ") as caught:
        decode_bytes(data, "chapter/a.txt")
    assert says in str(caught.value)


def test_no_more_than_the_cap_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decoding, "MOST_BYTES", 10)
    with pytest.raises(OverLimit, match=r"a\.txt: 11 bytes"):
        decode(member(tmp_path / "a.txt", b"x" * 11))


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
def test_writing_without_function_words(encoding: str) -> None:
    assert decode_bytes(("漢字" * 100).encode(encoding), "a.txt").text == "漢字" * 100


LEVEL_TWO = (
    "龛龠麈麇鼬黩鏊鎏鐾鑫謇謦靥骧髑鬟魑鲦鳏鹬鹱麴黻黼黾鼗"  # no everyday writing; all in the second half of GB 2312
)
GBK_ONLY = "龘靐齾爨龗麤灪鱻"
EXTENDED = "𠀀𠀁𪚥㐀㐁"  # four bytes each


@pytest.mark.parametrize(
    "text", [LEVEL_TWO, GBK_ONLY * 9, EXTENDED, "、\n".join(EXTENDED), f"{GBK_ONLY * 9}\nA{EXTENDED}"]
)
def test_rare_hanzi_are_read_as_gb18030(text: str) -> None:
    found = decode_bytes(text.encode("gb18030"), "names.txt")
    assert (found.text, found.encoding) == (text, "gb18030")


@pytest.mark.parametrize(
    "data",
    [
        "naïve élève\n".encode("latin-1") * 9,  # accented letters pair with the letter after them into rare hanzi
        "Größe für Söhne".encode("latin-1") * 9,
        "привет".encode("cp1251"),
        LEVEL_TWO[:9].encode("gb18030"),  # as good Big5; too few to tell
        "龘靐".encode("gb18030"),
        "一丁".encode("gb18030") + b"\xa2\xa1\xfe\xfe" * 9,  # unassigned
    ],
)
def test_what_may_be_something_else_is_not_guessed(data: bytes) -> None:
    with pytest.raises(Unreadable, match="not UTF-8"):
        decode_bytes(data, "a.txt")


def test_empty() -> None:
    assert decode_bytes(b"", "a.txt").text == ""
