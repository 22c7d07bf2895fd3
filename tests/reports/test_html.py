import base64
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import get_args
from xml.etree import ElementTree

import pytest
from markupsafe import Markup

from appraisal.exhibit import Listing, Role, Run, Token
from reports import html
from reports.build import build
from reports.document import Document, Inline, from_json, to_json
from reports.exhibits.html import coded, exhibit_html, parted, quoted, style
from reports.html import HtmlExporter
from reports.wording import say
from tests.reports import hostile, specimen
from tests.reports.drawn import exhibits

OWN = "data:image/svg+xml;base64,"
TAGS = """
html head meta title style body div main header h1 h2 h3 h4 h5 p dl dt dd nav ul ol li a bdi b strong span table caption
colgroup col thead tbody tr th td br wbr img section figure figcaption audio blockquote pre hr details summary
sup
"""
ATTRIBUTES = """
lang charset http-equiv content name class id href scope colspan data-result style src alt aria-label aria-hidden
controls preload
"""


class Reader(HTMLParser):
    """Collects tags, attributes and text as a browser would see them."""

    def __init__(self, markup: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.words: list[str] = []
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def harmless(markup: str) -> Reader:
    """The parsed markup, after checking that nothing in it can run or fetch."""
    read = Reader(markup)
    for tag, attributes in read.tags:
        assert tag in TAGS.split(), tag
        assert set(attributes) <= set(ATTRIBUTES.split()), attributes
        assert attributes.get("href", "#").startswith("#")
        if tag == "audio":
            assert attributes.pop("src").startswith("data:audio/flac;base64,")
        assert attributes.get("src", OWN).startswith(OWN)
        style = attributes.get("style", "")
        if tag == "table" and style:  # one that is set smaller, down to three quarters
            size = re.fullmatch(r"font-size:([\d.]+)pt", style)
            assert size and 9 * 0.75 <= float(size[1]) <= 9
        else:
            assert re.fullmatch(r"(width:[\d.]+%|padding-left:([1-9]|1[0-2])\.45em)?", style)
        if "src" in attributes:
            drawn = ElementTree.fromstring(base64.b64decode(attributes["src"].split(",")[1]))
            for element in drawn.iter():
                assert element.tag.split("}")[1] in {"svg", "rect", "path", "polyline", "polygon", "text", "image"}
                for name, value in element.attrib.items():
                    assert not name.startswith("on")
                    assert not name.endswith("href") or value.startswith("data:image/png;base64,")
    return read


def test_attacks_are_text(attacked_html: str) -> None:
    plain = "".join(harmless(attacked_html).words)
    for attack in hostile.CORPUS[:8]:
        assert attack in plain
    for escape in ("⟦U+202E⟧", "⟦U+0000⟧", "⟦U+E000⟧", "⟦U+D800⟧"):
        assert escape in plain


def test_no_control_or_bidi_character_is_left(attacked_html: str) -> None:
    assert not re.search(
        "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ue000-\uf8ff\ufeff\ufffe\uffff]",
        attacked_html,
    )


def test_the_policy_allows_pictures_of_its_own_only(attacked_html: str) -> None:
    metas = [attributes for tag, attributes in Reader(attacked_html).tags if tag == "meta"]
    policy = next(m["content"] for m in metas if m.get("http-equiv") == "Content-Security-Policy")
    assert policy.startswith("default-src 'none'; img-src data:; media-src data:; style-src 'unsafe-inline'")
    assert re.findall(r"url\(|@import|expression|javascript", style()) == []


def test_languages_are_named(page: bytes) -> None:
    read = harmless(page.decode("utf-8"))
    assert [a["lang"] for tag, a in read.tags if tag in ("html", "main")] == ["zh-CN", "zh-CN", "en"]


def test_every_link_has_its_place_once(page: bytes) -> None:
    read = Reader(page.decode("utf-8"))
    ids = [attributes["id"] for _, attributes in read.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert {a["href"][1:] for tag, a in read.tags if tag == "a"} <= set(ids)


def test_the_same_model_gives_the_same_bytes(document: Document, page: bytes, tmp_path: Path) -> None:
    assert html.render(from_json(to_json(document))) == page
    out = HtmlExporter().export(specimen.dossier(), tmp_path / "report.html", language="both")
    assert out.read_bytes() == page


@pytest.mark.parametrize("exhibit", exhibits(), ids=lambda exhibit: type(exhibit).__name__)
def test_exhibits_show_alone_in_notebooks(exhibit: object) -> None:
    read = harmless(exhibit_html(exhibit, "en"))  # type: ignore[arg-type]
    assert read.tags[0][1]["class"] == "appraisal"


def test_hostile_exhibits_are_text_in_notebooks() -> None:
    for filed in hostile.dossier().comparisons:
        for shown in filed.shown:
            harmless(exhibit_html(shown.exhibit, "zh"))


def test_roles_differ_without_colour() -> None:
    sheet = style()
    for role in get_args(Role):
        assert f".{role} {{" in sheet
    tokens = "\n".join(line for line in sheet.splitlines() if line.startswith(".appraisal .keyword"))
    prose = "\n".join(line for line in sheet.splitlines() if line.startswith(".appraisal td > .same"))
    assert ".same {" not in prose.replace(".same { color", "") and "underline" not in prose  # colour comes on top alone
    plain = sheet.replace(tokens, "").replace(prose, "")
    for text, most in ((plain, 0), (tokens, 64), (prose, 110)):  # muted, and dark on paper
        for shade in re.findall(r"#([0-9a-f]{6})\b", text):
            levels = bytes.fromhex(shade)
            assert max(levels) - min(levels) <= most
            assert most == 0 or max(levels) < 144


def test_every_part_of_speech_has_its_look_and_word() -> None:
    for token in get_args(Token):
        assert token == "name" or re.search(rf"\.{token}[ ,]", style())
        assert say("zh", f"token-{token}") != say("en", f"token-{token}")


def test_english_alone() -> None:
    assert b'<html lang="en">' in html.render(build(specimen.dossier(), "en"))


def test_both_columns_of_code_are_equally_wide_and_break_long_lines() -> None:
    side = (("12345", (Run("x" * 400),)),)
    page = exhibit_html(Listing(side, ((side[0][0], (Run("y"),)),)))
    columns = re.findall(r"<col(?: style=\"width:([\d.]+)%\")?>", page)
    assert (
        len(columns) == 4 and columns[0] == columns[2] and float(columns[0]) > 4 and not columns[1] and not columns[3]
    )
    rules = str(style())
    assert re.findall(r"(\S+) \{ table-layout: (\w+)", rules) == [("table", "auto"), (".sheet", "fixed")]
    assert re.search(r"\.numbered td:nth-child\(even\) \{[^}]*text-indent: -", rules), "code that goes on stands in"
    assert re.search(r"\.changed \{[^}]*padding: 0 [.\d]+em [.\d]+em", rules), "a box ends below an underscore"
    assert re.search(r"\.numbered td \{[^}]*overflow-wrap: anywhere", rules)


def test_flags_of_several_lines_are_boxes_and_signs_stand_apart() -> None:
    rules = str(style())
    assert re.search(r"\.mark \{ display: inline-block;[^}]*max-width: 100%", rules)
    assert "text-autospace: normal" in rules, "附件 1, not 附件1"
    assert ".appraisal.appraisal .r + .l { padding-left" in rules


def test_cells_keep_names_and_counts_whole_and_code_ends_its_lines_behind_signs() -> None:
    """第三回 黑蘆 | 灘, 已核 | 验 and t | ype were torn; frames crossed the rule below them."""
    made = parted((Inline("juqing/c03.txt，第三回 黑蘆灘 · 第 3–4 行（字符 62–143）；已核验"),), cell=True)[0][1]
    for kept in ("黑蘆灘", "第 3–4 行", "（字符 62–143）；", "已核验"):
        assert f'<span class="whole">{kept}</span>' in made
    assert "黑蘆灘</span>" not in parted((Inline("第三回 黑蘆灘"),))[0][1], "prose is set as ever"
    assert coded('"count":168,"type') == Markup("&#34;count&#34;:<wbr>168,<wbr>&#34;type")
    assert quoted(',"type":"VEC3"') == Markup(",<wbr>&#34;type&#34;:<wbr>&#34;VEC3&#34;")
    assert quoted("of 1,000 (two)") == Markup("of 1,000 (two)"), "prose ends its lines where they are full"
    assert coded("a::b(c)[1] == d") == Markup("a::<wbr>b(<wbr>c)[<wbr>1] == d")
    assert re.search(r"\n\.appraisal \.changed \{[^}]*padding: 0 [.\d]+em;", str(style()))
