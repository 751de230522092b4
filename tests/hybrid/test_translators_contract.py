"""What every translator promises (hybrid/translation.py), tried on each of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

pytest.importorskip("spacy", reason="needs the extra 'english'")

from grammar.parse import Parser
from hybrid.baselines import NearestNeighbour
from hybrid.combine.pool import Choice
from hybrid.from_english.translator import FromEnglish
from hybrid.into_english.translator import IntoEnglish
from hybrid.llm.pooled import PooledFromEnglish
from hybrid.llm.requests import sentence_id
from hybrid.neural.source import Analysed, analyse
from hybrid.neural.translator import Hybrid, Settings
from hybrid.neural.writer import Written
from hybrid.retrieve import Memory
from hybrid.translation import ORIGINS, Translation, Translator
from morph.analyze import Analyzer
from morph.build import build
from morph.errors import DataError
from morph.gloss import Glosser
from rules.extract.syntax import induce_grammar
from tests.hybrid import toy

LINES = ["The dog sees the cat.", "", "Maria sees the quagga.", "   ", "I see 17 birds.", "The dog sees the cat."]


def from_english() -> Translator:
    return FromEnglish.learn(toy.language(), toy.pairs()[:10], toy.Morphology())


def nearest() -> Translator:
    return NearestNeighbour([(english, text) for text, english in toy.pairs()])


TOY = {"The dog sees the cat.": "Bali sitakat mire.", "Maria sees the quagga.": "Maria quagga mire.",
       "I see 17 birds.": "An luso 17at mire."}  # fmt: skip


class Forgetful:
    """A model that now copies the rules' draft, now says something else: what it loses must not be lost."""

    def write(self, prompts: Sequence[str], count: int = 1) -> list[list[Written]]:
        drafts = [prompt.splitlines()[-2] for prompt in prompts]
        return [[Written(d if "cat" in d else "A canoe fishes.", -0.1)] * count for d in drafts]

    def score(self, prompts: Sequence[str], texts: Sequence[Sequence[str]]) -> list[list[float]]:
        return [[-float(len(text)) for text in some] for some in texts]


def into_english(only: str) -> Translator:
    """The hybrid with a model that loses words; it reads the toy, so the lines are put into it first."""
    language = toy.language()
    parser = Parser(induce_grammar(language.seen, language.lexemes, language.morphemes, ())[0], language.lexemes)
    rules = IntoEnglish.learn(parser, language.lexemes, language.seen)
    memory = Memory(toy.pairs()[:10])
    glosser = Glosser(Analyzer(build(language)))

    def analysed(line: str) -> Analysed:
        return analyse(rules, glosser.line(TOY[line]), memory, drafts=6, neighbours=1)

    return Hybrid(analysed, Forgetful(), Settings(choice=Choice(trust={"model": 2.0})), only)


def pooled() -> Translator:
    """A large model beside the rules, which answered two of the sentences and lost a name in one of them."""
    texts = {
        sentence_id(LINES[0]): ["Bali sitakat mire."],
        sentence_id(LINES[2]): ["Bali mire.", "Maria sitakat mire."],
    }
    rules = FromEnglish.learn(toy.language(), toy.pairs()[:10], toy.Morphology())
    glosser = Glosser(Analyzer(build(toy.language())))
    return PooledFromEnglish(rules, texts, lambda line: glosser.line(line).words)


MAKERS: dict[str, Callable[[], Translator]] = {
    "from-english": from_english,
    "nearest": nearest,
    "hybrid": lambda: into_english(""),
    "neural": lambda: into_english("model"),
    "pooled": pooled,
}
FAITHFUL = {"from-english", "hybrid", "neural"}


@pytest.fixture(scope="module", params=sorted(MAKERS))
def named(request: pytest.FixtureRequest) -> tuple[str, Translator]:
    return request.param, MAKERS[request.param]()


def test_one_output_for_each_input_blank_for_blank(named: tuple[str, Translator]) -> None:
    out = named[1].translate(LINES)
    assert [bool(t.text) for t in out] == [bool(line.strip()) for line in LINES]
    assert named[1].translate([]) == []


def test_the_same_output_for_the_same_input(named: tuple[str, Translator]) -> None:
    out = named[1].translate(LINES)
    assert out == named[1].translate(LINES)
    assert out[0] == out[-1]
    assert [named[1].translate([line])[0] for line in LINES] == out


def test_every_token_has_an_origin_and_a_confidence(named: tuple[str, Translator]) -> None:
    for translation in named[1].translate(LINES):
        assert all(origin.partition(":")[0] in ORIGINS for origin in translation.origins)
        assert all(0.0 <= confidence <= 1.0 for confidence in translation.confidences)
        for token in translation.tokens:
            assert token.casefold() in translation.text.casefold()
        assert not translation.text or translation.signature


def test_names_numbers_and_unknown_words_are_not_lost(named: tuple[str, Translator]) -> None:
    if named[0] not in FAITHFUL:
        pytest.skip("gives a known sentence, or a model's that says an unknown word in its own way")
    unknown, number = (named[1].translate(LINES)[i] for i in (2, 4))
    assert any(token.startswith("Maria") for token in unknown.tokens)
    assert any(token.startswith("quagga") for token in unknown.unknown)
    assert any(token.startswith("17") for token in number.tokens)


def test_a_translation_checks_its_columns() -> None:
    with pytest.raises(DataError, match="2 tokens, 1 origins"):
        Translation("a b", ("a", "b"), ("lexicon",), (1.0, 1.0))
