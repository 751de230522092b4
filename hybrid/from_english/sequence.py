"""How natural a sequence of morphemes is: a trigram model of the language's own sentences.

Witten-Bell smoothing (Witten & Bell 1991): each count is mixed with the shorter context's estimate by the number of
different continuations, down to a uniform chance for what was never seen.

>>> model = SequenceModel.train([["a", "b"], ["a", "c"], ["a", "b"]])
>>> model.cohesion(["a", "b"]) > model.cohesion(["b", "a"])
True
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import log

START, END, NAME = "<s>", "</s>", "<name>"
ORDER = 3


@dataclass
class SequenceModel:
    """Counts of what follows each context of up to two tokens."""

    following: dict[tuple[str, ...], Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    totals: dict[tuple[str, ...], int] = field(default_factory=dict)
    _known: dict[tuple[str, ...], float] = field(default_factory=dict, repr=False)

    @classmethod
    def train(cls, sentences: Iterable[Sequence[str]]) -> SequenceModel:
        """Count the trigrams of sentences given as tokens."""
        model = cls()
        for tokens in sentences:
            padded = [START] * (ORDER - 1) + list(tokens) + [END]
            for i in range(ORDER - 1, len(padded)):
                for size in range(ORDER):
                    model.following[tuple(padded[i - size : i])][padded[i]] += 1
        model.totals = {context: sum(found.values()) for context, found in model.following.items()}
        return model

    def probability(self, context: tuple[str, ...], token: str) -> float:
        """P(token | context)."""
        gram = (*context, token)
        if gram not in self._known:
            self._known[gram] = self._probability(context, token)
        return self._known[gram]

    def _probability(self, context: tuple[str, ...], token: str) -> float:
        vocabulary = len(self.following.get((), ())) + 1
        shorter = self.probability(context[1:], token) if context else 1.0 / (2 * vocabulary)
        found = self.following.get(context)
        if not found:
            return shorter
        kinds, total = len(found), self.totals[context]
        return (
            (found[token] + kinds * shorter) / (total + kinds) if token in found else kinds * shorter / (total + kinds)
        )

    def cohesion(self, tokens: Sequence[str]) -> float:
        """How much better the tokens go together than by chance: the sum of log P(token | context) / P(token).

        Unlike a plain log-probability this doesn't punish long sentences and rare words.
        """
        padded = [START] * (ORDER - 1) + list(tokens) + [END]
        return sum(
            log(self.probability(tuple(padded[i - ORDER + 1 : i]), padded[i]) / self.probability((), padded[i]))
            for i in range(ORDER - 1, len(padded))
        )
