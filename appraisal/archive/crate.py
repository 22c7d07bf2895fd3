"""``ro-crate-metadata.json`` (RO-Crate 1.1): what the bundle holds, for programs that know nothing of this one."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from appraisal.archive.wheels import FOLDER, FONTS, OWN, Software
from appraisal.casefile import Received, Settings
from appraisal.procedure import Kind
from appraisal.verify.logs import Logs

NAME = "ro-crate-metadata.json"
Entity = dict[str, Any]


def _id(path: str) -> str:
    return quote(path.encode("utf-8", "surrogateescape"), safe="/")


def _refer(ids: Sequence[str]) -> list[Entity]:
    return [{"@id": name} for name in ids]


def metadata(
    settings: Settings,
    works: Sequence[Received],
    logs: Logs,
    files: dict[str, tuple[str, int]],
    software: Sequence[Software],
    dated: str,
) -> bytes:
    """``files``: SHA-256 and size by path below ``data/``: records, reports and wheels are described one by one."""
    shown = [
        path
        for path in sorted(files)
        if path.startswith(("case/comparisons/", "case/examinations/", "case/report/", "case/runs/"))
    ]
    persons = _persons(settings, logs)
    programs = _software(software)
    parts = [*(_work(work) for work in works), *(_file(path, *files[path]) for path in shown)]
    parts += [_file(path, *files[path]) for path in sorted(files) if path.endswith(".whl")]
    runs = [_run(entry.body.get("number"), entry.by, entry.on, persons, files) for entry in logs.history.of(Kind.RUN)]
    root: Entity = {
        "@id": "./",
        "@type": "Dataset",
        "name": settings.title or settings.number,
        "identifier": settings.number,
        "description": "著作权鉴定案卷。A case of copyright appraisal: works, comparisons, logs and report.",
        "datePublished": dated,
        "license": "Not stated: material of a case, for use in its procedure only.",
        "creator": _refer([person["@id"] for person in persons]),
        "hasPart": _refer([part["@id"] for part in parts]),
        "mentions": _refer([run["@id"] for run in runs]),
    }
    about: Entity = {
        "@id": NAME,
        "@type": "CreativeWork",
        "about": {"@id": "./"},
        "conformsTo": {"@id": "https://w3id.org/ro/crate/1.1"},
    }
    graph = [about, root, *parts, *persons, *programs, *runs]
    body = {"@context": "https://w3id.org/ro/crate/1.1/context", "@graph": graph}
    return (json.dumps(body, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _work(work: Received) -> Entity:
    return {
        "@id": _id(f"case/works/{work.label}/"),
        "@type": "Dataset",
        "name": f"{work.label}: {work.name}",
        "version": work.version,
        "description": f"role: {work.role}; SHA-256 of the whole: {work.sha256}; {work.files} files",
        "contentSize": str(work.bytes),
        "dateCreated": work.received_on,
    }


def _file(path: str, sha256: str, size: int) -> Entity:
    kind = {".json": "application/json", ".pdf": "application/pdf", ".html": "text/html"}
    suffix = path[path.rfind(".") :]
    return {
        "@id": _id(path),
        "@type": "File",
        "name": path.rsplit("/", 1)[-1].encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace"),
        "contentSize": str(size),
        "sha256": sha256,
        "encodingFormat": kind.get(suffix, "application/octet-stream"),
    }


def _persons(settings: Settings, logs: Logs) -> list[Entity]:
    """Experts named by the case, and everybody in whose name an entry of the disclosed logs stands."""
    names = dict.fromkeys([*settings.experts, *(entry.by for entry in logs.history.entries if entry.by)])
    found = []
    for name in names:
        person: Entity = {"@id": f"#person-{quote(name)}", "@type": "Person", "name": name}
        keys = logs.history.persons.get(name, ())
        if keys:
            person["identifier"] = [f"ed25519:{key.key}" for key in keys]
            person["affiliation"] = sorted({key.institution for key in keys if key.institution})
        found.append(person)
    return found


def _software(software: Sequence[Software]) -> list[Entity]:
    return [
        {
            "@id": f"#software-{quote(one.name)}",
            "@type": "SoftwareApplication",
            "name": one.name + (" (fonts)" if one.name == FONTS else ""),
            "version": one.version,
            "softwareVersion": one.version,
            "hasPart": _refer([_id(f"{FOLDER.removeprefix('data/')}/{wheel}") for wheel in one.wheels]),
        }
        for one in software
    ]


def _run(number: Any, by: str, on: str, persons: Sequence[Entity], files: dict[str, tuple[str, int]]) -> Entity:
    path = f"case/runs/{number:04d}.json" if type(number) is int else ""
    return {
        "@id": f"#run-{number}",
        "@type": "CreateAction",
        "name": f"run {number}",
        "endTime": on,
        "instrument": {"@id": f"#software-{OWN}"},
        "agent": _refer([person["@id"] for person in persons if person["name"] == by]),
        "result": _refer([_id(path)] if path in files else []),
    }
