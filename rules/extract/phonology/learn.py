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

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from morph.model import Evidence, SoundRule
from morph.sounds import apply_rules
from rules.extract.phonology.align import Aligned, align
from rules.extract.phonology.allomorphs import (
    Key,
    LearnedAllomorph,
    Lists,
    collect_uses,
    learn_lists,
    predict,
    rows,
)
from rules.extract.phonology.cells import Rewrite
from rules.extract.phonology.letters import Inventory, learn_inventory
from rules.extract.phonology.prune import choose_rules
from rules.extract.phonology.sounds import LearnedRule, count_rules
from rules.extract.phonology.stated import variants
from rules.extract.phonology.words import AlignedWord, Word, casing_of, clean_surface, distinct, prepare

_OPTIONAL = 0.5
"""A rule wrong more than half as often as it is right is optional."""

Classes = Mapping[str, str] | Iterable[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Phonology:
    """What was learned. ``morphemes`` has the rows of every bound morph by ``(form, gloss, kind)``, ``stems`` those of
    every stem with more than one shape by ``(form, gloss)``; the elsewhere shape comes first. Of ``total`` distinct
    words ``explained`` come out right when their morphs are joined by these rows and rules; ``beside`` has the letters
    of the host next to which bound morphs stood in their base form in those."""

    classes: tuple[tuple[str, str], ...]
    sounds: tuple[SoundRule, ...]
    morphemes: Mapping[Key, tuple[LearnedAllomorph, ...]]
    stems: Mapping[tuple[str, str], tuple[LearnedAllomorph, ...]]
    explained: int
    total: int
    inventory: Inventory
    lists: Lists
    rewrites: tuple[Rewrite, ...]
    casing: Mapping[int, str] | None = None
    beside: Mapping[Key, frozenset[str]] = field(default_factory=dict)

    def surface(self, word: AlignedWord) -> str | None:
        """The surface form that the rules give a segmented word; None where its lines cannot be read."""
        ready = self.prepare(replace(word, surface=word.segmented))
        return None if ready is None else self.join(ready)

    def prepare(self, word: AlignedWord) -> Word | None:
        """A word normalised as the words were from which this was learned; None where it cannot be read."""
        ready = prepare(word, self.casing)
        return ready and replace(ready, surface=clean_surface(ready.surface, self.inventory.alphabet))

    def join(self, word: Word) -> str:
        """The surface form of a prepared word."""
        shapes = predict(word, self.lists, self.inventory)
        parts = [
            (morph.separator if index else "") + "".join(shape)
            for index, (morph, shape) in enumerate(zip(word.morphs, shapes, strict=True))
        ]
        return apply_rules("".join(parts), self.sounds, self.classes)[0]


def learn_phonology(
    words: Sequence[AlignedWord], *, classes: Classes | None = None, stated: Sequence[SoundRule] = ()
) -> Phonology:
    """Learn the phonology of some words, in which surface and underlying form may differ.

    ``classes`` are the sound classes declared for the project; without them ``V``, ``C`` and ``N`` are learned.
    ``stated`` are rules that the book states (:func:`rules.extract.phonology.formulas.read_formulas`): they come out
    accepted where the words bear them out, proposed where no word shows them, rejected where words speak against
    them. Words whose two lines cannot be read together are left out. Deterministic for the same words in the same
    order.
    """
    ready = distinct(words)
    inventory = learn_inventory([word.surface + word.underlying for word in ready], classes)
    aligned = align(ready)
    options = [(rule, option) for rule in stated for option in variants(rule, inventory)]
    learned, shaped = choose_rules(aligned, inventory, options)
    rewrites = tuple(rule.rewrite for rule in learned)
    lists = learn_lists(collect_uses(shaped), inventory)
    morphemes = {key: rows(key[0], regions) for key, regions in sorted(lists.items()) if key[2] != "stem"}
    stems = {
        key[:2]: found
        for key, regions in sorted(lists.items())
        if key[2] == "stem" and len(found := rows(key[0], regions)) > 1
    }
    sounds = tuple(_sound_rule(index, rule) for index, rule in enumerate(learned, 1))
    sounds += _left_over(stated, learned, aligned, inventory)
    draft = Phonology(
        inventory.as_strings(),
        sounds,
        morphemes,
        stems,
        0,
        len(ready),
        inventory,
        lists,
        rewrites,
        casing_of(words),
    )
    explained = [word for word in ready if draft.join(word) == "".join(word.surface)]
    return replace(draft, explained=len(explained), beside=_beside(explained, draft))


def _beside(words: Sequence[Word], learned: Phonology) -> dict[Key, frozenset[str]]:
    """The letters of the host next to which bound morphs stand in their base form."""
    found: dict[Key, set[str]] = defaultdict(set)
    for word in words:
        shapes = predict(word, learned.lists, learned.inventory)
        for index, morph in enumerate(word.morphs):
            if morph.kind in ("suffix", "enclitic") and index and shapes[index] == morph.form:
                found[morph.key].update(shapes[index - 1][-1:])
            elif morph.kind in ("prefix", "proclitic") and shapes[index] == morph.form:
                found[morph.key].update(shapes[index + 1][:1] if index + 1 < len(shapes) else ())
    return {key: frozenset(letters) for key, letters in found.items()}


def _sound_rule(index: int, rule: LearnedRule) -> SoundRule:
    target, output, before, after = rule.rewrite.written()
    evidence = Evidence(rule.attested, rule.contradicted)
    optional = rule.contradicted > rule.attested * _OPTIONAL or bool(rule.stated and rule.stated.optional)
    sources = " ; ".join(((rule.stated.source,) if rule.stated else ()) + rule.sources)
    return SoundRule(f"sound{index}", target, output, before, after, optional, sources, evidence=evidence)


def _left_over(
    stated: Sequence[SoundRule], learned: Sequence[LearnedRule], aligned: Sequence[Aligned], inventory: Inventory
) -> tuple[SoundRule, ...]:
    """The stated rules that the words do not bear out, with what speaks for and against them."""
    used = [rule.stated for rule in learned]
    rest = [rule for rule in stated if rule not in used]
    options = [variants(rule, inventory)[:1] for rule in rest]
    counted = iter(count_rules(aligned, inventory, [option for found in options for option in found]))
    left = []
    for rule, found in zip(rest, options, strict=True):
        attested, contradicted = next(counted) if found else (0, 0)
        status = "rejected" if contradicted > attested else "proposed"
        left.append(replace(rule, status=status, evidence=Evidence(attested, contradicted)))
    return tuple(left)
