"""Each report says what holds where its words and the record differ, in every form and language."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from appraisal import freeze
from appraisal.case import Case
from appraisal.dossier import Dossier
from appraisal.papers import files
from reports.build import build
from reports.document import Language
from reports.spelling import of_form
from reports.wording import WORDS
from tests.papers import whole
from tests.papers.test_gates import text
from tests.papers.test_opposed_facts import REAL, dissenting
from tests.reports.test_build import words

FORMS = [name for name in files.names() if not name.startswith("_")]


def said(dossier: Dossier, form: str, language: Language) -> str:
    return words(build(replace(dossier, paper=files.find(form)), language))


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("form", FORMS)
def test_every_form_says_what_holds(dossier: Dossier, form: str, language: Language) -> None:
    read, spell = said(dossier, form, language), of_form(files.find(form), language)
    for key in ("governs", "governs-amounts", "governs-order", "governs-basis"):
        assert spell(WORDS[language][key]).partition("{")[0] in read, key
    for key in ("governs-late", "governs-dissent", "governs-basis-none"):
        longest = max(re.split(r"\{\w+\}", spell(WORDS[language][key])), key=len)
        assert longest not in read, "there is none"


def test_without_a_standard_that_was_read_there_is_no_basis(dossier: Dossier) -> None:
    bare = replace(dossier, entries=tuple(one for one in dossier.entries if one.kind != "standards"))
    assert WORDS["zh"]["governs-basis-none"] in said(bare, "cn-copyright", "zh")


def test_exclusions_after_results_are_counted_whatever_the_prose_tells(own: Case) -> None:
    whole.compare_without(own, "该处系双方均引用的公版诗句，结果后核实出处，故予排除")
    told = text(freeze.freeze(own), "process", "“结果后”系程序自动标注，排除实际作出更早。")
    assert "本案标为“结果后排除”的排除共 1 项，其他文字的叙述不改变这一标记" in said(told, "cn-copyright", "zh")
    assert "Exclusions marked “excluded after results” in this case: 1;" in said(told, "uk-part35", "en")


def test_a_dissent_holds_as_it_is_printed_where_the_form_has_an_opinion(dossier: Dossier) -> None:
    differing = dissenting(dossier, whole.YI, REAL)
    assert f"{whole.YI}持有不同意见，以所登载的原文为准" in said(differing, "cn-copyright", "zh")
    assert f"A dissent is held by {whole.YI}, and holds as it is printed" in said(differing, "cn-copyright", "en")
    assert "持有不同意见，以所登载的原文为准" not in said(differing, "cn-inspection", "zh")
