"""Renderings and constructions as rows of ``transfer.tsv``: a label or a pattern, and its English.

A row for a label (``=LOC`` → ``in | at``) is what both directions of the translation read already; a construction
that is marked by one label and said by one run of English words gives such a row too (``CLAUSE1 =COND CLAUSE2``
→ ``if``).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from morph.igt import is_label
from morph.model import NO_EVIDENCE, Evidence
from rules.llm.claims import Verdict
from rules.llm.ground import Ground
from rules.llm.patterns import Pattern, read_pattern
from rules.llm.replay_sentences import count_options, sentences_with

_OF_CLAUSES = ("CLAUSE", "SUB")
_OF_VERBS = ("V", "VP", "PRED")


@dataclass(frozen=True, slots=True)
class TransferRow:
    """A row of ``transfer.tsv`` with the ids of the claims behind it."""

    id: str
    construction: str
    english: str
    kind: str = ""
    source: str = ""
    origin: str = ""
    status: str = "accepted"
    evidence: Evidence = NO_EVIDENCE
    claims: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Told:
    label: str
    kind: str
    options: tuple[str, ...]
    verdict: Verdict


def transfer_rows(verdicts: Sequence[Verdict], ground: Ground) -> tuple[TransferRow, ...]:
    """The rows of all accepted claims about English, in a stable order."""
    told: list[_Told] = []
    rows: list[TransferRow] = []
    for verdict in verdicts:
        claim = verdict.claim
        if claim.type == "rendering":
            options = tuple(map(str, claim.items("options")))
            told.append(_Told(claim.text("label"), claim.text("kind"), options, verdict))
        elif claim.type == "construction":
            pattern = read_pattern(claim.items("pattern"), claim.text("english"), ground.glosses)
            rows.append(_construction(verdict, pattern))
            if (derived := _derived(verdict, pattern)) is not None:
                told.append(derived)
    return (*_labels(told, ground), *sorted(rows, key=lambda row: row.id))


def _construction(verdict: Verdict, pattern: Pattern) -> TransferRow:
    claim = verdict.claim
    return TransferRow(
        f"cx_{claim.text('name')}_{claim.id.rpartition('-')[2]}", " ".join(map(str, claim.items("pattern"))),
        claim.text("english"), claim.text("name"), verdict.source, claim.origin, "accepted", verdict.evidence,
        (claim.id,),
    )  # fmt: skip


def _derived(verdict: Verdict, pattern: Pattern) -> _Told | None:
    """The label of a construction in English, where one mark and one run of words are all there is to it."""
    if len(pattern.marks) != 1 or verdict.evidence.attested < 2 or not is_label(pattern.marks[0].strip("-=~<> ")):
        return None  # a word of the lexicon has its English there
    names = [e.name for e in pattern.elements if not e.marks]
    if not names:
        return None
    cut = re.split("|".join(rf"\b{re.escape(name)}\b" for name in sorted(names, key=len, reverse=True)),
                   verdict.claim.text("english"))  # fmt: skip
    runs = [run.strip(" ,.;:") for run in cut if run.strip(" ,.;:")]
    if len(runs) != 1 or not re.fullmatch(r"[A-Za-z]+(?: [A-Za-z]+){0,2}", runs[0]):
        return None
    bases = {name.rstrip("0123456789") for name in names}
    kind = "connective" if bases & {*_OF_CLAUSES} else "verb" if bases & {*_OF_VERBS} else "preposition"
    return _Told(pattern.marks[0], kind, (runs[0].casefold(),), verdict)


def _labels(told: Sequence[_Told], ground: Ground) -> list[TransferRow]:
    """One row a label and kind: all options, those that translations have most often first."""
    groups: dict[tuple[str, str], list[_Told]] = defaultdict(list)
    for item in told:
        groups[item.label.strip("-=~<> "), item.kind].append(item)
    best: dict[str, tuple[tuple[str, str], list[_Told]]] = {}
    for (label, kind), items in sorted(groups.items()):
        if label not in best or _weight(items) > _weight(best[label][1]):
            best[label] = ((label, kind), items)
    rows = []
    for label, ((_, kind), items) in sorted(best.items()):
        options = list(dict.fromkeys(option for item in items for option in item.options))
        if kind not in ("mood", "voice", "quantity", "drop"):
            counted = count_options(options, *sentences_with(ground, items[0].label))
            options = [c.option for c in counted if c.count] or options
        rows.append(
            TransferRow(
                f"tr_{re.sub(r'[^0-9a-z]+', '_', label.casefold()).strip('_')}", items[0].label, " | ".join(options),
                kind, " ; ".join(dict.fromkeys(i.verdict.source for i in items)),
                " ; ".join(dict.fromkeys(o for i in items for o in i.verdict.claim.origin.split(" ; "))), "accepted",
                max((i.verdict.evidence for i in items), key=lambda e: e.attested),
                tuple(dict.fromkeys(i.verdict.claim.id for i in items)),
            )
        )  # fmt: skip
    return rows


def _weight(items: Sequence[_Told]) -> int:
    return sum(item.verdict.evidence.attested for item in items)
