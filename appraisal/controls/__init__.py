"""In-case controls: are known copies found on this very material, and is anything found where there is none?

Known copies are planted by the methods themselves (``Plantable.plant``) from the claimed works into other files of the
case and compared as the engine compares, with the case's parameters; so are pairs of unrelated files, from a
collection that was handed in, or scrambled by the method. See docs/methods/controls.md.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from appraisal import background, dispatch, filing, registry
from appraisal.case import Case
from appraisal.casefile import clean
from appraisal.controls import filed
from appraisal.controls.bench import Progress, Setting
from appraisal.controls.figures import Sentence, interval, percent, sentence
from appraisal.controls.filed import of_case
from appraisal.controls.trying import trial
from appraisal.dossier import ControlEntry, Role
from appraisal.errors import CaseError, UsageError
from appraisal.procedure import Kind
from appraisal.run import environment, works_of
from appraisal.work import Work

__all__ = ["Sentence", "control", "interval", "of_case", "percent", "sentence"]

STRANGE = "unrelated:"  # before the label of a work of a collection, which no label of a case can begin with


def control(
    case: Case,
    *,
    plants: int = 100,
    unrelated: int = 20,
    seed: int = 0,
    comparators: Sequence[str] = (),
    collection: Sequence[Path] | None = None,
    keep: Path | None = None,
    jobs: int = 1,
    memory: int = 4 << 30,
    by: str = "",
    progress: Progress = lambda done, total, name: None,
) -> list[ControlEntry]:
    """Try methods on the case's material, file the result and its entry in the log; what each method was seen to do.

    ``collection``: works known to be unrelated (of a folder, each entry is one work); None: without. ``keep``: a new
    folder for the planted copies, which are made again from the seed otherwise.
    """
    if plants < 0 or unrelated < 0:
        raise UsageError("the number of plants and of unrelated pairs cannot be negative")
    if keep is not None and keep.exists() and (not keep.is_dir() or any(keep.iterdir())):
        raise UsageError(f"{keep} is not empty: choose a new folder for the planted copies")
    case.log.signing(by)
    with case.working(), tempfile.TemporaryDirectory(prefix="appraisal-control-") as scratch:
        case.complete_logs()
        if not case.with_role(Role.CLAIMED):
            raise CaseError("controls need a claimed work: appraisal receive CASE LABEL PATH --role claimed")
        if reasons := filing.blocked(case):
            raise CaseError("; ".join(reasons))
        works = works_of(case)
        strange = None if collection is None else _collection(collection, Path(scratch))
        claimed = tuple(works[w.label] for w in case.with_role(Role.CLAIMED))
        names = list(dict.fromkeys(comparators)) or _applicable(claimed)
        if not names:
            raise CaseError("no installed method reads a claimed work; see: appraisal comparators")
        setting = Setting(
            works=tuple(works.values()),
            claimed=claimed,
            collection=strange,
            plants=plants,
            unrelated=unrelated,
            seed=seed,
            parameters=case.settings.parameters,
            backgrounds=tuple(background.locate(name) for name in case.settings.backgrounds),
            jobs=jobs,
            memory=memory,
            keep=keep,
            methods=tuple(names),
            progress=progress,
        )
        body = {
            "schema": filed.SCHEMA,
            "by": clean(by).strip(),
            "seed": seed,
            "plants": plants,
            "unrelated": unrelated,
            "works": [{"label": w.label, "role": str(w.role), "sha256": w.sha256} for w in case.works],
            "collection": [{"name": w.label.removeprefix(STRANGE), "sha256": w.sha256} for w in strange or ()],
            "versions": environment(),
            "methods": [trial(name, setting) for name in names],
        }
        name = filed.write(case, body)
        entry = case.log.write(Kind.CONTROLS, {"file": name}, by, files=[name])
        sha256, read = filed.read(case.root, name)
        return filed.entries(name, sha256, entry.on, entry.by, read)


def _applicable(claimed: Sequence[Work]) -> list[str]:
    """Installed methods that read any of the claimed works."""
    return [n for n in registry.proposed_names() if any(w.only(registry.comparator(n).media) for w in claimed)]


def _collection(paths: Sequence[Path], scratch: Path) -> tuple[Work, ...]:
    found = [inner for path in paths for inner in (sorted(path.iterdir()) if path.is_dir() else [path])]
    return tuple(dispatch.open_work(p, label=f"{STRANGE}{p.name}", derived=scratch) for p in found)
