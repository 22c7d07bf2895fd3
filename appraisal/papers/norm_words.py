"""Whether the fields of a standard on file name one, and hold words of its own: what institutions write into them."""

from __future__ import annotations

import re

from appraisal.papers.as_read import ADDRESS, HANZI, flat, printed, stated
from appraisal.papers.record import DRAFT, GONE, GONE_EN, REPLACED

_WHICHEVER = re.compile(
    r"(?:the )?(?:latest|current|newest|most recent|last|present|valid|in force|effective)"
    r"(?: (?:edition|version|one|issue))?"
    "|(?:最新|现行|有效|当前|最近|现时)(?:有效)?(?:的?版[本次]?|标准)?"
)
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
    "|坚持|遵循|遵守|符合|满足|做到|保持|确保|保证|力求|进行|开展|实施|完成|执行|出具|形成|作出|得出|按照?"
    "|依[照据]?|根据"
    "|标准|规[范程定]|要求|准则|原则|有关|相关|上述|客观"
    "|公[正平开]|科学|独立|中立|严[谨格肃]|准确|真实|合[法理规]|及时|认真|细致|负责|可靠|诚信|质量"
    "|[性化地的和与及并且或而之所其该本此等对以为是均都])+"
    r"|(?:(?:the|an?|all|any|every|each|its?|this|that|and|or|of|in|with|by|to|for|as|be|is|are|shall|should|must"
    r"|work|examinations?|comparisons?|appraisals?|analysis|examiners?|experts?|results?|reports?|opinions?"
    r"|standards?"
    r"|specification|requirements?|require[sd]?|principles?|carried|out|conducted|made|done|performed|compare[ds]?"
    r"|examine[ds]?|issue[ds]?|accordance|according|follow(?:s|ed|ing)?|quality|care|(?:objective|impartial"
    r"|fair|scientific"
    r"|independent|careful|accurate|rigorous|reliable|diligent|professional|competent|proper)(?:ly|ally)?)(?: |\Z))+"
)
# … or that says only what the standard is about and applies to, sentence by sentence
_TELLS_OF_ITSELF = "规定|给出|确立|描述|提供|界定|阐述|明确|介绍|说明|确定|列出"
_OF_SCOPE = re.compile(
    "(?:.{0,30}?(?:标准|规[范程]|指南|本文件|本部分|本[章条节]|办法|[导通准]则)(?:规定了.{0,60}?)?)? ?适用于?"
    "(?:(?!应|须|不得|不计|逐).)+"
    f"|(?:.{{0,30}}?(?:标准|规[范程]|指南|文件|部分|[章条节]|办法|[导通准]则))? ?(?:{_TELLS_OF_ITSELF})了"
    "(?:(?!(?<![相对反适])应|须|不得|不计)(?!以?下(?:列|述)?(?:步骤|方法|规则)?.{8}).)*"
    r"|(?:(?:this|the) (?:\w+ ){0,4}?(?:standard|document|specification|guid\w+|code|part|clause|section"
    r"|chapter|annex)|it)?"
    r" ?\b(?:applies|is applicable|is intended|covers|specifies|describes|defines|establishes|outlines"
    r"|addresses|sets out"
    r"|lays down|deals with|is concerned with|(?:gives|provides|contains)(?! that\b))\b(?:(?!shall|should|must).)*"
)
# That what is filed is another's account of the standard, as a source is told; it stands at the head of its clause
_ELSEWHERE_ZH = "(?:论文|教材|教科书|文章|著作|专著|讲义|百科|博客|网文|网站|报道|课件|培训|解读|释义|综述|期刊)"
_SECOND_HAND = re.compile(
    "(?:转引|(?:引|转|抄|摘|录|译|转录|摘抄|摘录|摘引|引用|改编|整理|节选|载|出)(?:自|于))"
    "(?!(?:的|内容|文字|部分|处|时|者|本标准|该标准|原文))"
    "|据[^，。；]{0,20}?(?:引用|引述|所[引述载]|转[述引载]|概括|归纳|摘[录编要引]|介绍|翻译)(?!的)"
    "|[由经][^，。；]{0,16}?(?:转[述引载]|引述|概括|归纳|摘[录编引]|介绍|翻译)(?!的|后)"
    f"|[据按依见][^，。；]{{0,20}}?{_ELSEWHERE_ZH}(?:所?[载引述称录]|一[文书]|\\Z)"
    "|(?:二手|间接)(?:引用|资料|来源|文献)"
)
_SECOND_HAND_EN = re.compile(
    r"\bas (?:cited|quoted|summari[sz]ed|paraphrased|reproduced|reported|translated|told|explained) (?:in|by|from)\b"
    r"(?! (?:clause|table|annex|figure|section|iso|en|this|item|\d))"
    r"|\A\W*(?:(?:the|this|text|wording|clause|is|was|it|as|all|here)\W+)*(?:cited|quoted|taken|copied"
    r"|excerpted|translated|paraphrased"
    r"|adapted|summari[sz]ed|reported|known|reproduced)\W+(?:here\W+)?(?:from|in|by|after|via|through|only)\b"
    r"|\baccording to (?:\w+ ){0,3}?(?:textbooks?|papers?|articles?|thes[ie]s|commentar\w+|blogs?|wikipedia"
    r"|lectures?|trainings?|books?"
    r"|websites?|reviews?)\b|\b(?:at )?second[- ]hand\b|\bsecondary (?:source|literature)\b|\bapud\b"
)
# That it holds no more
_ENDED = re.compile(
    f"(?:{GONE}|停止(?:使用|执行|施行|适用)|不再(?:有效|适用|施行|执行|使用)"
    f"|[被由][^，。；]{{0,20}}(?:{REPLACED}|替换))"
    "(?!分析|模式|机理|的|率|稿|件|票|凭证|文书|条件)"
)
_ENDED_EN = re.compile(
    r"\A\W*(?:(?:the|this|that|now|since|already|has|have|had|been|is|was|it|its|clause|standard|edition"
    r"|text|document|rule"
    r"|section|part|provision|formally|status|currently|meanwhile|and|but|later|since|then|[\d.]+)\W+)*"
    rf"(?:{GONE_EN}|rescinded|cancell?ed|expired|lapsed|replaced"
    r"|no longer (?:in force|valid|applicable"
    r"|current|in use)|not in force)(?=\W*\Z|\W+(?:by|in|on|since|from|as|and|with|at|\d))"
)
# A clause that lays down what is done with works or words is the rule's own, whatever it has of quotes and withdrawals
_LAYS_DOWN = re.compile(
    f"\\A(?!.*{_ELSEWHERE_ZH}).*的(?:文字|内容|部分|处理|表述|引文|作品|来源|标注|稿件)\\W*\\Z"
    "|(?<![相对反适])应|须|不[得计予列纳]|计入|除外|可以"
    "|(?:的|者|时|后|处)\\W*\\Z|\\b(?:shall|must|should|may|is to|are to"
    "|(?:is|are) (?:not )?(?:counted|excluded"
    "|compared|left|listed|marked))\\b"
)
_CLAUSES = re.compile(r"[。；;，,、\n（）()\[\]【】〔〕!！?？：:]|—+|(?<!\d)\.|\.(?!\d)|\s[-–]\s")
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
# … and a chapter alone, by whatever numeral
_CHAPTER = re.compile(
    r"第?\s*(?:\d+|[零〇一二三四五六七八九十]+)\s*(?:[至到、,和~–-]\s*第?\s*(?:\d+|[一二三四五六七八九十]+)\s*)?章"
    r"|\bch(?:apters?|aps?)?\b\.?\s*(?:\d+|[ivx]+\b)(?!\.?\d)(?:\s*(?:to|and|-|–|,)\s*(?:\d+|[ivx]+\b)(?!\.?\d))?"
)
_NAMED_STANDARD = re.compile(r"\d|[A-Z]{2}")
_NOT_IN_FORCE = re.compile(
    rf"{DRAFT}|报批|{GONE}|被[^，。；]{{0,20}}(?:{REPLACED})|\b(?:drafts?|{GONE_EN}|for comments?)\b",
    re.IGNORECASE,
)
RULE_HANZI, RULE_WORDS = 6, 4  # of the text of a rule at least


def whichever(text: str) -> bool:
    """Whether words name no edition but whichever there is (latest, 最新版), or that it is not known (不明): one goes
    by a year or number, as the first, or as a revision. What is not in force (a draft, one withdrawn) is no edition to
    rest on."""
    words_alone = flat(text)
    if _NOT_IN_FORCE.search(text):
        return True
    return _WHICHEVER.fullmatch(words_alone) is not None or not _NAMED_EDITION.search(words_alone)


def not_its_own(text: str) -> bool:
    """Whether a field of a standard says that it was taken from somebody's account of it, or that it holds no more: in
    a clause that tells so, not in one that lays down what is done with what was quoted or withdrawn."""
    shown = printed(text).text
    for one in filter(str.strip, _CLAUSES.split(shown)):
        ended = _ENDED.search(one) or _ENDED_EN.search(one)
        if (ended or _SECOND_HAND.search(one) or _SECOND_HAND_EN.search(one)) and not _LAYS_DOWN.search(one):
            return True
    return False


def _of_scope(text: str) -> bool:
    """Whether each sentence says only what the standard is about, or applies to."""
    told = [flat(one) for one in re.split(r"[。；;\n]|\.(?!\d)", ADDRESS.sub(" ", text))]
    bare = [one for one in (re.sub(r"\A[\d ]+", "", one).strip() for one in told) if one]
    return bool(bare) and all(_OF_SCOPE.fullmatch(one) for one in bare)


def ruled(text: str) -> bool:
    """Whether words can be those of a rule: a few at least, beside addresses, and not only a note on where its text is
    (原文见附件三, available from the publisher), praise of good work, or what the standard applies to."""
    words_alone = flat(ADDRESS.sub(" ", text))
    words = re.findall(r"[^\W\d_]+", words_alone)
    hanzi = len(re.findall(HANZI, words_alone))
    others = sum(not re.search(HANZI, word) for word in words)
    bare = re.sub(r"[\d ]+", " " if others else "", words_alone).strip()
    hollow = any(one.fullmatch(bare) for one in (_OF_A_TEXT, _OF_NO_RULE, _OF_SCOPE)) or _of_scope(text)
    own = not hollow and not _OF_ITS_READING.search(bare)
    return own and (hanzi >= RULE_HANZI or others >= RULE_WORDS)


def names_clause(text: str) -> bool:
    """Whether words name a clause by number or letter, or as a part that all have (范围, scope); not 相关条款, nor a
    chapter, whose clauses nobody named."""
    said = printed(text, asides=False).text
    return _NAMED_CLAUSE.search(_CHAPTER.sub(" ", said)) is not None and not _over_chapters(said)


_RANGE = re.compile(
    r"(?<![\d.])(\d+)((?:\.\d+)*)\s*(?:条|款)?\s*(?:[-–—~～至到]|to\b|through\b)+\s*第?\s*(\d+)((?:\.\d+)*)(?![\d.]*\d)"
)


def _over_chapters(said: str) -> bool:
    """Whether a range goes over chapters (1-9, 5.1至9.4): of what lies between nobody named a clause."""
    return any(not below or (under and first != last) for first, below, last, under in _RANGE.findall(said))


def names_standard(number: str) -> bool:
    """Whether a number names one standard: by a digit or letters of its own (ACPO); not 国家标准."""
    return _NAMED_STANDARD.search(number) is not None and not _SERIES_ALONE.fullmatch(number.strip())
