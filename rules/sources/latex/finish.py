r"""After the walk: counts, unknown macros, the meta-language of each example, entries written as paragraphs."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from morph.model import Finding, Source
from rules.items import Example, Paragraph, SourceRead
from rules.sources.latex.context import Context
from rules.sources.latex.language import guess, words_of
from rules.sources.latex.lists import WORD_LIST_TITLE, entry_from_paragraph

_LEAST_PROSE = 12
_LEAST_ENTRIES = 10


def finish(context: Context, path: str, files: int) -> SourceRead:
    """The whole reading as one value."""
    _report_unknown(context)
    _entries_in_prose(context)
    examples = _meta_languages(context)
    for code, number in context.reported.items():
        left = number - sum(finding.code == code for finding in context.findings)
        if left > 0:
            context.findings.append(
                Finding(code, f"{left} more of this kind", Source("book"), "mend the first ones and read again", "note")
            )
    counts = context.counts
    counts["files"] = files
    for name, items in (
        ("abbreviations", context.abbreviations), ("entries", context.entries), ("paragraphs", context.paragraphs),
        ("sections", context.sections), ("examples", context.examples),
    ):  # fmt: skip
        counts[name] = len(items)
    return SourceRead(
        path=path,
        kind="latex",
        sections=tuple(context.sections),
        paragraphs=tuple(context.paragraphs),
        examples=tuple(examples),
        tables=tuple(context.tables),
        abbreviations=tuple(context.abbreviations),
        entries=tuple(context.entries),
        findings=tuple(context.findings),
        counts=tuple(sorted(counts.items())),
    )


def _report_unknown(context: Context) -> None:
    for name, (at, what) in sorted(context.renderer.unknown.items(), key=lambda item: item[1]):
        message = f"the macro \\{name} is not defined in the book: {what}"
        context.note("latex.macro-unknown", message, at, "add the file that defines it")


def _entries_in_prose(context: Context) -> None:
    """Word lists whose entries are paragraphs or items."""
    if context.entries:
        return
    lists = [number for number, section in enumerate(context.sections) if WORD_LIST_TITLE.search(section.title)]
    for number in lists:
        inside = _paragraphs_of(context, number)
        formed = sum(bool(p.rich) and p.rich[0].style == "form" for p in inside)
        if formed >= _LEAST_ENTRIES and formed >= 0.6 * len(inside):
            for paragraph in inside:
                entry_from_paragraph(paragraph, context)


def _paragraphs_of(context: Context, number: int) -> list[Paragraph]:
    """The paragraphs below a heading in its file, up to the next heading of its level."""
    start = context.sections[number]
    ends = [
        section.source.line
        for section in context.sections
        if section.source.path == start.source.path
        and section.source.line > start.source.line
        and section.level <= start.level
    ]
    last = min(ends, default=10**9)
    return [
        paragraph
        for paragraph in context.paragraphs
        if paragraph.kind in ("prose", "list")
        and paragraph.source.path == start.source.path
        and start.source.line <= paragraph.source.line < last
    ]


def _meta_languages(context: Context) -> list[Example]:
    """Examples of a part of the book that is written in another language are glossed in that language."""
    prose: dict[str, list[str]] = defaultdict(list)
    for paragraph in context.paragraphs:
        if paragraph.kind == "prose":
            prose[_part(paragraph)].extend(
                word for span in paragraph.rich if span.style in ("plain", "gloss") for word in words_of(span.text)
            )
    languages = {
        part: guess(words, context.meta_language, least=_LEAST_PROSE) or context.meta_language
        for part, words in prose.items()
    }
    done = []
    for example in context.examples:
        language = example.meta_language
        if language == context.meta_language:
            section = languages.get(_part(example), context.meta_language)
            language = section if section != context.meta_language else _own(example, context.meta_language)
        done.append(replace(example, meta_language=language) if language != example.meta_language else example)
    return done


def _part(item: Paragraph | Example) -> str:
    """The file and the chapter in which an item stands."""
    return f"{item.source.path} {item.section.split('.')[0]}"


def _own(example: Example, base: str) -> str:
    """The language that the words of a single example speak for (strong evidence only)."""
    words = words_of(example.translation) + [
        word for gloss in example.glosses if gloss.islower() for word in words_of(gloss)
    ]
    return guess(words, base, least=4) or base
