"""Glossed texts in CoNLL-U (Universal Dependencies): words with ``Gloss`` and ``MSeg`` in the last column.

``MSeg`` is the segmented word (the word itself where it is missing), ``Gloss`` (or ``MGloss``) the glosses of its
morphs; the translation is the comment ``text_en`` (``text_LANG`` of the meta-language). Tokens of punctuation are no
words; the parts of a multi-word token are words of their own. In values ``\\s`` stands for a space, ``\\p`` for ``|``
(as UD has it) and ``\\e`` for ``=``: libraries drop what follows a second ``=``, and clitics have one.

>>> unescaped(escaped("top=LOC, go up"))
'top=LOC, go up'
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from morph.errors import DataError
from morph.files import read_text
from rules.items import Example, SourceRead
from rules.sources.files import Tally, place
from rules.sources.languages import iso
from rules.sources.words import gloss_item

_ESCAPES = {"\\": "\\\\", "|": "\\p", "\t": "\\t", "\n": "\\n", " ": "\\s", "=": "\\e"}
_PLAIN = {written: plain for plain, written in _ESCAPES.items()}
_COLUMNS = 10
_TOKEN = re.compile(r"\d+\t")
Row = tuple[int, list[str]]


def escaped(value: str) -> str:
    """A value as the last column has it."""
    return "".join(_ESCAPES.get(char, char) for char in value)


def unescaped(value: str) -> str:
    """Inverse of :func:`escaped`."""
    return re.sub(r"\\.", lambda match: _PLAIN.get(match[0], match[0]), value)


def is_conllu(start: str) -> bool:
    """Whether a text begins like CoNLL-U: comments, then a token in ten columns."""
    for line in start.splitlines():
        if line.strip() and not line.startswith("#"):
            return bool(re.match(r"\d+(?:-\d+)?\t", line)) and line.count("\t") == _COLUMNS - 1
    return False


def read_conllu(path: Path, *, meta_language: str = "eng") -> SourceRead:
    """Read all sentences; one without glosses is kept and counted as not aligned. A line of another number of columns
    is listed and left out."""
    text, findings = read_text(path)
    tally = Tally(findings=findings)
    for count, (comments, rows) in enumerate(_sentences(path, text, tally), 1):
        tally.add_example(_example(path, count, comments, rows, meta_language))
    if not tally.examples:
        raise DataError("no token in the file", path=str(path), line=1, expected="lines of ten columns (CoNLL-U)")
    return tally.finish(path, "texts")


def _sentences(path: Path, text: str, tally: Tally) -> Iterator[tuple[dict[str, str], list[Row]]]:
    comments: dict[str, str] = {}
    rows: list[Row] = []
    for number, line in enumerate([*text.splitlines(), ""], 1):
        if line.startswith("#"):
            name, _, value = line[1:].partition("=")
            comments[name.strip()] = value.strip()
        elif line.strip():
            cells = line.split("\t")
            if len(cells) == _COLUMNS:
                rows.append((number, cells))
            else:
                tally.say(
                    "conllu.columns",
                    f"{len(cells)} columns, not {_COLUMNS}; left out",
                    place(path, number),
                    "part them by tabs",
                )
        else:
            if rows:
                yield comments, rows
            comments, rows = {}, []


def _example(path: Path, count: int, comments: dict[str, str], rows: list[Row], meta_language: str) -> Example:
    words = [cells for _, cells in rows if _TOKEN.match(f"{cells[0]}\t") and cells[3] != "PUNCT"]
    misc = [_misc(cells[9]) for cells in words]
    glosses = [unescaped(found.get("Gloss") or found.get("MGloss", "")) for found in misc]
    label = comments.get("sent_id", str(count))
    return Example(
        id=f"{path.stem}-{count}".replace(" ", "_"),
        surface=comments.get("text") or " ".join(cells[1] for cells in words),
        morphs=tuple(
            unescaped(found["MSeg"]) if "MSeg" in found else cells[1] for found, cells in zip(misc, words, strict=True)
        ),
        glosses=tuple(gloss_item(gloss) or "?" for gloss in glosses),
        translation=_translation(comments, meta_language),
        source=place(path, rows[0][0], label),
        surface_words=tuple(cells[1] for cells in words),
        reference=label,
        meta_language=iso(meta_language),
        aligned=bool(words) and any(glosses),
        pos=tuple(cells[4] if cells[4] != "_" else cells[3] for cells in words),
    )


def _misc(cell: str) -> dict[str, str]:
    pairs = (part.partition("=") for part in cell.split("|") if "=" in part)
    return {name: value for name, _, value in pairs}


def _translation(comments: dict[str, str], meta_language: str) -> str:
    """The translation into the meta-language, else the one that is there."""
    found = {iso(name.removeprefix("text_")): text for name, text in comments.items() if name.startswith("text_")}
    return found.get(iso(meta_language)) or next(iter(found.values()), "")
