"""Texts by which a program looks for other programs: names of those, not its own."""

from __future__ import annotations

from comparators.software.capabilities.facts import Facts

WINDOWS = frozenset({"FindWindow", "FindWindowEx"})
PROCESSES = frozenset({
    "Process32First", "Process32Next", "EnumProcesses", "K32EnumProcesses", "GetModuleBaseName", "K32GetModuleBaseName",
    "GetProcessImageFileName", "K32GetProcessImageFileName", "QueryFullProcessImageName", "GetWindowText",
    "GetClassName", "WTSEnumerateProcesses", "NtQuerySystemInformation",
})  # fmt: skip
MAKES = frozenset({"CreateWindow", "CreateWindowEx", "RegisterClass", "RegisterClassEx", "SetWindowText"})
COMPARES = frozenset({
    "lstrcmp", "lstrcmpi", "strcmp", "stricmp", "_stricmp", "strcasecmp", "strncmp", "_strnicmp", "strnicmp",
    "strncasecmp", "strstr", "StrStr", "StrStrI", "StrCmp", "StrCmpI", "wcscmp", "wcsicmp", "_wcsicmp", "wcsncmp",
    "_wcsnicmp", "wcsstr", "CompareString", "CompareStringOrdinal", "memcmp",
})  # fmt: skip


def others(facts: Facts) -> frozenset[tuple[int, int]]:
    """(Function, place) of texts that a function does nothing with but look for windows or processes: it hands them to
    ``FindWindow``, compares them where it goes through processes or titles of windows, or hands them to a function of
    the program that does either."""
    calls = {t.start: {facts.name(call) for call in t.calls} for t in facts.own.values()}
    listing = {start for start, names in calls.items() if names & PROCESSES}
    looking = {start for start, names in calls.items() if names & (PROCESSES | WINDOWS) and not names & MAKES}
    found: set[tuple[int, int]] = set()
    for trace in facts.own.values():
        compares = COMPARES if trace.start in listing else frozenset[str]()
        takers: dict[int, list[bool]] = {}
        for call in trace.calls:
            looks = facts.name(call) in WINDOWS | compares or call.target in looking
            for value in call.arguments:
                if isinstance(value, int):
                    takers.setdefault(value, []).append(looks)
        found.update((trace.start, place) for place in trace.places if all(takers.get(place, (False,))))
    return frozenset(found)
