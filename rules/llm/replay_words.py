"""Claims about words replayed on all glossed words: morphemes, allomorphs, sound rules, order of morphs.

Each function takes a claim that is grounded (section, quote, examples and forms are there) and says how the
examples bear it out; the tests of acceptance are those of the reader's own rules (:mod:`rules.verify`).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from itertools import combinations

from morph.automaton import holds
from morph.errors import NotationError
from morph.letters import EDGE, underlying_symbols
from morph.model import Evidence, Morph, Morpheme, SoundRule
from morph.notation import Environment, parse_environment, parse_rule
from morph.sounds import derivations
from rules.extract.attested import side
from rules.extract.tokens import Word, normal
from rules.llm.claims import Claim
from rules.llm.derive import is_derived
from rules.llm.forms import parse_form
from rules.llm.ground import Ground, stream
from rules.llm.meanings import means, root_tokens
from rules.llm.outcome import Outcome, rejected, told
from rules.verify import STEM_SLIP_RATE, accept_meaning, accept_rule

_MAX_WORDS = 4000
_SIGNS = set("[]^()*+-=~#_|/∅Ø'’ʼʻ:ː ")
_ENOUGH = 3
_SURE = 2


def is_stated(claim: Claim, *forms: str) -> bool:
    """Whether the quote itself names the forms."""
    quote = stream(claim.quote)
    return claim.support == "stated" and all(stream(form) in quote for form in forms if stream(form))


# --- morphemes ------------------------------------------------------------------------------------------------------


def morpheme(claim: Claim, ground: Ground) -> Outcome:
    """Form and label: of the tokens of the form on its side of the word, how many have the label?"""
    form, kind = parse_form(claim.text("form"))
    gloss = claim.text("gloss")
    if not kind:
        return _free(claim, form, gloss, ground)
    if not knows_label(gloss, ground):
        return rejected(f"label: {gloss} is used nowhere in the book")
    if kind == "reduplication":
        count = sum(m.kind == kind and m.gloss.casefold() == gloss.casefold() for w in ground.words for m in w.morphs)
        evidence = Evidence(count, 0)
        return Outcome(accept_rule(evidence), (told(evidence),), evidence, _same_morpheme(form, gloss, kind, ground))
    if kind in ("circumfix", "infix"):
        own = sum(n for (_, g, k), n in ground.attested.tokens.items() if g == gloss and k == kind)
        evidence = Evidence(own, 0)
        status = accept_meaning(own, own, stated=is_stated(claim, form.replace("…", "")))
        return Outcome(status, (told(evidence),), evidence, _same_morpheme(form, gloss, kind, ground))
    own = ground.attested.glosses(form, kind)[gloss]
    total = own + ground.attested.other_glosses(form, gloss, kind)
    # The book's word alone is enough only where no example glosses the form otherwise.
    status = accept_meaning(own, total, stated=is_stated(claim, form) and bool(own or not total))
    evidence = Evidence(own, 0 if own else total)
    same = _same_morpheme(form, gloss, kind, ground)
    if same and status == "proposed":
        status = "accepted" if any(r.status == "accepted" for r in rows_of(form, gloss, kind, ground)) else status
    return Outcome(status, (told(evidence),), evidence, same)


def _free(claim: Claim, form: str, gloss: str, ground: Ground) -> Outcome:
    """A particle written without a boundary is a word."""
    own, total = root_tokens(form, gloss, ground)
    evidence = Evidence(own, total - own if not own else 0)
    same = tuple(row.id for row in ground.lexemes.get(normal(form), ()) if means(row, gloss))
    status = accept_meaning(own, total, stated=is_stated(claim, form), rate=STEM_SLIP_RATE)
    return Outcome(status, (told(evidence), "form: written without a boundary, taken as a word"), evidence, same)


def knows_label(gloss: str, ground: Ground) -> bool:
    """Whether the examples or the list of abbreviations have a label, as a whole or in all its parts."""
    if gloss in ground.labels or gloss.casefold() in ground.glosses:
        return True
    parts = [part for part in gloss.replace("/", ".").split(".") if part]
    return len(parts) > 1 and all(part in ground.labels for part in parts)


def rows_of(form: str, gloss: str, kind: str, ground: Ground) -> list[Morpheme]:
    """The reader's rows of this form and gloss on this side."""
    rows = ground.morphemes.get((normal(form), gloss.casefold()), ())
    return [row for row in rows if side(row.kind) == side(kind)]


def _same_morpheme(form: str, gloss: str, kind: str, ground: Ground) -> tuple[str, ...]:
    return tuple(row.id for row in rows_of(form, gloss, kind, ground))


# --- allomorphs -----------------------------------------------------------------------------------------------------


def allomorph(claim: Claim, ground: Ground) -> Outcome:
    """A shape and its environment: in the words where the environment holds, does the shape stand?"""
    form, kind = parse_form(claim.text("form"))
    base, base_kind = parse_form(claim.text("of"))
    kind = kind or base_kind
    wrong = not_notation(claim.text("environment"))
    if wrong:
        return rejected(wrong)
    try:
        environment = parse_environment(claim.text("environment"), ground.classes)
    except NotationError as error:
        return rejected(f"notation: {error.message}")
    if not kind:
        return _stem_shape(claim, base, form, ground)
    gloss = claim.text("gloss")
    if normal(form) == normal(base):
        return rejected("form: the shape is the basic form itself")
    if not knows_label(gloss, ground):
        return rejected(f"label: {gloss} is used nowhere in the book")
    own, against, outside = shapes(ground, form, gloss, kind, environment)
    evidence = Evidence(own, against)
    status = accept_rule(evidence, stated=is_stated(claim, form))
    if status == "proposed" and not against and environment and is_derived(base, form, kind, environment, ground):
        return Outcome("accepted", (told(evidence), "evidence: the sound rules give this shape"), evidence)
    rows = rows_of(form, gloss, kind, ground)
    same: list[str] = []
    other: list[str] = []
    for row in rows:
        alike = _alike(row.environment, environment, ground)
        (same if alike else other).append(row.id)
    reasons = [told(evidence)]
    if other and environment and own >= _SURE and not against and not outside and not rows[0].environment:
        # The reader knows the shape but not where it stands: the book says it, and all examples agree.
        return Outcome("accepted", (*reasons, "reader: its row had no environment"), evidence, tuple(other))
    if other:
        reasons.append(f"reader: the row {other[0]} has the environment {rows[0].environment or 'elsewhere'!r}")
    topic = (f"environment of {gloss} {normal(form)}", claim.text("environment").replace(" ", ""))
    return Outcome(status, tuple(reasons), evidence, tuple(same), tuple(other), (topic,))


def not_notation(text: str) -> str:
    """Why a text is not in the notation of any language: characters that are neither letters nor its signs."""
    odd = sorted({c for c in text if unicodedata.category(c)[0] not in "LM" and c not in _SIGNS})
    return f"notation: {' '.join(odd)} is neither a letter nor a sign of the notation" if odd else ""


def shapes(ground: Ground, form: str, gloss: str, kind: str, environment: Environment) -> tuple[int, int, int]:
    """For and against "the morph has this shape in this environment", and how often it has it elsewhere."""
    own = against = outside = 0
    surface_of = {id(word): surface for word, surface in ground.surfaces}
    wanted, place = normal(form), side(kind)
    for word in ground.words:
        for i, morph in enumerate(word.morphs):
            if morph.gloss != gloss or side(morph.kind) != place:
                continue
            if not _stands(environment, word.morphs, i):
                outside += normal(morph.form) == wanted
                continue
            if normal(morph.form) == wanted:
                own += 1
                continue
            surface = normal(surface_of.get(id(word), ""))
            if surface and surface == _joined(word.morphs, i, wanted):
                own += 1
            elif surface and surface == _joined(word.morphs, i, normal(morph.form)):
                against += 1
    return own, against, outside


def _stands(environment: Environment, morphs: Sequence[Morph], at: int) -> bool:
    left = "".join(m.separator + m.form for m in morphs[:at])
    right = "".join(m.separator + m.form for m in morphs[at + 1 :])
    return holds(environment, (EDGE, *underlying_symbols(left)), (*underlying_symbols(right), EDGE))


def _joined(morphs: Sequence[Morph], at: int, form: str) -> str:
    return "".join(form if i == at else normal(m.form) for i, m in enumerate(morphs)).replace("∅", "")


def _alike(written: str, environment: Environment, ground: Ground) -> bool:
    try:
        return parse_environment(written, ground.classes) == environment
    except NotationError:
        return False


def _stem_shape(claim: Claim, base: str, form: str, ground: Ground) -> Outcome:
    """Another shape of a stem."""
    gloss = claim.text("gloss")
    own, total = root_tokens(form, gloss, ground)
    lexemes = [row for row in ground.lexemes.get(normal(base), ()) if means(row, gloss)]
    if not lexemes:
        return rejected(f"form: no word {base} {gloss!r} in the lexicon")
    same = tuple(row.id for row in lexemes if any(normal(a.form) == normal(form) for a in row.forms))
    status = accept_meaning(own, total, stated=is_stated(claim, form), rate=STEM_SLIP_RATE)
    evidence = Evidence(own, 0 if own else total)
    return Outcome(status, (told(evidence),), evidence, same)


# --- sound rules ----------------------------------------------------------------------------------------------------


def sound_rule(claim: Claim, ground: Ground) -> Outcome:
    """A sound rule on all words with a surface line: right where it leads to the surface and its absence does not,
    wrong where its absence does. An optional rule that words rarely show waits for a person."""
    rule = as_sound_rule(claim, "claimed")
    wrong = not_notation("".join(claim.text(name) for name in ("in", "out", "before", "after")))
    if wrong:
        return rejected(wrong)
    try:
        parse_rule(rule, ground.classes)
    except NotationError as error:
        return rejected(f"notation: {error.message}")
    reader = [r for r in ground.proposal.sounds if r.status == "accepted"]
    attested = contradicted = 0
    effects: list[tuple[str, list[str]]] = []
    for word, surface in ground.surfaces[:_MAX_WORDS]:
        written = word.segmented
        alone = derivations(written, [rule], ground.classes)
        if not any(steps for _, steps in alone):
            continue
        effects.append((written, [form for form, _ in alone]))
        goal = normal(surface)
        together = derivations(written, [*reader, rule], ground.classes)
        changed = {normal(form) for form, steps in (*alone, *together) if any(step.rule == rule.id for step in steps)}
        if goal in changed and goal not in _surfaces(written, [], ground):
            attested += 1
        elif goal in _surfaces(written, [], ground) | _surfaces(written, reader, ground):
            contradicted += 1  # it could have applied and did not: an optional rule too must show itself
    evidence = Evidence(attested, contradicted)
    same = tuple(r.id for r in ground.proposal.sounds if _same_rule(r, rule) or _same_effect(r, effects, ground))
    topic = (f"sound {rule.target} / {rule.before} _ {rule.after}", rule.output)
    status = accept_rule(evidence, stated=claim.support == "stated" and bool(attested))
    if rule.optional and attested and status == "rejected":
        status = "proposed"
    return Outcome(status, (told(evidence),), evidence, same, (), (topic,))


def as_sound_rule(claim: Claim, id_: str) -> SoundRule:
    """The claim as a row; nothing is taken on trust but its four cells and whether it is optional."""
    target, output = (claim.text(name).replace("Ø", "∅") for name in ("in", "out"))
    return SoundRule(
        id_, "" if target == "∅" else target, "" if output == "∅" else output, claim.text("before").replace("_", ""),
        claim.text("after").replace("_", ""), bool(claim.get("optional")),
    )  # fmt: skip


def _surfaces(written: str, rules: list[SoundRule], ground: Ground) -> set[str]:
    return {normal(form) for form, _ in derivations(written, rules, ground.classes)}


def _same_rule(one: SoundRule, other: SoundRule) -> bool:
    return all(
        getattr(one, name).replace(" ", "") == getattr(other, name).replace(" ", "")
        for name in ("target", "output", "before", "after")
    )


def _same_effect(row: SoundRule, effects: list[tuple[str, list[str]]], ground: Ground) -> bool:
    """Whether a reader's rule does the same wherever the claimed one does something."""
    if len(effects) < _ENOUGH:
        return False
    return all([form for form, _ in derivations(w, [row], ground.classes)] == forms for w, forms in effects[:400])


# --- order of morphs ------------------------------------------------------------------------------------------------


def morph_order(claim: Claim, ground: Ground) -> Outcome:
    """An order of labels on all words that have two of them."""
    order = [str(item).strip("-=~<> ") for item in claim.items("order")]
    order = ["STEM" if item.upper() in ("STEM", "ROOT") else item for item in order]
    if "STEM" not in order or len(order) < 2:
        return rejected("order: it needs STEM and at least one label")
    unknown = [item for item in order if item != "STEM" and not knows_label(item, ground)]
    if unknown:
        return rejected(f"label: {', '.join(unknown)} is used nowhere in the book")
    attested = contradicted = 0
    for word in ground.words:
        for first, second in _pairs_in(word, order):
            if first < second:
                attested += 1
            else:
                contradicted += 1
    evidence = Evidence(attested, contradicted)
    status = accept_rule(evidence, stated=claim.support == "stated")
    topics = tuple(
        (f"order of {' and '.join(sorted((a, b)))}", f"{a} before {b}") for a, b in combinations(order, 2) if a != b
    )
    return Outcome(status, (told(evidence),), evidence, topics=topics)


def _pairs_in(word: Word, order: list[str]) -> Iterator[tuple[int, int]]:
    """The places in ``order`` of the neighbours (of those that it names) in a word."""
    found = []
    for morph in word.morphs:
        name = "STEM" if morph.kind == "stem" else morph.gloss
        if name in order:
            found.append(order.index(name))
    if len(set(found)) == len(found):
        yield from zip(found, found[1:], strict=False)
