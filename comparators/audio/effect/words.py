"""What a report prints about ``audio-effect``: the counting rule with a worked example, and names for every key."""

from __future__ import annotations

from collections.abc import Mapping

from comparators.audio import partial
from comparators.matching.wording import shares_of

COLUMNS = "likeness wave margin own_left own_right seconds_left seconds_right"

SHARES = shares_of("effects_paired effects", "个声音", "sounds")
COUNTING: Mapping[str, Mapping[str, str]] = {
    "zh": {
        **SHARES["zh"],
        "method": (
            "不超过两秒的声音：先去除首尾静音、统一音量，采样逐一相同者计为“采样相同”；其余以对数频带声谱在各种错"
            "位下求相关，"
            "并与各自音库内部其他声音之间的最高相似度相比：只有超过音库自身相似程度的一对才计入。"
        ),
        "rule": (
            "每个声音最多用一次（一对一）。覆盖率 = 已配对的声音数 ÷ "
            "该方可读的短声音总数；排除的文件同时从分子和分母中扣除。"
            "静音、过短、过长的声音不参与比较，另行列出。"
        ),
        "example": "例：一方 40 个声音中 10 个与另一方 25 个中的 10 个一一对应，覆盖率为 25% 和 40%。",
        "columns": COLUMNS,
        "strength": "likeness",
        "told": "likeness wave margin",
    },
    "en": {
        **SHARES["en"],
        "method": (
            "Sounds of two seconds at most: trimmed of silence and scaled, those of which all samples are equal "
            "are “same samples”. Of the rest "
            "spectra in bands of log frequency are correlated at every lag, and held against the highest "
            "likeness of other sounds within either "
            "library: a pair counts only when it is more alike than the libraries are in themselves."
        ),
        "rule": (
            "No sound is used twice (one to one). Coverage = sounds that are paired ÷ readable short sounds of "
            "that side; excluded files leave both. "
            "Silence, clicks and longer sounds are not compared and are listed separately."
        ),
        "example": (
            "Example: 10 of 40 short sounds are paired with 10 of 25 of the other side: 10 ÷ 40 = 25% and 10 ÷ "
            "25 = 40%."
        ),
        "columns": COLUMNS,
        "strength": "likeness",
        "told": "likeness wave margin",
    },
}

LABELS: Mapping[str, Mapping[str, str]] = {
    "zh": {
        **partial.LABELS["zh"],
        "name": "音效",
        "audio-effect": "音效",
        "same-sound-samples": "采样相同的声音",
        "alike-sound": "相似的声音",
        "min_likeness": "声谱相似度下限",
        "min_margin": "高出音库自身相似度的下限",
        "max_seconds": "音效的最长时长（秒）",
        "min_wave": "波形相关下限",
        "wave": "波形相关（0 至 1）",
        "likeness": "声谱相似度（0 至 1）",
        "margin": "高出音库自身相似度",
        "own_left": "左方音库内与之最相似者的相似度",
        "own_right": "右方音库内与之最相似者的相似度",
        "sounds_left": "左方音库声音数",
        "sounds_right": "右方音库声音数",
        "seconds_left": "左方有声时长（秒）",
        "seconds_right": "右方有声时长（秒）",
        "effects_left": "左方可读短声音数",
        "effects_right": "右方可读短声音数",
        "effects_paired_left": "左方已配对的声音数",
        "effects_paired_right": "右方已配对的声音数",
        "same_sound_samples": "采样相同的对数",
        "alike_sounds": "相似的对数",
        "quieter by 6 dB": "降低 6 分贝",
        "later by a tenth of a second": "推迟十分之一秒",
    },
    "en": {
        **partial.LABELS["en"],
        "name": "Sound effects",
        "audio-effect": "Sound effects",
        "same-sound-samples": "sound with the same samples",
        "alike-sound": "sound that is alike",
        "min_likeness": "least likeness of spectra",
        "min_margin": "least excess over the library's own likeness",
        "max_seconds": "longest sound effect (seconds)",
        "min_wave": "least correlation of waveforms",
        "wave": "correlation of waveforms (0 to 1)",
        "likeness": "likeness of spectra (0 to 1)",
        "margin": "excess over the libraries' own likeness",
        "own_left": "likeness of the nearest other sound of the left library",
        "own_right": "likeness of the nearest other sound of the right library",
        "sounds_left": "sounds of the left library",
        "sounds_right": "sounds of the right library",
        "seconds_left": "seconds that are not silent, left",
        "seconds_right": "seconds that are not silent, right",
        "effects_left": "readable short sounds, left",
        "effects_right": "readable short sounds, right",
        "effects_paired_left": "sounds paired, left",
        "effects_paired_right": "sounds paired, right",
        "same_sound_samples": "pairs with the same samples",
        "alike_sounds": "pairs that are alike",
        "quieter by 6 dB": "quieter by 6 dB",
        "later by a tenth of a second": "later by a tenth of a second",
    },
}
