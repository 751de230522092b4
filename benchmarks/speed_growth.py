"""Does glossing stay as fast when the lexicon or the text grows? Writes two plots.

    python benchmarks/speed_growth.py PROJECT TEXT... [--sizes 3000,10000,30000,60000,120000] [--tokens 1000,…,1000000]
        [--out benchmarks]

The lexicon of PROJECT is cut down or blown up with made-up headwords (a headword of the lexicon with two to four
letters more), the rest of the project stays; ``onebook gloss --to tsv`` then reads 30,000 tokens of TEXT recombined
so that no sentence comes twice. For the other plot the project itself reads texts of different lengths. Given are
microseconds of CPU a token, start-up taken off, and the start itself; with the trained chooser where PROJECT has one,
and without. ``speed-entries.svg`` and ``speed-tokens.svg`` are written to ``--out``. PROJECT itself is not written
to.
"""

from __future__ import annotations

import argparse
import random
import shutil
import statistics
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from speed_foma import read_sentences, recombined
from speed_gloss import COMMAND, copies, gloss, run

from morph.model import Lexeme
from onebook.project import schemas
from onebook.project.project import Project
from onebook.project.tables import write_table
from onebook.report.plots import Axis, Series, curves

GLOSSED = 30_000
Points = dict[str, list[tuple[float, float]]]
STYLE = (
    "<style>text{font:11px system-ui,sans-serif;fill:#333}.grid{stroke:#ddd;stroke-width:.8}"
    ".l{fill:none;stroke-width:2}.l.c0{stroke:#0b6c8c}.l.c1{stroke:#a05a00}.f.c0{fill:#0b6c8c}.f.c1{fill:#a05a00}</style>"
)


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("project", type=Path)
    parser.add_argument("texts", nargs="+", type=Path, metavar="TEXT")
    parser.add_argument("--sizes", type=_numbers, default=(3000, 10_000, 30_000, 60_000, 120_000))
    parser.add_argument("--tokens", type=_numbers, default=(1000, 10_000, 100_000, 1_000_000))
    parser.add_argument("--out", type=Path, default=Path(__file__).parent)
    args = parser.parse_args(argv)
    sentences = read_sentences(args.texts)
    with tempfile.TemporaryDirectory() as folder:
        entries = by_entries(args.project, sentences, args.sizes, Path(folder))
        tokens = by_tokens(args.project, sentences, args.tokens, Path(folder))
    plot(args.out / "speed-entries.svg", entries, "entries in the lexicon")
    plot(args.out / "speed-tokens.svg", tokens, "tokens in the text")
    return 0


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split(","))


def by_entries(project: Path, sentences: Sequence[str], sizes: Iterable[int], folder: Path) -> Points:
    """Microseconds a token by the size of the lexicon."""
    points: Points = {}
    text = folder / "text.txt"
    text.write_text("\n".join(recombined(sentences, GLOSSED)) + "\n", "utf-8")
    for size in sizes:
        grown = folder / f"grown{size}"
        shutil.copytree(project, grown)
        rows = resized(Project.find(grown, grown).read("lexicon.tsv", schemas.LEXICON), size)
        write_table(grown / "lexicon.tsv", rows, schemas.LEXICON)
        for state, root in copies(grown, folder / f"states{size}").items():
            measure(points, state, size, root, text, GLOSSED)
        shutil.rmtree(grown)
        shutil.rmtree(folder / f"states{size}")
    return points


def by_tokens(project: Path, sentences: Sequence[str], counts: Iterable[int], folder: Path) -> Points:
    """Microseconds a token by the length of the text."""
    points: Points = {}
    states = copies(project, folder / "states")
    for count in counts:
        text = folder / f"{count}.txt"
        text.write_text("\n".join(recombined(sentences, count)) + "\n", "utf-8")
        for state, root in states.items():
            measure(points, state, count, root, text, count)
    return points


def measure(points: Points, state: str, at: int, root: Path, text: Path, tokens: int) -> None:
    """Gloss a text; its start is that of a sentence of one word."""
    start = statistics.median(run([*COMMAND, "--project", str(root)], "zzz\n").cpu for _ in range(3))
    done = gloss(root, text)
    cost = max(0.0, done.cpu - start) / tokens * 1e6
    points.setdefault(state, []).append((at, cost))
    print(f"{state}\t{at}\t{cost:.1f} µs/token\tstart {start:.2f} s\t{done.memory:.0f} MB", flush=True)


def resized(lexemes: Sequence[Lexeme], size: int, seed: int = 1) -> list[Lexeme]:
    """A lexicon of another size: a sample, or with made-up headwords."""
    dice = random.Random(seed)
    if size <= len(lexemes):
        return sorted(dice.sample(list(lexemes), size), key=lambda lexeme: lexeme.id)
    letters = sorted({c for lexeme in lexemes for c in lexeme.headword.casefold() if c.isalpha()})
    grown, taken = list(lexemes), {lexeme.headword for lexeme in lexemes}
    while len(grown) < size:
        model = dice.choice(lexemes)
        headword = model.headword + "".join(dice.choices(letters, k=dice.randint(2, 4)))
        if headword not in taken:
            taken.add(headword)
            grown.append(replace(model, id=f"grown_{len(grown)}", headword=headword, forms=()))
    return grown


def plot(path: Path, points: Points, label: str) -> None:
    """A plot of microseconds a token; both states on one vertical axis."""
    xs = [x for line in points.values() for x, _ in line]
    top = max(y for line in points.values() for _, y in line)
    names = {"plain": "without chooser", "chooser": "with trained chooser"}
    series = [
        Series(f"µs a token, {names[state]}", tuple(points[state]), colour) for colour, state in enumerate(points)
    ]
    axis = Axis(min(xs), max(xs), label, log=True, marks=tuple(sorted(set(xs))))
    drawn = curves(series, axis, Axis(0, top * 1.15, "µs of CPU a token"), f"CPU time a token by {label}")
    path.write_text(drawn.replace(">", f">{STYLE}", 1) + "\n", "utf-8")


if __name__ == "__main__":
    sys.exit(main())
