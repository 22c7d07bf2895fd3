"""What a text that a function refers to is handed to: a file that is opened, or words for people."""

from __future__ import annotations

import re

from comparators.software.capabilities.traces import Trace

LOOKUPS = frozenset({"GetModuleHandle", "LoadLibrary", "GetProcAddress", "dlsym", "dlopen"})
_MESSAGES = frozenset(
    {"perror", "_wperror", "psignal", "err", "errx", "warn", "warnx", "verr", "verrx", "vwarn", "vwarnx"}
)
_NO_FILES = LOOKUPS | {  # what takes texts that are no files to be opened: names of libraries, words for people
    "GetModuleHandleEx", "LoadLibraryEx", "LoadPackagedLibrary", "LdrLoadDll", "LdrGetDllHandle",
    "LdrGetProcedureAddress", "dlvsym", "printf", "puts", "MessageBox", "OutputDebugString", "FindWindow", "perror",
    "system", "popen", "_popen", "WinExec", "execl", "execlp", "execle", "execv", "execvp", "execve", "execvpe",
    "posix_spawn", "posix_spawnp", "access", "stat", "lstat",
}  # fmt: skip
_FOLDERS = re.compile(r"^[^:]*/[^:]*:[/.]")  # a list of folders to search, as in PATH


def _takers(text: str, trace: Trace) -> set[str]:
    """Functions that get a text as an argument, by name; "" for those of the program."""
    return {call.name for call in trace.calls if any(one[:120] == text for one in call.texts)}


def is_message(text: str, trace: Trace) -> bool:
    """Whether a text goes only to what tells a person that a call failed: a name told is no name acted on."""
    takers = _takers(text, trace)
    return bool(takers) and takers <= _MESSAGES


def is_file(text: str, trace: Trace) -> bool:
    """Whether a text may be a file that is opened: see ``Step.file``."""
    if "://" in text or " %" in text or _FOLDERS.match(text):  # an address, a command, folders
        return False
    if "<" in text or ">" in text or ", " in text:  # words for people: a sentence, a place to be filled in
        return False
    takers = _takers(text, trace)
    return not takers or not takers <= _NO_FILES
