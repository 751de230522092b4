"""What every rule gains and costs: the gold words glossed by the rules with it and without it.

*Leave one rule out.* A word is right when its best analysis, by the rules alone, has the gloss that a person gave. A
rule **gains** the words that are right with it and wrong without it, and **costs** those that are wrong with it and
right without it. For a rule that is only proposed it is the other way round in time: what it would gain and cost if it
were accepted.

Only words that a rule touches are looked at again. Taking out a lexeme, or a morph that stands alone in its morpheme,
takes out the readings that contain it and nothing else, so no word is analysed anew; a sound rule, a template or one
of several allomorphs changes what others do, so that the language is compiled without it, with the stems that the gold
words have and that their readings show.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from morph.analyze import Analyzer
from morph.compile import compile_language
from morph.igt import split_word
from morph.letters import match_key
from morph.model import Language, Lexeme, Morpheme
from morph.workshop import Workshop
from rules.compare import Sentence

SHOWN = 3
_MOST = 200
"""Readings of one word that are looked at."""


@dataclass(frozen=True, slots=True)
class Case:
    """A word whose gloss depends on a rule: its gold gloss, the gloss with the rule and without, how many tokens."""

    word: str
    gold: str
    with_rule: str
    without: str
    tokens: int


@dataclass(frozen=True, slots=True)
class RuleScore:
    """Tokens that a rule gains and costs; ``touched`` those whose gloss it changes at all, ``readings`` how many
    readings of gold words contain it or come with it."""

    kind: str
    id: str
    status: str
    gains: int
    costs: int
    touched: int
    readings: int
    gained: tuple[Case, ...] = ()
    lost: tuple[Case, ...] = ()

    @property
    def net(self) -> int:
        return self.gains - self.costs


@dataclass(frozen=True, slots=True)
class Scored:
    """The scores of all rules, with how many gold tokens there are and how many the rules alone have right."""

    tokens: int
    right: int
    rules: tuple[RuleScore, ...]


Reading = tuple[str, frozenset[str]]
"""A gloss and the ids of the rows that it is made of."""


@dataclass
class _Gold:
    """The gold words by match key: a form, and the counts of its glosses."""

    form: dict[str, str] = field(default_factory=dict)
    glosses: dict[str, Counter[str]] = field(default_factory=dict)


Wanted = Callable[[str, Any], bool]
Watch = Callable[[Sequence[Any]], Iterable[Any]]


def score(
    language: Language, sentences: Iterable[Sentence], *, only: Wanted | None = None, watch: Watch = iter
) -> Scored:
    """Score the rows of ``language``: the accepted ones by leaving each out, the proposed ones by taking each in.
    ``only`` says of a kind and row whether it is wanted; ``watch`` wraps the list of rows that need compiling, to
    show progress."""
    wanted = only or (lambda kind, row: True)
    gold = _gold(sentences)
    accepted, proposed = _parts(language)
    workshop = Workshop(language)
    wide = _readings(_with(accepted, lexemes=(*accepted.lexemes, *proposed.lexemes)), gold, workshop)
    held = frozenset(row.id for row in proposed.lexemes)
    base = {key: [r for r in found if not r[1] & held] for key, found in wide.items()}
    words = _index(wide)
    scores = [_left_out(kind, row, base, words, gold) for kind, row in _alone(accepted) if wanted(kind, row)]
    scores += [_taken_in(row, base, wide, words, held, gold) for row in proposed.lexemes if wanted("lexeme", row)]
    scores += _compiled_anew(accepted, proposed, base, gold, wanted, watch, workshop)
    right = sum(_right(gold, key, _best(found)) for key, found in base.items())
    rows: list[Any] = [*language.morphemes, *language.sounds, *language.templates]
    order = {row.id: n for n, row in enumerate(rows)}
    scores.sort(key=lambda s: (s.kind == "lexeme", order.get(s.id, 0)))
    return Scored(sum(sum(c.values()) for c in gold.glosses.values()), right, tuple(scores))


def _gold(sentences: Iterable[Sentence]) -> _Gold:
    gold = _Gold()
    for sentence in sentences:
        for word, gloss in zip(sentence.words, sentence.gold, strict=False):
            if word and gloss and "?" not in gloss and any(map(str.isalpha, word)):
                key = match_key(word)
                gold.form.setdefault(key, word)
                gold.glosses.setdefault(key, Counter())[gloss] += 1
    return gold


def _parts(language: Language) -> tuple[Language, Language]:
    """The accepted rows and the proposed ones."""

    def only(status: str) -> Language:
        return replace(
            language,
            lexemes=tuple(row for row in language.lexemes if row.status == status),
            morphemes=tuple(row for row in language.morphemes if row.status == status),
            sounds=tuple(row for row in language.sounds if row.status == status),
            templates=tuple(row for row in language.templates if row.status == status),
        )

    return only("accepted"), only("proposed")


def _with(language: Language, **rows: Any) -> Language:
    return _replaced(language, {name: _accepted(values) for name, values in rows.items()})


def _replaced(language: Language, rows: dict[str, Any]) -> Language:
    return replace(language, **rows)


def _accepted(rows: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(row if row.status == "accepted" else replace(row, status="accepted") for row in rows)


def _readings(language: Language, gold: _Gold, workshop: Workshop) -> dict[str, list[Reading]]:
    """The readings of every gold word by the rules alone, best first."""
    compiled = compile_language(language, workshop)
    analyzer = Analyzer(compiled)
    found: dict[str, list[Reading]] = {}
    for key, form in gold.form.items():
        readings: list[Reading] = []
        for reading in analyzer.lookup.readings(match_key(form, compiled.casing))[:_MOST]:
            analysis = analyzer.analysis(reading)
            readings.append((analysis.gloss, frozenset(m.morpheme for m in analysis.morphs)))
        found[key] = readings
    return found


def _best(readings: Sequence[Reading]) -> str:
    return readings[0][0] if readings else "?"


def _right(gold: _Gold, key: str, gloss: str) -> int:
    return gold.glosses[key][gloss]


# --- by filtering -----------------------------------------------------------------------------------------------------


def _alone(language: Language) -> Iterator[tuple[str, Lexeme | Morpheme]]:
    """The rows whose removal changes nothing but the readings that contain them."""
    for morpheme in language.morphemes:
        if not _entangled(morpheme, language):
            yield "morpheme", morpheme
    for lexeme in language.lexemes:
        yield "lexeme", lexeme


def _entangled(row: Morpheme, language: Language) -> bool:
    """Whether other allomorphs of its morpheme stand where this one does not."""
    family = [m for m in language.morphemes if m.base_id == row.base_id]
    return len(family) > 1 and any(m.environment for m in family)


def _index(base: Mapping[str, Sequence[Reading]]) -> dict[str, list[str]]:
    """The words in whose readings each row stands."""
    words: dict[str, dict[str, None]] = {}
    for key, found in base.items():
        for _, ids in found:
            for row in ids:
                words.setdefault(row, {})[key] = None
    return {row: list(keys) for row, keys in words.items()}


def _left_out(
    kind: str, row: Any, base: dict[str, list[Reading]], words: Mapping[str, list[str]], gold: _Gold
) -> RuleScore:
    keys = words.get(row.id, [])
    without = {key: [r for r in base[key] if row.id not in r[1]] for key in keys}
    return _compare(kind, row, {key: base[key] for key in keys}, without, gold)


def _taken_in(
    row: Lexeme,
    base: dict[str, list[Reading]],
    wide: dict[str, list[Reading]],
    words: Mapping[str, list[str]],
    held: frozenset[str],
    gold: _Gold,
) -> RuleScore:
    others = held - {row.id}
    keys = words.get(row.id, [])
    with_rule = {key: [r for r in wide[key] if not r[1] & others] for key in keys}
    return _compare("lexeme", row, with_rule, {key: base[key] for key in keys}, gold)


# --- by compiling anew ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Job:
    table: str
    kind: str
    row: Any
    keys: tuple[str, ...]


Bests = Mapping[str, tuple[str, int]]
"""The best gloss of a word and the number of its readings."""


def _compiled_anew(
    accepted: Language,
    proposed: Language,
    base: dict[str, list[Reading]],
    gold: _Gold,
    wanted: Wanted,
    watch: Watch,
    workshop: Workshop,
) -> Iterator[RuleScore]:
    everything = tuple(gold.form)
    whole = _small(accepted, everything, base, gold)
    jobs = [_Job("sounds", "sound", row, everything) for row in (*accepted.sounds, *proposed.sounds)]
    jobs += [_Job("templates", "template", row, everything) for row in (*accepted.templates, *proposed.templates)]
    jobs = [job for job in jobs if wanted(job.kind, job.row)]
    for morpheme in (*accepted.morphemes, *proposed.morphemes):
        if not wanted("morpheme", morpheme):
            continue
        if morpheme.status != "accepted" or _entangled(morpheme, accepted):
            jobs.append(_Job("morphemes", "morpheme", morpheme, _near(morpheme, accepted, base, gold)))
    for job in watch(jobs):
        small = whole if job.keys == everything else _small(accepted, job.keys, base, gold)
        # As things are, the small language reads its words as the whole one does: it has all stems of their readings.
        now = {key: (_best(base[key]), len(base[key])) for key in job.keys}
        tried = _replaced(small, {job.table: _changed(getattr(small, job.table), job.row)})
        other = _bests(tried, job.keys, gold, workshop) if job.keys else {}
        with_rule, without = (now, other) if job.row.status == "accepted" else (other, now)
        yield _compare_bests(job.kind, job.row, with_rule, without, gold)


def _changed(rows: tuple[Any, ...], row: Any) -> tuple[Any, ...]:
    """The rows without an accepted one, or with a proposed one."""
    return tuple(r for r in rows if r is not row) if row.status == "accepted" else _accepted((*rows, row))


def _near(row: Morpheme, language: Language, base: Mapping[str, Sequence[Reading]], gold: _Gold) -> tuple[str, ...]:
    """The words that an allomorph may touch: its family stands in a reading or in the gold gloss, or one of its shapes
    in the word."""
    family = [row, *(m for m in language.morphemes if m.base_id == row.base_id)]
    ids, glosses = {m.id for m in family}, {m.gloss for m in family}
    shapes = {match_key(m.form.strip("-=~")) for m in family} - {"", "∅"}

    def touched(key: str) -> bool:
        return (
            any(shape in key for shape in shapes)
            or any(ids & found for _, found in base[key])
            or any(glosses.intersection(_parts_of(gloss)) for gloss in gold.glosses[key])
        )

    return tuple(filter(touched, gold.form))


def _bests(language: Language, keys: Iterable[str], gold: _Gold, workshop: Workshop) -> dict[str, tuple[str, int]]:
    compiled = compile_language(language, workshop)
    analyzer = Analyzer(compiled)
    found = {}
    for key in keys:
        readings = analyzer.lookup.readings(match_key(gold.form[key], compiled.casing))[:_MOST]
        found[key] = (analyzer.analysis(readings[0]).gloss, len(readings)) if readings else ("?", 0)
    return found


def _small(language: Language, keys: Iterable[str], base: Mapping[str, Sequence[Reading]], gold: _Gold) -> Language:
    """The language with the stems that the readings or gold glosses of some words show."""
    words = list(keys)
    shown = {row for key in words for _, ids in base[key] for row in ids}
    glosses = {part for key in words for gloss in gold.glosses[key] for part in _parts_of(gloss)}

    def kept(lexeme: Lexeme) -> bool:
        return lexeme.id in shown or lexeme.gloss in glosses or any(shape.gloss in glosses for shape in lexeme.forms)

    return replace(language, lexemes=tuple(filter(kept, language.lexemes)), confirmed=())


@lru_cache(maxsize=100_000)
def _parts_of(gloss: str) -> tuple[str, ...]:
    try:
        return tuple(morph.gloss for morph in split_word(gloss, gloss))
    except ValueError:
        return (gloss,)


def _compare(
    kind: str,
    row: Any,
    with_rule: Mapping[str, Sequence[Reading]],
    without: Mapping[str, Sequence[Reading]],
    gold: _Gold,
) -> RuleScore:
    """The score of a rule from the readings of its words with it and without it."""
    first, second = ({key: (_best(r), len(r)) for key, r in side.items()} for side in (with_rule, without))
    return _compare_bests(kind, row, first, second, gold)


def _compare_bests(kind: str, row: Any, with_rule: Bests, without: Bests, gold: _Gold) -> RuleScore:
    gains = costs = touched = 0
    cases: list[tuple[int, Case]] = []
    readings = sum(count - without[key][1] for key, (_, count) in with_rule.items())
    for key, (new, _) in with_rule.items():
        old = without[key][0]
        if new == old:
            continue
        touched += sum(gold.glosses[key].values())
        good, bad = _right(gold, key, new), _right(gold, key, old)
        gains, costs = gains + good, costs + bad
        if good:
            cases.append((good, Case(gold.form[key], new, new, old, good)))
        if bad:
            cases.append((-bad, Case(gold.form[key], old, new, old, bad)))
    cases.sort(key=lambda item: (-abs(item[0]), item[1].word))
    gained = tuple(case for sign, case in cases if sign > 0)[:SHOWN]
    lost = tuple(case for sign, case in cases if sign < 0)[:SHOWN]
    return RuleScore(kind, row.id, row.status, gains, costs, touched, readings, gained, lost)
