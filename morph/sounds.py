"""Sound rules, in order, over an underlying word: the change itself, its steps, and the same as a stream.

Each rule is a :class:`Change` machine that reads symbols from the left and gives symbols out as soon as what follows
can no longer change them; rules are chained, the output of one being the input of the next. Whole words and
(in :mod:`morph.machine`) partial words go through the same machine, so an explanation can't differ from the result.

A rule goes over the word from left to right: its left context sees what it has already changed, its right context
what it has not reached yet (Johnson 1972; Kaplan & Kay 1994). Harmony rules that stand one after the other go over
the word together (:class:`HarmonyMachine`), for each spreads what the others have made.

>>> from morph.model import SoundRule
>>> rule = SoundRule("S1", "t", "r", before="V+", after="V")
>>> surface, steps = apply_rules("mia=ta", [rule], [("V", "aeiou")])
>>> surface, steps[0].rule, steps[0].after
('miara', 'S1', 'mia=ra')
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import groupby

from morph.automaton import Automaton, State
from morph.letters import BOUNDARIES, EDGE, surface, underlying_symbols
from morph.model import SoundRule, Step
from morph.notation import Boundary, Item, Letter, Pattern, Rule, Star, parse_rule

Symbols = tuple[str, ...]
RuleState = tuple[State, Symbols, bool]
"""Left context, symbols not yet given out, whether something was inserted in the present gap."""

MAX_VARIANTS = 64
MAX_GROWTH = 64
"""Most symbols that one symbol may become in the whole cascade; longer growth is cut off (see ``Cascade.feed``)."""
_NOT_LETTERS = frozenset({*BOUNDARIES, EDGE, " "})
_UNDECIDED = (-1, ())
_NO = (-2, ())


class RuleMachine:
    """One sound rule as a machine over symbols."""

    def __init__(self, rule: Rule) -> None:
        self.rule = rule
        self.left = Automaton(rule.before or ((),), floating=True)
        self.right = Automaton(rule.after or ((),), floating=False)
        changes = [change for c in rule.changes for change in _plain(c.target, c.output)]
        self.changes = sorted(changes, key=lambda change: -len(change[0]))
        self.inserts = any(not target for target, _ in self.changes)
        self._memo: dict[tuple[RuleState, str], tuple[tuple[RuleState, Symbols], ...]] = {}
        self.initial: RuleState = (self.left.step(self.left.start, EDGE), (), False)

    def feed(self, state: RuleState, symbol: str) -> tuple[tuple[RuleState, Symbols], ...]:
        """Read one symbol: alternatives (several only for optional rules) of the next state and what is given out."""
        key = (state, symbol)
        found = self._memo.get(key)
        if found is None:
            left, waiting, inserted = state
            found = self._memo[key] = self._drain(left, (*waiting, symbol), inserted)
        return found

    def _drain(self, left: State, waiting: Symbols, inserted: bool) -> tuple[tuple[RuleState, Symbols], ...]:
        """Give out everything at the front of ``waiting`` that is decided."""
        done: dict[tuple[RuleState, Symbols], None] = {}
        stack: list[tuple[State, Symbols, bool, Symbols]] = [(left, waiting, inserted, ())]
        while stack:
            left, waiting, inserted, out = stack.pop()
            width, changed = self._match(left, waiting, inserted) if waiting else _UNDECIDED
            if width == -1:
                done[(left, waiting, inserted), out] = None
                continue
            if width == -2 or self.rule.optional:
                head = waiting[0]
                kept = (self._after(left, (head,)), waiting[1:], inserted and head in BOUNDARIES, (*out, head))
                stack.append(kept)
            if width >= 0:
                stack.append((self._after(left, changed), waiting[width:], width == 0, out + changed))
        return tuple(done)

    def _after(self, left: State, symbols: Symbols) -> State:
        for symbol in symbols:
            left = self.left.step(left, symbol)
        return left

    def _match(self, left: State, waiting: Symbols, inserted: bool) -> tuple[int, Symbols]:
        """How many symbols the rule takes at the front and what they become; undecided where more must be read."""
        if not self.left.matched(left):
            return _NO
        for target, output in self.changes:
            if not target and inserted:
                continue
            width, taken = _take(target, waiting)
            if width >= 0:
                follows = self._follows(waiting, width)
                if follows:
                    return width, _rewrite(waiting[:width], target, output, taken)
                if follows is None:
                    return _UNDECIDED
            elif width == -1:
                return _UNDECIDED
        return _NO

    def _follows(self, waiting: Symbols, at: int) -> bool | None:
        """Whether the right context follows; None where more must be read."""
        state = self.right.start
        while True:
            if self.right.matched(state):
                return True
            if not state:
                return False
            if at == len(waiting):
                return None if waiting[-1] != EDGE else False
            state = self.right.step(state, waiting[at])
            at += 1


class HarmonyMachine:
    """Consecutive harmony rules as one machine: vowel after vowel each of them in turn, every one seeing to its left
    what all of them have made there. So ``e → a`` after back vowels reaches ``im-de`` beyond the ``ı`` that another
    rule has made of ``i``: *kitab-ım-da*.

    >>> from morph.model import SoundRule
    >>> rules = [SoundRule("h1", "e", "a", "[aı]C*+C*"), SoundRule("h2", "i", "ı", "[aı]C*+C*")]
    >>> apply_rules("kitab-im-de", rules, [("C", "bdkmpt")])[0]
    'kitabımda'
    """

    def __init__(self, rules: Sequence[Rule]) -> None:
        self.rules = tuple(rules)
        self._owner = [number for number, rule in enumerate(rules) for _ in rule.before]
        self.left = Automaton([pattern for rule in rules for pattern in rule.before], floating=True)
        self._changes = [[(c.target[0], _one(c.output[0])) for c in rule.changes] for rule in rules]
        self.initial: RuleState = (self.left.step(self.left.start, EDGE), (), False)

    def feed(self, state: RuleState, symbol: str) -> tuple[tuple[RuleState, Symbols], ...]:
        """See :meth:`RuleMachine.feed`; nothing ever has to wait here."""
        changed, _ = self.change(state[0], symbol)
        return (((self.left.step(state[0], changed), (), False), (changed,)),)

    def change(self, left: State, symbol: str) -> tuple[str, tuple[int, ...]]:
        """What becomes of a symbol, and by which of the rules."""
        used: list[int] = []
        if symbol not in _NOT_LETTERS:
            for number in sorted({self._owner[pattern] for pattern in self.left.matched(left)}):
                output = next((out for item, out in self._changes[number] if _takes(item, symbol)), symbol)
                if output != symbol:
                    symbol = output
                    used.append(number)
        return symbol, tuple(used)


def _one(item: Item) -> str:
    return item.ordered[0] if isinstance(item, Letter) else ""


def is_harmony(rule: Rule) -> bool:
    """Whether a rule makes one letter of another after something farther off to the left, whatever follows."""
    return (
        not rule.optional
        and not any(rule.after)
        and bool(rule.before)
        and all(any(isinstance(item, Star) for item in pattern) for pattern in rule.before)
        and all(
            len(c.target) == len(c.output) == 1
            and isinstance(c.target[0], Letter)
            and isinstance(c.output[0], Letter)
            and not c.target[0].longer
            and c.output[0].is_literal
            for c in rule.changes
        )
    )


def machines(rules: Iterable[Rule]) -> tuple[RuleMachine | HarmonyMachine, ...]:
    """A machine for every rule, one for harmony rules that follow each other."""
    found: list[RuleMachine | HarmonyMachine] = []
    for harmony, group in groupby(rules, is_harmony):
        if harmony:
            found.append(HarmonyMachine(tuple(group)))
        else:
            found.extend(map(RuleMachine, group))
    return tuple(found)


def _plain(target: Pattern, output: Pattern) -> list[tuple[Pattern, Pattern]]:
    """Letters of several characters (digraphs in classes) spelt out, so that each part takes one symbol."""
    plain: list[tuple[Pattern, Pattern]] = [((), output)]
    for item in target:
        options: list[Pattern] = [(item,)]
        if isinstance(item, Letter) and item.longer:
            options = [(item,)] if item.options else []
            options += [tuple(Letter(x, frozenset((x,)), ordered=(x,)) for x in letter) for letter in item.longer]
        plain = [(done + option, output) for done, _ in plain for option in options]
    return plain


def _take(target: Pattern, waiting: Symbols) -> tuple[int, Symbols]:
    """Match the target at the front: the width (-1 undecided, -2 no) and the letter that each part took."""
    at = 0
    taken: list[str] = []
    for position, item in enumerate(target):
        if isinstance(item, Letter) and position:
            while at < len(waiting) and waiting[at] in BOUNDARIES:
                at += 1
        if at == len(waiting):
            return -1, ()
        if not _takes(item, waiting[at]):
            return -2, ()
        taken.append(waiting[at])
        at += 1
    return at, tuple(taken)


def _takes(item: Item, symbol: str) -> bool:
    if isinstance(item, Boundary):
        return symbol in item.kinds
    return isinstance(item, Letter) and symbol not in _NOT_LETTERS and item.matches(symbol)


def _rewrite(span: Symbols, target: Pattern, output: Pattern, taken: Symbols) -> Symbols:
    """The output letters, classes copied from the target; boundaries of the span stay where they were, counted in
    letters, unless the output names boundaries itself."""
    copies = [(item.written, s) for item, s in zip(target, taken, strict=True) if isinstance(item, Letter)]
    out: list[str] = []
    for item in output:
        if isinstance(item, Letter) and item.is_literal:
            out += item.options
        elif isinstance(item, Letter):
            index = next((i for i, (written, _) in enumerate(copies) if written == item.written), None)
            out.append(copies.pop(index)[1] if index is not None else item.ordered[0])
        elif isinstance(item, Boundary):
            out.append("-" if item.written == "+" else item.written)
    if not any(symbol in BOUNDARIES for symbol in out):
        seen = 0
        inserted = 0
        for symbol in span:
            if symbol in BOUNDARIES:
                out.insert(min(seen + inserted, len(out)), symbol)
                inserted += 1
            else:
                seen += 1
    return tuple(out)


CascadeState = tuple[RuleState, ...]


class Cascade:
    """All rules in order as one machine."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.rules = machines(rules)
        self.initial: CascadeState = tuple(rule.initial for rule in self.rules)

    def feed(self, state: CascadeState, symbol: str) -> list[tuple[Symbols, CascadeState]]:
        """Read one underlying symbol: alternatives of the surface symbols given out and the next state. Where rules
        feed each other without end, the output of one symbol is cut at ``MAX_GROWTH``."""
        paths: list[tuple[Symbols, CascadeState]] = [((symbol,), ())]
        for machine, own in zip(self.rules, state, strict=True):
            paths = [
                (out[:MAX_GROWTH], (*done, after))
                for symbols, done in paths
                for out, after in _feed_all(machine, own, symbols)
            ][:MAX_VARIANTS]
        return paths


def _feed_all(
    machine: RuleMachine | HarmonyMachine, state: RuleState, symbols: Symbols
) -> list[tuple[Symbols, RuleState]]:
    paths: list[tuple[Symbols, RuleState]] = [((), state)]
    for symbol in symbols:
        paths = [(out + more, then) for out, own in paths for then, more in machine.feed(own, symbol)]
    return paths


@lru_cache(maxsize=64)
def _machines(
    rules: tuple[SoundRule, ...], classes: tuple[tuple[str, str], ...]
) -> tuple[RuleMachine | HarmonyMachine, ...]:
    return machines(parse_rule(rule, classes) for rule in rules)


def derivations(
    underlying: str, rules: Sequence[SoundRule], classes: Iterable[tuple[str, str]]
) -> list[tuple[str, tuple[Step, ...]]]:
    """All surface forms of an underlying word with the steps that lead to them; several only where a rule is
    optional, the one in which every rule applies first. NotationError for a rule outside the notation."""
    letters = underlying_symbols(underlying)
    paths: list[tuple[Symbols, tuple[Step, ...]]] = [(letters, ())]
    accepted = tuple(rule for rule in rules if rule.status == "accepted")
    for machine in _machines(accepted, tuple(classes)):
        paths = [new for symbols, steps in paths for new in _apply(machine, symbols, steps)][:MAX_VARIANTS]
    found: dict[str, tuple[Step, ...]] = {}
    for symbols, steps in paths:
        found.setdefault(surface("".join(s for s in symbols if s not in BOUNDARIES)), steps)
    return list(found.items())


def _apply(
    machine: RuleMachine | HarmonyMachine, symbols: Symbols, steps: tuple[Step, ...]
) -> list[tuple[Symbols, tuple[Step, ...]]]:
    found = []
    for out, _ in _feed_all(machine, machine.initial, (*symbols, EDGE)):
        after = out[:-1]
        used = _used(machine, symbols) if after != symbols else ()
        taken = tuple(Step(rule.id, _show(symbols), _show(after), rule.source) for rule in used)
        found.append((after, steps + taken))
    return found


def _used(machine: RuleMachine | HarmonyMachine, symbols: Symbols) -> tuple[Rule, ...]:
    """The rules of a machine that change a word."""
    if isinstance(machine, RuleMachine):
        return (machine.rule,)
    left, numbers = machine.initial[0], set[int]()
    for symbol in symbols:
        changed, used = machine.change(left, symbol)
        numbers |= set(used)
        left = machine.left.step(left, changed)
    return tuple(machine.rules[number] for number in sorted(numbers))


def _show(symbols: Symbols) -> str:
    return unicodedata.normalize("NFC", "".join(symbols))


def apply_rules(
    underlying: str, rules: Sequence[SoundRule], classes: Iterable[tuple[str, str]]
) -> tuple[str, tuple[Step, ...]]:
    """The surface form of an underlying word with boundaries (``kit=ko``), and the steps, one for each rule that
    changed it. Optional rules apply; :func:`derivations` gives the forms without them too."""
    return derivations(underlying, rules, tuple(classes))[0]
