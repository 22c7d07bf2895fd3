"""How the benchmark takes the finds of ``text-exact`` as pairs of places, and its truth found by brute force."""

from benchmarks.text_peers import exact, outer
from benchmarks.text_sets import parallel_lines

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
