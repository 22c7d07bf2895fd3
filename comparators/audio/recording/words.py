"""What a report prints about ``audio-recording``: the counting rule with a worked example, and names for every "
"key."""

from __future__ import annotations

from collections.abc import Mapping

from comparators.audio import partial
from comparators.audio.recording import reasons
from comparators.audio.recording.hearing import STRETCHED
from comparators.audio.recording.pairing import FAINT, LESSER, PART, POSSIBLE, REPEAT, WHOLE
from comparators.audio.recording.planting import ALTERATIONS
from comparators.matching.wording import shares_of

COLUMNS = "counted pitch tempo digits hits landmarks residual subtracted"

REPEATING = f"counted {REPEAT} {LESSER} {FAINT}"
OF = "recordings_matched recordings, same_samples segments, pitch_altered segments, tempo_altered segments"
OF += ", occurring_again segments, subtracted segments"
SHARES = shares_of("seconds_matched seconds", "秒", "seconds")
COUNTING: Mapping[str, Mapping[str, str]] = {
    "zh": {
        **SHARES["zh"],
        "repeated": "seconds_repeated seconds",
        "repeating": REPEATING,
        "of": OF,
        "method": (
            "两份录音各取其声谱峰点（“标记点”：时间与音高），在所有位置、±3 个半音的移调、0.83 至 1.2 "
            "倍的速度中寻找多数标记点一致的对应关系，"
            "再沿时间向两端延伸为片段。另将两侧白化后的波形逐一比较正负号，查找音高与速度均未改动、但埋在噪声、人声或其他音乐之下的副本；"
            "两种证据取较强者，不相加。每个片段给出两侧起止秒数、移调、速度、命中点数，以及证据位数：命中由偶然产"
            "生的概率按本对录音自身在其他位置的命中估计，"
            "并扣除搜索次数。移调与变速符合同一变速播放关系时，还原后将两侧波形相减，残差以分贝计（0 "
            "分贝：完全不能抵消；越低，抵消越彻底）。"
        ),
        "rule": (
            "扣除搜索次数后的证据位数达到下限的片段计为一处匹配；同一素材多次出现（循环、采样）时，每一处各列自身的证据位数；"
            "自身未达下限的一处，只有与其中某一达到下限、证据更强之处速度、音高一致时，才列为“可能的再次出现”，不计入任何统计。两侧所在时间均已被同一速度、同一音高的更强片段覆盖的其他速度或音高的对应，"
            "由素材重复即可解释，不单列为一处，附记于该更强片段。"
            "全部采样逐一相同的录音计为一处“采样相同”。"
            "覆盖率 = 匹配片段所占秒数 ÷ 该方全部可读录音的秒数；排除的时间段同时从分子和分母中扣除。"
            "同一对录音之内，一侧的每一秒只与另一侧的一秒相对应，从最强的片段起依次计入；作品自身重复（循环、反复）时，"
            "一个片段与多处重复相对应，只计最强的一处，其余照常列出并注明“重复，不计入”，其秒数另列为“重复秒数”，不在覆盖率之内。"
            "右方的一段与左方另一更强之处的标记点对应比例显著较高，或在同样的秒内与其波形符号一致的比例显著较高"
            "（差异均须超过 3 个标准误）时，该段归于更强之处，"
            "本处不计，注明“另有一处明显更相符，不计入”。"
            "经更强片段扣除后所余不足 1 秒的部分不计。"
            "静音、持续单音、过短的录音不参与比较，另行列出。片段相同只说明声音相同，不说明先后与来源。"
        ),
        "example": (
            "例：一方录音长 200 秒，另一方长 50 秒；前者第 60–80 秒与后者第 10–30 秒对应，则两侧各覆盖 20 秒，"
            "覆盖率分别为 20 ÷ 200 = 10% 和 20 ÷ 50 = 40%。若前者第 100–120 秒重复第 60–80 秒，也与后者同一段对应，"
            "则两侧仍各计 20 秒，前者另有重复秒数 20 秒。"
        ),
        "columns": COLUMNS,
        "strength": "score",
        "told": "pitch tempo chance subtracted residual counted",
    },
    "en": {
        **SHARES["en"],
        "repeated": "seconds_repeated seconds",
        "repeating": REPEATING,
        "of": OF,
        "method": (
            "Of both recordings the peaks of the spectrum (“landmarks”: time and pitch) are taken, and maps that "
            "many of them follow are "
            "searched over all places, pitch shifts of ±3 semitones and tempi of 0.83 to 1.2, then followed to "
            "both ends of a segment. Besides, the signs of both whitened waves are laid on each other at every delay, "
            "which finds unaltered copies under noise, speech or other music; of both kinds of evidence the stronger "
            "counts, never the sum. A "
            "segment says its seconds on both sides, pitch shift, tempo, landmarks that hit, and digits of "
            "evidence: the chance of a hit is "
            "estimated from the hits of the same two recordings at other places, and the search is paid for. "
            "Where pitch and tempo are those of a "
            "record played faster or slower, or unaltered, this is undone and one waveform subtracted from the "
            "other; the residual is in decibels (0: "
            "nothing cancels; the lower, the more does)."
        ),
        "rule": (
            "A segment whose digits of evidence, those of the search subtracted, reach the limit is a match; "
            "where material occurs several times (loops, "
            "samples) each is listed with its own digits; one with fewer is listed only where it has the pace and "
            "pitch of one of them that reaches the limit, as a possible further occurrence, and counts in no figure. "
            "What lies, at another pace or pitch, on seconds of both sides that stronger segments of one pace and "
            "pitch cover is explained by the repeats: no place of its own, it is noted with the strongest of those. "
            "Recordings all of whose samples are equal are one match of "
            "“same samples”. Coverage = "
            "seconds that matches cover ÷ seconds of all readable recordings of that side; excluded stretches "
            "leave both. Of two recordings each second of one is laid on one second of the other, from the strongest "
            "segment on: where a work repeats itself and one passage lies on several repeats, the strongest place "
            "counts, the others are listed as repeats that are not counted, and their seconds stand beside the shares "
            "as repeated seconds. Where far more landmarks of a passage of the right work correspond on a stronger "
            "place of the left one, or of the same seconds far more signs of the wave agree there (by more than 3 "
            "standard errors), it belongs there, and this place is listed as not "
            "counted, since another agrees far better. What is left of a segment counts from 1 second on. "
            "Silence, held tones and very short recordings are not compared and are listed separately. That two "
            "passages are the same sound says nothing "
            "about which was first or where it came from."
        ),
        "example": (
            "Example: recordings of 200 and 50 seconds; seconds 60–80 of the first correspond to seconds 10–30 "
            "of the second: 20 seconds are covered on both "
            "sides, 20 ÷ 200 = 10% and 20 ÷ 50 = 40%. Where seconds 100–120 of the first repeat its seconds 60–80 "
            "and so lie on the same passage of the second, still 20 seconds count on both sides, and the first has 20 "
            "repeated seconds besides."
        ),
        "columns": COLUMNS,
        "strength": "score",
        "told": "pitch tempo chance subtracted residual counted",
    },
}

_ALTERATIONS_ZH = ("降低 6 分贝", "加快 3%", "放慢 4%", "叠加等响的另一录音")

LABELS: Mapping[str, Mapping[str, str]] = {
    "zh": {
        **partial.LABELS["zh"],
        **dict(zip(ALTERATIONS, _ALTERATIONS_ZH, strict=True)),
        "name": "录音片段",
        "audio-recording": "录音片段",
        "same-samples": "采样相同",
        "same-sound": "声音相同的片段",
        POSSIBLE: "可能的再次出现（自身证据不足；速度、音高与证据充分的一处一致；不计入）",
        "counted": "是否计入覆盖率（排除之前）",
        WHOLE: "计入",
        PART: "部分计入（其余为重复，或另有一处明显更相符）",
        REPEAT: "重复，不计入",
        LESSER: "另有一处明显更相符，不计入",
        FAINT: "证据不足，不计入",
        "min_digits": "证据位数下限（已扣除搜索次数）",
        "min_seconds": "参与比较的最短时长（秒）",
        "max_seconds": "参与比较的最长时长（秒）",
        "subtract": "是否做波形相减",
        "number": "同一素材按证据位数的名次（两份录音之内；不是表中的序号）",
        "occurrence": "同一素材第几次出现",
        "occurrences": "同一素材出现次数（不含可能的再次出现）",
        "digits": "本处证据位数（已扣除搜索次数）",
        "digits_together": "同一素材各处合计的证据位数",
        "chance": "无关的一对录音中出现本处这样片段的期望次数（上限）",
        "score": "仅用于排序（残差低于 −20 分贝的片段：100 万加平均残差的绝对值乘秒数；其余：证据位数）",
        "evidence": "证据位数所据",
        "marks": "标记点",
        "wave": "波形符号",
        "signs": "所比波形符号数",
        "agreeing": "其中相合（偶然为一半）",
        "hits": "命中的标记点数",
        "landmarks": "片段内标记点数",
        "hits_by_chance": "偶然命中的期望数",
        "pitch": "移调（右比左，半音）",
        "tempo": "速度（右÷左）",
        "resampled": "移调与速度符合变速播放",
        "subtracted": "波形相减",
        "done": "已做",
        reasons.HIGH: (
            "已做；片段上叠有其他声音（说话、音乐、噪声）、经滤波或混合声道时残差即偏高，残差高不能否定出自同一母带"
        ),
        reasons.BESIDE: (
            "已做；同一时间段另有一处相减后残差低于 −20 分贝，本处是其重复或与之相近，残差高并非因为叠有其他声音"
        ),
        "not-done": "未做（每对录音只做最强的六处，每处至少 2 秒，且两侧须有足够响的声音）",
        reasons.OFF: "未做：参数 subtract 设为否",
        reasons.SHORT: "未做：片段不足 2 秒",
        reasons.WEAKER: "未做：每对录音只对最强的六处相减",
        reasons.QUIET: "未做：两侧均够响的 0.37 秒帧不足三个",
        reasons.UNREAD: "未做：未能再次读取两侧的声音",
        "stretched": "未做：时间经拉伸而音高未随之改变，波形已被拉伸打散，不能抵消",
        "repitched": "未做：音高经移动而速度未变，波形已不同，不能抵消",
        "residual": "相减后残差（分贝，中位数）",
        "residual_mean": "相减后残差（分贝，平均）",
        "residual_best": "相减后残差（分贝，最低的十分之一）",
        "frames": "相减的帧数",
        "gain": "音量差（右比左，分贝）",
        "inverted": "极性相反",
        "differences": "片段内无对应之处（左起、左止、右起、右止，秒）",
        "alternates": "由素材重复即可解释的其他速度或音高的对应（左起、左止、右起、右止，秒；速度、移调、证据位数）",
        "better_at": "同样的秒内波形明显更相符的更强之处（编号、第几处）",
        "format_left": "左方格式",
        "format_right": "右方格式",
        "clipped_left": "左方削波采样占比",
        "clipped_right": "右方削波采样占比",
        "notes_left": "左方解码说明",
        "notes_right": "右方解码说明",
        "recordings_left": "左方可读录音数",
        "recordings_right": "右方可读录音数",
        "recordings_matched_left": "左方有匹配的录音数",
        "recordings_matched_right": "右方有匹配的录音数",
        "seconds_left": "左方可读录音秒数",
        "seconds_right": "右方可读录音秒数",
        "seconds_matched_left": "左方匹配秒数",
        "seconds_matched_right": "右方匹配秒数",
        "seconds_repeated_left": "左方另有重复或相近秒数（不计入覆盖率）",
        "seconds_repeated_right": "右方另有重复或相近秒数（不计入覆盖率）",
        "segments": "匹配片段数",
        "possible_occurrences": "另有可能的再次出现（不计入）",
        "same_samples": "其中采样相同",
        "pitch_altered": "其中移调的片段",
        "tempo_altered": "其中变速的片段",
        "occurring_again": "其中同一素材再次出现",
        "smallest_residual": "最低残差（分贝）",
        "seconds: left": "左：秒",
        "seconds: right": "右：秒",
        "kHz": "千赫",
        "this segment": "本处片段",
        "left: wave": "左：波形",
        "right: wave": "右：波形",
        "left: landmarks": "左：标记点",
        "right: landmarks": "右：标记点",
        "left": "左",
        "right": "右",
        STRETCHED: (
            "{0}［右侧由本程序作时间伸缩，还原为左侧的速度与音高：对齐误差约 16 毫秒以内；伸缩本身会改变音质，"
            "音质请以单独的右侧片段为准］"
        ),
    },
    "en": {
        **partial.LABELS["en"],
        **{one: one.replace(" %", "%") for one in ALTERATIONS},
        "name": "Recordings",
        "audio-recording": "Recordings",
        "same-samples": "same samples",
        "same-sound": "passage of the same sound",
        POSSIBLE: (
            "possible further occurrence (too little evidence of its own; pace and pitch are those of a sure one; "
            "not counted)"
        ),
        "counted": "counted in the shares (before exclusions)",
        WHOLE: "yes",
        PART: "in part (the rest repeats, or agrees far better elsewhere)",
        REPEAT: "no: a repeat",
        LESSER: "no: another place agrees far better",
        FAINT: "no: too little evidence",
        "min_digits": "least digits of evidence (search subtracted)",
        "min_seconds": "shortest recording that is compared (seconds)",
        "max_seconds": "longest recording that is compared (seconds)",
        "subtract": "whether waveforms are subtracted",
        "number": "rank of this material by digits of evidence (within two recordings; not the No. of tables)",
        "occurrence": "occurrence of this material",
        "occurrences": "occurrences of this material (without possible ones)",
        "digits": "digits of evidence of this place (search subtracted)",
        "digits_together": "digits of evidence of all occurrences together",
        "chance": "places like this one expected in an unrelated pair (at the most)",
        "score": (
            "for putting places in order only (residual below −20 dB: a million, and decibels (mean) times seconds; "
            "else digits)"
        ),
        "evidence": "what the digits rest on",
        "marks": "landmarks",
        "wave": "signs of the wave",
        "signs": "signs of the wave that were compared",
        "agreeing": "of these agreeing (half by chance)",
        "hits": "landmarks that hit",
        "landmarks": "landmarks in the segment",
        "hits_by_chance": "hits expected by chance",
        "pitch": "pitch shift (right above left, semitones)",
        "tempo": "tempo (right ÷ left)",
        "resampled": "pitch and tempo are those of a record played faster or slower",
        "subtracted": "waveforms subtracted",
        "done": "done",
        reasons.HIGH: (
            "done; other sound over the passage (speech, music, noise), filters and mixed channels keep the residual "
            "high, so that a high one is no evidence against one master"
        ),
        reasons.BESIDE: (
            "done; another place of the same seconds cancels below −20 dB: this one repeats or resembles it, and no "
            "other sound keeps its residual high"
        ),
        "not-done": (
            "not done (of two recordings the six strongest passages are subtracted, those of at least 2 seconds that "
            "are loud enough on both sides)"
        ),
        reasons.OFF: "not done: the parameter subtract is off",
        reasons.SHORT: "not done: a passage of less than 2 seconds",
        reasons.WEAKER: "not done: of two recordings the six strongest passages alone are subtracted",
        reasons.QUIET: "not done: fewer than three frames of 0.37 seconds are loud enough on both sides",
        reasons.UNREAD: "not done: the sound of both sides could not be read again",
        "stretched": "not done: time was stretched and pitch did not follow, so that waves cannot cancel",
        "repitched": "not done: pitch was moved and pace kept, so that waves cannot cancel",
        "residual": "residual after subtraction (dB, median)",
        "residual_mean": "residual after subtraction (dB, mean)",
        "residual_best": "residual after subtraction (dB, lowest tenth)",
        "frames": "frames subtracted",
        "gain": "level (right above left, dB)",
        "inverted": "polarity inverted",
        "differences": "stretches inside without counterpart (left from, to, right from, to, seconds)",
        "alternates": (
            "maps at another pace or pitch that the repeats of the material explain (left from, to, right from, to, "
            "seconds; tempo, pitch, digits)"
        ),
        "better_at": "stronger places with which the wave of the same seconds agrees far better (number, occurrence)",
        "format_left": "format of the left",
        "format_right": "format of the right",
        "clipped_left": "share of clipped samples, left",
        "clipped_right": "share of clipped samples, right",
        "notes_left": "notes of decoding, left",
        "notes_right": "notes of decoding, right",
        "recordings_left": "readable recordings, left",
        "recordings_right": "readable recordings, right",
        "recordings_matched_left": "recordings with matches, left",
        "recordings_matched_right": "recordings with matches, right",
        "seconds_left": "seconds of readable recordings, left",
        "seconds_right": "seconds of readable recordings, right",
        "seconds_matched_left": "seconds matched, left",
        "seconds_matched_right": "seconds matched, right",
        "seconds_repeated_left": "further seconds that repeat or resemble these, left (in no share)",
        "seconds_repeated_right": "further seconds that repeat or resemble these, right (in no share)",
        "segments": "segments that match",
        "possible_occurrences": "possible further occurrences (in no figure)",
        "same_samples": "of these with the same samples",
        "pitch_altered": "of these with another pitch",
        "tempo_altered": "of these with another tempo",
        "occurring_again": "of these further occurrences",
        "smallest_residual": "lowest residual (dB)",
        **{name: name for name in ("seconds: left", "seconds: right", "kHz", "this segment")},
        **{name: name for name in ("left: wave", "right: wave", "left: landmarks", "right: landmarks")},
        STRETCHED: STRETCHED,
    },
}
