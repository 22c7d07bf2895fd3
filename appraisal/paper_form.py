"""The form of what a paper needs beside the intake: institution, people, standards, opinion; and its filing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from appraisal import chain, filing, toml
from appraisal.case import Case
from appraisal.errors import CaseError
from appraisal.intake import filling
from appraisal.intake.filling import table
from appraisal.papers.institution import Expert, Institution, Source, Standard
from appraisal.papers.opinion import FIGURES, TESTED, Opinion, phrases
from appraisal.plural import agreeing
from appraisal.procedure import Kind

PARTS: Mapping[str, Kind] = {
    "institution": Kind.INSTITUTION,
    "experts": Kind.QUALIFICATIONS,
    "standards": Kind.STANDARDS,
    "literature": Kind.LITERATURE,
    "opinion": Kind.OPINION,
}
HEAD = """\
# 文书登记表 / Form of what a paper needs. 填写后 / fill in, then: appraisal paper CASE FORM.toml --by NAME
# 不填的部分删去即可 / leave out the parts that you do not file. 日期 / dates: 2026-01-31

[institution]               # 鉴定机构
name = ""                   # 名称 / name
name_en = ""
address = ""
contact = ""
letterhead = []             # 信头各行 / lines of the letterhead
# [[institution.licences]]  # 许可证 / licences
# number = ""
# category = ""             # 业务类别，如“声像资料” / category as it stands on the licence
# authority = ""
# until = ""                # 有效期至 / last day
"""
PERSON = """
[[experts]]
name = {name}
part = "appraiser"          # appraiser 鉴定人；reviewer 复核人；signatory 授权签字人
qualification = ""          # 资格、职称 / qualification
certificate = ""            # 资格证明编号 / number of the certificate
experience = ""
publications = []           # 近十年著述；没有则写 ["无"] / of ten years; ["none"] if there are none
testimony = []              # 近四年出庭案件；没有则写 ["无"] / of four years; ["none"] if there are none
compensation = ""
"""
STANDARD = """
# [[standards]]             # 未填齐者只列为“参照” / what is not filled in is referred to, never a basis
# number = "SF/T 0158-2023"
# title = "软件相似性鉴定技术规范"
# edition = ""              # 版次 / edition
# clause = ""               # 条款号 / clause
# text = ""                 # 该条款原文 / its text
# checked_by = ""           # 查阅人 / who read it
# checked_on = ""
"""
LITERATURE = """
# [[literature]]            # 所依据的文献或其他材料；没有则写 title = "无" / relied on; title = "none" if there is none
# title = ""                # 著者、题名、年份 / author, title, year
# relied_for = ""           # 用于何处 / what of the report rests on it
"""
OPINION = """
# [opinion]
# range = ""                # 其他可能的意见及不采纳的理由 / other opinions that may be held, and why not this panel's
# [[opinion.dissents]]      # 不同意见，必须登载，用本人登记的原文 / dissent, always printed, as its author filed it
# by = ""
# text = ""
# [[opinion.unanswered]]    # 意见不作回答的方案命题 / propositions of the scheme that the opinion leaves open
# propositions = [2]
# reason = ""
# [[opinion.answers]]       # 对各命题的回答 / what the opinion comes to for a proposition that sentences answer
# proposition = 1
# answer = "holds"          # 成立 holds；部分成立 in-part；不成立 does-not-hold；不能判断 cannot-be-told
# [[opinion.sentences]]     # 每项委托事项至少一句 / at least one for each question
# phrase = "text-same"
# question = 1
# propositions = []         # 所回答的方案命题的序号 / numbers of the propositions of the scheme that it answers
# comparator = ""           # 比对方法，名称见 appraisal comparators / the method
# left = "A1"               # 样本编号 / label of the claimed work
# right = "B1"              # 检材编号 / label of the accused work
# fill = {}
# fill_en = {}              # 英文版中另有写法的空格 / slots that read otherwise in English (中文: fill_zh)
"""


def template(case: Case) -> str:
    """The form for this case, with what is on file and the vocabulary below."""
    people = "".join(PERSON.replace("{name}", toml.dumps({"x": name}).strip()[4:]) for name in case.settings.experts)
    return (
        HEAD
        + (people or PERSON.replace("{name}", '""'))
        + STANDARD
        + LITERATURE
        + OPINION
        + "\n".join(_vocabulary())
        + "\n"
    )


def _vocabulary() -> Iterator[str]:
    yield "\n# 规范用语 / the vocabulary"
    for phrase in phrases().values():
        asked = ", ".join(phrase.asks) or "-"
        yield f"# {phrase.id} [{phrase.medium}] fill: {asked}"
        yield f"#   {phrase.text.zh}"
        yield f"#   {agreeing(phrase.text.en, {})}"
    yield f"# 由程序填写 / filled in by the program: {', '.join(sorted(FIGURES | {TESTED}))}"


def read(text: str) -> dict[str, Any]:
    """The form's parts as checked values; ``CaseError`` names the field that is wrong."""
    return read_body(filling.read_form(text, "the form of paper", PARTS))


def read_body(body: Mapping[str, Any]) -> dict[str, Any]:
    """The same from the table that the TOML holds."""
    filling.check_parts(body, "the form of paper", PARTS)
    found: dict[str, Any] = {}
    if "institution" in body:
        found["institution"] = Institution.of(table(body["institution"], "institution"))
    kinds: tuple[tuple[str, Any], ...] = (("experts", Expert), ("standards", Standard), ("literature", Source))
    for name, cls in kinds:
        rows = body.get(name)
        if rows is None:
            continue
        if not isinstance(rows, list):
            raise CaseError(f"the form of paper, {name}: write each one under [[{name}]]")
        made: list[Any] = [cls.of(row) for row in rows]
        keys = [_key(one) for one in made]
        if twice := [key for key in keys if keys.count(key) > 1]:
            raise CaseError(f"the form of paper, {name}: {twice[0]} stands there twice: keep one")
        found[name] = made
    if "opinion" in body:
        found["opinion"] = Opinion.of(body["opinion"])
    return found


def _key(one: Expert | Standard | Source) -> object:
    """What no two rows of a part have in common."""
    if isinstance(one, Expert):
        return one.name, one.part
    return one.number if isinstance(one, Standard) else one.title


def file(case: Case, parts: Mapping[str, Any], by: str) -> list[chain.Entry]:
    """Put the parts on file that say something new, one entry each."""
    with case.working():
        case.log.signing(by)
        for sentence in parts["opinion"].sentences if "opinion" in parts else ():
            for label in filter(None, (sentence.left, sentence.right)):
                case.received(label)
        steps = [
            (PARTS[name], value if name in ("institution", "opinion") else {name: value})
            for name, value in parts.items()
        ]
        return [case.log.write(kind, body, by) for kind, body in steps if filing.is_new(case, kind, body)]
