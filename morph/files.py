"""Files of other people, read safely; files of the user's, never half-written.

Text comes back as NFC with ``\\n`` line ends whatever the file had (byte order mark, UTF-16, Windows or old Macintosh
line ends, single lines in a legacy 8-bit encoding). What had to be guessed or left out is said in findings.

>>> import pathlib, tempfile
>>> path = pathlib.Path(tempfile.mkdtemp()) / "words.txt"
>>> write_atomic(path, "kafé\\n")
>>> read_text(path)
('kafé\\n', [])
"""

from __future__ import annotations

import codecs
import contextlib
import os
import re
import tempfile
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from morph.errors import DataError
from morph.model import Finding, Source

MAX_LINE = 1 << 20
"""Longest line in bytes that is read; longer ones are skipped with a finding (no text of a person's is that long)."""
MAX_BYTES = 256 << 20
"""Most bytes of text that are kept of one file."""
_CHUNK = 1 << 16
_LINE_END = re.compile(rb"\r\n|\r|\n")
_WIDE = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
# Control characters that no text has; form feed, escape and the like do occur in old Toolbox files.
_BINARY = bytes([*range(0x00, 0x07), 0x0E, 0x0F, 0x7F])


def write_atomic(path: Path, text: str) -> None:
    """Write ``text`` as UTF-8 beside ``path``, flush it to the disk, then rename: the file is old or new, never half.

    The mode of an existing file is kept and a symbolic link is followed. OSError where the folder can't be written.
    """
    target = path.resolve()
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=".tmp")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as out:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
        os.chmod(name, target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask())
        os.replace(name, target)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def read_text(path: Path, *, max_line: int = MAX_LINE) -> tuple[str, list[Finding]]:
    """The text of a file, NFC with ``\\n`` line ends, and what had to be guessed or left out.

    Findings: ``file.long-line`` a line longer than ``max_line`` bytes left out (an empty line stands for it, so that
    line numbers hold), ``file.encoding`` lines that are not UTF-8, read as Windows-1252. DataError where the file is
    missing, a folder, binary, or larger than :data:`MAX_BYTES`.
    """
    try:
        with path.open("rb") as handle:
            start = handle.read(4)
            handle.seek(0)
            wide = _WIDE.get(start[:2])
            if wide:
                return _read_wide(path, handle, wide), []
            return _read_lines(path, handle, max_line)
    except FileNotFoundError as error:
        raise DataError("there is no such file", path=str(path), hint="check the name of the file") from error
    except IsADirectoryError as error:
        raise DataError("this is a folder, not a file", path=str(path), hint="name a file in it") from error
    except PermissionError as error:
        raise DataError("the file may not be read", path=str(path), hint="check its permissions") from error


def _read_wide(path: Path, handle: BinaryIO, encoding: str) -> str:
    data = handle.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise _too_large(path)
    text = data.decode(encoding, errors="replace")
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))


def _read_lines(path: Path, handle: BinaryIO, max_line: int) -> tuple[str, list[Finding]]:
    lines: list[str] = []
    findings: list[Finding] = []
    legacy: list[int] = []
    for number, raw, length in _lines(path, handle, max_line):
        if raw is None:
            findings.append(_long_line(path, number, length, max_line))
            lines.append("")
            continue
        if number == 1:
            raw = raw.removeprefix(codecs.BOM_UTF8)
        try:
            lines.append(raw.decode("utf-8"))
        except UnicodeDecodeError:
            legacy.append(number)
            lines.append(_decode_legacy(raw))
    if legacy:
        findings.append(_wrong_encoding(path, legacy))
    return unicodedata.normalize("NFC", "\n".join(lines)), findings


def _lines(path: Path, handle: BinaryIO, max_line: int) -> Iterator[tuple[int, bytes | None, int]]:
    """Number, bytes and length of each line, holding no more than a line and a chunk; None for a line too long."""
    number, rest, dropped, kept = 1, b"", 0, 0
    while chunk := handle.read(_CHUNK):
        if chunk.endswith(b"\r"):
            chunk += handle.read(1)
        if len(chunk.translate(None, _BINARY)) < len(chunk):
            raise _binary(path, number)
        pieces = _LINE_END.split(chunk)
        for piece in pieces[:-1]:
            line = rest + piece
            if dropped or len(line) > max_line:
                yield number, None, dropped + len(line)
            else:
                kept += len(line) + 1
                yield number, line, len(line)
            number, rest, dropped = number + 1, b"", 0
        rest += pieces[-1]
        if dropped or len(rest) > max_line:
            dropped, rest = dropped + len(rest), b""
        if kept > MAX_BYTES:
            raise _too_large(path)
    yield number, None if dropped else rest, dropped + len(rest)


def _decode_legacy(raw: bytes) -> str:
    try:
        return raw.decode("cp1252")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def _binary(path: Path, number: int) -> DataError:
    return DataError(
        "the file is binary, not text",
        path=str(path),
        line=number,
        expected="a text file in UTF-8",
        hint="export it as text (SFM, XML, TSV, CSV), or name another file",
    )


def _too_large(path: Path) -> DataError:
    return DataError(
        f"the file holds more than {MAX_BYTES >> 20} MB of text", path=str(path), hint="split it into smaller files"
    )


def _long_line(path: Path, number: int, length: int, max_line: int) -> Finding:
    return Finding(
        "file.long-line",
        f"line of {length:,} bytes left out (at most {max_line:,} are read)",
        Source("file", path.name, number),
        "break the line, or remove it if it is no text",
    )


def _wrong_encoding(path: Path, legacy: list[int]) -> Finding:
    count = "a line that is" if len(legacy) == 1 else f"{len(legacy)} lines that are"
    return Finding(
        "file.encoding",
        f"{count} not UTF-8, read as Windows-1252 (Latin-1)",
        Source("file", path.name, legacy[0]),
        "check the special characters of these lines, and save the file as UTF-8",
    )
