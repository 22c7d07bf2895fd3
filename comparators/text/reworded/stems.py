"""Word forms brought together: endings of English inflection cut off, long words shortened.

Only for telling whether two words are likely the same one; what is counted and shown are the words as they stand. Light
on purpose ("S-stemmer" and its kind, Harman 1991): a strong stemmer would join words that differ.
"""

from __future__ import annotations

from functools import lru_cache

LONGEST = 7
ENDINGS = ("ingly", "edly", "eth", "est", "ies", "ied", "ing", "ed", "es", "ly", "s", "e", "y")
IRREGULAR = {
    "thou": "you", "thee": "you", "ye": "you", "thy": "your", "thine": "your", "hath": "has", "hast": "has",
    "doth": "do", "dost": "do", "did": "do", "didst": "do", "done": "do", "does": "do", "art": "are", "wast": "was",
    "wert": "was", "were": "was", "shalt": "shall", "wilt": "will", "unto": "to", "saith": "say", "said": "say",
    "spake": "spok", "spoke": "spok", "spoken": "spok", "speak": "spok", "went": "go", "gone": "go", "goes": "go",
    "goeth": "go", "came": "com", "come": "com", "cometh": "com", "gave": "giv", "given": "giv", "took": "tak",
    "taken": "tak", "made": "mak", "bare": "bear", "bore": "bear", "begat": "beget", "slew": "slay", "slain": "slay",
    "smote": "smit", "smitten": "smit", "brought": "bring", "thought": "think", "sons": "son", "brethren": "brother",
    "men": "man", "women": "woman", "children": "child", "feet": "foot", "saw": "see", "seen": "see", "knew": "know",
    "known": "know", "ate": "eat", "eaten": "eat", "dwelt": "dwel", "kept": "keep", "left": "leav", "sent": "send",
    "built": "build", "heard": "hear", "told": "tell", "held": "hold", "found": "find", "stood": "stand",
    "mine": "my", "us": "we", "them": "they", "him": "he", "whom": "who", "nay": "no", "yea": "yes",
}  # fmt: skip
"""Irregular and archaic English forms that endings do not bring together."""


@lru_cache(maxsize=1 << 16)
def stem(word: str) -> str:
    """Stem of one folded word (letters and digits): at least three letters stay. Words with digits stay as they are."""
    if word in IRREGULAR:
        return IRREGULAR[word]
    if len(word) <= 3 or not word.isalpha():
        return word
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: len(word) - len(ending)]
            break
    if len(word) > 3 and word[-1] == word[-2]:
        word = word[:-1]
    return word[:LONGEST]
