"""Bound forms mentioned in prose and headings: "the locative =ko", "-un 'his'", "Third-person possessive -un".

An italic bound form takes as its description the words right before it, the label or quoted gloss beside it, and the
heading of the section where headings name a form.

>>> from morph.model import Source
>>> rich = (Span("The locative clitic "), Span("=ko", "form"), Span(" marks places."))
>>> claims = mentioned(Paragraph(rich, "6.1", Source("book", "a.tex", 3)))
>>> claims[0].form, claims[0].kind, claims[0].descriptions
('ko', 'enclitic', ('locative clitic',))
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rules.extract.claims import Claim, bound_forms, parse_bound
from rules.items import Paragraph, Section, SourceRead, Span

_STOP = re.compile(
    r"[.;:!?]|\b(?:the|a|an|is|are|was|were|by|with|of|in|on|and|or|that|which|has|have|like|as)\b", re.IGNORECASE
)
_BETWEEN = re.compile(r"[\s(,–-]*(?:glossed|meaning|glossed as)?[\s(]*")
_WORDS_BEFORE = 5


def claims_of_prose(read: SourceRead) -> list[Claim]:
    """All claims in the paragraphs and headings of a source."""
    claims = [claim for section in read.sections for claim in titled(section)]
    for paragraph in read.paragraphs:
        claims += mentioned(paragraph)
    return claims


def titled(section: Section) -> list[Claim]:
    """A heading that names bound forms: ``Locative =ko`` claims that ``=ko`` is the locative."""
    items = section.title.replace("/", " ").split()
    forms = [form for item in items if (form := parse_bound(item.strip("(),`'‘’")))]
    rest = " ".join(item for item in items if not parse_bound(item.strip("(),`'‘’")))
    if not forms or not rest:
        return []
    return [
        Claim(
            forms[0].form, forms[0].kind, (_bare_words(rest),), section.source, "section", alternants=_same_kind(forms)
        )
    ]


def mentioned(paragraph: Paragraph) -> list[Claim]:
    """The bound forms of a paragraph that stand beside a description, label or quoted gloss."""
    spans = paragraph.rich
    claims = []
    for i, span in enumerate(spans):
        if span.style != "form":
            continue
        forms = bound_forms(span.text)
        if not forms:
            continue
        before, after, quoted = _before(spans, i), _after(spans, i), _quoted(spans, i)
        descriptions = tuple(dict.fromkeys(text for text in (after, before) if text))
        if descriptions or quoted:
            first = forms[0]
            claims.append(
                Claim(first.form, first.kind, descriptions, paragraph.source, "mention", quoted, _same_kind(forms))
            )
    return claims


def _same_kind(forms: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    return tuple(form for form, kind in forms[1:] if kind == forms[0][1])


def _before(spans: Sequence[Span], index: int) -> str:
    """The words before a form, back to a stop: "… the *third-person possessive* -un"; a label right before it too."""
    text = ""
    for span in reversed(spans[max(0, index - 4) : index]):
        if span.style in ("form", "gloss", "phonetic", "phonemic"):
            break
        text = span.text + text
    tail = _STOP.split(text)[-1] if text.strip() else ""
    return _bare_words(" ".join(tail.split()[-_WORDS_BEFORE:]))


def _after(spans: Sequence[Span], index: int) -> str:
    """A label right after a form: "=at (OBJ)"."""
    following = spans[index + 1 : index + 3]
    if following and following[0].style == "plain" and _BETWEEN.fullmatch(following[0].text):
        following = following[1:]
    return following[0].text.strip() if following and following[0].style == "label" else ""


def _quoted(spans: Sequence[Span], index: int) -> str:
    following = spans[index + 1 : index + 3]
    if following and following[0].style == "plain" and _BETWEEN.fullmatch(following[0].text):
        following = following[1:]
    return following[0].text.strip(" ‘’'`“”") if following and following[0].style == "gloss" else ""


def _bare_words(text: str) -> str:
    return " ".join(text.strip(" ()[],;:.`'‘’").split())
