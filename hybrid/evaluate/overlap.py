"""Test sentences that a system has met before: equal, or nearly equal, to one of its training sentences.

A figure on such sentences measures memory. They are counted and named, never dropped in silence.

>>> nearly_equal(["The dog sees a fish."], ["the dog sees a fish", "It rains."])
[0]
>>> nearly_equal(["The dog sees a fish."], ["The dogs eat."])
[]
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

ALIKE = 0.8
"""Shared character trigrams over all (Jaccard 1901) from which on two sentences count as nearly equal."""


def nearly_equal(sentences: Sequence[str], training: Iterable[str], *, alike: float = ALIKE) -> list[int]:
    """The numbers (from 0) of the sentences that have a near duplicate in ``training``."""
    known = [grams for grams in map(_trigrams, training) if grams]
    where: dict[str, list[int]] = defaultdict(list)
    for number, grams in enumerate(known):
        for gram in grams:
            where[gram].append(number)
    return [number for number, sentence in enumerate(sentences) if _met(_trigrams(sentence), known, where, alike)]


def _met(grams: frozenset[str], known: Sequence[frozenset[str]], where: dict[str, list[int]], alike: float) -> bool:
    shared: dict[int, int] = defaultdict(int)
    for gram in grams:
        for number in where.get(gram, ()):
            shared[number] += 1
    return any(count >= alike * (len(grams) + len(known[number]) - count) for number, count in shared.items())


def _trigrams(sentence: str) -> frozenset[str]:
    letters = f" {' '.join(''.join(c for c in sentence.casefold() if c.isalnum() or c.isspace()).split())} "
    return frozenset(letters[i : i + 3] for i in range(len(letters) - 2))
