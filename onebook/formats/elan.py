"""ELAN transcription (EAF 3.0): utterances, below them words, below these morphs with their glosses.

Tiers: ``tx`` utterances (in time), ``wd`` words (parts of an utterance), ``mb`` morphs (parts of a word), ``ge`` the
gloss of a morph, ``ps`` and ``bs`` part of speech and basis with confidence of a word, ``ft`` translation of an
utterance. A text has no times: each utterance takes two seconds, until somebody moves its borders to where it is
spoken. Marks of punctuation that stand by themselves are in ``tx`` only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from lxml import etree

from morph.model import IGT, GlossedWord
from onebook.formats import Options
from onebook.formats.basis import is_mark, rating
from onebook.formats.pieces import pieces

UTTERANCE = 2000
"""Milliseconds for each utterance."""
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_SCHEMA = "http://www.mpi.nl/tools/elan/EAFv3.0.xsd"
# tier: (type, parent, stereotype of the type); in the order in which a tier's parent comes first
_TIERS = (
    ("tx", "utterance", "", ""),
    ("wd", "word", "tx", "Symbolic_Subdivision"),
    ("mb", "morph", "wd", "Symbolic_Subdivision"),
    ("ge", "gloss", "mb", "Symbolic_Association"),
    ("ps", "part of speech", "wd", "Symbolic_Association"),
    ("bs", "basis", "wd", "Symbolic_Association"),
    ("ft", "translation", "tx", "Symbolic_Association"),
)
_CONSTRAINTS = {
    "Time_Subdivision": "Time subdivision of parent annotation's time interval, no time gaps allowed",
    "Symbolic_Subdivision": "Symbolic subdivision of a parent annotation",
    "Symbolic_Association": "1-1 association with a parent annotation",
    "Included_In": "Time alignable annotations within the parent annotation's time interval, gaps are allowed",
}


def dump(igts: Iterable[IGT], options: Options) -> Iterator[str]:
    document = etree.Element(
        "ANNOTATION_DOCUMENT",
        {f"{{{_XSI}}}noNamespaceSchemaLocation": _SCHEMA, "AUTHOR": "onebook", "DATE": f"{date.today()}T00:00:00+00:00",
         "FORMAT": "3.0", "VERSION": "3.0"},
        nsmap={"xsi": _XSI},
    )  # fmt: skip
    etree.SubElement(document, "HEADER", MEDIA_FILE="", TIME_UNITS="milliseconds")
    order = etree.SubElement(document, "TIME_ORDER")
    tiers = {name: _tier(document, name, kind, parent, options) for name, kind, parent, _ in _TIERS}
    _Writer(order, tiers).write(igts)
    for _, kind, parent, stereotype in _TIERS:
        attributes = {"CONSTRAINTS": stereotype} if stereotype else {}
        etree.SubElement(
            document, "LINGUISTIC_TYPE", LINGUISTIC_TYPE_ID=kind, GRAPHIC_REFERENCES="false",
            TIME_ALIGNABLE="false" if parent else "true", **attributes,
        )  # fmt: skip
    for name, description in _CONSTRAINTS.items():
        etree.SubElement(document, "CONSTRAINT", STEREOTYPE=name, DESCRIPTION=description)
    yield etree.tostring(document, xml_declaration=True, encoding="UTF-8", pretty_print=True).decode("utf-8")


def _tier(document: Any, name: str, kind: str, parent: str, options: Options) -> Any:
    attributes = {"TIER_ID": name, "LINGUISTIC_TYPE_REF": kind}
    if parent:
        attributes["PARENT_REF"] = parent
    return etree.SubElement(document, "TIER", attributes)


class _Writer:
    """Adds annotations to tiers, numbering them."""

    def __init__(self, order: Any, tiers: dict[str, Any]) -> None:
        self.order, self.tiers, self.count, self.slots = order, tiers, 0, 0

    def write(self, igts: Iterable[IGT]) -> None:
        """All sentences, one after the other in time."""
        for number, igt in enumerate(igts):
            self._sentence(igt, number * UTTERANCE)

    def _sentence(self, igt: IGT, start: int) -> None:
        name = self._name()
        element = etree.SubElement(
            etree.SubElement(self.tiers["tx"], "ANNOTATION"), "ALIGNABLE_ANNOTATION", ANNOTATION_ID=name,
            TIME_SLOT_REF1=self._slot(start), TIME_SLOT_REF2=self._slot(start + UTTERANCE),
        )  # fmt: skip
        etree.SubElement(element, "ANNOTATION_VALUE").text = igt.text
        words = [word for word in igt.words if not is_mark(word)]
        for word, own in zip(words, self._parts("wd", name, [word.form for word in words]), strict=True):
            self._word(word, own)
        if igt.translation:
            self._parts("ft", name, [igt.translation])

    def _word(self, word: GlossedWord, name: str) -> None:
        found = pieces(word)
        for piece, own in zip(found, self._parts("mb", name, [piece.form for piece in found]), strict=True):
            self._parts("ge", own, [piece.gloss])
        if word.analysis and word.analysis.pos:
            self._parts("ps", name, [word.analysis.pos])
        self._parts("bs", name, [rating(word)])

    def _parts(self, tier: str, parent: str, values: Sequence[str]) -> list[str]:
        """Annotations that belong to another one, in order; their names."""
        names: list[str] = []
        for value in values:
            attributes = {"ANNOTATION_ID": self._name(), "ANNOTATION_REF": parent}
            if names:
                attributes["PREVIOUS_ANNOTATION"] = names[-1]
            element = etree.SubElement(etree.SubElement(self.tiers[tier], "ANNOTATION"), "REF_ANNOTATION", attributes)
            etree.SubElement(element, "ANNOTATION_VALUE").text = value
            names.append(attributes["ANNOTATION_ID"])
        return names

    def _name(self) -> str:
        self.count += 1
        return f"a{self.count}"

    def _slot(self, time: int) -> str:
        self.slots += 1
        etree.SubElement(self.order, "TIME_SLOT", TIME_SLOT_ID=f"ts{self.slots}", TIME_VALUE=str(time))
        return f"ts{self.slots}"
