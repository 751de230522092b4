"""A tiny language project written by hand: Miri, which nobody speaks. It does not change when the extraction does."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from onebook.cli import main
from onebook.project.config import Config, SourceEntry
from onebook.project.project import Project
from rules.sources.read import read_source

CONFIG = """[project]
name = "Miri"
iso = "mis"
glottocode = ""
meta_language = "eng"

[classes]
V = "aeiou"
"""
BOOK = """# A grammar of Miri

## Abbreviations

- OBJ – object
- PL – plural
- PST – past

## Sentences

(1) Kalo sotara mirari.
    kalo sota=ta mira-ri
    dog fish=OBJ eat-PST
    ‘The dog ate the fish.’

(2) Kalolu solari.
    kalo-lu sola-ri
    dog-PL run-PST
    ‘The dogs ran.’

(3) Kalo sola tam.
    kalo sola tam
    dog run now
    ‘The dog runs now.’
"""
BROKEN = r"""\documentclass{book}
\begin{document}
\section{Sentences}
\begin{exe}
\ex \gll kalo sola-ri\\
dog run-PST quickly\\
\glt `The dog ran.'
\end{exe}
\end{document}
"""
TABLES = {
    "lexicon.tsv": """id headword pos gloss forms source origin status for against
dog kalo n dog  book:grammar.md:11 reader accepted 3 0
fish sota n fish  book:grammar.md:11 reader accepted 1 0
eat mira v eat  book:grammar.md:11 reader accepted 1 0
run sola v run  book:grammar.md:16 reader accepted 2 0
now tam adv now  book:grammar.md:21 reader accepted 1 0
net kip n net  hand: hand accepted""",
    "morphemes.tsv": """id form gloss kind slot attaches_to environment source origin status for against
obj ta OBJ enclitic case n  book:grammar.md:11 reader accepted 1 0
pl lu PL suffix number n  book:grammar.md:16 reader accepted 1 0
pst ri PST suffix tense v  book:grammar.md:11 reader accepted 2 0
q ne Q enclitic mood   book:grammar.md:30 reader proposed 0 1""",
    "sounds.tsv": """id in out before after source origin status for against
s1 t r V+ _V book:grammar.md:11 reader accepted 1 0""",
}
MORPHOTACTICS = """[[template]]
id = "n"
pos = ["n"]
before = []
after = ["number", "case"]
obligatory = []
source = "book:grammar.md:9"
origin = "hand"
status = "accepted"

[[template]]
id = "v"
pos = ["v"]
before = []
after = ["tense"]
obligatory = []
source = "book:grammar.md:9"
origin = "hand"
status = "accepted"
"""
SYNTAX = """start: clause
clause: subj pred  // attested 2
      | subj obj pred  // attested 1
subj: N
    | N PL
obj: N OBJ
pred: V
    | V PST
N: "@noun"
V: "@verb"
OBJ: "=OBJ"
PL: "-PL"
PST: "-PST"
"""


def _table(text: str) -> str:
    """Cells are parted by single spaces, empty ones by two."""
    return "\n".join("\t".join(line.split(" ")) for line in text.splitlines()) + "\n"


def make_project(root: Path) -> Path:
    """Write the project of Miri into ``root`` with its book beside the tables."""
    project = Project.create(root, Config("Miri", "mis"))
    book = root / "grammar.md"
    book.write_text(BOOK, encoding="utf-8")
    (root / "broken.tex").write_text(BROKEN, encoding="utf-8")
    (root / "onebook.toml").write_text(CONFIG, encoding="utf-8")
    project = Project.find(root, root)
    project.keep_source(read_source(book, role="book"), SourceEntry("grammar.md", "book"))
    for name, text in TABLES.items():
        (root / name).write_text(_table(text).replace("_V", "V"), encoding="utf-8")
    (root / "morphotactics.toml").write_text(MORPHOTACTICS, encoding="utf-8")
    (root / "syntax.lark").write_text(SYNTAX, encoding="utf-8")
    return root


@pytest.fixture
def miri(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A fresh project, which is the working directory."""
    root = make_project(tmp_path / "miri")
    monkeypatch.chdir(root)
    monkeypatch.setenv("COLUMNS", "100")
    return root


@pytest.fixture
def onebook(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Run a command in this process: exit status, standard output, standard error."""

    def run(*arguments: str) -> tuple[int, str, str]:
        try:
            status = main(arguments)
        except SystemExit as stop:
            status = int(stop.code or 0)
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return run
