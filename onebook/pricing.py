"""What a model's tokens cost, as an option says it."""

from __future__ import annotations

import argparse

PRICE = (2.0, 8.0)
PRICE_HELP = "US dollars for a million tokens in and out, for the estimate (default: 2,8)"


def price(text: str) -> tuple[float, float]:
    """``IN,OUT`` as two numbers."""
    try:
        first, second = (float(part) for part in text.split(","))
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not two numbers like 2,8") from None
    return first, second
