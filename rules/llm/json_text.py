"""The list of objects that a model was asked for, found in whatever it wrote around it.

An answer is text and nothing else: it is decoded as JSON with the standard library, within limits of size and depth.

>>> listed('Sure! ```json\\n{"claims": [{"type": "order"}, {"type": "x"', "claims", "type")
([{'type': 'order'}], True)
>>> listed("I can't do that.", "claims", "type")
(None, False)
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

MAX_CHARS = 400_000
MAX_DEPTH = 24
MAX_ITEMS = 120


def listed(text: str, key: str, mark: str) -> tuple[list[Any] | None, bool]:
    """The list under ``key`` in a text, and whether it breaks off; None where there is none.

    A bare list of objects is taken for it, and a single object with the field ``mark`` for an item of it.
    """
    text = unwrapped(text)
    decoder = json.JSONDecoder(parse_constant=lambda name: None)
    values = [value for start in _starts(text) if (value := _decode(decoder, text, start)) is not None]
    whole = [value[key] for value in values if isinstance(value, dict) and isinstance(value.get(key), list)]
    if whole:
        return max(whole, key=len), False
    saved = _salvaged(decoder, text, key)
    if saved is not None:
        return saved, True
    lists = [v for v in values if isinstance(v, list) and v and all(isinstance(item, dict) for item in v)]
    if lists:
        return max(lists, key=len), False
    single = [value for value in values if isinstance(value, dict) and mark in value]
    return (single, False) if single else (None, False)


def _starts(text: str) -> Iterable[int]:
    """Where a JSON value may begin: the first braces that could hold a list."""
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


def _salvaged(decoder: json.JSONDecoder, text: str, key: str) -> list[Any] | None:
    """The complete items of a list that breaks off."""
    opening = re.search(rf"\"{key}\"\s*:\s*\[", text) or re.match(r"\s*(?:```\w*)?\s*\[(?=\s*\{)", text)
    if not opening or _too_deep(text, opening.start()):
        return None
    if opening.re.pattern.startswith(r"\s*") and _decode(decoder, text, text.index("[")) is not None:
        return None  # a complete list
    found: list[Any] = []
    at = opening.end()
    while at < len(text) and len(found) < MAX_ITEMS:
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


def unwrapped(text: str) -> str:
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
