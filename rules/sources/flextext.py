"""FLEx interlinear texts (``.flextext``): phrases with their words, and the words with their morphs.

Word boundaries are kept. The type of a morph gives its separator (``enclitic`` → ``=``, ``suffix`` → ``-``), whatever
marks its form carries. A word without morphs or glosses stays in its place, with the gloss empty in the item list of
its example (``?``). Format: FieldWorks' ``FlexInterlinear.xsd``, read leniently.

>>> morph_line([("stem", "kit", "top"), ("enclitic", "=ko", "LOC"), ("suffix", "un", "-3POSS")])
('kit=ko-un', 'top=LOC-3POSS')
>>> morph_line([("prefix", "ge-", "PTCP"), ("infix", "-um-", "ACT"), ("stem", "sag", "")])
('ge-<um>sag', 'PTCP-<ACT>?')
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from lxml import etree

from morph.errors import DataError
from morph.model import UNKNOWN_GLOSS
from rules.items import Example, SourceRead
from rules.sources.files import Tally, place, read_xml
from rules.sources.languages import iso
from rules.sources.words import gloss_item

MorphItem = tuple[str, str, str]
_BEFORE = {"prefix": "-", "proclitic": "=", "prefixing interfix": "-"}
_AFTER = {
    "suffix": "-",
    "enclitic": "=",
    "suffixing interfix": "-",
    "infixing interfix": "-",
    "simulfix": "-",
    "suprafix": "-",
}
_EDGES = "-=~<>*"


def morph_line(items: Sequence[MorphItem]) -> tuple[str, str]:
    """The segmented form and the gloss of a word from its morphs: (type, form, gloss) each."""
    form_line, gloss_line, joint = "", "", ""
    for kind, form, gloss in items:
        copies = (form.strip()[:1] == "~", form.strip()[-1:] == "~")
        form, gloss = form.strip().strip(_EDGES) or "∅", gloss_item(gloss).strip("-=~") or UNKNOWN_GLOSS
        if kind == "infix":
            form, gloss, before, after = f"<{form}>", f"<{gloss}>", joint, ""
        elif kind in _BEFORE:
            before, after = joint, "~" if copies[1] else _BEFORE[kind]
        else:
            own = "~" if copies[0] else _AFTER.get(kind, "")
            before, after = own or joint or _compound(form_line, gloss_line, form, gloss), ""
            if "…" in form and (infix := re.search(r"<[^<>]+>$", form_line)):
                form_line, form = form_line[: infix.start()], form.replace("…", infix[0], 1)
        if not form_line and before in (*_AFTER.values(), "~"):
            before = ""
        form_line += before + form
        gloss_line += before + gloss
        joint = after
    return form_line + joint, gloss_line + joint


def _compound(form_line: str, gloss_line: str, form: str, gloss: str) -> str:
    """The separator between two stems: ``~`` where the second repeats the first (LGR 10), nothing after an infix."""
    if not form_line or form_line.endswith(">"):
        return ""
    return "~" if (form_line, gloss_line) == (form, gloss) else "-"


def read_flextext(path: Path, *, meta_language: str = "eng") -> SourceRead:
    """Read all phrases of a FLEx export; of a truncated file, those before the break."""
    tally = Tally()
    root = read_xml(path, tally)
    texts = [root] if root.tag == "interlinear-text" else list(root.iter("interlinear-text"))
    if not texts:
        raise DataError(
            "no <interlinear-text> in the XML",
            path=str(path),
            line=root.sourceline or 0,
            found=f"<{root.tag}>",
            expected="a FLEx export (File › Export Interlinear › flextext)",
        )
    languages = Counter(item.get("lang", "") for item in root.iter("item") if item.get("type") == "gls" and _text(item))
    gloss_language = _choose_language(languages, meta_language)
    for number, text in enumerate(texts, 1):
        name = _item(text, "title-abbreviation") or _item(text, "title") or f"{path.stem}-{number}"
        for count, phrase in enumerate(text.iter("phrase"), 1):
            tally.add_example(_phrase(path, name, count, phrase, gloss_language, tally))
    if not tally.examples:
        broken = next((f for f in tally.findings if f.code == "xml.broken"), None)
        raise DataError(
            broken.message if broken else "no phrase in the text",
            path=str(path),
            line=broken.source.line if broken else 0,
            hint="export the file again",
        )
    _report_languages(path, languages, gloss_language, tally)
    return tally.finish(path, "texts")


def _choose_language(languages: Counter[str], wanted: str) -> str:
    """The writing system of the glosses to read: the meta-language's, else the most frequent."""
    own = [name for name in languages if iso(name) == iso(wanted)]
    if own:
        return max(own, key=lambda name: languages[name])
    return languages.most_common(1)[0][0] if languages else ""


def _phrase(path: Path, text: str, count: int, phrase: etree._Element, gloss_language: str, tally: Tally) -> Example:
    words = list(_words(phrase, gloss_language))
    surface = _item(phrase, "txt") or _surface(phrase)
    number = _item(phrase, "segnum") or str(count)
    tally.counts["words.seen"] += len(words)
    tally.counts["morphs.seen"] += sum(1 for _ in phrase.iter("morph"))
    blank = sum(1 for _, _, gloss, _ in words if gloss == UNKNOWN_GLOSS)
    if blank:
        tally.say(
            "flextext.no-gloss",
            f"{blank} of {len(words)} words without a gloss",
            place(path, phrase.sourceline or 0, f"{text}:{number}"),
            "kept with the gloss ?",
            "note",
        )
    return Example(
        id=f"{text}-{count}".replace(" ", "_"),
        surface=surface,
        morphs=tuple(form for _, form, _, _ in words),
        glosses=tuple(gloss for _, _, gloss, _ in words),
        translation=_item(phrase, "gls", gloss_language) or _item(phrase, "lit", gloss_language),
        source=place(path, phrase.sourceline or 0, f"{text}:{number}"),
        surface_words=tuple(word for word, _, _, _ in words),
        reference=f"{text}:{number}",
        meta_language=iso(gloss_language) or "eng",
        aligned=bool(words),
        pos=tuple(pos or "?" for *_, pos in words) if any(pos for *_, pos in words) else (),
    )


def _words(phrase: etree._Element, gloss_language: str) -> Iterator[tuple[str, str, str, str]]:
    """Surface, segmented form, gloss and part of speech of each word; punctuation is none."""
    for word in phrase.iter("word"):
        surface = "_".join(_item(word, "txt").split())
        morphs = [
            (
                morph.get("type", "stem"),
                "_".join(_item(morph, "txt").split()) or "_".join(_item(morph, "cf").split()),
                _item(morph, "gls", gloss_language),
            )
            for morph in word.iter("morph")
        ]
        morphs = [item for item in morphs if item[1] or item[2]]
        own = gloss_item(_item(word, "gls", gloss_language))
        pos = gloss_item(_item(word, "pos", gloss_language) or _item(word, "pos")) or _morph_classes(word)
        if not surface and not morphs:
            continue
        if not any(gloss for _, _, gloss in morphs) and (own or not morphs):
            yield surface, surface, own or UNKNOWN_GLOSS, pos
            continue
        form, gloss = morph_line(morphs)
        if not any(item for _, _, item in morphs):
            gloss = UNKNOWN_GLOSS
        yield surface or form, form, gloss, pos


def _morph_classes(word: etree._Element) -> str:
    """The classes of the morphs (``msa``), parted like the morphs, where FLEx gives no class of the word."""
    classes = [(morph.get("type", "stem"), "x", _item(morph, "msa")) for morph in word.iter("morph")]
    return morph_line(classes)[1] if any(item for *_, item in classes) else ""


def _surface(phrase: etree._Element) -> str:
    """The sentence as its words and punctuation spell it."""
    line = ""
    for word in phrase.iter("word"):
        mark, form = _item(word, "punct"), _item(word, "txt")
        if form:
            line += f" {form}" if line and not line.endswith(("(", "“", "«", "[", "‘")) else form
        elif mark:
            line += f" {mark}" if mark in ("(", "“", "«", "[", "‘") else mark
    return " ".join(line.split())


def _item(element: etree._Element, kind: str, language: str | None = None) -> str:
    """The first item of a type that is a child of the element and not empty, in a language where one is named."""
    for item in element.iterchildren("item"):
        if item.get("type") == kind and (language is None or item.get("lang") == language) and _text(item):
            return _text(item)
    return ""


def _text(item: etree._Element) -> str:
    return unicodedata.normalize("NFC", "".join(item.itertext()).strip())


def _report_languages(path: Path, languages: Counter[str], chosen: str, tally: Tally) -> None:
    others = {name: count for name, count in languages.items() if name != chosen}
    if others:
        listed = ", ".join(f"{count} in {name!r}" for name, count in sorted(others.items()))
        tally.say(
            "flextext.other-language",
            f"glosses and translations read in {chosen!r}; left out: {listed}",
            place(path, kind="file"),
            "--meta-language chooses another",
            "note",
        )
