"""What a source holds, as frozen values: the readers make these, the extraction reads nothing else.

Every item keeps its address (:class:`morph.model.Source`). Text is NFC, macros expanded, markup reduced to
*spans*: a passage is a tuple of :class:`Span`, so that an italic form, a small-caps label and a quoted gloss stay
apart from running prose without any knowledge of LaTeX or Markdown downstream.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from morph.model import Finding, Source

SpanStyle = Literal["plain", "form", "label", "gloss", "phonetic", "phonemic"]


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text in one style: ``form`` (italic or bold object language), ``label`` (small caps, as written in
    glosses: upper case), ``gloss`` (in single quotes), ``phonetic`` ([…]), ``phonemic`` (/…/) or ``plain``."""

    text: str
    style: SpanStyle = "plain"


Rich = tuple[Span, ...]


def plain(rich: Iterable[Span]) -> str:
    """The text of a passage without its styles."""
    return "".join(span.text for span in rich)


@dataclass(frozen=True, slots=True)
class Section:
    """A heading: ``level`` 0 chapter, 1 section, …; ``number`` counted as LaTeX counts ("6.2.1"); ``path`` the
    titles from the chapter down, joined with " › "."""

    number: str
    title: str
    level: int
    label: str
    path: str
    source: Source


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of prose (footnotes are paragraphs of their own), for mentions, quotes and the LLM."""

    rich: Rich
    section: str
    source: Source
    kind: Literal["prose", "footnote", "list", "caption"] = "prose"


@dataclass(frozen=True, slots=True)
class Example:
    """One interlinear example.

    ``surface`` is the unsegmented line where the example has one (``\\glll``), else empty. ``morphs`` and
    ``glosses`` hold one item per word, with ``-``, ``=``, ``~``, ``<>`` kept, and are equally long when
    ``aligned``. ``surface_words`` is the surface line split to the same number of words, empty where it can't be.
    ``section`` is a section number, ``reference`` the text it comes from (``narr33_5:42``), ``judgement`` ``*``,
    ``?``, ``#`` or empty. ``language`` is empty for the book's own language, else a name or ISO code. ``pos`` has the
    parts of speech as a text gives them, one item per word, with separators where it marks morphs.
    """

    id: str
    surface: str
    morphs: tuple[str, ...]
    glosses: tuple[str, ...]
    translation: str
    source: Source
    surface_words: tuple[str, ...] = ()
    label: str = ""
    section: str = ""
    reference: str = ""
    judgement: str = ""
    meta_language: str = "eng"
    language: str = ""
    aligned: bool = True
    pos: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A table (``tabular`` and kin, ``tabbing``, Markdown): rows of cells; a ``\\multicolumn`` or ``\\multirow``
    cell is repeated over the cells it spans. ``header`` counts the leading header rows."""

    rows: tuple[tuple[Rich, ...], ...]
    caption: str
    label: str
    section: str
    header: int
    source: Source
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """A gloss label and its meaning, from the book's list (``OBJ``, "object marker")."""

    label: str
    meaning: str
    source: Source


@dataclass(frozen=True, slots=True)
class Sense:
    """One sense: the short ``gloss`` (as used in interlinear text) where the source has one, the ``definition``;
    ``glosses`` are all short glosses where a dictionary keeps them in a field of their own, ``others`` those in other
    languages (ISO code, gloss), in the same order."""

    definition: str
    gloss: str = ""
    pos: str = ""
    meta_language: str = "eng"
    glosses: tuple[str, ...] = field(default=(), repr=False)
    others: tuple[tuple[str, str], ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Entry:
    """A dictionary or word-list entry; ``sources`` keeps every address that was merged into it.

    ``variants`` are other spellings, ``relations`` pairs of kind and headword (``main_entry``, ``contains``,
    ``loan``: the source language). Bound headwords keep their ``-`` or ``=``.
    """

    id: str
    headword: str
    pos: str
    senses: tuple[Sense, ...]
    sources: tuple[Source, ...]
    homonym: str = ""
    variants: tuple[str, ...] = ()
    pronunciations: tuple[str, ...] = ()
    relations: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Pair:
    """A sentence and its translation; ``origin`` says which file or dictionary it comes from."""

    id: str
    text: str
    translation: str
    source: Source
    meta_language: str = "eng"


@dataclass(frozen=True, slots=True)
class SourceRead:
    """All that one source gave, and all that it did not: ``findings`` lists every item that could not be read or
    aligned, ``counts`` what was seen and what was read (``examples.seen``, ``examples.aligned``, …)."""

    path: str
    kind: str
    sections: tuple[Section, ...] = ()
    paragraphs: tuple[Paragraph, ...] = ()
    examples: tuple[Example, ...] = ()
    tables: tuple[Table, ...] = ()
    abbreviations: tuple[Abbreviation, ...] = ()
    entries: tuple[Entry, ...] = ()
    pairs: tuple[Pair, ...] = ()
    findings: tuple[Finding, ...] = ()
    counts: tuple[tuple[str, int], ...] = ()
