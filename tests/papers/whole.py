"""A small case in which nothing is missing: every gate of every paper is passed when its procedure is the paper's."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from appraisal import controls, filing, issuing, paper_form, run, scheme
from appraisal.case import Case
from appraisal.comparison import Reason
from appraisal.demo import fixed_clock
from appraisal.finding import Verdict
from appraisal.identity import Signer, signer_of
from appraisal.intake import ASKED_OF, Subject
from appraisal.papers import files
from appraisal.procedure import Kind, Step
from appraisal.reporting import place_notebooks
from appraisal.span import Span
from tests import shared

JIA, YI, BING, DING = "甲", "乙", "丙", "丁"
HOUSE = "某鉴定机构（虚构）"
CLIENTS = {
    "cn-copyright": ("civil", "court"),
    "cn-judicial": ("civil", "court"),
    "cn-special": ("criminal", "police"),
    "cn-inspection": ("civil", "court"),
    "cn-expert": ("civil", "party"),
    "us-rule26": ("civil", "law-firm"),
    "uk-part35": ("civil", "law-firm"),
}
OWN = (
    "月亮升上城墙的时候，守夜人把铜铃挂回第三根木柱。风从河面吹来，带着盐和旧绳索的气味，"
    "他数着台阶往下走，数到十七就停住，因为第十八级在去年冬天被水冲走了，谁也没有去修。"
)
SCHEME = 'scope = "A1 与 B1 的全部文字"\nsampling = ""\n[[criteria]]\nreason = "quotation"\ntext = "引文"\n'
TEXTS = {
    "analysis": "两件作品的相同段落位置见左右对照。",
    "limits": "仅就送检版本比对。",
    "process": "按方案进行。",
}
ENGLISH = {
    "analysis": "The same passages of both works stand in the excerpts side by side.",
    "limits": "Only the versions handed in were compared.",
    "process": "As the scheme says.",
}  # of forms that prevail in English


def signer(name: str) -> Signer | None:
    """Keys made from names, for all who sign here."""
    if name not in (JIA, YI, BING, DING):
        return None
    return signer_of(name, hashlib.sha256(f"test key of {name}".encode()).digest(), HOUSE)


def form(**changes: Any) -> dict[str, Any]:
    """The form of paper, filled in whole."""
    person = {
        "qualification": "高级工程师",
        "certificate": "证-1",
        "experience": "从业十年",
        "publications": ["著述一种"],
        "testimony": ["出庭一次"],
        "compensation": "报酬固定",
    }
    body: dict[str, Any] = {
        "institution": {
            "letterhead": ["某鉴定机构（虚构）", "某市某路1号"],
            "name": HOUSE,
            "licences": [
                {"number": "证字1号", "category": "声像资料鉴定", "authority": "某司法局", "until": "2030-01-01"}
            ],
        },
        "experts": [
            {"name": JIA, **person},
            {"name": YI, **person},
            {"name": BING, "part": "reviewer"},
            {"name": DING, "part": "signatory"},
        ],
        "standards": [
            {
                "number": "SF/T 0075-2020",
                "title": "网络文学作品相似性检验技术规范",
                "edition": "2020",
                "clause": "5.1",
                "text": "相同表述按连续字数计。",
                "checked_by": JIA,
                "checked_on": "2026-01-04",
            }
        ],
        "literature": [{"title": "著作一种（2020）", "relied_for": "改写的辨认"}],
        "opinion": {
            "range": "其他意见：无。",
            "sentences": [{"phrase": "text-same", "comparator": "text-exact", "left": "A1", "right": "B1"}],
        },
    }
    return body | changes


def intake(procedure: str, client: str) -> dict[str, Any]:
    """The intake form, filled in whole."""
    checked = [(Subject.INSTITUTION, HOUSE), (Subject.PERSON, JIA), (Subject.PERSON, YI)]
    return {
        "commission": {
            "by": "某委托人",
            "kind": client,
            "procedure": procedure,
            "number": "委〔2026〕1号",
            "on": "2026-01-02",
            "deadline": "2026-06-01",
            "questions": ["两件作品的文字有哪些相同与不同？"],
            "contacts": ["周某"],
        },
        "acceptance": {"decision": "accept", "decided_by": JIA, "on": "2026-01-03"},
        "conflicts": [
            {
                "subject": str(subject),
                "name": name,
                "answers": [{"question": str(question), "answer": "no"} for question in ASKED_OF[subject]],
                "outcome": "none",
                "decided_by": DING,
                "on": "2026-01-03",
            }
            for subject, name in checked
        ],
        "materials": [
            {
                "label": label,
                "label_kind": kind,
                "name": label,
                "obtained": "handed-over",
                "from_whom": "某委托人",
                "carrier": {"kind": "network-transfer"},
                "seal": {"state": "none"},
                "agreement": "no-check-value-given",
                "cross_examined": "yes",
                "received_by": [JIA, YI],
                "received_on": "2026-01-03",
            }
            for label, kind in (("A1", "sample"), ("B1", "material"))
        ],
    }


def make(root: Path, procedure: str = "civil", client: str = "court", **changes: Any) -> Case:
    """The whole case in ``root``; ``changes`` replace parts of the form of paper."""
    held = shared.made(f"whole-{procedure}-{client}", lambda place: _examined(place, procedure, client))
    shutil.copytree(held / "case", root)
    began = datetime.fromisoformat((held / "clock").read_text("utf-8"))
    case = Case.open(root, clock=fixed_clock(began), signers=signer)
    paper_form.file(case, paper_form.read_body(form(**changes)), JIA)
    review(case)
    return case


def review(case: Case) -> None:
    filing.file_step(case, Kind.REVIEW, Step("复核", persons=(BING,)), BING)


def leave_out(case: Case, note: str) -> None:
    """An exclusion after results, for this reason."""
    case.exclude("A1", Span("novel.txt", "char", 10, 30), Reason.QUOTATION, JIA, note=note)


def accept(case: Case, notes: Mapping[str, str] = {}) -> None:
    """Both experts accept every match of every record; ``notes``: what they write to it, by name."""
    for record in case.records():
        for match in record.comparison.matches:
            for expert in (JIA, YI):
                case.judge(record.key, match.id, Verdict.ACCEPTED, expert, note=notes.get(expert, ""))


def compare_without(case: Case, note: str, notes: Mapping[str, str] = {}) -> None:
    """Left out after results, compared again and accepted."""
    leave_out(case, note)
    run.run(case, comparators=("text-exact",), jobs=1, by=JIA, host="")
    accept(case, notes)


def begun(root: Path, procedure: str = "civil", client: str = "court") -> Case:
    """The case in ``root`` up to its scheme: nothing is compared yet; works lie beside it."""
    for name, text in (("A", f"甲书。{OWN}结尾不同，说的是灯。"), ("B", f"乙书，开头另写。{OWN}此处改为船。")):
        (root.parent / "works" / name).mkdir(parents=True)
        (root.parent / "works" / name / "novel.txt").write_text(text, "utf-8")
    case = Case.create(root, clock=fixed_clock(), signers=signer, number="案1", title="样例", experts=(JIA, YI))
    for label, name, role in (("A1", "A", "claimed"), ("B1", "B", "accused")):
        case.receive(label, root.parent / "works" / name, role, received_from="某委托人", received_by=JIA)
    filing.file_intake(case, intake(procedure, client), JIA)
    filing.file_step(case, Kind.HANDLED, Step("核对载体", labels=("A1", "B1"), persons=(JIA, YI)), JIA)
    (case.root / scheme.FILE).write_text(SCHEME, "utf-8")
    filing.fix_scheme(case, JIA, comparators=["text-exact"])
    return case


def _examined(place: Path, procedure: str, client: str) -> None:
    """The case in ``place/case`` up to the verdicts, without the form of paper; what its clock would say next."""
    case = begun(place / "case", procedure, client)
    run.run(case, comparators=("text-exact",), jobs=1, by=JIA, host="")
    controls.control(case, plants=4, unrelated=0, seed=1, comparators=["text-exact"], by=JIA)
    accept(case)
    place_notebooks(case)
    write(case, ENGLISH if client == "law-firm" else TEXTS)
    (place / "clock").write_text(case.clock(), "utf-8")


def issued(root: Path, name: str, languages: tuple[str, ...]) -> tuple[Case, dict[str, Path]]:
    """The case, issued in a form of paper in these languages; the PDF of each."""
    procedure, client = CLIENTS[name]
    changes: dict[str, object] = {"opinion": {"sentences": []}} if name == "cn-inspection" else {}
    case = make(root, procedure, client, **changes)
    paper, made = files.find(name), {}
    for language in languages:
        number = f"{language}-1"
        paths = issuing.issue(case, paper, by=DING, number=number, language=language, on="2026-02-01")
        made[language] = next(path for path in paths if path.suffix == ".pdf")
    return case, made


def write(case: Case, texts: dict[str, str]) -> None:
    """Put Markdown into the tagged cells of the case's report notebook."""
    path = case.root / "notebooks" / "report.ipynb"
    notebook = json.loads(path.read_text("utf-8"))
    for cell in notebook["cells"]:
        for tag in cell.get("metadata", {}).get("tags", ()):
            if cell["cell_type"] == "markdown" and tag in texts:
                cell["source"] = texts[tag]
    path.write_text(json.dumps(notebook, ensure_ascii=False), "utf-8")
