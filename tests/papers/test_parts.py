"""How a form of paper names its people and numbers its headings."""

from __future__ import annotations

from dataclasses import replace

import pytest

from appraisal.dossier import Dossier
from appraisal.papers import files
from reports.build import build
from reports.contents import listed
from reports.document import Language
from reports.sections import paper
from reports.sections.desk import Desk
from reports.wording import WORDS
from tests.papers.test_wording import opined
from tests.reports.rows import LANGUAGES
from tests.reports.test_build import words


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", files.names())
def test_who_does_not_sign_the_form_is_said_not_to(dossier: Dossier, form: str, language: Language) -> None:
    held = files.find(form)
    desk = Desk(replace(dossier, paper=held), language)
    unsigned = [held.signing.reviewer, held.signing.signatory].count(False)
    said = words(tuple(paper.people(desk)))
    assert said.count(WORDS[language]["person-signs-not"]) == unsigned
    assert all(name in words(tuple(paper.signing(desk))) for name in ("丙", "丁")) is (unsigned == 0)


@pytest.mark.parametrize("form", files.names())
def test_no_line_of_the_contents_is_without_a_number_among_numbered_ones(dossier: Dossier, form: str) -> None:
    """A section alone in its chapter has its own headings there, such as what is said to other opinions; of one alone
    a number would say that others follow."""
    made = build(replace(opined(dossier, range="其他意见：无。"), paper=files.find(form)), "zh").parts[0]
    chapter, within = "", dict[str, list[str]]()
    for one in listed(made):
        chapter = one.text if one.level == 1 else chapter
        if one.level == 2 and not chapter.startswith("附件"):
            within.setdefault(chapter, []).append(one.text)
    for lines in within.values():
        assert all(one.startswith("（") for one in lines) is (len(lines) > 1), lines
