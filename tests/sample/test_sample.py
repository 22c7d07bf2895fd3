"""What truth.json says of the sample case really stands in its files."""

import csv
import importlib
import io
import json
import sys
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from opencc import OpenCC
from PIL import Image, ImageChops, ImageStat

import appraisal.sample
from appraisal import demo
from appraisal.sample import art, make_music, make_world

SAMPLE = Path(appraisal.sample.__file__).resolve().parent
TRUTH: dict[str, Any] = json.loads((SAMPLE / "truth.json").read_text(encoding="utf-8"))
ENTRIES: list[dict[str, Any]] = TRUTH["entries"]
PASSAGES = [entry for entry in ENTRIES if "first20" in entry]
TEXT_SUFFIXES = {".txt", ".md", ".py", ".lua", ".csv", ".json", ".ini", ".toml", ".abc"}
SIMPLIFY = OpenCC("t2s")
MINIMUM = 13


def as_list(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


def decode(path: str) -> str:
    encoding = TRUTH["encodings"].get(path, "utf-8")
    return (SAMPLE / path).read_bytes().decode(encoding).replace("\r\n", "\n")


def fold(text: str) -> str:
    plain = SIMPLIFY.convert(unicodedata.normalize("NFKC", text))
    return "".join(char for char in plain if unicodedata.category(char)[0] in "LN").lower()


def renamed(text: str, accused: str) -> str:
    for folder, names in TRUTH["renames"].items():
        if accused.startswith(folder):
            for old, new in names.items():
                text = text.replace(old, new)
    return text


def passage(entry: dict[str, Any]) -> str:
    text = decode(entry["claimed"])
    start = text.index(entry["first20"])
    assert text.count(entry["first20"]) == 1
    found = text[start : start + entry["characters"]]
    assert found.endswith(entry["last20"])
    return found


def works_text() -> list[Path]:
    return [path for path in sorted(SAMPLE.rglob("*")) if path.is_file() and path.suffix in TEXT_SUFFIXES]


def test_every_named_file_exists_and_every_id_is_used_once() -> None:
    ids = [entry["id"] for entry in ENTRIES]
    assert len(ids) == len(set(ids))
    for entry in ENTRIES:
        assert entry["kind"] in TRUTH["kinds"]
        for side in ("claimed", "accused"):
            for path in as_list(entry[side]):
                assert path.startswith(side + "/"), path
                assert (SAMPLE / path).is_file(), path
    for entry in TRUTH["ancestor"]:
        assert all((SAMPLE / entry[side]).is_file() for side in ("ancestor", "claimed", "accused"))
    for entry in TRUTH["independent"]:
        assert (SAMPLE / entry["file"]).is_file()


def test_every_file_of_the_accused_work_is_accounted_for() -> None:
    named = {path for entry in ENTRIES for path in as_list(entry["accused"])}
    named |= {entry["accused"] for entry in TRUTH["ancestor"]} | {entry["file"] for entry in TRUTH["independent"]}
    there = {path.relative_to(SAMPLE).as_posix() for path in (SAMPLE / "accused").rglob("*") if path.is_file()}
    assert {path for path in there if "__pycache__" not in path} - named == {
        "accused/gs/lib/pondkit/NOTICE.txt"
    } & there


@pytest.mark.parametrize("entry", PASSAGES, ids=lambda entry: entry["id"])
def test_a_planted_passage_stands_in_both_works(entry: dict[str, Any]) -> None:
    wanted = fold(renamed(passage(entry), entry["accused"]))
    assert len(wanted) > MINIMUM
    assert wanted in fold(decode(entry["accused"]))


def test_story_and_manual_are_long_enough() -> None:
    chapters = [path for path in sorted((SAMPLE / "claimed/story").glob("*.txt")) if path.name[1] != "0"]
    assert len(chapters) == 7
    assert sum(len("".join(path.read_text(encoding="utf-8").split())) for path in chapters) > 11_900
    assert len(decode("claimed/manual/manual.md").split()) > 2_500
    kinds = {entry["kind"] for entry in PASSAGES}
    assert kinds == {"verbatim", "verbatim-moved", "punctuation-width", "traditional", "line-breaks"}


def runs_of_thirteen(first: str, second: str) -> set[str]:
    known = {first[at : at + MINIMUM] for at in range(len(first) - MINIMUM + 1)}
    return {second[at : at + MINIMUM] for at in range(len(second) - MINIMUM + 1)} & known


def test_independent_and_reworded_chapters_share_no_run_of_thirteen() -> None:
    story = [fold(path.read_text(encoding="utf-8")) for path in sorted((SAMPLE / "claimed/story").glob("*.txt"))]
    for name in ("c05", "c06", "c07"):
        text = fold(decode(f"accused/juqing/{name}.txt"))
        assert len(text) > 700
        assert not any(runs_of_thirteen(chapter, text) for chapter in story), name
    for own in TRUTH["own_passages"]:
        text = fold(decode(own["accused"]))
        start, end = text.index(fold(own["first20"])), text.index(fold(own["last20"]))
        assert not any(runs_of_thirteen(chapter, text[start:end]) for chapter in story), own


@pytest.mark.parametrize(
    "entry",
    [entry for entry in ENTRIES if "accused_text_simplified" in entry or "text" in entry],
    ids=lambda entry: entry["id"],
)
def test_misspellings_leftovers_and_constants_stand_on_both_sides(entry: dict[str, Any]) -> None:
    claimed = entry.get("claimed_text") or entry["text"]
    accused = entry.get("accused_text_simplified") or entry["text"]
    assert claimed in "".join(decode(path) for path in as_list(entry["claimed"]))
    assert accused in SIMPLIFY.convert("".join(decode(path) for path in as_list(entry["accused"])))


def test_the_shared_defect_shows_when_both_bags_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    seen = []
    for folder, module, bag, count in (
        ("claimed/server", "bag", "Bag", "count"),
        ("accused/gs", "loot", "Pack", "num"),
    ):
        with monkeypatch.context() as patch:
            patch.syspath_prepend(str(SAMPLE / folder))
            before = set(sys.modules)
            full = getattr(importlib.import_module(module), bag)()
            full.add(1, 50)
            full.add(1, 49)
            places = next(value for value in vars(full).values() if isinstance(value, list))
            seen.append([getattr(place, count) for place in places])
            for name in set(sys.modules) - before:
                patch.delitem(sys.modules, name)
    assert seen == [[99, 0], [99, 0]]


def test_the_base_is_of_the_version_that_it_says_itself() -> None:
    version = next(version for label, *_, version in demo.WORKS if label == "C1")
    assert decode("ancestor/README.txt").startswith(f"Pond Kit {version} ")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_notes_on_matches_hold_in_every_form(language: str) -> None:
    """Some forms have no opinion, and a match that is doubtful is not one that is “not counted”."""
    words = demo.wording(language)
    notes = " ".join(words[key] for key in ("partial", "twice", "painted", "element"))
    assert not [word for word in ("意见", "opinion", "不计入", "not counted") if word in notes]


def test_code_compiles_and_the_base_stands_in_both() -> None:
    for path in SAMPLE.rglob("*.py"):
        compile(path.read_text(encoding="utf-8"), path.name, "exec")
    for entry in TRUTH["ancestor"]:
        base, claimed, accused = (decode(entry[side]) for side in ("ancestor", "claimed", "accused"))
        if entry["extent"].startswith("whole"):
            assert base == claimed
            changed = set(base.splitlines()) ^ set(accused.splitlines())
            assert len(changed) <= (4 if "accused_change" in entry else 0), entry
        if "text" in entry:
            assert all(entry["text"] in text for text in (base, claimed, accused))
        for name in entry.get("sections", ()):
            section = base.split(f"## {name}\n")[1].split("\n## ")[0].strip()
            assert section in claimed
            assert section in accused


def test_tables_have_the_rows_that_truth_counts() -> None:
    def rows(path: str) -> int:
        if path.endswith(".json"):
            table = json.loads(decode(path))
            return len(table.get("tables") or table["rows"])
        return len(list(csv.reader(io.StringIO(decode(path))))) - 1

    for entry in ENTRIES:
        if entry["kind"] == "table":
            assert rows(entry["claimed"]) == entry["rows_claimed"]
            assert rows(entry["accused"]) == entry["rows_taken"] + entry["rows_own"]


def test_music_comes_out_byte_for_byte() -> None:
    for path, data in make_music.write_all().items():
        assert (SAMPLE / path).read_bytes() == data, path
    own, taken = make_music.claimed(), make_music.accused()
    entry = next(entry for entry in ENTRIES if entry["kind"] == "music-copy")
    moved = [
        tuple((key + entry["transposed_semitones"] if key else 0, length) for key, length in bar) for bar in own.bars
    ]
    later = taken.bars[entry["accused_intro_bars"] :]
    assert len(own.bars) == entry["claimed_bars"]
    assert len(taken.bars) == entry["accused_bars"]
    changed = [number for number, (a, b) in enumerate(zip(moved, later, strict=True), 1) if a != b]
    assert changed == entry["changed_bars_of_claimed"]
    assert all(sum(length for _, length in bar) == 6 for bar in own.bars + taken.bars)


def test_map_and_model_come_out_byte_for_byte() -> None:
    for path, data in make_world.write_all().items():
        assert (SAMPLE / path).read_bytes() == data, path
    entries = {entry["kind"]: entry for entry in ENTRIES}
    left, top, right, bottom = entries["map-copy"]["crop"]
    own = [row[left:right][::-1] for row in make_world.claimed_map()[top:bottom]]
    taken = make_world.accused_map()
    pairs = [(a, b) for row, other in zip(own, taken, strict=True) for a, b in zip(row, other, strict=True)]
    kept = sum(make_world.RENUMBERED[a] == b for a, b in pairs)
    assert 0.9 * len(pairs) < kept < len(pairs)
    model = entries["model-copy"]
    points, copied = make_world.claimed_lamp()[0], make_world.accused_lamp()[0]
    assert len(points) == len(copied) == model["vertices"]
    laid = {tuple(round(v, 6) for v in ((y / 100, z / 100, (x - 40) / 100))) for x, y, z in copied}
    assert sum(tuple(round(v, 6) for v in point) not in laid for point in points) == model["vertices_moved"]
    assert len(make_world.claimed_sway()[0]) == model["keys"]


def test_pictures_come_out_with_the_same_pixels() -> None:
    drawn = art.draw_all()
    there = {
        path.relative_to(SAMPLE).as_posix()
        for folder in ("claimed/art", "accused/pic", "photographs")
        for path in (SAMPLE / folder).iterdir()
    }
    assert set(drawn) == there
    for path, data in drawn.items():
        again, kept = Image.open(io.BytesIO(data)).convert("RGB"), Image.open(SAMPLE / path).convert("RGB")
        assert again.size == kept.size
        difference = ImageChops.difference(again, kept)
        if path.endswith(".png"):
            assert difference.getbbox() is None, path
        else:  # another JPEG library may round otherwise
            assert max(ImageStat.Stat(difference).mean) < 1, path
        assert min(ImageStat.Stat(kept.convert("L")).stddev) > 15, f"{path} is flat"


def test_the_turned_map_is_the_map() -> None:
    turned = Image.open(SAMPLE / "accused/pic/worldmap.png").convert("RGB")
    own = Image.open(SAMPLE / "claimed/art/map.png").convert("RGB").transpose(Image.Transpose.ROTATE_90)
    assert ImageChops.difference(turned, own).getbbox() is None


def test_the_sample_is_small_fictional_and_clean() -> None:
    every = [path for path in SAMPLE.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    programs = [path for path in every if SAMPLE / "programs" in path.parents]  # of a case of their own, with a bound
    files = [path for path in every if path not in programs]
    assert sum(path.stat().st_size for path in programs) < 100_000
    assert sum(path.stat().st_size for path in files) < 650_000
    assert max(path.stat().st_size for path in every) < 60_000
    readme = (SAMPLE / "README.md").read_text(encoding="utf-8")
    assert "示例·无证明效力" in readme
    assert "no evidential value" in readme
    words = (
        "鉴定中心",
        "鉴定委员会",
        "版权协会",
        "版权保护中心",
        "版权局",
        "人民法院",
        "公安局",
        "检察院",
        "司法鉴定所",
        "有限公司",
    )
    traces = (*(f"/{folder}/" for folder in ("work", "root", "home", "tmp")), "@", "http://", "https://")
    for path in works_text():
        text = decode(path.relative_to(SAMPLE).as_posix())
        assert not [word for word in words if word in text], path
        if path.suffix != ".py":  # decorators
            assert not [trace for trace in traces if trace in text], path
