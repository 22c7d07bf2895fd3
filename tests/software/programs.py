"""Small programs for tests of methods that read machine code: written here, compiled when a test asks for them."""

from __future__ import annotations

import shutil
import subprocess
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

COMPILER = shutil.which("gcc")

LEDGER = (Path(__file__).parent / "ledger.c").read_text("utf-8")
TIDE = (Path(__file__).parent / "tide.c").read_text("utf-8")


@cache
def compiled(source: str, level: str = "O2", stripped: bool = True, flags: tuple[str, ...] = ()) -> bytes:
    """An ELF program for this machine's processor."""
    assert COMPILER, "gcc is not installed"
    with TemporaryDirectory() as folder:
        text, made = Path(folder) / "a.c", Path(folder) / "a.out"
        text.write_text(source)
        strip = ["-s"] if stripped else []
        subprocess.run([COMPILER, f"-{level}", "-w", *strip, *flags, str(text), "-o", str(made)], check=True)
        return made.read_bytes()


def put(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path
