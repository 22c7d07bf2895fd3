"""What prose tells of the course of a case is on file: that something was left out, or that scheme or settings changed.

An exclusion that nobody recorded has no reason, no day and no mark in any figure; a run that is told of and not listed
is hidden. So a sentence that tells of either is held against the record, whatever it calls it. Free are rules of a
method (punctuation, passages below its minimum) and sentences that say that nothing was left out or changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import groupby, pairwise

from appraisal.comparison import RULE
from appraisal.dossier import Filed, LogEntry
from appraisal.finding import Verdict
from appraisal.gates import days
from appraisal.gates.days import Days
from appraisal.gates.designations import NUMBERED
from appraisal.gates.gap import Found, Gap
from appraisal.gates.limits import BELOW, BELOW_EN
from appraisal.gates.omitted import OUT, OUT_EN, SIGNS, SIGNS_EN, of_layout
from appraisal.gates.order import denies, reported
from appraisal.gates.parties import ASK, ASK_EN, COURTS, SAY, SAY_EN, SIDES, SIDES_EN, saying, saying_en
from appraisal.gates.sentences import sentences
from appraisal.gates.values import within
from appraisal.gates.view import View
from appraisal.gates.written import beside, planned, written
from appraisal.keeping import lasting, of_text
from appraisal.papers.as_read import Printed, printed
from appraisal.procedure import SEEN, Kind
from appraisal.profile import Words

# What is told as left out, beside what any reader of order reads so (``OUT``): ruling out a chance is none
_LEFT_OUT = re.compile(
    f"(?!(?<=不)排除|排除(?:[妨了]|.{{0,6}}(?:巧合|偶然|怀疑)))(?:{OUT})|(?:认定|视)[^，。；\\n,;]{{0,12}}为(?:第三方|引文|公有)"
    "|去掉|删[去除节]|经过?滤|弃[用去置]|撤[下去]|搁置|忽略|排除在外|另行处理"
    "|(?:没有|并未|未曾)列出|不再?(?:计入|列[入出]|纳入|算进|应计[入算]?)|不计(?![较成])|未(?:予)?(?:计入"
    "|列(?![明举席])|纳入|算进)|未将[^，。；\\n,;]{1,14}(?:算进|计入|纳入|列入)|(?:手工|人工|手动)(?:地)?(?:调整"
    "|修正)"
    "|(?:不予|未予|不作|未作)(?:评价|考虑|统计)"
    rf"|\b(?:{OUT_EN})\b|\b(?:left?|leav(?:es?|ing)|took|taken?|takes)\b[^.;\n]{{0,40}}\bout\b|\bweeded\b"
    r"|\bdropped\b|\bstripped\b|\bignored\b"
    r"|\bwithdrawn\s+on\b|\bskipped\b|\babridged\b"
    r"|\badjusted\s+by\s+hand\b|\bnet\s+of\b|\bfilt(?:ration|ered)\b|\bnot\s+(?:be\s+|been\s+|to\s+)?(?:counted"
    r"|count|listed(?!\s+by\s+itself)|shown|in\s+this\s+report)\b"
    r"|\bno\s+(?:use|weight)\s+(?:of|to)\b|\bcut\s+(?:the|some|those|all)\s+(?:chapters|passages|parts|scenes)\b"
    r"|\btreated\s+as\s+a\s+quotation\b"
)
# … that something of the works was not taken in, was taken away, or that what speaks best was chosen
_MATTER = (
    r"匹配|函数|库|变量|算法|版本|压缩包|文件|代码|模块|语句|图[片标幅像]|水印|背景|徽章|注释|对[话白]|片段|声部|前奏|条目|部分|表述|内容|素材|[一二三四五六七八九两几]幅|测试"
    r"|\b(?:match(?:es)?|hits?|pairs?|functions?|files?|code|modules?|pictures?|sheet|watermark|backgrounds?|crest|dialogues?"
    r"|chapters?|parts?|tests?|helpers?|comments?|statements?|boilerplate|borders?|screens?|passages?|boilerplate)\b"
)
_KEPT_OUT = re.compile(
    r"(?:未|没有|不再?)(?:予以?|曾)?(?:放入|送入|导入|读入|载入|收入|保存|展开|附(?=[，。；,;]|$)|算进|计算在内|参[加与](?:比对|计算|统计)"
    r"|列[示举]|讨论|逐一列举)|未将[^，。；\n,;]{1,10}(?:放入|送入|导入)|(?:不作|未作)讨论|不在统计之列|不要了|移[出到]|拿掉|抹[掉去]|涂[去掉]|裁[去掉]"
    r"|清[理洗](?!单)|划[去掉]|剔掉|撇开|跳过|另存|放在一边|合并为|(?:只|仅|不)看|(?:结果|数据|数字)不含|筛选|净值|(?:只|仅)(?:保留|选取)|挑选|选取(?!.{0,6}(?:随机|抽))|节选"
    r"|以[^，。；\n,;]{1,8}为准重新"
    r"|\b(?:did|do|does|was|were|is|are|ha[sd]|have)\s+not\s+(?:been\s+)?(?:go\s+into|compared?|load(?:ed)?|attached|discussed"
    r"|reproduced|adopt(?:ed)?|included?|make\s+it|listed|part\s+of\s+this)\b"
    r"|\bmoved\s+to\s+another\b|\btaken\s+away\b|\bcropped\b|\bpainted\s+over\b|\bput\s+(?:to\s+one\s+side|aside)\b"
    r"|\b(?:cleaned|deleted)\b|\bsetting\s+aside\b|\b(?:no\s+part\s+in|not\s+in)\s+the\s+(?:denominator|figures?|count)\b"
    r"|\bonly\s+the\s+(?:best|most|meaningful)\b|\bhand-?picked\b|\bcurated\b|\bare\s+a\s+selection\b"
    r"|\bmerged\s+into\b|\bfigures\s+are\s+those\s+of\b|\bkept\s+the\s+(?:meaningful|best)\b|\bthose\s+that\s+speak\b"
)
# What a laboratory clears away after work is no matter of the works
_CLEARED = re.compile(
    r"临时|副本|工作盘|缓存|日志|随机|抽[样取查]|\b(?:temporary|cache\w*|working|scratch|random\w*|sampl\w+)\b"
)
_PLACES = re.compile("部分|[处段](?!理|落号)|表述|相同|文字|匹配")  # what 不予评价 may be said of
_EVALUATED = re.compile("(?:不予|未予|不作|未作)(?:评价|考虑|统计)")
# Rules of a method, what is not of the works, and that nothing was left out
_RULE = re.compile(
    rf"{SIGNS}|繁体|简体|{BELOW}|方法|本程序|封条|封面|版权页(?!及)"
    rf"|\b(?:{SIGNS_EN}|case|shorter|fewer|{BELOW_EN}|below|method|minimum|covers?)\b"
)
_NOTHING = re.compile(
    r"(?:没有|未|并无|从未|不曾|无(?!关|意|独|足))(?:再|作|予|任何|[一两]处|[^，。；\n,;]{0,8}被)*[^，。；\n,;]{0,4}?\Z"
    r"|\b(?:nothing|none|nobody|neither|never|no\s+\w+|not)\b[^.;\n]{0,24}\Z"
)
_PUT = re.compile(r"(?:是否|能否|可否)[^，。；\n,;]{0,12}\Z|\bwhether\b[^.;\n]{0,40}\Z")
_BY_AUTHOR = re.compile(
    r"(?:在|于)[^，。；\n,;]{0,6}(?:检材|样本|[a-z]\d)(?:中|里|内)?(?:已|被|均)*\Z|\b(?:author|programmer|painter|composer)s?\b[^.;\n]{0,20}\Z"
)
_AFTER = re.compile(
    "事后|(?<![不未])(?<!没有)(?:看[到过]|得[到出]|知[道悉])[^，。；\n,;]{0,4}结果(?![^，。；\n,;]{0,3}前)|结果(?:出来|揭晓)?(?:之?后|以后)"
    "|(?<!未在)(?<!没有在)比对(?:完成|之|以)?后|(?:事|读|复核|运行|检验)(?:之|以)?后|初稿"
    r"|\b(?:after|once|when(?!\s+(?:no|none|nothing)\b))\b[^.;\n]{0,24}\b(?:results?|runs?|reading|review|compared|known|seen)\b"
    r"|(?<!not\s)\bhaving\s+seen\b|\bon\s+(?:reading|review)\b"
    r"|\bafter\s+(?:i|we)\s+(?:saw|found|noticed|learnt|learned|knew|read)\b|(?:发现|注意到)[^，。；\n,;]{0,12}(?:之|以)?后"
    r"|\b(?:since|because|as)\b[^.;\n]{0,24}\b(?:differ\w*|disagree\w*|helps?|hurts?|harms?)\b"
    r"|(?:因|由于|鉴于|既然)[^，。；\n,;]{0,12}(?:不同|不一致|不利|有利)"
    r"|\bin\s+hindsight\b|\b(?:my|first|saw\s+a)\s+draft\b|\bas\s+(?:i|we)\s+(?:read|went)\b|\blater\b"
)
_SEEN = re.compile(r"(?:看[到过]|知道)[^，。；\n,;]{0,4}结果|\b(?:having|once\s+we\s+had)\s+seen\s+the\s+results\b")
_ASKED = re.compile(
    r"(?:应|按|经|依|照|遵)(?:照|从)?(?:委托|客户|申请)(?:方|人)?的?(?:要求|意见|意愿|请求|指示"
    r"|同意)[^。；\n;]{0,12}(?:删|不列|未列|排除|剔|去掉|略|不计)"
    r"|(?:委托方|委托人|客户)[^。；\n;]{0,12}(?:要求|商定|希望|请)[^。；\n;]{0,10}(?:删|不列|排除|剔|去掉|略|不计)"
    r"|\b(?:counsel|clients?|solicitors?|commissioning\s+party)\b[^.;\n]{0,60}\b(?:taken?\s+out|leave\s+out"
    r"|left\s+out|removed?|dropped|not\s+in\s+this\s+report)\b"
)
_WHETHER = re.compile(r"是否|能否|可否|\bwhether\b(?![^.;\n]*\b(?:agreed|so\s+it\s+was|which\s+i\s+did)\b)")
_CHANGED = re.compile(
    "(?:方案|参数|阈值|口径|比对范围|设置|排除项目|最短长度|下限)[^。；\n;]{0,12}?(?:调整|变更|修改|提高|降低|补充|完善|缩小|放宽|扩大"
    "|逐步确定|边看边定|尝试|更改)"
    "|(?:调整|变更|修改|缩小|放宽|扩大|更改)了?[^，。；\n,;]{0,6}(?:方案|参数|阈值|口径|范围|设置)"
    r"|\b(?:scheme|parameters?|thresholds?|minimum|settings|scope|counting\s+rule|exclusions)\b[^.;\n]{0,24}?\b(?:refined"
    r"|tuned|changed|raised|lowered|narrowed|relaxed|loosened|adjusted|grew|revised|amended)\b"
    r"|\b(?:loosened|relaxed|narrowed|changed|adjusted|raised|lowered|refined|tuned)\s+the\s+(?:scheme|parameters?|thresholds?"
    r"|settings|scope)\b"
    r"|\bas\s+we\s+went\s+along\b|\bcompared\b[^.;\n]{0,40}\bthen\s+(?:wrote|drew\s+up|fixed)\s+the\s+scheme\b"
)
# Of the first run it may be told that something was fixed before it, or not done: that tells of no other run
_FIXED = "确定|固定|登记|定下|拟定|制定|订立|备案|存档|在卷|签名|完成"
_BEFORE_IT = (
    r"(?:之|以)?前[，,]?(?:(?!试|比(?:过|了|对(?!方案|参数|范围|口径))|运行|跑|[几多数]种|[几多数两三]次)[^。；;\n]){0,60}?"
    rf"(?:{_FIXED}|未|没有)"
)
_RUNS = re.compile(
    "(?:(?<!测)试|前几次|先在?案外)[^，。；\\n,;]{0,8}(?:运行|比对|比过)"
    rf"|(?:首次|第一次|前几次|初次)运行(?!{_BEFORE_IT})"
    r"|(?<!\bno\s)\b(?:pilot|trial|earlier|preliminary|several)\s+(?:runs?|settings|comparisons?)\b"
    r"|\bresults\s+of\s+the\s+pilot\b"
)
_UNCHANGED = re.compile(
    r"(?:未|没有|无|不)(?:作|有|再|予)?[^，。；\n,;]{0,4}(?:调整|变更|修改|更改)|保持不变|\b(?:no|not|never|nothing"
    r"|unchanged|without)\b"
)
_BY_SCHEME = re.compile(r"[按依]照?[^，。；\n,;]{0,4}方案|\bunder\s+the\s+scheme\b|\bas\s+the\s+scheme\b")
# What a program that was handed in is like (symbols stripped), where nobody is said to have done it for the comparison
_STATE = re.compile(
    r"(?:符号表?|符号信息|调试(?:信息|符号))[^，。；\n,;]{0,8}\Z"
    r"|\b(?:symbols?|symbol\s+tables?|debug\w*(?:\s+(?:information|symbols|data))?)\b[^.;,\n]{0,30}\Z"
    r"|\b(?:programs?|binar(?:y|ies)|executables?)\s+(?:is|are|was|were|had\s+been)\s+(?:both\s+|already\s+)?\Z"
)
_STRIPPED = re.compile(r"去除|除去|去掉|删[去除]|剔除|stripped|removed?")
_DOER = re.compile(
    "我们|鉴定人|手工|人工|手动|[由经被将把]|(?:比对|检验|比较|运行|计算)(?:之|以)?[前时中]"
    r"|\b(?:we|i|experts?|examiners?|by|before|for)\b"
)
# What a standard asks to be left out, where the text goes on that there was no such thing
_ASKS = re.compile(r"应当?|须|要求|规定|\b(?:ha(?:s|ve)\s+to|(?:is|are)\s+to|must|shall|should|requires?)\b")
_HAD_NONE = re.compile(
    r"(?:未|没有|并无|不)(?:见|发现|含|检出|存在|有)?[^，。；\n,;]{0,10}(?:此类|这类|该类|这样|上述|第三方|任何)"
    r"|\b(?:none|nothing\s+of\s+the\s+kind|no\s+such\s+\w+)\b[^.;\n]{0,20}\b(?:found|present|seen|there|met)\b"
    r"|\b(?:contain|hold|include|found|saw)\w*\s+(?:none|no\s+such)\b"
)
# In a step of handling something is taken out every day: of works only what the sentence says is of them, or of results
_OF_WORKS = re.compile(
    r"[处段](?!理|落号)|表述|相同|文字|匹配|引文|[章句]|结果|\b(?:passages?|match(?:es)?|wording|words|texts?"
    r"|chapters?|quotations?|sentences?|results?|scenes?)\b"
)
# What somebody else asks for or might hold is told of, not done; not what a client wishes (``_ASKED``)
_OTHER = f"{SIDES}|{COURTS}"
_OTHER_EN = rf"{SIDES_EN}|counsel\s+for|courts?"
OTHERS = re.compile(
    f"如[^，。；\\n,;]{{0,4}}(?:{_OTHER})|^(?:如|若|倘|假如|假设)|{saying(_OTHER, f'{SAY}|{ASK}', 20)}"
    rf"|^\s*(?:should|if|were)\b|{saying_en(_OTHER_EN, rf'{SAY_EN}|{ASK_EN}|may|might|could')}"
)
# What a law, a contract or a notice itself excludes is nothing that the panel left out of its comparison
_RULES = (
    r"(?:§+|u\.s\.c\.|\b(?:sections?|subsections?|articles?|acts?|laws?|statutes?|directives?|regulations?|conventions?"
    r"|codes?|treat(?:y|ies)|licen[cs]es?|contracts?|agreements?|notices?|disclaimers?|warrant(?:y|ies)))"
)
_BY_LAW = re.compile(
    rf"{_RULES}(?:\s*(?:[,\d(§][\w().,-]*|\b(?:of|in|on|to|the|this|that|its|and|[a-z]{{1,2}}\d+|acts?|codes?|laws?|works?"
    r"|books?|programs?|copyright|rules?|title|parties|also|expressly|itself|\(?19\d\d\)?|\(?20\d\d\)?)\b))*\s*\Z"
)
_BY_LAW_ZH = re.compile(
    r"(?:(?<![方办算])法》?|条例》?|规定》?|解释》?|公约》?|合同》?|协议》?|许可证》?|声明)(?:第[^，。；\n,;]{1,12}[条款项])?"
    r"(?:所|明确|已|也)*\Z"
)
_IT_EXCLUDES = re.compile(
    r"(?:exclud|omit|remov|deduct|disregard|ignor)(?:es?|s)?\Z|leaves?\b.*\bout\Z|排除\Z|不予\Z|不计\Z", re.DOTALL
)
_OF_PANEL = re.compile(r"\b(?:scheme|panel|experts?|we|i)\b|方案|我们|鉴定[人组]|[依按据照]")
_OF_FIGURES = re.compile(
    r"\b(?:from|in)\s+(?:the\s+|all\s+)?(?:counts?|comparison|figures?|results?|shares?|report)\b|比对|计数|统计|结果"
)
# What rules of a method left out is told as such, or by what they are called
_BY_RULE = re.compile(r"规则|规定|过滤|自动|\b(?:rules?|filters?|filtration|automatic(?:ally)?)\b")
_DROPS = (Verdict.REJECTED, Verdict.EXCLUDED)
SHORT = 8  # letters in quotation marks that are the writer's own, as scare quotes are
MENDS = {
    "exclusions": Words(
        "把排除登记在卷（写明范围、理由，重新运行），或改正该句",
        "put the exclusion on file (what, why; then compare again), or mend the sentence",
    ),
    "asked": Words(
        "删去；排除的理由不是委托方的意愿", "take it out: what a client wishes is no reason to leave a match out"
    ),
    "denied": Words("改正该句", "mend the sentence"),
    "changed": Words(
        "变更方案须重新固定并在卷，各次运行一并列出；或改正该句",
        "a scheme that changed is fixed anew and every run is listed; or mend the sentence",
    ),
}
SAID = {
    "exclusions": Words(
        "正文称有内容被排除或不计，在卷没有这样的排除：…{}…",
        "the text says that something was left out, of which nothing is on file: …{}…",
    ),
    "denied": Words(
        "结果后另有排除在卷，正文却称没有、称在其前或称所注有误：…{}…",
        "exclusions after results are on file, and the text says that there are none, that they came before, or that"
        " their mark is wrong: …{}…",
    ),
    "asked": Words(
        "正文称按委托方意愿排除：…{}…", "the text says that something was left out at a client's wish: …{}…"
    ),
    "changed": Words(
        "正文称方案、参数有变更或另有运行，在卷没有：…{}…",
        "the text tells of a change of scheme or settings, or of runs, that are not on file: …{}…",
    ),
}


@dataclass(frozen=True, slots=True)
class Taken:
    """What is on file as left out: by people, once results were known, by the rules of which these are words; whether
    the scheme has criteria of its own, and whether it or a run was altered. ``late``: some expert did not accept a
    match; ``dropped``: the panel left one out, or a passage, after results; ``early``: a passage before these;
    ``days``: on which."""

    by_hand: bool
    late: bool
    dropped: bool
    rules: frozenset[str]
    ruled: bool
    altered: bool
    early: bool = False
    days: Days = field(default_factory=Days)

    def holds(self, sentence: str) -> bool:
        """Whether such an exclusion as the sentence tells of is on file."""
        if _AFTER.search(sentence):
            return self.late
        by_rule = bool(self.rules) and (_BY_RULE.search(sentence) or self.rules & _words(sentence))
        return self.by_hand or bool(by_rule) or (self.ruled and _BY_SCHEME.search(sentence) is not None)


def told(view: View) -> Found:
    """Exclusions, changes and runs that prose tells of are on file."""
    taken = on_file(view)
    there = _apart(view, taken) if view.dossier.apart else {}
    # Who dissents may tell of what others did: that nothing of it is on file may be the very point
    prose = [(one.text, True) for one in written(view) if not (one.shares or one.dissent)]
    after = [(text, False) for text in planned(view) if _SEEN.search(text)]
    for text, whole in (*prose, *((text, False) for text in beside(view)), *after):
        shown = printed(text, asides=False)
        spans = [*sentences(shown.text)]
        behind = {start: shown.text[slice(*after)] for (start, _), after in pairwise(spans)}
        for start, stop in spans:
            sentence = own_words(shown, start, stop)
            if asked_of_none(sentence, behind.get(start, "")):
                continue
            of_works = whole or _OF_WORKS.search(sentence) or re.search(_MATTER, sentence)
            for what in tells(sentence, taken if whole else there.get(text, taken)):
                if what == "exclusions" and not of_works:
                    continue
                yield gap(what, sentence)


def gap(what: str, sentence: str) -> Gap:
    where, said = " ".join(sentence.split())[:60], SAID[what]
    return Gap(f"told/{what}", Words(said.zh.format(where), said.en.format(where)), MENDS[what])


def own_words(shown: Printed, start: int, stop: int) -> str:
    """The sentence without what it quotes, but for a word or two: a “dropped” passage is dropped."""
    if not any(shown.held[start:stop]):
        return shown.text[start:stop]
    kept = []
    for quoted, run in groupby(range(start, stop), key=lambda at: shown.held[at]):
        letters = "".join(shown.text[at] for at in run)
        kept.append(" " * len(letters) if quoted and len(letters) > SHORT else letters)
    return "".join(kept)


def asked_of_none(sentence: str, behind: str) -> bool:
    """Whether a sentence only says what a standard that it names asks to be left out, and it or the one ``behind`` goes
    on that there was no such thing."""
    asks = NUMBERED.search(sentence) and _ASKS.search(sentence)
    return asks is not None and any(_HAD_NONE.search(one) for one in (sentence, behind))


def tells(sentence: str, taken: Taken) -> Iterator[str]:
    """What a sentence tells of that is not on file."""
    if OTHERS.search(sentence):
        return
    if taken.dropped and denies(sentence, early=taken.early, days=taken.days) and not reported(sentence, ""):
        yield "denied"
    if _ASKED.search(sentence) and not _WHETHER.search(sentence):
        yield "asked"
    elif _left_out(sentence) and not taken.holds(sentence):
        yield "exclusions"
    changed = _ran(sentence) or (_CHANGED.search(sentence) and not _UNCHANGED.search(sentence))
    if changed and not taken.altered:
        yield "changed"


@of_text
def _ran(sentence: str) -> bool:
    return any(not _denied(sentence, hit) for hit in _RUNS.finditer(sentence))


@of_text
def _left_out(sentence: str) -> bool:
    """Whether a sentence says that something of the works was left out."""
    cleared = _CLEARED.search(sentence)
    if _RULE.search(sentence) or (cleared and not _OF_WORKS.search(sentence)):
        return False
    placed = _PLACES.search(sentence)
    spoken = [hit for hit in _LEFT_OUT.finditer(sentence) if placed or not _EVALUATED.match(hit.group())]
    if re.search(_MATTER, sentence) and not cleared:
        spoken += _KEPT_OUT.finditer(sentence)
    return any(
        not (_denied(sentence, hit) or _is_state(sentence, hit) or of_layout(sentence, hit.start())) for hit in spoken
    )


def _is_state(sentence: str, hit: re.Match[str]) -> bool:
    """Whether it says what a program is like, and of nobody that they made it so."""
    clause = re.split("[，,。；;]", sentence[: hit.start()])[-1]
    return bool(_STRIPPED.match(hit.group()) and _STATE.search(clause)) and not _DOER.search(
        clause + re.split("[，,。；;]", sentence[hit.start() :])[0]
    )


def _denied(sentence: str, hit: re.Match[str]) -> bool:
    """Whether it is denied or asked, or is what the author of a work did."""
    before = sentence[max(0, hit.start() - 40) : hit.start()]
    return _of_law(sentence, hit) or any(pattern.search(before) for pattern in (_NOTHING, _PUT, _BY_AUTHOR))


def _of_law(sentence: str, hit: re.Match[str]) -> bool:
    """Whether it is what a law or a contract excludes: that stands as who does it, and nobody of the panel is named."""
    before = sentence[: hit.start()]
    if not _IT_EXCLUDES.match(hit.group()) or _OF_FIGURES.search(sentence) or _OF_PANEL.search(before):
        return False
    return any(pattern.search(before) for pattern in (_BY_LAW, _BY_LAW_ZH))


@lasting
def on_file(view: View) -> Taken:
    """What is on file as left out."""
    counted = [(filed, one) for filed in view.standing for one in filed.comparison.excluded]
    left = any(one.verdict not in (Verdict.ACCEPTED, Verdict.UNREVIEWED) for one in view.dossier.findings)
    after = any(one.after_results for _, one in counted)
    agreed = {verdict for filed in view.standing for verdict in filed.verdicts.values()}
    late = left or after
    rules = [(filed, one.by.removeprefix(RULE), one.note) for filed, one in counted if one.by.startswith(RULE)]
    known = {f"{rule} {note} {_label(filed, rule)}" for filed, rule, note in rules}
    return Taken(
        by_hand=late or any(not one.by.startswith(RULE) for _, one in counted),
        late=late,
        dropped=after or bool(agreed & {*_DROPS}),
        rules=frozenset().union(*map(_words, known)),
        ruled=view.scheme is not None and bool(view.scheme.criteria),
        altered=len(view.steps(Kind.SCHEME)) > 1 or any(one.superseded for one in view.dossier.comparisons),
        early=any(not (one.after_results or one.by.startswith(RULE)) for _, one in counted),
        days=days.of(view),
    )


def _apart(view: View, taken: Taken) -> Mapping[str, Taken]:
    """By words that stand in a merged copy alone: what is on file of it, which is what that copy holds, too. What was
    left out, tried or changed there is listed as the copy's, and is no act of this case."""
    here = {text for entry in view.dossier.entries for _, text in within(entry.body, str)}
    copies: dict[str, list[LogEntry]] = {}
    for entry in view.dossier.apart:
        copies.setdefault("/".join(entry.log.split("/")[:2]), []).append(entry)
    found: dict[str, Taken] = {}
    for entries in copies.values():
        out = [one for one in entries if one.kind == Kind.EXCLUSION]
        out += [one for one in entries if one.kind == Kind.FINDING and one.body.get("verdict") in _DROPS]
        held = replace(
            taken,
            by_hand=taken.by_hand or bool(out),
            late=taken.late or any(one.after_results or one.kind == Kind.FINDING for one in out),
            altered=taken.altered or any(one.kind in (Kind.SCHEME, *SEEN) for one in entries),
            early=taken.early or any(one.kind == Kind.EXCLUSION and not one.after_results for one in out),
        )
        found |= {text: held for one in entries for _, text in within(one.body, str) if text not in here}
    return found


def _label(filed: Filed, rule: str) -> str:
    return str(filed.counting.get("zh", {}).get("labels", {}).get(rule, ""))


def _words(text: str) -> frozenset[str]:
    """Words by which a rule is known in a sentence: of four letters and more, in the singular; two hanzi."""
    latin = {word.rstrip("s") for word in re.findall(r"[a-z]{4,}", text.casefold())}
    hanzi = {text[at : at + 2] for at in range(len(text) - 1)}
    return frozenset(latin | {two for two in hanzi if re.fullmatch("[\u4e00-\u9fff]{2}", two)})
