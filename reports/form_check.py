"""What is wrong in an intake form, and what it lacks, in plain words: all of it at once, and nothing is written.

``appraisal.filing`` checks the same form when it is filed and stops at the first fault; whoever fills in a form wants
the whole list beforehand.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from appraisal import filing, rights
from appraisal.case import Case
from appraisal.codec import decode
from appraisal.errors import CaseError
from appraisal.intake import (
    LABELS,
    LISTS,
    Acceptance,
    Commission,
    ConflictCheck,
    Material,
    build,
    missing,
    missing_said,
)
from appraisal.procedure import Kind
from appraisal.rights import Identifier
from reports.document import Language

Words = tuple[str, str]  # Chinese, English
PARTS: Mapping[str, tuple[Words, bool]] = {
    "commission": (("委托", "commission"), False),
    "acceptance": (("受理审查", "acceptance check"), False),
    "conflicts": (("回避审查", "conflict check"), True),
    "materials": (("送检材料", "materials"), True),
    "rights": (("权利资料", "rights data"), True),
}
"""Parts of the form, and whether a part is a list (two pairs of brackets)."""
# section, who or which in it, field, place in a list: as the messages of ``appraisal.intake`` begin.
PLACE = re.compile(
    r"(?P<section>[a-z_]+)(?: (?P<who>\([^)]*\)|[^\s,:]+))?(?:, (?P<field>[a-z_0-9]+))?(?: (?P<at>\d+))?"
    r"(?: (?:of [^:]*|\([^)]*\)))?: "
)
OF_RIGHTS = re.compile(r"rights data, (?:.*, )?(?P<field>[a-z_]+)(?: and [a-z_]+| of [a-z-]+)?: ")
AT_LINE = re.compile(r"\(at line (\d+), column (\d+)\)")
NOT_LISTED = re.compile(r"(?P<said>'.*') is not (?:in the list: use )?one of (?P<words>.+)", re.DOTALL)
SAID: Sequence[tuple[str, str]] = (
    (r"fill it in", "尚未填写"),
    (r"unknown field '(.*)'[;:].*", "没有“{0}”这一栏：请改正栏名或删去"),
    (r"write it as a table of fields", '应写成一组栏目，如 {{ name = "值" }}'),
    (r"write it as a list", '应写成列表，如 ["甲", "乙"]；只有一项也要加方括号'),
    (r"(.*) is no text: write it in quotation marks", "{0} 须写在英文双引号内"),
    (r"write it as text", "须写在英文双引号内"),
    (r"it holds bytes that are no UTF-8 text.*", "含有无法辨认的字符：请重新输入"),
    (r"'(.*)' is no date: write it as 2026-03-01", "“{0}”不是日期：请写作 2026-03-01"),
    (r"'(.*)' is no MD5, SHA-1, SHA-256 or SM3.*", "“{0}”不是校验值：请按原文更正，或留空"),
    (r"give the date.*", "请写明日期"),
    (r"name the document", "请写明文件名称"),
    (r"name the person who gave it", "请写明提出人"),
    (r"name the person who decided.*", "请写明决定人"),
    (r"name the person, or remove it", "请写明姓名，或删去该项"),
    (r"name the person or institution", "请写明姓名或机构名称"),
    (r"name the person who checked it.*", "请写明核对人，或把核对情况改为 unchecked"),
    (r"leave them out, or set status to checked", "未核对的，不填核对人和核对日期；已核对的，把核对情况改为 checked"),
    (r"write down what was said", "请写明内容"),
    (r"write the question as the commission has it.*", "请照委托书原文填写，或删去该项"),
    (r"say what the other reason is", "选“其他”的，请说明理由"),
    (r"say what the other carrier is", "选“其他”的，请在 make 栏说明是何载体"),
    (r"say how it was obtained otherwise", "选“其他”的，请说明如何取得"),
    (r"say what is asked for.*", "请写明要求补充什么，或删去该项"),
    (r"say why the work goes on after disclosure", "披露后继续的，请写明理由"),
    (r"the answer is yes: say what it is", "答复为“是”的，请在 text 栏说明情况"),
    (r"these are reasons against.*", "这些是不受理的理由：受理的不填理由"),
    (r"(.*) needs at least one reason of the list", "不受理或要求补充的，至少填一项理由"),
    (r"ask-more needs a list of what is asked for", "要求补充的，请列明要求补充的事项"),
    (r"goes with ask-more only.*", "只有要求补充时才填写：请删去"),
    (r"(.*) is not asked of a (?:person|institution): remove it", "“{0}”不向该对象询问：请删去"),
    (r"(.*) is answered twice: keep one", "“{0}”答复了两次：请保留一次"),
    (r"none needs every question answered no: see (.*)", "结论为“无回避情形”的，各项询问均须答复“否”，请看：{0}"),
    (r"there is no seal: remove the number.*", "未封存的没有封条编号：请删去编号，或更正封存状态"),
    (r"copy it from the list, or remove the entry", "请照清单抄录，或删去该项"),
    (r"give the label of the work.*", "请写明编号，如 A1"),
    (r"(?:.*), yet (?:.*): correct one of the two", "与所填校验值矛盾：请更正其一（此栏可删去，由程序核对后填入）"),
    (r"the same person stands twice.*", "同一人出现两次：收件须为两人"),
    (r"say whether it was returned or retained.*", "请写明退还还是留存，或删去日期和去向"),
    (r"goes with not-required only.*", "只有“无须质证”时才填理由：请删去，或更正质证情况"),
    (r"give it as the certificate or document shows it", "请照证书或文件所载填写"),
    (r"no work '?(.*?)'? in this case; it holds (.*)", "案内没有编号为“{0}”的送检件；现有：{1}"),
    (r"the file '(.*)' is not in the folder", "照片文件夹中没有“{0}”"),
    (r"'(.*)' stands twice", "编号“{0}”登记了两次：请合并"),
    (r"needs two pairs of brackets: \[\[(.*)\]\]", "每一项之前写一行 [[{0}]]（两层方括号）"),
    (r"needs one pair of brackets: \[(.*)\]", "写作 [{0}]（一层方括号），只写一次"),
    (r"unknown part; the form has (.*)", "没有这一部分；表内可有：{0}"),
)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: where in the form, in both languages, and the message as the program gives it."""

    where: Words
    message: str

    def said(self, language: Language) -> tuple[str, str]:
        """Where and what, in words for whoever fills in the form."""
        fields, what = _fields(self.message, language)
        where = " · ".join(dict.fromkeys(part for part in (self.where[language == "en"], *fields) if part))
        return where, what if language == "en" else _chinese(what)


@dataclass(frozen=True, slots=True)
class Checked:
    """An intake form as read. ``lacks``: what a complete intake would still need, where nothing is wrong."""

    faults: tuple[Fault, ...]
    lacks: tuple[Words, ...] = ()


def check(case: Case, text: str, *, folder: Path = Path()) -> Checked:
    """Everything that is wrong in the form ``text``, else what it lacks beside what is on file. Writes nothing.

    ``folder``: where the photographs lie that the form names.
    """
    try:
        form = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return Checked((_unreadable(text, str(error)),))
    found = _Reading(case, folder)
    faults = tuple(found.faults(form))
    return Checked(faults) if faults else Checked((), tuple(found.lacks(form)))


def _unreadable(text: str, message: str) -> Fault:
    """A fault of spelling, with the line in which it was seen."""
    at = AT_LINE.search(message)
    lines = text.splitlines()
    number = min(int(at[1]), len(lines)) if at else len(lines)
    line = lines[number - 1].strip()[:80] if lines else ""
    return Fault((f"表格第 {number} 行", f"line {number} of the form"), f"not TOML: {message}: {line}")


class _Reading:
    def __init__(self, case: Case, folder: Path) -> None:
        self.case = case
        self.folder = folder
        self.conflicts: list[ConflictCheck] = []
        self.materials: dict[str, Material] = {}

    def faults(self, form: Mapping[str, Any]) -> Iterator[Fault]:
        for part, content in form.items():
            if part not in PARTS:
                yield Fault((part, part), f"unknown part; the form has {', '.join(PARTS)}")
                continue
            (words, several) = PARTS[part]
            if several and not (isinstance(content, list) and all(isinstance(row, dict) for row in content)):
                yield Fault(words, f"needs two pairs of brackets: [[{part}]]")
            elif not several and not isinstance(content, dict):
                yield Fault(words, f"needs one pair of brackets: [{part}]")
            elif several:
                for at, row in enumerate(content, 1):
                    name = str(row.get("label") or row.get("name") or at)
                    yield from self._of((f"{words[0]} {name}", f"{words[1]} {name}"), part, row)
                yield from self._twice(words, part, content)
            else:
                yield from self._of(words, part, content)

    def _twice(self, words: Words, part: str, rows: Sequence[Mapping[str, Any]]) -> Iterator[Fault]:
        key = "name" if part == "conflicts" else "label"
        for name, count in Counter(str(row.get(key, "")) for row in rows).items():
            if name and count > 1:
                yield Fault(words, f"{name!r} stands twice")

    def _of(self, where: Words, part: str, row: Mapping[str, Any]) -> Iterator[Fault]:
        try:
            if part == "commission":
                Commission.of(row)
            elif part == "acceptance":
                Acceptance.of(row)
            elif part == "conflicts":
                self.conflicts.append(build(ConflictCheck, row))
            elif part == "materials":
                yield from self._material(where, row)
            else:
                yield from self._rights(where, row)
        except CaseError as error:
            yield Fault(where, str(error))

    def _material(self, where: Words, row: Mapping[str, Any]) -> Iterator[Fault]:
        named = list(_photographs(row))
        yield from (Fault(where, f"the file {name!r} is not in the folder") for name in named if not self._held(name))
        material = Material.of(_stood_in(row))
        self.case.received(material.label)
        self.materials[material.label] = material

    def _held(self, name: str) -> bool:
        try:
            return (self.folder / name).is_file()
        except (OSError, ValueError):  # a name that no file can have
            return False

    def _rights(self, where: Words, row: Mapping[str, Any]) -> Iterator[Fault]:
        if odd := sorted(set(row) - {"label", "identifiers"}):
            raise CaseError(f"rights, label: unknown field {odd[0]!r}; known are label, identifiers")
        self.case.received(str(row.get("label", "")))
        listed = row.get("identifiers")
        if not isinstance(listed, list) or not listed:
            raise CaseError("rights data, identifiers: fill it in" if not listed else "identifiers: write it as a list")
        for each in listed:
            try:
                build(Identifier, each)
            except CaseError as error:
                yield Fault(where, str(error))

    def lacks(self, form: Mapping[str, Any]) -> Iterator[Words]:
        """Of the form laid over what is on file."""
        commission = Commission.of(form.get("commission", {}))
        if commission == Commission():
            commission = self._on_file(Kind.COMMISSION, Commission) or commission
        acceptance = self._on_file(Kind.ACCEPTANCE, Acceptance)
        acceptance = Acceptance.of(form["acceptance"]) if form.get("acceptance") else acceptance
        conflicts = self.conflicts
        if not conflicts and (entry := self.case.history().last(Kind.CONFLICTS)) is not None:
            conflicts = [decode(ConflictCheck, each) for each in entry.body["checks"]]
        held = filing.materials(self.case) | self.materials
        measured = {one.label: bool(one.check_values) for one in held.values()}
        for key in missing(commission, acceptance, conflicts, list(held.values()), experts=self.case.settings.experts):
            label = key.split("/")[1] if key.endswith("/agreement") else ""
            if not measured.get(label):  # where check values are given, filing compares them and fills this in
                yield missing_said(key).zh, missing_said(key).en
        for label in sorted({work.label for work in self.case.works} - set(held)):
            yield f"送检材料 {label} 未登记", f"material {label}: facts not on file"

    def _on_file(self, kind: Kind, cls: type[Any]) -> Any:
        entry = self.case.history().last(kind)
        return None if entry is None else decode(cls, {**entry.body, "is": cls.__name__})


def _photographs(value: Any) -> Iterator[str]:
    """Names of the photographs that a material of the form calls for."""
    if isinstance(value, Mapping):
        if set(value) == {"file"}:
            yield str(value["file"])
        else:
            for item in value.values():
                yield from _photographs(item)
    elif isinstance(value, list):
        for item in value:
            yield from _photographs(item)


def _stood_in(value: Any) -> Any:
    """The same with each photograph as filing would name it: its digest is not computed to check a form."""
    if isinstance(value, Mapping):
        if set(value) == {"file"}:
            return {"file": "photograph", "sha256": "0" * 64}
        return {key: _stood_in(item) for key, item in value.items()}
    return [_stood_in(item) for item in value] if isinstance(value, list) else value


def _fields(message: str, language: Language) -> tuple[list[str], str]:
    """The fields that a message names at its beginning, in words, and the rest of it."""
    if found := OF_RIGHTS.match(message):
        label = rights.LABELS.get(found["field"])
        return [label.read(language) if label else found["field"]], message[found.end() :]
    fields: list[str] = []
    while found := PLACE.match(message):
        words = LABELS[language]
        key = f"{found['section']}.{found['field']}" if found["field"] else found["section"]
        if key not in words and found["section"] not in words:
            break
        name = words.get(key) or found["field"] or ""
        fields.append(f"{name} {found['at']}" if found["at"] else name)
        message = message[found.end() :]
    return fields, message


def _chinese(what: str) -> str:
    """A message in Chinese; as it stands where none is known."""
    if found := NOT_LISTED.fullmatch(what):
        codes = found["words"].split(", ")
        of = next((f"{n}." for n, listed in LISTS.items() if [str(w) for w in listed] == codes), "")
        named = {code: LABELS["zh"][of + code] if of else _of_rights(code) for code in codes}
        choice = "；".join(f"{code} {word}" for code, word in named.items())
        return f"“{found['said'][1:-1]}”不在可选范围内，可填：{choice}"
    if what.startswith("not TOML: "):
        _, _, line = what.removeprefix("not TOML: ").partition("): ")
        return f"写法有误，请看该行（文字须在英文双引号内，列表须在方括号内，各项之间用英文逗号）：{line}"
    for pattern, words in SAID:
        if found := re.fullmatch(pattern, what, re.DOTALL):
            return words.format(*(_worded(group or "") for group in found.groups()))
    return what


def _of_rights(code: str) -> str:
    label = rights.LABELS.get(code)
    return label.zh if label else ""


def _worded(code: str) -> str:
    """Codes of questions inside a message, in words."""
    names = [LABELS["zh"].get(f"question.{one}", one) for one in code.split(", ")]
    return "、".join(names)
