"""Markdown grammars: headings, examples in every usual shape, tables, lists, styles, addresses."""

from __future__ import annotations

from pathlib import Path

import pytest

from morph.errors import DataError
from rules.items import Example, SourceRead
from rules.sources.interlinear import align, split_blocks
from rules.sources.markdown import read_markdown
from rules.sources.read import read_source

BOOK = """---
author: nobody
---
# A short grammar

Spoken nowhere.

## Abbreviations

| Label | Meaning |
|---|---|
| PL | plural |
| LOC | locative (see §2) |

- [3SG]{.smallcaps} third person singular
- **OBJ** – object

## 2 Nouns {#sec:nouns}

The suffix *-ler* ‘more than one’ is `-lar` after back vowels: PL, [laɾ], /lar/.[^1]

[^1]: A note on *-lar*.

Table 1: Case endings

| Case | Singular | Plural |
|------|:--------:|--------|
| nom | *ev* | *ev-ler* |
| loc | ev-de | ev-ler-de |

(1) ev-ler-de
    house-PL-LOC
    'in the houses'

```
(2) a. *evlerde geldi
       ev-ler-de gel-di
       house-PL-LOC come-PST
       ‘He came in the houses.’ [tale:5]
    b. Ali kitap oku-du
       Ali book  read-PST
       ‘Ali read a book.’
```

::: {.ex #ex:cat}
| Turkish
| kedi uyu-yor
| cat sleep-PROG
| The cat sleeps.
:::

*kapı*   *aç-ıl-dı*
door   open-[PASS]{.smallcaps}-PST\\
'The door was opened.'

    kapı   aç-ıl-dı   bugün
    door   open-PASS-PST
    'The door was opened today.'

```
no example here
```

### Word list

| Word | POS | Meaning |
|---|---|---|
| *ev* | n | house |
| *gel-* | v | come; arrive |
"""


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> SourceRead:
    path = tmp_path_factory.mktemp("book") / "grammar.md"
    path.write_text(BOOK, encoding="utf-8")
    return read_source(path)


def by_line(book: SourceRead) -> dict[int, Example]:
    return {example.source.line: example for example in book.examples}


def test_sections(book: SourceRead) -> None:
    assert book.kind == "book"
    assert [(s.number, s.title, s.level, s.label) for s in book.sections] == [
        ("", "A short grammar", 0, ""),
        ("1", "Abbreviations", 0, ""),
        ("2", "Nouns", 0, "sec:nouns"),
        ("2.1", "Word list", 1, ""),
    ]


def test_examples(book: SourceRead) -> None:
    lines = BOOK.split("\n")
    found = by_line(book)
    first = found[lines.index("(1) ev-ler-de") + 1]
    assert first.glosses == ("house-PL-LOC",) and first.translation == "in the houses" and first.section == "2"
    starred = found[lines.index("(2) a. *evlerde geldi") + 1]
    assert starred.judgement == "*" and starred.surface_words == ("evlerde", "geldi")
    assert starred.morphs == ("ev-ler-de", "gel-di") and starred.reference == "tale:5" and starred.label == "(2a)"
    second = found[lines.index("    b. Ali kitap oku-du") + 1]
    assert second.glosses == ("Ali", "book", "read-PST") and second.label == "(2b)"
    cat = found[lines.index("| Turkish") + 1]
    assert cat.morphs == ("kedi", "uyu-yor") and cat.translation == "The cat sleeps." and cat.label == "ex:cat"
    door = found[lines.index("*kapı*   *aç-ıl-dı*") + 1]
    assert door.morphs == ("kapı", "aç-ıl-dı") and door.glosses == ("door", "open-PASS-PST")
    assert len(found) == 6


def test_an_example_that_does_not_align_is_listed(book: SourceRead) -> None:
    line = BOOK.split("\n").index("    kapı   aç-ıl-dı   bugün") + 1
    assert not by_line(book)[line].aligned
    assert [(f.code, f.source.line) for f in book.findings] == [("markdown.example-unaligned", line)]
    counts = dict(book.counts)
    assert (counts["examples.seen"], counts["examples.aligned"], counts["examples.unaligned"]) == (6, 5, 1)


def test_styles_and_notes(book: SourceRead) -> None:
    text = next(p for p in book.paragraphs if "suffix" in p.rich[0].text)
    styles = [(span.text, span.style) for span in text.rich if span.style != "plain"]
    assert styles == [
        ("-ler", "form"),
        ("more than one", "gloss"),
        ("-lar", "form"),
        ("PL", "label"),
        ("laɾ", "phonetic"),
        ("lar", "phonemic"),
    ]
    note = next(p for p in book.paragraphs if p.kind == "footnote")
    assert note.rich[0].text == "A note on " and note.section == "2"
    code = next(p for p in book.paragraphs if p.rich[0].text == "no example here")
    assert code.rich[0].style == "form"


def test_tables_lists_and_word_list(book: SourceRead) -> None:
    case = next(t for t in book.tables if t.caption == "Case endings")
    assert case.header == 1 and len(case.rows) == 3 and case.rows[1][2][0].style == "form"
    assert [s.line for s in case.sources] == [case.source.line, case.source.line + 2, case.source.line + 3]
    assert {a.label: a.meaning for a in book.abbreviations} == {
        "PL": "plural",
        "LOC": "locative",
        "3SG": "third person singular",
        "OBJ": "object",
    }
    assert [(e.headword, e.pos, e.senses[0].gloss) for e in book.entries] == [
        ("ev", "n", "house"),
        ("gel-", "v", "come; arrive"),
    ]


def test_a_folder_of_chapters_in_natural_order(tmp_path: Path) -> None:
    for name, text in (("ch10.md", "# Ten\n"), ("ch2.md", "# Two\n\nText.\n"), ("README.md", "# Not it\n")):
        (tmp_path / name).write_text(text)
    book = read_source(tmp_path)
    assert [(s.number, s.title, s.source.path) for s in book.sections] == [
        ("1", "Two", "ch2.md"),
        ("2", "Ten", "ch10.md"),
    ]


def test_empty_book(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("\n\n")
    with pytest.raises(DataError, match="empty"):
        read_markdown(tmp_path / "a.md")


def test_columns_of_two_and_more_spaces() -> None:
    (block,) = split_blocks(["ne kadar    su-yu", "how much    water-ACC", "'how much water'"])
    assert align(block).morphs == ("ne", "kadar", "su-yu")
    (block,) = split_blocks(["nekadar    su-yu", "how much    water-ACC", "'how much water'"])
    assert align(block).glosses == ("how_much", "water-ACC")


def test_blocks_one_after_the_other() -> None:
    lines = ["(1) ev", "    house", "    'house'", "(2) su", "    water", "    'water", "    to drink' (text 3)"]
    first, second = split_blocks(lines)
    assert (first.number, second.number) == ("1", "2")
    assert second.translation == "water to drink" and second.reference == "text 3" and second.offset == 3
