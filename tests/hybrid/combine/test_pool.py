"""Choosing from a pool: consensus, trust, faults, learned weights."""

from __future__ import annotations

import json

import pytest

from hybrid.combine.pool import Candidate, Choice, judged, learn_choice, mean_gain, pairwise


def pool(*texts: str, system: str = "rules") -> list[Candidate]:
    return [Candidate(text, system, rank) for rank, text in enumerate(texts)]


def test_the_candidate_that_most_agree_with_wins() -> None:
    items = pool("a black cat sat", "the dog ran home", "the dog has run home", "a dog ran home")
    assert items[Choice(rank=0.0).best(items)].text == "the dog ran home"


def test_faults_cost() -> None:
    items = [Candidate("the dog ran", "rules"), Candidate("the dog run", "rules", 0, 0.0, {"missing": 1})]
    assert Choice(faults={"missing": 1.0}).best(items) == 0
    assert Choice(faults={"missing": 1.0}).best(items[::-1]) == 1


def test_trust_moves_the_choice_between_systems() -> None:
    items = [*pool("one two three"), *pool("four five six", system="model")]
    assert Choice(trust={"model": 3.0}).best(items) == 1
    assert Choice(trust={"model": -3.0}).best(items) == 0


def test_what_a_model_takes_to_be_likely_wins() -> None:
    items = [Candidate("one two", "rules", likely=-3.0), Candidate("four five", "rules", likely=-1.0)]
    assert Choice(likely=2.0).best(items) == 1
    assert Choice(likely=2.0).best(items[::-1]) == 0


def test_pairwise_is_one_on_the_diagonal_and_between_zero_and_one() -> None:
    gains = pairwise(pool("abc", "abd", "xyz"))
    assert gains.diagonal().tolist() == [1.0, 1.0, 1.0]
    assert ((gains >= 0) & (gains <= 1)).all()
    assert gains[0, 1] > gains[0, 2]


def test_learning_finds_the_better_system() -> None:
    lessons = [
        judged(
            [*pool("nothing of it", "nor this"), *pool(f"sentence number {i}", system="model")], f"sentence number {i}"
        )
        for i in range(6)
    ]
    learned = learn_choice(lessons)
    assert mean_gain(learned, lessons) == pytest.approx(1.0)
    assert mean_gain(learned, lessons) > mean_gain(Choice(trust={"model": -2.0}), lessons)


def test_weights_survive_writing() -> None:
    choice = Choice({"model": 0.5}, 0.3, {"model": 1.0}, {"lost": 0.1}, 0.2)
    assert Choice(**json.loads(choice.as_json())) == choice
