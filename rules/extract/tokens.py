"""Glossed examples as words and morphs, each morph with its kind: which one is the root is told by the whole corpus.

One word alone does not show its root: in ``in-naninggan`` "1PL-all" the pronoun is the root although its gloss is a
label. What shows it is that ``in`` stands alone elsewhere. So roots are chosen by counts over all words: standing
free, having a lexical gloss, standing beside many different morphs.

>>> def example(morphs, glosses):
...     return Example("x", "", tuple(morphs.split()), tuple(glosses.split()), "", Source("book", "a.tex", 1))
>>> words = read_words([example("in dola-su", "1PL sit-Q"), example("in-naninggan", "1PL-all")])
>>> [(m.form, m.kind) for m in words[2].morphs]
[('in', 'stem'), ('naninggan', 'suffix')]
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from morph.igt import is_label, split_word
from morph.model import Morph, Source
from rules.items import Example

_SEPARATORS = str.maketrans({"‐": "-", "‑": "-", "–": "-", "−": "-", "∼": "~", "˜": "~", "＝": "="})
_EDGES = re.compile(r"^[\s.,;:!?\"“”„«»()\[\]{}…]+|[\s.,;:!?\"“”„«»()\[\]{}…]+$")
_UNUSABLE = re.compile(r"[*/\\\[\]{}]")
_ZERO = {"ø", "∅", "0"}
ZERO = "∅"
_FEW = 6


@dataclass(frozen=True, slots=True)
class Word:
    """A word of an example: its surface (empty where the example has none), both lines, and its morphs.

    ``morphs`` is empty where the two lines differ in their number of morphs. ``sentence`` counts the examples,
    ``place`` the words in it (0 = first).
    """

    surface: str
    segmented: str
    gloss: str
    morphs: tuple[Morph, ...]
    source: Source
    sentence: int
    place: int

    @property
    def roots(self) -> tuple[Morph, ...]:
        """The root, or the roots of a compound."""
        return tuple(morph for morph in self.morphs if morph.kind == "stem")


def normal(form: str) -> str:
    """A form for comparison: NFC, casefolded, zero morphs as ``∅``."""
    folded = unicodedata.normalize("NFC", form).casefold()
    return ZERO if folded in _ZERO else folded


def clean(item: str) -> str:
    """A word of a line without punctuation at its edges, its separators in one spelling."""
    return _EDGES.sub("", unicodedata.normalize("NFC", item).translate(_SEPARATORS))


def is_usable(example: Example) -> bool:
    """Whether an example speaks for the language: aligned, grammatical, in the book's own language."""
    return example.aligned and not example.language and example.judgement not in ("*", "#", "**")


def main_meta_language(examples: Sequence[Example]) -> str:
    """The meta-language of most examples: glosses in another one are not mixed with it."""
    counts = Counter(example.meta_language for example in examples if is_usable(example))
    return counts.most_common(1)[0][0] if counts else "eng"


def read_words(examples: Sequence[Example], free: Mapping[str, int] | None = None) -> list[Word]:
    """All words of the usable examples with the kind of each morph; ``free`` are known free forms (headwords)."""
    meta = main_meta_language(examples)
    split = [
        word
        for number, example in enumerate(examples)
        if is_usable(example) and example.meta_language == meta
        for word in _split_example(example, number)
    ]
    roots = _root_scores(split, free or {})
    return [replace(word, morphs=_with_kinds(word.morphs, roots)) for word in split]


def _split_example(example: Example, number: int) -> Iterable[Word]:
    surfaces = example.surface_words or ("",) * len(example.morphs)
    for place, (surface, form, gloss) in enumerate(zip(surfaces, example.morphs, example.glosses, strict=True)):
        segmented, label = clean(form), clean(gloss)
        if not segmented or not label or _UNUSABLE.search(segmented):
            continue
        try:
            morphs = split_word(segmented, label)
        except ValueError:
            morphs = ()
        if any(not morph.form or not morph.gloss for morph in morphs):
            morphs = ()
        yield Word(clean(surface), segmented, label, morphs, example.source, number, place)


# --- roots ---------------------------------------------------------------------------------------------------------


def _root_scores(words: Sequence[Word], free: Mapping[str, int]) -> dict[tuple[str, str], float]:
    """How much each (form, gloss) looks like a root: free, lexical, in the company of many morphs."""
    alone: Counter[tuple[str, str]] = Counter()
    bound: Counter[tuple[str, str]] = Counter()
    company: dict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
    for word in words:
        keys = [(normal(morph.form), morph.gloss) for morph in word.morphs]
        if len(keys) == 1:
            alone[keys[0]] += 1
        for key in keys if len(keys) > 1 else ():
            bound[key] += 1
            company[key] |= {other for other in keys if other != key}
    scores = {}
    for key in set(alone) | set(bound):
        is_free = bool(alone[key]) or key[0] in free
        stands_free = 2.0 if is_free else 0.0
        if not is_label(key[1]):
            # A bound lexical morph beside many hosts that all stand free is an affix ("-gan" 'all').
            hosts = {other for other in company[key] if alone[other]}
            many = -1.5 if not is_free and len(hosts) >= 4 and len(hosts) * 2 > len(company[key]) else 0.0
            scores[key] = 2.0 + stands_free + many
        else:
            # A pronoun that also stands free is the root of its few derivatives, but an agreement prefix of that
            # form meets many roots which never stand free.
            bound_roots = sum(not is_label(gloss) and not alone[form, gloss] for form, gloss in company[key])
            scores[key] = -1.0 + (stands_free * 1.75 if bound_roots <= _FEW else stands_free)
    return scores


def _with_kinds(morphs: tuple[Morph, ...], scores: Mapping[tuple[str, str], float]) -> tuple[Morph, ...]:
    if len(morphs) < 2:
        return tuple(replace(morph, kind="stem") for morph in morphs)
    values = [
        -9.0 if morph.separator == "<" else scores[(normal(morph.form), morph.gloss)] - (0.5 if "=" in around else 0)
        for morph, around in zip(morphs, _surroundings(morphs), strict=True)
    ]
    root = max(range(len(morphs)), key=lambda i: (values[i], -i))
    return tuple(
        replace(morph, kind=_kind(morphs, i, root, values[i] >= 3.5 and not is_label(morph.gloss)))
        for i, morph in enumerate(morphs)
    )


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
