"""What the benchmarks of texts share: the development data, features without files, CPU seconds, intervals."""

from __future__ import annotations

import importlib
import json
import lzma
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from comparators.text.decoding import Decoded
from comparators.text.exact import TextExact
from comparators.text.features import TextFeatures

METHOD = TextExact()
MB = 1_000_000


def rows(data: Path, name: str) -> Iterator[dict[str, Any]]:
    with lzma.open(data / "text" / f"{name}.jsonl.xz", "rt", encoding="utf-8") as stream:
        yield from map(json.loads, stream)


def novel(data: Path, name: str) -> str:
    """Chapter texts joined by newline, titles left out."""
    return "\n".join(row["text"] for row in rows(data, f"novel-{name}"))


def features(text: str) -> dict[str, TextFeatures]:
    return {"text.txt": TextFeatures.of(Decoded(text, "utf-8"))}


def cpu(work: Callable[[], object], times: int = 5) -> float:
    """Least CPU seconds of several runs."""
    spent = []
    for _ in range(times):
        begun = time.process_time()
        work()
        spent.append(time.process_time() - begun)
    return min(spent)


def interval(k: int, n: int) -> list[float]:
    """95 % Clopper-Pearson limits of k of n."""
    beta: Any = importlib.import_module("scipy.stats").beta
    low = float(beta.ppf(0.025, k, n - k + 1)) if k else 0.0
    high = float(beta.ppf(0.975, k + 1, n - k)) if k < n else 1.0
    return [round(low, 5), round(high, 5)]
