"""A small English language model: interpolated Kneser-Ney over the words of a project's own translations.

It ranks alternatives (articles, prepositions, tenses, synonyms) by how such sentences read in this project. Names and
numbers count as one word each, so that a rare name costs nothing. Smoothing: Kneser & Ney (1995), in the interpolated
form of Chen & Goodman (1999) with one discount.

>>> model = NgramModel.train([words("The dog barks."), words("The dog sleeps."), words("A child sleeps.")])
>>> model.logprob("dog", ("<s>", "the")) > model.logprob("child", ("<s>", "the"))
True
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from grammar.classes import from_gloss

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|\d+(?:[.,]\d+)*|[.,;:?!]")
_DISCOUNT = 0.75
_ORDER = 3
_UNKNOWN_LOG = math.log(3e-4)
START, END, NAME, NUMBER = "<s>", "</s>", "<name>", "<number>"
Context = tuple[str, str]


def words(text: str) -> list[str]:
    """The words of an English sentence without punctuation, as they are written."""
    return [word for word in _WORD.findall(text.replace("’", "'")) if word[0].isalnum()]


def model_words(text_words: Sequence[str], lower: set[str]) -> list[str]:
    """Words as the model counts them: small letters, names and numbers as classes.

    ``lower`` holds the words that occur in small letters; at the start of a sentence only what never does is a name.
    """
    out = []
    for word in text_words:
        folded = word.casefold()
        base = folded.removesuffix("'s")
        if word[0].isdigit():
            out.append(NUMBER)
        elif word[0].isupper() and base not in lower and not from_gloss(base) and not folded.startswith("i'"):
            out.append(NAME + ("'s" if folded.endswith("'s") else ""))
        else:
            out.append(folded)
    return out


@dataclass
class NgramModel:
    """Counts of a trigram model with the lower orders that it falls back on."""

    counts: list[dict[tuple[str, ...], Counter[str]]] = field(default_factory=list)
    totals: list[dict[tuple[str, ...], int]] = field(default_factory=list)
    lower: set[str] = field(default_factory=set)
    cache: dict[tuple[Context, str], float] = field(default_factory=dict, repr=False)

    @classmethod
    def train(cls, sentences: Iterable[Sequence[str]]) -> NgramModel:
        """Count sentences (their words as :func:`words` gives them)."""
        sentences = [list(sentence) for sentence in sentences]
        lower = {word for sentence in sentences for word in sentence if word.islower()}
        full: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
        for sentence in sentences:
            padded = [START, START, *model_words(sentence, lower), END]
            for i in range(2, len(padded)):
                full[padded[i - 2], padded[i - 1]][padded[i]] += 1
        model = cls(lower=lower)
        level = full
        for _ in range(_ORDER):
            model.counts.insert(0, dict(level))
            model.totals.insert(0, {context: counter.total() for context, counter in level.items()})
            shorter: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
            for context, counter in level.items():
                if context:
                    shorter[context[1:]].update(counter.keys())  # continuation counts
            level = shorter
        return model

    def logprob(self, word: str, context: Context) -> float:
        """Log-probability of a word (as :func:`model_words` writes it) after two others."""
        key = (context, word)
        if key not in self.cache:
            self.cache[key] = math.log(self._prob(word, context))
        return self.cache[key]

    def _prob(self, word: str, context: tuple[str, ...]) -> float:
        counter = self.counts[len(context)].get(context) if self.counts else None
        lower = self._prob(word, context[1:]) if context else math.exp(_UNKNOWN_LOG)
        if not counter:
            return lower
        total = self.totals[len(context)][context]
        return (max(counter[word] - _DISCOUNT, 0.0) + _DISCOUNT * len(counter) * lower) / total

    def score(self, sentence: Sequence[str]) -> float:
        """Log-probability of a whole sentence (words as written)."""
        context: Context = (START, START)
        total = 0.0
        for word in [*model_words(sentence, self.lower), END]:
            total += self.logprob(word, context)
            context = (context[1], word)
        return total
