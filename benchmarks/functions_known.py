"""Makes ``comparators/software/functions/data/known.npz``: in how many functions each key stands.

    python benchmarks/functions_known.py BUILDS [--programs DIR] [--most INSTRUCTIONS]

Counted are the programs of DIR (default /usr/bin; ELF files that belong to a Debian package, one a package, smallest
first, up to --most instructions in all) and the builds of ten tuning families (``binaries_build.py``) at O0 and O2. The
held-out families and what Debian builds of them are left out. Prints the packages with versions, for data/README.md.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from appraisal.errors import AppraisalError
from appraisal.work import Work
from comparators.software.functions.features import FunctionFeatures
from comparators.software.functions.weighing import CELLS, cells, packed

COUNTED = (
    "bzip2",
    "cjson",
    "cmark",
    "lz4",
    "lua",
    "libmad",
    "tinyxml2",
    "yaml",
    "ogg",
    "xxhash",
)  # of the tuning families
LEAST, LARGEST = 20_000, 3_000_000  # bytes of a program
LEFT_OUT = (
    "sqlite",
    "flac",
    "vorbis",
    "webp",
    "zstd",
    "speex",
    "mbedtls",
    "modplug",
    "lzo",
    "duktape",
    "tomcrypt",
    "box2d",
    "doom",
    "heretic",
    "hexen",
    "strife",
)
DATA = Path(__file__).parents[1] / "comparators/software/functions/data"


def programs(folder: Path) -> Iterator[tuple[str, Path]]:
    """One program of each Debian package, with the package and its version."""
    seen = set()
    owners = {
        line.rpartition("/")[2]: listed.name.removesuffix(".list").partition(":")[0]
        for listed in Path("/var/lib/dpkg/info").glob("*.list")
        for line in listed.read_text("utf-8").splitlines()
        if line.startswith(("/usr/bin/", "/bin/"))
    }
    files = sorted(
        (p for p in folder.iterdir() if p.is_file() and not p.is_symlink()), key=lambda p: (p.stat().st_size, p.name)
    )
    for path in files:
        with path.open("rb") as stream:
            if stream.read(4) != b"\x7fELF" or not LEAST <= path.stat().st_size <= LARGEST:
                continue
        owner = owners.get(path.name, "")
        if not owner or owner in seen or any(name in owner for name in LEFT_OUT):
            continue
        seen.add(owner)
        version = subprocess.run(["dpkg-query", "-W", "-f", "${Version}", owner], capture_output=True, text=True).stdout
        yield f"{owner} {version}", path


def main() -> None:
    """See the module docstring."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("builds", type=Path)
    parser.add_argument("--programs", type=Path, default=Path("/usr/bin"))
    parser.add_argument("--most", type=int, default=3_000_000)
    options = parser.parse_args()
    held, functions, instructions = np.zeros(1 << CELLS, np.int64), 0, 0
    own = [(p.parent.name, p) for name in COUNTED for p in sorted((options.builds / name).glob("*-O[02].bin"))[::2]]
    own = [(name, path) for name, path in own if not path.name.startswith("arm64")]
    names = []
    for name, path in (*own, *programs(options.programs)):
        if instructions > options.most and (name, path) not in own:
            break
        try:
            found = FunctionFeatures.of(Work.open(path).members[0])
        except AppraisalError:
            continue
        keys = found.keys
        owner = np.repeat(np.arange(len(found)), np.diff(found.bounds[::6]))
        pairs = np.unique(np.stack([owner, cells(keys)], axis=1), axis=0)
        held += np.bincount(pairs[:, 1], minlength=1 << CELLS)
        functions, instructions = functions + len(found), instructions + int(found.counts.sum())
        names.append(name)
    np.savez_compressed(DATA / "known.npz", held=packed(held), functions=np.int64(functions))
    sys.stdout.write(f"{functions} functions, {instructions} instructions; {', '.join(sorted(set(names)))}\n")


if __name__ == "__main__":
    main()
