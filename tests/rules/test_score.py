"""Scores of rules: leaving one out counts what compiling the language without it would count."""

from __future__ import annotations

from dataclasses import replace

import pytest

from morph.compile import compile_language
from morph.model import Evidence, Language, Lexeme, Morpheme, SoundRule, Template
from rules.compare import ByRules, Sentence
from rules.score import RuleScore, score

LANGUAGE = Language(
    "Miri",
    classes=(("V", "aeiou"),),
    lexemes=(
        Lexeme("dog", "kalo", "n", "dog"),
        Lexeme("net", "kip", "n", "net"),
        Lexeme("run", "sola", "v", "run"),
        Lexeme("lu", "lu", "v", "sleep"),
        Lexeme("lamp", "kip", "n", "lamp", evidence=Evidence(9, 0)),
        Lexeme("now", "tam", "adv", "now", status="proposed"),
    ),
    morphemes=(
        Morpheme("pl", "lu", "PL", "suffix", "number", ("n",), "V_"),
        Morpheme("pl.2", "u", "PL", "suffix", "number", ("n",)),
        Morpheme("obj", "ta", "OBJ", "enclitic", "case", ("n",)),
        Morpheme("q", "ne", "Q", "enclitic", status="proposed"),
    ),
    sounds=(SoundRule("s1", "t", "r", "V+", "V"),),
    templates=(Template("n", ("n",), (), ("number", "case")),),
)
WORDS = (
    ("kalolu", "dog-PL"), ("kipu", "net-PL"), ("kalora", "dog=OBJ"), ("kipta", "lamp=OBJ"), ("kip", "net"),
    ("tam", "now"), ("kalone", "dog=Q"), ("sola", "run"), ("xiro", "stone"),
)  # fmt: skip
SENTENCES = [Sentence("1", "", tuple(w for w, _ in WORDS), tuple(g for _, g in WORDS))]


def scores() -> dict[str, RuleScore]:
    return {rule.id: rule for rule in score(LANGUAGE, SENTENCES).rules}


def by_hand(rule: str) -> tuple[int, int]:
    """Gains and costs by compiling the whole language with the rule and without it."""

    def rows(name: str, wanted: bool) -> tuple[object, ...]:
        return tuple(
            replace(row, status="accepted")
            for row in getattr(LANGUAGE, name)
            if (wanted if row.id == rule else row.status == "accepted")
        )

    def glosses(wanted: bool) -> ByRules:
        names = ("lexemes", "morphemes", "sounds", "templates")
        changed: dict[str, object] = {name: rows(name, wanted) for name in names}
        return ByRules(compile_language(replace(LANGUAGE, **changed)))  # type: ignore[arg-type]

    first, second = glosses(True), glosses(False)
    gains = sum(first.gloss(w) == g != second.gloss(w) for w, g in WORDS)
    costs = sum(second.gloss(w) == g != first.gloss(w) for w, g in WORDS)
    return gains, costs


@pytest.mark.parametrize("rule", ["dog", "net", "run", "lu", "lamp", "now", "pl", "pl.2", "obj", "q", "s1", "n"])
def test_scores_are_those_of_the_whole_language(rule: str) -> None:
    found = scores()[rule]
    assert (found.gains, found.costs) == by_hand(rule)


def test_a_homonym_costs_what_the_other_had_right() -> None:
    lamp = scores()["lamp"]
    assert lamp.gains == 1 and lamp.costs == 2 and {case.word for case in lamp.lost} == {"kip", "kipu"}


def test_a_proposal_is_scored_as_if_it_were_accepted() -> None:
    found = scores()
    assert (found["now"].status, found["now"].gains) == ("proposed", 1)
    assert (found["q"].status, found["q"].gains) == ("proposed", 1)


def test_an_allomorph_stands_in_for_another() -> None:
    assert scores()["pl"].gained[0].without == "?", "kalou is another word"
    found = {rule.id: rule for rule in score(LANGUAGE, [Sentence("1", "", ("kalou",), ("dog-PL",))]).rules}
    assert (found["pl"].gains, found["pl"].costs) == (0, 1), "without pl the other allomorph takes its place"


def test_only_what_is_wanted_is_scored() -> None:
    found = score(LANGUAGE, SENTENCES, only=lambda kind, row: row.id == "s1")
    assert [rule.id for rule in found.rules] == ["s1"] and found.tokens == 9
