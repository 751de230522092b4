"""Morphotactics from attested orders: a precedence graph of morphemes, layered into slots, one template per class.

Every word says which morpheme stands before which. The pairs are taken heaviest first; a pair that would close a
cycle (a slip, or a rare order) is left out. A morpheme on the longest chains has its layer by its place in them; one
with room to move goes to the layer whose morphemes are most like it (on the same roots, of related labels) and never
stand beside it: members of one paradigm share a slot. Every order that was kept can be built.

>>> orders = Counter({("PL", "LOC"): 2, ("LOC", "Q"): 1, ("Q", "PL"): 1})
>>> graph, dropped = precedence(["PL", "LOC", "Q", "INS"], orders)
>>> layers(graph, {"LOC": 2, "INS": 1}, lambda a, b: 1.0 if {a, b} == {"LOC", "INS"} else 0.0)
{'PL': 1, 'LOC': 2, 'Q': 3, 'INS': 2}
>>> dropped
[('Q', 'PL', 1)]
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log1p, sqrt
from typing import TypeVar

import networkx as nx

from morph.model import Template
from rules.verify import wilson_lower

Node = TypeVar("Node", bound=Hashable)
_CLITICS = ("enclitic", "proclitic")
_BORDER = "|"
_MIN_TOKENS = 30
_OBLIGATORY = 0.95
_LIKE = 0.4


@dataclass(frozen=True, slots=True)
class SlottedWord:
    """A word for morphotactics: the class of its root, and the morpheme ids before it (left to right) and after it."""

    pos: str
    stem: str
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Morphotactics:
    """The slot of every morpheme id, the templates, and the orders that were left out as contradicting."""

    slots: Mapping[str, str]
    templates: tuple[Template, ...]
    dropped: tuple[tuple[str, str, int], ...] = ()


def precedence(
    nodes: Iterable[Node], orders: Mapping[tuple[Node, Node], int]
) -> tuple[nx.DiGraph, list[tuple[Node, Node, int]]]:
    """An acyclic graph of the orders, heavier ones first, and what was left out because it would close a cycle."""
    graph = nx.DiGraph()
    graph.add_nodes_from(nodes)
    dropped = []
    for (first, second), count in sorted(orders.items(), key=lambda item: (-item[1], str(item[0]))):
        if first == second:
            continue
        if nx.has_path(graph, second, first):
            dropped.append((first, second, count))
        else:
            graph.add_edge(first, second, count=count)
    return graph, dropped


def layers(
    graph: nx.DiGraph,
    tokens: Mapping[str, int],
    likeness: Callable[[str, str], float],
    weightless: Collection[str] = (),
) -> dict[str, int]:
    """The layer of each node, 1 = first. Nodes without room keep their place in the longest chain; the others are
    placed by likeness, frequent ones first, within the room that their neighbours leave. A node in ``weightless``
    takes no layer of its own."""
    first, last = _room(graph, {}, weightless)
    placed = {node: first[node] for node in graph if first[node] == last[node]}
    for node in sorted((n for n in graph if n not in placed), key=lambda n: (-tokens.get(n, 0), str(n))):
        first, last = _room(graph, placed, weightless)
        scores: dict[int, float] = {layer: 0.0 for layer in range(first[node], last[node] + 1)}
        for other, layer in placed.items():
            if layer in scores and other not in weightless:
                scores[layer] = max(scores[layer], likeness(node, other) * (1 + 0.1 * log1p(tokens.get(other, 0))))
        best = max(scores, key=lambda layer: (scores[layer], -layer))
        placed[node] = best if scores[best] >= _LIKE else first[node]
    return {node: placed[node] for node in graph}


def _room(
    graph: nx.DiGraph, placed: Mapping[str, int], weightless: Collection[str]
) -> tuple[dict[str, int], dict[str, int]]:
    """The first and the last layer that each node can have."""
    order = list(nx.topological_sort(graph))
    first: dict[str, int] = {}
    for node in order:
        own = 0 if node in weightless else 1
        first[node] = max(placed.get(node, 0), own + max((first[p] for p in graph.predecessors(node)), default=0))
    depth = max(first.values(), default=0)
    last: dict[str, int] = {}
    for node in reversed(order):
        limits = [last[n] - (0 if n in weightless else 1) for n in graph.successors(node)]
        last[node] = placed.get(node, min(limits, default=depth))
    return first, last


def learn_morphotactics(
    words: Sequence[SlottedWord], morphemes: Mapping[str, tuple[str, str]], classes: Sequence[str] = ()
) -> Morphotactics:
    """Slots and templates from words. ``morphemes`` tells the kind and the gloss of every morpheme id, seen in words
    or not; ``classes`` are all parts of speech of the lexicon."""
    slots: dict[str, str] = {}
    dropped: list[tuple[str, str, int]] = []
    names: dict[str, tuple[str, ...]] = {}
    kinds = {id_: kind for id_, (kind, _) in morphemes.items()}
    for where in ("after", "before"):
        wanted = ("suffix", "enclitic") if where == "after" else ("prefix", "proclitic")
        ids = [id_ for id_, kind in kinds.items() if kind in wanted]
        # Outward from the stem: what stands before it is counted from right to left.
        chains = [tuple(reversed(w.before)) if where == "before" else w.after for w in words]
        orders: Counter[tuple[str, str]] = Counter()
        for chain in chains:
            for i, first in enumerate(chain):
                orders.update((first, second) for second in chain[i + 1 :] if second != first)
        graph, left_out = _graph(ids, orders, kinds)
        tokens = Counter(id_ for chain in chains for id_ in chain)
        found = layers(graph, tokens, _Likeness(words, morphemes, orders).of, (_BORDER,))
        dropped += left_out
        used = sorted({layer for node, layer in found.items() if node != _BORDER})
        places = {node: used.index(layer) + 1 for node, layer in found.items() if node != _BORDER}
        names[where] = _names(places, kinds)
        slots |= {id_: names[where][layer - 1] for id_, layer in places.items()}
    return Morphotactics(slots, _templates(words, slots, names, classes), tuple(dropped))


def _graph(
    ids: Sequence[str], orders: Mapping[tuple[str, str], int], kinds: Mapping[str, str]
) -> tuple[nx.DiGraph, list[tuple[str, str, int]]]:
    """The precedence graph of one side; affixes come inside clitics wherever no attested order speaks against it."""
    known = set(ids)
    graph, dropped = precedence(ids, {pair: n for pair, n in orders.items() if known.issuperset(pair)})
    graph.add_node(_BORDER)
    for id_ in ids:
        first, second = (_BORDER, id_) if kinds[id_] in _CLITICS else (id_, _BORDER)
        if not nx.has_path(graph, second, first):
            graph.add_edge(first, second)
    return graph, dropped


class _Likeness:
    """How much two morphemes are like members of one paradigm: related labels, the same hosts, never in one word."""

    def __init__(
        self,
        words: Sequence[SlottedWord],
        morphemes: Mapping[str, tuple[str, str]],
        orders: Mapping[tuple[str, str], int],
    ) -> None:
        self.hosts: dict[str, Counter[str]] = defaultdict(Counter)
        for word in words:
            for id_ in (*word.before, *word.after):
                self.hosts[id_][word.pos] += 1
        self.pieces = {id_: set(re.findall(r"[^\W\d_]+|\d", gloss)) for id_, (_, gloss) in morphemes.items()}
        self.kinds = {id_: kind for id_, (kind, _) in morphemes.items()}
        self.together = {pair for pair in orders} | {(b, a) for a, b in orders}

    def of(self, left: str, right: str) -> float:
        if (left, right) in self.together or self.kinds[left] != self.kinds[right]:
            return 0.0
        shared, union = self.pieces[left] & self.pieces[right], self.pieces[left] | self.pieces[right]
        labels = len(shared) / len(union) if union else 0.0
        one, other = self.hosts[left], self.hosts[right]
        if not one or not other:
            return labels
        dot = sum(one[pos] * other[pos] for pos in one)
        hosts = dot / (sqrt(sum(n * n for n in one.values())) * sqrt(sum(n * n for n in other.values())))
        return 0.5 * labels + 0.5 * hosts


def _names(found: Mapping[str, int], kinds: Mapping[str, str]) -> tuple[str, ...]:
    """``suffix1``, ``suffix2``, ``enclitic3`` …: by the kind of most morphemes in the layer, numbered outward."""
    members: dict[int, Counter[str]] = defaultdict(Counter)
    for id_, layer in found.items():
        members[layer][kinds[id_]] += 1
    return tuple(
        f"{min(members[n], key=lambda kind: (-members[n][kind], kind))}{n}" for n in range(1, len(members) + 1)
    )


# --- templates -----------------------------------------------------------------------------------------------------


def _templates(
    words: Sequence[SlottedWord],
    slots: Mapping[str, str],
    names: Mapping[str, tuple[str, ...]],
    classes: Sequence[str],
) -> tuple[Template, ...]:
    """One template for each well-attested class, one for all other classes with every slot."""
    by_pos: dict[str, list[SlottedWord]] = defaultdict(list)
    for word in words:
        by_pos[word.pos].append(word)
    wide = _wide_slots(words, slots)
    templates = []
    for pos, own in sorted(by_pos.items()):
        if pos and sum(bool(w.before or w.after) for w in own) >= _MIN_TOKENS:
            used = {slots[id_] for w in own for id_ in (*w.before, *w.after) if id_ in slots} | wide
            templates.append(_template(pos, (pos,), used, names, _obligatory(own, slots)))
    covered = {template.pos[0] for template in templates}
    others = tuple(sorted((set(classes) | set(by_pos)) - covered - {""}))
    if names["before"] or names["after"]:
        every = {*names["before"], *names["after"]}
        templates.append(
            _template("other", others, every, names, ()) if covered else _template("word", (), every, names, ())
        )
    return tuple(template for template in templates if template.pos or not covered)


def _template(
    name: str, pos: tuple[str, ...], used: set[str], names: Mapping[str, tuple[str, ...]], obligatory: tuple[str, ...]
) -> Template:
    before = tuple(slot for slot in reversed(names["before"]) if slot in used)
    after = tuple(slot for slot in names["after"] if slot in used)
    return Template(name, pos, before, after, obligatory)


def _wide_slots(words: Sequence[SlottedWord], slots: Mapping[str, str]) -> set[str]:
    """Slots that stand on three classes or more: phrasal clitics, open to every class."""
    classes: dict[str, set[str]] = defaultdict(set)
    for word in words:
        for id_ in (*word.before, *word.after):
            if id_ in slots and word.pos:
                classes[slots[id_]].add(word.pos)
    return {slot for slot, found in classes.items() if len(found) >= 3}


def _obligatory(words: Sequence[SlottedWord], slots: Mapping[str, str]) -> tuple[str, ...]:
    """Slots filled in nearly every word of a class: the Wilson bound of their share is at least 0.95."""
    filled: Counter[str] = Counter()
    for word in words:
        filled.update({slots[id_] for id_ in (*word.before, *word.after) if id_ in slots})
    return tuple(
        slot for slot, count in sorted(filled.items()) if wilson_lower(count, len(words)) >= _OBLIGATORY
    )  # fmt: skip
