"""Glossed examples as words and morphs, each morph with its kind: which one is the root is told by the whole corpus.

One word alone does not show its root: in ``in-naninggan`` "1PL-all" the pronoun is the root although its gloss is a
label. What shows it is that ``in`` stands alone elsewhere. So roots are chosen by counts over all words: standing
free, having a lexical gloss, standing beside many different morphs.

>>> def example(morphs, glosses):
...     return Example("x", "", tuple(morphs.split()), tuple(glosses.split()), "", Source("book", "a.tex", 1))
>>> alone, derived = example("in pi dola-su", "1PL 2PL sit-Q"), example("in-naninggan pi-naninggan", "1PL-all 2PL-all")
>>> [(m.form, m.kind) for m in read_words([alone, derived])[3].morphs]
[('in', 'stem'), ('naninggan', 'suffix')]
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from morph.igt import is_label, split_word
from morph.model import Morph, Source
from rules.items import Example

_SEPARATORS = str.maketrans({"‐": "-", "‑": "-", "–": "-", "−": "-", "∼": "~", "˜": "~", "＝": "="})
_BRACKETS = re.compile(r"[()]")
_EDGES = re.compile(r"^(?:[\s.,;:!?\"“”„«»\[\]{}…]|''|``)+|(?:[\s.,;:!?\"“”„«»\[\]{}…]|''|``)+$")
_UNUSABLE = re.compile(r"[*/\\\[\]{}]")
_ZERO = {"ø", "∅", "0"}
MorphKey = tuple[str, str]
ZERO = "∅"
_FEW = 6
_FREE = 4.0


@dataclass(frozen=True, slots=True)
class Word:
    """A word of an example: its surface (empty where the example has none), both lines, and its morphs.

    ``morphs`` is empty where the two lines differ in their number of morphs. ``sentence`` counts the examples,
    ``place`` the words in it (0 = first). ``pos`` is what the source's line of parts of speech has for the word.
    """

    surface: str
    segmented: str
    gloss: str
    morphs: tuple[Morph, ...]
    source: Source
    sentence: int
    place: int
    pos: str = ""

    @property
    def roots(self) -> tuple[Morph, ...]:
        """The root, or the roots of a compound."""
        return tuple(morph for morph in self.morphs if morph.kind == "stem")


def normal(form: str) -> str:
    """A form for comparison: NFC, casefolded, zero morphs as ``∅``."""
    folded = unicodedata.normalize("NFC", form).casefold()
    return ZERO if folded in _ZERO else folded


def clean(item: str) -> str:
    """A word of a line without punctuation at its edges and brackets in it, its separators in one spelling.

    >>> clean("“ow(a)-k,"), clean("eka.\'\'")
    ('owa-k', 'eka')
    """
    return _EDGES.sub("", _BRACKETS.sub("", unicodedata.normalize("NFC", item).translate(_SEPARATORS)))


def is_usable(example: Example) -> bool:
    """Whether an example speaks for the language: aligned, grammatical, in the book's own language."""
    return example.aligned and not example.language and example.judgement not in ("*", "#", "**")


def main_meta_language(examples: Sequence[Example]) -> str:
    """The meta-language of most examples: glosses in another one are not mixed with it."""
    counts = Counter(example.meta_language for example in examples if is_usable(example))
    return counts.most_common(1)[0][0] if counts else "eng"


@dataclass(frozen=True, slots=True)
class Known:
    """What dictionary and tables tell beforehand: free forms (headwords), forms bound after their host, and forms
    bound before it with their gloss (a bound root is written like a prefix, so the form alone does not tell)."""

    free: frozenset[str] = frozenset()
    after: frozenset[str] = frozenset()
    before: frozenset[tuple[str, str]] = frozenset()
    is_gram: Callable[[str], bool] = is_label


def read_words(examples: Sequence[Example], known: Known | None = None) -> list[Word]:
    """All words of the usable examples with the kind of each morph."""
    known = known or Known()
    meta = main_meta_language(examples)
    split = [
        word
        for number, example in enumerate(examples)
        if is_usable(example) and example.meta_language == meta
        for word in _split_example(example, number)
    ]
    scores = _root_scores(split, known)
    return [replace(word, morphs=_with_kinds(word.morphs, scores, known)) for word in split]


def _split_example(example: Example, number: int) -> Iterable[Word]:
    empty = ("",) * len(example.morphs)
    if len(example.glosses) != len(example.morphs):
        return
    surfaces = example.surface_words if len(example.surface_words) == len(example.morphs) else empty
    classes = example.pos if len(example.pos) == len(example.morphs) else empty
    items = zip(surfaces, example.morphs, example.glosses, classes, strict=True)
    for place, (surface, form, gloss, pos) in enumerate(items):
        segmented, label = clean(form), clean(gloss)
        if not segmented or not label or _UNUSABLE.search(segmented):
            continue
        try:
            morphs = split_word(segmented, label)
        except ValueError:
            morphs = ()
        if any(not morph.form or not morph.gloss for morph in morphs):
            morphs = ()
        yield Word(clean(surface), segmented, label, morphs, example.source, number, place, pos)


# --- roots ---------------------------------------------------------------------------------------------------------


def _root_scores(words: Sequence[Word], known: Known) -> dict[MorphKey, float]:
    """How much each (form, gloss) looks like a root: free, lexical, in the company of bound labels."""
    is_gram = known.is_gram
    alone: Counter[MorphKey] = Counter()
    company: dict[MorphKey, set[MorphKey]] = defaultdict(set)
    for word in words:
        keys = [(normal(morph.form), morph.gloss) for morph in word.morphs]
        if len(keys) == 1:
            alone[keys[0]] += 1
        for key in keys:
            company[key] |= {other for other in keys if other != key}
    scores = {}
    for key, others in company.items():
        if is_gram(key[1]):
            # A pronoun that also stands free is the root of its few derivatives, but an agreement prefix of that
            # form meets many roots which never stand free.
            bound_roots = sum(not is_gram(other[1]) and not alone[other] for other in others)
            scores[key] = -1.0 + (0.0 if not alone[key] else 2.5 if bound_roots <= _FEW else 1.0)
        elif alone[key] or key[0] in known.free:
            scores[key] = _FREE
        else:
            # A lexical morph that stands only on free pronouns and the like is an affix: "in-naninggan" "1PL-all".
            on_labels = len(others) > 1 and all(alone[other] and is_gram(other[1]) for other in others)
            scores[key] = 0.5 if on_labels else 2.0
    return scores


def _with_kinds(morphs: tuple[Morph, ...], scores: Mapping[MorphKey, float], known: Known) -> tuple[Morph, ...]:
    if len(morphs) < 2:
        return tuple(replace(morph, kind="stem") for morph in morphs)
    values = [
        _value(morph, i == 0, around, scores, known)
        for i, (morph, around) in enumerate(zip(morphs, _surroundings(morphs), strict=True))
    ]
    root = max(range(len(morphs)), key=lambda i: (values[i], -i))
    return tuple(
        replace(morph, kind=_kind(morphs, i, root, values[i] >= _FREE - 0.5 and not known.is_gram(morph.gloss)))
        for i, morph in enumerate(morphs)
    )


def _value(morph: Morph, is_first: bool, around: str, scores: Mapping[MorphKey, float], known: Known) -> float:
    """The score of a morph in its word: an infix is no root, nor is a form stated as bound on this side."""
    key = normal(morph.form), morph.gloss
    if morph.separator == "<":
        return -9.0
    is_stated = key in known.before or (not is_first and key[0] in known.after and scores[key] < _FREE)
    if is_stated and not known.is_gram(morph.gloss):
        return -1.5
    return scores[key] - (0.25 if "=" in around else 0.0)


def _surroundings(morphs: Sequence[Morph]) -> list[str]:
    """The separators at both sides of each morph: a root has no clitic boundary of its own."""
    following = [*(morph.separator for morph in morphs[1:]), ""]
    return [
        f"{morph.separator}{after if i == 0 else ''}"
        for i, (morph, after) in enumerate(zip(morphs, following, strict=True))
    ]


def _kind(morphs: Sequence[Morph], index: int, root: int, is_free_stem: bool) -> str:
    if index == root:
        return "stem"
    morph = morphs[index]
    if morph.separator == "<":
        return "infix"
    own = morph.separator if index > root else morphs[index + 1].separator
    if own == "~":
        return "reduplication"
    if own == "=":
        return "proclitic" if index < root else "enclitic"
    if is_free_stem:
        return "stem"  # a member of a compound
    return "prefix" if index < root else "suffix"
