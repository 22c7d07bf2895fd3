"""Gathers innocent Windows programs for ``capabilities.py innocent``: ``python -m benchmarks.innocent_files OUT``.

OUT/wine: Debian's ``libwine`` of this machine's release. OUT/tools: packages for win_amd64 from PyPI that debug,
profile, read the screen, make input or catch packets; what a package carries along counts. OUT/general: packages of
other kinds. ``innocent_files.txt`` lists them and their versions; they were named before a file of them was read.
Each lies in a folder NAME-VERSION. Needs pip, apt-get and dpkg; runs nothing of it.
"""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

LISTED = Path(__file__).with_suffix(".txt")


def wheel(name: str, out: Path, held: Path) -> str:
    """Name and version of the package, unpacked below ``out``; empty: nothing for Windows."""
    held.mkdir(parents=True, exist_ok=True)
    before = set(held.iterdir())
    asked = ["--no-deps", "--only-binary=:all:", "--platform", "win_amd64", "--python-version", "3.11"]
    ran = subprocess.run(
        [sys.executable, "-m", "pip", "download", "-q", "--disable-pip-version-check", *asked, "-d", str(held), name],
        capture_output=True,
    )
    got = sorted(set(held.iterdir()) - before)
    if ran.returncode or not got:
        return ""
    known = "-".join(got[0].name.split("-")[:2])
    with zipfile.ZipFile(got[0]) as archive:
        archive.extractall(out / known)
    got[0].unlink()
    return known


def main() -> None:
    """See the module."""
    out = Path(sys.argv[1])
    for line in LISTED.read_text("utf-8").splitlines():
        kind, name = line.split()
        known = wheel(name, out / kind, out / "wheels")
        print(f"{kind} {known}" if known else f"{kind} {name}: none for Windows", flush=True)
    wine = out / "wine"
    wine.mkdir(parents=True, exist_ok=True)
    subprocess.run(["apt-get", "download", "-q", "libwine"], cwd=wine, check=True)
    package = next(wine.glob("libwine*.deb"))
    subprocess.run(["dpkg-deb", "-x", str(package), str(wine)], check=True)
    print(f"wine {package.name}")
    package.unlink()


if __name__ == "__main__":
    main()
