"""What every reader needs: addresses of items, a tally of what was seen and read, tables and XML read safely.

>>> str(place(Path("my texts/a.sfm"), 3, "ba"))
'text:a.sfm:3 ba'
>>> rows = list(table_rows("id\\ttext\\n1\\tma he\\n", "\\t"))
>>> rows[1]
(2, ['1', 'ma he'])
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from lxml import etree

from morph.errors import DataError
from morph.files import MAX_LINE, read_text
from morph.model import Finding, Source
from rules.items import Abbreviation, Entry, Example, Pair, Paragraph, Section, SourceRead, Table

MAX_XML = 64 << 20
"""Largest XML file in bytes that is read: its tree takes several times that in memory."""
_ENTITY = re.compile(rb"<!ENTITY|<\x00!\x00E\x00N\x00T\x00I\x00T\x00Y|\x00<\x00!\x00E\x00N\x00T\x00I\x00T\x00Y")


_ROOT: ContextVar[Path | None] = ContextVar("root", default=None)


@contextmanager
def relative_to(root: Path) -> Iterator[None]:
    """Within this, addresses are relative to the folder that is being read."""
    token = _ROOT.set(root)
    try:
        yield
    finally:
        _ROOT.reset(token)


def place(path: Path, line: int = 0, label: str = "", kind: str = "text") -> Source:
    """The address of an item in a file; spaces in the file's name are written ``%20``, as an address has none."""
    root = _ROOT.get()
    name = str(path.relative_to(root)) if root and path != root and path.is_relative_to(root) else path.name
    return Source(kind, name.replace(" ", "%20"), line, label)


@dataclass(slots=True)
class Tally:
    """Collects what a reader finds; :meth:`finish` makes the frozen result. ``counts`` keeps its order."""

    sections: list[Section] = field(default_factory=list)
    paragraphs: list[Paragraph] = field(default_factory=list)
    examples: list[Example] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    abbreviations: list[Abbreviation] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    pairs: list[Pair] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def say(
        self,
        code: str,
        message: str,
        source: Source,
        hint: str = "",
        severity: Literal["error", "warning", "note"] = "warning",
    ) -> None:
        """Add a finding."""
        self.findings.append(Finding(code, message, source, hint, severity))

    def add_example(self, example: Example) -> None:
        """Keep an example and count it; one whose lines do not align is listed with the reason."""
        self.examples.append(example)
        self.counts["examples.seen"] += 1
        if example.aligned:
            self.counts["examples.aligned"] += 1
            return
        self.counts["examples.aligned"] += 0
        words, glosses = len(example.morphs), len(example.glosses)
        if not glosses:
            what = "has no glosses" if words else "has no words, only marks"
            self.say("example.no-gloss", f"example {example.id} {what}", example.source, severity="note")
        else:
            self.say(
                "example.misaligned",
                f"example {example.id}: {words} words, {glosses} glosses",
                example.source,
                "write one gloss for each word (spaces inside a gloss as '.')",
            )

    def finish(self, path: Path, kind: str) -> SourceRead:
        """All that was collected, as a value."""
        counts = dict(self.counts)
        for name in ("sections", "paragraphs", "tables", "abbreviations", "entries", "pairs"):
            items = getattr(self, name)
            if items and not {name, f"{name}.read"} & counts.keys():
                counts[name] = len(items)
        return SourceRead(
            path=str(path),
            kind=kind,
            sections=tuple(self.sections),
            paragraphs=tuple(self.paragraphs),
            examples=tuple(self.examples),
            tables=tuple(self.tables),
            abbreviations=tuple(self.abbreviations),
            entries=tuple(self.entries),
            pairs=tuple(self.pairs),
            findings=tuple(self.findings),
            counts=tuple(counts.items()),
        )


def table_rows(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Line number and cells of each row that is not blank.

    Tab-separated rows are split at tabs and nowhere else, since sentences hold stray quotes; a cell that a
    spreadsheet has quoted (it then holds doubled quotes) is unquoted. Other delimiters follow the CSV rules.
    """
    if delimiter == "\t":
        for number, content in enumerate(text.split("\n"), 1):
            if content.strip():
                yield number, [_unquote(cell) for cell in content.split("\t")]
        return
    csv.field_size_limit(MAX_LINE)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    line = 1
    for row in reader:
        if any(cell.strip() for cell in row):
            yield line, row
        line = reader.line_num + 1


def _unquote(cell: str) -> str:
    cell = cell.strip()
    if len(cell) > 1 and cell[0] == cell[-1] == '"' and '""' in cell[1:-1]:
        inner = cell[1:-1]
        if '"' not in inner.replace('""', ""):
            return inner.replace('""', '"')
    return cell


def dict_rows(path: Path, delimiter: str, tally: Tally) -> Iterator[tuple[int, dict[str, str]]]:
    """Rows of a table with a header line as dicts; a ragged row is listed and left out. DataError on bad CSV."""
    text, findings = read_text(path)
    tally.findings.extend(findings)
    header: list[str] = []
    try:
        for line, row in table_rows(text, delimiter):
            if not header:
                header = [cell.strip() for cell in row]
            elif len(row) != len(header):
                ragged(tally, path, line, len(row), len(header))
            else:
                yield line, dict(zip(header, row, strict=True))
    except csv.Error as error:
        raise DataError(str(error), path=str(path), hint="save the table as UTF-8 CSV") from error


def ragged(tally: Tally, path: Path, line: int, found: int, expected: int) -> None:
    """List a row with another number of cells than its header."""
    tally.counts["rows.ragged"] += 1
    tally.say(
        "table.ragged",
        f"row has {found} cells, expected {expected}; left out",
        place(path, line, kind="file"),
        "add the missing tab, or remove the extra one",
    )


def read_xml(path: Path, tally: Tally) -> etree._Element:
    """The root of an XML file, read without entities, document types from elsewhere, or the network.

    Of a broken file, what stands before the break is kept and the break is listed (``xml.broken``). DataError where the
    file declares entities, is too large, or holds nothing readable.
    """
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= MAX_XML else b""
    except OSError as error:
        raise DataError(
            error.strerror or "cannot be read", path=str(path), hint="check the name of the file"
        ) from error
    if size > MAX_XML:
        raise DataError(f"XML of more than {MAX_XML >> 20} MB", path=str(path), hint="export the texts one by one")
    if not data.strip():
        raise DataError("the file is empty", path=str(path), hint="export it again")
    if _ENTITY.search(data):
        line = data[: _ENTITY.search(data).start()].count(b"\n") + 1  # type: ignore[union-attr]
        raise DataError(
            "the XML declares entities, which are not read",
            path=str(path),
            line=line,
            hint="export it again without a document type, or write the characters themselves",
        )
    return _parse(path, data, tally)


def _parser(recover: bool) -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=recover, remove_pis=True
    )


def _parse(path: Path, data: bytes, tally: Tally) -> etree._Element:
    try:
        return etree.fromstring(data, _parser(recover=False))
    except etree.XMLSyntaxError as error:
        root = etree.fromstring(data, _parser(recover=True))
        line = error.lineno or 0
        if root is None or not len(root):
            raise DataError(
                f"not well-formed XML ({error.msg})", path=str(path), line=line, hint="export the file again"
            ) from error
        tally.say(
            "xml.broken",
            f"the XML breaks off or is damaged ({error.msg}); what could be read was kept",
            place(path, line, kind="file"),
            "export the file again",
            "error",
        )
        return root
