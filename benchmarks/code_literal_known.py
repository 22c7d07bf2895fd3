"""Makes ``comparators/code/literal/known.npz``: how many programs hold a line, comment, string, name or word.

    python benchmarks/code_literal_known.py --words WORDLIST --out known.npz WORK …

WORK: an archive or folder of sources, one program each, as ``apt-get source --download-only`` gives them; the works of
the bundled table are listed in docs/methods/code-literal.md, none of them is measured by
``benchmarks/code_literal.py``.
WORDLIST: ``/usr/share/dict/words`` of Debian's package ``wamerican``. Same input, same bytes.
"""

from __future__ import annotations

import argparse
import re
import sys
import tarfile
import tempfile
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import numpy as np

from appraisal.errors import AppraisalError
from appraisal.work import Medium, Work
from comparators.code import source
from comparators.code.literal.features import LiteralFeatures
from comparators.code.literal.hashing import of_words
from comparators.code.literal.kinds import COMMON, LEAST, Row
from comparators.code.literal.known import BITS, WORDS, Known, family, stored

NOTHING = Known(0, "", {}, {})
COUNTED = tuple(
    row for row in Row if row not in (Row.COMMENTED, Row.SPACING, Row.DEAD, Row.DEBUG, Row.AUTHOR, Row.HIDDEN)
)
MOST_BYTES = 2 << 20  # of one file


def work_keys(path: Path) -> dict[str, np.ndarray]:
    """Distinct 40-bit digests of one program, by kind; heads also with how often they stand there."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = path
        if path.is_file():
            with tarfile.open(path) as archive:
                archive.extractall(scratch, filter="data")
            folder = Path(scratch)
        found: dict[str, list[np.ndarray]] = {family(row): [] for row in COUNTED}
        for member in Work.open(folder, label="W").members:
            if member.medium is not Medium.CODE or member.size > MOST_BYTES:
                continue
            try:
                features = LiteralFeatures.of(source.read(member), NOTHING)
            except AppraisalError:
                continue
            for row in COUNTED:
                part = features.rows(row)
                fits = features.sizes[part] >= LEAST.get(row, 1)
                found[family(row)].append(np.unique(features.hashes[part][fits] >> BITS))
    return {
        kind: np.unique(np.concatenate(parts)) if parts else np.zeros(0, np.uint64) for kind, parts in found.items()
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("works", nargs="+", type=Path)
    parser.add_argument("--words", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--jobs", type=int, default=2)
    given = parser.parse_args()
    with ProcessPoolExecutor(given.jobs) as pool:
        every = list(pool.map(work_keys, sorted(given.works)))
    counts = {}
    for row in COUNTED:
        keys, held = np.unique(np.concatenate([keys[family(row)] for keys in every]), return_counts=True)
        counts[family(row)] = keys[held >= COMMON], held[held >= COMMON]
        print(family(row), len(keys), "in one or more,", int((held >= COMMON).sum()), "kept", flush=True)
    words = sorted({w.lower() for w in given.words.read_text("utf-8").split() if re.fullmatch(r"[A-Za-z]{3,24}", w)})
    keys = np.unique(of_words(words) >> BITS)
    counts[WORDS] = keys, np.ones(len(keys), np.int64)
    data = stored(len(every), counts)
    given.out.write_bytes(data)
    print(len(every), "works,", len(data), "bytes")


if __name__ == "__main__":
    main()
