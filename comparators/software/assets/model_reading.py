"""Which reader a file gets, by its bytes first and its name second."""

from __future__ import annotations

from appraisal.work import Member
from comparators.software.assets.hardened import json_value, load, suffix_of
from comparators.software.assets.model_features import ModelFeatures, waiting
from comparators.software.assets.model_gltf import MAGIC, opened, outside, read_gltf
from comparators.software.assets.model_scene import Scene, read_obj, read_ply, read_stl
from comparators.software.assets.model_sprites import read_atlas, read_frames
from comparators.software.data.decoding import binary, decode

BUFFER = 32 << 20  # bytes of a file that may be the buffer of a glTF model beside it
BUFFERS = frozenset(["bin", "buf", "glbin"])
#: Models that are known and not read: named in the record so that their absence from the figures is seen.
NOT_COVERED = {
    "fbx": "FBX",
    "max": "3ds Max",
    "3ds": "3D Studio",
    "blend": "Blender",
    "ma": "Maya",
    "mb": "Maya",
    "dae": "COLLADA",
    "usd": "USD",
    "usdz": "USD",
    "usdc": "USD",
    "x3d": "X3D",
    "b3d": "Blitz3D",
    "md2": "Quake II model",
    "md3": "Quake III model",
    "md5mesh": "Doom 3 model",
    "iqm": "IQM",
    "ac": "AC3D",
    "ms3d": "MilkShape",
    "pmx": "MikuMikuDance model",
    "pmd": "MikuMikuDance model",
    "vrm": "VRM",
    "spm": "SuperTuxKart model",
    "g3d": "G3D",
    "smd": "Source model",
    "mdl": "binary model",
    "uasset": "Unreal asset",
    "unity3d": "Unity bundle",
    "assets": "Unity assets",
    "skel": "Spine skeleton",
}


def read(member: Member) -> ModelFeatures:
    """Parts, motion and frames of one file, none for another kind. Raises a ``MaterialError`` that names the file."""
    scene = Scene(member.file)
    suffix = suffix_of(member.file)
    head = member.head(4096)
    if head.startswith(MAGIC) or suffix == "gltf":
        data = load(member)
        document, part = opened(data, member.file)
        if outside(document) and not head.startswith(MAGIC):
            return waiting(scene, document, data)
        read_gltf(scene, document, part, {})
    elif suffix in NOT_COVERED and head:
        scene.note(NOT_COVERED[suffix])
    elif suffix in BUFFERS and 0 < member.size <= BUFFER:
        return ModelFeatures.of_scene(scene, raw=member.bytes(BUFFER))
    elif suffix == "obj" and head and not binary(head):
        read_obj(scene, decode(load(member))[0])
    elif suffix == "stl" and head and not _sectors(head):
        read_stl(scene, load(member))
    elif head.startswith((b"ply\n", b"ply\r")):
        read_ply(scene, load(member))
    elif suffix in ("json", "ase") and b'"frame' in head and not binary(head):
        read_frames(scene, json_value(load(member), member.file))
    elif suffix == "atlas" and head and not binary(head):
        read_atlas(scene, decode(load(member))[0])
    return ModelFeatures.of_scene(scene)


def _sectors(head: bytes) -> bool:
    """Levels of SuperTux and other texts that carry the same ending."""
    return head.lstrip()[:1] in (b"(", b";", b"<", b"{")
