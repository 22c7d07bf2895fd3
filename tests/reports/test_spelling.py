"""The program's own words as the form of paper has them: American English for courts of the United States, 鉴定人 for
专家 where a Chinese form calls its authors so."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from appraisal import registry
from appraisal.dossier import Dossier
from appraisal.papers import files
from appraisal.papers.opinion import phrases
from reports.build import _build
from reports.document import Document, to_json
from reports.spelling import TABLE, american, british, said_otherwise, spelled, spelling
from reports.wording import WORDS
from tests.reports import specimen

# British by their form, beside the words of the table, but for those that all spell so.
FORMS = re.compile(r"\b[a-z]{3,}(?:isations?|ise[sd]?|ising|ours?|oured|yse[sd]?|elled|elling|tre|ogue)\b")
ALIKE = re.compile(
    r"\w*(?:wise|vise[sd]?|rais|prise[sd]?|promise[sd]?|exercise[sd]?|precise|noise|rise[sd]?|rising|hours?|contours?"
    r"|dialogue|raise[sd]?|raising|spelled|spelling|told|four|your|yours|detours?|premise[sd]?)"
)


def found_british(words: str) -> list[str]:
    """Words that only British English spells so."""
    held = [word for word in re.findall(r"[A-Za-z]+", words) if word.lower() in TABLE]
    return held + [one[0] for one in FORMS.finditer(words.lower()) if not ALIKE.fullmatch(one[0])]


def said_by_methods() -> Iterator[str]:
    for name in (*registry.comparator_names(), *registry.examiner_names()):
        held: Any = registry.counting(name).get("en", {})
        yield from (said for key, said in held.items() if key in ("method", "rule", "example", "caution") and said)
        yield from (said for said in held.get("labels", {}).values() if isinstance(said, str))


def own_words() -> list[str]:
    """What the program says in English, before anything is filled in."""
    made = [*WORDS["en"].values(), *(phrase.text.read("en") for phrase in phrases().values()), *said_by_methods()]
    return [re.sub(r"\{[^{}]*\}|`[^`]*`", "", one) for one in made]


def test_words_keep_their_case_and_open_places_their_names() -> None:
    assert american("Licences; COLOUR {colour} Colour-blind, {judgement} judgement") == (
        "Licenses; COLOR {colour} Color-blind, {judgement} judgment"
    )
    assert (
        american("wise, raised, hour, sentence, contour, meters, center")
        == "wise, raised, hour, sentence, contour, meters, center"
    )
    assert american(american("grey artefacts, catalogued centre")) == "gray artifacts, cataloged center"


def test_no_british_spelling_is_left_in_the_programs_words() -> None:
    left = {word for said in own_words() for word in found_british(american(said))}
    assert not left, f"not in the table of reports/spelling.py: {sorted(left)}"


def test_the_programs_words_are_british_as_they_stand() -> None:
    american_words = {now for was, now in TABLE.items() if now not in TABLE and was != now}
    both = {"license", "licensed", "licenses", "licensing", "practice", "practiced", "program", "programs", "meter",
            "meters", "check", "checks", "among", "while", "toward", "spelled", "learned", "inquiry",
            "judgment"}  # fmt: skip
    left = {
        word for said in own_words() for word in re.findall(r"[A-Za-z]+", said) if word.lower() in american_words - both
    }
    assert not left, sorted(left)


def of(form: str) -> Dossier:
    """A dossier in a form of paper, with evidence and words of an expert that are British."""
    made = specimen.dossier()
    first, *others = made.comparisons
    said = {"en": {**first.counting["en"], "method": "It tells colours apart."}, "zh": first.counting["zh"]}
    first = replace(first, counting=said)
    title = "The colour of judgement, grey licences"
    return replace(made, paper=files.find(form), title=title, comparisons=(first, *others))


def texts(document: Document) -> str:
    return json.dumps(json.loads(to_json(document))["parts"], ensure_ascii=False)


def test_a_form_for_american_courts_is_american_and_others_are_british() -> None:
    us, uk = (texts(_build(of(form), "en")) for form in ("us-rule26", "uk-part35"))
    for was, now in (("It tells colours", "It tells colors"), ("icences", "icenses")):
        assert now in us and was in uk
    assert "summarize or support" in us and "summarise" not in us
    assert "knows nothing of licenses" in us and "knows nothing of licences" in uk
    kept = "The colour of judgement, grey licences"
    assert kept in us and kept in uk, "nothing that somebody wrote is spelled anew"
    left = {word for word in found_british(us.replace(kept, "")) if word.lower() in TABLE}
    assert not left


def test_nothing_but_the_words_of_a_dossier_alters() -> None:
    made = of("us-rule26")
    assert spelling(made, "zh") is british and spelling(of("uk-part35"), "en") is british
    assert spelled(of("uk-part35")) == of("uk-part35")
    now = spelled(made)
    assert now.paper is not None and made.paper is not None and now.paper.text == made.paper.text
    assert [one.comparison for one in now.comparisons] == [one.comparison for one in made.comparisons]
    assert texts(_build(made, "zh")) == texts(_build(replace(made, paper=replace(made.paper, name="xx")), "zh"))


def test_chinese_forms_call_the_experts_what_they_call_who_signs() -> None:
    said = "专家采信的处数，专家辅助人除外，由就此出具意见的专家回答，见本报告"
    for form, made in (
        ("cn-judicial", "鉴定人采信的处数，专家辅助人除外，由就此出具意见的专家回答，见本意见书"),
        ("cn-copyright", "鉴定人采信的处数，专家辅助人除外，由就此出具意见的专家回答，见本报告"),
        ("cn-inspection", "检验人采信的处数，专家辅助人除外，由就此出具意见的专家回答，见本报告"),
        ("cn-special", said),
        ("cn-expert", "专家采信的处数，专家辅助人除外，由就此出具意见的专家回答，见本意见"),
        ("us-rule26", said),
    ):
        dossier = of(form)
        assert spelling(dossier, "zh")(said) == made
        assert dossier.paper is not None
        assert said_otherwise(dossier.paper, "zh") is (form == "cn-special"), "a long word is said once"
    assert "本报告所称“专家”，即署名的有专门知识的人。" in texts(_build(of("cn-special"), "zh"))
    judicial = of("cn-judicial")
    first, *others = judicial.comparisons
    first = replace(first, counting={**first.counting, "zh": {**first.counting["zh"], "rule": "由专家逐处认定。"}})
    judicial = replace(judicial, comparisons=(first, *others))
    assert "由鉴定人逐处认定。" in texts(_build(judicial, "zh")) and "王专家" in texts(_build(judicial, "zh"))
