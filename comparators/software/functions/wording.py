"""How ``software-functions`` names and explains its figures in a report, in both languages."""

from __future__ import annotations

from collections.abc import Mapping

from appraisal.comparison import JSON
from comparators.matching.wording import counting, labels
from comparators.software.functions.reasons import APART, BY_CALLS, BY_DATA

METHOD_ZH = (
    "本方法不执行程序，只静态读取 PE、ELF、Mach-O 格式的可执行程序和动态库（x86、x86-64、ARM64），"
    "将其反汇编并划分为函数：依据异常展开数据、符号表和调用目标确定函数的起止。"
    "每个函数以不随编译器和优化级别轻易改变的特征表示：立即数（与其相反数视为同一）、结构体字段偏移、"
    "引用的字符串与常量数据、调用的系统或库函数、运算步骤及其先后、控制流规模。特征的证明力取自固定的程序集合，"
    "不取自被比对的双方。由特征索引提出候选，再结合被调用函数、调用者及相邻函数是否对应，以固定公式逐对判断，"
    "在每两个程序之间一一配对：同一函数被复制进一方的几个程序时，在各程序中分别列出。每一对均列出双方地址与配对理由，并可并列查看反汇编。"
)
METHOD_EN = (
    "The method executes nothing: it reads programs and libraries of the formats PE, ELF and Mach-O (x86, x86-64,"
    " ARM64), disassembles them and divides them into functions, whose bounds come from unwind data, symbols and"
    " targets of calls. A function is described by what compilers and their levels of optimisation change little:"
    " immediate numbers (a number and its negative are one), offsets of fields, texts and constant data that it"
    " names, functions of the system or of libraries that it calls, what it computes and in which order, size and"
    " shape of its control flow. How telling each of these is comes from a fixed collection of programs, never"
    " from the pair. An index of them proposes pairs; a fixed formula judges each, with whether the functions"
    " called, calling and beside correspond; pairs are one to one within each two programs: what was copied into"
    " several programs of one side is listed in each. Each pair stands with both addresses and its reasons; the"
    " disassembly of both can be seen side by side."
)
RULE_ZH = (
    "计数单位为函数及其机器指令（填充指令不计）。仅计指令数达到“计数函数的指令数下限”的函数，较短者不进入分子和分母，"
    "另列其指令数。占比 = 该方有对应函数的各函数的指令数之和 ÷ 该方全部计数函数的指令数之和，两方分别计算；"
    "另列函数个数。“有对应”指函数整体对应，并不表示其中每条指令相同；指令除地址外完全相同的函数对另行计数。"
    "共有的只是对系统或库函数的调用（除此之外共有的特征不足以成对，或双方各自的调用和文字相差过多）的函数对仍逐一列出，"
    "但不进入占比的分子，另列其函数数和指令数（“仅因调用相同而成对”）；除调用外还共有常量数据（密钥、表）而其余不足以成对的，"
    "同样只列出，另计一项（“仅因常量数据相同而成对”），因为协议或算法所定的数据在独立编写的程序中也相同；"
    "两个程序凭其他函数对已整体对应（较少一方的计数函数至少半数有对应）的，此类函数对照常计入。"
    "被排除位置上的指令同时退出分子和分母。"
)
RULE_EN = (
    "Counted are functions and their machine instructions (padding is none). Only functions with as many"
    " instructions as “Least instructions of a function that counts” says count; shorter ones are in neither number,"
    " their instructions are given beside. Share ="
    " instructions of the functions of a side that have a counterpart ÷ instructions of all functions of that side"
    " that count, for each side by itself; numbers of functions stand beside. A counterpart means that the"
    " functions correspond, not that each instruction does; pairs whose instructions are the same but for"
    " addresses are counted apart. Pairs that calls of the system or of libraries alone make (what else they share is"
    " too little for a pair, or too many calls and texts are of one side only), or these and constant data, are listed,"
    " but are in no share: their functions and instructions stand beside it (“by calls alone”, “by constant data"
    " alone”). Where two programs correspond on the whole by other pairs (at least half of the functions that count, of"
    " the program that has fewer), these count as the others. Instructions at excluded places leave both"
    " numbers."
)
EXAMPLE_ZH = (
    "左方 3 个函数各 100、60、40 条指令，右方 2 个函数各 80、120 条。左方第一个与右方第一个对应："
    "占比左 100/200 = 50%，右 80/200 = 40%。该对若仅因调用相同而成对，则占比均为 0，另列左 100、右 80 条指令。"
)
EXAMPLE_EN = (
    "Left: three functions of 100, 60 and 40 instructions; right: two of 80 and 120. The first of each correspond:"
    " shares left 100/200 = 50%, right 80/200 = 40%. If calls alone make that pair both shares are 0, and 100 and 80"
    " instructions stand beside them."
)
COLUMNS = (
    "address_of_left symbol_of_left instructions_of_left address_of_right symbol_of_right instructions_of_right"
    " texts imports numbers fields steps sequences calls beside counted"
)
CAUTION = (
    "函数对应只说明两段机器代码在特征上相合；公共算法、开源组件和编译器自带代码也会相合，须先排除。"
    "协议、文件格式和算法所规定的常数，在按同一说明独立编写的程序中也相同：只共有立即数的函数对尤应查看反汇编。"
    "静态结果不说明程序曾经如何运行。",
    "That functions correspond says that two pieces of machine code agree in these traits; common algorithms, open"
    " components and code of the compiler agree too: exclude these first. Constants that a protocol, a file format or"
    " an algorithm prescribes stand in programs written independently after one description, too: of pairs that share"
    " numbers alone see the disassembly. Nothing here says what a program did.",
)
_COUNTING = counting(
    (METHOD_ZH, RULE_ZH, EXAMPLE_ZH), (METHOD_EN, RULE_EN, EXAMPLE_EN), columns=COLUMNS, caution=CAUTION,
    shares="instructions_paired_of instructions_of", counted=("条指令", "instructions"),
    told="address_of_left symbol_of_left address_of_right symbol_of_right numbers texts imports steps explanation"
    " counted",
    of="functions_paired_of functions_of, functions_by_calls_of functions_of, pairs_by_calls pairs,"
    " functions_by_data_of functions_of, pairs_by_data pairs, instructions_by_calls_of instructions_of,"
    " instructions_by_data_of instructions_of",
)  # fmt: skip
_APART = {
    "repeated": "instructions_by_calls_of+instructions_by_data_of instructions_of",
    **dict.fromkeys(("repeating", "unshared"), " ".join(("counted", *APART))),
}
_STATED: JSON = {"same": ["function-same"]}  # kinds that a sentence of an opinion tells apart: the same instructions
COUNTING: Mapping[str, Mapping[str, JSON]] = {
    language: {**words, **_APART, "stated": _STATED} for language, words in _COUNTING.items()
}

CALLS_ALONE = (  # of pairs of functions, and of functions of source with those of a program
    "calls-alone",
    "共有的只是对系统或库函数的调用；独立编写的同类程序也这样调用，须看反汇编",
    "calls of the system or of libraries alone in common; programs of one kind that were written independently"
    " call them so, too: see the disassembly",
)
OUTWEIGHED_TEXTS = (  # the same
    "texts-outweighed",
    "除对系统或库函数的调用、常数或常量数据外，还共有文字（见“共有的字符串与常量数据”），但双方其余的共有特征过少，"
    "或者仅一方有的调用和文字过多，故不计入占比；这些文字是否为同类程序所通用，须结合文字本身和反汇编判断",
    "beside calls of the system or of libraries, numbers or constant data, texts are in common (see “Shared texts and"
    " constant data”), but what else both share is too little, or the calls and texts that only one of them has are"
    " too many, for a pair in the shares; whether programs of one kind say these texts anyway is to be judged by the"
    " texts and the disassembly",
)
APART_ROWS = (  # the same
    ("pairs_by_calls", "其中仅因调用相同而成对、不计入占比的函数对数", "Of these by calls alone, in no share"),
    (
        "pairs_by_data",
        "其中仅因常量数据相同而成对、不计入占比的函数对数",
        "Of these by constant data alone, in no share",
    ),
    ("counted", "是否计入占比", "Counted in the shares"),
    (
        BY_CALLS,
        "不计入：除对系统或库函数的调用外，双方共有的特征不足以成对，或者仅一方有的调用和文字过多",
        "no: what they share beside calls of the system or of libraries is too little for a pair, or the calls and"
        " texts that only one of them has are too many",
    ),
    (
        BY_DATA,
        "不计入：除常量数据（协议或算法可规定的密钥、表）和调用外，双方共有的特征不足以成对，或者仅一方有的调用和文字过多",
        "no: what they share beside constant data (a key, a table, as a protocol or an algorithm prescribes) and calls"
        " is too little for a pair, or the calls and texts that only one of them has are too many",
    ),
)
_ROWS = (
    ("name", "程序函数比对", "Functions of programs"),
    ("function", "对应函数", "Corresponding functions"),
    ("function-same", "对应函数（指令相同）", "Corresponding functions (same instructions)"),
    ("certainty", "配对门限", "Threshold of pairing"),
    ("min_instructions", "计数函数的指令数下限", "Least instructions of a function that counts"),
    ("pairs", "函数对数", "Pairs of functions"),
    ("pairs_same", "其中指令相同的函数对数", "Of these with the same instructions"),
    *APART_ROWS,
    ("numbers", "共有的立即数", "Shared numbers"),
    ("texts", "共有的字符串与常量数据", "Shared texts and constant data"),
    ("imports", "共同调用的外部函数", "Imports called by both"),
    ("fields", "共有的字段偏移", "Shared offsets of fields"),
    ("steps", "共有的运算步骤", "Shared steps of computing"),
    ("sequences", "共有的步骤序列", "Shared sequences of steps"),
    ("calls", "被调用函数中相互对应的", "Pairs among the functions called"),
    ("beside", "相邻函数中相互对应的", "Pairs among the functions beside"),
    ("file", "文件", "File"),
    ("virtual_address", "虚拟地址", "Virtual address"),
    ("symbol", "符号", "Symbol"),
    ("instructions", "指令数", "Instructions"),
    ("table.functions_of_left", "左侧无对应的函数", "Left: functions without a counterpart"),
    ("table.functions_of_right", "右侧无对应的函数", "Right: functions without a counterpart"),
    ("without", "无对应的函数总数", "Functions without counterpart in all"),
    (
        "imports-nothing",
        "不导入任何函数：运行库等已静态链入，其中与已知组件相同或由其调用的函数见“已扣除”，其余可能仍属运行库；"
        "如两份程序用同一运行库，应将其作为排除作品或共同来源提交",
        "imports nothing: libraries are linked in. What is known of these, and what that calls, is taken out (see"
        " there); the rest may be of a library, too: hand it in as an excluded work or an ancestor",
    ),
    (
        "dense-data",
        "代码很少而含大量高熵数据：可能是加壳后的装载程序，所见函数不能代表程序全部；请脱壳后一并提交",
        "little code beside much data that looks compressed or enciphered: perhaps a loader of a packed program, whose"
        " functions are not seen: unpack it and hand in both files",
    ),
    ("dense_bytes", "高熵数据的字节数", "Bytes of such data"),
    (
        "same-functions",
        "与同一材料的另一文件逐一函数相同且位置相同：各占比中两份各计一次；若只应计一份，请对另一份作整份排除并说明理由",
        "function by function the same, at the same places, as another file of the same material: each counts in the"
        " shares; where only one should, exclude the other whole, with the reason",
    ),
    ("same_as", "与之相同的文件", "The file it is the same as"),
    ("functions", "函数数", "Functions"),
    ("explanation", "可能的无关解释", "Innocent explanation"),
    (
        "numbers-alone",
        "共有的只是立即数或常量数据；协议、格式、算法所定的数，独立编写的程序也有，须看反汇编",
        "numbers or constant data alone in common; those that a protocol, a format or an algorithm prescribes stand"
        " in programs written independently, too: see the disassembly",
    ),
    CALLS_ALONE,
    OUTWEIGHED_TEXTS,
    (
        "calls-and-numbers-alone",
        "共有的只是对系统或库函数的调用和立即数或常量数据；按同一协议（端口、协议号、密钥等）独立编写的程序也如此，须看反汇编",
        "calls of the system or of libraries and numbers or constant data alone in common; programs written"
        " independently for one protocol (its port, its numbers, its key) have these, too: see the disassembly",
    ),
    *(
        (f"{name}: {{0}} of {{1}} | {{2}}", "{0}（左 {1}，右 {2}）", "{0} of {1} on the left, {2} on the right")
        for name in ("fields", "steps", "sequences", "calls", "beside")
    ),
)
_SIDED = (
    ("number_of", "函数序号", "number of the function"),
    ("address_of", "虚拟地址", "virtual address"),
    ("symbol_of", "符号", "symbol"),
    ("instructions_of", "指令数", "instructions"),
    ("functions_of", "函数数", "functions"),
    ("functions_paired_of", "有对应的函数数", "functions with a counterpart"),
    ("instructions_paired_of", "有对应的函数的指令数", "instructions of functions with a counterpart"),
    (
        "functions_by_calls_of",
        "仅因调用相同而成对的函数数（不计入占比）",
        "functions paired by calls alone (in no share)",
    ),
    (
        "instructions_by_calls_of",
        "仅因调用相同而成对的函数的指令数（不计入占比）",
        "instructions of functions paired by calls alone (in no share)",
    ),
    (
        "functions_by_data_of",
        "仅因常量数据相同而成对的函数数（不计入占比）",
        "functions paired by constant data alone (in no share)",
    ),
    (
        "instructions_by_data_of",
        "仅因常量数据相同而成对的函数的指令数（不计入占比）",
        "instructions of functions paired by constant data alone (in no share)",
    ),
    ("instructions_left_out_of", "过短而不计的函数的指令数", "instructions of functions too short to count"),
)
LABELS = labels(_ROWS, _SIDED)
