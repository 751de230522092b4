"""Names: words that stand with their capital in a sentence and in its translation alike.

>>> names = Names.learn([("Tamandi esun bot.", "Tamandi's father went."), ("Tamandi bo?", "Tamandi went?"),
...                      ("Tamat ma bot.", "Where did he go?")])
>>> names.is_name("Tamandi"), names.is_name("Tamat"), names.is_name("tamandi"), names.is_name("Zork")
(True, False, None, None)
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from morph.model import IGT, UNKNOWN_GLOSS, Analysis, GlossedWord, Morph

_CAPITALIZED = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


@dataclass
class Names:
    """How often each capitalized word is a name, and how often it is not."""

    yes: Counter[str] = field(default_factory=Counter)
    no: Counter[str] = field(default_factory=Counter)

    @classmethod
    def learn(cls, pairs: Iterable[tuple[str, str]]) -> Names:
        """Count over sentences and their translations."""
        names = cls()
        for text, translation in pairs:
            english = {word.removesuffix("'s").removesuffix("’s") for word in _CAPITALIZED.findall(translation)}
            for word in _CAPITALIZED.findall(text):
                if word[0].isupper():
                    (names.yes if word in english else names.no)[word] += 1
        return names

    def is_name(self, form: str) -> bool | None:
        """Whether a word form is a name; None where the sentences don't tell."""
        if not form[:1].isupper() or not (self.yes[form] or self.no[form]):
            return None
        return self.yes[form] > self.no[form]

    def marked(self, igt: IGT) -> IGT:
        """The sentence with its names glossed as names: those that are known, and unknown capitalized stems."""
        return replace(igt, words=tuple(self._marked(word, i) for i, word in enumerate(igt.words)))

    def _marked(self, word: GlossedWord, index: int) -> GlossedWord:
        if not word.form[:1].isupper() or (word.form.isupper() and len(word.form) > 1):
            return word
        known = self.is_name(word.form)
        if known:
            return _as_name(word, len(word.form))
        analysis = word.analysis
        if analysis is None or analysis.basis == "unknown" or known is None and _is_unknown(analysis):
            morphs = analysis.morphs if analysis else ()
            stem = self._longest_name(word.form) or (len(morphs[0].form) if morphs else 0)
            if morphs[1:] and 0 < stem < len(word.form) - 1:
                return _as_name(word, stem, morphs[1:])
            return _as_name(word, len(word.form))
        return word

    def _longest_name(self, form: str) -> int:
        """The length of the longest known name that a form begins with."""
        return next((n for n in range(len(form), 2, -1) if self.yes[form[:n]] > self.no[form[:n]]), 0)


def _is_unknown(analysis: Analysis) -> bool:
    """Whether the stem of an analysis is a guess without gloss."""
    return any(morph.kind == "stem" and morph.gloss.strip("?") == "" for morph in analysis.morphs) or (
        analysis.morphs[0].gloss == UNKNOWN_GLOSS
    )


def _as_name(word: GlossedWord, length: int, marks: tuple[Morph, ...] = ()) -> GlossedWord:
    form = word.form[:length]
    analysis = Analysis((Morph(form, form), *marks), pos="name", basis="guess")
    return replace(word, analyses=(analysis, *word.analyses), chosen=0)
