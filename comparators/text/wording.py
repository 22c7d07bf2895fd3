"""How ``text-exact`` names and explains its figures in a report, in both languages."""

from __future__ import annotations

from collections.abc import Mapping

from appraisal.comparison import JSON
from comparators.matching.wording import shares_of

METHOD_ZH = (
    "本方法找出两份文字作品中逐字相同的段落。比对前按固定对照表折叠字符：全角与半角、大写与小写、简体与繁体（逐字对照，不作词语转换）"
    "视为相同，标点、空格、换行与控制字符不参与比对。"
    "凡两侧折叠后连续相同且达到下限（“段落下限”所定的汉字数或字母数字数，"
    "混排按比例折算）的段落全部列出，无论其在文中出现的次序和次数；同一段落多次出现时合为一项，并列出各处位置。"
    "位于更长段落之内的字串，仅在其联系了更长段落未能联系的位置时另列一项（两侧位置之组合超过一千者不另列）。"
    "位置一律为送检文件解码后的字符序号（自 0 起，左闭右开）。相同与否由逐字比较确定，散列只用于缩小范围。"
)
METHOD_EN = (
    "The method finds the passages that two texts have in common character for character. Before comparison characters"
    " are folded by a fixed table: width, letter case and simplified/traditional Chinese (character by character, no"
    " phrase conversion) do not count, and punctuation, spaces, line breaks and control characters are left out. Every"
    " stretch that is then the same on both sides and reaches the minimum (so many hanzi, or so many letters and"
    " digits, as “Minimum passage” says; mixed text in proportion) is listed, in whatever order and however often it"
    " stands; a passage that"
    " stands in several places is one entry with all of them. A stretch inside longer passages is an entry of its own"
    " only where it links places that none of them links (and at most a thousand pairs of places)."
    " Positions are characters of the decoded file as"
    " handed in, counted from 0, end not included. Equality is decided by comparing characters; hashes only narrow the"
    " search."
)
RULE_ZH = (
    "字符数按折叠后的字符计：一个汉字、假名或谚文计一个字符，一个字母或数字亦计一个字符，标点、空格、换行不计；“汉字数”仅计汉字、假名和谚文。外文词数按连续的字母数字串计"
    "（词内的撇号与连字符不断开），以其首字母所在处为准。相同字符数为各段落全部出现位置的并集，重叠部分只计一次；"
    "占比分别以左、右作品折叠后的字符数为分母。“段落数”按不同的段落计，一段多处出现只计一段。"
    "“次序一致程度”为各段落首次出现位置在两侧先后次序的肯德尔 τ（1 为完全一致，−1 为完全相反）。"
    "罕见字词表列出两侧均不超过五处、且不见于所附通用字词频率表的单字与外文词，"
    "指定背景库时另列背景库中任何作品均无的相邻两字；不计入占比，是否为共同错误由专家认定。"
    "“依次相同字符数”为各段落首次出现位置中、在两侧先后次序一致且互不重叠的最大字符数之和。"
    "不足下限的文件不可能含有任何段落，不计入分子和分母，其字符数另列。"
)
RULE_EN = (
    "Counts are of folded characters: a Han character, kana or hangul syllable is one hanzi, a letter or digit one"
    " character; punctuation, spaces and line breaks do not count. Words are unbroken runs of letters and digits"
    " (an apostrophe or hyphen inside does not break them) and count where their first letter stands. Common"
    " characters are the union of all places of all passages: what overlaps counts once. Each share has the folded"
    " characters of that work as its denominator. Passages are counted as distinct ones, however often each stands."
    " “Agreement in order” is Kendall's tau of the"
    " first places on both sides (1 the same order, −1 the reverse). The table of rare strings lists single hanzi and"
    " words that stand at most five times on either side and are not in the shipped table of everyday writing, and with"
    " a named"
    " background also pairs of hanzi that none of its works holds; it enters no share, and whether one is a shared"
    " error is for the experts to say. “Common in the same order” is the greatest sum of characters in passages (first"
    " places) that follow one another"
    " on both sides without overlap. A file shorter than the minimum can hold no passage: it is in neither numerator"
    " nor denominator, and its characters are listed apart."
)
EXAMPLE_ZH = (
    "左：武松道：「我是清河縣人氏，姓武名松。」眾人聽罷大笑。右：那人听见武松道我是清河县人氏，姓武，名松！便不言语。"
    "折叠后左 20 字、右 22 字；相同段落“武松道我是清河县人氏姓武名松”14 字，达到下限 13 字，计一段。"
    "左占比 14/20 = 70.00%，右占比 14/22 = 63.64%。"
)
EXAMPLE_EN = (
    "Left: The lantern keeper walked down to the harbour before dawn. Right: At last THE LANTERN-KEEPER walked down to"
    " the harbour, before dawn, and sang. Folded, left has 48 letters (10 words), right 61 (13 words). Common passage:"
    " 48 letters, at least the minimum of 40, one passage; 10 words on the left, 9 on the right, where lantern-keeper"
    " is one. Share of left 48/48 = 100.00%, share of right 48/61 = 78.69%."
)
SENTENCES: Mapping[str, JSON] = {
    "total": ["characters_of_left", "characters_of_right"],
    "common": ["common_characters_of_left", "common_characters_of_right"],
    "same": [["characters"], ["characters"]],
    "size": [["characters"], ["characters"]],
    "rare": "rare_shared",
}
SHARES = shares_of("common_characters_of characters_of", "字符", "characters")
COUNTING: Mapping[str, Mapping[str, JSON]] = {
    "zh": {**SHARES["zh"], "method": METHOD_ZH, "rule": RULE_ZH, "example": EXAMPLE_ZH, "sentences": SENTENCES},
    "en": {**SHARES["en"], "method": METHOD_EN, "rule": RULE_EN, "example": EXAMPLE_EN, "sentences": SENTENCES},
}

_ROWS = (
    ("line-breaks", "改变换行", "other line breaks"),
    ("punctuation", "改变标点", "other punctuation"),
    ("script", "简繁互换", "simplified and traditional exchanged"),
    ("width", "全角半角互换", "full and half width exchanged"),
    ("all", "各项改动同时", "all alterations together"),
    ("none", "未改动", "unaltered"),
    ("name", "文字逐字比对", "Text, word for word"),
    ("verbatim", "逐字相同", "Word for word"),
    ("encoding", "字符编码", "Character encoding"),
    ("folding", "折叠表版本", "Version of the folding table"),
    ("min_zi", "段落下限（汉字）", "Minimum passage (hanzi)"),
    ("min_letters", "段落下限（字母数字）", "Minimum passage (letters and digits)"),
    ("passages", "相同段落数（不同的段落）", "Common passages (distinct)"),
    ("longest_passage", "最长相同段落（字符）", "Longest common passage (characters)"),
    ("order", "段落次序一致程度（肯德尔 τ）", "Agreement in the order of passages (Kendall's tau)"),
    ("rare_shared", "两份作品共有的罕见字词（共同错误之线索）", "Rare strings in both works (leads to shared errors)"),
    ("kind", "类别", "kind"),
    ("more", "未列出之行数", "rows not listed"),
    ("word", "词", "word"),
    ("character", "单字", "single hanzi"),
    ("string", "字词", "string"),
    ("characters_in_order", "依次相同字符数", "Common characters in the same order"),
    ("characters", "字符数", "Characters"),
    ("zi", "汉字数", "Hanzi (Han characters, kana, hangul)"),
    ("letters", "字母数字", "Letters and digits"),
    ("background", "背景库", "Background collection"),
    ("works", "背景库作品数", "Works in the background collection"),
    ("holding_at_most", "背景库中至多含此段落的作品数", "Background works that may hold the passage, at most"),
)
_SIDED = (
    ("file_of", "文件", "file"),
    ("start_of", "起", "first character"),
    ("stop_of", "止", "after the last character"),
    ("characters_of", "作品字符数", "characters compared"),
    ("zi_of", "作品汉字数", "hanzi compared"),
    ("words_of", "外文词数", "words of letters and digits"),
    ("common_characters_of", "相同字符数", "characters in common passages"),
    ("common_zi_of", "相同汉字数", "hanzi in common passages"),
    ("common_words_of", "相同外文词数", "words in common passages"),
    ("places_of", "相同段落出现处数", "places of common passages"),
    ("left_out_of", "因过短未计的字符数", "characters in files too short to count"),
    ("longest_at", "最长相同段落位置", "place of the longest common passage"),
)
_WORDS = {"zh": (("left", "左侧"), ("right", "右侧")), "en": (("left", "Left"), ("right", "Right"))}
LABELS = {
    "zh": {key: zh for key, zh, _ in _ROWS}
    | {f"{key}_{side}": f"{word}{zh}" for key, zh, _ in _SIDED for side, word in _WORDS["zh"]},
    "en": {key: en for key, _, en in _ROWS}
    | {f"{key}_{side}": f"{word}: {en}" for key, _, en in _SIDED for side, word in _WORDS["en"]},
}
