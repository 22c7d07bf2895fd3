"""Whether prose is in a third language: neither in Chinese nor in English, so that no gate can read what it says.

Told by another script, by the small words that every sentence of a language has, by numerals of other languages, by
Chinese in letters (pinyin), and by words on end of which hardly one is known to English (``english``), in whatever
letters they are set. Names in a sentence, lists, and terms that English has taken in (prima facie) are none of these.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import groupby

from appraisal.gates.english import known
from appraisal.keeping import of_text

_ENGLISH = (
    "the of and to in is a that it was for on are as with be by at from this these those no not or an which but were"
    " has have had its their his her he she they we i you all both each one two same other more most some any there"
    " where when than then so if into up out over only also who what how my our your them him us do did does can may"
    " must will would shall should been being between about before after under such same different"
)
ENGLISH = frozenset(_ENGLISH.split())
# Small words of French, German, Spanish, Italian, Portuguese, Dutch and Latin that are no words of English
_SMALL = (
    "le la les des du un une est et dans pas que qui sur avec sont aux cette ces mais ne ce nous je il elle par sans"
    " der das und ist nicht von dem den ein eine einer eines mit auf wird sind zu im aus auch dass durch bei wurde"
    " el los las del y en por una se su lo al como pero mas muy fue esta este para"
    " gli di che non sono della delle dello dei nel nella questa questo anche ed uno"
    " da um uma em nao foi na das ao pelo pela het een van niet zijn voor ook werd"
    " sed cum ex ab quod quae nec atque sunt esse hic haec ut si vel inter"
)
SMALL = frozenset(_SMALL.split())
# Forms of “to be”: with one other small word they make a sentence, however short (ist ein Plagiat von)
IS = frozenset(("est", "sont", "ist", "sind", "wird", "sono", "sunt", "fue", "foi", "zijn", "werd"))
_TENS = (
    r"(?:\w+und)?(?:zwanzig|drei(?:ss|ß)ig|vierzig|f(?:ü|u|ue)nfzig|sechzig|siebzig|achtzig|neunzig)|\w*hundert"
    r"|(?:quatre-)?vingts?(?:-\w+)*|trente(?:-\w+)*|quarante(?:-\w+)*|cinquante(?:-\w+)*|soixante(?:-\w+)*|nonante"
    r"|veinte|treinta|cuarenta|cincuenta|sesenta|setenta|ochenta|noventa|trinta|cinquenta|sessenta|oitenta"
    r"|trenta|quaranta|cinquanta|sessanta|settanta|ottanta|novanta|viginti|(?:tri|quadra|quinqua|sexa|septua|octo|nona)ginta"
)
_SHARES = r"prozent|pourcents?|pour\s+cent|por\s+ci?ento|per\s+cento|procento?|protsent\w*|pro\s+centum"
NUMERAL = re.compile(rf"(?<![\w-])(?:{_TENS}|{_SHARES})(?![\w-])", re.IGNORECASE)
_INITIAL = "zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw]"
_SYLLABLE = re.compile(
    rf"(?:{_INITIAL})?(?:i?ao|i?ang?|iong|ong|u?ai|u?ang?|u?ei|ui|uo|ue|un|iu|ie|ing?|eng?|er|ou|ei|ia|ua|[aeiouü])"
)
_PINYIN = re.compile(r"zh|^[xq]|^[cz](?!h)|iu|uo|iao|iang|iong|ui$")  # what words of English seldom have
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_CODES = re.compile(r"[A-Za-z\d_./\\:-]*\d[A-Za-z\d_./\\:-]*")  # digests, paths and numbers hold no words
_IDENTIFIERS = re.compile(r"[A-Za-z]\w*(?:[_./\\]\w+)+|\w+\(\)|\b[A-Za-z]+[a-z][A-Z]\w*")
LETTERS, RUN, SYLLABLES = 6, 3, 5  # of another script; words of a run; syllables
KANA = 2  # letters of Japanese beside hanzi
# Small words of English that are words of other languages, too
_ELSEWHERE = (
    "a an as at be by can do for had he her him i if in me no of on or over so some to under up us was we will may"
)
_SHARED = frozenset(_ELSEWHERE.split())
SURE = ENGLISH - _SHARED
_BREAK = re.compile(r"[,;:()\[\]/|=+\u3000-\u303f\u3400-\u9fff\uff00-\uff65]|\s[–—-]\s")
FEW, MARKED, TITLED = 3, 2, 5  # words on end that are not English: of any letters, beyond ASCII, each with a capital
ASIDE, ASIDE_MARKED = 5, 4  # … within a sentence of English


@of_text
def foreign(sentence: str) -> bool:
    """Whether a sentence, without what it quotes and names, is in a third language or has a run of one."""
    sentence = _IDENTIFIERS.sub(" ", _CODES.sub(" ", unicodedata.normalize("NFC", sentence)))
    if _other_script(sentence) >= LETTERS or _kana(sentence) >= KANA or NUMERAL.search(sentence):
        return True
    words = WORD.findall(sentence)
    told = [one.casefold() for one in words] if _set_apart(words) else words
    small = SMALL.intersection(told)
    if bool(small & IS) and len(small) > 1:
        return True
    shown = told if sentence.isupper() else words  # with a capital each, they may be names: Jean De La Tour
    return any(_of_other(run) for run in _runs(shown)) or any(_unknown(*one) for one in _stretches(sentence, words))


def _set_apart(words: Sequence[str]) -> bool:
    """Whether the letters of a sentence do not tell its names: each of several words begins with a capital."""
    latin = [one for one in words if _latin(one)]
    return len(latin) >= FEW and not any(one[0].islower() for one in latin)


def _stretches(sentence: str, words: Sequence[str]) -> Iterator[tuple[list[str], bool]]:
    """Words on end, between commas, brackets and hanzi, but for names; in a sentence of English, between its small
    words, too. With each, whether the sentence is one of English."""
    english = any(one.casefold() in SURE for one in words)
    apart, first = _set_apart(words), next(iter(words), "")
    for piece in _BREAK.split(sentence):
        run: list[str] = []
        for one in filter(_latin, WORD.findall(piece)):
            if english and one.casefold() in ENGLISH:
                yield run, english
                run = []
            elif apart or one[0].islower() or (one is first or one == first):
                run.append(one)
        yield run, english


def _unknown(run: Sequence[str], english: bool) -> bool:
    """Whether words on end are in no language that is read here: of most of them nothing is known."""
    if run and not any(one[0].islower() for one in run):
        shouted = all(one.isupper() for one in run)
        run = [one for one in run if len(one) > 4 or not one.isascii() or one.casefold() in SMALL] if shouted else run
        least = FEW if shouted else TITLED
    else:
        marked = sum(not one.isascii() for one in run)
        least = (ASIDE_MARKED if marked else ASIDE) if english else MARKED if marked >= MARKED else FEW
    odd = [one for one in run if one.casefold() not in ENGLISH and not known(one)]
    counted = [one for one in run if one.casefold() not in _SHARED]
    return len(odd) >= least and len(odd) > 0.6 * len(counted)


def _kana(text: str) -> int:
    """How many letters of Japanese stand beside hanzi."""
    if not any("\u4e00" <= one <= "\u9fff" for one in text):
        return 0
    return sum(unicodedata.name(one, "").startswith(("HIRAGANA", "KATAKANA")) and one != "・" for one in text)


def _other_script(text: str) -> int:
    """How many letters are neither Latin nor Han."""
    letters = (one for one in text if one.isalpha() and not one.isascii())
    return sum(not unicodedata.name(one, "").startswith(("LATIN", "CJK", "FULLWIDTH", "MODIFIER")) for one in letters)


def _runs(words: Sequence[str]) -> Iterator[list[str]]:
    """Runs of words in small letters: names, small words of English and hanzi end one (Charles de la Cour et al.)."""
    for outside, run in groupby(words, key=lambda one: one in ENGLISH or not (one[0].islower() and _latin(one))):
        if not outside:
            yield [*run]


def _latin(word: str) -> bool:
    return unicodedata.name(word[0], "").startswith("LATIN")


def _of_other(run: Sequence[str]) -> bool:
    small = {one for one in run if one in SMALL}
    syllables = [one for one in run if _SYLLABLE.fullmatch(one)]
    pinyin = len(syllables) >= SYLLABLES and len(syllables) == len(run) and any(map(_PINYIN.search, syllables))
    return pinyin or (len(run) >= RUN and len(small) >= 2)
