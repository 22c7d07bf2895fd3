"""code-structure as a comparator: figures, kinds, splits and merges, odd files, exhibits, controls, backgrounds."""

from __future__ import annotations

from pathlib import Path

import pytest

from appraisal import background
from appraisal.comparator import Context, Resources
from appraisal.comparison import Comparison, Exclusion, Mask, Reason
from appraisal.engine import compare
from appraisal.errors import OverLimit, Refused
from appraisal.job import Job
from appraisal.span import line, whole
from appraisal.work import Medium, Work
from comparators.code.source import source_of
from comparators.code.structure import CodeStructure
from comparators.code.structure import features as reading
from comparators.code.structure.features import StructureFeatures
from comparators.code.structure.wording import LABELS
from comparators.matching.encodings import Decoded
from tests.code.programs import BUCKET, CLOCK, RENAMED, work

SUM = "int sum(int n) { int s = 0; for (int i = 0; i < n; i++) s += i; return s; }"
TOTAL = "int total(int m) { int t = 0; log(m); for (int k = 0; k < m; k++) t += k; return t; }"
WHILE = """\
static int put(struct table *self, const char *word, size_t n)
{
    unsigned long pos = start;
    size_t k = 0;
    while (n > k) {
        pos = pos ^ (unsigned char) word[k];
        pos = pos * 31u;
        k += 1;
    }
    if (grow(self) < 0 && self->room / 4 <= self->count)
        return -EINVAL;
    for (; self->cells[pos % self->room].word != NULL; ) {
        pos += 1;
    }
    self->cells[pos % self->room].word = strndup(word, n);
    return ++self->count;
}
"""
REPORT = """\
def report(rows, limit):
    total = 0
    kept = []
    for row in rows:
        if row.price is None or row.count < 1:
            continue
        total += row.price * row.count
        kept.append((row.name.strip().lower(), row.price))
    kept.sort(key=lambda pair: (-pair[1], pair[0]))
    table = {}
    for name, price in kept[:limit]:
        table.setdefault(name[0], []).append(f"{name}: {price:.2f}")
    if not table:
        raise ValueError("nothing sold")
    lines = [f"{letter} {len(names)} " + ", ".join(names) for letter, names in sorted(table.items())]
    return "\\n".join(lines) + f"\\n{total / max(len(kept), 1):.3f}"
"""
SPLIT = """\
def gather(items):
    amount = 0
    chosen = []
    for item in items:
        if item.cost is None or item.number < 1:
            continue
        amount += item.cost * item.number
        chosen.append((item.title.strip().lower(), item.cost))
    chosen.sort(key=lambda both: (-both[1], both[0]))
    return amount, chosen


def statement(items, most):
    amount, chosen = gather(items)
    index = {}
    for title, cost in chosen[:most]:
        index.setdefault(title[0], []).append(f"{title}: {cost:.2f}")
    if not index:
        raise ValueError("no sales")
    rows = [f"{initial} {len(titles)} " + ", ".join(titles) for initial, titles in sorted(index.items())]
    return "\\n".join(rows) + f"\\n{amount / max(len(chosen), 1):.3f}"
"""


def features(text: str, file: str = "a.c") -> StructureFeatures:
    return reading.of(source_of(file, Decoded(text, "utf-8"), keep_tree=True), Resources())


def compared(left: Work, right: Work, **more: object) -> Comparison:
    return compare(Job("code-structure", left, right, **more))  # type: ignore[arg-type]


def test_the_example_of_the_counting_rule() -> None:
    method = CodeStructure()
    left, right = {"a.c": features(SUM)}, {"b.c": features(TOTAL)}
    found = list(method.match(left, right, Context()))
    measures = method.measure(left, right, found, Mask())
    assert (measures.values["common_tokens_of_left"], measures.values["tokens_of_left"]) == (34, 34)
    assert (measures.values["common_tokens_of_right"], measures.values["tokens_of_right"]) == (34, 39)
    assert measures.coverage_of_left == 1
    assert f"{measures.coverage_of_right:.2%}" == "87.18%"


@pytest.mark.parametrize(
    ("text", "kind", "changes"),
    [
        (BUCKET, "identical", []),
        (BUCKET.replace("    ", "\t"), "identical", []),
        (BUCKET.replace("seed", "origin").replace("16777619u", "31u"), "renamed", ["names-or-literals"]),
        (BUCKET.replace("i < len", "i < len - 1"), "altered", ["expressions"]),
        (BUCKET.replace("h++;", "h += 1;"), "rearranged", ["expressions"]),
        (BUCKET.replace("    if (b->used", "    log(b);\n    if (b->used"), "altered", ["inserted"]),
        (BUCKET.replace("    unsigned long h = seed;\n", ""), "altered", ["removed"]),
    ],
)
def test_kinds_of_change(tmp_path: Path, text: str, kind: str, changes: list[str]) -> None:
    (match,) = compared(work(tmp_path, "L", a__c=BUCKET), work(tmp_path, "R", a__c=text)).matches
    assert (match.kind, [c for c in match.details["changes"] if c in changes]) == (kind, changes)
    assert match.left == line("a.c", 1, BUCKET.count("\n") + 1)
    assert match.details["rarer_than_chance"]


def test_names_behind_signs_that_are_read_as_others(tmp_path: Path) -> None:
    """A full-width sign of three bytes is read as one of one byte: what follows is still read where it stands."""
    text = 'def greet(name):\n    say("好；不！")\n\n\ndef broadcast(rows):\n    for row in rows:\n        send(row)\n'
    assert features(text, "a.py").names.split("\n") == ["", "greet", "broadcast"]
    assert features(text.replace("；", "；；；"), "a.py").names.split("\n") == ["", "greet", "broadcast"]


def test_loops_and_expressions_in_another_form(tmp_path: Path) -> None:
    left = work(tmp_path, "L", a__c=CLOCK + BUCKET)
    result = compared(left, work(tmp_path, "R", other__c="int unused;\n" + WHILE))
    match = next(match for match in result.matches if match.details["function_of_left"] == "fill")
    first = CLOCK.count("\n") + 1
    assert (match.left, match.right) == (line("a.c", first, first + 13), line("other.c", 2, 19))
    assert match.details["function_of_right"] == "put"
    assert match.details["rarer_than_chance"] and match.details["other_file"] is False
    assert {"names-or-literals", "loop-form"} <= set(match.details["changes"])
    assert (result.coverage_of_right or 0) > 0.5


def test_statements_in_another_order(tmp_path: Path) -> None:
    rows = BUCKET.splitlines(keepends=True)
    moved = "".join([*rows[:1], *rows[6:8], *rows[1:6], *rows[8:]])
    (match,) = compared(work(tmp_path, "L", a__c=BUCKET), work(tmp_path, "R", a__c=moved)).matches
    assert match.kind == "rearranged" and match.details["changes"] == ["reordered"]
    assert match.details["statements_moved"] > 0
    values = compared(work(tmp_path, "L2", a__c=BUCKET), work(tmp_path, "R2", a__c=moved)).all.values
    assert values["common_tokens_of_left"] == values["tokens_of_left"] == values["common_tokens_of_right"]


def test_functions_in_another_order_and_split_over_files(tmp_path: Path) -> None:
    left = work(tmp_path, "L", a__c=BUCKET + CLOCK)
    result = compared(left, work(tmp_path, "R", x__c=CLOCK, y__c=RENAMED))
    assert (result.coverage_of_left, result.coverage_of_right) == (1, 1)
    assert [(m.left.file, m.right.file) for m in result.matches] == [("a.c", "y.c"), ("a.c", "x.c")]
    assert [m.kind for m in result.matches] == ["renamed", "identical"]


def test_a_split_and_a_merged_function(tmp_path: Path) -> None:
    left, right = work(tmp_path, "L", a__py=REPORT), work(tmp_path, "R", b__py=SPLIT)
    result = compared(left, right)
    kinds = {match.details["function_of_right"]: match.kind for match in result.matches}
    assert sorted(kinds) == ["gather", "statement"] and sorted(kinds.values()) == ["altered", "split"]
    assert (result.coverage_of_left or 0) > 0.8
    back = compared(right, left)
    assert sorted(match.kind for match in back.matches) == ["altered", "merged"]
    assert back.coverage_of_right == result.coverage_of_left


def test_a_function_that_stands_twice_is_a_further_place(tmp_path: Path) -> None:
    result = compared(work(tmp_path, "L", a__c=BUCKET + CLOCK + RENAMED), work(tmp_path, "R", b__c=BUCKET))
    rows = sorted((str(match.details.get("again")), match.kind) for match in result.matches)
    assert rows == [("None", "identical"), ("left", "renamed")]


def test_an_ancestor_takes_its_share(tmp_path: Path) -> None:
    left, right = work(tmp_path, "L", a__c=BUCKET + CLOCK), work(tmp_path, "R", b__c=CLOCK + RENAMED)
    result = compared(left, right, ancestors=(work(tmp_path, "C", old__c=CLOCK),))
    assert (result.all.coverage_of_left, result.all.coverage_of_right) == (1, 1)
    assert result.filtered.values["tokens_of_left"] < result.all.values["tokens_of_left"]
    assert (result.coverage_of_left, result.coverage_of_right) == (1, 1)
    (ancestor,) = result.ancestors
    assert ancestor.left["shared_by_all_three"] == CLOCK.count("\n")
    assert ancestor.left["shared_with_other_only"] == BUCKET.count("\n")


def test_lines_taken_out_leave_both_numbers(tmp_path: Path) -> None:
    left, right = work(tmp_path, "L", a__c=BUCKET), work(tmp_path, "R", a__c=BUCKET)
    result = compared(left, right, exclusions=(Exclusion(Reason.DICTATED, "left", line("a.c", 3, 7)),))
    values, whole_values = result.filtered.values, result.all.values
    assert values["common_tokens_of_left"] == values["tokens_of_left"] < whole_values["tokens_of_left"]
    assert values["common_tokens_of_right"] == values["common_tokens_of_left"]
    assert values["tokens_of_right"] == whole_values["tokens_of_right"]
    assert result.coverage_of_left == 1
    everything = compared(left, right, exclusions=(Exclusion(Reason.LICENSED, "right", whole("a.c")),))
    assert (everything.coverage_of_left, everything.filtered.values["tokens_of_right"]) == (0, 0)


def test_short_functions_are_found_by_name_and_do_not_count(tmp_path: Path) -> None:
    accessor = "int size(struct bucket *b) { return b->size; }\n"
    other = "int size(struct table *t) { return t->size; }\n"
    result = compared(work(tmp_path, "L", a__c=BUCKET + accessor), work(tmp_path, "R", b__c=CLOCK + other))
    match = next(match for match in result.matches if match.details["function_of_left"] == "size")
    assert match.details["function_of_right"] == "size" and not match.details["rarer_than_chance"]
    values = result.all.values
    assert values["small_functions_of_left"] == values["small_functions_with_counterpart_of_left"] == 1
    assert (result.coverage_of_left, result.coverage_of_right) == (0, 0)


def test_odd_files_are_said(tmp_path: Path) -> None:
    left = work(
        tmp_path, "L",
        a__c=BUCKET, b__rb="def a(b)\n  puts b\nend\n", broken__c="int f( { return } } x = ; while\n",
        mini__js="var a=1;" * 400, empty__c="", binary__c=bytes(range(256)) * 4,
        mixed__c="// 月光照在旧城\n".encode() + "// 旧城的瓦\n".encode("gb18030") + CLOCK.encode(),
    )  # fmt: skip
    result = compared(left, work(tmp_path, "R", a__c=RENAMED))
    seen = {(o.span.file, o.kind) for o in result.observations if o.side == "left"}
    assert seen >= {
        ("mixed.c", "mixed-encoding"), ("broken.c", "not-parsed"), ("mini.js", "long-lines"), ("empty.c", "no-code"),
        ("binary.c", "unread"), ("b.rb", "no-functions"),
    }  # fmt: skip
    assert result.coverage_of_right == 1
    assert {row["language"] for row in result.tables["weights"]} >= {"C", "JavaScript", "Ruby"}


@pytest.mark.parametrize("text", ["(" * 60_000, "{" * 60_000 + "}" * 60_000, "if(a)" * 30_000 + ";"])
def test_nesting_without_end(tmp_path: Path, text: str) -> None:
    left = work(tmp_path, "L", a__c=BUCKET, b__c=f"void f() {{ {text} }}")
    result = compared(left, work(tmp_path, "R", b__c=RENAMED))
    assert (result.status, result.coverage_of_right) == ("ok", 1)


def test_a_line_of_ten_megabytes(tmp_path: Path) -> None:
    body = "".join(f'f{k % 977}(a{k % 13},"{k}{"." * 150}");' for k in range(60_000))
    left = work(tmp_path, "L", a__js=body, b__js=REPORT)
    result = compared(left, work(tmp_path, "R", b__js=body[:3000]))
    assert result.status == "ok"


def test_no_code_is_refused_by_name(tmp_path: Path) -> None:
    result = compared(work(tmp_path, "L", a__c="/* words */"), work(tmp_path, "R", b__c=BUCKET))
    assert (result.status, result.reason) == ("refused", "refused")
    assert "a.c" in (result.message or "")


def test_more_than_memory_allows_is_said() -> None:
    sides = {"a.c": features(BUCKET)}, {"b.c": features(BUCKET)}
    with pytest.raises(OverLimit, match=r"a\.c, b\.c"):
        list(CodeStructure().match(*sides, Context(memory_limit=1000)))


def test_a_tiny_program_ranks_and_is_not_refused(tmp_path: Path) -> None:
    result = compared(work(tmp_path, "L", a__py="print(1 + 2)\n"), work(tmp_path, "R", a__py="show(1 + 2)\n"))
    assert result.status == "ok" and result.score > 0.5
    assert compared(work(tmp_path, "S", a__py="a\n"), work(tmp_path, "T", a__py="a\n")).coverage_of_left == 1


def test_the_exhibit_marks_what_changed_moved_and_stands_alone(tmp_path: Path) -> None:
    rows = RENAMED.replace("    unsigned long pos", "    trace(2);\n    unsigned long pos")
    left, right = work(tmp_path, "L", a__c=BUCKET), work(tmp_path, "R", b__c=rows)
    (match,) = compared(left, right).matches
    shown = CodeStructure().exhibit(left, right, match)
    assert len(shown.left) == len(shown.right)
    assert "".join(run.text for _, runs in shown.left for run in runs) == BUCKET.replace("\n", "")
    roles = {word: run.role for _, runs in shown.right for run in runs for word in run.text.split()}
    assert (roles["unsigned"], roles["pos"], roles["trace"], roles["2"]) == ("same", "changed", "dropped", "dropped")
    tokens = {word: run.token for _, runs in shown.right for run in runs for word in run.text.split()}
    told = [tokens[word] for word in ("return", "pos", "2", ";")]
    assert told == ["keyword", "name", "number", "operator"]
    assert shown.left_place == "a.c · L1–13 (fill)"


def test_rarity_from_a_background(tmp_path: Path) -> None:
    method = CodeStructure()
    works = [work(tmp_path, f"B{n}", a__c=CLOCK + f"int g{n};") for n in range(3)]
    table = background.collect("code-structure", works, tmp_path / "back")
    background.write_manifest(tmp_path / "back", "clocks", works, {"code-structure": table})
    resources = Resources((background.open_background(tmp_path / "back", method),))
    left = work(tmp_path, "L", a__c=BUCKET, b__c=CLOCK)
    side = {member.file: method.read(member, resources) for member in left.members}
    assert side["a.c"].known_works == 3
    assert side["b.c"].unit_bits.max() < side["a.c"].unit_bits.max() / 4
    found = {match.left.file: match for match in method.match(side, side, Context(resources=resources))}
    assert found["b.c"].weight < found["a.c"].weight / 4
    assert method.measure(side, side, list(found.values()), Mask()).score == 1


def test_plants_are_as_they_are_said_to_be(tmp_path: Path) -> None:
    works = work(tmp_path, "L", a__c=BUCKET + CLOCK), work(tmp_path, "R", b__c=CLOCK.replace("show", "tell") * 2)
    for seed in range(4):
        out = tmp_path / str(seed)
        out.mkdir()
        plant = CodeStructure().plant(works[0].members[0], works[1].members[0], seed, out)
        planted = Work.open(plant.path, label="P", medium=Medium.CODE)
        result = compared(Work.open(works[0].members[0].path, label="L", medium=Medium.CODE), planted)
        assert any((m.left, m.right) == (plant.left, plant.right) for m in result.matches)
    with pytest.raises(Refused, match=r"b\.c"):
        CodeStructure().plant(work(tmp_path, "S", b__c="int a;").members[0], works[1].members[0], 0, tmp_path)
    with pytest.raises(Refused, match="Python"):
        CodeStructure().plant(works[0].members[0], work(tmp_path, "P", c__py="a = 1\n").members[0], 0, tmp_path)


def test_scrambled_material_holds_no_copy(tmp_path: Path) -> None:
    left = work(tmp_path, "L", a__c=BUCKET + CLOCK + RENAMED.replace("insert", "put"))
    for seed in range(4):
        out = tmp_path / str(seed)
        out.mkdir()
        CodeStructure().scramble(left.members[0], seed, out)
        result = compared(left, Work.open(out, label="R", medium=Medium.CODE))
        assert (result.coverage_of_left or 0) == 0


def test_both_languages_name_everything(tmp_path: Path) -> None:
    result = compared(work(tmp_path, "L", a__c=BUCKET, b__c=REPORT), work(tmp_path, "R", b__c=WHILE))
    wanted = {*result.all.values, *(key for match in result.matches for key in match.details)}
    wanted |= {word for match in result.matches for word in match.details["changes"]}
    wanted |= {match.kind for match in result.matches} | {key for row in result.tables["weights"] for key in row}
    for language in ("zh", "en"):
        assert wanted - set(LABELS[language]) == set()
