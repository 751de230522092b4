"""Words → analyses: what a person confirmed, what the glossed texts show, what the rules allow, best first.

>>> from morph.compile import compile_language
>>> from morph.model import Language, Lexeme, Morpheme
>>> language = Language("toy", lexemes=(Lexeme("1", "kit", "n", "top"),),
...                     morphemes=(Morpheme("loc", "ko", "LOC", "enclitic"),))
>>> [a.gloss for a in Analyzer(compile_language(language)).analyze("Kitko")]
['top=LOC']
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from morph.compiled import Compiled
from morph.evidence import SeenRow
from morph.igt import split_word
from morph.inside import Inner
from morph.letters import match_key, split_letters
from morph.lookup import Lookup
from morph.model import BASES, Analysis, Morph, Step
from morph.paths import BEFORE_KINDS
from morph.reading import Reading

if TYPE_CHECKING:
    from morph.guess import Guesser

MAX_ANALYSES = 50
"""Most analyses of one word (setting ``max_analyses``); how often more were found is in ``Analyzer.capped``."""
_TABLE_LEAD, _CONFIRMED_LEAD = 100.0, 200.0
_MAX_WORDS = 200_000


@dataclass(frozen=True, slots=True)
class MultiWord:
    """A multi-word headword found in a token sequence: ``tokens[start:end]`` with its analyses, best first."""

    start: int
    end: int
    analyses: tuple[Analysis, ...]


class Analyzer:
    """All analyses of a word. ``capped`` names the words that had more than the limit, with how many."""

    def __init__(self, compiled: Compiled) -> None:
        self.compiled = compiled
        self.lookup = Lookup(compiled)
        self.limit = int(compiled.settings.get("max_analyses", str(MAX_ANALYSES)))
        self.capped: dict[str, int] = {}
        self.guesser: Guesser | None = None
        self._words: dict[str, tuple[Analysis, ...]] = {}
        self._bound = [self._bound_morphs(i) for i in range(len(compiled.morphemes))]
        self._lines: dict[tuple[int, ...], int] = {}
        self._shown: dict[tuple[tuple[str, str, str], ...], int] = {}
        self._hosts: dict[tuple[int, str], Morph] = {}
        self._leads: dict[tuple[int, ...], tuple[tuple[Morph, ...], str]] = {}
        self._longest = 1 + max((s.count(" ") for s in compiled.multiwords), default=0)
        self._first_words = {s.split(" ")[0] for s in compiled.multiwords}

    def _bound_morphs(self, index: int) -> tuple[Morph, Morph]:
        """The morph as it stands before and after a stem (they differ for a circumfix)."""
        row = self.compiled.morphemes[index]
        first, second = self.lookup.paths.forms[index]
        return (
            Morph(first or "∅", row.gloss, row.separator, row.kind, row.id),
            Morph(second or "∅", row.gloss, row.separator, row.kind, row.id),
        )

    # --- words ---------------------------------------------------------------------------------------------------

    def analyze(self, word: str) -> tuple[Analysis, ...]:
        """All analyses of a word, best first: basis ``confirmed``, ``table``, then ``rule``; none where neither the
        tables nor the rules explain it (:meth:`guess` does). Case and the encoding of accents don't matter."""
        found = self._words.get(word)
        if found is None:
            if len(self._words) >= _MAX_WORDS:
                self._words.clear()
            found = self._words[word] = self._analyze(word, match_key(word, self.compiled.casing))
        return found

    def _analyze(self, word: str, key: str) -> tuple[Analysis, ...]:
        found = self._distinct(self.lookup.readings(key))
        seen, confirmed = self.compiled.seen.get(key), self.compiled.confirmed.get(key)
        if seen or confirmed:
            found = self._with_tables(found, seen or (), confirmed or ())
        if len(found) > self.limit:
            self.capped[word] = len(found)
        return tuple(found[: self.limit])

    def _distinct(self, readings: Iterable[Reading]) -> list[Analysis]:
        """The readings as analyses, best first, each pair of lines once."""
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
        row = self.compiled.stems.lexeme[stem]
        lexeme = self.compiled.lexemes.id[row]
        lead, separator = self._lead(prefixes) if prefixes else ((), "")
        host = self._hosts.get((stem, separator)) or self._host(stem, separator)
        if inner:
            morphs = self.around(prefixes, self._inside(host, stem, inner), suffixes)
        else:
            morphs = (*lead, host, *[self._bound[i][1] for i in suffixes])
        return Analysis(morphs, self.compiled.lexemes.pos[row], lexeme, basis, round(weight, 4))

    def _host(self, stem: int, separator: str) -> Morph:
        """The stem as a morph."""
        stems = self.compiled.stems
        lexeme = self.compiled.lexemes.id[stems.lexeme[stem]]
        host = self._hosts[stem, separator] = Morph(stems.form[stem], stems.gloss[stem], separator, "stem", lexeme)
        return host

    def _lead(self, prefixes: tuple[int, ...]) -> tuple[tuple[Morph, ...], str]:
        """The morphs before a stem, and the separator between them and it."""
        found = self._leads.get(prefixes)
        if found is None:
            morphs = joined([self._bound[i][0] for i in prefixes])
            found = self._leads[prefixes] = (morphs, self._bound[prefixes[-1]][0].separator)
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

    def _with_tables(
        self, rules: list[Analysis], seen: Sequence[SeenRow], confirmed: Sequence[SeenRow]
    ) -> list[Analysis]:
        """Merge the stored readings in: the same reading keeps its lexeme and gets the better basis."""
        by_lines = {(a.segmented.casefold(), a.gloss): a for a in rules}
        total = sum(n for _, _, n, _ in seen) or 1
        rows = [(row, "confirmed", _CONFIRMED_LEAD - rank) for rank, row in enumerate(confirmed)]
        rows += [(row, "table", _TABLE_LEAD + row[2] / total) for row in seen]
        stored: dict[tuple[str, str], Analysis] = {}
        for (segmented, gloss, _, pos), basis, weight in rows:
            lines = (segmented.casefold(), gloss)
            if lines in stored:
                continue
            known = by_lines.pop(lines, None)
            if known is not None:
                stored[lines] = replace(known, basis=basis, weight=weight, pos=pos or known.pos)
            else:
                stored[lines] = Analysis(_split(segmented, gloss), pos, "", basis, weight)
        return [*stored.values(), *by_lines.values()]

    def analyze_segmented(self, segmented: str) -> tuple[Analysis, ...]:
        """The analyses whose segmentation is the given one (``kit=ko``, underlying or surface morphs), best first."""
        from morph.segmented import analyze_segmented

        return analyze_segmented(self, segmented)

    # --- several words -------------------------------------------------------------------------------------------

    def multiwords(self, words: Sequence[str]) -> tuple[MultiWord, ...]:
        """Multi-word headwords in a sequence of words, longest match first from the left, not overlapping."""
        found: list[MultiWord] = []
        keys = [match_key(word, self.compiled.casing) for word in words]
        at = 0
        while at < len(keys):
            match = self._multiword(keys, at) if keys[at] in self._first_words else None
            found += [match] if match else []
            at = match.end if match else at + 1
        return tuple(found)

    def _multiword(self, keys: Sequence[str], start: int) -> MultiWord | None:
        for end in range(min(len(keys), start + self._longest), start + 1, -1):
            readings = self.lookup.several(" ".join(keys[start:end]))
            if readings:
                return MultiWord(start, end, tuple(self._distinct(readings)[: self.limit]))
        return None

    # --- what the rules do not explain ---------------------------------------------------------------------------

    def guess(self, word: str) -> tuple[Analysis, ...]:
        """Guessed analyses of a word, best first: a known stem with known morphs in an order or place that the rules
        don't allow, or an unknown stem (gloss ``?``) with known morphs: basis ``guess``. There is always one: the
        bare word, basis ``unknown``, stands last."""
        from morph.guess import guess

        return guess(self, word)

    def trace(self, word: str) -> str:
        """How the word got its analyses, rule by rule with addresses; for a word without one, a story: how far the
        rules came, what blocked them, and the nearest known words."""
        from morph.trace import trace

        return trace(self, word)

    def steps(self, word: str, analysis: Analysis) -> tuple[Step, ...]:
        """The steps from the dictionary to the word for one of its analyses: entries, morphs, sound rules."""
        from morph.trace import steps

        return steps(self, word, analysis)


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


def _split(segmented: str, gloss: str) -> tuple[Morph, ...]:
    try:
        return split_word(segmented, gloss)
    except ValueError:
        return (Morph(segmented, gloss),)


def best_basis(analyses: Iterable[Analysis]) -> str:
    """The best rung of the ladder among some analyses."""
    return min((a.basis for a in analyses), key=BASES.index, default="unknown")
