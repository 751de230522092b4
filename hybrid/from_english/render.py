"""From the chosen stems and templates to a sentence: order, words, clitics on the edge of their phrase, writing.

A *piece* is one word to be, with the node it comes from; the clitics of a noun phrase go on the last word of the
noun and the modifiers that follow it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from hybrid.from_english.observe import Part, Template
from hybrid.from_english.order import WordOrder
from hybrid.from_english.plan import Node, Plan
from hybrid.from_english.target import Morphology
from hybrid.from_english.tree import contract, inside_phrase
from morph.model import Morph


@dataclass(frozen=True, slots=True)
class Choice:
    """What a node becomes: its stems (keys and morphs), its template, where the stems come from, how sure."""

    keys: tuple[str, ...]
    stems: tuple[tuple[Morph, ...], ...]
    template: Template = ()
    origin: str = "unknown"
    confidence: float = 0.0


@dataclass(slots=True)
class Piece:
    """A word being put together: its morphs and, for the sequence model, the tokens it is counted by."""

    morphs: list[Morph]
    tokens: list[str]
    node: int
    origin: str
    confidence: float
    form: str = ""


@dataclass
class Renderer:
    """Puts the chosen words in order and writes them."""

    morphology: Morphology
    order: WordOrder
    attached: Mapping[Part, Morph]
    _written: dict[tuple[Morph, ...], str] = field(default_factory=dict)

    def pieces(self, plan: Plan, choices: Mapping[int, Choice]) -> list[Piece]:
        """The words of the sentence in order."""
        heads = contract(plan, set(choices))
        below: dict[int, list[Node]] = {}
        for index, head in heads.items():
            below.setdefault(head, []).append(plan.by_index[index])
        roots = self.order.arrange(below.get(-1, []), None)
        return [piece for root in roots for piece in self._subtree(plan, root, below, choices)]

    def _subtree(
        self, plan: Plan, node: Node, below: Mapping[int, list[Node]], choices: Mapping[int, Choice]
    ) -> list[Piece]:
        before: list[Node] = []
        after: list[Node] = []
        for child in below.get(node.index, []):
            (before if self.order.before_head(child, node) > 0.5 else after).append(child)
        left = [p for c in self.order.arrange(before, node) for p in self._subtree(plan, c, below, choices)]
        ordered = self.order.arrange(after, node)
        inner = [child for child in ordered if inside_phrase(plan, child, node.index)]
        outer = [child for child in ordered if not inside_phrase(plan, child, node.index)]
        choice = choices[node.index]
        phrase = self._words(node, choice)
        phrase += [p for child in inner for p in self._subtree(plan, child, below, choices)]
        self._attach(phrase[-1], "edge", choice)
        return [
            *left,
            *self._particles("left", node, choice),
            *phrase,
            *self._particles("right", node, choice),
            *(p for child in outer for p in self._subtree(plan, child, below, choices)),
        ]

    def _words(self, node: Node, choice: Choice) -> list[Piece]:
        """The word or words of the node itself, with their affixes."""
        words = [
            Piece(list(core), [name], node.index, choice.origin, choice.confidence)
            for name, core in zip(choice.keys, choice.stems, strict=True)
        ]
        self._attach(words[0], "prefix", choice)
        self._attach(words[-1], "suffix", choice)
        return words

    def _attach(self, piece: Piece, place: str, choice: Choice) -> None:
        """Put the morphs of one place of the template on a word."""
        parts = [part for part in choice.template if part[0] == place and part in self.attached]
        morphs, tokens = [self.attached[part] for part in parts], [part[1] for part in parts]
        if place == "prefix":
            piece.morphs, piece.tokens = morphs + piece.morphs, tokens + piece.tokens
        else:
            piece.morphs, piece.tokens = piece.morphs + morphs, piece.tokens + tokens

    def _particles(self, side: str, node: Node, choice: Choice) -> list[Piece]:
        return [
            Piece([Morph(word, word)], [word], node.index, "rule", choice.confidence, word)
            for place, word in choice.template
            if place == side
        ]

    def write(self, pieces: Sequence[Piece]) -> list[str]:
        """The forms of all words."""
        return [piece.form or self._cased(piece) for piece in pieces]

    def _cased(self, piece: Piece) -> str:
        """The form of a word, with a capital where its first morph has one (a name)."""
        form = self.form(tuple(piece.morphs))
        return form[:1].upper() + form[1:] if piece.morphs[0].form[:1].isupper() else form

    def form(self, morphs: tuple[Morph, ...]) -> str:
        """The form of one word."""
        if morphs not in self._written:
            self._written[morphs] = self.morphology.realise(morphs) if len(morphs) > 1 else morphs[0].form
        return self._written[morphs]
