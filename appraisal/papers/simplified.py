"""Chinese in traditional characters as its simplified twin, character by character: for reading, never for printing.

What gates look for is written in simplified characters; a text of a panel in Hong Kong or Taiwan is read as if it were
too. The result is as long as the text, so that a place in the one is the same place in the other. The table is the one
that comparators of text fold by (``comparators.text.folding_table`` writes it); it stands here because both read it.
Japanese forms (対, 実) and variants (仝, 弍) are read by a table of their own, which no comparator reads: the first are
those of OpenCC's dictionary of shinjitai, as ``tests/papers/shinjitai.py`` writes them. So are words of Taiwan and Hong
Kong (雜湊值 for 哈希值).
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

TABLE = Path(__file__).with_name("folding_table.txt")
READING = Path(__file__).with_name("reading_table.txt")
# Numerals and signs of old that stand for others
_VARIANTS = {"仝": "同", "弌": "一", "弍": "二", "弎": "三", "亖": "四", "卄": "廿", "丗": "卅", "郷": "乡", "闘": "斗"}
_HAN = ((0x3400, 0x4DC0), (0x4E00, 0xA000), (0xF900, 0xFB00), (0x20000, 0x3FFFE))
# The table folds variants together (著 and 着, 乾 and 干), which is right for a comparison and wrong for reading
# 著作权: what the simplified character set has itself stays, but for these, which simplified writing gave up.
_GIVEN_UP = frozenset("後於徵夥菸")
# Words of Taiwan and Hong Kong for which the mainland has others, as they are written there: what gates look for is in
# those of the mainland. Where that is shorter, a space fills the place. 檔案 and 軟體 are such in traditional
# characters alone (档案 is an archive).
_WORDS = {
    "雜湊": "哈希", "位元組": "字节 ", "位元": "比特", "檔案": "文件", "影片": "视频", "視訊": "视频", "音訊": "音频",
    "程式碼": "代码 ", "程式": "程序", "軟體": "软件", "硬體": "硬件", "韌體": "固件", "函式": "函数", "變數": "变量",
    "字元": "字符", "模組": "模块", "陣列": "数组", "註解": "注释", "介面": "界面", "網路": "网络", "伺服器": "服务器",
    "硬碟": "硬盘", "光碟": "光盘", "磁碟": "磁盘", "列印": "打印", "印表機": "打印机",
    "畫素": "像素", "解析度": "分辨率", "螢幕": "屏幕", "資料夾": "文件夹",
}  # fmt: skip
_WORD = re.compile(f"(?<!方)(?:{'|'.join(sorted(_WORDS, key=len, reverse=True))})")


def simplified(text: str) -> str:
    """The text with the simplified form of each traditional character, and words of Taiwan as those of the mainland;
    everything else, and the length, stay."""
    return text if text.isascii() else in_mainland_words(text).translate(folded_forms())


def in_mainland_words(text: str) -> str:
    """The text with words of Taiwan and Hong Kong as those that gates look for, each as long as it was."""
    return text if text.isascii() else _WORD.sub(lambda hit: _WORDS[hit.group()], text)


@cache
def folded_forms() -> dict[int, int]:
    """Code point -> that of its simplified form, of Han characters that have one (about 10 ms, once a process)."""
    forms: dict[int, int] = {}
    for row in TABLE.read_text("ascii").splitlines():
        kind, *cells = row.split(" ")
        if kind == "+":
            first, last, shift = int(cells[0], 16), int(cells[1], 16), int(cells[2])
            forms.update((code, code + shift) for code in range(first, last + 1) if _traditional(code))
        elif kind == ">" and len(cells) == 2 and _traditional(int(cells[0], 16)):
            forms[int(cells[0], 16)] = int(cells[1], 16)
    for row in READING.read_text("utf-8").splitlines():
        written, read = row.split()
        forms.setdefault(ord(written), ord(read))
    return forms | {ord(written): ord(read) for written, read in _VARIANTS.items()}


def _traditional(code: int) -> bool:
    return any(start <= code < stop for start, stop in _HAN) and not in_simplified_set(chr(code))


def in_simplified_set(letter: str) -> bool:
    """Whether simplified writing has a letter itself."""
    try:
        letter.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return letter not in _GIVEN_UP
