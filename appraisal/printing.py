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
WORDS: Mapping[str, tuple[str, str]] = {  # lines on stderr that say how far the work is, Chinese and English
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
        "已签发，存于 {}，不再改写；report/ 内为同一报告",
        "issued: {} is never written again; report/ holds the same report",
    ),
    "issued-draft": (
        "已签发，存于 {}，不再改写；report/ 内为同一报告，原有的草稿已被取代",
        "issued: {} is never written again; report/ holds the same report in place of the draft that was there",
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
    from appraisal import registry

    if error.worded:
        return error
    chosen = LANGUAGES if language in (None, "both") else (str(language),)
    rows = [
        registry.spoken(row.replace("\n", WITHIN), one).replace(WITHIN, "\n") for one in chosen for row in error.rows
    ]
    error.args = tuple(dict.fromkeys(rows))
    error.worded = True
    return error


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
