"""Where chapters and lines of a plain text lie: it is compared as it is, so there is no view, only a map."""

from __future__ import annotations

import re
from typing import ClassVar

from appraisal.media import Medium
from appraisal.placing import Placing
from appraisal.work import Member
from comparators.text.decoding import decode
from comparators.text.reading.chapters import chapters_of, settled

LINE_END = re.compile("\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
MARKDOWN = ("md", "markdown")


class TextPlaces:
    """See ``appraisal.deriver.Placer``: lines of the file from 1, and chapters by their headings."""

    name: ClassVar[str] = "text"
    version: ClassVar[str] = "1"
    of: ClassVar[frozenset[Medium]] = frozenset({Medium.TEXT})

    def places(self, member: Member) -> Placing:
        text = decode(member).text
        starts = [0, *(end.end() for end in LINE_END.finditer(text))]
        markdown = member.file.rsplit(".", 1)[-1].lower() in MARKDOWN
        chapters = settled(chapters_of(text, markdown=markdown), text)
        return Placing(starts, {"line": range(1, len(starts) + 1)}, chapters)
