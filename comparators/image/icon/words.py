"""What a report prints about ``image-icon``: the counting rule with a worked example, and names for every key."""

from __future__ import annotations

from collections.abc import Mapping

from comparators.image import noted
from comparators.image.icon.planting import ALTERATIONS
from comparators.image.pdq import ORIENTATIONS
from comparators.image.words import LABELS as COPY
from comparators.matching.wording import shares_of, weighed

ALIKE = "identical_picture edges fine shape colours"
UNLIKE = "cells_different recoloured colour_apart orientation scale_horizontal scale_vertical"
COLUMNS = "orientation size_left size_right edges fine shape colours recoloured chance"

SHARES = shares_of("pieces_matched pieces", "单幅", "pieces")
WEIGHED = weighed(("各自独立绘制的同名图标", "independently drawn icons of one name"))
COUNTING: Mapping[str, Mapping[str, str]] = {
    "zh": {
        **SHARES["zh"],
        **WEIGHED["zh"],
        "method": (
            "比对两组图标、精灵图或界面小图。每一文件先去除透明底或单色底，按空白行列（或像素网格）切分为单幅；"
            "每幅居中、按长边归一后，在八种方位、若干缩放与平移中求出与另一幅轮廓最相符的叠放位置，"
            "分别计算四项数值：轮廓相关、精细轮廓相关、形状重合、配色对应，均不受换色影响；"
            "相符度（精细轮廓两份、配色一份的平均）达到下限者参与一对一配对，使其总和最大，每幅最多使用一次。"
            "矢量图另比对路径控制点：平移、缩放、旋转、镜像后逐点重合的子路径"
            "（按元素及各层分组的 transform 计算），简单规则图形不计。"
            "界面截图另比对布局：取边框与文字图标块为方框，求最佳缩放与平移后一一对应。"
        ),
        "rule": (
            "每一对已配对的单幅计为一处“对应单幅”匹配，位置为两文件中的方框。"
            "覆盖率 = 有对应的单幅数 ÷ 该方参与比较的单幅数；"
            "排除区域切去一部分的单幅按其余部分所占比例计数。单色矩形、椭圆和极小的单幅不参与比较，另行列数。"
            "“共有路径”与“界面布局相似”匹配另行列出，不计入覆盖率；其偶然概率以其他程序的界面计数得出。"
        ),
        "example": "例：一方 40 幅，对方 50 幅，其中 30 对相互对应：覆盖率分别为 30 ÷ 40 = 75% 和 30 ÷ 50 = 60%。",
        "columns": COLUMNS,
        "told": "orientation scale_horizontal scale_vertical edges fine shape colours recoloured chance",
        "strength": "score",
        "alike": ALIKE,
        "unlike": UNLIKE,
    },
    "en": {
        **SHARES["en"],
        **WEIGHED["en"],
        "method": (
            "Compares two sets of icons, sprites or small parts of an interface. Each file is freed of its transparent "
            "or one-coloured ground and cut into single pictures by empty rows and columns, or by the grid its pixels "
            "show. Each is brought to one size by its longer side and laid on another in eight orientations, at "
            "several scales and shifts, where their edges agree best. Four figures are taken there, none of which "
            "minds a change of colours: correlation of edges, of fine edges, overlap of shapes, correspondence of "
            "colours. Pairs whose agreement (mean of two parts fine edges, one part colours) reaches the limit are "
            "assigned one to one so that its sum is largest; none is used twice. Of vector drawings the control points "
            "of paths are compared too: parts of paths, as elements and groups transform them, that coincide point by "
            "point after moving, scaling, turning and mirroring, simple regular shapes left out. Of "
            "pictures of screens the layout is compared too: frames and blocks of words and icons are boxes, assigned "
            "one to one at the best scale and shift."
        ),
        "rule": (
            "Each assigned pair is one match (corresponding piece); its places are the boxes in both files. "
            "Coverage = pieces with a counterpart ÷ pieces of that side that are compared; a piece cut by an excluded "
            "region counts by the share that is left. Rectangles and ellipses of one colour and tiny pieces are not "
            "compared and are counted separately. Matches by shared paths and by layout are listed apart and are in no "
            "coverage; chance of a layout was counted on screens of other programs."
        ),
        "example": (
            "Example: one side has 40 pieces, the other 50, and 30 pairs correspond: coverage 30 ÷ 40 = 75% and "
            "30 ÷ 50 = 60%."
        ),
        "columns": COLUMNS,
        "told": "orientation scale_horizontal scale_vertical edges fine shape colours recoloured chance",
        "strength": "score",
        "alike": ALIKE,
        "unlike": UNLIKE,
    },
}

_ZH = {
    "name": "图标与精灵图",
    "image-icon": "图标与精灵图",
    "corresponding-piece": "对应单幅",
    "shared-paths": "共有路径",
    "screen-layout": "界面布局相似",
    "boxes_left": "左图方框数",
    "boxes_right": "右图方框数",
    "boxes_alike": "一一对应的方框数",
    "frames_alike": "其中边框（面板、按钮、输入框）",
    "boxes_fit": "对应方框吻合程度中位数（0 至 1）",
    "boxes_of_both": "对应的方框（左图 = 右图，所见像素：左, 上 – 右, 下）",
    "boxes_only_left": "仅左图有的方框",
    "boxes_only_right": "仅右图有的方框",
    "only_in_left": "仅左图有（所见像素：左, 上 – 右, 下）",
    "only_in_right": "仅右图有（所见像素：左, 上 – 右, 下）",
    "screens_left": "左方可作界面比对的图片数",
    "screens_right": "右方可作界面比对的图片数",
    "screens_alike": "布局相似的界面对数",
    "identical_picture": "原样像素完全相同（不转动、不镜像）",
    "identical_file": "文件字节相同",
    "orientation": "右图相对左图的方位",
    "size_left": "左方单幅尺寸（像素）",
    "size_right": "右方单幅尺寸（像素）",
    "scale_horizontal": "横向缩放（右÷左）",
    "scale_vertical": "纵向缩放（右÷左）",
    "edges": "轮廓相关（−1 至 1）",
    "fine": "精细轮廓相关（−1 至 1）",
    "shape": "形状重合（0 至 1）",
    "colours": "配色对应（0 至 1）",
    "score": "相符度（精细轮廓占三分之二、配色占三分之一，仅用于排序与配对）",
    "colour_apart": "对应位置平均色差（灰阶）",
    "recoloured": "是否换色",
    "palette_left": "左方主要颜色",
    "palette_right": "右方主要颜色",
    "cells_different": "有差异的小格数（共 64 格）",
    "number_left": "左文件中序号",
    "number_right": "右文件中序号",
    "cut_left": "左文件切分方式",
    "cut_right": "右文件切分方式",
    "whole": "整幅",
    "auto": "自动（先按网格，再按空白，否则整幅）",
    "gutters": "按空白切分",
    "grid": "按网格切分",
    "frame": "叠放基准",
    "laying": "叠放参数（方位、缩放、平移）",
    "left": "左",
    "right": "右",
    "chance": "各自独立绘制的同名图标达到此程度的比例上限（95%）",
    "chance_seen": "达到此程度的独立绘制图标对数",
    "chance_pairs": "所比较的独立绘制图标对数（来源见程序所附方法文档）",
    "parts_shared_left": "左图共有子路径数",
    "parts_shared_right": "右图共有子路径数",
    "parts_turned": "左图共有子路径中经旋转或镜像的数目",
    "parts_told_left": "左图可作证据的子路径数",
    "parts_told_right": "右图可作证据的子路径数",
    "points_shared_left": "左图重合的控制点数",
    "points_shared_right": "右图重合的控制点数",
    "pieces_left": "左方参与比较的单幅数",
    "pieces_right": "右方参与比较的单幅数",
    "pieces_matched_left": "左方有对应的单幅数",
    "pieces_matched_right": "右方有对应的单幅数",
    "plain_left": "左方不参与比较的简单图形数",
    "plain_right": "右方不参与比较的简单图形数",
    "files_left": "左方文件数",
    "files_right": "右方文件数",
    "parts_left": "左方矢量子路径数",
    "parts_right": "右方矢量子路径数",
    "matches": "对应的对数",
    "identical_pictures": "其中原样像素完全相同（不转动、不镜像）",
    "recoloured_pieces": "其中换色",
    "turned_or_mirrored": "其中经旋转或镜像",
    "drawings_with_shared_paths": "共有路径的矢量图对数",
    "without_counterpart_left": "左方无对应的单幅",
    "without_counterpart_right": "右方无对应的单幅",
    "file": "文件",
    "number": "序号",
    "box_left": "左",
    "box_top": "上",
    "box_right": "右",
    "box_bottom": "下",
    "min_agreement": "相符度下限",
    "cut": "切分方式",
    "max_pixels": "像素上限",
    "yes": "是",
    "no": "否",
    "colours exchanged": "颜色互换",
    "colours exchanged and mirrored left-right": "颜色互换并左右镜像",
    "scaled to 150%": "放大至 150%",
}
_EN = {
    "name": "Icons and sprites",
    "image-icon": "Icons and sprites",
    "corresponding-piece": "corresponding piece",
    "shared-paths": "shared paths",
    "screen-layout": "screens laid out alike",
    "boxes_left": "boxes, left",
    "boxes_right": "boxes, right",
    "boxes_alike": "boxes that correspond one to one",
    "frames_alike": "of these frames (panels, buttons, fields)",
    "boxes_fit": "how far corresponding boxes coincide, median (0 to 1)",
    "boxes_of_both": "boxes that correspond (left = right; pixels as seen: left, top – right, bottom)",
    "boxes_only_left": "boxes of the left screen alone",
    "boxes_only_right": "boxes of the right screen alone",
    "only_in_left": "left alone (pixels as seen: left, top – right, bottom)",
    "only_in_right": "right alone (pixels as seen: left, top – right, bottom)",
    "screens_left": "pictures compared as screens, left",
    "screens_right": "pictures compared as screens, right",
    "screens_alike": "pairs of screens laid out alike",
    "identical_picture": "identical pixel by pixel as it is, not turned or mirrored",
    "identical_file": "identical bytes",
    "orientation": "right piece relative to the left",
    "size_left": "size of the left piece (pixels)",
    "size_right": "size of the right piece (pixels)",
    "scale_horizontal": "horizontal scale (right ÷ left)",
    "scale_vertical": "vertical scale (right ÷ left)",
    "edges": "correlation of edges (−1 to 1)",
    "fine": "correlation of fine edges (−1 to 1)",
    "shape": "overlap of shapes (0 to 1)",
    "colours": "correspondence of colours (0 to 1)",
    "score": "agreement (two parts fine edges, one part colours; for ranking and assigning only)",
    "colour_apart": "mean distance of colours at corresponding places (levels)",
    "recoloured": "recoloured",
    "palette_left": "main colours, left",
    "palette_right": "main colours, right",
    "cells_different": "cells that differ (of 64)",
    "number_left": "number in the left file",
    "number_right": "number in the right file",
    "cut_left": "how the left file was cut",
    "cut_right": "how the right file was cut",
    "whole": "whole",
    "auto": "automatic (by a grid, else by empty space, else whole)",
    "gutters": "by gutters",
    "grid": "by a grid",
    "frame": "frame of the laying",
    "laying": "laying (orientation, scale, shift)",
    "left": "left",
    "right": "right",
    "chance": "share of independently drawn icons of one name that reach this, at most (95%)",
    "chance_seen": "independently drawn pairs that reach this",
    "chance_pairs": "independently drawn pairs compared (sources: documentation of the method)",
    "parts_shared_left": "shared parts of paths, left",
    "parts_shared_right": "shared parts of paths, right",
    "parts_turned": "parts shared, turned or mirrored, left",
    "parts_told_left": "parts of paths that can be evidence, left",
    "parts_told_right": "parts of paths that can be evidence, right",
    "points_shared_left": "coinciding control points, left",
    "points_shared_right": "coinciding control points, right",
    "pieces_left": "pieces compared, left",
    "pieces_right": "pieces compared, right",
    "pieces_matched_left": "pieces with a counterpart, left",
    "pieces_matched_right": "pieces with a counterpart, right",
    "plain_left": "stock shapes not compared, left",
    "plain_right": "stock shapes not compared, right",
    "files_left": "files, left",
    "files_right": "files, right",
    "parts_left": "parts of vector paths, left",
    "parts_right": "parts of vector paths, right",
    "matches": "corresponding pairs",
    "identical_pictures": "of these identical pixel by pixel as they are, not turned or mirrored",
    "recoloured_pieces": "of these recoloured",
    "turned_or_mirrored": "of these turned or mirrored",
    "drawings_with_shared_paths": "pairs of vector drawings that share paths",
    "without_counterpart_left": "pieces without a counterpart, left",
    "without_counterpart_right": "pieces without a counterpart, right",
    "file": "file",
    "number": "number",
    "box_left": "left",
    "box_top": "top",
    "box_right": "right",
    "box_bottom": "bottom",
    "min_agreement": "least agreement",
    "cut": "how files are cut",
    "max_pixels": "most pixels",
    "yes": "yes",
    "no": "no",
    **{word: word for word in ALTERATIONS},
    "scaled to 150%": "scaled to 150%",
}
_LISTED = (
    *ORIENTATIONS,
    "mark",
    "share_of_region",
    "drawn_in",
    "colours_there",
    "only left",
    "only right",
    "both",
    "neither",
)
LABELS: Mapping[str, Mapping[str, str]] = {
    "zh": {
        **noted.LABELS["zh"],
        **{word: COPY["zh"][word] for word in _LISTED},
        "place_left": "叠放画面中的位置（边长 320 像素：左, 上 – 右, 下）",
        **_ZH,
    },
    "en": {
        **noted.LABELS["en"],
        **{word: COPY["en"][word] for word in _LISTED},
        "place_left": "place in the common frame (320 pixels a side: left, top – right, bottom)",
        **_EN,
    },
}
