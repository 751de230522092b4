"""Prompts made from the analysis, a model's translations alone and among the other candidates, on the toy language."""

from __future__ import annotations

from functools import cache

import pytest

pytest.importorskip("spacy", reason="needs the extra 'english'")

from grammar.labels import Labels
from grammar.parse import Parser
from hybrid.from_english.translator import FromEnglish
from hybrid.into_english.transfer import Transfer
from hybrid.into_english.translator import IntoEnglish
from hybrid.llm.explain import explained_words
from hybrid.llm.from_english import FromBriefer
from hybrid.llm.into_english import IntoBriefer
from hybrid.llm.knowledge import Knowledge, Row, memory_of
from hybrid.llm.pooled import PooledFromEnglish, PooledIntoEnglish
from hybrid.llm.requests import Direction, make_batches, sentence_id
from hybrid.llm.translator import LlmTranslator, unanalysed
from hybrid.neural.source import Analysed, analyse
from hybrid.neural.translator import Settings
from hybrid.retrieve import Memory
from hybrid.translation import Translation
from morph.analyze import Analyzer
from morph.build import build
from morph.gloss import Glosser
from morph.model import GlossedWord
from rules.extract.syntax import induce_grammar
from tests.hybrid import toy

ABBREVIATIONS = [("OBJ", "object"), ("LOC", "locative"), ("NEG", "negation"), ("VOL", "volitional")]
ROWS = [Row("=LOC", "in", "preposition", 3, 0), Row("S VP =NEG", "S does not VP", "negation", 3, 0),
        Row("S VP =VOL", "S wants to VP", "desiderative", 0, 3)]  # fmt: skip
OUT, INTO = Direction(False, "Toy (xxx)"), Direction(True, "Toy (xxx)")


@cache
def glosser() -> Glosser:
    return Glosser(Analyzer(build(toy.language())))


@cache
def knowledge() -> Knowledge:
    language = toy.language()
    return Knowledge.of(
        "Toy (xxx)", "English", language.lexemes, language.morphemes, Labels.of(ABBREVIATIONS),
        Transfer.of(ABBREVIATIONS), ROWS, ["clause: S O V (usual)"], language.seen,
    )  # fmt: skip


@cache
def into() -> IntoEnglish:
    language = toy.language()
    parser = Parser(induce_grammar(language.seen, language.lexemes, language.morphemes, ())[0], language.lexemes)
    return IntoEnglish.learn(parser, language.lexemes, language.seen)


@cache
def out() -> FromEnglish:
    return FromEnglish.learn(toy.language(), toy.pairs()[:10], toy.Morphology())


def reader(line: str) -> tuple[GlossedWord, ...]:
    return glosser().line(line).words


def into_prompt(lines: list[str], mode: str = "analysis") -> str:
    briefer = IntoBriefer(knowledge(), glosser(), into(), memory_of(toy.pairs(), into=True), 3)
    return "\n".join(batch.prompt.text for batch in make_batches(lines, briefer, INTO, mode=mode, per_request=2))


def test_a_prompt_into_english_holds_glosses_marks_constructions_drafts_and_pairs() -> None:
    text = into_prompt(["Bali komiko.", "Nera oruat tafonin haru."])
    assert f"## {sentence_id('Bali komiko.')}" in text
    assert "komi=ko ‘house=LOC’" in text and "=LOC locative: in" in text
    assert "S VP =NEG: S does not VP" in text
    assert "S wants" not in text, "a construction that the examples contradict"
    assert "haru" in text and "sea urchin" in text
    assert "Drafts:" in text and "Known pairs:" in text


def test_a_prompt_of_pairs_alone_holds_nothing_of_the_analysis() -> None:
    text = into_prompt(["Bali komiko."], "pairs")
    assert "Known pairs:" in text and "‘" not in text and "Drafts" not in text and "locative" not in text


def test_a_prompt_out_of_english_holds_lexemes_forms_morphemes_and_word_order() -> None:
    briefer = FromBriefer(knowledge(), glosser(), out(), memory_of(toy.pairs(), into=False), 3)
    text = make_batches(["The dog does not see the canoe."], briefer, OUT)[0].prompt.text
    assert "dolik n ‘canoe; dugout’" in text
    assert "=at  =OBJ object" in text and "clause: S O V (usual)" in text
    assert "mire v ‘see’" in text and "mire=nin ‘see=NEG’" in text
    assert "Toy (xxx), as one JSON object" in text


def test_requests_have_steady_names_and_leave_out_repetitions() -> None:
    briefer = FromBriefer(knowledge(), glosser(), out(), memory_of(toy.pairs(), into=False), 3)
    lines = ["The dog is big.", "", "The boat is big.", "The dog is big.", "I see the boat."]
    batches = make_batches(lines, briefer, OUT, per_request=2)
    assert [batch.lines for batch in batches] == [("The dog is big.", "The boat is big."), ("I see the boat.",)]
    again = make_batches(lines, briefer, OUT, per_request=2)
    assert [batch.prompt.name for batch in batches] == [batch.prompt.name for batch in again]


def explain(line: str, text: str, signature: str) -> Translation:
    from hybrid.from_english.english import analyze_english

    return explained_words(out(), analyze_english([line])[0], text, reader, signature)


def test_words_without_an_analysis_are_marked_and_missing_sentences_are_the_rules() -> None:
    texts = {sentence_id("The dog sees the cat."): ["Bali sitakat zuqqi Kiba."]}
    made = LlmTranslator("m", texts, out(), explain).translate(["The dog sees the cat.", "", "I see Kiba."])
    assert made[0].text == "Bali sitakat zuqqi Kiba."
    assert dict(zip(made[0].tokens, made[0].origins, strict=True))["zuqqi"] == "model:unanalysed"
    assert made[0].origins[0].startswith(("lexicon:", "pairs"))
    assert made[0].unrendered == ("sees",)
    assert made[1].text == "" and "no answer" in made[2].signature and made[2].text
    assert unanalysed("Bali sitakat zuqqi.", reader) == ["zuqqi"]


def test_the_pool_out_of_english_takes_the_model_but_not_its_invented_words() -> None:
    line = "The child carries the stones."
    right, wrong = "Nera padikaat sula.", "Nera qovvuat sula."
    chosen = PooledFromEnglish(out(), {sentence_id(line): [right]}, reader).translate([line])[0]
    assert chosen.text == right and chosen.signature == "hybrid:llm"
    chosen, blank = PooledFromEnglish(out(), {sentence_id(line): [wrong, right]}, reader).translate([line, " "])
    assert chosen.text == right and blank.text == ""


def test_the_pool_into_english_keeps_names() -> None:
    memory = Memory(toy.pairs())

    def analysed(text: str) -> Analysed:
        return analyse(into(), glosser().line(text), memory, drafts=4, neighbours=1)

    line = "Bali Kibaat gona."
    lost, kept = "The dog finds him.", "The dog finds Kiba."
    pooled = PooledIntoEnglish(analysed, {sentence_id(line): [lost, kept]}, Settings(drafts=4))
    chosen = pooled.translate([line, ""])
    assert "Kiba" in chosen[0].text and chosen[1].text == ""
    assert chosen[0].origins and len(chosen[0].tokens) == len(chosen[0].confidences)
