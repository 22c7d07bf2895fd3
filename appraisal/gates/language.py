"""The gate of language: prose in the language that a form of paper prevails in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain

from appraisal.gates import english
from appraisal.gates.foreign import foreign
from appraisal.gates.gap import Found, Gap
from appraisal.gates.kinds import Reading, Sides, unread
from appraisal.gates.remarks import words_of
from appraisal.gates.sentences import sentences
from appraisal.gates.values import within
from appraisal.gates.view import View
from appraisal.gates.written import added, answered, written
from appraisal.papers.as_read import CODE, QUOTED
from appraisal.plural import some
from appraisal.profile import Words

HANZI = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
WORD = re.compile(r"[A-Za-z]{2,}")
_APART = re.compile(r"(?<![\w./\\-])[A-Za-z]{2,}(?![\w./\\-])")  # no part of the name of a file
FEW = 8  # hanzi, or words of English, that a line may hold: names and terms
MOST = 3  # places named
UNREAD = unread(Reading.LANGUAGE)
"""Kinds of entries that are not read here, and why."""
_NAMES = frozenset({
    "name", "from_whom", "received_from", "received_by", "disposed_to", "examiners", "file", "artefacts", "evidence",
})  # fmt: skip  # fields in which people, works, files and titles are named as they are called


def prose(view: View) -> Found:
    """What people wrote for a report that prevails in English is not in Chinese, nor the other way round. Names of the
    case, what is quoted, titles in 《》 and code may be in any language; of slots see ``_slots``."""
    english = view.paper.prevails == "en"
    other = _chinese if english else _english
    names = sorted(_names(view), key=len, reverse=True)
    told = (place.text for place in written(view) if not place.slot)
    found = dict.fromkeys(line for text in told for line in _lines(text, names) if other(line))
    yield from _third(view, names)
    yield from _slots(view, names)
    if found:
        shown = [" ".join(line.split())[:40] for line in [*found][:MOST]]
        yield Gap(
            "language",
            Words(
                f"本文书以{'英文' if english else '中文'}为准，{len(found)}处文字为{'中文' if english else '英文'}："
                + "；".join(shown),
                f"this form prevails in {'English' if english else 'Chinese'}; {some(len(found), 'text')} in"
                f" {'Chinese' if english else 'English'}: " + "; ".join(shown),
            ),
            Words(
                "改写；原文引用放入引号；确需保留的，作出决定并写明理由",
                "write them anew; what is quoted stands in quotation marks; or decide, with the reason",
            ),
        )


def _slots(view: View, names: Iterable[str]) -> Found:
    """Words of slots that an edition would print in the other language, in the midst of a sentence of the opinion."""
    editions = ("zh", "en") if view.dossier.language == "both" else (view.dossier.language,)
    for edition in editions:
        of_other = _has_chinese if edition == "en" else _all_english
        slots = [(at, *each) for at, one in enumerate(view.sentences, 1) for each in one.words(edition).items()]
        for at, slot, word in slots:
            if any(of_other(line) for line in _lines(word, names)):
                yield Gap(
                    f"language/{edition}: {at} {slot}",
                    Words(
                        f"意见第{at}句的 {slot} 在{'英文' if edition == 'en' else '中文'}版中为另一种文字：{word[:40]}",
                        f"the {slot} of sentence {at} of the opinion would stand in the other language in the"
                        f" {'English' if edition == 'en' else 'Chinese'} edition: {word[:40]}",
                    ),
                    Words(
                        f"在该句中另写 fill_{edition}（{slot} = …）；名称放入引号",
                        f"write it in fill_{edition} of that sentence ({slot} = …) too; names stand in quotation marks",
                    ),
                )


def _third(view: View, names: Iterable[str]) -> Found:
    """Sentences in a language that is neither Chinese nor English: gates read neither numbers nor dissents in them."""
    texts = (*(place.text for place in chain(written(view), answered(view))), *_filed(view), *_settings(view))
    lines = (line for text in dict.fromkeys(texts) for line in _lines(text, names))
    told = (line[start:stop] for line in lines for start, stop in sentences(line))
    found = dict.fromkeys(" ".join(one.split())[:40] for one in told if foreign(one))
    if found:
        shown = [*found][:MOST]
        yield Gap(
            "language/third",
            Words(
                f"{len(found)}处文字既非中文也非英文：" + "；".join(shown),
                f"{some(len(found), 'text')} in neither Chinese nor English: " + "; ".join(shown),
            ),
            Words(
                "改写为中文或英文；原文引用、书名放入引号；确需保留的，作出决定并写明理由",
                "write them in Chinese or English; what is quoted, and titles, stand in quotation marks; or decide,"
                " with the reason",
            ),
        )


def _filed(view: View) -> Iterator[str]:
    """What people wrote into entries, of merged copies and of the logs of verdicts and exclusions too."""
    sides = Sides.of(view.dossier)
    for entry in view.dossier.filed:
        if not sides.others(entry):
            yield from words_of(entry, UNREAD, but=_NAMES)


def _settings(view: View) -> Iterator[str]:
    """Words of this case that are printed beside its prose, and those that a form or template of its own adds."""
    dossier, house = view.dossier, view.institution
    yield from (dossier.title, dossier.watermark, *(house.letterhead if house is not None else ()))
    yield from (text for _, text in within(dossier.role_words, str))
    yield from (one.relied_for for one in view.literature)
    yield from added(view.paper, dossier.profile)


def _chinese(line: str) -> bool:
    count = len(HANZI.findall(line))
    return count >= FEW and count > len(WORD.findall(line))


def _has_chinese(line: str) -> bool:
    return len(HANZI.findall(line)) > 1


def _all_english(line: str) -> bool:
    return not HANZI.search(line) and sum(word.casefold() in english.words() for word in _APART.findall(line)) > 1


def _english(line: str) -> bool:
    return not HANZI.search(line) and len(WORD.findall(line)) >= FEW


def _lines(text: str, names: Iterable[str]) -> Iterator[str]:
    for pattern in (CODE, QUOTED):
        text = pattern.sub(" ", text)
    for name in names:
        text = text.replace(name, " ")
    yield from text.split("\n")


def _names(view: View) -> set[str]:
    """What people, works, files and institutions are called."""
    house = view.institution
    listed = [one.name for one in view.people] + [work.name for work in view.dossier.works]
    listed += [view.commission.by, *((house.name, house.name_en) if house is not None else ())]
    listed += [file for work in view.dossier.works for file, _, _ in work.members if HANZI.search(file)]
    return {name for name in listed if len(name) > 1}
