"""How ``software-data`` names and explains its figures in a report, in both languages."""

from __future__ import annotations

from comparators.matching.wording import counting, labels

METHOD_ZH = (
    "本方法把两侧软件中的数据（SQL 转储、SQLite、csv、xlsx、json、xml、lua、配置文件，"
    "及源程序中的枚举、常量、结构与数组等）"
    "一律读作表，比对表与表。表名、列名、键名、行序、列序均不作依据；数值按其大小、文字按大小写折叠后相同为相同。"
    "先以罕见的值和行内值的组合提出候选表对，再配对列、对齐行，逐格比对。"
    "是否成对不凭相似度阈值，而凭偶然性：以“各格的值按本列分布、取值范围、行序、列间关系及一般书写习惯独立取得”为零假设，"
    "计算“对齐的行系复制且五分之一的格被改动”对零假设的似然比，并扣除选择行列对应方式所需的位数；"
    "两张独立的表能达到这一程度的概率不超过所列上限，上限高于 2 的 −40 次方的表对不列出。"
    "序号、开关量、常数列、整数等差列在此计算下自然不占分量。本方法不执行任何被检程序、视图或触发器。"
)
METHOD_EN = (
    "The method reads the data of both products (SQL dumps, SQLite, csv, xlsx, json, xml, lua, configuration, and"
    " enumerations, constants, structures and arrays of source code) as tables and compares tables. Names of tables,"
    " columns and keys and the order of rows and columns are no evidence; numbers are equal by value, text after letter"
    " case is folded. Rare values, and combinations of values within rows, propose pairs of tables; columns are then"
    " paired, rows aligned, cells compared. A pair is not decided by a threshold of similarity but by chance: the null"
    " is that cells are drawn anew from the distribution, range, order and dependences of their column and from"
    " ordinary writing; the likelihood ratio of a copy in which a fifth of the cells was changed is taken against it,"
    " less the bits that it takes to say which rows and columns were aligned. Two independent tables come this far"
    " with at most the stated probability; pairs above 2 to the power −40 are not listed."
    " Row numbers, flags, constants and even"
    " ladders carry no weight by that very reckoning. No program, view or trigger of the material is run."
)
RULE_ZH = (
    "以格计：空格不计；一行与他表一行对齐后，配对列中值相同的格为相同格，每格只计一次；重复的行，他侧有其一即计。"
    "占比分别以左、右侧全部参与比对的表的非空格数为分母。“任意值”指零假设下概率不超过 1/256 的相同格。"
    "与自身比较也达不到下限的表（过小或全为寻常值）不计入分子分母，另列张数与格数。"
    "一张表拆为几张或几张并为一张时，各对分别列出。表的结构（列数、类型、次序、主键）另行统计，不计入相同格。"
    "位置为文件内各表格子的顺序编号（自 0 起，左闭右开，按表、行、列的次序）。"
)
RULE_EN = (
    "Counts are of cells; empty ones do not count. A cell is equal when its row is aligned with a row of the other"
    " table and the paired column holds the same value there; each counts once. A row that is repeated counts wherever"
    " it stands if the other side has it. Each share has the filled cells of all tables compared on that side as its"
    " denominator. Arbitrary cells are equal cells whose value has a chance of at most 1 in 256 under the null. Tables"
    " that do not reach the bound even against themselves (small, or ordinary throughout) are in neither number and"
    " listed apart. Parts of a table that was split are pairs of their own. The schema (columns, types, order, key) is"
    " counted apart from the data. Places are numbers of cells within the file (from 0, end not included; tables, rows,"
    " columns in order)."
)
EXAMPLE_ZH = (
    "左表 3 行 2 列：(137, 剑)(205, 盾)(88, 弓)；右表：(盾, 205)(剑, 137)(弓, 91)。列按值配对：左 1＝右 2，左 2＝右 1；"
    "三行对齐；六格中五格相同，左占比 5/6 = 83.33%，右占比 5/6 = 83.33%（示意计数；如此小的表达不到列出的下限）。"
)
EXAMPLE_EN = (
    "Left, 3 rows of 2 columns: (137, sword) (205, shield) (88, bow). Right: (shield, 205) (sword, 137) (bow, 91)."
    " Columns pair by their values, first with second and second with first; three rows align; five of six cells are"
    " equal: share of left 5/6 = 83.33%, of right 5/6 = 83.33% (counting only: so small a table does not reach the"
    " bound)."
)
COUNTING = counting(
    (METHOD_ZH, RULE_ZH, EXAMPLE_ZH), (METHOD_EN, RULE_EN, EXAMPLE_EN),
    shares="equal_cells_of cells_of", counted=("格", "cells"),
)  # fmt: skip

_ROWS = (
    *(
        (
            f"rows as {name}, renamed, shuffled, cells changed",
            f"若干行改写为 {name}，改名、打乱次序、改动部分单元格",
            f"rows as {name}, renamed, shuffled, cells changed",
        )
        for name in ("csv", "json", "lua", "sql", "xml")
    ),
    ("name", "软件数据表比对", "Tables of software data"),
    ("table", "数据表", "Table"),
    ("list", "清单", "List"),
    ("settings", "配置项", "Settings"),
    ("constants", "常量表（枚举、操作码）", "Constants (enumerations, opcodes)"),
    ("schema", "表结构", "Schema of a table"),
    ("struct", "结构体、报文布局", "Structure or layout of packets"),
    ("odd-value", "异常值相同", "Odd value in both"),
    ("bits", "列出下限（比特，偶然概率以 2 为底的负对数）", "Bound of chance for a pair (power of 1/2)"),
    ("name_of_left", "左侧表名", "Left: table"),
    ("name_of_right", "右侧表名", "Right: table"),
    ("number_of_left", "左侧文件内表序号", "Left: number of the table in its file"),
    ("number_of_right", "右侧文件内表序号", "Right: number of the table in its file"),
    ("rows_paired", "对齐的行（不同的行）", "Rows aligned (distinct)"),
    ("rows_in_left", "左表行数（不同的行）", "Left: rows of the table (distinct)"),
    ("rows_in_right", "右表行数（不同的行）", "Right: rows of the table (distinct)"),
    ("columns_paired", "配对的列", "Columns paired"),
    ("columns_of_left", "左表列数", "Left: columns"),
    ("columns_of_right", "右表列数", "Right: columns"),
    (
        "columns",
        "列的对应及相同格数",
        "Columns that correspond, equal cells",
    ),
    ("columns: {0}: renamed", "{0}：值一一改名", "{0}: values exchanged one for one"),
    ("equal_cells", "相同格", "Equal cells"),
    ("compared_cells", "所比格", "Cells compared"),
    ("arbitrary_cells", "相同的任意值", "Equal arbitrary cells"),
    ("rarest", "最罕见的相同值", "Rarest equal values"),
    ("chance", "独立的两表达此程度的概率上限", "Chance of this much between independent tables, at most"),
    ("columns_of_same_type", "类型相同的配对列", "Paired columns of the same type"),
    ("columns_in_order", "次序相同的配对列", "Paired columns in the same order"),
    ("same_key", "主键对应", "Primary keys correspond"),
    ("value", "值", "Value"),
    ("(name)", "名称（name）", "name"),
    ("(value)", "值（value）", "value"),
    ("(key)", "键（key）", "key"),
    ("(type)", "类型（type）", "type"),
    ("(size)", "长度（size）", "size"),
    ("(bits)", "位数（bits）", "bits"),
    ("(offset)", "偏移（offset）", "offset"),
    ("(layout)", "布局（layout）", "layout"),
    ("(fields)", "字段数（fields）", "fields"),
    ("(bytes)", "字节数（bytes）", "bytes"),
    ("(null)", "可否为空（null）", "null"),
    ("(default)", "默认值（default）", "default"),
    ("column_of_left", "左侧列", "Left: column"),
    ("column_of_right", "右侧列", "Right: column"),
    ("odd_because", "异常之处", "Odd because"),
    ("far from its column", "远离本列其他值", "far from its column"),
    ("more digits than its column", "位数多于本列其他值", "more digits than its column"),
    ("text among numbers", "数值列中的文字", "text among numbers"),
    ("out of order", "打破本列次序", "out of order"),
    ("repeated in a column without repeats", "在不重复的列中重复", "repeated in a column without repeats"),
    ("pairs_table", "数据表对", "Pairs of tables"),
    ("pairs_list", "清单对", "Pairs of lists"),
    ("pairs_settings", "配置项对", "Pairs of settings"),
    ("pairs_constants", "常量表对", "Pairs of constants"),
    ("pairs_schema", "表结构对", "Pairs of schemas"),
    ("pairs_struct", "结构体对", "Pairs of structures"),
    ("pairs_odd-value", "异常值相同处数", "Odd values in both"),
    ("tables_of_left", "左侧表", "Left: tables"),
    ("tables_of_right", "右侧表", "Right: tables"),
    ("file", "文件", "File"),
    ("number", "表序号", "Number"),
    ("kind", "种类", "Kind"),
    ("data", "数据", "Data"),
    ("rows", "行", "Rows"),
    ("width", "列", "Columns"),
    ("first_cell", "首格编号", "First cell"),
    ("line", "首行", "First line"),
    ("table_name", "表名", "Table"),
)
_SIDED = (
    ("rows_of", "行数", "rows"),
    ("cells_of", "非空格数", "filled cells"),
    ("paired_tables_of", "已成对的表", "tables in a pair"),
    ("rows_aligned_of", "对齐的行（含重复的行）", "rows aligned, repeated ones included"),
    ("equal_cells_of", "相同格", "equal cells"),
    ("arbitrary_cells_of", "相同的任意值", "equal arbitrary cells"),
    ("left_out_of", "过小或寻常而未计的表", "tables too small or ordinary to count"),
    ("cells_left_out_of", "未计的表的格数", "cells of those tables"),
)
LABELS = labels(_ROWS, _SIDED)
