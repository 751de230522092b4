"""Every stem through the machine once: the dictionaries from surface strings to stems and the states after them.

Stems are taken in alphabetical order, so that those with the same beginning share its work; and stems after prefixes
are run from all states that prefixes can lead to at once, because most prefixes stop mattering after a letter or two.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from morph.compiled import Compiled
from morph.machine import Condition
from morph.model import Finding, Source
from morph.paths import Paths
from morph.stems import Shape
from morph.tactics import Before

Front = dict[tuple[str, int], frozenset[int]]
"""Surface so far and state → the states in front of the stem that lead to it."""

MAX_OPENINGS = 4000


class Filler:
    """Fills ``compiled.words``, ``prefixed`` and ``multiwords`` from the shapes of the stems (in row order)."""

    def __init__(self, compiled: Compiled, shapes: Sequence[Shape]) -> None:
        self.compiled = compiled
        self.shapes = shapes
        self.machine = compiled.machine
        self.paths = Paths(compiled)
        self.tactics = compiled.tactics

    def fill(self) -> None:
        self._classify_pos()
        single: list[int] = []
        several: list[int] = []
        for number, shape in enumerate(self.shapes):
            (several if " " in shape.symbols else single).append(number)
        start = {self.machine.start: None}
        self.compiled.words = self._group(self._run(single, start))
        self._null_words(single)
        self.compiled.multiwords = self._group(self._run(several, start))
        self._prefixed(single)
        self.compiled.states, self.compiled.steps = self.machine.save()

    def _classify_pos(self) -> None:
        """Parts of speech that behave alike (same templates, same morphs) get one class, so that states are shared."""
        groups: dict[tuple[object, ...], list[str]] = {}
        for pos in sorted({p.casefold() for p in self.compiled.lexemes.pos} | {""}):
            takes = tuple(b.index for b in self.compiled.bound if not b.pos or not pos or pos in b.pos)
            groups.setdefault((tuple(self.tactics.tracks_of(pos)), takes, not pos), []).append(pos)
        self.compiled.pos_classes = {pos: group[0] for group in groups.values() for pos in group}

    def _class_of(self, number: int) -> str:
        return self.compiled.pos_classes[self.compiled.lexemes.pos[self.shapes[number].lexeme].casefold()]

    def _filled(self, number: int) -> tuple[str, ...]:
        slots = {self.compiled.morphemes[index].slot for index, _, _ in self.shapes[number].inner}
        return tuple(sorted(slots - {""}))

    def _run(self, numbers: Iterable[int], starts: dict[int, None]) -> Iterator[tuple[int, Front]]:
        """Each stem with the surfaces and states that come of it."""
        plain = [n for n in numbers if not self.shapes[n].condition]
        begin: Front = {("", state): frozenset((state,)) for state in starts}
        stack: list[Front] = [begin]
        done: tuple[str, ...] = ()
        for number in sorted(plain, key=lambda n: self.shapes[n].symbols):
            symbols = self.shapes[number].symbols
            common = 0
            while common < min(len(done), len(symbols)) and done[common] == symbols[common]:
                common += 1
            del stack[common + 1 :]
            for symbol in symbols[common:]:
                stack.append(self._advance(stack[-1], symbol))
            done = symbols
            yield number, stack[-1]
        for number in numbers:
            if self.shapes[number].condition:
                yield number, self._conditioned(self.shapes[number].symbols, self.shapes[number].condition, starts)

    def _advance(self, front: Front, symbol: str) -> Front:
        reached: Front = {}
        step = self.machine.step
        for (out, state), origins in front.items():
            for more, then in step(state, symbol):
                key = (out + more, then)
                reached[key] = reached[key] | origins if key in reached else origins
        return reached

    def _conditioned(self, symbols: tuple[str, ...], condition: Condition, starts: Iterable[int]) -> Front:
        front: Front = {}
        for state in starts:
            for key in self.machine.attach(state, "", symbols, condition):
                front[key] = front.get(key, frozenset()) | {state}
        return front

    def _group(
        self, runs: Iterable[tuple[int, Front]]
    ) -> dict[str, tuple[tuple[int, str, tuple[str, ...], tuple[int, ...]], ...]]:
        grouped: dict[str, dict[tuple[int, str, tuple[str, ...]], list[int]]] = {}
        for number, front in runs:
            pos, filled = self._class_of(number), self._filled(number)
            for surface, state in front:
                grouped.setdefault(surface, {}).setdefault((state, pos, filled), []).append(number)
        return {s: tuple((*key, tuple(stems)) for key, stems in hits.items()) for s, hits in grouped.items()}

    def _null_words(self, numbers: Iterable[int]) -> None:
        """A null word has no edge of its own: its clitics lean on whatever word stands before it, so that their
        sounds may change as they do after any last letter."""
        nulls = [n for n in numbers if not self.shapes[n].symbols]
        if not nulls:
            return
        finals = sorted({shape.symbols[-1] for shape in self.shapes if shape.symbols})
        leaning = {then: None for letter in finals for _, then in self.machine.step(self.machine.start, letter)}
        self.compiled.leaning = tuple(state for state in leaning if self.machine.settled(state))
        more = self._group(self._run(nulls, dict.fromkeys(self.compiled.leaning)))
        for surface, hits in more.items():
            self.compiled.words[surface] = tuple(dict.fromkeys((*self.compiled.words.get(surface, ()), *hits)))

    # --- after prefixes -------------------------------------------------------------------------------------------

    def _prefixed(self, numbers: list[int]) -> None:
        openings = self._openings()
        by_pos: dict[str, list[int]] = {}
        for number in numbers:
            by_pos.setdefault(self.compiled.lexemes.pos[self.shapes[number].lexeme].casefold(), []).append(number)
        grouped: dict[str, dict[tuple[frozenset[int], int, str, tuple[str, ...]], list[int]]] = {}
        for pos, stems in by_pos.items():
            starts = {state: None for state, allowed in openings if allowed is None or not pos or pos in allowed}
            for number, front in self._run(stems, starts):
                key_pos, filled = self._class_of(number), self._filled(number)
                for (surface, state), origins in front.items():
                    key = (origins, state, key_pos, filled)
                    grouped.setdefault(surface, {}).setdefault(key, []).append(number)
        self.compiled.prefixed = {
            s: tuple((*key, tuple(stems)) for key, stems in hits.items()) for s, hits in grouped.items()
        }

    def _openings(self) -> list[tuple[int, frozenset[str] | None]]:
        """The states that prefixes can lead to, with the parts of speech that they allow."""
        begin = (self.machine.start, self.tactics.start)
        seen: dict[tuple[int, Before], None] = {begin: None}
        queue = [begin]
        for state, tactic in queue:
            if len(seen) > MAX_OPENINGS:
                place = Source("hand", label="morphemes.tsv")
                hint = "give prefixes slots in morphotactics.toml, or parts of speech in attaches_to"
                message = f"more than {MAX_OPENINGS} combinations of prefixes: longer ones are left out"
                self.compiled.findings.append(Finding("M107", message, place, hint))
                break
            for _, _, then, after in self.paths.before(state, tactic):
                if (then, after) not in seen:
                    seen[then, after] = None
                    queue.append((then, after))
        found = dict.fromkeys((state, tactic.pos) for state, tactic in seen if tactic is not self.tactics.start)
        return list(found)
