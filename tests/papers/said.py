"""What a report must say for each content that a form of paper can require: words of the whole case, by language.

Spaces are left out. Where both languages say it in the same words, it is one.
"""

from __future__ import annotations

from appraisal.case import Case
from appraisal.paper import Paper
from tests.papers import whole

SAID: dict[str, tuple[str, ...]] = {
    "commission-by": ("某委托人",),
    "commission-number": ("委〔2026〕1号",),
    "commission-on": ("2026-01-02",),
    "questions": ("两件作品的文字有哪些相同与不同？",),
    "acceptance": ("受理审查", "Acceptancecheck"),
    "conflicts": ("无回避情形", "nogroundfor"),
    "materials": ("送检材料", "Materials"),
    "material-source": ("来自某委托人", "from某委托人"),
    "material-received": ("2026-01-03",),
    "material-receivers": ("收件人：甲、", "receivedby甲,乙"),
    "material-carrier": ("网络传输", "transfer,"),
    "material-agreement": ("清单未", "checkvalue"),
    "cross-examination": ("A1、B1已质证", "ThepartieshavebeenheardonA1,B1"),
    "principle": ("计数规则", "Countingrules"),
    "standards": ("SF/T0075-2020",),
    "literature": ("著作一种（2020）",),
    "scheme": ("比对方案", "Comparisonscheme"),
    "equipment": ("运行环境", "Environment"),
    "process": ("核对载体",),
    "results": ("88.24%",),
    "exhibits": ("对照摘录", "Side-by-sideexcerpts"),
    "controls": ("本案对照", "In-casecontrols"),
    "analysis": (whole.TEXTS["analysis"],),
    "limits": (whole.TEXTS["limits"],),
    "opinion": ("有相同表述", "1passageofthesamewording"),
    "range-of-opinion": ("其他意见：无。",),
    "institution": (whole.HOUSE,),
    "qualification": ("高级工程师",),
    "certificate": ("证-1",),
    "publications": ("著述一种",),
    "testimony": ("出庭一次",),
    "compensation": ("报酬固定",),
    "experience": ("从业十年",),
    "reviewer": ("复核人：丙", "Reviewer:丙"),
    "review": ("复核", "review"),
    "signatory": ("授权签字人：丁", "Authorisedsignatory:丁"),
}


def missing(case: Case, paper: Paper, language: str, flat: str) -> list[str]:
    """Contents that the paper requires and that do not stand in the text of its PDF (spaces left out)."""
    at = 0 if language == "zh" else -1
    wanted: dict[str, tuple[str, ...]] = {name: (words[at],) for name, words in SAID.items()}
    if paper.prevails == "en":
        wanted |= {name: ("".join(whole.ENGLISH[name].split()),) for name in ("analysis", "limits")}
    wanted["declaration"] = tuple("".join(one.read(language).split())[:30] for one in paper.declaration)
    wanted["truth"] = ("".join(paper.truth.read(language).split()),) if paper.truth is not None else ()
    wanted["appraisers"] = ("".join(f"{paper.author.read(language)}{'：' if language == 'zh' else ':'}甲".split()),)
    wanted["digests"] = tuple(work.sha256[:16] for work in case.works)
    # The one row of the table of runs is read by column in Chinese, by row in English.
    (run,) = case.runs()
    wanted["examiners"] = (f"操作人{run['by']}" if language == "zh" else f"{run['finished']}{run['by']}",)
    number = len(paper.annexed) + 7
    wanted["manifest"] = (f"附件{number}清单校验值" if language == "zh" else f"{number}.Digestofthemanifest",)
    return [name for name in paper.required if not all(words in flat for words in wanted[name])]
