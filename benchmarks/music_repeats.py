"""music-melody: how many notes count where songs repeat their passages, against what was taken.

    python -m benchmarks.music_repeats --data DIR [--cases 200] [--seed 1]

``DIR`` as for ``benchmarks.music``; songs 301-909 of POP909. Of each case the claimed work is the melody of one song; a
stretch of 24 to 60 of its notes, moved to another key, stands once or three times within the melody of another song,
which is the accused work. Printed: notes of either work that count ÷ notes that were taken (once, and as often as it
stands), by the rule of version 8, and by the union of all places (version 7); medians, and how many cases lie within a
quarter of 1 (Wilson). The claimed side may count a stretch as often as both works have it. Songs share common steps
besides, so that a little more than what was taken is to be expected; ``strange`` is what counts between the two
melodies before anything is put in.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import defaultdict
from pathlib import Path

import numpy as np

from appraisal.comparison import Match
from appraisal.span import Region
from benchmarks.music import CHOOSING, melodies, wilson
from comparators.audio.music import chance, laying, midi, passages, writing
from comparators.audio.music.passages import Line
from comparators.audio.music.tune import Tune

LEAST_BITS, LEAST_NOTES = 2000, 6  # as the method's parameters stand
TIMES = (1, 3)


def line(pitch: np.ndarray) -> Line:
    """A line of these pitches, a quarter each."""
    notes = [(float(at), 0.9, int(p)) for at, p in enumerate(pitch)]
    return Line("x.mid", Tune.of(midi.read("x.mid", writing.midi([("MELODY", 0, notes)]))), 0)


def counted(p: np.ndarray, q: np.ndarray) -> tuple[tuple[float, float], tuple[float, float]]:
    """Notes of both sides that count: by the rule, and by the union of all places."""
    left, right = line(p), line(q)
    null = chance.Null(0.0, 1.0, 1)
    listed: list[Match] = [
        passages.match(left, right, one, null, ()) for one in passages.found(left, right, LEAST_BITS, LEAST_NOTES)
    ]
    laid = laying.laid(([left], [right]), listed, LEAST_NOTES)
    once = tuple(Region(s for pair in laid for s in pair[side]).length() for side in (0, 1))
    every = (
        Region(s for m in listed for s in m.all_left()).length(),
        Region(s for m in listed for s in m.all_right()).length(),
    )
    return (once[0], once[1]), every


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--cases", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    held = melodies(options.data, versions=False, wanted=lambda n: n > CHOOSING)
    dice = random.Random(options.seed)
    found: dict[str, list[float]] = defaultdict(list)
    for _ in range(options.cases):
        mine, host = (held[name] for name in dice.sample(sorted(held), 2))
        size = dice.randint(24, min(60, len(mine)))
        start = dice.randrange(len(mine) - size + 1)
        taken = mine[start : start + size] + dice.choice([n for n in range(-5, 7) if n])
        strange = counted(mine, host)
        found["strange, left"].append(strange[0][0] / size)
        for times in TIMES:
            places = sorted(dice.sample(range(len(host)), times))
            parts = [
                part for a, b in zip([0, *places], [*places, len(host)], strict=True) for part in (host[a:b], taken)
            ]
            once, every = counted(mine, np.concatenate(parts[:-1]))
            # What the claimed work itself repeats may be laid as often as the accused work has it.
            for name, (left, right) in (("version 8", once), ("version 7", every)):
                found[f"{name}, stands {times} times, left"].append(left / size)
                found[f"{name}, stands {times} times, right"].append(right / size / times)
    told = {}
    for name, values in sorted(found.items()):
        near = sum(abs(value - 1) <= 0.25 for value in values)
        told[name] = {
            "median": round(float(np.median(values)), 3),
            "upper tenth": round(float(np.quantile(values, 0.9)), 3),
            "within a quarter of 1": f"{near}/{len(values)}",
            "wilson": wilson(near, len(values)),
        }
    print(json.dumps(told, indent=1))


if __name__ == "__main__":
    main()
