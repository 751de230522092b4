"""Plain values kept in a file of the cache between runs, for what takes longer to make than to load.

Only values that :mod:`marshal` knows. The file begins with a signature of what the value was made from and a checksum:
another signature, or a damaged file, reads as nothing, and the value is made again.

>>> import pathlib, tempfile
>>> path = pathlib.Path(tempfile.mkdtemp()) / "cache" / "words.bin"
>>> write(path, b"made from these tables", {"kit": 3})
>>> read(path, b"made from these tables", dict), read(path, b"made from those tables", dict)
({'kit': 3}, None)
"""

from __future__ import annotations

import contextlib
import gc
import marshal
import os
import tempfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")


def write(path: Path, signature: bytes, value: Any) -> None:
    """Write ``value`` beside ``path``, then rename. OSError where the folder can't be written."""
    body = marshal.dumps(value, marshal.version)
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=path.name, dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(signature + zlib.crc32(body).to_bytes(4, "big"))
            file.write(body)
        os.replace(name, path)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(name)
        raise


def read(path: Path, signature: bytes, restore: Callable[[Any], T]) -> T | None:
    """What ``restore`` makes of the value in ``path``; None where there is none of this signature."""
    try:
        data = path.read_bytes()
    except OSError:
        return None
    start = len(signature) + 4
    body = memoryview(data)[start:]
    if not data.startswith(signature) or zlib.crc32(body).to_bytes(4, "big") != data[len(signature) : start]:
        return None
    # Hundreds of thousands of new tuples would set off the garbage collector again and again, for nothing; and what
    # was loaded stays as long as the process, so that it need not be looked through later either.
    collecting = gc.isenabled()
    gc.disable()
    try:
        value = restore(marshal.loads(body))
        gc.freeze()
    finally:
        if collecting:
            gc.enable()
    return value
