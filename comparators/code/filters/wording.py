"""Words of the rules and of their evidence, in both languages."""

from __future__ import annotations

from comparators.matching.wording import OF_RULES, labels

_ROWS = (
    ("code-filters", "源代码的扣除规则", "Rules of filtration for source code"),  # their own name
    ("component", "第三方及开源组件", "Third-party and open-source components"),
    ("generated", "工具生成的代码", "Code that a tool wrote"),
    ("minified", "压缩代码", "Minified code"),
    ("licence-text", "许可证文字", "Wording of licences"),
    ("data-table", "数据表", "Tables of numbers"),
    ("repetition", "自身重复的段落", "Stretches that repeat themselves"),
    ("imports", "语言自带库的引入语句", "Imports of the language's own library"),
    ("interface-names", "接口规定的名称", "Names that an interface dictates"),
    ("idiom", "惯用写法", "Idioms"),
    ("idiom_share", "惯用写法：背景库中含有者之占比下限", "Idiom: least share of works that hold it"),
    ("the file says so", "文件自述", "the file says so"),
    ("names that only this tool writes", "该工具特有的名称", "names that only this tool writes"),
    ("minified lines", "压缩行，最长一行字符数", "minified lines"),
    ("wording of a licence", "许可证文字", "wording of a licence"),
    ("reference to a licence", "许可证引用", "reference to a licence"),
    ("table of numbers", "数字表，数字个数", "table of numbers"),
    ("stretch that repeats itself", "自身重复的段落", "stretch that repeats itself"),
    ("import of the language's own library", "引入语言自带库", "import of the language's own library"),
    ("overrides a declaration", "重写已有声明", "overrides a declaration"),
    (
        "name that the runtime or library prescribes",
        "运行环境或库规定的名称",
        "name that the runtime or library prescribes",
    ),
    ("stands in a known component", "见于已知组件", "stands in a known component"),
    ("stands in a background", "见于背景库", "stands in a background"),
)
_FORMS = (
    ("wording of a licence: as in {0}", "许可证文字：同 {0}", "wording of a licence: as in {0}"),
    (
        "stretch that repeats itself: {0} tokens",
        "自身重复的段落：{0} 个记号",
        "stretch that repeats itself: {0} tokens",
    ),
    (
        "stands in a known component: {0} ({1} of {2} fingerprints)",
        "见于已知组件：{0}（{2} 个指纹中有 {1} 个相符）",
        "stands in a known component: {0} ({1} of {2} fingerprints)",
    ),
    ("the file says so: line {0}, {1}", "文件自述：第 {0} 行，{1}", "the file says so: line {0}, {1}"),
    (
        "minified lines: {0} characters in the longest",
        "压缩行：最长一行 {0} 个字符",
        "minified lines: {0} characters in the longest",
    ),
    (
        "stands in a background: {0} of {1} works of {2}",
        "见于背景库：{2} 的 {1} 部作品中有 {0} 部",
        "stands in a background: {0} of {1} works of {2}",
    ),
)
LABELS = labels((*OF_RULES, *_ROWS, *_FORMS), ())
