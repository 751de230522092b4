"""The threshold of confidence: less sure words are left open, and asking for it needs a trained chooser."""

from __future__ import annotations

from morph.model import IGT, Analysis, GlossedWord, Morph
from onebook.commands.gloss import left_open


def word(gloss: str, basis: str, confidence: float) -> GlossedWord:
    return GlossedWord("x", (Analysis((Morph("x", gloss),), basis=basis),), 0, confidence=confidence)


def test_words_below_the_threshold_are_left_open_but_keep_their_suggestions() -> None:
    igt = IGT("1", "", (word("dog", "rule", 0.4), word("hen", "rule", 0.9), word("cow", "confirmed", 0.0)))
    opened = left_open(igt, 0.5)
    assert [w.gloss for w in opened.words] == ["?", "hen", "cow"]
    assert opened.words[0].analyses[0].gloss == "dog"
