"""Works read in as texts: does every paragraph come out whole, and from the page it stands on?

    python benchmarks/reading.py --data DIR [--paragraphs 300] [--seed 1] [--keep FOLDER] [--scans 2]

Paragraphs are drawn by seed from the novels (Chinese) and the Bible (English) below DIR/text, with headings between
them, and written as docx (python-docx), odt (LibreOffice), epub, html (UTF-8 and GB 18030) and srt, and as PDF by
Typst, LibreOffice and Chromium (level; Chinese also vertical), with running heads, page numbers, justified and
hyphenated, of varied type size. Each is read by its deriver. Counted, with 95 % Wilson intervals: paragraphs that
are in the text whole, blanks aside (``whole``), as a paragraph of their own (``own``), with their blanks
(``exact``); headings that are chapters (``chapters``); characters that are no known text (``foreign``); for PDF,
paragraphs that begin on the page that the map says, by poppler's pdftotext (``page``). Peers where they are
installed: pypdf, pdfminer.six, pdftotext. ``--scans``: so many pages of each Typst PDF as pictures, by text
recognition, if the extra is there: characters that are right (1 - edit distance / length). Tools that are missing
are named. Prints JSON.
"""

from __future__ import annotations

import argparse
import html
import io
import json
import lzma
import math
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from appraisal import registry
from appraisal.deriver import Derived
from appraisal.media import Medium
from appraisal.work import Member, digest_file
from tests.text.reading.specimens import epub

Chapters = list[tuple[str, list[str]]]
FONT = {"zh": "Noto Serif SC", "en": "Libertinus Serif"}
PAGE_FONT = {"zh": "Noto Serif CJK SC", "en": "DejaVu Serif"}


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def wilson(k: int, n: int) -> list[float]:
    if not n:
        return [0.0, 1.0]
    z = 1.959964
    middle, half = k / n + z * z / (2 * n), z * math.sqrt(k / n * (1 - k / n) / n + z * z / (4 * n * n))
    return [round((middle - half) / (1 + z * z / n), 4), round((middle + half) / (1 + z * z / n), 4)]


def told(k: int, n: int) -> dict[str, object]:
    return {"of": n, "right": k, "interval": wilson(k, n)}


def lines(path: Path) -> list[dict[str, object]]:
    with lzma.open(path, "rt", encoding="utf-8") as stream:
        return [json.loads(line) for line in stream]


def drawn(data: Path, language: str, count: int, dice: random.Random) -> Chapters:
    """Chapters of ten paragraphs of 15 to 600 characters, no two alike."""
    if language == "zh":
        found = [p.strip() for row in lines(data / "novel-hongloumeng.jsonl.xz") for p in str(row["text"]).split("\n")]
        found = [p[:600] for p in found]
    else:
        verses = [str(row["kjv"]) for row in lines(data / "bible-kjv-web.jsonl.xz")]
        found = [" ".join(verses[at : at + dice.randint(1, 5)]) for at in range(0, len(verses) - 5, 5)]
    usable = sorted({" ".join(p.split()) for p in found if 15 <= len(p) <= 1200})
    chosen = dice.sample(usable, min(count, len(usable)))
    numbers = "一二三四五六七八九十"
    name = (lambda n: f"第{numbers[n % 10]}回 {chosen[n][:5]}") if language == "zh" else (lambda n: f"Chapter {n + 1}")
    return [(name(at // 10), chosen[at : at + 10]) for at in range(0, len(chosen), 10)]


def escaped(text: str) -> str:
    return "".join("\\" + c if c in "\\#$*_`<>@=~-+/\"'[]{}()" else c for c in text)


def typst_pdf(chapters: Chapters, language: str, folder: Path, dice: random.Random) -> bytes:
    import pylopdf_fonts_zh_cn
    import typst

    size, width = dice.choice((9, 10.5, 12)), dice.choice((12, 15, 21))
    body = "".join(f"= {escaped(t)}\n\n" + "\n\n".join(map(escaped, ps)) + "\n\n" for t, ps in chapters)
    source = folder / "x.typ"
    source.write_text(
        f'#set page(width: {width}cm, header: [A running head #h(1fr) of the book], numbering: "1")\n'
        f'#set text(font: "{FONT[language]}", size: {size}pt, lang: "{language}", hyphenate: true)\n'
        f"#set par(justify: true, first-line-indent: (amount: 2em, all: true))\n{body}",
        "utf-8",
    )
    fonts = str(Path(pylopdf_fonts_zh_cn.__file__).parent)
    return bytes(typst.compile(str(source), font_paths=[fonts]))


def page_of(chapters: Chapters, language: str, *, vertical: bool = False, printed: bool = False) -> str:
    body = "".join(
        f"<h1>{html.escape(t)}</h1>" + "".join(f"<p>{html.escape(p)}</p>\n" for p in ps) for t, ps in chapters
    )
    style = (
        '@page{margin:2cm;@top-center{content:"A running head"}@bottom-center{content:counter(page)}}'
        f'body{{font:11pt "{PAGE_FONT[language]}";text-align:justify;hyphens:auto'
        f"{';writing-mode:vertical-rl' if vertical else ''}}}p{{text-indent:2em;margin:0}}"
    )
    head = f"<style>{style}</style>" if printed else ""
    return f'<html lang="{language}"><head><meta charset="utf-8">{head}</head><body>{body}</body></html>'


def chromium_pdf(chapters: Chapters, language: str, folder: Path, *, vertical: bool = False) -> bytes:
    page, out = folder / "x.html", folder / "x.pdf"
    page.write_text(page_of(chapters, language, vertical=vertical, printed=True), "utf-8")
    subprocess.run(
        ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer",
         f"--print-to-pdf={out}", str(page)],
        check=True, capture_output=True,
    )  # fmt: skip
    return out.read_bytes()


def docx_of(chapters: Chapters) -> bytes:
    import docx

    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "A running head"
    for title, paragraphs in chapters:
        document.add_heading(title, 1)
        for paragraph in paragraphs:
            document.add_paragraph(paragraph)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def office(data: bytes, suffix: str, folder: Path) -> bytes:
    source = folder / "x.docx"
    source.write_bytes(data)
    subprocess.run(
        ["soffice", "--headless", "--convert-to", suffix, "--outdir", str(folder), str(source)],
        check=True, capture_output=True,
    )  # fmt: skip
    return (folder / f"x.{suffix}").read_bytes()


def srt_of(chapters: Chapters) -> bytes:
    said = [p for _, ps in chapters for p in ps]
    stamp = "{:02d}:{:02d}:{:02d},000"
    return "".join(
        f"{n}\n{at} --> {at}\n{p}\n\n"
        for n, p in enumerate(said, 1)
        for at in [stamp.format(n // 3600, n // 60 % 60, n % 60)]
    ).encode()


def epub_of(chapters: Chapters, language: str) -> bytes:
    return epub({f"c{n}.xhtml": page_of([chapter], language) for n, chapter in enumerate(chapters)})


def documents(chapters: Chapters, language: str, folder: Path, dice: random.Random) -> dict[str, Callable[[], bytes]]:
    """Name with suffix -> what writes it."""
    web = page_of(chapters, language)
    made: dict[str, Callable[[], bytes]] = {
        "python-docx.docx": lambda: docx_of(chapters),
        "libreoffice.odt": lambda: office(docx_of(chapters), "odt", folder),
        "utf-8.html": web.encode,
        "gb18030.html": lambda: web.replace('"utf-8"', '"gb2312"').encode("gb18030"),
        "book.epub": lambda: epub_of(chapters, language),
        "cues.srt": lambda: srt_of(chapters),
        "typst.pdf": lambda: typst_pdf(chapters, language, folder, dice),
        "libreoffice.pdf": lambda: office(docx_of(chapters), "pdf", folder),
        "chromium.pdf": lambda: chromium_pdf(chapters, language, folder),
    }
    if language == "zh":
        made["vertical.pdf"] = lambda: chromium_pdf(chapters, language, folder, vertical=True)
    return made


def read(path: Path) -> Derived:
    sha256, size = digest_file(path)
    member = Member(path.name, path, size, sha256, Medium.TEXT)
    head = member.head()
    deriver = next(d for d in registry.derivers() if d.takes(path.name, head))
    (one,) = deriver.derive(member)
    return one


def measured(path: Path, chapters: Chapters) -> dict[str, object]:
    started = time.process_time()
    one = read(path)
    cpu = time.process_time() - started
    text = one.data.decode()
    known = [p for _, ps in chapters for p in ps]
    inside, own = squeezed(text), Counter(squeezed(line) for line in text.split("\n"))
    exact = Counter(text.split("\n"))
    heads = [] if path.suffix == ".srt" else [title for title, _ in chapters]
    wanted = sum(len(squeezed(p)) for p in known + heads)
    found = {
        "whole": told(sum(squeezed(p) in inside for p in known), len(known)),
        "own": told(sum(own[squeezed(p)] > 0 for p in known), len(known)),
        "exact": told(sum(exact[p] > 0 for p in known), len(known)),
        "foreign": len(inside) - wanted,
        "characters": len(text),
        "cpu_s": round(cpu, 2),
    }
    if heads:
        names = Counter(squeezed(name) for _, name in one.placing.chapters)
        found["chapters"] = told(sum(names[squeezed(t)] > 0 for t in heads), len(heads))
        found["other_chapters"] = sum((names - Counter(map(squeezed, heads))).values())
    if path.suffix == ".pdf":
        found["page"] = pages(path, one, text, known)
        found["peers"] = peers(path, known)
    return found


def poppler(path: Path, page: int) -> str:
    said = subprocess.run(
        ["pdftotext", "-f", str(page), "-l", str(page), str(path), "-"], capture_output=True, text=True
    )
    return squeezed(said.stdout)


def pages(path: Path, one: Derived, text: str, known: list[str]) -> object:
    if not shutil.which("pdftotext"):
        return "missing: pdftotext"
    held: dict[int, str] = {}
    right = asked = 0
    for paragraph in known:
        at = text.find(paragraph)
        if at < 0 or "vertical" in path.name:
            continue  # poppler takes vertical text apart
        page = int(one.placing.at(at)["page"])
        if page not in held:
            held[page] = poppler(path, page)
        asked += 1
        right += squeezed(paragraph)[:6] in held[page]
    return told(right, asked) if asked else "not asked: poppler takes vertical text apart"


def peers(path: Path, known: list[str]) -> dict[str, object]:
    def by_pypdf() -> str:
        import pypdf

        return "".join(page.extract_text() for page in pypdf.PdfReader(path).pages)

    def by_pdfminer() -> str:
        from pdfminer.high_level import extract_text

        return str(extract_text(str(path)))

    def by_pdftotext() -> str:
        return subprocess.run(["pdftotext", str(path), "-"], capture_output=True, text=True, check=True).stdout

    found: dict[str, object] = {}
    for name, how in (("pypdf", by_pypdf), ("pdfminer.six", by_pdfminer), ("pdftotext", by_pdftotext)):
        try:
            inside = squeezed(how())
            found[name] = told(sum(squeezed(p) in inside for p in known), len(known))
        except (ImportError, FileNotFoundError):
            found[name] = "missing"
    return found


def distance(one: str, other: str) -> int:
    """Edit distance (Levenshtein), a row at a time."""
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        before, row[0] = row[0], i
        for j, b in enumerate(other, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (a != b))
    return row[-1]


def scanned(path: Path, count: int) -> object:
    """Pages of a PDF as pictures, recognised, against its own text layer."""
    import pypdfium2

    from comparators.text.reading import recognition
    from comparators.text.reading.pdf_lines import lines_of

    if not recognition.available():
        return "missing: the extra ocr"
    document = pypdfium2.PdfDocument(path)
    wrong = total = 0
    cpu = time.process_time()
    for number in range(min(count, len(document))):
        page = document[number]
        truth = squeezed("".join(line.text for line in lines_of(page, 1).lines))
        lines, _, _ = recognition.recognised(recognition.of_page(page), 1)
        wrong, total = wrong + distance(truth, squeezed("".join(line.text for line in lines))), total + len(truth)
    spent = (time.process_time() - cpu) / max(1, min(count, len(document)))
    return {"pages": min(count, len(document)), **told(total - wrong, total), "cpu_s_a_page": round(spent, 1)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--paragraphs", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--scans", type=int, default=2)
    options = parser.parse_args()
    if not (options.data / "text").is_dir():
        print(json.dumps({"skipped": f"no {options.data / 'text'}"}))
        return
    found: dict[str, object] = {"seed": options.seed}
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        keep = options.keep or folder / "kept"
        keep.mkdir(parents=True, exist_ok=True)
        for language in ("zh", "en"):
            dice = random.Random(options.seed)
            chapters = drawn(options.data / "text", language, options.paragraphs, dice)
            for name, make in documents(chapters, language, folder, dice).items():
                path = keep / f"{language}-{name}"
                try:
                    path.write_bytes(make())
                except FileNotFoundError as error:
                    found[path.name] = f"missing: {error.filename}"
                    continue
                found[path.name] = measured(path, chapters)
                print(path.name, json.dumps(found[path.name]), file=sys.stderr, flush=True)
            if options.scans and (keep / f"{language}-typst.pdf").exists():
                found[f"{language}-scan"] = scanned(keep / f"{language}-typst.pdf", options.scans)
    print(json.dumps(found, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
