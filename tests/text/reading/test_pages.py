"""Web pages, EPUB books, subtitles and lyrics; formats that are named and not read; chapters and lines."""

from dataclasses import replace
from pathlib import Path

import pytest

from appraisal.errors import Encrypted, OverLimit, Unreadable
from comparators.text.reading.chapters import chapters_of, settled
from comparators.text.reading.epub import Epub
from comparators.text.reading.html import MOST_BYTES, Html
from comparators.text.reading.plain import TextPlaces
from comparators.text.reading.subtitles import Subtitles
from comparators.text.reading.unread import Unread
from tests.text.reading.specimens import derived, epub, member, places

PAGE = """<!DOCTYPE html><html><head><title>Window</title><style>p{color:red}</style></head>
<body><h1>第一回　灯</h1>
<p>月光<b>照在</b>旧城
   的 &amp; 瓦上。<br>下一行</p><div>one<p>two</div>
<script>var x = "<p>not text</p>";</script><p hidden>gone</p><p style="display: none">gone too</p>
<pre>a  b
c</pre><table><tr><td>甲</td><td>乙</td></tr></table><img src=x alt=y><p>last"""


def test_a_page(tmp_path: Path) -> None:
    text, placing, one = derived(Html(), tmp_path, "a.html", PAGE)
    assert text == "第一回　灯\n月光照在旧城 的 & 瓦上。\n下一行\none\ntwo\na  b\nc\n甲\n乙\nlast\n"
    assert placing.chapters == [(0, "第一回 灯")]
    assert places(text, placing, "月光", "two", "a  b", "乙", "last") == [
        {"paragraph": 2, "line": 3},
        {"paragraph": 4, "line": 4},
        {"paragraph": 5, "line": 6},
        {"paragraph": 7, "line": 7, "zone": "table"},
        {"paragraph": 8, "line": 7},
    ]
    assert one.notes["left_out"] == {"hidden-parts": 2, "pictures": 1, "scripts-and-styles": 2, "titles": 1}


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        ('<meta charset="gb2312"><p>月光照在旧城的瓦上，喆'.encode("gb18030"), "gb18030"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=big5"><p>月光照在舊城的瓦上'.encode("big5"),
         "big5hkscs"),
        ("<p>月光照在旧城的瓦上".encode("utf-8-sig"), "utf-8"),
        ("<p>月光照在旧城的瓦上".encode("utf-16"), "utf-16-le"),
        ('<meta charset="utf-8"><p>月光照在旧城的瓦上，他说今晚不会有人进城，因为河水漫过了石阶。'.encode("gb18030"),
         "gb18030"),
        ('<meta charset="nonsense"><p>月光照在旧城的瓦上'.encode(), "utf-8"),
    ],
)  # fmt: skip
def test_encodings_of_pages(tmp_path: Path, data: bytes, encoding: str) -> None:
    text, _, one = derived(Html(), tmp_path, "a.html", data)
    assert text.startswith("月光照在") and one.notes["encoding"] == encoding


def test_a_page_of_tags_only_and_a_large_one(tmp_path: Path) -> None:
    assert derived(Html(), tmp_path, "a.html", "<div>" * 100_000)[0] == ""
    assert derived(Html(), tmp_path, "a.html", "<p>x</b></i>" * 20_000)[0].count("x\n") == 20_000
    big = member(tmp_path, "b.html", b"")
    big.path.write_bytes(b"")
    with big.path.open("r+b") as stream:
        stream.truncate(MOST_BYTES + 1)
    with pytest.raises(OverLimit, match=r"b\.html"):
        next(Html().derive(replace(big, size=MOST_BYTES + 1)))


def test_a_book(tmp_path: Path) -> None:
    first = (
        '<?xml version="1.0" encoding="utf-8"?><html><body><h2>Chapter I</h2><p>Moon&nbsp;light<br/>fell.</p></body>'
    )
    second = '<?xml version="1.0" encoding="GB18030"?><html><body><p>月光照在旧城的瓦上。</p></body></html>'
    pages: dict[str, str | bytes] = {"ch%201.xhtml": first, "ch2.xhtml": second.encode("gb18030")}
    items = (
        '<item id="c" href="cover.jpg" media-type="image/jpeg"/>'
        '<item id="n" href="n.xhtml" media-type="application/xhtml+xml"/>'
    )
    refs = '<itemref idref="n" linear="no"/><itemref idref="c"/>'
    data = epub(pages, items=items, refs=refs, **{"OEBPS/ch 1.xhtml": first})
    text, placing, one = derived(Epub(), tmp_path, "a.epub", data)
    assert text == "Chapter I\nMoon\u00a0light\nfell.\n月光照在旧城的瓦上。\n"
    assert placing.chapters == [(0, "Chapter I")]
    assert places(text, placing, "fell", "月光") == [
        {"part": "OEBPS/ch 1.xhtml", "paragraph": 2},
        {"part": "OEBPS/ch2.xhtml", "paragraph": 1},
    ]
    assert one.notes["left_out"] == {"pages-outside-the-reading": 1, "pages-that-are-no-text": 1, "pictures": 1}
    assert one.notes["pages"] == 2


def encryption(algorithm: str) -> str:
    return (
        '<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><e:EncryptedData xmlns:e="http://www.w3.org/'
        f'2001/04/xmlenc#"><e:EncryptionMethod Algorithm="{algorithm}"/></e:EncryptedData></encryption>'
    )


def test_books_that_are_protected_or_lack_pages(tmp_path: Path) -> None:
    page = {"a.xhtml": "<p>Moonlight fell.</p>"}
    fonts = epub(page, **{"META-INF/encryption.xml": encryption("http://www.idpf.org/2008/embedding")})
    assert derived(Epub(), tmp_path, "a.epub", fonts)[0] == "Moonlight fell.\n"
    with pytest.raises(Encrypted, match=r"a\.epub.*DRM"):
        derived(Epub(), tmp_path, "a.epub", epub(page, **{"META-INF/encryption.xml": encryption("urn:aes")}))
    with pytest.raises(Unreadable, match="spine names no page"):
        derived(Epub(), tmp_path, "a.epub", epub({}))
    missing = epub(page, items='<item id="m" href="m.xhtml" media-type="application/xhtml+xml"/>',
                   refs='<itemref idref="m"/>')  # fmt: skip
    _, _, one = derived(Epub(), tmp_path, "a.epub", missing)
    assert len(one.notes["unread"]) == 1 and "m.xhtml" in one.notes["unread"][0]


SRT = (
    "1\r\n00:00:01,500 --> 00:00:02,000\r\n<i>月光</i>照在\r\n旧城的瓦上\r\n\r\n2\r\n"
    "01:02:03,000 --> 01:02:04,000\r\n{\\an8}- Who?\r\n3\r\n"
    "01:02:05,000 --> 01:02:06,000\r\n2 < 3 &amp; 4\r\n"
)
VTT = "WEBVTT\n\nNOTE made by nobody\n\nintro\n00:01.000 --> 00:02.000 align:start\n<v Roger>Hello <c.x>there</c>\n"
ASS = (
    "[Script Info]\nTitle: t\n[Events]\nFormat: Layer, Start, End, Style, Text\nComment: 0,0:00:00.00,0:00:01.00,D,no\n"
    "Dialogue: 0,0:00:01.25,0:00:02.00,D,{\\pos(1,2)}Well,\\Nthen\n"
    "Dialogue: 0,0:00:03.00,0:00:04.00,D,{\\p1}m 0 0 l 1 1\n"
    "Dialogue: broken\n"
)
LRC = "[ti:Song]\n[00:01.50][00:09.00]月光照在\n[00:03.25]<00:03.30>旧城\nstray\n"


def test_subtitles(tmp_path: Path) -> None:
    text, placing, one = derived(Subtitles(), tmp_path, "a.srt", SRT)
    assert text == "月光照在\n旧城的瓦上\n- Who?\n2 < 3 & 4\n" and one.notes["cues"] == 3
    assert places(text, placing, "旧城", "Who", "2 <") == [
        {"cue": 1, "second": 1.5, "line": 3},
        {"cue": 2, "second": 3723.0, "line": 8},
        {"cue": 3, "second": 3725.0, "line": 11},
    ]
    text, placing, one = derived(Subtitles(), tmp_path, "a.vtt", VTT)
    assert text == "Hello there\n" and places(text, placing, "Hello") == [{"cue": 1, "second": 1.0, "line": 7}]
    text, placing, one = derived(Subtitles(), tmp_path, "a.ass", ASS)
    assert text == "Well,\nthen\n" and places(text, placing, "then") == [{"cue": 1, "second": 1.25, "line": 6}]
    assert one.notes["left_out"] == {"comments": 1, "damaged-lines": 1, "drawings": 1}
    text, placing, one = derived(Subtitles(), tmp_path, "a.lrc", LRC)
    assert text == "月光照在\n旧城\n" and places(text, placing, "旧城") == [{"cue": 2, "second": 3.25, "line": 3}]
    assert one.notes["left_out"] == {"head-lines": 1, "lines-without-time": 1}


def test_subtitles_without_cues(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match=r"a\.srt: no cue"):
        derived(Subtitles(), tmp_path, "a.srt", "just words\n")
    assert derived(Subtitles(), tmp_path, "a.srt", "")[0] == ""


@pytest.mark.parametrize(
    ("head", "error", "says"),
    [
        (b"{\\rtf1\\ansi x}", Unreadable, "RTF.*docx or"),
        (b"\0" * 60 + b"BOOKMOBI", Unreadable, "Kindle.*EPUB"),
        (b"CAJ\0....", Unreadable, "CAJ.*PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100, Unreadable, "Word 97"),
    ],
)
def test_known_and_not_read(tmp_path: Path, head: bytes, error: type[Exception], says: str) -> None:
    assert Unread().takes("x.doc", head)
    with pytest.raises(error, match=rf"x\.doc.*{says}"):
        derived(Unread(), tmp_path, "x.doc", head)


def test_chapters_by_their_form() -> None:
    text = (
        "目录\n第一回 甲\n第二回 乙\n第三回 丙 …… 30\n第四回 丁\n\n第一回 甲\n话说天下大势。\n第一回合他输了。\n"
        "第二回　乙\n第三回里说：他走了。\nChapter 3 of the book says\nCHAPTER IV. The Storm\nIt was.\nChapter One\n"
        "Part of the way\n卷二\n书。\n楔子　张天师祈禳瘟疫\n"
    )
    names = [name for _, name in settled(chapters_of(text), text)]
    assert names == ["第一回 甲", "第二回 乙", "CHAPTER IV. The Storm", "Chapter One", "卷二", "楔子 张天师祈禳瘟疫"]
    assert settled(chapters_of(text), text)[0][0] == text.index("第一回 甲\n话说")
    assert [c.name for c in chapters_of("# One\n#hash\n", markdown=True)] == ["One"] and not chapters_of("# One\n")


def test_places_of_plain_text(tmp_path: Path) -> None:
    text = "第一回 灯\r\n月光照在\r旧城\n"
    placing = TextPlaces().places(member(tmp_path, "a.txt", text))
    assert placing.at(text.index("旧城")) == {"line": 3, "chapter": "第一回 灯"}
    assert placing.between(0, len(text))[1]["line"] == 3
