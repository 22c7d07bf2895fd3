"""Gates read text in which signs of full width are the plain ones: a class that stops at “，” stops at “,”."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from appraisal import gates

FILES = sorted(Path(gates.__file__).parent.glob("*.py"))
_CLASS = re.compile(r"\[\^?(?:\\.|[^\]\\\[])*\]")


@pytest.mark.parametrize("file", FILES, ids=lambda one: one.stem)
def test_a_class_with_a_sign_of_full_width_has_the_plain_one(file: Path) -> None:
    lines = (line for line in file.read_text("utf-8").splitlines() if "Words(" not in line)
    found = [hit.group() for line in lines for hit in _CLASS.finditer(line)]
    for wide, plain in (("，", ","), ("；", ";")):
        assert not [one for one in found if wide in one and plain not in one]
