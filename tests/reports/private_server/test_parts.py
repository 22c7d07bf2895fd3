"""The private-server report of the sample works: what each part says, leaves to people, and cannot hide."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from appraisal.dossier import Dossier
from appraisal.profile import Matches, Profile
from reports.build import BODY, build
from reports.document import Document, Grid, Heading, Paragraph
from reports.places import number
from reports.sections.desk import Desk
from reports.sections.part_matches import matches
from reports.wording import WORDS
from tests.reports.test_build import words

ANCESTOR = "C1"


def part(document: Document, profile: Profile, name: str, at: int = 0) -> tuple[Any, ...]:
    """Blocks of one part in one language."""
    return part_of(document, profile.part(name).heading.read(document.parts[at].language), at)


def part_of(document: Document, title: str, at: int = 0) -> tuple[Any, ...]:
    """Blocks of the section of that title, in the first language or another."""
    blocks = document.parts[at].blocks
    tops = [n for n, block in enumerate(blocks) if isinstance(block, Heading) and block.level == 1]
    start = next(n for n in tops if blocks[n].text.endswith(title))  # type: ignore[union-attr]
    return blocks[start + 1 : next((n for n in tops if n > start), len(blocks))]


def results(blocks: tuple[Any, ...]) -> Iterator[str]:
    for block in blocks:
        lines = [block.content] if isinstance(block, Paragraph) else []
        if isinstance(block, Grid):
            lines = [block.caption, *(cell for row in block.rows for cell in row)]
        yield from (piece.result for line in lines for piece in line if piece.result)


# --- what stands in the report ----------------------------------------------------------------------------------------


def test_the_template_adds_parts_and_takes_no_section_away(document: Document, profile: Profile) -> None:
    for made in document.parts:
        headings = " ".join(block.text for block in made.blocks if isinstance(block, Heading))
        for key, _, optional in BODY:
            assert optional or WORDS[made.language][key] in headings, key
        for one in profile.parts:
            assert one.heading.read(made.language) in headings
    assert document.title == "网络游戏私服比对报告"


def test_server_and_client_stand_apart_with_both_denominators(document: Document, profile: Profile) -> None:
    server, client = (words(part(document, profile, name)) for name in ("server", "client"))
    (grid,) = (b for b in part(document, profile, "server") if isinstance(b, Grid) and "扣除前后" in words(b.caption))
    left, right = ([words(cell) for cell in row] for row in grid.rows[:2])
    assert left[1] == "样本 A1" and re.match(r"1\d/15（", left[4]), left
    assert right[1] == "检材 B1" and re.match(r"1\d/16（", right[4]), right
    assert "没有属于本部分的内容" in client and "12/16" not in client
    first = next(text for block in part(document, profile, "server") if "行相对应" in (text := words((block,))))
    assert first.index("行相对应") < first.index("按文件计")  # lines first: one place is enough for a file to count
    assert "不能代替行数" in server and "Server programs" in words(document.parts[1].blocks)


def test_each_class_of_resources_is_a_part(document: Document, profile: Profile) -> None:
    for name, zh in (("maps", "地图"), ("characters", "角色"), ("equipment", "装备"), ("skills", "技能"),
                     ("monsters", "怪物"), ("interface", "界面"), ("sounds", "音效"), ("scores", "乐谱")):  # fmt: skip
        assert f"“{zh}”" in words(part(document, profile, name))
    for name in ("code", "texts", "configuration", "other"):
        assert words(part(document, profile, name))


def test_a_class_shows_its_files_pictures_and_tables(document: Document, profile: Profile) -> None:
    monsters, skills = (words(part(document, profile, name)) for name in ("monsters", "skills"))
    assert "data/monsters.csv" in monsters and "tables/mob.csv" in monsters and "pic/mob_wolf.jpg" in monsters
    assert "data/skills.csv" not in monsters and "data/skills.csv" in skills and "mob_wolf" not in skills
    assert "本类的数据表" in monsters and "本类的图片" in monsters


def test_every_machine_figure_of_a_part_leads_to_its_record_and_is_marked(
    document: Document, dossier: Dossier, profile: Profile
) -> None:
    known = {filed.key[:12] for filed in dossier.comparisons}
    known |= {match.id for filed in dossier.comparisons for match in filed.comparison.matches}
    for name in ("server", "maps", "data", "deduction", "versions"):
        blocks = part(document, profile, name)
        assert set(results(blocks)) and set(results(blocks)) <= known, name
        assert "未核验" in words(blocks), name


def test_the_leak_is_answered_by_what_the_base_lacks(document: Document, dossier: Dossier, profile: Profile) -> None:
    told = words(part(document, profile, "deduction"))
    filed = [one for one in dossier.comparisons if one.comparison.ancestors]
    assert len(filed) >= 5
    for one in filed:
        (ancestor,) = one.comparison.ancestors
        only, shared = (ancestor.right[key] for key in ("shared_with_other_only", "shared_by_all_three"))
        total, beyond = number(only + shared), number(only)  # of areas: no whole numbers
        assert f"相对应的部分共 {total} " in told and f"{beyond} " in told
        assert "与共同来源 C1无对应" in told
    assert "被控方称" in told and "其他公开来源未经比对" in told


def test_one_version_tells_no_lineage(document: Document, dossier: Dossier, profile: Profile) -> None:
    told = words(part(document, profile, "versions"))
    assert "只收到样本的一个版本" in told and "无从区分" in told and "最为一致" not in told
    assert len(dossier.lineages) == len(profile.readings)
    assert all(row.alone == row.shared for one in dossier.lineages for row in one.every.rows)


def test_features_of_common_origin_have_background_and_innocent_explanation(
    document: Document, profile: Profile
) -> None:
    blocks = part(document, profile, "common-origin")
    told = words(blocks)
    assert "未设背景材料，未计数" in told and "未填写" in told
    assert "甲：" in told and "可能同出一份公开说明" in told and "方法提示：" in told
    assert "不在扣除范围内" in told
    first = next(block for block in blocks if isinstance(block, Grid) and "其他相同字符串" in words(block.caption))
    assert words(first.rows[0][-1]) == "采信"
    assert "前 8 行，共" in told


def test_what_is_deducted_comes_last_and_says_as_what(dossier: Dossier, profile: Profile) -> None:
    items = [item for part in profile.parts for item in part.show if isinstance(item, Matches) and item.common_origin]
    desk, seen = Desk(dossier, "zh"), set()
    for item in items:
        for block in matches(desk, replace(item, most=10_000)):
            if not isinstance(block, Grid):
                continue
            rows = [(words(row[-1]), words(row[3])) for row in block.rows]
            for verdict in {last for last, _ in rows}:
                told = [said.partition("与扣除范围有交集：")[1:] for last, said in rows if last == verdict]
                assert told == sorted(told, key=lambda each: bool(each[0]))
                assert all(cause for mark, cause in told if mark)
                seen |= {cause for mark, cause in told if mark}
    assert any("共同来源" in cause for cause in seen)


def test_the_panels_sentence_stands_under_its_part_and_nowhere_else(document: Document, profile: Profile) -> None:
    sentence = "检材的世界地图由样本的世界地图旋转而成。"
    assert sentence in words(part(document, profile, "maps")) and "撰写：甲" in words(part(document, profile, "maps"))
    assert words(document.parts[0].blocks).count(sentence) == 1
    assert "服务器端的相同之处见上表。" in words(part(document, profile, "server"))
    assert "尚无经核验的意见" not in words(part(document, profile, "maps"))


def test_a_part_without_a_sentence_has_no_opinion(document: Document, profile: Profile) -> None:
    for name in ("client", "skills", "text", "versions", "facts"):
        assert "尚无经核验的意见" in words(part(document, profile, name)), name


def test_a_sentence_without_accepted_matches_is_told_so(document: Document, profile: Profile) -> None:
    assert "尚无采信的对应" in words(part(document, profile, "maps"))
    assert "尚无采信的对应" not in words(part(document, profile, "common-origin"))


def test_the_program_says_nothing_that_is_for_people_to_say(document: Document, profile: Profile) -> None:
    for at in (0, 1):
        for one in profile.parts:
            told = words(part(document, profile, one.id, at)).lower()
            for word in ("实质性相似", "抄袭", "侵权", "substantially similar", "infring", "plagiar"):
                assert word not in told, (one.id, word)


def test_authorisation_is_the_clients_word_and_no_finding(document: Document, profile: Profile) -> None:
    told = words(part(document, profile, "authorisation"))
    assert "从未许可任何人架设服务器。" in told and "委托人代表" in told and "均未认定" in told
    assert "本部分意见" not in told


def test_operating_data_are_query_rows_and_digest_only(document: Document, profile: Profile) -> None:
    told = words(part(document, profile, "operating"))
    assert "SELECT count(*) FROM roles" in told and "17" in told and "ab" * 32 in told
    assert "充值一百万元" not in told and "未按“查询、行数、校验值”记载" in told


def test_the_log_tells_a_query_in_words(document: Document) -> None:
    told = words(document.parts[0].blocks)
    assert "query:" not in told and "rows:" not in told
    assert "查询：\nSELECT count(*) FROM roles\n" in told and "行数：\n17\n" in told  # in the log; the part has columns


def test_types_of_files_are_told_in_words(document: Document, profile: Profile) -> None:
    told = words(part(document, profile, "fixation")).splitlines()
    assert "文本" in told and "text" not in told


def test_a_method_that_did_not_run_is_named(dossier: Dossier, profile: Profile) -> None:
    bare = build(replace(dossier, comparisons=(), lineages=(), language="zh"))
    for name, method in (("art", "image-copy"), ("server", "software-tree"), ("data", "software-data")):
        (said,) = (t for b in part(bare, profile, name) if "未作该项比对：案卷没有方法" in (t := words((b,))))
        assert method in said
    assert "案卷没有方法 文字逐字比对（text-exact）" in words(part(bare, profile, "versions"))


def test_a_method_without_a_result_is_told_with_its_reason(dossier: Dossier, profile: Profile) -> None:
    failed = tuple(
        replace(
            one, comparison=replace(one.comparison, status="refused", reason="refused", message="no plates"), shown=()
        )
        for one in dossier.comparisons
    )
    made = build(replace(dossier, comparisons=failed, lineages=(), language="zh"))
    for name in ("server", "art", "versions", "deduction"):
        told = words(part(made, profile, name))
        assert "下列比对未得结果（被拒绝或失败）" in told and "A1–B1" in told and "Paragraph" not in told
    told = words(part_of(made, WORDS["zh"]["totals"]))
    assert "拒绝" in told and "不在该方法能够判断的范围内：（程序原文）no plates" in told


def test_a_table_that_the_record_lacks_is_said(dossier: Dossier, profile: Profile) -> None:
    without = tuple(replace(one, comparison=replace(one.comparison, tables={})) for one in dossier.comparisons)
    told = words(part(build(replace(dossier, comparisons=without, language="zh")), profile, "server"))
    assert "未载此表" in told and "12/16" not in told


def test_files_are_grouped_before_and_after_deduction(dossier: Dossier, profile: Profile) -> None:
    """A table of files is put into the record by hand; the figures are counted by hand from the record's places."""
    (filed,) = (one for one in dossier.comparisons if "accounts" in one.comparison.tables)
    wanted = {"left": ["server/main.py", "server/vendor/pondkit/ticker.py"], "right": ["gs/run.py"]}
    listed = [[side, file, "客户端程序架构", "client programs"] for side, files in wanted.items() for file in files]
    table = {"head": ["side", "file", "class_zh", "class_en"], "rows": listed}
    tables = {**filed.comparison.tables, "file_list": table}
    changed = replace(filed, comparison=replace(filed.comparison, tables=tables))
    others = tuple(changed if one is filed else one for one in dossier.comparisons)
    blocks = part(build(replace(dossier, comparisons=others, language="zh")), profile, "client")
    (grid,) = (block for block in blocks if isinstance(block, Grid) and "扣除前后" in words(block.caption))
    left = [words(cell) for cell in grid.rows[0]]
    assert filed.key[:12] in left[0] and left[1] == "样本 A1"
    lengths = {name: int(size) for name, _, size in filed.comparison.tables["extents"]["left"]}
    places = {name: set[int]() for name in wanted["left"]}
    gone = {name: set[int]() for name in wanted["left"]}
    for match in filed.comparison.matches:
        for span in match.all_left():
            if span.file in places:
                places[span.file] |= set(range(int(span.start), int(span.stop)))
    for exclusion in filed.comparison.excluded:
        if exclusion.side == "left" and exclusion.span is not None and exclusion.span.file in gone:
            gone[exclusion.span.file] |= set(range(int(exclusion.span.start), int(exclusion.span.stop)))
    before = sum(map(len, places.values())), sum(lengths[name] for name in places)
    assert left[4].startswith("2/2") and left[2].startswith(f"{before[0]}/{before[1]}（")
    after = before[1] - sum(map(len, gone.values()))
    assert left[5].startswith("1/1") and f"/{after}（" in left[3]  # the library is C1's and leaves both numbers


def test_a_file_whose_name_tells_nothing_is_in_the_class_of_its_counterpart(dossier: Dossier, profile: Profile) -> None:
    """All files of the accused side are put into no class, as in a renamed fork: their counterparts tell."""
    (filed,) = (one for one in dossier.comparisons if "accounts" in one.comparison.tables)
    table = filed.comparison.tables["file_list"]
    at = {name: table["head"].index(name) for name in ("side", "file", "class_zh", "class_en")}
    rows = [list(row) for row in table["rows"]]
    own = {row[at["file"]] for row in rows if row[at["side"]] == "left" and row[at["class_zh"]] == "怪物"}
    for row in rows:
        if row[at["side"]] == "right":
            row[at["class_zh"]], row[at["class_en"]] = "其他", "other"
    tables = {**filed.comparison.tables, "file_list": {**table, "rows": rows}}
    changed = replace(filed, comparison=replace(filed.comparison, tables=tables))
    others = tuple(changed if one is filed else one for one in dossier.comparisons)
    partners = {
        (span.file, other.file)
        for match in filed.comparison.matches
        for span in match.all_right()
        for other in match.all_left()
        if other.file in own
    }
    assert partners
    made = build(replace(dossier, comparisons=others, language="zh"))
    (grid,) = (b for b in part(made, profile, "monsters") if isinstance(b, Grid) and "扣除前后" in words(b.caption))
    by_name, by_counterpart = ([words(cell) for cell in row] for row in grid.rows[1:3])
    assert by_name[4] == "0/0" and "按对应文件归类" in by_counterpart[1]
    assert int(by_counterpart[4].split("/")[0]) == len({file for file, _ in partners})
    told = words(part(made, profile, "monsters"))
    assert "tables/mob.csv（按对应文件归类）" in told
    other = words(tuple(b for b in part(made, profile, "other") if isinstance(b, Grid)))
    assert "gs/run.py" not in other or "按对应文件归类" not in other  # in its own class a file needs no counterpart
