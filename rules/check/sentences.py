"""Checks of the sentence grammar: whether it loads, which of its rules no sentence can reach."""

from __future__ import annotations

from collections.abc import Iterator

from grammar.lark_io import Grammar, load_grammar
from morph.errors import DataError
from morph.model import Source
from rules.check import Hit, check, hit
from rules.check.material import Material

_FILE = "syntax.lark"


def _grammar(material: Material) -> Grammar | None:
    try:
        return load_grammar(material.syntax) if material.syntax.strip() else None
    except DataError:
        return None


@check("E801", needs_language=False)
def not_a_grammar(material: Material) -> Iterator[Hit]:
    """the sentence grammar does not load: {message}

    No sentence is parsed before it is mended."""
    if material.syntax.strip():
        try:
            load_grammar(material.syntax)
        except DataError as error:
            yield hit(Source("file", _FILE, error.line or 0), message=error.message)


@check("W802", needs_language=False)
def unreached(material: Material) -> Iterator[Hit]:
    """sentence rule '{name}' is never reached from '{start}'

    Nothing uses it. Name it in another rule, or delete it."""
    grammar = _grammar(material)
    if grammar is None:
        return
    parts: dict[str, set[str]] = {}
    for rule in grammar.rules:
        parts.setdefault(rule.origin, set()).update(rule.expansion)
    reached, waiting = set[str](), [grammar.start]
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting += parts.get(name, ())
    # Lark drops what is not used before anybody sees it, so the text is asked.
    for line, text in enumerate(material.syntax.splitlines(), 1):
        name = text.split(":", 1)[0].strip().lstrip("?!").split(".")[0]
        defined = ":" in text and not text.startswith((" ", "\t", "/", "|", "%")) and name.isidentifier()
        if defined and name.islower() and not name.startswith("_") and name not in reached:
            yield hit(Source("file", _FILE, line), name=name, start=grammar.start)
