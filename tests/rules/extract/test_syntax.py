"""Induction of a sentence grammar: the orders of invented languages are found again, with counts and places."""

from __future__ import annotations

import random
import re

import pytest

from grammar.lark_io import load_grammar
from grammar.parse import Parser
from morph.igt import glossed_word
from morph.model import IGT, Source
from rules.extract.syntax import induce_grammar
from rules.items import Abbreviation

NOUNS = ["dog", "child", "canoe", "fish", "tree", "woman"]
VERBS = ["see", "bite", "carry", "follow"]
PAST = {"see": "saw", "bite": "bit", "carry": "carried", "follow": "followed"}


def corpus(order: str, *, marked: bool, adjective_first: bool, size: int = 120) -> list[IGT]:
    """Sentences of an invented language with a word order, with or without an object clitic; words are glosses."""
    rng = random.Random(7)
    igts = []
    for number in range(size):
        subject, obj = rng.sample(NOUNS, 2)
        verb = rng.choice(VERBS)
        mark = "=ACC" if marked else ""
        adjective = rng.choice(["big", "small"])
        phrase = [adjective, obj + mark] if adjective_first else [obj, adjective + mark]
        parts = {"S": [subject], "O": phrase, "V": [verb]}
        glosses = [gloss for part in order for gloss in parts[part]]
        words = tuple(glossed_word(gloss, gloss.replace("ACC", "at"), gloss) for gloss in glosses)
        text = " ".join(word.form for word in words)
        translation = f"The {subject} {verb}s the {adjective} {obj}."
        igts.append(IGT(str(number), text, words, translation, Source("book", "a.tex", number + 1)))
    return igts


def counted(text: str, rule: str) -> int:
    """The attested count of an alternative, 0 where it is not in the grammar."""
    origin, _, body = rule.partition(": ")
    name = ""
    for line in text.splitlines():
        match = re.match(r"\s*(?:\??(\w+):|\|)\s*(.*?)\s*// attested (\d+)", line)
        if match:
            name = match[1] or name
            if (name, match[2]) == (origin, body):
                return int(match[3])
    return 0


@pytest.mark.parametrize("marked", [True, False])
@pytest.mark.parametrize(
    ("order", "subject_rule", "object_rule"),
    [
        ("SOV", "sentence: subj series", "vp: obj vp"),
        ("SVO", "sentence: subj series", "vp: vp obj"),
        ("VOS", "sentence: series subj", "vp: vp obj"),
        ("VSO", "sentence: series subj", "sentence: sentence obj"),
        ("OVS", "sentence: series subj", "vp: obj vp"),
    ],
)
def test_word_order_is_found(order: str, subject_rule: str, object_rule: str, marked: bool) -> None:
    igts = corpus(order, marked=marked, adjective_first=False)
    text, _ = induce_grammar(igts)
    assert counted(text, subject_rule) > 80
    assert counted(text, object_rule) > 80
    parses = Parser(text).parse(igts[0])
    subj = parses.best.find("subj")
    assert parses.spanning and subj is not None
    # The translation is "The SUBJECT …": the noun of the tree's subject is that word.
    nouns = [leaf.unit.gloss for leaf in subj.leaves() if leaf.unit and leaf.label == "N"]
    assert nouns == [igts[0].translation.split()[1]]


def test_adjective_order_counts_and_places() -> None:
    text, findings = induce_grammar(corpus("SOV", marked=True, adjective_first=True), language="Toy")
    assert counted(text, "nom: ADJ nom") > 100 and counted(text, "nom: nom ADJ") == 0
    assert "book:a.tex:1" in text and "Toy" in text
    load_grammar(text)
    text, _ = induce_grammar(corpus("SOV", marked=True, adjective_first=False))
    assert counted(text, "nom: nom ADJ") > 100 and counted(text, "nom: ADJ nom") == 0


def test_hand_edited_grammar_is_respected() -> None:
    text, _ = induce_grammar(corpus("SOV", marked=True, adjective_first=False))
    odd = IGT("x", "", tuple(glossed_word(g, g, g) for g in ("EVID", "dog", "see")))
    assert not Parser(text).parse(odd).spanning
    edited = text.replace("text: clause", "text: EVID clause\n    | clause", 1) + 'EVID: "EVID"\n'
    assert Parser(edited).parse(odd).spanning


def test_labels_that_nothing_explains_are_reported() -> None:
    igts = corpus("SOV", marked=True, adjective_first=False, size=20)
    strange = IGT("s", "", (glossed_word("ka", "ka", "QZX"), *igts[0].words), "", Source("book", "a.tex", 99))
    _, findings = induce_grammar([*igts, strange])
    assert any("QZX" in finding.message for finding in findings)
    _, findings = induce_grammar([*igts, strange], abbreviations=[Abbreviation("QZX", "topic marker", Source("book"))])
    assert not any("QZX" in finding.message for finding in findings)


def test_no_examples_at_all_still_gives_a_grammar() -> None:
    text, _ = induce_grammar([])
    assert Parser(text).parse(corpus("SOV", marked=False, adjective_first=False)[0]).trees


def test_phrases_joined_by_marks_of_company() -> None:
    """ "dog=with child=with see": the two are the subject; the same mark on one phrase is an adjunct."""
    igts = []
    for number, (one, other) in enumerate([(a, b) for a in NOUNS for b in NOUNS if a != b]):
        glosses = [f"{one}=COM", f"{other}=COM", "see"]
        words = tuple(glossed_word(gloss, gloss.replace("COM", "bon"), gloss) for gloss in glosses)
        igts.append(IGT(str(number), "", words, f"The {one} and the {other} see."))
    text, _ = induce_grammar(igts, (), (), [Abbreviation("COM", "comitative", Source("book"))])
    parsed = Parser(text).parse(igts[0]).best
    subject = parsed.find("subj")
    assert subject is not None and [leaf.label for leaf in subject.leaves()].count("COMIT") == 2
