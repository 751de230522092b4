"""``onebook train``: fit the gloss chooser and the neural part on the project's sentences."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path

from onebook.project.project import Project

HELP = (
    "Learn to choose among analyses in context, from the glossed sentences of the project; with --only neural, adapt\n"
    "a neural model that writes fluent English from glosses and the rules' drafts, and learn to choose among all\n"
    "systems. A new or edited row of the tables takes effect at once without training again. A neural training that\n"
    "was stopped goes on where it was."
)
EXAMPLES = """
  onebook train
  onebook train --seed 2 --folds 8
  onebook train --only neural --minutes 12
  onebook train --only neural --model ../byt5-small
"""
Report = Callable[[str], None]


def register(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("--only", choices=("gloss", "neural"), default="gloss", help="what to train (default: gloss)")
    add("--folds", type=int, default=4, help="parts of the jack-knife (default: 4)")
    add("--epochs", type=int, help="passes over the sentences (default: 8; neural: 3)")
    add("--seed", type=int, default=1, help="seed of the order of sentences (default: 1)")
    add("--model", default="smollm2", metavar="MODEL", help="neural: smollm2 or the folder of a Hugging Face model")
    add(
        "--from",
        dest="start",
        default="shipped",
        metavar="ADAPTER",
        help="neural: begin with the adapter that onebook carries (shipped, the default), scratch, or that of a file",
    )
    add("--processes", type=int, default=0, help="neural: processes that train together (default: one a core, up to 4)")
    add("--minutes", type=float, default=0.0, help="neural: stop adapting after that long (default: no bound)")
    add("--batch", type=int, default=8, help="neural: sentences at once (default: 8; fewer take less memory)")


def run(args: argparse.Namespace) -> int:
    started = time.monotonic()

    def report(message: str) -> None:
        print(f"  {time.monotonic() - started:6.1f} s  {message}", file=sys.stderr, flush=True)

    return _neural(args, report) if args.only == "neural" else _gloss(args, report)


def _gloss(args: argparse.Namespace, report: Report) -> int:
    from rules.train import learn_choice

    project = Project.find(Path.cwd(), args.project)
    epochs = args.epochs or 8
    trained = learn_choice(
        project.source_reads(),
        settings=project.config.settings,
        count=args.folds,
        epochs=epochs,
        seed=args.seed,
        report=report,
    )
    about = {
        "sentences": str(trained.sentences),
        "words": str(trained.words),
        "seed": str(args.seed),
        "folds": str(args.folds),
        "epochs": str(epochs),
    }
    trained.text.save(project.path("models") / "gloss.json", about=about)
    trained.segmented.save(project.path("models") / "gloss-segmented.json", about=about)
    print(
        f"{trained.sentences:,} sentences, {trained.words:,} words; the gold gloss is among the candidates of "
        f"{100 * trained.reached:.1f} %; {len(trained.text.weights):,} weights in models/gloss.json"
    )
    return 0


def _neural(args: argparse.Namespace, report: Report) -> int:
    from hybrid.neural.base import DEFAULT, need_all
    from onebook import neural
    from onebook.session import Session

    need_all(args.model)
    session = Session.open(args.project)
    lessons = neural.lessons(session, count=args.folds, seed=args.seed, report=report)

    from hybrid.neural.adapt import Recipe
    from hybrid.neural.adapter import starting_point
    from hybrid.neural.train import train_neural
    from hybrid.neural.workers import cores

    outcome = train_neural(
        lessons,
        neural.folder(session),
        model=args.model,
        start=starting_point(args.start, args.model, DEFAULT),
        recipe=Recipe(epochs=args.epochs or 3, batch=args.batch, minutes=args.minutes, seed=args.seed),
        processes=args.processes or min(4, cores()),
        report=report,
    )
    scores = ", ".join(f"{name} {score:.1f}" for name, score in outcome.scores.items())
    print(
        f"{outcome.sentences:,} sentences, {outcome.steps:,} steps in {outcome.seconds / 60:.1f} min; mean chrF on the "
        f"{outcome.aside} kept aside: {scores}; models/neural/"
    )
    return 0
