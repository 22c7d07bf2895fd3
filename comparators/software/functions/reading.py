"""What is kept of one function: how large it is, what shape it has, and keys of what it does."""

from __future__ import annotations

import hashlib
import re
import struct
from collections import Counter
from dataclasses import dataclass, field

from comparators.software.functions.instructions import BRANCH, CALL, END, JUMP, PAD, Op, Reading, Row
from comparators.software.functions.program import ARM64, X64, X86, Program
from comparators.software.functions.reckoning import Reckoning
from comparators.software.functions.sweep import STUB, Body

NUMBERS, FIELDS, TEXTS, IMPORTS, STEPS, GRAMS = range(6)
CLASSES = 6
MOST_TIMES = 4  # times that a number or field counts in one function
MOST_STEPS = 16
LONGEST = 200  # bytes of a text that are read
MASK = (1 << 64) - 1
ODD = 0x9E3779B97F4A7C15
NEAR = 1 << 16  # bytes that variables of a thread lie before its block, at the most
_SEGMENTS = {X64: "fs:[", X86: "gs:["}
_THREAD = re.compile(r"(?<=[fg]s:\[)[^]]+")
_FRAMES = {X86: ("ebp", "esp"), X64: ("rbp", "rsp"), ARM64: ("x29", "sp")}


def hashed(text: str) -> int:
    """64 bits of BLAKE2b."""
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


def _of_thread(row: Row, op: Op, registers: set[str]) -> str:
    """Text of an instruction without the place of a variable of the thread; "" where it names none."""
    if row[2] == "mov" and op.into in registers and op.number is not None and _below(op.number):
        return f"mov {op.into}, thread"
    return f"{row[2]} {_THREAD.sub('thread', row[3])}" if op.base == "abs" and _below(op.disp) else ""


def _below(value: int) -> bool:
    """Whether a number is a small negative one, of 32 or 64 bits: variables lie before the block of the thread."""
    return any(-NEAR <= value - (1 << size) < 0 for size in (32, 64)) or -NEAR <= value < 0


def number_key(value: int) -> int:
    """A number as it counts: compilers negate constants, so that a value and its negative are one; 32 bits first."""
    if -(1 << 31) <= value < 1 << 32:
        return min(value & 0xFFFFFFFF, -value & 0xFFFFFFFF)
    return min(value & MASK, -value & MASK)


@dataclass
class Function:
    """One function. ``at``: addresses of its instructions, without padding. ``keys``: a set a class. ``callees``,
    ``jumps``: addresses of functions called, and of direct jumps that leave it. ``normal``: hash of its text."""

    start: int
    stop: int
    found: int
    at: list[int] = field(default_factory=list)
    keys: tuple[set[int], ...] = field(default_factory=lambda: tuple(set() for _ in range(CLASSES)))
    callees: list[int] = field(default_factory=list)
    jumps: list[int] = field(default_factory=list)
    normal: int = 0
    blocks: int = 1
    edges: int = 0
    loops: int = 0
    calls: int = 0
    imported: str = ""  # of a stub: what it jumps to


class Reader:
    """Reads the functions of one program. ``told``: key → what it stands for, in words."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.reading = Reading(program.arch)
        self.absolute = program.low >= 0x10000
        self.told: dict[int, str] = {}
        self._numbers: dict[int, int] = {}
        self._data: dict[tuple[int, int], tuple[int, int]] = {}
        self._keys: dict[str, int] = {}

    def key(self, text: str) -> int:
        """Remembered ``hashed``."""
        found = self._keys.get(text)
        if found is None:
            found = self._keys[text] = hashed(text)
        return found

    def read(self, body: Body) -> Function:
        """See ``Function``."""
        function = Function(body.start, body.stop, body.found)
        frame, stack = _FRAMES[self.program.arch]
        framed = (
            any(r[2] == "mov" and r[3] in (f"{frame}, {stack}",) for r in body.rows[:8]) or self.program.arch == ARM64
        )
        skip = (stack, frame) if framed else (stack,)
        tokens: list[str] = []
        numbers: Counter[int] = Counter()
        fields: Counter[int] = Counter()
        steps: Counter[str] = Counter()
        normal = hashlib.blake2b(digest_size=8)
        pages: dict[str, int] = {}
        reckoned = Reckoning(self.program, stub=body.found == STUB)
        threads = self._threads(body)
        leaders = {body.start}
        edges = loops = 0
        real = 0
        program, reading = self.program, self.reading
        for row in body.rows:
            op = reading(row[2], row[3])
            if op.kind >= PAD:
                continue
            real += 1
            address = row[0]
            function.at.append(address)
            masked = op.masked
            value = op.number
            named = reckoned.address(op)
            if reckoned.follow(row, op):  # where the code stands is no business of what it does
                normal.update(row[2].encode())
                continue
            if named is not None:
                masked, value = f"{row[2]} {op.into} [pc]", None
            elif value is not None and self.absolute and op.kind == 0 and program.low <= value <= program.high:
                # the address behind the last byte, where a loop over the last array ends, is one, too
                self._refer(function, value, 0, op)
                masked, value = op.token or row[2], None
            elif threads is not None and (own := _of_thread(row, op, threads)):
                masked, value = own, None
            normal.update(masked.encode())
            if op.target is not None:
                inside = body.start <= op.target < body.stop
                if op.kind == CALL:
                    function.callees.append(op.target)
                elif inside:
                    leaders.add(op.target)
                    normal.update(b"%d" % (op.target - body.start))
                    if op.target <= address:
                        loops += 1
                else:
                    function.jumps.append(op.target)
            if op.kind in (BRANCH, JUMP, END):
                leaders.add(address + row[1])
                edges += 2 if op.kind == BRANCH else 1 if op.kind == JUMP else 0
            if op.kind == CALL:
                function.calls += 1
            reference = named if named is not None else self._reference(op, row, pages)
            if reference is not None:
                self._refer(function, reference, op.width if op.floating else 0, op)
            elif op.base and op.base not in skip and op.base not in ("pc", "abs", "page") and op.disp:
                fields[op.disp] += 1
            if op.token:
                if not op.tests:
                    tokens.append(op.token)
                steps[op.token] += 1
            if value is not None and op.kind == 0 and op.into not in skip:
                seen, value = value & (0xFFFFFFFF if -(1 << 31) <= value < 1 << 32 else MASK), number_key(value)
                if value > 1:
                    numbers[value] += 1
                if value > 0xFF:  # told as the code has it: an expert looks for it there
                    self.told.setdefault(self.key(f"{NUMBERS} {value}"), hex(seen))
                if op.token:
                    steps[f"{op.token} {value}"] += 1
        function.normal = int.from_bytes(normal.digest(), "big")
        function.blocks = sum(1 for leader in leaders if body.start <= leader < body.stop)
        function.edges, function.loops = edges, loops
        self._keep(function, numbers, fields, steps, tokens)
        if real <= 4 and body.rows and (last := reading(body.rows[-1][2], body.rows[-1][3])).kind == JUMP:
            function.imported = self._imported(body, last, pages)
        return function

    def _threads(self, body: Body) -> set[str] | None:
        """Of ELF programs for x86, registers by which a function reaches variables of a thread; None if it has none.
        How far these lie from its block depends on all that is linked together, as addresses do."""
        segment = _SEGMENTS.get(self.program.arch, "") if self.program.format == "ELF" else ""
        named = [row[3].partition(segment)[2] for row in body.rows if segment in row[3]] if segment else []
        return {name.partition("]")[0] for name in named} if named else None

    def _keep(
        self, function: Function, numbers: Counter[int], fields: Counter[int], steps: Counter[str], tokens: list[str]
    ) -> None:
        for kind, counted in ((NUMBERS, numbers), (FIELDS, fields)):
            for value, times in counted.items():
                key = self.key(f"{kind} {value}")
                function.keys[kind].update((key + time * ODD) & MASK for time in range(min(times, MOST_TIMES)))
        for step, times in steps.items():
            key = self.key(f"{STEPS} {step}")
            function.keys[STEPS].update((key + time * ODD) & MASK for time in range(min(times, MOST_STEPS)))
        for size in (2, 3):
            for at in range(len(tokens) - size + 1):
                function.keys[GRAMS].add(self.key(" ".join(tokens[at : at + size])))

    def _reference(self, op: Op, row: Row, pages: dict[str, int]) -> int | None:
        """The address in the image that an instruction names."""
        if op.base == "pc":
            return row[0] + row[1] + op.disp
        if op.base == "abs":
            return op.disp if self.absolute and self.program.inside(op.disp) else None
        if self.program.arch != ARM64:
            return None
        if op.base == "page":
            pages[op.into] = op.number or 0
            return op.number if row[2] == "adr" else None
        if op.base in pages:
            return pages[op.base] + op.disp
        if row[2] == "add" and op.number is not None and (parts := row[3].split(", "))[1] in pages:
            return pages[parts[1]] + op.number
        return None

    def _imported(self, body: Body, last: Op, pages: dict[str, int]) -> str:
        row = body.rows[-1]
        place = Reckoning(self.program, stub=body.found == STUB).address(last)
        if place is None:
            place = self._reference(last, row, pages)
        if place is None and self.program.arch == ARM64:
            for row in body.rows:
                op = self.reading(row[2], row[3])
                if row[2] == "ldr" and op.base in pages:
                    place = pages[op.base] + op.disp
        return self.program.slots.get(place, "") if place is not None else ""

    def _refer(self, function: Function, address: int, width: int, op: Op) -> None:
        """Keep what stands at an address: an import, a function, a text, a constant of floating point, or data."""
        name = self.program.slots.get(address)
        if name is not None:
            function.keys[IMPORTS].add(self.import_key(name))
            return
        kind, key = self._data.get((address, width)) or self._looked_up(address, width)
        if kind == CLASSES:
            function.callees.append(address)
        elif kind >= 0:
            function.keys[kind].add(key)

    def import_key(self, name: str) -> int:
        """Key of an imported function, without the decoration of its platform."""
        name = name.partition("@")[0].removeprefix("__imp_")
        key = self.key(f"{IMPORTS} {name}")
        self.told.setdefault(key, name)
        return key

    def _looked_up(self, address: int, width: int) -> tuple[int, int]:
        found = self._data[address, width] = self._look_up(address, width)
        return found

    def _look_up(self, address: int, width: int) -> tuple[int, int]:
        part = self.program.part(address)
        if part is None:
            return -1, 0
        if part.code and not width:
            return CLASSES, 0
        data = self.program.bytes_at(address, LONGEST)
        if width and not part.writable:
            number = data[:width]
            if len(number) < width or not any(number):
                return -1, 0
            digits = number.rstrip(bytes(1)).hex()
            key = self.key(f"f {digits}")
            if width in (4, 8):
                value = struct.unpack("<f" if width == 4 else "<d", number)[0]
                key = self.key(f"f {value!r}")
                self.told.setdefault(key, repr(value))
            return NUMBERS, key
        text = text_of(data)
        if text:
            key = self.key(f"{TEXTS} {text}")
            self.told.setdefault(key, text)
            return TEXTS, key
        if part.writable or len(data) < 16 or len(set(data[:16])) < 4:
            return -1, 0
        key = self.key(f"d {data[:16].hex()}")
        self.told.setdefault(key, "data " + data[:16].hex())
        return TEXTS, key


def text_of(data: bytes) -> str:
    """The text that begins the bytes, in UTF-8 or UTF-16, up to its zero; "" for less than four characters of it."""
    for encoding, zero in (("utf-8", b"\0"), ("utf-16-le", b"\0\0")):
        end = data.find(zero)
        if encoding == "utf-16-le" and end >= 0:
            end += end % 2
        piece = data[: end if end >= 0 else len(data)]
        text = piece.decode(encoding, "ignore")
        if len(text) >= 4 and all(c.isprintable() or c in "\t\r\n" for c in text) and any(c.isalnum() for c in text):
            if encoding == "utf-8" and len(text.encode()) < len(piece) - 3:
                continue
            return text
    return ""
