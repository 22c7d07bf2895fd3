"""PDF: lines, paragraphs, running heads, divided words, columns; Chinese; what cannot be read is named."""

import io
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from appraisal.errors import Encrypted, Unreadable
from comparators.text.reading import recognition
from comparators.text.reading.layout import Line, heads_and_feet, joints, keeps_hyphen
from comparators.text.reading.pdf import Pdf
from tests.text.reading.specimens import derived, pdf, places

WORDS = "the quick brown fox jumps over a lazy dog and runs on into the dark forest where nobody ever"


def column(top: float, lines: list[str], x: float = 72, size: float = 11) -> list[tuple[float, float, float, str]]:
    return [(x, top - 14 * n, size, line) for n, line in enumerate(lines)]


def test_lines_become_paragraphs(tmp_path: Path) -> None:
    lines = [
        WORDS,
        WORDS[:-5] + "other",
        "ends here.",
        "Another one begins, and it is also long enough to fill the line x",
        "up.",
    ]
    text, placing, one = derived(Pdf(), tmp_path, "a.pdf", pdf([column(760, lines)]))
    assert text.split("\n")[0] == f"{WORDS} {WORDS[:-5]}other ends here."
    place = places(text, placing, "ends here")[0]
    assert (place["page"], place["line"]) == (1, 3)
    box = place["box"]
    assert isinstance(box, list) and box[0] == pytest.approx(72, abs=1) and 842 - 732 - 12 < box[1] < box[3] < 842 - 725
    assert one.notes["pages"] == 1


def test_running_heads_and_page_numbers_are_left_out_and_said(tmp_path: Path) -> None:
    pages = [
        [
            (200, 800, 9, f"The Lamp – part {n}"),
            *column(740, [WORDS, WORDS, f"page {n} tail."]),
            (290, 40, 9, f"- {n} -"),
        ]
        for n in range(1, 5)
    ]
    text, placing, one = derived(Pdf(), tmp_path, "a.pdf", pdf(pages))
    assert "The Lamp" not in text and "- 3 -" not in text
    assert one.notes["left_out"] == {"running-heads-feet-and-page-numbers": 8}
    assert one.notes["running_heads"][0].startswith("The Lamp")
    assert places(text, placing, "page 3 tail")[0]["page"] == 3
    assert places(text, placing, "page 3 tail")[0]["line"] == 4  # counted with its head: as the page shows it


def test_a_line_that_recurs_on_distant_pages_is_text(tmp_path: Path) -> None:
    pages = [column(760, [f"Page {'abcdefghij'[n]} alone" if n % 4 else "A refrain", WORDS, "end."]) for n in range(10)]
    text, _, _ = derived(Pdf(), tmp_path, "a.pdf", pdf(pages))
    assert text.count("A refrain") == 3


def test_words_that_a_line_divides(tmp_path: Path) -> None:
    filled = "It is known that the keeper of the lamp in the old harbour was in every"
    lines = [filled + "-", "thing careful, and the well-known captain of the ship was also a well-", "known man.", "."]
    text, _, one = derived(Pdf(), tmp_path, "a.pdf", pdf([column(760, lines)]))
    assert "in everything careful" in text and "also a well-known man" in text
    assert one.notes["words_joined_at_line_ends"] == 1


def test_which_hyphens_stay() -> None:
    assert not keeps_hyphen("in every", "thing", frozenset())
    assert keeps_hyphen("Anglo", "Saxon", frozenset()) and keeps_hyphen("1914", "18", frozenset())
    assert keeps_hyphen("ninety", "five", frozenset({"ninety-five"}))


def test_two_columns_go_on_into_each_other(tmp_path: Path) -> None:
    words = WORDS[:40]
    left = column(760, [words] * 6)
    right = column(760, [words] * 5 + ["the end."], x=320)
    text, _, _ = derived(Pdf(), tmp_path, "a.pdf", pdf([left + right]))
    assert text == " ".join([words] * 11 + ["the end."]) + "\n"


CHINESE = "月光照在旧城的瓦上，守门人把灯举得很高。他说：“今晚不会有人进城”，因为河水已经漫过了第三级石阶。"


def typeset(folder: Path, source: str) -> bytes:
    import pylopdf_fonts_zh_cn
    import typst

    path = folder / "x.typ"
    path.write_text(source, "utf-8")
    fonts = str(Path(pylopdf_fonts_zh_cn.__file__).parent)
    return bytes(typst.compile(str(path), font_paths=[fonts], ignore_system_fonts=True))


def test_chinese(tmp_path: Path) -> None:
    paragraphs = [CHINESE * n for n in (1, 3, 2, 9, 4, 1, 8, 5, 7, 9, 9, 9, 9, 9)]
    source = (
        '#set page(width: 12cm, height: 16cm, header: [月光城], numbering: "1")\n'
        '#set text(font: "Noto Serif SC", lang: "zh")\n'
        "#set par(justify: true, first-line-indent: (amount: 2em, all: true))\n"
        "= 第一回 灯\n\n" + "\n\n".join(paragraphs)
    )
    text, placing, one = derived(Pdf(), tmp_path, "a.pdf", typeset(tmp_path, source))
    assert text.split("\n") == ["第一回 灯", *paragraphs, ""]
    assert placing.chapters == [(0, "第一回 灯")]
    assert one.notes["running_heads"][0] == "月光城" and one.notes["pages"] >= 5
    last = placing.at(len(text) - 2)
    assert last["page"] == one.notes["pages"]


def scan() -> bytes:
    buffer = io.BytesIO()
    Image.new("L", (600, 800), 255).save(buffer, "PDF")
    return buffer.getvalue()


def locked(data: bytes) -> bytes:
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as document:
        document.save(buffer, encryption=pikepdf.Encryption(user="u", owner="o"))
    return buffer.getvalue()


def test_a_scan_without_recognition_is_refused_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recognition, "available", lambda: False)
    with pytest.raises(Unreadable, match=r"a\.pdf.*1 of them pictures.*copyright-appraisal\[ocr\]"):
        derived(Pdf(), tmp_path, "a.pdf", scan())


@pytest.mark.parametrize(
    ("data", "error", "says"),
    [
        (locked(pdf([column(700, [WORDS])])), Encrypted, "password"),
        (b"%PDF-1.7\nnothing else", Unreadable, "damaged"),
        (b"no pdf at all", Unreadable, "damaged"),
        (pdf([[]]), Unreadable, "without text"),
        (b"%PDF-1.7\n" + b"\x00\xff" * 5000, Unreadable, "damaged"),
    ],
)
def test_what_cannot_be_read_is_named(tmp_path: Path, data: bytes, error: type[Exception], says: str) -> None:
    with pytest.raises(error, match=rf"(?s)a\.pdf.*{says}"):
        derived(Pdf(), tmp_path, "a.pdf", data)


def test_cut_and_broken_files_are_read_or_named(tmp_path: Path) -> None:
    whole = pdf([column(760, [WORDS, "the end."])] * 3)
    for cut in range(50, len(whole), 97):
        try:
            derived(Pdf(), tmp_path, "a.pdf", whole[:cut] + b"\xff" * 20 + whole[cut + 20 :])
        except Unreadable as error:
            assert "a.pdf" in str(error)


def test_scripts_are_counted_and_not_run(tmp_path: Path) -> None:
    action = "/Names << /JavaScript << /Names [(x) << /S /JavaScript /JS (app.alert\\(1\\)) >>] >> >>"
    _, _, one = derived(Pdf(), tmp_path, "a.pdf", pdf([column(760, [WORDS])], catalog=action))
    assert one.notes["left_out"] == {"scripts": 1}


def line(text: str, at: int, *, left: float = 50, right: float = 450, size: float = 10, page: int = 1) -> Line:
    return Line(text, page, at, (left, 20.0 * at, right, 20.0 * at + size), size)


def test_joints_by_geometry() -> None:
    full = "月" * 40
    lines = [line(full, 1), line("完。", 2, right=70), line(full, 3, left=70), line(full, 4), line("终", 5, right=60)]
    assert joints(lines) == ["", "paragraph", "", "", "paragraph"]
    assert joints([line("Title", 1, right=150, size=16), line(full, 2)])[0] == "paragraph"
    assert heads_and_feet([]) == ([], [])
