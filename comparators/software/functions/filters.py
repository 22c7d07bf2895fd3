"""``program-filters``: functions of a program that come with compilers and libraries, whatever else it holds.

``component``: instructions are the same, but for addresses, as those of a function in an index of known components. One
is carried along: run-time libraries of mingw-w64, GCC and glibc; ``data/README.md`` says from what it was made.
``start-up``: functions that carry the name of a compiler's start-up code.
"""

from __future__ import annotations

import re
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
COMPONENT, START_UP = "component-function", "start-up"
LEAST = 12  # instructions of a function that an index is asked for
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
    version: ClassVar[str] = "3"
    media: ClassVar[frozenset[Medium]] = frozenset({Medium.SOFTWARE})
    needs: ClassVar[tuple[Need, ...]] = (Need("components", optional=True),)
    features: ClassVar[type[FunctionFeatures]] = FunctionFeatures
    rules: ClassVar[tuple[str, ...]] = (START_UP, COMPONENT)
    bundled: ClassVar[Path] = Path(str(files("comparators.software.functions"))) / "data" / "components"
    labels: ClassVar[Mapping[str, Mapping[str, str]]] = labels(
        (
            ("program-filters", "程序的扣除规则", "Rules of filtration for programs"),  # their own name
            (START_UP, "编译器启动代码", "Start-up code of the compiler"),
            (COMPONENT, "已知组件的函数", "Function of a known component"),
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
            chosen = np.flatnonzero(one.counts >= LEAST).tolist()
            keys = [_key(one, number) for number in chosen]
            for index in resources.components:
                for number, holders in zip(chosen, index.lookup(keys), strict=True):
                    if holders:
                        held = said([index.files[holder] for holder in holders])
                        for span in counting.places(file, one, number):
                            evidence = f"instructions of a function of a known component: {held}"
                            yield Screened(span, Reason.THIRD_PARTY, COMPONENT, evidence)

    def component_keys(self, features: FunctionFeatures) -> Iterable[bytes]:
        """A key for each function that is large enough to be told from others."""
        return [_key(features, number) for number in np.flatnonzero(features.counts >= LEAST).tolist()]

    def keys(self, features: FunctionFeatures) -> Iterable[bytes]:
        """The same, which makes this screener one that indexes are built for."""
        return self.component_keys(features)


def said(holders: Sequence[ComponentFile]) -> str:
    """The component that a function is of. A library is indexed as a program that it was linked into, with all that it
    rests on itself: of several holders the smallest is where the function comes from."""
    held = min(holders, key=lambda one: (one.keys, one.component, one.version, one.file))
    return " ".join(filter(None, (held.component, held.version, re.sub(r"\.(exe|elf)$", "", held.file))))


def _key(features: FunctionFeatures, number: int) -> bytes:
    return int(features.normal[number]).to_bytes(8, "big") + int(features.counts[number]).to_bytes(4, "big")
