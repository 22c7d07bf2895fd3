"""Kinds of literal rows: what a piece of a file is, and from what length on it counts."""

from __future__ import annotations

from enum import IntEnum


class Row(IntEnum):
    """One piece of a file. The first ones have figures of their own, those from ``SPACING`` on are finds."""

    STATEMENT = 0  # a line of code without comments and spacing
    COMMENT = 1  # a line of a comment: its letters and digits
    STRING = 2  # a string, of a longer one each line
    NAME = 3  # an identifier
    PART = 4  # three neighbouring words of an identifier, case set aside
    HEAD = 5  # the first word of a line of code
    COMMENTED = 6  # a line of a comment as if it were code
    WORD = 7  # a word that is in no dictionary and in few works of the bundled counts
    PHRASE = 8  # Chinese between two punctuation marks, as part of a comment or string
    KEY = 9  # a string of one word: a name of an option, a key, a file
    SPACING = 10
    DEAD = 11
    DEBUG = 12
    AUTHOR = 13  # the bare name of an author or holder of rights: its letters and digits, case set aside
    EMAIL = 14
    DATE = 15
    COPYRIGHT = 16
    TODO = 17
    PATH = 18
    GUID = 19
    HIDDEN = 20


FINDS = tuple(row for row in Row if row >= Row.SPACING)
WORD_OF: dict[Row, str] = {
    Row.STATEMENT: "statement-lines",
    Row.COMMENT: "comment-lines",
    Row.STRING: "string",
    Row.KEY: "one-word-string",
    Row.NAME: "identifier",
    Row.PART: "identifier-part",
    Row.HEAD: "instruction-sequence",
    Row.COMMENTED: "commented-out-code",
    Row.WORD: "misspelling",
    Row.PHRASE: "phrase",
    Row.SPACING: "odd-spacing",
    Row.DEAD: "dead-code",
    Row.DEBUG: "debug-print",
    Row.AUTHOR: "author",
    Row.EMAIL: "email",
    Row.DATE: "date",
    Row.COPYRIGHT: "copyright-line",
    Row.TODO: "todo",
    Row.PATH: "absolute-path",
    Row.GUID: "guid",
    Row.HIDDEN: "hidden-characters",
}
ROW_OF = {word: row for row, word in WORD_OF.items()}
LEAST: dict[Row, int] = {  # letters, digits and signs (of comments letters and digits; one 字 is three) that count
    Row.STATEMENT: 12,
    Row.COMMENT: 12,
    Row.STRING: 8,
    Row.KEY: 6,
    Row.NAME: 5,
    Row.PART: 12,
    Row.COMMENTED: 12,
    Row.WORD: 5,
    Row.PHRASE: 15,
    Row.SPACING: 12,
    Row.DEAD: 12,
    Row.DEBUG: 12,
}
COMMON = 2  # works of the bundled counts that hold a piece which is no evidence by itself
MISSPELT = 7  # works, at most, that hold a word which may be misspelt: a tenth of them; more is usage
