"""Texts that no rule knows, under a key that names elsewhere in the program gave away."""

from __future__ import annotations

from pathlib import Path

import pytest

from comparators.software.capabilities.revealing import under
from tests.software.programs import COMPILER, compiled, put
from tests.software.test_capabilities import found

needs_gcc = pytest.mark.skipif(COMPILER is None, reason="needs gcc")
KEY = bytes.fromhex("5ac317")


def sealed(text: str, key: bytes = KEY) -> bytes:
    return bytes(byte ^ key[number % len(key)] for number, byte in enumerate(text.encode() + b"\0"))


def array(name: str, text: str) -> str:
    return f"static unsigned char {name}[] = {{{', '.join(map(str, sealed(text)))}}};\n"


SOURCE = (
    """
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
"""
    + array("function", "process_vm_writev")
    + array("file", "Lantern Quay.map")
    + array("told", "Good day to you all")
    + """
static const unsigned char key[3] = {0x5a, 0xc3, 0x17};
__attribute__((noinline, noclone)) static char *plain(unsigned char *s, int n) {
    for (int i = 0; i < n; i++) s[i] ^= key[i % 3];
    return (char *)s;
}
int main(void) {
    void *f = dlsym(RTLD_DEFAULT, plain(function, sizeof function));
    FILE *seen = fopen(plain(file, sizeof file), "rb");
    puts(plain(told, sizeof told));
    return f && seen;
}
"""
)
CLIENT = """
#include <stdio.h>
int main(void) { FILE *f = fopen("Lantern Quay.map", "rb"); return !f; }
"""


@needs_gcc
@pytest.mark.parametrize("level", ["O0", "O2"])
def test_a_hidden_text_that_reaches_a_call_is_read_and_held_against_the_client(tmp_path: Path, level: str) -> None:
    path = put(tmp_path / "program", compiled(SOURCE, level, True, ("-w",)))
    client = put(tmp_path / "client", compiled(CLIENT, "O2", True, ("-w",)))
    seen = found(path, client)
    hidden = {o.details["text"]: o.details["key"] for o in seen if o.kind == "hidden-text"}
    assert hidden == dict.fromkeys(("process_vm_writev", "Lantern Quay.map"), "5ac317")  # not what goes to no such call
    (one,) = [o for o in seen if o.kind == "name-of-client"]
    assert (one.details["text"], one.details["to"]) == ("Lantern Quay.map", "fopen")


def test_what_reads_under_no_key_or_two_is_no_text() -> None:
    data = sealed("Lantern Quay") + bytes(20)
    assert (one := under(data, {KEY})) is not None and (one.text, one.key) == ("Lantern Quay", KEY)
    assert under(data, {b"\x11\x22\x33"}) is None
    assert under(bytes(40), {KEY}) is None and under(sealed("abc") + bytes(20), {KEY}) is None
    assert under(sealed("12 ... 99"), {KEY}) is None
    assert under(data[:12], {KEY}) is None  # goes on, nobody knows how
