"""What is no slip of writing: figures of results, names of people, words that turn what is said, quoted clauses; and in
what the experts wrote more than single letters. Words are looked for in simplified characters: 無 and 无 are one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from difflib import SequenceMatcher

from appraisal.after.printed import Unit
from appraisal.papers.simplified import simplified

_FIGURE = re.compile(r"\d[\d,.]*\s*[%％]?")
_WORDED = re.compile(
    r"[零〇一二三四五六七八九十百千万两半]+成?|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|hundreds?"
    r"|thousands?|dozens?|\w{3,5}teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty)\b",
    re.IGNORECASE,
)
# Words that are no slip when they are added, taken away or exchanged: by what they say, in Chinese and English
TURNS, MUCH, STATE, TITLE, HELD, SIDE = "turns", "much", "state", "title", "held", "side"
CLIENT, BOUND = "client", "bound"
WORDS: Mapping[str, tuple[str, str]] = {
    TURNS: ("[无不未非没否勿莫毋]", r"not|never|none|neither|nor|without|cannot|unable|(?<=n)['’]t|no(?!\.\s*\d)|non-"),
    MUCH: (  # how much, and of how many
        "全(?:部|体|数|文|书|本|篇|案)|所有(?![权者人])|部分|局部|个别|少数|少量|多数|大量|若干|某些|有些|一些"
        r"|各|(?<!平)均|皆|仅|(?<![一二两三四五六七八九十几数\d])只|每|任何|一切|几乎|主要|完全|逐[一条字句行段件项页幕帧]"
        "|(?:首|多|大部|大半|小半|一)半|至少|至多|最多|最少|以上|以下",
        r"all|some|parts?(?!\s*\d)|part(?:ly|ial|ially)|whole|wholly|entire(?:ly)?|every|each|any|both|only|merely"
        "|most(?:ly)?|main(?:ly)?|many|much|more|less|few|fewer|several|half|complete(?:ly)?|full(?:y)?|nearly|almost"
        "|least",
    ),
    STATE: (  # in what state something was, or is
        "封存|密封|启封|拆封|开封|未封|原封|完好|完整|破损|损坏|毁损|破裂|残缺|缺失|丢失|污损|受潮|断裂|拆开|打开|加密"
        "|解密|原件|复制件|复印件",
        "(?:un|re)?sealed|intact|broken|torn|(?:un)?opened|(?:un)?damaged|missing|lost|altered|(?:en|de|un)crypted"
        "|originals?|photocop(?:y|ies)",
    ),
    TITLE: (  # what people may call themselves
        "教授|研究员|讲师|工程师|馆员|律师|法官|博士|硕士|学士|院士|主任|正高|副高|高级|中级|初级|助理",
        "professor|prof|lecturer|reader|researcher|engineer|doctor|dr|phd|master|bachelor|fellow|senior|junior"
        "|assistant|associate|chartered|director|chief",
    ),
    CLIENT: (  # for whom a report is made; a road may be called after a court
        "法院|检察院|公安|律师事务所|律所|行政机关|仲裁",
        r"courts?(?!\s+(?:road|street|lane|house|yard))|law[\s-]firms?|police|prosecutors?|tribunals?|solicitors?",
    ),
    HELD: (  # what was found
        "采信|存疑|不计入|相同|相似|近似|一致|不同|排除",
        "accepted|rejected|doubtful|excluded|same|similar|identical|different",
    ),
    BOUND: (  # what lies within a bound and what beyond it, what comes before it and what after
        "[内外除前后上下]",
        "inside|outside|within|beyond|before|after|above|below|except(?:ed|ing)?|unless",
    ),
    SIDE: (  # which side, which came first, which way
        "[左右先前后早晚多少大小高低增减上下有同异来去]|样本|检材|原告|被告",
        "left|right|first|last|before|after|earl(?:y|ier)|lat(?:e|er|est)|claimed|accused|above|below|to|from",
    ),
}
_WORDS = {what: re.compile(rf"{zh}|\b(?:{en})(?:\b|(?<=-))", re.IGNORECASE) for what, (zh, en) in WORDS.items()}
_NO_TURN = re.compile(
    "无锡|未来|不锈|非常|非洲|无线|莫斯科|未央|不夜城|无为市|开封市"
)  # names and words that hold one by chance
# Names of places that hold a word of a bound: of addresses and houses, not of what experts wrote
_PLACES = re.compile(
    r"上海|上饶|上虞|内蒙|内江|[内外上下前后][\u4e00-\u9fff]{0,2}[市省县区州路街巷镇乡村滩桥道门环海城楼号]"
    r"|[\u4e00-\u9fff]{1,3}[内外上下前后](?:大?[路街巷道门]|[滩环])"
)
# Wide forms of digits, letters and the sign of per cent, which are read as these
_WIDE = {
    wide: wide - 0xFEE0 for wide in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B), 0xFF05)
}
MOST_LETTERS = 3  # of a paragraph that an expert wrote, none beside another


def read(text: str) -> str:
    """A text in simplified characters, with wide letters and digits as others; as long as it was."""
    return simplified(text).translate(_WIDE)


def _counts(pattern: re.Pattern[str], text: str) -> Counter[str]:
    return Counter(hit.group().strip().casefold() for hit in pattern.finditer(read(text)))


def _altered(pattern: re.Pattern[str], was: str, now: str) -> list[str]:
    """What there is more or less of than before."""
    before, after = _counts(pattern, was), _counts(pattern, now)
    return sorted({*(before - after), *(after - before)})


def figures(unit: Unit, was: str, now: str) -> list[str]:
    """Figures of results that would alter: shares anywhere, and all numbers where results stand or that are one's."""
    changed = unit.text.replace(was, now)
    altered = _altered(_FIGURE, unit.text, changed)
    if any("%" in one or "％" in one for one in altered):
        return altered
    if unit.results:
        return altered + _altered(_WORDED, unit.text, changed)
    bound = any(start < at + len(was) and at < stop for at in _starts(unit.text, was) for start, stop in unit.bound)
    return altered if bound else []


def counted(was: str, now: str) -> list[str]:
    """Numbers, in digits or in words, that would alter."""
    return _altered(_FIGURE, was, now) + _altered(_WORDED, was, now)


def named(text: str, was: str, now: str, names: Collection[str], known: Collection[str] = ()) -> list[str]:
    """Names that the words hold, or that they would add, take away or alter. A letter of a longer name (``known``: of
    others on file) is no name."""
    held = [name for name in names if _times(name, was, known) or _times(name, now, known)]
    return sorted({*held, *renamed(text, text.replace(was, now), names, known)})


def renamed(text: str, changed: str, names: Collection[str], known: Collection[str] = ()) -> list[str]:
    """Names that stand in a text more or less often than in what it is changed to."""
    return sorted(name for name in names if _times(name, text, known) != _times(name, changed, known))


def _times(name: str, text: str, known: Collection[str]) -> int:
    for longer in sorted((one for one in known if name in one and name != one), key=len, reverse=True):
        text = text.replace(longer, "\0")
    return text.count(name)


def turned(unit: Unit, was: str, now: str) -> list[str]:
    """Words that would be added or taken away: of negation, of bounds, of how much, of a state, titles of people; where
    results stand what was found, and in what experts wrote which side and which first."""
    before, after = (_NO_TURN.sub("", simplified(text)) for text in (unit.text, unit.text.replace(was, now)))
    said = [TURNS, MUCH, STATE, TITLE, CLIENT, *([HELD] if unit.results else []), *([SIDE] if unit.written else [])]
    found = [word for one in said for word in _altered(_WORDS[one], before, after)]
    if not (unit.written or unit.results):
        before, after = (_PLACES.sub("", text) for text in (before, after))
    return list(dict.fromkeys([*found, *_altered(_WORDS[BOUND], before, after)]))


def without_names(text: str) -> str:
    """A text without names that hold a word that turns by chance (无锡, 未来)."""
    return _NO_TURN.sub("", simplified(text))


def turns(text: str) -> list[str]:
    """Words of a text that turn it, or say what was held."""
    return [hit.group() for one in (TURNS, HELD) for hit in _WORDS[one].finditer(without_names(text))]


def bears(text: str) -> list[str]:
    """Words of a text on which what was found turns: negations, how much, what was held, and figures."""
    bare = _NO_TURN.sub("", simplified(text))
    held = [hit.group() for one in (TURNS, MUCH, HELD) for hit in _WORDS[one].finditer(bare)]
    return [*held, *(hit.group().strip() for hit in _FIGURE.finditer(bare))]


def reworded(unit: Unit, was: str, now: str) -> bool:
    """Whether of what an expert wrote more would alter than single letters; signs and spaces are none."""
    return unit.written and too_many(runs(unit.text, unit.text.replace(was, now)))


def runs(was: str, now: str) -> list[int]:
    """How many letters alter, piece by piece."""
    pieces = SequenceMatcher(None, letters(read(was)), letters(read(now)), autojunk=False).get_opcodes()
    return [max(stop - start, until - since) for what, start, stop, since, until in pieces if what != "equal"]


def too_many(runs: Collection[int]) -> bool:
    """Whether these are more than slips of a pen: two letters beside each other, or many of one paragraph."""
    return sum(runs) > MOST_LETTERS or any(run > 1 for run in runs)


def letters(text: str) -> str:
    """The text without signs and blanks."""
    return re.sub(r"[\W_]", "", text)


def within(text: str, was: str, quoted: Iterable[str]) -> bool:
    """Whether the words stand within something that is quoted."""
    for quote in quoted:
        if text.strip() and text.strip() in quote:
            return True
        for start in _starts(text, quote):
            if any(start < at + len(was) and at < start + len(quote) for at in _starts(text, was)):
                return True
    return False


def _starts(text: str, words: str) -> Iterator[int]:
    at = text.find(words)
    while at >= 0:
        yield at
        at = text.find(words, at + 1)
