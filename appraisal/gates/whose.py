"""Whether a sentence names other works than those whose record a number leads to."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from appraisal.gates.alike import says_alike
from appraisal.gates.around import headings
from appraisal.gates.owners import clause
from appraisal.gates.relations import Works
from appraisal.gates.sentences import END

# A clause that says of what the next one speaks: A2中，…; in A2, …
_TOPIC = re.compile(
    r"(?:[中里内]|而言|来说|来看|方面|[的之](?:文字|内容|代码|画面|旋律|部分|[^\W\d_a-z]{0,4}者))\s*\Z"
    r"|\A\s*(?:in|of|as\s+to|as\s+for|for)\b"
)
# … and that of another work the same holds as was said before: A2亦然，计…; the same is true of A2
_LIKEWISE = re.compile(
    "亦然|[也亦](?:是)?(?:如此|一样|同样|相同)|亦[同如]|同样(?:如此|有|是)?|同理|类此|情[形况]相同"
    r"|\b(?:likewise|similarly|so\s+(?:does|is|has|do)|the\s+same\s+(?:holds|goes|applies|is\s+true)|as\s+much\s+is\s+true)\b"
)
# A heading that takes a work away names no pair
_WITHOUT = re.compile(r"[扣排剔]除|除[去外了]|之外|以外|\b(?:without|exclu\w+|less|beyond|except|unlike)\b")
_NUMBER = re.compile(r"(?<![a-z\d])\d")
PAIR = 2
# A work that is none of the case: one more, or by the third letter and on where a record has but two
_BOOK_ZH = "(?:作品|小说|图?书(?![面写记名])|著作|剧本|画作|歌曲|影片|游戏|文章|诗作)"
_BOOK = (
    r"(?:works?|books?|novels?|stor(?:y|ies)|texts?|games?|songs?|tunes?|films?|plays?|poems?|articles?|paintings?"
    r"|drawings?)"
)
_LETTERED = rf"[丙丁戊己庚辛壬癸]{_BOOK_ZH}|\b{_BOOK}\s+[c-z]\b(?!\s*\d)"
_STRANGER = re.compile(
    rf"(?:另外?(?:有)?一?|其[他它余]|别的|他人的?|第[三四五六七八九]|又一|某一?)[部本件款首幅篇个]?的?{_BOOK_ZH}|(?P<letter>{_LETTERED})"
    rf"|\b(?:another|(?:an?|some|the|any)\s+(?:third|fourth|further|different|other|outside|unnamed)|(?:some\s+)?other)\s+(?:\w+\s+)?{_BOOK}\b"
)
_NONE: frozenset[str] = frozenset()
_NO_WORK = frozenset({""})  # the label of a work that is none of the case
# That it has what the number counts: beside the two, and in a clause of no subject behind
_WITH = re.compile(r"(?:[与和同跟及、]|\band|\bwith|\bas\s+well\s+as)\s*\Z")
_APART = re.compile(r"不[见同在含]|[没未无]有?|\b(?:not|no|unlike|differ\w*|than|nowhere|without)\b")
_GOES_ON = re.compile(
    r"[，,]\s*(?:[均都皆全亦也系是]|全部)*(?:抄|取|来|源|出|摘|转|引|誊|复制|搬|移)[^，。；,;\n]{0,8}"
    r"|[，,]\s*(?:and\s+)?(?:all\s+)?(?:(?:was|were|is|are)\s+)?(?:taken|copied|lifted|drawn|borrowed|derived|transcribed)\b[^.;,\n]{0,16}"
)


def of_others(text: str, start: int, stop: int, of: Collection[str], works: Works) -> bool:
    """Whether a number that stands there in a text as printed, of a record of the works ``of``, is told of another
    pair: its clause, with what that is a statement on, names a work that is none of these, and not both of these."""
    if not (of and works.called):
        return False
    named: list[frozenset[str]] = []
    for here in _statement(text, start, stop, works):
        named += _named(here, works, text)
    whole = frozenset().union(*named)
    heading = _heading(text, start, stop, of, works)
    if whole <= heading and not (heading <= {*of} or heading >= {*of}):
        return True
    apart = any(one.isdisjoint(of) for one in named) and not whole.issuperset(of)
    return apart or _with_stranger(text, start, stop, works)


def _heading(text: str, start: int, stop: int, of: Collection[str], works: Works) -> frozenset[str]:
    """The works that the nearest heading above names as those compared, unless what stands between names the pair."""
    for began, end in headings(text, start, stop):
        here = text[began:end]
        labels = frozenset[str]().union(*(works.labels_of(hit.group()) for hit in re.finditer(works.pattern, here)))
        if not labels:
            continue
        alone = re.fullmatch(rf"[\s#*]*(?:[\d.、（）()]+\s*)?(?:{works.pattern})[\s*:：]*", here) is not None
        between = re.finditer(works.pattern, text[end:start])
        since = frozenset[str]().union(*(works.labels_of(hit.group()) for hit in between))
        return labels if (alone or len(labels) >= PAIR) and not (_WITHOUT.search(here) or since >= {*of}) else _NONE
    return _NONE


def _with_stranger(text: str, start: int, stop: int, works: Works) -> bool:
    """Whether a work that is none of the case is put beside the two, or said to be where that comes from."""
    began, end = clause(text, start, stop)
    here = text[began:end]
    beside = (hit for hit in _strangers(here, works, text) if _WITH.search(here[: hit.start()]))
    if not _APART.search(here) and next(beside, None) is not None:
        return True
    goes_on = _GOES_ON.match(text, end)
    return goes_on is not None and any(hit.start() <= goes_on.end() for hit in _strangers(text, works, text, end))


def _strangers(here: str, works: Works, text: str, start: int = 0) -> Iterator[re.Match[str]]:
    """Where a clause of a text names a work that is none of the case; one by a letter may be called so on file, or in
    the text beside the label of a work (B1（下称丙书）)."""
    own = [hit.span() for hit in re.finditer(works.pattern, here)]
    for hit in _STRANGER.finditer(here, start):
        told, work = re.escape(hit.group()), f"(?:{works.pattern})"
        called = rf"{work}[^。；;.\n]{{0,8}}[（(“][^）)]{{0,8}}{told}|{told}\s*[（(，,][^）)，,。]{{0,6}}{work}"
        if any(first < hit.end() and hit.start() < last for first, last in own):
            continue
        if not (hit["letter"] and re.search(called, text)):
            yield hit


def _statement(text: str, start: int, stop: int, works: Works) -> Iterator[str]:
    """The clause of a number, and those before it that say of what it speaks, until two works are named: a topic, or
    the pair that is called alike where the clause itself does not say so."""
    began, end = clause(text, start, stop)
    here = text[began:end]
    yield here
    named = len(frozenset().union(*_named(here, works, text)))
    said = says_alike(here)
    first = max((one.end() for one in END.finditer(text, 0, began)), default=0)
    while named < PAIR and began > first:
        began, end = clause(text, began - 1, began - 1)
        before = text[began:end]
        pair, alike = _named(before, works, text), says_alike(before)
        again = _LIKEWISE.search(before) is not None
        second = alike and (said or len(pair) < PAIR) and not again
        if _NUMBER.search(before) or second or not (alike or again or _TOPIC.search(before)):
            return
        yield before
        named, said = named + len(pair), said or alike


def _named(here: str, works: Works, text: str) -> list[frozenset[str]]:
    """Labels of the works that each name in a clause of a text is one of."""
    named = [labels for hit in re.finditer(works.pattern, here) if (labels := works.labels_of(hit.group()))]
    return [*named, *(_NO_WORK for _ in _strangers(here, works, text))]
