"""code-structure on labelled pairs, own obfuscations and real projects, beside Dolos and copydetect in the same run.

    python benchmarks/code_structure.py --part conplag|irplag|emse --data DIR [--dolos DIR] [--copydetect PYTHON]
    python benchmarks/code_structure.py --part obfuscated --sources DIR [--files N]
    python benchmarks/code_structure.py --part projects --pair NAME LEFT RIGHT …
    python benchmarks/code_structure.py --part all-pairs --data DIR --dolos DIR

Data, intervals and peers as in ``code.py``. Tuned on: ConPlag train, own obfuscations. IR-Plag and EMSE25 are only
measured. Scores are those that ``appraisal compare`` gives without a background. ``--log FILE`` appends each run.
"""

from __future__ import annotations

import argparse
import itertools
import json
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import numpy as np
from sklearn.metrics import average_precision_score

from appraisal.comparator import Context, Resources
from appraisal.comparison import Mask, Match
from appraisal.errors import AppraisalError
from appraisal.work import Medium, Work
from benchmarks import code, code_peers
from benchmarks.code_obfuscate import ATTACKS, GRAMMARS, obfuscate
from comparators.code import source
from comparators.code.features import CodeFeatures
from comparators.code.structure import CodeStructure, features, ranking
from comparators.code.structure.features import StructureFeatures, UnitKind
from comparators.matching.encodings import Decoded

Files = dict[str, StructureFeatures]
Names = dict[tuple[str, int], tuple[str, Counter[int]]]


class Profiles:
    """Profiles of texts; each is read once."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], ranking.Profile] = {}

    def of(self, text: str, suffix: str) -> ranking.Profile:
        key = suffix, text
        if key not in self.kept:
            found = source.source_of(f"x.{suffix}", Decoded(text, "utf-8"), keep_tree=True)
            self.kept[key] = ranking.profile([(features.of(found, Resources()), None)])
        return self.kept[key]


def tools(pairs: Sequence[tuple[str, str]], language: str, args: argparse.Namespace) -> dict[str, list[float]]:
    """Scores of each pair by each tool that is at hand."""
    profiles, suffix = Profiles(), code.SUFFIX[language]
    found = {"code-structure": [ranking.likeness(profiles.of(a, suffix), profiles.of(b, suffix)) for a, b in pairs]}
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        paths = code_peers.written([text for pair in pairs for text in pair], folder / "files", suffix)
        both = [(paths[a], paths[b]) for a, b in pairs]
        if args.dolos:
            found["dolos"] = code_peers.dolos(both, code.DOLOS[language], args.dolos, folder)["scores"]  # type: ignore[assignment]  # numbers
        if args.copydetect:
            found["copydetect"] = code_peers.copydetect(both, args.copydetect, folder)["scores"]  # type: ignore[assignment]  # numbers
    return found


def conplag(args: argparse.Namespace) -> dict[str, Any]:
    """As it is, and with the weights of channels chosen on the other tasks (five folds)."""
    rows = code.rows(args.data, "conplag-v2-train")
    groups, labels = code.tasks(rows), [row["label"] for row in rows]
    pairs = [(row["left"], row["right"]) for row in rows]
    out: dict[str, Any] = {"tasks": len(set(groups))}
    for tool, some in tools(pairs, "Java", args).items():
        out[tool] = code.figures(labels, some, groups)
    profiles = Profiles()
    sides = [(profiles.of(a, "java"), profiles.of(b, "java")) for a, b in pairs]
    settings = list(itertools.product((0.0, 1.0, 2.0), (1.0, 2.0), (0.0, 0.4, 1.0), (0.0, 2.0), (0.0, 2.0), (0.0, 2.0)))
    values = {}
    for setting in settings:  # the weights of channels, all else as it is
        ranking.PARTS = setting  # type: ignore[assignment]  # six numbers
        values[setting] = np.array([ranking.likeness(*both) for both in sides])
    by, y, chosen = np.array(groups) % 5, np.array(labels), np.zeros(len(rows))
    for fold in range(5):
        best = max(settings, key=lambda one: average_precision_score(y[by != fold], values[one][by != fold]))
        print(f"fold {fold}: weights {best}", file=sys.stderr)
        chosen[by == fold] = values[best][by == fold]
    out["cross-validated"] = code.figures(labels, chosen.tolist(), groups)
    return out


def irplag(args: argparse.Namespace) -> dict[str, Any]:
    """Within a case: AUC of each case against its own non-plagiarised ones, averaged over cases."""
    rows = code.rows(args.data, "irplag-l1-l4")
    scores = tools([(row["left"], row["right"]) for row in rows], "Java", args)
    return {tool: code.within_cases(rows, some) for tool, some in scores.items()}


def emse(args: argparse.Namespace) -> dict[str, Any]:
    """Refactored and machine-rewritten pairs; of ``insert`` the files are not there (see ``code.emse``)."""
    texts = {row["name"]: row["code"] for row in code.rows(args.data, "emse25-progpedia19-files")}
    rows = code.rows(args.data, "emse25-progpedia19-pairs")
    scores = tools([(texts[row["left"]], texts[row["right"]]) for row in rows], "Java", args)
    for key in ("jplag_base", "jplag_tsn", "jplag_smm", "jplag_both"):
        scores[key] = [row[key] for row in rows]
    out: dict[str, Any] = {}
    for attack in ("refactor", "gptobf"):
        inside = [k for k, row in enumerate(rows) if row["attack"] == attack]
        labels = [rows[k]["label"] for k in inside]
        out[attack] = {tool: code.figures(labels, [some[k] for k in inside]) for tool, some in scores.items()}
    return out


def obfuscated(args: argparse.Namespace) -> dict[str, Any]:
    """Each file against its own obfuscation (positive) and those of eight others (negative)."""
    out: dict[str, Any] = {}
    for language in args.language or GRAMMARS:
        texts = code.collected(args.sources, language, args.files)
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
                out.setdefault(language, {})[attack] = {t: code.figures(labels, some) for t, some in scores.items()}
    return out


def read_side(folder: Path) -> tuple[Files, Names]:
    """Features of each file, and name and tokens of each function by file and first line."""
    found: Files = {}
    names: Names = {}
    for member in Work.open(folder).only(frozenset({Medium.CODE})):
        try:
            read = source.read(member, keep_tree=True)
        except AppraisalError as error:
            print(error, file=sys.stderr)
            continue
        one = found[member.file] = features.of(read, Resources())
        tokens = CodeFeatures.of(read)
        units = one.statement_unit[features.statements(read, tokens)[1]] if len(tokens) else np.zeros(0, np.int64)
        for unit in np.flatnonzero(one.unit_kind == UnitKind.FUNCTION).tolist():
            values = Counter(tokens.values[units == unit].tolist())
            names[member.file, int(one.unit_first[unit])] = one.name(unit), values
    return found, names


def truth(left: Names, right: Names) -> dict[tuple[str, int], tuple[str, int]]:
    """Functions whose name stands once on each side and that have half of their tokens in common (Jaccard)."""
    where = []
    for side in (left, right):
        counts = Counter(name for name, _ in side.values())
        where.append({name: place for place, (name, _) in side.items() if name and counts[name] == 1})
    pairs = {}
    for name in where[0].keys() & where[1].keys():
        one, other = left[where[0][name]][1], right[where[1][name]][1]
        if (one & other).total() >= 0.5 * (one | other).total():
            pairs[where[0][name]] = where[1][name]
    return pairs


def projects(args: argparse.Namespace) -> dict[str, Any]:
    """Shares of both sides; of forks how many of the functions that are known to be the same are found, and rightly."""
    out: dict[str, Any] = {}
    for name, left, right in args.pair:
        begun = time.process_time()
        (one, own), (other, theirs) = read_side(Path(left)), read_side(Path(right))
        reading, begun = time.process_time() - begun, time.process_time()
        found = list(args.method.match(one, other, Context(memory_limit=1 << 40)))
        measures = args.method.measure(one, other, found, Mask())
        pairs = truth(own, theirs)
        got = partners(found)
        right_ones = sum(got.get(place) == there for place, there in pairs.items())
        answered = sum(place in got for place in pairs)
        values = measures.values
        out[name] = {
            "shares": [round(v or 0, 4) for v in (measures.coverage_of_left, measures.coverage_of_right)],
            "of_functions": [round(values[f"functions_with_common_of_{s}"] / max(values[f"functions_of_{s}"], 1), 4)
                             for s in ("left", "right")],
            "functions": [values[f"functions_of_{s}"] for s in ("left", "right")],
            "too_small": [values[f"small_functions_of_{s}"] for s in ("left", "right")],
            "tokens": [values[f"tokens_of_{s}"] for s in ("left", "right")],
            "kinds": values["correspondences_by_kind"], "ranking": round(measures.score, 3),
            "same_name": len(pairs), "found": right_ones, "wrong": answered - right_ones,
            "cpu_reading": round(reading, 1), "cpu_matching": round(time.process_time() - begun, 1),
            "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10,
        }  # fmt: skip
    return out


def partners(found: Sequence[Match]) -> dict[tuple[str, int], tuple[str, int]]:
    """The partner of each function that has one; further places and parts left out."""
    return {
        (m.left.file, int(m.left.start)): (m.right.file, int(m.right.start))
        for m in found
        if "again" not in m.details and m.kind not in ("split", "merged")
    }


OWN = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from appraisal.comparator import Resources
from appraisal.work import Work
from comparators.code import source
from comparators.code.structure import features
from comparators.code.structure.ranking import all_scores
members = Work.open(Path(sys.argv[1])).members
side = {one.file: features.of(source.read(one, keep_tree=True), Resources()) for one in members}
print(len(all_scores(side)))
"""


def all_pairs(args: argparse.Namespace) -> dict[str, Any]:
    """All pairs of 200 Java files of about 25,000 lines: CPU seconds of a process of its own each, beside Dolos."""
    drawn = sorted({row[side] for row in code.rows(args.data, "conplag-v2-train") for side in ("left", "right")})
    texts = sorted(drawn, key=lambda text: -text.count("\n"))[:200]
    root = str(Path(__file__).resolve().parent.parent)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "files"
        paths = list(code_peers.written(texts, folder, "java").values())
        lines = sum(path.read_text("utf-8").count("\n") + 1 for path in paths)
        count, spent = code_peers.run([sys.executable, "-c", OWN, str(folder), root], Path(scratch))
        out: dict[str, Any] = {"files": count, "lines": lines, "code-structure": round(spent, 2)}
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
    parser.add_argument("--language", action="append", default=[])
    parser.add_argument("--files", type=int, default=40)
    parser.add_argument("--pair", nargs=3, action="append", default=[], metavar=("NAME", "LEFT", "RIGHT"))
    parser.add_argument("--log", type=Path)
    args = parser.parse_args()
    args.method = CodeStructure()
    result = {"part": args.part, "version": CodeStructure.version, "result": PARTS[args.part](args)}
    if args.log:
        with args.log.open("a", encoding="utf-8") as stream:
            stream.write(json.dumps(result) + "\n")
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()
