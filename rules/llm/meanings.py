"""Whether the lexicon or the examples know a word in a meaning, whatever joins the words of a gloss.

>>> means(Lexeme("x", "x", "v", "go_up", senses=("to climb, ascend",)), "climb")
True
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from morph.model import Lexeme
from rules.extract.tokens import normal
from rules.llm.ground import Ground, stream


def root_tokens(form: str, gloss: str, ground: Ground) -> tuple[int, int]:
    """The tokens of a root with a gloss (written with ``_``, ``.`` or a space), and all of it."""
    wanted = plain_gloss(gloss)
    counts = Counter[bool]()
    for other, number in _roots(ground, normal(form)):
        counts[plain_gloss(other) == wanted] += number
    return counts[True], counts[True] + counts[False]


def _roots(ground: Ground, form: str) -> Iterable[tuple[str, int]]:
    return ((gloss, n) for (root, gloss), n in ground.attested.roots.items() if root == form)


def plain_gloss(gloss: str) -> str:
    """A gloss or sense for comparison: without what joins its words, a remark in brackets, a verb's *to*.

    >>> plain_gloss("to be_angry (with)"), plain_gloss("go.up"), plain_gloss("1SG.POSS")
    ('be angry', 'go up', '1sg poss')
    """
    text = re.sub(r"[(\[][^)\]]*[)\]]", " ", gloss.casefold().replace("_", " ").replace(".", " "))
    return re.sub(r"^(?:to|the|an?) (?=\w)", "", " ".join(text.split()))


def means(row: Lexeme, gloss: str) -> bool:
    """Whether a row of the lexicon has a gloss or a sense that is this one."""
    wanted = plain_gloss(gloss)
    if not wanted:
        return False
    return wanted == plain_gloss(row.gloss) or any(
        wanted in [plain_gloss(part) for part in _senses(sense)] for sense in row.senses
    )


def _senses(text: str) -> list[str]:
    return [part.strip() for part in text.replace(";", ",").split(",")]


def word_in(text: str, quote: str) -> bool:
    wanted = stream(str(text).replace("_", " "))
    return len(wanted) > 1 and wanted in stream(quote)
