"""One self-contained HTML page from sections: style inside, no script, nothing loaded from anywhere.

A section is rendered by a template of its own (``templates/<name>.html.j2``); the page gives it a place in the list
of contents. Text from books and people is escaped by the templates; what is markup is marked as such in the code.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from morph.files import write_atomic
from onebook.report.words import gloss_markup, percent, plural

_TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report: ``name`` is its anchor, ``title`` its heading, ``body`` its markup."""

    name: str
    title: str
    body: Markup


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    environment.filters.update(gloss=gloss_markup, percent=percent, plural=plural, safe_svg=Markup)
    return environment


def render(template: str, **values: Any) -> Markup:
    """The markup of one template; a value that the template names and ``values`` lacks is an error."""
    return Markup(_environment().get_template(f"{template}.html.j2").render(**values))


def section(name: str, title: str, **values: Any) -> Section:
    """The section that ``templates/<name>.html.j2`` makes of ``values``."""
    return Section(name, title, render(name, **values))


def page(title: str, subtitle: str, sections: Sequence[Section], *, footer: str = "") -> str:
    """A whole HTML document."""
    style = (_TEMPLATES / "style.css").read_text(encoding="utf-8")
    return str(render("page", title=title, subtitle=subtitle, sections=sections, style=Markup(style), footer=footer))


def write_page(path: Path, title: str, subtitle: str, sections: Sequence[Section], *, footer: str = "") -> None:
    """Write the document beside ``path`` and rename it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomic(path, page(title, subtitle, sections, footer=footer))
