r"""Dictionaries in Standard Format (Toolbox, MDF): records with senses, subentries, variants and examples.

A record begins with ``\lx``. ``\sn`` begins a sense, and so does a second ``\ps`` after a gloss; ``\se`` with a
meaning of its own is an entry of its own. Short glosses (``\ge``, ``\g_Eng``) and definitions (``\de``) are both kept.
A record without senses that points at a main entry (``\mn``) is a variant of it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from morph.errors import DataError
from morph.files import read_text
from morph.model import Source
from rules.items import Entry, Example, Pair, Sense, SourceRead
from rules.sources.files import Tally, place
from rules.sources.languages import iso
from rules.sources.markers import NATIONAL, VERNACULAR, Field, fields, is_known, role
from rules.sources.senses import content_words
from rules.sources.words import align_surface, gloss_item, join_tokens

_GLOSSING = ("gloss", "definition", "translation")
_FUNCTIONS = {"cf": "see", "syn": "synonym", "ant": "antonym", "": "see"}
_LOAN_MARK = re.compile(r"^[<>\s]+")


@dataclass(slots=True)
class _SenseDraft:
    pos: str = ""
    glosses: list[str] = field(default_factory=list)
    definitions: list[str] = field(default_factory=list)
    others: list[tuple[str, str]] = field(default_factory=list)


@dataclass(slots=True)
class _ExampleDraft:
    line: int
    text: str
    reference: str = ""
    translation: str = ""
    morphs: str = ""
    gloss: str = ""


@dataclass(slots=True)
class _Draft:
    """An entry in the making."""

    line: int
    headword: str
    homonym: str = ""
    pos: str = ""
    senses: list[_SenseDraft] = field(default_factory=list)
    examples: list[_ExampleDraft] = field(default_factory=list)
    variants: list[str] = field(default_factory=list)
    pronunciations: list[str] = field(default_factory=list)
    relations: list[tuple[str, str]] = field(default_factory=list)
    mains: list[str] = field(default_factory=list)
    complex: str = ""
    function: str = ""
    reference: str = ""

    def sense(self) -> _SenseDraft:
        """The sense that is being filled."""
        if not self.senses:
            self.senses.append(_SenseDraft(self.pos))
        return self.senses[-1]


def read_sfm(path: Path, *, meta_language: str = "eng", no_examples: bool = False) -> SourceRead:
    """Read a dictionary. Markers that are not known are counted in a note; a record without a headword is listed."""
    text, findings = read_text(path)
    tally = Tally(findings=findings)
    everything = fields(text)
    records = _records(everything)
    if not records:
        raise DataError(
            "no \\lx record in the file", path=str(path), line=1, found=text.lstrip()[:40], expected="\\lx headword"
        )
    languages = _choose_languages(everything, meta_language)
    names: Counter[str] = Counter()
    for record in records:
        tally.counts["entries.seen"] += 1
        drafts = _drafts(record, languages)
        if not drafts[0].headword:
            tally.say(
                "dictionary.no-headword",
                "record without a headword; left out",
                place(path, record[0].line, kind="dict"),
                "fill \\lx",
            )
            continue
        tally.counts["entries.read"] += 1
        for draft in drafts:
            tally.entries.append(_entry(path, draft, names, languages["gloss"], meta_language))
            _add_examples(path, draft, tally, languages["translation"], no_examples)
    tally.counts["senses.read"] = sum(len(entry.senses) for entry in tally.entries)
    _report_markers(path, everything, languages, tally)
    return tally.finish(path, "dictionary")


def _records(everything: Sequence[Field]) -> list[list[Field]]:
    records: list[list[Field]] = []
    for item in everything:
        if item.marker == "lx":
            records.append([])
        if records:
            records[-1].append(item)
    return records


def _choose_languages(everything: Sequence[Field], meta_language: str) -> dict[str, str]:
    """The language to read of each kind of field: the meta-language's where the file has it, else the national
    one, else the most frequent. A marker without a language (``""``) counts as the meta-language's."""
    chosen = {}
    for kind in _GLOSSING:
        counts = Counter(language for f in everything if f.value for name, language in [role(f.marker)] if name == kind)
        counts.pop(VERNACULAR, None)
        wanted = next((code for code in (iso(meta_language), "", NATIONAL) if counts[code]), None)
        chosen[kind] = wanted if wanted is not None else counts.most_common(1)[0][0] if counts else ""
    return chosen


def _drafts(record: Sequence[Field], languages: dict[str, str]) -> list[_Draft]:
    """The record's entry, and one for each subentry that has a meaning."""
    drafts = [_Draft(record[0].line, "")]
    for item in record:
        kind, language = role(item.marker)
        if not item.value and kind != "sense":
            continue
        if kind in _GLOSSING and language not in ("", languages[kind]):
            if kind == "gloss":
                drafts[-1].sense().others += [(language, part.strip()) for part in item.value.split(";")]
            continue
        if kind == "subentry":
            drafts.append(_Draft(item.line, item.value))
        else:
            _fill(drafts[-1], item, kind)
    main, kept = drafts[0], drafts[:1]
    for draft in drafts[1:]:
        if draft.senses:
            draft.relations.append(("main_entry", main.headword))
            kept.append(draft)
        else:
            main.relations.append(("subentry", draft.headword))
    return kept


def _fill(draft: _Draft, item: Field, kind: str) -> None:
    value = item.value
    match kind:
        case "headword" | "homonym" | "function":
            setattr(draft, kind, value)
        case "complex_type":
            draft.complex = "contraction" if value.casefold().startswith("contr") else "contains"
        case "main":
            draft.mains.append(value)
        case "sense" | "pos" | "gloss" | "definition":
            _fill_sense(draft, value, kind)
        case "variant" | "citation" | "form":
            draft.variants += [] if value == draft.headword else [value]
        case "pronunciation":
            draft.pronunciations.append(value.strip("[]/"))
        case "function_value":
            draft.relations.append((_FUNCTIONS.get(draft.function.casefold(), draft.function), value))
        case "see" | "synonym" | "antonym" | "etymology":
            draft.relations.append((kind, value))
        case "loan":
            draft.relations.append((kind, _LOAN_MARK.sub("", value)))
        case _:
            _fill_example(draft, item, kind)


def _fill_sense(draft: _Draft, value: str, kind: str) -> None:
    if kind == "sense":
        draft.senses.append(_SenseDraft(draft.pos))
    elif kind == "pos":
        _begin_pos(draft, value)
    elif kind == "gloss":
        draft.sense().glosses.append(value)
    else:
        draft.sense().definitions.append(value)


def _fill_example(draft: _Draft, item: Field, kind: str) -> None:
    if kind == "reference":
        draft.reference = item.value
    elif kind == "example":
        draft.examples.append(_ExampleDraft(item.line, item.value, draft.reference))
        draft.reference = ""
    elif draft.examples:
        last = draft.examples[-1]
        if kind == "translation":
            last.translation = last.translation or item.value
        elif kind == "example_morphs":
            last.morphs = item.value
        elif kind == "example_gloss":
            last.gloss = item.value


def _begin_pos(draft: _Draft, pos: str) -> None:
    """A part of speech belongs to the sense that is open and still empty, else to the senses that follow."""
    draft.pos = pos
    if draft.senses and not draft.senses[-1].glosses and not draft.senses[-1].definitions:
        draft.senses[-1].pos = pos
    elif draft.senses:
        draft.senses.append(_SenseDraft(pos))


def _entry(path: Path, draft: _Draft, names: Counter[str], language: str, meta_language: str) -> Entry:
    meta = language or iso(meta_language)
    senses = tuple(
        Sense(*_meaning(sense), sense.pos, meta, _short_glosses(sense), tuple(sense.others))
        for sense in draft.senses
        if sense.glosses or sense.definitions
    )
    pos = next((sense.pos for sense in draft.senses if sense.pos), draft.pos)
    name = f"{draft.headword}_{draft.homonym}" if draft.homonym else draft.headword
    names[name] += 1
    return Entry(
        id=name if names[name] == 1 else f"{name}.{names[name]}",
        headword=draft.headword,
        pos=pos,
        senses=senses,
        sources=(place(path, draft.line, name, kind="dict"),),
        homonym=draft.homonym,
        variants=tuple(dict.fromkeys(draft.variants)),
        pronunciations=tuple(dict.fromkeys(draft.pronunciations)),
        relations=(*_main_relations(draft, bool(senses)), *dict.fromkeys(draft.relations)),
    )


def _meaning(sense: _SenseDraft) -> tuple[str, str]:
    """Definition and short gloss. Of several glosses the first is the short gloss, one item of a gloss line
    (``rinse.mouth``); the others go to the definition where it does not say them."""
    parts = _parts(sense)
    definition = "; ".join(sense.definitions)
    said = content_words(definition)
    if not definition or any(not content_words(part) <= said for part in parts[1:]):
        missing = [part for part in parts if not content_words(part) <= said]
        definition = "; ".join([definition, *missing] if definition else parts)
    return definition, gloss_item(parts[0]) if parts else ""


def _parts(sense: _SenseDraft) -> list[str]:
    return list(dict.fromkeys(p.strip() for gloss in sense.glosses for p in gloss.split(";") if p.strip()))


def _short_glosses(sense: _SenseDraft) -> tuple[str, ...]:
    return tuple(gloss_item(part) for part in _parts(sense))


def _main_relations(draft: _Draft, has_senses: bool) -> list[tuple[str, str]]:
    kind = "main_entry" if has_senses else "variant_of"
    return [(draft.complex or kind, main) for main in draft.mains]


def _add_examples(path: Path, draft: _Draft, tally: Tally, language: str, no_examples: bool) -> None:
    if no_examples:
        tally.counts["examples.omitted"] += len(draft.examples)
        return
    for item in draft.examples:
        tally.counts["sentences.seen"] += 1
        source = place(path, item.line, draft.headword, kind="dict")
        if not item.translation:
            tally.say(
                "dictionary.untranslated-example",
                f"example of {draft.headword!r} without a translation",
                source,
                "left out",
                "note",
            )
            continue
        name = f"{path.stem}-{item.line}"
        tally.pairs.append(Pair(name, item.text, item.translation, source, language or "eng"))
        if item.gloss:
            tally.add_example(_example(name, item, source, language))


def _example(name: str, item: _ExampleDraft, source: Source, language: str) -> Example:
    forms, glosses = (item.morphs or item.text).split(), item.gloss.split()
    aligned = len(forms) == len(glosses)
    words = join_tokens(forms, glosses) if aligned else []
    morphs = tuple(form for form, _ in words) if aligned else tuple(forms)
    return Example(
        id=name,
        surface=item.text,
        morphs=morphs,
        glosses=tuple(gloss for _, gloss in words) if aligned else tuple(glosses),
        translation=item.translation,
        source=source,
        surface_words=align_surface(item.text, morphs),
        reference=item.reference,
        meta_language=language or "eng",
        aligned=aligned,
    )


def _report_markers(path: Path, everything: Sequence[Field], languages: dict[str, str], tally: Tally) -> None:
    unknown = Counter(f.marker for f in everything if f.value and not is_known(f.marker))
    others = Counter(
        f.marker
        for f in everything
        for kind, language in [role(f.marker)]
        if f.value and kind in _GLOSSING and language not in ("", languages[kind])
    )
    source = place(path, kind="dict")
    if unknown:
        listed = ", ".join(f"\\{marker} {count:,}" for marker, count in unknown.most_common())
        tally.say(
            "sfm.markers-unknown",
            f"markers that are not known, not used: {listed}",
            source,
            "nothing to do if they are notes",
            "note",
        )
    if others:
        listed = ", ".join(f"\\{marker} {count:,}" for marker, count in others.most_common())
        tally.say(
            "sfm.other-languages",
            f"in other languages, used for loans only: {listed}",
            source,
            "--meta-language chooses another",
            "note",
        )
