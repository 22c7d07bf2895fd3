"""Short codes by which a case names its own things (works, seals, documents, runs, tools): behind words of following
they are no norm. A short code that is none of these (依据CL52) is one of a body that no list has."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from appraisal.gates.designations import key, names_norm, says_followed
from appraisal.gates.values import within
from appraisal.gates.view import View
from appraisal.keeping import lasting, of_text
from appraisal.procedure import Kind

_CODE = re.compile(r"(?<![A-Za-z\d])[A-Za-z]{2,8}[\s_-]?\d{1,2}(?![A-Za-z\d])")
_FACTS = frozenset(
    {Kind.MATERIAL, Kind.RECEIVED, Kind.RIGHTS, Kind.HANDLED}
)  # kinds that hold names and facts of things
_NAMES = frozenset({
    "label", "labels", "name", "number", "serial", "certificate", "id", "seal", "make", "documents", "document", "path",
    "file", "files", "version", "versions", "match", "point", "place", "comparator", "comparators", "left", "right",
    "equipment", "tool", "contacts", "address", "licence", "methods",
})  # fmt: skip
_NO_NAMES = frozenset({Kind.STANDARDS, Kind.LITERATURE})  # what others called theirs


@lasting
def own(view: View) -> frozenset[str]:
    """Those of a case, as ``designations.key`` has them."""
    held = view.dossier
    parts = (held.works, held.environment, held.number, held.runs, held.examinations, held.experts)
    told = [text for _, text in within(parts, str)] + [filed.comparison.comparator for filed in held.comparisons]
    return frozenset(_read([*told, *_entered((one.kind, one.body) for one in held.filed)]))


def of_entries(entries: Iterable[tuple[str, Mapping[str, Any]]], more: Iterable[str] = ()) -> frozenset[str]:
    """The same, of entries of logs by kind, before there is a dossier."""
    return frozenset(_read([*more, *_entered(entries)]))


def _entered(entries: Iterable[tuple[str, Mapping[str, Any]]]) -> Iterator[str]:
    for kind, body in entries:
        if kind not in _NO_NAMES:
            yield from (text for name, text in within(body, str) if name in _NAMES or kind in _FACTS)
            yield from (name for name in _keys(body))


def _keys(body: object) -> Iterator[str]:
    """Keys of tables, as methods of a scheme are."""
    for value in body.values() if isinstance(body, Mapping) else ():
        if isinstance(value, Mapping):
            yield from (str(name) for name in value)


def _read(told: Iterable[str]) -> Iterator[str]:
    for text in told:
        yield from _codes(text)


@of_text
def _codes(text: str) -> tuple[str, ...]:
    found = [*_CODE.finditer(text)]
    if not found:  # most names and facts hold none
        return ()
    called = re.sub(r"\.[A-Za-z\d]{1,5}\Z", "", text.rpartition("/")[2])  # a file without its kind
    return () if names_norm(called) or says_followed(called) else tuple(key(hit.group()) for hit in found)
