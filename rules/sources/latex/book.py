r"""Reading a whole book: files in order, macros, tree, walk; what is left unread is reported.

The public function is :func:`read_latex_book`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from morph.errors import DataError
from rules.items import SourceRead
from rules.sources.latex.blocks import Walker
from rules.sources.latex.context import Context
from rules.sources.latex.definitions import Definitions, scan
from rules.sources.latex.expand import Expander
from rules.sources.latex.files import BookFile, BookFiles, find_main, has_class, neighbours
from rules.sources.latex.finish import finish
from rules.sources.latex.language import words_of
from rules.sources.latex.lists import add_abbreviation
from rules.sources.latex.names import language_names
from rules.sources.latex.nodes import ENV, build
from rules.sources.latex.render import Renderer
from rules.sources.latex.spans import tex_quotes
from rules.sources.latex.tokens import FILE_END, MACRO, Token, pack
from rules.sources.latex.wordlist import WordList, find_fields


def read_latex_book(path: Path, *, meta_language: str = "eng", language: str = "") -> SourceRead:
    r"""Read a grammar book in LaTeX.

    ``path`` is the main file, one chapter, or a folder: its main file is the one with ``\documentclass``, and files
    that the main file does not reach are read after it, each with a note. ``meta_language`` (ISO 639-3) is the
    language of the book's glosses and translations where nothing in the book says otherwise, ``language`` the
    language described. Broken input never raises: it becomes a finding with file and line, and the rest is read.

    Raises :class:`morph.errors.DataError` where ``path`` does not exist or holds no ``.tex`` file.
    """
    path = Path(path)
    if not path.exists():
        raise DataError("no such file or folder", path=str(path), hint="give the main .tex file or the book's folder")
    reading = _Reading(path, meta_language, language)
    return reading.run()


_LEAST_COPY = 5
_COPY_SHARE = 0.6


class _Reading:
    def __init__(self, path: Path, meta_language: str, language: str) -> None:
        self.path = path
        whole = path.is_dir()
        self.main = find_main(path) if whole else (path if has_class(path) else None)
        self.chapter = None if whole or self.main else path
        root = path if whole else path.resolve().parent
        paths: list[str] = []
        self.context = Context(paths, meta_language, language)
        self.files = BookFiles(root.resolve(), self.context.report, self.main, paths)
        self.definitions = Definitions()

    def run(self) -> SourceRead:
        order = self._load()
        if not order and not self.context.findings:
            raise DataError(
                "no .tex file to read", path=str(self.path), hint="give the main .tex file or the book's folder"
            )
        tokens = [file.tokens for file in sorted(self.files.loaded.values(), key=lambda file: file.number)]
        words = find_fields(self._by_number(tokens))
        self.context.names = language_names(tokens)
        self.context.own_names = frozenset(words_of(_title(tokens)))
        self.context.renderer = Renderer(bold=_bold_is_form(tokens))
        walker = Walker(self.context, words)
        expander = Expander(self.definitions, self.context.report, self.files.input, words.opaque)
        for index, file in enumerate(order):
            if file.reached:
                continue
            if index and self.main is not None:
                self.context.note(
                    "latex.file-unreached", "the main file does not include this file; it was read all the same",
                    pack(file.number, 1), "include it, or take it out of the folder",
                )  # fmt: skip
                self.context.leave()
                self._read_beside(file, expander, walker)
            else:
                self._read(file, expander, walker)
        self._leipzig()
        self._word_list_note(words)
        return finish(self.context, str(self.path), len([file for file in order if file.reached]))

    def _by_number(self, tokens: list[list[Token]]) -> list[list[Token]]:
        by_number: list[list[Token]] = [[] for _ in self.files.paths]
        for file in self.files.loaded.values():
            by_number[file.number] = file.tokens
        return by_number if tokens else []

    def _load(self) -> list[BookFile]:
        """Load all files; the order in which they are started."""
        if self.chapter is not None:
            first = self.files.load(self.chapter)
            others = neighbours(self.chapter.resolve())
        else:
            first = self.files.load(self.main) if self.main is not None else None
            others = self.files.all_files()
        loaded = [file for file in map(self.files.load, others) if file is not None]
        packages = sorted(self.files.root.glob("*.sty")) if self.chapter is None else []
        for file in [*([first] if first else []), *loaded, *filter(None, map(self.files.load, packages))]:
            scan(file.tokens, self.definitions)
        if self.chapter is not None:
            return [first] if first else []
        return [*([first] if first else []), *(file for file in loaded if file is not first)]

    def _read_beside(self, file: BookFile, expander: Expander, walker: Walker) -> None:
        """Read a file that the main file does not include; an older copy of what was read is left out."""
        known = {(example.morphs, example.glosses) for example in self.context.examples}
        mark, counts = self.context.mark(), self.context.counts.copy()
        self._read(file, expander, walker)
        new = self.context.examples[mark["examples"] :]
        repeated = sum((example.morphs, example.glosses) in known for example in new)
        if len(new) >= _LEAST_COPY and repeated >= _COPY_SHARE * len(new):
            self.context.forget(mark)
            self.context.counts = counts
            message = (
                f"{repeated} of the file's {len(new)} examples were read before: it was taken for a copy and left out"
            )
            self.context.note("latex.file-copy", message, pack(file.number, 1), "take the copy out of the folder")

    def _read(self, file: BookFile, expander: Expander, walker: Walker) -> None:
        file.reached = True
        self.files.open = [file.path]
        tree = build(self._watch(expander.expand(file.tokens)), self.context.report)
        # What stands before the document is no text of the book; its definitions have been read.
        body = next((node for node in tree if node.kind == ENV and node.text == "document"), None)
        walker.walk(tree if body is None else body.children)

    def _watch(self, tokens: Iterator[Token]) -> Iterator[Token]:
        """Tell the files when one of them ends (an \\input of it is no cycle any more)."""
        for token in tokens:
            if token.kind == FILE_END:
                self.files.close(token)
            yield token

    def _leipzig(self) -> None:
        """Labels that the book declares with their meaning."""
        for label, meaning, at in self.definitions.abbreviations:
            expander = Expander(self.definitions, self.context.report)
            texts = [
                self.context.renderer.text(build(expander.expand(list(part)), self.context.report))
                for part in (label, meaning)
            ]
            add_abbreviation(self.context, texts[0], tex_quotes(texts[1]), self.context.source(at))

    def _word_list_note(self, words: WordList) -> None:
        if words.reverse:
            self.context.counts["entries.reverse"] = words.reverse
            self.context.note(
                "latex.reverse-index",
                f"a reverse index of {words.reverse} items was passed over (it repeats the word list by meaning)",
                words.reverse_at,
            )


def _title(files: list[list[Token]]) -> str:
    r"""The book's title, from the first ``\title`` in its files."""
    for tokens in files:
        for index, token in enumerate(tokens[:4000]):
            if token.kind == MACRO and token.text == "title":
                texts = [part.text for part in tokens[index + 1 : index + 30]]
                return " ".join(texts[: texts.index("}")] if "}" in texts else texts[:5])
    return ""


def _bold_is_form(files: list[list[Token]]) -> bool:
    """Whether the book prints its object language in bold rather than italics."""
    bold = italic = 0
    for tokens in files:
        for token in tokens:
            if token.kind == MACRO:
                bold += token.text == "textbf"
                italic += token.text in ("textit", "emph")
    return bold > 2 * italic and bold > 50
