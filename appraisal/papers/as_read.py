"""What a Markdown text reads as on paper: without marks of emphasis, links, tags and what has no width; behind it what
stands in comments, tags and targets of links; whether it says anything.

Words that a report may not say are looked for in this, so that no mark or space within a word hides it.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from appraisal.keeping import of_text
from appraisal.papers.simplified import in_mainland_words, simplified

_PARAGRAPH = r"(?:(?!\n[ \t]*\n)[^{stop}])*"
CODE = re.compile(r"```.*?```|`[^`]*`", re.DOTALL)
QUOTED = re.compile(
    "|".join(
        (
            "“" + _PARAGRAPH.format(stop="”") + "”",
            "「" + _PARAGRAPH.format(stop="」") + "」",
            "《" + _PARAGRAPH.format(stop="》") + "》",
            r"\"[^\"\n]*\"",
        )
    )
)
_ASIDE = re.compile(
    r"<!--(?P<comment>.*?)-->|</?(?P<tag>[A-Za-z][^<>\n]*)>"  # tags; Chinese titles in <> stay
    r"|\]\((?P<target>[^()\n]*)\)|\]\[(?P<named>[^\]\n]*)\]",  # the target of a link, and its title
    re.DOTALL,
)
_GONE = re.compile(
    _ASIDE.pattern + r"|[*`\[\]\\]|~~"
    r"|(?<![A-Za-z\d])_|_(?![A-Za-z\d])",
    re.DOTALL,
)
ADDRESS = re.compile(r"(?:https?://|ftp://|mailto:)[^\s<>()\"“”]+", re.IGNORECASE)  # a citation, read as titles are
_APART = "\n。\n"  # between the text and what stands aside in it
_RESULT = re.compile(r"\s*|#[0-9a-f]{12,16}")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][\dA-Fa-f]{1,6}|[A-Za-z]{2,31});")
HANZI = "[\u2e80-\u2fdf\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]"
_SPACED = re.compile(rf"(?<={HANZI})(?:[^\S\n]|\n(?![^\S\n]*\n))+(?={HANZI})")


@dataclass(frozen=True, slots=True)
class Printed:
    """``text`` in small letters, traditional characters as simplified ones and numerals of whatever script as digits;
    ``at``: where each of its letters stands in the source; ``held``: which letters are quoted or code, which may
    say anything."""

    text: str
    at: tuple[int, ...] = field(hash=False)
    held: tuple[bool, ...] = field(hash=False)

    def quoted(self, start: int, stop: int) -> bool:
        return all(self.held[start:stop])

    def source(self, start: int, stop: int) -> tuple[int, int]:
        return self.at[start], self.at[stop - 1] + 1


def printed(source: str, own: Collection[str] = (), *, asides: bool = True) -> Printed:
    """The text as it is read. ``own``: quotes, with their marks, that quote nobody and are read as the text is.

    ``asides``: what stands in comments, tags and targets of links follows the text; a report prints it as it is.
    """
    return _printed(source, frozenset(own), asides)


@of_text
def _printed(source: str, own: frozenset[str], asides: bool) -> Printed:
    inside = [False] * len(source)
    for pattern in (CODE, QUOTED):
        for hit in (hit for hit in pattern.finditer(source) if hit.group() not in own):
            inside[hit.start() : hit.end()] = [True] * len(hit.group())
    read = in_mainland_words(source)  # shorter words are filled up with a space
    kept = ["" if one == " " != was else one for one, was in zip(read, source, strict=True)]
    for hit in _ENTITY.finditer(source):
        kept[hit.start() : hit.end()] = [html.unescape(hit.group()), *[""] * (len(hit.group()) - 1)]
    for hit in _GONE.finditer(source):
        kept[hit.start() : hit.end()] = [""] * len(hit.group())
    letters = _letters(kept)
    for start, stop in _asides(source) if asides else ():
        if not inside[start - 1]:  # marks around the value of an attribute quote nothing
            inside[start:stop] = [False] * (stop - start)
        for hit in ADDRESS.finditer(source, start, stop):
            inside[hit.start() : hit.end()] = [True] * len(hit.group())
        aside = printed(source[start:stop])
        letters += [
            *((letter, start) for letter in _APART),
            *zip(aside.text, (start + at for at in aside.at), strict=True),
        ]
    return Printed(
        "".join(letter for letter, _ in letters),
        tuple(at for _, at in letters),
        tuple(inside[at] for _, at in letters),
    )


def _asides(source: str) -> list[tuple[int, int]]:
    """Where text stands within comments, tags and targets of links; what binds a number to its result is none."""
    held = [hit.span(hit.lastgroup) for hit in _ASIDE.finditer(source) if hit.lastgroup]
    return [(start, stop) for start, stop in held if not _RESULT.fullmatch(source[start:stop])]


# Letters of other scripts, small capitals and hyphens that are read as letters of English; between such, digits too
_LOOKS = str.maketrans(
    "аеорсухіјѕһԁԛԝѵоᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢɡıɩɑορνικτ‐‑⁃−",
    "aeopcyxijshdqwvoabcdefghijklmnoprstuvwyzgiiaopvikt----",
)
_AS_LETTER = dict(zip("013457@$¡|", "oieastasil", strict=True))


def _looks(letter: str) -> str:
    """The letter of English that a letter looks like, without accents; others as they are."""
    base = unicodedata.normalize("NFKD", letter)[:1]
    return base if base.isascii() and base.isalpha() else letter.translate(_LOOKS)


def digits(text: str) -> str:
    """The text with decimal digits of whatever script (٩, ९) as those of English, each in its place."""
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(one)) if unicodedata.category(one) == "Nd" else one for one in text)


@lru_cache(maxsize=4096)
def named_as(name: str) -> str:
    """A name as it reads in a text that names it."""
    return printed(name, asides=False).text


@lru_cache(maxsize=4096)
def alone(name: str) -> re.Pattern[str]:
    """A name where no letter of English and no digit stands beside it: a1 is not in a12."""
    return re.compile(rf"(?<![a-z\d]){re.escape(name)}(?![a-z\d])")


def _figure(letter: str) -> str:
    """The digits of a numeral of whatever script (〩, ⓽, 𝍱, ٩); hanzi (九) and other letters as they are."""
    if letter == "〇" or letter.isascii() or unicodedata.category(letter) not in ("Nd", "Nl", "No"):
        return letter
    value = unicodedata.numeric(letter)
    return str(int(value)) if value >= 0 and value == int(value) else letter


def _folded(letters: list[tuple[str, int]]) -> Iterator[tuple[str, int]]:
    """Letters with digits and signs within English words as the letters that they stand for (c0pies)."""
    for n, (letter, at) in enumerate(letters):
        around = [letters[beside][0] for beside in (n - 1, n + 1) if 0 <= beside < len(letters)]
        within = letter in _AS_LETTER and len(around) == 2 and all("a" <= one <= "z" for one in around)
        yield (_AS_LETTER[letter] if within else letter), at


def _letters(kept: Sequence[str]) -> list[tuple[str, int]]:
    """Small letters as they are read, each with its place; spaces between hanzi are none."""
    letters: list[tuple[str, int]] = []
    for at, one in enumerate(kept):
        shown = (letter for letter in unicodedata.normalize("NFKC", one) if unicodedata.category(letter) != "Cf")
        small = (figure for letter in shown for folded in letter.casefold() for figure in _figure(simplified(folded)))
        letters += [(_looks(letter), at) for letter in small]
    letters = [*_folded(letters)]
    for hit in _SPACED.finditer("".join(letter for letter, _ in letters)):
        letters[hit.start() : hit.end()] = [("", 0)] * len(hit.group())
    return _whole([(letter, at) for letter, at in letters if letter])


# Words that a report may not say, looked for whole, whatever stands between or for their letters (Inf ringement,
# c-o-p-i-e-d, lnfr!ngement): beginnings of words, and words. “In fringe” is two words of its own.
_BEGUN = ("infring", "plagiar", "counterfeit", "misappropriat", "imitat", "reproduc", "duplicat")
_SOUGHT = (
    *(
        "piracy",
        "pirate",
        "pirated",
        "illegal",
        "unlawful",
        "stolen",
        "copy",
        "copies",
        "copied",
        "copying",
        "derivative",
    ),
    *("derived", "adapted", "probably", "probable", "possibly", "presumably", "apparently", "likely", "perhaps"),
)
_WITHIN = r"(?:-\s?|[.·•_|/~+'’]|\s)?"
_LIKE = {"i": "[il1!|]", "l": "[li1|]", "o": "[o0]", "a": "[a4@]", "e": "[e3]", "s": "[s5$]"}
_SPLIT = re.compile(
    r"(?<![a-z\d])(?!in\s+fringe[sd]?\b)(?:"
    + "|".join(
        f"(?P<{word}>{_WITHIN.join(_LIKE.get(letter, letter) for letter in word)}){end}"
        for words, end in ((_BEGUN, ""), (_SOUGHT, "(?![a-z])"))
        for word in words
    )
    + ")"
)


def _whole(letters: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """Words of ``_BEGUN`` and ``_SOUGHT`` put together where something stands between or for their letters."""
    for hit in _SPLIT.finditer("".join(letter for letter, _ in letters)):
        word = hit.lastgroup or ""
        left = iter(word)
        due = next(left)
        for at in range(*hit.span()):
            letter, place = letters[at]
            if due and re.match(_LIKE.get(due, due), letter):
                letters[at], due = (due, place), next(left, "")
            else:
                letters[at] = ("", place)
    return [(letter, at) for letter, at in letters if letter]


NOTHING = frozenset(
    (
        *("无", "没有", "暂无", "略", "从略", "空", "同上", "待补", "待定", "未填", "不详", "不适用"),
        *("none", "nil", "null", "na", "notapplicable", "nothing", "empty", "tbd", "todo", "ditto", "asabove"),
        *("ok", "okay"),
    )
)
UNREASONED = frozenset(  # words that promise a reason and give none
    (
        *("因故", "理由", "无理由", "没有理由", "无原因", "某种原因", "某种理由", "见前", "见前文"),
        *(
            "reason",
            "reasons",
            "no reason",
            "no reasons",
            "no reason given",
            "for a reason",
            "for some reason",
            "because",
        ),
        *("none given", "not given", "not stated", "none stated", "unstated", "unspecified", "not specified"),
    )
)
LEAST = 4  # letters or hanzi of a text that says something
DIFFERENT = 3  # of them that differ: 啊啊啊啊 and xxxx say nothing


@of_text
def stated(text: str) -> bool:
    """Whether a fact is stated: there is a letter or a digit, and it is no word for nothing (无, none, n/a, -)."""
    bare = "".join(letter for letter in printed(text, asides=False).text if letter.isalnum())
    return bool(bare) and bare not in NOTHING


def worded(text: str) -> bool:
    """Whether a text says something, as a reason must: a few letters at least, and not that there is nothing."""
    letters = [letter for letter in printed(text, asides=False).text if letter.isalpha()]
    return stated(text) and len(letters) >= LEAST and len(set(letters)) >= DIFFERENT


_ELSEWHERE = re.compile(
    r"(?:please )?(?:see|refer to|cf|as(?: stated)? in|as per|per)(?: \w+){0,4} (?:texts?|standard|original"
    r"|above|below|annex|appendix|attach\w+|document|source|clauses?|file|there)(?: itself| cited)?"
    r"|(?:to be|will be|not yet|yet to be) \w+(?: \w+){0,2}"
    r"|(?:full |original )?text(?: to follow| attached| annexed)?|omitted|pending|attached|placeholder|lorem ipsum.*"
    "|(?:详|参|请)?[见阅](?:标准|原[文件]|正文|全文|附件|附录|该|上|下|前|后|另)\\w{0,6}|(?:另|后|待|有待"
    "|尚待)[补附录填查定]\\w{0,4}"
    "|(?:条款|原文|内容|此处|正文|全文)?(?:从?略|省略|暂缺|待\\w{1,3})|同(?:标准|原文|上|前)\\w{0,4}"
    "|如(?:标准|原文|上|前)(?:所述|所示)?|(?:详|参)?见[\\w\\s]{2,30}(?:规定|条款?|要求)"
)


def elsewhere(text: str) -> bool:
    """Whether words only send the reader elsewhere, or say that something is to follow (see text, 待补, 见标准原文)."""
    return _ELSEWHERE.fullmatch(flat(text)) is not None


# Words of a reason that gives none: that it was decided, usual, spoken of, where it is written; who commissions wishes
_OF_A_REASON = re.compile(
    "(?:方案|规则|规定|常规|惯例|处理|讨论|商议|合议|研究|大家|各位|全体|一致|同意|意见|没有|必要|篇幅|所限|排除"
    "|上条|理由|充分|说明|口头|应予|符合|条件"
    "|[与同和][^，。；\n]{1,6}?(?=电话|当面|口头|邮件|微信|沟通|交流|商量|商议|讨论|联系)"
    "|电话|当面|邮件|微信|沟通|交流|商量|联系"
    "|[参详请]?[见阅](?!解)|会议|记录|纪要|笔录|备忘录?|案卷|在卷|过"
    "|决定|结果|之前|之后|作出|做出|比对|计入|认为|予以"
    "|[按依据照根经已应予系为在的于与同见定因有故且本该此处不无略前后了其])+"
    r"|(?:(?:(?:spoke|spoken|talk(?:ed)?|discussed|agreed|phoned|called|call|met|conferred|meeting)"
    r" (?:(?:it|this|by phone) )?with (?:my |our |the )?\w+|spoke|talked|phone[d]?|met|minutes|records?|notes?|memo"
    r"|file|meeting|deliberations?|my|our|colleague|us"
    r"|as|agreed|reasons?|given|orally|exclude[ds]?|to|be|see|the|scheme|for|good|decided|before|after"
    r"|results?|it|is|was|were|by|all|both|per|under|rules?|usual"
    r"|practice|discuss(?:ed|ion)|we|have|has|been|no|need|a|an|of|in|on)(?: |\Z))+"
)
_WISHED = re.compile(  # … or for unity with others
    "(?:以便|为了?|为求)(?:统一|一致)(?:意见|结论|认识)?\\Z|服从(?:多数|组长)|随大流"
    "|\\bfor the sake of (?:unity|harmony|peace)|"
    r"[应按依经照](?:照|从)?委托|委托(?:方|人)[^，。；\n]{0,4}(?:要求|希望|同意|主张|意愿)|(?:利于|有利"
    r"|不利)[^，。；\n]{0,4}委托"
    r"|\b(?:at|on) (?:the )?(?:request|wish|instructions?) of (?:the )?(?:client|counsel|party)"
    r"|\bhelps? (?:the )?(?:client|party)"
)


def reasoned(text: str) -> bool:
    """Whether a text gives a reason itself: in words, not by sending the reader elsewhere, and not that it was decided,
    agreed, or wished by who commissions."""
    said = flat(text)
    bare = re.sub(r"\s+", "", said) if re.search(HANZI, said) else said
    hollow = said in UNREASONED or _OF_A_REASON.fullmatch(bare) or _WISHED.search(said)
    return worded(text) and not elsewhere(text) and not hollow


@of_text
def flat(text: str) -> str:
    """Words alone, with one space between them."""
    return " ".join(re.sub(r"[\W_]+", " ", printed(text, asides=False).text).split())
