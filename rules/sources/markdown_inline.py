"""Inline Markdown as spans: emphasis and code are forms, ``[3SG]{.smallcaps}`` is a label, quotes are glosses.

>>> token = MarkdownIt("commonmark").parseInline("*kit* ‘top’, [LOC]{.smallcaps}")[0]
>>> [(span.text, span.style) for span in inline_rich(token) if span.style != "plain"]
[('kit', 'form'), ('top', 'gloss'), ('LOC', 'label')]
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from markdown_it import MarkdownIt
from markdown_it.token import Token

from rules.items import Rich, Span
from rules.sources.latex.context import Context
from rules.sources.latex.spans import rich

_FOOTNOTE_MARK = re.compile(r"\[\^[^\]\s]+\]")
_SPAN = re.compile(r"\[(?P<text>[^\[\]]+)\]\{(?P<attributes>[^{}]*)\}")
_HTML_CAPS = re.compile(r"<(?P<tag>sc|small|span)\b(?P<attributes>[^>]*)>(?P<text>[^<]*)</(?P=tag)>", re.IGNORECASE)


def inline_rich(token: Token) -> Rich:
    """An inline token as marked-up text."""
    return rich(list(_runs(token.children or [])))


def with_content(token: Token, text: str) -> Token:
    """An inline token with another text, parsed again."""
    return token if text == token.content else MarkdownIt("commonmark").parseInline(text)[0]


def bare_line(line: str) -> str:
    """A line of a paragraph without emphasis marks and line-break marks, small caps in capitals."""
    line = re.sub(r"(?:\\|\s{2,})$|<br\s*/?>", "", line)
    line = _HTML_CAPS.sub(lambda m: m["text"].upper(), line)
    line = _SPAN.sub(lambda m: m["text"].upper() if "smallcaps" in m["attributes"] else m["text"], line)
    line = re.sub(r"(?<![\w*])(\*\*|__|\*|_)(?=\S)(.+?)(?<=\S)\1(?![\w*])", r"\2", line)
    return re.sub(r"\\([*_=~<>\[\]|#-])", r"\1", line)


def _runs(children: Sequence[Token]) -> Iterator[tuple[str, str]]:
    styles: list[str] = []
    for child in children:
        if child.type in ("em_open", "strong_open"):
            styles.append("form")
        elif child.type in ("em_close", "strong_close"):
            if styles:
                styles.pop()
        elif child.type == "code_inline":
            yield child.content, "form"
        elif child.type == "html_inline":
            tag = child.content.casefold()
            if re.match(r"<(sc|span)\b.*small-?caps|<sc>", tag):
                styles.append("label")
            elif tag in ("</sc>", "</span>") and styles and styles[-1] == "label":
                styles.pop()
            elif tag.startswith("<br"):
                yield " ", "plain"
        elif child.type in ("softbreak", "hardbreak"):
            yield " ", "plain"
        elif child.content:
            yield from _spans(child.content, styles[-1] if styles else "plain")


def _spans(text: str, style: str) -> Iterator[tuple[str, str]]:
    """Text with pandoc's bracketed spans: ``[3SG]{.smallcaps}``; other attributes are dropped."""
    last = 0
    text = _FOOTNOTE_MARK.sub("", text)
    for match in _SPAN.finditer(text):
        yield text[last : match.start()], style
        small = "smallcaps" in match["attributes"] or ".sc" in match["attributes"]
        yield (match["text"].upper(), "label") if small else (match["text"], style)
        last = match.end()
    yield text[last:], style


def label_capitals(context: Context) -> None:
    """Capitals in running text that are labels of the book (in its list or its glosses) get the label style, which
    plain Markdown cannot show."""
    labels = {a.label for a in context.abbreviations}
    labels |= {
        part
        for example in context.examples
        for gloss in example.glosses
        for part in re.split(r"[-=~<>.:]", gloss)
        if len(part) > 1 and part.isupper()
    }
    if not labels:
        return
    pattern = re.compile(r"(?<!\w)(" + "|".join(map(re.escape, sorted(labels, key=len, reverse=True))) + r")(?!\w)")
    context.paragraphs = [replace(p, rich=tuple(_relabel(p.rich, pattern))) for p in context.paragraphs]


def _relabel(text: Rich, pattern: re.Pattern[str]) -> Iterator[Span]:
    for span in text:
        if span.style != "plain":
            yield span
            continue
        for piece in pattern.split(span.text):
            if piece:
                yield Span(piece, "label" if pattern.fullmatch(piece) else "plain")
