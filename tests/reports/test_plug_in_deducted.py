"""The plug-in report on matches: what deduction leaves, what is wholly deducted, excerpts that stand once."""

from __future__ import annotations

from dataclasses import replace

from appraisal import template
from appraisal.comparison import Exclusion, Reason
from appraisal.finding import Verdict
from appraisal.profile import Sentence as ItemSentence
from appraisal.profile import Words
from reports.document import Paragraph
from reports.sections.desk import Desk
from reports.sections.part_matches import _apart, _counted_apart
from reports.sections.part_tables import sentence
from reports.sections.shown import _in_part
from reports.wording import WORDS
from tests.reports import specimen
from tests.reports.test_build import words
from tests.reports.test_examined import observed
from tests.reports.test_plug_in import of


def test_what_is_wholly_deducted_is_counted_and_what_an_expert_upholds_stays() -> None:
    filed = specimen.text_filed()
    whole = tuple(
        Exclusion(Reason.THIRD_PARTY, side=side, span=span, by="rule:x")
        for match in filed.comparison.matches[:3]
        for side, spans in match.sides()
        for span in spans
    )
    filed = replace(filed, comparison=replace(filed.comparison, excluded=whole), verdicts={})
    some = filed.comparison.matches
    gone = {match.id for match in some[:3]}
    assert gone <= {match.id for match in _apart(filed, some)}
    upheld = replace(filed, verdicts={some[0].id: Verdict.ACCEPTED})
    assert some[0].id not in {match.id for match in _apart(upheld, some)}
    base = of(observed(0x1400))
    zh = words((_counted_apart(Desk(base, "zh"), filed, "甲表", some[:3]),))
    en = words((_counted_apart(Desk(base, "en"), filed, "table", some[:3]),))
    assert "甲表：另有 3 处整件在扣除范围内（第三方组件 3）" in zh and "table: 3 further matches lie wholly in" in en


def test_reasons_of_what_is_deducted_may_add_up_to_more_which_is_said() -> None:
    """A match that two reasons deduct counts in each."""
    filed = specimen.text_filed()
    some = filed.comparison.matches[:3]
    third = [Exclusion(Reason.THIRD_PARTY, "left", span, by="rule:x") for match in some for span in match.all_left()]
    tool = Exclusion(Reason.TOOL_GENERATED, "left", some[0].left, by="rule:y")
    for excluded, said in (((*third, tool), True), (tuple(third), False)):
        one = replace(filed, comparison=replace(filed.comparison, excluded=excluded))
        for language in ("zh", "en"):
            note = words((_counted_apart(Desk(of(), language), one, "-", some),))
            assert (WORDS[language]["deducted-twice"] in note) is said and " 3" in note


def test_the_sentence_on_functions_says_what_deduction_leaves() -> None:
    (item,) = [
        item
        for one in template.find("plug-in").parts
        for item in one.show
        if isinstance(item, ItemSentence) and item.comparator == "software-functions"
    ]
    for language in ("zh", "en"):
        pattern = item.text.read(language)
        assert all(f"{{functions_{name}_after}}" in pattern for name in ("of_right", "paired_of_right", "of_left"))
    filed = specimen.text_filed()
    values = {"functions_of_right": 9}
    left = replace(filed.comparison.filtered, values={"functions_of_right": 4})
    whole = replace(filed.comparison.all, values=values)
    filed = replace(filed, comparison=replace(filed.comparison, all=whole, filtered=left))
    made = replace(of(observed(0x1400)), comparisons=(filed,))
    asked = ItemSentence(
        filed.comparison.comparator, Words("{functions_of_right} {functions_of_right_after}", "-"), figures="before"
    )
    assert "9 4" in words(tuple(block for block in sentence(Desk(made, "zh"), asked) if isinstance(block, Paragraph)))


def test_excerpts_in_rows_stand_once_where_a_part_has_their_table() -> None:
    made = of(observed(0x1400))
    desk = Desk(made, "zh")
    functions = replace(specimen.text_filed(), comparison=replace(specimen.text_filed().comparison,
                                                                  comparator="software-functions"))  # fmt: skip
    assert "问题一" in _in_part(desk, functions) and _in_part(desk, specimen.text_filed()) == ""
    assert _in_part(Desk(replace(made, profile=None), "zh"), functions) == ""
    said = WORDS["zh"]["excerpts-in-part"].format(count=3, part="甲", file="excerpts-1.txt")
    assert "3 处" in said and "excerpts-1.txt" in said and "{part}" in WORDS["en"]["excerpts-in-part"]
