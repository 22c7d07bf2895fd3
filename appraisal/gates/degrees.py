"""How much is alike, said without a number: amounts, whole works, grades, and what chance would do.

A sentence that says that something is the same or differs says how much by figures with their results. Looked for are
the words that say how much (a small, closed class in each language), beside a word that says same or different.
Free is how many of the places found are meant (all identical passages are listed), since the record has their number,
and what experts agree or differ about.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from appraisal.gates.fewer import fewer
from appraisal.gates.parties import AGREE_EN
from appraisal.gates.relations import left_open
from appraisal.gates.sentences import sentences
from appraisal.gates.things import EN, THINGS, ZH

# Words that say that things are the same or differ
COMPARED = re.compile(
    r"\b(?:(?:its|their)\s+own|peculiar|same|identical\w*|alike|similar\w*|agree\w*|coincid\w+|shar(?:e|es|ed|ing)"
    r"|overlap\w*|match(?:es|ed|ing)?|common|differ\w*"
    r"|counterparts?|correspond\w*|recurs?|recurred|resembl\w+|verbatim|word\s+for\s+word|unlike"
    r"|(?:is|are)\s+th(?:at|ose)\s+of|(?:stands?|stood|found|recurs?|appears?|occurs?)\s+(?:again\s+)?in|makes?\s+up)\b"
    r"|\bboth\s+(?!experts|appraisers|parties|of\s+us)(?:\w+\s+){0,3}?(?:have|has|show|contain|use|carry|hold|bear)\b|\b(?:apart|score[ds]?)\b|均[为有呈是]|[仅只]差|得分|评分"
    "|共同的|全同|找到|出处|可寻|[相雷等]同(?![时样意学事])|[相近]似|一致|重合|重叠|吻合|对应|不同|差异|差别|有别|无关|无异"
    "|一字不[差易改]|一样|独有|自己的|见于|出现于"
)
# What experts hold of each other's views, and what is asked: nobody says there how much is the same
_ASIDE = re.compile(
    r"(?:意见|看法|判断|结论|认识)(?:均|都)?(?:不?一致|[不相]同)|一致(?:认为|同意|采信)|相互?对应|(?:全文"
    r"|逐[字句段处条]+)(?:地)?(?:进行|予以|作)?(?:比对|对读|阅读|检索|核对|通读)"
    r"|各[处段](?:落|文字)?(?:逐[一字句段处条]|分别|依次)(?:地)?(?:进行|予以|作)?了?(?:比对|对读|阅读|检索|核对|通读)"
    r"(?![^。；;.]{0,8}(?:[均皆都全]|[相雷]同|一致))"
    rf"|{AGREE_EN}"
    r"|\bhow\s+(?:much|many|far)\b|\bas\s+(?:much|many|far)\s+as\b|有?多少"
)
_MATTER = (
    rf"(?:{EN}|texts?|wording|dialogues?|prose|stor(?:y|ies)|codes?|programs?|plots?|melod(?:y|ies)|works?|books?|novels?"
    r"|games?|[a-z]{1,2}\d+)"
)
_WORDS = r"(?:(?!same\b|identical\b|common\b|shared\b|passages?\b|matches\b|places?\b)[\w'’-]+\s+){0,3}?"
_EN = (
    # of whole works and of all that they are made of
    rf"\b(?:every(?:\s+(?:single|last))?|each|all|whole|entire)\s+(?:of\s+)?(?:the\s+|its\s+"
    rf"|their\s+)?{_WORDS}{_MATTER}\b(?!\s+of\s+the\s+(?:report|scheme|annex))"
    rf"|\b(?P<thing>{_MATTER})\s+(?:after|by|for)\s+(?P=thing)\b|\b(?:from\s+(?:beginning|start"
    rf"|first)\s+to\s+(?:the\s+)?(?:end|finish|last))\b"
    rf"|\b(?:whole|entire)\s+{_MATTER}\b|\bbut\s+for\s+(?:the|an?)\b"
    # much and little
    r"|\b(?:many|much|numerous|countless|plenty|lots|masses|scores|dozens|hundreds)\b(?!\s+(?:reasons?|causes?|ways?))"
    r"|\b(?:large|long|great|huge|vast|big|sizeable|considerable|high)\s+(?:blocks?|stretch(?:es)?|swathes?"
    r"|chunks?|amounts?|quantit\w+|tracts?"
    r"|parts?|portions?|proportions?|shares?|numbers?|degree|extent|measure|overlap)\b"
    r"|\b(?:extensive|vast|massive|overwhelming|predominant|abundant|pervasive)(?:ly)?\b"
    r"|\b(?:hardly|scarcely|barely|seldom|rarely)\b|\bfew\b(?!er\b)|\b(?:the|an)\s+odd\b|\btiny\b|\bnegligible\b"
    r"|\b(?:virtually|practically|essentially|nearly|almost|wholly|mostly|mainly|largely)\b"
    r"|\bfor\s+all\s+(?:practical\s+)?(?:intents|purposes)\b"
    r"|\b(?:outweigh|outnumber|dwarf)\w*|\ba\s+(?:great|good)\s+deal\b|\bevenly\s+split\b|\bthe\s+highest\b"
    r"|\btop\s+tier\b|\blikelihood\s+ratio\b|\b(?:two|three|four)[\s-](?:digits?|figures?)\b"
    r"|\bon\s+(?:the\s+)?average\b|\bthe\s+average\s+of\b|\bon\s+the\s+fingers\b|\bhalf\s+a\s+page\b|\bpage\s+and\s+a\s+half\b|\bonly\s+the\s+(?:opening|ending"
    r"|beginning|end)\b|\bby\s+a\s+(?:wide|large|long)\s+margin\b|\b(?:several|many)\s+times\b|\bfar\s+(?:more"
    r"|less|above|below|beyond|exceeds?)\b"
    r"|\b(?:well|far)\s+(?:over|above|beyond)\b|\bas\s+good\s+as\b|\bthe\s+(?:bulk|majority|mass)\s+of\b"
    r"|\b(?:similarity|overlap)\s+(?:score|rating|grade|index)\b"
)
_ZH = (
    "通篇|全[文书篇剧本](?!比对|对读|的?[0-9]|共|计)|整[部本篇段章幅首](?:整[段章])?|[每各]一?[个]?[段句章行页场回节](?:落|子)?"
    "|句句|字字|段段|其余(?:内容|文字|部分|各处)?(?:均|都|皆|全|亦|也)?逐"
    "|一字不[差易改]|大(?:量|篇幅|面积|范围|段大段|片)|成[片段]|高度(?:重合|一致|近似|相似|吻合|雷同|重叠)"
    "|(?:比例|程度|占比|[度率])[^，。；,;\n]{0,3}?(?:极|很|甚|较|偏|非常|相当|颇)高|远(?:远|[多大高]于|超)|绝大"
    "|寥寥|零星|个别|少[量许]|极少|为数不多"
    "|几[乎近]|近乎|差不多|基本上?|大体|大同小异|不可胜数|俯拾[皆即]是|比比皆是|无一|找不到一|数不胜数|屡见不鲜|俯拾"
    "|平分秋色|[一二三四五六七八九]{2}开|对半|屈指可数|不在少数|[一两二三四]位数(?!字)|绝对优势|占优|多于|翻了?一番"
    "|长达|等长|接近一个|不过[一两二三]|平均|之首|名列|最高|首屈一指|似然比|半页|一页半|为自己的|只有首尾"
    "|评分|得分|评级|警戒线|过[百千半](?![年天日夜])"
)
# Of all things of a sort, whatever the medium
_EVERY = rf"|(?:所有|全部|一切|每一?)[个条张处]?的?[^，。；;,\n]{{0,4}}?{ZH}"
DEGREE = re.compile(f"{_EN}|{_ZH}{_EVERY}")
# … said of a pair of works, not of one place, of what experts did, or of a method
_THROUGHOUT = re.compile(
    rf"{ZH}[^，。；;,\n]{{0,4}}?(?<!并非)(?<!不是)(?<!未)(?<!不)(?:处处|一律|无一例外|全部|逐一)"
    r"|(?<!not )(?<!not the same )(?<!not identical )(?<!not alike )\bthroughout\b|\bwithout\s+exception\b"
    r"|\bin\s+every\s+(?:case|instance|respect|particular)\b"
)
_METHOD = re.compile(
    r"方法|规则|口径|参数|设置|格式|编码|\b(?:methods?|rules?|settings?|parameters?|formats?|encodings?|versions?)\b"
)
# What is no amount of what works have in common: that files are those which a list names
OF_CUSTODY = re.compile(r"\b(?:digests?|hash(?:es)?|checksums?|check\s+values?|seals?)\b|哈希|校验|封条")
_NAMES = re.compile(r"[a-z]\w*[_.]\w+|\b\w+\(\)")  # of functions and files: who lists them counts nothing
# What chance would do, said without a figure
CHANCE = re.compile(
    r"\b(?:chance|chances|odds|probabilit(?:y|ies)|likelihood|coincidence)\b[^.;\n]{0,60}?"
    r"\b(?:negligible|remote|nil|zero|tiny|minute|infinitesimal|vanish\w*|astronomical\w*|slim|(?:a\s+)?(?:million"
    r"|billion|thousand|hundred))\b"
    r"|\blikelihood\s+ratio\b[^.;\n]{0,24}\b(?:strong|high|large|supports?)\b"
    "|似然比[^。；;\n]{0,20}(?:支持|很强|极强|很高|极高)|机会微乎其微"
    "|(?:概率|几率|机率|可能性)[^，。；,;\n]{0,6}?(?:几近|几乎|接近|趋近|近乎|微乎其微|极[低小微]|很[低小]|甚微"
    "|可以?忽略|为零|等于零)"
)
# Counts up to ten of what there is; above ten they are read anywhere (quantities)
_SLIPS = r"(?:misspellings?|errors?|mistakes?|slips|typos)"
_THINGS = r"(?:places|passages|matches|sentences|paragraphs|lines|words|scenes|functions|files|notes|pictures)"
_ONE = r"(?<![a-z\d])[a-z]\d(?![a-z\d])"  # a work by its label
_ONE_ZH = rf"(?:检材|样本|{_ONE})"
# That a pair of works has no difference, or all but one: as good as a share of a hundred
_NO_DIFFERENCE = re.compile(
    r"\b(?:cannot|can\s+not|could\s+not)\s+be\s+(?:told\s+apart|distinguished)|\bindistinguishable\b|\bpixel[\s-]perfect\b"
    r"|\b(?:nothing|none|not\s+an?\s+(?:single\s+)?\w+|no\s+(?:\w+\s+)?(?:difference|deviation|change|mismatch|remainder))\b"
    r"[^.;\n]{0,30}?(?:\b(?:differ\w*|deviat\w+|chang\w+|else|left|mismatch\w*|remainder)\b)"
    r"|\bleaves?\s+no\s+\w+|\bmerge\s+(?:completely|wholly|into\s+one)|\bone[\s-]to[\s-]one\b|\bisomorphic\b"
    r"|\bare\s+(?:(?:one\s+and\s+)?the\s+same\s+(?:binary|program|picture|song|thing)|one)\s*(?:\Z|,)"
    r"|\b(?:compile|render|play|look|sound|run|behave)s?\b[^.;\n]{0,20}\b(?:the\s+same|alike|identical\w*)"
    r"(?:\s+\w+)?\s*(?:\Z|\bto\b)|\bdiffers?\s+(?:only\s+(?:by|in)|by)\s+(?:an?\s+single|one|two|three|four|five)\b"
    "|(?:再无|没有|毫无|并无|[看听]不出|分辨不出|无法(?:分辨|区分|辨别)|不能(?:分辨|区分)|未见)[^，。；\n,;]{0,10}"
    "(?:差别|区别|差异|不同(?!的?(?:版本|来源|意见|看法))|不符|变化|残留)|(?:无法|不能|难以)(?:分辨|区分|辨别)|严丝合缝|一一对应|同构|处处吻合"
    # that the one is the other but for what was done to it, or comes out when that is undone
    rf"|{_ONE}\s+(?:is|are|equals?)\s+(?:(?:simply|just|merely|only|nothing\s+but)\s+)?{_ONE}\s+(?:with|but|save|except|minus|plus)\b"
    rf"|\b(?:undo|reverse|revert)\b[^.;\n]{{0,60}}\b{_ONE}\s+(?:comes?\s+out|is\s+(?:there|obtained))\b"
    rf"|{_ONE_ZH}(?:只|仅|不过)(?:是|系)?[把将]{_ONE_ZH}|即[得成]到?{_ONE_ZH}(?!第|的?(?:编号|名称))"
    "|逐[行字句帧音点]对应|编译[^，。；\n,;]{0,8}(?:同一|相同|一样)|[仅只]差[一二两三四五六七八九十]|其余(?:照旧|未变|不变)|(?:[看听]起?来|听上去)[^，。；\n,;]{0,4}(?:一样|相同)"
)
# … of a pair of works, not of runs, copies or single places
_PAIR = re.compile(
    r"两[图曲歌款个首幅张枚套件部份书]|双方|检材|样本|二者|两者|彼此|同一(?:程序|音频|图)|普通(?:听众|观察者|读者)"
    r"|\b(?:the\s+two|both|each\s+other|one\s+another|two|the\s+(?:programs|pictures|songs|works|games|books|films))\b|(?<![a-z\d])[a-z]\d(?![a-z\d])"
)
_SINGLE = re.compile(
    r"(?<!处)处(?!处)|[段句页]|次|本[机地]|副本|光盘|哈希|校验|清单|封条|人[员工]|鉴定人|专家|意见|结果"
    r"|\b(?:passages?|places?|sentences?|paragraphs?|runs?|cop(?:y|ies)|dis[ck]s?|digests?|hash\w*|seals?|lists?|experts?|we"
    r"|us|reviewers?|results?|times?|opinions?|verdicts?)\b"
)
# Parts of works of which no report has two by itself, as it has two works, files, pictures and places
_OUTER = {"page", "sentence", "scene", "chapter", "paragraph", "person", "line", "file", "picture", "name", "plot"}
_INNER = "(?:" + "|".join(one.en for root, one in THINGS.items() if root not in _OUTER) + ")"
_INNER_ZH = "(?:" + "|".join(one.zh for root, one in THINGS.items() if root not in _OUTER) + ")"
_FEW = r"(?:three|four|five|six|seven|eight|nine|ten)"
SMALL = re.compile(
    rf"\b(?:{_FEW}|an?\s+pair\s+of)\s+(?:\w+\s+)?{_SLIPS}\b|\b(?:ha(?:s|ve)|shares?|there\s+are"
    rf"|in)\s+{_FEW}\s+(?:\w+\s+)?{_THINGS}\b"
    rf"|\b{_FEW}\s+(?:\w+\s+){{1,3}}?(?:(?:are|were)\s+(?:the\s+same|shared|identical|alike|common)|agree|coincide)\b"
    rf"|\b(?:the\s+same\s+|shares?\s+)?(?:{_FEW}|two|both)\s+(?:\w+\s+)?{_INNER}\b|[两二三四五六七八九十][个条张]?{_INNER_ZH}"
    rf"|\bthere\s+are\s+{_FEW}\s+(?:shared|common|identical)\b|\boccurs?\s+{_FEW}\s+times\b"
    "|[三四五六七八九十](?:个|项|名|种)[^，。；\n,;]{0,6}?[全均都皆]?(?:相同|同(?![时样意学事])|一致)"
    "|(?:相同|共同|相似)的?[^，。；\n,;]{0,8}[有共计为：:][^。；\n;]{0,16}?[三四五六七八九十](?:个|项|名|种|次)"
    rf"|\bboth\s+(?!experts|appraisers|parties|of\s+us)(?:\w+\s+){{0,3}}?(?:have|has|show|contain|use|carry|hold|bear)s?\s+(?:\w+\s+){{0,3}}?(?:{_FEW}|eleven|twelve)\b"
    r"|均[为有呈是][三四五六七八九十]{1,3}[个颗簇条朵只根圈道种]"
    "|错字[三四五六七八九十]个|共[三四五六七八九十]次"
    "|[有共计为达凡](?:约|近)?[三四五六七八九十](?:处|句|段|字(?!节)|词|行|页|项|条)(?![一二三四五六七八九十])"
)


def degrees(text: str) -> Iterator[tuple[int, int]]:
    """Where a text as read (``printed``) says how much is alike, or what chance would do, without a figure."""
    yield from (hit.span() for hit in CHANCE.finditer(text))
    yield from (span for span in fewer(text) if not left_open(text, span[0]))
    for start, end in sentences(text):
        sentence = _ASIDE.sub(lambda hit: " " * len(hit.group()), text[start:end])
        if _PAIR.search(sentence) and not _SINGLE.search(sentence):
            for hit in _NO_DIFFERENCE.finditer(sentence):
                if not left_open(text, start + hit.start()):
                    yield start + hit.start(), start + hit.end()
        if not COMPARED.search(sentence) or OF_CUSTODY.search(sentence):
            continue
        listed = len(_NAMES.findall(sentence)) > 1
        plain = not (_SINGLE.search(sentence) or _METHOD.search(sentence))
        for pattern in (DEGREE, SMALL, *((_THROUGHOUT,) if plain else ())):
            for hit in pattern.finditer(sentence):
                if not (left_open(text, start + hit.start()) or (listed and pattern is SMALL)):
                    yield start + hit.start(), start + hit.end()
