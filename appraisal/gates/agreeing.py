"""What is filed in two places agrees: the log of receipt, ``case.toml`` and the facts of the material; who was checked
for conflicts of interest, and who makes and signs the report."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from appraisal.casefile import ROLE_WORDS
from appraisal.comparison import JSON
from appraisal.dossier import Role, WorkEntry
from appraisal.gates.gap import Found, Gap
from appraisal.gates.view import View, last_day
from appraisal.intake import Agreement, ConflictOutcome, Material, Subject
from appraisal.papers.simplified import simplified
from appraisal.people import flat
from appraisal.procedure import Kind
from appraisal.profile import Words

RECEIPT = ("sha256", "files", "bytes", "role", "name", "version", "received_from", "received_on")
# What says which side a work is on, as panels call them
SIDES: Mapping[str, re.Pattern[str]] = {
    Role.CLAIMED: re.compile(r"(?<![害犯])权利|原告|主张|claim(?:ed|ant)|plaintiff", re.IGNORECASE),
    Role.ACCUSED: re.compile(
        r"被[告控诉疑]|涉嫌|嫌疑|(?<!被)侵权|accused|defendant|respondent|infring(?:ing|er)", re.IGNORECASE
    ),
}
INTAKE = Words("appraisal intake CASE FORM.toml 更正", "correct it: appraisal intake CASE FORM.toml")


def receipts(view: View) -> Found:
    """The log of receipt, ``case.toml`` and the facts of a material tell one story."""
    logged = {str(entry.body.get("label")): entry for entry in view.steps(Kind.RECEIVED)}
    for label in sorted(logged.keys() - {work.label for work in view.dossier.works}):
        yield Gap(
            f"custody/{label}",
            Words(
                f"{label} 已收件，不在 case.toml 所列作品之中，文书不再述及",
                f"{label} was received, and is none of the works of case.toml: no report speaks of it any more",
            ),
            Words("恢复 case.toml", "restore case.toml"),
        )
    for work in view.dossier.works:
        entry = logged.get(work.label)
        if entry is None:
            continue
        odd = [name for name in RECEIPT if name in entry.body and str(entry.body[name]) != str(getattr(work, name))]
        if odd:
            listed = "、".join(odd)
            yield Gap(
                f"custody/{work.label}",
                Words(
                    f"{work.label}：case.toml 与收件日志不一致：{listed}",
                    f"{work.label}: case.toml and the log of receipt differ: {', '.join(odd)}",
                ),
                Words("恢复 case.toml", "restore case.toml"),
            )
        material = view.materials.get(work.label)
        said = [*_apart(material, work, entry.body)] if material is not None else []
        if said:
            yield Gap(
                f"intake/{work.label}",
                Words(
                    f"{work.label} 的受理登记与收件日志不一致：" + "；".join(one.zh for one in said),
                    f"{work.label}: the intake and the log of receipt differ: " + "; ".join(one.en for one in said),
                ),
                INTAKE,
            )


def roles(view: View) -> Found:
    """No role is called as another one is: who reads of 检材 reads of the accused work."""
    called = view.dossier.role_words
    for role, words in called.items():
        for language, word in words.items():
            odd = [one for one in called if one != role and _called_as(called, role, one, language)]
            if odd:
                yield Gap(
                    "content/role-words",
                    Words(
                        f"作品称谓“{word}”（{role}）是另一角色的称谓：{'、'.join(odd)}",
                        f"{word!r}, as {role} works are called, is what works of another role are called:"
                        f" {', '.join(odd)}",
                    ),
                    Words("更正 case.toml 的 role_words", "correct role_words in case.toml"),
                )


def _called_as(called: Mapping[str, Mapping[str, str]], role: str, other: str, language: str) -> bool:
    """Whether a role has the word of another, in this case or by custom, or one that tells of the other side. Both may
    be 检材一 and 检材二."""
    word, theirs = (flat(simplified(called[one].get(language, ""))) for one in (role, other))
    custom = flat(ROLE_WORDS.get(other, {}).get(language, ""))
    if word and (word == theirs or (custom and custom in word and (custom not in theirs or custom == theirs))):
        return True
    side, own = SIDES.get(other), SIDES.get(role)
    return bool(side and own and side.search(word) and not own.search(word))


def _apart(material: Material, work: WorkEntry, body: Mapping[str, JSON]) -> Iterator[Words]:
    """What a material's facts and its receipt say differently. It may have been handed in days before it was received
    into the case; never after."""
    if material.agreement is Agreement.DIFFERS:
        yield Words("校验值与清单所载不符", "the check values differ from those of the list")
    day = material.received_on[:10]
    if day and day > last_day(work.received_on):
        yield Words(
            f"收件日期 {day} 晚于入案 {work.received_on[:10]}",
            f"received on {day}, yet taken into the case on {work.received_on[:10]}",
        )
    by = str(body.get("received_by") or "").strip()
    named = [name.strip() for name in material.received_by]
    if by and named and by not in named:
        yield Words(f"收件人 {'、'.join(named)}，日志为 {by}", f"received by {', '.join(named)}, by the log {by}")
    for zh, en, one, other in (
        ("来自", "from", material.from_whom, work.received_from),
        ("版本", "version", material.version, work.version),
    ):
        mine, theirs = _flat(one), _flat(other)
        if mine and theirs and mine not in theirs and theirs not in mine:
            yield Words(f"{zh} {one}，日志为 {other}", f"{en} {one}, by the log {other}")


def checked(view: View) -> Found:
    """The institution and the people of the report are those whose conflicts of interest were checked."""
    house = view.institution
    own = {_flat(house.name), _flat(house.name_en)} - {""} if house is not None else set()
    named = [check.name for check in view.conflicts if check.subject is Subject.INSTITUTION]
    if house is not None and named and not own & {_flat(name) for name in named}:
        yield Gap(
            "intake/institution",
            Words(
                f"文书所载机构为 {house.name}，回避审查的机构为 {'、'.join(named)}",
                f"the report is of {house.name}; conflicts of interest were checked of {', '.join(named)}",
            ),
            INTAKE,
        )
    head = _flat("".join(house.letterhead)) if house is not None and view.paper.page.letterhead else ""
    if house is not None and head and not any(name in head for name in own):
        yield Gap(
            "intake/letterhead",
            Words(f"信头不含机构名称 {house.name}", f"the letterhead does not name {house.name}"),
            Words("更正文书登记表的 letterhead", "correct letterhead in the form of paper"),
        )
    gone = {check.name.strip() for check in view.conflicts if check.outcome is ConflictOutcome.RECUSED}
    if back := [one.name for one in view.people if one.name.strip() in gone]:
        yield Gap(
            "intake/recused",
            Words(
                f"已回避的人员仍列为签署人：{'、'.join(back)}",
                f"who stands back from the case is to sign its report: {', '.join(back)}",
            ),
            Words("另行指派", "appoint other people"),
        )


def _flat(name: str) -> str:
    return re.sub(r"[\W_]", "", name).casefold()
