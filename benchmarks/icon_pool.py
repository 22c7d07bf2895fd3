"""Pairs of icons for ``image_icons.py``, from unpacked Debian icon themes: forks and recolours, and the same concept
drawn anew. Chosen by names and bytes alone, never by a score."""

from __future__ import annotations

import hashlib
import random
import re
from dataclasses import dataclass
from pathlib import Path

#: set -> label -> pairs of (theme, theme): folders below usr/share/icons. True: the second was made from the first.
THEMES: dict[str, dict[bool, tuple[tuple[str, str], ...]]] = {
    "tune": {
        True: (
            ("gnome", "mate"),
            ("elementary", "elementary-xfce"),
            ("gnome-brave", "gnome-wine"),
            ("gnome-human", "gnome-noble"),
            ("gnome-wise", "gnome-dust"),
        ),
        False: (("Tango", "elementary"), ("gnome", "elementary"), ("Tango", "nuoveXT2"), ("yasis", "gnome")),
    },
    "held-out": {
        True: (
            ("breeze", "breeze-dark"),
            ("Faenza", "Obsidian"),
            ("Obsidian", "Obsidian-Red"),
            ("Yaru", "Yaru-purple"),
            ("Papirus", "Papirus-Dark"),
            ("bloom", "bloom-classic"),
            ("Numix", "Numix-Light"),
        ),
        False: (
            ("oxygen", "Faenza"),
            ("oxygen", "breeze"),
            ("Faenza", "Yaru"),
            ("Papirus", "Yaru"),
            ("oxygen", "bloom"),
            ("Nuovo", "oxygen"),
        ),
    },
    # What docs/methods/image-icon.md calls the named themes: forks and recolours, and only second drawings of Tango and
    # GNOME against elementary. All of it was looked at while the method was made.
    "named": {
        True: (
            ("gnome", "mate"),
            ("elementary", "elementary-xfce"),
            ("gnome-brave", "gnome-wine"),
            ("gnome-human", "gnome-noble"),
            ("gnome-wise", "gnome-dust"),
        ),
        False: (("Tango", "elementary"), ("gnome", "elementary")),
    },
    # Themes of no other set on at least one side, listed before they were scored.
    "held-out-2": {
        True: (
            ("gnome", "AdwaitaLegacy"),
            ("Moka", "Mint-Y"),
            ("Mint-Y-Red", "Mint-Y-Purple"),
            ("gnome-illustrious", "gnome-brave"),
        ),
        False: (
            ("Suede", "gartoon"),
            ("Paper", "gartoon"),
            ("Paper", "AdwaitaLegacy"),
            ("suru", "AdwaitaLegacy"),
        ),
    },
}
_SIZE = re.compile(r"(?<![0-9])(16|22|24|32|36|48|64|72|96|128|192|256|512)(?![0-9])")
SUFFIXES = (".png", ".svg")
MOST = 60  # pairs of one pair of themes,
MOST_NAMED = 100  # of the named ones
WANTED = 128  # pixels; the nearest size a theme has is taken, a larger one first


@dataclass(frozen=True)
class Pair:
    """Two icons of one name. ``copy``: the second theme was made from the first."""

    name: str
    themes: tuple[str, str]
    left: Path
    right: Path
    copy: bool


def icons(data: Path, theme: str) -> dict[str, Path]:
    """Name -> one file of a theme: full colour, the size nearest to ``WANTED``. Links count as their target's name."""
    found: dict[str, tuple[tuple[float, str], Path]] = {}
    for root in sorted(data.glob(f"*/usr/share/icons/{theme}")):
        for path in sorted(root.rglob("*")):
            if path.suffix.lower() not in SUFFIXES or "symbolic" in path.as_posix() or path.is_symlink():
                continue
            if not path.is_file():
                continue
            inside = path.relative_to(root).as_posix()
            sizes = [int(s) for s in _SIZE.findall(inside.rsplit("/", 1)[0])]
            size = max(sizes) if sizes else WANTED
            far = size / WANTED if size >= WANTED else 4 * WANTED / size
            rank = (far, inside)
            if path.stem not in found or rank < found[path.stem][0]:
                found[path.stem] = (rank, path)
    return {name: path for name, (_, path) in sorted(found.items())}


def pairs(data: Path, which: str) -> list[Pair]:
    """All pairs of a set: names that both themes have, no picture twice, no equal bytes, at most ``MOST`` by a seed."""
    chosen: list[Pair] = []
    for copy, themes in sorted(THEMES[which].items()):
        for one, other in themes:
            here, there = icons(data, one), icons(data, other)
            names = sorted(here.keys() & there.keys())
            random.Random(f"{one} {other}").shuffle(names)
            seen: set[str] = set()
            taken = 0
            for name in names:
                digests = [hashlib.sha256(p.read_bytes()).hexdigest() for p in (here[name], there[name])]
                if digests[0] == digests[1] or seen & set(digests):
                    continue
                seen |= set(digests)
                chosen.append(Pair(name, (one, other), here[name], there[name], copy))
                taken += 1
                if taken == (MOST_NAMED if which == "named" else MOST):
                    break
    return chosen


def digest(chosen: list[Pair]) -> str:
    """SHA-256 of the list with the bytes of its pictures: says that two runs scored the same pairs."""
    lines = [
        f"{p.copy} {p.themes} {p.name} "
        + " ".join(hashlib.sha256(path.read_bytes()).hexdigest() for path in (p.left, p.right))
        for p in chosen
    ]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
