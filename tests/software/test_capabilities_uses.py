"""Names, addresses and evidence by their use: programs of ``plug_ins/parts.c`` and their innocent counterparts."""

from __future__ import annotations

import json
import shutil
import struct
import subprocess
from pathlib import Path

import pytest

from appraisal import cli
from appraisal.comparison import Observation
from appraisal.examiner import places
from comparators.software.capabilities import SoftwareCapabilities, headers, hidden, keys
from comparators.software.capabilities.spelling import Piece, texts
from tests.software.programs import put
from tests.software.test_capabilities import PLUG_INS, capabilities, found

CLIENT = PLUG_INS / "part-client.exe"
HEALTH = 0x140002000


def part(name: str) -> Path:
    return PLUG_INS / f"part-{name}.exe"


def of_kind(name: str, kind: str, client: Path | None = None) -> list[Observation]:
    return [one for one in found(part(name), client) if one.kind == kind]


def test_a_name_is_that_of_the_data_its_look_up_refers_to() -> None:
    """Three look-ups through one buffer; names without zero; the third is asked for by no rule and gets no name."""
    named = {o.details["name"]: o.details["how"] for o in of_kind("unclosed", "name-at-run-time")}
    assert named == dict.fromkeys(("OpenProcess", "WriteProcessMemory"), "XOR 5a c3 17 8e 61")
    assert list(capabilities(part("unclosed"))) == [("writes-memory", "opened-process")]
    texts = {o.details["text"] for o in of_kind("unclosed", "hidden-text")}
    assert texts == {"OpenProcess", "WriteProcessMemory"}


def test_where_several_names_come_into_question_none_is_chosen() -> None:
    (one,) = of_kind("unsure", "name-at-run-time")
    assert one.details["one_of"] == ["OpenProcess", "WriteProcessMemory"] and "name" not in one.details
    assert "not sure" in str(one.details["summary_en"]) and "不能确定" in str(one.details["summary_zh"])


def test_a_word_that_goes_on_is_not_the_shorter_word() -> None:
    key = bytes.fromhex("5ac3178e61")

    def sealed(word: str) -> bytes:
        return bytes(c ^ key[i % 5] for i, c in enumerate(word.encode()))

    known = {"OpenProcess", "WriteProcessMemory"}
    data = sealed("WriteProcessMemory") + bytes(6) + sealed("OpenProcessToken") + bytes(4) + sealed("OpenProcess")
    assert [(one.start, one.text) for one in hidden.find(data, known)] == [
        (0, "WriteProcessMemory"),
        (len(data) - 11, "OpenProcess"),
    ]


def test_beside_a_call_stands_what_it_calls_and_nothing_else() -> None:
    steps = [e for one in capabilities(part("hook")).values() for e in one.details["evidence"]]
    lines = {e["lines"][-1] for e in steps if " call " in e["lines"][-1]}
    notes: dict[str, set[str]] = {}
    for line in lines:
        code, _, note = line.partition("  ; ")
        notes.setdefault(code, set()).add(note)
    assert all(len(one) == 1 for one in notes.values())
    handed = [e for e in steps if e["what"] == "handed"]
    assert handed and all(e["name"] == "send" and not e["lines"][-1].endswith("; send") for e in handed)
    assert all("hands on the address of send" in e["says_en"] for e in handed)
    assert {e["lines"][-1].partition("  ; ")[2] for e in steps if e["what"] == "named"} == {"GetProcAddress → send"}


def test_a_function_is_looked_up_where_that_is_done_and_not_where_it_is_called_from() -> None:
    (one,) = of_kind(
        "library", "name-at-run-time"
    )  # GetProcAddress(library, "cb"), in a function that gives nothing back
    data = part("library").read_bytes()
    assert one.details["name"] == "cb" and data[int(one.span.start) : int(one.span.start) + 2] == b"\xff\x15"


def test_what_is_an_address_argument_is_of_the_other_process_whatever_the_own_base() -> None:
    seen = of_kind("absolute", "address-of-client", CLIENT)
    assert [(o.details["value"], o.details["how"]) for o in seen] == [(hex(HEALTH), "absolute")]
    assert seen[0].details["client"]["section"] == ".data"  # and no 0x3000 of VirtualAllocEx, 0xffff, 0x14000ffff


def test_a_distance_counts_where_it_is_added_to_the_start_of_a_module_that_may_be_the_client() -> None:
    seen = of_kind("offset", "address-of-client", CLIENT)
    assert [(o.details["value"], o.details["how"]) for o in seen] == [("0x2000", "from the start of the module")]
    assert seen[0].details["client"]["address"] == hex(HEALTH)  # 0x2008 is added to the start of kernel32.dll


@pytest.mark.parametrize("name", ["context", "own_window", "startup", "bot"])
def test_innocent_counterparts_have_no_capability(name: str) -> None:
    """A debugger's flags, a pixel of the own window, a filter of start-up code, a client of some protocol."""
    assert capabilities(part(name)) == {}


def test_a_pixel_of_another_window_is_seen_through_a_function_that_gets_the_window() -> None:
    assert list(capabilities(part("other_window"))) == [("reads-screen", "single-pixels")]


def test_a_process_chosen_by_name_is_ended_and_the_client_says_whose_it_is() -> None:
    seen = capabilities(part("ender"))
    assert list(seen) == [("disables-protection", "ended-guard"), ("ends-processes", "chosen-by-name")]
    assert "one that speaks of protection" in str(seen["disables-protection", "ended-guard"].details["summary_en"])
    one = seen["ends-processes", "chosen-by-name"]
    assert "'MoonGuard.exe' [compared piece by piece by instructions]" in "\n".join(one.details["evidence_en"])
    (beside,) = [o for o in found(part("ender"), CLIENT) if o.kind == "disables-protection"]
    assert {place["technique"] for place in places(beside)} == {"ended-guard", "ended-named-by-client"}


def test_a_window_hook_of_a_library_it_loads() -> None:
    assert list(capabilities(part("library"))) == [("injects-code", "window-hook-of-library")]


def test_a_bot_without_words_is_told_by_the_packet_constants_of_the_client() -> None:
    seen = [o for o in found(part("bot"), CLIENT) if o.details.get("technique") == "frames-of-client"]
    assert [o.kind for o in seen] == ["offline-protocol"]
    assert "0x4d4e4743" in "\n".join(seen[0].details["evidence_en"])


def test_a_key_is_shared_and_a_table_of_numbers_is_none() -> None:
    (one,) = of_kind("bot", "shared-key", CLIENT)
    assert str(one.details["bytes"]).startswith("913c77e0")
    for numbers in ((0.1760912590558, 0.289529654602168), (1e16, 1e256), (0.0, 2.5)):
        assert keys.numeric(struct.pack("<2d", *numbers))
    assert keys.numeric(struct.pack("<4f", 1.21, -512.0, 511.0, 0.001))
    assert not keys.numeric(bytes.fromhex("913c77e00b5da2f816c9448e632ad71f"))


def test_pieces_that_memory_is_compared_with_make_a_text() -> None:
    data = b"MoonGuard.exe\0"
    pieces = [
        Piece(16, "b", 4, 8, int.from_bytes(data[:8], "little")),
        Piece(20, "b", 10, 8, int.from_bytes(data[6:], "little")),
    ]
    assert list(texts(pieces)) == [(16, "MoonGuard.exe")]
    assert list(texts(pieces[:1])) == []  # no zero ends it
    assert [one for _, one in texts(pieces[:1], ended=False)] != [], "as strncmp compares it"
    assert list(texts(pieces, ended=False)) == []
    assert list(texts([pieces[0], Piece(20, "c", 10, 8, pieces[1].value)])) == [(20, "ard.exe")]  # of something else


def test_a_header_that_the_file_contradicts_is_said(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    data = bytearray((PLUG_INS / "trainer.exe").read_bytes())
    header = struct.unpack_from("<I", data, 0x3C)[0] + 24 + 112 + 8  # directory of imports
    data[header + 4 : header + 8] = b"\xff" * 4
    path = put(tmp_path / "imp.exe", bytes(data))
    (one,) = (o for o in found(path) if o.kind == "odd-header")
    assert "import table has 0xffffffff bytes" in str(one.details["summary_en"])
    assert "导入表长" in str(one.details["summary_zh"]) and "table" not in str(one.details["summary_zh"])
    assert cli.main(["examine", str(path), "--against", str(path)]) == cli.USAGE
    case = tmp_path / "case"
    assert cli.main(["new", str(case)]) == 0 and cli.main(["examine", str(case)]) == cli.USAGE
    fat = put(tmp_path / "fat.macho", b"\xca\xfe\xba\xbe\x7f\xff\xff\xff" + bytes(64))
    assert cli.main(["examine", str(fat)]) == cli.USAGE
    told = capfdbinary.readouterr().err.decode()
    assert "against itself" in told and "--label" in told and "fat.macho: nothing in it is a program" in told
    assert cli.main(["examine", str(part("ender")), "--json"]) == 0
    assert json.loads(capfdbinary.readouterr().out)[0]["version"] == SoftwareCapabilities.version


NAMED = """
#include <windows.h>
volatile int hp = 900, gold = 5;
volatile struct { int x, y; } where = {3, 4};
int main(void) { while (hp) { gold += where.y; Sleep(hp); } return 0; }
"""
READS = """
#include <windows.h>
int main(void) {
    DWORD id = 0;
    int held = 0;
    GetWindowThreadProcessId(FindWindowA("Named", 0), &id);
    HANDLE it = OpenProcess(PROCESS_VM_READ | PROCESS_VM_WRITE | PROCESS_VM_OPERATION, FALSE, id);
    ReadProcessMemory(it, (void *)%s, &held, sizeof held, 0);
    held += 7;
    WriteProcessMemory(it, (void *)%s, &held, sizeof held, 0);
    return held;
}
"""
MINGW = shutil.which("x86_64-w64-mingw32-gcc")


@pytest.mark.skipif(MINGW is None, reason="needs mingw-w64")
def test_a_fixed_address_names_the_variable_of_a_client_for_windows_and_moves_only_where_the_header_lets_it(
    tmp_path: Path,
) -> None:
    def made(name: str, source: str, *flags: str) -> Path:
        (tmp_path / f"{name}.c").write_text(source)
        path = tmp_path / f"{name}.exe"
        subprocess.run([MINGW or "", "-O1", "-w", *flags, str(tmp_path / f"{name}.c"), "-o", str(path)], check=True)
        return path

    client = made("client", NAMED, "-Wl,--disable-dynamicbase")
    bare = made("bare", NAMED, "-s", "-Wl,--disable-dynamicbase")
    moving = made("moving", NAMED, "-s", "-Wl,--dynamicbase")
    about = headers.read(client.read_bytes())
    at = {one.name: one.start for one in about.objects}
    assert about.variable(at["where"] + 4) == "where+0x4"
    plug_in = made("reader", READS % (hex(at["gold"]), hex(at["hp"])), "-s")

    def said(against: Path) -> list[str]:
        return [str(o.details["summary_en"]) for o in found(plug_in, against) if o.kind == "address-of-client"]

    assert {"(gold, .data)" in one or "(hp, .data)" in one for one in said(client)} == {True}
    assert said(bare) and all("most programs begin" in one and "ASLR" not in one for one in said(bare))
    assert said(moving) and all("ASLR" in one for one in said(moving))
    (read,) = [o for o in found(plug_in) if o.kind == "reads-memory"]
    assert any(f"argument 2 = {hex(at['gold'])}" in str(step) for step in read.details["evidence_en"])
