"""Interlinear lines with some morphs marked by carets under them, so that marks survive every terminal and file.

>>> from morph.igt import glossed_word
>>> from morph.model import IGT
>>> igt = IGT("1", "sotara sola", (glossed_word("sotara", "sota=ta", "fish=OBJ"), glossed_word("sola", "sola", "run")))
>>> print("\\n".join(marked(igt, [(0, 1)])))
sotara    sola
sota=ta   sola
    ^^^
fish=OBJ  run
    ^^^^
"""

from __future__ import annotations

from collections.abc import Sequence

from morph.model import IGT, GlossedWord
from onebook.formats.text import cell_width


def marked(igt: IGT, marks: Sequence[tuple[int, int]], width: int = 96) -> list[str]:
    """The lines of a sentence in aligned columns, wrapped; under form and gloss of every marked morph stand carets
    (a mark of -1 marks the surface word)."""
    wanted: dict[int, set[int]] = {}
    for word, morph in marks:
        wanted.setdefault(word, set()).add(morph)
    columns = [_column(word, wanted.get(number, set())) for number, word in enumerate(igt.words)]
    lines: list[str] = []
    for block in _blocks(columns, width):
        for row in range(6):
            line = "".join(
                cell[row] + " " * (max(map(cell_width, cell)) + 2 - cell_width(cell[row])) for cell in block
            ).rstrip()
            if line:
                lines.append(line)
    return lines


def _column(word: GlossedWord, marks: set[int]) -> tuple[str, ...]:
    """Surface, carets, segmented, carets, gloss, carets."""
    surface = word.before + word.form + word.after
    under = " " * cell_width(word.before) + "^" * cell_width(word.form) if -1 in marks else ""
    return (
        surface, under,
        word.segmented, _carets(word, marks, gloss=False),
        word.gloss, _carets(word, marks, gloss=True),
    )  # fmt: skip


def _carets(word: GlossedWord, marks: set[int], *, gloss: bool) -> str:
    if word.analysis is None or not marks - {-1}:
        return ""
    line, at = word.gloss if gloss else word.segmented, 0
    out = ""
    for number, morph in enumerate(word.analysis.morphs):
        text = morph.gloss if gloss else morph.form
        found = line.find(text, at)
        if found < 0:
            continue
        begin = found - len(morph.separator) if found and morph.separator not in ("", "<") else found
        out += " " * (cell_width(line[:begin]) - len(out))
        out += ("^" if number in marks else " ") * cell_width(line[begin : found + len(text)])
        at = found + len(text)
    return out.rstrip()


def _blocks(columns: Sequence[tuple[str, ...]], width: int) -> list[list[tuple[str, ...]]]:
    blocks: list[list[tuple[str, ...]]] = [[]]
    used = 0
    for column in columns:
        size = max(map(cell_width, column)) + 2
        if blocks[-1] and used + size > width:
            blocks.append([])
            used = 0
        blocks[-1].append(column)
        used += size
    return blocks
