"""How ``software-strings`` names and explains its figures in a report, in both languages."""

from __future__ import annotations

from comparators.matching.wording import counting, labels

METHOD_ZH = (
    "本方法从双方全部文件（不论类型，含程序、资源、配置、文本）中提取字符串，并找出双方共有的字符串。"
    "字符串是一段连续的文字，遇控制字符、非法编码字节或半角双引号即止，首尾空格与源码转义（\\n 等）不计；"
    "同时按 ASCII/UTF-8、GBK（GB18030 的双字节部分）、UTF-16 两种字节序识别，"
    "同一文字以不同编码存放视为同一字符串，大小写、全半角、简繁不作折叠。"
    "“长度下限”分别以字母数字和汉字的个数规定，"
    "混排按比例折算。"
    "程序等二进制数据中偶然像文字的字节按固定规则剔除（字符类别须自然衔接，汉字至少六分之五属 GB 2312 一级字）。"
    "声音文件（wav、aiff、ogg、flac、mp3）的采样与压缩帧不是文字，不予读取；"
    "其文件头、标签等数据块照读。"
    "64 位散列只用于缩小范围，双方各处位置均重新读取文件逐字核对。"
    "版本资源（VS_VERSIONINFO）按其公开结构读取。编译器、运行库、常见开源库、系统接口、许可证与格式固有的字符串按固定规则归为"
    "“常见字符串”，仍逐条列出并注明理由，但不计入主要数字。"
)
METHOD_EN = (
    "The method takes the strings from all files of both works, of whatever type (programs, resources, configuration,"
    " text), and finds those that both have. A string is a run of writing that ends at a control character, at bytes"
    " that are no character, or at a double quote; spaces and source escapes (such as \\n) at its ends do not belong"
    " to it. ASCII/UTF-8, GBK (the two-byte part of GB18030) and UTF-16 in both byte orders are recognised at once; the"
    " same characters in another encoding are the same string; case, width and simplified/traditional forms are not"
    " folded. A string counts from so many letters and digits, or hanzi, as “Least length” says, mixed ones in"
    " proportion. Bytes"
    " of programs that look like writing by accident are left out by fixed rules (classes of characters follow one"
    " another naturally; at least five in six hanzi are of level 1 of GB 2312). Samples and packed frames of"
    " sound files (wav, aiff, ogg, flac, mp3) are no writing and are not read; their headers and tags are. 64-bit"
    " hashes only narrow the search:"
    " every place is read again in the files and compared character by character. Version resources (VS_VERSIONINFO)"
    " are read after their published layout. Strings that come with compilers, run-time libraries, common open"
    " libraries, system interfaces, licences and file formats are recognised by fixed rules as common: they stay in"
    " the list with the reason and are outside the main figures."
)
RULE_ZH = (
    "按不同的字符串计数：同一字符串无论出现多少次、以何种编码出现，计一个。"
    "主要占比 = 双方共有的非常见字符串个数 ÷ 该方全部非常见字符串个数，"
    "两方分别计算；含常见字符串的占比另列。字节数为所列各处位置的字节之和，每字节只计一次。"
    "某字符串的全部位置都被排除时，该字符串同时退出分子和分母。出现处数为全部处数；逐处列出的位置有上限，超出时只列靠前的若干处。"
)
RULE_EN = (
    "Distinct strings are counted: however often and in whatever encoding a string stands, it is one. Main share ="
    " shared strings that are not common ÷ all strings of that work that are not common, for each work by itself; the"
    " shares with common strings are listed beside. Bytes are the sum over all listed places, each byte once. A"
    " string all of whose places are excluded leaves both numbers. The number of places is complete; listed are as"
    " many as the limit allows, the first ones."
)
EXAMPLE_ZH = (
    '左方程序含 UTF-16 字符串“服务器启动失败”及 ASCII 字符串 "player level up"、"GetProcAddress"；'
    "右方配置以 GBK 含“服务器启动失败”，"
    '程序含 "GetProcAddress"、"monster list"。GetProcAddress 为系统接口，属常见。'
    "非常见：左 2 个、右 2 个，共有 1 个，"
    "占比左 1/2 = 50%、右 1/2 = 50%；含常见：左 2/3 = 66.67%，右 2/3 = 66.67%。"
)
EXAMPLE_EN = (
    'Left, a program: 服务器启动失败 in UTF-16, and "player level up" and "GetProcAddress" in ASCII. Right:'
    ' 服务器启动失败 in GBK in a configuration, "GetProcAddress" and "monster list" in a program. GetProcAddress'
    " is a system interface: common. Not common: left 2, right 2, shared 1; shares 1/2 = 50% and 1/2 = 50%."
    " With common strings: 2/3 = 66.67% and 2/3 = 66.67%."
)
#: Details that tell a match in one row of a report's table.
COLUMNS = (
    "text category encoding_of_left encoding_of_right field_of_left field_of_right"
    " places_of_left places_of_right holding works common explanation"
)
COUNTING = counting(
    (METHOD_ZH, RULE_ZH, EXAMPLE_ZH), (METHOD_EN, RULE_EN, EXAMPLE_EN), columns=COLUMNS,
    shares="shared_strings strings_of", aside="common-string", counted=("字符串", "strings"),
)  # fmt: skip

_ROWS = (
    ("name", "软件字符串比对", "Strings of software"),
    ("shared-string", "共有字符串", "Shared string"),
    ("common-string", "共有字符串（常见）", "Shared string (common)"),
    ("min_letters", "长度下限（字母数字）", "Least length (letters and digits)"),
    ("min_zi", "长度下限（汉字）", "Least length (hanzi)"),
    ("most", "最多列出的共有字符串数", "Most shared strings listed"),
    ("text", "字符串内容", "Text of the string"),
    ("characters", "字符数", "Characters"),
    ("category", "类别", "Category"),
    ("explanation", "可能的无关解释", "Innocent explanation"),
    ("common", "归为常见的理由", "Why it is common"),
    ("encoding", "编码", "Encoding"),
    ("places", "出现处数", "Places"),
    ("on_both_sides", "双方均有", "On both sides"),
    ("field", "版本资源字段", "Field of the version resource"),
    ("yes", "是", "yes"),
    ("no", "否", "no"),
    ("background", "背景库", "Background collection"),
    ("works", "背景库作品数", "Works in the background collection"),
    ("holding", "背景库中含此字符串的作品数", "Background works that hold the string"),
    ("shared_strings", "共有字符串数（不含常见）", "Shared strings (common ones left out)"),
    ("shared_common_strings", "共有的常见字符串数", "Shared common strings"),
    ("shared_by_category", "共有字符串按类别", "Shared strings by category"),
    ("common_by_reason", "共有的常见字符串按理由", "Shared common strings by reason"),
    ("shared_across_encodings", "双方编码不同的共有字符串数", "Shared strings in different encodings"),
    ("not_listed", "未全部列出", "Not all listed"),
    ("shared_strings_found", "共有字符串总数（含常见）", "Shared strings found (with common ones)"),
    ("shared_strings_listed", "其中列出并计入的", "Of these listed and counted"),
    ("version-field", "版本资源", "Version resource"),
    ("secret", "密钥或口令形态", "Shape of a key or secret"),
    ("copyright", "版权声明", "Copyright line"),
    ("company", "公司名称", "Company name"),
    ("author", "作者署名", "Author line"),
    ("path", "编译或调试路径", "Build or debug path"),
    ("url", "网址", "URL"),
    ("email", "电子邮箱", "E-mail address"),
    ("guid", "GUID", "GUID"),
    ("address", "IP 地址", "IP address"),
    ("port", "端口", "Port"),
    ("contact", "QQ、电话形态", "Shape of a QQ or telephone number"),
    ("chinese", "中文文字", "Chinese text"),
    ("message", "语句或提示", "Message or phrase"),
    ("word", "单词", "Single word"),
    ("identifier", "标识符", "Identifier"),
    ("other", "其他", "Other"),
    ("compiler", "编译器或链接器", "Compiler or linker"),
    ("runtime", "运行库", "Run-time library"),
    ("library", "常见开源库", "Common open library"),
    ("system", "系统接口或系统库", "System interface or library"),
    ("licence", "许可证文本", "Licence text"),
    ("format", "文件格式固有文字", "Boilerplate of a file format"),
    ("why-compiler", "编译器、链接器写入，同类程序普遍存在", "Written by compiler or linker into any program"),
    ("why-runtime", "来自运行库，同类程序普遍存在", "Comes with the run-time library"),
    ("why-library", "来自常见开源库，双方可各自使用", "Comes with an open library that both may use"),
    ("why-system", "系统接口名称，由操作系统规定", "Name given by the operating system"),
    ("why-licence", "许可证通用文本", "Text of a general licence"),
    ("why-format", "文件格式规定或工具生成", "Demanded by a format or made by a tool"),
    (
        "why-version-field",
        "版本资源由开发者填写；可能为工具默认值或第三方组件",
        "Filled in by the developer; may be a tool's default or that of a third-party component",
    ),
    ("why-secret", "可能为公开示例值、证书或散列值", "May be a published example, a certificate or a digest"),
    ("why-copyright", "可能属第三方组件的声明", "May be the notice of a third-party component"),
    ("why-company", "可能属第三方组件", "May belong to a third-party component"),
    ("why-author", "可能属第三方组件的作者", "May be the author of a third-party component"),
    (
        "why-path",
        "可能来自双方使用的同一预编译库，或约定俗成的文件名",
        "May come from a prebuilt library that both use, or be a customary file name",
    ),
    ("why-url", "可能为公共网址", "May be a public address"),
    ("why-email", "可能属第三方组件的作者", "May belong to the author of a third-party component"),
    ("why-guid", "可能为系统或第三方接口标识", "May name an interface of the system or of a third party"),
    ("why-address", "可能为示例、公共服务地址或版本号", "May be an example, a public service or a version number"),
    ("why-port", "可能为惯用端口", "May be a customary port"),
    ("why-contact", "可能为偶合的数字", "May be a number of another kind"),
    (
        "why-chinese",
        "短语可能各自写成（附带的常见字符串列表未收此语，故未按常见处理）",
        "A short phrase may be written twice (the shipped list of common strings does not have it)",
    ),
    (
        "why-message",
        "短语可能各自写成，或来自附带的常见字符串列表未收的第三方组件",
        "A short phrase may be written twice, or come from a third-party component not on the common list",
    ),
    ("why-word", "单词可能各自选用，证明力弱", "A single word may be chosen twice: weak by itself"),
    (
        "why-identifier",
        "可能为通行命名，或第三方、系统接口名称",
        "May be a customary name, or one of a third party or the system",
    ),
    (
        "why-other",
        "可能为各自都会写出的格式串或编号（附带的常见字符串列表未收，故未按常见处理）",
        "May be a format string or a number that anyone writes (the shipped list of common strings does not have it)",
    ),
)
_SIDED = (
    ("strings_of", "字符串数（不含常见）", "strings (common ones left out)"),
    ("common_strings_of", "常见字符串数", "common strings"),
    ("share_with_common_of", "含常见字符串的共有占比", "share of shared strings with common ones"),
    ("bytes_of", "字符串字节数（不含常见）", "bytes of strings (common ones left out)"),
    ("shared_bytes_of", "共有字符串字节数（不含常见）", "bytes of shared strings (common ones left out)"),
    ("bytes_with_common_of", "字符串字节数（含常见）", "bytes of strings with common ones"),
    ("shared_bytes_with_common_of", "共有字符串字节数（含常见）", "bytes of shared strings with common ones"),
    ("by_category_of", "字符串按类别（不含常见）", "strings by category (common ones left out)"),
    ("places_of", "出现处数", "places"),
    ("encoding_of", "编码", "encoding"),
    ("field_of", "版本资源字段", "field of the version resource"),
)
LABELS = labels(_ROWS, _SIDED)
