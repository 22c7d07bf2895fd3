"""Which words are words of English, as far as a short list, their endings and terms that English has taken in tell.

The list (``english_words.txt``, of ``tests/papers/vocabulary.py``) holds common words; an inflection of one is one, and
so is a word with an ending that English gives its own. What is known to neither may be a rare word or a name.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

LIST = Path(__file__).with_name("english_words.txt")


@cache
def words() -> frozenset[str]:
    """The words of the list, and nothing that follows from them."""
    return frozenset(LIST.read_text("ascii").split())


# Terms of Latin, French and Italian that English has taken in, as law, learning and music use them
_TERMS = (
    "prima facie inter alia et al alii ibid ibidem op loc cit supra infra passim viz vide per se de facto"
    " jure bona fide  ad hoc mutatis mutandis ex post ante officio parte novo sui generis locus classicus"
    " habeas corpus amicus curiae ipso  ratio decidendi obiter dictum dicta stare decisis res judicata nullius"
    " sine qua non pro rata tanto forma bono status  quo vice versa circa sic id est exempli gratia nota bene"
    " vis verso recto lacuna corpora stemma codex  scènes scenes à faire droit moral auteur oeuvre œuvre genre"
    " motif collage montage pastiche résumé résumés café cafés  cliché clichés façade naïve naïveté rôle élite"
    " régime précis protégé première déjà vu fiancé fiancée mêlée matinée  coöperate über doppelgänger ad"
    " hominem libitum in toto extenso situ vitro vivo  tempo allegro andante adagio largo presto legato"
    " staccato pizzicato arpeggio crescendo diminuendo cantabile dolce  espressivo sempre ostinato cadenza"
    " coda fermata glissando tremolo vibrato basso continuo da capo segno"
)
_TAKEN_IN = frozenset(_TERMS.split())
_ENDING = re.compile(
    r"(?:[^aeiou]ed|[a-z]{2}ing|[a-z]{2}ly|[a-z]{2}ness(?:es)?|[a-z]{2}ships?|[a-z]{2}tions?|[a-z]{3}ments?|[a-z]{2}(?:able|ible)"
    r"|[a-z]{2}(?:ous|ful|less|ity|ities)|[a-z]{2}i[sz](?:m|ms|t|ts|e|es|ed)|[a-z]{2}ical|[a-z]{2}ates?|wise|wards?|[^aeiou]ight)\Z"
)
_INFLECTED = re.compile(r"(?:['’]s|s['’]|es|s|ed|d|er|r|ing|ly|y|al|un|re)\Z")


def known(word: str) -> bool:
    """Whether a word is one of English, as far as is known; one with a hyphen is where a part of it is."""
    parts = [part for part in re.split(r"[-–]", word.casefold()) if part]
    return any(_is_word(part) for part in parts)


def _is_word(word: str) -> bool:
    if word in words() or word in _TAKEN_IN:
        return True
    if not word.replace("’", "").replace("'", "").isascii():
        return False
    stem = _INFLECTED.sub("", word)
    again = re.sub(r"(.)\1\Z", r"\1", stem)
    return bool(_ENDING.search(word)) or bool(
        {stem, f"{stem}e", f"{stem}y", again, re.sub("i\\Z", "y", stem)} & words()
    )
