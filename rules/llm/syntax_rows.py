"""Claims about order in ``syntax.lark``: the alternatives that they bear out get a second origin, missing ones a line.

Only symbols that the grammar has already are used, joined by this module: no text of an answer enters the file but the
model's name in a comment. A grammar that no longer loads is given back unchanged.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from grammar.lark_io import Grammar, load_grammar
from morph.errors import DataError
from rules.llm.claims import Verdict
from rules.llm.replay_sentences import SYMBOLS

_HEAD = re.compile(r"^\s*[?!]*(?P<name>[a-z_]\w*)(?:\.-?\d+)?\s*:\s*(?P<body>[^/]*?)\s*(?P<comment>//.*)?$")
_MORE = re.compile(r"^(?P<indent>\s*)\|\s*(?P<body>[^/]*?)\s*(?P<comment>//.*)?$")
_LIKELY = ("sentence", "vp", "np", "nom", "pred", "clause", "possd", "obl", "nompred")
_NEW_COUNT = 2
_SAFE = re.compile(r"[^\w:.\-/ ]+")


def with_orders(syntax: str, verdicts: Sequence[Verdict]) -> tuple[str, dict[str, list[str]]]:
    """The grammar with accepted orders marked or added, and the lines of each claim."""
    lines = syntax.splitlines()
    rows: dict[str, list[str]] = {}
    for verdict in verdicts:
        claim = verdict.claim
        origin = _SAFE.sub(" ", claim.origin.split(" ; ")[0])
        if verdict.same:
            for rule in verdict.same:
                if _mark(lines, rule, origin):
                    rows.setdefault(claim.id, []).append(rule)
        elif claim.text("frequency") != "never":
            rows.setdefault(claim.id, []).extend(_add(lines, verdict, origin))
    text = "\n".join(lines) + ("\n" if syntax.endswith("\n") else "")
    if text != syntax and not _loads(text):
        return syntax, {}
    return text, {claim: found for claim, found in rows.items() if found}


def _loads(text: str) -> Grammar | None:
    try:
        return load_grammar(text)
    except DataError:
        return None


def _mark(lines: list[str], rule: str, origin: str) -> bool:
    """Name the model behind the alternative that says the same."""
    name, _, body = rule.partition(": ")
    at = _find(lines, name, body)
    if at < 0:
        return False
    if origin not in lines[at]:
        lines[at] = f"{lines[at]}  {origin}" if "//" in lines[at] else f"{lines[at]}  // {origin}"
    return True


def _find(lines: Sequence[str], name: str, body: str) -> int:
    """The line of an alternative; -1 where there is none."""
    current = ""
    for number, line in enumerate(lines):
        head, more = _HEAD.match(line), _MORE.match(line)
        if head:
            current = head["name"]
        found = head or more
        if found and current == name and " ".join(found["body"].split()) == body:
            return number
    return -1


def _add(lines: list[str], verdict: Verdict, origin: str) -> list[str]:
    """Alternatives for the neighbours of an order that no rule has: only in rules that have one of the two already."""
    names = [str(n).rstrip("0123456789").upper() for n in verdict.claim.items("constituents")]
    defined = {m["name"] for line in lines if (m := _HEAD.match(line))}
    terminals = {m[1] for line in lines if (m := re.match(r"^([A-Z_]+)\s*:", line))}
    added = []
    for first, second in pairwise(names):
        for rule in _LIKELY:
            if rule not in defined:
                continue
            for left in SYMBOLS[first]:
                for right in SYMBOLS[second]:
                    body = f"{left} {right}"
                    is_recursive = rule in (left, right)
                    known = {left, right} <= defined | terminals
                    if not is_recursive or not known or left == right or _find(lines, rule, body) >= 0:
                        continue
                    if _find(lines, rule, f"{right} {left}") < 0:
                        continue  # a rule that never joins the two in any order
                    at = _find_rule_end(lines, rule)
                    place = _SAFE.sub(" ", verdict.source)
                    lines.insert(at + 1, f"    | {body}  // attested {_NEW_COUNT}  {place}  {origin}")
                    added.append(f"{rule}: {body}")
    return added


def _find_rule_end(lines: Sequence[str], name: str) -> int:
    """The last line of a rule."""
    end, current = -1, ""
    for number, line in enumerate(lines):
        head = _HEAD.match(line)
        if head:
            current = head["name"]
        if current == name and (head or _MORE.match(line)):
            end = number
    return end
