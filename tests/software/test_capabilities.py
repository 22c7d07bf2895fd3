"""What a program can do, found statically: rules, hidden names, steps near each other, addresses of a client."""

from __future__ import annotations

import json
import os
import stat
import sys
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from appraisal import cli, codec, examiner, examining, registry
from appraisal.comparator import Context
from appraisal.comparison import Observation
from appraisal.errors import MaterialError, OverLimit, RecordError, Refused, UsageError
from appraisal.examiner import Examination
from appraisal.work import Medium, Work
from comparators.software.capabilities import SoftwareCapabilities, facts, hidden, names, rules
from comparators.software.capabilities.rules import RuleError
from comparators.software.capabilities.traces import World
from comparators.software.capabilities.tracing import tracer
from comparators.software.functions import program as programs
from comparators.software.functions.instructions import decoder
from tests.software.programs import put

METHOD = SoftwareCapabilities()
PLUG_INS = Path(__file__).parent / "plug_ins"
FRAME = {
    "packed",
    "same-file",
    "odd-header",
    "no-imports",
    "library-code",
    "hidden-text",
    "name-at-run-time",
    "unread",
    "skipped",
    "more",
    "again",
    "nothing-of-client",
}


@lru_cache(maxsize=4)  # a client is held beside several programs, and a program looked at alone and beside one
def read(path: Path) -> dict[str, facts.Facts]:
    return {m.file: METHOD.read(m) for m in Work.open(path, medium=Medium.SOFTWARE).members}


@cache
def found(path: Path, against: Path | None = None) -> tuple[Observation, ...]:
    return tuple(METHOD.examine(read(path), read(against) if against else None, Context()))


def capabilities(path: Path) -> dict[tuple[str, str], Observation]:
    return {(o.kind, str(o.details["technique"])): o for o in found(path) if o.kind not in FRAME}


@pytest.mark.parametrize("rule", rules.every().rules, ids=lambda rule: rule.name)
def test_each_rule_follows_its_schema_and_says_what_it_owes(rule: rules.Rule) -> None:
    body = rules.read((rules.FOLDER / f"{rule.name}.yaml").read_text("utf-8"), f"{rule.name}.yaml")
    jsonschema.Draft202012Validator.check_schema(rules.schema())
    jsonschema.validate(body, rules.schema())
    assert "核对" in body["class"]["zh"] and "check" in body["class"]["en"]  # nobody here has read the standard
    assert "GB/T 32413" in body["class"]["zh"] or "公开摘录" in body["class"]["zh"]
    said = json.dumps(body, ensure_ascii=False)
    assert "破坏性程序" not in said and "专门用于侵入" not in said
    for language in ("zh", "en"):
        assert METHOD.labels[language][rule.name] == body["title"][language]


def test_the_rules_cover_what_they_are_for() -> None:
    known = {rule.name for rule in rules.every().rules}
    assert known == {
        "reads-memory", "writes-memory", "injects-code", "hooks-functions", "patches-files", "forges-packets",
        "changes-clock", "simulates-input", "reads-screen", "disables-protection", "loads-drivers", "offline-protocol",
        "ends-processes",
    }  # fmt: skip
    assert not known & FRAME


RULE = (rules.FOLDER / "offline-protocol.yaml").read_text("utf-8")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (RULE + "\nversion: 2\n", "twice"),
        (RULE.replace("name: offline-protocol", "name: other", 1), "calls itself other"),
        (RULE.replace("place: true", "place: false"), "exactly one step is the place"),
        (RULE.replace("'(login|", "'((login|"), "offline-protocol.yaml"),
        ("- a", "no rule"),
        ("a: !!python/object:os.system x", "offline-protocol.yaml"),
        ("x" * (rules.MOST_BYTES + 1), "more than"),
        ("{", "offline-protocol.yaml"),
    ],
)  # fmt: skip
def test_a_rule_that_is_wrong_is_refused_by_name(text: str, why: str) -> None:
    with pytest.raises(RuleError, match="offline-protocol") as refused:
        rules.loaded(text, "offline-protocol.yaml")
    assert why in str(refused.value)


def test_hashes_of_names_are_those_that_are_published() -> None:
    """ROR-13 of two names as in public descriptions of shellcode; djb2, FNV-1a, CRC-32 of "a" by hand."""
    assert dict(names.hashes("GetProcAddress")) and ("ROR-13", 0x7C0DFCAA) in names.hashes("GetProcAddress")
    assert ("ROR-13", 0xEC0E4E8E) in names.hashes("LoadLibraryA")
    assert ("djb2", 177670) in names.hashes("a") and ("sdbm", 97) in names.hashes("a")
    assert ("FNV-1a", 0xE40C292C) in names.hashes("a") and ("CRC-32", 0xE8B7BE43) in names.hashes("a")


def test_names_lose_what_platforms_add() -> None:
    known = names.Names({"CreateFile", "NtClose", "send", "pread"})
    assert [known.plain(n) for n in ("CreateFileW", "__imp_CreateFileA", "ZwClose", "ws2_32.dll#19", "pread64")] == [
        "CreateFile", "CreateFile", "NtClose", "send", "pread",
    ]  # fmt: skip
    assert known.plain("_send@16") == "send" and known.plain("kernel32.dll#19") == "kernel32.dll#19"
    assert known.plain("SendA") == "SendA"  # nothing is taken off a name that no rule asks for


@given(
    st.binary(max_size=40),
    st.binary(min_size=1, max_size=8).filter(all),
    st.sampled_from(["WriteProcessMemory", "CreateRemoteThread"]),
    st.booleans(),
)
@settings(max_examples=100, deadline=None)
def test_a_hidden_word_is_found_with_its_key(before: bytes, key: bytes, word: str, wide: bool) -> None:
    plain = word.encode("utf-16-le" if wide else "ascii")
    data = before + bytes(c ^ key[i % len(key)] for i, c in enumerate(plain)) + b"\x01"
    if set(key) == {hidden.CASE}:
        return
    places = [(one.start, one.text, one.wide) for one in hidden.find(data, {word})]
    assert (len(before), word, wide) in places
    one = next(o for o in hidden.find(data, {word}) if o.start == len(before))
    assert bytes(data[one.start + i] ^ one.key[i % len(one.key)] for i in range(len(plain))) == plain


def test_plain_words_and_words_in_other_case_are_not_hidden() -> None:
    for data in (b"WriteProcessMemory\0", b"wRITEpROCESSmEMORY\0", bytes(200), b""):
        assert hidden.find(data, {"WriteProcessMemory"}) == []


def test_texts_are_read_in_the_encodings_of_programs() -> None:
    for text, encoding in (("登录名", "gb18030"), ("登录名", "utf-8"), ("mooncove", "utf-16-le"), ("角色", "utf-8")):
        assert facts.writing(text.encode(encoding) + b"\0\0rest") == text
    assert facts.writing(b"\x90\xcc\xcc\xcc\0") == facts.writing(b"a1\0") == ""
    assert facts.writing(b"r+\0") == "r+"  # a mode of a file is as short as that


def test_functions_found_at_run_time_under_hidden_names_count_where_they_are_called() -> None:
    seen = capabilities(PLUG_INS / "speed_hidden.exe")
    assert list(seen) == [("writes-memory", "opened-process")]
    (one,) = seen.values()
    evidence = {e["name"]: e for e in one.details["evidence"]}
    assert evidence["OpenProcess"]["arguments"] == {"1": "0x28"}
    assert evidence["WriteProcessMemory"]["how"] == "XOR 5a"
    assert evidence["WriteProcessMemory"]["arguments"] == {
        "1": "← OpenProcess", "2": "0x140007010", "3": "→ 84 03 00 00", "4": "0x4",
    }  # fmt: skip
    assert evidence["WriteProcessMemory"]["lines"][-1].startswith(f"> {int(one.details['address'], 16):x}  call ")
    data = (PLUG_INS / "speed_hidden.exe").read_bytes()
    assert data[int(one.span.start)] == 0xFF and data[int(one.span.start) + 1] == 0x15  # call [rip + …]
    hid = next(o for o in found(PLUG_INS / "speed_hidden.exe") if o.kind == "hidden-text")
    assert data[int(hid.span.start) : int(hid.span.stop)] == bytes(c ^ 0x5A for c in b"WriteProcessMemory")


def test_steps_in_several_functions_are_one_finding_and_imports_alone_are_none() -> None:
    assert list(capabilities(PLUG_INS / "trainer.exe")) == [("writes-memory", "opened-process")]
    polite = METHOD.read(Work.open(PLUG_INS / "polite.exe").members[0])
    assert {"OpenProcess", "WriteProcessMemory"} <= polite.about.imports
    assert capabilities(PLUG_INS / "polite.exe") == {}


def test_32_bit_programs_hand_arguments_on_through_the_stack() -> None:
    seen = capabilities(PLUG_INS / "trainer_32.exe")
    assert list(seen) == [("writes-memory", "opened-process")]
    told = "\n".join(seen["writes-memory", "opened-process"].details["evidence_en"])
    assert "OpenProcess (argument 1 = 0x28)" in told
    assert capabilities(PLUG_INS / "polite_32.exe") == {}


def test_names_hidden_in_a_32_bit_program_are_read() -> None:
    seen = capabilities(PLUG_INS / "speed_hidden_32.exe")
    assert list(seen) == [("writes-memory", "opened-process")]
    told = "\n".join(seen["writes-memory", "opened-process"].details["evidence_en"])
    written = "argument 2 = 0x40007010, argument 3 = → 84 03 00 00, argument 4 = 0x4"
    assert f"WriteProcessMemory (argument 1 = ← OpenProcess, {written}) [name hidden: XOR 5a]" in told


CLEANED = {
    # push 0; push 0; push 0x28; call [OpenProcess], which takes them off; mov ecx, [esp + 4]: still the local of before
    "pushed": "c74424041e0000006a006a006a28ff15003040008b4c240451ff150430400083c404c3",
    # sub esp, 12; mov [esp], 0x28; call; sub esp, 12; mov ecx, [esp + 16]; push ecx; call
    "moved": "83ec0cc74424101e000000c7042428000000ff150030400083ec0c8b4c241051ff1504304000c3",
}


@pytest.mark.parametrize("how", sorted(CLEANED))
def test_functions_of_windows_take_their_arguments_off_the_stack(how: str) -> None:
    code = bytes.fromhex(CLEANED[how])
    parts = programs.Part(0x401000, len(code), 0, True, False, ".text"), programs.Part(0x403000, 8, 0x400, False, False)
    slots = {0x403000: "OpenProcess", 0x403004: "Sleep"}
    program = programs.Program("a", "PE", "x86", code.ljust(0x408, b"\0"), parts, 0x400000, 0x404000, slots)
    world = World(program, str, lambda at: ("", ""), lambda data: ("", ""), frozenset(), lambda name: False)
    rows = decoder("x86").disasm_lite(code, 0x401000)
    calls = tracer(world).trace(0x401000, 0x401000 + len(code), rows).calls
    assert [(call.name, call.arguments[0]) for call in calls] == [("OpenProcess", 0x28), ("Sleep", 0x1E)]


def test_registers_stand_last_among_the_arguments_where_the_stack_is_not_known() -> None:
    # mov esp, [0x403000]; mov eax, 0x11; mov edx, 0x22; mov ecx, 0x33; call 0x401020
    code = bytes.fromhex("8b2500304000b811000000ba22000000b933000000e806000000")
    parts = programs.Part(0x401000, 0x30, 0, True, False, ".text"), programs.Part(0x403000, 8, 0x400, True, False)
    program = programs.Program("a", "PE", "x86", code.ljust(0x408, b"\0"), parts, 0x400000, 0x404000, {})
    world = World(program, str, lambda at: ("", ""), lambda data: ("", ""), frozenset(), lambda name: False)
    (call,) = tracer(world).trace(0x401000, 0x401000 + len(code), decoder("x86").disasm_lite(code, 0x401000)).calls
    assert call.target == 0x401020 and call.arguments == (None, None, None, None, None, 0x11, 0x22, 0x33)


LOOKED_UP = {
    # mov eax, 0x6F22E8C8; call 0x401020; call eax
    "hash, in a register": "b8c8e8226fe816000000ffd0",
    # movzx edx, byte [eax + 0x403008]; call [GetProcAddress]; call eax
    "hidden name, stepped through": "0fb69008304000ff1500304000ffd0",
}


@pytest.mark.parametrize("how", sorted(LOOKED_UP))
def test_functions_that_32_bit_code_looks_up(how: str) -> None:
    code = bytes.fromhex(LOOKED_UP[how])
    parts = programs.Part(0x401000, 0x30, 0, True, False, ".text"), programs.Part(0x403000, 32, 0x400, False, False)
    program = programs.Program(
        "a", "PE", "x86", code.ljust(0x420, b"\0"), parts, 0x400000, 0x404000, {0x403000: "GetProcAddress"}
    )
    hidden = {0x403008: ("WriteProcessMemory", "XOR 5a")}
    world = World(
        program, str, lambda at: hidden.get(at, ("", "")), lambda data: ("", ""), frozenset({"GetProcAddress"}),
        lambda name: True, resolvers={0x401020}, hashes={0x6F22E8C8: ("WriteProcessMemory", "djb2")},
    )  # fmt: skip
    rows = decoder("x86").disasm_lite(code, 0x401000)
    calls = tracer(world).trace(0x401000, 0x401000 + len(code), rows).calls
    assert [call.name for call in calls][-1] == "WriteProcessMemory"
    assert calls[-1].how in ("hash djb2", "XOR 5a")


def test_nothing_of_a_work_is_executed(tmp_path: Path) -> None:
    """A script and a program under each name that could be run: no process is started from the reading process, and
    what the work would leave behind is not there."""
    marker = tmp_path / "ran"
    folder = tmp_path / "work"
    folder.mkdir()
    for name in ("a.exe", "libc.so.6", "upx", "python3"):
        put(folder / name, (PLUG_INS / "trainer.exe").read_bytes())
        (folder / name).chmod(0o755)
    (folder / "run.sh").write_text(f"#!/bin/sh\ntouch {marker}\n")
    (folder / "run.sh").chmod(stat.S_IRWXU)
    started: list[str] = []
    watching = [True]

    def watch(event: str, arguments: tuple[Any, ...]) -> None:
        if watching and event in ("subprocess.Popen", "os.exec", "os.posix_spawn", "os.system", "ctypes.dlopen"):
            started.append(f"{event} {arguments!r}")

    sys.addaudithook(watch)
    before = os.getcwd()
    try:
        os.chdir(folder)
        for path in sorted(folder.glob("*[!h]")):
            member = Work.open(path, medium=Medium.SOFTWARE).members[0]
            METHOD.examine({member.file: METHOD.read(member)}, None, Context())
        work = Work.open(folder, label="B1", medium=Medium.SOFTWARE)
        task = {"examiner": METHOD.name, "parameters": {}, "work": codec.encode(work), "against": None}
        assert '"status":"ok"' in str(examining.handle(task))  # what the limited child does for a case
    finally:
        os.chdir(before)
        watching.clear()
    assert started == [] and not marker.exists()


def test_a_damaged_program_gives_a_named_error_or_a_result(tmp_path: Path) -> None:
    data = (PLUG_INS / "trainer.exe").read_bytes()
    outcomes = set()
    damaged = [data[:size] for size in (0, 2, 64, 200, 700, 1500, len(data) - 300)]
    damaged += [data[:at] + b"\xff" * 4 + data[at + 4 :] for at in range(0, 0x300, 12)]
    for number, one in enumerate(damaged):
        path = put(tmp_path / f"{number}.exe", one)
        try:
            member = Work.open(path, medium=Medium.SOFTWARE).members[0]
            METHOD.examine({member.file: METHOD.read(member)}, None, Context())
            outcomes.add("read")
        except (MaterialError, Refused) as error:
            assert path.name in str(error)
            outcomes.add(type(error).__name__)
    assert {"read", "Unreadable"} <= outcomes


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = put(tmp_path / "a.exe", (PLUG_INS / "trainer.exe").read_bytes())
    monkeypatch.setattr(programs, "MOST_BYTES", 1000)
    with pytest.raises(OverLimit, match=r"a\.exe: 3584 bytes"):
        METHOD.read(Work.open(path, medium=Medium.SOFTWARE).members[0])
    monkeypatch.undo()
    monkeypatch.setattr(facts, "MOST_INSTRUCTIONS", 5)
    with pytest.raises(OverLimit, match=r"a\.exe: more than"):
        METHOD.read(Work.open(path, medium=Medium.SOFTWARE).members[0])


def test_the_command_prints_one_array_of_records(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    path, other = str(PLUG_INS / "trainer.exe"), PLUG_INS / "polite.exe"
    assert cli.main(["examine", path, "--against", str(other), "--json"]) == 0
    said = capfdbinary.readouterr().out
    (body,) = json.loads(said)
    works = [codec.encode(examining.open_work(p, tmp_path)) for p in (path, other)]
    task = {"examiner": METHOD.name, "parameters": {}, "work": works[0], "against": works[1]}
    assert [examining.handle(task).encode()] * 2 == [said.strip()[1:-1] + b"\n", examining.handle(task).encode()]
    record = examiner.loads(json.dumps(body))
    assert record.status == "ok" and record.examiner == "software-capabilities"
    assert record.against is not None and record.against.label == "polite.exe"
    assert examiner.dumps(record).encode() == said.strip()[1:-1] + b"\n"
    assert "writes-memory" in {o.kind for o in record.observations}
    assert set(record.tables["said"]) == {o.kind for o in record.observations} - FRAME - {"name-of-client"}
    assert cli.main(["examine", path]) == 0
    told = capfdbinary.readouterr().out.decode()
    assert "capability found statically" in told and "0x14000104b" in told
    text = put(tmp_path / "a.exe", b"MZ" + bytes(100))
    assert cli.main(["examine", str(text), "--json"]) == 0
    (body,) = json.loads(capfdbinary.readouterr().out)
    assert body["status"] == "failed" and body["reason"] == "unreadable" and "a.exe" in body["message"]
    assert cli.main(["examine", str(tmp_path / "gone")]) == cli.MATERIAL
    assert cli.main(["examine", path, "--examiner", "nobody"]) == cli.USAGE


def test_a_folder_says_what_it_could_not_read(tmp_path: Path) -> None:
    put(tmp_path / "trainer.exe", (PLUG_INS / "trainer.exe").read_bytes())
    put(tmp_path / "broken.exe", b"MZ" + bytes(62))
    record = examining.examine("software-capabilities", Work.open(tmp_path, medium=Medium.SOFTWARE))
    kinds = {(o.span.file, o.kind) for o in record.observations}
    assert kinds >= {("trainer.exe", "writes-memory"), ("broken.exe", "unread")}


def test_records_of_examinations_are_read_strictly() -> None:
    method = registry.examiner("software-capabilities")
    whole = examiner.dumps(examining.failure(method.name, {}, Examination("a", "1", {}, _ref()).work, Refused("no")))
    assert examiner.loads(whole).status == "refused"
    for change in ({"schema": "appraisal.examination/9"}, {"more": 1}, {"status": "fine"}, {"work": {"x": 1}}):
        with pytest.raises(RecordError):
            examiner.loads(json.dumps({**json.loads(whole), **change}))
    with pytest.raises(RecordError):
        examiner.loads("[]")
    with pytest.raises(UsageError, match="no examiner named 'x'"):
        registry.examiner("x")


def _ref() -> Any:
    from appraisal.comparison import WorkRef

    return WorkRef("A", "0" * 64)


def test_every_kind_has_words_in_both_languages() -> None:
    kinds = {o.kind for path in PLUG_INS.glob("*.exe") for o in found(path)}
    assert {"hidden-text", "name-at-run-time", "writes-memory"} <= kinds
    for kind in kinds | FRAME | {"address-of-client", "shared-key", "shared-packet-constant", "name-of-client"}:
        assert METHOD.labels["zh"][kind] and METHOD.labels["en"][kind]
