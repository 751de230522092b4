"""Rules told rather than learned: what a label's meaning, or a row of ``transfer.tsv``, says of English.

Each rule becomes a few made-up observations ("a noun under *in* takes ``=LOC``") that are learned together with the
project's sentences: where the sentences say otherwise often enough, they win; where they are silent, the rule stands.
A row that a person wrote counts more than a default by meaning.

>>> from morph.model import Morpheme
>>> rules = told_rules([Morpheme("loc", "ko", "LOC", "enclitic")], Labels.of([("LOC", "locative")]), [("LOC", "in")])
>>> rules[0].features, rules[0].part, rules[0].weight
(('pos=NOUN', 'role=obl:in', 'pos+role=NOUN+obl:in', 'case=in'), ('edge', '=LOC'), 8)
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from grammar.labels import Labels, normalize, read_table
from hybrid.from_english.observe import Part
from hybrid.from_english.templates import part_of
from hybrid.into_english.transfer import Transfer as IntoEnglishTransfer
from hybrid.into_english.transfer import label_rows
from morph.model import Morph, Morpheme

BY_MEANING, BY_HAND = 4, 8
_POSSESSOR = {"1SG": "my", "2SG": "your", "3SG": "his her its", "1PL": "our", "2PL": "your", "3PL": "their",
              "3": "his her its their", "1": "my our", "2": "your"}  # fmt: skip
_PERSON = re.compile(r"(?P<person>[123])[._]?(?P<number>SG|PL|DU)?(?P<rest>.*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ToldRule:
    """A word with these features takes this part; ``weight`` is how many observations that is worth."""

    features: tuple[str, ...]
    part: Part
    morph: Morph
    weight: int


def told_rules(morphemes: Iterable[Morpheme], labels: Labels, rows: Iterable[tuple[str, ...]] = ()) -> list[ToldRule]:
    """The rules for a project's bound morphemes; ``rows`` are those of ``transfer.tsv`` (label, English, kind)."""
    own = {label: english for label, english, kind in label_rows(rows) if kind in ("", "preposition")}
    defaults = IntoEnglishTransfer.of()
    found: dict[Part, list[ToldRule]] = {}
    for morpheme in morphemes:
        if morpheme.status != "accepted" or morpheme.kind in ("infix", "circumfix", "reduplication"):
            continue
        part, morph = part_of(morpheme)
        if part in found:
            continue
        label = normalize(morpheme.gloss)
        if label in own:
            sets = [_prepositional(word) for word in _options(own[label])]
            found[part] = [ToldRule(tuple(features), part, morph, BY_HAND) for features in sets]
        else:
            sets = list(_by_meaning(label, labels.meaning(label), defaults))
            found[part] = [ToldRule(tuple(features), part, morph, BY_MEANING) for features in sets]
    return [rule for rules in found.values() for rule in rules]


def _options(cell: str) -> list[str]:
    return [part.strip() for part in cell.split("|") if part.strip()]


def _prepositional(word: str) -> list[str]:
    """The features of a noun under a preposition."""
    return ["pos=NOUN", f"role=obl:{word}", f"pos+role=NOUN+obl:{word}", f"case={word}"]


@cache
def _constructions() -> tuple[tuple[re.Pattern[str], tuple[tuple[str, ...], ...]], ...]:
    rows = read_table("constructions.tsv", "hybrid.from_english")
    return tuple(
        (re.compile(rf"\b(?:{row[0]})", re.IGNORECASE), tuple(tuple(_features(p)) for p in row[1].split("|")))
        for row in rows
    )


def _features(cell: str) -> list[str]:
    return [feature.replace("_", " ") if feature.startswith("no_") else feature for feature in cell.split()]


def _by_meaning(label: str, meaning: str, defaults: IntoEnglishTransfer) -> Iterator[list[str]]:
    person = _PERSON.fullmatch(label)
    if person:
        yield from _personal(person)
        return
    rendering = defaults.of_label(label)
    if rendering.kind == "preposition":
        yield from map(_prepositional, rendering.options[:2])
    for pattern, sets in _constructions():
        if meaning and pattern.search(meaning):
            yield from map(list, sets)
            return


def _personal(person: re.Match[str]) -> Iterator[list[str]]:
    """A possessor on its noun, or a subject on its verb."""
    number = (person["number"] or "").upper()
    rest = person["rest"].upper()
    if "POSS" in rest or "GEN" in rest:
        for pronoun in _POSSESSOR.get(person["person"] + number, "").split():
            yield ["pos=NOUN", "has=poss", f"poss={pronoun}"]
    elif not rest.strip("._") or "SUBJ" in rest or rest.strip("._") == "S":
        plural = "Plur" if number in ("PL", "DU") else "Sing"
        agrees = f"{person['person']}{plural}"
        third = [f"agrees+PRON={agrees}"] if agrees.startswith("3") else []
        yield ["pos=VERB", f"agrees={agrees}", *third]
