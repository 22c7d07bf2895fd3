"""The record of a functional test (功能检验记录): what was done with a program, switched off and on, and what was seen.

The program runs nothing: a laboratory did, and hands in a record and artefacts. A record that lacks a control, enough
repetitions or a second examiner is filed all the same, and reports say what it lacks: what was done cannot be done
over, and a test that is left out would be worse than one that is weak.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from appraisal.errors import CaseError
from appraisal.intake.filling import day, fill, need
from appraisal.intake.words import Word
from appraisal.people import flat

LEAST_REPETITIONS = 3  # of either state: fewer cannot tell an effect from an accident
LEAST_EXAMINERS = 2  # 司法鉴定程序通则 (2016) article 19: two of the field examine together
MOST_REPETITIONS = 1_000_000
MOST_ITEMS = 200  # trials, artefacts or names of one test
MOST_WORDS = 20_000  # characters of one field
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")
_SHA256 = re.compile(r"[0-9a-f]{64}")


class Component(Word):
    """Which part of a plug-in was tested: what brings code in, or what has the effect."""

    WHOLE = "whole", "整个程序", "whole program"
    LOADER = "loader", "加载器", "loader"
    PAYLOAD = "payload", "载荷（被注入的模块）", "payload (the module brought in)"
    DRIVER = "driver", "驱动程序", "driver"
    SCRIPT = "script", "脚本", "script"
    OTHER = "other", "其他", "other"


class Switch(Word):
    """State of the function in a trial: off is the control."""

    OFF = "off", "未启用", "switched off"
    ON = "on", "已启用", "switched on"


class ArtefactKind(Word):
    RECORDING = "screen-recording", "屏幕录像", "screen recording"
    CAPTURE = "packet-capture", "网络数据包", "packet capture"
    DUMP = "memory-dump", "内存转储", "memory dump"
    TRACE = "api-trace", "接口调用记录", "API trace"
    LOG = "server-log", "服务器日志", "server log"
    PICTURE = "picture", "照片或截图", "photograph or screenshot"
    MINUTES = "minutes", "笔录", "minutes"
    OTHER = "other", "其他", "other"


class Look(Word):
    """What the file of an artefact is by its first bytes, where it plainly is not of its kind (``looks``)."""

    EMPTY = "empty", "空文件", "an empty file"
    TEXT = "text", "按首部字节为文本，并非该类文件", "by its first bytes text, no such file"
    PROGRAM = "program", "按首部字节为可执行程序，并非该类文件", "by its first bytes a program, no such file"
    PICTURE = "picture", "按首部字节为图片，并非该类文件", "by its first bytes a picture, no such file"


class Lack(Word):
    """What a record lacks. A gate looks at the first five, which tell whether the effect was shown at all."""

    EXAMINERS = "examiners", "检验人不足两名", "fewer than two examiners"
    OFF = "off-control", "没有未启用的对照", "no control with the function switched off"
    ON = "on", "没有启用状态的试验", "no trial with the function switched on"
    REPETITIONS = "repetitions", "启用或未启用的重复不足三次", "fewer than three repetitions on or off"
    NOT_SHOWN = "not-shown", "启用后并非每次出现，或未启用时也出现", "not seen each time when on, or seen when off too"
    VALUES = "values", "未载启用前后的数值或现象", "no values or appearances before and after"
    ENVIRONMENT = "environment", "未载检验环境", "environment not stated"
    ACCOUNT = "account", "未载所用账号", "account not stated"
    AUTHORITY = "authority", "未载由谁授权检验", "not stated who authorised the test"
    DATE = "date", "未载检验日期", "date not stated"
    FILE = "file", "未载所检验的文件", "the file tested is not named"
    ARTEFACTS = "artefacts", "没有录像、数据包、日志等检验记录材料", "no recording, capture, log or other artefact"
    UNLIKE = (
        "unlike-artefacts",
        "有检验材料按首部字节并非所称种类（见材料表）",
        "artefacts that by their first bytes are not what they are called (see their table)",
    )


WEIGHTY = frozenset({Lack.EXAMINERS, Lack.OFF, Lack.ON, Lack.REPETITIONS, Lack.NOT_SHOWN})


def _whole(value: object, where: str, least: int) -> None:
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= MOST_REPETITIONS:
        raise CaseError(f"{where}: {value!r} is no whole number from {least} to {MOST_REPETITIONS}: correct it")


@dataclass(frozen=True, slots=True)
class Trial:
    """One series of trials in one state: ``repetitions`` of it, in ``shown`` of which the effect was seen.

    ``before``, ``after``: values or appearances before and after the step, in the examiners' words.
    """

    switched: Switch
    repetitions: int
    shown: int
    before: str = ""
    after: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        _whole(self.repetitions, "trial, repetitions", 1)
        _whole(self.shown, "trial, shown", 0)
        fill(self)
        if self.shown > self.repetitions:
            raise CaseError(f"trial, shown: {self.shown} is more than the {self.repetitions} repetitions: correct it")


@dataclass(frozen=True, slots=True)
class Artefact:
    """A recording, capture, dump or log. ``document``: its path in the case; empty where it is kept elsewhere
    (``kept``), as dumps too large for a case are: then name and digest are what the laboratory states. ``looks``: the
    ``Look`` of a file that plainly is not of its kind; the program fills it in."""

    kind: ArtefactKind
    name: str
    sha256: str
    document: str = ""
    kept: str = ""
    note: str = ""
    looks: str = ""

    def __post_init__(self) -> None:
        fill(self)
        need(self.name, "artefact, name", "name the file")
        if not _SHA256.fullmatch(self.sha256):
            raise CaseError(f"artefact {self.name}, sha256: write its SHA-256, 64 hexadecimal digits in small letters")
        if not self.document:
            need(self.kept, f"artefact {self.name}, kept", "say where it is kept, or hand it in as file")


@dataclass(frozen=True, slots=True)
class FunctionalTest:
    """One function (功能项) of one program, tested by a laboratory.

    ``label``, ``file``: the work and the file of it. ``capabilities``: kinds, or ids, of what an examination found
    statically and what this test bears on. ``way``: how the function works as far as the test shows it. ``acts_on``:
    what is changed (作用对象), ``avoids``: the protection measure that is avoided, both in the examiners' words.
    A later test with the same ``id`` takes the place of an earlier one, which stays in the log.
    """

    id: str
    function: str
    label: str
    steps: str
    component: Component = Component.WHOLE
    file: str = ""
    capabilities: tuple[str, ...] = ()
    environment: str = ""
    client: str = ""
    account: str = ""
    authorised_by: str = ""
    performed_on: str = ""
    place: str = ""
    way: str = ""
    acts_on: str = ""
    avoids: str = ""
    trials: tuple[Trial, ...] = ()
    examiners: tuple[str, ...] = ()
    artefacts: tuple[Artefact, ...] = ()
    note: str = ""
    withdrawn: str = ""

    def __post_init__(self) -> None:
        fill(self)
        if not _ID.fullmatch(self.id):
            raise CaseError(f"functional test, id: {self.id[:40]!r}: write up to 40 letters, digits, dots, hyphens")
        where = f"functional test {self.id}"
        need(self.function, f"{where}, function", "say which function was tested")
        need(self.label, f"{where}, label", "name the work")
        need(self.steps, f"{where}, steps", "say what was done, step by step")
        day(self.performed_on, f"{where}, performed_on")
        for name in ("function", "steps", "environment", "way", "acts_on", "avoids", "note"):
            if len(getattr(self, name)) > MOST_WORDS:
                raise CaseError(f"{where}, {name}: more than {MOST_WORDS} characters: shorten it, attach the rest")
        for name in ("capabilities", "trials", "examiners", "artefacts"):
            if len(getattr(self, name)) > MOST_ITEMS:
                raise CaseError(f"{where}, {name}: more than {MOST_ITEMS} entries: split the test")
        names = [one.strip() for one in self.examiners]
        if not all(names) or len(set(names)) < len(names):
            raise CaseError(f"{where}, examiners: name each examiner once")

    def of(self, state: Switch) -> tuple[Trial, ...]:
        return tuple(trial for trial in self.trials if trial.switched is state)

    def counted(self, state: Switch) -> tuple[int, int]:
        """In how many repetitions the effect was seen, and how many there were."""
        some = self.of(state)
        return sum(trial.shown for trial in some), sum(trial.repetitions for trial in some)

    def lacks(self) -> tuple[Lack, ...]:
        """What the record lacks, in the order of ``Lack``; empty when nothing."""
        return tuple(self._lacks())

    @property
    def sound(self) -> bool:
        """Whether it shows the effect with a control: nothing weighty is lacking."""
        return not WEIGHTY & set(self.lacks()) and not self.withdrawn

    def _lacks(self) -> Iterator[Lack]:
        (seen_off, off), (seen_on, on) = self.counted(Switch.OFF), self.counted(Switch.ON)
        told = [trial.before.strip() and trial.after.strip() for trial in self.trials]
        checks = (
            (Lack.EXAMINERS, len({flat(name) for name in self.examiners}) < LEAST_EXAMINERS),
            (Lack.OFF, not off),
            (Lack.ON, not on),
            (Lack.REPETITIONS, 0 < off < LEAST_REPETITIONS or 0 < on < LEAST_REPETITIONS),
            (Lack.NOT_SHOWN, seen_off > 0 or seen_on < on),
            (Lack.VALUES, not all(told) or not told),
            (Lack.ENVIRONMENT, not self.environment.strip()),
            (Lack.ACCOUNT, not self.account.strip()),
            (Lack.AUTHORITY, not self.authorised_by.strip()),
            (Lack.DATE, not self.performed_on),
            (Lack.FILE, not self.file),
            (Lack.ARTEFACTS, not self.artefacts),
            (Lack.UNLIKE, any(one.looks for one in self.artefacts)),
        )
        return (lack for lack, holds in checks if holds)
