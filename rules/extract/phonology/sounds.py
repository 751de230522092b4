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

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from morph.letters import EDGE
from morph.model import SoundRule
from rules.extract.phonology.align import Aligned
from rules.extract.phonology.cells import ANY, SLOT, Cells, Neighbours, Rewrite, Side, apply_rewrite
from rules.extract.phonology.environments import ROW_BITS
from rules.extract.phonology.letters import Inventory, change_bits

MorphKey = tuple[str, str, str]
Spots = Mapping[tuple[str, MorphKey], int]
"""What some cells should become, and whose they are, counted."""

_SPOILT_BITS, _MIXED_BITS, _WORD_BITS = 9.0, 3.0, 2.0
"""What a morph costs that the rule always, or sometimes, gets wrong, and each word of it: a rule's exceptions can
seldom be listed."""

_RULE_BITS, _INSIDE_BITS = 7.0, 2.0
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


@dataclass(slots=True)
class _Row:
    """A word on its way, with its place in the list and the keys of its morphs."""

    number: int
    cells: Cells
    keys: tuple[MorphKey, ...]
    source: str


def learn_rules(
    aligned: Sequence[Aligned], inventory: Inventory, stated: Sequence[tuple[SoundRule, Rewrite]] = ()
) -> tuple[LearnedRule, ...]:
    """The sound rules of some aligned words, in the order in which they apply; ``stated`` rules with the ways to
    understand them compete with those that are found."""
    table = _Table([_row(number, item, inventory.vowels) for number, item in enumerate(aligned)], inventory)
    learned: list[LearnedRule] = []
    waiting = list(stated)
    while len(learned) < _MOST_RULES:
        chosen = table.best_stated(waiting)
        if chosen is not None:
            learned.append(replace(table.accept(chosen[1]), stated=chosen[0]))
            waiting = [option for option in waiting if option[0] is not chosen[0]]
            continue
        rule = table.best()
        if rule is None:
            break
        learned.append(table.accept(rule))
    return tuple(learned)


def count_rules(aligned: Sequence[Aligned], inventory: Inventory, rules: Sequence[Rewrite]) -> list[tuple[int, int]]:
    """How many cells each rule alone would mend and spoil in words that no rule has changed yet."""
    table = _Table([_row(number, item, inventory.vowels) for number, item in enumerate(aligned)], inventory)
    return [table.count(rule) for rule in rules]


def _row(number: int, item: Aligned, vowels: frozenset[str]) -> _Row:
    """The cells of a word; a morph in a suppletive shape is taken as it is, for no rule can be meant to make it."""
    pairs = [
        [(letter, letter) for letter in shape] if _suppletive(morph.form, found) else list(found)
        for morph, shape, found in zip(item.word.morphs, item.shapes, item.pairs, strict=True)
    ]
    source = item.word.sources[0] if item.word.sources else ""
    return _Row(number, Cells.aligned(pairs, vowels), tuple(morph.key for morph in item.word.morphs), source)


def _suppletive(form: Sequence[str], pairs: Iterable[tuple[str, str]]) -> bool:
    kept = sum(under == over for under, over in pairs if under)
    return len(form) > 1 and kept < len(form) / 2


class _Table:
    """Counts of every change between all sides, kept up to date while rules are applied."""

    def __init__(self, rows: list[_Row], inventory: Inventory) -> None:
        self._rows = rows
        self._inventory = inventory
        self._options: dict[Neighbours, tuple[Side, ...]] = {}
        self._counts: dict[tuple[Side, Side], dict[str, Counter[tuple[str, MorphKey]]]] = {}
        self._refused: set[Rewrite] = set()
        self._changing = self._changing_letters()
        for row in rows:
            self._tally(row, 1)

    def _changing_letters(self) -> frozenset[str]:
        """The letters that change in more than one morph, or in the company of others that change likewise."""
        morphs: dict[tuple[str, str], set[MorphKey]] = defaultdict(set)
        for row in self._rows:
            for at in row.cells.places():
                current, wanted = row.cells.current[at], row.cells.wanted[at]
                if current != wanted:
                    morphs[current, wanted].add(row.keys[row.cells.owner[at]])
        kinds: dict[str, set[MorphKey]] = defaultdict(set)
        for (current, wanted), keys in morphs.items():
            kinds[self._kind(current, wanted)] |= keys
        return frozenset(current for current, wanted in morphs if len(kinds[self._kind(current, wanted)]) > 1)

    def _kind(self, under: str, over: str) -> str:
        """The group that a change belongs to: only changes of one group make a rule together."""
        name = self._inventory.name
        if len(over) > 1:
            return f"{under and name(under)}>{over}"
        return (name(under) if under else "∅") + (name(over) if over else "∅")

    def _tally(self, row: _Row, sign: int) -> None:
        cells, counts = row.cells, self._counts
        for at in cells.places():
            current = cells.current[at]
            if current not in self._changing or (cells.kind[at] == SLOT) != (not current):
                continue
            spot = (cells.wanted[at], row.keys[cells.owner[at]])
            near_left, near_right = cells.left(at), cells.right(at)
            for left in self._sides(near_left):
                if not current and not left.boundary and EDGE not in (near_left.letter, near_right.letter):
                    continue
                for right in self._sides(near_right):
                    if _narrow(left) and _narrow(right) or right.reach != "next":
                        continue
                    found = counts.get((left, right))
                    if found is None:
                        found = counts[left, right] = {}
                    if current not in found:
                        found[current] = Counter()
                    found[current][spot] += sign

    def _sides(self, near: Neighbours) -> tuple[Side, ...]:
        """The contexts that a neighbourhood fits: anything, a boundary, a class, a letter, a vowel farther off."""
        if near in self._options:
            return self._options[near]
        letter, found = near.letter, [ANY]
        if letter == EDGE:
            found.append(Side("next", False, frozenset({EDGE}), (EDGE,)))
        else:
            sets = [(self._inventory.coarse(letter), self._inventory.name(letter)), (frozenset({letter}), letter)]
            sets += [(m, name) for name, m in self._inventory.classes if name not in ("V", "C") and letter in m]
            found += [Side("next", False, members, (text,)) for members, text in sets]
            if near.boundary:
                found += [Side("next", True, members, (text,)) for members, text in sets]
            if near.more and not near.boundary and letter in self._inventory.vowels:
                found.append(Side("long", False, *_named(sets[0])))
            if near.across:
                found.append(Side("vowel", True, frozenset({near.vowel}), (near.vowel,)))
        if near.boundary:
            found.append(Side("next", True, None, ()))
        self._options[near] = tuple(found)
        return self._options[near]

    def best(self) -> Rewrite | None:
        """The rule that saves the most bits now, sharpened; None where none saves any."""
        while True:
            options = sorted(self._candidates(), key=lambda option: (option[0], option[1]))
            if not options:
                return None
            for _, _, rule in options[:20]:
                if self._several_morphs(rule):
                    return self._sharpen(rule)
                self._refused.add(rule)

    def best_stated(self, options: Sequence[tuple[SoundRule, Rewrite]]) -> tuple[SoundRule, Rewrite] | None:
        """The stated rule, in the understanding that saves most; what it says costs nothing. It must be right in a
        third of the places at least."""
        best: tuple[float, tuple[SoundRule, Rewrite]] | None = None
        for option in options:
            attested, contradicted = self.count(option[1])
            if not attested or attested * 2 < contradicted:
                continue
            gain = self.score(option[1]) + rule_bits(option[1])
            if gain > 0 and (best is None or gain > best[0] + 0.01):
                best = (gain, option)
        return best and best[1]

    def count(self, rule: Rewrite) -> tuple[int, int]:
        """How many cells a rule would mend and spoil now."""
        outputs = dict(rule.pairs)
        attested = contradicted = 0
        for row, at in self._matches(rule):
            current, wanted = row.cells.current[at], row.cells.wanted[at]
            attested += wanted == outputs[current]
            contradicted += wanted == current
        return attested, contradicted

    def _candidates(self) -> Iterator[tuple[float, tuple[str, ...], Rewrite]]:
        for (left, right), found in self._counts.items():
            context = _RULE_BITS + context_bits(left, right)
            kinds: dict[str, dict[str, tuple[float, str]]] = defaultdict(dict)
            for under, spots in found.items():
                for over in {wanted for (wanted, _), n in spots.items() if n > 0 and wanted != under}:
                    gain = _gain(under, over, spots) - change_bits(under, over)
                    chosen = kinds[self._kind(under, over)]
                    if gain > 0 and (under not in chosen or (gain, over) > chosen[under]):
                        chosen[under] = (gain, over)
            for chosen in kinds.values():
                total = sum(gain for gain, _ in chosen.values()) - context
                if total > 0:
                    rule = Rewrite(tuple(sorted((u, over) for u, (_, over) in chosen.items())), left, right)
                    if rule not in self._refused:
                        yield -total, rule.written(), rule

    def _matches(self, rule: Rewrite) -> Iterator[tuple[_Row, int]]:
        unders = {under for under, _ in rule.pairs}
        for row in self._rows:
            cells = row.cells
            for at in cells.places():
                current = cells.current[at]
                if (
                    current in unders
                    and (cells.kind[at] == SLOT) == (not current)
                    and rule.left.holds(cells.left(at))
                    and rule.right.holds(cells.right(at))
                ):
                    yield row, at

    def _several_morphs(self, rule: Rewrite) -> bool:
        outputs = dict(rule.pairs)
        keys = set()
        for row, at in self._matches(rule):
            if row.cells.wanted[at] == outputs[row.cells.current[at]]:
                keys.add(row.keys[row.cells.owner[at]][:2])
        return len(keys) > 1

    def score(self, rule: Rewrite) -> float:
        """What a rule saves, its own bits taken off."""
        spots: dict[str, Counter[tuple[str, MorphKey]]] = defaultdict(Counter)
        for row, at in self._matches(rule):
            cells = row.cells
            spots[cells.current[at]][cells.wanted[at], row.keys[cells.owner[at]]] += 1
        return sum(_gain(under, over, spots[under]) for under, over in rule.pairs) - rule_bits(rule)

    def _sharpen(self, rule: Rewrite) -> Rewrite:
        """Give each side the set of letters that suits it best, then write the target as shortly as can be."""
        best, bits = rule, self.score(rule)
        for name in ("left", "right"):
            for side in self._suited(best, name):
                trial = replace(best, left=side) if name == "left" else replace(best, right=side)
                score = self.score(trial)
                if score > bits + 0.01:
                    best, bits = trial, score
        return self._widen(best)

    def _suited(self, rule: Rewrite, name: str) -> Iterator[Side]:
        """The cheapest sides that keep the letters beside which the rule is right, not those where it is wrong."""
        own = rule.left if name == "left" else rule.right
        reaches = {("next", False), ("next", True)} if own.reach != "vowel" else {("vowel", True)}
        if name == "left" and any(not under for under, _ in rule.pairs):
            reaches = {("next", True)}
        for reach, boundary in sorted(reaches):
            free = ANY if reach == "vowel" else Side("next", boundary, None, ())
            relaxed = replace(rule, left=free) if name == "left" else replace(rule, right=free)
            must, never = self._beside(relaxed, name, reach)
            if must and EDGE not in must:
                texts, members, _ = self._inventory.express(must, never - {EDGE})
                if reach == "vowel":
                    members &= self._inventory.vowels
                yield Side("vowel" if reach == "vowel" else "next", boundary, members, texts)

    def _beside(self, rule: Rewrite, name: str, reach: str) -> tuple[frozenset[str], frozenset[str]]:
        """The letters (the vowels) beside which a rule is right, and those beside which it is not."""
        outputs = dict(rule.pairs)
        right: Counter[str] = Counter()
        wrong: Counter[str] = Counter()
        for row, at in self._matches(rule):
            cells = row.cells
            near = cells.left(at) if name == "left" else cells.right(at)
            if reach == "vowel" and not near.across:
                continue
            letter = near.vowel if reach == "vowel" else near.letter
            if cells.wanted[at] == outputs[cells.current[at]]:
                right[letter] += 1
            elif cells.wanted[at] == cells.current[at]:
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
        touched: dict[int, _Row] = {}
        for row, at in self._matches(rule):
            cells = row.cells
            touched[row.number] = row
            if cells.wanted[at] == outputs[cells.current[at]]:
                attested += 1
                if row.source and len(sources) < 5:
                    sources[row.source] = None
            else:
                contradicted += cells.wanted[at] == cells.current[at]
        for row in touched.values():
            self._tally(row, -1)
            apply_rewrite(rule, row.cells)
            self._tally(row, 1)
        return LearnedRule(rule, attested, contradicted, tuple(touched), tuple(sources))


def _named(members: tuple[frozenset[str], str]) -> tuple[frozenset[str], tuple[str, ...]]:
    return members[0], (members[1],)


def _narrow(side: Side) -> bool:
    """Whether a side names a single letter: two of them are never tried together."""
    return side.members is not None and len(side.members) == 1 and side.texts != (EDGE,)


def _gain(under: str, over: str, spots: Spots) -> float:
    """The bits that a change saves: rows that need not be listed less morphs that it spoils."""
    right: Counter[MorphKey] = Counter()
    wrong: Counter[MorphKey] = Counter()
    for (wanted, key), count in spots.items():
        if count > 0:
            if wanted == over:
                right[key] += count
            elif wanted == under:
                wrong[key] += count
    gain = 0.0
    for key, count in right.items():
        spoilt = wrong.pop(key, 0)
        gain += ROW_BITS + math.log2(count) - (_MIXED_BITS + _WORD_BITS * spoilt if spoilt else 0.0)
    return gain - sum(_SPOILT_BITS + _WORD_BITS * count for count in wrong.values())


def rule_bits(rule: Rewrite) -> float:
    """What a rule costs to write down."""
    changes = sum(change_bits(under, over) for under, over in rule.pairs)
    return _RULE_BITS + changes + context_bits(rule.left, rule.right)


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
