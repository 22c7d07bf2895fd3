"""Conclusions on copying in texts that are no prose of the opinion: titles, notes, entries of the logs, own forms.

What is told there of stories, disks and files is free (stolen lamps, copied images, illegal characters); looked for are
only words that say of a work that it copies, or how alike works are in per cent.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from appraisal.casefile import Received
from appraisal.concluding import concludes
from appraisal.dossier import LogEntry, Role, WorkEntry
from appraisal.gates import parties
from appraisal.gates.asking import unasked
from appraisal.gates.dissents import files_free, free
from appraisal.gates.gap import Found, Gap
from appraisal.gates.kinds import Sides
from appraisal.gates.relations import LIABLE, OWN_MAKING, Works, left_open
from appraisal.gates.values import within
from appraisal.gates.view import View
from appraisal.keeping import lasting, of_text, same
from appraisal.paper import Paper
from appraisal.papers.as_read import Printed, alone, printed
from appraisal.plural import some
from appraisal.procedure import STEPS, Kind, Logged
from appraisal.profile import Words

COPYING = "抄袭|抄襲|剽窃|剽竊|盗版|盜版|照搬|仿冒|plagiar|pirated|knock-?off|counterfeit|rip-off"
INFRINGING = (
    "(?<!被控)(?<!被诉)(?<!涉嫌)(?:侵权|侵權)(?!与否)|(?<!allegedly )infring|演绎作品|derivative work|实质性?相似"
    "|substantial(?:ly)? similar"
)  # what is alleged is none
_WORK = r"(?:(?<![a-z\d])[a-z]{1,2}\d+(?![a-z\d])|检材|样本|权利作品|被控作品|the (?:claimed|accused) work)"
_ONE = rf"{_WORK}\s*(?:与|和|同|and)\s*{_WORK}[^。；;.\n]{{0,12}}(?:同一作品|the same work)"
CLAIM = re.compile(
    f"{COPYING}|{INFRINGING}|{OWN_MAKING}|{LIABLE}|{_ONE}"
)  # that one was made from another: ``Works.related``
ONE = re.compile(_ONE)
# What a note speaks of before it says where that is from: nothing, or the passage, and no figure and no letter
_PASSAGE = re.compile(
    r"(?:\A|[。；;，,.\n]|[此该本这两]\w?[段处句]\w{0,2}|文字|语句"
    r"|\b(?:passages?|sentences?|scenes?|wording|words|text|it|this|lines?)\b)"
    r"\s*(?:系|是|均|皆|都|乃|(?:is|are|was|were|has been|have been)\b)?\s*\Z"
)
_BEYOND = re.compile(r"\s*(?:之外|以外|第|的)")
# In a note at a match, which speaks of the passage there: that it was taken from the other side
_FROM = (
    "(?:来|源|出|取|得|抄|搬|复制|移植)自于?"
    "|(?:copied|taken|lifted|c[ao]mes?|stem(?:s|med)?|derived|borrowed|cribbed) (?:from|out of)"
)
_CLAIMED = (
    "样本|权利作品|原告(?:的)?(?:作品|小说|软件|程序)"
    "|(?:the )?(?:claimed|(?:claimant|plaintiff)['’]s) (?:work|book|novel)"
)
_COPIED = (
    r"抄来|抄下来|(?<![不非未])[是系]抄的|\Acopied\b|\Acopying\b"
    r"|\b(?:passage|sentence|scene)s? (?:is|are|was|were) copied\b"
)
TITLED = re.compile(f"{COPYING}|照抄")  # in a title that names a work; a case may be called one of infringement
_ALIKE = "相似|相同|重合|重复|一致|similar|identical|overlap|the same|agree|match"
_SHARE = r"\d+(?:\.\d+)?\s*(?:%|per\s?cent)|百分之[零〇一二三四五六七八九十百点]+|[一二三四五六七八九]成"
SHARE = re.compile(rf"(?:{_ALIKE})[^，。；,;\n]{{0,16}}?(?:{_SHARE})|(?:{_SHARE})[^，。；,;\n]{{0,16}}?(?:{_ALIKE})")
ASKS = re.compile("是否|有无|whether", re.IGNORECASE)
_THIS = re.compile("检材|本案|被控作品|权利作品|this case|(?:accused|claimed) work")
_STORED = re.compile(r"(?:closed/)?documents/[0-9a-f]{16}-")  # before the name of a document, as it is kept
MOST = 20  # things named one by one

# Entries that people write and the report prints, beside those whose texts are a party's, stories, or read elsewhere.
PARTIES = frozenset({Kind.OBJECTION})
READ = (STEPS - PARTIES) | {
    Kind.REAPPRAISES,
    Kind.DECISION, Kind.DEFECT, Kind.LEVEL, Kind.ELEMENT, Kind.TEST, Kind.SUPPLEMENTS, Kind.RELEASED, Kind.SAMPLE,
    Kind.SCHEME, Kind.EXCLUSION, Kind.OVERRULED,
}  # fmt: skip
SHARES = READ - {Kind.SCHEME, Kind.TEST, Kind.SAMPLE}  # bars of a scheme and rates of a test are shares of their own
INTAKE = frozenset({Kind.COMMISSION, Kind.ACCEPTANCE, Kind.CONFLICTS, Kind.MATERIAL, Kind.RECEIVED, Kind.RIGHTS})
NAMING = frozenset({Kind.MATERIAL})  # entries that give a work a name beside that of its folder
# Of the intake: what a party asks and instructs, and what works and papers are called.
ASKED = frozenset(
    {"questions", "instructions", "documents", "name", "opened", "members", "files", "media", "skipped", "links"}
)
UNREAD = frozenset({"propositions", "documents", "labels", "expressions", "methods", "about"})


@of_text
def claims(
    shown: Printed, pattern: re.Pattern[str] = CLAIM, *, works: Works | None = None, quotes: bool = True
) -> tuple[str, ...]:
    """Words of a conclusion in a text as printed, of ``pattern`` and, with ``works``, that one of these was made from
    another. ``quotes``: what is quoted may say anything."""
    spans = [hit.span() for hit in pattern.finditer(shown.text) if not left_open(shown.text, hit.start())]
    found = (*spans, *(works.related(shown, quotes=quotes) if works is not None else ()))
    told = (shown.text[start:stop] for start, stop in found if not (quotes and shown.quoted(start, stop)))
    return tuple(" ".join(words.split()) for words in told)


def noted(shown: Printed, works: Works) -> Iterator[str]:
    """Words by which a note at a match says that what stands there was copied, or taken from a work that is claimed;
    which excerpt stands on the left (左侧来自A1) is no conclusion."""
    named = [re.escape(one) for one, role in works.roles.items() if role is Role.CLAIMED]
    taken = rf"(?:{_FROM})\s*《?(?:{'|'.join((*named, _CLAIMED))})(?![a-z\d])"
    for hit in re.finditer(f"(?P<taken>{taken})|{_COPIED}".replace("\\ ", " ").replace(" ", r"\s+"), shown.text):
        passage = _PASSAGE.search(shown.text[: hit.start()]) and not _BEYOND.match(shown.text, hit.end())
        spoken = not hit["taken"] or passage
        if spoken and not (shown.quoted(*hit.span()) or left_open(shown.text, hit.start())):
            yield " ".join(hit.group().split())


def entries(view: View) -> Found:
    """Conclusions in entries of the logs. An entry stays for ever, so a decision may pass over it, and says why."""
    works = works_of(view)
    withdrawn = {test.id for test in view.tests if test.withdrawn}
    sides, dissents = Sides.of(view.dossier), free(view)
    found = [
        gap
        for entry in view.dossier.filed
        for gap in _of_entry(
            entry,
            _concluded(entry, works, sides, shares=not files_free(dissents, entry)),
            view.where(entry),
            withdrawn=entry.kind == Kind.TEST and entry.body.get("id") in withdrawn,
        )
    ]
    yield from found[:MOST]
    if (more := len(found) - MOST) > 0:
        yield Gap(
            "entries",
            Words(f"另有 {more} 条日志含结论性文字", f"{some(more, 'more entry', 'more entries')} with conclusions"),
            MEND,
            since=max(gap.since for gap in found),
        )


MEND = Words(
    "结论只写在意见和分析说明中；条目不能改写，由决定写明理由后越过",
    "conclusions stand in opinion and analysis alone; an entry stays: a decision passes over it, with the reason",
)


@lasting
def works_of(view: View) -> Works:
    found: Works = same(named(view.dossier.works, view.laid))
    return found


def named(works: Iterable[WorkEntry | Received], entries: Iterable[Logged]) -> Works:
    """The works of a case by all they are called: their folders, and their names in the intake, whenever filed."""
    held = [(work.label, work.name, work.role) for work in works]
    roles = {label: role for label, _, role in held}
    filed = ((str(one.body.get("label")), str(one.body.get("name") or "")) for one in entries if one.kind in NAMING)
    return Works.of((*held, *((label, name, roles[label]) for label, name in filed if label in roles)))


def _objects(entry: LogEntry, sides: Sides) -> bool:
    """Whether somebody of the case objects in their own name, and tells of no party that does."""
    told = " ".join(text for _, text in within(entry.body, str)).casefold()
    return entry.kind in PARTIES and not sides.others(entry) and not parties.NAMED.search(told)


def _of_entry(entry: LogEntry, concluded: Iterator[Sequence[str]], since: int, *, withdrawn: bool = False) -> Found:
    found = next((words for words in concluded if words), None)
    zh, en = ("（该检验已撤回）", " (a test that was withdrawn)") if withdrawn else ("", "")
    if found:
        yield Gap(
            f"entries/{entry.log.rpartition('.')[0]}-{entry.seq}",
            Words(
                f"日志 {entry.log} 第 {entry.seq} 条{zh}含结论性文字“{found[0]}”",
                f"{entry.log}, entry {entry.seq}{en}, holds a conclusion: {found[0]}",
            ),
            MEND,
            since=since,
        )


def _concluded(entry: LogEntry, works: Works, sides: Sides, *, shares: bool) -> Iterator[Sequence[str]]:
    """Of each text of an entry, words that conclude. An intake tells whose works they are and what is claimed of them:
    it is read as titles are. An objection is read that is no party's; ``shares``: none of a dissent is read."""
    own = _objects(entry, sides)
    if entry.kind == Kind.COMMISSION:
        yield from (titled(text, works) for _, text in unasked(entry.body, sides))
    if entry.kind in INTAKE or entry.kind == Kind.PERSON:
        told = {key: value for key, value in entry.body.items() if key not in ASKED}
        yield from (titled(text, works) for _, text in within(told, str, but=UNREAD))
    elif (entry.kind in READ or own) and not concludes(str(entry.body.get("about", ""))):
        yield from (titled(name, works) for name in _papers(entry))
        for _, text in within(entry.body, str, but=UNREAD):
            shown = printed(text)
            yield [
                *claims(shown, works=works),
                *(claims(shown, SHARE) if shares and (entry.kind in SHARES or own) else ()),
            ]


def _papers(entry: LogEntry) -> Iterator[str]:
    """Names of the documents that an entry brings, as they came: a report prints them as titles. Those of a commission
    or of a party's objection are not read."""
    for _, path in within(entry.body.get("documents"), str):
        if hit := _STORED.match(path):
            yield path[hit.end() :].replace("_", " ")


@of_text
def titled(text: str, works: Works) -> tuple[str, ...]:
    """Words by which a title concludes on this case: it speaks of the case, or says that a work of it copies. What a
    title says of other matters is its own."""
    shown = printed(text)
    flat = re.sub(r"\s+", " ", shown.text)
    if _THIS.search(flat) or any(alone(one).search(flat) for one in works.labels):
        return *claims(shown, works=works, quotes=False), *claims(shown, SHARE, quotes=False)
    named = any(len(name) > 1 and name in flat for name in works.roles)
    return tuple(claims(shown, TITLED, works=works, quotes=False)) if named else ()


def standing(text: str, works: Works) -> list[str]:
    """Conclusions in standing words of a form or template; leaving a question to the court (是否侵权) is none."""
    return [*claims(printed(text), ONE if ASKS.search(text) else CLAIM, works=works)]


def words_of(value: object) -> Iterator[str]:
    """Every text in two languages within a form of paper, a template or several of them."""
    for one in value if isinstance(value, tuple) else (value,):
        yield from _of_form(one) if isinstance(one, Paper) else _words(one)


def _words(value: object) -> tuple[str, ...]:
    return tuple(text for _, words in within(value, Words) for text in (words.zh, words.en))


@lru_cache(maxsize=64)  # asked of the same few forms for each report
def _of_form(form: Paper) -> tuple[str, ...]:
    return _words(form)
