"""Morphotactics: which bound morphs may stand where, as states that analyzer and generator walk together.

A word is built from left to right. Each *track* follows one template (or, for parts of speech without one, free
order); a state is the set of tracks that are still possible. Within a template slots may be left out unless they are
obligatory, and each takes one morph (``slot*`` in a template takes several). A morph without a slot may stand
anywhere among those of its kind: proclitics outside prefixes, suffixes inside enclitics, at most ``max_free`` of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from morph.model import Template

Track = tuple[int, int, int, int]
"""Template index (-1 = free order), next slot, number of free morphs so far, layer (0 before, 1 after the turn from
clitics to prefixes, or from suffixes to clitics)."""


@dataclass(frozen=True, slots=True)
class Bound:
    """What morphotactics must know of a bound morph (one allomorph)."""

    index: int
    base: str
    kind: str
    slot: str
    pos: frozenset[str]
    evidence: int = 0


@dataclass(frozen=True, slots=True)
class Before:
    """State before the stem: tracks, parts of speech still possible (None = all), circumfixes that are open."""

    tracks: tuple[Track, ...]
    pos: frozenset[str] | None = None
    open: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class After:
    """State after the stem: its part of speech, tracks, open circumfixes, slots that the stem itself fills."""

    pos: str
    tracks: tuple[Track, ...]
    open: tuple[str, ...] = ()
    filled: frozenset[str] = frozenset()


def _name(slot: str) -> str:
    return slot.rstrip("*+")


class Tactics:
    """The templates of a language. ``pos`` values are compared casefolded."""

    def __init__(self, templates: Sequence[Template], max_free: int = 4) -> None:
        self.templates = tuple(templates)
        self.max_free = max_free
        self._pos = [frozenset(p.casefold() for p in t.pos) for t in self.templates]
        self._slots = {_name(s) for t in self.templates for s in (*t.before, *t.after)}
        self._obligatory = [frozenset(map(_name, t.obligatory)) for t in self.templates]
        self.start = Before(tuple((t, 0, 0, 0) for t in (-1, *range(len(self.templates)))))

    def prefix(self, state: Before, morph: Bound) -> Before | None:
        """The state after one more morph before the stem; the outermost comes first."""
        inner = morph.kind != "proclitic"
        tracks = [t for track in state.tracks if (t := self._extend(track, morph, before=True, turn=inner))]
        pos = state.pos
        if morph.pos:
            pos = morph.pos if pos is None else pos & morph.pos
        if not tracks or (pos is not None and not pos):
            return None
        opened = (morph.base,) if morph.kind == "circumfix" else ()
        return Before(tuple(sorted(set(tracks))), pos, state.open + opened)

    def stem(self, state: Before, pos: str, filled: frozenset[str] = frozenset()) -> After | None:
        """The state after a stem of a part of speech."""
        pos = pos.casefold()
        if state.pos is not None and pos and pos not in state.pos:
            return None
        wanted = self.tracks_of(pos)
        tracks = []
        for template, at, free, _ in state.tracks:
            if template not in wanted:
                continue
            if template >= 0 and self._skips(template, self.templates[template].before[at:], filled):
                continue
            tracks.append((template, 0, free, 0))
        return After(pos, tuple(sorted(set(tracks))), state.open, filled) if tracks else None

    def tracks_of(self, pos: str) -> list[int]:
        """The templates of a part of speech: its own, else those of any, else free order. A stem whose part of
        speech is not known (empty) takes any bound morph."""
        own = [i for i, names in enumerate(self._pos) if pos in names]
        return own or [i for i, names in enumerate(self._pos) if not names] or [-1]

    def suffix(self, state: After, morph: Bound) -> After | None:
        """The state after one more morph after the stem."""
        if morph.pos and state.pos and state.pos not in morph.pos:
            return None
        opened = state.open
        if morph.kind == "circumfix":
            if not opened or opened[-1] != morph.base:
                return None
            opened = opened[:-1]
        outer = morph.kind == "enclitic"
        tracks = [t for track in state.tracks if (t := self._extend(track, morph, before=False, turn=outer))]
        return After(state.pos, tuple(sorted(set(tracks))), opened, state.filled) if tracks else None

    def complete(self, state: After) -> bool:
        """Whether a word may end here."""
        return not state.open and any(
            template < 0 or not self._skips(template, self.templates[template].after[at:], state.filled)
            for template, at, _, _ in state.tracks
        )

    def _extend(self, track: Track, morph: Bound, *, before: bool, turn: bool) -> Track | None:
        template, at, free, layer = track
        if template >= 0 and morph.slot in self._slots:
            slots = self.templates[template].before if before else self.templates[template].after
            return self._place(track, slots, morph.slot, layer or int(turn))
        if free >= self.max_free or (layer and not turn):
            return None
        return template, at, free + 1, int(turn)

    def _place(self, track: Track, slots: Sequence[str], slot: str, layer: int) -> Track | None:
        template, at, free, _ = track
        for index in range(at, len(slots)):
            if _name(slots[index]) == slot:
                return template, index + (slots[index] == slot), free, layer
            if _name(slots[index]) in self._obligatory[template]:
                return None
        return None

    def _skips(self, template: int, slots: Sequence[str], filled: frozenset[str]) -> bool:
        obligatory = self._obligatory[template] - filled
        return any(_name(slot) in obligatory for slot in slots)
