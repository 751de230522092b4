r"""The lines of an interlinear example: words, which line is which, and whether they align.

A group or a tie holds a word together (its white space is written ``_``); a word without text is a *filler*: it is
written ``∅`` where the other line has a gloss for it and ``_`` where it only fills a gap of the gloss line.

>>> arrange(["ma   toni", "ma   to=ni", "3SG  say=NFIN"]).morphs
('ma', 'to=ni')
>>> arrange(["a b c", "x y"]).problem
'the morph line has 3 words, the gloss line 2'
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from difflib import SequenceMatcher

from rules.sources.latex.render import EMPTY, JOINED, TIE
from rules.sources.latex.spans import tex_quotes

FILLER = "_"
ZERO = "∅"
_SEPARATORS = re.compile(r"[-=~<>]")
_TILDES = str.maketrans(
    {
        "∼": "~",
        "˷": "~",
        "～": "~",
        "‑": "-",
        "‐": "-",
        "−": "-",
        "⹀": "=",
        "﹦": "=",
        "＝": "=",
        "⟨": "<",
        "⟩": ">",
        "〈": "<",
        "〉": ">",
    }
)
_PUNCTUATION = re.compile(r"[.,;:!?…/|“”„\"«»()\[\]–—‖]+")
_ELISION = re.compile(r"[(\[]?(?:\.\.\.|…)[)\]]?[.,]?|[(\[]\.{1,2}[)\]]")
_LABEL = re.compile(r"[A-Z0-9]+(?:[./:>|][A-Z0-9]+)*")
_QUOTES = "“”„«»"


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of one example in their roles; ``problem`` says why they do not align, empty where they do."""

    surface: str = ""
    surface_words: tuple[str, ...] = ()
    morphs: tuple[str, ...] = ()
    glosses: tuple[str, ...] = ()
    problem: str = ""


def split_words(line: str) -> list[str]:
    """The words of a line in line mode; a filler is an empty string."""
    return [_word(word) for word in tex_quotes(line).split() if word]


def _word(word: str) -> str:
    text = word.replace(EMPTY, "").strip(JOINED + TIE)
    if TIE in text or JOINED in text:
        # An ellipsis tied to a word is none of its parts.
        parts = re.split(f"([{JOINED}{TIE}]+)", text)
        while len(parts) > 2 and _PUNCTUATION.fullmatch(parts[-1]):
            parts = parts[:-2]
        text = "".join(parts)
    text = re.sub(f"{JOINED}*{TIE}[{JOINED}{TIE}]*", TIE, text)
    text = re.sub(f"{JOINED}+", "_", text)
    return unicodedata.normalize("NFC", text.translate(_TILDES))


def _resolve_ties(word: str, reduplicated: bool) -> str:
    return word.replace(TIE, "~" if reduplicated else "_")


def is_reduplication(word: str) -> bool:
    """Whether the parts around a tie look like a copy and its base (``siep~siep``, ``ka~kaya``)."""
    parts = word.split(TIE)
    return len(parts) == 2 and all(parts) and (
        parts[0].startswith(parts[1]) or parts[1].startswith(parts[0]) or parts[0].endswith(parts[1])
    )  # fmt: skip


def skeleton(word: str) -> str:
    """The separators of a word in order: ``a-b=c`` → ``-=``."""
    return "".join(_SEPARATORS.findall(word))


def label_share(words: list[str]) -> float:
    """The share of pieces that look like gloss labels (capitals and digits)."""
    pieces = [piece for word in words for piece in re.split(r"[-=~<>]", word) if piece]
    return sum(bool(_LABEL.fullmatch(piece)) for piece in pieces) / len(pieces) if pieces else 0.0


def bare(words: list[str]) -> str:
    """The letters of a line: separators, punctuation and case away (to compare a surface and a morph line)."""
    letters = unicodedata.normalize("NFD", "".join(words).casefold())
    return "".join(char for char in letters if char.isalnum() and unicodedata.category(char) != "Lm")


def likeness(first: list[str], second: list[str]) -> float:
    """How alike two lines are in their letters, 0 to 1."""
    one, two = bare(first), bare(second)
    if not one or not two:
        return 0.0
    return SequenceMatcher(None, one[:400], two[:400], autojunk=False).ratio()


def _agreement(morphs: list[str], glosses: list[str]) -> float:
    """Share of words whose separators agree, among those that have any; 0.5 where none has."""
    pairs = [(skeleton(m), skeleton(g)) for m, g in zip(morphs, glosses, strict=False)]
    marked = [m == g for m, g in pairs if m or g]
    return sum(marked) / len(marked) if marked else 0.5


def _filled(words: list[str]) -> float:
    return sum(1 for word in words if word) / len(words) if words else 0.0


def roles(lines: list[list[str]], translation: str = "") -> tuple[int | None, int, int]:
    """Which line is the surface (None: there is none), which the morph line, which the gloss line.

    The morph line is the first line, or a later one that has the letters of an earlier one; the gloss line is the one
    whose word count, separators and labels fit it best, and whose words come back in the translation.
    """
    count = len(lines)
    if count <= 2:
        return None, 0, count - 1
    alike = {(i, j): likeness(lines[i], lines[j]) for i in range(count) for j in range(i + 1, count)}
    best, choice = -1.0, (count - 2, count - 1)
    for morph in range(count):
        twins = [i for i in range(morph) if alike[i, morph] >= 0.5]
        if morph and not twins and not (morph == 1 and _other_script(lines[0], lines[1])):
            continue
        for gloss in range(count):
            if gloss == morph or alike[min(morph, gloss), max(morph, gloss)] >= 0.6:
                continue
            score = _score(lines[morph], lines[gloss]) + 0.5 * (gloss == morph + 1)
            score += 1.5 * _told(lines[gloss], translation)
            score += 0.3 * bool(twins) + 0.2 * len(skeleton("".join(lines[morph]))) / (1 + len(lines[morph]))
            if score > best:
                best, choice = score, (morph, gloss)
    morph, gloss = choice
    rest = [i for i in range(count) if i not in choice]
    twins = [i for i in rest if alike[min(i, morph), max(i, morph)] >= 0.5 or _other_script(lines[i], lines[morph])]
    surface = twins[0] if twins else (rest[0] if best < 0 and rest else None)
    return surface, morph, gloss


def _score(morphs: list[str], glosses: list[str]) -> float:
    return (
        3.0 * (len(morphs) == len(glosses))
        + 2.0 * _agreement(morphs, glosses)
        + 0.3 * (label_share(glosses) - label_share(morphs))
        + _filled(glosses)
        - _numeric(glosses)
    )


def _pieces(words: list[str]) -> list[str]:
    return [piece for word in words for piece in re.split(r"[-=~<>._:]", word) if piece]


def _numeric(words: list[str]) -> float:
    """The share of bare numbers: a line of template positions is no gloss line."""
    pieces = _pieces(words)
    return sum(piece.isdigit() for piece in pieces) / len(pieces) if pieces else 0.0


def _told(words: list[str], translation: str) -> float:
    """The share of a line's lexical glosses that the translation takes up (compared by their first letters)."""
    told = {word[:4] for word in re.findall(r"[^\W\d_]+", translation.casefold()) if len(word) > 2}
    lexical = [piece.casefold()[:4] for piece in _pieces(words) if len(piece) > 2 and piece.islower()]
    return sum(piece in told for piece in lexical) / len(lexical) if lexical and told else 0.0


def _other_script(first: list[str], second: list[str]) -> bool:
    """Whether the first line is in another script than Latin and the second is in Latin."""
    one, two = _scripts(first), _scripts(second)
    return bool(one and two) and "LATIN" not in one and "LATIN" in two


def _scripts(words: list[str]) -> set[str]:
    """The scripts of the letters of a line, by their Unicode names."""
    return {unicodedata.name(char, "").split(" ")[0] for char in bare(words)[:40] if char.isalpha()}


def _is_punctuation(word: str) -> bool:
    return bool(word) and bool(_PUNCTUATION.fullmatch(word)) and not _ELISION.fullmatch(word)


def _drop_brackets(word: str) -> str:
    """Constituent brackets around or inside a word away; an elision such as ``[...]`` stays."""
    if _ELISION.fullmatch(word):
        return word
    bare_word = word.replace("[", "").replace("]", "")
    return bare_word.strip("_") or bare_word


def pair(morphs: list[str], glosses: list[str]) -> tuple[list[str], list[str]] | None:
    """The two lines word by word, None where they do not fit.

    Where the counts differ, punctuation and bracket words that stand in one line only are set aside.
    """
    if len(morphs) != len(glosses):
        attempts = (
            _without_remark(morphs, glosses),
            ([w for w in morphs if not _is_punctuation(w)], [w for w in glosses if not _is_punctuation(w)]),
            ([w for w in morphs if not _is_punctuation(w)], [w for w in glosses if w and not _is_punctuation(w)]),
            ([w for w in morphs if w and not _mark_word(w)], [w for w in glosses if w and not _mark_word(w)]),
        )
        for one, two in attempts:
            if len(one) == len(two):
                morphs, glosses = one, two
                break
        else:
            return None
    kept = [(m, g) for m, g in zip(morphs, glosses, strict=True) if (m or g) and not (_is_punctuation(m) and not g)]
    letters = "".join(mark for mark in "?!" if any(mark in word[:-1] for word in morphs))
    done = [_finish(m, g, letters) for m, g in kept]
    done = [(m, g) for m, g in done if m or g]
    return [m for m, _ in done], [g for _, g in done]


def _without_remark(morphs: list[str], glosses: list[str]) -> tuple[list[str], list[str]]:
    """The lines without a remark in parentheses after the words of the longer one (``(perfect)``)."""
    count = min(len(morphs), len(glosses))
    remark = " ".join((morphs if len(morphs) > count else glosses)[count:])
    if remark.startswith("(") and remark.endswith(")") and len(remark) > 4:
        return morphs[:count], glosses[:count]
    return morphs, glosses


def _mark_word(word: str) -> bool:
    return bool(_PUNCTUATION.fullmatch(word))


def _finish(morph: str, gloss: str, letters: str) -> tuple[str, str]:
    """A pair of words without what is no part of them: brackets, quotes, punctuation at their ends, speakers' dashes.

    ``letters`` are those of ``?!`` that the line uses inside words: they are letters, not punctuation.
    """
    tilde = is_reduplication(morph) or (TIE in morph and morph.count(TIE) == gloss.count(TIE) and _is_short(morph))
    morph, gloss = _resolve_ties(morph, tilde), _resolve_ties(gloss, tilde)
    morph = _drop_brackets(morph)
    gloss = _drop_brackets(gloss)
    morph, gloss = _drop_marks(morph), _drop_marks(gloss)
    if re.match(r"-[A-ZÄÖÜ]", morph) and gloss.startswith("-"):
        morph, gloss = morph[1:], gloss[1:]
    morph, gloss = _drop_elision(morph), _drop_elision(gloss)
    stops = "".join(mark for mark in ".?!" if mark not in letters)
    if len(morph) > 1 and morph[-1] in stops and gloss[-1:] != morph[-1] and not _ELISION.fullmatch(morph):
        morph = _drop_marks(morph.rstrip(stops)) or morph
    if not morph and (_PUNCTUATION.fullmatch(gloss) or _ELISION.fullmatch(gloss)):
        morph = gloss
    if not morph and not gloss:
        return "", ""
    return morph or ZERO, gloss or FILLER


def _drop_marks(word: str) -> str:
    """Quotes around a word and a comma or semicolon after it away (a bare mark stays)."""
    return word.strip(_QUOTES).rstrip(",;" + _QUOTES) or word


def _drop_elision(word: str) -> str:
    """Dots before or after the letters of a word away (an elision of its own stays)."""
    return word if _PUNCTUATION.fullmatch(word) else re.sub(r"^(?:\.\.+|…)+|(?:\.\.+|…)+$", "", word)


def _is_short(word: str) -> bool:
    return any(len(part) <= 3 for part in word.split(TIE))


def arrange(lines: list[str], plain_lines: list[str] | None = None, leading: str = "", translation: str = "") -> Lines:
    """Sort the lines of an example (in line mode) into their roles and align them.

    ``plain_lines`` are the same lines with small caps left in lower case (for the morph and surface lines);
    ``leading`` is a line that stands above the gloss command, taken as the surface where it has the same letters;
    ``translation`` helps to tell the gloss line from a line of categories.
    """
    words = [split_words(line) for line in lines]
    plain = [split_words(line) for line in plain_lines or lines]
    surface, morph, gloss = roles(words, translation)
    morphs, glosses = plain[morph], words[gloss]
    text, surface_words = "", []
    if surface is not None:
        surface_words = plain[surface]
    elif leading:
        surface_words = fitting(split_words(leading), morphs)
    surface_words = [_drop_brackets(_resolve_ties(word, False)) for word in surface_words if word]
    text = " ".join(word for word in surface_words if word)
    surface_words = [_bare_word(word) for word in surface_words]
    paired = pair(morphs, glosses)
    if paired is None:
        problem = f"the morph line has {len(morphs)} words, the gloss line {len(glosses)}"
        bare_morphs = tuple(_resolve_ties(word, False) or FILLER for word in morphs)
        return Lines(text, (), bare_morphs, tuple(_resolve_ties(word, False) or FILLER for word in glosses), problem)
    if not paired[0]:
        return Lines(text, problem="the gloss lines are empty")
    morphs, glosses = _sentence_end(paired[0]), _sentence_end(paired[1])
    return Lines(text, _surface_words(surface_words, morphs), tuple(morphs), tuple(glosses))


def fitting(surface: list[str], morphs: list[str]) -> list[str]:
    """The surface line where it has the letters of the morph line: the whole line, or the first part of it where
    several glosses share one line; empty where it has other letters."""
    if len(bare(surface)) > 1.3 * len(bare(morphs)):
        ends = range(max(1, len(morphs) - 3), min(len(surface), len(morphs) + 4) + 1)
        best = max(ends, key=lambda end: likeness(surface[:end], morphs), default=0)
        if likeness(surface[:best], morphs) >= 0.75:
            return surface[:best]
    return surface if likeness(surface, morphs) >= 0.55 else []


def _sentence_end(words: list[str]) -> list[str]:
    """The full stop, question or exclamation mark of the last word away (a bare mark stays)."""
    last = words[-1]
    if len(last) > 1 and last[-1] in ".!?" and not _ELISION.fullmatch(last) and not last.endswith(".."):
        last = last[:-1]
    return [*words[:-1], last]


def _surface_words(surface: list[str], morphs: list[str]) -> tuple[str, ...]:
    """The surface line as one word per morph word, empty where it has another number of them."""
    words = [word for word in surface if word and not _is_punctuation(word)]
    if len(words) == len(morphs):
        return tuple(words)
    if not any(_ELISION.fullmatch(morph) for morph in morphs):
        words = [word for word in words if not _ELISION.fullmatch(word)]
    # A morph word may be two surface words joined, or none (a zero morph has no surface).
    wanted = [0 if morph == ZERO else 1 + morph.count("_") for morph in morphs]
    if sum(wanted) != len(words):
        return ()
    taken = iter(words)
    return tuple("_".join(next(taken) for _ in range(count)) or ZERO for count in wanted)


def _bare_word(word: str) -> str:
    """A surface word without the punctuation around it (``¡``, quotes, full stops); an elision stays."""
    return word if _ELISION.fullmatch(word) else word.strip(_QUOTES + "¡¿").rstrip(",;.!?…" + _QUOTES) or word
