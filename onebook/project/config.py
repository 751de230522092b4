"""``onebook.toml`` and ``morphotactics.toml``: read strictly, written plainly.

An unknown key is an error with its line, so that a misspelt setting never vanishes.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from morph.errors import ConfigError
from morph.files import read_text, write_atomic
from morph.model import STATUSES, Template

_PROJECT_KEYS = ("name", "iso", "glottocode", "meta_language")
_SOURCE_KEYS = ("path", "as", "meta_language", "language", "no_examples")
_TOP_KEYS = ("project", "classes", "sources", "settings")
_TEMPLATE_KEYS = ("id", "pos", "before", "after", "obligatory", "source", "origin", "status")

# Settings that a project may set, with the default and what each does; `onebook doctor` lists them.
SETTINGS: dict[str, tuple[str, str]] = {
    "max_analyses": ("50", "analyses kept for one word"),
    "stem_glosses": ("examples", "whose word a stem is glossed with: examples, or dictionary (its short glosses)"),
    "segmentation": (
        "examples",
        "how far stems are cut: examples (as these do), or fine (contractions too)",
    ),
    "reduplication": ("", "one label for all reduplication, where the texts have only one"),
    "capitals": ("auto", "whether the language writes capitals: auto, yes or no"),
    "apostrophes": ("auto", "whether apostrophes are letters: auto, yes or no"),
}


@dataclass(frozen=True, slots=True)
class SourceEntry:
    """A source that was added: its path as given, its role (``book`` …), and how it was read."""

    path: str
    role: str
    meta_language: str = "eng"
    language: str = ""
    no_examples: bool = False


@dataclass(frozen=True, slots=True)
class Config:
    """The contents of ``onebook.toml``."""

    name: str
    iso: str = ""
    glottocode: str = ""
    meta_language: str = "eng"
    classes: tuple[tuple[str, str], ...] = ()
    sources: tuple[SourceEntry, ...] = ()
    settings: tuple[tuple[str, str], ...] = field(default=())

    def setting(self, key: str) -> str:
        """The project's value of a setting, else its default."""
        return dict(self.settings).get(key, SETTINGS[key][0])


def _parse(path: Path) -> tuple[dict[str, object], str]:
    text, _ = read_text(path)
    try:
        return tomllib.loads(text), text
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        raise ConfigError(
            f"not valid TOML: {error}", path=str(path), line=int(line[1]) if line else 0, hint="see https://toml.io"
        ) from error


def _line_of(text: str, key: str) -> int:
    match = re.search(rf"^\s*(\[+\s*)?\"?{re.escape(key)}\"?\s*(=|\]|\.)", text, re.MULTILINE)
    return text[: match.start()].count("\n") + 1 if match else 0


def _check_keys(path: Path, text: str, where: str, table: object, allowed: tuple[str, ...]) -> dict[str, object]:
    if not isinstance(table, dict):
        raise ConfigError(f"{where} must be a table", path=str(path), line=_line_of(text, where))
    for key in table:
        if key not in allowed:
            near = difflib.get_close_matches(key, allowed, n=1)
            raise ConfigError(
                f"unknown key in {where}",
                path=str(path),
                line=_line_of(text, key),
                found=key,
                expected=", ".join(allowed),
                hint=f"did you mean '{near[0]}'?" if near else "delete the key",
            )
    return table


def _string(path: Path, text: str, key: str, value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (int, float, str)):
        return str(value)
    raise ConfigError(f"{key} must be a string", path=str(path), line=_line_of(text, key), found=repr(value))


def load_config(path: Path) -> Config:
    """Read ``onebook.toml``; ConfigError with line for invalid TOML, unknown keys, wrong types."""
    data, text = _parse(path)
    _check_keys(path, text, "the file", data, _TOP_KEYS)
    project = _check_keys(path, text, "[project]", data.get("project", {}), _PROJECT_KEYS)
    values = {key: _string(path, text, key, value) for key, value in project.items()}
    if not values.get("name"):
        raise ConfigError("[project] has no name", path=str(path), expected='name = "…"', hint="add the line")
    classes = data.get("classes", {})
    if not isinstance(classes, dict):
        raise ConfigError("[classes] must be a table", path=str(path), line=_line_of(text, "classes"))
    for key in classes:
        if not (len(key) == 1 and key.isupper()):
            raise ConfigError(
                "a sound class is named by one capital letter",
                path=str(path),
                line=_line_of(text, key),
                found=key,
                expected='V = "aeiou"',
            )
    settings = _check_keys(path, text, "[settings]", data.get("settings", {}), tuple(SETTINGS))
    return Config(
        values["name"],
        values.get("iso", ""),
        values.get("glottocode", ""),
        values.get("meta_language", "eng"),
        tuple((key, _string(path, text, key, value)) for key, value in classes.items()),
        _load_sources(path, text, data.get("sources", [])),
        tuple((key, _string(path, text, key, value)) for key, value in settings.items()),
    )


def _load_sources(path: Path, text: str, rows: object) -> tuple[SourceEntry, ...]:
    if not isinstance(rows, list):
        raise ConfigError("[[sources]] must be an array of tables", path=str(path), line=_line_of(text, "sources"))
    sources = []
    for row in rows:
        table = _check_keys(path, text, "[[sources]]", row, _SOURCE_KEYS)
        cells = {key: _string(path, text, key, value) for key, value in table.items() if key != "no_examples"}
        sources.append(
            SourceEntry(
                cells.get("path", ""),
                cells.get("as", ""),
                cells.get("meta_language", "eng"),
                cells.get("language", ""),
                bool(table.get("no_examples", False)),
            )
        )
    return tuple(sources)


def _quote(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{escaped}"'


def format_config(config: Config) -> str:
    """The text of ``onebook.toml``; inverse of :func:`load_config`."""
    lines = ["[project]"]
    lines += [f"{key} = {_quote(getattr(config, key))}" for key in _PROJECT_KEYS]
    if config.classes:
        lines += ["", "[classes]"] + [f"{key} = {_quote(value)}" for key, value in config.classes]
    for source in config.sources:
        lines += ["", "[[sources]]", f"path = {_quote(source.path)}", f"as = {_quote(source.role)}"]
        if source.meta_language != "eng":
            lines.append(f"meta_language = {_quote(source.meta_language)}")
        if source.language:
            lines.append(f"language = {_quote(source.language)}")
        if source.no_examples:
            lines.append("no_examples = true")
    if config.settings:
        lines += ["", "[settings]"] + [f"{key} = {_quote(value)}" for key, value in config.settings]
    return "\n".join(lines) + "\n"


def save_config(path: Path, config: Config) -> None:
    """Write ``onebook.toml`` beside and rename; a person's comments stay."""
    plain = format_config(config)
    if not path.exists():
        write_atomic(path, plain)
    elif load_config(path) != config:
        from onebook.project.toml_edit import edited_config, kept_or

        old = read_text(path)[0]
        write_atomic(path, kept_or(lambda: edited_config(old, plain), plain))


def load_templates(path: Path) -> tuple[Template, ...]:
    """Read ``morphotactics.toml``; a missing file is no template."""
    if not path.exists():
        return ()
    data, text = _parse(path)
    _check_keys(path, text, "the file", data, ("template",))
    rows = data.get("template", [])
    if not isinstance(rows, list):
        raise ConfigError("[[template]] must be an array of tables", path=str(path), line=_line_of(text, "template"))
    return tuple(_template(path, text, number, row) for number, row in enumerate(rows, 1))


def _template(path: Path, text: str, number: int, row: object) -> Template:
    table = _check_keys(path, text, "[[template]]", row, _TEMPLATE_KEYS)
    lists: dict[str, tuple[str, ...]] = {}
    for key in ("pos", "before", "after", "obligatory"):
        value = table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise ConfigError(
                f"'{key}' of template {number} must be a list of strings",
                path=str(path),
                line=_line_of(text, key),
                found=repr(value),
                expected='["slot", "slot"]',
            )
        lists[key] = tuple(value)
    status = str(table.get("status", "accepted"))
    if status not in STATUSES:
        raise ConfigError(f"status of template {number}", path=str(path), found=status, expected=" or ".join(STATUSES))
    return Template(
        str(table.get("id", f"t{number}")),
        lists["pos"],
        lists["before"],
        lists["after"],
        lists["obligatory"],
        str(table.get("source", "")),
        str(table.get("origin", "hand")),
        status,
    )


def save_templates(path: Path, templates: tuple[Template, ...]) -> None:
    """Write ``morphotactics.toml`` beside and rename; a person's comments and spacing stay."""
    plain = format_templates(templates)
    old = read_text(path)[0] if path.exists() else ""
    if not old.strip() or old == plain:
        write_atomic(path, plain)
    elif load_templates(path) != templates:
        from onebook.project.toml_edit import edited_templates, kept_or

        write_atomic(path, kept_or(lambda: edited_templates(old, templates), plain))


def format_templates(templates: tuple[Template, ...]) -> str:
    """The text of ``morphotactics.toml``; inverse of :func:`load_templates`."""
    blocks = []
    for template in templates:
        lines = ["[[template]]", f"id = {_quote(template.id)}"]
        for key in ("pos", "before", "after", "obligatory"):
            items = ", ".join(_quote(item) for item in getattr(template, key))
            lines.append(f"{key} = [{items}]")
        lines += [f"{key} = {_quote(getattr(template, key))}" for key in ("source", "origin", "status")]
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks) + "\n"
