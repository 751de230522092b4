"""Which of a word's translations suits the words around it: "wife" after "my" is not "wife" after "his".

For each stem the words and marks around its English word are counted; a surrounding that goes with the stem more
often than with the English word in general lifts it (a likelihood ratio, damped for small counts).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from hybrid.from_english.observe import Observation
from hybrid.from_english.plan import Node, Plan

DAMPING = 1.5
STRENGTH = 0.5


@dataclass
class Surroundings:
    """Counts of surroundings, for each English lemma and for each of its stems."""

    by_stem: dict[tuple[str, tuple[str, ...]], Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    by_word: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def learn(self, observation: Observation) -> None:
        """Count the surroundings of what one sentence says."""
        for said in observation.said.values():
            around = [*surroundings(observation.plan, said.node), ""]
            self.by_stem[said.node.lemma, said.stems].update(around)
            self.by_word[said.node.lemma].update(around)

    def lift(self, plan: Plan, node: Node, stems: tuple[str, ...]) -> float:
        """How much better (or worse) than on average the stems suit this place; 1 where nothing is known."""
        ours, all_of_them = self.by_stem.get((node.lemma, stems)), self.by_word.get(node.lemma)
        if not ours or not all_of_them:
            return 1.0
        factor = 1.0
        for name in surroundings(plan, node):
            average = (all_of_them[name] + 0.1) / (all_of_them[""] + 0.2)
            share = (ours[name] + DAMPING * average) / (ours[""] + DAMPING)
            factor *= (share / average) ** STRENGTH
        return min(max(factor, 0.02), 50.0)


def surroundings(plan: Plan, node: Node) -> Iterator[str]:
    """The head, the dependents and the grammatical marks of a node."""
    head = plan.head(node)
    yield f"role={node.role}"
    if head is not None and not head.is_name:
        yield f"{node.role.partition(':')[0]}<{head.lemma}"
    for child in plan.children(node.index):
        if not child.is_name and child.role not in ("punct", "cop"):
            yield f"{child.role}>{child.lemma}"
    for mark in node.marks:
        if mark.startswith(("Number", "pred")):
            yield mark
