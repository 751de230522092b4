r"""Interlinear texts of Toolbox: ``\ref`` blocks with lines that are aligned by columns.

``\tx`` (or ``\t``) holds the words, ``\mb`` (``\m``) their morphs, ``\ge`` (``\g``) the gloss of each morph, ``\ps``
(``\p``) the parts of speech, ``\ft`` (``\f``) the free translation. Long sentences are wrapped: the lines repeat, and
their pieces are put together. Morphs carry their own separators (``-un``, ``ge-``, ``=ko``); where those do not say
which word they belong to, the columns do (Toolbox counts bytes of UTF-8 in them, other programs characters).

>>> lines = {"tx": "Evlerde     geldi", "mb": "ev    -ler -de gel  -di", "ge": "house -PL -LOC come -PST"}
>>> words(lines["tx"], lines["mb"], lines["ge"])
[('Evlerde', 'ev-ler-de', 'house-PL-LOC'), ('geldi', 'gel-di', 'come-PST')]
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from morph.errors import DataError
from morph.files import read_text
from rules.items import Example, SourceRead
from rules.sources.files import Tally, place
from rules.sources.markers import raw_fields
from rules.sources.words import gloss_item, join_tokens

_LINES = {
    "tx": "text",
    "t": "text",
    "mb": "morphs",
    "m": "morphs",
    "mr": "morphs",
    "ge": "gloss",
    "g": "gloss",
    "gl": "gloss",
}
_TRANSLATIONS = ("ft", "f", "fte", "fe", "tr", "lt")
_POS = ("ps", "p", "pos")
_TEXT = ("tx", "t")
_IDS = ("id", "ref", "itm")
Fields = list[tuple[int, str, str]]


def read_toolbox(path: Path, *, meta_language: str = "eng") -> SourceRead:
    """Read all sentences of a text file. DataError where there is no ``\\tx`` line."""
    text, findings = read_text(path)
    tally = Tally(findings=findings)
    name, unknown = path.stem, Counter[str]()
    for block in _blocks(list(raw_fields(text))):
        values = {marker: value.strip() for _, marker, value in block}
        name = values.get("id", name) or name
        if any(marker in values for marker in _TEXT):
            tally.add_example(_example(path, block, name, len(tally.examples) + 1, meta_language))
        unknown.update(_unused(block))
    if not tally.examples:
        raise DataError("no \\tx line in the file", path=str(path), line=1, expected="a Toolbox text")
    if unknown:
        listed = ", ".join(f"\\{marker} {count:,}" for marker, count in unknown.most_common())
        tally.say("toolbox.markers-unknown", f"lines not used: {listed}", place(path), severity="note")
    return tally.finish(path, "texts")


def _blocks(everything: Fields) -> list[Fields]:
    """Sentences: each begins with ``\\ref`` where the file has it, else with the ``\\tx`` after a translation."""
    starts = next((m for m in ("ref", "itm") if any(marker == m for _, marker, _ in everything)), "")
    blocks: list[Fields] = [[]]
    for item in everything:
        marker = item[1]
        if starts:
            new = marker == starts
        else:
            new = marker in _TEXT and any(m in _TRANSLATIONS for _, m, _ in blocks[-1])
        if new or marker == "id":
            blocks.append([])
        blocks[-1].append(item)
    return [block for block in blocks if block]


def _unused(block: Fields) -> list[str]:
    known = {*_LINES, *_POS, *_IDS, *_TRANSLATIONS, "nt", "dt", "st", "bs"}
    return [marker for _, marker, value in block if marker not in known and value.strip()]


def _example(path: Path, block: Fields, name: str, count: int, meta_language: str) -> Example:
    values = {marker: value.strip() for _, marker, value in reversed(block)}
    line = next(number for number, marker, _ in block if marker in _TEXT)
    reference = values.get("ref") or values.get("itm") or str(count)
    chunks = _chunks(block)
    found = [item for chunk in chunks for item in words(*chunk[:3])]
    complete = all(gloss for *_, gloss in found)
    translation = next((" ".join(values[m].split()) for m in _TRANSLATIONS if values.get(m)), "")
    has_gloss = any(chunk[2].strip() for chunk in chunks)
    pos = [item[2] for chunk in chunks for item in words(chunk[0], chunk[1], chunk[3])] if chunks[0][3].strip() else []
    return Example(
        id=f"{name}-{count}".replace(" ", "_"),
        surface=_nfc(" ".join(word for chunk in chunks for word in chunk[0].split())),
        morphs=tuple(form for _, form, _ in found),
        glosses=tuple(gloss for *_, gloss in found) if complete else tuple(" ".join(c[2] for c in chunks).split()),
        translation=_nfc(translation),
        source=place(path, line, reference),
        surface_words=tuple(word for word, _, _ in found) if all(word for word, _, _ in found) else (),
        reference=reference,
        meta_language=meta_language,
        aligned=bool(found) and has_gloss and complete,
        pos=tuple(label or "?" for label in pos) if len(pos) == len(found) else (),
    )


def _chunks(block: Fields) -> list[tuple[str, str, str, str]]:
    """Text, morphs, glosses and parts of speech of each wrapped piece of the sentence."""
    chunks: list[dict[str, str]] = []
    for _, marker, value in block:
        kind = _LINES.get(marker, "pos" if marker in _POS else "")
        if kind == "text" or (kind and not chunks):
            chunks.append({})
        if kind:
            chunks[-1].setdefault(kind, value)
    return [(c.get("text", ""), c.get("morphs", ""), c.get("gloss", ""), c.get("pos", "")) for c in chunks]


def words(text: str, morphs: str, glosses: str) -> list[tuple[str, str, str]]:
    """Word, segmented form and gloss of each word of one piece; an empty gloss where the lines do not align."""
    surface = text.split()
    if not morphs.strip():
        items = glosses.split()
        same = len(items) == len(surface)
        return [(_bare(word), _bare(word), _gloss(items[i]) if same else "") for i, word in enumerate(surface)]
    forms, items = morphs.split(), glosses.split()
    if len(forms) != len(items):
        items = _by_columns(morphs, glosses)
    if not items:
        return [("", form, "") for form, _ in join_tokens(forms, [""] * len(forms))]
    joined = join_tokens(forms, [_gloss(item) for item in items])
    spoken = [_bare(word) for word in surface if _bare(word)]
    if len(joined) == len(spoken):
        return [(word, form, gloss) for word, (form, gloss) in zip(spoken, joined, strict=True)]
    grouped = _words_by_columns(text, morphs, items) if spoken else []
    if grouped:
        return grouped
    return [("", form, gloss) for form, gloss in joined]


def _by_columns(morphs: str, glosses: str) -> list[str]:
    """The glosses under each morph, by columns in bytes or in characters, whichever cuts no word in two; none where
    both do."""
    for encode in (True, False):
        line = glosses.encode() if encode else glosses
        starts = [_column(morphs, match.start(), encode) for match in re.finditer(r"\S+", morphs)]
        ends = [*starts[1:], len(line)]
        cells = [line[start:end] for start, end in zip(starts, ends, strict=True)]
        texts = [cell.decode(errors="replace") if isinstance(cell, bytes) else cell for cell in cells]
        clean = all(not text or text[-1:].isspace() for text in texts[:-1] if text.strip())
        if clean:
            return [" ".join(text.split()) for text in texts]
    return []


def _column(line: str, index: int, encode: bool) -> int:
    return len(line[:index].encode()) if encode else index


def _words_by_columns(text: str, morphs: str, glosses: Sequence[str]) -> list[tuple[str, str, str]]:
    """Each morph goes to the word above it; empty where a word has none."""
    for encode in (True, False):
        starts = [_column(text, match.start(), encode) for match in re.finditer(r"\S+", text)]
        found: list[list[tuple[str, str]]] = [[] for _ in starts]
        for match, gloss in zip(re.finditer(r"\S+", morphs), glosses, strict=True):
            at = _column(morphs, match.start(), encode)
            index = max((i for i, start in enumerate(starts) if start <= at), default=0)
            found[index].append((_nfc(match.group()), gloss))
        if all(found):
            return [
                (_bare(word), _glue([f for f, _ in items]), _glue([g for _, g in items]))
                for word, items in zip(text.split(), found, strict=True)
            ]
    return []


def _glue(parts: Sequence[str]) -> str:
    line = ""
    for part in parts:
        joint = "" if not line or line[-1] in "-=~" or part[:1] in "-=~" else "-"
        line += joint + part
    return line


def _gloss(gloss: str) -> str:
    return "?" if not gloss.strip() or set(gloss.strip()) <= {"*"} else gloss_item(gloss)


def _bare(word: str) -> str:
    return _nfc(word.strip('.,;:!?…"“”„«»()[]'))


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text.strip())
