"""Small pieces of text and markup that all sections share.

>>> plural(1, "rule"), plural(1204, "entry", "entries")
('1 rule', '1,204 entries')
>>> percent(0.8768)
'87.7 %'
>>> str(gloss_markup("dog-PL"))
'dog-<abbr>PL</abbr>'
"""

from __future__ import annotations

from html import escape

from markupsafe import Markup

from morph.igt import is_label, split_line

# How a reader calls the steps of the ladder, in the order of morph.model.BASES.
BASIS_NAMES = ("confirmed", "seen in the sources", "by rule", "guessed", "unknown")
BASIS_COLOURS = ("c3", "c6", "c0", "c1", "c4")


def plural(count: int, one: str, many: str = "") -> str:
    """A count with its noun."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def percent(share: float) -> str:
    """A share from 0 to 1 as a percentage."""
    return f"{100 * share:.1f} %"


def gloss_markup(gloss: str) -> Markup:
    """A gloss with its grammatical labels marked, to be set in small capitals."""
    parts = []
    for piece in split_line(gloss):
        mark = piece[0] if piece[0] in "-=~<" else ""
        body = piece[len(mark) :]
        inner = escape(body)
        parts.append(escape(mark) + (f"<abbr>{inner}</abbr>" if is_label(body) else inner))
    return Markup("".join(parts))
