"""``view``: what was heard in a recording, as notes to correct; and the corrected notes, put on file."""

from __future__ import annotations

import argparse
from pathlib import Path

from appraisal.commands.options import Adder
from appraisal.printing import say, visible, worded


def view(options: argparse.Namespace) -> int:
    from appraisal import revising
    from appraisal.case import Case
    from appraisal.errors import UsageError

    case = Case.open(options.case)
    if options.revised:
        if not options.by.strip() or not options.reason.strip():
            raise UsageError("--revised: add --by NAME and --reason TEXT (what was listened to, and how)")
        entry, made = revising.revise(
            case, options.label, options.file, Path(options.revised), by=options.by, reason=options.reason
        )
        print(visible(f"{entry.log} {entry.seq}: {entry.kind}  {entry.digest}"))
        say(_counted(made.notes))
        for doubt in revising.doubts(made):
            say(f"warning: {doubt}")
        say(worded("view-again", case.settings.language))
        return 0
    found = (
        revising.export(case, options.label, options.file, Path(options.out))
        if options.out
        else revising.shown(case, options.label, options.file)
    )
    print(visible(f"{found.member.file}: {found.view.name}  {found.view.deriver}"))
    print(visible(_counted(found.view.notes)))
    return 0


def _counted(notes: object) -> str:
    """Counts of a view's notes in one line."""
    pairs = notes.items() if isinstance(notes, dict) else ()
    return ", ".join(f"{key.replace('_', ' ')} {value}" for key, value in pairs if isinstance(value, int | float | str))


def add_to(add: Adder) -> None:
    p = add("view", view, "notes heard in a recording: write them for correction, put corrected ones on file (订正)")
    p.add_argument("case", metavar="CASE")
    p.add_argument("label", metavar="LABEL", help="the work")
    p.add_argument("file", metavar="FILE", nargs="?", default="", help="the recording in it, if there are several")
    p.add_argument("--out", default="", metavar="NEW.mid", help="write the notes here, as a MIDI file")
    p.add_argument("--revised", default="", metavar="FILE", help="the corrected notes (MIDI, MusicXML); copied")
    p.add_argument("--reason", default="", metavar="TEXT", help="what was listened to, and how")
    p.add_argument("--by", default="", metavar="NAME", help="who corrected them; signed when that person's key is here")
