"""What a source states about a bound form: "the locative =ko", a row of an affix table, a bound headword.

A claim is only what stands there; :mod:`rules.extract.inventory` weighs claims against the glossed examples.

>>> [f"{f.kind}:{f.form}" for f in bound_forms("=te (=re), -un/-on, di=, -(a)hutak")]
['enclitic:te', 'enclitic:re', 'suffix:un', 'suffix:on', 'proclitic:di', 'suffix:ahutak', 'suffix:hutak']
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal, NamedTuple

from morph.model import Source
from rules.extract.tokens import ZERO, clean
from rules.extract.wordlists import word_list

Via = Literal["table", "mention", "section", "dictionary", "example"]

_APOSTROPHES = "'’ʼʻˀʔ"
_CIRCUMFIX = re.compile(r"(?P<left>[^\s\-=~…/,]+)-\s*(?:…|\.\.\.|_+|\s)\s*-(?P<right>[^\s\-=~…/,]+)")
_ITEM = re.compile(r"[^\s,;/]+")
_OPTIONAL = re.compile(r"\(([^()\s]+)\)")
_MAX_LENGTH = 14
_TERMS = word_list("terms written like morphs")


class BoundForm(NamedTuple):
    """A form written with its boundary: ``-un`` is ``BoundForm("un", "suffix")``."""

    form: str
    kind: str


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement about a bound form.

    ``descriptions`` are texts that say what it means, the most trusted first; ``context`` what stands around
    (heading of the column, caption); ``quoted`` a gloss in quotes ("all"); ``alternants`` other shapes of the same
    morpheme; ``hosts`` parts of speech that it attaches to.
    """

    form: str
    kind: str
    descriptions: tuple[str, ...]
    source: Source
    via: Via
    quoted: str = ""
    alternants: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    context: tuple[str, ...] = ()


def is_form_text(text: str) -> bool:
    """Whether a text can be a morph: letters, marks and apostrophes only, not too long."""
    if not 0 < len(text) <= _MAX_LENGTH:
        return False
    if set(text) <= set("CVN") or (len(text) == 1 and text.isupper()):
        return False  # a pattern or a symbol ("R="), not a form
    if text.casefold() in _TERMS:
        return False
    return all(unicodedata.category(c)[0] in "LM" or c in _APOSTROPHES or c in ":ː" for c in text) and any(
        c.isalpha() for c in text
    )


def bound_forms(text: str) -> list[BoundForm]:
    """All bound forms in a text that lists forms (a table cell, an italic span), optional letters spelled out.

    Empty where the text holds anything else than forms and punctuation, so that running prose never counts.
    """
    forms: list[BoundForm] = []
    text = unicodedata.normalize("NFC", text).strip()
    for match in _CIRCUMFIX.finditer(text):
        if is_form_text(match["left"]) and is_form_text(match["right"]):
            forms.append(BoundForm(f"{match['left']}…{match['right']}", "circumfix"))
    text = _CIRCUMFIX.sub(" ", text)
    for item in _ITEM.findall(text):
        found = [form for variant in _spell_out(item) if (form := parse_bound(variant))]
        if not found and clean(item).casefold() not in ("", "-", "or", "and", "~", "="):
            return []
        forms += found
    return list(dict.fromkeys(forms))


def parse_bound(item: str) -> BoundForm | None:
    """One bound form: its boundary symbols tell the kind (``x-`` prefix, ``=x`` enclitic, ``<x>`` infix …)."""
    item = clean(item)
    if item.startswith("<") and item.endswith(">"):
        return BoundForm(item[1:-1], "infix") if is_form_text(item[1:-1]) else None
    first, last = item[:1], item[-1:]
    body = item.strip("-=~<>")
    if (
        len(item) < 2
        or not (first in "-=~" or last in "-=~")
        or not (is_form_text(body) or body in ("∅", "Ø", "ø", "0"))
    ):
        return None
    if len(item) - len(body) > (first in "-=~") + (last in "-=~"):
        return None
    return BoundForm(ZERO if body in ("∅", "Ø", "ø", "0") else body, _kind(first, last))


def _kind(first: str, last: str) -> str:
    before, after = first in "-=~", last in "-=~"
    if before and after:
        return "infix" if first == last == "-" else "enclitic" if first == "=" else "suffix"
    if "~" in (first, last):
        return "reduplication"
    if before:
        return "enclitic" if first == "=" else "suffix"
    return "proclitic" if last == "=" else "prefix"


def _spell_out(item: str) -> list[str]:
    """The readings of optional letters: ``-(a)hutak`` → ``-ahutak``, ``-hutak``; ``(=re)`` stays one form."""
    item = item.strip("[]:.?!")
    if item.startswith("(") and item.endswith(")") and item.count("(") == 1:
        return [item[1:-1]]
    if item.count("(") != item.count(")"):
        return [item.strip("()")]
    if not _OPTIONAL.search(item):
        return [item]
    return list(dict.fromkeys([_OPTIONAL.sub(r"\1", item), _OPTIONAL.sub("", item)]))
