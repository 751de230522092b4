"""What commands read: lines from a file or standard input, interlinear files sentence by sentence."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from morph.errors import DataError, OnebookError

# A sentence longer than this is not a sentence: refused with its place, so that memory stays bounded.
MAX_LINE = 1_000_000


def read_lines(path: Path | None) -> Iterator[str]:
    """Lines of UTF-8 text without their ends; a line that is not UTF-8 or far too long is a DataError with its
    number. ``None`` or ``-`` is standard input."""
    name = "standard input" if path is None or str(path) == "-" else str(path)
    try:
        stream = sys.stdin.buffer if name == "standard input" else open(str(path), "rb")  # noqa: SIM115
    except OSError as error:
        raise OnebookError(f"{name}: {error.strerror}", hint="check the name of the file") from error
    with stream:
        number = 0
        while raw := stream.readline(MAX_LINE + 1):
            number += 1
            if len(raw) > MAX_LINE:
                raise DataError(
                    f"a line longer than {MAX_LINE:,} bytes", path=name, line=number, hint="put one sentence on a line"
                )
            if number == 1:
                raw = raw.removeprefix(b"\xef\xbb\xbf")
            try:
                yield raw.decode("utf-8").rstrip("\r\n")
            except UnicodeDecodeError as error:
                raise DataError(
                    "not UTF-8",
                    path=name,
                    line=number,
                    found=repr(raw[error.start : error.start + 8]),
                    hint="save the text as UTF-8 (iconv -f LATIN1 -t UTF-8)",
                ) from error


def read_interlinear(path: Path | None, form: str, meta_language: str = "eng") -> Iterator[tuple[str, str, str]]:
    r"""``(text, segmented, translation)`` of each sentence of a file that :mod:`rules.sources` reads (``sigmorphon``,
    ``flextext`` …); the translation is the one into ``meta_language`` where there are several.

    Sigmorphon blocks are kept as they are, one output block for each input block, whatever lines they have.
    """
    if form == "sigmorphon":
        yield from _sigmorphon(path)
        return
    if path is None:
        raise OnebookError(f"--from {form} needs a FILE", hint=f"onebook gloss FILE --from {form}")
    from rules.sources.read import read_source

    for example in read_source(path, role="texts", meta_language=meta_language).examples:
        text = example.surface or " ".join(example.surface_words)
        yield text, " ".join(example.morphs), example.translation


def _sigmorphon(path: Path | None) -> Iterator[tuple[str, str, str]]:
    block: dict[str, str] = {}
    for line in read_lines(path):
        if line[:1] == "\\" and line[1:2] in "tmglp" and line[2:3] in ("", " ", "\t"):
            block[line[1]] = line[2:].strip()
        elif not line.strip() and block:
            yield block.get("t", ""), block.get("m", ""), block.get("l", "")
            block = {}
    if block:
        yield block.get("t", ""), block.get("m", ""), block.get("l", "")
