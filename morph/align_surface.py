"""Surface words aligned with their morphs: which letters show which morph.

First letter by letter, at least cost; then once more over whole pieces, where a piece that often shows a morph is
preferred, so that all words cut a morph in the same way.

>>> morphs = (Morph("kat", "dog"), Morph("di", "PL", "-"))
>>> align({("kati", morphs): 1})["kati", morphs]
('kat', 'i')
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from morph.model import Morph
from morph.segment_reader import key

Word = tuple[str, tuple[Morph, ...]]
_OTHER, _LOST, _NEW = 1.2, 1.0, 1.0
_MOST = 24
"""Most pieces of one morph that the second pass looks at."""


def align(words: Mapping[Word, int] | Iterable[Word]) -> dict[Word, tuple[str, ...]]:
    """The surface pieces of each word, one for each morph, possibly empty; joined they are the word."""
    types = list(words)
    first = {word: _by_letters(*word) for word in types}
    shown: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for (_, morphs), pieces in first.items():
        for morph, piece in zip(morphs, pieces, strict=True):
            shown[key(morph.form), morph.gloss][piece] += 1
    return {word: _by_pieces(word, pieces, shown) for word, pieces in first.items()}


def _cost(left: str, right: str) -> float:
    return 0.0 if left == right else _OTHER


def _by_letters(form: str, morphs: Sequence[Morph]) -> tuple[str, ...]:
    """Letter alignment at least cost; letters that no morph has go to the morph before them."""
    if len(morphs) == 1:
        return (form,)
    letters = [(char, index) for index, morph in enumerate(morphs) for char in key(morph.form).strip("∅0")]
    rows, columns = len(letters) + 1, len(form) + 1
    cost = [[0.0] * columns for _ in range(rows)]
    for i in range(rows):
        for j in range(columns):
            options = []
            if i and j:
                options.append(cost[i - 1][j - 1] + _cost(letters[i - 1][0], form[j - 1]))
            if i:
                options.append(cost[i - 1][j] + _LOST)
            if j:
                options.append(cost[i][j - 1] + _NEW)
            cost[i][j] = min(options, default=0.0)
    owner = _trace(form, letters, cost)
    pieces = [""] * len(morphs)
    for char, index in zip(form, owner, strict=True):
        pieces[index] += char
    return tuple(pieces)


def _trace(form: str, letters: Sequence[tuple[str, int]], cost: Sequence[Sequence[float]]) -> list[int]:
    i, j = len(letters), len(form)
    owner = [0] * len(form)
    while j:
        here = cost[i][j]
        if i and abs(here - cost[i - 1][j - 1] - _cost(letters[i - 1][0], form[j - 1])) < 1e-9:
            owner[j - 1] = letters[i - 1][1]
            i, j = i - 1, j - 1
        elif i and abs(here - cost[i - 1][j] - _LOST) < 1e-9:
            i -= 1
        else:
            owner[j - 1] = letters[max(i - 1, 0)][1] if letters else 0
            j -= 1
    return owner


def _by_pieces(word: Word, first: tuple[str, ...], shown: Mapping[tuple[str, str], Counter[str]]) -> tuple[str, ...]:
    """The cut of the word whose pieces are the most usual ones of their morphs; the first one is always possible."""
    form, morphs = word
    if len(morphs) == 1:
        return first
    best: dict[int, tuple[float, tuple[str, ...]]] = {0: (0.0, ())}
    for morph, own in zip(morphs, first, strict=True):
        counts = shown[key(morph.form), morph.gloss]
        total = sum(counts.values())
        options = dict(counts.most_common(_MOST))
        options.setdefault(own, counts[own])
        following: dict[int, tuple[float, tuple[str, ...]]] = {}
        for at, (score, pieces) in best.items():
            for piece, count in options.items():
                if form.startswith(piece, at):
                    value = score + math.log(count / total)
                    if at + len(piece) not in following or value > following[at + len(piece)][0]:
                        following[at + len(piece)] = (value, (*pieces, piece))
        best = following
    return best.get(len(form), (0.0, first))[1]
