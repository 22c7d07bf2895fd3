"""What is read or written is what the descriptor was opened for; what is said of a server and of a child process."""

from __future__ import annotations

from pathlib import Path

import pytest

from comparators.software.capabilities.rules import every
from tests.software.programs import COMPILER, compiled, put
from tests.software.test_capabilities import capabilities, found

needs_gcc = pytest.mark.skipif(COMPILER is None, reason="needs gcc")
levels = pytest.mark.parametrize("level", ["O0", "O2"])

HEAD = """
#define _GNU_SOURCE
#include <fcntl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>
#define APART __attribute__((noinline, noclone))
"""
NAMED = """
APART static int name_of(int id, char *b) {
    char p[64]; snprintf(p, 64, "/proc/%d/comm", id);
    int f = open(p, O_RDONLY); if (f < 0) return 0;
    int k = read(f, b, 63); close(f); return k;
}
int main(int n, char **words) { char b[64]; return name_of(n, b) > 0 && use(atoi(words[1])); }
"""
WRITES = """
APART static int use(int id) {
    char p[64]; snprintf(p, 64, "/proc/%d/mem", id);
    int f = open(p, MODE), v = 9; if (f < 0) return 0;
    return pwrite(f, &v, 4, 0x405140) == 4;
}
"""
READS = """
APART static int use(int id) {
    char p[64]; int v = 0; snprintf(p, 64, "/proc/%d/mem", id);
    int f = open(p, O_RDONLY); if (f < 0) return 0;
    pread(f, &v, 4, 0x405140);
    int log = open("seen.log", O_WRONLY | O_CREAT, 0600);
    return write(log, &v, 4) == 4;
}
"""
STREAMS = """
APART static int use(int id) {
    char p[64]; int v = 0; snprintf(p, 64, "/proc/%d/mem", id);
    FILE *f = fopen(p, "rb"), *log = fopen("seen.log", "wb");
    fread(&v, 4, 1, f);
    return fwrite(&v, 4, 1, log) == 1;
}
"""
HANDED = """
APART static int memory(int id, int how) {
    char p[64]; snprintf(p, 64, "/proc/%d/mem", id);
    return open(p, how);
}
APART static int look(int f) { int v = 0; pread(f, &v, 4, 0x405140); return v; }
APART static int use(int id) { return look(memory(id, O_RDONLY)); }
"""
VIEWER = """
int main(int n, char **words) {
    int id = fork(), state; struct user_regs_struct r;
    if (!id) { ptrace(PTRACE_TRACEME, 0, 0, 0); execvp(words[1], words + 1); }
    waitpid(id, &state, 0);
    ptrace(PTRACE_GETREGS, id, 0, &r);
    printf("%lx", ptrace(PTRACE_PEEKTEXT, id, (void *)r.rip, 0));
    return 0;
}
"""
SERVER = """
int main(void) {
    struct sockaddr_in a = {AF_INET, htons(4100)}; unsigned char m[64];
    int s = socket(AF_INET, SOCK_STREAM, 0), c; bind(s, (struct sockaddr *)&a, sizeof a); listen(s, 4);
    while ((c = accept(s, 0, 0)) >= 0) { long k = recv(c, m, 64, 0); m[0] ^= 1; send(c, m, k, 0); close(c); }
}
"""
CLIENT = "int main(void) { return 0; }"


def built(folder: Path, source: str, level: str, *flags: str) -> Path:
    return put(folder / "program", compiled(HEAD + source, level, False, ("-w", *flags)))


@needs_gcc
@levels
@pytest.mark.parametrize("mode", ["O_WRONLY", "O_RDWR"])
def test_a_name_that_is_read_is_no_memory_that_is_read(tmp_path: Path, level: str, mode: str) -> None:
    seen = capabilities(built(tmp_path, WRITES + NAMED, level, f"-DMODE={mode}"))
    assert list(seen) == [("writes-memory", "proc-mem")]
    evidence = seen["writes-memory", "proc-mem"].details["evidence"]
    assert [(one["name"], one["symbol"].partition(".")[0]) for one in evidence] == [  # the other open is none of it
        ("/proc/%d/mem", "use"),
        ("open", "use"),
        ("pwrite", "use"),
    ]


@needs_gcc
@levels
def test_what_is_opened_only_to_be_read_is_not_written(tmp_path: Path, level: str) -> None:
    assert list(capabilities(built(tmp_path, WRITES + NAMED, level, "-DMODE=O_RDONLY"))) == []


@needs_gcc
@levels
@pytest.mark.parametrize("source", [READS, STREAMS], ids=["descriptors", "streams"])
def test_a_log_that_is_written_is_no_memory_that_is_written(tmp_path: Path, source: str, level: str) -> None:
    assert list(capabilities(built(tmp_path, source + NAMED, level))) == [("reads-memory", "proc-mem")]


@needs_gcc
@levels
def test_a_descriptor_that_is_handed_on_is_still_of_what_was_opened(tmp_path: Path, level: str) -> None:
    seen = capabilities(built(tmp_path, HANDED + NAMED, level))
    assert list(seen) == [("reads-memory", "proc-mem")]
    assert str(seen["reads-memory", "proc-mem"].details["symbol"]).partition(".")[0] == "look"


@needs_gcc
@levels
def test_the_place_of_a_peek_is_the_call_that_peeks(tmp_path: Path, level: str) -> None:
    one = capabilities(built(tmp_path, VIEWER, level))["reads-memory", "ptrace-peek"].details
    asked = {step["address"]: step["arguments"].get("1") for step in one["evidence"]}
    assert asked[one["address"]] == "0x1" and "0xc" not in asked.values()


def test_a_process_that_is_started_is_not_said_to_be_opened() -> None:
    for name in ("reads-memory", "writes-memory"):
        (rule,) = [one for one in every().rules if one.name == name]
        techniques = {one.name: one for one in rule.techniques}
        names = {call for step in techniques["opened-process"].steps for one in step.either for call in one.call}
        started = techniques["started-process"]
        assert "CreateProcess" not in names and started.steps[0].call == {"CreateProcess"} and started.rest
        assert started.title["en"].startswith("starts a process") and started.title["zh"].startswith("启动进程")


@needs_gcc
def test_a_server_is_said_to_answer_and_not_for_whom(tmp_path: Path) -> None:
    path = built(tmp_path, SERVER, "O2")
    client = put(tmp_path / "client", compiled(CLIENT, "O2", False, ("-w",)))
    for against, pointed in ((None, False), (client, True)):
        (one,) = [o for o in found(path, against) if o.kind == "offline-protocol"]
        assert one.details["technique"] == "stand-in-server"
        said = {language: str(one.details[f"summary_{language}"]) for language in ("zh", "en")}
        assert "not seen from the program alone" in said["en"] and "不能看出" in said["zh"]
        assert "points to the client" in said["en"] if pointed else "points to" not in said["en"]
        assert ("未发现指向" in said["zh"]) == pointed
