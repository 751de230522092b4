"""Looking up stems with an infix or a reduplication.

A copy after the stem is worked out for each stem that begins the word; a copy before it, or the letters before an
infix, are looked up like prefixes, and the stems that follow are checked to begin so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from morph.evidence import STEM
from morph.inside import Inner, Opening
from morph.joints import OPENING_DEPTH, Joint
from morph.letters import split_letters
from morph.reading import Reading
from morph.tactics import After, Before

if TYPE_CHECKING:
    from morph.lookup import Chain, Copied, Copies, Front, Lookup, Node, Root

Ways = dict[str, list[tuple[int, int]]]
"""What openings add to the surface → their numbers, with the states after them."""


class Branch:
    """Stems with the same letters up to a depth; told apart by the next letter when it is asked for."""

    __slots__ = ("ended", "_stems", "_depth", "_longer")

    def __init__(self, stems: list[tuple[int, tuple[str, ...]]], depth: int) -> None:
        self.ended = [number for number, symbols in stems if len(symbols) == depth]
        self._stems, self._depth = stems, depth
        self._longer: dict[str, Branch] | None = None

    def longer(self) -> dict[str, Branch]:
        """The branches by the next letter."""
        if self._longer is None:
            grouped: dict[str, list[tuple[int, tuple[str, ...]]]] = {}
            for number, symbols in self._stems:
                if len(symbols) > self._depth:
                    grouped.setdefault(symbols[self._depth], []).append((number, symbols))
            self._longer = {letter: Branch(stems, self._depth + 1) for letter, stems in grouped.items()}
        return self._longer


class InnerLookup:
    """Readings with something inside the stem, for :class:`morph.lookup.Lookup`."""

    def __init__(self, lookup: Lookup) -> None:
        self.lookup = lookup
        self.compiled = lookup.compiled
        self.inside = self.compiled.inside
        self.machine = lookup.machine
        self.tactics = lookup.tactics
        self._openings: list[Opening] = self.inside.openings()
        numbers = {symbols: n for n, symbols in enumerate(self.compiled.beginnings)}
        self._begins = [numbers[opening.symbols[:OPENING_DEPTH]] for opening in self._openings]
        self._ways: Ways = {}
        for number, opening in enumerate(self._openings):
            for out, then in self.machine.read(self.machine.start, opening.symbols):
                self._ways.setdefault(out, []).append((number, then))
        self._lengths = tuple(sorted({len(out) for out in self._ways}))
        self._missed: dict[int, tuple[tuple[int, ...], Ways]] = {}
        self._branches: dict[tuple[str, ...], Branch] = {}
        self._after: dict[tuple[Before, str, tuple[int, ...]], After | None] = {}

    def pos(self, stem: int) -> str:
        return self.compiled.lexemes.pos[self.compiled.stems.lexeme[stem]].casefold()

    def symbols(self, stem: int) -> tuple[str, ...]:
        return split_letters(self.compiled.stems.symbols[stem])

    def readings(
        self,
        front: Front,
        prefixes: tuple[int, ...],
        text: str,
        roots: list[Root],
        joint: Joint | None,
        found: list[Reading],
    ) -> None:
        """Add the readings of a text (as at the beginning of a word) with something inside the stem. ``roots`` are
        the stems it begins with; ``joint`` tells which beginnings count after a prefix."""
        if self.inside.after:
            for root in roots if joint is None else self.lookup.joined(roots, joint):
                if root[0]:
                    self._copied(front, prefixes, root, found)
        for length in self._lengths:
            if length > len(text):
                break
            for number, then in self._ways.get(text[:length], ()):
                if joint is None or joint.begins is None or self._begins[number] in joint.begins:
                    self._open(front, prefixes, text, (length, then), number, found)

    def missed(self, front: Front, prefixes: tuple[int, ...], key: str, begin: int, found: list[Reading]) -> None:
        """The same for openings that no joint covers after a prefix, and copies of stems that joints don't find."""
        if self.inside.after:
            for root in self.lookup.listed(key, begin, front.state):
                if root[0]:
                    self._copied(front, prefixes, root, found)
        missing = self._missed.get(front.state)
        if missing is None:
            missing = self._missed[front.state] = self._find_missed(front.state)
        lengths, ways = missing
        for length in lengths:
            for number, then in ways.get(key[begin : begin + length], ()):
                self._open(front, prefixes, key, (begin + length, then), number, found)

    def _find_missed(self, state: int) -> tuple[tuple[int, ...], Ways]:
        ways: Ways = {}
        missed = self.lookup.joints.missed(state)
        for number in range(len(self._openings)) if missed else ():
            if self._begins[number] in missed:
                for out, then in self.machine.read(state, self._openings[number].symbols):
                    ways.setdefault(out, []).append((number, then))
        return tuple(sorted({len(out) for out in ways})), ways

    # --- copies after the stem -----------------------------------------------------------------------------------

    def _copied(self, front: Front, prefixes: tuple[int, ...], root: Root, found: list[Reading]) -> None:
        rest, place, _, stems = root
        where = (place, stems)
        copies = front.copies.get(where)
        if copies is None:
            copies = front.copies[where] = self._copies(front, place, stems)
        if not copies:
            return
        pending = copies.get("")
        if pending:
            self._add_copies(rest, prefixes, pending, found)
        begun = copies.get(rest[0])
        if begun:
            self._add_copies(rest, prefixes, begun, found)

    def _add_copies(
        self,
        rest: str,
        prefixes: tuple[int, ...],
        copies: list[tuple[str, Node, list[Copied]]],
        found: list[Reading],
    ) -> None:
        for out, node, ways in copies:
            if rest.startswith(out):
                left = rest[len(out) :]
                chains = node.rests.get(left)
                if chains is None:
                    chains = self.lookup.chains(node, left)
                if chains:
                    for hosts, inner in ways:
                        self._add(chains, prefixes, hosts, inner, found)

    def _copies(self, front: Front, place: int, stems: tuple[int, ...]) -> Copies:
        """What each reduplication adds after these stems."""
        state, pos = self.compiled.places[place]
        grouped: dict[tuple[str, int, After], list[Copied]] = {}
        hosts: dict[str, list[int]] = {}
        for stem in stems:
            hosts.setdefault(self.compiled.stems.symbols[stem], []).append(stem)
        for text, same in hosts.items():
            symbols = split_letters(text)
            copies: dict[tuple[str, ...], list[int]] = {}
            for morph in self.inside.after if symbols else ():
                copied = self.inside.copy(morph, symbols)
                if copied:
                    copies.setdefault(copied, []).append(morph)
            for copied, morphs in copies.items():
                outcomes = self.machine.read(state, ("~", *copied))
                for morph in morphs if outcomes else ():
                    after = self._filled(front, pos, (morph,))
                    fitting = tuple(stem for stem in same if self.inside.attaches(morph, self.pos(stem)))
                    if after is not None and fitting:
                        shown = self.inside.shown(copied, self.compiled.stems.form[fitting[0]])
                        for out, end in outcomes:
                            grouped.setdefault((out, end, after), []).append((fitting, ((morph, shown, 1),)))
        found: Copies = {}
        for (out, end, after), ways in grouped.items():
            found.setdefault(out[:1], []).append((out, self.lookup.node(end, after), ways))
        return found

    def _filled(self, front: Front, pos: str, morphs: tuple[int, ...]) -> After | None:
        """The morphotactic state after a stem whose slots infix and copy fill."""
        key = (front.tactic, pos, morphs)
        if key not in self._after:
            slots = frozenset(self.compiled.morphemes[morph].slot for morph in morphs) - {""}
            self._after[key] = self.tactics.stem(front.tactic, pos, slots)
        return self._after[key]

    # --- copies before the stem, and infixes ---------------------------------------------------------------------

    def _open(
        self,
        front: Front,
        prefixes: tuple[int, ...],
        text: str,
        place: tuple[int, int],
        number: int,
        found: list[Reading],
    ) -> None:
        opening = self._openings[number]
        if not opening.copy:
            self._infixed(front, prefixes, text, place, opening, found)
            return
        for rest, where, _, stems in self.lookup.stems_from(text, *place):
            for stem in stems:
                if self.inside.fits(opening, self.symbols(stem), self.pos(stem)):
                    self._close(front, prefixes, (rest, *self.compiled.places[where]), stem, opening, found)

    def _infixed(
        self,
        front: Front,
        prefixes: tuple[int, ...],
        text: str,
        place: tuple[int, int],
        opening: Opening,
        found: list[Reading],
    ) -> None:
        """Walk the stems that go on after the letters before an infix."""
        stack: list[tuple[int, int, Branch]] = [(*place, self._branch(opening.own))]
        while stack:
            at, state, branch = stack.pop()
            for letter, further in branch.longer().items():
                for out, then in self.machine.step(state, letter):
                    if text.startswith(out, at):
                        stack.append((at + len(out), then, further))
            for stem in branch.ended:
                owed = self.machine.owes(front.state, self.compiled.stem_condition(stem))
                if owed is not None and self.inside.fits(opening, self.symbols(stem), self.pos(stem)):
                    pos = self.compiled.pos_classes[self.pos(stem)]
                    end = (text[at:], self.machine.owing(state, owed), pos)
                    self._close(front, prefixes, end, stem, opening, found)

    def _branch(self, head: tuple[str, ...]) -> Branch:
        """The stems that begin with some letters."""
        branch = self._branches.get(head)
        if branch is None:
            text = "".join(head)
            stems = [(n, s) for n, s in enumerate(self.compiled.stems.symbols) if s.startswith(text) and " " not in s]
            split = [(number, split_letters(symbols)) for number, symbols in stems]
            branch = self._branches[head] = Branch([s for s in split if s[1][: len(head)] == head], len(head))
        return branch

    def _close(
        self,
        front: Front,
        prefixes: tuple[int, ...],
        end: tuple[str, int, str],
        stem: int,
        opening: Opening,
        found: list[Reading],
    ) -> None:
        rest, state, pos = end
        after = self._filled(front, pos, tuple(morph for morph, _, _ in opening.inner))
        if after is not None:
            chains = self.lookup.chains(self.lookup.node(state, after), rest)
            self._add(chains, prefixes, (stem,), opening.inner, found)

    def _add(
        self,
        chains: tuple[Chain, ...],
        prefixes: tuple[int, ...],
        stems: tuple[int, ...],
        inner: tuple[Inner, ...],
        found: list[Reading],
    ) -> None:
        """Add a reading for each way to go on after the stem."""
        if not chains:
            return
        lookup, weights = self.lookup, self.compiled.stems.weight
        labels = [lookup.labels[morph] for morph, _, _ in inner]
        copied = inner[0][2] > 0
        before = lookup.lead(prefixes, *((STEM, *labels) if copied else (*labels, STEM)))
        for weight, tail, after_stem in chains:
            if tail and any(lookup.bases[m] == lookup.bases[i] for m in tail for i, _, _ in inner):
                continue
            total = before + (weight + lookup.follow(labels[-1], tail) if copied else after_stem)
            found += [Reading(total + weights[s], prefixes, s, tail, inner) for s in stems]
