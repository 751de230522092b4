"""Readings as analyses: row numbers become morphs with form, gloss and separator. Parts that recur are made once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from morph.compiled import Compiled
from morph.inside import Inner
from morph.letters import split_letters
from morph.model import Analysis, Morph
from morph.paths import BEFORE_KINDS, Paths
from morph.reading import Reading

_new = object.__new__
_morphs, _pos, _lexeme, _basis, _score, _steps = (
    getattr(Analysis, name).__set__ for name in ("morphs", "pos", "lexeme", "basis", "weight", "steps")
)

Head = tuple[tuple[Morph, ...], str, str]
"""The morphs up to the stem with all that is inside it; lexeme id and part of speech."""


class Renderer:
    """Makes analyses of the readings of one compiled language."""

    def __init__(self, compiled: Compiled, paths: Paths) -> None:
        self.compiled = compiled
        self._bound = [self._bound_morphs(i, paths.forms[i]) for i in range(len(compiled.morphemes))]
        self._hosts: dict[int, Head] = {}
        self._heads: dict[tuple[tuple[int, ...], int, tuple[Inner, ...]], Head] = {}
        self._tails: dict[tuple[int, ...], tuple[Morph, ...]] = {}
        self._lines: dict[tuple[int, ...], int] = {}
        self._shown: dict[tuple[tuple[str, str, str], ...], int] = {}

    def _bound_morphs(self, index: int, forms: tuple[str, str]) -> tuple[Morph, Morph]:
        """The morph as it stands before and after a stem (they differ for a circumfix)."""
        row = self.compiled.morphemes[index]
        first, second = forms
        return (
            Morph(first or "∅", row.gloss, row.separator, row.kind, row.id),
            Morph(second or "∅", row.gloss, row.separator, row.kind, row.id),
        )

    def distinct(self, readings: Sequence[Reading]) -> list[Analysis]:
        """Readings as analyses in their order, each pair of lines once."""
        if len(readings) < 2:
            return [self.analysis(readings[0])] if readings else []
        seen, found, faces, lines = set(), [], self.compiled.stems.face, self._lines
        for reading in readings:
            _, prefixes, stem, suffixes, inner = reading
            after = lines.get(suffixes)
            if after is None:
                after = self._line(suffixes)
            key = (faces[stem], prefixes and self._line(prefixes), after, inner)
            if key not in seen:
                seen.add(key)
                found.append(self.analysis(reading))
        return found

    def _line(self, bound: tuple[int, ...]) -> int:
        """A number for what some bound morphs show on both lines."""
        found = self._lines.get(bound)
        if found is None:
            shown = tuple((m.form, m.gloss, m.separator) for i in bound for m in self._bound[i])
            found = self._lines[bound] = self._shown.setdefault(shown, len(self._shown))
        return found

    def analysis(self, reading: Reading, basis: str = "rule") -> Analysis:
        """A reading as an analysis."""
        weight, prefixes, stem, suffixes, inner = reading
        if prefixes or inner:
            key = (prefixes, stem, inner)
            head, lexeme, pos = self._heads.get(key) or self._head(key)
        else:
            head, lexeme, pos = self._hosts.get(stem) or self._host(stem)
        if suffixes:
            tail = self._tails.get(suffixes)
            if tail is None:
                tail = self._tails[suffixes] = tuple(self._bound[i][1] for i in suffixes)
            head += tail
        # as the frozen dataclass does it, by way of its slots: every reading of every word is made here
        made = _new(Analysis)
        _morphs(made, head)
        _pos(made, pos)
        _lexeme(made, lexeme)
        _basis(made, basis)
        _score(made, weight)
        _steps(made, ())
        return made

    def _host(self, stem: int) -> Head:
        """The bare stem."""
        stems, lexemes = self.compiled.stems, self.compiled.lexemes
        row = stems.lexeme[stem]
        host = Morph(stems.form[stem], stems.gloss[stem], "", "stem", lexemes.id[row])
        found = self._hosts[stem] = ((host,), lexemes.id[row], lexemes.pos[row])
        return found

    def _head(self, key: tuple[tuple[int, ...], int, tuple[Inner, ...]]) -> Head:
        prefixes, stem, inner = key
        (host,), lexeme, pos = self._hosts.get(stem) or self._host(stem)
        morphs = self.around(prefixes, self._inside(host, stem, inner) if inner else (host,), ())
        found = self._heads[key] = (morphs, lexeme, pos)
        return found

    def around(self, prefixes: Iterable[int], host: Iterable[Morph], suffixes: Iterable[int]) -> tuple[Morph, ...]:
        """The morphs of a word: bound morphs by number around those of the stem."""
        return joined((*(self._bound[i][0] for i in prefixes), *host, *(self._bound[i][1] for i in suffixes)))

    def _inside(self, host: Morph, stem: int, inner: Sequence[Inner]) -> list[Morph]:
        """A stem with its infix and its copy, in the order of the gloss line (LGR 9, 10)."""
        symbols = split_letters(self.compiled.stems.symbols[stem])
        morphs = [host]
        for index, form, at in sorted(inner, key=lambda i: -abs(i[2])):
            row = self.compiled.morphemes[index]
            morphs.insert(len(morphs) if at > 0 else 0, Morph(form, row.gloss, row.separator, row.kind, row.id))
            if at == 0:
                lead = symbols if len(morphs) == 2 else (*split_letters(morphs[1].form), "~", *symbols)
                cut = self.compiled.inside.infix_at(index, lead) or 0
                letters = split_letters(morphs[1].form)
                morphs[1] = replace(morphs[1], form="".join(letters[:cut]) + "…" + "".join(letters[cut:]))
        return morphs


def joined(morphs: Iterable[Morph]) -> tuple[Morph, ...]:
    """Morphs of one word with the separators that stand between them (LGR 2, 9, 10)."""
    out: list[Morph] = []
    pending = ""
    for morph in morphs:
        if morph.separator == "<":
            out.append(morph)
            continue
        separator = pending or (morph.separator if out and morph.kind != "stem" else "")
        if any(m.separator != "<" for m in out) and not separator:
            separator = "-"
        out.append(morph if morph.separator == separator else replace(morph, separator=separator))
        before_stem = morph.kind in BEFORE_KINDS or morph.kind == "reduplication"
        pending = morph.separator if before_stem and not any(m.kind == "stem" for m in out) else ""
    return tuple(out)
