"""Lines that an interface dictates: imports of the language's own library, and the first line of functions whose name
and parameters a runtime, a standard library or an overridden declaration prescribes. Bodies stay in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from comparators.code.filters.marks import IMPORTS, NAMES, Mark


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


STANDARD_PYTHON = frozenset(
    _words(
        "__future__ abc argparse array ast asyncio atexit base64 bisect builtins bz2 calendar cmd code codecs"
        " collections concurrent configparser contextlib copy csv ctypes curses dataclasses datetime decimal"
        " difflib dis doctest email enum errno fnmatch fractions functools gc getopt getpass gettext glob gzip"
        " hashlib heapq hmac html http imaplib importlib inspect io ipaddress itertools json keyword linecache"
        " locale logging lzma mailbox math mimetypes mmap multiprocessing numbers operator optparse os pathlib pdb"
        " pickle pkgutil platform plistlib pprint profile pstats pwd queue random re readline resource runpy sched"
        " secrets select selectors shelve shlex shutil signal site smtplib socket socketserver sqlite3 ssl stat"
        " statistics string struct subprocess sys sysconfig syslog tarfile tempfile textwrap threading time timeit"
        " tkinter token tokenize trace traceback tracemalloc turtle types typing unicodedata unittest urllib"
        " urllib2 urlparse uuid warnings wave weakref webbrowser xml xmlrpc zipfile zipimport zlib StringIO"
        " cStringIO ConfigParser Queue Tkinter cPickle thread commands httplib imp new sets popen2 __builtin__"
    )
)
NODE = (
    "assert|async_hooks|buffer|child_process|cluster|console|crypto|dgram|dns|events|fs|http|http2|https|module|net|os"
    "|path|perf_hooks|process|punycode|querystring|readline|stream|string_decoder|timers|tls|tty|url|util|v8|vm"
    "|worker_threads|zlib"
)
_JAVA = r"java|javax|jakarta|kotlin|kotlinx|scala|android|androidx|sun|org\.junit|org\.w3c|org\.xml"
IMPORT: Mapping[str, re.Pattern[str]] = {
    language: re.compile(pattern)
    for languages, pattern in (
        ("C|C++|Objective-C|Objective-C++", r"\s*#\s*(?:include|import)\s*<[^>]+>\s*(?://.*|/\*.*)?$"),
        ("Java|Kotlin|Scala", rf"\s*import\s+(?:static\s+)?(?:{_JAVA})\.[\w.*]+\s*;?\s*(?://.*)?$"),
        ("C#", r"\s*(?:global\s+)?using\s+(?:static\s+)?(?:System|Microsoft)(?:\.[\w.]+)?\s*;\s*(?://.*)?$"),
        ("Go", r'\s*(?:import\s+)?(?:[\w.]+\s+)?"[a-z0-9]+(?:/[a-z0-9]+)*"\s*(?://.*)?$'),
        ("Rust", r"\s*(?:pub\s+)?use\s+(?:std|core|alloc)::[\w:{}, *]+;\s*(?://.*)?$"),
        (
            "JavaScript|TypeScript|TSX",
            rf"\s*(?:(?:const|let|var)\s+[\w{{}}, :]+=\s*require\(\s*['\"](?:node:)?(?:{NODE})['\"]\s*\)"
            rf"|import\s+[\w{{}}, *]+\s+from\s+['\"](?:node:)?(?:{NODE})['\"])\s*;?\s*$",
        ),
    )
    for language in languages.split("|")
}
PYTHON_IMPORT = re.compile(r"\s*(?:from\s+([\w.]+)\s+import\s+(?!\()[^#]*|import\s+([\w., ]+?))\s*(?:#.*)?$")
AS = re.compile(r"\s+as\s+\w+")
_OBJECT = (
    "toString|equals|hashCode|compareTo|compare|clone|finalize|run|call|iterator|hasNext|next|remove|close|main"
    "|actionPerformed|mouse(?:Clicked|Pressed|Released|Entered|Exited|Moved|Dragged)|key(?:Pressed|Released|Typed)"
    "|onCreate|onStart|onResume|onPause|onStop|onDestroy|onClick|doGet|doPost|init|paint|paintComponent"
    "|uncaughtException"
)
_END = r"(?:\s*throws\s+[\w., ]+)?\s*\{?\s*(?://.*)?$"  # nothing of the body on this line
NAME: Mapping[str, re.Pattern[str]] = {
    language: re.compile(pattern)
    for languages, pattern in (
        ("Java", rf"\s*(?:@Override\s+)?(?:public|protected)\s+(?:(?:static|final|synchronized)\s+)*[\w<>\[\], ?]+?\s+"
                 rf"({_OBJECT})\s*\([^()]*\){_END}"),
        ("C", r"\s*(?:int|void)\s+(main|wmain)\s*\([^()]*\)\s*\{?\s*$|\s*(?:int|BOOL)\s+(?:WINAPI|APIENTRY|CALLBACK)\s+"
              r"(w?WinMain|DllMain)\b.*$"),
        ("C++", r"\s*(?:int|void)\s+(main|wmain)\s*\([^()]*\)\s*\{?\s*$"
                r"|\s*(?:int|BOOL)\s+(?:WINAPI|APIENTRY|CALLBACK)\s+(w?WinMain|DllMain)\b.*$|[^;{}=]*?\b(\w+)\s*\([^(){}]*\)\s*(?:const\s*)?(?:noexcept\s*)?"
                r"(?:override|final)\s*(?:final\s*|override\s*)?[;{]?\s*$"),
        ("C#", r"\s*(?:(?:public|protected|internal|private|sealed|async)\s+)*(?:override\s+[\w<>\[\], ?]+?|"
               r"static\s+(?:async\s+)?(?:void|int|Task)(?=\s+Main\b))\s+(\w+)\s*\([^()]*\)\s*\{?\s*$"),
        ("Kotlin", r"\s*(?:(?:public|protected|internal|final)\s+)*override\s+(?:suspend\s+)?fun\s+(\w+)\s*\([^()]*\)"
                   r"[^={]*\{?\s*$|\s*fun\s+(main)\s*\([^()]*\)\s*\{?\s*$"),
        ("Python", r"\s*(?:async\s+)?def\s+(__\w+__|setUp|tearDown|setUpClass|tearDownClass)\s*"
                   r"\([^()]*\)[^:]*:\s*(?:#.*)?$|if\s+(__name__)\s*==\s*['\"]__main__['\"]\s*:\s*$"),
        ("Go", r"func\s+(?:\([^()]*\)\s*)?(main|init|String|Error|ServeHTTP|Len|Less|Swap|Read|Write|Close|MarshalJSON"
               r"|UnmarshalJSON|Unwrap|Is)\s*\([^()]*\)[^{]*\{\s*$"),
        ("Rust", r"\s*(?:pub\s+)?fn\s+(main|fmt|drop|clone|default|next|eq|partial_cmp|cmp|hash|from|deref|deref_mut"
                 r"|index|add|sub|mul|div|neg|poll)\s*(?:<[^>]*>)?\([^()]*\)[^{;]*\{\s*$"),
        ("PHP", r"\s*(?:(?:public|protected|private|static|final)\s+)*function\s+(__\w+)\s*\([^()]*\)[^{]*\{?\s*$"),
        ("JavaScript|TypeScript|TSX", r"\s*(?:(?:public|override|async)\s+)*(constructor|toString|toJSON|valueOf|render"
                                      r"|componentDidMount|componentWillUnmount|componentDidUpdate|connectedCallback)"
                                      r"\s*\([^()]*\)[^{;]*\{\s*$"),
    )
    for language in languages.split("|")
}  # fmt: skip
LONGEST = 400  # characters of a line that is looked at: what a person declares is shorter
OVERRIDE = re.compile(r"\s*@Override\s*$")
DECLARED = re.compile(rf"\s*(?:(?:public|protected|final|synchronized)\s+)*[\w<>\[\], ?.]+?\s+(\w+)\s*\([^()]*\){_END}")


def marks(language: str, lines: Sequence[str], coded: set[int]) -> Iterator[Mark]:
    """Import lines and dictated first lines of functions. ``coded``: lines on which a token of code begins."""
    pattern, named = IMPORT.get(language), NAME.get(language)
    go_block = False
    for number, text in enumerate(lines, 1):
        if number not in coded or len(text) > LONGEST:
            continue
        if language == "Go":
            if text.startswith("import"):
                go_block = "(" in text
                if go_block:
                    continue
            elif text.startswith(")"):
                go_block = False
            elif not go_block and not text.lstrip().startswith("func"):
                continue
        if (language == "Python" and _python_import(text)) or (pattern is not None and pattern.match(text)):
            yield Mark(IMPORTS, number, number + 1, "import of the language's own library")
        elif language == "Java" and OVERRIDE.match(text) and number < len(lines):
            found = DECLARED.match(lines[number]) if len(lines[number]) <= LONGEST else None
            if found:
                yield Mark(NAMES, number, number + 2, f"overrides a declaration: {found[1]}")
        elif named is not None and (found := named.match(text)):
            name = next(filter(None, found.groups()), "")
            said = "overrides a declaration" if "override" in text else "name that the runtime or library prescribes"
            yield Mark(NAMES, number, number + 1, f"{said}: {name}")


def _python_import(text: str) -> bool:
    found = PYTHON_IMPORT.match(text)
    if not found:
        return False
    if found[1]:
        return found[1].split(".")[0] in STANDARD_PYTHON
    return all(part.strip().split(".")[0] in STANDARD_PYTHON for part in AS.sub("", found[2]).split(","))
