"""Texts as features, without files: what ``read`` would give."""

from collections.abc import Mapping
from pathlib import Path

from appraisal.comparator import Context
from appraisal.comparison import Mask, Match, Measures
from appraisal.work import Medium, Member, digest_file
from comparators.matching.encodings import Decoded
from comparators.text.exact import TextExact
from comparators.text.features import TextFeatures


def side(*texts: str) -> dict[str, TextFeatures]:
    """Members 0.txt, 1.txt, … of one work."""
    return {f"{number}.txt": TextFeatures.of(Decoded(text, "utf-8")) for number, text in enumerate(texts)}


def compare(
    left: Mapping[str, TextFeatures], right: Mapping[str, TextFeatures], method: TextExact | None = None
) -> tuple[list[Match], Measures]:
    method = method or TextExact()
    matches = list(method.match(left, right, Context()))
    return matches, method.measure(left, right, matches, Mask())


def member(path: Path, data: bytes) -> Member:
    path.write_bytes(data)
    sha256, size = digest_file(path)
    return Member(path.name, path, size, sha256, Medium.TEXT)
