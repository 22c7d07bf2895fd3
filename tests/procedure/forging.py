"""What a forger does who knows the program, and keys of invented persons."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from appraisal import chain, ledger
from appraisal.chain import Entry
from appraisal.identity import Signature, Signer, signer_of

KEYS = {name: signer_of(name, bytes([number]) * 32, "机构") for number, name in enumerate(("甲", "乙", "丙"))}


def keys(name: str) -> Signer | None:
    return KEYS.get(name)


def sealed(entry: Entry, signer: Signer | None = None) -> Entry:
    """The entry with the digest that it must carry, signed anew or not at all."""
    entry = replace(entry, signature=None if signer is None else Signature(signer.person.key, ""))
    entry = replace(entry, digest=chain.digest_of(entry))
    return entry if signer is None else replace(entry, signature=signer.sign(entry.digest))


def chained(entries: Iterable[Entry]) -> list[Entry]:
    """The entries as a chain of their own, without signatures."""
    found: list[Entry] = []
    for number, entry in enumerate(entries, 1):
        found.append(sealed(replace(entry, seq=number, prev=found[-1].digest if found else chain.ZERO)))
    return found


def put(root: Path, log: str, entries: Iterable[Entry]) -> None:
    """Write a log anew, and nothing else."""
    (root / log).write_text("".join(chain.line_of(entry) + "\n" for entry in entries), "utf-8")


def reseal(root: Path, log: str, entries: list[Entry]) -> None:
    """Write a log anew, with ``heads.json``."""
    put(root, log, entries)
    found = {**chain.heads(root), log: chain.Head(len(entries), entries[-1].digest)}
    (root / chain.HEADS).write_text(chain.text_of(found), "utf-8")


def everything(root: Path) -> dict[str, bytes]:
    """All files of a case but its locks, by path below it."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file() and path.name not in ledger.LOCKS
    }
