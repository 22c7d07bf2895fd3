"""What one function calls, with which arguments, as far as constants show: one pass over its instructions.

Followed are constants, addresses on the stack, pointers to functions (from import tables, or found at run time by name)
and what calls gave back; everything else is unknown. Where ways through the function meet, only what agrees on both
stays. Loops are passed once. So an argument that is told is one that some way through the function gives.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import replace

from comparators.software.capabilities import syscalls
from comparators.software.capabilities.operands import Memory, Operand, Operands, Register
from comparators.software.capabilities.pouring import Pouring
from comparators.software.capabilities.spelling import Spelling, record
from comparators.software.capabilities.stacks import first, stacked, written
from comparators.software.capabilities.traces import HANDED, Api, Call, Drawn, Given, Held, Moved, Stack, Store, Trace
from comparators.software.capabilities.traces import Value as Value
from comparators.software.capabilities.traces import World as World
from comparators.software.capabilities.ways import State, heads, joined
from comparators.software.functions.instructions import Row
from comparators.software.functions.program import ARM64, X86

ARGUMENTS = 8
MOST_CELLS = 4096
MASK = (1 << 64) - 1
FAR, FARTHEST = 0x1000, 1 << 31  # distances that may lead from the start of a module to a place in it
CODES = frozenset(
    {0xE9, 0xE8, 0xEB, 0x68, 0xC3, 0xCC, 0x90, 0xB8, 0xFF, 0x25, 0x48, 0x49, 0x31, 0x33}
)  # bytes of jumps, returns
_WINDOWS = ("cx", "dx", "r8", "r9")
_INSIDE = ("ax", "dx", "cx")  # of 32-bit code, where no other program is called
_OTHERS = ("di", "si", "dx", "cx", "r8", "r9")


class Machine(ABC):
    """Registers, stack and variables as far as they are known, and calls. ``step`` is the architecture's own."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.program = world.program
        self.arm = self.program.arch == ARM64
        self.word = 4 if self.program.arch == X86 else 8
        self.operands = Operands(self.arm)
        windows = self.program.format == "PE"
        self.by_register: tuple[str, ...] = (
            tuple(f"x{n}" for n in range(8)) if self.arm else () if self.word == 4 else _WINDOWS if windows else _OTHERS
        )
        self.shadow = 0x20 if windows and self.word == 8 and not self.arm else 0
        volatile = ("ax", "cx", "dx", "r8", "r9", "r10", "r11", *(() if windows else ("si", "di")))
        self.volatile = tuple(f"x{n}" for n in range(19)) if self.arm else volatile
        self.gives = "x0" if self.arm else "ax"

    def trace(self, start: int, stop: int, rows: Iterable[Row]) -> Trace:
        """See ``Trace``."""
        self.found, self.at = Trace(start, stop), start
        self.registers: dict[str, Value] = {"sp": Stack(0), **{name: Stack(0, name) for name in self.by_register}}
        self.cells: dict[Stack, tuple[int, Value]] = {}
        if self.word == 4:  # arguments lie above the address to return to
            for number in range(1, ARGUMENTS + 1):
                self.cells[Stack(4 * number)] = (4, Stack(0, f"argument {number}"))
        self.pushed = 0  # of arguments, since the last call
        self.laid: set[Stack] = set()  # what was written on the stack since then, but not through the frame
        self.globals: dict[int, Value] = {}
        self.slots: dict[str, int] = {}  # registers that hold what was read so far behind something unknown
        self.linked: set[int] = set()  # distances at which what was read from memory is written behind such
        self.pouring = Pouring(self.world)
        self.spelling, self.writing = Spelling(), Spelling()
        waiting: dict[int, State] = {}
        live, step = True, self.step
        backs = heads(rows := tuple(rows))
        for row in rows:
            at = row[0]
            met = waiting.pop(at, None)
            if met is not None:
                self._join(met, live)
                live = True
            elif not live and at in backs:  # entered from below alone: nothing here goes on from above
                for name in self.volatile:
                    self.registers.pop(name, None)
            mnemonic = row[2]
            if mnemonic[:4] in ("bnd ", "repz", "lock") and " " in mnemonic:
                mnemonic = mnemonic.rpartition(" ")[2]
            operands = self.operands(row[3])
            self.next = at + row[1]
            goes = step(row, mnemonic, operands)
            if goes is not None:
                target, falls = goes
                if at < target < stop:
                    if target not in waiting and len(waiting) < 512:
                        waiting[target] = (dict(self.registers), dict(self.cells))
                elif target and not start <= target < stop:
                    self.found.jumps.add(target)
                live = live and falls
        record(self.found, self.spelling, self.writing)
        return self.found

    def _join(self, met: State, live: bool) -> None:
        self.registers, self.cells = joined((self.registers, self.cells), met) if live else met

    # values

    def _value(self, operand: Operand) -> Value:
        if isinstance(operand, int):
            return operand
        if isinstance(operand, Register):
            held = self.registers.get(operand.name)
            if isinstance(held, int) and operand.width < 8:
                return held >> operand.shift & ((1 << 8 * operand.width) - 1)
            if operand.width == 4 and (isinstance(held, Given) or (isinstance(held, Stack) and held.base)):
                offset = held.offset if isinstance(held, Stack) else 0
                return None if offset else held  # descriptors, numbers handed in
            return held if operand.width >= self.word or isinstance(held, (int, Drawn)) else None
        if isinstance(operand, Memory):
            return self._load(operand)
        return None

    def _address(self, memory: Memory) -> Value:
        if self.word == 4 and memory.base and self.program.inside(memory.disp):
            self._seen(memory.disp)  # 32-bit code steps through what stands at a plain address
        if memory.index or memory.segment in ("fs", "gs"):
            return None
        if memory.base == "pc":
            return self.next + memory.disp & MASK
        if not memory.base:
            return memory.disp & MASK
        base = self.registers.get(memory.base)
        if isinstance(base, Stack):
            return Stack(base.offset + memory.disp, base.base)
        if isinstance(base, int):
            return base + memory.disp & (0xFFFFFFFF if self.word == 4 else MASK)
        return None

    def _moved(self, memory: Memory) -> Value:
        """A distance that is added to what is not known as a number: a place in what a call gave, or a variable holds.
        Nearer than ``FAR``, it is a field of something."""
        base = self.registers.get(memory.base)
        if memory.index or memory.segment or not memory.base or memory.base in ("pc", "sp", "bp"):
            return None
        return self._sum(base, memory.disp)

    def _sum(self, base: Value, distance: int) -> Value:
        distance = distance - (1 << 64) if distance >> 63 else distance
        root = base
        if isinstance(base, Moved):
            root, distance = base.base, base.distance + distance
        if not FAR <= distance <= FARTHEST or not (root is None or isinstance(root, (Given, Held))):
            return None
        moved = Moved(root, distance)
        if root is not None and len(self.found.reached) < 2000:
            self.found.reached.append((self.at, moved))
        return moved

    def _roots(self, memory: Memory) -> tuple[Value, ...]:
        """Where data begin that an instruction steps through: its registers, or the plain address beside them."""
        held = [self.registers.get(name) for name in (memory.base, memory.index) if name and name != "pc"]
        roots = [v for v in held if isinstance(v, Stack) or (isinstance(v, int) and self.program.inside(v))]
        if self.program.inside(memory.disp):
            roots.append(memory.disp)
        return tuple(roots)

    def _load(self, memory: Memory) -> Value:
        where = self._address(memory)
        width = memory.width or self.word
        if where is None:
            self._moved(memory)
            return self.pouring.drawn(self._roots(memory))
        if isinstance(where, Stack):
            cell = self.cells.get(where)
            if cell is None or (cell[0] < width and not isinstance(cell[1], int)):
                return None
            return cell[1] & ((1 << 8 * width) - 1) if isinstance(cell[1], int) else cell[1]
        if not isinstance(where, int) or not self.program.inside(where):
            return None
        return self._variable(where, width)

    def _variable(self, where: int, width: int) -> Value:
        self._refer(where)
        imported = self.program.slots.get(where)
        if imported is not None and width >= self.word:
            self._refer(self.world.exported.get(imported, where))
            return Api(self.world.plain(imported), "import", where)
        if where in self.globals:
            return self.globals[where]
        if (found := self.world.slots.get(where)) is not None:
            return found
        part = self.program.part(where)
        if part is not None and not part.writable and not part.code:
            data = self.program.bytes_at(where, width)
            if len(data) == width:
                value = int.from_bytes(data, "little")
                if width == self.word and self.program.inside(value):
                    self._refer(value)  # pointers to data of other modules, as linkers lay them down
                return value
        return Held(where) if part is None or part.writable else None

    def _refer(self, address: int) -> None:
        if len(self.found.places) < 20_000:
            self.found.places.setdefault(address, self.at)

    def _assign(self, operand: Operand, value: Value, size: int) -> None:
        if isinstance(operand, Register):
            if operand.width < 4 and not (isinstance(value, (int, Drawn)) and operand.shift == 0):
                value = None
            self._set(operand.name, value)
        elif isinstance(operand, Memory):
            self._store(operand, value, size)

    def _set(self, name: str, value: Value) -> None:
        self.spelling.loaded.pop(name, None)
        self.slots.pop(name, None)
        if value is None:
            self.registers.pop(name, None)
        else:
            self.registers[name] = value

    def _store(self, memory: Memory, value: Value, size: int) -> None:
        where = self._address(memory)
        width = memory.width or self.word
        if where is None:
            self._moved(memory)
        if isinstance(value, Drawn):
            self.pouring.pour((where,) if where is not None else self._roots(memory), value)
        if isinstance(value, int):
            value &= (1 << 8 * width) - 1
            last = value >> 8 * (width - 1) == 0xC3  # ends with a return
            if (value & 0xFF in CODES or last) and len(self.found.stores) < 2000:
                self.found.stores.append(Store(self.at, size, width, value, where))
            if width in (4, 8) and not (width == self.word and self.program.inside(value)):
                self._header(value & 0xFFFFFFFF, size, where)  # what lies in the image is an address, no number
        if isinstance(where, Stack):
            if memory.base != "bp":
                self.laid.add(where)
            if isinstance(value, int) and width in (4, 8) and len(self.found.laid) < 2000:
                self.found.laid.append(Store(self.at, size, width, value, where))
            if value is None:
                self.cells.pop(where, None)
            elif len(self.cells) < MOST_CELLS:
                self.cells[where] = (width, value)
        elif isinstance(where, int) and self.program.inside(where):
            self._refer(where)
            self.globals[where] = value
            if isinstance(value, (Api, Given)):
                self.found.kept.setdefault(where, value)

    def _header(self, value: int, size: int, where: Value) -> None:
        if 0xFFFFFF < value < 0xFF000000 and len(self.found.headers) < 200:
            self.found.headers.append(Store(self.at, size, 4, value, where))

    # calls

    def _call(self, row: Row, operand: Operand, *, jump: bool = False) -> None:
        target = 0
        value: Value = operand if isinstance(operand, int) else self._value(operand)
        name, how, resolved = "", "", 0
        if isinstance(operand, int) or (isinstance(value, int) and self.program.inside(value)):
            target = int(value)  # type: ignore[arg-type]
            if stub := self.world.stubs.get(target):
                target = self.world.exported.get(stub, 0)  # a library calls its own exports through its imports
                name, how = ("", "") if target else (self.world.plain(stub), "import")
            elif target in self.world.wrappers:
                name, how = self.world.wrappers[target], "syscall"
        elif isinstance(value, Api):
            name, how, resolved = value.name, value.how, value.at if value.how != "import" else 0
        slot = -1
        if not name and not target and not isinstance(value, Given):
            slot = operand.disp if isinstance(operand, Memory) and operand.base not in ("pc", "") else slot
            slot = self.slots.get(operand.name, -1) if isinstance(operand, Register) else slot
        arguments = self._arguments(jump, bool(target))
        if (one := self.world.standing.get(target)) is not None:
            name, how, arguments = one.name, "library", one.arguments(arguments)
        if name == "syscall" and (asked := syscalls.named(self.program.format, self.program.arch, arguments[0])):
            name, how, arguments = asked, "syscall", (*arguments[1:], None)
        self._called(row, Call(row[0], row[1], name, how, target, arguments, (), resolved, jump, None, slot))

    def _system_call(self, row: Row) -> None:
        """An instruction that calls the system, as the function that its number stands for."""
        number, registers = syscalls.ARGUMENTS.get((self.program.format, self.program.arch), ("", ()))
        asked = self.registers.get(number)
        name = syscalls.named(self.program.format, self.program.arch, asked)
        if asked == Stack(0, self.by_register[0] if self.by_register else "argument 1"):
            self.found.special.setdefault(HANDED, self.at)
        if name:
            arguments = tuple(self.registers.get(one) for one in registers)
            arguments += (None,) * (ARGUMENTS - len(arguments))
            self._called(row, Call(row[0], row[1], name, "syscall", 0, arguments, ()))

    def _called(self, row: Row, call: Call) -> None:
        name, target, arguments = call.name, call.target, call.arguments
        texts = tuple(self._pointed(value)[0] for value in arguments)
        fourth = arguments[3] if len(arguments) > 3 else None
        cell = self.cells.get(fourth) if isinstance(fourth, Stack) else None
        behind = cell[1] if cell is not None and cell[0] == self.word else None
        call = replace(call, texts=texts, behind=behind, firsts=tuple(first(self.cells, one) for one in arguments))
        self.found.calls.append(call)
        gave: Value = Given(name, row[0])
        if target or name == "htonl":  # a number that is handed on to be written
            for value in arguments:
                if isinstance(value, int) and not self.program.inside(value):
                    self._header(value, row[1], None)
        self.pouring.handed(call)
        if name in self.world.lookups or target in self.world.resolvers:
            gave = self._looked_up(call, 0 if target in self.world.resolvers else 1) or gave
        if target in self.world.makers:
            made = self.world.makers[target]
            gave = self._name(row[0], made.name, made.how)
        for register in self.volatile:
            self.registers.pop(register, None)
        self.registers[self.gives] = gave
        self.laid.clear()
        if call.jump:
            self._gives()

    def _gives(self) -> None:
        given = self.registers.get(self.gives)
        if isinstance(given, (Api, Held, Given)):
            self.found.gives.add(given)

    def _arguments(self, jump: bool, own: bool) -> tuple[Value, ...]:
        """``own``: of a function of the program, to which 32-bit code may hand the first three in registers; these
        stand last."""
        found: list[Value] = [self.registers.get(name) for name in self.by_register]
        stack = self.registers.get("sp")
        if isinstance(stack, Stack) and not self.arm:
            skip = self.shadow + (self.word if jump else 0)
            for number in range(ARGUMENTS - len(found)):
                place = Stack(stack.offset + skip + self.word * number)
                if self.word == 8 and not jump and place not in self.laid:
                    break  # arguments are laid down before each call, without gaps: what lies here is a variable
                cell = self.cells.get(place)
                found.append(cell[1] if cell is not None else None)
        if own and self.word == 4:
            found += [None] * (ARGUMENTS - len(found))  # where the stack is not known
            found[ARGUMENTS - len(_INSIDE) :] = [self.registers.get(name) for name in _INSIDE]
        return tuple(found[:ARGUMENTS]) + (None,) * (ARGUMENTS - len(found))

    def _pointed(self, value: Value) -> tuple[str, str]:
        """The text that a value points to, and how it is hidden."""
        if isinstance(value, int) and self.program.inside(value):
            return self.world.text(value)
        text = written(stacked(self.cells, value)) if isinstance(value, Stack) else ""
        return (text, "stack") if text else ("", "")

    def _looked_up(self, call: Call, first: int) -> Api | None:
        """The function that a call looks up by name, if the name is seen."""
        inside = call.arguments[ARGUMENTS - len(_INSIDE) :] if call.target and self.word == 4 else ()
        for value in (*call.arguments[first : first + 3], *inside):
            if call.target and isinstance(value, int) and value in self.world.hashes:
                name, sort = self.world.hashes[value]
                return self._name(call.at, name, f"hash {sort}")
            text, how = self._pointed(value)
            if text and (not call.target or self.world.wanted(text)):
                self.pouring.used(text)
                return self._name(call.at, self.world.plain(text), how or "plain")
            if isinstance(value, Stack) and (inner := self.world.inner(stacked(self.cells, value)))[0]:
                return self._name(call.at, self.world.plain(inner[0]), inner[1])
            seen = self.pouring.names(value, inner=bool(call.target))
            if seen is not None:
                return self._one_of(call.at, seen)
            if not call.target:
                break
        if hints := self.pouring.hinted():
            return self._one_of(call.at, hints)
        if not call.target:
            self.found.asks = True
        return None

    def _one_of(self, at: int, seen: Mapping[str, str]) -> Api | None:
        """The function that is looked up, if only one comes into question; more are listed, and none is taken."""
        for text in seen:
            self.pouring.used(text)
        names = {self.world.plain(text): how for text, how in seen.items()}
        if len(names) == 1:
            ((name, how),) = names.items()
            return self._name(at, name, how)
        if names:
            self.found.unsure.append((at, tuple(sorted(names))))
        return None

    def _name(self, at: int, name: str, how: str) -> Api:
        self.found.names.append((at, name, how))
        return Api(name, "resolved" if how == "plain" else how, at)

    def _seen(self, value: Value) -> None:
        """An address that an instruction makes: kept, with what stands there if that is a hidden name."""
        if isinstance(value, int) and self.program.inside(value):
            self._refer(value)
            text, how = self.world.text(value)
            if how and self.world.wanted(text):
                self.pouring.hint(text, how)

    def _constant(self, value: int) -> None:
        if abs(value) > 0xFFF and len(self.found.constants) < 4000:
            self.found.constants.setdefault(value & MASK if value >= 0 else value & 0xFFFFFFFF, self.at)

    @abstractmethod
    def step(self, row: Row, mnemonic: str, operands: tuple[Operand, ...]) -> tuple[int, bool] | None:
        """Take one instruction: (target, whether the next one follows) for jumps, None for others."""
