"""Whether the sound rules of the reader already give a shape that a claim names: then it needs no row of its own."""

from __future__ import annotations

from morph.automaton import holds
from morph.letters import EDGE, underlying_symbols
from morph.notation import Environment
from morph.sounds import derivations
from rules.extract.tokens import normal
from rules.llm.ground import Ground

_BINDING = {"suffix": "-{}", "enclitic": "={}", "prefix": "{}-", "proclitic": "{}="}
_STEMS_TRIED = 300
_DERIVED = 0.9


def is_derived(base: str, form: str, kind: str, environment: Environment, ground: Ground) -> bool:
    """Whether the reader's sound rules turn the basic form into the shape beside most stems where it is claimed."""
    rules = [rule for rule in ground.proposal.sounds if rule.status == "accepted"]
    if kind not in _BINDING or not rules:
        return False
    before = kind in ("prefix", "proclitic")
    tried = hits = 0
    for lexeme in ground.proposal.lexemes[: 10 * _STEMS_TRIED]:
        stem = lexeme.headword
        letters = underlying_symbols(stem)
        left, right = ((EDGE,), (*letters, EDGE)) if before else ((EDGE, *letters), (EDGE,))
        if " " in stem or not holds(environment, left, right):
            continue
        tried += 1
        bound = _BINDING[kind].format(base)
        derived = normal(derivations(bound + stem if before else stem + bound, rules, ground.classes)[0][0])
        shape = normal(form)
        hits += derived.startswith(shape) if before else derived.endswith(shape)
        if tried >= _STEMS_TRIED:
            break
    return tried > 0 and hits >= _DERIVED * tried
