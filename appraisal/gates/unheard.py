"""Dissents that were not filed as one: what somebody of the case wrote of a finding into another entry, whichever
(``spoken``).

Read is who says what of whom: that this person does not sign or stand by a finding, holds otherwise, only went along,
that another's record is not so, or that a finding does not hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from appraisal.comparison import RULE
from appraisal.dissenting import ABOUT, NAMED, WITHDRAWN, means_dissent
from appraisal.dossier import LogEntry
from appraisal.gates import parties, spoken
from appraisal.gates.dissents import standing, taking_part
from appraisal.gates.doubted import doubts
from appraisal.gates.gap import Found, Gap
from appraisal.gates.lodged import laid
from appraisal.gates.omitted import OUT, OUT_EN
from appraisal.gates.sentences import sentences
from appraisal.gates.spoken import OF_FINDINGS, TITLES
from appraisal.gates.unnamed import known
from appraisal.gates.view import View
from appraisal.keeping import of_text
from appraisal.papers.as_read import named_as, printed
from appraisal.procedure import CUSTODY, PROCEDURE, Kind
from appraisal.profile import CONCLUSION, Words

# Whoever says so of a finding dissents, whatever the entry is called; what does not count is what exclusions say
_UNCOUNTED = "不(?:应|宜|能)(?:采信|认定|计[入为]|予采信)"
# Whoever it is said of: of who writes, or as of another
_WHO = "(?:i|we|who|he|she|they|SELF)"
_DOES_NOT = r"(?:do(?:es)?\s+not|did\s+not|cannot|can\s+not|could\s+not|(?:do(?:es)?|did|ca|could|wo)n['’]t|will\s+not)"
_DISSENTS = (
    "不同意(?!见)|不赞[成同]|(?<!无)反对(?!意见为)|(?:持|(?<![没未])有|提出)[^，,。；;\n]{0,4}(?:不同|保留|反对|少数)(?:意见"
    "|看法)|持?保留意见|不(?:应|宜|能)(?:采信|认定|计[入为]|予采信)"
    rf"|\bdissent(?:s|ed|ing|ers?)?\b|\b{_WHO}\s+{_DOES_NOT}\s+(?:agree|accept|join|concur)\b"
    rf"|\b{_WHO}\s+(?:disagree|object)(?:s|ed)?\b"
    r"|\bdisagree[sd]?\s+(?:with|on|about)\b"
)
_NONE = re.compile(
    r"(?:无|没有|未|不存在|别无|并无)[^，,。；;\n]{0,6}\Z|\b(?:no|not|nobody|none|never|without)\b[^.;\n]{0,16}\Z"
)
# What of a case is a finding
_FINDING = (
    "结论|意见|第[\\d一二三四五六七八九十]+[句处项段]|认定|结果|匹配|比对|标注|判断|函数|功能|相同|相似|近似|对应|现象"
    "|采信|缺陷|溢出"
    r"|\b(?:finding|sentence|conclusion|opinion|match|match(?:es)|pairing|pairs?|likeness|similarity|overlay"
    r"|pictures?|correspond\w*|functions?|phenomenon)\b"
)
_FINDS = re.compile(_FINDING)
# It stands by none of it (SELF: who writes)
_REFUSES = (
    "(?:SELF)[^。；;\n]{0,16}?(?:不|未|无法|难以|不能|不予|不愿|不敢|拒绝)(?:能|敢|会|予|以)?(?:签[字名]|署名|认[可同]"
    "|支持|接受|确认|背书|附议)"
    rf"|\b{_WHO}\s+(?:{_DOES_NOT}|would\s+not)\s+(?:\w+ly\s+)?(?:endorse"
    r"|support|sign|confirm|share|put\s+my\s+name|stand\s+(?:by|behind)|subscribe)\b"
)
_STANCE = (
    "(?<![没未])[持存有抱](?:有)?(?!无)[^，,。；;\n]{0,6}(?:怀疑|异议|疑义)|持保留|反对票|保留[^，,。；;\n]{0,12}(?:看法|意见)"
    "|(?:意见|看法|判断)[^，,。；;\n]{0,8}(?:有出入|不一致|不一(?!致)|相左)|(?:人|我们)所见不[一同]"
    "|对[^，,。；;\n]{1,12}(?<!没)有意见"
    "|(?:SELF)[^，,。；;\n]{0,6}不认为[^，,。；;\n]{0,16}(?:相同|对应|相似|近似|成立|同一)"
    rf"|\b{_WHO}\s+disputes?\b|\b(?:have|has|hold)\s+(?:(?!no\b)\w+\s+)?(?:reservations|doubts|misgivings)\b|\bminority\s+view\b"
    r"|\bpart\s+ways\b|\b(?:vote\s+was|voted)\s+against\b"
    r"|\bmy\s+(?:own\s+)?(?:reading|view|opinion|finding)\b[^.;\n]{0,30}\b(?:another|different|differs|otherwise)\b"
)
# It was another's, or it was gone along with
_OTHERS = (
    "随大流|服从(?:多数|组长)|既然(?:OTHER|组长|同事|多数|大家|其他人)[^。；;\n]{0,12}就"
    "[也先都按照]?(?:计|算|采信|认|列|同意|随|依|这样|如此)|[按依随从照](?:OTHER)的?意见|勉强(?:算|认|同意|采信|接受|视)"
    "|仅[^，,。；;\n]{0,6}一人[^，,。；;\n]{0,4}(?:认定|采信|核验|判断)|(?:SELF)未参[与加][^，,。；;\n]{0,6}(?:认定|核验"
    "|判断|检验|比对)|如?由(?:我|本人)单独"
    r"|\bi\s+(?:still\s+)?(?:think|feel|believe|hold|find)\b[^.;\n]{0,60}\bbut\s+(?:since|as|because)"
    r"\s+(?:OTHER|my\s+colleague|the\s+(?:chair|majority|others?))\s+(?:counts?|wants?|insists?|accepts?|holds?|prefers?|decided?s?|thinks?|says?)\b"
    r"|\bunder\s+protest\b|\bwent\s+along\s+(?:for|because|though|despite|with\s+(?:my|the\s+(?:majority|finding)))"
    r"|\b(?:had\s+i\s+been\s+alone|left\s+to\s+myself|would\s+have\s+rejected|and\s+not\s+mine|(?:only|merely)"
    r"\s+because\s+my\s+colleague)\b"
)
# Another's record is not so
_DENIES = (
    "(?:未见|未能重现|不能重现)[^，,。；;\n]{0,4}(?:NAME)所|(?:NAME)所[述记称见认][^。；;\n]{0,10}(?:系[^。；;\n]{0,10}所致"
    "|不[实符是]|有误)"
)
# It shows nothing; but who wrote it, and what is the court's, no method shows
_SHORT_OF = (
    "不足以(?:说明|认定|证明|支持)(?![^，,。；;\n]{0,8}(?:作者|同一人|谁|何人|先后|来源|接触|抄袭|侵权|权利|独创))"
)
# A finding does not hold
_FAILS = re.compile(
    f"(?:{_FINDING})[^。；.;\n]{{0,60}}?(?:不(?:能|足以)?成立|站不住|(?:证据|依据)不足|过强|言过其实"
    f"|(?:宜|应)(?:予|当)?删|{_SHORT_OF}"
    r"|\bnot\s+(?:borne\s+out|supported|made\s+out|justified)\b|\bunsupported\b|\boverstated\b|\bgoes\s+too\s+far\b"
    r"|\bdo(?:es)?\s+not\s+(?:hold|stand)(?=\s*(?:[.,;]|\Z|\b(?:up|good|true|water)\b))"
    r"|\bproves?\s+nothing\b|\bstruck\s+out\b|\bought\s+not\s+to\s+have\b|\bnothing\s+more\s*$)"
    f"|{_SHORT_OF}[^，,。；;\n]{{0,8}}(?:功能|相同|对应)|复核(?:未|不予)通过"
)
_MENDED = re.compile(
    r"已(?:予|经|按[^，,。；;\n]{0,8})?(?:改|修|更正|订正|删)|\b(?:corrected|amended|mended|revised|reworded)\b"
)
# Somebody holds …
_HOLDS = (
    "(?:SELF)(?:倾向于?|仍|则|却)?(?:认为|觉得|以为|看(?![了到见]))|(?:\\A|[，,])(?:检验人|鉴定人)?(?:SELF)[:：]"
    r"|经(?:SELF)|我看|依我|在我看|\bin\s+my\s+(?:eyes|view|opinion)\b|\bto\s+my\s+(?:eyes?|mind)\b"
)
# … that it is not the same, or, of a finding, that it is not so
_NOT_SAME = re.compile(
    "独立(?:编写|创作|完成|写成|形成)|(?:看|并)?不(?:相)?同(?!意)|不(?:大|太|很)?像|并?不对应|看不出相同"
    r"|\b(?:afresh|from\s+scratch|independently|coincidence|not\s+the\s+same|unlike)\b"
)
_NOT_SO = re.compile(
    "不能(?:作为|当作|视为)[^，,。；;\n]{0,8}(?:相同|相似|近似|对应|依据|证据)"
    "|只是|不过是|(?:不是|并非)(?!第三方|常[见用]|通用|巧合|偶然|公[有共]|库|开源)|无关|不存在|未见(?!异常)|不能(?:算|排除)|不该|不应|巧合"
)
_HANDLING = re.compile("校验|封条|名称|日期|版本|容量|格式|时间|载体|工作盘")
# Noted at what was accepted: that it is none
_NO_MATCH = re.compile(
    "不(?:大|太|很)?像|不是(?:同|一回事|一样)|(?:不能|不该|不应|不宜)(?:算|计|列|视)(?!.{0,4}(?:巧合|常见|通用|偶然))"
    r"|我看不|(?:\A|[,;.]\s*)(?:looks?|seems?)\s+different|\bdifferent\s+to\s+me\b"
    r"|\bnot\s+(?:quite\s+|really\s+)?the\s+same\b|\bshould\s+not\s+count\b|\bdoes\s+not\s+(?:match|correspond)\b"
)
# What is to be done with a carrier: no view of a finding, and no more is what a party says or does
_ACT = re.compile("不同意(?:将|把|让|由|在|向)")
# What a reply, and who keeps in the figures what a rule takes out, disagree with: an objection, a rule
_ANSWERED = re.compile(
    r"异议|贵[方院]|质[证疑]|所[提称]|主张|反对意见|\bobject(?:ions?|ors?)\b|\bcritici[sz]\w+|\brecipients?\b"
)
_RULED = re.compile(r"规则|过滤|剔除|\brules?\b|\bfilter\w*")
# That something ought not to have been left out; a chance that cannot be ruled out is none
_OUT = rf"(?:{OUT}|去掉|删[去除掉节])(?![^，。；\n,;]{{0,8}}(?:可能|巧合|偶然|怀疑|嫌疑|因素))"
_OUT_EN = rf"(?:{OUT_EN}|filtered|struck)"
_RESTORES = re.compile(
    rf"(?:不(?:应当?|该|宜|得|必|当|须)|无[须需]|毋须|没有?必要)[^，。；\n,;不]{{0,12}}?{_OUT}"
    rf"|{_OUT}(?:的?(?:做法|理由|决定|处理))?[^，。；\n,;不无没]{{0,6}}?(?:不[当妥宜]|欠[当妥]|不成立|不合理|失当|有误|错误|无据|过[宽当度]|(?:没有|缺乏|毫无|无)[^，。；\n,;]{{0,3}}(?:依据|根据|理由|道理|必要))"
    rf"|(?:错误|误|不当)地?(?:被|予以)?{_OUT}|(?:本应|本该|原应|理应)[^，。；\n,;不]{{0,6}}?(?:计入|保留|列入|纳入|留在)|应当?(?:予以?)?(?:恢复|放回|重新计入)"
    rf"|\b(?:should|ought|must|need)\s*(?:not|n['’]t|never)\s+(?:to\s+)?(?:have\s+)?(?:been\s+|be\s+)?(?:\w+ly\s+)?{_OUT_EN}\b"
    rf"|\b(?:wrong(?:ly)?|mistake(?:nly)?|improper(?:ly)?|unjustified|unwarranted|incorrectly|error)\b[^.;,\n]{{0,12}}?\b{_OUT_EN}\b"
    rf"|\b{_OUT_EN}\b[^.;,\n]{{0,40}}?\b(?:wrong|mistake|mistaken|improper|unjustified|unwarranted|in\s+error|without\s+(?:reason|ground|basis)s?)\b"
    r"|\b(?:should|ought\s+to)\s+have\s+(?:been\s+)?(?:kept|counted|stayed|remained|left\s+in|retained)\b|\bno\s+reason\s+to\s+(?:exclude|leave|take|omit|remove)\b"
)
# … of a place that was kept, then
_KEPT = re.compile(
    r"(?:故|因此|因而|所以|遂|已|仍|乃|予以?)[^，。；\n,;]{0,6}?(?:保留|计入|留存|未(?:予)?(?:排除|剔除|扣除))|\b(?:kept|counted|stays?|remains?)\b"
)
_FIRST = re.compile(r"我|本人|\b(?:i|my|we|our)\b")
_DIFFERS = re.compile(_DISSENTS.replace("SELF", "(?!)"))
_COUNTS = re.compile(_UNCOUNTED)


@dataclass(frozen=True, slots=True, eq=False)  # one writer among the same names has one, which keys what it read
class Reader:
    """What is read in entries of one writer."""

    writer: str
    names: frozenset[str]
    said: re.Pattern[str]
    of_finding: re.Pattern[str]
    holds: re.Pattern[str]

    @classmethod
    @lru_cache(maxsize=64)  # six patterns, of people who are the same from one view to the next
    def of(cls, writer: str, names: frozenset[str]) -> Reader:
        others = "|".join(re.escape(named_as(one)) for one in names - {writer} if one) or "(?!)"
        every = "|".join(re.escape(named_as(one)) for one in names if one) or "(?!)"

        def made(pattern: str) -> re.Pattern[str]:
            return re.compile(
                pattern.replace("SELF", f"我|本人|{every}").replace("OTHER", others).replace("NAME", every)
            )

        return cls(writer, names, made("|".join((_DISSENTS, _STANCE, _OTHERS, _DENIES))), made(_REFUSES), made(_HOLDS))

    def hits(self, entry: LogEntry, text: str) -> Iterator[tuple[str, str]]:
        """Who differs in an entry, in which words."""
        about = entry.kind in (Kind.FINDING, Kind.REVIEW) or str(entry.body.get("about")).startswith(CONCLUSION)
        return iter(_hits(text, self, entry.kind, about))

    def _hits(self, text: str, kind: str, about: bool) -> Iterator[tuple[str, str]]:
        shown = printed(text, asides=False)
        for start, stop in sentences(shown.text):
            here = shown.text[start:stop]
            for hit in self._found(kind, here, about) if kind in OF_FINDINGS else self._of_self(kind, here):
                quoted = shown.quoted(start + hit.start(), start + hit.end())
                if not quoted and not _NONE.search(here, max(0, hit.start() - 30), hit.start()):
                    yield self.whose(here[: hit.start() + 4]), hit.group()

    def _found(self, kind: str, here: str, about: bool) -> Iterator[re.Match[str]]:
        if parties.NAMED.search(here) and not _FIRST.search(here) and not self._named(here):
            return
        if kind == Kind.REPLY and (_ANSWERED.search(here) or parties.NAMED.search(here)):
            return
        found = _FINDS.search(here) is not None
        if not (_ACT.search(here) and not found):
            yield from self.said.finditer(here)
        if about or found:
            yield from self.of_finding.finditer(here)
        if not _MENDED.search(here):
            yield from _FAILS.finditer(here)
        if (held := self.holds.search(here)) is not None and not _HANDLING.search(here):
            yield from _NOT_SAME.finditer(here, held.start())
            yield from _NOT_SO.finditer(here, held.end()) if found else ()
        if kind == Kind.FINDING and not re.search("相同|一致|对应|\\b(?:identical|agree)", here):
            yield from _NO_MATCH.finditer(here)

    def _of_self(self, kind: str, here: str) -> Iterator[re.Match[str]]:
        """Where stories, rules and titles stand: only that who speaks of himself does not agree."""
        found = _FINDS.search(here) is not None
        of_self = _FIRST.search(here) is not None or bool(self._named(here))
        other = kind in TITLES and not found
        other = other or (kind == Kind.OVERRULED and _RULED.search(here) is not None)
        if of_self and not other and not (_ACT.search(here) and not found):
            yield from (hit for hit in _DIFFERS.finditer(here) if not _COUNTS.fullmatch(hit.group()))

    def asks(self, text: str, asked: re.Pattern[str], denied: re.Pattern[str]) -> Iterator[str]:
        """Who asks in a text for what ``asked`` says, but where ``denied`` stands before it."""
        shown = printed(text, asides=False)
        for start, stop in sentences(shown.text):
            here = shown.text[start:stop]
            for hit in asked.finditer(here):
                if not denied.search(here, max(0, hit.start() - 30), hit.start()):
                    yield self.whose(here[: hit.start() + 4])

    def _named(self, here: str) -> list[str]:
        return [one for one in self.names if one and _named(one).search(here)]

    def whose(self, before: str) -> str:
        """Whose view it is: of who writes, but where the sentence names somebody else alone as who holds it."""
        named = self._named(before)
        return self.writer if _FIRST.search(before) or self.writer in named or len(named) != 1 else named[0]


@of_text
def _hits(text: str, reader: Reader, kind: str, about: bool) -> tuple[tuple[str, str], ...]:
    return tuple(reader._hits(text, kind, about))


@lru_cache(maxsize=256)
def _named(name: str) -> re.Pattern[str]:
    return re.compile(rf"{re.escape(named_as(name))}(?![的所方])")


def elsewhere(view: View) -> Found:
    """A dissent that somebody of the case wrote into another entry is filed as one: there the opinion prints it."""
    if not view.paper.opinion:
        return
    held, read = heard_of(view), readers(view)
    back = {(one.log, one.by) for one, said in view.decided_anywhere if said.about == WITHDRAWN}
    out = frozenset(_left_out(view))
    for entry, text in spoken.entries(view):
        if entry.by not in read or _is_named(entry):
            continue
        own = held | {by for log, by in back if log == entry.log}  # in a copy: of what was said there
        hit = next(((who, said) for who, said in read[entry.by].hits(entry, text) if who not in own), None)
        hit = hit or _denied(view, entry, own) or _restored(entry, text, out, own)
        hit = hit or _doubted(view, entry, text, read[entry.by], own)
        hit = hit or next(((who, said) for who, said in laid(entry, read[entry.by].names, own) if who not in own), None)
        if hit is not None:
            yield _unfiled(entry, *hit, view.where(entry))


def heard_of(view: View) -> set[str]:
    """Whose view is heard: who has a dissent on file, or in the opinion, or took one back."""
    own = {by for by, _ in standing(view)}
    own |= {one.by for one in (view.opinion.dissents if view.opinion is not None else ())}
    return own | {entry.by for entry, said in view.decisions if said.about == WITHDRAWN}


def readers(view: View) -> dict[str, Reader]:
    """How the words of each person of the case are read."""
    panel = taking_part(view)
    return {name: Reader.of(name, panel) for name in panel}


def _is_named(entry: LogEntry) -> bool:
    """Whether an entry is a decision on something else, or files the dissent itself."""
    about = str(entry.body.get("about") or "")
    return entry.kind == Kind.DECISION and ((about.partition(":")[0] in NAMED and ":" in about) or means_dissent(about))


def _denied(view: View, entry: LogEntry, own: set[str]) -> tuple[str, str] | None:
    """A conclusion by somebody else than who filed the opinion that denies a function which the opinion reports."""
    filed = view.steps(Kind.OPINION)
    concludes = entry.kind == Kind.DECISION and str(entry.body.get("about")).startswith(CONCLUSION)
    if not concludes or entry.by in own or not filed or filed[-1].by == entry.by:
        return None
    text = printed(str(entry.body.get("reason")), asides=False).text
    if (alone := re.search("独立(?:编写|创作|完成|写成|形成)", text)) is not None:
        return entry.by, alone.group()
    denies = re.search(r"不具[有备]|没有|\b(?:does\s+not|lacks|cannot)\b", text)
    reported = [word for one in view.sentences for slot, word in one.told() if slot == "function"]
    shared = any(len(_pairs(one) & _pairs(text[denies.end() :])) > 1 for one in reported if denies)
    return (entry.by, denies.group()) if denies is not None and shared else None


def _left_out(view: View) -> Iterator[str]:
    """Who left something out after results that is out still."""
    for filed in view.standing:
        yield from (one.by for one in filed.comparison.excluded if one.after_results and not one.by.startswith(RULE))


def _restored(entry: LogEntry, text: str, out: frozenset[str], own: set[str]) -> tuple[str, str] | None:
    """An entry of somebody else than who left a place out after results, that it ought not to have been."""
    if entry.by in own or not out - {entry.by} or entry.kind in (Kind.OVERRULED, Kind.REPLY, *TITLES):
        return None
    shown = printed(text, asides=False)
    for start, stop in sentences(shown.text):
        here = shown.text[start:stop]
        hit = _RESTORES.search(here)
        if hit is None or _KEPT.search(here, hit.end()) or (parties.NAMED.search(here) and not _FIRST.search(here)):
            continue
        if not shown.quoted(start + hit.start(), start + hit.end()):
            return entry.by, hit.group()
    return None


def _doubted(view: View, entry: LogEntry, text: str, reader: Reader, own: set[str]) -> tuple[str, str] | None:
    """That a place which is counted is one to be left out (``doubted``); a decision under a head of its own is printed
    with the opinion."""
    if entry.kind == Kind.DECISION and not known(str(entry.body.get("about") or "")):
        return None
    told = ((reader.whose(before), said) for before, said in doubts(view, entry, text))
    return next(((who, said) for who, said in told if who not in own), None)


def _pairs(text: str) -> set[str]:
    """Words of a text, or pairs of its hanzi."""
    hanzi = re.findall(r"[\u4e00-\u9fff]+", text)
    return {run[n : n + 2] for run in hanzi for n in range(len(run) - 1)} | set(re.findall(r"[a-z]{4,}", text))


def _unfiled(entry: LogEntry, who: str, words: str, since: int) -> Gap:
    said = " ".join(words.split())
    zh, en = f"日志第 {entry.seq} 条", f"entry {entry.seq} of the log"
    if entry.log not in (CUSTODY, PROCEDURE):
        zh, en = f"{entry.log} 第 {entry.seq} 条", f"entry {entry.seq} of {entry.log}"
    if entry.kind == Kind.FINDING:
        zh, en = f"{entry.body.get('match')} 处的备注", f"the note at {entry.body.get('match')}"
    return Gap(
        "dissent/elsewhere",
        Words(
            f"{who} 在{zh}写有不同意见（{said}），未作为不同意见登记",
            f"{who} dissents in {en} ({said}), and filed no dissent",
        ),
        Words(
            f"由本人登记：appraisal decide CASE {ABOUT} --reason 原文 --by 本人，并在意见中登载；"
            "不是不同意见的，由本人作出决定写明",
            f"have this person file it: appraisal decide CASE {ABOUT} --reason TEXT --by NAME, and print it;"
            " who did not mean one decides so",
        ),
        only=(who,),
        since=since,
    )
