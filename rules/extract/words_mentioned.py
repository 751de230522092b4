"""Words that a book cites with their meaning, in prose and tables: "the noun *doka* ‘canoe’".

Where a book has no word list, its citations are one; where it has, they fill its gaps. A word counts where it is a
single word in the style of object-language forms, with a short quoted meaning right after it (in a table: in the next
cell). A table of which the project knows few forms is about other languages.

>>> from morph.model import Source
>>> text = Paragraph((Span("The noun "), Span("doka", "form"), Span(" ‘"), Span("canoe", "gloss"), Span("’")), "1",
...                  Source("book", "a.tex", 3))
>>> [(entry.headword, entry.senses[0].definition) for entry in cited_words(SourceRead("a", "book", paragraphs=(text,)))]
[('doka', 'canoe')]
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence

from morph.igt import is_label
from morph.model import Source
from rules.extract.tokens import normal
from rules.extract.wordlists import word_list
from rules.items import Entry, Paragraph, Sense, SourceRead, Span, Table, plain

_QUOTES = "‘’'`“”\""
_BETWEEN = re.compile(rf"[\s(,–-]*(?:meaning)?[\s({_QUOTES}]*")
_WORD = re.compile(r"(?:[^\W\d_]|[\u0300-\u036f])(?:[^\W\d_]|[\u0300-\u036f'’ʼ()-])+")
_QUOTED = re.compile(rf"[{_QUOTES}](?P<text>[^{_QUOTES}]+(?:[’'][a-z][^{_QUOTES}]*)?)[{_QUOTES}]")
_MEANING = re.compile(r"[A-Za-z(][\w\s,;/().’'-]*")
_PHRASES = word_list("beginnings of translated phrases")
_SHORTEST = 3
_MOST_WORDS = 6
_KNOWN_SHARE = 1 / 3


def cited_words(read: SourceRead, known: Collection[str] = ()) -> list[Entry]:
    """The words that a source cites, each meaning once; ``known`` are the forms that judge its tables."""
    found: dict[tuple[str, str], Entry] = {}
    for form, meaning, source in _citations(read, known):
        key = normal(form), meaning.casefold()
        found.setdefault(key, Entry(f"cited-{len(found) + 1}", form, "", (Sense(meaning),), (source,)))
    return list(found.values())


def _citations(read: SourceRead, known: Collection[str]) -> Iterator[tuple[str, str, Source]]:
    for paragraph in read.paragraphs:
        yield from _of_prose(paragraph)
    for table in read.tables:
        rows = list(_of_table(table))
        if sum(normal(form.strip("-")) in known for form, _, _ in rows) >= _KNOWN_SHARE * len(rows):
            yield from rows


def _of_prose(paragraph: Paragraph) -> Iterator[tuple[str, str, Source]]:
    spans = paragraph.rich
    for i, span in enumerate(spans):
        if span.style == "form" and (meaning := _meaning_after(spans[i + 1 : i + 3])):
            yield from _cited(span.text, meaning, paragraph.source)


def _meaning_after(spans: Sequence[Span]) -> str:
    if spans and spans[0].style == "plain" and _BETWEEN.fullmatch(spans[0].text):
        spans = spans[1:]
    return spans[0].text if spans and spans[0].style == "gloss" else ""


def _of_table(table: Table) -> Iterator[tuple[str, str, Source]]:
    for number, row in enumerate(table.rows[table.header :], table.header):
        source = table.sources[number] if number < len(table.sources) else table.source
        cells = [plain(cell).strip() for cell in row]
        for form, meaning in zip(cells, cells[1:], strict=False):
            quoted = _QUOTED.fullmatch(meaning)
            if quoted:
                yield from _cited(form, quoted["text"], source)


def _cited(form: str, meaning: str, source: Source) -> Iterator[tuple[str, str, Source]]:
    form, meaning = form.strip(), " ".join(meaning.strip(f" {_QUOTES},.").split())
    is_word = bool(_WORD.fullmatch(form)) and len(form.strip("-()")) >= _SHORTEST and not form.startswith("-")
    is_inside = "-" in form[:-1]  # a word cut into morphs: an example, no citation
    items = meaning.casefold().split()
    is_meaning = bool(_MEANING.fullmatch(meaning)) and len(items) <= _MOST_WORDS and not is_label(meaning)
    # "they were" translates an inflected word, "with which" a word in a case
    is_meaning = is_meaning and (len(items) == 1 or items[0] not in _PHRASES)
    if is_word and not is_inside and is_meaning:
        yield form.replace("(", "").replace(")", ""), meaning, source


def new_words(reads: Iterable[SourceRead], headwords: Iterable[str], stems: Iterable[str]) -> list[Entry]:
    """The cited words of books whose form is neither a headword nor a stem of the examples."""
    known = {normal(form.strip("-=*")) for form in (*headwords, *stems)}
    found = [entry for read in reads if read.kind == "book" for entry in cited_words(read, known)]
    return [entry for entry in found if normal(entry.headword.strip("-")) not in known]
