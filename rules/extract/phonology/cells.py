"""Words as rows of cells, on which sound rules are tried: letters, boundaries, and slots where a letter may come in.

>>> rule = Rewrite((("p", "b"),), ANY, Side("next", True, frozenset("aeiou"), ("V",)))
>>> cells = Cells.of((("k", "i", "t", "a", "p"), ("i",)), frozenset("aeiou"))
>>> apply_together((rule,), cells)
1
>>> "".join(cells.current)
'kitabi'
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby
from typing import Literal

from morph.letters import EDGE, split_letters

LETTER, BOUNDARY, SLOT = 0, 1, 2
Reach = Literal["next", "vowel", "suffix", "spread", "long"]


@dataclass(frozen=True, slots=True)
class Neighbours:
    """What stands on one side of a cell: the ``letter`` next to it (``#`` at the edge) and whether a ``boundary``
    lies before that; the nearest ``vowel`` beyond consonants and whether a boundary lies before it (``across``) or
    else behind it, with only consonants between (``inner``: the vowel is the first of a suffix, not of a copy);
    whether there is yet another vowel farther off (``more``)."""

    boundary: bool
    letter: str
    across: bool
    vowel: str
    more: bool
    inner: bool = False


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a rule's context.

    ``reach`` tells where to look: at the ``next`` letter, at the nearest ``vowel`` beyond consonants and a boundary
    (harmony), at the first vowel of the ``suffix`` that the place itself is in (harmony going on), at the nearest vowel
    in either place (``spread``), or at the next letter in a ``long`` word, one with another vowel on that side.
    ``boundary`` asks for a boundary on the way.
    ``members`` are the letters wanted (None: anything) and ``texts`` how the notation writes them.
    """

    reach: Reach
    boundary: bool
    members: frozenset[str] | None
    texts: tuple[str, ...]

    def holds(self, near: Neighbours) -> bool:
        if self.reach == "vowel":
            return near.across and self.members is not None and near.vowel in self.members
        if self.reach == "suffix":
            return near.inner and self.members is not None and near.vowel in self.members
        if self.reach == "spread":
            return (near.across or near.inner) and self.members is not None and near.vowel in self.members
        if self.boundary and not near.boundary or self.reach == "long" and not near.more:
            return False
        return self.members is None or near.letter in self.members

    def written(self, left: bool) -> str:
        """The side in the notation."""
        if self.members is None:
            return "+" if self.boundary else ""
        return " | ".join(self._written(text, left) for text in self.texts)

    def _written(self, text: str, left: bool) -> str:
        if self.reach == "vowel":
            return f"{text}C*+C*" if left else f"C*+C*{text}"
        if self.reach == "suffix":
            return f"-C*{text}C* | =C*{text}C*" if left else f"C*{text}C*- | C*{text}C*="
        if self.reach == "spread":
            return f"{text}C*+C* | -C*{text}C* | =C*{text}C*" if left else f"C*+C*{text} | C*{text}C*- | C*{text}C*="
        if self.reach == "long":
            text = f"VC*{text}" if left else f"{text}C*V"
        boundary = "+" if self.boundary else ""
        return f"{text}{boundary}" if left else f"{boundary}{text}"


ANY = Side("next", False, None, ())


@dataclass(frozen=True, slots=True)
class Rewrite:
    """A sound rule on cells: parallel ``pairs`` of letter and output between two sides; ``target`` is how the letters
    are written where a class says it shorter than a list."""

    pairs: tuple[tuple[str, str], ...]
    left: Side
    right: Side
    target: str = ""

    def written(self) -> tuple[str, str, str, str]:
        """The cells ``in out before after``."""
        outputs = [over or "∅" for _, over in self.pairs]
        target = self.target or "/".join(under or "∅" for under, _ in self.pairs)
        output = outputs[0] if len(set(outputs)) == 1 else "/".join(outputs)
        return target, output, self.left.written(True), self.right.written(False)

    def __str__(self) -> str:
        target, output, before, after = self.written()
        return f"{target} → {output} / {before}_{after}"


@dataclass(slots=True)
class Cells:
    """One word on its way from the underlying to the surface form. ``wanted`` is what each cell should become,
    ``owner`` the index of the morph that it belongs to; slots and boundaries belong to the morph after them.
    ``lent`` tells for each slot how many of its letters the alignment gave to the morph before, ``copies`` are the
    morphs joined by ``~``."""

    vowels: frozenset[str]
    current: list[str] = field(default_factory=list)
    wanted: list[str] = field(default_factory=list)
    kind: list[int] = field(default_factory=list)
    owner: list[int] = field(default_factory=list)
    lent: dict[int, int] = field(default_factory=dict)
    copies: frozenset[int] = frozenset()

    @classmethod
    def of(cls, shapes: Sequence[Sequence[str]], vowels: frozenset[str], copies: frozenset[int] = frozenset()) -> Cells:
        """The cells of a word that is still to be changed, nothing wanted yet."""
        return cls.aligned([[(letter, letter) for letter in shape] for shape in shapes], vowels, copies)

    @classmethod
    def aligned(
        cls, pairs: Sequence[Sequence[tuple[str, str]]], vowels: frozenset[str], copies: frozenset[int] = frozenset()
    ) -> Cells:
        """The cells of an aligned word; what is inserted between two morphs goes into the slot between them."""
        cells = cls(vowels, copies=copies)
        pending: list[str] = []
        for index, morph in enumerate(pairs):
            if index:
                cells._add("", "", BOUNDARY, index)
            head, letters = _head(morph)
            cells.lent[len(cells.current)] = len(pending)
            cells._add("", "".join([*pending, *head]), SLOT, index)
            pending = []
            for position, (under, over) in enumerate(letters):
                if under:
                    cells._add(under, over, LETTER, index)
                elif position and all(not later for later, _ in letters[position:]):
                    pending.append(over)
                else:
                    cells.wanted[-1] += over
        cells._add("", "".join(pending), SLOT, len(pairs) - 1)
        return cells

    def _add(self, current: str, wanted: str, kind: int, owner: int) -> None:
        self.current.append(current)
        self.wanted.append(wanted)
        self.kind.append(kind)
        self.owner.append(owner)

    def left(self, at: int) -> Neighbours:
        """What stands before the cell."""
        return self._near(range(at - 1, -1, -1), -1)

    def right(self, at: int) -> Neighbours:
        """What stands after the cell."""
        return self._near(range(at + 1, len(self.current)), 0)

    def _near(self, way: range, end: int) -> Neighbours:
        crossed = boundary = across = inner = False
        letter = vowel = ""
        for index in way:
            current = self.current[index]
            if not current:
                if self.kind[index] == BOUNDARY:
                    crossed = True
                    inner |= bool(vowel) and not across and self.owner[index] not in self.copies
                continue
            found = _letter(current, end)
            if not letter:
                letter, boundary = found, crossed
            if found in self.vowels:
                if vowel:
                    return Neighbours(boundary, letter, across, vowel, True, inner)
                vowel, across = found, crossed
        more = bool(vowel) and letter not in self.vowels
        return Neighbours(boundary if letter else crossed, letter or EDGE, across, vowel, more, inner)

    def places(self) -> Iterator[int]:
        """The cells that a rule can change."""
        return (index for index, kind in enumerate(self.kind) if kind != BOUNDARY)


@lru_cache(maxsize=4096)
def _letter(cell: str, end: int) -> str:
    return cell if len(cell) == 1 else split_letters(cell)[end]


def _head(morph: Sequence[tuple[str, str]]) -> tuple[list[str], list[tuple[str, str]]]:
    """What is inserted before the first letter of a morph, and the rest."""
    head: list[str] = []
    for index, (under, over) in enumerate(morph):
        if under:
            return head, list(morph[index:])
        head.append(over)
    return head, []


def apply_together(rules: Sequence[Rewrite], cells: Cells) -> int:
    """Apply rules once over the word, left to right, in place, all of them in turn at every cell (harmony rules see
    what the others have made); how many cells changed."""
    tables = [(rule, dict(rule.pairs)) for rule in rules]
    changed = 0
    for at in cells.places():
        before = cells.current[at]
        for rule, outputs in tables:
            current = cells.current[at]
            if current not in outputs or (not current and cells.kind[at] != SLOT):
                continue
            if rule.left.holds(cells.left(at)) and rule.right.holds(cells.right(at)):
                cells.current[at] = outputs[current]
        changed += cells.current[at] != before
    return changed


def is_harmony(rule: Rewrite) -> bool:
    """Whether a rule looks beyond consonants to its left and nowhere else (:func:`morph.sounds.is_harmony`)."""
    far = rule.left.reach in ("vowel", "suffix", "spread") and rule.left.members is not None
    return far and rule.right == ANY and all(len(u) == 1 and len(over) == 1 for u, over in rule.pairs)


def in_turn(rules: Iterable[Rewrite]) -> Iterator[tuple[Rewrite, ...]]:
    """Rules in order, consecutive harmony rules together."""
    for harmony, group in groupby(rules, is_harmony):
        if harmony:
            yield tuple(group)
        else:
            yield from ((rule,) for rule in group)


def apply_all(rules: Sequence[Rewrite], cells: Cells) -> None:
    """Apply rules in order, in place."""
    for together in in_turn(rules):
        apply_together(together, cells)


def apply_rewrites(
    rules: Sequence[Rewrite],
    shapes: Sequence[Sequence[str]],
    vowels: frozenset[str],
    copies: frozenset[int] = frozenset(),
) -> tuple[str, ...]:
    """The surface letters of a word whose morphs have these shapes."""
    cells = Cells.of(shapes, vowels, copies)
    apply_all(rules, cells)
    return split_letters("".join(cells.current))
