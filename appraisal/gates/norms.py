"""Sentences that speak of standards without naming one: a standard that nobody named cannot have been read.

A report that says that its work is up to “the standards of the field” borrows authority that no reader can check. So
every word for a technical norm in prose is held: the sentence names one that is on file as read, or says that the ones
listed are meant, or that none was followed or is only referred to. Free are words that mean no technical norm (the
panel's own criteria, standard deviation, standards of proof, laws).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from appraisal.gates.designations import ENCODED, FOLLOWED, NUMBERED, OF_METHOD, OF_WORKS
from appraisal.gates.parties import PARTIES, SAY, SAY_EN, saying, saying_en
from appraisal.gates.sentences import sentences
from appraisal.keeping import of_text

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
    r"|fonts?|headers?|input|output|size|model|set(?!\s+(?:out|forth|down)\b)|motif|trope|scores?"
    r"|of\s+(?:proof|care|evidence|review|living)|normal|pattern|plots?|c\b|names?\b|functions?|pieces?|form\s+of))"
    r"|\bstandards-based\b|\bstandardi[sz]ed\b"
    r"|\bguidelines?\b|\bguidance\b(?!\s+of\s+(?:the\s+)?(?:court|counsel))|\b(?:best|good|accepted|established"
    r"|professional|sound)\s+practices?\b|\bcodes?\s+of\s+practice\b"
    r"|\brecommendations?\s+of\s+the\b|\b(?:technical|professional|industry|trade|forensic)"
    r"\s+(?:requirements?|bod(?:y|ies)|protocol)\b|\brulebooks?\b|\bforensic\s+grade\b"
    r"|\b(?:police|laboratory|forensic)\s+(?:manual|handbook)\b|\bprotocols?\s+of\s+the\b|\b(?:technical|professional|applicable"
    r"|industry|forensic|(?:inter)?national"
    r"|european|british|chinese|governing|relevant|recogni[sz]ed|accepted|established|prevailing)\s+norms?\b"
    r"|\bnorm\b(?=[^.;\n]{0,60}\b(?:followed|applied|observed|complied|adhered|satisfied|requires?|prescribes?)\b)"
    r"|(?:\bfollow\w*|\b(?:compl|conform)\w+\s+(?:to|with)|\baccord\w+\s+(?:to|with)|\bunder|\bper)\s+"
    r"(?:the\s+|an?\s+)?(?:\w+\s+){0,3}norm\b"
    r"|\b(?:technical|governing|industry|national)\s+specifications?\b|\bby\s+the\s+book\b"
    r"|\baccredit\w+\b"
    r"|\bas\s+(?:iso|ieee|iec)\s+\w+s\b"
    r"|\b(?:laid\s+down|set\s+out|prescribed)\s+(?:in|by)\s+the\s+(?:manual|handbook|textbook|rules)\b"
    r"|\b(?:follow\w*|under|per|accord\w+\s+(?:to|with)|complied\s+with)\s+(?:the|a|your)\s+(?:protocol|specification)\s+(?:set\s+out"
    r"|laid\s+down|named|specified|prescribed|given)\s+(?:in|by)\s+(?:the|your|an?)\s+(?:letter|instructions?|commission|contract|annex|appendix)\b"
    r"|\b(?:annexed|attached|enclosed|appended)\s+(?:protocol|specification)\s+(?:requires|prescribes|provides|asks|says)\b"
    r"|\bnorms\b"
)
# That a method is the accepted one of a field, of which no source is named
_FIELD = r"(?:industry|field|profession|trade|discipline|sector|(?:scientific|relevant|forensic)\s+community)"
_ACCEPTED = (
    rf"\b(?:accepted|recogni[sz]ed|established|customary|usual|common|standard|best|adopted|used|proven)\b"
    rf"(?:\s+(?!works?\b)\w+){{0,3}}?\s+(?:in|of|by|across|throughout)\s+(?:the|this|our)\s+(?:\w+\s+)?{_FIELD}\b"
    rf"|\b{_FIELD}[\s-]+(?:wide|accepted|standard|approved)\b"
    "|(?:业[内界]|行业|学界|同行|本领域|专业领域)[^，。；\\n,;]{0,4}(?:公认|通行|通用|认可|惯用|普遍(?:采用"
    "|接受|使用|认可))"
)
NORM = re.compile(f"{_ZH}|{_EN}|{_BODIES}|(?P<accepted>{_ACCEPTED})")
# What a method, the examination or the house is said to have passed, or to go by, with no source that bears it out
_HOLDS = "(?:通过|取得|获得|具[有备]|持有|获|经|达到|属|是)"
_QUALITY = "(?:质量|管理|质控|质保)(?:管理|控制|保证)?体系"
_PAPERS = "(?:程序|作业|体系|质量|受控|内部)文件|质量手册|控制程序|内部(?:制度|规定|规程|流程|细则)|sop"
_ASSURED_ZH = (
    f"{_HOLDS}[^，。；\\n,;]{{0,12}}?(?:(?<![a-z])(?:cma|cnas|ilac|ukas|iso)(?![a-z])|资质认定|计量认证"
    f"|实验室认[可证]|体系认证)"
    "|能力验证|测量审核|实验室间(?:比对|验证)|(?:盲样|盲测)(?:考核|测试|检验)"
    f"|{_QUALITY}[^，。；\\n,;]{{0,10}}?(?:审[核查]|认[证可]|评[审价]|核查|运行|要求|验收|达标)"
    "|(?:差错|错误|误[差判报识]|漏[检判报])率[^，,。；\\n;]{0,16}?(?:已知|测[定得试]|(?:很|极|较|足够)?低"
    "|可[控忽接]|评估|公布|验证|为零|明确)"
    f"|(?:[依按照据遵循]|符合|执行|满足)[^，。；\\n,;]{{0,8}}?(?:{_PAPERS})"
    "(?=\\s*(?:[a-z]{1,6}[-_/ ]?\\d|第?\\d|[-_/]\\d|的?(?:要求|规定|进行|执行|办理|操作|实施|开展|完成|处理)"
    "|[，。；,;\\n]|\\Z))"
    "|公认的?(?:[检鉴比分计统测取][^，。；\\n,;的]{0,4}的?)?(?:方法|做法|技术手段)"
    "|科学证据[^，。；\\n,;]{0,8}(?:要求|条件|规则|检验|采信)"
    "|(?:同行|专家|第三方|业内)[^，。；\\n,;]{0,4}?(?:评[议审]|验证|论证|认证|背书)"
    "|(?<!自)(?<!未)(?:经|由|获|得到|通过)[^，。；\\n,;]{0,10}?(?:机构|权威|主管部门|委员会|协会|学会"
    "|实验室|专家)[^，。；\\n,;]{0,6}?"
    "(?:验证|确认|认[证可]|测[定试]|检定|校准|评[审议估]|审核|备案|批准|核准)"
)
_ASSURED_EN = (
    r"\bproficiency[\s-]+test\w*|\b(?:inter-?laboratory|collaborative)\s+(?:comparison|test|trial|exercise|stud)\w*"
    r"|\b(?:round[\s-]+robin|ring\s+trial)s?\b|\bpeer[\s-]+review\w*"
    r"|\b(?:methods?|procedures?|techniques?|approach|workflow|examinations?|comparisons?|laborator(?:y"
    r"|ies)|houses?|tools?)\b"
    r"(?:(?!\b(?:not|never|no)\b)[^.;,\n]){0,40}?\b(?:validated|certified|endorsed|vetted|verified\s+by"
    r"|approved\s+by|audited)\b"
    r"|\b(?:validated|certified|endorsed|vetted|audited|court[\s-]tested)\s+(?:\w+\s+)?"
    r"(?:methods?|procedures?|techniques?|approach|workflow|process|laboratory)\b"
    r"|\berror\s+rates?\b(?:(?!\b(?:not|un\w+|no)\b)[^.;\n]){0,50}?\b(?:known|low|established|measured"
    r"|published|tested"
    r"|negligible|acceptable|determined|documented|zero|small)\b"
    r"|\b(?:known|low|established|published|negligible|acceptable|zero)\s+(?:\w+\s+)?error\s+rates?\b"
    r"|\bquality\s+(?:manual|(?:management\s+|control\s+|assurance\s+)?systems?|assurance|polic(?:y|ies)|handbook)\b"
    r"|\bstandard\s+operating\s+procedures?\b|\bwork\s+instructions?\b|\bgood\s+(?:\w+\s+)?practices?\b"
    r"|\b(?:under|per|by|to|with|follow\w*|observ\w*|appl\w+)\s+(?:(?:the|our|its|house|laboratory|internal"
    r"|written)\s+){0,3}sops?\b"
    r"|\b(?:daubert|frye|kumho)\b(?!\s+v)[^.;,\n]{0,20}?\b(?:criteri\w+|factors?|tests?|requirements?"
    r"|prongs?|conditions?)\b"
)
# What an authority asks for, answers or makes known, where the sentence follows it; courts that instruct are none
_AUTHORITY = (
    "(?:(?:公安|司法|工信|文旅|文化|科技)[部厅局]|最高(?:人民)?(?:法院|检察院)"
    "|国家[\u4e00-\u9fff]{1,8}(?:局|署|委|办|中心)|版权局|主管部门"
    "|[\u4e00-\u9fff]{2,8}(?:协会|学会|委员会|总局))"
)
_ASKS = (
    f"{_AUTHORITY}[^，。；\\n,;]{{0,6}}?(?:(?:鉴定|检验|比对|取证|技术|操作)[^，。；\\n,;]{{0,4}}?(?:要求"
    f"|意见|口径|方法|做法)|批复|复函|答复|口径"
    "|(?:推荐|颁布|发布|公布|公告|认可|批准|核准|备案|指定|审定|确认|通知)的?[^，。；\\n,;登]{0,6}?(?:方法"
    "|做法|流程|步骤|算法|要求))"
    r"|\b(?:regulators?|ministry|police|government|home\s+office|society|association|institute|council"
    r"|board|college|authority"
    r"|bureau|agency|academy)(?:['’]s?)?\s+(?:\w+\s+){0,2}?(?:codes?|requirements?|criteria|rules|principles"
    r"|recommendations?|polic(?:y|ies)|protocols?|framework|procedures?)\b(?!\s+of\s+(?:court|civil))"
)
ASSURED = re.compile(f"{_ASSURED_ZH}|{_ASSURED_EN}|(?P<asks>{_ASKS})")
# … but what this case itself tried, what was read of a source, and what somebody else is told to have done
_TRIED = re.compile(
    r"对照(?:试验|样|组|检验|材料|文本|结果)|阳性|阴性|\bcontrols?\b(?!\s+(?:system|procedure|board"
    r"|authorit))|\bcontrol\s+(?:runs?|tests?|samples?)\b"
)
_BY_AUTHORITY = re.compile(
    "机构|权威|主管|委员会|协会|学会|认证|认可|第三方|能力验证|体系|公认|同行"
    r"|\b(?:independent|body|bodies|third[\s-]part\w+|institute|authority|accredit\w+|proficiency|peer)\b"
)
_PUBLISHED = re.compile(
    r"《|期刊|论文|文献|\b(?:19|20)\d\d\b|\b(?:articles?|journals?|papers?|literature|stud(?:y|ies))\b"
)
OF_ACCREDITATION = re.compile(
    r"(?<![a-z])(?:cma|cnas|ilac|ukas)(?![a-z])|资质认定|计量认证|实验室认[可证]|\baccredit\w*"
)
_VALIDATED = re.compile(r"\A方法.*(?:验证|确认)\Z")
_ITS_METHOD = re.compile(r"方法|做法|\b(?:methods?|procedures?|techniques?|approach)\b")
_OF_WORK_DONE = re.compile(
    r"方法|做法|流程|口径|方式|\b(?:methods?|approach(?:es)?|techniques?|procedures?|practices?|ways?)\b"
)
_SOURCE = re.compile(r"《|\b(?:19|20)\d\d\b")
# The panel's own criteria, and what the law, a story or a work has
_OWN = re.compile(
    "(?:采信|取舍|判断|评判|认定|筛选|纳入|同一|统一|上述|前述|本案|本|该|此|自定|自拟|方案|一致的|证明|举证|法律"
    "|审美|收费|独创性|艺术|写作|出版|工资|设计|游戏|消息|通信|接口|编码|坐标|证据)的?\\Z"
    "|(?:方案|委托书?|合同|案内|本机构|本所|我所)[^，。；\\n,;]{0,8}\\Z|(?:pdf|xml|utf|unicode|html|mpeg"
    "|jpeg|png|midi|tcp|http|iso)(?:/\\w)?\\Z"
    r"|\b(?:same|own|common|uniform|high|double|legal|of\s+proof|our|my|scheme|the\s+court['’]?s?|metric|language"
    r"|coding|file|format|c\+\+)\s+\Z"
)
# … but for one in what others gave, or above, by which the work is said to be done: which one, nobody says
_OF_PAPER = re.compile(r"(?:委托|合同|上述|前述)[^，。；\n,;]{0,8}\Z")
_DOES = re.compile(r"比[对较]|检[验测]|鉴定|分析|执行|进行|计[数算]")
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
# … in the report itself, and in no paper of others
_ELSEWHERE = re.compile(r"委托|合同|附件|附录|\b(?:annex\w*|instructions?|appendix|letters?|contract)\b")
# … and what somebody else says or asks for
BY_OTHERS = re.compile(f"{saying(f'{PARTIES}|另案', f'{SAY}|要求')}|{saying_en(does=f'{SAY_EN}|asked')}")
# What a standard that was read brings with it, and was not read: others, another edition, all of its clauses
BEYOND = re.compile(
    "(?:其|所)引用的?|配套|其他(?:各项)?(?:标准|规范)|新版|最新|修订[版后]|现行版|全文(?:均|执行|适用|采用"
    "|遵[照守循])|更严格的|(?:各条|全部条款|所有条款)"
    r"|\b(?:standards|documents)\s+(?:that\s+)?it\s+cites\b|\bfrom\s+beginning\s+to\s+end\b"
    r"|\bother\s+standards\b|\b(?:current|latest|new|revised)\s+edition\b"
    r"|\bas\s+(?:revised|amended)\b|\bin\s+its\s+entirety\b|\bin\s+full\b|\ball\s+(?:of\s+)?its\s+clauses\b"
)


# That a standard was read in full claims of none of its clauses that the work was done by it
_READ = re.compile(r"\b(?:read|studied)\b(?:(?!\b(?:follow|appl|us(?:ed|ing)\b))[^.;,\n]){0,40}\Z")

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
    r"|(?:程序|作业|体系)文件(?!名)|控制程序"
)


def _assured(text: str, start: int, stop: int) -> Iterator[re.Match[str]]:
    """Assurances within a sentence that nothing which it names itself bears out."""
    for hit in ASSURED.finditer(text, start, stop):
        reviewed = re.search("同行|专家|业内|peer", hit.group()) and _PUBLISHED.search(text, start, stop)
        if not (reviewed or (hit["asks"] and not FOLLOWED.search(text, start, stop))):
            yield hit


def of_house(text: str, start: int, stop: int) -> bool:
    """Whether words mean the accreditation of the house, and their sentence speaks of no method."""
    begins, ends = next((one for one in sentences(text, []) if one[0] <= start < one[1]), (start, stop))
    return bool(OF_ACCREDITATION.search(text, start, stop)) and not _ITS_METHOD.search(text, begins, ends)


def of_body(words: str) -> bool:
    """Whether words that mean a norm are a body's name, which no standard named beside it explains."""
    return re.fullmatch(_BODIES, words) is not None


def unnamed(text: str, taken: list[tuple[int, int]]) -> Iterator[tuple[int, int, bool]]:
    """Where a text of small letters speaks of a norm that it does not name, outside what is ``taken`` as a name; and
    whether its sentence says that those listed are meant."""
    for start, stop, listed in spoken(text):
        if not any(start < end and begin < stop for begin, end in taken):
            yield start, stop, listed


@of_text
def spoken(text: str) -> tuple[tuple[int, int, bool], ...]:
    """The same, whatever the text names."""
    return tuple(_spoken(text))


def _spoken(text: str) -> Iterator[tuple[int, int, bool]]:
    for start, stop in sentences(text, [hit.span() for hit in NUMBERED.finditer(text)]):
        others = BY_OTHERS.search(text, start, stop) or (
            OF_WORKS.search(_OF_A_FIELD.sub(" ", text[start:stop])) and not OF_METHOD.search(text, start, stop)
        )
        tried = _TRIED.search(text, start, stop) and not _BY_AUTHORITY.search(text, start, stop)
        norms = (hit for hit in NORM.finditer(text, start, stop) if not (tried and _VALIDATED.search(hit.group())))
        assured = () if tried else _assured(text, start, stop)
        for hit in () if others else (*norms, *assured):
            named = ENCODED.match(text, hit.end())
            if (
                hit.re is NORM
                and hit["accepted"]
                and (_SOURCE.search(text, start, stop) or not _OF_WORK_DONE.search(text, start, stop))
            ):
                continue
            own = hit.re is NORM and _OWN.search(text, max(start, hit.start() - 20), hit.start()) is not None
            free = own and not _stands_elsewhere(text, start, hit.start(), hit.end(), stop)
            denied = _NOT.search(text, max(start, hit.start() - 60), hit.start()) or _NOT_BEHIND.match(
                text, hit.end(), stop
            )
            if not (named or free or denied):
                yield hit.start(), hit.end(), listed_here(text, start, stop)


def _stands_elsewhere(text: str, begins: int, start: int, stop: int, ends: int) -> bool:
    """Whether work was done by a norm that is told to stand in what others gave, or above."""
    told = _OF_PAPER.search(text, begins, start) and FOLLOWED.search(text, begins, start)
    return bool(told and _DOES.search(text, stop, ends))


def listed_here(text: str, start: int, stop: int) -> bool:
    """Whether a sentence says that those listed in the report are meant, and not those in a paper of others."""
    return _LISTED.search(text, start, stop) is not None and _ELSEWHERE.search(text, start, stop) is None


def beyond(text: str, begins: int, ends: int) -> str:
    """What a sentence that names a standard claims of it that is not on file; empty where nothing."""
    claimed = (hit for hit in BEYOND.finditer(text, begins, ends) if not _READ.search(text, begins, hit.start()))
    return next((hit.group() for hit in claimed), "")
