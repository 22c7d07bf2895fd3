"""code-tokens as a comparator: figures, kinds, three works, exclusions, odd files, exhibits, controls."""

from __future__ import annotations

from pathlib import Path

import pytest

from appraisal import background
from appraisal.comparator import Context, Resources
from appraisal.comparison import Exclusion, Mask, Reason
from appraisal.errors import OverLimit, Refused, UsageError
from appraisal.span import line, whole
from appraisal.work import Medium, Work
from comparators.code.tokens import CodeTokens
from comparators.code.tokens.wording import LABELS
from tests.code.programs import BUCKET, CLOCK, RENAMED, compared, features, work

ONE_LINE = "total = price * count + fee;"
OTHER_LINE = "int s = 0; sum = cost * n + tax;"


def test_the_example_of_the_counting_rule() -> None:
    method = CodeTokens(min_tokens=8)
    left, right = {"a.c": features(ONE_LINE)}, {"b.c": features(OTHER_LINE)}
    found = list(method.match(left, right, Context()))
    measures = method.measure(left, right, found, Mask())
    assert (measures.values["common_tokens_of_left"], measures.values["tokens_of_left"]) == (8, 8)
    assert (measures.values["common_tokens_of_right"], measures.values["tokens_of_right"]) == (8, 13)
    assert measures.coverage_of_left == 1
    assert f"{measures.coverage_of_right:.2%}" == "61.54%"


def test_a_renamed_function_in_another_file(tmp_path: Path) -> None:
    left = work(tmp_path, "L", a__c=CLOCK + BUCKET)
    right = work(tmp_path, "R", other__c="int unused;\n" + RENAMED)
    result = compared(left, right)
    (match,) = result.matches
    first = CLOCK.count("\n") + 1
    assert (match.left, match.right) == (line("a.c", first, first + 13), line("other.c", 3, 12))
    assert match.kind == "normalised-tokens"
    assert match.details["names"] == "consistent"
    assert match.details["tokens"] == len(features(BUCKET))
    assert 0 < match.details["tokens_as_written"] < match.details["tokens"]
    assert match.details["from_to_of_right"] == "3:1–11:1"
    values = result.all.values
    assert values["common_lines_of_left"] == 13
    assert values["lines_of_left"] == 13 + CLOCK.count("\n")
    assert values["files_with_common_of_left"] == values["files_of_left"] == 1
    assert values["longest_at_left"] == f"a.c:{first}-{first + 12}"


@pytest.mark.parametrize(
    ("text", "kind", "names"),
    [
        (BUCKET, "identical-tokens", "same"),
        (BUCKET.replace("    ", "\t"), "identical-tokens", "same"),
        (BUCKET.replace("h++;", "key++;"), "normalised-tokens", "mostly"),
        (BUCKET.replace("key", "b").replace("len", "b").replace(" h ", " b "), "normalised-tokens", "free"),
        (BUCKET.replace("    if (b->used", "    log(b);\n    if (b->used"), "tokens-with-gaps", "same"),
    ],
)
def test_kinds_and_names(tmp_path: Path, text: str, kind: str, names: str) -> None:
    (match,) = compared(work(tmp_path, "L", a__c=BUCKET), work(tmp_path, "R", a__c=text)).matches
    assert (match.kind, match.details["names"]) == (kind, names)


def test_functions_in_another_order_and_split_over_files(tmp_path: Path) -> None:
    left = work(tmp_path, "L", a__c=BUCKET + CLOCK)
    result = compared(left, work(tmp_path, "R", x__c=CLOCK, y__c=RENAMED))
    assert (result.coverage_of_left, result.coverage_of_right) == (1, 1)
    assert [(m.left.file, m.right.file) for m in result.matches] == [("a.c", "y.c"), ("a.c", "x.c")]


def test_a_function_that_stands_twice_is_a_further_place(tmp_path: Path) -> None:
    result = compared(work(tmp_path, "L", a__c=BUCKET + CLOCK + RENAMED), work(tmp_path, "R", b__c=BUCKET))
    assert [match.details.get("again") for match in result.matches] == [None, "left"]
    assert [match.kind for match in result.matches] == ["identical-tokens", "normalised-tokens"]
    assert result.all.values["common_tokens_of_left"] == 2 * result.all.values["common_tokens_of_right"]


def test_an_ancestor_takes_its_share(tmp_path: Path) -> None:
    left, right = work(tmp_path, "L", a__c=BUCKET + CLOCK), work(tmp_path, "R", b__c=CLOCK + RENAMED)
    result = compared(left, right, ancestors=(work(tmp_path, "C", old__c=CLOCK),))
    assert (result.all.coverage_of_left, result.all.coverage_of_right) == (1, 1)
    assert result.filtered.values["tokens_of_left"] == len(features(BUCKET))
    assert (result.coverage_of_left, result.coverage_of_right) == (1, 1)
    (ancestor,) = result.ancestors
    assert ancestor.left["shared_by_all_three"] == CLOCK.count("\n")
    assert ancestor.left["shared_with_other_only"] == BUCKET.count("\n")


def test_lines_taken_out_leave_both_numbers(tmp_path: Path) -> None:
    left, right = work(tmp_path, "L", a__c=BUCKET), work(tmp_path, "R", a__c=BUCKET)
    out = Exclusion(Reason.DICTATED, "left", line("a.c", 3, 7))
    result = compared(left, right, exclusions=(out,))
    gone = int(((features(BUCKET).lines >= 3) & (features(BUCKET).lines < 7)).sum())
    values = result.filtered.values
    assert values["tokens_of_left"] == len(features(BUCKET)) - gone
    assert values["common_tokens_of_left"] == values["common_tokens_of_right"] == len(features(BUCKET)) - gone
    assert result.coverage_of_left == 1
    assert values["tokens_of_right"] == len(features(BUCKET))
    everything = compared(left, right, exclusions=(Exclusion(Reason.LICENSED, "right", whole("a.c")),))
    assert (everything.coverage_of_left, everything.filtered.values["tokens_of_right"]) == (0, 0)


def test_passages_that_are_cut_or_gone_count_once_in_both_numbers(tmp_path: Path) -> None:
    left = work(tmp_path, "L", a__c=BUCKET, b__c=CLOCK)
    right = work(tmp_path, "R", a__c=BUCKET, b__c=CLOCK)
    cut = Exclusion(Reason.DICTATED, "left", line("a.c", 5, 7))
    gone = Exclusion(Reason.DICTATED, "left", line("b.c", 1, CLOCK.count("\n") + 1))
    for exclusions, passages in (((), 2), ((cut,), 2), ((cut, gone), 1)):
        found = compared(left, right, exclusions=exclusions)
        values = found.filtered.values
        assert values["passages"] == sum(values["passages_by_kind"].values()) == passages
        assert found.all.values["passages"] == 2


def test_places_behind_the_end_of_a_file_take_nothing_out(tmp_path: Path) -> None:
    left, right = work(tmp_path, "L", a__c=BUCKET), work(tmp_path, "R", a__c=BUCKET)
    count = BUCKET.count("\n")
    over = tuple(Exclusion(Reason.DICTATED, "left", line("a.c", at, 500)) for at in (3, count + 1))
    result = compared(left, right, exclusions=over)
    assert [one.span for one in result.excluded if not one.by] == [line("a.c", 3, count + 1)]
    assert [(o.span, o.details["reason"]) for o in result.observations] == [
        (line("a.c", count + 1, 500), "the file ends before this place")
    ]
    step = result.tables["waterfall"][-1]
    assert (step["step"], step["places"], step["extent"]) == ("persons", [1, 0], [count - 2, 0])


def test_half_a_line_counts_as_half_a_line(tmp_path: Path) -> None:
    one = " ".join(BUCKET.split("\n"))
    clock = " ".join(CLOCK.split("\n"))
    result = compared(work(tmp_path, "L", a__js=one + clock), work(tmp_path, "R", b__js=clock + "x = " + one))
    values = result.all.values
    assert values["common_tokens_of_left"] == values["tokens_of_left"]
    assert len(result.matches) == 1
    alone = compared(work(tmp_path, "L2", a__js=one + clock), work(tmp_path, "R2", b__js=one))
    assert 0.4 < (alone.coverage_of_left or 0) < 0.8
    assert alone.coverage_of_right == 1


def test_languages_and_odd_files_are_said(tmp_path: Path) -> None:
    left = work(
        tmp_path, "L",
        a__c=BUCKET, b__rb="def a(b)\n  puts b\nend\n", c__py="x = 1\n", d__none="some words 1 2 3",
        mixed__c="// 月光照在旧城\n".encode() + "// 旧城的瓦\n".encode("gb18030") + CLOCK.encode(),
        broken__c="int f( { return } } x = ; while\n", mini__js="var a=1;" * 400, empty__c="",
        binary__c=bytes(range(256)) * 4,
    )  # fmt: skip
    result = compared(left, work(tmp_path, "R", a__c=RENAMED))
    rows = {(row["side"], row["language"]): row for row in result.tables["languages"]}
    assert rows["left", "C"]["files"] == 4 and rows["left", "C"]["reader"] == "grammar"
    assert rows["left", "Ruby"]["reader"] == "lexer" and rows["left", "Ruby"]["maturity"] == "tokens"
    assert rows["left", "plain"]["reader"] == rows["left", "plain"]["maturity"] == "plain"
    assert rows["right", "C"]["tokens"] == len(features(RENAMED))
    assert rows["left", "C"]["unparsed_bytes"] > 0
    seen = {(o.span.file, o.kind) for o in result.observations if o.side == "left"}
    assert seen >= {
        ("mixed.c", "mixed-encoding"), ("broken.c", "not-parsed"), ("mini.js", "long-lines"), ("empty.c", "no-code"),
        ("binary.c", "unread"),
    }  # fmt: skip
    assert result.coverage_of_right == 1


def test_a_line_of_ten_megabytes(tmp_path: Path) -> None:
    body = "".join(f'f{k % 977}(a{k % 13},"{k}{"." * 150}");' for k in range(60_000))
    assert len(body) > 10_000_000
    left = work(tmp_path, "L", a__js=body, b__js=BUCKET)
    result = compared(left, work(tmp_path, "R", b__js=BUCKET))
    assert result.status == "ok"
    assert result.coverage_of_right == 1


def test_a_generated_parser_is_mostly_repetition() -> None:
    tables = "static const short yytable[] = {" + ",".join(str(k * k % 911) for k in range(4000)) + "};\n"
    actions = "".join(
        f"case {k}: yyval.node = mk{k}(yyvsp[-{k % 5}].node, yyvsp[0].node); break;\n" for k in range(200)
    )
    found = features(tables + "int yyparse(void) { switch (yyn) {\n" + actions + "} }\n")
    assert (found.repetitive > 0).mean() > 0.95


@pytest.mark.parametrize(
    "files", [{"a__c": ""}, {"a__c": "/* nothing but words */"}, {"a__c": "int t[] = {" + "0," * 90 + "};"}]
)
def test_nothing_to_compare_is_refused_by_name(tmp_path: Path, files: dict[str, str]) -> None:
    for left, right in ((files, {"b__c": BUCKET}), ({"a__c": BUCKET}, {"a__c": next(iter(files.values()))})):
        folder = tmp_path / str(len(left["a__c"]))
        result = compared(work(folder, "L", **left), work(folder, "R", **right))
        assert (result.status, result.reason) == ("refused", "refused")
        assert "a.c" in (result.message or "")


def test_more_than_memory_allows_is_said() -> None:
    sides = {"a.c": features(BUCKET)}, {"b.c": features(BUCKET)}
    with pytest.raises(OverLimit, match=r"a\.c, b\.c"):
        list(CodeTokens().match(*sides, Context(memory_limit=1000)))


@pytest.mark.parametrize(
    "wrong", [{"min_tokens": 4}, {"gap": -1}, {"min_beside": 2}, {"min_tokens": True}, {"gap": 1.5}]
)
def test_parameters_out_of_range(wrong: dict[str, int]) -> None:
    with pytest.raises(UsageError, match="code-tokens"):
        CodeTokens(**wrong)


def test_the_exhibit_marks_what_is_equal_as_written_once_normalised_and_alone(tmp_path: Path) -> None:
    altered = RENAMED.replace("    unsigned long pos", "    trace(2);\n    unsigned long pos")
    left, right = work(tmp_path, "L", a__c=BUCKET), work(tmp_path, "R", b__c=altered)
    (match,) = compared(left, right).matches
    shown = CodeTokens().exhibit(left, right, match)
    assert len(shown.left) == len(shown.right)
    assert "".join(run.text for _, runs in shown.left for run in runs) == BUCKET.replace("\n", "")
    roles = {word: run.role for _, runs in shown.right for run in runs for word in run.text.split()}
    assert (roles["unsigned"], roles["pos"], roles["trace"], roles["2"]) == ("same", "changed", "dropped", "dropped")
    tokens = {word: run.token for _, runs in shown.right for run in runs for word in run.text.split()}
    told = [tokens[word] for word in ("return", "pos", "2", ";")]
    assert told == ["keyword", "name", "number", "operator"]
    numbers = dict(zip((number for number, _ in shown.left), (number for number, _ in shown.right), strict=True))
    assert numbers["2"] == "5"
    assert shown.left_place == "a.c · L1–13 (1:1–13:1)"


def test_rarity_from_a_background(tmp_path: Path) -> None:
    method = CodeTokens()
    works = [work(tmp_path, f"B{n}", a__c=CLOCK + f"int g{n};") for n in range(3)]
    table = background.collect("code-tokens", works, tmp_path / "back")
    background.write_manifest(tmp_path / "back", "clocks", works, {"code-tokens": table})
    resources = Resources((background.open_background(tmp_path / "back", method),))
    side = {"a.c": features(BUCKET), "b.c": features(CLOCK)}
    found = list(method.match(side, side, Context(resources=resources)))
    rare = {match.left.file: (match.details["holding_at_most"], match.weight) for match in found}
    assert rare["b.c"] == (3, 0.0)
    assert rare["a.c"] == (0, 1.386294)
    values = method.measure(side, side, found, Mask()).values
    assert values["common_tokens_unseen_of_left"] == len(side["a.c"])


def test_plants_are_as_they_are_said_to_be(tmp_path: Path) -> None:
    root = tmp_path / "works"
    works = work(root, "L", a__c=BUCKET + CLOCK), work(root, "R", b__c=CLOCK.replace("show", "tell") * 2)
    for seed in range(4):
        out = tmp_path / str(seed)
        out.mkdir()
        plant = CodeTokens().plant(works[0].members[0], works[1].members[0], seed, out)
        planted = Work.open(plant.path, label="P", medium=Medium.CODE)
        result = compared(Work.open(works[0].members[0].path, label="L", medium=Medium.CODE), planted)
        assert any(m.left.start <= plant.left.start and m.left.stop >= plant.left.stop for m in result.matches)
    with pytest.raises(Refused, match=r"b\.c"):
        CodeTokens().plant(work(tmp_path, "S", b__c="int a;").members[0], works[1].members[0], 0, tmp_path)
    with pytest.raises(Refused, match="Python"):
        CodeTokens().plant(works[0].members[0], work(tmp_path, "P", c__py="a = 1\n").members[0], 0, tmp_path)


def test_scrambled_material_holds_no_copy(tmp_path: Path) -> None:
    left = work(tmp_path, "L", a__c=BUCKET + CLOCK + RENAMED.replace("insert", "put"))
    for seed in range(4):
        out = tmp_path / str(seed)
        out.mkdir()
        CodeTokens().scramble(left.members[0], seed, out)
        result = compared(left, Work.open(out, label="R", medium=Medium.CODE))
        assert result.matches == []


def test_both_languages_name_everything(tmp_path: Path) -> None:
    result = compared(work(tmp_path, "L", a__c=BUCKET), work(tmp_path, "R", b__c=RENAMED))
    wanted = {*result.all.values, *(key for match in result.matches for key in match.details)}
    wanted |= {match.kind for match in result.matches} | {key for row in result.tables["languages"] for key in row}
    for language in ("zh", "en"):
        assert wanted - set(LABELS[language]) == set()
