"""What an English candidate leaves out, invents or turns round, held against what the source says.

What the source says is known from its analysis: for each content word the English words that may render it, the words
that must stand as they are (names, numbers, unknown words), and the polarity and the persons of the rules' rendering.

>>> meaning = Meaning((frozenset({"dog"}), frozenset({"run", "flee"})), ("Mina",), "Mina's dog did not run.")
>>> sorted(faults(meaning, "The dog fled from Mina.").items())
[('invented', 0), ('lost', 0), ('missing', 0), ('persons', 0), ('polarity', 1)]
>>> faults(meaning, "She saw a bird.")["missing"], faults(meaning, "She saw a bird.")["lost"]
(2, 1)
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from hybrid.into_english.english import PRONOUNS, lemmas

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_NEGATIVE = re.compile(r"\b(?:not|no|never|nobody|nothing|none|neither|nor|without|cannot)\b|n['’]t\b", re.IGNORECASE)
_PERSON = {form.casefold(): key[:3] for key, forms in PRONOUNS.items() for form in forms}
_LIGHT_WORDS = """
a an the this that these those and or but if then so to of in on at by for with from into up down out off over is
are was were am be been being do does did done doing have has had having will would can could may might must shall
should there here it its not no n't as when while because until before after also too very just only who which what
where how why about some any all again still already go come get make let want take put say one thing back away
along 's
"""
_LIGHT = frozenset(_LIGHT_WORDS.split())
"""Words that say little by themselves: a candidate may have them without the source saying so."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """``options``: for each content word the lemmas that may render it; ``carried``: words that must be there as they
    are; ``draft``: the rules' rendering, for polarity and persons."""

    options: tuple[frozenset[str], ...] = ()
    carried: tuple[str, ...] = ()
    draft: str = ""


def faults(meaning: Meaning, text: str, allowed: frozenset[str] = frozenset()) -> dict[str, int]:
    """``missing`` content words, ``invented`` ones (nothing in the source or in ``allowed`` says them), ``lost``
    names, numbers and unknown words, ``polarity`` turned round, ``persons`` that differ."""
    words = [word.casefold().replace("’", "'") for word in _WORD.findall(text)]
    said = {lemma for word in words for lemma in base(word)}
    known = set().union(*meaning.options) | allowed | {lemma for w in _WORD.findall(meaning.draft) for lemma in base(w)}
    folded = text.casefold()
    carried = {word.casefold() for word in meaning.carried}
    return {
        "missing": sum(not (options & said) for options in meaning.options),
        "invented": sum(
            not (base(word) & known) and word not in _LIGHT and word not in _PERSON and word not in carried
            for word in words
        ),
        "lost": sum(word.casefold() not in folded for word in meaning.carried),
        "polarity": int(bool(_NEGATIVE.search(text)) != bool(_NEGATIVE.search(meaning.draft))),
        "persons": (persons(text) - persons(meaning.draft)).total() + (persons(meaning.draft) - persons(text)).total(),
    }


def persons(text: str) -> Counter[str]:
    """The persons that a sentence's pronouns speak of, each at most once (a pronoun may be said again)."""
    found = {_PERSON[word] for raw in _WORD.findall(text) if (word := raw.casefold().partition("'")[0]) in _PERSON}
    return Counter(found)


def base(word: str) -> set[str]:
    """The lemmas of an English word, its genitive ending left out."""
    plain = word.casefold().replace("’", "'").removesuffix("'s")
    return {plain, *lemmas(plain)}


def content_lemmas(phrases: Sequence[str]) -> frozenset[str]:
    """The lemmas of the content words of some English phrases."""
    found = {lemma for phrase in phrases for word in _WORD.findall(phrase) for lemma in base(word)}
    return frozenset(found - _LIGHT) or frozenset(found)
