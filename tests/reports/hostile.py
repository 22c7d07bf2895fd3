"""A dossier whose every name, label, value and excerpt is an attack: each must appear as literal text or an escape."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from appraisal.comparison import Exclusion, Match, Observation, Reason
from appraisal.dossier import Dossier, ExpertText, Filed, LogEntry, LogFault, LogHead, PersonEntry, Shown
from appraisal.exhibit import AlignedText, Excerpt, Exhibit, Listing, Plot, Run, Table
from appraisal.finding import Verdict
from appraisal.span import char, whole
from reports.fonts import coverage
from tests.reports import specimen
from tests.reports.drawn import overlay

SCRIPT = "<script>alert('x')</script>"
CORPUS = (
    SCRIPT,
    '"><img src=x onerror=alert(1)>',
    "<svg onload=alert(1)><a xlink:href='javascript:alert(1)'>",
    "</title></style></textarea><iframe src=http://127.0.0.1:9/></iframe>",
    "javascript:alert(1)",
    "{{7*7}}{% include '/etc/passwd' %}",
    '#eval("1+1") #image("/etc/passwd") #read("../x") @preview/a:1 $x^2$ *b* _i_ `c` = h <l> @l \\ //',
    "<w:p><w:r><w:t>x</w:t></w:r></w:p>]]>&amp;<!--",
    "![x](http://127.0.0.1:9/x.png) [l](javascript:alert(1)) **b** | a | b |",
    "=cmd|' /C calc'!A0",
    "+1+1",
    "@SUM(1)",
    "＝1+1",
    "a\u202egnp.exe\u2066b\u2069\u200b\u200f",
    "c\x00\x07\x1b[31mred\x7f\x85\u2028z",
    "pua\ue000\U000f0000non\ufffe\uffff",
    "lone\ud800end",
    "brackets⟦U+0041⟧",
    "한글 العربية ไทย 😀",
    "x" * 400,
    "../../etc/passwd",
    "line\nfeed\rreturn\ttab",
)


def all_planes(step: int = 61) -> str:
    """Characters of all planes: each one the fonts can print, and one in ``step`` of the rest, assigned or not."""
    covered = coverage()
    return "".join(chr(code) for code in range(sys.maxunicode + 1) if code in covered or code % step == 0)


def _text(words: str) -> AlignedText:
    runs = (
        Run(words, "same"),
        Run(words, "changed"),
        Run(words, "moved"),
        Run(words, "dropped"),
        Run(words, "context"),
    )
    return AlignedText(Excerpt(words, words, runs), Excerpt(words, words, runs), words)


def _filed(base: Filed) -> Filed:
    matches = tuple(
        Match(char(words, 0, 9), whole(words), words, details={words: words, "list": [words]}, id=f"{at:016x}")
        for at, words in enumerate(CORPUS)
    )
    shown = [Shown(match.id, at, Verdict.DOUBTFUL, _text(CORPUS[at])) for at, match in enumerate(matches)]
    words = SCRIPT + CORPUS[13]
    rows = ((words, (Run(words, "changed"),)), ("2", (Run("\tx = 1\r\n", "same"),)))
    picture = overlay()
    others: tuple[Exhibit, ...] = (
        Listing(rows, rows[:1], words, words, words),
        Plot((0, 1), (0, 1), (), (words, words), words, words, ((0, words),), words, words),
        Table((words, words), ((words,), (words, words, words)), "zr?", words),
        replace(
            picture, left=replace(picture.left, file=words, alt=words), transformation=((words, words),), caption=words
        ),
    )
    shown += [Shown(matches[at].id, at, Verdict.REJECTED, exhibit) for at, exhibit in enumerate(others)]
    found = replace(
        base.comparison,
        comparator=SCRIPT,
        version=CORPUS[1],
        parameters={words: words for words in CORPUS},
        all=replace(base.comparison.all, values={words: words for words in CORPUS}),
        matches=matches,
        excluded=tuple(Exclusion(Reason.LICENSED, "left", char(w, 0, 1), by=w, on=w, note=w) for w in CORPUS),
        observations=tuple(Observation("right", whole(w), w, {w: w}) for w in CORPUS),
        tables={words: [{words: words}] for words in CORPUS},
        resources=({"name": words, "sha256": words},),
    )
    counting = {one: {"rule": words, "example": words, "method": words, "labels": {"x": words}} for one in ("zh", "en")}
    return replace(base, comparison=found, shown=tuple(shown), counting=counting, file=words)


def _body(base: LogEntry, words: str) -> Mapping[str, Any]:
    """A body of the same form as ``base`` with ``words`` for every free text, and one that has no form at all."""

    def spoilt(value: Any, key: str = "") -> Any:
        if isinstance(value, Mapping):
            return {name: spoilt(item, name) for name, item in value.items()}
        if isinstance(value, list):
            return [spoilt(item, key) for item in value]
        return words if isinstance(value, str) and key in FREE else value

    made: Mapping[str, Any] = spoilt(base.body)
    return made


FREE = (
    *("by", "name", "number", "questions", "contacts", "text", "reason", "make", "serial", "list_reference", "what"),
    *("received_by", "from_whom", "obtained_text", "place", "persons", "equipment", "observation", "clock", "note"),
    *("labels", "file", "documents", "scope", "counting", "sampling", "propositions", "title", "value", "about"),
    *("decided_by", "why", "departures", "dated", "institution"),
)


def _proceedings(base: Dossier) -> Dossier:
    entries: list[LogEntry] = []
    for at, entry in enumerate(base.entries):
        words = CORPUS[at % len(CORPUS)]
        entries.append(replace(entry, body=_body(entry, words), by=words, fingerprint=words))
        entries.append(replace(entry, body={words: words, "list": [words, {words: [words]}]}, on=words, after=words))
        entries.append(replace(entry, kind=words, standing=words, body={"label": words}))
    controls = tuple(
        replace(
            one, file=words, by=words, on=words, comparator=words, labels=(words,), parameters={words: words},
            alterations={words: (2, 1)}, missed=({words: words, "left": words, "place": words},), refused=words,
        )
        for words in CORPUS
        for one in base.controls[:1]
    )  # fmt: skip
    return replace(
        base,
        entries=tuple(entries),
        heads=tuple(LogHead(words, 1, words) for words in CORPUS),
        log_faults=tuple(LogFault(words, 1, words, words) for words in CORPUS),
        persons=tuple(PersonEntry(words, words, words, words, words) for words in CORPUS),
        controls=(*controls, *base.controls),
    )


def dossier(language: str = "zh") -> Dossier:
    base = _proceedings(specimen.dossier(language=language))
    joined = " ".join(CORPUS)
    works = tuple(
        replace(
            work, name=words, version=words, received_from=words, obtained=words, seal=words, skipped=((words, words),)
        )
        for work, words in zip(base.works, CORPUS, strict=False)
    )
    return replace(
        base,
        number=SCRIPT + CORPUS[13],
        title=joined,
        watermark=SCRIPT,
        commission={words: words for words in CORPUS} | {"questions": list(CORPUS), "by": joined},
        role_words={"claimed": {language: SCRIPT}, "accused": {language: CORPUS[1]}},
        works=works,
        comparisons=(_filed(base.comparisons[0]), *base.comparisons[1:]),
        failures=({words: words for words in CORPUS},),
        findings=tuple(replace(f, by=joined, note=joined) for f in base.findings),
        texts=tuple(ExpertText(s, "\n\n".join([*CORPUS[:8], *CORPUS[9:]]), SCRIPT) for s in ("analysis", "opinion")),
        environment={words: words for words in CORPUS},
        experts=CORPUS,
    )
