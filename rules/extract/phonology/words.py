"""A word with its surface form and its underlying morphs, made ready for learning.

>>> word = prepare(AlignedWord("Kitabı,", "kitap-ı", "book-ACC"))
>>> "".join(word.surface), [("".join(m.form), m.gloss, m.kind) for m in word.morphs]
('kitabı', [('kitap', 'book', 'stem'), ('ı', 'ACC', 'suffix')])
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from morph.igt import split_line, split_word
from rules.extract.phonology.letters import letters

ZEROS = frozenset({"∅", "ø", "0", "Ø", "⌀"})
_APOSTROPHES = "'’ʼ‘`ˀ"
_JUNK = re.compile(r"[*\[\]{}()‹›«»“”„\"!?,.;:…]|\\\w+")


@dataclass(frozen=True, slots=True)
class AlignedWord:
    """A word as it sounds or is written (``surface``), its ``segmented`` underlying form and its ``gloss`` line, as
    one item of an interlinear example; ``source`` is the address of the example."""

    surface: str
    segmented: str
    gloss: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class MorphUse:
    """One morph of a prepared word: its underlying letters (none for a zero morph), gloss, kind and separator."""

    form: tuple[str, ...]
    gloss: str
    kind: str
    separator: str

    @property
    def key(self) -> tuple[str, str, str]:
        """What tells morphemes apart: ``(form, gloss, kind)``."""
        return "".join(self.form) or "∅", self.gloss, self.kind


@dataclass(frozen=True, slots=True)
class Word:
    """A distinct word: its surface letters, its morphs, how often it was seen and where."""

    surface: tuple[str, ...]
    morphs: tuple[MorphUse, ...]
    count: int = 1
    sources: tuple[str, ...] = ()

    @property
    def underlying(self) -> tuple[str, ...]:
        return tuple(letter for morph in self.morphs for letter in morph.form)


def prepare(word: AlignedWord) -> Word | None:
    """Normalise one word; None where it has no letters on one of the two sides, or its lines cannot be read."""
    segmented = _JUNK.sub("", word.segmented)
    try:
        morphs = split_word(segmented, word.gloss)
    except ValueError:
        pieces = split_line(segmented)
        if len(pieces) != 1:
            return None
        morphs = split_word(segmented, re.sub(r"[-=~<>]", ".", word.gloss))
    uses = tuple(
        MorphUse(_morph_letters(m.form), m.gloss, m.kind, m.separator)
        for m in morphs
        if m.form and m.separator != "<" and "…" not in m.form
    )
    if len(uses) < sum(1 for m in morphs if m.form) or not any(use.form for use in uses):
        return None
    surface = _surface_letters(word.surface, {letter for use in uses for letter in use.form})
    return Word(surface, uses, 1, (word.source,) if word.source else ()) if surface else None


def _morph_letters(form: str) -> tuple[str, ...]:
    return () if form in ZEROS else letters(form)


def _surface_letters(surface: str, known: set[str]) -> tuple[str, ...]:
    """The surface without the punctuation around it and without the separators in it; an apostrophe at an edge
    stays where the underlying form has apostrophes too."""
    kept = [c for c in letters(_JUNK.sub("", surface)) if c in known or c[0] not in "-=~ _|/<>+&–—"]
    while kept and kept[0] not in known and not _counts(kept[0]):
        kept.pop(0)
    while kept and kept[-1] not in known and not _counts(kept[-1]):
        kept.pop()
    return tuple(kept)


def _counts(letter: str) -> bool:
    return letter[0].isalnum() or letter[0] in _APOSTROPHES[2:3] or len(letter) > 1


def distinct(words: Iterable[AlignedWord], *, examples: int = 3) -> list[Word]:
    """The distinct words in order of first appearance, counted, with the addresses of the first few."""
    found: dict[tuple[tuple[str, ...], tuple[MorphUse, ...]], Word] = {}
    for word in words:
        ready = prepare(word)
        if ready is None:
            continue
        key = (ready.surface, ready.morphs)
        old = found.get(key)
        if old is None:
            found[key] = ready
        else:
            sources = old.sources
            if len(sources) < examples and ready.sources and ready.sources[0] not in sources:
                sources = (*sources, *ready.sources)
            found[key] = replace(old, count=old.count + 1, sources=sources)
    return list(found.values())
