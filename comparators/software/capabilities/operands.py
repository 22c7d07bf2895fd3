"""Operands of instructions, from the text that Capstone writes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

MEMO = 300_000
SIZES = {"byte": 1, "word": 2, "dword": 4, "fword": 6, "qword": 8, "xmmword": 16, "ymmword": 32, "tbyte": 10}


@dataclass(frozen=True, slots=True)
class Register:
    """``name`` of the whole register, ``width`` bytes of it, ``shift``: bits below (8 for ah)."""

    name: str
    width: int
    shift: int = 0


@dataclass(frozen=True, slots=True)
class Memory:
    """``base + index + disp``; "" for none; ``base`` "pc" counts from the next instruction. ``segment``: fs, gs, ""."""

    base: str
    index: str
    disp: int
    width: int
    segment: str = ""
    written: bool = False  # ARM: the base is changed too


Operand = Register | Memory | int | None


def _registers() -> Mapping[str, Register]:
    found: dict[str, Register] = {}
    for letter in "abcd":
        name = f"{letter}x"
        found |= {f"r{name}": Register(name, 8), f"e{name}": Register(name, 4), name: Register(name, 2)}
        found |= {f"{letter}l": Register(name, 1), f"{letter}h": Register(name, 1, 8)}
    for name in ("si", "di", "bp", "sp"):
        found |= {f"r{name}": Register(name, 8), f"e{name}": Register(name, 4), name: Register(name, 2)}
        found[f"{name}l"] = Register(name, 1)
    for number in range(8, 16):
        name = f"r{number}"
        for ending, width in (("", 8), ("d", 4), ("w", 2), ("b", 1)):
            found[name + ending] = Register(name, width)
    for number in range(32):
        found[f"xmm{number}"] = Register(f"v{number}", 16)
        found[f"ymm{number}"] = Register(f"v{number}", 32)
    return found


X86 = _registers()
ARM = {
    **{f"x{n}": Register(f"x{n}", 8) for n in range(31)},
    **{f"w{n}": Register(f"x{n}", 4) for n in range(31)},
    **{f"q{n}": Register(f"v{n}", 16) for n in range(32)},
    **{f"d{n}": Register(f"v{n}", 8) for n in range(32)},
    **{"sp": Register("sp", 8), "fp": Register("x29", 8), "lr": Register("x30", 8)},
}
_MEMORY = re.compile(r"^(?:(\w+) ptr )?(?:([a-z]s):)?\[([^\]]*)\]$")
_TERM = re.compile(r"([+-]?) ?([^ +-]+)")


class Operands:
    """Operands of one architecture, remembered by their text."""

    def __init__(self, arm: bool) -> None:
        self._read = _arm if arm else _x86
        self._memo: dict[str, tuple[Operand, ...]] = {}

    def __call__(self, text: str) -> tuple[Operand, ...]:
        """The operands in order; None for what is none of the kinds."""
        found = self._memo.get(text)
        if found is None:
            if len(self._memo) > MEMO:
                self._memo.clear()
            found = self._memo[text] = self._read(text)
        return found


def _x86(text: str) -> tuple[Operand, ...]:
    return tuple(_one(piece) for piece in text.split(", ")) if text else ()


def _one(text: str) -> Operand:
    register = X86.get(text)
    if register is not None:
        return register
    memory = _MEMORY.match(text)
    if memory is None:
        return _number(text)
    base = index = ""
    disp = 0
    for sign, piece in _TERM.findall(memory[3]):
        value = _number(piece)
        if value is not None:
            disp += -value if sign == "-" else value
        elif "*" in piece or base:
            index = piece.partition("*")[0]
        else:
            base = piece
    whole = X86.get(base)
    base = "pc" if base in ("rip", "eip") else whole.name if whole else base
    return Memory(base, index, disp, SIZES.get(memory[1] or "", 0), memory[2] or "")


def _number(text: str) -> int | None:
    try:
        return int(text, 0)
    except ValueError:
        return None


def _arm(text: str) -> tuple[Operand, ...]:
    found: list[Operand] = []
    for piece in re.findall(r"\[[^\]]*\]!?|[^,\[\]]+", text):
        piece = piece.strip()
        if piece.startswith("["):
            parts = [part.strip() for part in piece.strip("[]!").split(",")]
            disp = _number(parts[1][1:]) if len(parts) > 1 and parts[1].startswith("#") else 0
            base = ARM.get(parts[0])
            index = parts[1] if len(parts) > 1 and not parts[1].startswith("#") else ""
            found.append(Memory(base.name if base else parts[0], index, disp or 0, 0, "", piece.endswith("!")))
        elif piece.startswith("#"):
            found.append(_number(piece[1:]))
        elif piece.startswith("lsl #"):
            found.append(_number(piece[5:]))
        elif piece in ("wzr", "xzr"):
            found.append(0)
        elif piece:
            found.append(ARM.get(piece))
    return tuple(found)
