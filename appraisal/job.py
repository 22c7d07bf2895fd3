"""A job: one comparator on one pair of works, how it is named and how it travels to a worker."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from appraisal import background, cache, codec, components, records, registry, viewing
from appraisal.comparator import parameters_of
from appraisal.comparison import JSON, Comparison, Exclusion, Overruled, Reason, WorkRef
from appraisal.errors import reason_of, status_of
from appraisal.records import canonical
from appraisal.work import Work


@dataclass(frozen=True, slots=True)
class Job:
    """One comparator on one pair. ``excluded`` and ``ancestors`` are matched too and clipped away in ``filtered``.

    ``store`` is the folder for features, ``children`` the one for nested records (None: kept nowhere).
    ``overruled``: rules and places of rules that persons keep in the figures.
    ``backgrounds`` are folders made by ``appraisal background build``. ``memory`` in bytes is told to the comparator.
    """

    comparator: str
    left: Work
    right: Work
    parameters: Mapping[str, JSON] = field(default_factory=dict)
    ancestors: tuple[Work, ...] = ()
    excluded: tuple[tuple[Work, Reason], ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    overruled: tuple[Overruled, ...] = ()
    backgrounds: tuple[Path, ...] = ()
    seed: int = 0
    memory: int = 4 << 30
    store: Path | None = None
    children: Path | None = None


class KeyMaker:
    """Names of records: a digest of everything their bytes depend on. Remembers what many jobs share."""

    def __init__(self) -> None:
        self._methods: dict[tuple[Any, ...], tuple[Any, str]] = {}
        self._works: dict[int, tuple[Work, str]] = {}  # held, so that its id stays its own

    def _method(self, job: Job) -> str:
        name = (job.comparator, id(job.parameters), job.backgrounds)
        held = self._methods.get(name)
        if held is None:
            method = registry.comparator(job.comparator, job.parameters)
            screeners = registry.screeners_of(method)
            needs = [background.digest_of(b) for b in job.backgrounds] if method.needs or screeners else []
            about: list[JSON] = [records.SCHEMA, job.comparator, method.version, parameters_of(method), needs]
            if screeners:
                about.append([[s.name, s.version, parameters_of(s), components.bundled_digest(s)] for s in screeners])
            if placers := viewing.placers_of(method.media):
                about.append(placers)
            held = self._methods[name] = (job.parameters, cache.key_of(about))  # held, so that its id stays its own
        return held[1]

    def key(self, job: Job) -> str:
        """SHA-256 (hex)."""
        works = ",".join(map(self._work, (job.left, job.right, *job.ancestors)))
        excluded = canonical([[w.label, w.sha256, str(r)] for w, r in job.excluded]) if job.excluded else "[]"
        exclusions = canonical([records.exclusion_to_json(e) for e in job.exclusions]) if job.exclusions else "[]"
        if job.overruled:
            exclusions += canonical(codec.encode(job.overruled))
        about = f'["{self._method(job)}",[{works}],{excluded},{exclusions},[{job.seed},{job.memory}]]'
        return hashlib.sha256(about.encode("utf-8", "backslashreplace")).hexdigest()

    def _work(self, work: Work) -> str:
        held = self._works.get(id(work))
        if held is None:
            views = _views(work)
            problem = [list(work.problem)] if work.problem else []  # opened once it can be, it is compared again
            about = [work.label, work.sha256, work.medium, *([views] if views else []), *problem]
            held = self._works[id(work)] = (work, canonical(about))
        return held[1]


def _views(work: Work) -> list[JSON]:
    """What a record depends on of a work's views; empty where it has none."""
    return [
        [member.file, [[v.deriver, v.name, v.map_sha256, list(v.problem or ())] for v in member.views]]
        for member in work.members
        if member.views
    ]


def key_of(job: Job) -> str:
    """Name of the record of one job."""
    return KeyMaker().key(job)


def pack(job: Job) -> str:
    """The job as JSON text. Works and settings stand in it as strings: either end converts each of them once."""
    ancestors = ",".join(map(_packed, job.ancestors))
    excluded = ",".join(f'[{_packed(work)},"{reason}"]' for work, reason in job.excluded)
    exclusions = json.dumps(codec.encode(job.exclusions)) if job.exclusions else "[]"
    overruled = json.dumps(codec.encode(job.overruled)) if job.overruled else "[]"
    return (
        f'{{"left":{_packed(job.left)},"right":{_packed(job.right)},"ancestors":[{ancestors}],"excluded":[{excluded}],'
        f'"exclusions":{exclusions},"overruled":{overruled},"settings":{_packed_settings(job)}}}'
    )


def unpack(body: Mapping[str, Any]) -> Job:
    """The job again; strict as ``codec.decode`` is."""
    return Job(
        left=_unpacked(body["left"]),
        right=_unpacked(body["right"]),
        ancestors=tuple(map(_unpacked, body["ancestors"])),
        excluded=tuple((_unpacked(work), Reason(reason)) for work, reason in body["excluded"]),
        exclusions=codec.decode(tuple[Exclusion, ...], body["exclusions"]) if body["exclusions"] else (),
        overruled=codec.decode(tuple[Overruled, ...], body["overruled"]) if body["overruled"] else (),
        **_settings(body["settings"]),
    )


_SETTINGS: Mapping[str, Any] = {
    "comparator": str,
    "parameters": Mapping[str, Any],
    "backgrounds": tuple[Path, ...],
    "seed": int,
    "memory": int,
    "store": Path | None,
    "children": Path | None,
}


@lru_cache(maxsize=256)
def _settings(text: str) -> Mapping[str, Any]:
    values = json.loads(text)
    return {name: codec.decode(hint, value) for (name, hint), value in zip(_SETTINGS.items(), values, strict=True)}


_shared: dict[tuple[Any, ...], tuple[Any, str]] = {}
_texts: dict[int, tuple[Work, str]] = {}


def _packed_settings(job: Job) -> str:
    """Jobs of one batch share the very same parameters; their text is made once."""
    name = (job.comparator, id(job.parameters), job.backgrounds, job.seed, job.memory, job.store, job.children)
    held = _shared.get(name)
    if held is None or held[0] is not job.parameters:
        if len(_shared) > 1000:
            _shared.clear()
        settings = [codec.encode(getattr(job, name)) for name in _SETTINGS]
        held = _shared[name] = (job.parameters, json.dumps(canonical(settings)))
    return held[1]


def _packed(work: Work) -> str:
    """A JSON string of JSON."""
    held = _texts.get(id(work))
    if held is None or held[0] is not work:
        if len(_texts) > 100_000:
            _texts.clear()
        held = _texts[id(work)] = (work, json.dumps(canonical(codec.encode(replace(work, opened=())))))
    return held[1]


@lru_cache(maxsize=4096)
def _unpacked(text: str) -> Work:
    return codec.decode(Work, json.loads(text))  # type: ignore[no-any-return]


def failure(job: Job, error: BaseException) -> Comparison:
    """The record of a comparison that gave no result; the reason stands in it."""
    method = registry.comparator(job.comparator, job.parameters)
    return Comparison(
        comparator=job.comparator,
        version=method.version,
        parameters=parameters_of(method),
        left=WorkRef(job.left.label, job.left.sha256),
        right=WorkRef(job.right.label, job.right.sha256),
        status=status_of(error),
        reason=reason_of(error),
        message=str(error) or type(error).__name__,
        excluded=job.exclusions,
    )
