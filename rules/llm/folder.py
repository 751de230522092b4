"""The folder of requests: one Markdown file a prompt, the schema, a manifest; ``batch.jsonl`` for batch services.

A person pastes ``NNN-HASH.md`` into any chat window and saves the answer as ``NNN-HASH.json`` (or ``.txt``).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from morph.files import write_atomic
from rules.llm.prompt import Prompt
from rules.llm.prompts import VERSION, Requests, answer_schema

MANIFEST = "manifest.json"


def write_requests(folder: Path, asked: Requests, *, language: str) -> list[Path]:
    """Write all requests about a book. Returns what was written."""
    return write_prompts(folder, asked.requests, answer_schema(), manifest(asked, language))


def write_prompts(
    folder: Path, prompts: Sequence[Prompt], schema: Mapping[str, object], manifest: Mapping[str, object]
) -> list[Path]:
    """Write prompts with schema and manifest; files of an earlier run that are no longer asked are removed."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    names = {f"{prompt.name}.md" for prompt in prompts}
    for old in folder.glob("[0-9]*-??????????.md"):
        if old.name not in names:
            old.unlink()
    for prompt in prompts:
        path = folder / f"{prompt.name}.md"
        write_atomic(path, prompt.text)
        written.append(path)
    write_atomic(folder / "schema.json", json.dumps(schema, ensure_ascii=False, indent=1) + "\n")
    write_atomic(folder / MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1) + "\n")
    write_atomic(folder / "batch.jsonl", "".join(f"{line}\n" for line in _batch(prompts)))
    return written


def manifest(asked: Requests, language: str) -> dict[str, object]:
    """What was asked and what was not."""
    return {
        "language": language,
        "prompt_version": VERSION,
        "requests": [
            {
                "name": request.name,
                "sections": list(request.passage.sections),
                "titles": list(request.passage.titles),
                "source": str(request.passage.source),
                "examples": len(request.passage.examples),
                "tokens": request.tokens,
            }
            for request in asked.requests
        ],
        "tokens": asked.tokens,
        "skipped": [
            {"section": s.section, "title": s.title, "chars": s.chars, "reason": s.reason} for s in asked.skipped
        ],
    }


def _batch(prompts: Sequence[Prompt]) -> list[str]:
    """One request a line as batch services take them; the model is theirs to fill in."""
    return [
        json.dumps(
            {
                "custom_id": request.name,
                "method": "POST",
                "url": "/v1/chat/completions",
                "body": {
                    "messages": [
                        {"role": "system", "content": request.system},
                        {"role": "user", "content": request.user},
                    ],
                    "response_format": {"type": "json_object"},
                },
            },
            ensure_ascii=False,
        )
        for request in prompts
    ]
