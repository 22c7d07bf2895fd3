"""Programs for tests, written here, and short ways to read and compare them."""

from __future__ import annotations

from pathlib import Path

from appraisal.comparison import Comparison
from appraisal.engine import compare
from appraisal.job import Job
from appraisal.work import Medium, Work
from comparators.code.features import CodeFeatures
from comparators.code.source import Source, source_of
from comparators.matching.encodings import Decoded

BUCKET = """\
static int fill(struct bucket *b, const char *key, size_t len) {
    unsigned long h = seed;
    for (size_t i = 0; i < len; i++) {
        h ^= (unsigned char) key[i];
        h *= 16777619u;
    }
    if (b->used >= b->size / 2 && grow(b) < 0)
        return -ENOMEM;
    while (b->slots[h % b->size].key != NULL)
        h++;
    b->slots[h % b->size].key = strndup(key, len);
    return ++b->used;
}
"""
RENAMED = """\
/* entirely our own work */
static int insert(struct table *self, const char *word, size_t n)
{
    unsigned long pos = start;
    for (size_t k = 0; k < n; k++) { pos ^= (unsigned char) word[k]; pos *= 31u; }
    if (self->count >= self->room / 4 && enlarge(self) < 0) return -EINVAL;
    while (self->cells[pos % self->room].word != NULL) pos++;
    self->cells[pos % self->room].word = strndup(word, n);
    return ++self->count;
}
"""
CLOCK = """\
void show(double now) {
    int hours = (int) now, minutes;
    do {
        minutes = (int) ((now - hours) * 60 + .5);
    } while (minutes > 59 ? (hours++, now = hours, 1) : 0);
    switch (hours) {
        case 12: puts("noon"); break;
        default: printf("%02d:%02d\\n", hours, minutes);
    }
    goto *labels[hours & 1];
}
"""


def source(text: str, file: str = "a.c") -> Source:
    return source_of(file, Decoded(text, "utf-8"))


def features(text: str, file: str = "a.c") -> CodeFeatures:
    return CodeFeatures.of(source(text, file))


def work(root: Path, label: str, **files: str | bytes) -> Work:
    """A folder of files; of their names ``__`` is a dot."""
    folder = root / label
    folder.mkdir(parents=True)
    for name, body in files.items():
        path = folder / name.replace("__", ".")
        path.write_bytes(body if isinstance(body, bytes) else body.encode())
    return Work.open(folder, label=label, medium=Medium.CODE)


def compared(left: Work, right: Work, **more: object) -> Comparison:
    return compare(Job("code-tokens", left, right, **more))  # type: ignore[arg-type]
