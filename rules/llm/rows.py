"""Accepted claims as rows: merged into the reader's proposal, with both origins where reader and model agree.

A row of the reader is never changed in what it says; a claim that says otherwise is shown beside it. What a claim adds
becomes a row of its own with the address of its quote. Claims that no table takes (agreement, exceptions) stay claims.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from morph.model import Allomorph, Lexeme, Morpheme, SoundRule, Template
from morph.notation import parse_environment
from morph.sounds import derivations
from rules.extract.attested import side
from rules.extract.extract import Proposal
from rules.extract.tokens import normal
from rules.llm.claims import Claim, Verdict
from rules.llm.derive import is_derived
from rules.llm.forms import parse_form
from rules.llm.ground import Ground
from rules.llm.meanings import means, plain_gloss
from rules.llm.replay_words import as_sound_rule, rows_of
from rules.llm.syntax_rows import with_orders
from rules.llm.transfer_rows import TransferRow, transfer_rows
from rules.llm.verify import with_status

R = TypeVar("R", Lexeme, Morpheme, SoundRule)


@dataclass
class Tables:
    """The rows under construction, by id, and what became of each claim (``rows`` by claim id)."""

    lexemes: dict[str, Lexeme]
    morphemes: dict[str, Morpheme]
    sounds: dict[str, SoundRule]
    templates: list[Template]
    verdicts: dict[str, Verdict]
    rows: dict[str, list[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Taken:
    """The proposal with the claims in it, rows of ``transfer.tsv``, the grammar, the verdicts (some changed by the
    last tests), and the rows of each claim."""

    proposal: Proposal
    transfer: tuple[TransferRow, ...]
    syntax: str
    verdicts: tuple[Verdict, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]


def take_in(proposal: Proposal, syntax: str, verdicts: Sequence[Verdict], ground: Ground) -> Taken:
    """Merge the accepted claims into the reader's proposal."""
    tables = Tables(
        {row.id: row for row in proposal.lexemes}, {row.id: row for row in proposal.morphemes},
        {row.id: row for row in proposal.sounds}, list(proposal.templates), {v.claim.id: v for v in verdicts},
    )  # fmt: skip
    for kind in ("morpheme", "lexeme", "allomorph", "paradigm_cell", "word_class", "morph_order", "sound_rule"):
        for verdict in verdicts:
            if verdict.claim.type == kind and verdict.status == "accepted":
                _TAKE[kind](tables, verdict, ground)
    syntax, orders = with_orders(syntax, [v for v in verdicts if v.claim.type == "order" and v.status == "accepted"])
    transfer = transfer_rows([v for v in verdicts if v.status == "accepted"], ground)
    for row in transfer:
        for claim in row.claims:
            tables.rows.setdefault(claim, []).append(row.id)
    for claim, lines in orders.items():
        tables.rows.setdefault(claim, []).extend(lines)
    merged = replace(
        proposal, lexemes=tuple(tables.lexemes.values()), morphemes=tuple(tables.morphemes.values()),
        sounds=tuple(tables.sounds.values()), templates=tuple(tables.templates),
    )  # fmt: skip
    rows = tuple((claim, tuple(dict.fromkeys(ids))) for claim, ids in sorted(tables.rows.items()))
    return Taken(merged, transfer, syntax, tuple(tables.verdicts[v.claim.id] for v in verdicts), rows)


def both(row: R, verdict: Verdict) -> R:
    """A reader's row that a claim confirms: both origins, both addresses."""
    origins = dict.fromkeys([*row.origin.split(" ; "), *verdict.claim.origin.split(" ; ")])
    sources = dict.fromkeys([*filter(None, row.source.split(" ; ")), verdict.source])
    return replace(row, origin=" ; ".join(origins), source=" ; ".join(sources))


def _note(tables: Tables, verdict: Verdict, *ids: str) -> None:
    tables.rows.setdefault(verdict.claim.id, []).extend(ids)


def _hold(tables: Tables, verdict: Verdict, reason: str) -> None:
    """A claim that fails the last test waits for a person."""
    tables.verdicts[verdict.claim.id] = with_status(verdict, "proposed", reason)


def _free_id(wanted: str, taken: Iterable[str]) -> str:
    """An id that no row has: ``x``, ``x_b``, ``x_c``, …"""
    wanted = re.sub(r"[\s;.]+", "_", wanted)
    taken = set(taken)
    name, number = wanted, ord("b")
    while name in taken or f"{name}.2" in taken:
        name, number = f"{wanted}_{number - ord('a') + 1}", number + 1
    return name


# --- morphemes ------------------------------------------------------------------------------------------------------


def _take_morpheme(tables: Tables, verdict: Verdict, ground: Ground) -> None:
    claim = verdict.claim
    form, kind = parse_form(claim.text("form"))
    if not kind:
        _confirm(tables.lexemes, verdict, tables)
        return
    if verdict.same:
        _confirm(tables.morphemes, verdict, tables)
        return
    kind = _attested_kind(form, claim.text("gloss"), kind, ground)
    gloss = claim.text("gloss")
    for row in tables.morphemes.values():
        if normal(row.form) == normal(form) and row.gloss == gloss and side(row.kind) == side(kind):
            tables.morphemes[row.id] = both(row, verdict)  # another claim said so already
            _note(tables, verdict, row.id)
            return
    id_ = _free_id(f"{gloss.casefold().replace('.', '')}_{normal(form)}", tables.morphemes)
    tables.morphemes[id_] = Morpheme(
        id_, form, gloss, kind, _slot(kind, gloss, tables), tuple(claim.items("attaches_to")), "", verdict.source,
        claim.origin, "accepted", verdict.evidence,
    )  # fmt: skip
    _note(tables, verdict, id_)


def _confirm(rows: dict[str, R], verdict: Verdict, tables: Tables) -> None:
    """Both origins on the reader's rows; one that waited for a person is accepted where both agree, unless an accepted
    row says the same: a second one (a word with its capital at the head of a sentence) would only compete with it."""
    found = [row for id_ in verdict.same if (row := rows.get(id_)) is not None and row.status != "rejected"]
    accepted = [row for row in found if row.status == "accepted"]
    for id_ in [row.id for row in accepted or found]:
        row = rows[id_]
        rows[id_] = both(replace(row, status="accepted"), verdict)
        _note(tables, verdict, id_)


def _attested_kind(form: str, gloss: str, kind: str, ground: Ground) -> str:
    """The kind that the examples have for a morph on this side: affix and clitic are easily written alike."""
    counts = Counter(
        {k: n for (f, g, k), n in ground.attested.tokens.items()
         if f == normal(form) and g == gloss and side(k) == side(kind)}
    )  # fmt: skip
    return counts.most_common(1)[0][0] if counts else kind


def _slot(kind: str, gloss: str, tables: Tables) -> str:
    """The slot of the morphemes of this gloss and kind; empty (anywhere among its kind) where there is none."""
    slots = Counter(m.slot for m in tables.morphemes.values() if m.kind == kind and m.gloss == gloss and m.slot)
    return slots.most_common(1)[0][0] if slots else ""


def _take_allomorph(tables: Tables, verdict: Verdict, ground: Ground) -> None:
    claim = verdict.claim
    base, base_kind = parse_form(claim.text("of"))
    form, kind = parse_form(claim.text("form"))
    kind, gloss, environment = kind or base_kind, claim.text("gloss"), claim.text("environment")
    if not kind:
        _take_shape(tables, verdict, base, _shape(form, environment), gloss)
        return
    if verdict.same:
        _confirm(tables.morphemes, verdict, tables)
        row = tables.morphemes.get(verdict.same[0])
        if environment and row is not None and not row.environment:
            tables.morphemes[row.id] = replace(row, environment=environment)
        return
    if verdict.against and not is_derived(base, form, kind, parse_environment(environment, ground.classes), ground):
        _hold(tables, verdict, "reader: its row for this shape has another environment; a person decides")
        return
    rows = [m for m in tables.morphemes.values() if m.gloss == gloss and side(m.kind) == side(kind)]
    stems = [row for row in rows if normal(row.form) == normal(base)]
    if not stems:
        _hold(tables, verdict, f"row: there is no row for {claim.text('of')} {gloss} that it could belong to")
        return
    if is_derived(base, form, kind, parse_environment(environment, ground.classes), ground):
        _note(tables, verdict, "sound rules")
        tables.verdicts[claim.id] = with_status(verdict, "accepted", "row: the sound rules give this shape")
        return
    base_id = stems[0].base_id
    number = 2
    while f"{base_id}.{number}" in tables.morphemes:
        number += 1
    id_ = f"{base_id}.{number}"
    new = replace(
        stems[0], id=id_, form=form, environment=environment, source=verdict.source, origin=claim.origin,
        status="accepted", evidence=verdict.evidence,
    )  # fmt: skip
    _insert_after(tables.morphemes, base_id, new)
    _note(tables, verdict, id_)


def _insert_after(rows: dict[str, Morpheme], base_id: str, new: Morpheme) -> None:
    """Beside the other allomorphs of its morpheme: tables are read by people."""
    out: dict[str, Morpheme] = {}
    last = max((i for i, row in enumerate(rows.values()) if row.base_id == base_id), default=len(rows) - 1)
    for i, (id_, row) in enumerate(list(rows.items())):
        out[id_] = row
        if i == last:
            out[new.id] = new
    rows.clear()
    rows.update(out)


# --- lexemes --------------------------------------------------------------------------------------------------------


def _take_lexeme(tables: Tables, verdict: Verdict, ground: Ground) -> None:
    claim = verdict.claim
    senses = tuple(map(str, claim.items("senses")))
    if verdict.same:
        _confirm(tables.lexemes, verdict, tables)
        for id_ in verdict.same[:1]:
            if id_ in tables.lexemes and tables.lexemes[id_].status != "rejected":
                row = tables.lexemes[id_]
                tables.lexemes[id_] = _extended(row, _new_senses(claim, row, tables), ())
        return
    form, kind = parse_form(claim.text("headword"))
    if kind:
        _hold(tables, verdict, "row: a bound form is a morpheme, not a word")
        return
    gloss = claim.text("gloss").replace(" ", "_")
    for row in tables.lexemes.values():
        if normal(row.headword) == normal(form) and row.gloss.casefold() == gloss.casefold():
            tables.lexemes[row.id] = both(_extended(row, senses, ()), verdict)
            _note(tables, verdict, row.id)
            return
    id_ = _free_id(normal(form), tables.lexemes)
    tables.lexemes[id_] = Lexeme(
        id_, form, claim.text("pos"), gloss, (), senses, (), verdict.source,
        claim.origin, "accepted", verdict.evidence,
    )  # fmt: skip
    _note(tables, verdict, id_)


def _new_senses(claim: Claim, row: Lexeme, tables: Tables) -> tuple[str, ...]:
    """The senses of a claim for a reader's row. Where the row is defined already (by a dictionary), none that is
    another word's own meaning: that word is the one to translate it with. A bare gloss takes them all."""
    senses = tuple(map(str, claim.items("senses")))
    if not row.senses:
        return senses
    others = (
        r for r in tables.lexemes.values() if r.status == "accepted" and normal(r.headword) != normal(row.headword)
    )
    taken = {plain_gloss(other.gloss) for other in others}
    return tuple(sense for sense in senses if plain_gloss(sense) not in taken)


def _shape(form: str, environment: str, gloss: str = "") -> Allomorph:
    """A shape of a stem. What stands before a word is no part of it: such an environment cannot be told of its form."""
    sides = [part.partition("_") for part in environment.split("|")]
    is_inside = all(bar and not left.strip(" #") for left, bar, _ in sides)
    return Allomorph(form, environment.strip() if is_inside else "", gloss)


def _extended(row: Lexeme, senses: Sequence[str], shapes: Sequence[Allomorph]) -> Lexeme:
    """A row with senses and forms that it lacks."""
    have = {plain_gloss(part) for text in (row.gloss, *row.senses) for part in (text, *re.split(r"[;,]\s*", text))}
    known = {normal(row.headword), *(normal(a.form) for a in row.forms)}
    return replace(
        row, senses=(*row.senses, *(s for s in senses if plain_gloss(s) not in have)),
        forms=(*row.forms, *(a for a in shapes if normal(a.form) not in known)),
    )  # fmt: skip


def _take_shape(tables: Tables, verdict: Verdict, base: str, shape: Allomorph, gloss: str) -> None:
    """A further shape of a stem on the row of its lexeme."""
    if verdict.same:
        _confirm(tables.lexemes, verdict, tables)
        return
    rows = [row for row in tables.lexemes.values() if normal(row.headword) == normal(base) and row.status != "rejected"]
    if gloss:
        rows = [row for row in rows if means(row, gloss)]
        rows.sort(key=lambda row: (row.gloss.casefold() != gloss.casefold(), -row.evidence.attested))
    if not rows:
        _hold(tables, verdict, f"row: there is no word {base} {gloss} in the lexicon".replace("  ", " "))
        return
    tables.lexemes[rows[0].id] = both(_extended(rows[0], (), (shape,)), verdict)
    _note(tables, verdict, rows[0].id)


def _take_cell(tables: Tables, verdict: Verdict, ground: Ground) -> None:
    claim = verdict.claim
    form, kind = parse_form(claim.text("form"))
    if kind:
        _take_morpheme(tables, verdict, ground)
        return
    if re.search(r"[-=~<]", claim.text("gloss")):
        _note(tables, verdict, "morphemes")  # a regular form: the morphemes of its gloss make it
        return
    _take_shape(tables, verdict, parse_form(claim.text("lexeme"))[0], Allomorph(form, "", claim.text("gloss")), "")


def _take_class(tables: Tables, verdict: Verdict, ground: Ground) -> None:
    """The class of words that have none yet."""
    for member in map(str, verdict.claim.items("members")):
        for row in ground.lexemes.get(normal(parse_form(member)[0]), ()):
            if row.id in tables.lexemes and not tables.lexemes[row.id].pos:
                tables.lexemes[row.id] = both(replace(tables.lexemes[row.id], pos=verdict.claim.text("pos")), verdict)
                _note(tables, verdict, row.id)


# --- order and sounds -----------------------------------------------------------------------------------------------


def _take_order(tables: Tables, verdict: Verdict, ground: Ground) -> None:
    """Two labels that share a slot and follow each other get slots of their own."""
    order = [str(item).strip("-=~<> ") for item in verdict.claim.items("order")]
    slots = {m.gloss: m.slot for m in tables.morphemes.values() if m.status == "accepted" and m.slot}
    for first, second in zip(order, order[1:], strict=False):
        one, two = slots.get(first, ""), slots.get(second, "")
        if not one or not two:
            continue
        if one == two and verdict.evidence.attested:
            _split_slot(tables, one, second, verdict)
        elif any(_before(t, two, one) for t in tables.templates):
            _hold(tables, verdict, f"reader: its templates have {second} before {first}; a person decides")
            return
    _note(tables, verdict, *(t.id for t in tables.templates if verdict.claim.text("pos") in t.pos))


def _before(template: Template, first: str, second: str) -> bool:
    for slots in (template.before, template.after):
        if first in slots and second in slots:
            return slots.index(first) < slots.index(second)
    return False


def _split_slot(tables: Tables, slot: str, gloss: str, verdict: Verdict) -> None:
    """A slot after ``slot`` for the morphemes of a gloss."""
    name = f"{slot}b"
    for i, template in enumerate(tables.templates):
        if slot in template.after and name not in template.after:
            at = template.after.index(slot) + 1
            after = (*template.after[:at], name, *template.after[at:])
            tables.templates[i] = replace(template, after=after, origin=f"{template.origin} ; {verdict.claim.origin}")
        if slot in template.before and name not in template.before:
            at = template.before.index(slot) + 1
            before = (*template.before[:at], name, *template.before[at:])
            tables.templates[i] = replace(template, before=before, origin=f"{template.origin} ; {verdict.claim.origin}")
    for id_, row in tables.morphemes.items():
        if row.gloss == gloss and row.slot == slot:
            tables.morphemes[id_] = replace(row, slot=name)


def _take_sound(tables: Tables, verdict: Verdict, ground: Ground) -> None:
    """A sound rule, at the end of the cascade; only where no word that was explained is lost."""
    if verdict.same:
        _confirm(tables.sounds, verdict, tables)
        return
    id_ = _free_id("sound_llm", tables.sounds)
    rule = replace(
        as_sound_rule(verdict.claim, id_), source=verdict.source, origin=verdict.claim.origin, evidence=verdict.evidence
    )
    rules = [row for row in tables.sounds.values() if row.status == "accepted"]
    before, after = (_explained(ground, some) for some in (rules, [*rules, rule]))
    if after < before:
        _hold(tables, verdict, f"cascade: with it {before - after} words fewer come out right")
        return
    tables.sounds[id_] = rule
    _note(tables, verdict, id_)


def _explained(ground: Ground, rules: Sequence[SoundRule]) -> int:
    return sum(
        normal(surface) in {normal(form) for form, _ in derivations(word.segmented, rules, ground.classes)}
        for word, surface in ground.surfaces
        if word.morphs
    )


_TAKE: dict[str, Any] = {
    "morpheme": _take_morpheme, "lexeme": _take_lexeme, "allomorph": _take_allomorph, "paradigm_cell": _take_cell,
    "word_class": _take_class, "morph_order": _take_order, "sound_rule": _take_sound,
}  # fmt: skip


def counts(verdicts: Iterable[Verdict]) -> dict[tuple[str, str], int]:
    """Claims by type and status."""
    return dict(Counter((v.claim.type, v.status) for v in verdicts))


def is_known(claim: Claim, ground: Ground) -> bool:
    """Whether the reader has a row for a morpheme claim."""
    form, kind = parse_form(claim.text("form"))
    return bool(rows_of(form, claim.text("gloss"), kind, ground))
