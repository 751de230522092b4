"""Predicates in English: verb groups with tense, voice and negation, copulas, verbs in a row, participles."""

from __future__ import annotations

import re
from dataclasses import replace

from grammar.classes import from_gloss
from grammar.tokens import Unit
from hybrid.into_english.english import MODALS, is_verb, verb
from hybrid.into_english.lexical import Option
from hybrid.into_english.persons import REFLEXIVE, forms
from hybrid.into_english.plan import Clause
from hybrid.into_english.slots import Alternative, Slot
from hybrid.into_english.tense import patterns
from hybrid.into_english.verbs import group
from hybrid.into_english.words import Words
from morph.igt import is_label
from morph.model import UNKNOWN_GLOSS

_MOST = 24
_AND_WEIGHT, _TO_WEIGHT, _ING_WEIGHT = -0.5, -1.2, -1.5
_SERIES = (("and", "past", -1.2), ("and", "present", -1.2), ("to", "base", -1.0), ("", "ing", -1.5))


class Predicates:
    """Makes slots of predicates."""

    def __init__(self, words: Words) -> None:
        self.words = words

    def lemma(self, option: Option) -> str:
        """The verb phrase of an option: adjectives and nouns take ``be``."""
        text, kind = option.phrase.text, option.phrase.kind
        first = text.split()[0]
        if first == "be" or (kind == "verb" and is_verb(first)) or from_gloss(first) == "verb":
            return text
        return f"be {text}"

    def verb(self, clause: Clause, unit: Unit, person: str, past: bool, middle: list[Unit]) -> Slot:
        """The verb group of a clause around one of its verbs, with the adverbs that stand inside it."""
        weights = patterns(self.words, unit, [*clause.moods, *clause.negators], past=past)
        options = self.words.options(unit)
        marks = [*clause.moods, *clause.negators, *clause.helpers]
        sources = tuple(dict.fromkeys([unit.word, *(mark.word for mark in marks)]))
        if not options:
            return self._bare(unit, clause, person, weights, sources)
        adverbs = self._adverbs(middle)
        sources += tuple(u.word for u in middle)
        found: dict[tuple[str, ...], Alternative] = {}
        for option in options[:4]:
            lemma, behind = self._voiced(unit, self.lemma(option), person, bool(clause.objects))
            for pattern, weight in weights.items():
                made = group(lemma, self._helped(clause, pattern), person, negated=bool(clause.negators))
                words = (*made.words[: made.after], *adverbs, *made.words[made.after :], *behind)
                origin = option.origin if option.origin == "pairs" else f"lexicon:{unit.form}"
                found.setdefault(words, Alternative(words, option.weight + weight, origin, sources))
        return Slot(tuple(sorted(found.values(), key=lambda a: -a.weight)[:_MOST]))

    def asked(self, clause: Clause, person: str, past: bool) -> tuple[Slot, Slot]:
        """The auxiliary and the rest of a verb group in a question: the likeliest, since the subject parts them."""
        unit = clause.verbs[0]
        weights = patterns(self.words, unit, [*clause.moods, *clause.negators], past=past)
        best = max(weights, key=lambda name: (weights[name], name))
        best = "present" if best in ("imperative", "prohibitive", "hortative") else best
        options = self.words.options(unit)
        lemma = self.lemma(options[0]) if options else unit.form
        made = group(lemma, self._helped(clause, best), person, negated=bool(clause.negators), question=True)
        sources = tuple(u.word for u in [unit, *clause.moods, *clause.negators, *clause.helpers])
        origin = options[0].origin if options else "unknown"
        return Slot.word(made.front), Slot((Alternative(made.words, 0.0, origin, sources),))

    def copula(self, clause: Clause, person: str, past: bool, middle: list[Unit]) -> Slot:
        """The forms of "be" before a nominal or local predicate."""
        sources = tuple(u.word for u in [*clause.moods, *clause.negators, *middle])
        pattern = self._helped(clause, "past" if past else "present")
        made = group("be", pattern, person, negated=bool(clause.negators))
        words = (*made.words[:1], *self._adverbs(middle), *made.words[1:])
        return Slot((Alternative(words, 0.0, "rule", sources),))

    def have(self, clause: Clause, person: str, past: bool) -> Slot:
        """The forms of "have", for a thing that belongs to the subject."""
        made = group("have", "past" if past else "present", person, negated=bool(clause.negators))
        mark = clause.nominal.possessor_mark if clause.nominal else None
        return Slot((Alternative(made.words, 0.0, "rule", (mark.word,) if mark else ()),))

    def further(self, unit: Unit, person: str, past: bool = False) -> Slot:
        """A further verb of one verb group: after "and", after "to", in "-ing", or as an adverb where it is one."""
        options = self.words.options(unit)
        if not options:
            return self.words.slot(unit)
        alternatives = []
        for option in options[:3]:
            for lead, pattern, weight in _SERIES:
                if pattern == ("present" if past else "past"):
                    continue
                words = " ".join((lead, *group(self.lemma(option), pattern, person).words))
                alternatives.append(self.words.alternative(unit, option, words, weight))
            if option.phrase.kind == "adv" or not is_verb(option.phrase.text.split()[0]):
                alternatives.append(self.words.alternative(unit, option, option.phrase.text))
        return Slot(tuple(alternatives))

    def after_verb(self, slot: Slot, unit: Unit) -> Slot:
        """A verb slot for the second of two predicates: "and" with the finite forms, "to" with the base, or "-ing"."""
        alternatives = [replace(a, words=("and", *a.words), weight=a.weight + _AND_WEIGHT) for a in slot.alternatives]
        for option in self.words.options(unit)[:3]:
            for lead, form, weight in (("to", "base", _TO_WEIGHT), ("", "ing", _ING_WEIGHT)):
                words = " ".join((lead, *group(self.lemma(option), form, "").words))
                alternatives.append(self.words.alternative(unit, option, words, weight))
        return Slot(tuple(alternatives))

    def adjective(self, unit: Unit) -> Slot:
        """A property before its noun."""
        alternatives = self.words.slot(unit).alternatives
        return Slot(tuple(replace(a, words=a.words[1:] if a.words[:1] == ("be",) else a.words) for a in alternatives))

    def participle(self, unit: Unit) -> Slot:
        """A verb before its noun or as a noun: "running", "broken"."""
        alternatives = []
        for option in self.words.options(unit)[:3]:
            text = option.phrase.text
            if option.phrase.kind == "verb" and not text.startswith("be "):
                for form, weight in (("ing", 0.0), ("pp", -1.0)):
                    words = " ".join(group(text, form, "").words)
                    alternatives.append(self.words.alternative(unit, option, words, weight))
            else:
                alternatives.append(self.words.alternative(unit, option, text.removeprefix("be ")))
        return Slot(tuple(alternatives)) if alternatives else self.words.slot(unit)

    def _adverbs(self, units: list[Unit]) -> tuple[str, ...]:
        return tuple(word for unit in units if self.words.options(unit) for word in self.words.text(unit).split())

    def _voiced(self, unit: Unit, lemma: str, person: str, has_object: bool) -> tuple[str, tuple[str, ...]]:
        """The lemma in the voice that the verb's affixes mean, and the words behind it."""
        voices = self.words.voices(unit)
        if "passive" in voices and not lemma.startswith("be "):
            return f"be {verb(lemma, 'pp')}", ()
        if "each other" in voices and not has_object:
            return lemma, ("each", "other")
        if "oneself" in voices and not has_object:
            return lemma, (forms(person or "3sg", REFLEXIVE)[0],)
        return lemma, ()

    def _bare(
        self, unit: Unit, clause: Clause, person: str, weights: dict[str, float], sources: tuple[int, ...]
    ) -> Slot:
        """A verb without English: carried over as it stands, under its negation."""
        unknown = UNKNOWN_GLOSS in unit.gloss or is_label(unit.gloss)
        text = re.sub(r"[-=~]", "", unit.form) if unknown else re.sub(r"[._]", " ", unit.gloss)
        if clause.negators:
            made = group("do", max(weights, key=lambda name: weights[name]), person, negated=True)
            return Slot((Alternative((*made.words[:2], text), 0.0, "unknown", sources),))
        return Slot((Alternative((text,), 0.0, "unknown", sources),))

    def _helped(self, clause: Clause, pattern: str) -> str:
        """The pattern under a helping verb (``want``, ``can``)."""
        for unit in clause.helpers:
            text = self.words.text(unit) if self.words.options(unit) else ""
            if text in MODALS:
                return text
            if text and is_verb(text.split()[0]):
                return text if text.endswith(" to") else f"{text} to"
        return pattern
