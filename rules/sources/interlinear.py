"""Interlinear examples in plain text: the lines of a block, whichever way they are numbered, aligned and quoted.

Used for code blocks, ``:::`` divisions (pandoc-ling) and numbered paragraphs of Markdown books. Which line is which is
told as for LaTeX books (:mod:`rules.sources.latex.igt`).

>>> lines = ["(3) a. *ev-ler", "  house-PL", "  ‘houses’", " b. ev", "  house", "  'house'"]
>>> [(item.number, item.judgement, item.lines, item.translation) for item in split_blocks(lines)]
[('3a', '*', ('ev-ler', 'house-PL'), 'houses'), ('3b', '', ('ev', 'house'), 'house')]
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rules.sources.latex.igt import Lines, arrange
from rules.sources.latex.translation import split_translation

_NUMBER = re.compile(r"\s*(?:\((?P<number>@?[\w.-]{0,12}?\d*)\)|(?P<ex>ex\.?\s*\d+)[.:)]?)\s+(?=\S)")
_LETTER = re.compile(r"\s*\(?(?P<letter>[a-z]|[ivx]{1,4})[.)]\s+(?=\S)")
_JUDGEMENT = re.compile(r"^(?P<mark>\*\?|\?\*|\?\?|[*?#%])\s*(?=\S)")
_QUOTE = re.compile(r"^\s*[‘“'\"«„‚`]")
_CLOSED = re.compile(r"[’”'\"»“‘][\s.]*(?:[\[(][^\])]*[\])])?[\s.]*$")
_COLUMNS = re.compile(r"\s{2,}|\t")
_SEPARATED = re.compile(r"\w[-=~]\w")
_LABEL = re.compile(r"(?:^|[-=~.\s])(?:[123](?:SG|PL|DU)|[A-Z]{2,5}\d?)(?=$|[-=~.\s])")


@dataclass(frozen=True, slots=True)
class Block:
    """One example: its number (``3a``), the object and gloss lines, the translation; ``offset`` is the place of its
    first line in the block it comes from, 0-based."""

    number: str
    judgement: str
    lines: tuple[str, ...]
    translation: str
    reference: str = ""
    offset: int = 0
    rest: str = ""


def split_blocks(lines: Sequence[str]) -> list[Block]:
    """The examples of a block of lines. A number, a letter, or a line after a translation begins the next one."""
    groups: list[tuple[str, int, list[str]]] = []
    number, closed = "", True
    for offset, raw in enumerate(lines):
        line = raw.expandtabs(4).rstrip()
        if not line.strip():
            closed = closed or bool(groups and _has_translation(groups[-1][2]))
            continue
        found_number, letter, line = _numbering(line)
        if found_number:
            number = found_number
        if found_number or letter or closed:
            groups.append((number + letter, offset, []))
        groups[-1][2].append(line.strip())
        closed = _has_translation(groups[-1][2]) and not _goes_on(lines, offset)
    return [_block(*group) for group in groups]


def _numbering(line: str) -> tuple[str, str, str]:
    """Number, letter and rest of a line."""
    number = letter = ""
    match = _NUMBER.match(line)
    if match:
        number = (match["number"] or match["ex"] or "").strip("@").removeprefix("ex").strip(" .")
        line = line[match.end() :]
        number = number or "@"
    match = _LETTER.match(line)
    if match:
        letter, line = match["letter"], line[match.end() :]
    return number, letter, line


def _has_translation(lines: Sequence[str]) -> bool:
    """Whether the last lines are a quoted translation that is complete."""
    for start in range(len(lines) - 1, 0, -1):
        if _QUOTE.match(lines[start]):
            return bool(_CLOSED.search(lines[-1]))
    return False


def _goes_on(lines: Sequence[str], offset: int) -> bool:
    """Whether the line after belongs to the translation: a bracketed reference of its own."""
    following = lines[offset + 1].strip() if offset + 1 < len(lines) else ""
    return bool(re.fullmatch(r"[\[(][^\])]*[\])]\.?", following)) and not _NUMBER.match(lines[offset + 1] + " x")


def _block(number: str, offset: int, lines: list[str]) -> Block:
    start = next((i for i in range(1, len(lines)) if _QUOTE.match(lines[i])), len(lines))
    tail = split_translation(" ".join(lines[start:])) if start < len(lines) else None
    body = lines[:start]
    judgement = ""
    if body and (match := _JUDGEMENT.match(body[0])):
        judgement, body[0] = match["mark"], body[0][match.end() :]
    return Block(
        number=number.replace("@", ""),
        judgement=judgement,
        lines=tuple(body),
        translation=tail.translation if tail else "",
        reference=tail.reference if tail else "",
        offset=offset,
        rest=tail.rest if tail else "",
    )


def unquoted(block: Block) -> Block:
    """A block without a quoted translation, whose last of three or more lines is the translation."""
    if block.translation or len(block.lines) < 3:
        return block
    tail = split_translation(block.lines[-1])
    return Block(
        block.number, block.judgement, block.lines[:-1], tail.translation, tail.reference, block.offset, tail.rest
    )


def is_interlinear(block: Block, *, marked: bool) -> bool:
    """Whether a block is an example: two lines and a translation, of which (unless the block is ``marked`` as an
    example or numbered as one) the lines align or one has gloss labels or morph boundaries."""
    if len(block.lines) < 2 or len(block.lines) > 6:
        return False
    if marked:
        return True
    if not block.translation:
        return False
    if block.number:
        return True
    words = [len(line.split()) for line in block.lines]
    return words[-1] in words[:-1] or any(_SEPARATED.search(x) or _LABEL.search(x) for x in block.lines)


def align(block: Block) -> Lines:
    """The lines of a block in their roles; columns two and more spaces wide decide where words do not."""
    lines = list(block.lines)
    arranged = arrange(lines, translation=block.translation)
    if not arranged.problem:
        return arranged
    columns = [["_".join(cell.split()) for cell in _COLUMNS.split(line.strip())] for line in lines]
    if len({len(row) for row in columns}) == 1 and len(columns[0]) > 1:
        return arrange([" ".join(row) for row in columns], translation=block.translation)
    if len(lines) > 2:  # a heading above (the language's name), or a comment below
        for shorter in (lines[1:], lines[:-1]):
            second = arrange(shorter, translation=block.translation)
            if not second.problem:
                return second
    return arranged
