"""Numbers that need no link, as what they are of is on file, and what a party says that the report does not go by."""

from __future__ import annotations

import pytest

from appraisal.gates.figures import Figures
from appraisal.gates.free import Known
from appraisal.gates.wording import numbers

RECORD = "0123456789ab"
KNOWN = Known(
    limits=frozenset({13.0, 25.0}),
    planted=frozenset({4.0}),
    spans=frozenset({(1.0, 16.0), (384.0, 320.0)}),
    files=frozenset({1.0}),
    versions=frozenset({("7-zip", "23.01")}),
)


def told(words: str) -> list[str]:
    held = {RECORD: Figures.of("count", (2,))}
    return [slip.words for slip in numbers(words.replace("{R}", RECORD), held, known=KNOWN)]


@pytest.mark.parametrize(
    "words",
    [
        *("比对采用连续相同文字检索，最短为 [13](#{R}) 字。", "短于25个记号的相同代码未列出。"),
        *("植入片段4段，检出4段。", "I planted 4 pieces and found 4.", "Of 4 planted copies the method found 4."),
        *("U盘容量为 32 GB，实际存放文件 1 个。", "I received 3 letters of instruction.", "解压软件为 7-Zip 23.01。"),
        *("对应的一段在样本第1至第16小节。", "The picture is 384 × 320 pixels in A1.", "Port 8080 is in neither."),
        *("HTTP status 404 is treated in neither.", "端口号在两个配置文件中均为 `7001`。"),
        *("Runs of fewer than 25 tokens are not reported.", "The face is drawn in three-quarter view in both."),
        *("窗口被裁去一半，位置相同。", "Both windows are cut by half, at the same place."),
        *("起诉状主张相同比例为八成，本意见不以此为前提。", "The majority overlooks that mules are found in tales."),
        "The complaint puts the overlap at four fifths; I do not start from that.",
        *(
            "解压软件为 WinRAR 6.24。",
            "The archives were unpacked with 7-Zip 9.20.",
            "人物为四分之三侧面，姿势相同。",
        ),
    ],
)
def test_numbers_on_file_and_of_parties_need_no_link(words: str) -> None:
    assert told(words) == [], words


@pytest.mark.parametrize(
    "words",
    [
        *("最短的相同表述为[13](#{R})字。", "短于14个记号的相同代码未列出。", "植入片段4段，检出9段。"),
        *("相同的文件 2 个。", "检材与样本第1至第96小节相同。", "The shared part is 384 × 380 pixels."),
        *("起诉状主张相同比例为八成，本意见予以确认。", "The majority of the text is the same."),
        *("Compared with SSIM 0.98.", "Both were scored with JPlag 97.31.", "采用 JPlag 97.31 的相似度。"),
        "The complaint puts the overlap at four fifths; I find the same.",
    ],
)
def test_what_only_looks_so_does(words: str) -> None:
    assert told(words), words
