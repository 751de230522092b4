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
    gains = [sum(w * chrf(one, other) for w, other in zip(weights, grams, strict=True)) for one in grams]
    return max(range(len(gains)), key=lambda i: (gains[i], -i))


def character_grams(text: str) -> Grams:
    """The character n-grams of a text without its spaces, for n from 1 to 6."""
    dense = "".join(text.split())
    return tuple(Counter(dense[i : i + n] for i in range(len(dense) - n + 1)) for n in range(1, LONGEST + 1))


def chrf(hypothesis: Grams, reference: Grams) -> float:
    """chrF (0–1) of one text against another: the F-score of the mean n-gram precision and recall (Popović 2015)."""
    precision = recall = 0.0
    orders = 0
    for ours, theirs in zip(hypothesis, reference, strict=True):
        made, wanted = ours.total(), theirs.total()
        if not made or not wanted:
            continue
        matched = sum(min(count, theirs[gram]) for gram, count in ours.items() if gram in theirs)
        precision, recall, orders = precision + matched / made, recall + matched / wanted, orders + 1
    if not precision or not recall:
        return 0.0
    p, r = precision / orders, recall / orders
    return (1 + BETA**2) * p * r / (BETA**2 * p + r)
