"""``syntax.lark`` as a weighted grammar: Lark reads the file, the counts in its comments become weights.

The file is an ordinary Lark grammar. Its terminals match *descriptors* of glossed morphs (:mod:`grammar.tokens`), not
letters: ``OBJ: "=OBJ"`` is the clitic glossed OBJ, ``N: "@noun"`` any word of that class. A comment ``// attested 12``
behind an alternative gives its count; an alternative without one (written by hand, say) counts as a common one.
Lark's priorities (``np.2: …``) multiply the count of a whole rule by ten to that power.

>>> grammar = load_grammar('''start: np V
... np: N      // attested 30
...   | N DEM  // attested 10
... N: "@noun"
... DEM: "DEM"
... V: "@verb"''')
>>> [(r.origin, r.expansion, round(2.718 ** r.weight, 2)) for r in grammar.rules if r.origin == "np"]
[('np', ('N',), 0.75), ('np', ('N', 'DEM'), 0.25)]
>>> grammar.terminals_of(("dog", "@noun"))
('N',)
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from lark import Lark
from lark.exceptions import UnexpectedInput
from lark.grammar import Rule as LarkRule

from morph.errors import DataError

_ALTERNATIVE = re.compile(
    r"^\s*(?:[?!]*(?P<name>_?[a-z]\w*)(?:\.-?\d+)?\s*:|\|)(?P<body>[^/\n]*?)(?:->\s*(?P<alias>\w+)\s*)?"
    r"(?P<comment>//.*)?$"
)
_COUNT = re.compile(r"attested\s+(?P<attested>\d+(?:\.\d+)?)")
_UNCOUNTED = 20.0
"""The count of an alternative that has none in the file."""
START = "start"


@dataclass(frozen=True, slots=True)
class Rule:
    """One alternative of a rule: ``weight`` is its log-probability among the alternatives of ``origin``, from their
    ``count`` s.

    ``inline`` rules (``_name`` and Lark's helpers) leave no node in a tree, ``collapse`` ones (``?name``) none where
    they have a single child.
    """

    origin: str
    expansion: tuple[str, ...]
    weight: float
    label: str
    count: float = _UNCOUNTED
    inline: bool = False
    collapse: bool = False

    def __str__(self) -> str:
        return f"{self.origin} → {' '.join(self.expansion)}"


@dataclass(frozen=True, slots=True)
class Grammar:
    """A loaded sentence grammar."""

    rules: tuple[Rule, ...]
    terminals: tuple[tuple[str, re.Pattern[str]], ...]
    start: str = START
    known: dict[tuple[str, ...], tuple[str, ...]] = field(default_factory=dict, compare=False, repr=False)

    def terminals_of(self, descriptors: tuple[str, ...]) -> tuple[str, ...]:
        """Names of the terminals that match one of the descriptors of a unit, in the order of the file."""
        if descriptors not in self.known:
            self.known[descriptors] = tuple(
                name for name, pattern in self.terminals if any(pattern.fullmatch(text) for text in descriptors)
            )
        return self.known[descriptors]


def load_grammar(text: str, *, path: str = "syntax.lark") -> Grammar:
    """Read a Lark grammar; DataError with line and remedy where Lark refuses it."""
    try:
        lark = Lark(text, parser="earley", lexer="dynamic", start=START, maybe_placeholders=False)
    except UnexpectedInput as error:
        line = error.line if isinstance(error.line, int) and error.line > 0 else 0
        found = text.splitlines()[line - 1].strip() if 0 < line <= len(text.splitlines()) else ""
        raise DataError(
            "not a Lark grammar",
            path=path,
            line=line,
            found=found,
            expected="name: part part …  // attested N",
            hint="see https://lark-parser.readthedocs.io/en/stable/grammar.html",
        ) from error
    except Exception as error:  # besides its own errors Lark lets those of re and regex through
        name = re.search(r"[\"'`]?(\w+)[\"'`]?\s*$", str(error).split(" (")[0])
        raise DataError(
            f"the grammar cannot be used: {error}",
            path=path,
            line=_line_of(text, name[1]) if name else 0,
            hint="define every rule and terminal that is used, each once, and a rule 'start'",
        ) from error
    counts = _counts(text)
    terminals = tuple((t.name, re.compile(t.pattern.to_regexp())) for t in lark.terminals)
    return Grammar(_weighted(lark.rules, counts), terminals)


def _line_of(text: str, name: str) -> int:
    match = re.search(rf"\b{re.escape(name)}\b", text)
    return text[: match.start()].count("\n") + 1 if match else 0


def _counts(text: str) -> dict[tuple[str, tuple[str, ...]], float]:
    """Counts by rule and alternative, the alternative as its words; read line by line."""
    counts = {}
    name = ""
    for line in text.splitlines():
        match = _ALTERNATIVE.match(line)
        if not match:
            continue
        name = match["name"] or name
        count = _COUNT.search(match["comment"] or "")
        if count:
            counts[name, tuple(match["body"].split())] = float(count["attested"])
    return counts


def _weighted(lark_rules: Iterable[LarkRule], counts: dict[tuple[str, tuple[str, ...]], float]) -> tuple[Rule, ...]:
    by_origin: dict[str, list[tuple[LarkRule, tuple[str, ...], float]]] = defaultdict(list)
    for rule in lark_rules:
        origin, expansion = str(rule.origin.name), tuple(symbol.name for symbol in rule.expansion)
        count = counts.get((origin, expansion), _UNCOUNTED)
        by_origin[origin].append((rule, expansion, max(count, 0.1) * 10.0 ** (rule.options.priority or 0)))
    rules = []
    for origin, items in by_origin.items():
        # A priority lifts the alternatives of its rule over those of other rules: it is not divided away.
        total = sum(count / 10.0 ** (rule.options.priority or 0) for rule, _, count in items)
        for rule, expansion, count in items:
            helper = origin.startswith("_")
            rules.append(
                Rule(
                    origin,
                    expansion,
                    math.log(count / total),
                    rule.alias or origin,
                    count,
                    helper,
                    rule.options.expand1,
                )  # fmt: skip
            )
    return tuple(rules)
