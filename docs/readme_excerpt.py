"""Puts a real excerpt of what the demonstration prints into README.md.

    examples/turkish/demo OUT | python docs/readme_excerpt.py            write it
    examples/turkish/demo OUT | python docs/readme_excerpt.py --check    exit 1 where the README has another

The excerpt is the beginning of some sections of the output, as it stands.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

README = Path(__file__).resolve().parent.parent / "README.md"
PLACE = re.compile(r"(?<=<!-- excerpt of make demo -->\n```\n).*?(?=\n```)", re.DOTALL)
HEADING = re.compile(r"^(?=\d\. .+\n─+$)", re.MULTILINE)
# Beginning of a heading, and how many of the lines below it are shown.
SHOWN = (("Which rules", 7), ("A text", 4), ("A paradigm", 8), ("Translations", 7), ("Scores", 2))


def excerpt(output: str) -> str:
    """The first lines of the sections that the README shows, commands among them, joined by an ellipsis."""
    parts = []
    for section in HEADING.split(output)[1:]:
        heading, rule, *lines = section.rstrip().splitlines()
        for title, count in SHOWN:
            if heading.partition(". ")[2].startswith(title):
                more = ["…"] if len(lines) > count else []
                parts.append("\n".join(line.rstrip() for line in (heading, rule, *lines[:count], *more)))
    return "\n\n".join(parts)


def main(argv: list[str]) -> int:
    found = excerpt(sys.stdin.read())
    text = README.read_text(encoding="utf-8")
    now = PLACE.sub(lambda _: found, text)
    if "--check" not in argv:
        README.write_text(now, encoding="utf-8")
        return 0
    if now != text:
        print("README.md shows something else than `make demo` prints; run: make reference", file=sys.stderr)
    return int(now != text)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
