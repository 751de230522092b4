"""Columns of strings that load without making a string for every row.

>>> column = Column.of(["kit", "", "tér"])
>>> column[2], list(column), len(column)
('tér', ['kit', '', 'tér'], 3)
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from typing import Any, overload


class Column(Sequence[str]):
    """Strings end to end in one text; ``ends`` are their ends in it, with a 0 in front."""

    __slots__ = ("text", "ends")

    def __init__(self, text: str, ends: array[int]) -> None:
        self.text, self.ends = text, ends

    @classmethod
    def of(cls, rows: Sequence[str]) -> Column:
        """A column with these rows."""
        ends, end = array("I", [0]), 0
        for row in rows:
            end += len(row)
            ends.append(end)
        return cls("".join(rows), ends)

    def __len__(self) -> int:
        return len(self.ends) - 1

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> list[str]: ...
    def __getitem__(self, index: int | slice) -> str | list[str]:
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self)))]
        return self.text[self.ends[index] : self.ends[index + 1]]

    def __iter__(self) -> Iterator[str]:
        text, start = self.text, 0
        for end in self.ends[1:]:
            yield text[start:end]
            start = end


def packed(rows: Sequence[Any]) -> tuple[str, Any, bytes]:
    """A column as values that marshal loads at once: strings, whole numbers or decimal numbers."""
    if isinstance(rows, Column):
        return "text", rows.text, rows.ends.tobytes()
    if rows and isinstance(rows[0], str):
        return packed(Column.of(rows))
    code = "d" if any(isinstance(row, float) for row in rows) else "i"
    return code, None, array(code, rows).tobytes()


def unpacked(plain: tuple[str, Any, bytes]) -> Sequence[Any]:
    """Inverse of :func:`packed`."""
    code, text, data = plain
    numbers = array("I" if code == "text" else code)
    numbers.frombytes(data)
    return Column(text, numbers) if code == "text" else numbers
