"""From aligned words to a phonology: sound rules, allomorphs with environments, and how much they explain.

>>> words = [AlignedWord(s, m, g) for s, m, g in (
...     ("evler", "ev-ler", "house-PL"), ("atlar", "at-ler", "horse-PL"), ("kollar", "kol-ler", "arm-PL"),
...     ("diller", "dil-ler", "tongue-PL"), ("günler", "gün-ler", "day-PL"))]
>>> learned = learn_phonology(words)
>>> [(row.form, row.environment) for row in learned.morphemes["ler", "PL", "suffix"]]
[('ler', ''), ('lar', '[ao]C*_')]
>>> learned.explained, learned.total
(5, 5)
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from morph.model import SoundRule
from rules.extract.phonology.align import align
from rules.extract.phonology.allomorphs import (
    Key,
    LearnedAllomorph,
    Lists,
    Shaped,
    collect_uses,
    learn_lists,
    predict,
    rows,
)
from rules.extract.phonology.letters import Inventory, learn_inventory
from rules.extract.phonology.words import AlignedWord, Word, distinct, prepare

Classes = Mapping[str, str] | Iterable[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Phonology:
    """What was learned. ``morphemes`` has the rows of every bound morph by ``(form, gloss, kind)``, ``stems`` those of
    every stem with more than one shape by ``(form, gloss)``; the elsewhere shape comes first. Of ``total`` distinct
    words ``explained`` come out right when their morphs are joined by these rows and rules."""

    classes: tuple[tuple[str, str], ...]
    sounds: tuple[SoundRule, ...]
    morphemes: Mapping[Key, tuple[LearnedAllomorph, ...]]
    stems: Mapping[tuple[str, str], tuple[LearnedAllomorph, ...]]
    explained: int
    total: int
    inventory: Inventory
    lists: Lists

    def surface(self, word: AlignedWord) -> str | None:
        """The surface form that the rules give a segmented word; None where its lines cannot be read."""
        ready = prepare(replace(word, surface=word.segmented))
        return None if ready is None else self.join(ready)

    def join(self, word: Word) -> str:
        """The surface form of a prepared word."""
        return "".join(letter for shape in predict(word, self.lists, self.inventory) for letter in shape)


def learn_phonology(words: Sequence[AlignedWord], *, classes: Classes | None = None) -> Phonology:
    """Learn the phonology of some words, in which surface and underlying form may differ.

    ``classes`` are the sound classes declared for the project; without them ``V``, ``C`` and ``N`` are learned. Words
    whose two lines cannot be read together are left out. Deterministic for the same words in the same order.
    """
    ready = distinct(words)
    inventory = learn_inventory([word.surface + word.underlying for word in ready], classes)
    shaped = [Shaped(item.word, item.shapes) for item in align(ready)]
    lists = learn_lists(collect_uses(shaped), inventory)
    morphemes = {key: rows(key[0], regions) for key, regions in sorted(lists.items()) if key[2] != "stem"}
    stems = {
        key[:2]: found
        for key, regions in sorted(lists.items())
        if key[2] == "stem" and len(found := rows(key[0], regions)) > 1
    }
    draft = Phonology(inventory.as_strings(), (), morphemes, stems, 0, len(ready), inventory, lists)
    explained = sum(draft.join(word) == "".join(word.surface) for word in ready)
    return Phonology(draft.classes, (), morphemes, stems, explained, len(ready), inventory, lists)
