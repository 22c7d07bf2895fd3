"""Rights data of a work: registration numbers, standard codes, deposit digests, publication, contracts.

Two things are said about each datum, and they are kept apart: where it stands (``Status``: as the certificate shows,
checked by a person on a day, unchecked) and whether its spelling follows the form it claims to have (``check_form``).
Neither says that a code was ever assigned, or who holds a right. No sentence made here may be read that way:
``tests/rights`` looks for the words. Wording is in Chinese and English; what a person wrote (value, note, names) is
passed on as written.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from appraisal.errors import CaseError
from appraisal.rights.forms import FORMS, Form, Kind, Outcome, Said

__all__ = [
    "DISCLAIMERS",
    "LABELS",
    "NOTES",
    "Form",
    "Identifier",
    "Kind",
    "Outcome",
    "Said",
    "Status",
    "check_day",
    "check_form",
    "contract",
    "form_sentence",
    "publication",
    "sentences",
    "status_sentence",
]


class Status(StrEnum):
    """Where a datum stands: 证书记载, 核对 (by whom and when), 未核对."""

    CERTIFICATE = "as-certificate-shows"
    CHECKED = "checked"
    UNCHECKED = "unchecked"


LABELS: Mapping[str, Said] = {
    "software-registration": Said("计算机软件著作权登记号", "software copyright registration number (China)"),
    "work-registration": Said("作品登记号", "registration number of a work (China)"),
    "us-registration": Said("美国版权登记号", "copyright registration number (United States)"),
    "dci": Said("数字版权唯一标识符（DCI）", "digital copyright identifier (DCI)"),
    "isrc": Said("国际标准录音制品编码（ISRC）", "International Standard Recording Code (ISRC)"),
    "iswc": Said("国际标准音乐作品编码（ISWC）", "International Standard Musical Work Code (ISWC)"),
    "isbn": Said("国际标准书号（ISBN）", "International Standard Book Number (ISBN)"),
    "issn": Said("国际标准连续出版物号（ISSN）", "International Standard Serial Number (ISSN)"),
    "deposit-digest": Said("存证或交存样本的校验值", "digest of a deposited copy"),
    "publication": Said("发表证据", "evidence of publication"),
    "contract": Said("合同", "contract"),
    "as-certificate-shows": Said("证书记载", "as the certificate shows"),
    "checked": Said("已核对", "checked"),
    "unchecked": Said("未核对", "unchecked"),
    "well-formed": Said("形式相符", "agrees in form"),
    "malformed": Said("形式不符", "does not agree in form"),
    "form not known": Said("形式未校验", "form not checked"),
    "kind": Said("种类", "kind"),
    "value": Said("所载内容", "as written"),
    "status": Said("核对情况", "status"),
    "checked_by": Said("核对人", "checked by"),
    "checked_on": Said("核对日期", "checked on"),
    "note": Said("备注", "note"),
}
DISCLAIMERS: Mapping[Outcome, Said] = {
    Outcome.WELL_FORMED: Said(
        "形式相符不表示该编码已登记，也不表示权利归属",
        "agreement in form does not show that the code was assigned or registered, nor who holds any right",
    ),
    Outcome.MALFORMED: Said(
        "形式不符可能出于抄录差错，不表示未经登记",
        "a departure may be a slip of copying and does not show that nothing was registered",
    ),
    Outcome.NOT_KNOWN: Said(
        "未作形式校验，不表示形式相符或不符",
        "no statement is made on whether the form agrees",
    ),
}
_PRIMA_FACIE = Said(
    "登记事项仅为初步证明，可为相反证据推翻。",
    "A registration is prima facie evidence only; evidence to the contrary may rebut it.",
)
NOTES: Mapping[Kind, tuple[Said, ...]] = {
    Kind.SOFTWARE_REGISTRATION: (_PRIMA_FACIE,),
    Kind.WORK_REGISTRATION: (_PRIMA_FACIE,),
    Kind.US_REGISTRATION: (_PRIMA_FACIE,),
    Kind.DCI: (
        Said(
            "DCI 为标识符，编码本身不说明权利归属。", "A DCI is an identifier; the code does not say who holds a right."
        ),
    ),
    Kind.ISRC: (
        Said(
            "ISRC 标识录音制品或音乐录像制品，不标识音乐作品（词、曲）。",
            "An ISRC names a recording, not a composition.",
        ),
    ),
    Kind.ISWC: (
        Said("ISWC 标识音乐作品，不标识录音制品。", "An ISWC names a musical work, not a recording of it."),
        Said(
            "ISWC 的校验码不能发现全部单个数字的差错。",
            "The check digit of an ISWC does not find every single wrong digit.",
        ),
    ),
    Kind.ISBN: (
        Said(
            "ISBN 标识出版物的一个版本，不说明作者或权利人。",
            "An ISBN names an edition, not its author or right holder.",
        ),
    ),
    Kind.ISSN: (
        Said("ISSN 标识连续出版物，不标识其中的单篇作品。", "An ISSN names a serial, not a single work printed in it."),
    ),
    Kind.DEPOSIT_DIGEST: (
        Said(
            "校验值只说明字节是否相同，不说明形成时间、作者或权利人。",
            "A digest tells only whether bytes are the same, not when they were made, by whom, or who holds a right.",
        ),
    ),
    Kind.PUBLICATION: (
        Said(
            "发表的时间、地点依提交材料所载。",
            "Place and time of publication are given as the material handed in has them.",
        ),
    ),
    Kind.CONTRACT: (
        Said(
            "合同内容依文本所载，未评价其效力。",
            "Contracts are given as their text has it; their effect is not assessed.",
        ),
    ),
}


def check_day(text: str, what: str) -> None:
    """``CaseError`` naming ``what`` unless ``text`` is an ISO date (2026-03-01), with or without a time of day."""
    try:
        if not re.match(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(T|\Z)", text):
            raise ValueError(text)
        if "T" in text:
            datetime.fromisoformat(text)
        else:
            date.fromisoformat(text)
    except (TypeError, ValueError) as error:
        raise CaseError(f"{what}: {str(text)[:40]!r} is no date: write it as 2026-03-01") from error


@dataclass(frozen=True, slots=True)
class Identifier:
    """One datum on the rights in a work, as somebody wrote it. ``checked_on`` is an ISO date.

    ``checked_by`` and ``checked_on`` are required with ``Status.CHECKED`` and refused with the two others, so that
    exactly one thing is said. Of a publication or contract, ``value`` is text (``publication``, ``contract`` make it).
    """

    kind: Kind
    value: str
    status: Status = Status.UNCHECKED
    checked_by: str = ""
    checked_on: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        for name in ("value", "checked_by", "checked_on", "note"):
            if not isinstance(getattr(self, name), str):
                raise CaseError(f"rights data, {name}: write it as text")
        for name, cls in (("kind", Kind), ("status", Status)):
            try:
                object.__setattr__(self, name, cls(getattr(self, name)))
            except ValueError as error:
                known = ", ".join(cls)
                raise CaseError(f"rights data, {name}: {getattr(self, name)!r} is not one of {known}") from error
        where = f"rights data, {self.kind} {self.value[:40]!r}"
        if not self.value.strip():
            raise CaseError(f"rights data, value of {self.kind}: give it as the certificate or document shows it")
        if self.status is Status.CHECKED:
            if not self.checked_by.strip():
                raise CaseError(f"{where}, checked_by: name the person who checked it, or set status to unchecked")
            check_day(self.checked_on, f"{where}, checked_on")
        elif self.checked_by or self.checked_on:
            raise CaseError(f"{where}, checked_by and checked_on: leave them out, or set status to checked")

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> Identifier:
        """From a plain mapping, e.g. a table of TOML; unknown or missing fields raise ``CaseError``."""
        known = [f.name for f in fields(cls)]
        if odd := sorted(set(given) - set(known)):
            raise CaseError(f"rights data, unknown field {odd[0]!r}: known are {', '.join(known)}")
        if absent := sorted({"kind", "value"} - set(given)):
            raise CaseError(f"rights data, {absent[0]}: fill it in")
        return cls(**given)


def publication(where: str, when: str, issue: str = "", **status: Any) -> Identifier:
    """Evidence of publication: where, when, and URL or issue; further fields as in ``Identifier``."""
    if not where.strip() or not when.strip():
        raise CaseError("rights data, publication: say where and when; write 'not stated' for what is not known")
    return Identifier(Kind.PUBLICATION, "；".join(part for part in (where, when, issue) if part.strip()), **status)


def contract(parties: str, on: str, scope: str, **status: Any) -> Identifier:
    """A contract: parties, date, scope, each as text; further fields as in ``Identifier``."""
    if not parties.strip() or not on.strip() or not scope.strip():
        raise CaseError("rights data, contract: give parties, date and scope; write 'not stated' for what is not known")
    return Identifier(Kind.CONTRACT, "；".join((parties, on, scope)), **status)


def check_form(identifier: Identifier) -> Form:
    """Whether the value is spelt as its kind is; the head of ``forms`` says by which source. No look-up is made."""
    return FORMS[identifier.kind](identifier.value)


def status_sentence(identifier: Identifier, language: str) -> str:
    """证书记载 / 某人于某日核对 / 未核对."""
    if identifier.status is Status.CHECKED:
        by, on = identifier.checked_by.strip(), identifier.checked_on
        return Said(f"{by}于{on}核对", f"checked by {by} on {on}").read(language)
    return LABELS[identifier.status].read(language)


def form_sentence(form: Form, language: str) -> str:
    """What the form check found, with what it does not show."""
    stop, comma = ("。", "；") if language == "zh" else (".", "; ")
    basis = form.basis.read(language)
    found = {
        Outcome.WELL_FORMED: Said(f"符合 {basis} 的编码形式", f"agrees with the form of {basis}"),
        Outcome.MALFORMED: Said(f"不符合 {basis} 的编码形式", f"does not agree with the form of {basis}"),
        Outcome.NOT_KNOWN: Said("未作形式校验", "form not checked"),
    }[form.outcome].read(language)
    why = comma.join(reason.read(language) for reason in form.reasons)
    denied = DISCLAIMERS[form.outcome].read(language)
    if language == "zh":
        return f"形式校验：{found}{'：' + why if why else ''}（{denied}）{stop}"
    return f"Form check: {found}{': ' + why if why else ''} ({denied}){stop}"


def sentences(identifier: Identifier, language: str) -> tuple[str, ...]:
    """All that is printed of one datum: what it is and where it stands, its form, what it means, the note."""
    label, status = LABELS[identifier.kind].read(language), status_sentence(identifier, language)
    value, note = identifier.value.strip(), identifier.note.strip()
    first = Said(f"{label}：{value}（{status}）。", f"{label}: {value} ({status}).").read(language)
    meaning = [said.read(language) for said in NOTES[identifier.kind]]
    remark = [Said(f"备注：{note}", f"Note: {note}").read(language)] if note else []
    coded = identifier.kind not in (Kind.PUBLICATION, Kind.CONTRACT)
    form = [form_sentence(check_form(identifier), language)] if coded else []
    return (first, *form, *meaning, *remark)
