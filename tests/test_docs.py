"""The documentation is true: the reference is current, links lead somewhere, commands that it shows exist."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from onebook.cli import COMMANDS, available, command_parser

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "examples").rglob("*.md")])
_SHOWN = re.compile(rf"(?:\$ )?(?:.*\| )?onebook ((?:{'|'.join(COMMANDS)})\b[^|<>]*)")
NAMES = [str(page.relative_to(ROOT)) for page in PAGES]


@pytest.mark.parametrize("script", ["make_reference.py", "run_tutorial.py"])
def test_pages_that_are_written_by_a_script_are_current(script: str) -> None:
    """The reference says what the code says; the tutorial prints what its commands print."""
    pytest.importorskip("spacy", reason="the tutorial translates, which needs the extra 'english'")
    done = subprocess.run(
        [sys.executable, str(ROOT / "docs" / script), "--check"], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_readme_begins_with_the_two_commands() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    beginning = text[: text.index("\n## ")]
    assert "make demo" in beginning and "make test" in beginning


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (page.parent / target).exists(), f"{page.name} links to {target}, which is not there"


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_commands_that_are_shown_exist(page: Path) -> None:
    for line in shown_commands(page.read_text(encoding="utf-8")):
        words = shlex.split(line.replace("…", "X"), comments=True)
        assert words[0] in available(), f"{page.name}: no command onebook {words[0]}"
        known = option_strings(words[0])
        for word in words[1:]:
            if word.startswith("--") and word not in ("--help",):
                assert word in known, f"{page.name}: onebook {words[0]} has no option {word}"


def shown_commands(text: str) -> list[str]:
    """What follows ``onebook`` in the code blocks of a page, up to a pipe or a redirection."""
    found = []
    for block in re.findall(r"```[^\n]*\n(.*?)```", text, re.DOTALL):
        for line in block.replace("\\\n", " ").splitlines():
            match = _SHOWN.match(line.strip())
            if match:
                found.append(re.sub(r"\s{3,}.*", "", match[1]))
    return found


def option_strings(command: str) -> set[str]:
    """All options of a command, those of its subcommands among them."""
    parsers, found = [command_parser(command)], set()
    while parsers:
        for action in parsers.pop()._actions:
            found.update(action.option_strings)
            if isinstance(action.choices, dict):
                parsers += action.choices.values()
    return found
