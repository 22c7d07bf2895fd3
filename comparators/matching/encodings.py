"""What methods that decode texts agree on: byte order marks, control characters, how much of a file is looked at."""

from __future__ import annotations

import re
from dataclasses import dataclass

SAMPLE = 1 << 16
MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
CONTROLS = re.compile("[\x00-\x08\x0e-\x19\x1c-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """``text`` without byte order mark; ``encoding`` as Python names it, or a method's own word for several."""

    text: str
    encoding: str
