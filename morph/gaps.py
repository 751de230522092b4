"""Words without an analysis: how far the rules come, what stands in the way, what is near, and what would mend it.

Everything is read off the analyzer that failed: its ways on from every state, its morphotactics, its guesses. A mend
is one entry or one changed cell of one row, so that a person can accept or refuse it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from morph.guess import guesser, known_guess
from morph.letters import match_key, surface
from morph.model import Analysis, Morpheme
from morph.reading import Reading
from morph.tactics import After, Before

if TYPE_CHECKING:
    from morph.analyze import Analyzer

NEAREST = 3
MENDS = 3
_READINGS = 12
_MAX_DISTANCE = 2
_MAX_CHAIN = 8
_VARIANT = -3.0
"""Log-probability that a word is a known word spelt otherwise in one letter."""
_UNLIKELY = 8.0
"""A blocked reading that is less likely than the best guess by so much is no story worth telling."""
_LONG = 4
"""Letters that a word must have to be taken for another spelling of its neighbour."""


@dataclass(frozen=True, slots=True)
class Obstacle:
    """A reading that the rules don't allow (``segmented``, ``gloss``), the row that forbids it, why, its address."""

    segmented: str
    gloss: str
    rule: str
    text: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Near:
    """A known word at a small edit distance, with its gloss."""

    word: str
    gloss: str
    distance: int


@dataclass(frozen=True, slots=True)
class Mend:
    """One entry or one change of a row that would give the word an analysis.

    ``action`` is ``add``, ``edit`` or ``accept``; ``kind`` and ``id`` name the row (``id`` empty for a new one),
    ``cells`` the columns to set, as they stand in the table. A new lexeme's gloss is ``?``: nobody knows it yet.
    ``weight`` is the log-probability of the reading that it leads to.
    """

    action: str
    kind: str
    id: str
    cells: tuple[tuple[str, str], ...]
    text: str
    segmented: str
    gloss: str
    weight: float = 0.0


@dataclass(frozen=True, slots=True)
class Gap:
    """A word that neither tables nor rules explain. ``explained`` is the longest beginning that a known stem with
    known morphs accounts for, with its ``segmented`` form and ``gloss``; ``rest`` what is left of the word."""

    word: str
    explained: str = ""
    segmented: str = ""
    gloss: str = ""
    rest: str = ""
    obstacles: tuple[Obstacle, ...] = ()
    near: tuple[Near, ...] = ()
    mends: tuple[Mend, ...] = ()


def explain(analyzer: Analyzer, word: str) -> Gap:
    """The story of a word that has no analysis."""
    key = match_key(word, analyzer.compiled.casing)
    reach, reading = farthest(analyzer, key)
    shown = analyzer.analysis(reading) if reach else None
    near = nearest(analyzer, key)
    readings = guesser(analyzer).relaxed.readings(key)[:_READINGS]
    blocked = [(known_guess(analyzer, reading), obstacles(analyzer, reading)) for reading in readings]
    likely = max((guess.weight for guess in analyzer.guess(word)), default=0.0) - _UNLIKELY
    told = [obstacle for guess, found in blocked[:NEAREST] if guess.weight > likely for obstacle, _ in found]
    return Gap(
        word,
        surface(key[:reach]),
        shown.segmented if shown else "",
        shown.gloss if shown else "",
        surface(key[reach:]) if reach else word,
        tuple(dict.fromkeys(told)),
        tuple(near),
        tuple(_mends(analyzer, word, blocked, near)),
    )


# --- how far the rules come ------------------------------------------------------------------------------------------


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
            # A stem without letters explains the beginning of every word, which is no explanation.
            stems = tuple(stem for stem in stems if analyzer.compiled.stems.symbols[stem])
            if after is not None and stems:
                reach, chain = _farthest_chain(analyzer, state, after, key, len(key) - len(rest))
                if reach > best[0]:
                    best = reach, Reading(0.0, prefixes, stems[0], chain)
    return best


def _farthest_chain(analyzer: Analyzer, state: int, tactic: After, key: str, at: int) -> tuple[int, tuple[int, ...]]:
    best: tuple[int, tuple[int, ...]] = (0, ())
    machine = analyzer.compiled.machine
    stack: list[tuple[int, int, After, tuple[int, ...]]] = [(at, state, tactic, ())]
    while stack:
        at, state, tactic, chain = stack.pop()
        # Where letters are still waiting for what follows, the part would be another one if the word ended here.
        if at > best[0] and "" in machine.finish(state):
            best = at, chain
        for out, morph, then, after in analyzer.lookup.paths.after(state, tactic):
            if out and key.startswith(out, at) and len(chain) < _MAX_CHAIN:
                stack.append((at + len(out), then, after, (*chain, morph)))
    return best


# --- what stands in the way ------------------------------------------------------------------------------------------

Found = tuple[Obstacle, Mend | None]
Refusal = tuple[str, str, str, "tuple[str, str, tuple[tuple[str, str], ...]] | None"]
"""Row, why, address; kind, id and cells of the change that would let the reading through."""


def obstacles(analyzer: Analyzer, reading: Reading) -> list[Found]:
    """What the rules have against a reading: every morph that may not stand where it does, each with the change that
    would allow it, where one cell is enough."""
    analysis = known_guess(analyzer, reading)
    refused = list(_out_of_order(analyzer, reading)) or list(_environments(analyzer, reading))
    refused = refused or list(_unfilled(analyzer, reading))
    found: list[Found] = []
    for rule, text, source, change in refused:
        obstacle = Obstacle(analysis.segmented, analysis.gloss, rule, text, source)
        found.append((obstacle, _edit(analysis, change) if change and len(refused) == 1 else None))
    return found


def _edit(analysis: Analysis, change: tuple[str, str, tuple[tuple[str, str], ...]]) -> Mend:
    kind, row, cells = change
    told = " ".join(f"{name}={value!r}" for name, value in cells)
    text = f"{kind} {row} with {told}"
    return Mend("edit", kind, row, cells, text, analysis.segmented, analysis.gloss, analysis.weight)


def _out_of_order(analyzer: Analyzer, reading: Reading) -> Iterator[Refusal]:
    compiled, tactics = analyzer.compiled, analyzer.compiled.tactics
    pos = compiled.lexemes.pos[compiled.stems.lexeme[reading.stem]]
    before: Before = tactics.start
    for morph in reading.prefixes:
        bound = compiled.bound[morph]
        then = tactics.prefix(before, bound)
        if then is None or (bound.pos and pos and pos.casefold() not in bound.pos):
            yield _out_of_place(analyzer, compiled.morphemes[morph], pos, reading.prefixes, before=True)
        before = then or before
    after = tactics.stem(before, compiled.pos_classes.get(pos.casefold(), pos))
    for morph in reading.suffixes if after else ():
        following = tactics.suffix(after, compiled.bound[morph]) if after else None
        if following is None:
            yield _out_of_place(analyzer, compiled.morphemes[morph], pos, reading.suffixes, before=False)
        after = following or after


def _out_of_place(analyzer: Analyzer, row: Morpheme, pos: str, chain: Sequence[int], *, before: bool) -> Refusal:
    if row.attaches_to and pos.casefold() not in {p.casefold() for p in row.attaches_to}:
        hosts = ", ".join(row.attaches_to)
        change = ("morpheme", row.id, (("attaches_to", " ; ".join((*row.attaches_to, pos))),)) if pos else None
        text = f"{row.id} attaches to {hosts}, the stem is {pos or 'without part of speech'}"
        return row.id, text, row.source, change
    text = f"{row.id} has no place here (slot {row.slot or 'none'} in morphotactics.toml)"
    return row.id, text, row.source, _with_slot(analyzer, row, pos, chain, before=before)


def _with_slot(
    analyzer: Analyzer, row: Morpheme, pos: str, chain: Sequence[int], *, before: bool
) -> tuple[str, str, tuple[tuple[str, str], ...]] | None:
    """The template of a part of speech with one more slot, where it lacks that of the morph."""
    compiled = analyzer.compiled
    numbers = compiled.tactics.tracks_of(pos.casefold())
    if not row.slot or len(numbers) != 1 or numbers[0] < 0:
        return None
    template = compiled.templates[numbers[0]]
    slots = list(template.before if before else template.after)
    if row.slot in (slot.rstrip("*+") for slot in slots):
        return None
    mine = [compiled.morphemes[m].slot for m in chain]
    at = mine.index(row.slot)
    left = [slots.index(slot) + 1 for slot in mine[:at] if slot in slots]
    slots.insert(max(left, default=0 if at or not before else len(slots)), row.slot)
    return "template", template.id, (("before" if before else "after", " ; ".join(slots)),)


def _environments(analyzer: Analyzer, reading: Reading) -> Iterator[Refusal]:
    """Allomorphs of a reading that stand outside their environment."""
    rows = analyzer.compiled.morphemes
    stem = analyzer.compiled.stems.symbols[reading.stem]
    for chain, before in ((reading.prefixes, True), (reading.suffixes, False)):
        for place, morph in enumerate(chain):
            row = rows[morph]
            if row.environment:
                text = f"{row.id} ({row.form}) stands only in {row.environment}"
                yield row.id, text, row.source, _wider(row, stem, place, chain, before=before)
                continue
            siblings = [s for s in rows if s.base_id == row.base_id and s.environment and s.id != row.id]
            for s in siblings:
                yield s.id, f"{s.id} ({s.form}) takes the place of {row.form} in {s.environment}", s.source, None


def _wider(
    row: Morpheme, stem: str, place: int, chain: Sequence[int], *, before: bool
) -> tuple[str, str, tuple[tuple[str, str], ...]] | None:
    """The environment widened by the letter of the stem that the morph touches."""
    if before and place == len(chain) - 1 and stem:
        return "morpheme", row.id, (("environment", f"{row.environment} | _{stem[0]}"),)
    if not before and place == 0 and stem:
        return "morpheme", row.id, (("environment", f"{row.environment} | {stem[-1]}_"),)
    return None


def _unfilled(analyzer: Analyzer, reading: Reading) -> Iterator[Refusal]:
    """Slots that must be filled and are not."""
    compiled = analyzer.compiled
    pos = compiled.lexemes.pos[compiled.stems.lexeme[reading.stem]]
    filled = {compiled.morphemes[m].slot for m in (*reading.prefixes, *reading.suffixes)}
    numbers = [n for n in compiled.tactics.tracks_of(pos.casefold()) if n >= 0]
    for number in numbers:
        template = compiled.templates[number]
        empty = [slot for slot in template.obligatory if slot.rstrip("*+") not in filled]
        if empty:
            kept = " ; ".join(slot for slot in template.obligatory if slot not in empty)
            change = ("template", template.id, (("obligatory", kept),)) if len(numbers) == 1 else None
            text = f"slot {', '.join(empty)} of template {template.id} must be filled"
            yield template.id, text, template.source, change


# --- what is near ----------------------------------------------------------------------------------------------------


def nearest(analyzer: Analyzer, key: str, count: int = NEAREST) -> list[Near]:
    """Known stems and seen words at an edit distance of at most two, nearest first."""
    compiled = analyzer.compiled
    near: dict[str, int] = {}
    for table in (compiled.words, compiled.seen):
        for word in table:
            if word != key and (d := _distance(key, word)) <= min(_MAX_DISTANCE, len(key) // 2):
                near[word] = d
    found = []
    for word in sorted(near, key=lambda word: (near[word], word)):
        analyses = analyzer.analyze(surface(word))
        if analyses:
            found.append(Near(surface(word), analyses[0].gloss, near[word]))
        if len(found) == count:
            break
    return found


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


# --- what would mend it ----------------------------------------------------------------------------------------------


def _mends(
    analyzer: Analyzer, word: str, blocked: Sequence[tuple[Analysis, list[Found]]], near: Sequence[Near]
) -> list[Mend]:
    """The likeliest mends, best first: each leads to the reading that it names."""
    found = [mend for _, items in blocked for _, mend in items if mend is not None]
    found += _entries(analyzer, word)
    found += _variants(analyzer, word, near)
    best: dict[tuple[str, str, tuple[tuple[str, str], ...]], Mend] = {}
    for mend in sorted(found, key=lambda mend: -mend.weight):
        best.setdefault((mend.kind, mend.id, mend.cells), mend)
    return list(best.values())[:MENDS]


def _entries(analyzer: Analyzer, word: str) -> Iterator[Mend]:
    """New entries of the lexicon: the stems of the best guesses."""
    for analysis in analyzer.guess(word):
        stems = [m.form for m in analysis.morphs if m.gloss == "?"]
        if not stems:
            continue
        stem = stems[0] if stems[0][1:] != stems[0][1:].casefold() else _lowered(analyzer, stems[0])
        cells = [("headword", stem), ("gloss", "?")]
        pos = _pos_of(analyzer, analysis)
        if pos:
            cells.append(("pos", pos))
        text = f"a lexeme {stem!r}" + (f" ({pos})" if pos else "")
        yield Mend("add", "lexeme", "", tuple(cells), text, analysis.segmented, analysis.gloss, analysis.weight)


def _lowered(analyzer: Analyzer, stem: str) -> str:
    """The stem as a dictionary would have it: a capital at its beginning may only be that of a sentence."""
    return stem[:1].casefold() + stem[1:] if stem[:1].isupper() and len(stem) > 1 else stem


def _pos_of(analyzer: Analyzer, analysis: Analysis) -> str:
    """The part of speech that all bound morphs of a guess attach to, where it is just one."""
    rows = {row.id: row for row in analyzer.compiled.morphemes}
    wanted: set[str] | None = None
    for morph in analysis.morphs:
        hosts = set(rows[morph.morpheme].attaches_to) if morph.morpheme in rows else set()
        if hosts:
            wanted = hosts if wanted is None else wanted & hosts
    return next(iter(wanted)) if wanted and len(wanted) == 1 else ""


def _variants(analyzer: Analyzer, word: str, near: Sequence[Near]) -> Iterator[Mend]:
    """The word as another spelling of a stem that differs in one letter."""
    if len(word) < _LONG:
        return
    for neighbour in near:
        if neighbour.distance != 1:
            continue
        for analysis in analyzer.analyze(neighbour.word)[:1]:
            if len(analysis.morphs) == 1 and analysis.lexeme:
                form = _lowered(analyzer, word)
                text = f"{form!r} as another form of {analysis.lexeme} ({neighbour.word} ‘{analysis.gloss}’)"
                cells = (("forms", form),)
                weight = _VARIANT + min(analysis.weight, 0.0)
                yield Mend("edit", "lexeme", analysis.lexeme, cells, text, form, analysis.gloss, weight)
