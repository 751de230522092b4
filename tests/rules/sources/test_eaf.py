"""ELAN transcriptions: tiers found by their tree and names, several speakers, subdivisions in time."""

from __future__ import annotations

from pathlib import Path

import pytest

from morph.errors import DataError
from rules.sources.eaf import read_eaf
from rules.sources.read import read_source

START = '<?xml version="1.0" encoding="UTF-8"?>\n<ANNOTATION_DOCUMENT FORMAT="3.0"><TIME_ORDER>'


def slot(name: str, value: int) -> str:
    return f'<TIME_SLOT TIME_SLOT_ID="{name}" TIME_VALUE="{value}"/>'


def aligned(name: str, start: str, end: str, value: str) -> str:
    return (
        f'<ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="{name}" TIME_SLOT_REF1="{start}" TIME_SLOT_REF2="{end}">\n'
        f"<ANNOTATION_VALUE>{value}</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION>"
    )


def child(name: str, parent: str, value: str) -> str:
    return (
        f'<ANNOTATION><REF_ANNOTATION ANNOTATION_ID="{name}" ANNOTATION_REF="{parent}">'
        f"<ANNOTATION_VALUE>{value}</ANNOTATION_VALUE></REF_ANNOTATION></ANNOTATION>\n"
    )


def tier(name: str, parent: str, *annotations: str) -> str:
    reference = f' PARENT_REF="{parent}"' if parent else ""
    return f'<TIER TIER_ID="{name}"{reference}>{"".join(annotations)}</TIER>\n'


def document(slots: str, *tiers: str) -> str:
    return f"{START}{slots}</TIME_ORDER>{''.join(tiers)}</ANNOTATION_DOCUMENT>"


FLAT = document(
    slot("s1", 900) + slot("s2", 1500) + slot("s3", 100) + slot("s4", 800),
    tier("ref@A", "", aligned("a1", "s1", "s2", "story.2")),
    tier("utterance@A", "ref@A", child("a2", "a1", "Evde, oturdu.")),
    tier("words@A", "utterance@A", *(child(f"w{i}", "a2", w) for i, w in enumerate(["ev", "=de", "#", "otur-du"]))),
    tier("gloss@A", "words@A", *(child(f"g{i}", f"w{i}", g) for i, g in enumerate(["house", "=LOC", "#", "sit-PST"]))),
    tier("translation@A", "utterance@A", child("t1", "a2", "He sat at home.")),
    tier("utterance@B", "", aligned("b1", "s3", "s4", "Gel!")),
    tier("words@B", "utterance@B", child("b2", "b1", "gel")),
    tier("gloss@B", "words@B", child("b3", "b2", "come")),
)
DEEP = document(
    slot("s1", 0) + slot("s2", 500) + slot("s3", 1000),
    tier("tx", "", aligned("u1", "s1", "s3", "Evlerde su")),
    tier("tx_words", "tx", aligned("w2", "s2", "s3", "su"), aligned("w1", "s1", "s2", "Evlerde")),
    tier("mb", "tx_words", child("m1", "w1", "ev"), child("m2", "w1", "-ler"), child("m3", "w1", "de")),
    tier("ge", "mb", child("g1", "m1", "house"), child("g2", "m2", "PL"), child("g3", "m3", "LOC")),
    tier("ft", "tx", child("f1", "u1", "Water in the houses.")),
)


def test_two_speakers_in_the_order_of_time(tmp_path: Path) -> None:
    path = tmp_path / "a.eaf"
    path.write_text(FLAT, encoding="utf-8")
    result = read_source(path)
    second, first = result.examples
    assert first.morphs == ("ev=de", "otur-du") and first.glosses == ("house=LOC", "sit-PST")
    assert first.surface_words == ("Evde", "oturdu") and first.translation == "He sat at home."
    assert first.reference == "story.2" and second.morphs == ("gel",) and second.translation == ""
    assert [example.id for example in result.examples] == ["a-1", "a-2"]


def test_words_with_morphs_below_and_time_subdivision(tmp_path: Path) -> None:
    path = tmp_path / "a.eaf"
    path.write_text(DEEP, encoding="utf-8")
    (example,) = read_eaf(path).examples
    assert example.morphs == ("ev-ler-de", "su") and example.glosses == ("house-PL-LOC", "?")
    assert example.surface_words == ("Evlerde", "su") and example.translation == "Water in the houses."


def test_no_glosses(tmp_path: Path) -> None:
    path = tmp_path / "a.eaf"
    path.write_text(FLAT.replace('"gloss@', '"note@'), encoding="utf-8")
    with pytest.raises(DataError, match="no interlinear tiers") as error:
        read_eaf(path)
    assert "utterance@A" in error.value.found


def test_a_text_in_two_formats_is_noted(tmp_path: Path) -> None:
    (tmp_path / "a.eaf").write_text(FLAT)
    (tmp_path / "c.txt").write_text("\\t x y z\n\\g 1 2 3\n")
    (tmp_path / "d.txt").write_text("\\t x y z\n\\g 1 2 3\n")
    notes = [finding for finding in read_source(tmp_path).findings if finding.code == "source.repeated"]
    assert [(note.source.path, "c.txt too" in note.message) for note in notes] == [("d.txt", True)]


def test_real_transcriptions_say_what_the_table_says(shared_data: Path) -> None:
    folder = shared_data / "kalamang" / "multicast"
    table = read_source(folder / "utterances.csv").examples
    for path in sorted(folder.glob("*.eaf")):
        text = path.stem.removeprefix("mc_kalamang_")
        ours, theirs = read_source(path).examples, [e for e in table if e.source.path == text]
        assert [e.translation for e in ours] == [e.translation for e in theirs]
        assert [e.glosses for e in ours] == [e.glosses for e in theirs]
