"""What ``software-capabilities`` says, in both languages."""

from __future__ import annotations

from appraisal.comparison import JSON
from appraisal.examiner import INCOMPLETE
from comparators.matching.wording import counting, labels
from comparators.software.capabilities import public

METHOD_ZH = (
    "本方法不执行、不模拟任何程序，只静态读取 PE、ELF、Mach-O 格式的程序：导入、导出、运行时按名称或散列查找的函数、"
    "字符串（含以短重复密钥异或隐藏者）、各函数的指令及其调用关系与可见的参数常量。"
    "每一能力由公开的规则描述；一项能力的全部要件须在同一函数或相邻的若干次调用之内（规则注明者，在同一程序之内）同时出现，方予列出，仅有单个导入不予列出。"
    "每一发现均给出地址与反汇编。"
)
METHOD_EN = (
    "Nothing is executed or emulated: programs of the formats PE, ELF and Mach-O are read as they lie there: imports,"
    " exports, functions found at run time by name or hash, texts (also those hidden by XOR with a short key that"
    " repeats), instructions of each function, what calls what, and constants that show in arguments. Rules that can"
    " be read describe each capability; all that a rule asks for must stand in one function or within a few calls of"
    " it (where a rule says so, in one program), and an import alone is never a finding. Each finding gives"
    " addresses and disassembly."
)
RULE_ZH = "同一规则、依据相同指令的各处计为一项发现，逐处列明函数、地址与实现方式；本方法不计比例。"
RULE_EN = (
    "Places that one rule finds on the same instructions are one finding, which names each with its function, address"
    " and technique; there are no shares."
)
EXAMPLE_ZH = (
    "某函数以含写入权限的参数打开进程，其调用的两个函数向该进程写入：三者依据同一打开处，列为一项，"
    "两处写入的地址均载明。"
)
EXAMPLE_EN = (
    "A function opens a process with a right to write, two functions it calls write to it: all rest on the one"
    " opening, and are one finding with two places."
)
CAUTION = (
    "所列为静态发现的能力，不说明程序曾经如何运行，也不说明用途；调试、辅助输入、截屏、性能分析等工具亦具有其中的能力。"
    "未发现不等于没有：加壳、虚拟化、解释执行及规则之外的方式不在所见之列。",
    "What is listed is capability found statically: it says neither what a program did nor what it is for; debuggers,"
    " input, screen and profiling tools have such capabilities too. What is not found may be there: packed, virtualised"
    " or interpreted code and ways that no rule describes are not seen.",
)
COUNTING = counting((METHOD_ZH, RULE_ZH, EXAMPLE_ZH), (METHOD_EN, RULE_EN, EXAMPLE_EN), caution=CAUTION)

ALONE: dict[str, JSON] = {  # details of what imports nothing
    "summary_zh": "文件头未列任何导入，亦未见以其他方式调用系统函数：如有调用（如经加载程序填入、导入表被删去），未见",
    "summary_en": "the header lists no imports, and no other way to call the system was seen: what it calls, if"
    " anything (through pointers that a loader of its own fills, or whose table was taken away), was not seen",
    INCOMPLETE: True,
}
_ROWS = (
    ("name", "程序能力检查", "Capabilities of programs"),
    ("packed", "加壳", "Packed"),
    ("same-file", "相同文件", "The same file"),
    ("odd-header", "文件头与内容不符", "Header that the file contradicts"),
    ("no-imports", "没有导入", "Imports nothing"),
    ("library-code", "随程序连入的运行库", "Run-time libraries carried along"),
    ("hidden-text", "异或隐藏的名称", "Name hidden by XOR"),
    ("name-at-run-time", "运行时查找的函数", "Function found at run time"),
    ("address-of-client", "指向客户端的硬编码地址", "Fixed address that resolves in the client"),
    ("shared-key", "与客户端相同的密钥或数据", "Key or data shared with the client"),
    ("shared-packet-constant", "与客户端相同的数据包常量", "Packet constant shared with the client"),
    ("name-of-client", "客户端的进程名、窗口名或模块名", "Process, window or module name of the client"),
    ("nothing-of-client", "未发现指向客户端的内容", "Nothing that points to the client"),
    ("more", "未逐一列出的同类发现", "Further findings of the kind, counted"),
    ("again", "同一检材另一次检查所列", "Listed by another examination of the same work"),
    ("unread", "未能读取", "Not read"),
    ("skipped", "略过", "Skipped"),
)
_SAID = {
    "call": ("调用 {}", "calls {}"),
    "handed": ("将 {} 的地址作为参数传出", "hands on the address of {} as an argument"),
    "spelt": ("以名称 {} 作为参数", "gives the name {} as an argument"),
    "named": ("取得函数 {} 的地址", "takes the address of {}"),
    "text": ("引用文本 {}", "refers to the text {}"),
    "code": ("指令特征 {}", "instructions: {}"),
    "client-number": (
        "常量 {}，客户端在距收发不超过两层调用的函数中亦用",
        "constant {}, which the client uses within two calls of sending or receiving",
    ),
    "constant": ("常量 {}", "constant {}"),
    "export": ("导出 {}", "exports {}"),
    "data": ("引用数据 {}", "refers to the data {}"),
    "method": ("通过方法表调用第 {} 项（从 0 起）", "calls method {} of a table (from 0)"),
}
_HOW = {
    "import": ("导入表", "import table"),
    "resolved": ("运行时按名称查找", "found by name at run time"),
    "plain": ("名称为明文", "name in plain text"),
    "compared": ("由指令逐段比较", "compared piece by piece by instructions"),
    "put": ("由指令逐段写入", "written piece by piece by instructions"),
    "library": ("经随程序连入的运行库的函数", "through a function of a library linked in"),
    "syscall": ("按系统调用号", "by the number of the system call"),
    "stack": ("名称在栈上拼接", "name put together on the stack"),
}
_CODE = {
    "jump-written": ("写入跳转指令", "a jump instruction is written"),
    "return-written": ("写入返回指令", "a return instruction is written"),
    "break-written": ("写入断点指令", "a breakpoint instruction is written"),
    "debug-flag-written": (
        "改写进程环境块中的调试标志",
        "the flag of being debugged is overwritten in the process block",
    ),
    "list-unlinked": ("将一项从链表中摘除", "an entry is taken out of a linked list"),
    "peb": ("直接读取已加载模块的列表", "the list of loaded modules is read directly"),
    "syscall": ("直接系统调用", "direct system call"),
    "header-written": ("写入四字节常量", "a number of four bytes is written"),
    "code-pointer-written": ("引用自身函数的地址", "the address of an own function is used"),
}


def said(what: str, name: str, how: str, notes: tuple[tuple[int, str], ...]) -> tuple[str, str]:
    """A step in words, Chinese and English."""
    plain = (repr(name), repr(name)) if what == "text" else (name, name)
    if what == "client-number":
        plain, notes = public.said(int(name, 16), notes[0][1] if notes else ""), ()
    shown = _CODE.get(name, plain) if what == "code" else plain
    zh, en = (pattern.format(one) for pattern, one in zip(_SAID[what], shown, strict=True))
    arguments = [(n, v) for n, v in notes if n]
    if arguments:
        zh += "（" + "，".join(f"参数 {n} = {v}" for n, v in arguments) + "）"
        en += " (" + ", ".join(f"argument {n} = {v}" for n, v in arguments) + ")"
    for number, value in notes:
        if not number:
            zh, en = f"{zh}：{value}", f"{en}: {value}"
    if how:
        told = _HOW.get(how, (f"名称以 {how} 隐藏", f"name hidden: {how}"))
        zh, en = f"{zh} [{told[0]}]", f"{en} [{told[1]}]"
    return zh, en


def rule_rows() -> tuple[tuple[str, str, str], ...]:
    """Names of the rules as kinds of observations."""
    from comparators.software.capabilities.rules import every

    return tuple((rule.name, rule.words["title"]["zh"], rule.words["title"]["en"]) for rule in every().rules)


LABELS = labels((*_ROWS, *rule_rows()))


DIRECTORIES = {  # of headers; what each lists, in words
    "table of sections": ("节表", "table of sections", "节的名称与属性", "names and properties of sections"),
    "import table": ("导入表", "import table", "导入的函数", "functions that are imported"),
    "delay import descriptor": ("延迟导入表", "table of delayed imports", "延迟导入的函数", "delayed imports"),
    "bound import": ("绑定导入表", "table of bound imports", "绑定的导入", "bound imports"),
    "iat": ("导入地址表", "table of addresses of imports", "导入函数的地址", "addresses of imports"),
    "export table": ("导出表", "export table", "导出的函数", "functions that are exported"),
    "resource table": ("资源表", "table of resources", "资源", "resources"),
    "exception table": ("异常表", "exception table", "函数的界限", "bounds of functions"),
    "base relocation table": ("重定位表", "table of relocations", "重定位", "relocations"),
    "debug dir": ("调试目录", "debug directory", "调试信息", "notes for debuggers"),
    "tls table": (
        "线程局部存储表",
        "table of storage of threads",
        "线程启动时调用的函数",
        "functions called at the start",
    ),
    "load config table": ("装载配置表", "table of load configuration", "装载配置", "configuration of the loader"),
}


def directory(name: str) -> tuple[str, str, str, str]:
    """A directory of a header, in Chinese and English, and what it lists."""
    return DIRECTORIES.get(name, (f"“{name}”", name, "内容", "contents"))
