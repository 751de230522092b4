"""What the parts of the neural model's prompt are worth, and how fast it runs.

    python benchmarks/neural.py ablate PROJECT OUT [--model smollm2] [--epochs 3] [--minutes M] [--only NAME ...]
    python benchmarks/neural.py speed PROJECT [--sentences 32]

``ablate`` trains one model for each set of parts from the project's jack-knifed lessons (made by ``onebook train --only
neural``, or here) and prints the loss and the mean chrF on the sentences kept aside, which no variant learns from and
no variant is tuned on before. ``gold`` has the source's own glosses where the source has them: the ceiling that better
glossing could reach. ``speed`` says how many sentences the project's own model writes in a second, then runs one and
the same pretrained model as translating runs it (8-bit weights) and in plain PyTorch (32 bits) and prints the ratio.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from hybrid.jackknife import Lesson
from hybrid.neural.adapt import Recipe
from hybrid.neural.base import DEFAULT, load_base
from hybrid.neural.prompt import EVERYTHING, Fields, prompt
from hybrid.neural.store import load_about, load_writer
from hybrid.neural.train import train_neural
from hybrid.neural.writer import FastWriter, TorchWriter, Writer, convert
from onebook import neural
from onebook.session import Session

BASE = frozenset(("text", "gloss", "draft"))
VARIANTS = {
    "default": BASE,
    "no glosses": frozenset(("text", "draft")),
    "no labels": BASE | {"plain"},
    "no text": frozenset(("gloss", "draft")),
    "no draft": frozenset(("text", "gloss")),
    "with neighbour": EVERYTHING,
    "gold glosses, no draft": frozenset(("text", "gloss", "gold")),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    kinds = parser.add_subparsers(dest="what", required=True)
    ablate = kinds.add_parser("ablate")
    ablate.add_argument("project", type=Path)
    ablate.add_argument("out", type=Path)
    ablate.add_argument("--model", default=DEFAULT)
    ablate.add_argument("--epochs", type=int, default=3)
    ablate.add_argument("--minutes", type=float, default=0.0)
    ablate.add_argument("--only", nargs="*", choices=sorted(VARIANTS), default=list(VARIANTS))
    speed = kinds.add_parser("speed")
    speed.add_argument("project", type=Path)
    speed.add_argument("--sentences", type=int, default=32)
    args = parser.parse_args()
    lessons = neural.lessons(Session.open(args.project), report=print)
    if args.what == "ablate":
        run_ablation(args, lessons)
    else:
        run_speed(args, lessons)


def run_ablation(args: argparse.Namespace, lessons: list[Lesson]) -> None:
    recipe = Recipe(epochs=args.epochs, minutes=args.minutes)
    print(f"{'parts':<24} {'loss':>6} {'model':>6} {'hybrid':>6}  (rules alone, minutes)")
    for name in args.only:
        parts = VARIANTS[name]
        used = [gold_glossed(lesson) for lesson in lessons] if "gold" in parts else lessons
        folder = args.out / name.replace(" ", "-").replace(",", "")
        made = train_neural(used, folder, model=args.model, parts=parts - {"gold"}, recipe=recipe)
        scores = made.scores
        print(
            f"{name:<24} {made.loss:6.3f} {scores['model']:6.1f} {scores['hybrid']:6.1f}  "
            f"({scores['rules']:.1f}, {made.seconds / 60:.0f})",
            flush=True,
        )


def gold_glossed(lesson: Lesson) -> Lesson:
    """The lesson with the glosses that its source gives, where they are as many as its words."""
    if len(lesson.gold) != len(lesson.words):
        return lesson
    return replace(lesson, words=tuple((form, g) for (form, _), g in zip(lesson.words, lesson.gold, strict=True)))


def run_speed(args: argparse.Namespace, lessons: list[Lesson]) -> None:
    folder = neural.folder(Session.open(args.project))
    settings = load_about(folder).settings
    drafted = [lesson for lesson in lessons if lesson.drafts]
    prompts = [
        prompt(Fields(lesson.text, lesson.glosses, lesson.drafts[0].text), settings.parts)
        for lesson in drafted[:: max(1, len(drafted) // args.sentences)][: args.sentences]
    ]
    own = load_writer(folder)
    for count in sorted({1, 2, settings.hypotheses}):
        timed("the project's model", own, prompts, count)
    base = load_base(DEFAULT, dtype="float32")
    with tempfile.TemporaryDirectory() as scratch:
        full, fast = Path(scratch) / "full", Path(scratch) / "fast"
        base.model.save_pretrained(full)
        base.tokenizer.save_pretrained(full)
        convert(full, fast)
        quick = timed("8 bits", FastWriter(fast), prompts, 1)
    plain = timed("PyTorch, 32 bits", TorchWriter(base.model, base.tokenizer, False), prompts, 1)
    print(f"ratio of CPU time, the same pretrained model: {plain / quick:.1f}")


def timed(name: str, engine: Writer, prompts: Sequence[str], count: int) -> float:
    """Seconds of CPU time for the prompts; printed with the sentences per second of wall time."""
    start, cpu = time.perf_counter(), time.process_time()
    engine.write(prompts, count)
    cpu, wall = time.process_time() - cpu, time.perf_counter() - start
    per_core = len(prompts) / cpu
    print(f"{name:<20} beam {count}: {len(prompts) / wall:6.1f} sentences/s, {per_core:5.1f} for a second of CPU")
    return cpu


if __name__ == "__main__":
    main()
