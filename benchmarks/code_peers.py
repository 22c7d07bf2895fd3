"""Dolos and copydetect on the same pairs, in the same run. Both are installed apart from this project:

    npm install @dodona/dolos-lib     in a folder that is then given as --dolos DIR
    pip install copydetect            in a virtual environment whose python is given as --copydetect PYTHON

Scores are what each tool gives with its defaults: Dolos' similarity; of copydetect the mean of both similarities.
"""

from __future__ import annotations

import hashlib
import json
import resource
import subprocess
from collections.abc import Sequence
from pathlib import Path

PAIRWISE = """
import { Dolos } from "@dodona/dolos-lib";
import { readFileSync } from "node:fs";
const { pairs, language } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const scores = [];
for (const [left, right] of pairs) {
  let score = 0;
  try {
    const report = await new Dolos({ language }).analyzePaths([left, right]);
    for (const pair of report.allPairs()) score = pair.similarity;
  } catch (error) { score = null; }
  scores.push(score);
}
console.log("\\n" + JSON.stringify(scores));
"""
ALL_PAIRS = """
import { Dolos } from "@dodona/dolos-lib";
import { readFileSync } from "node:fs";
const { files, language } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const report = await new Dolos({ language }).analyzePaths(files);
let count = 0, sum = 0;
for (const pair of report.allPairs()) { count += 1; sum += pair.similarity; }
console.log("\\n" + JSON.stringify([count, sum]));
"""
COPYDETECT = """
import json, sys
from copydetect import CodeFingerprint, compare_files
pairs = json.load(open(sys.argv[1]))["pairs"]
kept, scores = {}, []
for pair in pairs:
    for path in pair:
        if path not in kept:
            kept[path] = CodeFingerprint(path, 25, 1)
    one, other = (kept[path] for path in pair)
    try:
        scores.append(sum(map(float, compare_files(one, other)[1])) / 2)
    except Exception as error:
        print(error, file=sys.stderr)
        scores.append(None)
print(json.dumps(scores))
"""


def written(texts: Sequence[str], folder: Path, suffix: str) -> dict[str, Path]:
    """Each distinct text in a file of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    paths: dict[str, Path] = {}
    for text in texts:
        if text not in paths:
            name = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
            paths[text] = folder / f"f{name}.{suffix}"
            paths[text].write_text(text, "utf-8", errors="replace")
    return paths


def run(words: list[str], folder: Path) -> tuple[object, float]:
    """What a tool prints last, as JSON, and its CPU seconds."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    said = subprocess.run(words, cwd=folder, capture_output=True, text=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return json.loads(said.stdout.strip().splitlines()[-1]), spent


def _none_is_zero(scores: object) -> tuple[list[float], int]:
    rows = scores if isinstance(scores, list) else []
    return [float(score or 0) for score in rows], sum(score is None for score in rows)


def dolos(pairs: Sequence[tuple[Path, Path]], language: str, home: Path, scratch: Path) -> dict[str, object]:
    """Scores of pairs, each analysed by itself; ``failed`` ones are 0."""
    script, task = home / "appraisal-pairs.mjs", scratch / "dolos.json"
    script.write_text(PAIRWISE)
    task.write_text(json.dumps({"pairs": [[str(a), str(b)] for a, b in pairs], "language": language}))
    found, spent = run(["node", str(script), str(task)], home)
    scores, failed = _none_is_zero(found)
    return {"scores": scores, "failed": failed, "cpu": spent}


def dolos_all_pairs(files: Sequence[Path], language: str, home: Path, scratch: Path) -> tuple[int, float]:
    """Number of pairs and CPU seconds for all pairs of some files."""
    script, task = home / "appraisal-all.mjs", scratch / "dolos-all.json"
    script.write_text(ALL_PAIRS)
    task.write_text(json.dumps({"files": [str(file) for file in files], "language": language}))
    found, spent = run(["node", str(script), str(task)], home)
    return int(found[0]), spent  # type: ignore[index]  # what the script prints


def copydetect(pairs: Sequence[tuple[Path, Path]], python: Path, scratch: Path) -> dict[str, object]:
    """Scores of pairs; ``failed`` ones are 0."""
    script, task = scratch / "copydetect_pairs.py", scratch / "copydetect.json"
    script.write_text(COPYDETECT)
    task.write_text(json.dumps({"pairs": [[str(a), str(b)] for a, b in pairs]}))
    found, spent = run([str(python), str(script), str(task)], scratch)
    scores, failed = _none_is_zero(found)
    return {"scores": scores, "failed": failed, "cpu": spent}
