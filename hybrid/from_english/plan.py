"""The plan of a sentence: what English says, as a tree of words with roles, without what only English needs.

English function words that other languages say with a morpheme, another order or not at all become marks: articles
go, prepositions become children (``case``) of their noun, whose role says which one it was (``obl:in``), and a
predicate noun, adjective or place takes the rank of the copula. What is left are *nodes*; which of them get a word of
their own is learned (:mod:`hybrid.from_english.observe`).

>>> from hybrid.from_english.english import EnglishToken as T
>>> he, copula = T("He", "he", "PRON", "PRP", "nsubj", 1), T("is", "be", "AUX", "VBZ", "ROOT", 1)
>>> preposition, town = T("in", "in", "ADP", "IN", "prep", 1), T("town", "town", "NOUN", "NN", "pobj", 2)
>>> [(node.lemma, node.role, node.head) for node in make_plan((he, copula, preposition, town)).nodes]
[('he', 'nsubj', 3), ('be', 'cop', 3), ('in', 'case', 3), ('town', 'root', -1)]
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from hybrid.from_english.english import EnglishToken, Sentence

ARTICLES = frozenset({"a", "an", "the"})
PREDICATES = ("attr", "acomp", "oprd")
CLAUSES = frozenset({"root", "conj", "ccomp", "advcl", "xcomp", "relcl", "acl", "parataxis", "csubj", "pcomp"})
CONTENT = frozenset({"NOUN", "PROPN", "VERB", "ADJ", "ADV", "NUM", "PRON", "INTJ"})


@dataclass(frozen=True, slots=True)
class Node:
    """One word of the plan: its place in the English sentence, role under its head (index, -1 for a root), and
    ``marks``: UD features and the article (``Number=Plur``, ``def=the``)."""

    index: int
    text: str
    lemma: str
    pos: str
    role: str
    head: int
    marks: tuple[str, ...] = ()

    @property
    def is_name(self) -> bool:
        return self.pos == "PROPN"


@dataclass(frozen=True, slots=True)
class Plan:
    """The nodes in English order; ``by_index`` finds one by its token index, ``below`` lists the children's."""

    nodes: tuple[Node, ...]
    by_index: dict[int, Node] = field(repr=False, compare=False, default_factory=dict)
    below: dict[int, tuple[int, ...]] = field(repr=False, compare=False, default_factory=dict)

    def children(self, index: int) -> Iterator[Node]:
        """The nodes under a node, in English order; ``-1`` gives the roots."""
        return (self.by_index[child] for child in self.below.get(index, ()))

    def head(self, node: Node) -> Node | None:
        """The node above, None for a root."""
        return self.by_index.get(node.head)


def make_plan(sentence: Sentence) -> Plan:
    """The plan of an analysed English sentence."""
    nodes = {i: _node(i, token) for i, token in enumerate(sentence)}
    _fold_articles(nodes)
    _fold_prepositions(nodes)
    _raise_predicates(nodes)
    if any(token.text == "?" for token in sentence):
        nodes = {i: replace(n, marks=(*n.marks, "question")) if n.head == -1 else n for i, n in nodes.items()}
    kept = {i: node for i, node in nodes.items() if node.pos not in ("PUNCT", "SPACE") and node.role != "article"}
    return plan_of([replace(node, head=_kept_head(node, nodes, kept)) for node in kept.values()])


def plan_of(nodes: Sequence[Node]) -> Plan:
    """A plan over nodes that know their heads."""
    below: dict[int, list[int]] = {}
    for node in nodes:
        below.setdefault(node.head, []).append(node.index)
    return Plan(tuple(nodes), {n.index: n for n in nodes}, {head: tuple(found) for head, found in below.items()})


def _node(index: int, token: EnglishToken) -> Node:
    root = token.head == index
    return Node(index, token.text, token.lemma, token.pos, "root" if root else token.dep, -1 if root else token.head,
                token.feats)  # fmt: skip


def _kept_head(node: Node, nodes: dict[int, Node], kept: dict[int, Node]) -> int:
    """The nearest node above that is still there; a loop (the parser never makes one) would end at the root."""
    head, steps = node.head, 0
    while head != -1 and (head not in kept or head == node.index) and steps <= len(nodes):
        head, steps = nodes[head].head, steps + 1
    return head if head in kept else -1


def _fold_articles(nodes: dict[int, Node]) -> None:
    """Articles and the possessive ``'s`` become marks of their noun."""
    for i, node in list(nodes.items()):
        is_article = node.role == "det" and node.lemma in ARTICLES
        if not (is_article or node.lemma in ("'s", "'") and node.role == "case") or node.head == -1:
            continue
        noun = nodes[node.head]
        mark = f"def={'the' if node.lemma == 'the' else 'a'}" if is_article else "gen=yes"
        nodes[node.head] = replace(noun, marks=(*noun.marks, mark))
        nodes[i] = replace(node, role="article")


def _fold_prepositions(nodes: dict[int, Node]) -> None:
    """``on the wall``: *wall* goes under the head of *on* with the role ``obl:on``, *on* under *wall* as ``case``."""
    for i, node in list(nodes.items()):
        if node.role not in ("pobj", "pcomp") or node.head == -1:
            continue
        preposition = nodes[node.head]
        if preposition.head == i:
            continue
        role = f"obl:{preposition.lemma}" if node.role == "pobj" else f"advcl:{preposition.lemma}"
        nodes[i] = replace(node, role=role if preposition.role != "root" else "root", head=preposition.head)
        nodes[preposition.index] = replace(preposition, role="case", head=i)


def _raise_predicates(nodes: dict[int, Node]) -> None:
    """``is thin``, ``is in town``: the predicate becomes the head, the copula its child."""
    for i, node in list(nodes.items()):
        if node.lemma != "be" or node.role in ("aux", "auxpass"):
            continue
        children = [child for child in nodes.values() if child.head == i and child.index != i]
        predicate = _predicate(children)
        if predicate is None:
            continue
        for child in children:
            nodes[child.index] = replace(child, head=predicate.index)
        mark = f"pred={predicate.role.partition(':')[2] or predicate.role}"
        nodes[predicate.index] = replace(
            predicate, role=node.role, head=node.head, marks=(*predicate.marks, mark, *_verbal(node))
        )
        nodes[i] = replace(node, role="cop", head=predicate.index)


def _verbal(copula: Node) -> tuple[str, ...]:
    """The copula's tense and mood, which the predicate now carries."""
    return tuple(mark for mark in copula.marks if mark.partition("=")[0] in ("Tense", "Mood", "VerbForm"))


def _predicate(children: list[Node]) -> Node | None:
    for role in PREDICATES:
        for child in children:
            if child.role == role:
                return child
    has_subject = any(child.role in ("nsubj", "expl") for child in children)
    places = [child for child in children if child.role.startswith("obl:")]
    return places[-1] if has_subject and places else None
