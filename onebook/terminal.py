"""Terminal output: one console for results, one for everything else, progress that only a person sees."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from rich.console import Console

T = TypeVar("T")


def console(*, stderr: bool = True, width: int | None = None) -> Console:
    """A rich console that wraps at the terminal's width, without colour where the output is not a terminal."""
    from rich.console import Console

    return Console(stderr=stderr, width=width, soft_wrap=False)


def progress(items: Sequence[T] | Iterable[T], what: str, *, total: int | None = None) -> Iterator[T]:
    """Iterate with a progress bar on stderr where a person watches, plainly elsewhere."""
    if not sys.stderr.isatty():
        yield from items
        return
    from rich.progress import track

    if total is None and isinstance(items, Sequence):
        total = len(items)
    yield from track(items, description=what, total=total, console=console(), transient=True)
