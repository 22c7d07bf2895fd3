"""What is no evidence: sizes taken for addresses, what the loader reads, words that only sound like protection."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from comparators.software.capabilities.rules import every
from comparators.software.capabilities.texts import writing
from tests.software.programs import COMPILER, compiled, put
from tests.software.test_capabilities import capabilities

ROTATES = """
#include <stdio.h>
#include <string.h>
__attribute__((noinline)) int turn(const char *name) {
    char older[768];
    memset(older, 0, sizeof older);
    snprintf(older, sizeof older, "%s.1", name);
    return rename(name, older) + rename(older, name);
}
int main(int n, char **words) { return n > 1 ? turn(words[1]) : 0; }
"""
KEEPS = """
#include <stdio.h>
#include <unistd.h>
__attribute__((noinline)) int tidy(const char *name) {
    if (access("core.protecthfs", F_OK)) puts("Integrity check failed");
    return unlink(name);
}
int main(int n, char **words) { return n > 1 ? tidy(words[1]) : 0; }
"""


@pytest.mark.skipif(COMPILER is None, reason="needs gcc")
@pytest.mark.parametrize("source", [ROTATES, KEEPS])
@pytest.mark.parametrize("level", ["O0", "O2"])
def test_an_everyday_program_is_found_for_nothing(source: str, level: str, tmp_path: Path) -> None:
    """Sizes of frames lie where a program that runs anywhere has the name of its loader."""
    path = put(tmp_path / "program", compiled(source, level, True, ()))
    assert capabilities(path) == {}


def test_a_narrow_text_is_none_of_wide_letters_that_follow_it() -> None:
    assert writing(b"127.0.0.1\0" + "WoS.exe".encode("utf-16-le") + b"\0\0") == "127.0.0.1"
    assert writing("WoS.exe".encode("utf-16-le") + b"\0\0") == "WoS.exe"
    assert writing("月光城登录".encode("utf-16-le") + b"\0\0\0\0") in ("", "月光城登录")


def words(rule: str, technique: str) -> list[str]:
    (one,) = [t for r in every().rules if r.name == rule for t in r.techniques if t.name == technique]
    return [step.text.pattern for step in one.steps if step.text is not None]


@pytest.mark.parametrize(
    ("technique", "said", "others"),
    [
        (
            "removed-guard-file",
            ("/opt/game/guardian.so", "libshield.so.1", "./core/anticheat.bin", "gameguard"),
            ("core.protecthfs", "sentinel", "mprotect", "Integrity check failed", "protected-field", "guard"),
        ),
        (
            "ended-guard-signal",
            ("gameguard", "/usr/bin/watchdogd", "BEService", "EasyAntiCheat_EOS"),
            ("does not make sense", "could not read sentinel record", "unguard", "protected", "guard"),
        ),
        (
            "settings-of-kernel",
            ("/proc/sys/kernel/yama/ptrace_scope", "/proc/sys/kernel/randomize_va_space"),
            ("failed to open counter: %s, tweak /proc/sys/kernel/perf_event_paranoid?\\n", "/proc/self/oom_score_adj"),
        ),
    ],
)
def test_words_are_names_of_files_and_processes_not_of_messages(
    technique: str, said: tuple[str, ...], others: tuple[str, ...]
) -> None:
    (pattern,) = words("disables-protection", technique)
    assert [one for one in said if not re.search(pattern, one, re.I)] == []
    assert [one for one in others if re.search(pattern, one, re.I)] == []


BUILDS = """
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
extern char **environ;
static const char *rules[] = {"$(CC) -c $<", "$(YACC.y) $< \\n mv -f y.tab.c $@", 0};
__attribute__((noinline)) static int run(char **words) {
    pid_t child;
    return posix_spawnp(&child, words[0], 0, 0, words, environ);
}
__attribute__((noinline)) static int make(char **words) {
    FILE *list = fopen(words[1], "a");
    if (list) fprintf(list, "%s\\n", words[0]);
    return run(words) + (list ? fclose(list) : 1);
}
__attribute__((noinline)) static int ready(int limit) {
    const char *name = "/proc/sys/kernel/perf_event_paranoid";
    FILE *held = fopen(name, "r");
    int level = 4;
    if (!held || fscanf(held, "%d", &level) != 1 || level > limit) printf("%s: too high\\n", name);
    return level;
}
int main(int n, char **words) {
    for (int i = 0; rules[i]; i++) puts(rules[i]);
    return n > 2 && ready(n) < 3 ? make(words + 1) : 0;
}
"""
COPIES = """
#include <stdlib.h>
int main(void) { return system("mv -f /opt/game/libgame.so.new /opt/game/libgame.so"); }
"""
LOOSENS = """
#include <stdio.h>
__attribute__((noinline)) static int put(const char *name) {
    FILE *file = fopen(name, "w");
    return file ? fputs("0", file) + fclose(file) : 1;
}
int main(void) { return put("/proc/sys/kernel/perf_event_paranoid"); }
"""


@pytest.mark.skipif(COMPILER is None, reason="needs gcc")
@pytest.mark.parametrize(
    ("source", "rules"), [(BUILDS, ()), (COPIES, ("patches-files",)), (LOOSENS, ("disables-protection",))]
)
def test_a_command_and_a_setting_stand_near_what_uses_them(source: str, rules: tuple[str, ...], tmp_path: Path) -> None:
    """A rule of a build tool is no command, and a setting that is read and named is none that is changed."""
    path = put(tmp_path / "program", compiled(source, "O0", True, ()))
    assert tuple(sorted({rule for rule, _ in capabilities(path)})) == rules
