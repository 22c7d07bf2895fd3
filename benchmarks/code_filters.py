"""Filtration of source code: what the rules leave of unrelated programs and of forks, and whether they are right.

    python benchmarks/code_filters.py pairs A B [--comparator NAME …]    shares raw, and after each rule
    python benchmarks/code_filters.py planted PACKAGES HOSTS [--n 200]   components, licence headers in hosts
    python benchmarks/code_filters.py hits FOLDER [--rule RULE --n 200]  what a rule took out
    python benchmarks/code_filters.py tools FOLDER [--n 30]              output of generators: FOLDER/TOOL/…

PACKAGES is the folder that the bundled index was made of (``bundling packages``); HOSTS a folder of C files
that hold none of them. A planted component is a stretch of 60 to 400 lines of a file of a package, reindented,
its comments gone, put between the lines of a host; a planted header is the notice of a licence below another
holder's name. Found: the rule takes out at least half of the planted lines (``strict``: nine tenths; ``lines``: of
all planted lines together). ``over``: hosts of which the rule takes out more than four lines beside those planted
and those it takes out of the host alone. Of files that tools are known to have written (a folder a tool, at most n of
each), found are those of which ``generated`` or ``minified`` takes out half of the lines; once more without comments.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from appraisal import components
from appraisal.api import compare
from appraisal.comparator import Resources, Screened
from appraisal.work import Medium, Work
from comparators.code.filters import CodeFilters

NOTICES = {
    "GPL": "This program is free software; you can redistribute it and/or modify it under the terms of the GNU General "
    "Public License as published by the Free Software Foundation; either version 2 of the License, or (at your option) "
    "any later version. This program is distributed in the hope that it will be useful, but WITHOUT ANY WARRANTY; "
    "without even the implied warranty of MERCHANTABILITY or FITNESS FOR A PARTICULAR PURPOSE. See the GNU General "
    "Public License for more details.",
    "Apache": "Licensed under the Apache License, Version 2.0 (the License); you may not use this file except in "
    "compliance with the License. You may obtain a copy of the License at http://www.apache.org/licenses/LICENSE-2.0 "
    "Unless required by applicable law or agreed to in writing, software distributed under the License is distributed "
    "on an AS IS BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for "
    "the specific language governing permissions and limitations under the License.",
    "MPL": "This Source Code Form is subject to the terms of the Mozilla Public License, v. 2.0. If a copy of the MPL "
    "was not distributed with this file, You can obtain one at http://mozilla.org/MPL/2.0/.",
    "ISC": "Permission to use, copy, modify, and/or distribute this software for any purpose with or without fee is "
    "hereby granted, provided that the above copyright notice and this permission notice appear in all copies. THE "
    "SOFTWARE IS PROVIDED AS IS AND THE AUTHOR DISCLAIMS ALL WARRANTIES WITH REGARD TO THIS SOFTWARE INCLUDING ALL "
    "IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS.",
}
CLIKE = (".c", ".cc", ".cpp", ".cxx", ".h", ".hpp", ".java", ".js")
COMMENT = re.compile(r"/\*.*?\*/|//[^\n]*", re.DOTALL)


def screened(text: str, name: str, scratch: Path, resources: Resources) -> list[Screened]:
    """What the rules take out of one text."""
    path = scratch / name
    path.write_text(text, "utf-8")
    method = CodeFilters()
    member = Work.open(path, medium=Medium.CODE).members[0]
    return list(method.screen({member.file: method.read(member, resources)}, resources))


def lines_of(found: Sequence[Screened], rule: str) -> set[int]:
    """Lines that a rule takes out."""
    return {n for one in found if one.rule == rule for n in range(int(one.span.start), int(one.span.stop))}


def bundled() -> Resources:
    """The index that comes with the filters."""
    return Resources(components=(components.open_components(CodeFilters.bundled, CodeFilters.name),))


def pairs(options: argparse.Namespace) -> None:
    """Shares of both works, raw and after each rule."""
    for name in options.comparator or ["code-tokens"]:
        result = compare(name, options.a, options.b)
        print(f"{name} {result.version}: {options.a} | {options.b}: {result.status} {result.message or ''}")
        for row in result.tables.get("waterfall", ()):
            shares = " ".join("–" if share is None else f"{share:7.2%}" for share in row["coverage"])
            print(f"  {row['step'] or 'raw':24} {shares}  places {row['places']} lines {row['extent']}")


def interval(found: int, of: int) -> str:
    """Wilson's 95 % interval."""
    share, z = found / of, 1.96
    middle = (share + z * z / (2 * of)) / (1 + z * z / of)
    half = z / (1 + z * z / of) * (share * (1 - share) / of + z * z / (4 * of * of)) ** 0.5
    return f"{found}/{of} = {share:.1%} ({middle - half:.1%}–{middle + half:.1%})"


def planted(options: argparse.Namespace) -> None:
    """Recall of components and licence headers put into hosts, and what is taken out beside."""
    chance = random.Random(options.seed)
    resources = bundled()
    sources = [p for p in sorted(options.packages.rglob("*.c")) if p.stat().st_size > 8000]
    hosts = [p for p in sorted(options.hosts.rglob("*.c")) if 4000 < p.stat().st_size < 80_000]
    found = {"component": [0] * 6, "licence-text": [0] * 6}
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        for _ in range(options.n):
            host = COMMENT.sub("", chance.choice(hosts).read_text("utf-8", "replace")).split("\n")
            at = chance.randrange(len(host))
            plain = screened("\n".join(host), "host.c", scratch, resources)
            text = COMMENT.sub("", chance.choice(sources).read_text("utf-8", "replace"))
            body = ["\t" + line.strip() for line in text.split("\n") if line.strip()]
            count = chance.randrange(60, 401)
            start = chance.randrange(max(1, len(body) - count))
            piece = body[start : start + count]
            put = host[:at] + piece + host[at:]
            notice = chance.choice(sorted(NOTICES.values())).split()
            width = chance.randrange(8, 14)
            rows = [" * " + " ".join(notice[k : k + width]) for k in range(0, len(notice), width)]
            head = ["/* lampd, a server for harbours", " * Copyright (C) 2011 Jane Roe", *rows, " */", *host]
            for rule, lines, first, size in (("component", put, at, len(piece)), ("licence-text", head, 2, len(rows))):
                hit = lines_of(screened("\n".join(lines), "host.c", scratch, resources), rule)
                here = set(range(first + 1, first + 1 + size))
                found[rule][0] += len(hit & here) >= 0.5 * size
                found[rule][1] += 1
                found[rule][2] += len(hit - here) - len(lines_of(plain, rule)) > 4
                found[rule][3] += len(hit & here)
                found[rule][4] += size
                found[rule][5] += len(hit & here) >= 0.9 * size
    for rule, (right, of, over, taken, size, strict) in found.items():
        print(f"{rule}: found {interval(right, of)}; strict {interval(strict, of)}")
        print(f"  lines {taken}/{size} = {taken / size:.1%}; over {interval(over, of)}")


def hits(options: argparse.Namespace) -> None:
    """Findings of a folder, a sample of them, to be judged by a person."""
    resources, work = bundled(), Work.open(options.folder)
    method, found = CodeFilters(), []
    for member in work.only(method.media):
        for one in method.screen({member.file: method.read(member, resources)}, resources):
            if options.rule in ("", one.rule):
                found.append(one)
    print(f"{len(work.only(method.media))} files, {len(found)} findings")
    for one in random.Random(options.seed).sample(found, min(options.n, len(found))):
        print(f"{one.rule}\t{one.span.file}\t{one.span.start}-{int(one.span.stop) - 1}\t{one.evidence}")


def tools(options: argparse.Namespace) -> None:
    """How many of the files that each tool wrote are found, as they are and without their comments."""
    counts, suffixes = {"as written": [0, 0], "without comments": [0, 0]}, (*CLIKE, ".py")
    with tempfile.TemporaryDirectory() as folder:
        for tool in sorted(path for path in options.folder.iterdir() if path.is_dir()):
            files = sorted(path for path in tool.rglob("*") if path.suffix in suffixes and path.is_file())
            own = {state: [0, 0] for state in counts}
            for path in random.Random(options.seed).sample(files, min(options.n, len(files))):
                text = path.read_text("utf-8", "replace")
                bare = re.sub(r"(?m)^\s*#.*$", "", text) if path.suffix == ".py" else COMMENT.sub("", text)
                for state, one in (("as written", text), ("without comments", bare)):
                    found = screened(one, path.name, Path(folder), Resources())
                    taken = lines_of(found, "generated") | lines_of(found, "minified")
                    right = len(taken) >= 0.5 * len(one.splitlines())
                    if not right and state == "as written":
                        print(f"  missed: {path}")
                    for tally in (own[state], counts[state]):
                        tally[0] += right
                        tally[1] += 1
            print(tool.name, *(f"{state} {right}/{of}" for state, (right, of) in own.items()))
    for state, (right, of) in counts.items():
        print(f"{state}: {interval(right, of)}")


def main() -> None:
    """See the module docstring."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    actions = parser.add_subparsers(required=True)
    p = actions.add_parser("pairs")
    p.add_argument("a", type=Path)
    p.add_argument("b", type=Path)
    p.add_argument("--comparator", action="append")
    p.set_defaults(run=pairs)
    p = actions.add_parser("planted")
    p.add_argument("packages", type=Path)
    p.add_argument("hosts", type=Path)
    p.set_defaults(run=planted)
    p = actions.add_parser("hits")
    p.add_argument("folder", type=Path)
    p.add_argument("--rule", default="")
    p.set_defaults(run=hits)
    p = actions.add_parser("tools")
    p.add_argument("folder", type=Path)
    p.set_defaults(run=tools)
    for p in actions.choices.values():
        p.add_argument("--n", type=int, default=200)
        p.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    options.run(options)
    sys.stdout.flush()


if __name__ == "__main__":
    main()
