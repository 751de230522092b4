"""Clauses in English order: subject, verb group, objects, adjuncts; questions, existence, linked clauses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from grammar.classes import from_gloss
from grammar.labels import is_person
from grammar.tokens import Unit
from hybrid.into_english.existence import Existence
from hybrid.into_english.nominal import Nominal
from hybrid.into_english.persons import OBJECT, SUBJECT, agreement, forms, person
from hybrid.into_english.places import preposition, side_of, time_slot
from hybrid.into_english.plan import Adjunct, Clause, Part, Phrase
from hybrid.into_english.predicates import Predicates
from hybrid.into_english.slots import Slot
from hybrid.into_english.tense import is_command
from hybrid.into_english.words import Words
from morph.igt import is_label

_MID = frozenset(("still", "already", "also", "always", "never", "just", "only", "often", "almost", "really"))
_FRONT = frozenset(
    ("maybe", "perhaps", "then", "so", "first", "but", "therefore", "otherwise", "later", "before", "suddenly")
)
_UNSAID = (("", -1.2), ("they", -1.8), ("he", -1.8), ("it", -2.3), ("we", -2.5), ("I", -2.8), ("you", -3.0))


@dataclass(frozen=True, slots=True)
class Mood:
    """What holds for a whole sentence: whether verbs are told in the past, whether it asks, and whether a thing at a
    place is told as existing ("there is a house at …"); whether what exists is told as several ("there are houses")."""

    past: bool
    question: bool = False
    there: bool = False
    several: bool = False


class Clausal:
    """Makes slots of clauses and sentences."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self.nominal = Nominal(words)
        self.predicates = Predicates(words)
        self.existence = Existence(words, self.nominal)

    def sentence(self, parts: Sequence[Part], mood: Mood) -> list[Slot]:
        """The slots of all parts in order, with what links them."""
        out: list[Slot] = []
        linked = True
        for number, part in enumerate(parts):
            if part.connective is not None:
                out.append(self.words.slot(part.connective))
                linked = True
                continue
            if part.clause and not linked:
                out.append(Slot.choice(("", 0.0), ("and", -1.2), (",", -0.5)))
            out += self.part(part, mood)
            linked = not part.clause and not (part.phrase and number + 1 < len(parts))
        return out

    def part(self, part: Part, mood: Mood) -> list[Slot]:
        """One part of a sentence."""
        if part.clause is not None and part.subordinator is not None:
            return self._subordinate(part.subordinator, part.clause, mood)
        if part.clause is not None:
            return self.clause(part.clause, mood)
        if part.phrase is not None:
            return self.nominal.slots(part.phrase, "", SUBJECT)
        if part.adjunct is not None:
            return self.adjunct(part.adjunct)
        return [time_slot(self.words, unit) or self.words.slot(unit) for unit in part.words]

    def _subordinate(self, mark: Unit, clause: Clause, mood: Mood) -> list[Slot]:
        rendering = self.words.transfer.of_label(mark.gloss)
        inner = self.clause(clause, Mood(mood.past))
        if not is_label(mark.gloss):
            return [self.words.slot(mark), *inner]
        if rendering.kind == "connective" and rendering.options[0] not in ("and", "that"):
            return [self.words.weighted(mark, rendering.options), *inner, Slot.choice(("", 0.0), (",", 0.0))]
        # A linking mark at the end of a clause: the next one follows with "and" or after a comma.
        return [*inner, self.words.weighted(mark, ("and", ","))]

    def clause(self, clause: Clause, mood: Mood) -> list[Slot]:
        """A clause with all that stands before and after it."""
        out = [slot for mark, inner in clause.before for slot in self._before(mark, inner, mood)]
        if not clause.predicated and clause.earlier:
            clause = _with_last_as_main(clause)
        clause = self._with_owner(clause)
        asked = mood.question or clause.question or self._asks(clause)
        wh, clause = self._question_phrase(clause)
        front, middle, end = self._adverbs(clause)
        out += wh + front + self._topics(clause)
        if self.existence.is_existence(clause) or mood.there and self.existence.may_exist(clause):
            return out + self._existing(clause, mood) + end + self._content(clause, mood)
        subject, key = self._subject(clause)
        serial = False
        for earlier in clause.earlier:
            out += subject + self._predicate(earlier, key, mood, [], serial) + self._rest(earlier)
            serial = earlier.serial
            if not serial:
                out.append(Slot.choice(("and", 0.0), ("and then", -2.5)))
            subject = [] if earlier.subject is None else subject
        if asked and not clause.earlier:
            out += self._question(clause, subject, key, mood, middle)
        else:
            out += subject + self._predicate(clause, key, mood, middle, serial)
        return out + self._rest(clause) + end + self._content(clause, mood)

    def _before(self, mark: Unit | None, inner: Clause, mood: Mood) -> list[Slot]:
        return self.clause(inner, mood) if mark is None else self._subordinate(mark, inner, mood)

    # --- subject, topic, phrases -------------------------------------------------------------------------------------

    def _subject(self, clause: Clause) -> tuple[list[Slot], str]:
        """The subject's slots and the person that the verb agrees with.

        A verb that agrees with a first or second person has no noun for its subject: such a noun is an object.
        """
        said = clause.subject if clause.subject is not None and not clause.subject.empty else None
        agreed = _agreed(clause)
        if said is not None and agreed[:1] in ("1", "2") and said.pronoun is None and not said.joined:
            clause.objects.append(said)
            clause.subject = said = None
        if said is not None:
            return self.clausal_phrase(said, "subj", SUBJECT), self.nominal.person_of(said)
        if agreed and not clause.topics and not self._is_command(clause):
            texts = forms(agreed, SUBJECT)
            return [Slot.choice(*((text, -0.7 * i) for i, text in enumerate(texts)))], agreement(agreed)
        if clause.topics:
            return [], self.nominal.person_of(clause.topics[-1])
        return ([] if self._is_command(clause) else [Slot.choice(*_UNSAID)]), "3sg"

    def clausal_phrase(self, phrase: Phrase, role: str, case: int) -> list[Slot]:
        """A noun phrase with its relative clauses, adjuncts, or the clause that it is made of."""
        if phrase.predicate is not None:
            return self._gerund(phrase, phrase.predicate)
        attributes, relatives = self._relatives(phrase)
        slots = self.nominal.slots(phrase, role, case)
        if attributes and slots:
            slots = [*slots[:-1], *attributes, slots[-1]]
        return slots + relatives + [slot for adjunct in phrase.adjuncts for slot in self.adjunct(adjunct)]

    def _relatives(self, phrase: Phrase) -> tuple[list[Slot], list[Slot]]:
        """Relative clauses of one word as attributes before the noun, longer ones behind it."""
        attributes: list[Slot] = []
        behind: list[Slot] = []
        for clause in phrase.relatives:
            alone = not (clause.objects or clause.adjuncts or clause.adverbs or clause.subject or clause.moods)
            if alone and clause.adjective is not None:
                attributes.append(self.predicates.adjective(clause.adjective))
            elif alone and len(clause.verbs) == 1 and not clause.negators:
                attributes.append(self.predicates.participle(clause.verbs[0]))
            elif clause.predicated:
                behind.append(Slot.choice(("that", -0.7), ("who", -0.7)))
                if clause.subject is not None:
                    behind += self.clausal_phrase(clause.subject, "subj", SUBJECT)
                key = self.nominal.person_of(clause.subject or phrase)
                behind += self._predicate(clause, key, Mood(False), []) + self._rest(clause)
        return attributes, behind

    def _gerund(self, phrase: Phrase, clause: Clause) -> list[Slot]:
        out: list[Slot] = []
        if phrase.possessor_mark or phrase.possessor:
            out += self.nominal.determiner(phrase, "", False)
        out += [self.predicates.participle(unit) for unit in clause.verbs]
        if clause.adjective is not None:
            out.append(self.predicates.adjective(clause.adjective))
        if clause.nominal is not None:
            out += self.clausal_phrase(clause.nominal, "", OBJECT)
        return out + self._rest(clause)

    def _with_owner(self, clause: Clause) -> Clause:
        """ "This tree, its fruit is big" as "this tree's fruit is big": a topic before a subject that belongs to it,
        by its possessive mark or because the predicate tells of nothing else."""
        thing = clause.subject
        if (
            thing is None
            or not clause.topics
            or not thing.nouns
            or thing.possessor
            or self.existence.is_existence(clause)
        ):
            return clause
        *others, owner = clause.topics
        third = thing.possessor_mark is not None and person(thing.possessor_mark.gloss).startswith("3")
        bare = thing.possessor_mark is None and not (thing.demonstratives or clause.objects or clause.earlier)
        named = bool(owner.nouns or owner.demonstratives) and owner.pronoun is None
        if not (named and (third or bare)) or (owner.nouns and time_slot(self.words, owner.nouns[-1])):
            return clause
        return replace(clause, topics=others, subject=replace(thing, possessor=owner, possessor_mark=None))

    def _topics(self, clause: Clause) -> list[Slot]:
        """What stands in front: a topic that is the subject where there is none, a place, or a phrase on its own."""
        out: list[Slot] = []
        for topic in clause.topics:
            if self.existence.is_existence(clause) and not topic.pronoun:
                out.append(Slot.choice(("at", -0.5), ("in", -1.0), ("", -1.5)))
            out += self.clausal_phrase(topic, "TOP", SUBJECT)
        return out

    # --- questions, commands, existence ------------------------------------------------------------------------------

    def _is_command(self, clause: Clause) -> bool:
        return any(is_command(self.words, mark.gloss) for mark in clause.moods)

    def _asks(self, clause: Clause) -> bool:
        return any(self.words.transfer.of_label(unit.gloss).options == ("question",) for unit in clause.particles)

    def _question_phrase(self, clause: Clause) -> tuple[list[Slot], Clause]:
        """The object, place or predicate that a clause asks for, to stand in front, and the clause without it."""
        for phrase in clause.objects:
            if self._is_question_word(phrase):
                rest = [other for other in clause.objects if other is not phrase]
                return self.nominal.slots(phrase, "OBJ", OBJECT), replace(clause, objects=rest)
        for adjunct in clause.adjuncts:
            if self._is_question_word(adjunct.phrase):
                others = [other for other in clause.adjuncts if other is not adjunct]
                return self._asked_place(adjunct), replace(clause, adjuncts=others)
        if clause.locative is not None and self._is_question_word(clause.locative.phrase):
            return self._asked_place(clause.locative), replace(clause, locative=Adjunct(Phrase()))
        return [], clause

    def _asked_place(self, adjunct: Adjunct) -> list[Slot]:
        units = adjunct.phrase.demonstratives[:1]
        if adjunct.phrase.nouns or not units or self.words.text(units[0]).casefold() != "where":
            return self.adjunct(adjunct)
        return [self.words.slot(units[0])]

    def _is_question_word(self, phrase: Phrase | None) -> bool:
        return bool(phrase and phrase.demonstratives and self.words.is_question_word(phrase.demonstratives[0]))

    def _question(self, clause: Clause, subject: list[Slot], key: str, mood: Mood, middle: list[Unit]) -> list[Slot]:
        """Subject and predicate of a question: the auxiliary or copula first, unless the subject is what is asked."""
        if self._is_question_word(clause.subject):
            return subject + self._predicate(clause, key, mood, middle)
        if clause.verbs:
            front, rest = self.predicates.asked(clause, key, mood.past)
            return [
                front,
                *subject,
                rest,
                *(self.predicates.further(unit, key, mood.past) for unit in clause.verbs[1:]),
            ]
        predicate = self._predicate(clause, key, mood, middle)
        if clause.nominal is not None and self._is_question_word(clause.nominal):
            return [*predicate[1:], predicate[0], *subject]
        return [*predicate[:1], *subject, *predicate[1:]] if predicate else subject

    def _existing(self, clause: Clause, mood: Mood) -> list[Slot]:
        """ "There is" with what there is, or "has" where it belongs to somebody."""
        clause, place = self.existence.at_name(clause)
        clause = self.existence.counted(clause, several=mood.several)
        negated = self.existence.is_negated(clause)
        owner = self.existence.owner(clause)
        if owner is not None and clause.subject is not None:
            said = self.clausal_phrase(owner, "subj", SUBJECT)
            have = self.existence.have(clause, self.nominal.person_of(owner), mood.past, negated)
            thing = replace(clause.subject, possessor=None, possessor_mark=None)
        else:
            said, have = [], self.existence.be(clause, mood.past, negated)
            thing = clause.subject or Phrase()
        out = [*said, have]
        if clause.nominal is not None and clause.nominal.nouns:
            out += self.clausal_phrase(clause.nominal, "pred", OBJECT)
        elif clause.subject is not None:
            quantity = clause.nominal.quantifiers + clause.nominal.counts if clause.nominal else []
            slots = self.clausal_phrase(replace(thing, quantifiers=thing.quantifiers + quantity), "pred", OBJECT)
            out += _without_article(slots) if negated else slots
        elif clause.nominal is not None:
            out += [self.words.slot(unit) for unit in clause.nominal.quantifiers + clause.nominal.counts]
        if clause.locative is not None:
            out += self.adjunct(clause.locative)
        if place is not None:
            out += [Slot.choice(("at", -0.5), ("in", -1.0)), *self.clausal_phrase(place, "", OBJECT)]
        return out + self._rest(clause)

    # --- predicate and what follows it -------------------------------------------------------------------------------

    def _predicate(self, clause: Clause, key: str, mood: Mood, middle: list[Unit], serial: bool = False) -> list[Slot]:
        """The verb group, or the copula with what it links; ``serial`` after another predicate without a link."""
        make = self.predicates
        if clause.verbs:
            first = make.verb(clause, clause.verbs[0], key, mood.past, middle)
            first = make.after_verb(first, clause.verbs[0]) if serial else first
            return [first, *(make.further(unit, key, mood.past) for unit in clause.verbs[1:])]
        if serial:
            return [Slot.word("and"), *self._predicate(clause, key, mood, middle)]
        quality = self._quality(clause.nominal)
        if clause.adjective is not None or quality is not None:
            clause = clause if quality is None else replace(clause, adjective=quality)
            degree = [self.words.slot(unit) for unit in clause.degree]
            assert clause.adjective is not None
            return [make.verb(clause, clause.adjective, key, mood.past, middle), *degree]
        if clause.locative is not None:
            return [make.copula(clause, key, mood.past, middle), *self.adjunct(clause.locative)]
        if clause.nominal is not None and _is_owned(clause, clause.nominal):
            owned = replace(clause.nominal, possessor_mark=None)
            return [make.have(clause, key, mood.past), *self.clausal_phrase(owned, "pred", OBJECT)]
        if clause.nominal is not None:
            slots = self.clausal_phrase(clause.nominal, "pred", OBJECT)
            return [make.copula(clause, key, mood.past, middle), *slots]
        return [self.words.slot(unit) for unit in [*middle, *clause.negators] if not is_label(unit.gloss)]

    def _quality(self, nominal: Phrase | None) -> Unit | None:
        """The noun of a nominal predicate where English has an adjective for it ("old")."""
        if nominal is None or len(nominal.nouns) != 1:
            return None
        mark = nominal.possessor_mark  # "the tree is its big": some languages mark qualities as possessed
        third = mark if mark is not None and person(mark.gloss).startswith("3") else None
        if nominal != Phrase(nouns=nominal.nouns, possessor_mark=third):
            return None
        return nominal.nouns[0] if from_gloss(self.words.text(nominal.nouns[0])) == "adj" else None

    def _rest(self, clause: Clause) -> list[Slot]:
        """Objects, adjuncts and particles."""
        out = [s for phrase in reversed(clause.objects) for s in self.clausal_phrase(phrase, "OBJ", OBJECT)]
        out += [slot for adjunct in clause.adjuncts for slot in self.adjunct(adjunct)]
        if clause.nominal is not None and (clause.verbs or clause.adjective):
            out += self.clausal_phrase(clause.nominal, "pred", OBJECT)
        return out + [self.words.slot(unit) for unit in clause.particles if not unit.bound]

    def _content(self, clause: Clause, mood: Mood) -> list[Slot]:
        """A quote or a clause inside."""
        if not clause.content:
            return []
        return [Slot.choice(("", -0.3), ("that", -1.5), (":", -1.5)), *self.sentence(clause.content, mood)]

    def adjunct(self, adjunct: Adjunct) -> list[Slot]:
        """A preposition with its phrase; a place word that is an adverb in English has none."""
        phrase = adjunct.phrase
        if not adjunct.marks:
            return self.clausal_phrase(phrase, "", OBJECT)
        mark = adjunct.marks[-1]
        if phrase.demonstratives and not phrase.nouns and not phrase.pronoun and not self._is_question_word(phrase):
            return [self.words.place(phrase.demonstratives[0])]
        side = side_of(self.words, phrase, mark)
        if side is not None:
            return [side[0], *self.clausal_phrase(side[1], mark.gloss, OBJECT)]
        return [preposition(self.words, mark), *self.clausal_phrase(phrase, mark.gloss, OBJECT)]

    def _adverbs(self, clause: Clause) -> tuple[list[Slot], list[Unit], list[Slot]]:
        """Adverbs before the subject, inside the verb group, and at the end."""
        front: list[Slot] = []
        middle: list[Unit] = []
        end: list[Slot] = []
        for unit in clause.adverbs:
            text = self.words.text(unit).casefold()
            if clause.negators and text in ("still", "yet"):
                end.append(Slot.word("yet", f"lexicon:{unit.form}", (unit.word,)))
            elif text in _MID and clause.predicated and clause.exists is None:
                middle.append(unit)
            elif text in _FRONT or self.words.is_question_word(unit):
                front.append(self.words.slot(unit))
            else:
                end.append(time_slot(self.words, unit) or self.words.slot(unit))
        return front, middle, end


def _agreed(clause: Clause) -> str:
    """The person that the affixes of the verb index as its subject, empty where there is none."""
    for unit in clause.verbs[:1]:
        for mark in [*unit.features, *(mood.gloss for mood in clause.moods)]:
            label = mark.strip("-=~")
            if is_person(label) and "OBJ" not in label and "POSS" not in label:
                return person(label)
    return ""


def _is_owned(clause: Clause, thing: Phrase) -> bool:
    """A counted thing that belongs to the subject ("he, his child two": he has two children)."""
    if clause.subject is None and not clause.topics:
        return False
    return bool(thing.possessor_mark and (thing.counts or thing.quantifiers) and not thing.possessor)


def _without_article(slots: list[Slot]) -> list[Slot]:
    """The slots without the choice of an article."""
    return [s for s in slots if not all(a.words in ((), ("the",), ("a",)) for a in s.alternatives)]


def _with_last_as_main(clause: Clause) -> Clause:
    """A clause that ends in a linked predicate (the sentence breaks off): the last one counts as its predicate."""
    *earlier, last = clause.earlier
    return replace(
        last,
        subject=last.subject or clause.subject,
        topics=clause.topics + last.topics,
        earlier=earlier + last.earlier,
        objects=clause.objects + last.objects,
        adjuncts=clause.adjuncts + last.adjuncts,
        adverbs=clause.adverbs + last.adverbs,
        moods=clause.moods + last.moods,
        negators=clause.negators + last.negators,
        particles=clause.particles + last.particles,
        content=clause.content + last.content,
    )
