"""Builds the tables of rarity that come with ``code-structure`` from packages of Debian, PyPI and npm.

    python benchmarks/structure_weights.py fetch DIR      what structure_packages.txt lists, unpacked, a folder each
    python benchmarks/structure_weights.py build DIR [--files N] [--jobs N] [--only LANGUAGE]

A document is a file. Of each package at most ``PER_PACKAGE`` files a language are taken, in an order drawn once, none
twice and none of less than ``LEAST`` or more than ``MOST`` bytes. Kept are the keys that at least three documents hold.
Same packages, same bytes out. Nothing of the files is kept but hashes and counts.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import random
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import numpy as np

from appraisal.comparator import Resources
from appraisal.errors import AppraisalError
from comparators.code import source
from comparators.code.decoding import decode_bytes
from comparators.code.languages import GRAMMARS, language_of, suffix_of
from comparators.code.structure import bundled, features, information

LIST = Path(__file__).with_name("structure_packages.txt")
WEIGHTS = Path(bundled.__file__).with_name("weights")
PER_PACKAGE, LEAST, MOST = 150, 400, 60_000
HELD = 3  # documents that hold a key which is kept
KEYS = 200_000  # keys of a table at the most: those that most documents hold


def fetch(folder: Path) -> None:
    """Download and unpack every package of the list; one that cannot be had is named and left out."""
    for row in LIST.read_text("utf-8").splitlines():
        kind, name, version = row.split()
        down, out = folder / "down" / name.replace("/", "-"), folder / "src" / f"{kind}-{name.replace('/', '-')}"
        down.mkdir(parents=True, exist_ok=True)
        command = {
            "debian": ["apt-get", "source", "-qq", "--download-only", f"{name}={version}"],
            "pypi": [sys.executable, "-m", "pip", "download", "-q", "--no-deps", f"{name}=={version}"],
            "npm": ["npm", "pack", "--silent", f"{name}@{version}"],
        }[kind]
        if subprocess.run(command, cwd=down, check=False, capture_output=True).returncode:
            print(f"not to be had: {row}", file=sys.stderr)
            continue
        out.mkdir(parents=True, exist_ok=True)
        for archive in sorted(down.iterdir()):
            if archive.suffix in (".whl", ".zip"):
                with zipfile.ZipFile(archive) as held:
                    held.extractall(out, [name for name in held.namelist() if name.endswith(".py")])
            elif ".tar." in archive.name and not archive.name.endswith(".asc") and ".debian.tar" not in archive.name:
                subprocess.run(["tar", "-xf", archive.resolve(), "-C", out], check=False)
            elif archive.suffix == ".tgz":
                subprocess.run(["tar", "-xzf", archive.resolve(), "-C", out], check=False)
        shutil.rmtree(down)


def documents(folder: Path, most: int) -> dict[str, list[Path]]:
    """Files of each language, package after package, none twice."""
    suffixes = {suffix for language in GRAMMARS for suffix in language.suffixes}
    found: dict[str, list[Path]] = {}
    seen: set[str] = set()
    for package in sorted(path for path in folder.iterdir() if path.is_dir()):
        counts: dict[str, int] = {}
        paths = sorted(path for path in package.rglob("*") if suffix_of(path.name) in suffixes and path.is_file())
        random.Random(package.name).shuffle(paths)
        for path in paths:
            if path.is_symlink() or not LEAST <= path.stat().st_size <= MOST or ".min." in path.name:
                continue
            data = path.read_bytes()
            digest = hashlib.sha256(data).hexdigest()
            language = language_of(path.name, data[:65536].decode("utf-8", "replace")).name
            language = bundled.ALIKE.get(language, language)
            if digest in seen or counts.get(language, 0) >= PER_PACKAGE:
                continue
            seen.add(digest)
            counts[language] = counts.get(language, 0) + 1
            found.setdefault(language, []).append(path)
    for paths in found.values():
        random.Random(1).shuffle(paths)
        del paths[most:]
    return found


def keys_of(path: Path) -> tuple[str, np.ndarray]:
    """Language and distinct upper halves of all keys of one file."""
    try:
        found = source.source_of(path.name, decode_bytes(path.read_bytes(), path.name), keep_tree=True)
    except AppraisalError:
        return "", np.zeros(0, np.uint32)
    if found.reader != "grammar":
        return "", np.zeros(0, np.uint32)
    rows = vars(features.of(found, Resources()))
    keys = np.concatenate(list(information.all_keys(rows)))
    return found.language.name, np.unique((keys >> np.uint64(32)).astype(np.uint32))


def table(parts: Iterator[np.ndarray]) -> tuple[bytes, int, int]:
    """A table as it is stored, its documents and its keys."""
    listed = [part for part in parts if len(part)]
    keys, counts = np.unique(np.concatenate([np.zeros(0, np.uint32), *listed]), return_counts=True)
    least = HELD
    while np.count_nonzero(counts >= least) > KEYS:
        least += 1
    keys, counts = keys[counts >= least], counts[counts >= least]
    codes = np.round(np.log2(counts) * bundled.STEP).astype(np.uint8)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as held:
        for name, array in (("gaps", np.diff(keys, prepend=np.uint32(0)).astype(np.uint32)), ("codes", codes)):
            body = io.BytesIO()
            np.lib.format.write_array(body, array, allow_pickle=False)
            held.writestr(
                zipfile.ZipInfo(f"{name}.npy", (1980, 1, 1, 0, 0, 0)), body.getvalue(), zipfile.ZIP_DEFLATED, 9
            )
    return out.getvalue(), len(listed), len(keys)


def build(folder: Path, most: int, jobs: int, only: str) -> None:
    WEIGHTS.mkdir(exist_ok=True)
    index = dict(bundled.index()) if only else {}
    made: dict[str, bytes] = {}
    grammars = {language.name for language in GRAMMARS}
    for language, paths in sorted(documents(folder / "src", most).items()):
        if language not in grammars or (only and language != only):
            continue
        with ProcessPoolExecutor(jobs) as pool:
            parts = [keys for found, keys in pool.map(keys_of, paths, chunksize=20)
                     if bundled.ALIKE.get(found, found) == language]  # fmt: skip
        data, works, keys = table(iter(parts))
        name = bundled.file_of(language)
        made[name] = data
        index[name] = {"language": language, "works": works, "keys": keys, "sha256": hashlib.sha256(data).hexdigest()}
        print(name, works, keys, len(data), flush=True)
    for name, data in made.items():  # at the end: reading uses the tables that are there
        (WEIGHTS / name).write_bytes(data)
    (WEIGHTS / "index.json").write_text(json.dumps(index, indent=1, sort_keys=True) + "\n", "utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("fetch", "build"))
    parser.add_argument("folder", type=Path)
    parser.add_argument("--files", type=int, default=2000)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--only", default="")
    args = parser.parse_args()
    if args.what == "fetch":
        fetch(args.folder)
    else:
        build(args.folder, args.files, args.jobs, args.only)


if __name__ == "__main__":
    main()
