"""The reader of surface pieces kept in the project's cache, because it takes much longer to learn than to load.

Only plain values are stored (:mod:`marshal`): morphs once, everything else by their numbers. The file begins with a
hash of what the reader was made from: the tables, this program's code for it, the version of Python.
"""

from __future__ import annotations

import contextlib
import hashlib
import marshal
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import fields
from pathlib import Path
from typing import Any

from morph import align_surface, fused, kept, surface_reader
from morph.fused import FusedForms
from morph.model import Analysis, Morph
from morph.surface_reader import Piece, SurfaceReader

_COUNTS = ("follows", "follows2", "labels", "labels2")
_KEPT = {*_COUNTS, "words", "pieces", "longest", "confirmed", "fused"}
_NOT_NEEDED = {"_orders", "_totals", "_glosses", "_by_analogy"}
"""What reading fills anew, and what only learning needs."""


def kept_reader(path: Path, key: str, make: Callable[[], SurfaceReader]) -> SurfaceReader:
    """The reader in ``path`` where it was made from the tables that ``key`` names by this version of the program; else
    made and written there."""
    signature = _signature(key)
    reader = kept.read(path, signature, restored)
    if reader is None:
        reader = make()
        if vars(reader).keys() == _KEPT | _NOT_NEEDED:
            with contextlib.suppress(OSError):
                kept.write(path, signature, plain(reader))
    return reader


def _signature(key: str) -> bytes:
    hashed = hashlib.sha256(f"{sys.version_info[:2]} {marshal.version} {key}".encode())
    for module in (sys.modules[__name__], surface_reader, align_surface, fused):
        hashed.update(Path(str(module.__file__)).read_bytes())
    return hashed.digest()


class _Numbers:
    """Numbers morphs."""

    def __init__(self) -> None:
        self.morphs: dict[Morph, int] = {}

    def of(self, morphs: Iterable[Morph]) -> tuple[int, ...]:
        return tuple([self.morphs.setdefault(morph, len(self.morphs)) for morph in morphs])


def plain(reader: SurfaceReader) -> dict[str, Any]:
    """A reader as values that marshal knows."""
    numbers = _Numbers()
    found: dict[str, Any] = {name: dict(getattr(reader, name)) for name in _COUNTS}
    found["words"] = {
        word: [(numbers.of(morphs), count) for morphs, count in counts.items()] for word, counts in reader.words.items()
    }
    found["pieces"] = {
        text: [(*numbers.of((p.morph,)), p.label, p.weight, p.guessed, p.stem) for p in row]
        for text, row in reader.pieces.items()
    }
    found["confirmed"] = {
        form: (numbers.of(a.morphs), a.pos, a.lexeme, a.basis, a.weight) for form, a in reader.confirmed.items()
    }
    found["longest"] = reader.longest
    found["fused"] = [getattr(reader.fused, part.name) for part in fields(FusedForms)]
    found["morphs"] = [(m.form, m.gloss, m.separator, m.kind, m.morpheme) for m in numbers.morphs]
    return found


def restored(found: dict[str, Any]) -> SurfaceReader:
    """Inverse of :func:`plain`."""
    reader = object.__new__(SurfaceReader)
    morphs = [Morph(*row) for row in found["morphs"]]
    for name in _COUNTS:
        setattr(reader, name, Counter(found[name]))
    words: defaultdict[str, Counter[tuple[Morph, ...]]] = defaultdict(Counter)
    for word, counts in found["words"].items():
        words[word] = Counter({tuple([morphs[n] for n in numbers]): count for numbers, count in counts})
    reader.words = words
    reader.pieces = {text: [Piece(morphs[row[0]], *row[1:]) for row in rows] for text, rows in found["pieces"].items()}
    reader.confirmed = {
        form: Analysis(tuple([morphs[n] for n in numbers]), *more)
        for form, (numbers, *more) in found["confirmed"].items()
    }
    reader.longest = found["longest"]
    reader.fused = FusedForms(*found["fused"])
    reader._orders, reader._totals, reader._glosses, reader._by_analogy = {}, {}, set(), {}
    return reader
