"""Clips of a segment that a panel can hear: of either passage, and of both in step, one in either ear.

FLAC, 16 bits, at ``RATE``; the same passages give the same bytes. Long passages are cut to ``LONGEST`` seconds. In the
clip of both the right passage is brought to the left one's pace as a record is, by resampling. Where time was stretched
without resampling it is stretched back, and brought to the left one's pitch; its sound is altered by that, and the name
of the clip says so (``STRETCHED``). Where the pitch was moved and the pace kept, both are in step as they are.
"""

from __future__ import annotations

import io

import numpy as np
import soundfile
import soxr
from scipy.fft import irfft, rfft

from appraisal.comparison import Match
from appraisal.exhibit import Clip
from appraisal.span import Span
from appraisal.work import Member
from comparators.audio import decode
from comparators.audio.recording.landmarks import Floats
from comparators.audio.recording.stretching import brought_back

RATE = 16000
LONGEST = 10.0  # seconds
NEAR = 0.03  # seconds
UNALTERED = 0.001  # of the pace, below which the ends of segments cannot tell it from none
STRETCHED = (
    "{0} [the right one stretched in time to the left one's pace, and moved to its pitch, by this program: in step to"
    " some 16 ms; what of its sound is altered by that cannot be told from what was before, for which hear it alone]"
)
TOP = 0.9  # full scale that the loudest sample of a side is brought to, so that both are heard alike


def clips(members: tuple[Member, Member], match: Match, max_seconds: float) -> tuple[Clip, ...]:
    """Left, right, and both; the left passage is the measure of what is cut."""
    spans = (match.left, match.right)
    lengths = [float(span.stop - span.start) for span in spans]
    pace = lengths[1] / max(1e-6, lengths[0])
    wanted = (min(LONGEST, lengths[0]), min(LONGEST, lengths[0]) * pace)
    sides = [
        _taken(member, span, length, max_seconds) for member, span, length in zip(members, spans, wanted, strict=True)
    ]
    made = [
        Clip(span.file, float(span.start), round(float(span.start) + length, 3), _flac(samples[:, None]))
        for span, length, samples in zip(spans, wanted, sides, strict=True)
    ]
    left, right = sides
    how = match.details.get("subtracted")
    if how == "stretched":
        right = brought_back(right, RATE, pace, float(match.details.get("pitch", 0.0)))
    elif abs(pace - 1) > UNALTERED:
        right = np.asarray(soxr.resample(right, RATE * pace, RATE), np.float32)
    if how not in ("stretched", "repitched"):  # waves of another pitch, or stretched, say nothing of a delay
        left, right = _in_step(left, right)
    size = min(len(left), len(right))
    if size:
        names = " | ".join(f"{ear} {span.file}" for ear, span in zip("LR", spans, strict=True))
        names = STRETCHED.format(names) if how == "stretched" else names
        both = np.stack([left[:size], right[:size]], axis=1)
        start = float(spans[0].start)
        made.append(Clip(names, start, round(start + size / RATE, 3), _flac(both)))
    return tuple(made)


def _in_step(left: Floats, right: Floats) -> tuple[Floats, Floats]:
    """Both from where they correspond best, ``NEAR`` seconds either way: the ends of a segment are true to a few ms."""
    most = round(NEAR * RATE)
    if min(len(left), len(right)) <= 4 * most:
        return left, right
    size = 1 << (len(left) + len(right)).bit_length()
    across = irfft(np.conj(rfft(left, size)) * rfft(right, size), size)
    delays = np.arange(-most, most + 1)
    delay = int(delays[int(np.abs(across[delays]).argmax())])
    return left[max(0, -delay) :], right[max(0, delay) :]


def _taken(member: Member, span: Span, length: float, max_seconds: float) -> Floats:
    start = float(span.start)
    sound = decode.read(member, rate=RATE, start=start, stop=start + length, max_seconds=max_seconds)
    top = float(np.abs(sound.samples).max()) if len(sound.samples) else 0.0
    return sound.samples * np.float32(TOP / top) if top > 0 else sound.samples


def _flac(samples: Floats) -> bytes:
    stream = io.BytesIO()
    soundfile.write(stream, np.rint(np.clip(samples, -1, 1) * 32767).astype(np.int16), RATE, "PCM_16", format="FLAC")
    return stream.getvalue()
