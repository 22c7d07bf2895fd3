"""Pairs that rest on calls or constant data alone: programs of one kind and for one protocol, written apart."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from appraisal import engine, wording
from appraisal.comparison import Comparison
from appraisal.job import Job
from appraisal.work import Medium, Work
from comparators.software.functions import calls
from tests.software.programs import COMPILER, compiled, put

needs_gcc = pytest.mark.skipif(COMPILER is None, reason="needs gcc")
KINDS = Path(__file__).parents[2] / "benchmarks" / "kinds" / "tuning"


def pair_of(one: Path, other: Path) -> Comparison:
    works = [Work.open(path, medium=Medium.SOFTWARE) for path in (one, other)]
    return engine.compare(Job("software-functions", works[0], works[1]))


def small(folder: Path, name: str, level: str) -> Path:
    flags = (f"-I{KINDS}",)
    source = (KINDS / f"{name}.c").read_text("utf-8").replace("../net.h", "net.h")
    return put(folder / f"{name}-{level}", compiled(source, level, True, (f"-I{KINDS.parent}", *flags)))


@needs_gcc
@pytest.mark.parametrize("levels", [("O2", "O2"), ("O0", "O2"), ("O0", "O0")])
@pytest.mark.parametrize(
    "names", [("port-files", "port-sum"), ("copy-lines", "copy-plain"), ("chat-lines", "chat-rooms")]
)
def test_programs_of_one_kind_that_are_one_function_share_nothing_that_counts(
    tmp_path: Path, names: tuple[str, str], levels: tuple[str, str]
) -> None:
    """Everything is in ``main``; what speaks against the pair are calls and texts that only one of the two has."""
    one, other = (small(tmp_path, name, level) for name, level in zip(names, levels, strict=True))
    result = pair_of(one, other)
    assert result.filtered.coverage_of_left == result.filtered.coverage_of_right == 0
    assert {m.details.get("counted") for m in result.matches if m.kind == "function"} <= {"by-calls"}
    rebuilt = small(tmp_path, names[0], "O1")
    result = pair_of(one, rebuilt)
    assert (result.filtered.coverage_of_left or 0) > 0.8


KEYED = """
#include <stdio.h>
#include <string.h>
int send(int, const void *, unsigned long, int);
long recv(int, void *, unsigned long, int);
static const unsigned char key[16] = {0x31,0x9c,0xe4,7,0xb8,0x5d,0x22,0xfa,0x6e,0x90,0x13,0xcc,0x48,0xd1,0x7f,0xa5};
"""
CLIENT = (
    KEYED
    + """
int main(int n, char **v) {
    unsigned char out[64], in[600];
    for (int i = 0; i < 40; i++) out[i] = key[i & 15] ^ i;
    send(n, out, 40, 0);
    long got = recv(n, in, 600, 0);
    printf("hp %d gold %d", in[2] * 7 - in[3], (int)got);
    return in[9] > 4 ? in[8] : 0;
}
"""
)
BOT = (
    KEYED
    + """
int main(int c, char **v) {
    static unsigned char frame[256];
    int at = 3, line = c;
    frame[0] = 0xd7; frame[1] = c; memcpy(frame + 3, v[0], 16);
    while (at < 19) { frame[at] = (unsigned char)(frame[at] + 3 * key[at - 3]); at++; }
    do { if (send(line, frame, 19, 0) != 19) break; } while (recv(line, frame, 256, 0) > 0 && frame[0] != 0x80);
    puts("bot: over");
    return 3;
}
"""
)


@needs_gcc
@pytest.mark.parametrize("levels", [("O0", "O0"), ("O0", "O2"), ("O2", "O0"), ("O2", "O2")])
def test_a_key_of_the_protocol_and_calls_make_no_share(tmp_path: Path, levels: tuple[str, str]) -> None:
    paths = [
        put(tmp_path / name, compiled(source, level, True))
        for name, source, level in (("client", CLIENT, levels[0]), ("bot", BOT, levels[1]))
    ]
    result = pair_of(paths[0], paths[1])
    assert result.filtered.coverage_of_left == result.filtered.coverage_of_right == 0
    values = result.filtered.values
    held = [m for m in wording.explained(result).matches if m.details.get("counted") == "by-data"]
    assert values["pairs_by_data"] == values["functions_by_data_of_left"] == len(held)
    assert all(m.details["explanation"] in ("calls-and-numbers-alone", "numbers-alone") for m in held)


def test_texts_that_tell_nothing_are_left_out() -> None:
    words = {1: "bind", 2: "HTTP/1.0 200 OK", 3: "data 319ce407b85d22fa6e9013cc48d17fa5", 4: "gold %d", 5: "select: "}
    keys = [np.array(some, np.uint64) for some in ([1, 2, 3, 5], [1, 2, 4], [1, 3, 5])]
    alike, both = calls.texts(keys[0], keys[1], words)
    assert alike == pytest.approx(0.5, abs=0.1) and both == 1.0
    assert calls.texts(keys[0], keys[2], words) == (0.0, 0.0)
