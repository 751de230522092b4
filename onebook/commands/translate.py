"""``onebook translate``: both directions, one line out for each line in."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from hybrid.translation import Translation
from onebook.inputs import read_lines
from onebook.llm_options import add_asking, asked_system, asking_of, is_llm, system_name
from onebook.session import Session
from onebook.translators import SYSTEMS, default_system, make_translator

HELP = (
    "Translate text, one sentence a line: one line comes out for each line read, in order, blank for blank. A word\n"
    "that nothing translates is carried over; --explain shows where each word comes from."
)
EXAMPLES = """
  echo "Ma sorat nani" | onebook translate --from kgv --to eng
  onebook translate letter.txt --from eng --to kgv --explain
  onebook translate story.txt --from kgv --to eng --json > story.jsonl
"""


def register(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE", help="one sentence a line (default: stdin)")
    parser.add_argument("--from", dest="source", metavar="CODE", help="language of the text (default: the project's)")
    parser.add_argument("--to", dest="target", metavar="CODE", help="language to make (default: the meta-language)")
    parser.add_argument(
        "--with", dest="system", metavar="SYSTEM", type=system_name,
        help=f"system (default: hybrid where it is trained): {', '.join(SYSTEMS)} or llm:MODEL",
    )  # fmt: skip
    add_asking(parser)
    parser.add_argument("--explain", action="store_true", help="the origin and confidence of each word, on stderr")
    parser.add_argument("--json", action="store_true", help="one JSON object a line, with origins")


def run(args: argparse.Namespace) -> int:
    session = Session.open(args.project)
    session.report_findings()
    config = session.project.config
    own, meta = config.iso or config.name, config.meta_language
    source = args.source or (meta if args.target == own else own)
    target = args.target or (own if source == meta else meta)
    lines = list(read_lines(args.file))
    system = args.system or asked_system(args) or default_system(session, into=source == own)
    asking = asking_of(args, system)
    if asking.asks or asking.requests:
        from onebook.llm_translation import ask, make_llm

        found = ask(session, lines, source, target, asking)
        if found is None:
            return 0
        translator = make_llm(session, found, source, target, asking, pooled=not is_llm(system))
    else:
        translator = make_translator(session, system, source, target)
    for line, translation in zip(lines, translator.translate(lines), strict=True):
        if args.json:
            print(json.dumps(_record(line, translation), ensure_ascii=False))
        else:
            print(translation.text)
        if args.explain:
            _explain(line, translation)
    return 0


def _record(line: str, translation: Translation) -> dict[str, object]:
    tokens = [
        {"token": token, "origin": origin, "confidence": confidence}
        for token, origin, confidence in zip(
            translation.tokens, translation.origins, translation.confidences, strict=True
        )
    ]
    return {
        "source": line,
        "translation": translation.text,
        "tokens": tokens,
        "unrendered": list(translation.unrendered),
        "signature": translation.signature,
    }


def _explain(line: str, translation: Translation) -> None:
    print(f"{line}\n  → {translation.text}   [{translation.signature}]", file=sys.stderr)
    for token, origin, confidence in zip(translation.tokens, translation.origins, translation.confidences, strict=True):
        print(f"    {token:<16} {confidence:.2f}  {origin}", file=sys.stderr)
    if translation.unrendered:
        print(f"    not rendered: {', '.join(translation.unrendered)}", file=sys.stderr)
