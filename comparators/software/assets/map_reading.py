"""Which reader a file gets, by its bytes first and its name second."""

from __future__ import annotations

import re

from appraisal.errors import MaterialError
from appraisal.work import Member
from comparators.software.assets.hardened import load, suffix_of
from comparators.software.assets.map_layers import Atlas
from comparators.software.assets.map_text import SUFFIXES, grids
from comparators.software.assets.map_tiled import read_json, read_lua, read_tmx
from comparators.software.data.decoding import binary, decode

#: Layouts that are known and not read: named in the record so that their absence from the figures is seen.
NOT_COVERED = {
    "unity": "Unity scene",
    "prefab": "Unity prefab",
    "umap": "Unreal map",
    "tscn": "Godot scene",
    "scn": "Godot scene",
    "rmmv": "RPG Maker project",
    "rxdata": "RPG Maker XP map",
    "rvdata": "RPG Maker VX map",
    "rvdata2": "RPG Maker VX Ace map",
    "lmu": "RPG Maker 2000 map",
    "w3x": "Warcraft III map",
    "scm": "StarCraft map",
    "scx": "StarCraft map",
    "bsp": "Quake BSP",
    "vmf": "Valve map",
    "nmp": "map of a Mir-like client",
}
TMX = re.compile(rb"<(?:map|tileset)\b[^>]{0,4000}\b(?:tilewidth|orientation)\s*=", re.S)
BRACKETS = (b"{", b"[")
JSONS = ("json", "tmj", "ldtk", "ldtkl", "map", "lvl", "level", "txt", "")


def read(member: Member) -> Atlas:
    """All layers of one file, none for a file of another kind. Raises a ``MaterialError`` that names the file."""
    atlas = Atlas(member.file)
    suffix = suffix_of(member.file)
    head = member.head(4096)
    if suffix in NOT_COVERED or (suffix == "map" and head and binary(head)):
        atlas.note(NOT_COVERED.get(suffix, "binary map"))
        return atlas
    if not head or binary(head):
        return atlas
    plain = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if suffix == "tmx" or (plain.startswith(b"<") and TMX.search(head)):
        read_tmx(atlas, load(member))
    elif plain.startswith(BRACKETS) and suffix in JSONS:
        try:
            read_json(atlas, load(member))
        except MaterialError:
            if suffix in ("json", "tmj", "ldtk", "ldtkl"):
                raise
            grids(atlas, decode(load(member))[0])
    elif suffix == "lua":
        read_lua(atlas, decode(load(member))[0])
    elif suffix in SUFFIXES and not plain.startswith(b"<"):
        grids(atlas, decode(load(member))[0])
    return atlas
