"""code-tokens on labelled pairs, own obfuscations and real projects, beside Dolos and copydetect in the same run.

    python benchmarks/code.py --part conplag|irplag|emse --data DIR [--dolos DIR] [--copydetect PYTHON]
    python benchmarks/code.py --part obfuscated --sources DIR [--files N]
    python benchmarks/code.py --part projects --pair NAME LEFT RIGHT …
    python benchmarks/code.py --part all-pairs --data DIR --dolos DIR

``--data`` holds ``conplag-v2-train.jsonl.xz`` and the others as in shared/data/code; ``--sources`` any tree of
source files. ``--set min_tokens=12`` and the like try another setting. Tuned on: ConPlag train, own obfuscations, and
the shares of unrelated projects; IR-Plag and EMSE25 are only measured. ``--log FILE`` appends each run. Prints JSON.
Intervals: 95 %, percentile bootstrap, over tasks for ConPlag (files joined by any pair are one task), else over pairs.
"""

from __future__ import annotations

import argparse
import json
import lzma
import random
import resource
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import numpy as np
from sklearn.metrics import average_precision_score, roc_auc_score

from appraisal.comparator import Context
from appraisal.comparison import Mask
from appraisal.errors import AppraisalError
from appraisal.work import Medium, Work
from benchmarks import code_peers
from benchmarks.code_obfuscate import ATTACKS, GRAMMARS, obfuscate
from comparators.code import features
from comparators.code.decoding import Decoded
from comparators.code.features import CodeFeatures
from comparators.code.languages import BY_NAME
from comparators.code.source import source_of
from comparators.code.tokens import CodeTokens
from comparators.code.tokens.ranking import likeness, profile

SUFFIX = {"Java": "java", "C++": "cpp", "C#": "cs", "Python": "py", "JavaScript": "js"}
DOLOS = {"Java": "java", "C++": "cpp", "C#": "c-sharp", "Python": "python", "JavaScript": "javascript"}
Rows = list[dict[str, Any]]


def rows(data: Path, name: str) -> Rows:
    with lzma.open(data / f"{name}.jsonl.xz", "rt", encoding="utf-8") as stream:
        return [json.loads(line) for line in stream]


def figures(labels: Sequence[int], scores: Sequence[float], groups: Sequence[int] | None = None) -> dict[str, Any]:
    """AUC and average precision with intervals; n and positives."""
    y, s = np.array(labels), np.array(scores)
    by = np.arange(len(y)) if groups is None else np.array(groups)
    members = [np.flatnonzero(by == group) for group in np.unique(by)]
    dice, drawn = np.random.default_rng(1), []
    for _ in range(1000):
        some = np.concatenate([members[k] for k in dice.integers(0, len(members), len(members))])
        if 0 < y[some].sum() < len(some):
            drawn.append((roc_auc_score(y[some], s[some]), average_precision_score(y[some], s[some])))
    low, high = np.percentile(np.array(drawn), [2.5, 97.5], axis=0)
    return {
        "n": len(y), "positive": int(y.sum()),
        "auc": [round(float(v), 3) for v in (roc_auc_score(y, s), low[0], high[0])],
        "ap": [round(float(v), 3) for v in (average_precision_score(y, s), low[1], high[1])],
    }  # fmt: skip


class Ranking:
    """Scores of pairs of single files by ``code-tokens``; files are read once."""

    def __init__(self, method: CodeTokens) -> None:
        self.method = method
        self.kept: dict[tuple[str, str], CodeFeatures] = {}

    def features(self, text: str, suffix: str) -> CodeFeatures:
        key = (suffix, text)
        if key not in self.kept:
            self.kept[key] = CodeFeatures.of(source_of(f"x.{suffix}", Decoded(text, "utf-8")))
        return self.kept[key]

    def score(self, left: str, right: str, suffix: str) -> float:
        one, other = {"x": self.features(left, suffix)}, {"x": self.features(right, suffix)}
        try:
            found = list(self.method.match(one, other, Context()))
        except AppraisalError:  # too short for any run
            return 0.0
        return self.method.measure(one, other, found, Mask()).score


def tools(pairs: Sequence[tuple[str, str]], language: str, args: argparse.Namespace) -> dict[str, list[float]]:
    """Scores of each pair by each tool that is at hand."""
    ranking, suffix = Ranking(args.method), SUFFIX[language]
    found = {"code-tokens": [ranking.score(a, b, suffix) for a, b in pairs]}
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        paths = code_peers.written([text for pair in pairs for text in pair], folder / "files", suffix)
        both = [(paths[a], paths[b]) for a, b in pairs]
        for name, result in (
            ("dolos", code_peers.dolos(both, DOLOS[language], args.dolos, folder) if args.dolos else None),
            ("copydetect", code_peers.copydetect(both, args.copydetect, folder) if args.copydetect else None),
        ):
            if result is not None:
                found[name] = result["scores"]  # type: ignore[assignment]  # a list of numbers
    return found


def tasks(found: Rows) -> list[int]:
    """Files that any pair joins are of one task: number of the task of each row."""
    parent: dict[str, str] = {}

    def top(name: str) -> str:
        parent.setdefault(name, name)
        while parent[name] != name:
            name = parent[name]
        return name

    for row in found:
        parent[top(row["left_name"])] = top(row["right_name"])
    numbers: dict[str, int] = {}
    return [numbers.setdefault(top(row["left_name"]), len(numbers)) for row in found]


def conplag(args: argparse.Namespace) -> dict[str, Any]:
    found = rows(args.data, "conplag-v2-train")
    groups, labels = tasks(found), [row["label"] for row in found]
    scores = tools([(row["left"], row["right"]) for row in found], "Java", args)
    out: dict[str, Any] = {"tasks": len(set(groups))}
    for tool, some in scores.items():
        out[tool] = figures(labels, some, groups)
    out["cross-validated"] = figures(labels, cross_validated(found, labels, groups), groups)
    return out


def cross_validated(found: Rows, labels: Sequence[int], groups: Sequence[int]) -> list[float]:
    """Ranking values of five folds of tasks, each with the length of runs that is best (AP) on the other four."""
    reader, by = Ranking(CodeTokens()), np.array(groups) % 5
    values = {}
    for size in (4, 5, 6, 7, 8, 10, 12):
        sides = [[profile([(reader.features(row[s], "java"), None)], size) for s in ("left", "right")] for row in found]
        values[size] = np.array([likeness(one, other) for one, other in sides])
    y, chosen = np.array(labels), np.zeros(len(found))
    for fold in range(5):
        best = max(values, key=lambda size: average_precision_score(y[by != fold], values[size][by != fold]))
        print(f"fold {fold}: runs of {best}", file=sys.stderr)
        chosen[by == fold] = values[best][by == fold]
    return [float(value) for value in chosen]


def within_cases(found: Rows, some: Sequence[float]) -> dict[str, Any]:
    """Of each level of IR-Plag the AUC of each case against its own non-plagiarised ones, averaged over cases."""
    out: dict[str, Any] = {}
    for level in ("L1", "L2", "L3", "L4"):
        aucs = []
        for case in sorted({row["case"] for row in found}):
            inside = [k for k, row in enumerate(found) if row["case"] == case and row["level"] in ("none", level)]
            labels = [found[k]["label"] for k in inside]
            if 0 < sum(labels) < len(labels):
                aucs.append(roc_auc_score(labels, [some[k] for k in inside]))
        dice = np.random.default_rng(1)
        low, high = np.percentile([np.mean(dice.choice(aucs, len(aucs))) for _ in range(1000)], [2.5, 97.5])
        out[level] = {"cases": len(aucs), "auc": [round(float(v), 3) for v in (np.mean(aucs), low, high)]}
    return out


def irplag(args: argparse.Namespace) -> dict[str, Any]:
    """Within a case: AUC of each case against its own non-plagiarised ones, averaged over cases."""
    found = rows(args.data, "irplag-l1-l4")
    scores = tools([(row["left"], row["right"]) for row in found], "Java", args)
    return {tool: within_cases(found, some) for tool, some in scores.items()}


def emse(args: argparse.Namespace) -> dict[str, Any]:
    """Refactored and machine-rewritten pairs.

    The files hold one altered version a name, and pairs of ``insert`` and of ``refactor`` name the same ones: it is the
    refactored one (Dolos gives what was measured for that), so ``insert`` is left out.
    """
    code = {row["name"]: row["code"] for row in rows(args.data, "emse25-progpedia19-files")}
    found = rows(args.data, "emse25-progpedia19-pairs")
    scores: dict[str, list[float]] = tools([(code[row["left"]], code[row["right"]]) for row in found], "Java", args)
    for key in ("jplag_base", "jplag_tsn", "jplag_smm", "jplag_both"):
        scores[key] = [row[key] for row in found]
    out: dict[str, Any] = {}
    for attack in ("refactor", "gptobf"):
        inside = [k for k, row in enumerate(found) if row["attack"] == attack]
        labels = [found[k]["label"] for k in inside]
        out[attack] = {tool: figures(labels, [some[k] for k in inside]) for tool, some in scores.items()}
    return out


def collected(folder: Path, language: str, most: int, least: int = 200) -> list[str]:
    """Texts of files of one language with ``least`` tokens to 20 times as many, in an order drawn once.

    A file with more than three lines in ten (of 12 characters or more) that others have is left out: versions of one
    file would be counted as unrelated.
    """
    texts: list[str] = []
    lines: set[str] = set()
    suffixes = {f".{suffix}" for suffix in BY_NAME[language].suffixes}
    files = sorted(path for path in folder.rglob("*") if path.suffix in suffixes and path.is_file())
    random.Random(1).shuffle(files)
    seen: set[str] = set()
    for path in files:
        text = path.read_text("utf-8", "replace")
        if text in seen or not least * 3 < len(text) < least * 120:
            continue
        seen.add(text)
        own = {line.strip() for line in text.splitlines() if len(line.strip()) >= 12}
        if len(own & lines) > 0.3 * len(own):
            continue
        found = source_of(path.name, Decoded(text, "utf-8"))
        if least <= len(found.tokens) <= 20 * least and found.language.name == language:
            texts.append(text)
            lines |= own
        if len(texts) == most:
            break
    return texts


def obfuscated(args: argparse.Namespace) -> dict[str, Any]:
    """Each file against its own obfuscation (positive) and those of eight others (negative)."""
    out: dict[str, Any] = {}
    for language in GRAMMARS:
        texts = collected(args.sources, language, args.files)
        if len(texts) < 12:
            out[language] = f"{len(texts)} files: too few"
            continue
        for attack in ATTACKS:
            altered = [obfuscate(attack, text, language, seed=k) for k, text in enumerate(texts)]
            inside = [k for k, text in enumerate(texts) if altered[k] != text]
            pairs = [(k, (k + step) % len(texts)) for k in inside for step in range(9)]
            scores = tools([(texts[a], altered[b]) for a, b in pairs], language, args)
            labels = [int(a == b) for a, b in pairs]
            if inside:
                out.setdefault(language, {})[attack] = {t: figures(labels, some) for t, some in scores.items()}
    return out


def read_side(folder: Path) -> dict[str, CodeFeatures]:
    found = {}
    for member in Work.open(folder).only(frozenset({Medium.CODE})):
        try:
            found[member.file] = features.read(member)
        except AppraisalError as error:
            print(error, file=sys.stderr)
    return found


def projects(args: argparse.Namespace) -> dict[str, Any]:
    """Shares of both sides with the repetition rule and without it; CPU seconds and peak memory."""
    out: dict[str, Any] = {}
    for name, left, right in args.pair:
        begun = time.process_time()
        sides = read_side(Path(left)), read_side(Path(right))
        reading = time.process_time() - begun
        out[name] = {"cpu_reading": round(reading, 2)}
        for rule in ("filtered", "unfiltered"):
            if rule == "unfiltered":
                for side in sides:
                    for one in side.values():
                        one.repetitive[:] = 0
            begun = time.process_time()
            found = list(args.method.match(*sides, Context()))
            measures = args.method.measure(*sides, found, Mask())
            out[name][rule] = {
                "shares": [round(v or 0, 4) for v in (measures.coverage_of_left, measures.coverage_of_right)],
                "passages": len(found), "cpu": round(time.process_time() - begun, 2),
                "tokens": [measures.values["tokens_of_left"], measures.values["tokens_of_right"]],
                "common_lines": [measures.values["common_lines_of_left"], measures.values["common_lines_of_right"]],
            }  # fmt: skip
            if rule == "filtered":
                out[name]["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
    return out


OWN = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from appraisal.work import Work
from comparators.code import features
from comparators.code.tokens.ranking import all_scores
side = {member.file: features.read(member) for member in Work.open(Path(sys.argv[1])).members}
print(len(all_scores(side)))
"""


def all_pairs(args: argparse.Namespace) -> dict[str, Any]:
    """All pairs of 200 Java files of about 25,000 lines: CPU seconds of a process of its own each, beside Dolos."""
    drawn = sorted({row[side] for row in rows(args.data, "conplag-v2-train") for side in ("left", "right")})
    texts = sorted(drawn, key=lambda text: -text.count("\n"))[: args.files]
    root = str(Path(__file__).resolve().parent.parent)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "files"
        paths = list(code_peers.written(texts, folder, "java").values())
        lines = sum(path.read_text("utf-8").count("\n") + 1 for path in paths)
        words = [sys.executable, "-c", OWN, str(folder), root]
        count, spent = code_peers.run(words, Path(scratch))
        out: dict[str, Any] = {"files": count, "lines": lines, "code-tokens": round(spent, 2)}
        if args.dolos:
            out["dolos_pairs"], cpu = code_peers.dolos_all_pairs(paths, "java", args.dolos, Path(scratch))
            out["dolos"] = round(cpu, 2)
    return out


PARTS = {
    "conplag": conplag, "irplag": irplag, "emse": emse, "obfuscated": obfuscated, "projects": projects,
    "all-pairs": all_pairs,
}  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--part", choices=PARTS, required=True)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--sources", type=Path)
    parser.add_argument("--dolos", type=Path)
    parser.add_argument("--copydetect", type=Path)
    parser.add_argument("--files", type=int, default=40)
    parser.add_argument("--pair", nargs=3, action="append", default=[], metavar=("NAME", "LEFT", "RIGHT"))
    parser.add_argument("--set", action="append", default=[], metavar="PARAMETER=VALUE")
    parser.add_argument("--log", type=Path)
    args = parser.parse_args()
    setting = {name: int(value) for name, value in (one.split("=") for one in args.set)}
    args.method = CodeTokens(**setting)
    result = {"part": args.part, "version": CodeTokens.version, "setting": setting, "result": PARTS[args.part](args)}
    if args.log:
        with args.log.open("a", encoding="utf-8") as stream:
            stream.write(json.dumps(result) + "\n")
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()
