"""Plot points and what experts hold of them, put on file: from a form in TOML, or from Python."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from appraisal import chain, panel
from appraisal.case import Case
from appraisal.codec import decode
from appraisal.dossier import Role
from appraisal.errors import CaseError, RecordError
from appraisal.intake import filling
from appraisal.intake.filling import build
from appraisal.plots.outline import Outline, Point, PointFinding
from appraisal.procedure import Kind

PARTS = ("points", "findings")


def read_form(text: str) -> dict[str, Any]:
    """A form in TOML: lists ``points`` and ``findings``, either may be missing. ``CaseError`` names what is wrong."""
    return filling.read_form(text, "the plot form", PARTS, PARTS)


def file_form(case: Case, form: Mapping[str, Any], by: str) -> list[chain.Entry]:
    """Put on file what a form says that is not on file yet; all is checked before anything is written.

    Points are one entry, complete; each finding is an entry of its own, signed by ``by``.
    """
    if not by.strip():
        raise CaseError("the plot form: name the expert with --by")
    with case.working():
        case.log.signing(by)
        outline = (
            Outline(tuple(build(Point, row, f"points {n}") for n, row in enumerate(form.get("points", ()), 1)))
            if (form.get("points"))
            else None
        )
        for point in outline.points if outline is not None else ():
            _of_role(case, point.work, Role.CLAIMED, f"point {point.id}, work")
        held = outline or outline_of(case)
        findings = [build(PointFinding, row, f"findings {n}") for n, row in enumerate(form.get("findings", ()), 1)]
        for finding in findings:
            _allowed(case, finding, held, by)
        made: list[chain.Entry] = []
        if outline is not None and outline != outline_of(case):
            made.append(case.log.write(Kind.OUTLINE, outline, by))
        on_file = {(who, one.point, one.accused): one for who, one in findings_of(case)}
        for finding in findings:
            if on_file.get((by.strip(), finding.point, finding.accused)) != finding:
                made.append(case.log.write(Kind.POINT, finding, by))
        return made


def judge_point(case: Case, finding: PointFinding, by: str) -> chain.Entry:
    """Put one finding on file, for notebooks.

    ``CaseError`` for an unknown point or work, or while the panel's verdicts are sealed.
    """
    if not by.strip():
        raise CaseError(f"point {finding.point}: a finding needs the name of the expert who makes it")
    with case.working():
        case.log.signing(by)
        _allowed(case, finding, outline_of(case), by)
        return case.log.write(Kind.POINT, finding, by)


def _allowed(case: Case, finding: PointFinding, outline: Outline | None, by: str) -> None:
    known = [point.id for point in outline.points] if outline is not None else []
    if finding.point not in known:
        raise CaseError(f"no plot point {finding.point!r} is on file; there are: {', '.join(known) or 'none'}")
    _of_role(case, finding.accused, Role.ACCUSED, f"finding on {finding.point}, accused")
    held = panel.in_force(case.history())
    if held is not None and set(panel.stages(case.root, held).values()) != {panel.Stage.OPENED}:
        raise CaseError(
            f"point {finding.point}: the panel's verdicts lie sealed, and this table is open: judge plot points when"
            " the verdicts have been opened"
        )


def _of_role(case: Case, label: str, role: Role, where: str) -> None:
    if case.received(label).role is not role:
        raise CaseError(f"{where}: {label} is not a work received as {role.value}")


def outline_of(case: Case) -> Outline | None:
    """The points on file; None when there are none. ``CaseError`` for an entry that is malformed."""
    entry = case.history().last(Kind.OUTLINE)
    return None if entry is None else _decoded(Outline, entry)


def findings_of(case: Case) -> Iterator[tuple[str, PointFinding]]:
    """(expert, finding) of all findings on file, in the order written."""
    for entry in case.history().of(Kind.POINT):
        yield entry.by, _decoded(PointFinding, entry)


def _decoded(cls: type[Any], entry: chain.Entry) -> Any:
    try:
        return decode(cls, {**entry.body, "is": cls.__name__})
    except (RecordError, CaseError) as error:
        raise CaseError(f"{entry.log} line {entry.seq} cannot be read: {error}") from error


def template(case: Case) -> str:
    """A form to fill in, with the labels of this case."""
    claimed = next((work.label for work in case.with_role(Role.CLAIMED)), "A1")
    accused = next((work.label for work in case.with_role(Role.ACCUSED)), "B1")
    return TEMPLATE.format(claimed=claimed, accused=accused)


TEMPLATE = """\
# 情节表 plot table: appraisal plot CASE THIS_FILE.toml --by 专家姓名
# 情节点依样本中的次序列出；spots 可写 file、chapter（章名开头）、pages、lines、characters，所写者须同时符合。
# Points in the order in which the claimed work tells them. A spot: file, chapter (how its name begins), pages, lines,
# characters; what is given must all hold.

[[points]]
id = "P1"
plot = ""                      # 情节点 what happens, in a few words
work = "{claimed}"
expression = ""                # 样本中的具体表达 how the claimed work tells it
spots = [{{ chapter = "第一章" }}]

# 认定 findings: judgement is same, different, common-stock, absent, unsettled
# [[findings]]
# point = "P1"
# accused = "{accused}"
# judgement = "same"
# expression = ""              # 检材中的具体表达 how the accused work tells it
# same = ""                    # 相同之处
# different = ""               # 不同之处
# common = ""                  # 属公有、惯用或有限表达者
# spots = [{{ chapter = "第一回" }}]
# matches = []                 # 所依据的对应号 ids of matches relied on
# note = ""
"""
