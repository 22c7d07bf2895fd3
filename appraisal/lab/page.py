"""The page: one script and one style sheet, put together from the modules below ``static/``. Nothing else is loaded.

The modules import each other by ``import … from "./name.js"`` lines for whoever reads them; a notebook cell is handed
one module, so they are joined here, without those lines, in the order in which they build on each other.
"""

from __future__ import annotations

import html
import json
import re
from functools import cache
from pathlib import Path

STATIC = Path(__file__).parent / "static"
MODULES = (
    "dom",
    "waiting",
    "list",
    "pictures",
    "notation",
    "scores",
    "viewers",
    "pages",
    "matches",
    "figures",
    "panels",
    "stages",
    "guided",
    "app",
)
_IMPORT = re.compile(r"^import [^;]*;\n", re.MULTILINE)
_EXPORT = re.compile(r"^export ", re.MULTILINE)


@cache
def words() -> dict[str, dict[str, str]]:
    """Interface strings by language and key."""
    found: dict[str, dict[str, str]] = json.loads((STATIC / "words.json").read_text("utf-8"))
    return found


@cache
def script() -> str:
    """The whole workbench as one ES module: ``start(root, ask, options)``, and ``render`` for a notebook cell."""
    parts = [f"const WORDS = {json.dumps(words(), ensure_ascii=False, sort_keys=True)};\n"]
    for name in MODULES:
        text = _IMPORT.sub("", (STATIC / f"{name}.js").read_text("utf-8"))
        parts.append(f"// {name}.js\n{_EXPORT.sub('', text)}")
    parts.append("export { start };\nexport default { render };\n")
    return "\n".join(parts)


@cache
def style() -> str:
    return (STATIC / "lab.css").read_text("utf-8")


POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src data: blob:; media-src data: blob:; "
    "connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)
"""What the page may load and do: its own script and style, pictures that it was handed, its own server."""


def document(base: str, token: str, title: str) -> str:
    """The page itself. ``base``: path of the workbench on its server; ``token``: against requests of other sites."""
    where, said, named = (html.escape(text, quote=True) for text in (base, token, title))
    return (
        "<!DOCTYPE html>\n"
        f'<html lang="zh-CN"><head><meta charset="utf-8"><title>{named}</title>'
        f'<meta name="appraisal-xsrf" content="{said}"><meta name="appraisal-base" content="{where}">'
        f'<link rel="icon" href="data:,"><link rel="stylesheet" href="{where}/lab.css"></head>'
        f'<body><main id="lab" class="lab"></main><script type="module" src="{where}/page.js"></script></body></html>\n'
    )


def entry() -> str:
    """The script of the page: the workbench, talking to the server that it came from."""
    return (
        script()
        + """
const told = (name) => document.querySelector(`meta[name="${name}"]`).content;
const ask = async (action, given = {}) => {
  const failed = (word) => Object.assign(new Error(WORDS.en[word]), { zh: WORDS.zh[word] });
  const answer = await fetch(`${told("appraisal-base")}/api`, {
    method: "POST",
    credentials: "same-origin",
    headers: { "Content-Type": "application/json", "X-XSRFToken": told("appraisal-xsrf") },
    body: JSON.stringify({ action, given }),
  }).catch(() => { throw failed("server-gone"); });
  if (answer.status === 403) throw failed("server-anew"); // of another start, with another token
  const said = await answer.json().catch(() => ({ error: `HTTP ${answer.status}` }));
  if (said.error !== undefined) throw Object.assign(new Error(said.error), { zh: said.zh });
  return said.answer;
};
start(document.getElementById("lab"), ask, { notebooks: told("appraisal-base").replace(/appraisal$/, "lab") });
"""
    )
