"""Why a word has the gloss it has, and why another has none.

The steps of an analysis name the row behind every morph, the environment that chose an allomorph, and every sound
rule that changed the word. The story of a word that fails tells how far the rules came, which row stands in the way,
the known words nearest to it, and the one entry that would mend it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from morph.gaps import Gap, explain
from morph.letters import LITERAL_HYPHEN, match_key
from morph.model import Analysis, Morph, Step, join_morphs
from morph.sounds import derivations
from morph.stems import NULLS

if TYPE_CHECKING:
    from morph.analyze import Analyzer


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
    return "\n".join(story(explain(analyzer, word)))


def _explained(analyzer: Analyzer, word: str, analysis: Analysis, number: int) -> Iterator[str]:
    yield f"{number}. {word}: {analysis.segmented} ‘{analysis.gloss}’ ({analysis.basis}, weight {analysis.weight:.2f})"
    for step in steps(analyzer, word, analysis):
        source = f"  [{step.source}]" if step.source else ""
        yield f"   {step.rule}: {step.before or '∅'} → {step.after or '∅'}{source}"


def story(gap: Gap) -> Iterator[str]:
    """What :mod:`morph.gaps` found about a word without analysis, line by line."""
    yield f"{gap.word}: no analysis"
    if gap.explained:
        left = f"; left over: {gap.rest!r}" if gap.rest else "; but a word may not end there"
        yield f"   longest part explained: {gap.explained} = {gap.segmented} ‘{gap.gloss}’{left}"
    else:
        yield "   no known stem begins this word"
    for obstacle in gap.obstacles:
        source = f" [{obstacle.source}]" if obstacle.source else ""
        yield f"   {obstacle.segmented} ‘{obstacle.gloss}’ is blocked: {obstacle.text}{source}"
    if gap.near:
        yield "   nearest known words: " + ", ".join(f"{near.word} ‘{near.gloss}’" for near in gap.near)
    for mend in gap.mends:
        yield f"   would mend it: {mend.text}, giving {mend.segmented} ‘{mend.gloss}’"
