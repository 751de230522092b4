"""Writes docs/reference/ from the code: the commands, the tables and settings, the checks, the modules.

    python docs/make_reference.py            write the pages
    python docs/make_reference.py --check    exit 1 where a page is not what the code says

What a command says of itself, a column of a table or a docstring is stated once, in the code.
"""

from __future__ import annotations

import argparse
import ast
import importlib
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HERE = ROOT / "docs" / "reference"
NOTE = "<!-- Written by docs/make_reference.py from the code: edit the code, then run `make reference`. -->\n\n"
LAYERS = ("morph", "grammar", "rules", "hybrid", "onebook")


def pages() -> dict[str, str]:
    """Every page of the reference by its file name."""
    return {"commands.md": commands(), "tables.md": tables(), "checks.md": checks(), "modules.md": modules()}


def commands() -> str:
    from onebook.cli import available, command_parser

    parts = [
        "# Commands\n",
        "Results go to standard output, everything else to standard error. Exit status: 0 done; 1 ",
    ]
    parts.append("a source, file or sentence could not be processed at all, or a check has findings; 2 wrong usage.\n")
    for name in available():
        module = importlib.import_module(f"onebook.commands.{name}")
        parts.append(f"\n## onebook {name}\n\n{' '.join(module.HELP.split())}\n")
        parts += _options(command_parser(name))
        examples = "\n".join(line.strip() for line in module.EXAMPLES.strip().splitlines())
        parts.append(f"\n```\n{examples}\n```\n")
    return "".join(parts)


def _options(parser: argparse.ArgumentParser, prefix: str = "") -> Iterator[str]:
    """A table of a parser's options, and those of its subcommands below it."""
    actions = [a for a in parser._actions if a.help != argparse.SUPPRESS and not isinstance(a, argparse._HelpAction)]
    plain = [a for a in actions if not isinstance(a, argparse._SubParsersAction)]
    if prefix:
        plain = [a for a in plain if a.help]
    if plain:
        yield "\n| option | |\n|---|---|\n"
        yield from (f"| {_name(action)} | {_cell(action.help or '')} |\n" for action in plain)
    for action in actions:
        if isinstance(action, argparse._SubParsersAction):
            helps = {choice.dest: choice.help or "" for choice in action._choices_actions}
            for name, sub in action.choices.items():
                yield f"\n**`{name}`** {helps.get(name, '')}\n"
                yield from _options(sub, name)


def _name(action: argparse.Action) -> str:
    value = action.metavar if isinstance(action.metavar, str) else ""
    if not value and action.choices:
        value = "|".join(map(str, action.choices))
    if not action.option_strings:
        return f"`{value or action.dest}`"
    takes = action.nargs != 0
    return f"`{action.option_strings[-1]}{' ' + (value or action.dest.upper()) if takes else ''}`".replace("|", "\\|")


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("%%", "%")


def tables() -> str:
    from onebook.project import schemas
    from onebook.project.config import SETTINGS

    parts = [
        "# Tables and settings\n\nTab-separated, UTF-8, one header line. Optional columns in brackets; an unknown "
    ]
    parts.append(
        "column is an error. What the columns mean: [architecture](../architecture.md).\n\n| table | columns |\n"
    )
    parts.append("|---|---|\n")
    names = ("LEXICON", "MORPHEMES", "SOUNDS", "TRANSFER", "EXAMPLES", "PAIRS", "CONFIRMED", "ABBREVIATIONS")
    for schema in (getattr(schemas, name) for name in names):
        optional = f" [{' '.join(schema.optional)}]" if schema.optional else ""
        parts.append(f"| `{schema.name}` | {' '.join(schema.required)}{optional} |\n")
    parts.append("\n## Settings\n\nUnder `[settings]` in `onebook.toml`.\n\n| setting | default | |\n|---|---|---|\n")
    parts += [f"| `{key}` | {default} | {_cell(text)} |\n" for key, (default, text) in SETTINGS.items()]
    return "".join(parts)


def checks() -> str:
    """Every code of ``onebook rules check`` with its message, from the docstrings of the checks."""
    from rules.check import catalogue

    parts = [
        "# Checks\n\nThe codes of `onebook rules check`: `E` errors, `W` warnings. `--select` and `--ignore` take "
        "beginnings of codes; the exit status is 1 where anything is found.\n\n"
        "| code | message | what to do |\n|---|---|---|\n"
    ]
    parts += [f"| {c.code} | {_cell(c.message)} | {_cell(c.explanation)} |\n" for c in catalogue().values()]
    return "".join(parts)


def modules() -> str:
    """Every module with its idea, the first paragraph of its docstring."""
    parts = [f"# Modules\n\nWhat each module is for. Imports go one way: `{' ← '.join(LAYERS)}`.\n"]
    for layer in LAYERS:
        parts.append(f"\n## {layer}\n\n| module | |\n|---|---|\n")
        for path in sorted((ROOT / layer).rglob("*.py")):
            idea = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
            name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
            parts.append(f"| `{name}` | {_cell(' '.join(idea.split(chr(10) * 2)[0].split()))} |\n")
    return "".join(parts)


def main(argv: list[str]) -> int:
    stale = []
    for name, text in pages().items():
        path, text = HERE / name, NOTE + text
        if "--check" in argv:
            if not path.exists() or path.read_text(encoding="utf-8") != text:
                stale.append(name)
        else:
            HERE.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    if stale:
        print(f"not current: {', '.join(stale)}; run: make reference", file=sys.stderr)
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
