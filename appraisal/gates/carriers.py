"""How long something took, how much carriers hold, and where in them: pages, discs and bars that need no link.

They need none where nothing is told of two works: of what is alike (``free``), of what one has alone, or of one that
was copied.
"""

from __future__ import annotations

import re

from appraisal.gates.alike import WORK
from appraisal.gates.around import clause, sentence
from appraisal.gates.limits import FINDING

_DISC = "光盘|软盘|磁盘|硬盘|[Uu]盘|存储卡|照片|相片|封袋|信封|录[音像]带|磁带|胶片"
CARRIED = (
    r"(?P<measure8>\d+\s*个?小时\s*\d+\s*分(?:钟|(?![之值数秒钟]))|\b\d+\s+hours?\s+(?:and\s+)?\d+\s+minutes?\b"
    rf"|(?<![第\d])\d+\s*(?:页(?![码面眉])|小节|册|[张枚个块盘盒卷只](?:{_DISC}))"
    rf"|(?:{_DISC})[共计有各]{{0,2}}\s*\d+\s*[张枚个块盘盒卷只]"
    r"|(?<![-–—])\b\d+\s+(?:\w+\s+)?(?:pages|discs|disks|bars|sheets|leaves|reels|tapes|cassettes|drives|envelopes"
    r"|folders)\b)"
    r"|(?P<place3>\b[Bb]ars?\s+\d+(?:\s*(?:[–-]|to|until|and)\s*\d+)?\b(?!\s*(?:[%％]|per\s?cent|of\s+\d))|第\s*\d+\s*[-–—至到]\s*第?\s*\d+\s*小节)"
)
OF_CARRIERS = ("measure8", "place3")  # groups of the above
_TAKEN = re.compile(
    r"抄|另写|自写|改写|\b(?:copied|taken|rewritten|paraphrased)\b|\b(?:their|its)\s+own\b|\b(?:new|original)\s+to\b"
)


def of_two_works(hit: re.Match[str]) -> bool:
    """Whether a number of pages, discs or bars is told of what one work has and another has not, or took: in a
    sentence that says so, or a clause that names two works."""
    began, stop = sentence(hit.string, *hit.span())
    here = hit.string[began:stop].casefold()
    told = hit.string[slice(*clause(hit.string, *hit.span()))].casefold()
    return bool(_TAKEN.search(here) or FINDING.search(here)) or len({*WORK.findall(told)}) > 1
