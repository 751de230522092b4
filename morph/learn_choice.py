"""Learning the chooser's weights: a conditional random field over the candidates of each sentence.

The probability of a path through the lattice is proportional to ``exp`` of its score (Lafferty, McCallum & Pereira
2001). The weights maximise the probability of the paths with the gold glosses, held back by a quadratic penalty, by
stochastic gradient steps with a step size per weight (AdaGrad, Duchi et al. 2011) and averaging over the last passes.
Where several candidates carry the gold gloss, any of them is right. Deterministic under a seed.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from morph.choice_features import Candidate, pair_features
from morph.choose import ChoiceModel, Curve

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]
PRIOR = 10.0
_HELD = 1.0
"""How strongly the weight of strange words on the confidence is held back."""


@dataclass(slots=True)
class Sentence:
    """A sentence as numbers: features of each candidate (rows of all words one after the other), the start of each
    word's rows, features of each pair of neighbours, and which candidates are right (None: the word is left free)."""

    starts: list[int]
    rows: Ints
    names: Ints
    values: Floats
    pairs: list[Ints | None]
    gold: list[NDArray[np.bool_] | None]


@dataclass(slots=True)
class Corpus:
    """Sentences to learn from, their features numbered. Add with :meth:`add`, then :func:`fit`."""

    index: dict[str, int] = field(default_factory=dict)
    spread: Counter[int] = field(default_factory=Counter)
    sentences: list[Sentence] = field(default_factory=list)
    _pairs: dict[tuple[tuple[str, str] | None, tuple[str, str]], tuple[int, ...]] = field(default_factory=dict)

    def _number(self, name: str) -> int:
        return self.index.setdefault(name, len(self.index))

    def add(self, options: Sequence[Sequence[Candidate]], glosses: Sequence[str]) -> None:
        """Add a sentence with the candidates of its words and their gold glosses."""
        starts, rows, names, values, row = [0], [], [], [], 0
        for candidates in options:
            for candidate in candidates:
                for name, value in candidate.features.items():
                    rows.append(row)
                    names.append(self._number(name))
                    values.append(value)
                row += 1
            starts.append(row)
        pairs = [self._pair_rows(options[i - 1] if i else None, right) for i, right in enumerate(options)]
        gold = [right_ones(row, gloss) for row, gloss in zip(options, glosses, strict=True)]
        if not any(g is not None and len(g) > 1 for g in gold):
            return
        used = set(names)
        for block in pairs:
            if block is not None:
                used.update(block.reshape(-1).tolist())
        self.spread.update(used)
        self.sentences.append(
            Sentence(starts, np.array(rows, np.int32), np.array(names, np.int32), np.array(values), pairs, gold)
        )

    def _pair_rows(self, lefts: Sequence[Candidate] | None, rights: Sequence[Candidate]) -> Ints | None:
        keys: list[tuple[str, str] | None] = [None] if lefts is None else [(c.tags, c.stem) for c in lefts]
        if len(keys) == 1 and len(rights) == 1:
            return None
        block = []
        for left in keys:
            for right in rights:
                key = (left, (right.tags, right.stem))
                found = self._pairs.get(key)
                if found is None:
                    found = self._pairs[key] = tuple(map(self._number, pair_features(*key)))
                block.append(found)
        return np.array(block, np.int32).reshape(len(keys), len(rights), -1)


def right_ones(row: Sequence[Candidate], gloss: str) -> NDArray[np.bool_] | None:
    """Which candidates have the gold gloss; else those that share most of its morphs, where that is half or more."""
    exact = [candidate.analysis.gloss == gloss for candidate in row]
    if any(exact):
        return np.array(exact)
    gold = _pieces(gloss)
    shares = [_overlap(_pieces(c.analysis.gloss), gold) for c in row]
    best = max(shares, default=0.0)
    return np.array([share == best for share in shares]) if best >= 0.5 else None


def _pieces(gloss: str) -> list[str]:
    return gloss.replace("=", "-").replace("~", "-").split("-")


def _overlap(pieces: list[str], gold: list[str]) -> float:
    same = sum(a == b for a, b in zip(pieces, gold, strict=False))
    return same / max(len(pieces), len(gold))


def _log_sum(values: Floats, axis: int) -> Floats:
    top = values.max(axis=axis, keepdims=True)
    return np.squeeze(top, axis) + np.log(np.exp(values - top).sum(axis=axis))


def marginals(local: list[Floats], pairs: list[Floats | None]) -> tuple[list[Floats], list[Floats | None]]:
    """The probability of each candidate, and of each pair of neighbours that has pair scores."""
    forward: list[Floats] = []
    for i, scores in enumerate(local):
        pair = pairs[i]
        if i == 0:
            forward.append(scores + (pair[0] if pair is not None else 0.0))
        elif pair is None:
            forward.append(scores + forward[-1][0])
        else:
            forward.append(scores + _log_sum(forward[-1][:, None] + pair, 0))
    backward: list[Floats] = [np.zeros(len(local[-1]))]
    for i in range(len(local) - 2, -1, -1):
        ahead, pair = backward[-1] + local[i + 1], pairs[i + 1]
        backward.append(_log_sum(pair + ahead[None, :], 1) if pair is not None else np.full(len(local[i]), ahead[0]))
    backward.reverse()
    total = float(_log_sum(forward[-1], 0))
    single: list[Floats] = [
        np.asarray(np.exp(f + b - total), np.float64) for f, b in zip(forward, backward, strict=True)
    ]
    double: list[Floats | None] = []
    for i, pair in enumerate(pairs):
        if pair is None:
            double.append(None)
        elif i == 0:
            double.append(single[0][None, :])
        else:
            double.append(np.exp(forward[i - 1][:, None] + pair + (local[i] + backward[i])[None, :] - total))
    return single, double


def _scores(sentence: Sentence, weights: Floats) -> tuple[list[Floats], list[Floats | None]]:
    count = sentence.starts[-1]
    flat: Floats = np.bincount(sentence.rows, weights[sentence.names] * sentence.values, minlength=count).astype(
        np.float64
    )
    local = [flat[a:b] for a, b in zip(sentence.starts, sentence.starts[1:], strict=False)]
    return local, [None if block is None else weights[block].sum(axis=2) for block in sentence.pairs]


def _gradient(sentence: Sentence, weights: Floats) -> tuple[Ints, Floats] | None:
    """The slope of the log-probability of the right paths, as feature numbers with values (some repeated)."""
    local, pairs = _scores(sentence, weights)
    expected, expected_pairs = marginals(local, pairs)
    masked = [
        scores if gold is None else np.where(gold, scores, -1e9)
        for scores, gold in zip(local, sentence.gold, strict=True)
    ]
    wanted, wanted_pairs = marginals(masked, pairs)
    difference = np.concatenate(wanted) - np.concatenate(expected)
    if np.abs(difference).max() < 1e-4:
        return None
    names, values = [sentence.names], [difference[sentence.rows] * sentence.values]
    for block, want, got in zip(sentence.pairs, wanted_pairs, expected_pairs, strict=True):
        if block is not None and want is not None and got is not None:
            names.append(block.reshape(-1))
            values.append(np.repeat((want - got).reshape(-1), block.shape[2]))
    return np.concatenate(names), np.concatenate(values)


def fit(
    corpus: Corpus,
    chosen: Iterable[int] | None = None,
    *,
    epochs: int = 12,
    seed: int = 1,
    rate: float = 0.1,
    prior: float = PRIOR,
    least: int = 2,
    progress: Callable[[int], None] | None = None,
) -> ChoiceModel:
    """Learn weights from the sentences (``chosen``: only those with these numbers).

    ``least`` sentences must show a feature. ``prior`` is the strength of the quadratic penalty that pulls weights to
    zero: the same for every feature, spread over the sentences that show it, so that much evidence overcomes it.
    """
    order = list(range(len(corpus.sentences)) if chosen is None else chosen)
    spread = np.zeros(len(corpus.index))
    spread[list(corpus.spread)] = list(corpus.spread.values())
    allowed = spread >= least
    penalty: Floats = np.minimum(1.0, prior / np.maximum(spread, 1.0))
    weights, squares = np.zeros(len(corpus.index)), np.full(len(corpus.index), 1e-2)
    total, rounds = np.zeros(len(corpus.index)), 0
    randomness = random.Random(seed)
    for epoch in range(epochs):
        randomness.shuffle(order)
        for number in order:
            _step(corpus.sentences[number], weights, squares, allowed, rate, penalty)
        if 2 * epoch >= epochs:
            total += weights
            rounds += 1
        if progress:
            progress(epoch + 1)
    weights = total / max(1, rounds)
    return ChoiceModel({name: float(weights[i]) for name, i in corpus.index.items() if abs(weights[i]) > 1e-4})


def _step(
    sentence: Sentence, weights: Floats, squares: Floats, allowed: NDArray[np.bool_], rate: float, penalty: Floats
) -> None:
    found = _gradient(sentence, weights)
    if found is None:
        return
    names, inverse = np.unique(found[0], return_inverse=True)
    slope: Floats = np.bincount(inverse, found[1]).astype(np.float64)
    keep = allowed[names]
    names, slope = names[keep], slope[keep]
    slope = slope - penalty[names] * weights[names]
    squares[names] += slope * slope
    weights[names] += rate * slope / np.sqrt(squares[names])


Judged = tuple[str, float, float, bool]
"""A choice outside the training data: its curve, its margin, the share of strange words beside it, whether it is right.
"""


def calibrate(model: ChoiceModel, judged: Sequence[Judged]) -> None:
    """Fit the logistic curves that turn margins into confidences, one per kind with 30 or more words, one for all
    (Platt 1999). ``judged`` are words outside the training data of ``model``."""
    groups: dict[str, list[Judged]] = {"": []}
    for one in judged:
        groups.setdefault(one[0], []).append(one)
        groups[""].append(one)
    for basis, points in groups.items():
        if len(points) >= 30 or (basis == "" and points):
            model.calibration[basis] = _platt(points)


def _platt(points: Sequence[Judged], passes: int = 60) -> Curve:
    """A logistic curve by Newton's method on the smoothed labels of Platt (1999). Strange words beside it cannot make
    a choice surer."""
    positives = sum(right for _, _, _, right in points)
    high, low = (positives + 1) / (positives + 2), 1 / (len(points) - positives + 2)
    seen = np.array([(margin, 1.0, strange) for _, margin, strange, _ in points])
    wanted = np.array([high if right else low for _, _, _, right in points])
    columns, curve = [0, 1, 2], np.array([0.3, 0.0, 0.0])
    held = np.array([1e-3, 0.0, _HELD])
    for number in range(2 * passes):
        chance = 1 / (1 + np.exp(-np.clip(seen @ curve, -30, 30)))
        slope = (seen.T @ (chance - wanted) + held * curve)[columns]
        weighed = seen * np.maximum(chance * (1 - chance), 1e-9)[:, None]
        curved = (seen.T @ weighed + np.diag(held + 1e-6))[np.ix_(columns, columns)]
        curve[columns] -= np.linalg.solve(curved, slope)
        if number == passes - 1 and curve[2] > 0:
            columns, curve[2] = [0, 1], 0.0
    return max(float(curve[0]), 0.0), float(curve[1]), min(float(curve[2]), 0.0)
