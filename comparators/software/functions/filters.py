"""``program-filters``: functions of a program that come with compilers and libraries, whatever else it holds.

``component``: instructions are the same, but for addresses, as those of a function in an index of known components. One
is carried along: run-time libraries of mingw-w64, GCC and glibc; ``data/README.md`` says from what it was made.
``start-up``: functions that carry the name of a compiler's start-up code.
``run-time-callee``: functions that a known function of a run-time library calls, refers to or leads to: whatever build
it is of, a library calls what belongs to it (``reached``).
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from appraisal.comparator import ComponentFile, Need, Resources, Screened, Sided
from appraisal.comparison import Reason
from appraisal.work import Medium, Member
from comparators.matching.wording import labels
from comparators.software.functions import counting
from comparators.software.functions.features import FunctionFeatures

Array = NDArray[Any]
COMPONENT, START_UP, CALLEE = "component-function", "start-up", "run-time-callee"
LEAST = 12  # instructions of a function that an index is asked for,
TELLING = 20  # and of one that what it calls is taken out by
BESIDE = 3  # functions of ``LEAST`` before and behind, for what only tables name
ROUNDS = 4
START_FILES = "start-up"  # how files of an index begin that are start-up code: these call what a person wrote,
TEMPLATES = ("libstdc++", "libc++")  # and functions of these are made anew for types of the program
STARTS = re.compile(
    r"_?_?(start|_?init|fini|_dl_relocate_static_pie|_libc_csu_(init|fini)|(de)?register_tm_clones|_do_global_[cd]tors(_aux)?"
    r"|frame_dummy|(w?main|wmain|WinMain|wWinMain|DllMain)CRTStartup|_tmainCRTStartup|pre_c_init|pre_cpp_init|_main"
    r"|pei386_runtime_relocator|_mingw_[A-Za-z_]+|_security_init_cookie|_scrt_[a-z_]+|_dyn_tls_(init|dtor).*|matherr"
    r"|_chk_fail|stack_chk_fail.*|gnu_exception_handler|_report_error|mark_section_writable)"
)


@dataclass(frozen=True)
class ProgramFilters:
    """See the module."""

    name: ClassVar[str] = "program-filters"
    version: ClassVar[str] = "4"
    media: ClassVar[frozenset[Medium]] = frozenset({Medium.SOFTWARE})
    needs: ClassVar[tuple[Need, ...]] = (Need("components", optional=True),)
    features: ClassVar[type[FunctionFeatures]] = FunctionFeatures
    rules: ClassVar[tuple[str, ...]] = (START_UP, COMPONENT, CALLEE)
    bundled: ClassVar[Path] = Path(str(files("comparators.software.functions"))) / "data" / "components"
    labels: ClassVar[Mapping[str, Mapping[str, str]]] = labels(
        (
            ("program-filters", "程序的扣除规则", "Rules of filtration for programs"),  # their own name
            (START_UP, "编译器启动代码", "Start-up code of the compiler"),
            (COMPONENT, "已知组件的函数", "Function of a known component"),
            (CALLEE, "运行库函数所调用的函数", "Called by functions of a run-time library"),
            (
                "called or referred to by {0} ({1}), a function of a known component: of another build of it",
                "由已知组件的函数调用或引用：{0}（{1}）；属该组件的另一构建",
                "called or referred to by {0} ({1}), a function of a known component: of another build of it",
            ),
            (
                "called or referred to by functions that {0} ({1}), a function of a known component, leads to",
                "由已知组件的函数 {0}（{1}）经其他函数间接调用或引用",
                "called or referred to by functions that {0} ({1}), a function of a known component, leads to",
            ),
            (
                "named in tables alone, between functions of a run-time library, the nearest known {0} ({1})",
                "仅由数据表引用，前后均为运行库函数，最近的已知函数为 {0}（{1}）",
                "named in tables alone, between functions of a run-time library, the nearest known {0} ({1})",
            ),
            ("start-up code by its symbol: {0}", "按符号属启动代码：{0}", "start-up code by its symbol: {0}"),
            (
                "instructions of a function of a known component: {0}",
                "指令与已知组件的函数相同：{0}",
                "instructions of a function of a known component: {0}",
            ),
        )
    )

    def read(self, member: Member, resources: Resources) -> FunctionFeatures:
        """Functions of one program, as ``software-functions`` reads them."""
        return FunctionFeatures.of(member)

    def screen(self, side: Sided[FunctionFeatures], resources: Resources) -> Iterator[Screened]:
        """All functions that the rules take out."""
        for file, one in side.items():
            for number, symbol in enumerate(one.named):
                if symbol and STARTS.fullmatch(symbol):
                    for span in counting.places(file, one, number):
                        yield Screened(span, Reason.TOOL_GENERATED, START_UP, f"start-up code by its symbol: {symbol}")
            known = _known(one, resources)
            for number, held in known.items():
                for span in counting.places(file, one, number):
                    evidence = f"instructions of a function of a known component: {said(held)}"
                    yield Screened(span, Reason.THIRD_PARTY, COMPONENT, evidence)
            for number, evidence in reached(one, known).items():
                for span in counting.places(file, one, number):
                    yield Screened(span, Reason.THIRD_PARTY, CALLEE, evidence)

    def component_keys(self, features: FunctionFeatures) -> Iterable[bytes]:
        """A key for each function that is large enough to be told from others."""
        return [_key(features, number) for number in np.flatnonzero(features.counts >= LEAST).tolist()]

    def keys(self, features: FunctionFeatures) -> Iterable[bytes]:
        """The same, which makes this screener one that indexes are built for."""
        return self.component_keys(features)


def _known(one: FunctionFeatures, resources: Resources) -> dict[int, list[ComponentFile]]:
    """Numbers of the functions that indexes hold, with the files that they are of."""
    found: dict[int, list[ComponentFile]] = {}
    chosen = np.flatnonzero(one.counts >= LEAST).tolist()
    keys = [_key(one, number) for number in chosen]
    for index in resources.components:
        for number, holders in zip(chosen, index.lookup(keys), strict=True):
            if holders:
                found.setdefault(number, []).extend(index.files[holder] for holder in holders)
    return found


def reached(one: FunctionFeatures, known: Mapping[int, Sequence[ComponentFile]]) -> dict[int, str]:
    """Functions that are no known ones but belong to them, with why in words.

    A function whose instructions are those of a library calls that library, so that what it calls is of it, too, and
    what this calls. That goes out from known functions of ``TELLING`` instructions, and never through start-up code
    (where a program begins, what is called there, files named ``START_FILES``), which calls what a person wrote, nor
    from ``TEMPLATES``. Then come functions that no other code names, only tables, where ``BESIDE`` on either side are
    of the library; and what these call."""
    starts = {number for number, held in known.items() if any(h.file.startswith(START_FILES) for h in held)}
    calls = [one.callees[a:b].tolist() for a, b in itertools.pairwise(one.calls.tolist())]
    begins = np.flatnonzero(one.addresses == np.uint64(one.entry)).tolist() if one.entry else []
    closed = {*starts, *begins, *(callee for number in begins for callee in calls[number])}
    seeds = [
        number
        for number, held in known.items()
        if one.counts[number] >= TELLING and not any(h.file.startswith(TEMPLATES) for h in held)
    ]
    found: dict[int, str] = {}
    origin = {number: number for number in seeds if number not in closed}
    waiting = sorted(origin)
    for _ in range(ROUNDS):
        while waiting:
            number = waiting.pop()
            for callee in calls[number]:
                if callee in origin or callee in closed:
                    continue
                origin[callee] = origin[number]
                waiting.append(callee)
                if callee not in known:
                    found[callee] = _told(one, known, origin[callee], direct=number in known)
        waiting = _between(one, known, calls, origin, closed)
        for number in waiting:
            if number not in known:
                at = f"{one.addresses[origin[number]]:#x}"
                told = said(known[origin[number]])
                found[number] = (
                    f"named in tables alone, between functions of a run-time library, the nearest known {told} ({at})"
                )
    return found


def _told(one: FunctionFeatures, known: Mapping[int, Sequence[ComponentFile]], origin: int, *, direct: bool) -> str:
    named, at = said(known[origin]), f"{one.addresses[origin]:#x}"
    if direct:
        return f"called or referred to by {named} ({at}), a function of a known component: of another build of it"
    return f"called or referred to by functions that {named} ({at}), a function of a known component, leads to"


def _between(
    one: FunctionFeatures,
    known: Mapping[int, Sequence[ComponentFile]],
    calls: Sequence[Sequence[int]],
    origin: dict[int, int],
    closed: set[int],
) -> list[int]:
    """Functions that no code of the program's own names between functions of libraries, put into ``origin``."""
    outside = (row for number, row in enumerate(calls) if number not in origin and number not in known)
    named = {callee for row in outside for callee in row} | closed
    sized = np.flatnonzero(one.counts >= LEAST).tolist()
    inside = [number in origin or number in known for number in sized]
    found = []
    seen = sorted(origin)
    for place, number in enumerate(sized):
        around = inside[max(0, place - BESIDE) : place], inside[place + 1 : place + 1 + BESIDE]
        if number not in origin and number not in named and all(len(a) == BESIDE and all(a) for a in around):
            at = bisect_left(seen, number)
            near = min(seen[max(0, at - 1) : at + 1], key=lambda k: abs(k - number), default=None)
            if near is not None:
                found.append(number)
                origin[number] = origin[near]
    return found


def said(holders: Sequence[ComponentFile]) -> str:
    """The component that a function is of. A library is indexed as a program that it was linked into, with all that it
    rests on itself: of several holders the smallest is where the function comes from."""
    held = min(holders, key=lambda one: (one.keys, one.component, one.version, one.file))
    return " ".join(filter(None, (held.component, held.version, re.sub(r"\.(exe|elf)$", "", held.file))))


def _key(features: FunctionFeatures, number: int) -> bytes:
    return int(features.normal[number]).to_bytes(8, "big") + int(features.counts[number]).to_bytes(4, "big")
