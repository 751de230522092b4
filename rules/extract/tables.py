"""Affix tables read by their content: which columns hold bound forms, variants, meanings, hosts.

A column is a form column where most of its cells are bound forms. Further form columns are variants of the first
where their heading says so or their forms resemble it; else the table is a paradigm, and a form's meaning is its row
heading with its column heading ("2nd person" × "plural"). Of several columns with text, one of labels comes first,
then one headed "gloss", "function" and the like; cells in the object language are examples, not meanings.

>>> from rules.items import Span
>>> def row(*cells): return tuple((Span(cell),) for cell in cells)
>>> table = Table((row("", "singular", "plural"), row("1", "-an", "-pe"), row("2", "-ca", "-ce")), "Possessors", "", "",
...     1, Source("book", "a.tex", 5))
>>> [(c.form, c.descriptions[0]) for c in claims_of_table(table)]
[('an', '1 singular'), ('ca', '2 singular'), ('pe', '1 plural'), ('ce', '2 plural')]
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from morph.igt import is_label
from morph.model import Source
from rules.extract.claims import BoundForm, Claim, bound_forms
from rules.extract.pos import hosts_of
from rules.items import Rich, Table, plain

_VARIANT_HEAD = re.compile(r"allomorph|variant|alternant|realis|realiz|other form|also|free variation", re.IGNORECASE)
_FORM_HEAD = re.compile(
    r"form|morphemes?|affix(?:es)?|suffix(?:es)?|prefix(?:es)?|(?:en|pro)?clitics?|markers?|shape", re.I
)
_HOST_HEAD = re.compile(r"host|attach|base|part of speech|word class|category|combines", re.IGNORECASE)
_SKIPPED_HEAD = re.compile(r"reference|section|page|chapter|example|see\b|§|source|number of|frequency", re.IGNORECASE)
_MEANING_HEAD = re.compile(r"gloss|function|meaning|label|use|translation|name|category|value", re.IGNORECASE)
_REFERENCE = re.compile(r"^\W*(?:§|ch\.?\W|chapter|section|sec\.|p\.\s*\d|table|\d+(?:\.\d+)+)", re.IGNORECASE)
_EMPTY = re.compile(r"[\W_]*|yes|no|x", re.IGNORECASE)
_QUOTED = re.compile(r"[`‘'“](?P<text>[^’'”`‘]+)[’'”]")
_SIMILAR = 0.5
_EXTRA_HEADER = 3
_REPEATED = 3


@dataclass(frozen=True, slots=True)
class _Shape:
    """What the columns of a table hold; ``texts`` in the order in which they are trusted."""

    forms: tuple[int, ...]
    variants: tuple[int, ...]
    hosts: tuple[int, ...]
    texts: tuple[int, ...]
    heads: tuple[str, ...]

    @property
    def is_list(self) -> bool:
        """One form column: each row describes a form. Else the table is a paradigm."""
        return len(self.forms) == 1


@dataclass(frozen=True, slots=True)
class _Cells:
    """The body of a table: its rows and the bound forms of each cell."""

    rows: tuple[tuple[Rich, ...], ...]
    forms: tuple[tuple[tuple[BoundForm, ...], ...], ...]

    def form(self, row: int, column: int) -> tuple[BoundForm, ...]:
        return self.forms[row][column] if column < len(self.forms[row]) else ()

    def cell(self, row: int, column: int) -> Rich:
        return self.rows[row][column] if column < len(self.rows[row]) else ()


def claims_of_table(table: Table) -> list[Claim]:
    """The claims of one table; empty where no column holds bound forms."""
    header, body = _split_rows(table)
    if not body:
        return []
    # Where the table sets its forms in italics, a plain cell ("where=") is no form.
    only_styled = any(span.style == "form" for row in body for cell in row if _forms_of(cell) for span in cell)
    cells = _Cells(tuple(body), tuple(tuple(tuple(_forms_of(cell, only_styled)) for cell in row) for row in body))
    shape = _shape(cells, header)
    claims: list[Claim] = []
    for column in shape.forms:
        repeated = Counter(forms[0] for r in range(len(body)) if (forms := cells.form(r, column)))
        last: tuple[BoundForm, ...] = ()
        for number in range(len(body)):
            forms = cells.form(number, column)
            if not forms and shape.is_list and not text_of(cells.cell(number, column)).strip(" -–—"):
                forms = last  # the row goes on with a further meaning of the form above
            last = forms
            if forms:
                at = number + len(header)
                source = table.sources[at] if len(table.sources) == len(table.rows) else table.source
                is_one_of_many = repeated[forms[0]] >= _REPEATED and len(repeated) < repeated[forms[0]]
                claims += _row_claims(cells, shape, number, column, forms, table, source, heads_only=is_one_of_many)
    return claims


def _row_claims(
    cells: _Cells,
    shape: _Shape,
    row: int,
    column: int,
    forms: Sequence[BoundForm],
    table: Table,
    source: Source,
    *,
    heads_only: bool,
) -> list[Claim]:
    """One claim for a form, or one for each of several labels in its meaning ("3POSS, 1PL.POSS")."""
    first = forms[0]
    others = list(forms[1:]) + [form for c in shape.variants for form in cells.form(row, c)]
    alternants = tuple(dict.fromkeys(f.form for f in others if f.kind == first.kind and f.form != first.form))
    hosts = tuple(dict.fromkeys(pos for c in shape.hosts for pos in hosts_of(text_of(cells.cell(row, c)))))
    head = "" if _FORM_HEAD.fullmatch(shape.heads[column]) else shape.heads[column]
    meanings = [] if heads_only else [cell for c in shape.texts if _is_meaning(cell := cells.cell(row, c))]
    own = [s.text.strip() for s in cells.cell(row, column) if s.style == "label" and is_label(s.text.strip(" ()[]"))]
    context = tuple(text for text in (head, table.caption) if text)
    quoted = next(
        (m["text"] for cell in (cells.cell(row, column), *meanings) if (m := _QUOTED.search(text_of(cell)))), ""
    )
    claims = []
    for reading in _readings(own, meanings[:1]):
        texts = reading + [text_of(cell) for cell in meanings[1:]]
        joined = " ".join([*texts, head]).strip()
        ranked = texts if shape.is_list else [joined, *texts]
        descriptions = tuple(dict.fromkeys(text for text in ranked if text))
        if descriptions or quoted or head:
            claims.append(
                Claim(first.form, first.kind, descriptions, source, "table", quoted, alternants, hosts, context)
            )
    return claims


def _readings(own: Sequence[str], meanings: Sequence[Rich]) -> list[list[str]]:
    """The first meaning of a row: the label in the form's own cell, or the best meaning cell. A cell that lists
    nothing but labels gives one reading for each."""
    if own:
        return [[own[0], *map(text_of, meanings)]]
    for cell in meanings:
        labels = [span.text.strip(" ,;") for span in cell if span.style == "label" and span.text.strip(" ,;")]
        rest = "".join(span.text for span in cell if span.style != "label")
        if len(labels) > 1 and not rest.strip(" ,;/") and any(mark in rest for mark in ",;/"):
            return [[label] for label in labels]
    return [[text_of(cell) for cell in meanings]]


def text_of(cell: Rich) -> str:
    """The text of a cell on one line."""
    return " ".join(plain(cell).split())


def _is_meaning(cell: Rich) -> bool:
    """Whether a cell can say what a form means: it has text, and not just object language, sound or reference."""
    text = text_of(cell)
    if _EMPTY.fullmatch(text) or _REFERENCE.match(text) or (re.fullmatch(r"[\d.,%\s]+", text) and len(text) > 1):
        return False
    if re.fullmatch(r"[/\[].*[/\]]", text):
        return False
    own = [s for s in cell if s.style in ("form", "phonetic", "phonemic") and s.text.strip(" -–—,;/()")]
    rest = "".join(span.text for span in cell if span.style not in ("form", "phonetic", "phonemic"))
    return not own or bool(re.search(r"\w", rest))


# --- columns -------------------------------------------------------------------------------------------------------


def _split_rows(table: Table) -> tuple[list[tuple[Rich, ...]], list[tuple[Rich, ...]]]:
    """Header and body; leading rows without bound forms (a repeated head, a caption row) belong to the header."""
    rows = list(table.rows)
    first = next((i for i, row in enumerate(rows) if any(_forms_of(cell) for cell in row)), len(rows))
    header = first if table.header <= first <= table.header + _EXTRA_HEADER else table.header
    return rows[:header], rows[header:]


def _column_head(header: Sequence[Sequence[Rich]], column: int) -> str:
    # A row with one filled cell is a caption or a subtitle, not a heading of columns.
    rows = [row for row in header if sum(bool(plain(cell).strip()) for cell in row) > 1] or header
    texts = [text_of(row[column]) for row in rows if column < len(row)]
    return " ".join(dict.fromkeys(text for text in texts if text))


def _forms_of(cell: Rich, only_styled: bool = False) -> list[BoundForm]:
    """The bound forms of a cell that begins with one; a cell with much else is a remark or an example."""
    spans = [span for span in cell if span.text.strip() and span.style != "label"]
    if not spans or (only_styled and all(span.style == "plain" for span in spans)):
        return []
    whole = bound_forms("".join(span.text for span in spans))
    if whole:
        return [form for form in whole if not (form.form.isupper() and len(form.form) > 1)]
    if spans[0].style != "form":
        return []
    rest = "".join(span.text for span in spans if span.style not in ("form", "gloss"))
    forms = [form for span in spans if span.style == "form" for form in bound_forms(span.text)]
    return forms if len(rest.split()) <= 3 else []


def _shape(cells: _Cells, header: Sequence[Sequence[Rich]]) -> _Shape:
    width = max(len(row) for row in cells.rows)
    height = len(cells.rows)
    heads = tuple(_column_head(header, column) for column in range(width))
    filled = [sum(bool(text_of(cells.cell(r, c)).strip(" -–—")) for r in range(height)) for c in range(width)]
    found = [sum(bool(cells.form(r, c)) for r in range(height)) for c in range(width)]
    bound = [
        c for c in range(width) if found[c] * 2 >= filled[c] and found[c] >= max(1, 0.25 * height)
    ]  # fmt: skip
    variants = [c for c in bound[1:] if _is_variant(cells, bound[0], c, heads[c])]
    hosts = [c for c in range(width) if c not in bound and _HOST_HEAD.search(heads[c])]
    texts = [c for c in range(width) if c not in bound and c not in hosts and not _SKIPPED_HEAD.search(heads[c])]
    texts.sort(key=lambda c: (not _has_labels(cells, c), not _MEANING_HEAD.search(heads[c])))
    return _Shape(tuple(c for c in bound if c not in variants), tuple(variants), tuple(hosts), tuple(texts), heads)


def _has_labels(cells: _Cells, column: int) -> bool:
    """Whether most filled cells of a column are labels and nothing else."""
    filled = [cell for r in range(len(cells.rows)) if text_of(cell := cells.cell(r, column))]
    labels = [cell for cell in filled if all(s.style == "label" or not s.text.strip(" ,;/.") for s in cell)]
    return len(labels) * 2 > len(filled)


def _is_variant(cells: _Cells, first: int, column: int, head: str) -> bool:
    if _VARIANT_HEAD.search(head):
        return True
    pairs = [(cells.form(r, first), cells.form(r, column)) for r in range(len(cells.rows))]
    both = [(a[0], b[0]) for a, b in pairs if a and b]
    if (head and not _FORM_HEAD.search(head)) or not both:
        return False
    alike = [a.kind == b.kind and SequenceMatcher(None, a.form, b.form).ratio() >= _SIMILAR for a, b in both]
    return sum(alike) * 2 > len(alike)
