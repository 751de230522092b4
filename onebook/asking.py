"""``onebook extract`` with a language model: requests out, answers in, and what became of every claim."""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from grammar.lark_io import load_grammar
from morph.errors import DataError, OnebookError
from morph.model import Finding
from onebook.claims import decided, in_order, read_claims, sources_of, stored_claims, write_claims
from onebook.project import schemas
from onebook.project.config import Config
from onebook.project.project import Project
from rules.extract.extract import Proposal
from rules.items import SourceRead
from rules.llm.answers import Answers, read_answer, read_folder
from rules.llm.claims import Claim, Verdict
from rules.llm.folder import write_requests
from rules.llm.ground import Ground
from rules.llm.passages import NOT_ASKED
from rules.llm.prompt import Prompt
from rules.llm.prompts import Requests, make_requests
from rules.llm.providers import LOCAL, make_provider
from rules.llm.rows import Taken, take_in
from rules.llm.run import Cache, Run, ask_all
from rules.llm.transfer_rows import TransferRow
from rules.llm.verify import verify

USES = ("both", "reader", "llm")
_SHOWN = 15


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the claims did to an extraction: the proposal with their rows, findings about answers, all verdicts."""

    taken: Taken
    findings: tuple[Finding, ...] = ()

    @property
    def transfer(self) -> list[schemas.Transfer]:
        return [transfer_row(row) for row in self.taken.transfer]


def transfer_row(row: TransferRow) -> schemas.Transfer:
    return schemas.Transfer(
        row.id, row.construction, row.english, row.source, row.origin, row.status, row.evidence, row.kind
    )


# --- requests out ---------------------------------------------------------------------------------------------------


def requests_for(
    config: Config, reads: Sequence[SourceRead], proposal: Proposal, sections: Sequence[str] = ()
) -> Requests:
    """The requests of a project."""
    return make_requests(reads, language_name(config), proposal=proposal, only=sections)


def language_name(config: Config) -> str:
    return f"{config.name} ({config.iso})" if config.iso else config.name


def write_out(folder: Path, asked: Requests, config: Config, dollars: tuple[float, float]) -> None:
    """Write the request files, and say on stderr what they hold and would cost."""
    write_requests(folder, asked, language=language_name(config))
    for line in (*summary(asked, dollars), f"written to {folder}; answers go to NNN-HASH.json or .txt"):
        print(line, file=sys.stderr)


def summary(asked: Requests, dollars: tuple[float, float]) -> list[str]:
    """Number of requests, tokens, estimated cost, and what is not asked about."""
    cost = (asked.tokens * dollars[0] + asked.answer_tokens * dollars[1]) / 1e6
    largest = max((request.tokens for request in asked.requests), default=0)
    skipped = [section for section in asked.skipped if section.reason != NOT_ASKED]
    chars = sum(section.chars for section in skipped)
    return [
        f"{len(asked.requests)} requests, about {asked.tokens:,} tokens in (the largest {largest:,}), about "
        f"{asked.answer_tokens:,} out",
        f"estimated cost: ${cost:.2f} at ${dollars[0]:g} in and ${dollars[1]:g} out for a million tokens (--price)",
        f"{len(skipped)} sections without forms of the language are not asked about ({chars:,} characters): "
        "manifest.json lists them",
    ]


def ask_model(project: Project, asked: Requests, args: argparse.Namespace) -> Answers | None:
    """Send the requests to ``args.llm``, after saying what that takes; None where it was only to be said."""
    sending = Sending(args.llm, args.base_url, args.jobs, args.dry_run, args.yes)
    told = summary(asked, (0.0, 0.0) if args.llm.startswith(LOCAL) else args.price)
    run = send(project, asked.requests, sending, told)
    if run is None:
        return None
    answers = [read_answer(reply.text, name, origin(args.llm)) for name, reply in sorted(run.replies.items())]
    return Answers(
        tuple(claim for answer in answers for claim in answer.claims),
        (*run.findings, *(finding for answer in answers for finding in answer.findings)),
        tuple(run.replies),
        tuple(request.name for request in asked.requests if request.name not in run.replies),
    )


@dataclass(frozen=True, slots=True)
class Sending:
    """Which model is asked, where, with how many requests at a time, and whether that needs a yes."""

    model: str
    base_url: str = ""
    jobs: int = 4
    dry_run: bool = False
    yes: bool = False


def send(
    project: Project, prompts: Sequence[Prompt], to: Sending, summary: Sequence[str], *, opening: str = '{"claims": ['
) -> Run | None:
    """Send prompts to a model after saying what that takes (``summary``); None where it was only to be said. Answers
    are kept in ``.cache/llm``; ``opening`` is how they begin."""
    for line in summary:
        print(line, file=sys.stderr)
    if to.dry_run:
        return None
    provider = make_provider(to.model, base_url=to.base_url, opening=opening)
    cache = Cache(project.path(".cache") / "llm")
    kept = sum(cache.get(provider.name, prompt) is not None for prompt in prompts)
    print(f"{kept} are answered already, {len(prompts) - kept} go to {provider.name}", file=sys.stderr)
    if kept < len(prompts) and not (to.yes or _agrees()):
        raise OnebookError("nothing was sent", hint="--yes sends without asking, --dry-run only counts")
    run = ask_all(prompts, provider, cache, jobs=to.jobs, progress=_progress())
    print(_told(run), file=sys.stderr)
    return run


def origin(model: str) -> str:
    """``llm:MODEL``, the model's name without anything that a table cell or a comment would read otherwise."""
    return "llm:" + (re.sub(r"[^\w.:@/+-]+", "-", model).strip("-") or "unknown")


def _agrees() -> bool:
    """Ask at a terminal; a script that names a model means it."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return True
    print("Send them? [y/N] ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().casefold() in ("y", "yes")


def _progress() -> Callable[[int, int], None]:
    """A line that counts at a terminal, else a line every tenth of the way."""
    is_live = sys.stderr.isatty()
    last = -1

    def told(done: int, total: int) -> None:
        nonlocal last
        tenth = 10 * done // max(1, total)
        if is_live:
            print(f"\r{done} of {total} answered", end="\n" if done == total else "", file=sys.stderr, flush=True)
        elif tenth != last:
            print(f"{done} of {total} answered", file=sys.stderr, flush=True)
        last = tenth

    return told


def _told(run: Run) -> str:
    tokens_in = sum(reply.tokens_in for reply in run.replies.values())
    tokens_out = sum(reply.tokens_out for reply in run.replies.values())
    return (
        f"{len(run.replies)} answers ({run.cached} kept from before, {run.sent} asked now), "
        f"{tokens_in:,} tokens in, {tokens_out:,} out in all; {len(run.findings)} failed"
    )


# --- answers in -----------------------------------------------------------------------------------------------------


def read_responses(folder: Path, asked: Requests, origin: str) -> Answers:
    """The answers of a folder; DataError where there is none."""
    return read_folder(folder, [request.name for request in asked.requests], origin)


def joined(one: Answers | None, other: Answers | None) -> Answers | None:
    """The answers of a folder and those of a model together."""
    if one is None or other is None:
        return one or other
    return Answers(
        (*one.claims, *other.claims), (*one.findings, *other.findings), (*one.answered, *other.answered),
        tuple(name for name in one.missing if name in other.missing),
    )  # fmt: skip


def take_claims(
    project: Project,
    reads: Sequence[SourceRead],
    proposal: Proposal,
    syntax: str,
    new: Sequence[Claim],
    facts: Path | None = None,
) -> Outcome:
    """All claims on record and all new ones verified, and the accepted ones made into rows."""
    stored, findings = stored_claims(project)
    if facts is not None:
        if not facts.is_file():
            raise DataError("no such table of claims", path=str(facts))
        more, problems = read_claims(facts)
        stored, findings = [*stored, *more], [*findings, *problems]
    if not stored and not new:
        return Outcome(carried(project, proposal, syntax), tuple(findings))
    ground = Ground.of(reads, proposal)
    decisions = {row.id: row.decision for row in stored if row.decision}
    verdicts = in_order(
        verify(
            [*(row.claim for row in stored), *new], ground, load_grammar(syntax) if syntax else None, sources_of(stored)
        )
    )
    taken = take_in(proposal, syntax, decided(verdicts, decisions), ground)
    write_claims(project, taken, decisions)
    return Outcome(taken, tuple(findings))


def carried(project: Project, proposal: Proposal, syntax: str) -> Taken:
    """Without claims on record (a copy without ``claims/``), the rows that a model gave stay as they are."""
    lexemes, morphemes, sounds = (
        _carried(project, name, schema, rows)
        for name, schema, rows in (
            ("lexicon.tsv", schemas.LEXICON, proposal.lexemes),
            ("morphemes.tsv", schemas.MORPHEMES, proposal.morphemes),
            ("sounds.tsv", schemas.SOUNDS, proposal.sounds),
        )
    )
    transfer = tuple(
        TransferRow(r.id, r.construction, r.english, r.kind, r.source, r.origin, r.status, r.evidence)
        for r in _carried(project, "transfer.tsv", schemas.TRANSFER, ())
    )
    merged = replace(proposal, lexemes=tuple(lexemes), morphemes=tuple(morphemes), sounds=tuple(sounds))
    return Taken(merged, transfer, syntax, (), ())


def _carried(project: Project, name: str, schema: Any, rows: Sequence[Any]) -> list[Any]:
    out = {row.id: row for row in rows}
    path = project.path(name)
    for row in project.read(name, schema) if path.exists() else ():
        if "llm:" not in row.origin:
            continue
        new = out.get(row.id)
        out[row.id] = replace(new, origin=row.origin, source=row.source, status=row.status) if new else row
    return list(out.values())


def only(taken: Taken, which: str) -> Taken:
    """The part of a proposal that one origin gives, for comparing them: the lexicon of dictionaries stays."""
    if which == "both":
        return taken
    keep = (lambda row: "llm:" in row.origin) if which == "llm" else (lambda row: row.origin != "")
    proposal = taken.proposal
    if which == "llm":
        lexemes = tuple(r for r in proposal.lexemes if keep(r) or "dict:" in r.source)
        proposal = replace(
            proposal, lexemes=lexemes, morphemes=tuple(filter(keep, proposal.morphemes)),
            sounds=tuple(filter(keep, proposal.sounds)), templates=tuple(filter(keep, proposal.templates)),
        )  # fmt: skip
    return replace(taken, proposal=proposal)


# --- what became of them --------------------------------------------------------------------------------------------


def report(outcome: Outcome) -> list[str]:
    """Claims by type and status, why some were rejected, and contradictions side by side."""
    verdicts = outcome.taken.verdicts
    lines = [f"  {finding}" for finding in outcome.findings[:_SHOWN]]
    if len(outcome.findings) > _SHOWN:
        lines.append(f"  … {len(outcome.findings) - _SHOWN} more findings about answers")
    if not verdicts:
        return lines
    table = Counter((v.claim.type, v.status) for v in verdicts)
    statuses = ("accepted", "proposed", "rejected")
    lines.append(f"  {'claims':<16}" + "".join(f"{status:>10}" for status in statuses))
    for kind in sorted({kind for kind, _ in table}):
        lines.append(f"  {kind:<16}" + "".join(f"{table[kind, status]:>10}" for status in statuses))
    shared = sum(bool(v.same) for v in verdicts if v.status == "accepted")
    lines.append(f"  {shared} accepted claims say what the reader found too: their rows have both origins")
    why = Counter(reason.partition(":")[0] for v in verdicts if v.status == "rejected" for reason in v.reasons[:1])
    if why:
        lines.append("  rejected because of: " + ", ".join(f"{name} {count}" for name, count in why.most_common()))
    by_id = {v.claim.id: v for v in verdicts}
    shown = [v for v in verdicts if v.against]
    for verdict in shown[:_SHOWN]:
        lines.append(f"  contradiction: {_one_line(verdict)}")
        lines += [
            f"    against {_one_line(by_id[id_]) if id_ in by_id else f'the row {id_}'}" for id_ in verdict.against
        ]
    if len(shown) > _SHOWN:
        lines.append(f"  … {len(shown) - _SHOWN} more contradictions: claims/claims.tsv has them")
    return lines


def _one_line(verdict: Verdict) -> str:
    return f"{verdict.claim.id} ({verdict.status}) {verdict.claim.content[:100]}  {verdict.source}"
