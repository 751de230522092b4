"""Letters: how a text is normalised for matching, and where one letter ends.

A *letter* is a character with its combining marks (an NFC grapheme): ``ɔ̀`` is one letter as ``à`` is. Matching
ignores case and the way accents are encoded, and takes the three usual apostrophes for one.

>>> letters("Kɔ̀a")
('k', 'ɔ̀', 'a')
>>> match_key("Ma’a") == match_key("ma'a"), match_key("é") == match_key("e\u0301")
(True, True)
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import lru_cache

BOUNDARIES = "-=~<>"
EDGE = "#"
LITERAL_HYPHEN = "\u2010"
"""A hyphen that belongs to a word's spelling, as distinct from the morpheme boundary ``-``."""

_APOSTROPHES = {ord("’"): "'", ord("ʼ"): "'", ord("-"): LITERAL_HYPHEN, ord("‑"): LITERAL_HYPHEN}


def fold(text: str, casing: Mapping[int, str] | None = None) -> str:
    """NFC, casefolded, with one apostrophe; ``casing`` maps code points that fold differently in this language
    (Turkish ``I`` → ``ı``)."""
    if text.isascii() and not casing:
        return text.casefold()
    composed = unicodedata.normalize("NFC", text)
    if casing:
        composed = composed.translate(casing)
    return unicodedata.normalize("NFC", composed.casefold()).replace("’", "'").replace("ʼ", "'")


def match_key(text: str, casing: Mapping[int, str] | None = None) -> str:
    """The form under which a word of running text is looked up: folded, decomposed (NFD), hyphens kept as letters."""
    if text.isascii() and not casing:
        key = text.casefold()
        return key.replace("-", LITERAL_HYPHEN) if "-" in key else key
    return unicodedata.normalize("NFD", fold(text, casing).translate(_APOSTROPHES))


def letters(text: str, casing: Mapping[int, str] | None = None) -> tuple[str, ...]:
    """The letters of a morph's form, folded; a hyphen in it is a letter, not a boundary."""
    folded = fold(text, casing).translate(_APOSTROPHES)
    return tuple(folded) if folded.isascii() else split_letters(folded)


def underlying_symbols(text: str, casing: Mapping[int, str] | None = None) -> tuple[str, ...]:
    """The symbols of an underlying word: letters, and ``- = ~ < >`` as boundaries (``kit=ko``)."""
    return split_letters(fold(text, casing))


def split_letters(text: str) -> tuple[str, ...]:
    """Characters with the combining marks that follow them; a mark at the start or after a boundary stands alone."""
    out: list[str] = []
    for char in text:
        if out and unicodedata.combining(char) and out[-1] not in BOUNDARIES and out[-1] != " ":
            out[-1] += char
        else:
            out.append(char)
    return tuple(unicodedata.normalize("NFC", letter) for letter in out)


@lru_cache(maxsize=4096)
def unmarked(letter: str) -> str:
    """The letter without its combining marks: ``à`` → ``a``."""
    plain = "".join(c for c in unicodedata.normalize("NFD", letter) if not unicodedata.combining(c))
    return plain or letter


def surface(symbols: str) -> str:
    """A surface string for people: NFC, spelling hyphens as ``-``."""
    return unicodedata.normalize("NFC", symbols).replace(LITERAL_HYPHEN, "-")


def casing_table(setting: str) -> dict[int, str]:
    """The setting ``casing``: pairs of an upper-case and a lower-case letter: ``"Iı İi"``."""
    pairs = (unicodedata.normalize("NFC", item) for item in setting.split())
    return {ord(pair[0]): pair[1:] for pair in pairs if len(pair) > 1}
