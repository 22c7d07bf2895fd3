"""Literals of C and C++, and the value of expressions that a compiler folds. Nothing is evaluated as Python code: the
expression is parsed into a tree of its own grammar, and only arithmetic on whole numbers is worked out."""

from __future__ import annotations

import ast
import re
import struct
from collections.abc import Callable

LONGEST = 400  # characters of an expression that is worked out,
SHIFT = 128  # and the furthest shift
_INTEGER = re.compile(r"(0[xX][0-9a-fA-F]+|0[bB][01]+|\d+)[uUlLzZ]*")
_CHARACTER = re.compile(r"(?:u8|[uUL])?'([^'\\]*(?:\\.[^'\\]*)*)'", re.S)
_CAST = re.compile(r"\(\s*(?:const\s+)?(?:unsigned|signed|long|short|int|char|size_t|u?int\d+_t)(?:\s+\w+)*\s*\)")
_ESCAPE = re.compile(rb"\\(x[0-9a-fA-F]+|[0-7]{1,3}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|\r?\n|.)", re.S)
_PLAIN = {b"n": 10, b"t": 9, b"r": 13, b"a": 7, b"b": 8, b"f": 12, b"v": 11, b"e": 27}
_TWO: dict[type[ast.operator], Callable[[int, int], int]] = {
    ast.Add: lambda a, b: a + b,
    ast.Sub: lambda a, b: a - b,
    ast.Mult: lambda a, b: a * b,
    ast.Div: lambda a, b: abs(a) // abs(b) * (1 if a * b >= 0 else -1),
    ast.Mod: lambda a, b: a - abs(a) // abs(b) * (1 if a * b >= 0 else -1) * b,
    ast.BitAnd: lambda a, b: a & b,
    ast.BitOr: lambda a, b: a | b,
    ast.BitXor: lambda a, b: a ^ b,
    ast.LShift: lambda a, b: a << b if 0 <= b <= SHIFT else 0,
    ast.RShift: lambda a, b: a >> b if 0 <= b <= SHIFT else 0,
}


def integer(text: str) -> int | None:
    """Value of a whole number or a character as written; None for anything else."""
    text = text.replace("'", "") if text[:1].isdigit() else text
    if (found := _INTEGER.fullmatch(text)) is not None:
        digits = found[1]
        if digits[:2].lower() in ("0x", "0b"):
            return int(digits, 0)
        octal = len(digits) > 1 and digits[0] == "0"
        if octal and re.search("[89]", digits):
            return None
        return int(digits, 8 if octal else 10) if len(digits) < 40 else None
    if (quoted := _CHARACTER.fullmatch(text)) is not None:
        data = unescaped(quoted[1].encode("utf-8", "surrogatepass"))
        value = 0
        for byte in data[:4]:
            value = value << 8 | byte
        return value if data else None
    return None


def floating(text: str) -> float | None:
    """Value of a number of floating point as written."""
    plain = text.replace("'", "").rstrip("fFlL") if "x" not in text[:2].lower() else text.rstrip("lL")
    try:
        return float.fromhex(plain) if plain[:2].lower() == "0x" else float(plain)
    except (ValueError, OverflowError):
        return None


def single(value: float) -> float:
    """The same in single precision."""
    try:
        return float(struct.unpack("<f", struct.pack("<f", value))[0])
    except OverflowError:
        return value


def unescaped(text: bytes) -> bytes:
    """What stands between quotes, as the compiler writes it."""

    def plain(found: re.Match[bytes]) -> bytes:
        name = found[1]
        if name[:1] == b"x" and len(name) > 1:
            return bytes([int(name[1:], 16) & 0xFF])
        if name[:1] in b"uU" and len(name) > 1:
            return chr(min(int(name[1:], 16), 0x10FFFF)).encode("utf-8", "replace")
        if name[0] in b"01234567":
            return bytes([int(name, 8) & 0xFF])
        if name.endswith(b"\n"):
            return b""
        return bytes([_PLAIN[name]]) if name in _PLAIN else name

    return _ESCAPE.sub(plain, text)


def value_of(text: str, named: Callable[[str], int | None]) -> int | None:
    """Value of a constant expression. ``named``: of a name, None where it has none."""
    try:
        if (found := integer(text)) is not None:
            return found
        if text.isidentifier():
            return named(text)
        if len(text) > LONGEST:
            return None
        text = _CAST.sub("", text)
        text = _CHARACTER.sub(lambda m: str(integer(m[0]) or 0), text)
        text = re.sub(r"\b(?:0[xX][0-9a-fA-F]+|\d+)[uUlL]*\b", lambda m: str(integer(m[0]) or 0), text)
        if '"' in text or "'" in text or "\\" in text:  # a text: no number, and the parser would warn of its escapes
            return None
        return _worked(ast.parse(" ".join(text.split()), mode="eval").body, named)
    except (SyntaxError, ValueError, RecursionError, MemoryError, ZeroDivisionError, OverflowError):
        return None


def _worked(node: ast.expr, named: Callable[[str], int | None]) -> int | None:
    if isinstance(node, ast.Constant):
        return node.value if type(node.value) is int else None
    if isinstance(node, ast.Name):
        return named(node.id)
    if isinstance(node, ast.UnaryOp):
        inner = _worked(node.operand, named)
        if inner is None or isinstance(node.op, ast.Not):
            return None
        return -inner if isinstance(node.op, ast.USub) else ~inner if isinstance(node.op, ast.Invert) else inner
    if isinstance(node, ast.BinOp) and type(node.op) in _TWO:
        left, right = _worked(node.left, named), _worked(node.right, named)
        if left is None or right is None:
            return None
        found = _TWO[type(node.op)](left, right)
        return found if -(1 << 63) <= found < 1 << 64 else None
    return None
