"""What the speed benchmarks share: a language exported to foma, ``flookup`` timed on it, its analyses compared with
ours, and running text in which no sentence comes twice.

Not a command; see ``speed_morph.py``, ``speed_gloss.py``, ``speed_growth.py``.
"""

from __future__ import annotations

import random
import re
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from morph.analyze import Analyzer
from morph.compiled import Compiled
from morph.letters import match_key, surface
from morph.lexc import export, script
from morph.text import tokenize

_MORPH = re.compile(r"([-=~]?)([^<>]*)<([^<>]*)>")


def foma(compiled: Compiled, folder: Path) -> tuple[Path, float] | None:
    """The language compiled by foma, with the CPU seconds that took; None, with the reason on stderr, where foma is
    not to be had."""
    if not (shutil.which("foma") and shutil.which("flookup")):
        print("foma is not installed: no comparison with flookup", file=sys.stderr)
        return None
    lexc, binary = folder / "language.lexc", folder / "language.foma"
    lexc.write_text(export(compiled), "utf-8")
    (folder / "script").write_text(script(compiled, str(lexc), str(binary)), "utf-8")
    before = child_time()
    done = subprocess.run(
        ["foma", "-q", "-l", str(folder / "script"), "-s"], capture_output=True, text=True, check=False
    )
    if not binary.exists():
        print(f"foma did not compile the export: {done.stdout[-300:]}{done.stderr[-300:]}", file=sys.stderr)
        return None
    return binary, child_time() - before


def child_time() -> float:
    """CPU seconds of all children so far, in user and system mode."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def flookup(binary: Path, words: Sequence[str]) -> float:
    """CPU seconds of one run of ``flookup`` over words, output thrown away."""
    before = child_time()
    subprocess.run(
        ["flookup", str(binary)], input="\n".join(words) + "\n", stdout=subprocess.DEVNULL, text=True, check=True
    )
    return child_time() - before


def folded(line: str) -> list[str]:
    """The words of a line as analyzers see them."""
    words = [surface(match_key(token.core)) for token in tokenize(line)]
    return [word for word in words if any(c.isalpha() for c in word)]


def read_sentences(paths: Sequence[Path]) -> list[str]:
    """The sentences of texts (one a line) and of TSV files (second column)."""
    found: list[str] = []
    for path in paths:
        for line in path.read_text("utf-8").splitlines()[path.suffix == ".tsv" :]:
            cells = line.split("\t")
            found.append(cells[1] if len(cells) > 1 else line)
    return [line for line in found if line.strip()]


def recombined(sentences: Sequence[str], tokens: int, seed: int = 1) -> list[str]:
    """So many tokens of text in which no sentence comes twice: the beginning of one sentence and the end of another,
    cut at random."""
    dice = random.Random(seed)
    split = [words for sentence in sentences if len(words := sentence.split()) > 1]
    seen: dict[str, None] = {}
    while tokens > 0:
        first, second = dice.choice(split), dice.choice(split)
        words = first[: dice.randint(1, len(first))] + second[dice.randint(0, len(second) - 1) :]
        line = " ".join(words)
        if line not in seen:
            seen[line] = None
            tokens -= len(words)
    return list(seen)


def agreement(compiled: Compiled, binary: Path, words: Sequence[str]) -> dict[str, float]:
    """Whether both find the same glosses for each word, by rule alone (the tables of seen words left out).

    Morphs inside a stem stand in another place in the export, so glosses are compared in alphabetical order. What foma
    alone finds is told apart: readings in which one morpheme comes twice, which the analyzer excludes, and others.
    """
    analyzer = Analyzer(compiled)
    done = subprocess.run(
        ["flookup", str(binary)], input="\n".join(words) + "\n", capture_output=True, text=True, check=True
    )
    theirs: dict[str, set[tuple[str, ...]]] = {word: set() for word in words}
    for line in done.stdout.splitlines():
        word, _, upper = line.partition("\t")
        if upper and upper != "+?":
            theirs[word].add(tuple(sorted(gloss for _, _, gloss in _MORPH.findall(upper))))
    same = only_ours = only_theirs = twice = total = 0
    for word in words:
        found = analyzer.renderer.distinct(analyzer.lookup.readings(match_key(word, compiled.casing)))
        ours = {tuple(sorted(m.gloss for m in analysis.morphs)) for analysis in found}
        total += len(ours)
        more = theirs[word] - ours
        repeated = {glosses for glosses in more if len(set(glosses)) < len(glosses)}
        twice += bool(repeated)
        same += ours == theirs[word] - repeated
        only_ours += bool(ours - theirs[word])
        only_theirs += bool(more - repeated)
    return {
        "compared_words": len(words),
        "analyses_per_word": total / len(words),
        "same_analyses": same / len(words),
        "more_here": only_ours / len(words),
        "more_in_foma": only_theirs / len(words),
        "one_morpheme_twice_in_foma": twice / len(words),
    }


def calibration() -> float:
    """CPU seconds of a fixed piece of Python, to tell a loaded machine from a free one."""
    began = time.process_time()
    table: dict[int, int] = {}
    for number in range(1_000_000):
        table[number & 1023] = table.get(number & 511, 0) + 1
    return time.process_time() - began
