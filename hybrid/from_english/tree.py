"""The tree that is said: the plan without the words that the language leaves out.

Where a head is left out ("want" said by a morpheme, "be" not said at all), its most verbal child takes its place.

>>> from hybrid.from_english.plan import Node, plan_of
>>> plan = plan_of([Node(0, "she", "she", "PRON", "nsubj", 1), Node(1, "wants", "want", "VERB", "root", -1),
...               Node(2, "sleep", "sleep", "VERB", "xcomp", 1)])
>>> contract(plan, {0, 2})
{2: -1, 0: 2}
"""

from __future__ import annotations

from collections.abc import Iterable, Set

from hybrid.from_english.plan import CLAUSES, Node, Plan

# who takes the place of a head that is left out
HEIRS = ("xcomp", "ccomp", "attr", "acomp", "dobj", "advcl", "prep", "obl", "conj", "nsubj")
# what stands inside a noun phrase, so that the phrase's clitics may sit on it
INSIDE = frozenset({"amod", "nummod", "det", "predet", "quantmod", "poss", "compound", "nmod", "advmod", "case"})
NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "ADJ", "DET"})


def contract(plan: Plan, said: Set[int]) -> dict[int, int]:
    """The head of each node that is said, in the order of a walk from the roots; -1 for a root."""
    heads: dict[int, int] = {}
    for root in plan.children(-1):
        _walk(plan, root, -1, said, heads)
    return heads


def _walk(plan: Plan, node: Node, head: int, said: Set[int], heads: dict[int, int]) -> None:
    children = list(plan.children(node.index))
    if node.index in said:
        heads[node.index] = head
        head = node.index
    else:
        heir = _heir(plan, children, said)
        if heir is not None:
            _walk(plan, heir, head, said, heads)
            head = heir.index if heir.index in said else head
            children = [child for child in children if child.index != heir.index]
    for child in children:
        _walk(plan, child, head, said, heads)


def _heir(plan: Plan, children: Iterable[Node], said: Set[int]) -> Node | None:
    spoken = [child for child in children if child.index in said]
    for role in HEIRS:
        for child in spoken:
            if child.role.partition(":")[0] == role:
                return child
    return None


def inside_phrase(plan: Plan, node: Node, head: int) -> bool:
    """Whether a node is part of the noun phrase of the node ``head``."""
    above = plan.by_index.get(head)
    return above is not None and above.pos in NOMINAL and node.role in INSIDE and node.role not in CLAUSES


# fmt: off
FUNCTION_ROLES = frozenset({
    "case", "aux", "auxpass", "neg", "det", "predet", "mark", "prt", "advmod", "cc", "expl", "poss", "cop", "nummod",
    "quantmod", "intj",
})
# fmt: on
FUNCTION_POS = frozenset({"AUX", "ADP", "PART", "SCONJ", "CCONJ", "DET", "PRON", "INTJ", "X"})


def features(plan: Plan, node: Node) -> list[str]:
    """What a node shows of itself and around it, for choosing its morphemes and whether it is said at all."""
    found = {f"pos={node.pos}", f"role={node.role}", f"pos+role={node.pos}+{node.role}"}
    found.add(f"lemma={node.lemma}" if not node.is_name else "name")
    found |= {f"{mark}" for mark in node.marks} | {f"{node.pos}+{mark}" for mark in node.marks}
    _add_head(found, plan, node)
    roles = set()
    for child in plan.children(node.index):
        roles.add(child.role.partition(":")[0])
        found.add(f"has={child.role}")
        if child.role in FUNCTION_ROLES or child.pos in FUNCTION_POS or child.role in ("xcomp", "dobj", "ccomp"):
            found.add(f"{child.role}={child.lemma}")
        if child.role in ("nsubj", "nsubjpass"):
            found |= _agreement(child)
    if node.pos in ("VERB", "AUX"):
        found |= _tense(plan, node)
        found.add("object" if "dobj" in roles else "no object")
        found.add("subject" if "nsubj" in roles else "no subject")
    return sorted(found)


def _agreement(subject: Node) -> set[str]:
    """Person and number of a subject: what a verb may agree with; in the third, apart for a pronoun, which a
    language that marks the person on its verb often leaves out."""
    marks = dict(mark.partition("=")[::2] for mark in subject.marks)
    person = f"{marks.get('Person', '3')}{marks.get('Number', 'Sing')}"
    return {f"agrees={person}"} | ({f"agrees+{subject.pos}={person}"} if person[0] == "3" else set())


def _tense(plan: Plan, node: Node) -> set[str]:
    """The tense of a verb whose auxiliary shows it, alone and with its negation: ``did not go`` is past."""
    helpers = [child for child in plan.children(node.index) if child.role in ("aux", "auxpass", "cop")]
    negated = any(child.role == "neg" for child in plan.children(node.index))
    tenses = {
        f"finite={mark.removeprefix('Tense=')}"
        for one in (node, *helpers)
        if "VerbForm=Fin" in one.marks
        for mark in one.marks
        if mark.startswith("Tense=")
    }
    return tenses | {f"{tense} neg" for tense in tenses if negated}


def _add_head(found: set[str], plan: Plan, node: Node) -> None:
    head = plan.head(node)
    if head is None:
        return
    found |= {f"head={head.lemma}", f"headpos={head.pos}+{node.role}", f"{node.role}<{head.lemma}"}
    for sister in plan.children(head.index):
        if sister.index != node.index:
            function = sister.role in FUNCTION_ROLES and sister.role != "advmod"
            found.add(f"sister={sister.role}" + (f":{sister.lemma}" if function else ""))
    if head.role in CLAUSES and node.role in ("nsubj", "dobj"):
        found.add(f"{node.role}@{head.role}")
