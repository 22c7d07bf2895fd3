"""What the intake notebook says, in Chinese and English."""

from __future__ import annotations

from collections.abc import Mapping

FACTS: Mapping[str, str] = {
    "编号": "label",
    "路径": "path",
    "性质": "role",
    "名称": "name",
    "版本": "version",
    "提供人": "received_from",
    "取得经过": "obtained",
    "封存": "seal",
    "排除理由": "reason",
    "收件人": "received_by",
}
"""Fields of a row of works to receive, in Chinese and as ``Case.receive`` calls them."""
WORDS: Mapping[str, tuple[str, str]] = {
    "case": ("案件 {0}：{1}", "Case {0}: {1}"),
    "untitled": ("（未命名）", "(untitled)"),
    "off": (
        "目前只查看、只检查，不写入案卷。登记时在参数格写明 BY，并设 FILE_IT = True，再从头运行。",
        "For now nothing is written into the case. To file, set BY and FILE_IT = True above and run all.",
    ),
    "no-by": (
        "参数格未写明 BY：请写登记人姓名，否则不登记。",
        "BY is empty: name the person who files, or nothing is filed.",
    ),
    "signs": (
        "登记人 {0}：本机有其签名密钥（指纹 {1}），各条登记均签名。",
        "{0} files; the key is on this machine (fingerprint {1}), every entry is signed.",
    ),
    "no-key": (
        "登记人 {0}：本机没有其签名密钥，登记照常进行，但不带签名。制作密钥：appraisal identity new {0}",
        "{0} files; no key of that name is on this machine, so entries are not signed: appraisal identity new {0}",
    ),
    "received-none": ("案内还没有送检件。", "The case holds no works yet."),
    "receive-none": ("收件表为空：没有要收的送检件。", "The table is empty: nothing to receive."),
    "label": ("编号", "label"),
    "role": ("性质", "role"),
    "path": ("路径", "path"),
    "outcome": ("结果", "outcome"),
    "held": ("已在案，跳过", "received already, skipped"),
    "waits": ("待收件：路径可读；FILE_IT = True 时收件", "to be received when FILE_IT = True; the path can be read"),
    "taken": ("已收件：{0} 个文件，{1} 字节，SHA-256 {2}", "received: {0} files, {1} bytes, SHA-256 {2}"),
    "no-path": ("路径不存在：请核对", "there is nothing at this path: check it"),
    "no-label": ("未写编号", "no label"),
    "no-role": ("性质应为：{0}", "role is one of: {0}"),
    "no-fact": ("没有“{0}”这一栏；可填：{1}", "unknown field {0!r}; known are: {1}"),
    "no-row": ("每一行写成 {{ … }}", "write each row as {{ … }}"),
    "refused": ("未能办理：{0}", "not done: {0}"),
    "placed": (
        "登记表已放入上面的格内，已知的内容已填好。请逐栏填写，再运行该格。行首有 # 的栏，填写时去掉 #。",
        "The form now stands in the cell above, filled in as far as the case knows. Fill it in and run the cell again. "
        "Take the # away from lines that you use.",
    ),
    "added": ("已在表末补上 {0} 的登记栏。", "Fields of {0} were added at the end of the form."),
    "wrong": ("以下 {0} 处须更正，更正前不能登记：", "{0} places must be corrected before the form can be filed:"),
    "right": ("登记表可以登记。", "The form can be filed."),
    "lacks": (
        "尚缺 {0} 项（不影响登记，可补登）：",
        "Still lacking: {0} (it can be filed all the same, and again later):",
    ),
    "complete": ("受理登记没有缺项。", "The intake lacks nothing."),
    "no-form": ("先运行登记表一格。", "Run the cell with the form first."),
    "unread": (
        "登记表中有刚放入、尚未填写的栏目：请填写并再运行登记表一格，然后登记。",
        "Parts of the form have just been put in: fill them in, run the cell with the form again, then file.",
    ),
    "nothing-new": ("表内没有案卷中尚未登记的内容。", "The form says nothing that is not on file already."),
    "filed": ("已登记 {0} 条：", "{0} entries written:"),
    "entry": ("日志·条", "log, entry"),
    "what": ("事项", "step"),
    "signature": ("签名", "signature"),
    "digest": ("条目摘要", "digest of the entry"),
    "blocked": ("下列材料目前不得比对：", "These materials may not be compared now:"),
    "no-values": ("清单未载校验值，或尚未登记。", "No check values of a list are on file."),
    "given": ("清单所载", "as listed"),
    "algorithm": ("算法", "algorithm"),
    "told-by": ("算法依据", "how the algorithm is known"),
    "measured": ("收件时实测", "measured on receipt"),
    "agrees": ("是否一致", "agreement"),
    "custody": ("保管流转记录", "Custody log"),
    "procedure": ("程序记录", "Procedure log"),
    "line": ("第 {0} 行", "line {0}"),
    "sound": ("{0} 份日志的链接、条数与末条摘要均相符。", "Links, counts and heads of {0} logs hold."),
    "faults": (
        "日志中有 {0} 处不符，在查明之前不要继续办理：",
        "{0} things in the logs do not hold: clear them up first:",
    ),
    "system": ("系统不允许：{0} {1}", "the system does not allow it: {0} {1}"),
}
