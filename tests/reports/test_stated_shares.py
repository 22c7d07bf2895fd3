"""What a method lists and counts in no share is no place that an opinion counts, and no match that it rests on."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

import pytest

from appraisal import registry
from appraisal.dossier import Filed
from appraisal.gates.conditions import CONDITIONS
from appraisal.upheld import upheld
from reports.document import Language
from reports.sections.desk import Desk
from reports.sections.stated import stated
from reports.wording import say
from tests.reports import specimen
from tests.reports.rows import LANGUAGES
from tests.reports.test_stated import filed

VALUES = {"common_of": 500, "characters_of": 1000}


def made(method: str, *sorts: str, kinds: tuple[str, ...] = ()) -> Filed:
    """Accepted matches of a method, each with what it says of whether it counts (empty: nothing)."""
    named = kinds or ("function",) * len(sorts)
    base = filed(method, [(kind, 100 * at, 100 * at + 50) for at, kind in enumerate(named)], None, VALUES)
    matches = tuple(
        replace(match, details={"counted": sort} if sort else {})
        for match, sort in zip(base.comparison.matches, sorts, strict=True)
    )
    counting = {language: {**words} for language, words in registry.counting(method).items()}
    return replace(base, comparison=replace(base.comparison, matches=matches), counting=cast(Any, counting))


def rests(one: Filed) -> bool:
    return CONDITIONS["accepted"].holds(cast(Any, SimpleNamespace()), cast(Any, None), one)


@pytest.mark.parametrize("method", ["software-functions", "software-source"])
def test_pairs_in_no_share_are_no_accepted_code(method: str) -> None:
    assert not rests(made(method, "by-calls", "by-data"))
    assert rests(made(method, "by-calls", "")) and len(upheld(made(method, "by-calls", "", "by-data"))) == 1


def test_common_strings_are_in_no_share_and_repeats_of_a_recording_may_be() -> None:
    kinds = ("common-string", "shared-string")
    assert len(upheld(made("software-strings", "", "", kinds=kinds))) == 1
    assert rests(made("audio-recording", "repeat")), "where what it repeats is taken out it counts"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sentence_counts_them_apart(language: Language) -> None:
    one = made("software-functions", "", "by-calls", "by-data")
    desk = Desk(replace(specimen.dossier(), comparisons=(one,)), language)
    slots = stated(desk, one)
    assert slots["places"] == "1"
    assert slots["unshared"] == say(language, "opinion-unshared", count=2, method=desk.method_name(one))
    both = made("software-functions", "", "")
    assert stated(Desk(replace(specimen.dossier(), comparisons=(both,)), language), both)["unshared"] == ""
