"""The sample case 月光城 against its private-server copy, from works to report, with fixed times and no host."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from appraisal import run
from appraisal.cache import write_whole
from appraisal.case import Case
from appraisal.dossier import Role
from appraisal.errors import CaseError
from appraisal.finding import Verdict
from appraisal.logbook import Clock
from appraisal.reporting import place_notebooks, report_case

SAMPLE = Path(__file__).parent / "sample"
NUMBER = "示例-2026-0001"
CLIENT = "示例委托方（虚构）"
EXPERTS = ("示例专家甲", "示例专家乙")
WORKS = (
    ("A1", "claimed", Role.CLAIMED, "月光城 (Moonlight City)", "1.4", "委托方提交光盘"),
    ("B1", "accused", Role.ACCUSED, "银月王城", "2.0", "公证下载"),
    ("C1", "ancestor", Role.ANCESTOR, "pondkit 公开基础代码", "0.3", "公开网站下载"),
)
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
        longest = sorted(record.comparison.matches, key=lambda m: (-m.left.length, m.id))[:8]
        for place, match in enumerate(longest):
            for expert in EXPERTS[: 2 if place < 4 else 1]:
                if place == 6:
                    case.judge(record.key, match.id, Verdict.EXCLUDED, expert, reason="limited-expression")
                elif place == 7:
                    case.judge(record.key, match.id, Verdict.DOUBTFUL, expert, note="需再核对原件")
                else:
                    case.judge(record.key, match.id, Verdict.ACCEPTED, expert)


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
        number=NUMBER,
        title="月光城与银月王城比对（示例）",
        watermark="示例·无证明效力",
        experts=EXPERTS,
        commission={
            "by": CLIENT,
            "procedure": "private",
            "questions": ["送检的两部作品在文本与美术上有哪些相同、相似与不同之处？"],
        },
    )
    for label, folder, role, name, version, obtained in WORKS:
        say(f"receiving {label}: {name}")
        with tempfile.TemporaryDirectory() as scratch:
            handed_in = Path(scratch) / folder
            # An installer may have left compiled files among the sample's Python sources.
            shutil.copytree(SAMPLE / folder, handed_in, ignore=shutil.ignore_patterns("__pycache__"))
            case.receive(label, handed_in, role, name=name, version=version, obtained=obtained, received_from=CLIENT)
    entry = run.run(
        case, jobs=jobs, by=EXPERTS[0], host="", progress=lambda done, total, name: say(f"{done}/{total} {name}")
    )
    _judge(case)
    place_notebooks(case)
    _write_texts(case)
    say("writing the report")
    paths = report_case(case, language="zh")
    return [f"{len(entry['records'])} comparisons, {entry['failures']} without result", *map(str, paths)]
