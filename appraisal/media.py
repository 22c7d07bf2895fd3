"""Media of files, told by their first bytes and their names."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Medium(StrEnum):
    TEXT = "text"
    CODE = "code"
    IMAGE = "image"
    VIDEO = "video"
    AUDIO = "audio"
    SCORE = "score"
    SOFTWARE = "software"


EVERY = frozenset(Medium)
#: What is seen or heard: such files hold pictures, sound or notes, and no tables, maps or models.
SENSED = frozenset({Medium.IMAGE, Medium.VIDEO, Medium.AUDIO, Medium.SCORE})
SUFFIXES: Mapping[Medium, frozenset[str]] = {
    Medium.TEXT: frozenset(
        [
            *("txt", "md", "markdown", "rst", "text", "tex", "csv", "tsv"),
            *("srt", "ass", "ssa", "vtt", "lrc", "html", "htm", "xhtml", "epub", "pdf"),
            *("docx", "docm", "dotx", "dotm", "odt", "ott", "fodt"),
            *("doc", "rtf", "wps", "mobi", "azw3", "caj"),  # not read: the refusal says what to do
        ]
    ),
    Medium.CODE: frozenset(
        [
            "py",
            "pyw",
            "java",
            "c",
            "h",
            "cc",
            "cpp",
            "cxx",
            "hpp",
            "hh",
            "cs",
            "js",
            "mjs",
            "ts",
            "tsx",
            "jsx",
            "go",
            "rs",
            "php",
            "lua",
            "kt",
            "kts",
            "sql",
            "sh",
            "bash",
            "rb",
            "pl",
            "swift",
            "scala",
            "m",
            "mm",
            "vb",
            "pas",
            "asm",
            "s",
            "gd",
            "glsl",
            "hlsl",
            "hxx",
            "h++",
            "c++",
            "inl",
            "ipp",
            "tcc",
            "tpp",
            "cjs",
            "mts",
            "cts",
            "pyi",
            "phtml",
            "php3",
            "php4",
            "php5",
            "zsh",
            "ksh",
            "csx",
            "pm",
            "rake",
            "dart",
            "ino",
            "cu",
            "vert",
            "frag",
            "jav",
            "ddl",
        ]
    ),
    Medium.IMAGE: frozenset(
        [
            *("png", "jpg", "jpeg", "jpe", "gif", "bmp", "tif", "tiff", "webp", "tga", "ppm", "pgm", "pbm", "ico"),
            *("avif", "psd", "svg", "svgz"),
        ]
    ),
    Medium.VIDEO: frozenset(["mp4", "mkv", "avi", "mov", "webm", "flv", "wmv", "mpg", "mpeg", "m4v"]),
    Medium.AUDIO: frozenset(
        [
            *("wav", "flac", "ogg", "oga", "opus", "mp3", "m4a", "aac", "wma", "aiff", "aif", "caf", "w64"),
            *("m3u", "m3u8", "pls"),  # lists that name recordings: refused by name, so that nobody takes them for sound
            *(
                "mka",
                "wv",
                "ac3",
                "amr",
                "ape",
                "xm",
                "s3m",
            ),  # not mod and it: other things are called so
        ]
    ),
    Medium.SCORE: frozenset(["mid", "midi", "musicxml", "mxl", "mscx", "mscz", "abc", "krn"]),
    Medium.SOFTWARE: frozenset(
        ["exe", "dll", "so", "dylib", "sys", "elf", "o", "obj", "lib", "apk", "jar", "pak", "pk3", "wad", "msi", "asar"]
    ),
}
_BY_SUFFIX = {suffix: medium for medium, suffixes in SUFFIXES.items() for suffix in suffixes}
MAGIC: tuple[tuple[bytes, Medium], ...] = (
    (b"\x89PNG\r\n\x1a\n", Medium.IMAGE),
    (b"\xff\xd8\xff", Medium.IMAGE),
    (b"GIF8", Medium.IMAGE),
    (b"BM", Medium.IMAGE),
    (b"II*\x00", Medium.IMAGE),
    (b"MM\x00*", Medium.IMAGE),
    (b"8BPS", Medium.IMAGE),
    (b"MThd", Medium.SCORE),
    (b"fLaC", Medium.AUDIO),
    (b"OggS", Medium.AUDIO),
    (b"ID3", Medium.AUDIO),
    (b"IMPM", Medium.AUDIO),
    (b"Extended Module: ", Medium.AUDIO),
    (b"RF64", Medium.AUDIO),
    (b"wvpk", Medium.AUDIO),
    (b"caff", Medium.AUDIO),
    (b"\x7fELF", Medium.SOFTWARE),
    (b"\xcf\xfa\xed\xfe", Medium.SOFTWARE),  # Mach-O of 64 bits, of 32, of the other byte order
    (b"\xce\xfa\xed\xfe", Medium.SOFTWARE),
    (b"\xfe\xed\xfa\xcf", Medium.SOFTWARE),
    (b"\xfe\xed\xfa\xce", Medium.SOFTWARE),
    (b"MZ", Medium.SOFTWARE),
    (b"%PDF-", Medium.TEXT),
    (b"{\\rtf", Medium.TEXT),
)


DOCUMENTS = (  # first member of a zip, which the formats want stored first and unpacked
    b"mimetypeapplication/epub+zip",
    b"mimetypeapplication/vnd.oasis.opendocument.text",
)


SCORES = (b"<score-partwise", b"<score-timewise", b"<museScore")  # roots of XML that is notation, whatever its name


# of one Mach-O file, at the most; classes of Java begin with the same bytes and have their version (45 up) there
PROCESSORS = 40


def _program(head: bytes) -> bool:
    """Whether a file is a PE program by both its marks, or a Mach-O file for several processors."""
    if head[:2] == b"MZ" and len(head) >= 64:
        at = int.from_bytes(head[60:64], "little")
        return head[at : at + 4] == b"PE\0\0"
    if head[:4] in (b"\xca\xfe\xba\xbe", b"\xca\xfe\xba\xbf"):
        return 0 < int.from_bytes(head[4:8], "big") < PROCESSORS
    return False


def guess_medium(name: str, head: bytes = b"") -> Medium | None:
    """Medium of one file by its first bytes, then by its name; None when neither says."""
    if head[:4] == b"RIFF" and len(head) >= 12:
        kind = head[8:12]
        return {b"WAVE": Medium.AUDIO, b"WEBP": Medium.IMAGE, b"AVI ": Medium.VIDEO}.get(kind)
    if head[1080:1084] in (b"M.K.", b"M!K!", b"FLT4", b"6CHN", b"8CHN") and name.lower().endswith(".mod"):
        return Medium.AUDIO  # ProTracker's signature lies behind its table of 31 instruments
    if head[4:12] in (b"ftypM4A ", b"ftypM4B "):
        return Medium.AUDIO
    if head[4:12] in (b"ftypavif", b"ftypavis"):
        return Medium.IMAGE
    if _program(head):
        return Medium.SOFTWARE
    for magic, medium in MAGIC:
        if len(magic) > 2 and head.startswith(magic):
            return medium
    if head[:4] == b"PK\x03\x04" and any(head.startswith(kind, 30) for kind in DOCUMENTS):
        return Medium.TEXT
    if head.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] == b"<" and any(root in head for root in SCORES):
        return Medium.SCORE
    by_name = _BY_SUFFIX.get(name.rsplit(".", 1)[-1].lower()) if "." in name else None
    if by_name is not None:
        return by_name
    for magic, medium in MAGIC:
        if head.startswith(magic):
            return medium
    if head and b"\x00" not in head[:512]:
        return Medium.TEXT
    return None
