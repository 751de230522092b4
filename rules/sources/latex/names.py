r"""Other languages than the book's own: their names, and where an example is marked with one.

The names are those that the book itself indexes (``\il{Finnish}``, ``\langinfo{Dutch}{}{…}``), with those of a few
languages that every grammar compares with. An example is marked where such a name stands alone above its gloss
lines or beside its translation, with no more than a source after it.

>>> marked("Dutch (Broekhuis 2013: 5)", frozenset({"dutch"})), marked("Dutch has this too", frozenset({"dutch"}))
('Dutch', '')
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rules.sources.latex.tokens import CLOSE, MACRO, OPEN, TEXT, Token

_INDEXING = frozenset({"il", "ili", "ilit", "langinfo", "langinfoverb", "lang"})
_COMMON = """
    English German Dutch French Spanish Italian Portuguese Russian Finnish Swedish Danish Norwegian Icelandic Latin
    Greek Turkish Hungarian Polish Czech Japanese Korean Mandarin Chinese Indonesian Malay Tagalog Arabic Hebrew Hindi
    Swahili Basque Welsh Irish Estonian Lithuanian Romanian Vietnamese Thai Quechua Georgian
"""
_MARK = re.compile(r"^[(\[]?\s*([^\W\d_][\w'’ -]{1,40}?)\s*[)\]]?\s*[:,]?\s*(?:[(\[][^()\[\]]*[)\]]\s*)*[.:]?$")


def language_names(files: Sequence[list[Token]]) -> frozenset[str]:
    """The names of languages in the index commands of a book, in lower case."""
    names = set(_COMMON.casefold().split())
    for tokens in files:
        for index, token in enumerate(tokens[:-3]):
            if token.kind == MACRO and token.text in _INDEXING and tokens[index + 1].kind == OPEN:
                name = tokens[index + 2]
                if name.kind == TEXT and tokens[index + 3].kind == CLOSE and len(name.text) < 40:
                    names.add(re.split(r"[!|@]", name.text)[0].strip().casefold())
    return frozenset(name for name in names if name)


def marked(text: str, names: frozenset[str]) -> str:
    """The language that a line or bracket names, empty where it is no such mark."""
    match = _MARK.match(text.strip())
    if match is None:
        return ""
    name = match.group(1).strip()
    return name if name.casefold() in names else ""
