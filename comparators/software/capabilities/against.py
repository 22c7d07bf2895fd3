"""What in a program points to another work, the client: fixed addresses that resolve there, shared data, packet
constants, names of its processes, windows and modules.

Addresses, constants and names say what a program is made for, not that anything was copied; of long runs of equal data
the experts judge where they come from.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from appraisal.comparator import Sided
from appraisal.comparison import JSON, Observation
from appraisal.plural import some
from appraisal.span import Span, whole
from comparators.software.capabilities import addresses, disassembly, keys, loading, looking, public, runs
from comparators.software.capabilities.facts import Facts
from comparators.software.capabilities.packets import Number, Numbers, near

MOST, SHOWN = 200, 40  # of each kind in one file; of which the instructions are told
LEAST_NAME = 4
FILES, USES = 5, 6  # of the client, and places of one number, that are named
TABLES = frozenset({".idata", ".pdata", ".xdata", ".reloc", ".rsrc"})  # of the loader: no program aims at them
BASES = (
    "；多数程序的默认基址相同，同一数值在其他程序中也常落在某一节内{}，单凭此项不能说明针对该客户端",
    "; most programs begin at one address, so that a number like this lies in some section of many{}: by itself it does"
    " not say that this client is meant",
)
MOVED = ("，且客户端可能被装入其他地址（ASLR）", ", and the client may be loaded elsewhere (ASLR)")
PRESCRIBED = (
    "；协议所定的数，按同一协议独立编写的程序也有：不说明复制",
    "; a number that a protocol prescribes stands in programs written independently, too: it says nothing of copying",
)
NOTHING = "nothing-of-client"  # kind of the observation that none of the others is there
WRITES = frozenset({
    "WriteProcessMemory", "ReadProcessMemory", "NtWriteVirtualMemory", "NtReadVirtualMemory", "VirtualProtectEx",
    "VirtualProtect", "process_vm_writev", "process_vm_readv", "ptrace", "pwrite", "pread", "mprotect", "lseek",
    "mach_vm_write", "vm_read_overwrite",
})  # fmt: skip
NAMED = frozenset({
    "FindWindow", "FindWindowEx", "GetModuleHandle", "OpenProcess", "Process32First", "Process32Next", "lstrcmpi",
    "_stricmp", "stricmp", "strcmp", "strcasecmp", "wcscmp", "_wcsicmp", "lstrcmp", "strstr", "CreateFile", "fopen",
    "open", "LoadLibrary", "EnumWindows",
})  # fmt: skip
UNENDED = 6  # letters of a text that is compared with without the zero that ends it
SYSTEM = frozenset({
    "kernel32.dll", "ntdll.dll", "user32.dll", "gdi32.dll", "advapi32.dll", "ws2_32.dll", "msvcrt.dll", "ucrtbase.dll",
    "explorer.exe", "kernelbase.dll", "psapi.dll", "winmm.dll", "shell32.dll", "opengl32.dll", "d3d9.dll", "d3d11.dll",
    "ole32.dll", "comctl32.dll", "comdlg32.dll", "wininet.dll", "winhttp.dll", "dbghelp.dll", "version.dll",
    # classes of windows: predefined ones, those of common controls, of the desktop, the console and dialogs
    "button", "combobox", "combolbox", "edit", "listbox", "mdiclient", "scrollbar", "static", "message", "#32768",
    "#32769", "#32770", "#32771", "#32772", "syslistview32", "systreeview32", "systabcontrol32", "sysheader32",
    "sysanimate32", "sysdatetimepick32", "sysmonthcal32", "sysipaddress32", "syslink", "syspager", "nativefontctl",
    "toolbarwindow32", "rebarwindow32", "tooltips_class32", "msctls_statusbar32", "msctls_trackbar32",
    "msctls_progress32", "msctls_updown32", "msctls_hotkey32", "richedit", "richedit20a", "richedit20w", "richedit50w",
    "progman", "workerw", "shell_traywnd", "shell_secondarytraywnd", "traynotifywnd", "shelldll_defview",
    "cabinetwclass", "explorewclass", "consolewindowclass", "ime", "default ime", "internet explorer_server",
})  # of the system: any program names them  # fmt: skip


@dataclass
class _Client:
    """The other work, looked at from outside."""

    file: str
    facts: Facts

    @cached_property
    def numbers(self) -> Numbers:
        """Numbers near sending and receiving."""
        return Numbers(self.facts)

    @cached_property
    def keys(self) -> keys.Keys:
        """Its constant data."""
        return keys.Keys.of(self.facts)

    @cached_property
    def field(self) -> runs.Field:
        """Its data, to see how far what is shared goes on."""
        return runs.Field(self.facts)

    @cached_property
    def texts(self) -> dict[str, int]:
        """Texts that functions refer to, lower case → address; not those by which it looks for other programs."""
        return self._texts(looking.others(self.facts))

    def _texts(self, away: frozenset[tuple[int, int]] = frozenset()) -> dict[str, int]:
        found: dict[str, int] = {}
        for trace in self.facts.traces.values():
            for place in trace.places:
                text = self.facts.text(place)[0]
                if len(text) >= LEAST_NAME and (trace.start, place) not in away:
                    found.setdefault(text.lower(), place)
        return found

    def where(self, address: int) -> dict[str, JSON] | None:
        """What stands at an address of its image: section, function or symbol it lies in. None for no section."""
        program = self.facts.program
        part = program.part(address)
        area = next((one for one in self.facts.about.areas if one.start <= address < one.stop), None)
        if part is None and (area is None or not program.inside(address)):
            return None
        body: dict[str, JSON] = {
            "file": self.file,
            "address": hex(address),
            "section": area.name if area is not None else part.name if part is not None else "",
            "code": part is not None and part.code,
            "variable": area.writable if area is not None else part is not None and part.writable,
        }
        if name := program.names.get(address) or self.facts.about.variable(address):
            body["symbol"] = name
        if part is not None and part.code:
            owner = max((s for s in self.facts.traces if s <= address), default=0)
            if owner and address < self.facts.traces[owner].stop:
                body["function"], body["symbol"] = hex(owner), self.facts.named(owner)
        if (text := self.facts.text(address)[0]) != "":
            body["text"] = text[:80]
        used = [hex(t.places[address]) for t in self.facts.traces.values() if address in t.places][:3]
        if used:
            body["used_at"] = used
        return body

    @cached_property
    def names(self) -> frozenset[str]:
        """Its texts, also those by which it looks for other programs (a guard of its own may be one), names of files at
        the end of them, and the name of its own file; small letters."""
        every = self._texts()
        ends = {text.replace("\\", "/").rpartition("/")[2] for text in every}
        return frozenset({*every, *(one for one in ends if "." in one and len(one) >= LEAST_NAME), self.base})

    @property
    def base(self) -> str:
        """Name of the file, small letters, without folder."""
        return self.file.replace("\\", "/").rpartition("/")[2].lower()


@dataclass
class _Seen:
    file: str
    facts: Facts
    counted: dict[str, int] = field(default_factory=dict)

    @cached_property
    def numbers(self) -> tuple[addresses.Number, ...]:
        """Numbers that are used as places in another program."""
        return tuple(addresses.every(self.facts, near(self.facts, WRITES)))

    @cached_property
    def keys(self) -> keys.Keys:
        """Constant data."""
        return keys.Keys.of(self.facts)

    @cached_property
    def field(self) -> runs.Field:
        """Its data, to see how far what is shared goes on."""
        return runs.Field(self.facts)

    @cached_property
    def packets(self) -> Numbers:
        """Numbers near sending and receiving."""
        return Numbers(self.facts)

    def owner(self, at: int) -> int:
        """The function that an instruction stands in, 0 for what is none."""
        number = bisect_right(self.starts, at) - 1
        return self.starts[number] if number >= 0 and at < self.facts.traces[self.starts[number]].stop else 0

    @cached_property
    def starts(self) -> list[int]:
        """Starts of functions, in order."""
        return sorted(self.facts.traces)

    def made(
        self,
        kind: str,
        at: int,
        details: dict[str, JSON],
        says: tuple[str, str],
        beware: tuple[str, str] = ("", ""),
        size: int = 1,
        rests: Sequence[int] = (),
    ) -> Iterator[Observation]:
        """One observation, unless there are too many of the kind. ``beware``: what it does not say. ``rests``:
        all places that it rests on, if not ``at`` alone."""
        self.counted[kind] = self.counted.get(kind, 0) + 1
        if self.counted[kind] <= MOST:
            start = self.facts.offset(at)
            span = whole(self.file) if self.facts.about.unpacked else Span(self.file, "byte", start, start + size)
            words: dict[str, JSON] = {"address": hex(at)}
            if self.counted[kind] <= SHOWN and (owner := self.owner(at)):
                words |= {"function": hex(owner), "symbol": self.facts.named(owner)}
                words["lines"] = disassembly.each(self.facts, rests or (at,), self.owner)
            for language, said, more in zip(("zh", "en"), says, beware, strict=True):
                words |= {f"summary_{language}": said + more} | ({f"brief_{language}": said} if more else {})
            yield Observation("left", span, kind, {**details, **words})


class Clients:
    """All programs of the other work; see ``judging.Client``."""

    def __init__(self, against: Sided[Facts]) -> None:
        self.each = [_Client(name, one) for name, one in against.items()]

    def text(self, text: str) -> bool:
        """Whether one of them has it, as a text, or as the name of a file."""
        name = text.lower().replace("\\", "/").rpartition("/")[2]
        own = len(name) >= LEAST_NAME and any(text.lower() in one.names or name in one.names for one in self.each)
        return own and name not in SYSTEM

    def shared(self, one: Number) -> bool:
        """Whether one of them uses it near sending and receiving."""
        return any(one.same(client.numbers.every) is not None for client in self.each)

    def marked(self, one: Number) -> bool:
        """Whether both write it, or ask for it by itself, as for what is sent and received."""
        return one.mark and any(
            (other := one.same(client.numbers.every)) is not None and other.mark for client in self.each
        )


def seen(file: str, facts: Facts, against: Clients) -> Iterator[Observation]:
    """All of it, in order of kinds and addresses."""
    clients = against.each
    making = _Seen(file, facts)
    for client in clients:
        yield from _addresses(making, client)
        yield from _keys(making, client)
        yield from _packets(making, client)
        yield from _names(making, client)
    own = {client.file.rpartition("/")[2].lower(): client.file for client in clients}
    yield from _files(making, own)


def nothing(file: str, facts: Facts, against: Clients) -> Observation:
    """That a program was held beside the client and nothing in it points there: what was looked for, in what."""
    making = _Seen(file, facts)
    named = sum(bool(text) for trace in facts.own.values() for c in trace.calls if c.name in NAMED for text in c.texts)
    clients = [client.file for client in against.each]
    counts = len(making.numbers), len(making.keys), len(making.packets.functions), named
    files = "、".join(clients[:FILES]) + ("等" if len(clients) > FILES else "")
    zh = (
        f"未发现指向客户端（{files}，共 {len(clients)} 个程序文件）的内容。所查：可作地址的数值 {counts[0]} 个，"
        f"常量数据 {counts[1]} 段，收发附近的函数 {counts[2]} 个，用于查找的文本 {counts[3]} 个，及客户端的文件名。"
        "未发现不等于没有：运行时计算或经网络取得的地址、隐藏或加壳的内容、客户端未提交的文件均不在所查之列"
    )
    files = ", ".join(clients[:FILES]) + (" and others" if len(clients) > FILES else "")
    en = (
        f"nothing that points to the client was found ({some(len(clients), 'program')} of it: {files}). Searched:"
        f" {some(counts[0], 'number')} that may be addresses, {some(counts[1], 'piece')} of constant data,"
        f" {some(counts[2], 'function')} near sending and receiving, {some(counts[3], 'text')} by which something is"
        " looked for, and names of its files. It may be there all the same: addresses worked out at run time or got"
        " over the network, what is hidden or packed, and files of the client that were not handed in are not seen"
    )
    searched: dict[str, JSON] = dict(zip(("numbers", "data", "functions", "texts"), counts, strict=True))
    return Observation(
        "left", whole(file), NOTHING,
        {"searched": searched, "in": list(clients), "summary_zh": zh, "summary_en": en},
    )  # fmt: skip


def _addresses(making: _Seen, client: _Client) -> Iterator[Observation]:
    """Numbers that are addresses of the client's image, or distances from its start where the code uses them so."""
    program = client.facts.program
    told: dict[tuple[int, str], tuple[dict[str, JSON], list[addresses.Number]]] = {}
    for one in making.numbers:
        if not one.of(client.base):
            continue
        if one.absolute and program.low < addresses.LEAST:
            continue  # an image that lies anywhere has no address of its own
        body = client.where(one.value if one.absolute else program.low + one.value)
        if body is None or body["section"] in TABLES or (one.likely and making.facts.program.inside(one.value)):
            continue
        told.setdefault((one.value, str(body["address"])), (body, []))[1].append(one)
    for (value, address), (body, numbers) in told.items():
        one = numbers[0]
        what = ", ".join(str(body[key]) for key in ("symbol", "function", "section") if body.get(key))
        zh = f"{hex(value)} 在客户端 {client.file} 中为 {address}（{what}）；{_uses(numbers, 0)}"
        en = f"{hex(value)} is {address} in {client.file} ({what}); {_uses(numbers, 1)}"
        moved = MOVED if client.facts.about.moves else ("", "")
        beware = (BASES[0].format(moved[0]), BASES[1].format(moved[1]))
        beware = beware if one.absolute and not body.get("symbol") else ("", "")
        how = "absolute" if one.absolute else "from the start of the module"
        details: dict[str, JSON] = {"value": hex(value), "how": how, "client": body, "function": hex(one.function)}
        details["uses"] = [hex(each.at) for each in numbers]
        yield from making.made("address-of-client", one.at, details, (zh, en), beware)


def _uses(some: list[addresses.Number], language: int) -> str:
    """How a number is used, with the places where there are several."""
    if len(some) == 1:
        return some[0].en if language else some[0].zh
    listed = [f"{each.en} ({hex(each.at)})" if language else f"{each.zh}（{hex(each.at)}）" for each in some[:USES]]
    more = len(some) - len(listed)
    if more:
        listed.append(f"{more} more" if language else f"另有 {more} 处")
    return ", ".join(listed) if language else "、".join(listed)


def _keys(making: _Seen, client: _Client) -> Iterator[Observation]:
    """Data that both refer to, as far as they are equal, or load piece by piece."""
    for run in runs.extended(making.field, client.field, keys.shared(making.keys, client.keys)):
        yield from making.made(
            "shared-key", run.place, run.details(client.file), run.says(client.file), run.beware, len(run.data)
        )
    for one in loading.loaded(making.keys, client.keys):
        yield from making.made(
            "shared-key",
            min(one.places),
            one.details(client.file),
            one.says(client.file),
            runs.SHARED,
            rests=one.places,
        )


def _packets(making: _Seen, client: _Client) -> Iterator[Observation]:
    """Numbers of four bytes that both use near sending and receiving, and that say something."""
    theirs = client.numbers.every
    for one in sorted(making.packets.every.values(), key=lambda one: one.at):
        if (other := one.same(theirs)) is not None:
            value, at = one.value, one.at
            place: dict[str, JSON] = {
                "file": client.file,
                "address": hex(other.at),
                "function": hex(other.function),
            }
            zh, en = public.said(value, one.text if one.text == other.text else public.letters(value))
            zh += f" 亦见于客户端 {client.file} {hex(other.at)}（距收发不超过两层调用的函数中）"
            en += f" stands in {client.file} too, at {hex(other.at)}, within two calls of sending or receiving"
            yield from making.made(
                "shared-packet-constant", at, {"value": hex(value), "client": place}, (zh, en), PRESCRIBED
            )


def _names(making: _Seen, client: _Client) -> Iterator[Observation]:
    """Texts that go to functions which look for windows, processes or modules, and that the client has too."""
    for trace in making.facts.own.values():
        for call in trace.calls:
            if call.name not in NAMED:
                continue
            for text in call.texts:
                there = client.texts.get(text.lower()) if len(text) >= LEAST_NAME else None
                if there is not None and text.lower() not in SYSTEM:
                    place: dict[str, JSON] = {"file": client.file, "address": hex(there)}
                    details: dict[str, JSON] = {"text": text, "to": call.name, "client": place}
                    zh = f"{call.name} 所用文本 {text!r} 亦见于客户端 {client.file} {hex(there)}"
                    en = f"the text {text!r} that {call.name} gets stands in {client.file} too, at {hex(there)}"
                    yield from making.made("name-of-client", call.at, details, (zh, en))

        for at, text in (*trace.spelt, *(one for one in trace.unended if len(one[1]) >= UNENDED)):
            there = client.texts.get(text.lower())
            if (there is None and text.lower() != client.base) or text.lower() in SYSTEM:
                continue
            place = {"file": client.file} | ({} if there is None else {"address": hex(there)})
            details = {"text": text, "to": "comparison", "client": place}
            zh, en = (
                f"用于比较的文本 {text!r} 为客户端文件名",
                f"{text!r}, that memory is compared with, is the name of",
            )
            en += f" {client.file}"
            if there is not None:
                zh = f"用于比较的文本 {text!r} 亦见于客户端 {client.file} {hex(there)}"
                en = f"the text {text!r} that memory is compared with stands in {client.file} too, at {hex(there)}"
            yield from making.made("name-of-client", at, details, (zh, en))


def _files(making: _Seen, own: Mapping[str, str]) -> Iterator[Observation]:
    """Texts that are the name of a file of the client."""
    for trace in making.facts.traces.values():
        for place, at in sorted(trace.places.items(), key=lambda one: one[1]):
            text = making.facts.text(place)[0]
            name = text.replace("\\", "/").rpartition("/")[2].lower()
            if name in own and len(name) >= LEAST_NAME:
                details: dict[str, JSON] = {"text": text, "where": hex(place), "client": {"file": own[name]}}
                zh, en = f"文本 {text!r} 为客户端文件 {own[name]} 的名称", f"{text!r} is the name of {own[name]}"
                yield from making.made("name-of-client", at, details, (zh, en))
