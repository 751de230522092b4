"""Frozen dataclasses as JSON and back, by their type hints: the cache of what sources held, and ``--json`` output.

>>> from morph.model import Source
>>> decode(Source, encode(Source("book", "a.tex", 3)))
Source(kind='book', path='a.tex', line=3, label='')
"""

from __future__ import annotations

import types
import typing
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin

T = TypeVar("T")


def encode(value: Any) -> Any:
    """A JSON value: a dataclass becomes the list of its fields, a tuple a list."""
    if is_dataclass(value):
        return [encode(getattr(value, name)) for name in _names(_type(value))]
    if isinstance(value, (tuple, list)):
        return [encode(item) for item in value]
    return value


def jsonable(value: Any) -> Any:
    """Like :func:`encode`, with field names: for people and scripts that read the output."""
    if is_dataclass(value):
        return {name: jsonable(getattr(value, name)) for name in _names(_type(value))}
    if isinstance(value, (tuple, list)):
        return [jsonable(item) for item in value]
    if isinstance(value, dict):
        return {str(key): jsonable(item) for key, item in value.items()}
    return value


def _type(value: Any) -> Any:
    return type(value)


@cache
def _names(cls: Any) -> tuple[str, ...]:
    return tuple(item.name for item in fields(cls))


def decode(hint: type[T], data: Any) -> T:
    """The value of type ``hint`` that :func:`encode` wrote as ``data``; TypeError or ValueError where it is not one."""
    make: Any = hint
    return typing.cast(T, _decoder(make)(data))


@cache
def _decoder(hint: Any) -> Callable[[Any], Any]:
    if isinstance(hint, type) and is_dataclass(hint):
        return _dataclass_decoder(hint)
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        inner = [_decoder(arg) for arg in get_args(hint) if arg is not type(None)]
        return lambda data: None if data is None else inner[0](data)
    if origin is tuple:
        arguments = get_args(hint)
        if len(arguments) == 2 and arguments[1] is Ellipsis:
            item = _decoder(arguments[0])
            return lambda data: tuple(item(part) for part in data)
        parts = [_decoder(argument) for argument in arguments]
        return lambda data: tuple(part(item) for part, item in zip(parts, data, strict=True))
    return lambda data: data


def _dataclass_decoder(cls: type) -> Callable[[Any], Any]:
    hints = typing.get_type_hints(cls)
    decoders = [_decoder(hints[item.name]) for item in fields(cls)]

    def run(data: Any) -> Any:
        return cls(*(part(item) for part, item in zip(decoders, data, strict=True)))

    return run
