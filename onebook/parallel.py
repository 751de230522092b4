"""Work on a stream with all cores: pieces of it go to worker processes, results come back in the order of the stream.

No more than a few pieces for each worker are under way at a time, so that memory stays bounded however long the stream
is. Where the system can fork, workers start with all that the parent has loaded.
"""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from typing import Any, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

AHEAD = 3
"""Pieces under way for each worker."""

_work: Callable[[Any], Any] | None = None
"""What forked workers do."""


def cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def in_pieces(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """The items in lists of at most ``size``; those before a fault of their source come before the fault.

    >>> list(in_pieces("abcde", 2))
    [['a', 'b'], ['c', 'd'], ['e']]
    """
    piece: list[Item] = []
    try:
        for item in items:
            piece.append(item)
            if len(piece) == size:
                full, piece = piece, []
                yield full
    except Exception:
        if piece:
            yield piece
        raise
    if piece:
        yield piece


def in_order(
    work: Callable[[list[Item]], Result], items: Iterable[Item], jobs: int, size: int = 200
) -> Iterator[Result]:
    """The results of ``work(piece)`` for pieces of ``size`` items, by ``jobs`` processes, in the order of the items.

    An exception of the stream or of the work comes after all results before it.
    """
    global _work
    pieces = in_pieces(items, size)
    if jobs == 1 or "fork" not in multiprocessing.get_all_start_methods():
        yield from map(work, pieces)
        return
    _work = work
    waiting: deque[Future[Result]] = deque()
    with ProcessPoolExecutor(jobs, multiprocessing.get_context("fork")) as pool:
        try:
            for piece in pieces:
                waiting.append(pool.submit(_do, piece))
                while len(waiting) > AHEAD * jobs or (waiting and waiting[0].done()):
                    yield waiting.popleft().result()
        except Exception:
            # what was read before the fault is worth having
            yield from _results(waiting)
            raise
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
        yield from _results(waiting)
    _work = None


def _results(waiting: deque[Future[Result]]) -> Iterator[Result]:
    while waiting:
        yield waiting.popleft().result()


def _do(piece: list[Any]) -> Any:
    assert _work is not None
    return _work(piece)
