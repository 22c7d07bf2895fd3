"""code-literal on files that are odd, broken or hostile: an answer or a named error, in bounded time and memory."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from appraisal.work import Medium, Work
from comparators.code.hidden import LOOKS_LIKE, hidden, shown
from comparators.code.literal import oddities
from comparators.code.literal.hashing import code_points, pieces
from comparators.code.literal.kinds import Row
from comparators.code.literal.known import known, loaded, stored
from tests.code.test_literal import compared, features, works

import numpy as np  # isort: skip

LINE = "kindle_the_lantern(room, wick_no_3);\n"


def test_a_line_of_ten_million_characters(tmp_path: Path) -> None:
    left, right = works(tmp_path, A1="var a=[" + "0x1f2e3d," * 1_100_000 + "];\n" + LINE, B1=LINE + "other_lonely(z);")
    result = compared(left, right)
    assert result.status == "ok"
    assert result.all.values["common_statement_lines_of_right"] == 1


def test_lines_in_several_encodings(tmp_path: Path) -> None:
    comment = "// 潮位超过第三级石阶时关闭水门\n"
    mixed = "// réglage du phare\n".encode("latin-1") + comment.encode("gb18030") * 3 + LINE.encode()
    left, right = works(tmp_path, A1=mixed, B1=comment + "x_other_line(9, 9);\n")
    result = compared(left, right)
    assert [m.left.start for m in result.matches if m.kind == "comment-lines"] == [2]
    assert "mixed-encoding" in {o.kind for o in result.observations}


def test_binary_beside_code(tmp_path: Path) -> None:
    left, right = works(tmp_path, A1=LINE, B1=LINE)
    (tmp_path / "B1" / "junk.c").write_bytes(bytes(range(256)) * 400)
    right = type(right).open(tmp_path / "B1", label="B1", medium=right.medium)
    result = compared(left, right)
    assert result.status == "ok"
    assert "unread" in {o.kind for o in result.observations}


def test_equal_hashes_of_unequal_texts_are_no_match() -> None:
    """Thue and Morse: two lines of 2,048 characters that all polynomial hashes modulo 2^64 take for one."""
    word = "a"
    for _ in range(11):
        word += word.translate({97: 98, 98: 97})
    other = word.translate({97: 98, 98: 97})
    codes = code_points(word + other)
    hashes, _ = pieces(codes, np.ones(len(codes), np.bool_), np.array([0, 2048]), np.array([2048, 4096]))
    assert hashes[0] == hashes[1]
    from tests.code.test_literal import both

    found, measures = both(f"{word}();\nleft_lonely_call(7);", f"{other}();\nright_lonely_one(7);")
    assert [match.kind for match in found] == []
    assert measures.values["common_statement_lines_of_left"] == 0


@pytest.mark.parametrize(
    "text",
    ["a@" * 30_000, "/home/" * 20_000, "C:\\a\\" * 20_000, "// TODO(" * 20_000, "2019-" * 30_000, "printf(\"" * 20_000,
     "/* " + "copyright " * 20_000, "1234abcd-" * 20_000, "\u202e" * 60_000, "а" * 60_000, "x  ,  ;" * 20_000],
    ids=range(11),
)  # fmt: skip
def test_patterns_take_linear_time(text: str) -> None:
    rows = features(text)
    assert len(rows.kinds) < 3 * len(text)


def test_a_file_of_noise_keeps_its_order() -> None:
    dice = random.Random(3)
    text = "".join(
        chr(dice.choice((10, 13, 32, 34, 35, 39, 42, 47, 97, 0x4E2D, 0x1F600, 0xD800))) for _ in range(20_000)
    )
    rows = features(text)
    assert (np.diff(rows.kinds.astype(int)) >= 0).all()
    assert ((rows.starts < rows.stops) & (rows.stops <= len(text))).all()
    for row in Row:
        assert (np.diff(rows.starts[rows.rows(row)]) >= 0).all()


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["  return x;", "  y = 1;", "}"], [1]),
        (["  return x;", "}", "y = 1;"], []),
        (["  if (a)", "    return x;", "  y = 1;"], []),
        (["  break;", "  case 3:"], []),
        (["  return f(a,", "           b);", "  z();"], []),
        (["#if 0", "a();", "#if B", "b();", "#endif", "c();", "#else", "d();", "#endif"], [1, 3, 5]),
        (["if (0) x();", "while (false) {", "do { } while (0);"], [0, 1]),
    ],
)
def test_dead_code(lines: list[str], expected: list[int]) -> None:
    assert oddities.dead(lines, [False] * len(lines)) == expected


def test_what_documentation_says_is_no_dead_code(tmp_path: Path) -> None:
    said = '    """Depth of it.\n\n    return value is in metres above zero\n    of the chart named\n    """\n'
    text = f"def f(x):\n{said}    return x * 2\n    print(x, 'never')\n"
    for label in ("A1", "B1"):
        (tmp_path / label).mkdir()
        (tmp_path / label / "depth.py").write_text(text, encoding="utf-8")
    found = compared(*(Work.open(tmp_path / label, label=label, medium=Medium.CODE) for label in ("A1", "B1")))
    assert [m.left.start for m in found.matches if m.kind == "dead-code"] == [8]


@pytest.mark.parametrize(
    ("text", "odd"),
    [
        ("a = b;  ", "trailing"),
        ("  \tx = y;", "space-tab"),
        ("call(a , b);", "before-sign"),
        ("call(a, b);\r", ""),
        ("\tx;", ""),
    ],
)
def test_odd_spacing(text: str, odd: str) -> None:
    assert oddities.spacing_of(text) == odd


def test_look_alikes_are_pairs_of_one_character_each() -> None:
    assert all(len(a) == len(b) == 1 and not a.isascii() and b.isascii() for a, b in LOOKS_LIKE.items())


def test_listings_name_look_alikes_and_leave_other_alphabets_and_punctuation_alone() -> None:
    assert shown("int p\u0430th = 1;") == "int p\u0430〔U+0430〕th = 1;"
    assert shown("// строка（中文）；ok") == "// строка（中文）；ok"
    assert shown("a\u202eb") == "a\u202eb"  # what prints it spells it out
    assert shown("а\u200bb中\u037e") == "а〔U+0430〕\u200bb中\u037e〔U+037E〕"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("int a = 5；", ["；"]),
        ("int a = 5； // 注释；", ["；"]),
        ("call（x）;", ["（", "）"]),
        ("// 优先级越小越先执行；同级按名称排序", []),
        ("说明：先运行 setup（一次）；然后 run(x)；", []),
        ("安装说明\nint a = 5；", ["；"]),
        ("p\u0430th；", ["p\u0430th", "；"]),
    ],
)
def test_full_width_punctuation_is_told_in_code_alone(text: str, told: list[str]) -> None:
    comment = text.find("//")
    in_talk = [0 <= comment <= at for at in range(len(text) + 1)]
    assert [text[start:stop] for _, start, stop in hidden(text, in_talk)] == told


def test_the_table_of_counts_survives_writing() -> None:
    hashes = np.array([5 << 24, 9 << 24, (1 << 64) - 1], np.uint64)
    table = loaded(stored(7, {"name": (hashes >> np.uint64(24), np.array([2, 300, 4]))}))
    assert table.holding("name", hashes).tolist() == [2, 255, 4]
    assert table.holding("name", hashes + np.uint64(1 << 24))[0] == 0
    assert table.holding("line", hashes).tolist() == [0, 0, 0]
    assert table.works == 7
    assert known().works >= 50
