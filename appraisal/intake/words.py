"""Closed lists of the intake, and the words that fields and values are printed with.

Keys of ``LABELS``: ``commission.by`` for a field, ``procedure.civil`` for a value.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Self


class Word(StrEnum):
    """A value of a closed list, with the words it is printed with."""

    zh: str
    en: str

    def __new__(cls, value: str, zh: str, en: str) -> Self:
        word = str.__new__(cls, value)
        word._value_ = value
        word.zh = zh
        word.en = en
        return word


class Client(Word):
    COURT = "court", "人民法院", "court"
    PROSECUTOR = "prosecutor", "人民检察院", "prosecutor"
    POLICE = "police", "公安机关", "police"
    AUTHORITY = "administrative-authority", "行政机关", "administrative authority"
    PARTY = "party", "当事人", "party"
    LAW_FIRM = "law-firm", "律师事务所", "law firm"
    ARBITRATION = "arbitration", "仲裁机构", "arbitral institution"
    OTHER = "other", "其他", "other"


class Procedure(Word):
    CIVIL = "civil", "民事", "civil"
    CRIMINAL = "criminal", "刑事", "criminal"
    ADMINISTRATIVE = "administrative", "行政", "administrative"
    PRIVATE = "private", "非诉讼（自行委托）", "private commission, outside proceedings"
    ARBITRATION = "arbitration", "仲裁", "arbitration"


class InstructionKind(Word):
    ORAL = "oral", "口头要求", "oral instruction"
    CHANGE = "change", "委托事项变更", "change of the commission"


class Decision(Word):
    ACCEPT = "accept", "受理", "accept"
    ASK_MORE = "ask-more", "要求补充后再定", "ask for more"
    DECLINE = "decline", "不予受理", "decline"


class Obstacle(Word):
    """Why a commission is not accepted as it stands. Sources: 司法鉴定程序通则 (2016) article 15; 法〔2020〕202号."""

    OUTSIDE_COMPETENCE = "outside-competence", "超出业务范围", "outside the institution's field"
    MATERIAL_INSUFFICIENT = "material-insufficient", "材料不完整或不充分", "material incomplete or insufficient"
    MATERIAL_NOT_GENUINE = "material-not-genuine", "材料不真实", "material not genuine"
    MATERIAL_UNKNOWN_ORIGIN = "material-unknown-origin", "材料来源不明", "material of unknown origin"
    MATERIAL_UNLAWFUL = "material-unlawfully-obtained", "材料取得方式不合法", "material obtained unlawfully"
    PURPOSE_UNLAWFUL = "purpose-unlawful", "鉴定用途不合法或违背公德", "purpose unlawful or against public morals"
    AGAINST_RULES = (
        "against-rules",
        "鉴定要求不符合执业规则或技术规范",
        "request against professional or technical rules",
    )
    QUESTION_OF_LAW = "question-of-law", "属于法律问题", "question of law"
    CONFLICT = "conflict-of-interest", "利益冲突、应当回避", "conflict of interest"
    BEYOND_CONDITIONS = "beyond-technical-conditions", "超出技术条件或能力", "beyond technical conditions or ability"
    PARALLEL = "parallel-commission", "就同一事项同时委托他处", "same matter commissioned elsewhere at the same time"
    OTHER = "other", "其他", "other"


class Subject(Word):
    PERSON = "person", "人员", "person"
    INSTITUTION = "institution", "机构", "institution"


class Question(Word):
    """What is asked of each person, and (the last three and earlier appraisal) of the institution."""

    KIN_OR_PARTY = "kin-or-party", "是否为当事人或其近亲属", "a party, or near kin of one?"
    INTEREST = "interest", "是否与案件有利害关系", "an interest in the case?"
    ADVISER_OR_WITNESS = (
        "adviser-or-witness",
        "是否曾任证人、辩护人、代理人或专家辅助人",
        "earlier witness, counsel or adviser?",
    )
    EARLIER_APPRAISAL = "earlier-appraisal", "是否曾就同一事项作过鉴定", "earlier appraisal of the same matter?"
    EARLIER_REGISTRATION = "earlier-registration", "是否曾为同一作品办理登记", "earlier registration of the same work?"
    EARLIER_NOTICE = "earlier-notice", "是否曾就同一作品发出通知或投诉", "earlier notice or complaint on the same work?"
    EARLIER_MEDIATION = "earlier-mediation", "是否曾就同一作品主持调解", "earlier mediation on the same work?"


ASKED_OF: Mapping[Subject, tuple[Question, ...]] = {
    Subject.PERSON: (
        Question.KIN_OR_PARTY,
        Question.INTEREST,
        Question.ADVISER_OR_WITNESS,
        Question.EARLIER_APPRAISAL,
    ),
    Subject.INSTITUTION: (
        Question.INTEREST,
        Question.EARLIER_APPRAISAL,
        Question.EARLIER_REGISTRATION,
        Question.EARLIER_NOTICE,
        Question.EARLIER_MEDIATION,
    ),
}


class Answer(Word):
    YES = "yes", "是", "yes"
    NO = "no", "否", "no"
    NOT_ANSWERED = "not-answered", "未答复", "not answered"


class ConflictOutcome(Word):
    NONE = "none", "无回避情形", "no ground for recusal"
    RECUSED = "recused", "回避", "recused"
    CONTINUED = "disclosed-and-continued", "披露后继续", "disclosed and continued"


class LabelKind(Word):
    MATERIAL = "material", "检材", "accused work (material)"
    SAMPLE = "sample", "样本", "claimed work (sample)"
    ANCESTOR = "ancestor", "共同来源", "common ancestor"
    EXCLUDED = "excluded", "排除材料", "excluded material"


class Obtained(Word):
    HANDED_OVER = "handed-over", "委托方移交", "handed over"
    SEIZED = "seized", "扣押", "seized"
    NOTARISED = "notarised-preservation", "公证保全", "preserved before a notary"
    TIMESTAMPED = "timestamped-preservation", "时间戳取证", "preserved with a time stamp"
    DOWNLOADED = "downloaded", "下载", "downloaded"
    REMOTE = "remote-extraction", "远程提取", "extracted remotely"
    ON_SITE = "on-site-extraction", "现场提取", "extracted on site"
    PURCHASED = "purchased", "购买", "purchased"
    DEPOSIT = "registered-deposit", "登记鉴别材料", "copy deposited for registration"
    OTHER = "other", "其他", "other"


class CarrierKind(Word):
    OPTICAL = "optical-disc", "光盘", "optical disc"
    DISK = "hard-disk", "硬盘", "hard disk"
    FLASH = "usb-flash", "U 盘", "USB flash drive"
    CARD = "memory-card", "存储卡", "memory card"
    PHONE = "phone", "手机", "phone"
    COMPUTER = "computer", "计算机主机", "computer"
    NETWORK = "network-transfer", "网络传输（无实物载体）", "network transfer, no carrier"
    PAPER = "paper", "纸质", "paper"
    OTHER = "other", "其他", "other"


class SealState(Word):
    INTACT = "intact", "封存完好", "seal intact"
    BROKEN = "broken", "封存破损", "seal broken"
    NONE = "none", "未封存", "no seal"


class Agreement(Word):
    AGREES = "agrees", "一致", "agrees"
    DIFFERS = "differs", "不一致", "differs"
    NONE_GIVEN = "no-check-value-given", "清单未载校验值", "no check value given"
    NOT_COMPARABLE = "cannot-be-compared", "无法比较", "cannot be compared"


class ToldBy(Word):
    """How the algorithm of a check value is known."""

    NAMED = "named", "清单载明算法", "named in the list"
    LENGTH = "length", "算法由位数推定", "inferred from the number of digits"
    VALUE = "value", "清单未载明算法，与实测值相同而得", "not named; known by being equal to a measured value"
    UNKNOWN = "unknown", "算法不明", "not known"


class CrossExamined(Word):
    YES = "yes", "已质证", "parties heard on it"
    NO = "no", "未经质证", "parties not heard on it"
    NOT_STATED = "not-stated", "质证情况未载明", "not stated whether the parties were heard on it"
    NOT_REQUIRED = "not-required", "无须质证", "no hearing of the parties required"


class Disposal(Word):
    RETAINED = "retained", "留存", "retained"
    RETURNED = "returned", "退还", "returned"


FIELDS: Mapping[str, tuple[str, str]] = {
    "commission": ("委托", "commission"),
    "commission.by": ("委托人", "commissioned by"),
    "commission.kind": ("委托人类别", "kind of client"),
    "commission.procedure": ("程序", "procedure"),
    "commission.number": ("委托书文号", "number of the commission"),
    "commission.on": ("委托日期", "date of the commission"),
    "commission.questions": ("委托事项（原文）", "questions (verbatim)"),
    "commission.documents": ("随附文件", "documents handed in"),
    "commission.contacts": ("机构联系人", "contact persons of the institution"),
    "commission.deadline": ("时限", "deadline"),
    "commission.instructions": ("口头要求与变更", "oral instructions and changes"),
    "document": ("文件", "document"),
    "document.name": ("文件名称", "name"),
    "document.digest": ("校验值", "digest"),
    "instruction": ("要求或变更", "instruction"),
    "instruction.on": ("日期", "date"),
    "instruction.by": ("提出人", "given by"),
    "instruction.text": ("内容", "content"),
    "instruction.kind": ("类别", "kind"),
    "acceptance": ("受理审查", "acceptance check"),
    "acceptance.decision": ("审查结论", "decision"),
    "acceptance.decided_by": ("决定人", "decided by"),
    "acceptance.on": ("决定日期", "decided on"),
    "acceptance.reasons": ("理由", "reasons"),
    "acceptance.asked_for": ("要求补充的事项", "what is asked for"),
    "ground": ("理由", "reason"),
    "ground.reason": ("理由类别", "reason"),
    "ground.text": ("说明", "explanation"),
    "conflict": ("回避审查", "conflict check"),
    "conflict.name": ("姓名或名称", "name"),
    "conflict.subject": ("对象", "whom it concerns"),
    "conflict.answers": ("询问与答复", "questions and answers"),
    "conflict.outcome": ("结论", "outcome"),
    "conflict.reason": ("理由", "reason"),
    "conflict.decided_by": ("决定人", "decided by"),
    "conflict.on": ("日期", "date"),
    "conflict.check": ("该人的回避审查", "check of this person"),
    "conflict.person": ("人员的回避审查", "check of the persons"),
    "conflict.institution": ("机构的回避审查", "check of the institution"),
    "inquiry": ("询问", "inquiry"),
    "inquiry.question": ("问题", "question"),
    "inquiry.answer": ("答复", "answer"),
    "inquiry.text": ("说明", "explanation"),
    "material": ("送检材料", "material"),
    "material.label": ("编号", "label"),
    "material.label_kind": ("性质", "kind"),
    "material.name": ("名称", "name"),
    "material.version": ("版本", "version"),
    "material.obtained": ("取得方式", "how obtained"),
    "material.obtained_text": ("取得经过", "how obtained, details"),
    "material.from_whom": ("提供人", "from whom"),
    "material.carrier": ("载体", "carrier"),
    "material.seal": ("封存", "seal"),
    "material.seal_photographs": ("封存照片", "photographs of the seal"),
    "material.package_photographs": ("包装照片", "photographs of the package"),
    "material.list_reference": ("清单文号·行号", "list and line"),
    "material.check_values": ("清单所载校验值", "check values of the list"),
    "material.agreement": ("是否一致", "agreement"),
    "material.cross_examined": ("质证情况", "parties heard on it?"),
    "material.cross_reason": ("无须质证的理由", "why no hearing of the parties is required"),
    "material.received_by": ("收件人（两人）", "received by (two)"),
    "material.received_on": ("收件日期", "received on"),
    "material.disposal": ("退还或留存", "returned or retained"),
    "material.disposed_on": ("退还或留存日期", "returned or retained on"),
    "material.disposed_to": ("退还给何人、留存于何处", "returned to, or kept where"),
    "carrier": ("载体", "carrier"),
    "carrier.kind": ("载体类别", "kind"),
    "carrier.make": ("品牌型号", "make"),
    "carrier.serial": ("序列号", "serial number"),
    "carrier.capacity": ("容量", "capacity"),
    "seal": ("封存", "seal"),
    "seal.state": ("封存状态", "state"),
    "seal.number": ("封条编号", "number"),
    "seal.photographs": ("封存照片", "photographs of the seal"),
    "photograph": ("照片", "photograph"),
    "photograph.file": ("文件名", "file"),
    "photograph.sha256": ("SHA-256", "SHA-256"),
    "check_value": ("校验值", "check value"),
    "check_value.value": ("所载数值", "as printed"),
    "check_value.algorithm": ("算法", "algorithm"),
    "compared": ("校验值核对", "comparison of a check value"),
    "compared.given": ("清单所载", "as listed"),
    "compared.algorithm": ("算法", "algorithm"),
    "compared.told_by": ("算法依据", "how the algorithm is known"),
    "compared.agreement": ("是否一致", "agreement"),
    "use_decision": ("材料使用决定", "decision on the use of a material"),
    "use_decision.label": ("材料编号", "label"),
    "use_decision.decided_by": ("决定人", "decided by"),
    "use_decision.on": ("决定日期", "decided on"),
    "use_decision.reason": ("理由", "reason"),
}
LISTS: Mapping[str, type[Word]] = {
    "client": Client,
    "procedure": Procedure,
    "instruction_kind": InstructionKind,
    "decision": Decision,
    "obstacle": Obstacle,
    "subject": Subject,
    "question": Question,
    "answer": Answer,
    "conflict_outcome": ConflictOutcome,
    "label_kind": LabelKind,
    "obtained": Obtained,
    "carrier_kind": CarrierKind,
    "seal_state": SealState,
    "agreement": Agreement,
    "told_by": ToldBy,
    "cross_examined": CrossExamined,
    "disposal": Disposal,
}
LABELS: Mapping[str, Mapping[str, str]] = {
    language: {key: words[at] for key, words in FIELDS.items()}
    | {f"{name}.{word}": (word.zh, word.en)[at] for name, words in LISTS.items() for word in words}
    for at, language in enumerate(("zh", "en"))
}
