"""Unknown words that are no words of the language: names, and loans from the languages its readers share.

Glossed texts repeat names and words of the meta-language in the gloss line ("disturb" in a Papuan text), and gloss
words of a national language as its own are. So an unknown stem gets another reading where it is written as a name,
where it stands as a word in the translations of the project (glossed by itself), or where a dictionary has it as its
gloss in another language (glossed as that entry). It stays a guess, and the chooser decides.

>>> unknown = Analysis((Morph("camp", "?"), Morph("fa", "ABL", "=")), basis="guess")
>>> [a.gloss for a in with_loans("campfa", [unknown], {"camp": ""})]
['?=ABL', 'camp=ABL']
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from morph.conventions import SEPARATOR, shorts_of
from morph.model import UNKNOWN_GLOSS, Analysis, Language, Lexeme, Morph

OTHER_GLOSS = "gloss."
"""Begins the features of a lexeme that hold its glosses in other languages."""
_WORD = re.compile(r"[^\W\d_]{4,}")
_LOAN = re.compile(r"[^\W\d_]{3,}")
_LATER = 0.1


def foreign_words(language: Language) -> dict[str, str]:
    """The foreign words that texts may have, folded, with their gloss; empty for those glossed by themselves."""
    found = {word.casefold(): "" for igt in language.seen for word in _WORD.findall(igt.translation)}
    loans: dict[str, tuple[int, str]] = {}
    for lexeme in language.lexemes:
        for word, gloss in _equivalents(lexeme):
            if _LOAN.fullmatch(word) and lexeme.evidence.attested > loans.get(word.casefold(), (-1, ""))[0]:
                loans[word.casefold()] = lexeme.evidence.attested, gloss
    return found | {word: gloss for word, (_, gloss) in loans.items()}


def _equivalents(lexeme: Lexeme) -> Iterator[tuple[str, str]]:
    """The glosses of a lexeme in other languages, each with the gloss that it stands beside."""
    shorts = shorts_of(lexeme)
    for key, value in lexeme.features:
        if key.startswith(OTHER_GLOSS):
            words = value.split(SEPARATOR)
            is_parallel = len(words) == len(shorts)
            for number, word in enumerate(words):
                yield word, shorts[number] if number and is_parallel else lexeme.gloss


def with_loans(form: str, analyses: Sequence[Analysis], words: Mapping[str, str]) -> tuple[Analysis, ...]:
    """The analyses of a word with those added in which an unknown stem is a name or one of the foreign ``words``, and
    with the whole word as a loan where a dictionary has it so, whatever the rules make of it."""
    found = list(analyses)
    known = {analysis.gloss for analysis in analyses}
    lowest = min((analysis.weight for analysis in analyses), default=0.0)
    readings = list(analyses)
    if words.get(form.casefold()):
        readings.append(Analysis((Morph(form, UNKNOWN_GLOSS),), basis="guess", weight=lowest))
    for analysis in readings:
        morphs = tuple(_glossed(morph, words) for morph in analysis.morphs)
        if morphs != analysis.morphs:
            added = replace(analysis, morphs=morphs, basis="guess", weight=round(analysis.weight - _LATER, 4))
            if added.gloss not in known:
                known.add(added.gloss)
                found.append(added)
    return tuple(found)


def _glossed(morph: Morph, words: Mapping[str, str]) -> Morph:
    if morph.gloss != UNKNOWN_GLOSS or morph.kind != "stem":
        return morph
    gloss = words.get(morph.form.casefold())
    if gloss is None and not morph.form[:1].isupper():
        return morph
    return replace(morph, gloss=gloss or morph.form)
