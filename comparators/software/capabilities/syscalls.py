"""System calls by number, as functions: of Linux by the kernel's tables for each processor (man 2 syscalls); of
Windows, x86-64, those whose numbers have stayed the same since Windows 10 (1507) as its ntdll shows them."""

from __future__ import annotations

from collections.abc import Mapping

from comparators.software.functions.program import ARM64, X64, X86

_NUMBERS: Mapping[str, tuple[int, int, int]] = {  # x86-64, x86, ARM64; -1 for none
    "read": (0, 3, 63), "write": (1, 4, 64), "open": (2, 5, -1), "lseek": (8, 19, 62), "mmap": (9, 192, 222),
    "mprotect": (10, 125, 226), "ioctl": (16, 54, 29), "pread": (17, 180, 67), "pwrite": (18, 181, 68),
    "socket": (41, 359, 198), "connect": (42, 362, 203), "sendto": (44, 369, 206), "recvfrom": (45, 371, 207),
    "sendmsg": (46, 370, 211), "bind": (49, 361, 200), "listen": (50, 363, 201), "setsockopt": (54, 366, 208),
    "execve": (59, 11, 221), "kill": (62, 37, 129), "rename": (82, 38, -1), "unlink": (87, 10, -1),
    "ptrace": (101, 26, 117), "rt_sigqueueinfo": (129, 178, 138), "prctl": (157, 172, 167),
    "adjtimex": (159, 124, 171), "settimeofday": (164, 79, 170), "mount": (165, 21, 40), "stime": (-1, 25, -1),
    "init_module": (175, 128, 105), "delete_module": (176, 129, 106), "tkill": (200, 238, 130),
    "clock_settime": (227, 264, 112), "tgkill": (234, 270, 131), "kexec_load": (246, 283, 104),
    "openat": (257, 295, 56), "unlinkat": (263, 301, 35), "renameat": (264, 302, 38), "splice": (275, 313, 76),
    "unshare": (272, 310, 97), "pwritev": (296, 334, 70), "rt_tgsigqueueinfo": (297, 335, 240),
    "perf_event_open": (298, 336, 241), "clock_adjtime": (305, 343, 266), "setns": (308, 346, 268),
    "process_vm_readv": (310, 347, 270), "process_vm_writev": (311, 348, 271), "finit_module": (313, 350, 273),
    "renameat2": (316, 353, 276), "seccomp": (317, 354, 277), "memfd_create": (319, 356, 279), "bpf": (321, 357, 280),
    "execveat": (322, 358, 281), "copy_file_range": (326, 377, 285), "pidfd_send_signal": (424, 424, 424),
    "pidfd_open": (434, 434, 434), "pidfd_getfd": (438, 438, 438), "process_madvise": (440, 440, 440),
    "process_mrelease": (448, 448, 448),
}  # fmt: skip
_WINDOWS = {
    0x08: "NtWriteFile", 0x0D: "NtSetInformationThread", 0x18: "NtAllocateVirtualMemory",
    0x19: "NtQueryInformationProcess", 0x1C: "NtSetInformationProcess", 0x26: "NtOpenProcess",
    0x28: "NtMapViewOfSection", 0x2A: "NtUnmapViewOfSection", 0x2C: "NtTerminateProcess", 0x33: "NtOpenFile",
    0x36: "NtQuerySystemInformation", 0x3A: "NtWriteVirtualMemory", 0x3C: "NtDuplicateObject",
    0x3F: "NtReadVirtualMemory", 0x45: "NtQueueApcThread", 0x4A: "NtCreateSection", 0x50: "NtProtectVirtualMemory",
    0x52: "NtResumeThread", 0x55: "NtCreateFile",
}  # fmt: skip
_PLACE = {X64: 0, X86: 1, ARM64: 2}
ARGUMENTS = {  # the register of the number, and those of arguments
    ("ELF", X64): ("ax", ("di", "si", "dx", "r10", "r8", "r9")),
    ("ELF", X86): ("ax", ("bx", "cx", "dx", "si", "di", "bp")),
    ("ELF", ARM64): ("x8", ("x0", "x1", "x2", "x3", "x4", "x5")),
    ("PE", X64): ("ax", ("r10", "dx", "r8", "r9")),
}


def named(sort: str, arch: str, number: object) -> str:
    """The function that a number stands for in programs of a format, "" for none that is known."""
    if not isinstance(number, int):
        return ""
    if sort == "PE":
        return _WINDOWS.get(number & 0xFFFFFFFF, "") if arch == X64 else ""
    place = _PLACE.get(arch) if sort == "ELF" else None
    if place is None:
        return ""
    return next((name for name, numbers in _NUMBERS.items() if numbers[place] == number & 0xFFFFFFFF), "")
