"""Time and memory of the PDF: a hundred exhibits of code side by side, and an annex of two thousand pages.

    .venv/bin/python benchmarks/report_pages.py [exhibits|annex|volumes]

Exhibits have 35 lines a side, numbered, with parts of speech and roles. The annex is tables of matches of 200 rows
each, all in one file (MiB without a bound); volumes are a case's ``MATCHES`` matches printed as annex volumes, each
drawn in a process of its own. Each part runs in a process of its own; the figure is its peak memory, or that of the
largest process that it started. Prints pages, bytes, seconds of processor and wall time, and MiB.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from appraisal.child import drop_idle
from appraisal.exhibit import Listing, Run
from reports.document import Block, Document, Grid, Heading, Inline, Line, Part, Shown
from reports.pdf import render

EXHIBITS, LINES = 100, 35  # bar: 60 s, 1 GiB
TABLES, ROWS = 375, 200
MATCHES = int(os.environ.get("MATCHES", "60000"))  # about two thousand pages of volumes
ROOT = Path(__file__).parents[1]
WORDS = ("alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda", "mu")


def row(at: int, changed: bool) -> tuple[Run, ...]:
    """A line that looks like source code; the same number gives the same line."""
    first, second = WORDS[at % len(WORDS)], WORDS[(at * 7 + 3) % len(WORDS)]
    return (
        Run("    "),
        Run("if", "same", "keyword"),
        Run(f" ({first}_{at} < {second}.size()) {{ "),
        Run(f'print("{second} {at}")', "changed" if changed else "same", "string"),
        Run("; }  "),
        Run(f"// 第{at}行", "folded", "comment"),
    )


def exhibits() -> list[Block]:
    blocks: list[Block] = [Heading(1, "对照摘录")]
    for number in range(EXHIBITS):
        sides = [
            tuple((str(first + at), row(number * LINES + at, changed and at % 3 == 0)) for at in range(LINES))
            for first, changed in ((1, False), (41, True))
        ]
        listing = Listing(*sides, f"src/a{number}.c", f"lib/b{number}.c", "")
        blocks.append(Shown(listing, f"{number:016x}", "0" * 12, number + 1, "accepted"))
    return blocks


def annex() -> list[Block]:
    def cell(words: str) -> Line:
        return (Inline(words),)

    blocks: list[Block] = [Heading(1, "附件　全部对应明细")]
    for table in range(TABLES):
        rows = tuple(
            tuple(
                map(
                    cell,
                    (str(at), "相同", f"第{at % 90}回 第{at}行", f"chapter-{at % 80}.txt:{at}–{at + 4}", str(at % 50)),
                )
            )
            for at in range(table * ROWS, table * ROWS + ROWS)
        )
        head = tuple(map(cell, ("序号", "类别", "样本", "检材", "字数")))
        blocks.append(Grid(head, rows, widths=(0.6, 0.8, 2.0, 2.4, 0.6), caption=cell(f"表{table + 1}")))
    return blocks


def volumes() -> int:
    """Annex volumes of the specimen of the tests with so many matches, each of which differs from the others."""
    from dataclasses import replace

    from reports.build import build
    from reports.document import to_json
    from reports.pdf import PdfExporter
    from tests.reports import specimen

    base = specimen.dossier(language="zh")
    filed = base.comparisons[0]
    some = filed.comparison.matches
    many = [replace(some[at % len(some)], id=f"{at:016x}") for at in range(MATCHES)]
    dossier = replace(base, comparisons=(replace(filed, comparison=replace(filed.comparison, matches=many)),))
    exporter = PdfExporter()
    begun = time.perf_counter()
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        report = build(dossier, "zh")
        (place / "report.json").write_text(to_json(report), "utf-8")
        exporter.write(report, place / "report.pdf")
        written = exporter.volumes(dossier, place / "report.pdf", "0" * 64, lambda at: place / f"annex-{at:02}.pdf")
        sizes = [(exporter.pages(path), path.stat().st_size) for path in written]
    wall = time.perf_counter() - begun
    drop_idle()
    mine, theirs = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    used = mine.ru_utime + mine.ru_stime + theirs.ru_utime + theirs.ru_stime
    print(
        f"volumes: {MATCHES} matches, {len(sizes)} volumes, {sum(pages for pages, _ in sizes)} pages "
        f"(at most {max(pages for pages, _ in sizes)}), {sum(size for _, size in sizes)} bytes, "
        f"{used:.1f} s of processor, {wall:.1f} s, {mine.ru_maxrss / 1024:.0f} MiB here, "
        f"{theirs.ru_maxrss / 1024:.0f} MiB in the largest child",
        flush=True,
    )
    return 0


def measure(part: str) -> int:
    if part == "volumes":
        return volumes()
    blocks = {"exhibits": exhibits, "annex": annex}[part]()
    document = Document("1", "报告", "2026-01-01", "", (Part("zh", "报告", tuple(blocks)),))
    begun = time.perf_counter()
    made = render(document)
    wall = time.perf_counter() - begun
    used = resource.getrusage(resource.RUSAGE_SELF)
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "report.pdf"
        path.write_bytes(made)
        import pypdfium2

        pages = len(pypdfium2.PdfDocument(path))
    print(
        f"{part}: {pages} pages, {len(made)} bytes, {used.ru_utime + used.ru_stime:.1f} s of processor, {wall:.1f} s, "
        f"{used.ru_maxrss / 1024:.0f} MiB",
        flush=True,
    )
    return 0


if __name__ == "__main__":
    if len(sys.argv) == 2:
        sys.exit(measure(sys.argv[1]))
    for name in ("exhibits", "annex", "volumes"):
        subprocess.run([sys.executable, __file__, name], check=True, env={**os.environ, "PYTHONPATH": str(ROOT)})
