"""Folding: what is equal, what is not, and the way back to the original."""

import unicodedata

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comparators.text import folding_table
from comparators.text.folding import CHUNK, Folded, fold, is_zi, tables


def text_of(folded: Folded) -> str:
    return "".join(map(chr, folded.text.tolist()))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("武松道：「我是清河縣人氏」", "武松道,我是清河县人氏"),
        ("ＡＢＣ１２３", "abc123"),
        ("後來髮髻裏面", "后来发髻里面"),
        ("看著", "看着"),
        ("ｶﾞｷﾞ", "ガギ"),
        ("Cafe\u0301", "CAFÉ"),
        ("e\u0302\u0301", "ế"),
        ("ﬁnd ﬂaw", "find flaw"),
        ("㍿", "株式会社"),
        ("Straße", "STRASSE"),
        ("\ufad1", "\U000233d5"),
        ("一行\r\n 二行", "一行　二行"),
        ("a\u200bb\ufeffc\ufe0f", "abc"),
    ],
)
def test_equal_after_folding(one: str, other: str) -> None:
    assert text_of(fold(one)) == text_of(fold(other)) != ""


@pytest.mark.parametrize(("one", "other"), [("甲", "乙"), ("は", "ば"), ("カ", "か"), ("己", "已"), ("1", "l")])
def test_not_equal(one: str, other: str) -> None:
    assert text_of(fold(one)) != text_of(fold(other))


def test_offsets_words_and_marks() -> None:
    folded = fold("ﬁre, don't 很e\u0301!")
    assert text_of(folded) == "firedont很é"
    assert folded.offsets.tolist() == [0, 0, 1, 2, 5, 6, 7, 9, 11, 12]
    assert folded.words.tolist() == [0, 4, 9]
    assert folded.absorbed.tolist() == [13]
    assert is_zi(folded.text).tolist() == [False] * 8 + [True, False]


def test_empty_and_nothing_kept() -> None:
    assert len(fold("").text) == len(fold(" ，。\n").text) == 0


def test_narrowest_type() -> None:
    assert [fold(t).text.dtype for t in ("abc", "中文", "𠀀")] == [np.uint8, np.uint16, np.uint32]


@given(st.text(max_size=30))
def test_each_character_folds_alone(text: str) -> None:
    folded = fold(text)
    assert 0 not in folded.text
    assert (np.diff(folded.offsets) >= 0).all()
    if not any(unicodedata.combining(c) for c in unicodedata.normalize("NFKD", text)):
        expected = "".join(text_of(fold(c)) for c in text)
        assert text_of(folded) == expected


@given(st.text(max_size=30))
def test_folding_what_is_folded_changes_nothing(text: str) -> None:
    once = text_of(fold(text))
    if not any(unicodedata.combining(c) for c in once):  # a lone accent may come to stand beside a letter
        assert text_of(fold(once)) == once


@given(st.text("aｂ中國 ，ﬁ\u0301が", max_size=12), st.integers(0, 12))
def test_chunks_do_not_show(text: str, shift: int) -> None:
    """Positions and words are the same when the text lies across the border of two chunks."""
    lead = "，" * (CHUNK - shift)
    near, far = fold("，" * 20 + text), fold(lead + text)
    assert text_of(near) == text_of(far)
    assert (near.offsets - 20).tolist() == (far.offsets - len(lead)).tolist()
    assert near.words.tolist() == far.words.tolist()


def test_the_shipped_table_is_what_its_rules_say() -> None:
    """Up to what later versions of Unicode and OpenCC say of a few characters: the table is frozen, they are not."""
    table = folding_table.fold_all()
    codes = [c for c in range(0x20, 0xD800) if len(table.get(c, "")) == 1]
    wrong = (tables().narrow[codes] != [ord(table[c]) for c in codes]).sum()
    assert wrong < 60
