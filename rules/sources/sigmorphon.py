r"""The blocks of the SIGMORPHON 2023 shared task on interlinear glossing (Ginn et al. 2023).

A block is ``\t`` text, ``\m`` segmentation (track 2 only), ``\p`` parts of speech (some languages), ``\g`` gloss
(absent or empty where it is covered), ``\l`` translation; blocks are parted by a blank line or by the next ``\t``.

>>> blocks, _ = parse_blocks("\\t Nita he.\n\\g 1SG go\n\n\\t Ma.\n")
>>> [(line, block["t"]) for line, block in blocks]
[(1, 'Nita he.'), (4, 'Ma.')]
"""

from __future__ import annotations

import re
from pathlib import Path

from morph.errors import DataError
from morph.files import read_text
from morph.igt import OPEN_IN_BLOCKS
from morph.model import UNKNOWN_GLOSS
from rules.items import Example, SourceRead
from rules.sources.files import Tally, place

_LINE = re.compile(r"\\([a-zA-Z]\w*)(?:[ \t]+(.*))?")
_KNOWN = frozenset("tmgplb")  # b: what onebook's glosses stand on, passed over


def parse_blocks(text: str) -> tuple[list[tuple[int, dict[str, str]]], list[tuple[int, str]]]:
    """The blocks with the line each begins on, and the lines that belong to none (line number, text).

    A line without a marker goes on with the line before it; an unknown marker is among the lines that are left.
    """
    blocks: list[tuple[int, dict[str, str]]] = []
    left: list[tuple[int, str]] = []
    last, opened = "", False
    for number, line in enumerate(text.split("\n"), 1):
        match = _LINE.fullmatch(line.strip())
        marker = match[1] if match else ""
        if not line.strip():
            last, opened = "", False
        elif not match and last and opened:
            blocks[-1][1][last] += " " + line.strip()
        elif not match or marker not in _KNOWN:
            left.append((number, line.strip()))
            last = ""
        else:
            if not opened or marker in blocks[-1][1]:
                blocks.append((number, {}))
                opened = True
            blocks[-1][1][marker] = (match[2] or "").strip()
            last = marker
    return blocks, left


def read_sigmorphon(path: Path, *, meta_language: str = "eng") -> SourceRead:
    """Read a file of blocks. Without ``\\m`` the words of the text stand for their own segmentation; without a gloss
    the example is kept and counted as not aligned."""
    text, findings = read_text(path)
    tally = Tally(findings=findings)
    blocks, left = parse_blocks(text)
    if not blocks:
        raise DataError("no block (\\t, \\m, \\g, \\l) in the file", path=str(path), line=1, hint="check its form")
    for number, line in left:
        tally.say(
            "sigmorphon.stray-line",
            f"line outside of a block: {line[:40]!r}",
            place(path, number),
            "begin it with \\t, \\m, \\p, \\g or \\l",
        )
    for count, (number, block) in enumerate(blocks, 1):
        tally.add_example(_example(path, count, number, block, meta_language))
    tally.counts["examples.segmented"] = sum("m" in block for _, block in blocks)
    return tally.finish(path, "texts")


def _example(path: Path, count: int, number: int, block: dict[str, str], meta_language: str) -> Example:
    surface = " ".join(block.get("t", "").split())
    words = tuple(surface.split())
    morphs = tuple(block["m"].split()) if block.get("m") else words
    glosses = tuple(gloss.replace(OPEN_IN_BLOCKS, UNKNOWN_GLOSS) for gloss in block.get("g", "").split())
    return Example(
        id=f"{path.stem}-{count}",
        surface=surface,
        morphs=morphs,
        glosses=glosses,
        translation=block.get("l", ""),
        source=place(path, number),
        surface_words=words if len(words) == len(morphs) else (),
        meta_language=meta_language,
        aligned=bool(morphs) and len(morphs) == len(glosses),
        pos=tuple(block.get("p", "").split()),
    )
