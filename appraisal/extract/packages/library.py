"""The few functions of the system's libarchive (BSD) that read cab, rar and lha, by ctypes.

Only ``apart`` calls them, in a process of their own. Nothing is loaded from anywhere but the system's own folders.
Functions: archive_read(3), archive_entry(3) of libarchive 3.
"""

from __future__ import annotations

import ctypes
import sys
from functools import cache
from typing import Any

_FILES = {
    "linux": ("libarchive.so.13",),
    "darwin": (
        "/opt/homebrew/opt/libarchive/lib/libarchive.13.dylib",
        "/usr/local/opt/libarchive/lib/libarchive.13.dylib",
        "/usr/lib/libarchive.2.dylib",
    ),
}
OK, EOF, WARN, FAILED = 0, 1, -20, -25
_READER, _MEMBER, _TEXT, _WHOLE, _LONG = ctypes.c_void_p, ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int, ctypes.c_int64
_FUNCTIONS: dict[str, tuple[Any, tuple[Any, ...]]] = {
    "archive_version_string": (_TEXT, ()),
    "archive_read_new": (_READER, ()),
    "archive_read_support_format_cab": (_WHOLE, (_READER,)),
    "archive_read_support_format_rar": (_WHOLE, (_READER,)),
    "archive_read_support_format_rar5": (_WHOLE, (_READER,)),
    "archive_read_support_format_lha": (_WHOLE, (_READER,)),
    "archive_read_open_fd": (_WHOLE, (_READER, ctypes.c_int, ctypes.c_size_t)),
    "archive_read_next_header": (_WHOLE, (_READER, ctypes.POINTER(_MEMBER))),
    "archive_read_data": (ctypes.c_ssize_t, (_READER, ctypes.c_char_p, ctypes.c_size_t)),
    "archive_read_has_encrypted_entries": (_WHOLE, (_READER,)),
    "archive_error_string": (_TEXT, (_READER,)),
    "archive_entry_pathname": (_TEXT, (_MEMBER,)),
    "archive_entry_pathname_utf8": (_TEXT, (_MEMBER,)),
    "archive_entry_symlink": (_TEXT, (_MEMBER,)),
    "archive_entry_hardlink": (_TEXT, (_MEMBER,)),
    "archive_entry_filetype": (ctypes.c_uint, (_MEMBER,)),
    "archive_entry_size": (_LONG, (_MEMBER,)),
    "archive_entry_size_is_set": (_WHOLE, (_MEMBER,)),
    "archive_entry_mtime": (_LONG, (_MEMBER,)),
    "archive_entry_mtime_is_set": (_WHOLE, (_MEMBER,)),
    "archive_entry_is_data_encrypted": (_WHOLE, (_MEMBER,)),
}


@cache
def library() -> Any:
    """libarchive with its functions typed; None where the system has none (or it lacks one of them)."""
    for name in _FILES.get(sys.platform, ()):
        try:
            found = ctypes.CDLL(name)
            for function, (result, arguments) in _FUNCTIONS.items():
                call = getattr(found, function)
                call.restype, call.argtypes = result, arguments
        except (OSError, AttributeError):
            continue
        return found
    return None


def version() -> str:
    """``libarchive 3.7.4`` or empty."""
    found = library()
    return "" if found is None else str(found.archive_version_string().decode("ascii", "replace"))
