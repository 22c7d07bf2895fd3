"""Tables of sprites: frames of TexturePacker and Aseprite (JSON), regions of a libGDX atlas."""

from __future__ import annotations

import re
from typing import Any

from comparators.software.assets.hardened import real
from comparators.software.assets.model_scene import Frame, Scene

MOST_FRAMES = 100_000
REGION = re.compile(r"\s+(bounds|xy|size)\s*:\s*(-?[\d.]{1,12}(?:\s*,\s*-?[\d.]{1,12}){1,3})\s*$")


def read_frames(scene: Scene, value: Any) -> None:
    """``frames`` of a JSON document: a mapping or a list of {"frame": {"x", "y", "w", "h"}, "duration"}."""
    tables = [value, *(value.get("textures") or [])] if isinstance(value, dict) else []
    for table in tables:
        frames = table.get("frames") if isinstance(table, dict) else None
        items = list(frames.items()) if isinstance(frames, dict) else []
        if isinstance(frames, list):
            items = [(str(f.get("filename", n)), f) for n, f in enumerate(frames) if isinstance(f, dict)]
        for name, item in items[: MOST_FRAMES - len(scene.frames)]:
            box = item.get("frame") if isinstance(item, dict) else None
            if isinstance(box, dict) and {"x", "y", "w", "h"} <= box.keys():
                sides = [real(box[key], scene.file, f"{key} of a frame") for key in "xywh"]
                shown = real(item.get("duration") or 0, scene.file, "duration of a frame")
                scene.frames.append(Frame(str(name)[:80], sides[0], sides[1], sides[2], sides[3], shown))


def read_atlas(scene: Scene, text: str) -> None:
    """Regions of a libGDX atlas: a name, then indented ``bounds:x,y,w,h`` or ``xy:x,y`` and ``size:w,h``."""
    name, place = "", [0.0, 0.0]
    for line in text.splitlines():
        found = REGION.match(line)
        if found is None:
            if line.strip() and not line[0].isspace():
                name = line.strip()[:80]
            continue
        numbers = [real(part, scene.file, "place of a region") for part in found[2].split(",")]
        if found[1] == "bounds" and len(numbers) == 4:
            scene.frames.append(Frame(name, *numbers))
        elif found[1] == "xy" and len(numbers) == 2:
            place = numbers
        elif found[1] == "size" and len(numbers) == 2 and name:
            scene.frames.append(Frame(name, *place, *numbers))
        if len(scene.frames) >= MOST_FRAMES:
            return
