"""Passages that agree in the names or terms of lists alone: rosters of the same people, lists of the same places.

Two lists of those who stand in both works share names, not wording, in whatever order: the order of a list is its own,
or that of rank. Such a passage is told by three things together, all on both sides: hardly a word that sentences are
made of stands in it; what agrees is made of names; and not nearly all of one side is kept in its order, since a list
that another one repeats from end to end is a copy of the list.

A word of letters is a name where it has a capital in both works. Among 字 a name is told by how firmly its 字 are bound
to each other in the two works: the second 字 of a name follows the first one in most of its places (``binding``). That
is what tells rosters from descriptions in parallel clauses, which hold as few of those words.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from comparators.text.folding import fold
from comparators.text.reworded.aligning import Alignment
from comparators.text.reworded.binding import Binding
from comparators.text.reworded.stems import stem

Array = NDArray[Any]
PLAIN = 0.12  # share of plain words of either side from which on it is no list
NAMED = 0.25  # share of what agrees that must be names
BOUND = 0.15  # share of the places of a 字 that the next one follows, from which on both are a name
REPEATED = 0.75  # share of the shorter side kept in its order from which on the list was copied
# Words that sentences are made of: particles, pronouns, prepositions, adverbs, verbs of saying, going. Written here.
PLAIN_ZI = (
    "的了着过得地之乎者也矣焉哉耳兮与及和并而且则即便却又亦都皆只就才还再更最不没无未莫勿非是为有在于以从自向往到至对把被使令叫让给由因故"
    "若如似虽但然所其此彼这那哪何谁甚么吾我你他她它们俺咱您某曰道说云言问答见看听闻知想要欲能可会肯敢须当来去出入起回走坐个些儿里上下中"
    "前后时间等教吃打做拿住"
)
PLAIN_WORDS = (
    "a an i me my mine we us our you your ye thou thee thy he him his she her it its they them their this that these"
    " those who whom whose which what is are was were be been being am art wast has have had hath having do does did"
    " doth not no nor but if then than so as at by for from in into on upon to unto with without before after over"
    " under against out up down when where there here shall shalt will wilt would should may might can could must let"
    " said say saith spake speak came come went go gave give made make took take saw see all every any because also"
    " even neither"
)
JOINING = "and of the or son daughter"  # what stands between names in lists, and numbers, which are none
NUMERALS = "零〇一二三四五六七八九十百千万两"


@cache
def _sets() -> tuple[frozenset[str], frozenset[str]]:
    plain = {chr(code) for code in fold(PLAIN_ZI).text.tolist()} | {stem(word) for word in PLAIN_WORDS.split()}
    return frozenset(plain), frozenset({*NUMERALS, *map(stem, JOINING.split())})


def plain_words(tokens: Sequence[str]) -> tuple[Array, Array]:
    """By token number: whether sentences are made of it; whether it joins the names of lists, or counts."""
    plain, joining = _sets()
    one, other = (np.array([token in words for token in tokens], np.bool_) for words in (plain, joining))
    return one, other


def rosters(
    found: Sequence[Alignment],
    tokens: tuple[Array, Array],
    capitals: tuple[Array, Array],
    words: tuple[Array, Array, Array],
    binding: Binding,
) -> list[bool]:
    """Which of the passages agree in names or terms of lists alone.

    ``tokens``: the strands of both sides; ``capitals``: bool, of each of their tokens; ``words``: bool by token number:
    those of ``plain_words``, and which are single 字. ``binding``: of the tokens of all passages but those that are the
    same throughout, which are no lists here.
    """
    plain, joining, single = words
    left, right = tokens
    lists = [
        max(plain[left[slice(*one.left)]].mean(), plain[right[slice(*one.right)]].mean()) < PLAIN
        and len(one.kept) < REPEATED * min(one.left[1] - one.left[0], one.right[1] - one.right[0])
        for one in found
    ]
    return [
        is_list and _named(one, left, capitals, joining, single, binding) >= NAMED
        for one, is_list in zip(found, lists, strict=True)
    ]


def _named(
    one: Alignment, left: Array, capitals: tuple[Array, Array], joining: Array, single: Array, binding: Binding
) -> float:
    """Share of names among the tokens that agree, those left out that only join or count."""
    pairs = np.concatenate([one.kept, one.moved])
    pairs = pairs[np.argsort(pairs[:, 0])]
    i, j = pairs[:, 0], pairs[:, 1]
    token = left[i]
    step = (np.diff(i) == 1) & (np.diff(j) == 1) & single[token[1:]] & single[token[:-1]]
    firm = np.zeros(len(pairs), np.bool_)
    firm[:-1] = step & (binding.share(token[:-1], token[1:]) >= BOUND)
    named = np.where(single[token], firm | np.append(False, firm[:-1]), capitals[0][i] & capitals[1][j])
    named = named[~joining[token]]
    return float(named.mean()) if len(named) else 0.0
