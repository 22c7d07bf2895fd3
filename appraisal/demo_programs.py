"""The second sample case: programs of 月光城, of its private server, and a plug-in, reported by the plug-in template.

A case of its own: the first one is about texts and pictures and long enough as it is. The programs are read, never run.
What they are, and how they were built, stands in ``sample/programs``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from appraisal import demo, examined, run
from appraisal.case import Case
from appraisal.comparison import Match, Reason
from appraisal.dossier import Role
from appraisal.examiner import EVIDENCE, ids
from appraisal.finding import Verdict
from appraisal.plural import some
from appraisal.reporting import place_notebooks, report_case

PROGRAMS = demo.SAMPLE / "programs"
NUMBERS = {"zh": "示例-2026-0002", "en": "Sample-2026-0002"}
WORKS = (
    ("A1", "claimed", Role.CLAIMED, "1.4"),
    ("B1", "private", Role.ACCUSED, "2.0"),
    ("B2", "plug_in", Role.ACCUSED, "0.9"),
)
PROFILE = "plug-in"
EXAMINED, BESIDE = "B2", "A1"
MAGIC = "0x4d4f4f4e"  # that begins each frame of the protocol
ENTRY, START_UP = "function-entry", "function-start-up"
JUDGED: Mapping[str, tuple[Verdict, Reason | None]] = {
    ENTRY: (Verdict.REJECTED, None),
    START_UP: (Verdict.EXCLUDED, Reason.TOOL_GENERATED),
}


def _words(language: str) -> dict[str, Any]:
    own = tomllib.loads((PROGRAMS / f"{language}.toml").read_text("utf-8"))
    return {**demo.wording(language), **own}


def _judge(case: Case, words: dict[str, Any]) -> None:
    """All pairs of functions and all findings are read, each with why an innocent explanation does not hold. What the
    pairs are is known from the sources: two entries of programs are none of one code, start-up code is nobody's."""
    told = [(r.key, m.id, _pair(m)) for r in case.records() for m in r.comparison.matches]
    for record in examined.records(case):
        seen = zip(ids(record.examination), record.examination.observations, strict=True)
        told += [(record.key, key, one.kind) for key, one in seen if {EVIDENCE, examined.RELATED} & one.details.keys()]
    for of, key, kind in told:
        verdict, reason = JUDGED.get(kind, (Verdict.ACCEPTED, None))
        for expert in words["experts"]:
            case.judge(of, key, verdict, expert, reason=reason, note=words["notes"].get(kind, ""))


def _pair(match: Match) -> str:
    """Which note a pair of functions gets."""
    told = match.details
    if match.kind == "function-same":
        return START_UP
    if told.get("imports") and not told.keys() & {"texts", "fields", "calls", "beside"}:
        return ENTRY
    mine, theirs = str(told.get("calls", "0 of 0 | 0")).partition(" of ")[2].split(" | ")
    if int(theirs) > int(mine):
        return "function-more"
    return "function-protocol" if told.get("numbers") == [MAGIC] else "function"


def run_programs(
    root: Path, *, language: str = "zh", jobs: int = 1, say: Callable[[str], None] = lambda line: None
) -> list[str]:
    """Make the case of programs in ``root``; returns the lines to print. ``language``: zh or en."""
    demo.fresh(root, NUMBERS.values())
    words = _words(language)
    first = words["experts"][0]
    works = tuple((label, folder, role, words["names"][label], version) for label, folder, role, version in WORKS)
    clock = demo.fixed_clock()
    case = Case.create(
        root,
        clock=clock,
        signers=demo.signers(words),
        number=NUMBERS[language],
        title=words["title"],
        language=language,
        watermark=words["watermark"],
        experts=tuple(words["experts"]),
        commission={"by": words["client"], "procedure": "private", "questions": words["questions"]},
    )
    demo.receive(case, words, works, PROGRAMS, say)
    clock.on(demo.DAYS["accepted"])
    demo.intake(case, words, "private", "party", heard=False, works=works)
    clock.on(demo.DAYS["planned"])
    comparators = tuple(words["comparators"])
    demo.before_results(case, words, (PROGRAMS / f"scheme-{language}.toml").read_text("utf-8"), comparators)
    clock.on(demo.DAYS["compared"])
    entry = run.run(
        case, comparators=comparators, jobs=jobs, by=first, host="",
        progress=lambda done, total, name: say(f"{done}/{total} {name}"),
    )  # fmt: skip
    say(f"examining {EXAMINED} beside {BESIDE}")
    listed = examined.examine(case, EXAMINED, BESIDE, by=first, host="")
    clock.on(demo.DAYS["judged"])
    _judge(case, words)
    place_notebooks(case)
    for notebook, texts in words["texts"].items():
        demo.write_texts(case, {**words, "texts": texts}, f"{notebook}.ipynb")
    say("writing the report")
    clock.on(demo.DAYS["reviewed"])
    paths = report_case(case, language=language, profile=PROFILE, by=first)
    counts = f"{some(len(entry['records']), 'comparison')}, {some(len(listed['records']), 'examination')}"
    return [f"{counts}, {entry['failures'] + listed['failures']} without result", *map(str, paths)]
