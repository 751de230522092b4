"""Walking the states for the morphemes that are asked for: the forms of a word, ranked.

Every order of the morphemes that morphotactics allows and every allomorph that may stand in its place is tried, with
bounded work. This is look-up turned round, over the same states.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from morph.compiled import Compiled
from morph.evidence import END, START, STEM
from morph.letters import surface
from morph.lookup import allomorph_shares
from morph.machine import Condition
from morph.paths import AFTER_KINDS, BEFORE_KINDS, Paths
from morph.tactics import After, Before

MAX_STEPS = 5000
"""Most ways that are tried for one word."""
MAX_FORMS = 32
Rank = tuple[int, int, float]
"""Morphs that are not the allomorphs asked for, morphs out of the order asked for, minus the weight."""
NO_ROWS: frozenset[int] = frozenset()
_STEM_ROW = -1
_SET = re.compile(r"\[[^\]]*\]|[\s_*()\\]")
_PREFERENCE = 1.5
"""What one letter or boundary more in an environment is worth, as a logarithm."""


@dataclass(frozen=True, slots=True)
class Host:
    """A stem to build on: its symbols, where it may stand, part of speech; a copy before it (``lead``) or after it;
    the slots that infix and copy fill."""

    symbols: tuple[str, ...]
    condition: Condition
    pos: str
    lead: tuple[str, ...] = ()
    tail: tuple[str, ...] = ()
    filled: frozenset[str] = frozenset()
    weight: float = 0.0


@dataclass(slots=True)
class _Search:
    """One request: the morphemes wanted in order, the rows whose own shape was asked for, the forms found."""

    host: Host
    strict: bool
    wanted: tuple[str, ...]
    written: frozenset[int]
    forms: dict[str, Rank]
    steps: int = 0

    def spent(self) -> bool:
        """Count a step; whether the work allowed is used up."""
        self.steps += 1
        return self.steps > MAX_STEPS


@dataclass(frozen=True, slots=True)
class _Place:
    """How far a word is built: state, morphemes still to come, surface, rows so far (-1 = the stem)."""

    state: int
    wanted: tuple[str, ...]
    out: str = ""
    rows: tuple[int, ...] = ()

    def then(self, state: int, wanted: tuple[str, ...], out: str, row: int) -> _Place:
        return _Place(state, wanted, self.out + out, (*self.rows, row))


def specificity(environment: str) -> float:
    """How much an allomorph is to be preferred to others that may stand in the same place: the more letters and
    boundaries its environment names, the more (the special case goes before the general one, as Pāṇini has it).

    >>> specificity("V_"), specificity("-i_ | -si_"), specificity("#ben_")
    (0.0, 3.0, 6.0)
    """
    if not environment:
        return 0.0
    named = [sum(not x.isupper() for x in _SET.sub("", part)) for part in environment.split("|")]
    return _PREFERENCE * min(4, *named, 4)


class Walker:
    """Builds words from hosts and morphemes (base ids)."""

    def __init__(self, compiled: Compiled, paths: Paths) -> None:
        self.compiled = compiled
        self.machine = compiled.machine
        self.tactics = compiled.tactics
        self.paths = paths
        self.kinds = [row.kind for row in compiled.morphemes]
        shares = allomorph_shares(compiled.morphemes)
        self._shares = [s + specificity(row.environment) for s, row in zip(shares, compiled.morphemes, strict=True)]

    def forms(
        self, requests: Sequence[tuple[Host, tuple[str, ...]]], strict: bool, written: frozenset[int] = NO_ROWS
    ) -> dict[str, Rank]:
        """The forms of several requests with their ranks, best first; those that break morphotactics only where there
        are no others, and unless ``strict``. The request that leaves least to express goes first."""
        for strictly in (True, False)[: 1 if strict else 2]:
            found: dict[str, Rank] = {}
            for host, wanted in sorted(requests, key=lambda request: len(request[1])):
                search = _Search(host, strictly, wanted, written, {})
                self._before(search, _Place(self.machine.start, wanted), self.tactics.start, ())
                for start in self.compiled.leaning if not host.symbols else ():
                    if all(self._may_follow(base) for base in wanted):
                        self._stem(search, _Place(start, wanted), self.tactics.start)
                for form in sorted(search.forms, key=lambda f: search.forms[f]):
                    found.setdefault(surface(form), search.forms[form])
            if found:
                return dict(list(found.items())[:MAX_FORMS])
        return {}

    def _before(self, search: _Search, place: _Place, tactic: Before, opened: tuple[str, ...]) -> None:
        """Place bound morphs before the stem, then the stem. ``opened`` are circumfixes whose second half is due."""
        if search.spent():
            return
        wanted = place.wanted
        if all(self._may_follow(base) for base in wanted):
            self._stem(search, _Place(place.state, (*opened, *wanted), place.out, place.rows), tactic)
        for base, rest in self._choices(wanted, BEFORE_KINDS, search.strict):
            for morph in self._rows(base, BEFORE_KINDS):
                then = self.tactics.prefix(tactic, self.compiled.bound[morph])
                if then is None and search.strict:
                    continue
                due = (base, *opened) if self.kinds[morph] == "circumfix" else opened
                for out, state in self.paths.attach(place.state, morph, True):
                    self._before(search, place.then(state, rest, out, morph), then or tactic, due)

    def _stem(self, search: _Search, place: _Place, tactic: Before) -> None:
        host = search.host
        after = self.tactics.stem(tactic, host.pos, host.filled)
        if after is None:
            if search.strict:
                return
            after = After(host.pos, ((-1, 0, 0, 0),), tactic.open, host.filled)
        for out, state in self._read(host, place.state):
            self._after(search, place.then(state, place.wanted, out, _STEM_ROW), after)

    def _read(self, host: Host, state: int) -> Iterator[tuple[str, int]]:
        for first, at in self.machine.read(state, host.lead):
            for second, then in self.machine.attach(at, "", host.symbols, host.condition):
                for third, end in self.machine.read(then, host.tail):
                    yield first + second + third, end

    def _after(self, search: _Search, place: _Place, tactic: After) -> None:
        """Place the remaining bound morphs after the stem, then the edge of the word."""
        if search.spent():
            return
        if not place.wanted:
            if not search.strict or self.tactics.complete(tactic):
                for last in self.machine.finish(place.state):
                    form, rank = place.out + last, self._rank(search, place.rows)
                    search.forms[form] = min(rank, search.forms.get(form, rank))
            return
        for base, rest in self._choices(place.wanted, AFTER_KINDS, search.strict):
            for morph in self._rows(base, AFTER_KINDS):
                then = self.tactics.suffix(tactic, self.compiled.bound[morph])
                if then is None and search.strict:
                    continue
                for out, state in self.paths.attach(place.state, morph, False):
                    self._after(search, place.then(state, rest, out, morph), then or tactic)

    def _choices(
        self, wanted: tuple[str, ...], kinds: frozenset[str], strict: bool
    ) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Which of the morphemes may come next on one side, with the rest; in order where morphotactics is broken."""
        for i, base in enumerate(wanted):
            if base not in wanted[:i] and self._rows(base, kinds):
                yield base, (*wanted[:i], *wanted[i + 1 :])
                if not strict:
                    return

    def _rows(self, base: str, kinds: frozenset[str]) -> list[int]:
        return [morph for morph in self.compiled.morphs_by_base[base] if self.kinds[morph] in kinds]

    def _may_follow(self, base: str) -> bool:
        """Whether a morpheme can stand after the stem only by itself (the second half of a circumfix can't)."""
        return bool(self._rows(base, AFTER_KINDS - BEFORE_KINDS))

    def _rank(self, search: _Search, rows: tuple[int, ...]) -> Rank:
        morphemes = self.compiled.morphemes
        bases = {morphemes[row].base_id for row in search.written}
        bound = [row for row in rows if row != _STEM_ROW]
        other = sum(row not in search.written and morphemes[row].base_id in bases for row in bound)
        places = [
            search.wanted.index(morphemes[row].base_id) for row in bound if morphemes[row].base_id in search.wanted
        ]
        turned = sum(a > b for i, a in enumerate(places) for b in places[i + 1 :])
        labels = [START, *(STEM if row == _STEM_ROW else morphemes[row].gloss for row in rows), END]
        order = sum(self.compiled.evidence.next(a, b) for a, b in zip(labels, labels[1:], strict=False))
        shares = sum(self._shares[row] for row in bound)
        return other, turned, -(search.host.weight + order + shares)
