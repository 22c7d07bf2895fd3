"""How ``software-tree`` names and explains its figures in a report, in both languages."""

from __future__ import annotations

from comparators.matching.wording import shares_of

METHOD_ZH = (
    "本方法比对两套软件（文件夹或已打开的压缩包）的全部文件，逐一说明去向：路径与内容均相同；内容相同而路径不同（移动、改名、复制）；"
    "仅行尾、行首行末空白、编码或字节序标记不同；部分对应；未检出内容对应的文件；未能读取。对应关系只由内容确定，与文件名、文件夹名无关。"
    "文本按抽象层次逐级比对：逐行相同（不计空白）；一行中半数以上词语相同（改动）；名称、字符串、数值、注释均可不同而语句结构及名称的重复方式相同（改名）；"
    "数字或字符串相同（数据）。每一行至多对应一行，故一个文件可以对应几个文件（拆分、合并）。"
    "非文本文件按内容切块比对；图片和声音只比字节，其近似由各自的方法另行比对。散列和出现该特征的文件数只用于提出候选，"
    "是否对应由逐行对齐后的数量按固定下限判定。"
    "“未检出内容对应的文件”仅指另一侧没有字节、文本行与之对应的文件；图片、声音、文字是否近似，以各自方法的结果为准。"
)
METHOD_EN = (
    "The method compares all files of two products (folders, or archives that have been opened) and says of each what"
    " became of it: the same path and content; the same content elsewhere (moved, renamed, copied); the same but for"
    " line ends, spacing at the ends of lines, encoding or byte order mark; corresponding in part; no file of"
    " corresponding content found; not read. Correspondence is found by content alone, whatever files and folders"
    " are called. Texts are compared at"
    " one level of abstraction after another: lines equal but for spacing; lines of which half of the words or more are"
    " the same (edited); lines whose names, strings, numbers and comments may all differ while the structure and the"
    " pattern in which names recur are the same (renamed); lines with the same numbers or strings (values)."
    " In stretches whose lines all have one pattern (tables, lists of constants, records) the pattern counts for"
    " nothing: values, or names that recur, must agree there, and more than chance has it. Every line"
    " corresponds to one line at the most, so a file may correspond to several (split, merged). Files that are no text"
    " are compared in pieces whose borders their content sets; pictures and sounds byte for byte only: whether they are"
    " alike other methods say. Hashes, and how many files hold a feature, only propose; what corresponds is decided by"
    " the lines that align and fixed minima. “No file of corresponding content found” means that no file of the other"
    " side corresponds by bytes or lines of text; whether pictures, sounds or wording are alike their own methods say."
)
RULE_ZH = (
    "占比以字节计：对应的文件和行的字节数除以该侧全部可读文件的字节数，左、右分别计算；文本文件按对应行占全部行的字节比例折算，向下取整。"
    "行数只计非空行。文件按其最强的一种对应归类，各类文件数、字节数之和等于全部。"
    "两个文本文件部分对应，须有一方的有效行（含词语的行）与另一方的有效行对应，达到“部分对应的下限比例”，"
    "且对应的行、词数达到下限；"
    "已有对应文件的，新的对应须另占“另一对应文件的下限比例”。"
    "非文本文件为整个文件，不以行计。"
    "文件只要有一部分对应即计为对应文件，故对应文件数不表示对应内容的多少：先看对应行数（文本）和对应字节数，再看文件数。"
)
RULE_EN = (
    "Shares are of bytes: bytes of corresponding files and lines, divided by the bytes of all readable files of that"
    " side, for left and right apart; the bytes of a text file are apportioned by those of its lines, rounded down."
    " Lines that are empty are not counted. Each file stands under the strongest kind of correspondence it has, so that"
    " files and bytes of all kinds add up to the whole. Two texts correspond in part when at least the"
    " “Minimum share for correspondence in part” of the telling lines (lines with words) of one of them correspond"
    " to such lines of the other, and lines and words reach"
    " their minima; for a further"
    " counterpart the “Minimum share for a further counterpart” of lines that no other pair explains. Files that are"
    " no text count whole, and in no line"
    " figure. A file counts as corresponding when a part of it does, so that their number does not say how much does:"
    " read corresponding lines (of texts) and bytes first, files second."
)
EXAMPLE_ZH = (
    "左侧三个文件：a.c 100 字节 4 行（每行 25 字节），b.png 300 字节，c.txt 100 字节。"
    "右侧 x.c 中有 a.c 的前 3 行（全部改名），"
    "p/q.png 与 b.png 字节相同，无其他。左占比 (75 + 300) / 500 = 75.00%；"
    "a.c 归部分对应，b.png 归移动，c.txt 归未检出内容对应的文件。"
)
EXAMPLE_EN = (
    "Left has three files: a.c with 100 bytes in 4 lines of 25 bytes, b.png with 300 bytes, c.txt with 100 bytes."
    " Right: x.c with the first 3 lines of a.c, every name changed, p/q.png with the bytes of b.png, and nothing else."
    " Share of left (75 + 300) / 500 = 75.00%; a.c is similar, b.png moved, and for c.txt no file of corresponding"
    " content is found."
)
SHARES = shares_of("bytes_common bytes_counted", "字节", "bytes")
ABSENT = "files_only bytes_of_files_only"
WHOLE = "accounts classes cross_check"
COUNTING = {
    "zh": {
        **SHARES["zh"],
        "absent": ABSENT,
        "whole": WHOLE,
        "method": METHOD_ZH,
        "rule": RULE_ZH,
        "example": EXAMPLE_ZH,
    },
    "en": {
        **SHARES["en"],
        "absent": ABSENT,
        "whole": WHOLE,
        "method": METHOD_EN,
        "rule": RULE_EN,
        "example": EXAMPLE_EN,
    },
}

_ROWS = (
    ("name", "软件文件对应", "Software: files of two products"),
    ("min_lines", "最少对应行数", "Least corresponding lines"),
    ("min_tokens", "最少对应词数", "Least corresponding tokens"),
    ("min_bytes", "非文本文件最少共有字节数", "Least common bytes of files that are no text"),
    ("assigned", "指定分类的文件", "Files assigned to a class"),
    ("children", "交由其他方法比对的文件（媒介＝方法）", "Files handed to other methods (medium=method)"),
    ("most_children", "交由其他方法比对的最多对数", "Most pairs handed to other methods"),
    ("spacing", "空白改动", "spacing"),
    ("every name changed, spacing", "全部名称改动并改空白", "every name changed, spacing"),
    ("all bytes inside another file", "全部字节置于另一文件内", "all bytes inside another file"),
    ("all bytes in a new file", "全部字节置于新文件", "all bytes in a new file"),
    ("identical", "路径和内容均相同", "Same path and content"),
    ("identical-moved", "内容相同，路径不同", "Same content at another path"),
    ("moved", "内容相同，路径不同", "Same content at another path"),
    ("normalised", "规范化后相同（行尾、空白、编码）", "Same after normalising (line ends, spacing, encoding)"),
    ("similar", "部分对应", "Corresponding in part"),
    ("similar-alike", "部分对应，另有文件同样相近（未定对应文件）", "Corresponding in part, others as like"),
    ("only", "未检出内容对应的文件", "No file of corresponding content found"),
    ("encrypted", "已加密，未能读取", "Encrypted"),
    ("file_list", "逐文件表", "File by file"),
    ("file_lines", "非空行数", "Lines that are not empty"),
    ("counterparts_number", "对应文件数", "Number of counterparts"),
    ("lines_corresponding", "对应行数", "Corresponding lines"),
    ("core_reason", "核心文件的理由", "Core file, reason"),
    ("note", "备注", "Note"),
    ("pairs_alike", "未定对应文件的文件对数", "Pairs of files of which the counterpart is not decided"),
    ("unread", "未能读取", "Not read"),
    ("skipped", "未跟随或未展开", "Skipped"),
    ("all", "合计", "All"),
    ("type-mismatch", "文件名与内容类型不符", "Name and content differ in type"),
    ("(name)", "文件名", "name"),
    ("(bytes)", "字节数", "bytes"),
    ("name_says", "文件名所示类型", "Type by name"),
    ("content_is", "内容类型", "Type by content"),
    ("accounts", "全部文件与字节去向", "Account of all files and bytes"),
    ("pairs", "部分对应的文件", "Files that correspond in part"),
    ("split_merged", "拆分与合并的文件", "Split and merged files"),
    ("classes", "分类统计", "Classes"),
    ("game", "随程序附带的游戏分类表", "table of classes of games that comes with the program"),
    ("core", "核心文件", "Core files"),
    ("types", "文件类型（按内容）", "Types by content"),
    ("cross_check", "复核表", "Cross-check"),
    ("nested", "另行比对的文件", "Pairs compared by other methods"),
    ("same_path", "路径相同而内容不对应的文件", "Same path, content does not correspond"),
    ("pairs_similar", "部分对应的文件对数", "Pairs of files that correspond in part"),
    ("lines_literal", "部分对应文件中逐行相同的行数", "Lines equal but for spacing, in files that correspond in part"),
    ("lines_abstract", "部分对应文件中抽象后相同的行数", "Lines that correspond when abstracted"),
    ("side", "侧", "Side"),
    ("state", "去向", "State"),
    ("files", "文件数", "Files"),
    ("file", "文件", "File"),
    ("bytes", "字节数", "Bytes"),
    ("share", "占该侧字节", "Share of that side's bytes"),
    ("bytes_corresponding", "对应字节", "Corresponding bytes"),
    ("lines", "对应行数", "Corresponding lines"),
    ("literal", "逐行相同", "Equal lines"),
    ("edited", "改动", "Edited"),
    ("renamed", "改名", "Renamed"),
    ("values", "数据相同", "Same values"),
    ("linked_by", "对应依据", "Linked by"),
    ("content", "内容", "content"),
    ("place", "内容与所在文件夹", "content and folder"),
    ("alike", "内容（另有同样相近的文件）", "content (another file is as like)"),
    ("left", "左侧", "Left"),
    ("right", "右侧", "Right"),
    ("counterparts", "对应文件", "Counterparts"),
    ("reason", "理由", "Reason"),
    ("type", "类型", "Type"),
    ("text", "文本", "text"),
    ("data", "未识别的数据", "data of no known type"),
    ("empty", "空文件", "empty file"),
    ("class_zh", "类别", "Class (Chinese)"),
    ("class_en", "类别（英文）", "Class"),
    ("check", "核对方法", "Check"),
    ("path_and_hash", "路径与散列均相同", "Same path and hash"),
    ("hash_alone", "仅散列相同", "Same hash anywhere"),
    ("plain_diff", "同路径逐行比较（不计空白）", "Plain diff of equal paths (spacing aside)"),
    ("ours", "本方法", "This method"),
    ("of_these_moved", "其中：移动、改名而内容相同", "of these: same content elsewhere"),
    ("of_these_normalised", "其中：规范化后相同", "of these: same after normalising"),
    ("of_these_similar", "其中：部分对应", "of these: corresponding in part"),
    ("similar_elsewhere", "部分对应而路径不同", "corresponding in part at other paths"),
    ("similar_literal", "部分对应：逐行相同的行", "in part: equal lines"),
    ("similar_edited", "部分对应：改动的行", "in part: edited lines"),
    ("similar_renamed", "部分对应：仅改名后相同的行", "in part: renamed lines"),
    ("similar_values", "部分对应：仅数据相同的行", "in part: lines with the same values"),
    ("not_counted", "因过大未作逐行比较的文件", "Files too large for the plain diff"),
    ("comparator", "方法", "Method"),
    ("compared", "已比对", "Compared"),
    ("beyond_cap", "超出上限未比对", "Not compared, beyond the cap"),
    ("not_installed", "方法未安装而未比对", "Not compared, method not installed"),
    ("min_share", "部分对应的下限比例", "Minimum share for correspondence in part"),
    ("min_further", "另一对应文件的下限比例", "Minimum share for a further counterpart"),
)  # fmt: skip
_SIDED = (
    ("files", "文件数", "files"),
    ("bytes", "字节数", "bytes"),
    ("lines_counted", "计入的非空行数", "lines counted (not empty)"),
    ("bytes_counted", "计入的字节数", "bytes counted"),
    ("bytes_common", "对应字节数", "corresponding bytes"),
    ("lines_common", "对应的非空行数", "corresponding lines (not empty)"),
    ("files_excluded", "全部排除的文件数", "files excluded as a whole"),
    ("files_half", "半数以上字节对应的文件数", "files of which half of the bytes or more correspond"),
    ("files_of", "相同文件数", "files of this content"),
    ("size", "文件字节数", "bytes of the file"),
    ("encoding", "编码", "encoding"),
    ("bytes_of", "相同的字节数", "bytes in common pieces"),
    ("share", "对应比例", "share that corresponds"),
    *((f"files_{k}", f"{zh}：文件数", f"files: {en}") for k, zh, en in (
        ("identical", "路径和内容均相同", "same path and content"),
        ("moved", "内容相同、路径不同", "same content at another path"),
        ("normalised", "规范化后相同", "same after normalising"),
        ("similar", "部分对应", "corresponding in part"),
        ("only", "未检出内容对应的文件", "no file of corresponding content found"),
    )),
    *((f"bytes_of_files_{k}", f"{zh}：文件字节数", f"bytes of files: {en}") for k, zh, en in (
        ("identical", "路径和内容均相同", "same path and content"),
        ("moved", "内容相同、路径不同", "same content at another path"),
        ("normalised", "规范化后相同", "same after normalising"),
        ("similar", "部分对应", "corresponding in part"),
        ("only", "未检出内容对应的文件", "no file of corresponding content found"),
    )),
    ("class_files", "文件数", "files"),
    ("class_bytes", "字节数", "bytes"),
    ("class_corresponding", "对应文件数", "corresponding files"),
    ("class_identical", "相同文件数", "identical files"),
    ("class_share_of_files", "对应文件占比", "share of files"),
    ("class_share_of_bytes", "对应字节占比", "share of bytes"),
)  # fmt: skip
_WORDS = {"zh": (("left", "左侧"), ("right", "右侧")), "en": (("left", "Left: "), ("right", "Right: "))}
LABELS = {
    "zh": {key: zh for key, zh, _ in (*_SIDED, *_ROWS)}
    | {f"{key}_{side}": f"{word}{zh}" for key, zh, _ in _SIDED for side, word in _WORDS["zh"]},
    "en": {key: en[0].upper() + en[1:] for key, _, en in _SIDED}
    | {key: en for key, _, en in _ROWS}
    | {f"{key}_{side}": f"{word}{en}" for key, _, en in _SIDED for side, word in _WORDS["en"]},
}
