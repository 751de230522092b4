"""What a stem may be in English: its gloss, the senses of its lexeme, and what a project's own translations say.

>>> [(p.text, p.kind) for p in phrases("to be angry; to scold (someone)")]
[('be angry', 'adj'), ('scold', 'verb')]
>>> [(p.text, p.kind) for p in phrases("a kind of banana")], phrases("[filler]")
([('banana', 'noun')], ())
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from grammar.classes import from_gloss
from grammar.tokens import Unit
from hybrid.into_english.english import is_participle, lemmas
from morph.igt import is_label
from morph.model import UNKNOWN_GLOSS, Lexeme

_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|‘|’|[\"“”?!]|(?<!\w)'|'(?!\w)")
_KIND_OF = re.compile(
    r"^(?:(?:a|the|some|one)\s+)?(?:small |big |large )?(?:kinds?|types?|sorts?|species|k\.\s?o\.?)(?: of)? ",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"^(?:an?|the) (?!lot|few|little|bit|couple)", re.IGNORECASE)
_TAIL = re.compile(r" (?:that|which|who|as|with|for|when|because|where|of|from|to|in|on|by) ")
_LONGEST = 4
_KINDS = {"verb": "verb", "aux": "verb", "adj": "adj", "noun": "noun", "name": "noun"}
_GLOSS_PRIOR = 1.0
_SENSE_PRIORS = (1.0, 0.5, 0.3, 0.2)
_LEARNED_LEAST = 2
_LEARNED_SHARE = 0.25


@dataclass(frozen=True, slots=True)
class Phrase:
    """An English phrase for a stem: ``kind`` is ``verb``, ``noun``, ``adj`` or another word class (``adv`` …);
    ``kind_of`` where the source says "a kind of …"."""

    text: str
    kind: str
    kind_of: bool = False


@dataclass(frozen=True, slots=True)
class Option:
    """A phrase with its log-weight among the phrases of a stem and where it comes from (an origin)."""

    phrase: Phrase
    weight: float
    origin: str


def phrases(definition: str, word_class: str = "") -> tuple[Phrase, ...]:
    """The short English phrases in a definition or gloss, in order."""
    found: dict[str, Phrase] = {}
    text = _BRACKETS.sub(" ", definition.replace("_", " "))
    text = re.sub(r"(?<=\w)\.(?=\w)", " ", text) if " " not in text.strip() else text
    for part in re.split(r"\s*[;/]\s*", text):
        pieces = re.split(r"\s*,\s*|\s+or\s+(?:to\s+)?", part)
        to = part.strip().startswith("to ")
        for i, piece in enumerate(pieces):
            phrase = _phrase(piece, "verb" if to else word_class)
            if phrase and (i == 0 or len(phrase.text.split()) <= 2):
                found.setdefault(phrase.text.casefold(), phrase)
    return tuple(found.values())


def _phrase(text: str, word_class: str) -> Phrase | None:
    text = " ".join(text.split()).strip(" .:,-")
    kind_of = bool(_KIND_OF.match(text))
    text = _ARTICLE.sub("", _KIND_OF.sub("", text))
    if text.startswith("to "):
        text, word_class = text.removeprefix("to "), "verb"
    if len(text.split()) > _LONGEST:
        text = _TAIL.split(text)[0]
    words = text.split()
    if not words or len(words) > _LONGEST or is_label(text):
        return None
    if not (text[0].isupper() and word_class in ("noun", "name")):
        text = text[:1].lower() + text[1:] if not text[:2].isupper() and text != "I" else text
    return Phrase(text, _kind(text, word_class), kind_of)


def _kind(text: str, word_class: str) -> str:
    first, _, rest = text.partition(" ")
    english = from_gloss(text)
    if first == "be" and rest:
        return "adj"
    if word_class == "verb" and is_participle(first):
        return "adj"
    if word_class == "verb":
        return "adj" if english == "adj" else english if english in ("adv", "quant", "num") else "verb"
    if word_class in ("noun", "name"):
        return "noun"
    return _KINDS.get(english, english) or _KINDS.get(word_class, word_class) or "noun"


def key_of(unit: Unit) -> str:
    """The key under which the project's translations are counted: form and gloss of a stem, the gloss of a label."""
    return unit.gloss if is_label(unit.gloss) or unit.bound else f"{unit.form.casefold()}|{unit.gloss.casefold()}"


def derived_key(unit: Unit) -> str:
    """The key of a stem with the affixes that make another word of it (causative …); inflection left out."""
    marks = [mark for mark in unit.features if not _INFLECTION.search(mark)]
    return f"{key_of(unit)}{''.join(marks)}" if marks else key_of(unit)


_INFLECTION = re.compile(r"[123]|PL|DU|SG|^[-=]?N[-=]?$|^~|~$|[^A-Z.\-=_]")


@dataclass
class Lexical:
    """English phrases for stems. ``counts[key][lemma]`` is how often the translations render a key so."""

    lexemes: tuple[Lexeme, ...] = ()
    counts: Mapping[str, Counter[str]] = field(default_factory=dict)
    by_id: dict[str, Lexeme] = field(default_factory=dict)
    by_form: dict[str, list[Lexeme]] = field(default_factory=lambda: defaultdict(list))
    known: dict[tuple[str, str], tuple[Option, ...]] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, lexemes: Iterable[Lexeme], counts: Mapping[str, Counter[str]] | None = None) -> Lexical:
        """Index the lexemes of a project."""
        lexical = cls(tuple(lexemes), counts or {})
        for lexeme in lexical.lexemes:
            lexical.by_id[lexeme.id] = lexeme
            for form in {lexeme.headword, *(a.form for a in lexeme.forms if not a.gloss)}:
                lexical.by_form[form.casefold()].append(lexeme)
        return lexical

    def lexemes_of(self, unit: Unit) -> list[Lexeme]:
        """The lexemes that a unit may belong to: by its id, else by form and gloss, else by form and class."""
        for morph in unit.morphs:
            if morph.morpheme in self.by_id:
                return [self.by_id[morph.morpheme]]
        same_form = self.by_form.get(unit.form.casefold(), [])
        same_gloss = [lexeme for lexeme in same_form if _norm(lexeme.gloss) == _norm(unit.gloss)]
        return same_gloss or [
            lexeme for lexeme in same_form if any(_norm(unit.gloss) in _norm(sense) for sense in lexeme.senses)
        ]

    def options(self, unit: Unit) -> tuple[Option, ...]:
        """The English phrases of a stem, best first; none for a label or a word without gloss."""
        key = derived_key(unit), unit.classes[0] if unit.classes else ""
        if key not in self.known:
            self.known[key] = self._options(unit)
        return self.known[key]

    def named_words(self, unit: Unit) -> set[str]:
        """The lemmas that the gloss and senses of a unit name."""
        found: set[str] = set()
        for phrase in self._candidates(unit):
            for word in phrase.text.casefold().split():
                found.update(lemmas(word))
        return found - _SMALL

    def _candidates(self, unit: Unit) -> dict[Phrase, float]:
        """Phrases from the dictionary with their priors."""
        if is_label(unit.gloss) or unit.gloss == UNKNOWN_GLOSS:
            return {}
        word_class = unit.classes[0] if unit.classes else ""
        priors: dict[str, tuple[Phrase, float]] = {}

        def add(phrase: Phrase, prior: float) -> None:
            old = priors.get(phrase.text.casefold())
            priors[phrase.text.casefold()] = (old[0] if old else phrase, prior + (old[1] if old else 0.0))

        for phrase in phrases(unit.gloss, word_class):
            add(phrase, _GLOSS_PRIOR)
        for lexeme in self.lexemes_of(unit):
            number = 0
            for sense in lexeme.senses:
                for phrase in phrases(sense, word_class):
                    add(phrase, _SENSE_PRIORS[min(number, len(_SENSE_PRIORS) - 1)])
                    number += 1
        return dict(priors.values())

    def _options(self, unit: Unit) -> tuple[Option, ...]:
        if is_label(unit.gloss):
            return ()
        if len(unit.morphs) > 1:
            return self._compound(unit)
        return self._simple(unit)

    def _compound(self, unit: Unit) -> tuple[Option, ...]:
        """The phrases of a word of several stems: its own where the lexicon has it, else those of its parts.

        With a verb the others follow it ("firewood-get" is "get firewood"), else they stand as they are.
        """
        whole = self._of_form(re.sub(r"[-=~]", "", unit.form).casefold(), unit.classes[0] if unit.classes else "")
        if whole:
            return whole
        if any(morph.gloss in (UNKNOWN_GLOSS, "") for morph in unit.morphs):
            return ()
        parts = [
            (morph, self._simple(replace(unit, form=morph.form, gloss=morph.gloss, morphs=(morph,))))
            for morph in unit.morphs
            if not is_label(morph.gloss)
        ]
        if not parts or not all(options for _, options in parts):
            return ()
        if unit.classes[:1] == ("verb",):
            heads = [i for i, (morph, _) in enumerate(parts) if from_gloss(morph.gloss) == "verb"]
            head = heads[-1] if heads else len(parts) - 1
            parts = [parts[head], *parts[:head], *parts[head + 1 :]]
        text = " ".join(options[0].phrase.text for _, options in parts)
        kind = parts[0][1][0].phrase.kind if unit.classes[:1] == ("verb",) else parts[-1][1][0].phrase.kind
        return (Option(Phrase(text, kind), 0.0, "lexicon"),)

    def _of_form(self, form: str, word_class: str) -> tuple[Option, ...]:
        found = [
            phrase for lexeme in self.by_form.get(form, []) for s in lexeme.senses for phrase in phrases(s, word_class)
        ]
        return tuple(Option(phrase, -0.7 * i, "lexicon") for i, phrase in enumerate(dict.fromkeys(found)))[:4]

    def _simple(self, unit: Unit) -> tuple[Option, ...]:
        candidates = self._candidates(unit)
        counts = self.counts.get(derived_key(unit), Counter())
        if counts.total() < _LEARNED_LEAST:
            counts = self.counts.get(key_of(unit), Counter())
        total = counts.total()
        scored = {phrase: (prior, "lexicon") for phrase, prior in candidates.items()}
        by_text = {phrase.text.casefold(): phrase for phrase in candidates}
        word_class = unit.classes[0] if unit.classes else ""
        for text, count in counts.items():
            known = by_text.get(text)
            if known:
                scored[known] = (scored[known][0] + count, "pairs" if count > scored[known][0] else "lexicon")
            elif count >= _LEARNED_LEAST and count / total >= _LEARNED_SHARE and _is_content(text, word_class):
                phrase = _phrase(text, word_class)
                if phrase:
                    scored[phrase] = (float(count), "pairs")
        whole = sum(score for score, _ in scored.values()) or 1.0
        options = [Option(phrase, math.log(score / whole), origin) for phrase, (score, origin) in scored.items()]
        return tuple(sorted(options, key=lambda option: (-option.weight, option.phrase.text)))[:6]


def _is_content(text: str, word_class: str) -> bool:
    """Whether words from translations can stand for a stem: not only function words, unless the stem is one."""
    words = text.split()
    if not set(words) - _SMALL:
        return False
    return word_class not in ("noun", "verb", "adj", "name") or from_gloss(words[0]) not in _FUNCTION_CLASSES


def _norm(text: str) -> str:
    return re.sub(r"[\s._]+", " ", text.casefold()).strip()


_FUNCTION_CLASSES = ("wh", "sub", "adp", "pron", "det", "dem", "conj", "aux", "cop", "neg", "gen", "intj")
_SMALL = frozenset(
    [
        "a",
        "an",
        "the",
        "to",
        "be",
        "of",
        "in",
        "on",
        "at",
        "for",
        "with",
        "by",
        "from",
        "up",
        "down",
        "out",
        "over",
        "into",
        "not",
        "and",
        "or",
        "it",
        "one's",
        "sb",
        "sth",
        "there",
        "here",
        "have",
        "do",
        "he",
        "she",
        "they",
        "we",
        "i",
        "you",
        "me",
        "him",
        "her",
        "them",
        "us",
        "his",
        "my",
        "your",
        "their",
        "its",
        "our",
        "this",
        "that",
        "these",
        "those",
        "'s",
    ]
)
