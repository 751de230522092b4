"""The shapes of every morpheme and stem with the environments they stand in, as rows for the project's tables.

A morph is told by its underlying form, gloss and kind. Its shapes are what stands for it on the surface once the sound
rules have been undone; their environments are learned by :mod:`rules.extract.phonology.environments`.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from morph.model import Evidence
from rules.extract.phonology.environments import Region, Shape, Use, choose, learn_regions
from rules.extract.phonology.letters import Inventory
from rules.extract.phonology.words import Word

Key = tuple[str, str, str]
"""``(form, gloss, kind)`` of a morph: the form as the segmented line shows it, ``∅`` for a zero morph."""

ZERO = "∅"


@dataclass(frozen=True, slots=True)
class LearnedAllomorph:
    """A shape of a morph: its ``form`` before sound rules, where it stands (notation of the project, empty =
    elsewhere), how often that was right and wrong, and the addresses of some examples."""

    form: str
    environment: str
    evidence: Evidence
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Shaped:
    """A word whose morphs have their shapes before sound rules."""

    word: Word
    shapes: tuple[tuple[str, ...], ...]


Lists = Mapping[Key, tuple[Region, ...]]


def collect_uses(shaped: Sequence[Shaped]) -> dict[Key, list[Use]]:
    """Every distinct use of every morph: its shape between the shapes of its neighbours. Words that are said often
    weigh more, logarithmically, so that a frequent irregular form is worth a condition of its own."""
    counts: dict[Key, dict[tuple[Shape, Shape, Shape], list[Word]]] = defaultdict(lambda: defaultdict(list))
    for item in shaped:
        for index, morph in enumerate(item.word.morphs):
            left = tuple(letter for shape in item.shapes[:index] for letter in shape)
            right = tuple(letter for shape in item.shapes[index + 1 :] for letter in shape)
            counts[morph.key][left, right, item.shapes[index]].append(item.word)
    return {key: [_use(context, words) for context, words in found.items()] for key, found in counts.items()}


def _use(context: tuple[Shape, Shape, Shape], words: Sequence[Word]) -> Use:
    left, right, shape = context
    count = sum(word.count for word in words)
    source = next((word.sources[0] for word in words if word.sources), "")
    return Use(left, right, shape, 1.0 + math.log2(count) / 2, count, source)


def learn_lists(uses: Mapping[Key, Sequence[Use]], inventory: Inventory) -> dict[Key, tuple[Region, ...]]:
    """A decision list for every morph."""
    return {key: learn_regions(found, inventory) for key, found in uses.items()}


def rows(form: str, regions: Sequence[Region]) -> tuple[LearnedAllomorph, ...]:
    """The rows of one morph, the elsewhere shape first. A shape that stands in a region beside the predicted one gets
    a row with the same environment; what stood there otherwise counts against it."""
    found = []
    for region in (regions[-1], *regions[:-1]):
        total = sum(variant.count for variant in region.variants)
        for variant in region.variants:
            evidence = Evidence(variant.count, total - variant.count)
            shape = "".join(variant.shape) or ZERO
            found.append(LearnedAllomorph(shape, region.environment, evidence, variant.sources))
    if all(row.form != form for row in found):
        found.append(LearnedAllomorph(form, "", Evidence(0, sum(v.count for v in regions[-1].variants))))
    return tuple(found)


def predict(word: Word, lists: Lists, inventory: Inventory) -> tuple[tuple[str, ...], ...]:
    """The shapes that the decision lists give the morphs of a word; neighbours are settled in three sweeps."""
    shapes = [
        lists[morph.key][-1].shape if morph.key in lists and lists[morph.key][-1].variants else morph.form
        for morph in word.morphs
    ]
    for _ in range(3):
        before = list(shapes)
        for index, morph in enumerate(word.morphs):
            regions = lists.get(morph.key)
            if regions:
                left = tuple(letter for shape in shapes[:index] for letter in shape)
                right = tuple(letter for shape in shapes[index + 1 :] for letter in shape)
                shapes[index] = choose(regions, left, right, inventory).shape
        if shapes == before:
            break
    return tuple(shapes)
