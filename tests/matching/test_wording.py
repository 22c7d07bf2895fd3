"""Names of figures in both languages."""

from comparators.matching.wording import counting, labels


def test_a_row_of_both_sides_has_a_word_for_each_and_for_both_alike() -> None:
    made = labels([("rows", "行", "Rows")], [("bytes_of", "字节数", "bytes")])
    assert made["zh"] == {
        "rows": "行", "bytes_of_left": "左侧字节数", "bytes_of_right": "右侧字节数", "bytes_of": "双方字节数",
    }  # fmt: skip
    assert made["en"] == {
        "rows": "Rows", "bytes_of_left": "Left: bytes", "bytes_of_right": "Right: bytes", "bytes_of": "Both: bytes",
    }  # fmt: skip


def test_columns_of_a_brief_table_are_said_in_both_languages_or_in_none() -> None:
    zh, en = ("方法", "规则", "算例"), ("method", "rule", "example")
    assert counting(zh, en)["zh"] == {"method": "方法", "rule": "规则", "example": "算例"}
    assert {words["columns"] for words in counting(zh, en, columns="text kind").values()} == {"text kind"}
