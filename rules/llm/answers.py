"""Read what a model answered, in whatever state: fenced, in prose, cut off, of the wrong shape, missing, repeated.

An answer is text and nothing else: it is decoded as JSON with the standard library, within limits of size and depth,
and each claim is checked against the schema by itself, so that one bad claim costs only itself.

>>> read = read_answer('Sure! ```json\\n{"claims": [{"type": "order"}, {"type": "x"', "7", "llm:m")
>>> [finding.code for finding in read.findings], read.claims
(['L103', 'L104'], ())
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from morph.files import read_text
from morph.model import Finding, Source
from rules.llm.claims import Claim, make_claim
from rules.llm.prompts import answer_schema, claim_schema
from rules.llm.schema import problems

MAX_CHARS = 400_000
MAX_DEPTH = 24
MAX_CLAIMS = 120
_NAME = re.compile(r"(?<!\d)(\d{1,6}-[0-9a-f]{10})(?![0-9a-f])")
_LISTS = ("examples", "attaches_to", "order", "obligatory", "members", "features", "labels", "constituents", "pattern",
          "options", "senses", "words")  # fmt: skip
_SUFFIXES = (".json", ".txt", ".md", ".jsonl")


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
    raw, is_cut = _claims_of(text)
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


# --- JSON inside text ------------------------------------------------------------------------------------------------


def _claims_of(text: str) -> tuple[list[Any] | None, bool]:
    """The list of claims in a text, and whether it breaks off; None where there is none."""
    text = _unwrapped(text)
    decoder = json.JSONDecoder(parse_constant=lambda name: None)
    values = [value for start in _starts(text) if (value := _decode(decoder, text, start)) is not None]
    whole = [value["claims"] for value in values if isinstance(value, dict) and isinstance(value.get("claims"), list)]
    if whole:
        return max(whole, key=len), False
    saved = _salvaged(decoder, text)
    if saved is not None:
        return saved, True
    lists = [v for v in values if isinstance(v, list) and v and all(isinstance(item, dict) for item in v)]
    if lists:
        return max(lists, key=len), False
    single = [value for value in values if isinstance(value, dict) and "type" in value]
    return (single, False) if single else (None, False)


def _starts(text: str) -> Iterable[int]:
    """Where a JSON value may begin: the first braces that could hold claims."""
    for count, match in enumerate(re.finditer(r"\{\s*\"|\[\s*\{|\{\s*\}", text)):
        if count >= 40:
            return
        yield match.start()


def _decode(decoder: json.JSONDecoder, text: str, start: int) -> Any:
    if _too_deep(text, start):
        return None
    try:
        return decoder.raw_decode(text, start)[0]
    except (ValueError, RecursionError):
        return None


def _too_deep(text: str, start: int) -> bool:
    depth = 0
    for character in text[start:]:
        if character in "{[":
            depth += 1
            if depth > MAX_DEPTH:
                return True
        elif character in "}]":
            depth -= 1
            if depth == 0:
                return False
    return False


def _salvaged(decoder: json.JSONDecoder, text: str) -> list[Any] | None:
    """The complete claims of a list that breaks off."""
    opening = re.search(r"\"claims\"\s*:\s*\[", text) or re.match(r"\s*(?:```\w*)?\s*\[(?=\s*\{)", text)
    if not opening or _too_deep(text, opening.start()):
        return None
    if opening.re.pattern.startswith(r"\s*") and _decode(decoder, text, text.index("[")) is not None:
        return None  # a complete list
    found: list[Any] = []
    at = opening.end()
    while at < len(text) and len(found) < MAX_CLAIMS:
        begin = re.compile(r"[\s,]*").match(text, at)
        at = begin.end() if begin else at
        if at >= len(text) or text[at] != "{":
            break
        try:
            value, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            break
        found.append(value)
    return found


def _unwrapped(text: str) -> str:
    """The text inside the reply of a server (chat completions, messages, a line of a batch result)."""
    try:
        value = json.loads(text) if not _too_deep(text, 0) else None
    except (ValueError, RecursionError):
        return text
    for _ in range(4):
        if not isinstance(value, dict):
            break
        if isinstance(value.get("choices"), list) and value["choices"]:
            content = (value["choices"][0] or {}).get("message", {}).get("content")
            return content if isinstance(content, str) else text
        if isinstance(value.get("content"), list):
            return "".join(p.get("text", "") for p in value["content"] if isinstance(p, dict))
        value = value.get("response") or value.get("body") or value.get("result") or value.get("message")
    return text


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
    names = {name.rpartition("-")[2]: name for name in asked}
    claims: list[Claim] = []
    findings: list[Finding] = []
    answered: dict[str, int] = {}
    strangers: list[str] = []
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        if path.suffix not in _SUFFIXES:
            message = f"{path.name} is no answer file ({', '.join(_SUFFIXES)})"
            findings.append(_finding("L107", message, Source("answer", path.name), "it was not read"))
            continue
        for found, text in _texts(path):
            if not found:
                message = f"{path.name} does not name a request"
                findings.append(
                    _finding("L107", message, Source("answer", path.name), "name it NNN-HASH.json; it was not read")
                )
                continue
            key = found.rpartition("-")[2]
            if names and key not in names:
                strangers.append(found)
            if key in answered:
                message = f"{found} is answered more than once"
                findings.append(Finding("L109", message, Source("answer", found), "all are read", "note"))
            answered[key] = answered.get(key, 0) + 1
            answer = read_answer(text, names.get(key, found), origin)
            claims += answer.claims
            findings += answer.findings
    if strangers:
        message = f"{len(strangers)} answers are to requests that are not asked now: {', '.join(strangers[:5])}"
        hint = "they are read all the same: every claim is checked against the book"
        findings.append(Finding("L108", message, Source("answer", str(folder)), hint, "note"))
    missing = tuple(name for key, name in names.items() if key not in answered)
    if missing:
        message = f"{len(missing)} of {len(names)} requests have no answer: {', '.join(missing[:5])}"
        findings.append(Finding("L110", message, Source("answer", str(folder)), "answer them and run again", "note"))
    return Answers(tuple(claims), tuple(findings), tuple(names.get(k, k) for k in answered), missing)


def _texts(path: Path) -> Iterable[tuple[str, str]]:
    """The answers of a file with the request they name: one, or one a line of a batch result."""
    if path.name in ("manifest.json", "schema.json", "batch.jsonl"):
        return
    text = read_text(path)[0]
    if path.suffix == ".jsonl":
        for line in text.splitlines():
            named = re.search(r"\"custom_id\"\s*:\s*\"([^\"]{1,40})\"", line)
            match = _NAME.search(named[1]) if named else None
            yield (match[1] if match else "", line)
        return
    match = _NAME.search(path.stem)
    if path.suffix == ".md" and text.startswith("You are an experienced field linguist"):
        return  # a request, not an answer
    yield (match[1] if match else "", text)
