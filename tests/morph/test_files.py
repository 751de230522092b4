"""Reading other people's files and writing the user's: encodings, limits, atomic writes."""

from __future__ import annotations

import os
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from morph.errors import DataError
from morph.files import read_text, write_atomic


def test_byte_order_mark_line_ends_and_nfc(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("\ufeffkafe\u0301\r\nb\rc".encode())
    assert read_text(path) == ("kafé\nb\nc", [])


def test_utf16_with_mark(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("ŋa\r\nmu".encode("utf-16"))
    assert read_text(path)[0] == "ŋa\nmu"


def test_wrong_encoding_line_by_line(tmp_path: Path) -> None:
    path = tmp_path / "a.sfm"
    path.write_bytes("ŋà\n".encode() + "crème\n".encode("latin-1"))
    text, findings = read_text(path)
    assert text == "ŋà\ncrème\n"
    assert [(f.code, f.source.line) for f in findings] == [("file.encoding", 2)]


def test_long_line_is_left_out_without_holding_it(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as handle:
        handle.write(b"one\n")
        for _ in range(100):
            handle.write(b"x" * (1 << 20))
        handle.write(b"\nthree\n")
    tracemalloc.start()
    text, findings = read_text(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert text == "one\n\nthree\n"
    assert findings[0].code == "file.long-line" and findings[0].source.line == 2
    assert peak < 8 << 20


@pytest.mark.parametrize("data", [b"\x00\x01\x02\xff", b"PK\x03\x04abc", b"\x7fELF\x02"])
def test_binary_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.bin"
    path.write_bytes(data)
    with pytest.raises(DataError, match="binary"):
        read_text(path)


def test_missing_file_and_folder(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no such file"):
        read_text(tmp_path / "none")
    with pytest.raises(DataError, match="folder"):
        read_text(tmp_path)


def test_failed_write_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.tsv"
    path.write_text("old")

    def fail(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match="disk full"):
        write_atomic(path, "new")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_write_keeps_mode_and_follows_links(tmp_path: Path) -> None:
    path, link = tmp_path / "a.tsv", tmp_path / "b.tsv"
    path.write_text("old")
    path.chmod(0o640)
    link.symlink_to(path)
    write_atomic(link, "new")
    assert link.is_symlink() and path.read_text() == "new"
    assert path.stat().st_mode & 0o777 == 0o640


LINES = st.lists(st.text(st.characters(codec="utf-8", exclude_categories=("Cc",)), max_size=20), min_size=1)


@settings(max_examples=50)
@given(lines=LINES, end=st.sampled_from(["\n", "\r\n", "\r"]), long=st.integers(1, 30))
def test_lines_are_told_alike_whatever_ends_them(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str], end: str, long: int
) -> None:
    import unicodedata

    path = tmp_path_factory.mktemp("lines") / "a.txt"
    path.write_bytes(end.join(lines).encode())
    text, findings = read_text(path, max_line=long)
    kept = [unicodedata.normalize("NFC", line) if len(line.encode()) <= long else "" for line in lines]
    mark = lines[0].startswith("\ufeff")
    if not mark:
        assert text.split("\n") == kept
        assert len(findings) == sum(len(line.encode()) > long for line in lines)
