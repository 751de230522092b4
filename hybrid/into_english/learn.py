"""What a project's own sentences teach about its English: words for stems, forms of verbs, articles, prepositions.

Sentences are glossed examples and pairs with their translations. Their words are aligned (:mod:`align`), and from the
links come counts: how a stem or label is rendered, in which form a verb stands under which labels, which determiner a
noun has in which role. The model of English (:mod:`lm`) is trained on the same translations.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from grammar.labels import is_person
from grammar.tokens import Unit
from hybrid.into_english.align import Pair, align
from hybrid.into_english.english import MODALS, is_plural, is_verb, lemmas
from hybrid.into_english.lexical import Lexical, derived_key, key_of
from hybrid.into_english.lm import NgramModel, words
from hybrid.into_english.persons import ALONE, OBJECT, POSSESSIVE, SUBJECT, forms, person
from hybrid.into_english.transfer import Transfer
from morph.igt import is_label
from morph.model import UNKNOWN_GLOSS

_BE = frozenset(["am", "is", "are", "was", "were", "be", "been", "being", "'m", "'re", "'s"])
_HAVE = frozenset(["have", "has", "had"])
_DO = frozenset(["do", "does", "did", "don't", "doesn't", "didn't"])
_PAST_BE = frozenset(("was", "were"))
BEHIND_NOUN = "+"
"""Mark on the key of a pronoun that stands right behind a noun phrase ("X they": X and others)."""
DETERMINERS = {
    "a": "a", "an": "a", "the": "the", "this": "dem", "that": "dem", "these": "dem", "those": "dem", "my": "poss",
    "your": "poss", "his": "poss", "her": "poss", "its": "poss", "our": "poss", "their": "poss", "'s": "poss",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sentence:
    """A glossed sentence as units, with the words of its translation."""

    units: tuple[Unit, ...]
    english: tuple[str, ...]


@dataclass
class Learned:
    """Counts from a project's sentences."""

    renderings: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    numbers: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    tenses: dict[tuple[str, ...], Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    verb_tenses: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    determiners: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    model: NgramModel = field(default_factory=NgramModel)


def split_words(text: str) -> tuple[str, ...]:
    """The words of a translation, the genitive ending apart."""
    out: list[str] = []
    for word in words(text):
        base, mark, _ = word.partition("'s")
        if mark and base.casefold() not in ("it", "that", "let", "he", "she", "there", "what", "who", "where", "here"):
            out += [base, "'s"]
        else:
            out.append(word)
    return tuple(out)


def learn(sentences: Sequence[Sentence], lexical: Lexical, transfer: Transfer, english: Iterable[str] = ()) -> Learned:
    """Count everything; ``english`` are further English sentences for the language model."""
    learned = Learned()
    sentences = [s for s in sentences if s.units and s.english]
    named: dict[str, set[str]] = {}
    for sentence in sentences:
        for key, unit in zip(_keys(sentence), sentence.units, strict=True):
            if key not in named:
                named[key] = lexical.named_words(unit) | _label_words(unit, key, transfer)
    pairs = [Pair(_keys(s), tuple(lemmas(word.casefold()) for word in s.english)) for s in sentences]
    for sentence, pair, links in zip(sentences, pairs, align(pairs, named), strict=True):
        _count(learned, sentence, pair, links, named)
    learned.model = NgramModel.train([s.english for s in sentences] + [split_words(text) for text in english])
    return learned


def _keys(sentence: Sentence) -> tuple[str, ...]:
    """The keys of the units; a pronoun right behind a noun has one of its own, since it says something else there."""
    units = sentence.units
    return tuple(
        f"{key_of(unit)}{BEHIND_NOUN}" if i and _takes_up(units[i - 1], unit) else key_of(unit)
        for i, unit in enumerate(units)
    )


def _takes_up(before: Unit, unit: Unit) -> bool:
    if unit.bound or not is_person(unit.gloss) or "POSS" in unit.gloss:
        return False
    return is_person(before.gloss) if before.bound else before.classes[:1] in (("noun",), ("name",))


def _label_words(unit: Unit, key: str, transfer: Transfer) -> set[str]:
    """The English words that a label is expected to have."""
    if not is_label(unit.gloss) or key.endswith(BEHIND_NOUN):
        return set()
    if is_person(unit.gloss):
        cases = (POSSESSIVE, ALONE) if "POSS" in unit.gloss else (SUBJECT, OBJECT)
        return {form.casefold() for case in cases for form in forms(person(unit.gloss), case)}
    return {word for option in transfer.of_label(unit.gloss).options for word in option.split()} - {"past", "present"}


def _count(
    learned: Learned, sentence: Sentence, pair: Pair, links: Sequence[int | None], named: dict[str, set[str]]
) -> None:
    folded = [word.casefold() for word in sentence.english]
    for start, end in _runs(links):
        link = links[start]
        if link is None:
            continue
        unit, key = sentence.units[link], pair.keys[link]
        chosen = [_chosen_lemma(pair.words[i], named.get(key, set())) for i in range(start, end)]
        is_stem = not unit.bound and not is_label(unit.gloss) and unit.gloss != UNKNOWN_GLOSS
        word_class = unit.classes[0] if unit.classes else ""
        head = end - 1 if word_class == "noun" else start
        rendering = " ".join(chosen[i - start] if i == head else folded[i] for i in range(start, end))
        learned.renderings[key][rendering] += 1
        if is_stem and derived_key(unit) != key:
            learned.renderings[derived_key(unit)][rendering] += 1
        if not is_stem:
            continue
        if word_class in ("verb", "adj"):
            pattern = verb_pattern(folded, start, chosen[0]) if word_class == "verb" else be_pattern(folded, start)
            if pattern:
                learned.tenses[tense_key(sentence.units, link)][pattern] += 1
                learned.verb_tenses[key][pattern] += 1
        elif word_class == "noun":
            learned.determiners[_context(sentence.units, link)][determiner(folded, start)] += 1
            plural = folded[head] != chosen[-1] and is_plural(folded[head])
            learned.numbers[key]["pl" if plural else "sg"] += 1


def _runs(links: Sequence[int | None]) -> list[tuple[int, int]]:
    """Stretches of neighbouring words that go with the same stem."""
    runs: list[tuple[int, int]] = []
    for place, link in enumerate(links):
        if runs and link is not None and links[place - 1] == link:
            runs[-1] = (runs[-1][0], place + 1)
        else:
            runs.append((place, place + 1))
    return runs


def _chosen_lemma(options: tuple[str, ...], named: set[str]) -> str:
    return next((option for option in options if option in named), options[0])


def tense_key(units: Sequence[Unit], place: int) -> tuple[str, ...]:
    """The labels around a verb that may bear on its tense: the marks on its word, and free labels of the sentence."""
    word = units[place].word
    own = {unit.gloss for unit in units if unit.word == word and unit.bound} | {
        mark.strip("-=~") for mark in units[place].features
    }
    free = {
        unit.gloss
        for unit in units
        if not unit.bound and is_label(unit.gloss) and not unit.gloss[:1].isdigit() and abs(unit.word - word) <= 2
    }
    return tuple(sorted(own | free))


def _context(units: Sequence[Unit], place: int) -> str:
    """What follows a noun: the mark on it, or nothing."""
    following = units[place + 1 : place + 2]
    return following[0].gloss if following and is_label(following[0].gloss) else ""


def verb_pattern(folded: Sequence[str], place: int, lemma: str) -> str:
    """The tense and aspect in which a word stands in an English sentence; empty where it is no finite verb.

    >>> verb_pattern("they are still paddling".split(), 3, "paddle"), verb_pattern("she fell".split(), 1, "fall")
    ('progressive', 'past')
    >>> verb_pattern("i want to go".split(), 3, "go"), verb_pattern("he has gone".split(), 2, "go")
    ('want to', 'perfect')
    """
    word = folded[place]
    if not is_verb(word):
        return ""
    before = list(folded[max(0, place - 3) : place])
    if word.endswith("ing") and word != lemma:
        be = [w for w in before if w in _BE or w.endswith(("'s", "'re", "'m"))]
        return "" if not be else "past progressive" if be[-1] in _PAST_BE else "progressive"
    if before and any(w in MODALS or w in ("won't", "can't", "cannot") or w.endswith("'ll") for w in before):
        modal = next(w for w in reversed(before) if w in MODALS or w.endswith(("n't", "not", "'ll")))
        return {"won't": "will", "can't": "can", "cannot": "can"}.get(modal, "will" if modal.endswith("'ll") else modal)
    if before and before[-1] == "to" and word == lemma:
        return "want to" if len(before) > 1 and before[-2].startswith("want") else ""
    if any(w in _HAVE for w in before[-2:]):
        return "perfect"
    if word == lemma:
        return "past" if "did" in before or "didn't" in before else "imperative" if place == 0 else "present"
    if word.endswith("s") and not word.endswith("ss"):
        return "present"
    if any(w in _BE for w in before[-2:]):
        return "present be" if before and any(w in ("is", "are", "am") for w in before[-2:]) else "past be"
    return "past"


def be_pattern(folded: Sequence[str], place: int) -> str:
    """The tense of the copula before an adjective; empty where there is none."""
    for word in reversed(folded[max(0, place - 3) : place]):
        if word in _BE:
            return "past" if word in _PAST_BE else "present"
    return ""


def determiner(folded: Sequence[str], place: int) -> str:
    """The determiner of a noun in an English sentence: ``a``, ``the``, ``dem``, ``poss``, or nothing."""
    for word in reversed(folded[max(0, place - 2) : place]):
        if word in DETERMINERS:
            return DETERMINERS[word]
    return ""
