"""Forms as a model writes them: boundary and kind of a bound form, patterns of reduplication.

>>> parse_form("-ru"), parse_form("ba="), parse_form("ge-…-t"), parse_form("full~"), parse_form("tolin")
(('ru', 'suffix'), ('ba', 'proclitic'), ('ge…t', 'circumfix'), ('full~', 'reduplication'), ('tolin', ''))
"""

from __future__ import annotations

import re

_CIRCUMFIX = re.compile(r"(?P<left>[^\s\-=~…]+)[-=]?\s*(?:…|\.\.\.)\s*[-=]?(?P<right>[^\s\-=~…]+)")
_COPY = re.compile(r"(?:~(?:full|[CVN]{1,6})|(?:full|[CVN]{1,6})~)")
_SIDES = {("-", ""): "suffix", ("=", ""): "enclitic", ("", "-"): "prefix", ("", "="): "proclitic"}


def parse_form(text: str) -> tuple[str, str]:
    """The bare form and the kind; kind empty where the form has no boundary."""
    text = text.strip().strip("*").translate(str.maketrans("–‐‑−", "----"))
    if _COPY.fullmatch(text):
        return text, "reduplication"
    match = _CIRCUMFIX.fullmatch(text)
    if match:
        return f"{match['left']}…{match['right']}", "circumfix"
    if text.startswith("<") and text.endswith(">") and len(text) > 2:
        return text[1:-1], "infix"
    if len(text) > 2 and text[0] == text[-1] == "-":
        return text[1:-1], "infix"
    first = text[0] if text[:1] in ("-", "=") and text[:1] else ""
    last = text[-1] if text[-1:] in ("-", "=") and text[-1:] else ""
    return text.strip("-=~"), _SIDES.get((first, last), "")
