"""English forms: verbs, plurals, articles, pronouns. Irregular ones come from lemminflect (extra ``english``).

>>> verb("take by hand", "ing"), verb("be", "s", "1sg"), verb("catch", "past"), plural("child")
('taking by hand', 'am', 'caught', 'children')
>>> with_article("hour", "a"), with_article("canoe", "the"), possessive("James"), possessive("mother")
('an hour', 'the canoe', "James's", "mother's")
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType

from morph.errors import MissingExtraError

FORMS = {"base": "VB", "s": "VBZ", "ing": "VBG", "past": "VBD", "pp": "VBN"}
_BE = {
    ("s", "1sg"): "am", ("s", "3sg"): "is", ("s", ""): "are", ("past", "1sg"): "was", ("past", "3sg"): "was",
    ("past", ""): "were",
}  # fmt: skip
MODALS = frozenset(["can", "could", "may", "might", "must", "shall", "should", "will", "would"])
_AN_EXCEPTIONS = re.compile(r"(?:hour|honest|honou?r|heir)", re.IGNORECASE)
_A_EXCEPTIONS = re.compile(r"(?:uni|use|usu|eu|one\b|once|u[bknrt][aeiou])", re.IGNORECASE)
PRONOUNS: dict[str, tuple[str, str, str, str, str]] = {
    # person and number: subject, object, possessive, possessive alone, reflexive
    "1sg": ("I", "me", "my", "mine", "myself"),
    "2sg": ("you", "you", "your", "yours", "yourself"),
    "3sg": ("he", "him", "his", "his", "himself"),
    "3sgf": ("she", "her", "her", "hers", "herself"),
    "3sgn": ("it", "it", "its", "its", "itself"),
    "1pl": ("we", "us", "our", "ours", "ourselves"),
    "2pl": ("you", "you", "your", "yours", "yourselves"),
    "3pl": ("they", "them", "their", "theirs", "themselves"),
}


class _Hidden(MetaPathFinder):
    """Makes one package look not installed."""

    def __init__(self, name: str) -> None:
        self.name = name

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname == self.name:
            raise ModuleNotFoundError(fullname)
        return None


@contextmanager
def _without(name: str) -> Iterator[None]:
    finder = _Hidden(name)
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)


@cache
def _lemminflect() -> ModuleType:
    """The library, loaded without the spaCy extension that it would otherwise pull in (three seconds)."""
    try:
        if "spacy" in sys.modules:
            import lemminflect
        else:
            with _without("spacy"):
                import lemminflect
    except ModuleNotFoundError as error:
        raise MissingExtraError("Translation into English", "english") from error
    return lemminflect


@cache
def lemmas(word: str) -> tuple[str, ...]:
    """The lemmas that an English word form may belong to, verbs first; the word itself where none is known."""
    if word == "people":
        return ("person",)
    found = _lemminflect().getAllLemmas(word)
    ordered = [lemma for tag in ("VERB", "AUX", "NOUN", "ADJ", "ADV") for lemma in found.get(tag, ())]
    return tuple(dict.fromkeys(ordered)) or (word,)


@cache
def is_verb(word: str) -> bool:
    """Whether a word form can be a verb."""
    found = _lemminflect().getAllLemmas(word)
    return "VERB" in found or "AUX" in found


@cache
def is_participle(word: str) -> bool:
    """Whether a word is the past participle of a verb and nothing else ("crushed", "gone"; not "come", "hit")."""
    found = _lemminflect().getAllLemmas(word).get("VERB", ())
    return word not in found and any(word in _lemminflect().getInflection(lemma, "VBN") for lemma in found)


@cache
def _inflected(lemma: str, tag: str) -> str:
    forms = _lemminflect().getInflection(lemma, tag)
    return forms[0] if forms else lemma


def verb(lemma: str, form: str, person: str = "3sg") -> str:
    """A form of a verb: ``base``, ``s`` (present, agreeing with ``person``), ``ing``, ``past`` or ``pp``.

    Of a lemma of several words the first is inflected.
    """
    head, _, rest = lemma.partition(" ")
    tail = f" {rest}" if rest else ""
    if head == "be" and form in ("s", "past"):
        return _BE.get((form, person), _BE[form, ""]) + tail
    if head in MODALS:
        return lemma
    if form == "s" and person != "3sg":
        return lemma
    if head == "be" and form == "base":
        return lemma
    return _inflected(head, FORMS[form]) + tail


def plural(noun: str) -> str:
    """The plural of a noun phrase without article: its last word, or the one before ``of``."""
    head, of, rest = noun.partition(" of ")
    before, _, last = head.rpartition(" ")
    formed = "people" if last == "person" else _inflected(last, "NNS")
    return f"{before} {formed}".strip() + of + rest


@cache
def is_plural(noun: str) -> bool:
    """Whether the last word of a noun phrase is a plural form of another word."""
    last = noun.rpartition(" ")[2]
    if last == "people":
        return True
    found = _lemminflect().getAllLemmas(last, upos="NOUN").get("NOUN", ())
    return bool(found) and last not in found


def with_article(phrase: str, article: str) -> str:
    """The phrase with ``a`` (or ``an``), ``the`` or nothing before it."""
    if article != "a":
        return f"{article} {phrase}".strip()
    vowel = phrase[:1].lower() in "aeiou" and not _A_EXCEPTIONS.match(phrase)
    return f"{'an' if vowel or _AN_EXCEPTIONS.match(phrase) else 'a'} {phrase}"


def possessive(phrase: str) -> str:
    """The phrase with its genitive ending."""
    return f"{phrase}'" if phrase.endswith("s") and is_plural(phrase.lower()) else f"{phrase}'s"


def capitalized(text: str) -> str:
    """The text with a capital at its first letter."""
    match = re.search(r"[^\W\d_]", text)
    return text if not match else text[: match.start()] + text[match.start()].upper() + text[match.start() + 1 :]
