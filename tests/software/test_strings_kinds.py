"""Categories of strings, and which are common to many programs."""

from __future__ import annotations

import pytest

from comparators.software.strings.kinds import CATEGORIES, REASONS, Shape, category, common, sorted_out

SHAPES = {
    "secret": ["-----BEGIN RSA PRIVATE KEY-----", "password = hunter2x", "AppKey=8f3k2l", "密码：dragon88",
               "5f4dcc3b5aa765d61d8327deb882cf99", "QmFzZTY0IGtleSBtYXRlcmlhbCBvZiBhIGdhbWU3"],
    "copyright": ["Copyright (C) 2012 Lantern Games", "版权所有 瑶海", "(c) 2015 someone"],
    "company": ["Lantern Games Co., Ltd", "瑶海网络科技有限公司"],
    "author": ["Written by Old Wang", "作者：老王", "Author: wang"],
    "path": [r"D:\work\mir2\Server\M2Server.pdb", "/opt/wang/game/server/main.cpp", "src/net/login_server.cpp"],
    "url": ["http://patch.example.net/list", "mysql://root@db", "www.example.org/index"],
    "email": ["keeper of the light keeper@example.net"],
    "guid": ["{6F9619FF-8B86-D011-B42D-00C04FC964FF}"],
    "address": ["connect 61.144.9.203 first"],
    "port": ["server_port = 7200", "端口：7200"],
    "contact": ["联系 QQ群：123456789", "客服电话: 0571-8888888"],
    "chinese": ["屠龙宝刀点击就送", "攻击力 +5"],
    "message": ["secret = encode(word)", "the gate is closed", "cannot open %s for reading"],
    "word": ["lantern", "Monster", "UNIQUE"],
    "identifier": ["CPlayerManager", "m_nHitPoint", "player.level"],
    "other": ["%d,%d,%08x", "123456789"],
}  # fmt: skip
KNOWN = {
    "compiler": ["GCC: (Debian 12.2.0-14) 12.2.0", "!This program cannot be run in DOS mode.",
                 ".eh_frame_hdr", ".rdata$zzz",
                 "_ITM_registerTMCloneTable", "AWAVAUATUSH", "UATWVSH", "ATUWVSHcY", "WVSHcA", "_ITM_x",
                 "_ZNSt6vectorIiSaIiEE"],
    "runtime": ["Mingw-w64 runtime failure:", "VirtualQuery failed for %d bytes at address %p", "bad allocation",
                "- pure virtual function call", "terminate called after throwing an instance of '", "February"],
    "library": ["deflate 1.2.13 Copyright 1995-2022 Jean-loup Gailly and Mark Adler", "SDL_CreateWindow",
                "incorrect header check", "libpng version 1.6.39", "SQLite format 3"],
    "system": ["KERNEL32.dll", "GetProcAddress", "libc.so.6", "GLIBC_2.34", "127.0.0.1",
               "_malloc", "malloc", "__stack_chk_fail"],
    "licence": ["This program is free software; you can redistribute it and/or modify", "GNU General Public License",
                "THE SOFTWARE IS PROVIDED \u201cAS IS\u201d, WITHOUT WARRANTY OF ANY KIND"],
    "format": ["<?xml version=", "StringFileInfo", "CompanyName", "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
               "urn:schemas-microsoft-com:asm.v1"],
}  # fmt: skip
OWN = ["STATUS", "AUTHOR", "USHER", "SUVSH", "AVATAR", "CDPATH", "AUSTRALIA",
       "player level up", "GetPlayerName", "StartServer", "屠龙刀",
       "m_nSDL",
       "Copyright (C) 2012 Lantern Games", "warranty of the castle",
       "secret = make_secret(pwd)", "Mondays"]  # fmt: skip


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, texts in SHAPES.items() for text in texts])
def test_categories(name: str, text: str) -> None:
    assert CATEGORIES[category(text)] == name


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, texts in KNOWN.items() for text in texts])
def test_common_strings(name: str, text: str) -> None:
    assert REASONS[common(text)] == name


@pytest.mark.parametrize("text", OWN)
def test_what_is_not_common(text: str) -> None:
    assert common(text) == 0


def test_hints_leave_nothing_out() -> None:
    """Looking at many strings by their hints says the same as all rules on each."""
    texts = [text for texts in (*SHAPES.values(), *KNOWN.values(), OWN) for text in texts]
    texts += [f"see {text}; then" for text in texts] + [text.upper() for text in texts]
    assert sorted_out(texts) == ([category(text) for text in texts], [common(text) for text in texts])
    assert sorted_out([]) == ([], [])


def test_alternatives_at_the_start_and_anywhere() -> None:
    shape = Shape.of(r"^one(?:|two)|three|^[|(]x", r"four\|five")
    assert shape.fits("onetwo", phrase=False)
    assert shape.fits("|x", phrase=False)
    assert shape.fits("a three", phrase=True)
    assert shape.fits("a four|five", phrase=True)
    assert not shape.fits("a three", phrase=False)
    assert not shape.fits("a one", phrase=True)


def test_a_long_string_is_looked_at_in_its_beginning() -> None:
    text = "a" * 300 + " " + "b(" * 4000
    assert CATEGORIES[category(text)] == "message"
    assert CATEGORIES[category("x" * 500 + " http://example.net")] != "url"
