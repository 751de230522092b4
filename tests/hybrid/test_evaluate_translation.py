"""Translation scores against sacreBLEU's own command and hand-made cases."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

from hybrid.evaluate.loading import read_pairs
from hybrid.evaluate.significance import sufficient_statistics
from hybrid.evaluate.translation import delete_punctuation, score_translations
from morph.errors import DataError

WORDS = [
    "the",
    "a",
    "dog",
    "cat",
    "sees",
    "hears",
    "runs",
    "old",
    "small",
    "house",
    "river",
    "quickly",
    "at",
    "by",
    "and",
]


def sentences(seed: int, count: int = 40) -> list[str]:
    rng = random.Random(seed)
    return [" ".join(rng.choices(WORDS, k=rng.randint(2, 14))).capitalize() + rng.choice(".?!") for _ in range(count)]


REFERENCES = sentences(1)


def noisy(seed: int, rate: float) -> list[str]:
    rng = random.Random(seed)
    return [
        " ".join(rng.choice(WORDS) if rng.random() < rate else word for word in line.split()) for line in REFERENCES
    ]


GOOD, BAD = noisy(2, 0.2), noisy(3, 0.7)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sacrebleu")
    texts = {"ref": REFERENCES, "good": GOOD, "bad": BAD}
    texts |= {f"{name}.plain": [delete_punctuation(line) for line in lines] for name, lines in texts.items()}
    for name, lines in texts.items():
        (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def sacrebleu(folder: Path, *arguments: str) -> list[dict]:
    command = [sys.executable, "-m", "sacrebleu", *arguments, "-w", "6", "-f", "json"]
    output = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True).stdout
    data = json.loads(output)
    return data if isinstance(data, list) else [data]


@pytest.mark.parametrize(
    ("measure", "arguments"),
    [
        (0, ["ref.plain", "-i", "good.plain", "-m", "chrf"]),
        (1, ["ref", "-i", "good", "-m", "chrf"]),
        (2, ["ref", "-i", "good", "-m", "chrf", "--chrf-word-order", "2"]),
        (3, ["ref", "-i", "good", "-m", "bleu"]),
    ],
    ids=["MTOB", "chrF", "chrF++", "BLEU"],
)
def test_scores_are_those_of_the_sacrebleu_command(files: Path, measure: int, arguments: list[str]) -> None:
    theirs = sacrebleu(files, *arguments)[0]
    ours = score_translations(GOOD, REFERENCES, samples=0).systems[measure]
    assert ours.score == pytest.approx(theirs["score"], abs=1e-4)
    assert theirs["signature"] in ours.signature.replace("|punct:deleted", "")


@pytest.mark.parametrize(("test", "flag"), [("bootstrap", "--paired-bs"), ("randomisation", "--paired-ar")])
def test_p_values_are_those_of_the_sacrebleu_command(files: Path, test: str, flag: str) -> None:
    close = [g if i % 3 else b for i, (g, b) in enumerate(zip(GOOD, BAD, strict=True))]
    (files / "close").write_text("\n".join(close) + "\n", encoding="utf-8")
    size = ["--paired-bs-n", "1000"] if test == "bootstrap" else ["--paired-ar-n", "10000"]
    theirs = sacrebleu(files, "ref", "-i", "close", "good", "-m", "bleu", flag, *size)
    ours = score_translations(GOOD, REFERENCES, other=close, test=test)
    expected = next(row for row in theirs if "good" in row["system"])["BLEU"]["p_value"]
    bleu = next(c for c in ours.comparisons if c.metric == "BLEU")
    assert bleu.p == pytest.approx(expected, abs=5e-4 if test == "bootstrap" else 5e-3)


def test_interval_holds_the_score_and_is_seeded() -> None:
    one = score_translations(GOOD, REFERENCES, samples=200).systems[0]
    assert one.interval.low < one.score < one.interval.high
    assert one == score_translations(GOOD, REFERENCES, samples=200).systems[0]
    assert one.interval != score_translations(GOOD, REFERENCES, samples=200, seed=7).systems[0].interval
    assert "bs:200|seed:12345" in one.signature


def test_paired_test_tells_good_from_bad_and_nothing_from_itself() -> None:
    better = score_translations(GOOD, REFERENCES, other=BAD, samples=200)
    assert all(c.p < 0.05 and c.difference > 0 for c in better.comparisons)
    same = score_translations(GOOD, REFERENCES, other=GOOD, samples=200)
    assert all(c.p == 1.0 and c.difference == 0 for c in same.comparisons)


def test_punctuation_and_case() -> None:
    assert delete_punctuation("«Who's there?» — I, $5!") == "Whos there  I 5"
    assert score_translations(["Dogs bark"], ["Dogs, bark!"], samples=0).mtob == 100
    assert score_translations(["dogs bark"], ["Dogs bark"], samples=0).mtob < 100


def test_worst_sentences_and_groups() -> None:
    references = ["A dog", "A small dog runs", "The old cat sees the small house by the river"]
    hypotheses = ["A dog", "", "The old cat hears the small house by the river"]
    sources = ["mbowa", "mbowa dodo anakimbia", "paka mzee anaona nyumba"]
    known = {"mbowa", "paka", "mzee", "nyumba"}
    result = score_translations(
        hypotheses, references, sources=sources, ids=["x", "y", "z"], vocabulary=known, samples=0
    )
    assert [s.id for s in result.worst()] == ["y", "z", "x"]
    assert result.empty == 1
    assert [(g.name, g.sentences) for g in result.by_length] == [("1–3 words", 1), ("4–6 words", 1), ("7–10 words", 1)]
    # two of three words and one of four are unknown
    expected = [("no unknown words", 1), ("10%–25% unknown", 1), ("50%–100% unknown", 1)]
    assert [(g.name, g.sentences) for g in result.by_unknown] == expected
    assert json.loads(json.dumps(result.as_json()))["systems"][0]["name"] == "MTOB"


def test_sentence_statistics_sum_to_the_corpus_score() -> None:
    from sacrebleu.metrics import CHRF

    metric = CHRF()
    statistics = sufficient_statistics(metric, GOOD, REFERENCES)
    assert statistics.shape[0] == len(REFERENCES)
    assert metric._compute_score_from_stats(statistics.sum(0)).score == pytest.approx(
        metric.corpus_score(GOOD, [REFERENCES]).score
    )


def test_unequal_lengths_are_an_error() -> None:
    with pytest.raises(DataError, match="hypotheses.*1 lines.*expected 2"):
        score_translations(["a"], ["a", "b"])
    with pytest.raises(DataError, match="nothing to score"):
        score_translations([], [])


def test_pairs_from_tsv_and_from_mtob_json(tmp_path: Path) -> None:
    table = tmp_path / "dev.tsv"
    table.write_text('id\tswa\teng\n1\t"Mbwa\tA dog \n2\t\tA cat\n', encoding="utf-8")
    assert [(p.id, p.source, p.reference) for p in read_pairs(table, "swa", "eng")] == [
        ("1", '"Mbwa', "A dog"), ("2", "", "A cat"),
    ]  # fmt: skip
    with pytest.raises(DataError, match=r"dev.tsv:1.*'tur'"):
        read_pairs(table, "tur", "eng")
    canary = [{"canary": "x"}, {"original": "Mbwa", "ground_truth": "A dog", "original_id": "7"}]
    (tmp_path / "test.json").write_text(json.dumps(canary), encoding="utf-8")
    assert [(p.source, p.reference) for p in read_pairs(tmp_path / "test.json", "swa", "eng")] == [("Mbwa", "A dog")]
    (tmp_path / "bad.json").write_text("[", encoding="utf-8")
    with pytest.raises(DataError, match="bad.json"):
        read_pairs(tmp_path / "bad.json", "swa", "eng")
