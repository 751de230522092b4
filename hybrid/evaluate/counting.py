"""Counting right glosses, position by position: the arithmetic of the SIGMORPHON 2023 shared task.

Two scales are in use, and the same output reads differently on them, so both are always given:

- *official*: the shared task's own scorer (Ginn et al. 2023, https://aclanthology.org/2023.sigmorphon-1.20).
  Words are split at whitespace, morphemes at whitespace and ``-``; the n-th item of the prediction is compared with
  the n-th of the gold line *of the whole sentence*, so that one morpheme too many shifts all that follow;
  predictions beyond the gold line cost nothing; ``[UNK]`` is never right.
- *punctuation-free*: as the package ``glossing`` counts for the systems that came after (GlossLM, PolyGloss). Words
  of punctuation only are dropped on both sides, and word boundaries hold a place, so that a missing morpheme shifts
  by one place and a word boundary never counts as right for a morpheme.

A gold line written with ``=`` for clitics is split there too (the shared task's data has none).

>>> split_morphemes("dog-PL run", "official"), split_words("dog-PL , run", "punctuation-free")
(['dog', 'PL', 'run'], ['dog-PL', 'run'])
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

ScaleName = Literal["official", "punctuation-free"]
SCALES: tuple[ScaleName, ...] = ("official", "punctuation-free")

BOUNDARY = "[SEP]"
UNKNOWN = "[UNK]"
# `glossing` keeps a word of punctuation that holds one of these: an unknown gloss, a glottal stop, a missing morph
_KEPT = ("??", "'", "-")


@dataclass(frozen=True, slots=True)
class Ratio:
    """``right`` of ``total``; ``value`` is the share, 0 where there is nothing to count."""

    right: int = 0
    total: int = 0

    @property
    def value(self) -> float:
        return self.right / self.total if self.total else 0.0


@dataclass(frozen=True, slots=True)
class PrecisionRecall:
    """``correct`` items out of ``predicted`` and out of ``gold``."""

    correct: int = 0
    predicted: int = 0
    gold: int = 0

    @property
    def precision(self) -> float:
        return self.correct / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        return self.correct / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(frozen=True, slots=True)
class Accuracy:
    """Accuracy over all items (``items``) and the mean of the sentences' accuracies (``macro``)."""

    items: Ratio = Ratio()
    macro: float = 0.0

    @property
    def value(self) -> float:
        return self.items.value


@dataclass(frozen=True, slots=True)
class Scale:
    """All figures on one scale; a *gram* is a gloss for which ``str.isupper`` holds, every other is a *stem*."""

    name: ScaleName
    words: Accuracy
    morphemes: Accuracy
    stems: PrecisionRecall
    grams: PrecisionRecall


def is_punctuation(word: str) -> bool:
    """Whether a word is punctuation only, as ``glossing`` sees it (``'``, ``-`` and ``??`` are not)."""
    return all(unicodedata.category(c).startswith("P") for c in word) and not any(kept in word for kept in _KEPT)


def split_words(line: str, scale: ScaleName) -> list[str]:
    """The words of a gloss line."""
    words = line.split()
    return words if scale == "official" else [word for word in words if not is_punctuation(word)]


def split_morphemes(line: str, scale: ScaleName, *, clitics: bool = False) -> list[str]:
    """The morpheme glosses of a line; on the punctuation-free scale with :data:`BOUNDARY` between words.

    ``clitics`` splits at ``=`` on the official scale too.
    """
    if scale == "official":
        return re.split(r"[\s\-=]" if clitics else r"[\s\-]", line.strip()) if line.strip() else []
    morphemes: list[str] = []
    for word in split_words(line, scale):
        morphemes += [BOUNDARY] if morphemes else []
        morphemes += re.split(r"[-=]", word)
    return morphemes


def score_scale(gold: Sequence[str], predicted: Sequence[str], scale: ScaleName) -> Scale:
    """Count predicted gloss lines against the gold lines; gold lines without a gloss are left out."""
    clitics = any("=" in line for line in gold)
    kept = [(g, p) for g, p in zip(gold, predicted, strict=True) if split_words(g, scale)]
    words = [(split_words(g, scale), split_words(p, scale)) for g, p in kept]
    morphemes = [tuple(split_morphemes(line, scale, clitics=clitics) for line in pair) for pair in kept]
    return Scale(scale, accuracy(words), accuracy(morphemes), *stems_and_grams(morphemes))


def accuracy(pairs: Sequence[Sequence[Sequence[str]]]) -> Accuracy:
    """Positional accuracy over (gold, predicted) lists of items."""
    right = total = 0
    shares = []
    for gold, predicted in pairs:
        hits = sum(g == p and g not in (UNKNOWN, BOUNDARY) for g, p in zip(gold, predicted, strict=False))
        size = sum(g != BOUNDARY for g in gold)
        right, total = right + hits, total + size
        shares.append(hits / size)
    return Accuracy(Ratio(right, total), sum(shares) / len(shares) if shares else 0.0)


def stems_and_grams(pairs: Sequence[Sequence[Sequence[str]]]) -> tuple[PrecisionRecall, PrecisionRecall]:
    """Precision and recall of stems and of grams, by position.

    As in the official scorer, predictions are counted only as far as the gold line goes. Word boundaries are never
    counted (``glossing`` counts them as grams, which raises its figure).
    """
    correct, predicted, expected = [0, 0], [0, 0], [0, 0]
    for gold, output in pairs:
        for position, item in enumerate(gold):
            gram = item.isupper()
            expected[gram] += item != BOUNDARY
            if position >= len(output):
                continue
            predicted[output[position].isupper()] += output[position] != BOUNDARY
            correct[gram] += item == output[position] and item != BOUNDARY
    stems, grams = (PrecisionRecall(correct[i], predicted[i], expected[i]) for i in (0, 1))
    return stems, grams
