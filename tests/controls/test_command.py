"""``appraisal control`` on the terminal."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any

import pytest

from appraisal import case, controls
from appraisal.commands.controlling import control
from appraisal.errors import CaseError
from appraisal.printing import worded

NAMES = ("case", "plants", "unrelated", "seed", "comparator", "collection", "keep", "jobs", "memory", "by")


def test_each_number_of_planted_copies_is_told_once(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def tried(case: Any, *, progress: Callable[[int, int, str], None], **more: Any) -> Any:
        for done in (0, 2, 2, 2, 5):  # portions in which nothing could be planted repeat the number
            progress(done, 5, "text-exact")
        progress(2, 5, "image-copy")
        raise CaseError("enough")

    monkeypatch.setattr(case.Case, "open", lambda path: None)
    monkeypatch.setattr(controls, "control", tried)
    options = dict.fromkeys(NAMES)
    with pytest.raises(CaseError):
        control(argparse.Namespace(**options))
    told = [line for line in "".join(capsys.readouterr()).splitlines() if "known copies" in line]
    assert told == [
        worded("planted", "both", name, done, 5)
        for name, done in (*(("text-exact", done) for done in (0, 2, 5)), ("image-copy", 2))
    ]
