"""Words → analyses: what a person confirmed, what the glossed texts show, what the rules allow, best first.

>>> from morph.compile import compile_language
>>> from morph.model import Language, Lexeme, Morpheme
>>> language = Language("toy", lexemes=(Lexeme("1", "kit", "n", "top"),),
...                     morphemes=(Morpheme("loc", "ko", "LOC", "enclitic"),))
>>> [a.gloss for a in Analyzer(compile_language(language)).analyze("Kitko")]
['top=LOC']
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from morph.compiled import Compiled
from morph.evidence import SeenRow
from morph.igt import split_word
from morph.letters import match_key
from morph.lookup import Lookup
from morph.model import Analysis, Morph, Step
from morph.reading import Reading
from morph.render import Renderer

if TYPE_CHECKING:
    from morph.guess import Guesser

MAX_ANALYSES = 50
"""Most analyses of one word (setting ``max_analyses``); how often more were found is in ``Analyzer.capped``."""
_TABLE_LEAD, _CONFIRMED_LEAD = 100.0, 200.0
_MAX_WORDS = 10_000
_MAX_CAPPED = 1000


@dataclass(frozen=True, slots=True)
class MultiWord:
    """A multi-word headword found in a token sequence: ``tokens[start:end]`` with its analyses, best first."""

    start: int
    end: int
    analyses: tuple[Analysis, ...]


class Analyzer:
    """All analyses of a word. ``capped`` names the words that had more than the limit, with how many."""

    def __init__(self, compiled: Compiled) -> None:
        self.compiled = compiled
        self.lookup = Lookup(compiled)
        self.renderer = Renderer(compiled, self.lookup.paths)
        self.limit = int(compiled.settings.get("max_analyses", str(MAX_ANALYSES)))
        self.capped: dict[str, int] = {}
        self.guesser: Guesser | None = None
        self._words: dict[str, tuple[Analysis, ...]] = {}
        self._stored: dict[tuple[str, str], tuple[Morph, ...]] = {}

    # --- words ---------------------------------------------------------------------------------------------------

    def analyze(self, word: str) -> tuple[Analysis, ...]:
        """All analyses of a word, best first: basis ``confirmed``, ``table``, then ``rule``; none where neither the
        tables nor the rules explain it (:meth:`guess` does). Case and the encoding of accents don't matter."""
        found = self._words.get(word)
        if found is None:
            if len(self._words) >= _MAX_WORDS:
                self.forget_words()
            found = self._words[word] = self._analyze(word, match_key(word, self.compiled.casing))
        return found

    def forget_words(self) -> None:
        """Drop the analyses kept of words."""
        self._words.clear()

    def _analyze(self, word: str, key: str) -> tuple[Analysis, ...]:
        found = self.renderer.distinct(self.lookup.readings(key))
        if key in self.compiled.seen or key in self.compiled.confirmed:
            found = self._with_tables(found, self.compiled.seen.get(key, ()), self.compiled.confirmed.get(key, ()))
        if len(found) > self.limit:
            self._cap(word, len(found))
            del found[self.limit :]
        return tuple(found)

    def _cap(self, word: str, count: int) -> None:
        if len(self.capped) < _MAX_CAPPED:
            self.capped[word] = count

    def analysis(self, reading: Reading, basis: str = "rule") -> Analysis:
        """A reading as an analysis."""
        return self.renderer.analysis(reading, basis)

    def _with_tables(
        self, rules: list[Analysis], seen: Sequence[SeenRow], confirmed: Sequence[SeenRow]
    ) -> list[Analysis]:
        """Merge the stored readings in: the same reading keeps its lexeme and gets the better basis."""
        total = sum(n for _, _, n, _ in seen) or 1
        rows = [(row, "confirmed", _CONFIRMED_LEAD - rank) for rank, row in enumerate(confirmed)]
        rows += [(row, "table", _TABLE_LEAD + row[2] / total) for row in seen]
        stored: list[Analysis] = []
        rest = list(rules)
        for (segmented, gloss, _, pos), basis, weight in rows:
            morphs = self._split(segmented, gloss)
            if any(_same(morphs, done.morphs) for done in stored):
                continue
            known = next((analysis for analysis in rest if _same(morphs, analysis.morphs)), None)
            if known is not None:
                rest.remove(known)
                stored.append(replace(known, basis=basis, weight=weight, pos=pos or known.pos))
            else:
                stored.append(Analysis(morphs, pos, "", basis, weight))
        return [*stored, *rest]

    def _split(self, segmented: str, gloss: str) -> tuple[Morph, ...]:
        found = self._stored.get((segmented, gloss))
        if found is None:
            found = self._stored[segmented, gloss] = _split(segmented, gloss)
        return found

    def analyze_segmented(self, segmented: str) -> tuple[Analysis, ...]:
        """The analyses whose segmentation is the given one (``kit=ko``, underlying or surface morphs), best first."""
        from morph.segmented import analyze_segmented

        return analyze_segmented(self, segmented)

    # --- several words -------------------------------------------------------------------------------------------

    @cached_property
    def _first_words(self) -> dict[str, int]:
        """First words of multi-word headwords, with the length of the longest in words."""
        longest: dict[str, int] = {}
        for surface in self.compiled.multiwords:
            first = surface.split(" ", 1)[0]
            longest[first] = max(longest.get(first, 0), surface.count(" ") + 1)
        return longest

    def multiwords(self, words: Sequence[str]) -> tuple[MultiWord, ...]:
        """Multi-word headwords in a sequence of words, longest match first from the left, not overlapping."""
        found: list[MultiWord] = []
        keys = [match_key(word, self.compiled.casing) for word in words]
        at = 0
        while at < len(keys):
            match = self._multiword(keys, at) if keys[at] in self._first_words else None
            found += [match] if match else []
            at = match.end if match else at + 1
        return tuple(found)

    def _multiword(self, keys: Sequence[str], start: int) -> MultiWord | None:
        for end in range(min(len(keys), start + self._first_words[keys[start]]), start + 1, -1):
            readings = self.lookup.several(" ".join(keys[start:end]))
            if readings:
                return MultiWord(start, end, tuple(self.renderer.distinct(readings)[: self.limit]))
        return None

    # --- what the rules do not explain ---------------------------------------------------------------------------

    def guess(self, word: str) -> tuple[Analysis, ...]:
        """Guessed analyses of a word, best first: a known stem with known morphs in an order or place that the rules
        don't allow, or an unknown stem (gloss ``?``) with known morphs: basis ``guess``. There is always one: the
        bare word, basis ``unknown``, stands last."""
        from morph.guess import guess

        return guess(self, word)

    def trace(self, word: str) -> str:
        """How the word got its analyses, rule by rule with addresses; for a word without one, a story: how far the
        rules came, what blocked them, and the nearest known words."""
        from morph.trace import trace

        return trace(self, word)

    def steps(self, word: str, analysis: Analysis) -> tuple[Step, ...]:
        """The steps from the dictionary to the word for one of its analyses: entries, morphs, sound rules."""
        from morph.trace import steps

        return steps(self, word, analysis)


def _same(one: Sequence[Morph], other: Sequence[Morph]) -> bool:
    """Whether two readings show the same on both lines, whatever their case."""
    return len(one) == len(other) and all(
        a.gloss == b.gloss and a.separator == b.separator and a.form.casefold() == b.form.casefold()
        for a, b in zip(one, other, strict=True)
    )


def _split(segmented: str, gloss: str) -> tuple[Morph, ...]:
    try:
        return split_word(segmented, gloss)
    except ValueError:
        return (Morph(segmented, gloss),)
