"""LIFT 0.13, the exchange format of dictionaries (FLEx, WeSay, Dictionary App Builder).

Every accepted lexeme is an entry with its senses, other shapes as variants; every bound morpheme one with its morph
type and its allomorphs. Environments are traits of variants, as FLEx has them; addresses are notes. The header lists
the ranges that entries refer to, so that a program that insists on them finds them.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from lxml import etree

from morph.model import Allomorph, Language, Lexeme, Morpheme
from onebook.ruleset import bound_form
from rules.sources.languages import tag

_NAMESPACE = uuid.UUID("6f6e6562-6f6f-6b00-8000-000000000001")
# Morph types as FieldWorks names them; it has none for reduplication.
_TYPES = {"reduplication": "suffix"}
_OTHER_GLOSS = "gloss."


def lift(language: Language, *, meta_language: str = "eng", producer: str = "onebook") -> str:
    """The dictionary of a language as one XML document."""
    writer = _Writer(tag(language.iso) or "und", tag(meta_language) or "en")
    root = etree.Element("lift", version="0.13", producer=producer)
    morphemes = _grouped(language.morphemes)
    _header(root, language, writer)
    for lexeme in language.lexemes:
        writer.lexeme(root, lexeme)
    for rows in morphemes:
        writer.morpheme(root, rows)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True).decode("utf-8")


def _grouped(rows: Iterable[Morpheme]) -> list[list[Morpheme]]:
    """Allomorphs of one morpheme together."""
    found: dict[tuple[str, str], list[Morpheme]] = {}
    for row in rows:
        found.setdefault((row.base_id, row.gloss), []).append(row)
    return list(found.values())


def _header(root: Any, language: Language, writer: _Writer) -> None:
    ranges = etree.SubElement(etree.SubElement(root, "header"), "ranges")
    classes = sorted({lexeme.pos for lexeme in language.lexemes if lexeme.pos}) or ["unknown"]
    kinds = sorted({"stem", *(_TYPES.get(row.kind, row.kind) for row in language.morphemes)})
    for name, values in (("grammatical-info", classes), ("morph-type", kinds)):
        element = etree.SubElement(ranges, "range", id=name)
        for value in values:
            item = etree.SubElement(element, "range-element", id=value)
            writer.multitext(etree.SubElement(item, "label"), value, writer.meta)


class _Writer:
    """Writes entries; ``own`` is the tag of the language, ``meta`` that of the glosses."""

    def __init__(self, own: str, meta: str) -> None:
        self.own, self.meta = own, meta

    def lexeme(self, root: Any, row: Lexeme) -> None:
        """A lexeme with its senses and other shapes."""
        features = dict(row.features)
        entry = self._entry(root, f"lexeme {row.id}", row.id, row.headword, "stem", features.get("homonym", ""))
        for shape in row.forms:
            self._variant(entry, shape)
        if "variant_of" in features:
            etree.SubElement(entry, "relation", type="_component-lexeme", ref=features["variant_of"])
        others = [(key.removeprefix(_OTHER_GLOSS), v) for key, v in row.features if key.startswith(_OTHER_GLOSS)]
        senses: Sequence[str] = row.senses or ("",)
        for number, definition in enumerate(senses, 1):
            first = number == 1
            sense = etree.SubElement(entry, "sense", id=f"{row.id}_{number}", order=str(number - 1))
            if row.pos:
                etree.SubElement(sense, "grammatical-info", value=row.pos)
            for language, gloss in ((self.meta, row.gloss), *((tag(name), text) for name, text in others)):
                if gloss and first:
                    self._form(sense, gloss, language, "gloss")
            if definition:
                self.multitext(etree.SubElement(sense, "definition"), definition, self.meta)
        self._source(entry, row.source)

    def morpheme(self, root: Any, rows: Sequence[Morpheme]) -> None:
        """A bound morpheme: its first shape is the entry, the others are variants."""
        first = rows[0]
        kind = _TYPES.get(first.kind, first.kind)
        entry = self._entry(root, f"morpheme {first.id}", f"morpheme.{first.id}", bound_form(first), kind, "")
        for row in rows[1:]:
            self._variant(entry, Allomorph(bound_form(row), row.environment))
        sense = etree.SubElement(entry, "sense", id=f"morpheme.{first.id}_1", order="0")
        for pos in first.attaches_to[:1]:
            etree.SubElement(sense, "grammatical-info", value=pos)
        self._form(sense, first.gloss, self.meta, "gloss")
        self._source(entry, first.source)

    def _entry(self, root: Any, key: str, name: str, form: str, kind: str, order: str) -> Any:
        guid = str(uuid.uuid5(_NAMESPACE, key))
        entry = etree.SubElement(root, "entry", id=name, guid=guid)
        if order.isdecimal():
            entry.set("order", order)
        self.multitext(etree.SubElement(entry, "lexical-unit"), form)
        etree.SubElement(entry, "trait", name="morph-type", value=kind)
        return entry

    def _variant(self, entry: Any, shape: Allomorph) -> None:
        if not shape.form:
            return
        variant = etree.SubElement(entry, "variant")
        self._form(variant, shape.form, self.own)
        if shape.environment:
            etree.SubElement(variant, "trait", name="environment", value=f"/{shape.environment}")
        if shape.gloss:
            self.multitext(etree.SubElement(variant, "field", type="gloss"), shape.gloss, self.meta)

    def _source(self, entry: Any, source: str) -> None:
        if source:
            self.multitext(etree.SubElement(entry, "note", type="source"), source, "en")

    def multitext(self, element: Any, text: str, language: str = "") -> None:
        """One form in one language."""
        self._form(element, text, language or self.own)

    @staticmethod
    def _form(element: Any, text: str, language: str, name: str = "form") -> None:
        etree.SubElement(etree.SubElement(element, name, lang=language), "text").text = text
