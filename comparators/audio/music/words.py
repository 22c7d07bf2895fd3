"""How ``music-melody`` names and explains its figures in a report, in both languages."""

from __future__ import annotations

from collections.abc import Mapping

from appraisal.comparison import JSON
from comparators.audio.music.form import NOTHING_REPEATS
from comparators.audio.music.harmony import NOT_STATED
from comparators.audio.music.heard import NO_METRE, PERFORMED
from comparators.audio.music.laying import PART, REPEAT, WHOLE
from comparators.matching.wording import shares_of

PASSAGES, NULLS, DIFFERENCES, PRIOR = "correspondences", "chance_of_lines", "differences", "prior_art"
HEADS: Mapping[str, list[str]] = {
    PASSAGES: [
        *("bars_left", "bars_right", "same_pitch", "same_rhythm", "same_harmony", "same_lyrics"),
        *("transposition", "bits", "chance"),
    ],
    NULLS: ["file_left", "part_left", "file_right", "part_right", "location_bits", "scale_bits", "remade"],
    DIFFERENCES: ["bar_left", "pitch_left", "bar_right", "pitch_right", "pitch_moved", "difference"],
    PRIOR: ["bar_left", "bar_right", "background", "tune", "runs_held"],
}
WHOSE = ("file_left", "part_left", "file_right", "part_right")  # before the columns of a table, of several lines
LINES = ("line_left", "line_right")  # the same in two columns, for a table whose rows are to be read across
METHOD_ZH = (
    "本方法比对两份乐谱（MIDI、MusicXML、MuseScore、ABC）的旋律。每个声部按“同时发声取最高音”整理为单声部旋律线，"
    "按所述规则选定主旋律声部（规则名见各作品的观察记录，也可另行指定声部）。"
    "两侧各取一音，若自前一对应音起的音高变化（半音数）相同，则相继对应，每侧中间至多可隔两音；"
    "因此与调高无关，每一段落内移调量不变。常见音程（如同音反复、大二度）证据弱，罕见音程证据强，以比特计；中间所"
    "隔之音每音扣 3 比特。"
    "达到“段落下限”（比特数与对应音数）的段落全部列出，同一段落在一侧多次出现时合为一项。"
    "旋律、节奏、和声、曲式、歌词分别列数，互不合并。反复记号不展开，按谱面所写计。"
)
METHOD_EN = (
    "The method compares the melodies of two scores (MIDI, MusicXML, MuseScore, ABC). Each part is made a line of one"
    " note at a time (of notes that sound together the highest); the part that holds the melody is chosen by a stated"
    " rule, which the observations of each work name, or is asked for. Two notes of one work correspond to two"
    " of the other where the change of pitch in semitones is the same; at most two notes a side may stand between. So"
    " keys do not count, and a passage has one transposition throughout. Steps that are common in songs (repeated"
    " notes,"
    " whole tones) tell little and rare ones much, in bits; each note between costs 3 bits. Every passage that"
    " reaches the"
    " minimum (“Minimum passage”, in bits and in corresponding notes) is listed; one that stands in several places is"
    " one entry"
    " with all of them. Melody, rhythm, harmony, structure and lyrics have figures of their own, which are never put"
    " together. Repeats are not unfolded: what is written counts."
)
RULE_ZH = (
    "占比 = 所比旋律线中计入的音数 ÷ 该作品所比旋律线的全部音数；排除之音同时自分子与分母扣除。"
    "两首乐曲之间，一侧的每一音只与另一侧的一音相对应：自最强的段落起依次计入（比特数多者先，其次较长者，再次较早者），"
    "作品自身重复时（移调重复亦同），另一侧的一处只计一处，其余照常列出并注明重复，其音数另列，不在占比之内；"
    "被更强段落切去一部分的，所余对应音数达到段落下限的才计。段落之内不同之音、仅一侧有之音不计。"
    "“音高 n/m”为段落内对应音数与较长一侧音数；"
    "“节奏 n/m”为相邻对应音的时间间隔中，按同一速度比换算后相差不超过 1.27 倍者；"
    "“和声 n/m”为对应音所处和弦移调后相同者（和弦取自谱面标记，未标记时由同时发声之音估计）；“歌词 n/m”为两侧均有"
    "歌词的对应音中文字相同者：一音计其下第一段歌词的一个音节（汉字一字一音节，其他文字按谱面所分音节，不分大小写），"
    "一字多音的后续各音没有音节，不计。小节:拍按所标拍号计拍（拍号见各作品的观察记录）。"
    "整曲的相同音程、相同时值比、相同和弦进行均由整体对齐（仿射空位）得出，两侧总数各为分母；有成对的谱面旋律线时，录音中听出者不计入。"
    "曲式只计至少一侧相同的四小节段对；共有音型只计有对应段落的两条旋律线。"
    "“偶然概率”：将两侧旋律各按自身的音程接续重新生成若干条，与另一侧比对，其最佳得分拟合极值分布，"
    "由此得出此类旋律偶然达到该段落得分的概率；真实的无关歌曲之间的概率可能更高，见程序所附方法文档。"
    "占比计全部列出的段落，不论其偶然概率，故无关的曲调之间亦可有可观的占比；"
    "占比旁另列其中位于偶然概率（乘以所比旋律线的对数）低于 0.001 的段落之内的音数，"
    "分别除以对应段落内音数与全部音数；被排除切短的段落仍用整段的概率。"
    "占比兼计乐谱所写与录音中听出之音；听出者有误听、漏听，故占比旁另列其分子、分母中各有多少为听出之音，并各列数字。"
    "指定背景库时列出段落中最罕见的连续七音为库中多少首所含，并列出所含最多的曲名；库中未见不等于独创。"
)
RULE_EN = (
    "Share = notes of the compared lines that count ÷ all notes of the compared lines of that work; notes taken out"
    " leave both. Of two tunes each note of one is laid on one note of the other, from the strongest passage on"
    " (most bits, then the longest, then the earliest): where a work repeats a passage, in whatever key, one place"
    " of the other work counts on one of its repeats; the others are listed as repeats, and their notes stand"
    " beside the share and not in it. What stronger passages leave of one counts where it has the least number of"
    " corresponding notes. Notes that differ within a passage, or stand on one side alone, do not count. “Pitch"
    " n/m”: corresponding notes of those of the longer side of the passage. “Rhythm n/m”: times between"
    " neighbouring corresponding notes that at one tempo differ by no more than 1.27 times. “Harmony n/m”:"
    " corresponding notes under the same chord, transposed (chords as written, else estimated from what sounds)."
    " “Lyrics n/m”: of corresponding notes with a syllable on both sides, those with the same: of a note the one"
    " syllable of the first verse below it (a 字 each, in other scripts as the score divides words, whatever the"
    " case); the further notes of a syllable have none and are not counted. Beats are those of the metre that is"
    " written, which the observations name. Equal steps, lengths and changes of chord of the whole come from a"
    " global alignment with affine gaps; the totals of either side are the denominators (of written lines alone,"
    " where such correspond). Structure counts pairs of four bars that are alike in either; common runs are those"
    " of two lines that have a passage in common. “Chance”: both lines are made anew many times from their own"
    " steps and what follows them, and compared with the other work; an extreme-value law fitted to the best scores"
    " gives the probability that such lines reach the score of the passage by accident. Between real unrelated"
    " songs it may be higher: see the page of the method. The share counts all passages that are listed, whatever"
    " their chance, so that unrelated tunes may have considerable shares; beside it stands how many of its notes"
    " lie in passages whose chance, times the pairs of lines compared, is below .001, of the notes in corresponding"
    " passages and of all notes (a passage that an exclusion shortens keeps the chance of the whole). Written notes"
    " and notes heard in recordings count alike; what is heard has errors and omissions, so that beside the share"
    " stands how many of either number are heard, and both have figures of their own. With a named background it is"
    " listed how many of its tunes hold the rarest run of seven notes of the passage, and which tunes hold most;"
    " what is not in it need not be original."
)
EXAMPLE_ZH = (
    "例：左为 C D E G E D C（7 音），右为 F G A C' A G F（7 音）。相邻音程均为 +2 +2 +3 −3 −2 −2，移调 +5 半音，7 "
    "音全部对应：音高 7/7。"
    "若左侧旋律线共 28 音、右侧共 35 音，则左占比 7/28 = 25.00%，右占比 7/35 = 20.00%（该段须先达到比特下限）。"
    "左侧若另有两处重复该段，左占比仍为 7/28，另有重复音数 14。"
)
EXAMPLE_EN = (
    "Example: left C D E G E D C (7 notes), right F G A C' A G F (7 notes). All steps are +2 +2 +3 −3 −2 −2, the"
    " transposition is +5 semitones, all notes correspond: pitch 7/7. Of lines of 28 and 35 notes the shares are 7/28 ="
    " 25.00% and 7/35 = 20.00% (if the passage reaches the minimum of bits). Where the left repeats the passage twice"
    " more its share is still 7/28, and 14 notes repeat what counts."
)
SHARES = shares_of("common_notes_of notes_of", "音符", "notes")
WITHIN = {
    "zh": "偶然概率乘以所比旋律线对数后低于 0.001 的段落（实测无关歌曲 200 对中亦有 1.5% 存在）",
    "en": "passages whose chance, times the pairs of lines compared, is below .001 (of 200 pairs of unrelated songs"
    " 1.5% had one)",
}
TOLD = "bars_left bars_right part_left part_right same_pitch transposition tempo pace bits chance"
TOLD += " counted counted_left counted_at_left counted_right counted_at_right"
# Figures that are parts of others, for lines "n of m".
OF = (
    "same_steps steps_of, same_lengths lengths_of, same_changes changes_of, same_sections sections, common_runs runs_of"
)
OF += ", written_notes_of notes_of, heard_notes_of notes_of, common_written_notes_of written_notes_of"
OF += ", unlikely_passages passages"
COUNTING: Mapping[str, Mapping[str, JSON]] = {
    "zh": {
        **SHARES["zh"],
        "repeated": "repeated_notes_of notes_of",
        "repeating": f"counted {REPEAT}",
        "of": OF,
        "method": METHOD_ZH,
        "rule": RULE_ZH,
        "example": EXAMPLE_ZH,
        "strength": "bits",
        "told": TOLD,
        "within": "unlikely_notes_of",
        "of_whole": "chance",
        "within_said": WITHIN["zh"],
        "apart": "common_heard_notes_of heard_notes_of",
        "apart_said": "录音中听出的音符",
    },
    "en": {
        **SHARES["en"],
        "repeated": "repeated_notes_of notes_of",
        "repeating": f"counted {REPEAT}",
        "of": OF,
        "method": METHOD_EN,
        "rule": RULE_EN,
        "example": EXAMPLE_EN,
        "strength": "bits",
        "told": TOLD,
        "within": "unlikely_notes_of",
        "of_whole": "chance",
        "within_said": WITHIN["en"],
        "apart": "common_heard_notes_of heard_notes_of",
        "apart_said": "notes heard in recordings",
    },
}
_ROWS = (
    ("name", "音乐旋律比对", "Music: melody"),
    ("melody", "旋律段落", "Passage of melody"),
    ("min_bits", "段落下限（比特）", "Minimum passage (bits)"),
    ("min_notes", "段落下限（对应音数）", "Minimum passage (corresponding notes)"),
    ("part", "声部", "Part"),
    ("rule", "选定声部的规则", "Rule by which the part was taken"),
    ("only-part", "仅有一个声部", "the only part"),
    ("named-melody", "名称表明为旋律", "named as a melody"),
    (
        "highest-single",
        "非伴奏声部中最高的单音旋律线",
        "highest line of single notes that is named as no accompaniment",
    ),
    ("asked-for", "按参数指定", "asked for by the parameter"),
    ("every-part", "全部声部", "every part"),
    ("line", "所比旋律线", "Line that was compared"),
    ("format", "乐谱格式", "Format of the score"),
    ("midi", "MIDI", "MIDI"),
    ("musicxml", "MusicXML", "MusicXML"),
    ("musescore", "MuseScore", "MuseScore"),
    ("abc", "ABC 记谱", "ABC notation"),
    ("transcription", "录音转写（听出的音符）", "notes heard in a recording"),
    (
        "notes heard in a recording: no bars, no metre and no tempo",
        "录音中听出的音符：没有小节、拍号与速度",
        "notes heard in a recording: no bars, no metre and no tempo",
    ),
    (
        "timed in frames, not quarters: no tempo is known",
        "以帧计时，不以四分音符计：速度不详",
        "timed in frames, not quarters: no tempo is known",
    ),
    (NO_METRE, "谱面未标拍号：按 4/4 计", NO_METRE),
    (PERFORMED, "演奏所录，起音不在网格上：小节与拍为约数，按最近的十六分音符计", PERFORMED),
    ("metre", "拍号（括号内为起始小节）", "Metre (from which bar)"),
    ("part_number", "第几声部/声部数", "Part number/of"),
    ("no-such-part", "没有所指定的声部，未参与比对", "No such part: not compared"),
    ("pace", "发声时长之比（左÷右）", "Ratio of sounding lengths (left ÷ right)"),
    ("notes_in_line", "旋律线音数", "Notes of the line"),
    ("notes_in_part", "声部音数", "Notes of the part"),
    ("harmony", "和弦来源", "Chords"),
    ("written", "谱面所标", "as written"),
    ("estimated", "由同时发声之音估计", "estimated from what sounds"),
    ("none", "作品未载明（未标和弦，且仅一个声部）", "not stated in the work (none written, and one voice alone)"),
    (NOT_STATED, "作品未载明（至少一侧）", "not stated in the work (of one side at least)"),
    ("counted", "是否计入占比（排除之前）", "counted in the shares (before exclusions)"),
    (WHOLE, "计入", "yes"),
    (PART, "部分计入（其余重复已计入之段落）", "in part (the rest repeats passages that count)"),
    (REPEAT, "重复已计入之段落，不计入", "no: it repeats passages that count"),
    ("quarters_a_minute", "速度（每分钟四分音符数）", "Tempo (quarter notes a minute)"),
    ("reading", "读取说明", "Notes on reading"),
    ("passages", "对应段落数（不同的段落）", "Corresponding passages (distinct)"),
    ("unlikely_passages", "其中偶然概率低于 0.001 的段落数", "of these with a chance below .001"),
    ("longest_passage", "最长段落（对应音数）", "Longest passage (corresponding notes)"),
    ("least_chance", "各段落中最小的偶然概率", "Least chance figure of all passages"),
    ("aligned", "整曲对齐的旋律线（左 ~ 右）", "Lines aligned as wholes (left ~ right)"),
    ("same_steps", "旋律：整曲对齐后相同的音程数", "Melody: equal steps when the whole is aligned"),
    ("same_lengths", "节奏：整曲对齐后相同的时值比数", "Rhythm: equal ratios of length when the whole is aligned"),
    ("same_changes", "和声：整曲对齐后相同的和弦进行数", "Harmony: equal changes of chord when the whole is aligned"),
    ("same_sections", "曲式：两侧均相同的段对数", "Structure: pairs of four-bar sections alike in both"),
    ("sections", "曲式：至少一侧相同的段对总数", "Structure: pairs of four-bar sections alike in either"),
    (NOTHING_REPEATS, "两侧均无相同的段", "no section is like another in either"),
    ("common_runs", "两侧共有的五至七音音型（不同的）", "Runs of five to seven notes in both (distinct)"),
    ("same_pitch", "音高 n/m", "Pitch n/m"),
    ("same_notes", "对应音数", "Corresponding notes"),
    ("same_rhythm", "节奏 n/m", "Rhythm n/m"),
    ("same_harmony", "和声 n/m", "Harmony n/m"),
    ("same_lyrics", "歌词 n/m", "Lyrics n/m"),
    ("transposition", "移调（右−左，半音）", "Transposition (right − left, semitones)"),
    ("tempo", "谱面时值之比（左÷右）", "Ratio of written lengths (left ÷ right)"),
    ("bits", "证据（比特）", "Evidence (bits)"),
    ("chance", "偶然概率（偏小：同类歌曲多有共同音型）", "Chance (too small: songs of one genre share figures)"),
    ("remade", "偶然概率所依重新生成的旋律数", "Remade lines behind the chance figure"),
    ("background", "背景库", "Background collection"),
    ("works", "背景库曲数", "Tunes in the background collection"),
    ("holding", "含最罕见连续七音的曲数", "Tunes that hold the rarest run of seven notes"),
    (
        "rarest_at",
        "最罕见连续七音起处（小节:拍；录音为秒）",
        "Where that run begins (bar:beat; recording: seconds)",
    ),
    (PASSAGES, "对应段落一览", "Corresponding passages at a glance"),
    (NULLS, "偶然概率所依的分布", "The law behind the chance figures"),
    ("location_bits", "位置（比特）", "location (bits)"),
    ("scale_bits", "尺度（比特）", "scale (bits)"),
    (DIFFERENCES, "对应段落内的不同之处", "Differences within corresponding passages"),
    ("difference", "不同之处", "difference"),
    ("pitch_moved", "右侧音高移到左侧的调", "right pitch in the left key"),
    ("other-pitch", "音高不同", "other pitch"),
    ("other-octave", "八度不同", "other octave"),
    ("other-length", "时值不同", "other length"),
    ("note-of-left-alone", "仅左侧有此音", "note of the left alone"),
    ("note-of-right-alone", "仅右侧有此音", "note of the right alone"),
    ("–", "—", "—"),  # no note
    (PRIOR, "背景库中含有该段落音型的曲目", "Tunes of the background that hold runs of a passage"),
    ("tune", "曲目", "tune"),
    ("runs_held", "所含连续七音音型数 n/m", "runs of seven notes held, n/m"),
    ("more", "未列出之行数", "rows not listed"),
    ("transposed", "移调", "transposed"),
    ("other-tempo", "改变时值", "other lengths"),
    ("passing-notes", "加经过音", "notes put between"),
    ("all", "各项改动同时", "all alterations together"),
)
_OF = (
    ("notes_of", "所比音数", "notes compared"),
    ("common_notes_of", "对应音数（重复不计）", "corresponding notes (repeats not counted)"),
    (
        "repeated_notes_of",
        "另有重复已计入之段落、或段落内不同的音数（不计入占比）",
        "further notes of passages, which repeat what counts or differ (in no share)",
    ),
    (
        "unlikely_notes_of",
        "对应音数中，偶然概率低于 0.001 的段落内者",
        "of the corresponding notes, those in passages whose chance is below .001",
    ),
    ("written_notes_of", "所比音数，仅乐谱所写", "notes compared, written in scores"),
    ("common_written_notes_of", "对应段落内音数，仅乐谱所写", "notes in passages, written in scores"),
    ("heard_notes_of", "所比音数，仅录音中听出", "notes compared, heard in recordings"),
    ("common_heard_notes_of", "对应段落内音数，仅录音中听出", "notes in passages, heard in recordings"),
    ("left_out_of", "未参与比对的音数（其他声部、过短）", "notes not compared (other parts, too short)"),
    ("steps_of", "音程总数", "steps"),
    ("lengths_of", "时值比总数", "ratios of length"),
    ("changes_of", "和弦进行总数", "changes of chord"),
    ("form_of", "曲式（每四小节一字母）", "form (a letter for four bars)"),
    ("runs_of", "五至七音音型（不同的）", "runs of five to seven notes (distinct)"),
)
_AT = (
    ("bars", "位置（小节:拍；录音为秒）", "place (bar:beat; recording: seconds)"),
    ("bar", "位置（小节:拍；录音为秒）", "place (bar:beat; recording: seconds)"),
    ("part", "声部", "part"),
    ("notes", "段落音数", "notes of the passage"),
    ("counted", "计入的音数/各处音数合计", "notes that count, of those of all places"),
    ("counted_at", "计入之处（小节:拍；录音为秒）", "places that count (bar:beat; recording: seconds)"),
    ("pitch", "音高", "pitch"),
    ("file", "文件", "file"),
    ("line", "文件 · 声部", "file · part"),
)
_WORDS = {"zh": (("left", "左侧"), ("right", "右侧")), "en": (("left", "Left"), ("right", "Right"))}


def _sided(language: str, index: int, colon: str) -> dict[str, str]:
    return {f"{row[0]}_{side}": f"{word}{colon}{row[index]}" for row in (*_OF, *_AT) for side, word in _WORDS[language]}


LABELS: Mapping[str, Mapping[str, str]] = {
    "zh": {key: zh for key, zh, _ in _ROWS} | _sided("zh", 1, ""),
    "en": {key: en for key, _, en in _ROWS} | _sided("en", 2, ": "),
}
