"""The basis of a gloss and how sure it is, as every format tells it.

>>> from morph.model import Analysis, GlossedWord, Morph
>>> guessed = GlossedWord("xiro", (Analysis((Morph("xiro", "stone"),), basis="guess"),), 0, confidence=0.314)
>>> rating(guessed), rating(GlossedWord("lo")), mark(guessed)
('guess 0.31', 'unknown', '°')
"""

from __future__ import annotations

from morph.model import GlossedWord

MARKS = {"guess": "°", "confirmed": "✓"}
"""What stands after a gloss in text; a gloss from the tables or by rule has no mark, an unknown word is glossed ?."""
LEGEND = "confirmed ✓ (by a person), table (seen in glossed text), rule, guess °, unknown ?"


def basis(word: GlossedWord) -> str:
    """The rung of the ladder that the gloss stands on; a word left open is ``unknown``."""
    return word.analysis.basis if word.analysis else "unknown"


def rating(word: GlossedWord, between: str = " ") -> str:
    """Basis and confidence; without a trained chooser there is no confidence."""
    return f"{basis(word)}{between}{word.confidence:.2f}" if word.confidence else basis(word)


def mark(word: GlossedWord) -> str:
    """The mark of the basis; empty for punctuation."""
    return MARKS.get(basis(word), "") if not is_mark(word) else ""


def is_mark(word: GlossedWord) -> bool:
    """Whether it is punctuation that stands by itself."""
    return word.analysis is not None and word.analysis.pos == "punct"
