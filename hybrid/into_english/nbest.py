"""Several translations of a sentence that differ in more than an article.

Chosen one by one by maximal marginal relevance (Carbonell & Goldstein 1998): the score of a candidate less what it
shares with those already chosen.

>>> found = [Found(tuple(text.split()), (), score) for text, score in
...          [("the dog ran", 0.0), ("a dog ran", -0.1), ("the hound is running", -0.5)]]
>>> [" ".join(item.words) for item in diverse(found, 2)]
['the dog ran', 'the hound is running']
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from hybrid.into_english.slots import Found

SAME_COST = 4.0
"""What a candidate loses in score (a log-probability) where all its words stand in one that is already chosen."""
POOL = 4
"""How many candidates are looked at for each that is wanted."""


def diverse(found: Sequence[Found], count: int) -> list[Found]:
    """At most ``count`` of the candidates (best first): the best, then each time the best that is unlike the chosen;
    in the order of their scores."""
    chosen: list[Found] = []
    left = {item: 0.0 for item in found}
    while left and len(chosen) < count:
        best = max(left, key=lambda item: item.score - SAME_COST * left[item])
        chosen.append(best)
        del left[best]
        for item, shared in left.items():
            left[item] = max(shared, _shared(item.words, best.words))
    return sorted(chosen, key=lambda item: -item.score)


def _shared(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    """The share of words that two sentences have in common (Dice)."""
    if not one or not other:
        return 0.0
    common = (Counter(one) & Counter(other)).total()
    return 2.0 * common / (len(one) + len(other))
