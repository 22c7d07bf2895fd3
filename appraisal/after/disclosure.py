"""The disclosure set (披露材料) of an issued report for proceedings in the United States.

Fed. R. Civ. P. 26(a)(2)(B) wants the facts or data that an expert considered, the exhibits, qualifications, testimony
and compensation; 26(b)(4)(B) protects drafts of the report, (C) communications with counsel, but for compensation and
for facts, data and assumptions that counsel gave (read in excerpts; to be checked with counsel). So all that the case
holds goes along, and what does not is listed with the reason, never left out in silence:

- ``report/`` and ``notebooks/`` hold drafts, but for copies of what was issued; versions of the opinion before the one
  issued are taken out of the log;
- ``closed/`` is the internal deliberation (副卷): on what ground it is withheld, counsel says;
- a paper on file is withheld by a decision about ``protect:PATH``, and what is withheld by its kind is disclosed by one
  about ``disclose:PATH``; both with a reason, which the list prints. Logs, and what was done and found by them, are
  withheld by no decision (``filing.protecting``); one of old that is to is listed as of no effect.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from appraisal import ledger, procedure, registry
from appraisal.after import dissented
from appraisal.after.issues import COPY, DRAFTS, PAPER, digest, digests, folder, unaltered
from appraisal.case import Case
from appraisal.chain import Entry
from appraisal.errors import CaseError
from appraisal.filing.protecting import PROTECT
from appraisal.filing.protecting import withheld as may_be_withheld
from appraisal.gates import early, hushed
from appraisal.notice import Notice, Said, Table
from appraisal.paper import Paper
from appraisal.papers import files as papers
from appraisal.procedure import Kind
from appraisal.profile import Words
from appraisal.verify import bag
from appraisal.verify.integrity import is_leftover, outside_cache
from appraisal.work import digest_file

FILES, MANIFEST, INDEX = "files", "manifest-sha256.txt", "index"
DISCLOSE = "disclose:"
CLOSED = "closed/"
MOST_ROWS = 2_000  # printed of one table; the manifest has all
GROUPS: tuple[tuple[str, Words], ...] = (
    ("issued/", Words("签发文书及附件", "Report as issued, and its exhibits")),
    ("works/", Words("所考虑的材料", "Material considered")),
    ("documents/", Words("书证与照片", "Papers and photographs")),
    ("comparisons/", Words("比对记录", "Records of comparisons")),
    ("runs/", Words("比对运行", "Runs")),
    ("examinations/", Words("单件检查", "Examinations of single works")),
    ("controls/", Words("对照试验", "In-case controls")),
    ("findings/", Words("核验结果", "Findings of experts")),
    ("digests/", Words("摘要表", "Tables of digests")),
)
OTHER = Words("案卷记录", "Records of the case")
DRAFT = Words("报告草稿（26(b)(4)(B)，由律师确认）", "Draft of the report (26(b)(4)(B), to be confirmed by counsel)")
DELIBERATION = Words("副卷：内部评议（依据由律师写明）", "Closed part: deliberation (counsel states the ground)")
KINDS: tuple[tuple[str, Words], ...] = (("report/", DRAFT), ("notebooks/", DRAFT), (CLOSED, DELIBERATION))
WANTED: tuple[tuple[str, Words, tuple[str, ...]], ...] = (
    (
        "(i)",
        Words("全部意见及其依据与理由", "All opinions, and the basis and reasons for them"),
        ("opinion", "analysis"),
    ),
    ("(ii)", Words("所考虑的事实或数据", "Facts or data considered"), ("materials", "totals")),
    ("(iii)", Words("将使用的图表", "Exhibits that will be used"), ("excerpts", "coverage")),
    ("(iv)", Words("资格与近十年著述", "Qualifications, publications of ten years"), ("people",)),
    ("(v)", Words("近四年出庭作证", "Testimony of four years"), ("people",)),
    ("(vi)", Words("报酬", "Compensation"), ("people",)),
)


@dataclass(frozen=True, slots=True)
class Withheld:
    """``why``: the ground in both languages, with the reason of a decision where one was made."""

    path: str
    sha256: str
    why: Words


def disclose(case: Case, number: str, out: str | Path, *, language: str = "") -> list[Path]:
    """Write the set into the new folder ``out``: ``files/``, a manifest for ``sha256sum -c``, and an index in every
    format; the files of the index.

    ``CaseError`` when that report was not issued here, ``out`` is taken or lies inside the case, or a file is not what
    the logs say.
    """
    out = Path(out)
    entry = unaltered(case, number)
    if entry.body.get("form", "report") != "report":
        raise CaseError(f"{number} is no report: the set is made for a report, with its corrections in it")
    if case.root.resolve() in (out.resolve(), *out.resolve().parents):
        raise CaseError(f"{out} lies inside the case: put the set elsewhere")
    if out.exists():
        raise CaseError(f"{out} exists already: choose another name for the set")
    with case.working():
        history = case.history()
        reasons = _decided(history)
        public = digests(history)
        idle = {about: said for about, said in reasons.items() if _is_idle(case, about, public)}
        unfit = {about for about, said in idle.items() if early.unfit(case, said) or hushed.muting(case, said)}
        idle = {about: "-" if about in unfit else said for about, said in idle.items()}
        reasons = {about: said for about, said in reasons.items() if about not in idle}
        _refuse_unfit(case, reasons)
        logged = {path: sha256 for path, (sha256, _) in procedure.expected_files(history).items()}
        out.mkdir(parents=True)
        try:
            held, withheld = _copied(case, out / FILES, reasons, logged, public)
            drafts = _opinions(case, out / FILES, history, entry)
            if drafts:
                held = [
                    (n, *digest_file(out / FILES / n)) if n == procedure.PROCEDURE else (n, s, b) for n, s, b in held
                ]
            lines = [sha256.encode() + b"  " + bag.escaped(f"{FILES}/{path}") + b"\n" for path, sha256, _ in held]
            (out / MANIFEST).write_bytes(b"".join(sorted(lines)))
            copies = {name for name, sha256, _ in held if name.startswith(DRAFTS) and sha256 in public}
            notice = _index(case, number, entry, held, [*withheld, *drafts], idle, copies)
            made = [registry.exporter(name) for name in registry.exporter_names()]
            spoken = language or case.settings.language
            return [one.notice(notice, out / f"{INDEX}{one.suffix}", language=spoken) for one in made]
        except BaseException:
            shutil.rmtree(out, ignore_errors=True)  # all of it, or nothing
            raise


def _decided(history: procedure.History) -> Mapping[str, str]:
    """The last decision about each path, by its words, with its reason."""
    found: dict[str, str] = {}
    for entry in history.of(Kind.DECISION):
        about = str(entry.body.get("about", ""))
        for word, other in ((PROTECT, DISCLOSE), (DISCLOSE, PROTECT)):
            if about.startswith(word):
                found.pop(other + about.removeprefix(word), None)
                found[about] = str(entry.body.get("reason", ""))
    return found


def _is_idle(case: Case, about: str, public: Container[str]) -> bool:
    """Whether a decision is to withhold what no decision withholds; a copy of what was issued is none either."""
    path = about.removeprefix(PROTECT)
    if not about.startswith(PROTECT) or not may_be_withheld(case, path):
        return about.startswith(PROTECT)
    return path.startswith(DRAFTS) and (case.root / path).is_file() and digest_file(case.root / path)[0] in public


def _refuse_unfit(case: Case, reasons: Mapping[str, str]) -> None:
    """``CaseError`` where a reason that the index prints concludes, or names a share: it is decided again in others."""
    for about, reason in reasons.items():
        if words := early.unfit(case, reason):
            raise CaseError(
                f"{about}: {', '.join(words)}: the index prints this reason, which holds no conclusion (结论) and no"
                f" share: decide it again in other words (appraisal decide CASE {about} --reason …)"
            )
        early.refuse_contrary(case, reason)
        early.refuse_muting(case, reason)


def _copied(
    case: Case,
    target: Path,
    reasons: Mapping[str, str],
    logged: Mapping[str, str | None],
    public: Container[str],
) -> tuple[list[tuple[str, str, int]], list[Withheld]]:
    """Files that go along (path, SHA-256, bytes), copied, and those that do not."""
    held: list[tuple[str, str, int]] = []
    withheld: list[Withheld] = []
    for path in sorted(outside_cache(case.root, [])):
        name = path.relative_to(case.root).as_posix()
        if name in ledger.LOCKS or is_leftover(name) or not path.is_file() or path.is_symlink():
            continue
        sha256, size = digest_file(path)
        if logged.get(name) not in (None, sha256):
            raise CaseError(f"{name} is not the file that the logs name: see appraisal verify")
        why = None if name.startswith(DRAFTS) and sha256 in public else _ground(name, reasons)
        if why is not None:
            withheld.append(Withheld(name, sha256, why))
            continue
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target / name)
        held.append((name, sha256, size))
    return held, withheld


def _ground(name: str, reasons: Mapping[str, str]) -> Words | None:
    """Why a file is withheld; None for one that is disclosed. The closed part is never disclosed here."""
    if (said := reasons.get(PROTECT + name)) is not None:
        return Words(f"受保护（依决定）：{said}", f"Protected by decision: {said}")
    kind = next((words for start, words in KINDS if name.startswith(start)), None)
    if kind is not None and not name.startswith(CLOSED) and DISCLOSE + name in reasons:
        return None
    return kind


def _opinions(case: Case, target: Path, history: procedure.History, entry: Entry) -> list[Withheld]:
    """Take versions of the opinion before the one issued out of the copied log; its lines keep number and digest."""
    stated = [e.seq for e in history.of(Kind.OPINION) if e.seq < entry.seq]
    drafts = set(stated[:-1])
    path = target / procedure.PROCEDURE
    if not drafts or not path.exists():
        return []
    lines, taken = [], []
    for line in path.read_text("utf-8").splitlines():
        body = json.loads(line)
        if body["seq"] in drafts:
            taken.append(Withheld(f"{procedure.PROCEDURE} {body['seq']}", str(body["digest"]), DRAFT))
            line = json.dumps(body | {"body": {"withheld": DRAFT.en}}, ensure_ascii=False, sort_keys=True)
        lines.append(line + "\n")
    path.write_text("".join(lines), "utf-8")
    return taken


def _index(
    case: Case,
    number: str,
    entry: Entry,
    held: list[tuple[str, str, int]],
    withheld: list[Withheld],
    idle: Mapping[str, str],
    copies: Container[str],
) -> Notice:
    paper = papers.read((folder(case, number) / PAPER).read_text("utf-8"))
    lines: tuple[tuple[Words, Said], ...] = (
        (Words("案号", "Case number"), case.settings.number),
        (Words("报告 PDF 的 SHA-256", "SHA-256 of its PDF"), digest(case, number)),
        (Words("披露文件数", "Files disclosed"), str(len(held))),
        (Words("未披露项数", "Items withheld"), str(len(withheld))),
        *dissented.lines(case, entry, paper),
    )
    return Notice(
        Words("披露材料目录", "Index of the disclosure set"),
        number,
        str(entry.body.get("on")),
        lines,
        (
            Words(
                "本目录依美国联邦民事诉讼规则第26(a)(2)(B)条编制；所引条款与取舍须经律师确认。",
                "Made for Fed. R. Civ. P. 26(a)(2)(B); counsel confirms the rules cited and what is withheld.",
            ),
            _contents(paper),
            _disclosed(held, copies),
            _listed(withheld),
            *_of_no_effect(idle),
        ),
        paper.page.paper,
        called=Words("报告编号", "Report number"),
    )


def _contents(paper: Paper) -> Table:
    """Where the report has what the rule lists."""

    def chapters(sections: tuple[str, ...]) -> Said:
        found = [one.heading for one in paper.chapters if set(sections) & set(one.sections)]
        found += [Words("附件", "Annexes")] if set(sections) & set(paper.annexed) else []
        named = dict.fromkeys(found)
        return Words("；".join(one.zh for one in named), "; ".join(one.en for one in named)) if named else "-"

    rows = tuple((at, words, chapters(sections)) for at, words, sections in WANTED)
    head = (Words("项", "Item"), Words("要求", "What the rule wants"), Words("报告章节", "Chapters of the report"))
    return Table(Words("报告所含内容", "What the report holds"), head, rows, (0.5, 3.0, 4.5))


def _disclosed(held: list[tuple[str, str, int]], copies: Container[str]) -> Table:
    def row(at: int, one: tuple[str, str, int]) -> tuple[Said, ...]:
        kind = next((words for start, words in GROUPS if one[0].startswith(start)), OTHER)
        return f"D-{at:06}", COPY if one[0] in copies else kind, one[0], one[1], str(one[2])

    rows = [row(at, one) for at, one in enumerate(held[:MOST_ROWS], 1)]
    if len(held) > MOST_ROWS:
        more = len(held) - MOST_ROWS
        rows.append(("…", "-", Words(f"另有 {more} 个，见 {MANIFEST}", f"{more} more, see {MANIFEST}"), "-", "-"))
    head = (
        Words("编号", "Number"), Words("类别", "Kind"), Words("文件", "File"), Words("SHA-256", "SHA-256"),
        Words("字节", "Bytes"),
    )  # fmt: skip
    return Table(Words("所披露的文件", "Files disclosed"), head, tuple(rows), (1.0, 1.6, 2.6, 2.8, 0.8))


def _listed(withheld: list[Withheld]) -> Table:
    rows = tuple(_rows(withheld)) or (("-", "-", "-"),)
    head = (
        Words("项", "Item"),
        Words("SHA-256 或条目摘要", "SHA-256, or digest of the entry"),
        Words("依据", "Ground"),
    )
    return Table(Words("未披露的内容", "What is withheld"), head, rows, (2.2, 2.8, 3.0))


def _of_no_effect(idle: Mapping[str, str]) -> Iterator[Table]:
    """Decisions that were to withhold what is disclosed all the same."""
    if idle:
        rows = tuple((about.removeprefix(PROTECT), reason) for about, reason in [*idle.items()][:MOST_ROWS])
        head = (Words("文件", "File"), Words("决定所述理由", "Reason of the decision"))
        title = Words(
            "不生效力的保护决定（日志、运行、记录、核验、排除与签发文书照常披露）",
            "Decisions of no effect (logs, runs, records, verdicts, exclusions and issued papers are disclosed)",
        )
        yield Table(title, head, rows, (3.5, 4.5))


def _rows(withheld: list[Withheld]) -> Iterator[tuple[Said, ...]]:
    for one in withheld[:MOST_ROWS]:
        yield one.path, one.sha256, one.why
    if len(withheld) > MOST_ROWS:
        more = len(withheld) - MOST_ROWS
        yield "…", "-", Words(f"另有 {more} 项", f"{more} more")
