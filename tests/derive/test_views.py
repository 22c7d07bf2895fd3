"""Views through the engine: places name their view and lead back; exclusions, folders, archives, cases."""

from __future__ import annotations

import json
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from appraisal import child, cli, derive, dispatch
from appraisal.api import compare
from appraisal.case import Case
from appraisal.comparison import Comparison, Exclusion, Reason
from appraisal.demo import fixed_clock
from appraisal.errors import Encrypted, Refused
from appraisal.media import Medium
from appraisal.run import run
from appraisal.span import char
from appraisal.work import View, Work
from tests.text.reading.specimens import docx, p

ONE = "月光照在旧城的瓦上，守门人把灯举得很高，他说今晚不会有人进城。"
TWO = "因为河水已经漫过了第三级石阶，渡船都系在上游的柳树下面了。"
OWN = "这一段只有原告的作品里才有，别处是找不到它的任何一个字的。"


def word(path: Path, *paragraphs: str) -> Path:
    path.write_bytes(docx("".join(p(text) for text in paragraphs)))
    return path


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Path, Path]:
    left = word(tmp_path / "a.docx", "第一回 灯", OWN, ONE, TWO)
    right = tmp_path / "b.html"
    right.write_text(f"<h1>Chapter 2</h1>\n<p>{ONE}<b>{TWO}</b>", "utf-8")
    return left, right


def test_places_name_their_view_and_lead_back(pair: tuple[Path, Path]) -> None:
    result = compare("text-exact", *pair)
    (match,) = result.matches
    views = {o.side: o.details for o in result.observations if o.kind == "derived"}
    assert match.left.view == views["left"]["view"] == f"text:{views['left']['sha256'][:16]}"
    assert match.right.view == views["right"]["view"] and match.right.start == len("Chapter 2\n")
    first, last = result.tables["places"]["rows"][0][4:]
    assert first == {"chapter": "第一回 灯", "paragraph": 3} and last == {"chapter": "第一回 灯", "paragraph": 4}
    assert result.tables["places"]["rows"][1] == [
        "right", "b.html", match.right.start, match.right.stop,
        {"chapter": "Chapter 2", "paragraph": 2, "line": 2}, {"chapter": "Chapter 2", "paragraph": 2, "line": 2},
    ]  # fmt: skip
    assert views["left"]["deriver"] == "docx 1" and views["left"]["left_out"] == {}
    frame = result.to_frame()
    assert frame["left_place"][0] == "第一回 灯 · paras. 3–4"


def test_plain_text_has_places_and_no_view(tmp_path: Path) -> None:
    for name in ("a.txt", "b.md"):
        (tmp_path / name).write_text(f"# Chapter 1\n\n{ONE}{TWO}\n", "utf-8")
    result = compare("text-exact", tmp_path / "a.txt", tmp_path / "b.md")
    assert result.matches[0].left.view is None and not any(o.kind == "derived" for o in result.observations)
    assert result.tables["places"]["rows"][0][4]["line"] == 1
    assert result.tables["places"]["rows"][0][5] == {"chapter": "Chapter 1", "line": 3}


def filtered(result: Comparison) -> tuple[float | None, float | None]:
    return result.coverage_of_left, result.coverage_of_right


def test_exclusions_in_a_view_count_and_others_are_said_not_to(pair: tuple[Path, Path]) -> None:
    plain = compare("text-exact", *pair)
    left = plain.matches[0].left
    out = Exclusion(Reason.QUOTATION, "left", left)
    assert filtered(compare("text-exact", *pair, exclusions=[out])) == (0, 0)
    for other in (replace(left, view=None), replace(left, view="text:" + "0" * 16)):
        result = compare("text-exact", *pair, exclusions=[replace(out, span=other)])
        assert filtered(result) == filtered(plain)
        (said,) = [o for o in result.observations if o.kind == "exclusion-not-applied"]
        assert left.view is not None and left.view in said.details["reason"]


def test_containers_and_metadata_do_not_count(tmp_path: Path, pair: tuple[Path, Path]) -> None:
    with zipfile.ZipFile(pair[0], "a") as archive:
        archive.writestr("docProps/core.xml", "<other/>")
    result = compare("text-exact", pair[0], word(tmp_path / "c.docx", "第一回 灯", OWN, ONE, TWO))
    assert filtered(result) == (1, 1)


def test_a_common_ancestor_in_another_format_is_taken_out(tmp_path: Path, pair: tuple[Path, Path]) -> None:
    (tmp_path / "c.txt").write_text(ONE + TWO, "utf-8")
    result = compare("text-exact", *pair, ancestors=[tmp_path / "c.txt"])
    assert filtered(result) == (0, 0) and result.all.coverage_of_right == pytest.approx(1, abs=0.2)
    assert {e.span.view for e in result.excluded if e.span} == {
        m.view for m in (result.matches[0].left, result.matches[0].right)
    }


def test_folders_and_archives(tmp_path: Path, pair: tuple[Path, Path]) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    with zipfile.ZipFile(folder / "z.zip", "w") as archive:
        archive.write(pair[0], "deep/a.docx")
    word(folder / "plain.docx", OWN)
    (folder / "locked.docx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"))
    result = compare("text-exact", folder, pair[1])
    assert [m.left.file for m in result.matches] == ["z.zip!/deep/a.docx"] and result.matches[0].left.view
    (unread,) = [o for o in result.observations if o.kind == "unread"]
    assert unread.span.file == "locked.docx" and unread.details["reason"] == "encrypted"
    assert "password" in unread.details["message"] and "locked.docx" in unread.details["message"]


def test_a_single_work_that_cannot_be_read_is_a_record_with_its_reason(tmp_path: Path, pair: tuple[Path, Path]) -> None:
    pair[0].write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512)
    result = compare("text-exact", *pair)
    assert (result.status, result.reason) == ("failed", "unreadable") and "save it as .docx" in (result.message or "")


def test_a_damaged_document_is_no_archive(tmp_path: Path, pair: tuple[Path, Path]) -> None:
    pair[0].write_bytes(pair[0].read_bytes()[:-30])
    result = compare("text-exact", *pair)
    assert result.status == "failed" and "a.docx: a damaged Word document" in (result.message or "")
    assert "hand that in beside the original" in (result.message or "")


def test_views_lie_by_the_digest_of_what_was_handed_in(tmp_path: Path, pair: tuple[Path, Path]) -> None:
    work = dispatch.open_work(pair[0], derived=tmp_path / "derived")
    (view,) = work.members[0].views
    folder = tmp_path / "derived" / "views" / work.sha256[:24]
    assert view.path == folder / view.sha256[:2] / view.sha256
    assert sorted(p for p in folder.rglob("*") if p.is_file()) == sorted([view.path, view.map_path])
    assert work.media() == {Medium.TEXT} and work.members[0].seen(frozenset(Medium)) is work.members[0]
    seen = work.seen(frozenset({Medium.TEXT})).members[0]
    assert seen.view == view and seen.bytes().decode() == "\n".join(["第一回 灯", OWN, ONE, TWO, ""])
    assert Work.open(pair[0]).members[0].views == ()


def test_a_view_is_made_once_and_again_when_it_was_touched(
    tmp_path: Path, pair: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[object] = []
    real = child.Worker

    class Counted(real):  # type: ignore[misc, valid-type]
        def run(self, task: object) -> object:
            made.append(task)
            return super().run(task)

    monkeypatch.setattr(derive, "Worker", Counted)
    first = dispatch.open_work(pair[0], derived=tmp_path / "derived")
    assert dispatch.open_work(pair[0], derived=tmp_path / "derived") == first and len(made) == 1
    view = first.members[0].views[0]
    view.path.write_text("another text", "utf-8")
    with pytest.raises(Exception, match="digest"):
        dispatch.open_work(pair[0], derived=tmp_path / "derived")
    view.path.unlink()
    assert dispatch.open_work(pair[0], derived=tmp_path / "derived") == first and len(made) == 3
    view.map_path.unlink()
    dispatch.open_work(pair[0], derived=tmp_path / "derived")
    assert len(made) == 4 and view.map_path.exists()


def test_errors_of_views() -> None:
    assert isinstance(View(Medium.TEXT, "x 1", problem=("encrypted", "a")).error(), Encrypted)
    assert isinstance(View(Medium.TEXT, "x 1", problem=("refused", "a")).error(), Refused)
    assert View(Medium.TEXT, "x 1", problem=("timeout", "a")).error().kind == "timeout"  # type: ignore[attr-defined]


def test_the_command(pair: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["compare", *map(str, pair), "--json"]) == 0
    record = next(r for r in json.loads(capsys.readouterr().out) if r["comparator"] == "text-exact")
    assert record["matches"][0]["left"]["view"].startswith("text:")


@pytest.fixture
def case(tmp_path: Path, pair: tuple[Path, Path]) -> Case:
    made = Case.create(tmp_path / "case", number="1", title="Lamp", language="en", clock=fixed_clock())
    made.receive("A1", pair[0], role="claimed")
    made.receive("B1", pair[1], role="accused")
    run(made, comparators=["text-exact"], host="here")
    return made


def test_a_case_keeps_views_and_holds(case: Case, capsys: pytest.CaptureFixture[str]) -> None:
    assert sorted(p.name for p in (case.root / "works" / "A1").iterdir()) == ["a.docx"]
    record = next(r for r in case.records() if r.comparison.comparator == "text-exact")
    left = record.comparison.matches[0].left
    assert cli.main(["verify", str(case.root), "--all"]) in (0, 11, 13), capsys.readouterr().out
    said = capsys.readouterr().out
    assert "does not hold" not in said
    case.exclude("A1", left, Reason.QUOTATION, "E")
    run(case, comparators=["text-exact"], host="here")
    found = [r.comparison for r in case.records() if r.comparison.comparator == "text-exact"]
    assert (0, 0) in [filtered(one) for one in found]


def test_a_view_that_was_altered_in_a_case_is_found(case: Case, capsys: pytest.CaptureFixture[str]) -> None:
    view = next(p for p in (case.root / "derived" / "views").rglob("*") if p.is_file())
    view.chmod(0o644)
    view.write_bytes(view.read_bytes() + b" ")
    assert cli.main(["verify", str(case.root)]) == 10
    assert view.name in capsys.readouterr().out


def test_a_place_is_a_char_span_for_every_method(pair: tuple[Path, Path]) -> None:
    span = compare("text-exact", *pair).matches[0].left
    assert replace(span, view=None) == char("a.docx", int(span.start), int(span.stop))
