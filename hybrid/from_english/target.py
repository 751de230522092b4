"""The language's side of a sentence pair: words with their stem and what is attached to it.

>>> from morph.igt import split_word
>>> word = target_word("kitko", split_word("kit=ko", "top=LOC"))
>>> word.stem, [key(morph) for morph in word.after]
('kit', ['=LOC'])
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import log
from typing import Protocol

from morph.model import IGT, Analysis, Lexeme, Morph

WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*['’]?")
NULLS = frozenset({"", "∅", "Ø", "ø"})
EMPTY: Mapping[str, str] = {}
# a stem that the English sentence asks for outweighs any ranking of the analyzer
ASKED_FOR, RANKED, FREQUENT, ATTACHED = 5.0, 0.4, 0.3, 0.25


class Morphology(Protocol):
    """What the translator needs to know of the language's words."""

    def analyze(self, word: str) -> Sequence[Analysis]:
        """All analyses of a word, best first."""
        ...

    def realise(self, morphs: Sequence[Morph]) -> str:
        """The word that these morphs make, sound rules applied."""
        ...


@dataclass(frozen=True, slots=True)
class TargetWord:
    """A word of the language: ``core`` are the morphs of its stem, ``before`` and ``after`` what is attached.

    ``stem`` is the stem's underlying form without case: the key by which words are counted. ``opaque`` marks a word
    whose attached part could not be analysed.
    """

    form: str
    stem: str
    core: tuple[Morph, ...] = ()
    before: tuple[Morph, ...] = ()
    after: tuple[Morph, ...] = ()
    opaque: bool = False


def key(morph: Morph) -> str:
    """How an attached morph is counted: its gloss with its separator and side (``=LOC``, ``3SG-``)."""
    separator = morph.separator or "-"
    side = morph.kind in ("prefix", "proclitic")
    return f"{morph.gloss}{separator}" if side else f"{separator}{morph.gloss}"


def headwords(lexemes: Iterable[Lexeme]) -> dict[str, str]:
    """For each further stem of a lexeme its headword, so that ``wrot-`` and ``write`` count as one word.

    A form that is a headword itself stays what it is; fused forms (with a gloss of their own) are words apart.
    """
    rows = list(lexemes)
    known = {row.headword.casefold() for row in rows}
    found: dict[str, str] = {}
    for row in rows:
        for form in row.forms:
            if not form.gloss and form.form.casefold() not in known and row.headword not in NULLS:
                found.setdefault(form.form.casefold(), row.headword)
    return found


def target_word(form: str, morphs: Sequence[Morph], heads: Mapping[str, str] = EMPTY) -> TargetWord:
    """A word from its morphs; the core reaches from the first stem to the last, in its headword's form."""
    stems = [i for i, morph in enumerate(morphs) if morph.kind == "stem"]
    first, last = (stems[0], stems[-1]) if stems else (0, len(morphs) - 1)
    core = tuple(_headed(morph, heads) for morph in morphs[first : last + 1])
    stem = "".join(morph.form for morph in core).casefold()
    before = tuple(_fixed(m, "prefix") for m in morphs[:first])
    return TargetWord(form, stem or form.casefold(), core, before, tuple(morphs[last + 1 :]))


def _headed(morph: Morph, heads: Mapping[str, str]) -> Morph:
    head = heads.get(morph.form.casefold())
    return replace(morph, form=head) if head else morph


def _fixed(morph: Morph, kind: str) -> Morph:
    """A morph before the stem is never a suffix, whatever the reader of its example made of it."""
    if morph.kind in ("suffix", "enclitic"):
        return Morph(morph.form, morph.gloss, morph.separator, kind, morph.morpheme)
    return morph


def glossed_words(igt: IGT, heads: Mapping[str, str] = EMPTY) -> tuple[TargetWord, ...]:
    """The words of a glossed example; a word that is not said (``∅``) is left out.

    Where an example has no surface line its words have no form: the joined morphs stand in.
    """
    words = []
    for word in igt.words:
        morphs = word.analysis.morphs if word.analysis else (Morph(word.form, word.form),)
        form = word.form or "".join(morph.form for morph in morphs if morph.form not in NULLS)
        if form:
            words.append(target_word(form, morphs, heads))
    return tuple(words)


@dataclass(frozen=True)
class Reader:
    """Reads sentences without glosses: each word with the analysis that fits its English sentence best.

    ``frequency`` counts the stems of the glossed examples, ``heads`` are those of :func:`headwords`.
    """

    morphology: Morphology
    heads: Mapping[str, str]
    frequency: Mapping[str, int]

    def read(self, text: str, wanted: Mapping[str, float], names: frozenset[str]) -> tuple[TargetWord, ...]:
        """The words of a sentence; ``wanted`` says how well a stem fits the English (0–1), ``names`` are its names."""
        return tuple(self._word(form, wanted, names) for form in WORD.findall(text))

    def _word(self, form: str, wanted: Mapping[str, float], names: frozenset[str]) -> TargetWord:
        folded = form.casefold()
        if folded in names:
            return TargetWord(form, folded, (Morph(form, form),))
        best, score = None, float("-inf")
        for analysis in self.morphology.analyze(form):
            word = target_word(form, analysis.morphs, self.heads)
            value = self._value(word, analysis, wanted, names)
            # a word that is only something attached to nothing stands as it is
            if value > score and not any(morph.form in NULLS for morph in word.core):
                best, score = word, value
        if best is not None and (best.stem in names or not _named(folded, names)):
            return best
        for name in sorted(names, key=len, reverse=True):
            if len(name) > 2 and folded.startswith(name):
                return TargetWord(form, name, (Morph(form[: len(name)], form[: len(name)]),), opaque=True)
        return best or TargetWord(form, folded)

    def _value(self, word: TargetWord, analysis: Analysis, wanted: Mapping[str, float], names: frozenset[str]) -> float:
        """How likely an analysis is: asked for by the English, frequent, short, well ranked."""
        asked = 1.0 if word.stem in names else wanted.get(word.stem, 0.0)
        size = len(word.before) + len(word.after) + 2 * (len(word.core) - 1)
        rank = min(analysis.weight, 0.0)
        return (
            ASKED_FOR * asked + RANKED * rank + FREQUENT * log(1 + self.frequency.get(word.stem, 0)) - ATTACHED * size
        )


def _named(folded: str, names: frozenset[str]) -> bool:
    return any(len(name) > 2 and folded.startswith(name) for name in names)
