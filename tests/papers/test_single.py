"""That there was one run stands in no prose of a report that lists more; what is told of other things stays free."""

from __future__ import annotations

import pytest

from appraisal import freeze
from appraisal.case import Case
from appraisal.dossier import Dossier
from appraisal.gates.single import is_one
from appraisal.papers.as_read import printed
from appraisal.procedure import Kind
from tests.papers import whole
from tests.papers.test_gates import edited, gates, text

ONE = (
    *(
        "两件作品只比对过一遍。",
        "比对共进行了一次。",
        "没有进行过第二次比对。",
        "本案仅作一次比对。",
        "在卷结果仅有一次。",
    ),
    *("The works were compared only once.", "There was no second run.", "The figures were made in a single run."),
    *("There was but one comparison.", "The comparison was run once."),
)
FREE = (
    *("第一次比对后只重新运行过一次。", "每种方法只运行一次。", "排除后只运行过一次比对。", "对照实验只运行一次。"),
    *("比对运行两次，第二次在排除之后。", "比对并非只运行过一次。", "两件作品共有一处相同。", "比对结果只有一处相同。"),
    *("After the exclusion there was one run.", "A single run takes ten minutes.", "There was only one match."),
    *("The works were compared more than once.", "The comparison was run once more.", "The controls were run once."),
    "The tables list comparisons that no other run replaced.",
    "Once the works were compared, the results were reviewed.",
)


@pytest.mark.parametrize("words", ONE)
def test_that_there_was_one_run_is_heard(words: str) -> None:
    assert is_one(printed(words).text)


@pytest.mark.parametrize("words", FREE)
def test_other_things_were_done_once(words: str) -> None:
    assert not is_one(printed(words).text)


def test_it_is_held_against_the_log(own: Case, dossier: Dossier) -> None:
    whole.compare_without(own, "两书均引自同一公文")
    late = freeze.freeze(own)
    assert "told/once" not in gates(late)
    for words in ("按方案进行。两件作品只比对过一次。", "The comparison was run once."):
        assert "told/once" in gates(text(late, "process", words))
        assert "told/once" not in gates(text(dossier, "process", words)), "it is true"
    assert "told/once" not in gates(edited(late, Kind.HANDLED, note="两件作品只比对过一次")), "as it was then"
