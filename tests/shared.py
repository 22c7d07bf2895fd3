"""What many tests begin with, made once in a run for all its workers; a test that writes takes a copy.

Whoever asks first makes it, the others wait: a locked file in the folder of the run stands between them.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable
from pathlib import Path

FOLDER = "APPRAISAL_TESTS_SHARED"  # of this run, set in tests/conftest.py


def made(name: str, make: Callable[[Path], object]) -> Path:
    """The folder ``name`` of this run, which ``make`` is given to fill, once; not to be written to."""
    base = Path(os.environ[FOLDER])
    base.mkdir(parents=True, exist_ok=True)
    place, done = base / name, base / f"{name}.done"
    with (base / f"{name}.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        if not done.exists():
            shutil.rmtree(place, ignore_errors=True)
            place.mkdir()
            make(place)
            done.touch()
    return place
