"""The options of commands that may ask a large language model for translations."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path

from hybrid.llm.requests import MODES, PAIRS, PER_REQUEST
from morph.errors import OnebookError
from onebook.pricing import PRICE, PRICE_HELP, price
from onebook.translators import SYSTEMS

PREFIX = "llm:"
LLM = PREFIX.rstrip(":")


@dataclass(frozen=True, slots=True)
class Asking:
    """How a model is asked: its name, a folder to write requests to, one to read answers from, and the rest."""

    model: str = ""
    requests: Path | None = None
    responses: Path | None = None
    mode: str = MODES[0]
    per_request: int = PER_REQUEST
    pairs: int = PAIRS
    base_url: str = ""
    jobs: int = 4
    dry_run: bool = False
    yes: bool = False
    price: tuple[float, float] = PRICE

    @property
    def asks(self) -> bool:
        """Whether any translation of a model is to be had."""
        return bool(self.model or self.responses)

    @property
    def sends(self) -> bool:
        """Whether a model is asked now: a folder of requests or of answers stands for it."""
        return bool(self.model) and not (self.requests or self.responses)


def add_asking(parser: argparse.ArgumentParser) -> None:
    """Options for requests, answers and servers."""
    add = parser.add_argument
    add("--requests", type=Path, metavar="DIR", help="write the prompts for a language model to DIR, send nothing")
    add("--responses", type=Path, metavar="DIR", help="read a model's answers (NNN-HASH.json or .txt), send nothing")
    add("--llm", metavar="MODEL", help="with the hybrid: a model whose translations join the others")
    add("--prompt", choices=MODES, default=MODES[0], help="what it is told: the analysis, or known pairs alone")
    add("--per-request", type=_count, default=PER_REQUEST, metavar="N", help=f"sentences a prompt ({PER_REQUEST})")
    add("--pairs", type=_count, default=PAIRS, metavar="N", help=f"known pairs for each sentence ({PAIRS})")
    add("--base-url", default="", metavar="URL", help="an OpenAI-compatible server of your own")
    add("--jobs", type=int, default=4, metavar="N", help="requests at a time (4)")
    add("--dry-run", action="store_true", help="say what a model would be sent and cost, send nothing")
    add("--yes", action="store_true", help="send without asking")
    add("--price", type=price, default=PRICE, metavar="IN,OUT", help=PRICE_HELP)


def _count(text: str) -> int:
    if not text.isdigit() or not int(text):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1 on")
    return int(text)


def system_name(text: str) -> str:
    """A system's name: one of :data:`SYSTEMS`, ``llm`` (answers in a folder) or ``llm:MODEL``."""
    if text in SYSTEMS or text == LLM or (text.startswith(PREFIX) and text != PREFIX):
        return text
    raise argparse.ArgumentTypeError(f"{text!r} is none of {', '.join(SYSTEMS)}, {PREFIX}MODEL")


def is_llm(system: str) -> bool:
    """Whether a system is a large language model."""
    return system == LLM or system.startswith(PREFIX)


def asked_system(args: argparse.Namespace) -> str:
    """The system that the other options mean: a model beside the others, or a model alone; empty where they name
    none."""
    return "hybrid" if args.llm else LLM if args.requests or args.responses else ""


def asking_of(args: argparse.Namespace, system: str, *, responses: Path | None = None) -> Asking:
    """How a model is asked, from the options (``responses`` instead of theirs); OnebookError where they do not go
    together."""
    responses = responses or args.responses
    if not is_llm(system) and system != "hybrid" and (args.llm or args.requests or responses):
        raise OnebookError(
            f"{system} takes no large model's translations", hint=f"--with {PREFIX}MODEL, or --with hybrid --llm MODEL"
        )
    model = system.removeprefix(PREFIX) if system.startswith(PREFIX) else args.llm or ""
    if system == LLM and not (args.requests or responses):
        raise OnebookError(
            "no model and no folder of answers", hint=f"--with {PREFIX}MODEL, or --with {LLM} --responses DIR"
        )
    return Asking(
        model=model, requests=args.requests, responses=responses, mode=args.prompt, per_request=args.per_request,
        pairs=args.pairs, base_url=args.base_url, jobs=args.jobs, dry_run=args.dry_run, yes=args.yes, price=args.price,
    )  # fmt: skip
