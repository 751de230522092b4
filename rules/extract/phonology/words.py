"""A word with its surface form and its underlying morphs, made ready for learning.

>>> [word] = distinct([AlignedWord("Kitabı,", "kitap-ı", "book-ACC")])
>>> "".join(word.surface), [("".join(m.form), m.gloss, m.kind) for m in word.morphs]
('kitabı', [('kitap', 'book', 'stem'), ('ı', 'ACC', 'suffix')])
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from morph.igt import split_line, split_word
from morph.letters import casing_table, letters

ZEROS = frozenset({"∅", "ø", "0", "Ø", "⌀"})
_ALPHABETIC = ("Lu", "Ll", "Lo", "Nd")
_JUNK = re.compile(r"[+@|*\[\]{}()‹›«»“”„\"!?,.;:…\\/]")


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

    @property
    def copies(self) -> frozenset[int]:
        """The places of the morphs joined by ``~``: the second part of a reduplicated word."""
        return frozenset(index for index, morph in enumerate(self.morphs) if morph.separator == "~")


def prepare(word: AlignedWord, casing: Mapping[int, str] | None = None) -> Word | None:
    """Normalise one word; None where it has no letters on one of the two sides, or its lines cannot be read.

    ``casing`` maps capitals that fold differently in this language (see :func:`morph.letters.fold`).
    """
    segmented = _JUNK.sub("", word.segmented)
    try:
        morphs = split_word(segmented, word.gloss)
    except ValueError:
        pieces = split_line(segmented)
        if len(pieces) != 1:
            return None
        morphs = split_word(segmented, re.sub(r"[-=~<>]", ".", word.gloss))
    if any(m.separator == "<" or "…" in m.form or not m.form or m.form == "?" for m in morphs):
        return None
    uses = tuple(MorphUse(_morph_letters(m.form, casing), m.gloss, m.kind, m.separator) for m in morphs)
    surface = letters(_JUNK.sub("", word.surface), casing)
    if not any(use.form for use in uses) or not surface:
        return None
    return Word(surface, uses, 1, (word.source,) if word.source else ())


def _morph_letters(form: str, casing: Mapping[int, str] | None) -> tuple[str, ...]:
    return () if form in ZEROS else letters(form.replace("_", ""), casing)


def casing_of(words: Iterable[AlignedWord]) -> Mapping[int, str] | None:
    """How capitals fold: where the dotless ``ı`` is a letter, ``I`` is its capital and ``İ`` that of ``i``."""
    return casing_table("Iı İi") if any("ı" in word.segmented for word in words) else None


def distinct(words: Sequence[AlignedWord], *, examples: int = 3) -> list[Word]:
    """The distinct words in order of first appearance, counted, with the addresses of the first few.

    What is no letter (stress and release marks, hyphens, apostrophes of names) goes from the surface, unless the
    underlying forms are written with it too.
    """
    casing = casing_of(words)
    prepared = [ready for word in words if (ready := prepare(word, casing))]
    known = {letter for word in prepared for letter in word.underlying}
    found: dict[tuple[tuple[str, ...], tuple[MorphUse, ...]], Word] = {}
    for word in prepared:
        surface = clean_surface(word.surface, known)
        if not surface:
            continue
        key = (surface, word.morphs)
        old = found.get(key)
        if old is None:
            found[key] = replace(word, surface=surface)
        else:
            sources = tuple(dict.fromkeys((*old.sources, *word.sources)))[:examples]
            found[key] = replace(old, count=old.count + 1, sources=sources)
    return list(found.values())


def clean_surface(surface: tuple[str, ...], known: Collection[str]) -> tuple[str, ...]:
    """A surface form with letters only: those of the underlying forms and all that any alphabet has."""
    kept = [letter.replace("\u031a", "") for letter in surface]
    return tuple(letter for letter in kept if letter in known or unicodedata.category(letter[:1] or " ") in _ALPHABETIC)
