"""The changes of all words counted by their contexts, kept up to date while sound rules are applied.

What :mod:`rules.extract.phonology.sounds` asks again and again is: how often, and in which morphs, does a letter change
into another between two given sides? The table knows it for all pairs of sides at once, and recounts only the words
that a rule has touched.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from morph.letters import EDGE
from rules.extract.phonology.align import Aligned
from rules.extract.phonology.cells import ANY, SLOT, Cells, Neighbours, Rewrite, Side, apply_together, is_harmony
from rules.extract.phonology.environments import ROW_BITS
from rules.extract.phonology.letters import Inventory

MorphKey = tuple[str, str, str]
Spots = Mapping[tuple[str, MorphKey], float]
"""What some cells should become, and whose they are, counted."""

SPOILT_BITS, MIXED_BITS, WORD_BITS = 9.0, 3.0, 2.0
"""What a morph costs that a rule always, or sometimes, gets wrong, and each word of it: a rule's exceptions can
seldom be listed."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A cell that a rule may change: what it is, what it should be, whose it is, and what stands around it."""

    current: str
    wanted: str
    key: MorphKey
    left: Neighbours
    right: Neighbours


@dataclass(slots=True)
class Row:
    """A word on its way, with its place in the list, the keys of its morphs and its cells as last looked at."""

    number: int
    cells: Cells
    keys: tuple[MorphKey, ...]
    source: str
    weight: float = 1.0
    spots: list[Spot] = field(default_factory=list)

    @classmethod
    def of(cls, number: int, item: Aligned, vowels: frozenset[str]) -> Row:
        """The cells of a word; a morph in a suppletive shape is taken as it is, for no rule can be meant to make it."""
        pairs = [
            [(letter, letter) for letter in shape] if _is_suppletive(morph.form, found) else list(found)
            for morph, shape, found in zip(item.word.morphs, item.shapes, item.pairs, strict=True)
        ]
        source = item.word.sources[0] if item.word.sources else ""
        keys = tuple(morph.key for morph in item.word.morphs)
        row = cls(
            number, Cells.aligned(pairs, vowels, item.word.copies), keys, source, 1.0 + math.log2(item.word.count) / 2
        )
        row.look()
        return row

    def look(self) -> None:
        """Look at all cells again after a change."""
        cells = self.cells
        self.spots = [
            Spot(current, cells.wanted[at], self.keys[cells.owner[at]], cells.left(at), cells.right(at))
            for at in cells.places()
            if ((current := cells.current[at]) == "") == (cells.kind[at] == SLOT)
        ]


def _is_suppletive(form: Sequence[str], pairs: Sequence[tuple[str, str]]) -> bool:
    kept = sum(under == over for under, over in pairs if under)
    return len(form) > 1 and kept < len(form) / 2


Context = tuple[int, int]
"""The numbers of the sides to the left and to the right."""


class Table:
    """All words with the counts of their changes between all sides."""

    def __init__(self, rows: Sequence[Row], inventory: Inventory) -> None:
        self._rows = rows
        self._inventory = inventory
        self._sides: list[Side] = []
        self._narrow: list[bool] = []
        self._numbers: dict[Side, int] = {}
        self._fitting: dict[Neighbours, tuple[int, ...]] = {}
        self._counts: dict[Context, dict[str, dict[tuple[str, MorphKey], float]]] = {}
        self._index: dict[str, dict[int, Row]] = defaultdict(dict)
        self._changing = self._changing_letters()
        self.dirty: set[Context] = set()
        self._together: list[Rewrite] = []
        for row in rows:
            self._tally(row, row.weight)

    def _changing_letters(self) -> frozenset[str]:
        """The letters that change in more than one morph, or in the company of others that change likewise."""
        morphs: dict[tuple[str, str], set[MorphKey]] = defaultdict(set)
        for row in self._rows:
            for spot in row.spots:
                if spot.current != spot.wanted:
                    morphs[spot.current, spot.wanted].add(spot.key)
        kinds: dict[str, set[MorphKey]] = defaultdict(set)
        for (current, wanted), keys in morphs.items():
            kinds[self.kind(current, wanted)] |= keys
        return frozenset(current for current, wanted in morphs if len(kinds[self.kind(current, wanted)]) > 1)

    def kind(self, under: str, over: str) -> str:
        """The group that a change belongs to: only changes of one group make a rule together."""
        name = self._inventory.name
        if len(over) > 1:
            return f"{under and name(under)}>{over}"
        return (name(under) if under else "∅") + (name(over) if over else "∅")

    def _tally(self, row: Row, sign: float) -> None:
        counts, dirty, narrow = self._counts, self.dirty, self._narrow
        for spot in row.spots:
            current = spot.current
            self._index[current][row.number] = row
            if current not in self._changing:
                continue
            item = (spot.wanted, spot.key)
            rights = self._fits(spot.right)
            at_edge = EDGE in (spot.left.letter, spot.right.letter)
            for left in self._fits(spot.left):
                if not current and not at_edge and not self._sides[left].boundary:
                    continue
                for right in rights:
                    if narrow[left] and narrow[right] or self._sides[right].reach not in ("next", "vowel"):
                        continue
                    context = (left, right)
                    found = counts.get(context)
                    if found is None:
                        found = counts[context] = {}
                    if current not in found:
                        found[current] = defaultdict(float)
                    found[current][item] += sign
                    dirty.add(context)

    def _fits(self, near: Neighbours) -> tuple[int, ...]:
        if near not in self._fitting:
            numbers = []
            for side in self._sides_of(near):
                if side not in self._numbers:
                    self._numbers[side] = len(self._sides)
                    self._sides.append(side)
                    alone = side.members is not None and len(side.members) == 1 and side.texts != (EDGE,)
                    self._narrow.append(alone)  # two sides of a single letter each are never tried together
                numbers.append(self._numbers[side])
            self._fitting[near] = tuple(numbers)
        return self._fitting[near]

    def _sides_of(self, near: Neighbours) -> Iterator[Side]:
        """The sides that a neighbourhood fits: anything, a boundary, a class, a letter, a vowel farther off."""
        letter = near.letter
        yield ANY
        if near.boundary:
            yield Side("next", True, None, ())
        if letter == EDGE:
            yield Side("next", False, frozenset({EDGE}), (EDGE,))
            return
        sets = [(self._inventory.coarse(letter), self._inventory.name(letter)), (frozenset({letter}), letter)]
        sets += [(m, name) for name, m in self._inventory.classes if name not in ("V", "C") and letter in m]
        for members, text in sets:
            yield Side("next", False, members, (text,))
            if near.boundary:
                yield Side("next", True, members, (text,))
        if near.more and not near.boundary and letter in self._inventory.vowels:
            yield Side("long", False, sets[0][0], (sets[0][1],))
        if near.across:
            yield Side("vowel", True, frozenset({near.vowel}), (near.vowel,))
        if near.inner:
            yield Side("suffix", True, frozenset({near.vowel}), (near.vowel,))
        if near.across or near.inner:
            yield Side("spread", True, frozenset({near.vowel}), (near.vowel,))

    def sides(self, context: Context) -> tuple[Side, Side]:
        """The two sides of a context."""
        return self._sides[context[0]], self._sides[context[1]]

    def counts(self, context: Context) -> Mapping[str, Spots]:
        """What each letter becomes in a context."""
        return self._counts[context]

    def matches(self, rule: Rewrite) -> Iterator[tuple[Row, Spot]]:
        """All cells that a rule applies to, in the order of the words."""
        unders = {under for under, _ in rule.pairs}
        numbers: dict[int, Row] = {}
        for under in unders:
            numbers.update(self._index.get(under, {}))
        left, right = rule.left, rule.right
        for number in sorted(numbers):
            row = numbers[number]
            for spot in row.spots:
                if spot.current in unders and left.holds(spot.left) and right.holds(spot.right):
                    yield row, spot

    def apply(self, rule: Rewrite) -> dict[int, Row]:
        """Apply a rule to all words, together with the harmony rules just before it; the words that it applies to."""
        self._together = [*self._together, rule] if is_harmony(rule) else []
        touched = {row.number: row for row, _ in self.matches(rule)}
        for row in touched.values():
            self._tally(row, -row.weight)
            for spot in row.spots:
                self._index[spot.current].pop(row.number, None)
            apply_together(self._together or [rule], row.cells)
            row.look()
            self._tally(row, row.weight)
        return touched


def gain(under: str, over: str, spots: Spots) -> float:
    """The bits that a change saves: rows that need not be listed less morphs that it spoils."""
    right: dict[MorphKey, float] = defaultdict(float)
    wrong: dict[MorphKey, float] = defaultdict(float)
    for (wanted, key), count in spots.items():
        if count > 0.5:
            if wanted == over:
                right[key] += count
            elif wanted == under:
                wrong[key] += count
    bits = 0.0
    for key, count in right.items():
        spoilt = wrong.pop(key, 0.0)
        bits += ROW_BITS + math.log2(count) - (MIXED_BITS + WORD_BITS * spoilt if spoilt else 0.0)
    return bits - SPOILT_BITS * len(wrong) - WORD_BITS * sum(wrong.values())
