r"""SIGMORPHON 2023 interlinear blocks: ``\t`` text, ``\m`` segmentation, ``\g`` gloss, ``\l`` translation.

One ``\m`` and one ``\g`` item for each whitespace-separated word of ``\t``; ``-`` and ``=`` are kept in both; a gloss
that is open is ``???``. Tools for these files take no other line (the ``glossing`` package refuses one), so basis and
confidence of each word stand in a line ``\b`` only where they are asked for (``--basis``); the shared task's own
scripts pass over it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from morph.igt import in_blocks
from morph.model import IGT
from onebook.formats import Options
from onebook.formats.basis import rating


def dump(igts: Iterable[IGT], options: Options) -> Iterator[str]:
    for igt in igts:
        basis = f"\\b {' '.join(rating(word, ':') for word in igt.words)}\n" if options.basis else ""
        yield (
            f"\\t {igt.text}\n\\m {' '.join(_item(w.segmented) for w in igt.words)}\n"
            f"\\g {' '.join(_item(in_blocks(w)) for w in igt.words)}\n{basis}\\l {igt.translation}\n\n"
        )


def _item(text: str) -> str:
    """Spaces inside a gloss would break the count of words."""
    return ".".join(text.split()) or "?"
