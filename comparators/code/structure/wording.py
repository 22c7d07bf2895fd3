"""How ``code-structure`` names and explains its figures in a report, in both languages."""

from __future__ import annotations

from comparators.matching.wording import counting, labels

METHOD_ZH = (
    "本方法按语法树逐个函数比对双方全部源代码。每个函数（方法、构造函数、具名的函数表达式）为一个单元，函"
    "数以外的代码按其间隔的函数分段，"
    "各为一个单元。每个语句归为一串“形”：名称、字面量取值不计，for、while、do 循环同形，if、条件表达式、"
    "case 同形，"
    "x++、x += 1 与 x = x + 1 同形，可交换的运算及 < 与 > 的左右不论，括号与花括号不计；for 的初始化移到循"
    "环之前，步进移到循环体之末。"
    "连续四个形为一个特征，以其在具名背景库（未指定时为随程序附带的统计表）中的罕见程度（比特）加权。双方"
    "单元先以相同者配对，"
    "再以倒排索引提出候选、按加权余弦求总和最大的一一配对；名称只在几者相等时起区分作用。配对后逐语句对齐"
    "，注明每处的改动种类："
    "名称或字面量、表达式、条件、循环形式、次序、删除、插入，以及一个函数拆成几个、几个函数并为一个、移到别的文件。"
    "无语法树的语言以行为语句、以记号为形，整个文件为一个单元，见“语言”表。"
)
METHOD_EN = (
    "The method compares all source code of both works function by function on syntax trees. Each function (method,"
    " constructor, function expression that is given a name) is a unit; code outside of functions is one unit"
    " wherever a function stands between. Each statement becomes a row of shapes: names and the values of literals"
    " do not count; for, while and do loops are one shape, so are if, conditional expressions and cases; x++, x += 1"
    " and x = x + 1 are alike; the sides of operations that may be exchanged, and of < against >, do not matter, nor"
    " do parentheses and braces; what a for loop does first stands before the loop, what it does after each round at"
    " the end of the body. Four shapes in a row are a feature, weighted in bits by its rarity in a named background,"
    " or without one in the table that comes with the program. Units that are equal are paired first; an inverted"
    " index then proposes candidates, and the one-to-one pairing with the greatest sum of weighted cosines is taken;"
    " names only decide between equals. Statements of a pair are then put opposite each other, with the kinds of"
    " change: names or literals, expressions, conditions, form of loop, order, removed, inserted; also one function"
    " split into several, several merged into one, moved to another file. Without a grammar lines are the"
    " statements, tokens the shapes and a whole file is the unit; the table of languages says which."
)
RULE_ZH = (
    "占比 = 该方在对应语句中的记号数 ÷ 该方参与计数的单元的记号数，双方分别计算，每个记号只计一次；一方独"
    "有的语句不计入分子。"
    "参与计数的单元：自身特征的信息量不少于“计数所需信息量”（见机器统计，通常为 24；"
    "某一方最丰富的单元不足 48 时取其一半）。"
    "对应成立须双方共有特征的信息量亦不少于此数：随机两个函数有此巧合的机会不到 2 的 24 次方分之一。不足者"
    "（简短的存取函数等）"
    "分子分母均不计，其数和其中找到对应的数另列。函数、行、文件按同一规则计数。被排除的行上的语句退出分子"
    "和分母，另一方与之对应的语句不再计为共有。"
)
RULE_EN = (
    "Share = tokens of that work in statements that correspond ÷ tokens of its units that count, for each work by"
    " itself, each token once; statements that stand on one side alone are not common. Units count whose features"
    " hold at least as many bits as the machine totals say are needed to count (as a rule 24;"
    " where the richest unit of one work holds less than 48, half of"
    " that). A correspondence counts when the features that both have hold as much: two functions taken at random"
    " have that much in common less than once in 2 to the 24th. Units below it (short accessors and the like) are in"
    " neither number; how many there are, and how many have a counterpart, stands apart. Functions, lines and files are"
    " counted by the same rule. Statements on excluded lines leave both numbers; what corresponds to them on the"
    " other side is no longer common."
)
EXAMPLE_ZH = (
    "左方唯一的函数为 int sum(int n) { int s = 0; for (int i = 0; i < n; i++) s += i; return s; }，共 34 个记号。"
    "右方唯一的函数为 int total(int m) { int t = 0; log(m); for (int k = 0; k < m; k++) t += k; return t; }，"
    "共 39 个记号，多出 log(m); 一句 5 个记号。其余语句逐一对应：占比左 34/34 = 100%，右 34/39 = 87.18%。"
)
EXAMPLE_EN = (
    "Left: one function, int sum(int n) { int s = 0; for (int i = 0; i < n; i++) s += i; return s; }, 34 tokens."
    " Right: one function, int total(int m) { int t = 0; log(m); for (int k = 0; k < m; k++) t += k; return t; },"
    " 39 tokens, of which the statement log(m); with its 5 stands there alone. All other statements correspond:"
    " left 34/34 = 100%, right 34/39 = 87.18%."
)
TEMPLATE_ZH = (
    "由同一框架、模板或脚手架生成或改写的两个程序，以及依同一接口规范写成的程序，大部分函数会逐一对应，占比可达九成"
    "：此数说明两者结构相同，不说明何者取自何者。送检材料中有该模板的，作为共同来源扣除；建有同一模板所生成程序的背景库的，其常见结构权重降低；"
    "扣除前后并列。两者皆无的，本表之数不能区分抄自对方与出自同一模板。"
)
TEMPLATE_EN = (
    "Programs that were made from one framework, template or scaffold, or written to one interface, correspond in most"
    " of their functions, and shares of nine tenths are common among them: such a figure says that the structure is"
    " the same, not who took it from whom. A template that was handed in as a common ancestor is taken out, and"
    " with a background of programs made from it what is common among them weighs less, with figures before and after."
    " Without either these figures cannot tell what was taken from the other work from what both took from a template."
)
COUNTING = counting(
    (METHOD_ZH, RULE_ZH, EXAMPLE_ZH), (METHOD_EN, RULE_EN, EXAMPLE_EN),
    shares="common_tokens_of tokens_of", counted=("记号", "tokens"),
    caution=(TEMPLATE_ZH, TEMPLATE_EN), whole="languages",
    units="function_of unit_of tokens_of unit_tokens_of changes unpaired",
)  # fmt: skip

_ROWS = (
    ("name", "源代码结构比对", "Structure of source code"),
    ("identical", "逐语句相同", "Equal statement by statement"),
    ("renamed", "仅名称或字面量不同", "Names or literals differ"),
    ("rearranged", "语句次序或写法不同", "Statements in another order or form"),
    ("altered", "部分语句增删或改写", "Some statements added, left out or changed"),
    ("split", "一个函数拆成几个", "One function split into several"),
    ("merged", "几个函数并为一个", "Several functions merged into one"),
    ("changes", "改动种类", "Kinds of change"),
    ("names-or-literals", "名称或字面量", "names or literals"),
    ("expressions", "表达式", "expressions"),
    ("conditions", "条件", "conditions"),
    ("loop-form", "循环形式", "form of loop"),
    ("reordered", "次序", "order"),
    ("removed", "右侧少语句", "statements missing on the right"),
    ("inserted", "右侧多语句", "statements more on the right"),
    ("statements_by_level", "对应语句按异同程度", "Corresponding statements by likeness"),
    ("as_written", "原文相同", "equal as written"),
    ("rewritten", "写法不同", "in another form"),
    ("changed", "部分改动", "changed in part"),
    ("statements_moved", "次序变动的语句数", "Statements in another place"),
    ("function", "函数", "function"),
    ("outside", "函数以外的代码", "code outside of functions"),
    ("file", "整个文件", "whole file"),
    ("bits", "共有特征的信息量（比特）", "Information of the common features (bits)"),
    ("rarer_than_chance", "罕见程度超过偶合", "Rarer than chance"),
    ("other_file", "移到别的文件", "Moved to another file"),
    ("unpaired", "没有对应的函数", "Functions without a counterpart"),
    ("in_file", "所在文件", "In file"),
    ("unit", "单元", "Unit"),
    ("first_line", "起始行", "First line"),
    ("last_line", "末行", "Last line"),
    ("counts", "参与计数", "Counts"),
    ("steps", "对应语句（左起、右起、个数、移位、计数）", "Statements in step (left, right, count, moved, counts)"),
    ("again", "再次出现的一方", "Side on which it stands again"),
    ("left", "左侧", "left"),
    ("right", "右侧", "right"),
    ("correspondences", "对应处", "Correspondences"),
    ("correspondences_by_kind", "对应处按类别", "Correspondences by kind"),
    ("correspondences_within_chance", "其中不足以排除偶合者", "Of these within chance"),
    ("least_bits", "计数所需信息量（比特）", "Bits needed to count"),
    ("weights", "罕见程度的来源", "Where rarity comes from"),
    ("collection", "背景库", "Collection"),
    ("sha256", "校验值", "SHA-256"),
    ("works", "作品数或文件数", "Works or files"),
    ("as it is", "原样", "as it is"),
    ("every name changed", "全部名称改动", "every name changed"),
    ("every name changed, statements put in", "全部名称改动并插入语句", "every name changed, statements put in"),
    ("languages", "语言与读取方式", "Languages and how they were read"),
    ("side", "方", "Side"),
    ("language", "语言", "Language"),
    ("reader", "读取方式", "Read by"),
    ("grammar", "语法树", "grammar"),
    ("lexer", "词法（Pygments）", "lexer (Pygments)"),
    ("plain", "通用规则", "plain rules"),
    ("maturity", "成熟度", "Maturity"),
    ("measured", "有实测数据", "figures measured"),
    ("tested", "有测试，无实测数据", "tested, no figures"),
    ("tokens", "记号数", "Tokens"),
    ("files", "文件数", "Files"),
    ("lines", "行数", "Lines"),
    ("unparsed_bytes", "语法未能识别的字节数", "Bytes that the grammar could not follow"),
    ("encoding", "编码", "Encoding"),
    ("mixed-encoding", "多种编码混用", "Several encodings in one file"),
    ("not-parsed", "部分内容语法未能识别", "Not parsed throughout"),
    ("no-functions", "无语法树，按整个文件比对", "No syntax tree: compared as a whole file"),
    ("long-lines", "压缩或生成的长行", "Minified or generated long lines"),
    ("no-code", "无代码", "No code"),
    ("bytes", "字节数", "Bytes"),
    ("longest_line", "最长一行的字符数", "Characters of the longest line"),
    ("comments", "注释数", "Comments"),
)  # fmt: skip
_SIDED = (
    ("function_of", "函数名", "function"),
    ("unit_of", "单元", "unit"),
    ("statements_only_of", "独有语句数", "statements that stand here alone"),
    ("files_of", "参与计数的文件数", "files that count"),
    ("files_with_common_of", "含对应语句的文件数", "files with corresponding statements"),
    ("functions_of", "参与计数的函数数", "functions that count"),
    ("functions_with_common_of", "有对应的函数数", "functions with a counterpart"),
    ("lines_of", "参与计数的代码行数", "lines that count"),
    ("common_lines_of", "对应语句的行数", "lines of corresponding statements"),
    ("tokens_of", "记号数", "tokens"),
    ("unit_tokens_of", "函数的全部记号数", "all tokens of the function"),
    ("common_tokens_of", "对应语句的记号数", "tokens of corresponding statements"),
    ("small_functions_of", "信息量不足、不计的函数数", "functions too small to count"),
    ("small_functions_with_counterpart_of", "其中找到对应的", "of these with a counterpart"),
    ("small_tokens_of", "不计的记号数", "tokens that do not count"),
)
LABELS = labels(_ROWS, _SIDED)
