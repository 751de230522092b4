"""What a change of the rules does to sentences: every word glossed by two states of a language, the rules alone.

What stands in the tables of seen and confirmed words is left out on purpose: these words would be glossed as they are
stored whatever the rules say, and nothing would ever change. Counts that rank analyses stay.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from morph.analyze import Analyzer
from morph.compiled import Compiled


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as plain words; ``gold`` has a gloss for each where a person glossed it, else it is empty."""

    id: str
    source: str
    words: tuple[str, ...]
    gold: tuple[str, ...] = ()
    translation: str = ""


@dataclass(frozen=True, slots=True)
class WordChange:
    """A word whose gloss changes: ``before`` and ``after`` (``?`` where there is none)."""

    position: int
    word: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class SentenceChange:
    """A sentence in which words change; ``better`` and ``worse`` count those that become right or wrong."""

    sentence: Sentence
    words: tuple[WordChange, ...]
    better: int = 0
    worse: int = 0


class ByRules:
    """The gloss of a word by the rules of a compiled language alone."""

    def __init__(self, compiled: Compiled) -> None:
        self.analyzer = Analyzer(replace(compiled, seen={}, confirmed={}))
        self._glosses: dict[str, str] = {}

    def gloss(self, word: str) -> str:
        """The best gloss, ``?`` where there is none."""
        found = self._glosses.get(word)
        if found is None:
            analyses = self.analyzer.analyze(word)
            found = self._glosses[word] = analyses[0].gloss if analyses else "?"
        return found


def changes(before: ByRules, after: ByRules, sentences: Iterable[Sentence]) -> list[SentenceChange]:
    """The sentences that two states of a language gloss in different ways."""
    found = []
    for sentence in sentences:
        words = tuple(
            WordChange(at, word, old, new)
            for at, word in enumerate(sentence.words)
            if word and (old := before.gloss(word)) != (new := after.gloss(word))
        )
        if words:
            found.append(SentenceChange(sentence, words, *_judged(sentence.gold, words)))
    return found


def _judged(gold: Sequence[str], words: Sequence[WordChange]) -> tuple[int, int]:
    if not gold:
        return 0, 0
    better = sum(gold[w.position] == w.after for w in words)
    worse = sum(gold[w.position] == w.before for w in words)
    return better, worse
