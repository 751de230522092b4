"""Rule displays of a book as sound rules: ``/p/ → [w] / [V]+_[V] or [V]_+[V]``.

The arrow may be ``→ > ⇒ ->``; what changes may stand in slashes or brackets, alone, in a list or as features; the
context may have sets, feature bundles, braces, optional parts and alternatives with *or*. What the notation of the
project cannot express (syllable edges, stress, word classes) gives a message and no rule.

>>> from rules.extract.phonology.orthography import Orthography
>>> reader = DisplayReader(learn_inventory([tuple("aeioupbtdkgmnwrj")]), Orthography({}))
>>> [rule_cells(rule) for rule in reader.read("/p/ → [w]/[V]+_[V] or [V]_+[V]")]
[('p', 'w', 'V+', 'V'), ('p', 'w', 'V', '+V')]
>>> [rule_cells(rule) for rule in reader.read("[+stop] → [+voiced] / [+nasal]_")]
[('k/p/t', 'g/b/d', 'N', '')]
>>> reader.read("SUBJ > OBJ")
()
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass

from morph.letters import letters
from rules.extract.phonology.letters import Inventory, has_feature, learn_inventory
from rules.extract.phonology.orthography import Orthography

__all__ = ["Display", "DisplayError", "DisplayReader", "learn_inventory", "rule_cells"]

_ARROW = re.compile(r"→|⟶|⇒|↦|-+>|=>|(?<![<\w])>(?!>)|(?<=\s)>(?=\s)")
_PLACE = re.compile(r"_+|[–—]{2,}|…_…")
_OR = re.compile(r"\s+or\s+|\s*;\s*|\s+and\s+")
_NULL = re.compile(r"^(?:∅|Ø|ø|⌀|0|zero|null|nothing)$")
_TRAILING = re.compile(r"\s*(?:\([^()]*\)|\.)\s*$")
_ENVIRONMENT = re.compile(r"[\w\s\[\]{}()+\-=#*_,|/∅^<>'’~̥-ͯ]+")
_PAIRS = dict(zip("ptkqcʈfsʃxθɸχšçčʧ", "bdgɢɟɖvzʒɣðβʁžʝǰʤ", strict=True))
_ALIASES = {
    "vowel": "V", "syllabic": "V", "consonant": "C", "consonantal": "C", "nasal": "N", "plosive": "stop",
    "voice": "voiced", "unvoiced": "voiceless", "obstruent": "obstruent", "bilabial": "labial", "velar": "dorsal",
    "alveolar": "coronal", "rounded": "round", "vowels": "V", "consonants": "C", "nasals": "N", "stops": "stop",
}  # fmt: skip
_FEATURES = ("stop", "nasal", "voiced", "voiceless", "fricative", "liquid", "sonorant", "labial", "coronal", "dorsal",
             "front", "back", "round", "high", "low", "obstruent")  # fmt: skip


class DisplayError(ValueError):
    """A rule display that the notation cannot express; the message says why."""


@dataclass(frozen=True, slots=True)
class Display:
    """A rule as a book states it, in the notation: parallel ``target`` and ``output``, and its context."""

    target: tuple[str, ...]
    output: tuple[str, ...]
    before: str
    after: str
    optional: bool = False


def rule_cells(rule: Display) -> tuple[str, str, str, str]:
    """The cells ``in out before after``."""
    outputs = rule.output if len(set(rule.output)) > 1 else rule.output[:1]
    target, output = ("/".join(item or "∅" for item in side) for side in (rule.target, outputs))
    return target, output, rule.before, rule.after


class DisplayReader:
    """Reads rule displays with the letters and the spelling of one language."""

    def __init__(self, inventory: Inventory, orthography: Orthography) -> None:
        self._inventory = inventory
        self._orthography = orthography
        self._classes = dict(inventory.classes)

    def read(self, text: str) -> tuple[Display, ...]:
        """The rules of one line; none where it is no rule display. DisplayError where it is one but can't be said."""
        optional = bool(re.search(r"\b(?:optional(?:ly)?|sometimes|careful speech|fast speech)\b", text))
        line = text.strip()
        while (shorter := _TRAILING.sub("", line)) != line:
            line = shorter
        sides = _ARROW.split(line)
        if len(sides) != 2 or "_" not in (right := _PLACE.sub("_", sides[1])):
            return ()
        output_text, slash, context = _at_slash(right)
        if (
            not sides[0].strip()
            or not slash
            or not _ENVIRONMENT.fullmatch(context)
            or not _is_short(sides[0])
            or not _is_short(output_text)
        ):
            return ()
        target, output = self._change(sides[0], output_text)
        contexts = [self._context(part) for part in _OR.split(context.strip()) if "_" in part]
        if all(one == other for one, other in zip(target, output, strict=True)) or not contexts:
            return ()
        return tuple(Display(target, output, before, after, optional) for before, after in contexts)

    # --- what changes into what ----------------------------------------------------------------------------------

    def _change(self, target: str, output: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        wanted = self._bundle(output)
        if wanted is not None:
            return self._shifted(self._targets(target), wanted)
        targets, outputs = self._targets(target), self._items(output)
        if len(outputs) == 1:
            outputs *= len(targets)
        if len(targets) != len(outputs):
            raise DisplayError(f"{len(targets)} sounds become {len(outputs)}")
        return targets, outputs

    def _targets(self, text: str) -> tuple[str, ...]:
        bundle = self._bundle(text)
        if bundle is None:
            return self._items(text)
        found = tuple(sorted(self._having(bundle)))
        if not found:
            raise DisplayError(f"no letter is {text.strip()}")
        return found

    def _items(self, text: str) -> tuple[str, ...]:
        """The sounds of a list, spelt: ``/p, t/``, ``[p]``, ``p/t``, ``{p,t}``, ``∅``."""
        inner = re.sub(r"[\[\]{}⟨⟩<>‘’'\"]", " ", text).strip().strip("/")
        items = [item.strip(" /") for item in re.split(r"[,/~∼]|\bor\b|\s{2,}", inner)]
        items = [item for item in items if item]
        if not items or any(" " in item for item in items):
            raise DisplayError(f"{text.strip()!r} is no list of sounds")
        return tuple("" if _NULL.match(item) else self._spelt(item) for item in items)

    def _spelt(self, item: str) -> str:
        if item in self._classes or (len(item) == 1 and item.isupper()):
            return item
        if re.search(r"[A-Z]{2,}", item):
            raise DisplayError(f"{item!r} is no sound")
        return self._orthography.spell(item)

    def _bundle(self, text: str) -> tuple[tuple[str, bool], ...] | None:
        """Features with their signs, of ``[+stop, -voiced]`` or ``[nasal]``; None where there are none."""
        inner = text.strip().strip("/[]{}")
        found = []
        for item in re.split(r"[,;\s]+", inner):
            name = item.lstrip("+-−–").casefold()
            name = _ALIASES.get(name, name)
            if name not in _FEATURES and name not in ("V", "C", "N"):
                return None
            if len(item) == 1 and item == name:
                return None
            found.append((name, not item.startswith(("-", "−", "–"))))
        return tuple(found) or None

    def _having(self, bundle: tuple[tuple[str, bool], ...]) -> frozenset[str]:
        chosen = self._inventory.alphabet
        for name, sign in bundle:
            chosen &= self._with(name) if sign else self._inventory.alphabet - self._with(name)
        return frozenset(letter for letter in chosen if letter.isalpha())

    def _with(self, name: str) -> frozenset[str]:
        if name in ("V", "C", "N"):
            return self._classes.get(name, frozenset())
        if name == "obstruent":
            return self._with("stop") | self._with("fricative")
        return frozenset(x for x in self._inventory.alphabet if has_feature(x, name))

    def _shifted(
        self, targets: tuple[str, ...], wanted: tuple[tuple[str, bool], ...]
    ) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Voicing and devoicing letter by letter; other features cannot be said without knowing more."""
        voiced = {"voiced": True, "voiceless": False}
        if len(wanted) != 1 or wanted[0][0] not in voiced:
            raise DisplayError(f"a change of {', '.join(name for name, _ in wanted)} has no letters")
        to_voiced = voiced[wanted[0][0]] == wanted[0][1]
        table = _PAIRS if to_voiced else {b: a for a, b in _PAIRS.items()}
        spell = self._orthography.letter
        pairs = {spell(a): spell(b) for a, b in table.items()}
        chosen = [t for t in targets if t in pairs and pairs[t] in self._inventory.alphabet]
        if not chosen:
            raise DisplayError("no letter has a partner that differs in voice")
        return tuple(chosen), tuple(pairs[t] for t in chosen)

    # --- where -----------------------------------------------------------------------------------------------------

    def _context(self, text: str) -> tuple[str, str]:
        sides = text.split("_")
        if len(sides) != 2:
            raise DisplayError(f"{text.strip()!r} has no single place '_'")
        before, after = (self._side(side) for side in sides)
        return before, after

    def _side(self, text: str) -> str:
        """One side in the notation; braces become alternatives."""
        options = [re.split(r"[,|]", part[1:-1]) if part[:1] == "{" else [part] for part in _pieces(text)]
        if len(options) > 6:
            raise DisplayError(f"{text.strip()!r} is too long")
        return " | ".join("".join(map(self._piece, combined)) for combined in itertools.product(*options))

    def _piece(self, text: str) -> str:
        piece = text.strip()
        if not piece:
            return ""
        if piece[0] == "[" and piece[-1] == "]":
            return self._set(piece[1:-1])
        if piece[0] == "(" and piece[-1] == ")":
            return f"({self._side(piece[1:-1])})"
        bundle = self._bundle(piece) if len(piece) > 1 else None
        if bundle is not None:
            return self._members(bundle)
        if re.search(r"[σωμ.$%]", piece) or re.search(r"[A-Z]{2,}", piece):
            raise DisplayError(f"{piece!r} is no sound, class, boundary or edge")
        return "".join(self._symbol(symbol) for symbol in re.sub(r"[₀⁰]", "*", piece) if not symbol.isspace())

    def _symbol(self, symbol: str) -> str:
        if symbol in "+-=~#*()":
            return symbol
        if symbol.isupper() and symbol not in self._classes:
            raise DisplayError(f"{symbol!r} is a class that is not known")
        return symbol if symbol in self._classes else self._orthography.letter(symbol)

    def _set(self, inner: str) -> str:
        text = inner.strip()
        if text in self._classes or text in ("+", "#", "-", "="):
            return text
        bundle = self._bundle(text)
        if bundle is not None:
            return self._members(bundle)
        negated = "^" if text.startswith("^") else ""
        items = [self._spelt(x) for x in letters_or_classes(re.sub(r"[,\s/^]", "", text), self._classes)]
        if any(len(letters(item)) > 1 for item in items):
            return "".join(items) if len(items) == 1 else _alternatives(items, text)
        return items[0] if len(items) == 1 and not negated else f"[{negated}{''.join(items)}]"

    def _members(self, bundle: tuple[tuple[str, bool], ...]) -> str:
        if len(bundle) == 1 and bundle[0][1] and bundle[0][0] in self._classes:
            return bundle[0][0]
        members = "".join(sorted(self._having(bundle)))
        if not members:
            raise DisplayError("no letter has these features")
        return f"[{members}]" if len(members) > 1 else members


def letters_or_classes(text: str, classes: dict[str, frozenset[str]]) -> list[str]:
    """The letters of a set; a capital that names a class stays one."""
    return [char if char in classes else letter for char in _clusters(text) for letter in [letters(char)[0]]]


def _clusters(text: str) -> list[str]:
    found: list[str] = []
    for char in text:
        if found and not char.isalnum() and not char.isspace():
            found[-1] += char
        else:
            found.append(char)
    return found


def _alternatives(items: list[str], text: str) -> str:
    raise DisplayError(f"the set {text!r} has a sound that is spelt with {max(items, key=len)!r}")


def _is_short(text: str) -> bool:
    """Whether a side can be a list of sounds or a feature bundle, not words."""
    words = re.sub(r"\[[^\]]*\]|/[^/]*/", "x", text).split()
    return len(words) <= 4 and len(text) <= 40


def _at_slash(text: str) -> tuple[str, str, str]:
    """Split ``[w] / V_V`` at the slash of the context: the last one before the place that closes no ``/x/``."""
    head = text[: text.index("_")]
    slashes = [match.start() for match in re.finditer("/", head)]
    for at in reversed(slashes):
        output = text[:at]
        if output.strip() and output.count("/") % 2 == 0:
            return output, "/", text[at + 1 :]
    return text, "", ""


def _pieces(text: str) -> list[str]:
    """A side cut into bracketed parts and what stands between them."""
    found = re.findall(r"\[[^\]]*\]|\{[^}]*\}|\([^)]*\)|[^\[{(]+", text.strip())
    return found or [""]
