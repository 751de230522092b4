r"""Word lists written in author macros, known by the names of their fields.

``\newentry \headword{x}\pos{n}\glosses{y}`` prints as layout only, so these macros are not expanded where a file
uses them again and again: their names say what their arguments are. Nothing here knows one book's names; a name is
matched against the roles of dictionary fields (those of MDF and their English names among them).

>>> role("headword"), role("pos"), role("glosses"), role("textit")
('headword', 'pos', 'gloss', '')
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from rules.items import Sense
from rules.sources.latex import commands
from rules.sources.latex.context import Context
from rules.sources.latex.lists import add_entry
from rules.sources.latex.nodes import ENV, GROUP, Node
from rules.sources.latex.tokens import CLOSE, MACRO, OPEN, PAR, TEXT, Token, unpack

LEAST = 15
_ROLES = (
    ("headword", r"(?:dict|lex|main|lx)?(?:head ?word|lemma|lexeme|entry)|hw|lex|lx|dictword|lexitem|stichwort"),
    ("pos", r"pos|ps|p?ofs|partofspeech|wordclass|wclass|lexcat|cat|wc|wordcat|grammcat"),
    ("number", r"sense(?:nr|num|number|no)|sn|snr"),
    ("homonym", r"hom(?:onym|ograph)?(?:nr|num|no)?|hm"),
    ("pronunciation", r"phon(?:etic|emic)?s?|ipa|pron(?:unciation)?|ph"),
    ("variant", r"va|var|variants?|alt(?:form)?"),
    ("example", r"xv|vernacular|dictex|exv|examplesentence|exsent"),
    ("example_translation", r"xe|xn|extrans|exampletranslation|extransl"),
    ("gloss", r"gloss(?:es)?|ge|gn|gl|dictgloss|shortgloss"),
    (
        "definition",
        r"def(?:inition)?s?|de|dn|meanings?|senses?|english|eng|transl(?:ation)?|german|french|spanish|indonesian|"
        r"dutch|portuguese",
    ),
)
_PATTERNS = tuple((name, re.compile(pattern, re.IGNORECASE)) for name, pattern in _ROLES)
_POS_SHAPE = re.compile(r"[A-Za-z]{1,5}\.?(?:[ /.][A-Za-z]{1,5}\.?){0,2}")


def role(name: str) -> str:
    """The role of a field macro by its name, empty where it has none."""
    return next((kind for kind, pattern in _PATTERNS if pattern.fullmatch(name)), "")


@dataclass(slots=True)
class WordList:
    """The field macros of a book's word list: by file number, the names that are fields there."""

    fields: dict[int, frozenset[str]] = field(default_factory=dict)
    reverse: int = 0
    reverse_at: int = 0

    def names(self) -> frozenset[str]:
        """All field macros of the book."""
        return frozenset().union(*self.fields.values())

    def opaque(self, name: str, at: int) -> bool:
        """Whether the macro is a field in the file of ``at``."""
        return name in self.fields.get(unpack(at)[0], ())

    def reads(self, name: str) -> bool:
        """Whether an entry may begin with this macro."""
        return name in self.names() and role(name) in ("headword", "gloss", "definition", "example", "number")

    def read(self, nodes: Sequence[Node], index: int, context: Context) -> int:
        """Read one entry that begins at ``index``; the index after it."""
        start = nodes[index]
        if not self.opaque(start.text, start.at):
            return index + 1
        fields, end = self._fields(nodes, index)
        if not fields or fields[0][0] != "headword":
            if fields:
                self.reverse += 1
                self.reverse_at = self.reverse_at or start.at
            return max(end, index + 1)
        _entry(fields, start.at, context)
        return end

    def _fields(self, nodes: Sequence[Node], index: int) -> tuple[list[tuple[str, list[tuple[Node, ...]]]], int]:
        """The fields up to the next headword: role and arguments of each."""
        fields: list[tuple[str, list[tuple[Node, ...]]]] = []
        while index < len(nodes):
            node = nodes[index]
            kind = role(node.text) if node.kind == MACRO and self.opaque(node.text, node.at) else ""
            if kind:
                if fields and (kind == "headword" or (fields[0][0] != "headword" and kind == fields[0][0])):
                    break
                index += 1
                values: list[tuple[Node, ...]] = []
                while index < len(nodes) and nodes[index].kind == GROUP and len(values) < 8:
                    values.append(nodes[index].children)
                    index += 1
                fields.append((kind, values))
            elif (
                node.kind == ENV
                or node.block
                or (node.kind == MACRO and node.text in commands.SECTION_LEVELS)
                or node.kind == TEXT
                and len(node.text.strip()) > 60
            ):
                break
            else:
                index += 1
        return fields, index


def find_fields(files: Sequence[list[Token]]) -> WordList:
    """Which macros are fields of a word list: a headword macro used again and again, with field macros after it."""
    found = WordList()
    for number, tokens in enumerate(files):
        heads: Counter[str] = Counter()
        after: dict[str, Counter[str]] = defaultdict(Counter)
        head = ""
        for index, token in enumerate(tokens):
            if token.kind != MACRO or index + 1 >= len(tokens) or tokens[index + 1].kind != OPEN:
                continue
            kind = role(token.text)
            if kind == "headword":
                head = token.text
                heads[head] += 1
                if _second_argument(tokens, index + 1):
                    after[head][head] += 1
            elif kind and head:
                after[head][token.text] += 1
        for name, count in heads.items():
            partners = {other for other, uses in after[name].items() if uses >= min(LEAST, count)}
            if count >= LEAST and any(role(other) in ("gloss", "definition", "pos", "headword") for other in partners):
                partners |= {other for other in after[name] if role(other) == "number"}
                found.fields[number] = found.fields.get(number, frozenset()) | partners | {name}
    return found


def _second_argument(tokens: list[Token], index: int) -> bool:
    """Whether the group at ``index`` is directly followed by another one."""
    depth = 0
    for place in range(index, min(len(tokens), index + 200)):
        depth += (tokens[place].kind == OPEN) - (tokens[place].kind == CLOSE)
        if depth == 0:
            return place + 1 < len(tokens) and tokens[place + 1].kind == OPEN
        if tokens[place].kind == PAR:
            break
    return False


def _entry(fields: list[tuple[str, list[tuple[Node, ...]]]], at: int, context: Context) -> None:
    """Make an entry of its fields; a sense begins at a sense number, or where a field of a sense comes again."""
    text = context.renderer.text
    head = fields[0][1]
    headword = text(head[0]) if head else ""
    if not headword:
        context.report("latex.entry-empty", "an entry without a headword was passed over", at, "fill in its headword")
        return
    senses: list[dict[str, str]] = [{}]
    more: dict[str, list[str]] = defaultdict(list)
    for name, given in _positional(head[1:], text):
        senses[-1].setdefault(name, given)
    for kind, values in fields[1:]:
        value = " ".join(text(part) for part in values).strip()
        if kind == "number":
            if senses[-1].keys() - {"pos"}:
                senses.append({})
        elif kind in ("pos", "gloss", "definition"):
            if kind in senses[-1] or (kind == "pos" and "gloss" in senses[-1]):
                senses.append({})
            senses[-1][kind] = value
        elif value:
            more[kind].append(value)
    made = _senses(senses, context.meta_language)
    if not made:
        context.note("latex.entry-bare", f"the entry {headword!r} has no gloss", at)
    pos = next((sense.pos for sense in made if sense.pos), senses[0].get("pos", ""))
    add_entry(
        context, headword, pos, made, context.source(at),
        homonym="".join(more["homonym"][:1]), variants=tuple(more["variant"]),
        pronunciations=tuple(more["pronunciation"]),
    )  # fmt: skip


def _positional(values: Sequence[tuple[Node, ...]], text: Callable[[Sequence[Node]], str]) -> list[tuple[str, str]]:
    """Further arguments of the headword macro: a short one is the part of speech, the others are glosses."""
    done: list[tuple[str, str]] = []
    for value in map(text, values):
        if not value:
            continue
        if _POS_SHAPE.fullmatch(value) and not any(kind == "pos" for kind, _ in done) and len(values) > 1:
            done.append(("pos", value))
        elif not any(kind == "gloss" for kind, _ in done):
            done.append(("gloss", value))
        else:
            done.append(("definition", value))
    return done


def _senses(senses: list[dict[str, str]], meta_language: str) -> list[Sense]:
    made = []
    pos = ""
    for sense in senses:
        gloss, definition = sense.get("gloss", ""), sense.get("definition", "")
        pos = sense.get("pos", pos)
        if gloss or definition:
            made.append(Sense(definition or gloss, gloss, pos, meta_language))
    return made
