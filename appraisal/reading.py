"""Members read once: from memory, from the store, or by the comparator. Runs inside the limited child."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from appraisal import cache
from appraisal.comparator import Comparator, Memo, Resources, parameters_of
from appraisal.comparison import JSON, Observation, Side
from appraisal.errors import AppraisalError, MaterialError, Refused, reason_of
from appraisal.span import whole
from appraisal.store import Kept, Store, features_from, features_of
from appraisal.work import Member, View, Work, digest_file

UNREAD, SKIPPED, DERIVED = "unread", "skipped", "derived"
_recent = cache.Recent()


@lru_cache(maxsize=16)
def at(folder: Path) -> Store:
    """One store a folder: all methods of a process append to the same pack."""
    return Store(folder)


def forget() -> None:
    """Drop the features kept in memory, and what is known of stores; for tests of the store."""
    _recent.clear()
    at.cache_clear()


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
        if member.view is not None and member.view.problem is not None:
            raise member.view.error()
        suffix = member.file.rsplit("/", 1)[-1].rsplit(".", 1)[-1].lower()[:12]
        # A method may read where the lines of a view stand: two documents of one text differ in that.
        mapped = () if member.view is None else (member.view.map_sha256,)
        parts = (member.sha256, member.size, suffix, member.medium, self.method, mapped, *self.resource_digests)
        held = _recent.get(parts)
        if held is not None:
            return held
        found = key = None
        if self.store is not None:
            name = json.dumps([self.about, *parts[:3], member.medium, *mapped])
            key = hashlib.sha256(name.encode("utf-8", "backslashreplace")).digest()
            if self._look:  # once a side, and only if something is not in memory: looking took 45 µs, a tenth of a pair
                self.store.refresh()
                self._look = False
            found = features_from(self.method.features, self.store.get(key))
        if found is None:
            if digest_file(member.path)[0] != member.sha256:
                raise MaterialError(f"{member.file}: the file changed while it was being compared: receive it again")
            found = self.method.read(member, self.resources)
            if self.store is not None and key is not None:
                self.store.put(key, features_of(found))
        _recent.put(parts, found)
        return found

    def side(self, work: Work, side: Side, observe: Callable[[Observation], None]) -> dict[str, Any]:
        """Features of all members this comparator reads; raises the first error when none can be read."""
        for name, reason in work.skipped:
            observe(Observation(side, whole(name), SKIPPED, {"reason": reason}))
        members = work.only(self.method.media)
        if not members:
            wanted = ", ".join(sorted(self.method.media))
            raise Refused(f"{work.label}: holds nothing that {self.method.name} reads ({wanted})")
        self._look = True
        read: dict[str, Any] = {}
        first: AppraisalError | None = None
        for member in members:
            try:
                read[member.file] = self.features(member)
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
