"""Checks of sound rules: which never apply, which are masked by others, which undo each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from morph.errors import NotationError
from morph.model import SoundRule
from morph.notation import Change, Letter, Pattern, Rule, parse_rule
from morph.sounds import derivations
from rules.check import Hit, check, hit
from rules.check.material import Material


def _fires(material: Material, rules: Sequence[SoundRule]) -> set[str]:
    """The rules that apply to some word, in their order."""
    waiting = {rule.id for rule in rules}
    fired: set[str] = set()
    for form in material.forms:
        if not waiting:
            break
        for _, steps in derivations(form, rules, material.compiled.classes):
            fired |= {step.rule for step in steps}
            waiting -= fired
    return fired


@check("W301")
def never_applies(material: Material) -> Iterator[Hit]:
    """sound rule {id} ({rule}) never applies

    No word of the examples or the lexicon, and no stem with any bound morph, meets its context. Correct the context, or
    reject the rule."""
    for rule in _idle(material):
        if not _fires(material, [rule]):
            yield hit(material.place("sounds.tsv", rule.id), id=rule.id, rule=_written(rule))


@check("W302")
def masked(material: Material) -> Iterator[Hit]:
    """sound rule {id} ({rule}) is never reached: earlier rules take what it would change

    It would apply if it stood alone. Move its row before the rule that takes its input, or reject it."""
    for rule in _idle(material):
        if _fires(material, [rule]):
            yield hit(material.place("sounds.tsv", rule.id), id=rule.id, rule=_written(rule))


def _idle(material: Material) -> list[SoundRule]:
    rules = material.compiled.sounds
    fired = _fires(material, rules)
    return [rule for rule in rules if rule.id not in fired]


def _written(rule: SoundRule) -> str:
    context = f" / {rule.before} _ {rule.after}" if rule.before or rule.after else ""
    return f"{rule.target or '∅'} → {rule.output or '∅'}{context}"


@check("W303")
def cyclic(material: Material) -> Iterator[Hit]:
    """sound rules {first} and {second} undo each other: {form} becomes {middle} and then {form} again

    What the first one changes the second one changes back, so that neither is seen. Narrow the context of one."""
    rules = list(material.compiled.sounds)
    for at, first in enumerate(rules):
        for second in rules[at + 1 :]:
            if _inverse(material, first, second):
                yield from _undone(material, first, second)


def _inverse(material: Material, first: SoundRule, second: SoundRule) -> bool:
    """Whether some change of one rule is the other way round in the other."""
    try:
        one, two = (parse_rule(rule, material.compiled.classes) for rule in (first, second))
    except NotationError:
        return False
    changes = {(c.target, c.output) for c in one.changes}
    return any((c.output, c.target) in changes for c in two.changes)


def _undone(material: Material, first: SoundRule, second: SoundRule) -> Iterator[Hit]:
    """A word in which both apply and nothing has changed; made up from the rules where the project has none."""
    for form in (*material.forms, *_made_up(material, first)):
        for _, steps in derivations(form, [first, second], material.compiled.classes):
            if len(steps) == 2 and steps[-1].after == steps[0].before:
                yield hit(
                    material.place("sounds.tsv", second.id), first=first.id, second=second.id,
                    form=steps[0].before, middle=steps[0].after,
                )  # fmt: skip
                return


def _made_up(material: Material, rule: SoundRule) -> Iterator[str]:
    """Stretches of letters in which a rule applies, as short as its context allows."""
    parsed: Rule = parse_rule(rule, material.compiled.classes)
    for change in parsed.changes:
        for before in parsed.before or ((),):
            for after in parsed.after or ((),):
                yield _spelt(before) + _spelt(_target(change)) + _spelt(after)


def _target(change: Change) -> Pattern:
    return change.target


def _spelt(pattern: Pattern) -> str:
    text = ""
    for item in pattern:
        if isinstance(item, Letter):
            text += (item.ordered or tuple(sorted(item.options)) or ("a",))[0]
        elif hasattr(item, "kinds"):
            text += "-"
    return text


@check("W304")
def same_rule(material: Material) -> Iterator[Hit]:
    """sound rule {id} says the same as {other}

    Two rows for one rule split its evidence. Reject one of them."""
    seen: dict[tuple[object, ...], str] = {}
    for rule in material.compiled.sounds:
        key = (rule.target, rule.output, rule.before, rule.after, rule.optional)
        if key in seen:
            yield hit(material.place("sounds.tsv", rule.id), id=rule.id, other=seen[key])
        seen.setdefault(key, rule.id)
