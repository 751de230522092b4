"""A table of what was asked for lately: as fast as a dictionary, and never larger than it may be.

>>> kept = Recent[str, int](2)
>>> for number, letter in enumerate("abacad"):
...     kept.put(letter, number)
>>> kept.get("a"), kept.get("b"), len(kept) <= 4
(4, None, True)
"""

from __future__ import annotations

from typing import Generic, TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")


class Recent(Generic[Key, Value]):
    """Two dictionaries of at most ``size`` entries: when the young one is full it becomes the old one, and what is
    found in the old one moves to the young one; so what is asked for again and again stays."""

    __slots__ = ("size", "young", "_old")

    def __init__(self, size: int) -> None:
        self.size = size
        self.young: dict[Key, Value] = {}
        self._old: dict[Key, Value] = {}

    def get(self, key: Key) -> Value | None:
        """What is kept under ``key``; None where nothing is (None itself can't be kept)."""
        found = self.young.get(key)
        if found is None and self._old:
            found = self._old.get(key)
            if found is not None:
                self.put(key, found)
        return found

    def put(self, key: Key, value: Value) -> None:
        """Keep a value."""
        if len(self.young) >= self.size:
            self._old, self.young = self.young, {}
        self.young[key] = value

    def clear(self) -> None:
        """Forget everything."""
        self.young, self._old = {}, {}

    def __len__(self) -> int:
        return len(self.young) + len(self._old)
