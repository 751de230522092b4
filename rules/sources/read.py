"""Any source, read by what it is: a file or a folder of a grammar book, a dictionary, texts, or sentence pairs.

What a file is is told by its content first and by its name second; ``role`` (the ``--as`` of ``onebook add``) decides
where a source could be two things.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from morph.errors import DataError, OnebookError
from morph.files import read_text
from morph.model import Finding
from rules.items import SourceRead
from rules.sources.cldf import metadata_file, read_cldf
from rules.sources.conllu import is_conllu, read_conllu
from rules.sources.examples import Options, is_example_header, read_example_csv
from rules.sources.files import place, relative_to
from rules.sources.tsv import find_layout, read_pairs
from rules.sources.wordlist import is_word_list_header, read_word_list

ROLES = ("book", "dictionary", "texts", "parallel")
READABLE = (
    "grammar books in LaTeX (.tex or a folder) and Markdown (.md), dictionaries in CLDF (*-metadata.json or a folder), "
    "Toolbox/MDF (\\lx) and LIFT, texts in flextext, ELAN, CLDF, Toolbox (\\tx), CoNLL-U and SIGMORPHON blocks (\\t), "
    "pairs and word lists in TSV or CSV"
)
_MARKDOWN_SUFFIXES = (".md", ".markdown", ".mdown", ".qmd", ".rmd")
_DATA_SUFFIXES = (*_MARKDOWN_SUFFIXES, ".sfm", ".db", ".lift", ".flextext", ".csv", ".tsv", ".json")
_SNIFF = 1 << 16
# Files that stand beside the data and are about it.
_ABOUT = re.compile(r"(?i)(readme|licen[cs]e|changelog|changes|contributing|citation|requirements|sources)\b")
_XML_ROOT = re.compile(r"<(?:\w+:)?([A-Za-z][\w-]*)[\s>/]")


@dataclass(frozen=True, slots=True)
class Form:
    """A form of source: its name, the role it plays by default, and the roles it may be asked for."""

    name: str
    role: str
    reader: Callable[[Path, Options], SourceRead]
    roles: tuple[str, ...] = ()

    def serves(self, role: str | None) -> bool:
        return role is None or role == self.role or role in self.roles


def read_source(
    path: Path,
    *,
    role: str | None = None,
    meta_language: str = "eng",
    no_examples: bool = False,
    language: str = "",
) -> SourceRead:
    """Read a source, file or folder.

    ``role`` is ``book``, ``dictionary``, ``texts`` or ``parallel``, told by the content where it is None.
    ``meta_language`` (ISO code) is the language of glosses and translations where the source names none, and the one
    to read where it has several. ``no_examples`` leaves a dictionary's example sentences out. ``language`` reads only
    the examples of that language, where a source has several.

    DataError where nothing is there, or nothing in it can be read: the message says what was found and what is
    readable. Everything smaller is a finding of the result.
    """
    if role is not None and role not in ROLES:
        raise OnebookError(f"unknown role {role!r}", hint=f"one of {', '.join(ROLES)}")
    path = Path(path)
    if not path.exists():
        raise DataError("there is no such file or folder", path=str(path), hint="check the name")
    options = Options(meta_language, no_examples, language, role or "")
    if path.is_dir():
        return _read_folder(path, role, options)
    form = detect(path, role)
    return _with_role(form.reader(path, options), role, no_examples)


def _with_role(read: SourceRead, role: str | None, no_examples: bool) -> SourceRead:
    """The result under the role that was asked for. A dictionary without examples has no pairs of them either, nor
    those of texts that lie in its folder."""
    if no_examples and read.kind == "dictionary" and (read.examples or read.pairs):
        number = len(read.examples) + len(read.pairs)
        note = Finding(
            "source.examples-omitted",
            f"{number} examples and pairs beside the dictionary left out",
            place(Path(read.path), kind="file"),
            "add their file by itself",
            "note",
        )
        read = replace(read, examples=(), pairs=(), findings=(*read.findings, note))
    return replace(read, kind=role) if role and role != read.kind else read


def _read_folder(path: Path, role: str | None, options: Options) -> SourceRead:
    metadata = metadata_file(path)
    if role in (None, "dictionary", "texts") and metadata is not None and metadata.parent == path:
        return _with_role(read_cldf(metadata, options), role, options.no_examples)
    books = _latex_folders(path, role)
    if books == [path]:
        return _latex(path, options)
    with relative_to(path):
        reads, findings = _read_files(path, role, options, books)
    if not reads:
        names = ", ".join(sorted(f.name for f in _files(path))[:8]) or "no file"
        raise DataError(
            f"nothing in the folder can be read{f' as {role}' if role else ''}",
            path=str(path),
            found=names,
            expected=READABLE,
            hint="name the file itself, or choose another --as",
        )
    return _with_role(join_reads(path, reads, findings), role, options.no_examples)


def _latex_folders(path: Path, role: str | None) -> list[Path]:
    """The folders that hold a LaTeX book: the folder itself, or those in it where other sources lie beside them."""
    if role not in (None, "book"):
        return []
    tex = [file for file in _files(path) if file.suffix.casefold() == ".tex"]
    below = sorted({path / file.relative_to(path).parts[0] for file in tex})
    others = [
        file
        for file in _files(path)
        if file.suffix.casefold() in _DATA_SUFFIXES and not any(file.is_relative_to(folder) for folder in below)
    ]
    if not tex or any(file.parent == path for file in tex) or role == "book" or not others:
        return [path] if tex else []
    return below


def _read_files(
    path: Path, role: str | None, options: Options, books: Sequence[Path]
) -> tuple[list[SourceRead], list[Finding]]:
    """Every source of a folder, and a note on each file that is none."""
    reads: list[SourceRead] = []
    findings: list[Finding] = []

    def attempt(file: Path, reader: Callable[[], SourceRead]) -> None:
        try:
            reads.append(reader())
        except OnebookError as error:
            message = f"not read: {error.message}"
            findings.append(Finding("source.unreadable", message, place(file, kind="file"), error.hint, "note"))

    files = [file for file in _files(path) if not any(file.is_relative_to(book) for book in books)]
    chapters = [f for f in files if f.suffix.casefold() in _MARKDOWN_SUFFIXES] if role in (None, "book") else []
    for book in books:
        attempt(book, lambda book=book: _latex(book, options))  # type: ignore[misc]
    if chapters:
        attempt(path, lambda: _markdown(path, options, chapters))
    for file in files:
        if file not in chapters:
            attempt(file, lambda file=file: detect(file, role).reader(file, options))  # type: ignore[misc]
    return reads, findings


def _files(folder: Path) -> list[Path]:
    """Files of a folder and those below it, hidden ones apart; of a CLDF data set only its metadata."""
    files = sorted(
        f for f in folder.rglob("*") if f.is_file() and not any(p.startswith(".") for p in f.relative_to(folder).parts)
    )
    files = [f for f in files if not _ABOUT.match(f.name)]
    data_sets = {f.parent for f in files if f.name.endswith("-metadata.json")}
    return [f for f in files if f.parent not in data_sets or f.name.endswith("-metadata.json")]


def join_reads(path: Path, reads: list[SourceRead], findings: list[Finding]) -> SourceRead:
    """Several sources of one folder as one; its kind is that of the richest of them."""
    kind = next(role for role in ROLES if any(read.kind == role for read in reads))
    counts: dict[str, int] = {}
    for read in reads:
        for name, count in read.counts:
            counts[name] = counts.get(name, 0) + count
    parts = ("sections", "paragraphs", "examples", "tables", "abbreviations", "entries", "pairs")
    joined = {name: tuple(item for read in reads for item in getattr(read, name)) for name in parts}
    said = (*(finding for read in reads for finding in read.findings), *findings, *_repeated(reads))
    return SourceRead(str(path), kind, findings=said, counts=tuple(counts.items()), **joined)


def _repeated(reads: list[SourceRead]) -> list[Finding]:
    """Notes on files whose examples stand in another file of the folder too (a text in two formats)."""
    seen: dict[tuple[str, tuple[str, ...]], str] = {}
    notes = []
    for read in reads:
        keys = {(example.surface, example.glosses) for example in read.examples if len(example.glosses) > 2}
        others = [seen[key] for key in keys if key in seen]
        if others:
            message = f"{len(others)} of its examples stand in {Path(max(set(others), key=others.count)).name} too"
            place_ = place(Path(read.path), kind="file")
            notes.append(Finding("source.repeated", message, place_, "add only one of the two files", "note"))
        seen |= {key: read.path for key in keys if key not in seen}
    return notes


# --- what a file is


def detect(path: Path, role: str | None = None) -> Form:
    """The form of a file that serves the role; DataError, saying what was found, where there is none."""
    start = _start(path)
    if not start.strip():
        raise DataError("the file is empty", path=str(path), hint="export it again, or name another file")
    candidates = _candidates(path, start, role)
    for form in candidates:
        if form.serves(role):
            return form
    seen = candidates[0].name if candidates else start.strip().split("\n")[0][:60]
    raise DataError(
        f"not readable as {role}" if role else "what this is can't be told",
        path=str(path),
        line=1,
        found=seen,
        expected=READABLE,
        hint="say what it is with --as book|dictionary|texts|parallel" if not role else "leave --as out, or change it",
    )


def _start(path: Path) -> str:
    """The beginning of a file as text, for looking at; binary files are refused with the reader's own message."""
    with path.open("rb") as handle:
        data = handle.read(_SNIFF)
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", errors="replace")
    text = data.decode("utf-8", errors="replace").removeprefix("\ufeff")
    if "\x00" in text:
        read_text(path)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _candidates(path: Path, start: str, role: str | None) -> list[Form]:
    suffix = path.suffix.casefold()
    if start.lstrip().startswith("<") and (found := _xml_form(start)):
        return [found]
    if suffix in (".json",) and start.lstrip().startswith("{"):
        return [_CLDF]
    if suffix in (".tex", ".ltx", ".latex") or re.search(r"^\s*\\(documentclass|chapter|section)\b", start, re.M):
        return [_LATEX]
    forms = _marked_forms(start)
    if suffix in _MARKDOWN_SUFFIXES:
        forms.append(_MARKDOWN)
    if is_conllu(start):
        return [_CONLLU]
    forms += _table_forms(path, start, role)
    if not forms and (role == "book" or re.search(r"^#{1,6} \S", start, re.M)):
        forms.append(_MARKDOWN)
    return forms


def _xml_form(start: str) -> Form | None:
    match = _XML_ROOT.search(re.sub(r"<!--.*?-->|<\?.*?\?>|<!DOCTYPE[^>\[]*(?:\[.*?\])?>", "", start, flags=re.S))
    if match and match[1] == "ANNOTATION_DOCUMENT":
        return _EAF
    if match and match[1] == "lift":
        return _LIFT
    if match and match[1] in ("document", "interlinear-text"):
        return _FLEXTEXT
    return _FLEXTEXT if "interlinear-text" in start else None


def _marked_forms(start: str) -> list[Form]:
    markers = set(re.findall(r"^\s*\\([a-zA-Z]\w*)(?=[ \t\n]|$)", start, re.M))
    forms = []
    if "lx" in markers:
        forms.append(_SFM)
    if "tx" in markers or {"t", "f"} <= markers:
        forms.append(_TOOLBOX)
    elif "t" in markers and markers & {"g", "m", "l"} or markers and markers <= set("tmgpl"):
        forms.append(_SIGMORPHON)
    return forms


def _table_forms(path: Path, start: str, role: str | None) -> list[Form]:
    first = _first_line(start)
    cells = first.split("\t" if "\t" in first else ",")
    if is_example_header(cells):
        return [_EXAMPLES]
    if is_word_list_header(cells) and (role == "dictionary" or not find_layout(cells, "eng")):
        return [_WORDS]
    columns = first.count("\t") + 1
    if columns in (2, 3) and (role == "parallel" or path.suffix.casefold() in (".tsv", ".tab", ".txt")):
        return [_PAIRS]
    if path.suffix.casefold() == ".csv" and find_layout(first.split(","), "eng"):
        return [_PAIRS]
    if "\t" in first and find_layout(first.split("\t"), "eng"):
        return [_PAIRS]
    return [_PAIRS] if role == "parallel" and "\t" in start else []


# --- the readers, each under one signature


def _latex(path: Path, options: Options) -> SourceRead:
    from rules.sources.latex import read_latex_book

    return replace(read_latex_book(path, meta_language=options.meta_language, language=options.language), kind="book")


def _markdown(path: Path, options: Options, chapters: Sequence[Path] = ()) -> SourceRead:
    from rules.sources.markdown import read_markdown

    return read_markdown(path, meta_language=options.meta_language, files=chapters)


def _sfm(path: Path, options: Options) -> SourceRead:
    from rules.sources.sfm import read_sfm

    return read_sfm(path, meta_language=options.meta_language, no_examples=options.no_examples)


def _lift(path: Path, options: Options) -> SourceRead:
    from rules.sources.lift import read_lift

    return read_lift(path, meta_language=options.meta_language, no_examples=options.no_examples)


def _toolbox(path: Path, options: Options) -> SourceRead:
    from rules.sources.toolbox import read_toolbox

    return read_toolbox(path, meta_language=options.meta_language)


def _flextext(path: Path, options: Options) -> SourceRead:
    from rules.sources.flextext import read_flextext

    return read_flextext(path, meta_language=options.meta_language)


def _eaf(path: Path, options: Options) -> SourceRead:
    from rules.sources.eaf import read_eaf

    return read_eaf(path, meta_language=options.meta_language)


def _sigmorphon(path: Path, options: Options) -> SourceRead:
    from rules.sources.sigmorphon import read_sigmorphon

    return read_sigmorphon(path, meta_language=options.meta_language)


def _conllu(path: Path, options: Options) -> SourceRead:
    return read_conllu(path, meta_language=options.meta_language)


def _pairs(path: Path, options: Options) -> SourceRead:
    delimiter = "," if path.suffix.casefold() == ".csv" else "\t"
    return read_pairs(path, meta_language=options.meta_language, delimiter=delimiter)


def _examples(path: Path, options: Options) -> SourceRead:
    return read_example_csv(path, options, _delimiter(path))


def _words(path: Path, options: Options) -> SourceRead:
    return read_word_list(path, meta_language=options.meta_language, delimiter=_delimiter(path))


def _delimiter(path: Path) -> str:
    return "\t" if "\t" in _first_line(_start(path)) else ","


def _first_line(start: str) -> str:
    return next((line for line in start.split("\n") if line.strip()), "")


_LATEX = Form("LaTeX", "book", _latex)
_MARKDOWN = Form("Markdown", "book", _markdown, ("texts", "dictionary"))
_CLDF = Form("CLDF metadata", "dictionary", read_cldf, ("texts", "parallel"))
_SFM = Form("Toolbox/MDF dictionary", "dictionary", _sfm, ("parallel",))
_LIFT = Form("LIFT dictionary", "dictionary", _lift, ("parallel",))
_TOOLBOX = Form("Toolbox text", "texts", _toolbox)
_FLEXTEXT = Form("flextext", "texts", _flextext)
_EAF = Form("ELAN transcription", "texts", _eaf)
_SIGMORPHON = Form("SIGMORPHON blocks", "texts", _sigmorphon)
_CONLLU = Form("CoNLL-U", "texts", _conllu)
_EXAMPLES = Form("table of examples", "texts", _examples)
_WORDS = Form("word list", "dictionary", _words)
_PAIRS = Form("table of pairs", "parallel", _pairs)
