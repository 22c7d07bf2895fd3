"""Write the tune of the sample case, as ABC and as MIDI: the claimed theme and the accused work's version of it.

Run ``python make_music.py`` to write the four files again; they come out byte for byte the same.
"""

from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
DIVISION = 480  # ticks a quarter
EIGHTH = DIVISION // 2
REST = 0

Note = tuple[int, int]  # MIDI key (0: rest), eighths
Bar = tuple[Note, ...]

THEME: tuple[Bar, ...] = (
    ((62, 2), (69, 3), (67, 1)),
    ((65, 2), (64, 2), (62, 2)),
    ((64, 1), (65, 1), (67, 2), (72, 2)),
    ((69, 6),),
    ((69, 2), (74, 3), (72, 1)),
    ((71, 2), (67, 2), (64, 2)),
    ((65, 1), (67, 1), (69, 1), (65, 1), (64, 2)),
    ((62, 4), (REST, 2)),
    ((65, 3), (67, 1), (69, 2)),
    ((72, 2), (71, 1), (69, 1), (67, 2)),
    ((69, 1), (76, 3), (74, 2)),
    ((73, 4), (69, 2)),
    ((74, 2), (69, 1), (71, 1), (72, 2)),
    ((71, 1), (69, 1), (67, 2), (64, 2)),
    ((65, 1), (64, 1), (62, 2), (61, 2)),
    ((62, 6),),
)
BASS: tuple[int, ...] = (50, 46, 48, 45, 50, 43, 45, 50, 53, 48, 45, 45, 50, 43, 45, 50)

# The accused version: two bars of its own in front, four bars changed, all a fourth higher and faster.
SHIFT = 5
OWN_INTRO: tuple[Bar, ...] = (((67, 1), (70, 1), (74, 1), (70, 1), (67, 2)), ((72, 3), (70, 1), (69, 2)))
OWN_INTRO_BASS: tuple[int, ...] = (55, 53)
CHANGED: dict[int, Bar] = {  # by the number of the bar in THEME, already in the new key
    5: ((74, 1), (76, 1), (72, 4)),
    10: ((74, 2), (77, 2), (79, 2)),
    11: ((78, 2), (79, 2), (74, 2)),
    14: ((70, 2), (69, 1), (67, 1), (66, 2)),
}


@dataclass(frozen=True)
class Tune:
    """A melody in three-four time with one bass note a bar."""

    title: str
    key: str  # as ABC writes it
    flats: frozenset[int]  # pitch classes the key signature already lowers
    bars: tuple[Bar, ...]
    bass: tuple[int, ...]
    tempo: int
    program: int


def claimed() -> Tune:
    return Tune("Moonlight City, the lamps", "Ddor", frozenset(), THEME, BASS, 96, 73)


def accused() -> Tune:
    moved = tuple(tuple((key + SHIFT if key else REST, length) for key, length in bar) for bar in THEME)
    bars = tuple(CHANGED.get(number, bar) for number, bar in enumerate(moved))
    bass = tuple(key + SHIFT for key in BASS)
    return Tune("Silver Moon, login", "Gdor", frozenset({10}), OWN_INTRO + bars, OWN_INTRO_BASS + bass, 112, 79)


SHARP_NAMES = ("C", "^C", "D", "^D", "E", "F", "^F", "G", "^G", "A", "_B", "B")


def abc_note(key: int, length: int, flats: frozenset[int]) -> str:
    size = "" if length == 1 else str(length)
    if key == REST:
        return "z" + size
    name = SHARP_NAMES[key % 12]
    if key % 12 in flats:
        name = name.lstrip("_")
    elif name == "B" and 10 in flats:
        name = "=B"
    octave = key // 12 - 5
    if octave >= 1:
        name = name.lower() + "'" * (octave - 1)
    else:
        name += "," * -octave
    return name + size


def abc(tune: Tune) -> bytes:
    bars = [" ".join(abc_note(key, length, tune.flats) for key, length in bar) for bar in tune.bars]
    lines = [" | ".join(bars[start : start + 4]) for start in range(0, len(bars), 4)]
    head = f"X:1\nT:{tune.title}\nM:3/4\nL:1/8\nQ:1/4={tune.tempo}\nK:{tune.key}\n"
    return (head + " |\n".join(lines) + " |]\n").encode("ascii")


def length_bytes(value: int) -> bytes:
    """MIDI's numbers of variable length: seven bits a byte, the last byte without the top bit."""
    out = [value & 0x7F]
    while value := value >> 7:
        out.append(value & 0x7F | 0x80)
    return bytes(reversed(out))


def track(events: list[tuple[int, bytes]]) -> bytes:
    body = b"".join(length_bytes(wait) + event for wait, event in events) + b"\x00\xff\x2f\x00"
    return b"MTrk" + len(body).to_bytes(4, "big") + body


def meta(kind: int, data: bytes) -> bytes:
    return bytes((0xFF, kind)) + length_bytes(len(data)) + data


def voice(notes: list[Note], channel: int, program: int, loud: int) -> list[tuple[int, bytes]]:
    events: list[tuple[int, bytes]] = [(0, bytes((0xC0 | channel, program)))]
    wait = 0
    for key, length in notes:
        if key == REST:
            wait += length * EIGHTH
            continue
        events.append((wait, bytes((0x90 | channel, key, loud))))
        events.append((length * EIGHTH, bytes((0x80 | channel, key, 0))))
        wait = 0
    return events


def midi(tune: Tune) -> bytes:
    signs = 0xFF if tune.flats else 0  # a major key with as many signs: F or C
    conductor = [
        (0, meta(0x03, tune.title.encode("ascii"))),
        (0, meta(0x51, (60_000_000 // tune.tempo).to_bytes(3, "big"))),
        (0, meta(0x58, bytes((3, 2, 24, 8)))),
        (0, meta(0x59, bytes((signs, 0)))),
    ]
    melody = [note for bar in tune.bars for note in bar]
    bass = [(key, 6) for key in tune.bass]
    tracks = [track(conductor), track(voice(melody, 0, tune.program, 92)), track(voice(bass, 1, 46, 70))]
    head = b"MThd" + (6).to_bytes(4, "big") + b"\x00\x01" + len(tracks).to_bytes(2, "big") + DIVISION.to_bytes(2, "big")
    return head + b"".join(tracks)


def write_all() -> dict[str, bytes]:
    """Every music file by its path inside the sample case."""
    own, taken = claimed(), accused()
    return {
        "claimed/music/theme.abc": abc(own),
        "claimed/music/theme.mid": midi(own),
        "accused/bgm/login.abc": abc(taken),
        "accused/bgm/login.mid": midi(taken),
    }


def main() -> None:
    for path, data in write_all().items():
        target = HERE / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
        print(f"{path}: {len(data)} bytes")


if __name__ == "__main__":
    main()
