"""Whether the files that the logs name are there and what they were: exhibits, photographs, what was issued."""

from __future__ import annotations

import re
from pathlib import Path

from appraisal import digests, procedure
from appraisal.gates.gap import Found, Gap
from appraisal.profile import Words
from appraisal.work import display_name

# What people edit (sealed again by the next step), and drafts, which are written over.
_PASSING = re.compile(r"case\.toml|scheme\.toml|notebooks/.+|report/.+")
MOST = 20  # files named one by one


def files(root: Path, history: procedure.History) -> Found:
    """One gap for all files of a case that are gone or altered since the log named them."""
    named = {
        root / name: sha256
        for name, (sha256, _) in sorted(procedure.expected_files(history).items())
        if not _PASSING.fullmatch(name)
    }
    wrong = {path for path, wanted, held in digests.check_files(iter(named.items())) if held != wanted}
    if wrong:
        told = [(display_name(path.relative_to(root)), path.exists()) for path in named if path in wrong]
        more = len(told) - MOST
        yield Gap(
            "custody/files",
            Words(
                "日志所载文件缺失或已改动："
                + "；".join(f"{name}（{'已改动' if there else '缺失'}）" for name, there in told[:MOST])
                + (f"；另有{more}个" if more > 0 else ""),
                "files that the logs name are missing or altered: "
                + "; ".join(f"{name} ({'altered' if there else 'missing'})" for name, there in told[:MOST])
                + (f"; {more} more" if more > 0 else ""),
            ),
            Words("恢复原文件；appraisal verify CASE 逐一核对", "restore them; appraisal verify CASE checks each"),
        )
