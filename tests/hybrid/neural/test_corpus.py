"""Glossed examples of many languages: what is taken, what is left out and why; prompts made from them."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from hybrid.neural.corpus import english, gloss_word, plain_text, read_examples
from hybrid.neural.pretrain import crude, mangled, plain, wording
from morph.errors import DataError


def record(words: str, glosses: str, translation: str, book: int = 1) -> dict[str, object]:
    return {
        "id": "x", "book": book, "words": words.split(), "glosses": glosses.split(), "translation": translation
    }  # fmt: skip


GOOD = [
    record("mto a enda", "child PST go", "`The child went.' (own knowledge 12)"),
    record("an ku-la", "1SG PRS-eat", "I eat.", 2),
    record("an ku-la=ka", "1SG PRS-eat{}=\\Neg{}", "I do not eat the fish", 2),
]


def written(tmp_path: Path, *records: dict[str, object]) -> Path:
    path = tmp_path / "examples.jsonl"
    path.write_text("\n".join(json.dumps(one) for one in records) + "\n\n")
    return path


def test_what_is_fit_is_read(tmp_path: Path) -> None:
    items, dropped = read_examples(written(tmp_path, *GOOD))
    assert not dropped
    assert [(item.text, item.glosses, item.english) for item in items] == [
        ("mto a enda", ("child", "PST", "go"), "The child went."),
        ("an kula", ("1SG", "PRS-eat"), "I eat."),
        ("an kulaka", ("1SG", "PRS-eat=NEG"), "I do not eat the fish"),
    ]


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        (record("*mto enda", "child go", "The child goes."), "marked as ungrammatical"),
        (record("mto / dada enda", "child / sister go", "The child goes."), "alternatives"),
        (record("mto enda", "child go", "Intended: The child goes."), "only intended"),
        (record("mto enda", "child\\' go", "The child goes."), "damaged glosses"),
        (record("mto enda", "child go", "The child $x$ goes."), "damaged or missing translation"),
        (record("mto enda", "child go", ""), "damaged or missing translation"),
        (record("mto", "child", "a child"), "too short"),
        (record("the child went", "the child went", "the child went home"), "English itself"),
        (record("MTO A ENDA", "child PST go", "The child went!"), "there twice"),
        (record("mto enda pya", "Kind ging neu", "Das Kind ging nach Hause und schlief"), "not in English"),
    ],
)
def test_what_is_not_fit_is_counted_by_its_reason(tmp_path: Path, bad: dict[str, object], why: str) -> None:
    said = "The child went home and did not eat the fish; I see the dog."
    more = [record(f"w{i} x y", f"dog{i} see child", said, i) for i in range(10, 40)]
    items, dropped = read_examples(written(tmp_path, *GOOD, *more, bad))
    assert len(items) == 33
    assert [reason for reason in dropped if why in reason], dropped
    assert dropped.total() == 1


def test_a_record_of_another_kind_is_an_error_with_its_line(tmp_path: Path) -> None:
    path = written(tmp_path, *GOOD)
    path.write_text(path.read_text() + '{"book": 3}\n')
    with pytest.raises(DataError, match="line 5|:5"):
        read_examples(path)


def test_translations_and_glosses_are_cleaned() -> None:
    assert english("`She is here.’ [2019-01:12] {note}") == "She is here."
    assert english("(The) man came (lit. went).") == "The man came."
    assert gloss_word("3SG{}.{POSS}") == "3SG.POSS"
    assert plain_text(["[ku-la=ka", "-ni", "$_i$", "sa]"]) == "kulaka ni sa"


def test_a_draft_is_plain_words_or_worse_english() -> None:
    assert crude(("1PL", "dog-PL=ACC", "NEG", "see.PST", "?")) == "We dog not see."
    said = "The children of the village were playing with two dogs."
    made = [mangled(said, random.Random(i), ["stone", "sky"]) for i in range(20)]
    assert len(set(made)) > 15
    assert all(set(one.split()) & set(said.split()) for one in made)


def test_wordings_vary_and_repeat_under_a_seed(tmp_path: Path) -> None:
    item = read_examples(written(tmp_path, *GOOD))[0][0]
    made = [wording(item, random.Random(i), ["stone"]) for i in range(60)]
    assert made == [wording(item, random.Random(i), ["stone"]) for i in range(60)]
    assert {target for _, target in made} == {item.english}
    prompts = {prompt for prompt, _ in made}
    assert plain(item) in prompts and plain(item, text=False) in prompts
    assert any("?" in prompt for prompt in prompts), "some glosses are hidden"
    assert any(prompt.count("\n") == 3 for prompt in prompts), "some have a draft"
