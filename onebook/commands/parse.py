"""``onebook parse``: sentence structure."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from grammar.parse import Parses
from grammar.tree import Node
from morph.model import IGT
from onebook.inputs import read_interlinear, read_lines
from onebook.session import Session

HELP = (
    "Parse sentences with the project's Lark grammar. A sentence outside the grammar gets its best partial parses,\n"
    "never an error."
)
EXAMPLES = """
  echo "Ma sorat nani" | onebook parse
  onebook parse story.txt --to json
  echo "Ma sorat nani" | onebook parse --to svg > tree.svg
"""


def register(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE", help="one sentence a line (default: stdin)")
    parser.add_argument("--from", dest="source", choices=("text", "sigmorphon"), default="text", help="form of input")
    parser.add_argument("--to", dest="target", choices=("tree", "svg", "json"), default="tree", help="form of output")
    parser.add_argument("--compact", action="store_true", help="draw without nodes that have a single branch")
    parser.add_argument("--trees", type=int, default=1, help="how many trees of each sentence (default: 1)")


def run(args: argparse.Namespace) -> int:
    session = Session.open(args.project)
    session.report_findings()
    parser = session.parser()
    svgs = []
    for igt in _sentences(args, session):
        parses = parser.parse(igt)
        if args.target == "svg":
            svgs += _svg(igt, parses, args)
        elif args.target == "json":
            print(json.dumps(_record(igt, parses, args.trees), ensure_ascii=False))
        else:
            _print_tree(igt, parses, args)
    if args.target == "svg":
        sys.stdout.write(_page(svgs))
    return 0


def _sentences(args: argparse.Namespace, session: Session) -> Iterator[IGT]:
    glosser = session.glosser()
    if args.source == "sigmorphon":
        for number, (text, segmented, translation) in enumerate(read_interlinear(args.file, "sigmorphon"), 1):
            yield glosser.segmented_line(text, segmented, id=str(number), translation=translation)
        return
    number = 0
    for line in read_lines(args.file):
        if line.strip():
            number += 1
            yield glosser.line(line, id=str(number))


def _record(igt: IGT, parses: Parses, trees: int) -> dict[str, Any]:
    return {
        "id": igt.id,
        "text": igt.text,
        "spanning": parses.spanning,
        "number": parses.number,
        "trees": [tree.to_json() for tree in parses.trees[:trees]],
        "partials": [tree.to_json() for tree in parses.partials],
    }


def _drawn(parses: Parses, args: argparse.Namespace) -> list[Node]:
    from grammar.draw import compact

    return [compact(tree) if args.compact else tree for tree in parses.trees[: args.trees]]


def _print_tree(igt: IGT, parses: Parses, args: argparse.Namespace) -> None:
    from grammar.draw import draw_text

    count = f"{parses.number} {'tree' if parses.number == 1 else 'trees'}"
    state = count if parses.spanning else "outside the grammar: best partial parses"
    print(f"({igt.id}) {igt.text}   [{state}]")
    for tree in _drawn(parses, args):
        print(draw_text(tree, unicode_lines=sys.stdout.isatty()))
        print()


def _svg(igt: IGT, parses: Parses, args: argparse.Namespace) -> list[str]:
    from grammar.draw import draw_svg

    return [draw_svg(tree, (igt.text, igt.translation)) for tree in _drawn(parses, args)]


def _page(svgs: list[str]) -> str:
    """One tree is an SVG document; several are an HTML page that holds them."""
    if len(svgs) == 1:
        return svgs[0] + "\n"
    body = "\n".join(f"<figure>{svg}</figure>" for svg in svgs)
    return f'<!doctype html>\n<html lang="en"><meta charset="utf-8"><title>Trees</title>\n{body}\n</html>\n'
