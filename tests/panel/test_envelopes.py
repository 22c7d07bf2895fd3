"""Envelopes alone: the key, what they are about, their length."""

from __future__ import annotations

from dataclasses import replace

import pytest

from appraisal import sealing
from appraisal.errors import AppraisalError, CaseError
from tests.panel.test_sealed import KEYS

# --- envelopes ------------------------------------------------------------------------------------------------------


def test_an_envelope_opens_with_its_key_and_for_what_it_is_about() -> None:
    key = sealing.key_for(KEYS["甲"], "p 甲")
    sealed = sealing.seal("采信\x00\n", key, "p 甲", draw=lambda size: b"\x07" * size)
    assert sealing.unseal(sealed, key, "p 甲") == "采信\x00\n"
    for other in (
        replace(sealed, digest="0" * 64),
        replace(sealed, content=sealed.content[:-8] + "AAAAAAA="),
        replace(sealed, content="not base64"),
        replace(sealed, content=""),
    ):
        with pytest.raises(CaseError, match="not as it was sealed"):
            sealing.unseal(other, key, "p 甲")
    with pytest.raises(CaseError, match="not as it was sealed"):
        sealing.unseal(sealed, key, "p 乙")
    with pytest.raises(CaseError, match="not the key"):
        sealing.unseal(sealed, sealing.key_for(KEYS["甲"], "q 甲"), "p 甲")


def test_all_envelopes_are_of_one_length() -> None:
    key = sealing.key_for(KEYS["甲"], "p")
    lengths = {len(sealing.seal(text, key, "p").content) for text in ("", "a", "字" * 600)}
    assert lengths == {4 * -(-(sealing.NONCE + sealing.SALT + sealing.LENGTH + 16) // 3)}
    with pytest.raises(AppraisalError, match="shorten the note"):
        sealing.seal("字" * 700, key, "p")
