"""Times that a sentence tells of a comparison: before it, after it, again; and a comparison that waited for what was
left out."""

from __future__ import annotations

import re

from appraisal.gates.omitted import NO, OUT, OUT_EN

# The first comparison, and what is agreed
_RUN = "(?:试?比对|比较|对比|检索|运[行算]|开跑|检[验测]|得?出?结果|[看得]到结果|动手|开工)"
_FIX = "方案的?(?:固定|确定|登记|制定|拟定|定稿|备案|形成)"
_RUN_EN = (
    r"(?:compar(?:isons?|ed|ing)|runs?|ran|results?|figures|any\s+match\w*|findings?|a\s+figure|examin(?:ations?|ed|ing)|search\w*"
    r"|anything|any\s+work|scheme|work\s+(?:began|started)|analys\w+)"
)
AGREED = "(?:商[定量]|议定|约定|谈妥|定[下妥好])"
AGREED_EN = r"(?:agreed|settled|fixed|decided|determined|laid\s+down|in\s+place)"
SETTLED = f"{AGREED}|[确决划列拟]定|列出|拟出|固定"
SETTLED_EN = f"{AGREED_EN}|made|listed|drawn\\s+up"
_SOON = rf"[^，。；\n,;]{{0,6}}?(?:{OUT}|{AGREED}|确定|决定|固定|登记|记录|列明|拟定|作出|共识|同意)"
# A time before these
BEFORE = re.compile(
    rf"(?:早于|先于)[^，。；\n,;]{{0,8}}?(?:{_RUN}|方案)|{_FIX}(?:之|以)?前|任何[^，。；\n,;]{{1,8}}[之以]前|{_RUN}(?:伊始|之初)"
    rf"|{_RUN}[尚还]?未[^，。；\n,;]{{0,4}}?[时际即就便]|(?:[不未](?:曾|能|有|予)?|没有?)(?:[知见看]|了解|接触|获[知悉]|得[知悉]|目睹)[^，。；\n,;]{{0,6}}?结果"
    rf"|[尚还]未[^，。；\n,;]{{0,6}}?{_RUN}[^，。；\n,;]{{0,4}}?[时即就便]"
    rf"|{_RUN}(?:(?!{OUT})[^，。；\n,;后]){{0,8}}?(?:之|以)?前(?![后面几数述文言者期序段章页\d一二三四五六七八九十])"
    rf"|(?:事先|事前|预先|提前|先行|早[已有]|自始|(?:自|从)?一开始)(?={_SOON})|[居在]先(?=[，,。；;\s]|\Z)"
    rf"|先[^，。；\n,;后]{{1,12}}[，,]?\s*(?:然后|而后|其后|随后|后|再|方|才)[^，。；\n,;]{{0,6}}{_RUN}"
    r"|\b(?:before|prior\s+to|ahead\s+of|in\s+advance\s+of|earlier\s+than|preced\w+|antedat\w+|predat\w+)\b"
    rf"(?:(?!\bafter\b|\b(?:{OUT_EN})\b)[^.;,\n]){{0,40}}?\b{_RUN_EN}\b"
    r"|\b(?:came|come)\s+first\b|\bwith(?:out|\s+no)\s+(?:any\s+)?(?:knowledge|sight|knowing|seeing)\b[^.;,\n]{0,16}\bresults?\b"
    r"|\bblind\s+to\s+(?:the\s+|any\s+)?results?\b"
    rf"|盲法(?={_SOON})"
    rf"|\b(?:{AGREED_EN}|made|chosen|taken|done|excluded|omitted|removed)\s+(?:\w+\s+)?blind\b"
    r"|(?:\b(?:ha[ds]|have|did|was|were)\s+(?:not|never)|n['’]t)\s+(?:yet\s+|been\s+)?(?:seen?|know\w*|shown|told|looked\s+at)\b[^.;,\n]{0,20}\bresults?\b"
    r"|\b(?:unaware|ignorant)\s+of\b[^.;,\n]{0,16}\bresults?\b"
    r"|(?:盲态|(?:致盲|单盲|双盲|盲法)(?:状态|条件|[下中时]))(?![^，。；\n,;]{0,8}?(?:核验|判断|复核|评议|测试))"
    r"|\b(?:in|under)\s+(?:an?\s+|the\s+)?(?:\w+\s+)?blind(?:ed)?\s+(?:state|condition|manner|fashion|mode)s?\b|\bblindly\b"
    rf"|\bby\s+the\s+time\b(?:(?!\b(?:{OUT_EN})\b)[^.;,\n]){{0,30}}?\b{_RUN_EN}\b"
    r"|\b(?:beforehand|in\s+advance|early\s+on|(?:at|from)\s+the\s+(?:very\s+)?(?:outset|start|beginning))\b"
    r"(?!\s+of\s+(?!(?:the|this|our)\s+(?:work|case|examination|comparison|appraisal)\b))"
)
# … or a comparison that waited
WAITED = re.compile(
    rf"(?:{OUT})[^。；\n;]{{0,16}}?{AGREED}[^，。；\n,;]{{0,8}}?(?:之|以)?后[，,]?[^，。；\n,;]{{0,6}}?{_RUN}"
    rf"|{_RUN}[^，。；\n,;前]{{0,6}}?[在于系][^。；\n;]{{0,12}}?(?:{OUT})[^，。；\n,;]{{0,8}}?{AGREED}[^，。；\n,;]{{0,4}}?后"
    rf"|\b{_RUN_EN}\b[^.;\n]{{0,40}}\b(?:until|till|(?:only|not)\s+(?:after|once|when|before)|after)\b[^.;\n]{{0,30}}?"
    rf"\b(?:{OUT_EN})\b[^.;\n]{{0,24}}?\b{AGREED_EN}\b"
    rf"|\b(?:after|once|when)\b[^.;,\n]{{0,30}}?\b(?:{OUT_EN})\b[^.;,\n]{{0,24}}?\b{AGREED_EN}\b[^.;\n]{{0,24}}?\b{_RUN_EN}\b"
)
_AFTER = (
    r"(?:(?:比对|结果|运行|检验)[^，。；\n,;]{0,6}后"
    r"|(?:看[到过]|知[道悉晓]|得[知出到])[^，。；\n,;]{0,6}结果[^，。；\n,;]{0,2}后?|事后)"
)
_ACT = rf"(?:{OUT})(?!的?(?:标准|规则|条件|方案|口径|理由|事由|原则))"
_EVERY = "无[一任]|没有(?=[一任哪])|(?:均|都|皆|全|概)(?:并?[非未不]|没)"
_AFTER_EN = r"\b(?:after|once|since)\b[^.;\n]{0,30}?\b(?:results?|runs?|compar\w+|figures|known|seen)\b"
_NOT_UNTIL = r"(?:(?!\b(?:until|till|only|before|because|but)\b)[^.;,\n])"
# That what was left out was not after these, the words in any other order
NOT_AFTER = re.compile(
    rf"(?:{NO})(?!因)[^，。；\n,;]{{0,8}}?(?:[在于是系]|任何|一[处段项个]|内容|段落)[^，。；\n,;]{{0,6}}?{_AFTER}[^，。；\n,;]{{0,6}}?{_ACT}(?!的)"
    rf"|{_ACT}[^，。；\n,;]{{0,8}}?(?:{_EVERY})[^，。；\n,;]{{0,8}}?{_AFTER}"
    rf"|{_AFTER}[^，。；\n,;]{{0,4}}?{_ACT}[^，。；\n,;]{{0,8}}?[，,:：]?(?:一[处项个段]也?|也|均|全)?(?:没有|为?无|不存在|为零)(?=[，。；,;\s]|\Z)"
    rf"|{_AFTER_EN}[^.;\n]{{0,10}}\b(?:no|nothing|none|never)\b[^.;\n]{{0,24}}\b(?:{OUT_EN})\b"
    rf"|\b(?:{OUT_EN})\b[^.;,\n]{{0,24}}\b(?:not|never)\b{_NOT_UNTIL}{{0,24}}{_AFTER_EN}"
    rf"|\b(?:{OUT_EN})\s+after\s+(?:the\s+)?(?:results?|runs?|comparisons?)\s*[:,]?\s*(?:were\s+|are\s+)?(?:none|nil)\b"
)
# That there was none after these
NONE_AFTER = re.compile(
    rf"(?:比对|结果|运行|检验)[^，。；\n,;]{{0,6}}后[，,]?[^，。；\n,;]{{0,4}}(?:{NO})[^，。；\n,;]{{0,6}}(?:{OUT})"
    rf"|(?:{NO})[^，。；\n,;]{{0,6}}(?:{OUT})[^，。；\n,;]{{0,8}}(?:比对|结果|运行|检验)[^，。；\n,;]{{0,4}}后"
    r"|没有(?:一处|任何)?[^，。；\n,;]{0,6}被(?:排除|剔除)"
    rf"|(?:没有|不存在|[并尚]?无)(?:任何|一[处项个])?(?:比对|运行|检验)?结果(?:出来|产生|之|以)*后(?:[所作]出?)?的?(?:{OUT})"
    r"|\bnothing\s+(?:was|has\s+been)\s+(?:excluded|taken\s+out|left\s+out|removed)\b"
    rf"|\b(?:no|none|nothing|never)\b[^.;\n]{{0,30}}\b(?:{OUT_EN})\b[^.;\n]{{0,24}}\b(?:after|once|since)\b"
    r"|\bno\s+(?:exclusions?|match|passage)\b[^.;\n]{0,20}\bafter\b"
    rf"|\b(?:at\s+no\s+time|never|nothing)\b[^.;\n]{{0,16}}\bafter\b[^.;\n]{{0,40}}\b(?:{OUT_EN})\b"
    rf"|\b(?:no|none|never)\b[^.;\n]{{0,30}}\b(?:{OUT_EN})\b[^.;\n]{{0,24}}\bwith\s+(?:\w+\s+)?(?:knowledge|sight)\b"
)
# A comparison that was not the first
AGAIN = re.compile(
    r"重新|再[次度]|再一次|重[跑比做]|第[二三四]次|又|新(?:一次|的)?(?:运行|比对)|复核"
    r"|\b(?:again|anew|afresh|once\s+more|re-?(?:run|ran|compar\w+)|new\s+run|(?:second|further|later)\s+(?:runs?|time|comparisons?))\b"
)
# Where another time stands between, what is behind it is told of that
LATER = re.compile(
    r"(?<!非)(?<!不是)(?<!不在)(?<!不于)(?:(?:比对|结果|运行|检[验测]|复核)[^，。；\n,;]{0,4}后|事后)"
    r"|(?<!not )\b(?:after|once)\b"
)
SAME_DAY = re.compile(
    r"(?:比对|结果|运行|检验)[^，。；\n,;]{0,6}(?:当[日天]|[时日])"
    r"|次日|翌日|[几数一二三四五六七\d]+[日天周]后|其后|随后"
)
