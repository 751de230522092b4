"""Looking a word up: every beginning of it that is a stem, times every way in which bound morphs account for the rest.

What can follow a stem depends only on the state after it, and endings recur from word to word; so the ways to read a
rest from a state are found once and kept. This is the inner loop of glossing and holds no rule of its own: it only
follows states that :mod:`morph.machine` and :mod:`morph.tactics` allow.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from morph.compiled import Compiled
from morph.evidence import END, START, STEM
from morph.paths import Paths
from morph.tactics import After, Before

Chain = tuple[float, tuple[int, ...]]
"""Bound morphs after the stem, from the inside out, with the log-probability of their order."""

MAX_CHAINS = 128
"""Most ways to read one rest from one state that are kept."""
MAX_CACHED = 400_000


class Reading(NamedTuple):
    """A reading as numbers: bound morphs before the stem (from the outside in), stem, bound morphs after it."""

    weight: float
    prefixes: tuple[int, ...]
    stem: int
    suffixes: tuple[int, ...]


class Node:
    """A state after the stem: its ways on by what they add to the surface, its endings, and rests read before."""

    __slots__ = ("state", "tactic", "ways", "lengths", "endings", "rests")

    def __init__(self, state: int, tactic: After) -> None:
        self.state, self.tactic = state, tactic
        self.ways: dict[str, tuple[tuple[int, Node], ...]] | None = None
        self.lengths: tuple[int, ...] = ()
        self.endings: tuple[str, ...] = ()
        self.rests: dict[str, tuple[Chain, ...]] = {}


class Lookup:
    """Readings of surface strings (match keys). ``cut`` counts the rests with more than ``MAX_CHAINS`` readings."""

    def __init__(self, compiled: Compiled, paths: Paths | None = None) -> None:
        self.compiled = compiled
        self.paths = paths or Paths(compiled)
        self.machine = compiled.machine
        self.tactics = self.paths.tactics
        self.labels = [m.gloss for m in compiled.morphemes]
        self.bases = [m.base_id for m in compiled.morphemes]
        self.next = compiled.evidence.next
        self.cut = 0
        self._cached = 0
        self._nodes: dict[tuple[int, After], Node] = {}
        self._hits: dict[tuple[int, str, tuple[str, ...]], Node | None] = {}
        self._filled = {stem: frozenset(self.compiled.morphemes[i].slot for i, _, _ in inner)
                        for stem, inner in compiled.stems.inner.items()}  # fmt: skip
        self._openings: dict[tuple[int, Before], dict[str, list[tuple[int, int, Before]]]] = {}
        self._order: dict[tuple[str, str], float] = {}

    # --- after the stem ------------------------------------------------------------------------------------------

    def node(self, state: int, tactic: After) -> Node:
        """The node of a state after the stem."""
        found = self._nodes.get((state, tactic))
        if found is None:
            found = self._nodes[state, tactic] = Node(state, tactic)
        return found

    def _expand(self, node: Node) -> None:
        ways: dict[str, list[tuple[int, Node]]] = {}
        for out, morph, state, tactic in self.paths.after(node.state, node.tactic):
            ways.setdefault(out, []).append((morph, self.node(state, tactic)))
        node.ways = {out: tuple(arcs) for out, arcs in ways.items()}
        node.lengths = tuple(sorted({len(out) for out in ways}))
        node.endings = self.paths.endings(node.state, node.tactic)

    def chains(self, node: Node, rest: str) -> tuple[Chain, ...]:
        """The ways in which bound morphs after the stem account for ``rest``, best first."""
        found = node.rests.get(rest)
        if found is None:
            if self._cached >= MAX_CACHED:
                self.forget()
            found = node.rests[rest] = self._chains(node, rest)
            self._cached += 1
        return found

    def _chains(self, node: Node, rest: str) -> tuple[Chain, ...]:
        if node.ways is None:
            self._expand(node)
        found: list[Chain] = [(0.0, ())] if rest in node.endings else []
        ways, size = node.ways or {}, len(rest)
        for length in node.lengths:
            if length > size:
                break
            for morph, after in ways.get(rest[:length], ()):
                for weight, tail in self.chains(after, rest[length:]):
                    if not tail or all(self.bases[m] != self.bases[morph] for m in tail):
                        label = self.labels[tail[0]] if tail else END
                        found.append((weight + self.order(self.labels[morph], label), (morph, *tail)))
        if len(found) > 1:
            found.sort(reverse=True)
            if len(found) > MAX_CHAINS:
                self.cut += 1
                del found[MAX_CHAINS:]
        return tuple(found)

    def order(self, previous: str, label: str) -> float:
        """Log-probability of one label after another."""
        found = self._order.get((previous, label))
        if found is None:
            found = self._order[previous, label] = self.next(previous, label)
        return found

    def forget(self) -> None:
        """Drop what was kept of rests, so that memory stays bounded on endless text."""
        for node in self._nodes.values():
            node.rests.clear()
        self._cached = 0

    # --- whole words ---------------------------------------------------------------------------------------------

    def readings(self, key: str) -> list[Reading]:
        """All readings of a word given as match key, best first."""
        found: list[Reading] = []
        words, hits_of = self.compiled.words, self._hits
        weights = self.compiled.stems.weight
        bare = self.order(START, STEM)
        for at in range(len(key) + 1):
            hits = words.get(key[:at])
            if hits is None:
                continue
            rest = key[at:]
            for state, pos, filled, stems in hits:
                where = (state, pos, filled)
                node = hits_of[where] if where in hits_of else self._hit(where)
                if node is None:
                    continue
                chains = node.rests.get(rest)
                if chains is None:
                    chains = self.chains(node, rest)
                for weight, tail in chains:
                    weight += bare + self.order(STEM, self.labels[tail[0]] if tail else END)
                    found += [Reading(weight + weights[stem], (), stem, tail) for stem in stems]
        if self.paths.prefixes:
            self._prefixed(key, found)
        if len(found) > 1:
            found.sort(key=_weight, reverse=True)
        return found

    def _hit(self, where: tuple[int, str, tuple[str, ...]]) -> Node | None:
        state, pos, filled = where
        tactic = self.tactics.stem(self.tactics.start, pos, frozenset(filled))
        node = self._hits[where] = None if tactic is None else self.node(state, tactic)
        return node

    # --- prefixes ------------------------------------------------------------------------------------------------

    def _opening(self, state: int, tactic: Before) -> dict[str, list[tuple[int, int, Before]]]:
        found = self._openings.get((state, tactic))
        if found is None:
            found = self._openings[state, tactic] = {}
            for out, morph, then, after in self.paths.before(state, tactic):
                found.setdefault(out, []).append((morph, then, after))
        return found

    def openings(self, key: str) -> Iterator[tuple[int, int, Before, tuple[int, ...]]]:
        """Ways in which bound morphs account for the beginning of a word: the length of it, states, the morphs."""
        stack: list[tuple[int, int, Before, tuple[int, ...]]] = [(0, self.machine.start, self.tactics.start, ())]
        while stack:
            at, state, tactic, prefixes = stack.pop()
            for out, ways in self._opening(state, tactic).items():
                if not key.startswith(out, at):
                    continue
                for morph, then, after in ways:
                    if all(self.bases[m] != self.bases[morph] for m in prefixes):
                        stack.append((at + len(out), then, after, (*prefixes, morph)))
            if prefixes:
                yield at, state, tactic, prefixes

    def _prefixed(self, key: str, found: list[Reading]) -> None:
        """Add the readings with bound morphs before the stem."""
        for at, state, tactic, prefixes in self.openings(key):
            self._stems_after(key, at, state, tactic, prefixes, found)

    def _stems_after(
        self, key: str, begin: int, state: int, tactic: Before, prefixes: tuple[int, ...], found: list[Reading]
    ) -> None:
        before: float | None = None
        for at in range(begin, len(key) + 1):
            for origins, then, pos, filled, stems in self.compiled.prefixed.get(key[begin:at], ()):
                after = self.tactics.stem(tactic, pos, frozenset(filled)) if state in origins else None
                if after is None:
                    continue
                if before is None:
                    before = self._opening_weight(prefixes)
                for weight, tail in self.chains(self.node(then, after), key[at:]):
                    weight += before + self.order(STEM, self.labels[tail[0]] if tail else END)
                    weights = self.compiled.stems.weight
                    found += [Reading(weight + weights[stem], prefixes, stem, tail) for stem in stems]

    def _opening_weight(self, prefixes: tuple[int, ...]) -> float:
        labels = [START, *(self.labels[m] for m in prefixes), STEM]
        return sum(self.order(a, b) for a, b in zip(labels, labels[1:], strict=False))

    # --- several words -------------------------------------------------------------------------------------------

    def several(self, key: str) -> list[Reading]:
        """Readings of words joined by single spaces as one multi-word stem with bound morphs after it."""
        found: list[Reading] = []
        for at in range(len(key) + 1):
            for state, pos, filled, stems in self.compiled.multiwords.get(key[:at], ()):
                node = self._hit((state, pos, filled))
                for weight, tail in self.chains(node, key[at:]) if node else ():
                    weight += self.order(START, STEM) + self.order(STEM, self.labels[tail[0]] if tail else END)
                    found += [Reading(weight + self.compiled.stems.weight[s], (), s, tail) for s in stems]
        return sorted(found, key=_weight, reverse=True)


def _weight(reading: Reading) -> float:
    return reading[0]
