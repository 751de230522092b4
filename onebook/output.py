"""What commands print: lines on standard output, JSON, never colour where nobody looks.

Lines are not cut: a terminal wraps them, a file keeps them whole.
"""

from __future__ import annotations

import json
import shutil
import sys
import textwrap
from typing import Any

_STYLES = {"bold": "\x1b[1m", "dim": "\x1b[2m", "yellow": "\x1b[33m", "red": "\x1b[31m", "green": "\x1b[32m"}


def say(text: str = "", *, style: str = "", wrap: int = 0) -> None:
    """One line on standard output; with ``wrap`` it is wrapped at the terminal's width, further lines indented by so
    many spaces."""
    if wrap:
        width = shutil.get_terminal_size((100, 24)).columns
        lead = " " * (len(text) - len(text.lstrip()))
        text = textwrap.fill(
            text.strip(), max(40, width), initial_indent=lead, subsequent_indent=" " * wrap, break_on_hyphens=False
        )
    if style and sys.stdout.isatty():
        text = f"{_STYLES[style]}{text}\x1b[0m"
    print(text)


def emit(value: Any) -> int:
    """JSON on standard output; exit status 0."""
    print(json.dumps(value, ensure_ascii=False, indent=1))
    return 0


def warn(text: str) -> None:
    """One line on standard error."""
    print(f"onebook: {text}", file=sys.stderr)
