"""Languages of glosses and translations, whatever way a source names them: ISO 639-1, 639-2, 639-3, or in English.

>>> iso("en"), iso("English"), iso("ger"), iso("kgv"), iso("")
('eng', 'eng', 'deu', 'kgv', '')
"""

from __future__ import annotations

from functools import cache
from importlib import resources


@cache
def _codes() -> dict[str, str]:
    text = resources.files("rules.sources").joinpath("iso639.tsv").read_text("utf-8")
    codes: dict[str, str] = {}
    for line in text.splitlines()[1:]:
        code, iso3, names = line.split("\t")
        codes |= {name: iso3 for name in (code, iso3, *names.split()) if name}
    return codes


def iso(name: str) -> str:
    """The ISO 639-3 code of a language named in one of the usual ways (a tag like ``en-GB`` too).

    A name that is not in the table comes back in lower case, so that sources that use it alike still agree.
    """
    key = name.strip().casefold().replace(" ", "_")
    codes = _codes()
    return codes.get(key) or codes.get(key.split("-")[0]) or key


def is_known(name: str) -> bool:
    """Whether the name is one of the table's."""
    return name.strip().casefold().replace(" ", "_") in _codes()
