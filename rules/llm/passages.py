"""The book in addressed pieces: sections with their tables and examples, cut or joined to fit a small context.

A piece holds items of one chapter in the order of the book. A long section is cut before a paragraph into parts of
about the same length; short neighbours are joined. Sections where hardly a form of the language is mentioned
(history, thanks, bibliography) are left out and counted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from math import ceil

from morph.model import Source
from rules.extract.tokens import clean, normal
from rules.items import Example, Paragraph, Rich, Section, SourceRead, Table, plain
from rules.llm.rendering import example_text, paragraph_text, table_text
from rules.withhold import is_within

MAX_CHARS = 5200
NOT_ASKED = "not asked for"
_SPARSE = 400  # characters of prose per mention of a form, above which a section has nothing to teach
_SHORT = 2500  # prose of a chapter on grammar may be this long without any form, and
_THIN = 800  # this much longer for each form that it mentions
_TABLE = 3000  # a longer table is shown in parts
_SCRAP = 600  # the end of a section that is not worth a request of its own
_EXAMPLE_MARKS = 4
_NOT_GRAMMAR = re.compile(
    r"(?i)\b(acknowledge?ments?|preface|foreword|bibliograph\w*|references|(subject|language|name|author) index|"
    r"(list of )?abbreviations|abréviations|abkürzungen|abreviaturas|remerciements|bibliographie|danksagung|"
    r"vorwort|literatur\w*|agradecimientos|bibliograf[ií]a)\b"
)
_WORDS = re.compile(r"[^\s,;/]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """One item of a section as the model sees it; ``opens`` where a cut may stand before it, ``marks`` how many forms
    of the language it shows."""

    text: str
    section: str
    source: Source
    opens: bool
    marks: int
    example: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """What one request shows: its sections (number or title, with address), its text, the ids of its examples."""

    sections: tuple[str, ...]
    text: str
    source: Source
    examples: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Skipped:
    """A section that is not asked about: how long its prose is, and why."""

    section: str
    title: str
    chars: int
    reason: str


@dataclass(frozen=True, slots=True)
class Cut:
    """All passages of the sources, and what was left out."""

    passages: tuple[Passage, ...]
    skipped: tuple[Skipped, ...]


def cut(reads: Iterable[SourceRead], *, max_chars: int = MAX_CHARS, only: Collection[str] = ()) -> Cut:
    """The passages of all books among some sources; ``only`` names sections (with their subsections) to be asked."""
    passages: list[Passage] = []
    skipped: list[Skipped] = []
    for read in reads:
        if not (read.sections or read.paragraphs):
            continue
        titles = {section.number or section.title: section for section in read.sections}
        groups = [(key, list(group)) for key, group in groupby(pieces_of(read), key=lambda piece: piece.section)]
        kept: list[tuple[str, list[Piece]]] = []
        for section, pieces in groups:
            reason = _nothing_to_learn(section, pieces, groups, titles)
            if only and not is_within(section, only):
                reason = NOT_ASKED
            if reason:
                title = titles[section].title if section in titles else ""
                skipped.append(Skipped(section, title, sum(len(p.text) for p in pieces), reason))
            else:
                kept.append((section, pieces))
        passages += _packed(kept, titles, max_chars)
    return Cut(tuple(passages), tuple(skipped))


def _nothing_to_learn(
    section: str,
    pieces: Sequence[Piece],
    groups: Sequence[tuple[str, list[Piece]]],
    titles: dict[str, Section],
) -> str:
    """Why a section is not asked about, or nothing where it is."""
    title = titles[section].title if section in titles else section
    if _NOT_GRAMMAR.search(title):
        return "not about the language"
    chars, marks = _density(pieces)
    if chars <= _SPARSE * marks:
        return ""
    around = _density([p for key, group in groups if is_within(key, [_parent(section)]) for p in group])
    if chars <= _SHORT + _THIN * marks and around[0] <= _SPARSE * around[1]:
        return ""
    return f"{marks} forms mentioned in {chars} characters"


def _density(pieces: Iterable[Piece]) -> tuple[int, int]:
    pieces = list(pieces)
    return sum(len(piece.text) for piece in pieces), sum(piece.marks for piece in pieces)


def pieces_of(read: SourceRead) -> Iterator[Piece]:
    """All items of a book in its order."""
    known = _vocabulary(read)
    files = {path: i for i, path in enumerate(dict.fromkeys(s.source.path for s in read.sections))}
    order = {section.number or section.title: i for i, section in enumerate(read.sections)}
    captions = {table.caption.strip() for table in read.tables}
    items: list[Paragraph | Example | Table] = [
        *(p for p in read.paragraphs if not (p.kind == "caption" and plain(p.rich).strip() in captions)),
        *(e for e in read.examples if not e.language),
        *read.tables,
    ]
    items.sort(
        key=lambda i: (files.get(i.source.path, len(files)), order.get(i.section, -1), i.source.line)
    )  # stable: the order of the readers decides within a line
    for item in items:
        for part in _split_table(item) if isinstance(item, Table) else (item,):
            piece = _piece(part, known)
            if piece.text.strip():
                yield piece


def _split_table(table: Table) -> Iterator[Table]:
    """A long table in parts of whole rows, each under the caption and the header rows."""
    head, body = table.rows[: table.header], table.rows[table.header :]
    part: list[tuple[Rich, ...]] = []
    size = 0
    for row in body:
        length = sum(len(plain(cell)) + 3 for cell in row)
        if part and size + length > _TABLE:
            yield replace(table, rows=(*head, *part))
            part, size = [], 0
        part.append(row)
        size += length
    yield replace(table, rows=(*head, *part))


def _piece(item: Paragraph | Example | Table, is_known: Callable[[str], bool]) -> Piece:
    if isinstance(item, Example):
        return Piece(example_text(item), item.section, item.source, False, _EXAMPLE_MARKS, item.id)
    if isinstance(item, Table):
        cells = [cell for row in item.rows[item.header :] for cell in row if plain(cell).strip()]
        marks = sum(any(s.style in ("form", "label") or is_known(s.text) for s in cell) for cell in cells)
        return Piece(table_text(item), item.section, item.source, True, marks if 4 * marks >= len(cells) else 0)
    marks = sum(
        span.style in ("phonemic", "phonetic") or (span.style == "form" and is_known(span.text)) for span in item.rich
    )
    return Piece(paragraph_text(item), item.section, item.source, item.kind == "prose", marks)


def _vocabulary(read: SourceRead) -> Callable[[str], bool]:
    """Whether a text in italics is a form of the language: a word of the examples or the word list, or a bound form."""
    words = {normal(clean(w)) for e in read.examples if not e.language for w in (*e.morphs, *e.surface_words)}
    words |= {part for word in words for part in re.split(r"[-=~<>]", word)}
    words |= {normal(entry.headword) for entry in read.entries}

    def is_known(text: str) -> bool:
        found = [normal(clean(w)) for w in _WORDS.findall(text)]
        return any(w in words or (len(w) > 1 and (w[0] in "-=~" or w[-1] in "-=~")) for w in found if w)

    return is_known


def _packed(kept: Sequence[tuple[str, list[Piece]]], titles: dict[str, Section], max_chars: int) -> Iterator[Passage]:
    """Sections joined and cut: neighbours of one chapter while they fit, long ones in parts."""
    current: list[tuple[str, list[Piece]]] = []
    size = 0
    for section, pieces in kept:
        length = sum(len(piece.text) + 1 for piece in pieces)
        parts = list(_parts(pieces, max_chars)) if length > max_chars else [pieces]
        is_joined = bool(current) and _chapter(current[-1][0]) == _chapter(section)
        is_joined = is_joined and (size + length <= max_chars or size <= _SCRAP)
        if current and not is_joined:
            yield _passage(current, titles)
            current, size = [], 0
        for part in parts[:-1]:
            yield _passage([*current, (section, part)], titles)
            current, size = [], 0
        current.append((section, parts[-1]))
        size += sum(len(piece.text) + 1 for piece in parts[-1])
    if current:
        yield _passage(current, titles)


def _chapter(section: str) -> str:
    return section.partition(".")[0]


def _parent(section: str) -> str:
    """The section around: ``7.2`` is in ``7``, ``1.3.5.2`` in ``1.3``."""
    return ".".join(section.split(".")[:2]) if section.count(".") > 1 else _chapter(section)


def _parts(pieces: list[Piece], max_chars: int) -> Iterator[list[Piece]]:
    """A long section in parts of about the same length, cut before a paragraph or a table where possible."""
    rest = sum(len(piece.text) + 1 for piece in pieces)
    target = rest / ceil(rest / max_chars)
    part: list[Piece] = []
    size = 0
    for piece in pieces:
        length = len(piece.text) + 1
        is_full = size + length > max_chars or (piece.opens and size + length / 2 > target)
        if part and is_full and rest > _SCRAP:
            yield part
            part, size = [], 0
        part.append(piece)
        size += length
        rest -= length
    if part:
        yield part


def _passage(parts: Sequence[tuple[str, list[Piece]]], titles: dict[str, Section]) -> Passage:
    lines: list[str] = []
    for section, pieces in parts:
        known = titles.get(section)
        heading = f"{known.number} {known.title}".strip() if known else section
        above = known.path.rpartition(" › ")[0] if known else ""
        lines += [f"## {heading}" + (f"   (in: {above})" if above else ""), *(piece.text for piece in pieces), ""]
    pieces = [piece for _, group in parts for piece in group]
    return Passage(
        tuple(section for section, _ in parts),
        "\n".join(lines).strip(),
        pieces[0].source,
        tuple(piece.example for piece in pieces if piece.example),
        tuple(titles[section].title if section in titles else "" for section, _ in parts),
    )
