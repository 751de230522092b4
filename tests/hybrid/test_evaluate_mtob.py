"""The published benchmark is read in memory, from its zip or folder, and never shown sentence by sentence."""

from __future__ import annotations

import json
import zipfile
import zlib
from pathlib import Path

import pytest

from hybrid.evaluate.constructions import constructions
from hybrid.evaluate.mtob import read_mtob
from hybrid.evaluate.overlap import nearly_equal
from morph.errors import DataError
from onebook.cli import main

CANARY = {"a-canary-key": "not a sentence"}
INTO = [CANARY, {"original": "Kalo mirari", "ground_truth": "The dog ate."}]
OUT = [CANARY, {"original": "The dog ate.", "ground_truth": "Kalo mirari"}]


def encrypted(data: bytes, password: bytes) -> bytes:
    """Bytes in the zip format's own encryption (PKWARE APPNOTE 6.1), which zipfile reads but does not write."""
    keys = [0x12345678, 0x23456789, 0x34567890]

    def crc(value: int, byte: int) -> int:
        return zlib.crc32(bytes([byte]), value ^ 0xFFFFFFFF) ^ 0xFFFFFFFF

    def feed(byte: int) -> None:
        keys[0] = crc(keys[0], byte)
        keys[1] = ((keys[1] + (keys[0] & 0xFF)) * 134775813 + 1) & 0xFFFFFFFF
        keys[2] = crc(keys[2], keys[1] >> 24)

    for byte in password:
        feed(byte)
    out = bytearray()
    for byte in bytes(11) + bytes([zlib.crc32(data) >> 24]) + data:
        mask = keys[2] | 2
        out.append(byte ^ ((mask * (mask ^ 1)) >> 8 & 0xFF))
        feed(byte)
    return bytes(out)


def protected_zip(path: Path, files: dict[str, str], password: str) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, encrypted(text.encode(), password.encode()))
    # mark the entries as encrypted, with the sizes and checksums of what is inside
    data = bytearray(path.read_bytes())
    for name, text in files.items():
        for signature, flags, check, size in ((b"PK\x03\x04", 6, 14, 22), (b"PK\x01\x02", 8, 16, 24)):
            at = -1
            while (at := data.find(signature, at + 1)) >= 0:
                start = at + (30 if signature == b"PK\x03\x04" else 46)
                if data[start : start + len(name)] == name.encode():
                    data[at + flags] |= 1
                    data[at + check : at + check + 4] = zlib.crc32(text.encode()).to_bytes(4, "little")
                    data[at + size : at + size + 4] = len(text.encode()).to_bytes(4, "little")
    path.write_bytes(bytes(data))
    return path


@pytest.fixture
def benchmark(tmp_path: Path) -> Path:
    files = {
        "splits/test_examples_ke.json": json.dumps(INTO),
        "splits/test_examples_ek.json": json.dumps(OUT),
        "splits/train_examples.json": json.dumps([CANARY]),
    }
    return protected_zip(tmp_path / "benchmark.zip", files, "wontel")


def test_each_direction_is_found_in_the_zip(benchmark: Path) -> None:
    into = read_mtob(benchmark, into_english=True, password="wontel")
    out = read_mtob(benchmark, into_english=False, password="wontel")
    assert [(pair.source, pair.reference) for pair in into] == [("Kalo mirari", "The dog ate.")]
    assert [(pair.source, pair.reference) for pair in out] == [("The dog ate.", "Kalo mirari")]


def test_a_folder_and_a_file_are_read_too(tmp_path: Path) -> None:
    (tmp_path / "splits").mkdir()
    file = tmp_path / "splits" / "test_examples_ke.json"
    file.write_text(json.dumps(INTO), encoding="utf-8")
    assert read_mtob(tmp_path, into_english=True) == read_mtob(file, into_english=True)
    with pytest.raises(DataError, match="this direction"):
        read_mtob(tmp_path, into_english=False)


@pytest.mark.parametrize("password", ["", "wrong"])
def test_another_password_is_a_clear_error(benchmark: Path, password: str) -> None:
    with pytest.raises(DataError, match="can't be opened"):
        read_mtob(benchmark, into_english=True, password=password)


def test_scores_show_no_sentence(benchmark: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    hypotheses, page = tmp_path / "out.txt", tmp_path / "page.html"
    hypotheses.write_text("The dog eats.\n", encoding="utf-8")
    before = set(tmp_path.rglob("*"))
    arguments = ["evaluate", "translation", str(benchmark), "--protocol", "mtob", "--password", "wontel"]
    arguments += [
        "--from",
        "mis",
        "--to",
        "eng",
        "--hyp",
        str(hypotheses),
        "--samples",
        "0",
        "--project",
        str(tmp_path),
    ]
    assert main([*arguments, "--json", "--html", str(page)]) == 0
    shown = capsys.readouterr().out
    for text in (shown, page.read_text("utf-8")):
        assert "mirari" not in text and "The dog" not in text and "canary" not in text
    assert json.loads(shown)["systems"][0]["score"] > 40
    assert set(tmp_path.rglob("*")) == before | {page}


def test_near_duplicates_are_found() -> None:
    training = ["Kalo sotara mirari.", "Xiro kiptara sola"]
    assert nearly_equal(["kalo sotara mirari", "Kalo sotara mirarin!", "Sola xiro"], training) == [0, 1]
    assert nearly_equal([""], training) == []


@pytest.mark.parametrize(
    ("english", "kinds"),
    [
        ("Nobody came.", {"negation"}),
        ("Who is there?", {"question"}),
        ("The man who fell is my father.", {"relative clause", "possession"}),
        ("They said that it rained.", {"complement clause", "speech"}),
        ("The boat is bigger than the house.", {"comparison"}),
        ("A dog sleeps.", set()),
    ],
)
def test_constructions(english: str, kinds: set[str]) -> None:
    assert set(constructions(english)) == kinds
