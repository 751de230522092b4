"""The adapter that onebook ships: one LoRA over many languages, and how well it serves books that it never saw.

    OMP_NUM_THREADS=1 torchrun --nproc-per-node 2 benchmarks/pretrain.py train EXAMPLES OUT [--minutes 65]
        [--test 67 212 298 225] [--judge 326] [--seed 1]
    python benchmarks/pretrain.py data EXAMPLES
    python benchmarks/pretrain.py train EXAMPLES OUT --model compact --rank 0 --rate 1e-3 --batch 32 [--minutes 10]
    python benchmarks/pretrain.py test EXAMPLES [--adapter FILE | --model OUT] [--limit 200] [--beam 1]

EXAMPLES is IMTVault's file of glossed examples (CC BY 4.0). ``train`` reads and cleans it, leaves whole books out
(those to test on, and one by which the best state is chosen), trains, and leaves ``adapter.safetensors`` in OUT;
killed, it goes on where it was. ``data`` only prints what is left of each book. ``test`` prints, for each held-out
book, the MTOB chrF of the model (with the text line and without it), of copying the gloss, of its words in order, and
of the translation of the nearest gloss line of the books that were learned from.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
import time
from collections import Counter
from dataclasses import asdict
from pathlib import Path

from hybrid.evaluate.translation import score_translations
from hybrid.neural.adapt import Recipe, merge_adapter, train_adapter
from hybrid.neural.adapter import NAME, SHIPPED, Adapter, load_adapter, save_adapter
from hybrid.neural.base import DEFAULT, load_base
from hybrid.neural.compact import make_compact
from hybrid.neural.corpus import Glossed, read_examples
from hybrid.neural.pretrain import crude, plain, wording
from hybrid.neural.ranks import joined
from hybrid.neural.store import load_writer, save_model
from hybrid.neural.writer import Written
from hybrid.retrieve import Memory

TEST, JUDGE = (67, 212, 298, 225), 326


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    kinds = parser.add_subparsers(dest="what", required=True)
    data = kinds.add_parser("data")
    train = kinds.add_parser("train")
    test = kinds.add_parser("test")
    for one in (data, train, test):
        one.add_argument("examples", type=Path)
        one.add_argument("--test", type=int, nargs="*", default=list(TEST), help="books to leave out for testing")
        one.add_argument("--judge", type=int, default=JUDGE, help="the book to judge the training by")
    train.add_argument("out", type=Path)
    train.add_argument("--model", default=DEFAULT, help="smollm2, a folder, or compact: made from nothing (--rank 0)")
    train.add_argument("--minutes", type=float, default=65.0)
    train.add_argument("--epochs", type=int, default=1)
    train.add_argument("--batch", type=int, default=16)
    train.add_argument("--rank", type=int, default=16)
    train.add_argument("--rate", type=float, default=6e-4)
    for one in (train, test):
        one.add_argument("--seed", type=int, default=1)
    test.add_argument("--adapter", type=Path, default=SHIPPED)
    test.add_argument("--model", type=Path, help="OUT of a training with --rank 0, in the adapter's place")
    test.add_argument("--limit", type=int, default=200, help="sentences of each book (0: all)")
    test.add_argument("--beam", type=int, default=1)
    args = parser.parse_args()
    items, dropped = read_examples(args.examples)
    if joined().first:
        describe(items, dropped, args)
    if args.what == "train":
        run_training(items, args)
    elif args.what == "test":
        run_test(items, args)


def describe(items: list[Glossed], dropped: Counter[str], args: argparse.Namespace) -> None:
    print(
        f"{len(items):,} examples are fit to use; left out: " + "; ".join(f"{n:,} {why}" for why, n in dropped.items())
    )
    counts = Counter(item.book for item in items)
    print("held out to test: " + ", ".join(f"book {book}: {counts[book]}" for book in args.test))
    print(f"held out to judge: book {args.judge}: {counts[args.judge]}", flush=True)
    if args.what == "data":
        print("\n".join(f"{book}\t{count}" for book, count in sorted(counts.items())))


def run_training(items: list[Glossed], args: argparse.Namespace) -> None:
    rng = random.Random(args.seed)
    learned = [item for item in items if item.book not in {*args.test, args.judge}]
    judges = [item for item in items if item.book == args.judge]
    words = sorted({word for item in learned for word in item.english.lower().split() if word.isalpha()})
    examples = [[wording(item, rng, words) for _ in range(2)] for item in learned]
    examples += [[(plain(item), item.english)] for item in judges]
    recipe = Recipe(
        rank=args.rank,
        rate=args.rate,
        batch=args.batch,
        epochs=args.epochs,
        minutes=args.minutes,
        judged=10,
        patience=99,
        dropout=0.0,
        warmup=0.03,
        seed=args.seed,
    )
    if args.model == "compact" and joined().first:
        make_compact(args.out / "start", (text for one in examples for pair in one for text in pair), seed=args.seed)
    base = load_base(str(args.out / "start"), dtype="float32") if args.model == "compact" else load_base(args.model)
    started = time.monotonic()
    if joined().first:
        print(f"{base.name}: {len(learned):,} examples of {len({i.book for i in learned})} books", flush=True)
    aside = range(len(learned), len(examples))

    def report(message: str) -> None:
        print(f"[{(time.monotonic() - started) / 60:.1f} min] {message}", flush=True)

    made = train_adapter(base, examples, recipe, aside=aside, checkpoint=args.out / "checkpoint.pt", report=report)
    about = {
        "base": base.name,
        "recipe": asdict(recipe),
        "examples": len(learned),
        "books": sorted({item.book for item in learned}),
        "test": args.test,
        "judge": args.judge,
        "losses": made.losses,
        "minutes": round(made.seconds / 60, 1),
    }
    about |= {"parameters": sum(p.numel() for p in base.model.parameters())}
    if joined().first and not args.rank:
        save_model(args.out, base.model, base.tokenizer, base.seq2seq)
    elif joined().first:
        save_adapter(args.out / NAME, Adapter(made.state, recipe.rank, recipe.scale, base.name, about))
    if joined().first:
        print(json.dumps({key: about[key] for key in ("examples", "losses", "minutes")}))


def run_test(items: list[Glossed], args: argparse.Namespace) -> None:
    learned = [item for item in items if item.book not in {*args.test, args.judge}]
    memory = Memory([(" ".join(item.glosses), item.english) for item in learned])
    with tempfile.TemporaryDirectory() as scratch:
        writer = load_writer(args.model or merged(args.adapter, Path(scratch)))
        print(f"{'book':>5} {'n':>4} {'model':>6} {'no text':>8} {'gloss copied':>13} {'its words':>10} {'nearest':>8}")
        for book in args.test:
            chosen = [item for item in items if item.book == book]
            random.Random(args.seed).shuffle(chosen)
            chosen = chosen[: args.limit or None]
            systems = [
                first(writer.write([plain(item) for item in chosen], args.beam)),
                first(writer.write([plain(item, text=False) for item in chosen], args.beam)),
                [" ".join(item.glosses) for item in chosen],
                [crude(item.glosses) for item in chosen],
                [near[0].target if (near := memory.nearest(" ".join(i.glosses), 1)) else "" for i in chosen],
            ]
            right = [item.english for item in chosen]
            figures = [score_translations(one, right, samples=0).mtob for one in systems]
            print(f"{book:>5} {len(chosen):>4}" + "".join(f" {figure:8.1f}" for figure in figures), flush=True)


def merged(adapter: Path, folder: Path) -> Path:
    """The default model with an adapter, as translating runs it, in ``folder``."""
    loaded = load_adapter(adapter)
    base = load_base(DEFAULT, dtype="float32")
    merge_adapter(base, Recipe(rank=loaded.rank, scale=loaded.scale), loaded.state)
    save_model(folder, base.model, base.tokenizer, base.seq2seq)
    return folder


def first(written: list[list[Written]]) -> list[str]:
    return [one[0].text if one else "" for one in written]


if __name__ == "__main__":
    main()
