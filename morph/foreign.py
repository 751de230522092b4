"""Unknown words that are glossed by themselves: names, and words of the language of the translations.

Texts are full of names and of words from the language that their readers share ("disturb" in a Papuan text);
glossed texts repeat these in the gloss line. An unknown stem gets a second reading with itself for a gloss where it is
written as a name, or stands as a word in the translations of the project. It stays a guess, and the chooser decides.

>>> [a.gloss for a in with_loans((Analysis((Morph("camp", "?"), Morph("fa", "ABL", "=")), basis="guess"),), {"camp"})]
['?=ABL', 'camp=ABL']
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from morph.model import IGT, UNKNOWN_GLOSS, Analysis, Morph

_WORD = re.compile(r"[^\W\d_]{4,}")
_LATER = 0.1


def translation_words(seen: Iterable[IGT]) -> frozenset[str]:
    """The longer words of the translations of glossed sentences, folded."""
    return frozenset(word.casefold() for igt in seen for word in _WORD.findall(igt.translation))


def with_loans(analyses: Sequence[Analysis], words: Collection[str]) -> tuple[Analysis, ...]:
    """The analyses with those added in which an unknown stem is glossed by itself."""
    found = list(analyses)
    known = {analysis.gloss for analysis in analyses}
    for analysis in analyses:
        morphs = tuple(_glossed(morph, words) for morph in analysis.morphs)
        if morphs != analysis.morphs:
            added = replace(analysis, morphs=morphs, basis="guess", weight=round(analysis.weight - _LATER, 4))
            if added.gloss not in known:
                known.add(added.gloss)
                found.append(added)
    return tuple(found)


def _glossed(morph: Morph, words: Collection[str]) -> Morph:
    is_open = morph.gloss == UNKNOWN_GLOSS and morph.kind == "stem"
    is_loan = is_open and (morph.form[:1].isupper() or morph.form.casefold() in words)
    return replace(morph, gloss=morph.form) if is_loan else morph
