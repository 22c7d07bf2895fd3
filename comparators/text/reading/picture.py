"""Text of pictures that are handed in as texts (``--medium text``): photographs and scans of pages, by recognition."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from typing import Any, ClassVar

from appraisal.deriver import Derived
from appraisal.errors import OverLimit, Unreadable
from appraisal.media import MAGIC, Medium
from appraisal.work import Member
from comparators.text.reading import recognition
from comparators.text.reading.layout import Line
from comparators.text.reading.running import write
from comparators.text.reading.writing import Writing

MOST_BYTES = 256 << 20
MOST_PIXELS = 64_000_000
MOST_PAGES = 2000
IMAGES = tuple(magic for magic, medium in MAGIC if medium is Medium.IMAGE)


class Picture:
    """See ``appraisal.deriver.Deriver``. Places: page of the file (1 unless it holds several), line, box in pixels of
    the kept picture, which is upright."""

    name: ClassVar[str] = "picture"
    version: ClassVar[str] = "1"
    of: ClassVar[frozenset[Medium]] = frozenset({Medium.TEXT})
    gives: ClassVar[frozenset[Medium]] = frozenset({Medium.TEXT})

    def libraries(self) -> dict[str, str]:
        return recognition.libraries()

    def takes(self, name: str, head: bytes) -> bool:
        return head.startswith(IMAGES) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP")

    def derive(self, member: Member) -> Iterator[Derived]:
        if not recognition.available():
            raise Unreadable(
                f"{member.file}: a picture; to read it as a text, install the extra `ocr` ({recognition.HOW})"
            )
        writing = Writing(member.file)
        lines: list[Line] = []
        kept: dict[str, bytes] = {}
        pictures: dict[str, str] = {}
        doubtful = 0
        for number, page in enumerate(_pages(member), 1):
            found, unread, doubt = recognition.recognised(page, number)
            lines, doubtful = lines + found, doubtful + doubt
            writing.left["lines-not-recognised"] += unread
            sha256 = hashlib.sha256(page).hexdigest()
            kept[sha256], pictures[str(number)] = page, sha256
        if not lines:
            raise Unreadable(f"{member.file}: no text was recognised on its {len(pictures)} pages")
        hyphens = write(writing, lines, {})
        writing.left += type(writing.left)()  # what was counted 0 times is not named
        yield writing.derived(
            kept=tuple(kept.values()),
            pictures=pictures,
            pages=len(pictures),
            pages_recognised=len(pictures),
            lines_recognised=len(lines),
            lines_in_doubt=doubtful,
            words_joined_at_line_ends=hyphens,
        )


def _pages(member: Member) -> Iterator[bytes]:
    """Each picture of a file as grey PNG, upright as a viewer shows it."""
    from PIL import Image, UnidentifiedImageError

    if member.size > MOST_BYTES:
        raise OverLimit(f"{member.file}: a picture of {member.size} bytes, more than {MOST_BYTES}")
    data = member.bytes(MOST_BYTES)
    try:
        with Image.open(io.BytesIO(data)) as opened:
            frames = getattr(opened, "n_frames", 1)
            if frames > MOST_PAGES:
                raise OverLimit(f"{member.file}: {frames} pictures in one file, more than {MOST_PAGES}: split it")
            for number in range(frames):
                opened.seek(number)
                yield _page(member.file, opened)
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError, EOFError) as error:
        raise Unreadable(f"{member.file}: a picture that cannot be read ({error})") from error


def _page(file: str, opened: Any) -> bytes:
    from PIL import Image, ImageOps

    width, height = opened.size
    if width * height > MOST_PIXELS:
        raise OverLimit(f"{file}: {width} by {height} pixels, more than {MOST_PIXELS}: scale it down")
    upright = ImageOps.exif_transpose(opened).convert("RGBA")
    paper = Image.new("RGBA", upright.size, "white")  # a picture with holes is read on white paper
    paper.alpha_composite(upright)
    return recognition.png(paper)
