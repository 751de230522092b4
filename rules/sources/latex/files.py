r"""The files of a book: which is the main one, how they are decoded, and what ``\input`` may reach.

Nothing outside the book's folder is read. A file in another encoding than UTF-8 is read as Windows-1252 and reported;
a line beyond :data:`MAX_LINE` and what goes beyond :data:`MAX_BYTES` of a file are left out and reported.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from rules.sources.latex.tokens import FILE_END, Token, pack, tokenize

MAX_BYTES = 12_000_000
MAX_LINE = 1_000_000
MAX_TOTAL = 80_000_000
MAX_FILES = 2_000
_CLASS = re.compile(rb"^[^%\n]*\\document(?:class|style)\s*[\[{]", re.MULTILINE)
_SUBFILE = re.compile(rb"\\documentclass\s*(?:\[[^\]]*\])?\s*\{(?:subfiles|standalone)\}")
_INCLUDES = re.compile(rb"^[^%\n]*\\(?:include|input|subfile)\b", re.MULTILINE)
_SKIPPED_FOLDERS = frozenset({".git", ".svn", "node_modules", "__MACOSX"})

Report = Callable[[str, str, int, str], None]


@dataclass(slots=True)
class BookFile:
    """One file: its number (in addresses), its path relative to the root, its tokens."""

    number: int
    path: Path
    name: str
    tokens: list[Token]
    reached: bool = False


@dataclass(slots=True)
class BookFiles:
    """The files of a book below ``root``; ``main`` is where the reading starts, None for a folder without one."""

    root: Path
    report: Report
    main: Path | None = None
    paths: list[str] = field(default_factory=list)
    loaded: dict[Path, BookFile] = field(default_factory=dict)
    open: list[Path] = field(default_factory=list)
    size: int = 0
    missing: set[str] = field(default_factory=set)
    refused: set[Path] = field(default_factory=set)

    def load(self, path: Path) -> BookFile | None:
        """Read and tokenize a file once; None where it is refused (and reported)."""
        path = path.resolve()
        if path in self.loaded:
            return self.loaded[path]
        if path in self.refused:
            return None
        number = len(self.paths)
        name = path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else path.name
        self.paths.append(name)
        text = self._decode(path, number)
        if text is None:
            self.refused.add(path)
            return None
        if not text.strip() and path.suffix == ".tex" and path.stat().st_size < MAX_LINE:
            self.report("latex.file-empty", "the file is empty", pack(number, 1), "")
        tokens = tokenize(text, number, at_letter=path.suffix in (".sty", ".cls"))
        tokens.append(Token(FILE_END, "", pack(number, text.count("\n") + 1)))
        self.loaded[path] = BookFile(number, path, name, tokens)
        return self.loaded[path]

    def _decode(self, path: Path, number: int) -> str | None:
        place = pack(number, 1)
        try:
            data = self._read(path, place)
        except OSError as error:
            message = f"the file cannot be read: {error.strerror}"
            self.report("latex.file-unreadable", message, place, "check its rights")
            return None
        self.size += len(data)
        text = self._text(data, place)
        return unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")

    def _read(self, path: Path, place: int) -> bytes:
        """The bytes of a file; lines beyond :data:`MAX_LINE` are left empty, what goes beyond the size limits is cut
        off, and both are reported. Memory stays bounded whatever the file holds."""
        limit = min(MAX_BYTES, MAX_TOTAL - self.size)
        kept: list[bytes] = []
        size = number = 0
        with path.open("rb") as file:
            while (line := file.readline(MAX_LINE)) and size <= limit:
                if not line.endswith(b"\n") and len(line) == MAX_LINE:
                    length = len(line)
                    while (more := file.readline(MAX_LINE)) and not more.endswith(b"\n"):
                        length += len(more)
                    message = f"a line has {length + len(more.rstrip()):,} bytes; at most {MAX_LINE:,} are read"
                    self.report("latex.line-too-long", message, place + number, "break the line")
                    line = b"\n"
                kept.append(line)
                size += len(line)
                number += 1
        if size > limit:
            message = f"the file is too large: it was read up to line {number} ({limit:,} bytes)"
            self.report("latex.file-too-large", message, place + number - 1, "split the file")
        return b"".join(kept)

    def _text(self, data: bytes, place: int) -> str:
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            return data.decode("utf-16", errors="replace")
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            self.report(
                "latex.encoding",
                f"the file is not UTF-8 (byte {data[error.start]:#04x} in line {line}); read as Windows-1252",
                place + line - 1,
                "save it as UTF-8",
            )
            return data.decode("cp1252", errors="replace")

    def input(self, name: str, at: int, package: bool) -> list[Token] | None:
        r"""The tokens of the file that ``\input`` (or ``\usepackage``) names; None where it is not to be read."""
        path = self._resolve(name, at, package)
        if path is None:
            return None
        if path in self.open:
            self.report("latex.input-cycle", f"\\input{{{name}}} leads back to itself", at, "remove the \\input")
            return None
        known = self.loaded.get(path)
        if known is not None and known.reached:
            return None
        file = self.load(path)
        if file is None:
            return None
        file.reached = True
        self.open.append(path)
        return file.tokens

    def close(self, token: Token) -> None:
        """The reading has come to the end of a file."""
        if self.open:
            self.open.pop()

    def _resolve(self, name: str, at: int, package: bool) -> Path | None:
        if "\\" in name or "\0" in name or len(name) > 500:
            return None
        suffixes = (".sty",) if package else (".tex", "", ".sty")
        bases = [self.root, *([self.open[-1].parent] if self.open else [])]
        outside = False
        for base in bases:
            for suffix in suffixes:
                candidate = Path(str(base / name) + suffix)
                try:
                    resolved = candidate.resolve()
                    if not resolved.is_relative_to(self.root):
                        outside = True
                    elif resolved.is_file():
                        return resolved
                except (OSError, ValueError, RuntimeError):
                    continue
        if package:
            return None
        if outside:
            self.report(
                "latex.input-outside",
                f"\\input{{{name}}} leaves the book's folder and was not read",
                at,
                "copy the file into the folder",
            )
        elif name not in self.missing:
            self.missing.add(name)
            self.report("latex.input-missing", f"the input file {name!r} does not exist", at, "add the file")
        return None

    def all_files(self) -> list[Path]:
        """All ``.tex`` files below the root."""
        found = []
        for path in sorted(self.root.rglob("*.tex")):
            parts = path.relative_to(self.root).parts
            if any(part in _SKIPPED_FOLDERS or part.startswith(".") for part in parts) or not path.is_file():
                continue
            if path.resolve().is_relative_to(self.root):
                found.append(path)
            else:
                self.paths.append(path.relative_to(self.root).as_posix())
                message = "the file is a link out of the book's folder and was not read"
                self.report(
                    "latex.input-outside", message, pack(len(self.paths) - 1, 1), "copy the file into the folder"
                )
            if len(found) >= MAX_FILES:
                break
        return found


def find_main(folder: Path) -> Path | None:
    r"""The main file of a folder: the one with ``\documentclass`` that includes the most, the shallowest first."""
    best: tuple[int, int, int] | None = None
    choice = None
    for path in sorted(folder.rglob("*.tex"))[:MAX_FILES]:
        try:
            if path.stat().st_size > MAX_BYTES:
                continue
            data = path.read_bytes()
        except OSError:
            continue
        if not _CLASS.search(data) or _SUBFILE.search(data) or not path.resolve().is_relative_to(folder.resolve()):
            continue
        depth = len(path.relative_to(folder).parts)
        rank = (-depth, path.stem == "main", len(_INCLUDES.findall(data)))
        if best is None or rank > best:
            best, choice = rank, path
    return choice


def has_class(path: Path) -> bool:
    r"""Whether a file is a main file (it has a live ``\documentclass``)."""
    try:
        data = path.read_bytes() if path.stat().st_size <= MAX_BYTES else b""
    except OSError:
        return False
    return bool(_CLASS.search(data)) and not _SUBFILE.search(data)


def neighbours(chapter: Path) -> list[Path]:
    """Files near a single chapter that may hold its macros: in its folder and, where a main file is, one level up."""
    folders = [chapter.parent]
    if not any(has_class(path) for path in sorted(chapter.parent.glob("*.tex"))[:200]):
        folders.append(chapter.parent.parent)
    return [
        path
        for folder in folders
        for path in sorted([*folder.glob("*.tex"), *folder.glob("*.sty"), *folder.glob("*.cls")])[:200]
        if path != chapter and not path.is_symlink()
    ]
