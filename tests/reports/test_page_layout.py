"""The benchmark that looks for faults of layout finds words that stand on words, and none on honest pages."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
import typst

from benchmarks.page_layout import upon
from reports import fonts

SET = '#set page(width: 12cm, height: 6cm)\n#set text(font: "Noto Serif SC", size: 9pt)\n'
CLEAR = """「“月光”，（第一章）。」——他说：“甲、乙；丙！” find the office 10#super[−272]

#grid(columns: 2, [first], [第一章（240–314）：], [A1], [影子還想回家])
#rotate(-38deg, text(size: 46pt, fill: luma(232))[示例 SAMPLE])"""
OVER = {
    "characters | 识字不多": '#place(dx: 2em)[(161, characters)] #place(dx: 6em)["识字不多"]',
    "994 | of": "#grid(columns: (1em, 1fr), box[(of line], box[994)])",
    "月光照在 | 河水漫过": "月光照在，#place(dx: 0pt, dy: -.3em)[河水漫过]",
}


def found(source: str, folder: Path) -> list[str]:
    (folder / "x.typ").write_text(SET + source, "utf-8")
    made = typst.compile(folder / "x.typ", font_paths=[fonts.folder()], ignore_system_fonts=True)
    assert isinstance(made, bytes)
    with pypdfium2.PdfDocument(made) as file:
        return [one for page in file for one in upon(page)]


@pytest.mark.parametrize("words", OVER)
def test_words_upon_words_are_found(words: str, tmp_path: Path) -> None:
    assert found(CLEAR + "\n\n" + OVER[words], tmp_path) == [words]


def test_words_of_honest_pages_stand_upon_none(pages: bytes, tmp_path: Path) -> None:
    assert not found(CLEAR, tmp_path)
    with pypdfium2.PdfDocument(pages) as file:
        assert [one for page in file for one in upon(page)] == []
