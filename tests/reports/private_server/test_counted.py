"""The private-server report counts each file once, names its denominators, and says what its figures leave out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from appraisal import template
from appraisal.comparison import RULE
from appraisal.dossier import Dossier, Filed
from appraisal.profile import Ancestors, Groups, Matches, Profile, Versions
from reports.build import build
from reports.document import Document, Grid
from reports.sections.desk import Desk
from reports.sections.exclusions import exclusions
from reports.sections.part_lineage import ancestors, versions
from reports.sections.part_tables import grouped_rows, rows_of
from tests.reports.private_server.test_parts import part
from tests.reports.test_build import words

ANCESTOR = "C1"


def of_method(dossier: Dossier, name: str) -> Filed:
    return next(one for one in dossier.comparisons if one.comparison.comparator == name)


def with_record(dossier: Dossier, filed: Filed, **changed: Any) -> Dossier:
    """The same case with one record changed."""
    made = replace(filed, comparison=replace(filed.comparison, **changed))
    return replace(dossier, comparisons=tuple(made if one is filed else one for one in dossier.comparisons))


def test_an_ancestor_that_a_method_did_not_divide_by_was_received_all_the_same(dossier: Dossier) -> None:
    filed = of_method(dossier, "software-tree")

    def told(tables: Mapping[str, Any], language: str = "zh") -> str:
        changed = with_record(dossier, filed, ancestors=(), tables={**filed.comparison.tables, **tables})
        desk = Desk(changed, "en" if language == "en" else "zh")
        return words(tuple(b for b in ancestors(desk, Ancestors(("software-tree",)))))

    count = sum(one.work == ANCESTOR for one in filed.comparison.excluded)
    assert count and f"共同来源 {ANCESTOR}已收到" in told({}) and f"因与之相同而扣除的有 {count} 处" in told({})
    unread = {"not_compared": [[ANCESTOR, "", "refused", ""]]}
    assert "未能按该方法与之比对" in told(unread) and "不在该方法能够判断的范围内" in told(unread)
    assert "没有收到共同来源" not in told({}) + told(unread)
    assert "though handed in, could not be compared by this method" in told(unread, "en")


def test_each_file_counts_in_one_class(dossier: Dossier, profile: Profile) -> None:
    filed, desk = of_method(dossier, "software-tree"), Desk(dossier, "zh")
    items = [item for one in profile.parts for item in one.show if isinstance(item, Groups)]
    counted = Counter(
        (str(row["side"]), str(row["file"])) for item in items for row in grouped_rows(desk, filed, item) or ()
    )
    listed = {(str(row["side"]), str(row["file"])) for row in rows_of(filed.comparison.tables["file_list"])}
    assert set(counted) == listed and set(counted.values()) == {1}


def test_the_two_ways_of_counting_lines_are_named(document: Document, profile: Profile) -> None:
    for at, said in enumerate((("空行计入", "不计空行"), ("empty ones too", "empty ones aside"))):
        assert all(one in words(part(document, profile, "server", at)) for one in said)


def test_scores_show_what_the_method_for_scores_found(document: Document, profile: Profile) -> None:
    blocks = part(document, profile, "scores")
    (grid,) = (b for b in blocks if isinstance(b, Grid) and "本类的旋律" in words(b.caption))
    assert len(grid.rows) == 4 and "music/theme.abc" in words(blocks)
    assert "0/2" in words(blocks)  # by bytes and lines nothing corresponds: said with its denominator
    assert "本类的旋律" not in words(part(document, profile, "maps"))


def test_nothing_found_has_its_denominators(dossier: Dossier, profile: Profile) -> None:
    filed = of_method(dossier, "software-data")
    made = build(replace(with_record(dossier, filed, matches=()), language="zh"))
    told = words(part(made, profile, "data"))
    assert f"{filed.comparison.all.values['tables_of_right']:g}" in told
    assert "左侧表" in told and "未检出对应" in told


def test_what_only_rules_took_out_is_not_called_nothing(dossier: Dossier) -> None:
    filed = of_method(dossier, "software-tree")
    ruled = [replace(one, by=f"{RULE}x", work=None) for one in filed.comparison.excluded]

    def told(found: list[Any]) -> str:
        alone = replace(filed, comparison=replace(filed.comparison, excluded=found, ancestors=()))
        return words(tuple(exclusions(Desk(replace(dossier, comparisons=(alone,)), "zh"))))

    assert "未作排除" not in told(ruled) and "按规则扣除" in told(ruled) and "“过滤”" in told(ruled)
    assert "“扣除后”的数字与“全部”相同" in told([])


def test_a_caption_names_the_order_that_is(profile: Profile) -> None:
    """Whatever a template sorts by, what experts accepted stands first."""
    items = [item for one in profile.parts for item in one.show if isinstance(item, Matches) and item.caption]
    ordered = [item.caption for item in items if item.caption and "在前" in item.caption.zh]
    assert ordered and all("采信者" in said.zh and "accepted ones first" in said.en for said in ordered)


def test_a_lineage_of_some_kinds_says_that_it_leaves_out_others(dossier: Dossier, profile: Profile) -> None:
    desk = Desk(dossier, "zh")
    items = [item for one in profile.parts for item in one.show if isinstance(item, Versions)]
    for reading in (one for item in items for one in item.readings):
        found = of_method(dossier, reading.comparator).comparison.matches
        told = words(tuple(b for b in versions(desk, Versions((reading,)))))
        others = sum(match.kind not in reading.kinds for match in found)
        assert ("只计下列种类的对应" in told) is bool(reading.kinds)
        assert not reading.kinds or f"其他对应有 {others} 处" in told
        assert "不能由本表的长度相除得出" in told


def test_an_item_stands_in_the_parts_it_names_alone() -> None:
    body = """
name = "small"
title = { zh = "小", en = "Small" }
notebook = "report.ipynb"
order = ["part:one", "part:two"]
[[part]]
id = "<id>"
each = [{ id = "one" }, { id = "two" }]
heading = { zh = "其", en = "It" }
about = { zh = "说", en = "About" }
show = [{ kind = "say", only = ["two"], text = { zh = "甲", en = "A" } }]
"""
    assert [len(one.show) for one in template.read(body).parts] == [0, 1]
