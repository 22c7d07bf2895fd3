"""What a report prints about ``music-cover``: the counting rule with a worked example, and names for every key."""

from __future__ import annotations

from collections.abc import Mapping

from comparators.audio import partial
from comparators.audio.cover.planting import ALTERATIONS
from comparators.matching import wording

COUNTING: Mapping[str, Mapping[str, str]] = wording.counting(
    zh=(
        "两份录音每四分之一秒取十二个音级的强弱（不分八度、音色），以半秒为单位，在十二种移调和 0.75 至 1.33 "
        "倍的速度下相互对照，选出对应路径最长的移调与速度（同长者取音级更一致的）；"
        "再取双方互为最近邻的时刻（每次合看 4.5 秒），"
        "沿时间寻找最长的对应路径（Qmax，Serrà 等 2009）。路径允许局部快慢不一，中断要扣分。",
        "强度 = 路径中相互再现的半秒数（扣除中断）÷ 较短一方半秒数的平方根；"
        "强度达到下限的路径计为一处“音级走向相同的段落”，从最强者起，至多八处。"
        "覆盖率 = 段落所占秒数 ÷ 该方全部可读录音的秒数；"
        "排除的时间段同时从分子和分母中扣除，重叠部分只计一次。"
        "静音、无明确音高、过短的录音不参与比较，另行列出。本方法只看和声与旋律的音级走向，不辨别录音是否同源，"
        "也不说明先后；常见和弦进行的歌曲之间会偶然相符，其频度随每处列出。",
        "例：双方各长 200 秒（400 个半秒），路径中 320 个半秒相互再现、无中断，强度 = 320 ÷ √400 = 16。"
        "该段落在双方各占 160 秒，则覆盖率各为 160 ÷ 200 = 80%。",
    ),
    en=(
        "Of both recordings the strength of the twelve pitch classes is taken every quarter second, whatever the "
        "octave and timbre. In half seconds both are laid over each other in twelve keys and at paces of .75 to "
        "1.33; the key and pace of the longest path are kept "
        "(of equally long ones, those that agree better). "
        "Of the moments that are among the nearest of each "
        "other (4.5 seconds looked at together), the longest path through time is followed (Qmax, Serrà et al. "
        "2009). It may be locally faster or slower; gaps cost.",
        "Strength = half seconds of the path that recur, less gaps ÷ root of the half seconds of the "
        "shorter side. A path whose "
        "strength reaches the limit is a “passage of the same tonal course”, from the strongest, eight "
        "at the most. Coverage = seconds "
        "of passages ÷ seconds of all readable recordings of that side; excluded stretches leave both, "
        "overlaps count once. Silence, "
        "recordings without tones and very short ones are not compared and are listed separately. The "
        "method looks at the course of "
        "harmony and melody alone. It does not tell whether recordings have one origin, nor which was "
        "first; songs over common "
        "progressions agree by chance, and how often is said with each passage.",
        "Example: both last 200 seconds (400 half seconds); 320 half seconds of the path recur without "
        "a gap: strength 320 ÷ √400 = 16. "
        "The passage takes 160 seconds of both: 160 ÷ 200 = 80% each.",
    ),
    columns="shift tempo strength recurring frames chance",
    strength="strength",
    told="shift tempo strength chance",
    of="recordings_matched recordings, same_samples passages, transposed passages",
    shares="seconds_matched seconds",
    counted=("秒", "seconds"),
    weighs=wording.weighed(
        ("无关歌曲对", "unrelated pairs of songs"),
        (
            "“强度”为路径所含半秒数除以较短一方半秒数的平方根（0 起，越大则路径越长、越少中断），只用于排列先后。",
            "Strength is the half seconds of a path over the root of those of the shorter side (0 and up; the larger, "
            "the longer the path and the fewer its gaps) and only ranks passages. ",
        ),
    ),
)

_ALTERATIONS_ZH = ("升高 2 个半音并加快", "降低 3 个半音并放慢", "去除低音", "升高 4 个半音并加快")

LABELS: Mapping[str, Mapping[str, str]] = wording.labels(
    [
        *((one, zh, one) for one, zh in zip(ALTERATIONS, _ALTERATIONS_ZH, strict=True)),
        *partial.ROWS,
        ("name", "翻唱与改编", "Covers"),
        ("music-cover", "翻唱与改编", "Covers"),
        ("same-samples", "采样相同", "same samples"),
        ("tonal-course", "音级走向相同的段落", "passage of the same tonal course"),
        ("min_strength", "强度下限", "least strength"),
        ("min_seconds", "参与比较的最短时长（秒）", "shortest recording that is compared (seconds)"),
        ("max_seconds", "参与比较的最长时长（秒）", "longest recording that is compared (seconds)"),
        ("number", "段落序号", "number of the passage"),
        ("shift", "移调（右比左，半音）", "key (right above left, semitones)"),
        ("tempo", "速度（右÷左，约准至百分之一）", "tempo (right ÷ left, to about one percent)"),
        ("recurring", "路径中相互再现的半秒数", "half seconds of the path that recur"),
        ("frames", "路径的半秒数", "half seconds of the path"),
        ("qmax", "Qmax（再现的半秒数，已扣中断）", "Qmax (half seconds that recur, less gaps)"),
        ("strength", "强度", "strength"),
        ("agreement", "路径上音级的平均一致程度（余弦，0 至 1）", "agreement of tones along the path (mean cosine)"),
        ("chance", "无关歌曲对达到此强度的比例上限（95%）", "share of unrelated songs as strong, upper 95% limit"),
        ("chance_seen", "其中达到此强度的对数", "of these with as much or more"),
        ("chance_pairs", "所数无关歌曲对数", "unrelated pairs of songs counted"),
        ("differences", "段落内互不再现之处（左起、左止、右起、右止，秒）",
         "stretches inside where nothing recurs (left from, to, right from, to, seconds)"),
        ("passages", "匹配段落数", "passages that match"),
        ("shortest_passage", "段落约须达到的最短秒数（强度下限 × 较短一方半秒数的平方根；更短者不能发现）",
         "seconds that a passage must last to be found, about (shorter ones stay below the least strength)"),
        ("same_samples", "其中采样相同", "of these with the same samples"),
        ("transposed", "其中移调的段落", "of these in another key"),
        ("recurrences", "相互再现", "recurrences"),
        ("path", "路径", "path"),
    ],
    [
        ("format", "格式", "format"),
        ("tuning", "定音偏差（半音）", "tuning against 440 Hz (semitones)"),
        ("notes", "解码说明", "notes of decoding"),
        ("recordings", "可读录音数", "readable recordings"),
        ("recordings_matched", "有匹配的录音数", "recordings with matches"),
        ("seconds", "可读录音秒数", "seconds of readable recordings"),
        ("seconds_matched", "匹配秒数", "seconds matched"),
    ],
)  # fmt: skip
