"""The simplest translators, to compare with: word by word from the glosses, and the nearest known sentence.

>>> neighbour = NearestNeighbour([("mto a enda", "The child went."), ("an kula", "I eat.")])
>>> neighbour.translate(["mto kula enda"])[0].text
'The child went.'
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from hybrid.from_english.lexical import LexicalIndex, base
from hybrid.translation import BLANK, Translation
from morph.igt import is_label
from morph.model import IGT, UNKNOWN_GLOSS

_MAX_CHARACTERS = 6
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_LEAST_FIT = 0.3


def word_by_word(igt: IGT) -> Translation:
    """The glosses of a sentence in its own order, grammatical labels left out, unknown words as they are."""
    tokens: list[str] = []
    origins: list[str] = []
    for word in igt.words:
        if word.analysis is None or word.gloss == UNKNOWN_GLOSS:
            tokens.append(word.form)
            origins.append("unknown")
            continue
        for morph in word.analysis.morphs:
            if morph.gloss == UNKNOWN_GLOSS:
                tokens.append(morph.form)
                origins.append("unknown")
                continue
            for part in re.split(r"[._\s]+", morph.gloss):
                if part and not is_label(morph.gloss):
                    tokens.append(part)
                    origins.append(f"lexicon:{morph.form}")
    if not tokens:
        return BLANK
    confidences = tuple(0.0 if origin == "unknown" else 0.5 for origin in origins)
    return Translation(" ".join(tokens), tuple(tokens), tuple(origins), confidences, (), "baseline:word-by-word")


@dataclass(frozen=True, slots=True)
class WordByWord:
    """Out of English: each word's best lexeme in its citation form, in the English order, unknown words as they are."""

    index: LexicalIndex

    def translate(self, sentences: Sequence[str]) -> list[Translation]:
        """One translation for each sentence, a blank line for a blank line."""
        return [self._translate(sentence) for sentence in sentences]

    def _translate(self, sentence: str) -> Translation:
        tokens, origins, confidences = [], [], []
        for word in _WORD.findall(sentence):
            plain = re.sub(r"['’]s$", "", word.casefold())
            entries = [*self.index.find(plain), *self.index.find(base(plain))]
            best = max(entries, key=lambda entry: entry.fit, default=None)
            known = best is not None and best.fit >= _LEAST_FIT
            tokens.append(best.lexeme.headword if best and known else word)
            origins.append(f"lexicon:{best.lexeme.id}" if best and known else "unknown")
            confidences.append(0.5 if known else 0.0)
        text = " ".join(tokens)
        return Translation(text, tuple(tokens), tuple(origins), tuple(confidences), (), "baseline:word-by-word")


class NearestNeighbour:
    """Gives the translation of the known sentence that is most like the input, by character n-grams (chrF)."""

    def __init__(self, pairs: Sequence[tuple[str, str]]) -> None:
        self.pairs = [pair for pair in pairs if pair[0].strip()]
        self._grams = [character_ngrams(text) for text, _ in self.pairs]

    def nearest(self, text: str) -> int | None:
        """The index of the pair whose text is most like this one; None where there are no pairs."""
        grams = character_ngrams(text)
        scores = [similarity(grams, known) for known in self._grams]
        return max(range(len(scores)), key=lambda i: (scores[i], -i)) if scores else None

    def translate(self, sentences: Sequence[str]) -> list[Translation]:
        """The translation of the nearest sentence for each one, a blank line for a blank line."""
        return [self._translate(sentence) for sentence in sentences]

    def _translate(self, sentence: str) -> Translation:
        index = self.nearest(sentence) if sentence.strip() else None
        if index is None:
            return BLANK
        known, text = self.pairs[index]
        tokens = tuple(re.findall(r"[\w'’-]+", text))
        said = {word.casefold() for word in _WORD.findall(known)}
        left = tuple(dict.fromkeys(word for word in _WORD.findall(sentence) if word.casefold() not in said))
        return Translation(
            text, tokens, ("neighbour",) * len(tokens), (0.3,) * len(tokens), left, "baseline:nearest-neighbour"
        )


def character_ngrams(text: str) -> list[Counter[str]]:
    """Counts of the character n-grams of a text for n = 1 … 6, spaces left out, as chrF counts them (Popović 2015)."""
    plain = re.sub(r"\s+", "", text.casefold())
    return [Counter(plain[i : i + n] for i in range(len(plain) - n + 1)) for n in range(1, _MAX_CHARACTERS + 1)]


def similarity(one: Sequence[Counter[str]], other: Sequence[Counter[str]]) -> float:
    """The mean over n of the F-score of two texts' n-grams, between 0 and 1.

    >>> similarity(character_ngrams("kewe"), character_ngrams("kewe"))
    1.0
    """
    scores = []
    for left, right in zip(one, other, strict=True):
        total = left.total() + right.total()
        if total:
            scores.append(2 * (left & right).total() / total)
    return sum(scores) / len(scores) if scores else 0.0
