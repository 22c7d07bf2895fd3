"""A dossier made by hand for the tests of reports: two methods of different shape, all exhibit types, all sections."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from appraisal.comparison import (
    JSON,
    Ancestor,
    Child,
    Comparison,
    Exclusion,
    Match,
    Measures,
    Observation,
    Places,
    Reason,
    WorkRef,
    match_id,
)
from appraisal.dossier import Dossier, ExpertText, Filed, Role, RunEntry, Shown, WorkEntry
from appraisal.exhibit import Exhibit
from appraisal.finding import Finding, Verdict
from appraisal.span import char, line, pixel, second, whole
from appraisal.work import Medium
from tests.reports import proceedings
from tests.reports.drawn import aligned, listing, overlay, plot, score, table

LEFT, RIGHT = "a" * 64, "b" * 64


def _identified(match: Match) -> Match:
    return replace(match, id=match_id(LEFT, RIGHT, match))


def text_matches(count: int = 12) -> tuple[Match, ...]:
    made = []
    for at in range(count):
        left = char("story/第一章.txt", 40 * at, 40 * at + 21)
        right = char("story/chapter-1.txt", 10 + 37 * at, 10 + 37 * at + 21)
        also = Places((char("story/第二章.txt", 5, 26),), ()) if at == 0 else Places()
        details = (
            {"folded_length": 20, "rarity": {"background": "novels-2025", "works": 120, "holding": 1}} if at < 2 else {}
        )
        made.append(Match(left, right, "verbatim", 1.0, also, ((40 * at, 10 + 37 * at, 21),), details))
    return tuple(map(_identified, made))


def image_matches() -> tuple[Match, ...]:
    left = pixel("art/moon.png", ((0, 0), (240, 0), (240, 160), (0, 160)))
    return (
        _identified(
            Match(
                left,
                left.__class__("images/m_0001.png", "pixel", 0, 0, left.polygon),
                "same-picture",
                details={"mirror": "left-right", "distance": 12},
            )
        ),
        _identified(Match(whole("art/gate.png"), whole("images/m_0002.png"), "same-picture")),
        _identified(Match(second("music/a.wav", 1.5, 3.25), second("bgm.wav", 61.0, 62.75), "same-sound")),
        _identified(Match(line("server/gate.py", 12, 15), line("srv/door.py", 40, 43), "same-lines")),
    )


ANALYSIS = """\
### 一处说明

第一章的开头*相同*：

- 句序相同
- 用词相同
  1. 铜铃
  2. 湖心

> 引文

| 情节 | 样本 | 检材 |
|---|:-:|--:|
| 开门 | 月圆 | 月圆 |

```
ring('copper')
```

---

~~旧说~~ 见 [附件](https://example.org/x)。
"""

COUNTING: Mapping[str, Mapping[str, JSON]] = {
    "zh": {
        "method": "找出两份文字中全部相同的连续段落，按位置记录。",
        "rule": "标点、空白与换行不计；每个汉字计一字，每个连续的字母数字串计一词。",
        "example": "样本“月光城，建在湖心”与检材“月光城建在湖心。”去除标点后均为七字，"
        "七字全部相同：7/7 = 100.00%（占样本），7/7 = 100.00%（占检材）。",
        "sentences": {"same": [["folded_length"], ["folded_length"]], "size": [["folded_length"], ["folded_length"]]},
        "labels": {
            "text-exact": "文字相同段落",
            "verbatim": "逐字相同",
            "matched_zi": "相同字数",
            "longest": "最长段落（字）",
            "minimum": "最短段落",
        },
    },
    "en": {
        "method": "Finds all common passages of two texts and records their places.",
        "rule": "Punctuation, spacing and line breaks do not count; each 汉字 counts as one.",
        "example": "“abc, def” and “abcdef.” both hold six letters; all six agree: 6/6 = 100.00%.",
        "sentences": {"same": [["folded_length"], ["folded_length"]], "size": [["folded_length"], ["folded_length"]]},
        "labels": {"verbatim": "verbatim", "matched_zi": "identical 字", "longest": "longest passage (字)"},
    },
}


def text_filed(count: int = 12, *, accepted: bool = True) -> Filed:
    matches = text_matches(count)
    found = Comparison(
        "text-exact",
        "1",
        {"minimum": 13, "minimum_letters": 40, "fold_width": True, "ignore": ["punctuation", "space"]},
        WorkRef("A1", LEFT),
        WorkRef("B1", RIGHT),
        resources=(
            {"name": "novels-2025", "sha256": "c" * 64, "works": 120},
            {"kind": "screener", "name": "text-rules", "version": "1", "parameters": {}, "rules": ["quotations"]},
        ),
        ancestors=(
            Ancestor(
                "C1",
                "d" * 64,
                {"shared_with_other_only": 210, "shared_by_all_three": 42, "shared_with_ancestor_only": 7},
                {"shared_with_other_only": 210, "shared_by_all_three": 42},
            ),
        ),
        all=Measures(
            0.4321,
            0.4567,
            0.5,
            {"matched_zi": 252, "longest": 21, "per_file": {"第一章": 200, "第二章": 52}, "score": 0.4321},
        ),
        filtered=Measures(
            0.3777, 0.4, 0.45, {"matched_zi": 210, "longest": 21, "per_file": {"第一章": 190, "第二章": 20}}
        ),
        matches=matches,
        excluded=(
            Exclusion(
                Reason.QUOTATION,
                "left",
                char("story/第一章.txt", 500, 560),
                by="王专家",
                on="2026-01-03",
                note="引自古籍",
            ),
            Exclusion(Reason.THIRD_PARTY, work="D1", sha256="e" * 64, by="李专家", on="2026-01-05", after_results=True),
        ),
        observations=(Observation("right", line("srv/door.py", 1, 2), "copyright-line", {"text": "(c) 月光城"}),),
        children=(
            Child(
                "text-exact",
                "story/第一章.txt",
                "story/chapter-1.txt",
                "f" * 64,
                "comparisons/text-exact/x.json",
                "ok",
                3,
            ),
        ),
        tables={
            "extents": {
                "left": [
                    ["story/第一章.txt", "char", 620],
                    ["story/第二章.txt", "char", 300],
                    ["story/第三章.txt", "char", 150],
                ],
                "right": [["story/chapter-1.txt", "char", 560], ["readme.txt", "char", 80]],
            },
            "common_errors": [{"error": "铜玲", "left": 3, "right": 3}, {"error": "月圓", "left": 1, "right": 1}],
        },
    )
    key = "0123456789abcdef" * 4
    verdicts = {
        matches[0].id: Verdict.ACCEPTED,
        matches[1].id: Verdict.ACCEPTED,
        matches[2].id: Verdict.REJECTED,
        matches[3].id: Verdict.DOUBTFUL,
    }
    exhibits: tuple[Exhibit, ...] = (aligned(), listing(), score(), plot(), table())
    shown = tuple(
        Shown(matches[at].id, at + 1, verdicts.get(matches[at].id, Verdict.UNREVIEWED), exhibit)
        for at, exhibit in enumerate(exhibits)
    )
    return Filed(
        key,
        "comparisons/text-exact/A1--B1.0123456789ab.json",
        "1" * 64,
        found,
        verdicts if accepted else {},
        Measures(0.1, 0.0672, 0.075, {"matched_zi": 42, "longest": 21}) if accepted else None,
        shown,
        COUNTING,
        before_late=Measures(
            0.4, 0.4213, 0.4712, {"matched_zi": 231, "longest": 21, "per_file": {"第一章": 195, "第二章": 36}}
        ),
    )


def image_filed() -> Filed:
    matches = image_matches()
    found = Comparison(
        "image-copy",
        "1",
        {"threshold": 31},
        WorkRef("A1", LEFT),
        WorkRef("B1", RIGHT),
        all=Measures(0.5, None, None, {"pictures_left": 2, "pictures_right": 2}),
        filtered=Measures(0.5, None, None, {"pictures_left": 2, "pictures_right": 2}),
        matches=matches,
    )
    shown = (Shown(matches[0].id, 1, Verdict.UNREVIEWED, overlay()),)
    return Filed("fedcba9876543210" * 4, "comparisons/image-copy/A1--B1.json", "2" * 64, found, {}, None, shown, {})


def refused_filed() -> Filed:
    found = Comparison(
        "image-copy",
        "1",
        {"threshold": 31},
        WorkRef("A1", LEFT),
        WorkRef("C1", "d" * 64),
        status="refused",
        reason="refused",
        message="art/blank.png: a blank picture",
    )
    return Filed("00ff" * 16, "comparisons/image-copy/A1--C1.json", "3" * 64, found, {}, None, (), {})


def dossier(*, language: str = "zh", count: int = 12, accepted: bool = True) -> Dossier:
    filed = text_filed(count, accepted=accepted)
    match = filed.comparison.matches[0].id
    return Dossier(
        number="示例-2026-0012",
        title="“月光城”与其私服比对",
        language=language,
        watermark="示例·无证明效力",
        commission={
            "by": "某某工作室",
            "questions": ["A1 与 B1 的文字有哪些相同、相似和不同之处？", "图片有哪些对应？"],
            "on": "2026-01-02",
        },
        role_words={"claimed": {"zh": "样本", "en": "claimed work"}, "accused": {"zh": "检材", "en": "accused work"}},
        dated="2026-01-09",
        works=(
            WorkEntry(
                "A1",
                Role.CLAIMED,
                "月光城",
                "1.4.2",
                "某某工作室",
                "提交光盘一张",
                "封条 0017，完好",
                "2026-01-02",
                None,
                42,
                1_234_567,
                LEFT,
                True,
                (("link", "link"),),
                ((Medium.TEXT, 3), (Medium.IMAGE, 2)),
            ),
            WorkEntry(
                "B1",
                Role.ACCUSED,
                "月光之城",
                "",
                "某某公证处",
                "公证下载",
                "封条 0018，完好",
                "2026-01-02",
                None,
                37,
                987_654,
                RIGHT,
                True,
                (),
                ((Medium.TEXT, 2), (Medium.IMAGE, 2)),
            ),
            WorkEntry(
                "C1", Role.ANCESTOR, "pondkit", "0.9", "公开下载", "", "", "2026-01-02", None, 6, 4_321, "d" * 64, True
            ),
            WorkEntry("D1", Role.EXCLUDED, "古籍摘录", "", "", "", "", "", Medium.TEXT, 1, 900, "e" * 64, False),
        ),
        comparisons=(filed, image_filed(), refused_filed()),
        runs=(
            RunEntry(
                1, "2026-01-03T09:00:00Z", "2026-01-03T09:00:05Z", "王专家", ("9" * 64,), (), 1, {"text-exact": "1"}
            ),
            RunEntry(
                2,
                "2026-01-04T09:00:00Z",
                "2026-01-04T09:00:05Z",
                "王专家",
                (filed.key, "fedcba9876543210" * 4),
                ("9" * 64,),
                0,
                {"text-exact": "1", "image-copy": "1"},
            ),
        ),
        failures=(
            {
                "comparator": "image-copy",
                "left": "A1",
                "right": "C1",
                "status": "refused",
                "reason": "refused",
                "message": "blank",
            },
        ),
        findings=(
            Finding(filed.key, match, Verdict.ACCEPTED, "王专家", "2026-01-06", note="逐字核对"),
            Finding(filed.key, match, Verdict.ACCEPTED, "李专家", "2026-01-06"),
        )
        if accepted
        else (),
        stale_findings=(Finding("9" * 64, "0" * 16, Verdict.EXCLUDED, "王专家", "2026-01-04", Reason.QUOTATION, "旧"),),
        texts=(
            ExpertText("introduction", "本案涉及**两个**网络游戏。", "王专家"),
            ExpertText("process", "按 `比对方案` 进行。"),
            ExpertText(
                "analysis",
                ANALYSIS,
                "李专家",
            ),
            ExpertText("opinion", "A1 与 B1 的第一章开头有两处逐字相同。", "王专家"),
            ExpertText("limits", "未取得检材的全部版本。"),
        ),
        environment={"python": "3.11.7", "copyright-appraisal": "0.1.0", "typst": "0.15.2"},
        manifest_sha256="7" * 64,
        experts=("王专家", "李专家"),
        entries=(made := proceedings.entries()),
        heads=proceedings.heads(made),
        log_faults=proceedings.FAULTS,
        persons=proceedings.PERSONS,
        controls=proceedings.controls(),
    )
