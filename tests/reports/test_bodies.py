"""Bodies of log entries that are not what their kind promises: printed as they stand, never lost, never in the way."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from appraisal.codec import encode
from appraisal.dossier import LogEntry
from appraisal.intake import ConflictCheck
from appraisal.papers.opinion import Answer, Dissent, Held, Opinion, Sentence
from appraisal.procedure import PROCEDURE, Kind
from reports.build import build
from reports.document import Grid
from reports.sections.desk import Desk
from reports.sections.entries import whole
from reports.wording import WORDS
from tests.reports import specimen
from tests.reports.rows import LANGUAGES, edited, grids
from tests.reports.test_build import section, words


@pytest.mark.parametrize("kind", [*Kind, "of-a-later-program"])
def test_a_body_that_is_not_of_its_kind_is_printed_whole(kind: str) -> None:
    base = specimen.dossier()
    odd = LogEntry(
        PROCEDURE, 1, "2026-01-02", kind, "王专家", {"a": "甲乙", "b": [{"c": "丙丁"}, [1, "戊"]]}, "0" * 64, "signed"
    )
    for language in LANGUAGES:
        (part,) = build(replace(base, entries=(odd,)), language).parts
        said = words(section(part, "procedure"))
        assert "甲乙" in said and "丙丁" in said and "戊" in said, kind


def test_an_opinion_on_file_is_told_in_words() -> None:
    """Where no form of paper prints it: its phrases, and what it comes to for each proposition, without codes."""
    sentence = Sentence("text-same", comparator="text-exact", left="A1", right="B1", propositions=(1,))
    answers = (Answer(1, Held.HOLDS), Answer(2, Held.NOT))
    body = encode(Opinion((sentence,), (Dissent("李专家", "不同意"),), answers=answers))
    entry = LogEntry(PROCEDURE, 1, "2026-01-02", Kind.OPINION, "王专家", body, "0" * 64, "signed")
    for language, told in (
        ("zh", ("有相同表述…处", "对命题 1 的回答：成立", "对命题 2 的回答：不成立", "李专家：不同意")),
        ("en", ("passages of the same wording", "Proposition 1: Holds", "Proposition 2: Does not hold")),
    ):
        (part,) = build(replace(specimen.dossier(), entries=(entry,)), language).parts
        said = words(section(part, "procedure")).replace("\n", "")
        assert all(one in said for one in told), said
        assert not any(code in said for code in ("text-same", "does-not-hold", "异议", "objection", "{"))


JSONS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
BODIES = st.dictionaries(
    st.sampled_from(
        ["label", "checks", "identifiers", "number", "departures", "what", "by", "log", "seq", "digest", "why"]
    )
    | st.text(max_size=6),
    JSONS,
    max_size=5,
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(list(Kind)), st.booleans(), BODIES), max_size=6))
def test_no_body_of_any_kind_stops_a_report(made: list[tuple[Kind, bool, dict[str, Any]]]) -> None:
    base = replace(specimen.dossier(), comparisons=(), texts=())
    entries = tuple(
        LogEntry("custody.jsonl" if custody else PROCEDURE, at, "2026-01-02", kind, "", body, "0" * 64, "unsigned")
        for at, (kind, custody, body) in enumerate(made, 1)
    )
    built = build(replace(base, entries=entries), "zh")
    total = sum(len(next(grids(section(built.parts[0], key)), Grid((), ())).rows) for key in ("custody", "procedure"))
    assert total == len(entries)


@given(JSONS)
def test_no_text_of_a_body_is_lost(value: Any) -> None:
    def leaves(found: Any) -> Iterator[str]:
        if isinstance(found, dict):
            for key, item in found.items():
                if key not in ("is", "score"):
                    yield from leaves(item)
        elif isinstance(found, list):
            for item in found:
                yield from leaves(item)
        elif isinstance(found, str) and found.isalnum() and found.isascii():
            yield found

    said = words(whole(Desk(specimen.dossier(), "zh"), {"x": value}))
    assert all(leaf in said for leaf in leaves(value))


def test_the_ranking_value_of_no_body_is_printed() -> None:
    said = words(whole(Desk(specimen.dossier(), "zh"), {"score": 0.987, "x": [{"score": 0.987, "y": 1}]}))
    assert "987" not in said and "y" in said


def test_checks_that_do_not_read_stand_beside_those_that_do() -> None:
    good: Any = encode(ConflictCheck("王专家"))
    made = edited(
        specimen.dossier(), Kind.CONFLICTS, body={"checks": [good, {"is": "ConflictCheck", "name": ""}, "甲"]}
    )
    said = words(section(build(made, "zh").parts[0], "commission"))
    assert "王专家" in said and WORDS["zh"]["odd-body"] in said and "甲" in said


def test_lists_of_a_methods_own_words_are_in_the_readers_language() -> None:
    dossier = specimen.dossier()
    desk, filed = Desk(dossier, "zh"), dossier.comparisons[0]
    own = desk.label(filed, "verbatim")
    assert own != "verbatim"
    assert desk.worded(filed, ["verbatim", "verbatim"]).count(own) == 2
    assert "verbatim" in desk.worded(filed, ["verbatim", "of a work"])  # not all are the method's: none translated
