"""Dictionaries in LIFT (0.12, 0.13, 0.15): entries with senses, variants, pronunciations, relations and examples.

The writing system of headwords is the one that most entries have; glosses and definitions are read in the
meta-language, glosses in others are kept beside them. A bound morpheme (``morph-type``) gets its ``-`` or ``=`` where
the form has none. Subsenses are senses.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from morph.errors import DataError
from rules.items import Entry, Pair, Sense, SourceRead
from rules.sources.files import Tally, place, read_xml
from rules.sources.languages import iso

_MARKS = {
    "suffix": "-{}", "prefix": "{}-", "infix": "-{}-", "enclitic": "={}", "proclitic": "{}=",
}  # fmt: skip


def read_lift(path: Path, *, meta_language: str = "eng", no_examples: bool = False) -> SourceRead:
    """Read all entries; an entry without a form is listed and left out. DataError where the file is no LIFT."""
    tally = Tally()
    root = read_xml(path, tally)
    if root.tag != "lift":
        raise DataError("no LIFT dictionary", path=str(path), found=f"<{root.tag}>", expected="<lift>")
    own = _main_language(root)
    entries = [entry for entry in root.iter("entry") if entry.get("dateDeleted") is None]
    names = {entry.get("id", ""): _text(entry.find("lexical-unit"), own) for entry in entries}
    for entry in entries:
        tally.counts["entries.seen"] += 1
        _add(path, entry, own, names, meta_language, tally)
        _add_examples(path, entry, own, meta_language, tally, no_examples)
    return tally.finish(path, "dictionary")


def _main_language(root: etree._Element) -> str:
    found = Counter(form.get("lang", "") for unit in root.iter("lexical-unit") for form in unit.iterchildren("form"))
    return found.most_common(1)[0][0] if found else ""


def _text(element: etree._Element | None, language: str = "", *, same: bool = False) -> str:
    """The text of a multitext in a language, else (unless ``same``) in the first it has."""
    if element is None:
        return ""
    forms = list(element.iterchildren("form"))
    own = [form for form in forms if form.get("lang") == language or iso(form.get("lang", "")) == iso(language)]
    chosen = own or ([] if same else forms)
    return _content(chosen[0]) if chosen else ""


def _content(form: etree._Element) -> str:
    text = form.find("text")
    whole = "".join(text.itertext()) if text is not None else ""
    return unicodedata.normalize("NFC", " ".join(whole.split()))


def _add(path: Path, entry: etree._Element, own: str, names: dict[str, str], meta_language: str, tally: Tally) -> None:
    name = entry.get("id") or entry.get("guid") or ""
    source = place(path, entry.sourceline or 0, name, kind="dict")
    headword = _text(entry.find("citation"), own) or _text(entry.find("lexical-unit"), own)
    if not headword:
        tally.say("dictionary.no-headword", f"entry {name} has no form; left out", source, "give it a lexeme form")
        return
    kind = next((t.get("value", "") for t in entry.iterchildren("trait") if t.get("name") == "morph-type"), "")
    senses = tuple(_senses(entry, meta_language))
    variants = (_text(variant, own) for variant in entry.iterchildren("variant"))
    tally.entries.append(
        Entry(
            id=name,
            headword=_bound(headword, kind),
            pos=next((sense.pos for sense in senses if sense.pos), ""),
            senses=senses,
            sources=(source,),
            homonym=entry.get("order", ""),
            variants=tuple(dict.fromkeys(_bound(text, kind) for text in variants if text)),
            pronunciations=tuple(filter(None, (_text(item) for item in entry.iterchildren("pronunciation")))),
            relations=tuple(_relations(entry, names)),
        )
    )
    tally.counts["senses.read"] += len(senses)


def _bound(form: str, kind: str) -> str:
    """An affix or clitic with the mark of its kind, where the form does not carry one."""
    if kind not in _MARKS or form[:1] in "-=~<" or form[-1:] in "-=~>":
        return form
    return _MARKS[kind].format(form)


def _senses(entry: etree._Element, meta_language: str) -> Iterator[Sense]:
    for sense in entry.iter("sense", "subsense"):
        info = sense.find("grammatical-info")
        glosses = [(gloss.get("lang", ""), _content(gloss)) for gloss in sense.iterchildren("gloss")]
        mine = [text for language, text in glosses if iso(language) == iso(meta_language) and text]
        others = tuple(
            (iso(language), text) for language, text in glosses if iso(language) != iso(meta_language) and text
        )
        definition = _text(sense.find("definition"), meta_language, same=True)
        if not (mine or definition or others):
            continue
        yield Sense(
            definition or "; ".join(mine),
            mine[0] if mine else "",
            info.get("value", "") if info is not None else "",
            iso(meta_language),
            tuple(mine),
            others,
        )


def _relations(entry: etree._Element, names: dict[str, str]) -> Iterator[tuple[str, str]]:
    for relation in entry.iterchildren("relation"):
        target = names.get(relation.get("ref", ""), "")
        if target:
            yield ("main_entry" if relation.get("type") == "_component-lexeme" else relation.get("type", "see"), target)
    for etymology in entry.iterchildren("etymology"):
        if etymology.get("type") == "borrowed" and etymology.get("source"):
            yield "loan", etymology.get("source", "")


def _add_examples(
    path: Path, entry: etree._Element, own: str, meta_language: str, tally: Tally, no_examples: bool
) -> None:
    for example in entry.iter("example"):
        if no_examples:
            tally.counts["examples.omitted"] += 1
            continue
        tally.counts["sentences.seen"] += 1
        text = _text(example, own)
        translation = next(
            (said for item in example.iterchildren("translation") if (said := _text(item, meta_language, same=True))),
            "",
        )
        if text and translation:
            source = place(path, example.sourceline or 0, entry.get("id", ""), kind="dict")
            name = f"{path.stem}-{example.sourceline}"
            tally.pairs.append(Pair(name, text, translation, source, iso(meta_language)))
