"""Redacted versions (遮盖本) of an issued report, each linked to the full one by digest, in print and in the log."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from appraisal import registry
from appraisal.after import dissented, kept, names, slips, standin
from appraisal.after.issues import PAPER, digest, folder, unaltered
from appraisal.after.printed import Unit, units
from appraisal.case import Case
from appraisal.casefile import printable
from appraisal.chain import Entry
from appraisal.errors import CaseError
from appraisal.gates import early, standards
from appraisal.gates.quantities import spelled
from appraisal.notice import Hidden
from appraisal.papers import files as forms
from appraisal.procedure import Kind
from appraisal.profile import Words

MODEL = "report.json"
_NUMBER = re.compile("[\\d½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞%％]")
_HANZI = re.compile("[\u4e00-\u9fff]")
_SET = re.compile(r"【[^【】]+】|\[[^\[\]]+\]")
MOST_SHOWN = 20  # characters in the place of an expression: a mark or a name of its own, no sentence


@dataclass(frozen=True, slots=True)
class Redacted:
    """One redacted version, as the log has it: what was hidden is told by reason and number of places, never itself."""

    number: str
    sha256: str
    reasons: tuple[tuple[str, int], ...]


def read(text: str) -> tuple[Hidden, ...]:
    """``[[hide]]`` tables of a TOML text: ``text``, ``why``, if wanted ``shown``. ``CaseError`` says what is wrong."""
    try:
        body: Any = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise CaseError(f"no TOML: {error}") from error
    rows = body.get("hide")
    if set(body) != {"hide"} or not isinstance(rows, list) or not rows:
        raise CaseError("write one [[hide]] for each expression, with text and why")
    found = []
    for at, row in enumerate(rows, 1):
        if not isinstance(row, dict) or not {"text", "why"} <= set(row) <= {"text", "why", "shown"}:
            raise CaseError(f"[[hide]] {at}: text and why are needed, shown may be given, nothing else")
        if not all(isinstance(value, str) and value.strip() for value in row.values()):
            raise CaseError(f"[[hide]] {at}: text, why and shown are words")
        found.append(Hidden(**row))
    return tuple(found)


def redact(
    case: Case, number: str, hidden: tuple[Hidden, ...], *, by: str = ""
) -> tuple[list[Path], Mapping[str, int]]:
    """Write redacted versions of the report ``number`` beside it, in every format; the files, and how often each
    expression was hidden. ``CaseError`` when one does not stand in the report, or what stands for it says something."""
    issue = unaltered(case, number)
    _check(case, hidden)
    place, full = folder(case, number), digest(case, number)
    model = (place / MODEL).read_bytes()
    paper = forms.read((place / PAPER).read_text("utf-8"))
    beside = dissented.told(case, issue, paper)
    _check_opinion(case, hidden, [*units(json.loads(model), paper), *_units(beside)], issue)
    hidden = tuple(replace(one, shown=_set(one.shown)) for one in hidden)
    by, _ = case.log.signing(by)
    with case.working():
        earlier = [e for e in case.history().of(Kind.REDACTED) if e.body.get("number") == number]
        name = f"redacted-{len(earlier) + 1}"
        paths: list[Path] = []
        counts: Mapping[str, int] = {}
        for made in map(registry.exporter, registry.exporter_names()):
            out = place / f"{name}{made.suffix}"
            told = _beside(beside, hidden)
            path, counts = made.redacted(model, hidden, full, out, beside=told, version=len(earlier) + 1)
            paths.append(path)
        absent = [text for text, times in counts.items() if not times]
        if absent:
            for path in paths:
                path.unlink()
            raise CaseError(f"{'、'.join(absent)}: does not stand in the report {number}; write it as it is printed")
        reasons = tuple((one.why, counts[one.text]) for one in hidden)
        files = [path.relative_to(case.root).as_posix() for path in paths]
        case.log.write(Kind.REDACTED, Redacted(number, full, reasons), by, files=files)
    return paths, counts


def _units(beside: tuple[Words, ...]) -> Iterator[Unit]:
    return (Unit(words) for one in beside for words in (one.zh, one.en))


def _beside(said: tuple[Words, ...], hidden: tuple[Hidden, ...]) -> tuple[tuple[Words, Words], ...]:
    """What is told beside the report, with the same words hidden."""
    for one in sorted(hidden, key=lambda each: -len(each.text)):
        said = tuple(Words(*(words.replace(one.text, one.shown) for words in (line.zh, line.en))) for line in said)
    return tuple((dissented.LABEL, line) for line in said)


def _set(shown: str) -> str:
    """What is shown, so that nobody takes it for words of the report: bars as they are, words in brackets."""
    if standin.BARS.fullmatch(shown) or _SET.fullmatch(shown):
        return shown
    return f"【{shown}】" if _HANZI.search(shown) else f"[{shown}]"


def _check_opinion(case: Case, hidden: tuple[Hidden, ...], printed: list[Unit], issue: Entry) -> None:
    """In the opinion and what answers a proposition, words stand for a name alone; for all else bars. Of what those who
    sign declare nothing but names is hidden, and nowhere a word that turns a sentence (not, only, 不, 仅);
    of what the experts wrote nothing with such a word or a figure, of which the finding consists. Names are those that
    stood on file when it was issued (``names``): in opinion and written words of people and parties of the case."""
    called, works = names.of_case(case, issue), names.of_works(case, issue)
    kept.refuse(case, hidden, printed, called)
    known, there = names.of_people(case, issue) | works, called | works  # ``there``: in opinion and written words
    for at, one in enumerate(hidden, 1):
        if standin.is_function(one.text):
            raise CaseError(
                f"[[hide]] {at}: {one.text!r}: without it sentences say something else (遮盖后句意改变): hide a"
                " name, or what is secret"
            )
        if not standin.is_name(one.text, known) and any(unit.sworn and one.text in unit.text for unit in printed):
            raise CaseError(
                f"[[hide]] {at}: {one.text!r} stands in the declaration or the statement of truth (声明), of which only"
                " names are hidden (只可遮盖名称)"
            )
        free = standin.BARS.fullmatch(one.shown) or standin.is_name(one.text, there)
        if not free and any(unit.opinion and one.text in unit.text for unit in printed):
            raise CaseError(
                f"[[hide]] {at}: {one.text!r} stands in the opinion (意见): bars (■■■) stand for it, words for a name"
                " alone (只有名称可用文字代替)"
            )
        found = [unit for unit in printed if (unit.opinion or unit.written) and one.text in unit.text]
        if found and not standin.is_name(one.text, there) and (bearing := slips.bears(one.text)):
            raise CaseError(
                f"[[hide]] {at}: {', '.join(dict.fromkeys(bearing))}: words that bear the finding (认定所系文字) are"
                " not hidden in what the experts wrote: hide names, or only what is secret"
            )
        if said := standin.wrong(one.text, one.shown, known):
            raise CaseError(f"[[hide]] {at}: {said} (代替文字只可为■、中性词、姓名的缩写)")


def _check(case: Case, hidden: tuple[Hidden, ...]) -> None:
    """What stands in the place of an expression names no number and concludes nothing; no more does the reason."""
    for at, one in enumerate(hidden, 1):
        for said in (one.shown, one.why):
            printable(said, f"[[hide]] {at}")
        if len(one.shown) > MOST_SHOWN or _NUMBER.search(one.shown) or spelled(one.shown.casefold()):
            raise CaseError(
                f"[[hide]] {at}: what is shown (shown) has {MOST_SHOWN} characters at most, and holds no number"
            )
        if words := [*early.unfit(case, one.shown), *early.unfit(case, one.why)]:
            raise CaseError(f"[[hide]] {at}: {', '.join(words)}: shown and why hold no conclusion (结论) and no share")
        early.refuse_muting(case, one.shown, one.why)
        if borrowed := [name for said in (one.shown, one.why) for name in standards.borrowed(said)]:
            raise CaseError(
                f"[[hide]] {at}: {', '.join(borrowed)}: a reason says why words are hidden, and no standard that was"
                " followed (不得写依据的标准)"
            )
        early.refuse_contrary(case, one.why)
