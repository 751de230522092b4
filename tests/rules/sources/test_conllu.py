"""Glossed texts in CoNLL-U: segmentation and glosses from the last column, whole sentences or none."""

from __future__ import annotations

from pathlib import Path

import pytest

from morph.errors import DataError
from rules.sources.conllu import read_conllu
from rules.sources.read import read_source

FIRST = """# sent_id = s1
# text = Kalolu yondoin.
# text_en = The dogs go there.
# text_fr = Les chiens y vont.
1\tKalolu\tkalo\tNOUN\tn\t_\t2\tnsubj\t_\tGloss=dog-PL|MSeg=kalo-lu
2-3\tyondoin\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No
2\tyon\tyon\tVERB\t_\t_\t0\troot\t_\tMGloss=go\\eDIST
3\tdoin\tdo\tADV\tadv\t_\t2\tadvmod\t_\tGloss=up\\shill
4\t.\t.\tPUNCT\t_\t_\t2\tpunct\t_\t_
"""


def test_words_morphs_glosses_and_the_translation(tmp_path: Path) -> None:
    path = tmp_path / "a.conllu"
    path.write_text(FIRST + "\n# text = Tam\n1\tTam\ttam\tADV\t_\t_\t0\troot\t_\t_\n", encoding="utf-8")
    read = read_source(path)
    first, second = read.examples
    assert first.morphs == ("kalo-lu", "yon", "doin") and first.surface_words == ("Kalolu", "yon", "doin")
    assert first.glosses == ("dog-PL", "go=DIST", "up.hill") and first.pos == ("n", "VERB", "adv")
    assert (first.translation, first.reference, first.source.line) == ("The dogs go there.", "s1", 5)
    assert first.aligned and not second.aligned
    assert read_source(path, meta_language="fra").examples[0].translation == "Les chiens y vont."


def test_a_line_of_other_columns_is_listed(tmp_path: Path) -> None:
    path = tmp_path / "a.conllu"
    path.write_text(FIRST + "5\tlost\n", encoding="utf-8")
    read = read_source(path)
    assert len(read.examples) == 1 and [f.code for f in read.findings] == ["conllu.columns"]
    assert read.findings[0].source.line == 10


def test_comments_alone_are_no_text(tmp_path: Path) -> None:
    path = tmp_path / "a.conllu"
    path.write_text("# text = nothing\n", encoding="utf-8")
    with pytest.raises(DataError, match="no token"):
        read_conllu(path)
