"""FLEx texts: word boundaries, morph types, empty and foreign items, broken and hostile XML."""

from __future__ import annotations

from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from morph.errors import DataError
from rules.items import SourceRead
from rules.sources.flextext import morph_line, read_flextext
from rules.sources.read import read_source


def item(kind: str, text: str, lang: str = "tur") -> str:
    return f'<item type="{kind}" lang="{lang}">{escape(text)}</item>'


def word(surface: str, *morphs: tuple[str, str, str], extra: str = "") -> str:
    inner = "".join(
        f'<morph type="{kind}">{item("txt", form)}{item("gls", gloss, "en")}</morph>' for kind, form, gloss in morphs
    )
    return f"<word>{item('txt', surface)}{f'<morphemes>{inner}</morphemes>' if morphs else ''}{extra}</word>"


def document(*phrases: str) -> str:
    body = "\n".join(f"<paragraph><phrases><phrase>\n{phrase}\n</phrase></phrases></paragraph>" for phrase in phrases)
    return (
        '\ufeff<?xml version="1.0" encoding="utf-8"?>\n<document version="2">\n<interlinear-text>'
        f"{item('title', 'Story', 'en')}<paragraphs><paragraph/>{body}</paragraphs></interlinear-text>\n</document>\n"
    )


FIRST = (
    item("segnum", "1.1", "en")
    + "<words>"
    + word("Evlerde", ("stem", "ev", "house"), ("suffix", "-ler", "PL"), ("enclitic", "=de", "LOC"))
    + f"<word>{item('punct', ',')}</word>"
    + word("Ali")
    + word("gelmiş mi", ("stem", "gel", "come; arrive"), ("suffix", "-miş", ""), extra=item("pos", "v", "en"))
    + f"<word>{item('punct', '?')}</word></words>"
    + item("gls", "Apakah dia datang?", "id")
    + item("gls", "", "en")
    + item("gls", "Has Ali come home?", "en")
)
SECOND = "<words>" + word("yok", extra=item("gls", "there is not", "en")) + "</words>"


def read(tmp_path: Path, text: str, **options: str) -> SourceRead:
    path = tmp_path / "a.flextext"
    path.write_text(text, encoding="utf-8")
    return read_flextext(path, **options)


def test_phrases(tmp_path: Path) -> None:
    result = read(tmp_path, document(FIRST, SECOND))
    first, second = result.examples
    assert first.morphs == ("ev-ler=de", "Ali", "gel-miş")
    assert first.glosses == ("house-PL=LOC", "?", "come;arrive-?")
    assert first.surface_words == ("Evlerde", "Ali", "gelmiş_mi")
    assert first.surface == "Evlerde, Ali gelmiş mi?" and first.translation == "Has Ali come home?"
    assert first.reference == "Story:1.1" and first.pos == ("?", "?", "v") and first.aligned
    assert second.morphs == ("yok",) and second.glosses == ("there.is.not",)
    assert {finding.code for finding in result.findings} == {"flextext.no-gloss", "flextext.other-language"}


def test_glosses_in_another_language(tmp_path: Path) -> None:
    result = read(tmp_path, document(FIRST).replace('lang="en">house', 'lang="id">rumah'), meta_language="ind")
    assert result.examples[0].glosses[0] == "rumah-?=?" and result.examples[0].meta_language == "ind"
    assert result.examples[0].translation == "Apakah dia datang?"


def test_types_of_morphs() -> None:
    assert morph_line([("proclitic", "a=", "Q="), ("stem", "b", "go")]) == ("a=b", "Q=go")
    assert morph_line([("stem", "siep", "walk"), ("stem", "siep", "walk")]) == ("siep~siep", "walk~walk")
    assert morph_line([("stem", "buku", "book"), ("stem", "tulis", "write")]) == ("buku-tulis", "book-write")
    assert morph_line([("enclitic", "=de", "LOC")]) == ("de", "LOC")
    assert morph_line([("suffix", "", "PL")]) == ("∅", "PL")


def test_truncated_file_keeps_what_stands_before_the_break(tmp_path: Path) -> None:
    text = document(FIRST, SECOND)
    result = read(tmp_path, text[: text.index("yok") + 1])
    assert result.examples[0].morphs == ("ev-ler=de", "Ali", "gel-miş")
    broken = [finding for finding in result.findings if finding.code == "xml.broken"]
    assert len(broken) == 1 and broken[0].severity == "error" and broken[0].source.line > 3


def test_entity_bomb_is_refused(tmp_path: Path) -> None:
    bomb = '<?xml version="1.0"?>\n<!DOCTYPE document [\n<!ENTITY a "aaaaaaaaaa">\n' + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">\n' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    with pytest.raises(DataError, match="entities") as error:
        read(tmp_path, bomb + "]>\n<document><interlinear-text>&i;</interlinear-text></document>")
    assert error.value.line == 3


def test_external_entity_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    text = (
        '<!DOCTYPE document [<!ENTITY x SYSTEM "secret">]><document><interlinear-text>&x;</interlinear-text></document>'
    )
    with pytest.raises(DataError, match="entities"):
        read(tmp_path, text)
    with pytest.raises(DataError, match="entities"):
        (tmp_path / "b.flextext").write_bytes(text.encode("utf-16"))
        read_flextext(tmp_path / "b.flextext")


def test_other_xml_and_garbage_are_errors(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="interlinear-text"):
        read(tmp_path, "<?xml version='1.0'?><document><x/></document>")
    with pytest.raises(DataError, match="not well-formed"):
        read(tmp_path, "<document")


FORMS = st.from_regex(r"[a-zşğıöü&<]{1,4}", fullmatch=True)
GLOSSES = st.from_regex(r"[a-zA-Z0-9.]{1,5}", fullmatch=True)
WORDS = st.lists(
    st.tuples(FORMS, GLOSSES, st.lists(st.tuples(st.sampled_from(["suffix", "enclitic"]), FORMS, GLOSSES), max_size=3)),
    min_size=1,
    max_size=4,
)


@settings(max_examples=50)
@given(words=WORDS)
def test_every_word_and_morph_comes_back(
    tmp_path_factory: pytest.TempPathFactory, words: list[tuple[str, str, list[tuple[str, str, str]]]]
) -> None:
    xml = "".join(word(form, ("stem", form, gloss), *more) for form, gloss, more in words)
    path = tmp_path_factory.mktemp("flex") / "a.flextext"
    path.write_text(document(f"<words>{xml}</words>"), encoding="utf-8")
    (example,) = read_flextext(path).examples
    marks = {"suffix": "-", "enclitic": "="}
    assert len(example.morphs) == len(words)
    for morphs, glosses, (form, gloss, more) in zip(example.morphs, example.glosses, words, strict=True):
        bare = [part.strip("-=~<>*") or "∅" for part in (form, *(m[1] for m in more))]
        joints = ["", *(marks[m[0]] for m in more)]
        assert morphs == "".join(j + b for j, b in zip(joints, bare, strict=True))
        assert glosses == "".join(j + g for j, g in zip(joints, (gloss, *(m[2] for m in more)), strict=True))


def test_real_export(shared_data: Path) -> None:
    result = read_source(shared_data / "kalamang" / "dictionary" / "raw" / "glosses.flextext")
    counts = dict(result.counts)
    assert len(result.examples) == 108 and counts["words.seen"] == 459 and counts["morphs.seen"] == 667
    assert all(len(e.morphs) == len(e.glosses) == len(e.surface_words) for e in result.examples)


def test_nothing_before_the_break_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="breaks off") as error:
        read(tmp_path, "<document>\n<interlinear-text>")
    assert error.value.line == 2
