"""How ``software-model`` names and explains its figures in a report, in both languages."""

from __future__ import annotations

from comparators.matching.wording import shares_of

METHOD_ZH = (
    "本方法读取三维模型（glTF 2.0、OBJ、STL、PLY）、动画通道（glTF）和精灵图集表（TexturePacker、Aseprite、libGDX）"
    "，按连通部分比对几何。尺度、坐标轴、旋转、镜像、顶点次序、重复顶点、面的三角划分、部件名称均不作依据。先以各顶"
    "点到最近六个邻点的距离比提出候选，再求把一部分叠到另一部分的相似变换，统计互为最近且相距不超过容差（部件均方根"
    "半径的千分之一）的顶点。是否列出取决于偶然性：零假设为顶点各自独立散布于同样大小的表面；扣除选定变换与选定对应"
    "所需的位数后须达 40 位（即 2 的 −40 次方）。"
    "立方体、平面、球、柱等基本形体（邻域种类很少）属公有形状，不作比对，另列。动"
    "画按关键帧之间的时间与变化量之比比对；图集按矩形与时长比对。"
)
METHOD_EN = (
    "The method reads models (glTF 2.0, OBJ, STL, PLY), channels of motion (glTF) and tables of sprites"
    " (TexturePacker, Aseprite, libGDX) and compares geometry by connected parts. Scale, axes, turning, mirroring,"
    " order of vertices, repeated vertices, triangulation and names are no evidence. Ratios of the distances from a"
    " vertex to its six nearest neighbours propose pairs; a similarity that lays one part on the other is worked"
    " out, and vertices are counted that are each other's nearest within a tolerance of one thousandth of the"
    " part's root mean square radius. What is listed is decided by chance: the null is that vertices lie"
    " independently on a surface of that size; less what it takes to name the similarity and the choice, the"
    " evidence must reach 40 bits (2 to the power −40). Cubes, planes, spheres, cylinders and the like (few different"
    " surroundings) are common shapes, not compared and counted apart. Motion is compared by the shares of time and"
    " of way from key to key, tables of sprites by rectangles and durations."
)
RULE_ZH = (
    "以不同的顶点（同一位置计一个）、动画步（相邻关键帧之间）和图集帧计；占比＝相符者 ÷ 该侧全部参与比对者，每个只"
    "计一次。基本形体的顶点、变化种类过少的动画与图集不计入分子分母，另列。“保留的边”为两端均对应且对侧亦有的边。位"
    "置为文件内顺序编号（自 0 起，左闭右开）：先为顶点（按文件中出现的次序），次为各通道关键帧，再次为图集帧。文件的"
    "“单元”数即位置数，含重复顶点与全部关键帧；每通道的关键帧比动画步多一个，故单元数可多于占比的分母。"
)
RULE_EN = (
    "Counts are of distinct vertices (one a place), steps of motion (between neighbouring keys) and frames of"
    " sprites. Share = those that correspond ÷ all compared on that side, each counted once. Vertices of primitive"
    " parts, and motion and tables with few different rows, are in neither number and counted apart. Edges kept:"
    " both ends correspond and the other part has the edge. Places are numbers within the file (from 0, end not"
    " included): first vertices in the order in which they stand in the file, then keys of each channel, then"
    " frames. The “cells” of a file are its places, with repeated vertices and all keys; a channel has one key more"
    " than steps, so there may be more cells than shares count."
)
EXAMPLE_ZH = (
    "左部件 200 个顶点，右部件 210 个；变换后 190 对互为最近且在容差内：左占比 190/200 = 95%，右占比 190/210 = 90.48%。"
)
EXAMPLE_EN = (
    "A left part of 200 vertices and a right one of 210; once laid on it 190 pairs are each other's nearest within"
    " the tolerance: share of left 190/200 = 95%, of right 190/210 = 90.48%."
)
SHARES = shares_of(
    "vertices_corresponding_of+motion_keys_corresponding_of+frames_corresponding_of"
    " vertices_of+motion_keys_of+frames_of",
    "顶点、动画步、图集帧",
    "vertices, motion steps, frames",
)
COUNTING = {
    "zh": {**SHARES["zh"], "method": METHOD_ZH, "rule": RULE_ZH, "example": EXAMPLE_ZH},
    "en": {**SHARES["en"], "method": METHOD_EN, "rule": RULE_EN, "example": EXAMPLE_EN},
}
_ROWS = (
    ("name", "三维模型与动画比对", "Models and motion"),
    ("mesh", "网格部件", "Part of a mesh"),
    ("motion", "动画通道", "Channel of motion"),
    ("frames", "图集帧", "Frames of sprites"),
    ("bits", "列出下限（比特，偶然概率以 2 为底的负对数）", "Bound of chance for a match (power of 1/2)"),
    ("part_of_left", "左侧部件", "Left: part"),
    ("part_of_right", "右侧部件", "Right: part"),
    ("name_of_left", "左侧名称", "Left: name"),
    ("name_of_right", "右侧名称", "Right: name"),
    ("number_of_left", "左侧序号", "Left: number"),
    ("number_of_right", "右侧序号", "Right: number"),
    ("vertices_met", "对应的顶点", "Vertices that correspond"),
    ("vertices_in_left", "左侧部件顶点", "Left: vertices of the part"),
    ("vertices_in_right", "右侧部件顶点", "Right: vertices of the part"),
    ("edges_kept", "保留的边", "Edges kept"),
    ("edges_in_left", "左侧部件的边", "Left: edges of the part"),
    ("edges_in_right", "右侧部件的边", "Right: edges of the part"),
    ("texture_places_compared", "比对的贴图坐标", "Texture places compared"),
    ("texture_places_equal", "其中相同", "Of these equal"),
    ("scale", "尺度（右侧至左侧）", "Scale (right to left)"),
    ("mirrored", "是否镜像", "Mirrored"),
    ("axes", "坐标轴（左＝右）", "Axes (left = right)"),
    ("turned freely", "任意旋转", "turned freely"),
    ("chance", "零假设下的概率上限", "Chance under the null, at most"),
    ("frame", "基准侧", "Side that the pose is given in"),
    ("left", "左", "left"),
    ("right", "右", "right"),
    ("pose", "变换（尺度、旋转九数、平移）", "Pose (scale, turn of nine numbers, shift)"),
    ("rows_alike_of_left", "左侧相符的行", "Left: rows that agree"),
    ("rows_alike_of_right", "右侧相符的行", "Right: rows that agree"),
    ("rows_in_left", "左侧行数", "Left: rows"),
    ("rows_in_right", "右侧行数", "Right: rows"),
    ("matches", "计入的匹配处数", "Matches that count"),
    ("file", "文件", "File"),
    ("number", "序号", "Number"),
    ("part_name", "名称", "Name"),
    ("first_cell", "首位置", "First place"),
    ("end_cell", "末位置（不含）", "End"),
    ("vertices", "顶点", "Vertices"),
    ("triangles", "三角形", "Triangles"),
    ("surroundings", "邻域种类", "Different surroundings"),
    ("counted", "是否计入", "Counted"),
    ("primitive", "基本形体，不计", "no, primitive"),
    ("yes", "是", "yes"),
    ("no", "否", "no"),
    ("not-covered", "格式未涵盖", "Format not covered"),
    ("format", "格式", "Format"),
    ("buffer-missing", "缺少所引用的数据文件", "Buffer that it refers to is not there"),
    ("buffer-does-not-fit", "所引用的数据文件不符", "Buffer does not fit the model"),
    ("vertices-not-finite", "含非有限数值的顶点，未计", "Vertices that are not finite, left out"),
    ("motion-not-finite", "含非有限数值的动画，未计", "Motion that is not finite, left out"),
    ("t", "时间（占全程之比）", "Time (share of the whole)"),
    ("|Δ|", "每步变化量（占全部变化量之比）", "Change of each step (share of all change)"),
    *(
        (
            f"part of a model, turned, {mirrored}scaled, renumbered, vertices moved",
            f"模型部件，旋转、{zh}缩放、顶点换序、移动部分顶点",
            f"part of a model, turned, {mirrored}scaled, renumbered, vertices moved",
        )
        for mirrored, zh in (("", ""), ("mirrored, ", "镜像、"))
    ),
)
_ANIMATED = (("translation", "平移"), ("rotation", "旋转"), ("scale", "缩放"), ("weights", "形变权重"))
"""What a channel of glTF moves, as the file calls it: the last word of the channel's name."""
_CHANNELS = tuple(
    (f"{detail}{{0}}: {{1}} {path}", f"{{0}}：{{1}}（{zh}）", f"{{0}}: {{1}} ({path})")
    for detail in ("name_of_left: ", "name_of_right: ", "part_name: ", "")  # what is more special first
    for path, zh in _ANIMATED
)
_SIDED = (
    ("parts", "参与比对的部件", "parts compared"),
    ("parts_matched", "有匹配的部件", "parts with a match"),
    ("vertices", "不同的顶点", "distinct vertices"),
    ("vertices_corresponding", "相符的顶点", "vertices that correspond"),
    ("primitive_parts", "基本形体部件（不计）", "primitive parts (not counted)"),
    ("primitive_vertices", "基本形体的顶点（不计）", "vertices of primitive parts (not counted)"),
    ("motion_keys", "动画步", "steps of motion"),
    ("motion_keys_corresponding", "相符的动画步", "steps of motion that correspond"),
    ("frames", "图集帧", "frames of sprites"),
    ("frames_corresponding", "相符的图集帧", "frames that correspond"),
    ("light", "变化过少而未计的动画步与帧", "steps and frames with too little variety to count"),
)
_WORDS = {"zh": (("left", "左侧"), ("right", "右侧")), "en": (("left", "Left"), ("right", "Right"))}
LABELS = {
    "zh": {key: zh for key, zh, _ in (*_ROWS, *_CHANNELS)}
    | {f"{key}_of_{side}": f"{word}{zh}" for key, zh, _ in _SIDED for side, word in _WORDS["zh"]},
    "en": {key: en for key, _, en in (*_ROWS, *_CHANNELS)}
    | {f"{key}_of_{side}": f"{word}: {en}" for key, _, en in _SIDED for side, word in _WORDS["en"]},
}
