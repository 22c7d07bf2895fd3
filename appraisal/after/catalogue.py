"""The catalogue of a case's file (案卷目录): disclosed and closed part (正卷、副卷), retention, return of material."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from appraisal import procedure, registry
from appraisal.after import dissented
from appraisal.after.issues import COPY, DRAFTS, digests
from appraisal.case import Case
from appraisal.chain import Entry, read
from appraisal.dossier import LogEntry
from appraisal.errors import CaseError
from appraisal.gates import early, hushed
from appraisal.notice import Notice, Said, Table
from appraisal.notice import read as shown
from appraisal.procedure import Kind
from appraisal.profile import Words
from appraisal.rights import check_day

GROUPS: tuple[tuple[str, Words], ...] = (
    ("notebooks/", Words("工作记录", "Working notebooks")),
    ("documents/", Words("书证与照片", "Papers and photographs")),
    ("digests/", Words("摘要表", "Tables of digests")),
    ("comparisons/", Words("比对记录", "Records of comparisons")),
    ("runs/", Words("比对运行", "Runs")),
    ("examinations/", Words("单件检查", "Examinations of single works")),
    ("controls/", Words("对照试验", "In-case controls")),
    ("report/", Words("报告底稿", "Report, last draft")),
    ("issued/", Words("签发文书", "Issued papers")),
)
OTHER = Words("其他", "Other")
MOST_ROWS = 2_000  # printed of one part; further files are counted


def catalogue(case: Case, *, until: str = "", closed: bool = False, on: str = "") -> Notice:
    """The catalogue as it stands. ``until``: last day of retention (ISO date); ``closed``: list the closed part too."""
    if until:
        check_day(until, "--until")
    if until and until[:10] <= (on or case.clock())[:10]:
        raise CaseError(f"retention until {until}: that day has passed")
    history = case.history()
    lines = [
        (Words("题名", "Title"), case.settings.title),
        (Words("保管期限至", "To be kept until"), until[:10] or "-"),
    ]
    return Notice(
        Words("案卷目录", "Catalogue of the file"),
        case.settings.number,
        (on or case.clock())[:10],
        tuple(lines),
        (
            _materials(case, history),
            _files(history),
            _objections(case, history),
            *_closed(case, closed),
        ),
        called=Words("案号", "Case number"),
    )


def write(case: Case, out: Path, *, until: str = "", closed: bool = False, language: str = "") -> list[Path]:
    """Write the catalogue as files ``out/catalogue.*`` outside the case. ``CaseError`` when they are there already."""
    notice = catalogue(case, until=until, closed=closed)
    if case.root.resolve() in (out.resolve(), *out.resolve().parents):
        raise CaseError(f"{out} lies inside the case: put the catalogue elsewhere")
    out.mkdir(parents=True, exist_ok=True)
    made = [registry.exporter(name) for name in registry.exporter_names()]
    taken = [one for one in made if (out / f"catalogue{one.suffix}").exists()]
    if taken:
        raise CaseError(f"{out / f'catalogue{taken[0].suffix}'} exists already")
    spoken = language or case.settings.language
    return [one.notice(notice, out / f"catalogue{one.suffix}", language=spoken) for one in made]


def _materials(case: Case, history: procedure.History) -> Table:
    """Works with what became of them: received, and handed back."""
    returned: dict[str, str] = {}
    for entry in history.of(Kind.HANDLED):
        what, labels = str(entry.body.get("what", "")), entry.body.get("labels")
        if any(word in what.lower() for word in ("退还", "返还", "return")) and isinstance(labels, list):
            returned |= {str(label): f"{entry.on[:10]}  {entry.log} {entry.seq}" for label in labels}
    rows = tuple((w.label, w.name, w.sha256, w.received_on[:10], returned.get(w.label, "-")) for w in case.works)
    head = (
        Words("编号", "Label"),
        Words("名称", "Name"),
        Words("SHA-256", "SHA-256"),
        Words("接收", "Received"),
        Words("退还", "Returned"),
    )
    return Table(Words("正卷一：材料", "Disclosed part 1: material"), head, rows, (0.7, 2.0, 3.4, 1.1, 1.6))


def _files(history: procedure.History) -> Table:
    """Files that the logs name, as they stand last, by kind."""
    held = sorted(procedure.expected_files(history).items(), key=lambda item: (_group(item[0])[0], item[0]))
    public = digests(history)

    def kind(path: str, sha256: str | None) -> Said:
        return COPY if path.startswith(DRAFTS) and sha256 in public else _group(path)[1]

    listed: list[tuple[Said, ...]] = [
        (str(at), kind(path, sha256), path, sha256 or "-", f"{entry.log} {entry.seq}  {entry.on[:10]}")
        for at, (path, (sha256, entry)) in enumerate(held, 1)
    ]
    rows = listed[:MOST_ROWS]
    if len(listed) > MOST_ROWS:
        more = len(listed) - MOST_ROWS
        rows.append(("…", Words(f"另有 {more}", f"{more} more"), "-", "-", "-"))
    head = (
        Words("序号", "No."),
        Words("类别", "Kind"),
        Words("文件", "File"),
        Words("SHA-256", "SHA-256"),
        Words("日志条目", "Entry"),
    )
    return Table(Words("正卷二：文件", "Disclosed part 2: files"), head, tuple(rows), (0.5, 1.3, 2.6, 2.6, 1.6))


def _group(path: str) -> tuple[int, Words]:
    found = ((at, words) for at, (start, words) in enumerate(GROUPS) if path.startswith(start))
    return next(found, (len(GROUPS), OTHER))


def _objections(case: Case, history: procedure.History) -> Table:
    """Objections with their written replies in turn, deliveries, corrections, and dissents filed since."""
    kinds = {
        Kind.ISSUED: Words("签发", "Issued"),
        Kind.DELIVERY: Words("送达", "Delivered"),
        Kind.OBJECTION: Words("异议", "Objection"),
        Kind.REPLY: Words("书面答复", "Written reply"),
        Kind.SUPPLEMENTS: Words("补充鉴定", "Supplement announced"),
        Kind.SCANNED: Words("手签原件扫描件", "Scan of the signed original"),
        Kind.SIGNED_REPORT: Words("证书签名", "Signature by certificate"),
        Kind.ANNEXED: Words("附件分册", "Annex volumes"),
        Kind.REDACTED: Words("遮盖本", "Redacted version"),
    }
    rows: list[tuple[Entry | LogEntry, Words, Said]] = [
        (e, kinds[kind], _told(case, e)) for kind in kinds for e in history.of(kind)
    ]
    issues = history.of(Kind.ISSUED)
    for late in dissented.since(case, issues[0]) if issues else ():
        rows.append((late.entry, dissented.LABEL, _fit(case, late.entry, late.text)))
    rows.sort(key=lambda row: row[0].seq)
    listed = tuple((f"{e.log} {e.seq}", e.on[:10], what, said, e.by or "-") for e, what, said in rows)
    head = (
        Words("条目", "Entry"),
        Words("日期", "Date"),
        Words("事项", "What"),
        Words("内容", "Content"),
        Words("人", "By"),
    )
    return Table(Words("正卷三：签发之后", "Disclosed part 3: after issue"), head, listed, (1.8, 1.2, 1.5, 3.4, 0.9))


def _told(case: Case, entry: Entry) -> Said:
    """What an entry says. Of a reply, words that no paper after issue may hold are not told (``_fit``), nor what mutes
    a dissent; objections are the words of who objects."""
    body = entry.body
    said = [str(body[name]) for name in ("number", "of", "what", "name", "observation", "reason") if body.get(name)]
    whole = Words("；".join(said) or "-", "; ".join(said) or "-")
    if entry.kind == Kind.REPLY and hushed.muting(case, whole.zh, named_only=True):
        return _see(entry, "内容贬抑在卷的不同意见", "mutes a dissent on file")
    return _fit(case, entry, whole) if entry.kind == Kind.REPLY else whole


def _fit(case: Case, entry: Entry | LogEntry, said: Said) -> Said:
    """The words, or where they conclude or name a share, in which entry they stand."""
    unfit = early.unfit(case, shown(said, "zh"))
    return _see(entry, "内容含结论或占比", "holds conclusions or shares") if unfit else said


def _see(entry: Entry | LogEntry, zh: str, en: str) -> Words:
    """In which entry words stand, and why they are not told here."""
    lies = "" if entry.log == procedure.PROCEDURE else f" {entry.log}"  # of a copy that was merged
    return Words(f"{zh}，见程序记录{lies}第 {entry.seq} 条", f"{en}: see entry {entry.seq} of the log{lies}")


def _closed(case: Case, shown: bool) -> Iterator[Table]:
    """The closed part: how much there is, and its entries where the holder of the file asks for them."""
    entries = read(case.root, procedure.CLOSED)
    count = f"{len(entries)}"
    rows: tuple[tuple[str, ...], ...] = ((count, "-", "-"),)
    if shown:
        rows = tuple((f"{e.seq}", e.on[:10], str(e.body.get("what", "-"))) for e in entries) or rows
    head = (Words("条目", "Entries"), Words("日期", "Date"), Words("事项", "What"))
    yield Table(Words("副卷：评议记录", "Closed part: deliberation"), head, rows, (1.0, 1.2, 5.0))
