"""Grammatical labels and the part that each plays in a sentence: ``ACC`` marks objects, ``LOC`` makes an adjunct.

What a label means is told by the book's own abbreviation list first, then by the list of the Leipzig Glossing Rules
(:mod:`clldutils.lgr`), then by labels that many books share (``labels.tsv``). The meaning decides the *class*, which
is the name of a terminal of the sentence grammar; ``meanings.tsv`` holds the patterns, tried in order.

>>> labels = Labels.of([("VOL", "volitional"), ("AT", "attributive")])
>>> labels.label_class("VOL"), labels.label_class("AT"), labels.label_class("3SG"), labels.label_class("DIST")
('TAM', 'REL', 'PRON', 'DEM')
>>> labels.meaning("DIST.LOC")
'distal locative'
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from clldutils import lgr

FEATURE = "FEATURE"
"""Class of labels that change a word but are no part of the sentence's structure (voice, reduplication, number)."""

CLASSES = (
    "N", "NAME", "PRON", "V", "ADJ", "NUM", "QUANT", "DEM", "WH", "ADV", "ADP", "CONJ", "SUB", "AUX", "COP", "EXIST",
    "CLF", "PL", "SUBJ", "OBJ", "CASE", "GEN", "POSS", "TAM", "NEG", "LINK", "REL", "NMLZ", "QUOT", "TOP", "FOC",
    "QP", "PRT", "INTJ",
)  # fmt: skip
_PERSON = re.compile(r"(?:^|[._])(?:[123](?:[._]?(?:SG|PL|DU|S|P|D|NSG|PAU))?(?:[._]?\w+)*|1\+2)", re.IGNORECASE)
_PERSON_NUMBER = re.compile(r"[123][._]?(?:SG|PL|DU|PAU|S|P|D)?$|[123](?:SG|PL|DU|PAU|NSG)?(?:[._](?:IN|EX)(?:CL)?)?$")
_INNER = {"EXCL", "INCL", "EX", "IN", "M", "F", "N", "SG", "PL", "DU", "PAU", "ANIM", "INAN", "HUM", "HON"}


def read_table(name: str, package: str = "grammar") -> list[tuple[str, ...]]:
    """The rows of a table of this package: tab-separated, one header line, ``#`` comments."""
    text = resources.files(package).joinpath(name).read_text("utf-8")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return [tuple(line.split("\t")) for line in lines[1:]]


@cache
def _meanings() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(rf"\b(?:{row[0]})", re.IGNORECASE), row[1]) for row in read_table("meanings.tsv"))


def normalize(label: str) -> str:
    """One spelling for a label: capitals, ``.`` between its parts."""
    return label.strip().upper().replace("_", ".")


def is_person(label: str) -> bool:
    """Whether a label indexes a person: ``3SG``, ``1PL.EXCL``, ``3POSS``."""
    return label[:1] in ("1", "2", "3") and not label[1:2].isdigit()


def split_fused(label: str) -> tuple[str, ...]:
    """The parts of a fused label; person, number and clusivity stay together (LGR rule 4).

    >>> split_fused("1PL.EXCL.POSS"), split_fused("DIST.LOC"), split_fused("3SG.OBJ")
    (('1PL.EXCL', 'POSS'), ('DIST', 'LOC'), ('3SG', 'OBJ'))
    """
    parts = re.split(r"[._]", label)
    joined = [parts[0]]
    for part in parts[1:]:
        if is_person(joined[-1]) and part.upper() in _INNER:
            joined[-1] += f".{part}"
        else:
            joined.append(part)
    return tuple(joined)


@dataclass(frozen=True, slots=True)
class Labels:
    """What the labels of one language project mean."""

    meanings: Mapping[str, str]

    @classmethod
    def of(cls, abbreviations: Iterable[tuple[str, str]] = ()) -> Labels:
        """Build from (label, meaning) pairs of the book's own list, which win over the general lists."""
        meanings = {row[0]: row[1] for row in read_table("labels.tsv")}
        meanings |= lgr.ABBRS
        own = {normalize(label): meaning for label, meaning in abbreviations if label.strip()}
        return cls(meanings | own)

    def meaning(self, label: str) -> str:
        """The meaning in words; of a fused label the meanings of its parts; empty where nothing is known."""
        label = normalize(label)
        if label in self.meanings:
            return self.meanings[label]
        if is_person(label):
            rest = [self.meanings.get(part, "") for part in split_fused(label)[1:]]
            return " ".join(["person", *filter(None, rest)])
        parts = split_fused(label)
        return " ".join(filter(None, (self.meanings.get(part, "") for part in parts))) if len(parts) > 1 else ""

    def label_class(self, label: str) -> str:
        """The class of a label, one of :data:`CLASSES` or :data:`FEATURE`; empty where its meaning is not known."""
        label = normalize(label)
        if is_person(label):
            return "POSS" if "POSS" in label else "PRON"
        meaning = self.meaning(label)
        if not meaning:
            return ""
        return next((name for pattern, name in _meanings() if pattern.search(meaning)), FEATURE)
