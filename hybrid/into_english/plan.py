"""From a tree to what an English sentence needs: clauses with their subject, verbs, objects and adjuncts.

The names of the nodes are those of the sentence grammar (``subj``, ``obj``, ``pred`` …). A node whose name says nothing
(a rule added by hand) hands its parts on to where it stands, so that no word is lost.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from grammar.labels import is_person
from grammar.tokens import Unit
from grammar.tree import Node


@dataclass
class Phrase:
    """A noun phrase: its head nouns (the last one is the head), or a pronoun or bare demonstrative."""

    nouns: list[Unit] = field(default_factory=list)
    pronoun: Unit | None = None
    adjectives: list[Unit] = field(default_factory=list)
    demonstratives: list[Unit] = field(default_factory=list)
    counts: list[Unit] = field(default_factory=list)
    quantifiers: list[Unit] = field(default_factory=list)
    possessor: Phrase | None = None
    possessor_mark: Unit | None = None
    plurals: list[Unit] = field(default_factory=list)
    several: bool = False
    associates: list[Unit] = field(default_factory=list)
    relatives: list[Clause] = field(default_factory=list)
    joined: list[tuple[Unit | None, Phrase]] = field(default_factory=list)
    adjuncts: list[Adjunct] = field(default_factory=list)
    predicate: Clause | None = None
    others: list[Unit] = field(default_factory=list)

    @property
    def empty(self) -> bool:
        """Whether nothing in it can be said."""
        said = (self.nouns, self.pronoun, self.adjectives, self.demonstratives, self.counts, self.quantifiers)
        return (
            not any(said)
            and not self.possessor
            and not self.possessor_mark
            and not self.others
            and (not self.predicate and not self.joined and not self.relatives)
        )


@dataclass
class Adjunct:
    """A phrase with its case marks or adpositions."""

    phrase: Phrase
    marks: list[Unit] = field(default_factory=list)


@dataclass
class Clause:
    """A predicate with what belongs to it; ``earlier`` are the predicates before it,
    ``serial`` where no mark links them to the next."""

    subject: Phrase | None = None
    verbs: list[Unit] = field(default_factory=list)
    helpers: list[Unit] = field(default_factory=list)
    nominal: Phrase | None = None
    locative: Adjunct | None = None
    adjective: Unit | None = None
    degree: list[Unit] = field(default_factory=list)
    exists: Unit | None = None
    objects: list[Phrase] = field(default_factory=list)
    adjuncts: list[Adjunct] = field(default_factory=list)
    adverbs: list[Unit] = field(default_factory=list)
    moods: list[Unit] = field(default_factory=list)
    negators: list[Unit] = field(default_factory=list)
    particles: list[Unit] = field(default_factory=list)
    topics: list[Phrase] = field(default_factory=list)
    earlier: list[Clause] = field(default_factory=list)
    serial: bool = False
    before: list[tuple[Unit | None, Clause]] = field(default_factory=list)
    content: list[Part] = field(default_factory=list)
    question: bool = False

    @property
    def predicated(self) -> bool:
        """Whether it has a predicate."""
        return bool(self.verbs or self.nominal or self.locative or self.adjective or self.exists)


@dataclass
class Part:
    """A piece of a sentence in its order: a clause, a phrase standing alone, or single words."""

    clause: Clause | None = None
    phrase: Phrase | None = None
    adjunct: Adjunct | None = None
    words: list[Unit] = field(default_factory=list)
    connective: Unit | None = None
    subordinator: Unit | None = None


_PHRASE_LABELS = ("arg", "np", "nom", "poss", "possd", "subj", "obj", "topic", "count")


def make_plan(tree: Node) -> list[Part]:
    """The parts of a sentence, in order."""
    parts: list[Part] = []
    _text(tree, parts)
    return [part for part in parts if part.clause or part.phrase or part.adjunct or part.words or part.connective]


def _text(node: Node, parts: list[Part]) -> None:
    """Walk down to clauses and phrases, keeping their order and what links them."""
    if node.unit is not None:
        if node.label in ("CONJ", "SUB"):
            parts.append(Part(connective=node.unit))
        else:
            parts.append(Part(words=[node.unit]))
    elif node.label == "subcl":
        parts.append(_subordinate(node))
    elif node.label == "chain":
        parts.append(Part(clause=clause_of(node)))
    elif node.label in ("obl", "adv"):
        _loose(node, parts)
    elif node.label in _PHRASE_LABELS or node.label == "fragment" and node.child("np", "arg"):
        parts.append(Part(phrase=phrase_of(node)))
    elif node.label in ("sentence", "series", "vp", "pred", "verb", "nompred") or (
        node.label == "clause" and not node.child("subcl")
    ):
        parts.append(Part(clause=clause_of(node)))
    else:
        for child in node.children:
            _text(child, parts)


def _loose(node: Node, parts: list[Part]) -> None:
    if node.label == "obl":
        parts.append(Part(adjunct=adjunct_of(node)))
    else:
        parts.append(Part(words=_units(node)))


def _subordinate(node: Node) -> Part:
    """A clause with its subordinator or linking mark."""
    mark = next((child.unit for child in node.children if child.unit is not None), None)
    nested = node.child("subcl")
    if nested is not None:  # a marked clause with another mark behind it
        part = _subordinate(nested)
        return Part(clause=part.clause, subordinator=part.subordinator or mark)
    clause = Clause()
    for child in node.children:
        if child.unit is not mark or mark is None:
            _clause(child, clause)
    return Part(clause=clause, subordinator=mark)


def _units(node: Node) -> list[Unit]:
    return [leaf.unit for leaf in node.leaves() if leaf.unit is not None]


# --- clauses ---------------------------------------------------------------------------------------------------------


def clause_of(node: Node) -> Clause:
    """The clause under a node."""
    clause = Clause()
    _clause(node, clause)
    return clause


def _clause(node: Node, clause: Clause) -> None:
    if node.unit is not None:
        _clause_word(node.label, node.unit, clause)
        return
    handler = _CLAUSE_PARTS.get(node.label)
    if handler is not None:
        handler(node, clause)
        return
    helper = [c.unit for c in node.children if c.unit is not None and c.label in ("WANT", "AUX", "SAY")]
    rest = [c for c in node.children if c.unit is None]
    if helper and helper[0] is not None and any(c.label in ("vp", "series", "clause") for c in rest):
        _helped(helper[0], node, clause)
        return
    for child in node.children:
        _clause(child, clause)


def _helped(helper: Unit, node: Node, clause: Clause) -> None:
    """A verb with another predicate under it: one clause where they share the subject, else a clause inside."""
    for child in node.children:
        if child.unit is helper:
            continue
        if child.label == "clause" and child.find("subj") is not None:
            clause.verbs.append(helper)
            clause.content.append(Part(clause=clause_of(child)))
        else:
            if helper not in clause.helpers and helper not in clause.verbs:
                clause.helpers.append(helper)
            _clause(child, clause)


def _clause_word(label: str, unit: Unit, clause: Clause) -> None:
    if label in ("V", "SAY", "WANT"):
        clause.verbs.append(unit)
    elif label == "AUX":
        (clause.helpers if clause.verbs else clause.verbs).append(unit)
    elif label == "EXIST":
        clause.exists = unit
    elif label in ("TAM", "TAM_BOUND"):
        clause.moods.append(unit)
    elif label in ("NEG", "NEG_BOUND"):
        clause.negators.append(unit)
    elif label == "ADJ":
        clause.adjective = unit
    elif label in ("QUANT", "NUM"):
        clause.nominal = clause.nominal or Phrase()
        (clause.nominal.quantifiers if label == "QUANT" else clause.nominal.counts).append(unit)
    elif label == "ADV":
        clause.adverbs.append(unit)
    elif label == "QP":
        clause.question = True
    elif label not in ("LINK", "COP", "REL", "FOC", "TOP", "QUOT"):
        clause.particles.append(unit)


def _subject(node: Node, clause: Clause) -> None:
    phrase = phrase_of(node)
    if clause.subject is None:
        clause.subject = phrase
    else:
        clause.topics.append(phrase)


def _object(node: Node, clause: Clause) -> None:
    clause.objects.append(phrase_of(node))


def _oblique(node: Node, clause: Clause) -> None:
    clause.adjuncts.append(adjunct_of(node))


def _adverb(node: Node, clause: Clause) -> None:
    for unit in _units(node):
        if not (unit.bound and not unit.classes):
            clause.adverbs.append(unit)


def _topic(node: Node, clause: Clause) -> None:
    clause.topics.append(phrase_of(node))


def _chain(node: Node, clause: Clause) -> None:
    inner = Clause()
    for child in node.children:
        _clause(child, inner)
    if inner.locative is not None and not (inner.verbs or inner.objects or inner.subject):
        # "being at a place, go" is going from or to it
        clause.adjuncts += [inner.locative, *inner.adjuncts]
        clause.adverbs += inner.adverbs
    else:
        clause.earlier.append(inner)


def _series(node: Node, clause: Clause) -> None:
    for child in node.children[:-1]:
        inner = Clause(serial=True)
        _clause(child, inner)
        clause.earlier.append(inner)
    _clause(node.children[-1], clause)


def _subclause(node: Node, clause: Clause) -> None:
    part = _subordinate(node)
    if part.clause:
        clause.before.append((part.subordinator, part.clause))


def _content(node: Node, clause: Clause) -> None:
    for child in node.children:
        _text(child, clause.content)


def _nominal(node: Node, clause: Clause) -> None:
    for child in node.children:
        if child.label in _PHRASE_LABELS:
            clause.nominal = phrase_of(child)
        elif child.label == "obl":
            clause.locative = adjunct_of(child)
        elif child.label == "ADV" and child.unit is not None:
            clause.degree.append(child.unit)
        elif child.label in ("PRON", "POSSPRON") and child.unit is not None:
            clause.nominal = clause.nominal or Phrase()
            _phrase_word(child.label, child.unit, clause.nominal)
        else:
            _clause(child, clause)


_CLAUSE_PARTS = {
    "subj": _subject,
    "obj": _object,
    "obl": _oblique,
    "adv": _adverb,
    "topic": _topic,
    "chain": _chain,
    "series": _series,
    "subcl": _subclause,
    "quote": _content,
    "compl": _content,
    "nompred": _nominal,
    "np": _topic,
    "arg": _topic,
}


# --- phrases ---------------------------------------------------------------------------------------------------------


def phrase_of(node: Node) -> Phrase:
    """The noun phrase under a node."""
    phrase = Phrase()
    _phrase(node, phrase)
    return phrase


def adjunct_of(node: Node) -> Adjunct:
    """The phrase under an ``obl`` node with its marks."""
    adjunct = Adjunct(Phrase())
    for child in node.children:
        if child.unit is not None:
            if child.label in ("CASE", "ADP"):
                adjunct.marks.append(child.unit)
        elif child.label == "obl":
            inner = adjunct_of(child)
            adjunct.marks += inner.marks
            adjunct.phrase = inner.phrase
        else:
            _phrase(child, adjunct.phrase)
    return adjunct


def _phrase(node: Node, phrase: Phrase) -> None:
    if node.unit is not None:
        _phrase_word(node.label, node.unit, phrase)
    elif node.label == "poss":
        _possessor(node, phrase)
    elif node.label == "rel":
        phrase.relatives.append(clause_of(node))
    elif node.label == "obl":
        phrase.adjuncts.append(adjunct_of(node))
    elif node.label in ("vp", "series", "sentence", "clause"):
        phrase.predicate = clause_of(node)
    elif node.label in ("arg", "np") and (joined := _joined(node)):
        _phrase(joined[0], phrase)
        phrase.joined.append((joined[1], phrase_of(joined[2])))
    elif _has_associate(node):
        _phrase(node.children[0], phrase)
        phrase.associates.append(_units(node.children[1])[0])
    else:
        for child in node.children:
            _phrase(child, phrase)


def _joined(node: Node) -> tuple[Node, Unit | None, Node] | None:
    """Two phrases with a conjunction between them, or with marks of company ("he=with she=with")."""
    if len(node.children) in (3, 4) and node.children[1].label in ("CONJ", "COMIT"):
        link = node.children[1]
        return node.children[0], link.unit if link.label == "CONJ" else None, node.children[2]
    return None


def _has_associate(node: Node) -> bool:
    """A pronoun behind a noun phrase, which makes it plural ("X they": X and others)."""
    return len(node.children) == 2 and node.children[0].label in ("arg", "np") and node.children[1].label == "PRON"


def _possessor(node: Node, phrase: Phrase) -> None:
    if node.child("POSSPRON") is not None:
        phrase.possessor_mark = next(iter(_units(node)))
        return
    inner = Phrase()
    for child in node.children:
        if child.label != "GEN":
            _phrase(child, inner)
    if phrase.possessor is not None:
        inner.possessor = inner.possessor or phrase.possessor
    phrase.possessor = inner


def _phrase_word(label: str, unit: Unit, phrase: Phrase) -> None:
    if label in ("N", "NAME", "V", "SAY", "WANT", "EXIST"):
        phrase.nouns.append(unit)
    elif label == "PRON":
        phrase.pronoun = phrase.pronoun or unit
    elif label in ("DEM", "WH"):
        phrase.demonstratives.append(unit)
    elif label == "ADJ":
        phrase.adjectives.append(unit)
    elif label == "NUM":
        phrase.counts.append(unit)
    elif label == "QUANT":
        phrase.quantifiers.append(unit)
    elif label == "POSS" or (label == "POSSPRON" and is_person(unit.gloss)):
        phrase.possessor_mark = unit
    elif label == "PL":
        phrase.plurals.append(unit)
    elif label in ("ADV", "PRT", "INTJ", "CLF", "NEG", "x") and not (label == "CLF" and unit.bound):
        phrase.others.append(unit)
