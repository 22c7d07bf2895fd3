"""How ``code-deposit`` names and explains its figures in a report, in both languages."""

from __future__ import annotations

from comparators.matching.wording import counting, labels

METHOD_ZH = (
    "本方法将登记鉴别材料（源程序打印件，通常为前、后各连续30页）逐页与送检样本（源代码）核对：每页对应送检样本的哪些文件、哪些行，"
    "各行系原样相同、仅空白不同、折行后相同、略有不同（列出双方文字）还是未找到。缩进不比较；页眉、页脚、页码和打印的行号不计，另列其数及示例。"
    "分页依次按 PDF 页、换页符、页码行，均无时每50行一页。"
)
METHOD_EN = (
    "The method holds a registration deposit (a print of source code, commonly its first and last 30 pages) against the"
    " submitted source page by page: which files and lines each page shows, and of each line whether it stands there as"
    " written, with other spacing, wrapped over several printed lines, with small differences (both texts are shown)"
    " or not at all. Indentation is not compared; running heads, feet, page numbers and printed line numbers are left"
    " out, counted and quoted. Pages are those of a PDF, else of form feeds, else of lines that number pages, else 50"
    " lines each."
)
RULE_ZH = (
    "按行计：至少含4个字母或数字（一个汉字计三）的行参与计数。相同行须处于前后相连的一段之中，该段相同行合计至少40个字母数字，"
    "方计为找到；单独相同的短行列为“单独出现”，计为未找到。略有不同：与前后已找到的行之间的某行至少六成字符相同，或与别处某行至少八成相同。"
    "占比 = 该方在对方找到的行 ÷ 该方参与计数的行，双方分别计算。"
)
RULE_EN = (
    "Lines with at least 4 letters or digits (one hanzi counts three) take part. A line is found where it stands in a"
    " stretch of lines that follow each other on both sides, whose equal lines hold at least 40 letters and digits"
    " together; equal lines that stand alone are listed so and count as not found. Small differences: a line between"
    " found neighbours that keeps six characters in ten, or one anywhere that keeps eight. Share = lines of a work"
    " found in the other ÷ its lines that take part, for each work by itself."
)
EXAMPLE_ZH = (
    "鉴别材料一页4行：read_config(path_of_settings)、open_window(width_of_screen)、draw(everything)、"
    "legacy_mode = True；送检样本10行中依次有前三行，第三行写作 draw( everything )。"
    "鉴别材料：3/4 = 75%（原样2，仅空白不同1，未找到1）；送检样本：3/10 = 30%。"
)
EXAMPLE_EN = (
    "A page of 4 lines: read_config(path_of_settings), open_window(width_of_screen), draw(everything), legacy_mode ="
    " True; of 10 lines of source three are the first three, the third written draw( everything ). Deposit: 3/4 ="
    " 75% (2 as written, 1 other spacing, 1 not found); source: 3/10 = 30%."
)
COUNTING = counting(
    (METHOD_ZH, RULE_ZH, EXAMPLE_ZH), (METHOD_EN, RULE_EN, EXAMPLE_EN),
    shares="found_lines_of lines_of", counted=("行", "lines"),
)  # fmt: skip
_ROWS = (
    ("name", "登记鉴别材料核对", "Registration deposit against source"),
    ("deposit-page", "鉴别材料页内对应段", "Lines of a page of the deposit"),
    ("deposit", "何方为鉴别材料", "Which work is the deposit"),
    ("deposit_on", "鉴别材料所在方", "Side of the deposit"),
    ("deposit_pages", "登记鉴别材料 ↔ 送检样本", "Registration deposit ↔ submitted source"),
    ("deposit_page_notes", "各页的其他情况", "More on each page"),
    ("deposit_read", "鉴别材料的读取", "How the deposit was read"),
    ("deposit_changed", "略有不同的行", "Lines with small differences"),
    ("deposit_not_found", "未找到的行", "Lines not found"),
    ("file", "文件", "File"),
    ("page", "页", "Page"),
    ("pages", "页数", "Pages"),
    ("line", "行", "Line"),
    ("lines", "行数", "Lines"),
    ("as_written", "原样", "As written"),
    ("spacing_only", "仅空白不同", "Other spacing only"),
    ("wrapped", "折行", "Wrapped"),
    ("changed", "略有不同", "Small differences"),
    ("not_found", "未找到", "Not found"),
    ("alone", "其中单独出现", "Stands alone"),
    ("heads", "页眉页脚行", "Running heads and feet"),
    ("source", "送检样本中的文件与行", "Files and lines of the source"),
    ("in_order", "次序一致", "In order"),
    ("yes", "是", "yes"),
    ("no", "否", "no"),
    ("side", "方", "Side"),
    ("left", "左侧", "left"),
    ("right", "右侧", "right"),
    ("auto", "自动", "automatic"),
    ("told_by", "依据", "Told by"),
    ("parameter", "参数指定", "parameter"),
    ("documents", "该方全为文档", "it is all documents"),
    ("size", "行数较少", "it has fewer lines"),
    ("paged_by", "分页依据", "Pages told by"),
    ("form-feeds", "换页符", "form feeds"),
    ("page-numbers", "页码行", "page numbers"),
    ("short_lines", "过短不计的行", "Lines too short to count"),
    ("line_numbers", "略去的行号", "Line numbers left out"),
    ("examples", "示例", "Examples"),
    ("encoding", "编码", "Encoding"),
    ("printed", "打印件文字", "Printed"),
    ("source_file", "送检样本文件", "File of the source"),
    ("source_line", "送检样本行", "Line of the source"),
    ("source_text", "送检样本文字", "Line in the source"),
    ("as_written_lines", "原样相同的打印行", "Printed lines as written"),
    ("spacing_only_lines", "仅空白不同的打印行", "Printed lines with other spacing only"),
    ("wrapped_lines", "折行后相同的打印行", "Printed lines equal once unwrapped"),
    ("changed_lines", "略有不同的打印行", "Printed lines with small differences"),
    ("neighbouring_lines", "相邻的已找到行（对数）", "Pairs of neighbouring found lines"),
    ("neighbouring_in_order", "其中在同一文件中次序一致", "of these further on in the same file"),
    ("neighbouring_in_another_file", "其中转入另一文件", "of these in another file"),
    ("neighbouring_further_back", "其中次序相反", "of these further back"),
)
_SIDED = (
    ("lines_of", "参与计数的行", "lines that take part"),
    ("found_lines_of", "在对方找到的行", "lines found in the other work"),
    ("not_found_lines_of", "在对方未找到的行", "lines not found in the other work"),
)
LABELS = labels(_ROWS, _SIDED)
