"""How alike two senses are, and one list of senses from several dictionaries.

>>> similarity(Sense("to give"), Sense("hand over", gloss="give"))
1.0
>>> merge_senses([(Sense("to give", pos="Verb"),), (Sense("give", gloss="give", pos="v"),)])
(Sense(definition='to give', gloss='give', pos='Verb', meta_language='eng'),)
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from rules.items import Sense

ALIKE = 0.75
"""Senses at least this similar are taken for one and the same when their parts of speech don't speak against it."""
SINGLE_ALIKE = 0.5
SAME = 0.95
# Words that tell nothing about a meaning; they stand in nearly every definition.
_EMPTY_WORDS = """
    a an the to of be is are and or in on at for with by from as that which it its one's one some something someone
    sb sth kind type sort used esp etc e.g i.e lit also see very not
"""
_EMPTY = frozenset(_EMPTY_WORDS.split())
_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")


def alternatives(text: str) -> list[str]:
    """The parts of a gloss or definition that stand for it each: parted by semicolons or commas."""
    return [part.strip() for part in re.split(r"[;,/]", text) if part.strip()]


@lru_cache(maxsize=65536)
def content_words(text: str) -> frozenset[str]:
    """Words that carry the meaning, without their commonest English endings; labels (``OBJ``) as they are."""
    words = set()
    for word in _WORD.findall(re.sub(r"[._]", " ", text)):
        if word.isupper() and len(word) > 1:
            words.add(word)
        elif word.casefold() not in _EMPTY:
            words.add(_stem(word.casefold()))
    return frozenset(words) or frozenset(word.casefold() for word in _WORD.findall(text))


def _stem(word: str) -> str:
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)].rstrip("e")
    return word.rstrip("e") if len(word) > 3 else word


def similarity(one: Sense, other: Sense) -> float:
    """0 to 1: the best overlap of content words between any two alternatives of the glosses and definitions.

    Senses in different meta-languages can't be compared: 0.
    """
    if one.meta_language != other.meta_language:
        return 0.0
    return max((_overlap(a, b) for a in _readings(one) for b in _readings(other)), default=0.0)


def _readings(sense: Sense) -> tuple[frozenset[str], ...]:
    return _reading_sets(sense.gloss, sense.definition)


@lru_cache(maxsize=65536)
def _reading_sets(gloss: str, definition: str) -> tuple[frozenset[str], ...]:
    texts = {*alternatives(gloss), *alternatives(definition), gloss, definition}
    return tuple({words for text in texts if text for words in [content_words(text)] if words})


def _overlap(one: frozenset[str], other: frozenset[str]) -> float:
    """Dice's coefficient: 1 for the same words."""
    return 2 * len(one & other) / (len(one) + len(other))


def best_similarity(one: Iterable[Sense], other: Sequence[Sense]) -> float:
    """The similarity of the two closest senses of two entries."""
    return max((similarity(a, b) for a in one for b in other), default=0.0)


@dataclass(slots=True)
class _Meaning:
    """Senses taken for one, at most one from each source."""

    sense: Sense
    sources: set[int]


def merge_senses(groups: Sequence[Sequence[Sense]]) -> tuple[Sense, ...]:
    """The senses of several sources (a group each) without repetition, in the order of the first that has them.

    Of two senses taken for one, the fuller definition, the short gloss and the part of speech are kept. Senses of
    one and the same source are merged only where they are equal. Where each source has but one sense, half the words
    in common are enough.
    """
    enough = SINGLE_ALIKE if all(len(group) <= 1 for group in groups) else ALIKE
    merged: list[_Meaning] = []
    for number, group in enumerate(groups):
        for sense in dict.fromkeys(group):
            scored = [(similarity(sense, old.sense), old) for old in merged if number not in old.sources]
            alike = [old for score, old in sorted(scored, key=lambda item: -item[0]) if score >= enough]
            if not alike:
                merged.append(_Meaning(sense, {number}))
                continue
            first = alike[0]
            first.sense, first.sources = _join(first.sense, sense), first.sources | {number}
            for other in alike[1:]:  # the new sense shows that two others are one: a short gloss and its definition
                if not other.sources & first.sources:
                    first.sense, first.sources = _join(first.sense, other.sense), first.sources | other.sources
                    merged = [old for old in merged if old is not other]
    return tuple(meaning.sense for meaning in merged)


def _join(old: Sense, new: Sense) -> Sense:
    definition = max(old.definition, new.definition, key=len) if new.definition else old.definition
    glosses = [gloss for gloss in (old.gloss, new.gloss) if gloss]
    # A gloss as examples have it (one item, or a label) before one that is only a short definition.
    gloss = min(glosses, key=lambda text: (" " in text, not text.isupper()), default="")
    shorts = tuple(dict.fromkeys((*old.glosses, *new.glosses)))
    others = tuple(dict.fromkeys((*old.others, *new.others)))
    return replace(old, definition=definition, gloss=gloss, pos=old.pos or new.pos, glosses=shorts, others=others)
