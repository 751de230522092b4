"""When and where in English: prepositions for case marks, for sides and parts of things, and words of time."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from grammar.tokens import Unit
from hybrid.into_english.plan import Phrase
from hybrid.into_english.slots import Slot
from hybrid.into_english.words import Words
from morph.igt import is_label

_PREPOSITIONS = frozenset(
    ("in", "at", "on", "to", "from", "with", "for", "by", "of", "like", "as", "into", "through", "along", "near")
)
_LOCAL = frozenset(("in", "at", "on", "to"))
_LEARNED_LEAST = 3
_SIDES: dict[str, tuple[str, ...]] = {
    "top": ("on", "on top of"), "surface": ("on",), "inside": ("in", "inside"), "interior": ("in", "inside"),
    "bottom": ("under", "at the bottom of"), "underside": ("under",), "front": ("in front of", "at the front of"),
    "back": ("behind", "at the back of"), "side": ("next to", "at the side of"), "edge": ("at the edge of",),
    "middle": ("in the middle of",), "outside": ("outside",), "end": ("at the end of",), "beside": ("next to",),
    "under": ("under",), "above": ("above",), "behind": ("behind",), "between": ("between",),
}  # fmt: skip
_TIMES: dict[str, tuple[str, ...]] = {
    "morning": ("in the morning",), "afternoon": ("in the afternoon",), "evening": ("in the evening",),
    "night": ("at night", "in the night"), "noon": ("at noon",), "midday": ("at noon",), "midnight": ("at midnight",),
    "summer": ("in summer",), "winter": ("in winter",), "day": ("one day", "by day"), "time": ("at that time",),
    **{f"{day}day": (f"on {day}day",) for day in ("mon", "tues", "wednes", "thurs", "fri", "satur", "sun")},
}  # fmt: skip


def preposition(words: Words, mark: Unit) -> Slot:
    """The preposition of a case mark: by the transfer table and the project's translations."""
    if not is_label(mark.gloss):
        return words.slot(mark)
    rendering = words.transfer.of_label(mark.gloss)
    options = rendering.options if rendering.kind == "preposition" else ()
    counts = words.learned.renderings.get(mark.gloss, Counter())
    learned = [text for text, n in counts.most_common(4) if n >= _LEARNED_LEAST and text in _PREPOSITIONS]
    return words.weighted(mark, tuple(dict.fromkeys([*options, *learned])) or ("",))


def side_of(words: Words, phrase: Phrase, mark: Unit) -> tuple[Slot, Phrase] | None:
    """ "house inside=at" as "in" and the house: a part of a thing under a local mark; None where it is no such."""
    options = words.transfer.of_label(mark.gloss).options if is_label(mark.gloss) else ()
    if not phrase.nouns or not (_LOCAL & set(options)):
        return None
    head = phrase.nouns[-1]
    known = _SIDES.get(words.text(head).split()[-1].casefold())
    whole = phrase.possessor or (replace(phrase, nouns=phrase.nouns[:-1]) if len(phrase.nouns) > 1 else None)
    if known is None or whole is None or phrase.adjectives or phrase.counts:
        return None
    sources = (head.word, mark.word)
    return Slot.choice(*((text, -0.7 * i) for i, text in enumerate(known)), origin="rule", sources=sources), whole


def time_slot(words: Words, unit: Unit) -> Slot | None:
    """A noun that tells when, as an adverb; None for any other word."""
    known = _TIMES.get(words.text(unit).casefold())
    if known is None:
        return None
    options = words.options(unit)
    origin = options[0].origin if options else "rule"
    return Slot.choice(*((text, -0.7 * i) for i, text in enumerate(known)), origin=origin, sources=(unit.word,))
