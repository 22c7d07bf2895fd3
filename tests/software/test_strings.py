"""Shared strings of two products from their bytes to figures, ancestors, exclusions, exhibits and controls."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from appraisal import background, choosing, engine, summing
from appraisal.comparator import Context, Indexable, Plantable, Scrambling, parameters_of
from appraisal.comparison import Comparison, Exclusion, Mask, Match, Reason
from appraisal.errors import MaterialError, OverLimit, UsageError
from appraisal.job import Job
from appraisal.span import Span, line, whole
from appraisal.work import EVERY, Work
from comparators.software.strings import SoftwareStrings
from comparators.software.strings import method as module
from comparators.software.strings.kinds import CATEGORIES, REASONS
from comparators.software.strings.showing import visible
from comparators.software.strings.wording import COUNTING, LABELS
from tests.software.test_strings_version import FILLED, program

METHOD = SoftwareStrings()
FAILED = "服务器启动失败"
NUL = b"\0\0\0\0"


def put(folder: Path, files: dict[str, bytes]) -> Path:
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def compared(left: Path, right: Path, **more: object) -> Comparison:
    one, other = Work.open(left, label="A"), Work.open(right, label="B")
    result = engine.compare(replace(Job("software-strings", one, other), **more))  # type: ignore[arg-type]
    assert result.status == "ok", result.message
    return result


def by_text(result: Comparison) -> dict[str, Match]:
    return {str(match.details["text"]).strip('"'): match for match in result.matches}


@pytest.fixture
def sides(tmp_path: Path) -> tuple[Path, Path]:
    """A Windows client with UTF-16 and a version resource, beside a server with GBK configuration."""
    body = b"".join(
        [
            NUL, FAILED.encode("utf-16-le"), NUL, b"GetProcAddress", NUL, b"player level up", NUL,
            br"D:\work\mir\server\login.pdb", NUL, b"deflate 1.2.3 Copyright 1995-2005 Jean-loup Gailly", NUL,
        ]
    )  # fmt: skip
    left = put(tmp_path / "left", {"client.exe": program(FILLED, body), "说明.txt": "守门人把灯举得很高\n".encode()})
    config = f"title = 灯塔\n{FAILED}\nguild war begins\n".encode("gbk")
    tool = NUL + b"GetProcAddress" + NUL + b"monster list" + NUL + "瑶海游戏有限公司".encode() + NUL
    tool += rb"D:\work\mir\server\login.pdb" + NUL + rb"D:\work\mir\server\login.pdb" + NUL
    return left, put(tmp_path / "right", {"conf/server.ini": config, "tool.bin": tool})


def test_what_counts_comes_before_common_strings_however_long(sides: tuple[Path, Path], capsys: Any) -> None:
    found = compared(*sides)
    kinds = [match.kind for match in found.matches]
    assert {"shared-string", "common-string"} == set(kinds)
    own = kinds.count("shared-string")
    told = [one for _, one in choosing.chosen(found.matches, {}, own, Mask(), COUNTING)]
    assert {one.kind for one in told} == {"shared-string"}
    summing.print_summary(found, "en")
    places = [line for line in capsys.readouterr().out.splitlines() if line.startswith("    client.exe")]
    common = ["(common)" in line for line in places]
    assert common == sorted(common) and common.count(False) == own


def test_the_same_string_in_two_encodings(sides: tuple[Path, Path]) -> None:
    result = compared(*sides)
    match = by_text(result)[FAILED]
    left, right = sides[0] / "client.exe", sides[1] / "conf/server.ini"
    assert left.read_bytes()[int(match.left.start) : int(match.left.stop)].decode("utf-16-le") == FAILED
    assert right.read_bytes()[int(match.right.start) : int(match.right.stop)].decode("gbk") == FAILED
    assert match.left.unit == match.right.unit == "byte"
    assert (match.details["encoding_of_left"], match.details["encoding_of_right"]) == ("UTF-16LE", "GBK")
    assert (match.kind, match.details["category"], match.details["characters"]) == ("shared-string", "chinese", 7)
    assert match.blocks == ()
    assert result.all.values["shared_across_encodings"] == 2


def test_figures_with_and_without_common_strings(sides: tuple[Path, Path]) -> None:
    result = compared(*sides)
    found = by_text(result)
    path = found[r"D:\work\mir\server\login.pdb"]
    assert set(found) == {FAILED, "GetProcAddress", "瑶海游戏有限公司", r"D:\work\mir\server\login.pdb"}
    assert found["GetProcAddress"].kind == "common-string"
    assert found["GetProcAddress"].details["common"] == "system"
    assert found["瑶海游戏有限公司"].details["category"] == "version-field"
    assert found["瑶海游戏有限公司"].details["field_of_left"] == "CompanyName"
    assert (path.details["places_of_left"], path.details["places_of_right"]) == (1, 2)
    assert len(path.also.right) == 1
    assert path.blocks == ((path.left.start, path.right.start, path.left.length),)
    values = result.all.values
    # left: 说明, FAILED, player level up, login.pdb, three fields
    # right: title, FAILED, guild …, monster …, 瑶海…, login.pdb
    assert (values["strings_of_left"], values["strings_of_right"]) == (7, 6)
    assert (values["shared_strings"], values["shared_common_strings"]) == (3, 1)
    assert result.coverage_of_left == pytest.approx(3 / 7)
    assert result.coverage_of_right == pytest.approx(1 / 2)
    assert result.score == pytest.approx(6 / 13)
    assert values["shared_by_category"] == {"version-field": 1, "path": 1, "chinese": 1}
    assert values["common_by_reason"] == {"system": 1}
    assert values["shared_bytes_of_right"] == 14 + 24 + 2 * 28
    assert values["shared_bytes_with_common_of_left"] == 14 + 16 + 28 + 14
    assert values["share_with_common_of_right"] == pytest.approx(4 / 7, abs=1e-6)


def test_the_example_of_the_counting_rule(tmp_path: Path) -> None:
    texts = [FAILED.encode("utf-16-le"), b"player level up", b"GetProcAddress"]
    left = put(tmp_path / "a", {"a.bin": NUL + NUL.join(texts) + NUL})
    right = put(
        tmp_path / "b", {"b.ini": FAILED.encode("gbk"), "b.bin": NUL + b"GetProcAddress" + NUL + b"monster list" + NUL}
    )
    values = compared(left, right).all
    assert (values.coverage_of_left, values.coverage_of_right) == (0.5, 0.5)
    assert values.values["share_with_common_of_left"] == values.values["share_with_common_of_right"] == 0.666667
    assert "66.67" in COUNTING["zh"]["example"]
    assert "66.67" in COUNTING["en"]["example"]


def test_names_of_each_side_are_observed(sides: tuple[Path, Path]) -> None:
    seen = {(o.side, o.kind, str(o.details.get("text")).strip('"')): o for o in compared(*sides).observations}
    owner = seen["left", "version-field", "版权所有 © 2019 瑶海"]
    assert (owner.details["field"], owner.details["on_both_sides"]) == ("LegalCopyright", "no")
    assert seen["left", "copyright", "deflate 1.2.3 Copyright 1995-2005 Jean-loup Gailly"].details["places"] == 1
    assert seen["right", "path", r"D:\work\mir\server\login.pdb"].details == {
        "text": r'"D:\work\mir\server\login.pdb"', "encoding": "ASCII", "places": 2, "on_both_sides": "yes",
    }  # fmt: skip


def test_every_word_of_a_record_has_a_name_in_both_languages(sides: tuple[Path, Path]) -> None:
    result = compared(*sides)
    words = {"name", *parameters_of(METHOD), *CATEGORIES, *REASONS[1:], *result.all.values}
    for match in result.matches:
        words |= {match.kind, str(match.details["explanation"]), *match.details}
    for seen in result.observations:
        words |= {seen.kind, *seen.details}
    words |= {f"why-{name}" for name in (*CATEGORIES, *REASONS[1:])}
    assert words <= LABELS["zh"].keys()
    assert LABELS["zh"].keys() == LABELS["en"].keys()


def test_a_collision_is_no_match(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Strings of one hash and other text fall apart when they are read again."""
    left = put(tmp_path / "a", {"a.txt": b"the lantern\nthe harbour\n"})
    right = put(tmp_path / "b", {"b.txt": b"the market!\nthe lantern\n"})
    read = SoftwareStrings.read

    def colliding(self: SoftwareStrings, *args: object) -> object:
        features = read(self, *args)  # type: ignore[arg-type]
        return replace(features, hashes=np.full_like(features.hashes, 7))

    monkeypatch.setattr(SoftwareStrings, "read", colliding)
    engine.forget()
    try:
        assert list(by_text(compared(left, right))) == ["the lantern"]
    finally:
        engine.forget()


def test_exclusions_leave_both_numbers(sides: tuple[Path, Path]) -> None:
    match = by_text(compared(*sides))[FAILED]
    cut = Exclusion(Reason.LICENSED, "left", match.left)
    result = compared(*sides, exclusions=(cut,))
    assert result.all.values["shared_strings"] == 3
    assert FAILED in by_text(result)  # the record keeps the match; the filtered figures leave it out
    assert result.filtered.values["shared_strings"] == 2
    assert result.filtered.values["strings_of_left"] == 6
    assert result.filtered.values["strings_of_right"] == 6
    # one of two places of a string: it stays, with fewer bytes
    path = by_text(result)[r"D:\work\mir\server\login.pdb"]
    result = compared(*sides, exclusions=(Exclusion(Reason.THIRD_PARTY, "right", path.right),))
    assert result.filtered.values["shared_strings"] == 3
    assert result.filtered.values["shared_bytes_of_right"] == result.all.values["shared_bytes_of_right"] - 28
    # part of a place: what is left of it counts
    part = Span(match.left.file, "byte", int(match.left.start), int(match.left.start) + 4)
    result = compared(*sides, exclusions=(Exclusion(Reason.THIRD_PARTY, "left", part),))
    assert result.filtered.values["strings_of_left"] == 7
    assert result.filtered.values["bytes_of_left"] == result.all.values["bytes_of_left"] - 4
    files = tuple(Exclusion(Reason.THIRD_PARTY, "left", whole(name)) for name in ("client.exe", "说明.txt"))
    assert compared(*sides, exclusions=files).filtered.coverage_of_left == 0
    result = compared(*sides, exclusions=(Exclusion(Reason.THIRD_PARTY, "left", line("说明.txt", 1, 2)),))
    assert [o for o in result.observations if o.kind == "exclusion-not-applied"]


def test_an_ancestor_takes_its_strings(tmp_path: Path) -> None:
    old, new, third = b"the old lantern", b"the new harbour", b"the third market"
    base = put(tmp_path / "base", {"x.txt": b"\n".join([old, third])})
    left = put(tmp_path / "a", {"a.bin": NUL + old + NUL + new + NUL + third + NUL})
    right = put(tmp_path / "b", {"b.txt": old + b"\n" + new + b"\n"})
    result = compared(left, right, ancestors=(Work.open(base, label="base"),))
    (ancestor,) = result.ancestors
    assert ancestor.left == {
        "shared_with_other_only": len(new), "shared_by_all_three": len(old), "shared_with_ancestor_only": len(third),
    }  # fmt: skip
    assert ancestor.right["shared_with_other_only"] == len(new)
    assert result.all.values["shared_strings"] == 2
    assert result.filtered.values["shared_strings"] == 1
    assert (result.coverage_of_left, result.coverage_of_right) == (1, 1)


def test_rarity_against_a_background(tmp_path: Path) -> None:
    works = [Work.open(put(tmp_path / f"w{n}", {"w.txt": text}), label=f"w{n}") for n, text in enumerate(
        [b"the usual phrase\nthe seldom phrase\n", b"the usual phrase\n", b"the usual phrase\nanother\n"])]  # fmt: skip
    folder = tmp_path / "background"
    table = background.collect("software-strings", works, folder)
    background.write_manifest(folder, "games", works, {"software-strings": table})
    both = put(tmp_path / "s", {"s.txt": b"the usual phrase\nthe seldom phrase\nthe secret phrase\n"})
    found = by_text(compared(both, both, backgrounds=(folder,)))
    assert [found[f"the {word} phrase"].details["holding"] for word in ("usual", "seldom", "secret")] == [3, 1, 0]
    weights = [found[f"the {word} phrase"].weight for word in ("usual", "seldom", "secret")]
    assert weights == [0.0, pytest.approx(np.log(2), abs=1e-6), pytest.approx(np.log(4), abs=1e-6)]
    assert found["the usual phrase"].details["background"] == "games"


def test_more_than_are_listed(tmp_path: Path) -> None:
    side = put(
        tmp_path / "s", {"s.txt": b"".join(b"string number %06d\n" % n for n in range(300)) + b"GetProcAddress\n"}
    )
    result = compared(side, side, parameters={"most": 100})
    assert len(result.matches) == 100
    assert all(match.kind == "shared-string" for match in result.matches)
    assert result.tables["not_listed"] == {"shared_strings_found": 301, "shared_strings_listed": 100}
    assert result.coverage_of_left == pytest.approx(100 / 300)


def test_places_are_limited_and_counted(tmp_path: Path) -> None:
    side = put(tmp_path / "s", {"s.txt": b"the very same line\n" * 1000})
    (match,) = compared(side, side).matches
    assert match.details["places_of_left"] == 1000
    assert 1 + len(match.also.left) == module.PLACES[0]


def test_exhibits(sides: tuple[Path, Path]) -> None:
    works = Work.open(sides[0], label="A"), Work.open(sides[1], label="B")
    result = compared(*sides)
    for text, match in by_text(result).items():
        listing = METHOD.exhibit(works[0], works[1], match)
        for rows in (listing.left, listing.right):
            assert "".join(run.text for run in rows[0][1] if run.role == "same") == text
            cells = "".join(run.text for _, runs in rows[1:] for run in runs if run.role == "same").split()
            assert (
                bytes.fromhex("".join(cells)).decode({"UTF-16LE": "utf-16-le", "GBK": "gbk"}.get(rows[0][0], "utf-8"))
                == text
            )
        assert str(match.left.start) in listing.left_place
    match = by_text(result)[FAILED]
    (sides[1] / "conf/server.ini").write_bytes(b"short")
    with pytest.raises(MaterialError, match=r"conf/server\.ini"):
        METHOD.exhibit(works[0], works[1], match)
    with pytest.raises(MaterialError, match="holds no file"):
        METHOD.exhibit(works[1], works[1], match)


def test_a_long_string_loses_its_middle_in_an_exhibit(tmp_path: Path) -> None:
    side = put(tmp_path / "s", {"s.txt": b"a long line of words " * 100})
    (match,) = compared(side, side).matches
    listing = METHOD.exhibit(Work.open(side), Work.open(side), match)
    assert len(listing.left) < 20
    assert [row for row in listing.left if row[0] == "…"]


def test_hostile_characters_are_visible() -> None:
    assert visible("a\u202eb\x00c\x1b[0m\ud800\n") == "a\\u{202e}b·c\\x1b[0m\\u{d800}\\x0a"
    assert visible("守门人 é") == "守门人 é"


def test_controls(tmp_path: Path, sides: tuple[Path, Path]) -> None:
    assert isinstance(METHOD, Plantable)
    assert isinstance(METHOD, Scrambling)
    assert isinstance(METHOD, Indexable)
    source, host = Work.open(sides[0]).members[0], Work.open(sides[1]).members[1]
    alterations = set()
    for seed in range(12):
        plant = METHOD.plant(source, host, seed, tmp_path)
        alterations.add(plant.alteration)
        result = compared(source.path, plant.path)
        assert any(plant.left in m.all_left() and plant.right in m.all_right() for m in result.matches)
    assert len(alterations) >= 4
    mixed = METHOD.scramble(source, 1, tmp_path)
    assert mixed.stat().st_size == source.size
    assert compared(source.path, mixed).coverage_of_left == 0
    first = mixed.read_bytes()
    assert METHOD.scramble(source, 1, tmp_path).read_bytes() == first


def test_keys_are_what_files_share(sides: tuple[Path, Path]) -> None:
    read = {m.file: METHOD.read(m, None) for side in sides for m in Work.open(side).members}  # type: ignore[arg-type]
    keys = {file: set(METHOD.keys(features)) for file, features in read.items()}
    assert len(keys["client.exe"] & keys["conf/server.ini"]) == 1
    assert all(len(key) == 8 for some in keys.values() for key in some)


def test_refusals(tmp_path: Path) -> None:
    common = put(tmp_path / "c", {"c.bin": NUL + b"GetProcAddress" + NUL})
    other = put(tmp_path / "o", {"o.txt": b"the lantern keeper\n"})
    for left, right in ((common, other), (other, common)):
        result = engine.compare(Job("software-strings", Work.open(left), Work.open(right)))
        assert (result.status, result.reason) == ("refused", "refused")
        assert "c.bin" in (result.message or "")
    for wrong in ({"min_letters": 0}, {"min_zi": 401}, {"most": 0}, {"min_letters": True}, {"min_zi": 2.5}):
        with pytest.raises(UsageError, match=next(iter(wrong))):
            SoftwareStrings(**wrong)
    features = {"o.txt": METHOD.read(Work.open(other).members[0], None)}  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="works"):
        list(METHOD.match(features, features, Context()))
    context = Context(left_work=Work.open(other), right_work=Work.open(other), memory_limit=10)
    with pytest.raises(OverLimit, match=r"o\.txt"):
        list(METHOD.match(features, features, context))
    assert METHOD.media == EVERY
    assert METHOD.folders
