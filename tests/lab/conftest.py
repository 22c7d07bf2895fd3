"""A small case of three media, made once and copied for each test; two experts with keys, a reviewer, a signatory."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from appraisal import filing, identity, panel, run
from appraisal.case import Case
from appraisal.lab.session import Session
from appraisal.panel import Panel
from appraisal.reporting import place_notebooks
from tests import shared
from tests.papers import whole

EXPERTS = {"甲": "甲的口令", "乙": "乙的口令", "丙": "", "丁": ""}
MANY = 24  # matches of each medium, and some more
HOSTILE = "<img src=x onerror=alert(1)>\u202e\u0007&<script>alert(2)</script>"
METHODS = ("text-exact", "code-tokens", "image-copy")
LETTERS = "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏闰余成岁律吕调阳云腾致雨露结为霜金生丽水玉出昆冈"


def _sentence(draw: random.Random) -> str:
    return "".join(draw.choice(LETTERS) for _ in range(30))


def _function(draw: random.Random, number: int) -> str:
    names = ["".join(draw.choice("abcdefgh") for _ in range(6)) for _ in range(8)]
    signs = [draw.choice("+-*/%&|^") for _ in range(14)]
    lines = [f"    {names[n % 8]} = {names[(n + 3) % 8]} {sign} {draw.randrange(9999)}" for n, sign in enumerate(signs)]
    return "\n".join([f"def f{number}({', '.join(names[:3])}):", *lines, f"    return {names[0]}", "", ""])


def drawing(draw: random.Random, path: Path, size: tuple[int, int]) -> None:
    image = Image.new("RGB", (160, 120), tuple(draw.randrange(256) for _ in range(3)))
    pen = ImageDraw.Draw(image)
    for _ in range(14):
        x, y = draw.randrange(140), draw.randrange(100)
        colour = tuple(draw.randrange(256) for _ in range(3))
        pen.ellipse((x, y, x + draw.randrange(10, 90), y + draw.randrange(10, 70)), fill=colour)
    image.resize(size).save(path)


def works(place: Path) -> None:
    """Two folders of texts, code and pictures that have ``MANY`` pieces of each in common, and hostile words."""
    draw = random.Random(7)
    for side in ("a", "b"):
        for part in ("story", "code", "art"):
            (place / side / part).mkdir(parents=True)
    common = [_sentence(draw) for _ in range(MANY)]
    functions = [_function(draw, n) for n in range(MANY)]
    for side in ("a", "b"):
        own = random.Random(side)
        text = "\n".join(
            f"{_sentence(own)}，{_sentence(own)}{HOSTILE if n == 1 else ''}\n{piece}" for n, piece in enumerate(common)
        )
        (place / side / "story" / f"一 <b>{side}.txt").write_text(text + "\n" + common[0] + "\n", "utf-8")
        for n, body in enumerate(functions):
            (place / side / "code" / f"m{n:02d}.py").write_text(_function(own, 900 + n) + body, "utf-8")
    for n in range(MANY):
        seed = draw.randrange(1 << 30)
        drawing(random.Random(seed), place / "a" / "art" / f"p{n:02d}.png", (160, 120))
        drawing(random.Random(seed), place / "b" / "art" / f"q{n:02d}.png", (240, 180))


@pytest.fixture(scope="session")
def lab_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the keys of these tests lie: locked ones, which no other test is to meet."""
    place = tmp_path_factory.mktemp("lab-home")
    for name, passphrase in EXPERTS.items():
        identity.make(place, name, passphrase=passphrase)
    return place


@pytest.fixture(autouse=True)
def _own_home(lab_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("APPRAISAL_HOME", str(lab_home))


@pytest.fixture(scope="session")
def _made(_home: None) -> Path:
    return shared.made("lab", _make) / "case"


def _make(place: Path) -> None:
    works(place)
    case = Case.create(
        place / "case", number=f"案-1 {HOSTILE}", title=HOSTILE, experts=("甲", "乙"), signers=lambda name: None
    )
    for label, role, folder in (("A1", "claimed", "a"), ("B1", "accused", "b")):
        case.receive(label, place / folder, role, name=HOSTILE)
    run.run(case, comparators=METHODS, host="")
    place_notebooks(case)


@pytest.fixture(scope="module")
def complete(tmp_path_factory: pytest.TempPathFactory, _home: None) -> Case:
    """A case of one short text each, in which nothing is missing but the issue."""
    return whole.make(tmp_path_factory.mktemp("issued") / "case")


@pytest.fixture
def folder(_made: Path, tmp_path: Path) -> Path:
    """The case before a scheme is on file: figures are hidden."""
    shutil.copytree(_made, tmp_path / "case")
    return tmp_path / "case"


def sign_scheme(root: Path) -> None:
    """A scheme by 丙, whose key has no passphrase."""
    case = Case.open(root)
    filing.place_template(case)
    (root / "scheme.toml").write_text('scope = "A1, B1"\n', "utf-8")
    filing.fix_scheme(case, "丙", comparators=METHODS)


def convene(root: Path) -> None:
    case = Case.open(root)
    with case.working():
        panel.convene(case.log, Panel(("甲", "乙"), "丙", "丁"), "丙")


@pytest.fixture
def session(folder: Path) -> Iterator[Session]:
    """The workbench of nobody yet, on a case whose scheme is signed and whose panel is convened."""
    sign_scheme(folder)
    convene(folder)
    made = Session(Case.open(folder))
    yield made
    made.close()


def record_of(session: Session, comparator: str) -> str:
    return next(k for k, r in session.clerk.records.items() if r.comparison.comparator == comparator)
