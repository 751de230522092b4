"""Aligning the letters of a word with its underlying morphs, monotonically, by expectation maximisation.

Letters are paired by weighted edit distance whose weights are learned from all words (Viterbi training; Ristad &
Yianilos, *Learning string edit distance*, 1998); then the cut between two morphs, which the letters alone leave open
where something was inserted or fused, is put where each morph gets a shape that it also has in other words.

>>> from rules.extract.phonology.words import AlignedWord, distinct
>>> words = distinct([AlignedWord("kitabı", "kitap-ı", "book-ACC"), AlignedWord("evi", "ev-i", "house-ACC")])
>>> [["".join(shape) for shape in item.shapes] for item in align(words)]
[['kitab', 'ı'], ['ev', 'i']]
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from morph.letters import unmarked
from rules.extract.phonology.letters import is_known_vowel
from rules.extract.phonology.words import Word

Pair = tuple[str, str]
"""An underlying letter and what stands for it on the surface; either may be empty."""

_ROUNDS = 3
_REACH = 3
_PRIOR = 4.0
_STEM_SHARE = 0.6
_FREEDOM = {"stem": 6.0, "bound": 1.0}
"""How readily a morph gets a new shape: stems alternate lexically, bound morphs have few shapes."""


@dataclass(frozen=True, slots=True)
class Aligned:
    """A word with the surface ``shape`` and the letter pairs of each of its morphs."""

    word: Word
    shapes: tuple[tuple[str, ...], ...]
    pairs: tuple[tuple[Pair, ...], ...]
    cost: float = 0.0


class EditModel:
    """Costs (negative log probabilities) of letter pairs, re-estimated from counted pairs."""

    def __init__(self) -> None:
        self._counts: Counter[Pair] = Counter()
        self._totals: Counter[str] = Counter()
        self._cache: dict[Pair, float] = {}

    def learn(self, counts: Counter[Pair]) -> None:
        self._counts = counts
        self._totals = Counter()
        for (under, _), count in counts.items():
            self._totals[under] += count
        self._cache = {}

    def cost(self, under: str, over: str) -> float:
        pair = (under, over)
        found = self._cache.get(pair)
        if found is None:
            prior = _prior(under, over)
            total = self._totals[under]
            if under:
                chance = (self._counts[pair] + _PRIOR * prior) / (total + _PRIOR)
            else:
                chance = prior * (self._counts[pair] + 1.0) / (total + 20.0) * 20.0
            found = -math.log(min(max(chance, 1e-6), 0.999))
            self._cache[pair] = found
        return found


def _prior(under: str, over: str) -> float:
    """How likely a pair is before anything was seen: the same letter, the same base letter, the same class."""
    if not under or not over:
        return 0.02
    if under == over:
        return 0.9
    if unmarked(under) == unmarked(over):
        return 0.2
    return 0.03 if is_known_vowel(under) == is_known_vowel(over) else 0.002


def pair_letters(under: Sequence[str], over: Sequence[str], model: EditModel) -> tuple[float, tuple[Pair, ...]]:
    """The cheapest monotone pairing of two letter sequences, with its cost."""
    rows, columns = len(under), len(over)
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    move = [[0] * (columns + 1) for _ in range(rows + 1)]
    for i in range(rows + 1):
        for j in range(columns + 1):
            if not i and not j:
                continue
            options = []
            if i and j:
                options.append((best[i - 1][j - 1] + model.cost(under[i - 1], over[j - 1]), 0))
            if i:
                options.append((best[i - 1][j] + model.cost(under[i - 1], ""), 1))
            if j:
                options.append((best[i][j - 1] + model.cost("", over[j - 1]), 2))
            best[i][j], move[i][j] = min(options)
    pairs: list[Pair] = []
    i, j = rows, columns
    while i or j:
        step = move[i][j]
        i, j = i - (step != 2), j - (step != 1)
        pairs.append((under[i] if step != 2 else "", over[j] if step != 1 else ""))
    return best[rows][columns], tuple(reversed(pairs))


def align(words: Sequence[Word], *, model: EditModel | None = None) -> list[Aligned]:
    """Align every word; deterministic, in the order given."""
    model = model or EditModel()
    changed = [word for word in words if word.surface != word.underlying]
    same = Counter(letter for word in words if word.surface == word.underlying for letter in word.underlying)
    for _ in range(_ROUNDS):
        counts: Counter[Pair] = Counter({(letter, letter): count for letter, count in same.items()})
        for word in changed:
            counts.update(pair_letters(word.underlying, word.surface, model)[1])
        model.learn(counts)
    cutter = _Cutter(model, words)
    for turn in range(_ROUNDS):
        cutter.learn(trust_stems=turn > 0)
    return [cutter.aligned(word) for word in words]


class _Cutter:
    """Cuts words into the shapes of their morphs, and learns how often each morph has each shape."""

    def __init__(self, model: EditModel, words: Sequence[Word]) -> None:
        self._model = model
        self._pairs: dict[tuple[tuple[str, ...], tuple[str, ...]], tuple[float, tuple[Pair, ...]]] = {}
        self._shapes: dict[tuple[str, str, str], Counter[tuple[str, ...]]] = defaultdict(Counter)
        self._trust_stems = False
        self._cuts: dict[Word, tuple[tuple[str, ...], ...]] = {}
        for word in words:
            self._cuts[word] = self._first_cut(word)
        self._count()

    def learn(self, *, trust_stems: bool) -> None:
        """Cut every word again. Bound morphs, seen in many words, go first; the shapes of stems count afterwards."""
        self._trust_stems = trust_stems
        for word in self._cuts:
            if len(word.morphs) > 1 and word.surface != word.underlying:
                self._cuts[word] = self._best_cut(word)
        self._count()

    def aligned(self, word: Word) -> Aligned:
        shapes = self._cuts[word]
        pieces = [self._pair(m.form, s) for m, s in zip(word.morphs, shapes, strict=True)]
        return Aligned(word, shapes, tuple(pairs for _, pairs in pieces), sum(cost for cost, _ in pieces))

    def _count(self) -> None:
        self._shapes = defaultdict(Counter)
        for word, shapes in self._cuts.items():
            for morph, shape in zip(word.morphs, shapes, strict=True):
                self._shapes[morph.key][shape] += 1

    def _pair(self, form: tuple[str, ...], shape: tuple[str, ...]) -> tuple[float, tuple[Pair, ...]]:
        key = (form, shape)
        if key not in self._pairs:
            self._pairs[key] = pair_letters(form, shape, self._model)
        return self._pairs[key]

    def _first_cut(self, word: Word) -> tuple[tuple[str, ...], ...]:
        if word.surface == word.underlying:
            return tuple(morph.form for morph in word.morphs)
        pairs = pair_letters(word.underlying, word.surface, self._model)[1]
        ends = [0]
        for morph in word.morphs:
            ends.append(ends[-1] + len(morph.form))
        cuts, seen, taken = [0], 0, 0
        for under, over in pairs:
            seen += bool(under)
            taken += bool(over)
            while len(cuts) < len(ends) - 1 and under and seen == ends[len(cuts)]:
                cuts.append(taken)
        while len(cuts) < len(ends) - 1:
            cuts.append(taken)
        cuts.append(len(word.surface))
        return tuple(word.surface[a:b] for a, b in zip(cuts, cuts[1:], strict=False))

    def _best_cut(self, word: Word) -> tuple[tuple[str, ...], ...]:
        """Move the cuts by up to a few letters to where the morphs have their usual shapes."""
        middles = []
        at = 0
        for shape in self._cuts[word]:
            at += len(shape)
            middles.append(at)
        total = len(word.surface)
        states: dict[int, tuple[float, tuple[tuple[str, ...], ...]]] = {0: (0.0, ())}
        for index, middle in enumerate(middles):
            last = index == len(word.morphs) - 1
            ends = [total] if last else range(max(0, middle - _REACH), min(total, middle + _REACH) + 1)
            following: dict[int, tuple[float, tuple[tuple[str, ...], ...]]] = {}
            for end in ends:
                options = [
                    (cost + self._cost(word, index, word.surface[start:end]), (*cut, word.surface[start:end]))
                    for start, (cost, cut) in states.items()
                    if start <= end
                ]
                if options:
                    following[end] = min(options)
            states = following
        return states[total][1]

    def _cost(self, word: Word, index: int, shape: tuple[str, ...]) -> float:
        """Chinese-restaurant mixture of the morph's own shapes (this word left out) and the letter model."""
        morph = word.morphs[index]
        if morph.kind == "stem" and not self._trust_stems:
            return _STEM_SHARE * self._pair(morph.form, shape)[0]
        counts = self._shapes[morph.key]
        own = shape == self._cuts[word][index]
        seen = counts[shape] - own if shape in counts else 0
        total = sum(counts.values()) - 1
        fresh = math.exp(-self._pair(morph.form, shape)[0])
        free = _FREEDOM["stem" if morph.kind == "stem" else "bound"]
        return -math.log((seen + free * fresh + 1e-12) / (total + free))
