"""Guessing: what an unexplained word may be, from the shapes of known stems and the endings of known words.

Two kinds of guess compete on one scale, the probability of the word under a small generative model: the stem is
spelt letter by letter by a trigram model of the known stems (Goldwater, Griffiths & Johnson 2009 spell new words so),
and bound morphs follow each other with the probabilities that rank analyses. A split is good where the letters left
to the stem look like a stem and the morphs taken off are frequent in that order.
"""

from __future__ import annotations

import math
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING

from morph.evidence import END, START, STEM
from morph.letters import match_key, split_letters, surface
from morph.lookup import MAX_LETTERS, Front, Lookup, Node
from morph.machine import Outcome
from morph.model import Analysis, Morph
from morph.notation import Letter, Rule
from morph.paths import Paths
from morph.reading import Reading
from morph.tactics import After

if TYPE_CHECKING:
    from morph.analyze import Analyzer

MAX_GUESSES = 10
_SAMPLE = 20_000
_RELAXED = -4.0
"""Log-probability that a known stem and known morphs break environments, templates or parts of speech."""
_NEW = -2.0
"""Log-probability that a word has a stem that the lexicon lacks."""


@dataclass(frozen=True, slots=True)
class _Guess:
    """A guess before it is made into an analysis: a reading with a known stem, or an unknown stem with its morphs."""

    weight: float
    host: str = ""
    prefixes: tuple[int, ...] = ()
    tail: tuple[int, ...] = ()
    basis: str = "guess"
    reading: Reading | None = None

    def analysis(self, analyzer: Analyzer) -> Analysis:
        if self.reading is not None:
            return replace(analyzer.analysis(self.reading, self.basis), weight=self.weight)
        stem = (Morph(self.host, "?", "", "stem"),)
        morphs = analyzer.renderer.around(self.prefixes, stem, self.tail) if self.prefixes or self.tail else stem
        return Analysis(morphs, "", "", self.basis, self.weight)


class Guesser:
    """The guessing side of an analyzer; made when first asked, because it needs counts over all stems."""

    def __init__(self, analyzer: Analyzer) -> None:
        self.analyzer = analyzer
        self.compiled = analyzer.compiled
        self.strict = analyzer.lookup
        self.relaxed = Lookup(self.compiled, Paths(self.compiled, relaxed=True))
        self._afters: dict[tuple[int, int], tuple[Node, ...]] = {}
        self._tactics: dict[int, list[After]] = {}
        self._classes = sorted(set(self.compiled.pos_classes.values()))
        self._fronts_kept: list[Front] = []
        self.spelling = Spelling(s for n, s in enumerate(self.compiled.stems.symbols) if " " not in s)
        self.sources = _sources(self.compiled.rules)

    def guess(self, word: str) -> tuple[Analysis, ...]:
        """Guesses for a word, best first; the bare word is always among them."""
        key = match_key(word, self.compiled.casing)
        if len(key) > MAX_LETTERS:
            return (self._bare(word, key[:MAX_LETTERS]),)
        every = (*self._known(key), *self._merged(key), *self._new(word, key))
        ranked = sorted(every, key=lambda guess: -guess.weight)
        found: dict[tuple[str, str], Analysis] = {}
        for guess in ranked:
            if len(found) == MAX_GUESSES:
                break
            analysis = guess.analysis(self.analyzer)
            found.setdefault((analysis.segmented, analysis.gloss), analysis)
        kept = list(found.values())
        if not any(analysis.basis == "unknown" for analysis in kept):
            kept[MAX_GUESSES - 1 :] = [self._bare(word, key)]
        return tuple(kept)

    def _bare(self, word: str, key: str) -> Analysis:
        """The bare word."""
        return _Guess(self._bare_weight(key), word, basis="unknown").analysis(self.analyzer)

    def _bare_weight(self, key: str) -> float:
        return round(self._spelt(key) + self._order((START, STEM, END)), 4)

    def _known(self, key: str) -> Iterator[_Guess]:
        """Known stems with known morphs, whatever environments and morphotactics say."""
        for reading in self.relaxed.readings(key)[: 3 * MAX_GUESSES]:
            yield _relaxed(self.analyzer, reading)

    def _merged(self, key: str) -> Iterator[_Guess]:
        """Two like letters that meet where morphs meet may be written as one: ``dolupa`` of ``dolup=pa``."""
        for at, letter in enumerate(key[1:-1], 1):
            if not letter.isalpha():
                continue
            for reading in self.strict.readings(key[:at] + letter + key[at:])[:MAX_GUESSES]:
                analysis = self.analyzer.analysis(reading, "guess")
                ends = list(accumulate(len(morph.form) for morph in analysis.morphs))
                if at + 1 in ends[:-1]:
                    yield _Guess(round(reading.weight + _RELAXED, 4), reading=reading)

    def merged(self, word: str) -> tuple[Analysis, ...]:
        """The guesses that rest on like letters written as one, best first."""
        key = match_key(word, self.compiled.casing)
        found = sorted(self._merged(key), key=lambda guess: -guess.weight) if len(key) <= MAX_LETTERS else []
        return tuple(guess.analysis(self.analyzer) for guess in found[:MAX_GUESSES])

    def _new(self, word: str, key: str) -> Iterator[_Guess]:
        """An unknown stem, bare or with known morphs before and after it."""
        shown = _Shown(word, key)
        yield _Guess(self._bare_weight(key), word, basis="unknown")
        for begin, front, prefixes in self._fronts(key):
            labels = (START, *(self.strict.labels[m] for m in prefixes), STEM)
            lead = self._order(labels)
            for end, stem, changed, out, nodes in self._stems(key, begin, front, bare=not prefixes):
                rest = key[begin + len(out) :]
                weight: float | None = None
                for node in nodes:
                    chains = node.rests.get(rest)
                    if chains is None:
                        chains = self.strict.chains(node, rest)
                    for _, tail, _ in chains[:MAX_GUESSES]:
                        if not tail and not begin:
                            continue
                        if weight is None:
                            weight = lead + (self._spelt("".join(stem)) if len(stem) > 1 else -40.0)
                        last = self._order((STEM, *(self.strict.labels[m] for m in tail), END))
                        host = shown.cut(begin, end, "".join(stem) if changed else "")
                        yield _Guess(round(weight + last, 4), host, prefixes, tail)

    def _fronts(self, key: str) -> Iterator[tuple[int, Front, tuple[int, ...]]]:
        yield 0, self.strict.start, ()
        yield from self.strict.fronts(key)

    def _stems(
        self, key: str, begin: int, front: Front, *, bare: bool
    ) -> Iterator[tuple[int, tuple[str, ...], bool, str, tuple[Node, ...]]]:
        """Underlying stems that may show as the letters from ``begin`` on: where they end, the stem, whether it is
        other than it is written, what of the word it accounts for, the nodes after it. With ``bare`` the stem is not
        the whole word."""
        read: dict[tuple[str, ...], list[Outcome]] = {(): [("", front.state)]}

        def outcomes(stem: tuple[str, ...]) -> list[Outcome]:
            found = read.get(stem)
            if found is None:
                found = read[stem] = self.strict.machine.further(outcomes(stem[:-1]), stem[-1])
            return found

        for end in range(begin + 1, len(key) + (not bare)):
            written = split_letters(unicodedata.normalize("NFC", key[begin:end]))
            for stem in self._underlying(written):
                for out, then in outcomes(stem):
                    if key.startswith(out, begin):
                        nodes = self._nodes(front, then)
                        if nodes:
                            yield end, stem, stem != written, out, nodes

    def _nodes(self, front: Front, then: int) -> tuple[Node, ...]:
        """The nodes of a state after an unknown stem, whatever its part of speech."""
        found = self._afters.get((id(front), then))
        if found is None:
            tactics = self._tactics.get(id(front))
            if tactics is None:
                self._fronts_kept.append(front)  # so that its identity stays its own
                ways = (self.strict.tactics.stem(front.tactic, pos) for pos in self._classes)
                tactics = self._tactics[id(front)] = [tactic for tactic in ways if tactic is not None]
            found = self._afters[id(front), then] = tuple([self.strict.node(then, tactic) for tactic in tactics])
        return found

    def _underlying(self, written: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        """The stem as written, and with a last letter that a sound rule may have changed or deleted."""
        yield written
        if written:
            for letter in self.sources.get(written[-1], ())[:4]:
                yield (*written[:-1], letter)
            for letter in self.sources.get("", ())[:4]:
                yield (*written, letter)

    def _spelt(self, stem: str) -> float:
        return _NEW + self.spelling.score(split_letters(unicodedata.normalize("NFC", stem)))

    def _order(self, labels: tuple[str, ...]) -> float:
        return sum(self.strict.order(a, b) for a, b in zip(labels, labels[1:], strict=False))


class Spelling:
    """A letter trigram model with interpolated back-off (Witten & Bell 1991)."""

    def __init__(self, stems: Iterable[str]) -> None:
        self.grams: Counter[tuple[str, ...]] = Counter()
        self.followers: Counter[tuple[str, ...]] = Counter()
        for number, stem in enumerate(stems):
            if number >= _SAMPLE:
                break
            symbols = ("", "", *split_letters(stem), "$")
            for at in range(2, len(symbols)):
                for width in range(3):
                    gram = symbols[at - width : at + 1]
                    self.followers[gram[:-1]] += self.grams[gram] == 0
                    self.grams[gram] += 1
        self.context: Counter[tuple[str, ...]] = Counter()
        for gram, count in self.grams.items():
            self.context[gram[:-1]] += count
        self._size = len(self.followers) + 1
        self._log = lru_cache(maxsize=50_000)(self._log_chance)

    def score(self, letters: Iterable[str]) -> float:
        """Log-probability of a stem of these letters."""
        symbols = ("", "", *letters, "$")
        return sum(self._log(symbols[at - 2 : at + 1]) for at in range(2, len(symbols)))

    def _log_chance(self, gram: tuple[str, ...]) -> float:
        return math.log(self._chance(gram))

    def _chance(self, gram: tuple[str, ...]) -> float:
        lower = self._chance(gram[1:]) if len(gram) > 1 else 1 / (self._size + 30)
        kinds, seen = self.followers[gram[:-1]], self.context[gram[:-1]]
        return (self.grams[gram] + (kinds or 1) * lower) / (seen + (kinds or 1))


class _Shown:
    """Parts of a word as the text has them, by positions in its match key."""

    def __init__(self, word: str, key: str) -> None:
        self.key = key
        decomposed = unicodedata.normalize("NFD", word)
        self.word = decomposed if len(decomposed) == len(key) else key

    def cut(self, begin: int, end: int, underlying: str) -> str:
        """``word[begin:end]``; an underlying form takes over the capital letter."""
        shown = surface(self.word[begin:end])
        if not underlying:
            return shown
        return underlying[0].upper() + underlying[1:] if shown[:1].isupper() else underlying


def _sources(rules: Iterable[Rule]) -> dict[str, tuple[str, ...]]:
    """Which letters a single letter (or nothing) may have come from by one sound rule."""
    found: dict[str, dict[str, None]] = {}
    for rule in rules:
        for change in rule.changes:
            if len(change.target) != 1 or len(change.output) > 1:
                continue
            old, new = change.target[0], change.output[0] if change.output else None
            if isinstance(old, Letter) and (new is None or isinstance(new, Letter)):
                outputs = new.ordered if new else ("",)
                for letter in outputs[:1]:
                    found.setdefault(letter, {}).update(dict.fromkeys(o for o in old.ordered if not old.negated))
    return {letter: tuple(origins) for letter, origins in found.items()}


def known_guess(analyzer: Analyzer, reading: Reading) -> Analysis:
    """A reading of known parts that the rules don't allow, as a guess; short stems are found everywhere by chance."""
    return _relaxed(analyzer, reading).analysis(analyzer)


def _relaxed(analyzer: Analyzer, reading: Reading) -> _Guess:
    short = max(0, 3 - len(analyzer.compiled.stems.symbols[reading.stem]))
    return _Guess(round(reading.weight + _RELAXED * (1 + short), 4), reading=reading)


def guesser(analyzer: Analyzer) -> Guesser:
    """The guesser of an analyzer, made once."""
    if analyzer.guesser is None:
        analyzer.guesser = Guesser(analyzer)
    return analyzer.guesser


def guess(analyzer: Analyzer, word: str) -> tuple[Analysis, ...]:
    """See :meth:`morph.analyze.Analyzer.guess`."""
    return guesser(analyzer).guess(word)
