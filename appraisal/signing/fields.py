"""Empty signature fields for all who sign a report, put in by one update before the first signature.

All fields are made at once, because a signature forbids any later change but filling a field (DocMDP level 2). Each is
a widget without area on the last page, stands in the structure tree as ``Form`` with the signer's name (PDF/UA-1,
7.18), and is printed (PDF/A-3, 6.3.2). The PDF as rendered stays the first bytes of the file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from appraisal.errors import ReportError


@dataclass(frozen=True, slots=True)
class Field:
    """A place for one signature. ``name``: of the field, letters and digits; ``told``: what readers are told of it."""

    name: str
    told: str


def prepared(pdf: bytes, fields: Sequence[Field]) -> bytes:
    """``pdf`` and an update with the fields, empty. ``ReportError`` when it is no tagged PDF or has such a field."""
    from pyhanko.pdf_utils import generic
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.sign.fields import SigFieldSpec, append_signature_field, enumerate_sig_fields

    if len({field.name for field in fields}) != len(fields):
        raise ReportError("two signature fields of one name")
    try:
        writer = IncrementalPdfFileWriter(BytesIO(pdf))
        if next(enumerate_sig_fields(writer), None) is not None:
            raise ReportError("the report holds signature fields already")
        tree = writer.root["/StructTreeRoot"]
        for field in fields:
            append_signature_field(writer, SigFieldSpec(field.name, on_page=-1, readable_field_name=field.told))
        for (_, _, widget), field in zip(enumerate_sig_fields(writer), fields, strict=True):
            _tag(writer, tree, widget, field)
        last = writer.find_page_for_modification(-1)[0].get_object()
        last[generic.pdf_name("/Tabs")] = generic.pdf_name("/S")
        written = BytesIO()
        writer.write(written)
    except (PdfError, KeyError) as error:
        raise ReportError(f"the report is no tagged PDF that can be signed: {error}") from error
    return written.getvalue()


def _tag(writer: Any, tree: Any, widget: Any, field: Field) -> None:
    """Put a widget into the structure tree, as the last element of the document."""
    from pyhanko.pdf_utils import generic

    name = generic.pdf_name
    top = tree["/K"]
    document = top[0] if isinstance(top, generic.ArrayObject) else top
    key = int(tree.get("/ParentTreeNextKey", -1))
    if key < 0:
        key = _highest(tree["/ParentTree"]) + 1
    annotation = widget.get_object()
    page = annotation.raw_get("/P")
    element = generic.DictionaryObject(
        {
            name("/Type"): name("/StructElem"),
            name("/S"): name("/Form"),
            name("/P"): document.container_ref
            and generic.IndirectObject(document.container_ref.idnum, document.container_ref.generation, writer),
            name("/Pg"): page,
            name("/Alt"): generic.pdf_string(field.told),
            name("/K"): generic.DictionaryObject(
                {name("/Type"): name("/OBJR"), name("/Obj"): widget, name("/Pg"): page}
            ),
        }
    )
    placed = writer.add_object(element)
    kids = document["/K"]
    if isinstance(kids, generic.ArrayObject):
        kids.append(placed)
        writer.update_container(kids)
    else:
        document[name("/K")] = generic.ArrayObject([document.raw_get("/K"), placed])
    writer.update_container(document)
    annotation[name("/StructParent")] = generic.NumberObject(key)
    writer.update_container(annotation)
    _index(writer, tree["/ParentTree"], key, placed)
    tree[name("/ParentTreeNextKey")] = generic.NumberObject(key + 1)
    writer.update_container(tree)


def _highest(node: Any) -> int:
    """The highest key of a number tree; -1 of an empty one."""
    if "/Kids" in node:
        return max((_highest(kid) for kid in node["/Kids"]), default=-1)
    return max((int(key) for key in node.get("/Nums", [])[::2]), default=-1)


def _index(writer: Any, node: Any, key: int, value: Any) -> None:
    """Add the highest key to a number tree: at the end of its last leaf."""
    from pyhanko.pdf_utils import generic

    while "/Kids" in node:
        if "/Limits" in node:
            node["/Limits"][1] = generic.NumberObject(key)
            writer.update_container(node)
        node = node["/Kids"][-1]
    if "/Limits" in node:
        node["/Limits"][1] = generic.NumberObject(key)
    node["/Nums"].extend([generic.NumberObject(key), value])
    writer.update_container(node["/Nums"])
    writer.update_container(node)
