"""What a translation line tells about the glosses of a sentence.

Stems are glossed with words of the meta-language, often in their dictionary form, so a translation that stands beside
a sentence names many of its stems. Nothing here knows a meta-language: how a word of a translation becomes a gloss
(``cried`` → ``cry``, ``busca`` → ``buscar``) is learned from the glossed sentences as changes of word endings, as are
pairs of translation word and gloss that keep each other company. Where the package lemminflect is there, its English
lemmas are tried as well.

>>> from morph.igt import glossed_word
>>> from morph.model import IGT
>>> pairs = [("walked", "walk"), ("talked", "talk"), ("parked", "park")]
>>> seen = tuple(IGT("", "", (glossed_word("x", "x", g),), t) for t, g in pairs)
>>> TranslationHints(Language("x", seen=seen)).lemmas("barked")[0][0]
'bark'
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import cache

from morph.choice_features import Features, Hint
from morph.igt import is_label
from morph.model import UNKNOWN_GLOSS, Analysis, GlossedWord, Language
from morph.text import split_token

MOST_PROPOSALS = 8
_FRAMES = 3
_ENDING = 6
_SURE = ("confirmed", "table", "rule")


def words_of(line: str) -> tuple[str, ...]:
    """The words of a translation line, without case and punctuation."""
    return tuple(core for token in line.split() if (core := split_token(token).core.casefold()))


def _stem_glosses(analysis: Analysis) -> list[str]:
    return [m.gloss for m in analysis.morphs if m.gloss != UNKNOWN_GLOSS and not is_label(m.gloss)]


def _parts(gloss: str) -> list[str]:
    """The words of a gloss: ``white.person`` → white, person; its grammatical parts are left out."""
    return [part.casefold() for part in gloss.replace("_", ".").split(".") if part and not is_label(part)]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A gloss that the translation offers for a stem: the word it comes from, and how good the link is (0 to 1)."""

    gloss: str
    word: str
    score: float


class TranslationHints:
    """What the glossed and translated sentences of a language teach about glosses and translations."""

    def __init__(self, language: Language) -> None:
        self.glosses: Counter[str] = Counter()
        self.spoken: Counter[str] = Counter()
        self.together: dict[str, Counter[str]] = defaultdict(Counter)
        self.endings: dict[str, Counter[str]] = defaultdict(Counter)
        self.named: Counter[str] = Counter()
        self.spelling: dict[str, Counter[str]] = defaultdict(Counter)
        english: Counter[bool] = Counter()
        links: set[tuple[str, str]] = set()
        for igt in language.seen:
            words = set(words_of(igt.translation))
            glosses = {g for word in igt.words if word.analysis for g in _stem_glosses(word.analysis)}
            for gloss in sorted(glosses):
                self.spelling[gloss.casefold()][gloss] += 1
            if words:
                english[igt.meta_language == "eng"] += 1
                links |= self._count(words, glosses)
        for lexeme in language.lexemes:
            self.glosses[lexeme.gloss] += 1
        for word, gloss in sorted(links):  # in order, so that ties come out the same in every process
            size = _common(word, gloss)
            for cut in range(max(size - 2, 1), size + 1):
                self.endings[word[cut:]][gloss[cut:]] += 1
        self.english = english[True] > english[False]
        self._lemmas: dict[str, list[tuple[str, float]]] = {}
        self._near: dict[str, list[tuple[str, float]]] = {}

    def _count(self, words: set[str], glosses: set[str]) -> set[tuple[str, str]]:
        """Count one sentence; the pairs of word and gloss that look like forms of one word."""
        self.glosses.update(sorted(glosses))
        self.spoken.update(sorted(words))
        links: set[tuple[str, str]] = set()
        for word in words:
            self.together[word].update(sorted(glosses))
            near = {g for g in glosses if "." not in g and _alike(word, g.casefold())}
            links |= {(word, gloss.casefold()) for gloss in near}
            self.named[word] += bool(near)
        return links

    def lemmas(self, word: str) -> list[tuple[str, float]]:
        """The glosses that a word of a translation may stand for by its form, best first, with a score to 1."""
        found = self._lemmas.get(word)
        if found is None:
            found = self._lemmas[word] = self._make_lemmas(word)
        return found

    def _make_lemmas(self, word: str) -> list[tuple[str, float]]:
        scores: dict[str, float] = {word: 0.1}
        for size in range(min(_ENDING, len(word) - 2) + 1):
            changes = self.endings.get(word[len(word) - size :])
            if not changes:
                continue
            total = sum(changes.values())
            for out, count in changes.most_common(6):
                lemma = word[: len(word) - size] + out
                known = 1.0 if lemma in self.spelling else 0.5
                score = known * count / (total + 2.0)
                scores[lemma] = max(scores.get(lemma, 0.0), score)
        if self.english:
            for lemma in _english_lemmas(word):
                scores[lemma] = max(scores.get(lemma, 0.0), 0.6)
        ranked = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
        return [item for item in ranked if item[1] >= 0.03][:MOST_PROPOSALS]

    def spelled(self, gloss: str) -> str:
        """A gloss as the texts write it (capitals of names)."""
        known = self.spelling.get(gloss)
        return known.most_common(1)[0][0] if known else gloss

    def company(self, word: str, gloss: str) -> float:
        """How sure a gloss is where the word stands in the translation: P(gloss | word), above what is expected."""
        both = self.together.get(word, Counter())[gloss]
        if both < 2 and both < self.glosses[gloss]:
            return 0.0
        given = (both - 0.5) / (self.spoken[word] + 0.5)
        back = (both - 0.5) / (self.glosses[gloss] + 0.5)
        return math.sqrt(max(0.0, given * back))

    def _companions(self, word: str) -> list[tuple[str, float]]:
        """The glosses that keep a translation word company most faithfully."""
        found = self._near.get(word)
        if found is None:
            common = self.together.get(word, Counter()).most_common(12)
            scored = [(gloss, self.company(word, gloss)) for gloss, count in common if count > 1]
            found = self._near[word] = [item for item in scored if item[1] > 0.25]
        return found

    def is_content(self, word: str) -> float:
        """How likely a translation word names a stem at all; function words seldom do."""
        return (self.named[word] + 1.0) / (self.spoken[word] + 2.0)

    def proposals(self, translation: str, explained: Iterable[str]) -> list[Proposal]:
        """Glosses for unknown stems from the words of the translation that no known stem explains, best first."""
        taken = {part for gloss in explained for part in _parts(gloss)}
        best: dict[str, Proposal] = {}
        names = {w.casefold(): w for w in (split_token(t).core for t in translation.split()[1:]) if w[:1].isupper()}
        for word in words_of(translation):
            forms = self.lemmas(word)
            if any(lemma in taken for lemma, score in forms if score > 0.05 or lemma == word):
                continue
            share = self.is_content(word)
            for lemma, score in forms:
                gloss = names.get(lemma, lemma) if lemma not in self.spelling else self.spelled(lemma)
                proposal = Proposal(gloss, word, score * share)
                if proposal.score > best.get(proposal.gloss, Proposal("", "", 0.0)).score:
                    best[proposal.gloss] = proposal
            for gloss, score in self._companions(word):
                if score > best.get(gloss, Proposal("", "", 0.0)).score and gloss not in taken:
                    best[gloss] = Proposal(gloss, word, 0.7 * score)
        return sorted(best.values(), key=lambda p: (-p.score, p.gloss))

    def fill(self, translation: str, words: Sequence[GlossedWord]) -> tuple[GlossedWord, ...]:
        """The words with further candidates: unknown stems glossed from the translation, marked as guesses."""
        if not any(UNKNOWN_GLOSS in _glosses(a) for word in words for a in word.analyses):
            return tuple(words)
        offers = self.proposals(translation, _explained(words))
        return tuple(replace(word, analyses=_filled(word.analyses, offers)) for word in words)

    def on(self, translation: str, words: Sequence[GlossedWord]) -> Hint:
        """Features of analyses beside this translation."""
        said = words_of(translation)
        named: dict[str, float] = {}
        for word in said:
            for lemma, score in self.lemmas(word):
                named[lemma] = max(named.get(lemma, 0.0), score)
        offers = {p.gloss: (rank, p) for rank, p in enumerate(self.proposals(translation, _explained(words)))}
        distinct = tuple(dict.fromkeys(said))

        @cache
        def of_stem(gloss: str) -> tuple[str, float]:
            parts = _parts(gloss)
            share = sum(named.get(part, 0.0) >= 0.08 for part in parts) / max(1, len(parts))
            near = max((self.company(word, gloss) for word in distinct), default=0.0)
            return ("has" if share == 1 else "has part of" if share else "lacks"), near

        positions = {word: (i + 0.5) / len(said) for i, word in reversed(list(enumerate(said)))}

        def hint(analysis: Analysis, position: int) -> Features:
            features: Features = {}
            sure = analysis.basis if analysis.basis in ("guess", "unknown") else "known"
            for gloss in _stem_glosses(analysis):
                state, near = of_stem(gloss)
                features[f"translation {state} {sure} stem"] = 1.0
                features[f"translation near {sure} stem"] = near
                rank, offer = offers.get(gloss, (99, None))
                if offer is not None and sure != "known":
                    features[f"translation offers {min(rank, 5)}"] = 1.0
                    features["translation offer"] = math.log(offer.score)
                    there, here = positions.get(offer.word, 0.5), (position + 0.5) / len(words)
                    features["translation offer far"] = abs(there - here)
                    features["translation offer sounds like it"] = _likeness(words[position].form, offer.word)
            return features

        return hint


def _explained(words: Sequence[GlossedWord]) -> list[str]:
    return [g for w in words if w.analyses and w.analyses[0].basis in _SURE for g in _stem_glosses(w.analyses[0])]


def _glosses(analysis: Analysis) -> list[str]:
    return [m.gloss for m in analysis.morphs]


def _filled(analyses: tuple[Analysis, ...], offers: Sequence[Proposal]) -> tuple[Analysis, ...]:
    """The analyses and, after each of the first with an unknown stem, that one with the offered glosses."""
    found: list[Analysis] = list(analyses)
    seen = {a.gloss for a in analyses}
    frames = [a for a in analyses if _glosses(a).count(UNKNOWN_GLOSS) == 1][:_FRAMES]
    for place, frame in enumerate(frames):
        for offer in offers[: MOST_PROPOSALS if place == 0 else MOST_PROPOSALS // 2]:
            morphs = tuple(replace(m, gloss=offer.gloss) if m.gloss == UNKNOWN_GLOSS else m for m in frame.morphs)
            filled = replace(frame, morphs=morphs, basis="guess", weight=frame.weight + math.log(offer.score))
            if filled.gloss not in seen:
                seen.add(filled.gloss)
                found.append(filled)
    return tuple(found)


@cache
def _likeness(form: str, word: str) -> float:
    """Names and loans look alike in both languages: the share of letters in common, above what chance gives."""
    if min(len(form), len(word)) < 4:
        return 0.0
    return max(0.0, SequenceMatcher(None, form.casefold(), word).ratio() - 0.4)


def _common(left: str, right: str) -> int:
    size = 0
    while size < min(len(left), len(right)) and left[size] == right[size]:
        size += 1
    return size


def _alike(word: str, gloss: str) -> bool:
    """Whether a word may be a form of the gloss: they begin alike for most of their length."""
    size = _common(word, gloss)
    return size >= 2 and size >= 0.6 * min(len(word), len(gloss)) and len(word) - size <= _ENDING


@cache
def _lemmatiser() -> Callable[[str], dict[str, tuple[str, ...]]] | None:
    try:
        from lemminflect import getAllLemmas
    except ImportError:
        return None
    return getAllLemmas


@cache
def _english_lemmas(word: str) -> tuple[str, ...]:
    lemmatise = _lemmatiser()
    return () if lemmatise is None else tuple(dict.fromkeys(x for row in lemmatise(word).values() for x in row))


class LazyHints:
    """A :class:`TranslationHints` that is made when the first translated sentence comes."""

    def __init__(self, make: Callable[[], TranslationHints]) -> None:
        self._make = make
        self._hints: TranslationHints | None = None

    def _made(self) -> TranslationHints:
        if self._hints is None:
            self._hints = self._make()
        return self._hints

    def fill(self, translation: str, words: Sequence[GlossedWord]) -> tuple[GlossedWord, ...]:
        """As :meth:`TranslationHints.fill`."""
        return self._made().fill(translation, words)

    def on(self, translation: str, words: Sequence[GlossedWord]) -> Hint:
        """As :meth:`TranslationHints.on`."""
        return self._made().on(translation, words)
