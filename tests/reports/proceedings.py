"""Logs of the specimen case: an intake in order, and every irregularity that a report must show as what it is."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from appraisal.afc import About, Element, Event, Evidence, Filter, Level, Outcome, Source
from appraisal.codec import encode
from appraisal.comparison import Reason
from appraisal.defects import Defect, Dictated
from appraisal.dossier import ControlEntry, LogEntry, LogFault, LogHead, PersonEntry
from appraisal.intake import (
    Acceptance,
    Agreement,
    Answer,
    Carrier,
    CarrierKind,
    CheckValue,
    Client,
    Commission,
    ConflictCheck,
    ConflictOutcome,
    CrossExamined,
    Decision,
    Document,
    Ground,
    Inquiry,
    Instruction,
    LabelKind,
    Material,
    Obstacle,
    Obtained,
    Photograph,
    Procedure,
    Question,
    Seal,
    SealState,
    Subject,
    form,
)
from appraisal.plots.outline import Judgement, Outline, Point, PointFinding, Spot
from appraisal.procedure import CUSTODY, PROCEDURE, Kind, Step
from appraisal.procedure import Decision as Decided
from appraisal.rights import Identifier, Status, contract
from appraisal.rights import Kind as Right
from appraisal.scheme import CoreFile, Criterion, Scheme
from appraisal.span import char, line, to_json

WANG, LI, ZHAO = "王专家", "李专家", "赵助理"
OUTLINE = Outline(
    (
        Point("P1", "月圆开城", "A1", "守门老人于月圆之夜挂铃开门", (Spot(file="第一章.txt", characters="0-100"),)),
        Point("P2", "湖心沉铃", "A1", "铃沉湖心，夜夜自鸣", (Spot(file="第一章.txt", characters="160-300"),)),
        Point("P3", "渡口相认", "A1", spots=(Spot(file="第三章.txt", characters="0-40"),)),
    )
)
PLOT_FINDINGS = (
    (WANG, PointFinding("P1", "B1", Judgement.SAME, "守门人月圆挂铃", same="挂铃、开门的次序", different="人物姓名")),
    (WANG, PointFinding("P2", "B1", Judgement.SAME, "铃沉湖底", same="铃沉而自鸣")),
    (LI, PointFinding("P2", "B1", Judgement.DIFFERENT, different="所沉者为锚", note="再议")),
)
DEFECT = Defect(
    "恢复后的 <窗口> 被裁去一半", "启动；最小化；恢复", (("A1", "裁去一半"), ("B1", "裁去一半，位置相同")),
    Dictated.NO, "与功能无关", ("B1 src/win.c:120",), (("documents/0a-film.mp4", "ab" * 32),),
)  # fmt: skip
LEVELS = (Level("逐字表达", 1, "字句本身"), Level("<情节>", 2))
ELEMENTS = (
    Element("逐字表达", "开篇一段", (("A1", "月光照城"), ("B1", "月光照城，换一词")), outcome=Outcome.ALIKE,
            differences="换一词", evidence=(Evidence(Source.OUTSIDE, "原告证据 3", "第 5 页"),)),
    Element("<情节>", "失散重逢", (("A1", "重逢"), ("B1", "重逢")), filtered=Filter.IDEA, why="属题材"),
)  # fmt: skip
EVENT = Event("样书交付", "2023-05", About.CONTACT, (Evidence(Source.ENTRY, "custody 1"),), until="2023-06-02",
              label="A1", told="原告", disputed="被告不认可")  # fmt: skip
PRINTS = {WANG: "4f1a90c2d3e4b5a6", LI: "99aa88bb77cc66dd"}
PERSONS = (
    PersonEntry(WANG, "示例鉴定机构", PRINTS[WANG], "1a" * 32, "2026-01-02T08:30:00+08:00"),
    PersonEntry(LI, "", PRINTS[LI], "2b" * 32, "2026-01-02T08:31:00+08:00"),
)


def _digest(*of: object) -> str:
    return hashlib.sha256(repr(of).encode()).hexdigest()


class _Log:
    """Writes entries as the logs would have them."""

    def __init__(self) -> None:
        self.made: list[LogEntry] = []

    def add(self, log: str, on: str, kind: Kind | str, body: Any, by: str = WANG, **more: Any) -> LogEntry:
        encoded: Any = encode(body)
        held = {key: value for key, value in encoded.items() if key != "is"}
        seq = 1 + sum(entry.log == log for entry in self.made)
        standing = more.pop("standing", "signed" if by in PRINTS else "unsigned")
        mark = PRINTS.get(by, "") if standing == "signed" else ""
        entry = LogEntry(log, seq, on, str(kind), by, held, _digest(log, seq, held), standing, mark, **more)
        self.made.append(entry)
        return entry


def commission() -> Commission:
    return Commission(
        by="某某市中级人民法院",
        kind=Client.COURT,
        procedure=Procedure.CIVIL,
        number="（2026）某01委鉴12号",
        on="2026-01-02",
        questions=("A1 与 B1 的文字有哪些相同、相似和不同之处？\n（以附件一所列章节为限）", "图片有哪些对应？"),
        documents=(Document("鉴定委托书", "SHA-256: " + "9f" * 32), Document("民事起诉状（副本）")),
        contacts=("周法官",),
        instructions=(Instruction("2026-01-03", "周法官", "电话告知：先作文字部分"),),
    )


def checks() -> list[ConflictCheck]:
    def answered(subject: Subject) -> tuple[Inquiry, ...]:
        return tuple(Inquiry(one.question, Answer.NO) for one in form("x", subject).answers)

    house = tuple(
        Inquiry(one.question, Answer.YES, "2023 年曾为同一作品办理登记")
        if one.question is Question.EARLIER_REGISTRATION
        else one
        for one in answered(Subject.INSTITUTION)
    )
    return [
        ConflictCheck(
            WANG, Subject.PERSON, answered(Subject.PERSON), ConflictOutcome.NONE, decided_by="钱主任", on="2026-01-02"
        ),
        ConflictCheck(
            "示例鉴定机构",
            Subject.INSTITUTION,
            house,
            ConflictOutcome.CONTINUED,
            "已告知双方，均无异议",
            "钱主任",
            "2026-01-02",
        ),
    ]


def materials() -> tuple[Material, Material]:
    photograph = Photograph("documents/0123456789abcdef-seal-front-0017.jpg", "5e" * 32)
    sample = Material(
        "A1",
        LabelKind.SAMPLE,
        name="月光城",
        version="1.4.2",
        obtained=Obtained.HANDED_OVER,
        obtained_text="光盘一张，随委托书移交",
        from_whom="某某工作室",
        carrier=Carrier(CarrierKind.OPTICAL, "示例牌 DVD-R", "SN-0017-2025", "4.7 GB"),
        seal=Seal(SealState.INTACT, "0017", (photograph,)),
        package_photographs=(Photograph("documents/fedcba9876543210-package.jpg", "6f" * 32),),
        list_reference="材料移交清单 2026-3 号，第 1 行",
        check_values=(CheckValue("a" * 64, "SHA-256"),),
        agreement=Agreement.AGREES,
        cross_examined=CrossExamined.YES,
        received_by=(WANG, ZHAO),
        received_on="2026-01-02",
    )
    accused = Material(
        "B1",
        LabelKind.MATERIAL,
        name="月光之城",
        obtained=Obtained.NOTARISED,
        from_whom="某某公证处",
        carrier=Carrier(CarrierKind.FLASH, serial="U-88"),
        seal=Seal(SealState.BROKEN, "0018"),
        list_reference="公证书附件二第 7 行",
        check_values=(CheckValue("b" * 63 + "0", "SHA-256"), CheckValue("d41d8cd98f00b204e9800998ecf8427e", "MD5")),
        agreement=Agreement.AGREES,  # as somebody entered it; the values say otherwise
        cross_examined=CrossExamined.NO,
        received_by=(WANG,),
        received_on="2026-01-02",
    )
    return sample, accused


def scheme(scope: str) -> Scheme:
    return Scheme(
        scope,
        counting="字数不计标点",
        propositions=("B1 的文字复制自 A1", "B1 的文字为独立创作"),
        versions={"A1": "1.4.2", "B1": "未标版本"},
        core_files=(CoreFile("A1", "server/gate.py", "实现开门逻辑，与界面无关"),),
        criteria=(Criterion(Reason.QUOTATION, "古籍引文"), Criterion(Reason.THIRD_PARTY, "pondkit 及其依赖")),
        methods={
            "text-exact": {"minimum": 13, "minimum_letters": 40, "ignore": ["punctuation", "space"]},
            "image-copy": {"threshold": 31},
        },
    )


def _received(label: str, name: str, files: int, size: int, sha256: str, **more: Any) -> dict[str, Any]:
    body = {"label": label, "role": "claimed", "path": f"works/{label}", "sha256": sha256, "files": files}
    return {**body, "bytes": size, "name": name, "version": "", "received_on": "2026-01-02", **more}


def entries() -> tuple[LogEntry, ...]:
    log = _Log()
    log.add(PROCEDURE, "2026-01-02T08:29:00+08:00", Kind.CREATED, {"number": "示例-2026-0012", "title": "月光城"}, ZHAO)
    for person in PERSONS:
        body = {"name": person.name, "key": person.key, "institution": person.institution}
        log.add(PROCEDURE, person.since, Kind.PERSON, body, person.name)
    log.add(PROCEDURE, "2026-01-02T08:35:00+08:00", Kind.COMMISSION, Commission(by="某某法院"), ZHAO)
    log.add(PROCEDURE, "2026-01-02T08:40:00+08:00", Kind.COMMISSION, commission())
    log.add(
        PROCEDURE, "2026-01-02T08:45:00+08:00", Kind.ACCEPTANCE, Acceptance(Decision.ACCEPT, "钱主任", "2026-01-02")
    )
    log.add(CUSTODY, "2026-01-02T09:00:00+08:00", Kind.RECEIVED, _received("A1", "月光城", 42, 1_234_567, "a" * 64))
    log.add(CUSTODY, "2026-01-02T09:05:00+08:00", Kind.RECEIVED, _received("B1", "月光之城", 37, 987_654, "b" * 64))
    four = {"md5": "11" * 16, "sha1": "22" * 20, "sha256": "e" * 64, "sm3": "44" * 32}
    log.add(
        CUSTODY, "2026-01-02T09:08:00+08:00", Kind.RECEIVED, _received("D1", "古籍摘录", 1, 900, "e" * 64, digests=four)
    )
    for material in materials():
        log.add(CUSTODY, "2026-01-02T09:10:00+08:00", Kind.MATERIAL, material)
    unsealed = Step(
        "拆封",
        ("B1",),
        "示例机构检材室",
        (WANG, ZHAO),
        "执法记录仪 03",
        "封条 0018 右侧破损，拍照后拆封",
        "较国家授时中心 +2 s",
        (("documents/aa-unseal.jpg", "7a" * 32),),
    )
    log.add(CUSTODY, "2026-01-02T09:30:00+08:00", Kind.HANDLED, unsealed)
    rights = {
        "label": "A1",
        "identifiers": [
            Identifier(Right.SOFTWARE_REGISTRATION, "2019SR0012345", Status.CERTIFICATE),
            Identifier(Right.ISBN, "978-7-111-11111-0", note="封底所印"),
            contract("某某工作室、某某公司", "2020-05-01", "游戏文本的委托创作", status="checked", checked_by=WANG,
                     checked_on="2026-01-03"),
            {"is": "Identifier", "kind": "no-such-kind", "value": "登字-0000"},
        ],
    }  # fmt: skip
    log.add(PROCEDURE, "2026-01-02T10:00:00+08:00", Kind.RIGHTS, rights)
    decided = Decided("uncross-examined", "法院书面同意先行检验", ("B1",), ("钱主任", WANG))
    log.add(PROCEDURE, "2026-01-02T10:10:00+08:00", Kind.DECISION, decided)
    log.add(PROCEDURE, "2026-01-03T09:00:05Z", Kind.RUN, {"number": 1, "departures": []})
    late: dict[str, Any] = {"after_results": True}
    # A scheme that bears a day before the run and was written after it; a conflict check after results.
    back = log.add(
        PROCEDURE,
        "2026-01-02T11:00:00+08:00",
        Kind.SCHEME,
        scheme("A1 与 B1 的全部文字"),
        after="2026-01-03T09:00:05Z",
        **late,
    )
    log.add(PROCEDURE, "2026-01-03T15:00:00Z", Kind.CONFLICTS, {"checks": checks()}, **late)
    seconded = {"log": back.log, "seq": back.seq, "digest": back.digest}
    log.add(PROCEDURE, "2026-01-03T15:05:00Z", Kind.COUNTERSIGNED, seconded, LI, **late)
    log.add(PROCEDURE, "2026-01-03T15:06:00Z", Kind.COUNTERSIGNED, {**seconded, "digest": "0" * 64}, LI, **late)
    gone = [
        "text-exact.minimum: 10 instead of 13",
        "exclusion for licensed: not in the scheme",
        "method image-contour: not run",
    ]
    log.add(PROCEDURE, "2026-01-04T09:00:05Z", Kind.RUN, {"number": 2, "departures": gone}, **late)
    log.add(PROCEDURE, "2026-01-04T10:00:00Z", Kind.CONTROLS, {"file": "controls/0001.json"}, **late)
    forged = Step("复核意见：同意", persons=(LI,))
    log.add(PROCEDURE, "2026-01-05T09:00:00Z", Kind.REVIEW, forged, LI, standing="foreign", **late)
    log.add(PROCEDURE, "2026-01-05T10:00:00Z", Kind.OPERATION, Step("核对摘录"), WANG, standing="missing", **late)
    log.add(PROCEDURE, "2026-01-06T10:00:00Z", Kind.SEALED, {"why": "edited by hand"}, ZHAO, **late)
    odd = {"what": ["no text"], "extra": {"inner": [1, {"deep": "值"}]}}
    log.add(PROCEDURE, "2026-01-06T11:00:00Z", Kind.OBJECTION, odd, ZHAO, **late)
    log.add(PROCEDURE, "2026-01-07T11:00:00Z", "of-a-later-program", {"note": "照录"}, ZHAO, **late)
    log.add(PROCEDURE, "2026-01-08T11:00:00Z", Kind.REPORT, {"dated": "2026-01-08"}, ZHAO, **late)
    log.add(PROCEDURE, "2026-01-08T12:00:00Z", Kind.DEFECT, DEFECT, **late)
    afc = [(Kind.LEVEL, one) for one in LEVELS], [(Kind.ELEMENT, one) for one in ELEMENTS], [(Kind.EVENT, EVENT)]
    for minute, (kind, said) in enumerate((pair for listed in afc for pair in listed), 1):
        log.add(PROCEDURE, f"2026-01-08T12:0{minute}:00Z", kind, said, **late)
    log.add(PROCEDURE, "2026-01-08T13:00:00Z", Kind.OUTLINE, OUTLINE, **late)
    for by, finding in PLOT_FINDINGS:
        log.add(PROCEDURE, "2026-01-08T13:05:00Z", Kind.POINT, finding, by, **late)
    return tuple(log.made)


def heads(made: Sequence[LogEntry]) -> tuple[LogHead, ...]:
    def head(log: str) -> LogHead:
        own = [entry for entry in made if entry.log == log]
        return LogHead(log, len(own), own[-1].digest if own else "0" * 64)

    closed = LogHead("closed/deliberation.jsonl", 2, "cd" * 32)
    return closed, head(CUSTODY), LogHead(f"findings/{WANG}.jsonl", 2, "ef" * 32), head(PROCEDURE)


FAULTS = (
    LogFault(PROCEDURE, 7, "altered", "digest 3f… is not that of the line"),
    LogFault("exclusions.jsonl", 0, "removed"),
)


def _missed(at: int) -> Mapping[str, Any]:
    return {
        "left": "A1",
        "file": "story/第一章.txt",
        "place": to_json(char("story/第一章.txt", 40 * at, 40 * at + 15)),
        "right": "B1",
        "host": "readme.txt",
        "planted_at": to_json(line("planted.txt", 3, 4)),
        "alteration": "reworded",
        "seed": at,
        "sha256": "8c" * 32,
        "found": False,
        "reason": None,
    }


def controls() -> tuple[ControlEntry, ...]:
    about: dict[str, Any] = {
        "file": "controls/0001.json",
        "sha256": "c0" * 32,
        "on": "2026-01-04T10:00:00Z",
        "by": WANG,
    }
    text = ControlEntry(
        **about,
        seed=7,
        comparator="text-exact",
        version="1",
        parameters={"minimum": 13, "minimum_letters": 40, "fold_width": True, "ignore": ["punctuation", "space"]},
        labels=("A1", "B1"),
        planted=100,
        found=98,
        alterations={"verbatim": (60, 60), "reworded": (40, 38)},
        unrelated=20,
        with_match=0,
        missed=(_missed(1), _missed(2)),
    )
    refused = ControlEntry(
        **about, seed=7, comparator="code-literal", version="1", parameters={}, labels=("A1",),
        unrelated=6, with_match=1, refused="the works hold no code long enough",
    )  # fmt: skip
    return text, refused


REFUSALS = (Ground(Obstacle.QUESTION_OF_LAW), Ground(Obstacle.OTHER, "另案处理"))
