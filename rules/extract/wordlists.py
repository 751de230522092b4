"""Word lists that hold for all languages (labels, English and Spanish gloss words), kept as a table beside this file.

>>> "PST" in word_list("labels on verbs")
True
"""

from __future__ import annotations

from functools import cache
from importlib import resources


@cache
def _table() -> dict[str, frozenset[str]]:
    text = resources.files("rules.extract").joinpath("wordlists.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    lists: dict[str, frozenset[str]] = {}
    for name, words in rows:
        lists[name] = lists.get(name, frozenset()) | frozenset(words.split())
    return lists


def word_list(name: str) -> frozenset[str]:
    """The words of a list; KeyError where there is none of that name."""
    return _table()[name]


def word_lists(prefix: str) -> dict[str, frozenset[str]]:
    """All lists whose name begins with a prefix, by the rest of the name."""
    return {name.removeprefix(prefix): words for name, words in _table().items() if name.startswith(prefix)}
