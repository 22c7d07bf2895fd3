"""How ``code-tokens`` names and explains its figures in a report, in both languages."""

from __future__ import annotations

from comparators.matching.wording import counting, labels

METHOD_ZH = (
    "本方法把双方全部源代码文件切分为记号（关键字、运算符、标识符、数字、字符串），注释与空白不参与比对。有语法的语言（Java、"
    "C、C++、C#、Python、JavaScript、TypeScript、Go、Rust、PHP、Lua、"
    "Kotlin、SQL、shell）按语法树的叶节点切分，其余语言按 Pygments 词法切分，采用何种方式见“语言”表。"
    "标识符一律视为同一记号，数字、字符串亦然，因此改名、改常量不影响比对；但在自身重复的段落（数据表、成串的 case、"
    "函数声明等）中，标识符和常量按原文比对。双方连续相同的记号达到“片段最少记号数”才成为一个片段；片段旁间隔"
    "不超过“片段内允许间隔的记号数”、长度不少于“并入段最少记号数”的相同段并入同一片段，中间不同的记号不计入。"
    "先以抽样指纹（Schleimer 等 2003）提出候选，"
    "再逐记号核对并延伸到最长，长者优先，双方记号各用一次；一方多次出现的片段另列为“再次出现”。文件名、文件的拆分与先后不影响结果。"
)
METHOD_EN = (
    "The method splits all source files of both works into tokens (keywords, signs, names, numbers, strings);"
    " comments and spacing are not compared. Languages with a grammar (Java, C, C++, C#, Python, JavaScript,"
    " TypeScript, Go, Rust, PHP, Lua, Kotlin, SQL, shell) are split into the leaves of the syntax tree, others by"
    " the lexers of Pygments; the table of languages says which. All names are one token, so are numbers and"
    " strings: renaming and changed constants make no difference. In stretches that repeat themselves (data"
    " tables, chains of cases, prototypes) names and constants are compared as written. A passage is a run of"
    " tokens that both sides have, as long as “Least tokens of a run” says; further equal runs beside it, long and near"
    " enough by “Least tokens of a run beside” and “Tokens allowed between runs”, belong to it, what differs between"
    " them is not counted. Sampled fingerprints (Schleimer et al."
    " 2003) propose; tokens are then compared one by one and runs grown to their full length, the longest first,"
    " each token used once; what stands more often on one side is listed as a further place. Names of files, how"
    " code is split into files, and its order make no difference."
)
RULE_ZH = (
    "以记号计数，每个记号在本方只计一次。占比 = 该方落在共有片段中的记号数 ÷ 该方参与计数的记号数，双方分别计算。"
    "按原文自身重复的段落（如全零的表），以及连续个数不足“片段最少记号数”、不可能成为片段的零散记号，"
    "分子分母均不计，其数另列。行：含记号的行；一行的全部参与计数的记号均共有时，该行计为共有行。文件：含参与计数记号的文件。"
    "被排除的行上的记号退出分子和分母；一方被排除，另一方与之对应的记号亦不再计为共有。"
)
RULE_EN = (
    "Tokens are counted, each once on its side. Share = tokens of that work in common passages ÷ tokens of that"
    " work that take part, for each work by itself. Stretches that repeat themselves as written (a table of zeros)"
    " and scattered tokens, too few for “Least tokens of a run”, that can be in no passage are in neither number;"
    " they are"
    " listed apart. Lines: those that hold tokens; a line is common when all its tokens that take part are. Files:"
    " those with tokens that take part. Tokens on excluded lines leave both numbers; what corresponds to them on"
    " the other side is no longer common."
)
EXAMPLE_ZH = (
    "设“片段最少记号数”为 8。左方 total = price * count + fee; 共 8 个记号（total、"
    "=、price、*、count、+、fee、;），右方 int s = 0; sum = cost * n + tax; 共 13 个记号，"
    "其中后 8 个与左方逐一相同（标识符不论名称）。共有左 8/8 = 100%，右 8/13 = 61.54%。"
)
EXAMPLE_EN = (
    "Let “Least tokens of a run” be 8. Left: total = price * count + fee; has 8 tokens (total, =, price, *, count,"
    " +, fee, ;)."
    " Right: int s = 0; sum = cost * n + tax; has 13, the last 8 of which are those of the left one by one, names"
    " being one token. Common: left 8/8 = 100%, right 8/13 = 61.54%."
)
COUNTING = counting(
    (METHOD_ZH, RULE_ZH, EXAMPLE_ZH), (METHOD_EN, RULE_EN, EXAMPLE_EN),
    shares="common_tokens_of tokens_of", counted=("记号", "tokens"), whole="languages",
)  # fmt: skip

_ROWS = (
    ("name", "源代码记号比对", "Tokens of source code"),
    ("identical-tokens", "记号原文相同", "Tokens equal as written"),
    ("normalised-tokens", "归一后记号相同", "Tokens equal once normalised"),
    ("tokens-with-gaps", "记号相同，间有不同", "Equal tokens with gaps"),
    ("repetitive", "重复性段落（按原文相同）", "Repetitive stretch (equal as written)"),
    ("min_tokens", "片段最少记号数", "Least tokens of a run"),
    ("gap", "片段内允许间隔的记号数", "Tokens allowed between runs"),
    ("min_beside", "并入段最少记号数", "Least tokens of a run beside"),
    ("as it is", "原样", "as it is"),
    ("every name changed", "全部名称改动", "every name changed"),
    ("every name changed, indented anew", "全部名称改动并重新缩进", "every name changed, indented anew"),
    ("tokens", "记号数", "Tokens"),
    ("tokens_as_written", "其中原文相同", "Of these equal as written"),
    ("names", "标识符对应", "How names correspond"),
    ("same", "名称相同", "the same names"),
    ("consistent", "一一对应改名", "renamed one to one"),
    ("mostly", "九成以上一一对应", "nine in ten one to one"),
    ("free", "不一一对应", "not one to one"),
    ("none", "无标识符", "no names"),
    ("again", "再次出现的一方", "Side on which it stands again"),
    ("left", "左侧", "left"),
    ("right", "右侧", "right"),
    ("both", "双方", "both"),
    ("token_blocks", "对应记号段（左起、右起、个数）", "Runs of tokens (left, right, count)"),
    ("background", "背景库", "Background collection"),
    ("works", "背景库作品数", "Works in the background collection"),
    ("holding_at_most", "背景库中至多含此片段的作品数", "Background works that can hold it, at most"),
    ("passages", "片段数", "Passages"),
    ("passages_by_kind", "片段按类别", "Passages by kind"),
    ("longest_passage", "最长片段记号数", "Tokens of the longest passage"),
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
    ("files", "文件数", "Files"),
    ("lines", "行数", "Lines"),
    ("unparsed_bytes", "语法未能识别的字节数", "Bytes that the grammar could not follow"),
    ("not_listed", "未全部列出", "Not all listed"),
    ("reason", "理由", "Reason"),
    ("encoding", "编码", "Encoding"),
    ("mixed-encoding", "多种编码混用", "Several encodings in one file"),
    ("not-parsed", "部分内容语法未能识别", "Not parsed throughout"),
    ("long-lines", "压缩或生成的长行", "Minified or generated long lines"),
    ("no-code", "无代码", "No code"),
    ("bytes", "字节数", "Bytes"),
    ("longest_line", "最长一行的字符数", "Characters of the longest line"),
    ("comments", "注释数", "Comments"),
)
_SIDED = (
    ("files_of", "文件数", "files"),
    ("files_with_common_of", "含共有记号的文件数", "files with common tokens"),
    ("lines_of", "代码行数", "lines of code"),
    ("common_lines_of", "共有代码行数", "common lines of code"),
    ("tokens_of", "参与计数的记号数", "tokens that take part"),
    ("common_tokens_of", "共有记号数", "common tokens"),
    ("common_tokens_as_written_of", "共有且原文相同的记号数", "common tokens equal as written"),
    ("common_tokens_unseen_of", "共有且背景库中未见的记号数", "common tokens of passages not in the background"),
    ("left_out_tokens_of", "不参与计数的记号数", "tokens left out"),
    ("longest_at", "最长片段位置", "place of the longest passage"),
    ("gap_tokens_of", "片段内不同记号数", "tokens that differ in between"),
    ("from_to_of", "起止（行:列）", "from–to (line:column)"),
    ("language_of", "语言", "language"),
)
LABELS = labels(_ROWS, _SIDED)
