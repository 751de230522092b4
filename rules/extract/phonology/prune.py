"""Which sound rules earn their place? A rule stays where it makes the whole description shorter.

Learning one rule at a time (:mod:`rules.extract.phonology.sounds`) judges a rule by the cells that it mends. What
counts in the end is the whole: the rules, the rows of allomorphs with their environments, and the words that still
come out wrong. So every rule is taken out once, the last first, and left out where the rest is shorter without it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from morph.model import SoundRule
from rules.extract.phonology.align import Aligned, EditModel, pair_letters
from rules.extract.phonology.allomorphs import Key, Shaped, collect_uses, fewer_shapes, form_letters, undo, weight
from rules.extract.phonology.cells import Rewrite
from rules.extract.phonology.environments import Shape, description_bits, learn_regions
from rules.extract.phonology.letters import Inventory
from rules.extract.phonology.sounds import LearnedRule, learn_rules, rule_bits

_TRUST_BITS = 15.0
"""How much longer a rule that the book states may make the description."""

_ROUNDS = 3
_MOST_WORDS = 4000
_USUAL = 2
"""In how many words an allomorph must be seen before rules are looked for beside it."""

_BROKEN_BITS = 20.0
"""What a word costs that no listed shapes can give, because a rule spoils it."""


def choose_rules(
    aligned: Sequence[Aligned], inventory: Inventory, stated: Sequence[tuple[SoundRule, Rewrite]] = ()
) -> tuple[tuple[LearnedRule, ...], list[Shaped]]:
    """The sound rules worth having, and the shapes that they leave to the morphs of every word.

    Where a rule is left out, other rules may find their place: so learning goes on from those that stay. Of very many
    words an even sample is enough to find rules.
    """
    refused: set[Rewrite] = set()
    kept: tuple[LearnedRule, ...] = ()
    sample = aligned[:: 1 + len(aligned) // _MOST_WORDS]
    for _ in range(_ROUNDS):
        learned = learn_rules(sample, inventory, stated, given=kept, refused=refused)
        state = _State(sample, list(learned), inventory)
        for rule in reversed(learned):
            state.try_without(rule)
        dropped = {rule.rewrite for rule in learned} - {rule.rewrite for rule in state.rules}
        kept = tuple(state.rules)
        if not dropped or dropped <= refused:
            break
        refused |= dropped
    kept = _beside_allomorphs(sample, inventory, stated, kept, refused)
    rules = [rule.rewrite for rule in kept]
    shaped = [undo(item, rules, inventory.vowels) for item in aligned]
    return kept, fewer_shapes(shaped, rules, inventory.vowels)


def _beside_allomorphs(
    sample: Sequence[Aligned],
    inventory: Inventory,
    stated: Sequence[tuple[SoundRule, Rewrite]],
    kept: tuple[LearnedRule, ...],
    refused: Collection[Rewrite],
) -> tuple[LearnedRule, ...]:
    """The rules and those that can be seen only beside the allomorphs that stand there: stops are voiced before
    ``-i'm``, which is ``-'m`` in the segmented lines."""
    rules = [rule.rewrite for rule in kept]
    shaped = fewer_shapes([undo(item, rules, inventory.vowels) for item in sample], rules, inventory.vowels)
    counts = Counter(
        (morph.key, shape)
        for item in shaped
        for morph, shape in zip(item.word.morphs, item.shapes, strict=True)
        if morph.kind != "stem"
    )
    model = EditModel()
    usual = {key for key, count in counts.items() if count >= _USUAL}
    standing = [_standing(item, found, usual, model) for item, found in zip(sample, shaped, strict=True)]
    if standing == list(sample):
        return kept
    learned = learn_rules(standing, inventory, stated, given=kept, refused=refused)
    state = _State(sample, list(learned), inventory)
    for rule in reversed(learned[len(kept) :]):
        state.try_without(rule)
    return tuple(state.rules)


def _standing(item: Aligned, shaped: Shaped, usual: Collection[tuple[Key, Shape]], model: EditModel) -> Aligned:
    """A word with its affixes in the shapes that they have before sound rules."""
    pairs = []
    for index, morph in enumerate(item.word.morphs):
        shape = shaped.shapes[index]
        is_other = shape != morph.form and (morph.key, shape) in usual
        pairs.append(pair_letters(shape, item.shapes[index], model)[1] if is_other else item.pairs[index])
    return replace(item, pairs=tuple(pairs))


class _State:
    """The rules, the shapes before them and the bits of every morph."""

    def __init__(self, aligned: Sequence[Aligned], rules: list[LearnedRule], inventory: Inventory) -> None:
        self.rules = rules
        self._aligned = aligned
        self._inventory = inventory
        self.shaped = [self._undo(item, rules) for item in aligned]
        self._words: dict[Key, list[int]] = defaultdict(list)
        for number, item in enumerate(aligned):
            for key in {morph.key for morph in item.word.morphs}:
                self._words[key].append(number)
        self._bits: dict[Key, float] = {}

    def _undo(self, item: Aligned, rules: Sequence[LearnedRule]) -> Shaped:
        return undo(item, [rule.rewrite for rule in rules], self._inventory.vowels)

    def try_without(self, rule: LearnedRule) -> None:
        """Leave a rule out for good if everything is shorter without it."""
        rest = [other for other in self.rules if other is not rule]
        changed = {
            number: other
            for number in rule.words
            if (other := self._undo(self._aligned[number], rest)) != self.shaped[number]
        }
        keys = {
            morph.key
            for number, other in changed.items()
            for morph, new, old in zip(other.word.morphs, other.shapes, self.shaped[number].shapes, strict=True)
            if new != old
        }
        fresh = {key: self._measure(key, changed) for key in sorted(keys)}
        broken = sum(
            (self.shaped[number].explained - other.explained) * weight(other.word.count)
            for number, other in changed.items()
        )
        longer = sum(bits - self._known(key) for key, bits in fresh.items()) + _BROKEN_BITS * broken
        if longer < (-_TRUST_BITS if rule.stated else rule_bits(rule.rewrite)):
            self.rules = rest
            self._bits.update(fresh)
            for number, other in changed.items():
                self.shaped[number] = other

    def _known(self, key: Key) -> float:
        if key not in self._bits:
            self._bits[key] = self._measure(key, {})
        return self._bits[key]

    def _measure(self, key: Key, changed: Mapping[int, Shaped]) -> float:
        uses = collect_uses([changed.get(number, self.shaped[number]) for number in self._words[key]], only=key)[key]
        base = form_letters(key)
        return description_bits(learn_regions(uses, self._inventory, base), base)
