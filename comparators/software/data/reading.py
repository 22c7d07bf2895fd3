"""Which reader a file gets, told by its bytes first and its name second. All of it runs in the limited child."""

from __future__ import annotations

import re

from appraisal.errors import MaterialError, OverLimit
from appraisal.work import Member
from comparators.software.data import layouts, literals, opcodes, settings, sheets, sql, sqlite, tabular, trees
from comparators.software.data.decoding import binary, decode
from comparators.software.data.grid import MOST_DEPTH, Book

MOST_BYTES = 256 << 20
C_LIKE = {
    "c",
    "h",
    "cc",
    "cpp",
    "cxx",
    "hpp",
    "hh",
    "inc",
    "inl",
    "m",
    "mm",
    "cs",
    "java",
    "kt",
    "go",
    "rs",
    "swift",
    "proto",
    "y",
    "def",
}
SCRIPTS = {
    "js",
    "mjs",
    "ts",
    "tsx",
    "jsx",
    "py",
    "pyw",
    "rb",
    "php",
    "gd",
    "as",
    "hx",
    "scala",
    "pl",
    "json5",
    "nut",
    "txx",
    "vb",
    "pas",
}
TEXTS = {"txt", "lst", "list", "dat", "data", "tbl", "tab", "text", "names", "words", "md", "asc", "prn"}
PROSE = {"html", "htm", "rst", "tex", "css", "sh", "bash", "svg", "po", "pot", "ps", "eps"}
WML = re.compile(r"^\s*\[/\w+\]\s*$", re.M)
MARKUP = re.compile(rb"\s*<(?:\?xml|!DOCTYPE|[A-Za-z_][\w:.-]*[\s>/])", re.I)
HTML = re.compile(rb"\s*<(?:!doctype\s+html|html|head|body|script|svg)\b", re.I)


def read(member: Member) -> Book:
    """All tables of one file, none if it holds none. Raises a ``MaterialError`` that names the file."""
    book = Book(member.file)
    head = member.head(4096)
    name = member.file.rsplit("/", 1)[-1]
    suffix = name.rpartition(".")[2].lower() if "." in name else ""
    if head.startswith(sqlite.MAGIC):
        sqlite.read(book, member.path, member.size)
        return book
    if head.startswith(b"PK\x03\x04"):
        if sheets.looks_like(member.path, head):
            sheets.read(book, member.path)
        return book
    if not head or suffix in PROSE or binary(head):
        return book
    if member.size > MOST_BYTES:
        raise OverLimit(f"{member.file}: {member.size} bytes of text, at most {MOST_BYTES} are read: split it")
    try:
        _text(book, member.bytes(MOST_BYTES), suffix)
    except RecursionError as error:  # a parser that counts no levels of its own
        raise OverLimit(f"{member.file}: values lie more than {MOST_DEPTH} levels deep") from error
    return book


def _text(book: Book, data: bytes, suffix: str) -> None:
    if MARKUP.match(data[:512].removeprefix(b"\xef\xbb\xbf")) and not HTML.match(data[:512]):
        try:
            trees.xml(book, data)
            return
        except OverLimit:
            raise
        except MaterialError:
            if suffix == "xml":
                raise
            book.grids.clear()
    text, _ = decode(data)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if suffix == "lua" or suffix in C_LIKE or suffix in SCRIPTS:
        _source(book, text, suffix)
    elif suffix == "sql" or (suffix in ("dump", "", "txt", "db", "bak", "pgsql", "mysql") and sql.looks_like(text)):
        sql.read(book, text)
    elif suffix in ("jsonl", "ndjson"):
        trees.json_lines(book, text)
    elif suffix == "json":
        trees.json_text(book, text)
    elif suffix == "toml":
        trees.toml(book, text)
    elif suffix in ("yaml", "yml"):
        trees.yaml(book, text)
    elif not _guessed(book, text, suffix):
        lines = tabular.lines_of(text, book.file)
        mark = tabular.delimiter_of(lines)
        bare = "." not in book.file.rsplit("/", 1)[-1]
        sure = suffix in ("csv", "tsv", "psv")
        if mark is not None and (sure or ((suffix in TEXTS or bare) and not tabular.prose(lines, mark))):
            tabular.separated(book, text, mark)
        elif suffix in ("csv", "tsv"):
            tabular.separated(book, text, "\t" if suffix == "tsv" else ",")
        elif settings.share(text) >= settings.SHARE and suffix not in ("md",):
            settings.read(book, text)
        elif not tabular.spaced(book, lines) and (suffix in TEXTS or bare):
            tabular.listed(book, lines)


def _guessed(book: Book, text: str, suffix: str) -> bool:
    """Formats that their first marks betray, whatever the name says. Whether one fitted."""
    start = text[:2000].lstrip()
    if start[:1] in ("{", "[") and suffix not in ("ini", "cfg", "conf") and re.match(r'[\[{]\s*["\d\[{\]}-]', start):
        try:
            trees.json_text(book, text)
            return True
        except OverLimit:
            raise
        except MaterialError:
            book.grids.clear()
            try:
                trees.json_lines(book, text)
                return True
            except MaterialError:
                book.grids.clear()
    if start[:1] == "[" and WML.search(text, 0, 200_000):
        trees.wml(book, text)
        return True
    if suffix in ("cfg", "conf", "") and WML.search(text, 0, 200_000):
        trees.wml(book, text)
        return True
    if re.match(r"(?:--|local\s|return\s*\{|[\w.]+\s*=\s*\{)", start) and suffix not in ("csv", "tsv", "toml"):
        literals.literals(book, text, literals.LUA)
        return bool(book.grids)
    return False


def _source(book: Book, text: str, suffix: str) -> None:
    style = literals.LUA if suffix == "lua" else literals.C if suffix in C_LIKE else literals.OTHER
    tabular.lines_of(text, book.file)
    opcodes.constants(book, text)
    layouts.layouts(book, text)
    literals.literals(book, text, style)
