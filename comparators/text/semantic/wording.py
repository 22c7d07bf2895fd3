"""How ``text-semantic`` names and explains its leads in a report, in both languages."""

from __future__ import annotations

from collections.abc import Mapping

from appraisal.comparison import JSON

METHOD_ZH = (
    "本方法提示两份文字作品中可能经翻译（中英互译）或通篇改写（例如文言改白话）而相互对应的段落。"
    "所列均为线索：供人员查看的位置，不是比对结果，不计入任何占比、合计或覆盖率。"
    "每份作品切分为句，各句由随附的多语句向量模型表示；两侧互为近邻、且明显近于其他近邻的句对为种子，"
    "前后相继的句对连成段落，并以一对一、一对二、一对三的次序对齐延伸。"
    "每段须由对齐的实词、专名与数字印证（中英之间依随附的汉英词典；数字含中文数字，人名含拼音写法）。"
    "“线索强度”为自然对数；同时将一侧各句打乱次序重新查找，列出偶然所得的同强线索数。"
    "模型与词典的文件及校验值列于记录。句向量不辨“甲告乙”与“乙告甲”之类的角色互换，须由人员阅读判断。"
)
METHOD_EN = (
    "The method points to passages of two texts that may correspond by translation (Chinese and English, either way)"
    " or by rewriting throughout (classical into modern Chinese, say). All that it lists are leads: places for people"
    " to look at, no result of comparison; they enter no share, no total and no coverage. Each work is cut"
    " into sentences, which a shipped multilingual model turns into vectors; sentences that are near each other, and"
    " clearly nearer than other neighbours, are seeds; those that follow one another are joined and aligned one to"
    " one, two or three. Each passage must be borne out by aligned content words, names and numbers (across languages"
    " by a shipped Chinese-English dictionary; numbers in hanzi too, Chinese names by their Latin spelling). “Strength"
    " of lead” is in natural logarithms; the sentences of one side are also put into another order and searched again,"
    " which says how many leads as strong come by chance. Files of model and dictionary are in the record with their"
    " digests. Vectors do not tell who did what to whom: people must read the passages."
)
RULE_ZH = (
    "只计线索条数：译文线索（两侧文字不同）与改写线索（两侧文字相同）分列。不计字数占比。"
    "每条线索注明两侧的句数与折合字数（一个汉字计一字，三个字母或数字折一字）。"
    "“偶然同强线索”为打乱一侧句序五次后，强度不低于该条的线索数的平均值。"
)
RULE_EN = (
    "Only the number of leads is counted: translated ones (two scripts) and rewritten ones (one script) apart. No share"
    " of characters is counted. Each lead gives the sentences and the hanzi of both sides (three letters or digits are"
    " one hanzi). “Leads as strong by chance” is the mean number of leads at least as strong in five runs with the"
    " sentences of one side in another order."
)
EXAMPLE_ZH = (
    "左：守灯人一八七二年在港口买了三盏铜灯，夜里把它们挂在北塔的窗前。第二天清晨，船长来取走了两盏。他用一块银表付账，因为银行关了门。"
    "右：In 1872 the lamp keeper bought three brass lamps at the harbour, and at night he hung them in the window of"
    " the north tower. The next morning the captain came and took two of them away. He paid with a silver watch,"
    " because the bank was closed. "
    "两侧各三句依次对齐，数字 1872、3、2 及“港口”harbour、“船长”captain 等词相印证：译文线索一条。"
)
EXAMPLE_EN = (
    "Left: In 1872 the lamp keeper bought three brass lamps at the harbour, and at night he hung them in the window of"
    " the north tower. The next morning the captain came and took two of them away."
    " He paid with a silver watch, because the bank was closed. Right:"
    " 守灯人一八七二年在港口买了三盏铜灯，夜里把它们挂在北塔的窗前。第二天清晨，船长来取走了两盏。"
    "他用一块银表付账，因为银行关了门。"
    " Three sentences of either side are aligned in order; the numbers 1872, 3 and 2 and words such as harbour 港口 and"
    " captain 船长 bear them out: one lead of a translation."
)
SENTENCES: Mapping[str, JSON] = {"size": [["zi_of_left"], ["zi_of_right"]], "lead": True}
COUNTING: Mapping[str, Mapping[str, JSON]] = {
    "zh": {"method": METHOD_ZH, "rule": RULE_ZH, "example": EXAMPLE_ZH, "sentences": SENTENCES},
    "en": {"method": METHOD_EN, "rule": RULE_EN, "example": EXAMPLE_EN, "sentences": SENTENCES},
}

_ROWS = (
    ("name", "文字译写线索", "Text, leads to translation and rewriting"),
    ("lead-translated", "译文线索", "Lead: translated"),
    ("lead-rewritten", "改写线索", "Lead: rewritten"),
    ("leads", "线索条数（不计入占比）", "Leads (they enter no share)"),
    ("lead-translated-leads", "其中译文线索", "of these translated"),
    ("lead-rewritten-leads", "其中改写线索", "of these rewritten"),
    ("encoding", "字符编码", "Character encoding"),
    ("characters", "字符数", "Characters"),
    ("encoder", "模型与词典", "Model and dictionary"),
    ("chance", "打乱句序后的线索", "Leads with sentences in another order"),
    ("package", "软件包", "Package"),
    ("version", "版本", "Version"),
    ("file", "文件", "File"),
    ("sha256", "校验值", "Digest"),
    ("orders", "打乱次数", "Orders tried"),
    ("strongest", "偶然所得最强线索", "Strongest lead by chance"),
    ("min_zi", "线索下限（折合字数）", "Shortest lead (hanzi, three letters as one)"),
    ("evidence", "线索强度（自然对数）", "Strength of lead (natural logarithm)"),
    ("words", "词语印证下限（自然对数）", "Least borne out by words (natural logarithm)"),
    ("word_evidence", "其中由词语、专名、数字印证", "of this by words, names and numbers"),
    ("by_chance", "偶然同强线索（平均）", "Leads as strong by chance (mean)"),
    ("segments_of_left", "左侧句数", "Left: sentences"),
    ("segments_of_right", "右侧句数", "Right: sentences"),
    ("zi_of_left", "左侧折合字数", "Left: hanzi (three letters as one)"),
    ("zi_of_right", "右侧折合字数", "Right: hanzi (three letters as one)"),
)
LABELS = {"zh": {key: zh for key, zh, _ in _ROWS}, "en": {key: en for key, _, en in _ROWS}}
