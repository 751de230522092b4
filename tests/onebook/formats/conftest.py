"""Glossed sentences of an invented language with everything that a format must keep."""

from __future__ import annotations

import pytest

from morph.igt import split_word
from morph.model import IGT, Analysis, GlossedWord, Morph


def word(
    form: str, segmented: str, gloss: str, basis: str = "rule", confidence: float = 0.8, **more: str
) -> GlossedWord:
    """A word with one analysis."""
    analysis = Analysis(split_word(segmented, gloss), pos=more.pop("pos", "n"), basis=basis)
    return GlossedWord(form, (analysis,), 0, confidence=confidence, **more)


@pytest.fixture
def igts() -> list[IGT]:
    """Affixes, clitics, an infix, a reduplication, marks, a word without gloss, one left open, one confirmed."""
    left_open = GlossedWord("kiru", (Analysis((Morph("kiru", "stone"),), "n"),), None, confidence=0.3)
    first = (
        word("Akalolu", "a-kalo-lu", "DEF-dog-PL", "table"),
        word("kumiltara", "k<um>il=tara", "<ACT>buy=Q", after=","),
        word("xiro", "xiro", "stone fish", "guess", 0.31),
        word("nemira", "ne=mira", "NEG=eat", "confirmed", 0.0),
        word("kaloyuon", "kalo=yuon", "dog=rub"),
    )
    second = (
        word("solasola", "sola~sola", "IPFV~run", before="“", after="”"),
        GlossedWord("zuq", (Analysis((Morph("zuq", "?"),), basis="unknown"),), 0),
        left_open,
        GlossedWord("–", (Analysis((Morph("–", "–"),), pos="punct", basis="table"),), 0),
        GlossedWord(
            "tam."[:-1], (Analysis((Morph("tam", "now"),), "adv", basis="table"),), 0, after=".", confidence=0.99
        ),
    )
    return [
        IGT("1", "Akalolu kumiltara, xiro nemira kaloyuon", first, "The dogs bought fish & “stones”?"),
        IGT("2", "“solasola” zuq kiru – tam.", second),
    ]
