"""Noun phrases in English: determiner, adjectives, noun, what stands behind it; pronouns and names."""

from __future__ import annotations

import math
import re
from collections import Counter

from grammar.classes import from_gloss
from grammar.labels import is_person
from grammar.tokens import Unit
from hybrid.into_english.english import capitalized, is_plural, plural
from hybrid.into_english.learn import BEHIND_NOUN
from hybrid.into_english.lexical import key_of
from hybrid.into_english.persons import ALONE, OBJECT, POSSESSIVE, SUBJECT, agreement, forms, person
from hybrid.into_english.plan import Phrase
from hybrid.into_english.slots import Alternative, Slot
from hybrid.into_english.words import Words
from morph.igt import is_label
from morph.model import UNKNOWN_GLOSS

_PLURAL_DETERMINERS = {"this": "these", "that": "those"}
_ARTICLE_PRIOR = {"the": 2.0, "a": 1.0, "": 1.0}
_MANY_WORDS = ("many", "few", "all", "some", "several", "a lot of", "much", "most", "both")
_RELATIONAL = frozenset(
    ("inside", "outside", "top", "side", "edge", "middle", "bottom", "front", "back", "end", "tip", "surface")
)
_NUMERALS = {"one": 1}
_NOTE = re.compile(r"[._ ]*\([^()]*\)")


class Nominal:
    """Makes slots of noun phrases."""

    def __init__(self, words: Words) -> None:
        self.words = words

    def is_plural(self, phrase: Phrase) -> bool:
        """Whether a phrase is plural in English."""
        if phrase.pronoun and not phrase.nouns:
            return person(phrase.pronoun.gloss).endswith("pl")
        if phrase.joined or phrase.plurals or phrase.several:
            return True
        if any(person(unit.gloss).endswith("pl") for unit in phrase.associates):
            return True
        if any(self.words.text(unit) not in _NUMERALS for unit in phrase.counts):
            return True
        if any(self.words.text(unit) in _MANY_WORDS for unit in phrase.quantifiers):
            return True
        if not phrase.nouns:
            return False
        head = phrase.nouns[-1]
        if any("PL" in mark.strip("-=~").split(".") for mark in head.features):
            return True
        numbers = self.words.learned.numbers.get(key_of(head), Counter())
        options = self.words.options(head)
        return numbers["pl"] > numbers["sg"] or bool(options and is_plural(options[0].phrase.text))

    def person_of(self, phrase: Phrase | None) -> str:
        """The person that a verb agrees with."""
        if phrase is None:
            return "3sg"
        if phrase.pronoun and not phrase.nouns and not phrase.joined:
            return agreement(person(phrase.pronoun.gloss))
        if phrase.joined and phrase.pronoun and phrase.pronoun.gloss.startswith("1"):
            return "1pl"
        return "3pl" if self.is_plural(phrase) else "3sg"

    def slots(self, phrase: Phrase, role: str = "", case: int = OBJECT) -> list[Slot]:
        """The words of a phrase. ``role`` is the label of its case mark or ``subj``, ``pred``; ``case`` picks the
        form of a pronoun."""
        out: list[Slot] = []
        if phrase.pronoun is not None and not phrase.nouns:
            out += self._pronoun(phrase, case)
        elif phrase.nouns or phrase.adjectives:
            out += self._nouns(phrase, role)
        elif phrase.demonstratives:
            out += [self._bare_demonstrative(unit) for unit in phrase.demonstratives[:1]]
            out += [self.words.slot(unit) for unit in phrase.counts + phrase.quantifiers]
        elif phrase.counts or phrase.quantifiers:
            out += [self.words.slot(unit) for unit in phrase.quantifiers + phrase.counts]
        elif phrase.possessor_mark is not None:
            unit = phrase.possessor_mark
            out.append(self._forms(unit, person(unit.gloss), ALONE))
        elif phrase.possessor is not None:
            out += [*self.slots(phrase.possessor, "", SUBJECT), Slot.word("'s")]
        out += self._associates(phrase)
        out += [self.words.slot(unit) for unit in phrase.others]
        for connective, other in phrase.joined:
            out.append(self.words.slot(connective) if connective else Slot.word("and"))
            out += self.slots(other, role, case)
        return out

    def _pronoun(self, phrase: Phrase, case: int) -> list[Slot]:
        unit = phrase.pronoun
        assert unit is not None
        out = [self._forms(unit, person(unit.gloss), case)]
        if not is_person(unit.gloss):
            out = [self.words.slot(unit)]
        return out + [self.words.slot(unit) for unit in phrase.quantifiers + phrase.counts]

    def _forms(self, unit: Unit, key: str, case: int) -> Slot:
        """The pronouns of a person, weighed by how the translations render the label (in their subject forms)."""
        counts = self.words.learned.renderings.get(unit.gloss, Counter())
        subjects, texts = forms(key, SUBJECT), forms(key, case)
        prior = 1.0
        weights: dict[str, float] = {}
        for i, text in enumerate(texts):
            subject = subjects[i] if i < len(subjects) else text
            weights[text] = counts[subject] + (counts[text] if text != subject else 0) + prior
            prior *= 0.3
        total = sum(weights.values())
        return Slot(
            tuple(
                Alternative((text,), math.log(weight / total), f"rule:{unit.gloss}", (unit.word,))
                for text, weight in weights.items()
            )
        )

    def _bare_demonstrative(self, unit: Unit) -> Slot:
        slot = self.words.slot(unit)
        kept = tuple(a for a in slot.alternatives if a.words not in (("the",), ("a",)))
        return Slot(kept or (Alternative(("that",), 0.0, f"rule:{unit.gloss}", (unit.word,)),))

    def _nouns(self, phrase: Phrase, role: str) -> list[Slot]:
        many = self.is_plural(phrase)
        names = [unit for unit in phrase.nouns if unit.classes[:1] == ("name",)]
        out = self.determiner(phrase, role, many)
        out += [self.words.slot(unit) for unit in phrase.quantifiers]
        out += [self._count(unit, phrase) for unit in phrase.counts]
        out += [self.words.slot(unit) for unit in phrase.adjectives]
        if self._is_relational(phrase):
            whole = Phrase(nouns=phrase.nouns[:-1])
            side = self._head(phrase.nouns[-1], False)
            return [Slot.word("the"), side, Slot.word("of"), *self.slots(whole, "")]
        out += [self._attribute(unit) for unit in phrase.nouns[:-1] if unit not in names]
        out += [self._name(unit) for unit in phrase.nouns if unit in names and unit is not phrase.nouns[-1]]
        if phrase.nouns:
            head = phrase.nouns[-1]
            out.append(self._name(head) if head in names else self._head(head, many))
        elif not phrase.possessor_mark:
            out.append(Slot.word("one"))
        return out

    def _is_relational(self, phrase: Phrase) -> bool:
        """Whether the head is a part or side of the noun before it ("house inside": the inside of the house)."""
        plain = not (phrase.possessor or phrase.possessor_mark or phrase.adjectives or phrase.counts)
        return len(phrase.nouns) > 1 and plain and self.words.text(phrase.nouns[-1]).split()[-1] in _RELATIONAL

    def _count(self, unit: Unit, phrase: Phrase) -> Slot:
        """A numeral; "one" alone before a noun may be the article."""
        slot = self.words.slot(unit)
        bare = not (phrase.possessor or phrase.possessor_mark or phrase.demonstratives or phrase.quantifiers)
        if self.words.text(unit) != "one" or not bare or len(phrase.counts) > 1:
            return slot
        counts = self.words.learned.renderings.get(key_of(unit), Counter())
        article, numeral = counts["a"] + counts["an"] + 1.0, counts["one"] + 1.0
        total = article + numeral
        return Slot.choice(("one", math.log(numeral / total)), ("a", math.log(article / total)), sources=(unit.word,))

    def _name(self, unit: Unit) -> Slot:
        if UNKNOWN_GLOSS in unit.gloss or is_label(unit.gloss):
            return Slot.word(capitalized(unit.form), "name", (unit.word,))
        # what kind of name it is ("Fakfak.(town)") is a note of the glossing
        text = _NOTE.sub("", unit.gloss).replace("_", " ") or unit.form
        return Slot.word(capitalized(text), "name", (unit.word,))

    def _attribute(self, unit: Unit) -> Slot:
        return self.words.slot(unit)

    def _head(self, unit: Unit, many: bool) -> Slot:
        options = self.words.options(unit)
        if not options:
            return self.words.slot(unit)
        found: dict[tuple[str, ...], Alternative] = {}
        for option in options[:4]:
            text = option.phrase.text
            texts = [(plural(text) if many and not is_plural(text) else text, 0.0)]
            if option.phrase.kind_of:
                texts.append((f"{unit.form} {text}", 0.3))
            for shown, weight in texts:
                alternative = self.words.alternative(unit, option, shown, weight)
                found.setdefault(alternative.words, alternative)
        return Slot(tuple(found.values()))

    def determiner(self, phrase: Phrase, role: str, many: bool) -> list[Slot]:
        out: list[Slot] = []
        if phrase.possessor is not None:
            out += self._possessor(phrase.possessor)
        elif phrase.possessor_mark is not None:
            out.append(self._forms(phrase.possessor_mark, person(phrase.possessor_mark.gloss), POSSESSIVE))
        elif phrase.demonstratives:
            out += [self._demonstrative(unit, many) for unit in phrase.demonstratives]
        elif phrase.nouns and phrase.nouns[-1].classes[:1] == ("name",):
            pass
        elif not (phrase.counts or phrase.quantifiers):
            out.append(self._article(role, many))
        return out

    def _possessor(self, possessor: Phrase) -> list[Slot]:
        if possessor.pronoun is not None and not possessor.nouns:
            return [self._forms(possessor.pronoun, person(possessor.pronoun.gloss), POSSESSIVE)]
        return [*self.slots(possessor, "", SUBJECT), Slot.word("'s")]

    def _demonstrative(self, unit: Unit, many: bool) -> Slot:
        slot = self.words.slot(unit)
        found: dict[tuple[str, ...], Alternative] = {}
        for alternative in slot.alternatives:
            words = alternative.words
            if many and len(words) == 1:
                words = (_PLURAL_DETERMINERS.get(words[0], words[0]),)
            if not many and words in (("these",), ("those",)):
                continue
            found.setdefault(words, Alternative(words, alternative.weight, alternative.origin, alternative.sources))
        return Slot(tuple(found.values()) or slot.alternatives)

    def _article(self, role: str, many: bool) -> Slot:
        counts = self.words.learned.determiners.get(role, Counter())
        choices = ("the", "") if many else ("the", "a", "")
        scores = {text: counts[text] + _ARTICLE_PRIOR[text] for text in choices}
        total = sum(scores.values())
        return Slot.choice(*((text, math.log(score / total)) for text, score in scores.items()))

    def _associates(self, phrase: Phrase) -> list[Slot]:
        """A pronoun behind a phrase: the person with those who belong to them."""
        out = []
        for unit in phrase.associates:
            if not person(unit.gloss).endswith("pl") or not phrase.nouns:
                continue
            if phrase.nouns[-1].classes[:1] != ("name",) and not (phrase.possessor or phrase.possessor_mark):
                continue
            counts = self.words.learned.renderings.get(f"{unit.gloss}{BEHIND_NOUN}", Counter())
            learned = [text for text, count in counts.most_common(12) if count >= 2 and _is_company(text)]
            texts = [f"and {text.removeprefix('and ')}" for text in learned] + ["and others"]
            scores = [float(counts[text.removeprefix("and ")]) + 0.5 for text in texts]
            choices = [(text, math.log(score / sum(scores))) for text, score in zip(texts, scores, strict=True)]
            out.append(Slot.choice(*choices, ("", -6.0), origin=f"rule:{unit.gloss}", sources=(unit.word,)))
        return out


def _is_company(text: str) -> bool:
    """Whether a rendering of a plural pronoun can follow "and": a noun, not a pronoun or function word."""
    words = text.removeprefix("and ").split()
    return bool(words) and all(from_gloss(word) == "" and word.isalpha() for word in words)
