"""What the command line prints: lines for people with hostile names made visible, and records as JSON."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from appraisal.comparison import Comparison
    from appraisal.errors import AppraisalError
    from appraisal.span import Span

LANGUAGES = ("zh", "en")
WITHIN = "\x1e"  # stands for a line end within a name while its message is put into words, line by line
WORDS: Mapping[str, tuple[str, str]] = {  # lines of the terminal beside refusals, Chinese and English
    "comparing": ("{}：比对中 …", "{}: comparing …"),
    "examining": ("{}：检查中 …", "{}: examining …"),
    "examining-on": ("{}：检查中 … 已用 {:.0f} 秒", "{}: examining … {:.0f} s so far"),
    "run": ("{} / {}：{}", "{} of {}: {}"),
    "run-done": (
        "第 {0} 次比对：记录 {1} 份，新作 {3} 份，无结果 {4} 份",
        "run {0}: {2}, {3} new, {4} without result",
    ),  # {1}: a number, {2}: it and its noun
    "issuing": (
        "核对签发条件后写出报告；数百页的报告需数分钟 …",
        "checking the gates, then writing the report; this takes minutes where it has hundreds of pages …",
    ),
    "issuing-draft": (
        "签发后，report/ 内现有的报告（草稿）由所签发的报告取代；须保留的，请先另行复制",
        "once it is issued it takes the place of the report in report/ (the draft): copy that first if it is to stay",
    ),
    "issued": (
        "已签发，编号 {1}，存于 {0}，不再改写；report/ 内为同一报告",
        "issued under the number {1}: {0} is never written again; report/ holds the same report",
    ),
    "issued-draft": (
        "已签发，编号 {1}，存于 {0}，不再改写；report/ 内为同一报告，原有的草稿已被取代",
        "issued under the number {1}: {0} is never written again; report/ holds the same report in place of the"
        " draft that was there",
    ),
    "same-bytes": ("与 {} 的内容逐字节相同", "the same bytes as {}"),
    "left-out": ("{}：未以 {} 比对：{}", "{}: not compared by {}: {}"),
    "no-medium": ("其中没有该方法读取的材料", "holds nothing that it reads"),
    "one-file": (
        "该方法比对整套产品，而双方各只有一个文件；须比对的，以 --comparator 指名",
        "it compares whole products, and either side is one file; name it with --comparator",
    ),
    "own-question": (
        "该方法回答另一问题，只在以 --comparator 指名时比对",
        "it answers a question of its own; name it with --comparator",
    ),
    "nothing-in": (
        "有一方的材料中没有可供该方法比对的内容；须比对的，以 --comparator 指名",
        "one side holds nothing for it to compare; name it with --comparator",
    ),
    "unsigned": (
        "本机没有 {0} 的密钥：以该姓名登记的内容不带签名（appraisal identity list）",
        "no key of {0} on this machine: what is recorded in that name is not signed (appraisal identity list)",
    ),
    "interrupted": (
        "已中断；已完成的部分保留，再次运行同一命令即可继续",
        "interrupted; what was finished is kept, run the same command again to go on",
    ),
    "file-names": (
        "本终端按 {0} 读取文件名：请设置 PYTHONUTF8=1 后重试",
        "file names are read as {0} in this terminal: set PYTHONUTF8=1 and try again",
    ),
    "reading-case": (
        "正在读取案卷及全部记录；记录多时需一分钟 …",
        "reading the case and all its records; this takes a minute where they are many …",
    ),
    "gates": ("未满足 {0} 项，已放行 {1} 项", "{2} open, {1} passed over"),  # {2}: a number and its noun
    "nothing-in-form": ("表单中没有新内容", "nothing new in this form"),
    "nothing-in-copy": ("该副本中没有新内容", "nothing new in this copy"),
    "supplement-next": (
        "本案下一份报告将作为补充鉴定签发：appraisal gates，appraisal issue",
        "the next report of this case is issued as the supplement: appraisal gates, appraisal issue",
    ),
    "hidden": (
        "已遮盖 {0} 处；图片未作遮盖，交出之前请逐幅查看",
        "hidden in {1}; pictures were left as they are: look at them before handing it out",
    ),  # {1}: a number and its noun
    "withheld": (
        "不予披露的，连同依据列于目录；送达之前由律师确认",
        "what is withheld stands in the index with its ground: counsel confirms it before the set is served",
    ),
    "key-bare": (
        "密钥未加密；须加密的，请在生成之前设置 {0}",
        "the key is not encrypted; to have it so, set {0} before making it",
    ),
    "scheme-unsigned": (
        "方案未签名：--by 所写姓名在本机没有密钥（appraisal identity new 姓名）",
        "the scheme is not signed: --by names nobody whose key is on this machine (appraisal identity new NAME)",
    ),
    "no-signature": ("{}：其中没有签名", "{}: no signature in it"),
    "passphrase": ("证书的口令或 PIN：", "passphrase or PIN of the certificate: "),
    "no-panel": ("尚未组成专家组", "no panel is convened"),
    "judging": ("核验中", "judging"),
    "submitted": ("已提交", "submitted"),
    "opened": ("已启封", "opened"),
    "released": ("已免去", "released"),
    "reviewer": ("复核人", "reviewer"),
    "signatory": ("授权签字人", "signatory"),
    "still-judging": ("尚在核验：{}", "still judging: {}"),
    "to-be-opened": (
        "核验结果已全部提交；待启封：{}（appraisal panel open）",
        "all verdicts are in; to be opened by: {} (appraisal panel open)",
    ),
    "view-again": ("请重新比对：appraisal run", "compare again: appraisal run"),
    "planted": ("{}：已植入 {} 处，共 {} 处", "{}: {} of {} known copies planted"),
    "bench": (
        "工作台只在本机运行；按 Ctrl-C 结束",
        "the workbench runs on this machine alone; end it with Ctrl-C",
    ),
    "bench-unlimited": (
        "在 {} 上，读取送检件的程序不能像在 Linux 上那样限制内存与网络：请只打开可信的材料，或在虚拟机中工作",
        "on {} memory and network of the programs that read works cannot be limited as on Linux: open only material"
        " that you trust, or work in a virtual machine",
    ),
    "archiving": ("正在归档：{0} …", "archiving: {1} …"),  # {0}, {1}: what, in either language
    "checking": ("正在核验：{0} …", "checking {1} …"),  # as above
    "no-wheels": (
        "归档包缺少 {0} 个程序包的 wheel（--wheels DIR 或 --download）；在他处重新生成报告、重新计算，须另行取得：{1}",
        "no wheels of {2} in the bundle (--wheels DIR or --download): elsewhere, re-rendering and recomputation need"
        " them from another source: {1}",
    ),  # {2}: a number and its noun
    "not-run": ("未运行，需要的请以 --comparator 指名：{}", "not run, name with --comparator where wanted: {}"),
    "of-itself": (
        "注意：--exclude {0} 含有参加比对的 {1} 的全部文件：其全部内容不计入",
        "warning: --exclude {0} holds every file of {1}, which is compared: all of it is left out",
    ),
    "can-be-examined": (
        "{0} 可单独检查：appraisal examine {1} --label {0}",
        "{0} can be examined by itself: appraisal examine {1} --label {0}",
    ),
}


def worded(name: str, language: str, *values: object) -> str:
    """A line of ``WORDS``; ``language`` is zh, en, or both: Chinese first, on one line."""
    chosen = LANGUAGES if language == "both" else (language,)
    return " · ".join(WORDS[name][LANGUAGES.index(one)].format(*values) for one in chosen)


def visible(text: str) -> str:
    """Characters that would act on a terminal or hide what a name says, as ⟦U+XXXX⟧; line ends stay."""
    from appraisal.extract.names import visible as shown

    return text if text.isascii() and text.isprintable() else "\n".join(map(shown, text.split("\n")))


def say(*rows: str) -> None:
    """Lines on stderr, each one line: a line end within it, of a name say, would forge another."""
    from appraisal.extract.names import visible as shown

    sys.stderr.write("".join(f"{shown(row)}\n" for row in rows))


def in_words(error: AppraisalError, language: str | None) -> AppraisalError:
    """The same refusal in the language that is asked for, in both where none is; one that is so already as it is."""
    if error.worded:
        return error
    error.args = tuple(rows_in(language, *error.rows))
    error.worded = True
    return error


def rows_in(language: str | None, *rows: str) -> list[str]:
    """Lines of a message in the language that is asked for, in both where none is; none of them twice."""
    from appraisal import registry

    chosen = LANGUAGES if language in (None, "both") else (str(language),)
    return list(
        dict.fromkeys(
            registry.spoken(row.replace("\n", WITHIN), one).replace(WITHIN, "\n") for one in chosen for row in rows
        )
    )


def print_json(results: Sequence[Comparison]) -> None:
    """One array of records on stdout and nothing else."""
    from appraisal import records

    text = "[" + ",\n".join(records.dumps(result).rstrip("\n") for result in results) + "]\n"
    sys.stdout.buffer.write(text.encode())
    sys.stdout.buffer.flush()


def place(span: Span, dash: str = "-") -> str:
    """A place as people find it: lines and notes counted from 1, the last one included; else as in the record."""
    if span.unit == "line":
        return f"{span.file}:{span.start:g}{dash}{span.stop - 1:g}"
    if span.unit in ("file", "pixel"):
        return span.file
    if span.unit == "note":
        return f"{span.file} note {span.start + 1:g}{dash}{max(span.start + 1, span.stop):g}"
    return f"{span.file} {span.unit} {span.start:g}{dash}{span.stop:g}"


def print_lines(lines: Sequence[str]) -> None:
    """Lines on stdout, each one line: line ends within it, of a name say, are made visible as in reports."""
    from appraisal.extract.names import visible as shown

    sys.stdout.buffer.write(("\n".join(map(shown, lines)) + "\n").encode("utf-8", "backslashreplace"))
    sys.stdout.buffer.flush()
