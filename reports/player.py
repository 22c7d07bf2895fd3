"""Both passages of a match played in step, in a notebook: left, right, or one in either ear.

A page of its own within the cell, without network and apart from the notebook (``sandbox``, a content security policy
that lets nothing run but the script of this package): it holds the clips of the exhibits and words. What comes from
works are sounds, decoded by the browser, and texts, which are written as texts. It goes on working in a notebook that
is kept as a web page.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from appraisal.comparison import Match
from appraisal.dossier import Filed
from appraisal.dossier import Shown as Chosen
from appraisal.exhibit import Clip, Plot, Table
from reports.exhibits.html import TEMPLATES, environment
from reports.sections.desk import Desk
from reports.text import printable

WORDS = ("left", "right", "play", "stop", "only-left", "only-right", "both", "in-step", "paced", "alone", "failed")
FACTS = ("pitch", "shift", "tempo", "digits", "strength", "likeness", "chance", "residual", "residual_best", "frames",
         "gain", "inverted", "subtracted")  # fmt: skip


def player(desk: Desk, filed: Filed, chosen: Sequence[Chosen]) -> str:
    """The page in its frame; a sentence where none of the exhibits has sounds of both works."""
    matches = {match.id: match for match in filed.comparison.matches}
    told = [
        _passage(desk, filed, one, matches[one.match], clips)
        for one in chosen
        if len(clips := _clips(one)) > 1 and one.match in matches
    ]
    if not told:
        return Markup('<p class="no-player">{}</p>').format(desk.say("player-none"))
    script = (TEMPLATES / "player.js").read_text("utf-8")
    page = (
        environment()
        .get_template("player.html")
        .render(
            script=Markup(script),  # noqa: S704 - a file of this package, no evidence
            policy=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
            told=Markup(_quoted({"words": {w: desk.say(f"player-{w}") for w in WORDS}, "passages": told})),  # noqa: S704 - no sign in it opens a tag
            language="zh-CN" if desk.language == "zh" else "en",
        )
    )
    return Markup('<iframe class="player" sandbox="allow-scripts" title="{}" srcdoc="{}" style="{}"></iframe>').format(
        desk.say("player-title"), page, "width:100%;height:430px;border:1px solid #999"
    )


def _clips(one: Chosen) -> tuple[Clip, ...]:
    return one.exhibit.clips if isinstance(one.exhibit, Plot | Table) else ()


def _passage(desk: Desk, filed: Filed, one: Chosen, match: Match, clips: Sequence[Clip]) -> dict[str, Any]:
    """``pace``: whether the right clip is brought to the length of the left one; never where clips are in step.
    ``note``: what the method says of the clip of both, where it says something; else it is in step to the sample."""
    facts = [
        [desk.label(filed, name), desk.worded(filed, match.details[name], name)]
        for name in FACTS
        if name in match.details
    ]
    return {
        "title": f"{one.number} · {desk.label(filed, match.kind)} · {one.match}",
        "verdict": desk.say(f"verdict.{one.verdict.value}"),
        "names": [printable(clip.file) for clip in clips[:2]],
        "starts": [clip.start for clip in clips[:2]],
        "lengths": [round(clip.stop - clip.start, 3) for clip in clips[:2]],
        "facts": [[desk.say("col.kind"), desk.label(filed, match.kind)], *facts],
        "flac": [base64.b64encode(clip.flac).decode("ascii") for clip in (clips[2:3] or clips[:2])],
        "note": _note(desk, filed, clips),
        "pace": len(clips) == 2 and "tempo" in match.details,
    }


def _note(desk: Desk, filed: Filed, clips: Sequence[Clip]) -> str:
    said = desk.formed(filed, clips[2].file) if len(clips) > 2 else None
    return "" if said is None else desk.say("player-named", clip=said)


def _quoted(data: Mapping[str, Any]) -> str:
    """JSON in which nothing ends or begins an element."""
    said = json.dumps(data, ensure_ascii=False, sort_keys=True)
    return said.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
