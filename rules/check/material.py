"""What checks look at: the tables as text, what could be read of them, and what they compile to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from morph.analyze import Analyzer
from morph.compile import compile_language
from morph.compiled import Compiled
from morph.model import Language, Source
from morph.trace import underlying
from rules.compare import Sentence

_STEMS = 300
"""Stems of the lexicon that are put beside every bound morph, next to the words of the examples."""


@dataclass(frozen=True, slots=True)
class RawTable:
    """A table as it stands in its file: header and rows with their lines, and which columns belong to it."""

    name: str
    required: tuple[str, ...]
    optional: tuple[str, ...]
    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    unreadable: tuple[tuple[int, str], ...] = ()


@dataclass
class Material:
    """``broken`` lists files that could not be read at all: name, line, what was found. ``language`` has the accepted
    rows, None where a file is broken. ``declared`` are pairs of label and meaning, ``syntax`` the Lark file."""

    tables: Mapping[str, RawTable] = field(default_factory=dict)
    broken: Sequence[tuple[str, int, str]] = ()
    language: Language | None = None
    sentences: Sequence[Sentence] = ()
    declared: Sequence[tuple[str, str, str]] = ()
    syntax: str = ""
    pending: Sequence[str] = ()

    @property
    def rules(self) -> Language:
        """The language; only for checks that need it."""
        assert self.language is not None
        return self.language

    @cached_property
    def compiled(self) -> Compiled:
        """What compiles."""
        return compile_language(self.rules)

    @cached_property
    def analyzer(self) -> Analyzer:
        """The rules alone, without the tables of seen and confirmed words."""
        return Analyzer(replace(self.compiled, seen={}, confirmed={}))

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The different words of the sentences."""
        return tuple(dict.fromkeys(w for s in self.sentences for w in s.words if any(map(str.isalpha, w))))

    @cached_property
    def forms(self) -> tuple[str, ...]:
        """Underlying words: those of the glossed examples, the lexicon, and stems with every bound morph."""
        found: dict[str, None] = {}
        for igt in self.rules.seen:
            for word in igt.words:
                if word.analysis:
                    found.setdefault(underlying(word.analysis.morphs))
        stems = list(dict.fromkeys(lexeme.headword for lexeme in self.rules.lexemes))
        found.update(dict.fromkeys(stems))
        sample = stems[:: max(1, len(stems) // _STEMS)]
        for row in self.compiled.morphemes:
            if row.kind in ("suffix", "enclitic"):
                found.update(dict.fromkeys(f"{stem}{row.separator}{row.form}" for stem in sample))
            elif row.kind in ("prefix", "proclitic"):
                found.update(dict.fromkeys(f"{row.form}{row.separator}{stem}" for stem in sample))
        return tuple(found)

    @cached_property
    def lines(self) -> dict[tuple[str, str], int]:
        """The line of every row by table and id."""
        found: dict[tuple[str, str], int] = {}
        for table in self.tables.values():
            if "id" in table.header:
                at = table.header.index("id")
                for line, row in table.rows:
                    if len(row) > at:
                        found.setdefault((table.name, row[at].strip()), line)
        return found

    def place(self, table: str, row_id: str) -> Source:
        """Where a row stands."""
        return Source("file", table, self.lines.get((table, row_id), 0))
