"""Filtration with a toy screener: what rules take out, what persons keep, the waterfall, resources, keys of records."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from appraisal import background, components, dispatch, engine, registry
from appraisal.comparison import Exclusion, Match, Overruled, Reason, Side
from appraisal.engine import compare
from appraisal.errors import Unreadable, UsageError
from appraisal.job import Job, key_of, pack, unpack
from appraisal.records import dumps, loads
from appraisal.screening import NOT_SCREENED, TAKEN_OUT_ALONE, one_sided
from appraisal.span import char, line, whole
from appraisal.work import Work
from tests.engine.test_engine import folder

pytestmark = pytest.mark.usefixtures("toys")


def pair(base: Path) -> Job:
    left = folder(base, "A1", a="alpha BRAVO charlie", b="DELTA delta")
    right = folder(base, "B1", a="alpha BRAVO echo echo")
    return Job("toy-ruled", left, right)


def test_a_rule_changes_filtered_only_and_is_listed(tmp_path: Path) -> None:
    result = compare(pair(tmp_path))
    assert (result.all.coverage_of_left, result.all.coverage_of_right) == (10 / 27, 10 / 18)
    assert (result.coverage_of_left, result.coverage_of_right) == (5 / 17, 5 / 13)
    assert [(e.side, e.work, e.span, e.reason, e.by, e.note) for e in result.excluded] == [
        ("left", "A1", char("a.txt", 6, 11), Reason.TOOL_GENERATED, "rule:capitals", "written in capitals"),
        ("left", "A1", char("b.txt", 0, 5), Reason.TOOL_GENERATED, "rule:capitals", "written in capitals"),
        ("right", "B1", char("a.txt", 6, 11), Reason.TOOL_GENERATED, "rule:capitals", "written in capitals"),
    ]
    assert len(result.matches) == 2
    assert result.resources[0] == {
        "kind": "screener", "name": "toy-rules", "version": "1", "parameters": {},
        "rules": ["known", "capitals", "common"],
    }  # fmt: skip
    assert dumps(loads(dumps(result))) == dumps(result)


def test_waterfall_goes_from_all_to_filtered(tmp_path: Path) -> None:
    job = pair(tmp_path)
    old = folder(tmp_path, "C1", z="alpha")
    early = Exclusion(Reason.QUOTATION, "left", char("a.txt", 12, 19), "A1", by="专家", on="2026-01-01")
    late = Exclusion(Reason.LICENSED, "right", char("a.txt", 12, 16), "B1", by="专家", after_results=True)
    result = compare(replace(job, ancestors=(old,), exclusions=(early, late)))
    rows = result.tables["waterfall"]
    assert [row["step"] for row in rows] == ["", "rule:capitals", "works", "persons", "persons-after-results"]
    assert [row["places"] for row in rows] == [[0, 0], [2, 1], [1, 1], [1, 0], [0, 1]]
    assert [row["extent"] for row in rows] == [[0, 0], [10, 5], [5, 5], [7, 0], [0, 4]]
    assert rows[0]["coverage"] == [result.all.coverage_of_left, result.all.coverage_of_right]
    assert rows[1]["coverage"] == [5 / 17, 5 / 13]
    assert rows[-1]["coverage"] == [result.coverage_of_left, result.coverage_of_right] == [0, 0]
    assert rows[2]["reasons"] == ["common-source"] and rows[0]["figures"] == {"words": 2}
    assert [row["figures"] for row in rows[1:]] == [{"words": 1}, {"words": 0}, {}, {}]


def test_what_a_rule_takes_out_on_one_side_alone_is_told() -> None:
    matches = [
        Match(line("a.c", 1, 11), line("b.c", 21, 31), "same", 1.0),
        Match(line("a.c", 11, 15), line("c.c", 1, 5), "same", 1.0),
        Match(line("d.c", 1, 5), line("c.c", 11, 15), "same", 1.0),
    ]

    def out(side: Side, file: str, start: int, stop: int, by: str = "rule:generated") -> Exclusion:
        return Exclusion(Reason.TOOL_GENERATED, side, line(file, start, stop), by=by)

    told = [(o.side, o.span, o.kind, dict(o.details)) for o in one_sided(matches, [out("left", "a.c", 1, 15)])]
    details = {"rule": "generated", "corresponding": 14, "taken_out": 14, "opposite": ["b.c", "c.c"]}
    assert told == [("left", whole("a.c"), TAKEN_OUT_ALONE, details)]
    assert list(one_sided(matches, [out("left", "a.c", 1, 7)])) == []  # less than half of what corresponds there
    both = [out("left", "a.c", 1, 15), out("right", "b.c", 1, 40, by="专家"), out("right", "c.c", 1, 9)]
    assert list(one_sided(matches, both)) == []  # the places opposite are gone too, whoever took them out
    assert list(one_sided(matches, [out("left", "a.c", 1, 15, by="专家")])) == []  # a person's word is no rule's


def test_a_place_of_two_rules_counts_once(tmp_path: Path) -> None:
    job = pair(tmp_path)
    out = tmp_path / "packages"
    package = folder(tmp_path, "brave-1.2", x="BRAVO charlie")
    dispatch.build_background("known", [package.root.parent / "brave-1.2"], out, sample=1)
    result = compare(replace(job, backgrounds=(out,)))
    rows = {row["step"]: row for row in result.tables["waterfall"]}
    assert rows["rule:known"]["extent"] == [12, 5]
    assert rows["rule:capitals"]["places"] == [2, 1] and rows["rule:capitals"]["extent"] == [5, 0]


def test_components_are_named_by_package_version_and_file(tmp_path: Path) -> None:
    packages = tmp_path / "packages"
    packages.mkdir()
    folder(packages, "zulu-1.3.1", inflate="alpha BRAVO", more="echo")
    out = tmp_path / "index"
    dispatch.build_background("bundle", [packages], out, sample=1)
    index = components.open_components(out, "toy-rules")
    assert [(f.component, f.version, f.file, f.keys) for f in index.files] == [
        ("zulu", "1.3.1", "inflate.txt", 2), ("zulu", "1.3.1", "more.txt", 1),
    ]  # fmt: skip
    assert index.lookup([b"alpha", b"echo", b"nothing"]) == [(0,), (1,), ()]
    result = compare(replace(pair(tmp_path), backgrounds=(out,)))
    known = [e for e in result.excluded if e.by == "rule:known"]
    assert [(e.side, e.note.rsplit(" ", 1)[1]) for e in known] == [
        ("left", "inflate.txt"), ("left", "inflate.txt"), ("right", "inflate.txt"), ("right", "inflate.txt"),
        ("right", "more.txt"), ("right", "more.txt"),
    ]  # fmt: skip
    assert known[0].note == "zulu 1.3.1 inflate.txt"
    named = {r["kind"]: r for r in result.resources}
    assert named["components"] == {
        "kind": "components", "name": "bundle", "sha256": background.digest_of(out), "files": 2,
    }  # fmt: skip
    assert "background" not in named  # an index of components counts nothing


def test_thinned_index_knows_what_it_does_not_know(tmp_path: Path) -> None:
    packages = tmp_path / "packages"
    packages.mkdir()
    words = [f"word{number}" for number in range(200)]
    folder(packages, "big", a=" ".join(words))
    dispatch.build_background("thin", [packages], tmp_path / "thin", sample=4)
    index = components.open_components(tmp_path / "thin", "toy-rules")
    found = index.lookup([word.encode() for word in words])
    known = [one for one in found if one is not None]
    assert 20 < len(known) < 90 and set(known) == {(0,)}
    assert index.files[0].keys == len(known)


def test_damaged_index_is_named(tmp_path: Path) -> None:
    packages = tmp_path / "packages"
    packages.mkdir()
    folder(packages, "big", a="alpha")
    out = tmp_path / "index"
    dispatch.build_background("bad", [packages], out, sample=1)
    path = out / "toy-rules.npz"
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    with pytest.raises(UsageError, match="'bad' are damaged"):
        compare(replace(pair(tmp_path), backgrounds=(out,)))


def test_idioms_by_a_background(tmp_path: Path) -> None:
    works = tmp_path / "works"
    works.mkdir()
    for name in "abc":
        folder(works, name, x="alpha" if name != "c" else "golf")
    dispatch.build_background("harbour", [works], tmp_path / "out")
    result = compare(replace(pair(tmp_path), backgrounds=(tmp_path / "out",)))
    common = [e for e in result.excluded if e.by == "rule:common"]
    assert [(e.side, e.span, e.note) for e in common] == [
        ("left", char("a.txt", 0, 5), "2 of 3 works of harbour"),
        ("right", char("a.txt", 0, 5), "2 of 3 works of harbour"),
    ]
    kinds = [r["kind"] for r in result.resources]
    assert kinds == ["background", "screener", "background of rules"]


@pytest.mark.parametrize(
    ("overruled", "coverage", "row"),
    [
        (Overruled("capitals", note="ours"), (10 / 27, 10 / 18), {"places": 3, "extent": 15}),
        (Overruled("capitals", "A1", note="ours"), (5 / 27, 5 / 13), {"places": 2, "extent": 10}),
        (Overruled("capitals", "A1", char("b.txt", 0, 2), "ours"), (5 / 19, 5 / 13), {"places": 1, "extent": 2}),
        (Overruled("capitals", "A1", whole("b.txt"), "ours"), (5 / 22, 5 / 13), {"places": 1, "extent": 5}),
        (Overruled("known", note="ours"), (5 / 17, 5 / 13), {"places": 0, "extent": 0}),
    ],
)
def test_a_person_overrules(
    tmp_path: Path, overruled: Overruled, coverage: tuple[float, float], row: dict[str, int]
) -> None:
    job = replace(pair(tmp_path), overruled=(overruled,))
    result = compare(job)
    assert (result.coverage_of_left, result.coverage_of_right) == coverage
    (said,) = result.tables["overruled"]
    assert {key: said[key] for key in row} == row and said["rule"] == overruled.rule and said["note"] == "ours"
    assert unpack(json.loads(pack(job))) == job


def test_what_a_person_keeps_on_one_side_only_still_needs_both(tmp_path: Path) -> None:
    """Kept on the left, taken out on the right: the left has it in its denominator, and it is not common."""
    result = compare(replace(pair(tmp_path), overruled=(Overruled("capitals", "A1"),)))
    assert result.coverage_of_left == 5 / 27


def test_keys_of_records(tmp_path: Path) -> None:
    job = pair(tmp_path)
    keys = {key_of(job), key_of(replace(job, overruled=(Overruled("known"),)))}
    keys.add(key_of(replace(job, overruled=(Overruled("capitals"),))))
    assert len(keys) == 3
    plain = Job("toy-words", job.left, job.right)
    assert key_of(plain) == key_of(replace(plain, overruled=()))


def test_a_file_that_cannot_be_screened_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    appraisal_toys = sys.modules[registry.screener("toy-rules").__module__]
    engine.forget()
    read = appraisal_toys.Rules.read

    def bad(self: object, member: object, resources: object) -> object:
        if member.file == "b.txt":  # type: ignore[attr-defined]
            raise Unreadable("b.txt: not for this rule")
        return read(self, member, resources)

    monkeypatch.setattr(appraisal_toys.Rules, "read", bad)
    result = compare(pair(tmp_path))
    assert [(o.side, o.span, o.kind) for o in result.observations] == [("left", whole("b.txt"), NOT_SCREENED)]
    assert result.coverage_of_left == 5 / 22


def test_everything_screened_leaves_nothing(tmp_path: Path) -> None:
    work = folder(tmp_path, "A1", a="ALPHA BRAVO")
    result = compare(Job("toy-ruled", work, replace(work, label="B1")))
    assert (result.all.coverage_of_left, result.coverage_of_left, result.coverage_of_right) == (1, 0, 0)


@pytest.mark.parametrize(
    ("entry", "component", "version"),
    [
        ("zlib_1.3.1.orig.tar.gz", "zlib", "1.3.1"),
        ("zlib-1.3.1", "zlib", "1.3.1"),
        ("jquery-3.7.1.tgz", "jquery", "3.7.1"),
        ("six-1.16.0-py2.py3-none-any.whl", "six", "1.16.0"),
        ("python_dateutil-2.9.0", "python_dateutil", "2.9.0"),
        ("vendored", "vendored", ""),
        ("lua5.1-5.1.5", "lua5.1", "5.1.5"),
    ],
)
def test_names_of_packages(entry: str, component: str, version: str) -> None:
    assert components.named(entry) == (component, version)


def test_unrelated_work_has_no_waterfall(tmp_path: Path) -> None:
    left, right = folder(tmp_path, "A1", a="alpha"), folder(tmp_path, "B1", a="alpha")
    result = compare(Job("toy-ruled", left, right))
    assert "waterfall" not in result.tables and result.filtered == result.all


def test_plain_methods_know_no_rules(tmp_path: Path) -> None:
    job = replace(pair(tmp_path), comparator="toy-words", overruled=(Overruled("capitals"),))
    result = compare(job)
    assert result.excluded == [] and result.tables.keys() <= {"places"} and result.resources == []
    assert isinstance(job.left, Work)
