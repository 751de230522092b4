r"""Running text as :class:`rules.items.Span` values: forms, labels, quoted glosses, phonetic and phonemic strings.

>>> from rules.sources.latex.nodes import build
>>> from rules.sources.latex.tokens import tokenize
>>> tree = build(tokenize(r"\textit{kit} `top', [kit] /kit/", 0), lambda *_: None)
>>> [(span.text, span.style) for span in rich(Renderer().runs(tree)) if span.style != "plain"]
[('kit', 'form'), ('top', 'gloss'), ('kit', 'phonetic'), ('kit', 'phonemic')]
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from rules.items import Rich, Span, SpanStyle
from rules.sources.latex.render import Renderer, Run

__all__ = ["Renderer", "rich", "tex_quotes"]

_QUOTED = re.compile(r"‘((?:[^‘’'\n]|['’](?=\w)){1,300})['’](?!\w)|(?<![\w'’])'((?:[^‘’'\n]|['’](?=\w)){1,200})'(?!\w)")
_PHONETIC = re.compile(r"\[([^\[\]\n]{1,80})\]")
_PHONEMIC = re.compile(r"(?<![\w/])/(?!\s)([^/\n]{1,40}?)(?<!\s)/(?![\w])")
_SPACE = re.compile(r"\s+")


def tex_quotes(text: str) -> str:
    """TeX's quotes as characters: pairs become “ ”, a backtick ‘; the apostrophe stays (it may be a letter)."""
    return text.replace("``", "“").replace("''", "”").replace("`", "‘").replace("\u00ad", "")


def rich(runs: Iterable[Run]) -> Rich:
    """Runs of text merged and marked up; white space is normalised and stripped at both ends."""
    text, styles = _flatten(runs)
    text = _close_quotes(text)
    _attach_boundaries(text, styles)
    _mark(text, styles, _QUOTED, "gloss")
    _mark(text, styles, _PHONETIC, "phonetic")
    _mark(text, styles, _PHONEMIC, "phonemic")
    spans: list[Span] = []
    start = 0
    for index in range(1, len(text) + 1):
        if index == len(text) or styles[index] != styles[start]:
            spans.append(Span(unicodedata.normalize("NFC", text[start:index]), styles[start]))
            start = index
    return tuple(spans)


def _flatten(runs: Iterable[Run]) -> tuple[str, list[SpanStyle]]:
    """The whole text with one style per character, white space collapsed."""
    pieces: list[str] = []
    styles: list[SpanStyle] = []
    last = " "
    for raw, style in runs:
        piece = _SPACE.sub(" ", tex_quotes(raw))
        if last == " ":
            piece = piece.lstrip(" ")
        if piece:
            pieces.append(piece)
            styles.extend([_style(style)] * len(piece))
            last = piece[-1]
    text = "".join(pieces)
    stripped = text.rstrip(" ")
    return stripped, styles[: len(stripped)]


def _attach_boundaries(text: str, styles: list[SpanStyle]) -> None:
    """A boundary mark written beside an italic form (``\\textit{y}-``) belongs to the form."""
    padded = f" {text} "
    for index, char in enumerate(text):
        if char not in "-=~" or styles[index] != "plain":
            continue
        before = styles[index - 1] if index else "plain"
        after = styles[index + 1] if index + 1 < len(text) else "plain"
        if (before == "form" and padded[index + 2] in " ,.;:)/’'”") or (after == "form" and padded[index] in " (/‘“"):
            styles[index] = "form"


def _close_quotes(text: str) -> str:
    """A quotation opened by ‘ is closed by ’ (TeX prints the apostrophe so)."""
    chars = list(text)
    for match in _QUOTED.finditer(text):
        if match.group(1) is not None:
            chars[match.end() - 1] = "’"
    return "".join(chars)


def _style(name: str) -> SpanStyle:
    return name if name in ("form", "label") else "plain"  # type: ignore[return-value]


def _mark(text: str, styles: list[SpanStyle], pattern: re.Pattern[str], style: SpanStyle) -> None:
    """Give ``style`` to the inside of each match whose delimiters stand in plain text."""
    for match in pattern.finditer(text):
        start, end = match.span(match.lastindex or 0)
        if (styles[start - 1] != "plain" or styles[end] != "plain") and text[start - 1] != "‘":
            continue
        inside = set(styles[start:end])
        if style != "gloss" and ("gloss" in inside or text[start:end].count(" ") > 2):
            continue
        for index in range(start, end):
            if styles[index] != "label" or style != "gloss":
                styles[index] = style
