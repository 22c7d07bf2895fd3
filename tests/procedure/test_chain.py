"""Hash-chained logs: whatever is done to one is named, and nothing is appended to what the program did not write."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from appraisal import cache, chain, ledger, procedure
from appraisal.chain import Entry, Head
from appraisal.errors import CaseError
from appraisal.identity import Signature

from .forging import KEYS, chained, everything, put, reseal, sealed

LOG, OTHER = procedure.PROCEDURE, procedure.CUSTODY
quick = settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


def write(root: Path, log: str = LOG, by: str = "甲", **more: str) -> Entry:
    return chain.append(
        root,
        log,
        on="2026-01-01T00:00:00Z",
        kind="operation",
        by=by,
        body={"what": "启封", **more},
        others=procedure.COMMON,
        signer=KEYS.get(by),
    )


@pytest.fixture(scope="module")
def _written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("written")
    for _ in range(2):
        write(root), write(root, OTHER, by="")
    write(root, by="乙"), write(root, f"{procedure.FINDINGS}/甲-1.jsonl"), write(root, procedure.CLOSED)
    return root


@pytest.fixture
def root(_written: Path, tmp_path: Path) -> Path:
    shutil.copytree(_written, tmp_path / "case")
    return tmp_path / "case"


def kinds(root: Path) -> set[tuple[str, str]]:
    return {(fault.path, fault.what) for fault in procedure.faults(root)}


def test_what_is_written_holds(root: Path) -> None:
    assert procedure.faults(root) == []
    entries = chain.read(root, LOG)
    assert [entry.seq for entry in entries] == [1, 2, 3]
    assert all(entry.signed and entry.digest == chain.digest_of(entry) for entry in entries)
    assert entries[1].prev == entries[0].digest and entries[2].heads[OTHER] == chain.read(root, OTHER)[-1].digest
    assert LOG not in entries[2].heads and procedure.CLOSED not in entries[2].heads
    assert (root / chain.HEADS).read_text("utf-8") == chain.text_of(chain.heads(root))
    assert write(root).seq == 4 and procedure.faults(root) == []


@quick
@given(data=st.data())
def test_any_byte_changed_is_named(root: Path, data: st.DataObject) -> None:
    names = [chain.HEADS, *procedure.logs(root)]
    path = root / data.draw(st.sampled_from(names))
    held = path.read_bytes()
    at = data.draw(st.integers(0, len(held) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda value: value != held[at]))
    path.write_bytes(held[:at] + bytes([byte]) + held[at + 1 :])
    try:
        found = procedure.faults(root)
        assert found and all(fault.what in chain.FAULTS for fault in found)
        name = path.relative_to(root).as_posix()
        assert name == chain.HEADS or any(fault.path in (name, chain.HEADS) for fault in found)
    finally:
        path.write_bytes(held)
    assert procedure.faults(root) == []


@pytest.mark.parametrize("where", ["value", "key"])
def test_another_spelling_of_a_signature_is_named(root: Path, where: str) -> None:
    """Base64 leaves bits unused and hex has capitals: the same bytes, but not what was written."""
    first, *rest = chain.read(root, LOG)
    assert first.signature is not None
    value = first.signature.value
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    spelt = {
        "value": Signature(first.signature.key, value[:-3] + letters[letters.index(value[-3]) + 1] + "=="),
        "key": Signature(first.signature.key.upper(), value),
    }[where]
    put(root, LOG, [replace(first, signature=spelt), *rest])
    assert kinds(root) <= {(LOG, "bad-signature"), (LOG, "altered")} and kinds(root)


@quick
@given(data=st.data())
def test_lines_removed_doubled_swapped_put_in(root: Path, data: st.DataObject) -> None:
    path = root / LOG
    held = path.read_bytes()
    lines = held.splitlines(keepends=True)
    places = st.integers(0, len(lines) - 1)
    how = data.draw(st.sampled_from(["remove", "double", "swap", "insert", "blank"]))
    one, two = data.draw(places), data.draw(places)
    if how == "remove":
        lines[one : max(one, two) + 1] = []
    elif how == "double":
        lines.insert(two, lines[one])
    elif how == "swap":
        lines[one], lines[two] = lines[two], lines[one]
    elif how == "insert":
        lines.insert(one, (root / OTHER).read_bytes().splitlines(keepends=True)[0])
    else:
        lines.insert(one, b"\n")
    path.write_bytes(b"".join(lines))
    try:
        assert bool(procedure.faults(root)) is (b"".join(lines) != held)
        if b"".join(lines[-1:]) != held.splitlines(keepends=True)[-1]:  # appending looks at what stands last
            assert _refused(root)
    finally:
        path.write_bytes(held)
        assert procedure.faults(root) == []


def _refused(root: Path) -> bool:
    before = everything(root)
    try:
        write(root)
    except CaseError:
        return everything(root) == before
    return False


def test_each_fault_by_its_name(root: Path) -> None:
    entries = chain.read(root, LOG)

    def named(alter: Callable[[], object]) -> set[tuple[str, str]]:
        whole = everything(root)
        alter()
        found = kinds(root)
        for name, data in whole.items():
            (root / name).write_bytes(data)
        return found

    def write_bytes(data: bytes) -> Callable[[], object]:
        return lambda: (root / LOG).write_bytes(data)

    def write_heads(text: str) -> Callable[[], object]:
        return lambda: (root / chain.HEADS).write_text(text, "utf-8")

    text = (root / LOG).read_bytes()
    assert (LOG, "unreadable") in named(write_bytes(b"5\n" + text))
    assert (LOG, "unreadable") in named(write_bytes(b'{"a":' * 100_000 + b"\n" + text))
    assert (LOG, "unreadable") in named(write_bytes(text.replace(b'"seq":2', b'"seq":NaN')))
    assert (LOG, "unreadable") in named(write_bytes(text + b'{"schema"'))
    assert named(write_bytes(text.replace("启封".encode(), "拆封".encode(), 1))) == {(LOG, "altered")}
    assert (LOG, "broken-chain") in named(lambda: put(root, LOG, [entries[0], entries[2]]))
    assert named(lambda: put(root, LOG, entries[:2])) == {(LOG, "removed")}
    assert (LOG, "removed") in named(lambda: (root / LOG).unlink())
    last = sealed(replace(entries[2], by="丙"), KEYS["丙"])
    assert named(lambda: put(root, LOG, [*entries[:2], last])) == {(LOG, "replaced")}
    forged = sealed(replace(entries[2], seq=4, prev=entries[2].digest))
    assert named(lambda: put(root, LOG, [*entries, forged])) == {(LOG, "unannounced")}
    assert named(lambda: (root / chain.HEADS).unlink()) == {(chain.HEADS, "no-heads")}
    for heads in ("[]", "{", "{}", '{"a":1}', '{"' + "a" * 9 + '":{"count":-1,"head":"","next":null}}'):
        assert (chain.HEADS, "no-heads") in named(write_heads(heads))
    spaced = (root / chain.HEADS).read_text("utf-8").replace(":", ": ", 1)
    assert named(write_heads(spaced)) == {(chain.HEADS, "no-heads")}
    outside = {**chain.heads(root), "../x.jsonl": Head(1, "a")}
    assert named(write_heads(chain.text_of(outside))) == {(chain.HEADS, "no-heads")}
    wrong = replace(entries[0], signature=replace(entries[0].signature, value=entries[1].signature.value))  # type: ignore[type-var,union-attr]
    assert named(lambda: put(root, LOG, [wrong, *entries[1:]])) == {(LOG, "bad-signature")}
    bare = replace(entries[2], signature=None)
    assert named(lambda: put(root, LOG, [*entries[:2], bare])) == {(LOG, "altered")}
    # All written anew, heads.json too: another log still names the heads that stood there.
    anew = chained(replace(entry, on="2025-12-31T00:00:00Z") for entry in chain.read(root, OTHER))
    assert named(lambda: reseal(root, OTHER, anew)) == {(OTHER, "head-lost")}
    assert procedure.faults(root) == []


def test_a_forged_entry_is_refused_by_the_next_append(root: Path) -> None:
    entries = chain.read(root, LOG)
    forged = sealed(replace(entries[-1], seq=4, prev=entries[-1].digest, by="乙"), KEYS["乙"])
    for lines in ([*entries, forged], [*entries[:2], sealed(replace(entries[2], by="丙"))], entries[:2]):
        put(root, LOG, lines)
        with pytest.raises(CaseError, match="not as the program left it"):
            write(root)
    put(root, LOG, [*entries[:2], replace(entries[2], by="丙")])
    with pytest.raises(CaseError, match="altered"):
        write(root)
    write(root, OTHER)  # the other logs do not have to wait
    assert {path for path, _ in kinds(root)} == {LOG}


class _Killed(BaseException):
    pass


def _steps(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], None]]:
    """Ways in which an append can be cut off: before each rename of heads.json, and within the line."""

    def before_heads(number: int) -> Callable[[], None]:
        def patch() -> None:
            whole, calls = cache.write_whole, iter(range(10))

            def cut(path: Path, data: bytes, **more: bool) -> None:
                if next(calls) == number:
                    (path.parent / f".{path.name}-1-0.part").write_bytes(data[:9])
                    raise _Killed
                whole(path, data, **more)

            monkeypatch.setattr(chain, "write_whole", cut)

        return patch

    def within_line(at: int | None) -> Callable[[], None]:
        def patch() -> None:
            def cut(path: Path, line: str) -> None:
                with path.open("ab") as stream:
                    stream.write(line.encode()[:at])
                raise _Killed

            monkeypatch.setattr(ledger, "append", cut)

        return patch

    yield before_heads(0)
    yield within_line(0)
    yield within_line(1)
    yield within_line(200)
    yield within_line(None)  # only the line end is missing
    yield before_heads(1)


@pytest.mark.parametrize("step", range(6))
@pytest.mark.parametrize("next_log", [LOG, OTHER])
def test_a_cut_off_append_is_completed_or_dropped(root: Path, tmp_path: Path, step: int, next_log: str) -> None:
    with pytest.MonkeyPatch.context() as patched:
        list(_steps(patched))[step]()
        with pytest.raises(_Killed):
            write(root, cut="x")
    assert {what for _, what in kinds(root)} <= {"unreadable"}  # at the most that the line has no end
    write(root, next_log)
    assert procedure.faults(root) == []
    entries = chain.read(root, LOG)
    assert (entries[3].body.get("cut") == "x") is (step >= 4) if len(entries) > 3 else step < 4
    assert not list(root.glob(".*.part"))
    assert all(head.next is None for log, head in chain.heads(root).items())


@pytest.mark.parametrize("step", range(6))
def test_settling(root: Path, step: int) -> None:
    """What a kill left open is closed without anything being appended; a log that was never begun is not named."""
    before = everything(root)
    chain.settle(root)
    assert everything(root) == before
    with pytest.MonkeyPatch.context() as patched:
        list(_steps(patched))[step]()
        with pytest.raises(_Killed):
            write(root, procedure.EXCLUSIONS)
    chain.settle(root)
    assert procedure.faults(root) == [] and len(chain.read(root, procedure.EXCLUSIONS)) == (step >= 4)
    assert (procedure.EXCLUSIONS in chain.heads(root)) is (step >= 4)
    assert all(head.next is None for head in chain.heads(root).values())


@pytest.mark.parametrize("step", [0, 1, 3])
def test_a_cut_off_append_does_not_bless_what_is_forged(root: Path, step: int) -> None:
    entries = chain.read(root, LOG)
    with pytest.MonkeyPatch.context() as patched:
        list(_steps(patched))[step]()
        with pytest.raises(_Killed):
            write(root, cut="x")
    forged = sealed(replace(entries[-1], seq=4, prev=entries[-1].digest))
    put(root, LOG, [*entries, forged])
    assert kinds(root) == {(LOG, "unannounced")}
    for log in (OTHER, LOG):
        with pytest.raises(CaseError) if log == LOG else pytest.MonkeyPatch.context():
            write(root, log)
    assert (LOG, "unannounced") in kinds(root) and len(chain.read(root, LOG)) == 4


def test_a_full_disk(root: Path) -> None:
    """No space at the n-th write: the entry is there, or not at all, and the next one follows."""
    outcomes: list[bool] = []
    for place in range(12):
        before = len(chain.read(root, LOG))
        real = os.fsync
        left = iter([*[True] * place, False])

        def fsync(handle: int, left: Iterator[bool] = left, real: Callable[[int], None] = real) -> None:
            if not next(left, True):
                raise OSError(28, "No space left on device")
            real(handle)

        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(os, "fsync", fsync)
            try:
                write(root)
                done = True
            except OSError:
                done = False
        assert len(chain.read(root, LOG)) == before + done and procedure.faults(root) == []
        outcomes.append(done)
    assert outcomes[0] is False and outcomes[-1] is True and outcomes == sorted(outcomes)


def test_long_lines_and_logs(tmp_path: Path) -> None:
    for size in (10, 70_000, 140_000, 5, 65_536):
        write(tmp_path, note="字" * size)
    assert [entry.seq for entry in chain.read(tmp_path, LOG)] == [1, 2, 3, 4, 5] and procedure.faults(tmp_path) == []


def test_extend_takes_only_what_follows(root: Path, tmp_path: Path) -> None:
    shutil.copytree(root, tmp_path / "copy")
    new = [write(tmp_path / "copy", note=str(number)) for number in range(3)]
    for odd in (new[1:], [new[0], new[2]], [replace(new[0], by="丙")]):
        with pytest.raises(CaseError, match="does not follow"):
            chain.extend(root, LOG, odd)
    chain.extend(root, LOG, [])
    chain.extend(root, LOG, new)
    assert everything(root) == everything(tmp_path / "copy")


def test_entries_that_are_none(tmp_path: Path) -> None:
    entry = write(tmp_path)
    body = json.loads((tmp_path / LOG).read_text("utf-8"))
    for name, value in (
        ("seq", True),
        ("seq", "1"),
        ("prev", 1),
        ("body", []),
        ("heads", {"custody.jsonl": []}),
        ("files", {"x": 5}),
        ("signature", "x"),
        ("signature", {"key": 1, "value": ""}),
        ("signature", {}),
        ("schema", "appraisal.entry/2"),
        ("odd", 1),
    ):
        (tmp_path / LOG).write_text(json.dumps({**body, name: value}) + "\n", "utf-8")
        with pytest.raises(CaseError, match="line 1 cannot be read"):
            chain.read(tmp_path, LOG)
        assert (LOG, "unreadable") in kinds(tmp_path)
        with pytest.raises(CaseError):
            write(tmp_path)
    put(tmp_path, LOG, [entry])
    assert procedure.faults(tmp_path) == []
