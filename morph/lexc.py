"""The compiled language for foma and HFST: stems, bound morphs and their order as lexc, environments and sound rules
as a foma script.

For interchange, and so that another engine can be measured on the same lexicon and morphotactics. The upper side reads
``kit<top>=ko<LOC>``. In the lower side ``^-``, ``^=`` … are boundaries, and ``{1`` … ``1}`` bracket a morph that may
only stand under condition 1; the script takes both out again. Reduplicated and infixed stems are listed.

>>> from morph.model import Lexeme, Morpheme
>>> language = Language("toy", lexemes=(Lexeme("1", "kit", "n", "top"),),
...                     morphemes=(Morpheme("loc", "ko", "LOC", "enclitic"),))
>>> [line for line in export(language).splitlines() if line.startswith(("kit", "="))][:2]
['kit%<top%>:kit After1 ;', '=ko%<LOC%>:^=ko After2 ;']
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import product
from typing import NamedTuple

from morph.compile import compile_language
from morph.compiled import Compiled
from morph.letters import BOUNDARIES, LITERAL_HYPHEN, split_letters
from morph.machine import Condition
from morph.model import Language
from morph.notation import Boundary, Edge, Item, Letter, Pattern, Rule, Star, parse_environment
from morph.paths import Paths, bound_letters, halves
from morph.tactics import After, Before

Symbols = tuple[str, ...]
_SPECIAL = set('<>#;:!0"% @')


def export(language: Language | Compiled) -> str:
    """The lexicon and morphotactics as lexc."""
    return _Exporter(_compiled(language)).lexc()


def script(language: Language | Compiled, lexc_file: str, output_file: str) -> str:
    """A foma script that reads the lexc file, applies environments and sound rules, and saves the transducer."""
    return _Exporter(_compiled(language)).script(lexc_file, output_file)


def _compiled(language: Language | Compiled) -> Compiled:
    return compile_language(language) if isinstance(language, Language) else language


class _Exporter:
    def __init__(self, compiled: Compiled) -> None:
        self.compiled = compiled
        self.tactics = compiled.tactics
        self.paths = Paths(compiled)
        self.conditions: dict[tuple[int, tuple[int, ...]], int] = {}
        self._after: dict[After, int] = {}
        self._before: dict[Before, int] = {}
        self._stems: dict[tuple[str, After], int] = {}

    # --- lexc ----------------------------------------------------------------------------------------------------

    def lexc(self) -> str:
        """All lexicons; those before the stem first."""
        body: list[str] = []
        queue: list[Before] = [self.tactics.start]
        self._before[self.tactics.start] = 0
        for before in queue:
            body += self._before_lexicon(before, queue)
        for (pos, after), number in list(self._stems.items()):
            body += self._stem_lexicon(pos, after, number)
        done = 0
        while done < len(self._after):
            for after, number in list(self._after.items())[done:]:
                body += self._after_lexicon(after, number)
                done += 1
        head = ["! " + self.compiled.name, "Multichar_Symbols", " ".join(map(_escaped, self._multichar())), ""]
        return "\n".join([*head, "LEXICON Root", "Before0 ;", "", *body]) + "\n"

    def _multichar(self) -> list[str]:
        found = {f"^{b}" for b in BOUNDARIES} | {LITERAL_HYPHEN}
        for number in self.conditions.values():
            found |= {f"{{{number}", f"{number}}}"}
        letters = {s for text in self.compiled.stems.symbols for s in split_letters(text) if len(s) > 1}
        return sorted(found | letters)

    def _before_lexicon(self, before: Before, queue: list[Before]) -> Iterator[str]:
        yield f"LEXICON Before{self._before[before]}"
        for morph in self.paths.prefixes:
            then = self.tactics.prefix(before, self.compiled.bound[morph])
            if then is None:
                continue
            if then not in self._before:
                self._before[then] = len(self._before)
                queue.append(then)
            row = self.compiled.morphemes[morph]
            form = halves(row.form)[0] if row.kind == "circumfix" else row.form
            upper = f"{''.join(bound_letters(form)) or '∅'}<{row.gloss}>{row.separator}"
            lower = [*self._marked(bound_letters(form, self.compiled.casing), morph), f"^{row.separator}"]
            yield _entry(upper, lower, f"Before{self._before[then]}")
        for pos in sorted(set(self.compiled.pos_classes)):
            after = self.tactics.stem(before, pos)
            if after is not None:
                number = self._stems.setdefault((pos, after), len(self._stems))
                yield f"Stems{number} ;"
        yield ""

    def _stem_lexicon(self, pos: str, after: After, number: int) -> Iterator[str]:
        yield f"LEXICON Stems{number}"
        compiled = self.compiled
        for stem, text in enumerate(compiled.stems.symbols):
            lexeme = compiled.stems.lexeme[stem]
            if compiled.lexemes.pos[lexeme].casefold() != pos or " " in text:
                continue
            symbols = split_letters(text)
            upper = f"{compiled.stems.form[stem]}<{compiled.stems.gloss[stem]}>"
            condition = compiled.stem_condition(stem)
            yield _entry(upper, self._bracketed(symbols, condition), self._follow(after))
            for morph in (*compiled.inside.copies, *compiled.inside.infixes):
                built = compiled.inside.build(symbols, (morph,)) if compiled.inside.attaches(morph, pos) else None
                if built is not None and symbols:
                    lead, own, tail = built
                    row = compiled.morphemes[morph]
                    filled = After(after.pos, after.tracks, after.open, frozenset((row.slot,)))
                    lower = [*_lower(lead), *self._bracketed(own, condition), *_lower(tail)]
                    yield _entry(f"{upper}~<{row.gloss}>", lower, self._follow(filled))
        yield ""

    def _follow(self, after: After) -> str:
        number = self._after.setdefault(after, len(self._after) + 1)
        return f"After{number}"

    def _after_lexicon(self, after: After, number: int) -> Iterator[str]:
        yield f"LEXICON After{number}"
        if self.tactics.complete(after):
            yield "# ;"
        for morph in self.paths.suffixes:
            then = self.tactics.suffix(after, self.compiled.bound[morph])
            if then is None:
                continue
            row = self.compiled.morphemes[morph]
            form = halves(row.form)[1] if row.kind == "circumfix" else row.form
            upper = f"{row.separator}{''.join(bound_letters(form)) or '∅'}<{row.gloss}>"
            lower = [f"^{row.separator}", *self._marked(bound_letters(form, self.compiled.casing), morph)]
            yield _entry(upper, lower, self._follow(then))
        yield ""

    def _marked(self, symbols: Symbols, morph: int) -> list[str]:
        return self._bracketed(symbols, self.compiled.condition[morph])

    def _bracketed(self, symbols: Symbols, condition: Condition) -> list[str]:
        if not condition:
            return _lower(symbols)
        number = self.conditions.setdefault((condition.own, condition.others), len(self.conditions) + 1)
        return [f"{{{number}", *_lower(symbols), f"{number}}}"]

    # --- the script ----------------------------------------------------------------------------------------------

    def script(self, lexc_file: str, output_file: str) -> str:
        """Environments, then sound rules in order, then boundaries deleted."""
        self.lexc()
        marks = [f'"{{{n}" | "{n}}}"' for n in (0, *self.conditions.values())]
        boundaries = " | ".join(f'"^{b}"' for b in BOUNDARIES)
        lines = [
            f"read lexc {lexc_file}",
            "define Lexicon;",
            f"define Boundary [{boundaries}];",
            f"define Mark [{' | '.join(marks)}];",
            "define Skip [Boundary | Mark]*;",
            "define Letter \\[Boundary | Mark];",
        ]
        parts = ["Lexicon"]
        for (own, others), number in self.conditions.items():
            for i, regex in enumerate(self._filters(number, own, others)):
                lines.append(f"define Filter{number}x{i} {regex};")
                parts.append(f"Filter{number}x{i}")
        parts.append("[Mark -> 0]")
        lines.append("define Slack Boundary*;")
        for number, rule in enumerate(self.compiled.rules):
            lines.append(f"define Rule{number} {_rewrite(rule)};")
            parts.append(f"Rule{number}")
        parts.append("[Boundary -> 0]")
        lines += [f"regex {' .o. '.join(parts)};", f"save stack {output_file}", ""]
        return "\n".join(lines)

    def _filters(self, number: int, own: int, others: tuple[int, ...]) -> Iterator[str]:
        """A bracketed morph stands in its own environment, or in none of its siblings'."""
        bracketed = f'"{{{number}" Letter* "{number}}}"'
        if own >= 0:
            contexts = [f"{left} _ {right}" for left, right in self._contexts(own)]
            yield f"[{bracketed} => {' , '.join(contexts)}]"
        for other in others:
            for left, right in self._contexts(other):
                start = left.replace(".#. ", "") if left.startswith(".#. ") else f"?* {left}"
                end = right.replace(" .#.", "") if right.endswith(" .#.") else f"{right} ?*"
                yield f"~[{start} {bracketed} {end}]"

    def _contexts(self, cell: int) -> Iterator[tuple[str, str]]:
        environment = parse_environment(self.compiled.environments[cell], self.compiled.classes)
        for left, right in environment.alternatives:
            yield _context(left, "Skip", after=True), _context(right, "Skip", after=False)


def _lower(symbols: Iterable[str]) -> list[str]:
    return [f"^{s}" if s in BOUNDARIES else s for s in symbols]


def _entry(upper: str, lower: list[str], follow: str) -> str:
    return f"{_escaped(upper)}:{''.join(map(_escaped, lower)) or '0'} {follow} ;"


def _escaped(text: str) -> str:
    return "".join(f"%{c}" if c in _SPECIAL else c for c in text)


def _quoted(symbol: str) -> str:
    return f'"{symbol}"'


def _context(items: Pattern, skip: str, *, after: bool) -> str:
    """A pattern as a regular expression that skips boundaries: behind each letter (left contexts) or before it."""
    parts = [_expression(item, skip, after=after) for item in items]
    return " ".join(parts) if parts else ""


def _expression(item: Item, skip: str, *, after: bool) -> str:
    if isinstance(item, Edge):
        return ".#."
    if isinstance(item, Boundary):
        own = "|".join(_quoted(f"^{kind}") for kind in item.kinds)
        return f"[{skip} [{own}] {skip}]"
    if isinstance(item, Letter):
        return f"[{_letter(item)} {skip}]" if after else f"[{skip} {_letter(item)}]"
    inner = " ".join(_expression(i, skip, after=after) for i in item.items)
    return f"[{inner}]*" if isinstance(item, Star) else f"({inner})"


def _letter(item: Letter) -> str:
    options = [_quoted(o) for o in sorted(item.options)] + [
        "[" + " ".join(map(_quoted, long)) + "]" for long in item.longer
    ]
    own = f"[{'|'.join(options)}]"
    return f"[Letter & \\{own}]" if item.negated else own


def _rewrite(rule: Rule) -> str:
    """A sound rule as a foma rewrite rule: changes in parallel, the left context seen on the lower side (``//``)."""
    arrow = "(->)" if rule.optional else "->"
    changes = [
        f"{_side(change.target) or '[..]'} {arrow} {' '.join(_quoted(s) for s in change.output) or '0'}"
        for change in _spelt_out(rule)
    ]
    contexts = [
        f"{_context(before, 'Slack', after=True)} _ {_context(following, 'Slack', after=False)}"
        for before in (rule.before or ((),))
        for following in (rule.after or ((),))
    ]
    where = f" // {' , '.join(contexts)}" if rule.before or rule.after else ""
    return f"[{' , '.join(changes)}{where}]"


class _Spelt(NamedTuple):
    target: Pattern
    output: tuple[str, ...]


def _spelt_out(rule: Rule) -> Iterator[_Spelt]:
    """The changes of a rule with literal outputs: a class that the output copies is filled letter by letter."""
    for change in rule.changes:
        copied = {i.written for i in change.output if isinstance(i, Letter) and not i.is_literal}
        choices = [
            _fillings(item) if isinstance(item, Letter) and item.written in copied else [item] for item in change.target
        ]
        for target in product(*choices):
            waiting = [(old, new) for old, new in zip(change.target, target, strict=True) if old is not new]
            output = []
            for item in change.output:
                if isinstance(item, Boundary):
                    output.append("^-" if item.written == "+" else f"^{item.written}")
                elif isinstance(item, Letter):
                    at = next((i for i, (old, _) in enumerate(waiting) if old == item), None)
                    filled = waiting.pop(at)[1] if at is not None else item
                    output += filled.ordered[:1] if isinstance(filled, Letter) else ()
            yield _Spelt(target, tuple(output))


def _fillings(item: Letter) -> list[Item]:
    return [Letter(letter, frozenset((letter,)), ordered=(letter,)) for letter in item.ordered]


def _side(items: Pattern) -> str:
    """The target of a change; boundaries inside it are skipped."""
    parts = []
    for item in items:
        if isinstance(item, Letter):
            parts.append(_letter(item))
        elif isinstance(item, Boundary):
            parts.append("[" + "|".join(_quoted(f"^{kind}") for kind in item.kinds) + "]")
    return " Slack ".join(parts)
