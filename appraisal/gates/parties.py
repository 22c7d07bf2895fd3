"""Who is a party, and that one speaks: what a party says, asks or denies is the party's, in a report that tells of it.

Readers of what a party says are built of these words, and add only what is their own. Numbers that parties put forward
a report may tell of where it says that it does not go by them.
"""

from __future__ import annotations

import re

from appraisal.gates.sentences import sentences
from appraisal.papers.simplified import simplified

_WORK = "(?:作品|小说|软件|程序|游戏|图片|歌曲|源?代码)"
_WORK_EN = r"(?:works?|books?|novels?|software|programs?|games?|pictures?|songs?|code|texts?)"
# The sides of a case, and who speaks for them; a work that is called by whose it is is no party
SIDES = f"(?:原告|被告|对方)(?!一?方?的?{_WORK})|当事人|(?<!被)申请人|代理人"
SIDES_EN = (
    rf"(?:defendants?|claimants?|plaintiffs?|opponents?|(?:other|opposing)\s+side)(?!['’]s?\s+(?:\w+\s+)?{_WORK_EN}\b)"
)
# … who commissions, or is counsel, and who gets a report
CLIENTS = "委托[人方]|权利人(?!作品)|律师"
CLIENTS_EN = r"counsel|clients?(?!\s+(?:and|or)\s+servers?)|part(?:y|ies)"
READERS = "异议人|收[件受]人"
READERS_EN = "recipients?|objectors?"
COURTS = "法庭|法院"
PARTIES = f"{SIDES}|{CLIENTS}|{READERS}"
PARTIES_EN = f"{SIDES_EN}|{CLIENTS_EN}|{READERS_EN}"
# What they put in: it says what they do
PLEADINGS = "起诉状?|答辩状?"
PLEADINGS_EN = "complaint|claim|defence"
SAY = "(?<![名简统俗])称(?![为号])|主张|认为|表示|质疑|指控"
SAY_EN = (
    r"sa(?:ys?|id)|stat(?:es?|ed)|h(?:o|e)lds?|argu(?:es?|ed)|claims?|claimed(?=\s+(?:that|to|the)\b)|contend(?:s|ed)?|submit(?:s|ted)?"
    r"|alleg(?:es?|ed)|assert(?:s|ed)?|maintain(?:s|ed)?|plead(?:s|ed)?"
)
ASK = "提出|要求|请求"
ASK_EN = "ask(?:s|ed)?|request(?:s|ed)?|urg(?:es?|ed)"
# Who makes the report: what is said behind them is no party's
_PANEL = "(?:鉴定[人组]|我们)"
_PANEL_EN = r"\b(?:we|i|(?:the|this|our)\s+(?:panel|experts?))\b"


def saying(who: str = PARTIES, does: str = SAY, within: int = 16) -> str:
    """That somebody says or does something, as a pattern of what stands in one sentence."""
    return f"(?:{who})(?:(?!(?<![对向请就由]){_PANEL})[^。；\\n;]){{0,{within}}}?(?:{does})"


def saying_en(who: str = PARTIES_EN, does: str = SAY_EN) -> str:
    return rf"\b(?:{who})\b(?:(?!{_PANEL_EN})[^.;\n]){{0,40}}?\b(?:{does})\b"


# What people hold of each other's views: nobody says there how much is the same; client code that differs is code
AGREE_EN = (
    rf"\b(?:we|us|experts?|appraisers?|reviewers?|readers?|panel|courts?|counsel|parties|{SIDES_EN})\s+(?:\w+\s+){{0,2}}?"
    r"(?:agree|differ|disagree)(?:d|s|ed)?\b"
)
# A party is named, whatever it does; a party says something
NAMED = re.compile(rf"{PARTIES}|委托|\b(?:{PARTIES_EN})\b")
SAYS = re.compile(f"{saying(does=f'{SAY}|{ASK}')}|{saying_en(does=f'{SAY_EN}|{ASK_EN}')}")

LINK = re.compile(r"\]\(#")  # of a number to its result: the report's own
_PUTS = re.compile(
    saying(f"{PARTIES}|{PLEADINGS}", within=8)
    + "|"
    + saying_en(f"{PARTIES_EN}|{PLEADINGS_EN}", f"{SAY_EN}|puts?|estimates?"),
    re.IGNORECASE,
)
# … in a sentence that says that the report does not go by it
_NOT_TAKEN = re.compile(
    r"不以[此其该][^，。；\n,;]{0,6}为|[不未](?:予)?(?:采[信纳用]|据此|作为)|与本意见无关"
    r"|\b(?:not|nor|never)\s+(?:\w+\s+)?(?:start|proceed|rest|rely|adopt|go\s+by|accept|assume)\w*\b",
    re.IGNORECASE,
)


def without_claims(text: str) -> str:
    """The text with sentences blanked out that tell of a party's number and say, or the next one does, that the report
    does not go by it."""
    spans, read = [*sentences(text)], simplified(text)
    for (start, stop), (_, ends) in zip(spans, [*spans[1:], (0, len(text))], strict=True):
        hit = _PUTS.search(read, start, stop)
        if hit and LINK.search(text, start, stop) is None and _NOT_TAKEN.search(read, hit.end(), ends):
            text = f"{text[:start]}{' ' * (stop - start)}{text[stop:]}"
    return text
