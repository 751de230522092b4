"""Which verbs want an object, told by their English gloss: who sells sells something, who sleeps does not sleep it.

Where a language marks neither subject nor object, two nouns before a verb are a subject and its object, or one phrase
(a possessor and what is possessed, a compound) that is the subject. The verb decides. How often a verb of English has
an object is counted on the English lines of some 29,000 glossed examples of many languages (IMTVault, CC BY 4.0;
``benchmarks/english_valency.py`` makes the table); a gloss with the verb's meaning mostly has its valency
(Haspelmath & Hartmann, *Comparing verbal valency across languages*, 2015).

>>> wants_object("sell") > 0 > wants_object("sleep")
True
>>> wants_object("peel.with.knife") > 0
True
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from functools import cache

from grammar.labels import read_table
from grammar.tokens import Unit
from morph.igt import is_label

_PRIOR = 4.0
"""Clauses with and without an object that every verb is taken to have beside those counted."""
_WEIGHT = 0.6


@cache
def _table() -> dict[str, tuple[int, int]]:
    return {row[0]: (int(row[1]), int(row[2])) for row in read_table("english_valency.tsv")}


@cache
def wants_object(gloss: str) -> float:
    """How much an object speaks for itself beside a verb with this gloss: a log-odds, weighted; 0 for unknown verbs."""
    words = [word for word in re.split(r"[\s._;,/()\[\]?!~-]+", gloss.casefold()) if word and word != "to"]
    if not words or words[0] not in _table():
        return 0.0
    clauses, with_object = _table()[words[0]]
    return _WEIGHT * math.log((with_object + _PRIOR / 2) / (clauses - with_object + _PRIOR / 2))


def object_wanted(units: Sequence[Unit]) -> list[float]:
    """For each place between units (1 = before the second) what the verb wants that an object ending there belongs to:
    the next verb, else the last one."""
    verbs = [at for at, unit in enumerate(units) if _is_verb(unit)]
    wanted = wants_object(units[verbs[-1]].gloss) if verbs else 0.0
    wishes = [wanted] * len(units)
    for at in range(len(units) - 1, -1, -1):
        if _is_verb(units[at]):
            wanted = wants_object(units[at].gloss)
        wishes[at] = wanted
    return wishes


def _is_verb(unit: Unit) -> bool:
    return not unit.bound and not is_label(unit.gloss) and "verb" in unit.classes[:2]
