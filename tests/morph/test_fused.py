"""Fused words by analogy, in an invented language."""

from morph.fused import FusedForms, analogous, fused_parts
from morph.igt import glossed_word
from morph.model import IGT, Language
from morph.reader_store import plain, restored
from morph.surface_reader import SurfaceReader

STEMS = {"tapu": "see", "gimo": "hear", "rolek": "go"}
BEGINS = {"w": "3SG.FEM", "y": "3SG.MASC", "th": "3PL"}
ENDS = {"a": "PST", "nen": "FUT"}


def forms(*, marked: bool, without: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    found = []
    for stem, meaning in STEMS.items():
        for begin, person in BEGINS.items():
            for end, tense in ENDS.items():
                if begin + stem + end not in without:
                    form = f"{begin}\\{stem}/{end}" if marked else begin + stem + end
                    found.append((form, f"{person}:{tense}/{meaning}"))
    return found


def test_a_seen_frame_reads_another_stem() -> None:
    best = FusedForms.of(forms(marked=False, without=("wrolekanen",))).read("wroleknen")[0]
    assert (best.form, best.gloss) == ("wroleknen", "3SG.FEM:FUT/go")


def test_an_unseen_frame_is_read_by_analogy() -> None:
    words = [word for word in forms(marked=True) if not (word[0].startswith("th\\") and word[0].endswith("/nen"))]
    fused = FusedForms.of(words)
    assert ("th", "nen") not in fused.frames
    assert fused.read("thgimonen") == ()  # no template is known for it
    words += [("th\\ki/nen", "3PL:FUT/eat")]
    del fused
    shares = FusedForms.of(words).shares(("th", "nen"))
    assert max(shares, key=lambda template: shares[template]) == "3PL:FUT/…"


def test_a_marked_root_is_marked_in_the_reading() -> None:
    assert FusedForms.of(forms(marked=True)).read("wtapua")[0].form == "w\\tapu/a"


def test_frames_of_one_stem_are_chance() -> None:
    assert FusedForms.of([("kisa", "eat.PST"), ("kisu", "eat.FUT"), ("rolek", "go")]).read("roleka") == ()


def test_rows_of_the_lexicon_are_read_at_once() -> None:
    fused = FusedForms.of(forms(marked=False), [("sib", "sleep")])
    assert fused.read("thsiba")[0].gloss == "3PL:PST/sleep"


def test_labels_on_both_sides_of_a_meaning_are_no_template() -> None:
    assert fused_parts("1SG.go.PST") == ("1SG.….PST", "go")
    assert fused_parts("sit.PST.down") is None
    assert analogous("1SG.….PST", "1SG.….FUT", "2SG.….PST") == "2SG.….FUT"


def language() -> Language:
    words = tuple(glossed_word(form, form, gloss) for form, gloss in forms(marked=False))
    with_case = glossed_word("wgimoako", "wgimoa=ko", "3SG.FEM:PST/hear=LOC")
    return Language("x", seen=(IGT("1", "", (*words[:-1], with_case)),))


def test_surface_words_are_read_with_clitics_around_them() -> None:
    found = [a.gloss for a in SurfaceReader(language()).read("throleknenko")]
    assert "3PL:FUT/go=LOC" in found


def test_the_kept_reader_reads_the_same() -> None:
    reader = SurfaceReader(language())
    assert restored(plain(reader)).read("throleknen") == reader.read("throleknen")
