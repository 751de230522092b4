"""Analyses → words: the same states as in analysis, walked for the morphemes that are asked for.

>>> from morph.compile import compile_language
>>> from morph.model import Language, Lexeme, Morpheme
>>> language = Language("toy", classes=(("N", "mn"),), lexemes=(Lexeme("1", "kan", "n", "foot"),),
...                     morphemes=(Morpheme("loc", "ko", "LOC", "enclitic"),
...                                Morpheme("loc.2", "nggo", "LOC", "enclitic", environment="N_")))
>>> generator = Generator(compile_language(language))
>>> generator.realise("1", ["loc"]), generator.from_gloss("foot=LOC"), generator.from_segments("kan=ko")
(('kannggo',), ('kannggo',), ('kannggo',))
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import product

from morph.compiled import Compiled
from morph.igt import is_label, split_line
from morph.letters import letters, match_key, split_letters, surface, underlying_symbols
from morph.machine import Condition
from morph.model import Lexeme
from morph.paths import AFTER_KINDS, BEFORE_KINDS, Paths, bare
from morph.stems import NULLS
from morph.walk import NO_ROWS, Host, Rank, Walker

_INSIDE = frozenset({"infix", "reduplication"})


class Generator:
    """Surface forms of lexemes with bound morphemes."""

    def __init__(self, compiled: Compiled) -> None:
        self.compiled = compiled
        self.machine = compiled.machine
        self.paths = Paths(compiled)
        self.walker = Walker(compiled, self.paths)
        self._rank = {m.base_id: i for i, m in enumerate(compiled.morphemes)}

    # --- requests ------------------------------------------------------------------------------------------------

    def realise(self, lexeme: str | Lexeme, morpheme_ids: Sequence[str], *, strict: bool = False) -> tuple[str, ...]:
        """The word forms of a lexeme (id, or a row that need not be in the lexicon) with bound morphemes (ids, of
        any allomorph), best first: allomorphs by their environments, morphs in morphotactic order, sound rules
        applied. Where morphotactics has no place for them they are joined in the order given, unless ``strict``. No
        form where an id is unknown. The forms of a null word without morphs are ``("",)``."""
        bases = [self._base(m) for m in morpheme_ids]
        if any(base is None for base in bases):
            return ()
        wanted = tuple(base for base in bases if base is not None)
        ident = lexeme.id if isinstance(lexeme, Lexeme) else lexeme
        stems = self.compiled.stems_of.get(ident, [])
        if stems:
            return tuple(self._realise_stems(stems, wanted, strict))
        if isinstance(lexeme, Lexeme) and all(self._kind(base) not in _INSIDE for base in wanted):
            return tuple(self.walker.forms([(self._new_host(lexeme.headword, lexeme.pos), wanted)], strict))
        return ()

    def from_gloss(self, gloss: str, pos: str | None = None) -> tuple[str, ...]:
        """The forms of a gloss in Leipzig notation (``top=LOC``, ``<ACT>buy``), best first; ``pos`` narrows the
        stems. Nothing where a part of the gloss is not in lexicon or morphemes."""
        pieces = split_line(gloss)
        found: dict[str, None] = {}
        for root in self._roots(pieces):
            stems = self.compiled.stems_by_gloss[bare(pieces[root])]
            stems = [s for s in stems if pos is None or self._pos(s) == pos.casefold()]
            choices = [self._by_gloss(p, i < root, pieces, i) for i, p in enumerate(pieces) if i != root]
            for wanted in map(self._once, _combinations(choices)):
                for form in self._realise_stems(stems, wanted, strict=False, fused=True):
                    found.setdefault(form)
        return tuple(found) or self._compound(pieces, pos)

    def from_segments(self, segmented: str, *, as_written: bool | None = None) -> tuple[str, ...]:
        """The surface of a segmented word (``kit=ko``), best first. A morph that is written in a shape that can't
        stand there takes the allomorph that can, as in texts that show one underlying form of each; but it is taken at
        its word where texts show allomorphs, or where it has an environment of its own. ``as_written`` settles that:
        False for morphs put together from several words, whose shapes say nothing of this one. Unknown morphs are
        taken as they are."""
        pieces = split_line(segmented)
        ranked: dict[str, Rank] = {}
        written: set[int] = set()
        for root in range(len(pieces)):
            key = match_key(bare(pieces[root]), self.compiled.casing)
            stems = self.compiled.stems_by_form.get(key, []) if key not in NULLS else self._null_stems()
            rows = [self._rows(piece, i < root) for i, piece in enumerate(pieces) if i != root]
            choices = [self._by_form(piece, i < root, pieces, i) for i, piece in enumerate(pieces) if i != root]
            if not all(choices) or not (stems or (len(pieces) > 1 and len(key) > 1)):
                continue
            own = frozenset(row for found in rows for row in found)
            written |= own
            for wanted in map(self._once, _combinations(choices)):
                for form, rank in self._from_root(stems, bare(pieces[root]), wanted, own).items():
                    ranked[form] = min(rank, ranked.get(form, rank))
            if stems and ranked:
                break
        best = sorted(ranked, key=lambda form: ranked[form])
        plain = self.from_underlying(segmented)
        chosen = as_written
        if chosen is None:
            chosen = self.compiled.writes_shapes or all(self.compiled.morphemes[row].environment for row in written)
        if not best or (ranked[best[0]][0] and chosen):
            return _unique((*plain, *best))
        return tuple(best)

    def _from_root(
        self, stems: Sequence[int], form: str, wanted: tuple[str, ...], written: frozenset[int]
    ) -> dict[str, Rank]:
        if stems:
            return self._realise_stems(stems, wanted, strict=False, fused=True, written=written)
        return self.walker.forms([(self._new_host(form, ""), wanted)], strict=False, written=written)

    def from_underlying(self, underlying: str) -> tuple[str, ...]:
        """Sound rules only: the surface of an underlying word with boundaries, best first."""
        symbols = [s for s in underlying_symbols(underlying, self.compiled.casing) if s not in NULLS and s != "ø"]
        ends = self.machine.read(self.machine.start, symbols)
        return _unique(surface(out + last) for out, state in ends for last in self.machine.finish(state))

    # --- morphemes and stems -------------------------------------------------------------------------------------

    def _base(self, morpheme: str) -> str | None:
        if morpheme in self.compiled.morphs_by_base:
            return morpheme
        head, dot, tail = morpheme.rpartition(".")
        return head if dot and tail.isdigit() and head in self.compiled.morphs_by_base else None

    def _once(self, wanted: tuple[str, ...]) -> tuple[str, ...]:
        """A circumfix is written twice and is one morpheme."""
        return tuple(b for i, b in enumerate(wanted) if b not in wanted[:i] or self._kind(b) != "circumfix")

    def _pos(self, stem: int) -> str:
        return self.compiled.lexemes.pos[self.compiled.stems.lexeme[stem]].casefold()

    def _null_stems(self) -> list[int]:
        return [n for n, symbols in enumerate(self.compiled.stems.symbols) if not symbols]

    def _new_host(self, form: str, pos: str) -> Host:
        symbols = () if form.strip() in NULLS else letters(form.strip(), self.compiled.casing)
        return Host(symbols, Condition(), self.compiled.pos_classes.get(pos.casefold(), pos.casefold()))

    def _host(self, stem: int, inner: Sequence[int] = ()) -> Host | None:
        """A stem with copies and infixes (row numbers); None where it can't take them."""
        compiled = self.compiled
        symbols = split_letters(compiled.stems.symbols[stem])
        if not all(compiled.inside.attaches(morph, self._pos(stem)) for morph in inner):
            return None
        built = compiled.inside.build(symbols, inner) if inner else ((), symbols, ())
        if built is None or (inner and " " in symbols):
            return None
        lead, own, tail = built
        slots = frozenset(compiled.morphemes[i].slot for i in inner)
        pos = compiled.pos_classes[self._pos(stem)]
        return Host(own, compiled.stem_condition(stem), pos, lead, tail, slots, compiled.stems.weight[stem])

    def _realise_stems(
        self,
        stems: Sequence[int],
        wanted: tuple[str, ...],
        strict: bool,
        fused: bool = False,
        written: frozenset[int] = NO_ROWS,
    ) -> dict[str, Rank]:
        """Forms built on these stems with the infixes and copies among the morphemes. A fused form stands for the
        morpheme whose gloss it carries; with ``fused`` the fused stems were asked for themselves."""
        outer = tuple(base for base in wanted if self._kind(base) not in _INSIDE)
        inside = [self.compiled.morphs_by_base[base] for base in wanted if self._kind(base) in _INSIDE]
        requests: list[tuple[Host, tuple[str, ...]]] = []
        for stem in stems:
            rest: tuple[str, ...] | None = outer
            if stem in self.compiled.stems.fused and not fused:
                rest = self._without_fused(stem, outer)
            if rest is None:
                continue
            hosts = [host for inner in product(*inside) if (host := self._host(stem, inner)) is not None]
            requests += [(host, rest) for host in hosts]
        return self.walker.forms(requests, strict, written)

    def _without_fused(self, stem: int, outer: tuple[str, ...]) -> tuple[str, ...] | None:
        row = self.compiled.stems.lexeme[stem]
        lead = self.compiled.lexemes.gloss[row] + "."
        gloss = self.compiled.stems.gloss[stem]
        if not gloss.startswith(lead):
            return None
        for i, base in enumerate(outer):
            if any(self.compiled.morphemes[m].gloss == gloss[len(lead) :] for m in self.compiled.morphs_by_base[base]):
                return (*outer[:i], *outer[i + 1 :])
        return None

    def _kind(self, base: str) -> str:
        return self.compiled.morphemes[self.compiled.morphs_by_base[base][0]].kind

    def _roots(self, pieces: Sequence[str]) -> list[int]:
        known = [i for i, piece in enumerate(pieces) if bare(piece) in self.compiled.stems_by_gloss]
        return sorted(known, key=lambda i: (is_label(bare(pieces[i])), i))

    def _by_gloss(self, piece: str, before: bool, pieces: Sequence[str], at: int) -> list[str]:
        gloss, separator = bare(piece), _separator(pieces, at, before)
        return self._candidates(
            (i for i, m in enumerate(self.compiled.morphemes) if m.gloss == gloss), before, separator, piece
        )

    def _by_form(self, piece: str, before: bool, pieces: Sequence[str], at: int) -> list[str]:
        return self._candidates(self._rows(piece, before), before, _separator(pieces, at, before), piece)

    def _rows(self, piece: str, before: bool) -> list[int]:
        """The rows whose form is written, on one side of the stem."""
        key = match_key(bare(piece))
        named = []
        for i, pair in enumerate(self.paths.forms):
            form = pair[0] if before else pair[1]
            if match_key(form) == key or (key in NULLS and form in NULLS):
                named.append(i)
        return named

    def _candidates(self, numbers: Iterable[int], before: bool, separator: str, piece: str) -> list[str]:
        """Base ids of bound morphs that fit a place: side and separator, any separator where none fits exactly."""
        infix = piece.startswith("<")
        fitting: dict[str, int] = {}
        for number in numbers:
            row = self.compiled.morphemes[number]
            if infix != (row.kind == "infix"):
                continue
            kinds = (BEFORE_KINDS if before else AFTER_KINDS) | _INSIDE
            if row.kind in kinds:
                exact = row.separator == separator or infix
                fitting[row.base_id] = min(fitting.get(row.base_id, 2), 0 if exact else 1)
        labels = self.compiled.labels
        gloss = {base: self.compiled.morphemes[self.compiled.morphs_by_base[base][0]].gloss for base in fitting}
        return sorted(fitting, key=lambda b: (fitting[b], -labels.get(gloss[b], 0), self._rank[b]))[:6]

    def _compound(self, pieces: Sequence[str], pos: str | None) -> tuple[str, ...]:
        """Several stems in one word: joined as they are, bound morphs by their first form."""
        parts = []
        for at, piece in enumerate(pieces):
            gloss = bare(piece)
            stems = self.compiled.stems_by_gloss.get(gloss)
            bases = self._by_gloss(piece, at == 0, pieces, at) if not stems else []
            if stems:
                best = max(stems, key=lambda s: self.compiled.stems.weight[s])
                form = self.compiled.stems.symbols[best]
            elif bases:
                form = bare(self.compiled.morphemes[self.compiled.morphs_by_base[bases[0]][0]].form)
            else:
                return ()
            parts.append((piece[0] if piece[:1] in "-=~" else "") + form)
        return self.from_underlying("".join(parts)) if len(parts) > 1 else ()


def _separator(pieces: Sequence[str], at: int, before: bool) -> str:
    """The separator between a morph and its host's side."""
    piece = pieces[at + 1] if before and at + 1 < len(pieces) else pieces[at]
    return piece[:1] if piece[:1] in "-=~" else "-"


def _combinations(choices: Sequence[Sequence[str]], limit: int = 24) -> Iterator[tuple[str, ...]]:
    """One choice of each, the first choices first, at most ``limit``."""
    found: list[tuple[str, ...]] = [()]
    for options in choices:
        found = [(*done, option) for option in options for done in found][:limit]
    yield from found


def _unique(forms: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(forms))
