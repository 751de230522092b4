"""What is known before the model reads: the reader's inventory, the gloss labels, the sound classes, in compact form.

Only what the reader found is told, not what earlier answers claimed: so that a prompt stays the same, its cached answer
stays valid, and no answer can speak into another prompt.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from morph.igt import is_label
from morph.model import Lexeme, Morpheme, SoundRule
from rules.extract.extract import Proposal
from rules.extract.tokens import normal

_MAX_WORDS = 45
_MAX_MORPHEMES = 130
_MEANING = 48
_FORM = re.compile(r"\*([^*\n]{1,60})\*")
_MAX_LABELS = 90
_ATOMS = re.compile(r"[.\-=/]")
_TOKEN = re.compile(r"[^\W_]+(?:[.\-=][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Known:
    """The reader's inventory in a few lines for each passage."""

    morphemes: tuple[tuple[str, str], ...]
    sounds: str
    classes: str
    labels: tuple[tuple[str, str], ...]
    lexemes: dict[str, str]

    @classmethod
    def of(cls, proposal: Proposal) -> Known:
        accepted = [m for m in proposal.morphemes if m.status == "accepted"]
        counts: dict[str, int] = defaultdict(int)
        for igt in proposal.examples:
            for word in igt.words:
                for morph in word.analysis.morphs if word.analysis else ():
                    if is_label(morph.gloss):
                        counts[morph.gloss] += 1
        meanings = {a.label: a.meaning for a in proposal.abbreviations}
        atoms: dict[str, int] = defaultdict(int)
        for label, count in counts.items():
            for atom in {label, *_ATOMS.split(label)}:
                atoms[atom] += count
        used = sorted(atoms, key=lambda item: (-atoms[item], item))
        labels = [(label, meanings.get(label, "")) for label in used if label in meanings or label in counts]
        return cls(
            tuple(_morpheme_lines(accepted)), _sounds(proposal.sounds),
            ", ".join(f"{name} = {letters}" for name, letters in proposal.classes) or "none declared",
            tuple(labels), _lexemes(proposal.lexemes),
        )  # fmt: skip

    def for_passage(self, text: str) -> str:
        """Bound morphemes, sound rules, and the words in italics that the lexicon has."""
        forms = {normal(form.strip("-=~ ")) for found in _FORM.findall(text) for form in re.split(r"[\s,;/]+", found)}
        here = [line for form, line in self.morphemes if form in forms]
        rest = [line for form, line in self.morphemes if form not in forms][: _MAX_MORPHEMES - len(here)]
        words = list(dict.fromkeys(self.lexemes[form] for form in sorted(forms) if form in self.lexemes))
        parts = [f"Bound: {'; '.join([*here, *rest]) or 'nothing'}"]
        if self.sounds:
            parts.append(f"Sound rules: {self.sounds}")
        if words:
            parts.append(f"Words mentioned here: {'; '.join(words[:_MAX_WORDS])}")
        return "\n".join(parts)

    def labels_for(self, text: str) -> str:
        """The labels of the passage with their meanings, the others by name."""
        atoms = {atom for token in _TOKEN.findall(text) for atom in (token, *_ATOMS.split(token))}
        here = [(label, meaning) for label, meaning in self.labels if label in atoms]
        others = [label for label, _ in self.labels if label not in atoms][:_MAX_LABELS]
        told = "; ".join(f"{label} {meaning[:_MEANING]}".strip() for label, meaning in here)
        return (
            "\n".join(line for line in (told, f"Others: {' '.join(others)}" if others else "") if line) or "none known"
        )


def _morpheme_lines(morphemes: Sequence[Morpheme]) -> Iterable[tuple[str, str]]:
    groups: dict[str, list[Morpheme]] = defaultdict(list)
    for morpheme in morphemes:
        groups[morpheme.base_id].append(morpheme)
    for group in groups.values():
        shapes = " ~ ".join(bound(m) + (f" ({m.environment})" if m.environment else "") for m in group)
        yield normal(group[0].form), f"{shapes} {group[0].gloss}"


def bound(morpheme: Morpheme) -> str:
    """A morpheme's form with its boundary: ``-ru``, ``=ti``, ``ba-``, ``<um>``."""
    form = morpheme.form
    if morpheme.kind in ("prefix", "proclitic"):
        return form + morpheme.separator
    if morpheme.kind == "infix":
        return f"<{form}>"
    if morpheme.kind in ("suffix", "enclitic"):
        return morpheme.separator + form
    return form


def _sounds(rules: Sequence[SoundRule]) -> str:
    return "; ".join(
        f"{r.target or '∅'} → {r.output or '∅'} / {r.before} _ {r.after}".rstrip()
        for r in rules
        if r.status == "accepted"
    )


def _lexemes(lexemes: Sequence[Lexeme]) -> dict[str, str]:
    found: dict[str, str] = {}
    for lexeme in lexemes:
        if lexeme.status == "accepted" and lexeme.gloss:
            found.setdefault(
                normal(lexeme.headword), f"{lexeme.headword} {lexeme.pos} {lexeme.gloss}".replace("  ", " ")
            )
    return found
