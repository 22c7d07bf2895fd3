"""The extractor's packages: does every member come out with its right bytes, and at what cost beside other tools?

    python benchmarks/packages.py [--data FOLDER] [--files 1000] [--specimen FILE ...]
                                  [--scan FOLDER ...]

For each format a package of the files of ``--data`` is built (else of ``--files`` files of seeded bytes, half of them
text), by its usual tool where there is one, else by the writers of tests/extract. It is extracted, and names (where the
format and tool keep them) and SHA-256 are compared with the files. Beside it the peers that read the format, writing to
a folder: Debian's bsdtar (libarchive-tools), 7z (7zip), cabextract, lha (jlha-utils), cpio. CPU in seconds, user and
system, each in a process of its own: the extractor with Python's start, which ``start`` gives alone, and with the
SHA-256 of every member, which no peer computes; the median of five with least and most. Missing tools are named.

``--specimen``: packages from elsewhere. Each is extracted with all that is nested in it; with a peer that opens the
outermost, every file that the peer gives must be among the members by its digest.

``--scan``: folders of files that are what their names say, as those of a system: which of them are told to be
packages, by kind and suffix. Links are not followed. Prints JSON.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections import Counter
from hashlib import sha256
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from appraisal.extract import archive_kind, may_be_archive
from tests.extract import packages as writers
from tests.extract.archives import seven_of, tar_of, zip_of

ROOT = Path(__file__).resolve().parents[1]
PEERS = {
    "bsdtar": ["bsdtar", "-xf", "{file}", "-C", "{out}"],
    "7z": ["7z", "x", "-y", "-bso0", "-bsp0", "-o{out}", "{file}"],
    "cabextract": ["cabextract", "-q", "-d", "{out}", "{file}"],
    "lha": ["lha", "xqw={out}", "{file}"],
    "cpio": ["cpio", "-id", "--quiet", "-D", "{out}", "-F", "{file}"],
}
# Format: the writer or a tool's command, and the peers that read it.
WRITTEN = {
    "zip": (zip_of, ("bsdtar", "7z")),
    "tar": (tar_of, ("bsdtar", "7z")),
    "tar.xz": (lambda m: tar_of(m, "w:xz"), ("bsdtar",)),
    "7z": (seven_of, ("7z", "bsdtar")),
    "asar": (writers.asar_of, ()),
    "pak": (writers.pak_of, ()),
    "wad": (lambda m: writers.wad_of([(f"L{n}", data) for n, data in enumerate(m.values())]), ()),
    "wad3": (lambda m: writers.wad3_of({f"L{n}": data for n, data in enumerate(m.values())}), ()),
    "grp": (lambda m: writers.grp_of({f"L{n}": data for n, data in enumerate(m.values())}), ()),
    "big": (writers.big_of, ()),
    "vpk": (lambda m: writers.vpk_of(m, 2)[0], ()),
    "pck": (lambda m: writers.pck_of(m, 2), ()),
    "grf": (writers.grf_of, ()),
    "ar": (lambda m: writers.ar_of({f"member_{n:08}": data for n, data in enumerate(m.values())}), ("bsdtar", "7z")),
    "deb": (writers.deb_of, ()),
    "rpm": (lambda m: writers.rpm_of(_gzip(writers.cpio_of(m))), ()),
    "cpio": (writers.cpio_of, ("bsdtar", "cpio", "7z")),
    "rar (stored, RAR 5)": (writers.rar5_of, ("bsdtar", "7z")),
    "exe+zip": (lambda m: writers.pe_of() + zip_of(m), ("7z",)),
    "exe+7z": (lambda m: writers.pe_of() + seven_of(m), ()),
}
TOOLS = {
    "cab (MSZIP)": ("gcab -c -z {file} {names}", ("bsdtar", "cabextract", "7z")),
    "cab (stored)": ("gcab -c {file} {names}", ("bsdtar", "cabextract", "7z")),
    "lha (lh7)": ("lha -ao7 {file} .", ("bsdtar", "lha", "7z")),
    "cpio (odc, by cpio)": ("sh -c 'find . -type f | cpio -o -H odc --quiet > {file}'", ("bsdtar", "cpio", "7z")),
    "7z (by 7z)": ("7z a -bso0 -t7z {file} .", ("7z", "bsdtar")),
}
NUMBERED = ("wad", "wad3", "grp", "ar", "lha (lh7)")  # their names are other ones than the files'


def _gzip(data: bytes) -> bytes:
    import gzip

    return gzip.compress(data, 6, mtime=0)


def generated(count: int) -> dict[str, bytes]:
    """Files of seeded bytes of 0 to 200 kB, half of them text that packs."""
    dice = random.Random(4)
    words = [f"word{n}" for n in range(500)]
    found: dict[str, bytes] = {}
    for number in range(count):
        size = int(min(200_000, dice.expovariate(1 / 8000)))
        data = " ".join(dice.choices(words, k=size // 7)).encode() if number % 2 else dice.randbytes(size)
        found[f"d{number % 20}/第{number}.{'txt' if number % 2 else 'bin'}"] = data
    return found


def files_of(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.is_symlink()
    }


RUNS = 5


def spread(figures: list[float]) -> tuple[float, float, float]:
    """Least, median, most."""
    return min(figures), statistics.median(figures), max(figures)


def cpu(who: int) -> float:
    used = resource.getrusage(who)
    return used.ru_utime + used.ru_stime


EXTRACT = """
import json, sys
from pathlib import Path
from appraisal.extract import extract
found = extract(Path(sys.argv[1]), Path(sys.argv[2]))
rows = [(e.display, e.status, e.sha256 or "") for e in found.members]
json.dump([found.kind, rows, [f"{p.archive}: {p.message}" for p in found.problems]], sys.stdout)
"""


def ours(file: Path, out: Path) -> tuple[dict[str, object], list[tuple[str, str, str]]]:
    """Figures of one extraction, and (display, status, digest) of its members. ``RuntimeError`` when it is refused."""
    before = cpu(resource.RUSAGE_CHILDREN)
    done = subprocess.run([sys.executable, "-c", EXTRACT, file, out], capture_output=True, cwd=ROOT)
    used = cpu(resource.RUSAGE_CHILDREN) - before
    if done.returncode:
        raise RuntimeError(done.stderr.decode().strip().splitlines()[-1])
    kind, rows, problems = json.loads(done.stdout)
    return {"kind": kind, "cpu": round(used, 3), "problems": problems[:5]}, [tuple(row) for row in rows]


def peer(name: str, file: Path, out: Path) -> dict[str, object]:
    """CPU of a peer and the digests of what it wrote."""
    out.mkdir()
    command = [part.format(file=file, out=out) for part in PEERS[name]]
    before = cpu(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, capture_output=True, cwd=out)
    used = cpu(resource.RUSAGE_CHILDREN) - before
    digests = Counter(sha256(data).hexdigest() for data in files_of(out).values())
    return {"cpu": round(used, 3), "code": done.returncode, "digests": digests}


def measured(
    kind: str, file: Path, members: dict[str, bytes], peers: tuple[str, ...], scratch: Path
) -> dict[str, object]:
    tries = [ours(file, scratch / f"ours{number}") for number in range(RUNS)]
    best, rows = tries[0]
    best = best | {"cpu": spread([float(str(figures["cpu"])) for figures, _ in tries])}
    wanted = {name: sha256(data).hexdigest() for name, data in members.items()}
    prefix = "data.tar.xz!/" if kind == "deb" else ""
    found = {name.removeprefix(prefix): digest for name, status, digest in rows if status == "ok"}
    if kind in NUMBERED:
        digests = Counter(digest for _, status, digest in rows if status == "ok")
        right = sum((Counter(wanted.values()) & digests).values())
    else:
        right = sum(found.get(name) == digest for name, digest in wanted.items())
    result: dict[str, object] = {"files": len(members), "right": right, "bytes": file.stat().st_size} | best
    for name in peers:
        if shutil.which(name) is None:
            continue
        runs = [peer(name, file, scratch / f"{name}{number}") for number in range(RUNS)]
        used = spread([float(str(run["cpu"])) for run in runs])
        theirs = runs[0]["digests"]
        same = sum((Counter(wanted.values()) & theirs).values()) if isinstance(theirs, Counter) else 0
        mine = spread([float(str(figures["cpu"])) for figures, _ in tries])
        ratio = round(mine[1] / used[1], 2) if used[1] else None
        result[name] = {"cpu": used, "right": same, "ours / theirs": ratio, "code": runs[0]["code"]}
    return result


def specimen(file: Path, scratch: Path) -> dict[str, object]:
    """A package from elsewhere: what is in it, and whether a peer's files are all among the members."""
    try:
        figures, rows = ours(file, scratch / "ours")
    except RuntimeError as error:
        return {"error": str(error)}
    statuses = Counter(status for _, status, _ in rows)
    result: dict[str, object] = figures | {"members": len(rows), "statuses": dict(statuses)}
    digests = {digest for _, _, digest in rows}
    for name in ("bsdtar", "7z", "cabextract", "lha", "cpio"):
        if shutil.which(name) is None:
            continue
        run = peer(name, file, scratch / name)
        theirs = run["digests"]
        if run["code"] == 0 and isinstance(theirs, Counter) and theirs:
            result[name] = {
                "files": sum(theirs.values()),
                "among ours": sum(n for d, n in theirs.items() if d in digests),
            }
            break
    return result


def scanned(folders: list[Path]) -> dict[str, object]:
    """Files looked at, those suspected by the quick look, and what they were told to be, by kind and suffix."""
    before = cpu(resource.RUSAGE_SELF)
    files = suspected = 0
    told: Counter[str] = Counter()
    for folder in folders:
        for path in folder.rglob("*"):
            if path.is_symlink() or not path.is_file():
                continue
            files += 1
            with path.open("rb") as stream:
                head = stream.read(4096)
            if may_be_archive(head):
                suspected += 1
                kind = archive_kind(path, name=path.name)
                if kind is not None:
                    told[f"{kind} {path.suffix.lower()}"] += 1
    used = round(cpu(resource.RUSAGE_SELF) - before, 1)
    return {"files": files, "suspected": suspected, "cpu": used, "told": dict(told.most_common())}


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--data", type=Path)
    arguments.add_argument("--files", type=int, default=1000)
    arguments.add_argument("--specimen", type=Path, nargs="*", default=[])
    arguments.add_argument("--scan", type=Path, nargs="*", default=[])
    given = arguments.parse_args()
    report: dict[str, object] = {"missing": [name for name in (*PEERS, "gcab") if shutil.which(name) is None]}
    if given.scan:
        report["scan"] = scanned(given.scan)
    members = files_of(given.data) if given.data else generated(given.files)
    with tempfile.TemporaryDirectory() as folder:
        top = Path(folder)
        data = top / "data"
        for name, contents in members.items():
            (data / name).parent.mkdir(parents=True, exist_ok=True)
            (data / name).write_bytes(contents)
        (top / "one.tar").write_bytes(tar_of({"one": b""}))
        report["start"] = min(float(str(ours(top / "one.tar", top / "one")[0]["cpu"])) for _ in range(3))
        formats: dict[str, object] = {}
        for number, (kind, (write, peers)) in enumerate(WRITTEN.items()):
            file, scratch = top / f"w{number}.bin", top / f"s{number}"
            scratch.mkdir()
            file.write_bytes(write(members))
            formats[kind] = measured(kind, file, members, peers=peers, scratch=scratch)
            shutil.rmtree(scratch)
            file.unlink()
        for number, (kind, (command, peers)) in enumerate(TOOLS.items()):
            file, scratch = top / f"t{number}.bin", top / f"u{number}"
            if shutil.which(command.split()[0]) is None:
                continue
            scratch.mkdir()
            words = [part.format(file=file, names="") for part in _split(command)]
            words = [word for word in words if word] + (list(members) if "{names}" in command else [])
            subprocess.run(words, cwd=data, check=True, capture_output=True)
            made = file if file.exists() else Path(f"{file}.7z")
            formats[kind] = measured(kind, made, members, peers=peers, scratch=scratch)
            shutil.rmtree(scratch)
        report["formats"] = formats
        specimens: dict[str, object] = {}
        for number, path in enumerate(given.specimen):
            scratch = top / f"x{number}"
            scratch.mkdir()
            specimens[path.name] = specimen(Path(os.path.abspath(path)), scratch)
            shutil.rmtree(scratch)
        report["specimens"] = specimens
    print(json.dumps(report, indent=1, ensure_ascii=False))


def _split(command: str) -> list[str]:
    import shlex

    return shlex.split(command)


if __name__ == "__main__":
    main()
