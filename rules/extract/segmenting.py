"""Glossed words without segmentation: cut each word so that every gloss piece gets its part of the form.

Texts are often glossed (``yegir`` "II-send") without a segmented line. Each piece of a gloss is taken to emit a
stretch of letters, in order; which stretches is learned by expectation maximisation over all words (a segmental
hidden Markov model, Ostendorf et al. 1996, its states given by the gloss line): what a piece emits in other words
tells where it ends here. Words of one piece are anchors. A label may have no letters (``∅``).

>>> words = [("evler", "house-PL"), ("atlar", "horse-PL"), ("ev", "house"), ("at", "horse"), ("evde", "house-LOC"),
...     ("atlarda", "horse-PL-LOC"), ("kediler", "cat-PL"), ("kedide", "cat-LOC")]
>>> [Segmenter.learn(words).segment(*word) for word in words[-2:]]
['kedi-ler', 'kedi-de']
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from morph.igt import is_label, split_line
from morph.letters import letters
from rules.extract.tokens import ZERO, clean, normal
from rules.items import Example

_LONGEST = 14
_ROUNDS = 6
_SOFT_ROUNDS = 4
_MOST_WORDS = 4000  # distinct words to learn from, the most frequent ones
_STRENGTH = 0.5
_EMPTY = 0.01
_MEAN_LABEL, _MEAN_STEM = 2.2, 4.5
_SHARE = 0.5

Cut = tuple[str, ...]


def is_unsegmented(examples: Sequence[Example]) -> bool:
    """Whether most words whose gloss has several pieces stand uncut in the first line."""
    several = uncut = 0
    for example in examples:
        for form, gloss in zip(example.morphs, example.glosses, strict=False):
            if len(split_line(clean(gloss))) > 1:
                several += 1
                uncut += len(split_line(clean(form))) == 1
    return several > 0 and uncut > _SHARE * several


def segment_examples(examples: Sequence[Example]) -> tuple[Example, ...]:
    """The same examples with every uncut word cut along its gloss; examples that are segmented stay as they are."""
    words: Counter[tuple[str, str]] = Counter()
    for example in examples:
        for form, gloss in zip(example.morphs, example.glosses, strict=False):
            words[clean(form), clean(gloss)] += 1
    segmenter = Segmenter.learn(word for word, count in words.items() for _ in range(count))
    return tuple(_segmented(example, segmenter) for example in examples)


def _segmented(example: Example, segmenter: Segmenter) -> Example:
    morphs = []
    for form, gloss in zip(example.morphs, example.glosses, strict=False):
        cut = segmenter.segment(clean(form), clean(gloss)) if len(split_line(clean(form))) == 1 else ""
        morphs.append(cut or form)
    if len(morphs) != len(example.morphs):
        return example
    surface = example.surface_words or example.morphs
    return replace(example, morphs=tuple(morphs), surface_words=surface)


@dataclass(frozen=True, slots=True)
class _Item:
    """A distinct word: its letters (each one character, see :func:`_coded`), its gloss pieces, how much it weighs."""

    letters: str
    pieces: tuple[str, ...]
    weight: float


class Segmenter:
    """What each gloss piece emits: ``counts[piece][stretch]``, smoothed with a model of letters and lengths."""

    def __init__(self, alphabet: Mapping[str, float]) -> None:
        self.alphabet = alphabet
        self.counts: dict[str, dict[str, float]] = {}
        self.totals: dict[str, float] = {}
        self._base: dict[tuple[bool, str], float] = {}

    @classmethod
    def learn(cls, words: Iterable[tuple[str, str]]) -> Segmenter:
        """Learn from (form, gloss) pairs, each as often as it was seen."""
        types = Counter(words)
        items = [item for (form, gloss), count in sorted(types.items()) if (item := _item(form, gloss, count))]
        seen = Counter(letter for item in items for letter in item.letters)
        self = cls({letter: count / seen.total() for letter, count in seen.items()})
        anchors = [item for item in items if len(item.pieces) == 1]
        others = sorted((item for item in items if len(item.pieces) > 1), key=lambda item: -item.weight)[:_MOST_WORDS]
        fixed: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
        for item in anchors:
            fixed[item.pieces[0]][item.letters] += item.weight
        self._set(fixed)
        for number in range(_ROUNDS):
            counts: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
            for piece, stretches in fixed.items():
                counts[piece].update(stretches)
            for item in others:
                if number < _SOFT_ROUNDS:
                    self._expect(item, counts)
                else:
                    for piece, stretch in zip(item.pieces, self.best(item.letters, item.pieces), strict=False):
                        counts[piece][stretch] += item.weight
            self._set(counts)
        return self

    def segment(self, form: str, gloss: str) -> str:
        """A form with the separators of its gloss; ``""`` where it cannot be cut. Zero morphs are written ``∅``."""
        pieces = split_line(gloss)
        text = letters(form)
        cut = self.best(_coded(form), tuple(map(_bare, pieces)))
        if not cut or len(pieces) < 2 or any("<" in piece for piece in pieces):
            return ""
        parts, at = [], 0
        for piece, stretch in zip(pieces, cut, strict=True):
            separator = piece[0] if piece[0] in "-=~" else ""
            parts.append(separator + ("".join(text[at : at + len(stretch)]) or ZERO))
            at += len(stretch)
        return "".join(parts)

    def best(self, word: str, pieces: tuple[str, ...]) -> Cut:
        """The most probable way to cut a word (Viterbi); empty where it is too short for its pieces."""
        size, rows = len(word), len(pieces)
        scores = [[-math.inf] * (size + 1) for _ in range(rows + 1)]
        back = [[0] * (size + 1) for _ in range(rows + 1)]
        scores[0][0] = 0.0
        for i, piece in enumerate(pieces):
            for start in range(size + 1):
                if scores[i][start] == -math.inf:
                    continue
                for end in range(start, min(size, start + _LONGEST) + 1):
                    chance = self.chance(piece, word[start:end])
                    if chance and (score := scores[i][start] + math.log(chance)) > scores[i + 1][end]:
                        scores[i + 1][end], back[i + 1][end] = score, start
        if scores[rows][size] == -math.inf:
            return ()
        cuts, end = [], size
        for i in range(rows, 0, -1):
            start = back[i][end]
            cuts.append(word[start:end])
            end = start
        return tuple(reversed(cuts))

    def chance(self, piece: str, stretch: str) -> float:
        """The probability that a piece emits a stretch."""
        base = self._prior(_is_label(piece), stretch)
        seen = self.counts.get(piece)
        if seen is None:
            return base
        return (seen.get(stretch, 0.0) + _STRENGTH * base) / (self.totals[piece] + _STRENGTH)

    def _prior(self, label: bool, stretch: str) -> float:
        """Letters by their frequency, lengths by a geometric law; labels are shorter than stems."""
        found = self._base.get((label, stretch))
        if found is None:
            if not stretch:
                found = _EMPTY if label else 0.0
            else:
                stop = 1 / (_MEAN_LABEL if label else _MEAN_STEM)
                found = stop * (1 - stop) ** (len(stretch) - 1)
                for letter in stretch:
                    found *= self.alphabet.get(letter, 1e-4)
            self._base[label, stretch] = found
        return found

    def _set(self, counts: Mapping[str, Mapping[str, float]]) -> None:
        self.counts = {piece: dict(stretches) for piece, stretches in counts.items()}
        self.totals = {piece: sum(stretches.values()) for piece, stretches in self.counts.items()}

    def _expect(self, item: _Item, counts: dict[str, dict[str, float]]) -> None:
        """Add the expected counts of one word (forward-backward)."""
        word, pieces = item.letters, item.pieces
        size, rows = len(word), len(pieces)
        table = [
            {
                (start, end): chance
                for start in range(size + 1)
                for end in range(start, min(size, start + _LONGEST) + 1)
                if (chance := self.chance(piece, word[start:end]))
            }
            for piece in pieces
        ]
        forward = [[0.0] * (size + 1) for _ in range(rows + 1)]
        forward[0][0] = 1.0
        for i, cells in enumerate(table):
            for (start, end), chance in cells.items():
                forward[i + 1][end] += forward[i][start] * chance
        total = forward[rows][size]
        if total <= 0.0:
            return
        backward = [0.0] * size + [1.0]
        for i in range(rows - 1, -1, -1):
            before = [0.0] * (size + 1)
            for (start, end), chance in table[i].items():
                if backward[end] and forward[i][start]:
                    share = chance * backward[end]
                    before[start] += share
                    expected = forward[i][start] * share / total
                    if expected > 1e-4:
                        counts[pieces[i]][word[start:end]] += item.weight * expected
            backward = before


def _item(form: str, gloss: str, count: int) -> _Item | None:
    word = _coded(form)
    pieces = tuple(map(_bare, split_line(gloss)))
    if not word or not all(pieces) or not re.search(r"\w", form):
        return None
    return _Item(word, pieces, 1.0 + math.log(count))


_is_label = lru_cache(maxsize=1 << 14)(is_label)
_CODES: dict[str, str] = {}


def _coded(form: str) -> str:
    """A form with one character for each of its letters, so that a letter with accents is never cut in two."""
    found = letters(normal(form))
    if all(len(letter) == 1 for letter in found):
        return "".join(found)
    # Private-use characters stand for letters of several code points; any will do, they are never shown.
    return "".join(
        letter if len(letter) == 1 else _CODES.setdefault(letter, chr(0xE000 + len(_CODES))) for letter in found
    )


def _bare(piece: str) -> str:
    return piece.strip("-=~<>")
