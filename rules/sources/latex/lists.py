r"""Lists that a book prints as tables or items: label abbreviations and simple word lists.

A list of abbreviations is known by its heading, caption or file; a word list by the same means, and by a column or
item that begins in the style of forms.
"""

from __future__ import annotations

import re

from morph.model import Source
from rules.items import Abbreviation, Entry, Paragraph, Rich, Sense, Table, plain
from rules.sources.latex.context import Context
from rules.sources.latex.nodes import Node

ABBREVIATION_TITLE = re.compile(
    r"abbrev|abkürz|abrévia|abrevia|sigl|singkatan|glossing conv|list of symbols|lijst van afk|сокращ|"
    r"gloss(?:es|ing)? label",
    re.IGNORECASE,
)
WORD_LIST_TITLE = re.compile(
    r"word ?-?list|^\W*(?:\w+ )?(?:vocabulary|lexicon)$|glossar(?:y|ies)?\b(?! of )|dictionary|"
    r"wörterverz|wortliste|kosakata|daftar kata|vocabulario|"
    r"glosario|lexique|vocabulaire|lista de palavras|wordenlijst|словар",
    re.IGNORECASE,
)
_REFERENCES = re.compile(r"\s*,?\s*(?:\([^()]*§[^()]*\)|(?:see |cf\.? )?§+\s*[\w:.\-]+(?:,\s*§+\s*[\w:.\-]+)*)")
_FILLERS = frozenset({"", "=", "–", "-", "—", ":", "→"})
_POS = re.compile(
    r"\(?\s*(n|v|vt|vi|vtr|vitr|v\.?t\.?|v\.?i\.?|adj|adv|pro|pron|prep|post|conj|cnj|num|int|interj|dem|part|ptc|"
    r"noun|verb|adjective|adverb|clf|aux|det|name|suff?|pref|art|poss|quant|q|gramm)\.?\s*\)?",
    re.IGNORECASE,
)
_GLOSS_HEAD = re.compile(r"gloss|english|meaning|translation|definition|bedeutung|deutsch|español|sense", re.IGNORECASE)
_POS_HEAD = re.compile(r"^(?:pos|part of speech|(?:word )?class|category|cat\.?|wortart)$", re.IGNORECASE)


def is_abbreviation_list(context: Context, caption: str = "", at: int = 0) -> bool:
    """Whether the place where the reading stands is a list of abbreviations."""
    path = context.sections[-1].path if context.sections else ""
    file = context.source(at).path.rsplit("/", 1)[-1] if at else ""
    return bool(
        ABBREVIATION_TITLE.search(path) or ABBREVIATION_TITLE.search(caption) or ABBREVIATION_TITLE.search(file)
    )


def is_word_list(context: Context, caption: str = "") -> bool:
    """Whether the place where the reading stands is a word list."""
    title = context.sections[-1].path if context.sections else ""
    return bool(WORD_LIST_TITLE.search(title) or WORD_LIST_TITLE.search(caption))


def add_abbreviation(context: Context, label: str, meaning: str, source: Source) -> None:
    """Add a label with its meaning; cross-references in it are dropped, a pair that is there already stays once."""
    label = label.strip().strip(":=").strip()
    meaning = _REFERENCES.sub("", meaning).strip(" ,;=:–")
    if not label or not meaning or len(label) > 40:
        return
    if "," in label and all(part.strip() for part in label.split(",")):
        for part in label.split(","):
            add_abbreviation(context, part, meaning, source)
        return
    if any(known.label == label and known.meaning == meaning for known in context.abbreviations):
        return
    context.abbreviations.append(Abbreviation(label, meaning, source))


def abbreviations_from_table(table: Table, context: Context) -> None:
    """The labels of a table of abbreviations: pairs of cells side by side."""
    file_at = table.source
    heading = context.sections[-1].path if context.sections else ""
    if not (
        ABBREVIATION_TITLE.search(heading)
        or ABBREVIATION_TITLE.search(table.caption)
        or ABBREVIATION_TITLE.search(file_at.path.rsplit("/", 1)[-1])
    ):
        return
    for row, source in zip(table.rows[table.header :], table.sources[table.header :], strict=True):
        cells = [plain(cell).strip() for cell in row]
        cells = [cell for cell in cells if cell not in _FILLERS]
        if len(cells) % 2:
            cells = cells[:2] if len(cells) > 1 else []
        for label, meaning in zip(cells[::2], cells[1::2], strict=True):
            add_abbreviation(context, label, meaning, source)


def abbreviations_from_items(items: list[tuple[list[Node], list[Node], int]], context: Context) -> None:
    """``\\item[\\textsc{abl}] ablative`` in a list of abbreviations."""
    if not items or not is_abbreviation_list(context, at=items[0][2]):
        return
    for label, content, at in items:
        name, meaning = context.renderer.text(label), context.renderer.text(content)
        if not name:
            name, meaning = split_label(context.rich(content))
        add_abbreviation(context, name, meaning, context.source(at))


def split_label(rich: Rich) -> tuple[str, str]:
    """A line ``LABEL meaning`` or ``label = meaning`` in two."""
    text = plain(rich)
    if rich and rich[0].style == "label":
        end = 0
        while end < len(rich) and (rich[end].style == "label" or not rich[end].text.strip(" ./")):
            end += 1
        head = plain(rich[:end])
        return head.strip(), text[len(head) :].strip(" =:–\t")
    head, mark, rest = text.partition("=")
    return (head.strip(), rest.strip()) if mark and len(head) < 20 else ("", "")


def abbreviation_lines(context: Context, lines: list[Rich], at: int) -> None:
    """Lines of running text in a list of abbreviations, each a label and its meaning."""
    if not is_abbreviation_list(context, at=at):
        return
    for line in lines:
        label, meaning = split_label(line)
        if len(meaning) < 120:
            add_abbreviation(context, label, meaning, context.source(at))


def entries_from_table(table: Table, context: Context) -> None:
    """The entries of a word list printed as a table."""
    if not is_word_list(context, table.caption) or not table.rows or len(table.rows[0]) < 2:
        return
    columns = _columns(table)
    if columns is None:
        return
    head, gloss, pos = columns
    for row, source in zip(table.rows[table.header :], table.sources[table.header :], strict=True):
        headword, meaning = plain(row[head]).strip(), plain(row[gloss]).strip(" ‘’'“”\"")
        if headword and meaning:
            part = plain(row[pos]).strip() if pos is not None else ""
            add_entry(context, headword, part, [Sense(meaning, meaning, part, context.meta_language)], source)


def _columns(table: Table) -> tuple[int, int, int | None] | None:
    """Headword, gloss and part-of-speech column of a word list."""
    width = len(table.rows[0])
    titles = [plain(cell).strip() for cell in table.rows[0]] if table.header else [""] * width
    body = table.rows[table.header :]
    gloss = next((i for i, title in enumerate(titles) if _GLOSS_HEAD.search(title)), None)
    pos = next((i for i, title in enumerate(titles) if _POS_HEAD.search(title)), None)
    forms = [sum(any(span.style == "form" for span in row[i]) for row in body) for i in range(width)]
    head = max((i for i in range(width) if i not in (gloss, pos)), key=lambda i: (forms[i], -i), default=None)
    if head is None or (gloss is None and not forms[head]):
        return None
    if pos is None:
        for i in range(width):
            cells = [plain(row[i]).strip() for row in body if plain(row[i]).strip()]
            if i not in (head, gloss) and cells and sum(bool(_POS.fullmatch(c)) for c in cells) > len(cells) * 0.7:
                pos = i
    if gloss is None:
        gloss = next((i for i in range(head + 1, width) if i != pos), None)
    return None if gloss is None else (head, gloss, pos)


def add_entry(
    context: Context,
    headword: str,
    pos: str,
    senses: list[Sense],
    source: Source,
    *,
    homonym: str = "",
    variants: tuple[str, ...] = (),
    pronunciations: tuple[str, ...] = (),
) -> None:
    """Add an entry of the book's word list."""
    number = len(context.entries) + 1
    context.entries.append(
        Entry(
            id=f"book-{number:05d}",
            headword=headword,
            pos=pos,
            senses=tuple(senses),
            sources=(source,),
            homonym=homonym,
            variants=variants,
            pronunciations=pronunciations,
        )
    )


def entry_from_paragraph(paragraph: Paragraph, context: Context) -> bool:
    """An entry written as a paragraph: a form, a part of speech, the meaning."""
    spans = list(paragraph.rich)
    while spans and not spans[0].text.strip():
        spans.pop(0)
    if not spans or spans[0].style != "form" or len(spans) < 2 or len(spans[0].text) > 40:
        return False
    headword = spans[0].text.strip().rstrip(",:.")
    rest = plain(spans[1:]).strip(" ,:.–")
    match = _POS.match(rest)
    pos = match.group(1) if match and (match.end() == len(rest) or not rest[match.end()].isalnum()) else ""
    meaning = rest[match.end() :] if match and pos else rest
    quoted = [span.text for span in spans[1:] if span.style == "gloss"]
    gloss = quoted[0] if quoted else re.split(r"[;.]", meaning.strip(" ,:.–"))[0]
    if not gloss.strip():
        return False
    sense = Sense(meaning.strip(" ,:.–‘’'"), gloss.strip(), pos, context.meta_language)
    add_entry(context, headword, pos, [sense], paragraph.source)
    return True
