"""What ``appraisal verify`` says of one thing, in Chinese and English."""

from __future__ import annotations

from collections.abc import Mapping

from appraisal import faulted

WORDS: Mapping[str, tuple[str, str]] = {
    # files
    "missing": ("缺失：日志或清单载有该文件", "missing: logs or manifest name this file"),
    "altered": ("内容与所载摘要不符", "the content does not have the digest on record"),
    "unrecorded": (
        "多出：日志未载（中断的步骤所留，或他人放入；由程序步骤记入日志前不予认可）",
        "extra: no log names it (left by a step that was cut off, or put there; it counts for nothing until a step "
        "records it)",
    ),
    "edited": (
        "自最近一次载入日志后被改动（run、report 等任一步骤会将其记入日志）",
        "changed since the last entry that names it (appraisal run, report or any other step records it)",
    ),
    "link": ("是链接，案卷中不应有", "is a link; a case holds none"),
    "special": ("不是普通文件", "is no regular file"),
    "not-readable": ("无法读取", "cannot be read"),
    "lock-not-empty": ("锁文件应为空", "a lock file must be empty"),
    "misplaced": ("不属于任何受理材料中的文件", "lies under no file of any work received"),
    "manifest-line": ("清单中该行无法读取", "a line of the manifest cannot be read"),
    "work-differs": (
        "案卷说明、接收记录与清单三者不一致",
        "case.toml, the entry of receipt and the manifest do not agree",
    ),
    "digests-differ": ("四种摘要表与清单不一致", "the table of four digests does not agree with the manifest"),
    # logs
    "no-logs": ("没有日志，无从核对", "there are no logs to hold the files against"),
    **{f"log-{name}": said for name, said in faulted.SAID.items() if name != "head-lost"},
    "foreign-signature": ("签名所用密钥并非该人登记的密钥", "signed with a key that is not registered for that person"),
    "heads-differ": ("与日志不一致", "does not agree with a log"),
    "heads-form": ("不是程序写出的形式", "is not in the form that the program writes"),
    "head-lost": faulted.SAID["head-lost"],
    # signatures under issued reports
    "signed-other": (
        "签名的文件并非以所签发的报告开头",
        "the signed file does not begin with the report that was issued",
    ),
    "signature-unreadable": ("签名无法读取", "its signatures cannot be read"),
    "signature-unrecorded": ("日志未载的签名", "a signature that no log names"),
    "signature-shared": ("同一证书为不同的人签名", "one certificate signed for different people"),
    "signature-named-otherwise": (
        "证书姓名与签名人不同，所记理由",
        "the certificate has another name than who signs; the reason on record",
    ),
    "not-yet-signed": ("尚未以证书签名", "not yet signed by certificate"),
    "hand-signed": (
        "手签原件的扫描件在卷；其上的签名本程序不读，须由人核对",
        "a scan of the hand-signed original is on file; the program does not read its signatures: people look at it",
    ),
    "drawn-into": (
        "所签发的 PDF 并其后手写或图像（如平板上的签名）在卷；其上的签名本程序不读，须由人核对",
        "the issued PDF with ink or a picture drawn into it (a pen on a tablet) is on file; the program does not read"
        " its signatures: people look at it",
    ),
    "signature-missing": ("日志所载的签名不在文件中", "a signature on record is not in the file"),
    "signature-other": ("签名所用证书与日志所载不同", "signed with another certificate than the one on record"),
    "signature-broken": ("签名之后内容被改动，签名不成立", "changed after it was signed: this signature does not hold"),
    "signature-followed": (
        "签名之后的追加不只是签名",
        "what was added after this signature is more than further signatures",
    ),
    "signature-intact": (
        "签名完整（未给出信任的根证书，证书本身未予核验）",
        "the signature is intact (no trusted root was given, so the certificate itself was not judged)",
    ),
    "signature-trusted": (
        "签名完整，证书由给出的根证书签发（未查吊销）",
        "the signature is intact, its certificate leads to a root given (revocation was not asked for)",
    ),
    "signature-untrusted": (
        "签名完整，但证书不能追溯到给出的根证书，或当时不在有效期",
        "the signature is intact, but its certificate does not lead to a root given, or was not in force",
    ),
    # verdicts of a panel
    "panel-unreadable": ("鉴定组登记无法读取", "the entry that convenes a panel cannot be read"),
    "not-own-log": ("该条目不在本人的核验日志中", "the entry does not stand in its writer's own log"),
    "not-of-panel": (
        "密封意见：所称鉴定组不存在，或此人不是其专家",
        "a sealed verdict: there is no such panel, or this person is no expert of it",
    ),
    "verdict-unsigned": ("密封意见未由本人签名", "a sealed verdict that is not signed by the expert it names"),
    "envelope-broken": ("密封意见与封存时不符", "a sealed verdict is not as it was sealed"),
    "other-key": ("启封所用密钥不是提交时所称的密钥", "opened with another key than the one named on submission"),
    "sealed-late": ("提交之后又封存的意见", "a verdict sealed after the expert's verdicts were in"),
    "opened-early": ("其他专家尚未提交即已启封", "opened before the verdicts of others were in"),
    "still-sealed": ("尚未启封的意见（条）", "verdicts that still lie sealed"),
    # anchors
    "anchor-lost": (
        "报告所载的日志锚点已不存在（日志被整体改写）",
        "a report names an entry of this log that is not there: the log was rewritten",
    ),
    "anchor-holds": ("报告所载的日志锚点均在", "all entries that the report names are there"),
    "no-anchor": ("报告未载日志锚点", "the report names no heads of logs"),
    "issued-unknown": ("不是本案日志所载的报告文件", "is no report that the logs of this case say was written"),
    "issued-elsewhere": (
        "应属另一案卷：不是本案日志所载的报告文件，封面也未载本案案号（若确属本案，则日志连同案号被整体改写）",
        "is of another case, it seems: no report that these logs name, and its cover does not name the number of this"
        " case (if it is of this case after all, the logs were rewritten together with the number)",
    ),
    "issued-known": ("是本案日志所载的报告文件", "is a report that the logs of this case say was written"),
    "issued-appended": (
        "在日志所载的报告之后追加了内容（例如电子签名）",
        "something was appended to a report on record (an electronic signature, for one)",
    ),
    # bags
    "bag-form": ("不合 BagIt 1.0 的形式", "does not have the form of BagIt 1.0"),
    "closed-left-out": (
        "副卷未收入本包，仅列其最后条目的摘要",
        "the closed part is left out of this bundle; only its head is named",
    ),
    # observations
    "back-dated": ("所署时间早于在它之前写入的条目", "dated before an entry that was written earlier"),
    "missing-signature": (
        "未签名，而该人在本案中另有签名",
        "not signed, though that person signs elsewhere in this case",
    ),
    "second-key": ("同一姓名登记了不止一把密钥", "more than one key is registered for this name"),
    "late-exclusion": ("结果后排除", "an exclusion made after results"),
    "late-unsaid": (
        "写入于首次运行之后，所记却是结果之前：按结果后排除计",
        "written after the first run, though it says before results: counted as an exclusion made after results",
    ),
    "leftover": ("中断的步骤所留，不属案卷", "left by a step that was cut off; no part of the case"),
    "checkpoint": ("编辑器所留，不属案卷", "left by an editor; no part of the case"),
    "later": ("最近一次报告之后的条目", "entries later than the last report"),
    # re-rendering
    "no-report": ("尚未写过报告", "no report has been written yet"),
    "rendered": ("重新生成，逐字节相同", "rendered again, the same bytes"),
    "rendered-differs": ("重新生成，字节不同", "rendered again, other bytes"),
    "needs-versions": ("需要当时的版本", "needs the versions of that time"),
    "needs-state": ("需要该文件当时的内容", "needs this file as it was then"),
    "needs-method": ("需要安装该方法", "needs this method installed"),
    "needs-format": ("需要安装该输出格式", "needs this format installed"),
    "needs-wording": ("写报告时未记下版本与语言", "versions and language were not recorded when it was written"),
    "not-rendered": ("无法生成", "could not be rendered"),
    # recomputation
    "no-records": ("尚无有效的比对记录", "there is no standing record yet"),
    "recomputed": ("重新计算，逐字节相同", "computed again, the same bytes"),
    "recomputed-close": (
        "重新计算，相同处一致，数值六位一致",
        "computed again: the same matches, figures equal to 6 digits",
    ),
    "recomputed-differs": ("重新计算，结果不同", "computed again, another result"),
    "needs-settings": (
        "当时的设置（内存上限、所用背景库等）未知或此处没有",
        "needs the settings of that run (memory, backgrounds), which are not known or not here",
    ),
    "not-computed": ("无法计算", "could not be computed"),
    "accident": (
        "当时因意外（超时、内存、中断）无结果，不重新计算",
        "gave no result then by accident (time, memory, a kill): not computed again",
    ),
    "not-a-member": ("重新解包时没有该文件", "unpacking the works again does not give this file"),
}
