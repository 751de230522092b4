"""Runs the commands of docs/tutorial.md and puts in what they print.

    python docs/run_tutorial.py            write the output of every command into the page
    python docs/run_tutorial.py --check    exit 1 where a command fails or prints something else

Blocks marked ``console`` hold commands (``$ …``) with their output; they run one after the other in a fresh folder that
holds the tutorial's grammar. A ``cd`` counts for the commands after it.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "tutorial.md"
GRAMMAR = ROOT / "examples" / "swahili" / "grammar.md"
BLOCK = re.compile(r"(?<=```console\n)(.*?)(?=```)", re.DOTALL)


class Failed(Exception):
    """A command of the tutorial that did not succeed."""


def rewritten(text: str, folder: Path) -> str:
    """The page with what its commands print now, run in ``folder``."""
    shutil.copy(GRAMMAR, folder / GRAMMAR.name)
    place = [folder]
    return BLOCK.sub(lambda match: _block(match[1], place), text)


def _block(block: str, place: list[Path]) -> str:
    lines = []
    for command in re.findall(r"^\$ (.+)$", block, re.MULTILINE):
        lines.append(f"$ {command}")
        folder = re.fullmatch(r"cd (\S+)", command)
        if folder:
            place[0] = (place[0] / folder[1]).resolve()
            continue
        lines += run(command, place[0])
    return "\n".join(lines) + "\n"


def run(command: str, folder: Path) -> list[str]:
    """The lines that a command prints, on either stream; Failed where its exit status is not 0."""
    environment = {**os.environ, "COLUMNS": "100", "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    environment["PYTHONPATH"] = str(ROOT)
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=300,
    )
    if done.returncode:
        raise Failed(f"{command}: exit {done.returncode}\n{done.stdout}")
    return [line.rstrip() for line in done.stdout.rstrip().splitlines()]


def main(argv: list[str]) -> int:
    text = PAGE.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        now = rewritten(text, Path(folder))
    if "--check" not in argv:
        PAGE.write_text(now, encoding="utf-8")
        return 0
    if now != text:
        print("docs/tutorial.md is not what its commands print; run: make reference", file=sys.stderr)
    return int(now != text)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
