"""Conclusions that say what a program did, or that it can do nothing, without anything that shows it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, cast

import pytest

from appraisal.dossier import Role
from appraisal.functional.tests import FunctionalTest, Switch, Trial
from appraisal.gates import wording
from appraisal.gates.acted import acted
from appraisal.gates.relations import Works


@dataclass(frozen=True)
class Labelled:
    label: str
    role: Role


@dataclass(frozen=True)
class Held:
    works: tuple[Labelled, ...]


@dataclass(frozen=True)
class Seen:
    dossier: Held
    conclusions: tuple[str, ...]
    tests: tuple[FunctionalTest, ...] = ()


TEST = FunctionalTest(
    "T1", "改写内存", "B1", "启动", trials=(Trial(Switch.OFF, 3, 0), Trial(Switch.ON, 3, 3)), examiners=("甲", "乙")
)
WORKS = Held((Labelled("A1", Role.CLAIMED), Labelled("B1", Role.ACCUSED), Labelled("B4", Role.ACCUSED)))


def gates(text: str, *tests: FunctionalTest) -> list[str]:
    return [gap.gate for gap in acted(cast(Any, Seen(WORKS, (text,), tests)))]


@pytest.mark.parametrize(
    "text",
    [
        "B4 在玩家电脑上多次运行，绕过了客户端的检测，盗取了账号。",
        "B1 运行时修改了客户端内存。",
        "检材 B1 曾运行过。",
        "该程序绕过了保护措施。",
        "B4 stole the accounts of players.",
        "The program bypassed the protection and modified the memory of the client.",
    ],
)
def test_what_a_program_is_said_to_have_done(text: str) -> None:
    assert gates(text) == ["told/acts"]
    assert gates(text, replace(TEST, label="B1"), replace(TEST, id="T2", label="B4")) == []
    assert gates(text, replace(TEST, examiners=("甲",))) == ["told/acts"], "a test that does not show it"


def test_a_test_of_another_work_shows_nothing() -> None:
    assert gates("B4 修改了客户端内存。", TEST) == ["told/acts"]


@pytest.mark.parametrize(
    "text",
    [
        "B1 没有任何能力。",
        "B4 不具有任何读取内存的功能。",
        "B1 has no capability whatsoever.",
        "B1 does not have any functions.",
    ],
)
def test_that_a_program_can_do_nothing(text: str) -> None:
    assert gates(text) == ["told/nothing"]


@pytest.mark.parametrize(
    "text",
    [
        "静态发现 B1 具有写入其他进程内存的能力。",
        "委托方称 B4 盗取了玩家账号，本次检验未作功能检验。",
        "未发现 B1 绕过了保护措施。",
        "不能说明 B4 没有任何能力。",
        "本次检验对 B1 运行了单件检查。",
        "检验人在隔离环境中运行了 B1。",
        "B1 修改了变量名，删除了注释。",
        "B1 没有任何说明文件。",
        "本鉴定不涉及 B4 是否修改了客户端内存。",
        "B1 was bypassed by no rule.",
        "Whether B4 stole accounts was not examined.",
        "We ran B1 on several machines.",
        "记录写明“B4 盗取了账号”。",
    ],
)
def test_what_is_no_such_conclusion(text: str) -> None:
    assert gates(text) == []


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("B1 的代码来自 A1。", True),
        ("B1 的代码来自客户端。", True),
        ("该程序的代码源自客户端。", True),
        ("The code of B1 comes from the client.", True),
        ("B1 的代码处理来自客户端的消息。", False),
        ("B1 的代码来自客户端内存中的脚本。", False),
        ("B1 的文字来自 A1 光盘。", False),
        ("The code of B1 comes from the client's server of updates.", False),
        ("B1 的代码是否来自客户端，由法院认定。", False),
    ],
)
def test_whose_code_it_is_said_to_be(text: str, named: bool) -> None:
    works = Works.of((("A1", "game", Role.CLAIMED), ("B1", "bot", Role.ACCUSED)))
    assert bool(wording.legal(text, similarity=False, works=works)) is named
