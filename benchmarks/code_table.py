"""All rankings that the issue asks for, by all tools, in one run and with one setting a tool: one table.

    python benchmarks/code_table.py --data DIR --sources DIR [--dolos DIR] [--copydetect PYTHON] [--files N]

``--data``, ``--dolos``, ``--copydetect`` as in ``code.py``. ``--sources`` holds a folder a language (``Java``, ``C++``,
``C#``, ``Python``, ``JavaScript``) with files to obfuscate; a language without 12 files is left out and said. Tools:
``code-structure`` and ``code-tokens`` as they rank without a background and without filtration, Dolos and copydetect
with their defaults, JPlag 6 by its published scores of each pair (EMSE25 alone). ConPlag: average precision and AUC,
bootstrap over tasks; EMSE25: average precision, over pairs; IR-Plag: AUC within a case, over cases; own obfuscations:
average precision of each alteration, of each file against its own altered version and those of eight others. A pair
on which a tool fails ranks as 0; the last line counts them. Prints Markdown; ``--log`` appends all figures as JSON.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks import code, code_peers, code_structure
from benchmarks.code_obfuscate import ATTACKS, GRAMMARS, obfuscate
from comparators.code.structure import CodeStructure, ranking
from comparators.code.tokens import CodeTokens

TOOLS = ("code-structure", "code-tokens", "dolos", "copydetect", "jplag_base", "jplag_tsn", "jplag_smm", "jplag_both")
Scores = dict[str, list[float]]
Row = tuple[str, int, int, dict[str, list[float]]]  # name, pairs or cases, positive, value and interval of each tool


class Bench:
    """Scores of pairs by every tool at hand; ``failed`` pairs of each are counted."""

    def __init__(self, args: argparse.Namespace) -> None:
        self.args = args
        self.profiles, self.tokens = code_structure.Profiles(), code.Ranking(CodeTokens())
        self.failed: dict[str, int] = {}

    def scores(self, pairs: Sequence[tuple[str, str]], language: str) -> Scores:
        suffix = code.SUFFIX[language]
        of = self.profiles.of
        found: Scores = {
            "code-structure": [ranking.likeness(of(a, suffix), of(b, suffix)) for a, b in pairs],
            "code-tokens": [self.tokens.score(a, b, suffix) for a, b in pairs],
        }
        with tempfile.TemporaryDirectory() as scratch:
            folder = Path(scratch)
            paths = code_peers.written([text for pair in pairs for text in pair], folder / "files", suffix)
            both = [(paths[a], paths[b]) for a, b in pairs]
            results: dict[str, dict[str, Any]] = {}
            if self.args.dolos:
                results["dolos"] = code_peers.dolos(both, code.DOLOS[language], self.args.dolos, folder)
            if self.args.copydetect:
                results["copydetect"] = code_peers.copydetect(both, self.args.copydetect, folder)
        for tool, result in results.items():
            found[tool] = result["scores"]
            self.failed[tool] = self.failed.get(tool, 0) + int(result["failed"])
        return found


def labelled(bench: Bench) -> Iterator[Row]:
    """ConPlag, EMSE25 and IR-Plag."""
    data: Path = bench.args.data
    rows = code.rows(data, "conplag-v2-train")
    labels, groups = [row["label"] for row in rows], code.tasks(rows)
    found = {
        tool: code.figures(labels, some, groups)
        for tool, some in bench.scores([(row["left"], row["right"]) for row in rows], "Java").items()
    }
    for name, figure in (("AP", "ap"), ("AUC", "auc")):
        yield (
            f"ConPlag v2 train, {name}",
            len(rows),
            sum(labels),
            {tool: figures[figure] for tool, figures in found.items()},
        )
    texts = {row["name"]: row["code"] for row in code.rows(data, "emse25-progpedia19-files")}
    rows = [row for row in code.rows(data, "emse25-progpedia19-pairs") if row["attack"] != "insert"]
    scores = bench.scores([(texts[row["left"]], texts[row["right"]]) for row in rows], "Java")
    scores |= {tool: [row[tool] for row in rows] for tool in TOOLS if tool.startswith("jplag")}
    for attack in ("refactor", "gptobf"):
        inside = [k for k, row in enumerate(rows) if row["attack"] == attack]
        labels = [rows[k]["label"] for k in inside]
        values = {tool: code.figures(labels, [some[k] for k in inside])["ap"] for tool, some in scores.items()}
        yield f"EMSE25 Progpedia-19 {attack}, AP", len(inside), sum(labels), values
    rows = code.rows(data, "irplag-l1-l4")
    scores = bench.scores([(row["left"], row["right"]) for row in rows], "Java")
    within = {tool: code.within_cases(rows, some) for tool, some in scores.items()}
    for level in ("L1", "L2", "L3", "L4"):
        positive = sum(row["label"] for row in rows if row["level"] == level)
        yield (
            f"IR-Plag {level}, AUC in a case",
            sum(row["level"] in ("none", level) for row in rows),
            positive,
            {tool: levels[level]["auc"] for tool, levels in within.items()},
        )


def obfuscated(bench: Bench) -> Iterator[Row]:
    """Each file against its own obfuscation and those of eight others, by language and alteration."""
    for language in GRAMMARS:
        folder = bench.args.sources / language
        texts = code.collected(folder, language, bench.args.files) if folder.is_dir() else []
        if len(texts) < 12:
            print(f"{language}: {len(texts)} files, too few: left out", file=sys.stderr)
            continue
        for attack in ATTACKS:
            altered = [obfuscate(attack, text, language, seed=k) for k, text in enumerate(texts)]
            inside = [k for k, text in enumerate(texts) if altered[k] != text]
            if not inside:
                continue
            pairs = [(k, (k + step) % len(texts)) for k in inside for step in range(9)]
            labels = [int(a == b) for a, b in pairs]
            scores = bench.scores([(texts[a], altered[b]) for a, b in pairs], language)
            values = {tool: code.figures(labels, some)["ap"] for tool, some in scores.items()}
            yield f"{language}, {attack}, AP", len(pairs), sum(labels), values


def printed(row: Row, tools: Sequence[str]) -> str:
    """One row of the table."""
    name, n, positive, values = row
    cells = []
    for tool in tools:
        some = values.get(tool)
        cells.append("" if some is None else f"{some[0]:.3f} ({some[1]:.3f}–{some[2]:.3f})")
    return f"| {name} | {n}, {positive} | {' | '.join(cells)} |"


def main() -> None:
    """See the module docstring."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--sources", type=Path, required=True)
    parser.add_argument("--dolos", type=Path)
    parser.add_argument("--copydetect", type=Path)
    parser.add_argument("--files", type=int, default=30)
    parser.add_argument("--log", type=Path)
    bench = Bench(parser.parse_args())
    tools = [tool for tool in TOOLS if tool not in ("dolos", "copydetect") or getattr(bench.args, tool)]
    print(f"code-structure {CodeStructure.version}, code-tokens {CodeTokens.version}\n")
    print(f"| ranking | n, positive | {' | '.join(tools)} |")
    print(f"| --- | --- |{' --- |' * len(tools)}", flush=True)
    for part in (labelled, obfuscated):
        for row in part(bench):
            print(printed(row, tools), flush=True)
            if bench.args.log:
                with bench.args.log.open("a", encoding="utf-8") as stream:
                    stream.write(json.dumps(row) + "\n")
    print("\nfailed pairs, ranked as 0:", bench.failed)


if __name__ == "__main__":
    main()
