"""A whole intake, for tests that take something away from it or alter it."""

from __future__ import annotations

from typing import Any

from appraisal.intake import (
    ASKED_OF,
    Acceptance,
    Answer,
    Commission,
    ConflictCheck,
    ConflictOutcome,
    Decision,
    Inquiry,
    Material,
    Subject,
)

# The digests of the empty message: RFC 1321, FIPS 180-4, GB/T 32905.
EMPTY = {
    "md5": "d41d8cd98f00b204e9800998ecf8427e",
    "sha1": "da39a3ee5e6b4b0d3255bfef95601890afd80709",
    "sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "sm3": "1ab21d8355cfa17f8e61194831e81a8f22bec8c728fefb747ed035eb5082aa2b",
}


PHOTOGRAPH = {"file": "photographs/seal-1.jpg", "sha256": "0" * 64}


def whole_commission(**other: Any) -> Commission:
    given: dict[str, Any] = {
        "by": "某市中级人民法院",
        "kind": "court",
        "procedure": "civil",
        "number": "（2026）某01委鉴1号",
        "on": "2026-01-05",
        "questions": [" 两作品的异同？\r\n"],
        "documents": [{"name": "委托书", "digest": f"SM3: {EMPTY['sm3']}"}],
        "contacts": ["李四"],
        "deadline": "2026-03-05",
        "instructions": [{"on": "2026-01-09", "by": "王法官", "text": "增加附图", "kind": "change"}],
    }
    return Commission.of(given | other)


def cleared(name: str, subject: Subject = Subject.PERSON) -> ConflictCheck:
    return ConflictCheck(name, subject, tuple(Inquiry(q, Answer.NO) for q in ASKED_OF[subject]), ConflictOutcome.NONE)


def whole_material(**other: Any) -> Material:
    given: dict[str, Any] = {
        "label": "B1",
        "label_kind": "检材",
        "name": "某游戏客户端",
        "version": "1.2",
        "obtained": "seized",
        "from_whom": "某区公安分局",
        "carrier": {"kind": "hard-disk", "make": "某牌", "serial": "S-1", "capacity": "1 TB"},
        "seal": {"state": "intact", "number": "封-1", "photographs": [PHOTOGRAPH]},
        "package_photographs": [PHOTOGRAPH],
        "list_reference": "扣押清单 2026-3 号第 2 行",
        "check_values": [f"MD5: {EMPTY['md5']}", {"value": EMPTY["sm3"], "algorithm": "SM3"}],
        "agreement": "agrees",
        "cross_examined": "yes",
        "received_by": ["张三", "李四"],
        "received_on": "2026-01-06T09:30:00+08:00",
        "disposal": "retained",
        "disposed_on": "2026-02-01",
        "disposed_to": "档案室",
    }
    return Material.of(given | other)


ACCEPTED = Acceptance(Decision.ACCEPT, "赵六", "2026-01-07")


CLEARED = (cleared("张三"), cleared("某鉴定所", Subject.INSTITUTION))


WHO = {"decided_by": "赵", "on": "2026-01-07"}
