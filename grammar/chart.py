"""A chart over the units of a sentence: every constituent that a Lark grammar finds in it, with its best score.

Lark's own Earley parser gives trees for whole sentences only; here each span keeps what fits it, so that a sentence
outside the grammar still yields its chunks. The algorithm is CYK over the compiled rules: empty alternatives are
expanded, longer ones read from the left two symbols at a time, single-symbol rules applied in the order of their
chains (a cycle among those is cut, since it adds no structure). The *k* best trees are taken from the chart as in
Huang & Chiang (2005), algorithm 2, from the root only.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import product

from grammar.lark_io import Grammar, Rule

Edge = tuple[int, ...]
"""``(rule, child)`` of a single-symbol rule, ``(rule, split, left, right)`` of two; ``(TERMINAL,)`` of a unit.
``rule`` is an index into the rules, PREFIX for the first symbols of a longer one."""
PREFIX = -1
TERMINAL = -2
Cell = dict[int, list[Edge]]
Bonus = Callable[[str, int, int], float]


@dataclass
class ChartGrammar:
    """A grammar made ready for the chart: symbols as numbers, rules of one or two symbols."""

    rules: tuple[Rule, ...]
    names: list[str] = field(default_factory=list)
    ids: dict[str, int] = field(default_factory=dict)
    unary: dict[int, list[tuple[int, int]]] = field(default_factory=lambda: defaultdict(list))
    binary: dict[int, list[tuple[int, int, int]]] = field(default_factory=lambda: defaultdict(list))
    order: list[int] = field(default_factory=list)
    weights: list[float] = field(default_factory=list)

    @classmethod
    def of(cls, grammar: Grammar) -> ChartGrammar:
        """Compile the rules of a loaded Lark grammar."""
        compiled = cls(grammar.rules, weights=[rule.weight for rule in grammar.rules])
        nullable = _nullable(grammar.rules)
        for index, rule in enumerate(grammar.rules):
            for expansion in _without_empty(rule.expansion, nullable):
                compiled._add(index, rule.origin, expansion)
        compiled._order_unary()
        return compiled

    def symbol(self, name: str) -> int:
        """The number of a symbol."""
        if name not in self.ids:
            self.ids[name] = len(self.names)
            self.names.append(name)
        return self.ids[name]

    def _add(self, index: int, origin: str, expansion: tuple[str, ...]) -> None:
        parent = self.symbol(origin)
        if len(expansion) == 1:
            if expansion[0] != origin:
                self.unary[self.symbol(expansion[0])].append((parent, index))
            return
        left = self.symbol(expansion[0])
        for end in range(2, len(expansion)):
            prefix = self.symbol(" ".join(expansion[:end]))
            item = (self.symbol(expansion[end - 1]), prefix, PREFIX)
            if item not in self.binary[left]:
                self.binary[left].append(item)
            left = prefix
        self.binary[left].append((self.symbol(expansion[-1]), parent, index))

    def _order_unary(self) -> None:
        """Symbols that single-symbol rules lift, children before parents; the rule that closes a cycle is left out."""
        state: dict[int, int] = {}
        finished: list[int] = []

        def visit(child: int) -> None:
            state[child] = 1
            for item in list(self.unary.get(child, ())):
                if state.get(item[0]) == 1:
                    self.unary[child].remove(item)
                elif item[0] not in state:
                    visit(item[0])
            state[child] = 2
            finished.append(child)

        for child in list(self.unary):
            if child not in state:
                visit(child)
        self.order = [child for child in reversed(finished) if self.unary.get(child)]


def _nullable(rules: Sequence[Rule]) -> set[str]:
    found: set[str] = set()
    while True:
        new = {rule.origin for rule in rules if all(symbol in found for symbol in rule.expansion)} - found
        if not new:
            return found
        found |= new


def _without_empty(expansion: tuple[str, ...], nullable: set[str]) -> list[tuple[str, ...]]:
    """An alternative with each of its possibly empty symbols there and not there, never all gone."""
    choices = [((symbol,), ()) if symbol in nullable else ((symbol,),) for symbol in expansion]
    variants = dict.fromkeys(tuple(s for part in parts for s in part) for parts in product(*choices))
    return [variant for variant in variants if variant]


@dataclass
class Chart:
    """The filled chart of one sentence. ``cells[i, j]`` maps a symbol to the edges that make it over units i to j."""

    grammar: ChartGrammar
    length: int
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    best: dict[tuple[int, int], dict[int, float]] = field(default_factory=dict)
    lexical: list[dict[int, float]] = field(default_factory=list)
    bonus: Bonus | None = None
    _ranked: dict[tuple[int, int, int], list[Derivation]] = field(default_factory=dict)
    _counts: dict[tuple[int, int, int], int] = field(default_factory=dict)

    def preference(self, symbol: int, i: int, j: int) -> float:
        """What the bonus says of a symbol over a span."""
        return 0.0 if self.bonus is None else self.bonus(self.grammar.names[symbol], i, j)

    def count(self, symbol: int, i: int, j: int) -> int:
        """How many trees of a symbol the chart holds over a span."""
        key = (symbol, i, j)
        if key not in self._counts:
            self._counts[key] = sum(self._count_edge(edge, i, j) for edge in self.cells[i, j].get(symbol, ()))
        return self._counts[key]

    def _count_edge(self, edge: Edge, i: int, j: int) -> int:
        if edge[0] == TERMINAL:
            return 1
        if len(edge) == 2:
            return self.count(edge[1], i, j)
        _, split, left, right = edge
        return self.count(left, i, split) * self.count(right, split, j)

    def ranked(self, symbol: int, i: int, j: int, k: int) -> list[Derivation]:
        """The ``k`` best derivations of a symbol over a span, best first."""
        key = (symbol, i, j)
        if key not in self._ranked:
            found = [d for edge in self.cells[i, j].get(symbol, ()) for d in self._derive(edge, symbol, i, j, k)]
            self._ranked[key] = heapq.nlargest(k, found, key=lambda d: d.score)
        return self._ranked[key]

    def _derive(self, edge: Edge, symbol: int, i: int, j: int, k: int) -> list[Derivation]:
        preferred = self.preference(symbol, i, j) if edge[0] != PREFIX else 0.0
        if edge[0] == TERMINAL:
            return [Derivation(self.lexical[i][symbol] + preferred, symbol, i, j, TERMINAL)]
        weight = preferred + (self.grammar.weights[edge[0]] if edge[0] >= 0 else 0.0)
        if len(edge) == 2:
            return [Derivation(weight + d.score, symbol, i, j, edge[0], (d,)) for d in self.ranked(edge[1], i, j, k)]
        _, split, left, right = edge
        pairs = product(self.ranked(left, i, split, k), self.ranked(right, split, j, k))
        return [Derivation(weight + a.score + b.score, symbol, i, j, edge[0], (a, b)) for a, b in pairs]


@dataclass(frozen=True, slots=True)
class Derivation:
    """One way to make a symbol over a span, with the derivations of its parts."""

    score: float
    symbol: int
    start: int
    end: int
    rule: int
    parts: tuple[Derivation, ...] = ()


def fill(grammar: ChartGrammar, lexical: list[dict[int, float]], bonus: Bonus | None = None) -> Chart:
    """Fill a chart; ``lexical[i]`` holds the terminals of unit *i* with their log-weights.

    ``bonus(name, i, j)`` is added to the score of a symbol over a span, for preferences that no rule can hold.
    """
    chart = Chart(grammar, len(lexical), lexical=lexical, bonus=bonus)
    for width in range(1, chart.length + 1):
        for i in range(chart.length - width + 1):
            _fill_cell(chart, i, i + width, bonus)
    return chart


@dataclass(slots=True)
class _CellBuilder:
    """Collects the edges of one span and the best score of each symbol."""

    chart: Chart
    i: int
    j: int
    bonus: Bonus | None
    cell: Cell = field(default_factory=dict)
    best: dict[int, float] = field(default_factory=dict)

    def add(self, symbol: int, edge: Edge, score: float) -> None:
        """One more way to make a symbol."""
        if self.bonus is not None and edge[0] != PREFIX:
            score += self.bonus(self.chart.grammar.names[symbol], self.i, self.j)
        edges = self.cell.get(symbol)
        if edges is None:
            self.cell[symbol], self.best[symbol] = [edge], score
            return
        edges.append(edge)
        if score > self.best[symbol]:
            self.best[symbol] = score

    def add_pairs(self, split: int) -> None:
        """All that a constituent up to the split makes with one behind it."""
        grammar, add = self.chart.grammar, self.add
        right_best = self.chart.best[split, self.j]
        if not right_best:
            return
        for left, left_score in self.chart.best[self.i, split].items():
            for right, parent, rule in grammar.binary.get(left, ()):
                if right in right_best:
                    weight = grammar.weights[rule] if rule >= 0 else 0.0
                    add(parent, (rule, split, left, right), weight + left_score + right_best[right])

    def add_chains(self) -> None:
        """All that single-symbol rules make of what is there."""
        grammar = self.chart.grammar
        for child in grammar.order:
            if child in self.cell:
                score = self.best[child]
                for parent, rule in grammar.unary[child]:
                    self.add(parent, (rule, child), grammar.weights[rule] + score)


def _fill_cell(chart: Chart, i: int, j: int, bonus: Bonus | None) -> None:
    builder = _CellBuilder(chart, i, j, bonus)
    if j == i + 1:
        for symbol, score in chart.lexical[i].items():
            builder.add(symbol, (TERMINAL,), score)
    for split in range(i + 1, j):
        builder.add_pairs(split)
    builder.add_chains()
    chart.cells[i, j], chart.best[i, j] = builder.cell, builder.best
