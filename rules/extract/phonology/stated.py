"""Rules that a book states, made ready to be weighed beside those that are learned.

A stated rule costs nothing to write down, but it must earn its place on the words like any other. Where its context
names no boundary, the book may mean the juncture of morphs only; so it is also tried with the boundary on either side.

>>> from rules.extract.phonology.letters import learn_inventory
>>> inventory = learn_inventory([tuple("aeioupbtdkgmn")])
>>> rule = SoundRule("b1", "p/t", "b/d", before="N")
>>> [str(option) for option in variants(rule, inventory)]
['p/t → b/d / N_', 'p/t → b/d / N+_', 'p/t → b/d / N_+']
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from morph.errors import NotationError
from morph.letters import EDGE
from morph.model import SoundRule
from morph.notation import Boundary, Edge, Item, Letter, Pattern, Rule, Star, format_pattern, parse_rule
from rules.extract.phonology.cells import ANY, Rewrite, Side
from rules.extract.phonology.letters import Inventory


def variants(rule: SoundRule, inventory: Inventory) -> tuple[Rewrite, ...]:
    """The rule as it can be tried on cells, as stated first; nothing where its form is beyond what cells know."""
    found = _rewrite(rule, inventory)
    if found is None:
        return ()
    options = [*_as_spread(found), found, *_as_insertion(found)]
    if not found.left.boundary and not found.right.boundary:
        options += [r for r in (_with_boundary(found, left=True), _with_boundary(found, left=False)) if r]
    return tuple(options)


def _as_insertion(rule: Rewrite) -> Iterator[Rewrite]:
    """``n → ng / _g`` at a juncture is ``∅ → g / n+_g``: so it looks where the two letters are aligned apart."""
    for under, over in rule.pairs:
        if under and over.startswith(under) and len(over) > len(under) and rule.left == ANY:
            left = Side("next", True, frozenset({under}), (under,))
            yield Rewrite((("", over[len(under) :]),), left, replace(rule.right, boundary=False))


def _as_spread(rule: Rewrite) -> Iterator[Rewrite]:
    """Harmony beyond a boundary may go on inside an affix of several vowels."""
    if rule.left.reach == "vowel":
        yield replace(rule, left=replace(rule.left, reach="spread"))


def _with_boundary(rule: Rewrite, *, left: bool) -> Rewrite | None:
    side = rule.left if left else rule.right
    if side.members == frozenset({EDGE}) or side.reach != "next":
        return None
    inserts = any(not under for under, _ in rule.pairs)
    if inserts and not left:
        return None  # an insertion at a juncture is written after the boundary
    return (
        replace(rule, left=replace(side, boundary=True)) if left else replace(rule, right=replace(side, boundary=True))
    )


def _rewrite(rule: SoundRule, inventory: Inventory) -> Rewrite | None:
    try:
        parsed = parse_rule(rule, inventory.as_strings())
    except NotationError:
        return None
    pairs = dict(_pairs(parsed, inventory))
    sides = [
        _sides(patterns, inventory, left=left) for patterns, left in ((parsed.before, True), (parsed.after, False))
    ]
    if not pairs or None in pairs or sides[0] is None or sides[1] is None:
        return None
    named = rule.target if rule.target in dict(inventory.classes) else ""
    return Rewrite(tuple(sorted(pairs.items())), sides[0], sides[1], named)


def _pairs(rule: Rule, inventory: Inventory) -> Iterator[tuple[str, str]]:
    """Letter and output of every change; nothing at all where a change is of several letters."""
    found: list[tuple[str, str]] = []
    for change in rule.changes:
        if len(change.target) > 1 or any(not isinstance(i, Letter) or not i.is_literal for i in change.output):
            return
        output = "".join(letter for item in change.output if isinstance(item, Letter) for letter in item.ordered)
        if not change.target:
            found.append(("", output))
            continue
        item = change.target[0]
        if not isinstance(item, Letter):
            return
        found += [(letter, output) for letter in sorted(_members(item, inventory)) if letter != output]
    yield from found


def _members(item: Letter, inventory: Inventory) -> frozenset[str]:
    if item.is_literal:
        return item.options
    return frozenset(letter for letter in inventory.alphabet if item.matches(letter))


def _sides(patterns: tuple[Pattern, ...], inventory: Inventory, *, left: bool) -> Side | None:
    """The alternatives of a context as one side; None where a side cannot say them."""
    if not patterns:
        return ANY
    found = [_side(pattern if left else tuple(reversed(pattern)), inventory, left=left) for pattern in patterns]
    first = found[0]
    if first is None or any(
        side is None or (side.reach, side.boundary) != (first.reach, first.boundary) or side.members is None
        for side in found[1:]
    ):
        return None
    members = [side.members for side in found if side is not None and side.members is not None]
    if not members:
        return first
    texts = tuple(text for side in found if side is not None for text in side.texts)
    return Side(first.reach, first.boundary, frozenset().union(*members), texts)


def _side(items: Pattern, inventory: Inventory, *, left: bool) -> Side | None:
    """One pattern, read with the place to its right: letter, boundary, ``C*`` and ``VC*`` before them."""
    rest = list(items)
    boundary = False
    if rest and isinstance(rest[-1], Star) and len(rest) >= 4 and isinstance(rest[-2], Boundary):
        return _harmony(rest, inventory)
    if rest and isinstance(rest[-1], Boundary):
        if rest[-1].written != "+":
            return None
        boundary = True
        rest.pop()
    if not rest:
        return Side("next", boundary, None, ())
    last = rest.pop()
    if isinstance(last, Edge):
        return None if rest else Side("next", boundary, frozenset({EDGE}), (EDGE,))
    if not isinstance(last, Letter):
        return None
    text = format_pattern((last,))
    if not rest:
        return Side("next", boundary, _members(last, inventory), (text,))
    long = len(rest) == 2 and isinstance(rest[0], Letter) and _is_consonants(rest[1])
    if long and isinstance(rest[0], Letter) and rest[0].written == "V":
        return Side("long", boundary, _members(last, inventory), (text,))
    return None


def _harmony(items: list[Item], inventory: Inventory) -> Side | None:
    """``[…]C*+C*``: the last vowel before the boundary."""
    if len(items) != 4 or not all(_is_consonants(items[i]) for i in (1, 3)) or not isinstance(items[0], Letter):
        return None
    members = _members(items[0], inventory) & inventory.vowels
    return Side("vowel", True, members, (format_pattern((items[0],)),)) if members else None


def _is_consonants(item: Item) -> bool:
    return isinstance(item, Star) and format_pattern((item,)) == "C*"
