"""Installers and containers that are told by their marks and not opened: they stay one file, and the listing says so.

Marks: the formats' own documents or, where there is none, what programs that read them look for.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from appraisal.extract.packages.pieces import DAMAGED, File
from appraisal.packers import PACKED, PACKERS

NAMED: Mapping[str, tuple[str, str]] = {
    "nsis": ("unsupported", "an NSIS installer"),
    "inno": ("unsupported", "an Inno Setup installer"),
    "msi": ("unsupported", "a Windows Installer package (MSI)"),
    "installshield": ("unsupported", "an InstallShield installer or cabinet"),
    "autoit": ("unsupported", "a compiled AutoIt script"),
    "pyinstaller": ("unsupported", "a Python program packed by PyInstaller"),
    "appimage": ("unsupported", "an AppImage"),
    **{
        key: (f"{PACKED}{key}", f"a program {'protected' if one.protects else 'packed'} by {one.name}")
        for key, one in PACKERS.items()
    },
    "unity": ("unsupported", "a Unity asset bundle"),
    "unreal": ("unsupported", "an Unreal Engine pak"),
    "iostore": ("unsupported", "the table of an Unreal Engine container (IoStore)"),
    "mpq": ("unsupported", "a Blizzard MPQ archive"),
    "casc": ("unsupported", "a Blizzard CASC index"),
    "npk": ("unsupported", "a NetEase NPK package"),
    "rgss": ("encrypted", "an RPG Maker archive (RGSSAD), scrambled by its format"),
    "renpy": ("unsupported", "a Ren'Py archive"),
    "xp3": ("unsupported", "a KiriKiri XP3 archive"),
    "bsa": ("unsupported", "a Bethesda archive"),
    "wim": ("unsupported", "a Windows image (WIM)"),
    "xar": ("unsupported", "a xar archive (macOS package)"),
    "arj": ("unsupported", "an ARJ archive"),
    "ace": ("unsupported", "an ACE archive"),
    "squashfs": ("unsupported", "a SquashFS file system"),
    "vmdk": ("unsupported", "a VMware disk (VMDK)"),
    "qcow": ("unsupported", "a QEMU disk (QCOW)"),
    "vhdx": ("unsupported", "a Hyper-V disk (VHDX)"),
    "thin": ("unsupported", "a thin ar archive, whose members lie elsewhere"),
    "salted": ("encrypted", "a file encrypted by OpenSSL"),
}
"""Kind: (reason, what it is)."""

# (offset, mark, kind); those that a text could begin with have a byte that it would not hold.
_MARKS: tuple[tuple[int, bytes, str], ...] = (
    (0, b"ISc(", "installshield"),
    (0, b"UnityFS\x00", "unity"),
    (0, b"UnityWeb\x00", "unity"),
    (0, b"UnityRaw\x00", "unity"),
    (0, b"UnityArchive\x00", "unity"),
    (0, b"-==--==--==--==-", "iostore"),
    (0, b"MPQ\x1a", "mpq"),
    (0, b"MPQ\x1b", "mpq"),
    (512, b"MPQ\x1a", "mpq"),
    (0, b"NXPK", "npk"),
    (0, b"RGSSAD\x00", "rgss"),
    (0, b"RPA-3.0 ", "renpy"),
    (0, b"RPA-2.0 ", "renpy"),
    (0, b"XP3\r\n \n\x1a", "xp3"),
    (0, b"BSA\x00", "bsa"),
    (0, b"MSWIM\x00\x00\x00", "wim"),
    (0, b"xar!\x00", "xar"),
    (7, b"**ACE**", "ace"),
    (0, b"hsqs", "squashfs"),
    (0, b"KDMV", "vmdk"),
    (0, b"QFI\xfb", "qcow"),
    (0, b"vhdxfile", "vhdx"),
    (0, b"!<thin>\n", "thin"),
    (0, b"Salted__", "salted"),
)
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_INSTALLER = bytes.fromhex("84100c0000000000c000000000000046")  # class 000C1084-…, [MS-CFB] 2.6.1: CLSID of the root
_UNREAL = (0x5A6F12E1).to_bytes(4, "little")


def may_be_named(head: bytes) -> bool:
    """By the first 4096 bytes, without parsing."""
    return _marked(head) is not None or head[:8] == _COMPOUND or _first_of_unreal(head)


def _marked(head: bytes) -> str | None:
    if head[:2] == b"\x60\xea" and len(head) > 30 and head[4] in range(30, 60):
        return "arj"
    return next((kind for at, mark, kind in _MARKS if head[at : at + len(mark)] == mark), None)


def _first_of_unreal(head: bytes) -> bool:
    """An Unreal pak begins with the entry of its first file: place 0, packed size, size, and a small method."""
    if len(head) < 32 or any(head[:8]):
        return False
    packed, size, method = (int.from_bytes(head[at : at + n], "little") for at, n in ((8, 8), (16, 8), (24, 4)))
    return 0 < packed < 1 << 40 and 0 < size < 1 << 40 and method < 16


def named_kind(path: Path, head: bytes) -> str | None:
    """A kind of ``NAMED``, or None. For the limited child."""
    kind = _marked(head)
    if kind is not None:
        return kind
    with path.open("rb") as stream:
        file = File(stream)
        try:
            if head[:8] == _COMPOUND and _class_of_root(file) == _INSTALLER:
                return "msi"
            if _first_of_unreal(head) and _UNREAL in file.read(max(0, file.size - 256), min(256, file.size)):
                return "unreal"
        except DAMAGED:
            return None
    return None


def _class_of_root(file: File) -> bytes:
    """[MS-CFB] 2.2 and 2.6: the class of the root entry of a compound file."""
    (shift,) = file.unpack("<H", 30)
    (sector,) = file.unpack("<L", 48)
    if shift not in (9, 12):
        return b""
    return file.read((sector + 1 << shift) + 80, 16)
