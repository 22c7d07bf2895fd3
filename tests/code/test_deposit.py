"""``code-deposit``: prints of source against the source, with what prints do to lines."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import docx
import pytest
import typst

from appraisal import contract, dispatch, registry
from appraisal.comparison import Comparison, Exclusion, Reason
from appraisal.engine import compare
from appraisal.errors import Refused, UsageError
from appraisal.job import Job
from appraisal.span import line
from appraisal.work import Medium, Work
from comparators.code.deposit import CodeDeposit
from comparators.code.deposit.aligning import How, Pair
from comparators.code.deposit.counting import packed, unpacked
from comparators.code.deposit.features import PAGED, of

WORDS = [
    "berth",
    "cargo",
    "crane",
    "dock",
    "ferry",
    "gull",
    "harbour",
    "isle",
    "jetty",
    "keel",
    "lock",
    "mast",
    "north",
    "oar",
    "pier",
    "quay",
    "reef",
    "sail",
    "tide",
    "wharf",
]


def program_lines(seed: int, count: int) -> list[str]:
    """Lines of a made-up program, indented, no two alike."""
    dice = random.Random(seed)
    made = []
    for n in range(count):
        a, b, c = (f"{dice.choice(WORDS)}_{dice.choice(WORDS)}" for _ in range(3))
        made.append(
            dice.choice(["", "    ", "        "]) + f"{a} = {b}({c}, {dice.randint(100, 9999)}, {seed * 1000 + n})"
        )
    return made


def source(files: int = 3, lines: int = 60) -> dict[str, list[str]]:
    return {f"src/part{n}.py": program_lines(n, lines) for n in range(files)}


def write(tree: dict[str, list[str]], folder: Path) -> Path:
    for name, lines in tree.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(lines) + "\n", "utf-8")
    return folder


def run(left: Path, right: Path, scratch: Path, **more: Any) -> Comparison:
    works = [dispatch.open_work(path, label=label, derived=scratch) for path, label in ((left, "L"), (right, "R"))]
    return compare(Job("code-deposit", works[0], works[1], **more))


def printed(lines: list[str], *, numbers: bool = True, per_page: int = 50) -> list[list[str]]:
    pages = [lines[at : at + per_page] for at in range(0, len(lines), per_page)]
    return [
        [f"{page * per_page + at + 1:>5}  {text}" if numbers else text for at, text in enumerate(own)]
        for page, own in enumerate(pages)
    ]


def pages_of(found: Comparison, name: str = "deposit_pages") -> list[dict[str, Any]]:
    table = found.tables[name]
    return [dict(zip(table["head"], row, strict=True)) for row in table["rows"]]


def test_the_worked_example(tmp_path: Path) -> None:
    page = ["read_config(path_of_settings)", "open_window(width_of_screen)", "draw(everything)", "legacy_mode = True"]
    own = [*page[:2], "draw( everything )", *(f"other_{n} = compute_{n * 7}(value)" for n in range(7))]
    (tmp_path / "deposit.txt").write_text("\n".join(page), "utf-8")
    (tmp_path / "main.py").write_text("\n".join(own), "utf-8")
    found = run(tmp_path / "deposit.txt", tmp_path / "main.py", tmp_path / "d")
    assert (found.all.coverage_of_left, found.all.coverage_of_right) == (0.75, 0.3)
    values = found.all.values
    assert (values["as_written_lines"], values["spacing_only_lines"], values["not_found_lines_of_left"]) == (2, 1, 1)
    assert [m.right for m in found.matches] == [line("main.py", 1, 4)]
    assert found.tables["deposit_not_found"] == [
        {"file": "deposit.txt", "page": 1, "line": 4, "printed": "legacy_mode = True", "alone": "no"}
    ]


def test_text_with_form_feeds_heads_numbers_wrapping_and_a_change(tmp_path: Path) -> None:
    tree = source()
    every = [text for lines in tree.values() for text in lines]
    changed = every[70].replace("(", "(extra, ", 1) + " + 1"
    pages = printed([*every[:70], changed, *every[71:]])
    wrapped = pages[0][20]
    pages[0][20:21] = [wrapped[:25], "       " + wrapped[25:]]
    text = "\f".join(
        "\n".join([f"Harbour Manager V1.0   Page {n} of {len(pages)}", "", *page]) for n, page in enumerate(pages, 1)
    )
    (tmp_path / "deposit.txt").write_text(text, "utf-8")
    found = run(tmp_path / "deposit.txt", write(tree, tmp_path / "tree"), tmp_path / "d")
    read = found.tables["deposit_read"][0]
    assert (read["paged_by"], read["pages"], read["heads"], read["told_by"]) == ("form-feeds", 4, 4, "documents")
    assert read["line_numbers"] >= 178
    values = found.all.values
    assert values["not_found_lines_of_left"] == 0
    assert values["wrapped_lines"] == 2
    assert values["changed_lines"] == 1
    [row] = found.tables["deposit_changed"]
    assert (row["page"], row["source_file"], row["source_line"]) == (2, "src/part1.py", 11)
    assert pages_of(found)[0]["source"] == "src/part0.py 1–50"
    assert pages_of(found)[1]["source"] == "src/part0.py 51–60; src/part1.py 1–40"
    assert all(row["in_order"] == "yes" for row in pages_of(found, "deposit_page_notes"))


def test_swapped_the_deposit_is_told_again(tmp_path: Path) -> None:
    tree = source()
    (tmp_path / "deposit.txt").write_text("\n".join(tree["src/part1.py"]), "utf-8")
    write(tree, tmp_path / "tree")
    one = run(tmp_path / "deposit.txt", tmp_path / "tree", tmp_path / "d")
    other = run(tmp_path / "tree", tmp_path / "deposit.txt", tmp_path / "d")
    assert one.tables["deposit_pages"] == other.tables["deposit_pages"]
    assert one.all.coverage_of_left == other.all.coverage_of_right == 1
    assert {m.details["deposit_on"] for m in other.matches} == {"right"}


def test_docx_of_a_print(tmp_path: Path) -> None:
    tree = source()
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Harbour Manager V1.0"
    for page in printed([text for lines in tree.values() for text in lines]):
        for text in page:
            document.add_paragraph(text)
    document.save(str(tmp_path / "deposit.docx"))
    found = run(tmp_path / "deposit.docx", write(tree, tmp_path / "tree"), tmp_path / "d")
    assert found.status == "ok", found.message
    assert found.all.coverage_of_left == found.all.coverage_of_right == 1
    assert all(m.left.view is not None for m in found.matches)
    assert found.tables["places"]["rows"]


def test_pdf_of_a_print(tmp_path: Path) -> None:
    tree = source()
    pages = printed([text for lines in tree.values() for text in lines], per_page=45)
    body = "\n#pagebreak()\n".join("#raw(block: true, " + _quoted("\n".join(page)) + ")" for page in pages)
    head = (
        "#set page(header: [Harbour Manager V1.0 #h(1fr) Page #context counter(page).display()])\n"
        "#show raw: set text(8pt)\n"
    )
    (tmp_path / "deposit.typ").write_text(head + body, "utf-8")
    typst.compile(str(tmp_path / "deposit.typ"), output=str(tmp_path / "deposit.pdf"))
    found = run(tmp_path / "deposit.pdf", write(tree, tmp_path / "tree"), tmp_path / "d")
    assert found.status == "ok", found.message
    assert found.tables["deposit_read"][0]["paged_by"] == "pages"
    assert [row["page"] for row in pages_of(found)] == [1, 2, 3, 4]
    assert pages_of(found)[0]["source"] == "src/part0.py 1–45"
    assert found.all.values["not_found_lines_of_left"] == 0
    assert found.all.coverage_of_right == 1


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def test_unrelated_source_shows_nothing(tmp_path: Path) -> None:
    (tmp_path / "deposit.txt").write_text("\n".join(program_lines(7, 100)), "utf-8")
    found = run(tmp_path / "deposit.txt", write(source(), tmp_path / "tree"), tmp_path / "d")
    assert found.all.values["found_lines_of_left"] == 0
    assert not found.matches


def test_an_excluded_place_leaves_both_numbers(tmp_path: Path) -> None:
    tree = source(1)
    (tmp_path / "deposit.txt").write_text("\n".join(tree["src/part0.py"]), "utf-8")
    out = Exclusion(Reason.LICENSED, "right", line("src/part0.py", 1, 11))
    found = run(tmp_path / "deposit.txt", write(tree, tmp_path / "tree"), tmp_path / "d", exclusions=(out,))
    assert found.all.values["found_lines_of_right"] - found.filtered.values["found_lines_of_right"] == 10
    assert found.all.values["lines_of_right"] - found.filtered.values["lines_of_right"] == 10
    assert found.filtered.coverage_of_right == 1


def test_it_is_never_proposed(tmp_path: Path) -> None:
    work = dispatch.open_work(write(source(), tmp_path / "tree"), label="L", derived=tmp_path / "d")
    assert "code-deposit" not in registry.applicable(work, work)
    assert "code-deposit" in registry.comparator_names()
    assert "code-deposit" not in registry.proposed_names()


def test_hostile_prints(tmp_path: Path) -> None:
    write(source(), tmp_path / "tree")
    for name, text in {
        "feeds": "\f" * 50_000,
        "digits": "1\n" * 50_000,
        "long": "x" * 3_000_000,
        "same": "a b c d e\n" * 30_000,
    }.items():
        path = tmp_path / f"{name}.txt"
        path.write_text(text, "utf-8")
        found = run(path, tmp_path / "tree", tmp_path / "d")
        assert found.status == "ok" or (found.reason == "refused" and path.name in (found.message or "")), found.message
        assert not found.matches
    with pytest.raises(UsageError, match="deposit is auto, left or right"):
        registry.comparator("code-deposit", {"deposit": "both"})


def test_pages_told_by_their_numbers_or_by_fifty_lines() -> None:
    lines = program_lines(3, 150)
    foot = [
        text for page, own in enumerate(printed(lines, numbers=False), 1) for text in [*own, f"第 {page} 页 共 3 页"]
    ]
    numbered = of("d.txt", "\n".join(foot), False)
    assert PAGED[numbered.paged] == "page-numbers"
    assert numbered.pages[[0, 49, 50, 51, 102]].tolist() == [1, 1, 1, 2, 3]
    assert int(numbered.heads.sum()) == 3
    bare = of("d.txt", "\n".join(lines), False)
    assert PAGED[bare.paged] == "lines"
    assert int(bare.heads.sum()) == 0


def test_places_are_packed_and_unpacked() -> None:
    pairs = [Pair(0, at, 1, 0, at + 30, How.WRITTEN) for at in range(5)] + [Pair(0, 9, 2, 0, 60, How.WRAPPED)]
    assert packed(pairs) == "1:31x5 10+2:61"
    assert unpacked(packed(pairs)) == [(p.first, p.pieces, p.line) for p in pairs]


def test_the_exhibit_shows_lines_opposite(tmp_path: Path) -> None:
    tree = source(1)
    path = tmp_path / "deposit.txt"
    path.write_text("\n".join(tree["src/part0.py"]), "utf-8")
    found = run(path, write(tree, tmp_path / "tree"), tmp_path / "d")
    works = [dispatch.open_work(p, label="L", derived=tmp_path / "d") for p in (path, tmp_path / "tree")]
    shown: Any = registry.comparator("code-deposit").exhibit(works[0], works[1], found.matches[0])
    line = tree["src/part0.py"][0].strip()
    assert all("".join(run.text for run in rows[0][1]) == line for rows in (shown.left, shown.right))
    assert {run.token for rows in (shown.left, shown.right) for run in rows[0][1]} >= {"name", "operator", "number"}
    contract.repeats("code-deposit", path, tmp_path / "tree")


def test_the_exhibit_marks_what_it_leaves_out(tmp_path: Path) -> None:
    lines = program_lines(7, 300)
    lines[1] = "names = [" + ", ".join(f"'lamp{n}'" for n in range(60)) + "]"
    code, path = tmp_path / "a.py", tmp_path / "deposit.txt"
    code.write_text("\n".join(lines), "utf-8")
    path.write_text("\n".join(lines[:270]) + "\n\f" + "\n".join(lines[270:]), "utf-8")
    found = run(path, code, tmp_path / "d")
    works = [dispatch.open_work(p, label="L", derived=tmp_path / "d") for p in (path, code)]
    shown: Any = registry.comparator("code-deposit").exhibit(works[0], works[1], found.matches[0])
    for rows in (shown.left, shown.right):
        texts = ["".join(run.text for run in row[1]) for row in rows]
        assert len(texts[1]) == 401 and texts[1].endswith("…") and not texts[0].endswith("…")
        assert len(rows) == 241 and texts[-1] == "〔… 30 …〕"


@pytest.mark.parametrize("host", ["", "\f", "page"])
def test_plants_stand_on_one_page_and_are_found(tmp_path: Path, host: str) -> None:
    made = program_lines(5, 160)
    code = tmp_path / "a.py"
    code.write_text("\n".join(program_lines(1, 120)) + "\n", "utf-8")
    other = tmp_path / "print.txt"
    pages = [made[at : at + 40] for at in range(0, 160, 40)]
    if host == "page":
        rows = [row for n, page in enumerate(pages, 1) for row in [f"Lamp V1.0  page {n} of 4", *page]]
        other.write_text("\n".join(rows) + "\n", "utf-8")
    else:
        other.write_text(host.join("\n".join(page) + "\n" for page in pages), "utf-8")
    members = [Work.open(path).members[0] for path in (code, other)]
    seen = set()
    for seed in range(8):
        plant = CodeDeposit().plant(members[0], members[1], seed, tmp_path)
        result = compare(Job("code-deposit", Work.open(code), Work.open(plant.path), parameters={"deposit": "right"}))
        hits = [
            match
            for match in result.matches
            if contract.covers(match.all_left(), plant.left) and contract.covers(match.all_right(), plant.right)
        ]
        assert hits, (plant.alteration, plant.left, plant.right)
        seen.add(plant.alteration)
    assert len(seen) == 4
    twice = [CodeDeposit(deposit="left").plant(members[0], members[1], 3, tmp_path) for _ in range(2)]
    assert twice[0] == twice[1] and twice[0].alteration == "as it is"  # nothing is wrapped in what is no print


def test_scrambled_material_holds_no_printed_page(tmp_path: Path) -> None:
    code = tmp_path / "a.py"
    code.write_text("\n".join(program_lines(1, 120)) + "\n", "utf-8")
    path = CodeDeposit().scramble(Work.open(code).members[0], 1, tmp_path)
    assert not compare(Job("code-deposit", Work.open(code), Work.open(path, medium=Medium.CODE))).matches


def test_what_cannot_be_planted_is_said(tmp_path: Path) -> None:
    short = tmp_path / "a.py"
    short.write_text("value = 1\n" * 40, "utf-8")
    member = Work.open(short).members[0]
    with pytest.raises(Refused, match="stand once"):
        CodeDeposit().plant(member, member, 0, tmp_path)
