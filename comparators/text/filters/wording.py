"""Words of the rules and of their evidence, in both languages."""

from __future__ import annotations

from comparators.matching.wording import OF_RULES, labels

_ROWS = (
    ("text-filters", "文字的扣除规则", "Rules of filtration for texts"),  # their own name
    ("declared-public", "自述或依法属于公有领域", "Public by its own word or by law"),
    ("public-domain", "公有领域作品", "Works in the public domain"),
    ("quotation", "注明出处的引文", "Quotations with their source"),
    ("reference", "参考文献、注释与书名", "References, notes and titles of works"),
    ("imprint", "版权页与许可文字", "Pages on rights, wording of licences"),
    ("standard-clause", "通用条款与套用语句", "Standard clauses"),
    ("heading", "通用标题与章回序号", "Common headings and numbers of chapters"),
    ("name-list", "人名、地名罗列", "Lists of names"),
    ("stock-phrase", "套语", "Stock phrases"),
    ("phrase_share", "套语：背景库中含有者之占比下限", "Stock phrase: least share of works that hold it"),
    ("the file says so", "文件自述", "the file says so"),
    ("text of a law", "法律法规条文（条数）", "text of a law (articles)"),
    ("stands in a public-domain work", "见于公有领域作品", "stands in a public-domain work"),
    ("stands in a background", "见于背景库", "stands in a background"),
    ("quotation with its source", "注明出处的引文", "quotation with its source"),
    ("block set off as a quotation", "单列成段的引文", "block set off as a quotation"),
    ("list of works cited", "参考文献表", "list of works cited"),
    ("entry of a list of works", "参考文献条目", "entry of a list of works"),
    ("footnote that cites a work", "注明出处的脚注", "footnote that cites a work"),
    ("citation", "引文标注", "citation"),
    ("title of a work", "作品名称", "title of a work"),
    ("page on rights and printing", "版权页文字", "page on rights and printing"),
    ("wording of a licence", "许可文字", "wording of a licence"),
    ("standard clause", "通用条款", "standard clause"),
    ("heading of a common form", "通用标题", "heading of a common form"),
    ("number of a chapter", "章回序号", "number of a chapter"),
    ("list of names", "名单", "list of names"),
    ("listed stock phrase", "所列套语", "listed stock phrase"),
)
_FORMS = (
    ("wording of a licence: as in {0}", "许可文字：同 {0}", "wording of a licence: as in {0}"),
    (
        "stands in a background: {0} or more of {1} works of {2}",
        "见于背景库：{2} 的 {1} 部作品中至少有 {0} 部",
        "stands in a background: {0} or more of {1} works of {2}",
    ),
)
# What a report says of the reasons why works correspond, in words that fit texts; its own are those of programs.
_SIX = (
    ("six-third-party", "1．第三方材料、公有领域作品与引文", "1. Material of others, the public domain, quotations"),
    (
        "six-generators",
        "2．工具生成的文字（模板、机器翻译等）",
        "2. Text made by tools (forms, translation)",
    ),
    ("six-names", "3．法律、体裁或惯例规定的名称与用语", "3. Names and wording that law, genre or custom dictates"),
    ("six-algorithms", "4．通用情节、套语及惯常表达", "4. Stock scenes and phrases, common ways to say it"),
)
LABELS = labels((*OF_RULES, *_ROWS, *_FORMS, *_SIX), ())
