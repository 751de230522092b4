"""``claims/`` of a project: everything a model ever claimed, with quotes and verdicts, and the facts without quotes.

``claims/claims.tsv`` is the whole record (it quotes the book: git-ignored); ``claims/facts.tsv`` holds the accepted
claims without their quotes, to be shared where the book's licence does not allow excerpts. ``decision`` is a person's:
``accepted`` or ``rejected`` there wins over verification. Both are ordinary tables.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from morph.model import STATUSES, Finding
from onebook.project.project import Project
from onebook.project.tables import Schema, join_list, read_table, split_list, write_table
from rules.llm.claims import Claim, Verdict, make_claim
from rules.llm.rows import Taken

FOLDER, RECORD, FACTS = "claims", "claims.tsv", "facts.tsv"
Cells = dict[str, str]


@dataclass(frozen=True, slots=True)
class Stored:
    """A claim as it stands in the table. ``decision`` is a person's word on it, empty where there is none."""

    claim: Claim
    status: str = "proposed"
    source: str = ""
    attested: int = 0
    contradicted: int = 0
    reasons: tuple[str, ...] = ()
    same: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    decision: str = ""

    @property
    def id(self) -> str:
        return self.claim.id


def _decode(cells: Cells) -> Stored:
    try:
        content = json.loads(cells["content"])
    except (ValueError, RecursionError):
        raise ValueError("column 'content' is not JSON") from None
    if not isinstance(content, dict) or not cells.get("type"):
        raise ValueError("columns 'type' and 'content' must hold a claim")
    decision = cells.get("decision", "")
    if decision not in ("", *STATUSES):
        raise ValueError(f"decision {decision!r} is none of {', '.join(STATUSES)}")
    raw = {
        **content, "type": cells["type"], "section": cells["section"], "quote": cells.get("quote", ""),
        "support": cells["support"], "examples": list(split_list(cells["examples"])),
    }  # fmt: skip
    claim = make_claim(raw, cells["origin"] or "llm:unknown")
    requests = split_list(cells.get("requests", ""))
    claim = Claim(
        claim.id, claim.type, claim.section, claim.quote, claim.support, claim.examples, claim.content, claim.origin,
        requests, claim.fields,
    )  # fmt: skip
    attested, contradicted = (int(n) if (n := cells.get(name, "")).isdigit() else 0 for name in ("for", "against"))
    return Stored(
        claim=claim,
        status=cells["status"] or "proposed",
        source=cells["source"],
        attested=attested,
        contradicted=contradicted,
        reasons=split_list(cells.get("reasons", "")),
        same=split_list(cells.get("same", "")),
        against=split_list(cells.get("contradicts", "")),
        rows=split_list(cells.get("rows", "")),
        decision=decision,
    )


def _encode(stored: Stored) -> Cells:
    claim = stored.claim
    return {
        "id": claim.id, "type": claim.type, "status": stored.status, "section": claim.section, "quote": claim.quote,
        "support": claim.support, "examples": join_list(claim.examples), "content": claim.content,
        "origin": claim.origin, "requests": join_list(claim.requests), "source": stored.source,
        "for": str(stored.attested), "against": str(stored.contradicted),
        "reasons": join_list(reason.replace(" ; ", ", ").replace("; ", ", ") for reason in stored.reasons),
        "same": join_list(stored.same), "contradicts": join_list(stored.against), "rows": join_list(stored.rows),
        "decision": stored.decision,
    }  # fmt: skip


CLAIMS = Schema(
    RECORD,
    ("id", "type", "status", "section", "support", "examples", "content", "origin", "source"),
    ("quote", "for", "against", "reasons", "same", "contradicts", "rows", "requests", "decision"),
    _decode,
    _encode,
)


def read_claims(path: Path) -> tuple[list[Stored], list[Finding]]:
    """The claims of a table (the project's record, or facts from elsewhere), and the rows that are none."""
    return read_table(path, CLAIMS)


def stored_claims(project: Project) -> tuple[list[Stored], list[Finding]]:
    """What the project has on record: its whole record, else the facts that came with it."""
    for name in (RECORD, FACTS):
        path = project.path(FOLDER) / name
        if path.exists():
            return read_claims(path)
    return [], []


def write_claims(project: Project, taken: Taken, decisions: dict[str, str]) -> None:
    """Write the record and the facts; a stable order keeps diffs small."""
    rows = dict(taken.rows)
    stored = [
        Stored(
            v.claim, v.status, v.source, v.evidence.attested, v.evidence.contradicted, v.reasons, v.same, v.against,
            rows.get(v.claim.id, ()), decisions.get(v.claim.id, ""),
        )
        for v in sorted(taken.verdicts, key=lambda v: (v.claim.type, v.source, v.claim.id))
    ]  # fmt: skip
    folder = project.path(FOLDER)
    folder.mkdir(exist_ok=True)
    if not (folder / ".gitignore").exists():
        (folder / ".gitignore").write_text(f"# quotes of the book; {FACTS} has none\n{RECORD}\n", encoding="utf-8")
    write_table(folder / RECORD, stored, CLAIMS)
    write_table(folder / FACTS, [_fact(row) for row in stored if row.status == "accepted"], CLAIMS)


def _fact(stored: Stored) -> Stored:
    """An accepted claim without its quote and without the account of its verification."""
    c = stored.claim
    bare = Claim(c.id, c.type, c.section, "", c.support, c.examples, c.content, c.origin, (), c.fields)
    return Stored(bare, "accepted", stored.source, stored.attested, stored.contradicted, (), (), (), stored.rows)


def decided(verdicts: Iterable[Verdict], decisions: dict[str, str]) -> list[Verdict]:
    """Verdicts with a person's decisions; a claim that cannot be used (its form is nowhere) stays rejected."""
    out = []
    for verdict in verdicts:
        decision = decisions.get(verdict.claim.id, "")
        if decision and decision != verdict.status:
            reasons = (*verdict.reasons, f"decision: a person {decision} it")
            verdict = Verdict(
                verdict.claim, decision, reasons, verdict.evidence, verdict.source, verdict.same, verdict.against
            )
        out.append(verdict)
    return out


def in_order(verdicts: Iterable[Verdict]) -> list[Verdict]:
    """Verdicts in the order of the book, whether they come from answers or from the record: rows that are made of them
    then stand in the same places at every extraction."""
    return sorted(verdicts, key=lambda v: (*_natural(v.source), v.claim.id))


def _natural(source: str) -> tuple[str, int, str]:
    """``book:a.tex:12 tab:b`` as path, line, label."""
    place, _, label = source.partition(" ")
    path, _, line = place.rpartition(":")
    return (path, int(line), label) if line.isdigit() else (source, 0, "")


def sources_of(stored: Sequence[Stored]) -> dict[str, str]:
    """The addresses of facts that came without a quote."""
    return {row.id: row.source for row in stored if row.source and not row.claim.quote}
