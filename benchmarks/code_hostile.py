"""Odd and hostile folders through ``appraisal compare`` with each method for source code: what each says, and its CPU.

    python benchmarks/code_hostile.py FOLDER [--case NAME …] [--method NAME …]

FOLDER is any tree of sources; each case is a copy of it with one more file, compared with the folder itself: a line of
10 MB of numbers, 500,000 statements in one line, 90,000 functions in one line, what does not parse, five encodings,
brackets without end, and two folders that hold nothing. Expected is exit code 0 (a record, refused or not), or 3 with
a message that names the work; anything else is printed as BROKEN and ends with exit code 1. Prints a line a run.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

METHODS = ("code-structure", "code-tokens", "code-literal", "code-deposit")


def cases() -> dict[str, dict[str, bytes]]:
    """Files of each case by name."""
    dice = random.Random(1)
    numbers = ",".join(str(dice.randrange(10**6)) for _ in range(1_500_000))
    loop = "function f{n}(a,b){{for(var i=0;i<a.length;i++){{if(a[i]>b&&b!=={n})b=a[i]*{m};}}return b+{m};}}"
    return {
        "line of 10 MB": {"big.c": f"int a[]={{{numbers}}};\n".encode()},
        "statements in one line": {
            "big.js": (
                "function f(){" + "".join(f"a{i % 97}.b(c{i % 89},{i});" for i in range(500_000)) + "}\n"
            ).encode()
        },
        "functions in one line": {"big.js": "".join(loop.format(n=n, m=n % 13) for n in range(90_000)).encode()},
        "unparsable": {"u.c": b"int f( { return } } x = ; while\n" * 5000, "v.py": b"def (((\n  :::\n" * 5000},
        "encodings": {
            "a.py": '# 中文注释\nx = "数据"\n'.encode("gb18030") * 50,
            "b.py": ('# текст\ny = "строка"\n' * 50).encode("utf-16"),
            "c.py": '# café\nz = "é"\n'.encode("latin-1") * 50,
            "d.py": b"\xff\xfe\x00\x00bad\x80\x81" * 200,
            "e.py": '# 漢字\nw = "資料"\n'.encode("big5") * 50,
        },
        "brackets without end": {"n.c": b"(" * 200_000, "n.js": b"[" * 300_000 + b"]" * 300_000},
        "no file": {},
        "empty files": {"a.py": b"", "b.c": b"\n\n"},
    }


def main() -> None:
    """See the module docstring."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--case", action="append")
    parser.add_argument("--method", action="append", choices=METHODS)
    args = parser.parse_args()
    broken = False
    with tempfile.TemporaryDirectory() as scratch:
        own = {**os.environ, "APPRAISAL_HOME": f"{scratch}/home"}
        for name, files in cases().items():
            if args.case and name not in args.case:
                continue
            work = Path(scratch) / name.replace(" ", "-")
            if name in ("no file", "empty files"):
                work.mkdir()
            else:
                shutil.copytree(args.folder, work)
            for file, data in files.items():
                (work / file).write_bytes(data)
            for method in args.method or METHODS:
                before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
                said = subprocess.run(
                    [sys.executable, "-m", "appraisal", "compare", str(work), str(args.folder), "--comparator", method],
                    capture_output=True, text=True, check=False, env=own,
                )  # fmt: skip
                spent = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before
                lines = (said.stderr if said.returncode else said.stdout).strip().splitlines() or [""]
                told = lines[-1] if said.returncode else lines[0]
                good = said.returncode == 0 or (said.returncode == 3 and work.name in told)
                broken |= not good
                print(f"{name} | {method} | {'' if good else 'BROKEN '}{told[:120]} | {spent:.0f} s", flush=True)
            shutil.rmtree(work)
    sys.exit(int(broken))


if __name__ == "__main__":
    main()
