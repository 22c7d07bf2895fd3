"""Sentences that speak of standards without naming one: a standard that nobody named cannot have been read.

A report that says that its work is up to “the standards of the field” borrows authority that no reader can check. So
every word for a technical norm in prose is held: the sentence names one that is on file as read, or says that the ones
listed are meant, or that none was followed or is only referred to. Free are words that mean no technical norm (the
panel's own criteria, standard deviation, standards of proof, laws).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from appraisal.gates.designations import ENCODED, NUMBERED, OF_METHOD, OF_WORKS
from appraisal.gates.sentences import sentences

_BODY = (
    "(?:公安|司法|工信|工业和信息化|文旅|文化|科技)部|主管部门|[\u4e00-\u9fff]{2,8}(?:保护中心|协会|学会|委员会|总局)"
)
# Bodies whose word a report may claim to follow; each has many, so that none is named by its letters alone
_BODIES = r"(?<![a-z])(?:acpo|swgde|swgit|fiswg|enfsi|nist|osac|iafl|aafs|fsr|owasp)(?![a-z]|-?\d)"
_BODIES += r"|(?<![a-z])iso(?![a-z])(?!\s*(?:\d|date|format|image|file))"
_ZH = (
    "(?<![非])标准(?![差时偏误间件答语舱普字版型库]|输[入出]|正文|文本|大气|化石|答案|普通话|英语|汉语)|规程|指南"
    "|指引|导则|准则|守则|作业指导书|技术规范|行业规范|鉴定规范|检验规范|操作规范|规范(?=操作|[的之]?(?:要求|进行"
    "|执行|办理))"
    "|(?:颁布|发布|制定|行业|业内|国家)的?规范|[国行团部地]标(?![的题记识志点签])|标准化|规范化|(?:最佳|通行"
    "|惯常)(?:做法|实践)|(?:CNAS|cnas|cma|资质)认[可定](?=的?(?:体系|方法|要求|范围))"
    "|(?:技术|专业)(?:要求|规定)|(?:行业|业内|取证)(?:惯例|要求)|(?:法定|公认)的?(?:步骤|程序|流程|分析法|检验法)"
    "|[依按](?:照)?相应的?要求|[依按](?:照)?规范(?=[，,]|属|判)|规范(?=所[称谓])|(?<=该标准)(?:确认|证明|认可)"
    f"|(?:{_BODY})[^，,。；;\\n]{{0,8}}?(?:文件(?!夹)|要求|细则|(?:取证|检验|鉴定)的?流程)"
    "|方法[^，,。；;\\n]{0,4}(?:经|获|由)[^，,。；;\\n]{0,8}(?:认[可证]|验证|确认)"
)
_EN = (
    r"\bstandards?\b(?!\s+(?:deviation|time|error|librar\w+|english|edition|copy|format|keyboard|ui|typeface"
    r"|fonts?|headers?|input|output|size|model|set|motif|trope|scores?"
    r"|of\s+(?:proof|care|evidence|review|living)|normal|pattern|plots?|c\b|names?|functions?|pieces?|form\s+of))"
    r"|\bstandards-based\b|\bstandardi[sz]ed\b"
    r"|\bguidelines?\b|\bguidance\b(?!\s+of\s+(?:the\s+)?(?:court|counsel))|\b(?:best|good|accepted|established"
    r"|professional|sound)\s+practices?\b|\bcodes?\s+of\s+practice\b"
    r"|\brecommendations?\s+of\s+the\b|\b(?:technical|professional)\s+requirements?\b|\brulebooks?\b|\bforensic\s+(?:grade|protocol)\b"
    r"|\b(?:police|laboratory)\s+manual\b|\bprotocols?\s+of\s+the\b|\b(?:technical|professional|applicable|industry|forensic|(?:inter)?national"
    r"|european|british|chinese|governing|relevant|recogni[sz]ed|accepted|established|prevailing)\s+norms?\b"
    r"|\bnorm\b(?=[^.;\n]{0,60}\b(?:followed|applied|observed|complied|adhered|satisfied|requires?|prescribes?)\b)"
    r"|(?:\bfollow\w*|\b(?:compl|conform)\w+\s+(?:to|with)|\baccord\w+\s+(?:to|with)|\bunder|\bper)\s+"
    r"(?:the\s+|an?\s+)?(?:\w+\s+){0,3}norm\b"
    r"|\b(?:technical|governing|industry|national)\s+specifications?\b|\bby\s+the\s+book\b"
    r"|\baccredit\w+\b"
    r"|\b(?:technical|professional|industry|trade|forensic)\s+(?:requirements|bod(?:y|ies)|protocol)\b"
    r"|\brecommendations\s+of\s+the\b|\bas\s+(?:iso|ieee|iec)\s+\w+s\b|\brulebook\b"
    r"|\b(?:police|laboratory|forensic)\s+(?:manual|handbook)\b"
    r"|\b(?:laid\s+down|set\s+out|prescribed)\s+(?:in|by)\s+the\s+(?:manual|handbook|textbook|rules)\b"
    r"|\bnorms\b"
)
# That a method is the accepted one of a field, of which no source is named
_FIELD = r"(?:industry|field|profession|trade|discipline|sector|(?:scientific|relevant|forensic)\s+community)"
_ACCEPTED = (
    rf"\b(?:accepted|recogni[sz]ed|established|customary|usual|common|standard|best|adopted|used|proven)\b"
    rf"(?:\s+(?!works?\b)\w+){{0,3}}?\s+(?:in|of|by|across|throughout)\s+(?:the|this|our)\s+(?:\w+\s+)?{_FIELD}\b"
    rf"|\b{_FIELD}[\s-]+(?:wide|accepted|standard|approved)\b"
    "|(?:业[内界]|行业|学界|同行|本领域|专业领域)[^，。；\\n,;]{0,4}(?:公认|通行|通用|认可|惯用|普遍(?:采用|接受|使用|认可))"
)
NORM = re.compile(f"{_ZH}|{_EN}|{_BODIES}|(?P<accepted>{_ACCEPTED})")
_OF_WORK_DONE = re.compile(
    r"方法|做法|流程|口径|方式|\b(?:methods?|approach(?:es)?|techniques?|procedures?|practices?|ways?)\b"
)
_SOURCE = re.compile(r"《|\b(?:19|20)\d\d\b")
# The panel's own criteria, and what the law, a story or a work has
_OWN = re.compile(
    "(?:采信|取舍|判断|评判|认定|筛选|纳入|同一|统一|上述|前述|本案|本|该|此|自定|自拟|方案|一致的|证明|举证|法律"
    "|审美|收费|独创性|艺术|写作|出版|工资|设计|游戏|消息|通信|接口|编码|坐标|证据)的?\\Z"
    "|(?:方案|委托书?|合同|案内|本机构|本所|我所)[^，。；\\n,;]{0,8}\\Z|(?:pdf|xml|utf|unicode|html|mpeg|jpeg|png|midi|tcp|http|iso)(?:/\\w)?\\Z"
    r"|\b(?:same|own|common|uniform|high|double|legal|of\s+proof|our|my|scheme|the\s+court['’]?s?|metric|language"
    r"|coding|file|format|c\+\+)\s+\Z"
)
# That none was followed, that none is known, or that one is only referred to
_NOT = re.compile(
    "(?:没有|未|无|并无|不存在|不|非|参[照考](?!并))[^，,。；;\\n]{0,16}\\Z"
    r"|\b(?:no|not|never|none|without|any|neither|nor)\b[^.;,\n]{0,40}\Z|\brefer\w*(?:\s+\w+)?\s+to\b[^.;,\n]{0,20}\Z"
)
_NOT_BEHIND = re.compile(
    r"[^，。；\n,;]{0,12}?(?:不适用|未[依据适采遵执]|仅?供?参[考照])|[^.;,\n]{0,24}?\b(?:for\s+reference|was\s+not"
    r"|were\s+not|is\s+not|are\s+not|does\s+not|do\s+not|not\s+(?:followed|applied|used))\b"
)
_LISTED = re.compile(r"下列|所列|上列|列明|列出|附后的?|\b(?:listed|below|named\s+in)\b")
# … and what somebody else says or asks for
BY_OTHERS = re.compile(
    "(?:被告|原告|对方|委托[方人]|当事人|代理人|另案)[^。；\\n;]{0,16}(?:称|主张|认为|要求|声称)"
    r"|\b(?:defendant|claimant|plaintiff|counsel|opponent|party|other\s+side)(?:['’]s)?\s+(?:\w+\s+){0,3}?(?:says?"
    r"|claims?|asked|contends?|argues?|asserts?|maintains?)\b"
)
# What a standard that was read brings with it, and was not read: others, another edition, all of its clauses
BEYOND = re.compile(
    "(?:其|所)引用的?|配套|其他(?:各项)?(?:标准|规范)|新版|最新|修订[版后]|现行版|全文(?:均|执行|适用|采用|遵[照守循])|更严格的|(?:各条|全部条款|所有条款)"
    r"|\b(?:standards|documents)\s+(?:that\s+)?it\s+cites\b|\bfrom\s+beginning\s+to\s+end\b|\bother\s+standards\b|\b(?:current|latest|new|revised)\s+edition\b"
    r"|\bas\s+(?:revised|amended)\b|\bin\s+its\s+entirety\b|\bin\s+full\b|\ball\s+(?:of\s+)?its\s+clauses\b"
)


# “The standard says”: where one alone is on file it is that one
_THE = re.compile(r"(?:\A|[，。；：:、\s,;]|该|本|此)标准|\b(?:the|this|that)\s+standard\b")
SAYS = re.compile(
    r"(?:规定|要求|称|载明|所称)|\s+(?:says|provides|requires|defines|states|counts|prescribes|calls|has\s+it)\b"
)


def the_one(text: str, start: int, stop: int) -> bool:
    """Whether a norm is called by nothing but that it is the standard."""
    called = any(hit.end() == stop for hit in _THE.finditer(text, max(0, start - 6), stop))
    return called and SAYS.match(text, stop) is not None


_OF_A_FIELD = re.compile(
    r"\bprotocols?\s+of\s+the\s+(?:discipline|field|profession|trade|laboratory|police"
    r"|(?:\w+\s+){0,3}(?:group|association|institute|society|academy))\b"
    r"|\b(?:forensic|police|laboratory)\s+protocol\b"
)


def of_body(words: str) -> bool:
    """Whether words that mean a norm are a body's name, which no standard named beside it explains."""
    return re.fullmatch(_BODIES, words) is not None


def unnamed(text: str, taken: list[tuple[int, int]]) -> Iterator[tuple[int, int, bool]]:
    """Where a text of small letters speaks of a norm that it does not name, outside what is ``taken`` as a name; and
    whether its sentence says that those listed are meant."""
    for start, stop in sentences(text, [hit.span() for hit in NUMBERED.finditer(text)]):
        others = BY_OTHERS.search(text, start, stop) or (
            OF_WORKS.search(_OF_A_FIELD.sub(" ", text[start:stop])) and not OF_METHOD.search(text, start, stop)
        )
        for hit in () if others else NORM.finditer(text, start, stop):
            within = any(hit.start() < end and begin < hit.end() for begin, end in taken)
            named = within or ENCODED.match(text, hit.end())
            if hit["accepted"] and (_SOURCE.search(text, start, stop) or not _OF_WORK_DONE.search(text, start, stop)):
                continue
            free = _OWN.search(text, max(start, hit.start() - 20), hit.start())
            denied = _NOT.search(text, max(start, hit.start() - 60), hit.start()) or _NOT_BEHIND.match(
                text, hit.end(), stop
            )
            if not (named or free or denied):
                yield hit.start(), hit.end(), _LISTED.search(text, start, stop) is not None


def beyond(text: str, begins: int, ends: int) -> str:
    """What a sentence that names a standard claims of it that is not on file; empty where nothing."""
    hit = BEYOND.search(text, begins, ends)
    return hit.group() if hit is not None else ""
