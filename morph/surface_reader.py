"""Words of running text cut into morphs by what the glossed texts show: surface pieces, not rules.

Every glossed word that stands beside its segmentation is aligned letter by letter, so that each morph gets the piece
of the surface that shows it (``baba-di-z`` in *babadiz*: ``baba``, ``di``, ``z``). The pieces of known morphs, the
changes that stems undergo at their edges, and a slot for one unknown stem are put together into words by a beam search.
This stands beside the rules: it finds words whose sound changes no rule tells yet.

>>> from morph.igt import glossed_word
>>> from morph.model import IGT
>>> rows = [("kati", "kat-di", "dog-PL"), ("bati", "bat-di", "hen-PL"), ("kat", "kat", "dog"), ("lut", "lut", "cow")]
>>> seen = IGT("1", "", tuple(glossed_word(*row) for row in rows))
>>> SurfaceReader(Language("x", seen=(seen,))).read("luti")[0].gloss
'cow-PL'
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass, replace
from os.path import commonprefix
from typing import NamedTuple

from morph.align_surface import align
from morph.choice_features import rough_label
from morph.fused import FusedForms
from morph.igt import is_label
from morph.model import UNKNOWN_GLOSS, Analysis, Language, Morph
from morph.segment_reader import key
from morph.text import split_token

MAX_LETTERS = 100
"""Longer words are not cut into pieces."""
_BEAM = 24
_OPEN = 10
"""Most states with an unknown stem."""
_START, _END = "⟨w⟩", "⟨/w⟩"
_ROW = 0.3  # a row of a table counts as this many sightings
_LONGEST = 24
_UNKNOWN = -4.0
_LETTER = -1.1
_EMPTY_RUN = 2
_MAX_FUSED = 50_000
"""Most spans of words whose readings by analogy are kept."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A surface piece of a morph with the log-probability of the two given the label."""

    morph: Morph
    label: str
    weight: float
    guessed: bool = False
    stem: bool = False


class _State(NamedTuple):
    """A word read up to some letter; ``empty`` counts the morphs without letters at its end."""

    weight: float
    morphs: tuple[Morph, ...] = ()
    gloss: str = ""
    before: str = ""
    last: str = _START
    empty: int = 0
    unknown: bool = False
    guessed: bool = False
    stems: int = 0


def label(morph: Morph) -> str:
    """What the order of morphs is learned over: grammatical labels one by one, stems as ``X``."""
    return f"{morph.separator}{rough_label(morph.gloss)}"


def _piece(morph: Morph, weight: float, *, guessed: bool = False) -> Piece:
    own = label(morph)
    return Piece(morph, own, weight, guessed, _is_stem(morph))


class SurfaceReader:
    """Reads surface words with the pieces that the seen sentences of a language show."""

    def __init__(self, language: Language) -> None:
        self.words: dict[str, Counter[tuple[Morph, ...]]] = defaultdict(Counter)
        self.pieces: dict[str, list[Piece]] = {}
        self.follows: Counter[tuple[str, str]] = Counter()
        self.follows2: Counter[tuple[str, str, str]] = Counter()
        self.labels: Counter[str] = Counter()
        self.labels2: Counter[tuple[str, str]] = Counter()
        self._orders: dict[tuple[str, str, str], float] = {}
        self._by_analogy: dict[str, list[Piece]] = {}
        types: dict[tuple[str, tuple[Morph, ...]], int] = Counter()
        for igt in language.seen:
            for word in igt.words:
                if word.analysis:
                    # a book whose examples show only their segmentation: the morphs joined
                    shown = word.form or "".join(m.form.strip("∅0") for m in word.analysis.morphs)
                    types[key(split_token(shown).core), word.analysis.morphs] += 1
        self._learn(types)
        self.fused = _fused(types, language)
        self._add_rows(language)
        self.longest = min(_LONGEST, max(self.fused.longest(), max(map(len, self.pieces), default=1)))
        self.confirmed = {key(form): analysis for form, analysis in language.confirmed}

    def _learn(self, types: dict[tuple[str, tuple[Morph, ...]], int]) -> None:
        shown: dict[tuple[str, Morph], float] = defaultdict(float)
        aligned = align(types)
        for (form, morphs), count in types.items():
            self.words[form][morphs] += count
            pieces = aligned[form, morphs]
            weight = 1.0 + math.log(count)
            order = [_START, *map(label, morphs), _END]
            for left, right in zip(order, order[1:], strict=False):
                self.follows[left, right] += weight  # type: ignore[assignment]
                self.labels[left] += weight  # type: ignore[assignment]
            for triple in zip(order, order[1:], order[2:], strict=False):
                self.follows2[triple] += weight  # type: ignore[assignment]
                self.labels2[triple[:2]] += weight  # type: ignore[assignment]
            for morph, piece in zip(morphs, pieces, strict=True):
                if piece or not _is_stem(morph):
                    shown[piece, _bare(morph)] += weight
        totals: dict[str, float] = defaultdict(float)
        for (_, morph), weight in shown.items():
            totals[label(morph)] += weight
        self._totals = totals
        found: dict[str, list[Piece]] = defaultdict(list)
        for (piece, morph), weight in shown.items():
            found[piece].append(_piece(morph, math.log(weight / (totals[label(morph)] + 1.0))))
        for piece, morph, weight in edge_changes(shown):
            if all(known.morph != morph for known in found[piece]):
                share = math.log(weight / (totals[label(morph)] + 1.0))
                found[piece].append(_piece(morph, share, guessed=True))
        self.pieces = found
        self._glosses = {(p.morph.gloss, piece) for piece, row in found.items() for p in row}

    def _add_rows(self, language: Language) -> None:
        """Rows of the tables that no text shows: they work at once."""
        most = math.log(sum(self._totals.values()) + 2.0)
        for lexeme in language.lexemes:
            for form in (lexeme.headword, *(a.form for a in lexeme.forms if not a.gloss)):
                morph = Morph(form.strip("-=~"), lexeme.gloss or lexeme.headword, morpheme=lexeme.id)
                self._add(key(morph.form), morph, most)
        for row in language.morphemes:
            if row.form.strip("-=~∅") and row.kind in ("prefix", "suffix", "proclitic", "enclitic"):
                before = row.kind in ("prefix", "proclitic")
                morph = Morph(row.form.strip("-=~"), row.gloss, "" if before else row.separator, row.kind, row.id)
                self._add(key(morph.form), morph, most)

    def _add(self, piece: str, morph: Morph, most: float) -> None:
        if piece and (morph.gloss, piece) not in self._glosses and " " not in piece:
            self._glosses.add((morph.gloss, piece))
            self.pieces.setdefault(piece, []).append(_piece(morph, math.log(_ROW) - most))

    def read(self, form: str, limit: int = 16) -> tuple[Analysis, ...]:
        """Readings of a surface word, best first: those seen, then guesses: those made of known pieces, those with
        an unknown stem (gloss ``?``)."""
        word = key(form)
        found: dict[str, Analysis] = {}
        if word in self.confirmed:
            found[self.confirmed[word].gloss] = self.confirmed[word]
        for morphs, count in self.words.get(word, Counter()).most_common(limit):
            analysis = Analysis(morphs, basis="table", weight=math.log(count) + 2.0)
            found.setdefault(analysis.gloss, analysis)
        unknown = 0
        for state in self._beam(word) if len(word) <= MAX_LETTERS else ():
            analysis = Analysis(_cased(state.morphs, form), basis="guess", weight=state.weight)
            if analysis.gloss not in found and (not state.unknown or unknown < 5):
                unknown += state.unknown
                found[analysis.gloss] = analysis
        kept = list(found.values())
        if len(kept) > limit:  # one analysis with an unknown stem stays: its gloss may come from elsewhere
            open_ones = [a for a in kept[limit:] if UNKNOWN_GLOSS in a.gloss]
            kept = [*kept[: limit - 2], *open_ones[:2]]
        return tuple(kept)

    def _beam(self, word: str) -> list[_State]:
        rows: list[list[_State]] = [[] for _ in range(len(word) + 1)]
        rows[0] = [_State(0.0)]
        for start in range(len(word) + 1):
            states = _best(rows[start])
            for _ in range(_EMPTY_RUN):
                states = _best([*states, *self._empty(states)])
            rows[start] = states
            opened = [s for s in states if not s.stems and (s.last, _place(s)) in self.follows]
            for end in range(start + 1, min(len(word), start + self.longest) + 1):
                text = word[start:end]
                pieces = self._pieces(text)
                if pieces:
                    rows[end] += self._steps(states, pieces)
                if end > start + 1 and opened:
                    rows[end] += self._open(opened, text)
        ended = [s._replace(weight=s.weight + self._order(s, _END)) for s in rows[-1]]
        return sorted(ended, key=lambda s: -s.weight)

    def _empty(self, states: Iterable[_State]) -> Iterator[_State]:
        for state in states:
            if state.empty < _EMPTY_RUN:
                for piece in self.pieces.get("", ()):
                    # nothing is put in where these two never met
                    if (state.last, piece.label) in self.follows:
                        yield self._with(state, piece, state.empty + 1)

    def _pieces(self, text: str) -> Sequence[Piece]:
        """The pieces that show as a text; a stem with labels in its gloss may also be read by analogy."""
        known = self.pieces.get(text, ())
        if not self.fused.frames:
            return known
        found = self._by_analogy.get(text)
        if found is None:
            if len(self._by_analogy) >= _MAX_FUSED:
                self._by_analogy.clear()
            glosses = {piece.morph.gloss for piece in known}
            readings = [reading for reading in self.fused.read(text) if reading.gloss not in glosses]
            new = [_piece(Morph(form, gloss), weight, guessed=True) for form, gloss, weight in readings]
            found = self._by_analogy[text] = [*known, *new]
        return found

    def _steps(self, states: Iterable[_State], pieces: Iterable[Piece]) -> Iterator[_State]:
        for piece in pieces:
            for state in states:
                if (state.last, piece.label) in self.follows:
                    yield self._with(state, piece, 0)

    def _open(self, states: Iterable[_State], text: str) -> Iterator[_State]:
        for state in states:
            place = _place(state)
            morph = Morph(text, UNKNOWN_GLOSS, place[:-1])
            weight = state.weight + self._order(state, place) + _UNKNOWN + _LETTER * len(text)
            gloss = f"{state.gloss}{place[:-1]}{UNKNOWN_GLOSS}"
            yield _State(weight, (*state.morphs, morph), gloss, state.last, place, 0, True, state.guessed, 1)

    def _with(self, state: _State, piece: Piece, empty: int) -> _State:
        morph = piece.morph
        return _State(
            state.weight + piece.weight + self._order(state, piece.label),
            (*state.morphs, morph),
            f"{state.gloss}{morph.separator}{morph.gloss}",
            state.last,
            piece.label,
            empty,
            state.unknown,
            state.guessed or piece.guessed,
            state.stems + piece.stem,
        )

    def _order(self, state: _State, following: str) -> float:
        """Log-probability of the next label after the last ones, interpolated."""
        triple = (state.before, state.last, following)
        known = self._orders.get(triple)
        if known is None:
            last = state.last
            wide = (self.follows[last, following] + 0.02) / (self.labels[last] + 2.0)
            seen = self.labels2[triple[:2]]
            share = (self.follows2[triple] + 2.0 * wide) / (seen + 2.0) if seen > 0 else wide
            known = self._orders[triple] = math.log(share)
        return known


def _fused(types: Iterable[tuple[str, tuple[Morph, ...]]], language: Language) -> FusedForms:
    """What the words of a language show of stems that are one with their labels."""
    seen = ((key(morph.form), morph.gloss) for _, morphs in types for morph in morphs if morph.kind == "stem")
    rows = ((key(row.headword), row.gloss) for row in language.lexemes if row.gloss and not is_label(row.gloss))
    return FusedForms.of(seen, rows)


def _place(state: _State) -> str:
    return "-X" if state.morphs else "X"


def _best(states: Sequence[_State]) -> list[_State]:
    """The best states, one for each sequence of glosses; some with unknown stems are kept whatever they weigh."""
    kept: list[_State] = []
    seen: set[str] = set()
    opened = closed = 0
    for state in sorted(states, key=lambda s: -s.weight):
        if state.gloss in seen or (opened >= _OPEN if state.unknown else closed >= _BEAM):
            continue
        seen.add(state.gloss)
        kept.append(state)
        opened += state.unknown
        closed += not state.unknown
    return kept


def _bare(morph: Morph) -> Morph:
    return replace(morph, form=key(morph.form))


def _cased(morphs: tuple[Morph, ...], form: str) -> tuple[Morph, ...]:
    """A capital at the start of the word stays one at the start of an unknown stem."""
    first = morphs[0]
    if first.gloss == UNKNOWN_GLOSS and form[:1].isupper():
        return (replace(first, form=form[:1] + first.form[1:]), *morphs[1:])
    return morphs


def edge_changes(shown: dict[tuple[str, Morph], float]) -> Iterator[tuple[str, Morph, float]]:
    """Surface pieces that stems should have by the changes other stems undergo at their right and left edge.

    A change (``-un`` → ``-wn``) counts once a stem; it carries over where it applies to a fair share of the stems that
    end so. Each comes with the weight it has beside a sighting.
    """
    stems = sorted({m for _, m in shown if _is_stem(m)}, key=astuple)
    for turn in (str, _reversed):
        changes = _changes(shown, turn)
        having: Counter[str] = Counter()
        for morph in stems:
            having.update(_endings(turn(morph.form)))
        for morph in stems:
            text = turn(morph.form)
            for ending in _endings(text):
                for out, count in changes.get(ending, Counter()).items():
                    share = count / (having[ending] + 1.0)
                    if count >= 2 and share >= 0.02:
                        yield turn(text[: len(text) - len(ending)] + out), morph, 0.5 * share


def _changes(shown: Iterable[tuple[str, Morph]], turn: Callable[[str], str]) -> dict[str, Counter[str]]:
    """How the ends of stems differ between their morph and their surface piece, each stem counted once."""
    changes: dict[str, Counter[str]] = defaultdict(Counter)
    for piece, morph in shown:
        if not piece or piece == morph.form or not _is_stem(morph):
            continue
        was, now = turn(morph.form), turn(piece)
        size = len(commonprefix([was, now]))
        if size >= max(1, len(was) // 2):
            for cut in {size, size - 1} - {0}:
                changes[was[cut:]][now[cut:]] += 1
    return changes


def _endings(text: str) -> list[str]:
    return [text[len(text) - size :] for size in range(min(4, len(text)))]


def _reversed(text: str) -> str:
    return text[::-1]


def _is_stem(morph: Morph) -> bool:
    return rough_label(morph.gloss).startswith("X")
