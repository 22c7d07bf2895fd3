"""How the benchmark takes the finds of ``text-exact`` as pairs of places, and its truth found by brute force."""

from benchmarks.text_peers import exact, outer
from benchmarks.text_plagdet import plagdet
from benchmarks.text_truth import NATURAL_ZI, Pair, common_stretches, inside, judged, parallel_lines

PASSAGE = "话说山东济州郓城县有一押司姓宋名江表字公明排行第三祖居宋家村人氏"


def test_a_part_of_a_longer_correspondence_is_no_second_one() -> None:
    whole, part, again, elsewhere = ((0, 30), (5, 35)), ((10, 24), (15, 29)), ((10, 24), (20, 34)), ((0, 14), (60, 74))
    assert sorted(outer([part, again, whole, elsewhere])) == [elsewhere, whole]


def test_a_stretch_that_stands_again_elsewhere() -> None:
    left = PASSAGE + "。"
    right = "此处另有他文。" + PASSAGE + "，又及：" + PASSAGE[4:20] + "云云。"
    found = sorted(exact(left, right))
    assert found == [((0, 32), (7, 39)), ((4, 20), (43, 59))]


def test_lines_that_share_half_of_their_words_or_a_long_stretch() -> None:
    left = ["and the king said unto them all", "nothing of the kind here at all"]
    right = ["the king said unto them now and went", "a wholly other line", left[1][:20]]
    assert parallel_lines(left, right) == [(0, 0), (1, 2)]


def doubled() -> Pair:
    """The source has a passage of 32 字 twice running; its last 12 字, the second one and 6 字 more were put in."""
    left = PASSAGE + PASSAGE + "那时天色已晚" + "别无他话"
    right = "此处另有他文" + left[20:70] + "又一处他文"
    pair = Pair(left, right, [((20, 70), (6, 56))])
    pair.natural = [one for one in common_stretches(left, right, NATURAL_ZI) if not inside(one, pair.cases)]
    return pair


def test_a_repeat_that_crosses_what_was_planted_is_no_case_and_its_find_no_error() -> None:
    pair = doubled()
    repeat = ((0, 32), (18, 50))
    assert pair.natural == [repeat]
    scores = plagdet(*judged([pair], [[*pair.cases, repeat]], True))
    assert (scores.plagdet, scores.cases, scores.detections) == (1, 1, 1)
    assert plagdet(*judged([pair], [pair.cases], True)).plagdet == 1
    pieces = [((20, 44), (6, 30)), ((46, 70), (32, 56))]
    repeated, wrong = ((0, 12), (18, 30)), ((0, 12), (40, 52))  # part of the repeat; beside it
    split = plagdet(*judged([pair], [[*pieces, repeated, wrong]], True))
    assert (split.granularity, split.recall, split.precision) == (2, 0.96, 2 / 3)


def test_where_the_host_goes_on_like_the_source_that_belongs_to_the_case() -> None:
    pair = Pair("", "", [((20, 50), (5, 35))], [((20, 62), (5, 47)), ((55, 75), (5, 25)), ((70, 90), (60, 80))])
    cases, _ = judged([pair], [[]], True)
    assert sorted((case.left, case.right) for case in cases) == [((20, 62), (5, 47)), ((70, 90), (60, 80))]
