"""All bars of folders, packages, data and ancestors by one command: fetches the material, runs each part, gathers JSON.

    python benchmarks/software.py --scratch DIR [--part PART]... [--peer]

Parts: tree (mechanical forks, unrelated products, a real fork), large (10,000 files, one of them changed), tables (of
equal heads), three-way, data, strings, maps, models, packages; all unless ``--part`` names some. Each is a script
beside this one, run in a process of its own; what it measures and how stands at its head. Debian sources are fetched
with ``apt-get source`` into DIR/sources (``deb-src`` lines needed), Debian packages by the scripts themselves; what is
there is not fetched again. ``--peer``: diffoscope on the large pair, up to half an hour. A part that fails is named
with its last words, and the others still run; exit code 1 then. DIR takes about 5 GB.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
FORKS = ("nginx", "tomcat10", "mercurial", "syncthing", "hugo", "jedit")
UNRELATED = (("luanti", "nginx"), ("crawl", "nethack"), ("redis", "memcached"))
REAL = ("redis", "valkey")
LARGE = "widelands"
THREE_WAY = ("nethack", "memcached")  # the base and what is put into it
MAPS, MODELS = "wesnoth-1.18", "prusa-slicer"
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


class Sources:
    """Unpacked Debian sources below a folder, fetched when asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def tree(self, name: str) -> str:
        found = self._there(name)
        if found is None:
            subprocess.run(["apt-get", "source", "-qq", name], cwd=self.folder, check=True, stdout=subprocess.DEVNULL)
            found = self._there(name)
        if found is None:
            raise FileNotFoundError(f"apt-get source {name} left no folder")
        return str(found)

    def _there(self, name: str) -> Path | None:
        return next((path for path in sorted(self.folder.glob(f"{name}-[0-9]*")) if path.is_dir()), None)


def commands(sources: Sources, scratch: Path, peer: bool) -> Mapping[str, Any]:
    """For each part what gives its command line; called when its turn comes, as it may fetch."""

    def script(name: str, *more: str) -> Callable[[], list[str]]:
        return lambda: [f"{name}.py", "--scratch", str(scratch / name), *more]

    def tree() -> list[str]:
        unrelated = [part for pair in UNRELATED for part in ("--unrelated", *map(sources.tree, pair))]
        forks = ["--fork", *map(sources.tree, FORKS)]
        real = ["--by-path", *map(sources.tree, REAL), "=".join(REAL)]
        return [*script("software_tree")(), *forks, *unrelated, *real]

    def large() -> list[str]:
        more = ["--peer"] if peer else []
        return [*script("software_tree")(), "--large", sources.tree(LARGE), *more]

    def three_way() -> list[str]:
        base, own = map(sources.tree, THREE_WAY)
        return [*script("software_three_way")(), "--base", base, "--own", own]

    return {
        "tree": tree,
        "large": large,
        "tables": script("software_tables", "--pairs", "12"),
        "three-way": three_way,
        "data": script("software_data", "--data", str(scratch / "tables"), "--fetch"),
        "strings": script("software_strings"),
        "maps": lambda: ["software_assets.py", "maps", sources.tree(MAPS), "--seed", "1"],
        "models": lambda: ["software_assets.py", "models", sources.tree(MODELS), "--seed", "1"],
        "packages": lambda: ["packages.py"],
    }


def run(command: Sequence[str]) -> Any:
    """What a script printed, as JSON or by the line, or how it failed."""
    environment = {**os.environ, **ONE_THREAD}
    done = subprocess.run([sys.executable, str(HERE / command[0]), *command[1:]], capture_output=True, text=True,
                          env=environment)  # fmt: skip
    if done.returncode:
        return {"failed": done.returncode, "said": done.stderr[-1000:]}
    return json.loads(done.stdout) if done.stdout.startswith("{") else done.stdout.splitlines()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scratch", type=Path, required=True)
    parser.add_argument("--part", action="append", default=[])
    parser.add_argument("--peer", action="store_true")
    given = parser.parse_args()
    given.scratch.mkdir(parents=True, exist_ok=True)
    listed = commands(Sources(given.scratch / "sources"), given.scratch, given.peer)
    unknown = sorted(set(given.part) - listed.keys())
    if unknown:
        parser.error(f"no part {', '.join(unknown)}; there are {', '.join(listed)}")
    body: dict[str, Any] = {"machine": {"processor": platform.machine(), "python": platform.python_version()}}
    for name in given.part or listed:
        try:
            body[name] = run(listed[name]())
        except (OSError, subprocess.CalledProcessError, ValueError) as error:
            body[name] = {"failed": str(error)}
    print(json.dumps(body, indent=1, ensure_ascii=False))
    return int(any("failed" in body[name] for name in given.part or listed))


if __name__ == "__main__":
    sys.exit(main())
