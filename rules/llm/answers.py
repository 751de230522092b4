"""Read what a model answered, in whatever state: fenced, in prose, cut off, of the wrong shape, missing, repeated.

An answer is text and nothing else: it is decoded as JSON with the standard library, within limits of size and depth,
and each claim is checked against the schema by itself, so that one bad claim costs only itself.

>>> read = read_answer('Sure! ```json\\n{"claims": [{"type": "order"}, {"type": "x"', "7", "llm:m")
>>> [finding.code for finding in read.findings], read.claims
(['L103', 'L104'], ())
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from morph.model import Finding, Source
from rules.llm.answer_files import read_answer_files
from rules.llm.claims import Claim, make_claim
from rules.llm.json_text import MAX_CHARS, MAX_ITEMS, listed
from rules.llm.prompts import answer_schema, claim_schema
from rules.llm.schema import problems

MAX_CLAIMS = MAX_ITEMS
_LISTS = ("examples", "attaches_to", "order", "obligatory", "members", "features", "labels", "constituents", "pattern",
          "options", "senses", "words")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Answer:
    """What one answer holds: its claims that fit the schema, and a finding for everything that does not."""

    request: str
    claims: tuple[Claim, ...] = ()
    findings: tuple[Finding, ...] = ()
    is_cut: bool = False


def read_answer(text: str, request: str, origin: str) -> Answer:
    """The claims of one answer."""
    place = Source("answer", request)
    if not text.strip():
        return Answer(request, (), (_finding("L101", "the answer is empty", place, "ask again"),))
    if len(text) > MAX_CHARS:
        message = f"the answer has {len(text):,} characters; only the first {MAX_CHARS:,} are read"
        findings = [_finding("L102", message, place, "answers have at most 30 claims")]
        text = text[:MAX_CHARS]
    else:
        findings = []
    raw, is_cut = listed(text, "claims", "type")
    if is_cut:
        message = f"the answer is cut off: {len(raw or ())} complete claims were saved"
        findings.append(_finding("L103", message, place, "ask again for the rest"))
    if raw is None:
        findings.append(_finding("L105", "no JSON object with claims in the answer", place, "ask again"))
        return Answer(request, (), tuple(findings), is_cut)
    if len(raw) > MAX_CLAIMS:
        findings.append(_finding("L106", f"{len(raw)} claims; only {MAX_CLAIMS} are read", place, "at most 30"))
    claims = []
    for number, item in enumerate(raw[:MAX_CLAIMS], 1):
        mended, wrong = _checked(item)
        if wrong:
            message = f"claim {number} does not fit the schema: {'; '.join(wrong[:3])}"
            findings.append(_finding("L104", message, place, "it was left out"))
        else:
            claims.append(make_claim(mended, origin, request))
    return Answer(request, tuple(claims), tuple(findings), is_cut)


def _finding(code: str, message: str, place: Source, hint: str) -> Finding:
    return Finding(code, message, place, hint)


def _checked(item: Any) -> tuple[dict[str, Any], list[str]]:
    """A claim with harmless slips mended (one string for a list, a field too many, null), and what is wrong with it."""
    schema = answer_schema()
    one: Mapping[str, Any] = claim_schema()
    if not isinstance(item, dict):
        return {}, [f"{type(item).__name__} is not an object"]
    known = one["properties"]
    mended = {name: value for name, value in item.items() if name in known and value is not None}
    for name in _LISTS:
        if isinstance(mended.get(name), str):
            mended[name] = [part.strip() for part in mended[name].split("|") if part.strip()]
    if isinstance(mended.get("options"), list):
        mended["options"] = [o for o in mended["options"] if not isinstance(o, str) or re.search(r"\w", o)]
    mended.setdefault("examples", [])
    for name, type_ in (("options", "rendering"), ("words", "exception")):
        if mended.get("type") == type_:
            mended.setdefault(name, [])
    if mended.get("support") not in ("stated", "shown"):
        mended["support"] = "shown"
    for name in ("section", "gloss", "label"):
        if isinstance(mended.get(name), (int, float)) and not isinstance(mended.get(name), bool):
            mended[name] = str(mended[name])
    return mended, problems(mended, one, schema)


# --- a folder of answers ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Answers:
    """All answers of a folder: claims in order, findings, and the names of the requests nobody answered."""

    claims: tuple[Claim, ...]
    findings: tuple[Finding, ...]
    answered: tuple[str, ...]
    missing: tuple[str, ...]


def read_folder(folder: Path, asked: Iterable[str], origin: str) -> Answers:
    """Every answer in a folder, matched to the requests (``NNN-HASH``) by the hash in its file name."""
    files = read_answer_files(
        folder, asked, command="onebook extract",
        strangers_are="they are read all the same: every claim is checked against the book",
    )  # fmt: skip
    read = [read_answer(text, name, origin) for name, text in files.texts]
    return Answers(
        tuple(claim for answer in read for claim in answer.claims),
        (*(finding for answer in read for finding in answer.findings), *files.findings),
        files.answered,
        files.missing,
    )
