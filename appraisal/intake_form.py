"""The intake form in TOML, filled in as far as the case knows, with the words that each field takes beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from appraisal import filing, rights, toml
from appraisal.case import Case
from appraisal.casefile import Received
from appraisal.dossier import Role
from appraisal.intake import ASKED_OF, LABELS, LISTS, Subject

HEAD = """\
# 受理登记表 / Intake form. 填写后 / fill in, then: appraisal intake CASE FORM.toml --by NAME
# 空白栏可留空或删去 / what is left empty counts as not stated. 日期 / dates: 2026-01-31
# 行首带 # 的不读入，要登记的去掉行首的 # / a line that begins with # is not read: take the # away to file it.
# 照片只写文件名，文件放在本表旁；同时去掉所在行行首的 # / photographs: file names, of files beside this form; take
# the # of their line away too.
"""
KIND_OF_ROLE: Mapping[Role, str] = {
    Role.CLAIMED: "sample",
    Role.ACCUSED: "material",
    Role.ANCESTOR: "ancestor",
    Role.EXCLUDED: "excluded",
}


def _said(key: str) -> str:
    return f"{LABELS['zh'][key]} / {LABELS['en'][key]}"


def _choice(name: str) -> str:
    return "；".join(f"{word} {LABELS['zh'][f'{name}.{word}']}" for word in map(str, LISTS[name]))


def _line(field: str, value: object, key: str, choice: str = "", *, empty: bool = False) -> str:
    """A line of the form; what is optional and has no value is commented out."""
    words = f"：{_choice(choice)}" if choice else ""
    return f"{'# ' if empty else ''}{toml.dumps({field: value}).strip()}  # {_said(key)}{words}"


def template(case: Case) -> str:
    """The form for this case. Read by ``filing.read_form`` it is valid as it stands."""
    held = filing.on_file(case)
    blank = {"commission": _commission(case), "acceptance": _acceptance(), "conflicts": _conflicts(case)}
    lines: list[str] = []
    for part, empty in blank.items():
        lines += _held(part, held[part]) if held.get(part) else empty
    for work in case.works:
        filed = held["materials"].get(work.label)
        lines += _held("materials", [filed]) if filed else material_fields(work)
    lines += _rights(case, held["rights"])
    return HEAD + "\n".join(lines)


def _held(part: str, value: object) -> list[str]:
    """A part that is on file already, as it stands there: filed again unchanged, it says nothing new."""
    return ["\n# 已登记，修改后再登记 / on file; change it and file it again", toml.dumps({part: value}).strip()]


def _commission(case: Case) -> Iterator[str]:
    held = case.settings.commission
    yield "\n[commission]"
    yield _line("by", str(held.get("by", "")), "commission.by")
    yield _line("kind", "", "commission.kind", "client", empty=True)
    yield _line(
        "procedure", held.get("procedure", ""), "commission.procedure", "procedure", empty="procedure" not in held
    )
    yield _line("number", "", "commission.number")
    yield _line("on", str(held.get("on", "")), "commission.on")
    questions = held.get("questions", [])
    yield _line("questions", questions if isinstance(questions, list) else [str(questions)], "commission.questions")
    yield _line("contacts", [], "commission.contacts")
    yield _line("deadline", "", "commission.deadline") + "（日期 / a date）"
    yield f'# documents = [{{ name = "", digest = "" }}]  # {_said("commission.documents")}'
    yield (
        '# instructions = [{ on = "", by = "", text = "", kind = "oral" }]'
        f"  # {_said('commission.instructions')}：{_choice('instruction_kind')}"
    )


def _acceptance() -> Iterator[str]:
    yield "\n# [acceptance]"
    yield "# " + _line("decision", "accept", "acceptance.decision", "decision")
    yield "# " + _line("decided_by", "", "acceptance.decided_by")
    yield "# " + _line("on", "", "acceptance.on")
    yield f'# reasons = [{{ reason = "", text = "" }}]  # {_said("acceptance.reasons")}：{_choice("obstacle")}'
    yield "# " + _line("asked_for", [], "acceptance.asked_for")


def _conflicts(case: Case) -> Iterator[str]:
    yield f"\n# {_said('conflict.check')}：{_choice('answer')}；{_choice('conflict_outcome')}"
    for name, subject in [
        ("", Subject.INSTITUTION),
        *((expert, Subject.PERSON) for expert in case.settings.experts or ("",)),
    ]:
        yield "# [[conflicts]]"
        yield "# " + _line("name", name, "conflict.name")
        yield f'# subject = "{subject}"'
        yield "# answers = ["
        for question in ASKED_OF[subject]:
            yield f'#   {{ question = "{question}", answer = "not-answered" }},  # {_said(f"question.{question}")}'
        yield "# ]"
        yield '# outcome = ""\n# reason = ""\n# decided_by = ""\n# on = ""'


def material_fields(work: Received) -> Iterator[str]:
    """The lines of the form about one received work."""
    yield "\n[[materials]]"
    yield _line("label", work.label, "material.label")
    yield _line("label_kind", KIND_OF_ROLE[work.role], "material.label_kind", "label_kind")
    yield _line("name", work.name, "material.name")
    yield _line("version", work.version, "material.version")
    yield _line("obtained", "", "material.obtained", "obtained", empty=True)
    yield _line("obtained_text", work.obtained, "material.obtained_text")
    yield _line("from_whom", work.received_from, "material.from_whom")
    yield (
        '# carrier = { kind = "", make = "", serial = "", capacity = "" }'
        f"  # {_said('material.carrier')}：{_choice('carrier_kind')}"
    )
    yield (
        f'# seal = {{ state = "intact", {toml.dumps({"number": work.seal}).strip()},'
        f' photographs = [{{ file = "seal-1.jpg" }}] }}  # {_said("material.seal")}：{_choice("seal_state")}'
    )
    yield f'# package_photographs = [{{ file = "package-1.jpg" }}]  # {_said("material.package_photographs")}'
    yield _line("list_reference", "", "material.list_reference")
    yield f'# check_values = [{{ value = "", algorithm = "" }}]  # {_said("material.check_values")}'
    yield f'# agreement = "no-check-value-given"  # {_said("material.agreement")}：{_choice("agreement")}'
    yield _line("cross_examined", "not-stated", "material.cross_examined", "cross_examined")
    yield _line("cross_reason", "", "material.cross_reason")
    yield _line("received_by", [work.received_by] if work.received_by else [], "material.received_by")
    day = work.received_on[:10]
    yield _line("received_on", day if re.fullmatch(r"\d{4}-\d\d-\d\d", day) else "", "material.received_on")


def _rights(case: Case, held: Mapping[str, object]) -> Iterator[str]:
    kinds = "；".join(f"{kind} {rights.LABELS[str(kind)].zh}" for kind in rights.Kind)
    yield f"\n# 权利资料 / rights data：{kinds}"
    yield "# status：" + "；".join(f"{status} {rights.LABELS[str(status)].zh}" for status in rights.Status)
    for work in case.works:
        if work.label in held:
            yield from _held("rights", [{"label": work.label, "identifiers": held[work.label]}])
        elif work.role is Role.CLAIMED:
            yield f'# [[rights]]\n# label = "{work.label}"\n# identifiers = ['
            yield (
                '#   { kind = "software-registration", value = "", status = "unchecked",'
                ' checked_by = "", checked_on = "" },'
            )
            yield "# ]"
    yield ""
