"""Machine instructions in a form that compilers change less: what is done, with which number, to which field.

``Reading`` gives each instruction, from the text that Capstone writes, a plain ``Op``. Moves between registers, memory
and stack have no token: how values travel is the compiler's affair. Conditions are told apart by their sort alone
(equality, signed, unsigned), since compilers turn them round. x86 and ARM64 share one vocabulary of tokens.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import capstone

from comparators.software.functions.program import ARM64, X64, X86

VECTOR, TEST = "vector", "test"
PLAIN, CALL, BRANCH, JUMP, END, PAD, NONE = range(7)
MEMO = 400_000

Row = tuple[int, int, str, str]  # address, size, mnemonic, operands


@dataclass(frozen=True, slots=True)
class Op:
    """One instruction. ``token``: what it computes, "" where it moves. ``number``: its immediate, if one.

    ``base``: register of its memory operand ("" without one, "pc" for what is relative to the instruction, "abs" for a
    plain address), ``disp``: displacement of it, ``width``: bytes of the access, 0 unknown. ``target``: address of a
    direct call or jump. ``masked``: its text without what linking changes. ``floating``: of floating point or vector.
    ``into``: register that it writes first. ``tests``: compares and keeps nothing. ``of``: register that an address is
    reckoned from, of ``lea``, or that is moved.
    """

    kind: int
    token: str = ""
    number: int | None = None
    base: str = ""
    disp: int = 0
    width: int = 0
    target: int | None = None
    masked: str = ""
    floating: bool = False
    into: str = ""
    tests: bool = False
    indexed: bool = False
    of: str = ""


def _words(text: str) -> Iterator[tuple[str, str]]:
    for line in text.split(";"):
        token, names = line.split(":")
        yield from ((name, token.strip()) for name in names.split())


_CONDITIONS = {"e": "eq", "ne": "eq", "z": "eq", "nz": "eq"}
_CONDITIONS |= dict.fromkeys(
    ("a", "ae", "b", "be", "c", "nc", "na", "nae", "nb", "nbe", "hi", "hs", "lo", "ls", "cs", "cc"), "un"
)
_CONDITIONS |= dict.fromkeys(("g", "ge", "l", "le", "ng", "nge", "nl", "nle", "s", "ns", "gt", "lt", "mi", "pl"), "si")
_CONDITIONS |= dict.fromkeys(("p", "np", "pe", "po", "o", "no", "vs", "vc"), "pa") | {"eq": "eq"}
X86_TOKENS: Mapping[str, str] = dict(
    _words(
        "add: add adc inc xadd; sub: sub sbb dec; mul: imul mul mulx; div: div idiv; and: and andn; or: or;"
        " xor: xor; not: not; neg: neg; shl: shl sal shlx shld; shr: shr shrx shrd; sar: sar sarx;"
        " rol: rol rcl; ror: ror rcr rorx; cmp: cmp; test: test; bt: bt btr bts btc; bits: bsf bsr tzcnt lzcnt popcnt;"
        " swap: bswap xchg cmpxchg; fadd: addss addsd addps addpd fadd faddp fiadd vaddss vaddsd;"
        " fsub: subss subsd subps subpd fsub fsubp fsubr fsubrp vsubss vsubsd;"
        " fmul: mulss mulsd mulps mulpd fmul fmulp fimul vmulss vmulsd;"
        " fdiv: divss divsd divps divpd fdiv fdivp fdivr fdivrp vdivss vdivsd;"
        " fcmp: comiss comisd ucomiss ucomisd fcomi fcomip fucomi fucomip fucompp cmpss cmpsd;"
        " froot: sqrtss sqrtsd fsqrt; fcvt: cvtsi2sd cvtsi2ss cvttsd2si cvttss2si cvtss2sd cvtsd2ss cvtsd2si cvtss2si;"
        " fmin: minss minsd maxss maxsd; sys: syscall sysenter int cpuid rdtsc rdtscp in out"
    )
)
ARM_TOKENS: Mapping[str, str] = dict(
    _words(
        "add: add adds adc madd; sub: sub subs sbc msub; mul: mul smull umull smulh umulh; div: sdiv udiv;"
        " and: and ands bic ubfx ubfiz; or: orr orn bfi bfxil; xor: eor eon; not: mvn; neg: neg negs; shl: lsl lslv;"
        " shr: lsr lsrv; sar: asr asrv sbfx; ror: ror rorv extr; cmp: cmp cmn ccmp ccmn; test: tst; bits: clz rbit cls;"
        " swap: rev rev16 rev32; fadd: fadd fmadd; fsub: fsub fmsub fnmsub; fmul: fmul fnmul; fdiv: fdiv;"
        " fcmp: fcmp fcmpe; froot: fsqrt; fcvt: scvtf ucvtf fcvtzs fcvtzu fcvt; fmin: fmin fmax fminnm fmaxnm;"
        " sys: svc mrs msr"
    )
)
_PADS = frozenset(("nop", "int3", "endbr64", "endbr32", "bti", "hint", "fnop"))
_ENDS = frozenset(("ret", "retf", "iret", "iretd", "hlt", "ud2", "udf", "brk", "retaa", "retab"))
_SIZES = {"byte": 1, "word": 2, "dword": 4, "qword": 8, "xmmword": 16, "ymmword": 32, "zmmword": 64, "tbyte": 10}
_MEMORY = re.compile(r"(?:(\w+) ptr )?(?:\w\w:)?\[([^\]]*)\]")
_PIECE = re.compile(r"([+-]?) ?([^ +-]+)")
_NUMBER = re.compile(r"(?<![\w\]])-?(?:0x[0-9a-f]+|\d+)$")
_ARM_NUMBER = re.compile(r"#(-?(?:0x[0-9a-f]+|\d+))(?:, lsl #(\d+))?")


def decoder(arch: str) -> capstone.Cs:
    """A disassembler for one of the architectures, that passes over what is no code."""
    kinds = {
        X86: (capstone.CS_ARCH_X86, capstone.CS_MODE_32),
        X64: (capstone.CS_ARCH_X86, capstone.CS_MODE_64),
        ARM64: (capstone.CS_ARCH_ARM64, capstone.CS_MODE_ARM),
    }
    made = capstone.Cs(*kinds[arch])
    made.skipdata = True
    return made


class Reading:
    """Operations of one program, remembered by their text."""

    def __init__(self, arch: str) -> None:
        self.arch = arch
        self._read = _arm if arch == ARM64 else _x86
        self._memo: dict[tuple[str, str], Op] = {}

    def __call__(self, mnemonic: str, operands: str) -> Op:
        key = mnemonic, operands
        found = self._memo.get(key)
        if found is None:
            if len(self._memo) > MEMO:
                self._memo.clear()
            found = self._memo[key] = self._read(mnemonic, operands)
        return found


def _number(text: str) -> int | None:
    try:
        return int(text, 0)
    except ValueError:
        return None


def _x86(mnemonic: str, operands: str) -> Op:
    mnemonic = (
        mnemonic.rpartition(" ")[2] if not mnemonic.startswith("rep") else "rep " + mnemonic.rpartition(" ")[2][:4]
    )
    if mnemonic in _PADS or (mnemonic == "xchg" and operands in ("ax, ax", "eax, eax")):
        return Op(PAD)
    if mnemonic in _ENDS:
        return Op(END, masked=f"{mnemonic} {operands}")
    if mnemonic[0] == ".":
        return Op(NONE)
    base, disp, width, indexed, rest = "", 0, 0, False, operands
    if (memory := _MEMORY.search(operands)) is not None:
        width = _SIZES.get(memory[1] or "", 0)
        base, disp, indexed = _address(memory[2])
        rest = operands[: memory.start()] + "m" + operands[memory.end() :]
    into = rest.partition(",")[0]
    number = None
    if (found := _NUMBER.search(rest)) is not None:
        number = int(found[0], 0)
    masked = f"{mnemonic} {rest} [pc]" if base == "pc" else f"{mnemonic} {operands}"
    if mnemonic in ("call", "jmp"):
        kind = CALL if mnemonic == "call" else JUMP
        target = number if not base and number is not None and rest == found[0] else None  # type: ignore[index]
        masked = mnemonic if target is not None else masked
        token = "call" if mnemonic == "call" else ("switch" if target is None else "")
        return Op(kind, token, None, base, disp, width, target, masked, indexed=indexed)
    if mnemonic[0] == "j" or mnemonic.startswith("loop"):
        return Op(BRANCH, _CONDITIONS.get(mnemonic[1:], "eq"), target=number, masked=mnemonic)
    for stem in ("set", "cmov"):
        if mnemonic.startswith(stem):
            return Op(
                PLAIN, _CONDITIONS.get(mnemonic[len(stem) :], "eq"), None, base, disp, width, None, masked, into=into
            )
    token = X86_TOKENS.get(mnemonic, "")
    floating = "xmm" in operands or "ymm" in operands or mnemonic[0] == "f"
    if token in ("xor", "sub") and rest.count(",") == 1 and rest.split(", ")[0] == rest.split(", ")[-1]:
        token = ""  # sets a register to zero
    elif not token and mnemonic.startswith("rep"):
        token = mnemonic
    elif not token and mnemonic[0] in "pv" and floating:
        token = VECTOR
    if token == TEST and rest.count(",") == 1 and rest.split(", ")[0] == rest.split(", ")[-1]:
        number = 0
    if mnemonic in ("inc", "dec"):
        number = 1
    of = rest.partition(", ")[2] if mnemonic == "mov" and not base else ""
    if mnemonic == "lea" and base not in ("pc", "abs", ""):
        number, base, of = (disp or None), "" if base not in _STACK else base, base
    tests = token in ("cmp", "test")
    return Op(PLAIN, token, number, base, disp, width, None, masked, floating, into, tests, indexed, of)


_STACK = frozenset(("rsp", "esp", "rbp", "ebp", "sp", "x29", "fp", "wsp"))


def _address(text: str) -> tuple[str, int, bool]:
    """Base register, displacement, whether an index takes part."""
    base, disp, registers = "", 0, 0
    for sign, piece in _PIECE.findall(text):
        value = _number(piece)
        if value is not None:
            disp += -value if sign == "-" else value
        else:
            registers += 1
            if "*" not in piece and not base:
                base = piece
    if not registers:
        return "abs", disp, False
    return ("pc" if base in ("rip", "eip") else base or "index"), disp, registers > 1 or not base


def _arm(mnemonic: str, operands: str) -> Op:
    if mnemonic in _PADS:
        return Op(PAD)
    if mnemonic in _ENDS:
        return Op(END, masked=mnemonic)
    if mnemonic[0] == ".":
        return Op(NONE)
    stem, _, condition = mnemonic.partition(".")
    into = operands.partition(",")[0]
    numbers = [(int(value, 0) << int(shift or 0)) for value, shift in _ARM_NUMBER.findall(operands)]
    last = numbers[-1] if numbers else None
    if stem in ("bl", "blr"):
        target = last if stem == "bl" else None
        return Op(
            CALL, "call", target=target, masked=stem if target is not None else f"{stem} {operands}", into=operands
        )
    if stem == "b" and condition:
        return Op(BRANCH, _CONDITIONS.get(condition, "eq"), target=last, masked=mnemonic)
    if stem in ("b", "br"):
        target = last if stem == "b" else None
        return Op(JUMP, "" if stem == "b" else "switch", target=target, masked=stem, into=operands)
    if stem in ("cbz", "cbnz", "tbz", "tbnz"):
        return Op(BRANCH, "eq", target=last, masked=f"{stem} {into}")
    if stem in ("adrp", "adr"):
        return Op(PLAIN, "", last, "page", 0, 0, None, f"{stem} {into}", into=into)
    masked = f"{mnemonic} {operands}"
    if (memory := _MEMORY.search(operands)) is not None:
        parts = memory[2].split(", ")
        disp = _number(parts[1][1:]) or 0 if len(parts) > 1 and parts[1].startswith("#") else 0
        width = {"b": 1, "h": 2, "w": 4}.get(stem[-1], 8 if into[:1] in "xd" else 16 if into[:1] == "q" else 4)
        return Op(PLAIN, "", None, parts[0], disp, width, None, masked, into[:1] in "sdqv", into, False, len(parts) > 2)
    token = ARM_TOKENS.get(stem, "")
    floating = into[:1] in "sdqvbh" and into[:2] not in ("sp",)
    if stem in ("csel", "cset", "csinc", "csneg", "csinv", "cinc", "cneg", "csetm", "cinv", "fcsel"):
        return Op(PLAIN, _CONDITIONS.get(operands.rpartition(", ")[2], "eq"), None, masked=masked, into=into)
    if not token and floating and stem not in ("fmov", "mov", "movi", "dup", "ldr", "str"):
        token = VECTOR
    return Op(PLAIN, token, last, "", 0, 0, None, masked, floating, into, token in ("cmp", "test"))
