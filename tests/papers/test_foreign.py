"""Prose in a third language opens the gate of language; names, titles and terms that English has do not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from appraisal.dossier import Dossier, LogEntry
from appraisal.gates import language
from appraisal.gates.foreign import foreign
from appraisal.procedure import Kind
from tests.papers import whole
from tests.papers.narrow import only
from tests.papers.test_gates import decide, edited, gates, text
from tests.papers.test_language import ENGLISH, written
from tests.papers.test_opposed_facts import deciding
from tests.papers.test_spoken import WORD, holding

THIRD = (
    *(
        "Quatre-vingt-douze pour cent of the wording of B1 is the same.",
        "Zweiundneunzig Prozent of the wording agrees.",
    ),
    *("Noventa y dos por ciento of the wording is common to both.", "Nonaginta duo partes of it are the same."),
    *("Девяносто два процента of the wording is the same.", "The same to the extent of bai fen zhi jiu shi er."),
    *(
        "Je ne partage pas la première phrase, c'est une formule courante.",
        "Das ist nicht von der Hand des Autors und neu.",
    ),
    *("I testi non sono uguali e questa parte della storia di B1 manca.", "両作品のほとんどの部分が同じである。"),
    *("B1 est un plagiat de A1.", "B1 ist ein Plagiat von A1."),
    # in capitals, with a capital to each word, and of languages whose small words no list has
    *(
        "DER TEXT IST NICHT VON DEM AUTOR.",
        "LA MAYORÍA DE LAS PALABRAS ES IGUAL.",
        "Die Hälfte Ist Nicht Von Ihm.",
        "OCH TEXTEN ÄR LIKVÄRDIG.",
    ),
    *(
        "Kwa sehemu kubwa maandishi yanafanana.",
        "Większość tekstu pozostaje jednakowa.",
        "Metinlerin çoğu birbirinin aynı.",
    ),
    *("A mondatok kétharmada egyezik.", "Textele coincid aproape integral.", "Enamik sõnu langeb kokku."),
    *("Karamihan ng salita ay magkatulad.", "Phần lớn văn bản trùng nhau.", "Suurin osa sanoista täsmää keskenään."),
    *(
        "The wording, metinlerin yüzde doksanı birbirinin aynıdır, stands there.",
        "检材metinlerin çoğu birbirinin aynıdır。",
    ),
    *("両書ノ文字ハ同ジ。", "Standarda uygun çalışıldı."),
    *("La mayor parte del texto de la obra es igual por completo.", "B1的文字 je ne partage pas la conclusion 见上。"),
)
HONEST = (
    *(
        "The same passages of both works stand side by side.",
        "What is prima facie a scènes à faire passage is told below.",
    ),
    *(
        "The novel was printed in Los Angeles and Rio de Janeiro.",
        "See Charles de la Cour et al., and inter alia note 3.",
    ),
    *("Angles α and β were measured.", "Both name Shui hu zhuan, the river Huang he and the town of Zhao jia zhuang."),
    *(
        "Method text-exact, minimum eight letters.",
        "两件作品的相同段落位置见左右对照。",
        "以 text-exact 比对，见 README。",
    ),
    *(
        "Scope And Limits",
        "EXPERT REPORT ON THE COMPARISON OF TWO NOVELS",
        "Qualifications And Experience Of The Expert",
    ),
    *(
        "Hardware, software, cables",
        "Lamp, tower, zither, bouzouki, oud, kanun",
        "Peter Schmidt, Anna Müller, Hans Weber",
    ),
    *("SAMSUNG, KINGSTON, LENOVO THINKPAD X1", "UTF-8, GBK, SHA-256 MD5", "Jean-Luc de la Fontaine Dubois"),
    *("A zither ostinato recapitulates asymmetrical metres.", "Kittiwake plumage varies seasonally.", "Kuhn loc. cit."),
    *("使用 tshark 与 dumpcap 工具读取 memory dump 文件。", "See mutatis mutandis the ratio decidendi there."),
    *("render_passages, openPeriods and memcpy() are called.", "Société des Auteurs et Compositeurs, Paris"),
    *("He can sing on and on; she ran to a den.", "Mozart wrote it in Vienna, and a café in the rue de la Paix."),
    *("Common words: lamp, tower, bell, rope, stair, door.", "GNU General Public License version three applies here."),
)


@pytest.mark.parametrize("words", THIRD)
def test_a_third_language(words: str) -> None:
    assert foreign(words)


@pytest.mark.parametrize("words", HONEST)
def test_names_and_terms_are_none(words: str) -> None:
    assert not foreign(words)


@pytest.mark.parametrize(
    "words",
    [
        "documents/de4la9un0des3ab7ce1da-notes.txt",
        "2a de1la3un5des7 ed0ab2ex4cum6 ab8ex0de2",
        "sha256:0ab1ex2de3cum4sed5est6et7ab8ex9de",
    ],
)
def test_digests_and_paths_hold_no_words(words: str) -> None:
    assert not foreign(words)


def test_prose_in_a_third_language(dossier: Dossier) -> None:
    made = written(dossier, f"{ENGLISH} {THIRD[0]}")
    assert "language/third" in gates(made, "us-rule26")
    assert "language/third" not in gates(decide(made, "gate:language/third", "法院要求附原文"), "us-rule26")
    assert "language/third" in gates(holding(dossier, Kind.OPERATION, "乙", what=THIRD[5]))
    assert "language/third" in gates(text(dossier, "analysis", THIRD[3]))


def test_what_is_quoted_may_be_in_any_language(dossier: Dossier) -> None:
    for words in (f"Both works have “{THIRD[6]}”.", f"The file `{THIRD[7]}` was read.", *HONEST[:2]):
        assert "language/third" not in only(written(dossier, words), "language", paper="us-rule26"), words
    for section, told in whole.TEXTS.items():
        assert "language/third" not in gates(text(dossier, section, told))


def third(dossier: Dossier) -> bool:
    return "language/third" in only(dossier, "language")


@pytest.mark.parametrize("kind", [one for one in Kind if one not in language.UNREAD])
def test_every_kind_of_entry_is_read(dossier: Dossier, kind: Kind) -> None:
    field = WORD.get(kind, "note" if kind == Kind.FINDING else "what")
    assert third(holding(dossier, kind, "乙", **{field: THIRD[4]}))
    for words in (*HONEST, f"所引“{THIRD[4]}”见原文。"):
        assert not third(holding(dossier, kind, "乙", **{field: words})), words


def test_decisions_copies_and_settings_are_read(dossier: Dossier) -> None:
    assert third(deciding(dossier, "乙", "photographs", THIRD[6]))
    entry = LogEntry("merged/a-b/procedure.jsonl", 7, "2026-01-06T10:00:00Z", Kind.HANDLED, "乙", {}, "", "signed")
    for words, open_ in ((THIRD[7], True), ("拆下硬盘，用只读设备复制", False)):
        assert third(replace(dossier, apart=(replace(entry, body={"what": words}),))) is open_, words
        assert third(replace(dossier, watermark=words)) is open_, words
        assert third(replace(dossier, role_words={"accused": {"zh": words, "en": "accused work"}})) is open_, words


def test_names_stand_as_they_are(dossier: Dossier) -> None:
    """Who handed something in, and what it is called, is no sentence; nor are clauses of a standard or a question."""
    named = "Ministère de la Culture et de la Communication"
    assert not third(edited(dossier, Kind.MATERIAL, from_whom=named, name="Le Tour du monde en une nuit"))
    assert not third(edited(dossier, Kind.COMMISSION, questions=[THIRD[9]]))
    assert not third(holding(dossier, Kind.OBJECTION, "某代理人", what=THIRD[9])), "another's words"
    assert all(language.UNREAD.values())
