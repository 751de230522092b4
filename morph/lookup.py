"""Looking a word up: every beginning of it that is a stem, times every way in which bound morphs account for the rest.

What can follow a stem depends only on the state after it, and endings recur from word to word; so the ways to read a
rest from a state are found once and kept. This is the inner loop of glossing and holds no rule of its own: it only
follows states that :mod:`morph.machine` and :mod:`morph.tactics` allow.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence

from morph.compiled import Compiled
from morph.evidence import END, START, STEM
from morph.inner import InnerLookup
from morph.inside import Inner
from morph.joints import Joint
from morph.model import Morpheme
from morph.paths import Paths
from morph.reading import Reading
from morph.rests import Rests
from morph.tactics import After, Before

Chain = tuple[float, tuple[int, ...], float]
"""Bound morphs after the stem, from the inside out, with the log-probability of their order: by itself, and with that
of following a stem."""
Root = tuple[str, int, bool, tuple[int, ...]]
"""Stems at the beginning of a text: the text after them, place, whether prefixes may stand before them, numbers."""

MAX_CHAINS = 128
"""Most ways to read one rest from one state that are kept."""
MAX_LETTERS = 100
"""Longer words have no readings by rule: no person's word is so long, and the work grows with the square of it."""
MAX_FRONTS = 500
"""Most ways to read prefixes at the beginning of one word."""
MAX_CACHED = 200_000
_MAX_ROOTS = 20_000
_LEAST_SHARE = -4.0


class Node:
    """A state after the stem: its ways on by what they add to the surface, its endings, and rests read before
    (``erased``: after morphs that sound rules deleted whole). ``known``: compiling went through all that may follow."""

    __slots__ = ("state", "tactic", "known", "ways", "lengths", "endings", "rests", "erased")

    def __init__(self, state: int, tactic: After, *, known: bool = False) -> None:
        self.state, self.tactic, self.known = state, tactic, known
        self.ways: dict[str, tuple[tuple[int, Node], ...]] | None = None
        self.lengths: tuple[int, ...] = ()
        self.endings: tuple[str, ...] = ()
        self.rests: dict[str, tuple[Chain, ...]] = {}
        self.erased: dict[tuple[str, int], tuple[Chain, ...]] = {}


class Front:
    """A state before the stem: its ways on, and the nodes that stems lead to from it."""

    __slots__ = ("state", "tactic", "ways", "lengths", "nodes", "copies")

    def __init__(self, state: int, tactic: Before) -> None:
        self.state, self.tactic = state, tactic
        self.ways: dict[str, tuple[tuple[int, Front], ...]] | None = None
        self.lengths: tuple[int, ...] = ()
        self.nodes: dict[int, Node | None] = {}
        self.copies: dict[tuple[int, tuple[int, ...]], Copies] = {}


MAX_ERASED = 1
"""Most morphs one after the other that sound rules leave nothing of (those that are written ``∅`` don't count)."""
_new = tuple.__new__

Copied = tuple[tuple[int, ...], tuple[Inner, ...]]
"""Stems with the copy that they take."""
Copies = dict[str, list[tuple[str, Node, list[Copied]]]]
"""Copies after stems by the first letter that they add: what they add, the node after them, stems and copies."""


class Lookup:
    """Readings of surface strings (match keys). ``cut`` counts the rests with more than ``MAX_CHAINS``
    readings and the words with more than ``MAX_FRONTS`` beginnings."""

    def __init__(self, compiled: Compiled, paths: Paths | None = None) -> None:
        self.compiled = compiled
        self.paths = paths or Paths(compiled)
        self.machine = compiled.machine
        self.joints = compiled.joints
        self.tactics = self.paths.tactics
        self.labels = [m.gloss for m in compiled.morphemes]
        self.sounding = [any(c.isalpha() and c != "∅" for c in m.form) for m in compiled.morphemes]
        self.bases = [m.base_id for m in compiled.morphemes]
        self.shares = allomorph_shares(compiled.morphemes)
        self.next = compiled.evidence.next
        self.cut = 0
        self._cached = 0
        self._nodes: dict[tuple[int, After], Node] = {}
        self._fronts: dict[tuple[int, Before], Front] = {}
        self._order: dict[tuple[str, str], float] = {}
        # What compiling found holds for its own ways on only.
        self._known = compiled.outs is not None and paths is None
        self._possible = Rests(*(compiled.outs or ((), ()))).possible
        self._roots: dict[str, list[Root]] = {}
        self._word = compiled.words.get
        self._homes, self._weights = compiled.stems.home, compiled.stems.weight
        self._first = self.order(START, STEM)
        self.start = self.front(self.machine.start, self.tactics.start)
        # Only languages with infixes or reduplication pay for them.
        self.inner = InnerLookup(self) if compiled.inside.copies or compiled.inside.infixes else None

    # --- after the stem ------------------------------------------------------------------------------------------

    def node(self, state: int, tactic: After, *, known: bool = False) -> Node:
        """The node of a state after the stem; ``known`` where compiling has gone through all that may follow."""
        found = self._nodes.get((state, tactic))
        if found is None:
            found = self._nodes[state, tactic] = Node(state, tactic, known=known)
        elif known and not found.known:
            found.known, found.ways = True, None  # what follows is known too: it is gone through again
        return found

    def _expand(self, node: Node) -> dict[str, tuple[tuple[int, Node], ...]]:
        ways: dict[str, list[tuple[int, Node]]] = {}
        for out, morph, state, tactic in self.paths.after(node.state, node.tactic):
            ways.setdefault(out, []).append((morph, self.node(state, tactic, known=node.known)))
        node.ways = {out: tuple(arcs) for out, arcs in ways.items()}
        node.lengths = tuple(sorted({len(out) for out in ways}))
        node.endings = self.paths.endings(node.state, node.tactic)
        return node.ways

    def chains(self, node: Node, rest: str, erased: int = 0) -> tuple[Chain, ...]:
        """The ways in which bound morphs after the stem account for ``rest``, best first; before them stand ``erased``
        morphs that sound rules deleted whole: without a bound such ones could be added for ever."""
        found = node.erased.get((rest, erased)) if erased else node.rests.get(rest)
        if found is None:
            if self._cached >= MAX_CACHED:
                self.forget()
            found = () if node.known and not self._possible(rest) else self._chains(node, rest, erased)
            if erased:
                node.erased[rest, erased] = found
            else:
                node.rests[rest] = found
            self._cached += 1
        return found

    def _chains(self, node: Node, rest: str, erased: int = 0) -> tuple[Chain, ...]:
        ways = node.ways if node.ways is not None else self._expand(node)
        found: list[Chain] = [(0.0, (), self.order(STEM, END))] if rest in node.endings else []
        size, bases = len(rest), self.bases
        for length in node.lengths:
            if length > size:
                break
            arcs = ways.get(rest[:length])
            if arcs is None:
                continue
            left = rest[length:]
            for morph, after in arcs:
                gone = erased + self.sounding[morph] if not length else 0
                if gone > MAX_ERASED:
                    continue
                tails = None if gone else after.rests.get(left)
                if tails is None:
                    tails = self.chains(after, left, gone)
                if not tails:
                    continue
                base, label, share = bases[morph], self.labels[morph], self.shares[morph]
                first = self.order(STEM, label)
                for weight, tail, _ in tails:
                    if not tail or all([bases[m] != base for m in tail]):
                        way = weight + share + self.follow(label, tail)
                        found.append((way, (morph, *tail), way + first))
        if len(found) > 1:
            found.sort(reverse=True)
            if len(found) > MAX_CHAINS:
                self.cut += 1
                del found[MAX_CHAINS:]
        return tuple(found)

    def order(self, previous: str, label: str) -> float:
        """Log-probability of one label after another."""
        found = self._order.get((previous, label))
        if found is None:
            found = self._order[previous, label] = self.next(previous, label)
        return found

    def follow(self, label: str, tail: tuple[int, ...]) -> float:
        """Log-probability of what follows a label: the first of some morphs, or the end of the word."""
        return self.order(label, self.labels[tail[0]] if tail else END)

    def forget(self) -> None:
        """Drop what was kept of rests, so that memory stays bounded on endless text."""
        for node in self._nodes.values():
            node.rests.clear()
            node.erased.clear()
        self._cached = 0

    # --- whole words ---------------------------------------------------------------------------------------------

    def readings(self, key: str) -> list[Reading]:
        """All readings of a word given as match key, best first; none for one of more than ``MAX_LETTERS``."""
        found: list[Reading] = []
        if len(key) > MAX_LETTERS:
            return found
        roots = self._find_roots(key)
        self._read(self.start, (), roots, found)
        if self.inner is not None:
            self.inner.readings(self.start, (), key, roots, None, found)
        if self.paths.prefixes:
            for begin, front, prefixes in self.fronts(key):
                self._after(key, begin, front, prefixes, found)
        if len(found) > 1:
            found.sort(key=_weight, reverse=True)
        return found

    def roots(self, text: str) -> list[Root]:
        """The stems that a text begins with, as at the beginning of a word; kept, because what follows prefixes
        recurs."""
        found = self._roots.get(text)
        if found is None:
            if len(self._roots) >= _MAX_ROOTS:
                self._roots.clear()
            found = self._roots[text] = self._find_roots(text)
        return found

    def _find_roots(self, text: str) -> list[Root]:
        get, homes = self._word, self._homes
        found: list[Root] = []
        for at in range(len(text) + 1):
            hits = get(text[:at])
            if hits is None:
                continue
            if isinstance(hits, int):
                home = homes[hits]
                found.append((text[at:], home >> 1, home & 1 == 1, (hits,)))
            else:
                rest = text[at:]
                for hit in hits:
                    found.append((rest, *hit))
        return found

    def _read(self, front: Front, prefixes: tuple[int, ...], roots: Iterable[Root], found: list[Reading]) -> None:
        """Add the readings of stems with what follows them."""
        weights, get, before = self._weights, front.nodes.get, None
        possible = self._possible if self._known and front is self.start else None
        for rest, place, _, stems in roots:
            if possible is not None and not possible(rest):
                continue
            node = get(place)
            if node is None:
                node = self.after(front, place)
                if node is None:
                    continue
            chains = node.rests.get(rest)
            if chains is None:
                chains = self.chains(node, rest)
            if chains:
                if before is None:
                    before = self.lead(prefixes, STEM) if prefixes else self._first
                for _, tail, weight in chains:
                    for stem in stems:
                        # the named constructor would take twice as long
                        found.append(_new(Reading, (before + weight + weights[stem], prefixes, stem, tail, ())))

    def after(self, front: Front, place: int) -> Node | None:
        """The node of a stem after what stands before it; None where morphotactics forbids it."""
        if place not in front.nodes:
            state, pos = self.compiled.places[place]
            tactic = self.tactics.stem(front.tactic, pos)
            known = self._known and front is self.start
            front.nodes[place] = None if tactic is None else self.node(state, tactic, known=known)
        return front.nodes[place]

    def lead(self, prefixes: tuple[int, ...], *labels: str) -> float:
        """Log-probability of the morphs before the stem up to the last of ``labels``."""
        if not prefixes and len(labels) == 1:
            return self.order(START, labels[0])
        sequence = [START, *(self.labels[m] for m in prefixes), *labels]
        return sum(self.order(a, b) for a, b in zip(sequence, sequence[1:], strict=False))

    # --- prefixes ------------------------------------------------------------------------------------------------

    def front(self, state: int, tactic: Before) -> Front:
        """The front of a state before the stem."""
        found = self._fronts.get((state, tactic))
        if found is None:
            found = self._fronts[state, tactic] = Front(state, tactic)
        return found

    def _open(self, front: Front) -> dict[str, tuple[tuple[int, Front], ...]]:
        ways: dict[str, list[tuple[int, Front]]] = {}
        for out, morph, state, tactic in self.paths.before(front.state, front.tactic):
            ways.setdefault(out, []).append((morph, self.front(state, tactic)))
        front.ways = {out: tuple(arcs) for out, arcs in ways.items()}
        front.lengths = tuple(sorted({len(out) for out in ways}))
        return front.ways

    def fronts(self, key: str) -> Iterator[tuple[int, Front, tuple[int, ...]]]:
        """Ways in which bound morphs account for the beginning of a word: its length, the front, the morphs."""
        stack: list[tuple[int, Front, tuple[int, ...]]] = [(0, self.start, ())]
        left = MAX_FRONTS
        while stack:
            left -= 1
            if left < 0:
                self.cut += 1
                return
            at, front, prefixes = stack.pop()
            ways = front.ways if front.ways is not None else self._open(front)
            for length in front.lengths:
                for morph, after in ways.get(key[at : at + length], ()):
                    if all(self.bases[m] != self.bases[morph] for m in prefixes):
                        stack.append((at + length, after, (*prefixes, morph)))
            if prefixes:
                yield at, front, prefixes

    def _after(self, key: str, begin: int, front: Front, prefixes: tuple[int, ...], found: list[Reading]) -> None:
        for joint, text in self.texts(key, begin, front.state):
            roots = self.roots(text)
            self._read(front, prefixes, self.joined(roots, joint), found)
            if self.inner is not None:
                self.inner.readings(front, prefixes, text, roots, joint, found)
        self._read(front, prefixes, self.listed(key, begin, front.state), found)
        if self.inner is not None:
            self.inner.missed(front, prefixes, key, begin, found)

    def texts(self, key: str, begin: int, state: int) -> Iterator[tuple[Joint, str]]:
        """What follows a prefix that led to ``state``, put back to what it is at the beginning of a word."""
        for joint in self.joints.of(state):
            out = joint.out
            if not out:
                yield joint, joint.plain + key[begin:]
            elif key.startswith(out, begin):
                yield joint, joint.plain + key[begin + len(out) :]

    def joined(self, roots: list[Root], joint: Joint) -> list[Root]:
        """The stems among some roots that a joint is for."""
        begins, of = joint.begins, self.compiled.stems.begin
        if begins is None:
            return [root for root in roots if root[2]]
        chosen: list[Root] = []
        for rest, place, free, stems in roots:
            if free and (of[stems[0]] in begins or len(stems) > 1):
                fitting = tuple([stem for stem in stems if of[stem] in begins])
                if fitting:
                    chosen.append((rest, place, free, fitting))
        return chosen

    def listed(self, key: str, begin: int, state: int) -> Iterator[Root]:
        """The stems that joints don't find."""
        prefixed = self.compiled.prefixed
        for end in range(begin, len(key) + 1) if prefixed else ():
            for origins, place, stems in prefixed.get(key[begin:end], ()):
                if state in origins:
                    yield key[end:], place, True, stems

    def stems_from(self, key: str, begin: int, state: int) -> Iterator[Root]:
        """All stems that stand at ``begin`` after a prefix or copy that led to ``state``."""
        for joint, text in self.texts(key, begin, state):
            yield from self.joined(self.roots(text), joint)
        yield from self.listed(key, begin, state)

    # --- several words -------------------------------------------------------------------------------------------

    def several(self, key: str) -> list[Reading]:
        """Readings of words joined by single spaces as one multi-word stem with bound morphs after it."""
        found: list[Reading] = []
        for at in range(len(key) + 1):
            roots = [(key[at:], *hit) for hit in self.compiled.multiwords.get(key[:at], ())]
            self._read(self.start, (), roots, found)
        return sorted(found, key=_weight, reverse=True)


def allomorph_shares(morphemes: Sequence[Morpheme]) -> list[float]:
    """For each row the log of its share among the allomorphs of its morpheme, by attestation: a shape that a label
    hardly ever has tells little for that label. Rows without any attested sibling share nothing."""
    totals: dict[tuple[str, str], list[int]] = {}
    for row in morphemes:
        totals.setdefault((row.gloss, row.kind), []).append(row.evidence.attested)
    shares = []
    for row in morphemes:
        counts = totals[row.gloss, row.kind]
        total = sum(counts)
        share = (row.evidence.attested + 0.5) / (total + 0.5 * len(counts))
        shares.append(max(math.log(share), _LEAST_SHARE) if total and len(counts) > 1 else 0.0)
    return shares


def _weight(reading: Reading) -> float:
    return reading[0]
