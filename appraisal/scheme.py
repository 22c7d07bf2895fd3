"""The scheme (比对方案): what will be compared, how, and what will be left out, fixed before results are seen.

Experts write ``scheme.toml`` in the case; ``filing.fix_scheme`` adds methods with all their parameters and writes it
into the procedure log, signed. A run says where it departs from the scheme in force (``departures``).
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from appraisal.codec import decode
from appraisal.comparison import JSON, Reason
from appraisal.errors import CaseError, RecordError
from appraisal.records import canonical, plain

FILE = "scheme.toml"
TEMPLATE = """\
# 比对方案 / Comparison scheme. 填写后执行 / fill in, then: appraisal scheme CASE --by NAME
scope = ""          # 比对范围：比什么，不比什么 / what is compared with what, and what is not
counting = ""       # 计数规则 / counting rules, beside those that each method prints
sampling = ""       # 不逐条核验时的抽样规则 / rule of sampling where not every match is read
propositions = []   # 待检验的命题，两两相对 / propositions, in pairs, e.g. ["…复制自…", "…独立创作…"]
note = ""

[versions]          # 各作品的版本 / version of each work, e.g. A1 = "1.4"

# [[core_files]]    # 核心文件及理由 / core files, each with its reason
# label = "A1"
# file = "server/combat.py"
# reason = ""

# [[criteria]]      # 排除标准 / what is excluded, by reason of the closed list
# reason = "third-party"   # {reasons}
# text = ""
"""


@dataclass(frozen=True, slots=True)
class CoreFile:
    label: str
    file: str
    reason: str


@dataclass(frozen=True, slots=True)
class Criterion:
    """What will be excluded, and for which reason of the closed list."""

    reason: Reason
    text: str


@dataclass(frozen=True, slots=True)
class Scheme:
    """``methods``: every method that will run, with all its parameters."""

    scope: str
    counting: str = ""
    sampling: str = ""
    propositions: tuple[str, ...] = ()
    note: str = ""
    versions: Mapping[str, str] = field(default_factory=dict)
    core_files: tuple[CoreFile, ...] = ()
    criteria: tuple[Criterion, ...] = ()
    methods: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.scope.strip():
            raise CaseError(f"{FILE}: scope is empty: say what is compared with what")


def template() -> str:
    """What experts fill in."""
    return TEMPLATE.replace("{reasons}", ", ".join(Reason))


def read(text: str) -> Scheme:
    """A scheme from TOML; ``CaseError`` names the field that is wrong. Methods are not the experts' to list."""
    try:
        body: Any = tomllib.loads(text)
        known = {f.name for f in fields(Scheme)} - {"methods"}
        if odd := sorted(set(body) - known):
            raise CaseError(f"{FILE}: unknown field {odd[0]!r}; known are {', '.join(sorted(known))}")
        for name, cls in (("core_files", "CoreFile"), ("criteria", "Criterion")):
            body[name] = [{**row, "is": cls} for row in body.get(name, [])]
        found: Scheme = decode(Scheme, {"scope": "", **body, "is": "Scheme"})
    except (tomllib.TOMLDecodeError, RecordError, TypeError, ValueError, RecursionError) as error:
        raise CaseError(f"{FILE} cannot be read: {error}") from error
    return found


def of_body(body: Mapping[str, JSON]) -> Scheme:
    """The scheme as an entry of the log holds it."""
    return decode(Scheme, {**body, "is": "Scheme"})  # type: ignore[no-any-return]


def departures(scheme: Scheme, methods: Mapping[str, Mapping[str, Any]], excluded: Iterable[Reason]) -> list[str]:
    """Where a run differs from the scheme: methods, parameters, reasons of exclusion. In a fixed spelling, sorted."""
    found: list[str] = []
    for name in sorted(set(scheme.methods) | set(methods)):
        if name not in methods:
            found.append(f"method {name}: not run")
        elif name not in scheme.methods:
            found.append(f"method {name}: not in the scheme")
        else:
            planned, used = plain(scheme.methods[name]), plain(methods[name])
            found += [
                f"{name}.{key}: {canonical(used.get(key))} instead of {canonical(planned.get(key))}"
                for key in sorted(set(planned) | set(used))
                if planned.get(key) != used.get(key)
            ]
    foreseen = {criterion.reason for criterion in scheme.criteria}
    found += [f"exclusion for {reason}: not in the scheme" for reason in sorted(set(excluded) - foreseen)]
    return found
