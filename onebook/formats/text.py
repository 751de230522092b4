"""Aligned interlinear text for a terminal: words, segmentation and gloss in columns, wrapped to its width.

A small mark after the gloss tells a guess (°) and what a person confirmed (✓); ``--basis`` writes basis and
confidence of every word in a line of their own. Colour shows the basis too: plain for what is confirmed or in the
table, blue for rules, yellow for guesses, red for unknown words. Widths are counted in terminal cells, so that
combining marks align.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from morph.choose import EXPLAINED
from morph.model import IGT, Analysis, GlossedWord
from onebook.formats import Options
from onebook.formats.basis import basis, is_mark, mark, rating

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
    columns = [_column(word, options) for word in igt.words]
    lines: list[str] = []
    label = f"({igt.id}) " if igt.id else ""
    indent = " " * len(label)
    room = max(20, options.width - len(label))
    for number, block in enumerate(_wrap(columns, room)):
        words = [igt.words[i] for i in block]
        cells = [columns[i] for i in block]
        widths = [max(map(cell_width, cell)) for cell in cells]
        for row in range(4 if options.basis else 3):
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


def _column(word: GlossedWord, options: Options) -> tuple[str, ...]:
    cells = (word.before + word.form + word.after, word.segmented, word.gloss + mark(word))
    return (*cells, "" if is_mark(word) else rating(word)) if options.basis else cells


def _wrap(columns: Sequence[tuple[str, ...]], room: int) -> Iterator[list[int]]:
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
    if row in (1, 3):
        return _DIM
    return _COLOUR.get(basis(word), "") if row == 2 else "\x1b[1m"


def _pad(text: str, width: int, style: str) -> str:
    padding = " " * (width - cell_width(text))
    return f"{style}{text}{_RESET}{padding}" if style else text + padding


def _details(word: GlossedWord, options: Options, indent: str) -> list[str]:
    """The analyses of a word: all of them, or the best three where a trace is asked for."""
    lines = [f"{indent}  {word.form}: {rating(word)}"]
    shown = word.analyses if options.all_analyses else word.analyses[:EXPLAINED]
    for analysis in shown:
        own = "→" if analysis is word.analysis else " "
        lines.append(
            f"{indent}  {own} {analysis.segmented}  {analysis.gloss}  "
            f"[{analysis.pos or '–'}; {analysis.basis}; {analysis.weight:.2f}]"
        )
        if options.trace:
            lines += [f"{indent}      {line}" for line in step_lines(analysis)]
    if len(word.analyses) > len(shown):
        lines.append(f"{indent}    … {len(word.analyses) - len(shown)} more: --all")
    return lines


def step_lines(analysis: Analysis) -> Iterator[str]:
    """The rules that led to an analysis, each with its first address, then what decided in context."""
    decided: dict[str, list[str]] = {}
    for step in analysis.steps:
        if step.source == "model":
            decided.setdefault(step.before, []).append(step.rule)
        else:
            first, *more = step.source.split(" ; ")
            source = f"  [{first}{f' +{len(more)}' if more else ''}]" if first else ""
            yield f"{step.rule}: {step.before or '∅'} → {step.after or '∅'}{source}"
    for against, reasons in decided.items():
        yield f"in context, against ‘{against}’: {'; '.join(reasons)}"
