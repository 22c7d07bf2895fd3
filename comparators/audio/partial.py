"""Recordings that were read in part: said of the file itself, beside what methods say of it, and words for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from appraisal.comparator import Context
from appraisal.comparison import Observation, Side
from appraisal.span import whole
from comparators.audio import decode

#: Notes by which a file holds, or gave, less than it says, or more.
PARTIAL = ("cut_off", "damaged", "missing_seconds", "stated_bytes", "bytes_behind")
KIND = "read-in-part"


class Noted(Protocol):
    """Features with the notes of decoding."""

    @property
    def notes(self) -> str: ...


def told(context: Context, left: Mapping[str, Noted], right: Mapping[str, Noted]) -> None:
    """Observe each file of either side that was read in part: whatever is compared, the rest of it was not."""
    sides: tuple[tuple[Side, Mapping[str, Noted]], ...] = (("left", left), ("right", right))
    for side, files in sides:
        for file, one in files.items():
            notes = decode.noted(one.notes)
            if some := {name: notes[name] for name in PARTIAL if name in notes}:
                context.observe(Observation(side, whole(file), KIND, some))


#: Rows of (key, Chinese, English) for the words of a method.
ROWS = (
    (KIND, "录音只读到一部分，其余未参与比较", "Recording read in part: the rest of it was not compared"),
    (
        "cut_off",
        "文件在声音结束前中断（短于文件头所载，或无结束标记）",
        "the file ends before its sound does (shorter than its header says, or without the mark of its end)",
    ),
    (
        "damaged",
        "文件有损坏，损坏处或其后的声音可能未读到",
        "the file is damaged: sound at the damage or behind it may not have been read",
    ),
    ("missing_seconds", "比文件头所载少读的秒数", "seconds fewer than its header says"),
    (
        "stated_bytes",
        "文件头所载的声音字节数（只读到此处）",
        "bytes of sound that its header states (no more was read)",
    ),
    (
        "bytes_behind",
        "其后另有的字节数：文件中无任何说明，未读取，可能是未列明的录音",
        "bytes behind them that nothing in the file explains: they were not read, and may be sound",
    ),
    ("channels_cancel", "各声道相互抵消，只取第一声道", "channels cancel each other: the first one alone is taken"),
    ("not_numbers", "非数值的采样数（按零计）", "samples that are no numbers (taken as 0)"),
)
IN_PART: Mapping[str, Mapping[str, str]] = {  # for views of recordings, whatever is compared through them
    "zh": {key: zh for key, zh, _ in ROWS if key in PARTIAL},
    "en": {key: en for key, _, en in ROWS if key in PARTIAL},
}
LABELS: Mapping[str, Mapping[str, str]] = {
    "zh": {key: zh for key, zh, _ in ROWS},
    "en": {key: en for key, _, en in ROWS},
}
