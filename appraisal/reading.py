"""Members read once: from memory, from the store, or by the comparator. Runs inside the limited child."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from appraisal import cache, registry, threads
from appraisal.comparator import Comparator, Memo, Resources, parameters_of
from appraisal.comparison import JSON, Observation, Side
from appraisal.errors import AppraisalError, MaterialError, Refused, reason_of
from appraisal.span import whole
from appraisal.store import Kept, Store, features_from, features_of
from appraisal.work import Member, View, Work, digest_file

UNREAD, SKIPPED, DERIVED = "unread", "skipped", "derived"
# Bytes that a file counts for at the least where files are read in threads: four a batch.
AT_ONCE = threads.BATCH[0] // 4
_recent = cache.Recent()


@lru_cache(maxsize=16)
def at(folder: Path) -> Store:
    """One store a folder: all methods of a process append to the same pack."""
    return Store(folder)


def forget() -> None:
    """Drop the features kept in memory, and what is known of stores; for tests of the store."""
    _recent.clear()
    at.cache_clear()


@dataclass(frozen=True, slots=True)
class _Piece:
    """One member on its way: ``found`` features, ``fresh`` from the file; the ``error`` that came instead of them;
    ``parts`` and ``key`` under which memory and store keep them."""

    member: Member
    parts: tuple[Any, ...]
    key: bytes | None
    found: Any
    error: AppraisalError | None = None
    fresh: bool = False


@dataclass
class Reader:
    """Reads members of one comparator, from memory, store or file; unread members become observations."""

    method: Comparator[Any]
    resources: Resources
    resource_digests: Sequence[str]
    store: Store | None
    _look: bool = field(default=True, init=False)  # whether other processes may have put features into the store since

    @cached_property
    def about(self) -> str:
        """All that features and partial results depend on besides the material."""
        held: Any = self.method.features
        code = [cache.code_of(type(self.method)), cache.code_of(held)]
        about = [cache.FORMAT, code, self.method.name, self.method.version, parameters_of(self.method)]
        return cache.key_of([*about, list(self.resource_digests)])

    @cached_property
    def memo(self) -> Memo:
        return Memo() if self.store is None else Kept(self.store, self.about)

    def features(self, member: Member) -> Any:
        """Of one member, from memory, store or file."""
        return self._kept(self._found(self._known(member)))

    def _known(self, member: Member) -> _Piece:
        """What memory or store hold of a member. Never called in a thread: neither is made for that."""
        if member.view is not None and member.view.problem is not None:
            return _Piece(member, (), None, None, member.view.error())
        suffix = member.file.rsplit("/", 1)[-1].rsplit(".", 1)[-1].lower()[:12]
        # A method may read where the lines of a view stand: two documents of one text differ in that.
        mapped = () if member.view is None else (member.view.map_sha256,)
        parts = (member.sha256, member.size, suffix, member.medium, self.method, mapped, *self.resource_digests)
        held = _recent.get(parts)
        if held is not None or self.store is None:
            return _Piece(member, parts, None, held)
        name = json.dumps([self.about, *parts[:3], member.medium, *mapped])
        key = hashlib.sha256(name.encode("utf-8", "backslashreplace")).digest()
        if self._look:  # once a side, and only if something is not in memory: looking took 45 µs, a tenth of a pair
            self.store.refresh()
            self._look = False
        return _Piece(member, parts, key, features_from(self.method.features, self.store.get(key)))

    def _found(self, piece: _Piece) -> _Piece:
        """The same with what the file itself gives, where nothing else did."""
        member = piece.member
        if piece.found is not None or piece.error is not None:
            return piece
        try:
            if digest_file(member.path)[0] != member.sha256:
                raise MaterialError(f"{member.file}: the file changed while it was being compared: receive it again")
            return replace(piece, found=self.method.read(member, self.resources), fresh=True)
        except AppraisalError as error:
            return replace(piece, error=error)

    def _kept(self, piece: _Piece) -> Any:
        """The features, kept for later. Raises the error that came of reading."""
        if piece.error is not None:
            raise piece.error
        if piece.fresh and self.store is not None and piece.key is not None:
            self.store.put(piece.key, features_of(piece.found))
        _recent.put(piece.parts, piece.found)
        return piece.found

    def _pieces(self, members: Sequence[Member]) -> Iterator[_Piece]:
        """Of all members in their order; read in threads where the method says that it may be."""
        if not getattr(self.method, "threaded", False):
            yield from (self._found(self._known(member)) for member in members)
            return
        known = map(self._known, members)
        yield from threads.in_order(self._found, known, weigh=lambda piece: max(piece.member.size, AT_ONCE))

    def side(self, work: Work, side: Side, observe: Callable[[Observation], None]) -> dict[str, Any]:
        """Features of all members this comparator reads; raises the first error when none can be read."""
        for name, reason in work.skipped:
            observe(Observation(side, whole(name), SKIPPED, {"reason": reason}))
        members = work.only(self.method.media)
        if not members:
            wanted = ", ".join(sorted(self.method.media))
            more = registry.could_be_derived(work.media(), self.method.media)
            raise Refused(
                f"{work.label}: holds nothing that {self.method.name} reads ({wanted})" + (f"; {more}" if more else "")
            )
        self._look = True
        read: dict[str, Any] = {}
        first: AppraisalError | None = None
        for piece in self._pieces(members):
            member = piece.member
            try:
                read[member.file] = self._kept(piece)
            except AppraisalError as error:
                first = first or error
                details = {"reason": reason_of(error), "message": str(error)}
                observe(Observation(side, whole(member.file), UNREAD, details))
            else:
                if member.view is not None:
                    observe(Observation(side, whole(member.file), DERIVED, _told(member.view)))
        if not read and first is not None:
            raise first
        return read


def _told(view: View) -> dict[str, JSON]:
    """What a record says of a view that was read."""
    return {
        "view": view.name,
        "medium": str(view.medium),
        "deriver": view.deriver,
        "sha256": view.sha256,
        "size": view.size,
        "map_sha256": view.map_sha256,
        **view.notes,
    }
