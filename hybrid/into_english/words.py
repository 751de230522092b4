"""The project's English, word by word: what turns a unit of a sentence into alternatives for a slot."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from grammar.labels import is_person
from grammar.tokens import Unit
from hybrid.into_english.learn import Learned
from hybrid.into_english.lexical import Lexical, Option
from hybrid.into_english.persons import SUBJECT, forms, person
from hybrid.into_english.slots import Alternative, Slot
from hybrid.into_english.transfer import Transfer
from morph.model import UNKNOWN_GLOSS

QUESTION_WORDS = frozenset(("who", "what", "where", "when", "why", "how", "which", "whose"))


@dataclass
class Words:
    """The project's English: everything that turns a unit into words."""

    lexical: Lexical
    transfer: Transfer
    learned: Learned

    def options(self, unit: Unit) -> tuple[Option, ...]:
        """Phrases for a stem."""
        return self.lexical.options(unit)

    def slot(self, unit: Unit) -> Slot:
        """A word on its own: its phrases, what its label means, or the word itself."""
        if UNKNOWN_GLOSS in (unit.gloss, *(morph.gloss for morph in unit.morphs)):
            return Slot.word(re.sub(r"[-=~]", "", unit.form), "unknown", (unit.word,))
        options = self.options(unit)
        if options:
            return Slot(tuple(self.alternative(unit, option, option.phrase.text) for option in options[:4]))
        return self.label_slot(unit)

    def alternative(self, unit: Unit, option: Option, text: str, weight: float = 0.0) -> Alternative:
        """An alternative that renders one unit."""
        origin = option.origin if option.origin == "pairs" else f"lexicon:{unit.form}"
        return Alternative(tuple(text.split()), option.weight + weight, origin, (unit.word,))

    def label_slot(self, unit: Unit) -> Slot:
        """What a label is in English, by the transfer table and the project's translations; nothing where dropped."""
        rendering = self.transfer.of_label(unit.gloss)
        if rendering.kind == "drop":
            return Slot((Alternative((), 0.0, f"rule:{unit.gloss}", (unit.word,)),))
        if is_person(unit.gloss):
            texts: tuple[str, ...] = forms(person(unit.gloss), SUBJECT)
        else:
            texts = rendering.options
        counts = self.learned.renderings.get(unit.gloss, Counter())
        if not texts:
            texts = tuple(text for text, count in counts.most_common(3) if count >= 2)
        if not texts:
            return Slot((Alternative((), 0.0, f"rule:{unit.gloss}", (unit.word,)),))
        return self.weighted(unit, texts)

    def weighted(self, unit: Unit, texts: Sequence[str], slope: float = 0.5) -> Slot:
        """Alternatives for a label, weighed by the project's translations and by their order in the table."""
        counts = self.learned.renderings.get(unit.gloss, Counter())
        scores = [counts[text] + 2.0 * slope**i for i, text in enumerate(texts)]
        total = sum(scores)
        return Slot(
            tuple(
                Alternative(tuple(text.split()), math.log(score / total), f"rule:{unit.gloss}", (unit.word,))
                for text, score in zip(texts, scores, strict=True)
            )
        )

    def text(self, unit: Unit) -> str:
        """The likeliest phrase of a unit, else its gloss."""
        options = self.options(unit)
        return options[0].phrase.text if options else unit.gloss

    def is_question_word(self, unit: Unit) -> bool:
        """Whether a unit asks ("who", "how many")."""
        first = self.text(unit).casefold().replace("_", " ").partition(" ")[0]
        return first in QUESTION_WORDS

    def voices(self, unit: Unit) -> set[str]:
        """The voices that the affixes of a verb mean: ``each other``, ``oneself``, ``passive``."""
        kinds = (self.transfer.of_label(mark) for mark in unit.features)
        return {kind.options[0] for kind in kinds if kind.kind == "voice"}

    def place(self, unit: Unit) -> Slot:
        """A demonstrative as a place: "here", "there", "over there"."""
        counts = self.learned.renderings.get(unit.gloss, Counter())
        alternatives = self.slot(unit).alternatives
        fixed = tuple(a for a in alternatives if a.words[-1:] in (("there",), ("here",)))
        if fixed:
            return Slot(fixed)
        near = any(a.words[:1] in (("this",), ("these",)) for a in alternatives[:1])
        texts = [text for text in _PLACES if counts[text] >= 2] or ["here" if near else "there"]
        best = max(texts, key=lambda text: counts[text])
        return Slot.choice((best, 0.0), origin=f"rule:{unit.gloss}", sources=(unit.word,))


_PLACES = ("here", "there", "over there", "up there", "down there")
