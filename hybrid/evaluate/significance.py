"""Is the difference chance? Bootstrap intervals and paired tests over a metric's per-sentence statistics.

The resampling is sacreBLEU's (Koehn 2004, https://aclanthology.org/W04-3250; Riezler & Maxwell 2005 for approximate
randomisation), with the seed as an argument instead of an environment variable: with seed 12345 the p-values are
those of ``sacrebleu --paired-bs`` and ``--paired-ar``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from sacrebleu.metrics.base import Metric

TestName = Literal["bootstrap", "randomisation"]
SEED = 12345


@dataclass(frozen=True, slots=True)
class Interval:
    """A 95 % bootstrap interval around a corpus score: its ends, the mean over the resamples and how many."""

    low: float
    high: float
    mean: float
    samples: int
    seed: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """A paired test of this system against another on one metric: two-sided ``p`` for no difference."""

    metric: str
    score: float
    other: float
    p: float
    test: TestName
    samples: int
    seed: int

    @property
    def difference(self) -> float:
        return self.score - self.other


def sufficient_statistics(metric: Metric, hypotheses: Sequence[str], references: Sequence[str]) -> NDArray[np.float32]:
    """The metric's counts per sentence (one row each): their sum over a corpus gives the corpus score."""
    return np.array(metric._extract_corpus_statistics(hypotheses, [references]), dtype="float32")


def corpus_score(metric: Metric, statistics: NDArray[np.float32]) -> float:
    """The corpus score from the statistics of its sentences."""
    return float(metric._compute_score_from_stats(statistics.sum(0)).score)


def interval(metric: Metric, statistics: NDArray[np.float32], *, samples: int = 1000, seed: int = SEED) -> Interval:
    """The 2.5 and 97.5 percentiles of the corpus score over sentences drawn with replacement."""
    drawn = _resampled(metric, statistics, _indices(len(statistics), samples, seed))
    ordered = np.sort(drawn)
    tail = samples // 40
    return Interval(float(ordered[tail]), float(ordered[samples - tail - 1]), float(drawn.mean()), samples, seed)


def compare(
    metric: Metric,
    name: str,
    system: NDArray[np.float32],
    other: NDArray[np.float32],
    *,
    test: TestName = "bootstrap",
    samples: int = 0,
    seed: int = SEED,
) -> Comparison:
    """Test two systems on the same sentences; ``samples`` 0 takes sacreBLEU's 1,000 and 10,000."""
    count = samples or {"bootstrap": 1000, "randomisation": 10000}[test]
    score, baseline = corpus_score(metric, system), corpus_score(metric, other)
    run: Callable[..., NDArray[np.float64]] = {"bootstrap": _bootstrap, "randomisation": _randomise}[test]
    chance = run(metric, system, other, count, seed)
    # sacreBLEU gives a system tested against itself p = 1/(n+1); no difference at all is never significant here
    extreme = int((chance > abs(score - baseline)).sum()) if score != baseline else count
    return Comparison(name, score, baseline, (extreme + 1) / (count + 1), test, count, seed)


def _indices(size: int, samples: int, seed: int) -> NDArray[np.int64]:
    return np.random.default_rng(seed).choice(size, size=(samples, size), replace=True)


def _resampled(metric: Metric, statistics: NDArray[np.float32], indices: NDArray[np.int64]) -> NDArray[np.float64]:
    return np.array([corpus_score(metric, statistics[chosen]) for chosen in indices])


def _bootstrap(
    metric: Metric, system: NDArray[np.float32], other: NDArray[np.float32], samples: int, seed: int
) -> NDArray[np.float64]:
    """Differences of resampled corpora, shifted to what no difference would look like."""
    indices = _indices(len(system), samples, seed)
    differences = np.abs(_resampled(metric, system, indices) - _resampled(metric, other, indices))
    return differences - differences.mean()


def _randomise(
    metric: Metric, system: NDArray[np.float32], other: NDArray[np.float32], samples: int, seed: int
) -> NDArray[np.float64]:
    """Differences where each sentence's two outputs changed sides by the toss of a coin."""
    swap = np.random.default_rng(seed).integers(2, size=(samples, len(system)), dtype=bool)
    differences = []
    for chosen in swap:
        left = np.where(chosen[:, None], other, system)
        right = np.where(chosen[:, None], system, other)
        differences.append(abs(corpus_score(metric, left) - corpus_score(metric, right)))
    return np.array(differences)
