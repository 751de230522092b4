"""Items of a book as plain text for a model: forms between asterisks, examples with their ids, tables row by row.

>>> from morph.model import Source
>>> from rules.items import Span
>>> paragraph_text(Paragraph((Span("The suffix "), Span("-ru", "form"), Span(".")), "1", Source("book", "a", 1)))
'The suffix *-ru*.'
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from rules.items import Example, Paragraph, Rich, Span, Table

_MAX_PARAGRAPH = 4000


def rich_text(rich: Iterable[Span]) -> str:
    """A passage with its object-language forms between asterisks."""
    return re.sub(r"\s+", " ", "".join(map(_span, rich))).strip()


def _span(span: Span) -> str:
    if span.style == "form" and span.text.strip():
        inner = span.text.strip()
        left = " " if span.text[0].isspace() else ""
        right = " " if span.text[-1].isspace() else ""
        return f"{left}*{inner}*{right}"
    return span.text


def paragraph_text(paragraph: Paragraph) -> str:
    mark = {"footnote": "(footnote) ", "list": "- ", "caption": "(caption) "}.get(paragraph.kind, "")
    return mark + rich_text(paragraph.rich)[:_MAX_PARAGRAPH]


def example_text(example: Example) -> str:
    """The id, the label that the prose refers to, and the lines of an example."""
    label = f" ({example.label})" if example.label else ""
    lines = [f"[{example.id}]{label}" + (f" {example.judgement}" if example.judgement else "")]
    if example.surface and example.surface.split() != list(example.morphs):
        lines.append(f"  {example.surface}")
    if example.morphs:
        lines.append(f"  {' '.join(example.morphs)}")
    if example.glosses:
        lines.append(f"  {' '.join(example.glosses)}")
    if example.translation:
        lines.append(f"  ‘{' '.join(example.translation.split())}’")
    return "\n".join(lines)


def table_text(table: Table) -> str:
    """A table: its caption, then one line a row."""
    label = f" ({table.label})" if table.label else ""
    rows = [" | ".join(_cell(cell) for cell in row) for row in table.rows]
    caption = re.sub(r"\s+", " ", table.caption).strip()
    return "\n".join([f"(table){label} {caption}".rstrip(), *(f"  {row}" for row in rows if row.strip(" |"))])


def _cell(rich: Rich) -> str:
    return rich_text(rich)
