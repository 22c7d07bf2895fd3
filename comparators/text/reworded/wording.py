"""How ``text-reworded`` names and explains its figures in a report, in both languages."""

from __future__ import annotations

from collections.abc import Mapping

from appraisal.comparison import JSON
from comparators.matching.wording import shares_of

METHOD_ZH = (
    "本方法找出两份文字作品中表述经过改动而仍相互对应的段落：换词、调序、增删、缩写、译写为另一文体。"
    "比对单位为一个字，或一个外文词（按词干）；字符折叠与“文字逐字比对”相同。"
    "先由两侧均少见的字词及其邻近组合提示可能对应之处，再沿两侧向前后延伸并连接成段，最后逐字逐词对齐，"
    "标明每个字词为保留（次序一致）、改动（对侧为他字）、移位或删增。"
    "每段计算“证据量”：在对侧相应位置找到的字词，越少见者计值越大，未找到者减值（自然对数；常见程度取自所附通用字词频率表，"
    "或指定的背景库，并以两份作品自身的用字加以修正）。"
    "“证据量”达到下限者列出；两侧大部分字词均能找到的短段，所需证据量相应降低。"
    "两侧几乎没有虚词、相互对应者多为人名、地名、称谓等专名、且并非依次照录的段落，注明“仅名单、表列相同”，其字符数单列：同一批专名各自列举，相同的是名称，不是表述。"
    "逐字相同的段落亦会被找到并注明“逐字相同”，其字符数单列；本方法的数字不得与“文字逐字比对”的数字相加。"
)
METHOD_EN = (
    "The method finds passages of two texts that correspond although their wording was altered: other words, another"
    " order, insertions and omissions, shortening, rewriting in another style. The unit is one hanzi, or one word of"
    " letters by its stem; characters are folded as in “Text, word for word”. Words that are rare on both"
    " sides, and pairs"
    " of them that stand near each other, propose places; these are followed along both texts, joined into passages and"
    " aligned token by token: kept (in the same order), changed (something else stands opposite), moved, dropped or put"
    " in. Each passage has an “evidence”: a token found at the corresponding place adds the more the rarer it is, one"
    " that is missing takes away (natural logarithms; how common a token is comes from a shipped table of everyday"
    " writing or a named background, corrected by the two works' own usage). Passages that reach the bound of evidence"
    " are listed; a short passage of which both sides agree nearly throughout needs less. Where hardly a word that"
    " sentences are made of stands on either side, what agrees is mostly names or terms, and one list does not repeat"
    " the other from end to end, a passage is marked “Lists of the same names or terms” and counted apart: what two"
    " lists of the same people, places or terms share is names, not wording. Passages that are the same"
    " word for word are found too, marked as such and counted apart; figures of this method and of “Text, word for"
    " word” must not be added."
)
RULE_ZH = (
    "字符数按折叠后的字符计：一个汉字、假名或谚文计一个字符，一个字母或数字亦计一个字符，标点、空格、换行不计；“汉字数”仅计汉字、假名和谚文。"
    "对应字符数为各段落所及位置的并集（含段内改动、删增之字），重叠部分只计一次；其中逐字相同段落所及者、改写段落所及者、仅名单、表列相同段落所及者分列（依此次序归类），三者相加即为全部。"
    "保留字符数仅计各段中次序一致、逐字对齐者。占比分别以左、右作品折叠后的字符数为分母。"
    "每段的保留、改动、移位、删增字符数相加等于该段字符数。同一段落用于两处，计为两段。"
    "“次序一致程度”为各段在两侧先后次序的肯德尔 τ（1 为完全一致，−1 为完全相反）。"
    "不足下限的文件不计入分子和分母，其字符数另列。"
)
RULE_EN = (
    "Counts are of folded characters: a Han character, kana or hangul syllable is one hanzi, a letter or digit one"
    " character; punctuation, spaces and line breaks do not count. Corresponding characters are the union of all"
    " passages, what was changed or put in inside them included; what overlaps counts once. Those in passages that are"
    " the same word for word, in reworded ones and in lists of the same names or terms alone are listed apart and add"
    " up to all. Kept characters are those"
    " alone that were aligned in the same order. Each share has the folded characters of that work as its denominator."
    " Kept, changed, moved and dropped characters of a passage add up to its characters. A passage that was"
    " used twice counts"
    " as two. “Agreement in order” is Kendall's tau of the places of the passages on both sides (1 the same order, −1"
    " the reverse). A file shorter than the minimum is in neither numerator nor denominator; its characters are listed"
    " apart."
)
EXAMPLE_ZH = (
    "左：守灯人把铜铃系在船头，铃声一下一下地响，像有人在远处数着什么。卖饼的老人生起了火，装作不认得。"
    "右：守灯人将铜铃系于船头，铃声响了一下又一下，仿佛远处有人在数着什么。卖饼老人生起火来，装作不认得。"
    "折叠后左 42 字、右 43 字，均达到下限 26 字，计一段，两侧全部在段内："
    "左占比 42/42 = 100.00%，右占比 43/43 = 100.00%。"
    "左侧 42 字中保留 33 字，改动 4 字，移位 3 字，仅见于左侧 2 字。"
)
EXAMPLE_EN = (
    "Left: The lantern keeper walked down to the harbour before dawn and counted the barrels of whale oil. Two of them"
    " were leaking, so he sealed the cracks with wax and wrote the loss into his ledger. Right: Before dawn the lantern"
    " keeper went down to the harbour, where he counted every barrel of whale oil. As two were leaking, he sealed their"
    " cracks with wax and noted the loss in the ledger. Folded, left has 152 letters and right 149: one passage, which"
    " is all of both sides, shares 152/152 and 149/149 = 100.00%. Of the 152 on the left 107 are kept, 27 changed, 10"
    " moved, 8 on the left alone."
)
SENTENCES: Mapping[str, JSON] = {
    "total": ["characters_of_left", "characters_of_right"],
    "common": ["common_characters_of_left", "common_characters_of_right"],
    "same": [["kept_of_left"], ["kept_of_right"]],
    "size": [
        ["kept_of_left", "changed_of_left", "moved_of_left", "dropped_of_left"],
        ["kept_of_right", "changed_of_right", "moved_of_right", "dropped_of_right"],
    ],
}
SHARES = shares_of("common_characters_of characters_of", "字符", "characters")
STATED: Mapping[str, JSON] = {  # what a sentence of an opinion counts: passages whose wording was altered, no lists
    "kinds": ["reworded"],
    "shares": "reworded_characters_of characters_of",
    "kept": "kept_characters_of",
    "within": ["verbatim"],  # what other methods count inside such passages
    "besides": {"verbatim": "verbatim_characters_of", "list": "list_characters_of"},  # in the share, not in a sentence
}
COUNTING: Mapping[str, Mapping[str, JSON]] = {
    "zh": {
        **SHARES["zh"],
        "method": METHOD_ZH,
        "rule": RULE_ZH,
        "example": EXAMPLE_ZH,
        "sentences": SENTENCES,
        "stated": STATED,
    },
    "en": {
        **SHARES["en"],
        "method": METHOD_EN,
        "rule": RULE_EN,
        "example": EXAMPLE_EN,
        "sentences": SENTENCES,
        "stated": STATED,
    },
}

_ROWS = (
    ("thinned", "删去约八分之一", "one in eight left out"),
    ("shuffled", "六词（字）之内打乱次序", "shuffled within six"),
    ("thinned-shuffled", "删去并打乱次序", "left out and shuffled"),
    ("name", "文字改写比对", "Text, reworded"),
    ("verbatim", "逐字相同", "Word for word"),
    ("reworded", "改写", "Reworded"),
    ("list", "仅名单、表列相同", "Lists of the same names or terms"),
    ("encoding", "字符编码", "Character encoding"),
    ("folding", "折叠表版本", "Version of the folding table"),
    ("frequencies", "字词频率依据", "What frequencies of words rest on"),
    ("sha256", "校验值", "Digest"),
    ("min_zi", "段落下限（汉字）", "Minimum passage (hanzi)"),
    ("min_letters", "段落下限（字母数字）", "Minimum passage (letters and digits)"),
    ("evidence", "证据量（自然对数）", "Evidence (natural logarithm)"),
    ("passages", "对应段落数", "Corresponding passages"),
    ("verbatim_passages", "其中逐字相同段落数", "of these word for word"),
    ("reworded_passages", "其中改写段落数", "of these reworded"),
    ("list_passages", "其中仅名单、表列相同段落数", "of these lists of the same names or terms"),
    ("order", "段落次序一致程度（肯德尔 τ）", "Agreement in the order of passages (Kendall's tau)"),
    ("characters", "字符数", "Characters"),
)
_SIDED = (
    ("characters_of", "字符数", "characters"),
    ("zi_of", "作品汉字数", "hanzi compared"),
    ("words_of", "外文词数", "words of letters and digits"),
    ("common_characters_of", "对应字符数", "characters in corresponding passages"),
    ("common_zi_of", "对应汉字数", "hanzi in corresponding passages"),
    ("common_words_of", "对应外文词数", "words in corresponding passages"),
    ("verbatim_characters_of", "对应字符数，逐字相同段落", "characters in passages that are the same word for word"),
    ("reworded_characters_of", "对应字符数，改写段落", "characters in reworded passages"),
    ("list_characters_of", "对应字符数，仅名单、表列相同段落", "characters in lists of the same names or terms"),
    ("kept_characters_of", "保留字符数（次序一致）", "characters kept in the same order"),
    ("kept_of", "保留字符", "kept characters"),
    ("changed_of", "改动字符", "changed characters"),
    ("moved_of", "移位字符", "moved characters"),
    ("dropped_of", "仅见于此侧的字符", "characters that stand on this side alone"),
    ("left_out_of", "因过短未计的字符数", "characters in files too short to count"),
)
_WORDS = {"zh": (("left", "左侧"), ("right", "右侧")), "en": (("left", "Left"), ("right", "Right"))}
LABELS = {
    "zh": {key: zh for key, zh, _ in _ROWS}
    | {f"{key}_{side}": f"{word}{zh}" for key, zh, _ in _SIDED for side, word in _WORDS["zh"]},
    "en": {key: en for key, _, en in _ROWS}
    | {f"{key}_{side}": f"{word}: {en}" for key, _, en in _SIDED for side, word in _WORDS["en"]},
}
