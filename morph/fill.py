"""Every stem through the machine once: the dictionaries from surface strings to stems and the states after them.

Stems are taken in alphabetical order, so that those with the same beginning share its work; and stems after prefixes
need no second entry where joints (:mod:`morph.joints`) find them; the few others are run from all states that prefixes
can lead to.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from morph.compiled import Compiled, Hit, Hits
from morph.inside import Inside
from morph.joints import DEPTH, OPENING_DEPTH
from morph.machine import Condition
from morph.model import Finding, Source
from morph.paths import Paths
from morph.stems import Shape
from morph.tactics import After, Before

Front = dict[tuple[str, int], frozenset[int]]
"""Surface so far and state → the states in front of the stem that lead to it."""

MAX_OPENINGS = 4000
MAX_EXPLORED = 5000


class Filler:
    """Fills ``compiled.words``, ``prefixed`` and ``multiwords`` from the shapes of the stems (in row order)."""

    def __init__(self, compiled: Compiled, shapes: Sequence[Shape]) -> None:
        self.compiled = compiled
        self.shapes = shapes
        self.machine = compiled.machine
        self.paths = Paths(compiled)
        self.tactics = compiled.tactics
        self._places: dict[tuple[int, str], int] = {}
        self._pos = [pos.casefold() for pos in compiled.lexemes.pos]

    def fill(self, *, to_keep: bool = True) -> None:
        """Run all stems; the states that they reach are kept in ``compiled``, and where it is ``to_keep``, what may
        follow them too."""
        compiled = self.compiled
        self._classify_pos()
        compiled.heads = Inside(compiled).heads()
        several = [n for n, shape in enumerate(self.shapes) if " " in shape.symbols]
        single = sorted(set(range(len(self.shapes))) - set(several), key=lambda n: self.shapes[n].symbols)
        self._begin()
        words = self._group(self._run(single, (self.machine.start,)), joined=True)
        self._null_words(single, words)
        compiled.words = self._shortened(words)
        compiled.multiwords = self._group(self._run(several, (self.machine.start,)), joined=False)
        self._prefixed(single)
        compiled.places = list(self._places)
        if to_keep:
            self._explore()
            compiled.states, compiled.steps = self.machine.save()

    def _explore(self) -> None:
        """Go through what may follow stems once, so that those steps are kept and starting up is fast."""
        outs: set[str] = set()
        ends: set[str] = set()
        queue: dict[tuple[int, After], None] = {}
        for state, pos in self._places:
            tactic = self.tactics.stem(self.tactics.start, pos)
            if tactic is not None:
                queue[state, tactic] = None
        for number, (state, tactic) in enumerate(waiting := list(queue)):
            if number >= MAX_EXPLORED:
                return
            ends.update(self.paths.endings(state, tactic))
            for out, _, then, after in self.paths.after(state, tactic):
                outs.add(out)
                if (then, after) not in queue:
                    queue[then, after] = None
                    waiting.append((then, after))
        self.compiled.outs = tuple(sorted(outs)), tuple(sorted(ends))

    def _classify_pos(self) -> None:
        """Parts of speech that behave alike (same templates, same morphs) get one class, so that states are shared."""
        groups: dict[tuple[object, ...], list[str]] = {}
        for pos in sorted({*self._pos, ""}):
            takes = tuple(b.index for b in self.compiled.bound if not b.pos or not pos or pos in b.pos)
            groups.setdefault((tuple(self.tactics.tracks_of(pos)), takes, not pos), []).append(pos)
        self.compiled.pos_classes = {pos: group[0] for group in groups.values() for pos in group}

    def _class_of(self, number: int) -> str:
        return self.compiled.pos_classes[self._pos[self.shapes[number].lexeme]]

    def _begin(self) -> None:
        """Number the first symbols of stems, with those that infixes and copies give them."""
        openings = {opening.symbols[:OPENING_DEPTH] for opening in self.compiled.inside.openings()}
        beginnings = sorted(openings | {shape.symbols[:DEPTH] for shape in self.shapes if shape.symbols})
        numbers = {symbols: number for number, symbols in enumerate(beginnings)}
        self.compiled.beginnings = tuple(beginnings)
        self.compiled.stems.begin = [numbers.get(shape.symbols[:DEPTH], -1) for shape in self.shapes]

    # --- running -------------------------------------------------------------------------------------------------

    def _run(self, numbers: Sequence[int], starts: Iterable[int]) -> Iterator[tuple[int, Front]]:
        """Each stem (in alphabetical order) with the surfaces and states that come of it."""
        starts = tuple(starts)
        stack: list[Front] = [{("", state): frozenset((state,)) for state in starts}]
        done: tuple[str, ...] = ()
        for number in numbers:
            shape = self.shapes[number]
            if shape.condition:
                yield number, self._conditioned(shape.symbols, shape.condition, starts)
                continue
            symbols = shape.symbols
            common = 0
            while common < min(len(done), len(symbols)) and done[common] == symbols[common]:
                common += 1
            del stack[common + 1 :]
            for symbol in symbols[common:]:
                stack.append(self._advance(stack[-1], symbol))
            done = symbols
            yield number, stack[-1]

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

    def _group(self, runs: Iterable[tuple[int, Front]], *, joined: bool) -> dict[str, tuple[Hit, ...]]:
        grouped: dict[str, dict[tuple[int, bool], list[int]]] = {}
        for number, front in runs:
            pos, free = self._class_of(number), joined and self._joined(number)
            for surface, state in front:
                grouped.setdefault(surface, {}).setdefault((self._place(state, pos), free), []).append(number)
        return {s: tuple((*key, self._distinct(stems)) for key, stems in hits.items()) for s, hits in grouped.items()}

    def _shortened(self, words: dict[str, tuple[Hit, ...]]) -> dict[str, Hits]:
        """Single stems by number only, with their places apart: most entries are so, and load much faster."""
        homes = [-1] * len(self.shapes)
        short: dict[str, Hits] = {}
        for surface, hits in words.items():
            short[surface] = hits
            if len(hits) == 1 and len(hits[0][2]) == 1:
                place, free, (stem,) = hits[0]
                if homes[stem] in (-1, 2 * place + free):
                    homes[stem] = 2 * place + free
                    short[surface] = stem
        self.compiled.stems.home = homes
        return short

    def _place(self, state: int, pos: str) -> int:
        return self._places.setdefault((state, pos), len(self._places))

    def _distinct(self, numbers: list[int]) -> tuple[int, ...]:
        """Of stems that read the same (homonymous rows with one gloss) the one with most weight."""
        if len(numbers) == 1:
            return tuple(numbers)
        stems = self.compiled.stems
        kept: dict[tuple[str, str, str], int] = {}
        for number in sorted(numbers, key=lambda n: -stems.weight[n]):
            kept.setdefault((stems.form[number], stems.gloss[number], self._pos[stems.lexeme[number]]), number)
        return tuple(kept.values())

    def _joined(self, number: int) -> bool:
        return bool(self.shapes[number].symbols) and not self.shapes[number].condition

    def _null_words(self, numbers: Iterable[int], words: dict[str, tuple[Hit, ...]]) -> None:
        """A null word has no edge of its own: its clitics lean on whatever word stands before it, so that their
        sounds may change as they do after any last letter."""
        nulls = [n for n in numbers if not self.shapes[n].symbols]
        if not nulls:
            return
        finals = sorted({shape.symbols[-1] for shape in self.shapes if shape.symbols})
        leaning = {then: None for letter in finals for _, then in self.machine.step(self.machine.start, letter)}
        self.compiled.leaning = tuple(state for state in leaning if self.machine.settled(state))
        more = self._group(self._run(nulls, self.compiled.leaning), joined=False)
        for surface, hits in more.items():
            words[surface] = tuple(dict.fromkeys((*words.get(surface, ()), *hits)))

    # --- after prefixes -------------------------------------------------------------------------------------------

    def _prefixed(self, numbers: list[int]) -> None:
        """List the stems that joints do not find after some prefix or copy."""
        openings, joints = self._openings(), self.compiled.joints
        by_beginning: dict[int, list[int]] = {}
        for number in numbers:
            beginning = self.compiled.stems.begin[number] if self._joined(number) else -1
            by_beginning.setdefault(beginning, []).append(number)
        grouped: dict[str, dict[tuple[frozenset[int], int], list[int]]] = {}
        for beginning, stems in by_beginning.items():
            missed = [state for state in openings if beginning < 0 or beginning in joints.missed(state)]
            for number, front in self._run(stems, missed) if missed else ():
                for (surface, state), origins in front.items():
                    key = (origins, self._place(state, self._class_of(number)))
                    grouped.setdefault(surface, {}).setdefault(key, []).append(number)
        self.compiled.prefixed = {
            s: tuple((*key, self._distinct(stems)) for key, stems in hits.items()) for s, hits in grouped.items()
        }

    def _openings(self) -> list[int]:
        """The states that prefixes and copies before the stem can lead to."""
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
        found = dict.fromkeys(state for state, _ in seen)
        copies = [o for o in self.compiled.inside.openings() if o.copy]
        found |= dict.fromkeys(end for s in tuple(found) for o in copies for _, end in self.machine.read(s, o.symbols))
        return list(found)
