"""What several compilations of nearly the same rows share, so that trying a rule out does not begin from nothing.

Counts of the seen words, and the machine with everything it was found to do, depend on sound rules, sound classes and
environments only. A workshop numbers the environments of all rows that it is told of, so that taking a row out or in
leaves the machine as it is. Compiled forms made with one are for looking words up, not for saving.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from copy import copy
from typing import TYPE_CHECKING

from morph.errors import NotationError
from morph.evidence import Evidence, SeenRow, seen_words
from morph.machine import Machine, Outcome
from morph.model import IGT, Language
from morph.notation import Environment, parse_environment

if TYPE_CHECKING:
    from morph.compiled import Compiled

Seen = dict[str, tuple[SeenRow, ...]]
Place = tuple[object, ...]
"""A state, and all that counts of a bound morph that is put there."""


class Workshop:
    """For the rows of ``language``, whatever their status."""

    def __init__(self, language: Language) -> None:
        self.environments: dict[str, Environment] = {}
        for cell in _cells(language):
            if cell and cell not in self.environments:
                try:
                    self.environments[cell] = parse_environment(cell, language.classes)
                except NotationError:
                    continue  # the compiler reports it
        self._classes = language.classes
        self._counted: dict[tuple[int, str], tuple[tuple[IGT, ...], Seen, Evidence]] = {}
        self._machines: dict[tuple[object, ...], tuple[Machine, dict[Place, list[Outcome]]]] = {}

    def fits(self, classes: object) -> bool:
        """Whether the environments were read with these sound classes."""
        return classes == self._classes

    def seen(self, seen: tuple[IGT, ...], casing: Mapping[int, str]) -> tuple[Seen, Evidence]:
        """The seen words and their counts; labels may be counted on."""
        key = id(seen), repr(sorted(casing.items()))
        if key not in self._counted:
            self._counted[key] = (seen, *seen_words(seen, casing))
        _, table, evidence = self._counted[key]
        own = copy(evidence)
        own.labels = Counter(evidence.labels)
        return table, own

    def equip(self, compiled: Compiled) -> None:
        """Give a compiled form the machine of its sound rules and environments."""
        key = (compiled.sounds, compiled.classes, compiled.environments)
        if key not in self._machines:
            self._machines[key] = compiled.machine, {}
        compiled.machine, compiled.shared = self._machines[key]


def _cells(language: Language) -> Iterator[str]:
    for morpheme in language.morphemes:
        yield morpheme.environment
    for lexeme in language.lexemes:
        for form in lexeme.forms:
            yield form.environment
