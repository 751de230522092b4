"""Trees for people: text with nltk, SVG with svgling.

>>> from grammar.tokens import Unit
>>> leaf = Node("V", 0, 1, unit=Unit(0, "kula", "eat", ()))
>>> print(draw_text(Node("pred", 0, 1, (leaf,))))
pred
 |
 V
 |
kula
 |
eat
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from io import StringIO

from nltk import Tree

from grammar.tree import Node


def _stacked(node: Node) -> Tree:
    """The tree with form and gloss one below the other, which nltk's drawing needs (it allows no line breaks)."""
    if node.unit is not None:
        form = ("=" if node.unit.bound else "") + (node.unit.form or "∅")
        return Tree(node.label, [Tree(form, [node.unit.gloss])])
    return Tree(node.label, [_stacked(child) for child in node.children])


def draw_text(node: Node, *, unicode_lines: bool = False) -> str:
    """A tree drawn with characters, ending at its widest line; ``unicode_lines`` uses box-drawing characters."""
    if not node.children and node.unit is None:
        return node.label
    out = StringIO()
    _stacked(node).pretty_print(unicodelines=unicode_lines, stream=out)
    lines = [line.rstrip() for line in out.getvalue().splitlines()]
    while lines and not lines[-1]:
        lines.pop()
    indent = min((len(line) - len(line.lstrip()) for line in lines if line), default=0)
    return "\n".join(line[indent:] for line in lines)


def draw_svg(node: Node, caption: Iterable[str] = ()) -> str:
    """A tree as an SVG document; ``caption`` lines (text, translation) go into its title, read by screen readers."""
    import svgling

    svg = svgling.draw_tree(node.to_nltk() if node.children or node.unit else node.label).get_svg()
    text = " — ".join(line for line in caption if line)
    if text:
        svg.set_desc(title=text)
    # Inner drawings are as wide as svgling takes the text to be; a wider one is not to be cut off.
    return str(svg.tostring()).replace('<svg width="', '<svg overflow="visible" width="')


def compact(node: Node) -> Node:
    """A tree without its non-branching inner nodes, of which only the outermost stays (``subj`` over ``np``), and at
    the root the innermost: what a reader looks for in a drawing.

    >>> leaf = Node("V", 0, 1), Node("ADV", 1, 2)
    >>> vp = Node("vp", 0, 1, (Node("pred", 0, 1, leaf[:1]),))
    >>> tree = Node("start", 0, 2, (Node("clause", 0, 2, (vp, leaf[1])),))
    >>> compact(tree).label, [child.label for child in compact(tree).children]
    ('clause', ['vp', 'ADV'])
    """
    while len(node.children) == 1 and node.children[0].children:
        node = node.children[0]
    return replace(node, children=tuple(_compact_below(child) for child in node.children))


def _compact_below(node: Node) -> Node:
    inner = node
    while len(inner.children) == 1 and inner.children[0].children:
        inner = inner.children[0]
    label = node.label.removesuffix("_BOUND")
    return replace(node, label=label, children=tuple(_compact_below(child) for child in inner.children))
