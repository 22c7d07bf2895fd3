"""Labelled pairs by ``appraisal batch`` as it is installed, with its default settings: what filtration does to ranking.

    python benchmarks/code_cli.py --data DIR [--set conplag|irplag|emse …] [--comparator NAME …] [--log FILE]

``--data`` as in ``code.py``. Each text is a file of its own, all pairs stand in one table, and the ranking values are
those of the column ``score`` (after filtration) and of ``all`` in the records (before). A pair that failed or was
refused ranks as 0 and is counted. Average precision and AUC as in ``code_structure.py``; prints JSON.
"""

from __future__ import annotations

import argparse
import csv
import json
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from appraisal.work import Work
from benchmarks import code, code_peers

Pairs = list[tuple[str, str]]


def drawn(data: Path, name: str) -> tuple[Pairs, code.Rows]:
    """Texts of each pair, and the rows of the table they come from."""
    if name == "emse":
        texts = {row["name"]: row["code"] for row in code.rows(data, "emse25-progpedia19-files")}
        found = [row for row in code.rows(data, "emse25-progpedia19-pairs") if row["attack"] != "insert"]
        return [(texts[row["left"]], texts[row["right"]]) for row in found], found
    found = code.rows(data, {"conplag": "conplag-v2-train", "irplag": "irplag-l1-l4"}[name])
    return [(row["left"], row["right"]) for row in found], found


def scores(pairs: Pairs, method: str, scratch: Path) -> tuple[dict[str, list[float]], Counter[str]]:
    """Ranking values of all pairs, filtered and raw, and how many pairs have which status."""
    paths = code_peers.written([text for pair in pairs for text in pair], scratch / "files", "java")
    table = scratch / "pairs.csv"
    with table.open("w", encoding="utf-8", newline="") as stream:
        out = csv.writer(stream)
        out.writerow(["id", "left", "right"])
        out.writerows([k, paths[a], paths[b]] for k, (a, b) in enumerate(pairs))
    folder = scratch / f"out-{method}"
    words = [sys.executable, "-m", "appraisal", "batch", str(table), "--out", str(folder), "--comparator", method]
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL)
    filtered, counts = [0.0] * len(pairs), Counter[str]()
    with (folder / "results.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            counts[row["status"]] += 1
            filtered[int(row["id"])] = float(row["score"] or 0)
    return {"filtered": filtered, "raw": _raw(folder / "records.jsonl", pairs, paths)}, counts


def _raw(records: Path, pairs: Pairs, paths: dict[str, Path]) -> list[float]:
    found: dict[tuple[str, str], float] = {}
    with records.open(encoding="utf-8") as stream:
        for text in stream:
            body = json.loads(text)
            if body["status"] == "ok":
                found[body["left"]["sha256"], body["right"]["sha256"]] = body["all"]["score"]
    digests = {text: Work.open(path).sha256 for text, path in paths.items()}
    return [found.get((digests[a], digests[b]), 0.0) for a, b in pairs]


def measured(name: str, rows: code.Rows, some: Sequence[float]) -> dict[str, Any]:
    """The figures that the issue asks for of this data."""
    if name == "conplag":
        return code.figures([row["label"] for row in rows], some, code.tasks(rows))
    if name == "emse":
        parts = {a: [k for k, row in enumerate(rows) if row["attack"] == a] for a in ("refactor", "gptobf")}
        return {a: code.figures([rows[k]["label"] for k in ks], [some[k] for k in ks]) for a, ks in parts.items()}
    return code.within_cases(rows, some)


def main() -> None:
    """See the module docstring."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--set", action="append", choices=("conplag", "irplag", "emse"))
    parser.add_argument("--comparator", action="append")
    parser.add_argument("--log", type=Path)
    args = parser.parse_args()
    for name in args.set or ("conplag", "irplag", "emse"):
        pairs, rows = drawn(args.data, name)
        for method in args.comparator or ("code-structure", "code-tokens"):
            with tempfile.TemporaryDirectory() as scratch:
                some, counts = scores(pairs, method, Path(scratch))
            result = {"set": name, "method": method, "status": dict(counts)}
            result |= {state: measured(name, rows, values) for state, values in some.items()}
            print(json.dumps(result))
            if args.log:
                with args.log.open("a", encoding="utf-8") as stream:
                    stream.write(json.dumps(result) + "\n")


if __name__ == "__main__":
    main()
