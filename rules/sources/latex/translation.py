r"""What follows the gloss lines: the free translation, the source reference, and whatever else stands there.

>>> split_translation("‘He said: “Go.”’ [narr3:5]")
Tail(translation='He said: “Go.”', reference='narr3:5', rest='')
>>> split_translation("‘The dogs' bone’ (lit. ‘bone of dogs’)")
Tail(translation="The dogs' bone", reference='', rest='(lit. ‘bone of dogs’)')
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_OPENERS = {"‘": "’'´", "“": "”", "'": "'’", '"': '"”', "«": "»", "„": "“”", "‚": "‘’", "’": "’", "‹": "›"}
_BRACKETED = re.compile(r"\s*(?:\[([^\[\]]{1,120})\]|\(([^()]{1,120}(?:\([^()]*\)[^()]*)?)\))\s*[.]?\s*$")
_LITERAL = re.compile(r"\s*[(\[]?\s*(?:lit|literally|wörtl|Lit|Literally|lit\.)[.:,\s]")
_SENTENCE = re.compile(r"^(?:or|i\.e|also|=|cf|and|but)\b|^=|[.!?'’”]$|‘", re.IGNORECASE)
_AFTER = re.compile(
    r"\s*(?:$|[.,;:!?]*\s*(?:$|[(\[‘“/–—=;,-]|(?:or|lit|also|i\.e|not|rather|cf|alternatively)\b|(?:[\w.]+\s){0,2}[\w.]+:\s*‘))",
    re.IGNORECASE,
)
_INTENDED = re.compile(
    r"^(?:intended|intended (?:meaning|reading)|target|for|meant|attempted)\s*:\s*(?=[‘“'])", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Tail:
    """``rest`` is text after the translation that is neither: a literal translation, a comment."""

    translation: str
    reference: str = ""
    rest: str = ""


def split_translation(text: str) -> Tail:
    """Take the text after the gloss lines apart."""
    text = _INTENDED.sub("", text.strip())
    if text.startswith("“‘"):
        # Three backticks: TeX sees “‘, the author means a quotation inside the quotes.
        text = "‘“" + text[2:]
    if text[:1] in _OPENERS and (end := _closing(text)) is not None:
        translation, after = text[1:end].strip(), text[end + 1 :].strip()
        translation, after = _full_stop(translation, after)
    else:
        translation, after = _unquoted(text.removeprefix("‘"))
    if translation.startswith("”"):
        translation = "“" + translation[1:]
    after, reference = _reference(after)
    return Tail(translation, reference, after)


def _full_stop(translation: str, after: str) -> tuple[str, str]:
    """A full stop set after the closing quote is no rest."""
    if after in (".", ",", ";"):
        return translation, ""
    return translation, after.lstrip(".,; ") if after[:1] in ".,;" and not after.startswith("...") else after


def _closing(text: str) -> int | None:
    """The place of the quote that closes the one at the start: the first one outside any inner quotation after which
    no sentence goes on."""
    opener, closers = text[0], _OPENERS[text[0]]
    last, depth = None, 1
    for index in range(1, len(text)):
        char = text[index]
        if char == opener and char not in closers:
            depth += 1
        if char not in closers or (index + 1 < len(text) and text[index + 1].isalnum()):
            continue
        last = index
        after = text[index + 1 :]
        if depth > 1:
            depth -= 1
        elif _AFTER.match(after) and not (after[:1] in closers or after.lstrip()[:1] in ("’", "”")):
            return index
    return last


def _unquoted(text: str) -> tuple[str, str]:
    """A translation without quotes: a bracketed source at its end is none of it."""
    match = _BRACKETED.search(text)
    if match and match.start() > 0 and _is_reference(match.group(1) or match.group(2) or ""):
        return text[: match.start()].strip(), text[match.start() :]
    return text, ""


def _is_reference(text: str) -> bool:
    """Whether a bracketed text looks like the address of a text rather than a part of the sentence."""
    if _LITERAL.match(" " + text) or _SENTENCE.search(text) or len(text) > 60:
        return False
    return bool(re.search(r"\d", text)) or "_" in text or text.casefold() in ("elicited", "elic", "overheard")


def _reference(text: str) -> tuple[str, str]:
    """Split a bracketed reference off the end of what follows the translation."""
    if _LITERAL.match(text) and not re.search(r"\)\s*[\[(]", text):
        return text.strip(), ""
    match = _BRACKETED.search(text)
    if match:
        inside = (match.group(1) or match.group(2)).strip()
        if _is_reference(inside) or (match.group(1) and not _SENTENCE.search(inside)):
            return text[: match.start()].strip(), inside
    return text.strip(), ""


def strip_brackets(text: str) -> str:
    """A reference without the brackets around it."""
    text = text.strip()
    while len(text) > 1 and (text[0], text[-1]) in (("[", "]"), ("(", ")")):
        text = text[1:-1].strip()
    return text
