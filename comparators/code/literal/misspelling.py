"""Words that are one slip of the pen away from a word of the dictionary (Damerau 1964: four kinds of slips)."""

from __future__ import annotations

from comparators.code.literal.hashing import of_words
from comparators.code.literal.kinds import COMMON, Row
from comparators.code.literal.known import WORDS, Known, family

LETTERS = "abcdefghijklmnopqrstuvwxyz"
LEAST = 6  # letters of a word in which a slip is told from an abbreviation
IN_TALK = 5  # in running text, where few abbreviations stand: letters exchanged, doubled and single
REPLACED = 8  # letters of a word of which one may be another
USUAL = 4  # works of the bundled counts that hold the word meant, where a letter was left out, put in or replaced
COMMONER = 8  # times as many works as hold a word that several programs have must hold what it is a slip of


def meant(word: str, known: Known, *, in_talk: bool, held: int = 0) -> str | None:
    """The dictionary word that a misspelt word most likely stands for; None for words of another making.

    Letters exchanged, doubled or left single, left out, put in or replaced, tried in this order; the first letter is
    taken as right. ``in_talk``: the word stands by itself in a comment or string; in identifiers, which are full of
    abbreviations, only exchanged, doubled and single letters are told. ``held``: works of the bundled counts that have
    the word. A slip that several programs made (``recieve``) is much rarer than
    the word meant, a term of programs not.
    """
    if len(word) < (IN_TALK if in_talk else LEAST):
        return None
    for number, group in enumerate(_slips(word)):
        if number > 1 and (not in_talk or len(word) < (REPLACED if number == 3 else LEAST)):
            return None  # another letter in a short word makes too many words of another kind
        tried = sorted(set(group) - {word})
        if tried:
            fits = known.holding(WORDS, of_words(tried)) > 0
            hits = [one for one, right in zip(tried, fits.tolist(), strict=True) if right]
            if hits:
                works = known.holding(family(Row.WORD), of_words(hits))
                most, best = max(zip(works.tolist(), hits, strict=True))
                if most >= max(USUAL if number > 1 else 0, COMMONER * held if held >= COMMON else 0):
                    return best
    return None


def is_jargon(word: str, known: Known) -> bool:
    """Whether the word is two known words written as one, or a known word with an ending or beginning of programs."""
    cuts = [(word[:n], word[n:]) for n in range(2, len(word) - 1)]
    parts = sorted({part for cut in cuts for part in cut if len(part) >= 3})
    right = dict(zip(parts, (known.holding(WORDS, of_words(parts)) > 0).tolist(), strict=True)) if parts else {}
    ends = {"s", "ed", "er", "ers", "ing", "ly", "able", "ness", "re", "un", "de", "non", "sub", "pre", "multi", "auto"}
    return any(
        (right.get(a, False) or a in ends) and (right.get(b, False) or b in ends) for a, b in cuts
    )  # fmt: skip


def _slips(word: str) -> list[list[str]]:
    n = len(word)
    exchanged = [word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in range(1, n - 1)]
    single = [word[:i] + word[i + 1 :] for i in range(1, n) if word[i] == word[i - 1]]
    double = [word[:i] + word[i] + word[i:] for i in range(1, n)]
    put_in = [word[:i] + word[i + 1 :] for i in range(1, n - 1)]
    left_out = [word[:i] + c + word[i:] for i in range(1, n) for c in LETTERS]
    replaced = [word[:i] + c + word[i + 1 :] for i in range(1, n - 1) for c in LETTERS]
    return [exchanged, single + double, put_in + left_out, replaced]
