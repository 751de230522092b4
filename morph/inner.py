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
from morph.tactics import After, Before

if TYPE_CHECKING:
    from morph.lookup import Copies, Front, Lookup, Node, Reading, Root

Trie = dict[str, "Trie"]
"""Letters to further letters; under ``""`` the numbers of the stems that end there, as keys."""
Ways = dict[str, list[tuple[int, int]]]
"""What openings add to the surface → their numbers, with the states after them."""


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
        self._tries: dict[str, Trie] = {}
        self._after: dict[tuple[Before, str, tuple[int, ...]], After | None] = {}
        self._pos = [pos.casefold() for pos in self.compiled.lexemes.pos]

    def pos(self, stem: int) -> str:
        return self._pos[self.compiled.stems.lexeme[stem]]

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
        rest, state, pos, _, stems = root
        copies = front.copies.get((state, pos, stems))
        if copies is None:
            copies = front.copies[state, pos, stems] = self._copies(front, state, pos, stems)
        for first in ("", rest[0]):
            for out, node, hosts, inner in copies.get(first, ()):
                if rest.startswith(out):
                    self._add(rest[len(out) :], prefixes, node, hosts, inner, found)

    def _copies(self, front: Front, state: int, pos: str, stems: tuple[int, ...]) -> Copies:
        """What each reduplication adds after these stems."""
        found: Copies = {}
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
                for out, end in self.machine.read(state, ("~", *copied)):
                    for morph in morphs:
                        self._copy(found, out, (front, end, pos), morph, copied, same)
        return found

    def _copy(
        self,
        found: Copies,
        out: str,
        place: tuple[Front, int, str],
        morph: int,
        copied: tuple[str, ...],
        same: list[int],
    ) -> None:
        front, end, pos = place
        after = self._filled(front, pos, (morph,))
        hosts = tuple(stem for stem in same if self.inside.attaches(morph, self.pos(stem)))
        if after is None or not hosts:
            return
        shown = self.inside.shown(copied, self.compiled.stems.form[hosts[0]])
        copy = (out, self.lookup.node(end, after), hosts, ((morph, shown, 1),))
        found.setdefault(out[:1], []).append(copy)

    def _filled(self, front: Front, pos: str, morphs: tuple[int, ...]) -> After | None:
        """The morphotactic state after a stem whose slots infix and copy fill."""
        key = (front.tactic, pos, morphs)
        if key not in self._after:
            slots = frozenset(self.compiled.morphemes[morph].slot for morph in morphs)
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
        for rest, state, pos, _, stems in self.lookup.stems_from(text, *place):
            for stem in stems:
                if self.inside.fits(opening, self.symbols(stem), self.pos(stem)):
                    self._close(front, prefixes, (rest, state, pos), stem, opening, found)

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
        stack: list[tuple[int, int, Trie]] = [(*place, self._trie(opening.own))]
        while stack:
            at, state, trie = stack.pop()
            for letter, further in trie.items():
                if letter:
                    for out, then in self.machine.step(state, letter):
                        if text.startswith(out, at):
                            stack.append((at + len(out), then, further))
                    continue
                for stem in map(int, further):
                    owed = self.machine.owes(front.state, self.compiled.stem_condition(stem))
                    if owed is not None and self.inside.fits(opening, self.symbols(stem), self.pos(stem)):
                        pos = self.compiled.pos_classes[self.pos(stem)]
                        end = (text[at:], self.machine.owing(state, owed), pos)
                        self._close(front, prefixes, end, stem, opening, found)

    def _trie(self, head: tuple[str, ...]) -> Trie:
        """The stems that begin with some letters, by the letters that follow."""
        text = "".join(head)
        trie = self._tries.get(text)
        if trie is None:
            trie = self._tries[text] = {}
            for number, symbols in enumerate(self.compiled.stems.symbols):
                if symbols.startswith(text) and " " not in symbols:
                    node = trie
                    for letter in split_letters(symbols)[len(head) :]:
                        node = node.setdefault(letter, {})
                    node.setdefault("", {})[str(number)] = {}
        return trie

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
            self._add(rest, prefixes, self.lookup.node(state, after), (stem,), opening.inner, found)

    def _add(
        self,
        rest: str,
        prefixes: tuple[int, ...],
        node: Node,
        stems: tuple[int, ...],
        inner: tuple[Inner, ...],
        found: list[Reading],
    ) -> None:
        """Add a reading for each way to go on after the stem."""
        from morph.lookup import Reading

        lookup = self.lookup
        chains = node.rests.get(rest)
        if chains is None:
            chains = lookup.chains(node, rest)
        if not chains:
            return
        labels = [lookup.labels[morph] for morph, _, _ in inner]
        copied = inner[0][2] > 0
        for weight, tail in chains:
            if any(lookup.bases[m] == lookup.bases[i] for m in tail for i, _, _ in inner):
                continue
            before = lookup.lead(prefixes, *((STEM, *labels) if copied else (*labels, STEM)))
            weight += before + lookup.follow(labels[-1] if copied else STEM, tail)
            found += [Reading(weight + self.compiled.stems.weight[s], prefixes, s, tail, inner) for s in stems]
