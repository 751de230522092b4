"""Requests: numbered, self-contained prompts with names that do not change while their text does not.

The texts stand in ``prompts/VERSION/``: ``system.md`` (what is asked, the types of claims, the notation),
``schema.json`` (JSON Schema of the answer), ``example.md`` (an invented language) and ``user.md`` (language, labels,
inventory, passage).
The first three are the same in every request, so that a server may keep them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from rules.extract.extract import Proposal, extract
from rules.items import SourceRead
from rules.llm.known import Known
from rules.llm.passages import MAX_CHARS, Passage, Skipped, cut
from rules.llm.prompt import Prompt, prompt_name

VERSION = "v1"
_ANSWER_TOKENS = 1100  # the mean of the answers of a strong model to these prompts, for the estimate


@dataclass(frozen=True, slots=True)
class Request(Prompt):
    """A prompt about one passage of a book."""

    passage: Passage


@dataclass(frozen=True, slots=True)
class Requests:
    """All requests for some sources, and the sections that are not asked about."""

    requests: tuple[Request, ...]
    skipped: tuple[Skipped, ...]

    @property
    def tokens(self) -> int:
        return sum(request.tokens for request in self.requests)

    @property
    def answer_tokens(self) -> int:
        """An estimate of what the answers take."""
        return _ANSWER_TOKENS * len(self.requests)


@cache
def prompt_text(name: str, version: str = VERSION) -> str:
    """A versioned prompt file."""
    return files("rules.llm").joinpath("prompts", version, name).read_text(encoding="utf-8")


@cache
def answer_schema(version: str = VERSION) -> dict[str, object]:
    """The JSON Schema of an answer."""
    schema: dict[str, object] = json.loads(prompt_text("schema.json", version))
    return schema


def claim_schema(version: str = VERSION) -> Any:
    """The JSON Schema of one claim; references in it are to :func:`answer_schema`."""
    schema: Any = answer_schema(version)
    return schema["properties"]["claims"]["items"]


@cache
def system_text(version: str = VERSION) -> str:
    """What is the same in all requests: the task, the example, the schema."""
    schema = json.dumps(answer_schema(version), ensure_ascii=False, separators=(",", ":"))
    parts = (
        prompt_text("system.md", version),
        prompt_text("example.md", version),
        f"# JSON Schema of the answer\n{schema}",
    )
    return "\n\n".join(part.strip() for part in parts)


def make_requests(
    reads: Sequence[SourceRead],
    language: str,
    *,
    proposal: Proposal | None = None,
    only: Iterable[str] = (),
    max_chars: int = MAX_CHARS,
    version: str = VERSION,
) -> Requests:
    """The requests for all books among some sources; the same sources always give the same requests."""
    known = Known.of(proposal or extract(reads))
    pieces = cut(reads, max_chars=max_chars, only=tuple(only))
    system = system_text(version)
    requests = []
    for number, passage in enumerate(pieces.passages, 1):
        user = prompt_text("user.md", version).format(
            language=language,
            classes=known.classes,
            labels=known.labels_for(passage.text),
            known=known.for_passage(passage.text),
            passage=passage.text,
        ).strip()  # fmt: skip
        name = prompt_name(number, len(pieces.passages), system, user)
        requests.append(Request(number, name, system, user, passage))
    return Requests(tuple(requests), pieces.skipped)
