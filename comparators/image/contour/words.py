"""What a report prints about ``image-contour``: the counting rule with a worked example, and names for every key."""

from __future__ import annotations

from collections.abc import Mapping

from comparators.image import noted
from comparators.image.contour.planting import ALTERATIONS
from comparators.matching.wording import Row, labels, shares_of, weighed

#: Details of a region that an element table lists as alike, and as different.
ALIKE = (
    "share_left share_right within_left within_right coincident_share_left coincident_share_right "
    "elsewhere_left elsewhere_right mirrored scale rotation strokes"
)
UNLIKE = "only_left only_right stretch apart"

SHARES = shares_of("strokes_common strokes", "像素（线条长度）", "pixels of stroke")
WEIGHED = weighed(
    ("无关图样对", "unrelated pairs"),
    (
        "“线条证据”是同样多的线条在其他叠放方式下偶然相符的概率的负常用对数（0 起，越大越少见），只用于排列先后。",
        "Evidence of strokes is the negative decimal logarithm of the odds that as many strokes agree in other "
        "placements (0 and up, the larger the rarer) and only ranks matches. ",
    ),
)
COUNTING: Mapping[str, Mapping[str, str]] = {
    "zh": {
        **SHARES["zh"],
        **WEIGHED["zh"],
        "method": (
            "比对两幅图样的线条：线稿、描摹、工程图与产品图、地图、字形。细线取中心线，色块取边缘，在交叉处断开，逐点记录方向。"
            "由线条周围的方向分布提出对齐方式（缩放、旋转、平移，镜像另作假设），再以同方向最近线条逐步拟合，允许轻微拉伸；"
            "对齐后，方向相近且相距不超过图样长边约百分之一的线条为共有线条。"
            "同一对图样另按十六种错位、旋转方式叠放，所得的相符比例作为偶然水平；"
            "直线、平行线、横竖线条（图框、表格、剖面线）周围方向单一，几乎不计入证据。"
        ),
        "rule": (
            "在同一变换下线条相符、证据位数达到下限的区域计为一处“共有线条”匹配，位置为共有线条的凸包；"
            "可有多处，每一线条只计入一处。"
            "覆盖率 = 落在对方线条上的线条长度 ÷ 该方线条总长度（像素），两方各有分母；"
            "排除区域内的线条同时从分子和分母中扣除。"
            "“相同”指相距不超过容差的四分之一，“相近”指在容差以内。方向有变化的线条另列长度。"
            "空白、过小或仅有少量直线的图样不参与比较，另行列出。"
        ),
        "told": "mirrored rotation scale stretch share_left share_right digits chance",
        "alike": ALIKE,
        "unlike": UNLIKE,
        "example": (
            "例：一方图样线条总长 5,000 像素，其中 4,000 像素落在对方线条上，覆盖率为 4,000 ÷ 5,000 = 80%；"
            "对方线条总长 10,000 像素，其中 4,100 像素与之相符，覆盖率为 41%。"
        ),
        "caution": (
            "线条相符只说明位置与方向一致。公有领域的图形、标准件、制图惯例和受功能限制的轮廓须由鉴定人排除；"
            "同一实物各自独立写生、按同一标准绘制，也会部分相符。"
        ),
    },
    "en": {
        **SHARES["en"],
        **WEIGHED["en"],
        "method": (
            "Compares the strokes of two drawings: line art, tracings, engineering and product drawings, maps, letter "
            "forms. Thin marks give their centre lines, areas their edges, cut at junctions, each point with its "
            "direction. Layings of one drawing on the other (scale, rotation, shift; mirrored as a hypothesis of its "
            "own) are proposed by the directions around points on strokes and fitted to the nearest strokes of the "
            "same direction, with a slight stretch allowed. Strokes of nearly one direction that are then not farther "
            "apart than about a hundredth of the drawing's longer side are common. The same two drawings in sixteen "
            "other placements give the share that agrees by chance. Straight, parallel and upright lines (frames, "
            "tables, hatching), around which directions do not vary, count for next to nothing as evidence."
        ),
        "rule": (
            "A region whose strokes agree under one transformation with the least digits of evidence is one match of "
            "common strokes; its place is their convex hull. There may be several; a stroke is in one at the most. "
            "Coverage = length of strokes that lie on strokes of the other side ÷ length of all strokes of that side "
            "(pixels), each side with its own denominator; strokes in excluded places leave both. Identical: not "
            "farther apart than a quarter of the tolerance; near: within it. Lengths of strokes whose directions vary "
            "are given apart. Blank or tiny pictures, and those of a few straight lines, are not compared and are "
            "listed separately."
        ),
        "told": "mirrored rotation scale stretch share_left share_right digits chance",
        "alike": ALIKE,
        "unlike": UNLIKE,
        "example": (
            "Example: one side's drawing has 5,000 pixels of stroke, 4,000 of them on strokes of the other: coverage "
            "4,000 ÷ 5,000 = 80%; the other has 10,000 pixels of stroke, 4,100 of them agreeing: 41%."
        ),
        "caution": (
            "Strokes that agree say that places and directions are the same. Public-domain figures, standard parts, "
            "conventions of drawing and outlines dictated by function are for experts to exclude; one object drawn "
            "from nature by two hands, or by one standard, agrees in part too."
        ),
    },
}

_ALTERED = dict(
    zip(ALTERATIONS, ("以线条重绘", "左右镜像", "顺时针旋转 90°", "以线条重绘并左右镜像"), strict=True)
)  # fmt: skip
ROWS: tuple[Row, ...] = (
    ("name", "线条与轮廓", "Strokes and contours"),
    ("image-contour", "线条与轮廓", "Strokes and contours"),
    ("common-strokes", "共有线条", "common strokes"),
    ("number", "区域序号（按发现顺序）", "number of the region (as found)"),
    ("mirrored", "左右镜像", "mirrored left-right"),
    ("scale", "缩放（右÷左）", "scale (right ÷ left)"),
    ("rotation", "旋转（顺时针，度）", "rotation (clockwise, degrees)"),
    ("stretch", "拉伸（两轴缩放之比）", "stretch (ratio of the scales of the axes)"),
    (
        "digits",
        "线条证据（偶然相符概率的负常用对数）",
        "evidence of strokes (decimal digits of the odds against chance)",
    ),
    ("chance", "无关图样对达到此程度的比例上限（95%）", "share of unrelated pairs that reach this, at most (95%)"),
    ("chance_seen", "达到此程度的无关图样对数", "unrelated pairs that reach this"),
    (
        "chance_pairs",
        "所比较的无关图样对数（来源见程序所附方法文档）",
        "unrelated pairs compared (sources: documentation of the method)",
    ),
    ("share_left", "占左图线条长度", "share of the strokes of the left picture"),
    ("share_right", "占右图线条长度", "share of the strokes of the right picture"),
    ("common_left", "左图共有线条长度（像素）", "common strokes, left (pixels)"),
    ("common_right", "右图共有线条长度（像素）", "common strokes, right (pixels)"),
    ("within_left", "区域内左图线条的相符比例", "of the left strokes in the region, share that agrees"),
    ("within_right", "区域内右图线条的相符比例", "of the right strokes in the region, share that agrees"),
    ("coincident_share_left", "左图共有线条中相同（重合）的比例", "of the common left strokes, share that coincides"),
    ("coincident_share_right", "右图共有线条中相同（重合）的比例", "of the common right strokes, share that coincides"),
    (
        "elsewhere_left",
        "左图线条在其他叠放方式下的平均相符比例",
        "share of left strokes that agrees in other placements, mean",
    ),
    (
        "elsewhere_right",
        "右图线条在其他叠放方式下的平均相符比例",
        "share of right strokes that agrees in other placements, mean",
    ),
    (
        "apart",
        "共有线条的中位距离（图样长边的百分之几）",
        "median distance of common strokes (hundredths of the longer side)",
    ),
    (
        "strokes",
        "编号线条（左 x、左 y、右 x、右 y、长度，像素；共有比例；相同或相近）",
        "numbered strokes (left x, y, right x, y, length in pixels; share in common; identical or near)",
    ),
    ("identical", "相同", "identical"),
    ("near", "相近", "near"),
    (
        "only_left",
        "区域内仅左图有的线条（左, 上 – 右, 下）",
        "strokes in the region of the left picture only (left, top – right, bottom)",
    ),
    (
        "only_right",
        "区域内仅右图有的线条（左, 上 – 右, 下）",
        "strokes in the region of the right picture only (left, top – right, bottom)",
    ),
    (
        "identical_picture",
        "图像内容原样逐像素相同（不转动、不镜像）",
        "identical picture content, pixel by pixel as it is, not turned or mirrored",
    ),
    ("identical_file", "文件字节相同", "identical bytes"),
    ("size_left", "左图尺寸（像素）", "size of the left picture (pixels)"),
    ("size_right", "右图尺寸（像素）", "size of the right picture (pixels)"),
    ("notes_left", "左图解码说明", "decoding of the left picture"),
    ("notes_right", "右图解码说明", "decoding of the right picture"),
    ("matrix", "变换矩阵（左图像素→右图像素，逐行）", "matrix of the transformation (left to right pixels, by rows)"),
    ("runs_left", "左图共有线条的点号区间", "ranges of points of the common strokes, left"),
    ("runs_right", "右图共有线条的点号区间", "ranges of points of the common strokes, right"),
    ("coincident_left", "左图重合线条的点号区间", "ranges of points of the coinciding strokes, left"),
    ("coincident_right", "右图重合线条的点号区间", "ranges of points of the coinciding strokes, right"),
    ("matches", "计入的匹配数", "matches that count"),
    ("mirrored_matches", "其中镜像", "of these mirrored"),
    (
        "identical_pictures",
        "其中原样逐像素相同（不转动、不镜像）",
        "of these identical pixel by pixel as they are, not turned or mirrored",
    ),
    ("min_digits", "线条证据下限（位）", "least evidence of strokes (digits)"),
    (
        "min_detail",
        "方向有变化的线条长度下限（长边的六百分之一）",
        "least length of strokes of varied direction (six-hundredths of the longer side)",
    ),
    ("max_pixels", "像素上限", "most pixels"),
    ("yes", "是", "yes"),
    ("no", "否", "no"),
    *((word, zh, word) for word, zh in _ALTERED.items()),
)  # fmt: skip
SIDED: tuple[Row, ...] = (
    ("drawings", "可比图样数", "comparable drawings"),
    ("drawings_matched", "有匹配的图样数", "drawings with a match"),
    ("strokes", "线条总长度（像素）", "length of strokes (pixels)"),
    ("strokes_common", "共有线条长度（像素）", "length of common strokes (pixels)"),
    ("strokes_coincident", "其中重合的线条长度（像素）", "of these coinciding (pixels)"),
    ("strokes_varied", "方向有变化的线条长度（像素）", "length of strokes of varied direction (pixels)"),
    ("strokes_varied_common", "其中共有的长度（像素）", "of these common (pixels)"),
)
_ALL = labels(ROWS, SIDED)
# "strokes" of a match is the list of numbered ones; "strokes_left" and "strokes_right" are lengths.
LABELS: Mapping[str, Mapping[str, str]] = {
    language: {**noted.LABELS[language], **words, "strokes": next(row[at] for row in ROWS if row[0] == "strokes")}
    for at, (language, words) in enumerate(_ALL.items(), 1)
}
