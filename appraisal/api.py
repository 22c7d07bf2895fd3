"""The calls that notebooks and scripts make, beside ``Case`` and ``Work``."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from appraisal import background, dispatch
from appraisal.comparison import JSON, Comparison, Exclusion, Overruled
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
