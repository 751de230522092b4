"""Claims about words of the lexicon replayed: lexemes, classes, listed forms."""

from __future__ import annotations

import re
from collections import Counter

from morph.model import Evidence
from rules.extract.tokens import normal
from rules.llm.claims import Claim
from rules.llm.forms import parse_form
from rules.llm.ground import Ground
from rules.llm.meanings import means, root_tokens, word_in
from rules.llm.outcome import Outcome, rejected, told
from rules.llm.replay_words import is_stated, knows_label, morpheme
from rules.verify import STEM_SLIP_RATE, accept_meaning, accept_rule


def lexeme(claim: Claim, ground: Ground) -> Outcome:
    """A word and its gloss; its part of speech beside the lexicon's."""
    head, gloss = claim.text("headword"), claim.text("gloss")
    own, total = root_tokens(head, gloss, ground)
    rows = [row for row in ground.lexemes.get(normal(head), ()) if row.status != "rejected"]
    meaning = [row for row in rows if means(row, gloss)]
    stated = is_stated(claim, head) and any(word_in(text, claim.quote) for text in (gloss, *claim.items("senses")))
    evidence = Evidence(own, 0 if own else total)
    if not own and not meaning and not stated and not knows_label(gloss, ground):
        return rejected(f"gloss: neither the examples nor the quote have {gloss!r}")
    status = accept_meaning(own, total, stated=stated or bool(meaning), rate=STEM_SLIP_RATE)
    against = tuple(row.id for row in meaning if row.pos and row.pos != claim.text("pos"))
    reasons = [told(evidence)]
    if against:
        reasons.append(f"reader: {against[0]} is {meaning[0].pos or 'of no class'}, the claim says {claim.text('pos')}")
    topic = (f"class of {normal(head)} {gloss}", claim.text("pos"))
    return Outcome(status, tuple(reasons), evidence, tuple(row.id for row in meaning), against, (topic,))


def word_class(claim: Claim, ground: Ground) -> Outcome:
    """The members of a class beside the classes in the lexicon."""
    attested, others = 0, []
    for member in map(str, claim.items("members")):
        classes = {row.pos for row in ground.lexemes.get(normal(parse_form(member)[0]), ()) if row.pos}
        if claim.text("pos") in classes:
            attested += 1
        elif classes:
            others.append(f"{member} ({', '.join(sorted(classes))})")
    evidence = Evidence(attested, len(others))
    reasons = [told(evidence)]
    if others:
        reasons.append(f"reader: {'; '.join(others[:6])}")
    return Outcome(accept_rule(evidence, stated=claim.support == "stated"), tuple(reasons), evidence)


def paradigm_cell(claim: Claim, ground: Ground) -> Outcome:
    """A listed form and its gloss: as a word of the examples, or named in the quote with its lexeme."""
    form, gloss = claim.text("form"), claim.text("gloss")
    bare, kind = parse_form(form)
    if kind:
        return morpheme(_with(claim, form=form, gloss=gloss), ground)
    parts = [] if knows_label(gloss, ground) else re.split(r"[-=.~<>]", gloss)
    unknown = [part for part in parts if part and not knows_label(part, ground)]
    if unknown and not any(means(row, part) for row in ground.lexemes.get(normal(bare), ()) for part in unknown):
        return rejected(f"label: {', '.join(unknown)} is used nowhere in the book")
    glosses = Counter(w.gloss for w in ground.words if normal(form) in (normal(w.surface), _joined(w.segmented)))
    cut = sum(n for g, n in glosses.items() if g != gloss and _parts(g) == _parts(gloss))
    own = sum(n for g, n in glosses.items() if g.casefold() == gloss.casefold())
    total = sum(glosses.values())
    evidence = Evidence(own, 0 if own else total)
    stated = is_stated(claim, bare, claim.text("lexeme")) and bool(own or not total)
    status = accept_meaning(own, total, stated=stated, rate=STEM_SLIP_RATE)
    same = tuple(
        row.id for row in ground.lexemes.get(normal(form), ())
        if any(normal(a.form) == normal(form) and a.gloss.casefold() == gloss.casefold() for a in row.forms)
        or (normal(row.headword) == normal(form) and row.gloss.casefold() == gloss.casefold())
    )  # fmt: skip
    topic = (f"cell {normal(claim.text('lexeme'))} {gloss}", normal(form))
    if status == "accepted" and cut > own and not same:
        # As one piece it would compete with the morphs that the examples have.
        status, reasons = "proposed", (told(evidence), "regular: the examples cut this form into morphs")
        return Outcome(status, reasons, evidence, same, (), (topic,))
    return Outcome(status, (told(evidence),), evidence, same, (), (topic,))


def _joined(segmented: str) -> str:
    return normal(re.sub(r"[-=~<>]", "", segmented))


def _parts(gloss: str) -> list[str]:
    """The labels and words of a gloss, however they are joined."""
    return [part for part in re.split(r"[-=.~<>]", gloss.casefold()) if part]


def _with(claim: Claim, **fields: str) -> Claim:
    return Claim(
        claim.id, claim.type, claim.section, claim.quote, claim.support, claim.examples, claim.content, claim.origin,
        claim.requests, {**claim.fields, **fields},
    )  # fmt: skip
