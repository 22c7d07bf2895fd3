"""What stands in many works for no author's sake: pages on rights, licences, standard clauses, headings by form, and
texts that are public because they say so or because the law says so of their kind.

All is told by wording alone. Lines that name a holder of rights (©, copyright 2001) stay in: who they name is evidence.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from comparators.matching.licences import WORD, notices
from comparators.text.filters.marks import CLAUSE, COPYRIGHT, DECLARED, HEADING, IMPRINT, Mark, Read
from comparators.text.reading.chapters import chapters_of

ENDS = 3000  # characters at the beginning and at the end of a file in which it may say that it is public
MOST_LINE = 1200  # characters of a paragraph that is taken out whole
PUBLIC = re.compile(
    r"(?:本作品|本书|本文|本作|本文档|此作品)[^。\n]{0,12}(?:属于|进入|置于|归入|贡献给|释入)公有领域"
    r"|\bcc0\b|public domain dedication"
    r"|\bthis (?:work|text|book|document|file|story) (?:is|has been) (?:hereby )?"
    r"(?:in|placed in|placed into|dedicated to|released into|released to) the public domain"
)
# Copyright Law of China, article 5: laws, regulations and official papers of state organs are not protected by it.
LAW = re.compile(r"(?:^|[\n《 　])(中华人民共和国[一-鿿]{2,24}(?:法|条例|规定|办法|实施细则))[》 　]*(?=[\n（(]|$)")
ARTICLE = re.compile(r"[ 　]*第[零〇一二三四五六七八九十百千\d]{1,7}条(?:之[一二三四五六七八九])?[ 　]")
LEAST_ARTICLES = 3
RIGHTS = re.compile(
    r"版权所有|翻印必究|侵权必究|图书在版编目|\bcip ?数据|\bisbn\b|出版发行[：: 　]|新华书店"
    r"|责任编辑[：: 　]|封面设计[：: 　]"
    r"|^[ 　]*(?:开本|印张|字数|版次|印次|印数|定价|书号|邮编|印刷|经销|策划编辑|责任校对)[ 　]*[：:]"
    r"|未经[^。\n]{0,16}(?:许可|授权|同意|允许)[^。\n]{0,16}(?:不得|禁止|严禁|请勿)[^。\n]{0,12}(?:转载|复制|翻印|使用|传播|摘编)"
    r"|all rights reserved|no part of this (?:publication|book|work|document) may be|library of congress catalog"
    r"|^[ \t]*(?:first published|printed (?:and bound )?in|typeset (?:in|by)|cover design)\b"
    r"|this is a work of fiction|any resemblance to (?:actual|real) (?:persons|people|events)"
    r"|(?:本故事|本书|本文|本作品?|情节)[^。\n]{0,6}纯属虚构|如有雷同[，,]?纯属巧合"
)
LICENCE = re.compile(
    r"licensed under the (?:apache|mit|bsd|gnu)|project gutenberg|this ebook is for the use of anyone anywhere"
    r"|gnu (?:general public|lesser general public|free documentation|affero) licen[sc]e"
    r"|creative ?commons|知识共享[^。\n]{0,6}(?:许可|协议|署名)|\bcc by(?:-nc|-sa|-nd)*\b"
)
CLAUSES = re.compile(
    r"本(?:合同|协议)[^。\n]{0,8}一式[^。\n]{1,4}份|自双方签[字署](?:盖章)?之日起(?:生效|成立)|不可抗力|本(?:合同|协议)未尽事宜"
    r"|具有同等(?:法律)?效力|(?:提交|申请)[^。\n]{0,16}仲裁委员会|向[^。\n]{0,16}人民法院(?:提起诉讼|起诉)|最终解释权"
    r"|不承担任何(?:责任|法律责任)|恕不另行通知|如有变更[，,]恕不|保留[^。\n]{0,12}的(?:权利|最终解释权)|敬请谅解"
    r"|使用(?:本产品|本软件|本机|前)[^。\n]{0,6}请(?:仔细|务必|先)?(?:仔细)?阅读|请妥善保管|本(?:网站|公司|平台)有权[^。\n]{0,8}(?:修改|变更|终止)"
    r"|force majeure|governed by (?:and construed in accordance with )?the laws? of|entire agreement between"
    r"|invalid or unenforceable|without warranty of any kind|merchantability|in no event shall|shall not be liable"
    r"|hold harmless|reserves? the right to|subject to change without notice|successors and assigns"
    r"|for (?:further|more) information,? (?:see|please)|read (?:this|these) (?:manual|instructions) carefully"
    r"|unless required by applicable law|by (?:using|installing|accessing) this (?:software|site|service|product)"
)
SENTENCE = re.compile(r"[^。！？!?；;\n\r]{1,1200}?(?:[。！？!?；;]|\.(?=[ \t\n\r]|$)|(?=[\n\r])|$)")
GENERIC = re.compile(
    r"(?:目录|前言|序言?|自序|引言|楔子|引子|后记|跋|附录|尾声|致谢|内容提要|作者简介|索引|凡例"
    r"|(?:table of )?contents|preface|foreword|introduction|prologue|epilogue|afterword|appendix|acknowledge?ments"
    r"|index|name|synopsis|description|options|examples?|see also|author|bugs|files|copyright)[：: 　\t]*"
)
NUMBER = re.compile(
    r"[#【《「\[*_ \t　]*(?:第[ 　]*[^\n ]{1,9}?[回章节卷部篇集折幕出话讲编]|[卷篇][之第]?[一二三四五六七八九十百]{1,5}"
    r"|(?:chapter|book|part|act|scene|canto|stave|letter|volume|section|psalm)\s+(?:the\s+)?[\w-]{1,20})"
)


def marks(read: Read) -> Iterator[Mark]:
    """All places of one file that these rules take."""
    yield from _declared(read)
    yield from _licences(read)
    plain = read.plain
    for start, stop in read.lines:
        line = plain[start : min(stop, start + 4 * MOST_LINE)]
        if COPYRIGHT.search(line):
            continue
        if RIGHTS.search(line) and stop - start <= 200:
            yield Mark(IMPRINT, start, stop, f"page on rights and printing: {read.said(start, stop)}")
        elif RIGHTS.search(line) or LICENCE.search(line) or CLAUSES.search(line):
            yield from _sentences(read, start, stop)
    yield from _headings(read)


def _licences(read: Read) -> Iterator[Mark]:
    """Lines between the first and the last word of a notice, but for those that name a holder of rights."""
    found = [word.span() for word in WORD.finditer(read.text)]
    words = [read.text[a:b] for a, b in found]
    for first, last, licence in notices(words):
        begin, end = found[first][0], found[last - 1][1]
        for start, stop in read.lines[bisect_right(read.lines, (begin, begin)) - 1 :]:
            if start >= end:
                break
            if stop > begin and not COPYRIGHT.search(read.plain, start, stop):
                yield Mark(IMPRINT, max(start, begin), min(stop, end), f"wording of a licence: as in {licence}")


def _declared(read: Read) -> Iterator[Mark]:
    plain, text = read.plain, read.text
    for begin, end in ((0, ENDS), (max(ENDS, len(plain) - ENDS), len(plain))):
        found = PUBLIC.search(plain, begin, end)
        if found is not None:
            yield Mark(DECLARED, 0, len(text), f"the file says so: {read.said(*found.span())}")
            return
    law = LAW.search(plain, 0, ENDS)
    if law is None:
        return
    articles = [span for span in read.lines if ARTICLE.match(plain, *span) and span[0] > law.start()]
    if len(articles) >= LEAST_ARTICLES:
        first, last = articles[0][0], articles[-1][1]
        yield Mark(DECLARED, first, last, f"text of a law: {read.said(*law.span(1))}, {len(articles)}")


def _sentences(read: Read, start: int, stop: int) -> Iterator[Mark]:
    """The sentences of a line that hold such words."""
    for found in SENTENCE.finditer(read.plain, start, stop):
        words = found.group()
        at = found.start() + len(words) - len(words.lstrip())
        if LICENCE.search(words):
            yield Mark(IMPRINT, at, found.end(), f"wording of a licence: {read.said(at, found.end())}")
        elif RIGHTS.search(words):
            yield Mark(IMPRINT, at, found.end(), f"page on rights and printing: {read.said(at, found.end())}")
        elif CLAUSES.search(words):
            yield Mark(CLAUSE, at, found.end(), f"standard clause: {read.said(at, found.end())}")


def _headings(read: Read) -> Iterator[Mark]:
    """Of a heading its number alone; the whole of one that is a common word. What an author named a chapter stays."""
    plain = read.plain
    seen = set()
    for chapter in chapters_of(read.text, markdown=True):
        seen.add(chapter.start)
        words = plain[chapter.start : chapter.stop].strip("#*_【】[] \t　")
        number = NUMBER.match(plain, chapter.start, chapter.stop)
        if GENERIC.fullmatch(words):
            yield Mark(HEADING, chapter.start, chapter.stop, "heading of a common form")
        elif number is not None:
            yield Mark(HEADING, chapter.start, number.end(), "number of a chapter")
    for start, stop in read.lines:
        if stop - start <= 24 and start not in seen and GENERIC.fullmatch(plain[start:stop].strip("#*_【】[] \t　")):
            yield Mark(HEADING, start, stop, "heading of a common form")
