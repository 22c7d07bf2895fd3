"""Short codes (CL52) in a text of small letters that are told as followed: right behind words that say so, or before
them. Whether it is one of the case's own things ``codes`` knows; whether it is in capitals, the text as written."""

from __future__ import annotations

import re
from collections.abc import Iterator

_CODE = (
    r"(?P<named>(?P<body>[a-z]{2,8})[\s-]?\d{1,2}(?:[.-]\d{1,4})*)"
    r"(?![\da-z]|\s*[号页行列幅张岁年月日时分秒°%％]|\s*(?:虚拟|版本|端口))"
    r"(?!\s*(?:工作|硬|光|软|u)?盘|\s*(?:照片|图|表|录[像音]|封条|记录|样品|载体|手机|电脑|中的|所载|显示))"
)
_FOLLOW = (
    r"(?:依据|依照|按照|遵照|遵循|遵守|根据|符合|满足|(?<![无所可])[依按据](?![次期时靠照]))了?"
    r"|\b(?:according\s+to|accordance\s+with|pursuant\s+to|under|per|follow(?:s|ed|ing)|compl(?:y|ies|ied)\s+with"
    r"|conform(?:s|ed)?\s+(?:to|with)|met|meets)\s+(?:the\s+)?"
)
_RULE = r"(?=\s*(?:的?(?:规定|要求|规程|规范|标准|条款)|第|\b(?:rules?|norms?|standards?|procedures?|clauses?)\b))"
_PATTERNS = (
    re.compile(rf"(?:{_FOLLOW})\s*{_CODE}"),
    # … of what may be a tool, only where it has rules
    re.compile(rf"(?:采用|适用|执行|使用|\b(?:using|used|applied|applying))\s*(?:the\s+)?{_CODE}{_RULE}"),
    re.compile(
        rf"(?<![a-z\d/-]){_CODE}(?:(?=\s+(?:(?:is|are|was|were|ha(?:s|ve)\s+been)\s+(?:\w+ly\s+)?(?:followed|complied"
        r"|conformed|adhered|observed|respected|met)\b|(?:requires?|prescribes?|demands?)\b))|(?=的?规定|所?要求|为准|为依据))"
    ),
)
_TOOL = re.compile(  # a program or a system, which goes by such a name too
    r"运行|编译|环境|系统|版本|芯片|硬件|接口|协议|\b(?:compil\w+|built|r[au]n(?:s|ning)?|install\w*|versions?|systems?"
    r"|environment|machine|boot\w*)\b"
)


def followed(text: str, begins: int, ends: int) -> Iterator[re.Match[str]]:
    """Where a sentence says so: of ``named``, with the letters of its ``body``."""
    if _TOOL.search(text, begins, ends) is None:
        yield from (hit for pattern in _PATTERNS for hit in pattern.finditer(text, begins, ends))
