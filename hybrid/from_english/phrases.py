"""English phrases that the lexicon has as one lexeme ("sea urchin", "go fishing") become one node of the plan.

>>> from hybrid.from_english.plan import Node, plan_of
>>> from morph.model import Lexeme
>>> plan = plan_of([Node(0, "sea", "sea", "NOUN", "compound", 1), Node(1, "urchins", "urchin", "NOUN", "root", -1)])
>>> [node.lemma for node in merge_phrases(plan, LexicalIndex.of([Lexeme("1", "tot", "n", "sea urchin")])).nodes]
['sea urchin']
"""

from __future__ import annotations

from dataclasses import replace

from hybrid.from_english.lexical import LexicalIndex, base
from hybrid.from_english.plan import Node, Plan, plan_of

LONGEST = 4
WORDS = frozenset({"NOUN", "PROPN", "VERB", "ADJ", "ADV", "NUM"})


def merge_phrases(plan: Plan, index: LexicalIndex) -> Plan:
    """The plan with each known phrase as one node; the longest phrase wins, from left to right."""
    nodes, merged, start = list(plan.nodes), [], 0
    while start < len(nodes):
        span = _longest(nodes, start, index)
        if len(span) > 1:
            merged.append(span)
        start += len(span)
    if not merged:
        return plan
    owner = {node.index: _head(span).index for span in merged for node in span}
    inner = {node.index for span in merged for node in span if owner[node.index] != node.index}
    joined = {_head(span).index: _join(span) for span in merged}
    kept = [joined.get(node.index, node) for node in nodes if node.index not in inner]
    return plan_of([replace(node, head=owner.get(node.head, node.head)) for node in kept])


def _longest(nodes: list[Node], start: int, index: LexicalIndex) -> list[Node]:
    for size in range(min(LONGEST, len(nodes) - start), 1, -1):
        span = nodes[start : start + size]
        if all(node.pos in WORDS for node in span) and _is_connected(span):
            lemmas = tuple(base(node.lemma.casefold()) for node in span)
            if index.find_sequence(lemmas):
                return span
    return nodes[start : start + 1]


def _is_connected(span: list[Node]) -> bool:
    """Whether the words form one subtree: all but one of their heads are among them."""
    inside = {node.index for node in span}
    return sum(node.head not in inside for node in span) == 1


def _head(span: list[Node]) -> Node:
    inside = {node.index for node in span}
    return next(node for node in span if node.head not in inside)


def _join(span: list[Node]) -> Node:
    """One node in the place of the head; a name joined to a common noun is a common noun."""
    head = _head(span)
    text, lemma = " ".join(node.text for node in span), " ".join(node.lemma.casefold() for node in span)
    return replace(head, text=text, lemma=lemma, pos="NOUN" if head.pos == "PROPN" else head.pos)
