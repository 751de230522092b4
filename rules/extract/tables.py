"""Affix tables read by their content: which columns hold bound forms, variants, meanings, hosts.

A column is a form column where most of its cells are bound forms. Further form columns are variants of the first
where their heading says so or their forms resemble it; else the table is a paradigm, and a form's meaning is its row
heading with its column heading ("2nd person" × "plural").

>>> from rules.items import Span
>>> def row(*cells): return tuple((Span(cell),) for cell in cells)
>>> table = Table((row("", "singular", "plural"), row("1", "-an", "-pe"), row("2", "-ca", "-ce")), "Possessors", "", "",
...     1, Source("book", "a.tex", 5))
>>> [(c.form, c.descriptions[0]) for c in claims_of_table(table)]
[('an', '1 singular'), ('pe', '1 plural'), ('ca', '2 singular'), ('ce', '2 plural')]
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from morph.model import Source
from rules.extract.claims import BoundForm, Claim, bound_forms
from rules.extract.pos import hosts_of
from rules.items import Rich, Table, plain

_VARIANT_HEAD = re.compile(r"allomorph|variant|alternant|realis|realiz|other form|also|free variation", re.IGNORECASE)
_FORM_HEAD = re.compile(r"^(?:form|morpheme|affix|suffix|prefix|clitic|marker|shape)", re.IGNORECASE)
_HOST_HEAD = re.compile(r"host|attach|base|part of speech|word class|category|combines", re.IGNORECASE)
_SKIPPED_HEAD = re.compile(r"reference|section|page|chapter|example|see\b|§|source|number of|frequency", re.IGNORECASE)
_REFERENCE = re.compile(r"^\W*(?:§|ch\.?\W|chapter|section|sec\.|p\.\s*\d|table|\d+(?:\.\d+)+)", re.IGNORECASE)
_QUOTED = re.compile(r"[`‘'“](?P<text>[^’'”`‘]+)[’'”]")
_SIMILAR = 0.5


@dataclass(frozen=True, slots=True)
class _Shape:
    """What the columns of a table hold."""

    forms: tuple[int, ...]
    variants: tuple[int, ...]
    hosts: tuple[int, ...]
    texts: tuple[int, ...]


def claims_of_table(table: Table) -> list[Claim]:
    """The claims of one table; empty where no column holds bound forms."""
    header, body = _split_rows(table)
    if not body:
        return []
    width = max(len(row) for row in body)
    heads = tuple(_column_head(header, column) for column in range(width))
    cells = [[_forms_of(row[c]) if c < len(row) else [] for c in range(width)] for row in body]
    shape = _shape(body, cells, heads)
    claims = []
    for number, row in enumerate(body):
        source = table.sources[number + len(header)] if len(table.sources) == len(table.rows) else table.source
        for column in shape.forms:
            forms = cells[number][column] if column < len(row) else []
            if not forms:
                continue
            variants = [f for c in shape.variants for f in cells[number][c]] + forms[1:]
            head = "" if len(shape.forms) == 1 or _FORM_HEAD.match(heads[column]) else heads[column]
            meanings = _meanings(row, shape, heads)
            claims += _row_claims(forms[0], variants, meanings, head, table, row, shape, source)
    return claims


def _row_claims(
    first: BoundForm,
    variants: Sequence[BoundForm],
    meanings: Sequence[Rich],
    head: str,
    table: Table,
    row: Sequence[Rich],
    shape: _Shape,
    source: Source,
) -> list[Claim]:
    """One claim for a form, or one for each of several labels in its meaning ("3POSS, 1PL.POSS")."""
    alternants = tuple(dict.fromkeys(f.form for f in variants if f.kind == first.kind and f.form != first.form))
    hosts = tuple(dict.fromkeys(pos for c in shape.hosts if c < len(row) for pos in hosts_of(plain(row[c]))))
    texts = [" ".join(plain(cell).split()) for cell in meanings]
    quoted = next((m["text"] for text in texts if (m := _QUOTED.search(text))), "")
    claims = []
    for readings in _readings(meanings):
        joined = " ".join([*readings, head]).strip()
        descriptions = [
            joined,
            *([*readings, head] if len(readings) + bool(head) > 1 else []),
            f"{joined} {table.caption}",
        ]
        kept = tuple(dict.fromkeys(text.strip() for text in descriptions if text.strip()))
        claims.append(
            Claim(
                first.form,
                first.kind,
                kept,
                source,
                "table",
                quoted,
                alternants,
                hosts,
            )
        )
    return claims


def _readings(meanings: Sequence[Rich]) -> list[list[str]]:
    """The texts of a row's meaning cells; a cell that lists labels only gives one reading for each label."""
    for cell in meanings:
        labels = [span.text.strip(" ,;") for span in cell if span.style == "label" and span.text.strip(" ,;")]
        rest = "".join(span.text for span in cell if span.style != "label")
        if len(labels) > 1 and not rest.strip(" ,;/"):
            return [[label] for label in labels]
    return [[text for cell in meanings if (text := " ".join(plain(cell).split()))]]


def _meanings(row: Sequence[Rich], shape: _Shape, heads: Sequence[str]) -> list[Rich]:
    found = []
    for column in shape.texts:
        if column >= len(row):
            continue
        text = " ".join(plain(row[column]).split())
        if text.strip(" -–—") and not _REFERENCE.match(text):
            found.append(row[column])
    return found


def _split_rows(table: Table) -> tuple[list[tuple[Rich, ...]], list[tuple[Rich, ...]]]:
    """Header and body; without a marked header, leading rows without bound forms are header."""
    rows = list(table.rows)
    header = table.header
    if header == 0:
        first = next((i for i, row in enumerate(rows) if any(_forms_of(cell) for cell in row)), len(rows))
        header = first if first <= 2 else 0
    return rows[:header], rows[header:]


def _column_head(header: Sequence[Sequence[Rich]], column: int) -> str:
    texts = [" ".join(plain(row[column]).split()) for row in header if column < len(row)]
    return " ".join(dict.fromkeys(text for text in texts if text))


def _forms_of(cell: Rich) -> list[BoundForm]:
    """The bound forms of a cell: of its italic spans where it has some, else of its whole text."""
    text = plain(cell)
    whole = bound_forms(text)
    if whole:
        return whole
    styled = [form for span in cell if span.style == "form" for form in bound_forms(span.text)]
    rest = "".join(span.text for span in cell if span.style != "form")
    # A cell with a form and much else is a remark or an example, not a form.
    return styled if len(rest.split()) <= 3 else []


def _shape(body: Sequence[Sequence[Rich]], cells: Sequence[Sequence[list[BoundForm]]], heads: Sequence[str]) -> _Shape:
    width = len(heads)
    filled = [sum(bool(plain(row[c]).strip(" -–—")) for row in body if c < len(row)) for c in range(width)]
    found = [sum(bool(row[c]) for row in cells) for c in range(width)]
    bound = [c for c in range(width) if found[c] and found[c] * 2 >= filled[c] and (found[c] > 1 or len(body) <= 3)]
    variants = [c for c in bound if c != bound[0] and _is_variant(cells, bound[0], c, heads[c])]
    hosts = [c for c in range(width) if c not in bound and _HOST_HEAD.search(heads[c])]
    texts = [
        c for c in range(width) if c not in bound and c not in hosts and not _SKIPPED_HEAD.search(heads[c])
    ]  # fmt: skip
    return _Shape(tuple(c for c in bound if c not in variants), tuple(variants), tuple(hosts), tuple(texts))


def _is_variant(cells: Sequence[Sequence[list[BoundForm]]], first: int, column: int, head: str) -> bool:
    if _VARIANT_HEAD.search(head):
        return True
    pairs = [(row[first][0], row[column][0]) for row in cells if row[first] and row[column]]
    if head and not _FORM_HEAD.match(head) or not pairs:
        return False
    alike = [a.kind == b.kind and SequenceMatcher(None, a.form, b.form).ratio() >= _SIMILAR for a, b in pairs]
    return sum(alike) * 2 > len(alike)
