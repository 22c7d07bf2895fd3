"""Builds the programs that ``binaries.py`` measures on: ``python -m benchmarks.binaries_build SOURCES OUT [--levels
O0,O2] [FAMILY …]``.

SOURCES holds unpacked source packages of Debian (``apt-get source PACKAGE``), OUT gets ``FAMILY/COMPILER-LEVEL.sym``
(with symbols), ``….bin`` (stripped) and ``….hid`` (stripped, every text in its constant data enciphered, each program
with a key of its own). A program is all files of a library with an empty ``main``: nothing is linked in but the
compiler's own start-up code. Compilers: gcc and clang to ELF, mingw-w64 gcc to PE, each at O0, O1, O2, O3, Os.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import shutil
import subprocess
import sys
import tomllib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

LEVELS = ("O0", "O1", "O2", "O3", "Os")
COMPILERS = {
    "gcc": ("gcc", "g++", "strip"),
    "clang": ("clang", "clang++", "strip"),
    "mingw": ("x86_64-w64-mingw32-gcc", "x86_64-w64-mingw32-g++", "x86_64-w64-mingw32-strip"),
    "arm64": ("aarch64-linux-gnu-gcc", "aarch64-linux-gnu-g++", "aarch64-linux-gnu-strip"),
}
OF_ARM64 = ("O0", "O2")


@dataclass(frozen=True)
class Family:
    """``files``: globs below the package; ``without``: part of a name; ``flags``: of the compiler."""

    package: str
    files: tuple[str, ...]
    flags: tuple[str, ...] = ()
    include: tuple[str, ...] = ()
    without: str = "^$"
    libraries: tuple[str, ...] = ()


_TABLE = tomllib.loads((Path(__file__).parent / "binaries_families.toml").read_text("utf-8"))
TUNING, HELD_OUT = (
    {
        name: Family(**{k: tuple(v) if isinstance(v, list) else v for k, v in row.items()})
        for name, row in _TABLE[kind].items()
    }
    for kind in ("tuning", "held-out")
)
OWN: dict[str, dict[str, str]] = _TABLE["own"]
FAMILIES = {**TUNING, **HELD_OUT}
TEXT = re.compile(rb"[\t\n\r\x20-\x7e]{4,}\0")


def sources(folder: Path, family: Family) -> tuple[Path, list[Path]]:
    """The package's folder and the files to compile."""
    root = min(p for p in folder.iterdir() if p.is_dir() and re.fullmatch(re.escape(family.package) + r"-\d.*", p.name))
    found = sorted({p for glob in family.files for p in root.glob(glob) if not re.search(family.without, p.name)})
    return root, found


def build(folder: Path, out: Path, name: str, compiler: str, level: str) -> str:
    """One program in its three forms; what went wrong, or nothing."""
    family = FAMILIES[name]
    root, files = sources(folder, family)
    c, cpp, strip = COMPILERS[compiler]
    work = out / name / f"{compiler}-{level}.o"
    work.mkdir(parents=True, exist_ok=True)
    target = out / name / f"{compiler}-{level}"
    if target.with_suffix(".hid").exists():
        return ""
    own = out / "own"
    ogg = next(iter(sorted(folder.glob("libogg-*"))), root)
    include = [
        f"-I{own / i[4:] if i.startswith('OWN/') else ogg / 'include' if i == 'OGG' else root / i}"
        for i in family.include
    ]
    if not shutil.which(cpp if any(p.suffix == ".cpp" for p in files) else c):
        return f"{name} {compiler} {level}: no compiler"
    lost = []
    objects = []
    for number, path in enumerate(files):
        made = work / f"{number}.o"
        tool = cpp if path.suffix == ".cpp" else c
        done = subprocess.run(
            [tool, "-c", f"-{level}", "-w", *family.flags, *include, str(path), "-o", str(made)], capture_output=True
        )
        if done.returncode:
            lost.append(f"{path.name}: {done.stderr.decode(errors='replace').strip()[:160]}")
        else:
            objects.append(str(made))
    main = work / "main.c"
    main.write_text("int main(void) { return 0; }\n")
    linked = target.with_suffix(".sym")
    cross = ["-Wl,--unresolved-symbols=ignore-all"] if compiler != "mingw" else list(family.libraries)
    tool = cpp if any(p.suffix == ".cpp" for p in files) else c
    done = subprocess.run([tool, str(main), *objects, "-lm", *cross, "-o", str(linked)], capture_output=True)
    for made in work.iterdir():
        made.unlink()
    work.rmdir()
    if done.returncode:
        return f"{name} {compiler} {level}: {done.stderr.decode(errors='replace')[-300:]} {lost[:3]}"
    binary = target.with_suffix(".bin")
    subprocess.run([strip, "-s", "-o", str(binary), str(linked)], check=True, capture_output=True)
    target.with_suffix(".hid").write_bytes(hidden(binary.read_bytes()))
    return f"{name} {compiler} {level}: {len(lost)} of {len(files)} not compiled: {lost[:2]}" if lost else ""


def hidden(data: bytes) -> bytes:
    """Every text of constant data replaced by bytes that depend on the program: as if enciphered with its own key."""
    import lief

    found = lief.parse(data)
    changed = bytearray(data)
    key = hashlib.sha256(data).digest()
    for section in found.sections:
        if section.name in (".rodata", ".rdata", ".data", ".rodata.str1.1", ".rodata.str1.8"):
            start, stop = section.offset, section.offset + section.size
            for text in TEXT.finditer(data, start, stop):
                for at in range(text.start(), text.end() - 1):
                    changed[at] = (data[at] ^ key[at % 32]) | 0x80
    return bytes(changed)


def main() -> None:
    """See the module docstring."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("sources", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("families", nargs="*", default=sorted(FAMILIES))
    parser.add_argument("--levels", default=",".join(LEVELS))
    parser.add_argument("--compilers", default=",".join(COMPILERS))
    options = parser.parse_intermixed_args()  # options may stand between the folders and the families
    levels, out = options.levels.split(","), options.out
    for name, files in OWN.items():
        for file, text in files.items():
            path = out / "own" / name / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
    jobs = [
        (options.sources, out, name, compiler, level)
        for name in options.families
        for compiler in options.compilers.split(",")
        for level in (OF_ARM64 if compiler == "arm64" else LEVELS)
        if level in levels
    ]
    with ThreadPoolExecutor(2) as pool:
        for said in pool.map(lambda job: build(*job), jobs):
            if said:
                sys.stdout.write(said + "\n")
                sys.stdout.flush()


if __name__ == "__main__":
    main()
