"""One exhibit of each type, made by hand."""

from __future__ import annotations

import io
from dataclasses import replace
from functools import cache

from PIL import Image, ImageDraw

from appraisal.exhibit import (
    AlignedText,
    Clip,
    Excerpt,
    Exhibit,
    Line,
    Listing,
    Mark,
    Matrix,
    Note,
    Overlay,
    Picture,
    Plot,
    Run,
    Score,
    Table,
)


@cache
def picture(file: str, *, mirrored: bool = False, width: int = 240, height: int = 160) -> Picture:
    """A small drawn pond with a moon, as PNG."""
    image = Image.new("RGB", (width, height), (225, 225, 215))
    pen = ImageDraw.Draw(image)
    pen.ellipse((20, 15, 70, 65), fill=(245, 240, 190), outline=(90, 90, 90))
    pen.polygon([(90, 140), (150, 50), (215, 140)], fill=(120, 130, 140))
    pen.rectangle((0, 140, width, height), fill=(70, 90, 110))
    if mirrored:
        image = image.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    out = io.BytesIO()
    image.save(out, "PNG")
    return Picture(
        file, out.getvalue(), width, height, (((15.0, 10.0), (220.0, 10.0), (220.0, 145.0), (15.0, 145.0)),), file
    )


def aligned() -> AlignedText:
    same = (Run("月光城建在湖心"), Run("，", "folded"), Run("城门只在月圆之夜打开。守门的老人把铜铃挂在檐下"))
    return AlignedText(
        Excerpt(
            "story/第一章.txt",
            "第一章，第 3 行",
            (Run("上文。\n", "context"), *same, Run("，风一吹", "moved"), Run("。下文", "context")),
        ),
        Excerpt(
            "story/chapter-1.txt",
            "第 12 行",
            (*same, Run("，夜里", "changed"), Run("风一吹，", "moved"), Run("铃声就沿着水面传到对岸的村子里去。")),
        ),
        "第一章开头",
    )


def listing() -> Listing:
    return Listing(
        (
            ("12", (Run("def", token="keyword"), Run(" "), Run("open_gate", token="name"), Run("(moon):"))),
            ("13", (Run("    if moon.full:"),)),
            ("14", (Run("        ring("), Run("'copper'", "changed", "string"), Run(")"))),
            ("15", (Run("        # 铜铃", "folded", "comment"),)),
        ),
        (
            ("40", (Run("def open_gate(m):", "changed"),)),
            ("41", (Run("    if moon.full:"),)),
            ("42", (Run("        ring("), Run("'bronze'", "changed"), Run(")"))),
        ),
        "server/gate.py",
        "srv/door.py",
        "开门函数",
    )


def overlay() -> Overlay:
    left, right = picture("art/moon.png"), picture("images/m_0001.png", mirrored=True)
    return Overlay(left, right, picture("aligned"), (("mirror", "left-right"), ("scale", "1.00")), "月亮与山")


def score() -> Score:
    notes = tuple(Note(60 + step, at / 2, 0.5) for at, step in enumerate((0, 2, 4, 5, 7, 5, 4, 2)))
    other = tuple(replace(n, role="changed", pitch=n.pitch + 1) if at == 3 else n for at, n in enumerate(notes))
    return Score(notes, other, "music/moon.mid 第 1–2 小节", "bgm.mid 第 5–6 小节", "主题乐句")


def plot() -> Plot:
    marks = (Mark(0, 0, 2, 3), Mark(3, 0, 2, 1.5, 1), Line(((0, 1), (4, 2.5), (8, 2)), 1))
    return Plot(
        (0, 10),
        (0, 4),
        marks,
        ("样本", "检材"),
        "时间（秒）",
        "强度",
        ((0, "0"), (2, "2"), (4, "4")),
        "强度比较",
        "两条曲线",
    )


def matrix() -> Overlay:
    """Pictures with a matrix below."""
    box, other = (((1, 1), (40, 1), (40, 30), (1, 30)), ((50, 40), (60, 40), (60, 50), (50, 50)))
    ground = replace(picture("matrix"), polygons=(box, other))
    return replace(overlay(), matrix=Matrix(ground, (0, 10), (0, 4), "左（秒）", "右（秒）", ("本处片段", "其他片段")))


def heard() -> Plot:
    """A plot with a picture that has axes below it, and a sound."""
    below = matrix().matrix
    assert below is not None
    return replace(plot(), below=(below,), clips=(Clip("歌.flac", 1.0, 3.5, b"fLaC" + bytes(40)),))


def table() -> Table:
    return Table(("字段", "样本", "检材"), (("hp", "120", "120"), ("名称", "铜铃", "铜铃")), "lrr", "怪物表")


def exhibits() -> tuple[Exhibit, ...]:
    return aligned(), listing(), overlay(), matrix(), score(), plot(), heard(), table()
