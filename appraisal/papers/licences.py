"""What the fields of a licence hold: a number, the name of a body, categories of business.

Each is told by how such a thing is written, and nothing may stand beside it: a remark in brackets or behind a comma, in
whatever words, may say that the licence is none any more. What keeps it from being one is asked of who files it.
"""

from __future__ import annotations

import re
import unicodedata

from appraisal.papers.simplified import simplified

_HANZI = "\u4e00-\u9fff"
_LISTED = re.compile(r"[、,;:/\n]")
_BRACKETS = re.compile(r"[\[(〔【〖]([^\[\]()〔〕【】〖〗]*)[\])〕】〗]")
# Small words of Chinese sentences, which names have not
_SAYS = re.compile("[已未了的被曾仅勿]|不(?!动产|锈)")

_BODY = re.compile(
    rf"[{_HANZI}·\s]+(?:部|厅|局|署|院|委|办|办公室|中心|[协学商总]会|委员会|联合会|政府|机关|机构|处|所|司|站|[总支大]队)"
)
_PLACE = re.compile(rf"[{_HANZI}]{{1,10}}[省市区县州盟旗]|全国|中国|中华人民共和国")
_BODY_EN = re.compile(
    r"\b(?:bureau|department|ministry|office|board|council|court|authority|commission|administration|agency|institute"
    r"|association|society|government|committee|cent(?:re|er)|service|directorate|division|registry|college|chamber)\b",
    re.IGNORECASE,
)
_WORD_EN = r"(?:(?!\w+ed\b)[A-Z][\w.'’&-]*|&|of|the|and|for|in|on|to|de|la|du)"
_NAME_EN = re.compile(rf"{_WORD_EN}(?:\s+{_WORD_EN})*")

_YEAR = r"[\[(〔【〖]\s*\d{2,4}\s*年?\s*[\])〕】〗]"
_DIGITS = r"(?:[A-Z]{0,8}-?\d[A-Z\d]*|[〇零一二三四五六七八九十百]+)(?:[-./·][A-Z\d]+)*"
_NUMBER = re.compile(
    rf"[{_HANZI}]{{0,16}}[:\s]*(?:{_YEAR})?\s*[{_HANZI}]{{0,8}}\s*{_DIGITS}\s*号?(?:[-之]\d+)?(?:\s*[\[(][正副]本[\])])?"
    rf"|(?:[A-Za-z]{{1,12}}\.?[\s:/-]*){{1,3}}(?:{_YEAR})?\s*{_DIGITS}"
)

# Categories of forensic appraisal and their parts, as rules on the classes of practice name them, and kinds of works as
# the law of copyright does; with 类, 鉴定 and the
# like behind each
_KNOWN = (
    "法医(?:病理|临床|精神病|物证|毒物|毒化|人类学)?|临床|死亡(?:原因|方式|时间)|(?:人体)?损伤(?:程度)?|伤残等级|骨龄|医疗(?:损害|纠纷|过错)"
    "|精神(?:状态|疾病|病)|(?:刑事责任|民事行为|受审|服刑)能力|个体识别|[二三]联体亲子|亲子(?:关系)?|亲缘关系|毒[物品]"
    "|物证|文书|文件|笔迹|印[章文刷]|印章印文|篡改|朱墨时序|痕迹|微量(?:物证|物质)?|手印|指纹|足迹|工具痕迹|枪弹|枪支|弹药|整体分离"
    "|(?:道路)?交通事故|(?:机动)?车辆|机动车|油漆|纤维|玻璃|爆炸物?|火灾"
    "|声像(?:资料)?|录音|录像|音频|视频|语音|声纹|图像|图片|照片|人像|影像|电子(?:数据|物证|证据)|计算机|软件|信息网络|网络"
    "|知识产权|著作权|版权|专利|商标|商业秘密|技术秘密|集成电路布图设计|植物新品种"
    "|(?:生态)?环境(?:损害|污染)?|污染物(?:性质)?|地表水(?:与沉积物)?|空气(?:污染)?|土壤(?:与地下水)?|地下水|近海海洋(?:与海岸带)?|生态系统"
    "|(?:建筑|建设)(?:工程)?|工程(?:造价|质量)?|造价|房屋(?:安全|质量)?|司法会计|会计|审计|税务|资产(?:评估)?|价格(?:评估)?|产品(?:质量)?"
    "|(?:文字|口述|音乐|戏剧|曲艺|舞蹈|杂技|美术|建筑|摄影|视听|电影|图形|模型|书法|雕塑|工艺美术|实用艺术|民间文艺|汇编|演绎|翻译)(?:艺术)?(?:作品)?"
    "|作品|歌曲|曲谱|旋律|小说|剧本|字体|字库|地图|动漫|动画|漫画|(?:网络|电子)?游戏|私服|外挂|(?:恶意|计算机)?程序|(?:源|目标)?代码|数据库|网页|域名"
    "|(?:内容|功能)?(?:同一性?|相似性?|一致性?|真实性?|完整性?|相同|近似|异同)|实质性?(?:相似|相同)|真伪|来源|侵权|权属|功能|比对"
    "|农业|林业|渔业|食品|药品|机械|电气|海事|测绘|文物|珠宝(?:玉石)?|动物|植物|心理测试"
)
_ITEM = re.compile(
    rf"(?:仅?限|包?含|包括|不含|不包括)?(?:\d{{2,6}}\s*)?(?:(?:{_KNOWN})[与和及的类]?)+"
    r"(?:类|司法|鉴定|检验|检测|检查|评估|审计|资料|技术|事项|项目|专业)*等?"
)
_ENGLISH = (
    "forensic audio video visual audiovisual audio-visual sound image images imaging recording recordings material"
    " materials document documents handwriting trace traces electronic digital data software computer computing"
    " intellectual property copyright works literary musical artistic music games game source code programs similarity"
    " identity comparison medicine pathology clinical toxicology evidence appraisal appraisals examination"
    " examinations identification analysis of and the"
)
_KNOWN_EN = frozenset(_ENGLISH.split())
_HEAD = re.compile(r"\A\s*(?:司法|鉴定|业务|执业)*(?:范围|类别|项目)\s*:\s*")


def _plain(said: str) -> str:
    return simplified(unicodedata.normalize("NFKC", said)).strip()


def _parts(said: str) -> tuple[list[str], list[str]]:
    """What is listed outside of brackets, and within them."""
    inside = [one for hit in _BRACKETS.finditer(said) for one in _LISTED.split(hit[1])]
    return _LISTED.split(_BRACKETS.sub("", said)), inside


def ended(said: str) -> bool:
    """Whether what stands on a licence says that it is none any more, or not yet."""
    return _IS_ENDED.search(said.strip()) is not None


def covers(listed: str, category: str) -> bool:
    """Whether a list of categories, as a licence has it, names this one: alone, or as 类, 鉴定, 司法鉴定 of it; not
    where a remark says that it was revoked, or is in preparation."""
    if ended(listed):
        return False
    bare = re.sub(r"[（(][^（()）]*[)）]", "", listed)
    items = [item.strip() for item in re.split(r"[、，,;；/\n]|和|及", bare)]
    return any(re.fullmatch(re.escape(category) + r"(?:类)?(?:司法)?(?:鉴定)?(?:类)?", item) for item in items)


def names_body(said: str) -> bool:
    """Whether it is the name of a body, or of several; in brackets a part of it, or where it is."""
    bare = _plain(said)
    outside, inside = ([one.strip() for one in part] for part in _parts(bare))
    if re.search(f"[{_HANZI}]", bare):
        names = all(_is_body(one) for one in outside)
        return names and all(_is_body(one) or _PLACE.fullmatch(one) for one in inside) and not _SAYS.search(bare)
    return bool(_BODY_EN.search(bare)) and all(_NAME_EN.fullmatch(one) for one in (*outside, *inside))


def _is_body(said: str) -> bool:
    """The name in Chinese, with the English one behind it or not, or a name in English."""
    hanzi, latin = re.fullmatch(rf"([{_HANZI}·\s]*)(.*)", said).groups("")  # type: ignore[union-attr]  # fits any line
    named = not hanzi.strip() or _BODY.fullmatch(hanzi.strip()) is not None
    return bool(said) and named and (not latin or _NAME_EN.fullmatch(latin) is not None)


def is_number(said: str) -> bool:
    """Whether it is the number of a licence, or several."""
    return all(_NUMBER.fullmatch(one.strip()) and not _SAYS.search(one) for one in re.split("[、;]", _plain(said)))


# What a person's licence to appraise is called; that of a lawyer or doctor is another
_CERTIFICATE = re.compile(
    r"司法鉴定|鉴定人|(?<!律师)(?<!医师)(?<!会计师)(?<!药师)执业|licen[cs]e|registration", re.IGNORECASE
)
# That one holds no more, or not yet; behind 未 or not it holds
_ENDED = "注销|吊销|撤销|暂停|停[用止业]|失效|过期|作废|收回|缴回|待[批发]"
_ENDED_EN = r"revoked|suspended|expired|cancel\w*|withdrawn|lapsed|surrendered|pending|in\s+preparation"
_IS_ENDED = re.compile(
    rf"(?<!未)(?<!未被)(?<!未经)(?:{_ENDED})|(?<!统)筹(?:建|备|办)|[（(]筹[）)]|筹$"
    rf"|(?<!not )(?<!never )\b(?:{_ENDED_EN})\b",
    re.IGNORECASE,
)
# … in a field of a person, which has room for more words: or that there is none
_NO_LICENCE = re.compile(
    f"{_ENDED}|到期|届满|遗失|申[请办领]|[报待][批发审办领]|审[批核]中|办理中|[拟欲]|非执业|[未已曾]"
    "|没有|不具|无(?=执业|证|司法|鉴定|照|许可|编号)|[原旧前](?=执业|司法|鉴定人|证)"
    rf"|\b(?:{_ENDED_EN}|appl\w+|former\w*|previous\w*|none|no\s+longer|not|without"
    r"|retired|until|non-?practi\w+|unlicen\w+|ha[ds]\s+no|no\s+licen\w+)\b",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    r"[\[(,:]*\s*(?:(?:证书|许可证?|登记|注册)?(?:编号|证号|号码|号)|\bnos?\.|\bnumber\b)\s*:?\s*",
    re.IGNORECASE,
)


def names_certificate(said: str) -> bool:
    """Whether a certificate of a person is a licence to appraise with its number, and nothing that says that it is
    none: one of those that are listed."""
    bare = _plain(said)
    if _NO_LICENCE.search(bare):
        return False
    told = re.sub(r"(?<=[\d号])\s*[\])](?=\s*(?:[,;、]|\Z))", "", _NUMBERED.sub(" ", bare))
    told = re.sub(r"(?<=证)\s*[,\[(-]\s*(?=[A-Z]{0,8}-?\d)", " ", told)
    parts = [one.strip() for one in re.split(r"[,、;\n]", told)]
    return any(_CERTIFICATE.search(one) and _has_number(one) for one in parts)


def _has_number(said: str) -> bool:
    return is_number(said) if re.search(f"[{_HANZI}]", said) else re.search(r"\d", said) is not None


def lists_categories(said: str, form: str = "") -> bool:
    """Whether it lists categories that are known, or the one that a form of paper asks for, and nothing else."""
    outside, inside = _parts(_HEAD.sub("", _plain(said)))
    return all(_is_category(one.strip(), form) for one in (*outside, *inside))


def _is_category(item: str, form: str) -> bool:
    if re.fullmatch(r"(?!(?:19|20)\d\d\Z)\d{2,6}", item):
        return True  # its number in a register; no year
    if not re.search(f"[{_HANZI}]", item):
        words = re.findall(r"[A-Za-z-]+", item)
        return bool(words) and {one.casefold() for one in words} <= _KNOWN_EN and not re.search(r"\d", item)
    own = re.escape(_plain(form)) if form else "(?!)"
    return re.fullmatch(rf"(?:{own})(?:类|司法|鉴定)*", item) is not None or _ITEM.fullmatch(item) is not None
