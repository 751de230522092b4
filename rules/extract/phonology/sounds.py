"""Sound rules that explain alternations, learned one after another by what they save.

Transformation-based learning (Brill 1995) on aligned words: at each turn every parallel change between two contexts
(``p/t/k → b/d/g / V_+V``) is scored by the morphs whose alternation it explains and those that it would spoil, less
the bits that it takes to write the rule down (minimum description length). The best one is applied to all words and
learning goes on with what is left; so rules come out in the order in which they apply. A change that a single morph
shows is no rule: it stays an allomorph of that morph.

>>> from rules.extract.phonology.align import align
>>> from rules.extract.phonology.letters import learn_inventory
>>> from rules.extract.phonology.words import AlignedWord, distinct
>>> stems = (("kap", "b"), ("sap", "b"), ("tep", "b"), ("mot", "d"), ("set", "d"), ("put", "d"))
>>> data = [AlignedWord(f"{s[:-1]}{t}{e}", f"{s}-{e}", f"{s}-X") for s, t in stems for e in "ai"]
>>> data += [AlignedWord(f"{s}na", f"{s}-na", f"{s}-Y") for s, _ in stems]
>>> words = distinct(data)
>>> inventory = learn_inventory([w.surface + w.underlying for w in words])
>>> [str(rule.rewrite) for rule in learn_rules(align(words), inventory)]
['p/t → b/d / _+V']
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from morph.letters import EDGE
from morph.model import SoundRule
from rules.extract.phonology.align import Aligned
from rules.extract.phonology.cells import ANY, Reach, Rewrite, Side
from rules.extract.phonology.letters import Inventory, change_bits
from rules.extract.phonology.table import Context, MorphKey, Row, Table, gain

_RULE_BITS, _INSIDE_BITS = 7.0, 2.0
_FEWEST_MORPHS = 3
"""A change that fewer morphs show is an allomorph of each, not a rule (two will do for doubled letters)."""

_DOUBLE_BITS = 2.0
"""What a rule saves that makes one of two like letters: the commonest of all losses."""

_SHARPER_BITS = 4.0
"""How much better a set of letters must be than a plain class."""

_CORRECTION_BITS = 8.0
"""How much better a context must be than the one that the book states."""

_MOST_RULES = 40


@dataclass(frozen=True, slots=True)
class LearnedRule:
    """A rule with how many cells it mends and spoils at its turn, the places (in the list learned from) of the words
    that it applies to, and the addresses of some of them; ``stated`` is the rule of the book that it is."""

    rewrite: Rewrite
    attested: int
    contradicted: int
    words: tuple[int, ...] = ()
    sources: tuple[str, ...] = ()
    stated: SoundRule | None = None


def learn_rules(
    aligned: Sequence[Aligned],
    inventory: Inventory,
    stated: Sequence[tuple[SoundRule, Rewrite]] = (),
    *,
    given: Sequence[LearnedRule] = (),
    refused: Collection[Rewrite] = (),
) -> tuple[LearnedRule, ...]:
    """The sound rules of some aligned words, in the order in which they apply; ``stated`` rules with the ways to
    understand them compete with those that are found. ``given`` rules apply first, ``refused`` ones are not learned
    again."""
    learner = _Learner(aligned, inventory, refused)
    learned = [replace(learner.accept(rule.rewrite), stated=rule.stated) for rule in given]
    taken = [rule.stated for rule in given]
    waiting = [option for option in stated if option[0] not in taken and option[1] not in refused]
    while len(learned) < _MOST_RULES:
        chosen = learner.best_stated(waiting)
        if chosen is not None:
            learned.append(replace(learner.accept(chosen[1]), stated=chosen[0]))
            waiting = [option for option in waiting if option[0] is not chosen[0]]
            continue
        rule = learner.best()
        if rule is None:
            break
        learned.append(learner.accept(rule))
    return tuple(learned)


def count_rules(aligned: Sequence[Aligned], inventory: Inventory, rules: Sequence[Rewrite]) -> list[tuple[int, int]]:
    """How many cells each rule alone would mend and spoil in words that no rule has changed yet."""
    learner = _Learner(aligned, inventory)
    return [learner.count(rule) for rule in rules]


class _Learner:
    """Finds the rule that saves most, sharpens it and applies it."""

    def __init__(self, aligned: Sequence[Aligned], inventory: Inventory, refused: Collection[Rewrite] = ()) -> None:
        rows = [Row.of(number, item, inventory.vowels) for number, item in enumerate(aligned)]
        self._table = Table(rows, inventory)
        self._inventory = inventory
        self._refused: set[Rewrite] = set(refused)
        self._ranked: dict[Context, list[tuple[float, Rewrite]]] = {}

    def best(self) -> Rewrite | None:
        """The rule that saves the most bits now, sharpened; None where none saves any."""
        for context in self._table.dirty:
            self._ranked[context] = list(self._candidates(context))
        self._table.dirty.clear()
        options = [
            (-bits, rule) for found in self._ranked.values() for bits, rule in found if rule not in self._refused
        ]
        while options:
            first = min(options, key=lambda option: option[0])[0]
            rule = min((rule for bits, rule in options if bits <= first + 1e-9), key=_simplest)
            if self._several_morphs(rule):
                sharp = self._sharpen(rule)
                if sharp not in self._refused:
                    return sharp
            self._refused.add(rule)
            options = [option for option in options if option[1] != rule]
        return None

    def _candidates(self, context: Context) -> Iterator[tuple[float, Rewrite]]:
        """The best rule of every kind of change in a context, with what it saves."""
        left, right = self._table.sides(context)
        cost = _RULE_BITS + context_bits(left, right)
        kinds: dict[str, dict[str, tuple[float, str]]] = defaultdict(dict)
        letters = self._inventory.alphabet | {""}  # spaces and dashes that a source writes are no sounds
        for under, spots in self._table.counts(context).items():
            if under not in letters:
                continue
            for over in {wanted for (wanted, _), n in spots.items() if n > 0.5 and wanted != under} & letters:
                bits = gain(under, over, spots) - change_bits(under, over)
                chosen = kinds[self._table.kind(under, over)]
                if bits > 0 and (under not in chosen or (bits, over) > chosen[under]):
                    chosen[under] = (bits, over)
        for chosen in kinds.values():
            total = sum(bits for bits, _ in chosen.values()) - cost
            if total > 0:
                yield total, Rewrite(tuple(sorted((u, over) for u, (_, over) in chosen.items())), left, right)

    def best_stated(self, options: Sequence[tuple[SoundRule, Rewrite]]) -> tuple[SoundRule, Rewrite] | None:
        """The stated rule, in the understanding that saves most; what it says costs nothing. It must be right in a
        third of the places at least."""
        best: tuple[float, tuple[SoundRule, Rewrite]] | None = None
        for option in options:
            attested, contradicted = self.count(option[1])
            if not attested or attested * 2 < contradicted:
                continue
            bits = self.score(option[1]) + rule_bits(option[1])
            if bits > 0 and (best is None or bits > best[0] + 0.01):
                best = (bits, option)
        if best is None:
            return None
        rule, stated = best[1]
        narrower = [self.score(stated) + _CORRECTION_BITS, *map(self.score, _in_long_words(stated, self._inventory))]
        at = max(range(len(narrower)), key=lambda index: (narrower[index], -index))
        return rule, stated if at == 0 else _in_long_words(stated, self._inventory)[at - 1]

    def count(self, rule: Rewrite) -> tuple[int, int]:
        """How many cells a rule would mend and spoil now."""
        outputs = dict(rule.pairs)
        attested = contradicted = 0
        for _, spot in self._table.matches(rule):
            attested += spot.wanted == outputs[spot.current]
            contradicted += spot.wanted == spot.current
        return attested, contradicted

    def _several_morphs(self, rule: Rewrite) -> bool:
        outputs = dict(rule.pairs)
        keys = {spot.key[:2] for _, spot in self._table.matches(rule) if spot.wanted == outputs[spot.current]}
        return len(keys) >= (2 if _makes_one_of_two(rule) else _FEWEST_MORPHS)

    def score(self, rule: Rewrite) -> float:
        """What a rule saves, its own bits taken off."""
        spots: dict[str, dict[tuple[str, MorphKey], float]] = defaultdict(lambda: defaultdict(float))
        for row, spot in self._table.matches(rule):
            spots[spot.current][spot.wanted, spot.key] += row.weight
        return sum(gain(under, over, spots[under]) for under, over in rule.pairs) - rule_bits(rule)

    def _sharpen(self, rule: Rewrite) -> Rewrite:
        """Give each side the set of letters that suits it best, then write the target as shortly as can be."""
        best, bits = rule, self.score(rule)
        for name in ("left", "right"):
            own = rule.left if name == "left" else rule.right
            alone = own.members is not None and len(own.members) == 1
            for side in self._suited(best, name):
                trial = replace(best, left=side) if name == "left" else replace(best, right=side)
                score = self.score(trial)
                if score > bits + (0.01 if alone else _SHARPER_BITS):
                    best, bits = trial, score
        return self._widen(best)

    def _suited(self, rule: Rewrite, name: str) -> Iterator[Side]:
        """The cheapest sides that keep the letters beside which the rule is right, not those where it is wrong."""
        own = rule.left if name == "left" else rule.right
        reaches: set[tuple[Reach, bool]]
        reaches = {("next", False), ("next", True)} if own.reach in ("next", "long") else {(own.reach, True)}
        if name == "left" and any(not under for under, _ in rule.pairs):
            reaches = {("next", True)}
        for reach, boundary in sorted(reaches):
            free = Side("next", boundary, None, ()) if reach == "next" else ANY
            relaxed = replace(rule, left=free) if name == "left" else replace(rule, right=free)
            must, never = self._beside(relaxed, name, reach)
            if must and EDGE not in must:
                texts, members, _ = self._inventory.express(must, never - {EDGE})
                yield Side(reach, boundary, members & self._inventory.vowels if reach != "next" else members, texts)

    def _beside(self, rule: Rewrite, name: str, reach: str) -> tuple[frozenset[str], frozenset[str]]:
        """The letters (the vowels) beside which a rule is right, and those beside which it is not."""
        outputs = dict(rule.pairs)
        right: Counter[str] = Counter()
        wrong: Counter[str] = Counter()
        for _, spot in self._table.matches(rule):
            near = spot.left if name == "left" else spot.right
            seen = {"vowel": near.across, "suffix": near.inner, "spread": near.across or near.inner}
            if not seen.get(reach, True):
                continue
            letter = near.letter if reach == "next" else near.vowel
            if spot.wanted == outputs[spot.current]:
                right[letter] += 1
            elif spot.wanted == spot.current:
                wrong[letter] += 1
        must = frozenset(letter for letter in right if right[letter] > 1.5 * wrong[letter])
        return must, frozenset(letter for letter in wrong if letter not in must)

    def _widen(self, rule: Rewrite) -> Rewrite:
        """Write a change that letters of a class undergo with the class, where no other letter of it speaks against
        it (vowels are dropped, not just the three that were seen)."""
        outputs = {over for _, over in rule.pairs}
        if len(rule.pairs) < 3 or len(outputs) > 1:
            return rule
        over = next(iter(outputs))
        unders = frozenset(under for under, _ in rule.pairs)
        bits = self.score(rule)
        for name, members in self._inventory.classes:
            if unders < members:
                wide = replace(rule, pairs=tuple((under, over) for under in sorted(members)), target=name)
                if self.score(wide) + sum(change_bits(under, over) for under in members - unders) >= bits:
                    return wide
        return rule

    def accept(self, rule: Rewrite) -> LearnedRule:
        """Apply a rule to all words."""
        outputs = dict(rule.pairs)
        attested = contradicted = 0
        sources: dict[str, None] = {}
        for row, spot in self._table.matches(rule):
            if spot.wanted == outputs[spot.current]:
                attested += 1
                if row.source and len(sources) < 5:
                    sources[row.source] = None
            else:
                contradicted += spot.wanted == spot.current
        touched = self._table.apply(rule)
        return LearnedRule(rule, attested, contradicted, tuple(touched), tuple(sources))


def _simplest(rule: Rewrite) -> tuple[bool, tuple[str, ...]]:
    """Of rules that save as much harmony goes on inside affixes, which shows once the first vowels have changed."""
    return rule.left.reach != "spread", rule.written()


def _in_long_words(rule: Rewrite, inventory: Inventory) -> list[Rewrite]:
    """A rule beside a vowel, understood for words with another vowel on that side."""
    found = []
    for name, side in (("left", rule.left), ("right", rule.right)):
        if side.reach == "next" and side.members is not None and side.members <= inventory.vowels:
            long = replace(side, reach="long")
            found.append(replace(rule, left=long) if name == "left" else replace(rule, right=long))
    return found


def rule_bits(rule: Rewrite) -> float:
    """What a rule costs to write down."""
    changes = sum(change_bits(under, over) for under, over in rule.pairs)
    if _makes_one_of_two(rule):
        changes -= _DOUBLE_BITS
    return _RULE_BITS + changes + context_bits(rule.left, rule.right)


def _makes_one_of_two(rule: Rewrite) -> bool:
    """Whether the rule drops a letter beside the same letter."""
    if len(rule.pairs) != 1 or rule.pairs[0][1]:
        return False
    return (rule.pairs[0][0],) in (rule.left.texts, rule.right.texts)


def context_bits(left: Side, right: Side) -> float:
    """What a context costs; one that names no boundary and no edge claims to hold inside morphs too."""
    juncture = left.boundary or right.boundary or EDGE in (*left.texts, *right.texts)
    return _side_bits(left) + _side_bits(right) + (0.0 if juncture else _INSIDE_BITS)


def _side_bits(side: Side) -> float:
    """What a side costs: classes are cheap, lists dear."""
    bits = 2.0 if side.reach == "long" else 0.0
    for text in side.texts:
        bits += 1.5 if len(text) == 1 and (text == EDGE or text.isupper()) else 1.5 + 1.0 * len(text.strip("[]"))
    return bits
