"""Parts of speech of lines for listings."""

from __future__ import annotations

import pytest

from comparators.matching.speech import LONGEST, lines


def test_lines_have_their_parts_of_speech() -> None:
    made = lines("srv/gate.py", 'def ring(n):\n    """two\n    lines"""\n    return n + 1  # bell\n')
    assert ("def", "keyword") in made[0] and ("ring", "name") in made[0]
    assert made[2] == (('    lines"""', "string"),)
    assert ("# bell", "comment") in made[3] and ("1", "number") in made[3]
    assert made[4] == ()


@pytest.mark.parametrize("file", ["a.py", "a.c", "a.js", "a.unknown", "README", "a.txt", "a.json", ""])
@pytest.mark.parametrize(
    "text", ["", "\n", "\n\nx\n", "a\r\nb\rc", "'open\n\"\n\\\n", "\x00\u202e\ufeff\n{", "光 = 1\n"]
)
def test_no_character_is_lost(file: str, text: str) -> None:
    made = lines(file, text)
    assert "\n".join("".join(piece for piece, _ in row) for row in made) == text


def test_prose_and_endless_lines_are_left_whole() -> None:
    assert lines("a.txt", "if x\n") == [(("if x", None),), (("", None),)]
    assert lines("a.py", "x" * (LONGEST + 1)) == [(("x" * (LONGEST + 1), None),)]
