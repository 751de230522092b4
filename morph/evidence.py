"""How likely a reading is: counts of stems, morphs and their order in the glossed sentences of a project.

The weight of a reading is a log-probability of a small model: the stem by its own count, and each bound morph by
the one before it, backing off to its own count where the pair was never seen.

>>> evidence = Evidence()
>>> evidence.add("kit-pis=ko", "top-side=LOC")
>>> evidence.next("stem", "side") > evidence.next("stem", "LOC") > evidence.next("stem", "OBJ")
True
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping

from morph.igt import split_word
from morph.letters import match_key
from morph.model import IGT, Analysis, Morph
from morph.text import split_token, without_brackets

START, STEM, END = "^", "stem", "$"
_UNSEEN = 0.05
_BACK_OFF = 1.0


class Evidence:
    """Counts over morphs: ``stems`` by form and gloss, ``labels`` and pairs of labels by gloss, ``shapes`` of bound
    morphs by gloss and kind."""

    def __init__(self) -> None:
        self.stems: Counter[tuple[str, str]] = Counter()
        self.glosses: Counter[str] = Counter()
        self.labels: Counter[str] = Counter()
        self.pairs: Counter[tuple[str, str]] = Counter()
        self.before: Counter[str] = Counter()
        self.shapes: dict[tuple[str, str], Counter[str]] = {}
        self.total = 0

    def add(self, segmented: str, gloss: str) -> None:
        """Count one word given as its two lines; a word whose lines don't match is left out."""
        try:
            self.add_morphs(split_word(segmented, gloss))
        except ValueError:
            return

    def add_morphs(self, morphs: Iterable[Morph]) -> None:
        """Count one word."""
        previous = START
        for morph in morphs:
            label = STEM if morph.kind == "stem" else morph.gloss
            if label == STEM:
                self.stems[match_key(morph.form), morph.gloss] += 1
                self.glosses[morph.gloss] += 1
            else:
                self.shapes.setdefault((morph.gloss, morph.kind), Counter())[match_key(morph.form)] += 1
            self.count(previous, label)
            previous = label
        self.count(previous, END)

    def count(self, previous: str, label: str) -> None:
        self.pairs[previous, label] += 1
        self.before[previous] += 1
        self.labels[label] += 1
        self.total += 1

    def next(self, previous: str, label: str) -> float:
        """Log-probability of ``label`` after ``previous``."""
        own = (self.labels[label] + _UNSEEN) / (self.total + 1)
        seen = self.before[previous]
        return math.log((self.pairs[previous, label] + _BACK_OFF * own) / (seen + _BACK_OFF))

    def writes_shapes(self) -> bool:
        """Whether segmented words show morphs in the shape that they have there, rather than in one underlying form:
        one bound morph in ten or more is written otherwise than its label mostly is."""
        usual = sum(max(shapes.values()) for shapes in self.shapes.values())
        total = sum(sum(shapes.values()) for shapes in self.shapes.values())
        return total - usual > 0.1 * total

    def stem(self, form: str, gloss: str, attested: int = 0) -> float:
        """Log-weight of a stem by the counts of its form with its gloss."""
        count = max(self.stems[match_key(form), gloss], attested)
        return math.log((count + _UNSEEN) / (sum_of(self) + 1))


def sum_of(evidence: Evidence) -> int:
    """Number of stems counted."""
    return evidence.labels[STEM]


SeenRow = tuple[str, str, int, str]
"""Segmented form, gloss, count, part of speech."""


def seen_words(
    seen: Iterable[IGT], casing: Mapping[int, str] | None = None
) -> tuple[dict[str, tuple[SeenRow, ...]], Evidence]:
    """The words of glossed sentences by match key with their readings, most frequent first; and the counts."""
    table: dict[str, Counter[tuple[str, str, str]]] = {}
    evidence = Evidence()
    for igt in seen:
        for word in igt.words:
            analysis = word.analysis
            if analysis is None or not analysis.morphs:
                continue
            evidence.add_morphs(analysis.morphs)
            row = (analysis.segmented, analysis.gloss, analysis.pos)
            # Punctuation that stands at the word in the text is no part of it.
            table.setdefault(match_key(without_brackets(split_token(word.form).core), casing), Counter())[row] += 1
    ordered = {
        key: tuple((s, g, n, pos) for (s, g, pos), n in rows.most_common()) for key, rows in table.items() if key
    }
    return ordered, evidence


def confirmed_words(
    confirmed: Iterable[tuple[str, Analysis]], casing: Mapping[int, str] | None = None
) -> dict[str, tuple[SeenRow, ...]]:
    """Confirmed analyses by match key; the last one for a word stands first."""
    table: dict[str, dict[SeenRow, None]] = {}
    for form, analysis in confirmed:
        row = (analysis.segmented, analysis.gloss, 1, analysis.pos)
        rows = table.setdefault(match_key(form, casing), {})
        rows.pop(row, None)
        rows[row] = None
    return {key: tuple(reversed(rows)) for key, rows in table.items()}
