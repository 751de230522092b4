"""The best of a pool of candidates from several systems: least wrong whichever is right, and faithful to the source.

Each candidate has a probability from its system's trust, its score and its rank; the expected chrF against all others
under these probabilities (minimum Bayes risk, Kumar & Byrne 2004, https://aclanthology.org/N04-1022) and what it
leaves out, invents or turns round (features by name, the more the worse) are weighed. The weights are learned on
sentences that no system has seen. Nothing here knows which language the candidates are in.

>>> pool = [Candidate("the dog ran", "rules", 0), Candidate("a dog ran", "rules", 1), Candidate("my cat", "neural", 0)]
>>> Choice().best(pool)
0
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from math import exp
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hybrid.from_english.consensus import character_grams, f_score

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A translation with the system that made it, its place there (0: its best), its score (higher is better), its
    faults (counts by name), and how likely a model of the pair takes it to be (mean log-probability of its tokens,
    whichever system made it; 0 for all where none was asked)."""

    text: str
    system: str
    rank: int = 0
    score: float = 0.0
    faults: Mapping[str, float] = field(default_factory=dict)
    likely: float = 0.0


@dataclass(frozen=True, slots=True)
class Choice:
    """Weights: ``trust`` (log) of each system, ``rank`` how much each place down costs, ``score`` how much a system's
    score counts, ``faults`` how much each fault costs (in chrF, 0–1), ``single`` how much a candidate's own
    probability counts beside the consensus, ``likely`` how much the model's judgement of each candidate counts."""

    trust: Mapping[str, float] = field(default_factory=dict)
    rank: float = 0.5
    score: Mapping[str, float] = field(default_factory=dict)
    faults: Mapping[str, float] = field(default_factory=dict)
    single: float = 0.0
    likely: float = 0.0

    def best(self, pool: Sequence[Candidate], gains: Floats | None = None) -> int:
        """The index of the best candidate; ties go to the first."""
        values = self.values(pool, pairwise(pool) if gains is None else gains)
        return int(np.argmax(values))

    def values(self, pool: Sequence[Candidate], gains: Floats) -> Floats:
        """The value of each candidate, given each one's chrF against each."""
        logs = [
            self.trust.get(c.system, 0.0)
            - self.rank * c.rank
            + self.score.get(c.system, 0.0) * c.score
            + self.likely * c.likely
            for c in pool
        ]
        top = max(logs)
        weights = np.array([exp(log - top) for log in logs])
        weights /= weights.sum()
        costs = np.array([sum(self.faults.get(name, 0.0) * n for name, n in c.faults.items()) for c in pool])
        values: Floats = gains @ weights + self.single * weights - costs
        return values

    def as_json(self) -> str:
        return json.dumps(asdict(self))


def pairwise(pool: Sequence[Candidate], prepare: Callable[[str], str] = str) -> Floats:
    """``[i, j]``: the chrF (0–1) of candidate i where j is right."""
    grams = [character_grams(prepare(c.text)) for c in pool]
    sizes = [[counts.total() for counts in one] for one in grams]
    gains = np.eye(len(pool))
    for i in range(len(pool)):
        for j in range(i):
            matched = [(one & other).total() for one, other in zip(grams[i], grams[j], strict=True)]
            gains[i, j] = f_score(matched, sizes[i], sizes[j])
            gains[j, i] = f_score(matched, sizes[j], sizes[i])
    return gains


@dataclass(frozen=True, slots=True)
class Judged:
    """A pool with each candidate's true gain (its chrF against the translation, 0–1)."""

    pool: tuple[Candidate, ...]
    gains: Floats
    truth: tuple[float, ...]


def judged(pool: Sequence[Candidate], right: str, prepare: Callable[[str], str] = str) -> Judged:
    """A pool to learn from; ``right`` is the translation."""
    grams = character_grams(prepare(right))
    sizes = [counts.total() for counts in grams]
    truth = []
    for candidate in pool:
        own = character_grams(prepare(candidate.text))
        matched = [(one & other).total() for one, other in zip(own, grams, strict=True)]
        truth.append(f_score(matched, [counts.total() for counts in own], sizes))
    return Judged(tuple(pool), pairwise(pool, prepare), tuple(truth))


_TRUST = (-2.0, -1.0, -0.5, 0.0, 0.5, 1.0, 2.0, 3.0)
_RANKS = (0.1, 0.2, 0.35, 0.6, 1.0)
_SCORES = (0.0, 0.5, 1.0, 2.0)
_FAULTS = (0.0, 0.01, 0.02, 0.04, 0.08)
_SINGLES = (0.0, 0.1, 0.3, 1.0)
_LIKELY = (0.0, 0.5, 1.0, 2.0, 4.0)
_CLEARLY = 2e-3


def mean_gain(choice: Choice, lessons: Sequence[Judged]) -> float:
    """The mean true chrF (0–1) of what is chosen."""
    return sum(lesson.truth[choice.best(lesson.pool, lesson.gains)] for lesson in lessons) / max(1, len(lessons))


def learn_choice(lessons: Sequence[Judged], start: Choice = Choice(), rounds: int = 3) -> Choice:  # noqa: B008
    """Weights by coordinate search: one at a time over a coarse grid, kept only where the mean gain rises clearly.

    The grids are coarse on purpose: a slice of the training sentences is small, and fine weights would be noise.
    """
    systems = sorted({c.system for lesson in lessons for c in lesson.pool})
    faults = sorted({name for lesson in lessons for c in lesson.pool for name in c.faults})
    moves: list[tuple[str, str, Sequence[float]]] = [("trust", name, _TRUST) for name in systems[1:]]
    moves += [("rank", "", _RANKS), ("single", "", _SINGLES)]
    if any(c.likely for lesson in lessons for c in lesson.pool):
        moves.append(("likely", "", _LIKELY))
    moves += [("score", name, _SCORES) for name in systems] + [("faults", name, _FAULTS) for name in faults]
    choice, best = start, mean_gain(start, lessons)
    for _ in range(rounds):
        before = best
        for part, name, grid in moves:
            for value in grid:
                tried = _with(choice, part, name, value)
                gain = mean_gain(tried, lessons)
                if gain > best + _CLEARLY:
                    choice, best = tried, gain
        if best <= before:
            break
    return choice


def _with(choice: Choice, part: str, name: str, value: float) -> Choice:
    change: Any = {**getattr(choice, part), name: value} if name else value
    return replace(choice, **{part: change})
