"""Makes the data that the filters carry: ``python -m comparators.code.filters.bundling`` with one of

``licences FOLDER``: ``comparators/matching/data/licences.npz`` from the texts of the npm package spdx-license-list
(``npm pack`` and unpack it; FOLDER is its ``package/licenses``). Hashes of runs of words, no text.

``packages FOLDER OUT``: unpack the archives of FOLDER (sources of Debian, wheels, npm packages) below OUT, a folder a
package, without tests, documents and examples; prints name, SHA-256 of each archive. Then
``appraisal background build bundled OUT --components --sample N --out comparators/code/filters/data/components``.

``data/README.md`` says what was taken, from where, under which licence.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import numpy as np

from appraisal.components import named
from comparators.matching.licences import WORD, runs_of


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


LICENCES = Path(__file__).parents[2] / "matching/data"
CHOSEN = _words(  # the commonest first: a run of words that several share is named after the first
    "MIT BSD-3-Clause BSD-2-Clause Apache-2.0 GPL-2.0-only LGPL-2.1-only MPL-2.0 ISC Zlib BSL-1.0 GPL-3.0-only"
    " LGPL-3.0-only LGPL-2.0-only BSD-4-Clause EPL-1.0 0BSD AFL-3.0 AGPL-3.0-only Apache-1.1 APSL-2.0 Artistic-1.0"
    " Artistic-2.0 BSD-1-Clause BSD-4-Clause-UC bzip2-1.0.6 CC-BY-4.0 CC-BY-SA-4.0 CC0-1.0 CDDL-1.0 CPL-1.0 curl"
    " ECL-2.0 EPL-2.0 EUPL-1.2 FTL GPL-1.0-only HPND ICU IJG JSON libpng-2.0 Libpng MIT-0 MPL-1.0 MPL-1.1 MS-PL"
    " MS-RL MulanPSL-2.0 NCSA NTP OFL-1.1 OpenSSL PHP-3.01 PostgreSQL PSF-2.0 Python-2.0 Ruby Sleepycat TCL"
    " Unicode-DFS-2016 Unlicense UPL-1.0 Vim W3C WTFPL X11 Xnet ZPL-2.1"
)
SKIPPED = frozenset(
    _words(
        "test tests testing unittest doc docs documentation example examples samples sample demo demos contrib"
        " debian fuzz bench benchmark benchmarks benches fuzzing tools scripts ports projects packages msvc win32"
        " build-aux m4 locales i18n __pycache__ jsm umd amd cjs examples-testing"
    )
)
SUFFIXES = frozenset(_words("c h cc cpp cxx hpp hh inl java py js mjs ts lua cs php go rs"))
MOST = 4 << 20  # bytes of one file


def licences(folder: Path) -> None:
    """Hashed runs of words of the ``CHOSEN`` licences; a run of several belongs to the first of them."""
    held: dict[int, int] = {}
    for number, name in enumerate(CHOSEN):
        text = json.loads((folder / f"{name}.json").read_text("utf-8"))["licenseText"]
        for value in runs_of(WORD.findall(text)).tolist():
            held.setdefault(value, number)
    hashes = np.array(sorted(held), np.uint64)
    first = np.array([held[value] for value in sorted(held)], np.uint8)
    np.savez_compressed(LICENCES / "licences.npz", deltas=np.diff(hashes, prepend=np.uint64(0)), licences=first)
    (LICENCES / "licences.json").write_text(json.dumps(CHOSEN) + "\n")
    sys.stdout.write(f"{len(CHOSEN)} licences, {len(hashes)} runs\n")


def packages(folder: Path, out: Path) -> None:
    """Source files of each archive."""
    for archive in sorted(folder.iterdir()):
        component, version = named(archive.name)
        sys.stdout.write(f"{component} {version} {hashlib.sha256(archive.read_bytes()).hexdigest()}\n")
        for path, data in _files(archive):
            parts = PurePosixPath(path).parts
            parts = parts[1:] if archive.suffix != ".whl" else parts
            kept = PurePosixPath(path).suffix[1:].lower() in SUFFIXES and ".." not in parts
            if kept and len(data) <= MOST and not SKIPPED & {part.lower() for part in parts[:-1]}:
                target = out / f"{component}-{version}" / Path(*parts)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(data)


def _files(archive: Path) -> Iterator[tuple[str, bytes]]:
    if archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as held:
            yield from ((name, held.read(name)) for name in held.namelist() if not name.endswith("/"))
        return
    with tarfile.open(archive) as opened:
        for member in opened:
            stream = opened.extractfile(member) if member.isfile() else None
            if stream is not None:
                yield member.name, stream.read()


def main() -> None:
    """See the module docstring."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    actions = parser.add_subparsers(dest="action", required=True)
    actions.add_parser("licences").add_argument("folder", type=Path)
    p = actions.add_parser("packages")
    p.add_argument("folder", type=Path)
    p.add_argument("out", type=Path)
    options = parser.parse_args()
    if options.action == "licences":
        licences(options.folder)
    else:
        packages(options.folder, options.out)


if __name__ == "__main__":
    main()
