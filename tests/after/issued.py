"""The case of the tests of what comes after issue: its number and form, and what a paper of it says."""

from __future__ import annotations

import subprocess
from pathlib import Path

NUMBER = "版鉴字〔2026〕第7号"
PAPER = "cn-copyright"


def printed(pdf: Path) -> str:
    done = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], capture_output=True, text=True, check=True)
    return "".join(done.stdout.replace("\u200b", "").split())
