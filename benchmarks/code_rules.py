"""The rules ``generated``, ``minified`` and ``licence-text`` against what is known of files by other means.

    python benchmarks/code_rules.py outputs SOURCES          what gperf and byacc write from the inputs below SOURCES
    python benchmarks/code_rules.py hand-written PACKAGES    files of packages (a folder each) that no tool wrote
    python benchmarks/code_rules.py licences ENVIRONMENT     licence texts of installed distributions (site-packages)
    python benchmarks/code_rules.py headers SOURCES          notices of files that declare an SPDX identifier as well

``outputs``: gperf once as it is, in C++, with a global table, and with ``-C -E``, with ``-t`` where the input declares
a struct; byacc with ``-d``; an output counts when the tool ended well. Found: half of the lines taken out; once more
without comments. ``hand-written``: of each package ``--n`` files, those with the lowest SHA-256 of package and path, of
50 to 5,000 lines, told to be source code by the program, none that a generator's input of the same stem lies beside or
whose folder is called generated. Flagged files are printed for a person to read; what the reading said stands in
docs/methods/filtration.md. ``licences``: distributions whose ``License-Expression`` is one identifier that the rule
knows, their text put into comments: share of its lines taken out, and whether most places name the licence declared
(``-only`` and ``-or-later`` are one text). ``headers``: the same for source files with ``SPDX-License-Identifier``,
whose tag is taken away, where the comment that held it speaks of terms or permission. Intervals: Wilson, 95 %.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from email.parser import HeaderParser
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from appraisal.comparator import Resources, Screened
from appraisal.errors import AppraisalError
from appraisal.media import guess_medium
from appraisal.work import Medium
from benchmarks.code_filters import COMMENT, interval, lines_of, screened

INPUTS = frozenset(
    f".{suffix}"
    for suffix in (
        *("y", "yy", "ypp", "l", "ll", "lex", "gperf", "g", "g4", "proto", "thrift", "pyx", "i", "rl", "re", "lem"),
        *("ui", "qrc", "idl", "in", "jj"),
    )
)
KNOWN = frozenset(
    json.loads((Path(__file__).parents[1] / "comparators/matching/data/licences.json").read_text("utf-8"))
)
TAG = re.compile(r"SPDX-License-Identifier:\s*([^\s*/]+(?: (?:AND|OR|WITH) [^\s*/]+)*)")
BLOCK = re.compile(r"/\*.*?\*/|(?:^[ \t]*(?://|#)[^\n]*\n)+", re.DOTALL | re.MULTILINE)
SPEAKS = re.compile(r"permission|redistribut|licen[sc]ed under|terms of", re.IGNORECASE)
NAMED = re.compile(r"as in (\S+)$")


def taken(text: str, name: str, scratch: Path) -> tuple[set[int], list[Screened]]:
    """Lines that the rules for generated code take out, and all findings."""
    found = screened(text, name, scratch, Resources())
    return lines_of(found, "generated") | lines_of(found, "minified"), found


def outputs(options: argparse.Namespace, scratch: Path) -> None:
    """Recall on two tools' output, input by input."""
    counts = {tool: {"as written": [0, 0], "without comments": [0, 0]} for tool in ("gperf", "byacc")}
    for tool, text, name in _made(options.folder, scratch):
        for state, one in (("as written", text), ("without comments", COMMENT.sub("", text))):
            lines, _ = taken(one, name, scratch)
            right = len(lines) >= 0.5 * len(one.splitlines())
            counts[tool][state][0] += right
            counts[tool][state][1] += 1
            if not right and state == "as written":
                print(f"  missed: {tool} {name}")
    for tool, states in counts.items():
        for state, (right, of) in states.items():
            print(f"{tool}, {state}: {interval(right, of)}" if of else f"{tool}: no input, or not installed")


def _made(folder: Path, scratch: Path) -> Iterator[tuple[str, str, str]]:
    """Tool, text and file name of each output."""
    for path in sorted(folder.rglob("*.gperf")):
        struct = ["-t"] if re.search(r"^struct\b", path.read_text("utf-8", "replace"), re.MULTILINE) else []
        for more in ([], ["-L", "C++"], ["-G"], ["-C", "-E"]):
            said = subprocess.run(["gperf", *struct, *more, str(path)], capture_output=True, timeout=60, check=False)
            if not said.returncode:
                name = f"{path.stem}{''.join(more)}.{'cc' if 'C++' in more else 'c'}".replace("+", "p")
                yield "gperf", said.stdout.decode("utf-8", "replace"), name
    for path in sorted(folder.rglob("*.y")):
        with tempfile.TemporaryDirectory(dir=scratch) as out:
            words = ["byacc", "-d", "-b", path.stem, str(path)]
            if not subprocess.run(words, cwd=out, capture_output=True, timeout=60, check=False).returncode:
                for made in sorted(Path(out).iterdir()):
                    yield "byacc", made.read_text("utf-8", "replace"), made.name


def listed(folder: Path, most: int) -> Iterator[tuple[str, Path]]:
    """The fixed list of hand-written files: package and path."""
    for package in sorted(path for path in folder.iterdir() if path.is_dir()):
        files = [path for path in sorted(package.rglob("*")) if path.is_file() and not path.is_symlink()]
        inputs = {path.stem for path in files if path.suffix in INPUTS}
        usable = []
        for path in files:
            place = path.relative_to(package)
            if path.stem in inputs or any("generated" in part.lower() for part in place.parts[:-1]):
                continue
            usable.append((hashlib.sha256(f"{package.name}/{place.as_posix()}".encode()).hexdigest(), path))
        count = 0
        for _, path in sorted(usable):
            if count == most:
                break
            data = path.read_bytes()
            if guess_medium(path.name, data[:4096]) is Medium.CODE and 50 <= data.count(b"\n") <= 5000:
                count += 1
                yield package.name, path


def hand_written(options: argparse.Namespace, scratch: Path) -> None:
    """Files flagged that no tool is known to have written."""
    flagged, by, n = 0, Counter[str](), 0
    for package, path in listed(options.folder, options.n):
        try:
            lines, found = taken(path.read_text("utf-8", "replace"), path.name, scratch)
        except AppraisalError as error:
            print(f"  not read: {error}")
            continue
        n += 1
        by[package] += 1
        if lines:
            flagged += 1
            said = next(one.evidence for one in found if one.rule in ("generated", "minified"))
            print(f"  flagged: {package} {path.relative_to(options.folder / package)}: {len(lines)} lines: {said}")
    print(f"{len(by)} packages; flagged: {interval(flagged, n)}")


def _licences_named(found: list[Screened]) -> Counter[str]:
    named: Counter[str] = Counter()
    for one in found:
        hit = NAMED.search(one.evidence)
        if one.rule == "licence-text" and hit:
            named[_plain(hit[1])] += int(one.span.stop) - int(one.span.start)
    return named


def _plain(identifier: str) -> str:
    return identifier.removesuffix("+").removesuffix("-only").removesuffix("-or-later")


def licences(options: argparse.Namespace, scratch: Path) -> None:
    """Texts of installed distributions against the identifier that each declares."""
    right = lines = out = n = 0
    for folder in sorted(options.folder.glob("*.dist-info")):
        declared = (
            HeaderParser().parsestr((folder / "METADATA").read_text("utf-8", "replace")).get("License-Expression")
        )
        files = [path for path in sorted(folder.rglob("*")) if path.is_file() and path.name.upper().startswith("LICEN")]
        if declared not in KNOWN or len(files) != 1:
            continue
        rows = [row for row in files[0].read_text("utf-8", "replace").splitlines() if row.strip()]
        found = screened("\n".join(f"# {row}" for row in rows) + "\nx = 1\n", "a.py", scratch, Resources())
        named = _licences_named(found)
        agrees = bool(named) and named.most_common(1)[0][0] == _plain(declared)
        n, right = n + 1, right + agrees
        lines, out = lines + len(rows), out + len(lines_of(found, "licence-text"))
        if not agrees:
            print(f"  {folder.name}: declares {declared}, named {dict(named)}")
    print(f"names the licence declared: {interval(right, n)}; lines of the texts taken out: {interval(out, lines)}")


def headers(options: argparse.Namespace, scratch: Path) -> None:
    """Notices of source files against the identifier that each declares."""
    candidates = []
    for path in sorted(options.folder.rglob("*")):
        if not path.is_file() or path.is_symlink() or path.stat().st_size > 1 << 19:
            continue
        text = path.read_bytes()[: 1 << 19].decode("utf-8", "replace")
        tag = TAG.search(text, 0, 4000)
        if tag is None or guess_medium(path.name, text[:4096].encode()) is not Medium.CODE:
            continue
        block = next((hit for hit in BLOCK.finditer(text) if hit.start() <= tag.start() < hit.end()), None)
        if block and SPEAKS.search(block[0].replace(tag[0], "")) and _plain(tag[1]) in map(_plain, KNOWN):
            candidates.append((path, text, tag))
    right = none = taken_out = 0
    some = random.Random(options.seed).sample(candidates, min(options.n, len(candidates)))
    for path, text, tag in some:
        found = screened(text[: tag.start()] + text[tag.end() :], path.name, scratch, Resources())
        named = _licences_named(found)
        agrees = bool(named) and named.most_common(1)[0][0] == _plain(tag[1])
        right, none = right + agrees, none + (not named)
        taken_out += any(one.rule == "licence-text" for one in found)
        if named and not agrees:
            print(f"  {path.name}: declares {tag[1]}, named {dict(named)}")
    n = len(some)
    print(f"{len(candidates)} files, drawn {n}: something taken out {interval(taken_out, n)}; no licence named {none};")
    print(f"  of those where one is named, the declared one: {interval(right, max(n - none, 1))}")


def main() -> None:
    """See the module docstring."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    actions = parser.add_subparsers(required=True)
    for name, run, n in (
        ("outputs", outputs, 0), ("hand-written", hand_written, 12), ("licences", licences, 0),
        ("headers", headers, 300),
    ):  # fmt: skip
        p = actions.add_parser(name)
        p.add_argument("folder", type=Path)
        p.add_argument("--n", type=int, default=n)
        p.add_argument("--seed", type=int, default=1)
        p.set_defaults(run=run)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        options.run(options, Path(scratch))
    sys.stdout.flush()


if __name__ == "__main__":
    main()
