"""What a replay says of one claim, before contradictions between claims are looked at."""

from __future__ import annotations

from dataclasses import dataclass

from morph.model import NO_EVIDENCE, Evidence

Topic = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Outcome:
    """``same`` are rows of the reader that say the same, ``against`` rows that say otherwise; ``topics`` pairs of what
    is talked about and what is said of it: two claims with one topic and different values contradict each other."""

    status: str
    reasons: tuple[str, ...] = ()
    evidence: Evidence = NO_EVIDENCE
    same: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    topics: tuple[Topic, ...] = ()


def rejected(*reasons: str) -> Outcome:
    return Outcome("rejected", reasons)


def told(evidence: Evidence) -> str:
    """The evidence as a reason."""
    if not evidence.attested and not evidence.contradicted:
        return "evidence: none of the examples shows it or speaks against it"
    return f"evidence: {evidence.attested} for, {evidence.contradicted} against"
