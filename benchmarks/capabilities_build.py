"""Builds the specimens of ``capabilities/``:
``python -m benchmarks.capabilities_build OUT [NAME …] [--bits 32] [--static]``.

Each technique of each source becomes ``SOURCE-TECHNIQUE-VARIANT`` in OUT, stripped, with an unstripped twin ``….sym``:
O0 and O2; for Windows also ``xor`` (names of the functions that matter enciphered with a key of four bytes and found
with GetProcAddress) and ``hash`` (found by djb2 hash in the export tables of loaded modules, reached through the PEB);
of O2 also ``upx`` and ``upx-lzma`` where UPX packs it. mingw-w64 gcc for Windows, gcc for Linux, g++ for ``.cpp``; for
x86-64, or with ``--bits 32`` for x86 (Debian: gcc-mingw-w64-i686, gcc-12-multilib). With ``--static`` programs for
Linux carry the C library along, and nothing else is built, nor what needs a library that is made here. Builds are
deterministic. Nothing built here is ever run.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

SOURCES = Path(__file__).parent / "capabilities"
HEAD = re.compile(r"technique (\w+) (windows-library|windows|linux-library|linux)((?: \w+=\S+)*)")
USED = re.compile(r"\bF\((\w+)\)")
KEY = bytes.fromhex("9e31c772")
HIDDEN = ("xor", "hash")
INNOCENT = "innocent"
_XOR = """
static void *found(const unsigned char *hidden, unsigned size) {
    static const char *libraries[] = {"kernel32", "ntdll", "user32", "gdi32", "advapi32", "ws2_32", "d3d9", "d3d11", 0};
    char name[64];
    void *function = 0;
    for (unsigned i = 0; i < size; i++) name[i] = (char)(hidden[i] ^ hide_key[i & 3]);
    for (const char **l = libraries; *l && !function; l++) function = (void *)GetProcAddress(LoadLibraryA(*l), name);
    return function;
}
"""
_HASH = """
#include <winternl.h>
__attribute__((noinline)) static void *found(DWORD wanted) {
#ifdef _WIN64
    PEB *peb = (PEB *)__readgsqword(0x60);
#else
    PEB *peb = (PEB *)__readfsdword(0x30);
#endif
    LIST_ENTRY *first = &peb->Ldr->InMemoryOrderModuleList;
    for (LIST_ENTRY *each = first->Flink; each != first; each = each->Flink) {
        BYTE *base = CONTAINING_RECORD(each, LDR_DATA_TABLE_ENTRY, InMemoryOrderLinks)->DllBase;
        IMAGE_NT_HEADERS *nt = (void *)(base + ((IMAGE_DOS_HEADER *)base)->e_lfanew);
        DWORD at = nt->OptionalHeader.DataDirectory[0].VirtualAddress;
        IMAGE_EXPORT_DIRECTORY *table = (void *)(base + at);
        for (DWORD i = 0; at && i < table->NumberOfNames; i++) {
            const char *name = (char *)base + ((DWORD *)(base + table->AddressOfNames))[i];
            DWORD hash = 5381;
            while (*name) hash = hash * 33 + (BYTE)*name++;
            if (hash == wanted)
                return base + ((DWORD *)(base + table->AddressOfFunctions))[
                    ((WORD *)(base + table->AddressOfNameOrdinals))[i]];
        }
    }
    return 0;
}
"""


@dataclass(frozen=True)
class Specimen:
    """``at``: functions that the finding must stand in; none for innocent ones."""

    source: str
    technique: str
    system: str
    at: tuple[str, ...] = ()
    libraries: tuple[str, ...] = ()
    stub: tuple[str, tuple[str, ...]] = ("", ())
    draw: str = "first"
    suffix: str = ".c"

    @property
    def rule(self) -> str:
        """The rule that should find it."""
        return "" if self.source == INNOCENT else self.source.replace("_", "-")

    @property
    def name(self) -> str:
        """As files are called."""
        return (
            f"{self.source}-{self.technique}" if self.draw == "first" else f"{self.draw}-{self.source}-{self.technique}"
        )

    @property
    def path(self) -> Path:
        """Its source."""
        return SOURCES / ("" if self.draw == "first" else self.draw) / f"{self.source}{self.suffix}"


def specimens() -> Iterator[Specimen]:
    """All of them, as the sources say."""
    for path in sorted([*SOURCES.rglob("*.c"), *SOURCES.rglob("*.cpp")]):
        draw = "first" if path.parent == SOURCES else path.parent.name
        head = path.read_text("utf-8").partition("*/")[0]
        for technique, system, more in HEAD.findall(head):
            said = dict(word.split("=", 1) for word in more.split())
            library, _, functions = said.get("stub", "").partition(":")
            at = tuple(filter(None, said.get("at", "").split(",")))
            libraries = tuple(filter(None, said.get("libs", "").split(",")))
            stub = library, tuple(filter(None, functions.split(",")))
            yield Specimen(path.stem, technique, system, at, libraries, stub, draw, path.suffix)


def _djb2(name: str) -> int:
    value = 5381
    for byte in name.encode():
        value = (value * 33 + byte) & 0xFFFFFFFF
    return value


def hiding(names: list[str], how: str) -> str:
    """``hide.h``: how specimens find the functions that they name with F."""
    if how == "xor":
        hidden = [bytes(c ^ KEY[i % 4] for i, c in enumerate(name.encode() + b"\0")) for name in names]
        tables = [
            f"static const unsigned char h_{name}[] = {{{', '.join(map(str, data))}}};"
            for name, data in zip(names, hidden, strict=True)
        ]
        use = "#define F(name) ((__typeof__(&name))found(h_##name, sizeof h_##name))"
        key = f"static const unsigned char hide_key[4] = {{{', '.join(map(str, KEY))}}};"
        return "\n".join([key, *tables, _XOR, use, ""])
    tables = [f"#define H_{name} {_djb2(name):#x}u" for name in names]
    return "\n".join([*tables, _HASH, "#define F(name) ((__typeof__(&name))found(H_##name))", ""])


def build(one: Specimen, out: Path, bits: int = 64, static: bool = False) -> list[str]:
    """All variants of one specimen; what went wrong."""
    text = one.path.read_text("utf-8")
    part = re.search(
        rf"defined? T_{one.technique}\b(.*?)#(?:elif|endif)", text.replace("#ifdef T_", "#if defined T_"), re.S
    )
    names = sorted(set(USED.findall(part[1] if part else text)))
    lost = []
    for variant in ("O0", "O2", *(HIDDEN if names and one.system.startswith("windows") else ())):
        lost += _compiled(one, variant, names, out, bits, static)
    target = out / f"{one.name}-O2"
    for packed, more in (("upx", ()), ("upx-lzma", ("--lzma",))):
        if one.system != "linux-library" and target.exists():
            made = out / f"{one.name}-{packed}"
            made.unlink(missing_ok=True)
            ran = subprocess.run(["upx", "-q", *more, "-o", str(made), str(target)], capture_output=True, text=True)
            if ran.returncode:
                lost.append(f"{made.name}: {ran.stderr.strip().splitlines()[-1][-60:]}")
    return lost


def _compiled(one: Specimen, variant: str, names: list[str], out: Path, bits: int, static: bool) -> list[str]:
    windows = one.system.startswith("windows")
    kit = "i686-w64-mingw32" if bits == 32 else "x86_64-w64-mingw32"
    tongue = "g++" if one.suffix == ".cpp" else "gcc"
    compiler = f"{kit}-{tongue}" if windows else tongue
    machine = (["-m32"] if bits == 32 and not windows else []) + (["-static"] if static else [])
    target = out / f"{one.name}-{variant}"
    with TemporaryDirectory() as scratch:
        folder = Path(scratch)
        level = variant if variant[0] == "O" else "O2"
        flags = [
            *machine,
            f"-{level}",
            "-w",
            f"-DT_{one.technique}",
            f"-DHIDE={0 if variant[0] == 'O' else 1}",
            f"-I{scratch}",
            f"-I{SOURCES}",
        ]
        if one.suffix == ".cpp":
            flags.append("-fpermissive")
        if variant in HIDDEN:
            (folder / "hide.h").write_text(hiding(names, variant))
        libraries = [f"-l{name}" for name in one.libraries]
        library, functions = one.stub
        if library:
            flags.append(f"-L{scratch}")
            libraries.append(f"-l{library}")
            if windows:
                listed = "\n".join(["LIBRARY " + library + ".dll", "EXPORTS", *functions])
                (folder / "stub.def").write_text(listed + "\n")
                tool = [f"{kit}-dlltool", "-d", str(folder / "stub.def"), "-l"]
                subprocess.run([*tool, str(folder / f"lib{library}.a")], check=True)
            else:
                (folder / "stub.c").write_text("".join(f"void {name}(void) {{}}\n" for name in functions))
                made = ["gcc", *machine, "-shared", "-o", str(folder / f"lib{library}.so"), str(folder / "stub.c")]
                subprocess.run(made, check=True)
        if one.system == "linux-library":
            flags += ["-shared", "-fPIC"]
        if one.system == "windows-library":
            flags.append("-shared")
        flags.append("-Wl,--no-insert-timestamp" if windows else "-Wl,--build-id=none")
        made_here = folder / "made"
        ran = subprocess.run(
            [compiler, *flags, str(one.path), "-o", str(made_here), *libraries], capture_output=True, text=True
        )
        if windows and not made_here.exists():
            made_here = folder / "made.exe"
        if ran.returncode:
            return [f"{target.name}: {ran.stderr.strip().splitlines()[0][-160:]}"]
        target.with_name(target.name + ".sym").write_bytes(made_here.read_bytes())
        strip = f"{kit}-strip" if windows else "strip"
        subprocess.run([strip, "-s", "-o", str(target), str(made_here)], check=True)
    return []


def main() -> None:
    """See the module."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("names", nargs="*", help="SOURCE-TECHNIQUE; all without")
    parser.add_argument("--draw", choices=("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "linked"))
    parser.add_argument("--bits", type=int, choices=(32, 64), default=64)
    parser.add_argument("--static", action="store_true")
    options = parser.parse_args()
    out = options.out
    out.mkdir(parents=True, exist_ok=True)
    for one in specimens():
        if options.static and (one.system != "linux" or one.stub[0]):
            continue
        if one.name in (options.names or [one.name]) and one.draw == (options.draw or one.draw):
            for said in build(one, out, options.bits, options.static):
                sys.stdout.write(said + "\n")


if __name__ == "__main__":
    main()
