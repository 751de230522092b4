"""Work shared among processes: the same results in the same order, and no more under way than may be."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator

import pytest

from onebook.parallel import AHEAD, in_order


def double(piece: list[int]) -> list[int]:
    time.sleep(0.02 if piece[0] % 3 == 0 else 0)  # pieces do not end in their order
    return [2 * number for number in piece]


@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_results_come_in_order(jobs: int) -> None:
    assert [n for piece in in_order(double, range(50), jobs, 4) for n in piece] == list(range(0, 100, 2))


def test_several_processes_work() -> None:
    def who(piece: list[int]) -> int:
        time.sleep(0.05)
        return os.getpid()

    assert len(set(in_order(who, range(8), 2, 1))) == 2
    assert os.getpid() not in set(in_order(who, range(4), 2, 1))


def test_the_stream_is_not_read_ahead_without_bound() -> None:
    read = 0

    def stream() -> Iterator[int]:
        nonlocal read
        for number in range(1000):
            read = number + 1
            yield number

    results = in_order(double, stream(), 2, 1)
    next(results)
    assert read <= 2 * AHEAD + 2
    results.close()


def test_a_fault_comes_after_the_results_before_it() -> None:
    def stream() -> Iterator[int]:
        yield from range(6)
        raise ValueError("line 7")

    got = []
    with pytest.raises(ValueError, match="line 7"):
        for piece in in_order(double, stream(), 2, 2):
            got += piece
    assert got == [0, 2, 4, 6, 8, 10]
