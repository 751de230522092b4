"""One adaptation for every language: the model learns what glosses are from glossed examples of hundreds of them.

It is the start of ``onebook train``; the recipe and the command stand in :mod:`benchmarks.pretrain`. So that a
project's gloss that is wrong or missing does no harm, some glosses are hidden and the text is often left out; so that
the place of the draft is known, some examples have one: the glosses in plain words, or their English as a poor
translator might have it.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

from hybrid.neural.corpus import Glossed
from hybrid.neural.prompt import Fields, prompt
from morph.igt import is_label
from morph.model import UNKNOWN_GLOSS

PARTS = frozenset(("text", "gloss", "draft"))
_TEXT, _CRUDE, _MANGLED = 0.6, 0.15, 0.2
_HIDING, _HIDDEN = 0.2, 0.15
_PERSONS = {
    ("1", "SG"): "I",
    ("2", "SG"): "you",
    ("3", "SG"): "he",
    ("1", "PL"): "we",
    ("2", "PL"): "you",
    ("3", "PL"): "they",
}
_PERSON = re.compile(r"([123])\W?(SG|PL)")
_SPLIT = re.compile(r"[-=~<>._:/+;,\s]+")
_SMALL = ("a", "the", "is", "was", "to", "of", "and", "in", "he", "it", "they", "that")


def wording(item: Glossed, rng: random.Random, words: Sequence[str]) -> tuple[str, str]:
    """One (prompt, English) of an example; ``words`` are English words to get wrong by."""
    glosses = item.glosses
    if rng.random() < _HIDING:
        glosses = tuple(UNKNOWN_GLOSS if rng.random() < _HIDDEN else gloss for gloss in glosses)
    draw = rng.random()
    draft = ""
    if draw < _CRUDE:
        draft = crude(glosses)
    elif draw < _CRUDE + _MANGLED:
        draft = mangled(item.english, rng, words)
    text = item.text if rng.random() < _TEXT else ""
    parts = PARTS if text else PARTS - {"text"}
    return prompt(Fields(text, glosses, draft), parts), item.english


def plain(item: Glossed, *, text: bool = True) -> str:
    """The prompt of an example as it is: for tests on books that were held out."""
    return prompt(Fields(item.text, item.glosses), PARTS if text else PARTS - {"text"})


def crude(glosses: Sequence[str]) -> str:
    """The glosses in plain words.

    >>> crude(("3SG", "go_home=NEG", "dog-PL"))
    'He not go home dog.'
    """
    words: list[str] = []
    for gloss in glosses:
        made: list[str] = []
        person = _PERSON.match(gloss)
        if person:
            made.append(_PERSONS[person[1], person[2]])
        for part in _SPLIT.split(gloss):
            if part == "NEG":
                made.insert(0, "not")
            elif part.strip(UNKNOWN_GLOSS) and not is_label(part):
                made.append(part)
        words += made
    said = " ".join(words)
    return f"{said[:1].upper()}{said[1:]}." if said else ""


def mangled(english: str, rng: random.Random, words: Sequence[str]) -> str:
    """English as a poor translator might have it: small words and endings off, words wrong, missing or out of place."""
    share = rng.uniform(0.1, 0.5)
    out: list[str] = []
    for word in english.split():
        draw = rng.random()
        if draw >= share:
            out.append(word)
        elif draw < share * 0.25:
            continue
        elif draw < share * 0.45:
            out.append(rng.choice(words))
        elif draw < share * 0.65:
            out.append(re.sub(r"(?:ed|ing|es|s)\b", "", word))
        elif draw < share * 0.8:
            out.insert(max(0, len(out) - rng.randint(1, 3)), word)
        else:
            out += [rng.choice(_SMALL), word]
    return " ".join(out)
