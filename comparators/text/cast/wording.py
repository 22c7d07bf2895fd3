"""How ``text-cast`` names and explains what it proposes in a report, in both languages."""

from __future__ import annotations

from collections.abc import Mapping

from appraisal.comparison import JSON

METHOD_ZH = (
    "本方法列出两份文字作品各自的人物、人物同场的次数，并提示可能相互对应的人物。"
    "人物名由专家在方案中给出（一行一人，别名以等号相连）；未给出时由程序从文中提示："
    "中文取内部凝合、前后自由、常居句首且后接言行用语的词，西文取句中以大写书写的词。"
    "同场：两人之名见于同一段落（长段每 200 字另计一场）。"
    "对应人物的提示依据有三：名称相同；两侧名字所处的前后文逐字相同（各名字以同一符号代替后，前或后 12 字相同）；"
    "与已提示对应的人物（至少三人）同场次数的分布相近（余弦不低于 0.85）。"
    "所列均为线索，一对一提示，是否对应由专家认定；不计入任何占比。"
)
METHOD_EN = (
    "The method lists the people of both stories, how often they stand in a scene together, and who may correspond to"
    " whom. Names come from the experts by the scheme (one person a line, further names after an"
    " equals sign); where none are given they are proposed from the text: words of hanzi that hang together, stand"
    " free, begin clauses and are followed by words of saying and doing; in Latin script words with capitals within"
    " sentences. Two people meet where both are named in one paragraph (a long one counts anew every 200 characters)."
    " A correspondence rests on one of three grounds: the same name; mentions in the same words (every name replaced by"
    " one sign, the 12 characters before or after are the same); like company (cosine of scenes with people proposed"
    " before, three at least, from 0.85 on). All are leads, one to one; whether two people correspond is for the"
    " experts to say, and nothing enters a share."
)
RULE_ZH = (
    "提及次数为该人物各名字在文中出现的处数，重叠时以较长的名字为准。同场次数为两人同见的场数。"
    "同文处数为两人名字前文或后文相同的处数，取两侧中较少的一侧。只计数，不计占比。"
)
RULE_EN = (
    "Mentions are the places of all names of a person; where two names overlap the longer one counts. Scenes together"
    " are scenes in which both are named. Mentions in the same words are counted on the side that has fewer. Only"
    " numbers, no share."
)
EXAMPLE_ZH = (
    "左：洛汐推开门，看见湖面平得像一块刚刚磨好的铜镜。右：蓝漪推开门，看见湖面平得像一块刚刚磨好的铜镜。"
    "给出人物“洛汐”与“蓝漪”：两名之后“推开门看见湖面平得像一块”12 字相同，同文 1 处，提示两人对应（依据：同文）。"
)
EXAMPLE_EN = (
    "Left: At dawn Ottilie walked down to the harbour. Right: At dawn Marguerite walked down to the harbour. With the"
    " people Ottilie and Marguerite named, the 12 letters after both names are the same (walkeddownto): one mention in"
    " the same words, so the two are proposed to correspond."
)
PEOPLE: Mapping[str, JSON] = {"cast": "cast", "meetings": "meetings"}
COUNTING: Mapping[str, Mapping[str, JSON]] = {
    "zh": {"method": METHOD_ZH, "rule": RULE_ZH, "example": EXAMPLE_ZH, "people": PEOPLE},
    "en": {"method": METHOD_EN, "rule": RULE_EN, "example": EXAMPLE_EN, "people": PEOPLE},
}
_ROWS = (
    ("name", "人物与角色对应", "People and roles"),
    ("role", "人物对应（线索）", "Role (a lead)"),
    ("names_of_left", "左侧人物名", "Left: names of people"),
    ("names_of_right", "右侧人物名", "Right: names of people"),
    ("name_of_left", "左侧人物", "Left: person"),
    ("name_of_right", "右侧人物", "Right: person"),
    ("basis", "提示依据", "Proposed because of"),
    ("same-name", "名称相同", "the same name"),
    ("same-words", "同文", "the same words around the names"),
    ("same-company", "同场关系相近", "like company"),
    ("same_name", "名称是否相同", "Same name"),
    ("opposite", "同文处数", "Mentions in the same words"),
    ("company", "同场关系相近程度（余弦）", "Likeness of company (cosine)"),
    ("mentions_of_left", "左侧提及次数", "Left: mentions"),
    ("mentions_of_right", "右侧提及次数", "Right: mentions"),
    ("cast_of_left", "左侧人物数", "Left: people"),
    ("cast_of_right", "右侧人物数", "Right: people"),
    ("roles", "提示的人物对应（不计入占比）", "Roles proposed (they enter no share)"),
    ("same-name-roles", "其中依据名称相同", "of these by the same name"),
    ("same-words-roles", "其中依据同文", "of these by the same words"),
    ("same-company-roles", "其中依据同场关系", "of these by like company"),
    ("cast", "人物", "People"),
    ("meetings", "同场次数", "Scenes together"),
    ("person", "人物", "person"),
    ("other_person", "另一人物", "other person"),
    ("by", "来源", "source"),
    ("named", "专家给出", "named by an expert"),
    ("proposed", "程序提示", "proposed"),
    ("mentions", "提及次数", "mentions"),
    ("scenes", "同场次数", "scenes together"),
    ("side", "侧", "side"),
    ("file", "文件", "file"),
    ("start", "起", "first character"),
    ("stop", "止", "after the last character"),
    ("more", "未列出之行数", "rows not listed"),
    ("left", "左", "left"),
    ("right", "右", "right"),
    ("encoding", "字符编码", "Character encoding"),
    ("characters", "字符数", "Characters"),
)
LABELS = {"zh": {key: zh for key, zh, _ in _ROWS}, "en": {key: en for key, _, en in _ROWS}}
