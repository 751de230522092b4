"""What sentence pairs show once their words are aligned: which stem, which morphemes, which order, what is left out.

Words without an English counterpart are *particles*: each leans on the word before or after it (whichever of the two
is more predictable), and belongs to that word's template like a morpheme does. Clitics on the last word of a noun
phrase belong to the phrase, that is to the node of its noun.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import log

from hybrid.from_english.plan import Node, Plan
from hybrid.from_english.target import TargetWord, key
from hybrid.from_english.tree import contract, inside_phrase

Part = tuple[str, str]
"""A piece of a template: its place (``left``, ``prefix``, ``suffix``, ``edge``, ``right``) and its key."""
Template = tuple[Part, ...]
PLACES = ("left", "prefix", "suffix", "edge", "right")


@dataclass(frozen=True, slots=True)
class Aligned:
    """A sentence pair with, for each word, the node it stands for (-1 for none)."""

    plan: Plan
    words: tuple[TargetWord, ...]
    links: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """A node that has words: its stems in order, its template, and the position of its first word."""

    node: Node
    stems: tuple[str, ...]
    template: Template
    position: int
    clean: bool = True


@dataclass(frozen=True, slots=True)
class Observation:
    """One sentence pair as the models see it: what was said and how its tree looks then."""

    plan: Plan
    said: dict[int, Said]
    heads: dict[int, int] = field(default_factory=dict)


def leanings(pairs: Sequence[Aligned]) -> dict[str, str]:
    """For each particle the side of its host: ``right`` where it follows it, ``left`` where it comes before.

    The host's side is the one whose parts of speech are more alike (lower entropy).
    """
    sides: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: {"left": Counter(), "right": Counter()})
    for pair in pairs:
        classes = ["" if link < 0 else pair.plan.by_index[link].pos for link in pair.links]
        for j, word in enumerate(pair.words):
            if classes[j]:
                continue
            sides[word.stem]["right"][classes[j - 1] if j else "#"] += 1
            sides[word.stem]["left"][classes[j + 1] if j + 1 < len(classes) else "#"] += 1
    return {stem: _leaning(found) for stem, found in sides.items()}


def _leaning(sides: dict[str, Counter[str]]) -> str:
    total = sum(sides["left"].values())
    if sides["left"]["#"] > total / 2:
        return "right"
    if sides["right"]["#"] > total / 2:
        return "left"
    return "right" if _entropy(sides["right"]) <= _entropy(sides["left"]) else "left"


def _entropy(counts: Counter[str]) -> float:
    total = sum(counts.values())
    return -sum(n / total * log(n / total) for n in counts.values())


def observe(pair: Aligned, lean: dict[str, str]) -> Observation:
    """Read one aligned pair."""
    groups = _groups(pair)
    left, right = _particles(pair, groups, lean)
    heads = contract(pair.plan, set(groups))
    edges = {i: _edge(pair, groups[i], right[i]) for i in groups}
    _raise_edges(pair, groups, heads, edges)
    said = {}
    for i, positions in groups.items():
        words = [pair.words[j] for j in positions]
        template = (
            *(("left", pair.words[j].stem) for j in left[i]),
            *(("prefix", key(m)) for m in words[0].before),
            *(("suffix", key(m)) for m in words[-1].after if m.separator != "="),
            *edges[i],
        )
        stems = tuple(word.stem for word in words)
        said[i] = Said(pair.plan.by_index[i], stems, template, positions[0], not any(w.opaque for w in words))
    return Observation(pair.plan, said, heads)


def _groups(pair: Aligned) -> dict[int, list[int]]:
    """The adjacent words of each node; of scattered ones the longest run."""
    runs: dict[int, list[list[int]]] = defaultdict(list)
    for j, link in enumerate(pair.links):
        if link < 0:
            continue
        if runs[link] and runs[link][-1][-1] == j - 1:
            runs[link][-1].append(j)
        else:
            runs[link].append([j])
    return {link: max(found, key=len) for link, found in sorted(runs.items()) if found}


def _particles(
    pair: Aligned, groups: dict[int, list[int]], lean: dict[str, str]
) -> tuple[dict[int, list[int]], dict[int, list[int]]]:
    """The particles before and after each node's words."""
    owner = {j: i for i, positions in groups.items() for j in positions}
    left: dict[int, list[int]] = defaultdict(list)
    right: dict[int, list[int]] = defaultdict(list)
    free = [j for j in range(len(pair.words)) if j not in owner]
    for j in free:
        before = next((k for k in range(j - 1, -1, -1) if k in owner), None)
        after = next((k for k in range(j + 1, len(pair.words)) if k in owner), None)
        to_right = lean.get(pair.words[j].stem, "right") == "left"
        if after is not None and (to_right or before is None):
            left[owner[after]].append(j)
        elif before is not None:
            right[owner[before]].append(j)
    return left, right


def _edge(pair: Aligned, positions: list[int], right: list[int]) -> list[Part]:
    """Clitics on the last word, and the particles after it."""
    clitics = [("edge", key(m)) for m in pair.words[positions[-1]].after if m.separator == "="]
    return [*clitics, *(("right", _full(pair.words[j])) for j in right)]


def _full(word: TargetWord) -> str:
    """A particle as it stands, with what is attached to it."""
    return word.form.casefold()


def _raise_edges(
    pair: Aligned, groups: dict[int, list[int]], heads: dict[int, int], edges: dict[int, list[Part]]
) -> None:
    """Give the clitics at the end of a noun phrase to its noun."""
    for i in sorted(groups, key=lambda i: -groups[i][-1]):
        head = heads[i]
        while head != -1 and inside_phrase(pair.plan, pair.plan.by_index[i], head):
            last = max(groups[k][-1] for k in (head, *(k for k in groups if heads[k] == head)))
            if groups[i][-1] != last or groups[head][-1] > groups[i][-1]:
                break
            edges[head], edges[i] = edges[i] + edges[head], []
            i, head = head, heads[head]
