"""Every claim against the book: grounded (section, quote, examples, forms), replayed, and set beside the others.

Order of the tests, the first that fails rejects: the section exists; the quote stands in it; the examples exist and are
not ungrammatical; the forms occur in the data; the replay of its type. Then claims that contradict each other or the
reader are shown side by side; the better attested one stays.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from grammar.lark_io import Grammar
from rules.llm.claims import Claim, Verdict, make_claim, merged
from rules.llm.forms import parse_form
from rules.llm.ground import Ground, stream
from rules.llm.outcome import Outcome
from rules.llm.prompts import answer_schema, claim_schema
from rules.llm.replay_lexemes import lexeme, paradigm_cell, word_class
from rules.llm.replay_sentences import agreement, construction, exception, order, rendering
from rules.llm.replay_words import allomorph, morph_order, morpheme, sound_rule
from rules.llm.schema import problems
from rules.verify import wilson_lower

Replay = Callable[[Claim, Ground], Outcome]
REPLAYS: Mapping[str, Replay] = {
    "morpheme": morpheme, "allomorph": allomorph, "sound_rule": sound_rule, "morph_order": morph_order,
    "paradigm_cell": paradigm_cell, "lexeme": lexeme, "word_class": word_class, "agreement": agreement,
    "construction": construction, "rendering": rendering, "exception": exception,
}  # fmt: skip
_SHORT_QUOTE = 8
# English is words and punctuation and begins with a word; anything else has no tab, brace, quote, semicolon or comma.
_ENGLISH = re.compile(r"[\w'’‘“”(\[][\w\s,.;:!?'’‘“”()\[\]/…–~=*+<>&%-]*")
_RENDERED = frozenset({"english", "options", "senses"})
_TOLD = frozenset({"meaning", "feature", "features", "instead", "controller", "target", "phrase"})
_SYMBOLS = re.compile(r"[^\t\n{}\"`;,$\\@!%&]*")
_FORM_FIELDS: Mapping[str, tuple[str, ...]] = {
    "morpheme": ("form",), "allomorph": ("form", "of"), "paradigm_cell": ("form",), "lexeme": ("headword",),
    "word_class": ("members",), "exception": ("words",),
}  # fmt: skip


def verify(
    claims: Iterable[Claim], ground: Ground, grammar: Grammar | None = None, addresses: Mapping[str, str] | None = None
) -> list[Verdict]:
    """A verdict on each claim, in their order; shapes named inside a morpheme claim are claims of their own.

    ``addresses`` are those of facts on record that came without their quotes; answers have no part in them.
    """
    outcomes: list[tuple[Claim, Outcome, str]] = []
    for claim in merged(expanded(claims)):
        reasons, source = grounded(claim, ground, (addresses or {}).get(claim.id, ""))
        if reasons:
            outcomes.append((claim, Outcome("rejected", tuple(reasons)), source))
        else:
            outcomes.append((claim, _replayed(claim, ground, grammar), source))
    return _side_by_side(outcomes)


def _replayed(claim: Claim, ground: Ground, grammar: Grammar | None) -> Outcome:
    if claim.type == "order":
        return order(claim, ground, grammar)
    return REPLAYS[claim.type](claim, ground)


def expanded(claims: Iterable[Claim]) -> Iterator[Claim]:
    """The claims, with the shapes named inside a morpheme or a lexeme as claims of their own: each stands or falls
    by itself."""
    for claim in claims:
        shapes = claim.items({"morpheme": "allomorphs", "lexeme": "forms"}.get(claim.type, ""))
        yield _without(claim, "forms") if shapes and claim.type == "lexeme" else claim
        for shape in shapes:
            raw = _shape_claim(claim, {name: str(value) for name, value in shape.items() if value})
            for request in claim.requests or ("",):
                yield make_claim(raw, claim.origin, request)


def _without(claim: Claim, name: str) -> Claim:
    raw = {**{k: v for k, v in claim.fields.items() if k != name}, **_common(claim)}
    return replace(make_claim(raw, claim.origin), requests=claim.requests)


def _common(claim: Claim) -> dict[str, Any]:
    return {
        "type": claim.type, "section": claim.section, "quote": claim.quote, "support": claim.support,
        "examples": list(claim.examples),
    }  # fmt: skip


def _shape_claim(claim: Claim, shape: Mapping[str, str]) -> dict[str, Any]:
    """A shape of a morpheme or a stem; a stem with a gloss of its own is a listed form."""
    common = _common(claim)
    of, gloss = claim.text("form") or claim.text("headword"), claim.text("gloss")
    own = shape.get("gloss", "")
    if claim.type == "lexeme" and own and own.casefold() != gloss.casefold():
        return {**common, "type": "paradigm_cell", "lexeme": of, "gloss": own, "form": shape["form"]}
    environment = shape.get("environment", "")
    return {**common, "type": "allomorph", "of": of, "gloss": gloss, "form": shape["form"], "environment": environment}


def grounded(claim: Claim, ground: Ground, address: str = "") -> tuple[list[str], str]:
    """Why a claim does not stand on the book (empty where it does), and the address of its quote."""
    wrong = problems(_raw(claim), claim_schema(), answer_schema())
    if wrong:
        return [f"schema: {wrong[0]}"], ""
    unsafe = _unsafe(claim)
    if unsafe:
        return [f"text: {unsafe!r} holds characters that no form, label or English has"], ""
    section = ground.section(claim.section)
    if not section:
        return [f"section: there is no section {claim.section!r}"], ""
    is_fact = bool(address) and not claim.quote
    if not is_fact and len(stream(claim.quote)) < _SHORT_QUOTE:
        return ["quote: too short to be looked up"], ""
    source = address if is_fact else ground.find_quote(section, claim.quote)
    if not source:
        near = next((key for key in _near(section, ground) if ground.find_quote(key, claim.quote)), "")
        source = ground.find_quote(near, claim.quote) if near else ""
    if not source:
        other = ground.find_elsewhere(claim.quote)
        return [f"quote: it stands in {other}, not in {section}" if other else "quote: it is not in the book"], ""
    reasons = []
    missing = [name for name in claim.examples if name.strip("[]() ") not in ground.examples]
    if missing:
        reasons.append(f"examples: there is no {', '.join(missing)}")
    bad = [n for n in claim.examples if n in ground.examples and ground.examples[n].judgement.startswith("*")]
    if bad and not (claim.type == "order" and claim.text("frequency") == "never"):
        reasons.append(f"examples: {', '.join(bad)} is marked as ungrammatical")
    unknown = [form for form in _forms(claim) if not ground.has_form(form)]
    if claim.type == "allomorph" and parse_form(claim.text("of"))[1]:
        unknown = [form for form in unknown if not ground.ends_words(form, parse_form(claim.text("of"))[1])]
    if unknown:
        reasons.append(f"form: {', '.join(unknown)} is nowhere in the data")
    return reasons, source


def _raw(claim: Claim) -> dict[str, Any]:
    """The claim as an answer would have it: a table of claims is checked like an answer."""
    return {**claim.fields, **_common(claim), **_blanks(claim)}


def _blanks(claim: Claim) -> dict[str, Any]:
    """Cells that may be empty and are dropped from the content."""
    blanks: dict[str, dict[str, Any]] = {
        "sound_rule": {"in": "", "out": "", "before": "", "after": ""}, "allomorph": {"environment": ""},
        "rendering": {"options": []}, "exception": {"words": []}, "agreement": {"features": [], "labels": []},
    }  # fmt: skip
    return {name: value for name, value in blanks.get(claim.type, {}).items() if name not in claim.fields}


def _unsafe(claim: Claim) -> str:
    """A text of a claim that could be more than a form, a label or English in a table or a spreadsheet."""
    for name, value in claim.fields.items():
        if name in _TOLD or (name == "of" and claim.type == "exception"):
            continue  # prose for people, in no table of rules
        pattern = _ENGLISH if name in _RENDERED else _SYMBOLS
        for text in _texts(value):
            if not pattern.fullmatch(text):
                return text[:60]
    return ""


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)


def _near(section: str, ground: Ground) -> list[str]:
    """The sections around and inside a section: a heading's own number is easily taken for its part's."""
    return [k for k in ground.sections if k != section and (k.startswith(f"{section}.") or section.startswith(f"{k}."))]


def _forms(claim: Claim) -> list[str]:
    """The object-language forms that a claim names."""
    found: list[str] = []
    for name in _FORM_FIELDS.get(claim.type, ()):
        values = claim.items(name) if name in ("members", "words") else [claim.text(name)]
        for value in values:
            form, kind = parse_form(str(value))
            if kind == "reduplication" or form in ("∅", "Ø"):
                continue
            found += form.split("…") if kind == "circumfix" else [form]
    return [form for form in found if form]


# --- side by side ---------------------------------------------------------------------------------------------------


def _side_by_side(outcomes: Sequence[tuple[Claim, Outcome, str]]) -> list[Verdict]:
    """Verdicts, with what contradicts each claim; of two accepted claims that do, only a clearly better one stays."""
    by_topic: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for number, (_, outcome, _) in enumerate(outcomes):
        if outcome.status != "rejected":
            for topic, value in outcome.topics:
                by_topic[topic][value].append(number)
    against: dict[int, list[str]] = defaultdict(list)
    loses: dict[int, str] = {}
    for topic, values in by_topic.items():
        if len(values) < 2:
            continue
        strength = {value: max(_strength(outcomes[i][1]) for i in numbers) for value, numbers in values.items()}
        best = max(strength.values())
        winners = [value for value in strength if strength[value] == best]
        for value, numbers in values.items():
            others = [outcomes[i][0].id for other, ids in values.items() if other != value for i in ids]
            for i in numbers:
                against[i] += others
                evidence = outcomes[i][1].evidence
                if evidence.attested and not evidence.contradicted:
                    continue  # both can be right: two environments of one shape
                if len(winners) > 1 or value != winners[0]:
                    loses[i] = topic
    verdicts = []
    for number, (claim, outcome, source) in enumerate(outcomes):
        status, reasons = outcome.status, outcome.reasons
        if number in loses and status == "accepted":
            status = "proposed"
            reasons = (*reasons, f"contradiction: other claims say otherwise about the {loses[number]}")
        shown = tuple(dict.fromkeys((*outcome.against, *against[number])))
        verdicts.append(Verdict(claim, status, reasons, outcome.evidence, source, outcome.same, shown))
    return verdicts


def _strength(outcome: Outcome) -> tuple[bool, float, int]:
    """How well a claim stands: accepted first, then the share and the number of examples for it."""
    evidence = outcome.evidence
    total = evidence.attested + evidence.contradicted
    return outcome.status == "accepted", round(wilson_lower(evidence.attested, total), 3), evidence.attested


def with_status(verdict: Verdict, status: str, reason: str) -> Verdict:
    """A verdict changed later, with the reason added."""
    return replace(verdict, status=status, reasons=(*verdict.reasons, reason))
