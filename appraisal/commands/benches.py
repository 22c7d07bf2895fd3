"""``lab oppose``: the workbench of the panel, and the pack for the parties."""

from __future__ import annotations

import argparse
from pathlib import Path

from appraisal.commands.options import Adder
from appraisal.printing import say, worded


def lab(options: argparse.Namespace) -> int:
    import platform

    from appraisal.case import Case
    from appraisal.grammars import left_unbuilt
    from appraisal.lab.pack import Pack, is_pack
    from appraisal.lab.session import Session
    from appraisal.reporting import place_notebooks

    with left_unbuilt():
        from appraisal.lab.server import serve

    root = Path(options.case)
    pack = Pack(root, options.party) if is_pack(root) else None
    case = Case.open(root / "case" if pack else root)
    if pack is None:
        place_notebooks(case)
    if platform.system() != "Linux":
        say(worded("bench-unlimited", case.settings.language, platform.system()))
    say(worded("bench", case.settings.language))
    session = Session(case, expert=options.by, pack=pack)
    serve(session, port=options.port, browser=not options.no_browser, notebook=options.notebook)
    return 0


def oppose(options: argparse.Namespace) -> int:
    from appraisal.case import Case
    from appraisal.lab.pack import make

    print(make(Case.open(options.case), Path(options.dir)))
    return 0


def add_to(add: Adder) -> None:
    """Parsers of these commands."""
    p = add("lab", lab, "open a case, or an opposing pack, in the panel's workbench")
    p.add_argument("case", metavar="CASE")
    p.add_argument("--by", default="", metavar="NAME", help="who works here (can be chosen in the page)")
    p.add_argument("--party", default="accused", choices=("claimed", "accused"), help="of an opposing pack: whose")
    p.add_argument("--notebook", action="store_true", help="begin in JupyterLab with the notebooks of the case")
    p.add_argument("--no-browser", action="store_true", help="print the address instead of opening a browser")
    p.add_argument("--port", type=int, default=0, metavar="N")
    p = add("oppose", oppose, "make a read-only copy in which a party makes its own exclusions")
    p.add_argument("case", metavar="CASE")
    p.add_argument("dir", metavar="DIR")
