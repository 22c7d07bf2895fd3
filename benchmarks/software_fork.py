"""Makes a renamed, translated, reorganised fork of a source tree, and the truth of which file came from which.

Deterministic for a seed. Changed: every name of files and folders, a fifth of the files go to another folder; every
identifier but keywords; words of comments; half of the words in strings; a tenth of the numbers; keys of data files and
a tenth of their values; a quarter of the lines of prose; line ends and indentation of some files; the order of some
blocks (functions); a twentieth of the texts is cut in two, and a tenth merged by twos. Files that are no text keep
their bytes. Only the standard library; nothing here is shared with the method that is measured.
"""

from __future__ import annotations

import hashlib
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

_CODE = (
    "c h cc cpp cxx hpp hh java js ts lua py go rs php pl pm rb sh tcl m4 ac am in cmake glsl vert frag cs m mm "
    "vim sql hs y l s asm ld mk gradle des groovy "
)
CODE = frozenset(_CODE.split())
_DATA = "json xml ini cfg conf csv tsv yaml yml toml properties ruleset spec tr po tilesetx tmx svg "
DATA = frozenset(_DATA.split())
_KEPT = (
    "if else for while do switch case default break continue return goto int char short long float double void "
    "unsigned signed const static struct union enum typedef sizeof extern inline volatile register bool true "
    "false class public private protected virtual template typename namespace using new delete try catch throw "
    "this operator override explicit friend auto function local end then elseif repeat until nil and or not in "
    "def import from as pass raise except finally with yield lambda None True False self is del global assert "
    "elif include define undef ifdef ifndef endif pragma error var let export extends implements interface "
    "package abstract final super throws instanceof synchronized null boolean byte string len func go type map "
    "chan select range defer fn pub use mod impl trait match mut where echo fi done esac proc set foreach uint8_t "
    "uint16_t uint32_t uint64_t int8_t int16_t int32_t int64_t size_t NULL nullptr constexpr noexcept static_cast "
    "dynamic_cast require "
)
KEPT = frozenset(_KEPT.split())
_SYLLABLES = (
    "zhang li wang chen bao shu lin feng yue hai tian di ren xin gong yi mei lan zhu ju qing hong bai hei jin mu "
)
SYLLABLES = _SYLLABLES.split()
COMMENT = re.compile(
    r"/\*.*?\*/|(?<!:)//[^\n]*|<!--.*?-->|(?m:^[ \t]*(?:#[ !#][^\n]*|--[ \[][^\n]*|dnl [^\n]*|;[^\n]*))", re.S
)
STRING = re.compile(r"\"(?:[^\"\\\n]|\\.)*\"|(?<!\w)'(?:[^'\\\n]|\\.)*'")
WORD = re.compile(r"(?<![0-9A-Za-z_])[A-Za-z_][A-Za-z_0-9]*")  # digits of 0x7f are no name
NUMBER = re.compile(r"(?<![\w.])(\d+)(?![\w])")
TOKEN = re.compile(
    f"(?P<c>{COMMENT.pattern})|(?P<s>{STRING.pattern})|(?P<w>{WORD.pattern})|(?P<n>{NUMBER.pattern})", re.S
)


@dataclass
class Fork:
    """``truth``: pairs of (file of the original, file of the fork)."""

    seed: int
    truth: list[tuple[str, str]] = field(default_factory=list)

    def dice(self, *about: object) -> random.Random:
        return random.Random(repr((self.seed, *about)))

    def word(self, word: str) -> str:
        """Another word for this one, always the same, of the same case."""
        digest = hashlib.sha256(f"{self.seed}:{word.lower()}".encode()).digest()
        other = "".join(SYLLABLES[b % len(SYLLABLES)] for b in digest[: 2 + digest[5] % 3]) + f"{digest[9] % 10}"
        return (
            other.upper() if word.isupper() and len(word) > 1 else other.capitalize() if word[:1].isupper() else other
        )

    def words(self, text: str) -> str:
        return WORD.sub(lambda found: self.word(found.group()), text)

    def number(self, text: str, dice: random.Random) -> str:
        return str(int(text) + dice.randint(1, 9)) if dice.random() < 0.1 and len(text) < 18 else text

    def code(self, text: str, dice: random.Random) -> str:
        def other(found: re.Match[str]) -> str:
            piece = found.group()
            if found["c"] is not None:
                return self.words(piece) if not piece.lstrip().startswith("#!") else piece
            if found["s"] is not None:
                return piece[0] + self.words(piece[1:-1]) + piece[-1] if dice.random() < 0.5 else piece
            if found["w"] is not None:
                return piece if piece in KEPT else self.word(piece)
            return self.number(piece, dice)

        return TOKEN.sub(other, text)

    def data(self, text: str, dice: random.Random) -> str:
        def key(found: re.Match[str]) -> str:
            return self.words(found.group())

        text = re.sub(r"(?m)^[ \t]*\"?[\w.\- ]+\"?(?=[ \t]*[:=])|</?[\w:]+|[\w:]+(?==\")", key, text)
        text = NUMBER.sub(lambda found: self.number(found.group(), dice), text)
        return "".join(self.words(line) if dice.random() < 0.1 else line for line in text.splitlines(keepends=True))

    def prose(self, text: str, dice: random.Random) -> str:
        return "".join(self.words(line) if dice.random() < 0.25 else line for line in text.splitlines(keepends=True))

    def reordered(self, text: str, dice: random.Random) -> str:
        """Some neighbouring top-level blocks change places."""
        blocks = re.split(r"(?<=\n)\n(?=\S)", text)
        for at in range(2, len(blocks) - 1):
            if dice.random() < 0.3:
                other = dice.randrange(max(1, at - 4), at)
                blocks[at], blocks[other] = blocks[other], blocks[at]
        return "\n".join(blocks)

    def laid_out(self, text: str, dice: random.Random) -> str:
        if dice.random() < 0.3:
            text = text.replace("\t", "    ")
        return text.replace("\n", "\r\n") if dice.random() < 0.2 else text

    def path(self, file: str, dice: random.Random, folders: list[str]) -> str:
        pure = PurePosixPath(file)
        folder = str(pure.parent) if dice.random() >= 0.2 else dice.choice(folders)
        parts = [self.word(part) for part in PurePosixPath(folder).parts if part != "."]
        return "/".join([*parts, self.word(pure.stem) + dice.choice(["", "", "_x"]) + pure.suffix])


def _text(data: bytes) -> str | None:
    if b"\0" in data[:4096]:
        return None
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return None


def files_of(root: Path) -> list[str]:
    return sorted(p.relative_to(root).as_posix() for p in root.rglob("*") if p.is_file() and not p.is_symlink())


def make(source: Path, out: Path, seed: int = 7) -> Fork:
    """Write the fork of ``source`` to ``out``."""
    fork = Fork(seed)
    names = files_of(source)
    folders = sorted({str(PurePosixPath(name).parent) for name in names})
    waiting: dict[tuple[str, str], tuple[str, str]] = {}
    taken: set[str] = set()
    for name in names:
        dice = fork.dice("file", name)
        data = (source / name).read_bytes()
        target = _free(fork.path(name, dice, folders), taken)
        text = _text(data)
        if text is None:
            _write(out / target, data)
            fork.truth.append((name, target))
            continue
        changed = _changed(fork, name, text, dice)
        fate = dice.random()
        kin = (str(PurePosixPath(name).parent), PurePosixPath(name).suffix)
        if fate < 0.05 and changed.count("\n") > 80:
            for number, part in enumerate(_halves(changed)):
                piece = _free(target if not number else fork.path(f"{name}.part{kin[1]}", dice, folders), taken)
                _write(out / piece, fork.laid_out(part, dice).encode())
                fork.truth.append((name, piece))
        elif fate < 0.15 and kin[1]:
            if kin in waiting:
                other, before = waiting.pop(kin)
                _write(out / target, fork.laid_out(before + "\n" + changed, dice).encode())
                fork.truth += [(other, target), (name, target)]
            else:
                waiting[kin] = (name, changed)
        else:
            _write(out / target, fork.laid_out(changed, dice).encode())
            fork.truth.append((name, target))
    for name, changed in waiting.values():
        target = _free(fork.path(name, fork.dice("left", name), folders), taken)
        _write(out / target, changed.encode())
        fork.truth.append((name, target))
    return fork


def _changed(fork: Fork, name: str, text: str, dice: random.Random) -> str:
    suffix = PurePosixPath(name).suffix[1:].lower()
    if suffix in DATA:
        return fork.data(text, dice)
    if suffix in CODE or PurePosixPath(name).name in ("Makefile", "configure", "CMakeLists.txt"):
        return fork.reordered(fork.code(text, dice), dice)
    return fork.prose(text, dice)


def renamed(fork: Fork, name: str, text: str) -> str:
    """A text with everything renamed and every line in its place."""
    dice = fork.dice("renamed", name)
    suffix = PurePosixPath(name).suffix[1:].lower()
    if suffix in DATA:
        return fork.data(text, dice)
    return fork.code(text, dice) if suffix in CODE else fork.prose(text, dice)


def _halves(text: str) -> Iterator[str]:
    lines = text.splitlines(keepends=True)
    middle = len(lines) // 2
    cut = next((at for at in range(middle, len(lines)) if not lines[at].strip()), middle)
    yield "".join(lines[:cut])
    yield "".join(lines[cut:])


def _free(path: str, taken: set[str]) -> str:
    while path.lower() in taken or any(path.lower().startswith(t + "/") for t in ()):
        pure = PurePosixPath(path)
        path = str(pure.with_name(f"{pure.stem}q{pure.suffix}"))
    taken.add(path.lower())
    return path


def _write(path: Path, data: bytes) -> None:
    for parent in reversed(path.parents):
        if parent.is_file():
            path = path.parent.with_name(path.parent.name + "_d") / path.name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def judged(fork: Fork, source: Path, pairs: set[tuple[str, str]]) -> dict[str, int]:
    """How many of the true pairs were found, and how many of the pairs named are true.

    Files of equal bytes stand for each other: which of them a file of the fork was made from, nobody can tell.
    """
    alike = {name: hashlib.sha256((source / name).read_bytes()).hexdigest() for name in files_of(source)}
    true = {(alike[one], other) for one, other in fork.truth}
    named = {(alike[one], other) for one, other in pairs}
    return {"true": len(true), "found": len(true & named), "named": len(named), "right": len(named & true)}
