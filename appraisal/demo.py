"""The sample case 月光城 against its private-server copy, from works to report, with fixed times and no host."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
import tomllib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from appraisal import controls, filing, run, scheme
from appraisal.cache import write_whole
from appraisal.case import Case
from appraisal.defects import record_defect
from appraisal.dossier import Role
from appraisal.errors import CaseError
from appraisal.finding import Verdict
from appraisal.identity import Signer, signer_of
from appraisal.intake import ASKED_OF, Subject
from appraisal.logbook import Clock
from appraisal.plots import filing as plots
from appraisal.procedure import Kind, Step
from appraisal.reporting import place_notebooks, report_case

SAMPLE = Path(__file__).parent / "sample"
NUMBER = "示例-2026-0001"
CLIENT = "示例委托方（虚构）"
INSTITUTION = "示例鉴定机构（虚构）"
QUESTIONS = ["送检的两部作品在文本与美术上有哪些相同、相似与不同之处？"]
EXPERTS = ("示例专家甲", "示例专家乙")
WORKS = (
    ("A1", "claimed", Role.CLAIMED, "月光城 (Moonlight City)", "1.4", "委托方提交光盘"),
    ("B1", "accused", Role.ACCUSED, "银月王城", "2.0", "公证下载"),
    ("C1", "ancestor", Role.ANCESTOR, "pondkit 公开基础代码", "0.3", "公开网站下载"),
)
SCHEME = """\
scope = "A1 与 B1 的全部文本与图片；程序代码、乐曲、数据表不在本示例的比对之列。"
counting = "按各方法所印计数规则；一处多次出现只计一次。"
sampling = "每个方法最长的八处匹配逐条核验，其余不核验，标为未核验。"
propositions = ["B1 的文本与图片含有取自 A1 的内容", "B1 与 A1 的相同之处出自共同来源、惯用表达或各自独立创作"]

[versions]
A1 = "1.4"
B1 = "2.0"

[[criteria]]
reason = "common-source"
text = "与公开基础代码 C1 相同的内容"

[[criteria]]
reason = "limited-expression"
text = "界面短语、职业与道具的通用名称"
"""
TEXTS = {
    "introduction": "本报告为软件自带的**示例**，作品、人物、机构均为虚构，不具任何证明效力。",
    "analysis": (
        "两部作品的设定文本中存在多处逐字相同的段落（见左右对照），位置见各表。"
        "与共同来源 C1 相同的内容已由程序单列，并在“扣除后”一栏中不计。\n\n"
        "- 相同处与不同处均已列出；\n- 未逐条核验的匹配仍标为未核验。"
    ),
    "limits": "示例案件仅核验了部分匹配；图片比对仅使用整图感知哈希一种方法，不能发现局部使用。",
}


def fixed_clock(start: datetime | None = None) -> Clock:
    """A clock that begins at a fixed moment and goes one minute a call."""

    def moments() -> Iterator[str]:
        moment = start or datetime(2026, 1, 5, 1, 0, tzinfo=UTC)
        while True:
            yield moment.isoformat(timespec="seconds").replace("+00:00", "Z")
            moment += timedelta(minutes=1)

    ticking = moments()
    return lambda: next(ticking)


def signer(name: str) -> Signer | None:
    """Keys of the two invented experts, made from their names: anyone can have them, so they prove nothing."""
    if name not in EXPERTS:
        return None
    return signer_of(name, hashlib.sha256(f"sample key of {name}".encode()).digest(), INSTITUTION)


def _intake(case: Case) -> None:
    """Commission, conflict checks, acceptance and facts of the materials, as a clerk would fill in the form."""
    checked = [(Subject.INSTITUTION, INSTITUTION), *((Subject.PERSON, name) for name in EXPERTS)]
    checks = [
        {
            "subject": str(subject),
            "name": name,
            "answers": [{"question": str(question), "answer": "no"} for question in ASKED_OF[subject]],
            "outcome": "none",
            "decided_by": EXPERTS[0],
            "on": "2026-01-05",
        }
        for subject, name in checked
    ]
    kinds = {"claimed": "sample", "accused": "material", "ancestor": "ancestor"}
    materials = [
        {
            "label": label,
            "label_kind": kinds[folder],
            "name": name,
            "version": version,
            "obtained": "downloaded" if label == "C1" else "handed-over",
            "obtained_text": obtained,
            "from_whom": CLIENT,
            "carrier": {"kind": "optical-disc", "make": "DVD-R（示例）", "serial": f"示例-{label}"},
            "seal": {"state": "none"},
            "cross_examined": "not-required",
            "received_by": list(EXPERTS),
            "received_on": "2026-01-05",
        }
        for label, folder, _, name, version, obtained in WORKS
    ]
    commission = {
        "by": CLIENT,
        "kind": "party",
        "procedure": "private",
        "number": "示例委〔2026〕1号",
        "on": "2026-01-04",
        "questions": QUESTIONS,
        "contacts": [EXPERTS[0]],
    }
    acceptance = {"decision": "accept", "decided_by": EXPERTS[0], "on": "2026-01-05"}
    form = {"commission": commission, "conflicts": checks, "acceptance": acceptance, "materials": materials}
    filing.file_intake(case, form, EXPERTS[0])


def _before_results(case: Case) -> None:
    """What a panel does before it compares: opening the carriers, and fixing the scheme, signed by both."""
    opened = Step(
        "启封并核对载体",
        labels=("A1", "B1"),
        place="示例检验室",
        persons=EXPERTS,
        equipment="只读光驱（示例）",
        observation="载体编号与清单一致，文件可读。",
        clock="与标准时间相差不足 1 秒",
    )
    filing.file_step(case, Kind.HANDLED, opened, EXPERTS[0])
    write_whole(case.root / scheme.FILE, SCHEME.encode())
    filing.fix_scheme(case, EXPERTS[0])
    filing.countersign(case, EXPERTS[1])


def _fresh(root: Path) -> None:
    """Make room for the demo: only an earlier demo is ever taken away."""
    if not root.exists() or not any(root.iterdir()):
        return
    try:
        earlier = Case.open(root).settings.number == NUMBER
    except CaseError:
        earlier = False
    if not earlier:
        raise CaseError(f"{root} holds something that is not an earlier demo: give another folder")
    shutil.rmtree(root)


def _judge(case: Case) -> None:
    """Two invented experts judge the longest matches of each record, so that the report shows every verdict."""
    for record in case.records():
        if (
            record.comparison.comparator in case.settings.parameters
        ):  # each is a pair of people: the longest tell nothing
            for match in record.comparison.matches:
                case.judge(record.key, match.id, Verdict.ACCEPTED, EXPERTS[0])
            continue
        longest = sorted(record.comparison.matches, key=lambda m: (-m.left.length, m.id))[:8]
        for place, match in enumerate(longest):
            for expert in EXPERTS[: 2 if place < 4 else 1]:
                if place == 6:
                    case.judge(record.key, match.id, Verdict.EXCLUDED, expert, reason="limited-expression")
                elif place == 7:
                    case.judge(record.key, match.id, Verdict.DOUBTFUL, expert, note="需再核对原件")
                else:
                    case.judge(record.key, match.id, Verdict.ACCEPTED, expert)


def _tables(case: Case) -> None:
    """What the experts put on file for the tables of texts: plot points with what they hold of them, a shared error."""
    plots.file_form(case, plots.read_form((SAMPLE / "plot.toml").read_text("utf-8")), EXPERTS[0])
    record_defect(
        case, "received 误拼为 recieved", steps="在两部作品的手册中检索 recieved",
        observations={"A1": "manual/manual.md：recieved wisdom", "B1": "guide/guide.md：recieved wisdom"},
        dictated="no", why="错字与功能无关", by=EXPERTS[0],
    )  # fmt: skip


def _write_texts(case: Case) -> None:
    """Put the experts' Markdown cells into the case's report notebook, where experts write them by hand."""
    path = case.root / "notebooks" / "report.ipynb"
    notebook = json.loads(path.read_text("utf-8"))
    for cell in notebook["cells"]:
        for tag in cell.get("metadata", {}).get("tags", ()):
            if cell["cell_type"] == "markdown" and tag in TEXTS:
                cell["source"] = TEXTS[tag]
                cell["metadata"]["by"] = EXPERTS[0]
    write_whole(path, (json.dumps(notebook, ensure_ascii=False, indent=1) + "\n").encode())


def run_demo(root: Path, *, jobs: int = 1, say: Callable[[str], None] = lambda line: None) -> list[str]:
    """Make the sample case in ``root``; returns the lines to print."""
    _fresh(root)
    case = Case.create(
        root,
        clock=fixed_clock(),
        signers=signer,
        number=NUMBER,
        title="月光城与银月王城比对（示例）",
        watermark="示例·无证明效力",
        experts=EXPERTS,
        commission={
            "by": CLIENT,
            "procedure": "private",
            "questions": QUESTIONS,
        },
        parameters=tomllib.loads((SAMPLE / "parameters.toml").read_text("utf-8")),
    )
    for label, folder, role, name, version, obtained in WORKS:
        say(f"receiving {label}: {name}")
        with tempfile.TemporaryDirectory() as scratch:
            handed_in = Path(scratch) / folder
            # An installer may have left compiled files among the sample's Python sources.
            shutil.copytree(SAMPLE / folder, handed_in, ignore=shutil.ignore_patterns("__pycache__"))
            case.receive(
                label, handed_in, role,
                name=name, version=version, obtained=obtained, received_from=CLIENT, received_by=EXPERTS[0],
            )  # fmt: skip
    _intake(case)
    _before_results(case)
    entry = run.run(
        case, jobs=jobs, by=EXPERTS[0], host="", progress=lambda done, total, name: say(f"{done}/{total} {name}")
    )
    say("planting known copies")
    controls.control(case, plants=40, unrelated=10, seed=1, jobs=jobs, by=EXPERTS[0])
    _judge(case)
    _tables(case)
    place_notebooks(case)
    _write_texts(case)
    say("writing the report")
    paths = report_case(case, language="zh", by=EXPERTS[0])
    return [f"{len(entry['records'])} comparisons, {entry['failures']} without result", *map(str, paths)]
