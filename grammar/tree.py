"""Trees over glossed words: nodes named after the rules of the grammar (``subj``, ``obj``, ``pred`` …).

>>> leaf = Node("N", 0, 1, unit=Unit(0, "bal", "dog", ("dog", "@noun")))
>>> tree = Node("subj", 0, 1, (Node("np", 0, 1, (leaf,)),))
>>> tree.bracketed()
'(subj (np (N dog)))'
>>> [node.label for node in tree.walk()], tree.find("np").end
(['subj', 'np', 'N'], 1)
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from nltk import Tree

from grammar.tokens import Unit

PARTIAL = "partial"
"""Label of the root over chunks, where no tree spans the sentence."""
UNPARSED = "x"
"""Label over a unit that no rule takes."""


@dataclass(frozen=True, slots=True)
class Node:
    """A node over the units ``start`` to ``end``; leaves have a ``unit``, inner nodes children.

    ``rule`` is the alternative that made the node (``vp → obj vp``), ``score`` the log-probability below it.
    """

    label: str
    start: int
    end: int
    children: tuple[Node, ...] = ()
    unit: Unit | None = None
    rule: str = ""
    score: float = 0.0

    def walk(self) -> Iterator[Node]:
        """This node and all below it, from left to right, parents first."""
        yield self
        for child in self.children:
            yield from child.walk()

    def find(self, *labels: str) -> Node | None:
        """The first node with one of these labels."""
        return next((node for node in self.walk() if node.label in labels), None)

    def child(self, *labels: str) -> Node | None:
        """The first child with one of these labels."""
        return next((node for node in self.children if node.label in labels), None)

    def leaves(self) -> Iterator[Node]:
        """The leaves, from left to right."""
        return (node for node in self.walk() if node.unit is not None)

    def bracketed(self) -> str:
        """Penn-style brackets over glosses."""
        if self.unit is not None:
            return f"({self.label} {self.unit.gloss})"
        return f"({self.label} {' '.join(child.bracketed() for child in self.children)})"

    def to_nltk(self) -> Tree:
        """The same tree for nltk and svgling; a leaf shows its form and gloss."""
        if self.unit is not None:
            form = self.unit.form or "∅"
            return Tree(self.label, [f"{'=' if self.unit.bound else ''}{form}\n{self.unit.gloss}"])
        return Tree(self.label, [child.to_nltk() for child in self.children])

    def to_json(self) -> dict[str, object]:
        """The tree as plain values: ``label``, ``rule``, ``children``; at a leaf ``word``, ``form``, ``gloss``."""
        if self.unit is not None:
            features = {"features": list(self.unit.features)} if self.unit.features else {}
            unit = {"word": self.unit.word, "form": self.unit.form, "gloss": self.unit.gloss}
            return {"label": self.label, **unit, **features}
        return {"label": self.label, "rule": self.rule, "children": [child.to_json() for child in self.children]}
