"""Grammar books in Markdown (CommonMark with tables, pandoc's attributes and divisions; one file or a folder of them).

Headings, paragraphs, footnotes and tables come from :mod:`markdown_it`, which keeps line numbers. Interlinear examples
are read from code blocks, from pandoc-ling divisions (``::: ex`` with ``|`` lines), and from paragraphs of three and
more lines whose last is a quoted translation. Italics, bold and code are forms; ``[3SG]{.smallcaps}`` is a label.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

from morph.errors import DataError
from morph.files import read_text
from rules.items import Example, Paragraph, Rich, SourceRead, Span, Table, plain
from rules.sources.interlinear import Block, align, is_interlinear, split_blocks, unquoted
from rules.sources.latex.context import Context
from rules.sources.latex.finish import finish
from rules.sources.latex.lists import (
    abbreviation_lines,
    abbreviations_from_table,
    add_abbreviation,
    entries_from_table,
    is_abbreviation_list,
)
from rules.sources.latex.spans import rich
from rules.sources.latex.tokens import pack
from rules.sources.markdown_inline import bare_line, inline_rich, label_capitals, with_content

_ATTRIBUTES = re.compile(r"\s*\{(?P<inside>[^{}]*)\}\s*$")
_FENCE = re.compile(r"^\s*(?P<colons>:{3,})\s*(?P<rest>.*?)\s*$")
_HEADING_NUMBER = re.compile(r"^(?P<number>\d+(?:\.\d+)*|[A-Z](?:\.\d+)+)[.:]?\s+(?=\S)")
_CAPTION = re.compile(r"^(?:table|tabelle|tabel|tabla|tableau|:)\s*:?\s*(?:\d+(?:\.\d+)*)?[.:]?\s*", re.IGNORECASE)
_FOOTNOTE = re.compile(r"^\[\^[^\]]+\]:\s*")
_FRONT_MATTER = re.compile(r"\A---\n.*?\n(?:---|\.\.\.)\n", re.DOTALL)
_DEFINITION = re.compile(r"^[:~]\s+")
_ABBREVIATION = re.compile(r"^(?P<label>[^\s=–—:]{1,15})\s*(?:[=–—:\t]|-(?=\s)|\s{2,})\s*(?P<meaning>\S.*)$")


@dataclass(slots=True)
class _Reader:
    """The state of reading one book."""

    context: Context
    title_only: bool = False
    caption: str = ""
    labels: set[str] = field(default_factory=set)


def read_markdown(path: Path, *, meta_language: str = "eng", files: Sequence[Path] = ()) -> SourceRead:
    """Read a book: ``path`` itself, or ``files`` of the folder ``path`` as its chapters in natural order."""
    chapters = sorted(files, key=_natural) if files else [path]
    root = path if files else path.parent
    context = Context([str(f.relative_to(root)).replace(" ", "%20") for f in chapters], meta_language)
    texts = []
    for chapter in chapters:
        text, findings = read_text(chapter)
        texts.append(text)
        context.findings.extend(findings)
    if not any(text.strip() for text in texts):
        raise DataError("the book is empty", path=str(path), hint="name its Markdown files")
    headings = [len(h) for text in texts for h in re.findall(r"^(#{1,6})\s", text, re.M)]
    reader = _Reader(context, title_only=headings.count(1) == 1 and len(headings) > 2)
    for number, text in enumerate(texts):
        _read_file(reader, number, text)
    label_capitals(context)
    return replace(finish(context, str(path), len(chapters)), kind="book")


def _natural(path: Path) -> list[tuple[int, str]]:
    """``chapter2`` before ``chapter10``, ``index`` first."""
    if path.stem.casefold() in ("index", "main", "book"):
        return []
    return [(int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"(\d+)", str(path)) if part]


def _read_file(reader: _Reader, file: int, text: str) -> None:
    text = _FRONT_MATTER.sub(lambda match: "\n" * match.group().count("\n"), text)
    lines = text.split("\n")
    divisions = dict(_divisions(lines))
    for start, (end, _) in divisions.items():
        lines[start : end + 1] = ["", f"\x02{start}", *[""] * (end - start - 1)][: end - start + 1]
    tokens = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).parse("\n".join(lines))
    _walk(reader, file, tokens, divisions)


def _divisions(lines: list[str]) -> Iterator[tuple[int, tuple[int, list[str]]]]:
    """``::: ex`` divisions that hold examples: first line → last line and the lines between."""
    opened: tuple[int, str] | None = None
    for number, line in enumerate(lines):
        match = _FENCE.match(line)
        if not match:
            continue
        if (
            match["rest"]
            and opened is None
            and re.search(r"\b(?:ex|example|gloss|igt|interlinear|linguex)", match["rest"])
        ):
            opened = number, match["rest"]
        elif not match["rest"] and opened is not None:
            yield opened[0], (number, [opened[1], *lines[opened[0] + 1 : number]])
            opened = None


# --- block structure


def _walk(reader: _Reader, file: int, tokens: Sequence[Token], divisions: dict[int, tuple[int, list[str]]]) -> None:
    position, items = 0, 0
    while position < len(tokens):
        token = tokens[position]
        line = (token.map[0] if token.map else 0) + 1
        at = pack(file, line)
        if token.type == "heading_open":
            _heading(reader, int(token.tag[1]), tokens[position + 1], at)
            position += 2
        elif token.type in ("fence", "code_block"):
            shift = 1 if token.type == "fence" else 0
            _code(reader, token.content.rstrip("\n").split("\n"), file, line + shift, token.info)
        elif token.type == "table_open":
            position = _table(reader, file, tokens, position)
        elif token.type in ("bullet_list_open", "ordered_list_open"):
            items += 1
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            items -= 1
        elif token.type == "inline":
            _paragraph(reader, token, file, line, "list" if items else "prose", divisions)
        elif token.type == "html_block":
            text = re.sub(r"<!--.*?-->|<[^>]+>", " ", token.content, flags=re.S)
            reader.context.paragraphs += _prose(reader, rich([(text, "plain")]), at, "prose")
        position += 1


def _heading(reader: _Reader, level: int, inline: Token, at: int) -> None:
    text = inline.content
    attributes = _ATTRIBUTES.search(text)
    label = ""
    if attributes:
        text = text[: attributes.start()]
        match = re.search(r"#([\w:.-]+)", attributes["inside"])
        label = match[1] if match else ""
    title = plain(inline_rich(with_content(inline, text))).strip()
    number = _HEADING_NUMBER.match(title)
    title = title[number.end() :] if number else title
    context = reader.context
    depth = level - 1 - reader.title_only
    unnumbered = depth < 0 or bool(attributes and re.search(r"\.unnumbered|^-$", attributes["inside"]))
    context.heading(max(depth, 0), title, at, numbered=not unnumbered)
    if number and not unnumbered:
        context.numbered = number["number"]
        context.sections[-1] = replace(context.sections[-1], number=number["number"])
    if label:
        context.label_section(label)
    reader.caption = ""


def _code(reader: _Reader, lines: list[str], file: int, line: int, info: str = "") -> None:
    """A code block: examples where it looks like some, else a paragraph that keeps its lines."""
    blocks = split_blocks(lines)
    marked = bool(re.search(r"\b(?:ex|gloss|igt|interlinear|example)", info))
    if marked:
        blocks = [unquoted(block) for block in blocks]
    if blocks and all(is_interlinear(block, marked=marked) for block in blocks):
        for block in blocks:
            _add_example(reader, block, file, line)
        return
    good = [is_interlinear(block, marked=marked) for block in blocks]
    for block, fits in zip(blocks, good, strict=True):
        if fits:
            _add_example(reader, block, file, line)
        else:
            text = " ".join([*block.lines, f"‘{block.translation}’" if block.translation else ""]).strip()
            at = pack(file, line + block.offset)
            reader.context.paragraphs += _prose(reader, (Span(text, "form"),) if text else (), at, "prose")


def _add_example(reader: _Reader, block: Block, file: int, line: int, label: str = "") -> None:
    context = reader.context
    at = pack(file, line + block.offset)
    lines = align(block)
    context.counts["examples.seen"] += 1
    if lines.problem:
        context.counts["examples.unaligned"] += 1
        context.report("markdown.example-unaligned", lines.problem, at, "one gloss for each word, in the same order")
    else:
        context.counts["examples.aligned"] += 1
    if block.rest:
        context.paragraphs += _prose(reader, rich([(block.rest, "plain")]), at, "list")
    context.examples.append(
        Example(
            id=context.example_id(at).replace(".md:", ":"),
            surface=lines.surface,
            morphs=lines.morphs,
            glosses=lines.glosses,
            translation=block.translation,
            source=context.source(at, label),
            surface_words=lines.surface_words,
            label=label or (f"({block.number})" if block.number else ""),
            section=context.numbered,
            reference=block.reference,
            judgement=block.judgement,
            meta_language=context.switched or context.meta_language,
            aligned=not lines.problem,
        )
    )


def _division(reader: _Reader, file: int, start: int, lines: list[str]) -> None:
    """A pandoc-ling division: ``|`` lines in groups, each with an optional letter; other lines are plain."""
    match = re.search(r"#([\w:.-]+)", lines[0])
    label = match[1] if match else ""
    bare: list[str] = []
    for line in lines[1:]:
        cell = re.match(r"\s*(?:(?P<letter>[a-z]+[.)])\s*)?\|\s?(?P<text>.*)$", line)
        bare.append(f"{cell['letter'] or ''} {cell['text']}".strip() if cell else line.strip())
    blocks = [unquoted(block) for block in split_blocks(bare)]
    for block in blocks:
        if is_interlinear(block, marked=True):
            _add_example(reader, block, file, start + 2, label)
        else:
            at = pack(file, start + 2 + block.offset)
            text = " ".join([*block.lines, block.translation]).strip()
            reader.context.paragraphs += _prose(reader, rich([(text, "plain")]), at, "list")


def _paragraph(
    reader: _Reader, inline: Token, file: int, line: int, kind: str, divisions: dict[int, tuple[int, list[str]]]
) -> None:
    context, at = reader.context, pack(file, line)
    content = inline.content
    if content.startswith("\x02"):
        start = int(content[1:].split("\n")[0])
        _division(reader, file, start, divisions[start][1])
        return
    lines = [bare_line(text) for text in content.split("\n")]
    if len(lines) >= 3:
        blocks = split_blocks(lines)
        if blocks and all(is_interlinear(block, marked=False) for block in blocks):
            for block in blocks:
                _add_example(reader, block, file, line)
            return
    if _caption(reader, content):
        return
    kind = "caption" if reader.caption and _CAPTION.match(content) else kind
    if _FOOTNOTE.match(content):
        kind, inline = "footnote", with_content(inline, _FOOTNOTE.sub("", content))
    text = inline_rich(inline)
    if is_abbreviation_list(context, at=at):
        _abbreviations(context, content, text, at)
    context.paragraphs += _prose(reader, text, at, kind)


def _caption(reader: _Reader, content: str) -> bool:
    """Keep a caption for the table that follows, or give it to the one just read; whether the text was one."""
    match = _CAPTION.match(content)
    if not match or not match.group().strip() or "\n\n" in content:
        return False
    attributes = _ATTRIBUTES.search(content)
    text = content[match.end() : attributes.start() if attributes else None].strip().strip("*_")
    label = re.search(r"#([\w:.-]+)", attributes["inside"]) if attributes else None
    tables = reader.context.tables
    if content.startswith(":") and tables and not tables[-1].caption:
        tables[-1] = replace(tables[-1], caption=text, label=label[1] if label else "")
        abbreviations_from_table(tables[-1], reader.context)
        entries_from_table(tables[-1], reader.context)
        return True
    if content.startswith(":"):
        return False
    reader.caption = text
    return False


def _abbreviations(context: Context, content: str, text: Rich, at: int) -> None:
    """Labels with their meanings in a list: ``OBJ – object``, ``**OBJ** object``, or a definition list."""
    lines = content.split("\n")
    for offset, line in enumerate(lines):
        bare = bare_line(line).strip()
        match = _ABBREVIATION.match(bare)
        source = context.source(at + offset)
        if _DEFINITION.match(bare) and offset:
            add_abbreviation(context, bare_line(lines[offset - 1]).strip(), _DEFINITION.sub("", bare), source)
        elif match:
            add_abbreviation(context, match["label"], match["meaning"], source)
    if len(lines) == 1 and len(text) > 1 and text[0].style == "label":
        abbreviation_lines(context, [text], at)


def _prose(reader: _Reader, text: Rich, at: int, kind: str) -> list[Paragraph]:
    if not plain(text).strip():
        return []
    context = reader.context
    return [Paragraph(text, context.numbered, context.source(at), kind)]  # type: ignore[arg-type]


# --- tables


def _table(reader: _Reader, file: int, tokens: Sequence[Token], start: int) -> int:
    """Read a table; the position of its closing token."""
    context = reader.context
    rows: list[list[Rich]] = []
    lines: list[int] = []
    position = start
    while tokens[position].type != "table_close":
        token = tokens[position]
        if token.type == "tr_open":
            rows.append([])
            lines.append((token.map[0] if token.map else 0) + 1)
        elif token.type == "inline":
            rows[-1].append(inline_rich(token))
        position += 1
    width = max(len(row) for row in rows)
    header = 1 if any(plain(cell).strip() for cell in rows[0]) else 0
    body = rows if header else rows[1:]
    sources = [context.source(pack(file, line)) for line in (lines if header else lines[1:])]
    table = Table(
        rows=tuple(tuple([*row, *[()] * (width - len(row))]) for row in body),
        caption=reader.caption,
        label="",
        section=context.numbered,
        header=header,
        source=sources[0] if sources else context.source(pack(file, 1)),
        sources=tuple(sources),
    )
    reader.caption = ""
    context.tables.append(table)
    context.counts["tables.seen"] += 1
    context.counts["tables.read"] += 1
    abbreviations_from_table(table, context)
    entries_from_table(table, context)
    return position
