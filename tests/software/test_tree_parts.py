"""Parts of ``software-tree``: tokens, lines, pieces, alignment, proposals, classes, diff counts, plants."""

from __future__ import annotations

import hashlib
import random
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from appraisal.errors import Refused
from appraisal.work import Member, Work
from comparators.software.tree import plant
from comparators.software.tree.align import align, prepare
from comparators.software.tree.chunks import LEAST, MOST, borders, pieces
from comparators.software.tree.classes import rules
from comparators.software.tree.content import content_of, mismatch, normalised, type_of
from comparators.software.tree.features import PARTS, TreeFeatures, lines_of, read
from comparators.software.tree.lcs import common_lines
from comparators.software.tree.names import Dictionary, keys
from comparators.software.tree.propose import _shared
from comparators.software.tree.tokens import GRAM, NAME, NUMBER, STRING, grams, joined, tokens

CODE = b"static int walk(node *here, int depth)\n{\nif (depth > 12) return here->count + depth; /* so far */\n}\n"


def features(tmp_path: Path, body: bytes, name: str = "a.txt") -> TreeFeatures:
    path = tmp_path / name
    path.write_bytes(body)
    return read(Work.open(path).members[0])


@pytest.mark.parametrize(
    ("head", "name"),
    [(b"\x89PNG\r\n\x1a\n", "png"), (b"RIFF\0\0\0\0WAVEfmt ", "wav"), (b"MZ\x90\x00\x03", "pe"),
     (b"BMW is no picture", ""),
     (b"MZ was his name, and he wrote letters", ""), (b"\0" * 257 + b"ustar", "tar"), (b"plain", "")],
)  # fmt: skip
def test_types(head: bytes, name: str) -> None:
    assert type_of(head) == name


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "gb18030"])
def test_one_text_in_many_encodings(encoding: str) -> None:
    text = "int main() { return 0; }\n// 中文注释，说明用途\n月光照在旧城的瓦上\n" * 3
    found = content_of(text.replace("\n", " \r\n").encode(encoding))
    assert found.type == "text" and found.normal == normalised(text.encode())


def test_a_name_that_promises_something_else() -> None:
    assert mismatch("a/b.PNG", "text") == "png" and mismatch("a/b.png", "png") == "" and mismatch("b", "data") == ""


@given(st.binary(max_size=400))
def test_any_bytes_have_a_content(data: bytes) -> None:
    found = content_of(data)
    if found.normal is not None:
        made = tokens(found.normal)
        lines = found.normal.count(b"\n") + 1 if found.normal else 0
        assert len(made.first) == lines + 1 and len(made.codes) == len(made.back) == len(made.words)
        assert int(made.first[-1]) == len(made.codes)


def test_names_strings_numbers_and_comments_do_not_count() -> None:
    other = b"static int zou(jie *zhe, int shen)\n{\nif (shen > 7) return zhe->shu + shen; // dao ci\n}\n"
    one, two = tokens(CODE.strip()), tokens(other.strip())
    assert np.array_equal(one.codes, two.codes) and np.array_equal(one.back, two.back)
    swapped = tokens(other.replace(b"+ shen", b"+ shu").strip())
    assert np.array_equal(one.codes, swapped.codes) and not np.array_equal(one.back, swapped.back)


def test_comments_and_strings_of_many_languages() -> None:
    text = b'x = "a // b" # note\n-- lua\n;ini\n<!-- html\nhtml -->y\nhttp://place\n'
    text += b'#define Z 1\n\'it\' isn\'t\n"""doc\nstring"""'
    made = tokens(text)
    counts = np.diff(made.first.astype(int)).tolist()
    assert counts == [3, 0, 0, 0, 1, 5, 4, 4, 1, 0]
    assert made.codes.tolist().count(STRING) == 3
    assert made.codes.tolist().count(NUMBER) == 1 and made.codes[0] == NAME


def test_many_digits_in_a_string_are_read() -> None:
    path = b'd="M 12.5,33.25 99.125,44.75 18.5,91.75 22.5,18.5 33.25"'
    assert tokens(path).codes.tolist().count(NUMBER) > 10
    assert tokens(b'd="M 12.5"').codes.tolist().count(NUMBER) == 0


def test_each_chinese_character_is_a_word() -> None:
    assert tokens("月光照在旧城".encode()).codes.tolist() == [NAME] * 6


def test_parts_of_a_text_are_tokens_of_the_whole() -> None:
    lines = CODE.strip().split(b"\n")
    parts = joined([tokens(b"\n".join(lines[:2])), tokens(b"\n".join(lines[2:]))])
    whole = tokens(CODE.strip())
    assert np.array_equal(parts.codes, whole.codes) and np.array_equal(parts.first, whole.first)


@settings(max_examples=30)
@given(st.lists(st.sampled_from([b"a", b"b", b"if", b"(", b";", b"7"]), min_size=GRAM, max_size=60))
def test_grams_are_equal_where_the_pattern_is(words: list[bytes]) -> None:
    made = tokens(b" ".join(words))
    swap = {b"a": b"b", b"b": b"a"}
    other = tokens(b" ".join(swap.get(w, w) for w in words))
    assert np.array_equal(grams(made.codes, made.back)[0], grams(other.codes, other.back)[0])


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 99), st.integers(0, 40_000))
def test_inserted_bytes_move_no_other_border(seed: int, at: int) -> None:
    data = random.Random(seed).randbytes(40_000)
    found = borders(np.frombuffer(data, np.uint8))
    sizes = np.diff(found)
    assert found[0] == 0 and found[-1] == len(data) and sizes.max() <= MOST and (sizes[:-1] >= LEAST).all()
    other = data[:at] + b"something else in between" + data[at:]
    one, two = pieces(data), pieces(other)
    assert np.isin(one[0], two[0]).mean() > 0.5


def test_pieces_of_one_byte_say_nothing() -> None:
    assert set(pieces(bytes(30_000))[0].tolist()) == {0}


def test_features_keep_their_arrays(tmp_path: Path) -> None:
    made = features(tmp_path, CODE * 3)
    assert made.count == 12 and len(made.first) == 13 and made.filled.all()
    assert sum(len(getattr(made, name)) * int(code[1:]) for name, code in PARTS.items()) == len(made.packed)
    assert made.normal == hashlib.sha256(normalised(CODE * 3)).hexdigest()
    assert features(tmp_path, b"").type == "empty"


def test_reordered_functions_are_aligned(tmp_path: Path) -> None:
    body = [f"int f{n}(int a{n}) {{\nreturn a{n} * {n * 97} + g{n % 5}(a{n} - {n});\n}}\n" for n in range(8)]
    bodies = [b"".join(body[n].encode() for n in order) for order in (range(8), (4, 5, 6, 7, 0, 1, 2, 3))]
    left, right = (prepare(features(tmp_path, each, f"{n}.c")) for n, each in enumerate(bodies))
    found = align(left, right)
    assert dict(zip(found.left.tolist(), found.right.tolist(), strict=True)) == {n: (n + 12) % 24 for n in range(24)}
    assert not found.level.any()


LINES = [
    "alpha beta gamma",
    "x = f(y) + 12;",
    "}",
    "",
    "do { z[3] = 4; }",
    "return q",
    "if (a) b(c[3], d); else e = 7;",
]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(LINES), max_size=30), st.lists(st.sampled_from([*LINES, "return p"]), max_size=30))
def test_alignment_is_one_to_one_and_mirrored(one: list[str], two: list[str]) -> None:
    sides = []
    for lines in (one, two):
        text = normalised("\n".join(lines).encode())
        made = tokens(text)
        hashes, sizes = lines_of(text)
        member = Member("x", Path("x"), len(text), "", None)
        arrays = {name: getattr(made, name) for name in ("codes", "back", "first", "values", "words", "bits")}
        sides.append(prepare(TreeFeatures.of(member, "text", lines=hashes, sizes=sizes, **arrays)))
    found, back = align(*sides), align(*sides[::-1])
    assert len(set(found.left.tolist())) == len(set(found.right.tolist())) == len(found.left)
    pairs = set(zip(found.left.tolist(), found.right.tolist(), strict=True))
    assert pairs == {(a, b) for b, a in zip(back.left.tolist(), back.right.tolist(), strict=True)}


@given(st.lists(st.integers(0, 4), max_size=40), st.lists(st.integers(0, 4), max_size=40))
def test_lines_that_a_diff_leaves(one: list[int], two: list[int]) -> None:
    table = [[0] * (len(two) + 1) for _ in range(len(one) + 1)]
    for i, a in enumerate(one):
        for j, b in enumerate(two):
            table[i + 1][j + 1] = table[i][j] + 1 if a == b else max(table[i][j + 1], table[i + 1][j])
    assert common_lines(one, two) == table[-1][-1]


def test_names_that_most_files_agree_on() -> None:
    votes = [keys(np.array([1, 2], np.uint16), np.array([11, 12], np.uint16)) for _ in range(3)]
    known = Dictionary([*votes, keys(np.array([1], np.uint16), np.array([99], np.uint16))])
    assert known.agreement(keys(np.array([1, 2, 5], np.uint16), np.array([11, 13, 6], np.uint16))) == 0.5
    assert Dictionary().agreement(votes[0]) == 0


@pytest.mark.parametrize(
    ("file", "type_", "wanted"),
    [
        ("server/Data/MonsterDrops.csv", "text", "monsters"),
        ("客户端/怪物立绘/x.bin", "data", "characters"),
        ("res/ditu/001.dat", "data", "maps"),
        ("a/b/SkillTable.json", "text", "skills"),
        ("gs/main.py", "text", "server"),
        ("x/y.ogg", "ogg", "sounds"),
        ("bgm/login.abc", "text", "scores"),
        ("sounds/login.mid", "midi", "scores"),
        ("music/theme.musicxml", "text", "scores"),
        ("music/theme.ogg", "ogg", "sounds"),
        ("models/login.abc", "data", "other"),
        ("x/y.qqq", "data", "other"),
        ("pak.zip!/ui/login.png", "png", "interface"),
    ],
)
def test_classes(file: str, type_: str, wanted: str) -> None:
    assert rules("game").of(file, type_) == wanted


def test_experts_change_classes() -> None:
    table = 'order = ["a", "hand"]\n[a]\nzh = "甲"\nwords = ["alpha"]\n[hand]\nzh = "手工"\n'
    own = rules(table, "alpha/x.c=hand\nbeta=甲\n")
    assert own.of("alpha/x.c", "text") == "hand" and own.of("beta/q", "text") == "a"
    assert own.of("alpha/y.c", "text") == "a" and own.of("gamma", "data") == "other"
    assert own.named("a") == ("甲", "a") and own.named("hand") == ("手工", "hand")


def test_a_plant_goes_into_a_host_of_its_kind(tmp_path: Path) -> None:
    def member(name: str, body: bytes) -> Member:
        (tmp_path / name).write_bytes(body)
        return Work.open(tmp_path / name).members[0]

    code, sound = member("a.c", CODE * 9), member("hit.wav", b"RIFF\0\0\0\0WAVEfmt " + bytes(range(256)) * 20)
    other, host = member("b.wav", b"RIFF\0\0\0\0WAVEfmt " + bytes(5000)), member("b.c", b"int other;\n" * 9)
    inside = plant.plant(code, host, 3, tmp_path)
    assert inside.path.name == "planted-3-b.c" and inside.path.read_bytes().count(b"int other;") == 9
    beside = plant.plant(code, other, 3, tmp_path)
    assert beside.path.name == "planted-3-b.c" and content_of(beside.path.read_bytes()).type == "text"
    assert (beside.right.start, beside.right.stop) == (1, beside.path.read_bytes().count(b"\n") + 1)
    alone = plant.plant(sound, host, 4, tmp_path)
    assert (alone.path.name, alone.alteration) == ("planted-4-b.wav", "all bytes in a new file")
    assert alone.path.read_bytes() == sound.bytes()
    within = plant.plant(sound, other, 4, tmp_path)
    assert within.path.stat().st_size == sound.size + other.size


def test_plants_and_scrambles(tmp_path: Path) -> None:
    source = tmp_path / "s.c"
    source.write_bytes(CODE * 4)
    tiny = tmp_path / "t.c"
    tiny.write_bytes(b"x\n")
    member, small = (Work.open(path).members[0] for path in (source, tiny))
    planted = plant.plant(member, small, 3, tmp_path)
    assert planted.left.unit == "line" and planted.path.exists()
    with pytest.raises(Refused, match=r"t\.c"):
        plant.plant(small, member, 3, tmp_path)
    mixed = plant.scramble(member, 1, tmp_path)
    assert sorted(mixed.read_bytes()) == sorted(normalised(CODE * 4))
    found = align(prepare(read(member)), prepare(read(Work.open(mixed).members[0])))
    assert len(found.left) <= 4


@pytest.mark.parametrize("mark", [b"/* ", b"<!-- ", b"--[[ ", b'"""\n', b"'\\", b'"\\" ', b"`"])
def test_marks_that_are_never_closed_hide_nothing(mark: bytes) -> None:
    made = tokens(normalised(b"first = second\n" + mark * 20_000 + b"\nlast = 7\n"))
    assert made.codes[:3].tolist() == made.codes[-3:].tolist()[:1] + made.codes[:3].tolist()[1:]
    assert made.codes[-1] == NUMBER


def test_texts_of_one_line_again_and_again(tmp_path: Path) -> None:
    again = b"the same line again\n" * 200
    one, two = (prepare(features(tmp_path, again + end, f"{end!r}")) for end in (b"a", b"b"))
    assert len(align(one, two).left) == 0, "a line that stands everywhere says nothing"
    told = again + b"the harbour counted 48213 lanterns\n" + again
    one, two = (prepare(features(tmp_path, told + end, f"told {end!r}")) for end in (b"a", b"b"))
    found = align(one, two)
    assert len(found.left) >= 401 and (found.left == found.right).all(), "beside one that does it is taken along"


@pytest.mark.parametrize(
    "body", [b"\xff\xfe", b"\xef\xbb\xbf", b"\n" * 50, b"\x00", b"\r\r\r", b"//", b"#", b"\\" * 99]
)
def test_odd_little_files_have_features(tmp_path: Path, body: bytes) -> None:
    made = features(tmp_path, body)
    assert made.size == len(body) and (not made.is_text or len(made.first) == made.count + 1)


def test_fingerprints_that_few_files_share() -> None:
    def table(*held: tuple[int, int]) -> tuple[NDArray[Any], NDArray[Any]]:
        return np.array([h for h, _ in held], np.uint64), np.array([f for _, f in held], np.int32)

    none = table()
    left, right = table((3, 0), (5, 0), (5, 1), (9, 1)), table((1, 0), (5, 0), (9, 0), (9, 2))
    pairs, weights = _shared(left, right, 100)
    found = {(p >> 32, p & 0xFFFFFFFF): w for p, w in zip(pairs.tolist(), weights.tolist(), strict=True)}
    assert found == {(0, 0): 0.5, (1, 0): 1.0, (1, 2): 0.5}
    assert [len(_shared(*sides, 100)[0]) for sides in ((left, none), (none, right), (none, none))] == [0, 0, 0]
    assert not len(_shared(left, right, 1)[0])
