"""The ``onebook`` command: finds the subcommand, runs it, turns errors into one clear message and an exit status.

Each module in :mod:`onebook.commands` has ``HELP``, ``EXAMPLES``, ``register(parser)`` and ``run(args) -> int``; it
is imported only when it is called for, so that ``onebook gloss`` starts without what it does not need.

Exit status: 0 done; 1 a source, file or sentence could not be processed at all, or a check has findings; 2 usage.
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from morph.errors import OnebookError
from onebook import __version__

# In the order of the work: the order of `onebook --help`.
COMMANDS: dict[str, str] = {
    "new": "make an empty language project",
    "add": "read grammar books, dictionaries, texts, sentence pairs",
    "extract": "propose rules from what was read",
    "rules": "inspect and edit the rules",
    "gloss": "text → interlinear glossed text",
    "inflect": "the paradigm of a lexeme, generated",
    "parse": "sentence structure as trees",
    "translate": "translate, both directions",
    "train": "fit the gloss chooser on this project",
    "evaluate": "score glosses and translations",
    "report": "an HTML report of the project with plots",
    "export": "write the rules in other formats",
    "doctor": "what is missing on this machine or in this project",
}


def available() -> dict[str, str]:
    """Commands whose module is there."""
    folder = Path(__file__).parent / "commands"
    return {name: text for name, text in COMMANDS.items() if (folder / f"{name}.py").exists()}


class _Formatter(argparse.RawDescriptionHelpFormatter):
    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=32, width=min(100, _terminal_width()))


def _terminal_width() -> int:
    try:
        return max(60, os.get_terminal_size().columns)
    except OSError:
        return 100


def _overview() -> argparse.ArgumentParser:
    commands = "\n".join(f"  {name:<10} {text}" for name, text in available().items())
    parser = argparse.ArgumentParser(
        "onebook",
        formatter_class=_Formatter,
        description="onebook learns a language from its grammar book.",
        epilog=f"commands, in the order of the work:\n{commands}\n\nonebook COMMAND --help: options and examples",
        usage="onebook COMMAND [options]",
    )
    parser.add_argument("--version", action="version", version=f"onebook {__version__}")
    parser.add_argument("command", nargs="?", choices=sorted(available()), metavar="COMMAND")
    return parser


def command_parser(name: str) -> argparse.ArgumentParser:
    """The argument parser of one command; the reference in docs/ is generated from it."""
    module = importlib.import_module(f"onebook.commands.{name}")
    parser = argparse.ArgumentParser(
        f"onebook {name}",
        formatter_class=_Formatter,
        description=module.HELP,
        epilog=f"examples:\n{module.EXAMPLES.rstrip()}",
    )
    module.register(parser)
    if name != "new":
        parser.add_argument(
            "--project", type=Path, metavar="DIR", help="the project (default: found upwards from here)"
        )
    parser.add_argument("--debug", action="store_true", help=argparse.SUPPRESS)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the process's exit status."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    if not arguments or arguments[0] not in available():
        parser = _overview()
        parser.parse_args(arguments)
        parser.print_help(sys.stderr)
        return 2
    name, rest = arguments[0], arguments[1:]
    args = command_parser(name).parse_args(rest)
    try:
        return int(importlib.import_module(f"onebook.commands.{name}").run(args))
    except OnebookError as error:
        if args.debug:
            raise
        print(f"onebook {name}: {error}", file=sys.stderr)
        return 1
    except BrokenPipeError:
        # The reader of our output (head, less) went away: that is no error of ours.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        print(f"\nonebook {name}: stopped", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main())
