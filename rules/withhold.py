"""Leave sections of a book out: for measuring what is found without them (an appendix of affixes as the answer key).

>>> from morph.model import Source
>>> from rules.items import Paragraph, Span
>>> read = SourceRead("b", "book", paragraphs=(Paragraph((Span("a"),), "B.1", Source("book", "a.tex", 1)),))
>>> withhold(read, ["B"]).paragraphs, len(withhold(read, ["C"]).paragraphs)
((), 1)
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from rules.items import SourceRead


def is_within(section: str, wanted: Collection[str]) -> bool:
    """Whether a section is one of those named (by number or title) or a subsection of one."""
    return any(section == name or section.startswith(f"{name}.") for name in wanted)


def withhold(read: SourceRead, sections: Collection[str]) -> SourceRead:
    """The read without everything that stands in the named sections and their subsections."""
    if not sections:
        return read
    return replace(
        read,
        sections=tuple(s for s in read.sections if not is_within(s.number or s.title, sections)),
        paragraphs=tuple(p for p in read.paragraphs if not is_within(p.section, sections)),
        examples=tuple(e for e in read.examples if not is_within(e.section, sections)),
        tables=tuple(t for t in read.tables if not is_within(t.section, sections)),
    )
