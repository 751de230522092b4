r"""The published MTOB benchmark, read as it is published: its folder, or the password-protected zip, in memory.

The benchmark (Tanzer et al. 2024) asks that its sentences never stand in the open. So a zip is never unpacked to disk,
the marker entry that stands before the sentences (an object with a key that names a canary) is skipped, and whoever
scores with :func:`read_mtob` shows totals only (``--protocol mtob`` of ``onebook evaluate``).

A direction has a file of its own, ``test_examples_XY.json``, where X is the first letter of the source language's
English name and Y that of the target's (``ke``: out of Kalamang into English): a list of objects with ``original`` and
``ground_truth``.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from hybrid.evaluate.loading import TestPair, mtob_pairs
from morph.errors import DataError

_FILE = re.compile(r"test_examples_(?P<source>[a-z])(?P<target>[a-z])\.json")


def read_mtob(path: Path, *, into_english: bool, password: str = "") -> list[TestPair]:
    """The test sentences of one direction: ``path`` is the zip, the unpacked folder, or one of its JSON files.

    Raises :class:`DataError` where the zip wants another password, and where no file for the direction is there.
    """
    for name, text in _files(path, password):
        match = _FILE.fullmatch(PurePosixPath(name).name)
        if path.suffix == ".json" or (match and (match["target"] == "e") == into_english):
            return mtob_pairs(text, f"{path}:{name}" if path.suffix != ".json" else str(path))
    raise DataError(
        "the benchmark has no test sentences for this direction",
        path=str(path),
        expected="a file test_examples_?e.json into English, test_examples_e?.json out of it",
        hint="name the benchmark's zip or its folder 'splits'",
    )


def _files(path: Path, password: str) -> Iterator[tuple[str, str]]:
    """Names and texts of the JSON files that may be test sets, without writing anything."""
    if path.is_dir():
        for file in sorted(path.rglob("test_examples_*.json")):
            yield file.name, file.read_text("utf-8-sig")
    elif not path.is_file():
        raise DataError("no such file or folder", path=str(path), hint="name the benchmark's zip or its folder")
    elif zipfile.is_zipfile(path):
        yield from _zipped(path, password)
    else:
        yield path.name, path.read_text("utf-8-sig")


def _zipped(path: Path, password: str) -> Iterator[tuple[str, str]]:
    with zipfile.ZipFile(path) as archive:
        for entry in archive.infolist():
            if _FILE.fullmatch(PurePosixPath(entry.filename).name):
                try:
                    data = archive.read(entry, pwd=password.encode() or None)
                except (RuntimeError, zipfile.BadZipFile, NotImplementedError) as error:
                    raise DataError(
                        "the zip can't be opened",
                        path=str(path),
                        found=str(error).replace(str(entry), entry.filename),
                        hint="give its password with --password, as the benchmark's page tells it",
                    ) from error
                yield entry.filename, data.decode("utf-8-sig")
