"""Where a rule is at work: the words of the examples in which its morph stands, or in which its change happens."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from morph.letters import match_key
from morph.model import IGT, GlossedWord, Lexeme, Morph, Morpheme, SoundRule, Template
from morph.sounds import derivations
from morph.text import split_token
from morph.trace import underlying
from onebook.ruleset import RuleView
from onebook.session import Session


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A sentence with the words in which a rule is at work: ``marks`` are pairs of word and morph numbers, a morph of
    -1 meaning the whole word."""

    igt: IGT
    marks: tuple[tuple[int, int], ...]


def occurrences(session: Session, view: RuleView) -> Iterator[Occurrence]:
    """The sentences in which a rule is at work, in the order of the project's files."""
    find = _finder(session, view.row)
    for igt in session.project.seen():
        marks = tuple((number, morph) for number, word in enumerate(igt.words) for morph in find(word))
        if marks:
            yield Occurrence(igt, marks)


def _finder(session: Session, row: Any) -> Any:
    if isinstance(row, Morpheme):
        form, kind = row.form.strip("-=~").casefold(), row.kind
        face = (form, row.gloss, kind)
        return lambda word: _morphs(word, lambda m: (m.form.casefold(), m.gloss, m.kind) == face)
    if isinstance(row, Lexeme):
        shapes = {(row.headword.casefold(), row.gloss)}
        shapes |= {(shape.form.casefold(), shape.gloss or row.gloss) for shape in row.forms}
        return lambda word: _morphs(word, lambda m: (m.form.casefold(), m.gloss) in shapes)
    if isinstance(row, SoundRule):
        return lambda word: [-1] if changed(session, word, row.id) else []
    if isinstance(row, Template):
        return _in_template(session, row)
    return lambda word: []


def _morphs(word: GlossedWord, fits: Any) -> list[int]:
    return [i for i, morph in enumerate(word.analysis.morphs) if fits(morph)] if word.analysis else []


def changed(session: Session, word: GlossedWord, rule: str) -> bool:
    """Whether a sound rule is at work between the morphs of a word and its surface."""
    if word.analysis is None or not word.form:
        return False
    compiled = session.compiled
    key = match_key(split_token(word.form).core, compiled.casing)
    for form, steps in derivations(underlying(word.analysis.morphs), compiled.sounds, compiled.classes):
        if match_key(form, compiled.casing) == key:
            return any(step.rule == rule for step in steps)
    return False


def _in_template(session: Session, row: Template) -> Any:
    slots = {slot.rstrip("*+") for slot in (*row.before, *row.after)}
    bound = {(m.form.casefold(), m.gloss) for m in session.compiled.morphemes if m.slot in slots}
    stems = {
        (lexeme.headword.casefold(), lexeme.gloss)
        for lexeme in session.language.lexemes
        if not row.pos or lexeme.pos in row.pos
    }

    def find(word: GlossedWord) -> list[int]:
        morphs: Sequence[Morph] = word.analysis.morphs if word.analysis else ()
        hosts = any((m.form.casefold(), m.gloss) in stems for m in morphs)
        found = [i for i, m in enumerate(morphs) if m.kind != "stem" and (m.form.casefold(), m.gloss) in bound]
        return found if hosts and len(found) > 1 else []

    return find
