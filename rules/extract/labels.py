"""Grammatical labels and what they mean: which label does the book use for "third-person possessive"?

A label is cut into atoms (``3POSS`` is ``3`` and ``POSS``), each atom has the words of its meaning from the book's own
abbreviation list and, after it, from the list of the Leipzig Glossing Rules (:mod:`clldutils.lgr`). A description
and a label fit as well as their words overlap.

>>> labels = LabelBook.of([("OBJQNT", "object quantifier")], {"3POSS": 4, "POSS": 1, "OBJ": 9})
>>> labels.find(["third-person possessive suffix"])
'3POSS'
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from clldutils import lgr

from morph.igt import is_label
from rules.extract.wordlists import word_list

_ATOM = re.compile(r"\d+|[^\W\d_]+")
_WORD = re.compile(r"[^\W_]+")
_PERSON_NUMBER = re.compile(r"[1-4](?:[/|][1-4])*(?:SG|PL|DU|NSG|[SPDspd])?(?:\.(?:INCL|EXCL|M|F|N))?(?![A-Za-z])")
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
    return label.strip(" -=~.:()[]").upper()


def atoms(label: str) -> tuple[str, ...]:
    """The pieces of a label: ``1PL.EXCL`` → ``("1", "PL", "EXCL")``."""
    return tuple(_ATOM.findall(normalize_label(label)))


def words(description: str) -> frozenset[str]:
    """The words of a description that carry meaning, in one spelling."""
    text = re.sub(r"\bnon-", "non", description.casefold())
    found = {_ORDINALS.get(word, _CANON.get(word, word)) for word in _WORD.findall(text)}
    return frozenset(re.sub(r"is(?=(?:er|ed|ation|ing)$)", "iz", word) for word in found if word not in _EMPTY_WORDS)


@lru_cache(maxsize=1 << 16)
def same_word(left: str, right: str) -> bool:
    """Whether two words of descriptions are forms of one word: equal, or alike in their first letters. A word with
    ``~`` before it is an unexplained label: it fits a word that it can abbreviate.

    >>> same_word("possessive", "possessed"), same_word("dative", "data"), same_word("degree", "~dgr")
    (True, False, True)
    """
    if left == right:
        return True
    if left.startswith("~") or right.startswith("~"):
        return _abbreviates(left.strip("~"), right.strip("~"))
    shared = next((i for i, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), min(len(left), len(right)))
    rest = max(len(left), len(right)) - shared
    return (shared >= 5 and rest <= 4) or (shared >= 4 and shared == min(len(left), len(right)) and rest <= 3)


def _abbreviates(left: str, right: str) -> bool:
    short, long = sorted((left, right), key=len)
    letters = iter(long)
    return len(short) >= 3 and short[0] == long[0] and all(letter in letters for letter in short)


@dataclass(frozen=True, slots=True)
class LabelBook:
    """The labels of a language project: meanings (as words), how often the examples use each, and the labels that
    the book's list has in mixed case (``Np``)."""

    meanings: Mapping[str, frozenset[str]]
    uses: Mapping[str, int]
    mixed: frozenset[str] = frozenset()
    siblings: tuple[str, ...] = ()
    index: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    spelling: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, abbreviations: Iterable[tuple[str, str]], uses: Mapping[str, int]) -> LabelBook:
        """Build from (label, meaning) pairs of the source's own list and the counts of labels in its examples."""
        own = list(abbreviations)
        meanings = {label: _meaning_words(meaning) for label, meaning in [*_COMMON.items(), *lgr.ABBRS.items()]}
        for label, meaning in own:
            meanings[normalize_label(label)] = _meaning_words(meaning)
        counts, spelling = Counter[str](), dict[str, str]()
        for label, count in sorted(uses.items(), key=lambda item: (-item[1], item[0])):
            counts[normalize_label(label)] += count
            spelling.setdefault(normalize_label(label), label)
        mixed = frozenset(label for label, _ in own if label.isalpha() and label[0].isupper() and not label.isupper())
        siblings = _siblings(spelling.values())
        spelling = {**siblings, **spelling}
        book = cls(meanings, counts, mixed, tuple(sorted(set(siblings) - set(counts))))
        index: dict[str, list[str]] = {}
        for label in dict.fromkeys((*counts, *book.siblings, *meanings)):
            found = book.meaning(label)
            for word in found if not any(word.startswith("~") for word in found) else ():
                index.setdefault(word, []).append(label)
        return replace(book, index={word: tuple(labels) for word, labels in index.items()}, spelling=spelling)

    def is_label(self, gloss: str) -> bool:
        """Whether a gloss is a grammatical label here: by its look, or made of pieces of which the book lists some."""
        if is_label(gloss):
            return True
        parts = [part for part in re.split(r"[.:/|]", gloss) if part]
        return bool(parts) and all(is_label(part) or part in self.mixed for part in parts)

    def is_known(self, label: str) -> bool:
        """Whether a text is a label: used in examples, listed as an abbreviation, or made of such pieces."""
        label = normalize_label(label)
        if label in self.uses or label in self.meanings:
            return True
        parts = atoms(label)
        return bool(parts) and all(part.isdigit() or part in self.meanings for part in parts)

    def meaning(self, label: str) -> frozenset[str]:
        """The words of what a label means; an atom that nothing explains stands as ``~atom``."""
        label = normalize_label(label)
        if label in self.meanings:
            return self.meanings[label]
        found: set[str] = set()
        for atom in atoms(label):
            found |= {atom} if atom.isdigit() else self.meanings.get(atom, frozenset({f"~{atom.casefold()}"}))
        return frozenset(found)

    def fit(self, description: str, label: str, context: Iterable[str] = ()) -> float:
        """How well a description fits a label: the F-score of their words, 0 to 1, and a little more for each word
        of the label's meaning that is found. The words of ``context`` (a caption) can only help."""
        wanted, meaning = self.describe(description), self.meaning(label)
        around = frozenset(word for text in context for word in self.describe(text))
        hits = sum(any(same_word(word, other) for other in meaning) for word in wanted)
        covered = sum(any(same_word(word, other) for other in wanted | around) for word in meaning)
        if not hits or not covered:
            return 0.0
        precision, recall = hits / len(wanted), covered / len(meaning)
        return 2 * precision * recall / (precision + recall) + 0.01 * min(covered, 9)

    def describe(self, description: str) -> frozenset[str]:
        """The words of a description, labels in it (upper case) spelled out."""
        found: set[str] = set()
        for item in description.split():
            bare = item.strip("()[],;:.'‘’`\"-=~")
            is_abbreviation = is_label(bare) and self.is_known(bare) and bare != "I"
            found |= self.meaning(bare) if is_abbreviation else words(item)
        return frozenset(found)

    def heading(self, text: str, threshold: float = 0.6) -> str:
        """The label that the heading of a row or column means, used in the examples or not."""
        near = [label for label in self._near(self.describe(text)) if is_label(label)]
        scored = [(self.fit(text, label), self.uses.get(label, 0), label) for label in near]
        best = max(scored, default=(0.0, 0, ""))
        return self.spelling.get(best[2], best[2]) if best[0] >= threshold else ""

    def find(self, descriptions: Sequence[str], context: Sequence[str] = (), threshold: float = 0.6) -> str:
        """The label that descriptions stand for: one of them as it is where it is a label, else the best fitting one
        of those used in examples (and their siblings), else of all known ones; empty where none fits. It comes in the
        spelling of the examples."""
        label = self._find(descriptions, context, threshold)
        return self.spelling.get(label, label)

    def _find(self, descriptions: Sequence[str], context: Sequence[str], threshold: float) -> str:
        for text in descriptions:
            label = normalize_label(text)
            if is_label(text.strip(" -=~.:")) and (
                self.is_known(label) or any(a in self.meanings for a in atoms(label))
            ):
                return self._extended(label, [*descriptions, *context])
        near = self._near(word for text in descriptions for word in self.describe(text))
        for pool in ((*self.uses, *self.siblings), tuple(self.meanings)):
            scored = [
                (max(self.fit(text, label, context) for text in descriptions), self.uses.get(label, 0), label)
                for label in pool
                if label in near and is_label(label)
            ]
            best = max(scored, key=lambda item: (item[0], item[1], item[2]), default=(0.0, 0, ""))
            if best[0] >= threshold:
                return best[2]
        return ""

    def _near(self, wanted: Iterable[str]) -> set[str]:
        """The explained labels whose meaning shares a word with the wanted ones."""
        words_wanted = frozenset(wanted)
        hits = {word for word in self.index for other in words_wanted if same_word(word, other)}
        return {label for word in hits for label in self.index[word]}

    def _extended(self, label: str, texts: Sequence[str]) -> str:
        """The longest label that begins with a label and whose further meaning the texts name: ``2PL`` in a column
        headed "possessive suffix" is ``2PL.POSS``."""
        around = frozenset(word for text in texts for word in self.describe(text))
        found = [label]
        for other in (*self.uses, *self.siblings):
            if other.startswith(label) and len(other) > len(label) and not other[len(label)].isalpha():
                further = self.meaning(other[len(label) :])
                if further and all(any(same_word(word, w) for w in around) for word in further):
                    found.append(other)
        return max(found, key=lambda item: (len(item), self.uses.get(item, 0)))


def _meaning_words(meaning: str) -> frozenset[str]:
    """The words of a meaning; what stands in brackets only where nothing else does: "lative (ablative, allative)"."""
    outer = re.sub(r"\([^)]*\)|[‘'`“][^’'”]*[’'”]", " ", meaning)
    return words(outer) or words(meaning)


def _siblings(uses: Iterable[str]) -> dict[str, str]:
    """Labels that belong to the series of used ones, by their normal form: beside ``1SG.POSS`` and ``2SG`` also
    ``2SG.POSS``."""
    matches = [(label, m) for label in uses if (m := _PERSON_NUMBER.match(label))]
    persons, tails = {m.group() for _, m in matches}, {label[m.end() :] for label, m in matches}
    return {normalize_label(p + t): p + t for p in sorted(persons) for t in sorted(tails)}


def count_glosses(glosses: Iterable[str]) -> Counter[str]:
    """How often each label-like piece stands in the words of gloss lines (``3SG=LOC`` has two)."""
    pieces = (piece for gloss in glosses for piece in re.split(r"[-=~<>]", gloss))
    return Counter(piece for piece in pieces if is_label(piece))
