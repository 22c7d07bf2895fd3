"""audio-effect on sounds of real games: recall of altered copies of a library's sounds, and false pairs.

    python benchmarks/audio_effects.py --data DIR --set tune|held-out [--sounds 200] [--outside 50] [--edits NAME,NAME]

DIR holds one folder a Debian package, unpacked (``PACKAGES``; nothing is fetched here). Sounds of .05 to 2 seconds,
each file once (SHA-256), taken round the packages in order of name: ``--sounds`` of them are the library, ``--outside``
more stand among the altered ones without being in it. Each edit is one comparison of the library with all of them
altered, at the method's own limits. Found: paired with itself. False: any other pair; those are named. n and 95 %
Wilson limits.
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import scipy.signal
import soundfile
import soxr
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from appraisal.engine import compare
from appraisal.errors import AppraisalError
from appraisal.job import Job
from appraisal.work import Work
from benchmarks.audio import wilson
from comparators.audio import decode

PACKAGES = {
    "tune": ("boswars-data", "warmux-data"),
    "held-out": ("colobot-common-sounds", "fillets-ng-data", "supertux-data"),
}
SUFFIXES = {".wav", ".ogg", ".flac", ".mp3", ".opus"}
SHORTEST, LONGEST = 0.05, 2.0  # seconds
RATE = 44100

Samples = NDArray[np.float32]
Edit = tuple[Callable[[Samples, np.random.Generator], Samples], int, str, str]


def _noisy(x: Samples, dice: np.random.Generator) -> Samples:
    """White noise 20 dB below the sound."""
    level = float(np.sqrt(np.square(x, dtype=np.float64).mean()))
    return (x + dice.normal(0, level / 10, len(x))).astype(np.float32)


def _dull(x: Samples, _: np.random.Generator) -> Samples:
    """Nothing above 4 kHz."""
    return np.asarray(scipy.signal.sosfilt(scipy.signal.butter(4, 4000, fs=RATE, output="sos"), x), np.float32)


def _padded(x: Samples, _: np.random.Generator) -> Samples:
    return np.concatenate([np.zeros(RATE // 5, np.float32), x, np.zeros(RATE // 10, np.float32)])


def _shortened(x: Samples, _: np.random.Generator) -> Samples:
    """The last fifth faded out."""
    fade = np.ones(len(x), np.float32)
    last = len(x) // 5
    fade[len(x) - last :] = np.linspace(1, 0, last, dtype=np.float32)
    return x * fade


def _plain(x: Samples, _: np.random.Generator) -> Samples:
    return x


#: Name -> (edit at 44,100 Hz, hertz that it is written with, container, coding).
EDITS: Mapping[str, Edit] = {
    "flac": (_plain, RATE, "FLAC", "PCM_16"),
    "quieter by 12 dB": (lambda x, _: x * np.float32(0.25), RATE, "WAV", "PCM_16"),
    "silence around": (_padded, RATE, "WAV", "PCM_16"),
    "inverted": (lambda x, _: -x, RATE, "WAV", "PCM_16"),
    "22,050 Hz": (_plain, 22050, "WAV", "PCM_16"),
    "8 bits": (_plain, RATE, "WAV", "PCM_U8"),
    "mp3": (_plain, RATE, "MP3", "MPEG_LAYER_III"),
    "vorbis": (_plain, RATE, "OGG", "VORBIS"),
    "noise 20 dB": (_noisy, RATE, "WAV", "PCM_16"),
    "4 kHz, faded out": (lambda x, dice: _shortened(_dull(x, dice), dice), RATE, "WAV", "PCM_16"),
}


def found(folder: Path, packages: tuple[str, ...], wanted: int) -> list[tuple[str, Samples]]:
    """Name and samples at ``RATE`` of sounds, round the packages, each file once."""
    waiting = [sorted(f for f in (folder / p).rglob("*") if f.suffix in SUFFIXES) for p in packages]
    seen: set[str] = set()
    kept: list[tuple[str, Samples]] = []
    for path in filter(None, itertools.chain.from_iterable(itertools.zip_longest(*waiting))):
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        if digest in seen:
            continue
        seen.add(digest)
        try:
            sound = decode.read(Work.open(path).members[0], rate=RATE, stop=LONGEST + 1)
        except AppraisalError:
            continue
        if SHORTEST <= sound.seconds <= LONGEST and float(np.abs(sound.samples).max()) > 0.01:
            kept.append((f"{len(kept):03d}-{path.stem}", np.clip(sound.samples, -1, 1)))
        if len(kept) == wanted:
            break
    return kept


def written(folder: Path, sounds: list[tuple[str, Samples]], edit: Edit, seed: int) -> Work:
    change, rate, container, coding = edit
    folder.mkdir()
    for number, (name, samples) in enumerate(sounds):
        made = np.clip(change(samples, np.random.default_rng((seed, number))), -1, 1)
        if rate != RATE:
            made = np.asarray(soxr.resample(made, RATE, rate), np.float32)
        soundfile.write(folder / f"{name}.{container.lower()}", made, rate, coding, format=container)
    return Work.open(folder, label=folder.name)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--set", choices=PACKAGES, default="tune")
    parser.add_argument("--sounds", type=int, default=200)
    parser.add_argument("--outside", type=int, default=50)
    parser.add_argument("--edits", help="some of the edits only, by name, with semicolons between")
    options = parser.parse_args()
    sounds = found(options.data, PACKAGES[options.set], options.sounds + options.outside)
    library = sounds[: options.sounds]
    print(f"{options.set}: {len(library)} sounds in the library, {len(sounds) - len(library)} outside")
    print("\n| edit | found | of | 95 % | false pairs |\n|---|---|---|---|---|")
    totals = np.zeros(3, np.int64)
    wrong: list[str] = []
    with tempfile.TemporaryDirectory() as scratch:
        left = written(Path(scratch) / "A1", library, (_plain, RATE, "WAV", "PCM_16"), 0)
        for number, (name, edit) in enumerate(EDITS.items(), 1):
            if options.edits and name not in options.edits.split(";"):
                continue
            right = written(Path(scratch) / f"B{number}", sounds, edit, number)
            pairs = [
                (Path(m.left.file).stem, Path(m.right.file).stem)
                for m in compare(Job("audio-effect", left, right)).matches
            ]
            good = sum(one == other for one, other in pairs)
            wrong += [f"{one} / {other} ({name})" for one, other in pairs if one != other]
            totals += (good, len(library), len(pairs) - good)
            print(
                f"| {name} | {good} | {len(library)} | {wilson(good, len(library))} | {len(pairs) - good} |", flush=True
            )
    print(f"| all | {totals[0]} | {totals[1]} | {wilson(int(totals[0]), int(totals[1]))} | {totals[2]} |")
    print("false:", "; ".join(wrong) or "none")


if __name__ == "__main__":
    main()
