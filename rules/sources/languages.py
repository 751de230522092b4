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


@cache
def _tags() -> dict[str, str]:
    text = resources.files("rules.sources").joinpath("iso639.tsv").read_text("utf-8")
    rows = [line.split("\t") for line in text.splitlines()[1:]]
    return {iso3: code for code, iso3, *_ in rows if code and iso3}


def tag(name: str) -> str:
    """The tag of a language in XML and on the web (BCP 47): two letters where there are such.

    >>> tag("eng"), tag("kgv"), tag("Spanish")
    ('en', 'kgv', 'es')
    """
    code = iso(name)
    return _tags().get(code, code)


def is_known(name: str) -> bool:
    """Whether the name is one of the table's."""
    return name.strip().casefold().replace(" ", "_") in _codes()
