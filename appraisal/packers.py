"""Packers and protectors of programs: how they are called, and the names of sections that they leave.

``KEYS`` are the words of the record (``packed:upx``); they stay as they are, whatever a packer is called meanwhile.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Packer:
    """``name``: as people write it. ``protects``: more than packing. ``sections``: their names."""

    name: str
    sections: tuple[str, ...]
    protects: bool = False


PACKERS: Mapping[str, Packer] = {
    "upx": Packer("UPX", ("UPX0", "UPX1")),
    "aspack": Packer("ASPack", (".aspack", ".adata")),
    "mpress": Packer("MPRESS", (".MPRESS1", ".MPRESS2")),
    "nspack": Packer("NsPack", (".nsp0", ".nsp1", "nsp0", "nsp1")),
    "pecompact": Packer("PECompact", ("PEC2", "PEC2TO")),
    "petite": Packer("Petite", (".petite",)),
    "fsg": Packer("FSG", ("FSG!",)),
    "mew": Packer("MEW", ("MEW",)),
    "vmprotect": Packer("VMProtect", (".vmp0", ".vmp1"), protects=True),
    "themida": Packer("Themida / WinLicense", (".themida", ".winlice"), protects=True),
    "enigma": Packer("Enigma", (".enigma1", ".enigma2"), protects=True),
    "svkp": Packer("SVKP", (".svkp",), protects=True),
}
KEYS = tuple(PACKERS)
PACKED = "packed:"  # before the key, as a reason why a file was not opened
OF_SECTION: Mapping[str, str] = {section: key for key, one in PACKERS.items() for section in one.sections}


def shown(key: str) -> str:
    """How a packer is called; the key itself where it is none of the table (a record of another version)."""
    return PACKERS[key].name if key in PACKERS else key
