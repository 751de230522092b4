"""A sentence grammar from glossed examples: the orders that a book's examples attest, as a Lark file.

``universal.lark`` holds what sentences may look like in any language, with both orders wherever languages differ. The
examples choose: all candidates are weighed on their parse forests (:mod:`rules.extract.syntax_em`), and a rule is kept
where its count stands the test below. The file that comes out is the language's own grammar, each alternative with
its count, the count of the opposite order and places in the book; the rejected ones stand below it as comments.

The test: a rule needs at least two examples (one where there are fewer than a hundred examples), and at least a
twentieth of the count of the opposite order.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import resources

from grammar.chart import Bonus, ChartGrammar, fill
from grammar.labels import Labels
from grammar.lark_io import Rule, load_grammar
from grammar.parse import Parser, pauses_of
from grammar.tokens import Unit, WordClasses
from morph.model import IGT, Finding, Lexeme, Morpheme, Source
from rules.extract.syntax_em import (
    Forest,
    pack,
    reestimate,
    translation_bonus,
    used_rules,
)
from rules.extract.syntax_terminals import all_terminals, count_marks
from rules.items import Abbreviation

MAX_UNITS = 16
MAX_EXAMPLES = 900
_ROUNDS = 4
_SOURCES_SHOWN = 3
_MIRROR_SHARE = 0.1
_ALWAYS = ("start", "text", "clause", "fragment")


@dataclass(frozen=True, slots=True)
class Choice:
    """A candidate rule with its index and the count of the opposite order."""

    index: int
    rule: Rule
    against: int


@dataclass
class Tally:
    """What the examples say about one rule: how often it is used in their best trees, and where first."""

    attested: int = 0
    sources: list[str] = field(default_factory=list)


def universal_text() -> str:
    """The candidates, as a Lark grammar without terminals."""
    return resources.files("rules.extract").joinpath("universal.lark").read_text("utf-8")


def induce_grammar(
    igts: Sequence[IGT],
    lexemes: Iterable[Lexeme] = (),
    morphemes: Iterable[Morpheme] = (),
    abbreviations: Iterable[Abbreviation] = (),
    *,
    language: str = "",
) -> tuple[str, tuple[Finding, ...]]:
    """The text of ``syntax.lark`` for a language, and what there is to say about it.

    ``igts`` are the glossed examples (longer ones than 16 units are left out, the shortest 900 used); ``lexemes``
    give parts of speech; ``morphemes`` and ``abbreviations`` tell what the labels mean.
    """
    lexemes = tuple(lexemes)
    labels = Labels.of((item.label, item.meaning) for item in abbreviations)
    marks = count_marks(igts, WordClasses(lexemes))
    for morpheme in morphemes:
        sep = "=" if "clitic" in morpheme.kind else "-"
        before = morpheme.kind in ("prefix", "proclitic")
        marks[f"{morpheme.gloss}{sep}" if before else f"{sep}{morpheme.gloss}"] += 0
    terminals = all_terminals(marks, labels)
    candidates = _pruned(universal_text(), terminals)
    parser = Parser(candidates, lexemes)
    tallies, covered, seen = _count(parser, igts)
    minimum = 2 if seen >= 100 else 1 if covered else 0  # without examples all candidates stand
    kept, rejected = _choose(parser.grammar.rules, tallies, minimum)
    text = _write(kept, rejected, tallies, terminals, language, covered, seen)
    return text, (*_findings(rejected, tallies), *_unexplained(marks, labels))


def _pruned(text: str, terminals: Mapping[str, Sequence[str]]) -> str:
    """The candidates that the language's terminals allow, with the terminals."""
    names = {name for name, items in terminals.items() if items}
    rules = load_grammar(text + "\n" + _terminal_lines({name: ["x"] for name in _terminal_names(text)})).rules
    defined = names.copy()
    while True:
        new = {r.origin for r in rules if all(symbol in defined for symbol in r.expansion)} - defined
        if not new:
            break
        defined |= new
    usable = [rule for rule in rules if all(symbol in defined for symbol in rule.expansion)]
    used = {symbol for rule in usable for symbol in rule.expansion}
    lines = _rule_lines(usable, lambda rule: f"// attested {max(round(math.exp(rule.weight) * 1000), 1)}")
    return "\n".join(lines) + "\n" + _terminal_lines({name: terminals[name] for name in terminals if name in used})


def _terminal_names(text: str) -> list[str]:
    words = [word for line in text.splitlines() for word in line.split("//")[0].split()]
    return sorted({word for word in words if word.isupper() and word[0].isalpha()})


def _terminal_lines(terminals: Mapping[str, Sequence[str]]) -> str:
    def quoted(item: str) -> str:
        return '"' + item.replace("\\", "\\\\").replace('"', '\\"') + '"'

    return "\n".join(f"{name}: {' | '.join(quoted(item) for item in items)}" for name, items in terminals.items())


def _rule_lines(rules: Sequence[Rule], comment: Callable[[Rule], str]) -> list[str]:
    by_origin: dict[str, list[Rule]] = defaultdict(list)
    for rule in rules:
        by_origin[rule.origin].append(rule)
    lines = []
    for origin, items in by_origin.items():
        head = f"{'?' if items[0].collapse else ''}{origin}: "
        for i, rule in enumerate(items):
            lead = head if i == 0 else " " * (len(head) - 2) + "| "
            lines.append(f"{lead + ' '.join(rule.expansion):<30} {comment(rule)}".rstrip())
        lines.append("")
    return lines


@dataclass(frozen=True, slots=True)
class _Sample:
    igt: IGT
    units: tuple[Unit, ...]
    bonus: Bonus


def _count(parser: Parser, igts: Sequence[IGT]) -> tuple[dict[int, Tally], int, int]:
    """Weigh the candidates on the examples, then count the best tree of each."""
    grammar = parser.compiled
    start = grammar.symbol(parser.grammar.start)
    samples = _samples(parser, igts)
    forests = _forests(parser, grammar, start, samples)
    reestimate(grammar, [forest for forest in forests if forest], _ROUNDS)
    tallies: dict[int, Tally] = defaultdict(Tally)
    covered = 0
    for sample in samples:
        chart = fill(grammar, [parser.lexical(unit) for unit in sample.units], sample.bonus)
        best = chart.ranked(start, 0, len(sample.units), 1) if start in chart.cells[0, len(sample.units)] else []
        covered += bool(best)
        for rule, times in Counter(used_rules(best[0]) if best else []).items():
            tally = tallies[rule]
            tally.attested += times
            if sample.igt.source and len(tally.sources) < _SOURCES_SHOWN:
                tally.sources.append(str(sample.igt.source))
    return tallies, covered, len(samples)


def _samples(parser: Parser, igts: Sequence[IGT]) -> list[_Sample]:
    samples = []
    for igt in igts:
        units = parser.units(igt)
        if 0 < len(units) <= MAX_UNITS and all(parser.lexical(unit) for unit in units):
            base = parser.bonus(units, pauses_of(units, igt))
            samples.append(_Sample(igt, units, translation_bonus(units, igt.translation, base)))
    samples.sort(key=lambda sample: len(sample.units))
    return samples[:MAX_EXAMPLES]


def _forests(parser: Parser, grammar: ChartGrammar, start: int, samples: Sequence[_Sample]) -> list[Forest | None]:
    forests = []
    for sample in samples:
        chart = fill(grammar, [parser.lexical(unit) for unit in sample.units], sample.bonus)
        forests.append(pack(chart, start, sample.bonus))
    return forests


def _choose(rules: Sequence[Rule], tallies: Mapping[int, Tally], minimum: int) -> tuple[list[Choice], list[Choice]]:
    """The rules that stand the test and those that don't, each with its index and the count against it."""
    index = {(rule.origin, rule.expansion): i for i, rule in enumerate(rules)}
    kept: list[Choice] = []
    rejected: list[Choice] = []
    for i, rule in enumerate(rules):
        mirror = index.get((rule.origin, rule.expansion[::-1])) if len(rule.expansion) > 1 else None
        against = tallies[mirror].attested if mirror is not None and mirror != i and mirror in tallies else 0
        attested = tallies[i].attested if i in tallies else 0
        stands = attested >= minimum and attested >= against * _MIRROR_SHARE
        (kept if stands or rule.origin == "start" else rejected).append(Choice(i, rule, against))
    return _usable(kept), rejected


def _usable(kept: list[Choice]) -> list[Choice]:
    """Without the rules that use a phrase for which no rule is left."""
    while True:
        origins = {choice.rule.origin for choice in kept}
        left = [item for item in kept if all(s.isupper() or s in origins for s in item.rule.expansion)]
        if len(left) == len(kept):
            return kept
        kept = left


def _write(
    kept: Sequence[Choice],
    rejected: Sequence[Choice],
    tallies: Mapping[int, Tally],
    terminals: Mapping[str, Sequence[str]],
    language: str,
    covered: int,
    seen: int,
) -> str:
    """The text of the grammar file."""
    choices = {id(choice.rule): choice for choice in kept}

    def comment(rule: Rule) -> str:
        choice = choices[id(rule)]
        tally = tallies.get(choice.index, Tally())
        contradicted = f" contradicted {choice.against}" if len(rule.expansion) > 1 else ""
        return f"// attested {tally.attested}{contradicted}  {' '.join(tally.sources)}".rstrip()

    used = {symbol for choice in kept for symbol in choice.rule.expansion}
    lines = [
        f"// Sentence grammar{f' of {language}' if language else ''}: word classes and orders in glossed examples.",
        f"// {covered} of {seen} examples (of up to {MAX_UNITS} words and clitics) have a tree with these candidates.",
        '// Terminals match glosses: "=OBJ" a clitic, "-PST" a suffix, "3SG" a word or stem, "@noun" a word class.',
        "// attested N: in the best trees of the examples; contradicted N: the opposite order; then some places.",
        "// A rule without a count, added by hand, ranks among the common ones; a priority (np.1: …) lifts a rule.",
        "",
        *_rule_lines([choice.rule for choice in kept], comment),
        _terminal_lines({name: terminals[name] for name in terminals if name in used}),
    ]
    lines += ["", "// Not attested enough to stand:"]
    for choice in rejected:
        if choice.index in tallies and tallies[choice.index].attested:
            counts = f"attested {tallies[choice.index].attested} contradicted {choice.against}"
            lines.append(f"// {choice.rule.origin}: {' '.join(choice.rule.expansion)}  {counts}")
    return "\n".join(lines) + "\n"


def _findings(rejected: Sequence[Choice], tallies: Mapping[int, Tally]) -> list[Finding]:
    """A note for each order that the examples show but contradict."""
    findings = []
    for choice in rejected:
        rule, tally = choice.rule, tallies.get(choice.index)
        if tally and tally.attested and choice.against:
            place = Source.parse(tally.sources[0]) if tally.sources else Source("book")
            findings.append(
                Finding(
                    "syntax.order",
                    f"'{rule.origin}: {' '.join(rule.expansion)}' is attested {tally.attested} times, "
                    f"the opposite order {choice.against} times: left out",
                    place,
                    "add the rule to syntax.lark if it is right",
                    "note",
                )
            )
    return findings


def _unexplained(marks: Mapping[str, int], labels: Labels) -> list[Finding]:
    """A note for each label that no list explains: it can only be a particle, or part of its word."""
    unknown = Counter[str]()
    for mark, count in marks.items():
        gloss = mark.partition("@")[0].strip("-=~")
        if count and not labels.label_class(gloss):
            unknown[gloss] += count
    return [
        Finding(
            "syntax.label",
            f"nothing tells what the label {label} means ({count} times in examples)",
            Source("book"),
            "add it to abbreviations.tsv",
            "note",
        )
        for label, count in unknown.most_common()
    ]
