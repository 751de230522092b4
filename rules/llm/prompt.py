"""A prompt, whatever it asks: two texts, and a name that does not change while they do not."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from math import ceil

_CHARS_PER_TOKEN = 3.6


@dataclass(frozen=True, slots=True)
class Prompt:
    """One prompt: ``name`` is ``NNN-HASH``, the hash that of both texts."""

    number: int
    name: str
    system: str
    user: str

    @property
    def key(self) -> str:
        return self.name.rpartition("-")[2]

    @property
    def tokens(self) -> int:
        return estimate_tokens(self.system) + estimate_tokens(self.user)

    @property
    def text(self) -> str:
        """Both texts in one, for a chat window."""
        return f"{self.system}\n\n---\n\n{self.user}\n"


def prompt_name(number: int, total: int, system: str, user: str) -> str:
    """``NNN-HASH`` for the prompt ``number`` of ``total``."""
    return f"{number:0{max(3, len(str(total)))}}-{prompt_key(system, user)}"


def prompt_key(system: str, user: str) -> str:
    """The content hash of a prompt."""
    return hashlib.sha256(f"{system}\0{user}".encode()).hexdigest()[:10]


def estimate_tokens(text: str) -> int:
    """About how many tokens a text has: one for 3.6 characters (tokenizers differ; forms and labels split finely).

    >>> estimate_tokens("kit=ko top=LOC")
    4
    """
    return ceil(len(text) / _CHARS_PER_TOKEN)
