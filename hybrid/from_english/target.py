"""The language's side of a sentence pair: words with their stem and what is attached to it.

>>> from morph.igt import split_word
>>> word = target_word("kitko", split_word("kit=ko", "top=LOC"))
>>> word.stem, [key(morph) for morph in word.after]
('kit', ['=LOC'])
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from morph.model import IGT, Analysis, Morph

WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*['’]?")
# a stem that the English sentence asks for outweighs any ranking of the analyzer
ASKED_FOR = 5.0


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


def target_word(form: str, morphs: Sequence[Morph]) -> TargetWord:
    """A word from its morphs; the core reaches from the first stem to the last."""
    stems = [i for i, morph in enumerate(morphs) if morph.kind == "stem"]
    first, last = (stems[0], stems[-1]) if stems else (0, len(morphs) - 1)
    core = tuple(morphs[first : last + 1])
    stem = "".join(morph.form for morph in core).casefold()
    before = tuple(_fixed(m, "prefix") for m in morphs[:first])
    return TargetWord(form, stem or form.casefold(), core, before, tuple(morphs[last + 1 :]))


def _fixed(morph: Morph, kind: str) -> Morph:
    """A morph before the stem is never a suffix, whatever the reader of its example made of it."""
    if morph.kind in ("suffix", "enclitic"):
        return Morph(morph.form, morph.gloss, morph.separator, kind, morph.morpheme)
    return morph


def glossed_words(igt: IGT) -> tuple[TargetWord, ...]:
    """The words of a glossed example."""
    return tuple(
        target_word(word.form, word.analysis.morphs) if word.analysis else TargetWord(word.form, word.form.casefold())
        for word in igt.words
    )


def read_words(
    text: str, morphology: Morphology, wanted: Mapping[str, float], names: frozenset[str]
) -> tuple[TargetWord, ...]:
    """The words of a sentence, each with the analysis that fits best.

    ``wanted`` says how well a stem fits the English sentence (0–1), ``names`` are its names without case.
    """
    return tuple(_read(form, morphology, wanted, names) for form in WORD.findall(text))


def _read(form: str, morphology: Morphology, wanted: Mapping[str, float], names: frozenset[str]) -> TargetWord:
    folded = form.casefold()
    if folded in names:
        return TargetWord(form, folded, (Morph(form, form),))
    best, score = None, float("-inf")
    for rank, analysis in enumerate(morphology.analyze(form)):
        word = target_word(form, analysis.morphs)
        bonus = ASKED_FOR * (1.0 if word.stem in names else wanted.get(word.stem, 0.0))
        if bonus - 0.5 * rank > score:
            best, score = word, bonus - 0.5 * rank
    if best is not None and (best.stem in names or not _named(folded, names)):
        return best
    for name in sorted(names, key=len, reverse=True):
        if len(name) > 2 and folded.startswith(name):
            return TargetWord(form, name, (Morph(form[: len(name)], form[: len(name)]),), opaque=True)
    return best or TargetWord(form, folded)


def _named(folded: str, names: frozenset[str]) -> bool:
    return any(len(name) > 2 and folded.startswith(name) for name in names)
