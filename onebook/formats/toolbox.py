r"""Toolbox interlinear text: ``\tx``, ``\mb``, ``\ge``, ``\ps`` in columns, ``\ft`` the translation, ``\bs`` basis.

Columns are counted in bytes of UTF-8, as Toolbox does. Morphs carry their separators, glosses likewise; ``\bs``
stands under the first morph of each word and has basis and confidence. Long sentences are wrapped: the lines repeat.
Punctuation that stands by itself has no column; the sentence with it is the note ``\nt``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from morph.model import IGT, GlossedWord
from onebook.formats import Options
from onebook.formats.basis import is_mark, rating
from onebook.formats.pieces import pieces

WIDTH = 100
"""Bytes after which the lines of a sentence are wrapped."""
_MARKERS = ("tx", "mb", "ge", "ps", "bs")
Column = tuple[tuple[str, ...], ...]


def dump(igts: Iterable[IGT], options: Options) -> Iterator[str]:
    title = " ".join((options.language or options.iso or "text").split())
    yield f"\\_sh v3.0  400  Text\n\n\\id {title}\n\n"
    for number, igt in enumerate(igts, 1):
        lines = [f"\\ref {igt.id or number}"]
        for block in _blocks([_column(word) for word in igt.words if not is_mark(word)]):
            lines += _lines(block)
        lines.append(f"\\ft {' '.join(igt.translation.split())}".rstrip())
        if any(is_mark(word) for word in igt.words):
            lines.append(f"\\nt {' '.join(igt.text.split())}")
        yield "\n".join(lines) + "\n\n"


def _column(word: GlossedWord) -> Column:
    """The rows of a word: the cells of ``tx mb ge ps bs``, one for each morph where there are several."""
    parts = pieces(word)
    pos = word.analysis.pos if word.analysis else ""
    return (
        (word.before + word.form + word.after,),
        tuple(part.form for part in parts),
        tuple(part.gloss for part in parts),
        (pos.replace(" ", "_") or "?",),
        (rating(word, ":"),),
    )


def _blocks(columns: list[Column]) -> Iterator[list[Column]]:
    block: list[Column] = []
    used = 0
    for column in columns:
        width = sum(_widths(column))
        if block and used + width > WIDTH:
            yield block
            block, used = [], 0
        block.append(column)
        used += width
    if block:
        yield block


def _widths(column: Column) -> list[int]:
    """The width of each morph's column in bytes, with a space behind it; the last also takes what stands above the
    whole word."""
    _, forms, glosses, *_ = column
    widths = [max(len(form.encode()), len(gloss.encode())) + 1 for form, gloss in zip(forms, glosses, strict=True)]
    whole = max(len(row[0].encode()) for row in (column[0], *column[3:])) + 1
    widths[-1] += max(0, whole - sum(widths))
    return widths


def _lines(block: list[Column]) -> Iterator[str]:
    for row, marker in enumerate(_MARKERS):
        line = ""
        for column in block:
            widths = _widths(column)
            cells = column[row]
            if len(cells) != len(widths):
                widths = [sum(widths)]
            line += "".join(_padded(cell, width) for cell, width in zip(cells, widths, strict=True))
        yield f"\\{marker} {line}".rstrip()


def _padded(cell: str, width: int) -> str:
    return cell + " " * (width - len(cell.encode()))
