"""Grammatical labels and what they mean: which label does the book use for "third-person possessive"?

A label is cut into atoms (``3POSS`` is ``3`` and ``POSS``), each atom has the words of its meaning from the book's own
abbreviation list and, after it, from the list of the Leipzig Glossing Rules (:mod:`clldutils.lgr`). A description
and a label fit as well as their words overlap.

>>> labels = LabelBook.of([("OBJQNT", "object quantifier")], Counter({"3POSS": 4, "POSS": 1, "OBJ": 9}))
>>> labels.best("third-person possessive suffix", ["OBJ", "POSS", "3POSS"])
'3POSS'
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from clldutils import lgr

from morph.igt import is_label
from rules.extract.wordlists import word_list

_ATOM = re.compile(r"\d+|[^\W\d_]+")
_WORD = re.compile(r"[^\W_]+")
_ORDINALS = {
    "first": "1", "1st": "1", "second": "2", "2nd": "2", "third": "3", "3rd": "3", "fourth": "4", "4th": "4",
    "ii": "2", "iii": "3", "iv": "4",
}  # fmt: skip
# Words of a description that name the kind of sign or its place, not its meaning.
_EMPTY_WORDS = word_list("empty words of descriptions")
# Meanings that grammars write in several ways; the shorter list of Leipzig labels gives one of them only.
_SYNONYMS = (
    ("negative", "negation", "negator", "neg"), ("singular", "sg"), ("plural", "pl"), ("dual", "du"),
    ("volitional", "volition", "desiderative"), ("nominalizer", "nominaliser", "nominalization", "nominalisation"),
    ("possessive", "possession", "possessor"), ("nonfinal", "non-final"), ("object", "obj"), ("subject", "subj"),
    ("reduplication", "reduplicated", "reduplicant"), ("question", "interrogative", "polar"),
)  # fmt: skip
_CANON = {word: group[0] for group in _SYNONYMS for word in group}
# Labels that many books use though neither the Leipzig list nor their own explains them.
_COMMON = {
    "OBJ": "object", "NMLZ": "nominalizer", "EXCL": "exclusive", "INCL": "inclusive", "RED": "reduplication",
    "VOL": "volitional", "DISTR": "distributive", "NFIN": "nonfinal", "IRR": "irrealis", "IPFV": "imperfective",
    "PFV": "perfective", "PROG": "progressive", "SIM": "similative", "LAT": "lative", "AG": "agentive",
    "DIM": "diminutive", "AUG": "augmentative", "EMPH": "emphatic", "INCH": "inchoative", "ITER": "iterative",
    "HAB": "habitual", "POT": "potential", "VOC": "vocative", "PRIV": "privative", "KIN": "kinship",
    "ATTR": "attributive", "INTENS": "intensifier", "INTS": "intensifier", "CVB": "converb", "OPT": "optative",
}  # fmt: skip


def normalize_label(label: str) -> str:
    """A label for comparison: upper case, without outer separators and spaces."""
    return label.strip(" -=~.:").upper()


def atoms(label: str) -> tuple[str, ...]:
    """The pieces of a label: ``1PL.EXCL`` → ``("1", "PL", "EXCL")``."""
    return tuple(_ATOM.findall(normalize_label(label)))


def words(description: str) -> frozenset[str]:
    """The words of a description that carry meaning, in one spelling."""
    text = re.sub(r"\bnon-", "non", description.casefold())
    found = {_ORDINALS.get(word, _CANON.get(word, word)) for word in _WORD.findall(text)}
    return frozenset(re.sub(r"is(?=(?:er|ed|ation|ing)$)", "iz", word) for word in found if word not in _EMPTY_WORDS)


def same_word(left: str, right: str) -> bool:
    """Whether two words of descriptions are forms of one word: equal, or alike in their first letters.

    >>> same_word("possessive", "possessed"), same_word("dative", "data")
    (True, False)
    """
    if left == right:
        return True
    shared = next((i for i, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), min(len(left), len(right)))
    return shared >= 5 or (shared >= 4 and shared == min(len(left), len(right)))


@dataclass(frozen=True, slots=True)
class LabelBook:
    """The labels of a language project: meanings (as words) and how often the examples use each."""

    meanings: Mapping[str, frozenset[str]]
    uses: Mapping[str, int]

    @classmethod
    def of(cls, abbreviations: Iterable[tuple[str, str]], uses: Mapping[str, int]) -> LabelBook:
        """Build from (label, meaning) pairs of the source's own list and the counts of labels in its examples."""
        meanings = {label: words(meaning) for label, meaning in [*_COMMON.items(), *lgr.ABBRS.items()]}
        for label, meaning in abbreviations:
            meanings[normalize_label(label)] = words(meaning)
        return cls(meanings, {normalize_label(label): count for label, count in uses.items()})

    def is_known(self, label: str) -> bool:
        """Whether a text is a label: used in examples, listed as an abbreviation, or made of such pieces."""
        label = normalize_label(label)
        if label in self.uses or label in self.meanings:
            return True
        parts = atoms(label)
        return bool(parts) and all(part.isdigit() or part in self.meanings for part in parts)

    def meaning(self, label: str) -> frozenset[str]:
        """The words of what a label means; the label's own atoms where nothing explains them."""
        label = normalize_label(label)
        if label in self.meanings:
            return self.meanings[label]
        found: set[str] = set()
        for atom in atoms(label):
            found |= {atom} if atom.isdigit() else self.meanings.get(atom, frozenset({atom.casefold()}))
        return frozenset(found)

    def fit(self, description: str, label: str) -> float:
        """How well a description fits a label, 0 to 1: the F-score of their words."""
        wanted = self.describe(description)
        meaning = self.meaning(label)
        if not wanted or not meaning:
            return 0.0
        hits = sum(any(same_word(word, other) for other in meaning) for word in wanted)
        covered = sum(any(same_word(word, other) for other in wanted) for word in meaning)
        precision, recall = hits / len(wanted), covered / len(meaning)
        return 2 * precision * recall / (precision + recall) if hits and covered else 0.0

    def describe(self, description: str) -> frozenset[str]:
        """The words of a description, labels in it (upper case) spelled out."""
        found: set[str] = set()
        for item in description.split():
            bare = item.strip("()[],;:.'‘’`\"-=~")
            is_abbreviation = is_label(bare) and self.is_known(bare)
            found |= self.meaning(bare) if is_abbreviation else words(item)
        return frozenset(found)

    def best(self, description: str, candidates: Sequence[str], threshold: float = 0.5) -> str:
        """The candidate that fits a description best, more used ones first; empty where none fits well."""
        ranked = sorted(
            ((self.fit(description, label), self.uses.get(normalize_label(label), 0), label) for label in candidates),
            key=lambda item: (-item[0], -item[1], item[2]),
        )
        return ranked[0][2] if ranked and ranked[0][0] >= threshold else ""

    def find(self, description: str, threshold: float = 0.6) -> str:
        """The label that a description stands for: among those used in examples first, else among all known ones."""
        normal = normalize_label(description)
        if is_label(normal) and (normal in self.uses or normal in self.meanings):
            return normal
        for pool in (self.uses, self.meanings):
            label = self.best(description, [item for item in pool if is_label(item)], threshold)
            if label:
                return label
        return ""


def count_labels(glosses: Iterable[str]) -> Counter[str]:
    """How often each grammatical label stands as the gloss of a morph."""
    return Counter(gloss for gloss in glosses if is_label(gloss))
