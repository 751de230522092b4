"""``onebook train``: fit the gloss chooser on the project's glossed sentences."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from onebook.project.project import Project

HELP = (
    "Learn to choose among analyses in context, from the glossed sentences of the project. A new or edited row of the\n"
    "tables takes effect at once without training again."
)
EXAMPLES = """
  onebook train
  onebook train --seed 2 --folds 8
"""


def register(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--only", choices=("gloss",), default="gloss", help="what to train (default: all there is)")
    parser.add_argument("--folds", type=int, default=4, help="parts of the jack-knife (default: 4)")
    parser.add_argument("--epochs", type=int, default=8, help="passes over the sentences (default: 8)")
    parser.add_argument("--seed", type=int, default=1, help="seed of the order of sentences (default: 1)")


def run(args: argparse.Namespace) -> int:
    from rules.train import learn_choice

    project = Project.find(Path.cwd(), args.project)
    started = time.monotonic()

    def report(message: str) -> None:
        print(f"  {time.monotonic() - started:6.1f} s  {message}", file=sys.stderr)

    trained = learn_choice(
        project.source_reads(),
        settings=project.config.settings,
        count=args.folds,
        epochs=args.epochs,
        seed=args.seed,
        report=report,
    )
    about = {
        "sentences": str(trained.sentences),
        "words": str(trained.words),
        "seed": str(args.seed),
        "folds": str(args.folds),
        "epochs": str(args.epochs),
    }
    trained.text.save(project.path("models") / "gloss.json", about=about)
    trained.segmented.save(project.path("models") / "gloss-segmented.json", about=about)
    print(
        f"{trained.sentences:,} sentences, {trained.words:,} words; the gold gloss is among the candidates of "
        f"{100 * trained.reached:.1f} %; {len(trained.text.weights):,} weights in models/gloss.json"
    )
    return 0
