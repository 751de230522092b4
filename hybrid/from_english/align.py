"""Which English word a word of the language stands for: alignment learned from sentence pairs and the lexicon.

IBM Model 1 (Brown et al. 1993, https://aclanthology.org/J93-2003) by expectation maximisation, in both directions,
with the lexicon's glosses as prior counts (so that three hundred pairs are enough); a link is kept where the two
directions agree. Deterministic.

>>> pairs = [(("dog", "run"), ("mbwa", "kimbia")), (("dog",), ("mbwa",)), (("run",), ("kimbia",))]
>>> model = train_alignment(pairs, {})
>>> model.links(("run", "dog"), ("mbwa", "kimbia"))
[1, 0]
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Table = dict[str, dict[str, float]]
Pair = tuple[Sequence[str], Sequence[str]]
Prior = Mapping[str, Mapping[str, float]]

NULL = ""
ROUNDS = 8
PRIOR_COUNT = 2.0
NULL_SHARE = 0.3
SMOOTHING = 0.02
UNSEEN = 1e-4
THRESHOLD = 0.12


@dataclass(frozen=True)
class Alignment:
    """``forward[english][word]`` = P(word | english), ``backward[word][english]`` = P(english | word)."""

    forward: Table
    backward: Table

    def links(self, english: Sequence[str], words: Sequence[str]) -> list[int]:
        """For each word the index of the English word it stands for, -1 for none."""
        forward = [[self._share(self.forward, e, w) for e in (*english, NULL)] for w in words]
        found = []
        for j, word in enumerate(words):
            total = sum(forward[j]) or 1.0
            best, index = THRESHOLD, -1
            for i, lemma in enumerate(english):
                column = sum(self._share(self.backward, w, lemma) for w in words) + UNSEEN
                both = forward[j][i] / total * self._share(self.backward, word, lemma) / column
                if both**0.5 > best:
                    best, index = both**0.5, i
            found.append(index)
        return found

    @staticmethod
    def _share(table: Table, given: str, wanted: str) -> float:
        return table.get(given, {}).get(wanted, UNSEEN)


def train_alignment(pairs: Sequence[Pair], prior: Prior) -> Alignment:
    """Learn both directions; ``prior[english][word]`` (0–1) is how well the lexicon's gloss fits."""
    turned: dict[str, dict[str, float]] = defaultdict(dict)
    for lemma, fits in prior.items():
        for word, fit in fits.items():
            turned[word][lemma] = fit
    backward = [(words, english) for english, words in pairs]
    return Alignment(_maximise(pairs, prior), _maximise(backward, turned))


def _maximise(pairs: Sequence[Pair], prior: Prior) -> Table:
    """P(target | given) for pairs of (given, target) words, with a null word for targets without a counterpart."""
    table = _start(pairs, prior)
    for _ in range(ROUNDS):
        counts: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
        for given, targets in pairs:
            weights = [*((g, 1.0) for g in given), (NULL, NULL_SHARE * max(1, len(given)) ** 0.5)]
            for target in targets:
                shares = [(g, weight * table[g].get(target, UNSEEN)) for g, weight in weights]
                total = sum(share for _, share in shares) or 1.0
                for g, share in shares:
                    counts[g][target] += share / total
        table = {g: _normalised(found, prior.get(g, {})) for g, found in counts.items()}
    return table


def _start(pairs: Sequence[Pair], prior: Prior) -> Table:
    """Co-occurrence, lifted where the lexicon knows the pair."""
    counts: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for given, targets in pairs:
        for g in (*given, NULL):
            known = prior.get(g, {})
            for target in targets:
                counts[g][target] += 1.0 / len(targets) + 3.0 * known.get(target, 0.0)
    return {g: _normalised(found, {}) for g, found in counts.items()}


def _normalised(counts: Mapping[str, float], known: Mapping[str, float]) -> dict[str, float]:
    """Counts with the prior, less a small discount that keeps rare words from claiming every rare word."""
    lifted = {w: max(c - SMOOTHING, 0.0) + PRIOR_COUNT * known.get(w, 0.0) for w, c in counts.items()}
    total = sum(lifted.values()) or 1.0
    return {word: value / total for word, value in lifted.items() if value > 0.0}
