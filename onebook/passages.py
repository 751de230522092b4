"""What stands at an address: the passage of the book, the table row, the example or the dictionary entry of a rule.

An address names a line; the passage is the item of the source that stands there, else the one that begins nearest
before it. Sections are found in the same way.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from morph.errors import OnebookError
from morph.model import Source
from onebook.project.project import Project
from rules.items import Entry, Example, Section, SourceRead, Table, plain

_LONGEST = 400
_FAR = 40
"""An item that begins more lines before an address is not what the address means."""


@dataclass(frozen=True, slots=True)
class Passage:
    """What stands at ``address``: its ``section`` (titles from the chapter down), the kind of item, its text."""

    address: str
    section: str
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class _Item:
    line: int
    kind: str
    section: str
    text: str


class Passages:
    """Looks addresses up in what the sources of a project held when they were added; a source that is no longer in
    the cache is left out (``problems`` says so)."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.problems: list[str] = []

    @cached_property
    def _reads(self) -> list[SourceRead]:
        reads = []
        for entry in self.project.config.sources:
            try:
                reads.append(self.project.source_read(entry))
            except OnebookError as error:
                self.problems.append(str(error))
        return reads

    @cached_property
    def _items(self) -> dict[tuple[str, str], list[_Item]]:
        """All items by kind and path of their address, in the order of their lines."""
        found: dict[tuple[str, str], list[_Item]] = {}
        for read in self._reads:
            for place, kind, section, text in _items_of(read):
                found.setdefault((place.kind, place.path), []).append(_Item(place.line, kind, section, text))
        for items in found.values():
            items.sort(key=lambda item: item.line)
        return found

    @cached_property
    def _sections(self) -> dict[str, Section]:
        return {section.number: section for read in self._reads for section in read.sections}

    def passage(self, address: str) -> Passage | None:
        """The passage at an address; None where no source has it."""
        place = Source.parse(address)
        items = self._items.get((place.kind, place.path), [])
        at = bisect_right(items, place.line, key=lambda item: item.line) - 1
        if at < 0:
            return None
        item = items[at]
        if place.line and place.line - item.line > _FAR:
            return None
        return Passage(address, self.section_path(item.section), item.kind, _shortened(item.text))

    def passages(self, source: str) -> list[Passage]:
        """The passages of a ``source`` cell, each once."""
        found: dict[str, Passage] = {}
        for address in addresses(source):
            passage = self.passage(address)
            if passage:
                found.setdefault(passage.text, passage)
        return list(found.values())

    def section_path(self, number: str) -> str:
        """``9.2 Possession › Alienable`` of a section number; the number itself where no source has the section."""
        section = self._sections.get(number) if number else None
        return f"{number} {section.path}" if section else number

    def in_section(self, source: str, wanted: str) -> bool:
        """Whether one of the addresses stands in a section: its number or a number below it, or a part of its title
        or of those above it."""
        folded = wanted.casefold().rstrip(".")
        for address in addresses(source):
            passage = self.passage(address)
            number, _, titles = (passage.section if passage else "").partition(" ")
            below = number == folded or number.startswith(f"{folded}.")
            if passage and (below or (not folded[:1].isdigit() and folded in titles.casefold())):
                return True
        return False


def addresses(source: str) -> list[str]:
    """The addresses of a ``source`` cell."""
    return [part.strip() for part in source.split(" ; ") if part.strip()]


def _shortened(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else text[:_LONGEST].rsplit(" ", 1)[0] + " …"


def _items_of(read: SourceRead) -> Iterator[tuple[Source, str, str, str]]:
    for paragraph in read.paragraphs:
        yield paragraph.source, paragraph.kind, paragraph.section, plain(paragraph.rich)
    for example in read.examples:
        yield example.source, "example", example.section, _example(example)
    for table in read.tables:
        yield from _rows(table)
    for label in read.abbreviations:
        yield label.source, "abbreviation", "", f"{label.label} – {label.meaning}"
    for entry in read.entries:
        for place in entry.sources:
            yield place, "entry", "", _entry(entry)
    for pair in read.pairs:
        yield pair.source, "pair", "", f"{pair.text} ‘{pair.translation}’"


def _example(example: Example) -> str:
    text = " ".join(example.surface_words) or example.surface or " ".join(example.morphs)
    return f"{text} ‘{example.translation}’"


def _rows(table: Table) -> Iterator[tuple[Source, str, str, str]]:
    first = " | ".join(map(plain, table.rows[0] if table.rows else ()))
    yield table.source, "table", table.section, table.caption or first
    for row, place in zip(table.rows, table.sources, strict=False):
        caption = f"{table.caption}: " if table.caption else ""
        yield place, "table", table.section, caption + " | ".join(plain(cell).strip() for cell in row)


def _entry(entry: Entry) -> str:
    senses = "; ".join(sense.definition or sense.gloss for sense in entry.senses)
    return f"{entry.headword} ({entry.pos}) {senses}" if entry.pos else f"{entry.headword} {senses}"
