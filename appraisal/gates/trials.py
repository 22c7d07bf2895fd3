"""Functional tests in words: what they tell of trials is among the trials on file, and they compare no works."""

from __future__ import annotations

import re
from collections.abc import Iterator

from appraisal.functional.tests import FunctionalTest, Lack, Switch
from appraisal.gates.degrees import COMPARED
from appraisal.gates.gap import Found, Gap
from appraisal.gates.sentences import sentences
from appraisal.gates.values import within
from appraisal.gates.view import View
from appraisal.papers.as_read import printed, reasoned
from appraisal.papers.opinion import phrases
from appraisal.procedure import Kind
from appraisal.profile import Words

_TRIALS = re.compile(
    r"试验|[试重]做|[次轮回](?!数|服)|启用|运行|\b(?:trials?|attempts?|runs?|repetitions?|tests?|times?)\b",
    re.IGNORECASE,
)
_UNCOUNTED = re.compile(
    "不计|未计|(?:未|不予?|没有)(?:记录|登记|列入|采用)|剔除|舍弃|弃[用去置]|略[去过]|删[去除]|作废|除外|重[做来试]"
    "|调整[^，。；\\n,;]{0,8}后(?:再|重)|(?:未|没有|不)(?:能)?(?:成功|出现|重现|生效|见效)|效果不[佳好明]|失[败效]"
    r"|\b(?:not\s+(?:be\s+|been\s+)?(?:counted|recorded|listed|kept)|left\s+out|discard\w*|disregard\w*|omit\w*|skipped"
    r"|excluded|repeated\s+after|redone|re-?run|fail(?:ed|ures?)|unsuccessful|(?:did|does)\s+not\s+(?:appear|work|show))\b",
    re.IGNORECASE,
)
_NO_TRIAL = frozenset({"artefacts", "trials", "withdrawn"})
# With the function off nothing shall be seen; and where none failed or was left out, nothing is hidden
_HARMLESS = re.compile(
    r"未启用|停用|关闭|对照|(?:无|没有|未有|并无)[^，。；\n,;]{0,6}(?:失败|剔除|作废|不计|遗漏)|均(?:已)?(?:计入|记录|登记)"
    r"|\b(?:off|disabled|without|controls?|(?:no|none|never|nothing)\b[^.;\n]{0,20})\b",
    re.IGNORECASE,
)


def trials(view: View) -> Found:
    """Trials that the words of a test, or of a sentence on one, set aside are on file; its slots compare no works."""
    hidden = not any(trial.shown < trial.repetitions for test in view.tests for trial in test.of(Switch.ON))
    texts = [text for test in view.tests for _, text in within(test, str, but=_NO_TRIAL)]
    texts += [trial.note for test in view.tests for trial in test.of(Switch.ON)]
    told = [sentence for sentence in view.sentences if _tests(sentence.phrase)]
    texts += [word for sentence in told for _, word in sentence.told()]
    if hidden:
        yield from (
            Gap(
                "told/trials",
                Words(
                    f"称有试验未计或未成功，检验记录中没有这样的一次：…{where}…",
                    "trials are said to have failed or not to count, and the record of the test has none such:"
                    f" …{where}…",
                ),
                Words(
                    "把全部试验逐次登记（repetitions、shown），或改正该句",
                    "file every trial (repetitions, shown), or mend the sentence",
                ),
            )
            for where in dict.fromkeys(hit for text in texts for hit in _set_aside(text))
        )
    for sentence in told:
        for slot, word in sentence.told():
            if COMPARED.search(word) and slot in ("function", "way"):
                yield Gap(
                    "opinion/compares",
                    Words(
                        f"“{word[:60]}”：功能项与实现方式说的是送检程序，与样本的异同有专门的用语"
                        "（plug-in-code-found）",
                        f"“{word[:60]}”: function and way are of the program submitted; what it has in common with the"
                        " claimed work has its own phrase (plug-in-code-found)",
                    ),
                    Words("改写该栏", "mend the words"),
                )


def replaced(view: View) -> Found:
    """A test that did not show its function is replaced or withdrawn with a reason alone: what it saw was known."""
    filed: dict[str, list[FunctionalTest]] = {}
    for test in view.tests_filed:
        filed.setdefault(test.id, []).append(test)
    for name, tests in filed.items():
        last, contrary = tests[-1], any(Lack.NOT_SHOWN in test.lacks() for test in tests)
        if last.withdrawn:
            hidden = contrary and not reasoned(last.withdrawn)
        else:
            hidden = contrary and Lack.NOT_SHOWN not in last.lacks()
        if hidden:
            yield Gap(
                f"replaced/{name}",
                Words(
                    f"功能检验 {name} 曾记载未出现现象，后被更换或撤回，未说明理由",
                    f"test {name} did not show its function, and was replaced or withdrawn without a reason",
                ),
                Words(
                    "写明理由：撤回的写在 withdrawn 中；更换的，decide gate:replaced/" + name,
                    "give the reason: of a withdrawal under withdrawn, of another record by decide gate:replaced/"
                    + name,
                ),
                since=view.last(Kind.TEST, id=name),
            )


def _tests(phrase: str) -> bool:
    said = phrases().get(phrase)
    return said is not None and "evidence:functional-test" in said.needs


def _set_aside(text: str) -> Iterator[str]:
    shown = printed(text, asides=False)
    for start, stop in sentences(shown.text):
        sentence = shown.text[start:stop]
        tells = _TRIALS.search(sentence) and _UNCOUNTED.search(sentence) and not _HARMLESS.search(sentence)
        if tells and not shown.quoted(start, stop):
            yield " ".join(sentence.split())[:60]
