"""Whether confidences mean what they say: accuracy by bins of confidence, and the expected calibration error.

>>> found = calibrate([(0.95, True)] * 3 + [(0.95, False), (0.2, False)])
>>> [(bin.words, round(bin.said, 2), round(bin.right, 2)) for bin in found.bins]
[(1, 0.2, 0.0), (4, 0.95, 0.75)]
>>> round(found.error, 3)
0.2
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

BINS = 10


@dataclass(frozen=True, slots=True)
class Bin:
    """Words of like confidence: how many, their mean confidence (``said``), the share that is right."""

    words: int
    said: float
    right: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """Bins of equal width that have words, and the expected calibration error over them (Naeini et al. 2015)."""

    error: float
    words: int
    bins: tuple[Bin, ...]


def calibrate(judged: Sequence[tuple[float, bool]], bins: int = BINS) -> Calibration:
    """Confidence and truth of each word, binned; an error of 0 where there are no words."""
    groups: dict[int, list[tuple[float, bool]]] = {}
    for confidence, right in judged:
        groups.setdefault(min(bins - 1, int(confidence * bins)), []).append((confidence, right))
    found = []
    for _, words in sorted(groups.items()):
        said = sum(confidence for confidence, _ in words) / len(words)
        found.append(Bin(len(words), said, sum(right for _, right in words) / len(words)))
    error = sum(bin.words / len(judged) * abs(bin.said - bin.right) for bin in found)
    return Calibration(error, len(judged), tuple(found))
