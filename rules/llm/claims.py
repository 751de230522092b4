"""A claim: one statement of a model about the language, with its quote and its examples, and what became of it.

The identity of a claim is what it says (type and content), not how it is quoted: the same statement from two
answers has one id, and its verdict can be cited by it.

>>> one = make_claim({"type": "rendering", "section": "2", "quote": "q", "label": "=LOC", "options": ["in"]}, "llm:m")
>>> two = make_claim({"type": "rendering", "section": "3", "quote": "r", "label": "=LOC", "options": ["in"]}, "llm:m")
>>> one.id == two.id, one.get("options"), one.get("kind", "")
(True, ['in'], '')
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from morph.model import NO_EVIDENCE, Evidence

COMMON = ("type", "section", "quote", "support", "examples")


@dataclass(frozen=True, slots=True)
class Claim:
    """``content`` is canonical JSON of the fields of its type; ``origin`` ``llm:MODEL``, several joined by `` ; ``;
    ``requests`` the names of the requests whose answers make it."""

    id: str
    type: str
    section: str
    quote: str
    support: str
    examples: tuple[str, ...]
    content: str
    origin: str
    requests: tuple[str, ...] = ()
    fields: Mapping[str, Any] = field(default_factory=dict, compare=False, repr=False)

    def get(self, name: str, default: Any = None) -> Any:
        """A field of the claim's type."""
        return self.fields.get(name, default)

    def text(self, name: str) -> str:
        """A field that is text; empty where it is missing."""
        return str(self.fields.get(name) or "")

    def items(self, name: str) -> list[Any]:
        """A field that is a list; empty where it is missing."""
        return list(self.fields.get(name) or ())


@dataclass(frozen=True, slots=True)
class Verdict:
    """What verification made of a claim.

    ``reasons`` are coded sentences (``quote: …``); ``source`` the address of the item where the quote stands; ``same``
    the ids of the reader's rows that say the same; ``against`` what contradicts it (rows or claims), shown beside it.
    """

    claim: Claim
    status: str
    reasons: tuple[str, ...] = ()
    evidence: Evidence = NO_EVIDENCE
    source: str = ""
    same: tuple[str, ...] = ()
    against: tuple[str, ...] = ()


def make_claim(raw: Mapping[str, Any], origin: str, request: str = "") -> Claim:
    """A claim from an object that fits the schema. All text is NFC, without control characters."""
    clean = {name: _clean(value) for name, value in raw.items()}
    fields = {name: value for name, value in clean.items() if name not in COMMON and value not in ("", [], None)}
    content = json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    kind = str(clean["type"])
    digest = hashlib.sha256(f"{kind}\0{content}".encode()).hexdigest()[:8]
    return Claim(
        f"{kind}-{digest}", kind, str(clean.get("section", "")), str(clean.get("quote", "")),
        str(clean.get("support") or "shown"), tuple(clean.get("examples") or ()), content, origin,
        (request,) if request else (), fields,
    )  # fmt: skip


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        text = unicodedata.normalize("NFC", value)
        return "".join(c if unicodedata.category(c)[0] != "C" else " " for c in text).strip()
    if isinstance(value, list):
        return [_clean(item) for item in value]
    if isinstance(value, dict):
        return {name: _clean(item) for name, item in value.items()}
    return value


def merged(claims: Iterable[Claim]) -> list[Claim]:
    """Claims of one id as one: all examples, requests and origins; the first quote stays."""
    found: dict[str, Claim] = {}
    for claim in claims:
        old = found.get(claim.id)
        if old is None:
            found[claim.id] = claim
            continue
        found[claim.id] = Claim(
            old.id, old.type, old.section, old.quote, old.support,
            tuple(dict.fromkeys((*old.examples, *claim.examples))), old.content,
            " ; ".join(dict.fromkeys((*old.origin.split(" ; "), *claim.origin.split(" ; ")))),
            tuple(dict.fromkeys((*old.requests, *claim.requests))), old.fields,
        )  # fmt: skip
    return list(found.values())
