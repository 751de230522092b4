"""FLEx interlinear XML (``flextext`` version 2), valid against FieldWorks' FlexInterlinear schema.

Word boundaries and morph types are kept. ``analysisStatus`` tells a confirmed analysis (``humanApproved``) from one
that stands in glossed texts (``guessByHumanApproved``), follows from rules (``guess``) or is guessed
(``guessByStatisticalAnalysis``); a note of the sentence, which FLEx shows, has basis and confidence of every word.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from lxml import etree

from morph.model import IGT, GlossedWord, Morph
from onebook.formats import Options
from onebook.formats.basis import is_mark, rating
from rules.sources.languages import tag

NOTE = "onebook: "
"""Begins the note of a sentence."""

# Morph types as FieldWorks names them (MoMorphType).
_TYPES = {
    "stem": "stem",
    "prefix": "prefix",
    "suffix": "suffix",
    "infix": "infix",
    "circumfix": "circumfix",
    "proclitic": "proclitic",
    "enclitic": "enclitic",
}
# A form with the marks by which FieldWorks shows its type.
_MARKED = {"prefix": "{}-", "suffix": "-{}", "enclitic": "={}", "proclitic": "{}=", "infix": "-{}-"}
# How FieldWorks marks where an analysis is from.
_STATUS = {
    "confirmed": "humanApproved",
    "table": "guessByHumanApproved",
    "rule": "guess",
    "guess": "guessByStatisticalAnalysis",
}
_NAMESPACE = uuid.UUID("6f6e6562-6f6f-6b00-8000-000000000000")


def dump(igts: Iterable[IGT], options: Options) -> Iterator[str]:
    iso, meta = tag(options.iso) or "und", tag(options.meta_language) or "en"
    document = etree.Element("document", version="2")
    text = etree.SubElement(document, "interlinear-text", guid=_guid(f"text {options.language}"))
    _item(text, "title", meta, f"{options.language or iso} glossed by onebook")
    paragraphs = etree.SubElement(text, "paragraphs")
    for number, igt in enumerate(igts, 1):
        paragraph = etree.SubElement(paragraphs, "paragraph", guid=_guid(f"paragraph {number} {igt.text}"))
        _phrase(etree.SubElement(paragraph, "phrases"), igt, number, iso, meta)
    languages = etree.SubElement(text, "languages")
    etree.SubElement(languages, "language", lang=iso, vernacular="true")
    for other in dict.fromkeys((meta, "en")):
        if other != iso:
            etree.SubElement(languages, "language", lang=other)
    yield etree.tostring(document, xml_declaration=True, encoding="UTF-8", pretty_print=True).decode("utf-8")


def _guid(name: str) -> str:
    """Stable ids: the same text gives the same file."""
    return str(uuid.uuid5(_NAMESPACE, name))


def _item(parent: Any, kind: str, lang: str, value: str, status: str = "") -> None:
    attributes = {"type": kind, "lang": lang}
    if status:
        attributes["analysisStatus"] = status
    etree.SubElement(parent, "item", **attributes).text = value


def _phrase(parent: Any, igt: IGT, number: int, iso: str, meta: str) -> None:
    phrase = etree.SubElement(parent, "phrase", guid=_guid(f"phrase {number} {igt.text}"))
    _item(phrase, "segnum", meta, igt.id or str(number))
    words = etree.SubElement(phrase, "words")
    for word in igt.words:
        if word.before:
            _punctuation(words, word.before, iso)
        if is_mark(word):
            _punctuation(words, word.form, iso)
        else:
            _word(words, word, iso, meta)
        if word.after:
            _punctuation(words, word.after, iso)
    if igt.translation:
        _item(phrase, "gls", meta, igt.translation)
    told = "; ".join(f"{word.form} {rating(word)}" for word in igt.words if not is_mark(word))
    if told:
        _item(phrase, "note", "en", f"{NOTE}{told}")


def _punctuation(words: Any, text: str, iso: str) -> None:
    _item(etree.SubElement(words, "word"), "punct", iso, text)


def _word(words: Any, word: GlossedWord, iso: str, meta: str) -> None:
    element = etree.SubElement(words, "word")
    _item(element, "txt", iso, word.form)
    analysis = word.analysis
    if analysis is None or analysis.basis == "unknown":
        return
    status = _STATUS[analysis.basis]
    morphemes = etree.SubElement(element, "morphemes", analysisStatus=status)
    stem = next((i for i, morph in enumerate(analysis.morphs) if morph.kind == "stem"), 0)
    for place, morph in enumerate(analysis.morphs):
        clitic = morph.kind == "stem" and place > stem and morph.separator == "="
        _morph(morphemes, replace(morph, kind="enclitic") if clitic else morph, iso, meta, before=place < stem)
    _item(element, "gls", meta, analysis.gloss, status)
    if analysis.pos:
        _item(element, "pos", meta, analysis.pos)


def _morph(parent: Any, morph: Morph, iso: str, meta: str, *, before: bool) -> None:
    kind = _TYPES.get(morph.kind, "stem")
    if morph.kind == "reduplication":
        kind = "prefix" if before else "suffix"
    element = etree.SubElement(parent, "morph", type=kind)
    cited = _MARKED.get(kind, "{}").format(morph.form)
    # FieldWorks knows no reduplication: the entry is an affix, the text keeps the sign of the Leipzig rules.
    copied = f"{morph.form}~" if before else f"~{morph.form}"
    _item(element, "txt", iso, copied if morph.kind == "reduplication" else cited)
    _item(element, "cf", iso, cited)
    _item(element, "gls", meta, morph.gloss)
