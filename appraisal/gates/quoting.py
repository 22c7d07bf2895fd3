"""What stands in quotation marks: words of the commission, of a standard, of a work or a document, or of nobody.

A quote may say what a report may not (a hedge, a word of law, a number, which standard was followed), where those words
stand in the case: in what the dossier holds, in a file of the case as bytes of text (``found``), or by a decision about
``quoted:WORDS`` whose reason names the source. Words that stand nowhere are read as the expert's own, and so are those
of papers that people of the case filed and do not say to have received from anybody (``received``).
"""

from __future__ import annotations

import mmap
import re
import sys
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from appraisal.dossier import LogEntry
from appraisal.gates.adopting import given
from appraisal.gates.designations import named
from appraisal.gates.kinds import Sides
from appraisal.gates.norms import BY_OTHERS
from appraisal.gates.readings import pieces
from appraisal.gates.values import within
from appraisal.gates.view import View
from appraisal.gates.wording import hedged, legal, numbers
from appraisal.gates.written import written
from appraisal.papers.as_read import QUOTED, printed
from appraisal.papers.simplified import simplified
from appraisal.people import flat
from appraisal.procedure import Kind

TITLE = "《"
DECIDED = "quoted:"  # before words, what a decision is about that says where they stand
DOCUMENTS = "documents"
FOLDERS = ("works", "derived", DOCUMENTS)  # of a case: what was received, and texts made of it
LARGEST = 1 << 23  # bytes of a file of a work in which words of standards are looked for
# That a paper came from outside, and whose it may be, beside the parties that the case names
_CAME = re.compile(
    "收(?![录集入尾获看])|来[函信文件电]|[复回]函|函[复告称送]|提[交供]|移[交送]|送[交达来]|交[来付给]|寄[来送]|[转发]来|出具|出示|调[取阅]"
    "|查[询档]|取得|下载|抄录自|复印自"
    r"|\b(?:receiv\w+|hand(?:ed|s)\s+(?:in|over)|submit\w*|sent|suppl(?:y|ied)|obtain\w*|provided|letters?|e-?mails?"
    r"|produced|served|download\w*|forwarded|issued|extracts?)\b"
)
_OUTSIDE = re.compile(
    "律师|代理人|委托[人方]|[原被]告|当事人|申请人|对方|法院|法庭|检察|公安|公证|仲裁|登记|版权局|出版|报社|平台|网站|证人|作者|权利人"
    "|第三[方人]|(?<!本)公司|大学|图书馆|档案馆|协会|(?<!本)中心"
    r"|\b(?:counsel|solicitors?|lawyers?|attorneys?|barristers?|claimants?|plaintiffs?|defendants?|respondents?|clients?"
    r"|part(?:y|ies)|courts?|tribunal|police|prosecut\w+|notar\w+|regist(?:er|ry|rar)|publishers?|witness\w*|authors?"
    r"|librar\w+|archives?|office|ltd|llp|inc|company|universit\w+|websites?)\b"
)
# What a paper of others says or asks, before a quote of it
_THEIR_PAPER = re.compile(
    "(?:委托[书函]|[起反][诉訴]状|答辩状|申请书|异议书?|来函|律师函|合同|判决书?|裁定书?|通知书?|公证书|章程)[^。；\n;“]{0,8}(?:称|主张|认为|要求|写[有明到]|载[有明]?|提出)"
    r"|\b(?:letter|order|claim\s+form|pleading|contract|judgment|instructions?)\b[^.;“]{0,24}\b(?:says?|asks?|reads?|requires?|states?)\b"
)
# That who files it wrote it, of whatever came
_OWN_PAPER = re.compile(
    "写[成下就]|记[下成]|拟[就成]|整理成|[作做]了?[^，。；,;]{0,4}(?:笔记|札记|记录|摘[要录记]|备忘)|(?:我们|本人|鉴定[人组]|本所|本机构)的"
    r"|\b(?:wrote|written\s+up|drafted|summari[sz]ed|took\s+notes?|notes?\s+(?:was|were|has|have)\b[^.;]{0,20}(?:taken|made|kept)"
    r"|(?:our|my|own)\s+(?:\w+\s+)?(?:notes?|memo\w*|papers?|summary))\b"
)
ENCODINGS = ("utf-8", "gb18030", "big5", "utf-16-le", "utf-16-be")


def quotes(text: str) -> Iterator[str]:
    """What stands in quotation marks, with them; titles in 《》 name a work and quote nothing."""
    yield from (hit.group() for hit in QUOTED.finditer(text) if not hit.group().startswith(TITLE))


def unsourced(view: View) -> frozenset[str]:
    """Quotes of the report, with their marks, that say what prose may not, and whose words stand nowhere that was
    looked at; of numbers, also those that a decision gives a source and the report does not give to anybody."""
    every = {quote for place in written(view) for quote in quotes(place.text)}
    suspect = {quote for quote in every if _says(inner(quote))}
    if not suspect:
        return frozenset()
    held = _flat("\n".join(_texts(view)))
    return frozenset(
        quote
        for quote in suspect
        if _flat(inner(quote)) not in held
        and inner(quote) not in view.dossier.quoted
        and (view.decided(f"{DECIDED}{inner(quote)}") is None or _taken(view, quote))
    )


def _taken(view: View, quote: str) -> bool:
    """Whether a quote with a number, whose source a decision alone tells, is told as nobody's or the panel's."""
    if not numbers(inner(quote), {}):
        return False
    for place in written(view):
        text = simplified(place.text).casefold()
        same = len(text) == len(place.text)  # a letter that folds to two would move what stands behind it
        for hit in QUOTED.finditer(place.text):
            if hit.group() == quote and not given(text if same else place.text, *hit.span()):
                return True
    return False


def own_quotes(text: str, opened: Collection[str]) -> frozenset[str]:
    """Of the quotes of a text, those of ``opened`` that are not introduced as what others say or ask: of these a reader
    sees that they are no account of this examination."""
    parts = [(hit.group(), text[: hit.start()]) for hit in QUOTED.finditer(text)]
    before = ((quote, re.split(r"[。；;.!?\n”」]", ahead)[-1].casefold()) for quote, ahead in parts if quote in opened)
    return frozenset(quote for quote, ahead in before if not (BY_OTHERS.search(ahead) or _THEIR_PAPER.search(ahead)))


def inner(quote: str) -> str:
    return quote[1:-1].strip(" \t\n。，、；：,.;:…")


def _says(words: str) -> bool:
    if not words:
        return False
    followed = (one.followed for one in named(printed(words), words))
    return bool(legal(words, similarity=False) or hedged(words) or numbers(words, {}) or any(followed))


def _flat(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).casefold()


def _texts(view: View) -> Iterator[str]:
    """Words of others that the dossier holds: of the commission, of standards, of excerpts shown."""
    given, sides = view.commission, Sides.of(view.dossier)
    instructed = (one.text for one in given.instructions if sides.instructs(one.by))
    yield from (*given.questions, *instructed, *(one.name for one in given.documents))
    yield from (f"{one.title}\n{one.text}" for one in view.standards)
    for filed in view.dossier.comparisons:
        for shown in filed.shown:
            yield "".join(text for name, text in within(shown.exhibit, str) if name == "text")  # not how it looks


def received(view: View) -> frozenset[str]:
    """Documents of the case, by their place in it, that came from outside: nobody of the case signed the entry, a party
    objects with them, or the entry tells from whom they were received. What people of the case wrote and filed
    themselves is no source of what they quote, under whatever name another step has the same paper."""
    sides = Sides.of(view.dossier)
    came = (one for one in view.dossier.entries if _from_outside(one, sides))
    wrote = (one for one in view.dossier.entries if flat(one.by) in sides.own and _OWN_PAPER.search(_words(one)))
    own = {_digest(name) for one in wrote for name in _documents(one)}
    return frozenset(name for one in came for name in _documents(one) if _digest(name) not in own)


def _digest(place: str) -> str:
    """The digits of a document's digest before its name, as it is kept."""
    return place.rpartition("/")[2].partition("-")[0]


def _words(entry: LogEntry) -> str:
    return printed(" ".join(str(entry.body.get(field) or "") for field in ("what", "observation", "note"))).text


def _documents(entry: LogEntry) -> Iterator[str]:
    yield from (text for _, text in within(entry.body.get("documents"), str) if text.startswith(f"{DOCUMENTS}/"))


def _from_outside(entry: LogEntry, sides: Sides) -> bool:
    if entry.kind == Kind.OBJECTION or not sides.own or flat(entry.by) not in sides.own:
        return entry.kind != Kind.OBJECTION or sides.others(entry)
    told = _words(entry)
    if _OWN_PAPER.search(told):
        return False
    return any(_CAME.search(one) and _of_others(one, sides) for one in re.split("[。；;\n]", told))


def _of_others(sentence: str, sides: Sides) -> bool:
    return bool(_OUTSIDE.search(sentence)) or any(party in flat(sentence) for party in sides.parties)


def found(
    root: Path,
    wanted: Iterable[str],
    folders: Iterable[str] = FOLDERS,
    largest: int | None = None,
    papers: Collection[str] | None = None,
) -> tuple[str, ...]:
    """Words of quotes that stand in a file of the case, sorted. Bytes are searched, nothing is read as a format; words
    with a line end or space between them must all stand in one file. ``largest``: of a file that is looked into;
    ``papers``: documents that are looked into (all)."""
    left = {words: _patterns(words) for words in map(inner, wanted)}
    for path in (path for name in folders for path in sorted((root / name).rglob("*")) if left):
        place = path.relative_to(root)
        if papers is not None and place.parts[0] == DOCUMENTS and place.as_posix() not in papers:
            continue
        if path.is_symlink() or not path.is_file() or not 0 < path.stat().st_size <= (largest or sys.maxsize):
            continue
        with path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as held:
            left = {words: each for words, each in left.items() if not any(_within(held, one) for one in each)}
    return tuple(sorted({*map(inner, wanted)} - left.keys()))


def lent(root: Path, view: View) -> tuple[str, ...]:
    """Pieces of clauses of standards on file that stand in a file of a work; where a document of the case holds them,
    it is the standard itself."""
    words = {f"“{piece}”" for one in view.standards for piece in pieces(one.text)}
    return found(root, words, FOLDERS[:2], LARGEST)


def _patterns(words: str) -> list[list[bytes]]:
    made = []
    for encoding in ENCODINGS:
        try:
            made.append([piece.encode(encoding) for piece in words.split()])
        except UnicodeEncodeError:
            continue
    return made


def _within(held: mmap.mmap, pieces: Collection[bytes]) -> bool:
    return all(held.find(piece) >= 0 for piece in pieces)
