"""The terminals of a sentence grammar: which labels of the language play which part.

A label's class (:mod:`grammar.labels`) decides, and whether it stands free or bound; a free label that no list
explains joins the particles. Word classes stand as ``@noun`` and the like.

>>> terminals = label_terminals(Counter({"=OBJ": 9, "3SG": 4, "-3SG@noun": 2, "DIST.OBJ": 1, "DIST": 1}), Labels.of())
>>> terminals["OBJ"], terminals["PRON"], terminals["POSS"], terminals["DEM"]
(('=OBJ',), ('3SG',), ('-3SG@noun',), ('DIST',))
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from grammar.classes import TERMINALS
from grammar.labels import FEATURE, Labels, is_person, split_fused
from grammar.tokens import Tokenizer, WordClasses
from morph.igt import is_label
from morph.model import IGT

WORD_CLASSES = (
    "noun", "name", "pron", "verb", "adj", "num", "quant", "dem", "det", "wh", "adv", "adp", "conj", "sub", "aux",
    "cop", "clf", "prt", "intj", "neg", "gen",
)  # fmt: skip
SPEECH = (
    "say", "tell", "ask", "think", "answer", "reply", "shout", "call_out", "promise", "believe", "know", "hope",
    "complain", "order", "warn",
)  # fmt: skip
"""English glosses of verbs that take a quote or a clause (the terminal SAY)."""
WISH = ("want", "like", "wish", "intend", "try", "need")
"""English glosses of verbs that take another predicate (the terminal WANT)."""
TIME = (
    "morning", "noon", "midday", "afternoon", "evening", "night", "midnight", "day", "week", "month", "year", "time",
    "summer", "winter", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
)  # fmt: skip
"""English glosses of nouns that tell when, without a case mark too (the terminal TIME)."""
_SPLIT_OFF = ("CASE", "OBJ", "SUBJ", "GEN")
_FREE = {"CASE": "ADP", "POSS": "POSSPRON"}
_BOUND = {"TAM": "TAM_BOUND", "NEG": "NEG_BOUND", "ADP": "CASE"}
_ABSORBED = ("DEM", "PL", "CLF", "NUM", "QUANT", "INTJ", "ADJ", "N", "V", "WH", "NAME", "ADV", "AUX", FEATURE, "")
_AGREEING_WITH_NONE = ("@num", "@quant", "@adv")  # "they-two", "he-alone": the person is the pronoun
_NEVER_ALONE = ("V", "N", FEATURE)


def count_marks(igts: Iterable[IGT], classes: WordClasses) -> Counter[str]:
    """How often each label stands, free (``IAM``) or bound (``=OBJ``; a person with its host, ``-3SG@noun``)."""
    igts = list(igts)
    free = {
        word.gloss
        for igt in igts
        for word in igt.words
        if word.analysis and len(word.analysis.morphs) == 1 and is_label(word.gloss)
    }
    tokenizer = Tokenizer(lambda descriptors: _is_bound(descriptors[0]) or descriptors[0] in free, classes)
    counts: Counter[str] = Counter()
    for igt in igts:
        for unit in tokenizer.units(igt):
            if not is_label(unit.gloss) or unit.gloss.isdigit():
                continue
            person = is_person(unit.gloss) and "POSS" not in unit.gloss and "=" not in unit.descriptors[0]
            counts[unit.descriptors[1 if unit.bound and person else 0]] += 1
    return counts


def _is_bound(mark: str) -> bool:
    return mark[:1] in ("-", "=", "~") or mark[-1:] in ("-", "=", "~")


def label_terminals(marks: Mapping[str, int], labels: Labels) -> dict[str, tuple[str, ...]]:
    """The descriptors of each terminal that labels fill, most used first."""
    found: dict[str, list[str]] = defaultdict(list)
    for mark, _ in sorted(marks.items(), key=lambda item: (-item[1], item[0])):
        terminal = _terminal(mark, labels)
        if terminal and mark not in found[terminal]:
            found[terminal].append(mark)
            if terminal in ("CASE", "ADP") and "comitative" in labels.meaning(mark.partition("@")[0].strip("-=~")):
                found["COMIT"].append(mark)  # "he=with she=with": he and she
    return {name: tuple(items) for name, items in found.items() if items}


def _terminal(mark: str, labels: Labels) -> str:
    gloss = mark.partition("@")[0].strip("-=~")
    bound = _is_bound(mark.partition("@")[0])
    label_class = labels.label_class(gloss)
    if not bound:
        return _free_terminal(gloss, label_class, labels)
    if label_class == "PRON":
        if not is_person(gloss):
            return ""
        if "=" in mark or mark.endswith(_AGREEING_WITH_NONE):
            return "PRON"
        return "POSS" if mark.endswith("@noun") else ""
    if label_class in _ABSORBED or "~" in mark:
        return ""
    return _BOUND.get(label_class, label_class)


def _free_terminal(gloss: str, label_class: str, labels: Labels) -> str:
    parts = split_fused(gloss)
    last = labels.label_class(parts[-1]) if len(parts) > 1 else ""
    if last in _SPLIT_OFF and "POSS" not in gloss:
        return ""
    if last in ("NEG", "TAM") and label_class in ("", last):
        return ""
    if label_class in _NEVER_ALONE or not label_class:
        return "PRT"
    return _FREE.get(label_class, label_class)


def class_terminals() -> dict[str, tuple[str, ...]]:
    """The terminals that word classes fill, whatever the language; verbs of speech and wish by their gloss."""
    found: dict[str, list[str]] = defaultdict(list)
    for name in WORD_CLASSES:
        found["POSSPRON" if name == "gen" else TERMINALS[name]].append(f"@{name}")
    found["SAY"], found["WANT"] = list(SPEECH), list(WISH)
    found["TIME"] = [*TIME, *(name.capitalize() for name in TIME if name.endswith("day") and len(name) > 4)]
    found["PRT"].append("@label")
    return {name: tuple(items) for name, items in found.items()}


def all_terminals(marks: Mapping[str, int], labels: Labels) -> dict[str, tuple[str, ...]]:
    """Labels and word classes together, by terminal; bound forms of fused case labels included."""
    found: dict[str, list[str]] = defaultdict(list)
    for source in (label_terminals(marks, labels), class_terminals()):
        for name, items in source.items():
            found[name] += items
    for mark in marks:
        parts = split_fused(mark)
        if "@" in mark or len(parts) == 1 or _is_bound(mark):
            continue
        if _free_terminal(mark, labels.label_class(mark), labels):
            continue
        for part in (parts[0], *(f"={part}" for part in parts[1:])):  # the word counts as these: "1PL", "=OBJ"
            name = _terminal(part, labels)
            if name and part not in found[name]:
                found[name].append(part)
    return {name: tuple(dict.fromkeys(items)) for name, items in found.items()}
