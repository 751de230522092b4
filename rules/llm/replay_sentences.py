"""Claims about sentences replayed on all examples: renderings of labels, constructions, constituent order, the rest.

A rendering is borne out where translations have its English more often than other translations do; a construction
where the examples that show its pattern say it in that way.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from grammar.lark_io import Grammar
from morph.model import Evidence
from rules.llm.claims import Claim
from rules.llm.ground import Ground, Sentence
from rules.llm.outcome import Outcome, rejected, told
from rules.llm.patterns import CONSTITUENTS, function_words, read_pattern, says
from rules.llm.replay_words import knows_label
from rules.verify import accept_rule, wilson_lower

_LIFT = 1.5
_UNSEEN_KINDS = ("mood", "voice", "drop", "quantity")
# What a constituent of a claim is in the sentence grammar (rules/extract/universal.lark).
SYMBOLS: dict[str, tuple[str, ...]] = {
    "S": ("subj",), "O": ("obj",), "V": ("V", "verb", "pred", "vp", "series"), "VP": ("vp", "series"),
    "PRED": ("pred", "vp", "series", "nompred"), "OBL": ("obl",), "PP": ("obl",), "ADV": ("adv", "ADV"),
    "AUX": ("AUX",), "NEG": ("NEG", "NEG_BOUND"), "TAM": ("TAM", "TAM_BOUND"), "COP": ("COP",), "Q": ("QP",),
    "SUB": ("SUB", "LINK"), "COMP": ("QUOT",), "NP": ("np", "arg"), "N": ("N", "nom", "possd"), "ADJ": ("ADJ",),
    "NUM": ("count", "NUM"), "QUANT": ("QUANT",), "DEM": ("DEM",), "POSSESSOR": ("poss",),
    "POSSESSED": ("possd", "nom"), "REL": ("rel",), "PL": ("PL",), "ADP": ("ADP", "CASE"), "TOPIC": ("topic", "TOP"),
    "FOCUS": ("FOC",), "CLAUSE": ("clause", "text", "sentence"), "PRON": ("PRON",), "CLF": ("CLF",), "IO": ("obl",),
}  # fmt: skip


# --- labels in English ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Counted:
    """An English option of a label: in how many of the sentences with the label, and what share of the others."""

    option: str
    count: int
    elsewhere: float


def rendering(claim: Claim, ground: Ground) -> Outcome:
    """A label in English: its options in the translations of the examples that have the label."""
    label = claim.text("label")
    if not knows_label(label.strip("-=~<> "), ground):
        return rejected(f"label: {label} is used nowhere in the book")
    options = [str(option) for option in claim.items("options")]
    kind = claim.text("kind")
    having, others = sentences_with(ground, label)
    if kind in _UNSEEN_KINDS or not options:
        evidence = Evidence(len(having), 0)
        status = "accepted" if having and (claim.support == "stated" or claim.examples) else "proposed"
        return Outcome(
            status, (f"evidence: {len(having)} examples have the label; its English cannot be seen",), evidence
        )
    counted = count_options(options, having, others)
    attested = sum(any(says(s.english, option) for option in options) for s in having)
    evidence = Evidence(attested, len(having) - attested)
    elsewhere = sum(any(says(s.english, option) for option in options) for s in others) / max(1, len(others))
    lifted = attested >= _LIFT * elsewhere * len(having)
    status = accept_rule(evidence) if lifted else "proposed"
    if status != "accepted" and claim.support == "stated" and lifted and attested >= 2:
        # Often left unsaid in free translations; the book says so and the translations lean its way.
        status = "accepted" if wilson_lower(attested, len(having)) > elsewhere else "proposed"
    reasons = [told(evidence), "options: " + ", ".join(f"{c.option} {c.count}" for c in counted)]
    if not lifted:
        reasons.append(f"chance: {elsewhere:.0%} of the other translations have these words too")
    return Outcome(status, tuple(reasons), evidence)


def sentences_with(ground: Ground, label: str) -> tuple[list[Sentence], list[Sentence]]:
    """The sentences that have a label, with the boundary it is written with (any where it has none), and the rest."""
    pattern = read_pattern([f"{label}|{label}"])  # as alternatives, so that NEG or DEM is no constituent
    wanted = [s for s in ground.sentences if pattern.matches(s.marks)]
    ids = {s.id for s in wanted}
    return wanted, [s for s in ground.sentences if s.id not in ids]


def count_options(options: Iterable[str], having: list[Sentence], others: list[Sentence]) -> list[Counted]:
    """Each option with its count, the most frequent first, ties in the order of the claim."""
    counted = []
    for option in dict.fromkeys(options):
        elsewhere = sum(says(s.english, option) for s in others) / max(1, len(others))
        counted.append(Counted(option, sum(says(s.english, option) for s in having), elsewhere))
    return sorted(counted, key=lambda c: -c.count)


# --- constructions --------------------------------------------------------------------------------------------------


def construction(claim: Claim, ground: Ground) -> Outcome:
    """A pattern and its English: the examples that show the pattern, and whether their translations say it so."""
    english = claim.text("english")
    pattern = read_pattern(claim.items("pattern"), english, ground.glosses)
    if not pattern.elements:
        return rejected("pattern: it has no elements")
    unknown = [mark for mark in pattern.marks if not knows_label(mark.strip("-=~<> "), ground)]
    if unknown:
        return rejected(f"pattern: {', '.join(unknown)} is no gloss of the examples")
    lost = [e.name for e in pattern.elements if not e.marks and not e.is_optional and e.name not in english]
    spare = [w for w in english.replace("'", " ").replace(",", " ").split() if _is_constituent(w)]
    spare = [w for w in spare if w not in {e.name for e in pattern.elements}]
    if spare:
        return rejected(f"english: {', '.join(spare)} is not in the pattern")
    cited = [ground.examples[name].id for name in claim.examples if name in ground.examples]
    showing = [s for s in ground.sentences if pattern.matches(s.marks)] if pattern.marks else []
    ids = {s.id for s in showing}
    usable = {s.id for s in ground.sentences}
    if pattern.marks and cited and not ids & set(cited) and set(cited) & usable:
        return rejected(f"pattern: none of the examples cited ({', '.join(cited[:4])}) shows it")
    words = function_words(english, pattern)
    attested = sum(all(says(s.english, w) for w in words) for s in showing)
    evidence = Evidence(attested, len(showing) - attested)
    reasons = [told(evidence)]
    if lost:
        reasons.append(f"english: {', '.join(lost)} is left unsaid")
    others = [s for s in ground.sentences if s.id not in ids]
    elsewhere = sum(all(says(s.english, w) for w in words) for s in others) / max(1, len(others))
    status = _status(claim, bool(pattern.marks), bool(words), evidence, bool(cited))
    if status != "accepted" and words and attested:
        # Free translations often say it otherwise: that does not refute what the book says of its meaning.
        lifted = attested >= 2 and attested >= _LIFT * elsewhere * len(showing)
        leans = wilson_lower(attested, len(showing)) > elsewhere
        status = "accepted" if claim.support == "stated" and lifted and leans else "proposed"
    return Outcome(status, tuple(reasons), evidence)


def _status(claim: Claim, has_marks: bool, has_words: bool, evidence: Evidence, cites: bool) -> str:
    if not has_marks:
        return "accepted" if claim.support == "stated" and cites else "proposed"
    if not has_words:
        return "accepted" if evidence.attested and (claim.support == "stated" or cites) else "proposed"
    return accept_rule(evidence)


def _is_constituent(word: str) -> bool:
    return word.rstrip("0123456789") in CONSTITUENTS and word[:1].isupper() and word.upper() == word and word != "I"


# --- order of constituents, and what only the text can bear out -----------------------------------------------------


def order(claim: Claim, ground: Ground, grammar: Grammar | None) -> Outcome:
    """An order beside the orders that the examples attest in the sentence grammar."""
    names = [str(name).rstrip("0123456789").upper() for name in claim.items("constituents")]
    unknown = [name for name in names if name not in SYMBOLS]
    if unknown or len(names) < 2:
        return rejected(f"order: {', '.join(unknown) or 'one constituent'} is no constituent")
    attested = contradicted = 0.0
    same: list[str] = []
    for first, second in combinations(names, 2):
        for rule_name, expansion, count in _rules(grammar):
            direction = _direction(expansion, SYMBOLS[first], SYMBOLS[second])
            if direction > 0:
                attested += count
                same.append(f"{rule_name}: {' '.join(expansion)}")
            elif direction < 0:
                contradicted += count
    if claim.text("frequency") == "never":
        attested, contradicted = contradicted, attested
        same = []
    evidence = Evidence(round(attested), round(contradicted))
    topics = tuple(
        (f"order of {' and '.join(sorted((a, b)))} in {claim.text('phrase').casefold()}", f"{a} before {b}")
        for a, b in combinations(names, 2)
        if a != b and claim.text("frequency") in ("always", "usual")
    )
    stated = claim.support == "stated"
    status = accept_rule(evidence, stated=stated)
    if claim.text("frequency") == "possible" and stated and (attested or claim.examples):
        status = "accepted"
    return Outcome(status, (told(evidence),), evidence, tuple(dict.fromkeys(same)), topics=topics)


def _rules(grammar: Grammar | None) -> list[tuple[str, tuple[str, ...], float]]:
    return [(r.origin, r.expansion, r.count) for r in grammar.rules] if grammar else []


def _direction(expansion: tuple[str, ...], first: tuple[str, ...], second: tuple[str, ...]) -> int:
    """1 where a rule has the first before the second, -1 where it has them the other way round, else 0."""
    ones = [i for i, symbol in enumerate(expansion) if symbol in first]
    others = [i for i, symbol in enumerate(expansion) if symbol in second and i not in ones[:1]]
    if not ones or not others or ones[0] == others[0]:
        return 0
    return 1 if ones[0] < others[0] else -1


def agreement(claim: Claim, ground: Ground) -> Outcome:
    """Agreement: the labels exist; that it is agreement, only the book can say."""
    labels = [str(label) for label in claim.items("labels")]
    unknown = [label for label in labels if not knows_label(label.strip("-=~<> "), ground)]
    if unknown:
        return rejected(f"label: {', '.join(unknown)} is used nowhere in the book")
    count = len({s.id for label in labels for s in sentences_with(ground, label)[0]})
    evidence = Evidence(count, 0)
    status = "accepted" if claim.support == "stated" and labels and count else "proposed"
    return Outcome(status, (f"evidence: {count} examples have one of the labels",), evidence)


def exception(claim: Claim, ground: Ground) -> Outcome:
    """An exception stands on the book's word."""
    status = "accepted" if claim.support == "stated" and claim.items("words") else "proposed"
    return Outcome(status, ("evidence: the quote; exceptions are not replayed",))
