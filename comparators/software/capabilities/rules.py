"""Rules as data: one YAML file a capability, checked by a schema when read. Nothing in them is executed."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml

SCHEMA = "capability-rule-1.json"
FOLDER = files("comparators.software.capabilities") / "rules"
MOST_BYTES = 1 << 20


class RuleError(ValueError):
    """A rule that cannot be read; names the file."""


@dataclass(frozen=True)
class Condition:
    """Of one argument. ``value``: one of these; ``bits``: any of them set; ``text``: what it points to; ``given_by``:
    what made it, ``of``: conditions on the arguments of that call; ``unless``, ``unless_by``: values and origins that
    innocent calls have; ``or_unknown``: an argument that is not seen passes. ``own``: the text is the name of an export
    of the program; ``bytes``: it points to data that are no text; ``first``, ``first_bits``: what it points to on the
    stack begins with one of these numbers of four bytes, or one with a bit of these. ``not_own_path``: not the buffer
    that the path of the program itself was asked for into. ``unless_bits``: a number with none of these bits."""

    value: tuple[int, ...] = ()
    bits: int = 0
    text: re.Pattern[str] | None = None
    given_by: frozenset[str] = frozenset()
    unless: tuple[int, ...] = ()
    unless_by: frozenset[str] = frozenset()
    or_unknown: bool = False
    of: Mapping[int, Condition] | None = None
    own: bool = False
    bytes: bool = False
    first: tuple[int, ...] = ()
    first_bits: int = 0
    not_own_path: bool = False
    unless_bits: int = 0


@dataclass(frozen=True)
class Step:
    """One thing that must be there. Exactly one of ``call``, ``named``, ``text``, ``code``, ``constant``, ``export``,
    ``data``, ``method``, ``either`` is set. ``place``: the finding stands there; ``also``: one stands there too.
    ``same``: in the same function as that; ``anywhere``: in the whole program. ``client``: "text", a text that the
    client has too, or, by itself, "number", numbers as in its packets: a mark of both, or two (``packets``).
    ``compared``: a text that memory is compared with in pieces. ``method``: numbers, from 0, in a table of methods that
    is called through. ``file``: a text that may name a file to be opened: none that the function hands only to what
    loads libraries, runs programs or prints, no list of
    folders, and no address of the web. ``tied``: within one call of the step that ``opens``, so that it may be what is
    opened there. ``access``: "read" or "write", of a call that opens a file or reads or writes one: only where the file
    may be what the technique's text names (``path``), opened for that; see ``opened``."""

    call: frozenset[str] = frozenset()
    where: Mapping[int, Condition] | None = None
    named: frozenset[str] = frozenset()
    text: re.Pattern[str] | None = None
    code: frozenset[str] = frozenset()
    constant: frozenset[int] = frozenset()
    export: frozenset[str] = frozenset()
    data: bytes = b""
    either: tuple[Step, ...] = ()
    place: bool = False
    same: bool = False
    client: str = ""
    compared: bool = False
    method: frozenset[int] = frozenset()
    anywhere: bool = False
    also: bool = False
    file: bool = False
    tied: bool = False
    opens: bool = False
    access: str = ""
    path: re.Pattern[str] | None = None


@dataclass(frozen=True)
class Technique:
    """All ``steps`` within ``within`` calls of the step that is the place. ``unless``: none of these there, or, where
    they say ``same``, in the function itself.
    ``program``: in no library of Windows, since what programs do by themselves is meant. ``rest``: only where none of
    the techniques before it in the rule is found in the function. ``unpointed``: what is added to the title where a
    client is held beside the program and nothing in this points there."""

    name: str
    title: Mapping[str, str]
    formats: frozenset[str]
    within: int
    steps: tuple[Step, ...]
    unless: tuple[Step, ...] = ()
    program: bool = False
    rest: bool = False
    unpointed: Mapping[str, str] | None = None

    @property
    def place(self) -> Step:
        """The step that gives the address."""
        return next(step for step in self.steps if step.place)


@dataclass(frozen=True)
class Rule:
    """``words``: what a reader is told: title, class, question, innocent explanations and the rest, by language."""

    name: str
    version: int
    techniques: tuple[Technique, ...]
    words: Mapping[str, Any]


@dataclass(frozen=True)
class Rules:
    """All rules with the digest of their files, which a record names."""

    rules: tuple[Rule, ...]
    sha256: str

    def names(self) -> frozenset[str]:
        """Every function that a rule asks for."""
        steps = (step for rule in self.rules for technique in rule.techniques for step in _flat(technique))
        return frozenset(name for step in steps for name in _names(step))


def _flat(technique: Technique) -> Iterator[Step]:
    for step in (*technique.steps, *technique.unless):
        yield step
        yield from step.either


def _names(step: Step) -> frozenset[str]:
    found = step.call | step.named | step.export
    for condition in (step.where or {}).values():
        for one in (condition, *(condition.of or {}).values()):
            found |= one.given_by | one.unless_by
    return found


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]  # as the machine has it
    """Plain data only, and no key twice."""


def _mapping(loader: _Loader, node: yaml.MappingNode) -> dict[Any, Any]:
    keys = [loader.construct_object(key, deep=True) for key, _ in node.value]
    if len(keys) != len(set(map(str, keys))):
        raise yaml.YAMLError(f"a key stands twice, line {node.start_mark.line + 1}")
    return {key: loader.construct_object(value, deep=True) for key, (_, value) in zip(keys, node.value, strict=True)}


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


def read(text: str, name: str) -> dict[str, Any]:
    """Plain data of one rule. Raises ``RuleError``, which names the file and what is wrong."""
    if len(text) > MOST_BYTES:
        raise RuleError(f"{name}: more than {MOST_BYTES} characters")
    try:
        body = yaml.load(text, _Loader)  # noqa: S506  # a loader of plain data, made from SafeLoader
    except yaml.YAMLError as error:
        raise RuleError(f"{name}: {str(error).splitlines()[0]}") from error
    if not isinstance(body, dict):
        raise RuleError(f"{name}: no rule")
    return body


def loaded(text: str, name: str) -> Rule:
    """One rule from its text, which follows ``SCHEMA`` (the tests hold every rule against it)."""
    body = read(text, name)
    try:
        rule = _rule(body)
    except (re.error, KeyError, TypeError, ValueError, AttributeError, StopIteration) as error:
        raise RuleError(f"{name}: {error}") from error
    if rule.name != name.removesuffix(".yaml"):
        raise RuleError(f"{name}: calls itself {rule.name}")
    return rule


@lru_cache(maxsize=1)
def every() -> Rules:
    """All rules of this program."""
    texts = {one.name: one.read_text("utf-8") for one in FOLDER.iterdir() if one.name.endswith(".yaml")}
    digest = hashlib.sha256()
    for name in sorted(texts):
        digest.update(f"{name}\0{texts[name]}\0".encode())
    return Rules(tuple(loaded(texts[name], name) for name in sorted(texts)), digest.hexdigest())


def schema() -> Any:
    """The JSON Schema of a rule."""
    return json.loads((FOLDER / SCHEMA).read_text("utf-8"))


def _rule(body: Mapping[str, Any]) -> Rule:
    words = {key: body[key] for key in body if key not in ("name", "version", "techniques")}
    techniques = tuple(_technique(one) for one in body["techniques"])
    return Rule(body["name"], body["version"], techniques, words)


def _technique(body: Mapping[str, Any]) -> Technique:
    steps = [_step(one) for one in body["steps"]]
    if sum(step.place for step in steps) != 1:
        raise RuleError(f"{body['name']}: exactly one step is the place")
    unless = tuple(_step(one) for one in body.get("unless", ()))
    formats = frozenset(body.get("formats", ("PE", "ELF", "Mach-O")))
    path = next((step.text for step in steps if step.text is not None), None)
    steps = [_aimed(step, path) for step in steps]
    only = body.get("program", False), body.get("rest", False), body.get("unpointed")
    return Technique(body["name"], body["title"], formats, body.get("within", 2), tuple(steps), unless, *only)


def _aimed(step: Step, path: re.Pattern[str] | None) -> Step:
    """A step with the path that it is asked for access to."""
    either = tuple(_aimed(one, path) for one in step.either)
    return replace(step, path=path if step.access else None, either=either)


def _step(body: Mapping[str, Any]) -> Step:
    where = {int(number): _condition(one) for number, one in body.get("where", {}).items()}
    return Step(
        call=frozenset(body.get("call", ())),
        where=where or None,
        named=frozenset(body.get("named", ())),
        text=re.compile(body["text"], re.IGNORECASE) if "text" in body else None,
        code=frozenset(body.get("code", ())),
        constant=frozenset(body.get("constant", ())),
        export=frozenset(body.get("export", ())),
        data=bytes.fromhex(body.get("data", "")),
        either=tuple(_step(one) for one in body.get("either", ())),
        place=body.get("place", False),
        same=body.get("same", False),
        client=body.get("client", ""),
        compared=body.get("compared", False),
        method=frozenset(body.get("method", ())),
        anywhere=body.get("anywhere", False),
        also=body.get("also", False),
        file=body.get("file", False),
        tied=body.get("tied", False),
        opens=body.get("opens", False),
        access=body.get("access", ""),
    )


def _condition(body: Mapping[str, Any]) -> Condition:
    return Condition(
        tuple(body.get("value", ())),
        body.get("bits", 0),
        re.compile(body["text"], re.IGNORECASE) if "text" in body else None,
        frozenset(body.get("given_by", ())),
        tuple(body.get("unless", ())),
        frozenset(body.get("unless_by", ())),
        body.get("or_unknown", False),
        {int(number): _condition(one) for number, one in body.get("of", {}).items()} or None,
        body.get("own", False),
        body.get("bytes", False),
        tuple(body.get("first", ())),
        body.get("first_bits", 0),
        body.get("not_own_path", False),
        body.get("unless_bits", 0),
    )
