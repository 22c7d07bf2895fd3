"""How ``code-literal`` names and explains its figures in a report, in both languages."""

from __future__ import annotations

from comparators.matching.wording import counting, labels

METHOD_ZH = (
    "本方法逐字比对双方源代码，分为互不合并的几项：代码行（去空白与注释）、注释行、字符串（单个词的字符串多为选项名、键名，另计）、标识符（整体相同；部分相同即三个相邻词相同）、"
    "指令序列（各行首词按先后次序的相同段）。另列：一方注释掉而另一方在用的代码、双方相同的错拼词、相同的罕见中文短语，以及独立作者难以重复的细节："
    "行尾空格、制表符与空格混用、不可达代码、遗留的调试输出、作者名、电子邮件、日期、版权行、待办备注、绝对路径、GUID、不可见字符。"
    "作者与权利人取名称本身：@author、written by、Copyright、作者、版权所有等写法不同而名称相同的，"
    "视为同一名称（邮箱、年份、公司形式不计）。"
    "注释中的许可证文字，以及关键字、标准库名称等常见内容（按随程序附带的计数表（列明作品数与校验值）中有两部以上作品含有者），不计入分子分母，其数另列。"
    "文件名、文件拆分与先后不影响结果。"
)
METHOD_EN = (
    "The method compares source code to the letter, each matcher with figures of its own: lines of code (spacing and"
    " comments set aside), lines of comments, strings (those of one word, mostly names of options and"
    " keys, apart), identifiers (whole; in part: three neighbouring words alike), and"
    " instruction sequences (the first words of lines, in order). Beside them: code that one side has commented out"
    " and the other has live, words both misspell alike, rare Chinese phrases, and details that an independent author"
    " hardly repeats: trailing spaces, tabs mixed with spaces, code that is never reached, left-over debug prints,"
    " names of authors, e-mail addresses, dates, copyright lines, notes to oneself, absolute paths, GUIDs, unseen"
    " characters. Of authors and holders of rights the bare name counts, whatever the notice (@author,"
    " written by, Copyright, 作者; mail, years, legal forms set aside)."
    " What is common (keywords, names of standard libraries) is told by counts that come with the"
    " program (works and digest are stated): what two or more of those works hold, and lines of comments that state a"
    " licence, are in neither number and counted apart. Names of files, how code is split"
    " into files, and its order make no difference."
)
RULE_ZH = (
    "代码行与注释行按行计（代码行至少 12 个非空白字符；注释行至少 12 个字母数字，一个汉字计三）；"
    "字符串（至少 8，单词字符串至少 6）、标识符（至少 5）、标识符部分（相邻三词共至少 12 个字母）按不同者计。"
    "占比 = 该方与对方相同的数目 ÷ 该方参与计数的数目，双方分别计算，各项不合并。"
    "首词行：以词开头的代码行；相同段的词合计须达 35 比特。"
    "被排除的行退出分子和分母；某项的前 12 处位置均被排除时，该项退出。"
)
RULE_EN = (
    "Lines of code and of comments are counted by line (code: at least 12 characters without spacing; comments: at"
    " least 12 letters and digits, one hanzi counting three); strings (at least 8; of one word 6), identifiers"
    " (at least 5) and parts of identifiers (three neighbouring words, together at least 12 letters) are counted once"
    " each. Share = those of a work that the other work has too ÷ those of that work that take part, for each work and"
    " matcher by itself."
    " Instruction lines begin with a word; the words of a sequence hold at least 35 bits together. Excluded lines leave"
    " both numbers; a piece leaves when its first twelve places are all excluded."
)
EXAMPLE_ZH = (
    "左方两行 total_price = unit_price * count; 与 log_total(total_price, fee); 右方三行，其中一行为 "
    "total_price=unit_price*count; 另两行左方没有，各行均满 12 个字符。代码行：左 1/2 = 50%，右 1/3 = 33.33%。"
)
EXAMPLE_EN = (
    "Left: two lines, total_price = unit_price * count; and log_total(total_price, fee); Right: three lines, one of"
    " them total_price=unit_price*count; and two that the left has not, all of at least 12 characters. Lines of"
    " code: left 1/2 = 50%, right 1/3 = 33.33%."
)
COUNTING = counting(
    (METHOD_ZH, RULE_ZH, EXAMPLE_ZH), (METHOD_EN, RULE_EN, EXAMPLE_EN),
    shares="common_statement_lines_of statement_lines_of", counted=("语句行", "statement lines"),
    whole="languages",
)  # fmt: skip

_ROWS = (
    ("name", "源代码逐字比对", "Literal agreement of source code"),
    ("statement-lines", "代码行相同", "Equal lines of code"),
    ("comment-lines", "注释行相同", "Equal lines of comments"),
    ("string", "字符串相同", "Equal string"),
    ("one-word-string", "单词字符串相同", "Equal string of one word"),
    ("identifier", "标识符相同", "Equal identifier"),
    ("identifier-part", "标识符部分相同", "Identifiers equal in part"),
    ("instruction-sequence", "指令序列相同", "Equal sequence of instructions"),
    ("commented-out-code", "一方注释掉的代码在另一方使用", "Code commented out on one side, live on the other"),
    ("misspelling", "相同错拼词", "Word misspelled alike"),
    ("phrase", "相同中文短语", "Equal Chinese phrase"),
    ("odd-spacing", "相同的反常空白", "Equal odd spacing"),
    ("dead-code", "相同的不可达代码", "Equal code that is never reached"),
    ("debug-print", "相同的遗留调试输出", "Equal left-over debug print"),
    ("author", "作者或权利人名称", "Name of an author or holder of rights"),
    ("email", "电子邮件地址", "E-mail address"),
    ("date", "日期", "Date"),
    ("copyright-line", "版权行", "Copyright line"),
    ("todo", "待办备注", "Note to oneself"),
    ("absolute-path", "绝对路径", "Absolute path"),
    ("guid", "GUID", "GUID"),
    ("hidden-characters", "含不可见或形似字符的相同行", "Equal line with unseen or look-alike characters"),
    ("bidi-control", "双向控制字符", "Bidirectional control character"),
    ("zero-width", "零宽字符", "Zero-width character"),
    ("look-alike", "形似字符", "Look-alike character"),
    ("characters", "字符", "Characters"),
    ("times", "次数", "Times"),
    ("line", "行", "Line"),
    ("most", "每类最多列出数", "Most matches of one kind that are listed"),
    ("as it is", "原样", "as it is"),
    ("indented anew", "重新缩进", "indented anew"),
    ("spaces doubled", "空格加倍", "spaces doubled"),
    ("text", "内容", "What it says"),
    ("hashes", "内容摘要", "Digests"),
    ("pieces", "同处不同项数", "Pieces on the same lines"),
    ("words", "首词数", "First words"),
    ("word_lines", "首词对应行（左、右）", "Lines of the words (left, right)"),
    ("bits", "信息量（比特）", "Bits"),
    ("meant", "词典中的词（多个时按字母次序）", "Word of the dictionary (of several, in order of the alphabet)"),
    ("commented_out_on", "被注释掉的一方", "Side on which it is commented out"),
    ("left", "左侧", "left"),
    ("right", "右侧", "right"),
    ("both", "双方", "both"),
    ("lines", "行数", "Lines"),
    ("match.lines", "其中相同并计入的行数", "Of these lines equal ones that count"),
    (
        "bundled_holding_at_most",
        "附带计数表中含此内容的作品数（至多）",
        "Works of the bundled counts that hold it, at most",
    ),
    ("background", "背景库", "Background collection"),
    ("works", "作品数", "Works"),
    ("holding", "背景库中含此内容的作品数", "Background works that hold it"),
    (
        "matches_by_kind",
        "各类匹配的处数（同在一处的数项为一处）",
        "Matches by kind (several pieces on the same lines are one)",
    ),
    ("finds", "细节相同（按类别、按罕见程度）", "Equal oddities (by kind, by rarity)"),
    (
        "misspellings",
        "相同错拼词（项，同在一处者分别计）",
        "Words misspelled alike (each, also several on the same lines)",
    ),
    ("phrases", "相同中文短语（项，同在一处者分别计）", "Equal Chinese phrases (each, also several on the same lines)"),
    ("languages", "语言与读取方式", "Languages and how they were read"),
    ("spacing_habits", "书写习惯（次数）", "Habits of spacing (times)"),
    ("habit", "习惯", "Habit"),
    ("line-end-crlf", "行尾 CRLF", "lines end in CRLF"),
    ("line-end-lf", "行尾 LF", "lines end in LF"),
    ("trailing-space", "行尾空白", "space at the end of a line"),
    ("indent-tab", "制表符缩进", "indented by tabs"),
    ("indent-spaces", "空格缩进", "indented by spaces"),
    ("indent-space-tab", "空格加制表符缩进", "indented by spaces and a tab"),
    ("keyword-space-parenthesis", "关键字与括号间有空格", "keyword, space, parenthesis"),
    ("keyword-parenthesis", "关键字与括号间无空格", "keyword, parenthesis"),
    ("space-inside-parenthesis", "括号内侧有空格", "space inside parentheses"),
    ("no-space-inside-parenthesis", "括号内侧无空格", "no space inside parentheses"),
    ("comma-space", "逗号后有空格", "space after a comma"),
    ("comma-no-space", "逗号后无空格", "no space after a comma"),
    ("space-comma", "逗号前有空格", "space before a comma"),
    ("equals-spaced", "等号两侧有空格", "spaces around ="),
    ("equals-tight", "等号两侧无空格", "no spaces around ="),
    ("brace-same-line", "左花括号同行", "brace on the same line"),
    ("brace-own-line", "左花括号独行", "brace on a line of its own"),
    ("bundled_counts", "附带计数表", "Bundled counts"),
    ("sha256", "SHA-256", "SHA-256"),
    ("not_listed", "未全部列出", "Not all listed"),
    ("found", "找到", "Found"),
    ("listed", "列出", "Listed"),
    ("kind", "类别", "Kind"),
    ("works_holding", "含此内容的作品数", "Works that hold it"),
    ("side", "方", "Side"),
    ("language", "语言", "Language"),
    ("reader", "读取方式", "Read by"),
    ("grammar", "语法树", "grammar"),
    ("lexer", "词法（Pygments）", "lexer (Pygments)"),
    ("plain", "通用规则", "plain rules"),
    ("maturity", "成熟度", "Maturity"),
    ("measured", "有实测数据", "figures measured"),
    ("tested", "有测试，无实测数据", "tested, no figures"),
    ("tokens", "仅词法", "tokens only"),
    ("files", "文件数", "Files"),
    ("encoding", "编码", "Encoding"),
    ("mixed-encoding", "多种编码混用", "Several encodings in one file"),
    ("statement_lines", "代码行", "lines of code"),
    ("comment_lines", "注释行", "lines of comments"),
    ("strings", "字符串", "strings"),
    ("one_word_strings", "单词字符串", "strings of one word"),
    ("identifiers", "标识符", "identifiers"),
    ("identifier_parts", "标识符部分", "parts of identifiers"),
    ("instruction_lines", "首词行", "instruction lines"),
)
_PIECES = (
    ("statement_lines", "代码行", "lines of code"),
    ("comment_lines", "注释行", "lines of comments"),
    ("strings", "不同字符串", "distinct strings"),
    ("one_word_strings", "不同单词字符串", "distinct strings of one word"),
    ("identifiers", "不同标识符", "distinct identifiers"),
    ("identifier_parts", "不同标识符部分", "distinct parts of identifiers"),
)
_SIDED = (
    *((f"{key}_of", f"参与计数的{zh}", f"{en} that take part") for key, zh, en in _PIECES),
    *((f"common_{key}_of", f"双方共有的{zh}", f"{en} that both have") for key, zh, en in _PIECES),
    *((f"left_out_{key}_of", f"常见而不计的{zh}", f"{en} left out as common") for key, zh, en in _PIECES),
    ("instruction_lines_of", "以词开头的代码行", "lines of code that begin with a word"),
    ("common_instruction_lines_of", "相同指令序列中的行", "lines in equal sequences of instructions"),
    ("commented_out_lines_of", "注释掉而对方在用的代码行", "lines commented out that the other side has live"),
    ("shares_of", "各项占比（互不合并）", "share of each matcher (never one from several)"),
    ("places_of", "位置数", "places"),
    ("from_of", "起点（行:列）", "from (line:column)"),
    ("language_of", "语言", "language"),
    ("place_of", "位置", "place"),
)
LABELS = labels(_ROWS, _SIDED)
