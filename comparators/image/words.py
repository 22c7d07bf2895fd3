"""What a report prints about ``image-copy``: the counting rule with a worked example, and names for every key."""

from __future__ import annotations

from collections.abc import Mapping

from comparators.image import noted
from comparators.image.pdq import ORIENTATIONS
from comparators.matching.wording import shares_of, weighed

#: Details of a region that an element table lists as alike, and as different.
ALIKE = "keypoints windows windows_agreeing outline distance share_left share_right agreed_left agreed_right"
UNLIKE = (
    "size_left size_right orientation mirrored scale scale_horizontal scale_vertical rotation differences tone"
    " brightness contrast saturation hue stretch perspective"
)

SHARES = shares_of("area_matched area", "像素", "pixels")
WEIGHED = weighed(
    ("无关图片对", "unrelated pairs"),
    (
        "“强度”是无关图片对中达到同等程度者所占比例的负常用对数（0 起，越大越少见；3 约为千分之一，"
        "超出所数范围的由外推得出），只用于排列先后。",
        "Strength is the negative decimal logarithm of the share of unrelated pairs that come as far (0 and up, the "
        "larger the rarer; 3 is about one in a thousand; beyond what was counted it is extrapolated) and only ranks "
        "matches. ",
    ),
)
TOLD = (
    "identical_picture laid orientation mirrored rotation scale scale_horizontal scale_vertical stretch perspective "
    "tone hue distance outline inner share_left share_right windows_agreeing windows strength chance"
)  # what ``compare`` says of a match
COUNTING: Mapping[str, Mapping[str, str]] = {
    "zh": {
        **SHARES["zh"],
        **WEIGHED["zh"],
        "method": (
            "三个互不混合的通道：（1）整图感知哈希（PDQ，256 位），八种方位、原样与反相逐一比较，"
            "带透明部分的图片分别衬以中灰、白、黑底；"
            "（2）局部特征点（SIFT）：在“是否镜像、是否反相”四种假设下求出服从同一几何变换的特征点，再逐窗口比对变换后的像素，可得多个区域；"
            "（3）整图轮廓（梯度方向直方图），八种方位，不计明暗强弱。各通道的数值、下限和偶然概率分别列出。"
        ),
        "rule": (
            "哈希距离不超过上限，计为一处“整幅图片”匹配；否则，特征点数、像素证据和强度均达到下限的每个区域各计一处“局部区域”匹配"
            "（小区域比大区域需要更多证据），位置为两图中的多边形；若其中没有覆盖两图全幅的区域，轮廓相似度与内部逐块相符程度之积达到下限，计为一处“整幅轮廓”匹配。"
            "覆盖率 = 匹配所覆盖（不含区域所列不同之处）的像素面积 ÷ 该方全部可读图片的像素面积；"
            "排除的区域同时从分子和分母中扣除，重叠部分只计一次。"
            "“一对一匹配数”中每幅图片最多使用一次。过于规则的图案（棋盘、网格）仅在逐像素相同（含转动、镜像、反相）时计为匹配；空白、近乎单色和过小的图片不参与比较，另行列出。"
        ),
        "told": TOLD,
        "alike": ALIKE,
        "unlike": UNLIKE,
        "example": (
            "例：一方有两幅图片，100×100 和 200×200 像素，共 50,000 像素；后者与对方一幅旋转后的图片匹配，"
            "则覆盖 40,000 像素，覆盖率为 40,000 ÷ 50,000 = 80%。"
        ),
    },
    "en": {
        **SHARES["en"],
        **WEIGHED["en"],
        "method": (
            "Three channels, never mixed: (1) a perceptual hash of the whole picture (PDQ, 256 bits) in all eight "
            "orientations, as it is and inverted, transparent pictures laid on mid-grey, white and black; (2) "
            "keypoints (SIFT): under four hypotheses, mirrored or not, inverted or not, those that follow one "
            "geometric transformation, then the pixels under it, window by window, for several regions; (3) the "
            "outline of the whole picture (histogram of gradient directions) in eight orientations, whatever the "
            "strength of tones. Values, limits and chance figures are given channel by channel."
        ),
        "rule": (
            "A hash distance within the limit is one match of whole pictures. Otherwise each region that reaches the "
            "least number of keypoints, the least pixel evidence and the least strength is a match (small parts take "
            "more evidence than wide ones); its place is a polygon in both pictures. Unless one of them is both whole "
            "pictures, outlines whose likeness times their inner agreement is at the limit are a match of "
            "outlines of whole pictures. Coverage = pixel area that matches cover, places that a region lists as "
            "different aside, ÷ pixel area of all readable pictures of that side; excluded regions leave both, "
            "overlaps count once. In “matched one to one” no picture is used twice. Patterns (chequerboards, "
            "grids) match where their pixels are equal (turned, mirrored, inverted) only. "
            "Blank, nearly flat and tiny pictures are not compared and are listed separately."
        ),
        "told": TOLD,
        "alike": ALIKE,
        "unlike": UNLIKE,
        "example": (
            "Example: one side holds two pictures of 100 × 100 and 200 × 200 pixels, 50,000 pixels in all; "
            "the second matches a rotated picture of the other side: 40,000 pixels are covered, 40,000 ÷ "
            "50,000 = 80%."
        ),
    },
}

_ORIENTATIONS_ZH = (
    "原样",
    "顺时针旋转 90°",
    "旋转 180°",
    "顺时针旋转 270°",
    "左右镜像",
    "上下镜像",
    "沿主对角线镜像",
    "沿副对角线镜像",
)

LABELS: Mapping[str, Mapping[str, str]] = {
    "zh": {
        **noted.LABELS["zh"],
        "re-encoded as JPEG of quality 75": "以质量 75 重新编码为 JPEG",
        "scaled to 50%": "缩小至 50%",
        "scaled to 200%": "放大至 200%",
        "name": "图片比对",
        "image-copy": "图片比对",
        "whole-picture": "整幅图片",
        "region": "局部区域",
        "whole-outline": "整幅轮廓",
        "number": "区域序号（按发现顺序）",
        "tone": "明暗",
        "as it is": "未反相",
        "inverted": "反相",
        "outline": "整幅轮廓相似度（−1 至 1）",
        "inner": "轮廓内部逐块相符程度（0 至 1）",
        "strokes": "线条逐处重合程度（0 至 1）",
        "strength": "强度（无关图片对达到同等程度的比例的负常用对数）",
        "keypoints": "服从同一变换的特征点数",
        "windows": "有纹理的比对窗口数",
        "windows_agreeing": "其中像素相符的窗口数",
        "crossed": "边缘方向不止一个的窗口数",
        "crossed_agreeing": "其中像素相符的窗口数（像素证据只计这些）",
        "digits": "像素证据（偶然相符概率的负常用对数）",
        "correlation": "窗口相关系数中位数",
        "form": "变换类型",
        "similarity": "相似变换（平移、缩放、旋转）",
        "affine": "仿射变换",
        "projective": "透视变换",
        "affine within {0} pixels of a similarity": (
            "相似变换（平移、缩放、旋转；所拟合的仿射变换在区域内与之相差不超过 {0} 像素）"
        ),
        "projective within {0} pixels of a similarity": (
            "相似变换（平移、缩放、旋转；所拟合的透视变换在区域内与之相差不超过 {0} 像素）"
        ),
        "laid": "右图与左图的关系",
        "both whole pictures": "两图全幅",
        "the whole right picture within the left one": "右图全幅即左图的一部分（如同裁切）",
        "the whole left picture within the right one": "左图全幅即右图的一部分（如同嵌入）",
        "a part of either picture": "各为两图的一部分",
        "laid moved": "仅平移（未缩放、未旋转）",
        "laid mirrored": "左右镜像",
        "laid turned": "旋转",
        "laid enlarged": "放大",
        "laid reduced": "缩小",
        "laid stretched": "拉伸",
        "laid aslant": "透视（倾斜）",
        "perspective": "透视（区域内最大÷最小缩放）",
        "mirrored": "左右镜像",
        "scale": "缩放（右÷左）",
        "rotation": "旋转（顺时针，度）",
        "stretch": "拉伸（两轴缩放之比）",
        "share_left": "占左图面积",
        "share_right": "占右图面积",
        "agreed_left": "其中除所列不同之处外占左图面积",
        "agreed_right": "其中除所列不同之处外占右图面积",
        "brightness": "亮度差（灰阶，右−左）",
        "contrast": "对比度之比（右÷左）",
        "saturation": "饱和度之比（右÷左）",
        "hue": "色相旋转（度）",
        "matrix": "变换矩阵（左图像素→右图像素，逐行）",
        "points": "编号对应点（左 x、左 y、右 x、右 y，像素）",
        "differences": "区域内的不同之处（左图像素：左, 上 – 右, 下；依次为差异图中的 A、B……）",
        "mark": "字母",
        "place_left": "左图位置（所见像素：左, 上 – 右, 下）",
        "place_right": "右图位置（所见像素）",
        "share_of_region": "占区域",
        "drawn_in": "有线条的一方",
        "colours_there": "平均颜色（左 → 右）",
        "only left": "仅左图",
        "only right": "仅右图",
        "both": "两图均有",
        "neither": "两图均无",
        "min_places": "特征点数下限",
        "min_digits": "像素证据下限",
        "min_strength": "局部区域强度下限",
        "min_outline": "轮廓相似度 × 内部相符程度的下限",
        "min_strokes": "线条重合程度的下限",
        "orientation": "右图相对左图的方位",
        "fits_equally": "同样吻合的其他方位",
        "distance": "哈希距离（位）",
        "bits": "哈希总位数",
        "quality_left": "左图细节量（0–100）",
        "quality_right": "右图细节量（0–100）",
        "size_left": "左图尺寸（像素）",
        "size_right": "右图尺寸（像素）",
        "scale_horizontal": "横向缩放（右÷左）",
        "scale_vertical": "纵向缩放（右÷左）",
        "format_left": "左图格式",
        "format_right": "右图格式",
        "palette_left": "左图主要颜色（由多到少）",
        "palette_right": "右图主要颜色（由多到少）",
        "busy_left": "左图细节集中的区格（九宫格，逐行 1–9）",
        "busy_right": "右图细节集中的区格（九宫格，逐行 1–9）",
        "ground": "透明部分所衬底色",
        "grey": "中灰",
        "white": "白",
        "black": "黑",
        "notes_left": "左图解码说明",
        "notes_right": "右图解码说明",
        "identical_file": "文件字节相同",
        "identical_picture": "图像内容逐像素相同（原样，或经转动、镜像、反相后）",
        "chance": "无关图片对达到此程度的比例上限（95%）",
        "chance_seen": "达到此程度的无关图片对数",
        "chance_pairs": "所比较的无关图片对数（来源见程序所附方法文档）",
        "pictures_left": "左方可比图片数",
        "pictures_right": "右方可比图片数",
        "pictures_matched_left": "左方有匹配的图片数",
        "pictures_matched_right": "右方有匹配的图片数",
        "area_left": "左方图片面积（像素）",
        "area_right": "右方图片面积（像素）",
        "area_matched_left": "左方被匹配面积（像素）",
        "area_matched_right": "右方被匹配面积（像素）",
        "matched_one_to_one": "一对一匹配数",
        "matches": "计入的匹配数",
        "whole_pictures": "其中整幅图片",
        "regions": "其中局部区域",
        "outlines": "其中整幅轮廓",
        "identical_files": "其中文件字节相同",
        "identical_pictures": "其中逐像素相同（原样，或经转动、镜像、反相后）",
        "turned_or_mirrored": "其中经旋转（1° 以上）或镜像",
        "patterns": "过于规则、仅逐像素相同才计为匹配的图片数（双方）",
        "smallest_distance": "最小哈希距离（位）",
        "max_distance": "距离上限（位）",
        "min_quality": "细节量下限",
        "min_decided": "显著系数下限（共 256 个）",
        "min_side": "短边下限（像素）",
        "max_pixels": "像素上限",
        "yes": "是",
        "no": "否",
        **dict(zip(ORIENTATIONS, _ORIENTATIONS_ZH, strict=True)),
    },
    "en": {
        **noted.LABELS["en"],
        "re-encoded as JPEG of quality 75": "re-encoded as JPEG of quality 75",
        "scaled to 50%": "scaled to 50%",
        "scaled to 200%": "scaled to 200%",
        "name": "Pictures",
        "image-copy": "Pictures",
        "whole-picture": "whole picture",
        "region": "region",
        "whole-outline": "outline of the whole picture",
        "number": "number of the region (as found)",
        "tone": "tone",
        "as it is": "as it is",
        "inverted": "inverted",
        "outline": "likeness of whole outlines (−1 to 1)",
        "inner": "agreement within the outlines, block by block (0 to 1)",
        "strokes": "how well strokes lie on each other, field by field (0 to 1)",
        "strength": "strength (decimal digits of the share of unrelated pairs that come as far)",
        "keypoints": "keypoints that follow one transformation",
        "windows": "windows with texture",
        "windows_agreeing": "of these with agreeing pixels",
        "crossed": "windows whose edges run in more than one direction",
        "crossed_agreeing": "of these with agreeing pixels (the only ones that count as pixel evidence)",
        "digits": "pixel evidence (decimal digits of the odds against chance)",
        "correlation": "median correlation of windows",
        "form": "kind of transformation",
        "similarity": "similarity (moved, scaled, turned)",
        "affine": "affine",
        "projective": "perspective map",
        "affine within {0} pixels of a similarity": (
            "similarity (moved, scaled, turned; the affine map that was fitted differs by at most {0} pixels over the "
            "region)"
        ),
        "projective within {0} pixels of a similarity": (
            "similarity (moved, scaled, turned; the perspective map that was fitted differs by at most {0} pixels over "
            "the region)"
        ),
        "laid": "how the right picture lies on the left one",
        "both whole pictures": "both whole pictures",
        "the whole right picture within the left one": "the whole right picture is a part of the left one (as a crop)",
        "the whole left picture within the right one": "the whole left picture is a part of the right one (as pasted)",
        "a part of either picture": "a part of either picture",
        "laid moved": "moved only (neither scaled nor turned)",
        "laid mirrored": "mirrored left-right",
        "laid turned": "turned",
        "laid enlarged": "enlarged",
        "laid reduced": "reduced",
        "laid stretched": "stretched",
        "laid aslant": "aslant (perspective)",
        "perspective": "perspective (largest ÷ smallest scale over the region)",
        "mirrored": "mirrored left-right",
        "scale": "scale (right ÷ left)",
        "rotation": "rotation (clockwise, degrees)",
        "stretch": "stretch (ratio of the scales of the axes)",
        "share_left": "share of the left picture",
        "share_right": "share of the right picture",
        "agreed_left": "of it without the places listed as different, share of the left picture",
        "agreed_right": "of it without the places listed as different, share of the right picture",
        "brightness": "change of brightness (grey levels, right − left)",
        "contrast": "ratio of contrast (right ÷ left)",
        "saturation": "ratio of saturation (right ÷ left)",
        "hue": "turn of hue (degrees)",
        "matrix": "matrix of the transformation (left to right pixels, by rows)",
        "points": "numbered correspondences (left x, left y, right x, right y, pixels)",
        "differences": "what differs in it (left picture: left, top – right, bottom; A, B, … in the difference)",
        "mark": "letter",
        "place_left": "place in the left picture (pixels as seen: left, top – right, bottom)",
        "place_right": "place in the right picture (pixels as seen)",
        "share_of_region": "of the region",
        "drawn_in": "lines stand in",
        "colours_there": "mean colours (left → right)",
        "only left": "the left only",
        "only right": "the right only",
        "both": "both",
        "neither": "neither",
        "min_places": "least keypoints",
        "min_digits": "least pixel evidence",
        "min_strength": "least strength of a region",
        "min_outline": "least likeness of outlines × agreement within them",
        "min_strokes": "least agreement of strokes",
        "orientation": "right picture relative to the left",
        "fits_equally": "orientations that fit equally",
        "distance": "hash distance (bits)",
        "bits": "bits of the hash",
        "quality_left": "detail of the left picture (0–100)",
        "quality_right": "detail of the right picture (0–100)",
        "size_left": "size of the left picture (pixels)",
        "size_right": "size of the right picture (pixels)",
        "scale_horizontal": "horizontal scale (right ÷ left)",
        "scale_vertical": "vertical scale (right ÷ left)",
        "format_left": "format of the left picture",
        "format_right": "format of the right picture",
        "palette_left": "main colours of the left picture, commonest first",
        "palette_right": "main colours of the right picture, commonest first",
        "busy_left": "where detail lies in the left picture (ninths, row by row)",
        "busy_right": "where detail lies in the right picture (ninths, row by row)",
        "ground": "background under transparency",
        "grey": "mid-grey",
        "white": "white",
        "black": "black",
        "notes_left": "decoding of the left picture",
        "notes_right": "decoding of the right picture",
        "identical_file": "identical bytes",
        "identical_picture": "identical pixel by pixel, as it is or after turning, mirroring, inverting",
        "chance": "share of unrelated pairs that reach this, at most (95%)",
        "chance_seen": "unrelated pairs that reach this",
        "chance_pairs": "unrelated pairs compared (sources: documentation of the method)",
        "pictures_left": "comparable pictures, left",
        "pictures_right": "comparable pictures, right",
        "pictures_matched_left": "pictures with a match, left",
        "pictures_matched_right": "pictures with a match, right",
        "area_left": "picture area, left (pixels)",
        "area_right": "picture area, right (pixels)",
        "area_matched_left": "matched area, left (pixels)",
        "area_matched_right": "matched area, right (pixels)",
        "matched_one_to_one": "matched one to one",
        "matches": "matches that count",
        "whole_pictures": "of these whole pictures",
        "regions": "of these regions",
        "outlines": "of these outlines of whole pictures",
        "identical_files": "of these with identical bytes",
        "identical_pictures": "of these identical pixel by pixel, as they are or after turning, mirroring, inverting",
        "turned_or_mirrored": "of these turned (1° or more) or mirrored",
        "patterns": "pictures, of both sides, so regular that only identical pixels count",
        "smallest_distance": "smallest hash distance (bits)",
        "max_distance": "largest distance (bits)",
        "min_quality": "least detail",
        "min_decided": "least coefficients that stand out (of 256)",
        "min_side": "least shorter side (pixels)",
        "max_pixels": "most pixels",
        "yes": "yes",
        "no": "no",
        **{word: word for word in ORIENTATIONS},
    },
}
