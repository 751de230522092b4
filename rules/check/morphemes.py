"""Checks of bound morphemes and templates: which no word can take, which contradict each other, which never occur."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from morph.model import Morpheme, Template
from rules.check import Hit, check, hit
from rules.check.material import Material

_BEFORE = ("prefix", "proclitic", "circumfix")


def _slots(template: Template, kind: str) -> set[str]:
    slots = template.before if kind in _BEFORE else template.after
    return {slot.rstrip("*+") for slot in slots}


def _pos(material: Material) -> Counter[str]:
    return Counter(lexeme.pos.casefold() for lexeme in material.rules.lexemes)


def _templates(material: Material, pos: str) -> list[Template]:
    numbers = material.compiled.tactics.tracks_of(pos)
    return [material.compiled.templates[n] for n in numbers if n >= 0]


@check("W401")
def no_host(material: Material) -> Iterator[Hit]:
    """morpheme {id} attaches to {pos}, which no lexeme is

    No word can take it. Correct its column attaches_to, or the part of speech of the lexemes that it goes on."""
    known = _pos(material)
    if not known:
        return
    for row in material.compiled.morphemes:
        unknown = [pos for pos in row.attaches_to if not known[pos.casefold()]]
        if unknown and (len(unknown) == len(row.attaches_to)):
            yield hit(material.place("morphemes.tsv", row.id), id=row.id, pos=", ".join(unknown))


@check("W402")
def no_slot(material: Material) -> Iterator[Hit]:
    """morpheme {id} is never reached: its slot '{slot}' is in no template of a word that it attaches to

    Name a slot that a template has, add the slot to morphotactics.toml, or leave it empty (it stands anywhere)."""
    known = _pos(material)
    placed = {slot for t in material.compiled.templates for slot in (*_slots(t, "prefix"), *_slots(t, "suffix"))}
    for row in material.compiled.morphemes:
        if row.slot not in placed or row.kind in ("infix", "reduplication"):
            continue
        hosts = [pos.casefold() for pos in row.attaches_to if known[pos.casefold()]] or list(known)
        templates = [_templates(material, pos) for pos in hosts]
        if not any(not found or any(row.slot in _slots(t, row.kind) for t in found) for found in templates):
            yield hit(material.place("morphemes.tsv", row.id), id=row.id, slot=row.slot)


@check("W403")
def slot_nowhere(material: Material) -> Iterator[Hit]:
    """morpheme {id} names a slot '{slot}' that no template has

    It may stand anywhere among the morphs of its kind. Correct the name, or add the slot to a template."""
    placed = {slot for t in material.compiled.templates for slot in (*_slots(t, "prefix"), *_slots(t, "suffix"))}
    if not material.compiled.templates:
        return
    for row in material.compiled.morphemes:
        if row.slot and row.slot not in placed:
            yield hit(material.place("morphemes.tsv", row.id), id=row.id, slot=row.slot)


@check("W404")
def empty_slot(material: Material) -> Iterator[Hit]:
    """template {id} has a slot '{slot}' that no morpheme fills

    If it is obligatory, no word of these parts of speech has an analysis. Correct the name on either side."""
    filled = {row.slot for row in material.compiled.morphemes}
    for template in material.compiled.templates:
        for slot in (*template.before, *template.after):
            if slot.rstrip("*+") not in filled:
                yield hit(material.place("morphotactics.toml", template.id), id=template.id, slot=slot.rstrip("*+"))


@check("W405")
def same_place(material: Material) -> Iterator[Hit]:
    """allomorphs {first} ({one}) and {id} ({other}) of one morpheme stand in the same environment ({environment})

    Nothing decides between them: both are analysed, and the better attested one is generated. Give one an
    environment, or reject it."""
    seen: dict[tuple[object, ...], Morpheme] = {}
    for row in material.compiled.morphemes:
        key = (row.base_id, row.gloss, row.kind, row.slot, row.environment, row.attaches_to)
        first = seen.setdefault(key, row)
        if first is not row and first.form != row.form:
            yield hit(
                material.place("morphemes.tsv", row.id), first=first.id, one=first.form, id=row.id, other=row.form,
                environment=row.environment or "elsewhere",
            )  # fmt: skip


@check("W406")
def same_morph(material: Material) -> Iterator[Hit]:
    """morpheme {id} says the same as {other}

    Every word with it has two analyses that look alike. Reject one of the two rows."""
    seen: dict[tuple[str, ...], Morpheme] = {}
    for row in material.rules.morphemes:
        key = (row.form.casefold(), row.gloss, row.kind, row.environment)
        first = seen.setdefault(key, row)
        hosts = not first.attaches_to or not row.attaches_to or set(first.attaches_to) & set(row.attaches_to)
        if first is not row and hosts:
            yield hit(material.place("morphemes.tsv", row.id), id=row.id, other=first.id)


@check("W407")
def contradicted(material: Material) -> Iterator[Hit]:
    """{kind} {id} is accepted with {bad} examples against it and {good} for it

    It is wrong more often than right. Look at it (onebook rules show ID) and reject or correct it."""
    rows = (
        ("morpheme", "morphemes.tsv", material.rules.morphemes),
        ("sound rule", "sounds.tsv", material.rules.sounds),
    )
    for kind, table, found in rows:
        for row in found:
            if row.evidence.contradicted > row.evidence.attested:
                yield hit(
                    material.place(table, row.id), kind=kind, id=row.id, good=row.evidence.attested,
                    bad=row.evidence.contradicted,
                )  # fmt: skip


@check("W408")
def never_occurs(material: Material) -> Iterator[Hit]:
    """morpheme {id} (‘{gloss}’) is in no analysis of any word of the examples

    Either the examples happen to lack it, or its form, slot or environment is wrong. Try a word that has it: onebook
    rules why WORD."""
    if not material.words:
        return
    met = {m.morpheme for word in material.words for a in material.analyzer.analyze(word) for m in a.morphs}
    for row in material.compiled.morphemes:
        if row.id not in met:
            yield hit(material.place("morphemes.tsv", row.id), id=row.id, gloss=row.gloss)
