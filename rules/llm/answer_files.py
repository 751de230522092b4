"""A folder of answers: each matched to its request by the hash in its file name, in whatever order and number."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from morph.errors import DataError
from morph.files import read_text
from morph.model import Finding, Source

_NAME = re.compile(r"(?<!\d)(\d{1,6}-[0-9a-f]{10})(?![0-9a-f])")
_SUFFIXES = (".json", ".txt", ".md", ".jsonl")
REQUEST_BEGINS = "You are an experienced field linguist"
"""How every prompt begins: a request that lies among the answers is told by it."""
_NO_ANSWERS = ("manifest.json", "schema.json", "batch.jsonl")


@dataclass(frozen=True, slots=True)
class AnswerFiles:
    """``texts``: the name of a request and an answer to it, in the order of the files; ``answered`` the requests with
    an answer, ``missing`` those without, and what was odd about the files."""

    texts: tuple[tuple[str, str], ...]
    findings: tuple[Finding, ...]
    answered: tuple[str, ...]
    missing: tuple[str, ...]


def read_answer_files(folder: Path, asked: Iterable[str], *, strangers_are: str, command: str) -> AnswerFiles:
    """All answers of a folder to the requests ``asked`` (``NNN-HASH``). ``strangers_are`` says what becomes of answers
    to other requests, ``command`` how requests are made. DataError where there is no such folder."""
    if not folder.is_dir():
        raise DataError("no such folder of answers", path=str(folder), hint=f"{command} --requests DIR makes prompts")
    names = {name.rpartition("-")[2]: name for name in asked}
    texts: list[tuple[str, str]] = []
    findings: list[Finding] = []
    answered: dict[str, None] = {}
    strangers: list[str] = []
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        if path.suffix not in _SUFFIXES:
            message = f"{path.name} is no answer file ({', '.join(_SUFFIXES)})"
            findings.append(_finding("L107", message, path.name, "it was not read"))
            continue
        for found, text in _texts(path):
            if not found:
                message = f"{path.name} does not name a request"
                findings.append(_finding("L107", message, path.name, "name it NNN-HASH.json; it was not read"))
                continue
            key = found.rpartition("-")[2]
            if names and key not in names:
                strangers.append(found)
            if key in answered:
                message = f"{found} is answered more than once"
                findings.append(_finding("L109", message, found, "all are read", "note"))
            answered[key] = None
            texts.append((names.get(key, found), text))
    if strangers:
        message = f"{len(strangers)} answers are to requests that are not asked now: {', '.join(strangers[:5])}"
        findings.append(_finding("L108", message, str(folder), strangers_are, "note"))
    missing = tuple(name for key, name in names.items() if key not in answered)
    if missing:
        message = f"{len(missing)} of {len(names)} requests have no answer: {', '.join(missing[:5])}"
        findings.append(_finding("L110", message, str(folder), "answer them and run again", "note"))
    return AnswerFiles(tuple(texts), tuple(findings), tuple(names.get(k, k) for k in answered), missing)


def _finding(
    code: str, message: str, name: str, hint: str, severity: Literal["warning", "note"] = "warning"
) -> Finding:
    return Finding(code, message, Source("answer", name), hint, severity)


def _texts(path: Path) -> Iterable[tuple[str, str]]:
    """The answers of a file with the request they name: one, or one a line of a batch result."""
    if path.name in _NO_ANSWERS:
        return
    text = read_text(path)[0]
    if path.suffix == ".jsonl":
        for line in text.splitlines():
            named = re.search(r"\"custom_id\"\s*:\s*\"([^\"]{1,40})\"", line)
            match = _NAME.search(named[1]) if named else None
            yield (match[1] if match else "", line)
        return
    match = _NAME.search(path.stem)
    if path.suffix == ".md" and text.startswith(REQUEST_BEGINS):
        return  # a request, not an answer
    yield (match[1] if match else "", text)
