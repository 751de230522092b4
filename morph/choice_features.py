"""What the chooser sees of an analysis: features with names that a linguist can read.

A feature is a name with a value. Those of a word alone (``bal|dog``, ``affix PL``), those of its neighbourhood
(``3SG.F with girl``), those of two neighbouring analyses (``after PL: OBJ``) and those from the translation line
are all sums in the same linear score. A feature that all candidates of a word share decides nothing and is left out;
so a word with one candidate has none.

:mod:`morph.quick_choice` computes the same scores from the same functions without making the names anew for every
word of a text; its tests compare the two, so that a feature of a new sort must be given to both.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from morph.fused import fused_parts, template_labels
from morph.igt import is_label
from morph.model import UNKNOWN_GLOSS, Analysis, GlossedWord, Morph

Features = dict[str, float]
Hint = Callable[[Analysis, int], Features]
MAX_CANDIDATES = 24
WINDOW = 6
"""How far, in words, the neighbourhood reaches."""
START = "⟨s⟩"
_LONGEST_PART = 4


@dataclass(frozen=True, slots=True)
class Candidate:
    """An analysis as the model sees it: its own features, and the keys that it shows to its neighbours."""

    analysis: Analysis
    features: Features
    tags: str
    stem: str


def label_of(gloss: str) -> str:
    """A grammatical label as it is, ``X`` for what is lexical, ``X`` and the labels of a fused gloss.

    >>> [label_of(gloss) for gloss in ("PL", "dog", "go.PST", "3SG:PST/go", "?")]
    ['PL', 'X', 'X.PST', 'X.3SG.PST', '?']
    """
    if gloss == UNKNOWN_GLOSS or is_label(gloss):
        return gloss
    return ".".join(["X", *fused_labels(gloss)])


def rough_label(gloss: str) -> str:
    """As :func:`label_of`, with the labels after a full stop only.

    >>> rough_label("go.PST"), rough_label("3SG:PST/go")
    ('X.PST', 'X')
    """
    if gloss == UNKNOWN_GLOSS or is_label(gloss):
        return gloss
    labels = [part for part in gloss.split(".")[1:] if part and is_label(part)]
    return ".".join(["X", *labels])


@lru_cache(maxsize=50_000)
def fused_labels(gloss: str) -> tuple[str, ...]:
    """The labels of a gloss that is fused from a meaning and labels."""
    parts = fused_parts(gloss)
    return tuple(template_labels(parts[0])) if parts else ()


def stem_gloss(analysis: Analysis) -> str:
    """The gloss of the stem: of the morphs that are stems, the lexical ones, joined."""
    stems = [m.gloss for m in analysis.morphs if m.kind == "stem"] or [m.gloss for m in analysis.morphs]
    return "+".join(stems)


def tag_sequence(analysis: Analysis) -> str:
    """The grammatical skeleton: labels as they are, lexical glosses as ``X`` (with their part of speech)."""
    pos = f":{analysis.pos}" if analysis.pos else ""
    return "-".join(label + pos if label[0] == "X" else label for label in (label_of(m.gloss) for m in analysis.morphs))


def _inner_features(form: str, analysis: Analysis, tags: str) -> Features:
    """The morphs of the analysis, one by one and in their order."""
    features: Features = {}
    previous = START
    for morph in analysis.morphs:
        label = label_of(morph.gloss)
        if morph.gloss != UNKNOWN_GLOSS:
            features[f"{morph.form.casefold()}={morph.gloss}"] = 1.0
        features[f"inside {previous}·{label}"] = 1.0
        if label[0] != "X":
            features[f"gram {label}"] = 1.0
        previous = label
    features[f"inside {previous}·⟩"] = 1.0
    stem = stem_gloss(analysis)
    features[f"gloss {stem}"] = 1.0
    if form[:1].isupper():
        features["capital " + ("name" if stem.casefold() == form.casefold() else tags.split("-")[0])] = 1.0
    return features


def _shape_features(form: str, analysis: Analysis, tags: str) -> Features:
    """What the letters of the word say about its make-up: for words never seen."""
    lower = form.casefold()
    features: Features = {}
    for size in (1, 2, 3, 4):
        if len(lower) > size:
            features[f"…{lower[-size:]} {tags}"] = 1.0
            last = analysis.morphs[-1]
            features[f"…{lower[-size:]} last {label_of(last.gloss)}"] = 1.0
    for size in (1, 2, 3):
        if len(lower) > size:
            features[f"{lower[:size]}… {tags}"] = 1.0
    return features


def _fused_features(form: str, analysis: Analysis) -> Features:
    """What the letters of the word say about each label of a fused gloss."""
    labels = [label for morph in analysis.morphs for label in fused_labels(morph.gloss)]
    lower = form.casefold()
    features: Features = {}
    for label in labels:
        features[f"part {label}"] = 1.0
        for size in range(1, min(_LONGEST_PART, len(lower) - 1) + 1):
            features[f"…{lower[-size:]} part {label}"] = 1.0
            features[f"{lower[:size]}… part {label}"] = 1.0
    return features


def _stem_features(analysis: Analysis) -> Features:
    """For guesses: how long the stem is, how it ends, whether its gloss is a loan of its own form."""
    stems = [m for m in analysis.morphs if m.kind == "stem"] or list(analysis.morphs)
    longest = max(stems, key=lambda m: len(m.form))
    basis = analysis.basis
    features: Features = {f"{basis} stem of {min(len(longest.form), 7)}": 1.0}
    gloss, form = longest.gloss.casefold(), longest.form.casefold()
    if gloss == UNKNOWN_GLOSS:
        features[f"{basis} unglossed"] = 1.0
    elif gloss == form:
        features[f"{basis} glossed by itself"] = 1.0
    elif gloss[:3] == form[:3]:
        features[f"{basis} glossed alike"] = 1.0
    if gloss != UNKNOWN_GLOSS:
        features[f"gloss in …{gloss[-2:]} {tag_sequence(analysis)}"] = 1.0
        features[f"gloss in …{gloss[-2:]} stem in …{form[-2:]}"] = 1.0
    return features


def word_features(form: str, analysis: Analysis, rank: int, best: float) -> Features:
    """Features of one candidate by itself (``rank`` among the word's analyses, ``best`` the highest weight
    of its basis)."""
    tags = tag_sequence(analysis)
    basis = analysis.basis
    features: Features = {
        basis: 1.0,
        f"rank {min(rank, 4)}": 1.0,
        f"{basis} below best": min(best - analysis.weight, 12.0) / 4,
        f"{form.casefold()}|{analysis.gloss}": 1.0,
        f"skeleton {tags}": 1.0,
        f"morphs {min(len(analysis.morphs), 6)}": 1.0,
    }
    if all(m.morpheme for m in analysis.morphs):
        features[f"{basis} by rows"] = 1.0
    features |= _inner_features(form, analysis, tags)
    features |= _shape_features(form, analysis, tags)
    features |= _fused_features(form, analysis)
    if basis in ("guess", "unknown"):
        features |= _stem_features(analysis)
    return features


def options_of(words: Sequence[GlossedWord], hint: Hint | None = None) -> list[list[Candidate]]:
    """The candidates of each word of a sentence, at most :data:`MAX_CANDIDATES`, with all their features but those
    of pairs; ``hint`` adds features from outside (a translation line)."""
    return [
        _candidates(word, position, words, hint) if len(word.analyses) > 1 else _only(word)
        for position, word in enumerate(words)
    ]


def _only(word: GlossedWord) -> list[Candidate]:
    analyses = word.analyses or (Analysis((Morph(word.form, UNKNOWN_GLOSS),), basis="unknown"),)
    return [Candidate(a, {}, tag_sequence(a), stem_gloss(a)) for a in analyses]


def own_features(word: GlossedWord) -> list[Features]:
    """The features of each candidate of a word that do not depend on its surroundings."""
    best: dict[str, float] = {}
    rows: list[Features] = []
    for rank, analysis in enumerate(word.analyses[:MAX_CANDIDATES]):
        top = best.setdefault(analysis.basis, analysis.weight)
        rows.append(word_features(word.form, analysis, rank, top))
    return rows


def _candidates(word: GlossedWord, position: int, words: Sequence[GlossedWord], hint: Hint | None) -> list[Candidate]:
    analyses = word.analyses[:MAX_CANDIDATES]
    rows = own_features(word)
    if hint is not None:
        for features, analysis in zip(rows, analyses, strict=True):
            features |= hint(analysis, position)
    for features, glosses in zip(rows, varying([keys_of(a) for a in analyses]), strict=True):
        for context, far in _surroundings(position, words).items():
            for gloss in glosses:
                # agreement reaches for labels, the choice among stems for other stems
                if not far or is_label(gloss):
                    features[f"{gloss} {context}"] = 1.0
    return [
        Candidate(a, row, tag_sequence(a), stem_gloss(a)) for a, row in zip(analyses, distinctive(rows), strict=True)
    ]


def keys_of(analysis: Analysis) -> set[str]:
    """What of an analysis may depend on its surroundings: each of its glosses, and its skeleton."""
    return {m.gloss for m in analysis.morphs if m.gloss != UNKNOWN_GLOSS} | {tag_sequence(analysis)}


def varying(rows: Sequence[set[str]]) -> list[set[str]]:
    """The members that not all rows have."""
    common = set.intersection(*rows) if rows else set()
    return [row - common for row in rows]


def distinctive(rows: Sequence[Features]) -> list[Features]:
    """The features that differ among the candidates."""
    first = rows[0]
    common = {
        name for name, value in first.items() if all(row.get(name) == value for row in rows[1:])
    }  # fmt: skip
    return [{name: value for name, value in row.items() if name not in common} for row in rows]


def _surroundings(position: int, words: Sequence[GlossedWord]) -> dict[str, bool]:
    """The neighbourhood of a word: the forms beside it, and the best glosses of the words around it; true for what only
    agreement may reach to."""
    before = words[position - 1].form.casefold() if position else START
    after = words[position + 1].form.casefold() if position + 1 < len(words) else START
    found = {f"after {before}": False, f"before {after}": False}
    for index in range(max(0, position - WINDOW), min(len(words), position + WINDOW + 1)):
        if index != position and words[index].analyses:
            side = "left" if index < position else "right"
            for morph in words[index].analyses[0].morphs:
                if morph.gloss != UNKNOWN_GLOSS:
                    found[f"with {morph.gloss}"] = True
                    if not is_label(morph.gloss):
                        found[f"beside {morph.gloss}"] = False
                    if abs(index - position) <= 2:
                        found[f"near {morph.gloss} {side}"] = False
    return found


def pair_features(left: tuple[str, str] | None, right: tuple[str, str]) -> tuple[str, ...]:
    """Features of two neighbouring candidates, each given by its skeleton and its stem."""
    tags, stem = left or (START, START)
    last, first = tags.rpartition("-")[2], right[0].partition("-")[0]
    return (
        f"after {tags}: {right[0]}",
        f"after {last}: {first}",
        f"after {stem}: {right[1]}",
        f"after {last}: {right[1]}",
        f"after {stem}: {right[0]}",
    )


def strange_beside(bases: Sequence[str]) -> list[float]:
    """The share of strange words, which no glossed text has, among the other words of a sentence; short sentences tell
    little. Where there are many the text is unlike what was learned from, and all its glosses are less sure.

    >>> strange_beside(["table", "rule", "table"])
    [0.25, 0.0, 0.25]
    """
    strange = [basis not in ("confirmed", "table") for basis in bases]
    total = sum(strange)
    return [(total - own) / (len(bases) + 1) for own in strange]
