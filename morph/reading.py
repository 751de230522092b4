"""A reading of a word as row numbers: what lookup finds and :mod:`morph.analyze` turns into an analysis."""

from __future__ import annotations

from typing import NamedTuple

from morph.inside import Inner


class Reading(NamedTuple):
    """A reading as numbers: bound morphs before the stem (from the outside in), stem, bound morphs after it, and the
    copies and infixes inside the stem."""

    weight: float
    prefixes: tuple[int, ...]
    stem: int
    suffixes: tuple[int, ...]
    inner: tuple[Inner, ...] = ()
