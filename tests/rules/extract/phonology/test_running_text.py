"""Rules weighed on running text and stated rules weighed on words."""

from __future__ import annotations

import random

from morph.model import Evidence, SoundRule
from rules.extract.phonology import AlignedWord, learn_phonology
from rules.extract.phonology.running_text import test_on_text, weighed

LENITION = SoundRule("len", "p/t", "w/r", before="V", after="+V", status="proposed")


def stems(count: int, seed: int = 1) -> list[str]:
    chooser = random.Random(seed)
    return [
        "".join(chooser.choice(s) for s in ("ptkmnlsr", "aeiou", "ptkmnls", "aeiou", "ptkns")) for _ in range(count)
    ]


def surface(stem: str, affix: str) -> str:
    return stem[:-1] + {"p": "w", "t": "r"}.get(stem[-1], stem[-1]) + affix


def test_a_rule_at_work_is_told_from_one_that_is_not() -> None:
    known = stems(150)
    text = [surface(stem, affix) for stem in known for affix in ("a", "iso")][::2]
    silent = SoundRule("silent", "k", "g", before="V", after="+V")
    other = SoundRule("other", "p/t", "l/m", before="V", after="+V")
    found = test_on_text([LENITION, silent, other], known, [("a", "suffix"), ("iso", "enclitic")], text)
    assert found["len"].is_significant and found["len"].evidence.contradicted == 0
    assert not found["silent"].is_significant and found["silent"].evidence.contradicted > 3
    assert not found["other"].is_significant
    assert " = " in found["len"].examples[0]


def test_words_that_need_no_rule_are_no_evidence() -> None:
    found = test_on_text([LENITION], ["kap", "kawa"], [("a", "suffix")], ["kawa"])
    assert found["len"].evidence == Evidence(0, 0)


def test_a_proposed_rule_is_accepted_by_the_text() -> None:
    known = stems(100)
    text = [surface(stem, "a") for stem in known]
    [rule] = weighed([LENITION], test_on_text([LENITION], known, [("a", "suffix")], text))
    assert rule.status == "accepted" and rule.evidence.attested > 10


def test_stated_rules_compete_with_learned_ones() -> None:
    words = [AlignedWord(surface(stem, "a"), f"{stem}-a", f"{stem}-X") for stem in stems(40)]
    wrong = SoundRule("wrong", "s", "z", after="+V", source="book:b.tex:1")
    unseen = SoundRule("unseen", "x", "h", after="+V", source="book:b.tex:2")
    right = SoundRule("right", "p/t", "w/r", before="V", after="+V", source="book:b.tex:3")
    learned = learn_phonology(words, stated=(wrong, unseen, right))
    status = {rule.id: rule.status for rule in learned.sounds}
    assert status == {"sound1": "accepted", "wrong": "rejected", "unseen": "proposed"}
    assert learned.sounds[0].source.startswith("book:b.tex:3") and learned.sounds[0].evidence.attested > 5
    assert learned.explained == learned.total


def test_a_stated_rule_without_boundary_is_understood_at_the_juncture() -> None:
    words = [
        AlignedWord(f"{s}{'b' if s[-1] == 'm' else 'p'}a", f"{s}-pa", f"{s}-X")
        for s in ("kampam", "lim", "tas", "rampik")
    ]
    words += [
        AlignedWord(f"{s}{'d' if s[-1] == 'm' else 't'}i", f"{s}-ti", f"{s}-Y")
        for s in ("kampam", "lim", "tas", "rampik")
    ]
    stated = SoundRule("nasal", "p/t", "b/d", before="m", source="book:b.tex:3")
    [rule] = learn_phonology(words, stated=(stated,)).sounds
    assert (rule.before, rule.status, rule.evidence) == ("m+", "accepted", Evidence(4, 0))
