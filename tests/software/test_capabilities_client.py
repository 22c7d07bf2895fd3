"""Held beside a client: public texts in instructions, addresses of the other process, names of third programs."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from appraisal.comparison import Observation
from appraisal.examiner import addresses
from appraisal.span import whole
from comparators.software.capabilities.public import is_public, letters, said
from tests.software.programs import COMPILER, put
from tests.software.test_capabilities import found
from tests.software.test_capabilities_numbers import NET, TALKS, built, shared

MINGW = shutil.which("x86_64-w64-mingw32-gcc")
needs_gcc = pytest.mark.skipif(COMPILER is None, reason="needs gcc")
TEXTS = """
APART static int make(char *m, int n) { %s return n; }
APART static int work(char *m, int n) { return %s; }
"""
HTTP = TEXTS % (
    'memcpy(m, "GET ", 4); memcpy(m + 4, "/news", 5); memcpy(m + 9, " HTTP/1.1\\r\\nHost: ", 17);',
    'memcmp(m, "HTTP", 4) || memcmp(m + 8, " 200", 4) || memcmp(m + 20, "RIFF", 4) ? -1 : n',
)
MAGIC = TEXTS % ("n++;", 'memcmp(m, "MGC1", 4) ? -1 : n')


def greets(words: str) -> str:
    """Code that puts a text down four letters at a time, with every compiler and at every level."""
    padded = words + "\0" * (4 - len(words) % 4)
    pieces = ((at, padded[at : at + 4].replace("\0", "\\000")) for at in range(0, len(padded), 4))
    puts = "".join(f'memcpy(m + {at}, "{piece}", 4); __asm__ volatile("" ::: "memory"); ' for at, piece in pieces)
    return TEXTS % (puts, "n")


def number(text: str) -> int:
    return int.from_bytes(text.encode(), "little")


@needs_gcc
@pytest.mark.parametrize("level", ["O1", "O2"])
def test_texts_of_public_protocols_and_formats_are_no_packet_constants(tmp_path: Path, level: str) -> None:
    client, other = built(tmp_path, NET + HTTP + TALKS, "O2"), built(tmp_path, NET + HTTP + "\n" + TALKS, level)
    assert shared(other, client) == (set(), False)


@needs_gcc
@pytest.mark.parametrize("level", ["O2", "O3"])
def test_a_text_of_the_client_s_own_protocol_is_one_and_shown_as_text(tmp_path: Path, level: str) -> None:
    client, bot = built(tmp_path, NET + MAGIC + TALKS, "O2"), built(tmp_path, NET + MAGIC + "\n" + TALKS, level)
    assert shared(bot, client) == ({hex(number("MGC1"))}, True)
    told = str([o.details for o in found(bot, client) if o.kind in ("offline-protocol", "shared-packet-constant")])
    assert "(the text 'MGC1'), which the client uses" in told and "(the text 'MGC1') stands in" in told
    assert "（文本 'MGC1'）" in told


@needs_gcc
@pytest.mark.parametrize("words", ["HELLO captain", "HELLO QUEST"])
def test_a_greeting_that_goes_on_is_the_program_s_own_only_where_both_have_all_of_it(
    tmp_path: Path, words: str
) -> None:
    client = built(tmp_path, NET + greets(words) + TALKS, "O2")
    values, spoken = shared(built(tmp_path, NET + greets(words) + "\n" + TALKS, "O1"), client)
    assert hex(number("HELL")) in values and spoken
    (one, *_) = [
        o for o in found(built(tmp_path, NET + greets(words) + "\n" + TALKS, "O1"), client) if "packet" in o.kind
    ]
    assert f"a piece of the text {words!r}" in str(one.details)
    for other in ("HELLO doctor", "HELLO "):
        assert shared(built(tmp_path, NET + greets(other) + TALKS, "O1"), client) == (set(), False)


def test_pieces_of_public_texts_in_either_order_of_bytes() -> None:
    for text in (
        "HTTP",
        "PTTH",
        "GET ",
        "POST",
        "Host",
        "200 ",
        "TLSv",
        "RIFF",
        "JSON",
        "<htm",
        "Genu",
        "%PDF",
        "; %d",
    ):
        assert is_public(number(text)), text
    assert is_public(0x474E5089) and is_public(0x89504E47)  # PNG
    for text in ("MGC1", "RGHQ", "ptai", "MUNL"):
        assert not is_public(number(text)) and letters(number(text)) == text
    assert not is_public(0x6A17F3C5) and said(0x6A17F3C5, "") == ("0x6a17f3c5", "0x6a17f3c5")
    assert is_public(number("HELL"), "HELLO you") and not is_public(number("HELL"), "HELLO QUEST")
    assert is_public(number("HTTP"), "HTTP/1.1 captain")


FOREIGN = """
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>
__attribute__((section(".hold"), used)) const char own[] = "harbour.bin";
int main(int n, char **words) {
    int v = 999, f = open(words[1], O_RDWR);
    pread(f, &v, 4, 0x500000);
    pwrite(f, &v, 4, 0x500000);
    %s
    return v;
}
"""


@needs_gcc
@pytest.mark.parametrize("level", ["-O0", "-O2"])
@pytest.mark.parametrize(("use", "named"), [("", False), ("puts(own);", True), ("puts((char *)0x500000);", True)])
def test_an_address_of_the_other_process_is_no_reference_to_the_own_text(
    tmp_path: Path, level: str, use: str, named: bool
) -> None:
    paths = []
    for name, words in (("harbour.bin", "int main(void) { return 0; }"), ("tool", FOREIGN % use)):
        source = put(tmp_path / f"{name}.c", words.encode())
        paths.append(tmp_path / name)
        flags = ("-w", level, "-no-pie", "-fno-pie", "-Wl,--section-start=.hold=0x500000")
        subprocess.run([str(COMPILER), *flags, str(source), "-o", str(paths[-1])], check=True)
    seen = [o for o in found(paths[1], paths[0]) if o.kind == "name-of-client"]
    assert bool(seen) == named


GAME = """
#include <windows.h>
#include <tlhelp32.h>
#include <string.h>
#define APART __attribute__((noinline))
static APART int runs(const char *name) {
    PROCESSENTRY32 e = {sizeof e};
    HANDLE h = CreateToolhelp32Snapshot(2, 0);
    int found = 0;
    for (BOOL more = Process32First(h, &e); more; more = Process32Next(h, &e))
        found |= !_stricmp(e.szExeFile, name) | !_stricmp(e.szExeFile, "third-party.exe");
    return found;
}
static APART int guard(void) { return runs("memory-tool.exe") || FindWindowA(0, "Memory Tool 7.5"); }
int main(void) {
    if (FindWindowA("HarbourWnd", 0) || guard()) return 1;
    CreateWindowExA(0, "HarbourWnd", "Harbour Quest", 0, 0, 0, 9, 9, 0, 0, 0, 0);
    return 0;
}
"""
LOOKS = """
#include <windows.h>
int main(void) { return FindWindowA(0, "%s") != 0; }
"""


@pytest.mark.skipif(MINGW is None, reason="needs mingw-w64")
@pytest.mark.parametrize("level", ["-O0", "-O2"])
def test_names_that_the_client_itself_looks_for_are_of_third_programs(tmp_path: Path, level: str) -> None:
    def made(name: str, words: str) -> Path:
        source = put(tmp_path / f"{name}.c", words.encode())
        subprocess.run([str(MINGW), "-w", level, "-s", str(source), "-o", str(tmp_path / f"{name}.exe")], check=True)
        return tmp_path / f"{name}.exe"

    client = made("game", GAME)
    for at, text in enumerate(("Memory Tool 7.5", "memory-tool.exe", "third-party.exe")):
        kinds = {o.kind for o in found(made(f"rules{at}", LOOKS % text), client)}
        assert "name-of-client" not in kinds and "nothing-of-client" in kinds, text
    for at, text in enumerate(("Harbour Quest", "HarbourWnd")):  # one of which it looks for and makes
        kinds = {o.kind for o in found(made(f"trainer{at}", LOOKS % text), client)}
        assert "name-of-client" in kinds and "nothing-of-client" not in kinds, text


def test_an_address_at_which_two_techniques_are_seen_is_one_place() -> None:
    places = [{"address": one, "technique": str(at)} for at, one in enumerate(("0x10", "0x20", "0x10"))]
    seen = Observation("left", whole("bot.exe"), "offline-protocol", {"places": places})
    assert addresses(seen) == ["0x10", "0x20"]
    alone = Observation("left", whole("bot.exe"), "offline-protocol", {"places": places[::2]})
    assert addresses(alone) == []
