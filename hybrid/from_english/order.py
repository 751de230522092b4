"""Word order, counted: does a dependent stand before its head, and which of two dependents comes first.

Each count backs off from the particular (role, parts of speech and lemma) to the general (role), so that one book's
examples suffice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from hybrid.from_english.observe import Observation
from hybrid.from_english.plan import CLAUSES, Node

BACKOFF = 2.0
Counts = dict[str, list[float]]


@dataclass
class WordOrder:
    """Counts of (before, after) for heads with dependents and for pairs of dependents."""

    head: Counts = field(default_factory=lambda: defaultdict(lambda: [0.0, 0.0]))
    pair: Counts = field(default_factory=lambda: defaultdict(lambda: [0.0, 0.0]))

    def learn(self, observation: Observation) -> None:
        """Count the orders of one sentence."""
        below: dict[int, list[int]] = defaultdict(list)
        for index, head in observation.heads.items():
            below[head].append(index)
            if head != -1:
                child, parent = observation.said[index], observation.said[head]
                _count(self.head, _head_keys(child.node, parent.node), child.position < parent.position)
        for head, children in below.items():
            parent_node = observation.said[head].node if head != -1 else None
            for a in children:
                for b in children:
                    if a < b:
                        one, two = observation.said[a], observation.said[b]
                        first = one.position < two.position
                        _count(self.pair, _pair_keys(one.node, two.node, parent_node), first)
                        _count(self.pair, _pair_keys(two.node, one.node, parent_node), not first)

    def before_head(self, child: Node, head: Node) -> float:
        """The probability that a dependent stands before its head; English order decides where nothing is known."""
        return _estimate(self.head, _head_keys(child, head), 0.7 if child.index < head.index else 0.3)

    def arrange(self, children: Sequence[Node], head: Node | None) -> list[Node]:
        """Dependents on one side of their head (or the roots) in their most probable order."""

        def compare(one: Node, two: Node) -> float:
            start = 0.65 if one.index < two.index else 0.35
            return 0.5 - _estimate(self.pair, _pair_keys(one, two, head), start)

        # counts of pairs need not be transitive: the number of wins gives an order that always is
        wins = {c.index: sum(compare(c, other) < 0 for other in children if other is not c) for c in children}
        return sorted(children, key=lambda child: (-wins[child.index], child.index))


def _head_keys(child: Node, head: Node) -> Iterator[str]:
    side = "<" if child.index < head.index else ">"
    role = child.role.partition(":")[0]
    yield f"{role} {side}" if role in CLAUSES else role
    yield f"{role} {child.pos} {head.pos}"
    yield f"{child.role} {child.pos} {head.pos}"
    yield f"{child.role} {child.pos} {head.pos} {side}"
    if not child.is_name:
        yield f"{child.role} {head.pos} {child.lemma} {side}"


def _pair_keys(one: Node, two: Node, head: Node | None) -> Iterator[str]:
    side = "<" if one.index < two.index else ">"
    a, b = one.role.partition(":")[0], two.role.partition(":")[0]
    yield f"{a} {b} {side}" if CLAUSES & {a, b} else f"{a} {b}"
    yield f"{one.role} {two.role}"
    yield f"{one.role} {two.role} {side}"
    if head is not None:
        yield f"{one.role} {two.role} {head.lemma} {side}"
    yield f"{a}:{one.lemma} {b}:{two.lemma}"


def _count(counts: Counts, keys: Iterator[str], first: bool) -> None:
    for name in keys:
        counts[name][0 if first else 1] += 1.0


def _estimate(counts: Counts, keys: Iterator[str], start: float) -> float:
    """Back off from the last key to the first: each level is mixed with the estimate of the one below it."""
    estimate = start
    for name in keys:
        if name in counts:
            yes, no = counts[name]
            estimate = (yes + BACKOFF * estimate) / (yes + no + BACKOFF)
    return estimate
