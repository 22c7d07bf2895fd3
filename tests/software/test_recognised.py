"""Programs are told by their first bytes, whatever they are called, and what only begins like one is none."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from appraisal.work import Medium, Work, guess_medium
from tests.software.programs import put

BUILDS = Path(__file__).parent / "builds"
PROGRAMS = sorted(p.name for p in BUILDS.iterdir() if p.suffix in (".elf", ".exe", ".macho"))


@pytest.mark.parametrize("name", ["client", "client.bin", "client.7", "com.example.client", "client.txt", "client.m"])
@pytest.mark.parametrize("program", PROGRAMS)
def test_a_program_is_software_under_any_name(tmp_path: Path, program: str, name: str) -> None:
    path = put(tmp_path / name, (BUILDS / program).read_bytes())
    (member,) = Work.open(path).members
    assert member.medium is Medium.SOFTWARE


def test_the_programs_carried_along_are_of_each_form() -> None:
    assert {name.rsplit(".", 1)[-1] for name in PROGRAMS} == {"elf", "exe", "macho"}


@pytest.mark.parametrize("magic", [0xCAFEBABE, 0xCAFEBABF])
def test_a_program_for_several_processors_is_one_and_a_class_of_java_is_none(magic: int) -> None:
    assert guess_medium("client", struct.pack(">II", magic, 2) + bytes(60)) is Medium.SOFTWARE
    for version in (45, 52, 65, 3 << 16 | 45):  # the minor version stands before the major one
        assert guess_medium("Client", struct.pack(">II", magic, version) + bytes(60)) is None
    assert guess_medium("client", struct.pack(">II", magic, 0) + bytes(60)) is None


def test_a_text_that_begins_with_both_letters_stays_one() -> None:
    poem = b"MZ are the letters that a linker wrote first, and so does this poem.\n" * 3
    assert guess_medium("poem.txt", poem) is Medium.TEXT
    assert guess_medium("poem.md", b"MZ") is Medium.TEXT
    assert guess_medium("tool", b"MZ\x90\0") is Medium.SOFTWARE  # the rest of the header was not handed over
