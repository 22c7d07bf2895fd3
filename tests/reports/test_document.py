import json
from dataclasses import replace

import jsonschema
import pytest

from appraisal.errors import ReportError
from reports import document as model
from reports.document import SCHEMA_FILE, Document, Paragraph, Part, checked, from_json, schema, to_json
from tests.reports.drawn import overlay


def test_the_model_survives_a_round_trip(document: Document) -> None:
    text = to_json(document)
    assert from_json(text) == document
    assert to_json(from_json(text)) == text
    assert from_json(json.loads(text)) == document


def test_the_checked_in_schema_is_that_of_the_classes(document: Document) -> None:
    stored = json.loads(SCHEMA_FILE.read_text("utf-8"))
    assert stored == schema(), "make it anew: python -m reports.document"
    jsonschema.Draft202012Validator.check_schema(stored)
    jsonschema.Draft202012Validator(stored).validate(json.loads(to_json(document)))


def _small() -> dict[str, object]:
    part = Part("zh", "比对报告", (Paragraph((model.Inline("月光"),)),))
    body: dict[str, object] = json.loads(to_json(Document("1", "t", "2026-01-01", "", (part,))))
    return body


def test_unknown_fields_are_refused() -> None:
    with pytest.raises(ReportError, match="not a report"):
        from_json({**_small(), "extra": 1})


def test_unknown_blocks_are_refused() -> None:
    body = json.loads(json.dumps(_small()).replace('"Paragraph"', '"Script"'))
    with pytest.raises(ReportError, match="not a report"):
        from_json(body)


@pytest.mark.parametrize("text", ["", "[]", "{}", "nonsense", '{"schema":"appraisal.report/2"}'])
def test_what_is_no_report_is_refused(text: str) -> None:
    with pytest.raises(ReportError, match="not a report"):
        from_json(text)


def test_text_that_would_not_print_is_refused() -> None:
    body = json.loads(json.dumps(_small(), ensure_ascii=False).replace("月光", "月\\u202e光"))
    with pytest.raises(ReportError, match=r"U\+202E"):
        from_json(body)


@pytest.mark.parametrize("png", [b"", b"GIF89a", b"\x89PNG\r\n\x1a\n" + b"\0" * 30])
def test_pictures_are_png_of_their_size(png: bytes) -> None:
    shown = overlay()
    bad = replace(shown, left=replace(shown.left, png=png))
    block = model.Shown(bad, "0" * 16, "0" * 12, 1, "v")
    with pytest.raises(ReportError, match="not a PNG"):
        checked(Document("1", "t", "2026-01-01", "", (Part("zh", "t", (block,)),)))
