"""The Turkish example is sound: its forms follow the book's own rules, and its parts do not leak into each other.

A small checker, independent of the project's readers, realises every segmented line with the sound rules that the
book states and compares the result with the spelling; it also checks harmony, devoicing and buffer consonants, the
gloss labels, the word list, the table of affixes, and that no held-out sentence stands in a part that a build reads.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "turkish"
BOOK = EXAMPLE / "book"
VOWELS = "aâeıioöuü"
BACK = "aâıou"
VOICELESS = "çfhkpsşt"
HIGH = {"a": "ı", "â": "ı", "ı": "ı", "e": "i", "i": "i", "o": "u", "u": "u", "ö": "ü", "ü": "ü"}
DEVOICING = {"PST", "LOC", "ABL", "COP", "NMLZ", "AGT", "ADV"}
# the second half of these suffixes does not harmonise (sections on harmony and ability)
FIXED = re.compile(r"yor$|ken$|ki$|(?<=[ae])bil$")


@dataclass(frozen=True, slots=True)
class Line:
    """One glossed sentence: spelling (empty in two-line examples), words as morphs, words as glosses."""

    place: str
    surface: str
    morphs: tuple[str, ...]
    glosses: tuple[str, ...]
    translation: str
    starred: bool = False


@dataclass(frozen=True, slots=True)
class Headword:
    form: str
    definition: str
    prevocalic: str


def lower(text: str) -> str:
    """Lower case as Turkish has it: dotted and dotless i are different letters."""
    return text.replace("İ", "i").replace("I", "ı").lower()


def letters(word: str) -> str:
    """A word of the spelling without punctuation, and without the apostrophe after a name."""
    return re.sub(r"[^\w]", "", lower(word))


def gloss_macros() -> dict[str, str]:
    text = (BOOK / "localcommands.tex").read_text(encoding="utf-8")
    return dict(re.findall(r"\\newcommand\{\\(gl\w+)\}\{\\textsc\{([^}]*)\}\}", text))


def plain(text: str) -> str:
    """A line of an example with the book's macros expanded."""
    for name, label in gloss_macros().items():
        text = text.replace(f"{{\\{name}}}", label.upper())
    text = re.sub(r"\\textsc\{([^}]*)\}", lambda match: match.group(1).upper(), text)
    return text.replace("\\redup{}", "~").replace("``", '"').replace("''", '"').strip()


def chapters() -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in sorted((BOOK / "chapters").glob("*.tex"))}


def book_lines() -> list[Line]:
    pattern = re.compile(
        r"\\ex(?P<star>\[\*\])?[^\\]*(?:\\label\{[^}]*\})?\s*"
        r"\\(?P<kind>glll?) (?P<body>.*?)\\glt `(?P<translation>.*?)'\}?\n",
        re.DOTALL,
    )
    found = []
    for name, text in chapters().items():
        for match in pattern.finditer(text):
            rows = [plain(row) for row in match["body"].strip().removesuffix("\\\\").split("\\\\\n")]
            place = f"{name}:{text.count(chr(10), 0, match.start()) + 1}"
            if match["kind"] == "gll":
                rows.insert(0, "")
            assert len(rows) == 3, f"{place}: {rows}"
            surface, morphs, glosses = rows
            found.append(
                Line(
                    place,
                    surface,
                    tuple(morphs.split()),
                    tuple(glosses.split()),
                    match["translation"],
                    bool(match["star"]),
                )
            )
    return found


def heldout_lines() -> list[Line]:
    blocks = (EXAMPLE / "heldout" / "glossed.txt").read_text(encoding="utf-8").strip().split("\n\n")
    found = []
    for number, block in enumerate(blocks, 1):
        rows = dict(row[1:].split(" ", 1) for row in block.split("\n"))
        found.append(
            Line(f"heldout {number}", rows["t"], tuple(rows["m"].split()), tuple(rows["g"].split()), rows["l"])
        )
    return found


def word_list() -> list[Headword]:
    text = (BOOK / "chapters" / "wordlist.tex").read_text(encoding="utf-8")
    entries = text.split("\\newentry")[1:]
    return [
        Headword(_field(entry, "headword"), _field(entry, "glosses"), _field(entry, "vstem").rstrip("-"))
        for entry in entries
    ]


def _field(entry: str, macro: str) -> str:
    match = re.search(rf"\\{macro}\{{([^}}]*)\}}", entry)
    return match.group(1) if match else ""


def prevocalic_stems() -> dict[str, set[str]]:
    stems: dict[str, set[str]] = {}
    for entry in word_list():
        stems.setdefault(lower(entry.form), set()).add(entry.prevocalic or lower(entry.form))
    return stems


def affix_table() -> set[tuple[str, str]]:
    """All pairs of allomorph and gloss that the appendix lists."""
    text = plain((BOOK / "chapters" / "appendix.tex").read_text(encoding="utf-8"))
    pairs = set()
    for row in re.findall(r"^(\\textit\{[-=].*?)\\\\$", text, re.MULTILINE):
        cells = row.split(" & ")
        for form in re.findall(r"\\textit\{([-=][^}]*)\}", " ".join(cells[:2])):
            pairs.add((form, cells[2]))
    return pairs


def labels() -> set[str]:
    text = plain((BOOK / "chapters" / "abbreviations.tex").read_text(encoding="utf-8"))
    return set(re.findall(r"^(\S+) \\>", text, re.MULTILINE))


def split(word: str) -> list[str]:
    """Morphs of a word, each but the first with the separator before it."""
    return re.findall(r"(?:^|[-=~])[^-=~]+", word)


def realise(word: str, stems: dict[str, set[str]]) -> set[str]:
    """All spellings that the book's sound rules allow for one segmented word."""
    results = {""}
    morphs = [lower(morph.lstrip("-=~")) for morph in split(word)]
    for index, morph in enumerate(morphs):
        following = morphs[index + 1] if index + 1 < len(morphs) else ""
        results = {done + shape for done in results for shape in _shapes(morph, index, following, stems)}
    return results


def _shapes(morph: str, index: int, following: str, stems: dict[str, set[str]]) -> set[str]:
    if re.match(r"[ıiuü]yor", following) and morph[-1] in VOWELS:
        return {morph[:-1]}  # V → ∅ / _+Vyor
    if index == 0 and morph in ("ye", "de") and following.startswith("y"):
        return {morph[:-1] + "i"}  # /e/ → [i] / _+y
    if following[:1] and following[0] in VOWELS:
        if index == 0:
            return stems.get(morph, {morph})
        if re.search(r"[aeıiuü]k$", morph):
            return {morph[:-1] + "ğ"}  # /k/ → [ğ] / V_+V
    return {morph}


def suffix_faults(word: str, gloss: str, front_stems: set[str]) -> list[str]:
    """What is wrong with the suffixes of a word: harmony, d/t and c/ç, two vowels in a row, a needless y."""
    stem, *suffixes = [
        (morph.lstrip("-="), part.lstrip("-="))
        for morph, part in zip(split(word.split("~")[-1]), split(gloss.split("~")[-1]), strict=True)
    ]
    done, faults = lower(stem[0]), []
    front = done in front_stems
    for morph, label in suffixes:
        if re.match(r"[ıiuü]yor", morph) and done[-1] in VOWELS:
            done = done[:-1]
        faults += _juncture_faults(done, morph, label)
        faults += _harmony_faults(done, morph, front)
        done, front = done + morph, False
    return faults


def _juncture_faults(done: str, morph: str, label: str) -> list[str]:
    faults = []
    if done[-1] in VOWELS and morph[0] in VOWELS:
        faults.append(f"two vowels meet before {morph}")
    if done[-1] not in VOWELS and re.match(rf"y[{VOWELS}dmsl]", morph) and not done.endswith("su"):
        faults.append(f"needless buffer in {morph}")
    voiceless = done[-1] in VOICELESS
    if label in DEVOICING and morph[0] in "dtcç" and (morph[0] in "tç") != voiceless:
        faults.append(f"{morph} after {done[-1]}")
    return faults


def _harmony_faults(done: str, morph: str, front: bool) -> list[str]:
    before = [letter for letter in done if letter in VOWELS]
    fixed = FIXED.search(morph)
    checked = morph[: fixed.start()] if fixed else morph
    faults = []
    for letter in checked:
        if letter in VOWELS and before:
            last = "e" if front and len(checked) == len(morph) and before[-1] in "aâ" else before[-1]
            wanted = {"a", HIGH[last]} if last in BACK else {"e", HIGH[last]}
            if letter not in wanted:
                faults.append(f"{letter} after {last} in {morph}")
        if letter in VOWELS:
            before.append(letter)
            front = False
    return faults


ALL_LINES = [*book_lines(), *heldout_lines()]


def test_size() -> None:
    lines = book_lines()
    assert len(lines) == sum(len(re.findall(r"\\glll? ", text)) for text in chapters().values())
    assert len(lines) >= 130
    assert sum(1 for line in lines if line.surface) * 2 >= len(lines)
    assert len(word_list()) >= 300
    assert len(heldout_lines()) == 60
    assert any(line.starred for line in lines)


@pytest.mark.parametrize("line", ALL_LINES, ids=lambda line: line.place)
def test_lines_align(line: Line) -> None:
    assert line.translation.strip()
    assert len(line.morphs) == len(line.glosses)
    if line.surface:
        assert len(line.surface.split()) == len(line.morphs)
    for morphs, glosses in zip(line.morphs, line.glosses, strict=True):
        assert re.findall(r"[-=~]", morphs) == re.findall(r"[-=~]", glosses)


def test_spelling_follows_from_the_segmentation() -> None:
    stems = prevocalic_stems()
    for line in ALL_LINES:
        for spelling, word in zip(line.surface.split(), line.morphs, strict=False):
            assert letters(spelling) in realise(word, stems), f"{line.place}: {spelling} is not {word}"


def test_suffixes_harmonise() -> None:
    for line in ALL_LINES:
        for word, gloss in zip(line.morphs, line.glosses, strict=True):
            faults = suffix_faults(word, gloss, front_stems={"saat"})
            assert not faults, f"{line.place}: {word}: {faults}"


@pytest.mark.parametrize(
    ("word", "gloss"),
    [("ev-lar", "house-PL"), ("göl-i", "lake-ACC"), ("sokak-da", "street-LOC"), ("araba-ı", "car-ACC")],
)
def test_the_checker_sees_wrong_suffixes(word: str, gloss: str) -> None:
    assert suffix_faults(word, gloss, front_stems=set())


@pytest.mark.parametrize(
    ("word", "spelling"),
    [("kitap-ı", "kitapı"), ("ağız-ı", "ağızı"), ("bekle-iyor", "bekleiyor"), ("gel-ecek-im", "gelecekim")],
)
def test_the_checker_sees_wrong_spellings(word: str, spelling: str) -> None:
    assert spelling not in realise(word, prevocalic_stems())


def test_particles_harmonise_with_the_word_before() -> None:
    for line in ALL_LINES:
        words = line.surface.split()
        for before, spelling, gloss in zip(words, words[1:], line.glosses[1:], strict=False):
            last = [letter for letter in letters(before) if letter in VOWELS][-1]
            if gloss.split("-")[0] == "Q":
                assert letters(spelling)[1] == HIGH[last], f"{line.place}: {before} {spelling}"
            if gloss == "also":
                assert letters(spelling) == ("da" if last in BACK else "de"), f"{line.place}: {before} {spelling}"


def test_labels_are_explained() -> None:
    known = labels()
    for line in ALL_LINES:
        for part in re.split(r"[-=~]", "-".join(line.glosses)):
            if re.fullmatch(r"[123A-Z.]+", part) and part not in known:
                pieces = re.findall(r"[123]|[A-Z]+", part)
                assert set(pieces) <= known, f"{line.place}: {part}"


def test_affixes_are_in_the_appendix() -> None:
    table = affix_table()
    for line in ALL_LINES:
        for word, gloss in zip(line.morphs, line.glosses, strict=True):
            for morph, part in list(zip(split(word), split(gloss), strict=True))[1:]:
                if morph[0] != "~":
                    assert (morph, part[1:]) in table, f"{line.place}: {morph} {part}"


def test_stems_are_in_the_word_list() -> None:
    meanings: dict[str, list[str]] = {}
    for entry in word_list():
        meanings.setdefault(lower(entry.form), []).append(entry.definition)
    for line in book_lines():
        for word, gloss in zip(line.morphs, line.glosses, strict=True):
            stem = lower(re.split(r"[-=]", word.split("~")[-1])[0])
            meaning = re.split(r"[-=]", gloss.split("~")[-1])[0]
            if stem in {"mı", "mu", "mü", "da"}:  # other shapes of the particles mi and de
                continue
            assert stem in meanings, f"{line.place}: {stem}"
            if meaning.islower():
                assert any(meaning.replace(".", " ") in text for text in meanings[stem]), f"{line.place}: {gloss}"


def test_prevocalic_stems_are_regular() -> None:
    voiced = {"k": "ğg", "p": "b", "t": "d", "ç": "c"}
    for entry in word_list():
        if entry.prevocalic:
            dropped = re.sub(rf"[ıiuü](?=[^{VOWELS}]$)", "", entry.form)
            softened = {entry.form[:-1] + letter for letter in voiced.get(entry.form[-1], "")}
            assert entry.prevocalic in {dropped, *softened} - {entry.form}, entry


def test_few_heldout_stems_are_unknown() -> None:
    known = set(prevocalic_stems()) | {"mı", "mu", "mü", "da"}
    stems = [lower(re.split(r"[-=]", word)[0]) for line in heldout_lines() for word in line.morphs]
    unknown = [stem for stem in stems if stem not in known]
    assert 0 < len(unknown) / len(stems) < 0.08


def _key(sentence: str) -> str:
    return " ".join(letters(word) for word in sentence.split())


def _pairs(name: str) -> list[list[str]]:
    rows = [row.split("\t") for row in (EXAMPLE / name).read_text(encoding="utf-8").splitlines()]
    assert rows[0] == ["id", "tur", "eng"]
    assert all(len(row) == 3 and all(cell.strip() for cell in row) for row in rows)
    assert len({row[0] for row in rows}) == len(rows)
    return rows[1:]


def test_heldout_sentences_stand_nowhere_else() -> None:
    stems = prevocalic_stems()
    heldout = {_key(line.surface) for line in heldout_lines()}
    assert len(heldout) == 60
    training = {_key(row[1]) for row in _pairs("pairs-train.tsv")}
    story = {_key(row) for row in (EXAMPLE / "text.txt").read_text(encoding="utf-8").splitlines()}
    spelled = {_key(line.surface) for line in book_lines() if line.surface}
    assert not heldout & (training | story | spelled)
    # a two-line example has no spelling: compare what its words may be spelled as
    for line in book_lines():
        if not line.surface:
            shapes = [realise(word, stems) for word in line.morphs]
            for sentence in heldout:
                words = sentence.split()
                assert len(words) != len(shapes) or not all(w in s for w, s in zip(words, shapes, strict=True))


def test_heldout_pairs_are_the_glossed_sentences() -> None:
    expected = [[line.surface, line.translation] for line in heldout_lines()]
    for name in ("tur-eng", "eng-tur"):
        assert [row[1:] for row in _pairs(f"heldout/{name}.tsv")] == expected


def test_latex_is_whole() -> None:
    texts = {**chapters(), "main.tex": (BOOK / "main.tex").read_text(encoding="utf-8")}
    everything = "\n".join(texts.values())
    targets = re.findall(r"\\label\{([^}]*)\}", everything)
    assert len(targets) == len(set(targets))
    assert set(re.findall(r"\\ref\{([^}]*)\}", everything)) <= set(targets)
    included = {f"{name}.tex" for name in re.findall(r"\\input\{chapters/([^}]*)\}", everything)}
    assert included == set(chapters())
    for name, text in texts.items():
        assert text.count("{") == text.count("}"), name
        for environment in re.findall(r"\\begin\{(\w+\*?)\}", text):
            assert text.count(f"\\begin{{{environment}}}") == text.count(f"\\end{{{environment}}}"), name
