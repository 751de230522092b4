"""The compiled form of a language: plain tables that load fast, and the machines that read them.

Columns are parallel lists, because a hundred thousand small objects take longer to load than to use. Everything is
made by :mod:`morph.compile`, saved and loaded by :mod:`morph.store`, read by :mod:`morph.lookup`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from morph.evidence import Evidence, SeenRow
from morph.inside import Inside
from morph.joints import Joints
from morph.letters import casing_table, match_key
from morph.machine import Condition, Descriptor, Machine, Outcome
from morph.model import Finding, Morpheme, SoundRule, Template
from morph.notation import Environment, Rule, parse_environment, parse_rule
from morph.tactics import Bound, Tactics

Hit = tuple[int, bool, tuple[int, ...]]
"""Stems under one surface string: place (see ``Compiled.places``), whether prefixes may stand before them (through
joints; stems with an environment are listed apart), stem numbers."""
Hits = int | tuple[Hit, ...]
"""All hits of a surface string; just the number of the stem for the most usual case, a single stem at its ``home``."""
PrefixedHits = tuple[tuple[frozenset[int], int, tuple[int, ...]], ...]
"""Stems after prefixes that joints don't find; first the states before the stem from which this holds."""


@dataclass
class Stems:
    """One row for each underlying shape of a lexeme; ``begin`` numbers its first letters (see ``beginnings``), ``face``
    what it shows (form and gloss); ``home`` is twice the place it mostly leads to, plus one if prefixes may precede."""

    lexeme: Sequence[int] = ()
    form: Sequence[str] = ()
    gloss: Sequence[str] = ()
    symbols: Sequence[str] = ()
    weight: Sequence[float] = ()
    face: Sequence[int] = ()
    begin: Sequence[int] = ()
    home: Sequence[int] = ()
    condition: dict[int, tuple[int, tuple[int, ...]]] = field(default_factory=dict)
    fused: dict[int, bool] = field(default_factory=dict)


@dataclass
class Lexemes:
    """What an analysis needs of the lexicon, by row."""

    id: Sequence[str] = ()
    headword: Sequence[str] = ()
    pos: Sequence[str] = ()
    gloss: Sequence[str] = ()
    source: Sequence[str] = ()


@dataclass
class Compiled:
    """A language ready for analysis and generation. ``findings`` lists the rows that could not be used and why;
    ``leaning`` are the states that a null word may begin in, besides the edge of the word; ``heads`` the beginnings
    of stems by the infix or copy that they take (:mod:`morph.inside`), ``beginnings`` the first symbols
    of all stems (:mod:`morph.joints`), ``places`` the pairs of state and class of part of speech that stems lead to;
    ``states``, ``steps`` and ``attached`` what the machine was found to do while compiling; ``outs`` all that bound
    morphs and the end of the word add after stems at the beginning of a word (None where there was too much to see);
    ``shared`` is ``attached`` of a :mod:`morph.workshop`, by what the morph is instead of its number;
    ``writes_shapes`` whether segmented words of this project show allomorphs as they are."""

    name: str = ""
    classes: tuple[tuple[str, str], ...] = ()
    settings: dict[str, str] = field(default_factory=dict)
    sounds: tuple[SoundRule, ...] = ()
    morphemes: tuple[Morpheme, ...] = ()
    templates: tuple[Template, ...] = ()
    environments: tuple[str, ...] = ()
    conditions: tuple[tuple[int, tuple[int, ...]], ...] = ()
    lexemes: Lexemes = field(default_factory=Lexemes)
    stems: Stems = field(default_factory=Stems)
    pos_classes: dict[str, str] = field(default_factory=dict)
    words: dict[str, Hits] = field(default_factory=dict)
    prefixed: dict[str, PrefixedHits] = field(default_factory=dict)
    multiwords: dict[str, tuple[Hit, ...]] = field(default_factory=dict)
    heads: dict[int, tuple[str, ...]] = field(default_factory=dict)
    beginnings: tuple[tuple[str, ...], ...] = ()
    leaning: tuple[int, ...] = ()
    places: list[tuple[int, str]] = field(default_factory=list)
    states: list[Descriptor] = field(default_factory=list)
    steps: dict[tuple[int, str], tuple[Outcome, ...]] = field(default_factory=dict)
    attached: dict[tuple[int, int, bool], list[Outcome]] = field(default_factory=dict)
    outs: tuple[tuple[str, ...], tuple[str, ...]] | None = None
    shared: dict[tuple[object, ...], list[Outcome]] | None = None
    seen: dict[str, tuple[SeenRow, ...]] = field(default_factory=dict)
    confirmed: dict[str, tuple[SeenRow, ...]] = field(default_factory=dict)
    labels: dict[str, int] = field(default_factory=dict)
    pairs: dict[tuple[str, str], int] = field(default_factory=dict)
    stem_glosses: dict[tuple[str, str], str] = field(default_factory=dict)
    cuts: dict[tuple[str, str], tuple[tuple[str, str, str, str, str], ...]] = field(default_factory=dict)
    joint: str = "~"
    foreign: dict[str, str] = field(default_factory=dict)
    writes_shapes: bool = False
    findings: list[Finding] = field(default_factory=list)

    @cached_property
    def casing(self) -> dict[int, str]:
        """Letters whose case folds in a way of this language's own (setting ``casing``)."""
        return casing_table(self.settings.get("casing", ""))

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """The sound rules, parsed."""
        return tuple(parse_rule(rule, self.classes) for rule in self.sounds)

    @cached_property
    def machine(self) -> Machine:
        """The machine of the sound rules and environments, with the states reached while compiling."""
        parsed: list[Environment] = [parse_environment(cell, self.classes) for cell in self.environments]
        machine = Machine(self.rules, parsed)
        if self.states:
            machine.restore(self.states, self.steps)
        return machine

    @cached_property
    def tactics(self) -> Tactics:
        """Which morphs may follow each other."""
        return Tactics(self.templates, int(self.settings.get("max_free", "4")))

    @cached_property
    def bound(self) -> tuple[Bound, ...]:
        """The bound morphs as morphotactics sees them."""
        return tuple(
            Bound(i, m.base_id, m.kind, m.slot, frozenset(p.casefold() for p in m.attaches_to), m.evidence.attested)
            for i, m in enumerate(self.morphemes)
        )

    @cached_property
    def condition(self) -> tuple[Condition, ...]:
        """Where each bound morph may stand."""
        return tuple(Condition(own, others) for own, others in self.conditions)

    def stem_condition(self, stem: int) -> Condition:
        """Where a stem may stand."""
        return Condition(*self.stems.condition.get(stem, (-1, ())))

    @cached_property
    def joints(self) -> Joints:
        """What prefixes do to the first letters of stems."""
        return Joints(self.machine, self.beginnings)

    @cached_property
    def inside(self) -> Inside:
        """Infixes and reduplications."""
        return Inside(self)

    @cached_property
    def evidence(self) -> Evidence:
        """The counts that rank readings; stems are weighed while compiling, so only labels are kept."""
        evidence = Evidence()
        evidence.labels = Counter(self.labels)
        for (previous, label), count in self.pairs.items():
            evidence.pairs[previous, label] = count
            evidence.before[previous] += count
        evidence.total = sum(self.labels.values())
        return evidence

    @cached_property
    def stems_of(self) -> dict[str, list[int]]:
        """Stem numbers by lexeme id."""
        found: dict[str, list[int]] = {}
        for number, row in enumerate(self.stems.lexeme):
            found.setdefault(self.lexemes.id[row], []).append(number)
        return found

    @cached_property
    def stems_by_gloss(self) -> dict[str, list[int]]:
        """Stem numbers by gloss."""
        found: dict[str, list[int]] = {}
        for number, gloss in enumerate(self.stems.gloss):
            found.setdefault(gloss, []).append(number)
        return found

    @cached_property
    def stems_by_form(self) -> dict[str, list[int]]:
        """Stem numbers by match key of the form."""
        found: dict[str, list[int]] = {}
        for number, form in enumerate(self.stems.form):
            found.setdefault(match_key(form, self.casing), []).append(number)
        return found

    @cached_property
    def morphs_by_base(self) -> dict[str, list[int]]:
        """Numbers of the allomorphs of each bound morpheme."""
        found: dict[str, list[int]] = {}
        for number, morpheme in enumerate(self.morphemes):
            found.setdefault(morpheme.base_id, []).append(number)
        return found
