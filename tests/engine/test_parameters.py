"""A parameter of another kind than the method's is refused by its name, before any method sees it."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import pytest

from appraisal import registry
from appraisal.cli import main
from appraisal.errors import UsageError


def test_text_where_a_number_is_wanted_is_refused_by_name(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compare", "a", "b", "--set", "audio-recording.min_digits=abc"]) == 2
    assert "audio-recording.min_digits: a number is wanted, not 'abc'" in capsys.readouterr().err


@pytest.mark.parametrize("name", registry.comparator_names())
def test_every_number_of_every_method_refuses_text(name: str) -> None:
    made: Any = registry.comparator(name)
    for field in fields(made):
        if isinstance(field.default, int | float) and "str" not in str(field.type):
            with pytest.raises(UsageError, match=rf"^{name}\.{field.name}: .* is wanted, not 'abc'$"):
                registry.comparator(name, {field.name: "abc"})


def test_a_part_is_named_or_numbered() -> None:
    for part in ("Geige", 2):
        made: Any = registry.comparator("music-melody", {"part": part})
        assert made.part == part
