"""The opposing pack: a copy of a case in which a party makes *its* exclusions.

A pack is a folder: ``case/``, the disclosed part of the case, read-only; ``opposing.json``, which says of which case
and state; ``claimed.json`` and ``accused.json``, the exclusions of each party: matches, each with a reason of the list.
Nothing in ``case/`` is ever changed, so that ``appraisal verify PACK`` goes on holding.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from appraisal import chain
from appraisal.cache import write_whole
from appraisal.case import Case
from appraisal.comparison import Reason
from appraisal.errors import CaseError
from appraisal.procedure import PROCEDURE
from appraisal.verify.verifying import OPPOSING

SCHEMA, MARK = "appraisal.opposing/1", OPPOSING
PARTIES = ("claimed", "accused")
NOT_COPIED = ("closed", "cache", "derived")  # deliberation is the panel's own; the rest is made again
MOST = 16 << 20  # bytes of a party's exclusions


@dataclass(frozen=True)
class Pack:
    """An opposing pack and the party that works in it."""

    root: Path
    side: str

    def __post_init__(self) -> None:
        if self.side not in PARTIES:
            raise CaseError(f"no party {self.side!r}: claimed or accused")

    def exclusions(self, side: str = "") -> dict[str, Reason]:
        """Matches that a party takes out, with its reasons; ``CaseError`` when the file cannot be read."""
        path = self.root / f"{side or self.side}.json"
        if not path.exists():
            return {}
        try:
            if path.stat().st_size > MOST:
                raise ValueError("it is too large")
            body = json.loads(path.read_text("utf-8"))
            return {str(match): Reason(reason) for match, reason in body["excluded"].items()}
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise CaseError(f"{path.name} of this opposing pack cannot be read: {error}") from error

    def write(self, excluded: Mapping[str, Reason]) -> None:
        body = {"schema": SCHEMA, "excluded": {match: str(reason) for match, reason in sorted(excluded.items())}}
        text = json.dumps(body, ensure_ascii=False, indent=1) + "\n"
        write_whole(self.root / f"{self.side}.json", text.encode(), durable=True)


def is_pack(root: Path) -> bool:
    return (root / MARK).is_file() and (root / "case" / "case.toml").is_file()


def make(case: Case, out: Path) -> Path:
    """Write the pack of a case into a new folder. Verdicts that lie sealed stay sealed in it."""
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise CaseError(f"{out} is not empty: choose a new folder for the pack")
    if case.root.resolve() in (out.resolve(), *out.resolve().parents):
        raise CaseError(f"{out} lies inside the case: choose a folder outside")
    with case.working():
        head = chain.heads(case.root)[PROCEDURE]
        out.mkdir(parents=True, exist_ok=True)
        shutil.copytree(case.root, out / "case", symlinks=True, ignore=_left_out(case.root))
    for folder, _, names in os.walk(out / "case"):
        for name in names:
            path = Path(folder) / name
            if not path.is_symlink():
                path.chmod(0o444)
    body = {"schema": SCHEMA, "number": case.settings.number, "entries": head.count, "head": head.head}
    write_whole(out / MARK, (json.dumps(body, ensure_ascii=False, indent=1) + "\n").encode(), durable=True)
    return out


def _left_out(root: Path) -> Callable[[str, list[str]], set[str]]:
    def left_out(folder: str, names: list[str]) -> set[str]:
        top = Path(folder) == root
        return {name for name in names if (top and name in NOT_COPIED) or name.startswith((".lock", ".part-"))}

    return left_out
