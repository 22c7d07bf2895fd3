"""How ``software-map`` names and explains its figures in a report, in both languages."""

from __future__ import annotations

from comparators.matching.wording import shares_of
from comparators.software.assets.map_turns import TURNS

METHOD_ZH = (
    "本方法读取地图文件（Tiled 的 tmx、tmj 及 lua 导出，LDtk，带宽高的 JSON 数组，文本网格）的各图层，比对图块的布"
    "局。图块编号本身不作依据：编号可整体更换、合并或拆分；图层可平移、裁剪、镜像、旋转 90°、改序，亦可只截取一部分"
    "贴入他图。先以 5×5 小窗内“与中心同类的格”的图样提出候选位置，再把一层叠于另一层，求出编号对应规则及相符最多的"
    "矩形。是否列出取决于偶然性：零假设为各格的值只由本图层的频率、左邻、上邻及编号步长而定；“八成格照抄、二成改动”"
    "对零假设的似然比，扣除选定方位、位移、矩形与编号规则所需的位数后，须达 40 位（即 2 的 −40 次方）。"
    "大片相同的地面、直墙、"
    "重复图案可由邻格预知，几乎不占分量。本方法只比布局，不比图块的画面。"
)
METHOD_EN = (
    "The method reads the layers of maps (Tiled tmx, tmj and Lua export, LDtk, JSON arrays with a width and a"
    " height, grids in text files) and compares how tiles are laid out. Numbers of tiles are no evidence: they may"
    " be exchanged, merged or split; layers may be shifted, cropped, mirrored, turned by 90°, put in another order,"
    " or pasted in part. Patterns of the middle's own kind in windows of 5 × 5 cells propose places; one layer is"
    " laid on the other, and the rule for numbers and the rectangle that agree most are found. What is listed is"
    " decided by chance: the null is that each cell depends only on frequencies, western and northern neighbours"
    " and steps of numbers in its own layer; the likelihood ratio of a copy that kept four fifths of its cells,"
    " less the bits that name turn, shift, rectangle and rule, must reach 40 bits"
    " (2 to the power −40). Plain ground, straight"
    " walls and stamps are foreseen from their neighbours and weigh next to nothing. Layout is compared, not what"
    " tiles look like."
)
RULE_ZH = (
    "以格计。“计数格”为非空且不可由邻格预知（概率不超过 1/2）的格；占比＝矩形内相符的计数格 ÷ 该侧全部图层的计数格"
    "，每格只计一次。“相符”指按所列编号规则对应；“编号相同”为其中编号未变者；“不同”为矩形内不符合规则的非空格。与自"
    "身比较也达不到 40 位的图层（过小或过于单调）不计入分子分母，另列层数；对象层（出生点、触发点等）按其所在格比对"
    "，另行计数。位置为文件内各图层格子的顺序编号（自 0 起，左闭右开，按图层、行、列的次序），并注明层名与 x、y。"
)
RULE_EN = (
    "Counts are of cells. A telling cell is filled and not to be foreseen from its neighbours (chance at most 1/2)."
    " Share = telling cells that correspond within rectangles ÷ all telling cells of the layers of that side, each"
    " counted once. Corresponding: by the listed rule for numbers; same number: those of them whose number did not"
    " change; different: filled cells of the rectangle that do not follow the rule. Layers that do not reach 40"
    " bits against themselves (small, or monotonous) are in neither number and counted apart; object layers (spawn"
    " points, triggers) are compared by the cell that objects lie in and counted apart. Places are numbers of cells"
    " within the file (from 0, end not included; layers, rows, columns in order), with the layer's name and x, y."
)
EXAMPLE_ZH = (
    "左层一行 1 1 2 3 1，右层一行 7 9 8 7 7；左右镜像后为 7 7 8 9 7，规则 1＝7、2＝8、3＝9，五格全部相符，"
    "其中若有三格为计数格，则左占比 3/3 = 100%（示意计数；如此小的图达不到列出的下限）。"
)
EXAMPLE_EN = (
    "A row 1 1 2 3 1 of the left layer and 7 9 8 7 7 of the right one: mirrored it reads 7 7 8 9 7, by the rule 1 ="
    " 7, 2 = 8, 3 = 9 all five cells correspond; if three of them are telling, the share of left is 3/3 = 100%"
    " (counting only: so small a map does not reach the bound)."
)
SHARES = shares_of("telling_corresponding_of telling_of", "计数格", "telling cells")
COUNTING = {
    "zh": {**SHARES["zh"], "method": METHOD_ZH, "rule": RULE_ZH, "example": EXAMPLE_ZH},
    "en": {**SHARES["en"], "method": METHOD_EN, "rule": RULE_EN, "example": EXAMPLE_EN},
}
TURNS_ZH = (
    "未旋转",
    "逆时针旋转 90°",
    "旋转 180°",
    "顺时针旋转 90°",
    "左右镜像",
    "左右镜像后逆时针旋转 90°",
    "上下镜像",
    "左右镜像后顺时针旋转 90°",
)
_ROWS = (
    ("name", "地图布局比对", "Layouts of maps"),
    ("layout", "布局", "Layout"),
    ("objects", "对象点位", "Objects of a map"),
    ("bits", "列出下限（比特，偶然概率以 2 为底的负对数）", "Bound of chance for a match (power of 1/2)"),
    ("layer_of_left", "左侧图层", "Left: layer"),
    ("layer_of_right", "右侧图层", "Right: layer"),
    ("number_of_left", "左侧图层序号", "Left: number of the layer"),
    ("number_of_right", "右侧图层序号", "Right: number of the layer"),
    (
        "place_in_left",
        "左侧位置（格，自 0 起，不含末列、末行）",
        "Left: place (cells from 0, last column and row not included)",
    ),
    (
        "place_in_right",
        "右侧位置（格，自 0 起，不含末列、末行）",
        "Right: place (cells from 0, last column and row not included)",
    ),
    ("lies", "叠放方式（所列一侧相对于另一侧）", "How the named side lies on the other"),
    ("cells", "矩形格数", "Cells of the rectangle"),
    ("filled_cells", "其中任一侧非空", "Of these filled on either side"),
    ("corresponding_cells", "相符的格", "Cells that correspond"),
    ("same_number_cells", "其中编号相同", "Of these with the same number"),
    ("different_cells", "不同的格", "Cells that differ"),
    ("telling_cells", "相符的计数格（两侧均计数）", "Corresponding cells that are telling on both sides"),
    ("rule", "编号规则", "Rule for numbers"),
    ("same numbers", "编号相同", "same numbers"),
    ("renumbered", "编号已更换", "renumbered"),
    ("numbers", "编号对应（左＝右：格数）", "Numbers (left = right: cells)"),
    ("chance", "零假设下的概率上限", "Chance under the null, at most"),
    ("with its map", "随同一地图的其他图层认定", "found with other layers of the same map"),
    ("frame", "基准侧", "Side that the rectangle is measured in"),
    ("left", "左", "left"),
    ("right", "右", "right"),
    ("pose", "叠放参数（方位、位移）", "Pose (turn, shift)"),
    ("rectangle", "基准侧矩形（x、y、宽、高）", "Rectangle (x, y, width, height)"),
    ("rule_number", "规则种类", "Kind of rule"),
    *((f"match.{key}", "", "") for key in ("frame", "pose", "rectangle", "rule_number")),  # codes: in the record alone
    ("matches", "计入的匹配处数", "Matches that count"),
    ("layers_of_left", "左侧图层", "Left: layers"),
    ("layers_of_right", "右侧图层", "Right: layers"),
    ("file", "文件", "File"),
    ("number", "序号", "Number"),
    ("layer_name", "图层名", "Layer"),
    ("kind", "种类", "Kind"),
    ("tiles", "图块层", "Tiles"),
    ("grid", "文本网格", "Grid in text"),
    ("width", "列", "Columns"),
    ("height", "行", "Rows"),
    ("first_cell", "首格编号", "First cell"),
    ("filled", "非空格", "Filled cells"),
    ("telling", "计数格", "Telling cells"),
    ("counted", "是否计入", "Counted"),
    ("yes", "是", "yes"),
    ("no", "否", "no"),
    ("not-covered", "格式未涵盖", "Format not covered"),
    ("format", "格式", "Format"),
    ("external-tileset", "引用外部图块集", "Refers to an external tileset"),
    ("objects-too-far-apart", "对象相距过远，未比对", "Objects too far apart to be compared"),
)
_SIDED = (
    ("layers_paired", "有匹配的图层", "layers with a match"),
    ("layers_left_out", "过小或单调而未计的图层", "layers too small or monotonous to count"),
    ("filled", "非空格", "filled cells"),
    ("corresponding", "相符的非空格", "filled cells that correspond"),
    ("same_number", "其中编号相同", "of these with the same number"),
    ("different", "矩形内不同的非空格", "filled cells of rectangles that differ"),
    ("telling", "计数格", "telling cells"),
    ("telling_corresponding", "相符的计数格", "telling cells that correspond"),
    ("objects", "对象", "objects"),
    ("objects_corresponding", "相符的对象", "objects that correspond"),
)
_WORDS = {"zh": (("left", "左侧"), ("right", "右侧")), "en": (("left", "Left"), ("right", "Right"))}
_SIDES = {"zh": ("左侧", "右侧"), "en": ("left", "right")}


def _turns(language: str) -> dict[str, str]:
    said = TURNS_ZH if language == "zh" else TURNS
    found = {}
    for turn, words in zip(TURNS, said, strict=True):
        for side, name in zip(("left", "right"), _SIDES[language], strict=True):
            found[f"{side}: {turn}"] = f"{name}：{words}" if language == "zh" else f"{name}: {words}"
        altered = f"rows of a map, renumbered, {turn}, cells changed"
        found[altered] = f"地图若干行，编号更换，{words}，改动部分格" if language == "zh" else altered
    return found


LABELS = {
    "zh": {key: zh for key, zh, _ in _ROWS}
    | {f"{key}_of_{side}": f"{word}{zh}" for key, zh, _ in _SIDED for side, word in _WORDS["zh"]}
    | _turns("zh"),
    "en": {key: en for key, _, en in _ROWS}
    | {f"{key}_of_{side}": f"{word}: {en}" for key, _, en in _SIDED for side, word in _WORDS["en"]}
    | _turns("en"),
}
