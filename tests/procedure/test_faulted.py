"""What does not hold in a log, in words."""

from __future__ import annotations

from appraisal import faulted
from appraisal.dossier import LogFault


def test_a_log_cut_short_is_told_without_the_number_of_a_line() -> None:
    told = faulted.told(LogFault("procedure.jsonl", 0, "removed", "26 entries were written, 25 are there"))
    assert told.zh == "procedure.jsonl：末尾条目被删（写入 26 条，现有 25 条）" and " 0" not in told.en
