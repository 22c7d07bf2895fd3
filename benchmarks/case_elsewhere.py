"""The archive of the sample case in another environment, without a network: three outcomes, and another Typst.

    python benchmarks/case_elsewhere.py [--scratch DIR] [--typst 0.14.9]

Makes the sample case and its bundle with the software in it (``archive --download``: this step alone uses the network),
installs a new environment from the bundle's own wheelhouse with its hashes, and runs ``verify --all`` there in a
network namespace of its own (``unshare --net``), first as it is, then with another version of Typst installed, which
is named by ``--typst`` and fetched before. Prints one JSON object; exit code 1 when an answer is not the one that
stands under ``wanted``.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

WHEELS = Path("data") / "wheelhouse"
OFFLINE = ("unshare", "--map-root-user", "--net")
WANTED = {
    "same software": {"integrity": "holds", "re-rendering": "holds", "recomputation": "holds"},
    "another typst": {"integrity": "holds", "re-rendering": "cannot-be-checked-here", "recomputation": "holds"},
}
CODES = {"same software": 0, "another typst": 13}


def said(command: Sequence[str | Path], home: Path, codes: Sequence[int] = (0,)) -> tuple[int, str]:
    environment = {**os.environ, "APPRAISAL_HOME": str(home), "PIP_CONFIG_FILE": os.devnull}
    environment.pop("PYTHONPATH", None)
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, env=environment)
    if done.returncode not in codes:
        sys.exit(f"{command}: {done.returncode}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}")
    return done.returncode, done.stdout


def answers(environment: Path, bundle: Path, home: Path) -> dict[str, Any]:
    """What ``verify`` says there, with the network taken away (a socket proves that)."""
    probe = "import socket; socket.create_connection(('192.0.2.1', 9), 1)"
    offline = subprocess.run([*OFFLINE, str(environment / "bin" / "python"), "-c", probe], capture_output=True)
    if offline.returncode == 0 or b"unreachable" not in offline.stderr:
        sys.exit(f"the network was not taken away: {offline.stderr.decode()[-300:]}")
    command = [*OFFLINE, environment / "bin" / "appraisal", "verify", "--all", "--json", bundle]
    code, text = said(command, home, codes=(0, 10, 11, 12, 13))
    found = json.loads(text)
    return {"code": code, "outcomes": found}


def short(found: Mapping[str, Any]) -> dict[str, str]:
    return {one["check"]: one["answer"] for one in found["outcomes"]["outcomes"]}


def remarks(found: Mapping[str, Any]) -> list[str]:
    return [f"{one['check']}: {said['en']}" for one in found["outcomes"]["outcomes"] for said in one["remarks"]]


def measure(scratch: Path, typst: str) -> dict[str, Any]:
    home, case, bundle = scratch / "home", scratch / "case", scratch / "bundle"
    program = Path(sys.executable).parent / "appraisal"
    said([program, "demo", case], home)
    said([program, "archive", case, bundle, "--download"], home)
    other = scratch / "other-typst"
    said([sys.executable, "-m", "pip", "download", "--no-deps", "--dest", other, f"typst=={typst}"], home)
    environment = scratch / "environment"
    said([sys._base_executable, "-m", "venv", environment], home)  # type: ignore[attr-defined]
    pip = [environment / "bin" / "python", "-m", "pip", "install", "--quiet", "--no-index"]
    said([*pip, "--find-links", bundle / WHEELS, "--require-hashes", "-r", bundle / WHEELS / "lock.txt"], home)
    found = {"same software": answers(environment, bundle, scratch / "home-there")}
    said([*pip, "--no-deps", "--force-reinstall", *other.iterdir()], home)
    found["another typst"] = answers(environment, bundle, scratch / "home-there")
    files = [path.stat().st_size for path in bundle.rglob("*") if path.is_file()]
    return {
        "machine": {"processor": platform.machine(), "python": platform.python_version(), "typst there": typst},
        "bundle": {"files": len(files), "bytes": sum(files)},
        "wanted": WANTED,
        "found": {name: {"code": one["code"], **short(one)} for name, one in found.items()},
        "remarks": {name: remarks(one) for name, one in found.items()},
    }


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--scratch", type=Path)
    options.add_argument("--typst", default="0.14.9")
    given = options.parse_args()
    scratch = Path(tempfile.mkdtemp(prefix="elsewhere-", dir=given.scratch))
    try:
        found = measure(scratch, given.typst)
    finally:
        shutil.rmtree(scratch)
    print(json.dumps(found, indent=1, ensure_ascii=False))
    return int(any(found["found"][name] != {"code": CODES[name], **wanted} for name, wanted in WANTED.items()))


if __name__ == "__main__":
    sys.exit(main())
