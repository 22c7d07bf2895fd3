"""What a report prints about ``video-copy``: the counting rule with a worked example, and names for every key."""

from __future__ import annotations

from collections.abc import Mapping

from comparators.matching.wording import shares_of, weighed

COLUMNS = (
    "speed way similarity mirrored turned placement share_left share_right changes strength chance_seen chance_pairs"
)
TOLD = "speed way mirrored turned placement share_left share_right similarity strength chance_seen chance_pairs"

SHARES = shares_of("seconds_matched seconds", "秒", "seconds")
WEIGHED = weighed(
    ("无关视频对", "unrelated pairs of videos"),
    (
        "“强度”是片段内各帧相似度超出所需值之和（大于 0，没有上限，片段越长、越相像则越大），只用于排列先后。",
        "Strength is the sum over the frames of a segment of likeness above what is needed (above 0, without an upper "
        "end; the longer and the more alike, the larger) and only ranks matches. ",
    ),
)
COUNTING: Mapping[str, Mapping[str, str]] = {
    "zh": {
        **SHARES["zh"],
        **WEIGHED["zh"],
        "method": (
            "按“每秒取帧数”取帧。先由关键帧的特征点求出两段画面之间的位置关系（整幅、镜像、裁切、画中画等），"
            "在每一种位置关系下逐帧比对，得到以双方时间为轴的相似度矩阵（消除缓慢明暗变化后的相关系数）；"
            "再以局部对齐求出矩阵中的路径，容许 0.5 至 2 倍的速度变化；每一路径换成与之最合的直线（时间对时间），"
            "同一时段上更强者为准。对方视频另按倒放、反色各比对一次。"
        ),
        "rule": (
            "较长一方不短于时长下限、较短一方不短于其一半的每一路径计为一处“视频片段”匹配，位置为双方的起止时间；字节相同的文件整体计为一处。"
            "覆盖率 = 匹配片段的时长 ÷ 该方视频总时长；排除的时段同时从分子和分母中扣除，重叠部分只计一次。"
            "不比较声音。"
        ),
        "example": "例：一方视频长 60 秒，其中 12 秒与对方 90 秒视频中的 10 秒对应：覆盖率分别为 20% 和 11.1%。",
        "columns": COLUMNS,
        "told": TOLD,
        "strength": "strength",
    },
    "en": {
        **SHARES["en"],
        **WEIGHED["en"],
        "method": (
            "Takes a few frames a second. Keypoints of key frames say how the pictures lie on one "
            "another (whole, mirrored, cropped, as an inset); under each such map every frame of one video is compared "
            "with every frame of the other, which gives a matrix of similarity over the times of both (correlation "
            "after slow changes of light are taken out). Local alignment finds paths in it, at half to double "
            "speed; each becomes the straight line of time on time that fits it best, and of rivals on the same "
            "seconds the stronger stands. The other video is also compared played backwards, and with inverted tones."
        ),
        "rule": (
            "Each path of at least the least duration on the longer side and half of it on the other is one match "
            "(video segment); its places are the times on both sides. Files of equal bytes are one match of the whole. "
            "Coverage = seconds within matches ÷ "
            "all seconds of that side; excluded times leave both, overlaps count once. Sound is not compared."
        ),
        "example": (
            "Example: 12 of the 60 seconds of one video correspond to 10 of the 90 seconds of the other: coverage 20% "
            "and 11.1%."
        ),
        "columns": COLUMNS,
        "told": TOLD,
        "strength": "strength",
    },
}

LABELS: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "name": "视频比对",
        "video-copy": "视频比对",
        "video-segment": "视频片段",
        "same-file": "文件字节相同",
        "speed": "速度（右方时长变化率，右÷左）",
        "offset": "起点时差（秒，右−左）",
        "similarity": "帧相似度中位数（相关系数）",
        "strength": "强度（各帧相似度超出所需值之和）",
        "chance": "无关视频对达到此强度的比例上限（95%）",
        "chance_seen": "达到此强度的无关视频对数",
        "chance_pairs": "所比较的无关视频对数（来源见程序所附方法文档）",
        "frames": "对齐的步数（每步至多两帧）",
        "changes": "其中画面有变化的步数",
        "way": "播放与色调",
        "as it is": "正放、原色调",
        "played backwards": "倒放",
        "tones inverted": "反色",
        "mirrored": "左右镜像",
        "turned": "画面转动（度，顺时针）",
        "placement": "画面关系",
        "whole picture": "整幅对应",
        "left picture within the right": "左方画面整幅位于右方画面之内",
        "right picture within the left": "右方画面整幅位于左方画面之内",
        "parts of both pictures": "双方画面各一部分",
        "share_left": "占左方画面面积",
        "share_right": "占右方画面面积",
        "scale": "画面缩放（右÷左）",
        "corners": "左方画面四角在右方画面中的位置（占宽、高的比例）",
        "matrix": "位置变换矩阵（以占画面的比例计，逐行）",
        "times_left": "左方各帧时间",
        "times_right": "右方各帧时间",
        "segments": "片段对照表",
        "scenes_left": "左方各场景及其在右方最相近的画面",
        "scenes_right": "右方各场景及其在左方最相近的画面",
        "from": "场景起（秒）",
        "to": "场景止（秒）",
        "at": "该场景中的画面（秒）",
        "at_other": "对方画面（秒；空白：未见相近画面）",
        "keypoints": "相互一致的特征点数（始终不动的部分不计）",
        "share": "这些特征点所跨范围占该方画面",
        "bits": "整幅哈希相差位数（共 256 位）",
        "seconds: left": "左方时间（秒）",
        "seconds: right": "右方时间（秒）",
        "this segment": "本处片段",
        "others under this map": "同一位置关系下的其他片段",
        "file_left": "左方文件",
        "from_left": "左方起（秒）",
        "to_left": "左方止（秒）",
        "file_right": "右方文件",
        "from_right": "右方起（秒）",
        "to_right": "右方止（秒）",
        "seconds_left": "左方总时长（秒）",
        "seconds_right": "右方总时长（秒）",
        "seconds_matched_left": "左方匹配时长（秒）",
        "seconds_matched_right": "右方匹配时长（秒）",
        "videos_left": "左方视频数",
        "videos_right": "右方视频数",
        "matches": "匹配片段数",
        "mirrored_segments": "其中镜像片段数",
        "longest_segment": "最长片段（左方，秒）",
        "min_seconds": "时长下限（秒）",
        "rate": "每秒取帧数",
        "yes": "是",
        "no": "否",
        "re-encoded": "重新编码",
        "mirrored left-right": "左右镜像",
        "cropped to 75%": "裁切至 75%",
        "speed 125%": "加速至 125%",
    },
    "en": {
        "name": "Videos",
        "video-copy": "Videos",
        "video-segment": "video segment",
        "same-file": "files of equal bytes",
        "speed": "frames of the right video for each of the left one",
        "offset": "difference of the starts (seconds, right − left)",
        "similarity": "median similarity of frames (correlation)",
        "strength": "strength (sum over frames of likeness above what is needed)",
        "chance": "share of unrelated pairs of videos that reach this strength, at most (95%)",
        "chance_seen": "unrelated pairs that reach this strength",
        "chance_pairs": "unrelated pairs compared (sources: documentation of the method)",
        "frames": "aligned steps (two frames each at the most)",
        "changes": "of these steps at which the picture changes",
        "way": "how it is shown",
        "as it is": "forwards, tones as they are",
        "played backwards": "played backwards",
        "tones inverted": "tones inverted",
        "mirrored": "mirrored left-right",
        "turned": "picture turned (degrees, clockwise)",
        "placement": "how the pictures lie on one another",
        "whole picture": "whole picture",
        "left picture within the right": "all of the left picture lies within the right one",
        "right picture within the left": "all of the right picture lies within the left one",
        "parts of both pictures": "parts of both pictures",
        "share_left": "share of the left picture",
        "share_right": "share of the right picture",
        "scale": "scale of the picture (right ÷ left)",
        "corners": "corners of the left picture in the right one (shares of width and height)",
        "matrix": "matrix of the map (shares of the pictures, by rows)",
        "times_left": "times of the frames, left",
        "times_right": "times of the frames, right",
        "segments": "table of segments",
        "scenes_left": "scenes of the left video, each with the picture of the right one most like it",
        "scenes_right": "scenes of the right video, each with the picture of the left one most like it",
        "from": "scene from (s)",
        "to": "scene to (s)",
        "at": "picture of the scene at (s)",
        "at_other": "picture of the other at (s; empty: none alike)",
        "keypoints": "keypoints that agree (what stands still throughout left out)",
        "share": "share of the picture that they span",
        "bits": "bits of the whole-picture hash that differ (of 256)",
        "seconds: left": "seconds, left",
        "seconds: right": "seconds, right",
        "this segment": "this segment",
        "others under this map": "others under this map",
        "file_left": "file, left",
        "from_left": "from (s), left",
        "to_left": "to (s), left",
        "file_right": "file, right",
        "from_right": "from (s), right",
        "to_right": "to (s), right",
        "seconds_left": "duration, left (s)",
        "seconds_right": "duration, right (s)",
        "seconds_matched_left": "matched seconds, left",
        "seconds_matched_right": "matched seconds, right",
        "videos_left": "videos, left",
        "videos_right": "videos, right",
        "matches": "segments",
        "mirrored_segments": "of these mirrored",
        "longest_segment": "longest segment (left, s)",
        "min_seconds": "least duration (s)",
        "rate": "frames taken a second",
        "yes": "yes",
        "no": "no",
        "re-encoded": "re-encoded",
        "mirrored left-right": "mirrored left-right",
        "cropped to 75%": "cropped to 75%",
        "speed 125%": "speed 125%",
    },
}
