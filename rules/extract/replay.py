"""Replay: which words of the examples do the accepted rows license, and what stops the others?

A word is licensed when its stem is an accepted lexeme (or a form of one), each of its affixes is a shape of an accepted
morpheme, and their slots stand in the order of the templates. What stops a word is counted by its first obstacle.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from morph.model import Lexeme, Morpheme, Template
from rules.extract.rows import Named
from rules.extract.tokens import Word, normal


@dataclass(frozen=True, slots=True)
class Replay:
    """How many words were replayed and licensed, and the obstacles (``stem``, ``morpheme``, ``order``) counted."""

    licensed: int
    total: int
    obstacles: Mapping[str, int]


def replay(
    words: Sequence[Word],
    named: Named,
    lexemes: Sequence[Lexeme],
    morphemes: Sequence[Morpheme],
    templates: Sequence[Template],
) -> Replay:
    """Replay the accepted rows on every aligned word."""
    stems = {
        (normal(form), gloss)
        for lexeme in lexemes
        if lexeme.status == "accepted"
        for form, gloss in [(lexeme.headword, lexeme.gloss)] + [(a.form, a.gloss or lexeme.gloss) for a in lexeme.forms]
    }
    slots = {row.base_id: row.slot for row in morphemes if row.status == "accepted"}
    after = _longest([template.after for template in templates])
    before = _longest([template.before for template in templates])
    obstacles: Counter[str] = Counter()
    total = 0
    for word in words:
        if not word.morphs or any(morph.kind in ("infix", "reduplication", "circumfix") for morph in word.morphs):
            continue
        total += 1
        obstacles[_obstacle(word, named, stems, slots, before, after)] += 1
    licensed = obstacles.pop("", 0)
    return Replay(licensed, total, dict(sorted(obstacles.items())))


def _longest(orders: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    return max(orders, key=lambda order: len(order), default=())


def _obstacle(
    word: Word,
    named: Named,
    stems: set[tuple[str, str]],
    slots: Mapping[str, str],
    before: Sequence[str],
    after: Sequence[str],
) -> str:
    if any((normal(root.form), root.gloss) not in stems for root in word.roots):
        return "stem"
    first = next(i for i, morph in enumerate(word.morphs) if morph.kind == "stem")
    for order, morphs in ((before, word.morphs[:first]), (after, word.morphs[first:])):
        ids = [named.find(m.form, m.gloss, m.kind) for m in morphs if m.kind != "stem"]
        if any(id_ not in slots for id_ in ids):
            return "morpheme"
        places = [order.index(slots[id_]) if slots[id_] in order else -1 for id_ in ids]
        if any(left >= right for left, right in zip(places, places[1:], strict=False)):
            return "order"
    return ""
