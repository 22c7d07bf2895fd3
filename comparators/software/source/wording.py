"""How ``software-source`` names and explains its figures in a report, in both languages."""

from __future__ import annotations

from appraisal.counted import BETWEEN
from comparators.matching.wording import counting, labels
from comparators.software.functions.reasons import APART
from comparators.software.functions.wording import APART_ROWS, CALLS_ALONE, OUTWEIGHED_TEXTS

METHOD_ZH = (
    "本方法比对源代码（C、C++）与编译后的程序（PE、ELF、Mach-O，x86、x86-64、ARM64）之间的函数对应关系，双方可任意置于左右。"
    "不编译源代码，不执行程序。从源代码的语法树读取每个函数编译后仍会保留的内容：整数与浮点常数（宏、枚举和常量先行求值）、"
    "字符常量、字符串、常量数据表、所调用的外部函数、运算步骤及其次序、分支循环与调用的规模、函数之间的调用关系；"
    "从程序读取相同种类的内容（同“程序函数比对”）。特征的证明力取自固定的程序集合，不取自被比对的双方。由特征索引提出候选，"
    "再结合被调用函数、调用者与相邻函数是否对应，以固定公式逐对判断，一一配对。程序留有符号的，符号仅列为旁证，不参与判断。"
    "每一对均列出源代码的行号、程序的地址和配对理由，并可并列查看源代码与反汇编。"
)
METHOD_EN = (
    "The method pairs functions of source text (C, C++) with functions of a compiled program (PE, ELF, Mach-O; x86,"
    " x86-64, ARM64), either way round. Nothing is compiled or run. From the syntax tree of the source it reads what a"
    " compiler keeps of a function: whole and floating numbers (macros, enumerators and constants worked out first),"
    " characters, texts, tables of constants, outside functions that it calls, what is computed and in which order,"
    " numbers of branches, loops and calls, and who calls whom; from the program the same, as software-functions does."
    " How telling each of these is comes from a fixed collection of programs, never from the pair. An index of them"
    " proposes pairs; a fixed formula judges each, with whether the functions called, calling and beside correspond;"
    " pairs are one to one. Symbols of the program, where it has any, are stated beside and take no part. Each pair"
    " stands with lines of the source, the address in the program and its reasons; source and disassembly can be seen"
    " side by side."
)
RULE_ZH = (
    "源代码一方的计数单位为函数及其含有代码的行（空行、只有注释的行不计），"
    "仅计含代码行数达到“源代码中计数函数的行数下限”的函数；"
    "程序一方的计数单位为函数及其机器指令（填充指令不计），仅计指令数达到“程序中计数函数的指令数下限”的函数。"
    "占比 = 该方有对应函数的各函数的行数（指令数）之和 ÷ 该方全部计数函数的行数（指令数）之和，"
    "两方分别计算；另列函数个数。"
    "写在很少几行上的函数（平均每行多于 3 条语句，如压缩过的源代码、一行一个函数）以语句代行，一条语句计为一行，"
    "故行数可多于源文件的行数；其中有多少是这样计的，另列。"
    "“有对应”指函数整体对应，并不表示其中每一行均在程序中。"
    "共有的只是对系统或库函数的调用（除此之外共有的特征不足以成对，或双方各自的调用和文字相差过多）的函数对仍逐一列出，"
    "但不进入占比的分子，另列其函数数和行数（指令数）（“仅因调用相同而成对”）；除调用外还共有常量数据（密钥、表）而其余不足以"
    "成对的，同样只列出，另计一项（“仅因常量数据相同而成对”），因为协议或算法所定的数据在独立编写的程序中也相同。被排除位置上的行或指令同时退出分子和分母。"
    "被编译器并入其他函数（内联）或未被编译的源代码函数没有对应；程序中由编译器、程序库带入的函数亦没有对应。"
)
RULE_EN = (
    "Of the source, functions and their lines with code are counted (no blank lines, none of comments alone), of the"
    " program, functions and their machine instructions (padding is none); functions shorter than the least that counts"
    " (a parameter of either) are in neither number. Share = lines (instructions) of the functions of a side that"
    " have a counterpart ÷ lines (instructions) of"
    " all functions of that side that count, for each side by itself; numbers of functions stand beside. Of"
    " functions written on few lines (more than 3 statements on a line on average: minified text, one line a function)"
    " each statement counts as a line, so that there may be more lines than the file has; how many are so counted"
    " stands beside. A counterpart means that the functions correspond as a whole, not that each line is in the"
    " program. Pairs that calls of the system or of libraries alone make (what else they share is too little for a"
    " pair, or too many calls and texts are of one side only), or these and constant data, are listed,"
    " but are in no share: their functions and lines (instructions) stand beside it ('by calls alone', 'by"
    " constant data alone'). Lines or instructions at excluded places leave both numbers. Functions of the source that"
    " a compiler merged into others, or that were not"
    " compiled, have no counterpart; nor have functions that compilers and libraries bring into the program."
)
EXAMPLE_ZH = (
    "源代码 3 个函数含代码的行数各 40、30、30 行，程序 2 个函数各 120、80 条指令。源代码第一个与程序第一个对应："
    "源代码占比 40/100 = 40%，程序占比 120/200 = 60%。"
    "该对若仅因调用相同而成对，则占比均为 0，另列源代码 40 行、程序 120 条指令。"
)
EXAMPLE_EN = (
    "Source: three functions of 40, 30 and 30 lines with code; program: two of 120 and 80 instructions. The first of"
    " each correspond: shares 40/100 = 40% of the source, 120/200 = 60% of the program. If calls alone make that pair"
    " both shares are 0, and 40 lines and 120 instructions stand beside them."
)
COLUMNS = (
    "function first_line lines address symbol instructions texts imports numbers steps sequences calls beside counted"
)
CAUTION = (
    "函数对应只说明源代码与机器代码在特征上相合，不说明该程序即由该源代码编译；公共算法和开源组件也会相合，须先排除。"
    "协议、文件格式和算法所规定的常数，按同一说明独立编写的程序中也有：只共有常数的函数对尤应查看反汇编。"
    "没有对应不说明程序不含该函数。",
    "That functions correspond says that text and machine code agree in these traits, not that this program was"
    " compiled from this text; common algorithms and open components agree too: exclude these first. Constants"
    " that a protocol, a file format or an algorithm prescribes stand in programs written independently, too: of pairs"
    " that share numbers alone see the disassembly. That one has no counterpart does not say that it is not in the"
    " program.",
)  # fmt: skip
_APART = ("by_calls", "by_data")
_OF = (
    *(f"functions_{kind}_of_{one} functions_of_{one}" for one in ("source", "program") for kind in ("paired", *_APART)),
    *(f"{unit}_{kind}_of {unit}_of" for unit in ("lines", "instructions") for kind in _APART),
    "lines_by_statement_of lines_of", "pairs_by_calls pairs", "pairs_by_data pairs",
)  # fmt: skip
_SHARES = tuple(f"{unit}_paired_of {unit}_of" for unit in ("lines", "instructions"))
_REPEATED = tuple(f"{unit}_by_calls_of+{unit}_by_data_of {unit}_of" for unit in ("lines", "instructions"))
_COUNTING = counting(
    (METHOD_ZH, RULE_ZH, EXAMPLE_ZH), (METHOD_EN, RULE_EN, EXAMPLE_EN), columns=COLUMNS, caution=CAUTION,
    shares=BETWEEN.join(_SHARES), counted=(BETWEEN.join(("行", "条指令")), BETWEEN.join(("lines", "instructions"))),
    told="function address symbol numbers texts imports explanation counted",
    of=", ".join(_OF),
)  # fmt: skip
_SORTS = " ".join(("counted", *APART))
_MORE = {"repeated": BETWEEN.join(_REPEATED), "repeating": _SORTS, "unshared": _SORTS}
COUNTING = {language: {**words, **_MORE} for language, words in _COUNTING.items()}

_ALONE = (
    ("by_calls", "仅因调用相同而成对", "paired by calls alone"),
    ("by_data", "仅因常量数据相同而成对", "paired by constant data alone"),
)
_ROWS = (
    ("name", "源代码与程序对应性比对", "Source text against program"),
    ("source-function", "对应函数（源代码—程序）", "Corresponding functions (source – program)"),
    ("certainty", "配对门限", "Threshold of pairing"),
    ("min_instructions", "程序中计数函数的指令数下限", "Least instructions of a function of the program that counts"),
    ("min_lines", "源代码中计数函数的行数下限", "Least lines of a function of the source that counts"),
    ("pairs", "函数对数", "Pairs of functions"),
    ("pairs_with_symbol", "其中程序留有符号的对数", "Of these with a symbol in the program"),
    ("pairs_of_same_name", "其中符号与源代码函数名相同的对数", "Of these with the name of the source as symbol"),
    *APART_ROWS,
    ("table.functions_of_source", "源代码中无对应的函数", "Functions of the source without a counterpart"),
    ("table.functions_of_program", "程序中无对应的函数", "Functions of the program without a counterpart"),
    # Lines and instructions "of the source", "of the program": as records up to version 5 have them.
    ("functions_of_source", "源代码的计数函数数", "Functions of the source that count"),
    ("functions_paired_of_source", "源代码有对应的函数数", "Functions of the source with a counterpart"),
    ("lines_of_source", "源代码计数函数的行数", "Lines of the functions of the source that count"),
    ("lines_paired_of_source", "源代码有对应的函数的行数", "Lines of functions of the source with a counterpart"),
    *(
        (
            f"{kind}_{sort}_of_source",
            f"源代码中{zh}的函数{of_zh}（不计入占比）",
            f"{of_en} of the source {en} (in no share)",
        )
        for kind, of_zh, of_en in (("functions", "数", "Functions"), ("lines", "的行数", "Lines of functions"))
        for sort, zh, en in _ALONE
    ),
    ("functions_of_program", "程序的计数函数数", "Functions of the program that count"),
    ("functions_paired_of_program", "程序有对应的函数数", "Functions of the program with a counterpart"),
    ("instructions_of_program", "程序计数函数的指令数", "Instructions of the functions of the program that count"),
    (
        "instructions_paired_of_program",
        "程序有对应的函数的指令数",
        "Instructions of functions of the program with a counterpart",
    ),
    *(
        (
            f"{kind}_{sort}_of_program",
            f"程序中{zh}的函数{of_zh}（不计入占比）",
            f"{of_en} of the program {en} (in no share)",
        )
        for kind, of_zh, of_en in (
            ("functions", "数", "Functions"),
            ("instructions", "的指令数", "Instructions of functions"),
        )
        for sort, zh, en in _ALONE
    ),
    ("function", "源代码函数", "Function of the source"),
    ("first_line", "起始行", "First line"),
    ("lines", "含代码的行数", "Lines with code"),
    ("bytes_of_text", "源文件字节范围", "Bytes of the source file"),
    ("number_in_text", "源代码函数序号", "Number of the function in the source file"),
    ("address", "程序虚拟地址", "Virtual address in the program"),
    ("symbol", "程序符号", "Symbol in the program"),
    ("number_in_program", "程序函数序号", "Number of the function in the program"),
    ("same_name", "符号与函数名相同", "Symbol is the name of the function"),
    ("instructions", "指令数", "Instructions"),
    ("numbers", "共有的常数", "Shared numbers"),
    ("texts", "共有的字符串与常量数据", "Shared texts and constant data"),
    ("imports", "共同调用的外部函数", "Outside functions called by both"),
    ("fields", "共有的字段偏移", "Shared offsets of fields"),
    ("steps", "共有的运算步骤（源代码 | 程序）", "Shared steps of computing (source | program)"),
    ("sequences", "共有的步骤序列（源代码 | 程序）", "Shared sequences of steps (source | program)"),
    ("calls", "被调用函数中相互对应的", "Pairs among the functions called"),
    ("beside", "相邻函数中相互对应的", "Pairs among the functions beside"),
    ("file", "文件", "File"),
    ("virtual_address", "虚拟地址", "Virtual address"),
    ("without", "无对应的函数总数", "Functions without counterpart in all"),
    ("explanation", "可能的无关解释", "Innocent explanation"),
    (
        "numbers-alone",
        "共有的只是常数或常量数据；协议、格式、算法所定的数，独立编写的程序也有，须看反汇编",
        "numbers or constant data alone in common; those that a protocol, a format or an algorithm prescribes stand"
        " in programs written independently, too: see the disassembly",
    ),
    CALLS_ALONE,
    OUTWEIGHED_TEXTS,
    (
        "calls-and-numbers-alone",
        "共有的只是对系统或库函数的调用和常数或常量数据；按同一协议（端口、协议号、密钥等）独立编写的程序也如此，须看反汇编",
        "calls of the system or of libraries and numbers or constant data alone in common; programs written"
        " independently for one protocol (its port, its numbers, its key) have these, too: see the disassembly",
    ),
    *(
        (
            f"{name}: {{0}} of {{1}} | {{2}}",
            "{0}（源代码 {1}，程序 {2}）",
            "{0} of {1} in the source, {2} in the program",
        )
        for name in ("fields", "steps", "sequences", "calls", "beside")
    ),
)
_SIDED = (
    ("functions_of", "无对应的函数", "functions without counterpart"),
    ("lines_of", "计数函数的行数", "lines of the functions that count"),
    (
        "lines_by_statement_of",
        "以语句代行计的行数（平均每行多于 3 条语句的函数，一条语句计为一行）",
        "statements counted as lines (of functions with more than 3 statements on a line on average)",
    ),
    ("lines_paired_of", "有对应的函数的行数", "lines of functions with a counterpart"),
    ("instructions_of", "计数函数的指令数", "instructions of the functions that count"),
    ("instructions_paired_of", "有对应的函数的指令数", "instructions of functions with a counterpart"),
    *(
        (f"{unit}_{sort}_of", f"{zh}的函数的{of_zh}（不计入占比）", f"{unit} of functions {en} (in no share)")
        for unit, of_zh in (("lines", "行数"), ("instructions", "指令数"))
        for sort, zh, en in _ALONE
    ),
)
LABELS = labels(_ROWS, _SIDED)
