"""Builds the programs of the sample again, by ``recipe.toml``: ``python -m appraisal.sample.programs.build FOLDER``.

Nothing that is built is run, neither here nor in tests nor in the demo: programs are read.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


def recipe() -> dict[str, Any]:
    """Compilers by name, and programs by the file that each becomes."""
    return tomllib.loads((HERE / "recipe.toml").read_text("utf-8"))


def found(compiler: str) -> str:
    """The first line by which a compiler of the recipe tells its version on this machine, "" where it is not here."""
    command = shutil.which(recipe()["compilers"][compiler]["command"])
    if command is None:
        return ""
    told = subprocess.run([command, "--version"], capture_output=True, check=True, text=True)
    return told.stdout.partition("\n")[0]


def build(name: str, folder: Path) -> Path:
    """One program into ``folder``. Its compiler has to be here."""
    made = recipe()
    program = made["programs"][name]
    compiler = made["compilers"][program["compiler"]]
    target = folder.resolve() / name
    target.parent.mkdir(parents=True, exist_ok=True)
    flags = [*program["flags"], *compiler["flags"]]
    command = [compiler["command"], *flags, program["source"], "-o", str(target), *program.get("libraries", ())]
    subprocess.run(command, cwd=HERE, check=True)
    return target


def main() -> None:
    """Builds what can be built here, and says of each program whether it is the one of the sample byte for byte."""
    folder = Path(sys.argv[1])
    for name, program in recipe()["programs"].items():
        version = found(program["compiler"])
        if not version:
            print(f"{name}: {recipe()['compilers'][program['compiler']]['command']} is not installed")
            continue
        same = build(name, folder).read_bytes() == (HERE / name).read_bytes()
        print(f"{name}: {'the same bytes' if same else 'other bytes'} ({version})")


if __name__ == "__main__":
    main()
