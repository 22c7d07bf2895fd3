"""Machine code that a program writes as data: jumps, returns and breakpoints, as constants stored or bytes copied."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from comparators.software.capabilities.traces import Stack, Store

COPIES = {  # number of the argument that is copied from
    "memcpy": 2, "memmove": 2, "RtlMoveMemory": 2, "RtlCopyMemory": 2, "CopyMemory": 2, "WriteProcessMemory": 3,
    "NtWriteVirtualMemory": 3, "pwrite": 2, "write": 2,
}  # fmt: skip
_JUMP = re.compile(rb"\xe9....|\xff\x25....|[\x48\x49][\xb8-\xbf].{8}(\xff|\x41\xff|\x50\xc3)|\x68....\xc3", re.DOTALL)
_RESULT = rb"\x48?[\x31\x33]\xc0|\xb8....|\x6a.\x58|\xb0.|\x48\xc7\xc0....|\x48\xb8.{8}|\xf9|\xf8"
_RETURN = re.compile(rb"\x90{0,8}(\xc3|\xc2..|(" + _RESULT + rb")(\xc3|\xc2))", re.DOTALL)


def is_jump(data: bytes) -> bool:
    """Whether bytes begin with a jump as hooks write it; mostly with zeros where its target goes."""
    return _JUMP.match(data) is not None and (data[:1] != b"\xe9" or data[1:5] in (b"\0\0\0\0", b"\xff\xff\xff\xff"))


def is_return(data: bytes) -> bool:
    """Whether bytes begin with a return, or with one of a constant."""
    return _RETURN.match(data) is not None


def is_break(data: bytes) -> bool:
    """Whether bytes begin with a breakpoint alone."""
    return data[:1] == b"\xcc" and data[1:2] in (b"\0", b"")


def returns(stores: Sequence[Store]) -> Iterator[Store]:
    """Constants that are returns: C3 alone; behind B8 … or 31 C0, 33 C0 (the result made zero)."""
    for store, following in pairwise((*stores, Store(0, 0, 0, 0, None))):
        data = store.value.to_bytes(store.width, "little")
        if 1 < store.width <= 8 and following.width:  # written in two pieces
            data += following.value.to_bytes(following.width, "little")
        if (store.width == 1 and data == b"\xc3") or (
            len(data) > 2 and data[:1] not in b"\xc3\xc2" and is_return(data)
        ):
            yield store


def jumps(stores: Sequence[Store]) -> Iterator[Store]:
    """Constants that are jumps: E9 (relative), FF 25 (through memory), 48 B8 … FF E0 (by register), 68 … C3 (push and
    return; 68 is a letter too, so it needs the return). Of what is written byte by byte both bytes that tell it."""
    returns = any(s.width == 1 and s.value == 0xC3 for s in stores)
    for store, following in pairwise((*stores, Store(0, 0, 0, 0, None))):
        value, width = store.value, store.width
        if width == following.width == 1:  # written byte by byte
            value, width = value | following.value << 8, 2
            if value & 0xFFFF not in (0x25FF, 0xB848, 0xB849, 0xE0FF):
                value, width = store.value, 1
        low = value & 0xFFFF
        relative = (width == 1 and value == 0xE9) or (width >= 5 and value & 0xFFFFFFFFFF == 0xE9)
        relative |= width == 4 and value == 0xE9 and isinstance(store.into, Stack)  # bytes put together to be copied
        memory = width >= 2 and low == 0x25FF
        register = (width != 4 and low in (0xB848, 0xB849)) or (width == 2 and low == 0xE0FF)
        if relative or memory or register or (width == 1 and value == 0x68 and returns):
            yield replace(store, value=value, width=width)


def shown(store: Store) -> str:
    """Its bytes in the order in which they lie in memory."""
    return store.value.to_bytes(store.width, "little").hex(" ")
