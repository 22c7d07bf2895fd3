"""Keys that at least one of two programs loads piece by piece: what both hold, and in what words that is true. Where
numbers are only seen to be loaded one behind the other, it is not seen in which order they are used."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from appraisal.comparison import JSON
from comparators.software.capabilities.algorithms import is_number
from comparators.software.capabilities.keys import Keys, Pair, shared

PLACES = 6  # that are named


@dataclass(frozen=True)
class Loaded:
    """``places``: instructions (or the address of data) of the one program, ``there``: of the other. ``values``: the
    numbers of eight bytes of which one of both shows no order, each at the place of the same number. ``data``: the
    bytes in the order that a program shows, both where there are no ``values``. ``here``: that the first shows it."""

    places: tuple[int, ...]
    there: tuple[int, ...]
    data: bytes = b""
    values: tuple[int, ...] = ()
    here: bool = True

    def details(self, client: str) -> dict[str, JSON]:
        """Of an observation. ``client``: the file of the other program."""
        held: dict[str, JSON] = {"bytes": self.data.hex()} if self.data else {}
        if self.values:
            held |= {"values": [hex(one) for one in self.values], "order": "not seen"}
        held["at"] = [hex(one) for one in self.places]
        there: list[JSON] = [hex(one) for one in self.there]
        return held | {"client": {"file": client, "address": there[0], "at": there}}

    def says(self, client: str) -> tuple[str, str]:
        """Chinese and English."""
        (zh_here, en_here), (zh_there, en_there) = _listed(self.places), _listed(self.there)
        size, count = len(self.data), len(self.values)
        if not count:
            return (
                f"{size} 字节数据与客户端 {client} {zh_there} 相同（由指令分段装入，本程序中为 {zh_here}）",
                f"{size} bytes of data are those at {en_there} of {client} (loaded piece by piece by instructions; in"
                f" this program at {en_here})",
            )
        told = [hex(one) for one in self.values[:PLACES]]
        zh_told, en_told = "、".join(told), ", ".join(told)
        if self.data and self.here:
            zh = f"{zh_here} 的 {size} 字节数据由 {count} 个 8 字节常量（{zh_told}）组成，客户端 {client} 的指令亦装入"
            zh += f"这些常量（{zh_there}），在其中的使用顺序未见"
            en = f"{size} bytes of data at {en_here} are {count} constants of 8 bytes ({en_told}) that instructions of"
            en += f" {client} load (at {en_there}), in which order is not seen"
        elif self.data:
            zh = f"指令装入的 {count} 个 8 字节常量（{zh_told}，位于 {zh_here}）在客户端 {client} {zh_there} 处相邻，"
            zh += "在本程序中的使用顺序未见"
            en = f"{count} constants of 8 bytes that instructions load ({en_told}, at {en_here}) stand side by side at"
            en += f" {en_there} of {client}; in which order they are used here is not seen"
        else:
            zh = (
                f"指令装入的 {count} 个 8 字节常量（{zh_told}，位于 {zh_here}）亦由客户端 {client} 的指令装入（依次位于"
            )
            zh += f" {zh_there}），两者的使用顺序均未见"
            en = f"{count} constants of 8 bytes that instructions load ({en_told}, at {en_here}) are loaded by"
            en += f" instructions of {client}, too (at {en_there}); in which order they are used is not seen in either"
        zh_public, en_public = _public(self.values)
        return zh + zh_public, en + en_public


def _listed(places: Sequence[int]) -> tuple[str, str]:
    """Addresses, as many as are named."""
    told, more = [hex(one) for one in places[:PLACES]], len(places) - PLACES
    zh, en = "、".join(told), ", ".join(told)
    return (f"{zh} 等 {len(places)} 处", f"{en} and {more} more") if more > 0 else (zh, en)


def _public(values: Sequence[int]) -> tuple[str, str]:
    """Which of them any program may hold."""
    known = [hex(one) for one in values if is_number(one)]
    if not known:
        return "", ""
    one = len(known) == 1
    return (
        f"；其中 {'、'.join(known)} 为公开算法的常数",
        f"; of them {', '.join(known)} {'is a number' if one else 'are numbers'} of a published algorithm",
    )


def loaded(mine: Keys, theirs: Keys) -> list[Loaded]:
    """What both hold, beside data that both refer to; of what rests on the same instruction one, in order."""
    runs = [data for _, _, data in shared(mine, theirs)]
    found = [one for one in _matched(mine, theirs) if not any(one.data and one.data in data for data in runs)]
    found.sort(key=lambda one: (bool(one.values), min(one.places), one.data))
    rows: list[Loaded] = []
    for one in found:
        at = next((at for at, held in enumerate(rows) if not set(held.places).isdisjoint(one.places)), None)
        if at is None:
            rows.append(one)
        else:
            rows[at] = _joined(rows[at], one)
    return sorted(rows, key=lambda one: min(one.places))


def _joined(held: Loaded, one: Loaded) -> Loaded:
    """Both as one, where they are of the same sort; of others the first says what is seen."""
    if held.values and one.values and not held.data and not one.data:
        values = tuple(dict.fromkeys((*held.values, *one.values)))
        at = dict(zip((*one.values, *held.values), (*one.places, *held.places), strict=True))
        far = dict(zip((*one.values, *held.values), (*one.there, *held.there), strict=True))
        return Loaded(tuple(at[each] for each in values), tuple(far[each] for each in values), values=values)
    same = next((size for size in range(len(one.data) - 1, 0, -1) if held.data.endswith(one.data[:size])), 0)
    goes_on = not set(held.there).isdisjoint(one.there) or one.there[0] - held.there[0] == len(held.data) - same
    if held.values or one.values or not same or not goes_on:
        return held
    places, there = (tuple(dict.fromkeys(both)) for both in ((*held.places, *one.places), (*held.there, *one.there)))
    return Loaded(places, there[:1] if len(held.there) == len(one.there) == 1 else there, held.data + one.data[same:])


def _matched(mine: Keys, theirs: Keys) -> Iterator[Loaded]:
    """Pieces of 16 bytes that both hold."""
    for data, places in mine.laid.items():
        if there := theirs.ordered(data):
            yield Loaded(places, there, data)
    for data, place in mine.data.items():
        if data not in theirs.data and (there := theirs.laid.get(data, ())):
            yield Loaded((place,), there, data)
    for pair in mine.pairs.values():
        yield from _unordered(pair, theirs)
    for pair in theirs.pairs.values():
        for data in pair.orders:
            if held := mine.ordered(data):
                yield Loaded(held, tuple(pair.at.values()), data, tuple(pair.at))


def _unordered(pair: Pair, theirs: Keys) -> Iterator[Loaded]:
    """Two numbers that the first program loads."""
    values, places = tuple(pair.at), tuple(pair.at.values())
    for data in pair.orders:
        if held := theirs.ordered(data):
            yield Loaded(places, held, data, values, here=False)
    if (other := theirs.pairs.get(pair.values)) is not None:
        yield Loaded(places, tuple(other.at[one] for one in values), values=values)
