"""``onebook extract`` with a language model: the requests as files, and what they would cost."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from onebook.project.config import Config
from rules.extract.extract import Proposal
from rules.items import SourceRead
from rules.llm.folder import write_requests
from rules.llm.prompts import Requests, make_requests

PRICE = (2.0, 8.0)
PRICE_HELP = "US dollars for a million tokens in and out, for the estimate (default: 2,8)"


def price(text: str) -> tuple[float, float]:
    """``IN,OUT`` as two numbers."""
    try:
        first, second = (float(part) for part in text.split(","))
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not two numbers like 2,8") from None
    return first, second


def ask(config: Config, reads: Sequence[SourceRead], proposal: Proposal, args: argparse.Namespace) -> None:
    """Write the request files, and say on stderr what they hold and would cost."""
    name = f"{config.name} ({config.iso})" if config.iso else config.name
    asked = make_requests(reads, name, proposal=proposal, only=args.sections)
    write_requests(args.requests, asked, language=name)
    for line in (*summary(asked, args.price), f"written to {args.requests}; answers go to NNN-HASH.json or .txt"):
        print(line, file=sys.stderr)


def summary(asked: Requests, dollars: tuple[float, float]) -> list[str]:
    """Number of requests, tokens, estimated cost, and what is not asked about."""
    cost = (asked.tokens * dollars[0] + asked.answer_tokens * dollars[1]) / 1e6
    largest = max((request.tokens for request in asked.requests), default=0)
    chars = sum(section.chars for section in asked.skipped)
    return [
        f"{len(asked.requests)} requests, about {asked.tokens:,} tokens in (the largest {largest:,}), about "
        f"{asked.answer_tokens:,} out",
        f"estimated cost: ${cost:.2f} at ${dollars[0]:g} in and ${dollars[1]:g} out for a million tokens (--price)",
        f"{len(asked.skipped)} sections without forms of the language are not asked about ({chars:,} characters): "
        "manifest.json lists them",
    ]
