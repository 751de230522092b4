"""Mistakes in the tables of a project, each with a code: a registry of small functions whose docstring is the message.

``E`` codes are errors (something is left out or can't work), ``W`` codes are warnings (it works, but hardly as it was
meant). The first line of a check's docstring is the message, with the values of a hit filled in; the rest says why it
matters and what to do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from morph.model import Finding, Source
from rules.check.material import Material


@dataclass(frozen=True, slots=True)
class Hit:
    """One place where a check found something, with the values of its message."""

    place: Source
    values: tuple[tuple[str, str], ...] = ()


Function = Callable[[Material], Iterable[Hit]]


@dataclass(frozen=True, slots=True)
class Check:
    """A check by its code. ``needs_language``: it can only run where the tables can be read."""

    code: str
    function: Function
    message: str
    explanation: str
    needs_language: bool


CHECKS: dict[str, Check] = {}


def check(code: str, *, needs_language: bool = True) -> Callable[[Function], Function]:
    """Register a check under its code."""

    def register(function: Function) -> Function:
        message, _, explanation = (function.__doc__ or "").strip().partition("\n")
        assert message and code not in CHECKS, code
        CHECKS[code] = Check(code, function, message.strip(), " ".join(explanation.split()), needs_language)
        return function

    return register


def hit(place: Source, **values: object) -> Hit:
    """A hit with the values of its message."""
    return Hit(place, tuple((name, str(value)) for name, value in values.items()))


def catalogue() -> dict[str, Check]:
    """All checks in the order of their codes."""
    from rules.check import ambiguity, files, glosses, lexicon, morphemes, sentences, sounds  # noqa: F401

    return dict(sorted(CHECKS.items()))


def selected(select: Sequence[str], ignore: Sequence[str]) -> list[Check]:
    """The checks whose code begins with one of ``select`` (all where it is empty) and with none of ``ignore``."""
    return [
        item
        for code, item in catalogue().items()
        if (not select or code.startswith(tuple(select))) and not (ignore and code.startswith(tuple(ignore)))
    ]


def run(material: Material, checks: Iterable[Check]) -> Iterator[Finding]:
    """The findings of some checks, in the order of their codes and of the files."""
    for item in checks:
        if item.needs_language and material.language is None:
            continue
        for found in item.function(material):
            text = item.message.format(**dict(found.values))
            severity = "error" if item.code.startswith("E") else "warning"
            yield Finding(item.code, text, found.place, item.explanation, severity)  # type: ignore[arg-type]
