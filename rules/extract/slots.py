"""Morphotactics from attested orders: a precedence graph of morphemes, layered into slots, one template per class.

Every word says which morpheme stands before which. The pairs are taken heaviest first; a pair that would close a
cycle (a slip, or a rare order) is left out. A morpheme's slot is the length of the longest chain that leads to it
from the stem, so that every order that was kept can be built, and morphemes that exclude each other share a slot.

>>> orders = [("PL", "LOC"), ("PL", "LOC"), ("LOC", "Q"), ("Q", "PL")]
>>> layers(["PL", "LOC", "Q"], Counter(orders))
{'PL': 1, 'LOC': 2, 'Q': 3}
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import networkx as nx

from morph.model import Template
from rules.verify import wilson_lower

Node = TypeVar("Node", bound=Hashable)
_CLITICS = ("enclitic", "proclitic")
_BORDER = "|"
_MIN_TOKENS = 30
_OBLIGATORY = 0.95


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


def layers(nodes: Iterable[Node], orders: Mapping[tuple[Node, Node], int]) -> dict[Node, int]:
    """The layer of each node, 1 = first, so that every kept order goes up."""
    graph, _ = precedence(nodes, orders)
    found: dict[Node, int] = {}
    for node in nx.topological_sort(graph):
        found[node] = 1 + max((found[before] for before in graph.predecessors(node)), default=0)
    return {node: found[node] for node in graph}


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


def learn_morphotactics(
    words: Sequence[SlottedWord], kinds: Mapping[str, str], classes: Sequence[str] = ()
) -> Morphotactics:
    """Slots and templates from words. ``kinds`` tells the kind of every morpheme id, seen in words or not;
    ``classes`` are all parts of speech of the lexicon."""
    slots: dict[str, str] = {}
    dropped: list[tuple[str, str, int]] = []
    names: dict[str, tuple[str, ...]] = {}
    for where in ("after", "before"):
        wanted = ("suffix", "enclitic") if where == "after" else ("prefix", "proclitic")
        ids = [id_ for id_, kind in kinds.items() if kind in wanted]
        # Outward from the stem: what stands before it is counted from right to left.
        chains = [tuple(reversed(w.before)) if where == "before" else w.after for w in words]
        orders: Counter[tuple[str, str]] = Counter()
        for chain in chains:
            for i, first in enumerate(chain):
                orders.update((first, second) for second in chain[i + 1 :] if second != first)
        found, left_out = _place(ids, orders, kinds)
        dropped += left_out
        names[where] = _names(found, kinds)
        slots |= {id_: names[where][layer - 1] for id_, layer in found.items()}
    return Morphotactics(slots, _templates(words, slots, names, kinds, classes), tuple(dropped))


def _place(
    ids: Sequence[str], orders: Mapping[tuple[str, str], int], kinds: Mapping[str, str]
) -> tuple[dict[str, int], list[tuple[str, str, int]]]:
    """The layers of one side; affixes come inside clitics wherever no attested order speaks against it."""
    known = set(ids)
    graph, dropped = precedence(ids, {pair: n for pair, n in orders.items() if known.issuperset(pair)})
    graph.add_node(_BORDER)
    for id_ in ids:
        first, second = (_BORDER, id_) if kinds[id_] in _CLITICS else (id_, _BORDER)
        if not nx.has_path(graph, second, first):
            graph.add_edge(first, second)
    found: dict[str, int] = {}
    for node in nx.topological_sort(graph):
        # The border itself takes no layer of its own.
        own = 0 if node == _BORDER else 1
        found[node] = own + max((found[before] for before in graph.predecessors(node)), default=0)
    used = sorted({layer for node, layer in found.items() if node != _BORDER})
    return {node: used.index(layer) + 1 for node, layer in found.items() if node != _BORDER}, dropped


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
    kinds: Mapping[str, str],
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
