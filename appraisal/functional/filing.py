"""Functional tests put on file: from a form in TOML, or from Python. Artefacts are copied in with their digests."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from appraisal import chain, examined, examiner, registry
from appraisal.case import Case
from appraisal.comparison import Observation
from appraisal.dossier import Role
from appraisal.errors import CaseError, RecordError
from appraisal.filing import add_document, document_of
from appraisal.functional import withdrawing
from appraisal.functional.looks import look
from appraisal.functional.tests import Artefact, ArtefactKind, FunctionalTest
from appraisal.intake import filling
from appraisal.intake.filling import build, table
from appraisal.people import flat
from appraisal.procedure import Kind

MOST_TESTS = 200  # of one form
_LABEL = re.compile(r"[A-Z]\d{1,3}")  # of a work; a client may also be named in words
AHEAD = timedelta(hours=14)  # of universal time, the furthest that a calendar is


def read_form(text: str) -> dict[str, Any]:
    """A form in TOML: the list ``tests``. ``CaseError`` names what is wrong."""
    body = filling.read_form(text, "the form of functional tests", ("tests",))
    if not isinstance(body.get("tests", []), list) or len(body.get("tests", [])) > MOST_TESTS:
        raise CaseError(f"the form of functional tests: write each one under [[tests]], {MOST_TESTS} at the most")
    return body


def file_form(case: Case, form: Mapping[str, Any], by: str, *, folder: Path = Path()) -> list[chain.Entry]:
    """Put on file what a form says that is not on file yet; all is checked before anything is written.

    Files of artefacts are named by ``file``, relative to ``folder``.
    """
    tests = []
    files: list[dict[int, Path]] = []
    for at, row in enumerate(form.get("tests", ()), 1):
        filled = table(row, f"tests {at}")
        test, named = _withdrawn(case, filled, f"tests {at}"), dict[int, Path]()
        if test is None:
            given, named = _with_digests(filled, folder, f"tests {at}")
            test = build(FunctionalTest, given, f"tests {at}")
        tests.append(test)
        files.append(named)
    ids = [test.id for test in tests]
    if len(set(ids)) < len(ids):
        raise CaseError("the form of functional tests: two have one id; number them")
    return _file(case, tests, files, by)


def _withdrawn(case: Case, row: Mapping[str, Any], where: str) -> FunctionalTest | None:
    """The test on file that a row of nothing but ``id`` and ``withdrawn`` withdraws; None for other rows."""
    if not row.get("withdrawn") or set(row) - {"id", "withdrawn", "note"}:
        return None
    held = standing(case).get(str(row.get("id", "")))
    if held is None:
        raise CaseError(f"{where}, id: no test {row.get('id')!r} is on file that could be withdrawn: name one that is")
    return replace(held, withdrawn=row["withdrawn"], note=row.get("note", held.note))


def record_test(case: Case, test: FunctionalTest, by: str, *, files: Sequence[Path] = ()) -> chain.Entry:
    """Put one test on file, with ``files`` as further artefacts (kind ``other``). The entry; that of before when just
    this is on file already. ``CaseError`` for an unknown work or file of it; then nothing is written."""
    added = tuple(Artefact(ArtefactKind.OTHER, path.name, document_of(path)[1], kept="-") for path in files)
    first = len(test.artefacts)
    named = {first + at: path for at, path in enumerate(files)}
    made = _file(case, [replace(test, artefacts=(*test.artefacts, *added))], [named], by)
    return made[0] if made else next(entry for entry, held in reversed(list(filed(case))) if held.id == test.id)


def _with_digests(given: dict[str, Any], folder: Path, where: str) -> tuple[dict[str, Any], dict[int, Path]]:
    """Rows of artefacts with name and digest of their files; which row has which file."""
    rows = given.get("artefacts", [])
    if not isinstance(rows, list):
        raise CaseError(f"{where}, artefacts: write each one under [[tests.artefacts]]")
    named: dict[int, Path] = {}
    made = []
    for at, each in enumerate(rows):
        row = table(each, f"{where}, artefacts {at + 1}")
        if {"document", "looks"} & set(row):
            raise CaseError(
                f"{where}, artefacts {at + 1}: name its file by file; the program fills in document and looks"
            )
        if file := row.pop("file", ""):
            if not isinstance(file, str) or "\0" in file:
                raise CaseError(f"{where}, artefacts {at + 1}, file: {file!r} is no path")
            path = folder / file
            sha256 = document_of(path)[1]
            if row.get("sha256", sha256) != sha256:
                raise CaseError(f"{where}, artefacts {at + 1}: {path.name} is not the file whose digest is stated")
            named[at] = path
            row |= {"name": row.get("name", path.name), "sha256": sha256, "kept": row.get("kept") or "-"}
        made.append(row)
    return {**given, "artefacts": made}, named


def _file(
    case: Case, tests: Sequence[FunctionalTest], files: Sequence[Mapping[int, Path]], by: str
) -> list[chain.Entry]:
    if not by.strip():
        raise CaseError("functional tests: name who puts them on file with --by")
    with case.working():
        case.log.signing(by)
        for test in tests:
            _known(case, test)
        held = standing(case)
        wholes = {test.id: entry.seq for entry, test in filed(case) if withdrawing.withdrawal(entry.body) is None}
        made = []
        for test, named in zip(tests, files, strict=True):
            planned = _unlooked(_with_documents(test, {at: document_of(path) for at, path in named.items()}))
            before = _unlooked(held[test.id]) if test.id in held else None
            if before == planned:
                continue
            if before is not None and withdrawing.withdraws(planned, before):
                note = test.note if test.note != before.note else ""
                taken = withdrawing.Withdrawal(test.id, test.withdrawn, wholes[test.id], note)
                made.append(case.log.write(Kind.TEST, taken, by))
                continue
            looked = _looked(test, named)
            kept = {at: add_document(case, path) for at, path in named.items()}
            body = _with_documents(looked, kept)
            made.append(case.log.write(Kind.TEST, body, by, files=sorted({name for name, _ in kept.values()})))
        return made


def _with_documents(test: FunctionalTest, kept: Mapping[int, tuple[str, str]]) -> FunctionalTest:
    """The test with the places in the case of its artefacts."""
    artefacts = [
        replace(one, document=kept[at][0], sha256=kept[at][1], kept="") if at in kept else one
        for at, one in enumerate(test.artefacts)
    ]
    return replace(test, artefacts=tuple(artefacts))


def _looked(test: FunctionalTest, named: Mapping[int, Path]) -> FunctionalTest:
    """The test with what files of its artefacts plainly are, where that is not what they are called."""
    seen = {at: look(path, test.artefacts[at].kind) for at, path in named.items()}
    artefacts = [replace(one, looks=str(seen.get(at) or "")) for at, one in enumerate(test.artefacts)]
    return replace(test, artefacts=tuple(artefacts))


def _unlooked(test: FunctionalTest) -> FunctionalTest:
    """What it looks like follows from the digest of a file; records of before do not have it."""
    return replace(test, artefacts=tuple(replace(one, looks="") for one in test.artefacts))


def _known(case: Case, test: FunctionalTest) -> None:
    """``CaseError`` for a work or file that the case does not hold."""
    where = f"functional test {test.id}"
    if len({flat(name) for name in test.examiners}) < len(test.examiners):  # one person, written in two ways
        raise CaseError(f"{where}, examiners: name each examiner once")
    received = case.received(test.label)
    if received.role is not Role.ACCUSED:
        raise CaseError(f"{where}, label: {test.label} is not a work received as {Role.ACCUSED.value}")
    if test.performed_on[:10] > (day := (datetime.now(UTC) + AHEAD).date().isoformat()):
        raise CaseError(f"{where}, performed_on: {test.performed_on} is later than today ({day}): correct it")
    if odd := [name for name in test.capabilities if name not in _capabilities(case)]:
        raise CaseError(
            f"{where}, capabilities: {odd[0]!r} is no kind of finding, nor the id of one in an examination here;"
            f" kinds are {', '.join(sorted(_kinds()))}"
        )
    _belonging(case, test, where)
    client = test.client.strip()
    if _LABEL.fullmatch(client) and client not in {work.label for work in case.works}:
        held = ", ".join(work.label for work in case.works)
        raise CaseError(
            f"{where}, client: no work {client} in this case, which holds {held}: name one, or say it in words"
        )
    if test.file and "!/" not in test.file and test.file not in case[test.label].by_file:
        raise CaseError(f"{where}, file: work {test.label} has no file {test.file!r}: name it as the records do")


def _belonging(case: Case, test: FunctionalTest, where: str) -> None:
    """``CaseError`` for the id of what is no finding, or one of another work or file; what is packed in a file is of
    that file."""
    inside: dict[str, set[str]] = {}
    named: dict[str, tuple[str, Observation]] = {}
    for record in examined.records(case):
        one = record.examination
        for seen, told in zip(examiner.ids(one), one.observations, strict=True):
            if one.work.label == test.label and isinstance(program := told.details.get("program"), str):
                inside.setdefault(told.span.file, set()).add(program)
            if seen in test.capabilities:
                named[seen] = one.work.label, told
    for seen, (label, told) in named.items():
        if examiner.EVIDENCE not in told.details:
            raise CaseError(
                f"{where}, capabilities: {seen} is no finding that rests on evidence: name a finding, or none"
            )
        if label != test.label or (test.file and told.span.file not in {test.file, *inside.get(test.file, ())}):
            raise CaseError(
                f"{where}, capabilities: {seen} is a finding of work {label}, file {told.span.file!r}: name those of"
                " the program that was tested"
            )


def _kinds() -> frozenset[str]:
    """Kinds of findings of all examiners that are installed."""
    return frozenset(
        kind for name in registry.examiner_names() for kind in getattr(registry.examiner(name), "kinds", ())
    )


def _capabilities(case: Case) -> frozenset[str]:
    """What a test may bear on: kinds of findings, and ids and kinds of what examinations of the case hold."""
    held: set[str] = set(_kinds())
    for record in examined.records(case):
        held.update(examiner.ids(record.examination))
        held.update(one.kind for one in record.examination.observations)
    return frozenset(held)


def filed(case: Case) -> Iterator[tuple[chain.Entry, FunctionalTest]]:
    """All tests on file with their entries, in the order written. ``CaseError`` for one that is malformed."""
    held: dict[str, FunctionalTest] = {}
    for entry in case.history().of(Kind.TEST):
        try:
            test = withdrawing.decoded(entry.body, held)
        except (RecordError, CaseError) as error:
            raise CaseError(f"{entry.log} line {entry.seq} cannot be read: {error}") from error
        held[test.id] = test
        yield entry, test


def standing(case: Case) -> dict[str, FunctionalTest]:
    """The last test of each id."""
    return {test.id: test for _, test in filed(case)}


def template(case: Case) -> str:
    """A form to fill in, with the labels of this case."""
    accused = next((work.label for work in case.with_role(Role.ACCUSED)), "B1")
    claimed = next((work.label for work in case.with_role(Role.CLAIMED)), "A1")
    return TEMPLATE.format(accused=accused, claimed=claimed)


TEMPLATE = """\
# 功能检验记录 functional tests: appraisal functional-test CASE THIS_FILE.toml --by 登记人
# 检验由实验室进行；本程序不运行任何送检程序。每项功能各写一份，启用与未启用均应试验，各不少于三次，由两名检验人进行。
# A laboratory makes the test; this program runs nothing. One for each function; on and off, three times each or more,
# by two examiners. What is lacking is printed in the report.

[[tests]]
id = "T1"
function = ""                  # 功能项，如“锁定生命值” the function
label = "{accused}"
file = ""                      # 所检验的文件 file of the work that was tested
component = "whole"            # whole loader payload driver script other 整体、加载器、载荷、驱动、脚本、其他
capabilities = []              # 静态发现的类别或编号，如 ["writes-memory"] kinds or ids of what was found statically
environment = ""               # 检验环境：系统、版本、隔离方式 system, versions, isolation
client = "{claimed}"           # 客户端及版本 client and its version
account = ""                   # 所用账号 account used
authorised_by = ""             # 由谁授权、文书 by whom authorised, and the paper
performed_on = ""              # 日期 date, 2026-05-01
place = ""
steps = ""                     # 步骤 what was done, step by step
way = ""                       # 实现方式 how it works, as far as the test shows
acts_on = ""                   # 作用对象 what is changed
avoids = ""                    # 所避开的技术措施 protection measure that is avoided
examiners = ["", ""]           # 两名检验人 two examiners
# withdrawn = ""               # 撤回已登记的检验：只写 id 与理由 to withdraw a test on file: id and reason alone

[[tests.trials]]
switched = "off"               # 未启用（对照）the control
repetitions = 3
shown = 0                      # 其中出现该现象的次数 in how many of them the effect was seen
before = ""                    # 启用前的数值或现象 value or appearance before
after = ""                     # 启用后的数值或现象 and after

[[tests.trials]]
switched = "on"
repetitions = 3
shown = 3
before = ""
after = ""

# 检验所得材料 artefacts: screen-recording packet-capture memory-dump api-trace server-log picture minutes other
# [[tests.artefacts]]
# kind = "screen-recording"
# file = "recording.mp4"       # 复制入案卷并计算校验值 copied into the case with its digest
# [[tests.artefacts]]
# kind = "memory-dump"         # 过大不入卷的：写明校验值与存放处 too large for the case: digest, and where it is kept
# name = "dump.raw"
# sha256 = ""
# kept = ""
"""
