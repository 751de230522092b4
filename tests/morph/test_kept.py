"""Values kept between runs: what was damaged or made from something else reads as nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from morph import kept


@given(at=st.integers(0, 1000), other=st.binary(min_size=1, max_size=1))
def test_a_damaged_file_reads_as_nothing(tmp_path_factory: pytest.TempPathFactory, at: int, other: bytes) -> None:
    path = tmp_path_factory.mktemp("kept") / "value"
    kept.write(path, b"tables", {"kit": (3, "top"), "kan": (4, "foot")})
    data = path.read_bytes()
    at %= len(data)
    path.write_bytes(data[:at] + other + data[at + 1 :])
    changed = other != data[at : at + 1]
    assert (kept.read(path, b"tables", dict) is None) == changed


@pytest.mark.parametrize("size", [0, 3, 8, 12])
def test_a_cut_file_reads_as_nothing(tmp_path: Path, size: int) -> None:
    path = tmp_path / "value"
    kept.write(path, b"tables", [1, 2, 3])
    path.write_bytes(path.read_bytes()[:size])
    assert kept.read(path, b"tables", list) is None


def test_nothing_is_left_beside_it(tmp_path: Path) -> None:
    kept.write(tmp_path / "value", b"tables", [1])
    kept.write(tmp_path / "value", b"tables", [2])
    assert kept.read(tmp_path / "value", b"tables", list) == [2]
    assert [path.name for path in tmp_path.iterdir()] == ["value"]
