"""What a report prints about ``image-copy``: the counting rule with a worked example, and names for every key."""

from __future__ import annotations

from collections.abc import Mapping

from comparators.image.pdq import ORIENTATIONS

COUNTING: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "method": (
            "整图感知哈希（PDQ，256 位），八种方位（原样、旋转 90°/180°/270°、左右镜像、上下镜像、沿两条对角线镜像）"
            "逐一比较；带透明部分的图片分别衬以中灰、白、黑底。只判断整幅图片是否来自同一图片；局部截取、拼贴、重新绘制不在本方法之内。"
        ),
        "rule": (
            "两幅图片在某一方位下的哈希距离（八组对应视图中的最大值）不超过上限，或逐像素相同，计为一处匹配，位置为整幅图片。"
            "覆盖率 = 被匹配图片的像素面积 ÷ 该方全部可读图片的像素面积；排除的区域同时从分子和分母中扣除。"
            "同一图片匹配多次只计一次面积；“一对一匹配数”中每幅图片最多使用一次。空白、近乎单色和过小的图片不参与比较，另行列出。"
        ),
        "example": (
            "例：一方有两幅图片，100×100 和 200×200 像素，共 50,000 像素；后者与对方一幅旋转后的图片匹配，"
            "则覆盖 40,000 像素，覆盖率为 40,000 ÷ 50,000 = 80%。"
        ),
    },
    "en": {
        "method": (
            "Perceptual hash of the whole picture (PDQ, 256 bits), compared in all eight orientations (as it "
            "is, rotated by 90°, 180° or 270°, mirrored left-right, top-bottom or on either diagonal); "
            "transparent pictures are laid on mid-grey, white and black. It judges whether whole pictures "
            "come from one another; crops, collages and redrawings are outside this method."
        ),
        "rule": (
            "Two pictures whose hashes in one orientation differ in no more bits than the limit (the largest "
            "of the eight pairs of corresponding views counts), or that are equal pixel by pixel, are one "
            "match; its place is the whole picture. Coverage = pixel area of matched pictures ÷ pixel area of"
            " all readable pictures of that side; excluded regions leave both. A picture that matches several"
            " times counts once; in “matched one to one” no picture is used twice. Blank, nearly flat and "
            "tiny pictures are not compared and are listed separately."
        ),
        "example": (
            "Example: one side holds two pictures of 100 × 100 and 200 × 200 pixels, 50,000 pixels in all; "
            "the second matches a rotated picture of the other side: 40,000 pixels are covered, 40,000 ÷ "
            "50,000 = 80 %."
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
        "re-encoded as JPEG of quality 75": "以质量 75 重新编码为 JPEG",
        "scaled to 50%": "缩小至 50%",
        "scaled to 200%": "放大至 200%",
        "name": "图片复制（整图）",
        "image-copy": "图片复制（整图）",
        "whole-picture": "整幅图片",
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
        "ground": "透明部分所衬底色",
        "grey": "中灰",
        "white": "白",
        "black": "黑",
        "notes_left": "左图解码说明",
        "notes_right": "右图解码说明",
        "identical_file": "文件字节相同",
        "identical_picture": "图像内容逐像素相同",
        "chance": "无关图片达到此距离的比例上限（95%）",
        "chance_seen": "达到此距离或更近的无关图片对数",
        "chance_pairs": "所比较的无关图片对数（来源见方法说明）",
        "pictures_left": "左方可比图片数",
        "pictures_right": "右方可比图片数",
        "pictures_matched_left": "左方有匹配的图片数",
        "pictures_matched_right": "右方有匹配的图片数",
        "area_left": "左方图片面积（像素）",
        "area_right": "右方图片面积（像素）",
        "area_matched_left": "左方被匹配面积（像素）",
        "area_matched_right": "右方被匹配面积（像素）",
        "matched_one_to_one": "一对一匹配数",
        "matches": "匹配数",
        "identical_files": "其中文件字节相同",
        "identical_pictures": "其中逐像素相同",
        "turned_or_mirrored": "其中经旋转或镜像",
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
        "re-encoded as JPEG of quality 75": "re-encoded as JPEG of quality 75",
        "scaled to 50%": "scaled to 50 %",
        "scaled to 200%": "scaled to 200 %",
        "name": "Picture copies (whole pictures)",
        "image-copy": "Picture copies (whole pictures)",
        "whole-picture": "whole picture",
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
        "ground": "background under transparency",
        "grey": "mid-grey",
        "white": "white",
        "black": "black",
        "notes_left": "decoding of the left picture",
        "notes_right": "decoding of the right picture",
        "identical_file": "identical bytes",
        "identical_picture": "identical picture content, pixel by pixel",
        "chance": "share of unrelated pictures this close, at most (95 %)",
        "chance_seen": "unrelated pairs at this distance or closer",
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
        "matches": "matches",
        "identical_files": "of these with identical bytes",
        "identical_pictures": "of these identical pixel by pixel",
        "turned_or_mirrored": "of these turned or mirrored",
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
