"""What a conclusion says that a program did, and that it can do nothing: static findings show neither.

An examination of a program that was not run tells what the program can do. That it ran somewhere, got round a measure
or changed something is shown by a functional test of that very work, if at all; and that it can do nothing follows from
no method, each of which knows what its rules know.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from appraisal import concluding
from appraisal.dossier import Role
from appraisal.gates.gap import Found, Gap
from appraisal.gates.sentences import sentences
from appraisal.gates.view import View
from appraisal.papers.as_read import printed
from appraisal.profile import Words

_PROGRAM = (
    "该程序|送检程序|该?外挂|该?插件|该?脚本|检材|该工具"
    r"|\b(?:the|this)\s+(?:program|plug-?in|bot|tool|cheat|accused\s+work)\b"
)
_LABEL = re.compile(r"(?<![A-Za-z\d])[A-Za-z]{1,2}\d+(?![A-Za-z\d])")
_THINGS = "(?:内存|进程|数据包|账号|帐号|玩家|用户|电脑|计算机|服务器|系统文件|游戏数据)"
_THINGS_EN = r"(?:memory|process(?:es)?|packets?|accounts?|players?|users?|computers?|machines?|servers?|game\s+data)"
_DID = re.compile(
    rf"(?:绕过|盗取|窃取|盗走|感染|攻击|拦截|截获|劫持)[了过]|(?:运行|启动|执行)[了过](?![^，。；,;\n]{{0,10}}(?:检[验查]|比对|试验|方法))|曾?(?:多次|反复|曾经?|已)(?:被)?运行"
    rf"|(?:修改|篡改|改写|读取|写入|删除|破坏|控制|注入|上传|获取)[了过][^，。；,;\n]{{0,10}}{_THINGS}"
    r"|\b(?:stole|bypassed|circumvented|intercepted|hijacked|infected|evaded)\b(?!\s+by\b)"
    r"|\b(?:(?:ran|was\s+run|was\s+executed)\s+(?:on|many|several|repeatedly)"
    rf"|(?:modified|altered|changed|read|wrote|deleted|uploaded|injected)\b[^.,;\n]{{0,24}}\b{_THINGS_EN})\b",
    re.IGNORECASE,
)
_NOTHING = re.compile(
    r"(?:没有|不具有|不具备|不存在|并?无)任何(?:其他)?(?:[^，。；,;\n的]{0,4}的)?(?:能力|功能)"
    r"|\b(?:has|have|with|possess(?:es)?)\s+(?:no\s+(?:capabilit(?:y|ies)|functions?)\s+(?:at\s+all|what(?:so)?ever|of\s+any"
    r"\s+kind)|(?:not\s+any|absolutely\s+no)\s+(?:capabilit(?:y|ies)|functions?))"
    r"|\b(?:does|do)\s+not\s+have\s+any\s+(?:capabilit(?:y|ies)|functions?)",
    re.IGNORECASE,
)
# Before it in its sentence: that it is not said, asked, somebody else's word, a condition, or what the experts did
_FREE = re.compile(
    r"[未没无]|不[能可会得足表说意等涉作]|是否|如果|假如|假设|能够?|可以|主张|诉称|陈述|指控|(?:[述所方人]|原告|被告|玩家|用户)称|据[^，。；,;]{0,12}称|认为"
    r"|[对将把就]\s?(?:检材|送检程序|该程序|[a-z]{1,2}\d)|检验人|鉴定人|鉴定组|实验室|本[所院机]|我们|功能检验|试验"
    r"|\b(?:not?|never|cannot|whether|if|would|could|can|may|alleg\w*|claim\w*|says?|said|stat\w+|according|reported"
    r"|we|i|examiners?|experts?|laborator(?:y|ies))\b",
    re.IGNORECASE,
)

MEND = {
    "acts": Words(
        "写明静态发现的能力；确有功能检验的先登记（appraisal functional-test）；他人陈述的写明是谁所称；"
        + concluding.TAKE_BACK.zh,
        "say what it can do by static findings; file the functional test that shows it; or say whose statement it is; "
        + concluding.TAKE_BACK.en,
    ),
    "nothing": Words(
        f"改写为“未发现规则所知的能力”；{concluding.TAKE_BACK.zh}",
        f"write that no capability was found which the rules know; {concluding.TAKE_BACK.en}",
    ),
}


def acted(view: View) -> Found:
    """Conclusions that a program did something which no sound test of it shows, or that it has no capability."""
    accused = {work.label for work in view.dossier.works if work.role is Role.ACCUSED}
    tested = {test.label for test in view.tests if test.sound}
    for said in dict.fromkeys(one for text in view.conclusions for one in _did(text, accused, tested)):
        words = Words(
            f"称程序实施了行为，该检材没有证明此点的功能检验：…{said}…",
            f"a program is said to have done something that no sound functional test of that work shows: …{said}…",
        )
        yield Gap("told/acts", words, MEND["acts"])
    for said in dict.fromkeys(one for text in view.conclusions for one in _nothing(text)):
        words = Words(
            f"静态检查不能得出没有任何能力：…{said}…",
            f"that a program has no capability follows from no examination: …{said}…",
        )
        yield Gap("told/nothing", words, MEND["nothing"])


def _told(text: str, form: re.Pattern[str]) -> Iterator[tuple[str, str, str]]:
    """Sentences of a text that say so themselves: what stands before it in the sentence, it, and the whole sentence."""
    shown = printed(text)
    for start, stop in sentences(shown.text):
        for hit in form.finditer(shown.text, start, stop):
            if not shown.quoted(*hit.span()) and not _FREE.search(shown.text, start, hit.start()):
                yield shown.text[start : hit.start()], hit.group(), " ".join(shown.text[start:stop].split())[:60]


def _did(text: str, accused: set[str], tested: set[str]) -> Iterator[str]:
    before = ""
    for ahead, _, sentence in _told(text, _DID):
        named = {one.upper() for one in _LABEL.findall(ahead)} & accused
        if (named or re.search(_PROGRAM, ahead)) and not (named <= tested if named else tested):
            if sentence != before:
                yield sentence
            before = sentence


def _nothing(text: str) -> Iterator[str]:
    for _, _, sentence in _told(text, _NOTHING):
        yield sentence
