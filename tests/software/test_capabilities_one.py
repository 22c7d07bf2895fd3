"""One capability on one evidence is one finding with its places; what does not bear a finding is none."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from appraisal import examiner
from appraisal.comparison import Examination, Observation, WorkRef
from comparators.software.capabilities.rules import every
from tests.software.programs import COMPILER, compiled, put
from tests.software.test_capabilities import FRAME, PLUG_INS, capabilities, found

needs_gcc = pytest.mark.skipif(COMPILER is None, reason="needs gcc")

TWO_WRITERS = """
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <fcntl.h>
#include <unistd.h>
static int file;
__attribute__((noinline)) int reach(int id) {
    char name[64];
    snprintf(name, sizeof name, "/proc/%d/mem", id);
    return file = open(name, O_RDWR);
}
__attribute__((noinline)) void health(int id) { int v = 999; if (!file) reach(id); pwrite(file, &v, 4, 0x404010); }
__attribute__((noinline)) void money(int id) { long v = 9; if (!file) reach(id); pwrite(file, &v, 8, 0x404020); }
int main(int n, char **words) { health(atoi(words[1])); money(atoi(words[1])); return 0; }
"""
READS_HOSTS = """
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>
__attribute__((noinline)) int names(void) {
    FILE *known = fopen("/etc/hosts", "r");
    char line[200];
    while (known && fgets(line, sizeof line, known)) puts(line);
    return known != 0;
}
__attribute__((noinline)) int keep(const char *history) {
    int file = open(history, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    return (int)write(file, "x", 1);
}
__attribute__((noinline)) int shell(const char *word) { return word[0] == 'h' ? names() : keep(word); }
int main(int n, char **words) { return n > 1 ? shell(words[1]) : 0; }
"""
WRITES_HOSTS = """
#include <fcntl.h>
#include <unistd.h>
__attribute__((noinline)) int put(const char *name) {
    int file = open(name, O_WRONLY | O_APPEND);
    return (int)write(file, "127.0.0.1 game.example\\n", 23);
}
int main(void) { return put("/etc/hosts"); }
"""
RUNS_HELPER = """
#include <fcntl.h>
#include <unistd.h>
__attribute__((noinline)) int help(void) { return execl("/usr/lib/tool/helper", "helper", (char *)0); }
__attribute__((noinline)) int tell(const char *name) {
    int file = open(name, O_RDWR);
    return (int)write(file, "password: ", 10);
}
int main(int n, char **words) { return n > 1 ? tell(words[1]) : help(); }
"""
SEARCHES = """
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>
const char *folders = "/usr/local/lib/shell:/usr/lib/shell:/opt/lib/shell:.";
int main(int n, char **words) {
    puts("/usr/local/lib/shell:/usr/lib/shell:/opt/lib/shell:.");
    int file = open(words[1], O_RDWR);
    lseek(file, 4, SEEK_SET);
    return (int)write(file, folders, 3);
}
"""
LOCAL = """
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
__attribute__((noinline)) int answer(int s) {
    char bytes[64];
    struct iovec part = {bytes, 64};
    struct msghdr m = {.msg_iov = &part, .msg_iovlen = 1};
    return recvmsg(s, &m, 0) > 0 ? (int)sendmsg(s, &m, 0) : 0;
}
int main(void) {
    struct sockaddr_un a = {.sun_family = AF_UNIX};
    int s = socket(AF_UNIX, SOCK_STREAM, 0);
    strcpy(a.sun_path, "/tmp/multiplexer");
    bind(s, (void *)&a, sizeof a);
    return answer(s);
}
"""
TYPED = """
#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
struct chat { int s; char nick[20]; };
__attribute__((noinline)) void say(struct chat *c, const char *text) {
    char p[600];
    int n = snprintf(p + 2, sizeof p - 2, "%s: %s", c->nick, text);
    *(short *)p = htons(n);
    send(c->s, p, n + 2, 0);
}
__attribute__((noinline)) int hear(struct chat *c) {
    char p[600];
    int n = (int)recv(c->s, p, sizeof p, 0);
    return n > 0 ? printf("%ld %.*s", (long)time(0), n, p) : 0;
}
int main(int n, char **words) {
    struct chat c = {socket(AF_INET, SOCK_STREAM, 0), "me"};
    struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons(5190), .sin_addr.s_addr = inet_addr(words[1])};
    char line[500];
    connect(c.s, (void *)&a, sizeof a);
    while (fgets(line, sizeof line, stdin)) { say(&c, line); hear(&c); }
    return 0;
}
"""
ASKS = """
#include <stdio.h>
#include <unistd.h>
int main(int n, char **words) {
    printf("Kill %u tagged? ", 3u);
    return execl("/bin/sh", "sh", "-c", words[1], (char *)0);
}
"""


def built(source: str, level: str, folder: Path) -> Path:
    return put(folder / "program", compiled(source, level, False, ("-w",)))


@needs_gcc
@pytest.mark.parametrize("level", ["O0", "O2"])
def test_what_rests_on_one_opening_is_one_finding_with_its_places(level: str, tmp_path: Path) -> None:
    seen = [o for o in found(built(TWO_WRITERS, level, tmp_path)) if o.kind == "writes-memory"]
    assert len(seen) == 1
    places = examiner.places(seen[0])
    assert {"health", "money"} <= {place["symbol"] for place in places}
    assert {place["technique"] for place in places} == {"proc-mem"}
    told = {step["address"] for step in seen[0].details["evidence"]}
    for place in places:  # nothing is lost: each place has its bytes, and its evidence stands in that of the whole
        assert place["bytes"][0] < place["bytes"][1] and set(place["evidence"]) <= told
    assert len(told) == len(seen[0].details["evidence"])  # and each instruction once
    assert seen[0].details["address"] == places[0]["address"]


BOT = """
#include <arpa/inet.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
int main(int n, char **words) {
    struct sockaddr_in to = {AF_INET, htons(7777)};
    unsigned char frame[64] = {0};
    unsigned mark = 0x4c4e554du;
    int s = socket(AF_INET, SOCK_STREAM, 0);
    connect(s, (struct sockaddr *)&to, sizeof to);
    for (;;) {
        memcpy(frame, &mark, 4);
        send(s, frame, 8 + n, 0);
        if (recv(s, frame, 64, 0) < 1) return 0;
        sleep(5);
    }
}
"""


@needs_gcc
@pytest.mark.parametrize("level", ["O0", "O2"])
def test_what_the_client_shows_of_the_same_calls_is_the_same_finding(level: str, tmp_path: Path) -> None:
    bot = built(BOT, level, tmp_path)
    client = put(tmp_path / "client", compiled(BOT.replace("sleep(5)", "frame[9]++"), "O1", False, ("-w",)))
    (alone,) = [o for o in found(bot) if o.kind == "offline-protocol"]
    assert alone.details["technique"] == "stand-alone-client" and not examiner.places(alone)
    (beside,) = [o for o in found(bot, client) if o.kind == "offline-protocol"]
    told = {place["technique"] for place in examiner.places(beside)}
    assert told == {"stand-alone-client", "frames-of-client"}, "each way stays named, with its place"
    assert "packet constants that the client uses" in beside.details["summary_en"]


def test_files_that_are_the_same_are_told_once(tmp_path: Path) -> None:
    program = (PLUG_INS / "trainer.exe").read_bytes()
    (tmp_path / "c").mkdir()
    for name in ("b.exe", "a.exe", "c/d.exe"):
        put(tmp_path / name, program)
    (tmp_path / "e.exe").write_bytes(program + b"end")  # what one byte tells apart has findings of its own
    told = found(tmp_path)
    findings = {
        name: [o for o in told if o.kind not in FRAME and o.span.file.endswith(f"{name}.exe")] for name in "abde"
    }
    assert [bool(findings[name]) for name in "abde"] == [True, False, False, True]
    same = [o for o in told if o.kind == "same-file"]
    assert sorted(Path(o.span.file).name for o in same) == ["b.exe", "d.exe"]
    assert {Path(str(o.details["program"])).name for o in same} == {"a.exe"}


def test_a_verdict_on_one_place_is_none_on_the_whole() -> None:
    (one,) = [o for o in found(PLUG_INS / "trainer.exe") if o.kind == "writes-memory"]
    details = {key: value for key, value in one.details.items() if key != "places"}
    single = replace(one, details=details)
    place = {name: details[name] for name in ("address", "technique")}
    several = replace(one, details={**details, "places": [place, {**place, "address": "0x1"}]})
    more = replace(
        one, details={**details, "places": [place, {**place, "address": "0x1"}, {**place, "address": "0x2"}]}
    )

    def ids(*told: Observation) -> tuple[str, ...]:
        return examiner.ids(Examination("x", "1", {}, WorkRef("B1", "0" * 64), observations=told))

    assert len({*ids(single), *ids(several), *ids(more)}) == 3
    assert ids(several) == ids(several)


def test_capabilities_of_different_classes_stay_apart_and_name_each_other() -> None:
    for path in sorted(PLUG_INS.glob("*.exe")):
        seen = [o for o in found(path) if o.kind not in FRAME]
        for one in seen:
            beside = one.details.get("beside", [])
            assert set(beside) <= {o.kind for o in seen} - {one.kind}


@needs_gcc
@pytest.mark.parametrize("level", ["O0", "O2"])
@pytest.mark.parametrize("source", [READS_HOSTS, RUNS_HELPER, SEARCHES, LOCAL, TYPED, ASKS])
def test_evidence_that_does_not_bear_it_is_no_finding(source: str, level: str, tmp_path: Path) -> None:
    """A shell that knows host names and writes its history, a helper that is run, a list of folders, a socket between
    programs of one machine, words that a person types, a question put to a person."""
    assert [key for key in capabilities(built(source, level, tmp_path)) if key[0] != "fixed-place"] == []


@needs_gcc
@pytest.mark.parametrize("level", ["O0", "O2"])
def test_the_path_that_is_opened_is_evidence(level: str, tmp_path: Path) -> None:
    assert ("patches-files", "host-names") in capabilities(built(WRITES_HOSTS, level, tmp_path))


@pytest.mark.parametrize(
    ("technique", "call", "zh", "en"),
    [
        ("removed-guard-file", "unlink", "删除", "deletes"),
        ("guard-file-barred", "chmod", "访问权限", "rights"),
        ("guard-module-removed", "delete_module", "内核", "kernel"),
        ("guard-unmounted", "umount2", "挂载点", "unmounts"),
    ],
)
def test_what_was_found_is_named_by_what_it_does(technique: str, call: str, zh: str, en: str) -> None:
    of = {t.name: t for rule in every().rules if rule.name == "disables-protection" for t in rule.techniques}
    one = of[technique]
    assert call in one.place.call and zh in one.title["zh"] and en in one.title["en"]
    others = {
        name: t for name, t in of.items() if name != technique and name.startswith(("guard-", "removed-guard-file"))
    }
    assert all(call not in other.place.call for other in others.values())


def test_requests_are_told_from_sentences() -> None:
    (one,) = [
        t for r in every().rules if r.name == "offline-protocol" for t in r.techniques if t.name == "web-requests"
    ]
    (text,) = [step.text for step in one.steps if step.text is not None]
    for said in (
        "/api/v3/login_bonus/receive",
        "POST /login",
        '{"session": "%s", "action": 3}',
        "token=%s",
        "heartbeat",
    ):
        assert text.search(said), said
    for said in ("import of session from line %d rejected(%d)", "SSL session file does not exist (yet?): %s",
                 "CURLOPT_LOGIN_OPTIONS"):  # fmt: skip
        assert not text.search(said), said


def test_words_of_the_trade_in_chinese() -> None:
    said = [text for rule in every().rules for t in rule.techniques for text in [t.title["zh"]]]
    said += [str(rule.words[key]["zh"]) for rule in every().rules for key in ("title", "bears", "class")]
    told = "\n".join(said)
    assert "重定位表" not in told and "全局偏移表（GOT）" in told and "异步过程调用（APC）" in told
    assert not [one for one in said if one.startswith("经") or "，经" in one]  # 通过 where it is the means


SENSOR = """
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <netinet/in.h>
#include <sys/socket.h>
int main(int n, char **words) {
    const char *volatile rooms[2] = {"kitchen", "cellar"};
    struct sockaddr_in to = {0};
    char line[200];
    int made = socket(AF_INET, SOCK_STREAM, 0);
    to.sin_family = AF_INET;
    if (connect(made, (struct sockaddr *)&to, sizeof to)) return 1;
    snprintf(line, sizeof line, "LOGIN user=%s pass=%s\\n", words[1], words[2]);
    send(made, line, strlen(line), 0);
    for (int i = 0; recv(made, line, 199, 0) > 0; i++) {
        snprintf(line, sizeof line, "PUT temp=%d room=%s\\n", i % 40, rooms[i & 1]);
        send(made, line, strlen(line), 0);
        sleep(60);
    }
    return 0;
}
"""


@needs_gcc
@pytest.mark.parametrize("level", ["O0", "O2"])
def test_an_address_of_the_image_is_no_number_that_is_written(level: str, tmp_path: Path) -> None:
    """Pointers to texts, in an image that lies where their lower halves look like marks of packets; a true mark is
    one."""
    flags = ("-no-pie", "-fno-pic", "-Wl,-Ttext-segment=0x40000000")
    plain = put(tmp_path / "sensor", compiled(SENSOR, level, flags=flags))
    marked = SENSOR.replace(
        'snprintf(line, sizeof line, "PUT', '*(volatile int *)line = 0x4d4f4f4e; snprintf(line, 9, "PUT'
    )
    frames = put(tmp_path / "frames", compiled(marked, level, flags=flags))
    assert ("offline-protocol", "own-frames") not in capabilities(plain)
    assert ("offline-protocol", "own-frames") in capabilities(frames)
