"""Output formats of glossed text: each module has ``dump(igts, project_name, iso, options) -> Iterator[str]``.

``FORMATS`` names them; a format writes every word of every sentence, with basis and confidence
(:mod:`onebook.formats.basis`).
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from morph.model import IGT

if TYPE_CHECKING:
    from onebook.gaps import Story

FORMATS = (
    "text", "json", "tsv", "sigmorphon", "flextext", "elan", "toolbox", "cldf", "conllu", "latex", "html",
)  # fmt: skip

AROUND = {
    "text": (0, 0),
    "json": (0, 0),
    "tsv": (1, 0),
    "sigmorphon": (0, 0),
    "latex": (1, 1),
    "html": (1, 1),
    "toolbox": (1, 0),
}
"""Of formats that write sentence after sentence, each by itself: the pieces before the first and after the last one."""

TELLING = ("text", "json", "html")
"""Formats that end with the stories of words without analysis, where they are asked for."""


@dataclass(frozen=True, slots=True)
class Options:
    """What a format may need to know: language name and ISO code, whether all analyses or steps are wanted, the
    width of the terminal and whether colour is; ``story`` tells of words without analysis, after the last sentence;
    ``basis`` asks for basis and confidence where a format does without them; ``out`` is the folder of a format that is
    several files, ``meta_language`` that of glosses and translations."""

    language: str = ""
    iso: str = ""
    all_analyses: bool = False
    trace: bool = False
    width: int = 100
    colour: bool = False
    story: Callable[[], Story] | None = None
    basis: bool = False
    out: Path | None = None
    meta_language: str = "eng"


def dump(name: str, igts: Iterable[IGT], options: Options) -> Iterator[str]:
    """The text of ``igts`` in format ``name``, in pieces, sentence by sentence."""
    return importlib.import_module(f"onebook.formats.{name}").dump(igts, options)
