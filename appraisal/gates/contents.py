"""Contents that a form of paper can require, by id: what each is called, and whether the case has it.

Which paper requires which stands in its file. Sources of the lists (read in excerpts; each to be checked against the
text before a paper rests on it): 民事证据规定 (2019) article 36, 刑诉解释 (2021) articles 97 and 98, 司法鉴定程序通则
(2016) articles 36 and 37; US Federal Rules of Civil Procedure 26(a)(2)(B); UK Practice Direction 35 paragraph 3.2.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from appraisal.dossier import Role
from appraisal.gates.view import View
from appraisal.papers.as_read import stated, worded
from appraisal.papers.institution import Part
from appraisal.procedure import Kind
from appraisal.profile import Words

PARTIES = (Role.CLAIMED, Role.ACCUSED)
NONE = frozenset({"publications", "testimony", "compensation"})  # to which "none" is an answer


@dataclass(frozen=True, slots=True)
class Content:
    """``there``: whether the case has it. ``mend``: what to do when it has not. What says nothing (a dot, 无, n/a) is
    not there; lists of publications and testimony and literature may say that there is none."""

    words: Words
    there: Callable[[View], bool]
    mend: Words


def _intake(zh: str, en: str, field: str) -> Content:
    return Content(Words(zh, en), lambda view: _held(getattr(view.commission, field)), INTAKE)


def _held(value: object) -> bool:
    """Whether a field holds something: of texts, at least one that states a fact."""
    if isinstance(value, str):
        return stated(value)
    if isinstance(value, list | tuple):
        return any(map(_held, value))
    return bool(value)


def _listed(value: object) -> bool:
    """As ``_held``, where "none" is an answer."""
    told = (value,) if isinstance(value, str) else value if isinstance(value, list | tuple) else ()
    return any(letter.isalnum() for one in told for letter in str(one))


def _works(view: View) -> list[str]:
    return [work.label for work in view.dossier.works if work.role in PARTIES]


def _material(zh: str, en: str, field: str) -> Content:
    def there(view: View) -> bool:
        held = [view.materials.get(label) for label in _works(view)]
        return bool(held) and all(one is not None and _held(getattr(one, field)) for one in held)

    return Content(Words(zh, en), there, INTAKE)


def _text(zh: str, en: str, section: str) -> Content:
    mend = Words(f"在 report.ipynb 的 {section} 单元格填写", f"write it in the cell {section} of report.ipynb")
    return Content(Words(zh, en), lambda view: worded(view.written(section)), mend)


def _person(zh: str, en: str, field: str) -> Content:
    """A fact that each appraiser must have stated."""

    def there(view: View) -> bool:
        named = {one.name: one for one in view.part(Part.APPRAISER)}
        wanted = set(view.dossier.experts) or set(named)
        there_is = _listed if field in NONE else _held
        return bool(wanted) and all(name in named and there_is(getattr(named[name], field)) for name in wanted)

    return Content(Words(zh, en), there, FORM)


def _counted(view: View) -> bool:
    """Every method that came to a result says its rule of counting in both languages."""
    return bool(view.compared) and all(
        filed.counting.get(language, {}).get("rule") for filed in view.compared for language in ("zh", "en")
    )


def _controlled(view: View) -> bool:
    """Controls of a method that compared in this case; where none did, of any."""
    used = {filed.comparison.comparator for filed in view.compared}
    return any(not used or control.comparator in used for control in view.dossier.controls)


def _appraisers(view: View) -> bool:
    named = {one.name for one in view.part(Part.APPRAISER)}
    return len(named) >= view.paper.signing.experts and set(view.dossier.experts) <= named


def missing_of(name: str, view: View) -> Words:
    """What is missing; of appraisers, who of the panel is not filed as one, and who is filed instead."""
    words = CONTENTS[name].words
    zh, en = f"缺少：{words.zh}", f"missing: {words.en}"
    filed = [one.name for one in view.part(Part.APPRAISER)]
    gone = [one for one in view.dossier.experts if one not in filed]
    if name == "appraisers" and gone and filed:
        zh += f"；鉴定组的 {'、'.join(gone)} 未登记为鉴定人，登记的是 {'、'.join(filed)}"
        en += f"; {', '.join(gone)} of the panel not filed as such; filed: {', '.join(filed)}"
    return Words(zh, en)


def _examiners(view: View) -> bool:
    """Who ran each comparison is on file."""
    return bool(view.dossier.runs) and all(run.by for run in view.dossier.runs)


INTAKE = Words("appraisal intake CASE FORM.toml 登记", "put it on file: appraisal intake CASE FORM.toml")
FORM = Words("appraisal paper CASE FORM.toml 登记", "put it on file: appraisal paper CASE FORM.toml")
EXAMINED = Words(
    "appraisal record CASE operation --what …", "record the step: appraisal record CASE operation --what …"
)
REVIEWED = Words(
    "由复核人登记：appraisal record CASE review --what … --by 复核人",
    "have the reviewer record it: appraisal record CASE review --what … --by REVIEWER",
)

CONTENTS: Mapping[str, Content] = {
    "commission-by": _intake("委托人名称", "name of who commissioned", "by"),
    "commission-number": _intake("委托书文号", "number of the commission", "number"),
    "commission-on": _intake("委托日期", "date of the commission", "on"),
    "questions": _intake("委托事项（原文）", "questions as put", "questions"),
    "acceptance": Content(
        Words("受理决定", "decision to accept"),
        lambda view: view.acceptance is not None and str(view.acceptance.decision) == "accept",
        INTAKE,
    ),
    "conflicts": Content(
        Words("回避审查", "check of conflicts of interest"),
        lambda view: (
            bool(view.conflicts)
            and all(check.outcome is not None for check in view.conflicts)
            and set(view.dossier.experts) <= {check.name for check in view.conflicts}
        ),
        INTAKE,
    ),
    "materials": Content(Words("送检材料", "material submitted"), lambda view: len(_works(view)) >= 2, INTAKE),
    "material-source": _material("检材来源与取得方式", "where each material came from and how", "from_whom"),
    "material-received": _material("检材接收日期", "date on which each material was received", "received_on"),
    "material-receivers": _material("检材接收人", "who received each material", "received_by"),
    "material-carrier": _material("检材载体", "carrier of each material", "carrier"),
    "material-agreement": _material("与清单是否一致", "agreement with the list of seizure or extraction", "agreement"),
    "cross-examination": Content(
        Words("检材质证情况", "whether the parties were heard on each material"),
        lambda view: all(
            label in view.materials and str(view.materials[label].cross_examined) != "not-stated"
            for label in _works(view)
        ),
        INTAKE,
    ),
    "digests": Content(
        Words("检材校验值", "digests of each material"),
        lambda view: bool(_works(view)) and all(work.sha256 for work in view.dossier.works),
        INTAKE,
    ),
    "principle": Content(
        Words("依据的原理、方法与计数规则", "principle, methods and counting rules"),
        _counted,
        Words("补充各方法的计数规则", "give each method its rule of counting"),
    ),
    "standards": Content(
        Words("依据或参照的标准", "standards followed or referred to"),
        lambda view: bool(view.standards),
        Words(
            "在文书登记表中登记；没有可依据或参照的，decide gate:content/standards 写明理由",
            "file them in the form of paper; where there is none, decide gate:content/standards, and say so as reason",
        ),
    ),
    "literature": Content(
        Words("所依据的文献或其他材料", "literature or other material relied on"),
        lambda view: any(_listed(one.title) for one in view.literature),
        FORM,
    ),
    "scheme": Content(
        Words("比对方案", "comparison scheme"),
        lambda view: view.has_step(Kind.SCHEME),
        Words("appraisal scheme CASE 固定方案", "fix it: appraisal scheme CASE"),
    ),
    "equipment": Content(
        Words("检验设备与软件环境", "equipment and software environment"),
        lambda view: bool(view.dossier.environment),
        EXAMINED,
    ),
    "process": Content(
        Words("鉴定过程（检验记录）", "process (records of examination)"),
        lambda view: bool(view.steps(Kind.OPERATION) or view.steps(Kind.HANDLED)) and bool(view.dossier.runs),
        EXAMINED,
    ),
    "examiners": Content(
        Words("各次检验的操作人", "who ran each examination"),
        _examiners,
        Words("运行比对时以 --by 写明操作人", "name who runs a comparison with --by"),
    ),
    "results": Content(
        Words("比对结果", "results"),
        lambda view: bool(view.compared),
        Words("appraisal run CASE 运行比对", "run the comparisons: appraisal run CASE"),
    ),
    "exhibits": Content(
        Words("左右对照的摘录", "excerpts side by side"),
        lambda view: (
            any(filed.shown for filed in view.compared) or not any(f.comparison.matches for f in view.compared)
        ),
        Words("重新生成报告", "render the report again"),
    ),
    "controls": Content(
        Words("案内对照试验", "in-case controls"),
        _controlled,
        Words("appraisal control CASE 进行对照试验", "run them: appraisal control CASE"),
    ),
    "analysis": _text("分析说明", "analysis", "analysis"),
    "limits": _text("局限", "limits", "limits"),
    "opinion": Content(
        Words("鉴定意见", "opinion"), lambda view: view.opinion is not None and bool(view.opinion.sentences), FORM
    ),
    "range-of-opinion": Content(
        Words("其他可能的意见及采纳理由", "range of opinion, and reasons for one's own"),
        lambda view: view.opinion is not None and worded(view.opinion.range),
        FORM,
    ),
    "declaration": Content(
        Words("承诺或声明", "undertaking or statement"),
        lambda view: bool(view.paper.declaration),
        Words("在文书格式中写明 declaration", "write declaration in the form of paper"),
    ),
    "truth": Content(
        Words("真实声明", "statement of truth"),
        lambda view: view.paper.truth is not None,
        Words("在文书格式中写明 truth", "write truth in the form of paper"),
    ),
    "institution": Content(Words("鉴定机构", "institution"), lambda view: view.institution is not None, FORM),
    "appraisers": Content(Words("鉴定人（人数与姓名）", "appraisers, as many as must sign"), _appraisers, FORM),
    "qualification": _person("鉴定人资格", "qualification of each appraiser", "qualification"),
    "certificate": _person("鉴定人资格证明编号", "number of each appraiser's certificate", "certificate"),
    "publications": _person("近十年著述", "publications of the last ten years", "publications"),
    "testimony": _person("近四年出庭作证的案件", "cases of the last four years with testimony", "testimony"),
    "compensation": _person("报酬", "compensation", "compensation"),
    "experience": _person("从业经历", "experience", "experience"),
    "reviewer": Content(Words("复核人", "reviewer"), lambda view: bool(view.part(Part.REVIEWER)), FORM),
    "review": Content(Words("复核记录", "record of the review"), lambda view: view.has_step(Kind.REVIEW), REVIEWED),
    "signatory": Content(
        Words("授权签字人", "authorised signatory"), lambda view: bool(view.part(Part.SIGNATORY)), FORM
    ),
    "manifest": Content(
        Words("附件与文件清单", "annexes and list of files"),
        lambda view: bool(view.dossier.manifest_sha256),
        INTAKE,
    ),
}
