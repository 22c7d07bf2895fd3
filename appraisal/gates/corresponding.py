"""Conclusions on parts that contradict the verdicts: that code of two works corresponds where none that counts was
accepted, or that no function does where some was.

Read are sentences that name both works and speak of functions or code. What is said of libraries, of what was deducted
or stands in no share is free, and so are questions and what others say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from appraisal import concluding, registry
from appraisal.dossier import Filed, Role
from appraisal.gates.claims import works_of
from appraisal.gates.conditions import MEDIA
from appraisal.gates.gap import Found, Gap
from appraisal.gates.parties import PARTIES_EN, PLEADINGS_EN, saying, saying_en
from appraisal.gates.relations import Works
from appraisal.gates.sentences import sentences
from appraisal.gates.view import View
from appraisal.papers.as_read import alone, printed
from appraisal.profile import Words
from appraisal.upheld import upheld

_FUNCTIONS = re.compile(r"函数|\b(?:functions?|(?:sub)?routines?)\b")
_CODE = re.compile(rf"{_FUNCTIONS.pattern}|代码|指令|\b(?:code|instructions?)\b")
_NOUN = r"(?:函数|代码|指令)"
_NOUN_EN = r"(?:(?:program|machine|source)\s+)?(?:functions?|code|instructions?|(?:sub)?routines?)"
_CORRESPONDS = re.compile(
    rf"对应|(?:相同|一致|雷同)的?{_NOUN}|{_NOUN}[^，。；,;]{{0,20}}(?:相同|一致|雷同)"
    rf"|\bcorrespond\w*|\bcounterparts?\b|\b(?:same|identical)\s+{_NOUN_EN}\b|\b{_NOUN_EN}\s+in\s+common\b"
    rf"|\b{_NOUN_EN}\b[^.,;]{{0,40}}\b(?:the\s+same\s+as|identical|match(?:es)?|found\s+in)\b"
)
_NOT = re.compile(
    r"[未没无否除非零]|不(?!同程度)|(?<![\d.a-z])0(?![\d.x])"
    r"|\b(?:no|not|none|neither|nor|never|nothing|without|unlike|except|apart\s+from|other\s+than|lacks?)\b"
)
_AFFIRMS = re.compile(r"不[仅但只]|不同程度|无疑|无一例外|\bnot\s+only\b|\bwithout\s+(?:doubt|exception)\b")
_BEYOND = re.compile(  # what is deducted, as what the correspondence goes beyond
    r"(?:扣除|排除|除去)[^，。；,;]{0,16}(?:之?后|[之以]?外)"
    r"|\b(?:after|beyond|besides|beside|net\s+of)\b[^.,;]{0,24}\b(?:deduct\w*|exclu\w+|librar\w+|components?)\b"
)
_EXPLAINED = re.compile(
    r"运行库|程序库|库函数|系统(?:函数|调用)|调用了?(?:相同|同一)|公[共开]|开源|组件|引擎|扣除|排除|[不未]计入|[不未](?:予)?采信|仅因"
    r"|\b(?:librar\w+|run-?times?|deduct\w*|exclu\w+|no\s+share|not\s+counted|not\s+accepted|rejected|calls\s+alone"
    r"|components?|engines?|open[\s-]source|calls?\s+the\s+same|functions?\s+of\s+(?:the\s+(?:operating\s+)?system|windows))\b"
)
_OPEN = re.compile(
    f"是否|有无|能否|如果|假如|无法|不能|主张|指控|{saying(within=4)}"
    r"|\b(?:whether|if|would|could|cannot|can\s+not|may|alleg\w*|contend\w*|claim(?:s|ed)\s+that)\b"
    rf"|{saying_en(f'{PARTIES_EN}|{PLEADINGS_EN}')}"
)
_CLAUSE = re.compile(r"[，,:：]|而(?!且)|但是?|\b(?:but|whereas|while|though|and\s+(?=(?:none|neither|nor|no)\b))\b")
_CLIENT = re.compile(r"客户端|服务器|样本|权利作品|\b(?:clients?|servers?|claimed\s+works?)\b")
_NONE = re.compile(
    r"(?:未见|未发现|未检出|没有(?:任何)?|无任何?)[^，。；,;\d]{0,8}(?:对应|相同|一致)的?函数"
    r"|函数[^，。；,;]{0,4}(?:均|都|全部?)(?:未|没有|无|不)[^，。；,;]{0,4}对应"
    r"|\b(?:no|none\s+of\s+(?:the\s+|its\s+)?)\s*functions?\b[^.,;]{0,40}\b(?:correspond\w*|counterparts?|same)\b"
)
_FEWER = re.compile(  # of some functions alone, or of those of one file
    r"其[他余它]|另|更多|个函数|\b(?:other|further|more|else|remaining)\b|[\w-]+\.[a-z]{2,4}\b"
)
MEND = Words(
    "照核验结果重写；所指的是已扣除或不计入占比的函数时写明；确需保留的，作出决定并写明理由；"
    + concluding.TAKE_BACK.zh,
    "write what the verdicts say; say so where what is deducted or in no share is meant; or decide, with the reason; "
    + concluding.TAKE_BACK.en,
)


def contrary(view: View) -> Found:
    """Conclusions against the verdicts on file, for each two works once."""
    pairs, works = _pairs(view), works_of(view)
    labels = {role: [one.label for one in view.dossier.works if one.role is role] for role in Role}
    done: set[tuple[str, str, bool]] = set()
    for text in view.conclusions if pairs else ():
        for said in _said(text, works, labels[Role.CLAIMED], labels[Role.ACCUSED]):
            held = [pair for claimed in said.claimed if (pair := pairs.get((claimed, said.accused))) is not None]
            counts = [pair.counts(functions=said.functions) for pair in held]
            if not counts or (any(counts) if said.found else not all(counts)):
                continue
            if said.found or any(pair.functions for pair in held):
                key = (said.claimed[0], said.accused, said.found)
                if key not in done:
                    yield _gap(said)
                done.add(key)


@dataclass(frozen=True, slots=True)
class _Said:
    """That code, or functions, of an accused work corresponds to that of claimed ones, or (not ``found``) none does."""

    accused: str
    claimed: tuple[str, ...]
    functions: bool
    found: bool
    sentence: str


@dataclass(frozen=True, slots=True)
class _Pair:
    """Whether something accepted counts in records of two works: of methods that pair functions, and of all; None where
    there is none of the first."""

    functions: bool | None
    every: bool

    def counts(self, *, functions: bool) -> bool:
        return self.functions if functions and self.functions is not None else self.every


def _gap(said: _Said) -> Gap:
    pair = f"{'、'.join(said.claimed)}–{said.accused}"
    words = (
        Words(
            f"结论称 {pair} 的函数或代码相对应，在卷却没有计入的采信匹配：…{said.sentence}…",
            f"a conclusion says that code of {pair} corresponds, and no match that counts was accepted:"
            f" …{said.sentence}…",
        )
        if said.found
        else Words(
            f"结论称 {pair} 没有相对应的函数，在卷却有计入的采信匹配：…{said.sentence}…",
            f"a conclusion says that no function of {pair} corresponds, and matches that count were accepted:"
            f" …{said.sentence}…",
        )
    )
    return Gap(f"contradiction/{said.claimed[0]}-{said.accused}", words, MEND)


def _pairs(view: View) -> dict[tuple[str, str], _Pair]:
    """By labels of two works, either way round, of records of methods on programs and code."""
    found: dict[tuple[str, str], _Pair] = {}
    for filed in view.compared:
        if not _on_code(filed):
            continue
        counts = bool(upheld(filed))
        labels = (filed.comparison.left.label, filed.comparison.right.label)
        for key in (labels, labels[::-1]):
            held = found.get(key, _Pair(None, every=False))
            functions = bool(held.functions) or counts if _pairs_functions(filed) else held.functions
            found[key] = _Pair(functions, every=held.every or counts)
    return found


def _on_code(filed: Filed) -> bool:
    method = filed.comparison.comparator
    return method in registry.comparator_names() and bool(MEDIA["software"] & registry.comparator(method).media)


def _pairs_functions(filed: Filed) -> bool:
    words = filed.counting.get("en", {}).get("labels")
    return isinstance(words, dict) and any(str(key).startswith("functions_paired") for key in words)


def _said(text: str, works: Works, claimed: Sequence[str], accused: Sequence[str]) -> Iterator[_Said]:
    shown = printed(text, asides=False)
    for start, stop in sentences(shown.text):
        sentence = shown.text[start:stop]
        rest = _BEYOND.sub(" ", sentence)
        if not _CODE.search(rest) or _OPEN.search(rest) or _EXPLAINED.search(rest) or shown.quoted(start, stop):
            continue
        of = _named(rest, works, claimed) or (tuple(claimed) if _CLIENT.search(rest) else ())
        if not of:
            continue
        functions, told = bool(_FUNCTIONS.search(rest)), " ".join(sentence.split())[:60]
        for found, labels in ((True, _affirmed(rest, works, accused)), (False, _denied(rest, works, accused))):
            yield from (_Said(one, of, functions, found, told) for one in labels)


def _affirmed(sentence: str, works: Works, accused: Sequence[str]) -> Iterator[str]:
    """Accused works of whose code, named by then, it is said that it corresponds; those named before that in clauses of
    their own too (functions of B2, and of B3, correspond)."""
    waiting: list[str] = []
    coded = False
    for clause in _CLAUSE.split(_AFFIRMS.sub(" ", sentence)):
        named = [*_named(clause, works, accused)]
        coded = coded or bool(_CODE.search(clause))
        if _NOT.search(clause):
            continue
        if coded and _CORRESPONDS.search(clause):
            yield from named or waiting
            waiting = []
        else:
            waiting += named


def _denied(sentence: str, works: Works, accused: Sequence[str]) -> Iterator[str]:
    if _NONE.search(sentence) and not _FEWER.search(sentence):
        yield from _named(sentence, works, accused)


def _named(text: str, works: Works, among: Sequence[str]) -> tuple[str, ...]:
    """Which of these works a text names, by label or name."""
    called = {one: labels & {*among} for one, labels in works.called.items()}
    return tuple(
        label for label in among if any(label in labels and alone(one).search(text) for one, labels in called.items())
    )
