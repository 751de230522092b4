"""Templates never seen whole: a part of an attested template exchanged, added or left out in one slot.

A grammar book shows few of the combinations that its morphology allows. Parts that share a slot exclude each other;
so the neighbours of an attested template are those with another part, or none, in one of the slots. A neighbour is
scored by the weights of its parts, and pays for never having been seen.

>>> slots = Slots({("suffix", "-PL"): 1, ("suffix", "-1SG.POSS"): 2, ("suffix", "-3POSS"): 2})
>>> slots.exchange((("suffix", "-PL"), ("suffix", "-3POSS")), ("suffix", "-1SG.POSS"))
(('suffix', '-PL'), ('suffix', '-1SG.POSS'))
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import exp
from typing import cast

import numpy as np

from hybrid.from_english.classify import Classifier
from hybrid.from_english.observe import PLACES, Part, Template
from hybrid.from_english.target import key
from morph.model import Morph, Morpheme
from morph.model import Template as SlotTemplate

# what a template that was never seen whole has against it, in log-probability
UNSEEN = 2.0
SEEDS = 4
BOUND = frozenset({"prefix", "suffix", "edge"})


@dataclass(frozen=True)
class Slots:
    """The position of each part's slot, counted along the word; parts of one position exclude each other."""

    position: dict[Part, int]

    def exchange(self, template: Template, part: Part) -> Template:
        """The template with ``part`` in its slot, in the order of the slots."""
        kept = [p for p in template if self.position.get(p) != self.position[part] or p[0] != part[0]]
        return tuple(sorted([*kept, part], key=self._rank))

    def _rank(self, part: Part) -> tuple[int, int]:
        return PLACES.index(part[0]), self.position.get(part, 0)


NO_SLOTS = Slots({})


def place(morpheme: Morpheme) -> str:
    """Where in a template a morpheme's part stands."""
    if morpheme.kind in ("prefix", "proclitic"):
        return "prefix"
    return "edge" if morpheme.separator == "=" else "suffix"


def part_of(morpheme: Morpheme) -> tuple[Part, Morph]:
    """A morpheme as a part of templates, and the morph that stands for it."""
    morph = Morph(morpheme.form, morpheme.gloss, morpheme.separator, morpheme.kind, morpheme.base_id)
    return (place(morpheme), key(morph)), morph


def slots_of(morphemes: Iterable[Morpheme], templates: Iterable[SlotTemplate]) -> Slots:
    """The slots of a language's morphemes by its morphotactic templates."""
    position: dict[str, int] = {}
    for template in templates:
        for slot_names in (template.before, template.after):
            for i, name in enumerate(slot_names):
                position[name] = max(position.get(name, 0), i + 1)
    return Slots({part_of(m)[0]: position[m.slot] for m in morphemes if m.slot in position})


def best_templates(
    model: Classifier, slots: Slots, features: Sequence[str], count: int
) -> list[tuple[Template, float]]:
    """The most probable templates with their probabilities, attested ones and their neighbours."""
    scores, by_class = model.scores(features)
    by_part = cast(dict[Part, float], scores)
    classes = cast(tuple[Template, ...], model.classes)
    order = np.argsort(-by_class, kind="stable")
    found = {classes[i]: float(by_class[i]) for i in order}
    for i in order[:SEEDS]:
        template = classes[i]
        whole = float(by_class[i]) - sum(by_part[part] for part in template)
        for neighbour in _neighbours(template, slots, by_part):
            if neighbour not in found:
                found[neighbour] = whole + sum(by_part[part] for part in neighbour) - UNSEEN
    top = max(found.values())
    total = sum(exp(score - top) for score in found.values())
    ranked = sorted(found.items(), key=lambda item: -item[1])[:count]
    return [(template, exp(score - top) / total) for template, score in ranked]


def _neighbours(template: Template, slots: Slots, parts: Iterable[Part]) -> Iterable[Template]:
    """The templates that differ in one slot."""
    for part in parts:
        if part in slots.position and part not in template and part[0] in BOUND:
            yield slots.exchange(template, part)
    for part in template:
        if part[0] in BOUND:
            yield tuple(p for p in template if p != part)
