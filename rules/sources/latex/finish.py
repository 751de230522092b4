r"""After the walk: counts, unknown macros, the meta-language of each example, entries written as paragraphs."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from rules.items import Example, Paragraph, SourceRead
from rules.sources.latex.context import Context
from rules.sources.latex.language import guess, words_of
from rules.sources.latex.lists import WORD_LIST_TITLE, entry_from_paragraph

_LEAST_PROSE = 12


def finish(context: Context, path: str, files: int) -> SourceRead:
    """The whole reading as one value."""
    _report_unknown(context)
    _entries_in_prose(context)
    examples = _meta_languages(context)
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
    titles = {section.number: section.path for section in context.sections}
    candidates = [
        paragraph
        for paragraph in context.paragraphs
        if paragraph.kind in ("prose", "list") and WORD_LIST_TITLE.search(titles.get(paragraph.section, ""))
    ]
    if sum(bool(p.rich) and p.rich[0].style == "form" for p in candidates) >= 10:
        for paragraph in candidates:
            entry_from_paragraph(paragraph, context)


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
