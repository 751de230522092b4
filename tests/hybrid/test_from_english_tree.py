"""What a verb shows of its tense and its subject, for choosing what is attached to it."""

from hybrid.from_english.plan import Node, plan_of
from hybrid.from_english.tree import features


def _verb(subject: Node, *others: Node, marks: tuple[str, ...] = ("VerbForm=Inf",)) -> set[str]:
    verb = Node(9, "sleep", "sleep", "VERB", "root", -1, marks)
    return set(features(plan_of([subject, *others, verb]), verb))


THEY = Node(0, "They", "they", "PRON", "nsubj", 9, ("Person=3", "Number=Plur"))
DOGS = Node(0, "Dogs", "dog", "NOUN", "nsubj", 9, ("Number=Plur",))
DID = Node(1, "did", "do", "AUX", "aux", 9, ("Tense=Past", "VerbForm=Fin"))
NOT = Node(2, "not", "not", "PART", "neg", 9)


def test_the_auxiliary_gives_the_verb_its_tense() -> None:
    assert {"finite=Past", "finite=Past neg"} <= _verb(THEY, DID, NOT)
    assert "finite=Past neg" not in _verb(THEY, DID)
    assert not any(f.startswith("finite=") for f in _verb(THEY))


def test_a_finite_verb_has_its_own_tense() -> None:
    assert "finite=Pres" in _verb(THEY, marks=("Tense=Pres", "VerbForm=Fin"))


def test_a_third_person_pronoun_is_told_from_a_noun() -> None:
    assert {"agrees=3Plur", "agrees+PRON=3Plur"} <= _verb(THEY)
    assert "agrees=3Plur" in _verb(DOGS) and "agrees+PRON=3Plur" not in _verb(DOGS)
