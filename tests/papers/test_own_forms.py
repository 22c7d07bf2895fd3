"""Forms of paper of one's own: no less than what they come from, and what is wrong in one is told with its file."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from appraisal import issuing
from appraisal.case import Case
from appraisal.cli import main
from appraisal.errors import UsageError
from appraisal.papers import files
from tests.papers import whole


def test_papers_that_are_no_papers(tmp_path: Path) -> None:
    good = (files.folder() / "cn-copyright.toml").read_text("utf-8")
    for broken, said in (
        (good.replace("opinion = true", "opinion = 3"), "expected bool"),
        (good.replace('sections = ["analysis"]', 'sections = ["opinion"]'), "placed twice"),
        (good.replace("第{serial}号", "第{secret}号"), "numbering"),
        (good.replace('"civil", ', '"civul", '), "'civul' is not in the list"),
        ("name = 1", "chapter"),
    ):
        with pytest.raises(UsageError, match=said):
            files.read(broken)
    with pytest.raises(UsageError, match="no paper 'cn-none'; there are: cn-copyright"):
        files.find("cn-none")
    changed = tmp_path / "ours.toml"
    changed.write_text(good.replace("版权鉴定报告", "本所报告"), "utf-8")
    assert files.is_paper(str(changed)) and files.find(str(changed)).title.zh == "本所报告"


def test_what_is_wrong_in_a_form_of_ones_own_is_told_with_its_file(
    own: Case, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good = files.find("cn-copyright").text
    assert 'name = "cn-copyright"' in good
    for text, zh, en in (
        ('base = "cn-judicial"\n', "每章写在 [[chapter]] 之下", "write each chapter under [[chapter]]"),
        ('base = "cn-copyright"\nname = "ours"\n', "每章写在 [[chapter]] 之下", "a whole copy of its base"),
        ("title = [", "不是 TOML", "not TOML"),
        ('title = "x"\n', "既无 base，也无 [[chapter]]", "it has neither base nor [[chapter]]"),
        (b"\x8e\x00\xff", "不能读取", "cannot be read"),
        (good.replace("opinion = true", "opinion = 3"), "文书：", "expected bool"),
        (good.replace("opinion = true", "opinion = false"), "文书 cn-copyright：所要求的少于", "it asks for less than"),
    ):
        form = tmp_path / "ours.toml"
        form.write_bytes(text if isinstance(text, bytes) else text.encode())
        for command in (["gates"], ["issue", "--by", whole.DING, "--number", "9"]):
            assert main([command[0], str(own.root), "--profile", str(form), *command[1:]]) == 2
            said = capsys.readouterr().err
            assert zh in said and en in said and said.count("ours.toml") >= 2, said


def test_what_is_wrong_in_a_form_is_told_with_its_file(
    own: Case, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    form = tmp_path / "form.toml"
    for command, text, said in (
        ("paper", '[institution]\nname = ""\n', "write the name of the institution"),
        ("intake", "[odd]\n", "unknown part 'odd'"),
        ("plot", "[", "cannot be read"),
    ):
        form.write_text(text, "utf-8")
        assert main([command, str(own.root), str(form), "--by", whole.JIA]) == 4
        told = capsys.readouterr().err
        assert f"{form}: " in told and said in told


def test_a_form_of_ones_own_is_no_less_than_what_it_comes_from(own: Case, tmp_path: Path) -> None:
    court = (files.folder() / "cn-judicial.toml").read_text("utf-8")
    mine = court.replace('name = "cn-judicial"', 'name = "ours"\nbase = "cn-judicial"').replace("基本情况", "概况")
    place = tmp_path / "ours.toml"
    bare = mine.replace('base = "cn-judicial"\n', "")
    for text, said in (
        (mine.replace('licence = "声像资料"\n', ""), 'licence = "声像资料" is missing'),
        (mine.replace('    "limits",\n', ""), "required lacks limits"),
        (mine.replace("experts = 2", "experts = 1"), "experts = 2 at least"),
        (mine.replace("reviewer = true", "reviewer = false"), "reviewer = true is missing"),
        (mine.replace('"police", ', '"party", '), "clients may hold court"),
        (mine.replace('similarity = "never"', 'similarity = "if-asked"'), 'similarity = "never" is missing'),
        (mine.replace("opinion = true", "opinion = false"), "opinion = true is missing"),
        (mine.replace('base = "cn-judicial"', 'base = "cn-none"'), "no form 'cn-none'; there are: cn-copyright"),
        (bare.replace("司法鉴定意见书", "本所文书").replace("Forensic appraisal opinion", "Paper"), "name the form"),
        (bare.replace("司法鉴定意见书", "司法 鉴定书").replace('licence = "声像资料"\n', ""), "licence"),
    ):
        assert text != mine
        place.write_text(text, "utf-8")
        with pytest.raises(UsageError, match=said):
            files.find(str(place))
        with pytest.raises(UsageError, match=said):
            issuing.check(own, files.read(text))
    for text in (mine, bare.replace("年", "年度")):
        place.write_text(text.replace('"certificate",', '"certificate",\n    "experience",'), "utf-8")
        assert files.find(str(place)).chapters[0].heading.zh == "概况"
    assert issuing.check(own, files.find(str(place))) == ()


def test_what_is_declared_in_a_form_of_ones_own_may_be_added_to(tmp_path: Path) -> None:
    civil = (files.folder() / "uk-part35.toml").read_text("utf-8").replace('name = "uk-part35"', 'base = "uk-part35"')
    place = tmp_path / "ours.toml"
    mine = 'name = "ours"\n' + civil
    duty, honest = "本人明白对法院的义务优先于", "本人已说明哪些事实"
    less = mine.replace(duty, "本人明白对法院的义务次于")
    for text, said in (
        (less, f"declaration lacks '{duty}"),
        (
            mine.replace("my duty to the court overrides", "my duty yields to"),
            "declaration lacks .* 'I understand that my",
        ),
        (less.replace("my duty to the court overrides", "my duty yields to"), "declaration lacks"),
        (re.sub(rf"(?m)^ *{{ zh = \"{duty}.*\n", "", mine), "declaration lacks"),
        (mine.replace(honest, "本人未说明哪些事实"), "truth is altered"),
        (mine.replace('sections = ["limits", ', "sections = ["), "chapters lack limits"),
        (mine.replace('house = { zh = "', 'house = { zh = "国家司法鉴定'), "licence"),
    ):
        assert text != mine
        place.write_text(text, "utf-8")
        with pytest.raises(UsageError, match=said):
            files.find(str(place))
    for text in (mine, mine.replace("优先于对委托人的义务，", "优先于对委托人的义务；")):
        place.write_text(text, "utf-8")
        assert files.find(str(place)).base == "uk-part35"
