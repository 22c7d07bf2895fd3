"""What gates keep of a text they read before is that text's alone: another text, case or view is read anew."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from appraisal import keeping
from appraisal.dossier import Dossier, Role
from appraisal.gates.claims import claims
from appraisal.gates.figures import figures_of
from appraisal.gates.free import Known
from appraisal.gates.relations import Works
from appraisal.gates.view import View
from appraisal.gates.wording import hedged, legal, numbers
from appraisal.gates.written import written
from appraisal.papers import files
from appraisal.papers.as_read import printed
from appraisal.procedure import Kind
from tests.papers.test_gates import edited, gates, text

PAPER = files.find("cn-copyright")
PLACE = "见第 88 字符处。"


def test_a_text_is_read_by_all_that_it_is_read_with() -> None:
    quote = "“可能抄袭”"
    for _ in range(2):
        assert hedged(quote) == [] and [one.words for one in hedged(quote, [quote])] == ["可能"]
        assert legal(quote, similarity=False) == [] and legal(quote, [quote], similarity=False)
        assert legal("二者实质性相似。", similarity=False) and not legal("二者实质性相似。", similarity=True)
        assert legal("系破坏性程序。", similarity=False)
        assert not legal("系破坏性程序。", similarity=False, programs=("破坏性程序",))
        assert numbers(PLACE, {}) and not numbers(PLACE, {}, known=Known(places=frozenset({88.0})))


def test_works_of_another_case_are_others() -> None:
    told = "灯影记改编自城门集。"
    mine = Works.of([("A1", "城门集", Role.CLAIMED), ("B1", "灯影记", Role.ACCUSED)])
    for _ in range(2):
        assert legal(told, similarity=False, works=mine)
        assert list(claims(printed(told), works=mine))
        assert not legal(told, similarity=False, works=Works.of([("A1", "河", Role.CLAIMED)]))
    assert mine == Works.of([("A1", "城门集", Role.CLAIMED), ("B1", "灯影记", Role.ACCUSED)])


def test_what_is_given_out_may_be_altered() -> None:
    for found in (hedged("可能相同。"), legal("抄袭。", similarity=False), numbers("相同率为 31%。", {})):
        assert found
        found.clear()
    assert hedged("可能相同。") and legal("抄袭。", similarity=False) and numbers("相同率为 31%。", {})


def test_a_view_is_gathered_once_and_another_anew(dossier: Dossier) -> None:
    view = View(dossier, PAPER)
    assert [*written(view)] == [*written(view)] and next(written(view)) is next(written(view))
    altered = text(dossier, "analysis", "可能相同。")
    assert "可能相同。" in [one.text for one in written(View(altered, PAPER))]
    assert "hedges/可能" in gates(altered) and "hedges/可能" not in gates(dossier)
    assert [*written(replace(view, dossier=altered))] != [*written(view)]


def test_long_texts_are_not_kept() -> None:
    read: list[str] = []

    @keeping.of_text
    def told(words: str) -> int:
        read.append(words)
        return len(words)

    for words in ("short", "long " * keeping.LONGEST):
        assert told(words) == told(words) == len(words)
    assert len(read) == 3, "the short one once"


def test_bodies_are_told_apart_by_all_that_they_say() -> None:
    bodies: list[dict[str, Any]] = [{"n": 1}, {"n": True}, {"n": 1.0}, {"n": "1"}, {"n": [1]}, {"n": (1,)}, {"m": 1}]
    assert len({keeping.Body(one) for one in bodies}) == len(bodies)
    assert keeping.Body({"n": [1]}) == keeping.Body({"n": [1]}) != {"n": [1]}


def test_a_form_that_is_filed_anew_is_read_anew(dossier: Dossier) -> None:
    for name in ("光谱科技鉴定所", "晨星鉴定所", "光谱科技鉴定所"):
        found = View(edited(dossier, Kind.INSTITUTION, name=name), PAPER).institution
        assert found is not None and found.name == name
    assert View(edited(dossier, Kind.INSTITUTION, name=7), PAPER).institution is None
    deep: Any = []
    for _ in range(5_000):
        deep = [deep]
    assert View(edited(dossier, Kind.INSTITUTION, name=deep), PAPER).institution is None, "too deep to be read"


def test_what_lasts_is_one_value_s_alone(dossier: Dossier) -> None:
    first, *_ = dossier.comparisons
    assert figures_of(first) is figures_of(first)
    fewer = replace(first, verdicts={})
    assert figures_of(fewer) is not figures_of(first) and figures_of(fewer) != figures_of(first)
    assert replace(first) == first and figures_of(replace(first)) == figures_of(first)


def test_equal_values_are_one() -> None:
    one, two = (Known(places=frozenset({float(n)})) for n in (88, 89))
    assert keeping.same(one) is keeping.same(Known(places=frozenset({88.0})))
    assert keeping.same(one) == one != keeping.same(two) == two
