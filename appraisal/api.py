"""The calls that notebooks and scripts make, beside ``Case`` and ``Work``."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from appraisal import background, dispatch, run
from appraisal.case import Case
from appraisal.comparison import JSON, Comparison, Exclusion, Overruled
from appraisal.errors import CaseError
from appraisal.job import Job
from appraisal.work import Work


def compare(
    name: str,
    left: Work | str | Path,
    right: Work | str | Path,
    *,
    ancestors: Sequence[Work | str | Path] = (),
    exclusions: Sequence[Exclusion] = (),
    overruled: Sequence[Overruled] = (),
    backgrounds: Sequence[str] = (),
    seed: int = 0,
    memory: int = 4 << 30,
    **parameters: JSON,
) -> Comparison:
    """Compare two works (or paths) with one comparator in the limited child; failures come back as records.

    ``overruled``: rules whose places stay in the figures. ``backgrounds`` are names or paths; further keywords are the
    comparator's parameters. Raises ``UsageError`` for
    unknown names and ``MaterialError`` for paths that cannot be opened.
    """
    with tempfile.TemporaryDirectory(prefix="appraisal-") as scratch:

        def work(given: Work | str | Path) -> Work:
            return given if isinstance(given, Work) else dispatch.open_work(given, derived=Path(scratch))

        job = Job(
            comparator=name,
            left=work(left),
            right=work(right),
            parameters=parameters,
            ancestors=tuple(work(a) for a in ancestors),
            exclusions=tuple(exclusions),
            overruled=tuple(overruled),
            backgrounds=tuple(background.locate(b) for b in backgrounds),
            seed=seed,
            memory=memory,
        )
        return dispatch.compare(job)


def case_of(
    left: str | Path,
    right: str | Path,
    *,
    folder: str | Path,
    methods: Sequence[str] = (),
    parameters: Mapping[str, Mapping[str, JSON]] | None = None,
) -> Case:
    """A case A1 against B1 of two works (files or folders), compared: for looking at them without a panel.

    Made in ``folder``; one that is there already is gone on with when it holds the same works. ``methods``: all that
    apply where none is named. Raises ``CaseError`` when the folder holds something else.
    """
    root = Path(folder)
    given = {name: dict(some) for name, some in (parameters or {}).items()}
    if (root / "case.toml").exists():
        case = Case.open(root)
        held = {work.label: work.sha256 for work in case.works}
        asked = {label: Work.open(Path(path)).sha256 for label, path in (("A1", left), ("B1", right))}
        if held != asked or {name: dict(some) for name, some in case.settings.parameters.items()} != given:
            raise CaseError(f"{root}: holds other works or parameters: name another folder, or take this one away")
    else:
        case = Case.create(root, parameters=given)
        case.receive("A1", Path(left), "claimed")
        case.receive("B1", Path(right), "accused")
    run.run(case, comparators=tuple(methods))
    return case
