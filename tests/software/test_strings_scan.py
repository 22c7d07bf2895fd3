"""Which strings stand where in bytes of any kind: encodings, edges, windows, noise, hostile input."""

from __future__ import annotations

import io
import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comparators.software.strings import chars
from comparators.software.strings import scan as scanning
from comparators.software.strings.found import Found, Minimum, undisputed
from comparators.software.strings.scan import CODECS, LONGEST, NAMES, kind_of, scan

MINIMUM = Minimum(6, 4)
FAILED = "服务器启动失败"


def listed(data: bytes, minimum: Minimum = MINIMUM) -> list[tuple[int, str, str]]:
    """(byte, encoding, text) of every string, read through windows as files are."""
    found = []
    for base, window, strings in scan(io.BytesIO(data), minimum, kind_of(data[: scanning.SAMPLE])):
        columns = (strings.starts.tolist(), strings.sizes.tolist(), strings.encodings.tolist())
        for start, size, encoding in zip(*columns, strict=True):
            text = window[start - base : start - base + size]
            found.append((start, NAMES[encoding], text.decode(CODECS[encoding])))
    return found


def hashes(data: bytes) -> list[int]:
    kind = kind_of(data[: scanning.SAMPLE])
    return [h for _, _, strings in scan(io.BytesIO(data), MINIMUM, kind) for h in strings.hashes.tolist()]


def test_every_encoding_in_one_binary() -> None:
    parts = [
        ("ASCII", "ascii", "Hello world"), ("UTF-8", "utf-8", FAILED), ("GBK", "gbk", FAILED),
        ("UTF-16LE", "utf-16-le", "Hello world"), ("UTF-16LE", "utf-16-le", FAILED), ("UTF-16BE", "utf-16-be", FAILED),
    ]  # fmt: skip
    data, wanted = b"MZ\x90\0\x03\0\0\0", []
    for name, codec, text in parts:
        data += bytes(8 - len(data) % 2)
        wanted.append((len(data), name, text))
        data += text.encode(codec) + b"\0\0\0\0"
    assert listed(data) == wanted


def test_the_same_characters_have_the_same_hash_in_any_encoding() -> None:
    text = "玩家登录成功 level 3"
    found = [hashes(b"\0\1\2\0" + text.encode(codec) + b"\0\0\0\0") for codec in CODECS[1:]]
    assert all(len(one) == 1 and one == found[0] for one in found)
    assert hashes(b"\0\0" + "玩家登录成功 level 4".encode() + b"\0\0") != found[0]


def test_lines_of_text_files() -> None:
    text = "端口设置说明\r\nname = 屠龙刀甲\tprice of it\n"
    wanted = ["端口设置说明", "name = 屠龙刀甲", "price of it"]
    for codec in ("utf-8", "gbk"):
        assert kind_of(text.encode(codec)) == codec
        assert [found[2] for found in listed(text.encode(codec))] == wanted
    marked = "\ufeff".encode("utf-16-be") + text.encode("utf-16-be")
    assert kind_of(marked) == "utf-16-be"
    assert [found[1:] for found in listed(marked)] == [("UTF-16BE", line) for line in wanted]


def test_rare_hanzi_count_in_text_and_not_in_a_binary() -> None:
    rare = "龘靐齉爩龖龗"
    text = f"这是一份普通的中文配置说明文件\n{rare}\n".encode("gbk")
    assert [found[2] for found in listed(text)] == ["这是一份普通的中文配置说明文件", rare]
    assert listed(b"\0\0" + rare.encode("gbk") + b"\0\0") == []


def test_a_literal_of_source_text_is_the_string_of_the_program() -> None:
    source = b'    printf("monster has been killed\\n");\n'
    program = b"\x90\x90\0monster has been killed\n\0"
    assert "monster has been killed" in [found[2] for found in listed(source)]
    assert set(hashes(program)) <= set(hashes(source))
    assert hashes(program)


@pytest.mark.parametrize(
    ("text", "counts"),
    [("abcdef", True), ("abcde", False), ("ab cd ef", True), ("12345-", False), ("月光旧城", True), ("月光旧", False),
     ("月光abc", True), ("月光ab", False), ("------------", False), ("aaaaaaaaaaaa", False)],
)  # fmt: skip
def test_the_minimum(text: str, counts: bool) -> None:
    assert [found[2] for found in listed(f"\n{text}\n".encode())] == ([text] if counts else [])


def test_longer_minimum() -> None:
    assert [found[2] for found in listed(b"abcdefgh\nabcdefghijkl\n", Minimum(10, 6))] == ["abcdefghijkl"]


def test_windows_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    dice = random.Random(3)
    pieces = []
    for number in range(400):
        text = dice.choice([f"string number {number}", FAILED + str(number), "月光旧城的守门人"])
        pieces += [dice.randbytes(dice.randint(0, 300)), b"\0\0", text.encode(dice.choice(CODECS[1:])), b"\0\0"]
    data = b"\0" + b"".join(pieces)
    whole = listed(data)
    assert len(whole) > 350
    monkeypatch.setattr(scanning, "WINDOW", 1 << 14)
    assert listed(data) == whole


def test_a_run_without_end() -> None:
    data = b"\0" + b"abcdefghij" * 300_000
    ((start, name, text),) = listed(data)
    assert (start, name, len(text)) == (1, "ASCII", LONGEST)
    assert len(listed(("月光旧城" * 200_000).encode())) == 1
    assert len(listed("月光旧城".encode("utf-16-le") * 200_000)) == 1


def test_noise() -> None:
    """Random bytes look compressed and hold next to nothing; bytes of another spread at most 200 a MiB."""
    dice = np.random.default_rng(1)
    assert len(listed(dice.integers(0, 256, 1 << 20, dtype=np.uint8).tobytes())) <= 2
    assert len(listed(dice.integers(0, 200, 1 << 20, dtype=np.uint8).tobytes())) <= 200
    assert listed(b"\xcc" * 4096) == []  # padding of machine code is a hanzi in GBK
    assert listed(bytes(1 << 16)) == []


@settings(max_examples=80, deadline=None)
@given(st.lists(st.one_of(st.binary(max_size=60), st.text(max_size=20).map(lambda t: t.encode("utf-8", "replace")),
                          st.sampled_from([b"\0\0", b'"', FAILED.encode("gbk"), FAILED.encode("utf-16-be")])),
                max_size=12))  # fmt: skip
def test_any_bytes(pieces: list[bytes]) -> None:
    """Strings lie inside, never overlap, decode, and hold none of the characters that end strings."""
    data = b"".join(pieces)
    until = 0
    for start, name, text in listed(data):
        assert start >= until
        until = start + len(text.encode(CODECS[NAMES.index(name)]))
        assert until <= len(data)
        assert not set(text) & set('"\0\n\r\t\u202e\ufeff')
        assert text == text.strip(" ")


def test_kinds_of_files() -> None:
    assert kind_of(b"") == "binary"
    assert kind_of(b"plain text\n") == "utf-8"
    assert kind_of("截断的字".encode()[:-1] * 1) == "binary"
    assert kind_of(("守门人" * 40_000).encode()[: scanning.SAMPLE]) == "utf-8"
    assert kind_of(b"\x7fELF\x02\x01\x01\0") == "binary"
    assert kind_of(b"\xff\xfe\x01\x02\x03\x04") == "binary"


def test_tables() -> None:
    assert len(chars.level_1()) == 3755
    assert chars.class_of(np.array([ord("啊"), ord("龘"), ord("a"), 0x202E, 0x1F600, 0x10FFFF])).tolist() == [
        chars.ZI, chars.ZI_RARE, chars.LOWER, chars.NONE, chars.WIDE, chars.NONE,
    ]  # fmt: skip
    for text in ("啊", "，", "龘", "Ａ"):
        lead, trail = text.encode("gbk")
        assert chars.gbk()[lead << 8 | trail] == ord(text)


def test_readings_that_overlap_in_a_long_chain() -> None:
    """Of overlapping readings the heavier one stays, also where very many hang together."""
    count = 60_000
    starts = np.arange(count, dtype=np.int64) * 6
    weights = np.where(np.arange(count) % 2, 20, 30).astype(np.int64)
    numbers = np.arange(count)
    found = Found(
        starts, np.full(count, 8), numbers.astype(np.uint64), np.full(count, 8), np.zeros(count, np.uint8), weights,
        np.zeros(count, np.bool_),
    )  # fmt: skip
    assert undisputed(found).starts.tolist() == starts[::2].tolist()
