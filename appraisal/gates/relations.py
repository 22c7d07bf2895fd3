"""Sentences that say of one work that it was made from another, by whatever name the works go.

A work is named by its label or name, by its role (检材, the accused work) or by whose it is (the defendant's novel).
Free are two works of one side, and a work that is neither claimed nor accused (a common source): copies of what was
handed in are made and told of every day. So are questions (whether B1 was copied), and that something is not said.
Looked for is what words say, not what figures of speech mean: who reviews the report reads those.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from appraisal.dossier import Role
from appraisal.gates.parties import ASK_EN, PARTIES, PARTIES_EN, PLEADINGS, PLEADINGS_EN, SAY, SAY_EN
from appraisal.papers.as_read import Printed, named_as

_PIECES = "[()（）/《》]"  # 月光城 (Moonlight City) is called by either name
_NOUN = (
    r"(?:works?|books?|novels?|stor(?:y|ies)|texts?|games?|programs?|programmes?|software|code|pictures?|drawings?"
    r"|songs?"
    r"|tunes?|music|films?|scripts?|plays?|screenplays?|manuscripts?|originals?|paintings?|articles?|poems?)"
)
_ROLES = {
    Role.CLAIMED: rf"claimed {_NOUN}|(?:claimant|plaintiff)(?:['’]?s|s['’])?(?: (?:own|original|earlier))? {_NOUN}"
    "|样本|权利作品|原告(?:的)?(?:作品|小说|软件|程序|游戏|图片|歌曲)",
    Role.ACCUSED: rf"(?:accused|disputed) {_NOUN}|defendant(?:['’]?s|s['’])?(?: (?:own|later))? {_NOUN}"
    "|检材|被[控诉](?:侵权)?(?:作品|软件|程序)|被告(?:的)?(?:作品|小说|软件|程序|游戏|图片|歌曲)",
}
_ACTORS = {
    Role.CLAIMED: "claimants?|plaintiffs?|原告(?:人|一方|方)?",
    Role.ACCUSED: "defendants?|被告(?:人|一方|方)?|被控(?:一方|方)",
}
_LABEL = r"[a-z]{1,2}\d+"
_LY = r"(?:\w+ly |also |thus |therefore |in (?:large |great )?part )*"
_IS = rf"(?:is|are|was|were|be|being|been|constitutes?|represents?|remains?|amounts? to) {_LY}"
_PIECE = "(?:(?:plot|text|story|style|wording|characters?|code|melody|music|pictures?|scenes?) )?"
_HAS = "(?:(?:has|have|had) )*"
_COPY = (
    "(?:copy|copies|imitations?|adaptations?|reproductions?|duplicates?|duplications?|clones?|replicas?|remakes?"
    "|rewrites?"
    "|reworkings?|paraphrases?|translations?|transcriptions?|pastiches?)"
)
_PART = (
    r"(?:(?:the|a|an|its|all|much|most|parts?|chapters?|text|plot|style|story|characters?|substantial"
    r"|passages?|sentences?|wording|lines?|scenes?|words?|expression|dialogues?|code|\d+) |of |from )*"
)
_TAKEN = (
    "(?:taken(?: over)?|lifted|copied|derived|borrowed|adapted|reproduced|transcribed|cribbed|cloned|rewritten|stolen"
    "|translated|based|modelled|modeled|patterned|(?:re)?typed|keyed|(?:pasted|stitched|put|cobbled|pieced) together)"
)
_FROM = "(?:out of|from|after|upon|on)"
_DOES = (
    "(?:imitat(?:es?|ed)|duplicat(?:es?|ed)|cop(?:y|ies|ied)(?: from)?|reproduc(?:es?|ed)|clon(?:es?|ed)"
    "|mimic(?:s|ked)?|paraphras(?:es?|ed)|adapt(?:s|ed)?|appropriat(?:es?|ed)|plagiari[sz](?:es?|ed)|re-?us(?:es?|ed)"
    "|incorporat(?:es?|ed)|rewr(?:ites?|ote)|rework(?:s|ed)|cannibali[sz](?:es?|ed)|(?:borrow(?:s|ed)?|lift(?:s|ed)?"
    "|t(?:akes?|ook)) (?:\\w+ ){0,4}from|(?:deriv(?:es?|ed)|stem(?:s|med)?) from)"
)
_MADE = "(?:复制|抄|誊|誊写|誊抄|搬运|抄袭|改编|改写|翻译|脱胎|取|源|来源|衍生|演变|仿写|模仿|照搬|仿照|翻版)"
_BY = "(?:copying|imitating|adapting|reproducing|rewriting|paraphrasing|translating|duplicating)"
_WORDS = (
    "(?:wording|words?|texts?|prose|sentences?|lines?|phrases?|paragraphs?|passages?|chapters?|scenes?|dialogues?"
    "|plots?"
    "|code)"
)
_COMES = rf"{_HAS}{_LY}(?:c[ao]mes?|originat(?:es?|ed))"
_ZH_WORDS = "(?:文字|文句|语句|字句|文本|文辞|内容|表达|段落|行文|情节|代码)"
# A work named by its place among the works; 前者 and the former alone may be anybody of a story
_PLACED = "the (?:earlier|later|other|first|second|former|latter|older|newer|prior) (?:book|novel|game|work)"
_PLACED_ZH = "在[先后]的?(?:作品|小说|软件|游戏)"
_ONE_OF = "前者|后者|the former|the latter"
_TWO = "[两二](?:书|作(?!者)|文本|部(?:作品|小说|书))|两件作品"
FORMS = (  # X: what was made, or who made it; Y: what from
    rf"X {_PIECE}{_HAS}{_IS}(?:an? |the |nothing (?:but|more than) (?:an? )?)?(?:\w+ ){{0,2}}?{_COPY} of {_PART}Y",
    rf"X {_PIECE}{_HAS}(?:{_IS})?{_TAKEN} {_LY}{_FROM} {_PART}Y",
    rf"X {_HAS}{_IS}(?:made|written|produced|created|drawn|composed) (?:by|through) {_BY} (?:from )?{_PART}Y",
    rf"WHO {_PIECE}{_HAS}{_LY}{_DOES} {_PART}Y",
    rf"WHO {_HAS}access to {_PART}Y[^.;\n]{{0,24}} and {_HAS}{_LY}(?:us|copi|adapt|imitat)ed",
    rf"WHO {_HAS}(?:takes?|took|use[sd]?|contains?) (?:\w+ ){{0,2}}substantial (?:part|portion)s? of {_PART}Y",
    rf"(?:authors?|writers?|makers?|developers?) of X {_HAS}{_LY}(?:use[sd]?|(?:drew|drawn) on|worked from) {_PART}Y",
    f"WHO {_HAS}(?:contains?|includes?|holds?|uses?|used) (?:[a-z]+ )?{_WORDS} (?:of|from) {_PART}Y",
    f"WHO {_HAS}(?:contains?|includes?|holds?|uses?|used) (?:the )?YS (?:own )?{_WORDS}",
    f"WHO {_HAS}{_LY}follow(?:s|ed) {_PART}Y (?:word for word|verbatim|line by line|sentence by sentence)",
    rf"X {_HAS}{_IS}derivative(?: of {_PART}Y)?(?! work)",
    rf"{_WORDS}[^.,;\n]{{0,24}} (?:transferred|moved|carried|pasted|put|copied|taken)(?: over)? from Y (?:in)?to X",
    rf"Y {_HAS}(?:(?:{_IS})?(?:pasted|put|copied|carried|transferred)|goes|went|gone) into X",
    rf"{_WORDS}[^.,;\n]{{0,24}} (?:originat(?:es?|ed)|ha(?:s|ve|d) (?:its|their) origins?) (?:in|from|with) Y",
    f"{_WORDS} (?:[a-z]+ )?(?:in|of) X {_IS}YS",
    rf"Y {_HAS}(?:serve[sd]?|acted|was used) as (?:the|an?) (?:model|template|source|basis|pattern) (?:for|of) X",
    rf"Y {_IS}the (?:source|model|template|original|origin|pattern) (?:of|for) {_PART}X",
    rf"X {_COMES} from {_PART}Y",
    rf"(?:the|these|those|both|two|all) (?:[a-z]+ )?{_WORDS} {_COMES} from Y",
    rf"X {_IS}Y (?:under|by|with|in) (?:an?|its|the) (?:other |new |different )?(?:names?|titles?|guise|covers?)",
    rf"X {_IS}Y under another (?:name|title)",
    rf"(?:substantial|significant|large|great) (?:part|portion)s? of Y {_IS}in X",
    rf"{_WORDS} of X {_COMES} from {_PART}(?:Y|{_ONE_OF})",
    rf"X {_WORDS} {_COMES} from {_PART}(?:Y|{_ONE_OF})",
    rf"{_WORDS}[^.,;\n]{{0,40}} {_IS}(?:lifted|cribbed|purloined|typed) (?:out of|from|off) {_PART}Y",
    rf"WHO (?:owe[sd]?|owing) (?:\w+ ){{0,4}}(?:{_WORDS}|everything|existence|origin) (?:\w+ ){{0,3}}to {_PART}"
    f"(?:Y|{_ONE_OF})",
    r"(?:WHO|(?<!尤)其|该书|此书)(?:一书)?\s?[的之中]{0,2}(?:全部|大量|主要|大部分)?的?"
    rf"{_ZH_WORDS}(?!是否)[^，。；,;.\n]{{0,4}}?(?:来|得|出|源|搬)自(?:于)?\s?(?:Y|{_ONE_OF})(?!\s?(?:者|[之以]外|的?[光硬]盘))",
    # A program's code and the client, which a plug-in report calls the claimed work; not what the client sends or holds
    r"(?:WHO|该程序|送检程序|该外挂)\s?[的之中]{0,2}[^，。；,;.\n]{0,4}?代码(?!是否)[^，。；,;.\n]{0,4}?(?:来|源|取|抄)自(?:于)?\s?(?:该|游戏)?"
    "客户端(?!的?(?:内存|进程|数据|消息)|[下所]?发)",
    rf"(?:code|functions?|instructions) of X (?:{_COMES}|{_IS}{_TAKEN}) from the client(?![\w'’])",
    rf"X (?:code|functions?|instructions) (?:{_COMES}|{_IS}{_TAKEN}) from the client(?![\w'’])",
    f"(?:WHO|后者|前者)的?(?:作者|开发者)[^，。；,;\n]{{0,4}}(?:接触|看过|读过|见过)(?:了|过)?(?:Y|{_ONE_OF})"
    "[^。；;\n]{0,6}(?:并|且|后|而)[^。；，,;\n]{0,4}(?:使用|利用|复制|抄|搬|誊|照搬|改编|改写)",
    f"(?:{_TWO}|X[与和同跟]Y)[^，。；,;\n]{{0,8}}?如出一辙",
    f"(?:{_TWO})[的之]?(?:文字|内容|情节|文本|表达)?(?:基本|高度|大体|总体|整体)上?(?:相同|一致|雷同|近似)",
    "WHO(?:一书)?(?:就是|即是|即为|等于|无非是|不过是|实为)Y",
    "(?:[两二这该此]|上述|相同的?)[^，。；,;\n]{0,4}(?:段落?|处|文字|内容|语句)[^，。；,;\n]{0,4}?(?:来|取|源|出|抄)自Y"
    "(?![^，。；,;\n]{0,2}(?:第|[光硬]盘|[之以]外|正文|中|提交))",
    "WHO[^，。；,;.\n]{0,3}?(?:系|是)?抄(?:写|录)?Y(?:而成|而来)",
    "WHO的?[^，。；,;.\n]{0,8}?(?:系|是|为|乃|均|全部|大量|直接|完全)*(?:对)?MADE(?:自|于|了)Y",
    "WHO[^，。；,;.\n]{0,6}?(?:模仿|仿写|照搬|照抄|誊抄|誊写|搬运|抄袭|剽窃|改编|翻版|仿照|洗稿)(?:了)?Y",
    "WHO[^，。；,;.\n]{0,4}?(?:系|是|为|乃|属)(?:对)?Y的?(?:翻版|克隆|仿作|复制品|改编|改写|抄本|仿制品|翻译|复制件)",
    "WHO[^，。；,;.\n]{0,8}?(?:由|照着?|根据|依据|按)Y(?:誊写|誊抄|抄写|搬运|改编|改写|演变|衍生|复制|仿写|写成"
    "|画成|编写|仿制)",
    "WHO[^，。；,;.\n]{0,4}?(?:系|是|为|乃)?(?:全部|大量|直接|完全)*[自从]Y[^，。；,;\n]{0,2}MADE(?:而[来成]|得来"
    "|所得)",
    "WHO(?:全部|大量|直接|完全)*对Y[^，。；,;\n]{0,6}(?:进行|作|予以)了?(?:大量|全部)?(?:复制|抄袭|改编|改写|模仿"
    "|仿写|照搬)",
    "WHO[^，。；,;.\n]{0,6}?(?:复现|再现|沿用|套用|移植|挪用|承袭|搬用|袭用|借用|嫁接|抄用|拷贝|克隆"
    "|扒)[了过自]?Y(?!相同|一致)",
    f"WHO[^，。；,;.\n]{{0,6}}?(?:包含|含有|使用|采用|利用|纳入)了?Y的?(?:[^，。；,;\n]{{0,4}}(?:独创"
    f"|原创)[^，。；,;\n]{{0,3}})?{_ZH_WORDS}",
    "WHO[^，。；,;.\n]{0,4}?(?:系|是|为|乃)?以Y[^，。；,;\n]{0,4}?[为作](?:蓝本|底本|基础|模板|原型|母本|范本)",
    "WHO[^，。；,;.\n]{0,4}?在Y的?基础上[^，。；,;\n]{0,4}(?:修改|改|加工|创作|制作|开发|完成|而成)",
    "先[见现][于在]Y[^。；;\n]{0,8}后[^。；;\n]{0,4}(?:入|进|见于|移至)X",
    "(?:作者|编剧|开发者|开发方)[^，。；,;\n]{0,4}接触[了过]?[^。；;，,\n]{0,2}[并且后][^。；，,;\n]{0,2}(?:使用"
    "|利用|复制|抄|改编)了?Y",
    "X[与和同跟]Y[^，。；,;.\n]{0,8}?(?:(?:基本|高度|大体|总体|整体|极[为其])上?(?:相同|一致|相似|近似"
    "|同一)(?![率度])|同一性|同源)",
    "WHO[^，。；,;\n]{0,4}接触[^。；;\n]{0,12}(?:并|且|后)[^。；，,;\n]{0,4}(?:使用|利用|复制|抄|改编)",
    "WHO?[^，。；,;\n]{0,4}未经[^，。；,;\n]{0,8}(?:许可|授权|同意)[^，。；,;\n]{0,4}(?:使用|利用|复制|改编)(?:了)?Y",
)
OWN_MAKING = (
    r"(?<![能法以未不])排除了?(?:偶然|单纯)?(?:的)?巧合|洗稿|融梗|(?<!有)无独立创作可言|谈不上独立创作|非(?:偶然"
    r"|单纯)?巧合(?:所能|可以?解释)|非独立(?:创作|完成)|(?:绝非|并非|不是)(?:偶然)?巧合"
    r"|(?:不是|并非|没有|不具有|(?<![是尚])未|谈不上)(?:作者|被告|其)?独立(?:地)?(?:创作|写成|完成(?!复核|检验"
    r"|鉴定|判断|核验|比对|阅读))(?!与否)"
    r"|(?:不能|无法|难以|不足以)[用以由]?(?:偶然)?(?:巧合|偶合)(?:来|所能)?解释|(?<![能法以未不])排除了?偶合"
    r"|\b(?:not|no|never)\s+(?:an?\s+)?independent(?:ly)?\s+(?:creations?|created|made|written|composed|developed"
    r"|conceived)\b"
    r"|\bindependent\s+creation\s+(?:is|was|can\s+be)\s+(?:out\s+of\s+the\s+question|not\s+possible|dismissed|refuted)"
    r"|\bcoincidence\s+(?:can(?:not|\s+not)\s+explain|can\s+be\s+dismissed)"
    r"|\b(?:cannot|can\s+not)\s+be\s+(?:explained\s+by|put\s+down\s+to)\s+(?:mere\s+|pure\s+)?coincidence"
    r"|\bindependent\s+creation\s+(?:(?!not\b)\w+\s+){0,4}?(?:ruled\s+out|excluded|impossible)"
    r"|\b(?:rul|exclud)(?:es?|ed|ing)\s+out\s+independent\s+creation|\bexclud(?:es?|ed|ing)\s+independent\s+creation"
    r"|\b(?:text|book|novel|game|wording|prose|program|code|screenplay)\s+(?:is|was|are|were)\s+not\s+(?:his|her"
    r"|its|their)"
    r"\s+own\s+(?:work|creation|writing|invention)\b"
    r"|\b(?:is|was|are|were)\s+not\s+(?:an?\s+)?independent\s+(?:works?|creations?)\b"
    r"|\bnot\s+(?:written|created|made|composed|developed)\s+independently\b"
    r"|\b(?:there\s+is|allows?|admits?|leaves?)\s+no\s+other\s+explanation\b"
    r"|\bcoincidence\s+(?:is|was|can\s+be|has\s+been)\s+(?:\w+ly\s+)?(?:excluded|ruled\s+out)"
    r"|\b(?:only|solely)\s+(?:be\s+)?(?:explicable|explained|explainable)\s+by\s+(?:copying|use|access)\b"
    r"|\b(?:(?:cannot|can\s+not)\s+be|(?:is|are|was|were)\s+(?:not|no))\s+(?:an?\s+|mere\s+|pure\s+)*coincidence\b"
)  # that somebody did not make a work by himself
LIABLE = (
    r"被[告控诉](?:人|方|一方)?(?:应当?|须|必须|理应)[^，。；,;\n]{0,6}?(?:赔偿|赔礼|道歉|停止侵)"
    r"|(?:原告|权利人)的?(?:主张|请求|诉请|指控)(?:应当?|完全|均|能够)?(?:成立|有理|属实|应予支持)"
    r"|\bcopying\b(?:\s+by\s+\w+\s+\w+)?\s+(?:has\s+taken\s+place|took\s+place"
    r"|(?:is|was|has\s+been)\s+(?:\w+ly\s+)?(?:proven|proved|established|made\s+out))"
    r"|\b(?:there\s+(?:is|was|has\s+been)|this\s+(?:is|was|amounts\s+to|constitutes)|explained\s+by|results?\s+from"
    r"|establish(?:es|ed)|explanation\s+is)\s+(?:actual\s+|plain\s+)?copying\b(?!\s+(?:of\s+)?(?:the\s+)?(?:files?"
    r"|dis[ck]s?|data|errors?))"
    r"|\bcopying\s+(?:has\s+)?occurred\b"
    r"|\bclaims?\s+(?:is|are|was|were)\s+(?:\w+ly\s+)?(?:made\s+out|proven|proved|justified)"
    r"|\bbreach(?:es|ed)?\s+(?:of\s+)?(?:the\s+)?copyrights?\b"
    r"|\bdefendants?\s+(?:must|should|ought\s+to|has\s+to|have\s+to)\s+(?:pay|compensate|cease)\b|"
    r"被[告控诉](?:人|方|一方)?(?:(?!是否|有无|应否)[^，。；,;\n]){0,6}?(?:承担|负有?)[^，。；,;\n]{0,8}责任(?!与否)"
    r"|被[告控诉](?:人|方|一方)?(?:(?!是否|有无)[^，。；,;\n]){0,4}?(?:主观(?:上)?(?:故意|恶意|过错)"
    r"|[有存]在?(?:故意|恶意|过错))"
    r"|\b(?:defendants?|respondents?|accused)\s+(?:is|are|was|were|should\s+be"
    r"|must\s+be)\s+(?:\w+\s+){0,2}?(?:liable|guilty)\b"
    r"|\bcopyrights?\b[^.,;\n]{0,30}\b(?:is|was|were|been)\s+(?:\w+ly\s+)?(?:breached|violated)\b"
)  # that a party answers for it in law
REACH = 120  # letters before a conclusion in which a question may begin
_OPEN = re.compile(
    r"(?:\bwhether\b|\b(?:not|never|nor|nothing|nobody|no one)\s+(?:\w+\s+){0,2}?(?:say|state|mean|hold|claim|conclude|"
    r"find|tell|show|prove|imply|judge|finding|saying|express|said|told|held|shown|found|claimed|stated|concluded)s?\b"
    r"|\bnothing\s+in\s+(?:\w+\s+){1,3}says\b|是否|有无|能否|(?:不|未|非|没有)(?:\w{0,2})"
    r"(?:表示|意味|说明|等于|认定|判断|证明|评价|表明|发现|检出|涉及))[^,.:;，。：；]*\Z"
)


# Not found is not dissimilar: that the one is not the other is what a report has to say, if it says more
_UNEQUAL = re.compile(
    r"(?<![无莫非没])(?:不[得能可应]?(?:就|即)?(?:等于|等同于?|表示|意味着?|说明|代表|证明|理解为|解释为|当作|视为)|≠)"
    r"(?:其|[二两]者|双方|两部?作品|作品)?(?:就是|就|即|是|为)?\Z"
    r"|\bnot\s+(?:the\s+same\s+(?:thing\s+)?as|mean|say|show|imply|be\s+read\s+as)(?:\s+that)?"
    r"(?:\s+(?:they|(?:the|both)\s+(?:two\s+)?works?))?(?:\s+(?:are|is|being))?\s*\Z"
)

# Denials and questions that affirm: 不难判断, 不得不认定, 不论是否, whether or not, nothing shows better, not only
_AFFIRMS = re.compile(
    r"不难|不妨|[得能可无]不|非常|[不无]论|不[仅但只]|相反|故(?![意事])|因此|所以"
    r"|\bor\s+not\b|\b(?:but|only|better|otherwise|too|lightly|without)\b"
)


def left_open(text: str, at: int) -> bool:
    """Whether what stands there in a text of small letters is asked, or is said not to be said."""
    hit = _OPEN.search(text, max(0, at - REACH), at)
    return hit is not None and not _AFFIRMS.search(text, max(0, hit.start() - 2), at)


def unequal(text: str, start: int, stop: int) -> bool:
    """Whether a text of small letters says of what stands there that something else is not that."""
    return _UNEQUAL.search(text, max(0, start - REACH), start) is not None


@dataclass(frozen=True)
class Works:
    """``roles``: what each work of the case is, by its label and its names in small letters; ``labels`` alone;
    ``called``: labels of the works that go by a name."""

    roles: Mapping[str, Role] = field(default_factory=dict)
    labels: frozenset[str] = frozenset()
    called: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def __hash__(self) -> int:
        return hash(self.labels)  # which cases differ by; asked for each text that is read

    @classmethod
    def of(cls, works: Iterable[tuple[str, str, Role | str]]) -> Works:
        """Of label, name and role of each work."""
        roles: dict[str, Role] = {}
        called: dict[str, frozenset[str]] = {}
        held = [*works]
        for label, name, role in held:
            names = [named_as(piece).strip() for piece in re.split(_PIECES, name)]
            for one in (named_as(label), *names):
                if len(one) > 1:
                    roles[one] = Role(role)
                    called[one] = called.get(one, frozenset()) | {label}
        return cls(roles, frozenset(named_as(label) for label, _, _ in held), called)

    def labels_of(self, words: str) -> frozenset[str]:
        """Labels of the works that words of small letters name: a work by its label or name, all that are claimed or
        accused by what such are called."""
        words = re.sub(r"['’]s$", "", re.sub(r"\s+", " ", words).strip(' 《》“”"'))
        bare = re.sub(r"^the |^work (?=[a-z]{1,2}\d)", "", words)
        for one in (words, bare):
            if one in self.called:
                return self.called[one]
        role = next((role for role, pattern in _ROLES.items() if re.fullmatch(pattern, bare)), None)
        return frozenset().union(*(labels for one, labels in self.called.items() if self.roles[one] is role))

    @property
    def pattern(self) -> str:
        """How a work of the case can be named, in small letters."""
        names = (*_ROLES.values(), *map(re.escape, sorted(self.called, key=lambda one: (-len(one), one))))
        return rf"[《“\"]?(?<![a-z\d])(?:the )?(?:work )?(?:{'|'.join(names)})(?![a-z\d])(?:['’]s)?[》”\"]?"

    def related(self, shown: Printed, *, quotes: bool = True) -> Iterator[tuple[int, int]]:
        """Where a text says that one work was made from another; ``quotes``: what is quoted may say anything."""
        for pattern in _patterns(tuple(sorted(self.roles, key=lambda one: (-len(one), one)))):
            for hit in pattern.finditer(shown.text):
                named = [hit[group] for group in ("x", "y") if hit.re.groupindex.get(group) and hit[group]]
                if not (
                    (quotes and shown.quoted(*hit.span()))
                    or self._free(named)
                    or (named and hit.group().endswith(named[-1]) and _CARRIER.match(shown.text, hit.end()))
                    or left_open(shown.text, hit.start(hit.lastindex or 0))
                ):
                    yield hit.span()

    def _free(self, named: list[str]) -> bool:
        sides = [self._side(one) for one in named]
        return any(side not in _BOTH for side in sides) or (len(sides) == 2 and sides[0] == sides[1] != "")

    def _side(self, words: str) -> str:
        """Which side a work, or who made it, is of; "" of a work that the case has not."""
        words = re.sub(r"[\s-]+", " ", words).strip(' 《》“”"')
        bare = re.sub(r"^the |^work (?=[a-z]{1,2}\d)|['’]s$", "", words)
        for one in (words, bare):
            if role := self.roles.get(one):
                return str(role)
        for role, pattern in (*_ROLES.items(), *_ACTORS.items()):
            if re.fullmatch(pattern, bare):
                return str(role)
        return ""


_ASKED = re.compile(
    r"(?:\b(?:whether|terms?|words?|expressions?|phrases?|questions?|issues?|matters?)\b|是否|有无|能否|用语|概念|问题"
    r"|[不未]\w{0,2}(?:涉及|评价|考虑|判断|认定|回答|讨论|使用)"
    rf"|(?:{PARTIES}|{PLEADINGS})(?:一?方)?[诉辩]?(?:{SAY})[^，。；\n,;]*"
    rf"|\b(?:{PARTIES_EN}|{PLEADINGS_EN}|courts?)\s+(?:{SAY_EN}|may\s+wish))"
    r"(?:, such as |[^,.:;!?，。：；！？\n])*\Z"
)
_NO_VIEW = re.compile(
    r"\bno\s+(?:view|opinion|position)\s+(?:is\s+(?:expressed|taken)\s+)?(?:on|about|as\s+to)\b[^.;]*\Z"
)
_LEFT = re.compile(
    r"\bnot (?:be(?:en)? )?(?:asked|consider|examin|address|assess|judg|decid|answer|discuss|used|told|dealt)"
    r"|\b(?:questions?|matters?|issues?) (?:of law|for the court)|\b(?:for|left to|decided by) the court\b"
    "|[由待交归][^，。；\n,;]{0,4}(?:法院|法庭|合议庭|司法机关)|属于?(?:法律|法庭|法院)|不[对就][^。；\n;]{0,20}发表意见"
    r"|\b(?:express(?:es)?|have|has|take|takes|offer|offers) no (?:view|opinion|position)\b"
    "|[不未][予作加]?(?:涉及|评价|考虑|判断|认定|回答|讨论|使用|采用|置评|说明|表态)"
    r"|不(?:在|属于?)[^，。；\n,;]{0,12}(?:范围|之列)"
    r"|\b(?:outside|beyond) (?:my|our|the|this) (?:\w+ ){0,2}(?:instructions|scope|commission|report)"
    r"|\bnot (?:deal|say|take|concern|part of)\b|\buses? neither\b|\bdoes not (?:address|use)\b"
)
# That somebody alleges or asks it, which the sentence behind may leave open: “This report does not address that.”
_ALLEGED = re.compile(
    rf"(?:{PARTIES}|{PLEADINGS})(?:一?方)?[诉辩]?(?:{SAY}|陈述)|是否|[法庭]院?问"
    rf"|\b(?:{PARTIES_EN}|{PLEADINGS_EN}|courts?)\s+(?:{SAY_EN}|{ASK_EN})|\bwhether\b"
)
_POINT = r"(?:allegations?|claims?|questions?|matters?|points?|issues?)"
_OF_THAT = re.compile(  # that a sentence leaves what the one before it says, and nothing else
    r"\b(?:address|consider|examin|assess|judg|decid|answer|discuss|deal|speak|view|opinion|say|concern)\w*"
    rf"(?: (?:with|on|to|of))? (?:that|this|it|such|these|those)(?: {_POINT})?\Z"
    rf"|\A(?:that|this|it|which|the|such)(?: {_POINT})? (?:is|was|are|were|lies?) "
    "|(?:该|此|这|上述|其)[^，。；,;]{0,16}[不未由]"
    "|[不未][予作加]?(?:涉及|评价|考虑|判断|认定|回答|讨论|置评|说明|表态)\\Z"
)
_TERM = re.compile('[”"」]?(?:一?[词语]|问题)?(?:属于?|系|是)(?:法律|法院|法庭)')  # a term that is the law's
_SETTLED = re.compile(
    r"无疑|显然|明显|已经|毋庸|不言|必然|得不|能不(?!能)|不难|属实|确实|的确|确有|查明|正是"
    r"|\b(?:clear|doubt|obvious|plain(?!tiff)|certain|evident|settled|answered|affirmative|rightly|correctly)"
    r"|\b(?:we|i) (?:find|hold|conclude|agree)\b|鉴定[人组]?(?:认为|认定)"
)


def left_to_court(text: str, start: int, stop: int) -> bool:
    """Whether a word of law stands in a question, or as a mere term, and its sentence leaves that to the court or says
    that it was not looked into; a sentence that calls it settled leaves nothing."""
    began = max(text.rfind(sign, 0, start) for sign in ".。；;！!？?\n") + 1
    end = re.search(r"[。！!？?\n]|\.(?!\d)|\Z", text[stop:])
    ends = stop + (end.start() if end else 0)
    sentence = re.sub(r"\s+", " ", text[began:ends])
    asked = (
        _ASKED.search(re.sub(r"\s+", " ", text[began:start]))
        or _NO_VIEW.search(text, began, start)
        or text.startswith("与否", stop)
        or _TERM.match(text, stop)
    )
    left = bool(_LEFT.search(sentence)) or (bool(_ALLEGED.search(sentence)) and _left_behind(text, ends))
    return bool(asked) and left and not _SETTLED.search(sentence)


def _left_behind(text: str, ends: int) -> bool:
    """Whether the sentence behind one that ends there leaves what that said open."""
    behind = re.match(r"[。.!！?？\s]*([^。.!！?？\n]+)", text[ends:])
    said = re.sub(r"\s+", " ", behind[1]) if behind else ""
    return bool(_LEFT.search(said)) and bool(_OF_THAT.search(said.strip())) and not _SETTLED.search(said)


# What a work was handed in on: the disc of a party is no work of it
_CARRIER = re.compile(
    r"(?:['’]s)?\s+(?:own\s+)?(?:dis[ck]|cd|dvd|usb|drive|stick|carrier|package|parcel|envelope|box|seal)(?:s|\b)"
    "|的?(?:光盘|硬盘|U盘|u盘|移动硬盘|载体|封袋|包装|包裹|邮件)"
)
_BOTH = ("", str(Role.CLAIMED), str(Role.ACCUSED))


@lru_cache(maxsize=8)
def _patterns(names: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    """The forms for a case whose works go by these names; without any, every label is one of a work."""
    things = "|".join((*_ROLES.values(), _PLACED_ZH, *(map(re.escape, names) if names else (_LABEL,))))
    called = rf"(?:the )?(?:work )?(?:{things})|{_PLACED}"
    work = rf"[《“\"]?(?<![a-z\d])(?:{called})(?![a-z\d])(?:['’]s)?[》”\"]?"
    who = rf"{work}|(?<![a-z\d])(?:the )?(?:{'|'.join(_ACTORS.values())})(?![a-z\d])"
    held = {
        "MADE": _MADE,
        "YS": f"(?P<y>{work})(?<=s)",
        "WHO": f"(?P<x>{who})",
        "X": f"(?P<x>{work})",
        "Y": f"(?P<y>{work})",
    }
    made = (re.sub("MADE|WHO|YS|X|Y", lambda hit: held[hit.group()], form) for form in FORMS)
    return tuple(re.compile(form.replace("\\ ", " ").replace(" ", r"[\s-]+")) for form in made)
