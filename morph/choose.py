"""Choosing one analysis per word in context: a linear model whose every weight can be read.

A sentence is a lattice: each word has its candidate analyses. A candidate scores the sum of the weights of its
features, two neighbouring candidates score the weights of the features they share (:mod:`morph.choice_features`), and
Viterbi finds the best path. The weights are learned (:mod:`morph.learn_choice`) from sentences with gold glosses whose
candidates were made without looking at these sentences.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

from morph.choice_features import Candidate, Features, Hint, options_of, pair_features, strange_beside
from morph.errors import DataError
from morph.files import write_atomic
from morph.model import UNKNOWN_GLOSS, GlossedWord, Step

EXPLAINED = 3
"""Analyses of a word, best first, that carry reasons in a trace."""
VERSION = 2
"""Of the names of features: a model can only be used with the features that it was trained with."""


Curve = tuple[float, float, float]
"""A logistic curve: what the margin counts, offset, what the share of strange words counts."""
PLAIN: Curve = (1.0, 0.0, 0.0)


def height(curve: Curve, margin: float, strange: float) -> float:
    """The value of a logistic curve."""
    slope, offset, tilt = curve
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, slope * margin + offset + tilt * strange))))


class Hints(Protocol):
    """What a translation line says about the analyses of the words: features for each."""

    def on(self, translation: str, words: Sequence[GlossedWord]) -> Hint: ...


@dataclass(slots=True)
class ChoiceModel:
    """Weights by feature name, and how a margin becomes a confidence.

    ``calibration`` maps a basis (with ``alone`` where the word has no other gloss) to a logistic curve over the margin
    and the share of strange words beside it.
    """

    weights: dict[str, float] = field(default_factory=dict)
    calibration: dict[str, Curve] = field(default_factory=dict)

    def local(self, candidate: Candidate) -> float:
        get = self.weights.get
        return sum(get(name, 0.0) * value for name, value in candidate.features.items())

    def pair(self, left: Candidate | None, right: Candidate) -> float:
        get = self.weights.get
        return sum(get(name, 0.0) for name in pair_features(_key(left) if left else None, _key(right)))

    def confidence(self, curve: str, margin: float, strange: float = 0.0) -> float:
        """The probability that a choice with this margin is right, where so many of the words beside it are strange."""
        return height(self.calibration.get(curve) or self.calibration.get("", PLAIN), margin, strange)

    def save(self, path: Path, *, about: Mapping[str, str]) -> None:
        """Write as JSON, features sorted by name, so that two models can be compared line by line."""
        weights = {name: round(value, 4) for name, value in sorted(self.weights.items()) if abs(value) >= 1e-4}
        record = {"features": VERSION, "about": dict(about), "calibration": self.calibration, "weights": weights}
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomic(path, json.dumps(record, ensure_ascii=False, indent=0) + "\n")

    @classmethod
    def load(cls, path: Path) -> ChoiceModel:
        """Read what :meth:`save` wrote; DataError where it is something else."""
        try:
            record = json.loads(path.read_text(encoding="utf-8"))
            if record.get("features") != VERSION:
                raise DataError("a chooser of another version of onebook", path=str(path), hint="onebook train")
            # models of earlier builds have curves without the third number
            curves = {key: (float(a), float(b), float(sum(c))) for key, (a, b, *c) in record["calibration"].items()}
            return cls({str(k): float(v) for k, v in record["weights"].items()}, curves)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise DataError("not a model of the gloss chooser", path=str(path), hint="onebook train") from error


@dataclass(frozen=True, slots=True)
class Lattice:
    """The candidates of a sentence with the scores of a model: ``local[i][c]`` and ``pairs[i][p][c]``."""

    local: list[list[float]]
    pairs: list[list[list[float]]]

    def best(self) -> tuple[list[int], list[list[float]]]:
        """The best path, and the max-marginal of every candidate (the score of the best path through it)."""
        forward = self._forward()
        backward = self._backward()
        marginals = [[f + b for f, b in zip(fs, bs, strict=True)] for fs, bs in zip(forward, backward, strict=True)]
        path: list[int] = []
        for i in range(len(self.local) - 1, -1, -1):
            scores = forward[i]
            if path:
                scores = [score + self.pairs[i + 1][c][path[-1]] for c, score in enumerate(scores)]
            path.append(max(range(len(scores)), key=lambda c: (scores[c], -c)))
        path.reverse()
        return path, marginals

    def _forward(self) -> list[list[float]]:
        rows: list[list[float]] = []
        for i, local in enumerate(self.local):
            if i == 0:
                rows.append([self.pairs[0][0][c] + local[c] for c in range(len(local))])
                continue
            previous, pair = rows[-1], self.pairs[i]
            rows.append([max(p + pair[k][c] for k, p in enumerate(previous)) + local[c] for c in range(len(local))])
        return rows

    def _backward(self) -> list[list[float]]:
        rows: list[list[float]] = [[0.0] * len(self.local[-1])] if self.local else []
        for i in range(len(self.local) - 2, -1, -1):
            following, pair, local = rows[-1], self.pairs[i + 1], self.local[i + 1]
            ahead = [score + rest for score, rest in zip(local, following, strict=True)]
            rows.append([max(map(float.__add__, pair[c], ahead)) for c in range(len(self.local[i]))])
        rows.reverse()
        return rows


def _key(candidate: Candidate) -> tuple[str, str]:
    return candidate.tags, candidate.stem


def lattice(model: ChoiceModel, options: Sequence[Sequence[Candidate]]) -> Lattice:
    """Score all candidates of a sentence."""
    local = [[model.local(c) for c in row] for row in options]
    pairs: list[list[list[float]]] = []
    for i, row in enumerate(options):
        lefts: Sequence[Candidate | None] = options[i - 1] if i else [None]
        if len(lefts) == len(row) == 1:
            pairs.append([[0.0]])
        else:
            pairs.append([[model.pair(left, right) for right in row] for left in lefts])
    return Lattice(local, pairs)


class ContextChooser:
    """A :class:`morph.gloss.Chooser` with a trained model. ``hints`` makes features from the translation line; with
    ``trace`` the chosen analysis carries what decided for it as steps (rule: feature and its weight; before: the
    runner-up's gloss; after: its own), and the two after it what speaks for and against them beside the chosen one."""

    def __init__(self, model: ChoiceModel, hints: Hints | None = None, *, trace: bool = False) -> None:
        self.model = model
        self.hints = hints
        self.trace = trace

    def choose(self, words: Sequence[GlossedWord], translation: str = "") -> tuple[GlossedWord, ...]:
        """The same words with the best analysis first, chosen, and a calibrated confidence."""
        if not words:
            return ()
        options = self.options(words, translation)
        path, marginals = lattice(self.model, options).best()
        strange = strange_beside([word.analyses[0].basis if word.analyses else "unknown" for word in words])
        chosen = [
            self._chosen(word, row, marginal, index, share)
            for word, row, marginal, index, share in zip(words, options, marginals, path, strange, strict=True)
        ]
        if self.trace:
            chosen = [self._reasoned(word, options, path, marginals, i) for i, word in enumerate(chosen)]
        return tuple(chosen)

    def _reasoned(
        self,
        word: GlossedWord,
        options: Sequence[Sequence[Candidate]],
        path: Sequence[int],
        marginals: Sequence[Sequence[float]],
        position: int,
    ) -> GlossedWord:
        row, marginal, index = options[position], marginals[position], path[position]
        shown = list(word.analyses)
        best = shown[0]
        rival = _rival(row, marginal, index)
        if rival is not None:
            against = row[rival].analysis.gloss
            reasons = self._reasons(options, path, rival, position)
            steps = tuple(Step(f"{name} {value:+.2f}", against, best.gloss, "model") for name, value in reasons)
            shown[0] = replace(best, steps=(*best.steps, *steps))
        for place, other in enumerate(_order(row, marginal, index)[1:EXPLAINED], 1):
            behind = [("behind", marginal[other] - marginal[index])]
            behind += [(name, -value) for name, value in self._reasons(options, path, other, position)]
            own = shown[place]
            steps = tuple(Step(f"{name} {value:+.2f}", best.gloss, own.gloss, "model") for name, value in behind)
            shown[place] = replace(own, steps=(*own.steps, *steps))
        return replace(word, analyses=tuple(shown))

    def options(self, words: Sequence[GlossedWord], translation: str = "") -> list[list[Candidate]]:
        """The candidates of each word with their features."""
        return options_of(words, self.hints.on(translation, words) if self.hints and translation else None)

    def _chosen(
        self, word: GlossedWord, row: list[Candidate], marginal: list[float], index: int, strange: float
    ) -> GlossedWord:
        margin = self.margin(row, marginal, index)
        analyses = tuple(row[c].analysis for c in _order(row, marginal, index)) + word.analyses[len(row) :]
        confidence = 0.0
        if UNKNOWN_GLOSS not in (m.gloss for m in analyses[0].morphs):
            confidence = self.model.confidence(curve_of(row, index), margin, strange)
        return replace(word, analyses=analyses, chosen=0, confidence=confidence)

    @staticmethod
    def margin(row: Sequence[Candidate], marginal: Sequence[float], index: int) -> float:
        """How far the chosen gloss is ahead of the best other gloss; 8 where there is no other."""
        rival = _rival(row, marginal, index)
        return 8.0 if rival is None else marginal[index] - marginal[rival]

    def explain(
        self, words: Sequence[GlossedWord], position: int, translation: str = "", limit: int = 6
    ) -> list[tuple[str, float]]:
        """What decided for the chosen analysis against the runner-up at ``position``: features by difference."""
        options = self.options(words, translation)
        path, marginals = lattice(self.model, options).best()
        rival = _rival(options[position], marginals[position], path[position])
        return [] if rival is None else self._reasons(options, path, rival, position, limit)

    def _reasons(
        self, options: Sequence[Sequence[Candidate]], path: Sequence[int], rival: int, position: int, limit: int = 6
    ) -> list[tuple[str, float]]:
        gain: dict[str, float] = {}
        for index, sign in ((path[position], 1.0), (rival, -1.0)):
            chosen = [*path[:position], index, *path[position + 1 :]]
            for name, value in path_features(options, chosen).items():
                gain[name] = gain.get(name, 0.0) + sign * value * self.model.weights.get(name, 0.0)
        ranked = sorted(((n, v) for n, v in gain.items() if abs(v) > 1e-6), key=lambda item: (-abs(item[1]), item[0]))
        return ranked[:limit]


def curve_of(row: Sequence[Candidate], index: int) -> str:
    """Which curve makes a confidence of the margin: that of the basis, with words apart that have no other gloss."""
    basis, gloss = row[index].analysis.basis, row[index].analysis.gloss
    return basis if any(c.analysis.gloss != gloss for c in row) else f"{basis} alone"


def _order(row: Sequence[Candidate], marginal: Sequence[float], index: int) -> list[int]:
    """The candidates, the chosen one first, the others by the best path through each."""
    return sorted(range(len(row)), key=lambda c: (c != index, -marginal[c]))


def _rival(row: Sequence[Candidate], marginal: Sequence[float], index: int) -> int | None:
    """The best candidate with another gloss than the chosen one."""
    chosen = row[index].analysis.gloss
    others = [c for c, candidate in enumerate(row) if candidate.analysis.gloss != chosen]
    return max(others, key=lambda c: marginal[c]) if others else None


def path_features(options: Sequence[Sequence[Candidate]], path: Sequence[int]) -> Features:
    """All features of one path through the lattice, summed."""
    total: Features = {}
    left: Candidate | None = None
    for row, index in zip(options, path, strict=True):
        candidate = row[index]
        for name, value in candidate.features.items():
            total[name] = total.get(name, 0.0) + value
        for name in pair_features(_key(left) if left else None, _key(candidate)):
            total[name] = total.get(name, 0.0) + 1.0
        left = candidate
    return total
