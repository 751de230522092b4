"""A word while it is being put together: sound rules and environments, symbol by symbol, as numbered states.

A state says all that matters of the underlying symbols read so far: where the cascade of sound rules stands, which
left environments are complete, and which right environments are still owed (``_V`` of a prefix) or must not come
about (an elsewhere form whose sibling wants ``_V``). Analyzer and generator both walk these states, so that one is
the exact inverse of the other. States are made when first reached and can be saved as plain tuples.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

from morph.automaton import Automaton, State
from morph.letters import BOUNDARIES, EDGE
from morph.notation import Environment, Rule
from morph.sounds import Cascade, CascadeState

Owed = tuple[bool, State]
"""A right environment that must (True) or must not (False) come about, as far as it has been read."""
Descriptor = tuple[CascadeState, State, tuple[Owed, ...]]
Outcome = tuple[str, int]
"""Surface text given out (NFD) and the next state."""

MAX_OUTCOMES = 64


class Condition:
    """When an allomorph may stand: in its own environment and, if it has none, in none of its siblings'."""

    __slots__ = ("own", "others")

    def __init__(self, own: int = -1, others: tuple[int, ...] = ()) -> None:
        self.own, self.others = own, others

    def __bool__(self) -> bool:
        return self.own >= 0 or bool(self.others)


class Machine:
    """States over ``rules`` (in order) and ``environments`` (conditions name them by index)."""

    def __init__(self, rules: Sequence[Rule], environments: Sequence[Environment]) -> None:
        self.cascade = Cascade(rules)
        sides = [(e, left, right) for e, env in enumerate(environments) for left, right in env.alternatives]
        self._alternatives: list[list[int]] = [[] for _ in environments]
        for number, (environment, _, _) in enumerate(sides):
            self._alternatives[environment].append(number)
        self._lefts = Automaton([left for _, left, _ in sides], floating=True)
        self._rights = Automaton([right for _, _, right in sides], floating=False)
        self._open = [not right for _, _, right in sides]
        self._numbers: dict[Descriptor, int] = {}
        self._states: list[Descriptor] = []
        self._steps: dict[tuple[int, str], tuple[Outcome, ...]] = {}
        self.start = self._number((self.cascade.initial, self._lefts.step(self._lefts.start, EDGE), ()))

    def _number(self, descriptor: Descriptor) -> int:
        number = self._numbers.get(descriptor)
        if number is None:
            number = self._numbers[descriptor] = len(self._states)
            self._states.append(descriptor)
        return number

    def step(self, state: int, symbol: str) -> tuple[Outcome, ...]:
        """Read one symbol; no outcome where an environment forbids it."""
        found = self._steps.get((state, symbol))
        if found is None:
            found = self._steps[state, symbol] = self._step(state, symbol)
        return found

    def _step(self, state: int, symbol: str) -> tuple[Outcome, ...]:
        sounds, left, owed = self._states[state]
        still = self._pay(owed, symbol)
        if still is None:
            return ()
        environment = self._lefts.step(left, symbol)
        outcomes: dict[Outcome, None] = {}
        for out, after in self.cascade.feed(sounds, symbol):
            outcomes[decompose(out), self._number((after, environment, still))] = None
        return tuple(outcomes)

    def _pay(self, owed: tuple[Owed, ...], symbol: str) -> tuple[Owed, ...] | None:
        """What is still owed after ``symbol``; None where a debt can't be paid or a ban is broken."""
        still: list[Owed] = []
        for wanted, at in owed:
            reached = self._rights.step(at, symbol)
            if self._rights.matched(reached):
                if not wanted:
                    return None
            elif reached and symbol != EDGE:
                still.append((wanted, reached))
            elif wanted:
                return None
        return tuple(still)

    def read(self, state: int, symbols: Iterable[str]) -> list[Outcome]:
        """Read several symbols."""
        paths: list[Outcome] = [("", state)]
        for symbol in symbols:
            paths = self.further(paths, symbol)
            if not paths:
                break
        return paths

    def further(self, paths: list[Outcome], symbol: str) -> list[Outcome]:
        """Read one more symbol after what was read."""
        step = self.step
        if len(paths) == 1:
            out, at = paths[0]
            return [(out + more, then) for more, then in step(at, symbol)]
        found = list(dict.fromkeys((out + more, then) for out, at in paths for more, then in step(at, symbol)))
        del found[MAX_OUTCOMES:]
        return found

    def owes(self, state: int, condition: Condition) -> tuple[Owed, ...] | None:
        """Check the left sides of a condition in ``state``: what will be owed on the right, None where it fails."""
        if not condition:
            return ()
        left = self._lefts.matched(self._states[state][1])
        owed: list[Owed] = []
        if condition.own >= 0:
            fitting = [n for n in self._alternatives[condition.own] if n in left]
            if not fitting:
                return None
            if not any(self._open[n] for n in fitting):
                owed.append((True, self._rights.union(fitting)))
        banned = [n for other in condition.others for n in self._alternatives[other] if n in left]
        if any(self._open[n] for n in banned):
            return None
        if banned:
            owed.append((False, self._rights.union(banned)))
        return tuple(owed)

    def owing(self, state: int, owed: tuple[Owed, ...]) -> int:
        """The same state with more owed; the empty right environment is paid at once by construction."""
        if not owed:
            return state
        sounds, left, before = self._states[state]
        return self._number((sounds, left, tuple(sorted({*before, *owed}))))

    def attach(
        self, state: int, opening: str, symbols: Sequence[str], condition: Condition, closing: str = ""
    ) -> list[Outcome]:
        """Read a morph: its boundary before (``opening``), its letters, its boundary after; with its condition."""
        found: list[Outcome] = []
        for out, at in self.read(state, opening):
            owed = self.owes(at, condition)
            if owed is None:
                continue
            for more, then in self.read(at, symbols):
                for last, end in self.read(self.owing(then, owed), closing):
                    found.append((out + more + last, end))
        return list(dict.fromkeys(found))

    def finish(self, state: int) -> tuple[str, ...]:
        """Read the edge of the word: what is given out at last; nothing where something is still owed."""
        return tuple(dict.fromkeys(out for out, _ in self.step(state, EDGE)))

    def settled(self, state: int) -> bool:
        """Whether everything read so far has been given out."""
        return not any(waiting for _, waiting, _ in self._states[state][0])

    def save(self) -> tuple[list[Descriptor], dict[tuple[int, str], tuple[Outcome, ...]]]:
        """The states and steps reached so far, as plain values."""
        return self._states, self._steps

    def restore(self, states: list[Descriptor], steps: dict[tuple[int, str], tuple[Outcome, ...]]) -> None:
        """Take over states and steps that were saved from a machine of the same rules and environments."""
        self._states, self._steps = states, steps
        self._numbers = {}
        for number, descriptor in enumerate(states):
            self._numbers[descriptor] = number


def decompose(symbols: Iterable[str]) -> str:
    """Surface symbols as matched: without boundaries and edges, NFD."""
    text = "".join(s for s in symbols if s not in BOUNDARIES and s != EDGE)
    return text if text.isascii() else unicodedata.normalize("NFD", text)
