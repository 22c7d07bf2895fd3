"""``text-reworded`` as a whole: what it finds, where, what it says of it, and what it refuses."""

import random
from collections.abc import Mapping
from pathlib import Path

import pytest

from appraisal.comparator import Background, Context, Indexable, Plantable, Resources
from appraisal.comparison import Mask, Match, Measures, Observation
from appraisal.errors import OverLimit, Refused, UsageError
from appraisal.span import Region, char
from appraisal.work import Work
from comparators.matching.encodings import Decoded
from comparators.text.reworded import TextReworded, frequency, wording
from comparators.text.reworded.stems import stem
from comparators.text.reworded.tokens import CLAUSE, LINE, SENTENCE, WORDS, RewordedFeatures
from tests.specimens import LETTER, STORY
from tests.text.sides import member

# Written here; no line of one says what a line of another says.
TOWN = (
    "县城东门外有一座旧磨坊，坊主姓梁，雇了两个伙计。每逢集市，他们便把新磨的荞麦面装进布袋，用独轮车推到桥头去卖。"
    "那年秋天雨水多，河堤塌了一角，磨坊的水轮停了半个月。梁坊主向盐商借了三十两银子修堤，说好来年清明归还。\n"
)
HARBOUR = (
    "海湾里泊着七条渔船，最大的一条叫燕子号，船长是个跛脚的老兵。他夜里总在甲板上擦一支生锈的火枪，从不对人说起往事。"
    "码头管账的姑娘识字不多，却能凭绳结记住每条船欠下的油钱。第三天傍晚，税吏带着两名差役登船盘查，翻出半箱私盐。\n"
)
MOUNTAIN = (
    "山腰的道观只剩一个瞎眼老道和一只白鹅。樵夫每月上山送米，换几张画好的平安符。有人说殿后的枯井通着地宫，"
    "夜半会传出木鱼声。猎户放下绳索去探，只捞上来一只铜香炉和几片碎瓷，炉底刻着前朝的年号。\n"
)
RETOLD = (
    "东门外旧磨坊的坊主姓梁，手下雇着两名伙计。赶集的日子，他们总用独轮车把装进布袋的新磨荞麦面推到桥头卖掉。"
    "那个秋天雨水很多，河堤塌去一角，水轮停转了半个月。为了修堤，梁坊主从盐商那里借来三十两银子，讲好来年清明还清。"
)
ORCHARD = (
    "The orchard behind the vicarage had not been pruned for eleven years. Wasps nested in the cider press, and the"
    " gardener's ladder leaned against a pear tree that nobody remembered planting. When the surveyor arrived with"
    " his brass theodolite he found the boundary stone upside down beneath a heap of rotten plums. "
)
FERRY = (
    "Our ferry left the northern pier shortly after the bell. A conductor with a silver whistle collected tickets,"
    " while two merchants argued about the price of tin. Halfway across the strait the engine coughed, and the captain"
    " ordered everyone to the leeward rail until the mechanic had replaced a cracked valve. "
)
PRUNED = (
    "The orchard behind the vicarage had gone unpruned for eleven years. In the cider press wasps were nesting; against"
    " a pear tree, whose planting nobody remembered, leaned the gardener's ladder. Beneath a heap of rotten plums the"
    " surveyor, arriving with a brass theodolite, found the boundary stone upside down. "
)


def side(*texts: str) -> dict[str, RewordedFeatures]:
    return {f"{number}.txt": RewordedFeatures.read(Decoded(text, "utf-8")) for number, text in enumerate(texts)}


def compare(
    left: Mapping[str, RewordedFeatures], right: Mapping[str, RewordedFeatures], method: TextReworded | None = None
) -> tuple[list[Match], Measures]:
    method = method or TextReworded()
    matches = list(method.match(left, right, Context()))
    return matches, method.measure(left, right, matches, Mask())


@pytest.mark.parametrize(
    ("before", "passage", "after", "copy"),
    [(HARBOUR, TOWN, MOUNTAIN, RETOLD), (FERRY, ORCHARD, FERRY[:0], PRUNED)],
    ids=["zh", "en"],
)
def test_a_passage_in_other_words_is_found_where_it_stands(before: str, passage: str, after: str, copy: str) -> None:
    left = before + passage
    right = after + copy + before[:0]
    matches, measures = compare(side(left), side(right))
    (match,) = matches
    assert match.kind == "reworded"
    assert abs(match.left.start - len(before)) <= 4
    assert match.left.stop >= len(left) - 4
    assert abs(match.right.start - len(after)) <= 4
    assert match.right.stop >= len(right) - 4
    for at_left, at_right, length in match.blocks:
        one, other = left[int(at_left) :][: int(length)], right[int(at_right) :][: int(length)]
        assert one[0].casefold() == other[0].casefold()
    for name in ("left", "right"):
        parts = [match.details[f"{what}_of_{name}"] for what in ("kept", "changed", "moved", "dropped")]
        assert sum(parts) == match.details[f"characters_of_{name}"]
        assert measures.values[f"verbatim_characters_of_{name}"] == 0
        assert measures.values[f"reworded_characters_of_{name}"] == match.details[f"characters_of_{name}"]


def test_works_that_share_nothing_give_nothing() -> None:
    for left, right in ((TOWN, HARBOUR), (HARBOUR, MOUNTAIN), (ORCHARD, FERRY), (STORY, LETTER)):
        matches, measures = compare(side(left), side(right))
        assert matches == []
        assert (measures.score, measures.coverage_of_left, measures.coverage_of_right) == (0, 0, 0)


@pytest.mark.parametrize("texts", [[TOWN], [TOWN + HARBOUR, ORCHARD], ["甲乙丙丁" * 40], ["a " * 200], [TOWN, TOWN]])
def test_identical_works_give_exactly_one(texts: list[str]) -> None:
    matches, measures = compare(side(*texts), side(*texts))
    assert (measures.score, measures.coverage_of_left, measures.coverage_of_right) == (1, 1, 1)
    assert "verbatim" in {match.kind for match in matches}


def test_exchanged_works_give_the_same_exchanged() -> None:
    left, right = side(HARBOUR + TOWN, ORCHARD), side(RETOLD + MOUNTAIN, FERRY + PRUNED)
    one, measures = compare(left, right)
    other, mirrored = compare(right, left)
    assert len(one) == 2
    assert {(m.left, m.right, m.blocks) for m in one} == {
        (m.right, m.left, tuple((b, a, n) for a, b, n in m.blocks)) for m in other
    }
    assert measures.score == mirrored.score
    assert measures.values["kept_characters_of_left"] == mirrored.values["kept_characters_of_right"]


def test_what_is_the_same_word_for_word_is_counted_apart() -> None:
    left, right = side(TOWN, ORCHARD), side(TOWN, PRUNED)
    matches, measures = compare(left, right)
    assert sorted(m.kind for m in matches) == ["reworded", "verbatim"]
    values = measures.values
    assert values["verbatim_characters_of_left"] == len(left["0.txt"].text)
    for name in ("left", "right"):
        parts = values[f"verbatim_characters_of_{name}"] + values[f"reworded_characters_of_{name}"]
        assert parts == values[f"common_characters_of_{name}"]
    assert (values["verbatim_passages"], values["reworded_passages"], values["passages"]) == (1, 1, 2)
    assert values["order"] == 1


def test_order_of_passages() -> None:
    between = (ORCHARD + FERRY) * 6  # more than a gap inside a passage may be
    left = side(TOWN + HARBOUR + MOUNTAIN)
    _, same = compare(left, side(TOWN + between + HARBOUR + between + MOUNTAIN))
    _, reversed_ = compare(left, side(MOUNTAIN + between + HARBOUR + between + TOWN))
    assert same.values["order"] == 1
    assert reversed_.values["order"] == -1


def test_a_passage_does_not_cross_files() -> None:
    half = len(TOWN) // 2
    matches, _ = compare(side(TOWN[:half], TOWN[half:]), side(RETOLD))
    assert {m.left.file for m in matches} <= {"0.txt", "1.txt"}
    for match in matches:
        assert match.left.stop <= half + 1 or match.left.file == "1.txt"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_example_of_the_counting_rule(language: str) -> None:
    text = wording.COUNTING[language]["example"]
    words = ("左：", "右：", "折叠后") if language == "zh" else ("Left: ", " Right: ", " Folded, ")
    left, right = text.split(words[0])[1].split(words[1])[0], text.split(words[1])[1].split(words[2])[0]
    ((match,), measures) = compare(side(left), side(right))
    said = text.split(words[2])[1]
    values = measures.values
    assert (measures.coverage_of_left, measures.coverage_of_right) == (1, 1)
    shares = ((s, values[f"common_characters_of_{s}"], values[f"characters_of_{s}"]) for s in ("left", "right"))
    for _, common, size in shares:
        assert f"{common}/{size}" in said
    for what in ("kept", "changed", "moved", "dropped"):
        assert str(match.details[f"{what}_of_left"]) in said
    assert match.details["characters_of_left"] == values["characters_of_left"]


def test_every_figure_and_detail_has_a_name_in_both_languages() -> None:
    matches, measures = compare(side(TOWN, ORCHARD), side(RETOLD, PRUNED))
    for key in [*measures.values, *(k for m in matches for k in m.details), "verbatim", "reworded", "name"]:
        assert wording.LABELS["zh"][key] and wording.LABELS["en"][key]


def test_exclusions_leave_numerator_and_denominator() -> None:
    method = TextReworded()
    left, right = side(TOWN + HARBOUR), side(RETOLD + ORCHARD * 12 + HARBOUR)
    matches = list(method.match(left, right, Context()))
    assert len(matches) == 2
    gone = Region([char("0.txt", 0, len(TOWN))])
    kept = [m for m in matches if m.left.start >= len(TOWN)]
    measures = method.measure(left, right, kept, Mask(left=gone))
    assert measures.values["characters_of_left"] == len(side(HARBOUR)["0.txt"].text)
    assert measures.coverage_of_left == 1


def test_exhibit_marks_each_token(tmp_path: Path) -> None:
    for name, text in (("a.txt", TOWN), ("b.txt", RETOLD)):
        (tmp_path / name).write_text(text, "utf-8")
    works = [Work.open(tmp_path / name, label=name) for name in ("a.txt", "b.txt")]
    method = TextReworded()
    one, other = ({m.file: method.read(m, Resources()) for m in work.members} for work in works)
    (match,) = method.match(one, other, Context())
    shown = method.exhibit(works[0], works[1], match)
    for excerpt, name, text in ((shown.left, "left", TOWN), (shown.right, "right", RETOLD)):
        runs = [run for run in excerpt.runs if run.role != "context"]
        assert "".join(run.text for run in runs) in text
        sizes = {role: sum(len(run.text) for run in runs if run.role == role) for role in ("moved", "dropped")}
        assert sizes["moved"] == match.details[f"moved_of_{name}"]
        assert sizes["dropped"] == match.details[f"dropped_of_{name}"]
    assert any(run.role == "same" and "荞麦" in run.text for run in shown.left.runs)


def test_tokens_of_mixed_text() -> None:
    features = side("He goeth，武松!\nTwo-fold 2nd")["0.txt"]
    stems = features.vocabulary.split("\n")
    names = [chr(t) if t < WORDS else stems[t - WORDS] for t in features.tokens.tolist()]
    assert names == ["he", "go", "武", "松", "twofold", "2nd"]
    assert features.ends[1] == CLAUSE
    assert features.ends[3] == LINE
    assert side("甲。乙")["0.txt"].ends.tolist() == [SENTENCE, LINE]


def test_stems() -> None:
    pairs = (("goeth", "goes"), ("walked", "walking"), ("thou", "you"), ("cities", "city"), ("sinned", "sin"))
    for one, other in pairs:
        assert stem(one) == stem(other), (one, other)
    assert stem("as") == "as"
    assert stem("1984s") == "1984s"


def test_the_frequency_table() -> None:
    parts, digest = frequency.table()
    assert len(digest) == 64
    assert parts["人"] > parts["铃"] > 0
    assert parts["the"] > parts["harbour"] > 0
    assert parts[stem("whales")] == parts[stem("whale")] > 0


def test_a_background_weighs_instead_of_the_table() -> None:
    names = ["磨", "坊", "the"]
    plain = frequency.prior(names)
    table = {"磨".encode(): 9, "坊".encode(): 0, b"the": 10}
    background = Background("mills", "0" * 64, 10, lambda keys: [table[bytes(key)] for key in keys])
    weighed = frequency.prior(names, [background])
    assert weighed[0] > plain[0]
    assert weighed[1] < weighed[0] <= weighed[2]
    assert weighed.sum() <= plain.sum() * (1 + 1e-9)
    assert frequency.described([background]) == {"name": "mills", "sha256": "0" * 64}
    assert frequency.described([])["sha256"] == frequency.table()[1]
    common = {key: 10 for key in map(str.encode, set(TOWN + RETOLD))}
    everywhere = Background("all", "1" * 64, 10, lambda keys: [common.get(bytes(key), 0) for key in keys])
    method, sides = TextReworded(), (side(HARBOUR + TOWN), side(MOUNTAIN + RETOLD))
    (rare,) = method.match(*sides, Context())
    less = list(method.match(*sides, Context(resources=Resources((everywhere,)))))
    assert all(match.details["evidence"] != rare.details["evidence"] for match in less)


def test_the_record_says_what_the_weights_rest_on() -> None:
    tables: dict[str, object] = {}
    seen: list[Observation] = []
    context = Context(table=tables.__setitem__, observe=seen.append)
    list(TextReworded().match(side(TOWN), side(RETOLD), context))
    assert tables["frequencies"] == [{"name": "frequency_table.txt", "sha256": frequency.table()[1]}]
    assert [(o.side, o.kind) for o in seen] == [("left", "encoding"), ("right", "encoding")]


def test_refusals_and_limits_name_the_work() -> None:
    with pytest.raises(Refused, match=r"0\.txt"):
        compare(side("短文"), side(TOWN))
    with pytest.raises(Refused, match="26 字"):
        compare(side(TOWN), side("，。！\n" * 50))
    with pytest.raises(OverLimit, match="split the texts"):
        list(TextReworded().match(side(TOWN), side(TOWN), Context(memory_limit=1000)))
    for bad in ({"min_zi": 0}, {"min_letters": 10_001}, {"evidence": 24}, {"evidence": 70.5}):
        with pytest.raises(UsageError, match=next(iter(bad))):
            TextReworded(**bad)


@pytest.mark.parametrize(
    "text", ["a" * 50_000, "甲" * 50_000, "甲乙" * 20_000, "ab " * 20_000, "\u0e01" * 3000, "𠀀" * 3000]
)
def test_texts_without_end_of_the_same(text: str) -> None:
    matches, measures = compare(side(text), side(text[: len(text) // 2] + TOWN))
    assert measures.coverage_of_left is not None
    assert len(matches) < 2000


def test_plants_are_documented_and_found(tmp_path: Path) -> None:
    method = TextReworded()
    assert isinstance(method, Plantable)
    assert isinstance(method, Indexable)
    source = member(tmp_path / "source.txt", (TOWN + HARBOUR + MOUNTAIN).encode())
    host = member(tmp_path / "host.txt", (ORCHARD + FERRY).encode())
    names = set()
    for seed in range(12):
        plant = method.plant(source, host, seed, tmp_path)
        names.add(plant.alteration)
        one, other = (side(path.read_text("utf-8")) for path in (source.path, plant.path))
        matches = list(method.match(one, other, Context()))
        assert any(
            m.left.start <= plant.left.start and m.left.stop >= plant.left.stop
            and m.right.start <= plant.right.start and m.right.stop >= plant.right.stop
            for m in matches
        ), (seed, plant)  # fmt: skip
    assert names == {"thinned", "shuffled", "thinned-shuffled"}
    with pytest.raises(Refused, match=r"short\.txt"):
        method.plant(member(tmp_path / "short.txt", TOWN[:20].encode()), host, 0, tmp_path)


def test_scrambled_material_holds_no_passage(tmp_path: Path) -> None:
    method = TextReworded()
    text = TOWN + HARBOUR + MOUNTAIN
    source = member(tmp_path / "source.txt", text.encode())
    path = method.scramble(source, 1, tmp_path)
    scrambled = path.read_text("utf-8")
    assert sorted(c for c in scrambled if c.isalnum()) == sorted(c for c in text if c.isalnum())
    assert compare(side(text), side(scrambled))[0] == []


def test_the_same_places_whatever_order_files_were_given_in() -> None:
    dice = random.Random(3)
    texts = [TOWN, HARBOUR, MOUNTAIN, ORCHARD]
    left, right = side(*texts), side(RETOLD, HARBOUR)
    expected = compare(left, right)
    for _ in range(3):
        order = dice.sample(sorted(left), len(left))
        assert compare({name: left[name] for name in order}, right) == expected
