"""Whether a sentence mutes a dissent: what it is said of, and what is denied to it.

Said of is a dissent, or who dissents (``Heard``); denied are weight, ground, part and effect to what is held,
competence and presence to who holds it. What a dissent itself holds of a place (不同意见认为第一处不成立) is told
and denied to nothing, and so is that it does not touch another place.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from appraisal.gates.parties import COURTS, PARTIES, PARTIES_EN, SAYS
from appraisal.gates.sentences import sentences
from appraisal.papers.as_read import Printed, named_as

_VIEWS = "意见|看法|观点|判断|陈述|主张|说法|认定|理解|见解"
_HELD_ZH = (
    rf"(?:不同|少数|保留|分歧|相反|个别)的?(?:{_VIEWS})|异见|持?(?:反对|少数)(?:者|一方)的?(?:{_VIEWS})"
    rf"|(?:少数|个别)(?:鉴定人|专家)的?(?:{_VIEWS})|(?:异议|分歧)(?:部分|一节|意见|内容|所在)|(?:[处句段]的|鉴定人之?间的)分歧"
)
_OF_NAME_ZH = (
    rf"(?:NAMES)(?!方)(?:[就对于关][^，。；\n,;]{{1,10}})?(?:[所的][提持述写附]?出?)?的?(?:本人|个人)?(?:{_VIEWS}|理由)"
    r"|(?:NAMES)(?!方)(?:所[提述指持]出?的?(?:问题|疑问|质疑|疑点|各点)|的(?:保留|异议|分歧|质疑))"
)
_WHO_ZH = (
    r"持(?:有)?(?:不同|少数|保留|反对|相反)(?:意见|看法)(?:者|之人|的(?:鉴定人|专家|人|成员))"
    r"|(?:少数|个别)(?:鉴定人|专家)(?!的?意见)|持?异议(?:者|的(?:鉴定人|专家|人|成员))"
)
_HELD_EN = (
    r"\bdissents?\b(?!\s+from)|\bdissenting\s+(?:opinions?|views?|statements?|notes?|judge?ments?)\b"
    r"|\b(?:minority|separate|contrary)\s+(?:opinions?|views?|statements?|reports?)\b"
)
_HELD_WORDS = (
    r"(?:dissents?|views?|opinions?|positions?|readings?|reasons?|reasoning|statements?|objections?|judge?ments?)"
)
_OF_NAME_EN = (
    rf"\b(?:NAMES)['’]s?\s+(?:\w+\s+)?{_HELD_WORDS}\b|\b{_HELD_WORDS}\s+(?:of|by|from)\s+(?:\w+\.?\s+)?(?:NAMES)\b"
)
_WHO_EN = (
    r"\bdissenters?\b|\bdissenting\s+(?:expert|appraiser|examiner|member|colleague|panel\w*|author|signator)\w*"
    r"|\b(?:author|writer)s?\s+of\s+(?:the|this|that)\s+dissent\b"
)
# What points back to one that the sentence before names
_IT = re.compile(
    rf"(?:该|其|此|这[一种个]?|上述|前述|该项)(?:不同)?(?:{_VIEWS}|节|部分|理由)|(?:该|此)(?:鉴定人|专家|人)"
    r"|\b(?:it|its|he|she|they|(?:this|that|the\s+said|such\s+an?)\s+(?:view|opinion|position|section|statement|expert))\b"
)
_DEGREE = (
    "(?:任何|充分|足够|事实|客观|可靠|科学|实质|相应|必要|应有|专业|法律|法定|证据|在卷|学理|明确|确切|多少|什么|实际|文献|书面|参考|相关"
    "|上|和|与|或|、|的)*"
)
_LACKS = (
    r"(?:缺乏|缺少|欠缺|没有|并无|毫无|无|不具备?|不具有|未[给提附列引举注][出供具举明有]?|(?<![不未])不存在|丧失|失去)"
)
# Written in a state of mind, or only because a form asks for it
_FORM = (
    r"(?:仅|只|不过|均|应)?(?:[系是为]|出于|属于?)[^，。；\n,;]{0,2}(?:程序|形式|格式|惯例|手续)(?:上的?|性的?)?"
    "(?:要求|需要|所需|安排|规定)"
)
_HASTE = (
    r"(?:在|于|因|系|出于|带有?|受)[^，。；\n,;]{0,6}(?:疲[劳惫倦]|仓[促卒]|匆[忙促]|情绪|冲动|意气)[^，。；\n,;]{0,6}"
    r"(?:写|作[出的]|形成|成文|提出|草就|拟)|(?:仓促|匆忙|匆促|草率)(?:写|作出|形成|成文|提出|为之)"
    rf"|(?:写|作|成文|形成)[^，。；\n,;]{{0,4}}(?:仓促|匆忙|草率)|{_FORM}"
)
_WRITTEN = r"(?:written|made|formed|drafted|prepared|filed|drawn\s+up|composed)"
_CITES = r"(?:cite|give|offer|provide|quote|name)s?|(?:cited|gave|offered|provided|quoted|named)"
_HASTE_EN = (
    rf"\b{_WRITTEN}\s+(?:\w+\s+)?(?:in|with)\s+(?:\w+\s+)?(?:haste|anger)\b|\bhastily\s+{_WRITTEN}\b"
    r"|\b(?:is|was|were|while|when|being)\s+(?:\w+\s+)?(?:hasty|(?:over)?tired|fatigued|exhausted|emotional)\b"
    rf"|\b(?:{_CITES})\s+(?:no|not\s+a\s+single)\s+(?:\w+\s+)?(?:literature|sources?|authorit\w+|references?|evidence)\b"
    r"|\b(?:outside|beyond)\s+(?:the\s+)?(?:questions?|scope|instructions?|commission|terms|remit)\b"
    r"|\bside[- ]?(?:issues?|shows?|matters?)\b"
    r"|\b(?:ha(?:s|ve)\s+(?:since\s+)?been|is|was|were)\s+(?:now\s+)?(?:absorbed|subsumed)\b"
)
# No ground
_GROUND_ZH = (
    rf"{_LACKS}{_DEGREE}(?:依据|根据|理由|证据|支持|支撑|道理|基础|论证|文献|出处|来源|资料)"
    "|(?:依据|根据|理由|论据|证据|论证)(?:均|都|并|也|亦|明显)?(?:不足|不充分|薄弱|不成立|欠缺)"
    "|(?:不能?|难以?|无法|无从)(?:以)?成立|站不住|牵强|偏颇|片面|失当|失实|荒谬|不合理|不正确|不可[信取靠]|不足[采取信为]"
    "|有误(?!的)|错误|谬误|误[解读会判认]|误[会]?为|疏忽|主观臆|凭空|无稽|于[法事]无据|纯属|[属系是为均皆][^，。；\n,;]{0,2}(?:枝节|细枝末节)|枝节(?:问题|之处)|无关(?:宏旨|紧要|大局)"
    f"|(?:不在|超出|超越|逾越|不属于?)[^，。；\n,;]{{0,8}}(?:范围|之内|之列)|{_HASTE}"
    "|与[^，。；\n,;]{1,10}?(?:不符|不合|相悖|矛盾|抵触)|未(?:经|作|予|获)?(?:充分|任何|必要的?)?(?:论证|证实|证明|举证|说明理由)"
)
# No weight, effect or part
_WEIGHT_ZH = (
    rf"{_LACKS}{_DEGREE}(?:效力|效果|说服力|证明力|约束力|拘束力|价值|意义|分量|权威性?|影响|作用|资格|必要|关系)"
    "|(?:不|并不|不会|不能|不得|未|均不|不足以|无法|无碍|不致)(?:能|会|足以|可|应|宜)?"
    "(?:影响|涉及(?=[^，。；\n,;]{0,4}(?:鉴定意见|结论|结果|实质|核心))|改变|动摇|推翻|左右|妨碍|构成|属于|代表|反映|产生|算作?|作为|作|视为|纳入|计入|列入)"
    r"(?!(?:改动|修改|删节|评价|任何(?:改动|修改|删节)|删改|调整|[^，。；\n,;]{0,4}目录))"
    "|无[碍损关](?!系)|可以?不(?:看|读|理|管|顾|提|论|必看)|(?:仅|只|不过)[为因系是][^，。；\n,;]{1,10}而[设列载附留登保]|与[^，。；\n,;]{1,10}无关"
    "|(?:仅|只|谨|权|专|以|略)?[供作备](?:各方|法庭|法院|委托[人方]|读者|阅读|内部|日后)?(?:为)?(?:参考|参阅|参酌|备查|查考)|备(?:查|考)"
    f"|(?:仅|只|纯|不过|均|应)?[系是属为](?:于|其)?(?:[^，。；\n,;]{{0,3}}个人|一家之言|一己之见|形式)|一家之言|聊备"
    r"|以(?![^，。；\n,;]{0,8}(?:原[文件]|附件|所载|本人|登载|登记|全文))[^，。；\n,;]{1,12}为准|(?:谨慎|审慎|慎重)(?:对待|采用|看待|参考)"
)
# Not taken up
_TAKE = "采纳|采用|采信|采取|接受|认可|认同|支持|考虑|理会|重视|参考|顾及|理睬|看重"
_TAKEN_ZH = (
    "(?:不(?:予|必|用|须|应|宜|可|足|值得?|能|被|获|以|再|曾)?|未(?:予|能|被|获|曾|得到)?|没有(?:被|得到|获得)?|无(?:须|需|庸|法)|难以|毋须|免予|拒绝)"
    f"(?:被|获|得到?|予以?|加以|作|去)?(?:鉴定组|合议|多数|各方|全体|大家)?(?:的)?(?:{_TAKE})"
    "|(?:已?被|已予|应予|予以|可予?|已经?)(?:否决|驳回|否定|推翻|排除|拒绝|忽略|忽视|舍弃|搁置|不计)"
    "|(?:否决|驳回|否定|忽略|忽视|轻视|无视|置之不理|略过|跳过|搁置)"
    r"|(?:已?被|已经?|业已|已为|已由)[^，。；\n,;]{0,6}?(?:吸收|消化|涵盖|化解)"
)
# Who holds it cannot, was not there, goes along, or came by a party
_SIDE = "原告|被告|申请人|对方|另一方|一方"
_SIDE_EN = r"claimants?|plaintiffs?|defendants?|defen[cs]e|respondents?|accused|other\s+side|opponents?"
_BY_SIDE_ZH = (
    rf"(?:系|是|由|为|受)[^，。；\n,;]{{0,4}}(?<!双方)(?:{_SIDE})"
    rf"[^，。；\n,;]{{0,4}}(?:推荐|聘[请用]?|指定|委派|提名|选[定派]|介绍|指派|请来)"
)
_BY_SIDE_EN = (
    rf"\b(?:recommended|appointed|retained|chosen|nominated|proposed|paid|hired|engaged|suggested)"
    rf"\s+by\s+(?:the\s+)?(?:{_SIDE_EN})\b"
)
_BY_SIDE = re.compile(f"{_BY_SIDE_ZH}|{_BY_SIDE_EN}")
# … which of both sides is a fact that is disclosed
_BOTH = re.compile(
    r"原告[^。]*被告|被告[^。]*原告|双方|各自|\b(?:claimant|plaintiff)s?\b.*\bdefend|\bdefend.*\b(?:claimant|plaintiff)|\beach\b"
)
_PERSON_ZH = (
    rf"(?:{_LACKS}|不足|欠|尚无|从未有)[^，。；\n,;]{{0,14}}?(?:经验|经历|专长|资格|资质|能力|背景|训练|知识|学历|职称|权限|素养|水平|造诣|功底|专业)"
    "|(?:入行|从业|执业|任职|入职|入所|从事|参加工作|取得)[^，。；\n,;]{0,10}?(?:不久|尚短|较短|不足|未满|不满|仅|不长|短暂|有限|日浅)"
    "|资历(?:尚|较|太|过|很)?(?:浅|不足|低)|经验(?:尚|较|很)?(?:不足|浅|有限|较少|欠缺|少)|新手|初学|外行|实习|初出"
    "|(?:并|尚)?不(?:甚|太|大|够)?(?:熟悉|了解|擅长|精通|胜任|懂|通晓|称职)|(?:并|亦)?(?:非|不是)[^，。；\n,;]{0,10}(?:专家|专业|出身|专长|科班)"
    "|(?:并|尚)?(?:未|没有?)(?:能|曾)?(?:完整|读完|看完|全程|全部|充分|实际|真正|亲自|认真|仔细|通读|系统|细读|全面)"
    "|(?:并|尚)?(?:未|没有)(?:能|曾)?(?:参与|参加)(?:全部|整个|本案)?的?(?:比对|检验|核验|鉴定|合议|讨论|分析)(?=[，,。；;的）)]|\\Z|工作|过程)"
    "|尊重[^，。；\n,;]{0,6}(?:多数|鉴定组|结论|意见)|表示(?:理解|尊重|接受|谅解)|服从多数"
    rf"|{_BY_SIDE_ZH}"
    "|(?:系|是|为|较|尚|很|最|还|太|过于)[^，。；\n,;]{0,3}年(?:轻|少|纪[轻小])|年事已高|年纪[尚太较]?[轻小大]|资浅|后辈|晚辈|学徒|转而(?:同意|赞同|接受)|回心转意"
    "|(?:仅|只|不过)(?:是|曾|负责|做)?(?:参[加与]|负责|从事|承担|协助|做)了?过?[^，。；\n,;]{0,6}?(?:录入|打字|誊|校对|排版|打印|装订|复印|后期|少量|个别|事务|辅助)"
    rf"|{_LACKS}{_DEGREE}(?:文献|出处|来源|资料|依据|理由)"
    rf"|{_HASTE}"
)
_NO = r"(?:no|little|scant|without(?:\s+any)?|lacks?|lacking|lacked|devoid\s+of|hardly\s+any|insufficient)"
_GROUND_EN = (
    rf"\b{_NO}\s+(?:\w+\s+){{0,2}}?(?:grounds?|grounding|basis|bases|foundation|support|merit|substance|evidence|reasons?)\b"
    r"|\b(?:unfounded|unsupported|baseless|groundless|untenable|mistaken|wrong|erroneous|flawed|misconceived|misguided"
    r"|unpersuasive|unconvincing|unsound|unreliable|unreasonable|subjective|far-fetched)\b"
    r"|\bmis(?:underst\w+|read\w*|apprehen\w+|interpret\w*|took|taken|conception)\b|\b(?:is|in|an?)\s+error\b"
    r"|\b(?:(?:do|does|did|is|are|was|were|can|could)\s*(?:not|n['’]t)|cannot)\s+(?:be\s+)?(?:\w+ly\s+)?"
    r"(?:stand|hold|persuasive|convinc\w+|support(?:ed)?|borne\s+out|made\s+out|justified"
    r"|well[- ]founded|sound|correct|reliable|credible|tenable|right)\b"
)
_WEIGHT_EN = (
    rf"\b{_NO}\s+(?:\w+\s+){{0,2}}?(?:weight|force|effect|bearing|value|authority|part(?!\s+of\s+(?:it\b|this\b|that\b|\Z))|consequence|significance|standing"
    r"|influence|relevance|importance|account)\b"
    r"|\b(?:(?:do|does|did|is|are|was|were|can|could|should|must|need|may|will|would|shall|has|have)\s*(?:not|n['’]t)|cannot|never)\s+"
    r"(?:to\s+)?(?:be\s+|been\s+)?(?:\w+ly\s+)?(?:(?:affect|alter|change|touch)(?!e?d\b)|bind|binding|represent|reflect|matter|count|form|belong|weaken|diminish"
    r"|qualify|(?:a\s+)?part|relevant|material|impair|detract|shake|disturb)\w*\b"
    r"|\b(?:adds?|changes?|proves?|shows?|alters?)\s+nothing\b|\b(?:irrelevant|immaterial|negligible|insignificant)\b|\bonly\s+(?:a\s+|the\s+|an?\s+\w+['’]s\s+)?personal\b|\bpersonal\s+(?:view|opinion|impression)s?\b"
    r"|\bfor\s+(?:reference|information|completeness|the\s+record|form)(?:['’]s\s+sake)?\s+(?:only|alone)\b"
    r"|\b(?:only|merely|just|solely|purely)\s+(?:for|as)\s+(?:\w+\s+)?(?:reference|information|completeness|record|formality|form)\b|\bformality\b"
    r"|\b(?:with|great)\s+caution\b|\bcautiously\b|\bopinion\b[^.;\n]{0,20}\bprevails\b"
)
_OFF = (
    r"(?:reject|dismiss|overrul|discount|disregard|ignor|discard|outvot"
    r"|refut|rebut|overrid|neglect|brush|skip|pass(?:ed)?\s+over)"
)
_TAKEN_EN = (
    rf"\b{_OFF}\w*\b|\bset\s+aside\b|\bvoted\s+down\b"
    r"|\b(?:(?:is|are|was|were|has|have|should|need|must|may|can|could|did|do|does)\s*(?:not|n['’]t)|cannot|not)\s+(?:to\s+)?(?:be\s+|been\s+)?(?:\w+ly\s+)?"
    r"(?:accept|adopt|follow|uph(?:e|o)ld|consider|endors|taken\s+(?:up|into))\w*\b"
)
_PERSON_EN = (
    rf"\b(?:{_NO}|limited|not\s+(?:have\s+)?(?:the|enough|any|sufficient))\s+(?:\w+\s+){{0,3}}?(?:experience|expertise|competence|qualifications?|training|knowledge|background|standing|skills?)\b"
    r"|\b(?:inexperienced|unqualified|untrained|incompetent|novice|junior|unfamiliar|newcomer|beginner)\b|\bnew\s+to\b|\bnot\s+(?:qualified|competent|trained|experienced|familiar|versed|an?\s+(?:expert|specialist))\b"
    r"|\b(?:did|has|had|have)\s*(?:not|n['’]t)\s+(?:\w+ly\s+)?(?:read|see|seen|examined?|study|studied|take\s+part|taken\s+part|attend(?:ed)?|go(?:ne)?\s+through)\b"
    r"|\b(?:respects?|bows?\s+to|defers?\s+to)\s+(?:the\s+)?(?:majority|panel|opinion|decision)\b|\bonly\s+(?:recently|just|lately)\b"
    rf"|{_BY_SIDE_EN}"
    r"|\b(?:took|takes|had|has|played|plays)\s+(?:a\s+)?part\s+only\b|\bonly\s+(?:took\s+part|typed|helped|assisted|proofread)\b|\btook\s+part\s+in\s+(?:nothing\s+but|only)\b"
    r"|\b(?:is|was)\s+(?:an?\s+|the\s+)?(?:\w+\s+)?(?:young(?:er|est)?|elderly)\b|\byoung(?:er|est)?\s+(?:colleague|expert|member|examiner)\b|\bcome\s+round\b|\b(?:won|brought)\s+(?:over|round)\b|\bchanged\s+(?:his|her|their)\s+mind\b"
)
_CONTENT = re.compile(  # … holds that: what is behind it is what the dissent says
    r"(?:书|中|里|一节|部分)?[^，。；\n,;]{0,2}?(?:(?P<says>认为|主张|指出|以为)|称|提出|说|写[明道]|是指|(?:的?(?:内容|要旨|理由))[是为]|[:：])(?![后时的之被])"
    r"|(?:书|中|里|一节|部分)?(?:是|为|系)[:：,，]?(?![对由因出基])(?=[^，。；\n,;]{0,6}[处段句语幕章])"
    r"|\s*(?:\w+ly\s+)?(?:holds?|says?|states?|argues?|considers?|maintains?|thinks?|finds?|notes?|claims?|reads?|is\s+that|are\s+that|was\s+that|:)\s+"
)
_SAYS = re.compile(
    r"[^，。；\n,;]{0,4}?(?:认为|主张|指出|称|提出)|\s*(?:\w+ly\s+)?(?:holds?|says?|argues?|considers?|thinks?|finds?)\b"
)
# What a clause may begin with before it says so: who holds it, links of clauses
_LEAD = (
    r"(?:但|且|并|而|故|因此|因而|所以|均|也|亦|又|其|此|该意见|该看法|鉴定组|合议|多数|鉴定人|我们|各方|法庭|法院|委托人|读者|请|应|可|仅|只|系|属|显然|经[^，。；\n,;]{1,8}?|一致|认为|实|已|将|对此|以?为"
    r"|[\s，,]|(?:and|but|so|or|which|it|is|are|was|were|has|been|be|therefore|thus|hence|the|panel|court|majority|may|can|should|considered|we|experts?)\b)*"
)
_DENIED = re.compile(
    r"(?:并非|不是|不等于|绝非|是否|能否|可否|不意味|不表示|未必|不得|不可|不认为|不表明|非因)[^，。；\n,;]{0,8}\Z"
    r"|\b(?:whether|not\s+(?:mean|say|imply|to\s+say|because|that|without|be\s+(?:read|taken))|nobody|without|nor)\b[^.,;\n]{0,24}\Z"
)
_PRINTING = re.compile(r"(?:登载|刊载|载明|附具?|列[明出]|写明|公开|保留)[^，。；\n,;]{0,2}\Z")
_NONE = re.compile(
    r"(?:没有|无(?![视须需庸])|未有|未见|别无|并无|不存在|若有|如有)[^，。；\n,;]{0,3}\Z|\b(?:no|any|without|if)\s+(?:\w+\s+)?\Z"
)
_OF_PARTY = re.compile(
    rf"(?:{PARTIES}|{COURTS}|双方|各方|{PARTIES_EN})(?:['’]s?)?(?:对[^，。；\n,;]{{1,10}}|就[^，。；\n,;]{{1,10}})?(?:所?提出?|所持)?的?\s*\Z"
)
# … that goes on
_GOES_ON = re.compile(r"\s*(?:并|且|又|还|其|该[方函人]|理由[是为]|称|\Z)|\s*(?:it|he|she|they|its?|their)\b")
_OTHER_NOUN = re.compile(rf"的(?!(?:个人|一家|少数|不同)?(?:{_VIEWS}))(?=[\u4e00-\u9fff])")
_TOUCHES = re.compile(r"影响|改变|动摇|左右|妨碍|无[碍损]|affect|alter|change|touch|bear")
_TAKES = re.compile(rf"(?:{_TAKE})\Z|accept\w*\Z|reject\w*\Z")
_REST = re.compile(
    r"[^，。；\n,;]{0,8}?(?:其他|其余|其它|别的|另[一外几])|[^.;,\n]{0,24}?\b(?:other|others|rest|remaining|remainder|elsewhere)\b"
)
_PLACE = re.compile(
    r"第\s*[\d一二三四五六七八九十]+\s*[处段句项章节]|\b(?:first|second|third|fourth|fifth|sixth|match|passage|sentence|page)\b(?:\s+\d+)?"
)
_MAJORITY = re.compile(
    r"(?:代表|属于|反映|构成)(?=[^，。；\n,;]{0,4}多数)|(?:represent|reflect)\w*(?=\s+(?:\w+\s+)?majority)"
)
_BETWEEN = 18  # letters between whom it is said of and what is said
_REASON = re.compile(
    r"理由[见如]|(?:因为?|由于|鉴于|经查|查)[^。；\n;]{6,}|[见参]第?[^，。；\n,;]{1,8}[段页表图]|\b(?:because|since|for\s+the\s+reasons?|see)\b.{8,}"
)


@dataclass(frozen=True, slots=True)
class _Said:
    """What is denied to one: anywhere in the clause that names it, at the beginning of a later one."""

    within: re.Pattern[str]
    led: re.Pattern[str]

    @classmethod
    def reading(cls, words: str) -> _Said:
        return cls(re.compile(words), re.compile(f"{_LEAD}(?P<said>{words})"))

    def of(self, clause: str, *, later: bool) -> Iterator[tuple[int, int]]:
        if not later:
            yield from (hit.span() for hit in self.within.finditer(clause))
        elif (hit := self.led.match(clause)) is not None:
            yield hit.span("said")


@dataclass(frozen=True, slots=True)
class Heard:
    """What a dissent and its authors are called in a case: ``view`` of what is held, ``who`` of who holds it."""

    view: re.Pattern[str]
    who: re.Pattern[str]
    places: frozenset[str]

    @classmethod
    def of(cls, names: Collection[str], told: Collection[str], *, named_only: bool = False) -> Heard:
        """``names`` of who dissents, ``told`` what they hold; ``named_only``: a word for any dissent is not read."""
        called = "|".join(re.escape(named_as(one)) for one in sorted(names, key=len, reverse=True) if one) or "(?!)"
        view = [_OF_NAME_ZH, _OF_NAME_EN] + ([] if named_only else [_HELD_ZH, _HELD_EN])
        who = [rf"(?<![、和与及])(?:{called})(?![方、和与及])"] + ([] if named_only else [_WHO_ZH, _WHO_EN])
        places = frozenset(hit.group() for text in told for hit in _PLACE.finditer(text))
        return cls(re.compile("|".join(view).replace("NAMES", called)), re.compile("|".join(who)), places)

    def muted(self, shown: Printed, *, answers: bool = False, told: bool = False) -> Iterator[str]:
        """What sentences of a text say that mutes a dissent. ``answers``: a place of the analysis, where a reasoned
        answer on a place is free; ``told``: a step, which tells what parties say, in sentences one after the other."""
        behind, theirs = False, False  # whether the sentence before names one, or is a party's
        for start, stop in sentences(shown.text):
            here = shown.text[start:stop]
            theirs = told and (SAYS.search(here) is not None or (theirs and _goes_on(shown.text, start, here)))
            if theirs:
                continue
            personal = ((*hit.span(), False) for hit in _PERSONAL.finditer(here))
            for first, last, ground in (*self._denials(here, behind), *personal):
                free = answers and ground and _PLACE.search(here) and _REASON.search(here)
                free = free or (_BOTH.search(here) and _BY_SIDE.search(here[first:last]))
                if not free and not shown.quoted(start + first, start + last):
                    yield " ".join(here[first:last].split())
            if here.strip():
                behind = self.view.search(here) is not None or (behind and _IT.search(here) is not None)

    def _denials(self, here: str, behind: bool) -> Iterator[tuple[int, int, bool]]:
        """Where a sentence does so, and whether it is a ground that it denies."""
        views = [hit.span() for hit in self.view.finditer(here) if not _of_others(here[: hit.start()])]
        backs = [hit.span() for hit in _IT.finditer(here)] if behind or views else []
        persons = [hit.span() for hit in self.who.finditer(here)]
        if behind and not views and (hit := _STARTS.match(here)):
            yield hit.start("said"), hit.end("said"), False
        for before in (hit for one in views for hit in _before(here, *one)):
            yield (*before, False)
        marks = sorted({*views, *backs})
        for at, (start, stop) in enumerate(marks):
            end = next((first for first, _ in marks[at + 1 :] if first >= stop), len(here))
            yield from self._behind(here, start, stop, end, _OF_VIEW)
        for start, stop in sorted({*persons, *backs}):
            if not _SAYS.match(here, stop):
                yield from self._behind(here, start, stop, len(here), _OF_PERSON)

    def _behind(self, here: str, start: int, stop: int, end: int, said: _Said) -> Iterator[tuple[int, int, bool]]:
        """What is said behind one whom it is said of: in its clause, or at the beginning of a later one."""
        rest = here[stop:end]
        content = _CONTENT.match(rest)
        least = content.end() - (1 if content["says"] else -1) if content is not None else len(rest)
        for n, clause in enumerate(re.finditer(r"[^，,]+", rest)):
            words = clause.group()
            for first, last in said.of(words, later=n > 0):
                far = n == 0 and first > _BETWEEN and "\u4e00" <= here[start] <= "\u9fff"
                if far or clause.start() + first > least:
                    continue
                if not self._is_free(here[:start] if n == 0 else "", words, first, last):
                    ground = re.fullmatch(_GROUND, words[first:last]) is not None
                    yield start, stop + clause.start() + last, ground
                    return

    def _is_free(self, ahead: str, words: str, first: int, last: int) -> bool:
        """Whether it is denied or asked, said of another noun, or of a place that no dissent is about."""
        said, behind = words[first:last], words[last:]
        if _DENIED.search(words[:first]) or (_DENIED.search(ahead) and first < _BETWEEN):
            return True
        if re.fullmatch(_FORM, said) and _PRINTING.search(ahead):
            return True
        if _OTHER_NOUN.match(behind) or _MAJORITY.search(said + behind):
            return True
        place = _PLACE.search(behind)
        if place is not None and place.start() < 5 and _TAKES.search(said):  # what a dissent does not accept
            return True
        apart = place is not None and bool(self.places) and place.group() not in self.places
        return bool(_TOUCHES.search(said)) and (apart or _REST.match(behind) is not None)


_GROUND = f"{_GROUND_ZH}|{_GROUND_EN}"
_VIEW_SAID = f"{_GROUND}|{_HASTE_EN}|{_WEIGHT_ZH}|{_WEIGHT_EN}|{_TAKEN_ZH}|{_TAKEN_EN}"
_OF_VIEW = _Said.reading(_VIEW_SAID)
_OF_PERSON = _Said.reading(f"{_PERSON_ZH}|{_PERSON_EN}|{_HASTE_EN}")
_STARTS = re.compile(f"{_LEAD}(?P<said>{_VIEW_SAID})(?=[，,。；;）)的]|\\s*\\Z)")
_AHEAD = re.compile(
    rf"(?:{_TAKEN_ZH})(?:了|该|其|此|这[一种]?|任何|所有|上述|附后的?|[^，。；\n,;]{{0,2}}提出的)*\Z"
    rf"|(?:(?:{_TAKEN_EN})|\b{_NO}\s+(?:\w+\s+){{0,2}}(?:weight|regard|account|attention|credit)\s+(?:\w+\s+){{0,3}}?(?:to|of)|\bnothing\s+in)\s+(?:\w+\s+){{0,3}}\Z"
    rf"|(?:{_WEIGHT_ZH}|{_GROUND_ZH})的(?:该|其|个人)?\Z"
)
_PERSONAL = re.compile(
    rf"(?:{_WEIGHT_ZH}|{_GROUND_ZH}|{_TAKEN_ZH})[^，。；\n,;]{{0,4}}?的(?:个人|个别|其他|另一?种?|少数|不同)(?:{_VIEWS})"
    rf"|以(?![^，。；\n,;]{{0,8}}(?:法[院庭官]|仲裁|委托|多数|双方|全体|一致|书面)|[本该其此原各最])[^，。；\n,;]{{1,6}}的(?:判断|意见|看法|观点|见解)为准"
    r"|\b(?:views?|judge?ments?|readings?)\s+of\s+(?!(?:the\s+)?(?:courts?|tribunal|judge|majority|panel|client)\b)(?:\w+\.?\s+){1,3}prevails?\b"
    r"|(?<!court)(?<!majority)(?<!tribunal)(?<!judge)['’]s\s+(?:view|judge?ment|opinion|reading)s?\s+prevails?\b"
)


def _before(here: str, start: int, stop: int) -> Iterator[tuple[int, int]]:
    """What is said before it: the court may disregard the dissent, 仅供参考的不同意见."""
    ahead = here[:start]
    hit = _AHEAD.search(ahead)
    if hit is not None and not _DENIED.search(ahead[: hit.start()]):
        yield hit.start(), stop


def _goes_on(text: str, start: int, here: str) -> bool:
    """Whether a sentence goes on with what the one before it tells of a party."""
    return text[start - 1 : start] in (";", "；") or _GOES_ON.match(here) is not None


def _of_others(ahead: str) -> bool:
    """Whether it is said that there is none, or it is a party's view."""
    return bool(_NONE.search(ahead) or _OF_PARTY.search(ahead))
