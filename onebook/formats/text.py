"""Aligned interlinear text for a terminal: words, segmentation and gloss in columns, wrapped to its width.

Colour shows the rung of the ladder: plain for what is confirmed or in the table, blue for rules, yellow for
guesses, red for unknown words. Widths are counted in terminal cells, so that combining marks align.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from morph.model import IGT, GlossedWord
from onebook.formats import Options

_RESET = "\x1b[0m"
_COLOUR = {"confirmed": "\x1b[1m", "table": "", "rule": "\x1b[36m", "guess": "\x1b[33m", "unknown": "\x1b[31m"}
_DIM = "\x1b[2m"


def dump(igts: Iterable[IGT], options: Options) -> Iterator[str]:
    for igt in igts:
        yield "\n".join([*_sentence(igt, options), "", ""])
    if options.story:
        from onebook.gap_text import story_lines

        yield "\n".join([*story_lines(options.story()), ""])


def _sentence(igt: IGT, options: Options) -> list[str]:
    columns = [_column(word) for word in igt.words]
    lines: list[str] = []
    label = f"({igt.id}) " if igt.id else ""
    indent = " " * len(label)
    room = max(20, options.width - len(label))
    for number, block in enumerate(_wrap(columns, room)):
        words = [igt.words[i] for i in block]
        cells = [columns[i] for i in block]
        widths = [max(map(cell_width, cell)) for cell in cells]
        for row in range(3):
            start = label if number == 0 and row == 0 else indent
            parts = [
                _pad(cell[row], width, _style(word, row, options))
                for cell, width, word in zip(cells, widths, words, strict=True)
            ]
            lines.append((start + "  ".join(parts)).rstrip())
    if igt.translation:
        lines.append(f"{indent}‘{igt.translation}’")
    if options.all_analyses or options.trace:
        for word in igt.words:
            lines += _details(word, options, indent)
    return lines


def _column(word: GlossedWord) -> tuple[str, str, str]:
    return (word.before + word.form + word.after, word.segmented, word.gloss)


def _wrap(columns: Sequence[tuple[str, str, str]], room: int) -> Iterator[list[int]]:
    block: list[int] = []
    used = 0
    for i, column in enumerate(columns):
        width = max(map(cell_width, column)) + 2
        if block and used + width > room:
            yield block
            block, used = [], 0
        block.append(i)
        used += width
    if block:
        yield block


def cell_width(text: str) -> int:
    """Terminal cells that a string takes: combining marks none, wide characters two."""
    from rich.cells import cell_len

    return cell_len(text)


def _style(word: GlossedWord, row: int, options: Options) -> str:
    if not options.colour:
        return ""
    if row == 1:
        return _DIM
    basis = word.analysis.basis if word.analysis else "unknown"
    return _COLOUR.get(basis, "") if row == 2 else "\x1b[1m"


def _pad(text: str, width: int, style: str) -> str:
    padding = " " * (width - cell_width(text))
    return f"{style}{text}{_RESET}{padding}" if style else text + padding


def _details(word: GlossedWord, options: Options, indent: str) -> list[str]:
    lines = [f"{indent}  {word.form}:"]
    shown = word.analyses if options.all_analyses else tuple(a for a in (word.analysis,) if a)
    for analysis in shown:
        mark = "→" if analysis is word.analysis else " "
        lines.append(
            f"{indent}  {mark} {analysis.segmented}  {analysis.gloss}  "
            f"[{analysis.pos or '–'}; {analysis.basis}; {analysis.weight:.2f}]"
        )
        if options.trace:
            lines += [f"{indent}      {s.rule}: {s.before} → {s.after}  {s.source}".rstrip() for s in analysis.steps]
    return lines
