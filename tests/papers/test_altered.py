"""A work said to have been altered before it was compared is on file as altered; what a method does itself is free."""

from __future__ import annotations

import pytest

from appraisal.dossier import Dossier
from appraisal.gates.altered import alters
from appraisal.procedure import Kind
from tests.papers.test_gates import edited, gates, text


@pytest.mark.parametrize(
    "words",
    [
        *("比对前手工删去了检材中的日志语句。", "比对前已把双方的注释抹掉。", "为避免颜色干扰，检材先转为灰度。"),
        *("比对前将检材的变量名统一替换为样本的变量名。", "检材先作镜像和缩放，使之与样本对齐。"),
        *("先将检材移到同一调上，并把节奏拉齐后再比。", "将检材图片裁边。", "先将被告作品转为灰度，再比对。"),
        *(
            "比对前去除了检材的第三章与分页符。",
            "Page breaks and the prologue were stripped from B1 before the comparison.",
        ),
        *("I converted B1 to grey so that the colours would not disturb the comparison.",),
        *("Variable names of B1 were first mapped to those of A1.",),
        *("B1 was mirrored and rescaled to fit A1 before it was compared.",),
    ],
)
def test_a_work_altered_for_the_comparison(words: str) -> None:
    assert [*alters(words.casefold())]


@pytest.mark.parametrize(
    "words",
    [
        *("比对前先核对检材的校验值。", "将检材复制到工作盘后再比对。", "方法先将变量名替换为同一记号，再比对。"),
        *("比对前去除注释与空白。", "检材的变量名由被告改为拼音。", "比对前未对检材作任何旋转或裁切。"),
        *("检材的图片系样本镜像后缩放。", "先将检材解压，再计算校验值。", "两部作品先通读，再比对。"),
        *("The picture of B1 is mirrored and rescaled.", "The method converts names to tokens before comparing code."),
        *("Nothing was cropped or rescaled before the works were compared.", "Both works were first read through."),
        *(
            "图片叠放比对时先按边框对齐，叠放图见附件。",
            "No picture was altered, cropped or converted before the comparison.",
        ),
        "The author of B1 first renamed the variables.",
        *(
            "比对前对检材去除了换页符与空行。",
            "Tabs and line breaks were stripped from both texts before they were compared.",
        ),
    ],
)
def test_what_methods_and_others_do_is_free(words: str) -> None:
    assert not [*alters(words.casefold(), "注释和空白不参与比对")]


def test_an_alteration_that_is_kept_may_be_told(dossier: Dossier) -> None:
    said = "比对前将检材图片转为灰度。"
    told = text(dossier, "process", said)
    assert "told/altered" in gates(told)
    kept = edited(told, Kind.HANDLED, what="将检材图片转为灰度", documents=[["grey.png", "0" * 64]])
    assert "told/altered" not in gates(kept)
    assert "told/altered" in gates(edited(dossier, Kind.HANDLED, what="将检材图片裁边"))
