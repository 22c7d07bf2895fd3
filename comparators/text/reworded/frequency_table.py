"""The script that writes ``frequency_table.txt``: how often characters and words stand in everyday writing.

    python -m comparators.text.reworded.frequency_table JIEBA_DICT SYMSPELL_DICT

JIEBA_DICT is ``jieba/dict.txt`` of the source distribution jieba 0.42.1 (MIT): Chinese words with their counts; a
character's count is the sum over the words that hold it. SYMSPELL_DICT is ``frequency_dictionary_en_82_765.txt`` of
symspellpy 6.10.1 (MIT; counts of the Google Books Ngram data, CC BY 3.0, for the words of SCOWL); a stem's count is the
sum over its words. Both are brought to parts per hundred million; what is rarer than ``LEAST`` is left to the default.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from comparators.text.folding import fold, is_zi
from comparators.text.reworded.stems import stem

TABLE = Path(__file__).with_name("frequency_table.txt")
SCALE = 100_000_000
LEAST = 100  # parts per hundred million: what is rarer is not listed
SOURCES = "jieba 0.42.1 dict.txt (MIT); symspellpy 6.10.1 frequency_dictionary_en_82_765.txt (MIT, CC BY 3.0)"


def folded(word: str) -> str:
    """A word as texts are compared: width, case and 简/繁 folded."""
    return "".join(map(chr, fold(word).text.tolist()))


def characters(dictionary: Path) -> Counter[str]:
    """Counts of Chinese characters."""
    counts: Counter[str] = Counter()
    for row in dictionary.read_text("utf-8").splitlines():
        word, count, *_ = row.split(" ")
        for zi in folded(word):
            if is_zi(fold(zi).text).all():
                counts[zi] += int(count)
    return counts


def stems(dictionary: Path) -> Counter[str]:
    """Counts of English stems."""
    counts: Counter[str] = Counter()
    for row in dictionary.read_text("utf-8-sig").splitlines():
        word, count = row.split(" ")
        counts[stem(folded(word))] += int(count)
    return counts


def lines(kinds: dict[str, Counter[str]]) -> Iterator[str]:
    """``zi`` or ``word``, parts per hundred million, and all that are that frequent, commonest first."""
    yield f"# {SOURCES}; written by comparators/text/reworded/frequency_table.py"
    for kind, counts in kinds.items():
        total = sum(counts.values())
        grouped: dict[int, list[str]] = {}
        for key, count in counts.items():
            parts = count * SCALE // total
            if parts >= LEAST:
                grouped.setdefault(rounded(parts), []).append(key)
        for parts, keys in sorted(grouped.items(), reverse=True):
            yield f"{kind} {parts} " + ("" if kind == "zi" else " ").join(sorted(keys))


def rounded(parts: int) -> int:
    """Two significant digits: no more is known."""
    scale = int(10 ** max(len(str(parts)) - 2, 0))
    return parts // scale * scale


if __name__ == "__main__":
    rows = lines({"zi": characters(Path(sys.argv[1])), "word": stems(Path(sys.argv[2]))})
    TABLE.write_text("\n".join(rows) + "\n", encoding="utf-8")
    sys.stdout.write(f"{TABLE.name}: {TABLE.stat().st_size} bytes\n")
