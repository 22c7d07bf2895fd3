"""Hostile and damaged pictures beside good ones in the limited child; the same bytes with any number of workers."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from appraisal import dispatch, engine, threads
from appraisal.errors import AppraisalError
from appraisal.job import Job
from appraisal.records import dumps
from appraisal.work import Work
from comparators.image.decode import decode
from tests.image.pictures import member, save, scene
from tests.image.test_decode import psd


def _bomb() -> bytes:
    """A whole and valid PNG of 30,000 × 30,000 grey pixels: 900 megapixels in less than a megabyte."""
    deflate = zlib.compressobj(9)
    row = bytes(30_001)
    data = b"".join([deflate.compress(row * 1000) for _ in range(30)]) + deflate.flush()

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def _folder(root: Path) -> Path:
    """One good picture and six that nothing may be made of."""
    save(root, "good.png", scene(3))
    (root / "bomb.png").write_bytes(_bomb())
    entities = "".join(f'<!ENTITY a{i} "' + f"&a{i - 1};" * 10 + '">' for i in range(1, 20))
    (root / "entities.svg").write_text(
        f'<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a0 "x">{entities}]>'
        '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="90"><text>&a19;</text></svg>'
    )
    whole = save(root, "cut.jpg", scene(4)).path.read_bytes()
    (root / "cut.jpg").write_bytes(whole[: len(whole) // 2])
    with zipfile.ZipFile(io.BytesIO(), "w") as archive:
        archive.writestr("a.txt", "hidden")
        stream = archive.fp
        assert isinstance(stream, io.BytesIO)
    both = save(root, "both.png", scene(5)).path
    both.write_bytes(both.read_bytes() + stream.getvalue())
    Image.fromarray(np.full((90, 90, 3), 200, np.uint8)).save(root / "blank.png")
    save(root, "tiny.png", scene(6, 20, 20))
    return root


def test_hostile_pictures_are_named_and_the_others_compared(tmp_path: Path) -> None:
    """Each is refused by name with its reason, within the child's limits; the good picture beside them is found."""
    left, right = tmp_path / "left", _folder(tmp_path / "right")
    save(left, "original.jpg", scene(3), quality=80)
    jobs = [("", Job("image-copy", Work.open(left), Work.open(right), memory=1 << 30))]
    ((_, record, _),) = dispatch.compare_all(jobs, jobs=1)
    assert record.status == "ok"
    assert [(m.left.file, m.right.file) for m in record.matches] == [("original.jpg", "good.png")]
    said = {seen.span.file: str(seen.details) for seen in record.observations if seen.kind == "unread"}
    for file, word in {
        "bomb.png": "more than 67108864 pixels",
        "entities.svg": "entities",
        "cut.jpg": "cut.jpg",
        "both.png": "zip",
        "blank.png": "blank",
        "tiny.png": "too small",
    }.items():
        assert word in said[file]


def test_the_same_bytes_with_any_number_of_workers(tmp_path: Path) -> None:
    """Three comparisons of folders, by one worker and by two, in either order: the same records, byte by byte."""
    works = []
    for number in range(4):
        root = tmp_path / str(number)
        save(root, "a.png", scene(number))
        save(root, "b.png", np.ascontiguousarray(scene(9, 320, 256)[30 * number :, 40:]))
        works.append(Work.open(root))
    tasks = [(str(n), Job("image-copy", works[0], other)) for n, other in enumerate(works[1:])]
    one = {name: text for name, _, text in dispatch.compare_all(tasks, jobs=1)}
    two = {name: text for name, _, text in dispatch.compare_all(tasks[::-1], jobs=2)}
    assert one == two
    assert all('"region"' in text or '"whole-picture"' in text for text in one.values())


def test_the_same_bytes_with_any_number_of_threads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files that are refused stand between those that are read; what is said of them stays in order."""
    left, right = tmp_path / "left", _folder(tmp_path / "right")
    for seed in range(3, 10):
        save(left, f"{seed}.jpg", scene(seed), quality=80)
        save(right, f"{seed}.png", scene(seed, 200 - 8 * seed))
    job = Job("image-copy", Work.open(left), Work.open(right))
    texts = []
    for number in (1, 4):
        monkeypatch.setattr(threads, "workers", lambda number=number: number)
        engine.forget()
        texts.append(dumps(engine.compare(job)))
    assert texts[0] == texts[1]
    assert texts[0].count('"kind":"unread"') == 6


@pytest.mark.parametrize("name", ["a.avif", "a.psd", "a.svg", "a.ppm"])
def test_damaged_newer_formats_raise_only_named_errors(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    if name == "a.psd":
        path.write_bytes(psd(scene(1)))
    elif name == "a.svg":
        path.write_text(
            '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="60"><rect width="9" height="9"/></svg>'
        )
    else:
        save(tmp_path, name, scene(1, 64, 48))
    whole = path.read_bytes()
    for at in range(0, min(len(whole), 400), 7):
        damaged = bytearray(whole)
        damaged[at] ^= 0xFF
        path.write_bytes(damaged)
        try:
            picture = decode(member(path), max_pixels=1 << 16)
        except AppraisalError as error:
            assert name in str(error)
        else:
            assert picture.width * picture.height <= 1 << 16
