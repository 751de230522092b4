"""Patterns as automata that read a word symbol by symbol, built state by state as they are needed.

A state is the sorted tuple of positions (numbered at construction) that the patterns can be in, so that it means
the same after saving and loading. Boundaries that a pattern does not name are skipped: ``V_V`` holds across one.

>>> from morph.notation import parse_pattern
>>> automaton = Automaton([parse_pattern("Vk", [("V", "aeiou")])], floating=True)
>>> state = automaton.start
>>> for symbol in "ta-k":
...     state = automaton.step(state, symbol)
>>> automaton.matched(state)
frozenset({0})
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from morph.letters import BOUNDARIES, EDGE
from morph.notation import Boundary, Edge, Environment, Item, Letter, Optional, Pattern

State = tuple[int, ...]


class Automaton:
    """All ``patterns`` at once. ``floating`` lets a match begin anywhere (left contexts: read up to the place);
    otherwise it begins at the first symbol (right contexts: read from the place)."""

    def __init__(self, patterns: Sequence[Pattern], floating: bool) -> None:
        self.floating = floating
        self._arcs: list[list[tuple[Letter | Boundary | Edge, int]]] = []
        self._empty: list[list[int]] = []
        self._final: dict[int, int] = {}
        self._steps: dict[tuple[State, str], State] = {}
        self._matched: dict[State, frozenset[int]] = {}
        begins = []
        for number, pattern in enumerate(patterns):
            begin = self._node()
            self._final[self._sequence(pattern, begin)] = number
            begins.append(begin)
        self.starts: tuple[State, ...] = tuple(self._close((begin,)) for begin in begins)
        self.start: State = self._close(begins)

    def _node(self) -> int:
        self._arcs.append([])
        self._empty.append([])
        return len(self._arcs) - 1

    def _sequence(self, items: Iterable[Item], at: int) -> int:
        for item in items:
            at = self._item(item, at)
        return at

    def _item(self, item: Item, at: int) -> int:
        if isinstance(item, Letter):
            end = self._node()
            if item.options or item.negated:
                self._arcs[at].append((item, end))
            for longer in item.longer:
                here = at
                for i, letter in enumerate(longer):
                    there = end if i == len(longer) - 1 else self._node()
                    self._arcs[here].append((Letter(letter, frozenset((letter,))), there))
                    here = there
            return end
        if isinstance(item, Boundary | Edge):
            end = self._node()
            self._arcs[at].append((item, end))
            return end
        inner = self._node()
        self._empty[at].append(inner)
        last = self._sequence(item.items, inner)
        end = self._node()
        self._empty[last].append(end)
        self._empty[at].append(end)
        if not isinstance(item, Optional):
            self._empty[last].append(inner)
        return end

    def _close(self, nodes: Iterable[int]) -> State:
        seen: set[int] = set()
        stack = list(nodes)
        while stack:
            node = stack.pop()
            if node not in seen:
                seen.add(node)
                stack.extend(self._empty[node])
        return tuple(sorted(seen))

    def step(self, state: State, symbol: str) -> State:
        """The state after one more symbol: a letter, a boundary or an edge (a space is an edge and a letter)."""
        found = self._steps.get((state, symbol))
        if found is None:
            found = self._steps[state, symbol] = self._step(state, symbol)
        return found

    def _step(self, state: State, symbol: str) -> State:
        boundary = symbol in BOUNDARIES
        edge = symbol in (EDGE, " ")
        reached = set(state) if boundary else set()
        for node in state:
            for label, target in self._arcs[node]:
                if isinstance(label, Boundary):
                    hit = boundary and symbol in label.kinds
                elif isinstance(label, Edge):
                    hit = edge
                else:
                    hit = not boundary and not edge and label.matches(symbol)
                if hit:
                    reached.add(target)
        closed = self._close(reached)
        return tuple(sorted({*closed, *self.start})) if self.floating else closed

    def matched(self, state: State) -> frozenset[int]:
        """Numbers of the patterns that are complete in this state."""
        found = self._matched.get(state)
        if found is None:
            found = frozenset(self._final[node] for node in state if node in self._final)
            self._matched[state] = found
        return found

    def union(self, numbers: Iterable[int]) -> State:
        """The state in which any of these patterns may begin."""
        return tuple(sorted({node for number in numbers for node in self.starts[number]}))


@lru_cache(maxsize=1024)
def _sides(environment: Environment) -> tuple[Automaton, Automaton]:
    lefts = Automaton([left for left, _ in environment.alternatives], floating=True)
    return lefts, Automaton([right for _, right in environment.alternatives], floating=False)


def holds(environment: Environment, left: Sequence[str], right: Sequence[str]) -> bool:
    """Whether an environment holds between two parts of a word (symbols with ``#`` at the outer ends); the empty
    environment holds anywhere."""
    if not environment:
        return True
    lefts, rights = _sides(environment)
    state = lefts.start
    for symbol in left:
        state = lefts.step(state, symbol)
    fitting = lefts.matched(state)
    state = rights.union(fitting)
    if rights.matched(state):
        return True
    for symbol in right:
        state = rights.step(state, symbol)
        if rights.matched(state):
            return True
    return False
