"""Clauses in English order: subject, verb group, objects, adjuncts; questions, existence, linked clauses."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from grammar.classes import from_gloss
from grammar.tokens import Unit
from hybrid.into_english.english import is_verb
from hybrid.into_english.learn import Learned
from hybrid.into_english.lexical import Option, key_of
from hybrid.into_english.nominal import Nominal, Words
from hybrid.into_english.persons import OBJECT, SUBJECT
from hybrid.into_english.plan import Adjunct, Clause, Part, Phrase
from hybrid.into_english.slots import Alternative, Slot
from hybrid.into_english.verbs import PAST_PATTERNS, group
from morph.igt import is_label
from morph.model import UNKNOWN_GLOSS

_MID = frozenset(
    ["still", "already", "also", "always", "never", "just", "only", "often", "almost", "really", "not", "yet"]
) - {"yet", "not"}
_FRONT = frozenset(
    [
        "maybe",
        "perhaps",
        "then",
        "so",
        "first",
        "but",
        "therefore",
        "otherwise",
        "later",
        "before",
        "suddenly",
        "finally",
    ]
)
_QUESTION_WORDS = frozenset(
    ["who", "what", "where", "when", "why", "how", "which", "whose", "how", "many", "how", "much"]
)
_PATTERN_PRIOR = {"present": 2.0, "past": 2.0, "progressive": 1.0, "perfect": 0.5}
# Patterns that need no label: others ("want to", "must") say something that a label or a word has to mean.
_PLAIN_PATTERNS = frozenset(("present", "past", "progressive", "past progressive", "perfect", "imperative"))
_LABEL_BONUS = 12.0
_TRUST = 25.0
_UNSAID = (("", -1.2), ("they", -1.8), ("he", -1.8), ("it", -2.3), ("we", -2.5), ("I", -2.8), ("you", -3.0))
_AND_WEIGHT, _TO_WEIGHT, _ING_WEIGHT = -0.5, -1.2, -1.5
_ONLY_EARLIER_LINK = (("and", 0.0), ("and then", -2.5))


@dataclass(frozen=True, slots=True)
class Mood:
    """What holds for a whole sentence: whether verbs are told in the past, and whether it asks."""

    past: bool
    question: bool = False


class Clausal:
    """Makes slots of clauses and sentences."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self.nominal = Nominal(words)

    @property
    def _learned(self) -> Learned:
        return self.words.learned

    def sentence(self, parts: Sequence[Part], units: Sequence[Unit], mood: Mood) -> list[Slot]:
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
            out += self.part(part, units, mood)
            linked = not part.clause and not (part.phrase and number + 1 < len(parts))
        return out

    def part(self, part: Part, units: Sequence[Unit], mood: Mood) -> list[Slot]:
        """One part of a sentence."""
        if part.clause is not None and part.subordinator is not None:
            return self._subordinate(part.subordinator, part.clause, units, mood)
        if part.clause is not None:
            return self.clause(part.clause, units, mood)
        if part.phrase is not None:
            return self.nominal.slots(part.phrase, "", SUBJECT)
        if part.adjunct is not None:
            return self.adjunct(part.adjunct)
        return [self.words.slot(unit) for unit in part.words]

    def _subordinate(self, mark: Unit, clause: Clause, units: Sequence[Unit], mood: Mood) -> list[Slot]:
        rendering = self.words.transfer.of_label(mark.gloss)
        inner = self.clause(clause, units, Mood(mood.past))
        if not is_label(mark.gloss):
            return [self.words.slot(mark), *inner]
        if rendering.kind == "connective" and rendering.options[0] not in ("and", "that"):
            return [self.words.weighted(mark, rendering.options), *inner, Slot.choice(("", 0.0), (",", 0.0))]
        # A linking mark at the end of a clause: the next one follows with "and" or after a comma.
        link = self.words.weighted(mark, ("and", ","))
        return [*inner, link]

    def clause(self, clause: Clause, units: Sequence[Unit], mood: Mood) -> list[Slot]:
        """A clause with all that stands before and after it."""
        out: list[Slot] = []
        for subordinator, inner in clause.before:
            if subordinator is None:
                out += self.clause(inner, units, mood)
            else:
                out += self._subordinate(subordinator, inner, units, mood)
        front, middle, end = self._adverbs(clause)
        asked = mood.question or clause.question or self._asks(clause)
        out += front
        out += self._topics(clause)
        if not clause.predicated and clause.earlier:
            clause = _with_last_as_main(clause)
        if self._is_existence(clause):
            return out + self._existence(clause, units, mood) + end + self._content(clause, units, mood)
        subject = self._subject(clause)
        person = self.nominal.person_of(clause.subject or (clause.topics[-1] if clause.topics else None))
        serial = False
        for earlier in clause.earlier:
            out += subject + self._predicate(earlier, person, units, mood, [], serial)
            out += self._rest(earlier, units, mood)
            serial = earlier.serial
            if not serial:
                out.append(Slot.choice(*_ONLY_EARLIER_LINK))
            subject = [] if earlier.subject is None else subject
        if asked and not clause.earlier:
            out += self._question(clause, subject, person, units, mood)
        else:
            out += subject + self._predicate(clause, person, units, mood, middle, serial)
        return out + self._rest(clause, units, mood) + end + self._content(clause, units, mood)

    # --- subject, topic ----------------------------------------------------------------------------------------------

    def _subject(self, clause: Clause) -> list[Slot]:
        if clause.subject is not None and not clause.subject.empty:
            return self._clausal_phrase(clause.subject, "subj", SUBJECT)
        if clause.topics:
            return []
        if self._is_command(clause):
            return []
        return [Slot.choice(*_UNSAID)]

    def _clausal_phrase(self, phrase: Phrase, role: str, case: int) -> list[Slot]:
        """A noun phrase with its relative clauses, adjuncts, or the clause that it is made of."""
        if phrase.predicate is not None:
            return self._gerund(phrase)
        attributes, relatives = self._relatives(phrase)
        slots = self.nominal.slots(phrase, role, case)
        if attributes and slots:
            slots = [*slots[:-1], *attributes, slots[-1]]
        slots += relatives
        for adjunct in phrase.adjuncts:
            slots += self.adjunct(adjunct)
        return slots

    def _relatives(self, phrase: Phrase) -> tuple[list[Slot], list[Slot]]:
        """Relative clauses of one word as attributes before the noun, longer ones behind it."""
        attributes: list[Slot] = []
        behind: list[Slot] = []
        for clause in phrase.relatives:
            alone = not (clause.objects or clause.adjuncts or clause.adverbs or clause.subject or clause.moods)
            if alone and clause.adjective is not None:
                attributes.append(self._adjective(clause.adjective))
            elif alone and len(clause.verbs) == 1 and not clause.negators:
                attributes.append(self._participle(clause.verbs[0]))
            elif clause.predicated:
                behind.append(Slot.choice(("that", -0.7), ("who", -0.7)))
                if clause.subject is not None:
                    behind += self._clausal_phrase(clause.subject, "subj", SUBJECT)
                person = self.nominal.person_of(clause.subject or phrase)
                behind += self._predicate(clause, person, [], Mood(False), [])
                behind += self._rest(clause, [], Mood(False))
        return attributes, behind

    def _adjective(self, unit: Unit) -> Slot:
        slot = self.words.slot(unit)
        return Slot(
            tuple(
                Alternative(a.words[1:] if a.words[:1] == ("be",) else a.words, a.weight, a.origin, a.sources)
                for a in slot.alternatives
            )
        )

    def _participle(self, unit: Unit) -> Slot:
        options = self.words.options(unit)
        if not options:
            return self.words.slot(unit)
        alternatives = []
        for option in options[:3]:
            text = option.phrase.text
            if option.phrase.kind == "verb" and not text.startswith("be "):
                alternatives.append(self.words.alternative(unit, option, " ".join(group(text, "ing", "").words)))
                alternatives.append(self.words.alternative(unit, option, " ".join(group(text, "pp", "").words), -1.0))
            else:
                alternatives.append(self.words.alternative(unit, option, text.removeprefix("be ")))
        return Slot(tuple(alternatives))

    def _gerund(self, phrase: Phrase) -> list[Slot]:
        clause = phrase.predicate
        assert clause is not None
        out: list[Slot] = []
        if phrase.possessor_mark or phrase.possessor:
            out += self.nominal._determiner(phrase, "", False)
        for unit in clause.verbs:
            out.append(self._participle(unit))
        if clause.adjective is not None:
            out.append(self._adjective(clause.adjective))
        if clause.nominal is not None:
            out += self._clausal_phrase(clause.nominal, "", OBJECT)
        return out + self._rest(clause, [], Mood(False))

    def _topics(self, clause: Clause) -> list[Slot]:
        """What stands in front: a topic that is the subject where there is none, a place, or a phrase on its own."""
        out: list[Slot] = []
        for topic in clause.topics:
            slots = self._clausal_phrase(topic, "TOP", SUBJECT)
            if self._is_existence(clause) and not topic.pronoun:
                out.append(Slot.choice(("at", -0.5), ("in", -1.0), ("", -1.5)))
            out += slots
        return out

    # --- predicates --------------------------------------------------------------------------------------------------

    def _is_command(self, clause: Clause) -> bool:
        kinds = [self.words.transfer.of_label(unit.gloss).options for unit in clause.moods]
        return any("imperative" in options or "prohibitive" in options for options in kinds)

    def _asks(self, clause: Clause) -> bool:
        return any(self.words.transfer.of_label(unit.gloss).options == ("question",) for unit in clause.particles)

    def _is_existence(self, clause: Clause) -> bool:
        """There is/are: an existential word, or a quantity as the predicate."""
        if clause.exists is not None:
            return True
        if clause.verbs or clause.adjective or clause.locative or clause.nominal is None:
            return False
        nominal = clause.nominal
        counted = bool(nominal.quantifiers or nominal.counts)
        if counted and nominal.nouns and clause.subject is None and clause.topics:
            return True
        return (
            counted
            and not nominal.nouns
            and not nominal.pronoun
            and not nominal.demonstratives
            and (clause.subject is None or clause.subject.pronoun is None)
        )

    def _existence(self, clause: Clause, units: Sequence[Unit], mood: Mood) -> list[Slot]:
        quantity = clause.nominal.quantifiers + clause.nominal.counts if clause.nominal else []
        negated = bool(clause.negators)
        label = clause.exists.gloss if clause.exists is not None else ""
        if clause.exists is not None:
            negated = negated or "no" in " ".join(self.words.transfer.of_label(label).options).split()
        many = bool(quantity) or bool(clause.subject and self.nominal.is_plural(clause.subject))
        be = ("were" if many else "was") if mood.past else ("are" if many else "is")
        sources = (clause.exists.word,) if clause.exists is not None else ()
        out = [Slot.word("there", "rule", sources), Slot.word(be, "rule", sources)]
        if negated:
            out.append(Slot.word("no", "rule", sources))
        if clause.nominal is not None and clause.nominal.nouns:
            out += self._clausal_phrase(clause.nominal, "pred", OBJECT)
        elif clause.subject is not None:
            counted = replace(clause.subject, quantifiers=clause.subject.quantifiers + quantity)
            slots = self._clausal_phrase(counted, "pred", OBJECT)
            out += _without_article(slots) if negated else slots
        else:
            out += [self.words.slot(unit) for unit in quantity]
        return out + self._rest(clause, units, mood)

    def _question(
        self, clause: Clause, subject: list[Slot], person: str, units: Sequence[Unit], mood: Mood
    ) -> list[Slot]:
        """Subject and verb of a question; a slot can't span the subject, so the likeliest pattern is taken."""
        if not clause.verbs or self._is_question_word(clause.subject):
            return subject + self._predicate(clause, person, units, mood, [])
        patterns = self._patterns(clause, clause.verbs[0], units, mood.past)
        best = max(patterns, key=lambda name: (patterns[name], name))
        options = self.words.options(clause.verbs[0])
        lemma = self._lemma(options[0]) if options else clause.verbs[0].form
        made = group(lemma, best, person, negated=bool(clause.negators), question=True)
        sources = tuple(unit.word for unit in [*clause.verbs[:1], *clause.moods, *clause.negators])
        front = [Slot.word(made.front)] if made.front else []
        rest = Slot((Alternative(made.words, 0.0, options[0].origin if options else "unknown", sources),))
        return front + subject + [rest] + [self._serial(unit, best, person) for unit in clause.verbs[1:]]

    def _is_question_word(self, phrase: Phrase | None) -> bool:
        return bool(phrase and phrase.demonstratives and phrase.demonstratives[0].gloss.casefold() in _QUESTION_WORDS)

    def _predicate(
        self,
        clause: Clause,
        person: str,
        units: Sequence[Unit],
        mood: Mood,
        middle: list[Unit],
        serial: bool = False,
    ) -> list[Slot]:
        """The verb group, or the copula with what it links; ``serial`` after another predicate without a link."""
        if serial and not clause.verbs:
            return [Slot.word("and"), *self._predicate(clause, person, units, mood, middle)]
        if clause.verbs:
            first = self._verb_slot(clause, clause.verbs[0], person, units, mood, middle)
            if serial:
                first = self._after_verb(first, clause.verbs[0])
            return [first, *(self._serial(unit, "", person) for unit in clause.verbs[1:])]
        if clause.adjective is not None:
            return [
                self._verb_slot(clause, clause.adjective, person, units, mood, middle),
                *(self.words.slot(unit) for unit in clause.degree),
            ]
        if clause.locative is not None:
            return [self._copula(clause, person, units, mood, middle), *self.adjunct(clause.locative)]
        if clause.nominal is not None and self._is_owned(clause):
            owned = replace(clause.nominal, possessor_mark=None)
            return [self._have(clause, person, mood), *self._clausal_phrase(owned, "pred", OBJECT)]
        if clause.nominal is not None:
            slots = self._clausal_phrase(clause.nominal, "pred", OBJECT)
            return [self._copula(clause, person, units, mood, middle), *slots]
        return [self.words.slot(unit) for unit in [*middle, *clause.negators] if not is_label(unit.gloss)]

    def _serial(self, unit: Unit, pattern: str, person: str) -> Slot:
        """A further verb of a series: after ``and`` in the form of the first, or with ``to``, or as it is."""
        del pattern
        options = self.words.options(unit)
        if not options:
            return self.words.slot(unit)
        alternatives = []
        for option in options[:3]:
            lemma = self._lemma(option)
            for lead, form, weight in (
                ("and", "past", -1.2),
                ("and", "s", -1.2),
                ("to", "base", -1.0),
                ("", "ing", -1.5),
            ):
                if lead == "and":
                    words = group(lemma, "past" if form == "past" else "present", person).words
                else:
                    words = group(lemma, form, person).words
                alternatives.append(self.words.alternative(unit, option, " ".join((lead, *words)), weight))
            if option.phrase.kind == "adv" or not is_verb(option.phrase.text.split()[0]):
                alternatives.append(self.words.alternative(unit, option, option.phrase.text))
        return Slot(tuple(alternatives))

    def _after_verb(self, slot: Slot, unit: Unit) -> Slot:
        """A verb slot for the second of two verbs: "and" with the finite forms, "to" with the base, or "-ing"."""
        alternatives = [replace(a, words=("and", *a.words), weight=a.weight + _AND_WEIGHT) for a in slot.alternatives]
        for option in self.words.options(unit)[:3]:
            lemma = self._lemma(option)
            for lead, form, weight in (("to", "base", _TO_WEIGHT), ("", "ing", _ING_WEIGHT)):
                words = " ".join((lead, *group(lemma, form, "").words))
                alternatives.append(self.words.alternative(unit, option, words, weight))
        return Slot(tuple(alternatives))

    def _lemma(self, option: Option) -> str:
        """The verb phrase of an option: adjectives and nouns take ``be``."""
        text, kind = option.phrase.text, option.phrase.kind
        first = text.split()[0]
        if first == "be" or (kind == "verb" and is_verb(first)) or from_gloss(first) == "verb":
            return text
        return f"be {text}"

    def _verb_slot(
        self, clause: Clause, unit: Unit, person: str, units: Sequence[Unit], mood: Mood, middle: list[Unit]
    ) -> Slot:
        patterns = self._patterns(clause, unit, units, mood.past)
        options = self.words.options(unit)
        sources = tuple(
            dict.fromkeys([unit.word, *(u.word for u in [*clause.moods, *clause.negators, *clause.helpers])])
        )
        if not options:
            return self._bare_verb(unit, clause, person, patterns, sources)
        adverbs = [known[0].phrase.text for u in middle if (known := self.words.options(u))]
        sources += tuple(u.word for u in middle)
        found: dict[tuple[str, ...], Alternative] = {}
        for option in options[:4]:
            lemma = self._lemma(option)
            for pattern, weight in patterns.items():
                made = group(lemma, self._helped(clause, pattern), person, negated=bool(clause.negators))
                words = (*made.words[: made.after], *" ".join(adverbs).split(), *made.words[made.after :])
                origin = option.origin if option.origin == "pairs" else f"lexicon:{unit.form}"
                found.setdefault(words, Alternative(words, option.weight + weight, origin, sources))
        ranked = sorted(found.values(), key=lambda a: -a.weight)
        return Slot(tuple(ranked[:24]))

    def _bare_verb(
        self, unit: Unit, clause: Clause, person: str, patterns: dict[str, float], sources: tuple[int, ...]
    ) -> Slot:
        """A verb without English: carried over as it stands, under its negation."""
        unknown = UNKNOWN_GLOSS in unit.gloss or is_label(unit.gloss)
        text = re.sub(r"[-=~]", "", unit.form) if unknown else re.sub(r"[._]", " ", unit.gloss)
        if clause.negators:
            made = group("do", max(patterns, key=lambda p: patterns[p]), person, negated=True)
            return Slot((Alternative((*made.words[:2], text), 0.0, "unknown", sources),))
        return Slot((Alternative((text,), 0.0, "unknown", sources),))

    def _copula(self, clause: Clause, person: str, units: Sequence[Unit], mood: Mood, middle: list[Unit]) -> Slot:
        adverbs = " ".join(known[0].phrase.text for u in middle if (known := self.words.options(u))).split()
        sources = tuple(u.word for u in [*clause.moods, *clause.negators, *middle])
        pattern = "past" if mood.past else "present"
        made = group("be", self._helped(clause, pattern), person, negated=bool(clause.negators))
        return Slot((Alternative((*made.words[:1], *adverbs, *made.words[1:]), 0.0, "rule", sources),))

    def _is_owned(self, clause: Clause) -> bool:
        """A counted thing that belongs to the subject ("he, his child two": he has two children)."""
        thing = clause.nominal
        if thing is None or clause.subject is None and not clause.topics:
            return False
        return bool(thing.possessor_mark and (thing.counts or thing.quantifiers) and not thing.possessor)

    def _have(self, clause: Clause, person: str, mood: Mood) -> Slot:
        made = group("have", "past" if mood.past else "present", person, negated=bool(clause.negators))
        mark = clause.nominal.possessor_mark if clause.nominal else None
        return Slot((Alternative(made.words, 0.0, "rule", (mark.word,) if mark else ()),))

    def _helped(self, clause: Clause, pattern: str) -> str:
        """The pattern under a helping verb (``want``, ``can``)."""
        for unit in clause.helpers:
            options = self.words.options(unit)
            text = options[0].phrase.text if options else ""
            if text in ("can", "must", "may", "should", "will"):
                return text
            if text and is_verb(text.split()[0]):
                return f"{text} to" if not text.endswith(" to") else text
        return pattern

    def _patterns(self, clause: Clause, unit: Unit, units: Sequence[Unit], past: bool) -> dict[str, float]:
        """The patterns of tense and aspect with their log-weights, those of the other tense left out."""
        labels = tuple(sorted({m.gloss for m in [*clause.moods, *clause.negators]}))
        weights: Counter[str] = Counter(_PATTERN_PRIOR)
        learned = self._learned
        base = learned.tenses.get((), Counter())
        for pattern, count in base.items():
            if pattern not in _PLAIN_PATTERNS:
                continue
            weights[pattern] += 6.0 * count / max(base.total(), 1)  # type: ignore[assignment]
        for label in labels:
            counts = learned.tenses.get((label,), Counter())
            for pattern, count in counts.items():
                weights[pattern] += 10.0 * count / (counts.total() + 3)  # type: ignore[assignment]
        exact = learned.tenses.get(labels, Counter()) if labels else Counter[str]()
        for pattern, count in exact.items():
            weights[pattern] += count
        own = learned.verb_tenses.get(key_of(unit), Counter())
        for pattern, count in own.items():
            if pattern not in _PLAIN_PATTERNS:
                continue
            weights[pattern] += 4.0 * count / (own.total() + 2)  # type: ignore[assignment]
        for label in labels:
            self._favour(label, weights)
        if not self._is_command(clause):
            weights["imperative"] *= 0.1  # type: ignore[assignment]
        if unit.classes[:1] == ("adj",):
            weights = Counter({k: v for k, v in weights.items() if k in ("present", "past", "perfect", "will")})
        total = sum(weights.values())
        kept = {k: math.log(v / total) for k, v in weights.items() if v > 0 and (k in PAST_PATTERNS) == past}
        return kept or {"past" if past else "present": 0.0}

    def _favour(self, label: str, weights: Counter[str]) -> None:
        """Lift the patterns that a label means, and the less so the more the translations have to say about it."""
        rendering = self.words.transfer.of_label(label)
        if rendering.kind not in ("mood", "verb"):
            return
        trust = _TRUST / (_TRUST + self._learned.tenses.get((label,), Counter()).total())
        for pattern in weights:
            if pattern not in rendering.options:
                weights[pattern] *= 1.0 - 0.97 * trust  # type: ignore[assignment]
        for i, pattern in enumerate(rendering.options):
            weights[pattern] += _LABEL_BONUS * 0.5**i * trust  # type: ignore[assignment]

    # --- what follows the verb ---------------------------------------------------------------------------------------

    def _rest(self, clause: Clause, units: Sequence[Unit], mood: Mood) -> list[Slot]:
        out: list[Slot] = []
        for phrase in reversed(clause.objects):
            out += self._clausal_phrase(phrase, "OBJ", OBJECT)
        for adjunct in clause.adjuncts:
            out += self.adjunct(adjunct)
        if clause.predicated and clause.nominal is not None and (clause.verbs or clause.adjective):
            out += self._clausal_phrase(clause.nominal, "pred", OBJECT)
        out += [self.words.slot(unit) for unit in clause.particles if not unit.bound]
        return out

    def _content(self, clause: Clause, units: Sequence[Unit], mood: Mood) -> list[Slot]:
        """A quote or a clause inside."""
        out: list[Slot] = []
        if clause.content:
            out = [Slot.choice(("", -0.3), ("that", -1.5), (":", -1.5))]
            out += self.sentence(clause.content, units, mood)
        return out

    def adjunct(self, adjunct: Adjunct) -> list[Slot]:
        """A preposition with its phrase; a place word that is an adverb in English has none."""
        mark = adjunct.marks[-1] if adjunct.marks else None
        role = mark.gloss if mark else ""
        phrase = adjunct.phrase
        inner = self._clausal_phrase(phrase, role, OBJECT)
        if mark is None:
            return inner
        if phrase.demonstratives and not phrase.nouns and not phrase.pronoun:
            near = [a for a in self.words.slot(phrase.demonstratives[0]).alternatives]
            place = _place_word(near, self.words, phrase.demonstratives[0])
            if place is not None:
                return [place]
        if is_label(mark.gloss):
            rendering = self.words.transfer.of_label(mark.gloss)
            options = rendering.options if rendering.kind == "preposition" else ()
            learned = [
                text
                for text, count in self._learned.renderings.get(mark.gloss, Counter()).most_common(4)
                if count >= 3 and text in _PREPOSITIONS
            ]
            texts = tuple(dict.fromkeys([*options, *learned])) or ("",)
            return [self.words.weighted(mark, texts), *inner]
        return [self.words.slot(mark), *inner]

    def _adverbs(self, clause: Clause) -> tuple[list[Slot], list[Unit], list[Slot]]:
        """Adverbs before the subject, inside the verb group, and at the end."""
        front: list[Slot] = []
        middle: list[Unit] = []
        end: list[Slot] = []
        for unit in clause.adverbs:
            options = self.words.options(unit)
            text = options[0].phrase.text if options else unit.gloss.casefold()
            if clause.negators and text in ("still", "yet"):
                end.append(Slot.word("yet", options[0].origin if options else "rule", (unit.word,)))
            elif text in _MID and clause.predicated and clause.exists is None:
                middle.append(unit)
            elif text in _FRONT or text.split()[0] in _QUESTION_WORDS:
                front.append(self.words.slot(unit))
            else:
                end.append(self.words.slot(unit))
        return front, middle, end


_PREPOSITIONS = frozenset(
    [
        "in",
        "at",
        "on",
        "to",
        "from",
        "with",
        "for",
        "by",
        "of",
        "like",
        "as",
        "into",
        "through",
        "along",
        "near",
        "inside",
    ]
)


def _place_word(alternatives: Sequence[Alternative], words: Words, unit: Unit) -> Slot | None:
    """ "here", "there" for a demonstrative that stands as a place."""
    counts = words.learned.renderings.get(unit.gloss, Counter())
    texts = [text for text in ("here", "there", "over there", "up there", "down there") if counts[text] >= 2]
    fixed = [a for a in alternatives if a.words[-1:] in (("there",), ("here",))]
    if fixed:
        return Slot(tuple(fixed))
    default = "here" if any(a.words[:1] in (("this",), ("these",)) for a in alternatives[:1]) else "there"
    texts = texts or [default]
    best = max(texts, key=lambda text: counts[text])
    return Slot((Alternative(tuple(best.split()), 0.0, f"rule:{unit.gloss}", (unit.word,)),))


def _without_article(slots: list[Slot]) -> list[Slot]:
    """The slots without the choice of an article."""
    return [s for s in slots if not all(a.words in ((), ("the",), ("a",)) for a in s.alternatives)]


def _with_last_as_main(clause: Clause) -> Clause:
    """A clause that ends in a linked predicate (the sentence breaks off): the last one counts as its predicate."""
    last = clause.earlier.pop()
    last.subject = last.subject or clause.subject
    last.topics = clause.topics + last.topics
    last.earlier = clause.earlier + last.earlier
    last.objects = clause.objects + last.objects
    last.adjuncts = clause.adjuncts + last.adjuncts
    last.adverbs = clause.adverbs + last.adverbs
    last.moods = clause.moods + last.moods
    last.negators = clause.negators + last.negators
    last.particles = clause.particles + last.particles
    last.content = clause.content + last.content
    return last
