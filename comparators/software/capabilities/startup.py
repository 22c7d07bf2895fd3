"""Code that compilers and their run-time libraries put into every program: what it calls is evidence of nothing.

Told by what only such code does: functions of the C library that set a program up, the messages of mingw-w64's run time
(pseudo-reloc.c, crtexe.c), and the security cookie and failure reports of Microsoft's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from comparators.software.capabilities.traces import Trace

_SETS_UP = frozenset({
    "_initterm", "_initterm_e", "__set_app_type", "_set_app_type", "__getmainargs", "__wgetmainargs",
    "_configure_narrow_argv", "_configure_wide_argv", "__libc_start_main",
})  # fmt: skip
_TOGETHER = (
    frozenset({"SetUnhandledExceptionFilter", "UnhandledExceptionFilter"}),
    frozenset({"QueryPerformanceCounter", "GetSystemTimeAsFileTime", "GetCurrentThreadId", "GetCurrentProcessId"}),
)
_MESSAGES = (
    "Mingw-w64 runtime failure", "Address %p has no image-section", "VirtualQuery failed for",
    "VirtualProtect failed with code", "Unknown pseudo relocation", "bit pseudo relocation at",
)  # fmt: skip


def functions(traces: Iterable[Trace], text: Callable[[int], tuple[str, str]]) -> frozenset[int]:
    """Starts of such functions. ``text``: what stands at an address, and how it is hidden."""
    return frozenset(trace.start for trace in traces if _is(trace, text))


def _is(trace: Trace, text: Callable[[int], tuple[str, str]]) -> bool:
    called = {call.name for call in trace.calls}
    if called & _SETS_UP or any(together <= called for together in _TOGETHER):
        return True
    return any(message in text(place)[0] for place in trace.places for message in _MESSAGES)
