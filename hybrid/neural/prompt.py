"""What the model reads: the sentence, its glosses with their labels, the draft of the rules, a neighbour's English.

One line each, so that the prompt stays short (a model on a CPU pays for every token) and any causal or seq2seq model
can be taught it.

>>> fields = Fields("Mto a enda", ("child", "PST", "go"), "The child went.", "The man went home.")
>>> prompt(fields)
'Mto a enda\\nchild PST go\\n~ The man went home.\\nThe child went.\\n>'
>>> prompt(fields, frozenset({"gloss", "draft"}))
'child PST go\\nThe child went.\\n>'
>>> prompt(fields, frozenset({"gloss"}) | {"plain"})
'child go\\n>'
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from morph.igt import is_label

EVERYTHING = frozenset(("text", "gloss", "draft", "neighbour"))
"""The parts of a prompt; ``plain`` beside ``gloss`` leaves its grammatical labels out (for the ablation)."""
DEFAULT_PARTS = frozenset(("text", "gloss", "draft"))
"""What is measured to work (benchmarks/RESULTS.md)."""
MARK = ">"
_MORPHS = re.compile(r"([-=~<>]+)")


@dataclass(frozen=True, slots=True)
class Fields:
    """The parts: text, one gloss per word, the draft, the translation of the nearest known sentence."""

    text: str
    glosses: tuple[str, ...] = ()
    draft: str = ""
    neighbour: str = ""


def prompt(fields: Fields, parts: frozenset[str] = EVERYTHING) -> str:
    """The text that stands before the English; empty parts have no line."""
    lines = []
    if "text" in parts:
        lines.append(_line(fields.text))
    if "gloss" in parts:
        glosses = map(unlabelled, fields.glosses) if "plain" in parts else fields.glosses
        lines.append(_line(" ".join(gloss for gloss in glosses if gloss)))
    if "neighbour" in parts and fields.neighbour:
        lines.append(f"~ {_line(fields.neighbour)}")
    if "draft" in parts and fields.draft:
        lines.append(_line(fields.draft))
    return "\n".join([*lines, MARK])


def unlabelled(gloss: str) -> str:
    """The lexical parts of a word's gloss.

    >>> unlabelled("fish=OBJ"), unlabelled("go_home-PST"), unlabelled("3SG")
    ('fish', 'go_home', '')
    """
    return " ".join(part for part in _MORPHS.split(gloss)[::2] if part and not is_label(part))


def _line(text: str) -> str:
    return " ".join(text.split())
