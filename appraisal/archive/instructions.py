"""``INSTRUCTIONS.txt`` of a bundle: how to check it with and without this program, in Chinese and English."""

from __future__ import annotations

import platform
from collections.abc import Sequence

from appraisal.archive.wheels import FOLDER, FONTS, LOCK, OWN, Software

NAME = "INSTRUCTIONS.txt"

_ZH = """案卷归档包 · 使用说明
案号：{number}

一、不用本程序核验
本包按 BagIt 1.0（RFC 8493）组织。在本文件所在的文件夹内执行：
    sha256sum -c tagmanifest-sha256.txt
    sha256sum -c manifest-sha256.txt
两条命令均应逐行显示 OK（成功）。文件名含 % 或换行的，清单中写作 %25、%0A、%0D。
受理的作品另可在 data/case 内核验：
    cd data/case && sha256sum -c manifest.sha256
日志（*.jsonl）每行一个条目，各条目载有前一条目的摘要；报告（report/report.pdf）附件 report.json 载有各日志末条的摘要。

二、用本程序核验
需要 Python {python}（{machine}）。软件及其依赖见 {folder}/（轮子文件）及其中的 {lock}（版本与摘要）。
    python3 -m venv appraisal-venv
    appraisal-venv/bin/python -m pip install --no-index --find-links {folder} --require-hashes -r {folder}/{lock}
    appraisal-venv/bin/appraisal verify .
不需要网络。结果分三项：完整性、重新生成报告、重新计算，各为“成立”“不成立”或“此处无法核验”（并说明缺什么）。
重新计算全部记录：appraisal verify --all .
与单独保存的报告核对：appraisal verify --report 报告.pdf .

三、本包的内容
data/case/ 案卷；data/ro-crate-metadata.json 内容说明（RO-Crate 1.1）；{folder}/ 软件。
字体：{fonts}。副卷：{closed}。
{lacking}
"""

_EN = """Bundle of a case · how to use it
Case number: {number}

1. Checking it without this program
The bundle is laid out as BagIt 1.0 (RFC 8493). In the folder of this file:
    sha256sum -c tagmanifest-sha256.txt
    sha256sum -c manifest-sha256.txt
Both must say OK on every line. Names that hold % or line ends are written with %25, %0A, %0D in the manifests.
Works as received can also be checked inside data/case:
    cd data/case && sha256sum -c manifest.sha256
Logs (*.jsonl) hold one entry a line; each entry names the digest of the one before. The attachment report.json of
report/report.pdf names the digest of the last entry of each log.

2. Checking it with this program
It takes Python {python} ({machine}). The program and what it needs lie in {folder}/ as wheels, with versions and
digests in {lock}.
    python3 -m venv appraisal-venv
    appraisal-venv/bin/python -m pip install --no-index --find-links {folder} --require-hashes -r {folder}/{lock}
    appraisal-venv/bin/appraisal verify .
No network is needed. There are three outcomes: integrity, re-rendering of the report, recomputation. Each holds, does
not hold, or cannot be checked here (and says what that would need).
Recompute every record: appraisal verify --all .
Compare with a report kept elsewhere: appraisal verify --report REPORT.pdf .

3. What is inside
data/case/ the case; data/ro-crate-metadata.json what it holds (RO-Crate 1.1); {folder}/ the software.
Fonts: {fonts}. Closed part (internal deliberation): {closed}.
{lacking}
"""
_CLOSED = {
    "left out": ("未收入，仅列其末条摘要", "left out; only its head is named"),
    "included": ("已收入", "included"),
    "none": ("无", "there is none"),
}


def text(number: str, software: Sequence[Software], closed: str) -> bytes:
    """``closed``: left out, included or none."""
    fonts = next((f"{one.name} {one.version}" for one in software if one.name == FONTS), "–")
    own = next((f"{one.name} {one.version}" for one in software if one.name == OWN), OWN)
    lacking = [f"{one.name} {one.version}" for one in software if not one.wheels]
    lines: tuple[str, str] = (f"全部软件均在本包内（{own}）。", f"All software is in this bundle ({own}).")
    if lacking:
        lines = (
            "本包不含以下软件，重新生成报告与重新计算需另行取得这些版本：\n    " + "\n    ".join(lacking),
            "This bundle lacks the following software; re-rendering and recomputation need these versions from "
            "elsewhere:\n    " + "\n    ".join(lacking),
        )
    parts = [
        template.format(
            number=number,
            python=platform.python_version(),
            machine=platform.machine(),
            folder=FOLDER,
            lock=LOCK,
            fonts=fonts,
            closed=_CLOSED[closed][place],
            lacking=lines[place],
        )
        for place, template in enumerate((_ZH, _EN))
    ]
    return ("\n" + "—" * 40 + "\n\n").join(parts).encode("utf-8", "backslashreplace")
