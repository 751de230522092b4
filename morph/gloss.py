"""A line of text → interlinear glossed text: tokens, their analyses, one of them chosen in context.

The ladder of :data:`morph.model.BASES` is in the analyses themselves; choosing is left to a *chooser*, so that a
better one can be put in without touching the rest.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Protocol

from morph.analyze import Analyzer
from morph.choice_features import Hint
from morph.conventions import Conventions
from morph.foreign import with_loans
from morph.guess import guesser
from morph.model import IGT, Analysis, GlossedWord, Language, Morph, Source
from morph.recent import Recent
from morph.segment_reader import SegmentReader
from morph.text import Token, is_letter, parts, split_token, without_brackets, without_marks

_LOANS = 4
"""Places kept for readings that gloss an unknown word by itself."""


class Chooser(Protocol):
    """Picks one analysis per word; returns the same words with ``chosen`` and ``confidence`` set."""

    def choose(self, words: Sequence[GlossedWord], translation: str = "") -> tuple[GlossedWord, ...]: ...


class Segments(Protocol):
    """Reads one segmented word: its analyses, best first."""

    def read(self, segmented: str, limit: int = 16, /) -> tuple[Analysis, ...]: ...


class Filler(Protocol):
    """Offers glosses for unknown stems from a translation, and features of analyses beside it."""

    def fill(self, translation: str, words: Sequence[GlossedWord]) -> tuple[GlossedWord, ...]: ...

    def on(self, translation: str, words: Sequence[GlossedWord]) -> Hint: ...


class BestWeight:
    """The chooser without context: the analysis with the highest weight."""

    def choose(self, words: Sequence[GlossedWord], translation: str = "") -> tuple[GlossedWord, ...]:
        return tuple(replace(word, chosen=0 if word.analyses else None) for word in words)


MAX_WORDS = 10_000
"""Words of running text whose analyses are kept at hand (twice as many at most)."""


class Glosser:
    """Glosses text with an analyzer and a chooser.

    ``limit`` bounds the analyses kept per word. ``surface`` cuts words that no table shows into pieces seen in
    texts, beside what the rules say (basis ``guess``); ``hints`` fills unknown stems from a translation. A word that
    nothing explains gets its guesses, and where there is no guess one analysis of basis ``unknown`` with gloss ``?``:
    every word comes out. ``conventions`` say how the project writes
    what was chosen.
    """

    def __init__(
        self,
        analyzer: Analyzer,
        chooser: Chooser | None = None,
        *,
        segments: Segments | None = None,
        segment_chooser: Chooser | None = None,
        surface: Segments | None = None,
        hints: Filler | None = None,
        limit: int = 20,
        conventions: Conventions | None = None,
    ) -> None:
        self.analyzer = analyzer
        self.chooser: Chooser = chooser or BestWeight()
        self.segments: Segments = segments or SegmentReader(Language(""))
        self.segment_chooser: Chooser = segment_chooser or BestWeight()
        self.surface = surface
        self.hints = hints
        self.limit = limit
        self.conventions = conventions or Conventions()
        self._words: Recent[str, tuple[Analysis, ...]] = Recent(MAX_WORDS)
        self._tokens: Recent[str, GlossedWord] = Recent(MAX_WORDS)
        self._finished: Recent[str, GlossedWord] = Recent(MAX_WORDS)
        self._written: Recent[int, tuple[Analysis, Analysis]] = Recent(5 * MAX_WORDS)

    def analyses(self, form: str) -> tuple[Analysis, ...]:
        """Analyses of one word form, best first; guesses where there is none."""
        found = self._words.get(form)
        if found is None:
            bare = without_brackets(form)
            found = self.analyzer.analyze(bare)[: self.limit]
            if not found and (unmarked := without_marks(bare)) != bare:
                found = self.analyzer.analyze(unmarked)[: self.limit]
                bare = unmarked if found else bare
            if self.surface is not None and not any(a.basis in ("confirmed", "table") for a in found):
                found = _joined(found, self.surface.read(bare, self.limit), self.limit)
            if all(a.basis == "guess" for a in found):
                found = _joined(found, guesser(self.analyzer).merged(bare), self.limit) if found else found
            found = found or self.analyzer.guess(bare)[: self.limit]
            if not any(a.basis in ("confirmed", "table") for a in found):
                found = with_loans(bare, found, self.analyzer.compiled.foreign)[: self.limit + _LOANS]
            if not found:
                found = (Analysis((Morph(form, "?"),), basis="unknown"),)
            self._words.put(form, found)
        return found

    def _known(self, form: str) -> bool:
        return bool(self.analyzer.analyze(form))

    def word(self, token: Token) -> GlossedWord:
        """A token with its analyses, none chosen yet; a token of punctuation is glossed as the texts gloss it, else
        by itself."""
        if not any(is_letter(char) for char in token.core):
            seen = [a for a in self.analyzer.analyze(token.core) if a.basis in ("confirmed", "table")]
            marks = [replace(a, pos="punct") for a in seen[:1]] or [_mark(token.core)]
            return GlossedWord(token.core, tuple(marks), before=token.before, after=token.after)
        return GlossedWord(token.core, self.analyses(token.core), before=token.before, after=token.after)

    def line(self, text: str, *, id: str = "", translation: str = "", source: Source | None = None) -> IGT:
        """Gloss one sentence."""
        if isinstance(self.chooser, BestWeight) and not translation:
            # without context a word comes out the same wherever it stands
            return IGT(id, text, tuple(map(self._alone, parts(text))), translation, source)
        words = self.line_words(text, translation)
        return IGT(id, text, self._named(self.chooser.choose(words, translation)), translation, source)

    def line_words(self, text: str, translation: str = "") -> tuple[GlossedWord, ...]:
        """The words of one sentence with their analyses, none chosen yet."""
        return self._filled(list(map(self._token, parts(text))), translation)

    def _token(self, part: str) -> GlossedWord:
        """A whitespace-separated part of a line with its analyses."""
        found = self._tokens.get(part)
        if found is None:
            found = self.word(split_token(part, self._known))
            self._tokens.put(part, found)
        return found

    def _alone(self, part: str) -> GlossedWord:
        found = self._finished.get(part)
        if found is None:
            found = self._named(self.chooser.choose((self._token(part),)))[0]
            self._finished.put(part, found)
        return found

    def _filled(self, words: Sequence[GlossedWord], translation: str) -> tuple[GlossedWord, ...]:
        return self.hints.fill(translation, words) if self.hints and translation else tuple(words)

    def segmented_line(self, text: str, segmented: str, *, id: str = "", translation: str = "") -> IGT:
        """Gloss one sentence whose segmentation is given (one segmented word for each word of the text): only
        analyses with these morphs are kept where there are any."""
        words = self.segmented_words(text, segmented, translation)
        return IGT(id, text, self._named(self.segment_chooser.choose(words, translation)), translation)

    def segmented_words(self, text: str, segmented: str, translation: str = "") -> tuple[GlossedWord, ...]:
        """The words of one segmented sentence with their analyses, none chosen yet."""
        pieces = segmented.split()
        tokens = text.split()
        if len(pieces) != len(tokens):
            tokens = pieces
        words = []
        for token, piece in zip(tokens, pieces, strict=True):
            split = split_token(token, self._known)
            if not any(is_letter(char) for char in split.core):
                words.append(self.word(split))
                continue
            core = split_token(piece).core if split.core != token else piece
            analyses = self.segments.read(core, self.limit)
            words.append(GlossedWord(split.core, analyses, before=split.before, after=split.after))
        return self._filled(words, translation)

    def _named(self, words: tuple[GlossedWord, ...]) -> tuple[GlossedWord, ...]:
        """The words written as the project's conventions want them."""
        return tuple(map(self._named_word, words)) if self.conventions else words

    def _named_word(self, word: GlossedWord) -> GlossedWord:
        shown = tuple(map(self._named_analysis, word.analyses))
        return GlossedWord(word.form, shown, word.chosen, word.before, word.after, word.confidence)

    def _named_analysis(self, analysis: Analysis) -> Analysis:
        found = self._written.get(id(analysis))
        if found is None or found[0] is not analysis:
            found = (analysis, self.conventions.analysis(analysis))
            self._written.put(id(analysis), found)
        return found[1]

    def lines(self, texts: Iterable[str]) -> Iterator[IGT]:
        """Gloss sentence after sentence."""
        for number, text in enumerate(texts, 1):
            yield self.line(text, id=str(number))


def _mark(text: str) -> Analysis:
    return Analysis((Morph(text, text),), pos="punct", basis="table")


def _joined(by_rules: tuple[Analysis, ...], by_pieces: Sequence[Analysis], limit: int) -> tuple[Analysis, ...]:
    """What the rules say, then what the pieces add; half of the places at least are open to the latter."""
    known = {analysis.gloss for analysis in by_rules}
    added = [analysis for analysis in by_pieces if analysis.gloss not in known]
    kept = by_rules[: max(limit - len(added), limit // 2)]
    return (*kept, *added[: limit - len(kept)])
