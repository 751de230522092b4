"""What a project writes differently from the source that its chooser learned from."""

from __future__ import annotations

import pytest

from morph.build import build
from morph.conventions import Conventions, dictionary_glosses, find_cuts, joint_of_copies
from morph.igt import glossed_word
from morph.model import IGT, Allomorph, Analysis, Evidence, Language, Lexeme, Morph, Morpheme
from morph.store import load, save

OBJ = Morpheme("obj", "il", "OBJ", "enclitic")
EXT = Morpheme("ext", "s", "EXT", "suffix")
PRONOUN = Lexeme("ni", "ni", "pro", "3SG")


def entry(name: str, gloss: str, *shorts: str, seen: int = 5, **features: str) -> Lexeme:
    marks = {"short": "|".join(shorts), **features} if shorts else features
    return Lexeme(name, name.split(".")[0], "v", gloss, (), ("stated",), tuple(marks.items()), evidence=Evidence(seen))


def verbs(*roots: str) -> list[Lexeme]:
    return [Lexeme(root, root, "v", f"do_{root}", (Allomorph(root + "s"),)) for root in roots]


def test_the_dictionary_gloss_replaces_another_word() -> None:
    assert dictionary_glosses([entry("dola", "stay_put", "stay")]) == {("dola", "stay_put"): "stay"}


@pytest.mark.parametrize("gloss", ["stay", "remain"])
def test_any_gloss_of_the_dictionary_stays(gloss: str) -> None:
    assert dictionary_glosses([entry("dola", gloss, "stay", "remain")]) == {}


def test_a_label_is_not_replaced_by_a_label_but_by_a_word() -> None:
    assert dictionary_glosses([entry("un", "1PL.EXCL", "1PL.EX")]) == {}
    assert dictionary_glosses([entry("kan", "TAG", "you.know")]) == {("kan", "TAG"): "you.know"}


def test_a_sense_seen_once_goes_with_the_main_one() -> None:
    main = entry("dola", "stay", "stay", "remain")
    rare = Lexeme("dola.remain", "dola", "v", "remain", features=(("sense_of", "dola"),), evidence=Evidence(1))
    usual = Lexeme("dola.remain", "dola", "v", "remain", features=(("sense_of", "dola"),), evidence=Evidence(7))
    assert dictionary_glosses([main, rare]) == {("dola", "remain"): "stay"}
    assert dictionary_glosses([main, usual]) == {}


def test_a_contraction_is_cut_where_no_letter_is_left_over() -> None:
    cuts = find_cuts(
        [PRONOUN, Lexeme("nil", "nil", "pro", "3SG.OBJ"), Lexeme("nitol", "nitol", "pro", "3SG.OBJ")], [OBJ]
    )
    assert list(cuts) == [("nil", "3SG.OBJ")]


def test_a_word_that_the_dictionary_lists_stays_whole_unless_it_is_a_form() -> None:
    listed = entry("nil", "3SG.OBJ", "3SG.OBJ")
    form = entry("nil", "3SG.OBJ", "3SG.OBJ", form_of="ni")
    assert find_cuts([PRONOUN, listed], [OBJ]) == {}
    assert ("nil", "3SG.OBJ") in find_cuts([PRONOUN, form], [OBJ])


def test_a_suffix_extends_stems_only_where_it_extends_several() -> None:
    assert find_cuts(verbs("dola", "gira"), [EXT]) == {}
    cuts = find_cuts(verbs("dola", "gira", "mena", "tuko"), [EXT])
    assert Conventions(cuts=cuts).analysis(Analysis((Morph("Dolas", "do_dola"),))).segmented == "Dola-s"
    assert Conventions(cuts=cuts).analysis(Analysis((Morph("dolas", "do_dola"),))).gloss == "do_dola-EXT"


def test_stems_of_glossed_sentences_are_cut_too() -> None:
    cuts = find_cuts(verbs("dola", "gira", "mena", "tuko"), [EXT], [("dolas", "do_dola"), ("birs", "bird")])
    assert ("dolas", "do_dola") in cuts and ("birs", "bird") not in cuts


def test_reduplication_gets_its_one_label_and_confirmed_words_stay() -> None:
    morphs = (Morph("dola", "stay"), Morph("dola", "PROG", "~", "reduplication"))
    conventions = Conventions(copies="RED")
    assert conventions.analysis(Analysis(morphs)).gloss == "stay~RED"
    assert conventions.analysis(Analysis(morphs, basis="confirmed")).gloss == "stay~PROG"


def test_they_are_kept_in_the_compiled_form(tmp_path) -> None:  # type: ignore[no-untyped-def]
    language = Language("toy", lexemes=(PRONOUN, Lexeme("nil", "nil", "pro", "3SG.OBJ")), morphemes=(OBJ,))
    compiled = build(language)
    save(compiled, tmp_path / "c.bin", "k")
    again = load(tmp_path / "c.bin", "k")
    assert again is not None and again.cuts == compiled.cuts and again.cuts


def test_copies_are_joined_as_the_texts_join_them() -> None:
    rows = (Morpheme("rdp", "full~", "RDP", "reduplication"),)
    dashed = IGT("1", "", (glossed_word("dolidoli", "doli-doli", "RDP-rotten"),))
    tilde = IGT("1", "", (glossed_word("dolidoli", "doli~doli", "RDP~rotten"),))
    assert joint_of_copies([dashed], rows) == "-" and joint_of_copies([tilde], rows) == "~"
    copied = (Morph("gus", "RDP", kind="reduplication"), Morph("gus", "vomit", "~"))
    assert Conventions(joint="-").analysis(Analysis(copied)).gloss == "RDP-vomit"
