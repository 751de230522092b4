"""What the command line prints, pinned in golden files: results, messages, exit status.

To change it on purpose: ``ONEBOOK_GOLDEN=write pytest tests/onebook/test_cli.py``, then read the difference.
"""

from __future__ import annotations

import io
import os
import shlex
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from onebook.cli import available, command_parser

GOLDEN = Path(__file__).parent / "golden"
Run = Callable[..., tuple[int, str, str]]
TEXT = "Kalolu sotara mirari.\n\nXiro kiptara sola.\n"
STORY = "Kiptara mirari.\nTam Kiptara kiptalu Lomo.\nSota Lomo solata.\n"
BLOCKS = "\\t Kalo sotara mirari.\n\\m kalo sota=ta mira-ri\n\\g x\n\\l The dog ate the fish.\n"

# name: (arguments, standard input)
CASES = {
    "no-project": ("gloss --project /nowhere/at/all", ""),
    "new": ("new other --name Other --iso oth", ""),
    "new-bad-iso": ("new other --name Other --iso Oth1", ""),
    "new-twice": ("new . --name Miri", ""),
    "add": ("add broken.tex", ""),
    "add-strict": ("add broken.tex --strict", ""),
    "add-missing": ("add nothing.tex", ""),
    "rules-list": ("rules list", ""),
    "rules-list-best": ("rules list --kind morpheme --best 2", ""),
    "rules-show": ("rules show obj", ""),
    "rules-show-unknown": ("rules show obk", ""),
    "rules-list-filters": ("rules list --evidence against --origin reader", ""),
    "rules-list-section": ("rules list --section Sentences --kind morpheme", ""),
    "rules-list-json": ("rules list --kind sound --json", ""),
    "rules-show-sound": ("rules show s1 n", ""),
    "rules-show-sentence-rule": ("rules show clause/subj+pred", ""),
    "rules-accept": ("rules accept q", ""),
    "rules-accept-twice": ("rules accept obj", ""),
    "rules-reject": ("rules reject s1", ""),
    "rules-edit": ("rules edit pl environment=V_", ""),
    "rules-edit-json": ("rules edit pl slot=case --json --quick", ""),
    "rules-edit-bad-notation": ("rules edit pl environment=[ab", ""),
    "rules-edit-bad-column": ("rules edit pl enviroment=V_", ""),
    "rules-edit-sentence-rule": ("rules edit subj/N a=b", ""),
    "rules-add": ("rules add lexeme headword=xiro pos=n gloss=stone", ""),
    "rules-add-open": ("rules add lexeme headword=xiro gloss=?", ""),
    "rules-add-taken": ("rules add lexeme id=dog headword=xiro gloss=stone", ""),
    "rules-undo-nothing": ("rules undo", ""),
    "rules-why": ("rules why sotara", ""),
    "rules-why-unknown": ("rules why kiptara", ""),
    "rules-score": ("rules score", ""),
    "rules-score-json": ("rules score obj --json", ""),
    "rules-check": ("rules check", ""),
    "rules-check-select": ("rules check --select E", ""),
    "rules-check-explain": ("rules check --explain w302", ""),
    "rules-check-unknown-code": ("rules check --select X9", ""),
    "rules-diff-no-git": ("rules diff", ""),
    "rules-diff-same": ("rules diff . .", ""),
    "rules-gaps": ("rules gaps story.txt", ""),
    "rules-gaps-accept-before-list": ("rules gaps --accept 1", ""),
    "gloss": ("gloss", TEXT),
    "gloss-narrow": ("gloss --width 24", TEXT),
    "gloss-explain-unknown": ("gloss story.txt --explain-unknown --top 3", ""),
    "gloss-colour": ("gloss --colour always", TEXT),
    "gloss-sigmorphon": ("gloss --from sigmorphon --to sigmorphon", BLOCKS),
    "gloss-latex": ("gloss --to latex", TEXT),
    "gloss-no-file": ("gloss nothing.txt", ""),
    "inflect": ("inflect kalo", ""),
    "inflect-slots": ("inflect net --slots case", ""),
    "inflect-unknown": ("inflect kalu", ""),
    "parse": ("parse", TEXT),
    "parse-json": ("parse --to json", "Kalo sola.\n"),
    "translate-wrong-pair": ("translate --from fra --to deu", "Bonjour.\n"),
}


@pytest.mark.parametrize("name", CASES)
def test_output(name: str, miri: Path, onebook: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    arguments, given = CASES[name]
    monkeypatch.setattr(sys, "stdin", _stdin(given))
    (miri / "story.txt").write_text(STORY, encoding="utf-8")
    status, out, err = onebook(*shlex.split(arguments))
    found = f"$ onebook {arguments}\n{out}--- messages\n{err}--- exit {status}\n"
    found = found.replace(str(miri), "PROJECT")
    _compare(GOLDEN / f"{name}.txt", found)


def _stdin(text: str) -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(text.encode()), encoding="utf-8")


def _compare(path: Path, found: str) -> None:
    if os.environ.get("ONEBOOK_GOLDEN") == "write":
        path.write_text(found, encoding="utf-8")
    assert found == path.read_text(encoding="utf-8")


def test_every_golden_file_has_a_case() -> None:
    assert {path.stem for path in GOLDEN.glob("*.txt")} == set(CASES)


@pytest.mark.parametrize("arguments", [[], ["glos"]], ids=["no command", "unknown command"])
def test_wrong_usage_is_exit_2_and_lists_the_commands(arguments: list[str], onebook: Run) -> None:
    status, out, err = onebook(*arguments)
    assert (status, out) == (2, "")
    assert "gloss" in err and "extract" in err


@pytest.mark.parametrize("name", available())
def test_help_has_examples_of_the_command(name: str) -> None:
    text = command_parser(name).format_help()
    assert f"onebook {name}" in text.partition("examples:")[2]


def test_a_misspelt_column_is_an_error_with_a_remedy(miri: Path, onebook: Run) -> None:
    path = miri / "sounds.tsv"
    path.write_text(path.read_text("utf-8").replace("before", "befor"), encoding="utf-8")
    status, _, err = onebook("rules", "list")
    assert status == 1
    assert "sounds.tsv" in err and "befor" in err and "→" in err


def test_an_impossible_rule_is_left_out_and_the_rest_works(
    miri: Path, onebook: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (miri / "sounds.tsv").open("a", encoding="utf-8") as table:
        table.write("s2\t[ab\tx\t\t\thand:\thand\taccepted\n")
    monkeypatch.setattr(sys, "stdin", _stdin("Kalolu mirari.\n"))
    status, out, err = onebook("gloss")
    assert status == 0 and "dog-PL" in out
    assert "s2" in err


def test_corrected_glosses_are_taken_in_and_win(miri: Path, onebook: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    corrected = "sentence\tposition\tword\tsegmented\tgloss\n1\t1\tXiro\tXi-ro\tstone-PL\n"
    (miri / "corrected.tsv").write_text(corrected, encoding="utf-8")
    status, _, _ = onebook("gloss", "--confirm", "corrected.tsv")
    assert status == 0
    monkeypatch.setattr(sys, "stdin", _stdin("Xiro sola.\n"))
    _, out, _ = onebook("gloss", "--to", "tsv")
    assert "Xi-ro\tstone-PL" in out and "confirmed" in out
