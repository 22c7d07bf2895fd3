"""What was compared is what was received: a work said to have been altered first is on file as altered.

A work that somebody greyed, mirrored, cropped or renamed before the comparison is another work than the one whose
digest stands in the report. So a process or a step that tells of it is held against the log: a step that keeps what
came of it (``documents``), or the facts of the material, tells of the same. What a method does itself its page says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from appraisal.gates.gap import Found, Gap
from appraisal.gates.omitted import of_layout
from appraisal.gates.parties import SIDES, SIDES_EN
from appraisal.gates.sentences import sentences
from appraisal.gates.told import own_words
from appraisal.gates.values import within
from appraisal.gates.view import View
from appraisal.gates.written import entered
from appraisal.papers.as_read import named_as, printed
from appraisal.procedure import Kind
from appraisal.profile import Words

_TOLD = ("introduction", "process", "limits")
# What is done to a work, so that it is another: turned into something, taken from, laid on another
_ALTERS = re.compile(
    "灰度|去色|反相|镜像|翻转|旋转|缩放|裁[边切剪去掉]|拉齐|移调|移到[^，,。；;]{0,4}调|反编译|格式化|规范化|归一"
    "|(?:转换?|换|改|替换?|统一|还原|替换)[^，,。；;]{0,5}?[为成]|改名|换名|替换|重[绘排]|[抹删剥][去除掉]|去除"
    r"|\b(?:gr[ea]y(?:ed|scale)?|mirrored|flipped|rotated|rescaled|resized|cropped|transposed|converted|mapped"
    r"|renamed|replaced|stripped|reformatted|formatted|decompiled|normali[sz]ed|redrawn|redrew|retouched|masked)\b"
)
# … by those who compare, for the comparison
_FIRST = re.compile(
    "(?:比对|比较|检验|叠放|计算)(?:之|以)?前|预先|事先|先(?=[将把对作转按])|再(?:作|行|予以|进行)?(?:比|叠)"
    "|为(?:了)?(?:避免|消除|排除|便于)|[将把](?:检材|样本|双方|两)"
    r"|\bbefore\s+(?:\w+\s+){0,4}?compar\w+|\bfirst\b|\bthen\s+compared\b|\bprior\s+to\b|\bbeforehand\b|\bso\s+that\b"
    r"|\bto\s+fit\b|\b(?:i|we)\s+(?:\w+ly\s+)?(?=[a-z]+ed\b|redrew)"
)
_WORKS = re.compile(
    "检材|样本|双方|两(?:图|曲|件|部|份|个程序)|作品|图片|源代码|变量|函数"
    r"|(?<![a-z\d])[a-z]\d(?![a-z\d])|\b(?:both|the\s+two|works?|pictures?|source|code|variables?|functions?|melod(?:y|ies))\b"
)
# What the method does itself, its rules, and what others did
_ITSELF = re.compile(
    "方法|记号|自动|规则|过滤|参数|本程序|副本|截图|照片|封条|工作盘"
    r"|\b(?:methods?|tokens?|automatic\w*|rules?|filters?|by\s+default|working\s+cop(?:y|ies)|screenshots?|photographs?)\b"
)
_OTHERS = re.compile(
    f"{SIDES}|作者|画师|开发者|编译器|系由|是否"
    rf"|\b(?:{SIDES_EN}|authors?|painters?|developers?|compilers?|part(?:y|ies)|whether|if)\b"
)
_DENIED = re.compile(r"(?:未|没有|不|无)[^，,。；;]{0,20}\Z|\b(?:not|never|no|nothing|neither|without)\b[^.;]{0,60}\Z")
_DONE = re.compile("了|已|曾|手工|人工|手动")
_TAKES = re.compile("[抹删剥][去除掉]|去除|stripped")
SAID = Words(
    "正文或步骤称作品在比对前经过改动，在卷没有：…{}…",
    "the text says that a work was altered before it was compared, of which nothing is on file: …{}…",
)
MEND = Words(
    "改动后的作品随步骤存入（documents）或另行收入案卷；方法本身的处理，写明是方法所为；或改正该句",
    "keep the altered work with the step (documents), or receive it as a work of its own; what the method does itself,"
    " say of the method; or mend the sentence",
)


def altered(view: View) -> Found:
    """Works said to be altered before they were compared are on file so."""
    own = " ".join(_of_methods(view))
    kept = named_as(" ".join(_kept(view)))
    texts = [one.markdown for one in view.dossier.texts if one.section in _TOLD]
    for text in (*texts, *_unkept(view)):
        shown = printed(text, asides=False)
        for start, stop in sentences(shown.text):
            sentence = own_words(shown, start, stop)
            if any(hit not in kept for hit in alters(sentence, own)):
                where = " ".join(sentence.split())[:60]
                yield Gap("told/altered", Words(SAID.zh.format(where), SAID.en.format(where)), MEND)


def alters(sentence: str, methods: str = "") -> Iterator[str]:
    """Words by which a sentence says that a work was altered for the comparison. ``methods``: what the methods of the
    case say of themselves: what they do need not be told as done by them."""
    if not (_FIRST.search(sentence) and _WORKS.search(sentence)) or _ITSELF.search(sentence):
        return
    if _OTHERS.search(sentence):
        return
    for hit in _ALTERS.finditer(sentence):
        if _DENIED.search(sentence[: hit.start()]) or (_TAKES.match(hit.group()) and of_layout(sentence, hit.start())):
            continue
        named = re.findall("注释|空白|空格|变量名|标识符|换行|标点|大小写", sentence)
        if named and all(one in methods for one in named) and not _DONE.search(sentence):
            continue
        yield hit.group()


def _of_methods(view: View) -> Iterator[str]:
    """What methods of the case say of themselves in Chinese, which tells no tense."""
    for filed in view.standing:
        yield from (str(filed.counting.get("zh", {}).get(key, "")) for key in ("method", "rule"))


def _kept(view: View) -> Iterator[str]:
    """Words of the facts of materials, and of steps with which something is kept."""
    yield from entered(view, Kind.MATERIAL)
    for entry in view.laid:
        if entry.kind in (Kind.HANDLED, Kind.OPERATION) and entry.body.get("documents"):
            yield from (text for _, text in within(entry.body, str))


def _unkept(view: View) -> Iterator[str]:
    for entry in view.laid:
        if entry.kind in (Kind.HANDLED, Kind.OPERATION) and not entry.body.get("documents"):
            yield str(entry.body.get("what", ""))
            yield str(entry.body.get("observation", ""))
