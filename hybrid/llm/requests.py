"""Requests for translations: sentences in batches, each batch one self-contained prompt.

The texts stand in ``prompts/VERSION/``. What a sentence is called in prompt and answer is a hash of the sentence, so
that an answer still finds its sentence when the prompt around it has changed.

>>> sentence_id("Ma he sorat nani.") == sentence_id(" Ma he sorat nani. "), len(sentence_id("x"))
(True, 8)
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Protocol

from rules.llm.prompt import Prompt, prompt_name

VERSION = "v1"
MODES = ("analysis", "pairs")
PER_REQUEST = 5
PAIRS = 12
_ANSWER_TOKENS = 90  # a sentence with its alternatives, for the estimate


class Briefer(Protocol):
    """Tells of sentences: a text about the grammar, and a block for each sentence."""

    def brief(self, lines: Sequence[str]) -> tuple[str, list[str]]:
        """With everything the analysis gives."""
        ...

    def plain(self, lines: Sequence[str]) -> tuple[str, list[str]]:
        """With known pairs alone."""
        ...


@dataclass(frozen=True, slots=True)
class Direction:
    """``into``: out of the language; the names are as prompts say them."""

    into: bool
    language: str
    meta: str = "English"

    @property
    def target(self) -> str:
        return self.meta if self.into else self.language


@dataclass(frozen=True, slots=True)
class Batch:
    """A prompt and the sentences it asks about."""

    prompt: Prompt
    lines: tuple[str, ...]


def sentence_id(line: str) -> str:
    """What a sentence is called."""
    return hashlib.sha256(" ".join(line.split()).encode()).hexdigest()[:8]


@cache
def prompt_text(name: str, version: str = VERSION) -> str:
    """A versioned prompt file."""
    return files("hybrid.llm").joinpath("prompts", version, name).read_text(encoding="utf-8").strip()


@cache
def answer_schema(version: str = VERSION) -> dict[str, Any]:
    """The JSON Schema of an answer."""
    schema: dict[str, Any] = json.loads(prompt_text("schema.json", version))
    return schema


def system_text(direction: Direction, mode: str, version: str = VERSION) -> str:
    """What is the same in all requests of one kind."""
    way = "into" if direction.into else "from"
    names = {"language": direction.language, "meta": direction.meta}
    parts = [prompt_text(f"{way}.md", version), prompt_text(f"{way}-{mode}.md", version)]
    return "\n\n".join(part.format(**names) for part in (*parts, prompt_text("answer.md", version)))


def make_batches(
    lines: Sequence[str],
    briefer: Briefer,
    direction: Direction,
    *,
    mode: str = "analysis",
    per_request: int = PER_REQUEST,
) -> list[Batch]:
    """The requests for some sentences; blank ones and repetitions are left out. The same always gives the same."""
    distinct = list(dict.fromkeys(line.strip() for line in lines if line.strip()))
    chunks = [distinct[start : start + per_request] for start in range(0, len(distinct), per_request)]
    system = system_text(direction, mode)
    batches = []
    for number, chunk in enumerate(chunks, 1):
        grammar, blocks = briefer.brief(chunk) if mode == "analysis" else briefer.plain(chunk)
        ids = [sentence_id(line) for line in chunk]
        told = "\n\n".join(f"## {id_}\n{block}" for id_, block in zip(ids, blocks, strict=True))
        user = prompt_text("user.md").format(
            grammar=grammar, sentences=told, count=len(chunk), ids=", ".join(ids), target=direction.target
        )
        prompt = Prompt(number, prompt_name(number, len(chunks), system, user), system, user)
        batches.append(Batch(prompt, tuple(chunk)))
    return batches


def answer_tokens(batches: Sequence[Batch]) -> int:
    """An estimate of what the answers take."""
    return _ANSWER_TOKENS * sum(len(batch.lines) for batch in batches)


def manifest(batches: Sequence[Batch], direction: Direction, mode: str) -> dict[str, object]:
    """What is asked: the ids of the sentences in each request."""
    return {
        "language": direction.language,
        "target": direction.target,
        "mode": mode,
        "prompt_version": VERSION,
        "requests": [
            {"name": b.prompt.name, "sentences": [sentence_id(line) for line in b.lines], "tokens": b.prompt.tokens}
            for b in batches
        ],
        "tokens": sum(b.prompt.tokens for b in batches),
    }
