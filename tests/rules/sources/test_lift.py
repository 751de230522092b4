"""Dictionaries in LIFT as other programs write them: writing systems, marks of affixes, subsenses, broken files."""

from __future__ import annotations

from pathlib import Path

import pytest

from morph.errors import DataError
from rules.items import SourceRead
from rules.sources.read import read_source

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<lift version="0.13" producer="x"><header/>\n'
HOUSE = """<entry id="mon_1" order="1">
<lexical-unit><form lang="mis"><text>mon</text></form><form lang="mis-fonipa"><text>moːn</text></form></lexical-unit>
<trait name="morph-type" value="stem"/>
<pronunciation><form lang="mis-fonipa"><text>moːn</text></form></pronunciation>
<variant><form lang="mis"><text>mun</text></form></variant>
<relation type="_component-lexeme" ref="kalo_1"/>
<etymology type="borrowed" source="Malay"/>
<sense id="s"><grammatical-info value="Noun"/><gloss lang="en"><text>house</text></gloss>
<gloss lang="id"><text>rumah</text></gloss>
<definition><form lang="en"><text>a <span>dwelling</span></text></form></definition>
<example><form lang="mis"><text>Mon lo.</text></form>
<translation><form lang="en"><text>A big house.</text></form></translation></example>
<subsense><gloss lang="en"><text>family</text></gloss></subsense></sense></entry>
"""
DOG = '<entry id="kalo_1"><lexical-unit><form lang="mis"><text>kalo</text></form></lexical-unit></entry>\n'
AFFIX = """<entry id="lu"><lexical-unit><form lang="mis"><text>lu</text></form></lexical-unit>
<trait name="morph-type" value="suffix"/><sense><gloss lang="en"><text>PL</text></gloss></sense></entry>
"""
NOTHING = '<entry id="bad"><sense><gloss lang="en"><text>lost</text></gloss></sense></entry>\n'
GONE = DOG.replace("kalo_1", "old").replace("<entry", '<entry dateDeleted="2020-01-01"')


def read(tmp_path: Path, text: str) -> SourceRead:
    path = tmp_path / "d.lift"
    path.write_text(text, encoding="utf-8")
    return read_source(path)


def test_an_entry_with_all_that_it_has(tmp_path: Path) -> None:
    found = read(tmp_path, HEAD + HOUSE + DOG + "</lift>")
    assert found.kind == "dictionary"
    house = found.entries[0]
    assert (house.headword, house.pos, house.homonym, house.variants) == ("mon", "Noun", "1", ("mun",))
    assert house.pronunciations == ("moːn",)
    assert house.relations == (("main_entry", "kalo"), ("loan", "Malay"))
    assert [(s.definition, s.gloss, s.others) for s in house.senses] == [
        ("a dwelling", "house", (("ind", "rumah"),)),
        ("family", "family", ()),
    ]
    assert house.sources[0].line == 3
    assert [(pair.text, pair.translation) for pair in found.pairs] == [("Mon lo.", "A big house.")]


def test_affixes_get_their_mark_and_entries_without_form_are_listed(tmp_path: Path) -> None:
    found = read(tmp_path, HEAD + AFFIX + NOTHING + GONE + "</lift>")
    assert [entry.headword for entry in found.entries] == ["-lu"]
    assert [finding.code for finding in found.findings] == ["dictionary.no-headword"]
    assert "bad" in found.findings[0].message


def test_glosses_are_read_in_the_language_that_is_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "d.lift"
    path.write_text(HEAD + HOUSE + "</lift>", encoding="utf-8")
    sense = read_source(path, meta_language="ind").entries[0].senses[0]
    assert sense.gloss == "rumah" and sense.others == (("eng", "house"),)
    assert not read_source(path, no_examples=True).pairs


def test_a_truncated_file_gives_what_stands_before_the_break(tmp_path: Path) -> None:
    found = read(tmp_path, HEAD + HOUSE + DOG + "<entry id='x'><lexical-unit>")
    assert [entry.headword for entry in found.entries] == ["mon", "kalo"]
    assert found.findings


def test_other_xml_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "d.lift"
    path.write_text("<lexicon/>", encoding="utf-8")
    with pytest.raises(DataError):
        read_source(path)
