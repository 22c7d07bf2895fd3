"""The program's own words as the readers of a form of paper have them. They are British English, which a form for
courts of the United States (its name begins with ``us-``) has in American spelling; and they say expert (专家), where
a Chinese form calls who signs it 鉴定人, say, and itself 本意见书 in place of 本报告.

Only words of the program are spelled anew: its sentences, what its methods say of themselves, the form of paper and the
report template. They are before anything is filled in; what experts wrote and what evidence says is never touched.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from functools import partial
from typing import Any, TypeVar, get_args

from appraisal.comparison import JSON
from appraisal.dossier import Dossier
from appraisal.paper import Paper
from appraisal.profile import Words
from reports.document import Language

Spell = Callable[[str], str]
T = TypeVar("T")
AMERICAN_FORMS = "us-"  # how the names of such forms begin
# Of what a method says of itself:
PROSE = ("method", "rule", "example", "caution", "weighed", "counted", "within_said", "apart_said")
# British stem, American stem, endings of both
STEMS: tuple[tuple[str, str, str], ...] = (
    *((stem + "is", stem + "iz", "e ed es er ers ing ation ations able") for stem in (
        "author", "unauthor", "anonym", "capital", "categor", "character", "custom", "digit", "emphas", "final",
        "general", "harmon", "initial", "local", "maxim", "memor", "minim", "modern", "normal", "notar", "optim",
        "organ", "recogn", "serial", "special", "standard", "summar", "synchron", "token", "util", "visual", "virtual",
    )),
    ("analys", "analyz", "e ed es er ers ing"),
    *((stem + "our", stem + "or", " s ed ing able ably ful less ite al hood") for stem in (
        "arm", "behavi", "col", "discol", "recol", "end", "fav", "flav", "harb", "hon", "lab", "neighb", "rum", "sav",
        "vap",
    )),
    *((stem + "ll", stem + "l", "ed ing er ers") for stem in (
        "cance", "channe", "labe", "leve", "mode", "signa", "trave", "unlabe",
    )),
    *((stem + "re", stem + "er", " s") for stem in ("cent", "met", "centimet", "kilomet", "millimet", "lit", "fib")),
    *((stem + "ce", stem + "se", " s") for stem in ("licen", "defen", "offen", "preten")),
    ("centred", "centered", ""), ("practis", "practic", "e ed es ing"), ("judgement", "judgment", " s al"),
    ("acknowledgement", "acknowledgment", " s"), ("artefact", "artifact", " s"), ("catalogue", "catalog", " s"),
    ("catalogu", "catalog", "ed ing"),
    ("grey", "gray", " s ish"), ("fulfil", "fulfill", " s"), ("instalment", "installment", " s"),
    ("programme", "program", " s"), ("enquir", "inquir", "y ies e ed ing"), ("sceptic", "skeptic", " s al ism"),
    ("ageing", "aging", ""), ("learnt", "learned", ""), ("spelt", "spelled", ""), ("whilst", "while", ""),
    ("towards", "toward", ""), ("amongst", "among", ""), ("cheque", "check", " s"),
    ("chequerboard", "checkerboard", " s"), ("mould", "mold", " s ed"),
)  # fmt: skip
TABLE: Mapping[str, str] = {
    british + ending.strip(): american + ending.strip()
    for british, american, endings in STEMS
    for ending in (endings.split(" ") if endings else ("",))
}
EXPERT: Mapping[Language, str] = {"zh": "专家", "en": "expert"}
SHORT = 3  # hanzi of a word that stands in a sentence in place of 专家
SELF = (("意见书", "本意见书"), ("意见", "本意见"))  # how a title ends, and what the paper calls itself; else 本报告
# Whoever helps a party, and whoever gives an opinion on what a paper only shows, are others than those who sign it.
_CHINESE = re.compile("本报告|(?<!出具意见的)专家(?!辅助人|证人)")
_WORDS = re.compile(r"\{[^{}]*\}|\b(" + "|".join(sorted(map(re.escape, TABLE), key=len, reverse=True)) + r")\b", re.I)


def american(words: str) -> str:
    """The words in American spelling; names of open places stay."""
    return _WORDS.sub(lambda found: _cased(found[1], TABLE[found[1].lower()]) if found[1] else found[0], words)


def _cased(was: str, now: str) -> str:
    return now.upper() if was.isupper() else now[0].upper() + now[1:] if was[0].isupper() else now


def british(words: str) -> str:
    """As the program has them."""
    return words


def spelling(dossier: Dossier, language: Language) -> Spell:
    """How the report of a dossier spells the program's own words."""
    return of_form(dossier.paper, language)


def of_form(paper: Paper | None, language: Language) -> Spell:
    """How a form of paper spells them."""
    if paper is None:
        return british
    if language == "en":
        return american if paper.name.startswith(AMERICAN_FORMS) else british
    put = {"本报告": next((word for ending, word in SELF if paper.title.zh.endswith(ending)), "本报告")}
    if EXPERT["zh"] not in paper.author.zh and len(paper.author.zh) <= SHORT:
        put[EXPERT["zh"]] = paper.author.zh
    return partial(_CHINESE.sub, lambda found: put.get(found[0], found[0])) if put != {"本报告": "本报告"} else british


def said_otherwise(paper: Paper, language: Language) -> bool:
    """Whether sentences say expert where the form has another word for who signs it, which then is said once."""
    author = paper.author.read(language)
    return EXPERT[language] not in author.lower() and (language == "en" or len(author) > SHORT)


def spelled(dossier: Dossier) -> Dossier:
    """The dossier with what its methods say so spelled, and with the English of its form of paper and template."""
    for language in get_args(Language):
        spell = spelling(dossier, language)
        if spell is not british:
            dossier = replace(
                dossier,
                comparisons=tuple(
                    replace(one, counting=_said(one.counting, spell, language)) for one in dossier.comparisons
                ),
                examined=tuple(replace(one, counting=_said(one.counting, spell, language)) for one in dossier.examined),
            )
            if language == "en":
                dossier = replace(dossier, paper=_walked(dossier.paper, spell), profile=_walked(dossier.profile, spell))
    return dossier


def _walked(value: T, spell: Spell) -> T:
    """What a form or template says in English (``Words``); nothing else of it."""
    made: Any = value
    if isinstance(value, Words):
        made = replace(value, en=spell(value.en))
    elif isinstance(value, tuple):
        made = tuple(_walked(one, spell) for one in value)
    elif isinstance(value, Mapping):
        made = {key: _walked(one, spell) for key, one in value.items()}
    elif is_dataclass(value) and not isinstance(value, type):
        made = replace(value, **{each.name: _walked(getattr(value, each.name), spell) for each in fields(value)})
    return made  # type: ignore[no-any-return]  # of the type that it was


def _said(
    counting: Mapping[str, Mapping[str, JSON]], spell: Spell, language: Language
) -> Mapping[str, Mapping[str, JSON]]:
    """What a method says of itself: prose and labels; names of details stay."""
    held = dict(counting.get(language, {}))
    labels = held.get("labels")
    for key in PROSE:
        if isinstance(words := held.get(key), str):
            held[key] = spell(words)
    if isinstance(labels, Mapping):
        held["labels"] = {key: spell(words) if isinstance(words, str) else words for key, words in labels.items()}
    return {**counting, language: held} if held else counting
