"""What each grammatical label of a project is in English: the project's own rows, else its meaning, else nothing.

>>> transfer = Transfer.of([("LAT", "lative (combined ablative and allative)")], [("LOC", "at | in")])
>>> transfer.of_label("LAT").options, transfer.of_label("LOC").options, transfer.of_label("=NEG").kind
(('to', 'from'), ('at', 'in'), '')
>>> transfer.of_label("VOL").kind, transfer.of_label("DIST").options
('verb', ('that', 'those'))
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache

from grammar.labels import Labels, normalize, read_table, split_fused

_SEPARATORS = "-=~<>"
# Kinds whose English a row can give by itself; what a mood or a number is in English, the label's meaning tells.
ROW_KINDS = ("", "preposition", "connective", "verb", "adverb", "determiner")


@dataclass(frozen=True, slots=True)
class Rendering:
    """What a label is in English: its ``kind`` (``preposition``, ``verb``, ``determiner``, ``adverb``, ``mood``,
    ``connective``, ``quantity``, ``drop``; empty where nothing is known) and the English, the likelier first."""

    label: str
    kind: str = ""
    options: tuple[str, ...] = ()


@cache
def _defaults() -> tuple[tuple[re.Pattern[str], str, tuple[str, ...]], ...]:
    rows = read_table("transfer.tsv", "hybrid.into_english")
    return tuple(
        (re.compile(rf"\b(?:{row[0]})", re.IGNORECASE), row[1], _options(row[2] if len(row) > 2 else ""))
        for row in rows
    )


def _options(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split("|") if part.strip())


def label_rows(rows: Iterable[tuple[str, ...]]) -> Iterator[tuple[str, str, str]]:
    """The rows of ``transfer.tsv`` that give a label its English: the label as compared, the English, its kind.

    >>> list(label_rows([("=LOC", "in | at"), ("CLAUSE1 =COND CLAUSE2", "if CLAUSE1, CLAUSE2"), ("-IMP", "", "mood")]))
    [('LOC', 'in | at', '')]
    """
    for construction, english, kind in ((*row, "")[:3] for row in rows):
        if english and kind in ROW_KINDS and len(construction.split()) == 1:
            yield normalize(construction.strip(_SEPARATORS)), english, kind


@dataclass
class Transfer:
    """The labels of one project in English."""

    labels: Labels
    own: dict[str, tuple[str, tuple[str, ...]]] = field(default_factory=dict)
    known: dict[str, Rendering] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, abbreviations: Iterable[tuple[str, str]] = (), rows: Iterable[tuple[str, ...]] = ()) -> Transfer:
        """From the book's abbreviations (label, meaning) and rows of ``transfer.tsv`` (construction, English, kind)."""
        own = {label: (kind, _options(english)) for label, english, kind in label_rows(rows)}
        return cls(Labels.of(abbreviations), own)

    def of_label(self, label: str) -> Rendering:
        """What a label is in English."""
        label = normalize(label.strip(_SEPARATORS))
        if label not in self.known:
            self.known[label] = self._find(label)
        return self.known[label]

    def _find(self, label: str) -> Rendering:
        default = self._by_meaning(label)
        if label in self.own:
            kind, options = self.own[label]
            return Rendering(label, kind or default.kind or "preposition", options)
        return default

    def _by_meaning(self, label: str) -> Rendering:
        meaning = self.labels.meaning(label)
        for pattern, kind, options in _defaults():
            if meaning and pattern.search(meaning):
                return Rendering(label, kind, options)
        parts = split_fused(label)
        if not meaning and len(parts) > 1:
            return self._by_meaning(parts[-1])
        return Rendering(label)
