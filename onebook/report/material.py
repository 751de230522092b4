"""What the sections of a report are made of: the project's tables and what is compiled from them, read once."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from morph.model import IGT, Morpheme
from onebook.project.project import Project
from onebook.ruleset import TABLES, RuleView, rules

if TYPE_CHECKING:
    from onebook.session import Session


@dataclass(slots=True)
class Limits:
    """How much of each thing a report shows."""

    sentences: int = 25
    paradigms: int = 3
    trees: int = 4
    translations: int = 12
    findings: int = 12
    waiting: int = 25


class Material:
    """A project opened for a report: ``session`` with the tables of every status, and the sentences to show."""

    def __init__(self, session: Session, *, text: Path | None = None, heldout: Path | None = None) -> None:
        self.session = session
        self.text = text
        self.heldout = heldout
        self.limits = Limits()

    @property
    def project(self) -> Project:
        return self.session.project

    @cached_property
    def rules(self) -> tuple[RuleView, ...]:
        """Every row of the tables, whatever its status."""
        return tuple(rules(self.project, tuple(TABLES) + ("template",)))

    def of_kind(self, kind: str, *statuses: str) -> list[RuleView]:
        return [view for view in self.rules if view.kind == kind and (not statuses or view.status in statuses)]

    @cached_property
    def examples(self) -> tuple[IGT, ...]:
        """The glossed sentences of the project."""
        return tuple(self.project.seen())

    @cached_property
    def abbreviations(self) -> dict[str, str]:
        """Meanings of the gloss labels, from the book's list."""
        from onebook.project.schemas import ABBREVIATIONS

        return {row.label: row.meaning for row in self.project.read("abbreviations.tsv", ABBREVIATIONS)}

    @cached_property
    def word_counts(self) -> Counter[str]:
        """Running words of the glossed sentences, by their segmented form: not every source has another."""
        return Counter(word.segmented.casefold() for igt in self.examples for word in igt.words if word.analysis)

    @cached_property
    def stem_counts(self) -> Counter[str]:
        """Stems of the glossed sentences, by form and gloss."""
        counts: Counter[str] = Counter()
        for igt in self.examples:
            for word in igt.words:
                if word.analysis:
                    counts.update(f"{m.form} {m.gloss}" for m in word.analysis.morphs if m.kind == "stem")
        return counts

    @cached_property
    def morpheme_groups(self) -> dict[str, list[Morpheme]]:
        """Allomorphs of each bound morpheme, accepted and proposed ones, in the order of the table."""
        groups: dict[str, list[Morpheme]] = {}
        for view in self.of_kind("morpheme", "accepted", "proposed"):
            groups.setdefault(view.row.base_id, []).append(view.row)
        return groups
