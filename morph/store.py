"""The compiled form on disk: plain tables in one file, loaded in milliseconds, compiled anew when they are stale.

The file begins with a header (format version, Python's marshal version, key); a file of another version or key, or
one that is damaged, loads as None. It is written beside and renamed.
"""

from __future__ import annotations

import hashlib
import marshal
import sys
from dataclasses import astuple, fields
from pathlib import Path
from typing import Any

from morph import kept
from morph.columns import packed, unpacked
from morph.compiled import Compiled, Lexemes, Stems
from morph.model import Evidence, Finding, Morpheme, SoundRule, Source, Template

VERSION = 3
_MAGIC = b"onebook compiled\n"
# The fields of what is stored: a form with other fields is stale even where nobody thought of the version.
_LAYOUT = " ".join(f.name for kind in (Compiled, Lexemes, Stems, Morpheme, SoundRule, Template) for f in fields(kind))


def save(compiled: Compiled, path: Path, key: str = "") -> None:
    """Write the compiled form. ``key`` names the state of the tables it was made from."""
    kept.write(path, _signature(key), _plain(compiled))


def load(path: Path, key: str = "") -> Compiled | None:
    """Read the compiled form; None where there is none for these tables and this version of the program."""
    return kept.read(path, _signature(key), _restored)


def _signature(key: str) -> bytes:
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    return _MAGIC + hashlib.sha256(f"{VERSION} {_LAYOUT} {python} {marshal.version} {key}".encode()).digest()


def _plain(compiled: Compiled) -> dict[str, Any]:
    """Only values that marshal knows: the few dataclasses become tuples."""
    plain = {f.name: getattr(compiled, f.name) for f in fields(Compiled)}
    for name in ("sounds", "morphemes", "templates", "findings"):
        plain[name] = [astuple(row) for row in plain[name]]
    for name in ("lexemes", "stems"):
        rows = {f.name: getattr(plain[name], f.name) for f in fields(plain[name])}
        plain[name] = {key: column if isinstance(column, dict) else packed(column) for key, column in rows.items()}
    return plain


def _restored(plain: dict[str, Any]) -> Compiled:
    plain["sounds"] = tuple(SoundRule(*[*row[:-1], Evidence(*row[-1])]) for row in plain["sounds"])
    plain["morphemes"] = tuple(Morpheme(*[*row[:-1], Evidence(*row[-1])]) for row in plain["morphemes"])
    plain["templates"] = tuple(Template(*row) for row in plain["templates"])
    plain["findings"] = [Finding(a, b, Source(*c), d, e) for a, b, c, d, e in plain["findings"]]
    for name in ("lexemes", "stems"):
        rows = plain[name].items()
        plain[name] = {key: column if isinstance(column, dict) else unpacked(column) for key, column in rows}
    plain["lexemes"], plain["stems"] = Lexemes(**plain["lexemes"]), Stems(**plain["stems"])
    return Compiled(**plain)
