"""The candidate that is least wrong whichever candidate is right: minimum Bayes risk under chrF.

Kumar & Byrne 2004 (https://aclanthology.org/N04-1022) with the gain of the evaluation's own metric: each candidate is
compared with all others, weighted by their probability; the one with the highest expected chrF (β = 2) is chosen.

>>> consensus([("abc def", 0.0), ("abc deg", 0.0), ("xyz", 0.1)])
0
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import exp

LONGEST = 6
BETA = 2.0
TEMPERATURE = 1.0

Grams = tuple[Counter[str], ...]


def consensus(candidates: Sequence[tuple[str, float]]) -> int:
    """The index of the best of (text, log-score) candidates."""
    top = max(score for _, score in candidates)
    weights = [exp((score - top) / TEMPERATURE) for _, score in candidates]
    grams = [character_grams(text) for text, _ in candidates]
    sizes = [[counts.total() for counts in one] for one in grams]
    gains = list(weights)
    for i in range(len(candidates)):
        for j in range(i):
            matched = [_overlap(one, other) for one, other in zip(grams[i], grams[j], strict=True)]
            gains[i] += weights[j] * f_score(matched, sizes[i], sizes[j])
            gains[j] += weights[i] * f_score(matched, sizes[j], sizes[i])
    return max(range(len(gains)), key=lambda i: (gains[i], -i))


def character_grams(text: str) -> Grams:
    """The character n-grams of a text without its spaces, for n from 1 to 6."""
    dense = "".join(text.split())
    return tuple(Counter(dense[i : i + n] for i in range(len(dense) - n + 1)) for n in range(1, LONGEST + 1))


def _overlap(one: Counter[str], other: Counter[str]) -> int:
    return sum(count if count < other[gram] else other[gram] for gram, count in one.items() if gram in other)


def f_score(matched: Sequence[int], made: Sequence[int], wanted: Sequence[int]) -> float:
    """chrF (0–1) from the n-grams matched, made and wanted for each n (Popović 2015): the F-score of the mean
    precision and recall over the orders that both texts have."""
    orders = [n for n in range(len(matched)) if made[n] and wanted[n]]
    precision = sum(matched[n] / made[n] for n in orders)
    recall = sum(matched[n] / wanted[n] for n in orders)
    if not precision or not recall:
        return 0.0
    p, r = precision / len(orders), recall / len(orders)
    return (1 + BETA**2) * p * r / (BETA**2 * p + r)
