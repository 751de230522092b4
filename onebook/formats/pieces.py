"""The pieces of a word for formats that keep morphs apart: each with its separators and its gloss.

A separator stays with the morph that is bound: ``a-``, ``-lu``, ``=ta``.

>>> from morph.igt import split_word
>>> from morph.model import Analysis
>>> word = GlossedWord("x", (Analysis(split_word("a-kalo-lu=ta", "DEF-dog-PL=OBJ")),), 0)
>>> [piece.form for piece in pieces(word)], [piece.gloss for piece in pieces(word)]
(['a-', 'kalo', '-lu', '=ta'], ['DEF-', 'dog', '-PL', '=OBJ'])
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from morph.model import UNKNOWN_GLOSS, GlossedWord, Morph, join_morphs


@dataclass(frozen=True, slots=True)
class Piece:
    """A morph as interlinear programs write it, without spaces."""

    form: str
    gloss: str
    morph: Morph


def pieces(word: GlossedWord) -> tuple[Piece, ...]:
    """The morphs of the chosen analysis; of a word without one, the word itself with the gloss ``?``. An infix and the
    stem around it are one piece (``k<um>il``, ``<ACT>buy``)."""
    morphs = word.analysis.morphs if word.analysis else (Morph(word.form, UNKNOWN_GLOSS),)
    groups = _groups(morphs)
    stem = next((i for i, group in enumerate(groups) if any(m.kind == "stem" for m in group)), 0)
    before, after = [""] * len(groups), [""] * len(groups)
    for i, group in enumerate(groups[1:], 1):
        separator = next((m.separator for m in group if m.separator != "<"), "")
        if i <= stem:
            after[i - 1] = separator
        else:
            before[i] = separator
    return tuple(
        Piece(before[i] + _line(group, "form") + after[i], before[i] + _line(group, "gloss") + after[i], group[-1])
        for i, group in enumerate(groups)
    )


def _groups(morphs: tuple[Morph, ...]) -> list[tuple[Morph, ...]]:
    if not any(morph.separator == "<" for morph in morphs):
        return [(morph,) for morph in morphs]
    infixes = tuple(morph for morph in morphs if morph.separator == "<")
    stem = next((morph for morph in morphs if "…" in morph.form), None)
    others = [(morph,) for morph in morphs if morph.separator != "<" and morph is not stem]
    if stem is None:
        return [infixes, *others]
    at = sum(1 for morph in morphs[: morphs.index(stem)] if morph.separator != "<")
    return [*others[:at], (*infixes, stem), *others[at:]]


def _line(group: tuple[Morph, ...], attribute: Literal["form", "gloss"]) -> str:
    bare = tuple(replace(morph, separator=morph.separator if morph.separator == "<" else "") for morph in group)
    return one_word(join_morphs(bare, attribute))


def one_word(text: str) -> str:
    """A gloss or form without spaces (LGR 4: dots), ``?`` where it is empty."""
    return ".".join(text.split()) or UNKNOWN_GLOSS


def surface(words: tuple[GlossedWord, ...]) -> str:
    """The sentence as its words and their punctuation spell it."""
    return " ".join(word.before + word.form + word.after for word in words)
