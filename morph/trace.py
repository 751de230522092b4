"""Why a word has the gloss it has, and why another has none.

The steps of an analysis name the row behind every morph, the environment that chose an allomorph, and every sound
rule that changed the word. The story of a word that fails tells how far the rules came, which row stands in the way,
the known words nearest to it, and the one entry that would mend it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from morph.guess import guesser
from morph.letters import LITERAL_HYPHEN, match_key, surface
from morph.model import Analysis, Morph, Morpheme, Step, join_morphs
from morph.reading import Reading
from morph.sounds import derivations
from morph.stems import NULLS
from morph.tactics import After, Before

if TYPE_CHECKING:
    from morph.analyze import Analyzer

NEAREST = 3
_MAX_DISTANCE = 2


def steps(analyzer: Analyzer, word: str, analysis: Analysis) -> tuple[Step, ...]:
    """The steps from the dictionary to the word: each entry and morph with its address, then the sound rules in the
    order in which they apply. For a stored reading the store comes first."""
    found = []
    if analysis.basis in ("confirmed", "table"):
        where = "confirmed.tsv" if analysis.basis == "confirmed" else "glossed examples"
        found.append(Step(analysis.basis, word, analysis.gloss, where))
    found += [step for morph in analysis.morphs if (step := _row(analyzer, morph))]
    return (*found, *_sounds(analyzer, word, analysis))


def _row(analyzer: Analyzer, morph: Morph) -> Step | None:
    """The row that a morph comes from."""
    compiled = analyzer.compiled
    for row in compiled.morphemes:
        if row.id == morph.morpheme and morph.kind != "stem":
            place = f" / {row.environment}" if row.environment else ""
            return Step(row.id, morph.form, morph.gloss + place, row.source)
    stems = compiled.stems_of.get(morph.morpheme)
    if stems:
        return Step(morph.morpheme, morph.form, morph.gloss, compiled.lexemes.source[compiled.stems.lexeme[stems[0]]])
    return None if analyzer.compiled.seen else Step("?", morph.form, morph.gloss)


def _sounds(analyzer: Analyzer, word: str, analysis: Analysis) -> tuple[Step, ...]:
    """The sound rules between the underlying form and the word; nothing where they don't lead there."""
    compiled, key = analyzer.compiled, match_key(word, analyzer.compiled.casing)
    ways = derivations(underlying(analysis.morphs), compiled.sounds, compiled.classes)
    return next((way for form, way in ways if match_key(form, compiled.casing) == key), ())


def underlying(morphs: Sequence[Morph]) -> str:
    """The morphs joined by their boundaries as sound rules see them: ``kit=ko``, ``b<um>ili``."""
    plain = []
    for morph in morphs:
        form = "" if morph.form in NULLS else morph.form.replace("-", LITERAL_HYPHEN)
        plain.append(Morph(form, "", morph.separator, morph.kind))
    return join_morphs(tuple(plain), "form")


def trace(analyzer: Analyzer, word: str) -> str:
    """See :meth:`morph.analyze.Analyzer.trace`."""
    analyses = analyzer.analyze(word)
    if analyses:
        return "\n".join(line for number, a in enumerate(analyses, 1) for line in _explained(analyzer, word, a, number))
    return "\n".join(_story(analyzer, word))


def _explained(analyzer: Analyzer, word: str, analysis: Analysis, number: int) -> Iterator[str]:
    yield f"{number}. {word}: {analysis.segmented} ‘{analysis.gloss}’ ({analysis.basis}, weight {analysis.weight:.2f})"
    for step in steps(analyzer, word, analysis):
        source = f"  [{step.source}]" if step.source else ""
        yield f"   {step.rule}: {step.before or '∅'} → {step.after or '∅'}{source}"


# --- words without an analysis -------------------------------------------------------------------------------------


def _story(analyzer: Analyzer, word: str) -> Iterator[str]:
    key = match_key(word, analyzer.compiled.casing)
    yield f"{word}: no analysis"
    reach, morphs = farthest(analyzer, key)
    if reach:
        part, left = surface(key[:reach]), surface(key[reach:])
        yield f"   longest part explained: {part} = {_shown(analyzer, morphs)}; left over: {left!r}"
    else:
        yield "   no known stem or affix begins this word"
    for reading in guesser(analyzer).relaxed.readings(key)[:NEAREST]:
        analysis = analyzer.analysis(reading, "guess")
        for reason in blocked(analyzer, reading):
            yield f"   {analysis.segmented} ‘{analysis.gloss}’ is blocked: {reason}"
    near = nearest(analyzer, key)
    if near:
        yield "   nearest known words: " + ", ".join(near)
    guess = next((a for a in analyzer.guess(word) if any(m.gloss == "?" for m in a.morphs)), None)
    if guess is not None:
        stem = next(m.form for m in guess.morphs if m.gloss == "?")
        yield f"   an entry {stem!r} in lexicon.tsv would give {guess.segmented} ‘{guess.gloss}’"


def _shown(analyzer: Analyzer, morphs: Reading) -> str:
    analysis = analyzer.analysis(morphs)
    return f"{analysis.segmented} ‘{analysis.gloss}’"


def farthest(analyzer: Analyzer, key: str) -> tuple[int, Reading]:
    """The longest beginning of a word that a stem with bound morphs accounts for, whether or not a word may end
    there: its length and the morphs."""
    lookup = analyzer.lookup
    best = (0, Reading(0.0, (), 0, ()))
    for begin, front, prefixes in ((0, lookup.start, ()), *lookup.fronts(key)):
        roots = lookup.stems_from(key, begin, front.state) if prefixes else lookup.roots(key)
        for rest, place, _, stems in roots:
            state, pos = analyzer.compiled.places[place]
            after = lookup.tactics.stem(front.tactic, pos)
            if after is not None and stems:
                reach, chain = _farthest_chain(analyzer, state, after, key, len(key) - len(rest))
                if reach > best[0]:
                    best = reach, Reading(0.0, prefixes, stems[0], chain)
    return best


def _farthest_chain(analyzer: Analyzer, state: int, tactic: After, key: str, at: int) -> tuple[int, tuple[int, ...]]:
    best: tuple[int, tuple[int, ...]] = (at, ())
    stack: list[tuple[int, int, After, tuple[int, ...]]] = [(at, state, tactic, ())]
    while stack:
        at, state, tactic, chain = stack.pop()
        if at > best[0]:
            best = at, chain
        for out, morph, then, after in analyzer.lookup.paths.after(state, tactic):
            if out and key.startswith(out, at) and len(chain) < 8:
                stack.append((at + len(out), then, after, (*chain, morph)))
    return best


def blocked(analyzer: Analyzer, reading: Reading) -> list[str]:
    """What the rules have against a reading: every morph that may not stand where it does, with the row's address."""
    compiled, tactics = analyzer.compiled, analyzer.compiled.tactics
    row = compiled.stems.lexeme[reading.stem]
    pos = compiled.lexemes.pos[row]
    reasons = []
    before: Before = tactics.start
    for morph in reading.prefixes:
        then = tactics.prefix(before, compiled.bound[morph])
        if then is None or (compiled.bound[morph].pos and pos.casefold() not in compiled.bound[morph].pos):
            reasons.append(_out_of_place(compiled.morphemes[morph], pos))
        before = then or before
    after = tactics.stem(before, compiled.pos_classes.get(pos.casefold(), pos))
    for morph in reading.suffixes if after else ():
        following = tactics.suffix(after, compiled.bound[morph]) if after else None
        if following is None:
            reasons.append(_out_of_place(compiled.morphemes[morph], pos))
        after = following or after
    if not reasons:
        reasons += _environments(analyzer, reading)
    return reasons or ["a slot that must be filled is empty"]


def _out_of_place(row: Morpheme, pos: str) -> str:
    if row.attaches_to and pos.casefold() not in {p.casefold() for p in row.attaches_to}:
        hosts = ", ".join(row.attaches_to)
        return f"{row.id} attaches to {hosts}, the stem is {pos or 'without part of speech'} [{row.source}]"
    return f"{row.id} has no place here (slot {row.slot or 'none'} in morphotactics.toml) [{row.source}]"


def _environments(analyzer: Analyzer, reading: Reading) -> list[str]:
    """Allomorphs of a reading that stand outside their environment."""
    found = []
    rows = analyzer.compiled.morphemes
    for morph in (*reading.prefixes, *reading.suffixes):
        row = rows[morph]
        if row.environment:
            found.append(f"{row.id} ({row.form}) stands only in {row.environment} [{row.source}]")
            continue
        siblings = [s for s in rows if s.base_id == row.base_id and s.environment and s.id != row.id]
        found += [f"{s.id} ({s.form}) takes the place of {row.form} in {s.environment} [{s.source}]" for s in siblings]
    return found


def nearest(analyzer: Analyzer, key: str, count: int = NEAREST) -> list[str]:
    """Known stems and seen words at an edit distance of at most two, nearest first."""
    compiled = analyzer.compiled
    near: list[tuple[int, str]] = []
    for table in (compiled.words, compiled.seen):
        near += [(d, w) for w in table if w != key and (d := _distance(key, w)) <= min(_MAX_DISTANCE, len(key) // 2)]
    return [surface(w) for _, w in sorted(set(near))[:count]]


def _distance(a: str, b: str) -> int:
    """Edit distance, at most ``_MAX_DISTANCE`` + 1."""
    limit = _MAX_DISTANCE + 1
    if abs(len(a) - len(b)) >= limit or not (a[:1] == b[:1] or a[1:3] == b[1:3] or a[-2:] == b[-2:]):
        return limit
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        previous, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (x != y))
        if min(row) >= limit:
            return limit
    return row[-1]
