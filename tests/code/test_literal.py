"""code-literal as a comparator: the matchers one by one, finds, exclusions, ancestors, exhibits, backgrounds."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from appraisal import background, engine
from appraisal.comparator import Context, Resources
from appraisal.comparison import Comparison, Exclusion, Mask, Match, Measures, Reason
from appraisal.errors import OverLimit, Refused, UsageError
from appraisal.job import Job
from appraisal.span import line, whole
from appraisal.work import Medium, Work
from comparators.code import source
from comparators.code.listing import opposite
from comparators.code.literal import CodeLiteral
from comparators.code.literal.features import LiteralFeatures
from comparators.code.literal.habits import HABITS
from comparators.code.literal.known import known
from comparators.code.literal.showing import _runs as literal_runs
from comparators.code.literal.wording import LABELS
from comparators.matching.encodings import Decoded
from reports.text import printable_all

EXAMPLE = "total_price = unit_price * count;\nlog_total(total_price, fee);\n"
OTHER = "total_price=unit_price*count;\nship_the_parcel(parcel_no);\nweigh_the_parcel(parcel_no);\n"


def features(text: str, file: str = "a.c") -> LiteralFeatures:
    return LiteralFeatures.of(source.source_of(file, Decoded(text, "utf-8")))


def both(left: str, right: str, file: str = "a.c") -> tuple[list[Match], Measures]:
    method = CodeLiteral()
    sides = {file: features(left, file)}, {file: features(right, file)}
    found = list(method.match(*sides, Context()))
    return found, method.measure(*sides, found, Mask())


def kinds(found: list[Match], kind: str) -> list[Match]:
    return [match for match in found if match.kind == kind]


def works(tmp_path: Path, **texts: str | bytes) -> list[Work]:
    made = []
    for label, text in texts.items():
        folder = tmp_path / label
        folder.mkdir()
        (folder / "code.c").write_bytes(text if isinstance(text, bytes) else text.encode())
        made.append(Work.open(folder, label=label, medium=Medium.CODE))
    return made


def compared(*made: Work, **more: object) -> Comparison:
    return engine.compare(replace(Job("code-literal", made[0], made[1]), **more))  # type: ignore[arg-type]


def test_the_example_of_the_counting_rule() -> None:
    _, measures = both(EXAMPLE, OTHER)
    values = measures.values
    assert (values["common_statement_lines_of_left"], values["statement_lines_of_left"]) == (1, 2)
    assert (values["common_statement_lines_of_right"], values["statement_lines_of_right"]) == (1, 3)
    assert measures.coverage_of_left == 0.5
    assert f"{measures.coverage_of_right:.2%}" == "33.33%"
    assert values["shares_of_left"]["statement_lines"] == 0.5


def test_a_run_of_lines_keeps_its_blocks_over_a_changed_line() -> None:
    head = "static long harbour_dues(long tons) {\n    long dues_owed = tons * 17;\n"
    tail = "    dues_owed -= rebate_for(tons);\n    return dues_owed / 100;\n}\n"
    found, _ = both(head + "    log_dues(dues_owed);\n" + tail, "\n" + head + "    write_dues(dues_owed, 2);\n" + tail)
    (match,) = kinds(found, "statement-lines")
    assert (match.left, match.right) == (line("a.c", 1, 7), line("a.c", 2, 8))
    assert match.blocks == ((1, 2, 2), (4, 5, 3))
    assert match.details["lines"] == 4  # the closing brace is too short to count


def test_a_line_that_stands_several_times_is_one_match_with_all_places() -> None:
    again = "refill_the_lantern(oil_left);\n"
    found, measures = both(again + "first_lonely_call(x1);\n" + again, "other_lonely_call(y1);\n" + again)
    (match,) = kinds(found, "statement-lines")
    assert [span.start for span in match.all_left()] == [1, 3]
    assert (match.details["places_of_left"], match.details["places_of_right"]) == (2, 1)
    assert measures.values["common_statement_lines_of_left"] == 2


@pytest.mark.parametrize(
    ("left", "right", "kind", "text"),
    [
        ("// the lamp is trimmed twice a night\n", "/* The  lamp */\n /* the lamp is trimmed\ttwice a night */",
         "comment-lines",
         "// the lamp is trimmed twice a night"),
        ('say("no oil in lamp %d");', 'warn(2, "no oil in lamp %d");', "string", "no oil in lamp %d"),
        ("lantern_wick_height = 3;", "call(lantern_wick_height);", "identifier", "lantern_wick_height"),
        ("ourLanternWickHeight = 3;", "your_lantern_wick_height = 4;", "identifier-part", "LanternWickHeight"),
        ("// lamp_oil = fetch_oil(7);\n", "lamp_oil = fetch_oil(7);", "commented-out-code", "lamp_oil = fetch_oil(7);"),
        ("int x; // the lenght of a wick", "int y; /* lenght of oil */", "misspelling", "lenght"),
        ("trim_the_wick(lamp_a);   \n", "trim_the_wick(lamp_a);   \n", "odd-spacing", "trim_the_wick(lamp_a);"),
        ("#if 0\nold_way_of_lighting(lamp);\n#endif\n", "#if 0\nold_way_of_lighting(lamp);\n#endif\n", "dead-code",
         "old_way_of_lighting(lamp);"),
        ('printf("got here 17\\n", lamp);', 'printf("got here 17\\n", lamp);', "debug-print",
         'printf("got here 17\\n", lamp);'),
        ("/* @author Wilma Keeper */", "// @author Wilma Keeper", "author", "Wilma Keeper"),
        ("// mail wilma@light.example", '"wilma@light.example"', "email", "wilma@light.example"),
        ("// since 2019-04-31", "/* 2019-04-31 */", "date", "2019-04-31"),
        ("// tide tabel", "/* the tabel */", "misspelling", "tabel"),
        ("// not in Dezember", "/* Dezember */", "misspelling", "Dezember"),
        ("// Copyright 2019 Wilma Keeper", "/* Copyright 2019 Wilma Keeper */", "copyright-line",
         "Copyright 2019 Wilma Keeper"),
        ("// TODO(wilma): trim the wick", "/* TODO(wilma): trim the wick */", "todo", "TODO(wilma): trim the wick"),
        ('open("/opt/wilma/lamps/oil.txt");', "// see /opt/wilma/lamps/oil.txt", "absolute-path",
         "/opt/wilma/lamps/oil.txt"),
        ("// 6f9619ff-8b86-d011-b42d-00c04fc964ff", "x = '6f9619ff-8b86-d011-b42d-00c04fc964ff';", "guid",
         "6f9619ff-8b86-d011-b42d-00c04fc964ff"),
        ("// 先擦净灯罩再添油，切勿颠倒\n", "// 记住：先擦净灯罩再添油\n", "phrase", "先擦净灯罩再添油"),
        ("// 潮位超过第三级石阶时关闭水门\n", "/* 潮位超过第三级石阶时关闭水门 */", "comment-lines",
         "// 潮位超过第三级石阶时关闭水门"),
    ],
)  # fmt: skip
def test_each_kind_of_literal(left: str, right: str, kind: str, text: str) -> None:
    mine = "int portside_17;\n" + left
    theirs = "\n\nint starboard_23;\n" + right
    found, _ = both(mine, theirs)
    (match,) = kinds(found, kind)
    assert match.details["text"] == text
    shift = int(left.startswith("#if 0"))
    assert match.left.start == 2 + shift
    assert match.right.start >= 4 + shift


def test_commented_out_code_is_found_both_ways() -> None:
    live, out = "lamp_oil = fetch_oil(7);\n", "// lamp_oil = fetch_oil(7);\n"
    (match,) = kinds(both(live, out)[0], "commented-out-code")
    assert match.details["commented_out_on"] == "right"
    values = both(out, live)[1].values
    assert (values["commented_out_lines_of_left"], values["commented_out_lines_of_right"]) == (1, 0)


def test_what_many_programs_hold_is_counted_apart() -> None:
    text = '#include <stdlib.h>\n#include "lantern_room.h"\nreturn EXIT_FAILURE;\nlight_the_lantern(wick_of_brass);\n'
    found, measures = both(text, text)
    assert measures.values["left_out_statement_lines_of_left"] == 2
    assert measures.values["statement_lines_of_left"] == 2
    assert measures.values["left_out_identifiers_of_left"] >= 1
    assert not [match for match in kinds(found, "identifier") if "EXIT_FAILURE" in match.details["text"]]


def test_a_licence_is_no_comment_of_the_authors() -> None:
    licence = (
        "/* Copyright 2020 The Lamp Trust.\n * Permission is granted to light lamps, without warranty,\n"
        " * under the licence of the harbour board.\n *\n * This file says how lamps are trimmed. */\n"
    )
    found, measures = both(licence + EXAMPLE, licence + EXAMPLE)
    assert measures.values["comment_lines_of_left"] == 1
    assert measures.values["left_out_comment_lines_of_left"] == 3
    (match,) = kinds(found, "comment-lines")
    assert match.details["text"].startswith("* This file")
    assert match.details["lines"] == 1
    assert len(kinds(found, "copyright-line")) == 1


def test_words_of_the_dictionary_and_of_programs_are_no_misspellings() -> None:
    text = "// the receiver initialises malloc, printf and wicks; recieve teh lanterns; xyzzyplugh\n"
    words = [match.details["text"] for match in kinds(both(text, text + "int x;\n")[0], "misspelling")]
    assert words == ["recieve"] or words == []  # a slip that many programs make is in the counts, and told as such
    (match,) = kinds(both("// lanttern\n", "int lanttern_no;\n")[0], "misspelling")
    assert match.details["meant"] == "lantern"


def test_sequences_of_instructions_keep_their_order() -> None:
    calls = [f"{verb}_the_{thing}" for verb in ("trim", "fill", "wipe", "turn") for thing in ("wick", "lens", "flue")]
    left = "".join(f"  {name}({n});\n" for n, name in enumerate(calls))
    right = "".join(f"  {name}(ship, {n * 7});\n" for n, name in enumerate(calls))
    found, measures = both("void f(void) {\n" + left + "}\n", "int g(int ship) {\n" + right + "}\n")
    (match,) = kinds(found, "instruction-sequence")
    assert (match.left, match.right) == (line("a.c", 2, 14), line("a.c", 2, 14))
    assert match.details["words"] == 12
    assert measures.values["common_instruction_lines_of_left"] == 12
    backwards = "".join(reversed(right.splitlines(keepends=True)))
    assert not kinds(both("void f(void) {\n" + left + "}\n", backwards)[0], "instruction-sequence")


def test_excluded_lines_leave_both_numbers(tmp_path: Path) -> None:
    left, right = works(tmp_path, A1=EXAMPLE, B1=OTHER)
    out = Exclusion(Reason.THIRD_PARTY, "left", line("code.c", 1, 2))
    result = compared(left, right, exclusions=(out,))
    assert result.all.values["common_statement_lines_of_left"] == 1
    assert result.filtered.values["common_statement_lines_of_left"] == 0
    assert result.filtered.values["statement_lines_of_left"] == 1
    assert result.filtered.values["common_identifiers_of_left"] == 1  # total_price stands on line 2 too
    gone = compared(left, right, exclusions=(replace(out, span=whole("code.c")),))
    assert gone.filtered.coverage_of_left == 0


def test_what_an_ancestor_has_leaves_the_filtered_figures(tmp_path: Path) -> None:
    own = "their_own_secret(sauce_17);\n"
    left, right, old = works(tmp_path, A1=EXAMPLE + own, B1=EXAMPLE + "x\n" + own, C1=EXAMPLE)
    result = compared(left, right, ancestors=(old,))
    assert result.all.values["common_statement_lines_of_left"] == 3
    assert (result.filtered.coverage_of_left, result.filtered.coverage_of_right) == (1, 1)
    assert result.filtered.values["common_statement_lines_of_left"] == 1
    assert "total_price" not in [m.details["text"] for m in result.matches if m.kind == "misspelling"]


def test_pieces_on_the_same_lines_are_one_match() -> None:
    found, _ = both("lantern_wick = brass_flue;\nonly_here_left(a);", "call(brass_flue, lantern_wick);\nx_right();")
    (match,) = kinds(found, "identifier")
    assert match.details["text"] == "brass_flue · lantern_wick"
    assert (match.details["pieces"], len(match.details["hashes"])) == (2, 2)


def test_unseen_characters_are_told_and_shown(tmp_path: Path) -> None:
    hidden = "if (is_admin\u202e \u2066/* begin admins only */) grant_all(lamp);\n"
    hidden += "int l\u0430ntern_room = 4;\nint wi\u200bck_a = 7;\n"
    left, right = works(tmp_path, A1=hidden + EXAMPLE, B1=hidden + OTHER)
    result = compared(left, right)
    seen = [(o.kind, o.span.start, o.details["characters"]) for o in result.observations if o.side == "left"]
    assert ("bidi-control", 1, "U+202E, U+2066") in seen
    assert ("look-alike", 2, "U+0430") in seen
    assert ("zero-width", 3, "U+200B") in seen
    shared = [match for match in result.matches if match.kind == "hidden-characters"]
    assert [match.left.start for match in shared] == [1, 2, 3]
    for match, told in ((shared[0], "⟦U+202E⟧"), (shared[1], "l\u0430〔U+0430〕ntern"), (shared[2], "wi⟦U+200B⟧ck")):
        printed = printable_all(CodeLiteral().exhibit(left, right, match))
        assert any(told in "".join(run.text for run in runs) for _, runs in printed.left)
        assert "U+27E6" not in str(printed)


def test_the_exhibit_tells_parts_of_speech_and_keeps_every_character(tmp_path: Path) -> None:
    left, right = works(tmp_path, A1='int lantern_wick = 7; // "trim"\n', B1='int lantern_wick = 8; // "trim"\n')
    match = compared(left, right).matches[0]
    shown = CodeLiteral().exhibit(left, right, match)
    runs = [run for _, row in shown.left for run in row]
    assert "".join(run.text for run in runs) == 'int lantern_wick = 7; // "trim"'
    tokens = {run.text: run.token for run in runs}
    assert (tokens['// "trim"'], tokens["lantern_wick"], tokens["="]) == ("comment", "name", "operator")
    assert tokens[" "] is None


def test_the_exhibit_marks_whole_tokens_and_no_letters_that_words_share_by_chance() -> None:
    mine, theirs = "lantern_wick = trim(oil, 7)  # 灯芯太长", "wind_mill = turn(oil, 9)  # 灯芯过长"
    one, other = literal_runs((mine, np.zeros(len(mine), np.uint8)), (theirs, np.zeros(len(theirs), np.uint8)))
    assert "".join(run.text for run in one) == mine and "".join(run.text for run in other) == theirs
    same = "".join(run.text for run in one if run.role == "same")
    assert same == "".join(run.text for run in other if run.role == "same") == " = (oil, )  # 灯芯长"
    assert {run.text for run in one if run.role == "dropped"} == {"lantern_wick", "trim", "7", "太"}


def test_what_a_match_is_about_is_marked_in_whatever_order_it_stands() -> None:
    mine, theirs = "relay(OP_SAY, a, b, c, d)", "OP_SAY = relay(a, b, c, d)"
    plain = [np.zeros(len(line), np.uint8) for line in (mine, theirs)]
    for pieces, alike in ((), False), (("OP_SAY",), True), (("OP_SAY", "NOT_THERE"), True):
        one, other = literal_runs((mine, plain[0]), (theirs, plain[1]), pieces)
        for read, runs in ((mine, one), (theirs, other)):
            assert "".join(run.text for run in runs) == read
            assert any(run.role == "same" and "OP_SAY" in run.text for run in runs) is alike
    only, _ = literal_runs((mine, plain[0]), ("relay(a)", np.zeros(8, np.uint8)), ("OP_SAY",))
    assert "OP_SAY" in {run.text.strip("(, ") for run in only if run.role == "dropped"}, "the other line lacks it"


def test_other_alphabets_in_comments_are_at_home() -> None:
    text = "// Фонарь горит всю ночь, \U0001f468\u200d\U0001f469\u200d\U0001f467\nint lamp = 1; // λ\n"
    assert list(features(text).unseen()) == []


def test_a_background_says_how_rare_each_piece_is(tmp_path: Path) -> None:
    for name, text in (("one", EXAMPLE), ("two", "unrelated_call(to_nothing);\n")):
        (tmp_path / "sea" / name).mkdir(parents=True)
        (tmp_path / "sea" / name / "x.c").write_text(text, "utf-8")
    method = CodeLiteral()
    collected = [Work.open(tmp_path / "sea" / name, label=name, medium=Medium.CODE) for name in ("one", "two")]
    table = background.collect("code-literal", collected, tmp_path / "bg")
    background.write_manifest(tmp_path / "bg", "sea", collected, {"code-literal": table})
    opened = background.open_background(tmp_path / "bg", method)
    left, right = {"a.c": features(EXAMPLE)}, {"a.c": features(OTHER + "harbour_light_only(q);")}
    found = list(method.match(left, right, Context(resources=Resources((opened,)))))
    by_text = {match.details["text"]: match for match in found}
    match = by_text["total_price = unit_price * count;"]
    assert (match.details["holding"], match.details["works"]) == (1, 2)
    assert match.weight == pytest.approx(0.405465)


def test_the_bundled_counts_are_named_in_the_record(tmp_path: Path) -> None:
    left, right = works(tmp_path, A1=EXAMPLE, B1=OTHER)
    result = compared(left, right)
    assert result.tables["bundled_counts"] == [{"works": known().works, "sha256": known().sha256}]
    assert {row["habit"] for row in result.tables["spacing_habits"]} >= {"equals-spaced", "equals-tight"}
    head, rows = result.tables["finds"]["head"], result.tables["finds"]["rows"]
    assert head == ["kind", "text", "place_of_left", "place_of_right", "works_holding"]
    assert ["identifier", "total_price · unit_price", "code.c:1:15", "code.c:1:13", 1] in rows


def test_everything_that_is_told_has_words(tmp_path: Path) -> None:
    left, right = works(tmp_path, A1=EXAMPLE + "// lanttern\n", B1=OTHER + "// lanttern\n")
    result = compared(left, right)
    wanted = {key for match in result.matches for key in (match.kind, *match.details)} | set(result.all.values)
    wanted |= set(HABITS)
    for language in ("zh", "en"):
        assert not wanted - set(LABELS[language])


def test_more_than_memory_allows() -> None:
    sides = {"a.c": features(EXAMPLE)}, {"b.c": features(OTHER)}
    with pytest.raises(OverLimit, match=r"a\.c, b\.c"):
        list(CodeLiteral().match(*sides, Context(memory_limit=100)))


def test_a_side_without_anything_that_counts_is_refused() -> None:
    with pytest.raises(Refused, match=r"b\.c"):
        list(CodeLiteral().match({"a.c": features(EXAMPLE)}, {"b.c": features("}\n")}, Context()))


@pytest.mark.parametrize("most", [0, True, 1.5, 1_000_001])
def test_parameters_are_checked(most: object) -> None:
    with pytest.raises(UsageError, match="most"):
        CodeLiteral(most=most)  # type: ignore[arg-type]


def test_what_is_not_listed_is_counted() -> None:
    tables: dict[str, object] = {}
    text = "first_lantern_wick(1);\n\nonly_a_break(q1);\nsecond_lantern_wick(2);\n"
    other = text.replace("only_a_break(q1)", "x\n\n\n\n\n\ny")
    sides = {"a.c": features(text)}, {"b.c": features(other)}
    found = list(CodeLiteral(most=1).match(*sides, Context(table=tables.__setitem__)))
    assert len(kinds(found, "statement-lines")) == 1
    assert {"kind": "identifier", "found": 2, "listed": 1} in tables["not_listed"]  # type: ignore[operator]


def test_of_several_places_the_two_most_alike_are_shown(tmp_path: Path) -> None:
    told = "send_word(lantern_wick, 20, 7);"
    left, right = works(tmp_path, A1=f"{told}\n", B1=f"int lantern_wick;\n\nsent({told[10:]}\n")
    (match,) = (one for one in compared(left, right).matches if one.kind == "identifier")
    assert match.details["text"] == "lantern_wick" and match.right.start == 1, "the first place is the least alike"
    shown = CodeLiteral().exhibit(left, right, match)
    assert (shown.left_place, shown.right_place) == ("code.c · L1", "code.c · L3")
    assert any("lantern_wick, 20, 7" in "".join(r.text for r in runs if r.role == "same") for _, runs in shown.right)


def test_lines_between_blocks_stand_opposite_those_that_are_alike() -> None:
    """A comment that one side lacks does not put a line opposite the wrong one."""
    mine = ["# lamps of each map", "LAMPS = {", "", '    """One map."""', "    def lit(self):"]
    theirs = ["LIGHTS = {", "    def in_light(self):", "", "}"]
    assert opposite(mine, theirs) == [(0, -1), (1, 0), (2, -1), (3, -1), (4, 1), (-1, 2), (-1, 3)]
    assert opposite(["a = 1", "b"], ["(x)"]) == [(0, 0), (1, -1)], "of lines that are not alike one after the other"
    assert opposite([], ["x"]) == [(-1, 0)] and opposite([], []) == []
    many = [f"{at}" for at in range(60)]
    assert opposite(many, many) == [(at, at) for at in range(60)]
