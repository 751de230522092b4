"""Open glosses in SIGMORPHON blocks."""

from pathlib import Path

from hybrid.evaluate.glossing import Glossed, score_glosses
from morph.igt import glossed_word
from morph.model import IGT
from onebook.formats import Options
from onebook.formats.sigmorphon import dump
from rules.sources.sigmorphon import read_sigmorphon

SENTENCE = IGT("1", "zuk peko ?", tuple(glossed_word(w, w, g) for w, g in (("zuk", "?"), ("peko", "see"), ("?", "?"))))


def test_an_open_gloss_is_written_as_the_shared_task_does_and_read_back(tmp_path: Path) -> None:
    block = "".join(dump([SENTENCE], Options()))
    assert "\\g ??? see ?\n" in block
    path = tmp_path / "x"
    path.write_text(block, encoding="utf-8")
    assert read_sigmorphon(path).examples[0].glosses == ("?", "see", "?")


def test_an_open_gloss_does_not_shift_what_follows() -> None:
    scores = score_glosses([Glossed("zuk peko ?", "hen see ?", "1")], [SENTENCE])
    assert scores.unpunctuated.words.value == 0.5
