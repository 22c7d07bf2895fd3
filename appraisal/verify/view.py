"""A case as it was when one of its entries was written: the same files, logs cut there, nothing written into the case.

Small files are linked into a temporary folder, works are read where they lie; archives are unpacked anew.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from appraisal import chain, procedure, run
from appraisal.case import Case
from appraisal.casefile import read as read_settings
from appraisal.chain import Entry
from appraisal.completion import TABLES
from appraisal.errors import CaseError
from appraisal.procedure import Kind
from appraisal.records import canonical
from appraisal.verify.expected import Expected
from appraisal.verify.logs import Logs, regular
from appraisal.verify.outcome import Answer, Remark
from appraisal.work import Work, digest_file


class Earlier(Case):
    """A case to read from. ``listed``: digests of files that were read and found right a moment ago, by label."""

    listed: Mapping[str, Mapping[str, str]] = {}

    def __getitem__(self, label: str) -> Work:
        entry = self.received(label)
        work = Work.open(self.path_of(label), label=label, medium=entry.medium, known=self.listed.get(label))
        if work.sha256 != entry.sha256:
            raise CaseError(f"works/{label}: its bytes are not those received")
        return work


@dataclass(frozen=True)
class View:
    """``lacking``: files that are not here as they were then, each with the entry that named them."""

    case: Earlier
    lacking: tuple[Remark, ...]


def listed_of(found: Expected, broken: frozenset[str]) -> dict[str, dict[str, str]]:
    """Of each work whose files all hold: digests by name below the work, as ``Work.open`` takes them."""
    works: dict[str, dict[str, str]] = {}
    for path, sha256 in found.works.items():
        _, label, root, *inner = path.split("/")
        works.setdefault(label, {})["/".join(inner) or root] = sha256
    bad = {path.split("/")[1] for path in broken if path.startswith("works/")}
    return {label: files for label, files in works.items() if label not in bad}


def earlier(root: Path, place: Path, logs: Logs, at: Entry, listed: Mapping[str, Mapping[str, str]]) -> View:
    """``root`` as it was before the entry ``at``, in the new folder ``place``. ``CaseError`` when it cannot be had."""
    counts = logs.before(at)
    printed = at.body.get("heads")  # a report says which heads it printed: its own signer may have come in between
    if isinstance(printed, list):
        counts |= {str(head["log"]): int(head["count"]) for head in printed if isinstance(head, dict)}
    _cut(place, logs, counts)
    history = procedure.history(place)
    notebooks = {"notebooks/report.ipynb"}
    profile = at.body.get("profile")
    if isinstance(profile, Mapping):  # a report by a template: its own notebook was read too
        notebooks.add(f"notebooks/{profile.get('notebook')}")
    lacking: list[Remark] = []
    for name, (sha256, entry) in sorted(procedure.expected_files(history).items()):
        if not _read_again(name, notebooks):
            continue
        if not regular(root, name) or digest_file(root / name)[0] != sha256:
            detail = f"{name}: {entry.log} {entry.seq}, {entry.on}"
            lacking.append(Remark(Answer.UNKNOWN, "needs-state", name, detail=detail))
        else:
            _link(root / name, place / name)
    if not (root / "works").is_symlink():
        _link(root / "works", place / "works")
    settings, works = read_settings(root)
    there = {str(entry.body.get("label")) for entry in history.of(Kind.RECEIVED)}
    case = Earlier(place, settings, [work for work in works if work.label in there])
    case.listed = listed
    return View(case, tuple(lacking))


def _read_again(name: str, notebooks: Collection[str]) -> bool:
    """Whether reports or comparisons are made from a file; not what is itself made from others."""
    made = name.startswith(("report/", "digests/")) or name in TABLES
    return not made and (not name.startswith("notebooks/") or name in notebooks)


def _cut(place: Path, logs: Logs, counts: Mapping[str, int]) -> None:
    announced: dict[str, Any] = {}
    for log, entries in logs.entries.items():
        kept = entries[: max(0, counts.get(log, 0))]
        if kept:
            path = place / log
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("".join(chain.line_of(entry) + "\n" for entry in kept), "utf-8")
            announced[log] = {"count": kept[-1].seq, "head": kept[-1].digest, "next": None}
    place.mkdir(parents=True, exist_ok=True)
    (place / chain.HEADS).write_text(canonical(dict(sorted(announced.items()))) + "\n", "utf-8")


def _link(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    os.symlink(source.absolute(), target, target_is_directory=source.is_dir())


# --- versions ---------------------------------------------------------------------------------------------------------


def differing(recorded: Mapping[str, Any], here: Mapping[str, str]) -> list[str]:
    """What would have to be installed here to have the versions of then: "typst 0.14.0 (here 0.15.1)"."""
    return [
        f"{name} {wanted} (here {here.get(name, 'absent')})"
        for name, wanted in sorted(recorded.items())
        if here.get(name, "absent") != wanted
    ]


def printing_as_then(recorded: Mapping[str, Any]) -> dict[str, str]:
    """The environment that a report printed: the names that this version prints, with the versions of then."""
    return {name: str(recorded.get(name, found)) for name, found in run.environment().items()}
