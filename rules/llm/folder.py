"""The folder of requests: one Markdown file a prompt, the schema, a manifest; ``batch.jsonl`` for batch services.

A person pastes ``NNN-HASH.md`` into any chat window and saves the answer as ``NNN-HASH.json`` (or ``.txt``).
"""

from __future__ import annotations

import json
from pathlib import Path

from morph.files import write_atomic
from rules.llm.prompts import VERSION, Requests, answer_schema

MANIFEST = "manifest.json"


def write_requests(folder: Path, asked: Requests, *, language: str, answers: Path | None = None) -> list[Path]:
    """Write all requests; files of an earlier run that are no longer asked are removed. Returns what was written."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    names = {f"{request.name}.md" for request in asked.requests}
    for old in folder.glob("[0-9]*-??????????.md"):
        if old.name not in names:
            old.unlink()
    for request in asked.requests:
        path = folder / f"{request.name}.md"
        write_atomic(path, request.text)
        written.append(path)
    write_atomic(folder / "schema.json", json.dumps(answer_schema(), ensure_ascii=False, indent=1) + "\n")
    write_atomic(folder / MANIFEST, json.dumps(manifest(asked, language), ensure_ascii=False, indent=1) + "\n")
    write_atomic(folder / "batch.jsonl", "".join(f"{line}\n" for line in _batch(asked)))
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


def _batch(asked: Requests) -> list[str]:
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
        for request in asked.requests
    ]
