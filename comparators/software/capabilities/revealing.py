"""Texts hidden under a key that names elsewhere in the program gave away, where they reach a call that rules ask for.

The word itself is known to no rule (the title of a window), so that it is looked for only there: data that such a call
gets, or that is handed to a function of the program whose result the call gets, which begin under the whole key, are
letters up to a zero, and read so under one key alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import replace

from comparators.software.capabilities.facts import Facts
from comparators.software.capabilities.hidden import SHORTEST, Hidden
from comparators.software.capabilities.traces import Call, Given, Trace, Value

LONGEST = 128  # bytes of a text


def reveal(facts: Facts) -> None:
    """Put such texts among the hidden ones of the program, and among what the calls get."""
    keys = {one.key for one in facts.hidden.values() if not one.wide}
    if not keys:
        return
    for trace in facts.own.values():
        for number, call in enumerate(trace.calls):
            if facts.names.is_known(facts.name(call)):
                trace.calls[number] = _read(facts, trace, call, keys)
    facts.forget("called")


def _read(facts: Facts, trace: Trace, call: Call, keys: Set[bytes]) -> Call:
    texts = list(call.texts)
    for number, value in enumerate(call.arguments):
        for address in _sources(facts, trace, value) if not texts[number] else ():
            if (one := facts.hidden.get(address) or under(facts.program.bytes_at(address, LONGEST), keys)) is not None:
                texts[number] = one.text
                facts.reveal(address, one)
                break
    return replace(call, texts=tuple(texts)) if tuple(texts) != call.texts else call


def _sources(facts: Facts, trace: Trace, value: Value) -> Iterator[int]:
    """Addresses of data that an argument may be made of."""
    made: tuple[Value, ...] = (value,)
    if isinstance(value, Given) and not value.name:
        made = next((call.arguments for call in trace.calls if call.at == value.at and call.target), ())
    for one in made:
        part = facts.program.part(one) if isinstance(one, int) else None
        if isinstance(one, int) and part is not None and not part.code and not facts.text(one)[0]:
            yield one


def under(data: bytes, keys: Set[bytes]) -> Hidden | None:
    """The text that begins the data under one of the keys; None where there is none, or under more than one."""
    found = []
    for key in sorted(keys):
        plain = bytes(byte ^ key[number % len(key)] for number, byte in enumerate(data)).partition(b"\0")[0]
        letters = sum(chr(byte).isalnum() for byte in plain if byte < 0x80)
        if SHORTEST <= len(plain) < len(data) and all(32 <= byte < 127 for byte in plain) and 2 * letters > len(plain):
            found.append(Hidden(0, len(plain), plain.decode("ascii"), key))
    return found[0] if len(found) == 1 else None
