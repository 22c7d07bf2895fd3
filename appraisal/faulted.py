"""What does not hold in a log, in words, for everybody who tells it: ``log``, ``verify`` and the gate of custody."""

from __future__ import annotations

from collections.abc import Mapping

from appraisal import registry
from appraisal.dossier import LogFault
from appraisal.profile import Words

SAID: Mapping[str, tuple[str, str]] = {  # by ``chain.FAULTS``, Chinese and English
    "unreadable": ("该行不是日志条目", "the line is no entry of a log"),
    "altered": ("该条目与其摘要不符", "the entry does not have its own digest"),
    "broken-chain": (
        "该条目与前一条不衔接（删、增或换序）",
        "does not follow the entry before it (removed, added or reordered)",
    ),
    "removed": ("末尾条目被删", "entries at the end are gone"),
    "unannounced": ("该条目不是程序写入的", "the program did not write this entry"),
    "replaced": ("条目被替换", "entries were replaced"),
    "no-heads": ("heads.json 缺失或无法读取", "heads.json is missing or cannot be read"),
    "bad-signature": ("签名不是该条目的签名", "the signature is not of this entry"),
    "head-lost": ("其他日志所载的该日志条目已不存在", "another log names an entry of this log that is not there"),
}


def told(fault: LogFault) -> Words:
    """The fault with its log, its line (none where it is of the log as a whole) and what is known of it."""
    zh, en = SAID.get(fault.what, (fault.what, fault.what))
    at = (f" 第 {fault.line} 行", f" line {fault.line}") if fault.line else ("", "")
    detail = (f"（{registry.spoken(fault.detail, 'zh')}）", f" ({fault.detail})") if fault.detail else ("", "")
    return Words(f"{fault.log}{at[0]}：{zh}{detail[0]}", f"{fault.log}{at[1]}: {en}{detail[1]}")
