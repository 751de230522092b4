"""Whether the lexicon or the examples know a word in a meaning, whatever joins the words of a gloss.

>>> means(Lexeme("x", "x", "v", "go_up", senses=("to climb, ascend",)), "climb")
True
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from morph.model import Lexeme
from rules.extract.tokens import normal
from rules.llm.ground import Ground, stream


def root_tokens(form: str, gloss: str, ground: Ground) -> tuple[int, int]:
    """The tokens of a root with a gloss (written with ``_``, ``.`` or a space), and all of it."""
    wanted = _plain_gloss(gloss)
    counts = Counter[bool]()
    for other, number in _roots(ground, normal(form)):
        counts[_plain_gloss(other) == wanted] += number
    return counts[True], counts[True] + counts[False]


def _roots(ground: Ground, form: str) -> Iterable[tuple[str, int]]:
    return ((gloss, n) for (root, gloss), n in ground.attested.roots.items() if root == form)


def _plain_gloss(gloss: str) -> str:
    return gloss.casefold().replace("_", " ").replace(".", " ").strip()


def means(row: Lexeme, gloss: str) -> bool:
    """Whether a row of the lexicon has a gloss or a sense that is this one."""
    wanted = _plain_gloss(gloss)
    if not wanted:
        return False
    return wanted == _plain_gloss(row.gloss) or any(
        wanted in [_plain_gloss(part).removeprefix("to ") for part in _senses(sense)] for sense in row.senses
    )


def _senses(text: str) -> list[str]:
    return [part.strip() for part in text.replace(";", ",").split(",")]


def word_in(text: str, quote: str) -> bool:
    wanted = stream(str(text).replace("_", " "))
    return len(wanted) > 1 and wanted in stream(quote)
