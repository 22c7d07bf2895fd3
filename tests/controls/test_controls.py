"""Known copies planted in a case's own material are found or listed; unrelated material; files and entries of logs."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from appraisal import filing
from appraisal.case import Case
from appraisal.cli import main
from appraisal.controls import control, filed, of_case
from appraisal.demo import fixed_clock
from appraisal.dossier import ControlEntry
from appraisal.errors import CaseError, UsageError
from appraisal.freeze import freeze
from appraisal.procedure import Kind
from appraisal.run import run
from appraisal.span import to_json
from tests.code.programs import BUCKET, CLOCK
from tests.specimens import LETTER, STORY

pytestmark = pytest.mark.usefixtures("toys")

WORDS = "toy-words"
PLENTY = {
    "A1": ("claimed", {"one.txt": "alpha bravo charlie delta", "two.txt": "echo foxtrot golf hotel"}),
    "B1": ("accused", {"uno.txt": "alpha kilo", "zwei.txt": "lima mike", "drei.txt": "november"}),
}
CHAPTERS = {
    "A1": ("claimed", {"story.txt": STORY, "second.txt": STORY[::-1]}),
    "B1": ("accused", {"letter.txt": LETTER}),
}


def new_case(folder: Path, works: Mapping[str, tuple[str, Mapping[str, str]]], **settings: Any) -> Case:
    case = Case.create(folder / "case", clock=fixed_clock(), number="C-1", **settings)
    for label, (role, texts) in works.items():
        source = folder / "handed" / label
        source.mkdir(parents=True)
        for name, text in texts.items():
            (source / name).write_text(text, "utf-8")
        case.receive(label, source, role)
    return case


def only(case: Case, name: str, **more: Any) -> ControlEntry:
    (entry,) = control(case, comparators=[name], **more)
    return entry


def method_of(case: Case, entry: ControlEntry) -> dict[str, Any]:
    _, body = filed.read(case.root, entry.file)
    return next(m for m in body["methods"] if m["comparator"] == entry.comparator)


def collection(folder: Path, **texts: str) -> Path:
    target = folder / "collection"
    target.mkdir()
    for name, text in texts.items():
        (target / f"{name}.txt").write_text(text, "utf-8")
    return target


# --- known copies -----------------------------------------------------------------------------------------------------


def test_every_passage_planted_in_texts_is_found(tmp_path: Path) -> None:
    case = new_case(tmp_path, CHAPTERS)
    entry = only(case, "text-exact", jobs=2)
    assert (entry.planted, entry.found, entry.missed, entry.refused) == (100, 100, (), "")
    assert sum(planted for planted, _ in entry.alterations.values()) == 100
    assert len(entry.alterations) >= 4 and entry.labels == ("A1", "B1")
    rows = method_of(case, entry)["plants"]
    assert {row["file"] for row in rows} == {"story.txt", "second.txt"}, "spread over the members"
    assert len({row["sha256"] for row in rows}) == 100, "no plant is counted twice"


def test_what_blinding_parameters_miss_is_listed(tmp_path: Path) -> None:
    case = new_case(tmp_path, CHAPTERS, parameters={"text-exact": {"min_zi": 40, "min_letters": 120}})
    entry = only(case, "text-exact", plants=30)
    assert entry.planted == 30 and 0 < entry.found < 30
    assert entry.parameters == {"min_zi": 40, "min_letters": 120}
    assert len(entry.missed) == 30 - entry.found == 30 - sum(found for _, found in entry.alterations.values())
    for row in entry.missed:
        assert row["file"] in CHAPTERS["A1"][1] and row["host"] == "letter.txt" and row["alteration"]
        place: Any = row["place"]
        assert place["file"] == row["file"] and place["stop"] - place["start"] > 0
    assert method_of(case, entry)["made_with"] == {"min_zi": 13, "min_letters": 40}


def test_a_comparison_without_result_is_a_miss_with_its_reason(tmp_path: Path) -> None:
    case = new_case(tmp_path, CHAPTERS, parameters={"text-exact": {"min_zi": 4000, "min_letters": 4000}})
    entry = only(case, "text-exact", plants=3)
    assert (entry.planted, entry.found) == (3, 0)
    assert {row["reason"] for row in entry.missed} == {"refused"}


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    found = []
    for name, calls in (("one", ((5, 1),)), ("other", ((5, 2), (5, 1), (6, 2)))):
        (tmp_path / name).mkdir()
        case = new_case(tmp_path / name, PLENTY)
        for seed, jobs in calls:
            entry = only(case, WORDS, plants=6, unrelated=3, seed=seed, jobs=jobs, by="甲")
            found.append((case.root / entry.file).read_bytes())
            assert str(tmp_path).encode() not in found[-1]
        assert len(list((case.root / "controls").iterdir())) == len(calls), "none is overwritten"
    assert found[0] == found[1] == found[2] != found[3]


def test_a_method_without_plants_says_so(tmp_path: Path) -> None:
    case = new_case(tmp_path, PLENTY)
    entry = only(case, "toy-observer")
    assert entry.planted == 0 and "plant" in entry.refused
    assert only(case, WORDS, plants=0, unrelated=0).refused == "none were asked for"


def test_members_that_do_not_allow_it_are_skipped_and_listed(tmp_path: Path) -> None:
    texts = {"one.txt": "alpha bravo charlie", "blank.txt": " \n ", "short.txt": "of it"}  # no word of four letters
    hosts = {"host.txt": "kilo lima", "empty.txt": " "}
    case = new_case(tmp_path, {"A1": ("claimed", texts), "B1": ("accused", hosts)})
    entry = only(case, WORDS, plants=3, unrelated=0)
    assert (entry.planted, entry.found) == (3, 3)
    skipped = {(row["work"], row["file"]): row["reason"] for row in method_of(case, entry)["skipped"]}
    assert skipped == {
        ("A1", "blank.txt"): "refused",
        ("A1", "short.txt"): "crashed",  # this toy divides by the number of words
        ("B1", "empty.txt"): "refused",
    }


def test_a_source_that_one_host_does_not_go_with_is_tried_with_others(tmp_path: Path) -> None:
    python = BUCKET.replace("static int fill(", "def fill(") + "x = 1\n"
    case = new_case(
        tmp_path,
        {
            "A1": ("claimed", {"a.c": CLOCK + BUCKET, "lua.lua": "local a = 1\n"}),
            "B1": ("accused", {"one.py": python, "two.py": python + "y = 2\n", "host.c": CLOCK}),
        },
    )
    entry = only(case, "code-tokens", plants=3, unrelated=0)
    assert (entry.planted, entry.found, entry.fewer) == (3, 3, "")
    assert {row["file"] for row in method_of(case, entry)["plants"]} == {"a.c"}
    assert ("A1", "a.c") not in {(row["work"], row["file"]) for row in method_of(case, entry)["skipped"]}


def test_the_same_copy_is_not_counted_again(tmp_path: Path) -> None:
    case = new_case(tmp_path, {"A1": ("claimed", {"a.txt": "alpha bravo"}), "B1": ("accused", {"b.txt": "kilo"})})
    entry = only(case, WORDS, unrelated=0)
    assert (entry.planted, entry.found) == (2, 2), "two words into one host make two copies"
    assert "same as earlier" in method_of(case, entry)["fewer"]


def test_hosts_are_of_other_works_or_else_other_files(tmp_path: Path) -> None:
    for name, works, hosts in (
        ("others", PLENTY, {"uno.txt", "zwei.txt", "drei.txt"}),
        ("same", {"A1": PLENTY["A1"]}, {"one.txt", "two.txt"}),
    ):
        (tmp_path / name).mkdir()
        case = new_case(tmp_path / name, works)
        rows = method_of(case, only(case, WORDS, plants=8, unrelated=0))["plants"]
        assert {row["host"] for row in rows} == hosts
        assert all((row["left"], row["file"]) != (row["right"], row["host"]) for row in rows)
    (tmp_path / "alone").mkdir()
    case = new_case(tmp_path / "alone", {"A1": ("claimed", {"one.txt": "alpha"})})
    assert "second file" in only(case, WORDS).refused


def test_a_method_that_reads_nothing_here_is_refused(tmp_path: Path) -> None:
    case = new_case(tmp_path, PLENTY)
    assert "reads" in only(case, "image-copy").refused
    with pytest.raises(UsageError, match="no-such"):
        control(case, comparators=["no-such"])


def test_what_keeps_a_case_from_controls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "none").mkdir()
    with pytest.raises(CaseError, match="claimed"):
        control(new_case(tmp_path / "none", {"B1": PLENTY["B1"]}))
    case = new_case(tmp_path, PLENTY)
    monkeypatch.setattr(filing, "blocked", lambda case: ["B1 was not cross-examined"])
    with pytest.raises(CaseError, match="cross-examined"):
        control(case)
    assert not (case.root / "controls").exists()


def test_a_key_that_cannot_be_unlocked_is_told_before_anything_is_tried(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = new_case(tmp_path, PLENTY)

    def locked(name: str) -> None:
        raise UsageError(f"the key of {name} is encrypted")

    monkeypatch.setattr(case.log, "signers", locked)
    with pytest.raises(UsageError, match="encrypted"):
        control(case, by="甲")
    assert not (case.root / "controls").exists()


# --- unrelated material -----------------------------------------------------------------------------------------------


def test_a_collection_without_common_words(tmp_path: Path) -> None:
    case = new_case(tmp_path, PLENTY)
    strange = collection(tmp_path, x="papa quebec", y="romeo sierra", z="tango")
    entry = only(case, WORDS, plants=2, collection=[strange])
    assert (entry.unrelated, entry.with_match) == (6, 0), "2 claimed files and 3 others make 6 pairs, none twice"
    _, body = filed.read(case.root, entry.file)
    assert [w["name"] for w in body["collection"]] == ["x.txt", "y.txt", "z.txt"]


def test_a_match_in_unrelated_material_is_told(tmp_path: Path) -> None:
    case = new_case(tmp_path, PLENTY)
    same = PLENTY["A1"][1]["one.txt"]  # the very bytes of a file of the case are not unrelated
    strange = collection(tmp_path, x="alpha quebec", copy=same, blank=" ")
    entry = only(case, WORDS, plants=0, collection=[strange], unrelated=9)
    method = method_of(case, entry)
    assert {row["host"] for row in method["unrelated"]["pairs"]} == {"x.txt"}
    assert (entry.unrelated, entry.with_match) == (2, 1)
    assert [(row["work"], row["file"]) for row in method["skipped"]] == [("unrelated:blank.txt", "blank.txt")]
    nothing = only(case, WORDS, plants=0, collection=[strange / "copy.txt"])
    assert nothing.unrelated == 0 and "in this case too" in method_of(case, nothing)["unrelated"]["why"]


def test_scrambled_material_stands_in_for_a_collection(tmp_path: Path) -> None:
    case = new_case(tmp_path, PLENTY)
    entry = only(case, WORDS, plants=0)
    assert (entry.unrelated, entry.with_match) == (8, 0), "2 claimed files and 5 of all, but no file and itself"
    assert method_of(case, entry)["unrelated"]["from"] == "scrambled"


def test_without_either_it_is_said_that_there_was_no_negative_control(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = new_case(tmp_path, CHAPTERS)
    monkeypatch.setattr("appraisal.controls.unrelated.Scrambling", bytes)  # as if no method offered it
    unrelated = method_of(case, only(case, "text-exact", plants=1))["unrelated"]
    assert unrelated["from"] == "none" and "--collection" in unrelated["why"]


def test_pairs_that_are_refused_are_not_counted_as_silent(tmp_path: Path) -> None:
    case = new_case(tmp_path, CHAPTERS)
    strange = collection(tmp_path, short="短", long=LETTER[::-1])
    entry = only(case, "text-exact", plants=0, unrelated=4, collection=[strange])
    unrelated = method_of(case, entry)["unrelated"]
    assert {row["host"] for row in unrelated["pairs"]} == {"long.txt"} and entry.unrelated == 2
    assert {row["host"] for row in unrelated["refused"]} == {"short.txt"}


# --- files and entries ------------------------------------------------------------------------------------------------


class Cut(Exception):
    pass


def test_cut_off_between_file_and_entry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    case = new_case(tmp_path, PLENTY)
    with monkeypatch.context() as patched:

        def killed(*args: object, **more: object) -> None:
            raise Cut

        patched.setattr(case.log, "write", killed)
        with pytest.raises(Cut):
            control(case, comparators=[WORDS], plants=2, unrelated=0, by="甲")
    first = (case.root / "controls/0001.json").read_bytes()
    assert case.history().of(Kind.CONTROLS) == ()
    control(case, comparators=[WORDS], plants=3, unrelated=0, by="乙")
    logged = case.history().of(Kind.CONTROLS)
    assert [(e.body["file"], e.by) for e in logged] == [("controls/0001.json", "甲"), ("controls/0002.json", "乙")]
    assert (case.root / "controls/0001.json").read_bytes() == first
    assert [entry.planted for entry in of_case(case)] == [2, 3]


def test_cut_off_before_the_file_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    case = new_case(tmp_path, PLENTY)

    def killed(*args: object) -> None:
        raise Cut

    with monkeypatch.context() as patched:
        patched.setattr("appraisal.controls.trial", killed)
        with pytest.raises(Cut):
            control(case, comparators=[WORDS], plants=2)
    assert not (case.root / "controls").exists() and case.history().of(Kind.CONTROLS) == ()


def test_a_lost_file_does_not_free_its_number(tmp_path: Path) -> None:
    case = new_case(tmp_path, PLENTY)
    only(case, WORDS, plants=0, unrelated=0)
    (case.root / "controls/0001.json").unlink()
    assert only(case, WORDS, plants=0, unrelated=0).file == "controls/0002.json"
    with pytest.raises(CaseError, match=r"controls/0001\.json"):
        of_case(case)


def test_the_dossier_holds_all_of_them_and_no_other(tmp_path: Path) -> None:
    case = new_case(tmp_path, PLENTY)
    run(case, comparators=[WORDS], host="")
    assert freeze(case).controls == ()
    made = [*control(case, comparators=[WORDS, "toy-observer"], plants=3), only(case, WORDS, plants=0, by="甲")]
    assert list(freeze(case).controls) == made
    assert [e.by for e in made] == ["", "", "甲"] and all(e.on for e in made)
    path = case.root / made[0].file
    path.write_text(path.read_text("utf-8").replace('"found":true', '"found":false', 1), "utf-8")
    with pytest.raises(CaseError, match="not the file that was written"):
        freeze(case)


def test_a_malformed_file_is_named(tmp_path: Path) -> None:
    case = new_case(tmp_path, PLENTY)
    entry = only(case, WORDS, plants=1, unrelated=1)
    path = case.root / entry.file
    text = path.read_text("utf-8")
    changed = ["{", "[]"]
    for change in ("schema", "plants", "extra", "found", "matches"):
        body = json.loads(text)
        match change:
            case "schema":
                body["schema"] = "appraisal.controls/9"
            case "plants":
                body["methods"][0]["plants"] = {}
            case "extra":
                body["methods"][0]["score"] = 1
            case "found":
                body["methods"][0]["plants"][0]["found"] = "yes"
            case "matches":
                del body["methods"][0]["unrelated"]["pairs"][0]["matches"]
        changed.append(json.dumps(body))
    for bad in changed:
        path.write_text(bad, "utf-8")
        with pytest.raises(CaseError, match=r"controls/0001\.json"):
            filed.read(case.root, entry.file)


# --- the command ------------------------------------------------------------------------------------------------------


def test_the_command_prints_and_keeps(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    case = new_case(tmp_path, CHAPTERS, parameters={"text-exact": {"min_zi": 40, "min_letters": 120}})
    kept, strange = tmp_path / "kept", collection(tmp_path, x=LETTER[::-1])
    words = [
        "control",
        str(case.root),
        "--plants",
        "9",
        "--seed",
        "3",
        "--comparator",
        "text-exact",
        "--keep",
        str(kept),
    ]
    assert main([*words, "--collection", str(strange), "--by", "甲"]) == 0
    said = capsys.readouterr().out
    (entry,) = of_case(case)
    assert f"finds {entry.found} of 9 known copies" in said and "and none in 2 unrelated pairs" in said
    assert f"检出 9 处已知复制中的 {entry.found} 处" in said and said.endswith("controls/0001.json\n")
    for row in entry.missed:
        place = row["place"]
        assert isinstance(place, dict) and f"{row['file']} char {place['start']}–{place['stop']}" in said
    files = {hashlib.sha256(p.read_bytes()).hexdigest() for p in kept.rglob("*") if p.is_file()}
    assert files == {row["sha256"] for row in method_of(case, entry)["plants"]}
    assert main(words) == 2, "the folder to keep them in is not empty"
    assert main(["control", str(tmp_path / "nowhere")]) == 4


def test_a_missed_place_is_json_of_a_span(tmp_path: Path) -> None:
    from appraisal import span

    case = new_case(tmp_path, PLENTY, parameters={WORDS: {"least": 9}})
    entry = only(case, WORDS, plants=2, unrelated=0)
    assert entry.found == 0 and len(entry.missed) == 2
    for row in entry.missed:
        for name in ("place", "planted_at"):
            body: Any = row[name]
            assert to_json(span.from_json(body)) == body
