r"""Standard Format (SFM): lines that begin with a backslash marker, and what the markers of MDF mean.

The Multi-Dictionary Formatter (Coward & Grimes 2000) writes a base and a language letter (``\ge`` gloss in English,
``\gn`` national, ``\gr`` regional, ``\gv`` vernacular); many projects write the language out instead (``\g_Eng``).
Both are read as a base and a language.

>>> role("ge"), role("g_Eng"), role("xv_Kar"), role("z3")
(('gloss', 'eng'), ('gloss', 'eng'), ('example', 'vernacular'), ('', ''))
>>> fields("\\lx kit\n\\de top of\n  something\n")[1]
Field(line=2, marker='de', value='top of something')
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from rules.sources.languages import iso

VERNACULAR = "vernacular"
NATIONAL = "national"
_MARKER = re.compile(r"\\(?P<marker>[A-Za-z0-9][\w-]*)(?:\s(?P<value>.*))?")
_LETTERS = {"e": "eng", "n": NATIONAL, "r": "regional", "v": VERNACULAR}
# Bases that take a language letter or suffix, and what they hold.
_BASES = {
    "g": "gloss",
    "d": "definition",
    "x": "translation",
    "xg": "example_gloss",
    "xm": "example_morphs",
    "lx": "headword_again",
    "ps": "pos",
    "ph": "pronunciation",
    "et": "etymology",
    "sc": "scientific",
}
_MARKERS = {
    "lx": "headword",
    "hm": "homonym",
    "lc": "citation",
    "a": "variant",
    "se": "subentry",
    "ps": "pos",
    "sn": "sense",
    "ph": "pronunciation",
    "xv": "example",
    "xg": "example_gloss",
    "xm": "example_morphs",
    "va": "variant",
    "vt": "variant_type",
    "ct": "complex_type",
    "mn": "main",
    "cf": "see",
    "sy": "synonym",
    "an": "antonym",
    "lf": "function",
    "lv": "function_value",
    "bw": "loan",
    "esl": "loan",
    "et": "etymology",
    "pl": "form",
    "sg": "form",
    "rd": "form",
    "pdv": "form",
    "rf": "reference",
}
# Markers of MDF that say nothing about forms and meanings: known, and not used.
_NOT_USED = """
    dt st so nt np ng nd na ns nq sd is th bb pc pn re rn rr we wn wr ue un ur uv ee en er ev oe on or ov le ln lr lt
    cn cr ce ve vn vr vet cet tb mr ec eg es co su ea efc sc sf de_ lx pde pdl pdn pdr pd z
"""
NOT_USED = frozenset(_NOT_USED.split())
_PERSONS = re.compile(r"[1-4][sdpie]")


@dataclass(frozen=True, slots=True)
class Field:
    """One marker with its value; a value that goes on over lines is joined with spaces."""

    line: int
    marker: str
    value: str


def fields(text: str) -> list[Field]:
    """All fields of a file with their line numbers; header lines (``\\_sh``) are left out, empty values kept.

    >>> [f.marker for f in fields("\\\\_sh v3.0\\n\\n\\\\lx a\\n\\\\ge\\n")]
    ['lx', 'ge']
    """
    return [Field(line, marker, html.unescape(" ".join(value.split()))) for line, marker, value in raw_fields(text)]


def raw_fields(text: str) -> Iterator[tuple[int, str, str]]:
    """Line, marker and value with its spaces kept (interlinear lines are aligned by columns)."""
    current: tuple[int, str, str] | None = None
    header = False
    for number, line in enumerate(text.split("\n"), 1):
        match = _MARKER.match(line.lstrip())
        if line.lstrip().startswith("\\_"):
            header = True
        elif match:
            if current:
                yield current
            current, header = (number, match["marker"], (match["value"] or "").rstrip()), False
        elif current and line.strip() and not header:
            current = (*current[:2], f"{current[2]} {line.rstrip()}")
    if current:
        yield current


def role(marker: str) -> tuple[str, str]:
    """What a marker holds and in which language (ISO code, ``vernacular``, ``national`` or empty); a role that is
    empty is not known."""
    base, _, suffix = marker.partition("_")
    if suffix and base in _BASES:
        return _BASES[base], iso(suffix)
    if base in _MARKERS:
        kind = _MARKERS[base]
        return kind, VERNACULAR if kind == "example" else iso(suffix)
    if base in ("g", "d", "x"):
        return _BASES[base], ""
    if len(base) == 2 and base[0] in "gdx" and base[1] in _LETTERS:
        return _BASES[base[0]], iso(suffix) if suffix else _LETTERS[base[1]]
    if _PERSONS.fullmatch(base):
        return "form", ""
    return "", ""


def is_known(marker: str) -> bool:
    """Whether a marker is one of MDF's, used here or not."""
    return bool(role(marker)[0]) or marker.partition("_")[0] in NOT_USED
