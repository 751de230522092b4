"""Where the words of a large model's translation into the language come from, and what it left out.

Each word is analysed; a stem that the lexicon or the sentence pairs have for a word of the English is theirs, any
other word the model's own. A content word of the English of which no stem is there counts as not rendered.
"""

from __future__ import annotations

from hybrid.from_english.choose import CONTENT, options
from hybrid.from_english.english import Sentence
from hybrid.from_english.translator import FromEnglish
from hybrid.llm.translator import MODEL, UNANALYSED, WORD, Reader, is_explained
from hybrid.translation import Translation
from morph.model import GlossedWord

_NAME, _NUMBER, _MODEL, _STRANGE = 0.9, 0.95, 0.4, 0.2


def explained_words(rules: FromEnglish, sentence: Sentence, text: str, reader: Reader, signature: str) -> Translation:
    """A translation of an English sentence with the origin of each word."""
    plan = rules.plan(sentence)
    ways = {node.index: options(rules.transfer, plan, node) for node in plan.nodes}
    known = {
        stem: (way.origin, way.probability)
        for found in ways.values() for way in reversed(found) for stem in way.stems
    }  # fmt: skip
    names = {node.text.casefold() for node in plan.nodes if node.is_name}
    words = [word for word in reader(text) if WORD.fullmatch(word.form)]
    behind = [_behind(word, known, names) for word in words]
    folded = text.casefold()
    said = {stem for word in words for stem in _stems(word)}
    left = tuple(
        node.text for node in plan.nodes
        if node.pos in CONTENT and node.lemma != "be" and node.text.casefold() not in folded
        and not any(stem in said for way in ways[node.index] for stem in way.stems)
    )  # fmt: skip
    return Translation(
        text, tuple(word.form for word in words), tuple(o for o, _ in behind), tuple(round(c, 4) for _, c in behind),
        left, signature,
    )  # fmt: skip


def _behind(word: GlossedWord, known: dict[str, tuple[str, float]], names: set[str]) -> tuple[str, float]:
    folded = word.form.casefold()
    if any(folded.startswith(name) for name in names if len(name) > 1):
        return "name", _NAME
    if folded[:1].isdigit():
        return "number", _NUMBER
    for stem in _stems(word):
        if stem in known:
            return known[stem]
    return (MODEL, _MODEL) if is_explained(word) else (UNANALYSED, _STRANGE)


def _stems(word: GlossedWord) -> list[str]:
    """The stems of all analyses of a word, the chosen one's first, and the word itself."""
    analyses = [a for a in (word.analysis, *word.analyses) if a is not None]
    found = [m.form.casefold() for a in analyses for m in a.morphs if m.kind == "stem"]
    return list(dict.fromkeys([*found, word.form.casefold()]))
