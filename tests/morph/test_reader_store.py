"""The reader of surface pieces in the cache: it reads as the one that was learned, and only what it was made from."""

from __future__ import annotations

from pathlib import Path

from morph.igt import glossed_word
from morph.model import IGT, Language, Lexeme, Morpheme
from morph.reader_store import _KEPT, _NOT_NEEDED, kept_reader
from morph.surface_reader import SurfaceReader

ROWS = [("kati", "kat-di", "dog-PL"), ("bati", "bat-di", "hen-PL"), ("kat", "kat", "dog"), ("lutu", "lut=u", "cow=OBJ")]
LANGUAGE = Language(
    "x",
    lexemes=(Lexeme("1", "mun", "n", "house"),),
    morphemes=(Morpheme("loc", "ra", "LOC", "suffix"),),
    seen=(IGT("1", "", tuple(glossed_word(*row) for row in ROWS)),),
    confirmed=(("rul", glossed_word("rul", "rul", "owl", "confirmed").analyses[0]),),
)
WORDS = ("kati", "luti", "munra", "Xyzi", "kat", "rul", "muni")


def test_a_kept_reader_reads_as_a_new_one(tmp_path: Path) -> None:
    path, made = tmp_path / "cache" / "surface.bin", []

    def make() -> SurfaceReader:
        made.append(1)
        return SurfaceReader(LANGUAGE)

    new = kept_reader(path, "tables", make)
    kept = kept_reader(path, "tables", make)
    assert len(made) == 1 and kept is not new
    assert [kept.read(word) for word in WORDS] == [new.read(word) for word in WORDS]
    assert any(new.read("luti"))
    kept_reader(path, "other tables", make)
    assert len(made) == 2
    path.write_bytes(path.read_bytes()[:-1])
    kept_reader(path, "other tables", make)
    assert len(made) == 3


def test_all_that_a_reader_knows_is_kept() -> None:
    assert vars(SurfaceReader(LANGUAGE)).keys() == _KEPT | _NOT_NEEDED
