"""The slanted watermark behind each page of a DOCX, as the drawing that word processors use for it."""

from __future__ import annotations

from typing import Any

from docx.oxml import parse_xml

SHAPE = """\
<w:r xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
 xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"><w:pict>
<v:shapetype id="text-136" coordsize="21600,21600" o:spt="136" adj="10800" path="m@7,l@8,m@5,21600l@6,21600e">
<v:formulas><v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/>
<v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/><v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/>
<v:f eqn="if @0 @4 21600"/></v:formulas>
<v:path textpathok="t"/><v:textpath on="t" fitshape="t"/></v:shapetype>
<v:shape id="watermark" type="#text-136" fillcolor="#e6e6e6" stroked="f">
<v:textpath style="font-family:黑体;font-size:1pt"/></v:shape></w:pict></w:r>"""
STYLE = (
    "position:absolute;margin-left:0;margin-top:0;width:{width}pt;height:{height}pt;rotation:320;z-index:-251658752;"
    "mso-position-horizontal:center;mso-position-horizontal-relative:margin;"
    "mso-position-vertical:center;mso-position-vertical-relative:margin"
)
V = "{urn:schemas-microsoft-com:vml}"


def watermark(words: str) -> Any:
    """A run holding the shape; ``words`` become an attribute value, never markup."""
    run = parse_xml(SHAPE)
    width = min(430, 50 * max(2, len(words)))
    for shape in run.iter(f"{V}shape"):
        shape.set("style", STYLE.format(width=width, height=round(width / max(2, len(words)))))
        for line in shape.iter(f"{V}textpath"):
            line.set("string", words)
    return run
