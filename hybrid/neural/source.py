"""What the model and the choice read of a sentence: its gloss, the drafts of the rules, what it says, a neighbour."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from hybrid.combine.faithful import Meaning, content_lemmas
from hybrid.into_english.translator import IntoEnglish
from hybrid.neural.prompt import Fields
from hybrid.retrieve import Memory, Neighbour
from hybrid.translation import Translation
from morph.igt import is_label
from morph.model import IGT, UNKNOWN_GLOSS

_OPTIONS = 8
_CARRIED = frozenset(("name", "number", "unknown"))
ALIKE = 0.4
"""The least likeness of a neighbour that is shown to the model."""


@dataclass(frozen=True, slots=True)
class Analysed:
    """A sentence with the drafts of the rules (best first), its meaning, and the nearest known sentences."""

    igt: IGT
    drafts: tuple[Translation, ...]
    meaning: Meaning
    neighbours: tuple[Neighbour, ...] = ()

    @property
    def fields(self) -> Fields:
        """The parts of the model's prompt."""
        glosses = tuple(word.gloss for word in self.igt.words)
        draft = self.drafts[0].text if self.drafts else ""
        return Fields(self.igt.text, glosses, draft, shown(self.neighbours))


def shown(neighbours: Sequence[Neighbour]) -> str:
    """The translation of the nearest sentence where it is near enough to help."""
    return neighbours[0].target if neighbours and neighbours[0].likeness >= ALIKE else ""


def analyse(translator: IntoEnglish, igt: IGT, memory: Memory, *, drafts: int, neighbours: int) -> Analysed:
    """Everything that is known of one glossed sentence."""
    made = tuple(translator.candidates(igt, count=drafts))
    return Analysed(igt, made, meaning_of(translator, igt, made), tuple(memory.nearest(igt.text, neighbours)))


def meaning_of(translator: IntoEnglish, igt: IGT, drafts: Sequence[Translation]) -> Meaning:
    """What a glossed sentence says: the English of its stems, the words that the rules carried over."""
    options = []
    for unit in translator.parser.units(translator.names.marked(igt)):
        if unit.bound or is_label(unit.gloss) or unit.gloss.strip(UNKNOWN_GLOSS) == "" or unit.classes[:1] == ("name",):
            continue
        phrases = [option.phrase.text for option in translator.lexical.options(unit)[:_OPTIONS]]
        lemmas = content_lemmas([*phrases, re.sub(r"[._]", " ", unit.gloss)])
        if lemmas:
            options.append(lemmas)
    best = drafts[0] if drafts else None
    carried = (
        [token for token, origin in zip(best.tokens, best.origins, strict=True) if origin.partition(":")[0] in _CARRIED]
        if best
        else []
    )
    return Meaning(tuple(options), tuple(dict.fromkeys(carried)), best.text if best else "")
