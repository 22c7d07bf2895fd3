"""What a report prints that people put on file or wrote, part by part, as it stood when an earlier one was made and as
it stands now. A further report without a supplement alters none of it; a supplement alters some.

Steps that come after a report (delivery, objections with their replies, returns of material) and decisions that pass a
gate over are no parts: they stand in it under their own days. What stands beside results is read in ``commissioned``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from appraisal import people
from appraisal.comparison import JSON
from appraisal.dissenting import WITHDRAWN, means_dissent
from appraisal.dossier import Dossier, LogEntry
from appraisal.finding import Verdict
from appraisal.gates import commissioned
from appraisal.gates.reviewing import REVIEWED, told
from appraisal.gates.unnamed import known
from appraisal.procedure import Kind
from appraisal.profile import CONCLUSION, Words
from appraisal.records import canonical, plain

OF_TIME = frozenset({"on", "after_results"})  # of an exclusion, when it was made
APART = frozenset({Kind.COMMISSION, Kind.OPINION})  # of what is reviewed, what has a reading of its own below
_PEOPLE = Words("人员", "people")
_INSTITUTION = Words("鉴定机构", "institution")
# What a report prints besides what a reviewer reads: as ``REVIEWED`` has it
BESIDE: tuple[tuple[Kind, tuple[str, ...], str, Words], ...] = (
    (Kind.COMMISSION, (), "by", Words("委托人", "client")),
    (Kind.INSTITUTION, (), "name", _INSTITUTION),
    (Kind.INSTITUTION, (), "licences", _INSTITUTION),
    (Kind.PANEL, (), "", _PEOPLE),
    (Kind.CONFLICTS, (), "checks", Words("回避审查", "conflicts of interest")),
    (Kind.RECEIVED, ("label",), "", Words("材料", "material")),
    (Kind.MATERIAL, ("label",), "", Words("材料", "material")),
    (Kind.RIGHTS, ("label",), "identifiers", Words("权利标识", "identifiers of rights")),
    (Kind.SCHEME, (), "", Words("比对方案", "scheme")),
    (Kind.CONTROLS, ("file",), "", Words("对照试验", "controls")),
    (Kind.MERGED, ("folder",), "folder", Words("合并的副本", "copies merged")),
)
PRINTED = (*(row for row in REVIEWED if row[0] not in APART), *BESIDE)


@dataclass(frozen=True)
class Stood:
    """What stands in a case. ``methods``: by keys of records; ``cells``: digests of what experts wrote into notebooks,
    ``settings``: of words of ``case.toml``; None where a report of old does not tell. ``records``: None: not asked."""

    entries: tuple[LogEntry, ...]
    judged: tuple[LogEntry, ...]
    experts: tuple[str, ...]
    methods: Mapping[str, str]
    cells: Mapping[str, JSON] | None
    settings: Mapping[str, JSON] | None
    records: Mapping[str, str] | None = None

    def body(self, kind: Kind) -> Mapping[str, Any]:
        return next((one.body for one in reversed(self.entries) if one.kind == kind), {})

    def of(self, kind: Kind) -> list[LogEntry]:
        return [one for one in self.entries if one.kind == kind]

    def decided(self, wanted: Callable[[LogEntry], bool]) -> list[str]:
        """Decisions in their order, each where it was filed last: one may take back another."""
        said = [canonical(plain([one.by, one.body])) for one in self.of(Kind.DECISION) if wanted(one)]
        return [one for at, one in enumerate(said) if one not in said[at + 1 :]]


def of_dossier(dossier: Dossier) -> Stood:
    """As it stands in a dossier, whose records the gates compare themselves."""
    methods = {one.key: one.comparison.comparator for one in dossier.comparisons}
    methods |= {one.key: one.examination.examiner for one in dossier.examined}
    settings = settings_read(dossier.title, dossier.watermark, dossier.role_words)
    return Stood(dossier.entries, dossier.judged, dossier.experts, methods, dossier.cells, settings)


def settings_read(title: str, watermark: str, role_words: Mapping[str, Any]) -> dict[str, JSON]:
    """Digests of the words of ``case.toml`` that a report prints on each of its pages."""
    held = {"title": title.strip(), "watermark": watermark.strip(), "role_words": plain(role_words)}
    return {name: hashlib.sha256(canonical(said).encode()).hexdigest() for name, said in held.items()}


def before(now: Stood, issue: LogEntry) -> Stood:
    """As it stood when the report that ``issue`` issued was made."""
    made = next((one for one in now.of(Kind.REPORT) if one.seq == issue.body.get("report")), issue)
    counts = _counts(now, made, issue)
    contents = made.body.get("contents")
    held: Mapping[str, Any] = contents if isinstance(contents, Mapping) else {}
    return replace(
        now,
        entries=tuple(one for one in now.entries if one.seq <= counts.get(one.log, 0)),
        judged=tuple(one for one in now.judged if one.seq <= counts.get(one.log, 0)),
        cells=held.get("cells"),
        settings=held.get("settings"),
        records=None,
    )


def _counts(now: Stood, made: LogEntry, issue: LogEntry) -> Mapping[str, int]:
    """How many entries of each log stood. A report of old that does not say so has those of its day and before."""
    heads: Any = made.body.get("heads")
    if isinstance(heads, list | tuple):
        counts = {str(row.get("log")): int(row.get("count") or 0) for row in heads if isinstance(row, Mapping)}
    else:
        held = (*now.entries, *now.judged)
        counts = {log: sum(one.log == log and one.on <= issue.on for one in held) for log in {one.log for one in held}}
    return counts | {issue.log: issue.seq}


def differing(then: Stood, now: Stood, read: Callable[[object], object] = lambda said: said) -> Iterator[Words]:
    """What stands otherwise, part by part, each once; ``read``: as what both are compared."""
    found = [name for name, of in PARTS if read(of(then)) != read(of(now))]
    for kind, fields, part, name in PRINTED:
        was, is_ = (read(_filed(stood, kind, fields, part)) for stood in (then, now))
        found += [name] if was != is_ else []
    for field, name in UNLOGGED:
        was, is_ = getattr(then, field), getattr(now, field)
        found += [name] if was is not None and is_ is not None and plain(was) != plain(is_) else []
    yield from dict.fromkeys(found)


def _filed(stood: Stood, kind: Kind, fields: Sequence[str], part: str) -> object:
    """What stands on file of a kind, thing by thing; of material not where it went."""
    entries = [replace(one, body=commissioned.kept(one)) for one in stood.of(kind)]
    return {key: canonical(plain(held)) for key, held in told(entries, fields, part).items()}


SETTINGS = Words("标题、水印与作品称谓", "title, watermark and words for roles")
NO_GROUND = commissioned.NO_GROUND | {SETTINGS}
"""Parts that a supplement does not rest on: nothing is found by them."""
UNLOGGED = (
    ("cells", Words("文字说明", "texts")),
    ("settings", SETTINGS),
    ("records", Words("比对与检查记录", "records")),
)
"""Parts that stand in no log: compared where the earlier report tells them."""


def _opinion(stood: Stood) -> object:
    return canonical(plain({name: said for name, said in stood.body(Kind.OPINION).items() if name != "dissents"}))


def _dissents(stood: Stood) -> object:
    """Those that the opinion prints; decisions that are one, or under a head that the program does not know."""
    of_case = {*people.of_case(stood.experts, stood.entries)}

    def dissents(entry: LogEntry) -> bool:
        about = str(entry.body.get("about") or "").strip()
        return means_dissent(about) or about == WITHDRAWN or (not known(about) and entry.by in of_case)

    return canonical(plain(stood.body(Kind.OPINION).get("dissents") or [])), stood.decided(dissents)


def _conclusions(stood: Stood) -> object:
    return stood.decided(lambda entry: str(entry.body.get("about") or "").startswith(CONCLUSION))


def _decisions(stood: Stood) -> object:
    """On evidence, and whatever else has a place of its own; dissents and conclusions have readings of their own."""

    def counts(about: str) -> bool:
        stated = means_dissent(about) or about == WITHDRAWN or about.startswith(CONCLUSION)
        return known(about) and not stated and not about.startswith(commissioned.PASSED)

    return stood.decided(lambda entry: counts(str(entry.body.get("about") or "").strip()))


def _questions(stood: Stood) -> object:
    """Of the commission, by letters and digits alone: signs and blanks ask for nothing else."""
    asked = stood.body(Kind.COMMISSION).get("questions")
    return ["".join(one for one in str(each).casefold() if one.isalnum()) for each in _list(asked)]


def _list(value: object) -> Iterable[object]:
    return value if isinstance(value, list | tuple) else ()


def _verdicts(stood: Stood) -> object:
    """The last of each person on each match of a method, whichever record of it the verdict was given in."""
    last: dict[tuple[str, ...], tuple[str, str, str]] = {}
    for one in stood.judged:
        if one.kind == Kind.FINDING:
            record = str(one.body.get("comparison"))
            about = one.by, stood.methods.get(record, record), str(one.body.get("match"))
            verdict, reason, note = (str(one.body.get(name) or "") for name in ("verdict", "reason", "note"))
            last[about] = verdict, reason, note.strip()
    return {about: held for about, held in last.items() if held != (str(Verdict.UNREVIEWED), "", "")}


def _exclusions(stood: Stood) -> object:
    held = (one for one in stood.judged if one.kind in (Kind.EXCLUSION, Kind.OVERRULED))
    return {
        canonical(plain([one.kind, {name: said for name, said in one.body.items() if name not in OF_TIME}]))
        for one in held
    }


PARTS: tuple[tuple[Words, Callable[[Stood], object]], ...] = (
    (Words("意见", "opinion"), _opinion),
    (Words("不同意见", "dissents"), _dissents),
    (Words("各部分意见", "conclusions on parts"), _conclusions),
    (Words("委托事项", "questions of the commission"), _questions),
    (commissioned.COMMISSION, lambda stood: commissioned.commission(stood.body)),
    (commissioned.LETTERHEAD, lambda stood: commissioned.letterhead(stood.body)),
    (commissioned.STEPS, lambda stood: commissioned.steps(stood.entries)),
    (commissioned.DECISIONS, _decisions),
    (Words("核验结果", "verdicts"), _verdicts),
    (Words("排除", "exclusions"), _exclusions),
)
"""Parts with a reading of their own, by what they are called; ``PRINTED`` has the others."""
