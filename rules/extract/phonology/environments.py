"""Where does which shape stand? Readable conditions over neighbouring letters, learned as a decision list.

For every morph with several shapes the learner sees in which contexts each shape stood. It looks at a context through
*views* — the last letter to the left, the first to the right, the last vowel to the left (harmony), the pattern of
vowels and consonants, the exact last letters — and takes the condition that removes the most errors for the fewest
bits (minimum description length; decision lists: Rivest 1987, Yarowsky 1994). Letter sets are named by the cheapest
class that holds all letters seen with the shape and none seen against it. What no condition explains stays in the
region in which it was seen, with its counts: it is free variation there.

>>> from morph.letters import letters
>>> from rules.extract.phonology.letters import learn_inventory
>>> uses = [Use(letters(left), (), letters(shape)) for left, shape in
...         (("ev", "i"), ("kedi", "yi"), ("at", "ı"), ("kol", "ı"), ("dere", "yi"), ("deniz", "i"))]
>>> inventory = learn_inventory([use.left + use.shape for use in uses])
>>> [("".join(r.shape), r.environment) for r in learn_regions(uses, inventory)]
[('yi', 'V_'), ('ı', '[aoı]C*_'), ('i', '')]
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from morph.letters import EDGE
from rules.extract.phonology.letters import Inventory

Context = tuple[str, ...]
Shape = tuple[str, ...]
ERROR_BITS = 4.0
"""What one wrongly predicted distinct word costs; a condition must save more than it costs to write down."""

ROW_BITS = 6.0
"""What listing one more shape of a morph costs."""

_SHAPE_BITS, _WRONG_BITS = 3.0, 8.0
"""In the whole description: one more shape of a morph, and a word that its decision list gets wrong."""

_VIEW_BITS = 2.0
_LONGEST_WORD = 8
_MOST_CONDITIONS = 12
BASE_BONUS = 2.0
"""How many words another shape must be ahead of the base form to be the one for elsewhere."""


@dataclass(frozen=True, slots=True)
class Use:
    """A shape between the letters ``left`` and ``right`` of it in the word: how much it weighs for learning, how
    often it was seen, and where. ``beside`` is the affix right before it with its boundary (``-i``), empty where
    that is a stem or nothing."""

    left: Context
    right: Context
    shape: Shape
    weight: float = 1.0
    count: int = 1
    source: str = ""
    beside: str = ""


@dataclass(frozen=True, slots=True)
class View:
    """A way to look at a context: ``value`` of it, and how a condition on one value or a set of them is written."""

    name: str
    value: Callable[[Context, Context, Inventory, str], object]
    template: str
    sets: bool


def _last(letters: Context, at: int = 1) -> str:
    return letters[-at] if len(letters) >= at else EDGE


def _first(letters: Context, at: int = 0) -> str:
    return letters[at] if len(letters) > at else EDGE


def _last_vowel(letters: Context, inventory: Inventory) -> str:
    return next((letter for letter in reversed(letters) if letter in inventory.vowels), EDGE)


def _ends(items: tuple[str, str]) -> str:
    """Two places of a context in writing; what lies beyond the edge of the word is not written."""
    text = "".join(items)
    return EDGE if text == EDGE * 2 else text


VIEWS: tuple[View, ...] = (
    View("left", lambda a, b, i, n: _last(a), "{}_", True),
    View("right", lambda a, b, i, n: _first(b), "_{}", True),
    View("left vowel", lambda a, b, i, n: _last_vowel(a, i), "{}C*_", True),
    View("right vowel", lambda a, b, i, n: _last_vowel(b[::-1], i), "_C*{}", True),
    View("left pattern", lambda a, b, i, n: _ends((i.name(_last(a, 2)), i.name(_last(a)))), "{}_", False),
    View("right pattern", lambda a, b, i, n: _ends((i.name(_first(b)), i.name(_first(b, 1)))), "_{}", False),
    View("both", lambda a, b, i, n: f"{i.name(_last(a))}_{i.name(_first(b))}", "{}", False),
    View("left letters", lambda a, b, i, n: _ends((_last(a, 2), _last(a))), "{}_", False),
    View("right letters", lambda a, b, i, n: _ends((_first(b), _first(b, 1))), "_{}", False),
    View("left whole", lambda a, b, i, n: f"#{''.join(a)}" if 1 < len(a) <= _LONGEST_WORD else None, "{}_", False),
    View("right whole", lambda a, b, i, n: f"{''.join(b)}#" if 1 < len(b) <= _LONGEST_WORD else None, "_{}", False),
    View("affix", lambda a, b, i, n: n or None, "{}_", False),
    View("letters", lambda a, b, i, n: f"{_last(a)}_{_first(b)}", "{}", False),
)


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition on a context: the ``values`` that the ``view`` may have, and its ``text`` in the notation."""

    view: View
    values: frozenset[object]
    text: str
    cost: float

    def holds(self, left: Context, right: Context, inventory: Inventory, beside: str = "") -> bool:
        return self.view.value(left, right, inventory, beside) in self.values


@dataclass(frozen=True, slots=True)
class Variant:
    """A shape seen in a region, how often, with what weight, and the addresses of some examples."""

    shape: Shape
    count: int
    weight: float
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Region:
    """One line of a decision list: where ``condition`` holds (None: elsewhere) and none above did, ``shape`` is
    predicted; ``variants`` are all shapes seen there, the predicted one first."""

    shape: Shape
    condition: Condition | None
    variants: tuple[Variant, ...]

    @property
    def environment(self) -> str:
        return self.condition.text if self.condition else ""


def learn_regions(uses: Sequence[Use], inventory: Inventory, base: Shape | None = None) -> tuple[Region, ...]:
    """The decision list for the shapes of one morph; the last region is elsewhere, which is where the ``base`` shape
    stands unless another one is much more common."""
    left = list(uses)
    conditions: list[tuple[Condition, Shape, list[Use]]] = []
    totals = _tally(left)
    default = _majority(totals)
    if base in totals and base is not None and totals[base] + BASE_BONUS >= totals[default]:
        default = base
    while len(totals) > 1 and len(conditions) < _MOST_CONDITIONS:
        found = _best_condition(left, default, inventory)
        if found is None:
            break
        condition, shape = found
        inside = [use for use in left if condition.holds(use.left, use.right, inventory, use.beside)]
        left = [use for use in left if not condition.holds(use.left, use.right, inventory, use.beside)]
        conditions.append((condition, shape, inside))
        totals = _tally(left)
        if not totals:
            break
    regions = [_region(shape, condition, inside) for condition, shape, inside in conditions]
    return (*regions, _region(default, None, left))


def description_bits(regions: Sequence[Region], base: Shape) -> float:
    """What the shapes of a morph take to write down: its rows, their conditions, and what they predict wrongly."""
    shapes = {variant.shape for region in regions for variant in region.variants} - {base}
    wrong = sum(v.weight for region in regions for v in region.variants if v.shape != region.shape)
    return 4.0 * len(shapes) + 8.0 * wrong + sum(r.condition.cost for r in regions if r.condition)


def choose(regions: Sequence[Region], left: Context, right: Context, inventory: Inventory, beside: str = "") -> Region:
    """The first region of a decision list that holds in a context."""
    for region in regions:
        if region.condition is None or region.condition.holds(left, right, inventory, beside):
            return region
    return regions[-1]


def _tally(uses: Sequence[Use]) -> Counter[Shape]:
    totals: Counter[Shape] = Counter()
    for use in uses:
        totals[use.shape] += use.weight  # type: ignore[assignment]
    return totals


def _majority(totals: Counter[Shape]) -> Shape:
    return min(totals, key=lambda shape: (-totals[shape], len(shape), shape))


def _region(shape: Shape, condition: Condition | None, uses: Sequence[Use]) -> Region:
    counts: Counter[Shape] = Counter()
    weights = _tally(uses)
    sources: dict[Shape, list[str]] = defaultdict(list)
    for use in uses:
        counts[use.shape] += use.count
        if use.source and len(sources[use.shape]) < 3 and use.source not in sources[use.shape]:
            sources[use.shape].append(use.source)
    order = sorted(counts, key=lambda item: (item != shape, -weights[item], item))
    return Region(shape, condition, tuple(Variant(s, counts[s], weights[s], tuple(sources[s])) for s in order))


def _best_condition(uses: Sequence[Use], default: Shape, inventory: Inventory) -> tuple[Condition, Shape] | None:
    """The condition and shape that save the most bits against predicting ``default`` everywhere."""
    best: tuple[float, int, str, Condition, Shape] | None = None
    for view in VIEWS:
        table: dict[object, Counter[Shape]] = defaultdict(Counter)
        for use in uses:
            table[view.value(use.left, use.right, inventory, use.beside)][use.shape] += use.weight  # type: ignore[assignment]
        for condition, shape in _candidates(view, table, default, inventory):
            saved = sum(table[v][shape] - table[v][default] for v in condition.values if v in table)
            gain = ERROR_BITS * saved - condition.cost
            if gain > 0 and (best is None or (-gain, len(condition.text), condition.text) < best[:3]):
                best = (-gain, len(condition.text), condition.text, condition, shape)
    return None if best is None else (best[3], best[4])


def _candidates(
    view: View, table: dict[object, Counter[Shape]], default: Shape, inventory: Inventory
) -> list[tuple[Condition, Shape]]:
    winners: dict[Shape, set[object]] = defaultdict(set)
    for value, counts in table.items():
        winners[_majority(counts)].add(value)
    found = []
    for shape, values in sorted(winners.items()):
        if shape == default:
            continue
        if view.sets:
            condition = _set_condition(view, values, set(table) - values, inventory)
            found += [(condition, shape)] if condition else []
        elif view.name == "affix":
            names = sorted(str(value) for value in values - {None})
            if names:
                text = " | ".join(view.template.format(name) for name in names)
                found.append((Condition(view, frozenset(names), text, _VIEW_BITS + 2.0 * len(names)), shape))
        else:
            found += [
                (
                    Condition(view, frozenset({value}), view.template.format(value), _single_bits(view, str(value))),
                    shape,
                )
                for value in sorted(values - {None}, key=str)
            ]
    return found


def _single_bits(view: View, value: str) -> float:
    """What a condition on one value costs: patterns of classes are general, a whole word is not."""
    if view.name in ("left pattern", "right pattern", "both"):
        return _VIEW_BITS + 2.0
    return _VIEW_BITS + (3.0 if "letters" in view.name else 2.5 + 0.4 * len(value))


def _set_condition(view: View, values: set[object], others: set[object], inventory: Inventory) -> Condition | None:
    """``values`` in the cheapest words: a class, a list, perhaps the edge of the word beside them."""
    must = frozenset(str(v) for v in values if v != EDGE)
    never = frozenset(str(v) for v in others if v != EDGE)
    texts, members, cost = [], set[object](), _VIEW_BITS
    if must:
        written, covered, bits = inventory.express(must, never)
        if "vowel" in view.name:
            covered &= inventory.vowels
        texts += [view.template.format(text) for text in written]
        members |= covered
        cost += bits
    if EDGE in values:
        if "vowel" in view.name:
            return None
        texts.append(view.template.format(EDGE))
        members.add(EDGE)
        cost += 1.0 if texts[1:] else 0.5
    return Condition(view, frozenset(members), " | ".join(texts), cost)
