"""A readable classifier for small data: multinomial logistic regression whose classes share their parts.

A class is a bundle of parts (a template of attached morphemes and particles). Each feature has a weight for each
part and one for each whole class, so that ``obl:in`` can speak for ``=LOC`` in templates never seen together with it.
Trained by AdaGrad (Duchi et al. 2011) in a fixed order: deterministic.

>>> model = Classifier.train([(["obl:in"], ("=LOC",)), (["dobj"], ("=OBJ",))] * 5, rounds=20)
>>> model.best(["obl:in"])[0][0]
('=LOC',)
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from random import Random

import numpy as np
from numpy.typing import NDArray

Parts = tuple[Hashable, ...]
Instance = tuple[Sequence[str], Parts]

BIAS = "*"


@dataclass(frozen=True)
class Classifier:
    """Weights by feature: ``parts`` for each part of a class, ``wholes`` for each class."""

    classes: tuple[Parts, ...]
    features: dict[str, int]
    composition: NDArray[np.float32]
    parts: NDArray[np.float32]
    wholes: NDArray[np.float32]

    @classmethod
    def train(
        cls,
        instances: Sequence[Instance],
        *,
        parts_of: Callable[[Parts], Sequence[Hashable]] = tuple,
        rounds: int = 8,
        rate: float = 0.25,
        decay: float = 2e-5,
        least: int = 2,
        seed: int = 0,
    ) -> Classifier:
        """Fit the weights; features seen fewer than ``least`` times are left out."""
        classes = tuple(sorted({parts for _, parts in instances}, key=repr))
        counts = Counter(feature for features, _ in instances for feature in features)
        names = [BIAS, *sorted(feature for feature, count in counts.items() if count >= least)]
        model = cls(
            classes,
            {name: i for i, name in enumerate(names)},
            _composition(classes, parts_of),
            np.zeros((len(names), len(_all_parts(classes, parts_of))), np.float32),
            np.zeros((len(names), len(classes)), np.float32),
        )
        model._fit(instances, rounds, rate, decay, seed)
        # kept at the precision at which they are stored, so that a stored model decides as the learned one
        for weights in (model.parts, model.wholes):
            weights[:] = weights.astype(np.float16)
        return model

    def _fit(self, instances: Sequence[Instance], rounds: int, rate: float, decay: float, seed: int) -> None:
        number = {parts: i for i, parts in enumerate(self.classes)}
        data = [(self._ids(features), number[parts]) for features, parts in instances]
        squares = [np.full_like(weights, 1e-6) for weights in (self.parts, self.wholes)]
        order, rng = list(range(len(data))), Random(seed)
        for _ in range(rounds):
            rng.shuffle(order)
            for index in order:
                ids, truth = data[index]
                error = self._probabilities(ids)
                error[truth] -= 1.0
                for weights, square, gradient in zip(
                    (self.parts, self.wholes), squares, (error @ self.composition, error), strict=True
                ):
                    full = gradient[None, :] + decay * weights[ids]
                    square[ids] += full**2
                    weights[ids] -= rate * full / np.sqrt(square[ids])

    def _ids(self, features: Sequence[str]) -> NDArray[np.int64]:
        known = {self.features[feature] for feature in features if feature in self.features}
        return np.array([0, *sorted(known)], dtype=np.int64)

    def _probabilities(self, ids: NDArray[np.int64]) -> NDArray[np.float32]:
        scores = self.parts[ids].sum(0) @ self.composition.T + self.wholes[ids].sum(0)
        exponents = np.exp(scores - scores.max())
        return np.asarray(exponents / exponents.sum(), np.float32)

    def best(self, features: Sequence[str], count: int = 5) -> list[tuple[Parts, float]]:
        """The most probable classes with their probabilities."""
        probabilities = self._probabilities(self._ids(features))
        ranked = np.argsort(-probabilities, kind="stable")[:count]
        return [(self.classes[i], float(probabilities[i])) for i in ranked]

    def scores(self, features: Sequence[str]) -> tuple[dict[Hashable, float], NDArray[np.float32]]:
        """The score of each part by itself, and of each class (its parts and the whole), before normalisation."""
        ids = self._ids(features)
        by_part = self.parts[ids].sum(0)
        names = _all_parts(self.classes, tuple)
        scores = by_part @ self.composition.T + self.wholes[ids].sum(0)
        return dict(zip(names, map(float, by_part), strict=True)), scores

    def probability(self, features: Sequence[str], parts: Parts) -> float:
        """The probability of one class; 0 where it was never seen."""
        if parts not in self.classes:
            return 0.0
        return float(self._probabilities(self._ids(features))[self.classes.index(parts)])


def _all_parts(classes: Sequence[Parts], parts_of: Callable[[Parts], Sequence[Hashable]]) -> list[Hashable]:
    return sorted({part for parts in classes for part in parts_of(parts)}, key=repr)


def _composition(classes: Sequence[Parts], parts_of: Callable[[Parts], Sequence[Hashable]]) -> NDArray[np.float32]:
    """Which class has which parts, as a matrix."""
    column = {part: i for i, part in enumerate(_all_parts(classes, parts_of))}
    matrix = np.zeros((len(classes), len(column)), np.float32)
    for row, parts in enumerate(classes):
        for part in parts_of(parts):
            matrix[row, column[part]] = 1.0
    return matrix
