"""Allomorphs without an environment get that of others which differ from their base in the same way.

A table lists ``-ymiş`` beside ``-miş`` and no example shows where it stands; ``-ye`` beside ``-e`` and ``-yecek``
beside ``-ecek`` are known to stand after vowels. What one morpheme does at its edge another does too.

>>> rows = [Morpheme("dat", "e", "DAT", "suffix"), Morpheme("dat.2", "ye", "DAT", "suffix", environment="[aeı]_"),
...     Morpheme("fut", "ecek", "FUT", "suffix"), Morpheme("fut.2", "yecek", "FUT", "suffix", environment="V_"),
...     Morpheme("evid", "miş", "EVID", "suffix"), Morpheme("evid.2", "ymiş", "EVID", "suffix")]
>>> [(row.form, row.environment) for row in with_analogous(rows, (("C", "kmşr"), ("V", "aeıi")))][-2:]
[('miş', ''), ('ymiş', 'V_')]
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from morph.letters import letters
from morph.model import Morpheme

_BEFORE = ("prefix", "proclitic")
_FEWEST = 2
"""How many morphemes must show a difference with its environment before others are taken to do the same."""

Difference = tuple[tuple[str, ...], tuple[str, ...], bool]
"""What the base and the allomorph have next to the stem where the rest is the same, and whether they stand before."""


def with_analogous(
    rows: Sequence[Morpheme],
    classes: Sequence[tuple[str, str]],
    stated: Mapping[tuple[str, str], str] | None = None,
    beside: Mapping[tuple[str, str, str], frozenset[str]] | None = None,
) -> tuple[Morpheme, ...]:
    """The rows, those further allomorphs with an environment that have none and no evidence for a choice by words:
    the one that a table names for (label, form), else the one of like differences in other morphemes, unless the base
    form has been seen there: ``beside`` are the letters next to which the base form of (form, gloss, kind) stands."""
    stated = stated or {}
    groups: dict[str, list[Morpheme]] = defaultdict(list)
    for row in rows:
        groups[row.base_id].append(row)
    named = {key: [_stated(row, stated, found[0], classes) for row in found] for key, found in groups.items()}
    known: dict[Difference, Counter[str]] = defaultdict(Counter)
    for found in named.values():
        for difference, environment in {*_known(found, classes)}:
            known[difference][environment] += 1
    usual = {key: found.most_common(1)[0][0] for key, found in known.items() if _is_clear(found)}
    seen = beside or {}
    new = {
        row.id: row
        for found in named.values()
        for row in _filled(found, usual, classes, seen.get((found[0].form, found[0].gloss, found[0].kind), frozenset()))
    }
    return tuple(new[row.id] for row in rows)


def _stated(
    row: Morpheme, stated: Mapping[tuple[str, str], str], base: Morpheme, classes: Sequence[tuple[str, str]]
) -> Morpheme:
    """A row with the environment that a table names, where it has none (and is rarer than the base, which stands
    elsewhere) or one of some letters of that class."""
    environment = stated.get((row.gloss, row.form), "")
    narrow = bool(row.environment) and widened(row.environment, classes) in environment.split(" | ")
    if not row.environment:
        narrow = row.evidence.attested < base.evidence.attested or not row.evidence.attested
    return replace(row, environment=environment) if environment and row is not base and narrow else row


def _is_clear(found: Counter[str]) -> bool:
    return found.total() >= _FEWEST and found.most_common(1)[0][1] * 3 >= found.total() * 2


def _known(rows: Sequence[Morpheme], classes: Sequence[tuple[str, str]]) -> Iterator[tuple[Difference, str]]:
    """The differences of one morpheme with the environments, in classes of sounds."""
    for row in rows[1:]:
        difference = difference_of(rows[0], row)
        environment = widened(row.environment, classes)
        if difference and environment:
            yield difference, environment
            if not rows[0].environment and environment in _OPPOSITE:
                yield (difference[1], difference[0], difference[2]), _OPPOSITE[environment]


_OPPOSITE = {"V_": "C_", "C_": "V_", "_V": "_C", "_C": "_V"}


def _filled(
    rows: Sequence[Morpheme],
    usual: Mapping[Difference, str],
    classes: Sequence[tuple[str, str]],
    beside: frozenset[str],
) -> Iterator[Morpheme]:
    """Rows of one morpheme; an allomorph that words show without an environment is left as it is, and so is one
    where another stands in that environment."""
    names = dict(classes)
    taken = {widened(part.strip(), classes) for row in rows for part in row.environment.split("|")}
    taken |= {text for text in _OPPOSITE if any(letter in names.get(text.strip("_"), "") for letter in beside)}
    for row in rows:
        difference = None if row is rows[0] else difference_of(rows[0], row)
        found = usual.get(difference, "") if difference else ""
        if row.environment or row.evidence.attested or found in taken:
            yield row
        else:
            yield replace(row, environment=found)


def difference_of(base: Morpheme, row: Morpheme) -> Difference | None:
    """What two allomorphs have next to the stem, where one has a letter more or another one there."""
    before = base.kind in _BEFORE
    one, other = letters(base.form), letters(row.form)
    if base.kind != row.kind or "∅" in (base.form, row.form):
        return None
    if not before:
        one, other = one[::-1], other[::-1]
    shared = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    left, right = one[shared:], other[shared:]
    return (left, right, before) if len(left) <= 1 and len(right) <= 1 and left != right else None


def widened(environment: str, classes: Sequence[tuple[str, str]]) -> str:
    """An environment of one set of letters beside the morph, as the class that they all are of; empty for others.

    >>> widened("[aeı]_", (("C", "kmşr"), ("V", "aeıi"))), widened("_V", ()), widened("aC*_", ())
    ('V_', '_V', '')
    """
    side = environment.strip("_")
    if not side or "_" in side or environment not in (f"{side}_", f"_{side}"):
        return ""
    names = dict(classes)
    if side not in ("V", "C"):
        members = side[1:-1] if side.startswith("[") and side.endswith("]") else side
        if members.startswith("^") or (len(letters(members)) > 1 and members == side):
            return ""
        side = next((n for n in ("V", "C") if members and all(x in names.get(n, "") + n for x in members)), "")
    return (f"_{side}" if environment[0] == "_" else f"{side}_") if side else ""
