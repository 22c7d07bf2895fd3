"""What a Markdown text reads as on paper: without marks of emphasis, links, tags and what has no width; behind it what
stands in comments, tags and targets of links; whether it says anything.

Words that a report may not say are looked for in this, so that no mark or space within a word hides it.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

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
_KEPT = 10_000  # letters of a text whose reading is kept
_APART = "\n。\n"  # between the text and what stands aside in it
_RESULT = re.compile(r"\s*|#[0-9a-f]{12,16}")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][\dA-Fa-f]{1,6}|[A-Za-z]{2,31});")
_HANZI = "[\u2e80-\u2fdf\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]"
_SPACED = re.compile(rf"(?<={_HANZI})(?:[^\S\n]|\n(?![^\S\n]*\n))+(?={_HANZI})")


@dataclass(frozen=True, slots=True)
class Printed:
    """``text`` in small letters; ``at``: where each of its letters stands in the source; ``held``: which letters are
    quoted or code, which may say anything."""

    text: str
    at: tuple[int, ...]
    held: tuple[bool, ...]

    def quoted(self, start: int, stop: int) -> bool:
        return all(self.held[start:stop])

    def source(self, start: int, stop: int) -> tuple[int, int]:
        return self.at[start], self.at[stop - 1] + 1


def printed(source: str, own: Collection[str] = (), *, asides: bool = True) -> Printed:
    """The text as it is read. ``own``: quotes, with their marks, that quote nobody and are read as the text is.

    ``asides``: what stands in comments, tags and targets of links follows the text; a report prints it as it is.
    """
    read = _printed if len(source) <= _KEPT else _printed.__wrapped__  # many gates read the same short texts
    return read(source, frozenset(own), asides)


@lru_cache(maxsize=4096)
def _printed(source: str, own: frozenset[str], asides: bool) -> Printed:
    inside = [False] * len(source)
    for pattern in (CODE, QUOTED):
        for hit in (hit for hit in pattern.finditer(source) if hit.group() not in own):
            inside[hit.start() : hit.end()] = [True] * len(hit.group())
    kept = list(source)
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
        letters += [(_looks(small), at) for letter in shown for small in letter.casefold()]
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
_WHICHEVER = re.compile(
    r"(?:the )?(?:latest|current|newest|most recent|last|present|valid|in force|effective)"
    r"(?: (?:edition|version|one|issue))?"
    "|(?:最新|现行|有效|当前|最近|现时)(?:有效)?(?:的?版[本次]?|标准)?"
)


def elsewhere(text: str) -> bool:
    """Whether words only send the reader elsewhere, or say that something is to follow (see text, 待补, 见标准原文)."""
    return _ELSEWHERE.fullmatch(_flat(text)) is not None


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
    flat = _flat(text)
    bare = re.sub(r"\s+", "", flat) if re.search(_HANZI, flat) else flat
    hollow = flat in UNREASONED or _OF_A_REASON.fullmatch(bare) or _WISHED.search(flat)
    return worded(text) and not elsewhere(text) and not hollow


# Words that only speak of a text: what it is called, where it is, that it was read, is long, or is left out
_OF_A_TEXT = re.compile(
    "(?:此处|这里|条款|条文|原文|正文|全文|标准|规范|规程|内容|文本|本条|本|该|此|其|条|款|如此|如下|同|按|照|的|之"
    "|已经|已|均|皆|经|过|了|查阅|阅读|参阅|阅|读"
    "|查|见|参照|参看|参|略去|略|从|省略|部分|在卷|附[件录][一二三四五六七八九十甲乙丙丁]?|附|后|于|以|自"
    "|所|载|为准|较长|很长|太长|过长|篇幅|不录|不予|摘录|抄录|引述|列出|存档"
    "|归档|备查|备案|备|另行|另|详|请|有关|相关|官网|网站|网址|出版社|公布|发布"
    "|第?[零〇一二三四五六七八九十百]+[章条节款页项])+"
    r"|(?:(?:the|an?|this|that|it|its|text|words?|wording|clauses?|of|verbatim|read|see|refer|to|too|very"
    r"|long|lengthy|print(?:ed)?|quoted?"
    r"|websites?|web|site|pages?|online|available|obtainable|from|at|on|in|by|for|with|upon|request"
    r"|publishers?|as|published|standards?|original"
    r"|full|whole|complete|attached|annex\w*|appendix|file|filed|kept|held|here|not|be|is|are|was|were|has"
    r"|have|been|and|or|same|above|below"
    r"|section|chapter|reproduced|copied|copy|source|document|which|checked|seen|known|consulted|please"
    r"|publicly|public|internet|[a-z])(?: |\Z))+"
)
# That a text is not the rule's own: from memory or hearsay, what it is about, who read it, where it lies
_OF_ITS_READING = re.compile(
    "凭记忆|据(?:他人|百科|样[例本]|[^，。；\n]{0,6}(?:转述|介绍|所引|报告))|大意|(?:由|经)\\s*ai|转述|回头|稍后"
    "|暂[缺缓]|资料室|电子版|纸质本|因版权|受版权保护|官方发布|全文公开"
    "|适用于本案|与本案(?:相关|有关)|已由[^，。；\n]{0,6}查阅|已?阅读(?:了)?(?:该|本|此)条|请查阅|测试文字"
    "|[一二三四五六七八九十]{6,}"
    "|(?:本|该|此)?(?:标准|条|条款|条文)(?:规定|说明|载明|明确)了[^，。；\n]{0,8}(?:方法|要求|内容|事项)"
    "|适用于[^，。；\n]{0,12}(?:见正文|详见)"
    r"|\b(?:from memory|i am told|as summari[sz]ed|on the shelf|reasons of copyright|well known|fill this in"
    r"|applies to this case|read by|the usual clause|to be filled)\b"
    r"|\b(?:clause|standard|section) (?:sets out|lays down|deals with|describes|governs) (?:the )?\w+(?: \w+)?$"
)
# A text of virtues alone, or that only sends back to itself: nothing that is to be done with the material, or how …
_OF_NO_RULE = re.compile(
    "(?:比对|检验|鉴定|分析|检测|工作|活动|作业|过程|程序|流程|结果|结论|报告|意见|人员?|机构|应当?|必?须|需要?|可以?"
    "|坚持|遵循|遵守|符合|满足|做到|保持|确保|保证|力求|进行|开展|实施|完成|执行|出具|形成|作出|得出|按照?|依[照据]?|根据"
    "|标准|规[范程定]|要求|准则|原则|有关|相关|上述|客观"
    "|公[正平开]|科学|独立|中立|严[谨格肃]|准确|真实|合[法理规]|及时|认真|细致|负责|可靠|诚信|质量|[性化地的和与及并且或而之所其该本此等对以为是均都])+"
    r"|(?:(?:the|an?|all|any|every|each|its?|this|that|and|or|of|in|with|by|to|for|as|be|is|are|shall|should|must"
    r"|work|examinations?|comparisons?|appraisals?|analysis|examiners?|experts?|results?|reports?|opinions?|standards?"
    r"|specification|requirements?|require[sd]?|principles?|carried|out|conducted|made|done|performed|compare[ds]?"
    r"|examine[ds]?|issue[ds]?|accordance|according|follow(?:s|ed|ing)?|quality|care|(?:objective|impartial|fair|scientific"
    r"|independent|careful|accurate|rigorous|reliable|diligent|professional|competent|proper)(?:ly|ally)?)(?: |\Z))+"
)
# … or that says only what the standard applies to
_OF_SCOPE = re.compile(
    "(?:.{0,30}?(?:标准|规[范程]|指南|本文件|本部分|办法|[导通准]则)(?:规定了.{0,60}?)?)? ?适用于?"
    "(?:(?!应|须|不得|不计|逐).)+"
    r"|(?:this|the) (?:\w+ ){0,4}?(?:standard|document|specification|guid\w+|code|part)"
    r" (?:applies|is applicable|is intended|covers)\b(?:(?!shall|should|must).)*"
)
_SEVERAL = re.compile(
    "等|及其|其他|或|待查|待定|不详|et seq|[x×]{2}|(?:19|20)\\d\\d\\s*[/、]\\s*(?:19|20)\\d\\d|\\bor\\b", re.IGNORECASE
)
_SERIES_ALONE = re.compile(
    "(?:gb|sf|ga|jr|yd|sj|cy|ww|rb|gy|iso|iec|astm|bs|din|en|ieee|ansi|rfc)(?:[/ ]?[tz])?", re.IGNORECASE
)
_NO_TITLE = re.compile(
    "(?:有关|相关|国家|行业)?(?:标准|规范|规程)|待[查补定填]|(?:the )?(?:standard|rules?)", re.IGNORECASE
)


def one_only(text: str) -> bool:
    """Whether words name one thing: not several (5.1等, 2020或2023), nor one that is still to be found (待查)."""
    return _SEVERAL.search(text) is None


def titled(text: str) -> bool:
    """Whether words are a title: not only that it is a standard."""
    return stated(text) and _NO_TITLE.fullmatch(text.strip()) is None


_NAMED_EDITION = re.compile(
    r"\d|第[一二三四五六七八九十]+|[初首]版|试行|修[订正]"
    r"|\b(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|revis\w+|amend\w+|original)\b"
)
_NAMED_CLAUSE = re.compile(
    r"\d|第[零〇一二三四五六七八九十百]+|[一二三四五六七八九十]+[、章条节款]|附[录件]\s?[a-z甲乙丙丁]|引言"
    r"|前言|范围|总则|术语|定义|原则"
    r"|\b(?:annex|appendix|part|section|clause|chapter|article|schedule)\s+(?:[a-z]|[ivx]+)\b"
    r"|\b(?:introduction|foreword|scope|terms|definitions"
    r"|general|preamble|principles)\b"
)
_NAMED_STANDARD = re.compile(r"\d|[A-Z]{2}")
_NOT_IN_FORCE = re.compile(
    r"征求意见|草案|送审|报批|讨论稿|废止|作废|失效|撤销|被[^，。；]{0,20}(?:代替|取代|替代)"
    r"|\b(?:drafts?|withdrawn|superseded|repealed|obsolete|for comments?)\b",
    re.IGNORECASE,
)
RULE_HANZI, RULE_WORDS = 6, 4  # of the text of a rule at least


def whichever(text: str) -> bool:
    """Whether words name no edition but whichever there is (latest, 最新版), or that it is not known (不明): one goes
    by a year or number, as the first, or as a revision. What is not in force (a draft, one withdrawn) is no edition to
    rest on."""
    flat = _flat(text)
    if _NOT_IN_FORCE.search(text):
        return True
    return _WHICHEVER.fullmatch(flat) is not None or not _NAMED_EDITION.search(flat)


def ruled(text: str) -> bool:
    """Whether words can be those of a rule: a few at least, beside addresses, and not only a note on where its text is
    (原文见附件三, available from the publisher), praise of good work, or what the standard applies to."""
    flat = _flat(ADDRESS.sub(" ", text))
    words = re.findall(r"[^\W\d_]+", flat)
    hanzi = len(re.findall(_HANZI, flat))
    others = sum(not re.search(_HANZI, word) for word in words)
    bare = re.sub(r"[\d ]+", " " if others else "", flat).strip()
    hollow = any(one.fullmatch(bare) for one in (_OF_A_TEXT, _OF_NO_RULE, _OF_SCOPE))
    own = not hollow and not _OF_ITS_READING.search(bare)
    return own and (hanzi >= RULE_HANZI or others >= RULE_WORDS)


def names_clause(text: str) -> bool:
    """Whether words name a clause by number or letter, or as a part that all have (范围, scope); not 相关条款."""
    return _NAMED_CLAUSE.search(printed(text, asides=False).text) is not None


def names_standard(number: str) -> bool:
    """Whether a number names one standard: by a digit or letters of its own (ACPO); not 国家标准."""
    return _NAMED_STANDARD.search(number) is not None and not _SERIES_ALONE.fullmatch(number.strip())


def _flat(text: str) -> str:
    """Words alone, with one space between them."""
    return " ".join(re.sub(r"[\W_]+", " ", printed(text, asides=False).text).split())
