"""The whole case with its report issued, made once in a run; each test that begins there has a copy of its own.

What issuing itself does is for the tests of issuing, which issue.
"""

from __future__ import annotations

import hashlib
import shutil
from datetime import datetime
from pathlib import Path

import pytest

from appraisal import issuing, registry
from appraisal.case import Case
from appraisal.demo import fixed_clock
from appraisal.papers import files
from tests import shared
from tests.papers import whole

PAPER = "cn-copyright"
EVERY = registry.exporter_names  # as it is before any test


def make(root: Path, number: str = "1") -> Case:
    """The whole case in ``root``, issued in ``PAPER`` under ``number``; its clock goes on where it stood."""
    named = hashlib.sha256(number.encode()).hexdigest()[:12]
    held = shared.made(f"issued-{named}", lambda place: _issued(place, number))
    shutil.copytree(held / "case", root)
    began = datetime.fromisoformat((held / "clock").read_text("utf-8"))
    return Case.open(root, clock=fixed_clock(began), signers=whole.signer)


def _issued(place: Path, number: str) -> None:
    case = whole.make(place / "case")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(registry, "exporter_names", EVERY)  # whoever asks first may want fewer
        issuing.issue(case, files.find(PAPER), by=whole.DING, number=number, on="2026-02-01")
    (place / "clock").write_text(case.clock(), "utf-8")
