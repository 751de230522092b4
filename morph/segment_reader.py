"""Glossing words whose segmentation is given: each morph is looked up, the readings of the word are ranked.

Counts come from the language's glossed sentences; lexicon and morpheme rows stand in where a morph was never seen in
one, so that a new row works at once. A word is read left to right with a beam over (gloss, previous gloss).

>>> from morph.igt import split_word
>>> from morph.model import IGT, GlossedWord, Language
>>> seen = IGT("1", "", (GlossedWord("kitko", (Analysis(split_word("kit=ko", "top=LOC")),), 0),))
>>> SegmentReader(Language("x", seen=(seen,))).read("kit=ko")[0].gloss
'top=LOC'
"""

from __future__ import annotations

import math
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

from morph.igt import is_label, split_line
from morph.model import UNKNOWN_GLOSS, Analysis, Language, Lexeme, Morph

_BEAM = 24
_ROW = 0.4  # a row of a table counts as this many sightings
_START = "⟨w⟩"


@dataclass(frozen=True, slots=True)
class _Reading:
    gloss: str
    kind: str
    row: str
    pos: str


def key(form: str) -> str:
    """How morphs are compared: NFC, without case."""
    return unicodedata.normalize("NFC", form).casefold()


def place(separator: str, index: int, count: int) -> str:
    """Where a morph stands in its word: alone, first, inside, last, with the separator before it."""
    if count == 1:
        return "alone"
    where = "first" if index == 0 else "last" if index == count - 1 else "inside"
    return f"{where}{separator}"


class SegmentReader:
    """Reads segmented words with the counts and rows of a language."""

    def __init__(self, language: Language) -> None:
        self.words: dict[str, Counter[tuple[Morph, ...]]] = defaultdict(Counter)
        self.morphs: dict[str, Counter[_Reading]] = defaultdict(Counter)
        self.places: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        self.follows: Counter[tuple[str, str]] = Counter()
        self.labels: Counter[str] = Counter()
        self.pos: dict[str, Counter[str]] = defaultdict(Counter)
        for igt in language.seen:
            for word in igt.words:
                if word.analysis:
                    self._count(word.analysis)
        for lexeme in language.lexemes:
            self._add_lexeme(lexeme)
        for morpheme in language.morphemes:
            self._add(morpheme.form, _Reading(morpheme.gloss, morpheme.kind, morpheme.id, ""))
        self.confirmed = {key(a.segmented): a for _, a in language.confirmed}

    def _count(self, analysis: Analysis) -> None:
        morphs = analysis.morphs
        self.words[key(analysis.segmented)][morphs] += 1
        previous = _START
        for index, morph in enumerate(morphs):
            self.morphs[key(morph.form)][_Reading(morph.gloss, morph.kind, morph.morpheme, "")] += 1
            self.places[key(morph.form), place(morph.separator, index, len(morphs))][morph.gloss] += 1
            label = _label(morph.gloss)
            self.follows[previous, label] += 1
            self.labels[previous] += 1
            previous = label

    def _add(self, form: str, reading: _Reading) -> None:
        readings = self.morphs[key(form)]
        if not any(known.gloss == reading.gloss for known in readings):
            readings[reading] = _ROW  # type: ignore[assignment]

    def _add_lexeme(self, lexeme: Lexeme) -> None:
        self.pos[lexeme.gloss][lexeme.pos] += 1
        for form in (lexeme.headword, *(allomorph.form for allomorph in lexeme.forms)):
            self._add(form.strip("-=~"), _Reading(lexeme.gloss or lexeme.headword, "stem", lexeme.id, lexeme.pos))

    def read(self, segmented: str, limit: int = 16) -> tuple[Analysis, ...]:
        """All readings of a segmented word, best first; a morph that nothing explains is glossed ``?``."""
        confirmed = self.confirmed.get(key(segmented))
        found: dict[str, Analysis] = {}
        if confirmed:
            found[confirmed.gloss] = confirmed
        for morphs, count in self.words.get(key(segmented), Counter()).most_common(limit):
            analysis = Analysis(morphs, basis="table", weight=math.log(count) + 2.0, pos=self._pos(morphs))
            found.setdefault(analysis.gloss, analysis)
        for analysis in self._compose(segmented, limit):
            found.setdefault(analysis.gloss, analysis)
        order = {"confirmed": 0, "table": 1}
        ranked = sorted(found.values(), key=lambda a: (order.get(a.basis, 2), -a.weight))
        return tuple(ranked[:limit])

    def _compose(self, segmented: str, limit: int) -> Iterable[Analysis]:
        pieces = split_line(segmented) or [segmented]
        beam: list[tuple[float, tuple[Morph, ...], str, bool]] = [(0.0, (), _START, True)]
        for index, piece in enumerate(pieces):
            separator = piece[0] if piece[0] in "-=~" and len(piece) > 1 else ""
            form = piece[len(separator) :]
            infix = form[:1] == "<" and form[-1:] == ">"
            form, separator = (form[1:-1], "<") if infix else (form, separator)
            options = self._options(form, separator, index, len(pieces))
            known = bool(self.morphs.get(key(form)))
            following = [
                (
                    score + weight + self._transition(last, reading.gloss),
                    (*morphs, morph),
                    _label(reading.gloss),
                    ok and known,
                )
                for score, morphs, last, ok in beam
                for reading, weight in options
                for morph in (Morph(form, reading.gloss, separator, reading.kind, reading.row),)
            ]
            beam = sorted(following, key=lambda item: -item[0])[:_BEAM]
        for score, morphs, _, known in beam[:limit]:
            basis = "rule" if known else "unknown" if len(pieces) == 1 else "guess"
            yield Analysis(morphs, basis=basis, weight=score, pos=self._pos(morphs))

    def _options(self, form: str, separator: str, index: int, count: int) -> list[tuple[_Reading, float]]:
        readings = self.morphs.get(key(form))
        if not readings:
            kind = "stem" if not separator else "suffix"
            capital = form[:1].isupper() and not separator
            gloss = form if capital else UNKNOWN_GLOSS
            options = [(_Reading(gloss, kind, "", "name" if capital else ""), -1.0)]
            return options if not capital else [*options, (_Reading(UNKNOWN_GLOSS, kind, "", ""), -1.5)]
        here = self.places.get((key(form), place(separator, index, count)), Counter())
        total, placed = sum(readings.values()), sum(here.values())
        merged: dict[str, tuple[_Reading, float]] = {}
        for reading, seen in readings.items():
            share = (here[reading.gloss] + 0.5 * seen / total) / (placed + 0.5)
            old = merged.get(reading.gloss)
            if old is None or share > old[1]:
                merged[reading.gloss] = (reading, share)
        return [(reading, math.log(max(share, 1e-4))) for reading, share in merged.values()]

    def _transition(self, last: str, gloss: str) -> float:
        label = _label(gloss)
        return 0.5 * math.log((self.follows[last, label] + 0.1) / (self.labels[last] + 2.0))

    def _pos(self, morphs: tuple[Morph, ...]) -> str:
        for morph in morphs:
            if morph.kind == "stem" and morph.gloss in self.pos:
                return self.pos[morph.gloss].most_common(1)[0][0]
        return ""


class Reader(Protocol):
    """Reads one word: its analyses, best first."""

    def read(self, segmented: str, limit: int = 16, /) -> tuple[Analysis, ...]: ...


class LazySegments:
    """A reader that is made when the first word comes."""

    def __init__(self, make: Callable[[], Reader]) -> None:
        self._make = make
        self._reader: Reader | None = None

    def read(self, segmented: str, limit: int = 16) -> tuple[Analysis, ...]:
        if self._reader is None:
            self._reader = self._make()
        return self._reader.read(segmented, limit)


def _label(gloss: str) -> str:
    return gloss if is_label(gloss) else "X"
