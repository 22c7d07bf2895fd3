"""The engine with toy comparators: figures all and filtered, ancestors, backgrounds, nesting, failures as results."""

from __future__ import annotations

import sys
import types
from dataclasses import replace
from pathlib import Path

import pytest

from appraisal import background, cache, dispatch, engine
from appraisal.comparison import Comparison, Exclusion, Reason
from appraisal.engine import compare
from appraisal.errors import RecordError, UsageError
from appraisal.job import Job, key_of
from appraisal.records import dumps, loads
from appraisal.span import char, line
from appraisal.work import Work

pytestmark = pytest.mark.usefixtures("toys")


def folder(base: Path, name: str, **files: str) -> Work:
    root = base / name
    root.mkdir()
    for file, text in files.items():
        (root / f"{file}.txt").write_text(text, "utf-8")
    return Work.open(root, label=name)


def test_exclusions_change_filtered_only(tmp_path: Path) -> None:
    left = folder(tmp_path, "A1", a="alpha bravo charlie")
    right = folder(tmp_path, "B1", a="alpha bravo delta")
    job = Job("toy-words", left, right)
    plain = compare(job)
    assert (plain.all.coverage_of_left, plain.all.coverage_of_right) == (10 / 17, 10 / 15)
    gone = Exclusion(Reason.QUOTATION, "left", char("a.txt", 0, 5), by="专家", on="2026-01-01")
    some = compare(replace(job, exclusions=(gone,)))
    assert some.all == plain.all
    assert some.filtered.coverage_of_left == 5 / 12
    assert some.filtered.coverage_of_right == 5 / 15
    assert some.excluded == [gone]
    assert [m.id for m in some.matches] == [m.id for m in plain.matches]


def test_ancestor_partition_and_excluded_work(tmp_path: Path) -> None:
    left = folder(tmp_path, "A1", a="alpha bravo charlie", b="onlyleft")
    right = folder(tmp_path, "B1", a="alpha bravo delta")
    old = folder(tmp_path, "C1", z="bravo echo")
    result = compare(Job("toy-words", left, right, ancestors=(old,)))
    assert result.ancestors[0].left == {
        "shared_with_other_only": 5,
        "shared_by_all_three": 5,
        "shared_with_ancestor_only": 0,
    }
    assert result.filtered.coverage_of_left == 5 / 20
    assert {e.reason for e in result.excluded} == {Reason.COMMON_SOURCE}
    assert {e.side for e in result.excluded} == {"left", "right"}
    first = {"head": list(engine.ORIGINS_HEAD), "more": 0}
    assert result.tables[engine.ORIGINS] == {**first, "rows": [
        ["C1", side, "a.txt", "char", 6, 11, "z.txt", 0, 5] for side in ("left", "right")
    ]}  # fmt: skip
    other = compare(Job("toy-words", left, right, excluded=((old, Reason.LICENSED),)))
    assert other.tables[engine.ORIGINS] == result.tables[engine.ORIGINS]
    assert other.filtered == result.filtered
    assert {e.reason for e in other.excluded} == {Reason.LICENSED}
    assert [e.sha256 for e in other.excluded if e.side is None] == [old.sha256]


def test_a_named_background_gives_the_weight(tmp_path: Path) -> None:
    for number, text in enumerate(["alpha alpha", "alpha bravo", "charlie"]):
        folder(tmp_path, f"w{number}", a=text)
    out = tmp_path / "background"
    dispatch.build_background("three", sorted(tmp_path.glob("w*")), out)
    left, right = folder(tmp_path, "A1", a="alpha delta"), folder(tmp_path, "B1", a="alpha delta")
    result = compare(Job("toy-words", left, right, backgrounds=(out,)))
    weights = {m.details["word"]: (m.weight, m.details["holding"], m.details["works"]) for m in result.matches}
    assert weights == {"alpha": (0.5, 2, 3), "delta": (1.0, 0, 3)}
    assert result.resources == [
        {"kind": "background", "name": "three", "sha256": background.digest_of(out), "works": 3}
    ]
    assert key_of(Job("toy-words", left, right)) != key_of(Job("toy-words", left, right, backgrounds=(out,)))


def test_a_background_made_of_a_compared_work_is_refused(tmp_path: Path) -> None:
    work, other = folder(tmp_path, "w0", a="alpha"), folder(tmp_path, "A1", a="alpha bravo")
    out = tmp_path / "background"
    dispatch.build_background("one", [work.root], out)
    same = folder(tmp_path, "B1", a="alpha")
    for job in (Job("toy-words", other, same, backgrounds=(out,)), Job("toy-words", same, other, backgrounds=(out,))):
        result = compare(job)
        assert result.status == "refused" and not result.matches
        assert result.message == "background 'one' was built from B1 itself: build it again without that work"
    assert compare(Job("toy-words", other, other, backgrounds=(out,))).status == "ok"


def test_a_damaged_background_is_refused(tmp_path: Path) -> None:
    work = folder(tmp_path, "w0", a="alpha")
    out = tmp_path / "background"
    dispatch.build_background("one", [work.root], out)
    table = out / "toy-words.npz"
    data = bytearray(table.read_bytes())
    data[len(data) // 2] ^= 1
    table.write_bytes(data)
    with pytest.raises(UsageError, match="damaged"):
        compare(Job("toy-words", work, work, backgrounds=(out,)))


def test_nested_comparisons_are_references(tmp_path: Path) -> None:
    left = folder(tmp_path, "A1", same="one text", other="alpha bravo")
    right = folder(tmp_path, "B1", moved="one text", other="alpha charlie")
    result = compare(Job("toy-tree", left, right, children=tmp_path / "children"))
    assert [(m.left.file, m.right.file) for m in result.matches] == [("same.txt", "moved.txt")]
    (child,) = result.children
    assert (child.comparator, child.left, child.matches) == ("toy-words", "other.txt", 1)
    nested = loads((tmp_path / "children" / str(child.file)).read_bytes())
    assert [m.details["word"] for m in nested.matches] == ["alpha"]
    assert result.tables["files"] == [["other.txt", 11], ["same.txt", 8]]
    assert compare(Job("toy-tree", left, right)).children[0].file is None


def test_members_are_paired_by_shared_keys(tmp_path: Path) -> None:
    left = folder(tmp_path, "A1", a="alpha", b="bravo")
    right = folder(tmp_path, "B1", x="bravo", y="alpha", z="zulu")
    pairs = {(m.left.file, m.right.file) for m in compare(Job("toy-words", left, right)).matches}
    assert pairs == {("a.txt", "y.txt"), ("b.txt", "x.txt")}


def test_one_sided_observations(tmp_path: Path) -> None:
    left, right = folder(tmp_path, "A1", a="Copyright 某甲"), folder(tmp_path, "B1", a="no\nCopyright 某乙")
    result = compare(Job("toy-observer", left, right))
    assert [(o.side, o.span.start, o.details["line"]) for o in result.observations] == [
        ("left", 1, "Copyright 某甲"),
        ("right", 2, "Copyright 某乙"),
    ]
    assert result.coverage_of_left is None and result.matches == []
    assert loads(dumps(result)).observations == tuple(result.observations)


def test_unread_members_are_named_and_the_rest_is_compared(tmp_path: Path) -> None:
    left = folder(tmp_path, "A1", good="alpha", empty=" ")
    (left.root / "bad.txt").write_bytes(b"\xff\xfe\xff")
    left = Work.open(left.root, label="A1")
    result = compare(Job("toy-words", left, folder(tmp_path, "B1", a="alpha")))
    assert result.status == "ok" and len(result.matches) == 1
    assert {(o.span.file, o.details["reason"]) for o in result.observations} == {
        ("bad.txt", "unreadable"),
        ("empty.txt", "refused"),
    }


def _trouble(tmp_path: Path, text: str) -> Comparison:
    return dispatch.compare(Job("toy-trouble", folder(tmp_path, "A1", a=text), folder(tmp_path, "B1", a="fine")))


@pytest.mark.parametrize(
    ("text", "status", "reason"),
    [
        ("kill", "failed", "killed"),
        ("crash", "failed", "crashed"),
        ("eat", "failed", "memory"),
        ("", "refused", "refused"),
        ("nan", "failed", "record"),
        ("elsewhere", "failed", "record"),
    ],
)
def test_failures_are_results(tmp_path: Path, text: str, status: str, reason: str) -> None:
    result = _trouble(tmp_path, text)
    assert (result.status, result.reason) == (status, reason)
    assert result.message and loads(dumps(result)) == result


def test_a_file_that_changes_is_noticed(tmp_path: Path) -> None:
    left, right = folder(tmp_path, "A1", a="alpha golf"), folder(tmp_path, "B1", a="alpha")
    (left.root / "a.txt").write_text("bravo", "utf-8")
    result = compare(Job("toy-words", left, right))
    assert result.status == "failed" and "changed" in str(result.message)


def test_nothing_that_this_method_reads(tmp_path: Path) -> None:
    (tmp_path / "p").mkdir()
    (tmp_path / "p" / "x.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    result = compare(Job("toy-words", Work.open(tmp_path / "p"), folder(tmp_path, "B1", a="alpha")))
    assert result.status == "refused" and "text" in str(result.message)


def test_unknown_names_and_parameters(tmp_path: Path) -> None:
    work = folder(tmp_path, "A1", a="alpha")
    with pytest.raises(UsageError, match="toy-nothing"):
        compare(Job("toy-nothing", work, work))
    with pytest.raises(UsageError, match="colour"):
        compare(Job("toy-words", work, work, parameters={"colour": 1}))
    assert compare(Job("toy-words", work, work, parameters={"least": 6})).matches == []


def test_features_are_stored_and_read_again(tmp_path: Path) -> None:
    from appraisal import engine

    work = folder(tmp_path, "A1", a="alpha")
    job = Job("toy-words", work, work, store=tmp_path / "store")
    engine.forget()
    first = dumps(compare(job))
    (stored,) = (tmp_path / "store").rglob("*.pack")
    engine.forget()
    assert dumps(compare(job)) == first
    stored.write_bytes(b"damaged")
    engine.forget()
    assert dumps(compare(job)) == first


def test_the_same_match_twice_is_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from appraisal import registry

    work = folder(tmp_path, "A1", a="alpha")
    method = type(registry.comparator("toy-words"))
    original = method.match
    monkeypatch.setattr(method, "match", lambda *given: [*original(*given), *original(*given)])
    with pytest.raises(RecordError, match="twice"):
        compare(Job("toy-words", work, work))


def test_ancestors_that_cannot_be_read_are_listed_and_void_nothing(tmp_path: Path) -> None:
    left, right = folder(tmp_path, "A1", a="alpha bravo"), folder(tmp_path, "B1", a="alpha bravo")
    half = folder(tmp_path, "C1", good="alpha")
    (half.root / "bad.txt").write_bytes(b"\xff\xff")
    none = folder(tmp_path, "C2", blank=" ")
    result = compare(Job("toy-words", left, right, ancestors=(Work.open(half.root, label="C1"), none)))
    assert result.status == "ok" and len(result.matches) == 2
    assert [a.left["shared_by_all_three"] for a in result.ancestors] == [5, 0]
    assert [row[:3] for row in result.tables["not_compared"]] == [
        ["C1", "bad.txt", "unreadable"],
        ["C2", "blank.txt", "refused"],
        ["C2", "", "refused"],
    ]


def test_exclusions_that_change_nothing_are_said_so(tmp_path: Path) -> None:
    left, right = folder(tmp_path, "A1", a="alpha bravo"), folder(tmp_path, "B1", a="alpha bravo")
    places = [char("a.txt", 0, 5), line("a.txt", 1, 2), char("A.TXT", 0, 5)]
    exclusions = tuple(Exclusion(Reason.QUOTATION, "left", span) for span in places)
    result = compare(Job("toy-words", left, right, exclusions=exclusions))
    said = [(o.span, o.details["reason"]) for o in result.observations if o.kind == "exclusion-not-applied"]
    assert {span for span, _ in said} == {line("a.txt", 1, 2), char("A.TXT", 0, 5)}
    assert result.filtered.coverage_of_left == 1 and result.filtered.coverage_of_right == 0.5


def test_features_of_other_code_are_not_taken_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a").mkdir()
    module = types.ModuleType("made_here")
    module.__file__ = str(tmp_path / "a" / "made_here.py")
    monkeypatch.setitem(sys.modules, "made_here", module)
    seen = set()
    for text in ("one = 1", "one = 2"):
        (tmp_path / "a" / "made_here.py").write_text(text, "utf-8")
        seen.add(cache.code_of(type("Method", (), {"__module__": "made_here"})))
    assert len(seen) == 2 and cache.code_of(type("Loose", (), {"__module__": "nowhere"})) == ""
