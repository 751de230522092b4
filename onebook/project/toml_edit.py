"""``morphotactics.toml`` and ``onebook.toml`` changed in place: comments, spacing and the order of keys that a person
wrote stay, only values that differ are written anew.

>>> old = '# my notes\\n[[template]]\\nid = "n"  # nouns\\npos = ["n"]\\nafter = [\\n  "num", # number\\n]\\n'
>>> print(edited_templates(old, (Template("n", ("n", "pro"), (), ("num",), origin="hand"),)), end="")
# my notes
[[template]]
id = "n"  # nouns
pos = ["n", "pro"]
after = [
  "num", # number
]
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping, MutableMapping, Sequence
from dataclasses import asdict
from itertools import pairwise
from typing import Any

from morph.model import Template

_HEADER = re.compile(r"^[ \t]*\[\[[ \t]*template[ \t]*\]\]", re.MULTILINE)
_LEAD = re.compile(r"(?:^[ \t]*#[^\n]*\n)+\Z", re.MULTILINE)
_DEFAULTS: Mapping[str, Any] = {
    "pos": [], "before": [], "after": [], "obligatory": [], "source": "", "origin": "hand", "status": "accepted",
}  # fmt: skip


def templates_of(text: str) -> list[dict[str, Any]]:
    """The templates of a file as plain tables, each with its id."""
    rows = tomllib.loads(text).get("template", [])
    return [{**_DEFAULTS, "id": f"t{number}", **row} for number, row in enumerate(rows, 1)]


def edited_templates(old: str, templates: Sequence[Template]) -> str:
    """``old`` with these templates in it, in their order. Comment lines right above a template go where it goes.
    Where the file is laid out so that this can't be done, ValueError."""
    wanted = [_plain(template) for template in templates]
    head, blocks = _blocks(old)
    before = templates_of(old)
    if len(blocks) != len(before):
        raise ValueError("not every template is a table of its own")
    by_id = {row["id"]: (row, block) for row, block in zip(before, blocks, strict=True)}
    neighbours = set(pairwise(["", *(row["id"] for row in before)]))
    text, previous = head, ""
    for row in wanted:
        # Where two templates followed each other before, the space between them stays as it was.
        as_it_was = (previous, row["id"]) in neighbours
        text = text if as_it_was else _with_blank_line(text)
        text += _block(by_id.get(row["id"]), row)
        previous = row["id"]
    text = text.rstrip("\n") + "\n" if wanted else text
    if templates_of(text) != wanted:
        raise ValueError("the file would read otherwise than it should")
    return text


def _with_blank_line(text: str) -> str:
    return text.rstrip("\n") + "\n\n" if text.strip() else ""


def _plain(template: Template) -> dict[str, Any]:
    cells = asdict(template)
    return {name: list(cells[name]) if isinstance(_DEFAULTS.get(name), list) else cells[name]
            for name in ("id", *_DEFAULTS)}  # fmt: skip


def _blocks(text: str) -> tuple[str, list[str]]:
    """What stands before the first template, and each template's lines with the comment lines right above it."""
    starts = [match.start() for match in _HEADER.finditer(text)]
    cuts = [start - len(lead[0]) if (lead := _LEAD.search(text[:start])) else start for start in starts]
    if cuts and text[: cuts[0]].strip() == "" and starts[0] != cuts[0]:
        cuts[0] = starts[0]  # a remark at the head of the file is about the file
    ends = [*cuts[1:], len(text)][: len(cuts)]
    return (text[: cuts[0]] if cuts else text), [text[a:b] for a, b in zip(cuts, ends, strict=True)]


def _block(old: tuple[dict[str, Any], str] | None, new: Mapping[str, Any]) -> str:
    """The lines of one template."""
    import tomlkit

    if old is None:
        table = tomlkit.table()
        table.update(new)
        return f"[[template]]\n{table.as_string()}"
    row, block = old
    changed = {name: value for name, value in new.items() if row[name] != value}
    if not changed:
        return block
    document = tomlkit.parse(block)
    _assign(document["template"][0], changed)
    return document.as_string()


def _assign(table: MutableMapping[str, Any], values: Mapping[str, Any]) -> None:
    """Set values; those that are right already stay as they are written."""
    for name, value in values.items():
        if name not in table or table[name] != value:
            table[name] = value


def edited_config(old: str, new: str) -> str:
    """``onebook.toml`` as ``old`` has it with what ``new`` says. Keys that ``new`` lacks go."""
    import tomlkit

    document, wanted = tomlkit.parse(old), tomllib.loads(new)
    for name in [name for name in document if name not in wanted]:
        del document[name]
    for name, value in wanted.items():
        if isinstance(value, dict) and name in document:
            table: Any = document[name]
            for key in [key for key in table if key not in value]:
                del table[key]
            _assign(table, value)
        elif name not in document or document[name] != value:
            _replace(document, name, value)
    text = document.as_string()
    if tomllib.loads(text) != wanted:
        raise ValueError("the file would read otherwise than it should")
    return text


def _replace(document: Any, name: str, value: Any) -> None:
    """A table that is new, or the list of sources: those that stand already are left as they are."""
    import tomlkit

    if not isinstance(value, list):
        table = tomlkit.table()
        table.update(value)
        if document.as_string().strip():
            document.add(tomlkit.nl())
        document.add(name, table)
        return
    there = document.get(name, [])
    tables = tomlkit.aot()
    for row in value:
        same = next((item for item in there if item == row), None)
        table = tomlkit.table()
        table.update(row)
        tables.append(same if same is not None else table)
    if len(there) < len(value) and list(there) == value[: len(there)] and there:
        for table in tables[len(there) :]:
            there.append(table)
        return
    if name in document:
        del document[name]
    document.add(name, tables)


def kept_or(edit: Callable[[], str], plain: str) -> str:
    """What an edit in place gives; the plain text where the old file can't be edited so."""
    from tomlkit.exceptions import TOMLKitError

    try:
        return edit()
    except (TOMLKitError, ValueError, KeyError):
        return plain
