"""Clauses that tell what exists: "there is", and "has" where the thing belongs to somebody ("my book exists")."""

from __future__ import annotations

from dataclasses import replace

from grammar.tokens import Unit
from hybrid.into_english.nominal import Nominal
from hybrid.into_english.plan import Clause, Phrase
from hybrid.into_english.slots import Slot
from hybrid.into_english.verbs import group
from hybrid.into_english.words import Words


class Existence:
    """Tells which clauses are such, and makes their verb."""

    def __init__(self, words: Words, nominal: Nominal) -> None:
        self.words = words
        self.nominal = nominal

    def is_existence(self, clause: Clause) -> bool:
        """There is/are: an existential word, or a quantity as the predicate."""
        if clause.exists is not None:
            return True
        nominal = clause.nominal
        if clause.verbs or clause.adjective or clause.locative or nominal is None:
            return False
        counted = bool(nominal.quantifiers or nominal.counts)
        if counted and nominal.nouns and clause.subject is None and clause.topics:
            return True
        named = nominal.nouns or nominal.pronoun or nominal.demonstratives
        return counted and not named and (clause.subject is None or clause.subject.pronoun is None)

    def may_exist(self, clause: Clause) -> bool:
        """Whether a clause says of an indefinite thing that it is at a place."""
        thing = clause.subject
        if clause.locative is None or thing is None or clause.verbs or clause.earlier or clause.negators:
            return False
        return not thing.pronoun and bool(thing.nouns) and not _is_definite(thing) and not _is_name(thing.nouns[-1])

    def may_be_several(self, clause: Clause) -> bool:
        """Whether a clause tells the existence of things whose number nothing tells."""
        thing = clause.subject
        if not (self.is_existence(clause) or self.may_exist(clause)) or thing is None or not thing.nouns:
            return False
        told = thing.counts or thing.quantifiers or _is_definite(thing) or _is_name(thing.nouns[-1])
        return not told and not self.nominal.is_plural(thing)

    def at_name(self, clause: Clause) -> tuple[Clause, Phrase | None]:
        """The clause without a name beside the thing that exists, and the name as a phrase: it is where the thing is
        ("crab Hill exist": there are crabs at Hill)."""
        thing = clause.subject
        if thing is None or clause.locative is not None or thing.possessor is not None:
            return clause, None
        names = [unit for unit in thing.nouns if _is_name(unit)]
        others = [unit for unit in thing.nouns if not _is_name(unit)]
        if not names or not others:
            return clause, None
        return replace(clause, subject=replace(thing, nouns=others)), Phrase(nouns=names)

    def counted(self, clause: Clause, *, several: bool) -> Clause:
        """The clause with its thing told as several where that may be."""
        if not several or clause.subject is None or not self.may_be_several(clause):
            return clause
        return replace(clause, subject=replace(clause.subject, several=True))

    def is_negated(self, clause: Clause) -> bool:
        """Whether a clause says that there is none."""
        if clause.exists is None:
            return bool(clause.negators)
        options = self.words.transfer.of_label(clause.exists.gloss).options
        return bool(clause.negators) or "no" in " ".join(options).split()

    def owner(self, clause: Clause) -> Phrase | None:
        """Who has the thing: its possessor, where the clause has an existential word and no place."""
        thing = clause.subject
        if clause.exists is None or thing is None or clause.locative is not None:
            return None
        if thing.possessor is not None:
            return thing.possessor
        return None if thing.possessor_mark is None else Phrase(pronoun=thing.possessor_mark)

    def have(self, clause: Clause, person: str, past: bool, negated: bool) -> Slot:
        """The forms of "have", with "no" where there is none."""
        words = (*group("have", "past" if past else "present", person).words, *(("no",) if negated else ()))
        return Slot.word(" ".join(words), "rule", _sources(clause))

    def be(self, clause: Clause, past: bool, negated: bool) -> Slot:
        """ "There is" in tense and number, with "no" where there is none."""
        quantity = clause.nominal.quantifiers + clause.nominal.counts if clause.nominal else []
        many = bool(quantity) or bool(clause.subject and self.nominal.is_plural(clause.subject))
        be = ("were" if many else "was") if past else ("are" if many else "is")
        return Slot.word(f"there {be}{' no' if negated else ''}", "rule", _sources(clause))


def _sources(clause: Clause) -> tuple[int, ...]:
    return (clause.exists.word,) if clause.exists is not None else ()


def _is_definite(thing: Phrase) -> bool:
    return bool(thing.demonstratives or thing.possessor or thing.possessor_mark)


def _is_name(unit: Unit) -> bool:
    return unit.classes[:1] == ("name",)
