r"""Dictionaries in Standard Format: hierarchy, languages of markers, variants, examples."""

from __future__ import annotations

from pathlib import Path

import pytest

from morph.errors import DataError
from rules.items import SourceRead
from rules.sources.markers import fields, is_known, raw_fields, role
from rules.sources.read import read_source
from rules.sources.sfm import read_sfm

MDF = r"""\_sh v3.0  400  MDF 4.0
\_DateStampHasFourDigitYear

\lx yaz
\hm 1
\ps n
\sn 1
\ge summer
\de the warm season;
  from June on
\gn musim panas
\xv Yaz geldi.
\xe Summer has come.
\xn Musim panas tiba.
\sn 2
\ge youth
\va yas
\cf kış
\dt 01/Jan/2020

\lx yaz
\hm 2
\ps v
\ge write
\ps n
\ge writing
\se yazar
\ps n
\ge author
\se yazık
\bw Persian

\lx yas
\mn yaz1
\lx ∅
\ge be
\zz odd
"""

OWN = r"""\lx -ler
\lx_Tur ler
\ph_Tur leɾ
\sn 1
\ps_Eng Suffix
\g_Eng PL
\g_Ger Mehrzahl
\d_Eng [plural]; more than one
\xv_Tur Evler büyük.
\x_Eng The houses are big.
\x_Ger Die Häuser sind groß.
"""


def read(tmp_path: Path, text: str, **options: object) -> SourceRead:
    path = tmp_path / "words.sfm"
    path.write_text(text, encoding="utf-8")
    return read_sfm(path, **options)  # type: ignore[arg-type]


def test_mdf_hierarchy(tmp_path: Path) -> None:
    result = read(tmp_path, MDF)
    summer, write, author, variant, null = result.entries
    assert [(s.gloss, s.definition, s.pos) for s in summer.senses] == [
        ("summer", "the warm season; from June on", "n"),
        ("youth", "youth", "n"),
    ]
    assert (summer.homonym, summer.variants, summer.relations) == ("1", ("yas",), (("see", "kış"),))
    assert [(s.gloss, s.pos) for s in write.senses] == [("write", "v"), ("writing", "n")]
    assert write.relations == (("subentry", "yazık"),)
    assert author.headword == "yazar" and ("main_entry", "yaz") in author.relations
    assert variant.senses == () and variant.relations == (("variant_of", "yaz1"),)
    assert null.headword == "∅" and null.senses[0].gloss == "be"
    assert [entry.sources[0].line for entry in result.entries] == [4, 21, 27, 33, 35]


def test_examples_unknown_markers_and_counts(tmp_path: Path) -> None:
    result = read(tmp_path, MDF)
    assert [(p.text, p.translation, p.meta_language) for p in result.pairs] == [
        ("Yaz geldi.", "Summer has come.", "eng")
    ]
    messages = {finding.code: finding.message for finding in result.findings}
    assert "\\zz 1" in messages["sfm.markers-unknown"] and "\\gn 1" in messages["sfm.other-languages"]
    counts = dict(result.counts)
    assert counts["entries.seen"] == counts["entries.read"] == 4 and counts["senses.read"] == 6


def test_languages_written_out(tmp_path: Path) -> None:
    (entry,) = read(tmp_path, OWN).entries
    assert entry.senses[0].gloss == "PL" and entry.senses[0].definition == "[plural]; more than one"
    assert entry.pos == "Suffix" and entry.pronunciations == ("leɾ",)
    german = read(tmp_path, OWN, meta_language="deu")
    assert german.entries[0].senses[0].gloss == "Mehrzahl" and german.entries[0].senses[0].meta_language == "deu"
    assert german.pairs[0].translation == "Die Häuser sind groß."


def test_a_dictionary_in_another_language_gives_no_english(tmp_path: Path) -> None:
    result = read(tmp_path, "\\lx ev\n\\gn rumah\n\\xv Ev.\n\\xn Rumah.\n")
    assert result.entries[0].senses[0].meta_language != "eng"
    assert result.pairs[0].meta_language != "eng"


def test_no_examples(tmp_path: Path) -> None:
    result = read(tmp_path, OWN, no_examples=True)
    assert result.pairs == () and result.examples == () and dict(result.counts)["examples.omitted"] == 1


def test_glossed_examples(tmp_path: Path) -> None:
    text = "\\lx ev\n\\ge house\n\\xv Evde.\n\\xm ev-de\n\\xg house-LOC\n\\xe At home.\n"
    result = read(tmp_path, text)
    assert result.examples[0].morphs == ("ev-de",) and result.examples[0].surface_words == ("Evde",)


def test_wrong_encoding(tmp_path: Path) -> None:
    path = tmp_path / "old.sfm"
    path.write_bytes("\\lx ev\n\\ge house\n\\lx çöp\n\\ge rubbish\n".encode("latin-1"))
    result = read_source(path)
    assert [entry.headword for entry in result.entries] == ["ev", "çöp"]
    assert [(f.code, f.source.line) for f in result.findings] == [("file.encoding", 3)]


def test_windows_line_ends_and_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "dos.sfm"
    path.write_bytes("\ufeff\\lx ev\r\n\\ge house\r\n\r\n\\lx su\r\n\\ge water\r\n".encode())
    assert [(e.headword, e.senses[0].gloss) for e in read_source(path).entries] == [("ev", "house"), ("su", "water")]


def test_empty_headword_is_listed(tmp_path: Path) -> None:
    result = read(tmp_path, "\\lx\n\\ge nothing\n\n\\lx su\n\\ge water\n")
    assert [entry.headword for entry in result.entries] == ["su"]
    assert [(f.code, f.source.line) for f in result.findings] == [("dictionary.no-headword", 1)]


def test_no_record_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no .lx record"):
        read(tmp_path, "\\ge house\n")


def test_roles_of_markers() -> None:
    assert role("dv") == ("definition", "vernacular") and role("d_Mal") == ("definition", "mal")
    assert role("xe") == ("translation", "eng") and role("x_English") == ("translation", "eng")
    assert is_known("dt") and not is_known("zq")


def test_fields_agree_with_clldutils(shared_data: Path) -> None:
    from clldutils.sfm import SFM

    path = shared_data / "kalamang" / "dictionary" / "raw" / "db.sfm"
    theirs = [(m, " ".join(v.split())) for record in SFM.from_file(path, keep_empty=True) for m, v in record]
    ours = [(m, " ".join(v.split())) for _, m, v in raw_fields(path.read_text("utf-8-sig"))]
    assert ours == theirs
    assert len(fields(path.read_text("utf-8-sig"))) == len(theirs)


def test_real_dictionary_is_read_whole(shared_data: Path) -> None:
    result = read_source(shared_data / "kalamang" / "dictionary" / "raw" / "db.sfm")
    counts = dict(result.counts)
    assert counts["entries.read"] == 3832 and counts["sentences.seen"] == 1397
    assert len(result.pairs) + sum(f.code == "dictionary.untranslated-example" for f in result.findings) == 1397
    assert sum(bool(sense.gloss) for entry in result.entries for sense in entry.senses) == 3145


def test_all_short_glosses_are_kept_and_contractions_are_told_from_compounds(tmp_path: Path) -> None:
    path = tmp_path / "short.sfm"
    path.write_text(
        "\\lx dola\n\\ps v\n\\g_Eng stay; hold out\n\\d_Eng to stay; to hold out\n\n"
        "\\lx nil\n\\ct contr. of\n\\mn ni\n\\g_Eng 3SG.OBJ\n\n\\lx nikoru\n\\ct comp. of\n\\mn ni\n\\g_Eng self\n",
        encoding="utf-8",
    )
    dola, nil, nikoru = read_sfm(path).entries
    assert dola.senses[0].gloss == "stay" and dola.senses[0].glosses == ("stay", "hold.out")
    assert nil.relations == (("contraction", "ni"),) and nikoru.relations == (("contains", "ni"),)
