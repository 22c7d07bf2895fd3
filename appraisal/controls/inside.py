"""The child's side of controls: foreign bytes are read, altered and written here, in the limited worker.

``handle`` runs one task: try a member, plant a copy, or scramble a member. What a member does not allow comes back as
an answer that says whose fault it is, never as a failure.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from appraisal import codec, registry
from appraisal.comparator import Comparator, Plantable, Scrambling
from appraisal.comparison import JSON
from appraisal.engine import open_resources
from appraisal.errors import MaterialError, Refused, UsageError, reason_of
from appraisal.work import Member


def handle(task: Mapping[str, Any]) -> JSON:
    """One task: ``{"op": "plant" | "scramble" | "read", "comparator", "parameters", "backgrounds", "source", …}``.

    Answers ``{"made": …}``, or ``{"skipped": "source" | "other", "reason", "message"}``; with
    ``"pair"`` where both can be read and the source might go with another member.
    """
    method = registry.comparator(task["comparator"], task["parameters"])
    backgrounds = codec.decode(tuple[Path, ...], task["backgrounds"])
    source, other = (codec.decode(Member, task[name]) for name in ("source", "other"))
    if fault := _unread(method, backgrounds, source):
        return {"skipped": "source", **fault}
    if task["op"] == "read":
        fault = _unread(method, backgrounds, other)
        return {"skipped": "other", **fault} if fault else {"made": None}
    try:
        return {"made": _made(method, task, source, other)}
    except (MaterialError, Refused) as error:
        fault = _unread(method, backgrounds, other)
        return {"skipped": "other", **fault} if fault else {"skipped": "source", "pair": True, **_told(error)}


def _made(method: Comparator[Any], task: Mapping[str, Any], source: Member, other: Member) -> JSON:
    seed, out = int(task["seed"]), codec.decode(Path, task["out"])
    if task["op"] == "plant" and isinstance(method, Plantable):
        return codec.encode(method.plant(source, other, seed, out))
    if task["op"] == "scramble" and isinstance(method, Scrambling):
        return codec.encode(method.scramble(other, seed, out))
    raise UsageError(f"{task['comparator']} does not know how to {task['op']}")


_seen: dict[tuple[str, str, str], dict[str, JSON]] = {}


def _unread(method: Comparator[Any], backgrounds: tuple[Path, ...], member: Member) -> dict[str, JSON]:
    """Why the method does not read this member; empty when it does. Remembered: the same member serves many plants."""
    name = (repr(method), member.sha256, member.file)
    if name not in _seen:
        try:
            method.read(member, open_resources(method, backgrounds)[0])
            _seen[name] = {}
        except (MaterialError, Refused) as error:
            _seen[name] = _told(error)
    return _seen[name]


def _told(error: Exception) -> dict[str, JSON]:
    return {"reason": reason_of(error), "message": str(error)}
