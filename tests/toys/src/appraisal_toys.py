"""Toy comparators of very different shapes, in a distribution of their own: they prove the protocol, not a method.

Each reads text files, so that any text will do as a specimen.
"""

from __future__ import annotations

import base64
import hashlib
import os
import signal
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from appraisal.comparator import Context, Need, Plant, Resources, Scope, Screened, Sided
from appraisal.comparison import JSON, Mask, Match, Measures, Observation, Reason
from appraisal.errors import Refused, Unreadable
from appraisal.exhibit import AlignedText, Excerpt, Exhibit, Listing, Overlay, Picture, Run, Table
from appraisal.span import Region, Span, box, char, line, whole
from appraisal.work import Medium, Member, Work

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)
TEXT = frozenset({Medium.TEXT})


@dataclass(frozen=True)
class Text:
    """Features of most toys: the decoded text."""

    text: str


def read(member: Member) -> Text:
    try:
        text = member.bytes(1 << 26).decode("utf-8")
    except UnicodeDecodeError as error:
        raise Unreadable(f"{member.file}: not UTF-8 at byte {error.start}") from error
    if not text.strip():
        raise Refused(f"{member.file}: nothing to read")
    return Text(text)


def _shares(left: float, right: float, of_left: float, of_right: float) -> tuple[float, float]:
    return (left / of_left if of_left else 0.0), (right / of_right if of_right else 0.0)


def score(of_left: float, of_right: float) -> float:
    return 2 * of_left * of_right / (of_left + of_right) if of_left + of_right else 0.0


class _OnText:
    """What most toys have in common."""

    version: ClassVar[str] = "1"
    media: ClassVar[frozenset[Medium]] = TEXT
    scope: ClassVar[Scope] = Scope.MEMBER
    needs: ClassVar[tuple[Need, ...]] = ()
    features: ClassVar[type[Text]] = Text

    def read(self, member: Member, resources: Resources) -> Text:
        return read(member)


@dataclass(frozen=True)
class Polygon(_OnText):
    """Each file is a rectangle, as wide as its longest line and as high as it has lines; equal texts correspond."""

    name: ClassVar[str] = "toy-polygon"

    def match(self, left: Sided[Text], right: Sided[Text], context: Context) -> Iterator[Match]:
        for name, mine in left.items():
            for other, theirs in right.items():
                if mine.text == theirs.text:
                    details = {"transformation": {"scale": 1.0, "rotation_degrees": 0, "mirrored": False}}
                    yield Match(_frame(name, mine.text), _frame(other, theirs.text), "same-shape", details=details)

    def measure(self, left: Sided[Text], right: Sided[Text], matches: Sequence[Match], mask: Mask) -> Measures:
        shares = []
        for side, spans, gone in (
            (left, [s for m in matches for s in m.all_left()], mask.left),
            (right, [s for m in matches for s in m.all_right()], mask.right),
        ):
            total = Region(_frame(name, f.text) for name, f in side.items()).without(gone).length()
            shares.append(Region(spans).without(gone).length() / total if total else 0.0)
        return Measures(score(*shares), shares[0], shares[1], {"shapes": len(matches)})

    def exhibit(self, left: Work, right: Work, match: Match) -> Exhibit:
        corners = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))
        pictures = [Picture(s.file, PIXEL, 1, 1, (corners,), "a rectangle") for s in (match.left, match.right)]
        return Overlay(pictures[0], pictures[1], None, (("scale", "1"),), "two shapes")


def _frame(file: str, text: str) -> Span:
    lines = text.split("\n")
    return box(file, 0, 0, max(1, max(map(len, lines))), len(lines))


@dataclass(frozen=True)
class Observer(_OnText):
    """One-sided: lines that begin with "Copyright" in either work. No matches, hence no coverage."""

    name: ClassVar[str] = "toy-observer"
    scope: ClassVar[Scope] = Scope.WHOLE

    def match(self, left: Sided[Text], right: Sided[Text], context: Context) -> Iterator[Match]:
        for side, files in (("left", left), ("right", right)):
            for name, features in files.items():
                for number, text in enumerate(features.text.split("\n"), 1):
                    if text.startswith("Copyright"):
                        details = {"line": text[:80]}
                        context.observe(Observation(side, line(name, number, number + 1), "notice", details))  # type: ignore[arg-type]
        return iter(())

    def measure(self, left: Sided[Text], right: Sided[Text], matches: Sequence[Match], mask: Mask) -> Measures:
        return Measures(0.0, None, None, {"files": len(left) + len(right)})

    def exhibit(self, left: Work, right: Work, match: Match) -> Exhibit:
        return Table(("nothing",), (("to show",),))


@dataclass(frozen=True)
class Words(_OnText):
    """Equal words of at least ``least`` letters, weighted by a named background; for ancestors and exclusions."""

    least: int = 4
    name: ClassVar[str] = "toy-words"
    needs: ClassVar[tuple[Need, ...]] = (Need("background"),)

    def __post_init__(self) -> None:
        if self.least < 1:
            raise ValueError("least must be 1 or more")

    def keys(self, features: Text) -> Iterable[bytes]:
        return (word.encode() for word, _ in self._words(features.text))

    def _words(self, text: str) -> Iterator[tuple[str, int]]:
        at = 0
        for word in text.split():
            at = text.index(word, at)
            if len(word) >= self.least:
                yield word, at
            at += len(word)

    def match(self, left: Sided[Text], right: Sided[Text], context: Context) -> Iterator[Match]:
        from appraisal.comparison import Places

        for name, mine in left.items():
            for other, theirs in right.items():
                places: dict[str, list[int]] = {}
                for word, at in self._words(theirs.text):
                    places.setdefault(word, []).append(at)
                found: dict[str, list[int]] = {}
                for word, at in self._words(mine.text):
                    if word in places:
                        found.setdefault(word, []).append(at)
                for word, here in found.items():
                    there = places[word]
                    spans = [char(name, at, at + len(word)) for at in here]
                    others = [char(other, at, at + len(word)) for at in there]
                    weight = 1.0
                    details: dict[str, JSON] = {"word": word}
                    for background in context.resources.backgrounds:
                        holding = background.lookup([word.encode()])[0]
                        weight = 1.0 - holding / (background.works + 1)
                        details |= {"background": background.name, "works": background.works, "holding": holding}
                    yield Match(
                        spans[0],
                        others[0],
                        "same-word",
                        weight,
                        Places(tuple(spans[1:]), tuple(others[1:])),
                        ((here[0], there[0], len(word)),),
                        details,
                    )

    def measure(self, left: Sided[Text], right: Sided[Text], matches: Sequence[Match], mask: Mask) -> Measures:
        shares = []
        for side, spans, gone in (
            (left, [s for m in matches for s in m.all_left()], mask.left),
            (right, [s for m in matches for s in m.all_right()], mask.right),
        ):
            everything = Region(char(n, at, at + len(w)) for n, f in side.items() for w, at in self._words(f.text))
            total = everything.without(gone).length()
            shares.append(Region(spans).without(gone).length() / total if total else 0.0)
        return Measures(score(*shares), shares[0], shares[1], {"words": len(matches)})

    def exhibit(self, left: Work, right: Work, match: Match) -> Exhibit:
        excerpts = [
            Excerpt(span.file, f"{span.file} {span.start}", (Run("… ", "context"), Run(str(match.details["word"]))))
            for span in (match.left, match.right)
        ]
        return AlignedText(excerpts[0], excerpts[1], "the same word")

    def plant(self, source: Member, into: Member, seed: int, out: Path) -> Plant:
        text, host = read(source).text, read(into).text
        words = [pair for pair in self._words(text) if len(pair[0]) >= self.least]
        word, at = words[seed % len(words)]
        path = out / into.path.name
        path.write_text(host + " " + word, "utf-8")
        start = len(host) + 1
        return Plant(char(source.file, at, at + len(word)), char(into.file, start, start + len(word)), "appended", path)

    def scramble(self, member: Member, seed: int, out: Path) -> Path:
        path = out / member.file
        path.write_text(" ".join(f"{word[::-1]}{seed % 10}" for word in read(member).text.split()), "utf-8")
        return path


@dataclass(frozen=True)
class Digests:
    sha256: str
    size: int


@dataclass(frozen=True)
class Tree:
    """Whole folders: files of equal content correspond; the others of equal name are handed to another comparator."""

    child: str = "toy-words"
    name: ClassVar[str] = "toy-tree"
    version: ClassVar[str] = "1"
    media: ClassVar[frozenset[Medium]] = frozenset(Medium)
    scope: ClassVar[Scope] = Scope.WHOLE
    needs: ClassVar[tuple[Need, ...]] = ()
    features: ClassVar[type[Digests]] = Digests

    def read(self, member: Member, resources: Resources) -> Digests:
        return Digests(hashlib.sha256(member.path.read_bytes()).hexdigest(), member.size)

    def match(self, left: Sided[Digests], right: Sided[Digests], context: Context) -> Iterator[Match]:
        by_content: dict[str, list[str]] = {}
        for name, features in right.items():
            by_content.setdefault(features.sha256, []).append(name)
        for name, features in left.items():
            for other in by_content.get(features.sha256, ()):
                yield Match(whole(name), whole(other), "same-content")
            if features.sha256 not in by_content and name in right and context.left_work and context.right_work:
                context.child(self.child, context.left_work.by_file[name], context.right_work.by_file[name])
        context.table("files", [[name, features.size] for name, features in left.items()])

    def measure(self, left: Sided[Digests], right: Sided[Digests], matches: Sequence[Match], mask: Mask) -> Measures:
        shares = []
        for side, spans, gone in (
            (left, {m.left.file for m in matches}, mask.left),
            (right, {m.right.file for m in matches}, mask.right),
        ):
            kept = [name for name in side if not gone.holds_file(name)]
            shares.append(sum(name in spans for name in kept) / len(kept) if kept else 0.0)
        return Measures(score(*shares), shares[0], shares[1], {"files_left": len(left), "files_right": len(right)})

    def exhibit(self, left: Work, right: Work, match: Match) -> Exhibit:
        rows = ((("1", (Run(match.left.file),)),), (("1", (Run(match.right.file),)),))
        return Listing(rows[0], rows[1], match.left.file, match.right.file, "the same file")


@dataclass(frozen=True)
class Refusal(_OnText):
    """Refuses everything."""

    name: ClassVar[str] = "toy-refusal"

    def read(self, member: Member, resources: Resources) -> Text:
        raise Refused(f"{member.file}: this toy judges nothing")

    def match(self, left: Sided[Text], right: Sided[Text], context: Context) -> Iterator[Match]:
        return iter(())

    def measure(self, left: Sided[Text], right: Sided[Text], matches: Sequence[Match], mask: Mask) -> Measures:
        return Measures(0.0, None, None)

    def exhibit(self, left: Work, right: Work, match: Match) -> Exhibit:
        return Table(("nothing",), (("to show",),))


@dataclass(frozen=True)
class Trouble(_OnText):
    """Does what the text says: crash, kill itself, loop, eat memory, report nonsense. For tests of the engine."""

    name: ClassVar[str] = "toy-trouble"

    def read(self, member: Member, resources: Resources) -> Text:
        text = read(member).text
        if text.startswith("kill"):
            os.kill(os.getpid(), signal.SIGKILL)
        if text.startswith("crash"):
            raise ValueError("a fault of the toy")
        if text.startswith("eat"):
            return Text(str(len(bytearray(1 << 44))))
        while text.startswith("loop"):
            time.sleep(0.01)
        return Text(text)

    def match(self, left: Sided[Text], right: Sided[Text], context: Context) -> Iterator[Match]:
        (name,), (other,) = left, right
        if left[name].text.startswith("nan"):
            yield Match(char(name, 0, 1), char(other, 0, 1), "odd", weight=float("nan"))
        if left[name].text.startswith("elsewhere"):
            yield Match(char("../elsewhere", 0, 1), char(other, 0, 1), "odd")

    def measure(self, left: Sided[Text], right: Sided[Text], matches: Sequence[Match], mask: Mask) -> Measures:
        return Measures(0.0, 0.0, 0.0)

    def exhibit(self, left: Work, right: Work, match: Match) -> Exhibit:
        return Table(("nothing",), (("to show",),))


@dataclass(frozen=True)
class Rules:
    """A toy screener: words in capitals come from a tool, known ones from a package, common ones are anybody's."""

    name: ClassVar[str] = "toy-rules"
    version: ClassVar[str] = "1"
    media: ClassVar[frozenset[Medium]] = TEXT
    needs: ClassVar[tuple[Need, ...]] = (Need("background"), Need("components"))
    features: ClassVar[type[Text]] = Text
    rules: ClassVar[tuple[str, ...]] = ("known", "capitals", "common")
    labels: ClassVar[Mapping[str, Mapping[str, str]]] = {
        "zh": {"known": "已知组件", "capitals": "大写", "common": "常见"},
        "en": {"known": "known components", "capitals": "capitals", "common": "common words"},
    }

    def read(self, member: Member, resources: Resources) -> Text:
        return read(member)

    def screen(self, side: Sided[Text], resources: Resources) -> Iterator[Screened]:
        for file, features in side.items():
            for word, at in Words()._words(features.text):
                place = char(file, at, at + len(word))
                if word.isupper():
                    yield Screened(place, Reason.TOOL_GENERATED, "capitals", "written in capitals")
                for background in resources.backgrounds:
                    if (held := background.lookup([word.encode()])[0]) > 1:
                        said = f"{held} of {background.works} works of {background.name}"
                        yield Screened(place, Reason.LIMITED_EXPRESSION, "common", said)
                for index in resources.components:
                    for number in index.lookup([word.encode()])[0] or ():
                        one = index.files[number]
                        said = f"{one.component} {one.version} {one.file}"
                        yield Screened(place, Reason.THIRD_PARTY, "known", said)

    def keys(self, features: Text) -> Iterable[bytes]:
        return Words().keys(features)

    def component_keys(self, features: Text) -> Iterable[bytes]:
        return Words().keys(features)


@dataclass(frozen=True)
class Ruled(Words):
    """The words, less what the rules take out."""

    name: ClassVar[str] = "toy-ruled"
    screeners: ClassVar[tuple[str, ...]] = ("toy-rules",)
