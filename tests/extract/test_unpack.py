"""The extractor against what archives can do: what the parent checks."""

import os
from dataclasses import asdict
from hashlib import sha256
from typing import Any

import pytest

from appraisal.child import Worker
from appraisal.errors import RecordError, Unreadable
from appraisal.extract import Listing, unpack
from appraisal.extract.listing import listing_from_json
from appraisal.extract.unpack import HANDLER
from tests.extract.archives import MEMBERS, deflated, zip_of
from tests.extract.places import box as box


def test_unpack_checks_what_the_child_says(tmp_path):
    archive, out = tmp_path / "a.zip", tmp_path / "out"
    archive.write_bytes(zip_of(MEMBERS))
    with Worker(HANDLER) as worker:
        listing = unpack(archive, out, label="检材一", worker=worker)
        assert [entry.display for entry in listing.members] == list(MEMBERS)
        assert unpack(archive, out, label="检材一", worker=worker) == listing  # again into the same folder
        digest = sha256(b"hello").hexdigest()
        path = out / digest[:2] / digest
        path.chmod(0o644)
        path.write_bytes(b"jello")
        with pytest.raises(RecordError, match=f"检材一: what was unpacked as {digest}"):
            unpack(archive, out, label="检材一", worker=worker)
        path.unlink()
        path.symlink_to("/etc/passwd")
        with pytest.raises(RecordError):
            unpack(archive, out, label="检材一", worker=worker)


def test_unpack_names_the_work(tmp_path):
    archive = tmp_path / "a.zip"
    archive.write_bytes(b"not an archive")
    with pytest.raises(Unreadable, match="检材一: not an archive"):
        unpack(archive, tmp_path / "out", label="检材一")


def test_unpack_works_on_names_that_are_not_utf8(tmp_path):
    archive = tmp_path / os.fsdecode("月.zip".encode("gb18030"))
    archive.write_bytes(zip_of({"a": b"a"}))
    assert unpack(archive, tmp_path / "out", label="x").members[0].display == "a"


def test_a_listing_is_checked_field_by_field():
    good = Listing("zip", ()).to_json()
    entry = {
        "name": "a", "display": "a", "status": "ok", "encoding": "utf-8", "raw": None, "within": "", "size": 1,
        "sha256": "0" * 64, "mtime": None, "message": "", "archive": None, "origin": None,
        "stated": None,
    }  # fmt: skip
    assert asdict(listing_from_json(good | {"members": [entry]}).members[0]) == entry
    for wrong in (
        {"size": -1}, {"size": None}, {"size": True}, {"size": 1.5}, {"sha256": "../../x"}, {"sha256": None},
        {"status": "fine"}, {"status": "corrupt"}, {"display": ""}, {"name": 5}, {"raw": "zz"},
        {"stated": 5}, {"more": 1},
    ):  # fmt: skip
        with pytest.raises(RecordError):
            listing_from_json(good | {"members": [entry | wrong]})
    malformed: list[Any] = [None, [], {}, good | {"members": None}, good | {"members": [entry, entry]}]
    for found in [*malformed, good | {"problems": [{}]}, good | {"kind": 7}, good | {"more": 1}]:
        with pytest.raises(RecordError):
            listing_from_json(found)


def test_deflated_is_raw():
    import zlib

    assert zlib.decompress(deflated(b"x"), -15) == b"x"
