"""The scheme (比对方案): what will be compared, how, and what will be left out, fixed before results are seen.

Experts write ``scheme.toml`` in the case; ``filing.fix_scheme`` adds methods with all their parameters and writes it
into the procedure log, signed. A run says where it departs from the scheme in force (``departures``).
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, fields
from fnmatch import fnmatchcase
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

# [[left_out]]      # 送检而不在某些方法比对范围内的文件 / files that some methods leave out of their scope
# methods = ["METHOD", "METHOD"]   # 不写则全部方法 / none named: all methods
# works = ["A1"]                              # 不写则全部作品 / none named: all works
# files = ["data/*", "*.csv", "*NOTICE*"]     # 文件名，* 代表任意字符 / names; * stands for any characters
# text = ""                                   # 理由 / why

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
class LeftOut:
    """Files that methods leave out of their scope: of these works (all when none is named) those whose names fit one of
    the patterns, in which ``*`` stands for any characters and ``?`` for one; ``methods``: all when none is named."""

    files: tuple[str, ...]
    text: str
    methods: tuple[str, ...] = ()
    works: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.files or not all(name.strip() for name in self.files) or not self.text.strip():
            raise CaseError(f"{FILE}: left_out: it needs files, and a text that says why they are left out")

    def about(self, method: str, label: str) -> bool:
        return (not self.methods or method in self.methods) and (not self.works or label in self.works)

    def fits(self, method: str, label: str, file: str) -> bool:
        return self.about(method, label) and any(fnmatchcase(file, pattern) for pattern in self.files)


@dataclass(frozen=True, slots=True)
class Scheme:
    """``methods``: every method that will run, with all its parameters. ``left_out``: files outside the scope."""

    scope: str
    counting: str = ""
    sampling: str = ""
    propositions: tuple[str, ...] = ()
    note: str = ""
    versions: Mapping[str, str] = field(default_factory=dict)
    core_files: tuple[CoreFile, ...] = ()
    criteria: tuple[Criterion, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
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
        for name, cls in (("core_files", "CoreFile"), ("criteria", "Criterion"), ("left_out", "LeftOut")):
            body[name] = [{**row, "is": cls} for row in body.get(name, [])]
        found: Scheme = decode(Scheme, {"scope": "", **body, "is": "Scheme"})
    except (tomllib.TOMLDecodeError, RecordError, TypeError, ValueError, RecursionError) as error:
        raise CaseError(f"{FILE} cannot be read: {error}") from error
    return found


def check_scope(scheme: Scheme, known: Collection[str]) -> None:
    """``CaseError`` when files are left out of a method that there is not: a slip would leave them in."""
    if odd := sorted({name for rule in scheme.left_out for name in rule.methods} - set(known)):
        raise CaseError(f"{FILE}: left_out: no method {odd[0]!r}; installed are {', '.join(sorted(known))}")


def of_body(body: Mapping[str, JSON]) -> Scheme:
    """The scheme as an entry of the log holds it."""
    return decode(Scheme, {**body, "is": "Scheme"})  # type: ignore[no-any-return]


def without_file(scheme: Scheme, files: Iterable[tuple[str, str, str]]) -> list[str]:
    """Patterns of what is left out that fit no file: a slip would go unseen. ``files``: method, work and name."""
    waiting = {(at, pattern) for at, rule in enumerate(scheme.left_out) for pattern in rule.files}
    for method, label, file in files:
        waiting -= {
            (at, pattern)
            for at, pattern in waiting
            if scheme.left_out[at].about(method, label) and fnmatchcase(file, pattern)
        }
        if not waiting:
            break
    return [f"left out {pattern}: no such file" for _, pattern in sorted(waiting)]


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
    foreseen |= {Reason.OUT_OF_SCOPE} if scheme.left_out else set()
    found += [f"exclusion for {reason}: not in the scheme" for reason in sorted(set(excluded) - foreseen)]
    return found
